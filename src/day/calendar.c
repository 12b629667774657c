/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "calendar.h"

#include "floorwalker/base/mem.h"

#define STALE_LEAST 1024

static bool
is_before(const struct due *x, const struct due *y)
{
	return x->at_ms != y->at_ms ? x->at_ms < y->at_ms : x->number < y->number;
}

static bool
is_stale(const struct due *x)
{
	return x->slot != NULL && *x->slot != x->number;
}

static void
up(struct calendar *a, size_t at)
{
	struct due x = a->items[at];

	while (at > 0 && is_before(&x, &a->items[(at - 1) / 2])) {
		a->items[at] = a->items[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	a->items[at] = x;
}

static void
down(struct calendar *a, size_t at)
{
	struct due x = a->items[at];

	for (size_t child; (child = at * 2 + 1) < a->count; at = child) {
		if (child + 1 < a->count && is_before(&a->items[child + 1], &a->items[child]))
			child++;
		if (!is_before(&a->items[child], &x))
			break;
		a->items[at] = a->items[child];
	}
	a->items[at] = x;
}

void
calendar_clear(struct calendar *a)
{
	mem_free(a->items);
	*a = (struct calendar){0};
}

/* Leaves out what was called off. */
static void
sweep(struct calendar *a)
{
	size_t kept = 0;

	for (size_t i = 0; i < a->count; i++)
		if (!is_stale(&a->items[i]))
			a->items[kept++] = a->items[i];
	a->count = kept;
	a->stale = 0;
	for (size_t i = kept / 2; i-- > 0;)
		down(a, i);
}

void
calendar_call_off(struct calendar *a, calendar_slot *slot)
{
	if (*slot == 0)
		return;
	*slot = 0;
	if (++a->stale * 2 > a->count && a->stale > STALE_LEAST)
		sweep(a);
}

void
calendar_add(struct calendar *a, int64_t at_ms, enum tick tick, void *who, calendar_slot *slot)
{
	if (slot != NULL)
		calendar_call_off(a, slot);
	if (a->count == a->room)
		a->items = mem_grow(
		    a->items, a->room = a->room > 0 ? a->room * 2 : 64, sizeof(*a->items));
	a->items[a->count] = (struct due){at_ms, ++a->numbers, tick, who, slot};
	if (slot != NULL)
		*slot = a->numbers;
	up(a, a->count++);
}

static void
remove_first(struct calendar *a)
{
	a->items[0] = a->items[--a->count];
	if (a->count > 0)
		down(a, 0);
}

int64_t
calendar_next(struct calendar *a)
{
	while (a->count > 0 && is_stale(&a->items[0])) {
		remove_first(a);
		a->stale -= a->stale > 0;
	}
	return a->count > 0 ? a->items[0].at_ms : INT64_MAX;
}

struct due
calendar_take(struct calendar *a)
{
	struct due x = a->items[0];

	remove_first(a);
	if (x.slot != NULL)
		*x.slot = 0;
	return x;
}
