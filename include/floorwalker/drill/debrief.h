/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The debrief: a session scored by its drill's rubric, each point with the moment it was won or lost.
 *
 * Pure: contacts in, maps out. Results are maps that report/report.h shows (report_debrief_text(), …).
 */
#ifndef FLOORWALKER_DRILL_DEBRIEF_H
#define FLOORWALKER_DRILL_DEBRIEF_H

#include "floorwalker/drill/drill.h"

/* One contact as it was told, with its transcript, as a map in the arena that contacts.json keeps and all below
 * reads. Instants are ms since the midnight of day 1. midnight_ms: of day 1, since the run's start. */
struct value *debrief_contact(struct arena *a, const struct contact *c,
    const struct value *transcript, int64_t midnight_ms);

/* contacts: a list of such. player: the agent whose deeds are scored; "ai" scores the AI's part by the same
 * rubric where that can be said of it. Only what came after the session's branch or the drill's from_ms counts
 * for times. What a criterion had no occasion for has no score, and weighs nothing: that is said. */
NODISCARD enum err debrief_make(struct arena *a, const struct drill *d, const struct session *s,
    const struct value *contacts, const char *player, const struct value **out, struct errinfo *e);
/* Puts what another did beside each conversation that both had: the expert's transcript and moments. */
NODISCARD enum err debrief_put_beside(struct arena *a, struct value *debrief,
    const struct value *expert_debrief, struct errinfo *e);
/* Two debriefs of the same drill with the same seed: by criterion, by lesson and by conversation. ERR_USAGE where
 * drill or seed differ. */
NODISCARD enum err debrief_compare(struct arena *a, const struct value *one,
    const struct value *other, const struct value **out, struct errinfo *e);
/* Debriefs over time, in their order: scores by criterion and what has changed from the first to the last and on the
 * way. */
NODISCARD enum err debrief_progress(struct arena *a, const struct value *const *debriefs,
    size_t count, const struct value **out, struct errinfo *e);

#endif
