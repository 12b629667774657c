/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Labels of replies are proven able to tell: an AI that goes wrong in one chosen reply of a
 * cancellation gets that reply labelled for what is wrong with it, and none where it is right.
 */
#include "../check.h"

#include <string.h>

#include <math.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/desk/confidence.h"
#include "floorwalker/sim/sim.h"

#define CONVERSATIONS 12

static struct {
	struct arena *a;
	struct world *world;
	struct understander *understander;
	struct sim_script *script;
	struct confidence_weights weights;	/* that serve the world */
	struct errinfo e;
} g;

/* What the AI does instead, in its reply to the shopper's n-th message. */
struct slip {
	size_t at;			/* 0: never */
	const char *text;
	bool hands_over;
};

struct slipping {
	struct backend *inner;
	const struct slip *slip;
};

static size_t
messages_of_shopper(const struct backend_request *q)
{
	size_t n = 0;
	for (size_t i = 0; i < q->transcript_count; i++)
		n += q->transcript[i].author == AUTHOR_SHOPPER;
	return n;
}

static enum err
draft(void *self, struct arena *a, const struct backend_request *q, struct backend_draft *out,
    struct errinfo *e)
{
	struct slipping *x = self;
	enum err r = backend_draft_reply(x->inner, a, q, out, e);
	if (r != ERR_OK || messages_of_shopper(q) != x->slip->at)
		return r;
	out->text = x->slip->text;
	out->proposal_count = 0;
	out->hand_off = x->slip->hands_over;
	out->reason = x->slip->hands_over ? HANDOFF_UNSURE : HANDOFF_NONE;
	out->confidence = 0.05;
	return r;
}

static void
free_slipping(void *self)
{
	struct slipping *x = self;
	backend_free(&x->inner);
	mem_free(x);
}

static struct backend *
around(void *context, struct backend *take_inner)
{
	static const struct backend_ops ops = {
	    .name = "slipping", .draft = draft, .free = free_slipping};
	struct slipping *x = mem_zero(1, sizeof *x);
	x->inner = take_inner;
	x->slip = context;
	return replies_around(NULL, backend_new(&ops, x));
}

struct seen {
	size_t count, by_flaw[FLAW_COUNT];
	size_t at, flawed_at;		/* replies of the slip's place, and of them those with a
					   flaw */
	size_t unsure;			/* with the slip's confidence */
	size_t parts;			/* of them the one that carries the confidence */
	const struct slip *slip;
};

static void
take(void *context, const struct reply_seen *r)
{
	struct seen *s = context;
	s->count++;
	s->by_flaw[r->flaw]++;
	s->unsure += r->confidence == 0.05;
	s->parts += value_get(r->parts, "given") != NULL;
	assert_string_equal(r->task, "cancel-pending");
	assert_true(value_get(r->parts, "intent") != NULL);
	for (size_t i = 0; i < value_count(r->parts); i++) {
		double x = value_as_real(value_at(r->parts, i), -1);
		if (!backend_builtin_has_part(value_key_at(r->parts, i)) || x < 0 || x > 1)
			fail_msg("part %s: %f", value_key_at(r->parts, i), x);
	}
	if (s->slip->at == 0)	/* fitted weights served, not the prior */
		assert_true(fabs(r->confidence - confidence_of(&g.weights, r->parts)) < 1e-9);
	if (s->slip->at > 0 && r->number == (int64_t)s->slip->at - 1) {
		s->at++;
		s->flawed_at += r->flaw != FLAW_NONE;
	}
}

static struct seen
play(const struct slip *slip)
{
	struct seen s = {.slip = slip};
	struct sim_options o = {.script = g.script,
	    .world = g.world,
	    .understander = g.understander,
	    .backend = "builtin",
	    .around = around,
	    .around_context = (void *)(uintptr_t)slip,
	    .conversations = CONVERSATIONS,
	    .seed = 3,
	    .threads = 2,
	    .replies = {take, &s}};
	struct value *ignored;
	check_ok(sim_run(&o, g.a, &ignored, &g.e), &g.e);
	return s;
}

static void
replies_of_a_conversation_that_goes_well_have_no_flaw(void **state)
{
	struct slip none = {0};
	struct seen s = play(&none);
	(void)state;
	assert_true(s.count >= 4 * CONVERSATIONS);
	assert_int_equal(s.by_flaw[FLAW_NONE], s.count);
}

/* At least most are labelled so: some shoppers have said less by then. */
static void
check_slip(size_t at, const char *text, enum flaw flaw)
{
	struct slip slip = {at, text, flaw == FLAW_HANDED_OVER};
	struct seen s = play(&slip);
	if (s.by_flaw[flaw] < CONVERSATIONS * 3 / 4)
		fail_msg("\"%s\": %zu are %s, of %zu replies %zu have no flaw", text,
		    s.by_flaw[flaw], flaw_name(flaw), s.count, s.by_flaw[FLAW_NONE]);
	assert_true(s.unsure > 0);	/* not held back for it, and on record */
	assert_int_equal(s.parts, 0);
}

static void
a_reply_that_gives_up_is_labelled(void **state)
{
	(void)state;
	check_slip(2, "I'm passing you to a colleague.", FLAW_HANDED_OVER);
}

static void
a_reply_that_did_not_understand_is_labelled(void **state)
{
	(void)state;
	check_slip(1, "I'm not sure I understood. Could you say that another way?",
	    FLAW_NOT_UNDERSTOOD);
}

static void
a_reply_that_asks_for_what_was_said_is_labelled(void **state)
{
	(void)state;
	check_slip(2, "Please give me your order number.", FLAW_ASKED_AGAIN);
}

static void
a_reply_about_another_wish_is_labelled(void **state)
{
	(void)state;
	check_slip(2, "What is the new address?", FLAW_MISREAD);
}

static void
a_reply_about_another_order_is_labelled(void **state)
{
	(void)state;
	/* the desk's ground check keeps it, since nothing of the kind was read */
	check_slip(2, "TF-999999 is on its way.", FLAW_HELD_BACK);
}

static void
a_reply_that_they_can_make_nothing_of_is_labelled(void **state)
{
	(void)state;
	check_slip(1, "The weather is fine in the hills.", FLAW_OBJECTED);
}

static void
a_reply_with_which_a_wish_ends_unmet_is_labelled(void **state)
{
	(void)state;
	check_slip(2, "Sorry, that isn't possible.", FLAW_UNMET);
}

static int
open_all(void **state)
{
	static const char *path;
	struct sim_sources sources = {.paths = &path, .count = 1};
	(void)state;
	g.a = arena_new();
	sources.folder = file_data(g.a, "scenarios");
	path = file_data(g.a, "scenarios/cancel-pending.yaml");
	check_ok(world_load(file_data(g.a, "scenarios/worlds/tarn-and-fell"), &g.world, &g.e), &g.e);
	bool found;
	check_ok(desk_confidence_load(g.world, g.a, &g.weights, &found, NULL, &g.e), &g.e);
	assert_true(found);
	check_ok(understander_open("", &g.understander, &g.e), &g.e);
	check_ok(sim_script_load(&sources, world_settings(g.world), &g.script, &g.e), &g.e);
	return 0;
}

static int
close_all(void **state)
{
	(void)state;
	sim_script_free(&g.script);
	understander_free(&g.understander);
	world_free(&g.world);
	arena_free(&g.a);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(replies_of_a_conversation_that_goes_well_have_no_flaw),
	    cmocka_unit_test(a_reply_that_gives_up_is_labelled),
	    cmocka_unit_test(a_reply_that_did_not_understand_is_labelled),
	    cmocka_unit_test(a_reply_that_asks_for_what_was_said_is_labelled),
	    cmocka_unit_test(a_reply_about_another_wish_is_labelled),
	    cmocka_unit_test(a_reply_about_another_order_is_labelled),
	    cmocka_unit_test(a_reply_that_they_can_make_nothing_of_is_labelled),
	    cmocka_unit_test(a_reply_with_which_a_wish_ends_unmet_is_labelled),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_all, close_all);
}
