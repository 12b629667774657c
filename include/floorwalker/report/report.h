/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Results for people and for programs.
 *
 *   report.h   what a simulation came to (the map that doc/simulate.md describes),
 *              whether what shoppers want has drifted (doc/understanding.md), and what a drill
 *              came to (doc/drill.md)
 *
 * Pure: text is appended, nothing is printed here, and nothing of the machine (times, paths) is in
 * it: the same result gives the same bytes.
 */
#ifndef FLOORWALKER_REPORT_REPORT_H
#define FLOORWALKER_REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"
#include "floorwalker/store.h"

/* Aligned lines of text. failures: how many transcripts of failed conversations at most. */
void report_simulation_text(const struct value *result, size_t failures, struct str *out);
/* One JSON document, pretty, with a newline. */
void report_simulation_json(const struct value *result, struct str *out);
/* Whether a run is good: no breach, and at least least_share ended as their scenario says, of those
 * that expect containment and of those that expect a hand-over alike. */
bool report_simulation_passes(const struct value *result, double least_share);

/* What days came to (doc/simulate.md, "Days"; day/result.h), in lines of at most 80 cells; as one
 * JSON document; as one HTML page that needs nothing beside itself: no script, no link outwards.
 * Besides, the result may have currency, a code for amounts, and reproduce: {command, version,
 * file}, how to have it again. */
void report_days_text(const struct value *result, struct str *out);
void report_days_json(const struct value *result, struct str *out);
void report_days_html(const struct value *result, struct str *out);

/* Two days beside each other, and a sweep over a day's values (day/compare.h), in lines, or as one HTML
 * page like that of days, with charts and how to have it again (reproduce: {command, version, file,
 * other_file}). */
void report_comparison_text(const struct value *result, struct str *out);
void report_comparison_html(const struct value *result, struct str *out);
void report_sweep_text(const struct value *result, struct str *out);
void report_sweep_html(const struct value *result, struct str *out);

/* What a replay came to (replay/replay.h): lines for people, with each failure's expectation, what came
 * instead, why, and whose it is; TAP 13, where what wasn't played is skipped; JUnit's XML, where it is an
 * error. */
void report_replay_text(const struct value *result, struct str *out);
/* What differs from a baseline, and what the ledger says; nothing where the result has neither. */
void report_replay_comparison(const struct value *result, struct str *out);
/* What the suite touches of the world, and the names of what it doesn't. */
void report_replay_coverage(const struct value *result, struct str *out);
/* What changed of the world, and which conversations were chosen by it; nothing where none were. */
void report_replay_changed(const struct value *result, struct str *out);
/* What a changed AI would have done (replay/counterfactual.h). */
void report_counterfactual_text(const struct value *result, struct str *out);
void report_replay_tap(const struct value *result, struct str *out);
void report_replay_junit(const struct value *result, struct str *out);
/* One page that needs nothing beside itself. */
void report_replay_html(const struct value *result, struct str *out);

/* What a drill came to (drill/debrief.h): points lost, each with its moment, what was said then and why; what was won;
 * what was to be learnt; the talks, with what another did beside them. Lines of at most 80 cells, in one column, so
 * that they can be read out; or one page that needs nothing beside itself. A debrief may have the map that
 * debrief_progress() gives under "progress": it is shown, too. zone: for the day of the session; NULL: none is shown.
 */
void report_debrief_text(const struct value *debrief, const struct zone *zone, struct str *out);
void report_debrief_json(const struct value *debrief, struct str *out);
void report_debrief_html(const struct value *debrief, const struct zone *zone, struct str *out);
/* What debrief_compare() gives. */
void report_debrief_comparison_text(const struct value *comparison, struct str *out);
void report_debrief_comparison_json(const struct value *comparison, struct str *out);
void report_debrief_comparison_html(const struct value *comparison, struct str *out);
/* What debrief_progress() gives. */
void report_drill_progress_text(
    const struct value *progress, const struct zone *zone, struct str *out);
void report_drill_progress_json(const struct value *progress, struct str *out);
void report_drill_progress_html(
    const struct value *progress, const struct zone *zone, struct str *out);

/* What desk_drift() found, in lines of at most 80 cells or so; days in the shop's zone. */
void report_drift_text(const struct value *result, const struct zone *zone, struct str *out);
/* Adds one action to a list, as floorwalker actions export has it: masked as it is stored, what is
 * sealed left out, amounts in minor units and with the currency's decimals, instants in the zone. */
void report_add_action(struct value *list, struct arena *a, const struct action *x,
    const struct approval_list *given, const struct zone *zone);
/* Actions as comma-separated values (RFC 4180: CR LF, quotes doubled), from a list of maps as
 * floorwalker actions export --format json has it. What a spreadsheet would take for a formula (a
 * text that begins with = + - @, a tab or a carriage return) gets an apostrophe before it; numbers
 * stand as they are. */
void report_actions_csv(const struct value *actions, struct str *out);
/* What desk_learn() found; rows: how many of each kind are shown. */
void report_learn_text(const struct value *result, size_t rows, struct str *out);
/* What desk_survey_report() found, in lines of at most 80 cells; days in the shop's zone. */
void report_survey_text(const struct value *result, const struct zone *zone, struct str *out);
/* What calibration_run() measured (doc/calibration.md). */
void report_calibration_text(const struct value *result, struct str *out);
/* What desk_threshold() found, as threshold_to_value() has it; days in the shop's zone. */
void report_threshold_text(const struct value *result, const struct zone *zone, struct str *out);
/* What floorwalker staffing answers, as its JSON has it; a part `simulated` beside erlang_c and erlang_a, with
 * the same keys, gets a column of its own. */
void report_staffing_text(const struct value *result, struct str *out);
/* A table of measures, a line for each key of parts. */
void report_confidence_text(const struct value *parts, struct str *out);

#endif
