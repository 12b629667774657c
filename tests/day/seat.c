/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Somebody who isn't simulated sits among the agents of a day: what they do on the store the day
 * follows, and shoppers react to their words.
 */
#include "../check.h"
#include "../sim/demo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/random.h"
#include "floorwalker/desk/shift.h"
#include "floorwalker/shop/shop.h"
#include "floorwalker/world.h"
#include "player.h"

/* ---- short talks: what is done one after the other, each once the shopper has the word no more */

/* "+" what follows at once; "!" closes, "<" gives back, "~" takes back, ">QUEUE" passes on, "A" approves,
 * "D" denies. NULL at the end. */
static const char *const *lines;
static bool takes;		/* from the AI, once it has answered */
static bool takes_at_once;	/* … before that */
static bool decides;		/* lines are of actions that wait, whoever has the conversation */

static bool
shopper_waits(struct player *p, struct arena *a, int64_t id)
{
	struct message_list list;
	struct errinfo e;

	check_ok(store_message_list(desk_store(p->desk), a, id, 0, &list, &e), &e);
	return list.count > 0 && list.items[list.count - 1].author != AUTHOR_AGENT;
}

static int64_t
waiting_action(struct player *p, struct arena *a)
{
	const struct action_filter f = { .states = 1U << ACTION_WAITING };
	struct action_list list;
	struct errinfo e;

	check_ok(store_action_list(desk_store(p->desk), a, &f, &list, &e), &e);
	return list.count > 0 ? list.items[0].id : 0;
}

static void
do_line(struct player *p, struct arena *a, int64_t id, const char *line)
{
	struct desk_undone undone;
	struct errinfo e;

	if (*line == '!')
		check_ok(desk_close(p->desk, PLAYER_SEAT, id, "", &e), &e);
	else if (*line == '<')
		check_ok(desk_give_back(p->desk, PLAYER_SEAT, id, "", &e), &e);
	else if (*line == '~')
		check_ok(desk_undo(p->desk, a, PLAYER_SEAT, id, &undone, &e), &e);
	else if (*line == '>')
		check_ok(desk_transfer(p->desk, PLAYER_SEAT, id, line + 1, "for you", &e), &e);
	else
		check_ok(desk_reply(p->desk, PLAYER_SEAT, id, 0, line, &e), &e);
}

static bool
decide(struct player *p, struct arena *a, const char *line)
{
	int64_t id = waiting_action(p, a), left;
	struct errinfo e;

	if (id == 0)
		return false;
	if (*line == 'A')
		check_ok(desk_approve(p->desk, PLAYER_SEAT, id, "", &left, &e), &e);
	else
		check_ok(desk_deny(p->desk, PLAYER_SEAT, id, "It looks used to me", &e), &e);
	return true;
}

/* The first that the AI has answered. */
static bool
take_one(struct player *p, struct arena *a)
{
	const struct conversation_filter f = { .states = 1U << CONVERSATION_AI };
	struct conversation_list list;
	struct message_list said;
	struct errinfo e;

	check_ok(store_conversation_list(desk_store(p->desk), a, &f, &list, &e), &e);
	if (list.count == 0)
		return false;
	check_ok(store_message_list(desk_store(p->desk), a, list.items[0].id, 0, &said, &e), &e);
	if (!takes_at_once && said.items[said.count - 1].author != AUTHOR_AI)
		return false;
	check_ok(desk_take(p->desk, PLAYER_SEAT, list.items[0].id, &e), &e);
	return true;
}

static bool
act_by_lines(struct player *p, int64_t now_ms)
{
	struct arena *a = arena_new();
	const char *line = lines[p->state[0]];
	struct conversation c;
	bool did = false;

	(void)now_ms;
	if (takes) {
		did = take_one(p, a);
		takes = !did;
	} else if (line != NULL && decides) {
		did = decide(p, a, line);
		p->state[0] += did;
	} else if (line != NULL && player_has(p, a, &c) &&
	    (strchr("+!<~>", *line) != NULL || shopper_waits(p, a, c.id))) {
		do_line(p, a, c.id, line + (*line == '+'));
		p->state[0] += did = true;
	}
	arena_free(&a);
	return did;
}

static void
begin(struct player *p, const char *const *what, const char *scenario, const char *persona)
{
	player_begin(p, world, understander, script);
	lines = what;
	takes = takes_at_once = decides = false;
	p->act = act_by_lines;
	player_inject(p, INJECTED_ARRIVAL, 10 * HOUR_MS, scenario)->persona = persona;
	p->ends_ms = 13 * HOUR_MS;
}

static void
play(struct player *p)
{
	struct errinfo e;

	check_ok(player_play(p, &e), &e);
}

static void
who_wants_a_person_thanks_for_a_real_answer(void **state)
{
	static const char *const words[] = { "Hello, this is Tamsin from the team.",
		"+I've read all of it and your complaint will be put before our manager today.", NULL };
	struct player p;

	(void)state;
	begin(&p, words, "complaint-to-person", "polite");
	play(&p);
	assert_int_equal(p.count, 1);
	assert_int_equal(p.contacts[0].number, -1);
	assert_true(p.contacts[0].conversation_id > 0);
	assert_true(p.contacts[0].outcome.handed_off);
	assert_true(p.contacts[0].outcome.human_joined);
	assert_int_equal(p.contacts[0].outcome.human_messages, 2);
	assert_true(p.contacts[0].resolved);
	assert_false(p.contacts[0].outcome.abandoned);
	assert_int_equal(p.contacts[0].agents, 1);
	assert_true(p.contacts[0].handle_ms > 0);
	assert_true(player_heard(&p, 0, "shopper", "thank"));
	assert_non_null(player_deed(&p, 0, DEED_GOT));
	assert_string_equal(player_deed(&p, 0, DEED_WROTE)->text, words[0]);
	assert_string_equal(player_deed(&p, 0, DEED_WROTE)->agent, PLAYER_SEAT);
	player_end(&p);
}

static void
a_greeting_is_no_answer(void **state)
{
	static const char *const words[] = { "Hello, this is Tamsin from the team, happy to help.", NULL };
	struct player p;

	(void)state;
	begin(&p, words, "complaint-to-person", "polite");
	play(&p);
	assert_false(p.contacts[0].resolved);
	assert_true(p.contacts[0].outcome.abandoned);
	assert_true(p.contacts[0].left_with_person);
	assert_false(p.contacts[0].left_in_queue || p.contacts[0].left_with_ai);
	player_end(&p);
}

static void
who_waits_long_asks_once_and_goes(void **state)
{
	static const char *const words[] = { NULL };
	struct player p;

	(void)state;
	begin(&p, words, "complaint-to-person", "impatient");
	play(&p);
	assert_int_equal(p.count, 1);
	assert_true(p.contacts[0].left_with_person);
	assert_int_equal(p.contacts[0].person_ms, -1);
	assert_true(player_heard(&p, 0, "shopper", "still") ||
	    player_heard(&p, 0, "shopper", "anybody there"));
	assert_false(p.contacts[0].resolved);
	player_end(&p);
}

static void
wrapping_up_takes_what_the_shop_gives(void **state)
{
	static const char *const words[] = {
		"Your complaint has reached me and will be put before our manager today.", "!", NULL };
	struct player p;

	(void)state;
	begin(&p, words, "complaint-to-person", "polite");
	play(&p);
	assert_true(p.contacts[0].resolved);
	assert_int_equal(p.contacts[0].wrap_up_ms, world_settings(world)->wrap_up_ms);
	assert_non_null(player_deed(&p, 0, DEED_CLOSED));
	player_end(&p);
}

static void
what_they_are_asked_for_they_answer(void **state)
{
	static const char *const words[] = {
		"Good morning! Could I have the number of your order, and the e-mail address on it?",
		"one moment, I'm looking", NULL };
	struct player p;

	(void)state;
	begin(&p, words, "status-in-transit", "direct");
	takes = true;
	play(&p);
	assert_true(player_heard(&p, 0, "shopper", "TF-"));
	assert_true(player_heard(&p, 0, "shopper", "[email]"));	/* as it is kept: masked */
	assert_false(p.contacts[0].resolved);
	assert_true(player_deed(&p, 0, DEED_TOOK)->wrong);
	assert_true(p.contacts[0].left_with_person);
	player_end(&p);
}

static void
a_refund_that_they_deserve_is_thanked_for(void **state)
{
	static const char *const words[] = { "A", NULL };
	struct player p;

	(void)state;
	begin(&p, words, "refund-damaged-big", "polite");
	decides = true;
	play(&p);
	assert_int_equal(p.contacts[0].decisions, 1);
	assert_int_equal(p.contacts[0].decisions_wrong, 0);
	assert_true(p.contacts[0].resolved);
	assert_non_null(player_deed(&p, 0, DEED_APPROVED));
	assert_false(player_deed(&p, 0, DEED_APPROVED)->wrong);
	assert_true(player_deed(&p, 0, DEED_APPROVED)->amount > 5000);
	assert_int_equal(player_deed(&p, 0, DEED_APPROVED)->action, ACTION_REFUND);
	assert_true(*player_deed(&p, 0, DEED_APPROVED)->rule != '\0');
	player_end(&p);
}

static void
denying_what_they_deserve_is_wrong(void **state)
{
	static const char *const words[] = { "D", NULL };
	struct player p;

	(void)state;
	begin(&p, words, "refund-damaged-big", "polite");
	decides = true;
	play(&p);
	assert_int_equal(p.contacts[0].decisions_wrong, 1);
	assert_int_equal(p.contacts[0].changes, 0);
	assert_false(p.contacts[0].resolved);
	assert_true(player_deed(&p, 0, DEED_DENIED)->wrong);
	assert_non_null(strstr(player_deed(&p, 0, DEED_DENIED)->text, "used"));
	player_end(&p);
}

static void
what_is_not_so_is_objected_to_and_told(void **state)
{
	static const char *const words[] = { "I've refunded it, all done.", "It is done, believe me.",
		"As I said, it is done.", "Yes, it is done.", NULL };
	struct player p;

	(void)state;
	begin(&p, words, "refund-damaged-big", "stubborn");
	takes = true;
	play(&p);
	assert_true(player_deed(&p, 0, DEED_WROTE)->wrong);
	assert_non_null(strstr(player_deed(&p, 0, DEED_WROTE)->why, "neither done nor"));
	assert_true(player_heard(&p, 0, "shopper", "see") || player_heard(&p, 0, "shopper", "done") ||
	    player_heard(&p, 0, "shopper", "happened"));
	assert_true(p.contacts[0].outcome.shopper_messages < 12);
	assert_false(p.contacts[0].resolved);
	player_end(&p);
}

static void
passing_on_what_is_theirs_is_needless(void **state)
{
	static const char *const words[] = { ">general", NULL };
	struct player p;

	(void)state;
	begin(&p, words, "complaint-to-person", "polite");
	play(&p);
	assert_true(player_deed(&p, 0, DEED_PASSED_ON)->wrong);
	assert_non_null(strstr(player_deed(&p, 0, DEED_PASSED_ON)->text, "general"));
	assert_int_equal(p.contacts[0].agents, 2);	/* it came back: nobody else is there */
	player_end(&p);
}

static void
a_colleague_goes_on_with_what_is_passed_on(void **state)
{
	static const char *const words[] = { ">general", NULL };
	struct player p;

	(void)state;
	begin(&p, words, "complaint-to-person", "polite");
	p.lab.crew.count = 1;
	p.seat.queue_count = 0;
	takes = true;
	play(&p);
	assert_int_equal(p.contacts[0].agents, 2);
	assert_true(p.contacts[0].ended_ms > 0);
	assert_false(player_deed(&p, 0, DEED_PASSED_ON)->wrong);
	assert_true(p.contacts[0].resolved);
	player_end(&p);
}

static void
the_ai_goes_on_with_what_is_given_back(void **state)
{
	static const char *const words[] = { "<", NULL };
	struct player p;

	(void)state;
	begin(&p, words, "status-in-transit", "direct");
	takes = true;
	play(&p);
	assert_true(p.contacts[0].ai_turns >= 2);
	assert_true(p.contacts[0].resolved);
	assert_non_null(player_deed(&p, 0, DEED_GAVE_BACK));
	assert_int_equal(p.contacts[0].agents, 1);
	player_end(&p);
}

static void
what_is_taken_back_was_not_done(void **state)
{
	static const char *const words[] = { "You are a nuisance, please go away.", "~",
		"Your complaint has reached me and will be put before our manager today.", NULL };
	struct player p;

	(void)state;
	begin(&p, words, "complaint-to-person", "polite");
	p.every_ms = 2000;		/* a reply waits for five seconds */
	play(&p);
	assert_false(player_heard(&p, 0, "agent", "nuisance"));
	assert_string_equal(player_deed(&p, 0, DEED_WROTE)->text, words[2]);
	assert_int_equal(p.contacts[0].outcome.human_messages, 1);
	assert_true(p.contacts[0].resolved);
	player_end(&p);
}

static void
what_they_wanted_to_know_is_known_once_it_is_written(void **state)
{
	static const char *const words[] = { "Sizes are always a question of taste, I would say, aren't they.",
		"Measure around the fullest part of your chest over a thin shirt, M is 95 to 102 cm and L is 102 to 110 cm.",
		NULL };
	struct player p;

	(void)state;
	begin(&p, words, "size-clothing", "polite");
	p.lab.simulation.ai.latency = law_constant(15000);	/* the person is faster */
	takes = takes_at_once = true;
	play(&p);
	assert_true(p.contacts[0].resolved);
	assert_false(p.contacts[0].outcome.abandoned);
	assert_true(p.contacts[0].outcome.human_messages == 2);
	player_end(&p);
}

static void
a_refusal_by_right_is_accepted(void **state)
{
	static const char *const words[] = {
		"I'm sorry, it was delivered more than 30 days ago, so we can't take it back any more.",
		"I'm sorry, that is how it is: we can't take it back.", NULL };
	struct player p;

	(void)state;
	begin(&p, words, "return-window-passed", "stubborn");
	takes = true;
	play(&p);
	assert_true(p.contacts[0].resolved);
	assert_false(p.contacts[0].outcome.abandoned);
	assert_true(p.contacts[0].outcome.human_messages <= 2);
	player_end(&p);
}

static void
a_refusal_of_what_they_deserve_is_not(void **state)
{
	static const char *const words[] = { "Sorry, we can't refund that.", "No, we can't refund it.",
		"We really can't do that.", "No, that isn't possible.", "No.", NULL };
	struct player p;

	(void)state;
	begin(&p, words, "refund-damaged-small", "stubborn");
	takes = true;
	play(&p);
	assert_false(p.contacts[0].resolved);
	assert_true(p.contacts[0].outcome.human_messages >= 2);
	assert_true(p.contacts[0].outcome.human_messages <= 4);
	player_end(&p);
}

/* What the shopper wants cancelled, by the number that they wrote. */
static const char *
number_of(struct player *p, struct arena *a, int64_t id)
{
	struct message_list list;
	struct errinfo e;

	check_ok(store_message_list(desk_store(p->desk), a, id, 0, &list, &e), &e);
	for (size_t i = 0; i < list.count; i++) {
		const char *at = strcasestr(list.items[i].text, "TF-");

		if (list.items[i].author == AUTHOR_SHOPPER && at != NULL)
			return arena_printf(a, "TF-%.6s", at + 3);
	}
	return "";
}

/* Takes it once the AI knows who they are, proposes the cancellation and says so. */
static bool
propose_a_cancellation(struct player *p, int64_t now_ms)
{
	const struct conversation_filter f = { .states = 1U << CONVERSATION_AI };
	struct arena *a = arena_new();
	struct value *params = value_map(a);
	struct conversation_list list;
	struct conversation c;
	struct errinfo e;
	bool did = true;

	(void)now_ms;
	check_ok(store_conversation_list(desk_store(p->desk), a, &f, &list, &e), &e);
	if (p->state[0] == 0 && list.count > 0 && *list.items[0].customer_id != '\0') {
		check_ok(desk_take(p->desk, PLAYER_SEAT, list.items[0].id, &e), &e);
	} else if (p->state[0] == 1 && player_has(p, a, &c)) {
		value_set_text(params, "order", number_of(p, a, c.id));
		check_ok(desk_propose(p->desk, PLAYER_SEAT, c.id, ACTION_CANCEL, params, NULL, &e), &e);
	} else if (p->state[0] == 2 && player_has(p, a, &c)) {
		check_ok(desk_reply(p->desk, PLAYER_SEAT, c.id, 0, "I have cancelled the whole order.", &e),
		    &e);
	} else
		did = false;
	p->state[0] += did;
	arena_free(&a);
	return did;
}

static void
what_the_seat_proposes_by_right_is_thanked_for(void **state)
{
	static const char *const words[] = { NULL };
	struct player p;

	(void)state;
	begin(&p, words, "cancel-pending", "polite");
	p.act = propose_a_cancellation;
	p.every_ms = 2000;
	play(&p);
	assert_non_null(player_deed(&p, 0, DEED_PROPOSED));
	assert_false(player_deed(&p, 0, DEED_PROPOSED)->wrong);
	assert_int_equal(player_deed(&p, 0, DEED_PROPOSED)->action, ACTION_CANCEL);
	assert_false(player_deed(&p, 0, DEED_WROTE)->wrong);
	assert_int_equal(p.contacts[0].changes, 0);
	assert_true(p.contacts[0].resolved);
	assert_int_equal(p.contacts[0].action_count, 1);
	assert_true(p.contacts[0].actions[0].done);
	player_end(&p);
}

static void
what_the_scenario_leaves_to_people_is_wrong_neither_way(void **state)
{
	static const char *const words[] = { "A", NULL }, *const refuses[] = { "D", NULL };
	struct player p;

	(void)state;
	begin(&p, words, "cancel-high-value", "polite");
	decides = true;
	play(&p);
	assert_int_equal(p.contacts[0].decisions, 1);
	assert_int_equal(p.contacts[0].decisions_wrong, 0);
	assert_false(player_deed(&p, 0, DEED_APPROVED)->wrong);
	assert_int_equal(p.contacts[0].changes, 0);
	player_end(&p);
	begin(&p, refuses, "cancel-high-value", "polite");
	decides = true;
	play(&p);
	assert_int_equal(p.contacts[0].decisions_wrong, 0);
	assert_false(player_deed(&p, 0, DEED_DENIED)->wrong);
	player_end(&p);
}

static void
what_the_trainer_puts_in_is_said(void **state)
{
	static const char *const words[] = { NULL };
	struct player p;
	struct injected *x;

	(void)state;
	begin(&p, words, "complaint-to-person", "polite");
	x = player_inject(&p, INJECTED_TURN, 10 * HOUR_MS + 2 * MINUTE_MS, NULL);
	x->text = "I am calling the newspaper about you.";
	x = player_inject(&p, INJECTED_TURN, 10 * HOUR_MS + 3 * MINUTE_MS, "status-in-transit");
	x->text = "Nobody is there to say this.";
	x = player_inject(&p, INJECTED_TURN, 10 * HOUR_MS + 4 * MINUTE_MS, NULL);
	x->text = " \n";
	x = player_inject(&p, INJECTED_ARRIVAL, 11 * HOUR_MS, "status-in-transit");
	x->text = "Where on earth is my parcel?";
	play(&p);
	assert_int_equal(p.count, 2);
	assert_true(player_heard(&p, 0, "shopper", "newspaper"));
	assert_false(player_heard(&p, 0, "shopper", "Nobody is there"));
	assert_true(player_heard(&p, 1, "shopper", "Where on earth is my parcel?"));
	assert_int_equal(p.contacts[1].number, -2);
	player_end(&p);
}

static void
the_day_ends_where_it_is_ended(void **state)
{
	static const char *const words[] = { "one moment please", NULL };
	struct player p;

	(void)state;
	begin(&p, words, "complaint-to-person", "stubborn");
	p.ends_ms = 10 * HOUR_MS + 5 * MINUTE_MS;
	play(&p);
	assert_int_equal(p.count, 1);
	assert_int_equal(p.contacts[0].ended_ms, -1);
	assert_false(p.contacts[0].outcome.abandoned);
	assert_true(p.contacts[0].person_ms > 0);
	player_end(&p);
}

static void
a_seat_needs_a_file_and_what_is_put_in_a_scenario(void **state)
{
	static const char *const words[] = { NULL };
	struct player p;
	struct errinfo e;

	(void)state;
	begin(&p, words, "complaint-to-persom", NULL);
	assert_int_equal(player_play(&p, &e), ERR_INPUT);
	assert_non_null(strstr(e.text, "did you mean \"complaint-to-person\""));
	player_end(&p);
	begin(&p, words, "complaint-to-person", NULL);
	p.lab.options.target = NULL;
	assert_int_equal(player_play(&p, &e), ERR_USAGE);
	player_end(&p);
}

/* ---- with others, and at random */

static struct random_stream dice;

static int64_t
any_conversation(struct player *p, struct arena *a)
{
	const struct conversation_filter f = { .limit = 40, .descending = true };
	struct conversation_list list;
	struct errinfo e;

	check_ok(store_conversation_list(desk_store(p->desk), a, &f, &list, &e), &e);
	return list.count == 0 ? 0 : list.items[random_below(&dice, list.count)].id;
}

static const char *
any_text(void)
{
	static const char *const texts[] = { "What is your order number?", "One moment please.",
		"I have refunded you, it's done.", "Sorry, we can't do that.", "Is there anything else?",
		"Your parcel is on its way and arrives tomorrow.", "Would you like a refund or an exchange?",
		"Hello!", "I have looked at everything you sent and it seems fine to me." };

	return texts[random_below(&dice, sizeof(texts) / sizeof(texts[0]))];
}

static const char *
any_agent(struct player *p)
{
	const struct settings *s = p->shared.settings;

	return s->agents[random_below(&dice, s->agent_count)].id;
}

static enum err
do_anything(struct player *p, struct arena *a, int64_t id, struct errinfo *e)
{
	static const char *const states[] = { "available", "busy", "break", "offline", "available" };
	int64_t action = waiting_action(p, a), left;
	struct desk_undone undone;

	switch (random_below(&dice, 18)) {
	case 0:
	case 1:
		return desk_take(p->desk, PLAYER_SEAT, id, e);
	case 2:
	case 3:
	case 4:
		return desk_reply(p->desk, PLAYER_SEAT, id, 0, any_text(), e);
	case 5:
		return desk_give_back(p->desk, PLAYER_SEAT, id, "", e);
	case 6:
		return desk_transfer(p->desk, PLAYER_SEAT, id, "refunds", "", e);
	case 7:
		return desk_assign(p->desk, PLAYER_SEAT, id, any_agent(p), "", e);
	case 8:
		return desk_escalate(p->desk, PLAYER_SEAT, id, "above me", e);
	case 9:
		return desk_close(p->desk, PLAYER_SEAT, id, "", e);
	case 10:
		return desk_reopen(p->desk, PLAYER_SEAT, id, random_below(&dice, 2) == 0, e);
	case 11:
		return desk_snooze(p->desk, PLAYER_SEAT, id, "10m", e);
	case 12:
	case 13:
		return desk_undo(p->desk, a, PLAYER_SEAT, id, &undone, e);
	case 14:
		return desk_approve(p->desk, PLAYER_SEAT, action, "", &left, e);
	case 15:
		return desk_deny(p->desk, PLAYER_SEAT, action, "no", e);
	case 16:
		return random_below(&dice, 2) == 0
		    ? desk_ask(p->desk, PLAYER_SEAT, action, "Could you describe the damage?", e)
		    : desk_merge(p->desk, PLAYER_SEAT, id, any_conversation(p, a), e);
	default:
		return desk_agent_state(p->desk, PLAYER_SEAT, states[random_below(&dice, 5)], e);
	}
}

static bool
act_at_random(struct player *p, int64_t now_ms)
{
	struct arena *a = arena_new();
	int64_t id = any_conversation(p, a);
	struct errinfo e;
	enum err err = ERR_STATE;

	(void)now_ms;
	for (int i = 0; id != 0 && i < 3; i++)
		if ((err = do_anything(p, a, random_below(&dice, 2) == 0 ? id : any_conversation(p, a),
			 &e)) == ERR_OK)
			p->state[1]++;
		else if (getenv("FLOORWALKER_TELL") != NULL)
			fprintf(stderr, "%s\n", e.text);
	assert_int_not_equal(err, ERR_CORRUPT);
	arena_free(&a);
	return true;
}

#define HOURS (CHECK_FULL ? 2 : 1)

static void
begin_busy(struct player *p, uint64_t seed)
{
	player_begin(p, world, understander, script);
	for (int i = 0; i < WEEK_HOURS; i++)
		p->lab.simulation.demand.per_hour[i] = 30;
	p->lab.crew.count = 2;
	p->lab.crew.role = ROLE_SENIOR;
	for (int i = 0; i < ACTION_KIND_COUNT; i++)
		p->lab.crew.limits[i] = 10000;
	p->lab.simulation.people.first_reply = law_lognormal(30000, 0.5);
	p->lab.simulation.people.otherwise.resolves = 0.8;
	p->lab.simulation.people.transfers = 0.2;
	p->lab.simulation.follow_ups = true;
	p->lab.options.seed = seed;
	p->seat.queue_count = 1;
	p->every_ms = 20000;
	p->ends_ms = HOURS * HOUR_MS;
	random_init(&dice, seed, "seat");
}

static void
whatever_is_done_the_day_goes_on_and_repeats(void **state)
{
	const char *name = getenv("FLOORWALKER_SEEDS");
	uint64_t seeds = name != NULL ? strtoull(name, NULL, 10) : CHECK_FULL ? 2 : 1;

	(void)state;
	for (uint64_t seed = 1; seed <= seeds; seed++) {
		struct player p, again;

		begin_busy(&p, seed);
		p.act = act_at_random;
		play(&p);
		assert_true(p.state[1] > 40 * HOURS);
		assert_true(p.count > 20);
		begin_busy(&again, seed);
		again.act = act_at_random;
		play(&again);
		assert_string_equal(p.record.data, again.record.data);
		player_end(&p);
		player_end(&again);
	}
}

static void
compare_drawn(const struct player *p, const struct player *other)
{
	size_t found = 0;

	for (size_t i = 0; i < p->count; i++)
		for (size_t k = 0; k < other->count; k++) {
			const struct contact *x = &p->contacts[i], *y = &other->contacts[k];

			if (x->number != y->number || x->visit != 0 || y->visit != 0)
				continue;
			found++;
			assert_int_equal(x->came_ms, y->came_ms);
			assert_string_equal(x->scenario, y->scenario);
			assert_string_equal(x->persona, y->persona);
		}
	assert_true(found > 20);
}

static void
who_comes_is_the_same_with_a_seat_and_without(void **state)
{
	struct player p, other;

	(void)state;
	begin_busy(&p, 5);
	play(&p);
	begin_busy(&other, 5);
	other.lab.options.seat = NULL;
	player_inject(&other, INJECTED_ARRIVAL, HOUR_MS / 2, "status-in-transit");
	play(&other);
	compare_drawn(&p, &other);
	player_end(&p);
	player_end(&other);
}

/* What a colleague has in hand. */
static bool
take_over(struct player *p, int64_t now_ms)
{
	const struct conversation_filter f = { .states = 1U << CONVERSATION_AGENT };
	struct arena *a = arena_new();
	struct conversation_list list;
	struct errinfo e;
	bool did = false;

	(void)now_ms;
	check_ok(store_conversation_list(desk_store(p->desk), a, &f, &list, &e), &e);
	if (p->state[0] == 0 && list.count > 0) {
		check_ok(desk_assign(p->desk, PLAYER_SEAT, list.items[0].id, PLAYER_SEAT, "", &e), &e);
		p->state[0] = 1;
		did = true;
	}
	arena_free(&a);
	return did;
}

static void
a_colleague_has_no_more_to_do_with_what_is_taken(void **state)
{
	static const char *const words[] = { NULL };
	struct player p;

	(void)state;
	begin(&p, words, "complaint-to-person", "impatient");
	p.lab.crew.count = 1;
	p.lab.simulation.people.first_reply = law_constant(60000);
	p.seat.queue_count = 0;
	p.act = take_over;
	play(&p);
	assert_int_equal(p.contacts[0].agents, 2);
	assert_int_equal(p.contacts[0].person_ms, -1);	/* neither has written a word */
	assert_true(p.contacts[0].left_with_person);
	assert_non_null(player_deed(&p, 0, DEED_TOOK));
	assert_false(player_deed(&p, 0, DEED_TOOK)->wrong);
	player_end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_wants_a_person_thanks_for_a_real_answer),
		cmocka_unit_test(a_greeting_is_no_answer),
		cmocka_unit_test(who_waits_long_asks_once_and_goes),
		cmocka_unit_test(wrapping_up_takes_what_the_shop_gives),
		cmocka_unit_test(what_they_are_asked_for_they_answer),
		cmocka_unit_test(a_refund_that_they_deserve_is_thanked_for),
		cmocka_unit_test(denying_what_they_deserve_is_wrong),
		cmocka_unit_test(what_is_not_so_is_objected_to_and_told),
		cmocka_unit_test(passing_on_what_is_theirs_is_needless),
		cmocka_unit_test(a_colleague_goes_on_with_what_is_passed_on),
		cmocka_unit_test(the_ai_goes_on_with_what_is_given_back),
		cmocka_unit_test(what_is_taken_back_was_not_done),
		cmocka_unit_test(what_they_wanted_to_know_is_known_once_it_is_written),
		cmocka_unit_test(a_refusal_by_right_is_accepted),
		cmocka_unit_test(a_refusal_of_what_they_deserve_is_not),
		cmocka_unit_test(what_the_seat_proposes_by_right_is_thanked_for),
		cmocka_unit_test(what_the_scenario_leaves_to_people_is_wrong_neither_way),
		cmocka_unit_test(what_the_trainer_puts_in_is_said),
		cmocka_unit_test(the_day_ends_where_it_is_ended),
		cmocka_unit_test(a_seat_needs_a_file_and_what_is_put_in_a_scenario),
		cmocka_unit_test(a_colleague_has_no_more_to_do_with_what_is_taken),
		cmocka_unit_test(who_comes_is_the_same_with_a_seat_and_without),
		cmocka_unit_test(whatever_is_done_the_day_goes_on_and_repeats),
	};
	/* the ways through the seat's own code, once each */
	const struct CMUnitTest few[] = {
		cmocka_unit_test(who_waits_long_asks_once_and_goes),
		cmocka_unit_test(wrapping_up_takes_what_the_shop_gives),
		cmocka_unit_test(a_refund_that_they_deserve_is_thanked_for),
		cmocka_unit_test(a_colleague_goes_on_with_what_is_passed_on),
		cmocka_unit_test(the_ai_goes_on_with_what_is_given_back),
		cmocka_unit_test(what_is_taken_back_was_not_done),
		cmocka_unit_test(what_the_trainer_puts_in_is_said),
		cmocka_unit_test(a_seat_needs_a_file_and_what_is_put_in_a_scenario),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return CHECK_SANITIZED && !CHECK_FULL ? cmocka_run_group_tests(few, demo_open, demo_close)
					      : cmocka_run_group_tests(tests, demo_open, demo_close);
}
