/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Several things at once: what each shall become, and which words are which wish's, understood and
 * answered by the real parts.
 */
#include "floor.h"

#include <stdio.h>
#include <string.h>

/* "1=SKU 2=SKU", as the last draft proposes it; "" nothing. */
static const char *
proposed(struct play *p)
{
	const char *out = "";

	for (size_t i = 0; i < p->draft.proposal_count; i++) {
		const struct value *lines = value_get(p->draft.proposals[i].params, "lines");

		for (size_t k = 0; k < value_count(lines); k++)
			out = arena_printf(p->arena, "%s%s%lld=%s", out, out[0] ? " " : "",
			    (long long)value_get_int(value_at(lines, k), "id", 0),
			    value_get_text(value_at(lines, k), "sku"));
	}
	return out;
}

/* The same out of the AI's memory, for what policy refuses: final-sale shorts. */
static const char *
settled(struct play *p)
{
	const struct value *w = value_at(value_get(floor_state(p), "agenda"), 0);
	const struct value *swaps = value_get(w, "swaps"), *picks = value_get(w, "picks");
	const char *out = "";

	if (!text_is(value_get_text(w, "status"), "refused"))
		return "";
	for (size_t i = 0; i < value_count(swaps); i++)
		out = arena_printf(p->arena, "%s%s%lld=%s", out, out[0] ? " " : "",
		    (long long)value_get_int(value_at(swaps, i), "id", 0),
		    value_get_text(value_at(swaps, i), "sku"));
	return out[0] ? out
		      : arena_printf(p->arena, "%lld=%s",
			    (long long)value_get_int(value_at(picks, 0), "id", 0),
			    value_get_text(w, "sku"));
}

/* TF-100241: a merino top (charcoal, M), two pairs of socks (peat, M). TF-100233: a lantern (moss),
 * a flask (moss, 1 L). TF-100183: a flask (oat, 500 ml), a bottle (steel, 1 L). TF-100223: a
 * fleece (heather, M), gloves (L). TF-100186: two shorts (sand, M and slate, M). TF-100165: a top
 * (charcoal, L), leggings (L). The last thing said is a yes, and the proposal is what came of it. */
static const struct {
	const char *customer, *said[4], *becomes;
} rows[] = {
	{"C-1003", {"Please change the lantern in TF-100233 to oat and the flask to 500 ml"}, "1=RENVYLE-OAT 2=LETTERMORE-MOSS-500"},
	{"C-1003", {"In TF-100233 the flask should become oat, 500 ml, and the lantern oat too"}, "1=RENVYLE-OAT 2=LETTERMORE-OAT-500"},
	{"C-1003", {"Could you modify TF-100233? I'd like oat for the lantern and 500 ml for the flask instead"}, "1=RENVYLE-OAT 2=LETTERMORE-MOSS-500"},
	{"C-1003", {"I want to change the lantern and the flask of TF-100233", "oat", "500 ml"}, "1=RENVYLE-OAT 2=LETTERMORE-MOSS-500"},
	{"C-1003", {"I want to change the lantern and the flask of TF-100233", "the flask: 500 ml", "oat"}, "1=RENVYLE-OAT 2=LETTERMORE-MOSS-500"},
	{"C-1003", {"change the lnatern in TF-100233 to oat and the flask to 500 ml"}, "1=RENVYLE-OAT 2=LETTERMORE-MOSS-500"},
	{"C-1003", {"Please change the lantern in TF-100233 to oat", "No, I mean the lantern and the flask", "the flask to 500 ml"}, "1=RENVYLE-OAT 2=LETTERMORE-MOSS-500"},
	{"C-1003", {"Please change the flask of TF-100233 to oat, 500 ml", "no, moss, 500 ml please"}, "2=LETTERMORE-MOSS-500"},
	{"C-1020", {"I'd like to exchange the flask from TF-100183 for moss, and the bottle for 600 ml"}, "1=LETTERMORE-MOSS-500 2=FANORE-STEEL-600"},
	{"C-1020", {"I'd like to exchange the flask from TF-100183 for moss, and the bottle for 600 ml", "no, the bottle should be rowan, 600 ml"}, "1=LETTERMORE-MOSS-500 2=FANORE-ROWAN-600"},
	{"C-1020", {"Exchange the bottle of TF-100183 for rowan please", "No, I mean the flask and the bottle. The flask in moss"}, "1=LETTERMORE-MOSS-500 2=FANORE-ROWAN-1000"},
	{"C-1041", {"In TF-100223 please change the fleece to size L and the gloves to XL"}, "1=OMEY-HEATHER-L 2=ERRISBEG-XL"},
	{"C-1038", {"I'd like to exchange the Keem shorts (sand, size M) from TF-100186 for size L, and the Keem shorts (slate, size M) for size S"}, "1=KEEM-SAND-L 2=KEEM-SLATE-S"},
	{"C-1038", {"Exchange the Keem shorts (slate, size M) from TF-100186 for size L please"}, "2=KEEM-SLATE-L"},
	{"C-1018", {"From TF-100165 I want to swap the top for fern and the leggings for size M, and use my card for the difference"}, "1=INAGH-TOP-FERN-L 2=INAGH-LEG-M"},
};

static void
each_of_several_becomes_what_is_said_of_it(void **state)
{
	struct shop_floor *s = *state;
	size_t wrong = 0;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const char *found;

		floor_begin(s, rows[i].customer);
		for (size_t k = 0; k < 4 && rows[i].said[k]; k++)
			floor_say(s, rows[i].said[k]);
		floor_say(s, "Yes, please do that");
		found = proposed(&s->play);
		found = found[0] ? found : settled(&s->play);
		if (text_is(found, rows[i].becomes))
			continue;
		wrong++;
		fprintf(stderr, "# \"%s\" became %s, not %s\n# %s\n", rows[i].said[0], found,
		    rows[i].becomes, s->play.draft.text);
	}
	assert_int_equal(wrong, 0);
}

/* None of it may be taken for settled: which is asked. */
static const struct {
	const char *customer, *said;
} unclear[] = {
	{"C-1038", "Please exchange the Keem shorts from TF-100186 for slate"},
	{"C-1038", "I'd like another size for the Keem shorts from TF-100186"},
	{"C-1041", "Please swap the Aasleagh wool hat from TF-100149 for oat"},
};

static void
one_of_two_alike_is_asked_about(void **state)
{
	struct shop_floor *s = *state;

	for (size_t i = 0; i < sizeof unclear / sizeof unclear[0]; i++) {
		floor_begin(s, unclear[i].customer);
		floor_say(s, unclear[i].said);
		play_expect(&s->play, "(");		/* the things to choose from */
		floor_say(s, "Yes, please do that");
		play_expect_none(&s->play);
	}
}

static const struct value *
wish_of(struct play *p, const char *intent, const char *order)
{
	const struct value *agenda = value_get(floor_state(p), "agenda");

	for (size_t i = 0; i < value_count(agenda); i++)
		if (text_is(value_get_text(value_at(agenda, i), "intent"), intent) &&
		    text_is(value_get_text(value_at(agenda, i), "order"), order))
			return value_at(agenda, i);
	return NULL;
}

static void
each_wish_has_the_order_and_the_reason_of_its_own_words(void **state)
{
	struct shop_floor *s = *state;
	const struct value *w;

	floor_begin(s, NULL);
	floor_say(s,
	    "Order TF-100241 should be cancelled please, I ordered it by mistake. Besides that: please cancel TF-100233, I no longer need it.");
	w = wish_of(&s->play, "cancel_order", "TF-100241");
	assert_non_null(w);
	assert_string_equal(value_get_text(w, "reason"), "ordered_by_mistake");
	w = wish_of(&s->play, "cancel_order", "TF-100233");
	assert_non_null(w);
	assert_string_equal(value_get_text(w, "reason"), "changed_mind");

	floor_begin(s, NULL);
	floor_say(s,
	    "Please cancel TF-100241. And another thing: I'd like to return the top from TF-100165. Then also: please change where TF-100233 is delivered, it should go to 9 Fair Green, Ennis, V95 K2P8");
	assert_non_null(wish_of(&s->play, "cancel_order", "TF-100241"));
	assert_non_null(wish_of(&s->play, "return_item", "TF-100165"));
	w = wish_of(&s->play, "change_address", "TF-100233");
	assert_non_null(w);	/* and where to is kept while it is asked who they are */
	assert_string_equal(value_get_text(value_get(w, "address"), "line1"), "9 Fair Green");
}

static void
how_to_pay_a_difference_is_no_other_wish(void **state)
{
	static const char *const said[] = {
		"Please change the flask of TF-100233 to 500 ml. Use my card for the difference in price",
		"Please change the flask of TF-100233 to 500 ml. Any difference goes by PayPal",
		"In TF-100233, change the flask to 500 ml please. For the difference take my gift card.",
	};
	struct shop_floor *s = *state;

	for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
		const struct value *agenda;

		floor_begin(s, "C-1003");
		floor_say(s, said[i]);
		agenda = value_get(floor_state(&s->play), "agenda");
		assert_int_equal(value_count(agenda), 1);
		assert_string_equal(value_get_text(value_at(agenda, 0), "intent"), "change_item");
	}
	floor_begin(s, "C-1003");	/* with an order and no goods it is one */
	floor_say(s, "Please pay TF-100233 with PayPal instead of the card");
	assert_non_null(wish_of(&s->play, "change_payment", "TF-100233"));
}

static void
a_question_says_for_which_of_several_wishes_it_is(void **state)
{
	struct shop_floor *s = *state;

	floor_begin(s, "C-1012");
	floor_say(s,
	    "I'd like to return something. And another thing: please change the delivery address of my order");
	play_expect(&s->play, "You want to return something");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_of_several_becomes_what_is_said_of_it),
	    cmocka_unit_test(one_of_two_alike_is_asked_about),
	    cmocka_unit_test(each_wish_has_the_order_and_the_reason_of_its_own_words),
	    cmocka_unit_test(how_to_pay_a_difference_is_no_other_wish),
	    cmocka_unit_test(a_question_says_for_which_of_several_wishes_it_is),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name(
	    "backend: several at once", tests, floor_set_up, floor_tear_down);
}
