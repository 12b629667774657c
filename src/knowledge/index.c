/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The vocabulary, and each passage by the numbers of its words.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"
#include "floorwalker/text/text.h"

#include "full_text.h"
#include "phrasings.h"
#include "word_table.h"

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
	size_t i = word_table_find(k->by_word, text);

	return i != WORD_TABLE_NONE ? &k->words[i] : NULL;
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

/* Those of its title, its body, each question that it answers, and other ways to say them. */
struct passage_words {
	struct word_list title, name, body, *asks, *also;
	size_t ask_count, also_count;
};

/* ---- what passages say */

static void
hear_each(const struct knowledge *k, struct stemmer *stemmer, struct arena *a,
    const struct value *texts, struct heard **out)
{
	*out = arena_alloc(a, (value_count(texts) + 1) * sizeof **out);
	for (size_t i = 0; i < value_count(texts); i++)
		lexicon_hear(k->lexicon, stemmer, a, value_source_text(value_at(texts, i)),
		    &(*out)[i]);
}

/* The title is the same for all passages of an article. */
static void
hear(const struct knowledge *k, struct stemmer *stemmer, struct arena *a,
    struct heard_passage *heard)
{
	for (size_t i = 0; i < k->count; i++) {
		const struct indexed *x = &k->passages[i];

		if (i > 0 && x->passage.title == x[-1].passage.title)
			heard[i].title = heard[i - 1].title;
		else
			lexicon_hear(k->lexicon, stemmer, a, x->passage.title, &heard[i].title);
		lexicon_hear(k->lexicon, stemmer, a, x->passage.heading, &heard[i].heading);
		lexicon_hear(k->lexicon, stemmer, a, x->passage.text, &heard[i].text);
		hear_each(k, stemmer, a, x->questions, &heard[i].questions);
		hear_each(k, stemmer, a, x->also, &heard[i].also);
	}
}

static struct word_list
words_of(const struct knowledge *k, struct arena *a, const struct heard *text, bool drop_stops)
{
	struct word_list out;

	out.count = lexicon_said(k->lexicon, a, text, drop_stops, &out.words);
	return out;
}

/* One text behind the other. */
static struct heard
both(struct arena *a, const struct heard *one, const struct heard *other)
{
	struct heard out = {
	    .words = arena_alloc(a, (one->count + other->count + 1) * sizeof *out.words)};

	heard_append(&out, one, 0);
	heard_append(&out, other, 0);
	return out;
}

static size_t
words_read(const struct knowledge *k, struct arena *a, const struct indexed *x,
    const struct heard_passage *heard, struct passage_words *w)
{
	struct heard title = both(a, &heard->title, &heard->heading);
	size_t total;

	w->title = words_of(k, a, &title, false);
	w->name = words_of(k, a, &heard->title, true);
	w->body = words_of(k, a, &heard->text, false);
	total = w->title.count + w->body.count;
	w->ask_count = value_count(x->questions);
	w->asks = arena_alloc(a, (w->ask_count + 1) * sizeof *w->asks);
	for (size_t i = 0; i < w->ask_count; i++) {
		w->asks[i] = words_of(k, a, &heard->questions[i], true);
		total += w->asks[i].count;
	}
	w->also_count = value_count(x->also);
	w->also = arena_alloc(a, (w->also_count + 1) * sizeof *w->also);
	for (size_t i = 0; i < w->also_count; i++) {
		w->also[i] = words_of(k, a, &heard->also[i], true);
		total += w->also[i].count;
	}
	return total;
}

/* ---- the vocabulary */

static void
words_add(struct knowledge *k, struct word_table *seen, const struct word_list *from)
{
	for (size_t i = 0; i < from->count; i++)
		if (word_table_find(seen, from->words[i]) == WORD_TABLE_NONE) {
			const char *text = arena_text(k->a, from->words[i]);

			word_table_add(seen, text, k->word_count);
			k->words[k->word_count++].text = text;
		}
}

/* Every word once, sorted: its place is its number. */
static void
vocabulary_make(
    struct knowledge *k, struct arena *a, const struct passage_words *all, size_t total)
{
	struct word_table *seen = word_table_new(a, total);

	k->words = arena_alloc(k->a, (total + 1) * sizeof *k->words);
	for (size_t i = 0; i < k->count; i++) {
		words_add(k, seen, &all[i].title);
		words_add(k, seen, &all[i].body);
		for (size_t j = 0; j < all[i].ask_count; j++)
			words_add(k, seen, &all[i].asks[j]);
		for (size_t j = 0; j < all[i].also_count; j++)
			words_add(k, seen, &all[i].also[j]);
	}
	qsort(k->words, k->word_count, sizeof *k->words, by_word);
	k->by_word = word_table_new(k->a, k->word_count);
	for (size_t i = 0; i < k->word_count; i++)
		word_table_add(k->by_word, k->words[i].text, i);
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

/* All of its words, and those of the other ways to say what it answers. */
static void
heard_make(struct knowledge *k, struct indexed *x, const struct passage_words *w)
{
	size_t room = x->all_count + 1, n = x->all_count;

	for (size_t j = 0; j < w->also_count; j++)
		room += w->also[j].count;
	x->heard = arena_alloc(k->a, room * sizeof *x->heard);
	memcpy(x->heard, x->all, n * sizeof *x->heard);
	for (size_t j = 0; j < w->also_count; j++)
		n += numbers_of(k, w->also[j].words, w->also[j].count, x->heard + n);
	once_each(x->heard, n, &x->heard_count);
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
words_index(struct knowledge *k, struct arena *a, const struct heard_passage *heard)
{
	struct passage_words *all = arena_alloc(a, (k->count + 1) * sizeof *all);
	size_t total = 0;

	for (size_t i = 0; i < k->count; i++)
		total += words_read(k, a, &k->passages[i], &heard[i], &all[i]);
	vocabulary_make(k, a, all, total);
	for (size_t i = 0; i < k->count; i++) {
		struct indexed *x = &k->passages[i];

		numbers_make(k, x, &all[i]);
		heard_make(k, x, &all[i]);
		x->title_words = joined(k->a, all[i].title.words, all[i].title.count);
		x->body_words = searched_words(k, x, &all[i]);
	}
	for (size_t i = 0; i < k->word_count; i++)
		k->words[i].idf = log((1.0 + (double)k->count) / (0.5 + k->words[i].passages));
	k->unknown_idf = log((1.0 + (double)k->count) / 0.5);
}

void
knowledge_index(const struct knowledge *k)
{
	struct knowledge *own = (struct knowledge *)(uintptr_t)k;

	pthread_mutex_lock(&own->lock);
	if (own->phrasings == NULL) {
		struct arena *a = arena_new();
		struct stemmer *stemmer = stemmer_new(k->language);
		struct heard_passage *heard = arena_alloc(a, (k->count + 1) * sizeof *heard);

		hear(k, stemmer, a, heard);
		words_index(own, a, heard);
		own->full_text = full_text_new(k);
		own->phrasings = phrasings_new(k, stemmer, heard);
		stemmer_free(&stemmer);
		arena_free(&a);
	}
	pthread_mutex_unlock(&own->lock);
}
