/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Days with visitors in the demo world: the AI serves them, people get what it hands over, and
 * everything that came is accounted for.
 */
#include "../check.h"
#include "../sim/demo.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/value.h"
#include "floorwalker/store.h"
#include "floorwalker/world.h"
#include "lab.h"

/* A day of visitors, the AI on, seniors among the agents. */
static void
begin(struct lab *l, double per_hour, int64_t agents)
{
	lab_begin(l, world, per_hour, 5 * MINUTE_MS, agents, 2);
	l->crew.role = ROLE_SENIOR;
	for (int i = 0; i < ACTION_KIND_COUNT; i++)
		l->crew.limits[i] = 100000;
	l->simulation.ai.on = true;
	l->simulation.ai.latency = law_lognormal(1500, 0.5);
	l->simulation.ai.cost_per_turn = 0.01;
	l->simulation.people.first_reply = law_lognormal(30000, 0.5);
	l->simulation.people.wrap_up = law_lognormal(40000, 0.5);
	l->simulation.people.slow_down = 0.25;
	l->simulation.people.otherwise.resolves = 0.8;
	l->simulation.people.cost_per_hour = 30;
	l->simulation.follow_ups = true;
	l->options.script = script;
	l->options.understander = understander;
}

struct sums {
	int64_t first, again, contained, handed, met, joined, with_ai, in_queue, decision, turns,
	    judged, unsure, actions, done, by_person, expected;
};

static struct sums
sum_up(const struct lab *l)
{
	struct sums s = { 0 };

	for (size_t i = 0; i < l->count; i++) {
		const struct contact *c = &l->contacts[i];

		s.first += c->visit == 0;
		s.again += c->visit > 0;
		s.contained += outcome_is_contained_confirmed(&c->outcome);
		s.handed += c->outcome.handed_off;
		s.met += c->outcome.need_met;
		s.joined += c->outcome.human_joined;
		s.with_ai += c->left_with_ai;
		s.in_queue += c->left_in_queue;
		s.decision += c->left_waiting_decision;
		s.turns += c->ai_turns;
		s.expected += c->as_expected;
		for (size_t k = 0; k < c->reply_count; k++) {
			s.judged++;
			s.unsure += c->replies[k].confidence < 1;
		}
		for (size_t k = 0; k < c->action_count; k++) {
			s.actions++;
			s.done += c->actions[k].done;
			s.by_person += c->actions[k].by_person;
		}
	}
	if (getenv("FLOORWALKER_TELL") != NULL)
		fprintf(stderr,
		    "contacts %zu (again %lld) faults %lld open %lld; contained %lld handed %lld met %lld "
		    "joined %lld expected %lld; left ai %lld queue %lld decision %lld; turns %lld; actions "
		    "%lld done %lld by person %lld; most with people %lld\n",
		    l->count, (long long)s.again, (long long)l->faults, (long long)l->open,
		    (long long)s.contained, (long long)s.handed, (long long)s.met, (long long)s.joined,
		    (long long)s.expected, (long long)s.with_ai, (long long)s.in_queue,
		    (long long)s.decision, (long long)s.turns, (long long)s.actions,
		    (long long)s.done, (long long)s.by_person, (long long)l->most_with_people);
	return s;
}

static void
visitors_talk_are_handed_over_and_answered(void **state)
{
	struct errinfo e;
	struct sums s;
	struct lab l;

	(void)state;
	begin(&l, 20, 8);
	check_ok(lab_play(&l, 0, &e), &e);
	s = sum_up(&l);
	assert_true(s.first > 350);
	assert_true(l.faults * 50 < (int64_t)l.count);
	assert_int_equal(l.open, 0);
	assert_true(s.contained * 3 > (int64_t)l.count);
	assert_true(s.handed > 20);
	assert_true(s.joined > 20);
	assert_true(s.done > 20);
	assert_true(s.by_person > 0);
	/* most of what the AI wrote is judged, with how sure it was */
	assert_true(s.judged * 10 > s.turns * 6 && s.judged <= s.turns);
	assert_true(s.unsure > 0);
	for (size_t i = 0; i < l.count; i++) {
		const struct contact *c = &l.contacts[i];

		assert_true(c->ended_ms >= c->came_ms);
		if (c->outcome.human_joined && c->outcome.human_messages > 0)
			assert_true(c->person_ms >= c->got_ms && c->got_ms >= c->queued_ms);
		if (c->outcome.handed_off)
			assert_true(c->queued_ms >= c->came_ms);
	}
	lab_end(&l);
}

static void
the_same_seed_gives_the_same_visitors(void **state)
{
	struct errinfo e;
	struct lab one, two;

	(void)state;
	begin(&one, 6, 3);
	begin(&two, 6, 3);
	check_ok(lab_play(&one, 3, &e), &e);
	check_ok(lab_play(&two, 3, &e), &e);
	assert_true(lab_sum(&one) == lab_sum(&two));
	lab_end(&one);
	lab_end(&two);
}

static void
an_outage_of_the_whole_day_hands_all_over(void **state)
{
	struct outage outage = { 0, DATE_DAY_MS * 2 };
	int64_t failed = 0;
	struct errinfo e;
	struct sums s;
	struct lab l;

	(void)state;
	begin(&l, 6, 8);
	l.simulation.ai.outages = &outage;
	l.simulation.ai.outage_count = 1;
	check_ok(lab_play(&l, 0, &e), &e);
	s = sum_up(&l);
	assert_true(l.count > 80);
	assert_int_equal(s.contained, 0);
	for (size_t i = 0; i < l.count; i++)
		failed += l.contacts[i].outcome.handed_off &&
		    l.contacts[i].reason == HANDOFF_BACKEND_FAILED;
	assert_true(failed * 10 > (int64_t)l.count * 8);	/* some gates look at the message alone */
	lab_end(&l);
}

struct errors {
	int64_t decisions, wrong, breaches, with_error;
};

static struct errors
with_approval_errors(double share)
{
	struct errors out = { 0 };
	struct errinfo e;
	struct lab l;

	begin(&l, 20, 8);
	l.simulation.people.approval_errors = share;
	check_ok(lab_play(&l, 0, &e), &e);
	for (size_t i = 0; i < l.count; i++) {
		const struct contact *c = &l.contacts[i];

		assert_true(c->decisions_wrong <= c->decisions);
		out.decisions += c->decisions;
		out.wrong += c->decisions_wrong;
		out.breaches += c->changes + c->statements;
		out.with_error += c->decisions_wrong > 0 && !c->as_expected;
	}
	lab_end(&l);
	return out;
}

/* Who decides wrongly whenever they decide brings refunds about that nobody should have, and denies
 * what is due; none of that is the AI's. */
static void
what_people_decide_wrongly_is_theirs_and_no_breach(void **state)
{
	struct errors never = with_approval_errors(0), always = with_approval_errors(1);

	(void)state;
	assert_true(never.decisions > 20 && always.decisions > 20);
	assert_int_equal(never.wrong, 0);
	assert_int_equal(always.wrong, always.decisions);
	assert_true(always.with_error > 20);
	assert_int_equal(never.breaches, 0);
	assert_int_equal(always.breaches, 0);
}

static void
nobody_there_lets_who_is_handed_over_leave(void **state)
{
	static const struct planned_shift never = { .from_minute = 0, .to_minute = 60 };
	struct errinfo e;
	struct sums s;
	struct lab l;

	(void)state;
	begin(&l, 6, 2);
	l.crew.shifts = &never;
	l.crew.shift_count = 1;
	check_ok(lab_play(&l, 0, &e), &e);
	s = sum_up(&l);
	assert_int_equal(s.joined, 0);
	assert_true(s.in_queue > 0);
	assert_true(s.contained > 0);
	assert_int_equal(l.open, 0);
	lab_end(&l);
}

/* Goods come back after each visit, so that who came before takes nothing from who comes after; and
 * with people without bounds nobody waits for one. */
static void
endless_stock_and_staff_keep_nobody_waiting(void **state)
{
	struct errinfo e;
	struct sums s;
	struct lab l;

	(void)state;
	begin(&l, 6, 1);
	l.simulation.endless_staff = l.simulation.endless_stock = true;
	check_ok(lab_play(&l, 0, &e), &e);
	s = sum_up(&l);
	assert_true(s.joined > 10);
	assert_true(s.done > 5);
	assert_int_equal(s.in_queue, 0);
	for (size_t i = 0; i < l.count; i++)
		assert_int_equal(l.contacts[i].queue_ms, 0);
	lab_end(&l);
}

/* The product as the day has left it in its store. */
static void
read_product(struct arena *a, const char *target, const char *id, struct product *out)
{
	struct store_options how = { .read_only = true };
	struct document d;
	struct store *s;
	struct value *v;
	struct errinfo e;

	check_ok(store_open(target, &how, &s, &e), &e);
	check_ok(store_document_get(s, a, "product", id, &d, &e), &e);
	check_ok(value_parse_json(a, id, d.body, strlen(d.body), &value_limits_message, &v, &e), &e);
	check_ok(product_from_value(a, v, out, &e), &e);
	store_close(&s);
}

/* Also where one wrong price lies over another; and what happens on a day happens in its store, never in the world
 * that all days share. */
static void
a_wrong_price_and_goods_that_are_gone_pass(void **state)
{
	const struct product *p = &world_records(world)->products[0];
	const struct variant before = p->variants[0];
	struct incident incidents[] = {
		{ INCIDENT_WRONG_PRICE, 8 * HOUR_MS, 2 * HOUR_MS, p->id, 100, NULL },
		{ INCIDENT_WRONG_PRICE, 9 * HOUR_MS, 2 * HOUR_MS, p->variants[0].sku, 200, NULL },
		{ INCIDENT_STOCK_OUT, 9 * HOUR_MS, 3 * HOUR_MS, p->variants[0].sku, 0, NULL },
		{ INCIDENT_STOCK_OUT, 10 * HOUR_MS, HOUR_MS, p->id, 0, NULL },
		{ INCIDENT_WRONG_PRICE, 10 * HOUR_MS, 0, p->variants[1].sku, 300, NULL },
		{ INCIDENT_CARRIER_OUTAGE, 9 * HOUR_MS, HOUR_MS, "DPD", 0, NULL },
	};
	char folder[] = "/tmp/floorwalker-day-XXXXXX", target[64], key[80];
	struct arena *a = arena_new();
	struct product after;
	struct errinfo e;
	struct lab l;

	(void)state;
	assert_non_null(mkdtemp(folder));
	(void)snprintf(target, sizeof(target), "%s/day.store", folder);
	(void)snprintf(key, sizeof(key), "%s.key", target);
	begin(&l, 3, 2);
	l.options.target = target;
	l.simulation.incidents = incidents;
	l.simulation.incident_count = sizeof(incidents) / sizeof(incidents[0]);
	check_ok(lab_play(&l, 0, &e), &e);
	assert_int_equal(l.open, 0);
	read_product(a, target, p->id, &after);
	assert_int_equal(after.variants[0].price, before.price);
	assert_int_equal(after.variants[1].price, 300);
	assert_true(after.variants[0].stock > 0 && before.stock > 0);
	assert_int_equal(p->variants[0].price, before.price);
	assert_int_equal(p->variants[0].stock, before.stock);
	(void)unlink(target);
	(void)unlink(key);
	(void)rmdir(folder);
	arena_free(&a);
	lab_end(&l);
}

static void
a_day_can_lie_in_a_file_and_be_read_again(void **state)
{
	char folder[] = "/tmp/floorwalker-day-XXXXXX", target[64], key[80];
	struct store_options how = { .read_only = true };
	struct conversation_filter all = { .limit = 1000 };
	struct conversation_list list;
	struct arena *a = arena_new();
	struct store *s;
	struct errinfo e;
	struct lab l;

	(void)state;
	assert_non_null(mkdtemp(folder));
	(void)snprintf(target, sizeof(target), "%s/day.store", folder);
	(void)snprintf(key, sizeof(key), "%s.key", target);
	begin(&l, 0.5, 2);
	l.options.target = target;
	l.options.want_transcripts = true;
	check_ok(lab_play(&l, 0, &e), &e);
	sum_up(&l);
	assert_true(l.count > 3);
	assert_true(l.lines > 2 * (int64_t)l.count);
	check_ok(store_open(target, &how, &s, &e), &e);
	check_ok(store_conversation_list(s, a, &all, &list, &e), &e);
	assert_true(list.count > 3);
	store_close(&s);
	(void)unlink(target);
	(void)unlink(key);
	(void)rmdir(folder);
	arena_free(&a);
	lab_end(&l);
}

/* In memory, where the desk keeps what it remembers of dialogues as it is, nothing is told otherwise than
 * where all of it is sealed and read again. */
static void
a_day_in_memory_is_the_same_as_in_a_file(void **state)
{
	char folder[] = "/tmp/floorwalker-day-XXXXXX", target[64], key[80];
	struct lab memory, file;
	struct errinfo e;

	(void)state;
	assert_non_null(mkdtemp(folder));
	(void)snprintf(target, sizeof(target), "%s/day.store", folder);
	(void)snprintf(key, sizeof(key), "%s.key", target);
	begin(&memory, 2, 2);
	begin(&file, 2, 2);
	file.options.target = target;
	check_ok(lab_play(&memory, 0, &e), &e);
	check_ok(lab_play(&file, 0, &e), &e);
	assert_true(memory.count > 20);
	assert_int_equal(memory.count, file.count);
	assert_true(lab_sum(&memory) == lab_sum(&file));
	(void)unlink(target);
	(void)unlink(key);
	(void)rmdir(folder);
	lab_end(&memory);
	lab_end(&file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(visitors_talk_are_handed_over_and_answered),
	    cmocka_unit_test(the_same_seed_gives_the_same_visitors),
	    cmocka_unit_test(an_outage_of_the_whole_day_hands_all_over),
	    cmocka_unit_test(what_people_decide_wrongly_is_theirs_and_no_breach),
	    cmocka_unit_test(nobody_there_lets_who_is_handed_over_leave),
	    cmocka_unit_test(endless_stock_and_staff_keep_nobody_waiting),
	    cmocka_unit_test(a_wrong_price_and_goods_that_are_gone_pass),
	    cmocka_unit_test(a_day_can_lie_in_a_file_and_be_read_again),
	    cmocka_unit_test(a_day_in_memory_is_the_same_as_in_a_file),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, demo_open, demo_close);
}
