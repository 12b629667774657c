/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reference actions, task by task, each in a shop of its own: a shopper proves who they are and
 * says yes to each action; the desk does the rest.
 */
#include "tau.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/desk/view.h"

enum outcome {
	OUTCOME_DONE,
	OUTCOME_REFUSED,		/* by a rule or the records; or nothing could be made of
					   it */
	OUTCOME_PERSON,			/* policy wants a person to decide */
	OUTCOME_FAILED			/* approved, but the shop couldn't */
};

/* What became of an action. */
struct seen {
	enum outcome outcome;
	const char *rule, *why;
};

struct stage {
	const struct tau_replay_options *options;
	struct desk_shared shared;
	struct desk_tools *tools;
	struct arena *arena;		/* of the result */
	struct value *by_rule, *mismatches;
	size_t tasks, exact, actions, done, refused, reads, against_policy;
};

struct play {
	struct stage *stage;
	const struct tau_task *task;
	struct arena *arena;
	struct clock *clock;
	struct desk *desk;
	struct tau_actor actor;
	int64_t conversation_id;
	size_t said, conversations;
	struct value *mismatches;
};

/* ---- talking */

static enum err
say(struct play *p, const char *text, struct errinfo *e)
{
	char contact[40], key[64];
	struct incoming in = {.channel = "synthetic",
	    .contact = contact,
	    .source_key = key,
	    .text = text,
	    .text_size = strlen(text),
	    .conversation_id = p->conversation_id};
	int64_t message_id;
	enum err err;

	snprintf(contact, sizeof(contact), "shopper-%zu", p->conversations);
	snprintf(key, sizeof(key), "%s-%zu", contact, p->said++);
	err = desk_ingest(p->desk, &in, &p->conversation_id, &message_id, e);
	return err == ERR_OK ? tau_desk_work(p->desk, p->clock, e) : err;
}

/* A new conversation, in which the task's user proves who they are. */
static enum err
begin(struct play *p, bool *proven, struct errinfo *e)
{
	struct conversation c;
	struct customer who;
	enum err err = shop_customer(desk_shop(p->desk), p->arena, p->task->user, &who, e);

	*proven = false;
	if (err == ERR_NOT_FOUND)
		return ERR_OK;
	if (err != ERR_OK)
		return err;
	p->conversation_id = 0;
	p->conversations++;
	p->actor.action = NULL;
	if ((err = say(p, arena_printf(p->arena, "My e-mail address is %s", who.email), e)) !=
		ERR_OK ||
	    (err = store_conversation_get(
		 desk_store(p->desk), p->arena, p->conversation_id, &c, e)) != ERR_OK)
		return err;
	*proven = text_is(c.customer_id, p->task->user) && c.state == CONVERSATION_AI;
	return ERR_OK;
}

/* ---- what came of an action */

/* No record of it: the records allow no such proposal, and the trace says why. */
static enum err
see_refusal(struct play *p, struct seen *out, struct errinfo *e)
{
	const struct value *trace = NULL, *list;
	struct turn t;
	enum err err =
	    store_turn_latest(desk_store(p->desk), p->arena, p->conversation_id, &t, e);

	*out = (struct seen){ OUTCOME_REFUSED, "", "" };
	if (p->actor.refused) {
		out->why = arena_text(p->arena, p->actor.why);
		return ERR_OK;
	}
	if (err == ERR_OK)
		err = desk_trace(p->desk, p->arena, t.id, &trace, e);
	list = value_get(trace, "proposals");
	if (value_count(list) > 0)
		out->why = value_get_text(value_at(list, value_count(list) - 1), "refused");
	return err == ERR_NOT_FOUND ? ERR_OK : err;
}

static void
see_record(struct play *p, const struct action *x, struct seen *out)
{
	struct value *verdict;

	*out = (struct seen){ OUTCOME_DONE, x->rule, x->result };
	if (x->state == ACTION_WAITING)
		out->outcome = OUTCOME_PERSON;
	else if (x->state == ACTION_DENIED_BY_RULE)
		out->outcome = OUTCOME_REFUSED;
	else if (x->state != ACTION_DONE)
		out->outcome = OUTCOME_FAILED;
	if (value_parse_json(p->arena, "verdict", x->verdict, strlen(x->verdict),
		&value_limits_message, &verdict, NULL) != ERR_OK)
		return;
	if (x->state == ACTION_DONE)
		p->stage->against_policy +=
		    !text_is(value_get_text(verdict, "outcome"), "approve");
	else if (out->outcome != OUTCOME_FAILED)
		out->why = value_get_text(verdict, "agent");
}

static enum err
act(struct play *p, const struct value *action, struct seen *out, struct errinfo *e)
{
	struct action_filter f = { .conversation_id = p->conversation_id };
	const struct tau_tool *t = tau_tool_find(value_get_text(action, "name"));
	struct action_list before, after;
	enum err err = store_action_list(desk_store(p->desk), p->arena, &f, &before, e);

	p->actor.action = action;
	if (err != ERR_OK || (err = say(p, "Yes, please.", e)) != ERR_OK ||
	    (err = store_action_list(desk_store(p->desk), p->arena, &f, &after, e)) != ERR_OK)
		return err;
	if (after.count > before.count) {
		see_record(p, &after.items[after.count - 1], out);
		return ERR_OK;
	}
	if (tau_tool_kind(t) == TAU_WRITES || p->actor.refused)
		return see_refusal(p, out, e);
	*out = (struct seen){ OUTCOME_DONE, "", "" };
	return ERR_OK;
}

/* ---- against gold */

static bool
gold_refused(const struct tau_task *t, size_t i)
{
	return text_starts(value_as_text(value_at(t->observed, i), ""), "Error");
}

static void
mismatch(struct play *p, const char *kind, size_t i, const struct seen *s)
{
	struct value *m = value_add_map(p->mismatches);

	value_set_text(m, "kind", kind);
	if (s == NULL)
		return;
	value_set_int(m, "action", (int64_t)i + 1);
	value_set_text(
	    m, "name", value_get_text(value_at(p->task->actions, i), "name"));
	if (s->rule[0] != '\0')
		value_set_text(m, "rule", s->rule);
	if (s->outcome != OUTCOME_DONE && s->why[0] != '\0')
		value_set_text(m, "why", s->why);
}

static void
weigh(struct play *p, size_t i, const struct seen *s)
{
	static const char *const kinds[] = {
	    "not_refused", "refused", "needs_person", "failed"};
	struct stage *st = p->stage;
	bool told = p->task->observed != NULL, refused = told && gold_refused(p->task, i);

	if (tau_tool_kind(tau_tool_find(value_get_text(
		value_at(p->task->actions, i), "name"))) != TAU_WRITES)
		st->reads++;
	st->done += s->outcome == OUTCOME_DONE;
	st->refused += s->outcome == OUTCOME_REFUSED;
	if (s->rule[0] != '\0')
		value_set_int(st->by_rule, s->rule, value_get_int(st->by_rule, s->rule, 0) + 1);
	if (s->outcome == OUTCOME_REFUSED ? told && !refused
					  : s->outcome != OUTCOME_DONE || refused)
		mismatch(p, kinds[s->outcome], i, s);
}

static enum err
play_actions(struct play *p, struct errinfo *e)
{
	size_t i;
	bool proven = false;
	enum err err = begin(p, &proven, e);

	for (i = 0; err == ERR_OK && proven && i < value_count(p->task->actions); i++) {
		struct conversation c;
		struct seen s;

		p->stage->actions++;
		if ((err = act(p, value_at(p->task->actions, i), &s, e)) != ERR_OK)
			break;
		weigh(p, i, &s);
		if ((err = store_conversation_get(
			 desk_store(p->desk), p->arena, p->conversation_id, &c, e)) == ERR_OK &&
		    c.state != CONVERSATION_AI)	/* with people now: they begin anew */
			err = begin(p, &proven, e);
	}
	if (err == ERR_OK && !proven)
		mismatch(p, "not_proven", 0, NULL);
	return err;
}

/* ---- a task */

static enum err
set_up(struct play *p, struct errinfo *e)
{
	struct stage *st = p->stage;

	p->actor.records = world_records(st->options->world);
	return tau_desk_new(&st->shared, st->tools, tau_actor_backend(&p->actor), &p->clock,
	    &p->desk, e);
}

static void
keep_mismatches(struct play *p)
{
	size_t i;

	for (i = 0; i < value_count(p->mismatches); i++) {
		const struct value *from = value_at(p->mismatches, i);
		struct value *to = value_add_map(p->stage->mismatches);
		struct arena *a = p->stage->arena;

		value_set_text(to, "file", p->task->file);
		value_set(to, "task", value_copy(a, p->task->id));
		value_set_text(to, "user", p->task->user);
		for (size_t k = 0; k < value_count(from); k++)
			value_set(to, value_key_at(from, k), value_copy(a, value_at(from, k)));
	}
}

static enum err
play_task(struct stage *st, const struct tau_task *t, struct errinfo *e)
{
	struct play p = { .stage = st, .task = t, .arena = arena_new() };
	size_t differ;
	enum err err;

	p.mismatches = value_list(p.arena);
	if ((err = set_up(&p, e)) == ERR_OK && (err = play_actions(&p, e)) == ERR_OK)
		err = tau_compare(p.desk, world_records(st->options->world), p.arena, t,
		    p.mismatches, &differ, e);
	if (err == ERR_OK) {
		st->tasks++;
		st->exact += value_count(p.mismatches) == 0;
		keep_mismatches(&p);
	} else {
		struct str id;

		str_init(&id);
		value_print(&id, t->id);
		err_prefix(e, "%s, task %.60s", t->file, id.data);
		str_clear(&id);
	}
	desk_free(&p.desk);
	clock_free(&p.clock);
	arena_free(&p.arena);
	return err;
}

/* ---- all of them */

static int
by_key(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static struct value *
sorted(struct arena *a, const struct value *map)
{
	struct value *out = value_map(a);
	const char **keys = arena_alloc(a, (value_count(map) + 1) * sizeof(*keys));
	size_t i;

	for (i = 0; i < value_count(map); i++)
		keys[i] = value_key_at(map, i);
	qsort(keys, value_count(map), sizeof(*keys), by_key);
	for (i = 0; i < value_count(map); i++)
		value_set_int(out, keys[i], value_get_int(map, keys[i], 0));
	return out;
}

static struct value *
result_of(const struct stage *st)
{
	struct value *v = value_map(st->arena), *m;

	value_set_int(v, "tasks", (int64_t)st->tasks);
	value_set_int(v, "exact", (int64_t)st->exact);
	m = value_set_map(v, "actions");
	value_set_int(m, "all", (int64_t)st->actions);
	value_set_int(m, "reads", (int64_t)st->reads);
	value_set_int(m, "done", (int64_t)st->done);
	value_set_int(m, "refused", (int64_t)st->refused);
	value_set_int(m, "against_policy", (int64_t)st->against_policy);
	value_set(v, "by_rule", sorted(st->arena, st->by_rule));
	value_set(v, "mismatches", st->mismatches);
	return v;
}

static enum err
play_all(struct stage *st, const struct tau_task *tasks, size_t count, size_t before, size_t of,
    struct errinfo *e)
{
	const struct tau_replay_options *o = st->options;
	size_t i;
	enum err err = ERR_OK;

	for (i = 0; err == ERR_OK && i < count; i++) {
		if (o->is_stopped != NULL && o->is_stopped())
			return err_set(e, ERR_STATE, "stopped after %zu tasks", before + i);
		err = play_task(st, &tasks[i], e);
		if (o->progress != NULL)
			o->progress(o->progress_context, before + i + 1, of);
	}
	return err;
}

static enum err
load_all(const struct tau_replay_options *o, struct arena *a, struct tau_task **tasks,
    size_t *counts, size_t *of, struct errinfo *e)
{
	enum err err = ERR_OK;
	size_t i;

	for (i = 0; err == ERR_OK && i < o->file_count; i++) {
		err = tau_tasks_load(a, o->tasks[i], o->gold[i], &tasks[i], &counts[i], e);
		*of += counts[i];
	}
	return err;
}

enum err
tau_replay(
    const struct tau_replay_options *o, struct arena *a, struct value **result, struct errinfo *e)
{
	static const uint8_t master[SEAL_KEY] = { 'b', 'e', 'n', 'c', 'h' };
	struct stage st = { .options = o, .arena = a };
	struct tau_task **tasks = arena_alloc(a, (o->file_count + 1) * sizeof(*tasks));
	size_t *counts = arena_alloc(a, (o->file_count + 1) * sizeof(*counts)), of = 0, i, before;
	enum err err = load_all(o, a, tasks, counts, &of, e);

	if (err != ERR_OK)
		return err;
	/* The shared parts are only read. */
	st.shared = (struct desk_shared){.world = (struct world *)(uintptr_t)o->world,
	    .understander = o->understander,
	    .keyring = keyring_new_from(master)};
	st.by_rule = value_map(a);
	st.mismatches = value_list(a);
	err = desk_tools_new(&st.shared, &st.tools, e);
	for (i = before = 0; err == ERR_OK && i < o->file_count; before += counts[i++])
		err = play_all(&st, tasks[i], counts[i], before, of, e);
	if (err == ERR_OK)
		*result = result_of(&st);
	desk_tools_free(&st.tools);
	keyring_free(&st.shared.keyring);
	return err;
}
