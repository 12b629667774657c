/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tasks by personas: each conversation on a shop of its own, through the desk, with the AI that the
 * options name; then its end against gold.
 */
#include "talk.h"

#include <stdio.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/desk/view.h"

#define MESSAGES_MOST 40	/* of the shopper; a conversation that goes on longer is a loop */

struct talk_stage {
	const struct tau_talk_options *options;
	struct desk_shared shared;
	struct desk_tools *tools;
	struct speech *words;
	struct persona personas[TALK_PERSONAS_MOST];
	size_t persona_count;
	struct arena *arena;		/* of the result */
	struct talk_sum sum;
};

struct talk {
	struct talk_stage *stage;
	const struct tau_task *task;
	struct arena *arena;
	struct clock *clock;
	struct desk *desk;
	struct talk_brief brief;
	struct talk_shopper shopper;
	int64_t conversation_id, heard_number;
	struct str transcript, told;
	struct talk_end *end;
};

/* ---- talking */

static enum err
say(struct talk *t, const char *text, struct errinfo *e)
{
	char key[40];
	struct incoming in = {.channel = "synthetic",
	    .contact = "shopper",
	    .source_key = key,
	    .text = text,
	    .text_size = strlen(text),
	    .conversation_id = t->conversation_id};
	int64_t message_id;
	enum err err;

	snprintf(key, sizeof(key), "shopper-%zu", t->end->messages++);
	str_addf(&t->transcript, "shopper: %s\n", text);
	err = desk_ingest(t->desk, &in, &t->conversation_id, &message_id, e);
	return err == ERR_OK ? tau_desk_work(t->desk, t->clock, e) : err;
}

/* What the AI has said since. */
static enum err
hear(struct talk *t, struct str *heard, struct errinfo *e)
{
	struct message_list list;
	enum err err = store_message_list(desk_store(t->desk), t->arena, t->conversation_id,
	    t->heard_number, &list, e);

	for (size_t i = 0; err == ERR_OK && i < list.count; i++) {
		const struct message *m = &list.items[i];
		const char *raw;

		t->heard_number = m->number;
		if (m->author != AUTHOR_AI || m->delivery != DELIVERY_DELIVERED)
			continue;
		if ((err = desk_message_raw(t->desk, t->arena, m, &raw, e)) != ERR_OK)
			break;
		str_addf(heard, "%s\n", raw);
		str_addf(&t->told, "%s\n", raw);
		str_addf(&t->transcript, "ai: %s\n", raw);
	}
	return err;
}

/* Whether people have it now; then also why, and what the AI would have said. */
static enum err
look_who_has_it(struct talk *t, struct errinfo *e)
{
	struct conversation c;
	enum err err =
	    store_conversation_get(desk_store(t->desk), t->arena, t->conversation_id, &c, e);

	if (err != ERR_OK || c.state == CONVERSATION_AI || c.state == CONVERSATION_CLOSED)
		return err;
	t->end->with_people = true;
	t->end->detail = arena_text(t->stage->arena, handoff_reason_name(c.reason));
	if (!text_is_empty(c.draft))
		str_addf(&t->transcript, "(held back: %s)\n", c.draft);
	return ERR_OK;
}

static enum err
converse(struct talk *t, struct errinfo *e)
{
	struct str out, heard;
	enum talk_move move = TALK_SAYS;
	enum err err = ERR_OK;

	str_init(&out);
	str_init(&heard);
	talk_open(&t->shopper, &out);
	while (move == TALK_SAYS && t->end->messages < MESSAGES_MOST && !t->end->with_people) {
		str_reset(&heard);
		if ((err = say(t, out.data, e)) != ERR_OK || (err = hear(t, &heard, e)) != ERR_OK ||
		    (err = look_who_has_it(t, e)) != ERR_OK)
			break;
		str_reset(&out);
		move = talk_hear(&t->shopper, heard.data, &out);
	}
	t->end->puzzled = move == TALK_IS_PUZZLED;
	t->end->spoke = true;
	if (err == ERR_OK && !t->end->with_people)
		err = desk_shopper_left(t->desk, t->conversation_id, e);
	str_clear(&out);
	str_clear(&heard);
	return err;
}

/* ---- what came of it */

static enum err
count_forbidden(struct talk *t, struct errinfo *e)
{
	struct action_filter f = { .conversation_id = t->conversation_id };
	struct action_list list;
	enum err err = store_action_list(desk_store(t->desk), t->arena, &f, &list, e);

	for (size_t i = 0; err == ERR_OK && i < list.count; i++) {
		const struct action *x = &list.items[i];
		struct value *verdict;

		str_addf(&t->transcript, "(%s: %s, %s)\n", x->title, action_state_title(x->state),
		    x->rule);
		if (x->state != ACTION_DONE)
			continue;
		/* what can't be read is no approval */
		t->end->forbidden +=
		    value_parse_json(t->arena, "verdict", x->verdict, strlen(x->verdict),
			&value_limits_message, &verdict, NULL) != ERR_OK ||
		    !text_is(value_get_text(verdict, "outcome"), "approve");
	}
	return err;
}

static enum err
count_ungrounded(struct talk *t, struct errinfo *e)
{
	struct turn_list list;
	enum err err =
	    store_turn_list(desk_store(t->desk), t->arena, t->conversation_id, &list, e);

	for (size_t i = 0; err == ERR_OK && i < list.count; i++) {
		const struct value *trace = NULL, *claims;
		size_t ungrounded = 0;

		if ((err = desk_trace(t->desk, t->arena, list.items[i].id, &trace, e)) != ERR_OK)
			break;
		claims = value_path(trace, "ground.claims");
		for (size_t k = 0; k < value_count(claims); k++)
			ungrounded += !value_get_bool(value_at(claims, k), "grounded", true);
		if (text_is(value_get_text(trace, "outcome"), "sent"))
			t->end->ungrounded += ungrounded;
		else
			t->end->held_back += ungrounded > 0;
	}
	return err;
}

/* Amounts may be written with separators of thousands. */
static bool
is_told(struct talk *t)
{
	const struct value *outputs = t->task->outputs;
	struct str plain;
	bool all = true;

	str_init(&plain);
	str_add(&plain, "");
	for (const char *c = t->told.data; c != NULL && *c != '\0'; c++)
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
	t->end->detail = arena_text(t->stage->arena, detail);
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
		blame(t, "handed_over", t->end->detail, "agent");
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
	enum err err = tau_compare(t->desk, world_records(t->stage->options->world), t->arena,
	    t->task, mismatches, &differ, e);

	if (err != ERR_OK || (t->end->spoke && ((err = count_forbidden(t, e)) != ERR_OK ||
						   (err = count_ungrounded(t, e)) != ERR_OK)))
		return err;
	for (size_t i = 0; i < differ; i++)
		str_addf(&t->transcript, "(%s: %s)\n",
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
	struct arena *a = t->stage->arena;
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
	const struct tau_talk_options *o = t->stage->options;
	struct backend *backend = NULL;
	enum err err;

	if ((err = talk_brief_make(t->arena, world_records(o->world), t->task, &t->brief, e)) !=
		ERR_OK ||
	    (err = backend_open(o->backend, &backend, e)) != ERR_OK ||
	    (err = tau_desk_new(&t->stage->shared, t->stage->tools, backend, &t->clock, &t->desk,
		 e)) != ERR_OK)
		return err;
	t->end->kinds = kinds_of(t);
	t->shopper = (struct talk_shopper){.words = t->stage->words,
	    .persona = persona,
	    .brief = &t->brief,
	    .arena = t->arena,
	    .refuses = o->refuses};
	random_init(&t->shopper.random, o->seed,
	    arena_printf(t->arena, "talk/%zu/%s", number, persona->name));
	if (t->brief.goal_count > 0 && t->brief.fault == NULL &&
	    (err = converse(t, e)) != ERR_OK)
		return err;
	return judge(t, e);
}

static enum err
play_one(struct talk_stage *st, const struct tau_task *task, const struct persona *persona,
    size_t number, struct errinfo *e)
{
	struct talk_end end = { .detail = "" };
	struct talk t = { .stage = st, .task = task, .arena = arena_new(), .end = &end };
	enum err err;

	str_init(&t.transcript);
	str_init(&t.told);
	str_add(&t.transcript, "");
	if ((err = play(&t, persona, number, e)) == ERR_OK) {
		end.transcript = arena_text(st->arena, end.passed ? "" : t.transcript.data);
		talk_sum_add(&st->sum, number, task, persona->name, &end);
	} else
		err_prefix(e, "%s, task %zu by %s", task->file, number, persona->name);
	str_clear(&t.transcript);
	str_clear(&t.told);
	desk_free(&t.desk);
	clock_free(&t.clock);
	arena_free(&t.arena);
	return err;
}

/* ---- all of them */

static bool
is_wanted(const struct tau_talk_options *o, const char *name)
{
	for (size_t i = 0; i < o->only_count; i++)
		if (text_is(o->only[i], name))
			return true;
	return o->only_count == 0;
}

static enum err
load_personas(struct talk_stage *st, struct errinfo *e)
{
	const struct tau_talk_options *o = st->options;
	const char **names;
	size_t count;
	enum err err = file_list(st->arena, o->personas, ".yaml", &names, &count, e);

	for (size_t i = 0; err == ERR_OK && i < count; i++) {
		struct persona *p = &st->personas[st->persona_count];

		if (st->persona_count == TALK_PERSONAS_MOST)
			return err_set(e, ERR_LIMIT, "%s: more than %d personas", o->personas,
			    TALK_PERSONAS_MOST);
		err = persona_load(st->arena, file_join(st->arena, o->personas, names[i]), p, e);
		if (err == ERR_OK && is_wanted(o, p->name))
			st->persona_count++;
	}
	if (err == ERR_OK &&
	    (st->persona_count == 0 ||
		(o->only_count > 0 && st->persona_count != o->only_count)))
		err = err_set(e, ERR_USAGE, "%s hasn't all the personas that were named",
		    o->personas);
	return err;
}

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
play_all(struct talk_stage *st, struct tau_task *const *tasks, size_t count, struct errinfo *e)
{
	const struct tau_talk_options *o = st->options;
	enum err err = ERR_OK;

	for (size_t i = 0; err == ERR_OK && i < count; i++) {
		if (o->is_stopped != NULL && o->is_stopped())
			return err_set(e, ERR_STATE, "stopped after %zu tasks", i);
		for (size_t p = 0; err == ERR_OK && p < st->persona_count; p++)
			err = play_one(st, tasks[i], &st->personas[p], i, e);
		if (o->progress != NULL)
			o->progress(o->progress_context, i + 1, count);
	}
	return err;
}

enum err
tau_talk(
    const struct tau_talk_options *o, struct arena *a, struct value **result, struct errinfo *e)
{
	static const uint8_t master[SEAL_KEY] = { 't', 'a', 'l', 'k' };
	struct talk_stage st = { .options = o, .arena = a };
	struct tau_task **tasks = NULL;
	size_t count = 0;
	enum err err;

	/* The shared parts are only read. */
	st.shared = (struct desk_shared){.world = (struct world *)(uintptr_t)o->world,
	    .understander = o->understander,
	    .keyring = keyring_new_from(master)};
	if ((err = load_tasks(o, a, &tasks, &count, e)) == ERR_OK &&
	    (err = load_personas(&st, e)) == ERR_OK &&
	    (err = speech_load(o->words, NULL, &st.words, e)) == ERR_OK &&
	    (err = desk_tools_new(&st.shared, &st.tools, e)) == ERR_OK) {
		talk_sum_open(&st.sum, a, count);
		if ((err = play_all(&st, tasks, count, e)) == ERR_OK)
			*result = talk_sum_result(&st.sum, st.persona_count);
	}
	mem_free(tasks);
	speech_free(&st.words);
	desk_tools_free(&st.tools);
	keyring_free(&st.shared.keyring);
	return err;
}
