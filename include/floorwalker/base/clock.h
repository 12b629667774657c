/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The clock port: the system's time when live, a virtual one in simulation and tests.
 *
 * All instants are milliseconds since 1970-01-01T00:00:00Z, int64_t, named …_ms. Durations too.
 */
#ifndef FLOORWALKER_BASE_CLOCK_H
#define FLOORWALKER_BASE_CLOCK_H

#include <stdint.h>

struct clock;

struct clock *clock_system(void);			/* static; never freed; safe from all
							   threads */
struct clock *clock_virtual_new(int64_t start_ms);	/* stands still until moved; one thread */
/* Stands at start_ms now and goes speed times as fast as time does; safe from all threads. */
struct clock *clock_scaled_new(int64_t start_ms, double speed);
/* A scaled clock stands still from now on, until clock_go() was called as often as this was. */
void clock_hold(struct clock *c);
void clock_go(struct clock *c);
/* A scaled clock goes up to this instant, and stands there. */
void clock_stop_at(struct clock *c, int64_t at_ms);
void clock_free(struct clock **c);			/* one of the latter two; the system's is
							   left alone */
int64_t clock_now_ms(const struct clock *c);
/* A virtual clock never goes back: an earlier instant is ignored. */
void clock_move_to(struct clock *c, int64_t at_ms);
/* Monotonic microseconds for measuring, whatever the port says. Never part of a result that must
 * repeat. */
int64_t clock_stopwatch_us(void);

#endif
