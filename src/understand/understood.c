/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was understood of the latest messages: many shoppers write "yes please" and "where is my
 * parcel?", and what that means depends on the words, on what was asked and on the day alone.
 */
#include <stdint.h>
#include <string.h>

#include "message.h"

#define LONGEST 300	/* bytes of a message */
#define SLOTS_MOST 16	/* in it */
#define VERDICTS 4	/* of the models, for each message that is kept */

/* Each place holds one message; where two fall together, the later one stays. */
struct understood {
	const struct understander *u;
	struct understand_context shop;		/* whose messages they are */
	struct judged *judged;
	size_t room;
	struct place {
		struct arena *arena;		/* NULL: nothing is here */
		const char *text, *language, *expected;
		int64_t day;
		struct understanding found;
	} places[];
};

struct understood *
understood_new(size_t room)
{
	struct understood *x = mem_zero(1, sizeof *x + room * sizeof x->places[0]);

	x->room = room;
	x->judged = judged_new(VERDICTS * room);
	return x;
}

static void
place_clear(struct place *p)
{
	if (p->arena == NULL)
		return;
	arena_wipe(p->arena);
	arena_free(&p->arena);
}

void
understood_free(struct understood **x)
{
	for (size_t i = 0; *x != NULL && i < (*x)->room; i++)
		place_clear(&(*x)->places[i]);
	if (*x != NULL)
		judged_free(&(*x)->judged);
	mem_free(*x);
	*x = NULL;
}

/* All of the context but what a place says itself: of another shop nothing is kept. */
static bool
is_of_shop(
    struct understood *x, const struct understander *u, const struct understand_context *context)
{
	const struct understand_context *shop = &x->shop;

	if (x->u == NULL) {
		x->u = u;
		x->shop = *context;
	}
	return x->u == u && context->index != NULL && shop->index == context->index &&
	    shop->products == context->products && shop->product_count == context->product_count &&
	    shop->order_pattern == context->order_pattern &&
	    shop->shop_name == context->shop_name && shop->currency == context->currency &&
	    shop->zone == context->zone && shop->own_language == context->own_language;
}

static int64_t
day_of(const struct understand_context *context)
{
	struct date d;

	if (context->zone == NULL)
		return context->now_ms / DATE_DAY_MS;
	date_from_ms(context->zone, context->now_ms, &d);
	return date_days(d.year, d.month, d.day);
}

/* FNV-1a (Fowler, Noll, Vo). */
static struct place *
place_of(struct understood *x, const char *text, size_t length)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < length; i++)
		h = (h ^ (unsigned char)text[i]) * 0x100000001b3u;
	return &x->places[(size_t)(h ^ h >> 32) % x->room];
}

static struct intent_guess *
copy_guesses(struct arena *a, const struct intent_guess *list, size_t count)
{
	struct intent_guess *out = arena_alloc(a, (count + 1) * sizeof *out);

	for (size_t i = 0; i < count; i++)
		out[i] = (struct intent_guess){
		    arena_text(a, list[i].intent), list[i].probability};
	return out;
}

static void
copy(struct arena *a, const struct understanding *from, struct understanding *out)
{
	struct slot *slots = arena_alloc(a, (from->slot_count + 1) * sizeof *slots);

	*out = *from;
	out->text = arena_text(a, from->text);
	out->language = arena_text(a, from->language);
	out->intents = copy_guesses(a, from->intents, from->intent_count);
	out->wishes = copy_guesses(a, from->wishes, from->wish_count);
	if (from->wish_clauses != NULL) {
		struct wish_clause *clauses =
		    arena_alloc(a, (from->wish_count + 1) * sizeof *clauses);

		for (size_t i = 0; i < from->wish_count; i++)
			clauses[i] = from->wish_clauses[i];
		out->wish_clauses = clauses;
	}
	for (size_t i = 0; i < from->slot_count; i++) {
		slots[i] = from->slots[i];
		slots[i].name = arena_text(a, from->slots[i].name);
		slots[i].value = arena_text(a, from->slots[i].value);
	}
	out->slots = slots;
	out->signals.guarded = arena_text(a, from->signals.guarded);
}

/* Personal data stays where it is sealed. */
static bool
is_kept(const struct understanding *found, size_t length)
{
	bool kept = length <= LONGEST && found->slot_count <= SLOTS_MOST;

	for (size_t i = 0; i < found->slot_count; i++)
		kept = kept && !slot_kind_is_personal(found->slots[i].kind);
	return kept;
}

static const char *
text_or_none(const char *s)
{
	return s == NULL ? "" : s;
}

enum err
understand_again(const struct understander *u, struct understood *x, struct arena *a,
    const char *text, const struct understand_context *context, struct understanding *out,
    struct errinfo *e)
{
	const char *language = text_or_none(context->language),
		   *expected = text_or_none(context->expected);
	size_t length = strlen(text);
	int64_t day = day_of(context);
	struct place *p;
	enum err rc;

	if (length > LONGEST || !is_of_shop(x, u, context))
		return understand_judged(
		    u, x->u == u ? x->judged : NULL, a, text, context, out, e);
	p = place_of(x, text, length);
	if (p->arena != NULL && p->day == day && strcmp(p->text, text) == 0 &&
	    strcmp(p->language, language) == 0 && strcmp(p->expected, expected) == 0) {
		copy(a, &p->found, out);
		return ERR_OK;
	}
	rc = understand_judged(u, x->judged, a, text, context, out, e);
	if (rc != ERR_OK || !is_kept(out, length))
		return rc;
	place_clear(p);
	*p = (struct place){.arena = arena_new(), .day = day};
	p->text = arena_text_n(p->arena, text, length);
	p->language = arena_text(p->arena, language);
	p->expected = arena_text(p->arena, expected);
	copy(p->arena, out, &p->found);
	return ERR_OK;
}
