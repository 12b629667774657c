/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/base/value.h"
#include "floorwalker/text/markdown.h"
#include "floorwalker/text/text.h"

#include "index.h"

/* An article's head. */
struct article {
	const char *id, *title, *file;
	const char **about;
	size_t about_count;
	int id_line, id_column, about_line, about_column;
};

static enum err
about_read(struct arena *a, const struct value *list, struct article *out, struct errinfo *e)
{
	if (list != NULL && value_kind(list) != VALUE_LIST)
		return value_err(e, ERR_INPUT, list, "about is a list of intents: about: [return_item]");
	out->about = arena_alloc(a, (value_count(list) + 1) * sizeof *out->about);
	for (size_t i = 0; i < value_count(list); i++) {
		const char *intent = value_as_text(value_at(list, i), "");

		if (text_is_empty(intent))
			return value_err(e, ERR_INPUT, value_at(list, i), "an intent should stand here");
		out->about[out->about_count++] = arena_text(a, intent);
	}
	return ERR_OK;
}

static enum err
head_read(struct arena *a, const char *name, const char *text, size_t length, struct article *out, struct errinfo *e)
{
	static const char *const keys[] = { "id", "title", "about", "updated" };
	struct value *head;
	enum err rc = value_parse_yaml(a, name, text, length, &value_limits_file, &head, e);

	if (rc != ERR_OK)
		return rc;
	rc = value_check_keys(head, keys, sizeof keys / sizeof keys[0], e);
	if (rc != ERR_OK)
		return rc;
	out->file = arena_text(a, name);
	out->id = arena_text(a, value_get_text(head, "id"));
	out->title = arena_text(a, value_get_text(head, "title"));
	if (text_is_empty(out->id) || text_is_empty(out->title))
		return value_err(e, ERR_INPUT, head, "an article's head has an id and a title");
	if (strpbrk(out->id, "# \t\n/") != NULL)
		return value_err(e, ERR_INPUT, value_get(head, "id"), "an article's id has no blanks, # or /");
	out->id_line = value_line(value_get(head, "id"));
	out->id_column = value_column(value_get(head, "id"));
	out->about_line = value_line(value_get(head, "about") != NULL ? value_get(head, "about") : head);
	out->about_column = value_column(value_get(head, "about") != NULL ? value_get(head, "about") : head);
	return about_read(a, value_get(head, "about"), out, e);
}

static struct indexed *
passage_add(struct knowledge *k)
{
	if (k->count == k->capacity) {
		size_t capacity = k->capacity == 0 ? 128 : k->capacity * 2;
		struct indexed *passages = arena_alloc(k->a, capacity * sizeof *passages);

		if (k->count > 0)
			memcpy(passages, k->passages, k->count * sizeof *passages);
		k->passages = passages;
		k->capacity = capacity;
	}
	return &k->passages[k->count++];
}

static size_t
lines_before(const char *text, size_t length)
{
	size_t n = 0;

	for (size_t i = 0; i < length; i++)
		n += text[i] == '\n';
	return n;
}

/* The place of a byte that is no UTF-8, counted in characters as editors do. */
static enum err
not_text(const char *name, const char *text, size_t length, struct errinfo *e)
{
	size_t at = 0, column = 1, n;
	uint32_t point;

	while (at < length && ((n = utf8_next(text + at, length - at, &point)) > 1 || point != 0xfffd)) {
		column = text[at] == '\n' ? 1 : column + 1;
		at += n;
	}
	return err_set(e, ERR_INPUT, "%s:%zu:%zu: byte 0x%02x is no UTF-8; save the text as UTF-8", name, lines_before(text, at) + 1, column, (unsigned char)text[at]);
}

/* Nothing in it that steers a terminal or reorders a line. */
static enum err
check_safe(const char *name, const char *text, size_t length, struct errinfo *e)
{
	const char *end = text + length;
	size_t line = 1;

	for (const char *s = text; s < end; line++) {
		const char *stop = memchr(s, '\n', (size_t)(end - s));
		size_t n = (size_t)((stop != NULL ? stop : end) - s), tab = 0;

		while (tab < n) {	/* a tab between the words of Markdown is a blank */
			size_t part = 0;

			while (tab + part < n && s[tab + part] != '\t')
				part++;
			if (!text_is_safe(s + tab, part))
				return err_set(e, ERR_INPUT, "%s:%zu:1: the line has control, invisible or direction characters; write it anew", name, line);
			tab += part + 1;
		}
		s += n + 1;
	}
	return ERR_OK;
}

/* Where the head ends: the line of three hyphens after the first; 0 where there is none. */
static size_t
head_end(const char *text, size_t *body)
{
	const char *end;

	if (!text_starts(text, "---\n"))
		return 0;
	end = strstr(text + 3, "\n---\n");
	if (end == NULL)
		return 0;
	*body = (size_t)(end - text) + 5;
	return (size_t)(end - text) + 1;
}

static enum err
article_read(struct knowledge *k, const char *name, const char *text, size_t length, struct errinfo *e)
{
	size_t body = 0, head = head_end(text, &body), count;
	struct markdown_passage *found;
	struct article article;
	enum err rc;

	memset(&article, 0, sizeof article);
	if (!utf8_is_valid(text, length))
		return not_text(name, text, length, e);
	if ((rc = check_safe(name, text, length, e)) != ERR_OK)
		return rc;
	if (head == 0 || strlen(text) != length)
		return err_set(e, ERR_INPUT, "%s:1:1: an article begins with a head between two lines of ---", name);
	rc = head_read(k->a, name, text, head, &article, e);
	if (rc == ERR_OK && knowledge_find(k, article.id) != NULL)
		rc = err_set(e, ERR_EXISTS, "%s:%d:%d: the article %s is also in %s", name, article.id_line, article.id_column, article.id, knowledge_find(k, article.id)->file);
	if (rc == ERR_OK)
		rc = markdown_passages(k->a, text + body, length - body, &found, &count, e);
	if (rc != ERR_OK)
		return rc;
	if (count == 0)
		return err_set(e, ERR_INPUT, "%s:%zu:1: the article %s has no text", name, lines_before(text, body) + 1, article.id);
	for (size_t i = 0; i < count; i++) {
		struct passage *p;

		if (k->count == KNOWLEDGE_PASSAGE_LIMIT)
			return err_set(e, ERR_LIMIT, "%s: more than %d passages", name, KNOWLEDGE_PASSAGE_LIMIT);
		p = &passage_add(k)->passage;
		p->id = arena_printf(k->a, "%s#%zu", article.id, i + 1);
		p->article = article.id;
		p->title = article.title;
		p->heading = found[i].heading;
		p->text = found[i].text;
		p->about = article.about;
		p->about_count = article.about_count;
		p->file = article.file;
		p->about_line = article.about_line;
		p->about_column = article.about_column;
		p->line = found[i].line + (int)lines_before(text, body);
	}
	return ERR_OK;
}

static int
by_word(const void *a, const void *b)
{
	return strcmp(((const struct known_word *)a)->text, ((const struct known_word *)b)->text);
}

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

const struct known_word *
knowledge_word(const struct knowledge *k, const char *text)
{
	struct known_word key = { .text = text };

	return k->word_count > 0 ? bsearch(&key, k->words, k->word_count, sizeof key, by_word) : NULL;
}

static const char *
joined(struct arena *a, const char *const *words, size_t count)
{
	struct str out;
	char *copy;

	str_init(&out);
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			str_add_char(&out, ' ');
		str_add(&out, words[i]);
	}
	copy = arena_text_n(a, out.data, out.length);
	str_clear(&out);
	return copy;
}

static size_t
numbers_of(const struct knowledge *k, const char *const *words, size_t count, uint32_t *out)
{
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < count; i++)
		out[n++] = (uint32_t)(knowledge_word(k, words[i]) - k->words);
	qsort(out, n, sizeof *out, by_number);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || out[kept - 1] != out[i])
			out[kept++] = out[i];
	return kept;
}

/* Words of every passage, then the vocabulary, then each passage's words by number and in how many passages each is. */
static void
index_make(struct knowledge *k)
{
	struct stemmer *stemmer = stemmer_new(k->language);
	const char ***names = arena_alloc(k->a, (k->count + 1) * sizeof *names);
	size_t *name_counts = arena_alloc(k->a, (k->count + 1) * sizeof *name_counts);
	const char ***titles = arena_alloc(k->a, (k->count + 1) * sizeof *titles), ***bodies = arena_alloc(k->a, (k->count + 1) * sizeof *bodies);
	size_t *title_counts = arena_alloc(k->a, (k->count + 1) * sizeof *title_counts), *body_counts = arena_alloc(k->a, (k->count + 1) * sizeof *body_counts);
	size_t total = 0;

	for (size_t i = 0; i < k->count; i++) {
		struct passage *p = &k->passages[i].passage;

		title_counts[i] = lexicon_words(k->lexicon, stemmer, k->a, arena_printf(k->a, "%s %s", p->title, p->heading), false, &titles[i]);
		name_counts[i] = lexicon_words(k->lexicon, stemmer, k->a, p->title, true, &names[i]);
		body_counts[i] = lexicon_words(k->lexicon, stemmer, k->a, p->text, false, &bodies[i]);
		k->passages[i].title_words = joined(k->a, titles[i], title_counts[i]);
		k->passages[i].body_words = joined(k->a, bodies[i], body_counts[i]);
		total += title_counts[i] + body_counts[i];
	}
	stemmer_free(&stemmer);
	k->words = arena_alloc(k->a, (total + 1) * sizeof *k->words);
	for (size_t i = 0, n = 0; i < k->count; i++) {
		for (size_t j = 0; j < title_counts[i]; j++)
			k->words[n++].text = titles[i][j];
		for (size_t j = 0; j < body_counts[i]; j++)
			k->words[n++].text = bodies[i][j];
	}
	qsort(k->words, total, sizeof *k->words, by_word);
	for (size_t i = 0; i < total; i++)
		if (k->word_count == 0 || strcmp(k->words[k->word_count - 1].text, k->words[i].text) != 0)
			k->words[k->word_count++] = k->words[i];
	for (size_t i = 0; i < k->count; i++) {
		struct indexed *x = &k->passages[i];
		size_t n;

		x->title = arena_alloc(k->a, (title_counts[i] + 1) * sizeof *x->title);
		x->title_count = numbers_of(k, titles[i], title_counts[i], x->title);
		x->name = arena_alloc(k->a, (name_counts[i] + 1) * sizeof *x->name);
		x->name_count = numbers_of(k, names[i], name_counts[i], x->name);
		x->all = arena_alloc(k->a, (title_counts[i] + body_counts[i] + 1) * sizeof *x->all);
		n = numbers_of(k, bodies[i], body_counts[i], x->all);
		memcpy(x->all + n, x->title, x->title_count * sizeof *x->all);
		n += x->title_count;
		qsort(x->all, n, sizeof *x->all, by_number);
		for (size_t j = 0; j < n; j++)
			if (x->all_count == 0 || x->all[x->all_count - 1] != x->all[j])
				x->all[x->all_count++] = x->all[j];
		for (size_t j = 0; j < x->all_count; j++)
			k->words[x->all[j]].passages++;
	}
	for (size_t i = 0; i < k->word_count; i++)
		k->words[i].idf = log((1.0 + (double)k->count) / (0.5 + k->words[i].passages));
	k->unknown_idf = log((1.0 + (double)k->count) / 0.5);
	k->plain = arena_alloc(k->a, (k->count + 1) * sizeof *k->plain);
	for (size_t i = 0; i < k->count; i++)
		k->plain[i] = k->passages[i].passage;
}

enum err
knowledge_load(const char *folder, const char *language, struct knowledge **out, struct errinfo *e)
{
	struct knowledge *k = mem_zero(1, sizeof *k);
	const char **names;
	size_t count = 0;
	struct str text;
	enum err rc;

	k->a = arena_new();
	k->language = arena_text(k->a, language);
	str_init(&text);
	rc = lexicon_load(k->a, language, &k->lexicon, e);
	if (rc == ERR_OK)
		rc = file_list(k->a, folder, ".md", &names, &count, e);
	for (size_t i = 0; i < count && rc == ERR_OK; i++) {
		str_reset(&text);
		rc = file_read(file_join(k->a, folder, names[i]), KNOWLEDGE_FILE_LIMIT, &text, e);
		if (rc == ERR_OK)
			rc = article_read(k, arena_printf(k->a, "knowledge/%s", names[i]), text.data, text.length, e);
	}
	str_clear(&text);
	if (rc == ERR_OK)
		index_make(k);
	else
		knowledge_free(&k);
	*out = k;
	return rc;
}

void
knowledge_free(struct knowledge **k)
{
	if (*k == NULL)
		return;
	arena_free(&(*k)->a);
	mem_free(*k);
	*k = NULL;
}

size_t
knowledge_count(const struct knowledge *k)
{
	return k->count;
}

const struct passage *
knowledge_at(const struct knowledge *k, size_t i)
{
	return i < k->count ? &k->plain[i] : NULL;
}

const struct passage *
knowledge_find(const struct knowledge *k, const char *id)
{
	for (size_t i = 0; i < k->count; i++) {
		const struct passage *p = k->plain != NULL ? &k->plain[i] : &k->passages[i].passage;

		if (text_is(p->id, id) || text_is(p->article, id))
			return p;
	}
	return NULL;
}
