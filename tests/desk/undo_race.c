/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking back while others act: that taking back and sending never both happen, and that agents and
 * a worker who fight lose nothing.
 */
#include "../check.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/random.h"
#include "floorwalker/desk/acts.h"
#include "floorwalker/desk/events.h"
#include "floorwalker/store/event.h"
#include "stage.h"

static struct stage s;

static int
begin_on_file(void **state)
{
	stage_open(*state, true);
	s.settings.undo_send_ms = 5000;
	return 0;
}

static int64_t
taken(const char *contact, const char *agent)
{
	int64_t id = stage_say(&s, contact, "get me a person");
	stage_work(&s);
	check_ok(desk_take(s.desk, agent, id, &s.e), &s.e);
	return id;
}

static const char *
draft_of(const char *agent, int64_t id)
{
	const char *text;
	check_ok(desk_draft_read(s.desk, s.arena, agent, id, &text, &s.e), &s.e);
	return text;
}

static int
delivered(int64_t id)
{
	return stage_count(&s, id, AUTHOR_AGENT, DELIVERY_DELIVERED);
}

/* ---- sending and taking back at once, from two handles on one file */

struct racer {
	struct desk *desk;
	pthread_barrier_t *gate;
	int64_t id;
	enum err r;
};

static void *
take_back(void *context)
{
	struct racer *x = context;
	struct arena *a = arena_new();
	struct desk_undone u;
	pthread_barrier_wait(x->gate);
	x->r = desk_undo(x->desk, a, "maeve", x->id, &u, NULL);
	arena_free(&a);
	return NULL;
}

static void *
send_it(void *context)
{
	struct racer *x = context;
	bool did = false;
	pthread_barrier_wait(x->gate);
	x->r = desk_work_step(x->desk, &did, NULL);
	return NULL;
}

static void
a_reply_is_sent_or_taken_back_and_never_both(void **state)
{
	enum { ROUNDS = 60 };
	struct desk *other = stage_desk(&s, "second");
	pthread_barrier_t gate;
	int sent = 0, back = 0;
	(void)state;
	assert_int_equal(pthread_barrier_init(&gate, NULL, 2), 0);
	int64_t id = taken("ann", "maeve");
	for (int i = 0; i < ROUNDS; i++) {
		struct racer undoes = {s.desk, &gate, id, ERR_OK}, sends = {other, &gate, id, ERR_OK};
		pthread_t a, b;
		check_ok(desk_reply(s.desk, "maeve", id, 0, "I'm on it.", &s.e), &s.e);
		clock_move_to(s.clock, FIXTURE_NOW + (i + 1) * 10000);	/* due */
		assert_int_equal(pthread_create(&a, NULL, take_back, &undoes), 0);
		assert_int_equal(pthread_create(&b, NULL, send_it, &sends), 0);
		pthread_join(a, NULL);
		pthread_join(b, NULL);
		assert_int_equal(sends.r, ERR_OK);
		stage_work(&s);
		struct message m = stage_last(&s, id, AUTHOR_AGENT);
		assert_int_equal(m.delivery,
		    undoes.r == ERR_OK ? DELIVERY_WITHDRAWN : DELIVERY_DELIVERED);
		back += undoes.r == ERR_OK;
		sent += undoes.r != ERR_OK;
	}
	assert_int_equal(delivered(id), sent);
	assert_int_equal(stage_count(&s, id, AUTHOR_AGENT, DELIVERY_WITHDRAWN), back);
	print_message("# of %d replies %d were sent and %d taken back, none both\n", ROUNDS, sent, back);
	pthread_barrier_destroy(&gate);
	desk_free(&other);
	stage_audit(&s);
}

/* Taking back in the very moment between claiming and delivering. */
static struct { int64_t id; struct desk *other; enum err r; bool done; } plan;

static void
act(void *context, const char *name)
{
	struct desk_undone u;
	(void)context;
	if (plan.done || plan.id == 0 || strcmp(name, "deliver") != 0)
		return;
	plan.done = true;
	plan.r = desk_undo(plan.other, s.arena, "maeve", plan.id, &u, &s.e);
}

static void
a_reply_that_is_claimed_and_then_taken_back_is_not_delivered(void **state)
{
	(void)state;
	s.step = act;
	stage_open(&s, true);
	s.settings.undo_send_ms = 5000;
	plan.other = stage_desk(&s, "second");
	int64_t id = taken("ann", "maeve");
	check_ok(desk_reply(s.desk, "maeve", id, 0, "I'm on it.", &s.e), &s.e);
	clock_move_to(s.clock, FIXTURE_NOW + 5000);
	plan.id = id;
	stage_work(&s);
	assert_true(plan.done);
	assert_int_equal(plan.r, ERR_OK);
	assert_int_equal(delivered(id), 0);
	assert_string_equal(draft_of("maeve", id), "I'm on it.");
	stage_audit(&s);
	desk_free(&plan.other);
	stage_close(&s);
}

/* ---- two agents and a worker against each other */

static const char *const people[] = {"maeve", "dara", "una"};

struct fighter {
	struct desk *desk;
	const char *agent;		/* NULL: the worker */
	uint64_t seed;
	const int64_t *ids;
	size_t count;
	pthread_barrier_t *gate;	/* all meet there before each round, so that each is a race */
	int acts, told, broken;
};

#define ROUNDS_OF_A_FIGHT 200

/* What may be answered: done, or refused with a reason. */
static bool
is_fair(enum err r)
{
	return r == ERR_OK || r == ERR_STATE || r == ERR_CONFLICT || r == ERR_FORBIDDEN ||
	    r == ERR_EXISTS || r == ERR_NOT_FOUND || r == ERR_USAGE;
}

static enum err
act_once(struct fighter *x, struct random_stream *random, int64_t id)
{
	struct arena *a = arena_new();
	struct desk_undone u;
	struct errinfo e;
	enum err r = ERR_OK;
	switch (random_below(random, 9)) {
	case 0: r = desk_assign(x->desk, x->agent, id, people[random_below(random, 3)], "", &e); break;
	case 1: r = desk_transfer(x->desk, x->agent, id, "general", "", &e); break;
	case 2: r = desk_transfer(x->desk, x->agent, id, people[random_below(random, 3)], "", &e); break;
	case 3: r = desk_snooze(x->desk, x->agent, id, "30m", &e); break;
	case 4:
	case 5: r = desk_undo(x->desk, a, x->agent, id, &u, &e); break;
	case 6: r = desk_take(x->desk, x->agent, id, &e); break;
	default: r = desk_reply(x->desk, x->agent, id, 0, "On it.", &e); break;
	}
	if (!is_fair(r)) {
		print_message("# %s: %s\n", err_name(r), e.text);
		x->broken++;
	}
	arena_free(&a);
	return r;
}

static void *
fight(void *context)
{
	struct fighter *x = context;
	struct random_stream random;
	random_init(&random, x->seed, "fight");
	for (int i = 0; i < ROUNDS_OF_A_FIGHT; i++) {
		pthread_barrier_wait(x->gate);
		enum err r = act_once(x, &random, x->ids[random_below(&random, x->count)]);
		x->acts += r == ERR_OK;
		x->told += r != ERR_OK;
	}
	return NULL;
}

static void *
work(void *context)
{
	struct fighter *x = context;
	for (int i = 0; i < ROUNDS_OF_A_FIGHT; i++) {
		bool did = false;
		struct errinfo e;
		pthread_barrier_wait(x->gate);
		enum err r = desk_work_step(x->desk, &did, &e);
		x->acts += r == ERR_OK && did;
		if (r != ERR_OK && r != ERR_CONFLICT && r != ERR_BUSY) {
			print_message("# worker: %s: %s\n", err_name(r), e.text);
			x->broken++;
		}
	}
	return NULL;
}

/* By the log alone: who owned it when each reply was written, and that each one ended once. */
static void
check_log(int64_t id)
{
	struct event_list list;
	struct message_list messages;
	int64_t epoch = 0;
	check_ok(store_event_list(desk_store(s.desk), s.arena, id, &list, &s.e), &s.e);
	check_ok(store_message_list(desk_store(s.desk), s.arena, id, 0, &messages, &s.e), &s.e);
	for (size_t i = 0; i < list.count; i++) {
		struct value *v;
		const struct event *x = &list.items[i];
		check_ok(value_parse_json(s.arena, "event", x->data, strlen(x->data),
			     &value_limits_message, &v, &s.e), &s.e);
		int64_t named = value_get_int(v, "epoch", 0);
		bool owner = text_starts(x->kind, "owner.") || strcmp(x->kind, EVENT_ACT_UNDONE) == 0;
		/* passing on names the epoch that being queued then begins */
		assert_true(!owner || named >= epoch);
		if (named > epoch)
			epoch = named;
		assert_true(strcmp(x->kind, EVENT_MESSAGE_AGENT) != 0 || named == epoch);
	}
	for (size_t i = 0; i < messages.count; i++) {
		const struct message *m = &messages.items[i];
		int delivered_events = 0, withdrawn_events = 0;
		for (size_t k = 0; k < list.count; k++) {
			struct value *v;
			check_ok(value_parse_json(s.arena, "event", list.items[k].data,
				     strlen(list.items[k].data), &value_limits_message, &v, &s.e), &s.e);
			if (value_get_int(v, "message", 0) != m->id)
				continue;
			delivered_events += strcmp(list.items[k].kind, EVENT_MESSAGE_DELIVERED) == 0;
			withdrawn_events += strcmp(list.items[k].kind, EVENT_MESSAGE_WITHDRAWN) == 0;
		}
		if (m->author != AUTHOR_AGENT)
			continue;
		assert_int_equal(delivered_events + withdrawn_events, 1);
		assert_int_equal(m->delivery,
		    delivered_events == 1 ? DELIVERY_DELIVERED : DELIVERY_WITHDRAWN);
	}
	assert_int_equal(stage_conversation(&s, id).epoch, epoch);
}

static void
agents_and_a_worker_fighting_lose_nothing_and_send_nothing_twice(void **state)
{
	enum { CONVERSATIONS = 4 };
	int64_t ids[CONVERSATIONS];
	struct fighter fighters[3] = {0};
	pthread_t threads[3];
	char contact[8];
	pthread_barrier_t gate;
	(void)state;
	assert_int_equal(pthread_barrier_init(&gate, NULL, 3), 0);
	s.settings.undo_send_ms = 0;	/* so that taking back races with the worker */
	for (int i = 0; i < CONVERSATIONS; i++) {
		snprintf(contact, sizeof contact, "c%d", i);
		ids[i] = stage_say(&s, contact, "get me a person");
	}
	stage_work(&s);
	for (int i = 0; i < 3; i++)
		fighters[i] = (struct fighter){.desk = stage_desk(&s, i == 0 ? "a" : i == 1 ? "b" : "w"),
		    .agent = i == 0 ? "maeve" : i == 1 ? "una" : NULL,
		    .seed = (uint64_t)i + 1,
		    .ids = ids,
		    .count = CONVERSATIONS,
		    .gate = &gate};
	for (int i = 0; i < 3; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, i == 2 ? work : fight, &fighters[i]), 0);
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	pthread_barrier_destroy(&gate);
	clock_move_to(s.clock, FIXTURE_NOW + 7200000);
	stage_work(&s);
	for (int i = 0; i < CONVERSATIONS; i++)
		check_log(ids[i]);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(fighters[i].broken, 0);
		desk_free(&fighters[i].desk);
	}
	assert_true(fighters[0].acts > 20 && fighters[1].acts > 20 && fighters[2].acts > 0);
	print_message("# %d and %d acts done, %d and %d refused, %d pieces of work\n", fighters[0].acts,
	    fighters[1].acts, fighters[0].told, fighters[1].told, fighters[2].acts);
	stage_audit(&s);
}

#define TEST_ON_FILE(f) cmocka_unit_test_prestate_setup_teardown(f, begin_on_file, stage_away, &s)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST_ON_FILE(a_reply_is_sent_or_taken_back_and_never_both),
	    cmocka_unit_test(a_reply_that_is_claimed_and_then_taken_back_is_not_delivered),
	    TEST_ON_FILE(agents_and_a_worker_fighting_lose_nothing_and_send_nothing_twice),
	};
	return RUN_TAP(tests);
}
