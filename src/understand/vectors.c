/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vectors.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/base/value.h"

#include "features.h"
#include "vectors_private.h"

#define WORD_BYTES 400		/* of a word as the file writes it; longer ones are looked past */
#define NUMBER_BYTES 40
#define NUMBER_LARGEST 1000.0
#define DEPTH 32
#define FILE_LARGEST ((off_t)1 << 36)

struct entry {
	uint64_t hash;
	size_t at;			/* where its numbers begin */
};

struct vectors {
	char *name;
	void *map;			/* NULL: the text is the caller's */
	const char *text, *end;
	bool json;
	size_t dimensions;
	bool exact;			/* no number may follow the last dimension */
	struct entry *entries;
	size_t count, room;
	uint32_t *table;		/* open addressing: entry's number plus 1 */
	size_t table_room;
};

/* NAME:LINE, counted when it is needed: a line may be a whole file long. */
static enum err
fail(const struct vectors *v, const char *at, enum err code, const char *what, struct errinfo *e)
{
	size_t line = 1;

	for (const char *p = v->text; p < at && (p = memchr(p, '\n', (size_t)(at - p))) != NULL; p++)
		line++;
	return err_set(e, code, "%s:%zu: byte %zu: %s", v->name, line, (size_t)(at - v->text) + 1, what);
}

static void
table_put(struct vectors *v, size_t entry)
{
	size_t i = (size_t)v->entries[entry].hash & (v->table_room - 1);

	while (v->table[i] != 0)
		i = (i + 1) & (v->table_room - 1);
	v->table[i] = (uint32_t)entry + 1;
}

static bool
table_has(const struct vectors *v, uint64_t hash)
{
	for (size_t i = (size_t)hash & (v->table_room - 1); v->table[i] != 0;
	     i = (i + 1) & (v->table_room - 1))
		if (v->entries[v->table[i] - 1].hash == hash)
			return true;
	return false;
}

static void
table_grow(struct vectors *v)
{
	mem_free(v->table);
	v->table_room = v->table_room == 0 ? 4096 : v->table_room * 2;
	v->table = mem_zero(v->table_room, sizeof *v->table);
	for (size_t i = 0; i < v->count; i++)
		table_put(v, i);
}

/* Notes a word of the file, unless it is none or one that folds alike stands before it. */
static void
entry_add(struct vectors *v, struct str *folded, const char *word, size_t length, size_t at)
{
	uint64_t hash;

	if (length == 0 || length > WORD_BYTES || !utf8_is_valid(word, length))
		return;
	str_reset(folded);
	utf8_fold_plain(folded, word, length);
	if (folded->length == 0)
		return;
	hash = features_word_hash(folded->data);
	if ((v->count + 1) * 2 > v->table_room)
		table_grow(v);
	if (table_has(v, hash))
		return;
	if (v->count == v->room) {
		v->room = v->room == 0 ? 1024 : v->room * 2;
		v->entries = mem_grow(v->entries, v->room, sizeof *v->entries);
	}
	v->entries[v->count] = (struct entry){hash, at};
	table_put(v, v->count++);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static const char *
line_end(const struct vectors *v, const char *at)
{
	const char *stop = memchr(at, '\n', (size_t)(v->end - at));

	return stop == NULL ? v->end : stop;
}

static size_t
fields_of(const char *at, const char *stop)
{
	size_t n = 0;

	while (at < stop) {
		while (at < stop && is_blank(*at))
			at++;
		n += at < stop;
		while (at < stop && !is_blank(*at))
			at++;
	}
	return n;
}

/* Two whole numbers. */
static bool
is_heading(const char *at, const char *stop)
{
	if (fields_of(at, stop) != 2)
		return false;
	for (; at < stop; at++)
		if (!is_blank(*at) && (*at < '0' || *at > '9'))
			return false;
	return true;
}

static enum err
text_scan(struct vectors *v, struct str *folded, struct errinfo *e)
{
	const char *at = v->text, *stop = line_end(v, at);
	size_t lines = 0;

	if (is_heading(at, stop))
		at = stop < v->end ? stop + 1 : v->end;
	v->exact = true;
	for (; at < v->end; at = stop < v->end ? stop + 1 : v->end) {
		const char *word = at;

		stop = line_end(v, at);
		if (++lines > VECTORS_WORDS)
			return fail(v, at, ERR_LIMIT, "more words than are read: keep the most frequent", e);
		while (at < stop && !is_blank(*at))
			at++;
		if (v->dimensions == 0 && at < stop)
			v->dimensions = fields_of(at, stop);
		entry_add(v, folded, word, (size_t)(at - word), (size_t)(at - v->text));
	}
	return ERR_OK;
}

static const char *
json_blanks(const struct vectors *v, const char *at)
{
	while (at < v->end && (is_blank(*at) || *at == '\n'))
		at++;
	return at;
}

static const char *
json_text_end(const struct vectors *v, const char *at)
{
	for (at++; at < v->end && *at != '"'; at++)
		if (*at == '\\' && ++at == v->end)
			break;
	return at < v->end ? at + 1 : NULL;
}

/* Behind a value that nobody asks for; NULL where it doesn't end. */
static const char *
json_skip(const struct vectors *v, const char *at)
{
	size_t depth = 0;

	while (at < v->end) {
		if (*at == '"') {
			at = json_text_end(v, at);
			if (at == NULL)
				return NULL;
		} else if (*at == '[' || *at == '{') {
			if (++depth > DEPTH)
				return NULL;
			at++;
		} else if (*at == ']' || *at == '}') {
			if (depth == 0)
				return at;
			depth--;
			at++;
		} else if (*at == ',' && depth == 0) {
			return at;
		} else {
			at++;
			continue;
		}
		if (depth == 0)
			return at;
	}
	return NULL;
}

/* A member's key, and where its value begins. */
static enum err
json_key(const struct vectors *v, const char **at, const char **key, size_t *length,
    struct errinfo *e)
{
	const char *from = json_blanks(v, *at), *stop;

	if (from == v->end || *from != '"' || (stop = json_text_end(v, from)) == NULL)
		return fail(v, from, ERR_INPUT, "a word in double quotes should stand here", e);
	*key = from;
	*length = (size_t)(stop - from);
	stop = json_blanks(v, stop);
	if (stop == v->end || *stop != ':')
		return fail(v, stop, ERR_INPUT, "a colon should stand here", e);
	*at = json_blanks(v, stop + 1);
	return ERR_OK;
}

static bool
key_is(const char *key, size_t length, const char *name)
{
	return length == strlen(name) + 2 && memcmp(key + 1, name, length - 2) == 0;
}

/* Adds a word as it stands in quotes. */
static void
json_entry(struct vectors *v, struct str *folded, const char *key, size_t length, size_t at)
{
	struct value *text;
	struct errinfo none;
	struct arena *a;

	if (length <= 2 || length > WORD_BYTES)
		return;
	if (memchr(key, '\\', length) == NULL) {
		entry_add(v, folded, key + 1, length - 2, at);
		return;
	}
	a = arena_new();
	if (value_parse_json(a, v->name, key, length, &value_limits_message, &text, &none) == ERR_OK &&
	    value_kind(text) == VALUE_TEXT)
		entry_add(v, folded, value_as_text(text, ""), strlen(value_as_text(text, "")), at);
	arena_free(&a);
}

/* Behind the comma or the bracket that ends a member; closed says which. */
static enum err
json_next(const struct vectors *v, const char **at, bool *closed, struct errinfo *e)
{
	*at = json_blanks(v, *at);
	if (*at == v->end || (**at != ',' && **at != '}'))
		return fail(v, *at, ERR_INPUT, "a comma or } should stand here", e);
	*closed = *(*at)++ == '}';
	return ERR_OK;
}

/* At the object of words. */
static enum err
json_words(struct vectors *v, struct str *folded, const char **at, struct errinfo *e)
{
	bool closed = false;

	if (*at == v->end || **at != '{')
		return fail(v, *at, ERR_INPUT, "\"vectors\" should be an object of words", e);
	(*at)++;
	for (size_t n = 0; !closed; n++) {
		const char *key, *stop;
		size_t length;
		enum err rc = json_key(v, at, &key, &length, e);

		if (rc != ERR_OK)
			return rc;
		if (n >= VECTORS_WORDS)
			return fail(v, key, ERR_LIMIT, "more words than are read: keep the most frequent", e);
		if (*at == v->end || **at != '[' ||
		    (stop = memchr(*at, ']', (size_t)(v->end - *at))) == NULL)
			return fail(v, *at, ERR_INPUT, "a list of numbers should stand here", e);
		json_entry(v, folded, key, length, (size_t)(*at - v->text) + 1);
		if (v->dimensions == 0)
			for (const char *p = *at; p < stop; p++)
				v->dimensions += *p == ',' || p == *at;
		*at = stop + 1;
		rc = json_next(v, at, &closed, e);
		if (rc != ERR_OK)
			return rc;
	}
	return ERR_OK;
}

/* A whole number of at most 6 digits; 0 where there is none. */
static size_t
json_count(const struct vectors *v, const char *at)
{
	size_t n = 0, digits = 0;

	for (; at < v->end && *at >= '0' && *at <= '9' && digits < 6; at++, digits++)
		n = n * 10 + (size_t)(*at - '0');
	return n;
}

static enum err
json_scan(struct vectors *v, struct str *folded, struct errinfo *e)
{
	const char *at = json_blanks(v, v->text) + 1;
	bool closed = false;

	v->json = v->exact = true;
	while (!closed) {
		const char *key;
		size_t length;
		enum err rc = json_key(v, &at, &key, &length, e);

		if (rc != ERR_OK)
			return rc;
		if (key_is(key, length, "vectors"))
			return json_words(v, folded, &at, e);
		if (key_is(key, length, "dimensions")) {
			v->dimensions = json_count(v, at);
			v->exact = false;
		}
		at = json_skip(v, at);
		if (at == NULL)
			return fail(v, key, ERR_INPUT, "this value doesn't end", e);
		rc = json_next(v, &at, &closed, e);
		if (rc != ERR_OK)
			return rc;
	}
	return fail(v, at, ERR_INPUT, "there is no member \"vectors\"", e);
}

enum err
vectors_parse(
    const char *name, const char *text, size_t length, struct vectors **out, struct errinfo *e)
{
	struct vectors *v = mem_zero(1, sizeof *v);
	struct str folded;
	const char *first;
	enum err rc;

	v->name = mem_text(name);
	v->text = text;
	v->end = text + length;
	str_init(&folded);
	first = json_blanks(v, text);
	rc = first < v->end && *first == '{' ? json_scan(v, &folded, e) : text_scan(v, &folded, e);
	if (rc == ERR_OK && v->count == 0)
		rc = fail(v, v->text, ERR_INPUT, "no words stand here", e);
	if (rc == ERR_OK && (v->dimensions == 0 || v->dimensions > VECTORS_DIMENSIONS))
		rc = fail(v, v->text, ERR_LIMIT, "vectors have 1 to 512 dimensions", e);
	str_clear(&folded);
	if (rc != ERR_OK)
		vectors_free(&v);
	*out = v;
	return rc;
}

enum err
vectors_open(const char *path, struct vectors **out, struct errinfo *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *map;
	enum err rc;

	*out = NULL;
	if (fd < 0)
		return err_set(e, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "%s: %s", path,
		    strerror(errno));
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size < 1 ||
	    st.st_size > FILE_LARGEST) {
		close(fd);
		return err_set(e, ERR_INPUT, "%s: is no file of word vectors", path);
	}
	map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (map == MAP_FAILED)
		return err_set(e, ERR_IO, "%s: can't be mapped: %s", path, strerror(errno));
	rc = vectors_parse(path, map, (size_t)st.st_size, out, e);
	if (rc == ERR_OK)
		(*out)->map = map;
	else
		munmap(map, (size_t)st.st_size);
	return rc;
}

void
vectors_free(struct vectors **v)
{
	if (*v == NULL)
		return;
	if ((*v)->map != NULL)
		munmap((*v)->map, (size_t)((*v)->end - (*v)->text));
	mem_free((*v)->entries);
	mem_free((*v)->table);
	mem_free((*v)->name);
	mem_free(*v);
	*v = NULL;
}

size_t
vectors_dimensions(const struct vectors *v)
{
	return v->dimensions;
}

size_t
vectors_count(const struct vectors *v)
{
	return v->count;
}

uint64_t
vectors_hash(const struct vectors *v, size_t i)
{
	return v->entries[i].hash;
}

static bool
ends_number(const struct vectors *v, char c)
{
	return is_blank(c) || c == '\n' || (v->json && (c == ',' || c == ']'));
}

enum err
vectors_read(const struct vectors *v, size_t i, float *out, struct errinfo *e)
{
	const char *at = v->text + v->entries[i].at;
	char number[NUMBER_BYTES];

	for (size_t d = 0; d < v->dimensions; d++) {
		size_t n = 0;
		double x;

		at = v->json ? json_blanks(v, at) : at;
		while (!v->json && at < v->end && is_blank(*at))
			at++;
		while (at + n < v->end && n + 1 < sizeof number && !ends_number(v, at[n])) {
			number[n] = at[n];
			n++;
		}
		number[n] = '\0';
		if (!text_to_real(number, &x) || fabs(x) > NUMBER_LARGEST)
			return fail(v, at, ERR_INPUT, "a number from -1000 to 1000 should stand here", e);
		out[d] = (float)x;
		at += n;
		at = v->json ? json_blanks(v, at) : at;
		if (!v->json || d + 1 == v->dimensions)
			continue;
		if (at == v->end || *at != ',')
			return fail(v, at, ERR_INPUT, "a comma should stand here", e);
		at++;
	}
	while (at < v->end && is_blank(*at))
		at++;
	if (v->exact && at < v->end && *at != (v->json ? ']' : '\n'))
		return fail(v, at, ERR_INPUT, "this word has more numbers than the first one", e);
	return ERR_OK;
}
