/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/base/err.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

static const struct {
	enum err code;
	const char *name;
} names[] = {
	{ERR_OK, "ok"},
	{ERR_USAGE, "usage"},
	{ERR_INPUT, "input"},
	{ERR_LIMIT, "limit"},
	{ERR_NOT_FOUND, "not_found"},
	{ERR_EXISTS, "exists"},
	{ERR_CONFLICT, "conflict"},
	{ERR_FORBIDDEN, "forbidden"},
	{ERR_STATE, "state"},
	{ERR_IO, "io"},
	{ERR_BUSY, "busy"},
	{ERR_TIMEOUT, "timeout"},
	{ERR_UNAVAILABLE, "unavailable"},
	{ERR_CORRUPT, "corrupt"},
	{ERR_UNSUPPORTED, "unsupported"},
};

/* Bytes of the character at s; 0 where what stands there is none of UTF-8. (Overlong forms and
 * surrogates are none.) */
static size_t
character(const unsigned char *s)
{
	size_t n = s[0] < 0x80            ? 1
	    : s[0] >= 0xc2 && s[0] < 0xe0 ? 2
	    : s[0] >= 0xe0 && s[0] < 0xf0 ? 3
	    : s[0] >= 0xf0 && s[0] < 0xf5 ? 4
					  : 0;

	for (size_t i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
	    (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return n;
}

/* Bytes at s that form a character which could steer a terminal or reorder a line; 0 where there is
 * none. */
static size_t
dangerous(const unsigned char *s)
{
	if (s[0] < 0x20)
		return s[0] == '\n' ? 0 : 1;
	if (s[0] == 0x7f)
		return 1;
	if (s[0] == 0xc2 && s[1] >= 0x80 && s[1] <= 0x9f)
		return 2;
	if (s[0] == 0xe2 && s[1] == 0x80 &&
	    ((s[2] >= 0x8b && s[2] <= 0x8f) || (s[2] >= 0xa8 && s[2] <= 0xae)))
		return 3;
	if (s[0] == 0xe2 && s[1] == 0x81 && s[2] >= 0xa6 && s[2] <= 0xa9)
		return 3;
	return 0;
}

/* A sentence may quote text from outside: make it safe to show. */
static void
defuse(char *text)
{
	for (char *p = text; *p != '\0';) {
		if (*p >= 0x20 && *p < 0x7f) {
			p++;
			continue;
		}
		size_t whole = character((unsigned char *)p),
		       n = whole == 0 ? 1 : dangerous((unsigned char *)p);

		for (size_t i = 0; i < n; i++)
			p[i] = '?';
		p += n > 0 ? n : whole;
	}
}

/* A sentence cut at the buffer's end must not end within a character. */
static void
trim_torn(char *text, size_t size)
{
	size_t length = strlen(text);
	size_t start = length;

	if (length + 1 < size)
		return;
	while (start > 0 && ((unsigned char)text[start - 1] & 0xc0) == 0x80)
		start--;
	if (start > 0 && (unsigned char)text[start - 1] >= 0xc0)
		text[start - 1] = '\0';
}

enum err
err_set(struct errinfo *e, enum err code, const char *format, ...)
{
	char text[sizeof e->text];
	va_list args;

	if (e == NULL)
		return code;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	trim_torn(text, sizeof text);
	defuse(text);
	e->code = code;
	memcpy(e->text, text, strlen(text) + 1);
	return code;
}

enum err
err_prefix(struct errinfo *e, const char *format, ...)
{
	char text[sizeof e->text];
	va_list args;
	size_t length;

	if (e == NULL)
		return ERR_OK;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	length = strlen(text);
	if (length + 2 < sizeof text) {
		memcpy(text + length, ": ", 2);
		length += 2;
		memcpy(text + length, e->text, sizeof text - length);
		text[sizeof text - 1] = '\0';
	}
	trim_torn(text, sizeof text);
	defuse(text);
	memcpy(e->text, text, sizeof text);
	return e->code;
}

const char *
err_name(enum err code)
{
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (names[i].code == code)
			return names[i].name;
	}
	return "unknown";
}

int
err_exit_code(enum err code)
{
	if (code == ERR_OK)
		return 0;
	return code == ERR_USAGE ? 2 : 1;
}
