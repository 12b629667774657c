/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Model files: a header (magic, version, byte order, kind, size, SHA-256 of the body) and a body
 * that is mapped into memory, never copied.
 *
 *   model_file.c   writing, mapping, refusing
 *   features.c     text to sparse features
 *   classifier.c   a linear model over features: reading and predicting
 *   train.c        fitting one (the only file that knows liblinear), with its calibration
 *   words.c        lists of phrases and their matching
 *   message.c      a message taken apart: tokens, values, matches, clauses
 *   slots*.c       values that a message names
 *   catalogue.c    the index over a shop's products
 *   signals.c      what a message does in a dialogue; sentiment
 *   wishes.c       intents of the message and of its clauses
 *   understand.c   the contract
 */
#ifndef FLOORWALKER_UNDERSTAND_MODEL_FILE_H
#define FLOORWALKER_UNDERSTAND_MODEL_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"

#define MODEL_FILE_VERSION 3
/* The kind of a model of several intents a text, where "intents" is that of one. */
#define MODEL_SEVERAL "intents-several"

struct model_file {
	void *map;
	size_t map_size;
	const unsigned char *body;	/* aligned to 8 */
	size_t body_size;
};

/* Maps and checks path: ERR_NOT_FOUND, ERR_CORRUPT (damaged, cut, of another byte order),
 * ERR_UNSUPPORTED (another version or kind). */
NODISCARD enum err model_file_open(
    const char *path, const char *kind, struct model_file *out, struct errinfo *e);
void model_file_close(struct model_file *f);
NODISCARD enum err model_file_write(
    const char *path, const char *kind, const void *body, size_t size, struct errinfo *e);

#endif
