/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oracle.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/model/money.h"
#include "oracle_private.h"

#define THOUSANDTHS 1000
#define ARTICLE_WORDS 4		/* so many of an article's, in what is of it */
#define GOODS_SEEN 1024
#define SENTENCES_SEEN 4096

/* FNV-1a (Fowler, Noll, Vo) over the lower-case letters. */
static int64_t
word_hash(const char *s, size_t length)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < length; i++)
		h = (h ^ (uint64_t)(unsigned char)tolower((unsigned char)s[i])) * 0x100000001b3u;
	return (int64_t)h;
}

int64_t
oracle_word(const char *s, size_t length)
{
	return word_hash(s, length);
}

void
oracle_allow_number(struct allowed *to, int64_t whole)
{
	figure_set_add(&to->numbers, whole * THOUSANDTHS);
}

/* Numbers, amounts, days and codes that stand in a text may be repeated by the AI. */
void
oracle_learn(const struct oracle *o, const char *text, struct allowed *to)
{
	struct figure f;
	struct str plain;
	size_t at = 0, start, length;

	str_init(&plain);
	terms_normalise(o->terms, text, &plain);
	while (figure_next(plain.data, &at, o->settings->currency, o->decimals, &f)) {
		if (f.kind == FIGURE_DAY)
			figure_set_add(&to->days, f.value % 10000);
		else if (f.kind == FIGURE_MONEY)
			figure_set_add(&to->money, f.value);
		else if (f.kind == FIGURE_NUMBER)
			figure_set_add(&to->numbers, f.value);
	}
	for (at = 0; figure_word(plain.data, &at, &start, &length);)
		figure_set_add(&to->words, word_hash(plain.data + start, length));
	str_clear(&plain);
}

/* By its id, in whichever language. */
static void
keep_article(struct oracle *o, const char *text, const char *end)
{
	const char *id = strstr(text, "\nid:");
	struct oracle_article *x;

	if (end == NULL || id == NULL || id > end)
		return;
	id += strlen("\nid:");
	id += strspn(id, " \t");
	x = arena_alloc(o->arena, sizeof(*x));
	x->id = arena_text_n(o->arena, id, strcspn(id, " \t\r\n"));
	x->text = arena_text(o->arena, end + 4);
	x->next = o->articles;
	o->articles = x;
}

/* What follows the head of an article, and its title. */
static void
learn_text(struct oracle *o, enum corpus_source source, const char *text)
{
	const char *end = strncmp(text, "---\n", 4) == 0 ? strstr(text + 4, "\n---") : NULL,
		   *title = strstr(text, "\ntitle:");

	if (end != NULL && title != NULL && title < end)
		corpus_add_text(o->corpus, source, NULL,
		    arena_text_n(o->arena, title + 8, strcspn(title + 8, "\n")));
	corpus_add_text(o->corpus, source, NULL, end != NULL ? end + 4 : text);
	keep_article(o, text, end);
}

static void
learn_article(struct oracle *o, const char *text)
{
	learn_text(o, CORPUS_ARTICLE, text);
}

static void
learn_foreign(struct oracle *o, const char *text)
{
	learn_text(o, CORPUS_FOREIGN, text);
}

/* Those of one folder. */
static enum err
learn_folder(struct oracle *o, const char *path, void (*learn)(struct oracle *, const char *),
    struct errinfo *e)
{
	struct arena *a = arena_new();
	const char **names;
	struct str text;
	size_t count;
	enum err err;

	str_init(&text);
	err = file_list(a, path, ".md", &names, &count, e);
	for (size_t i = 0; err == ERR_OK && i < count; i++) {
		str_reset(&text);
		err = file_read(file_join(a, path, names[i]), 1 << 20, &text, e);
		if (err == ERR_OK)
			learn(o, text.data);
	}
	str_clear(&text);
	arena_free(&a);
	return err;
}

/* In the world's language and the oracle's, and in each other that there are messages in: who changes theirs within a conversation is answered out of the article as it is written
 * there. */
static enum err
learn_articles(struct oracle *o, const char *folder, struct errinfo *e)
{
	const char *path = file_join(o->arena, folder, "knowledge"),
		   *messages = file_join(o->arena, folder, "messages"), **names = NULL;
	size_t count = 0;
	enum err err = learn_folder(o, path, learn_article, e);

	if (err == ERR_OK && file_is_folder(messages))
		err = file_list(o->arena, messages, ".yaml", &names, &count, e);
	for (size_t i = 0; err == ERR_OK && i < count; i++) {
		const char *language = arena_text_n(o->arena, names[i], strcspn(names[i], ".")),
			   *own = file_join(o->arena, path, language);

		if (file_is_folder(own))
			err = learn_folder(o, own,
			    text_is(language, o->terms->language) ? learn_article : learn_foreign,
			    e);
	}
	return err;
}

/* Of the rules only what they let a shopper read, and to which tier. */
static enum err
learn_rules(struct oracle *o, const char *folder, struct errinfo *e)
{
	struct arena *a = o->arena;	/* its sentences keep whom they are for */
	const char *path = file_join(a, folder, "policy"),
		   *words = file_join(a, file_join(a, folder, "messages"),
		       arena_printf(a, "%s.yaml", o->terms->language));
	const char **names;
	struct value *table, *messages = NULL;
	size_t count;
	enum err err = file_list(a, path, ".yaml", &names, &count, e);

	if (err == ERR_OK && file_exists(words))
		err = value_load(a, words, &messages, e);
	for (size_t i = 0; err == ERR_OK && i < count; i++) {
		const struct value *rules;

		if ((err = value_load(a, file_join(a, path, names[i]), &table, e)) != ERR_OK)
			break;
		rules = value_get(table, "rules");
		for (size_t j = 0; j < value_count(rules); j++) {
			const struct value *rule = value_at(rules, j);
			const char *again = arena_printf(a, "rule.%s", value_get_text(rule, "id"));

			corpus_add_text(o->corpus, CORPUS_RULE, value_path(rule, "when.tier"),
			    value_get_text(rule, "shopper"));
			corpus_add_text(o->corpus, CORPUS_RULE, value_path(rule, "when.tier"),
			    value_get_text(value_get(messages, "messages"), again));
		}
	}
	return err;
}

static void
learn_message(struct oracle *o, const struct value *v)
{
	if (value_kind(v) == VALUE_TEXT)
		corpus_add_text(o->corpus, CORPUS_MESSAGE, NULL, value_as_text(v, ""));
	for (size_t i = 0; i < value_count(v); i++)
		learn_message(o, value_at(v, i));
}

/* Of the messages only sentences: what says a rule again stands for that rule's tier, a key under "words.", "claim." or "agent." holds none that a
 * shopper reads. */
static enum err
learn_messages(struct oracle *o, const char *folder, struct errinfo *e)
{
	const char *path = file_join(o->arena, file_join(o->arena, folder, "messages"),
	    arena_printf(o->arena, "%s.yaml", o->terms->language));
	const struct value *messages;
	struct value *file;
	enum err err;

	if (!file_exists(path))
		return ERR_OK;
	if ((err = value_load(o->arena, path, &file, e)) != ERR_OK)
		return err;
	messages = value_get(file, "messages");
	for (size_t i = 0; i < value_count(messages); i++) {
		const char *key = value_key_at(messages, i);

		if (strncmp(key, "words.", 6) != 0 && strncmp(key, "claim.", 6) != 0 &&
		    strncmp(key, "agent.", 6) != 0 && strncmp(key, "rule.", 5) != 0)
			learn_message(o, value_at(messages, i));
	}
	return ERR_OK;
}

static void
learn_product(struct oracle *o, struct product_allowed *to)
{
	const struct product *p = to->product;

	corpus_add_text(o->corpus, CORPUS_ARTICLE, NULL, p->description);
	corpus_add_text(o->corpus, CORPUS_ARTICLE, NULL, p->care);

	oracle_learn(o, p->description, &to->figures);
	oracle_learn(o, p->name, &to->figures);
	oracle_learn(o, p->care, &to->figures);
	for (size_t j = 0; j < p->attribute_count; j++) {
		corpus_add_text(o->corpus, CORPUS_ARTICLE, NULL,
		    arena_printf(
			o->arena, "%s: %s", p->attributes[j].name, p->attributes[j].value));
		oracle_learn(o, p->attributes[j].value, &to->figures);
	}
	for (size_t j = 0; j < p->variant_count; j++) {
		const struct variant *v = &p->variants[j];

		figure_set_add(&to->figures.money, v->price);
		if (v->was != 0)
			figure_set_add(&to->figures.money, v->was);
		oracle_allow_number(&to->figures, v->stock);
		oracle_allow_day(o, &to->figures, v->restock_ms);
		for (size_t k = 0; k < v->option_count; k++)
			oracle_learn(o, v->options[k].value, &to->figures);
	}
}

static void
learn_products(struct oracle *o)
{
	o->products = mem_zero(o->records->product_count + 1, sizeof(*o->products));
	for (size_t i = 0; i < o->records->product_count; i++) {
		o->products[i].product = &o->records->products[i];
		learn_product(o, &o->products[i]);
	}
}

static void
learn_settings(struct oracle *o)
{
	for (int day = 0; day < 7; day++) {
		const struct opening *h = &o->settings->hours[day];

		oracle_allow_number(&o->world, h->open_minute / 60);
		oracle_allow_number(&o->world, h->close_minute / 60);
		oracle_allow_number(&o->world, h->open_minute % 60);
		oracle_allow_number(&o->world, h->close_minute % 60);
	}
}

static void
learn_carriers(struct oracle *o)
{
	const struct value *more = o->terms->carriers;
	size_t room = value_count(more);
	struct word_list none;

	word_list_make(&none, o->arena, o->terms->no_carriers);
	for (size_t i = 0; i < o->records->order_count; i++)
		room += o->records->orders[i].shipment_count;
	o->carriers = arena_alloc(o->arena, (room + 1) * sizeof(*o->carriers));
	for (size_t i = 0; i < value_count(more); i++)
		o->carriers[o->carrier_count++] = value_as_text(value_at(more, i), "");
	for (size_t i = 0; i < o->records->order_count; i++)
		for (size_t j = 0; j < o->records->orders[i].shipment_count; j++) {
			const char *name = o->records->orders[i].shipments[j].carrier;
			size_t k = 0;

			while (k < o->carrier_count && strcasecmp(o->carriers[k], name) != 0)
				k++;
			if (k == o->carrier_count && *name != '\0' &&
			    word_list_find(&none, name, strlen(name)) == SIZE_MAX)
				o->carriers[o->carrier_count++] = name;
		}
}

static void
learn_names(struct oracle *o)
{
	for (size_t i = 0; i < o->records->customer_count; i++) {
		const struct customer *c = &o->records->customers[i];

		figure_set_add(&o->names, word_hash(c->given, strlen(c->given)));
		figure_set_add(&o->names, word_hash(c->family, strlen(c->family)));
	}
}

static enum err
learn_files(struct oracle *o, const char *folder, struct errinfo *e)
{
	enum err err;

	if ((err = learn_articles(o, folder, e)) != ERR_OK ||
	    (err = learn_rules(o, folder, e)) != ERR_OK)
		return err;
	return learn_messages(o, folder, e);
}

enum err
oracle_new(const char *world_folder, const struct shop_records *records,
    const struct settings *settings, const struct terms *terms, int64_t now_ms, struct oracle **out,
    struct errinfo *e)
{
	struct oracle *o = mem_zero(1, sizeof(*o));
	enum err err;

	o->arena = arena_new();
	o->records = records;
	o->settings = settings;
	o->terms = terms;
	o->now_ms = now_ms;
	o->decimals = money_decimals(settings->currency);
	o->scale = 1;
	for (int i = 0; i < o->decimals; i++)
		o->scale *= 10;
	o->goods = goods_seen_new(GOODS_SEEN);
	o->corpus = corpus_new(terms, settings->currency, o->decimals);
	o->seen = phrases_seen_new(terms, SENTENCES_SEEN);
	o->orders = mem_zero(records->order_count + 1, sizeof(*o->orders));
	learn_products(o);
	learn_settings(o);
	learn_carriers(o);
	learn_names(o);
	oracle_allow_day(o, &o->world, now_ms);
	if ((err = learn_files(o, world_folder, e)) != ERR_OK) {
		oracle_free(&o);
		return err;
	}
	corpus_end(o->corpus);
	*out = o;
	return ERR_OK;
}

void
allowed_clear(struct allowed *x)
{
	figure_set_clear(&x->money);
	figure_set_clear(&x->numbers);
	figure_set_clear(&x->days);
	figure_set_clear(&x->words);
}

void
oracle_free(struct oracle **o)
{
	if (*o == NULL)
		return;
	for (size_t i = 0; i < (*o)->records->product_count; i++)
		allowed_clear(&(*o)->products[i].figures);
	mem_free((*o)->products);
	for (size_t i = 0; i < (*o)->records->order_count; i++)
		allowed_clear(&(*o)->orders[i]);
	mem_free((*o)->orders);
	allowed_clear(&(*o)->world);
	figure_set_clear(&(*o)->names);
	corpus_free(&(*o)->corpus);
	goods_seen_free(&(*o)->goods);
	phrases_seen_free(&(*o)->seen);
	arena_free(&(*o)->arena);
	mem_free(*o);
	*o = NULL;
}

void
oracle_allow_day(const struct oracle *o, struct allowed *to, int64_t at_ms)
{
	struct date d;

	if (at_ms == 0)
		return;
	date_from_ms(o->settings->zone, at_ms, &d);
	figure_set_add(&to->days, d.month * 100 + d.day);
	figure_set_add(&to->days, d.year * 10000 + d.month * 100 + d.day);
	figure_set_add(&to->days, -((d.month * 100 + d.day) * 10 + d.weekday));
}

enum err
snapshot_take(struct store *s, struct arena *a, struct snapshot *out, struct errinfo *e)
{
	static const char *const kinds[] = { "order", "customer", "product" };
	struct document *lists[3];
	size_t counts[3], n = 0;
	enum err err;

	out->count = 0;
	for (size_t i = 0; i < 3; i++) {
		if ((err = store_document_list(s, a, kinds[i], &lists[i], &counts[i], e)) != ERR_OK)
			return err;
		out->count += counts[i];
	}
	out->items = arena_alloc(a, (out->count + 1) * sizeof(*out->items));
	for (size_t i = 0; i < 3; i++)
		for (size_t j = 0; j < counts[i]; j++)
			out->items[n++] = lists[i][j];
	return ERR_OK;
}

const struct shop_records *
oracle_records(const struct oracle *o, const struct oracle_case *c)
{
	return c->own != NULL ? c->own : o->records;
}

int64_t
oracle_now(const struct oracle *o, const struct oracle_case *c)
{
	return c->now_ms != 0 ? c->now_ms : o->now_ms;
}

int64_t
oracle_end_day(const struct oracle *o, const struct oracle_case *c)
{
	return c->end_ms != 0 ? c->end_ms : oracle_now(o, c);
}

static size_t
shared_words(const struct corpus_sentence *a, const struct corpus_sentence *b)
{
	size_t shared = 0;

	for (size_t i = 0, k = 0; i < a->word_count && k < b->word_count;) {
		shared += a->words[i] == b->words[k];
		if (a->words[i] <= b->words[k])
			i++;
		else
			k++;
	}
	return shared;
}

bool
oracle_is_of_article(struct oracle *o, const char *id, const char *text)
{
	struct arena *a = arena_new();
	struct corpus_sentence said, whole;
	bool is = false;

	corpus_read(o->corpus, a, text, &said);
	for (const struct oracle_article *x = o->articles; !is && x != NULL; x = x->next) {
		size_t shared;

		if (!text_is(x->id, id))
			continue;
		corpus_read(o->corpus, a, x->text, &whole);
		shared = shared_words(&said, &whole);
		is = shared >= ARTICLE_WORDS && shared * 2 >= said.word_count;
	}
	arena_free(&a);
	return is;
}

enum err
oracle_judge(struct oracle *o, struct arena *a, const struct oracle_case *c,
    struct oracle_verdict *out, struct errinfo *e)
{
	enum err err;

	out->end_holds = true;
	out->changes = out->otherwise = out->stopped_by_person = out->stopped_by_rule = 0;
	if ((err = oracle_judge_statements(o, a, c, out, e)) != ERR_OK ||
	    (err = oracle_check_end(o, a, c, out, e)) != ERR_OK)
		return err;
	oracle_check_told(o, c, out);
	oracle_check_again(o, a, c, out);
	return ERR_OK;
}
