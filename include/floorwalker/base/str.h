/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Growing strings, and small helpers over C strings.
 */
#ifndef FLOORWALKER_BASE_STR_H
#define FLOORWALKER_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "floorwalker/base/err.h"

/* Always NUL-terminated once anything was added; data is never NULL after str_init. Embedded
 * value. */
struct str {
	char *data;
	size_t length;
	size_t capacity;
};

void str_init(struct str *s);
void str_clear(struct str *s);				/* frees; s is as after str_init */
void str_reset(struct str *s);				/* length 0, keeps the room */
void str_add(struct str *s, const char *text);		/* NULL adds nothing */
void str_add_n(struct str *s, const void *bytes, size_t length);
void str_add_char(struct str *s, char c);
void str_addf(struct str *s, const char *format, ...) PRINTF_LIKE(2, 3);
void str_cut(struct str *s, size_t length);		/* shortens to length */
char *str_take(struct str *s);				/* caller owns (mem_free); s is as after
							   str_init */

/* equal; NULL equals NULL only. Here, since lists are walked by it, where most differ at once: no call for
 * these. */
static inline bool
text_is(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return *a == *b && strcmp(a, b) == 0;
}
bool text_is_empty(const char *s);			/* NULL or "" */
size_t text_count_words(const char *s);		/* what lies between white space of ASCII */
bool text_starts(const char *s, const char *prefix);
bool text_ends(const char *s, const char *suffix);
bool text_is_fold(const char *a, const char *b);	/* equal under ASCII case folding */
/* Nearest of count names by edit distance, for "did you mean"; NULL where none is near (distance >
 * 1 + length/4). */
const char *text_nearest(const char *word, const char *const *names, size_t count);
/* Whole string as a number; false on anything else, and outside the range. */
bool text_to_int(const char *s, int64_t low, int64_t high, int64_t *out);
bool text_to_real(const char *s, double *out);		/* C locale whatever the user's */

#endif
