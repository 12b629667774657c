/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Message files: every sentence that a program says to a shopper, per language, editable, varied
 * without randomness.
 *
 * messages/en.yaml:
 *   language: en
 *   messages:
 *     order.shipped: ["{order} left us on {date} with {carrier}.", "…"]        # variants
 *     items.count: {one: "{n} item", other: "{n} items"}                      # CLDR plural
 *     categories, chosen by the parameter n; may be a list of such maps greeting: "Hello."
 * A date may be asked for in a form of the language's own, {date.dem}: date.forms lists the forms,
 * and date.day.dem and date.year.dem say how each is written.
 * A parameter is {name}; "{{" is a brace. A missing parameter is an error at render, an unknown key
 * at load of those who need it.
 */
#ifndef FLOORWALKER_TEXT_MESSAGES_H
#define FLOORWALKER_TEXT_MESSAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"

struct messages;

struct message_param {
	const char *name;
	const char *text;		/* inserted as it is; NULL: number is used */
	int64_t number;
};

/* file: a parsed message file. Keeps what it needs of it (own memory). Thread-safe to render. */
NODISCARD enum err messages_new(const struct value *file, struct messages **out, struct errinfo *e);
void messages_free(struct messages **m);
const char *messages_language(const struct messages *m);
bool messages_has(const struct messages *m, const char *key);
/* The i-th key and where it stands; NULL past the last. */
const char *messages_key_at(const struct messages *m, size_t i, int *line, int *column);
size_t messages_variants(const struct messages *m, const char *key);
/* Appends the sentence. variant picks one (modulo their number). ERR_NOT_FOUND: no such key;
 * ERR_INPUT: a parameter is missing. */
NODISCARD enum err messages_render(const struct messages *m, struct str *out, const char *key,
    size_t variant, const struct message_param *params, size_t count, struct errinfo *e);
/* Variants as words that are listened for, made ready once: each as it is written, folded plain
 * (utf8_fold_plain) and with a blank before and behind, to be looked for among folded words that are
 * kept so, too; those that ask for a parameter are left out. NULL: no such key. The messages'. */
struct message_words {
	const char *key;
	const char *const *padded;
	size_t count;
	uint8_t first[32];		/* bit b: one begins with byte b, behind its blank */
};
const struct message_words *messages_words(const struct messages *m, const char *key);
#define MESSAGE_FORMS "date.forms"

/* Called, for this thread alone, with each key that is looked up by one of the functions above, there or
 * not: so that a piece of work knows which sentences it rests on. NULL: no longer. */
void messages_watch(
    void (*looked)(void *context, const struct messages *m, const char *key), void *context);

/* What some code says: the key, the names of what it fills in with spaces between ("date*" where it
 * gives the forms of date.forms, too), and whether it does without the sentence. */
struct message_need {
	const char *key, *params;
	bool optional;
};
/* The first need from *at on that isn't met, ERR_INPUT with its place in the file, *at then behind
 * it: absent, or asks for a parameter that isn't filled in, or has plural forms without {n}, or not the
 * forms that the language has. ERR_OK where all the rest is met. */
NODISCARD enum err messages_check(const struct messages *m, const struct message_need *needs,
    size_t count, size_t *at, struct errinfo *e);
/* CLDR plural category of a cardinal integer: "one", "other", "few" … for en, de, fr, es, it, nl,
 * pt, pl, sv, da, fi, cs, ja, zh …; "other" where unknown. */
const char *plural_category(const char *language, int64_t n);
/* Whether some number of 0 to up_to is of the category. */
#define PLURAL_COUNTED 200
#define PLURAL_ALL 1000000
bool plural_has(const char *language, const char *category, int64_t up_to);

#endif
