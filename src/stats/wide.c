/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wide.h"

#include "floorwalker/base/str.h"

#define DIGITS_MOST 40

const char *
wide_text(struct arena *a, wide n)
{
	char digits[DIGITS_MOST + 2];
	size_t at = sizeof(digits) - 1;
	unsigned __int128 rest = n < 0 ? -(unsigned __int128)n : (unsigned __int128)n;

	digits[at] = '\0';
	do {
		digits[--at] = (char)('0' + (int)(rest % 10));
		rest /= 10;
	} while (rest > 0);
	if (n < 0)
		digits[--at] = '-';
	return arena_text(a, digits + at);
}

bool
wide_parse(const char *text, wide *out)
{
	const wide most = (wide)1 << 126;
	bool negative = text[0] == '-';
	const char *at = text + negative;
	wide n = 0;

	if (at[0] == '\0' || (at[0] == '0' && (at[1] != '\0' || negative)))
		return false;
	for (; *at != '\0'; at++) {
		if (*at < '0' || *at > '9' || n > most / 10 - 1)
			return false;
		n = n * 10 + (*at - '0');
	}
	*out = negative ? -n : n;
	return true;
}

enum err
wide_read(const struct value *v, const char *what, wide *out, struct errinfo *e)
{
	const char *text = value_as_text(v, NULL);

	if (text == NULL || !wide_parse(text, out))
		return value_err(e, ERR_INPUT, v, "%s must be a whole number, as a text", what);
	return ERR_OK;
}
