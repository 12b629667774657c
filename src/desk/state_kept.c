/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "state_kept.h"

#include <string.h>

#define PLACES 256	/* conversations, at some KiB each */
#define UNSETTLED 8	/* states that one use puts */

/* No sealed text begins like this one. */
struct mark {
	uint8_t version;	/* 0 */
	uint8_t number[sizeof(uint64_t)];
};

struct state {
	uint64_t number;	/* 0: nothing is here */
	struct arena *arena;
	const struct value *value;
};

/* One for each conversation whose number falls there: the first, while it is not forgotten. */
struct place {
	int64_t conversation_id;	/* 0 none */
	struct state now, next;		/* next: put in the use that is under way */
};

struct state_kept {
	uint64_t made;
	struct place *unsettled[UNSETTLED];
	size_t unsettled_count;
	struct place places[PLACES];
};

struct state_kept *
state_kept_new(void)
{
	return mem_zero(1, sizeof(struct state_kept));
}

static void
clear(struct state *s)
{
	arena_free(&s->arena);
	*s = (struct state){0};
}

void
state_kept_free(struct state_kept **x)
{
	for (size_t i = 0; *x != NULL && i < PLACES; i++) {
		clear(&(*x)->places[i].now);
		clear(&(*x)->places[i].next);
	}
	mem_free(*x);
	*x = NULL;
}

static struct place *
place_of(const struct state_kept *x, int64_t conversation_id)
{
	return (struct place *)(uintptr_t)&x->places[(uint64_t)conversation_id % PLACES];
}

/* Noted where it isn't yet; false where too many are. */
static bool
note_unsettled(struct state_kept *x, struct place *p)
{
	for (size_t i = 0; i < x->unsettled_count; i++)
		if (x->unsettled[i] == p)
			return true;
	if (x->unsettled_count == UNSETTLED)
		return false;
	x->unsettled[x->unsettled_count++] = p;
	return true;
}

bool
state_kept_put(
    struct state_kept *x, struct arena *a, struct conversation *c, const struct value *state)
{
	struct place *p = place_of(x, c->id);
	struct mark *m;
	if ((p->conversation_id != 0 && p->conversation_id != c->id) || !note_unsettled(x, p))
		return false;
	clear(&p->next);
	p->conversation_id = c->id;
	p->next.number = ++x->made;
	p->next.arena = arena_new();
	p->next.value = value_reread(p->next.arena, state);
	m = arena_alloc(a, sizeof *m);
	memcpy(m->number, &p->next.number, sizeof m->number);
	c->sealed_state = (const char *)m;
	c->sealed_state_size = sizeof *m;
	return true;
}

const struct value *
state_kept_get(const struct state_kept *x, struct arena *a, const struct conversation *c)
{
	const struct place *p = place_of(x, c->id);
	const struct mark *m = (const struct mark *)c->sealed_state;
	uint64_t number;
	if (m == NULL || c->sealed_state_size != sizeof *m || m->version != 0 ||
	    p->conversation_id != c->id)
		return NULL;
	memcpy(&number, m->number, sizeof number);
	if (number == 0 || (number != p->now.number && number != p->next.number))
		return NULL;
	return value_reread(a, number == p->now.number ? p->now.value : p->next.value);
}

void
state_kept_settle(struct state_kept *x, bool committed)
{
	for (size_t i = 0; i < x->unsettled_count; i++) {
		struct place *p = x->unsettled[i];
		if (committed) {
			clear(&p->now);
			p->now = p->next;
			p->next = (struct state){0};
		} else {
			clear(&p->next);
		}
		if (p->now.number == 0)
			p->conversation_id = 0;
	}
	x->unsettled_count = 0;
}

void
state_kept_forget(struct state_kept *x, int64_t conversation_id)
{
	struct place *p = place_of(x, conversation_id);
	if (p->conversation_id != conversation_id)
		return;
	clear(&p->now);
	clear(&p->next);
	p->conversation_id = 0;
}
