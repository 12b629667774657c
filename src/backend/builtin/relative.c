/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sizes by description: "one size bigger", "the largest you have", "the narrower fit", as values of
 * the option that they go up or down.
 */
#include "builtin.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 24, LADDERS = 2, ANSWER = 3 };

enum way { WAY_NONE, WAY_UP, WAY_DOWN, WAY_TOP, WAY_BOTTOM };

/* An option's values from the least to the greatest. */
struct ladder {
	const char *name;
	const char *values[STEPS];
	int64_t rank[STEPS];
	size_t count;
};

/* "S", "S/M", "M (40-43)" and "XXL" by their first letters; 0: none. */
static int64_t
letter_rank(const char *value)
{
	size_t x = strspn(value, "Xx");
	char c = (char)toupper((unsigned char)value[x]);
	int64_t base = c == 'S' ? 100 : c == 'M' ? 200 : c == 'L' ? 300 : 0;

	if (!base || isalpha((unsigned char)value[x + 1]) || (c == 'M' && x))
		return 0;
	return c == 'S' ? base - (int64_t)x * 10 : base + (int64_t)x * 10;
}

/* Its place among words that the shop's language goes up by: narrow, regular, wide. */
static int64_t
word_rank(struct talk *t, const char *value)
{
	for (int k = 1; k <= LADDERS; k++) {
		const char *key = arena_printf(t->a, "words.ladder.%d", k);

		for (size_t i = 0; i < messages_variants(t->q->messages, key); i++) {
			struct str s;

			str_init(&s);
			bool same = messages_render(
					t->q->messages, &s, key, i, NULL, 0, NULL) == ERR_OK &&
			    text_is_fold(s.data, value);

			str_clear(&s);
			if (same)
				return k * 1000 + (int64_t)i;
		}
	}
	return 0;
}

static int64_t
rank_of(struct talk *t, const char *value)
{
	int64_t n = isdigit((unsigned char)value[0]) ? strtoll(value, NULL, 10) * 10 : 0;

	n = n ? n : letter_rank(value);
	return n ? n : word_rank(t, value);
}

static void
insert(struct ladder *l, const char *value, int64_t rank)
{
	size_t at = 0;

	while (at < l->count && l->rank[at] < rank)
		at++;
	if ((at < l->count && text_is_fold(l->values[at], value)) || l->count == STEPS)
		return;
	memmove(l->values + at + 1, l->values + at, (l->count - at) * sizeof *l->values);
	memmove(l->rank + at + 1, l->rank + at, (l->count - at) * sizeof *l->rank);
	l->values[at] = value;
	l->rank[at] = rank;
	l->count++;
}

/* Whether v is like now but for the option. */
static bool
differs_only_in(const struct variant *v, const struct variant *now, size_t option)
{
	for (size_t i = 0; i < v->option_count && i < now->option_count; i++)
		if (i != option && !text_is_fold(v->options[i].value, now->options[i].value))
			return false;
	return true;
}

/* False: its values go neither up nor down. there: only what is in stock, the other options being
 * the same. */
static bool
ladder_of(struct talk *t, const struct product *p, const struct variant *now, size_t option,
    bool there, struct ladder *out)
{
	memset(out, 0, sizeof *out);
	out->name = now->options[option].name;
	for (size_t i = 0; i < p->variant_count; i++) {
		const struct variant *v = &p->variants[i];
		int64_t rank = option < v->option_count ? rank_of(t, v->options[option].value) : 0;

		if (!rank)
			return false;
		if (!there || (v->stock > 0 && differs_only_in(v, now, option)))
			insert(out, v->options[option].value, rank);
	}
	return true;
}

static enum way
way_of(struct talk *t, const char *text)
{
	return text_has_word_of(t, text, "words.biggest") ? WAY_TOP
	    : text_has_word_of(t, text, "words.smallest") ? WAY_BOTTOM
	    : text_has_word_of(t, text, "words.bigger")   ? WAY_UP
	    : text_has_word_of(t, text, "words.smaller")  ? WAY_DOWN
							  : WAY_NONE;
}

/* "Wider" goes by the option that has "wide" or the like, "longer" by the one that has "long". */
static bool
is_meant(struct talk *t, const char *text, const struct ladder *l, enum way *way)
{
	int64_t kind = l->count ? l->rank[0] / 1000 : 0;

	if (kind < 1 || kind > LADDERS || strlen(l->values[0]) < 4)
		return *way != WAY_NONE;
	if (text_has_word_of(t, text, arena_printf(t->a, "words.ladder_up.%d", (int)kind)))
		*way = WAY_UP;
	else if (text_has_word_of(t, text, arena_printf(t->a, "words.ladder_down.%d", (int)kind)))
		*way = WAY_DOWN;
	else
		return false;
	return true;
}

static const char *
value_by(const struct ladder *l, enum way way, const char *now)
{
	size_t at = 0;

	if (!l->count)
		return NULL;
	if (way == WAY_TOP || way == WAY_BOTTOM)
		return l->values[way == WAY_TOP ? l->count - 1 : 0];
	while (at < l->count && !text_is_fold(l->values[at], now))
		at++;
	if (at == l->count || (way == WAY_DOWN && !at) || (way == WAY_UP && at + 1 == l->count))
		return NULL;
	return l->values[way == WAY_UP ? at + 1 : at - 1];
}

/* Another value of the option is told outright; "it is too small" tells the one that they have. */
static bool
is_named(const struct talk *t, const struct ladder *l, const char *now)
{
	for (size_t i = 0; i < t->u->slot_count; i++) {
		const struct slot *s = &t->u->slots[i];

		for (size_t k = 0; s->kind == SLOT_OPTION && !s->except && k < l->count; k++)
			if (text_is_fold(s->name, l->name) &&
			    text_is_fold(s->value, l->values[k]) && !text_is_fold(s->value, now))
				return true;
	}
	return false;
}

static void
set_option(struct wish *w, const char *name, const char *value)
{
	size_t kept = 0;

	for (size_t i = 0; i < w->option_count; i++)
		if (!text_is_fold(w->options[i].name, name))
			w->options[kept++] = w->options[i];
	w->option_count = kept;
	if (kept < OPTION_LIMIT)
		w->options[w->option_count++] = (struct pair){name, value};
}

/* The goods of a wish for another of them, and which are had; NULL: it is none, or of several. */
static const struct product *
goods_of(struct talk *t, const struct wish *w, const struct variant **now)
{
	const struct order *o = w->pick_count == 1 && t->customer ? wish_order(t, w) : NULL;
	const struct order_line *line = o ? order_line_find(o, w->picks[0].line_id) : NULL;
	const struct product *p = line ? line_product(t, line) : NULL;

	*now = p ? product_variant(p, line->sku) : NULL;
	return *now ? p : NULL;
}

static const char *
wanted_value(const struct wish *w, const char *option)
{
	for (size_t i = 0; i < w->option_count; i++)
		if (text_is_fold(w->options[i].name, option))
			return w->options[i].value;
	return "";
}

/* The option and the value of it that are told; NULL: none. */
static const char *
told_value(struct talk *t, const struct wish *w, const char **option)
{
	const struct variant *now;
	const struct product *p = w->status == WISH_CONFIRMING && !w->fresh &&
		(w->book->needs & NEEDS(NEED_VARIANT)) && !understanding_slot(t->u, SLOT_OPTION)
	    ? goods_of(t, w, &now)
	    : NULL;

	struct pair wanted[OPTION_LIMIT];
	struct variant summed = {.options = wanted};

	for (; p && summed.option_count < now->option_count && summed.option_count < OPTION_LIMIT;
	     summed.option_count++) {
		const char *name = now->options[summed.option_count].name;

		wanted[summed.option_count] = (struct pair){name, wanted_value(w, name)};
	}
	for (size_t i = 0; p && i < summed.option_count; i++) {
		const char *value = named_value(p, &summed, i, t->u->text);

		*option = now->options[i].name;
		/* "no, …" is an answer, though an option may be called so */
		if (value && strlen(value) <= ANSWER && !strpbrk(value, "0123456789"))
			continue;
		if (value && wanted_value(w, *option)[0] &&
		    !text_is_fold(value, wanted_value(w, *option)))
			return value;
	}
	return NULL;
}

bool
relative_is_told(struct talk *t, const struct wish *w)
{
	const char *option;

	return told_value(t, w, &option) != NULL;
}

bool
relative_correct(struct talk *t, struct wish *w)
{
	const char *option, *value = told_value(t, w, &option);
	struct slot s = {.kind = SLOT_OPTION, .name = option, .value = value, .probability = 0.9};

	if (!value || !slot_take_option(w, &s))
		return false;
	w->question = t->u->text;	/* what it asked for at first is no longer wanted */
	return true;
}

void
relative_options(struct talk *t, struct wish *w)
{
	const char *text = w->fresh ? w->question : t->u->text;
	const struct variant *now;
	const struct product *p = goods_of(t, w, &now);
	struct ladder l;

	if (!p || (!w->fresh && w != t->focus))
		return;
	for (size_t i = 0; i < now->option_count; i++) {
		enum way way = way_of(t, text);
		const char *value;

		if (!ladder_of(t, p, now, i, false, &l) ||
		    is_named(t, &l, now->options[i].value) || !is_meant(t, text, &l, &way))
			continue;
		if ((way == WAY_TOP || way == WAY_BOTTOM) && !ladder_of(t, p, now, i, true, &l))
			continue;
		if (!(value = value_by(&l, way, now->options[i].value)) ||
		    text_is_fold(value, now->options[i].value))
			continue;
		set_option(w, now->options[i].name, value);
		trace_step(t, "described",
		    arena_printf(t->a, "%s %s, from %s", l.name, value, now->options[i].value),
		    "a value by its name");
		return;
	}
}
