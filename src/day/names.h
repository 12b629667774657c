/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether what a simulation names is there.
 */
#ifndef FLOORWALKER_DAY_NAMES_H
#define FLOORWALKER_DAY_NAMES_H

#include "floorwalker/day/simulation.h"
#include "floorwalker/sim/visitor.h"
#include "floorwalker/understand.h"
#include "floorwalker/world.h"

/* What may stand at a place: names, and what one of them is called. */
struct names_allowed {
	const char *what;
	const char *const *names;
	size_t count;
	bool are_languages;		/* told by what people call them; what may end in " in" */
};
/* "there is no tier "platinum"; there are standard, plus, vip", with the nearest; the arena's. */
const char *names_missing(struct arena *a, const struct names_allowed *x, const char *name);
bool name_is_among(const char *const *names, size_t count, const char *name);
/* Both ERR_INPUT, with the place in the file or in the log. */
NODISCARD enum err names_check_scenarios(
    const struct simulation *s, const struct arrivals_mix *mix, struct errinfo *e);
/* All but scenarios; u, vs: NULL where nobody talks. */
NODISCARD enum err names_check(const struct simulation *s, const struct world *w,
    const struct understander *u, const struct visitors *vs, struct errinfo *e);
/* A fault of the simulation, at the place that says so, else in its file. */
enum err names_fault(const struct simulation *s, const struct value *source, struct errinfo *e,
    const char *format, ...) PRINTF_LIKE(4, 5);
/* The same at a field of a log, which is read again for the place; row NULL: its header. */
enum err names_log_fault(const struct csv_table *t, const struct csv_row *row, size_t column,
    struct errinfo *e, const char *format, ...) PRINTF_LIKE(5, 6);

#endif
