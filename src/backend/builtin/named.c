/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which words of a text are about which of an order's goods: where each is named, how far the words
 * about it reach, which of several of one product they describe, and what values they name.
 */
#include "builtin.h"

#include <ctype.h>
#include <string.h>

#include "floorwalker/text/text.h"

static bool
is_part_of_word(char c)
{
	return isalnum((unsigned char)c) || c == '/' || c == '-' || (unsigned char)c >= 0x80;
}

static const char *
find_words(const char *text, const char *words)
{
	size_t length = strlen(words);

	for (const char *s = text; length && (s = strcasestr(s, words)); s++)
		if ((s == text || !is_part_of_word(s[-1])) && !is_part_of_word(s[length]))
			return s;
	return NULL;
}

/* A letter alone, or a yes or no, is a value only beside its option's name: "size M", "heated
 * yes". */
static bool
needs_name(const char *value)
{
	static const char *const answers[] = {"yes", "no", "ja", "nein", "sí", "si"};

	for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++)
		if (text_is_fold(value, answers[i]))
			return true;
	return strlen(value) < 2;
}

static const char *
find_beside_name(const char *text, const char *name, const char *value)
{
	size_t n = strlen(name), length = strlen(value);

	for (const char *s = text; n && (s = find_words(s, name)); s += n) {
		const char *after = s + n + strspn(s + n, " :="), *before = s;

		if (!strncasecmp(after, value, length) && !is_part_of_word(after[length]))
			return after;
		while (before > text && before[-1] == ' ')
			before--;
		if ((size_t)(before - text) >= length &&
		    !strncasecmp(before - length, value, length) &&
		    (before - length == text || !is_part_of_word(before[-(ptrdiff_t)length - 1])))
			return before - length;
	}
	return NULL;
}

const char *
value_in_text(const char *text, const char *name, const char *value)
{
	return needs_name(value) ? find_beside_name(text, name, value) : find_words(text, value);
}

/* ---- where goods are named */

/* A word of the name with a slip or two of the pen, and no other word that sounds alike. */
bool
named_with_slips(struct talk *t, const struct product *p, const char *words)
{
	struct token *said, *name;
	size_t n = text_tokens(t->a, words, strlen(words), &said),
	       m = p ? text_tokens(t->a, p->name, strlen(p->name), &name) : 0, fit = 0;

	for (size_t i = 0; i < n; i++) {
		bool fits = false;

		for (size_t k = 0; k < m && !fits; k++) {
			int slips = strlen(name[k].folded) > 7 ? 2
			    : strlen(name[k].folded) > 3       ? 1
							       : 0;

			fits = text_distance(said[i].folded, name[k].folded, slips) <= slips;
		}
		fit += fits;
	}
	return n && fit == n;
}

static void
add_spot(struct spot *spots, size_t *count, const struct product *p, size_t from, size_t end)
{
	size_t at = *count, kept = 0;

	for (size_t i = 0; i < *count; i++)
		if (spots[i].from <= from && end <= spots[i].end) {
			spots[i].shared = spots[i].shared ||
			    (spots[i].from == from && spots[i].end == end && spots[i].p != p);
			return;
		}
	for (size_t i = 0; i < *count; i++)
		if (!(from <= spots[i].from && spots[i].end <= end))
			spots[kept++] = spots[i];
	*count = at = kept;
	if (*count == SPOT_LIMIT)
		return;
	while (at > 0 && spots[at - 1].from > from) {
		spots[at] = spots[at - 1];
		at--;
	}
	spots[at] = (struct spot){from, end, end, end, p, false};
	++*count;
}

static void
find_spots(
    const char *text, const char *words, const struct product *p, struct spot *spots, size_t *count)
{
	const char *s = text;

	while (!text_is_empty(words) && (s = find_words(s, words))) {
		add_spot(spots, count, p, (size_t)(s - text), (size_t)(s - text) + strlen(words));
		s += strlen(words);
	}
}

/* Under its own names, and under those that the shopper has for it. */
static void
find_product(struct talk *t, const struct wish *w, const struct order *o,
    const struct order_line *l, const struct product *p, const char *text, struct spot *spots,
    size_t *count)
{
	size_t length = strlen(t->u->text);

	find_spots(text, p->name, p, spots, count);
	find_spots(text, p->kind, p, spots, count);
	for (size_t i = 0; i < p->also_count; i++)
		find_spots(text, p->also[i], p, spots, count);
	for (size_t i = 0; i < w->mention_count; i++)
		if (line_is_mentioned(t, o, l, &w->mentions[i]) &&
		    (order_has_words(t, o, w->mentions[i].words) ||
			named_with_slips(t, p, w->mentions[i].words)))
			find_spots(text, w->mentions[i].words, p, spots, count);
	for (size_t i = 0; i < t->u->slot_count; i++) {
		const struct slot *s = &t->u->slots[i];
		const char *words;

		if (s->kind != SLOT_PRODUCT || !text_is(s->value, p->id) || s->start > length ||
		    s->length > length - s->start)
			continue;
		words = arena_text_n(t->a, t->u->text + s->start, s->length);
		if (order_has_words(t, o, words) || named_with_slips(t, p, words))
			find_spots(text, words, p, spots, count);
	}
}

/* Where the text before a name ends with values of that product: "the large blue" bottle. */
static size_t
adjectives_from(const char *text, size_t least, const struct spot *s)
{
	const struct product *p = s->p;
	size_t from = s->from;

	for (bool again = true; again;) {
		again = false;
		while (from > least && (text[from - 1] == ' ' || text[from - 1] == ','))
			from--;
		for (size_t v = 0; v < p->variant_count && !again; v++)
			for (size_t i = 0; i < p->variants[v].option_count && !again; i++) {
				const char *value = p->variants[v].options[i].value;
				size_t length = strlen(value);

				again = length > 1 && from >= least + length &&
				    !strncasecmp(text + from - length, value, length) &&
				    (from == least + length ||
					!is_part_of_word(text[from - length - 1]));
				from -= again ? length : 0;
			}
	}
	return from;
}

size_t
named_spots(struct talk *t, const struct wish *w, const struct order *o, const char *text,
    struct spot spots[SPOT_LIMIT])
{
	size_t count = 0, length = strlen(text);

	for (size_t i = 0; i < o->line_count; i++) {
		const struct product *p = line_product(t, &o->lines[i]);

		if (p && !o->lines[i].returned)
			find_product(t, w, o, &o->lines[i], p, text, spots, &count);
	}
	for (size_t i = 0; i < count; i++)
		spots[i].begin =
		    adjectives_from(text, i ? spots[i - 1].end : 0, &spots[i]);
	for (size_t i = 0; i < count; i++)
		spots[i].to = i + 1 < count ? spots[i + 1].begin : length;
	return count;
}

/* ---- which of several */

/* How many values of the line that others of its product don't have stand in the words, and where
 * the first of them does. */
static size_t
likeness(struct talk *t, const struct order *o, const struct order_line *l, const char *words,
    size_t *first)
{
	const struct product *p = line_product(t, l);
	const struct variant *v = product_variant(p, l->sku);
	size_t found = 0;

	*first = strlen(words);
	for (size_t i = 0; v && i < v->option_count; i++) {
		const char *at = value_in_text(words, v->options[i].name, v->options[i].value);
		bool own = false;

		for (size_t k = 0; k < o->line_count; k++) {
			const struct variant *x = text_is(o->lines[k].product_id, l->product_id)
			    ? product_variant(p, o->lines[k].sku)
			    : NULL;

			own = own ||
			    (x && i < x->option_count &&
				!text_is_fold(x->options[i].value, v->options[i].value));
		}
		if (!at || !own)
			continue;
		found++;
		*first = (size_t)(at - words) < *first ? (size_t)(at - words) : *first;
	}
	return found;
}

const struct order_line *
spot_line(struct talk *t, const struct order *o, const struct spot *s, const char *text)
{
	const char *words = arena_text_n(t->a, text + s->begin, s->to - s->begin);
	const struct order_line *best = NULL;
	size_t best_count = 0, best_first = 0, lines = 0;
	bool tie = false;

	if (s->shared)
		return NULL;
	for (size_t i = 0; i < o->line_count; i++) {
		const struct order_line *l = &o->lines[i];
		const struct product *p = line_product(t, l);
		size_t first, count;

		if (p != s->p || l->returned)
			continue;
		lines++;
		count = likeness(t, o, l, words, &first);
		if (best && count == best_count && first == best_first)
			tie = true;
		if (!best || count > best_count || (count == best_count && first < best_first)) {
			best = l;
			best_count = count;
			best_first = first;
			tie = false;
		}
	}
	return lines == 1 || (best_count && !tie) ? best : NULL;
}
