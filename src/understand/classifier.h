/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A linear text classifier: tf-idf features of two blocks, one row of weights in bytes a feature,
 * calibrated probabilities, and the probability that a text is none of the classes.
 */
#ifndef FLOORWALKER_UNDERSTAND_CLASSIFIER_H
#define FLOORWALKER_UNDERSTAND_CLASSIFIER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/text/text.h"

#include "features.h"
#include "model_file.h"

#define CLASSIFIER_CLASS_LIMIT 512
#define CLASSIFIER_NO_FEATURE UINT32_MAX
#define OUTSIDE_MEASURES 8	/* constant, logit of the outside class, logit of the best other,
				   energy, nearest centroid, share known, best decision, words */
#define OUTSIDE_BEST 6	/* the place of the best decision among them */
#define CLASSIFIER_DIMENSIONS 512	/* of word vectors, at most */
#define CERTAINTY_MEASURES 4	/* constant, logit of the best class, best decision, share known */

/* What the probability of being outside rests on. */
enum outside_source {
	OUTSIDE_UNKNOWN,		/* nothing: the model gives none */
	OUTSIDE_ROWS,			/* rows of the outside class: a share of the whole */
	OUTSIDE_CLASSES			/* classes that were left out in turn: beside the whole */
};

/* The fixed part at the head of a body; labels, table, idf, scales, bias, weights and centroids
 * follow in this order, then the vectors' table, scales and numbers, each padded to 8 bytes. */
struct classifier_head {
	uint32_t classes, stride;	/* a row of weights has stride bytes, classes of them
					   used */
	uint32_t features, buckets, flags, label_bytes;
	uint32_t outside_class;		/* CLASSIFIER_NO_FEATURE: none */
	uint32_t outside_source;
	uint32_t centroids;		/* 1: there are centroids */
	float block_weight[FEATURES_BLOCKS];
	float idf_power;
	float unseen_idf;		/* of a word that training never saw */
	float strange;			/* how much features that training didn't keep count in
					   the length of a row, [0,1] */
	float scale;			/* decision values are multiplied by it before the softmax:
					   1/temperature */
	float outside[OUTSIDE_MEASURES];
	float certainty[CERTAINTY_MEASURES];	/* all 0: the softmax stands as it is */
	float threshold;		/* outside from this probability on */
	uint32_t dimensions;		/* of word vectors; 0: there are none. The last features are
					   those of the vectors' mean */
	uint32_t vectors, vector_buckets;
	float vector_weight;		/* length of that mean in a row */
};

/* Open addressing: check is the hash's upper half; place 0 is empty, else the feature's number
 * plus 1. */
struct classifier_bucket {
	uint32_t check, place;
};

struct classifier {
	struct model_file file;
	struct classifier_head head;
	const char *labels[CLASSIFIER_CLASS_LIMIT];
	const struct classifier_bucket *table;
	const float *idf;		/* to the power of head.idf_power */
	const float *scales;		/* [feature] of its row of weights */
	const float *bias;		/* [stride] */
	const int8_t *weights;		/* [feature][stride] */
	const float *centroid_scales;
	const int8_t *centroids;	/* [feature][stride]; NULL: none */
	const struct classifier_bucket *vector_table;	/* of words */
	const float *vector_scales;	/* [vector] */
	const int8_t *vectors;		/* [vector][dimensions]; NULL: none */
};

/* A sparse row: normalised by block, sorted by nothing. */
struct sparse {
	uint32_t *index;
	float *value;
	size_t count;
	float known;			/* share of the words' idf that the model knows, [0,1] */
	float words;			/* how many */
	size_t seen;			/* features of the list that training saw */
};

/* Words that go with any wish: greeting, thanks, goodbye, yes and no. */
bool intent_is_small_talk(const char *intent);
NODISCARD enum err classifier_open(
    const char *path, const char *kind, struct classifier *out, struct errinfo *e);
void classifier_close(struct classifier *c);
/* Open addressing: the place in a table of buckets (a power of two) where a hash stands, or
 * CLASSIFIER_NO_FEATURE. */
uint32_t classifier_find(
    const struct classifier_bucket *table, uint32_t buckets, uint64_t hash);
uint32_t classifier_lookup(const struct classifier *c, uint64_t hash);
bool classifier_knows_word(const struct classifier *c, const char *word);
/* How many training rows had a word; 0 for one unseen. */
double classifier_word_rows(const struct classifier *c, const char *word);
/* tf-idf of a feature list under c's vocabulary. */
void classifier_row(const struct classifier *c, struct arena *a, const struct feature_list *list,
    struct sparse *out);
/* Decision values and cosines to centroids (may be NULL; zeros where there are none); stride of
 * each. */
void classifier_decide(
    const struct classifier *c, const struct sparse *row, float *decisions, float *cosines);
/* Calibrated probabilities that sum to one, with the outside class' share replaced by the better
 * estimate where the model has one. Returns the probability of being outside; 0 where the model
 * gives none. */
double classifier_probabilities(
    const struct classifier *c, const struct sparse *row, double *probabilities);
/* The same from decisions that are made already. */
double classifier_judge(const struct classifier_head *h, const float *decisions,
    const float *cosines, const struct sparse *row, double *probabilities);
/* Of a model of several, whose decisions are logits: each class' own probability. */
void classifier_judge_each(
    const struct classifier_head *h, const float *decisions, double *probabilities);
/* What the two logistic functions are of; p is the softmax, best its classifier_best(). */
void classifier_softmax(const struct classifier_head *h, const float *decisions, double *p);
void classifier_outside_measures(const struct classifier_head *h, const double *p, uint32_t best,
    const float *decisions, const float *cosines, const struct sparse *row, double *out);
void classifier_certainty_measures(const struct classifier_head *h, const double *p, uint32_t best,
    const float *decisions, const struct sparse *row, double *out);
/* The best class but the outside one. */
uint32_t classifier_best(const struct classifier_head *h, const double *p);

#endif
