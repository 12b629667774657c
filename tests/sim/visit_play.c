/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "visit_play.h"

#include <stdio.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/desk/view.h"

#define LOOKS_MS ((int64_t)30000)
#define DECIDES_MS ((int64_t)240000)
#define NEVER INT64_MAX

void
visit_stage_open(struct visit_stage *s, const char *scenarios, uint64_t seed)
{
	static const uint8_t master[SEAL_KEY] = { 4, 2 };
	struct arena *a = arena_new();
	const char *folder = file_data(a, scenarios);
	const struct sim_sources sources = {
	    .paths = &folder, .count = 1, .folder = file_data(a, "scenarios")};
	struct visitors_options o = { .seed = seed };
	struct errinfo e;

	memset(s, 0, sizeof(*s));
	check_ok(world_load(file_data(a, "scenarios/worlds/tarn-and-fell"), &s->shared.world, &e), &e);
	check_ok(understander_open("", &s->shared.understander, &e), &e);
	s->shared.keyring = keyring_new_from(master);
	check_ok(desk_tools_new(&s->shared, &s->tools, &e), &e);
	check_ok(sim_script_load(&sources, world_settings(s->shared.world), &s->script, &e), &e);
	o.script = s->script;
	o.world = s->shared.world;
	o.settings = world_settings(s->shared.world);
	check_ok(visitors_new(&o, &s->visitors, &e), &e);
	arena_free(&a);
}

void
visit_stage_close(struct visit_stage *s)
{
	visitors_free(&s->visitors);
	sim_script_free(&s->script);
	desk_tools_free(&s->tools);
	desk_shared_close(&s->shared);
}

size_t
scenario_at(const struct visit_stage *s, const char *name)
{
	for (size_t i = 0; i < visitors_scenario_count(s->visitors); i++)
		if (strcmp(visitors_scenario_name(s->visitors, i), name) == 0)
			return i;
	fail_msg("there is no scenario %s", name);
	return 0;
}

size_t
documents_of(struct store *s, const char *kind)
{
	struct arena *a = arena_new();
	struct document *list;
	struct errinfo e;
	size_t count;

	check_ok(store_document_list(s, a, kind, &list, &count, &e), &e);
	arena_free(&a);
	return count;
}

/* ---- one desk */

struct guest {
	struct visited *out;
	struct visitor *visitor;
	int64_t conversation_id, heard, sent;
	int64_t first_ms, say_ms, gone_ms, decide_ms;
	struct str say, record;
	bool over, handed_off, abandoned;
	enum handoff_reason reason;
};

struct floor {
	struct visit_stage *stage;
	struct desk *desk;
	struct clock *clock;
	struct guest *guests;
	size_t count;
	struct errinfo e;
};

static void
open_desk(struct floor *f)
{
	struct store_options how = { .create = true };
	struct desk_options o = {.shared = &f->stage->shared,
	    .tools = f->stage->tools,
	    .base = visitors_base(f->stage->visitors),
	    .worker = "visits",
	    .practice = true,
	    .simulated = true,
	    .seed = 3,
	    .worded_by_contact = true};
	int64_t from = NEVER;

	for (size_t i = 0; i < f->count; i++)
		if (f->guests[i].out->visit.at_ms < from)
			from = f->guests[i].out->visit.at_ms;
	o.clock = f->clock = clock_virtual_new(from);
	check_ok(store_open("memory:", &how, &o.take_store, &f->e), &f->e);
	check_ok(backend_open("builtin", &o.take_backend, &f->e), &f->e);
	check_ok(desk_new(&o, &f->desk, &f->e), &f->e);
}

static int64_t
now(const struct floor *f)
{
	return clock_now_ms(f->clock);
}

static void
arrive(struct floor *f, struct guest *g)
{
	check_ok(visitor_new(f->stage->visitors, f->desk, &g->out->visit, &g->visitor, &f->e), &f->e);
	str_addf(&g->record, "%s, %s, %s, %s\n", visitor_scenario(g->visitor), visitor_persona(g->visitor), visitor_tier(g->visitor), visitor_intent(g->visitor));
	if (f->stage->greet != NULL)
		f->stage->greet(f->desk, g->visitor);
	str_reset(&g->say);
	visitor_open(g->visitor, &g->say);
	g->first_ms = g->say_ms = now(f);
	g->out->visit.at_ms = now(f);
}

static void
send(struct floor *f, struct guest *g)
{
	char key[32];
	struct incoming in = {.channel = "synthetic",
	    .contact = visitor_contact(g->visitor),
	    .source_key = key,
	    .text = g->say.data,
	    .text_size = g->say.length,
	    .conversation_id = g->conversation_id};

	snprintf(key, sizeof(key), "%lld", (long long)++g->sent);
	check_ok(desk_ingest(f->desk, &in, &g->conversation_id, NULL, &f->e), &f->e);
	str_addf(&g->record, "%lld shopper: %s\n", (long long)(now(f) - g->first_ms), g->say.data);
	g->say_ms = NEVER;
	g->gone_ms = now(f) + LOOKS_MS;
}

static void
decide(struct floor *f, struct guest *g)
{
	struct arena *a = arena_new();
	struct action_filter x = {.states = 1u << ACTION_WAITING, .conversation_id = g->conversation_id};
	const struct settings *s = desk_settings(f->desk);
	struct action_list list;

	check_ok(store_action_list(desk_store(f->desk), a, &x, &list, &f->e), &f->e);
	for (size_t i = 0; i < list.count; i++) {
		bool approves = visitor_deserves(g->visitor, list.items[i].kind);
		int64_t left = 1;

		for (size_t k = 0; left > 0 && k < s->agent_count; k++) {
			int64_t more = 0;
			enum err err = approves
			    ? desk_approve(f->desk, s->agents[k].id, list.items[i].id, "", &more, &f->e)
			    : desk_deny(f->desk, s->agents[k].id, list.items[i].id, "Not this time", &f->e);

			if (err == ERR_OK)
				left = more;
		}
	}
	g->decide_ms = NEVER;
	g->gone_ms = now(f) + LOOKS_MS;
	arena_free(&a);
}

static void
take(struct floor *f, struct guest *g, enum visitor_move move)
{
	switch (move) {
	case VISITOR_SAYS:
		g->say_ms = now(f) + visitor_pause_ms(g->visitor, g->say.data);
		g->gone_ms = NEVER;
		break;
	case VISITOR_WAITS:
		g->decide_ms = now(f) + DECIDES_MS;
		g->gone_ms = NEVER;
		break;
	case VISITOR_LEAVES:
	case VISITOR_IS_DONE:
		g->abandoned = move == VISITOR_LEAVES;
		g->over = true;
		check_ok(desk_shopper_left(f->desk, g->conversation_id, &f->e), &f->e);
		break;
	}
}

static bool
hear(struct floor *f, struct guest *g)
{
	struct arena *a = arena_new();
	struct message_list list;
	struct conversation c;
	struct str heard;
	int64_t turn = 0;

	str_init(&heard);
	check_ok(store_message_list(desk_store(f->desk), a, g->conversation_id, g->heard, &list, &f->e), &f->e);
	for (size_t i = 0; i < list.count; i++) {
		const struct message *m = &list.items[i];
		const char *raw;

		if (m->author != AUTHOR_SHOPPER && m->delivery == DELIVERY_PENDING)
			break;
		g->heard = m->number;
		if (m->author != AUTHOR_AI || m->delivery != DELIVERY_DELIVERED)
			continue;
		check_ok(desk_message_raw(f->desk, a, m, &raw, &f->e), &f->e);
		str_addf(&heard, "%s\n", raw);
		turn = m->turn_id;
		str_addf(&g->record, "%lld ai %.3f: %s %s\n", (long long)(now(f) - g->first_ms), m->confidence, raw, m->citations);
	}
	check_ok(store_conversation_get(desk_store(f->desk), a, g->conversation_id, &c, &f->e), &f->e);
	if (c.state == CONVERSATION_QUEUED) {
		g->handed_off = g->over = true;
		g->reason = c.reason;
	}
	if (heard.length > 0) {
		str_reset(&g->say);
		if (g->over)
			(void)visitor_hear(g->visitor, heard.data, turn, &g->say);
		else
			take(f, g, visitor_hear(g->visitor, heard.data, turn, &g->say));
	}
	turn = (int64_t)heard.length;
	str_clear(&heard);
	arena_free(&a);
	return turn > 0;
}

static void
note_actions(struct floor *f, struct guest *g)
{
	struct arena *a = arena_new();
	struct action_filter x = { .conversation_id = g->conversation_id };
	struct action_list list;

	check_ok(store_action_list(desk_store(f->desk), a, &x, &list, &f->e), &f->e);
	for (size_t i = 0; i < list.count; i++)
		str_addf(&g->record, "%s %s %s %s %lld\n", action_kind_name(list.items[i].kind), action_state_name(list.items[i].state), list.items[i].rule, list.items[i].title,
		    (long long)list.items[i].amount);
	arena_free(&a);
}

static void
end(struct floor *f, struct guest *g)
{
	struct visit_judged *x = &g->out->judged;
	size_t orders, customers;

	if (f->stage->meddle != NULL)
		f->stage->meddle(f->desk, visitor_contact(g->visitor));
	check_ok(visitor_judge(g->visitor, f->desk, g->conversation_id, g->handed_off, g->reason, g->abandoned, x, &f->e), &f->e);
	note_actions(f, g);
	str_addf(&g->record, "%s %d; met %d, as expected %d, person %d; %lld changes, %lld statements; %lld and %lld messages in %lld turns, %lld held back\n",
	    handoff_reason_name(g->reason), g->abandoned, x->need_met, x->as_expected, x->expects_person, (long long)x->changes, (long long)x->statements,
	    (long long)x->shopper_messages, (long long)x->ai_messages, (long long)x->ai_turns, (long long)x->held_back);
	str_addf(&g->record, "%lld repeated, %lld loops; %.3f %.3f\n", (long long)x->repeated, (long long)x->loops, x->sentiment_first, x->sentiment_last);
	for (size_t i = 0; i < x->replies.count; i++)
		str_addf(&g->record, "%s %.3f\n", flaw_name(x->replies.items[i].flaw), x->replies.items[i].confidence);
	str_addf(&g->record, "%s%s\n", x->why, x->fault);
	g->out->reply_patience_ms = visitor_reply_patience_ms(g->visitor);
	g->out->queue_patience_ms = visitor_queue_patience_ms(g->visitor);
	g->out->leaves_at_hand_over = visitor_leaves_at_hand_over(g->visitor);
	if (!visitor_comes_again(g->visitor, &g->out->again_ms))
		g->out->again_ms = -1;
	str_addf(&g->record, "%lld %lld %lld %d %lld\n", (long long)g->out->reply_patience_ms, (long long)g->out->queue_patience_ms,
	    (long long)visitor_decision_patience_ms(g->visitor), g->out->leaves_at_hand_over, (long long)g->out->again_ms);
	orders = documents_of(desk_store(f->desk), "order");
	customers = documents_of(desk_store(f->desk), "customer");
	g->out->why = mem_text(x->why);
	g->out->fault = mem_text(x->fault);
	x->why = x->fault = NULL;
	x->replies.items = NULL;
	check_ok(visitor_remove(g->visitor, f->desk, &f->e), &f->e);
	assert_int_equal(documents_of(desk_store(f->desk), "customer"), customers - 1);
	assert_true(documents_of(desk_store(f->desk), "order") <= orders);
	visitor_free(&g->visitor);
	g->out->record = str_take(&g->record);
	str_clear(&g->say);
}

static int64_t
due_of(const struct guest *g)
{
	int64_t due = g->visitor == NULL ? g->out->visit.at_ms : g->say_ms;

	due = g->gone_ms < due ? g->gone_ms : due;
	return g->decide_ms < due ? g->decide_ms : due;
}

/* The next instant at which anything is to be done; NEVER: all is over. */
static int64_t
next(struct floor *f)
{
	int64_t due = NEVER, desk;
	bool any = false;

	for (size_t i = 0; i < f->count; i++)
		if (!f->guests[i].over) {
			any = true;
			due = due_of(&f->guests[i]) < due ? due_of(&f->guests[i]) : due;
		}
	if (any && desk_next_due(f->desk, &desk, &f->e) == ERR_OK && desk < due)
		due = desk;
	return due;
}

static void
step(struct floor *f)
{
	size_t pieces;

	for (size_t i = 0; i < f->count; i++) {
		struct guest *g = &f->guests[i];

		if (g->over || due_of(g) > now(f))
			continue;
		if (g->visitor == NULL)
			arrive(f, g);
		if (g->say_ms <= now(f))
			send(f, g);
		else if (g->decide_ms <= now(f))
			decide(f, g);
	}
	check_ok(desk_work(f->desk, 1000, &pieces, &f->e), &f->e);
	for (size_t i = 0; i < f->count; i++) {
		struct guest *g = &f->guests[i];

		if (g->over || g->conversation_id == 0)
			continue;
		if (!hear(f, g) && !g->over && g->gone_ms <= now(f))
			take(f, g, VISITOR_LEAVES);
		if (g->over)
			end(f, g);
	}
}

void
visits_play(struct visit_stage *s, struct visited *visits, size_t count)
{
	struct floor f = { .stage = s, .count = count };
	int64_t due;

	f.guests = mem_zero(count, sizeof(*f.guests));
	for (size_t i = 0; i < count; i++) {
		f.guests[i].out = &visits[i];
		f.guests[i].say_ms = f.guests[i].gone_ms = f.guests[i].decide_ms = NEVER;
		str_init(&f.guests[i].say);
		str_init(&f.guests[i].record);
	}
	open_desk(&f);
	while ((due = next(&f)) != NEVER) {
		if (due > now(&f))
			clock_move_to(f.clock, due);
		step(&f);
	}
	assert_int_equal(documents_of(desk_store(f.desk), "order"), 0);
	assert_int_equal(documents_of(desk_store(f.desk), "customer"), 0);
	desk_free(&f.desk);
	clock_free(&f.clock);
	mem_free(f.guests);
}

void
visited_clear(struct visited *visits, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		mem_free(visits[i].record);
		mem_free(visits[i].why);
		mem_free(visits[i].fault);
	}
}
