/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A linear text classifier: tf-idf features of two blocks, one weight vector a class, calibrated
 * probabilities, centroids and the probability that a text is none of the classes.
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

#define CLASSIFIER_CLASS_LIMIT 256
#define CLASSIFIER_NO_FEATURE UINT32_MAX
#define OUTSIDE_FEATURES 6	/* constant, logit of the outside class, logit of the best other,
				   energy, nearest centroid, share known */

/* The fixed part at the head of a body; labels, keys, indices, idf, bias, weights and centroids
 * follow in this order. */
struct classifier_head {
	uint32_t classes, features, buckets, flags, label_bytes;
	uint32_t outside_class;		/* CLASSIFIER_NO_FEATURE: none */
	float block_weight[FEATURES_BLOCKS];
	float scale;			/* decision values are multiplied by it before the softmax:
					   1/temperature */
	float unseen_idf;		/* of a word that training never saw */
	float outside[OUTSIDE_FEATURES];
	uint32_t centroids;		/* 1: there are centroids */
	uint32_t reserved;
};

struct classifier {
	struct model_file file;
	struct classifier_head head;
	const char *labels[CLASSIFIER_CLASS_LIMIT];
	const uint64_t *keys;		/* open addressing; 0 is empty */
	const uint32_t *indices;
	const float *idf;
	const float *bias;
	const float *weights;		/* [feature][class] */
	const float *centroid;		/* [feature][class]; NULL: none */
};

/* A sparse row: normalised by block, sorted by nothing. */
struct sparse {
	uint32_t *index;
	float *value;
	size_t count;
	float known;			/* share of the words' idf that the model knows, [0,1] */
};

/* Words that go with any wish: greeting, thanks, goodbye, yes and no. */
bool intent_is_small_talk(const char *intent);
NODISCARD enum err classifier_open(
    const char *path, const char *kind, struct classifier *out, struct errinfo *e);
void classifier_close(struct classifier *c);
uint32_t classifier_lookup(const struct classifier *c, uint64_t hash);
bool classifier_knows_word(const struct classifier *c, const char *word);
/* tf-idf of a feature list under c's vocabulary. */
void classifier_row(const struct classifier *c, struct arena *a, const struct feature_list *list,
    struct sparse *out);
/* Decision values (classes of them) and cosines to centroids (may be NULL). */
void classifier_decide(
    const struct classifier *c, const struct sparse *row, double *decisions, double *cosines);
/* Calibrated probabilities that sum to one, with the outside class' share replaced by the better
 * estimate where the model has one. */
void classifier_probabilities(
    const struct classifier *c, const struct sparse *row, double *probabilities);
/* The six measures that the outside probability is a logistic function of. */
void classifier_outside_measures(const struct classifier_head *h, const double *decisions,
    const double *cosines, double known, double *out);

#endif
