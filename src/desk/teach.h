/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the files of teaching: teach.c gathers and trains, teach_tell.c says what came of it,
 * teach_keep.c is what lies in WORLD/models.
 */
#ifndef FLOORWALKER_DESK_TEACH_H
#define FLOORWALKER_DESK_TEACH_H

#include "floorwalker/desk/learn.h"
#include "floorwalker/text/mask.h"
#include "floorwalker/understand/learn.h"

struct source { const char *file; size_t rows; };

struct teaching {
	const struct world *w;
	struct arena *a;
	const struct learn_asked *asked;
	struct masker *masker;
	struct learn_rows shipped, was, own;
	struct source sources[64];	/* of own */
	size_t source_count;
	char scratch[80];		/* a folder; "" none yet */
	struct learn_comparison result;
};

/* Masked, as it is shown and kept. */
const char *teach_masked(struct teaching *t, const char *text);
/* The rows that the model in use was made of beside the shipped ones, as kept; none where it is the
 * shipped one, or where nothing is known of it (*unknown). */
NODISCARD enum err teach_load_kept(struct teaching *t, bool *unknown, struct errinfo *e);
/* Puts a trained model in the place of the one in use. figures: of the report, for the record. */
NODISCARD enum err teach_keep(
    struct teaching *t, const char *model, const struct value *figures, struct errinfo *e);
struct value *teach_tell(struct teaching *t);

#endif
