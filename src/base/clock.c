/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/base/clock.h"

#include <stddef.h>
#include <time.h>

#include "floorwalker/base/mem.h"

enum kind { KIND_SYSTEM, KIND_VIRTUAL, KIND_SCALED };

struct clock {
	enum kind kind;
	int64_t now_ms;		/* of a virtual one; of a scaled one: at its begin */
	int64_t began_us;
	double speed;
};

static struct clock system_clock;

struct clock *
clock_system(void)
{
	return &system_clock;
}

struct clock *
clock_virtual_new(int64_t start_ms)
{
	struct clock *c = mem_zero(1, sizeof *c);

	c->kind = KIND_VIRTUAL;
	c->now_ms = start_ms;
	return c;
}

struct clock *
clock_scaled_new(int64_t start_ms, double speed)
{
	struct clock *c = mem_zero(1, sizeof *c);

	c->kind = KIND_SCALED;
	c->now_ms = start_ms;
	c->began_us = clock_stopwatch_us();
	c->speed = speed;
	return c;
}

void
clock_free(struct clock **c)
{
	if (c == NULL || *c == NULL)
		return;
	if ((*c)->kind != KIND_SYSTEM)
		mem_free(*c);
	*c = NULL;
}

int64_t
clock_now_ms(const struct clock *c)
{
	struct timespec now;

	if (c->kind == KIND_VIRTUAL)
		return c->now_ms;
	if (c->kind == KIND_SCALED)
		return c->now_ms +
		    (int64_t)((double)(clock_stopwatch_us() - c->began_us) * c->speed / 1000);
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void
clock_move_to(struct clock *c, int64_t at_ms)
{
	if (c->kind == KIND_VIRTUAL && at_ms > c->now_ms)
		c->now_ms = at_ms;
}

int64_t
clock_stopwatch_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}
