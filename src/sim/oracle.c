/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oracle.h"

#include <ctype.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/model/money.h"
#include "oracle_private.h"

#define THOUSANDTHS 1000

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

/* Numbers, amounts, days and codes that stand in a text of the world may be repeated by the AI. */
void
oracle_learn(const struct oracle *o, const char *text, struct allowed *to)
{
	struct figure f;
	size_t at = 0, start, length;

	while (figure_next(text, &at, o->settings->currency, o->decimals, &f)) {
		if (f.kind == FIGURE_DAY)
			figure_set_add(&to->days, f.value % 10000);
		else if (f.kind == FIGURE_MONEY)
			figure_set_add(&to->money, f.value);
		else
			figure_set_add(&to->numbers, f.value);
	}
	for (at = 0; figure_word(text, &at, &start, &length);)
		figure_set_add(&to->words, word_hash(text + start, length));
}

static enum err
learn_articles(struct oracle *o, const char *folder, struct errinfo *e)
{
	struct arena *a = arena_new();
	const char *path = file_join(a, folder, "knowledge");
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
			oracle_learn(o, text.data, &o->world);
	}
	str_clear(&text);
	arena_free(&a);
	return err;
}

/* Of the rules only what they let a shopper read. */
static enum err
learn_rules(struct oracle *o, const char *folder, struct errinfo *e)
{
	struct arena *a = arena_new();
	const char *path = file_join(a, folder, "policy");
	const char **names;
	struct value *table;
	size_t count;
	enum err err = file_list(a, path, ".yaml", &names, &count, e);

	for (size_t i = 0; err == ERR_OK && i < count; i++) {
		const struct value *rules;

		if ((err = value_load(a, file_join(a, path, names[i]), &table, e)) != ERR_OK)
			break;
		rules = value_get(table, "rules");
		for (size_t j = 0; j < value_count(rules); j++)
			oracle_learn(o, value_get_text(value_at(rules, j), "shopper"), &o->world);
	}
	arena_free(&a);
	return err;
}

static void
learn_product(const struct oracle *o, struct product_allowed *to)
{
	const struct product *p = to->product;

	oracle_learn(o, p->description, &to->figures);
	oracle_learn(o, p->name, &to->figures);
	oracle_learn(o, p->care, &to->figures);
	for (size_t j = 0; j < p->attribute_count; j++)
		oracle_learn(o, p->attributes[j].value, &to->figures);
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

enum err
oracle_new(const char *world_folder, const struct shop_records *records, const struct settings *settings, int64_t now_ms, struct oracle **out, struct errinfo *e)
{
	struct oracle *o = mem_zero(1, sizeof(*o));
	enum err err;

	o->records = records;
	o->settings = settings;
	o->now_ms = now_ms;
	o->decimals = money_decimals(settings->currency);
	o->scale = 1;
	for (int i = 0; i < o->decimals; i++)
		o->scale *= 10;
	learn_products(o);
	learn_settings(o);
	oracle_allow_day(o, &o->world, now_ms);
	if ((err = learn_articles(o, world_folder, e)) != ERR_OK || (err = learn_rules(o, world_folder, e)) != ERR_OK) {
		oracle_free(&o);
		return err;
	}
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
	allowed_clear(&(*o)->world);
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

enum err
oracle_judge(struct oracle *o, struct arena *a, const struct oracle_case *c, struct oracle_verdict *out, struct errinfo *e)
{
	enum err err;

	out->end_holds = true;
	out->changes = out->statements = 0;
	oracle_check_statements(o, c, out);
	if ((err = oracle_check_end(o, a, c, out, e)) != ERR_OK)
		return err;
	oracle_check_told(o, c, out);
	return ERR_OK;
}
