/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fields of a simulation file, and of a trainer's (drill/drill.h): typed, limited, each fault with its place.
 * The first fault stands, and whatever is asked after it answers with the otherwise.
 */
#ifndef FLOORWALKER_DAY_FIELDS_H
#define FLOORWALKER_DAY_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/value.h"
#include "floorwalker/day/simulation.h"

struct fields {
	struct arena *arena;
	const struct settings *settings;	/* of the world */
	struct errinfo *e;
	enum err err;
	const char *manual;			/* the page that a fault points to; NULL:
						   "floorwalker-simulation(5)" */
};

#define FIELDS_KNOWN(f, map, ...) do { static const char *const known_[] = { __VA_ARGS__ }; fields_known(f, map, known_, sizeof(known_) / sizeof(known_[0])); } while (0)

void PRINTF_LIKE(3, 4) fields_fault(
    struct fields *f, const struct value *v, const char *format, ...);
/* Whether it is a map with these keys alone; false too where there is none. */
bool fields_known(
    struct fields *f, const struct value *map, const char *const *known, size_t count);
/* The list or map under a key; NULL where there is none. */
const struct value *fields_list(struct fields *f, const struct value *map, const char *key);
const struct value *fields_map(struct fields *f, const struct value *map, const char *key);
/* One line, safe to show; NULL where there is none. Copied into the arena. */
const char *fields_text(struct fields *f, const struct value *map, const char *key);
double fields_real(struct fields *f, const struct value *map, const char *key, double low,
    double high, double otherwise);
int64_t fields_int(struct fields *f, const struct value *map, const char *key, int64_t low,
    int64_t high, int64_t otherwise);
bool fields_bool(
    struct fields *f, const struct value *map, const char *key, bool otherwise);
/* "45s", "1h30m"; ms. */
int64_t fields_duration(
    struct fields *f, const struct value *map, const char *key, int64_t otherwise);
/* One of several words: its place. */
size_t fields_word(struct fields *f, const struct value *map, const char *key,
    const char *const *words, size_t count, size_t otherwise);
const char *const *fields_texts(
    struct fields *f, const struct value *map, const char *key, size_t *count);
/* A law of lengths of time: "45s" always so long, or {law: lognormal, mean: 6m, cv: 0.8} and so on
 * (floorwalker-simulation(5)). */
struct law fields_law(
    struct fields *f, const struct value *map, const char *key, struct law otherwise);
/* A time of the day, "14:00" or "14:00:30"; ms since its midnight, "24:00" the end of the day. */
int64_t fields_clock(
    struct fields *f, const struct value *map, const char *key, int64_t otherwise);
/* day: 2, at: 14:00 (or at: 14:00:30), ms since the midnight of day 1. */
int64_t fields_at(struct fields *f, const struct value *map);

/* ---- pieces of a simulation file that stand in others too */
/* An incident with its kind and what it is about; other keys of the map are others' business. */
struct incident fields_incident(struct fields *f, const struct value *map);
/* What an agent may and can: role, queues, languages, capacity, limits; into the crew. Where no limits are
 * stated they are the most that anybody of the role may in the world. Other keys are others' business. */
void fields_skills(struct fields *f, const struct value *map, struct crew *out);

#endif
