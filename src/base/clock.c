/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/base/clock.h"

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "floorwalker/base/mem.h"

struct clock {
	bool is_virtual;
	int64_t now_ms;
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

	c->is_virtual = true;
	c->now_ms = start_ms;
	return c;
}

void
clock_free(struct clock **c)
{
	if (c == NULL || *c == NULL)
		return;
	if ((*c)->is_virtual)
		mem_free(*c);
	*c = NULL;
}

int64_t
clock_now_ms(const struct clock *c)
{
	struct timespec now;

	if (c->is_virtual)
		return c->now_ms;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void
clock_move_to(struct clock *c, int64_t at_ms)
{
	if (c->is_virtual && at_ms > c->now_ms)
		c->now_ms = at_ms;
}

int64_t
clock_stopwatch_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}
