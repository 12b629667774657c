/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/base/utf8.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "floorwalker/base/mem.h"

#define FOLD (UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE)
#define REPLACEMENT ((uint32_t)0xfffd)

/* Bytes of the well-formed sequence at s (Unicode 15, table 3-7), or 0. */
static size_t
decode(const unsigned char *s, size_t length, uint32_t *point)
{
	unsigned char low = 0x80, high = 0xbf;
	size_t n;
	uint32_t c;

	if (s[0] < 0x80) {
		*point = s[0];
		return 1;
	}
	if (s[0] >= 0xc2 && s[0] <= 0xdf) {
		n = 2;
		c = s[0] & 0x1fu;
	} else if (s[0] >= 0xe0 && s[0] <= 0xef) {
		n = 3;
		c = s[0] & 0x0fu;
		if (s[0] == 0xe0)
			low = 0xa0;
		if (s[0] == 0xed)
			high = 0x9f;
	} else if (s[0] >= 0xf0 && s[0] <= 0xf4) {
		n = 4;
		c = s[0] & 0x07u;
		if (s[0] == 0xf0)
			low = 0x90;
		if (s[0] == 0xf4)
			high = 0x8f;
	} else {
		return 0;
	}
	if (length < n || s[1] < low || s[1] > high)
		return 0;
	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3fu);
	}
	*point = c;
	return n;
}

bool
utf8_is_valid(const char *s, size_t length)
{
	const unsigned char *p = (const unsigned char *)s;
	uint32_t point;

	for (size_t i = 0; i < length;) {
		uint64_t eight;
		size_t n;

		if (length - i >= 8) {
			memcpy(&eight, p + i, 8);
			if ((eight & 0x8080808080808080u) == 0) {
				i += 8;
				continue;
			}
		}
		n = decode(p + i, length - i, &point);
		if (n == 0)
			return false;
		i += n;
	}
	return true;
}

size_t
utf8_next(const char *s, size_t length, uint32_t *point)
{
	size_t n;

	if (length == 0)
		return 0;
	if ((unsigned char)*s < 0x80) {
		*point = (unsigned char)*s;
		return 1;
	}
	n = decode((const unsigned char *)s, length, point);
	if (n > 0)
		return n;
	*point = REPLACEMENT;
	return 1;
}

size_t
utf8_put(char out[4], uint32_t point)
{
	if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
		return 0;
	return (size_t)utf8proc_encode_char((utf8proc_int32_t)point, (utf8proc_uint8_t *)out);
}

size_t
utf8_grapheme(const char *s, size_t length)
{
	utf8proc_int32_t state = 0;
	uint32_t point, next;
	size_t used, n;

	if (length == 0)
		return 0;
	if ((unsigned char)s[0] < 0x80 && s[0] != '\r' &&
	    (length == 1 || (unsigned char)s[1] < 0x80))
		return 1;
	used = utf8_next(s, length, &point);
	while (used < length) {
		n = utf8_next(s + used, length - used, &next);
		if (utf8proc_grapheme_break_stateful(
			(utf8proc_int32_t)point, (utf8proc_int32_t)next, &state))
			break;
		used += n;
		point = next;
	}
	return used;
}

static bool
is_regional(uint32_t point)
{
	return point >= 0x1f1e6 && point <= 0x1f1ff;
}

/* Width of a cluster: its widest part; emoji made of narrow parts are wide all the same. */
int
utf8_grapheme_width(const char *s, size_t length)
{
	int width = 0, regional = 0;
	uint32_t point;

	if (length == 1)
		return (unsigned char)*s < 0x20 || *s == 0x7f ? 0 : 1;
	for (size_t i = 0; i < length;) {
		int w;

		i += utf8_next(s + i, length - i, &point);
		w = utf8proc_charwidth((utf8proc_int32_t)point);
		if (w > width)
			width = w;
		if (point == 0xfe0f && width == 1)
			width = 2; /* emoji presentation */
		if (point == 0x0e33 || point == 0x0eb3)
			width += i > 3 ? 1 : 0; /* Thai and Lao AM stand beside their consonant */
		if (is_regional(point) && ++regional == 2)
			width = 2;
	}
	return width > 2 ? 2 : width;
}

int
utf8_width(const char *s, size_t length)
{
	int width = 0;

	for (size_t i = 0, n; i < length; i += n) {
		n = utf8_grapheme(s + i, length - i);
		width += utf8_grapheme_width(s + i, n);
	}
	return width;
}

/* A printable character of ASCII with ASCII behind it, or nothing, is a grapheme of one cell. */
static bool
is_plain_cell(const char *s, size_t length, size_t i)
{
	return s[i] >= 0x20 && s[i] < 0x7f && (i + 1 == length || (unsigned char)s[i + 1] < 0x80);
}

size_t
utf8_fit(const char *s, size_t length, int cells, int *used)
{
	int width = 0;
	size_t i = 0;

	while (i < length) {
		bool plain = is_plain_cell(s, length, i);
		size_t n = plain ? 1 : utf8_grapheme(s + i, length - i);
		int w = plain ? 1 : utf8_grapheme_width(s + i, n);

		if (width + w > cells)
			break;
		width += w;
		i += n;
	}
	if (used != NULL)
		*used = width;
	return i;
}

/* Eight bytes at a time: a byte of ASCII that is no less than 'A', and not above 'Z', gets the bit that
 * makes it small. */
bool
utf8_lower_ascii(char *out, const char *s, size_t length)
{
	const uint64_t ones = 0x0101010101010101u, high = 0x80 * ones;
	unsigned char seen = 0;
	uint64_t eight;
	size_t i = 0;

	for (; i + 8 <= length; i += 8) {
		memcpy(&eight, s + i, 8);
		if ((eight & high) != 0)
			return false;
		eight |= ((eight + (0x80 - 'A') * ones) & ~(eight + (0x7f - 'Z') * ones) & high) >> 2;
		memcpy(out + i, &eight, 8);
	}
	for (; i < length; i++) {
		seen |= (unsigned char)s[i];
		out[i] = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] + 32) : s[i];
	}
	return seen < 0x80;
}

static bool
fold_ascii(struct str *out, const char *s, size_t length)
{
	size_t before = out->length;

	for (size_t i = 0, n; i < length; i += n) {
		char lower[256];

		n = length - i < sizeof lower ? length - i : sizeof lower;
		if (!utf8_lower_ascii(lower, s + i, n)) {
			str_cut(out, before);
			return false;
		}
		str_add_n(out, lower, n);
	}
	return true;
}

/* Letters whose stroke Unicode does not see as a mark. */
static utf8proc_int32_t
without_stroke(utf8proc_int32_t point, void *unused)
{
	(void)unused;
	switch (point) {
	case 0x00d8: case 0x00f8: return 'o';
	case 0x0110: case 0x0111: return 'd';
	case 0x0126: case 0x0127: return 'h';
	case 0x0131: return 'i';
	case 0x0141: case 0x0142: return 'l';
	case 0x0166: case 0x0167: return 't';
	default: return point;
	}
}

static void
map_with(struct str *out, const char *s, size_t length, utf8proc_option_t options,
    utf8proc_custom_func custom)
{
	utf8proc_uint8_t *mapped = NULL;
	utf8proc_ssize_t n;
	struct str clean;

	str_init(&clean);
	for (size_t i = 0; i < length;) {
		uint32_t point;
		char bytes[4];

		i += utf8_next(s + i, length - i, &point);
		str_add_n(&clean, bytes, utf8_put(bytes, point));
	}
	n = utf8proc_map_custom((const utf8proc_uint8_t *)clean.data,
	    (utf8proc_ssize_t)clean.length, &mapped, options | UTF8PROC_STABLE | UTF8PROC_COMPOSE,
	    custom, NULL);
	if (n > 0)
		str_add_n(out, mapped, (size_t)n);
	free(mapped);
	str_clear(&clean);
}

/* ---- common characters: Latin letters with their marks, quotation marks, dashes, the euro sign.
 * What each becomes doesn't depend on its neighbours as long as these are common, too: none of them
 * is a combining mark. So a text of them alone is put together from a table. */

#define LATIN_FIRST 0x80u
#define LATIN_END 0x180u
#define MARKS_FIRST 0x2010u
#define MARKS_END 0x2028u
#define EURO 0x20acu
#define COMMON_COUNT (LATIN_END - LATIN_FIRST + MARKS_END - MARKS_FIRST + 1)

struct common {
	struct { char bytes[7]; uint8_t length; } folded[COMMON_COUNT], plain[COMMON_COUNT];
};
static struct common common;

/* The place of the common character at s, of *used bytes; COMMON_COUNT where it is none. */
static size_t
common_at(const unsigned char *s, size_t left, size_t *used)
{
	uint32_t point;

	*used = decode(s, left, &point);
	if (*used == 2 && point >= LATIN_FIRST && point < LATIN_END)
		return point - LATIN_FIRST;
	if (*used == 3 && point >= MARKS_FIRST && point < MARKS_END)
		return LATIN_END - LATIN_FIRST + point - MARKS_FIRST;
	return *used == 3 && point == EURO ? COMMON_COUNT - 1 : COMMON_COUNT;
}

static void
make_common(void)
{
	struct str folded, plain;

	str_init(&folded);
	str_init(&plain);
	for (uint32_t i = 0; i < COMMON_COUNT; i++) {
		uint32_t point = i < LATIN_END - LATIN_FIRST ? LATIN_FIRST + i
		    : i + 1 < COMMON_COUNT ? MARKS_FIRST + i - (LATIN_END - LATIN_FIRST)
					   : EURO;
		char s[4];
		size_t n = utf8_put(s, point);

		str_reset(&folded);
		str_reset(&plain);
		map_with(&folded, s, n, FOLD, NULL);
		map_with(&plain, s, n, FOLD | UTF8PROC_STRIPMARK, without_stroke);
		if (folded.length > sizeof common.folded[i].bytes ||
		    plain.length > sizeof common.plain[i].bytes)
			abort();	/* none of them becomes as long as that */
		memcpy(common.folded[i].bytes, folded.data, folded.length);
		common.folded[i].length = (uint8_t)folded.length;
		memcpy(common.plain[i].bytes, plain.data, plain.length);
		common.plain[i].length = (uint8_t)plain.length;
	}
	str_clear(&folded);
	str_clear(&plain);
}

/* False, and nothing is added, where something isn't common. */
static bool
fold_common(struct str *out, const char *s, size_t length, bool plain)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	size_t before = out->length;

	pthread_once(&once, make_common);
	for (size_t i = 0, run, used; i < length; i += run) {
		size_t place;

		for (run = 0; i + run < length && (unsigned char)s[i + run] < 0x80;)
			run++;
		if (run > 0) {
			(void)fold_ascii(out, s + i, run);
			continue;
		}
		place = common_at((const unsigned char *)s + i, length - i, &used);
		if (place == COMMON_COUNT) {
			str_cut(out, before);
			return false;
		}
		if (plain)
			str_add_n(out, common.plain[place].bytes, common.plain[place].length);
		else
			str_add_n(out, common.folded[place].bytes, common.folded[place].length);
		run = used;
	}
	return true;
}

/* Whether all is common: composed already, as it is. */
static bool
is_common(const char *s, size_t length)
{
	for (size_t i = 0, used; i < length; i += used) {
		used = 1;
		if ((unsigned char)s[i] >= 0x80 &&
		    common_at((const unsigned char *)s + i, length - i, &used) == COMMON_COUNT)
			return false;
	}
	return true;
}

void
utf8_fold(struct str *out, const char *s, size_t length)
{
	if (!fold_ascii(out, s, length) && !fold_common(out, s, length, false))
		map_with(out, s, length, FOLD, NULL);
}

void
utf8_fold_plain(struct str *out, const char *s, size_t length)
{
	if (!fold_ascii(out, s, length) && !fold_common(out, s, length, true))
		map_with(out, s, length, FOLD | UTF8PROC_STRIPMARK, without_stroke);
}

void
utf8_compose(struct str *out, const char *s, size_t length)
{
	if (is_common(s, length))
		str_add_n(out, s, length);
	else
		map_with(out, s, length, (utf8proc_option_t)0, NULL);
}

/* Most text is ASCII, of which no table needs to be asked. */
bool
utf8_is_letter(uint32_t point)
{
	utf8proc_category_t c;

	if (point < 0x80)
		return (point | 32) >= 'a' && (point | 32) <= 'z';
	c = utf8proc_category((utf8proc_int32_t)point);
	return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO;
}

bool
utf8_is_mark(uint32_t point)
{
	utf8proc_category_t c;

	if (point < 0x80)
		return false;
	c = utf8proc_category((utf8proc_int32_t)point);
	return c == UTF8PROC_CATEGORY_MN || c == UTF8PROC_CATEGORY_MC || c == UTF8PROC_CATEGORY_ME;
}

bool
utf8_is_emoji(uint32_t point)
{
	return is_regional(point) ||
	    utf8proc_get_property((utf8proc_int32_t)point)->boundclass ==
	    UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

bool
utf8_is_digit(uint32_t point)
{
	if (point < 0x80)
		return point >= '0' && point <= '9';
	return utf8proc_category((utf8proc_int32_t)point) == UTF8PROC_CATEGORY_ND;
}

bool
utf8_is_space(uint32_t point)
{
	utf8proc_category_t c;

	if (point < 0x80)
		return (point >= 0x09 && point <= 0x0d) || point == ' ';
	if (point == 0x85)
		return true;
	c = utf8proc_category((utf8proc_int32_t)point);
	return c == UTF8PROC_CATEGORY_ZS || c == UTF8PROC_CATEGORY_ZL || c == UTF8PROC_CATEGORY_ZP;
}

bool
utf8_is_upper(uint32_t point)
{
	utf8proc_category_t c;

	if (point < 0x80)
		return point >= 'A' && point <= 'Z';
	c = utf8proc_category((utf8proc_int32_t)point);
	return c == UTF8PROC_CATEGORY_LU || c == UTF8PROC_CATEGORY_LT;
}
