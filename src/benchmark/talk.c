/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tasks by personas: each conversation on a shop of its own, through the desk, with the AI that the
 * options name; then its end against gold.
 */
#include "talk.h"

#include <string.h>

#include "talk_watch.h"

#define MESSAGES_MOST 40	/* of the shopper; a conversation that goes on longer is a loop */

struct talking {
	const struct tau_talk_options *options;
	struct talk_stage stage;
	const struct value *turns;	/* NULL: the shoppers have their own words */
	struct talk_sum sum;
};

struct talk {
	struct talking *all;
	const struct tau_task *task;
	struct arena *arena;		/* the line's */
	struct talk_line line;
	struct talk_brief brief;
	struct talk_shopper shopper;
	struct talk_end *end;
	struct talk_watch *watch;	/* NULL: nobody asks for replies */
};

/* All that they want stands in it, so each wish counts as said. */
static void
say_instruction(struct talk *t, struct str *out)
{
	str_add(out, talk_turned(t->arena, t->all->turns, t->task->instruction));
	for (size_t i = 0; i < t->brief.goal_count; i++)
		t->brief.goals[i].opened = true;
	t->shopper.said = 1;
}

static enum err
converse(struct talk *t, struct errinfo *e)
{
	struct talk_line *l = &t->line;
	struct str out, heard;
	enum talk_move move = TALK_SAYS;
	enum err err = ERR_OK;

	str_init(&out);
	str_init(&heard);
	if (t->all->turns == NULL || text_is_empty(t->task->instruction))
		talk_open(&t->shopper, &out);
	else
		say_instruction(t, &out);
	while (move == TALK_SAYS && l->messages < MESSAGES_MOST && !l->with_people) {
		str_reset(&heard);
		if ((err = talk_line_exchange(l, out.data, &heard, e)) != ERR_OK ||
		    (err = talk_watch_heard(t->watch, l->desk, l->conversation_id, out.data,
			 heard.data, e)) != ERR_OK)
			break;
		str_reset(&out);
		move = talk_hear(&t->shopper, heard.data, &out);
		talk_watch_done_with(t->watch, out.data);
	}
	t->end->puzzled = move == TALK_IS_PUZZLED;
	t->end->spoke = true;
	if (err == ERR_OK)
		err = talk_line_end(l, &t->all->stage, t->brief.customer, e);
	str_clear(&out);
	str_clear(&heard);
	return err;
}

/* ---- what came of it */

/* Amounts may be written with separators of thousands. */
static bool
is_told(struct talk *t)
{
	const struct value *outputs = t->task->outputs;
	struct str plain;
	bool all = true;

	str_init(&plain);
	str_add(&plain, "");
	for (const char *c = t->line.told.data; c != NULL && *c != '\0'; c++)
		if (*c != ',')
			str_add_char(&plain, *c);
	for (size_t i = 0; i < value_count(outputs); i++)
		all = all &&
		    strcasestr(plain.data, value_as_text(value_at(outputs, i), "")) != NULL;
	str_clear(&plain);
	return all;
}

static void
blame(struct talk *t, const char *reason, const char *detail, const char *who)
{
	t->end->reason = reason;
	t->end->detail = arena_text(t->all->stage.arena, detail);
	t->end->blame = who;
}

/* The first of these that fits: whose doing it was that the end isn't gold's. */
static void
find_reason(struct talk *t, const struct value *mismatches)
{
	const struct value *first = value_at(mismatches, 0);

	if (!t->end->spoke) {
		blame(t, "no_wish", t->brief.fault != NULL ? t->brief.fault : "", "shopper");
		return;
	}
	if (t->end->with_people) {
		blame(t, "handed_over", handoff_reason_name(t->line.handed_over), "agent");
		return;
	}
	if (t->end->puzzled) {
		blame(t, "puzzled", "", "shopper");
		return;
	}
	if (t->end->messages >= MESSAGES_MOST) {
		blame(t, "turn_limit", "", "agent");
		return;
	}
	for (size_t i = 0; i < t->brief.goal_count; i++)
		if (t->brief.goals[i].ended != NULL) {
			const char *why = t->brief.goals[i].ended;

			blame(t, text_starts(why, "refused")  ? "refused"
				: text_starts(why, "object.") || text_is(why, "give.difference")
				? "summary_wrong"
							      : "given_up",
			    why, "agent");
			return;
		}
	if (first != NULL)
		blame(t, "end_state",
		    arena_printf(t->arena, "%s: %s", value_get_text(first, "record"),
			value_get_text(first, "where")),
		    "agent");
	else
		blame(t, "not_told", "", "shopper");	/* it asks for nothing by itself */
}

static enum err
judge(struct talk *t, struct errinfo *e)
{
	struct value *mismatches = value_list(t->arena);
	size_t differ = 0;
	enum err err = tau_compare(t->line.desk, world_records(t->all->options->world), t->arena,
	    t->task, mismatches, &differ, e);

	if (err != ERR_OK)
		return err;
	talk_line_told(&t->line, t->end);
	for (size_t i = 0; i < differ; i++)
		str_addf(&t->line.transcript, "(%s: %s)\n",
		    value_get_text(value_at(mismatches, i), "record"),
		    value_get_text(value_at(mismatches, i), "where"));
	t->end->passed = t->end->spoke && differ == 0 && is_told(t);
	if (!t->end->passed)
		find_reason(t, mismatches);
	return ERR_OK;
}

/* ---- one conversation */

static const char *
kinds_of(struct talk *t)
{
	struct arena *a = t->all->stage.arena;
	bool kinds[ACTION_KIND_COUNT] = { false };
	const char *text = "";

	for (size_t i = 0; i < t->brief.goal_count; i++)
		kinds[t->brief.goals[i].kind] = true;
	for (int k = 0; k < ACTION_KIND_COUNT; k++)
		if (kinds[k])
			text = arena_printf(a, "%s%s%s", text, *text == '\0' ? "" : "+",
			    action_kind_name((enum action_kind)k));
	return *text != '\0' ? text : "none";
}

static enum err
play(struct talk *t, const struct persona *persona, size_t number, struct errinfo *e)
{
	const struct tau_talk_options *o = t->all->options;
	enum err err;

	if ((err = talk_line_open(&t->line, &t->all->stage, e)) != ERR_OK)
		return err;
	t->arena = t->line.arena;
	if ((err = talk_brief_make(
		 t->arena, world_records(o->world), t->task, &t->brief, e)) != ERR_OK)
		return err;
	t->end->kinds = kinds_of(t);
	t->shopper = (struct talk_shopper){.words = t->all->stage.words,
	    .persona = persona,
	    .brief = &t->brief,
	    .arena = t->arena,
	    .refuses = o->refuses};
	random_init(&t->shopper.random, o->seed,
	    arena_printf(t->arena, "talk/%zu/%s", number, persona->name));
	if (o->replies.take != NULL)
		t->watch = talk_watch_new(t->arena, &t->shopper, world_records(o->world));
	if (t->brief.goal_count > 0 && t->brief.fault == NULL &&
	    (err = converse(t, e)) != ERR_OK)
		return err;
	if ((err = judge(t, e)) != ERR_OK)
		return err;
	return talk_watch_tell(
	    t->watch, t->line.desk, t->task, (int64_t)t->all->sum.tries, t->end, &o->replies, e);
}

static enum err
play_one(struct talking *all, const struct tau_task *task, const struct persona *persona,
    size_t number, struct errinfo *e)
{
	struct talk_end end = { .detail = "" };
	struct talk t = { .all = all, .task = task, .end = &end };
	enum err err;

	if ((err = play(&t, persona, number, e)) == ERR_OK) {
		end.transcript =
		    arena_text(all->stage.arena, t.line.transcript.data);
		talk_sum_add(&all->sum, number, task, persona->name, &end);
	} else
		err_prefix(e, "%s, task %zu by %s", task->file, number, persona->name);
	talk_line_close(&t.line);
	return err;
}

/* ---- all of them */

static enum err
load_tasks(const struct tau_talk_options *o, struct arena *a, struct tau_task ***out, size_t *count,
    struct errinfo *e)
{
	struct tau_task *tasks;
	size_t n, room = 0;
	enum err err = ERR_OK;

	*out = NULL;
	for (size_t i = 0; err == ERR_OK && i < o->file_count; i++) {
		if ((err = tau_tasks_load(a, o->tasks[i], o->gold[i], &tasks, &n, e)) != ERR_OK)
			break;
		if (o->limit > 0 && n > o->limit)
			n = o->limit;
		room = *count + n;
		*out = mem_grow(*out, room + 1, sizeof(**out));
		for (size_t k = 0; k < n; k++)
			(*out)[(*count)++] = &tasks[k];
	}
	return err;
}

static enum err
play_all(struct talking *all, struct tau_task *const *tasks, size_t count, struct errinfo *e)
{
	const struct tau_talk_options *o = all->options;
	const struct talk_stage *st = &all->stage;
	enum err err = ERR_OK;

	for (size_t i = 0; err == ERR_OK && i < count; i++) {
		if (o->is_stopped != NULL && o->is_stopped())
			return err_set(e, ERR_STATE, "stopped after %zu tasks", i);
		for (size_t p = 0; err == ERR_OK && p < st->persona_count; p++)
			err = play_one(all, tasks[i], &st->personas[p], i, e);
		if (o->progress != NULL)
			o->progress(o->progress_context, i + 1, count);
	}
	return err;
}

enum err
tau_talk(
    const struct tau_talk_options *o, struct arena *a, struct value **result, struct errinfo *e)
{
	const struct talk_choice choice = {.world = o->world,
	    .understander = o->understander,
	    .backend = o->backend,
	    .words = o->words,
	    .personas = o->personas,
	    .terms = o->terms,
	    .only = o->only,
	    .only_count = o->only_count,
	    .seed = o->seed};
	struct talking all = { .options = o };
	struct tau_task **tasks = NULL;
	size_t count = 0;
	enum err err;

	if ((err = talk_stage_open(&all.stage, a, &choice, e)) == ERR_OK &&
	    (err = load_tasks(o, a, &tasks, &count, e)) == ERR_OK &&
	    (o->turns == NULL || (err = talk_turns_load(a, o->turns, &all.turns, e)) == ERR_OK)) {
		all.stage.is_watched = o->replies.take != NULL;
		talk_sum_open(&all.sum, a, count);
		if ((err = play_all(&all, tasks, count, e)) == ERR_OK)
			*result = talk_sum_result(&all.sum, all.stage.persona_count);
		if (err == ERR_OK)
			value_set_text(*result, "speak", o->turns != NULL ? "instruction" : "wishes");
	}
	mem_free(tasks);
	talk_stage_close(&all.stage);
	return err;
}
