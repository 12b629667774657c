/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the benches share: ending on trouble, a folder that goes with the bench, the cost of a child
 * process, medians.
 */
#ifndef FLOORWALKER_TESTS_BENCH_H
#define FLOORWALKER_TESTS_BENCH_H

#include <sqlite3.h>
#include <stddef.h>
#include <sys/types.h>

#include "floorwalker/base/err.h"

/* Ends the bench with the sentence where it isn't ERR_OK, SQLITE_OK or SQLITE_DONE. */
void bench_must(enum err err, const struct errinfo *e);
void bench_must_sqlite(int code, sqlite3 *db);

/* A file of this name in a folder of the bench's own, which is removed with all that is in it when
 * the bench ends. */
const char *bench_file(const char *name);

struct bench_cost {
	double ms;		/* from fork to end */
	double cpu_ms;		/* of user and system */
	double peak_mib;	/* resident */
};
struct bench_cost bench_program(const char *const *argv);	/* its output goes nowhere; must end
								   well */
/* f in a process of its own, on one core; result gets the size bytes that f wrote there. */
struct bench_cost bench_child(
    void (*f)(void *context, void *result), void *context, void *result, size_t size);
struct bench_cost bench_wait(pid_t child);	/* ms is 0; however it ended */

double bench_median(const double *values, size_t count);	/* of at most 1,000 */

#endif
