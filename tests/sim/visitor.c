/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/sim/visitor.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/mem.h"
#include "visit_play.h"

#define HALF_MINUTE ((int64_t)30000)
#define COMERS 64

static struct visit_stage stage;

/* So many visitors, one for each scenario in turn, so many days after the world's own. */
static void
plan(struct visited *v, size_t count, int64_t days)
{
	int64_t from = world_settings(stage.shared.world)->as_of_ms + days * DATE_DAY_MS;
	size_t n = visitors_scenario_count(stage.visitors), at = 0;

	memset(v, 0, count * sizeof(*v));
	for (size_t i = 0; i < count; i++) {
		/* a step without a divisor of the number of scenarios comes by all of them */
		for (at = (at + 3) % n; visitors_scenario_weight(stage.visitors, at) <= 0;)
			at = (at + 1) % n;
		v[i].visit = (struct visit){.number = (int64_t)i,
		    .scenario = at,
		    .at_ms = from + (int64_t)i * HALF_MINUTE};
	}
}

static void
visits_together_go_as_each_does_alone(void **state)
{
	static struct visited together[COMERS], alone[COMERS];

	(void)state;
	plan(together, COMERS, 0);
	plan(alone, COMERS, 0);
	visits_play(&stage, together, COMERS);
	for (size_t i = 0; i < COMERS; i++) {
		visits_play(&stage, &alone[i], 1);
		assert_string_equal(together[i].record, alone[i].record);
	}
	visited_clear(together, COMERS);
	visited_clear(alone, COMERS);
}

/* The days of a scenario are counted from their own day, whichever that is: also over a change of
 * the clocks. */
static void
visits_of_another_day_end_as_expected(void **state)
{
	static const int64_t days[] = { 0, 7, 200 };
	static struct visited v[COMERS];

	(void)state;
	for (size_t d = 0; d < sizeof(days) / sizeof(days[0]); d++) {
		size_t expected = 0;

		plan(v, COMERS, days[d]);
		visits_play(&stage, v, COMERS);
		for (size_t i = 0; i < COMERS; i++) {
			expected += v[i].judged.as_expected;
			assert_string_equal(v[i].fault, "");
			if (!v[i].judged.as_expected)
				print_message("# %lld days later: %s", (long long)days[d], v[i].record);
		}
		assert_true(expected >= COMERS - 1);
		visited_clear(v, COMERS);
	}
}

static void
a_visitor_without_their_records_leaves_none_of_others(void **state)
{
	static struct visited v[3];

	(void)state;
	plan(v, 3, 1);
	visits_play(&stage, v, 3);		/* looks itself */
	visited_clear(v, 3);
}

/* ---- what is counted */

static const char *meddled_with;		/* contact whose order is spoilt at the end of … */
static const char *meddled_by;

static void
spoil_order(struct desk *d, const char *contact)
{
	struct arena *a = arena_new();
	struct document doc;
	const char **ids;
	struct errinfo e;
	struct value *v;
	struct str s;
	size_t count;

	if (strcmp(contact, meddled_by) != 0) {
		arena_free(&a);
		return;
	}
	check_ok(store_document_find(desk_store(d), a, "order", "customer", arena_printf(a, "V-%s", strchr(meddled_with, '-') + 1), &ids, &count, &e), &e);
	assert_true(count > 0);
	check_ok(store_document_get(desk_store(d), a, "order", ids[0], &doc, &e), &e);
	check_ok(value_parse_json(a, "order", doc.body, strlen(doc.body), &value_limits_file, &v, &e), &e);
	value_set_int(v, "shipping", 4711);
	str_init(&s);
	value_print(&s, v);
	check_ok(store_begin(desk_store(d), &e), &e);
	check_ok(store_document_put(desk_store(d), "order", ids[0], s.data, doc.version, &e), &e);
	check_ok(store_commit(desk_store(d), &e), &e);
	str_clear(&s);
	arena_free(&a);
}

static void
only_what_befalls_their_own_records_is_counted(void **state)
{
	static struct visited v[2];

	(void)state;
	for (int other = 0; other < 2; other++) {
		plan(v, 2, 0);
		v[0].visit.scenario = v[1].visit.scenario = scenario_at(&stage, "status-in-transit");
		v[1].visit.at_ms = v[0].visit.at_ms + 1;
		v[0].visit.persona = "terse";
		v[1].visit.persona = "distracted";	/* still here then */
		meddled_by = "visitor-0";
		meddled_with = other ? "visitor-1" : "visitor-0";
		stage.meddle = spoil_order;
		visits_play(&stage, v, 2);
		stage.meddle = NULL;
		assert_int_equal(v[0].judged.changes, other ? 0 : 1);
		assert_int_equal(v[0].judged.need_met, other != 0);
		if (!other)
			assert_non_null(strstr(v[0].why, "changed its shipping"));
		visited_clear(v, 2);
	}
}

/* ---- goods that others change meanwhile */

static const struct product *changing;		/* the product of the visitor who has just come */

static void
put_product(struct desk *d, const struct product *p)
{
	struct arena *a = arena_new();
	struct errinfo e;
	struct str s;

	str_init(&s);
	value_print(&s, product_to_value(a, p));
	check_ok(store_begin(desk_store(d), &e), &e);
	check_ok(store_document_put(desk_store(d), "product", p->id, s.data, -1, &e), &e);
	check_ok(store_commit(desk_store(d), &e), &e);
	str_clear(&s);
	arena_free(&a);
}

/* A wrong price, and a sale of one of each, as an incident and others would do it. */
static void
change_goods(struct desk *d, struct visitor *v)
{
	struct arena *a = arena_new();
	struct variant *list;
	struct product p;

	changing = ((const struct visitor *)v)->binding.product;
	assert_non_null(changing);
	p = *changing;
	list = product_own_variants(a, &p);
	for (size_t i = 0; i < p.variant_count; i++) {
		list[i].price = list[i].price * 2 + 100;
		list[i].was = 0;
		if (list[i].stock > 1 && !list[i].uncounted)
			list[i].stock--;
	}
	put_product(d, &p);
	arena_free(&a);
}

static void
put_back(struct desk *d, const char *contact)
{
	(void)contact;
	put_product(d, changing);
}

static void
goods_are_judged_as_they_stood_while_they_talked(void **state)
{
	static const char *const about[] = {"stock-few", "stock-plenty", "product-price", "product-price-and-stock", "exchange-size"};
	static struct visited v[12];

	(void)state;
	for (size_t k = 0; k < sizeof(about) / sizeof(about[0]); k++)
		for (int64_t i = 0; i < 6; i++) {
			memset(v, 0, sizeof(v));
			v[0].visit = (struct visit){.number = i,
			    .scenario = scenario_at(&stage, about[k]),
			    .at_ms = world_settings(stage.shared.world)->as_of_ms};
			stage.greet = change_goods;
			stage.meddle = i % 2 ? put_back : NULL;
			visits_play(&stage, v, 1);
			stage.greet = NULL;
			stage.meddle = NULL;
			if (v[0].judged.statements != 0 || v[0].judged.changes != 0 || (k < 4 && !v[0].judged.need_met))
				fail_msg("%s", v[0].record);
			visited_clear(v, 1);
		}
}

/* ---- draws */

static void
another_persona_changes_nothing_for_others(void **state)
{
	static struct visited one[COMERS], two[COMERS];
	size_t differ = 0;

	(void)state;
	plan(one, COMERS, 0);
	plan(two, COMERS, 0);
	for (size_t i = 0; i < COMERS; i += 5)
		two[i].visit.persona = "apologetic";
	visits_play(&stage, one, COMERS);
	visits_play(&stage, two, COMERS);
	for (size_t i = 0; i < COMERS; i++)
		if (i % 5 != 0)
			assert_string_equal(one[i].record, two[i].record);
		else
			differ += strcmp(one[i].record, two[i].record) != 0;
	assert_true(differ > COMERS / 10);
	visited_clear(one, COMERS);
	visited_clear(two, COMERS);
}

/* ---- who they are */

struct opened {
	struct desk *desk;
	struct clock *clock;
	struct errinfo e;
};

static void
open_desk(struct opened *o)
{
	struct store_options how = { .create = true };
	struct desk_options options = {.shared = &stage.shared,
	    .tools = stage.tools,
	    .base = visitors_base(stage.visitors),
	    .worker = "visits",
	    .practice = true,
	    .simulated = true};

	options.clock = o->clock = clock_virtual_new(world_settings(stage.shared.world)->as_of_ms);
	check_ok(store_open("memory:", &how, &options.take_store, &o->e), &o->e);
	check_ok(backend_open("builtin", &options.take_backend, &o->e), &o->e);
	check_ok(desk_new(&options, &o->desk, &o->e), &o->e);
}

static void
close_desk(struct opened *o)
{
	desk_free(&o->desk);
	clock_free(&o->clock);
}

static void
visitors_of_a_tier_are_asked_for(void **state)
{
	struct opened o;
	struct visit visit = {.scenario = scenario_at(&stage, "delivery-cost"),
	    .at_ms = world_settings(stage.shared.world)->as_of_ms};

	(void)state;
	open_desk(&o);
	for (visit.number = 0; visit.number < 12; visit.number++) {
		struct visitor *v;

		visit.tier = visit.number % 2 ? "vip" : "plus";
		check_ok(visitor_new(stage.visitors, o.desk, &visit, &v, &o.e), &o.e);
		assert_string_equal(visitor_tier(v), visit.tier);
		assert_int_equal(visitor_value(v), 0);	/* it is about no order */
		visitor_free(&v);
	}
	close_desk(&o);
}

static void
one_number_is_here_once(void **state)
{
	struct opened o;
	struct visit visit = {.number = 3,
	    .scenario = scenario_at(&stage, "status-in-transit"),
	    .at_ms = world_settings(stage.shared.world)->as_of_ms};
	struct visitor *first, *second;

	(void)state;
	open_desk(&o);
	check_ok(visitor_new(stage.visitors, o.desk, &visit, &first, &o.e), &o.e);
	assert_int_equal(visitor_new(stage.visitors, o.desk, &visit, &second, &o.e), ERR_CONFLICT);
	check_ok(visitor_remove(first, o.desk, &o.e), &o.e);
	visitor_free(&first);
	check_ok(visitor_new(stage.visitors, o.desk, &visit, &second, &o.e), &o.e);
	visitor_free(&second);
	close_desk(&o);
}

/* Order numbers of many who are here at once: none twice, all as the world writes them. */
static void
order_numbers_do_not_clash(void **state)
{
	enum { HERE = 400 };
	static struct visitor *v[HERE];
	struct opened o;
	struct visit visit = {.scenario = scenario_at(&stage, "status-in-transit"),
	    .at_ms = world_settings(stage.shared.world)->as_of_ms};

	(void)state;
	open_desk(&o);
	for (size_t i = 0; i < HERE; i++) {
		visit.number = (int64_t)(100000 + i * 7);
		check_ok(visitor_new(stage.visitors, o.desk, &visit, &v[i], &o.e), &o.e);
	}
	assert_int_equal(documents_of(desk_store(o.desk), "customer"), HERE);
	for (size_t i = 0; i < HERE; i++) {
		check_ok(visitor_remove(v[i], o.desk, &o.e), &o.e);
		visitor_free(&v[i]);
	}
	assert_int_equal(documents_of(desk_store(o.desk), "order"), 0);
	close_desk(&o);
}

/* ---- faults of the simulator's own */

/* Whoever is asked ever the same in other words answers ever the same: no shopper's way. */
static void
who_says_the_same_to_every_answer_is_at_fault(void **state)
{
	static const char *const asks[] = {"Which e-mail address is it?", "Sorry, which e-mail?", "And which e-mail address, please?", "Tell me which e-mail it was.",
	    "Which email is that?", "Which e-mail address do you use?"};
	struct visit visit = {.scenario = scenario_at(&stage, "status-wrong-email-first"),
	    .persona = "terse",
	    .at_ms = world_settings(stage.shared.world)->as_of_ms};
	struct visit_judged judged;
	struct incoming in = { .channel = "synthetic", .contact = "visitor-0" };
	struct opened o;
	struct str say;
	struct visitor *v;
	int64_t id = 0;

	(void)state;
	str_init(&say);
	open_desk(&o);
	check_ok(visitor_new(stage.visitors, o.desk, &visit, &v, &o.e), &o.e);
	visitor_open(v, &say);
	in.text = say.data;
	in.text_size = say.length;
	check_ok(desk_ingest(o.desk, &in, &id, NULL, &o.e), &o.e);
	for (size_t i = 0; i < 24; i++) {
		str_reset(&say);
		if (visitor_hear(v, asks[i % 6], 0, &say) != VISITOR_SAYS)
			break;
	}
	check_ok(visitor_judge(v, o.desk, id, false, HANDOFF_NONE, true, &judged, &o.e), &o.e);
	assert_true(judged.repeated > 2);
	assert_false(judged.need_met);
	assert_true(isnan(judged.sentiment_last));	/* no turn has read a message */
	assert_string_equal(judged.fault, "says the same to every answer");
	visitor_free(&v);
	str_clear(&say);
	close_desk(&o);
}

/* ---- coming again */

static void
hear_person(struct visitor *v, struct str *out)
{
	str_reset(out);
	assert_int_equal(visitor_hear_person(v, "Your parcel is on its way.", false, out), VISITOR_WAITS);
	assert_int_equal(visitor_hear_person(v, "I've settled that for you.", true, out), VISITOR_SAYS);
	assert_true(out->length > 0);
	str_reset(out);
	assert_int_equal(visitor_hear_person(v, "You're welcome.", true, out), VISITOR_IS_DONE);
}

static void
who_comes_again_speaks_anew(void **state)
{
	struct opened o;
	struct visit visit = {.scenario = scenario_at(&stage, "status-in-transit"),
	    .at_ms = world_settings(stage.shared.world)->as_of_ms,
	    .persona = "stubborn"};
	int64_t after, again = 0;
	struct str first, second;
	struct visitor *v;

	(void)state;
	open_desk(&o);
	str_init(&first);
	str_init(&second);
	for (visit.number = 0; visit.number < 40; visit.number++) {
		int64_t most = 0;

		check_ok(visitor_new(stage.visitors, o.desk, &visit, &v, &o.e), &o.e);
		assert_string_equal(visitor_persona(v), "stubborn");
		str_reset(&first);
		visitor_open(v, &first);
		hear_person(v, &second);
		while (visitor_comes_again(v, &after)) {
			assert_true(after >= 600000);
			check_ok(visitor_return(v, o.desk, visit.at_ms + after, &o.e), &o.e);
			str_reset(&second);
			visitor_open(v, &second);
			assert_true(second.length > 0);
			hear_person(v, &second);
			most++;
		}
		assert_true(most <= 4);
		again += most;
		visitor_free(&v);
	}
	assert_true(again > 40);
	str_clear(&first);
	str_clear(&second);
	close_desk(&o);
}

/* One exchange: what they say is taken in, the AI's answer heard. */
static void
exchange(struct opened *o, struct visitor *v, int64_t *id, int64_t *heard)
{
	struct arena *a = arena_new();
	struct incoming in = { .channel = "synthetic", .contact = visitor_contact(v) };
	struct message_list list;
	struct str say, text;
	size_t pieces;

	str_init(&say);
	str_init(&text);
	visitor_open(v, &say);
	in.text = say.data;
	in.text_size = say.length;
	in.conversation_id = *id;
	check_ok(desk_ingest(o->desk, &in, id, NULL, &o->e), &o->e);
	check_ok(desk_work(o->desk, 100, &pieces, &o->e), &o->e);
	check_ok(store_message_list(desk_store(o->desk), a, *id, *heard, &list, &o->e), &o->e);
	for (size_t i = 0; i < list.count; i++) {
		*heard = list.items[i].number;
		if (list.items[i].author == AUTHOR_AI)
			str_addf(&text, "%s\n", list.items[i].text);
	}
	str_reset(&say);
	(void)visitor_hear(v, text.data, 0, &say);
	str_clear(&say);
	str_clear(&text);
	arena_free(&a);
}

static void
a_visit_is_judged_without_the_one_before(void **state)
{
	struct visit visit = {.scenario = scenario_at(&stage, "delivery-time"),
	    .persona = "polite",
	    .at_ms = world_settings(stage.shared.world)->as_of_ms};
	struct visit_judged first, second;
	int64_t id = 0, heard = 0;
	struct visitor *v;
	struct opened o;

	(void)state;
	open_desk(&o);
	check_ok(visitor_new(stage.visitors, o.desk, &visit, &v, &o.e), &o.e);
	exchange(&o, v, &id, &heard);
	check_ok(visitor_judge(v, o.desk, id, false, HANDOFF_NONE, false, &first, &o.e), &o.e);
	assert_int_equal(first.ai_messages, 1);
	assert_int_equal(first.ai_turns, 1);
	assert_string_equal(first.why, "");
	assert_true(!isnan(first.sentiment_last));
	check_ok(visitor_return(v, o.desk, visit.at_ms + 3600000, &o.e), &o.e);
	exchange(&o, v, &id, &heard);
	check_ok(visitor_judge(v, o.desk, id, false, HANDOFF_NONE, false, &second, &o.e), &o.e);
	assert_int_equal(second.ai_messages, 1);
	assert_int_equal(second.ai_turns, 1);
	assert_true(second.shopper_messages <= 2);
	assert_int_equal(second.repeated, 0);
	visitor_free(&v);
	close_desk(&o);
}

/* A whole talk with the AI. */
static void
talk(struct opened *o, struct visitor *v, int64_t *id, int64_t *heard)
{
	struct arena *a = arena_new();
	struct incoming in = { .channel = "synthetic", .contact = visitor_contact(v) };
	enum visitor_move move = VISITOR_SAYS;
	struct str say, text;
	size_t pieces;

	str_init(&say);
	str_init(&text);
	visitor_open(v, &say);
	while (move == VISITOR_SAYS) {
		struct message_list list;

		in.text = say.data;
		in.text_size = say.length;
		in.conversation_id = *id;
		check_ok(desk_ingest(o->desk, &in, id, NULL, &o->e), &o->e);
		check_ok(desk_work(o->desk, 100, &pieces, &o->e), &o->e);
		check_ok(store_message_list(desk_store(o->desk), a, *id, *heard, &list, &o->e), &o->e);
		str_reset(&text);
		for (size_t i = 0; i < list.count; i++) {
			*heard = list.items[i].number;
			if (list.items[i].author == AUTHOR_AI)
				str_addf(&text, "%s\n", list.items[i].text);
		}
		str_reset(&say);
		move = visitor_hear(v, text.data, 0, &say);
	}
	str_clear(&say);
	str_clear(&text);
	arena_free(&a);
}

/* The desk doesn't ask again who somebody is who comes back to a conversation in which they have
 * shown it; nor may the oracle. */
static void
who_has_shown_who_they_are_need_not_when_they_come_back(void **state)
{
	struct visit visit = {.scenario = scenario_at(&stage, "status-in-transit"),
	    .persona = "polite",
	    .at_ms = world_settings(stage.shared.world)->as_of_ms};
	struct visit_judged judged;
	struct visitor *v;
	struct opened o;
	size_t told = 0;

	(void)state;
	open_desk(&o);
	for (visit.number = 0; visit.number < 6; visit.number++) {
		int64_t id = 0, heard = 0;

		check_ok(visitor_new(stage.visitors, o.desk, &visit, &v, &o.e), &o.e);
		talk(&o, v, &id, &heard);
		check_ok(visitor_judge(v, o.desk, id, false, HANDOFF_NONE, false, &judged, &o.e), &o.e);
		assert_string_equal(judged.why, "");
		check_ok(visitor_return(v, o.desk, visit.at_ms + 3600000, &o.e), &o.e);
		talk(&o, v, &id, &heard);
		check_ok(visitor_judge(v, o.desk, id, false, HANDOFF_NONE, false, &judged, &o.e), &o.e);
		if (judged.statements != 0)
			fail_msg("%s", judged.why);
		/* as if they had come to another conversation: then it was told to nobody known */
		v->conversation_id = 0;
		check_ok(visitor_judge(v, o.desk, id, false, HANDOFF_NONE, false, &judged, &o.e), &o.e);
		told += judged.statements > 0;
		visitor_free(&v);
	}
	assert_true(told > 0);
	close_desk(&o);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(visits_together_go_as_each_does_alone),
	    cmocka_unit_test(visits_of_another_day_end_as_expected),
	    cmocka_unit_test(a_visitor_without_their_records_leaves_none_of_others),
	    cmocka_unit_test(only_what_befalls_their_own_records_is_counted),
	    cmocka_unit_test(goods_are_judged_as_they_stood_while_they_talked),
	    cmocka_unit_test(who_says_the_same_to_every_answer_is_at_fault),
	    cmocka_unit_test(another_persona_changes_nothing_for_others),
	    cmocka_unit_test(visitors_of_a_tier_are_asked_for),
	    cmocka_unit_test(one_number_is_here_once),
	    cmocka_unit_test(order_numbers_do_not_clash),
	    cmocka_unit_test(who_comes_again_speaks_anew),
	    cmocka_unit_test(a_visit_is_judged_without_the_one_before),
	    cmocka_unit_test(who_has_shown_who_they_are_need_not_when_they_come_back),
	};
	int failed;

	visit_stage_open(&stage, "scenarios", 77);
	failed = RUN_TAP(tests);
	visit_stage_close(&stage);
	return failed;
}
