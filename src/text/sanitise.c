/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "floorwalker/text/text.h"

#define MOST_MARKS 4
#define LONGEST_RUN 64
#define ELLIPSIS "\xe2\x80\xa6"

enum effect { KEEP, DROP_CONTROL, DROP_BIDI, DROP_INVISIBLE, LINE_END, BLANK };

static bool
is_in(uint32_t point, uint32_t low, uint32_t high)
{
	return point >= low && point <= high;
}

/* Characters that take no cell, or hide, or carry hidden text. Variation selectors and ZWJ are
 * judged by their neighbours. */
static bool
is_invisible(uint32_t point)
{
	static const struct {
		uint32_t low, high;
	} ranges[] = {{0xad, 0xad}, {0x34f, 0x34f}, {0x115f, 0x1160}, {0x17b4, 0x17b5},
	    {0x180b, 0x180f}, {0x200b, 0x200d}, {0x2060, 0x2065}, {0x206a, 0x206f},
	    {0x3164, 0x3164}, {0xfe00, 0xfe0f}, {0xfeff, 0xfeff}, {0xffa0, 0xffa0},
	    {0xfff0, 0xfffb}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff}};

	if ((point & 0xfffe) == 0xfffe || is_in(point, 0xfdd0, 0xfdef))
		return true; /* no characters at all */
	for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
		if (is_in(point, ranges[i].low, ranges[i].high))
			return true;
	}
	return false;
}

static enum effect
effect_of(uint32_t point)
{
	if (point == '\n' || point == '\r' || point == 0x85 || point == 0x2028 || point == 0x2029)
		return LINE_END;
	if (point == '\t')
		return BLANK;
	if (point < 0x20 || is_in(point, 0x7f, 0x9f))
		return DROP_CONTROL;
	if (point < 0xad)
		return KEEP;
	if (is_in(point, 0x202a, 0x202e) || is_in(point, 0x2066, 0x2069) || point == 0x200e ||
	    point == 0x200f || point == 0x61c)
		return DROP_BIDI;
	return is_invisible(point) ? DROP_INVISIBLE : KEEP;
}

/* The introducer of an escape sequence as its letter after ESC ('[' for CSI …), whether written
 * with ESC or as a C1 control. Returns its bytes. */
static size_t
introducer(const char *s, size_t length, char *letter)
{
	unsigned char second = length > 1 ? (unsigned char)s[1] : 0;

	if (s[0] == '\x1b') {
		*letter = (char)(second < 0x80 ? second : 0);
		return 1;
	}
	if ((unsigned char)s[0] == 0xc2 &&
	    (second == 0x9b || second == 0x9d || second == 0x90 || second == 0x98 ||
		second == 0x9e || second == 0x9f)) {
		*letter = (char)(second - 0x40);
		return 2;
	}
	return 0;
}

/* A string sequence (OSC, DCS …) ends with BEL or ST; an unclosed one takes the rest of its
 * line. */
static size_t
string_end(const char *s, size_t length, size_t i)
{
	for (; i < length && s[i] != '\n'; i++) {
		if (s[i] == '\a')
			return i + 1;
		if (s[i] == '\x1b' && i + 1 < length && s[i + 1] == '\\')
			return i + 2;
		if ((unsigned char)s[i] == 0xc2 && i + 1 < length &&
		    (unsigned char)s[i + 1] == 0x9c)
			return i + 2;
	}
	return i;
}

/* Bytes of the escape sequence at s (ECMA-48, 5.4 to 5.6), 0 where there is none. */
static size_t
escape_length(const char *s, size_t length)
{
	char letter;
	size_t i = introducer(s, length, &letter);

	if (i == 0)
		return 0;
	if (i == 1 && letter == '\0')
		return 1;
	i = 2;
	if (letter == '[') {
		while (i < length && s[i] >= 0x20 && s[i] <= 0x3f)
			i++;
		return i < length && s[i] >= 0x40 && s[i] <= 0x7e ? i + 1 : i;
	}
	if (strchr("]PX^_", letter) != NULL)
		return string_end(s, length, i);
	if (letter >= 0x20 && letter <= 0x2f) {
		while (i < length && s[i] >= 0x20 && s[i] <= 0x2f)
			i++;
		return i < length && s[i] >= 0x30 && s[i] <= 0x7e ? i + 1 : i;
	}
	return letter >= 0x30 && letter <= 0x7e ? 2 : 1;
}

/* Emoji may be held together by ZWJ and dressed by a variation selector. */
static bool
belongs_to_emoji(uint32_t point, uint32_t before, const char *rest, size_t length)
{
	uint32_t next;

	if (point == 0xfe0f || point == 0xfe0e)
		return utf8_is_emoji(before) || is_in(before, '0', '9') || before == '#' ||
		    before == '*';
	if (point != 0x200d ||
	    !(utf8_is_emoji(before) || before == 0xfe0f || is_in(before, 0x1f3fb, 0x1f3ff)))
		return false;
	return utf8_next(rest, length, &next) > 0 && utf8_is_emoji(next);
}

static void
note(struct text_findings *f, enum effect effect)
{
	f->controls |= effect == DROP_CONTROL;
	f->bidi |= effect == DROP_BIDI;
	f->invisible |= effect == DROP_INVISIBLE;
}

/* First pass: valid UTF-8 without anything that steers or hides. */
static void
filter(struct str *out, const char *s, size_t length, struct text_findings *f)
{
	uint32_t before = 0, point;

	for (size_t i = 0, n; i < length; i += n) {
		enum effect effect;
		char bytes[4];

		n = escape_length(s + i, length - i);
		if (n > 0) {
			f->escapes = true;
			continue;
		}
		n = utf8_next(s + i, length - i, &point);
		f->broken_utf8 |= n == 1 && point == 0xfffd;
		effect = effect_of(point);
		if (effect == DROP_INVISIBLE &&
		    belongs_to_emoji(point, before, s + i + n, length - i - n))
			effect = KEEP;
		note(f, effect);
		if (effect == LINE_END) {
			if (point == '\r' && i + 1 < length && s[i + 1] == '\n')
				n = 2;
			point = '\n';
		} else if (effect == BLANK) {
			point = ' ';
		} else if (effect != KEEP) {
			continue;
		}
		str_add_n(out, bytes, utf8_put(bytes, point));
		before = point;
	}
}

/* Second pass, over composed text: floods of marks and of one letter. */
static void
thin(struct str *out, const char *s, size_t length, struct text_findings *f)
{
	uint32_t before = 0, point;
	int marks = 0, run = 0;

	for (size_t i = 0, n; i < length; i += n) {
		n = utf8_next(s + i, length - i, &point);
		if (utf8_is_mark(point) && point != 0xfe0f && point != 0xfe0e) {
			if (run > LONGEST_RUN)
				continue; /* goes with its letter, which went */
			marks++;
			f->combining_flood |= marks > MOST_MARKS;
			if (marks > MOST_MARKS)
				continue;
		} else {
			run = point == before && marks == 0 ? run + 1 : 1;
			marks = 0;
			before = point;
			if (run > LONGEST_RUN)
				continue;
		}
		str_add_n(out, s + i, n);
	}
}

/* Shortens to limit bytes with the ellipsis, between graphemes. */
static void
shorten(struct str *s, size_t limit)
{
	size_t kept = 0;

	if (limit < strlen(ELLIPSIS)) {
		str_cut(s, 0);
		return;
	}
	while (kept < s->length) {
		size_t n = utf8_grapheme(s->data + kept, s->length - kept);

		if (kept + n > limit - strlen(ELLIPSIS))
			break;
		kept += n;
	}
	str_cut(s, kept);
	str_add(s, ELLIPSIS);
}

/* Letters, signs of prices and of print that everyday texts have beyond ASCII: none of them hides,
 * steers, or is a mark, and a text that has no others is composed (each is NFC_Quick_Check=Yes and
 * of combining class 0; Unicode, UAX #15, section 9). */
static bool
is_everyday(uint32_t point)
{
	return (is_in(point, 0xa1, 0x17f) && point != 0xad) || is_in(point, 0x2010, 0x2027) ||
	    is_in(point, 0x20a0, 0x20bf);
}

/* Nothing is to be changed, as is seen at one glance; most texts are such. */
static bool
is_plain(const char *s, size_t length)
{
	uint32_t before = 0, point;
	int run = 0;

	for (size_t i = 0, n; i < length; i += n) {
		point = (unsigned char)s[i];
		n = 1;
		if (point >= 0x80) {
			n = utf8_next(s + i, length - i, &point);
			if (!is_everyday(point))
				return false;
		} else if ((point < 0x20 && point != '\n') || point == 0x7f) {
			return false;
		}
		run = point == before ? run + 1 : 1;
		if (run > LONGEST_RUN)
			return false;
		before = point;
	}
	return true;
}

void
text_sanitise(
    struct str *out, const char *s, size_t length, size_t limit, struct text_findings *findings)
{
	struct text_findings unused;
	struct text_findings *f = findings != NULL ? findings : &unused;
	struct str filtered, composed, thinned;

	memset(f, 0, sizeof *f);
	if (length <= limit && is_plain(s, length)) {
		str_add_n(out, s, length);
		return;
	}
	str_init(&filtered);
	str_init(&composed);
	str_init(&thinned);
	filter(&filtered, s, length, f);
	utf8_compose(&composed, filtered.data, filtered.length);
	thin(&thinned, composed.data, composed.length, f);
	if (thinned.length > limit) {
		f->cut = true;
		shorten(&thinned, limit);
	}
	str_add_n(out, thinned.data, thinned.length);
	str_clear(&filtered);
	str_clear(&composed);
	str_clear(&thinned);
}

bool
text_is_safe(const char *s, size_t length)
{
	struct str clean;
	bool same;

	if (is_plain(s, length))
		return true;
	str_init(&clean);
	text_sanitise(&clean, s, length, SIZE_MAX, NULL);
	same = clean.length == length && memcmp(clean.data, s, length) == 0;
	str_clear(&clean);
	return same;
}
