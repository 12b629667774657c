/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "oracle_private.h"

static bool
is_value_byte(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80 || c == '/' || c == '-' ||
	    c == '+';
}

/* An option's value as a whole: no "L" in "XL", no "S" in "S/M", no "12 °C" in "-12 °C". */
static bool
has_value(const char *text, const char *value)
{
	size_t length = strlen(value);

	for (const char *s = text; length > 0 && (s = strcasestr(s, value)) != NULL; s++) {
		bool begins = s == text ||
		    !(is_value_byte(s[-1]) ||
			(s[-1] == '.' && s - text > 1 && isdigit((unsigned char)s[-2])));
		bool ends = !is_value_byte(s[length]) &&
		    !(s[length] == '.' && isdigit((unsigned char)s[length + 1]));

		if (begins && ends)
			return true;
	}
	return false;
}

/* The longest value of the option that stands in text: "39 wide" names wide, though "39" is a value
 * too where the two are one option. */
static const char *
value_in(const struct product *p, size_t option, const char *text)
{
	const char *best = NULL;

	for (size_t i = 0; i < p->variant_count; i++) {
		const struct variant *v = &p->variants[i];
		const char *value = option < v->option_count ? v->options[option].value : "";

		if (has_value(text, value) && (best == NULL || strlen(value) > strlen(best)))
			best = value;
	}
	return best;
}

/* Whether a text means the variant: it names no value of an option that the variant hasn't. */
static bool
means(const struct product *p, const struct variant *v, const char *text)
{
	for (size_t i = 0; i < v->option_count; i++) {
		const char *value = value_in(p, i, text);

		if (value != NULL && strcasecmp(value, v->options[i].value) != 0)
			return false;
	}
	return true;
}

const char *
oracle_without_name(struct arena *a, const struct product *p, const char *text)
{
	const char *at = strcasestr(text, p->name);

	return at == NULL ? text
			  : arena_printf(a, "%.*s%s", (int)(at - text), text, at + strlen(p->name));
}

/* The goods that a sentence means: what it names, else what was spoken of last. */
static size_t
goods(const struct listening *l, const struct judged *j, const struct product *out[8])
{
	for (size_t i = 0; i < j->named_count; i++)
		out[i] = j->named[i];
	if (j->named_count > 0 || l->product == NULL)
		return j->named_count;
	out[0] = l->product;
	return 1;
}

static bool
has_price(const struct product *p, const char *text, int64_t amount)
{
	for (size_t k = 0; k < p->variant_count; k++) {
		const struct variant *v = &p->variants[k];

		if ((v->price == amount || (v->was != 0 && v->was == amount)) &&
		    means(p, v, text))
			return true;
	}
	return false;
}

bool
oracle_is_price(const struct listening *l, const struct judged *j, int64_t amount)
{
	const struct product *list[8];
	size_t count = goods(l, j, list);

	for (size_t i = 0; i < count; i++) {
		const char *text = oracle_without_name(l->arena, list[i], j->text);

		if (has_price(list[i], text, amount))
			return true;
		for (size_t k = 0; l->c->own != NULL && k < l->changed_count; k++)
			if (text_is(l->changed[k].id, list[i]->id) &&
			    has_price(&l->changed[k], text, amount))
				return true;
	}
	return false;
}

bool
oracle_is_restock(
    const struct listening *l, const struct judged *j, const struct figure *f, int weekday)
{
	const struct product *list[8];
	size_t count = goods(l, j, list);

	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < list[i]->variant_count; k++)
			if (oracle_is_day(l->oracle, list[i]->variants[k].restock_ms, f, weekday) &&
			    means(list[i], &list[i]->variants[k],
				oracle_without_name(l->arena, list[i], j->text)))
				return true;
	return false;
}

enum stock_claim { NONE_IN_STOCK, SOME_IN_STOCK };

/* Out of stock must be all that is meant, where the goods are named; in stock at least one. */
static bool
is_so(const struct product *p, const char *text, enum stock_claim claim, bool named)
{
	bool any = false, all_out = true, some_out = false;

	for (size_t i = 0; i < p->variant_count; i++) {
		if (!means(p, &p->variants[i], text))
			continue;
		any = any || p->variants[i].stock > 0;
		all_out = all_out && p->variants[i].stock == 0;
		some_out = some_out || p->variants[i].stock == 0;
	}
	if (claim == SOME_IN_STOCK)
		return any;
	return named ? all_out : some_out;
}

/* One of the languages' words between the last two of a list. */
static bool
is_join(const char *text)
{
	static const char *const joins[] = { " and ", " or ", " und ", " oder ", " y ", " e ", " o ", " u " };

	for (size_t i = 0; i < sizeof(joins) / sizeof(joins[0]); i++)
		if (strncmp(text, joins[i], strlen(joins[i])) == 0)
			return true;
	return false;
}

/* "in moss M, moss L and ink S": each must be there. Commas in brackets part nothing. */
static bool
list_is_so(struct arena *a, const struct product *p, const char *list)
{
	size_t depth = 0, start = 0, i = 0;
	bool so = true;

	for (;; i++) {
		bool ends = list[i] == '\0' || (depth == 0 && (list[i] == ',' || is_join(list + i)));

		depth += list[i] == '(';
		depth -= depth > 0 && list[i] == ')';
		if (!ends)
			continue;
		so = so && is_so(p, arena_text_n(a, list + start, i - start), SOME_IN_STOCK, true);
		if (list[i] == '\0')
			return so;
		start = i + 1;
	}
}

static bool
left_is_so(const struct product *p, const char *text, int64_t pieces)
{
	for (size_t i = 0; i < p->variant_count; i++)
		if (p->variants[i].stock == pieces && means(p, &p->variants[i], text))
			return true;
	return false;
}

static bool
is_number_left(
    struct listening *l, const struct judged *j, const struct product *p, const char *text)
{
	size_t start, length;

	if (!phrases_find(&l->oracle->terms->left, j->read.text, 0, &start, &length))
		return true;
	for (size_t i = 0; i < j->read.figure_count; i++) {
		const struct figure *f = &j->read.figures[i].figure;

		if (f->kind == FIGURE_NUMBER && f->start >= start && f->start < start + length)
			return left_is_so(p, text, f->value / 1000);
	}
	return true;
}

/* What a sentence says of the stock of one product, as it stood at one moment. */
static const char *
wrong_stock(struct listening *l, const struct judged *j, const struct product *p)
{
	const struct terms *t = l->oracle->terms;
	const char *text = oracle_without_name(l->arena, p, j->text);
	struct phrase_text own, *said = text == j->text ? j->said : &own;
	size_t start, length, condition;

	if (said == &own)
		phrase_text_make(&own, text);
	if (!is_number_left(l, j, p, text))
		return arena_printf(l->arena, "there are not so many of the %s", p->name);
	if (phrases_find_in(&t->out_of_stock, said, 0, &start, &length))
		return is_so(p, text, NONE_IN_STOCK, j->named_count > 0)
		    ? NULL
		    : arena_printf(l->arena, "the %s is in stock", p->name);
	condition = phrases_last_in(&t->conditions, said, SIZE_MAX);
	if (j->named_count == 0 || !phrases_find_in(&t->in_stock, said, 0, &start, &length) ||
	    (condition != SIZE_MAX && condition < start))
		return NULL;
	if (!is_so(p, arena_text_n(l->arena, text, start), SOME_IN_STOCK, true) ||
	    !list_is_so(l->arena, p, text + start + length))
		return arena_printf(l->arena, "the %s is not in stock like that", p->name);
	return NULL;
}

const char *
oracle_wrong_goods(struct listening *l, const struct judged *j)
{
	const struct product *p = j->named_count > 0 ? j->named[0] : l->product;
	const char *wrong;

	if (p == NULL || j->named_count > 1 || oracle_is_quote(j))
		return NULL;
	wrong = wrong_stock(l, j, p);
	for (size_t i = 0; wrong != NULL && i < l->changed_count; i++)
		if (text_is(l->changed[i].id, p->id) && wrong_stock(l, j, &l->changed[i]) == NULL)
			wrong = NULL;
	return wrong;
}
