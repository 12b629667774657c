/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Queues that give their conversations out: to whom, in which order, never too many, never twice.
 */
#include "crew.h"

#include <pthread.h>
#include <stdio.h>

static struct stage s;

static void
switch_on(const char *queue)
{
	check_ok(desk_set_queue_assigns(s.desk, "una", queue, true, &s.e), &s.e);
}

static const char *
owner(int64_t id)
{
	struct conversation c = stage_conversation(&s, id);
	return c.state == CONVERSATION_AGENT || c.state == CONVERSATION_WRAP_UP ? c.agent : "";
}

static void
by_hand_is_how_queues_begin_and_only_a_supervisor_switches(void **state)
{
	bool on;
	const char *data = "";
	(void)state;
	crew_set(&s);
	crew_say(&s, "maeve", "available");
	int64_t id = crew_wait(&s, "ann", 1000);
	assert_string_equal(owner(id), "");
	assert_int_equal(desk_set_queue_assigns(s.desk, "maeve", "care", true, &s.e), ERR_FORBIDDEN);
	assert_non_null(strstr(s.e.text, "only a supervisor"));
	assert_int_equal(desk_set_queue_assigns(s.desk, "una", "cares", true, &s.e), ERR_NOT_FOUND);
	switch_on("care");
	check_ok(desk_queue_assigns(s.desk, s.arena, "care", &on, &s.e), &s.e);
	assert_true(on);
	check_ok(desk_queue_assigns(s.desk, s.arena, "general", &on, &s.e), &s.e);
	assert_false(on);
	assert_int_equal(crew_events(&s, 0, EVENT_QUEUE_ASSIGN, &data), 1);
	assert_non_null(strstr(data, "\"auto\""));
	stage_work(&s);
	assert_string_equal(owner(id), "maeve");
	check_ok(desk_set_queue_assigns(s.desk, "una", "care", false, &s.e), &s.e);
	id = crew_wait(&s, "bob", 1000);
	assert_string_equal(owner(id), "");
	crew_queues[0].assigns = true;	/* what was switched at run time goes before the world's */
	stage_work(&s);
	assert_string_equal(owner(id), "");
	switch_on("general");
	stage_work(&s);
	check_ok(desk_transfer(s.desk, "una", id, "general", "", &s.e), &s.e);
	stage_work(&s);
	assert_string_equal(owner(id), "maeve");	/* at once, from one queue to another */
	stage_audit(&s);
}

static void
the_longest_waiting_goes_to_who_has_most_room_and_never_above_it(void **state)
{
	(void)state;
	crew_set(&s);
	crew_queues[0].assigns = true;
	int64_t ids[7];
	for (int i = 0; i < 7; i++)
		ids[i] = crew_wait(&s, (const char *[]){"a", "b", "c", "d", "e", "f", "g"}[i], 1000);
	crew_say(&s, "dara", "available");	/* room for four */
	crew_say(&s, "maeve", "available");	/* for two */
	stage_work(&s);
	/* by the share that is free; both all free and idle for as long: by their ids */
	assert_string_equal(owner(ids[0]), "dara");
	assert_string_equal(owner(ids[1]), "maeve");
	assert_string_equal(owner(ids[2]), "dara");
	assert_string_equal(owner(ids[3]), "dara");
	assert_string_equal(owner(ids[4]), "maeve");
	assert_string_equal(owner(ids[5]), "dara");
	assert_string_equal(owner(ids[6]), "");
	check_ok(desk_take(s.desk, "maeve", ids[6], &s.e), &s.e);	/* by hand one may */
	assert_string_equal(owner(ids[6]), "maeve");
	int64_t more = crew_wait(&s, "h", 1000);
	assert_string_equal(owner(more), "");
	check_ok(desk_close(s.desk, "dara", ids[0], "resolved", &s.e), &s.e);
	stage_work(&s);
	assert_string_equal(owner(more), "");	/* wrap-up counts */
	check_ok(desk_close(s.desk, "dara", ids[0], "resolved", &s.e), &s.e);
	stage_work(&s);
	assert_string_equal(owner(more), "dara");
	stage_audit(&s);
}

static void
of_equals_who_is_idle_for_longest_is_next(void **state)
{
	(void)state;
	crew_set(&s);
	crew_queues[0].assigns = true;
	crew_agents[0].capacity = crew_agents[1].capacity = 2;
	crew_say(&s, "maeve", "available");
	clock_move_to(s.clock, clock_now_ms(s.clock) + 5000);
	crew_say(&s, "dara", "available");
	int64_t first = crew_wait(&s, "ann", 1000);
	assert_string_equal(owner(first), "maeve");
	clock_move_to(s.clock, clock_now_ms(s.clock) + 5000);
	check_ok(desk_give_back(s.desk, "maeve", first, "", &s.e), &s.e);
	int64_t second = crew_wait(&s, "bob", 1000);
	assert_string_equal(owner(second), "dara");
}

static void
skills_and_weights_decide_who_can_have_it(void **state)
{
	static const struct channel_weight heavy[] = {{"test", 2500}};
	(void)state;
	crew_set(&s);
	crew_queues[0].assigns = true;
	crew_say(&s, "jens", "available");	/* speaks German alone */
	int64_t id = crew_wait(&s, "ann", 1000);
	assert_string_equal(owner(id), "");
	struct conversation c = stage_conversation(&s, id);
	check_ok(store_begin(desk_store(s.desk), &s.e), &s.e);
	c.language = "de-AT";
	check_ok(store_conversation_put(desk_store(s.desk), &c, &s.e), &s.e);
	check_ok(store_commit(desk_store(s.desk), &s.e), &s.e);
	clock_move_to(s.clock, clock_now_ms(s.clock) + 15000);	/* looked at again by and by */
	stage_work(&s);
	assert_string_equal(owner(id), "jens");
	s.settings.weights = heavy;
	s.settings.weight_count = 1;
	crew_say(&s, "maeve", "available");	/* two at most: one of 2.5 is too much */
	id = crew_wait(&s, "bob", 1000);
	assert_string_equal(owner(id), "");
	crew_say(&s, "dara", "available");
	stage_work(&s);
	assert_string_equal(owner(id), "dara");
	struct agent_load *loads;
	check_ok(desk_loads(s.desk, s.arena, &loads, &s.e), &s.e);
	assert_int_equal(loads[1].load, 2500);
	assert_int_equal(loads[1].waiting, 1);
}

static void
who_is_away_gets_nothing_more(void **state)
{
	(void)state;
	crew_set(&s);
	crew_queues[0].assigns = true;
	crew_say(&s, "dara", "available");
	int64_t one = crew_wait(&s, "ann", 1000);
	assert_string_equal(owner(one), "dara");
	static const char *const away[] = {"busy", "break", "offline"};
	for (size_t i = 0; i < 3; i++) {
		crew_say(&s, "dara", away[i]);
		int64_t id = crew_wait(&s, away[i], 1000);
		assert_string_equal(owner(id), "");
	}
	assert_string_equal(owner(one), "dara");	/* what they have they keep */
	assert_int_equal(desk_agent_state_by(s.desk, "maeve", "dara", "available", &s.e), ERR_FORBIDDEN);
	check_ok(desk_agent_state_by(s.desk, "una", "dara", "available", &s.e), &s.e);
	stage_work(&s);
	struct agent_load *loads;
	check_ok(desk_loads(s.desk, s.arena, &loads, &s.e), &s.e);
	assert_int_equal(loads[1].conversations, 4);
}

static void
the_shopper_waits_until_they_are_answered_not_until_they_are_given(void **state)
{
	struct desk_figures f;
	const char *data = "";
	(void)state;
	crew_set(&s);
	crew_queues[0].assigns = true;
	int64_t id = crew_wait(&s, "ann", 0), since = stage_conversation(&s, id).waiting_ms;
	assert_int_equal(stage_conversation(&s, id).due_ms, since + 120000);
	clock_move_to(s.clock, since + 10000);
	crew_say(&s, "maeve", "available");
	stage_work(&s);
	struct conversation c = stage_conversation(&s, id);
	assert_string_equal(owner(id), "maeve");
	assert_int_equal(c.waiting_ms, since);
	assert_int_equal(c.due_ms, since + 120000);
	assert_int_equal(stage_last(&s, id, AUTHOR_AI).delivery, DELIVERY_DELIVERED);
	check_ok(desk_figures(s.desk, &f, &s.e), &s.e);
	assert_int_equal(f.level.denominator, 0);	/* nobody has answered yet */
	clock_move_to(s.clock, since + 120000);
	stage_work(&s);
	assert_int_equal(crew_events(&s, id, EVENT_SLA_BREACHED, &data), 1);
	assert_non_null(strstr(data, "\"promise\":\"first\""));
	assert_non_null(strstr(data, "\"agent\":\"maeve\""));
	check_ok(desk_reply(s.desk, "maeve", id, 0, "Here I am.", &s.e), &s.e);
	assert_int_equal(stage_conversation(&s, id).waiting_ms, 0);
	assert_int_equal(stage_conversation(&s, id).due_ms, 0);
	check_ok(desk_figures(s.desk, &f, &s.e), &s.e);
	assert_int_equal(f.level.denominator, 1);
	assert_int_equal(f.level.numerator, 0);
	assert_int_equal(crew_events(&s, id, EVENT_OWNER_ASSIGNED, &data), 1);
	assert_non_null(strstr(data, "\"capacity\":2000"));
}

/* Handed over, with the AI's last words in the hands of another process for so long. */
static int64_t
wait_with_words_held(const char *contact, int64_t hold_ms)
{
	struct outbox_item item;
	bool did;
	int64_t now = clock_now_ms(s.clock), id = stage_say(&s, contact, "a person now");
	check_ok(desk_turn_run(s.desk, &did, &s.e), &s.e);
	assert_true(did);
	check_ok(store_outbox_claim(desk_store(s.desk), s.arena, "other", now, now + hold_ms, &item, &s.e), &s.e);
	stage_work(&s);
	return id;
}

static void
the_shopper_hears_that_they_are_passed_on_before_they_are(void **state)
{
	(void)state;
	crew_set(&s);
	crew_queues[0].assigns = true;
	crew_say(&s, "maeve", "available");
	int64_t id = wait_with_words_held("ann", 20000);
	assert_string_equal(owner(id), "");
	clock_move_to(s.clock, clock_now_ms(s.clock) + 19000);
	stage_work(&s);
	assert_string_equal(owner(id), "");
	clock_move_to(s.clock, clock_now_ms(s.clock) + 1000);
	stage_work(&s);
	assert_string_equal(owner(id), "maeve");
	assert_int_equal(stage_last(&s, id, AUTHOR_AI).delivery, DELIVERY_DELIVERED);
	id = wait_with_words_held("bob", 600000);	/* but nobody waits for ever on that */
	clock_move_to(s.clock, clock_now_ms(s.clock) + 31000);
	stage_work(&s);
	assert_string_equal(owner(id), "maeve");
	assert_int_equal(stage_last(&s, id, AUTHOR_AI).delivery, DELIVERY_WITHDRAWN);
}

/* A second process works between this one's look and its transaction. */
struct rival {
	struct desk *desk;
	int given;
	bool busy;
};

static void
work_between(void *context, const char *name)
{
	struct rival *r = context;
	bool did = true;
	if (strcmp(name, "timers") != 0 || r->busy || r->desk == NULL)
		return;
	r->busy = true;
	check_ok(desk_work_step(r->desk, &did, &s.e), &s.e);
	r->given += did;
	r->busy = false;
}

static void
two_processes_give_each_conversation_to_one_person(void **state)
{
	struct rival rival = {0};
	struct agent_load *loads;
	bool did = true;
	int mine = 0;
	(void)state;
	crew_set(&s);
	for (int i = 0; i < 9; i++)
		crew_wait(&s, (const char *[]){"a", "b", "c", "d", "e", "f", "g", "h", "i"}[i], 1000);
	s.step = work_between;
	s.step_context = &rival;
	struct desk *one = stage_desk(&s, "one"), *two = stage_desk(&s, "two");
	crew_say(&s, "maeve", "available");
	crew_say(&s, "dara", "available");
	crew_queues[0].assigns = true;
	switch_on("care");
	rival.desk = two;
	while (did) {
		check_ok(desk_work_step(one, &did, &s.e), &s.e);
		mine += did;
	}
	rival.desk = NULL;
	assert_true(mine > 0 && rival.given > 0);	/* both worked */
	check_ok(desk_loads(s.desk, s.arena, &loads, &s.e), &s.e);
	assert_int_equal(loads[0].conversations, 2);
	assert_int_equal(loads[1].conversations, 4);
	for (int64_t id = 1; id <= 9; id++)
		assert_int_equal(crew_events(&s, id, EVENT_OWNER_ASSIGNED, NULL), id <= 6 ? 1 : 0);
	stage_audit(&s);
	desk_free(&one);
	desk_free(&two);
}

/* Two who work and two who take by hand, all at once, over the same forty. */
struct fighter {
	struct desk *desk;
	const char *hand;	/* NULL: works */
	struct errinfo e;
	enum err code;
	int done;
};

static void *
fight(void *argument)
{
	struct fighter *f = argument;
	for (int64_t i = 0; i < 40 && f->code == ERR_OK; i++) {
		bool did = false;
		if (f->hand == NULL) {
			f->code = desk_work_step(f->desk, &did, &f->e);
			f->done += did;
			continue;
		}
		enum err r = desk_take(f->desk, f->hand, f->hand[0] == 'd' ? 40 - i : i + 1, &f->e);
		f->done += r == ERR_OK;
		if (r != ERR_OK && r != ERR_CONFLICT && r != ERR_STATE)
			f->code = r;
	}
	return NULL;
}

static void
whoever_fights_over_them_each_has_one_owner_at_a_time(void **state)
{
	struct fighter all[4] = {{.hand = NULL}, {.hand = NULL}, {.hand = "dara"}, {.hand = "una"}};
	pthread_t threads[4];
	struct agent_load *loads;
	int64_t given = 0, had = 0;
	(void)state;
	crew_set(&s);
	for (int i = 0; i < 40; i++) {
		char contact[8];
		snprintf(contact, sizeof contact, "c%d", i);
		assert_int_equal(stage_say(&s, contact, "a person now"), i + 1);
	}
	stage_work(&s);
	crew_agents[0].capacity = 12;
	crew_queues[0].assigns = true;
	for (size_t i = 0; i < 4; i++)
		all[i].desk = stage_desk(&s, (const char *[]){"one", "two", "three", "four"}[i]);
	crew_say(&s, "maeve", "available");
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, fight, &all[i]), 0);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		check_ok(all[i].code, &all[i].e);
	}
	check_ok(desk_loads(s.desk, s.arena, &loads, &s.e), &s.e);
	for (int64_t id = 1; id <= 40; id++) {
		int assigned = crew_events(&s, id, EVENT_OWNER_ASSIGNED, NULL),
		    taken = crew_events(&s, id, EVENT_OWNER_TAKEN, NULL);
		assert_true(assigned + taken <= 1);
		given += assigned;
		had += assigned + taken;
	}
	assert_int_equal(loads[0].conversations, given);
	assert_true(given <= 12);			/* who is given them never above her capacity */
	assert_int_equal(loads[1].conversations, all[2].done);	/* by hand as many as one wants */
	assert_int_equal(loads[3].conversations, all[3].done);
	assert_int_equal(had, given + all[2].done + all[3].done);
	print_message("# 40 fought over: %lld given, %d and %d taken\n", (long long)given, all[2].done,
	    all[3].done);
	stage_audit(&s);
	for (size_t i = 0; i < 4; i++)
		desk_free(&all[i].desk);
}

/* One act on a stage, by its number; as what it fails, if it does. */
static enum err
act(struct stage *on, unsigned what, unsigned who, int64_t id)
{
	static const char *const agents[] = {"maeve", "dara"}, *const states[] = {"available", "available", "busy"};
	struct conversation c;
	char contact[16];

	(void)snprintf(contact, sizeof contact, "s%u", who);
	switch (what) {
	case 0: case 1: case 2:
		(void)stage_say(on, contact, "a person now");
		return ERR_OK;
	case 3:
		return desk_agent_state(on->desk, agents[who % 2], states[who % 3], &on->e);
	case 4:
		return desk_take(on->desk, agents[who % 2], id, &on->e);
	default:
		break;
	}
	c = stage_conversation(on, id);
	if (c.state != CONVERSATION_AGENT && c.state != CONVERSATION_WRAP_UP)
		return ERR_OK;
	if (what == 5)
		return desk_transfer(on->desk, c.agent, id, who % 2 == 0 ? "care" : "general", "", &on->e);
	if (what == 6)
		return desk_give_back(on->desk, c.agent, id, "", &on->e);
	return desk_close(on->desk, c.agent, id, "resolved", &on->e);
}

/* A simulated desk keeps who has room, one on a file reads it at each look: nobody gets anything else for it. */
static void
who_has_room_is_kept_as_it_would_be_read(void **state)
{
	struct stage other = {0};
	unsigned r = 12345;
	int64_t count = 0, with = 0;

	(void)state;
	stage_open(&other, true);
	crew_set(&s);
	crew_set(&other);
	crew_queues[0].assigns = crew_queues[1].assigns = true;
	for (int step = 0; step < 250; step++) {
		unsigned what = (r = r * 1103515245 + 12345) >> 16 & 0x7fff, who = (r = r * 1103515245 + 12345) >> 16 & 0x7fff;
		int64_t id = count > 0 ? 1 + (int64_t)(who / 7) % count : 0;
		enum err one, two;

		what = count == 0 ? 0 : what % 10;
		if (what == 4 && who % 3 != 0)
			continue;
		clock_move_to(s.clock, clock_now_ms(s.clock) + 1000 + who % 5000);
		clock_move_to(other.clock, clock_now_ms(s.clock));
		one = act(&s, what, who, id);
		two = act(&other, what, who, id);
		assert_int_equal(one, two);
		stage_work(&s);
		stage_work(&other);
		count += what < 3;		/* each a shopper of their own */
		for (int64_t i = 1; i <= count; i++) {
			struct conversation c = stage_conversation(&other, i);
			assert_string_equal(owner(i), c.state == CONVERSATION_AGENT || c.state == CONVERSATION_WRAP_UP ? c.agent : "");
			with += *owner(i) != '\0';
		}
	}
	assert_true(with > 500);
	stage_close(&other);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_prestate_setup_teardown(by_hand_is_how_queues_begin_and_only_a_supervisor_switches, stage_on_file, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(the_longest_waiting_goes_to_who_has_most_room_and_never_above_it, stage_in_memory, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(of_equals_who_is_idle_for_longest_is_next, stage_in_memory, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(skills_and_weights_decide_who_can_have_it, stage_in_memory, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(who_has_room_is_kept_as_it_would_be_read, stage_in_memory, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(who_is_away_gets_nothing_more, stage_on_file, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(the_shopper_waits_until_they_are_answered_not_until_they_are_given, stage_on_file, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(the_shopper_hears_that_they_are_passed_on_before_they_are, stage_on_file, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(two_processes_give_each_conversation_to_one_person, stage_on_file, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(whoever_fights_over_them_each_has_one_owner_at_a_time, stage_on_file, stage_away, &s),
	};
	return RUN_TAP(tests);
}
