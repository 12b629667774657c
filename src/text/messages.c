/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/text/messages.h"

#include <inttypes.h>
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "floorwalker/text/text.h"

static const char *const categories[] = {"zero", "one", "two", "few", "many", "other"};

struct messages {
	struct arena *arena;
	const char *language;
	const struct value *messages;	/* key → text, map of categories, or list of these */
	struct message_words *words;	/* lists of words by key: open addressing, key NULL where
					   there is none */
	size_t word_room;		/* a power of two */
};

static _Thread_local struct {
	void (*looked)(void *context, const struct messages *m, const char *key);
	void *context;
} watch;

void
messages_watch(
    void (*looked)(void *context, const struct messages *m, const char *key), void *context)
{
	watch.looked = looked;
	watch.context = context;
}

static const struct value *
look_up(const struct messages *m, const char *key)
{
	if (watch.looked != NULL)
		watch.looked(watch.context, m, key);
	return value_get(m->messages, key);
}

static bool
is_name_char(char c, bool first)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	    (!first && ((c >= '0' && c <= '9') || c == '.'));
}

/* The length of the name after '{' where a '}' follows it, else 0. */
static size_t
name_length(const char *s)
{
	size_t n = 0;

	while (is_name_char(s[n], n == 0))
		n++;
	return s[n] == '}' ? n : 0;
}

/* Each '{' begins a parameter or is doubled. */
static enum err
check_text(const struct value *text, const char *key, struct errinfo *e)
{
	const char *s = value_as_text(text, NULL);

	if (s == NULL)
		return value_err(e, ERR_INPUT, text,
		    "message '%s': expected a text; numbers and dates go in quotes", key);
	if (!text_is_safe(s, strlen(s)))
		return value_err(e, ERR_INPUT, text,
		    "message '%s' has control, invisible or direction characters; write it anew",
		    key);
	for (const char *p = s; *p != '\0'; p++) {
		if (*p != '{')
			continue;
		if (p[1] == '{') {
			p++;
			continue;
		}
		if (name_length(p + 1) == 0)
			return value_err(e, ERR_INPUT, text,
			    "message '%s': '{' must begin a parameter such as {order}; a brace itself is '{{'",
			    key);
	}
	return ERR_OK;
}

static enum err
check_variant(const struct value *v, const char *key, struct errinfo *e)
{
	enum err err = ERR_OK;

	if (value_kind(v) != VALUE_MAP)
		return check_text(v, key, e);
	err = value_check_keys(v, categories, sizeof categories / sizeof categories[0], e);
	if (err == ERR_OK && value_get(v, "other") == NULL)
		err = value_err(e, ERR_INPUT, v, "message '%s': plural forms need 'other'", key);
	for (size_t i = 0; i < value_count(v) && err == ERR_OK; i++)
		err = check_text(value_at(v, i), key, e);
	return err;
}

static enum err
check_message(const struct value *v, const char *key, struct errinfo *e)
{
	enum err err = ERR_OK;

	if (value_kind(v) != VALUE_LIST)
		return check_variant(v, key, e);
	if (value_count(v) == 0)
		return value_err(
		    e, ERR_INPUT, v, "message '%s': the list of variants is empty", key);
	for (size_t i = 0; i < value_count(v) && err == ERR_OK; i++)
		err = check_variant(value_at(v, i), key, e);
	return err;
}

/* FNV-1a (Fowler, Noll, Vo). Keys are the world's, not the shopper's. */
static struct message_words *
words_place(const struct messages *m, const char *key)
{
	uint64_t h = 0xcbf29ce484222325u;
	size_t at;

	for (const char *s = key; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 0x100000001b3u;
	at = (size_t)(h ^ h >> 32) & (m->word_room - 1);
	while (m->words[at].key != NULL && strcmp(m->words[at].key, key) != 0)
		at = (at + 1) & (m->word_room - 1);
	return &m->words[at];
}

static void
words_make(struct messages *m, const char *key)
{
	struct message_words *list = words_place(m, key);
	size_t variants = messages_variants(m, key);
	const char **padded = arena_alloc(m->arena, (variants + 1) * sizeof *padded);
	struct str written, word;

	list->key = key;
	list->padded = padded;
	str_init(&written);
	str_init(&word);
	for (size_t i = 0; i < variants; i++) {
		str_reset(&written);
		str_reset(&word);
		if (messages_render(m, &written, key, i, NULL, 0, NULL) != ERR_OK)
			continue;	/* it is no word, it asks for something */
		str_add_char(&word, ' ');
		utf8_fold_plain(&word, written.data, written.length);
		str_add_char(&word, ' ');
		padded[list->count] = arena_text_n(m->arena, word.data, word.length);
		list->first[(unsigned char)padded[list->count][1] / 8] |=
		    (uint8_t)(1u << (unsigned char)padded[list->count][1] % 8);
		list->count++;
	}
	str_clear(&written);
	str_clear(&word);
}

static void
words_make_all(struct messages *m)
{
	for (m->word_room = 16; m->word_room < value_count(m->messages) * 2;)
		m->word_room *= 2;
	m->words = arena_alloc(m->arena, m->word_room * sizeof *m->words);
	for (size_t i = 0; i < value_count(m->messages); i++)
		words_make(m, value_key_at(m->messages, i));
}

const struct message_words *
messages_words(const struct messages *m, const char *key)
{
	const struct message_words *list = words_place(m, key);

	if (watch.looked != NULL)
		watch.looked(watch.context, m, key);
	return list->key != NULL ? list : NULL;
}

enum err
messages_new(const struct value *file, struct messages **out, struct errinfo *e)
{
	static const char *const known[] = {"language", "messages"};
	const struct value *language = value_get(file, "language"),
			   *all = value_get(file, "messages");
	struct messages *m;
	enum err err;

	*out = NULL;
	err = value_check_keys(file, known, 2, e);
	if (err != ERR_OK)
		return err;
	if (text_is_empty(value_as_text(language, NULL)))
		return value_err(e, ERR_INPUT, language != NULL ? language : file,
		    "'language' is missing, such as: language: en");
	if (value_kind(all) != VALUE_MAP)
		return value_err(e, ERR_INPUT, all != NULL ? all : file,
		    "'messages' must be a map of keys and texts");
	for (size_t i = 0; i < value_count(all); i++) {
		err = check_message(value_at(all, i), value_key_at(all, i), e);
		if (err != ERR_OK)
			return err;
	}
	m = mem_zero(1, sizeof *m);
	m->arena = arena_new();
	m->language = arena_text(m->arena, value_as_text(language, ""));
	m->messages = value_copy(m->arena, all);
	words_make_all(m);
	*out = m;
	return ERR_OK;
}

void
messages_free(struct messages **m)
{
	if (m == NULL || *m == NULL)
		return;
	arena_free(&(*m)->arena);
	mem_free(*m);
	*m = NULL;
}

const char *
messages_language(const struct messages *m)
{
	return m->language;
}

bool
messages_has(const struct messages *m, const char *key)
{
	return look_up(m, key) != NULL;
}

const char *
messages_key_at(const struct messages *m, size_t i, int *line, int *column)
{
	const struct value *v = value_at(m->messages, i);

	if (i >= value_count(m->messages))
		return NULL;
	*line = value_line(v);
	*column = value_column(v);
	return value_key_at(m->messages, i);
}

size_t
messages_variants(const struct messages *m, const char *key)
{
	const struct value *v = look_up(m, key);

	if (v == NULL)
		return 0;
	return value_kind(v) == VALUE_LIST ? value_count(v) : 1;
}

static const struct message_param *
find_param(const struct message_param *params, size_t count, const char *name, size_t length)
{
	for (size_t i = 0; i < count; i++) {
		if (strlen(params[i].name) == length && memcmp(params[i].name, name, length) == 0)
			return &params[i];
	}
	return NULL;
}

/* The form for the parameter n, or "other" where the file has no such form. */
static const char *
choose(const struct messages *m, const struct value *v, const struct message_param *n)
{
	const struct value *form;

	if (value_kind(v) != VALUE_MAP)
		return value_as_text(v, "");
	form = value_get(v, plural_category(m->language, n->number));
	return value_as_text(form != NULL ? form : value_get(v, "other"), "");
}

static enum err
fill(struct str *out, const char *s, const char *key, const struct message_param *params,
    size_t count, struct errinfo *e)
{
	while (*s != '\0') {
		const struct message_param *p;
		size_t n = strcspn(s, "{}");

		str_add_n(out, s, n);
		s += n;
		if (*s == '\0')
			break;
		if (s[0] == '}' || s[1] == '{') {
			str_add_char(out, *s);
			s += s[1] == s[0] ? 2 : 1;
			continue;
		}
		n = name_length(s + 1);
		p = find_param(params, count, s + 1, n);
		if (p == NULL)
			return err_set(e, ERR_INPUT,
			    "message '%s' needs the parameter {%.*s}, which was not given", key,
			    (int)n, s + 1);
		if (p->text != NULL)
			str_add(out, p->text);
		else
			str_addf(out, "%" PRId64, p->number);
		s += n + 2;
	}
	return ERR_OK;
}

enum err
messages_render(const struct messages *m, struct str *out, const char *key, size_t variant,
    const struct message_param *params, size_t count, struct errinfo *e)
{
	const struct value *v = look_up(m, key);
	const struct message_param *n = find_param(params, count, "n", 1);
	size_t before = out->length;
	enum err err;

	if (v == NULL)
		return err_set(e, ERR_NOT_FOUND, "there is no message '%s' in the language '%s'",
		    key, m->language);
	if (value_kind(v) == VALUE_LIST)
		v = value_at(v, variant % value_count(v));
	if (value_kind(v) == VALUE_MAP && n == NULL)
		return err_set(e, ERR_INPUT,
		    "message '%s' has plural forms and needs the parameter {n}, which was not given",
		    key);
	err = fill(out, choose(m, v, n), key, params, count, e);
	if (err != ERR_OK)
		str_cut(out, before);
	return err;
}

/* The form is one of those that the file's dates have. */
static bool
has_form(const struct messages *m, const char *form, size_t length)
{
	const struct value *forms = look_up(m, MESSAGE_FORMS);

	for (size_t i = 0; i < value_count(forms); i++) {
		const char *s = value_as_text(value_at(forms, i), "");

		if (strlen(s) == length && memcmp(s, form, length) == 0)
			return true;
	}
	return false;
}

/* "date" where date is given; "date.dem" where it is given as date*, and dates have that form. */
static bool
is_given(const struct messages *m, const char *given, const char *name, size_t length)
{
	const char *dot = memchr(name, '.', length);
	size_t base = dot != NULL ? (size_t)(dot - name) : length;

	while (*given != '\0') {
		size_t n = strcspn(given, " *");
		bool inflects = given[n] == '*';

		if (n == base && memcmp(given, name, base) == 0)
			return dot == NULL ||
			    (inflects && has_form(m, dot + 1, length - base - 1));
		given += n + inflects;
		given += *given == ' ';
	}
	return false;
}

/* What may have been meant: the nearest of what is given; NULL where nothing is near. */
static const char *
nearest_given(struct arena *a, const char *given, const char *name)
{
	const char *names[32];
	size_t count = 0;

	while (*given != '\0' && count < sizeof names / sizeof names[0]) {
		size_t n = strcspn(given, " *");

		names[count++] = arena_text_n(a, given, n);
		given += n + (given[n] == '*');
		given += *given == ' ';
	}
	return text_nearest(name, names, count);
}

static enum err
not_given(const struct value *v, const struct message_need *need, const char *name, size_t length,
    struct errinfo *e)
{
	struct arena *a = arena_new();
	const char *near = nearest_given(a, need->params, arena_text_n(a, name, length));
	enum err err = value_err(e, ERR_INPUT, v,
	    "message '%s' asks for {%.*s}, which it isn't given; %s%s%swhat it may use: %s",
	    need->key, (int)length, name, near != NULL ? "did you mean {" : "",
	    near != NULL ? near : "", near != NULL ? "}? " : "",
	    *need->params != '\0' ? need->params : "nothing");

	arena_free(&a);
	return err;
}

/* A key that is missing may be there, mistyped: the nearest of those that nobody needs. */
static enum err
missing(const struct messages *m, const struct message_need *needs, size_t count,
    const struct message_need *need, struct errinfo *e)
{
	struct arena *a = arena_new();
	const char **names = arena_alloc(a, (value_count(m->messages) + 1) * sizeof *names), *near;
	size_t n = 0;
	enum err err;

	for (size_t i = 0; i < value_count(m->messages); i++) {
		size_t k = 0;

		while (k < count && !text_is(needs[k].key, value_key_at(m->messages, i)))
			k++;
		if (k == count)
			names[n++] = value_key_at(m->messages, i);
	}
	near = text_nearest(need->key, names, n);
	if (near != NULL)
		err = value_err(e, ERR_INPUT, value_get(m->messages, near),
		    "'%.80s' is no message; did you mean '%s', which is missing?", near, need->key);
	else
		err = value_err(e, ERR_INPUT, m->messages,
		    "the message '%s' is missing; what it may use: %s", need->key,
		    *need->params != '\0' ? need->params : "nothing");
	arena_free(&a);
	return err;
}

/* The plural forms are those that the language has for what is counted in a shop. */
static enum err
check_forms(
    const struct messages *m, const struct value *v, const char *key, struct errinfo *e)
{
	for (size_t i = 0; i < value_count(v); i++)
		if (!plural_has(m->language, value_key_at(v, i), PLURAL_ALL))
			return value_err(e, ERR_INPUT, value_at(v, i),
			    "message '%s': nothing is counted as '%s' in the language '%s'", key,
			    value_key_at(v, i), m->language);
	for (size_t i = 0; i < sizeof categories / sizeof categories[0]; i++)
		if (plural_has(m->language, categories[i], PLURAL_COUNTED) &&
		    value_get(v, categories[i]) == NULL)
			return value_err(e, ERR_INPUT, v,
			    "message '%s': the language '%s' counts some numbers as '%s', and that form is missing",
			    key, m->language, categories[i]);
	return ERR_OK;
}

/* Texts were checked when they were loaded: each '{' begins a parameter or is doubled. */
static enum err
check_given(const struct messages *m, const struct value *v, const struct message_need *need,
    struct errinfo *e)
{
	enum err err = ERR_OK;

	if (value_kind(v) == VALUE_MAP && !is_given(m, need->params, "n", 1))
		return value_err(e, ERR_INPUT, v,
		    "message '%s' can't have plural forms: nothing is counted in it", need->key);
	if (value_kind(v) == VALUE_MAP && (err = check_forms(m, v, need->key, e)) != ERR_OK)
		return err;
	for (size_t i = 0; i < value_count(v) && err == ERR_OK; i++)
		err = check_given(m, value_at(v, i), need, e);
	for (const char *s = value_as_text(v, ""); err == ERR_OK && (s = strchr(s, '{')) != NULL;
	     s++) {
		size_t n = name_length(s + 1);

		if (s[1] == '{')
			s++;
		else if (!is_given(m, need->params, s + 1, n))
			err = not_given(v, need, s + 1, n, e);
	}
	return err;
}

enum err
messages_check(const struct messages *m, const struct message_need *needs, size_t count, size_t *at,
    struct errinfo *e)
{
	while (*at < count) {
		const struct message_need *need = &needs[(*at)++];
		const struct value *v = value_get(m->messages, need->key);
		enum err err = ERR_OK;

		if (v != NULL)
			err = check_given(m, v, need, e);
		else if (!need->optional)
			err = missing(m, needs, count, need, e);
		if (err != ERR_OK)
			return err;
	}
	return ERR_OK;
}
