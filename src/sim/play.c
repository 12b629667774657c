/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/desk/view.h"
#include "run.h"
#include "shopper.h"
#include "watch.h"

#define MOVES_MOST 120			/* a conversation that goes on longer is a loop */
#define LOOKING_MS ((int64_t)20000)	/* how long a shopper looks at the screen for an answer */
#define APPROVAL_MS ((int64_t)4 * 60000)

/* One conversation as it is played. */
struct play {
	struct stage *stage;
	const struct job *job;
	struct shopper shopper;
	struct arena *arena;
	int64_t conversation_id, heard_number;
	struct str citations, transcript;
	const char **ai_texts, **shopper_texts;
	size_t ai_count, shopper_count;
	size_t refused[GOALS_MOST];	/* messages of the AI read before each no to a summary */
	size_t refused_count;
	bool handed_off, abandoned;
	struct watch *watch;		/* NULL: nobody asks for replies */
};

static void
keep_text(struct play *p, const char ***list, size_t *count, const char *text)
{
	if (*count < MOVES_MOST * 4)
		(*list)[(*count)++] = arena_text(p->arena, text);
}

static void
pass(struct play *p, int64_t ms)
{
	clock_move_to(p->stage->clock, clock_now_ms(p->stage->clock) + ms);
}

/* Whether anybody reads it. */
static bool
is_written_down(const struct play *p)
{
	return p->stage->options->keep_transcripts;
}

static enum err
send(struct play *p, const char *text, struct errinfo *e)
{
	char contact[40], key[64];
	struct incoming in = {.channel = "synthetic",
	    .contact = contact,
	    .source_key = key,
	    .text = text,
	    .text_size = strlen(text),
	    .conversation_id = p->conversation_id};
	int64_t message_id;

	snprintf(contact, sizeof(contact), "shopper-%lld", (long long)p->job->number);
	snprintf(key, sizeof(key), "%s-%zu", contact, p->shopper_count);
	keep_text(p, &p->shopper_texts, &p->shopper_count, text);
	if (p->shopper.no_count > (int64_t)p->refused_count && p->refused_count < GOALS_MOST)
		p->refused[p->refused_count++] = p->ai_count;
	if (is_written_down(p))
		str_addf(&p->transcript, "shopper: %s\n", text);
	if (p->watch != NULL)
		watch_said(p->watch, text);
	return desk_ingest(p->stage->desk, &in, &p->conversation_id, &message_id, e);
}

/* Runs what is due, and what comes due while a shopper would still be looking at the screen. */
static enum err
work_through(struct play *p, struct errinfo *e)
{
	struct desk *d = p->stage->desk;
	int64_t due = 0, until = clock_now_ms(p->stage->clock) + LOOKING_MS;
	size_t pieces;
	enum err err = desk_work(d, 200, &pieces, e);

	for (int i = 0; err == ERR_OK && i < 20; i++) {
		if ((err = desk_next_due(d, &due, e)) != ERR_OK || due > until)
			break;
		clock_move_to(p->stage->clock, due);
		err = desk_work(d, 200, &pieces, e);
	}
	return err;
}

/* Runs the desk's work and collects what was sent to the shopper since. */
static enum err
work(struct play *p, struct str *heard, struct errinfo *e)
{
	struct message_list list;
	enum err err;

	if ((err = work_through(p, e)) != ERR_OK ||
	    (err = store_message_list(desk_store(p->stage->desk), p->arena, p->conversation_id,
		 p->heard_number, &list, e)) != ERR_OK)
		return err;
	for (size_t i = 0; i < list.count; i++) {
		const struct message *m = &list.items[i];
		const char *raw;

		p->heard_number = m->number;
		if (m->author != AUTHOR_AI || m->delivery != DELIVERY_DELIVERED)
			continue;
		if ((err = desk_message_raw(p->stage->desk, p->arena, m, &raw, e)) != ERR_OK)
			return err;
		str_add(heard, raw);
		str_add_char(heard, '\n');
		keep_text(p, &p->ai_texts, &p->ai_count, raw);
		str_add(&p->citations, m->citations);
		if (is_written_down(p))
			str_addf(&p->transcript, "ai (%.2f): %s\n", m->confidence, raw);
	}
	return ERR_OK;
}

static enum err
open_actions(struct play *p, struct action_list *out, struct errinfo *e)
{
	struct action_filter f = {
	    .states = 1u << ACTION_WAITING, .conversation_id = p->conversation_id};

	return store_action_list(desk_store(p->stage->desk), p->arena, &f, out, e);
}

static enum err
decide_one(struct play *p, const struct action *x, struct errinfo *e)
{
	const struct settings *settings = desk_settings(p->stage->desk);
	bool approves = scenario_approves(p->job->scenario, x->kind);
	int64_t left = 1;

	for (size_t j = 0; left > 0 && j < settings->agent_count; j++) {
		const char *agent = settings->agents[j].id;
		int64_t more = 0;
		enum err err = approves ? desk_approve(p->stage->desk, agent, x->id, "", &more, e)
					: desk_deny(p->stage->desk, agent, x->id,
					      "Not in line with our policy this time", e);

		if (err == ERR_OK)
			left = more;
		else if (err != ERR_FORBIDDEN)
			str_addf(&p->transcript, "(%s: %s)\n", agent, e->text);
		if (err != ERR_OK && err != ERR_FORBIDDEN && err != ERR_STATE &&
		    err != ERR_CONFLICT)
			return err;
	}
	return ERR_OK;
}

/* A person decides on what waits: whoever has the right, in the order of the settings. *did tells
 * whether anything waited. */
static enum err
decide(struct play *p, bool *did, struct errinfo *e)
{
	struct action_list waiting;
	enum err err = open_actions(p, &waiting, e);

	*did = err == ERR_OK && waiting.count > 0;
	if (err != ERR_OK || !*did)
		return err;
	pass(p, APPROVAL_MS);
	for (size_t i = 0; err == ERR_OK && i < waiting.count; i++)
		err = decide_one(p, &waiting.items[i], e);
	return err;
}

/* Why the last turn was held back, for who reads the transcript: its draft, and what the ground
 * check found nowhere. */
static enum err
note_held_back(struct play *p, const struct conversation *c, struct errinfo *e)
{
	struct turn t;
	const struct value *trace = NULL, *claims;
	enum err err;

	if (!is_written_down(p))
		return ERR_OK;
	err = store_turn_latest(desk_store(p->stage->desk), p->arena, p->conversation_id, &t, e);
	if (err == ERR_OK)
		err = desk_trace(p->stage->desk, p->arena, t.id, &trace, e);
	if (err != ERR_OK && err != ERR_NOT_FOUND)
		return err;
	if (!text_is_empty(c->draft))
		str_addf(&p->transcript, "(held back: %s)\n", c->draft);
	claims = value_path(trace, "ground.claims");
	for (size_t i = 0; i < value_count(claims); i++)
		if (!value_get_bool(value_at(claims, i), "grounded", true))
			str_addf(&p->transcript, "(ungrounded %s: %s)\n",
			    value_get_text(value_at(claims, i), "kind"),
			    value_get_text(value_at(claims, i), "words"));
	return ERR_OK;
}

static enum err
is_with_people(struct play *p, bool *out, enum handoff_reason *reason, struct errinfo *e)
{
	struct conversation c;
	enum err err =
	    store_conversation_get(desk_store(p->stage->desk), p->arena, p->conversation_id, &c, e);

	if (err != ERR_OK)
		return err;
	*out = c.state == CONVERSATION_QUEUED || c.state == CONVERSATION_AGENT;
	*reason = c.reason;
	return *out ? note_held_back(p, &c, e) : ERR_OK;
}

/* Which turn the reply came from. */
static enum err
watch(struct play *p, const char *heard, struct errinfo *e)
{
	struct turn t = { .id = 0 };
	enum err err;

	if (p->watch == NULL)
		return ERR_OK;
	err = store_turn_latest(desk_store(p->stage->desk), p->arena, p->conversation_id, &t, e);
	if (err != ERR_OK && err != ERR_NOT_FOUND)
		return err;
	watch_heard(p->watch, &p->shopper, heard, t.id, p->ai_count);
	return ERR_OK;
}

/* Talks until one side is done. */
static enum err
converse(struct play *p, struct played *out, struct errinfo *e)
{
	struct str say, heard;
	enum shopper_move move = SHOPPER_SAYS;
	bool with_people = false, decided = false;
	enum err err = ERR_OK;

	str_init(&say);
	str_init(&heard);
	shopper_open(&p->shopper, &say);
	for (int i = 0; err == ERR_OK && i < MOVES_MOST && move != SHOPPER_IS_DONE &&
	     move != SHOPPER_LEAVES && !with_people;
	     i++) {
		str_reset(&heard);
		if (move == SHOPPER_SAYS) {
			pass(p, shopper_pause_ms(&p->shopper, say.data));
			err = send(p, say.data, e);
		} else
			err = decide(p, &decided, e);
		if (err != ERR_OK || (err = work(p, &heard, e)) != ERR_OK ||
		    (err = is_with_people(p, &with_people, &out->reason, e)) != ERR_OK ||
		    (err = watch(p, heard.data, e)) != ERR_OK)
			break;
		if (move == SHOPPER_WAITS && heard.length == 0)
			break;		/* nobody will answer */
		str_reset(&say);
		move = shopper_hear(&p->shopper, heard.data, &say);
		if (p->watch != NULL)
			watch_done_with(p->watch, &p->shopper, move);
	}
	p->handed_off = with_people;
	p->abandoned = move == SHOPPER_LEAVES;
	if (err == ERR_OK && !with_people)
		err = desk_shopper_left(p->stage->desk, p->conversation_id, e);
	str_clear(&say);
	str_clear(&heard);
	return err;
}

static enum err
count_turns(struct play *p, struct played *out, struct errinfo *e)
{
	struct event_list events;
	enum err err =
	    store_event_list(desk_store(p->stage->desk), p->arena, p->conversation_id, &events, e);

	for (size_t i = 0; err == ERR_OK && i < events.count; i++) {
		const char *kind = events.items[i].kind;

		out->turns += text_is(kind, "turn.sent") || text_is(kind, "turn.handed_off");
		out->held_back += text_is(kind, "turn.handed_off") &&
		    strstr(events.items[i].data, "\"reason\":\"ungrounded\"") != NULL;
		out->outcome.human_approved =
		    out->outcome.human_approved || text_is(kind, "action.approved");
	}
	return err;
}

/* One wrong statement of each kind that the conversation offers: the oracle must count each. */
static enum err
try_oracle(struct play *p, const struct oracle_case *true_case, int64_t statements,
    struct played *out, struct errinfo *e)
{
	const struct terms *t = p->stage->options->script->terms;
	const char *kinds[MUTATION_KINDS_MOST],
	    **texts = arena_alloc(p->arena, (true_case->ai_count + 1) * sizeof(*texts));
	size_t count = mutation_kinds(t, kinds);
	enum err err = ERR_OK;

	for (size_t i = 0; err == ERR_OK && i < count; i++) {
		struct oracle_case c = *true_case;
		struct oracle_verdict verdict;
		struct random_stream r;

		random_init(&r, p->stage->options->seed,
		    arena_printf(p->arena, "wrong/%lld/%zu", (long long)p->job->number, i));
		c.ai_texts = texts;
		if (!mutation_make(t, kinds[i], true_case, &r, p->arena, texts))
			continue;
		str_init(&verdict.why);
		err = oracle_judge_statements(p->stage->oracle, p->arena, &c, &verdict, e);
		out->trials[i].tried = 1;
		out->trials[i].counted = err == ERR_OK && verdict.statements > statements;
		if (!out->trials[i].counted)
			for (size_t k = 0; k < c.ai_count; k++)
				if (texts[k] != true_case->ai_texts[k])
					str_addf(&p->transcript, "(not counted as %s: %s)\n",
					    kinds[i], texts[k]);
		str_clear(&verdict.why);
	}
	return err;
}

/* The replies in which untrue statements stand: those with which their number grows. */
static enum err
find_untrue(struct play *p, const struct oracle_case *all, int64_t statements, struct errinfo *e)
{
	struct oracle_case c = *all;
	int64_t before = 0;
	enum err err = ERR_OK;

	for (size_t k = 1; p->watch != NULL && statements > 0 && k <= all->ai_count; k++) {
		struct oracle_verdict verdict;

		c.ai_count = k;
		str_init(&verdict.why);
		err = oracle_judge_statements(p->stage->oracle, p->arena, &c, &verdict, e);
		str_clear(&verdict.why);
		if (err != ERR_OK)
			break;
		if (verdict.statements > before)
			watch_untrue(p->watch, k - 1);
		before = verdict.statements;
	}
	return err;
}

static enum err
judge(struct play *p, struct played *out, struct errinfo *e)
{
	struct action_filter f = { .conversation_id = p->conversation_id };
	struct arena *after_arena = arena_new();
	struct action_list actions;
	struct snapshot after;
	struct oracle_verdict verdict;
	struct oracle_case c = {.scenario = p->job->scenario,
	    .binding = &p->job->binding,
	    .actions = &actions,
	    .before = &p->stage->before,
	    .after = &after,
	    .ai_texts = p->ai_texts,
	    .ai_count = p->ai_count,
	    .shopper_texts = p->shopper_texts,
	    .shopper_count = p->shopper_count,
	    .citations = p->citations.data,
	    .yes_count = p->shopper.yes_count,
	    .refused = p->refused,
	    .refused_count = p->refused_count,
	    .new_address = shopper_param(&p->shopper, "address")};
	enum err err;

	str_init(&verdict.why);
	if ((err = store_action_list(desk_store(p->stage->desk), p->arena, &f, &actions, e)) ==
		ERR_OK &&
	    (err = snapshot_take(desk_store(p->stage->desk), after_arena, &after, e)) == ERR_OK)
		err = oracle_judge(p->stage->oracle, p->arena, &c, &verdict, e);
	if (err == ERR_OK)
		err = find_untrue(p, &c, verdict.statements, e);
	if (err == ERR_OK && p->stage->options->try_oracle)
		err = try_oracle(p, &c, verdict.statements, out, e);
	if (err == ERR_OK) {
		for (size_t i = 0; i < actions.count; i++)
			out->actions[actions.items[i].kind][actions.items[i].state]++;
		out->end_holds = verdict.end_holds;
		out->changes = verdict.changes;
		out->otherwise = verdict.otherwise;
		out->statements = verdict.statements;
		out->again = verdict.again;
		out->stopped_by_person = verdict.stopped_by_person;
		out->stopped_by_rule = verdict.stopped_by_rule;
		p->stage->before = after;
		arena_free(&p->stage->snapshot_arena);
		p->stage->snapshot_arena = after_arena;
		after_arena = NULL;
	}
	if (p->job->scenario->contain && p->handed_off)
		str_addf(&verdict.why, "handed over: %s\n", handoff_reason_name(out->reason));
	if (p->abandoned)
		str_add(&verdict.why, "the shopper gave up\n");
	if (!p->job->scenario->contain &&
	    (!p->handed_off || out->reason != p->job->scenario->reason))
		str_addf(&verdict.why, "should have been handed over for %s, was %s\n",
		    handoff_reason_name(p->job->scenario->reason),
		    p->handed_off ? handoff_reason_name(out->reason) : "not handed over");
	if (verdict.why.length > 0)
		out->why = str_take(&verdict.why);
	str_clear(&verdict.why);
	if (after_arena != NULL)
		arena_free(&after_arena);
	return err;
}

static void
fill_outcome(const struct play *p, struct played *out)
{
	const struct scenario *s = p->job->scenario;
	struct conversation_outcome *o = &out->outcome;

	o->shopper_messages = (int64_t)p->shopper_count;
	o->ai_messages = (int64_t)p->ai_count;
	o->ai_on = true;
	o->handed_off = o->human_joined = p->handed_off;
	o->abandoned = p->abandoned;
	o->need_met = out->end_holds && !p->abandoned;
	out->ended_as_expected = played_breaches(out) == 0 &&
	    (s->contain ? outcome_is_contained_confirmed(o)
			: p->handed_off && out->reason == s->reason);
}

/* The replies with what they were worth, kept with what came of the conversation. */
static enum err
keep_replies(struct play *p, struct played *out, struct errinfo *e)
{
	const struct watch_end end = {.expected = out->ended_as_expected,
	    .handed_off = p->handed_off,
	    .abandoned = p->abandoned,
	    .contain = p->job->scenario->contain,
	    .changes = out->changes};

	if (p->watch == NULL)
		return ERR_OK;
	watch_end(p->watch, &end);
	out->replies_arena = arena_new();
	return replies_read(p->stage->desk, out->replies_arena, p->watch->items, p->watch->count,
	    &out->replies, e);
}

static enum err
tell_played(const struct play *p, const struct played *out, struct errinfo *e)
{
	const struct sim_options *o = p->stage->options;
	const struct sim_played x = {.desk = p->stage->desk,
	    .conversation_id = p->conversation_id,
	    .number = p->job->number,
	    .scenario = p->job->scenario->name,
	    .as_expected = out->ended_as_expected};

	return o->played == NULL ? ERR_OK : o->played(o->played_context, &x, e);
}

enum err
stage_play_one(struct stage *s, const struct job *j, struct played *out, struct errinfo *e)
{
	const char *currency = world_settings(s->options->world)->currency;
	struct play p = { .stage = s, .job = j };
	struct watch watch;
	char label[48];
	enum err err;

	memset(out, 0, sizeof(*out));
	watch_init(&watch);
	p.watch = s->options->replies.take != NULL ? &watch : NULL;
	p.arena = arena_new();
	p.ai_texts = arena_alloc(p.arena, MOVES_MOST * 4 * sizeof(*p.ai_texts));
	p.shopper_texts = arena_alloc(p.arena, MOVES_MOST * 4 * sizeof(*p.shopper_texts));
	str_init(&p.citations);
	str_init(&p.transcript);
	snprintf(label, sizeof(label), "shopper/%lld", (long long)j->number);
	shopper_init(&p.shopper, s->options->script->words, j->scenario, j->persona, &j->binding,
	    currency, s->options->seed, label);
	if ((err = converse(&p, out, e)) == ERR_OK && (err = count_turns(&p, out, e)) == ERR_OK &&
	    (err = judge(&p, out, e)) == ERR_OK) {
		fill_outcome(&p, out);
		if ((err = keep_replies(&p, out, e)) == ERR_OK)
			err = tell_played(&p, out, e);
		if (s->options->keep_transcripts && !out->ended_as_expected)
			out->transcript = str_take(&p.transcript);
	}
	shopper_clear(&p.shopper);
	watch_clear(&watch);
	str_clear(&p.citations);
	str_clear(&p.transcript);
	arena_free(&p.arena);
	return err != ERR_OK
	    ? err_prefix(e, "conversation %lld (%s)", (long long)j->number, j->scenario->name)
	    : ERR_OK;
}
