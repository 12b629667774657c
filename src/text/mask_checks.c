/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mask_rules.h"

#include <stdint.h>
#include <string.h>

#include "floorwalker/base/utf8.h"

/* ISO 13616: the length of an account number by country. */
static const struct {
	char country[3];
	unsigned char length;
} iban_lengths[] = {{"AD", 24}, {"AE", 23}, {"AL", 28}, {"AT", 20}, {"AZ", 28}, {"BA", 20},
    {"BE", 16}, {"BG", 22}, {"BH", 22}, {"BR", 29}, {"BY", 28}, {"CH", 21}, {"CR", 22}, {"CY", 28},
    {"CZ", 24}, {"DE", 22}, {"DK", 18}, {"DO", 28}, {"EE", 20}, {"EG", 29}, {"ES", 24}, {"FI", 18},
    {"FO", 18}, {"FR", 27}, {"GB", 22}, {"GE", 22}, {"GI", 23}, {"GL", 18}, {"GR", 27}, {"GT", 28},
    {"HR", 21}, {"HU", 28}, {"IE", 22}, {"IL", 23}, {"IQ", 23}, {"IS", 26}, {"IT", 27}, {"JO", 30},
    {"KW", 30}, {"KZ", 20}, {"LB", 28}, {"LC", 32}, {"LI", 21}, {"LT", 20}, {"LU", 20}, {"LV", 21},
    {"MC", 27}, {"MD", 24}, {"ME", 22}, {"MK", 19}, {"MT", 31}, {"MU", 30}, {"NL", 18}, {"NO", 15},
    {"PK", 24}, {"PL", 28}, {"PS", 29}, {"PT", 25}, {"QA", 29}, {"RO", 24}, {"RS", 22}, {"SA", 24},
    {"SC", 31}, {"SE", 24}, {"SI", 19}, {"SK", 24}, {"SM", 27}, {"ST", 25}, {"SV", 28}, {"TL", 23},
    {"TN", 24}, {"TR", 26}, {"UA", 29}, {"VA", 22}, {"VG", 24}, {"XK", 20}};

/* The digit that a character stands for, in the scripts that shoppers' keyboards have; -1 for
 * none. */
static int
digit_value(uint32_t point)
{
	static const uint32_t zeros[] = {'0', 0xff10, 0x0660, 0x06f0, 0x0966};

	for (size_t i = 0; i < sizeof zeros / sizeof zeros[0]; i++) {
		if (point >= zeros[i] && point <= zeros[i] + 9)
			return (int)(point - zeros[i]);
	}
	return -1;
}

static int
count_digits(const char *s, size_t length)
{
	int count = 0;

	for (size_t i = 0; i < length;) {
		uint32_t point;

		i += utf8_next(s + i, length - i, &point);
		count += utf8_is_digit(point);
	}
	return count;
}

/* "0000 0000": one digit again and again is nobody's number. */
static bool
is_one_digit(const char *s, size_t length)
{
	int first = -1;

	for (size_t i = 0; i < length; i++) {
		if (s[i] < '0' || s[i] > '9')
			continue;
		if (first >= 0 && s[i] - '0' != first)
			return false;
		first = s[i] - '0';
	}
	return first >= 0;
}

static char
upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

static bool
is_alnum(char c)
{
	c = upper(c);
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

/* Mod 97 of the number with its first four characters moved to the end, letters as 10 … 35 (ISO
 * 7064). */
static int
mod97(const char *account, size_t count)
{
	int rest = 0;

	for (size_t i = 0; i < count; i++) {
		char c = account[(i + 4) % count];

		rest = c <= '9' ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'A' + 10)) % 97;
	}
	return rest;
}

/* An account of the length that its country has, whose check digits hold. */
bool
mask_check_iban(const char *s, size_t size, size_t start, size_t *length)
{
	char account[40];
	size_t need = 0, have = 0, end = start;

	for (size_t i = 0; i < sizeof iban_lengths / sizeof iban_lengths[0]; i++) {
		if (iban_lengths[i].country[0] == upper(s[start]) &&
		    iban_lengths[i].country[1] == upper(s[start + 1]))
			need = iban_lengths[i].length;
	}
	while (need > 0 && have < need && end < start + *length) {
		if (is_alnum(s[end]))
			account[have++] = upper(s[end]);
		end++;
	}
	if (need == 0 || have < need || (end < size && is_alnum(s[end])))
		return false;
	*length = end - start;
	return mod97(account, need) == 1;
}

/* A Polish account number, which is its IBAN without the country. */
bool
mask_check_nrb(const char *s, size_t size, size_t start, size_t *length)
{
	char account[40] = "PL";
	size_t have = 2;

	(void)size;
	for (size_t i = 0; i < *length && have < 28; i++)
		if (s[start + i] >= '0' && s[start + i] <= '9')
			account[have++] = s[start + i];
	return have == 28 && mod97(account, have) == 1;
}

/* Whether the first digits are a card scheme's of that length: 13 digits are an old Visa's, 15
 * American Express', 14 Diners Club's; goods' bar codes have 13, too. */
static bool
is_issued(const int *digits, int count)
{
	int two = digits[0] * 10 + digits[1];

	switch (count) {
	case 13:
		return digits[0] == 4;
	case 14:
		return two == 30 || two == 36 || two == 38 || two == 39;
	case 15:
		return two == 34 || two == 37;
	default:
		return (digits[0] >= 3 && digits[0] <= 6) || (two >= 22 && two <= 27);
	}
}

/* Luhn's check over digits (ISO/IEC 7812-1, annex B), and first digits that cards have. */
static bool
is_card(const int *digits, int count)
{
	int sum = 0;
	bool all_same = true;

	for (int i = 0; i < count; i++) {
		int d = digits[count - 1 - i];

		all_same &= d == digits[0];
		if (i % 2 == 1)
			d = d * 2 > 9 ? d * 2 - 9 : d * 2;
		sum += d;
	}
	return !all_same && sum % 10 == 0 && is_issued(digits, count);
}

/* The longest start of the digits, up to a gap between them, that is a card. */
bool
mask_check_card(const char *s, size_t size, size_t start, size_t *length)
{
	size_t best = 0;
	int digits[20], count = 0;

	(void)size;
	for (size_t i = 0, n; i < *length && count < 19; i += n) {
		uint32_t point, next = 0;
		int value;

		n = utf8_next(s + start + i, *length - i, &point);
		value = digit_value(point);
		if (value < 0)
			continue;
		digits[count++] = value;
		if (i + n < *length)
			utf8_next(s + start + i + n, *length - i - n, &next);
		if (count >= 13 && !utf8_is_digit(next) && is_card(digits, count))
			best = i + n;
	}
	*length = best;
	return best > 0;
}

bool
mask_check_phone(const char *s, size_t size, size_t start, size_t *length)
{
	int digits = count_digits(s + start, *length);

	(void)size;
	if (strncmp(s + start, "00", 2) == 0)
		digits -= 2;
	return digits >= 7 && digits <= 15 && !is_one_digit(s + start, *length);
}

/* A national number: long enough that no date or amount is taken for one. */
bool
mask_check_national_phone(const char *s, size_t size, size_t start, size_t *length)
{
	int digits = count_digits(s + start, *length);

	(void)size;
	return digits >= 9 && digits <= 12 && !is_one_digit(s + start, *length);
}

/* An Eircode in small letters alone could be a word; a digit in its second half makes it sure. */
bool
mask_check_eircode(const char *s, size_t size, size_t start, size_t *length)
{
	bool small = false, digit = false;

	(void)size;
	for (size_t i = 0; i < *length; i++) {
		char c = s[start + i];

		small |= c >= 'a' && c <= 'z';
		digit |= i + 4 >= *length && c >= '0' && c <= '9';
	}
	return digit || !small;
}


/* Letters and digits of a find without what stands between them, in capitals; how many. */
static size_t
squeeze(const char *s, size_t length, char *out, size_t room)
{
	size_t n = 0;

	for (size_t i = 0; i < length && n < room; i++)
		if (is_alnum(s[i]))
			out[n++] = upper(s[i]);
	return n;
}

/* Spain's DNI and NIE: the letter is that of the number modulo 23; X, Y and Z stand for 0, 1 and 2
 * (Real Decreto 1553/2005). */
bool
mask_check_dni(const char *s, size_t size, size_t start, size_t *length)
{
	char code[12];
	size_t n = squeeze(s + start, *length, code, sizeof code);
	int number = 0;

	(void)size;
	if (n != 9)
		return false;
	for (size_t i = 0; i < 8; i++)
		number = number * 10 + (code[i] >= 'X' ? code[i] - 'X' : code[i] - '0');
	return "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23] == code[8];
}

/* Italy's codice fiscale: a sum of a table's values for letters at odd places and of their order at
 * even ones gives the last letter (Decreto Ministeriale 12 marzo 1974). */
bool
mask_check_fiscal_code(const char *s, size_t size, size_t start, size_t *length)
{
	static const unsigned char odd[26] = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11,
	    3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
	char code[20];
	size_t n = squeeze(s + start, *length, code, sizeof code);
	int sum = 0;

	(void)size;
	for (size_t i = 0; i + 1 < n; i++) {
		int value = code[i] >= 'A' ? code[i] - 'A' : code[i] - '0';

		sum += i % 2 == 0 ? odd[value] : value;
	}
	return n == 16 && code[15] == 'A' + sum % 26;
}

/* France's number of inscription: its last two digits are 97 less the rest modulo 97 (INSEE). */
bool
mask_check_nir(const char *s, size_t size, size_t start, size_t *length)
{
	char code[20];
	size_t n = squeeze(s + start, *length, code, sizeof code);
	int64_t number = 0;

	(void)size;
	for (size_t i = 0; i < 13 && i < n; i++)
		number = number * 10 + (code[i] - '0');
	return n == 15 &&
	    97 - (int)(number % 97) == (code[13] - '0') * 10 + (code[14] - '0');
}

/* A paper's number behind a word for the paper: digits, not a word of the sentence. */
bool
mask_check_paper(const char *s, size_t size, size_t start, size_t *length)
{
	(void)size;
	return count_digits(s + start, *length) >= 4;
}
