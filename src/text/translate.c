/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/text/translate.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"

#define FILE_LIMIT (4 << 20)

struct entry {
	const char *text, *plural;	/* plural NULL: none */
	const char *forms[2];
};
struct catalogue {
	struct catalogue *next;
	struct arena *arena;
	const char *language;
	const struct entry **slots;	/* by hash; a power of two of them */
	size_t slot_count, entry_count;
};

static _Atomic(const struct catalogue *) spoken;
static struct catalogue *loaded;	/* all that were; under the lock */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* ---- looking up */

static size_t
hash(const char *s)
{
	size_t h = 14695981039346656037u;	/* FNV-1a */

	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	return h;
}

static const struct entry *
find(const struct catalogue *c, const char *text)
{
	size_t at = hash(text) & (c->slot_count - 1);

	for (; c->slots[at] != NULL; at = (at + 1) & (c->slot_count - 1))
		if (strcmp(c->slots[at]->text, text) == 0)
			return c->slots[at];
	return NULL;
}

static _Thread_local bool is_plain;

bool
translate_plain(bool plain)
{
	bool was = is_plain;

	is_plain = plain;
	return was;
}

static const struct catalogue *
spoken_here(void)
{
	return is_plain ? NULL : atomic_load_explicit(&spoken, memory_order_acquire);
}

const char *
tr(const char *text)
{
	const struct catalogue *c = spoken_here();
	const struct entry *e = c == NULL || text_is_empty(text) ? NULL : find(c, text);

	return e == NULL ? text : e->forms[0];
}

const char *
tr_n(const char *one, const char *many, long long n)
{
	const struct catalogue *c = spoken_here();
	const struct entry *e = c == NULL ? NULL : find(c, one);

	if (e == NULL || e->plural == NULL)
		return n == 1 ? one : many;
	return e->forms[n == 1 ? 0 : 1];
}

const char *
translate_language(void)
{
	const struct catalogue *c = atomic_load_explicit(&spoken, memory_order_acquire);

	return c == NULL ? "en" : c->language;
}

/* ---- reading */

struct reader {
	const char *name, *at, *end;
	int line;
	struct catalogue *c;
	struct entry *entries;
	size_t count, room;
	bool has_head;
};

static enum err
complain(const struct reader *r, const char *what, struct errinfo *e)
{
	return err_set(e, ERR_INPUT, "%s:%d: %s", r->name, r->line, what);
}

/* The next line that says something, without its newline; NULL at the end. */
static const char *
next_line(struct reader *r, size_t *length)
{
	while (r->at < r->end) {
		const char *line = r->at, *end = memchr(line, '\n', (size_t)(r->end - line));
		size_t n = end == NULL ? (size_t)(r->end - line) : (size_t)(end - line);

		r->at = end == NULL ? r->end : end + 1;
		r->line++;
		while (n > 0 && strchr(" \t\r", line[n - 1]) != NULL)
			n--;
		if (n > 0 && line[0] != '#') {
			*length = n;
			return line;
		}
	}
	return NULL;
}

static bool
begins(const struct reader *r, char with)
{
	const char *s = r->at;

	return s < r->end && *s == with;
}

/* Appends what stands between the quotes of line, from at on. */
static enum err
add_quoted(
    const struct reader *r, struct str *out, const char *line, size_t length, struct errinfo *e)
{
	static const char from[] = "ntr\"\\", to[] = "\n\t\r\"\\";
	const char *known;

	if (length < 2 || line[0] != '"' || line[length - 1] != '"')
		return complain(r, "a text stands in quotes", e);
	for (size_t i = 1; i + 1 < length; i++) {
		if (line[i] == '"')
			return complain(r, "a quote in a text is written \\\"", e);
		if (line[i] != '\\') {
			str_add_char(out, line[i]);
			continue;
		}
		if (++i + 1 >= length || (known = strchr(from, line[i])) == NULL)
			return complain(r, "after a \\ in a text n, t, r, \" or \\ stands", e);
		str_add_char(out, to[known - from]);
	}
	return ERR_OK;
}

/* A text that begins behind the keyword, and goes on in lines that begin with a quote. */
static enum err
read_text(struct reader *r, const char *line, size_t length, const char **out, struct errinfo *e)
{
	struct str text;
	enum err code;

	str_init(&text);
	code = add_quoted(r, &text, line, length, e);
	while (code == ERR_OK && begins(r, '"')) {
		line = next_line(r, &length);
		code = add_quoted(r, &text, line, length, e);
	}
	*out = arena_text_n(r->c->arena, text.data == NULL ? "" : text.data, text.length);
	str_clear(&text);
	return code;
}

/* The conversions of a format, such as "s d": "%.*s" counts with its star. */
static void
conversions(const char *s, char *out, size_t size)
{
	size_t n = 0;

	for (; *s != '\0' && n + 2 < size; s++) {
		if (*s != '%')
			continue;
		s++;
		if (*s == '%')
			continue;
		for (; *s != '\0' && strchr("-+ #0123456789.*hlLqjzt", *s) != NULL; s++)
			if (strchr("*hlLqjzt", *s) != NULL && n + 2 < size)
				out[n++] = *s;
		if (*s == '\0')
			break;
		out[n++] = *s;
	}
	out[n] = '\0';
}

static bool
same_conversions(const char *a, const char *b)
{
	char x[64], y[64];

	conversions(a, x, sizeof x);
	conversions(b, y, sizeof y);
	return strcmp(x, y) == 0;
}

static enum err
check_entry(struct reader *r, const struct entry *x, struct errinfo *e)
{
	if (x->text[0] == '\0') {
		r->has_head = true;
		if (strstr(x->forms[0], "nplurals=2; plural=(n != 1)") == NULL)
			return complain(
			    r, "Plural-Forms must be nplurals=2; plural=(n != 1);", e);
		return ERR_OK;
	}
	if (x->plural != NULL && x->forms[1] == NULL)
		return complain(r, "a plural needs msgstr[0] and msgstr[1]", e);
	if (!same_conversions(
		x->plural != NULL ? x->plural : x->text, x->forms[x->plural != NULL]) ||
	    !same_conversions(x->text, x->forms[0]))
		return complain(r,
		    "the translation has other conversions (%s, %d …) than the original, or in another order",
		    e);
	return ERR_OK;
}

/* Words of an entry, in their order. */
static enum err
read_entry(struct reader *r, const char *line, size_t length, struct errinfo *e)
{
	static const struct { const char *word; int part; } words[] = {
		{"msgid ", 0}, {"msgid_plural ", 1}, {"msgstr ", 2}, {"msgstr[0] ", 2}, {"msgstr[1] ", 3},
	};
	struct entry x = {0};
	const char **parts[] = {&x.text, &x.plural, &x.forms[0], &x.forms[1]};
	int done = -1;
	enum err code;

	for (;;) {
		size_t w = 0, n;

		while (w < 5 &&
		    (length < (n = strlen(words[w].word)) || strncmp(line, words[w].word, n) != 0))
			w++;
		if (w == 5 || words[w].part <= done || (done < 0 && words[w].part != 0))
			return complain(r, "expected msgid, msgid_plural, msgstr, msgstr[0] or msgstr[1], in this order", e);
		n = strlen(words[w].word);
		done = words[w].part;
		if ((code = read_text(r, line + n, length - n, parts[done], e)) != ERR_OK)
			return code;
		while (begins(r, '#'))
			(void)next_line(r, &length);
		if (!begins(r, 'm') || strncmp(r->at, "msgid ", 6) == 0 ||
		    (line = next_line(r, &length)) == NULL)
			break;
	}
	if (x.forms[0] == NULL)
		return complain(r, "a msgid without a msgstr", e);
	if (x.forms[0][0] == '\0' && x.text[0] != '\0')
		return ERR_OK;		/* not translated yet */
	if ((code = check_entry(r, &x, e)) != ERR_OK || x.text[0] == '\0')
		return code;
	if (r->count == r->room) {
		r->room = r->room == 0 ? 256 : 2 * r->room;
		r->entries = mem_grow(r->entries, r->room, sizeof *r->entries);
	}
	r->entries[r->count++] = x;
	return ERR_OK;
}

static enum err
fill(struct reader *r, struct errinfo *e)
{
	struct catalogue *c = r->c;
	struct entry *kept = arena_alloc(c->arena, (r->count + 1) * sizeof *kept);

	for (c->slot_count = 64; c->slot_count < 2 * r->count; c->slot_count *= 2)
		;
	c->slots = arena_alloc(c->arena, c->slot_count * sizeof *c->slots);
	for (size_t i = 0; i < r->count; i++) {
		size_t at = hash(r->entries[i].text) & (c->slot_count - 1);

		kept[i] = r->entries[i];
		if (find(c, kept[i].text) != NULL)
			return err_set(e, ERR_INPUT, "%s: \"%.60s\" is translated twice", r->name,
			    kept[i].text);
		while (c->slots[at] != NULL)
			at = (at + 1) & (c->slot_count - 1);
		c->slots[at] = &kept[i];
	}
	c->entry_count = r->count;
	return ERR_OK;
}

static enum err
read_catalogue(struct catalogue *c, const char *name, const char *text, size_t length,
    struct errinfo *e)
{
	struct reader r = {.name = name, .at = text, .end = text + length, .c = c};
	const char *line;
	size_t n;
	enum err code = ERR_OK;

	if (!utf8_is_valid(text, length) || memchr(text, '\0', length) != NULL)
		return err_set(e, ERR_INPUT, "%s: this is no text in UTF-8", name);
	while (code == ERR_OK && (line = next_line(&r, &n)) != NULL)
		code = read_entry(&r, line, n, e);
	if (code == ERR_OK && !r.has_head)
		code = err_set(
		    e, ERR_INPUT, "%s: its head (msgid \"\") with Plural-Forms is missing", name);
	if (code == ERR_OK)
		code = fill(&r, e);
	mem_free(r.entries);
	return code;
}

static void
speak(const struct catalogue *c)
{
	atomic_store_explicit(&spoken, c, memory_order_release);
}

enum err
translate_check(const char *name, const char *text, size_t length, struct errinfo *e)
{
	struct catalogue c = {.arena = arena_new()};
	enum err code = read_catalogue(&c, name, text, length, e);

	arena_free(&c.arena);
	return code;
}

enum err
translate_to_text(const char *language, const char *name, const char *text, size_t length,
    struct errinfo *e)
{
	struct catalogue *c = mem_zero(1, sizeof *c);
	enum err code;

	c->arena = arena_new();
	c->language = arena_text(c->arena, language);
	if ((code = read_catalogue(c, name, text, length, e)) != ERR_OK) {
		arena_free(&c->arena);
		mem_free(c);
		return code;
	}
	pthread_mutex_lock(&lock);
	c->next = loaded;
	loaded = c;
	pthread_mutex_unlock(&lock);
	speak(c);
	return ERR_OK;
}

enum err
translate_to(const char *language, struct errinfo *e)
{
	const struct catalogue *c;
	struct arena *a;
	const char *path;
	struct str text;
	enum err code;

	if (text_is(language, "en")) {
		speak(NULL);
		return ERR_OK;
	}
	pthread_mutex_lock(&lock);
	for (c = loaded; c != NULL && !text_is(c->language, language); c = c->next)
		;
	pthread_mutex_unlock(&lock);
	if (c != NULL) {
		speak(c);
		return ERR_OK;
	}
	a = arena_new();
	path = strchr(language, '/') == NULL
	    ? file_data(a, arena_printf(a, "texts/%s.po", language))
	    : NULL;
	str_init(&text);
	if (path == NULL)
		code = err_set(
		    e, ERR_NOT_FOUND, "the console's words are not there in \"%.20s\"", language);
	else if ((code = file_read(path, FILE_LIMIT, &text, e)) == ERR_OK)
		code = translate_to_text(
		    language, path, text.data == NULL ? "" : text.data, text.length, e);
	str_clear(&text);
	arena_free(&a);
	return code;
}
