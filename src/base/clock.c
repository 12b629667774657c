/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/base/clock.h"

#include <pthread.h>
#include <stddef.h>
#include <time.h>

#include "floorwalker/base/mem.h"

enum kind { KIND_SYSTEM, KIND_VIRTUAL, KIND_SCALED };

struct clock {
	enum kind kind;
	int64_t now_ms;		/* of a virtual one; of a scaled one: when it began to go */
	int64_t began_us;
	double speed;
	int holds;		/* it stands while there are any */
	int64_t until_ms;	/* it goes no further */
	pthread_mutex_t lock;	/* of a scaled one: the four above */
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
	c->until_ms = INT64_MAX;
	pthread_mutex_init(&c->lock, NULL);
	return c;
}

void
clock_free(struct clock **c)
{
	if (c == NULL || *c == NULL)
		return;
	if ((*c)->kind == KIND_SCALED)
		pthread_mutex_destroy(&(*c)->lock);
	if ((*c)->kind != KIND_SYSTEM)
		mem_free(*c);
	*c = NULL;
}

/* With the lock. */
static int64_t
scaled_now(const struct clock *c)
{
	int64_t now = c->now_ms;

	if (c->holds == 0)
		now += (int64_t)((double)(clock_stopwatch_us() - c->began_us) * c->speed / 1000);
	return now < c->until_ms ? now : c->until_ms;
}

void
clock_hold(struct clock *c)
{
	if (c->kind != KIND_SCALED)
		return;
	pthread_mutex_lock(&c->lock);
	c->now_ms = scaled_now(c);
	c->holds++;
	pthread_mutex_unlock(&c->lock);
}

void
clock_go(struct clock *c)
{
	if (c->kind != KIND_SCALED)
		return;
	pthread_mutex_lock(&c->lock);
	if (c->holds > 0 && --c->holds == 0)
		c->began_us = clock_stopwatch_us();
	pthread_mutex_unlock(&c->lock);
}

void
clock_stop_at(struct clock *c, int64_t at_ms)
{
	if (c->kind != KIND_SCALED)
		return;
	pthread_mutex_lock(&c->lock);
	c->until_ms = at_ms;
	pthread_mutex_unlock(&c->lock);
}

int64_t
clock_now_ms(const struct clock *c)
{
	struct timespec now;

	if (c->kind == KIND_VIRTUAL)
		return c->now_ms;
	if (c->kind == KIND_SCALED) {
		pthread_mutex_t *lock = &((struct clock *)(uintptr_t)c)->lock;	/* reading changes nothing else */
		int64_t ms;

		pthread_mutex_lock(lock);
		ms = scaled_now(c);
		pthread_mutex_unlock(lock);
		return ms;
	}
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
