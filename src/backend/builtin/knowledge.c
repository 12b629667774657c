/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Answers out of passages: retrieved, cut to the sentences that matter, cited.
 */
#include "builtin.h"

#include <math.h>
#include <string.h>

#include "context.h"
#include "floorwalker/text/text.h"

#define ARTICLE_LEAST 0.75	/* probability of a wish whose article is said where no passage
				   answers */
#define ANSWER_LEAST 0.45	/* probability that a passage answers; below it is no answer */
#define ABOUT_LEAST 0.20	/* … where the wish is clear and the passage's article is about
				   it */
#define CLEAR_FROM 0.50		/* probability of a wish from which it counts for its article */
#define ABOUT_PROBABILITY 0.57	/* how often it is right then: 19 of 33 of the questions that
				   retrieval was made with, at a probability of 0.15 to 0.60 */
#define KNOWN_QUESTION 0.50	/* likeness to a question that the article names from which it is
				   that question */
#define GUIDE_LEAST 0.15	/* of a passage where only one article is asked */
#define TOPIC_WORDS 4
#define SHOP_REST 12		/* bytes beside the shop's name from which a question isn't about
				   the shop */
#define ANSWER_BYTES 420	/* longer passages are cut to their best sentences */
#define SENTENCE_LIMIT 24
#define PASSAGES 4

/* Kept, the nearest of all: what changes in other articles may move a probability past a limit, or
 * past another's. */
static void
keep_nearest(struct talk *t, double distance)
{
	t->nearest = distance < t->nearest ? distance : t->nearest;
}

bool
reaches(struct talk *t, double value, double limit)
{
	keep_nearest(t, value > limit ? value - limit : limit - value);
	return value >= limit;
}

/* The least of all limits above. */
double
backend_builtin_passage_least(void)
{
	return GUIDE_LEAST;
}

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
	size_t words_count = text_tokens(t->a, question, strlen(question), &words),
	       in_count = text_tokens(t->a, s, length, &in);
	int found = 0;

	for (size_t i = 0; i < words_count; i++) {
		size_t stem = strlen(words[i].folded);

		if (stem < 4 || words[i].kind == TOKEN_PUNCTUATION)
			continue;
		stem = stem > 5 ? stem - 2 : stem;	/* endings differ, in most languages at the
							   end */
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
is_likely(struct talk *t, const struct retrieved *r, const struct retrieved *best)
{
	return text_is(r->passage->article, best->passage->article) &&
	    reaches(t, r->probability, ANSWER_LEAST);
}

/* A neighbour belongs to the answer where it is as like a known question as the best is, or holds
 * words of the question that the best lacks. */
static bool
adds_to(
    struct talk *t, const struct retrieved *r, const struct retrieved *best, const char *question)
{
	const char *both = arena_printf(t->a, "%s %s", best->passage->text, r->passage->text);

	if (reaches(t, best->asked, KNOWN_QUESTION)) {
		keep_nearest(t, fabs(r->asked - 0.95 * best->asked) / 2);	/* both may move */
		return r->asked >= 0.95 * best->asked;
	}
	return overlap(t, question, both, strlen(both)) >
	    overlap(t, question, best->passage->text, strlen(best->passage->text));
}

/* The best passage, with likely ones of its article that add to it as far as they are short
 * together, in the article's order; all of them cited. */
static const char *
with_neighbours(struct talk *t, const struct answer *x)
{
	const struct retrieved *list = x->list;
	const struct passage *kept[PASSAGES] = {list[0].passage};
	size_t n = 1, length = strlen(list[0].passage->text);

	for (size_t i = 1; i < x->count && n < PASSAGES; i++) {
		size_t more = strlen(list[i].passage->text) + 1, at = n;

		if (!is_likely(t, &list[i], &list[0]) || length + more > ANSWER_BYTES ||
		    !adds_to(t, &list[i], &list[0], x->clause))
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
			text = arena_printf(t->a, "%s%s%s", text,
			    strchr(kept[i]->text, '\n') || strchr(kept[i - 1]->text, '\n') ? "\n"
											   : " ",
			    kept[i]->text);
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
	return text_is_empty(w->topic) ? w->book->intent : w->topic;
}

static bool
is_main(const struct passage *p, const char *intent)
{
	return p->about_count && text_is(p->about[0], intent);
}

/* Where the wish is clear and no known question was put, a likely passage of an article about it
 * goes before one that only shares words. */
static void
prefer_about(struct talk *t, const struct wish *w, struct answer *x)
{
	struct retrieved *list = x->list;

	if (w->probability < ARTICLE_LEAST || reaches(t, list[0].asked, KNOWN_QUESTION))
		return;
	for (size_t i = 0; i < x->count && reaches(t, list[i].probability, ANSWER_LEAST); i++) {
		struct retrieved found = list[i];

		if (!is_about(found.passage, topic_of(w)))
			continue;
		if (i)
			trace_step(t, "preferred",
			    arena_printf(t->a, "%s, which is about \"%s\"", found.passage->id,
				w->book->intent),
			    "a wish less clear");
		memmove(list + 1, list, i * sizeof *list);
		list[0] = found;
		return;
	}
}

/* "Can I return the gift card of …?": whose shop it is tells nothing of what is asked. */
static const char *
without_shop(struct talk *t, const char *clause)
{
	const char *name = t->q->settings->name,
		   *at = text_is_empty(name) ? NULL : strcasestr(clause, name);

	if (!at || strlen(clause) < strlen(name) + SHOP_REST)
		return clause;
	return arena_printf(t->a, "%.*s%s", (int)(at - clause), clause, at + strlen(name));
}

/* Likelier; but of a message that asks two things, what is about this one goes first. */
static bool
is_better(struct talk *t, const struct answer *x, const struct answer *best, const char *topic)
{
	const struct retrieved *new = &x->list[0], *old = &best->list[0];
	bool new_about, old_about;

	if (!best->count)
		return true;
	new_about = is_about(new->passage, topic) && reaches(t, new->probability, ABOUT_LEAST);
	old_about = is_about(old->passage, topic) && reaches(t, old->probability, ABOUT_LEAST);
	if (new_about == old_about)
		keep_nearest(t, fabs(new->probability - old->probability) / 2);
	return new_about != old_about ? new_about : new->probability > old->probability;
}

/* One search; kept where it is better than what was found before. */
static bool
search(struct talk *t, const char *clause, const struct topic *topics, size_t topic_count,
    const char *product, struct answer *best)
{
	struct answer x = {.clause = clause};
	struct inquiry q = {.text = without_shop(t, clause),
	    .product = product,
	    .topics = topics,
	    .topic_count = topic_count,
	    .outside = t->u->out_of_scope};
	struct errinfo e = {0};
	enum err err = retrieve(t->q->retriever, t->a, &q, PASSAGES, &x.list, &x.count, &e);

	if (err)
		talk_fail(t, err, &e);
	if (!err && x.count && is_better(t, &x, best, topic_count ? topics[0].intent : ""))
		*best = x;
	return !err;
}

static bool
find(struct talk *t, const struct wish *w, const char *intent, const char *product,
    struct answer *out)
{
	size_t topics_count = 0;
	const struct topic *topics = text_is_empty(intent)
	    ? NULL
	    : context_topics(t->a, t->u, intent, w->probability, &topics_count);
	const char *question = w->question[0] ? w->question : t->u->text, *clauses[ANSWER_CLAUSES];
	size_t count = question_clauses(t, question, clauses);

	*out = (struct answer){0};
	if (count <= 1)
		count = 0;
	for (size_t i = 0; i < count; i++)
		if (!search(t, clauses[i], topics, topics_count, product, out))
			return false;
	if ((!count || !out->count || !reaches(t, out->list[0].probability, ANSWER_LEAST)) &&
	    !search(t, question, topics, topics_count, product, out))
		return false;
	if (w->fresh && (!out->count || !reaches(t, out->list[0].probability, ANSWER_LEAST)) &&
	    !search(t, t->u->text, topics, topics_count, product, out))
		return false;		/* what stands around it may say more */
	if (out->count)
		trace_passages(t, out->list, out->count);
	return out->count > 0;
}

bool
answer_find(struct talk *t, const struct wish *w, const char *product, struct answer *out)
{
	return find(t, w, topic_of(w), product, out);
}

bool
answer_find_any(struct talk *t, const struct wish *w, struct answer *out)
{
	return find(t, w, "", "", out);
}

/* In the language that it is written in; where that isn't the shopper's, they are told. */
static void
say_passage(struct talk *t, const struct passage *x, const char *text)
{
	struct params p = {0};
	bool foreign = !text_is_empty(x->language) &&
	    !text_is(x->language, messages_language(t->say)) &&
	    has_key(t, "answer.passage_foreign");

	param_text(&p, "text", text);
	param_text(&p, "title", x->title);
	if (foreign)
		param_text(&p, "language", phrase_language(t, x->language));
	say(t, foreign ? "answer.passage_foreign" : "answer.passage", &p);
}

void
answer_say(struct talk *t, const struct answer *x)
{
	if (t->said_clause_count < ANSWER_CLAUSES)
		t->said_clauses[t->said_clause_count++] = x->clause;
	double probability = x->list[0].probability;

	if (x->about && probability < ABOUT_PROBABILITY)
		probability = ABOUT_PROBABILITY;
	if (probability < t->retrieval)
		t->retrieval = probability;
	if (is_cited(t, x->list[0].passage->id))
		return;		/* said already in this turn */
	t->claims_made = true;
	say_passage(t, x->list[0].passage, excerpt(t, with_neighbours(t, x), x->clause));
	trace_step(t, "answered", arena_printf(t->a, "from %s", x->list[0].passage->id),
	    "another passage scoring higher");
}

/* What a passage of the wish's own article needs: less, the clearer the wish is. */
static double
least_about(const struct wish *w)
{
	double clear = (w->probability - CLEAR_FROM) / (ARTICLE_LEAST - CLEAR_FROM);

	clear = clear < 0 ? 0 : clear > 1 ? 1 : clear;
	return ANSWER_LEAST - clear * (ANSWER_LEAST - ABOUT_LEAST);
}

/* The likeliest passage, where it is likely enough for how clear the wish is. */
static bool
is_answer(struct talk *t, const struct wish *w, struct answer *x)
{
	x->about = w->probability > CLEAR_FROM && is_main(x->list[0].passage, topic_of(w)) &&
	    reaches(t, x->list[0].probability, least_about(w));
	return x->about || reaches(t, x->list[0].probability, ANSWER_LEAST);
}

bool
answer_from_passages(struct talk *t, struct wish *w, const char *product)
{
	struct answer x;

	if (!answer_find(t, w, product, &x))
		return false;
	if (!is_answer(t, w, &x)) {
		trace_step(t, "no passage",
		    arena_printf(t->a, "best probability %.2f", x.list[0].probability),
		    arena_printf(t->a, "a passage with at least %.2f", ANSWER_LEAST));
		return false;
	}
	prefer_about(t, w, &x);
	answer_say(t, &x);
	return true;
}

/* Out of the articles about the wish alone, whatever others know of its words. */
bool
answer_from_guide(struct talk *t, struct wish *w, const char *question, const char *product)
{
	struct answer x = {0};
	struct topic topic = {topic_of(w), 1};
	size_t kept = 0;

	if (!search(t, question, &topic, 1, product, &x))
		return false;
	for (size_t i = 0; i < x.count; i++)
		if (product[0] ? is_about(x.list[i].passage, topic_of(w))
			       : is_main(x.list[i].passage, topic_of(w)))
			x.list[kept++] = x.list[i];
	x.count = kept;
	if (!kept || !reaches(t, x.list[0].probability, GUIDE_LEAST))
		return false;
	trace_passages(t, x.list, x.count);
	x.about = w->probability >= ARTICLE_LEAST && reaches(t, x.list[0].probability, ABOUT_LEAST);
	x.clause = question;
	answer_say(t, &x);
	return true;
}

/* The only article that is about a wish first of all answers whatever is asked of it, as well as
 * can be: its likeliest passage. */
static bool
answer_from_only(struct talk *t, struct wish *w)
{
	const char *article = NULL;

	for (size_t i = 0; i < knowledge_count(t->q->knowledge); i++) {
		const struct passage *x = knowledge_at(t->q->knowledge, i);

		if (is_main(x, topic_of(w)) && article && !text_is(article, x->article))
			return false;
		article = is_main(x, topic_of(w)) ? x->article : article;
	}
	return article && answer_from_guide(t, w, w->question, "");
}

/* The beginning of the article that is about an intent first of all, and about least beside it. */
static const struct passage *
plainest_about(const struct talk *t, const char *intent)
{
	const struct passage *best = NULL;

	for (size_t i = 0; i < knowledge_count(t->q->knowledge); i++) {
		const struct passage *x = knowledge_at(t->q->knowledge, i);

		if (is_main(x, intent) && !is_cited(t, x->id) &&
		    (!best || x->about_count < best->about_count))
			best = x;
	}
	return best;
}

/* What the article about the wish begins with, whatever else the message names. */
bool
answer_from_topic(struct talk *t, struct wish *w)
{
	const struct passage *x =
	    t->err || w->probability < ARTICLE_LEAST ? NULL : plainest_about(t, topic_of(w));

	if (!x)
		return false;
	cite(t, x->id);
	t->claims_made = true;
	say_passage(t, x, excerpt(t, x->text, w->question));
	trace_step(t, "answered", arena_printf(t->a, "from %s, which is about the wish", x->id),
	    "a passage that answers the words of the question");
	return true;
}

/* A few words that name a topic and ask nothing of it: what its article begins with. */
bool
answer_from_article(struct talk *t, struct wish *w)
{
	struct token *tokens;
	size_t words = 0, count = text_tokens(t->a, w->question, strlen(w->question), &tokens);

	for (size_t i = 0; i < count; i++)
		words += tokens[i].kind != TOKEN_PUNCTUATION;
	if (t->err || w->probability < ARTICLE_LEAST)
		return false;
	if (words > TOPIC_WORDS || question_is_general(t, w->question))
		return answer_from_only(t, w);
	return answer_from_topic(t, w);
}

/* No question of its own, beside a wish that is one: a remark. */
static bool
is_by_the_way(const struct talk *t, const struct wish *w)
{
	for (size_t i = 0; i < t->m.wish_count; i++) {
		const struct wish *x = &t->m.wishes[i];

		if (x != w && (wish_is_live(x) || x->fresh) &&
		    (x->probability > w->probability || !strchr(w->question, '?')))
			return true;
	}
	return false;
}

/* Beside another wish, what nothing answers is let go by; false where it is no such remark. */
bool
answer_pass_over(struct talk *t, struct wish *w)
{
	if (!is_by_the_way(t, w))
		return false;
	w->status = WISH_DROPPED;
	trace_step(t, "passed over",
	    arena_printf(
		t->a, "\"%s\" beside another wish, and nothing answers it", w->book->intent),
	    "a passage that answers it");
	return true;
}

enum outcome
answer_unknown(struct talk *t, struct wish *w)
{
	if (t->err)
		return OUTCOME_STUCK;
	if (answer_pass_over(t, w))
		return OUTCOME_NEXT;
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
	if (leave_to_people(t, w))
		return OUTCOME_STUCK;
	if (!(w->fresh && product_answer_anyway(t, true)) && !answer_from_passages(t, w, "") &&
	    !answer_from_article(t, w))
		return answer_unknown(t, w);
	w->status = WISH_DONE;
	t->m.served = true;
	return OUTCOME_NEXT;
}
