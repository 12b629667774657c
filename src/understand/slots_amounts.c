/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/model/money.h"

#include "catalogue.h"
#include "message.h"

#define QUANTITY_MOST 99

/* "1,250.00", "12,50", "1.250" as money_parse() reads them: the last separator is the decimal one
 * unless three digits follow. */
static const char *
plain_number(struct arena *a, const char *s)
{
	char *out = arena_text(a, s), *to = out;
	const char *last = NULL;

	for (const char *p = s; *p != '\0'; p++)
		if (*p == '.' || *p == ',')
			last = p;
	for (const char *p = s; *p != '\0'; p++) {
		if (isdigit((unsigned char)*p))
			*to++ = *p;
		else if (p == last && strlen(p + 1) != 3)
			*to++ = '.';
	}
	*to = '\0';
	return out;
}

static const char *
sign_currency(const struct message *m, size_t i)
{
	uint32_t point;

	if (i >= m->count || m->tokens[i].kind == TOKEN_WORD)
		return NULL;
	utf8_next(m->text + m->tokens[i].start, m->tokens[i].length, &point);
	switch (point) {
	case 0x20ac:
		return "EUR";
	case 0xa3:
		return "GBP";
	case 0xa5:
		return "JPY";
	case '$':
		return "USD";
	default:
		return NULL;
	}
}

/* The currency whose word or code covers token i alone; NULL where none does. */
static const char *
word_currency(const struct message *m, size_t i)
{
	const struct word_match *match = message_match_at(m, "currency", i);

	return match != NULL && match->start == i && match->count == 1 ? match->sub : NULL;
}

/* The currency that stands beside number token i; sets the tokens that it takes. */
static const char *
currency_beside(const struct message *m, size_t i, size_t *from, size_t *count)
{
	const char *currency;

	*from = i;
	*count = 1;
	if (i > 0 && message_between(m, i - 1, " ") &&
	    ((currency = sign_currency(m, i - 1)) != NULL ||
		/* "EUR 5", a code: "two euros 5 …" is none */
		(m->tokens[i - 1].length == 3 && isupper((unsigned char)m->text[m->tokens[i - 1].start]) &&
		    (currency = word_currency(m, i - 1)) != NULL))) {
		*from = i - 1;
		*count = 2;
		return currency;
	}
	if (!message_between(m, i, " "))
		return NULL;
	*count = 2;
	if ((currency = sign_currency(m, i + 1)) != NULL)
		return currency;
	return word_currency(m, i + 1);
}

/* The parts that stand at number token i ("50 cents"), 1 to 99; -1 for none. */
static int64_t
parts_at(const struct message *m, size_t i, const char **currency)
{
	const struct word_match *match =
	    i + 1 < m->count && message_between(m, i, " ") ? message_match_at(m, "currency_part", i + 1)
							   : NULL;
	int64_t n = m->notes[i].value[CLASS_NUMBER];

	if (match == NULL || match->start != i + 1 || n < 1 || n > 99 ||
	    !(m->notes[i].classes & 1u << CLASS_NUMBER))
		return -1;
	*currency = match->sub;
	return n;
}

/* "15 euros and 50 cents": the parts behind the amount that ends before token next; tokens more. */
static size_t
add_parts(const struct message *m, size_t next, const char *currency, int64_t *minor)
{
	const char *of;
	int64_t parts;
	size_t i = next;

	if (i < m->count && message_match_at(m, "money", i) != NULL)
		i++;
	if (i >= m->count || (parts = parts_at(m, i, &of)) < 0 || !text_is(of, currency))
		return 0;
	*minor += parts;
	return i + 2 - next;
}

static void
money(struct message *m)
{
	for (size_t i = 0; i < m->count; i++) {
		const char *currency = NULL, *own = m->context->currency, *number;
		size_t from = i, count = 2;
		bool said = m->tokens[i].kind == TOKEN_WORD &&
		    m->notes[i].classes & 1u << CLASS_NUMBER;	/* "twenty euros" */
		int64_t minor = 0;

		if ((m->tokens[i].kind != TOKEN_NUMBER && !said) || m->taken[i])
			continue;
		if ((minor = parts_at(m, i, &currency)) < 0) {
			currency = currency_beside(m, i, &from, &count);
			number = said ? arena_printf(m->a, "%" PRId64, m->notes[i].value[CLASS_NUMBER])
				      : plain_number(m->a, m->tokens[i].folded);
			if (currency == NULL || !money_parse(number, currency, &minor))
				continue;
			count += add_parts(m, from + count, currency, &minor);
		}
		message_add(m, SLOT_MONEY, "", arena_printf(m->a, "%" PRId64, minor),
		    text_is_empty(own) || text_is(own, currency) ? 0.95 : 0.5, from, count, true);
	}
}

static void
quantity_add(struct message *m, int64_t n, double probability, size_t from, size_t count)
{
	if (n >= 1 && n <= QUANTITY_MOST)
		message_add(m, SLOT_QUANTITY, "", arena_printf(m->a, "%" PRId64, n), probability,
		    from, count, false);
}

/* "x2", "2x" */
static void
quantity_mixed(struct message *m, size_t i)
{
	const char *s = m->tokens[i].folded;
	size_t length = strlen(s);
	int64_t n;

	if (length < 2 || length > 3)
		return;
	if (s[0] == 'x' && text_to_int(s + 1, 1, QUANTITY_MOST, &n))
		quantity_add(m, n, 0.85, i, 1);
	else if (s[length - 1] == 'x' &&
	    text_to_int(arena_text_n(m->a, s, length - 1), 1, QUANTITY_MOST, &n))
		quantity_add(m, n, 0.85, i, 1);
}

/* Whether a text says "two person" as the tokens i and i + 1 do, apart by a blank or a hyphen. */
static bool
says_pair(const struct message *m, const char *text, size_t i)
{
	const char *first = m->tokens[i].folded, *second = m->tokens[i + 1].folded;
	size_t n = strlen(first);
	struct str folded;
	bool says = false;

	str_init(&folded);
	utf8_fold(&folded, text, strlen(text));
	for (const char *p = folded.data; !says && (p = strstr(p, first)) != NULL; p++)
		says = (p[n] == ' ' || p[n] == '-') && text_starts(p + n + 1, second);
	str_clear(&folded);
	return says;
}

/* "two person tent": the number is of the product's name, and counts nothing. */
static bool
is_of_name(const struct message *m, const struct slot *product, size_t i)
{
	for (size_t k = 0; k < m->context->product_count; k++) {
		const struct product *p = &m->context->products[k];

		if (!text_is(p->id, product->value))
			continue;
		if (says_pair(m, p->name, i))
			return true;
		for (size_t n = 0; n < p->also_count; n++)
			if (says_pair(m, p->also[n], i))
				return true;
	}
	return false;
}

/* "two more cream mugs", "a couple of mugs": the token where what number i counts is named, behind at
 * most BETWEEN tokens that only tell which. */
#define BETWEEN 4

static bool
is_between(const struct message *m, size_t i)
{
	const struct word_match *match = message_match_at(m, "quantity", i);

	return is_option_value(m, i) || (match != NULL && strcmp(match->sub, "between") == 0);
}

static size_t
counted_at(const struct message *m, size_t i)
{
	size_t at = i + 1;

	while (at < m->count && at <= i + BETWEEN && is_between(m, at))
		at++;
	return at;
}

static bool
has_quantity_at(const struct message *m, size_t i)
{
	for (size_t k = 0; k < m->slot_count; k++)
		if (m->slots[k].kind == SLOT_QUANTITY && m->slots[k].start <= m->tokens[i].start &&
		    m->slots[k].start + m->slots[k].length > m->tokens[i].start)
			return true;
	return false;
}

/* A number that stands ahead of a product counts it. */
static void
quantity_of_product(struct message *m, size_t i)
{
	size_t at = counted_at(m, i);

	for (size_t k = 0; k < m->slot_count && at < m->count; k++)
		if (m->slots[k].kind == SLOT_PRODUCT && m->slots[k].start == m->tokens[at].start &&
		    !is_of_name(m, &m->slots[k], i) && !has_quantity_at(m, i))
			quantity_add(m, m->notes[i].value[CLASS_NUMBER],
			    m->tokens[i].kind == TOKEN_NUMBER ? 0.85 : 0.7, i, 1);
}

static void
quantities(struct message *m)
{
	const struct word_match *match;

	for (size_t i = 0; (match = message_match(m, "quantity", NULL, i)) != NULL; i++)
		/* "3 x 4 m" is a size */
		if (match->capture_count > 0 && !m->taken[match->start] &&
		    !is_option_value(m, match->start))
			quantity_add(m, match->captures[0], 0.85, match->start, match->count);
	for (size_t i = 0; i < m->count; i++) {
		if (m->taken[i] || (is_option_value(m, i) && !message_expects(m, "quantity")))
			continue;
		if (m->tokens[i].kind == TOKEN_MIXED)
			quantity_mixed(m, i);
		if (!(m->notes[i].classes & 1u << CLASS_NUMBER))
			continue;
		if (message_expects(m, "quantity"))
			quantity_add(m, m->notes[i].value[CLASS_NUMBER], 0.9, i, 1);
		quantity_of_product(m, i);
	}
}

void
slots_find_amounts(struct message *m)
{
	money(m);
	quantities(m);
}
