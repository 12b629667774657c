/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A shop's own phrases beside those that came with the program: read strictly, and whether a model
 * that learnt them understands better, judged on rows that neither model saw.
 */
#ifndef FLOORWALKER_UNDERSTAND_LEARN_H
#define FLOORWALKER_UNDERSTAND_LEARN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/understand.h"

#define LEARN_ROW_LIMIT 200000

struct learn_row {
	const char *text, *label;
	const char *from;		/* "FILE:LINE", for messages */
};
struct learn_rows {			/* in an arena */
	struct learn_row *rows;
	size_t count, capacity;
};
void learn_add(struct learn_rows *to, struct arena *a, const char *text, const char *label,
    const char *from);
/* What came with the program: root is scenarios/phrases. */
NODISCARD enum err learn_add_shipped(
    struct learn_rows *to, struct arena *a, const char *root, struct errinfo *e);
/* A shop's phrases/LANGUAGE/INTENT.yaml, each a list of phrases. Files that aren't an intent's
 * (signals.yaml, reasons.yaml …) are refused: the shop's phrases teach intents alone. */
NODISCARD enum err learn_add_phrases(
    struct learn_rows *to, struct arena *a, const char *root, struct errinfo *e);
/* Rows of a CSV file with the columns text and intent; others are looked past. The intent "oos" is
 * out_of_scope. */
NODISCARD enum err learn_add_csv(
    struct learn_rows *to, struct arena *a, const char *path, struct errinfo *e);
/* Trains intents on both to a file. */
NODISCARD enum err learn_train(const struct learn_rows *shipped, const struct learn_rows *own,
    uint64_t seed, const char *out_path, struct errinfo *e);

struct learn_options {
	size_t folds;			/* 2 … 20 */
	uint64_t seed;
	double outside_at;		/* from this probability a message is out of scope: the
					   world's gate */
	const char *scratch;		/* a private folder: models of folds are made in it, and
					   removed */
	struct understand_context context;	/* as a shop's messages are understood in; its index
						   is not used */
	void (*progress)(void *context, size_t done, size_t of);	/* NULL none */
	void *progress_context;
};

/* What one model makes of a row that it never saw. */
struct learn_verdict {
	const char *best;		/* the likeliest intent; out_of_scope where that is likelier
					   than options say */
	double confidence;		/* of best */
	bool right;
};
struct learn_judged {
	const struct learn_row *row;
	bool own;			/* the shop's */
	struct learn_verdict before, after;
};
struct learn_comparison {
	struct learn_judged *rows;	/* shipped ones first, in their order */
	size_t count;
};
/* Both models are trained anew for each fold, without its rows, and judge those: before on shipped
 * and was (what the model in use was made of beside it; may be empty), after on shipped and own. The
 * same words (case, accents and punctuation aside) are always in one fold, whoever wrote them. What
 * is put around phrases, and "aside", is trained on and not judged. Deterministic for a seed. */
NODISCARD enum err learn_compare(struct arena *a, const struct learn_rows *shipped,
    const struct learn_rows *was, const struct learn_rows *own, const struct learn_options *options,
    struct learn_comparison *out, struct errinfo *e);
/* What makes two texts the same words. Arena's. */
const char *learn_key(struct arena *a, const char *text);

#endif
