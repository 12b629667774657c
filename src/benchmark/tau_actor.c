/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An AI that does what a task's reference actions say. It is a backend like any other: what it
 * proposes is for policy to judge and for the desk to execute.
 */
#include "tau.h"

#include <stdio.h>

static enum err
draft(void *self, struct arena *a, const struct backend_request *q, struct backend_draft *out,
    struct errinfo *e)
{
	struct tau_actor *actor = self;
	const struct value *kwargs = value_get(actor->action, "kwargs");
	const struct tau_tool *t =
	    actor->action == NULL ? NULL : tau_tool_find(value_get_text(actor->action, "name"));
	const char *read = "";
	struct errinfo why = { .text = "" };
	enum err err = ERR_OK;

	(void)e;
	*out = (struct backend_draft){
	    .text = "Thank you.", .intent = "", .summary = "", .confidence = 1, .is_small_talk = true};
	actor->refused = false;
	actor->why[0] = '\0';
	if (t == NULL || tau_tool_kind(t) == TAU_TALKS)
		return ERR_OK;
	if (tau_tool_kind(t) == TAU_READS) {
		err = tau_read_tool(t, q->facts, actor->records, kwargs, &read, &why);
	} else {
		out->proposals = arena_alloc(a, sizeof(*out->proposals));
		err = tau_propose(t, q->facts, kwargs, &out->proposals[0], &why);
		out->proposal_count = err == ERR_OK ? 1 : 0;
	}
	actor->refused = err != ERR_OK;
	(void)snprintf(actor->why, sizeof(actor->why), "%s", why.text);
	return ERR_OK;
}

static void
leave(void *self)
{
	(void)self;
}

struct backend *
tau_actor_backend(struct tau_actor *actor)
{
	static const struct backend_ops ops = { .name = "reference", .draft = draft, .free = leave };

	return backend_new(&ops, actor);
}
