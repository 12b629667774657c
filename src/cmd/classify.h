/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside cmd: what the families intents, sentiment and language share. Their rows stand in
 * classify.c; classify_train.c, classify_eval.c, classify_predict.c and classify_curve.c do the
 * work, with classify_several.c where a message has several intents.
 */
#ifndef FLOORWALKER_CMD_CLASSIFY_H
#define FLOORWALKER_CMD_CLASSIFY_H

#include "cmd.h"
#include "floorwalker/understand/classify.h"

/* The kind of model that a call is about: the first word of its subcommand. */
const char *classify_kind(const struct call *c);
/* Rows of every file given by an option, appended. */
NODISCARD enum err classify_load(
    struct call *c, const char *option, struct classify_rows *out, struct errinfo *e);
/* --model, or the one that came with the program. */
NODISCARD enum err classify_open_model(
    struct call *c, struct classify_model **out, struct errinfo *e);
/* --threshold in [0,1]; NAN where it isn't given. */
NODISCARD enum err classify_call_threshold(struct call *c, double *out, struct errinfo *e);

/* Predictions over --data and --oos, by --model or by cross-validation (--folds). */
struct classify_run {
	struct classify_result *results;
	struct classify_set_result *sets;	/* instead of results, of models of several
						   intents; else NULL */
	size_t count;
	size_t left_out;		/* rows that --map has no label for */
	double per_second;		/* predictions; NAN where none were made */
	double threshold;		/* of the model; NAN where there were several */
};
NODISCARD enum err classify_run(struct call *c, struct classify_run *out, struct errinfo *e);
/* ERR_INPUT where rows have several intents or none and the model gives one. */
NODISCARD enum err classify_rows_fit(
    const struct classify_rows *rows, const struct classify_model *m, struct errinfo *e);
/* The model's labels, and one prediction by them, for after the model is closed. */
const char *const *classify_labels_keep(struct call *c, const struct classify_model *m);
void classify_set_keep(struct call *c, const struct classify_model *m,
    const struct classify_answer *answer, const char *gold, const char *const *labels,
    struct classify_set_result *out);
void classify_several_print(
    struct call *c, const struct classify_run *run, double threshold, bool json);
/* "intents": those at or over the threshold. */
void classify_several_add(const struct classify_model *m, const struct classify_answer *answer,
    double threshold, struct value *to);
/* A figure by its name; NAN is a dash. */
void classify_print_line(const char *name, double x);
/* NAN becomes null. */
void classify_set_real(struct value *map, const char *key, double x);

NODISCARD enum err classify_train_run(struct call *c, struct errinfo *e);
NODISCARD enum err classify_eval_run(struct call *c, struct errinfo *e);
NODISCARD enum err classify_predict_run(struct call *c, struct errinfo *e);
NODISCARD enum err classify_curve_run(struct call *c, struct errinfo *e);

#endif
