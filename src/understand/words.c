/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "floorwalker/base/str.h"

#include "features.h"
#include "model_file.h"
#include "spelling.h"

#define WORDS_KIND "words"
#define WORDS_ENTRY_LIMIT 200000
#define WORDS_LANGUAGE_LIMIT 64
#define SEED_TOKEN 77

struct entry {
	const char *language, *group, *sub, *text;
	uint64_t elements[WORDS_ELEMENTS];	/* below WORD_CLASS_COUNT: a class */
	size_t count;
};

/* What is looked at of an entry before the entry itself: most fall by their second word. */
struct link {
	uint64_t key, second;		/* its first elements; second is below WORD_CLASS_COUNT where
					   it is no word, or none */
	uint32_t entry;
};

struct class_word {
	uint64_t hash;
	const char *language;
	enum word_class class;
	int64_t value;
};

struct words {
	struct model_file file;
	struct arena *a;
	struct entry *entries;
	size_t count;
	struct link *links;		/* of all entries, by bucket and number */
	uint32_t *first;		/* bucket of elements[0] -> its first link; one more at the
					   end */
	size_t room;
	struct class_word *class_words;	/* sorted by hash */
	size_t class_count;
	const char **suffixes;		/* of ordinals */
	size_t suffix_count;
	const char **plurals;		/* endings that make many of one */
	size_t plural_count;
	const char *languages[WORDS_LANGUAGE_LIMIT];
	size_t language_count;
	uint32_t *raw;			/* numbers of the entries that are looked for as written */
	size_t raw_count;
	struct spelling *spelling;
};

static const char *const class_names[WORD_CLASS_COUNT] = {
    "number", "ordinal", "weekday", "month", "word"};

/* A token's hash: without apostrophes, so that "dont" is "don't". */
static uint64_t
token_hash(const char *folded)
{
	char buffer[64];
	size_t n = 0;
	uint64_t h;

	for (const char *p = folded; *p != '\0' && n < sizeof buffer; p++)
		if (*p != '\'')
			buffer[n++] = *p;
	h = hash_bytes(SEED_TOKEN, buffer, n);
	return h < 64 ? h + 64 : h;
}

static bool
class_from(const char *name, size_t length, uint64_t *out)
{
	for (size_t c = 0; c < WORD_CLASS_COUNT; c++)
		if (strlen(class_names[c]) == length && memcmp(class_names[c], name, length) == 0) {
			*out = c;
			return true;
		}
	return false;
}

/* Takes a phrase apart; false where it has too many elements or an unknown class. */
static bool
phrase_parse(struct arena *a, const char *text, struct entry *out)
{
	for (const char *p = text; *p != '\0';) {
		size_t n = strcspn(p, " ");
		struct token *tokens;
		size_t count;

		if (n > 2 && p[0] == '<' && p[n - 1] == '>') {
			if (out->count == WORDS_ELEMENTS ||
			    !class_from(p + 1, n - 2, &out->elements[out->count++]))
				return false;
		} else {
			count = text_tokens(a, p, n, &tokens);
			for (size_t i = 0; i < count; i++) {
				if (out->count == WORDS_ELEMENTS)
					return false;
				out->elements[out->count++] = token_hash(tokens[i].folded);
			}
		}
		p += n;
		p += strspn(p, " ");
	}
	return true;
}

/* "en/yes.strong" */
static bool
label_parse(struct arena *a, const char *label, struct entry *out)
{
	const char *slash = strchr(label, '/'), *dot = slash != NULL ? strchr(slash, '.') : NULL;

	if (slash == NULL || slash == label)
		return false;
	out->language = arena_text_n(a, label, (size_t)(slash - label));
	out->group =
	    dot != NULL ? arena_text_n(a, slash + 1, (size_t)(dot - slash) - 1) : slash + 1;
	out->sub = dot != NULL ? dot + 1 : "";
	return out->group[0] != '\0';
}

static enum err
entry_parse(struct arena *a, const char *path, const char *label, const char *text,
    struct entry *out, struct errinfo *e)
{
	memset(out, 0, sizeof *out);
	out->text = text;
	if (!label_parse(a, label, out))
		return err_set(e, ERR_INPUT,
		    "%s: \"%.80s\" is no label of a list: LANGUAGE/GROUP.NAME is", path, label);
	if (strcmp(out->sub, "raw") != 0 && strcmp(out->group, "class") != 0 &&
	    !phrase_parse(a, text, out))
		return err_set(e, ERR_INPUT,
		    "%s: %s: \"%.80s\" has more than %d words or an unknown <class>", path, label,
		    text, WORDS_ELEMENTS);
	return ERR_OK;
}

enum err
words_write(const char *path, const struct training_row *rows, size_t count, struct errinfo *e)
{
	struct arena *a = arena_new();
	struct str body;
	uint32_t n = (uint32_t)count;
	enum err rc = ERR_OK;

	str_init(&body);
	str_add_n(&body, &n, sizeof n);
	for (size_t i = 0; i < count && rc == ERR_OK; i++) {
		struct entry entry;

		rc = entry_parse(a, path, rows[i].label, rows[i].text, &entry, e);
		str_add_n(&body, rows[i].label, strlen(rows[i].label) + 1);
		str_add_n(&body, rows[i].text, strlen(rows[i].text) + 1);
	}
	if (rc == ERR_OK && count > WORDS_ENTRY_LIMIT)
		rc = err_set(e, ERR_LIMIT, "%s: more than %d phrases", path, WORDS_ENTRY_LIMIT);
	if (rc == ERR_OK)
		rc = model_file_write(path, WORDS_KIND, body.data, body.length, e);
	str_clear(&body);
	arena_free(&a);
	return rc;
}

static void
index_make(struct words *w)
{
	size_t mask, total = 0;

	w->room = 64;
	while (w->room < w->count * 2)
		w->room *= 2;
	mask = w->room - 1;
	w->first = arena_alloc(w->a, (w->room + 1) * sizeof *w->first);
	w->links = arena_alloc(w->a, (w->count + 1) * sizeof *w->links);
	for (size_t i = 0; i < w->count; i++)
		if (w->entries[i].count > 0)
			w->first[w->entries[i].elements[0] & mask]++;
	for (size_t at = 0; at <= w->room; at++) {	/* for now, where each bucket ends */
		total += w->first[at];
		w->first[at] = (uint32_t)total;
	}
	for (size_t i = w->count; i-- > 0;) {
		const struct entry *entry = &w->entries[i];

		if (entry->count > 0)
			w->links[--w->first[entry->elements[0] & mask]] =
			    (struct link){entry->elements[0],
				entry->count > 1 ? entry->elements[1] : 0, (uint32_t)i};
	}
}

static int
by_hash(const void *a, const void *b)
{
	const struct class_word *x = a, *y = b;

	return x->hash < y->hash ? -1 : x->hash > y->hash;
}

/* class.weekday.0 and class.suffix lists. */
static bool
class_entry(struct words *w, const struct entry *entry)
{
	const char *dot = strchr(entry->sub, '.');
	struct class_word *word = &w->class_words[w->class_count];
	struct token *tokens;
	uint64_t class;

	if (strcmp(entry->sub, "suffix") == 0) {
		w->suffixes[w->suffix_count++] = entry->text;
		return true;
	}
	if (strcmp(entry->sub, "plural") == 0) {
		w->plurals[w->plural_count++] = entry->text;
		return true;
	}
	if (dot == NULL || !class_from(entry->sub, (size_t)(dot - entry->sub), &class) ||
	    class == CLASS_WORD || !text_to_int(dot + 1, 0, 1000000, &word->value) ||
	    text_tokens(w->a, entry->text, strlen(entry->text), &tokens) != 1)
		return false;
	word->class = (enum word_class)class;
	word->language = entry->language;
	word->hash = token_hash(tokens[0].folded);
	w->class_count++;
	return true;
}

static void
language_add(struct words *w, const char *language)
{
	for (size_t i = 0; i < w->language_count; i++)
		if (strcmp(w->languages[i], language) == 0)
			return;
	if (w->language_count < WORDS_LANGUAGE_LIMIT)
		w->languages[w->language_count++] = language;
}

static void
raw_make(struct words *w)
{
	w->raw = arena_alloc(w->a, (w->count + 1) * sizeof *w->raw);
	for (size_t i = 0; i < w->count; i++)
		if (strcmp(w->entries[i].sub, "raw") == 0)
			w->raw[w->raw_count++] = (uint32_t)i;
}

static void
spelling_make(struct words *w)
{
	raw_make(w);
	w->spelling = spelling_new(w->a);
	for (size_t i = 0; i < w->count; i++) {
		struct token *tokens;
		size_t count = strcmp(w->entries[i].sub, "raw") == 0
		    ? 0
		    : text_tokens(w->a, w->entries[i].text, strlen(w->entries[i].text), &tokens);

		for (size_t k = 0; k < count; k++)
			if (tokens[k].kind == TOKEN_WORD)
				spelling_add(w->spelling, w->entries[i].language, tokens[k].folded,
				    token_hash(tokens[k].folded));
	}
	spelling_ready(w->spelling);
}

static enum err
words_read(const char *path, struct words *w, struct errinfo *e)
{
	const char *p = (const char *)w->file.body + sizeof(uint32_t),
		   *end = (const char *)w->file.body + w->file.body_size;
	uint32_t count;

	if (w->file.body_size < sizeof count)
		return err_set(e, ERR_CORRUPT, "%s is too short: build the models again", path);
	memcpy(&count, w->file.body, sizeof count);
	if (count > WORDS_ENTRY_LIMIT)
		return err_set(
		    e, ERR_CORRUPT, "%s has an impossible count: build the models again", path);
	w->entries = arena_alloc(w->a, ((size_t)count + 1) * sizeof *w->entries);
	w->class_words = arena_alloc(w->a, ((size_t)count + 1) * sizeof *w->class_words);
	w->suffixes = arena_alloc(w->a, ((size_t)count + 1) * sizeof *w->suffixes);
	w->plurals = arena_alloc(w->a, ((size_t)count + 1) * sizeof *w->plurals);
	for (uint32_t i = 0; i < count; i++) {
		const char *parts[2];
		enum err rc;

		for (int k = 0; k < 2; k++) {
			const char *stop = p < end ? memchr(p, 0, (size_t)(end - p)) : NULL;

			if (stop == NULL)
				return err_set(e, ERR_CORRUPT,
				    "%s ends in the middle of a list: build the models again",
				    path);
			parts[k] = p;
			p = stop + 1;
		}
		rc = entry_parse(w->a, path, parts[0], parts[1], &w->entries[w->count], e);
		if (rc != ERR_OK)
			return rc;
		language_add(w, w->entries[w->count].language);
		if (strcmp(w->entries[w->count].group, "class") != 0)
			w->count++;
		else if (!class_entry(w, &w->entries[w->count]))
			return err_set(e, ERR_INPUT,
			    "%s: %s: \"%.80s\" is no single word of a known class", path, parts[0],
			    parts[1]);
	}
	qsort(w->class_words, w->class_count, sizeof *w->class_words, by_hash);
	index_make(w);
	spelling_make(w);
	return ERR_OK;
}

enum err
words_open(const char *path, struct words **out, struct errinfo *e)
{
	struct words *w = mem_zero(1, sizeof *w);
	enum err rc;

	w->a = arena_new();
	rc = model_file_open(path, WORDS_KIND, &w->file, e);
	if (rc == ERR_OK)
		rc = words_read(path, w, e);
	if (rc != ERR_OK)
		words_free(&w);
	*out = w;
	return rc;
}

void
words_free(struct words **w)
{
	if (*w == NULL)
		return;
	model_file_close(&(*w)->file);
	arena_free(&(*w)->a);
	mem_free(*w);
	*w = NULL;
}

const char *
words_language(const struct words *w, const char *wanted)
{
	for (size_t i = 0; i < w->language_count; i++)
		if (text_is(w->languages[i], wanted))
			return w->languages[i];
	return "";
}

const char *
words_language_at(const struct words *w, size_t i)
{
	return i < w->language_count ? w->languages[i] : NULL;
}

bool
words_is_plural_ending(const struct words *w, const char *ending, size_t length)
{
	for (size_t i = 0; i < w->plural_count; i++)
		if (strlen(w->plurals[i]) == length && memcmp(w->plurals[i], ending, length) == 0)
			return true;
	return false;
}

static bool
speaks(const char *language, const char *entry)
{
	return language[0] == '\0' ||
	    (language[0] == entry[0] && strcmp(language, entry) == 0);
}

static void
note_set(struct word_note *note, enum word_class class, int64_t value)
{
	note->classes |= 1u << class;
	note->value[class] = value;
}

/* "14", "14th" */
static void
note_digits(const struct words *w, const struct token *t, struct word_note *note)
{
	size_t digits = strspn(t->folded, "0123456789");
	int64_t value = 0;

	if (digits == 0 || digits > 9)
		return;
	for (size_t i = 0; i < digits; i++)
		value = value * 10 + (t->folded[i] - '0');
	if (t->folded[digits] == '\0') {
		note_set(note, CLASS_NUMBER, value);
		return;
	}
	for (size_t i = 0; i < w->suffix_count; i++)
		if (strcmp(t->folded + digits, w->suffixes[i]) == 0)
			note_set(note, CLASS_ORDINAL, value);
}

void
words_note(const struct words *w, const char *language, const struct token *tokens, size_t count,
    struct word_note *notes)
{
	for (size_t i = 0; i < count; i++) {
		struct class_word key;
		struct class_word *found;

		memset(&notes[i], 0, sizeof notes[i]);
		key.hash = notes[i].hash = token_hash(tokens[i].folded);
		if (tokens[i].kind != TOKEN_PUNCTUATION)
			notes[i].classes = 1u << CLASS_WORD;
		if (tokens[i].kind == TOKEN_NUMBER || tokens[i].kind == TOKEN_MIXED)
			note_digits(w, &tokens[i], &notes[i]);
		found = bsearch(&key, w->class_words, w->class_count, sizeof key, by_hash);
		if (found == NULL)
			continue;
		while (found > w->class_words && found[-1].hash == key.hash)
			found--;
		for (; found < w->class_words + w->class_count && found->hash == key.hash; found++)
			if (speaks(language, found->language))
				note_set(&notes[i], found->class, found->value);
	}
}

bool
words_knows(const struct words *w, uint64_t hash)
{
	return spelling_knows(w->spelling, hash);
}

uint64_t
words_nearest(const struct words *w, const char *language, const char *folded, bool only_swapped)
{
	return spelling_nearest(w->spelling, language, folded, only_swapped);
}

static bool
entry_fits(
    const struct entry *entry, const struct word_note *notes, size_t left, struct word_match *out)
{
	if (entry->count > left)
		return false;
	out->capture_count = 0;
	for (size_t i = 0; i < entry->count; i++) {
		uint64_t x = entry->elements[i];

		if (x >= WORD_CLASS_COUNT) {
			if (notes[i].hash != x)
				return false;
		} else if (!(notes[i].classes & 1u << x)) {
			return false;
		} else if (x != CLASS_WORD && out->capture_count < WORDS_CAPTURES) {
			out->captures[out->capture_count++] = notes[i].value[x];
		}
	}
	out->group = entry->group;
	out->sub = entry->sub;
	out->count = entry->count;
	return true;
}

struct collector {
	struct word_match *items;
	size_t count, capacity;
	struct arena *a;
};

/* Keeps m unless a match of its group covers it; drops those of its group that it covers. */
static void
collect(struct collector *c, const struct word_match *m)
{
	for (size_t i = c->count; i-- > 0 && c->items[i].start + WORDS_ELEMENTS > m->start;) {
		struct word_match *o = &c->items[i];

		if (strcmp(o->group, m->group) != 0)
			continue;
		if (o->start <= m->start && o->start + o->count >= m->start + m->count &&
		    (o->count > m->count || strcmp(o->sub, m->sub) == 0))
			return;
		if (o->start == m->start && o->count < m->count) {
			memmove(o, o + 1, (c->count - i - 1) * sizeof *o);
			c->count--;
		}
	}
	if (c->count == WORDS_MATCH_LIMIT)
		return;
	if (c->count == c->capacity) {
		size_t capacity = c->capacity == 0 ? 32 : c->capacity * 2;
		struct word_match *items = arena_alloc(c->a, capacity * sizeof *items);

		if (c->count > 0)
			memcpy(items, c->items, c->count * sizeof *items);
		c->items = items;
		c->capacity = capacity;
	}
	c->items[c->count++] = *m;
}

static void
match_from(const struct words *w, const char *language, uint64_t key, const struct word_note *notes,
    size_t start, size_t count, struct collector *c)
{
	size_t at = (size_t)key & (w->room - 1);
	uint64_t second = start + 1 < count ? notes[start + 1].hash : 0;
	struct word_match m;

	for (uint32_t n = w->first[at]; n < w->first[at + 1]; n++) {
		const struct link *link = &w->links[n];
		const struct entry *entry = &w->entries[link->entry];

		if (link->key != key ||
		    (link->second >= WORD_CLASS_COUNT && link->second != second) ||
		    !speaks(language, entry->language) ||
		    !entry_fits(entry, notes + start, count - start, &m))
			continue;
		m.start = start;
		collect(c, &m);
	}
}

size_t
words_match(const struct words *w, struct arena *a, const char *language,
    const struct token *tokens, const struct word_note *notes, size_t count,
    struct word_match **out)
{
	struct collector c = { .a = a };

	(void)tokens;
	for (size_t i = 0; i < count && c.count < WORDS_MATCH_LIMIT; i++) {
		match_from(w, language, notes[i].hash, notes, i, count, &c);
		for (uint64_t class = 0; class < CLASS_WORD; class++)
			if (notes[i].classes & 1u << class)
				match_from(w, language, class, notes, i, count, &c);
	}
	*out = c.items;
	return c.count;
}

const char *
words_raw(const struct words *w, const char *language, const char *group, const char *text)
{
	for (size_t i = 0; i < w->raw_count; i++) {
		const struct entry *entry = &w->entries[w->raw[i]];

		if (speaks(language, entry->language) && strcmp(entry->group, group) == 0 && strcasestr(text, entry->text) != NULL)
			return entry->text;
	}
	return NULL;
}

const char *
words_text_at(
    const struct words *w, const char *language, const char *group, size_t i, const char **sub)
{
	for (size_t n = 0; n < w->count; n++) {
		if (!speaks(language, w->entries[n].language) ||
		    strcmp(w->entries[n].group, group) != 0)
			continue;
		if (i-- == 0) {
			*sub = w->entries[n].sub;
			return w->entries[n].text;
		}
	}
	return NULL;
}
