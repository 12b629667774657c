/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/sim/listener.h"

#include <string.h>

#include "oracle.h"

struct sim_listener {
	struct terms *terms;
	struct oracle *oracle;
};

enum err
sim_listener_new(
    const struct world *w, const char *terms, struct sim_listener **out, struct errinfo *e)
{
	struct sim_listener *l = mem_zero(1, sizeof(*l));
	const struct settings *s = world_settings(w);
	enum err err = terms_load(terms, &l->terms, e);

	if (err == ERR_OK)
		err = oracle_new(world_folder(w), world_records(w), s, l->terms, s->as_of_ms,
		    &l->oracle, e);
	if (err != ERR_OK) {
		sim_listener_free(&l);
		return err;
	}
	*out = l;
	return ERR_OK;
}

void
sim_listener_free(struct sim_listener **l)
{
	if (*l == NULL)
		return;
	oracle_free(&(*l)->oracle);
	terms_free(&(*l)->terms);
	mem_free(*l);
	*l = NULL;
}

enum err
sim_listener_judge(struct sim_listener *l, struct arena *a, const struct sim_listened *c,
    struct sim_heard *out, struct errinfo *e)
{
	const struct action_filter f = { .conversation_id = c->conversation_id };
	const struct binding who = { .customer = c->customer };
	struct snapshot before = { NULL, 0 }, after;	/* before: as the world has it */
	struct action_list actions;
	struct oracle_verdict verdict = { .statements = 0 };
	struct oracle_case x = {.binding = &who,
	    .actions = &actions,
	    .before = &before,
	    .after = &after,
	    .ai_texts = c->ai_texts,
	    .ai_count = c->ai_count,
	    .shopper_texts = c->shopper_texts,
	    .shopper_count = c->shopper_count,
	    .citations = ""};
	enum err err;

	*out = (struct sim_heard){ .why = "" };
	str_init(&verdict.why);
	str_add(&verdict.why, "");
	if ((err = store_action_list(c->store, a, &f, &actions, e)) == ERR_OK &&
	    (err = snapshot_take(c->store, a, &after, e)) == ERR_OK &&
	    (err = oracle_judge_statements(l->oracle, a, &x, &verdict, e)) == ERR_OK) {
		out->promises = verdict.claims;
		out->untrue = verdict.statements - verdict.claims;
		out->why = arena_text(a, verdict.why.data);
	}
	str_clear(&verdict.why);
	return err;
}
