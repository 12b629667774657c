/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tools: what a desk works with that comes from the world alone. Making them compiles patterns and policy and indexes the articles; a thread that opens one desk after the other
 * makes them once.
 */
#include "private.h"

static enum err
make(struct desk_tools *t, const struct desk_shared *s, struct errinfo *e)
{
	const struct settings *settings = world_settings(s->world);
	const struct shop_records *records = world_records(s->world);
	const struct messages *own = world_messages(s->world, settings->language);
	enum err r;
	if ((r = announce_check(own, settings->language, e)) != ERR_OK || (r = record_masker_new(settings, &t->masker, e)) != ERR_OK ||
	    (r = policy_session_new(world_policy(s->world), &t->policy, e)) != ERR_OK ||
	    (r = retriever_new(world_knowledge(s->world), &t->retriever, e)) != ERR_OK)
		return r;
	if (s->understander != NULL &&	/* a desk that plays no turns does without */
	    (r = understand_index_new(s->understander, records->products, records->product_count, settings->order_pattern, &t->index, e)) != ERR_OK)
		return r;
	return ground_checker_new(settings, records->products, records->product_count, own, &t->ground, e);
}

enum err
desk_tools_new(const struct desk_shared *shared, struct desk_tools **out, struct errinfo *e)
{
	struct desk_tools *t = mem_zero(1, sizeof *t);
	enum err r = make(t, shared, e);
	if (r != ERR_OK)
		desk_tools_free(&t);
	*out = t;
	return r;
}

void
desk_tools_free(struct desk_tools **t)
{
	struct desk_tools *x = *t;
	if (x == NULL)
		return;
	*t = NULL;
	ground_checker_free(&x->ground);
	understand_index_free(&x->index);
	if (x->retriever != NULL)
		retriever_free(&x->retriever);
	if (x->policy != NULL)
		policy_session_free(&x->policy);
	masker_free(&x->masker);
	mem_free(x);
}
