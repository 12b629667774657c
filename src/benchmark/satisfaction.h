/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the files of the satisfaction benchmark: satisfaction_read.c reads dialogues,
 * satisfaction_cues.c, satisfaction_course.c, satisfaction_features.c and satisfaction_rows.c turn
 * what came before a turn into rows and numbers, satisfaction_fit.c, satisfaction_boost.c and
 * satisfaction_choose.c fit and choose within training folds, satisfaction_measure.c holds
 * predictions against people, satisfaction.c runs the folds.
 */
#ifndef FLOORWALKER_BENCHMARK_SATISFACTION_PRIVATE_H
#define FLOORWALKER_BENCHMARK_SATISFACTION_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/text/text.h"
#include "floorwalker/understand/linear_fit.h"

#define RATINGS 5
#define RATERS_MOST 16

/* ---- dialogues */

struct rated_turn {
	bool user;
	const char *text;
	struct token *tokens;
	size_t token_count;
	double votes[RATINGS];		/* raters who gave 1 … 5; all 0: nobody rated it */
	int rating;			/* 0 … 4 for 1 … 5, the most frequent, of a tie the lowest;
					   -1: nobody rated it */
};
struct rated_dialogue {
	struct rated_turn *turns;
	size_t count;
	int overall;			/* as rating: of the line "USER OVERALL" */
};
struct rated_set {
	struct rated_dialogue *dialogues;
	size_t count;
	size_t turns, rated;		/* in all; user turns with a rating */
};
/* Everything lives in a. */
NODISCARD enum err satisfaction_read(
    struct arena *a, const char *path, struct rated_set *out, struct errinfo *e);
/* The rating most often given, of a tie the lowest, from 0; -1 where there is none. */
int satisfaction_majority(const double votes[RATINGS]);

/* ---- cases: what is predicted */

struct satisfaction_case {
	struct linear_row row;		/* over all features that occur in the file */
	const float *numbers;		/* of the history, for trees */
	size_t dialogue;
	double low, high;		/* share of raters who gave less, and more, than 3 */
	int rating;
};
struct satisfaction_cases {
	struct satisfaction_case *items;	/* in the order of the file */
	size_t count, features, numbers;
	size_t dialogues;
};
/* with_turn: the turn itself is seen as well as what came before it. Items of a row are in the
 * arena. */
void satisfaction_cases_make(struct arena *a, const struct rated_set *set, bool with_turn,
    struct satisfaction_cases *out);

/* ---- measures */

struct satisfaction_figures {
	size_t n;
	size_t confusion[RATINGS][RATINGS];	/* [people][prediction] */
	/* NAN where undefined: all of nothing; kappa where people and predictions gave one rating alone,
	 * f1_low where neither is ever less than 3. */
	double uar;			/* over the ratings that occur */
	double kappa, f1_low;
	double uar_of_five;		/* ratings that don't occur count 0 */
};
void satisfaction_figures_add(struct satisfaction_figures *f, int rating, int prediction);
void satisfaction_figures_finish(struct satisfaction_figures *f);

/* ---- fitting */

/* What a dialogue is to a fit. */
enum satisfaction_role { SATISFACTION_NEITHER, SATISFACTION_LEARNT, SATISFACTION_PREDICTED };

/* values [case] gets the log odds of all cases of dialogues ([dialogue] roles) that are learnt or
 * predicted. targets [case], in [0,1], are looked at where they are learnt. The same seed, the same
 * trees. */
void satisfaction_boost(const struct satisfaction_cases *cases, const enum satisfaction_role *roles,
    const double *targets, uint64_t seed, double *values);

enum satisfaction_side { LOW, HIGH, SIDES };
#define NEVER 1e30		/* a threshold that no score reaches */

/* What inner folds chose. */
struct satisfaction_choice {
	double low, lowest, high, highest;	/* from these scores on the rating is 2, 1, 4, 5 */
	double worth;			/* by the criterion, on inner folds */
};
/* Cases and their scores, to choose by. */
struct satisfaction_trial {
	int *rating;
	double *side[SIDES], *sorted[SIDES];	/* highest first */
	size_t count;
};
/* The rating of these two scores, from 0. */
int satisfaction_decide(const struct satisfaction_choice *t, double low, double high);
/* Chooses thresholds, and sorts what is to be. */
void satisfaction_choose(const struct satisfaction_trial *t, struct satisfaction_choice *out);
/* What is chosen by: the harmonic mean of UAR (of five), kappa and F1 of low, each over what was
 * published for BERT; of what is beyond 1.1 a twentieth counts, so that none pays for another. What is
 * undefined counts as 0. */
double satisfaction_worth(const struct satisfaction_figures *f);

/* Predicts the cases of dialogues [from, to) by what is fitted to all others: predictions [case]
 * gets those cases' ratings, 0 … 4. teacher: the same cases with their turns in sight, of which
 * those of other dialogues are learnt from; NULL: none. A pure function; threads may share cases. */
void satisfaction_fold(const struct satisfaction_cases *cases, const struct satisfaction_cases *teacher,
    size_t from, size_t to, int *predictions, struct satisfaction_choice *choice);

#endif
