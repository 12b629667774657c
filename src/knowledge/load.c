/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/base/value.h"
#include "floorwalker/text/markdown.h"
#include "floorwalker/text/text.h"

#include "full_text.h"
#include "phrasings.h"

/* An article's head. */
struct article {
	const char *id, *title, *file;
	const char **about;
	size_t about_count;
	int id_line, id_column, about_line, about_column;
	const struct value *asks, *also;	/* a list for each passage; NULL none */
};

static enum err
about_read(struct arena *a, const struct value *list, struct article *out, struct errinfo *e)
{
	if (list != NULL && value_kind(list) != VALUE_LIST)
		return value_err(
		    e, ERR_INPUT, list, "about is a list of intents: about: [return_item]");
	out->about = arena_alloc(a, (value_count(list) + 1) * sizeof *out->about);
	for (size_t i = 0; i < value_count(list); i++) {
		const char *intent = value_as_text(value_at(list, i), "");

		if (text_is_empty(intent))
			return value_err(
			    e, ERR_INPUT, value_at(list, i), "an intent should stand here");
		out->about[out->about_count++] = arena_text(a, intent);
	}
	return ERR_OK;
}

/* Questions that the passages answer, as shoppers put them, or other ways to say them: a list for
 * each passage, in their order. */
static enum err
asks_check(const char *key, const struct value *lists, struct errinfo *e)
{
	if (lists != NULL && value_kind(lists) != VALUE_LIST)
		return value_err(e, ERR_INPUT, lists,
		    "%s holds a list of questions for each passage: %s: [[how can I pay], []]", key,
		    key);
	for (size_t i = 0; i < value_count(lists); i++) {
		const struct value *list = value_at(lists, i);

		if (value_kind(list) != VALUE_LIST)
			return value_err(e, ERR_INPUT, list,
			    "the questions of a passage should stand here, as a list");
		for (size_t k = 0; k < value_count(list); k++)
			if (text_is_empty(value_source_text(value_at(list, k))))
				return value_err(e, ERR_INPUT, value_at(list, k),
				    "a question should stand here");
	}
	return ERR_OK;
}

static enum err
head_read(struct arena *a, const char *name, const char *text, size_t length, struct article *out,
    struct errinfo *e)
{
	static const char *const keys[] = { "id", "title", "about", "asks", "also", "updated" };
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
		return value_err(
		    e, ERR_INPUT, value_get(head, "id"), "an article's id has no blanks, # or /");
	out->id_line = value_line(value_get(head, "id"));
	out->id_column = value_column(value_get(head, "id"));
	out->about_line =
	    value_line(value_get(head, "about") != NULL ? value_get(head, "about") : head);
	out->about_column =
	    value_column(value_get(head, "about") != NULL ? value_get(head, "about") : head);
	out->asks = value_get(head, "asks");
	out->also = value_get(head, "also");
	rc = asks_check("asks", out->asks, e);
	if (rc == ERR_OK)
		rc = asks_check("also", out->also, e);
	return rc == ERR_OK ? about_read(a, value_get(head, "about"), out, e) : rc;
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

	while (at < length &&
	    ((n = utf8_next(text + at, length - at, &point)) > 1 || point != 0xfffd)) {
		column = text[at] == '\n' ? 1 : column + 1;
		at += n;
	}
	return err_set(e, ERR_INPUT, "%s:%zu:%zu: byte 0x%02x is no UTF-8; save the text as UTF-8",
	    name, lines_before(text, at) + 1, column, (unsigned char)text[at]);
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
				return err_set(e, ERR_INPUT,
				    "%s:%zu:1: the line has control, invisible or direction characters; write it anew",
				    name, line);
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
article_read(
    struct knowledge *k, const char *name, const char *text, size_t length, struct errinfo *e)
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
		return err_set(e, ERR_INPUT,
		    "%s:1:1: an article begins with a head between two lines of ---", name);
	rc = head_read(k->a, name, text, head, &article, e);
	if (rc == ERR_OK && knowledge_find(k, article.id) != NULL)
		rc = err_set(e, ERR_EXISTS, "%s:%d:%d: the article %s is also in %s", name,
		    article.id_line, article.id_column, article.id,
		    knowledge_find(k, article.id)->file);
	if (rc == ERR_OK)
		rc = markdown_passages(k->a, text + body, length - body, &found, &count, e);
	if (rc != ERR_OK)
		return rc;
	if (count == 0)
		return err_set(e, ERR_INPUT, "%s:%zu:1: the article %s has no text", name,
		    lines_before(text, body) + 1, article.id);
	if (value_count(article.asks) > count || value_count(article.also) > count) {
		bool asks = value_count(article.asks) > count;
		const struct value *lists = asks ? article.asks : article.also;

		return value_err(e, ERR_INPUT, lists,
		    "%s has questions for %zu passages, and the article has %zu",
		    asks ? "asks" : "also", value_count(lists), count);
	}
	for (size_t i = 0; i < count; i++) {
		struct passage *p;

		if (k->count == KNOWLEDGE_PASSAGE_LIMIT)
			return err_set(e, ERR_LIMIT, "%s: more than %d passages", name,
			    KNOWLEDGE_PASSAGE_LIMIT);
		struct indexed *x = passage_add(k);

		x->questions = value_at(article.asks, i);
		x->also = value_at(article.also, i);
		x->article = article.id;
		p = &x->passage;
		p->id = arena_printf(k->a, "%s#%zu", article.id, i + 1);
		p->article = article.id;
		p->title = article.title;
		p->heading = found[i].heading;
		p->text = found[i].text;
		p->language = k->language;
		p->about = article.about;
		p->about_count = article.about_count;
		p->file = article.file;
		p->about_line = article.about_line;
		p->about_column = article.about_column;
		p->line = found[i].line + (int)lines_before(text, body);
	}
	return ERR_OK;
}

static enum err
file_in(struct knowledge *k, const char *folder, const char *name, struct errinfo *e)
{
	struct str text;
	enum err rc;

	str_init(&text);
	rc = file_read(file_join(k->a, folder, name), KNOWLEDGE_FILE_LIMIT, &text, e);
	if (rc == ERR_OK)
		rc = article_read(
		    k, arena_printf(k->a, "knowledge/%s", name), text.data, text.length, e);
	str_clear(&text);
	return rc;
}

/* The passages from a place on are said again by a file of the language, in as many passages. */
static enum err
translation_in(struct knowledge *k, const char *folder, const char *name, size_t from,
    struct errinfo *e)
{
	const char *translated = arena_printf(k->a, "%s/%s", k->language, name),
		   *article = k->passages[from].passage.article;
	size_t count = k->count - from;
	enum err rc;

	k->count = from;
	if ((rc = file_in(k, folder, translated, e)) != ERR_OK)
		return rc;
	if (!text_is(k->passages[from].passage.article, article) || k->count - from != count)
		return err_set(e, ERR_INPUT,
		    "knowledge/%s:1:1: it must be the article %s with %zu passages, as knowledge/%s has it",
		    translated, article, count, name);
	return ERR_OK;
}

/* A file that translates nothing would never be read. */
static enum err
check_translations(struct knowledge *k, const char *folder, struct errinfo *e)
{
	const char *place = file_join(k->a, folder, k->language), **names;
	size_t count;
	enum err rc = ERR_OK;

	if (!file_is_folder(place) || (rc = file_list(k->a, place, ".md", &names, &count, e)) != ERR_OK)
		return rc;
	for (size_t i = 0; i < count; i++)
		if (!file_exists(file_join(k->a, folder, names[i])))
			return err_set(e, ERR_INPUT,
			    "knowledge/%s/%s:1:1: there is no knowledge/%s that it says in another language",
			    k->language, names[i], names[i]);
	return ERR_OK;
}

enum err
knowledge_load(const char *folder, const char *language, struct knowledge **out, struct errinfo *e)
{
	return knowledge_load_in(folder, language, language, out, e);
}

enum err
knowledge_load_in(const char *folder, const char *own, const char *language,
    struct knowledge **out, struct errinfo *e)
{
	struct knowledge *k = mem_zero(1, sizeof *k);
	bool translated = !text_is(own, language);
	const char **names;
	size_t count = 0;
	enum err rc;

	*out = NULL;
	pthread_mutex_init(&k->lock, NULL);
	k->a = arena_new();
	k->language = arena_text(k->a, language);
	rc = lexicon_load(k->a, language, &k->lexicon, e);
	if (rc == ERR_OK)
		rc = file_list(k->a, folder, ".md", &names, &count, e);
	for (size_t i = 0; i < count && rc == ERR_OK; i++) {
		size_t from = k->count;

		rc = file_in(k, folder, names[i], e);
		for (size_t j = from; translated && j < k->count; j++)
			k->passages[j].passage.language = arena_text(k->a, own);
		if (rc == ERR_OK && translated &&
		    file_exists(file_join(k->a, file_join(k->a, folder, language), names[i])))
			rc = translation_in(k, folder, names[i], from, e);
	}
	if (rc == ERR_OK && translated)
		rc = check_translations(k, folder, e);
	if (rc != ERR_OK) {
		knowledge_free(&k);
		return rc;
	}
	k->plain = arena_alloc(k->a, (k->count + 1) * sizeof *k->plain);
	for (size_t i = 0; i < k->count; i++)
		k->plain[i] = k->passages[i].passage;
	*out = k;
	return ERR_OK;
}

void
knowledge_free(struct knowledge **k)
{
	if (*k == NULL)
		return;
	phrasings_free(&(*k)->phrasings);
	full_text_free(&(*k)->full_text);
	pthread_mutex_destroy(&(*k)->lock);
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
