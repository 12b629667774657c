/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Canned responses and macros of a shop: texts with {variables} in several languages, and steps of
 * texts and commands. What a shop has of them: WORLD/canned and WORLD/macros, doc/worlds.md.
 */
#ifndef FLOORWALKER_MODEL_CANNED_H
#define FLOORWALKER_MODEL_CANNED_H

#include <stdbool.h>
#include <stddef.h>

#include "floorwalker/base/str.h"

#define CANNED_BYTES 2000		/* of a text */
#define CANNED_MOST 500			/* of a world, and as many macros */
#define MACRO_STEPS 12

struct canned_text { const char *language, *text; };
struct canned {
	const char *prefix;		/* typed as /PREFIX */
	const char *title;
	const struct canned_text *texts;	/* the shop's own language is among them */
	size_t text_count;
};

enum macro_step_kind { STEP_TEXT, STEP_COMMAND };
struct macro_step {
	enum macro_step_kind kind;
	const char *command;		/* as it would be typed, without naming a conversation */
	const struct canned_text *texts;	/* of a text, or of the canned response that it names */
	size_t text_count;
	const char *place;		/* "macros/parcels.yaml:12:9" */
};
struct macro_plan {
	const char *name, *title;
	const struct macro_step *steps;
	size_t count;
};

/* What variables stand for; NULL or "": not known here. */
struct canned_facts {
	const char *shopper;		/* as they are called */
	const char *agent, *shop, *website;
	const char *order, *tracking, *carrier;	/* of the order that it is about */
	const char *conversation;	/* C-17 */
};
/* The names that there are; NULL past the last. */
const char *canned_variable(size_t i);
/* Appends the text with each {variable} filled in; one that isn't known stays as it is, and *missing
 * (may be NULL) gets the first such name, NULL none. Braces around anything else stay. */
void canned_expand(
    struct str *out, const char *text, const struct canned_facts *facts, const char **missing);
/* The first variable that stands in a text unfilled; NULL none: then it may be sent. */
const char *canned_unfilled(const char *text);
/* The first {word} that is no variable; false: none. name gets it, cut to size. */
bool canned_unknown(const char *text, char *name, size_t size);
/* In a language, else in the other, else the first. */
const char *canned_in(
    const struct canned_text *texts, size_t count, const char *language, const char *otherwise);

#endif
