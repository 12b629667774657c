/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Answers out of passages: retrieved, cut to the sentences that matter, cited.
 */
#include "builtin.h"

#include <string.h>

#include "floorwalker/text/text.h"

#define ARTICLE_LEAST 0.75	/* probability of a wish whose article is said where no passage answers */
#define ANSWER_LEAST 0.40	/* probability that a passage answers; below it is no answer */
#define ANSWER_BYTES 420	/* longer passages are cut to their best sentences */
#define SENTENCE_LIMIT 24
#define PASSAGES 4

void
cite(struct talk *t, const char *id)
{
	const struct passage *p = text_is_empty(id) ? NULL : knowledge_find(t->q->knowledge, id);

	if (!p)
		return;
	for (size_t i = 0; i < t->citation_count; i++)
		if (text_is(t->citations[i], p->id))
			return;
	if (t->citation_count < CITATION_LIMIT)
		t->citations[t->citation_count++] = p->id;
}

static bool
is_cited(const struct talk *t, const char *id)
{
	for (size_t i = 0; i < t->citation_count; i++)
		if (text_is(t->citations[i], id))
			return true;
	return false;
}

/* Words of the question that stand in these bytes; short ones say nothing. */
static int
overlap(struct talk *t, const char *question, const char *s, size_t length)
{
	struct token *words, *in;
	size_t words_count = text_tokens(t->a, question, strlen(question), &words), in_count = text_tokens(t->a, s, length, &in);
	int found = 0;

	for (size_t i = 0; i < words_count; i++) {
		size_t stem = strlen(words[i].folded);

		if (stem < 4 || words[i].kind == TOKEN_PUNCTUATION)
			continue;
		stem = stem > 5 ? stem - 2 : stem;	/* endings differ, in most languages at the end */
		for (size_t k = 0; k < in_count; k++)
			if (!strncmp(words[i].folded, in[k].folded, stem)) {
				found++;
				break;
			}
	}
	return found;
}

/* Where sentences end: a mark with white space behind it, or a line's end. */
static size_t
sentence_ends(const char *s, size_t ends[SENTENCE_LIMIT])
{
	size_t count = 0, length = strlen(s);

	for (size_t i = 0; i < length && count + 1 < SENTENCE_LIMIT; i++)
		if (s[i] == '\n' || (strchr(".!?", s[i]) && (s[i + 1] == ' ' || s[i + 1] == '\n')))
			ends[count++] = i + 1;
	if (!count || ends[count - 1] < length)
		ends[count++] = length;
	return count;
}

static const char *
excerpt(struct talk *t, const char *text, const char *question)
{
	size_t ends[SENTENCE_LIMIT], best_from = 0, best_to = 0;
	int best = -1;

	if (strlen(text) <= ANSWER_BYTES)
		return text;
	size_t count = sentence_ends(text, ends);

	for (size_t i = 0; i < count; i++) {
		size_t from = i ? ends[i - 1] : 0, k = i;

		while (k + 1 < count && ends[k + 1] - from <= ANSWER_BYTES)
			k++;
		int score = overlap(t, question, text + from, ends[k] - from);

		if (score > best) {
			best = score;
			best_from = from;
			best_to = ends[k];
		}
	}
	while (text[best_from] == ' ' || text[best_from] == '\n')
		best_from++;
	return arena_text_n(t->a, text + best_from, best_to - best_from);
}

static void
trace_passages(struct talk *t, const struct retrieved *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct value *x = value_add_map(t->passages);

		value_set_text(x, "id", list[i].passage->id);
		value_set_real(x, "score", list[i].score);
		value_set_real(x, "probability", list[i].probability);
	}
}

static bool
is_likely(const struct retrieved *r, const struct retrieved *best)
{
	return text_is(r->passage->article, best->passage->article) && r->probability >= ANSWER_LEAST;
}

/* The best passage, with likely ones of its article as far as they are short together, in the article's order; all of them cited. */
static const char *
with_neighbours(struct talk *t, const struct retrieved *list, size_t count)
{
	const struct passage *kept[PASSAGES] = {list[0].passage};	/* what it is asked with is likely */
	size_t n = 0, length = 0;

	for (size_t i = 0; i < count; i++) {
		size_t more = strlen(list[i].passage->text) + 1, at = n;

		if (!is_likely(&list[i], &list[0]) || (n && length + more > ANSWER_BYTES))
			continue;
		for (; at > 0 && kept[at - 1]->line > list[i].passage->line; at--)
			kept[at] = kept[at - 1];
		kept[at] = list[i].passage;
		length += more;
		n++;
	}
	const char *text = kept[0]->text;

	for (size_t i = 0; i < n; i++) {
		cite(t, kept[i]->id);
		if (i)
			text = arena_printf(t->a, "%s%s%s", text, strchr(kept[i]->text, '\n') || strchr(kept[i - 1]->text, '\n') ? "\n" : " ", kept[i]->text);
	}
	return text;
}

static bool
is_about(const struct passage *p, const char *intent)
{
	for (size_t i = 0; i < p->about_count; i++)
		if (text_is(p->about[i], intent))
			return true;
	return false;
}

static const char *
topic_of(const struct wish *w)
{
	return w->topic[0] ? w->topic : w->book->intent;
}

/* Where the wish is clear, a likely passage of an article about it goes before one that only shares words with the question. */
static void
prefer_about(struct talk *t, const struct wish *w, struct retrieved *list, size_t count)
{
	if (w->probability < ARTICLE_LEAST)
		return;
	for (size_t i = 0; i < count && list[i].probability >= ANSWER_LEAST / 2; i++) {
		struct retrieved found = list[i];

		if (!is_about(found.passage, topic_of(w)))
			continue;
		if (i)
			trace_step(t, "preferred", arena_printf(t->a, "%s, which is about \"%s\"", found.passage->id, w->book->intent), "a wish less clear");
		memmove(list + 1, list, i * sizeof *list);
		list[0] = found;
		return;
	}
}

bool
answer_from_passages(struct talk *t, struct wish *w, const char *product)
{
	struct retrieved *list;
	struct params p = {0};
	struct errinfo e = {0};
	size_t count;
	const char *question = w->question[0] ? w->question : t->u->text;
	enum err err = retrieve(t->q->retriever, t->a, question, topic_of(w), product, PASSAGES, &list, &count, &e);

	if (err) {
		talk_fail(t, err, &e);
		return false;
	}
	trace_passages(t, list, count);
	if ((!count || list[0].probability < ANSWER_LEAST) && w->fresh && strlen(question) < strlen(t->u->text)) {
		w->question = t->u->text;	/* what stands around it may say more */
		return answer_from_passages(t, w, product);
	}
	if (!count || list[0].probability < ANSWER_LEAST) {
		trace_step(t, "no passage", arena_printf(t->a, "best probability %.2f", count ? list[0].probability : 0.0),
		    arena_printf(t->a, "a passage with at least %.2f", ANSWER_LEAST));
		return false;
	}
	prefer_about(t, w, list, count);
	if (!w->topic[0] && !is_about(list[0].passage, w->book->intent) && answer_from_article(t, w))
		return true;
	if (list[0].probability < t->retrieval)
		t->retrieval = list[0].probability;
	if (is_cited(t, list[0].passage->id))
		return true;		/* said already in this turn */
	t->claims_made = true;
	param_text(&p, "text", excerpt(t, with_neighbours(t, list, count), question));
	param_text(&p, "title", list[0].passage->title);
	say(t, "answer.passage", &p);
	trace_step(t, "answered", arena_printf(t->a, "from %s", list[0].passage->id), "another passage scoring higher");
	return true;
}

/* The beginning of the article that is about an intent first of all, and about least beside it. */
static const struct passage *
plainest_about(const struct talk *t, const char *intent)
{
	const struct passage *best = NULL;

	for (size_t i = 0; i < knowledge_count(t->q->knowledge); i++) {
		const struct passage *x = knowledge_at(t->q->knowledge, i);

		if (x->about_count && text_is(x->about[0], intent) && !is_cited(t, x->id) && (!best || x->about_count < best->about_count))
			best = x;
	}
	return best;
}

/* No passage stands out, but the wish is clear and there is an article about it first of all: what that begins with. */
bool
answer_from_article(struct talk *t, struct wish *w)
{
	struct params p = {0};

	const struct passage *x = t->err || w->probability < ARTICLE_LEAST ? NULL : plainest_about(t, topic_of(w));

	if (!x)
		return false;
	cite(t, x->id);
	t->claims_made = true;
	param_text(&p, "text", excerpt(t, x->text, w->question));
	param_text(&p, "title", x->title);
	say(t, "answer.passage", &p);
	trace_step(t, "answered", arena_printf(t->a, "from %s, which is about the wish", x->id), "a passage that answers the words of the question");
	return true;
}

/* No question of its own, beside a wish that is one: a remark. */
static bool
is_by_the_way(const struct talk *t, const struct wish *w)
{
	for (size_t i = 0; i < t->m.wish_count; i++) {
		const struct wish *x = &t->m.wishes[i];

		if (x != w && (wish_is_live(x) || x->fresh) && (x->probability > w->probability || !strchr(w->question, '?')))
			return true;
	}
	return false;
}

enum outcome
answer_unknown(struct talk *t, struct wish *w)
{
	if (t->err)
		return OUTCOME_STUCK;
	if (is_by_the_way(t, w)) {
		w->status = WISH_DROPPED;
		trace_step(t, "passed over", arena_printf(t->a, "\"%s\" beside another wish, and nothing answers it", w->book->intent), "a passage that answers it");
		return OUTCOME_NEXT;
	}
	w->status = WISH_REFUSED;
	t->m.failures++;
	say_plain(t, "answer.unknown");
	if (!t->asked) {
		say_plain(t, "human.offer");
		state_expect(t, CHOICE_HUMAN, "yes_no");
		t->asked = true;
	}
	return OUTCOME_NEXT;
}

enum outcome
knowledge_run(struct talk *t, struct wish *w)
{
	if (!answer_from_passages(t, w, "") && !answer_from_article(t, w))
		return answer_unknown(t, w);
	w->status = WISH_DONE;
	t->m.served = true;
	return OUTCOME_NEXT;
}
