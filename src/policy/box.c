/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sets of facts as products. The values of each fact fall into atoms that no row of the table tells
 * apart, so a row's typed columns are a bit set per fact and questions about all values become
 * exact questions about few bits.
 */
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/model/money.h"
#include "table.h"

#define WORD_BITS 64

static size_t
dimension_words(const struct dimension *d)
{
	return (d->count + WORD_BITS - 1) / WORD_BITS;
}

static void
bit_set(uint64_t *words, size_t bit)
{
	words[bit / WORD_BITS] |= (uint64_t)1 << (bit % WORD_BITS);
}

static bool
bit_is_set(const uint64_t *words, size_t bit)
{
	return (words[bit / WORD_BITS] >> (bit % WORD_BITS) & 1) != 0;
}

static int
compare_int64(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* Every column of the table on this fact adds the places where it begins and where it has ended. */
static void
cut_numbers(struct arena *a, const struct table *t, struct dimension *d)
{
	const struct fact_type *type = fact_type_at(d->fact);
	size_t i, j, k, room = 1, n = 0;

	for (i = 0; i < t->rule_count; i++)
		for (j = 0; j < t->rules[i].column_count; j++)
			if (t->rules[i].columns[j].fact == d->fact)
				room += 2 * t->rules[i].columns[j].interval_count;
	d->starts = arena_alloc(a, room * sizeof(*d->starts));
	d->starts[n++] = type->low;
	for (i = 0; i < t->rule_count; i++)
		for (j = 0; j < t->rules[i].column_count; j++) {
			const struct column *c = &t->rules[i].columns[j];

			for (k = 0; c->fact == d->fact && k < c->interval_count; k++) {
				d->starts[n++] = c->intervals[k].low;
				if (c->intervals[k].high < type->high)
					d->starts[n++] = c->intervals[k].high + 1;
			}
		}
	qsort(d->starts, n, sizeof(*d->starts), compare_int64);
	for (i = 0, d->count = 0; i < n; i++)
		if (d->count == 0 || d->starts[d->count - 1] != d->starts[i])
			d->starts[d->count++] = d->starts[i];
}

static void
list_words(struct arena *a, const struct table *t, struct dimension *d)
{
	const struct fact_type *type = fact_type_at(d->fact);
	size_t i, j, k, w, room = type->word_count + 1;

	if (text_is(type->name, "action")) {
		d->words = arena_alloc(a, sizeof(*d->words));
		d->words[d->count++] = action_kind_name(t->kind);
		return;
	}
	for (i = 0; i < t->rule_count; i++)
		for (j = 0; j < t->rules[i].column_count; j++)
			room += t->rules[i].columns[j].word_count;
	d->words = arena_alloc(a, room * sizeof(*d->words));
	for (w = 0; w < type->word_count; w++)
		d->words[d->count++] = type->words[w];
	if (type->kind != FACT_COUNTRY)
		return;
	for (i = 0; i < t->rule_count; i++)
		for (j = 0; j < t->rules[i].column_count; j++) {
			const struct column *c = &t->rules[i].columns[j];

			for (k = 0; c->fact == d->fact && k < c->word_count; k++) {
				for (w = 0; w < d->count && !text_is(d->words[w], c->words[k]); w++)
					;
				if (w == d->count)
					d->words[d->count++] = c->words[k];
			}
		}
	d->words[d->count++] = NULL;	/* any other country */
}

static void
fill_dimension(struct arena *a, const struct table *t, struct dimension *d)
{
	const struct fact_type *type = fact_type_at(d->fact);

	d->may_lack = type->may_lack;
	if ((type->kinds >> t->kind & 1) == 0) {
		d->may_lack = true;	/* it is never there: absence is the one atom */
	} else {
		switch (type->kind) {
		case FACT_BOOL:
			d->count = 2;
			break;
		case FACT_COUNT:
		case FACT_MONEY:
			cut_numbers(a, t, d);
			break;
		case FACT_WORD:
		case FACT_COUNTRY:
			list_words(a, t, d);
			break;
		case FACT_LIST:
			break;
		}
	}
	d->count += d->may_lack ? 1 : 0;
}

enum err
space_new(struct arena *a, const struct table *t, struct space *out, struct errinfo *e)
{
	bool named[POLICY_FACTS_MAX] = { false };
	size_t i, j, fact;

	memset(out, 0, sizeof(*out));
	out->arena = a;
	for (i = 0; i < t->rule_count; i++)
		for (j = 0; j < t->rules[i].column_count; j++)
			named[t->rules[i].columns[j].fact] = true;
	out->dimensions = arena_alloc(a, POLICY_FACTS_MAX * sizeof(*out->dimensions));
	for (fact = 0; fact < fact_type_count(); fact++) {
		struct dimension *d = &out->dimensions[out->count];

		if (!named[fact])
			continue;
		d->fact = fact;
		fill_dimension(a, t, d);
		if (d->count > 100000)
			return err_set(e, ERR_LIMIT,
			    "%s: the rules cut %s into too many parts to analyse", t->file,
			    fact_type_at(fact)->name);
		out->offset[out->count++] = out->words;
		out->words += dimension_words(d);
	}
	return ERR_OK;
}

static uint64_t *
box_new(const struct space *s)
{
	return arena_alloc(s->arena, (s->words + 1) * sizeof(uint64_t));
}

uint64_t *
box_full(const struct space *s)
{
	uint64_t *box = box_new(s);
	size_t d, i;

	for (d = 0; d < s->count; d++)
		for (i = 0; i < s->dimensions[d].count; i++)
			bit_set(box + s->offset[d], i);
	return box;
}

static bool
atom_is_in(const struct dimension *d, size_t atom, const struct column *c)
{
	const struct fact_type *type = fact_type_at(d->fact);
	size_t i;

	if (d->may_lack && atom == d->count - 1)
		return false;
	switch (type->kind) {
	case FACT_BOOL:
		return (atom == 1) == c->truth;
	case FACT_COUNT:
	case FACT_MONEY:
		for (i = 0; i < c->interval_count; i++)
			if (d->starts[atom] >= c->intervals[i].low &&
			    d->starts[atom] <= c->intervals[i].high)
				return true;
		return false;
	case FACT_WORD:
	case FACT_COUNTRY:
		for (i = 0; i < c->word_count; i++)
			if (text_is(d->words[atom], c->words[i]))
				return true;
		return false;
	case FACT_LIST:
		break;
	}
	return false;
}

uint64_t *
box_of_rule(const struct space *s, const struct rule *r)
{
	uint64_t *box = box_full(s);
	size_t d, i, j;

	for (d = 0; d < s->count; d++)
		for (j = 0; j < r->column_count; j++)
			for (i = 0; r->columns[j].fact == s->dimensions[d].fact &&
			     i < s->dimensions[d].count;
			     i++)
				if (!atom_is_in(&s->dimensions[d], i, &r->columns[j]))
					box[s->offset[d] + i / WORD_BITS] &=
					    ~((uint64_t)1 << (i % WORD_BITS));
	return box;
}

static bool
find_dimension(const struct space *s, const char *fact, size_t *out)
{
	size_t d;

	for (d = 0; d < s->count; d++)
		if (text_is(fact_type_at(s->dimensions[d].fact)->name, fact) &&
		    s->dimensions[d].count > 1) {
			*out = d;
			return true;
		}
	return false;
}

/* A full box in which one dimension is reduced to the atoms between from and to. */
static void
reduce(const struct space *s, uint64_t *box, size_t d, size_t from, size_t to)
{
	size_t i;

	for (i = 0; i < s->dimensions[d].count; i++)
		if (i < from || i > to)
			box[s->offset[d] + i / WORD_BITS] &= ~((uint64_t)1 << (i % WORD_BITS));
}

size_t
box_impossible(const struct space *s, uint64_t **boxes, size_t count)
{
	size_t delivered, since, status, last, i;

	if (!find_dimension(s, "delivered", &delivered))
		return count;
	if (find_dimension(s, "days_since_delivery", &since)) {
		last = s->dimensions[since].count - 1;
		boxes[count] = box_full(s);	/* delivered, and no days since */
		reduce(s, boxes[count], delivered, 1, 1);
		reduce(s, boxes[count++], since, last, last);
		boxes[count] = box_full(s);	/* days since, and not delivered */
		reduce(s, boxes[count], delivered, 0, 0);
		reduce(s, boxes[count++], since, 0, last - 1);
	}
	if (find_dimension(s, "shipment_status", &status)) {
		for (i = 0; i < s->dimensions[status].count; i++) {
			if (i + 1 < s->dimensions[status].count &&
			    text_is(s->dimensions[status].words[i], "delivered"))
				continue;
			boxes[count] = box_full(s);	/* delivered, and a shipment that isn't */
			reduce(s, boxes[count], delivered, 1, 1);
			reduce(s, boxes[count++], status, i, i);
		}
	}
	return count;
}

bool
box_is_empty(const struct space *s, const uint64_t *box)
{
	size_t d, w;

	for (d = 0; d < s->count; d++) {
		uint64_t any = 0;

		for (w = 0; w < dimension_words(&s->dimensions[d]); w++)
			any |= box[s->offset[d] + w];
		if (any == 0)
			return true;
	}
	return false;
}

bool
box_meets(const struct space *s, const uint64_t *a, const uint64_t *b, uint64_t *common)
{
	size_t d, w;
	bool meets = true;

	for (d = 0; d < s->count; d++) {
		uint64_t any = 0;

		for (w = 0; w < dimension_words(&s->dimensions[d]); w++) {
			uint64_t both = a[s->offset[d] + w] & b[s->offset[d] + w];

			any |= both;
			if (common != NULL)
				common[s->offset[d] + w] = both;
		}
		if (any == 0) {
			meets = false;
			if (common == NULL)
				break;
		}
	}
	return meets;
}

/* Takes the first cover that meets the box, cuts off what lies outside of it (one disjoint piece
 * per dimension), and asks the rest about each piece. */
bool
box_is_covered(const struct space *s, const uint64_t *box, uint64_t *const *covers, size_t count,
    uint64_t *witness, size_t *budget)
{
	size_t d, w, i = 0, size = s->words * sizeof(uint64_t);
	uint64_t *rest, *piece;
	bool covered = true;

	if (*budget == 0)
		return true;
	--*budget;
	while (i < count && !box_meets(s, box, covers[i], NULL))
		i++;
	if (i == count) {
		memcpy(witness, box, size);
		return false;
	}
	rest = mem_alloc(2 * size + 1);
	piece = rest + s->words;
	memcpy(rest, box, size);
	for (d = 0; covered && d < s->count; d++) {
		uint64_t any = 0;

		memcpy(piece, rest, size);
		for (w = s->offset[d]; w < s->offset[d] + dimension_words(&s->dimensions[d]); w++) {
			piece[w] = rest[w] & ~covers[i][w];
			any |= piece[w];
			rest[w] &= covers[i][w];
		}
		if (any != 0)
			covered = box_is_covered(
			    s, piece, covers + i + 1, count - i - 1, witness, budget);
	}
	mem_free(rest);
	return covered;
}

static void
describe_atom(const struct dimension *d, size_t atom, const char *currency, struct str *out)
{
	const struct fact_type *type = fact_type_at(d->fact);

	str_add(out, type->name);
	if (d->may_lack && atom == d->count - 1) {
		str_add(out, " absent");
	} else if (type->kind == FACT_BOOL) {
		str_add(out, atom == 1 ? " true" : " false");
	} else if (type->kind == FACT_COUNT) {
		str_addf(out, " %lld", (long long)d->starts[atom]);
	} else if (type->kind == FACT_MONEY) {
		/* of the lowest atom the number nearest to zero reads best */
		int64_t n = d->starts[atom],
			next = atom + 1 < d->count ? d->starts[atom + 1] : type->high;

		str_add_char(out, ' ');
		money_print_plain(out, n < 0 && next > 0 ? 0 : n, currency);
	} else {
		str_addf(
		    out, " %s", d->words[atom] != NULL ? d->words[atom] : "of any other country");
	}
}

void
box_describe(const struct space *s, const uint64_t *box, const char *currency, struct str *out)
{
	size_t d, i, set, said = 0;

	for (d = 0; d < s->count; d++) {
		const struct dimension *dimension = &s->dimensions[d];
		const uint64_t *bits = box + s->offset[d];
		size_t first = dimension->count;

		for (i = 0, set = 0; i < dimension->count; i++)
			if (bit_is_set(bits, i)) {
				first = first == dimension->count ? i : first;
				set++;
			}
		if (set == dimension->count || first == dimension->count)
			continue;	/* any value will do */
		if (said++ > 0)
			str_add(out, ", ");
		describe_atom(dimension, first, currency, out);
	}
	if (said == 0)
		str_add(out, "any case");
}
