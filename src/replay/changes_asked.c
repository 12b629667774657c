/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Both worlds asked the same: policy on the same facts, articles by the same words.
 */
#include <math.h>

#include "changes.h"
#include "floorwalker/backend.h"
#include "floorwalker/base/str.h"

enum err
changes_side_open(struct side *s, const struct world *w, struct errinfo *e)
{
	const struct messages *m;

	s->world = w;
	s->folder = world_folder(w);
	for (size_t i = 0; (m = world_messages_at(w, i)) != NULL && i < LANGUAGES_MOST; i++)
		s->languages[s->language_count++] = messages_language(m);
	return policy_session_new(world_policy(w), &s->policy, e);
}

void
changes_side_close(struct side *s)
{
	for (size_t i = 0; i < s->language_count; i++)
		if (s->retrievers[i] != NULL)
			retriever_free(&s->retrievers[i]);
	if (s->policy != NULL)
		policy_session_free(&s->policy);
}

/* ---- policy */

static bool
same_verdict(const struct verdict *x, const struct verdict *y)
{
	if (x->outcome != y->outcome || !text_is(x->rule, y->rule) || !text_is(x->shopper, y->shopper) ||
	    !text_is(x->agent, y->agent) || !text_is(x->cite, y->cite) || x->offer_count != y->offer_count)
		return false;
	for (size_t i = 0; i < x->offer_count; i++)
		if (!text_is(x->offer[i], y->offer[i]))
			return false;
	return true;
}

bool
changes_same_decision(struct replay_changes *c, struct arena *a, const struct value *asked)
{
	const struct value *facts = value_get(asked, "facts");
	int64_t now_ms = value_get_int(asked, "now", 0);
	struct verdict was, is;
	enum action_kind kind;
	struct errinfo e;

	(void)a;
	return action_kind_from(value_get_text(asked, "kind"), &kind) &&
	    policy_decide(c->was.policy, kind, facts, now_ms, &was, NULL, &e) == ERR_OK &&
	    policy_decide(c->is.policy, kind, facts, now_ms, &is, NULL, &e) == ERR_OK &&
	    same_verdict(&was, &is);
}

/* ---- articles */

static bool
same_about(const struct passage *x, const struct passage *y)
{
	if (x->about_count != y->about_count)
		return false;
	for (size_t i = 0; i < x->about_count; i++)
		if (!text_is(x->about[i], y->about[i]))
			return false;
	return true;
}

bool
changes_passages_equal(const struct passage *x, const struct passage *y)
{
	if (x == NULL || y == NULL)
		return x == y;
	return text_is(x->id, y->id) && text_is(x->article, y->article) && text_is(x->title, y->title) &&
	    text_is(x->heading, y->heading) && text_is(x->text, y->text) &&
	    text_is(x->language, y->language) && same_about(x, y);
}

bool
changes_same_passage(const struct replay_changes *c, const char *id)
{
	for (size_t i = 0; i < c->is.language_count; i++)
		if (!changes_passages_equal(
			knowledge_find(world_knowledge_in(c->was.world, c->is.languages[i]), id),
			knowledge_find(world_knowledge_in(c->is.world, c->is.languages[i]), id)))
			return false;
	return true;
}

static struct retriever *
retriever_of(struct side *s, const char *language)
{
	struct errinfo e;

	for (size_t i = 0; i < s->language_count; i++) {
		if (!text_is(s->languages[i], language))
			continue;
		if (s->retrievers[i] == NULL &&
		    retriever_new(world_knowledge_in(s->world, language), &s->retrievers[i], &e) != ERR_OK)
			return NULL;
		return s->retrievers[i];
	}
	return NULL;
}

static struct inquiry
inquiry_of(struct arena *a, const struct talk *t, const struct value *searched)
{
	const struct value *list = value_get(searched, "topics");
	struct topic *topics = arena_alloc(a, (value_count(list) + 1) * sizeof *topics);

	for (size_t i = 0; i < value_count(list); i++)
		topics[i] = (struct topic){value_get_text(value_at(list, i), "intent"),
		    value_get_real(value_at(list, i), "probability", 0)};
	return (struct inquiry){.text = replay_fill(a, t, value_get_text(searched, "text")),
	    .product = value_get_text(searched, "product"),
	    .topics = topics,
	    .topic_count = value_count(list),
	    .outside = value_get_real(searched, "outside", 0)};
}

static void
raise(double *most, double by)
{
	*most = by > *most ? by : *most;
}

static void
lower(double *least, double to)
{
	*least = to < *least ? to : *least;
}

/* What is likely enough for some limit, and what stands beside the best in its article where that is: in place. */
static size_t
that_count(struct retrieved *list, size_t count, bool any)
{
	double least = backend_builtin_passage_least();
	bool best = count > 0 && (any || list[0].probability >= least);
	const char *article = best ? list[0].passage->article : NULL;
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (list[i].probability >= least || (best && text_is(list[i].passage->article, article)))
			list[kept++] = list[i];
	return kept;
}

static double
probability_at(const struct retrieved *list, size_t count, size_t i)
{
	return i < count ? list[i].probability : 0;
}

bool
changes_same_search(struct replay_changes *c, struct arena *a, const struct talk *t,
    const struct value *searched, bool any, struct moved *moved)
{
	struct retriever *was = retriever_of(&c->was, value_get_text(searched, "language")),
			 *is = retriever_of(&c->is, value_get_text(searched, "language"));
	struct inquiry q = inquiry_of(a, t, searched);
	size_t limit = (size_t)value_get_int(searched, "limit", 0), x_count, y_count;
	struct retrieved *x, *y;
	struct errinfo e;

	if (was == NULL || is == NULL || retrieve(was, a, &q, limit, &x, &x_count, &e) != ERR_OK ||
	    retrieve(is, a, &q, limit, &y, &y_count, &e) != ERR_OK)
		return false;
	if (x_count > 0 && y_count > 0) {
		lower(&moved->best, x[0].probability);
		lower(&moved->best, y[0].probability);
	}
	for (size_t i = 0; i < 2; i++)
		raise(&moved->close, fabs(probability_at(x, x_count, i) - probability_at(y, y_count, i)));
	x_count = that_count(x, x_count, any);
	y_count = that_count(y, y_count, any);
	if (x_count != y_count)
		return false;
	for (size_t i = 0; i < x_count; i++) {
		if (!changes_passages_equal(x[i].passage, y[i].passage) || x[i].words != y[i].words)
			return false;
		raise(&moved->limit, fabs(x[i].probability - y[i].probability));
		raise(&moved->limit, fabs(x[i].asked - y[i].asked));
	}
	return true;
}
