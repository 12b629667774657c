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
	const struct value *asks;	/* a list of questions for each passage; NULL none */
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

/* Questions that the passages answer, as shoppers put them: a list for each passage, in their
 * order. */
static enum err
asks_check(const struct value *lists, struct errinfo *e)
{
	if (lists != NULL && value_kind(lists) != VALUE_LIST)
		return value_err(e, ERR_INPUT, lists,
		    "asks holds a list of questions for each passage: asks: [[how can I pay], []]");
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
	static const char *const keys[] = { "id", "title", "about", "asks", "updated" };
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
	rc = asks_check(out->asks, e);
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
	if (value_count(article.asks) > count)
		return value_err(e, ERR_INPUT, article.asks,
		    "asks has questions for %zu passages, and the article has %zu",
		    value_count(article.asks), count);
	for (size_t i = 0; i < count; i++) {
		struct passage *p;

		if (k->count == KNOWLEDGE_PASSAGE_LIMIT)
			return err_set(e, ERR_LIMIT, "%s: more than %d passages", name,
			    KNOWLEDGE_PASSAGE_LIMIT);
		struct indexed *x = passage_add(k);

		x->questions = value_at(article.asks, i);
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

	return k->word_count > 0 ? bsearch(&key, k->words, k->word_count, sizeof key, by_word)
				 : NULL;
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

/* The words of one text of a passage. */
struct word_list {
	const char **words;
	size_t count;
};

/* Those of its title, its body, and each question that it answers. */
struct passage_words {
	struct word_list title, name, body, *asks;
	size_t ask_count;
};

static struct word_list
words_of(const struct knowledge *k, struct stemmer *stemmer, const char *text, bool drop_stops)
{
	struct word_list out;

	out.count = lexicon_words(k->lexicon, stemmer, k->a, text, drop_stops, &out.words);
	return out;
}

static size_t
words_read(struct knowledge *k, struct stemmer *stemmer, struct indexed *x, struct passage_words *w)
{
	size_t total;

	w->title = words_of(
	    k, stemmer, arena_printf(k->a, "%s %s", x->passage.title, x->passage.heading), false);
	w->name = words_of(k, stemmer, x->passage.title, true);
	w->body = words_of(k, stemmer, x->passage.text, false);
	total = w->title.count + w->body.count;
	w->ask_count = value_count(x->questions);
	w->asks = arena_alloc(k->a, (w->ask_count + 1) * sizeof *w->asks);
	for (size_t i = 0; i < w->ask_count; i++) {
		w->asks[i] =
		    words_of(k, stemmer, value_source_text(value_at(x->questions, i)), true);
		total += w->asks[i].count;
	}
	return total;
}

static size_t
words_copy(struct known_word *to, const struct word_list *from)
{
	for (size_t i = 0; i < from->count; i++)
		to[i].text = from->words[i];
	return from->count;
}

/* Every word once, sorted: its place is its number. */
static void
vocabulary_make(struct knowledge *k, const struct passage_words *all, size_t total)
{
	size_t n = 0;

	k->words = arena_alloc(k->a, (total + 1) * sizeof *k->words);
	for (size_t i = 0; i < k->count; i++) {
		n += words_copy(k->words + n, &all[i].title);
		n += words_copy(k->words + n, &all[i].body);
		for (size_t j = 0; j < all[i].ask_count; j++)
			n += words_copy(k->words + n, &all[i].asks[j]);
	}
	qsort(k->words, n, sizeof *k->words, by_word);
	for (size_t i = 0; i < n; i++)
		if (k->word_count == 0 ||
		    strcmp(k->words[k->word_count - 1].text, k->words[i].text) != 0)
			k->words[k->word_count++] = k->words[i];
}

static void
once_each(uint32_t *numbers, size_t n, size_t *kept)
{
	qsort(numbers, n, sizeof *numbers, by_number);
	*kept = 0;
	for (size_t i = 0; i < n; i++)
		if (*kept == 0 || numbers[*kept - 1] != numbers[i])
			numbers[(*kept)++] = numbers[i];
}

static void
numbers_make(struct knowledge *k, struct indexed *x, const struct passage_words *w)
{
	size_t room = w->title.count + w->body.count + 1, n;

	for (size_t j = 0; j < w->ask_count; j++)
		room += w->asks[j].count;
	x->title = arena_alloc(k->a, (w->title.count + 1) * sizeof *x->title);
	x->title_count = numbers_of(k, w->title.words, w->title.count, x->title);
	x->name = arena_alloc(k->a, (w->name.count + 1) * sizeof *x->name);
	x->name_count = numbers_of(k, w->name.words, w->name.count, x->name);
	x->all = arena_alloc(k->a, room * sizeof *x->all);
	n = numbers_of(k, w->body.words, w->body.count, x->all);
	memcpy(x->all + n, x->title, x->title_count * sizeof *x->all);
	n += x->title_count;
	x->asks = arena_alloc(k->a, (w->ask_count + 1) * sizeof *x->asks);
	for (size_t j = 0; j < w->ask_count; j++) {
		struct known_question *q = &x->asks[x->ask_count++];

		q->words = arena_alloc(k->a, (w->asks[j].count + 1) * sizeof *q->words);
		q->count = numbers_of(k, w->asks[j].words, w->asks[j].count, q->words);
		memcpy(x->all + n, q->words, q->count * sizeof *x->all);
		n += q->count;
	}
	once_each(x->all, n, &x->all_count);
	for (size_t j = 0; j < x->all_count; j++)
		k->words[x->all[j]].passages++;
}

/* What is searched: the words of the text, and behind them, once each, those that only its
 * questions have. */
static const char *
searched_words(struct knowledge *k, const struct indexed *x, const struct passage_words *w)
{
	const char **list = arena_alloc(k->a, (w->body.count + x->all_count + 1) * sizeof *list);
	uint32_t *own = arena_alloc(k->a, (w->body.count + x->title_count + 1) * sizeof *own);
	size_t n = w->body.count, own_count = numbers_of(k, w->body.words, w->body.count, own);

	memcpy(list, w->body.words, n * sizeof *list);
	memcpy(own + own_count, x->title, x->title_count * sizeof *own);
	once_each(own, own_count + x->title_count, &own_count);
	for (size_t i = 0, j = 0; i < x->all_count; i++) {
		while (j < own_count && own[j] < x->all[i])
			j++;
		if (j == own_count || own[j] != x->all[i])
			list[n++] = k->words[x->all[i]].text;
	}
	return joined(k->a, list, n);
}

/* Words of every passage, then the vocabulary, then each passage's words by number and in how many
 * passages each is. */
static void
index_make(struct knowledge *k)
{
	struct stemmer *stemmer = stemmer_new(k->language);
	struct passage_words *all = arena_alloc(k->a, (k->count + 1) * sizeof *all);
	size_t total = 0;

	for (size_t i = 0; i < k->count; i++)
		total += words_read(k, stemmer, &k->passages[i], &all[i]);
	stemmer_free(&stemmer);
	vocabulary_make(k, all, total);
	for (size_t i = 0; i < k->count; i++) {
		struct indexed *x = &k->passages[i];

		numbers_make(k, x, &all[i]);
		x->title_words = joined(k->a, all[i].title.words, all[i].title.count);
		x->body_words = searched_words(k, x, &all[i]);
	}
	for (size_t i = 0; i < k->word_count; i++)
		k->words[i].idf = log((1.0 + (double)k->count) / (0.5 + k->words[i].passages));
	k->unknown_idf = log((1.0 + (double)k->count) / 0.5);
	k->plain = arena_alloc(k->a, (k->count + 1) * sizeof *k->plain);
	for (size_t i = 0; i < k->count; i++)
		k->plain[i] = k->passages[i].passage;
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
