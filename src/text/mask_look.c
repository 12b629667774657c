/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a text has that rules need. A digit beyond ASCII is a digit too, and a capital a capital:
 * there, any letter counts as one, and as a blank.
 */
#include "mask_rules.h"

#include <string.h>

#define PARTICLE_BYTES 5	/* the longest that stands between names: "della" */
#define PARTICLES 2
#define ROW 5

static bool
is_blank(unsigned char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool
is_capital(unsigned char c)
{
	return (c >= 'A' && c <= 'Z') || c >= 0x80;
}

static bool
is_digit(unsigned char c)
{
	return (c >= '0' && c <= '9') || c >= 0x80;
}

static bool
is_letter(unsigned char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* Bytes of a sign beyond ASCII that is no letter and no digit, as all of Latin-1's and of general
 * punctuation and currencies are, but the micro sign; 0 another. */
static size_t
sign_length(const unsigned char *s, size_t left)
{
	if (left >= 2 && s[0] == 0xc2 && s[1] >= 0x80 && s[1] < 0xc0 && s[1] != 0xb5)
		return 2;
	if (left >= 3 && s[0] == 0xe2 && s[1] >= 0x80 && s[1] <= 0x82 && s[2] >= 0x80 && s[2] < 0xc0)
		return 3;
	return 0;
}

/* Blanks beyond ASCII count, too: there, any character may be one. */
static bool
is_at_bracketed(const unsigned char *s, size_t length, size_t at)
{
	at += at < length && is_blank(s[at]);
	if (at >= length)
		return false;
	return s[at] >= 0x80 || s[at] == '@' ||
	    ((s[at] | 32) == 'a' && at + 1 < length && (s[at + 1] | 32) == 't');
}

/* Past a word that may stand between names, and its blank; 0: none is here. */
static size_t
past_particle(const unsigned char *s, size_t length, size_t at)
{
	size_t end = at;

	while (end < length && end - at <= PARTICLE_BYTES && s[end] != ' ')
		end++;
	return end > at && end - at <= PARTICLE_BYTES && end < length ? end + 1 : 0;
}

/* From at on: a word with a capital, a blank, and another, with at most two small ones between. */
static bool
are_names(const unsigned char *s, size_t length, size_t at)
{
	size_t i = at + 1;

	if (at >= length || !is_capital(s[at]))
		return false;
	while (i < length && (is_letter(s[i]) || s[i] == '\'' || s[i] == '-' || s[i] >= 0x80))
		i++;
	if ((i == at + 1 && s[at] < 0x80) || i == length || s[i] != ' ')
		return false;
	i++;
	for (int n = 0; n < PARTICLES; n++) {
		if (i < length && is_capital(s[i]))
			return true;
		if ((i = past_particle(s, length, i)) == 0)
			return false;
	}
	return i < length && is_capital(s[i]);
}

static bool
begins_as_names(const unsigned char *s, size_t length)
{
	size_t at = 0;

	while (at < length && is_blank(s[at]))
		at++;
	if (at < length && s[at] >= 0x80)	/* it may be a blank */
		return true;
	for (int n = 0; n < PARTICLES; n++) {
		if (are_names(s, length, at))
			return true;
		if ((at = past_particle(s, length, at)) == 0)
			return false;
	}
	return are_names(s, length, at);
}

static size_t
without_blanks(const unsigned char *s, size_t length)
{
	while (length > 0 && is_blank(s[length - 1]))
		length--;
	return length;
}

static bool
ends_as_name(const unsigned char *s, size_t length)
{
	size_t end = without_blanks(s, length), i;

	if (end > 0 && (s[end - 1] == '.' || s[end - 1] == '!'))
		end = without_blanks(s, end - 1);
	for (i = end; i > 0 && (is_letter(s[i - 1]) || s[i - 1] == '\'' || s[i - 1] == '-'); i--)
		;
	if (i > 0 && s[i - 1] >= 0x80)		/* a letter, or a blank */
		return true;
	return i > 0 && i + 1 < end && is_capital(s[i]) && is_blank(s[i - 1]);
}

/* Behind a comma or a line's end: two digits, what may be a country and a hyphen, or the beginning
 * of a word for postcodes. */
static bool
is_code_behind(const unsigned char *s, size_t length, size_t at)
{
	static const char words[] = " po zi pl co c. cp ca ei ps ko ir ";
	char begin[5] = " ?? ";
	size_t i = at;

	while (i < length && i - at < 2 && is_blank(s[i]))
		i++;
	if (i + 1 >= length)
		return false;
	if (s[i] >= 0x80 || is_digit(s[i]))
		return s[i] >= 0x80 || is_digit(s[i + 1]);
	begin[1] = (char)(s[i] | 32);
	begin[2] = (char)(s[i + 1] | 32);
	if (strstr(words, begin) != NULL || s[i + 1] >= 0x80)
		return true;
	for (size_t n = 0; n < 3 && i < length && is_letter(s[i]); n++)
		i++;
	return i < length && s[i] == '-';
}

/* What the byte at a place shows with those beside it. row: digits in a row up to it; beyond:
 * before it stands a letter beyond ASCII. */
static unsigned
has_at(const unsigned char *s, size_t length, size_t i, size_t row, bool beyond)
{
	unsigned char c = s[i], before = i > 0 ? s[i - 1] : 0;
	bool digit = is_digit(c), behind_blank = i > 0 && (is_blank(before) || before >= 0x80);
	unsigned has = 0;

	if (digit && (is_letter(before) || beyond ||
			 (c == '0' && before == ' ' && i > 1 && is_letter(s[i - 2]))))
		has |= MASK_NEEDS_LETTER_DIGIT;
	if (digit)
		has |= MASK_NEEDS_DIGIT | (row == ROW ? MASK_NEEDS_DIGIT_ROW : 0u);
	if (digit && before == ' ' && i > 1 && is_digit(s[i - 2]))
		has |= MASK_NEEDS_DIGIT_GROUPS;
	if (c >= 0x80 || (is_capital(c) && behind_blank))
		has |= MASK_NEEDS_CAPITAL;
	if (is_capital(c) && (i == 0 || behind_blank) && are_names(s, length, i))
		has |= MASK_NEEDS_NAMES;
	if (before == ' ' && (c | 32) == 'a' && i + 2 < length && (s[i + 1] | 32) == 't' &&
	    s[i + 2] == ' ')
		has |= MASK_NEEDS_AT_WORD;
	if (c == '@')
		has |= MASK_NEEDS_AT;
	else if (c == '[' || c == '(' || c == '{' || c == '<')
		has |= MASK_NEEDS_BRACKET |
		    (is_at_bracketed(s, length, i + 1) ? MASK_NEEDS_AT_BRACKET : 0u);
	else if ((c == ',' || c == '\n') && is_code_behind(s, length, i + 1))
		has |= MASK_NEEDS_CODE_BEHIND;
	if (c == '\n')
		has |= MASK_NEEDS_LINE;
	/* the wide @, and the small one, of East Asian keyboards */
	if (c == 0xef && i + 2 < length &&
	    (memcmp(s + i + 1, "\xbc\xa0", 2) == 0 || memcmp(s + i + 1, "\xb9\xab", 2) == 0))
		has |= MASK_NEEDS_AT;
	return has;
}

unsigned
mask_look(const char *text, size_t length)
{
	const unsigned char *s = (const unsigned char *)text;
	unsigned has = (begins_as_names(s, length) ? MASK_NEEDS_NAMES_FIRST : 0u) |
	    (ends_as_name(s, length) ? MASK_NEEDS_NAME_LAST : 0u);
	size_t digits = 0, row = 0;
	bool beyond = false;

	for (size_t i = 0, n; i < length; i += n) {
		n = s[i] >= 0x80 ? sign_length(s + i, length - i) : 0;
		if (n > 0) {
			beyond = false;
			row = 0;
			continue;
		}
		n = 1;
		row = is_digit(s[i]) ? row + 1 : 0;
		digits += is_digit(s[i]);
		has |= has_at(s, length, i, row, beyond);
		beyond = s[i] >= 0x80;
		/* one letter beyond ASCII may be among digits of ASCII, and all digits beyond it */
		if (beyond || digits == 7)
			has |= MASK_NEEDS_DIGITS;
	}
	return has;
}
