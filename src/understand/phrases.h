/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Phrase files (scenarios/phrases/LANGUAGE/NAME.yaml) as training rows. Files with a meaning of
 * their own: signals.yaml (lists of phrases for the words model), sentiment.yaml (phrases by
 * class), language.yaml (sentences of the language), synonyms.yaml (for knowledge), wrappings.yaml
 * (what stands around phrases), reasons.yaml (phrases by reason; those called like an intent teach
 * that intent, too). Every other file is a list of phrases for the intent that it's named for.
 */
#ifndef FLOORWALKER_UNDERSTAND_PHRASES_H
#define FLOORWALKER_UNDERSTAND_PHRASES_H

#include "floorwalker/understand.h"

struct phrase_rows {
	struct training_row *rows;
	size_t count, capacity;
};

/* Rows for one kind of model from all languages' folders below root. Arena's. */
NODISCARD enum err phrases_load(struct arena *a, const char *root, const char *kind,
    struct phrase_rows *out, struct errinfo *e);

/* ERR_INPUT with file, line and column unless it is a list. */
NODISCARD enum err phrases_list_check(const struct value *list, struct errinfo *e);
/* A phrase of a list, as written; of the value's arena. ERR_INPUT where it is no text. */
NODISCARD enum err phrases_text(const struct value *item, const char **out, struct errinfo *e);

#endif
