/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/model/threshold.h"

#include <math.h>

size_t
threshold_grid(double present, double out[THRESHOLD_ROWS], size_t *today)
{
	size_t n = 0;
	bool placed = false;

	*today = 0;
	for (int i = 0; i < THRESHOLD_GRID; i++) {
		double at = (double)i / THRESHOLD_GRID;
		bool same = fabs(at - present) < 1e-9;

		if (!placed && !same && present < at) {
			*today = n;
			out[n++] = present;
			placed = true;
		}
		if (same) {	/* as the settings have it, to the last bit */
			*today = n;
			at = present;
			placed = true;
		}
		out[n++] = at;
	}
	if (!placed) {
		*today = n;
		out[n++] = present;
	}
	return n;
}

static void
add_spared(const struct threshold_turn *t, struct threshold_row *out)
{
	out->unsure++;
	out->spared_wrong += t->label == THRESHOLD_WRONG;
	out->spared_right += t->label == THRESHOLD_RIGHT;
	out->money_to_people += t->money;
}

void
threshold_row(const struct threshold_turn *turns, size_t count, double threshold,
    struct threshold_row *out)
{
	*out = (struct threshold_row){.threshold = threshold};
	for (size_t i = 0; i < count; i++) {
		const struct threshold_turn *t = &turns[i];
		bool unsure = !t->exempt && t->confidence < threshold;

		if (t->held || unsure)
			out->handed_off++;
		if (t->held)
			continue;
		if (unsure) {
			add_spared(t, out);
			continue;
		}
		out->sent++;
		out->sent_labelled += t->label != THRESHOLD_UNKNOWN;
		out->sent_wrong += t->label == THRESHOLD_WRONG;
		out->money_by_rule += t->money;
	}
}
