/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/drill/script.h"

#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/model/conversation.h"

#define BYTES_MOST ((size_t)1 << 20)
#define LINES_MOST 20000
#define HOURS_MOST 24 * 366

/* ---- instants */

/* Two figures at most, or as many as hours have. */
static bool
take_figures(const char **at, int most, int64_t *out)
{
	int n = 0;

	*out = 0;
	while (n < most && **at >= '0' && **at <= '9') {
		*out = *out * 10 + (*(*at)++ - '0');
		n++;
	}
	return n > 0;
}

static bool
take_milliseconds(const char **at, int64_t *out)
{
	int64_t unit = 100;

	*out = 0;
	if (**at != '.')
		return true;
	for (++*at; **at >= '0' && **at <= '9'; ++*at, unit /= 10)
		*out += (**at - '0') * unit;
	return (*at)[-1] != '.';
}

/* HH:MM, HH:MM:SS, HH:MM:SS.mmm; *after: where it ends. */
static bool
take_instant(const char *text, const char **after, int64_t *out)
{
	int64_t hours, minutes, seconds = 0, ms = 0;
	const char *at = text;

	if (!take_figures(&at, 4, &hours) || hours > HOURS_MOST || *at++ != ':' ||
	    !take_figures(&at, 2, &minutes) || minutes > 59)
		return false;
	if (*at == ':') {
		at++;
		if (!take_figures(&at, 2, &seconds) || seconds > 59 || !take_milliseconds(&at, &ms))
			return false;
	}
	*out = ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms;
	*after = at;
	return true;
}

bool
script_instant(const char *text, int64_t *at_ms)
{
	const char *after;

	return take_instant(text, &after, at_ms) && *after == '\0';
}

/* +20 or +1.5: seconds after the line before. */
static bool
take_step(const char *text, const char **after, int64_t before_ms, int64_t *out)
{
	const char *at = text + 1;
	int64_t seconds, ms;

	if (*text != '+' || !take_figures(&at, 6, &seconds) || !take_milliseconds(&at, &ms))
		return false;
	*out = before_ms + seconds * 1000 + ms;
	*after = at;
	return true;
}

void
script_add_instant(struct str *out, int64_t at_ms)
{
	int64_t seconds = at_ms / 1000;

	str_addf(out, "%02lld:%02lld:%02lld", (long long)(seconds / 3600),
	    (long long)(seconds / 60 % 60), (long long)(seconds % 60));
	if (at_ms % 1000 != 0)
		str_addf(out, ".%03lld", (long long)(at_ms % 1000));
}

/* ---- lines */

struct reading {
	struct arena *arena;
	const char *name;
	struct script *out;
	size_t room;
	struct errinfo *e;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* C-3 or A-1, with a blank behind it; else nothing is taken. */
static bool
take_id(const char **at, struct arena *a, struct script_line *line)
{
	size_t n = strcspn(*at, " \t");
	const char *word = arena_text_n(a, *at, n);
	char letter = word[0];
	int64_t id;

	if ((letter != 'C' && letter != 'A') || word[1] != '-' ||
	    !record_id_parse(letter, word, &id) || !is_blank((*at)[n]))
		return false;
	*(letter == 'C' ? &line->conversation_id : &line->action_id) = id;
	*at += n + strspn(*at + n, " \t");
	return true;
}

static const char *
unescape(struct arena *a, const char *text)
{
	char *out = arena_text(a, text), *to = out;

	for (const char *at = out; *at != '\0'; at++) {
		bool escapes = *at == '\\' && (at[1] == 'n' || at[1] == '\\');

		*to++ = !escapes ? *at : *++at == 'n' ? '\n' : '\\';
	}
	*to = '\0';
	return out;
}

static enum err
read_line(struct reading *r, const char *text, int number)
{
	struct script *s = r->out;
	struct script_line line = { .number = number };
	int64_t before = s->count > 0 ? s->items[s->count - 1].at_ms : 0;
	const char *at = text + strspn(text, " \t"), *begin = at;

	if (*at == '\0' || *at == '#')
		return ERR_OK;
	if (!take_instant(at, &at, &line.at_ms) && !take_step(at, &at, before, &line.at_ms))
		return err_set(r->e, ERR_INPUT,
		    "%s:%d:%zu: a line begins with its instant, such as 10:04:31, or +20 for seconds after the line before; not with \"%.20s\"",
		    r->name, number, (size_t)(begin - text) + 1, begin);
	if (line.at_ms < before)
		return err_set(r->e, ERR_INPUT, "%s:%d:%zu: this is before the line above: %.20s",
		    r->name, number, (size_t)(begin - text) + 1, begin);
	if (!is_blank(*at))
		return err_set(r->e, ERR_INPUT, "%s:%d:%zu: a command is missing after the instant",
		    r->name, number, (size_t)(at - text) + 1);
	at += strspn(at, " \t");
	while (take_id(&at, r->arena, &line))
		;
	if (*at == '\0')
		return err_set(r->e, ERR_INPUT, "%s:%d:%zu: a command is missing after the instant",
		    r->name, number, (size_t)(at - text) + 1);
	line.command = unescape(r->arena, at);
	if (s->count == LINES_MOST)
		return err_set(r->e, ERR_LIMIT, "%s:%d: a script has at most %d commands", r->name,
		    number, LINES_MOST);
	if (s->count == r->room) {
		size_t room = r->room > 0 ? r->room * 2 : 64;
		struct script_line *items = arena_alloc(r->arena, room * sizeof(*items));

		if (s->count > 0)
			memcpy(items, s->items, s->count * sizeof(*items));
		s->items = items;
		r->room = room;
	}
	s->items[s->count++] = line;
	return ERR_OK;
}

/* The first byte that may not stand in a line; NULL: all may. */
static const char *
odd_byte(const char *line)
{
	for (const char *at = line; *at != '\0'; at++)
		if (((unsigned char)*at < 0x20 && *at != '\t') || *at == 0x7f)
			return at;
	return NULL;
}

enum err
script_parse(struct arena *a, const char *name, const char *text, size_t length,
    struct script *out, struct errinfo *e)
{
	struct reading r = { a, name, out, 0, e };
	enum err err = ERR_OK;
	const char *end = text + length;
	int number = 0;

	*out = (struct script){ NULL, 0 };
	if (length > BYTES_MOST)
		return err_set(e, ERR_LIMIT, "%s: a script has at most a mebibyte", name);
	while (err == ERR_OK && text < end) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		size_t n = (size_t)((newline != NULL ? newline : end) - text), cut = n;
		const char *line, *odd;

		while (cut > 0 && (is_blank(text[cut - 1]) || text[cut - 1] == '\r'))
			cut--;
		number++;
		if (memchr(text, '\0', n) != NULL || !utf8_is_valid(text, n))
			return err_set(e, ERR_INPUT, "%s:%d: the line is no UTF-8 text", name, number);
		line = arena_text_n(a, text, cut);
		if ((odd = odd_byte(line)) != NULL)
			return err_set(e, ERR_INPUT, "%s:%d:%zu: a control character", name, number,
			    (size_t)(odd - line) + 1);
		err = read_line(&r, line, number);
		text += n + 1;
	}
	return err;
}

enum err
script_load(struct arena *a, const char *path, struct script *out, struct errinfo *e)
{
	struct str text;
	enum err err;

	str_init(&text);
	if ((err = file_read(path, BYTES_MOST, &text, e)) == ERR_OK)
		err = script_parse(a, path, text.length > 0 ? text.data : "", text.length, out, e);
	str_clear(&text);
	return err;
}

void
script_add(struct str *out, const struct script_line *line)
{
	script_add_instant(out, line->at_ms);
	str_add_char(out, ' ');
	if (line->conversation_id != 0)
		str_addf(out, "C-%lld ", (long long)line->conversation_id);
	if (line->action_id != 0)
		str_addf(out, "A-%lld ", (long long)line->action_id);
	for (const char *at = line->command; *at != '\0'; at++) {
		if (*at == '\n')
			str_add(out, "\\n");
		else if (*at == '\\')
			str_add(out, "\\\\");
		else
			str_add_char(out, *at);
	}
	str_add_char(out, '\n');
}
