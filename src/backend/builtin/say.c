/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sentences out of the message files. A figure is printed only with its check against the facts, so
 * that the share of grounded claims is known here already.
 */
#include "builtin.h"

#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/model/money.h"
#include "floorwalker/text/text.h"

#define HEAD_BYTES 60	/* of a text whose first words are asked for */
#define SLIP_LENGTH 6	/* letters of a word from which one slip of the pen leaves no doubt */
/* Bytes from which the same words are heard as a repetition: of a sentence, of a whole answer. */
enum { SENTENCE = 12, AGAIN = 40 };

/* FNV-1a (Fowler, Noll, Vo, 1991): which variant, from conversation, turn and sentence; never
 * chance. */
static size_t
variant_of(const struct talk *t, const char *key)
{
	uint64_t h = 14695981039346656037u;

	for (const char *s = t->q->conversation_key ? t->q->conversation_key : ""; *s; s++)
		h = (h ^ (uint8_t)*s) * 1099511628211u;
	h = (h ^ (uint64_t)t->m.turn) * 1099511628211u;
	for (const char *s = key; *s; s++)
		h = (h ^ (uint8_t)*s) * 1099511628211u;
	return (size_t)(h >> 33);
}

void
param_text(struct params *p, const char *name, const char *text)
{
	if (p->count < sizeof p->list / sizeof p->list[0])
		p->list[p->count++] = (struct message_param){name, text ? text : "", 0};
}

static void
claim(struct talk *t, bool grounded, const char *name, const char *shown)
{
	t->claims++;
	t->claims_made = true;
	if (grounded) {
		t->grounded++;
		return;
	}
	trace_step(t, "ungrounded",
	    arena_printf(t->a, "%s \"%s\" stands in no fact of this turn", name, shown),
	    "a fact that holds it");
}

void
param_number(struct talk *t, struct params *p, const char *name, int64_t n)
{
	if (p->count >= sizeof p->list / sizeof p->list[0])
		return;
	claim(t, facts_has_number(t->f, n), name, "number");
	p->list[p->count++] = (struct message_param){name, NULL, n};
}

const char *
money_text(struct talk *t, int64_t minor)
{
	struct str s;

	str_init(&s);
	money_print(&s, minor, t->q->settings->currency, messages_language(t->say));
	const char *shown = arena_text(t->a, s.data);

	str_clear(&s);
	return shown;
}

const char *
phrase_money(struct talk *t, int64_t minor)
{
	const char *shown = money_text(t, minor);

	claim(t, facts_has_money(t->f, minor), "amount", shown);
	return shown;
}

void
param_money(struct talk *t, struct params *p, const char *name, int64_t minor)
{
	param_text(p, name, phrase_money(t, minor));
}

/* form: one of date.forms, or "" for the plain one. */
static const char *
date_in_form(struct talk *t, int64_t at_ms, const char *form)
{
	struct date d, now;
	struct params p = {0};

	date_from_ms(t->q->settings->zone, at_ms, &d);
	date_from_ms(t->q->settings->zone, t->q->now_ms, &now);
	p.list[p.count++] = (struct message_param){"day", NULL, d.day};
	param_text(&p, "month", phrase(t, arena_printf(t->a, "month.%d", d.month), NULL));
	param_text(&p, "weekday", phrase(t, arena_printf(t->a, "weekday.%d", d.weekday + 1), NULL));
	param_text(&p, "year", arena_printf(t->a, "%d", d.year));
	const char *plain = d.year == now.year ? "date.day" : "date.year";

	return phrase(t, form[0] ? key_or(t, plain, form, plain) : plain, &p);
}

const char *
phrase_date(struct talk *t, int64_t at_ms)
{
	const char *shown = date_in_form(t, at_ms, "");

	claim(t, facts_has_date(t->f, at_ms), "date", shown);
	return shown;
}

void
param_date(struct talk *t, struct params *p, const char *name, int64_t at_ms)
{
	param_text(p, name, phrase_date(t, at_ms));
	for (size_t i = 0; i < messages_variants(t->say, MESSAGE_FORMS); i++) {
		struct str form;

		str_init(&form);
		if (messages_render(t->say, &form, MESSAGE_FORMS, i, NULL, 0, NULL) == ERR_OK)
			param_text(p, arena_printf(t->a, "%s.%s", name, form.data),
			    date_in_form(t, at_ms, form.data));
		str_clear(&form);
	}
}

bool
has_key(const struct talk *t, const char *key)
{
	return messages_has(t->say, key);
}

const char *
key_of(struct talk *t, const char *prefix, const char *word)
{
	return arena_printf(t->a, "%s.%s", prefix, word);
}

/* "boil time" as it stands in a key: "boil_time". */
const char *
key_part(struct talk *t, const char *name)
{
	char *key = arena_text_n(t->a, name, strlen(name));

	for (char *s = key; *s; s++)
		*s = *s == ' ' || *s == '-' ? '_' : *s;
	return key;
}

/* What the catalogue calls a property of goods, in the shopper's language where the file has it. */
const char *
phrase_attribute(struct talk *t, const char *name)
{
	const char *key = key_of(t, "attribute", key_part(t, name));

	return has_key(t, key) ? phrase(t, key, NULL) : name;
}

const char *
key_or(struct talk *t, const char *prefix, const char *word, const char *otherwise)
{
	const char *key = key_of(t, prefix, word);

	return has_key(t, key) ? key : otherwise;
}

/* What the assistant said last; "" nothing. */
static const char *
said_last(const struct talk *t)
{
	for (size_t i = t->q->transcript_count; i-- > 0;)
		if (t->q->transcript[i].author == AUTHOR_AI)
			return t->q->transcript[i].text;
	return "";
}

/* What was said since, word for word as in the reply before, is led in as such. */
void
say_again(struct talk *t, size_t since)
{
	size_t length = t->text.length;

	while (since < length && strchr(" \n", t->text.data[since]))
		since++;
	if (length - since < AGAIN || !strstr(said_last(t), t->text.data + since))
		return;
	const char *same = arena_text(t->a, t->text.data + since);

	str_cut(&t->text, since);
	say_plain(t, "again.lead");
	say_text(t, same);
}

static const char *
render(struct talk *t, const char *key, size_t variant, const struct params *p)
{
	struct str s;
	struct errinfo e = {0};

	str_init(&s);
	enum err err = messages_render(
	    t->say, &s, key, variant, p ? p->list : NULL, p ? p->count : 0, &e);

	if (err)
		talk_fail(t, err, &e);
	const char *out = arena_text(t->a, s.data ? s.data : "");

	str_clear(&s);
	return out;
}

/* A sentence that stood in the reply before is said in the next of its ways, where it has any. */
const char *
phrase(struct talk *t, const char *key, const struct params *p)
{
	size_t variant = variant_of(t, key);
	const char *out = render(t, key, variant, p);

	if (strlen(out) >= SENTENCE && messages_variants(t->say, key) > 1 &&
	    strstr(said_last(t), out))
		out = render(t, key, variant + 1, p);
	return out;
}

void
say_text(struct talk *t, const char *text)
{
	if (text_is_empty(text))
		return;
	if (t->text.length && t->text.data[t->text.length - 1] != '\n')
		str_add_char(&t->text, ' ');
	str_add(&t->text, text);
}

/* What the shop's files say in their own language alone: in the shopper's where key has it, else
 * quoted, with the language named. */
void
say_own_words(struct talk *t, const char *key, const char *text, const char *what)
{
	struct params p = {0};

	if (text_is_empty(text))
		return;
	if (has_key(t, key)) {
		const char *translated = phrase(t, key, NULL);

		facts_derive_text(t->f, what, translated);
		say_text(t, translated);
		return;
	}
	if (text_is(messages_language(t->say), t->q->settings->language) ||
	    !has_key(t, "answer.passage_foreign")) {
		say_text(t, text);
		return;
	}
	param_text(&p, "text", text);
	param_text(&p, "title", "");
	param_text(&p, "language", phrase_language(t, t->q->settings->language));
	say(t, "answer.passage_foreign", &p);
}

/* "English", as the shopper's language calls it. */
const char *
phrase_language(struct talk *t, const char *language)
{
	const char *key = key_or(t, "language", language, "language.other");

	return has_key(t, key) ? phrase(t, key, NULL) : language;
}

void
say(struct talk *t, const char *key, const struct params *p)
{
	say_text(t, phrase(t, key, p));
}

void
say_plain(struct talk *t, const char *key)
{
	say(t, key, NULL);
}

void
say_order(struct talk *t, const char *key, const char *order_id)
{
	struct params p = {0};

	param_text(&p, "order", order_id);
	say(t, key, &p);
}

void
say_break(struct talk *t)
{
	if (t->text.length && t->text.data[t->text.length - 1] != '\n')
		str_add(&t->text, "\n\n");
}

/* "a", "a and b", "a, b and c": the sentences list.comma and list.and (list.or) say how. */
const char *
phrase_join(struct talk *t, const char *kind, const char *const *items, size_t count)
{
	if (!count)
		return "";
	const char *so_far = items[0];

	for (size_t i = 1; i < count; i++) {
		struct params p = {0};

		param_text(&p, "first", so_far);
		param_text(&p, "last", items[i]);
		so_far = phrase(t, i + 1 == count ? key_of(t, "list", kind) : "list.comma", &p);
	}
	return so_far;
}

const char *
phrase_options(struct talk *t, const struct variant *v, const char *joined_by)
{
	const char *so_far = "";

	for (size_t i = 0; v && i < v->option_count; i++) {
		struct params p = {0};

		if (!i) {
			so_far = v->options[0].value;
			continue;
		}
		param_text(&p, "first", so_far);
		param_text(&p, "last", v->options[i].value);
		so_far = phrase(t, joined_by, &p);
	}
	return so_far;
}

const char *
phrase_item(
    struct talk *t, const struct product *product, const struct variant *v, int64_t quantity)
{
	struct params p = {0};
	const char *options = phrase_options(t, v, "list.comma");

	param_text(&p, "product", product ? product->name : "");
	param_text(&p, "options", options);
	if (quantity > 1) {
		facts_derive_number(t->f, "quantity", quantity);
		param_number(t, &p, "n", quantity);
		return phrase(t, options[0] ? "item.several" : "item.several_plain", &p);
	}
	return phrase(t, options[0] ? "item.one" : "item.one_plain", &p);
}

const char *
phrase_method(struct talk *t, const char *method)
{
	const struct customer *c = t->customer;
	const struct payment_method *m = c ? customer_method(c, method) : NULL;

	if (m)
		return m->label;
	return phrase(t,
	    key_or(t, "method", text_is_empty(method) ? "original" : method, "method.original"),
	    NULL);
}

const char *
phrase_picks(struct talk *t, const struct wish *w, const struct order *o)
{
	const char *items[PICK_LIMIT];
	size_t count = 0;

	for (size_t i = 0; i < w->pick_count; i++) {
		const struct order_line *l = order_line_find(o, w->picks[i].line_id);
		const struct product *product = l ? line_product(t, l) : NULL;

		if (product)
			items[count++] = phrase_item(
			    t, product, product_variant(product, l->sku), w->picks[i].quantity);
	}
	return phrase_join(t, "and", items, count);
}

const char *
phrase_address(struct talk *t, const struct address *a)
{
	const char *parts[] = {a->line1, a->line2, a->city, a->region, a->postcode, a->country};
	struct str s;

	str_init(&s);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		if (!text_is_empty(parts[i]) && !(i == 3 && text_is_fold(a->region, a->city))) {
			str_add(&s, s.length ? ", " : "");
			str_add(&s, parts[i]);
		}
	const char *out = arena_text(t->a, s.data ? s.data : "");

	str_clear(&s);
	return out;
}

static const char *
fold_words(struct talk *t, const char *text, size_t length)
{
	struct token *tokens;
	size_t count = text_tokens(t->a, text, length, &tokens), room = 2, at = 0;

	for (size_t i = 0; i < count; i++)
		room += strlen(tokens[i].folded) + 1;
	char *out = arena_alloc(t->a, room);

	out[at++] = ' ';
	for (size_t i = 0; i < count; i++) {
		size_t n = strlen(tokens[i].folded);

		memcpy(out + at, tokens[i].folded, n);
		at += n;
		out[at++] = ' ';
	}
	return out;
}

/* A text's words. The same few texts are asked again and again. */
static const struct folded_text *
folded_words(struct talk *t, const char *text)
{
	size_t length = strlen(text), rooms = sizeof t->folded / sizeof t->folded[0];

	for (size_t i = 0; i < rooms; i++)
		if (t->folded[i].text && t->folded[i].length == length &&
		    memcmp(t->folded[i].text, text, length) == 0)
			return &t->folded[i];
	struct folded_text *x = &t->folded[t->folded_next++ % rooms];

	x->text = arena_text_n(t->a, text, length);
	x->length = length;
	x->words = fold_words(t, text, length);
	memset(x->first, 0, sizeof x->first);
	for (const unsigned char *w = (const unsigned char *)x->words; w[1]; w++)
		if (w[0] == ' ')
			x->first[w[1] / 8] |= (uint8_t)(1u << w[1] % 8);
	return x;
}

static bool
holds_word_of(struct talk *t, const char *text, const char *key, bool at_start)
{
	const struct message_words *list = messages_words(t->q->messages, key);
	const struct folded_text *folded = folded_words(t, text);

	for (size_t i = 0; list && i < list->count; i++) {
		unsigned char first = (unsigned char)list->padded[i][1];

		if ((folded->first[first / 8] >> first % 8 & 1) == 0)
			continue;
		if (at_start ? text_starts(folded->words, list->padded[i])
			     : strstr(folded->words, list->padded[i]) != NULL)
			return true;
	}
	return false;
}

/* A letter or digit of ASCII begins a word, and stays what it is when folded. */
static bool
may_begin(const struct message_words *list, unsigned char c)
{
	if (c >= 'A' && c <= 'Z')
		c += 32;
	if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'))
		return true;
	return list && (list->first[c / 8] >> c % 8 & 1);
}

enum lead { LEAD_NO, LEAD_YES, LEAD_UNSURE };

/* Whether a text begins with words of a list, as they stand there between blanks: known without taking
 * it apart as long as it has but letters and digits of ASCII, and single blanks between them. */
static enum lead
leads_plainly(const char *text, const char *padded)
{
	const char *words = padded + 1;

	for (size_t i = 0; i + 1 < HEAD_BYTES; i++) {
		unsigned char c = (unsigned char)text[i];
		bool letter;

		c = c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
		letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
		if (words[i] == ' ' && !words[i + 1] && !letter)
			return strchr(" ?!;:", c) ? LEAD_YES : LEAD_UNSURE;
		if (!c)
			return LEAD_NO;
		if (!letter && (c != ' ' || !i || text[i - 1] == ' '))
			return LEAD_UNSURE;
		if (c != (unsigned char)words[i])	/* a mark may stand behind the letter */
			return (unsigned char)text[i + 1] < 0x80 ? LEAD_NO : LEAD_UNSURE;
	}
	return LEAD_UNSURE;
}

static enum lead
any_leads_plainly(const struct message_words *list, const char *text)
{
	enum lead any = LEAD_NO;

	for (size_t i = 0; list && i < list->count && any != LEAD_YES; i++) {
		enum lead x = leads_plainly(text, list->padded[i]);

		any = x != LEAD_NO ? x : any;
	}
	return any;
}

bool
text_has_word_of(struct talk *t, const char *text, const char *key)
{
	return holds_word_of(t, text, key, false);
}

bool
text_begins_with_word_of(struct talk *t, const char *text, const char *key)
{
	const struct message_words *list = messages_words(t->q->messages, key);
	enum lead leads;

	if (!may_begin(list, (unsigned char)*text))
		return false;
	leads = any_leads_plainly(list, text);
	if (leads != LEAD_UNSURE)
		return leads == LEAD_YES;
	return holds_word_of(t, arena_text_n(t->a, text, strnlen(text, HEAD_BYTES)), key, true);
}

/* Each word of a phrase, in order, with one slip allowed where it is long enough. */
static bool
stands_like(const struct token *text, size_t count, const struct token *phrase, size_t length)
{
	for (size_t i = 0; i + length <= count; i++) {
		bool all = length > 0;

		for (size_t k = 0; all && k < length; k++) {
			const char *word = phrase[k].folded;

			all = text_distance(text[i + k].folded, word,
				  strlen(word) >= SLIP_LENGTH ? 1 : 0) <=
			    (strlen(word) >= SLIP_LENGTH ? 1 : 0);
		}
		if (all)
			return true;
	}
	return false;
}

bool
text_has_word_like(struct talk *t, const char *text, const char *key)
{
	size_t variants = messages_variants(t->q->messages, key), count;
	struct token *tokens;
	bool found = false;

	count = text_tokens(t->a, text, strlen(text), &tokens);
	for (size_t i = 0; i < variants && !found; i++) {
		struct token *phrase;
		struct str written;

		str_init(&written);
		if (messages_render(t->q->messages, &written, key, i, NULL, 0, NULL) == ERR_OK) {
			const char *words = arena_text(t->a, written.data);

			size_t length = text_tokens(t->a, words, strlen(words), &phrase);

			found = stands_like(tokens, count, phrase, length);
		}
		str_clear(&written);
	}
	return found;
}
