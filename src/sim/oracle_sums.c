/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Amounts that stand in no record, and are so all the same: what several things cost more or less
 * that become others, and so many pieces of one.
 */
#include "oracle_private.h"

#include <string.h>

#define SUMS_MOST 512

/* "Lantern (oat)" stands in the message. */
static bool
is_written(struct listening *l, const struct product *p, const struct variant *v)
{
	const char *text = arena_printf(l->arena, "%s (", p->name);

	for (size_t i = 0; i < v->option_count; i++)
		text = arena_printf(
		    l->arena, "%s%s%s", text, i > 0 ? ", " : "", v->options[i].value);
	return v->option_count > 0 && l->message != NULL &&
	    strstr(l->message->text, arena_printf(l->arena, "%s)", text)) != NULL;
}

static size_t
add_once(int64_t *sums, size_t count, int64_t sum)
{
	for (size_t i = 0; i < count; i++)
		if (sums[i] == sum)
			return count;
	if (count < SUMS_MOST)
		sums[count++] = sum;
	return count;
}

/* Each sum so far, with each difference that a written variant of this line makes. */
static bool
add_line(struct listening *l, const struct order_line *line, int64_t *sums, size_t *count)
{
	const struct product *p = records_product_of_sku(l->oracle->records, line->sku);
	int64_t next[SUMS_MOST];
	size_t n = 0;
	bool any = false;

	for (size_t i = 0; p != NULL && i < p->variant_count; i++) {
		if (!is_written(l, p, &p->variants[i]))
			continue;
		any = true;
		for (size_t k = 0; k < *count; k++)
			n = add_once(next, n,
			    sums[k] + (p->variants[i].price - line->price) * line->quantity);
	}
	if (any) {
		memcpy(sums, next, n * sizeof(*sums));
		*count = n;
	}
	return any;
}

bool
oracle_is_sum_of_changes(struct listening *l, int64_t amount)
{
	for (size_t i = 0; i < l->order_count; i++) {
		const struct order *o = l->orders[i].then;
		int64_t sums[SUMS_MOST] = { 0 };
		size_t count = 1, lines = 0;

		for (size_t k = 0; l->orders[i].meant && k < o->line_count; k++)
			lines += add_line(l, &o->lines[k], sums, &count);
		for (size_t k = 0; lines > 1 && k < count; k++)
			if (sums[k] == amount || sums[k] == -amount)
				return true;
	}
	return false;
}

bool
oracle_is_so_many(const struct listening *l, const struct judged *j, int64_t amount)
{
	for (size_t i = 0; i < j->read.figure_count; i++) {
		const struct measured *m = &j->read.figures[i];
		int64_t n = m->figure.value / 1000;	/* numbers are in thousandths */

		if (m->figure.kind == FIGURE_NUMBER && n > 1 && m->figure.value % 1000 == 0 &&
		    amount % n == 0 && oracle_is_price(l, j, amount / n))
			return true;
	}
	return false;
}
