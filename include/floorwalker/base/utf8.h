/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * UTF-8: checking, walking by code point and by grapheme, width in terminal cells, folding. Over
 * utf8proc.
 */
#ifndef FLOORWALKER_BASE_UTF8_H
#define FLOORWALKER_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/str.h"

bool utf8_is_valid(const char *s, size_t length);
/* Decodes one code point at s (length bytes there) into *point; returns the bytes used (0 at the
 * end). A broken byte yields U+FFFD and 1. */
size_t utf8_next(const char *s, size_t length, uint32_t *point);
size_t utf8_put(char out[4], uint32_t point);			/* bytes written; 0 for what is no
								   scalar value */
/* Bytes of the extended grapheme cluster at s; 0 at the end. */
size_t utf8_grapheme(const char *s, size_t length);
/* Cells that a grapheme takes in a terminal: 0, 1 or 2. Emoji presentation and CJK wide count 2;
 * ambiguous counts 1. */
int utf8_grapheme_width(const char *s, size_t length);
int utf8_width(const char *s, size_t length);			/* sum over graphemes */
/* Longest prefix in bytes that fits in cells; *used (may be NULL) gets its width. */
size_t utf8_fit(const char *s, size_t length, int cells, int *used);
/* out gets length bytes of ASCII in small letters; false, and anything in out, where one is none. */
bool utf8_lower_ascii(char *out, const char *s, size_t length);
/* Appends the NFKC case-folded form (utf8_fold) or with diacritics removed as well
 * (utf8_fold_plain). Invalid bytes become U+FFFD. */
void utf8_fold(struct str *out, const char *s, size_t length);
void utf8_fold_plain(struct str *out, const char *s, size_t length);
/* Appends the composed form (NFC). Invalid bytes become U+FFFD. */
void utf8_compose(struct str *out, const char *s, size_t length);
bool utf8_is_letter(uint32_t point);
bool utf8_is_mark(uint32_t point);		/* combining: non-spacing, spacing or enclosing */
bool utf8_is_emoji(uint32_t point);		/* Extended_Pictographic, or a regional indicator */
bool utf8_is_digit(uint32_t point);
bool utf8_is_space(uint32_t point);
bool utf8_is_upper(uint32_t point);

#endif
