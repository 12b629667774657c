/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Giving up and coming back: what a person is told when a conversation is handed to them, that it
 * is the same whenever it is played, and that nothing is asked again of what they settled.
 */
#include "skills.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/sim/sim.h"

static struct skills skills;

/* ---- what a person is told, over the scenarios */

enum { PART_COUNT = 4 };

static struct {
	size_t drafts, handed, lacks[PART_COUNT], without_suggestion, differ;
	const char *shown[4];
	size_t shown_count;
	struct arena *arena;
} m;

static const char *const parts[PART_COUNT][4] = {
	{"Wants to ", "No wish could be made out"},
	{"Identity proven: ", "Identity not proven"},
	{"The assistant asked ", "Tried: ", ": done", ": waiting"},
	{"Policy (", "Policy: no rule"},
};

static bool
has_part(const char *summary, size_t part)
{
	for (size_t i = 0; i < 4; i++)
		if (parts[part][i] && strstr(summary, parts[part][i]))
			return true;
	/* an action's line tells what was tried, whatever its state */
	return part == 2 && strstr(summary, " for TF-");
}

static bool
is_same(const struct backend_draft *a, const struct backend_draft *b)
{
	return a->hand_off == b->hand_off && a->reason == b->reason && !strcmp(a->text, b->text) &&
	    !strcmp(a->summary, b->summary) && a->confidence >= b->confidence &&
	    a->confidence <= b->confidence;
}

static enum err
draft_and_look(void *self, struct arena *a, const struct backend_request *q,
    struct backend_draft *out, struct errinfo *e)
{
	struct backend_draft again = {0};
	enum err err = backend_draft_reply(self, a, q, &again, e);

	if (err || (err = backend_draft_reply(self, a, q, out, e)))
		return err;
	m.drafts++;
	m.differ += !is_same(&again, out);
	m.handed += out->hand_off;
	for (size_t i = 0; i < PART_COUNT; i++) {
		if (has_part(out->summary, i))
			continue;
		if (m.shown_count < 4)
			m.shown[m.shown_count++] = arena_text(m.arena, out->summary);
		m.lacks[i]++;
	}
	m.without_suggestion += out->hand_off && (!out->suggestion || !*out->suggestion);
	return ERR_OK;
}

static void
free_inner(void *self)
{
	struct backend *inner = self;

	backend_free(&inner);
}

static struct backend *
look_at(void *context, struct backend *take_inner)
{
	static const struct backend_ops ops = {"builtin", draft_and_look, free_inner, NULL};

	(void)context;
	return backend_new(&ops, take_inner);
}

static void
every_summary_names_wish_proof_tries_and_policy_and_is_the_same_when_played_again(void **state)
{
	struct arena *a = m.arena = arena_new();
	const char *const paths[] = {file_data(a, "scenarios")};
	struct sim_sources sources = {.paths = paths, .count = 1, .folder = file_data(a, "scenarios")};
	struct sim_script *script;
	struct value *result;
	struct errinfo e = {0};

	(void)state;
	check_ok(
	    sim_script_load(&sources, world_settings(skills.shared.world), &script, &e), &e);
	struct sim_options o = {.script = script,
	    .world = skills.shared.world,
	    .understander = skills.shared.understander,
	    .backend = "builtin",
	    .around = look_at,
	    .conversations = 260,
	    .seed = 5,
	    .threads = 1};

	check_ok(sim_run(&o, a, &result, &e), &e);
	for (size_t i = 0; i < m.shown_count; i++)
		fprintf(stderr, "# lacks a part: %s\n", m.shown[i]);
	assert_true(m.handed > 30);
	for (size_t i = 0; i < PART_COUNT; i++)
		assert_int_equal(m.lacks[i], 0);
	assert_int_equal(m.without_suggestion, 0);
	assert_int_equal(m.differ, 0);
	sim_script_free(&script);
	arena_free(&a);
}

/* What the desk stores of them, also where a gate gives up and not the engine. */
static void
what_a_gate_hands_over_comes_with_what_is_known_and_the_draft(void **state)
{
	struct skill_talk t;

	(void)state;
	skill_talk_open(&t, &skills);
	skill_prove(&t, &skills, "C-1048");
	skill_say(&t, "I want to return the tent and the shell of TF-100158");
	skill_say(&t, "I changed my mind");
	skill_say(&t, "yes please");		/* an order of more than 1,000 */
	struct conversation c = skill_conversation(&t);
	assert_int_equal(c.state, CONVERSATION_QUEUED);
	assert_int_equal(c.reason, HANDOFF_HIGH_VALUE);
	assert_non_null(strstr(c.summary, "Wants to "));
	assert_non_null(strstr(c.summary, "TF-100158"));
	assert_non_null(strstr(c.summary, "Identity proven"));
	assert_non_null(strstr(c.summary, "Policy ("));
	assert_non_null(strstr(c.summary, "Handed over: "));
	assert_true(strlen(c.draft) > 0);
	skill_talk_close(&t);

	skill_talk_open(&t, &skills);
	skill_prove(&t, &skills, "C-1009");
	skill_say(&t, "I want to return the bottle of TF-100216");
	skill_say(&t, "get me a human please");
	c = skill_conversation(&t);
	assert_int_equal(c.reason, HANDOFF_ASKED_FOR_HUMAN);
	assert_non_null(strstr(c.summary, "return"));
	assert_non_null(strstr(c.summary, "asked"));
	assert_non_null(strstr(c.draft, "TF-100216"));
	skill_talk_close(&t);
}

/* ---- on giving back */

static void
to_agent(struct skill_talk *t)
{
	skill_say(t, "I'd like to talk to a person, please");
	check_ok(desk_take(t->desk, "una", t->id, &t->e), &t->e);
}

static void
agent_says(struct skill_talk *t, const char *text)
{
	size_t pieces;

	check_ok(desk_reply(t->desk, "una", t->id, 0, text, &t->e), &t->e);
	check_ok(desk_work(t->desk, 1000, &pieces, &t->e), &t->e);
}

static void
agent_does(struct skill_talk *t, enum action_kind kind, const char *json)
{
	struct value *params;
	size_t pieces;
	int64_t id, left;

	check_ok(value_parse_json(t->arena, "params", json, strlen(json), &value_limits_message,
		     &params, &t->e),
	    &t->e);
	check_ok(desk_propose(t->desk, "una", t->id, kind, params, &id, &t->e), &t->e);
	check_ok(desk_work(t->desk, 1000, &pieces, &t->e), &t->e);
	struct action_list list = skill_actions(t);

	for (size_t i = 0; i < list.count; i++)
		if (list.items[i].id == id && list.items[i].state == ACTION_WAITING)
			check_ok(desk_approve(t->desk, "luca", id, "", &left, &t->e), &t->e);
	check_ok(desk_work(t->desk, 1000, &pieces, &t->e), &t->e);
}

static void
give_back(struct skill_talk *t)
{
	size_t pieces;

	check_ok(desk_give_back(t->desk, "una", t->id, "", &t->e), &t->e);
	check_ok(desk_work(t->desk, 1000, &pieces, &t->e), &t->e);
}

static void
is_not_asked(const struct skill_talk *t, enum heard what)
{
	bool heard[HEARD_COUNT];

	speech_hear(skills.words, skill_last(t), heard);
	if (heard[what])
		fail_msg("asked again: %s", skill_last(t));
}

static void
is_told(const struct skill_talk *t, const char *part)
{
	if (!strcasestr(skill_last(t), part))
		fail_msg("\"%s\" isn't in: %s", part, skill_last(t));
}

static void
isnt_told(const struct skill_talk *t, const char *part)
{
	if (strcasestr(skill_last(t), part))
		fail_msg("\"%s\" is in: %s", part, skill_last(t));
}

static void
begin(struct skill_talk *t, const char *who, const char *first)
{
	skill_talk_open(t, &skills);
	skill_prove(t, &skills, who);
	skill_say(t, first);
	to_agent(t);
}

static void
a_refund_that_the_person_made_is_not_offered_again(void **state)
{
	struct skill_talk t;

	(void)state;
	begin(&t, "C-1002", "The headlamp of TF-100213 came broken, I want my money back");
	agent_does(&t, ACTION_REFUND,
	    "{\"order\": \"TF-100213\", \"lines\": [{\"id\": 1, \"quantity\": 1}], \"reason\": \"damaged\"}");
	agent_says(&t, "I've refunded the headlamp for you.");
	give_back(&t);
	skill_say(&t, "ok, and is that all?");
	is_not_asked(&t, HEARD_ASK_CONFIRM);
	is_not_asked(&t, HEARD_ASK_REASON);
	assert_int_equal(skill_actions(&t).count, 1);
	skill_talk_close(&t);
}

static void
what_the_person_promised_is_not_asked_about_again(void **state)
{
	struct skill_talk t;

	(void)state;
	begin(&t, "C-1013", "My fleece from TF-100152 still hasn't come");
	agent_says(&t, "I'll ask the carrier today and write to you tomorrow about TF-100152.");
	give_back(&t);
	skill_say(&t, "thanks. How long is the guarantee on your jackets?");
	is_told(&t, "two-year");
	is_not_asked(&t, HEARD_ASK_CONFIRM);
	is_not_asked(&t, HEARD_ASK_ORDER_NUMBER);
	skill_talk_close(&t);
}

static void
an_order_number_that_the_person_learnt_is_not_asked_again(void **state)
{
	struct skill_talk t;

	(void)state;
	begin(&t, "C-1012", "I want to return something");
	agent_says(&t, "Which order is it?");
	skill_say(&t, "It is TF-100203");
	agent_says(&t, "Thank you, my assistant goes on with TF-100203.");
	give_back(&t);
	skill_say(&t, "please take back the pegs");
	is_not_asked(&t, HEARD_ASK_ORDER_NUMBER);
	isnt_told(&t, "Clifden");
	skill_talk_close(&t);
}

static void
an_address_that_the_person_changed_is_not_changed_again(void **state)
{
	struct skill_talk t;

	(void)state;
	begin(&t, "C-1046", "I need TF-100237 sent to another address");
	agent_does(&t, ACTION_ADDRESS_CHANGE,
	    "{\"order\": \"TF-100237\", \"address\": {\"line1\": \"5 Quay Street\", \"line2\": \"\", \"city\": \"Galway\", \"region\": \"Galway\", "
	    "\"postcode\": \"H91 W2R3\", \"country\": \"IE\"}}");
	agent_says(&t, "It goes to 5 Quay Street now.");
	give_back(&t);
	skill_say(&t, "great. When will it be here?");
	is_not_asked(&t, HEARD_ASK_ADDRESS);
	is_told(&t, "TF-100237");
	assert_int_equal(skill_actions(&t).count, 1);
	skill_talk_close(&t);
}

static void
a_size_that_the_person_learnt_is_not_asked_again(void **state)
{
	struct skill_talk t;

	(void)state;
	begin(&t, "C-1001", "I want to exchange the Corrib of TF-100189");
	agent_says(&t, "Which size would you like instead?");
	skill_say(&t, "size L please, the same colour");
	agent_says(&t, "Fine, my assistant will set that up.");
	give_back(&t);
	skill_say(&t, "can you set it up then?");
	is_not_asked(&t, HEARD_ASK_NEW);
	is_told(&t, "(moss, L)");
	skill_talk_close(&t);
}

static void
a_colour_that_the_person_learnt_is_not_asked_again(void **state)
{
	struct skill_talk t;

	(void)state;
	begin(&t, "C-1006", "Exchange the lantern of TF-100200 please");
	agent_says(&t, "In which colour?");
	skill_say(&t, "moss");
	agent_says(&t, "We have that.");
	give_back(&t);
	skill_say(&t, "good, please do it");
	is_not_asked(&t, HEARD_ASK_NEW);
	is_told(&t, "(moss)");
	skill_talk_close(&t);
}

static void
what_the_person_refused_is_not_offered_again(void **state)
{
	struct skill_talk t;

	(void)state;
	begin(&t, "C-1016", "I want to return the commuter pack of TF-100142");
	agent_says(&t, "I'm sorry, we can't take back final-sale pieces after 14 days, so I have to refuse the return of TF-100142.");
	give_back(&t);
	skill_say(&t, "ok. Do you have the Omey fleece in heather M?");
	is_not_asked(&t, HEARD_ASK_CONFIRM);
	is_not_asked(&t, HEARD_ASK_REASON);
	isnt_told(&t, "TF-100142");
	is_told(&t, "Omey");
	skill_talk_close(&t);
}

static void
an_order_that_the_person_cancelled_is_not_cancelled_again(void **state)
{
	struct skill_talk t;

	(void)state;
	begin(&t, "C-1046", "Cancel TF-100237");
	agent_does(&t, ACTION_CANCEL, "{\"order\": \"TF-100237\", \"reason\": \"changed_mind\"}");
	agent_says(&t, "It is cancelled.");
	give_back(&t);
	skill_say(&t, "Thank you. When do I get the money?");
	is_not_asked(&t, HEARD_ASK_CONFIRM);
	is_not_asked(&t, HEARD_ASK_ORDER_NUMBER);
	assert_int_equal(skill_actions(&t).count, 1);
	skill_talk_close(&t);
}

static void
a_photo_that_the_person_asked_for_is_no_question_of_ours(void **state)
{
	struct skill_talk t;

	(void)state;
	begin(&t, "C-1005", "The headlamp of TF-100173 is broken");
	agent_says(&t, "Could you send us a photo of the damage?");
	give_back(&t);
	skill_say(&t, "I've just sent you the photo by e-mail");
	is_not_asked(&t, HEARD_ASK_ORDER_NUMBER);
	is_not_asked(&t, HEARD_ASK_LINE);
	skill_talk_close(&t);
}

static void
a_reason_that_the_person_learnt_is_not_asked_again(void **state)
{
	struct skill_talk t;

	(void)state;
	begin(&t, "C-1009", "I want to return the bottle of TF-100216");
	agent_says(&t, "Is something wrong with it?");
	skill_say(&t, "No, I changed my mind, it is just too small for me");
	agent_says(&t, "I see. My assistant will set it up.");
	give_back(&t);
	skill_say(&t, "so can you set up the return?");
	is_not_asked(&t, HEARD_ASK_REASON);
	is_told(&t, "Fanore bottle");
	skill_talk_close(&t);
}

static void
who_they_are_is_not_asked_again(void **state)
{
	struct skill_talk t;

	(void)state;
	begin(&t, "C-1020", "Where is my order?");
	agent_says(&t, "Let me see. It is TF-100212.");
	give_back(&t);
	skill_say(&t, "and when does it arrive?");
	is_not_asked(&t, HEARD_ASK_EMAIL);
	is_not_asked(&t, HEARD_ASK_NAME);
	is_not_asked(&t, HEARD_ASK_ORDER_NUMBER);
	is_told(&t, "TF-100212");
	skill_talk_close(&t);
}

static void
an_item_that_the_person_learnt_is_not_asked_again(void **state)
{
	struct skill_talk t;

	(void)state;
	begin(&t, "C-1020", "I want to return something from TF-100183");
	agent_says(&t, "Which of the two is it?");
	skill_say(&t, "the flask");
	agent_says(&t, "Thanks, the flask then.");
	give_back(&t);
	skill_say(&t, "yes, can you set it up now?");
	is_not_asked(&t, HEARD_ASK_LINE);
	skill_talk_close(&t);
}

static int
set_up(void **state)
{
	(void)state;
	skills_open(&skills);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	skills_close(&skills);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_summary_names_wish_proof_tries_and_policy_and_is_the_same_when_played_again),
		cmocka_unit_test(what_a_gate_hands_over_comes_with_what_is_known_and_the_draft),
		cmocka_unit_test(a_refund_that_the_person_made_is_not_offered_again),
		cmocka_unit_test(what_the_person_promised_is_not_asked_about_again),
		cmocka_unit_test(an_order_number_that_the_person_learnt_is_not_asked_again),
		cmocka_unit_test(an_address_that_the_person_changed_is_not_changed_again),
		cmocka_unit_test(a_size_that_the_person_learnt_is_not_asked_again),
		cmocka_unit_test(a_colour_that_the_person_learnt_is_not_asked_again),
		cmocka_unit_test(what_the_person_refused_is_not_offered_again),
		cmocka_unit_test(an_order_that_the_person_cancelled_is_not_cancelled_again),
		cmocka_unit_test(a_photo_that_the_person_asked_for_is_no_question_of_ours),
		cmocka_unit_test(a_reason_that_the_person_learnt_is_not_asked_again),
		cmocka_unit_test(who_they_are_is_not_asked_again),
		cmocka_unit_test(an_item_that_the_person_learnt_is_not_asked_again),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("sim: hand-offs and giving back", tests, set_up, tear_down);
}
