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

/* "+353", "+ (0)", "00 353": where a country's number begins. */
static bool
is_dialled_at(const unsigned char *s, size_t length, size_t at)
{
	size_t i = at + 1;

	if (s[at] == '0') {
		if (i >= length || s[i++] != '0' ||
		    (at > 0 && (is_letter(s[at - 1]) || (s[at - 1] >= '0' && s[at - 1] <= '9'))))
			return false;
		while (i < length && i - at < 4 && (s[i] == ' ' || s[i] == '('))
			i++;
		return i < length && s[i] >= '1' && s[i] <= '9';
	}
	i += i < length && s[i] == ' ';
	i += i < length && s[i] == '(';
	return i < length && is_digit(s[i]);
}

/* Behind a row of five digits' first: "TX 78701", "TX, 78701". */
static bool
is_behind_state(const unsigned char *s, size_t first)
{
	if (first < 3 || s[first - 1] != ' ')
		return false;
	first -= s[first - 2] == ',' ? 3 : 2;
	return s[first] >= 'A' && s[first] <= 'Z';
}

/* Before a blank: "00-590", "1012 AB". */
static bool
is_behind_code(const unsigned char *s, size_t blank)
{
	const unsigned char *end = s + blank;

	for (size_t i = 1; i <= 4; i++) {
		if (i > blank)
			return false;
		if (s[blank - i] >= 0x80)
			return true;
	}
	return (is_digit(end[-1]) && is_digit(end[-2]) && is_digit(end[-3]) && end[-4] == '-') ||
	    (is_capital(end[-1]) && is_capital(end[-2]) && end[-3] == ' ' && is_digit(end[-4]));
}

/* Digits up to a place. */
struct digits {
	size_t all, row, chain;	/* in the text, one right behind the other, in a chain */
	size_t apart;		/* signs since the chain's last */
	bool beyond;		/* before the place stands a letter beyond ASCII */
};

#define CHAIN 7
#define CHAIN_APART 3

static unsigned
digits_at(const unsigned char *s, size_t length, size_t i, const struct digits *d)
{
	unsigned char before = i > 0 ? s[i - 1] : 0;
	unsigned has = MASK_NEEDS_DIGIT;

	if (is_letter(before) || d->beyond ||
	    (s[i] == '0' && before == ' ' && i > 1 && is_letter(s[i - 2])))
		has |= MASK_NEEDS_LETTER_DIGIT;
	if (d->row == ROW)
		has |= MASK_NEEDS_DIGIT_ROW |
		    (is_behind_state(s, i + 1 - ROW) ? MASK_NEEDS_STATE_CODE : 0u);
	if (before == ' ' && i > 1 && is_digit(s[i - 2]))
		has |= MASK_NEEDS_DIGIT_GROUPS;
	if (d->chain == CHAIN)
		has |= MASK_NEEDS_CHAIN;
	if (s[i] == '0' && is_dialled_at(s, length, i))
		has |= MASK_NEEDS_DIAL;
	return has;
}

static unsigned
sign_at(const unsigned char *s, size_t length, size_t i)
{
	switch (s[i]) {
	case '@':
		return MASK_NEEDS_AT;
	case '[':
	case '(':
	case '{':
	case '<':
		return MASK_NEEDS_BRACKET |
		    (is_at_bracketed(s, length, i + 1) ? MASK_NEEDS_AT_BRACKET : 0u);
	case '\n':
		return MASK_NEEDS_LINE |
		    (is_code_behind(s, length, i + 1) ? MASK_NEEDS_CODE_BEHIND : 0u);
	case ',':
		return is_code_behind(s, length, i + 1) ? MASK_NEEDS_CODE_BEHIND : 0u;
	case '+':
		return is_dialled_at(s, length, i) ? MASK_NEEDS_DIAL : 0u;
	case ' ':
		return i + 1 < length && is_capital(s[i + 1]) && is_behind_code(s, i)
		    ? MASK_NEEDS_CODE_BEFORE
		    : 0u;
	case 0xef:	/* the wide @, and the small one, of East Asian keyboards */
		return i + 2 < length && (memcmp(s + i + 1, "\xbc\xa0", 2) == 0 ||
					     memcmp(s + i + 1, "\xb9\xab", 2) == 0)
		    ? MASK_NEEDS_AT
		    : 0u;
	default:
		return 0;
	}
}

/* What the byte at a place shows with those beside it. */
static unsigned
has_at(const unsigned char *s, size_t length, size_t i, const struct digits *d)
{
	unsigned char c = s[i], before = i > 0 ? s[i - 1] : 0;
	bool behind_blank = i > 0 && (is_blank(before) || before >= 0x80);
	unsigned has = is_digit(c) ? digits_at(s, length, i, d) : 0;

	if (c >= 0x80 || (is_capital(c) && behind_blank))
		has |= MASK_NEEDS_CAPITAL;
	if (is_capital(c) && (i == 0 || behind_blank) && are_names(s, length, i))
		has |= MASK_NEEDS_NAMES;
	if (before == ' ' && (c | 32) == 'a' && i + 2 < length && (s[i + 1] | 32) == 't' &&
	    s[i + 2] == ' ')
		has |= MASK_NEEDS_AT_WORD;
	return has | sign_at(s, length, i);
}

static void
digits_count(struct digits *d, unsigned char c)
{
	d->row = is_digit(c) ? d->row + 1 : 0;
	d->all += is_digit(c);
	if (is_digit(c)) {
		d->chain++;
		d->apart = 0;
	} else if (d->chain > 0 &&
	    (strchr(" ().-/", c) == NULL || c == '\0' || ++d->apart > CHAIN_APART)) {
		d->chain = 0;
	}
}

unsigned
mask_look(const char *text, size_t length)
{
	const unsigned char *s = (const unsigned char *)text;
	unsigned has = (begins_as_names(s, length) ? MASK_NEEDS_NAMES_FIRST : 0u) |
	    (ends_as_name(s, length) ? MASK_NEEDS_NAME_LAST : 0u);
	struct digits d = {0};

	for (size_t i = 0, n; i < length; i += n) {
		n = s[i] >= 0x80 ? sign_length(s + i, length - i) : 0;
		if (n > 0) {
			d.beyond = false;
			d.row = 0;
			d.chain = ++d.apart > CHAIN_APART ? 0 : d.chain;
			continue;
		}
		n = 1;
		if (s[i] > 'a' && s[i] <= 'z') {	/* nothing begins with these, or counts */
			d = (struct digits){.all = d.all};
			continue;
		}
		digits_count(&d, s[i]);
		has |= has_at(s, length, i, &d);
		d.beyond = s[i] >= 0x80;
		/* one letter beyond ASCII may be among digits of ASCII, and all digits beyond it */
		if (d.beyond || d.all == 7)
			has |= MASK_NEEDS_DIGITS | (d.beyond ? MASK_NEEDS_CHAIN : 0u);
	}
	return has;
}
