/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What all readers of others' formats share: names, transcripts that grow, and what is lost.
 */
#include "transcript.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/text/text.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define WORD_MOST 120

const struct value_limits transcript_limits = {
    .bytes = TRANSCRIPT_BYTES_MOST, .depth = 32, .nodes = 8000000};

/* ---- names */

static const struct {
	const char *name;
	enum err (*read)(struct transcript_reader *r);
	void (*write)(struct arena *a, struct transcripts *t, struct str *out);	/* NULL: can't be */
} formats[] = {
    [TRANSCRIPT_OPENAI] = {"openai", transcript_read_openai, transcript_write_openai},
    [TRANSCRIPT_CSV] = {"csv", transcript_read_csv, transcript_write_csv},
    [TRANSCRIPT_RASA] = {"rasa", transcript_read_rasa, NULL},
    [TRANSCRIPT_BOTIUM] = {"botium", transcript_read_botium, NULL},
    [TRANSCRIPT_CHATWOOT] = {"chatwoot", transcript_read_chatwoot, NULL},
    [TRANSCRIPT_USS] = {"uss", transcript_read_uss, NULL},
    [TRANSCRIPT_ABCD] = {"abcd", transcript_read_abcd, NULL},
};

const char *
transcript_format_name(enum transcript_format f)
{
	return formats[f].name;
}

bool
transcript_format_from(const char *name, enum transcript_format *out)
{
	for (size_t i = 0; i < COUNT(formats); i++)
		if (text_is(formats[i].name, name)) {
			*out = (enum transcript_format)i;
			return true;
		}
	return false;
}

const char *
transcript_role_name(enum transcript_role r)
{
	static const char *const names[] = {"shopper", "ai", "agent", "system"};

	return names[r];
}

/* ---- what grows */

void *
transcript_room(struct arena *a, void *items, size_t count, size_t size)
{
	void *more;

	if (count > 0 && (count & (count - 1)) != 0)
		return items;
	more = arena_alloc(a, (count == 0 ? 1 : 2 * count) * size);
	if (count > 0)
		memcpy(more, items, count * size);
	return more;
}

struct transcript *
transcript_last(struct transcript_reader *r)
{
	return r->out->count > 0 ? &r->out->items[r->out->count - 1] : NULL;
}

enum err
transcript_begin(struct transcript_reader *r, const char *id, const char *title, int line)
{
	struct transcripts *t = r->out;

	if (t->count >= TRANSCRIPTS_MOST)
		return err_set(r->e, ERR_LIMIT,
		    "%s:%d: more than %d conversations; give the file in parts", r->name, line,
		    TRANSCRIPTS_MOST);
	t->items = transcript_room(r->a, t->items, t->count, sizeof *t->items);
	t->items[t->count++] = (struct transcript){.id = transcript_word(r->a, id, WORD_MOST),
	    .title = transcript_word(r->a, title, WORD_MOST),
	    .language = "",
	    .source = r->source,
	    .line = line};
	return ERR_OK;
}

enum err
transcript_turn_add(
    struct transcript_reader *r, enum transcript_role role, int line, struct transcript_turn **out)
{
	struct transcript *t = transcript_last(r);

	if (t->count >= TRANSCRIPT_TURNS_MOST)
		return err_set(r->e, ERR_LIMIT,
		    "%s:%d: the conversation %.60s has more than %d turns", r->name, line, t->id,
		    TRANSCRIPT_TURNS_MOST);
	t->turns = transcript_room(r->a, t->turns, t->count, sizeof *t->turns);
	*out = &t->turns[t->count++];
	**out = (struct transcript_turn){.role = role, .text = "", .intent = "", .line = line};
	return ERR_OK;
}

enum err
transcript_say(struct transcript_reader *r, enum transcript_role role, const char *text, int line,
    struct transcript_turn **out)
{
	const char *cleaned = transcript_clean(r, text, line);
	struct transcript_turn *turn = NULL;
	enum err err = ERR_OK;

	if (out != NULL)
		*out = NULL;
	if (cleaned[0] == '\0')
		transcript_lose(r, line, "turn without words");
	else if ((err = transcript_turn_add(r, role, line, &turn)) == ERR_OK)
		turn->text = cleaned;
	if (out != NULL)
		*out = turn;
	return err;
}

void
transcript_assert(struct arena *a, struct transcript_turn *t, bool lacks, const char *words)
{
	const char *const **list = lacks ? &t->lacks : &t->contains;
	size_t *count = lacks ? &t->lack_count : &t->contain_count;
	const char **more = transcript_room(a, (void *)*list, *count, sizeof *more);
	char *line = arena_text(a, words);

	for (char *p = line; *p != '\0'; p++)
		if (*p == '\n')
			*p = ' ';	/* what stands between words is no matter */
	more[(*count)++] = line;
	*list = more;
}

/* ---- losses */

static void
add_loss(struct arena *a, struct transcripts *t, struct transcript_loss x)
{
	const struct transcript_loss *last =
	    t->loss_count > 0 ? &t->losses[t->loss_count - 1] : NULL;

	/* the same over and over takes its room once */
	x.what = last != NULL && text_is(last->what, x.what) ? last->what : arena_text(a, x.what);
	t->losses = transcript_room(a, t->losses, t->loss_count, sizeof *t->losses);
	t->losses[t->loss_count++] = x;
}

void
transcripts_lose(
    struct arena *a, struct transcripts *t, const struct transcript *of, int line, const char *what)
{
	add_loss(a, t,
	    (struct transcript_loss){
		.source = of->source, .id = of->id, .line = line, .what = what});
}

void
transcript_lose(struct transcript_reader *r, int line, const char *format, ...)
{
	const struct transcript *last = transcript_last(r);
	char text[400];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof text, format, args);
	va_end(args);
	add_loss(r->a, r->out,
	    (struct transcript_loss){.source = r->source,
		.id = last != NULL ? last->id : "",
		.line = line,
		.what = transcript_word(r->a, text, WORD_MOST)});
}

void
transcript_lose_others(struct transcript_reader *r, const struct value *map, const char *what,
    const char *const *known, size_t count)
{
	for (size_t i = 0; value_kind(map) == VALUE_MAP && i < value_count(map); i++) {
		const char *key = value_key_at(map, i);
		size_t k = 0;

		while (k < count && !text_is(known[k], key))
			k++;
		if (k == count && !value_is_null(value_at(map, i)))
			transcript_lose(r, value_key_line(map, i), "%s: %.60s", what, key);
	}
}

struct value *
transcripts_losses(struct arena *a, const struct transcripts *t)
{
	struct value *out = value_list(a), *places = value_map(a), *first, *group;
	struct value **groups = arena_alloc(a, (t->loss_count + 1) * sizeof *groups);
	/* [group] whose id had it last */
	const char **last = arena_alloc(a, (t->loss_count + 1) * sizeof *last);

	for (size_t i = 0; i < t->loss_count; i++) {
		const struct transcript_loss *x = &t->losses[i];
		int64_t at = value_get_int(places, x->what, -1);

		if (at < 0) {
			at = (int64_t)value_count(out);
			value_set_int(places, x->what, at);
			group = value_add_map(out);
			value_set_text(group, "what", x->what);
			value_set_int(group, "count", 0);
			value_set_int(group, "conversations", 0);
			first = value_set_map(group, "first");
			value_set_text(first, "file", x->source);
			value_set_text(first, "id", x->id);
			value_set_int(first, "line", x->line);
			groups[at] = group;
		}
		group = groups[at];
		value_set_int(group, "count", value_get_int(group, "count", 0) + 1);
		if (x->id[0] != '\0' && last[at] != x->id)
			value_set_int(
			    group, "conversations", value_get_int(group, "conversations", 0) + 1);
		last[at] = x->id;
	}
	return out;
}

void
transcripts_join(struct arena *a, struct transcripts *t, const struct transcripts *more)
{
	for (size_t i = 0; i < more->count; i++) {
		t->items = transcript_room(a, t->items, t->count, sizeof *t->items);
		t->items[t->count++] = more->items[i];
	}
	for (size_t i = 0; i < more->loss_count; i++) {
		t->losses = transcript_room(a, t->losses, t->loss_count, sizeof *t->losses);
		t->losses[t->loss_count++] = more->losses[i];
	}
}

/* ---- texts */

const char *
transcript_word(struct arena *a, const char *s, size_t most)
{
	struct str out;
	char *kept;

	if (text_is_empty(s))
		return "";
	str_init(&out);
	text_sanitise(&out, s, strlen(s), most, NULL);
	for (char *p = out.data; p != NULL && *p != '\0'; p++)
		if (*p == '\n')
			*p = ' ';
	while (out.length > 0 && out.data[out.length - 1] == ' ')
		str_cut(&out, out.length - 1);
	kept = arena_text(a, out.length > 0 ? out.data + strspn(out.data, " ") : "");
	str_clear(&out);
	return kept;
}

static void
lose_findings(struct transcript_reader *r, int line, const struct text_findings *f)
{
	if (f->cut)
		transcript_lose(r, line, "words past %d bytes of a turn", TRANSCRIPT_TEXT_MOST);
	if (f->broken_utf8)
		transcript_lose(r, line, "bytes that are no UTF-8");
	if (f->escapes || f->controls)
		transcript_lose(r, line, "control characters");
	if (f->bidi || f->invisible)
		transcript_lose(r, line, "invisible characters");
	if (f->combining_flood)
		transcript_lose(r, line, "floods of one character");
}

const char *
transcript_clean(struct transcript_reader *r, const char *text, int line)
{
	struct text_findings found = {0};
	const char *begin, *kept;
	struct str out;
	size_t n;

	if (text_is_empty(text))
		return "";
	str_init(&out);
	text_sanitise(&out, text, strlen(text), TRANSCRIPT_TEXT_MOST, &found);
	begin = out.length > 0 ? out.data + strspn(out.data, " \n") : "";
	n = strlen(begin);
	while (n > 0 && (begin[n - 1] == ' ' || begin[n - 1] == '\n'))
		n--;
	kept = arena_text_n(r->a, begin, n);
	str_clear(&out);
	lose_findings(r, line, &found);
	return kept;
}

const char *
transcript_line(const struct transcript_reader *r, size_t *at, size_t *length, int *line)
{
	const char *begin = r->bytes + *at, *end;

	if (*at >= r->length)
		return NULL;
	end = memchr(begin, '\n', r->length - *at);
	*length = end != NULL ? (size_t)(end - begin) : r->length - *at;
	*at += *length + (end != NULL);
	if (*length > 0 && begin[*length - 1] == '\r')
		--*length;
	++*line;
	return begin;
}

bool
transcript_at(const char *s, int64_t *out_ms)
{
	/* a bare date needs a zone: which one, nobody said */
	return strchr(s, 'T') != NULL && date_parse(NULL, s, out_ms);
}

void
transcript_at_print(struct str *out, int64_t at_ms)
{
	int64_t ms = at_ms % 1000 < 0 ? at_ms % 1000 + 1000 : at_ms % 1000;
	time_t seconds = (time_t)((at_ms - ms) / 1000);
	struct tm d;

	if (gmtime_r(&seconds, &d) == NULL)
		return;
	str_addf(out, "%04d-%02d-%02dT%02d:%02d:%02d", d.tm_year + 1900, d.tm_mon + 1, d.tm_mday,
	    d.tm_hour, d.tm_min, d.tm_sec);
	if (ms > 0)
		str_addf(out, ".%03d", (int)ms);
	str_add_char(out, 'Z');
}

enum err
transcript_fault(struct transcript_reader *r, int line, const char *format, ...)
{
	char text[500];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof text, format, args);
	va_end(args);
	return err_set(r->e, ERR_INPUT, "%s:%d: %s", r->name, line, text);
}

/* ---- all of them */

enum err
transcripts_read(enum transcript_format f, struct arena *a, const char *name, const char *bytes,
    size_t length, struct transcripts *out, struct errinfo *e)
{
	struct transcript_reader r = {.a = a,
	    .name = name,
	    .bytes = bytes,
	    .length = length,
	    .out = out,
	    .e = e};
	const char *slash = strrchr(name, '/');
	const char *nul = length > 0 ? memchr(bytes, '\0', length) : NULL;
	int line = 1;

	r.source = transcript_word(a, slash != NULL ? slash + 1 : name, WORD_MOST);
	*out = (struct transcripts){0};
	if (length > TRANSCRIPT_BYTES_MOST)
		return err_set(e, ERR_LIMIT, "%s has %zu bytes, and may have %zu; give it in parts",
		    name, length, TRANSCRIPT_BYTES_MOST);
	for (const char *p = bytes; nul != NULL && p < nul; p++)
		line += *p == '\n';
	if (nul != NULL)
		return transcript_fault(
		    &r, line, "a zero byte: this is no text (UTF-16? save it as UTF-8)");
	if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
		r.bytes += 3;
		r.length -= 3;
	}
	return formats[f].read(&r);
}

enum err
transcripts_write(enum transcript_format f, struct arena *a, struct transcripts *t, struct str *out,
    struct errinfo *e)
{
	if (formats[f].write == NULL)
		return err_set(e, ERR_UNSUPPORTED,
		    "%s can be read, not written: openai and csv can", formats[f].name);
	formats[f].write(a, t, out);
	return ERR_OK;
}
