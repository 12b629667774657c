/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "full_text.h"
#include "phrasings.h"
#include "retrieved_seen.h"

#define FOUND_MOST 24		/* by BM25 */
#define CLOSE_MOST 32		/* by how close their phrasings are */
#define ABOUT_MOST 24		/* by their intent alone */
#define SEEN_MOST 1024		/* questions whose answers are kept */

struct retriever {
	const struct knowledge *k;
	struct passage_index *index;	/* NULL until it is needed beside k's own full text */
	struct phrasings_room *room;	/* NULL until the first question: of a shop's languages
					   most are hardly spoken */
	struct stemmer *stemmer;
	void (*asked)(void *context, const struct inquiry *q, size_t limit);
	void *context;
	struct retrieved_seen *seen;
};

enum err
retriever_new(const struct knowledge *k, struct retriever **out, struct errinfo *e)
{
	struct retriever *r = mem_zero(1, sizeof *r);

	(void)e;
	r->k = k;
	r->stemmer = stemmer_new(k->language);
	r->seen = retrieved_seen_new(SEEN_MOST);
	*out = r;
	return ERR_OK;
}

static enum err
index_ready(struct retriever *r, struct errinfo *e)
{
	const struct knowledge *k = r->k;
	enum err rc;

	if (r->index != NULL)
		return ERR_OK;
	rc = passage_index_new(&r->index, e);
	for (size_t i = 0; i < k->count && rc == ERR_OK; i++)
		rc = passage_index_add(
		    r->index, i, k->passages[i].title_words, k->passages[i].body_words, e);
	if (rc != ERR_OK)
		passage_index_free(&r->index);
	return rc;
}

void
retriever_free(struct retriever **r)
{
	if (*r == NULL)
		return;
	passage_index_free(&(*r)->index);
	phrasings_room_free(&(*r)->room);
	stemmer_free(&(*r)->stemmer);
	retrieved_seen_free(&(*r)->seen);
	mem_free(*r);
	*r = NULL;
}

void
retriever_watch(struct retriever *r,
    void (*asked)(void *context, const struct inquiry *q, size_t limit), void *context)
{
	r->asked = asked;
	r->context = context;
}

static void
question_take(struct retriever *r, struct arena *a, const struct heard *heard,
    const struct inquiry *asked, struct question *q)
{
	const char **words;
	size_t n = lexicon_said(r->k->lexicon, a, heard, true, &words);

	memset(q, 0, sizeof *q);
	q->asked = asked;
	for (size_t i = 0; i < n && q->count < QUESTION_WORDS; i++) {
		const struct known_word *known = knowledge_word(r->k, words[i]);
		bool again = false;

		for (size_t j = 0; j < q->count && !again; j++)
			again = strcmp(q->words[j], words[i]) == 0;
		if (again)
			continue;
		q->words[q->count] = words[i];
		q->idf[q->count] = known != NULL ? known->idf : r->k->unknown_idf;
		q->number[q->count] = known != NULL ? known - r->k->words : -1;
		q->total += q->idf[q->count++];
	}
	n = text_is_empty(asked->product)
	    ? 0
	    : lexicon_words(r->k->lexicon, r->stemmer, a, asked->product, true, &words);
	for (size_t i = 0; i < n && q->product_count < QUESTION_WORDS; i++) {
		const struct known_word *known = knowledge_word(r->k, words[i]);

		if (known != NULL && known->passages * 20 < r->k->count + 20)
			q->product[q->product_count++] = known - r->k->words;
		else if (known != NULL && q->kind_count < QUESTION_WORDS)
			q->kind[q->kind_count++] = known - r->k->words;
	}
}

static bool
is_there(const struct candidate *found, size_t n, size_t number)
{
	for (size_t i = 0; i < n; i++)
		if (found[i].number == number)
			return true;
	return false;
}

static size_t
add(struct candidate *found, size_t n, size_t number)
{
	if (n == CANDIDATES_MOST || is_there(found, n, number))
		return n;
	memset(&found[n], 0, sizeof found[n]);
	found[n].number = number;
	return n + 1;
}

/* Passages with a phrasing close to the question, whatever their text. */
static size_t
add_close(
    const struct knowledge *k, const struct closeness *near, struct candidate *found, size_t n)
{
	struct passage_hit best[CLOSE_MOST];
	size_t count = 0;

	for (size_t i = 0; i < k->count; i++) {
		double x = near[i].words + near[i].letters + near[i].whole + near[i].near;

		if (x > 0)
			count = best_keep(best, count, CLOSE_MOST, (struct passage_hit){i, x});
	}
	for (size_t i = 0; i < count; i++)
		n = add(found, n, best[i].number);
	return n;
}

/* Passages of articles that name the likeliest intent first come in without a common word. */
static size_t
add_about(const struct knowledge *k, const struct question *q, struct candidate *found, size_t n)
{
	size_t room = n + ABOUT_MOST;

	for (size_t i = 0; i < k->count && n < room && q->asked->topic_count > 0; i++) {
		const struct passage *p = &k->passages[i].passage;

		if (p->about_count > 0 && text_is(p->about[0], q->asked->topics[0].intent))
			n = add(found, n, i);
	}
	return n;
}

static size_t
leave_out(
    const struct knowledge *k, const struct value *articles, struct candidate *found, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		bool out = false;

		for (size_t j = 0; j < value_count(articles) && !out; j++)
			out = text_is(value_as_text(value_at(articles, j), ""),
			    k->passages[found[i].number].passage.article);
		if (!out)
			found[kept++] = found[i];
	}
	return kept;
}

static int
by_score(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->score > y->score || x->score < y->score)
		return x->score > y->score ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

static enum err
search(struct retriever *r, struct arena *a, const struct question *q, struct passage_hit *hits,
    size_t *count, struct errinfo *e)
{
	enum err rc;

	if (full_text_find(r->k->full_text, a, q->words, q->count, FOUND_MOST, hits, count))
		return ERR_OK;
	rc = index_ready(r, e);
	return rc != ERR_OK
	    ? rc
	    : passage_index_find(r->index, q->words, q->count, FOUND_MOST, hits, count, e);
}

enum err
retrieve_measured(struct retriever *r, struct arena *a, const struct inquiry *asked,
    const struct trial *trial, size_t limit, struct candidate **out, size_t *count,
    struct errinfo *e)
{
	struct passage_hit hits[FOUND_MOST];
	struct candidate *found = arena_alloc(a, CANDIDATES_MOST * sizeof *found);
	struct question *q = arena_alloc(a, sizeof *q);
	struct closeness *near;
	struct heard heard;
	struct str clean;
	double best = 0;
	size_t n = 0, hit_count = 0;
	enum err rc;

	*count = 0;
	*out = found;
	knowledge_index(r->k);
	if (r->room == NULL)
		r->room = phrasings_room_new(r->k->phrasings);
	str_init(&clean);
	text_sanitise(&clean, asked->text, strlen(asked->text), TEXT_MESSAGE_LIMIT, NULL);
	lexicon_hear(r->k->lexicon, r->stemmer, a, clean.data, &heard);
	str_clear(&clean);
	question_take(r, a, &heard, asked, q);
	near = phrasings_measure(r->k->phrasings, r->room, a, &heard, trial->phrasing);
	if (q->count == 0 && asked->topic_count == 0)
		return ERR_OK;
	if ((rc = search(r, a, q, hits, &hit_count, e)) != ERR_OK)
		return rc;
	for (size_t i = 0; i < hit_count; i++) {
		n = add(found, n, hits[i].number);
		found[n - 1].found = hits[i].score;
	}
	n = add_about(r->k, q, found, add_close(r->k, near, found, n));
	n = leave_out(r->k, trial->articles, found, n);
	for (size_t i = 0; i < n; i++)
		best = found[i].found > best ? found[i].found : best;
	for (size_t i = 0; i < n; i++)
		measure_rank(r->k, q, &near[found[i].number], best, trial->weights, &found[i]);
	qsort(found, n, sizeof *found, by_score);
	*count = n < limit ? n : limit;
	measure_answers(r->k, q, near, found, n, *count);
	return ERR_OK;
}

enum err
retrieve(struct retriever *r, struct arena *a, const struct inquiry *q, size_t limit,
    struct retrieved **out, size_t *count, struct errinfo *e)
{
	struct trial nothing = {.phrasing = PHRASINGS_NONE};
	struct candidate *found;
	enum err rc;

	if (r->asked != NULL)
		r->asked(r->context, q, limit);
	if (retrieved_seen_recall(r->seen, a, q, limit, out, count))
		return ERR_OK;
	rc = retrieve_measured(r, a, q, &nothing, limit, &found, count, e);
	*out = arena_alloc(a, (*count + 1) * sizeof **out);
	for (size_t i = 0; i < *count; i++)
		(*out)[i] = (struct retrieved){
		    .passage = &r->k->plain[found[i].number],
		    .score = found[i].score,
		    .probability = measure_probability(&found[i]),
		    .words = found[i].words,
		    .asked = found[i].rank[RANK_ASKED],
		};
	if (rc == ERR_OK)
		retrieved_seen_keep(r->seen, q, limit, *out, *count);
	return rc;
}
