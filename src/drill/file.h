/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside drill: the trainer's file, in pieces.
 *
 *   file.c          which kind of file it is; its head; a simulation or a scenario by itself
 *   file_play.c     what is played: a shift, shoppers one by one; who sits in the seat
 *   file_events.c   what happens besides
 *   file_learn.c    rubric and lessons
 *   file_names.c    scenarios: files, and the names that they go by
 */
#ifndef FLOORWALKER_DRILL_FILE_H
#define FLOORWALKER_DRILL_FILE_H

#include "floorwalker/day/fields.h"
#include "floorwalker/drill/drill.h"

struct reader {
	struct fields f;
	const char *path;		/* of the drill's file */
	struct drill *out;
	const char **names;		/* of the scenarios that are played, once they are asked for */
	size_t name_count;
	bool knows_names;
	bool is_made;			/* the simulation is no file's: scenarios may be added to it */
};

/* Reads a text as drill_load() does a file of this path. */
NODISCARD enum err drill_read(struct arena *a, const char *path, const char *text, size_t length,
    const struct settings *settings, struct drill *out, struct errinfo *e);

/* "09:30" on the drill's day; the fault where it is missing and there is no otherwise (-1). */
int64_t reader_clock(
    struct reader *r, const struct value *map, const char *key, int64_t otherwise);
/* on or off, true or false. */
bool reader_switch(
    struct reader *r, const struct value *map, const char *key, bool otherwise);
/* Several lines, safe to show; NULL where there is none. */
const char *reader_block(struct reader *r, const struct value *map, const char *key);

void reader_play(struct reader *r, const struct value *root);
/* The seat of a file that names none: a supervisor of the world. */
void reader_usual_seat(struct reader *r);
void reader_seat(struct reader *r, const struct value *root);
/* One shopper of a scenario's file comes, to the seat alone. */
void reader_one_scenario(struct reader *r, const struct value *at, const char *given);
/* The scenario of somebody who comes besides: where the simulation was made for the drill, any that there is. */
const char *reader_comer(struct reader *r, const struct value *map);
/* Begins with the first hour of the drill's day in which anybody comes. */
int64_t reader_first_hour(const struct reader *r);
void reader_events(struct reader *r, const struct value *root);
void reader_rubric(struct reader *r, const struct value *root);
void reader_usual_rubric(struct rubric *out);
void reader_lessons(struct reader *r, const struct value *root);
void reader_tones(struct reader *r, const char *folder);

/* The file of a scenario: beside the drill's, as it is given, or one that came with the program; NULL with a
 * fault at v where there is none. */
const char *reader_scenario_file(struct reader *r, const struct value *v, const char *given);
/* The name within a scenario's file. */
const char *reader_scenario_name(struct reader *r, const struct value *v, const char *path);
/* The scenario under a key, which must be among those that are played; NULL where there is none. */
const char *reader_scenario(struct reader *r, const struct value *map, const char *key);

#endif
