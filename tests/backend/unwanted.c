/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sentences of strangers that once made a change nobody wanted, understood and answered by the real
 * parts.
 */
#include "floor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/clock.h"
#include "floorwalker/base/value.h"
#include "floorwalker/understand.h"

/* The first wish in the state that has an address; NULL none. */
static const struct value *
address_of(struct play *p)
{
	const struct value *agenda = value_get(floor_state(p), "agenda"), *found = NULL;

	for (size_t i = 0; i < value_count(agenda) && !found; i++)
		found = value_get(value_at(agenda, i), "address");
	return found;
}

static const char *
address_text(struct play *p, const char *part)
{
	const char *text = value_get_text(address_of(p), part);

	return text ? text : "";
}

/* line1|line2|city|postcode, each of which may be left out in what was taken, but none may be
 * another. */
static const struct {
	const char *said, *line1, *line2, *city, *postcode;
} places[] = {
	{"to my work instead: 34 Church Lane, Tuam, H54 KP21", "34 Church Lane", "", "Tuam", "H54 KP21"},
	{"please send it to my sister, 5 Mill Street, Cork, T12 AB34 thanks", "5 Mill Street", "", "Cork", "T12 AB34"},
	{"new address is 18 Harbour Row, Westport, F28 YX02", "18 Harbour Row", "", "Westport", "F28 YX02"},
	{"9 Fair Green, Ennis, V95 K2P8 from Monday on", "9 Fair Green", "", "Ennis", "V95 K2P8"},
	{"it should go to 71 Dock Road, Limerick, V94 T6F2, as I'm away till then", "71 Dock Road", "", "Limerick", "V94 T6F2"},
	{"could you post it to my mother's place instead, 2 Chapel Hill, Sligo, F91 W2X9", "2 Chapel Hill", "", "Sligo", "F91 W2X9"},
	{"we have moved, so 40 Park View, Naas, W91 C3D4 please, not the old place", "40 Park View", "", "Naas", "W91 C3D4"},
	{"the office, 12 Bridge Street, Athlone, N37 R2T5, would suit me better", "12 Bridge Street", "", "Athlone", "N37 R2T5"},
	{"Use this one please - 6 Station Road, Mallow, P51 HY26 - I am there all week", "6 Station Road", "", "Mallow", "P51 HY26"},
	{"my neighbour will take it in: 15 Quarry Lane, Bray, A98 V2K7. Thanks a million", "15 Quarry Lane", "", "Bray", "A98 V2K7"},
	{"23 Castle Street, Tralee, V92 X8P1 would be great until the 20th", "23 Castle Street", "", "Tralee", "V92 X8P1"},
	{"I'm staying with friends this month at 8 Abbey Court, Kells, A82 D7F3 so send it there", "8 Abbey Court", "", "Kells", "A82 D7F3"},
	{"Rose Cottage, Main Street, Cong, F12 AB34", "Rose Cottage", "Main Street", "Cong", "F12 AB34"},
	{"make it 31 Shore Road, Clifden, H71 PR40 as nobody is at home on weekdays", "31 Shore Road", "", "Clifden", "H71 PR40"},
	{"Flat 3, 19 Pearse Square, Dublin, D02 YX88 is where I live now", "Flat 3", "19 Pearse Square", "Dublin", "D02 YX88"},
	{"hi there, it was my old flat, now it's 52 Grattan Street, Carlow, R93 N4W2 ok", "52 Grattan Street", "", "Carlow", "R93 N4W2"},
	{"can it be left with my dad at 4 Weir View, Kilkenny, R95 A1B2 on Friday", "4 Weir View", "", "Kilkenny", "R95 A1B2"},
	{"to the shop where I work, Hanley Hardware, 27 Market Square, Ballina, F26 C9D0", "27 Market Square", "", "Ballina", "F26 C9D0"},
	{"11 Spire View, in Cobh, P24 E5F6, because I start a job there", "11 Spire View", "", "Cobh", "P24 E5F6"},
	{"sure it's 66 Lake Drive\nMullingar\nN91 G7H8\ncheers, Dara", "66 Lake Drive", "", "Mullingar", "N91 G7H8"},
	{"12 Quay Street Galway H91 X2K4", "12 Quay Street Galway", "", "", "H91 X2K4"},
	{"I'd like it delivered to my brother instead. He lives at 12 Quay Street, Galway, H91 X2K4", "12 Quay Street", "", "Galway", "H91 X2K4"},
	{"14 Bog Road, Athenry, please, the postcode is H65 AB12", "14 Bog Road", "", "Athenry", "H65 AB12"},
	{"It's for my aunt, 14 Bog Road, Athenry", "14 Bog Road", "", "Athenry", ""},
	{"to my work in Tuam, 34 Church Lane", "34 Church Lane", "", "", ""},
	{"5 mill street, cork, t12 x2k4 thanks a lot", "5 mill street", "", "cork", "T12 X2K4"},
	{"to my office please, hauptstrasse 5, 10115 berlin", "hauptstrasse 5", "", "berlin", "10115"},
	{"Lindenallee 12, 10115 Berlin, until the end of the month", "Lindenallee 12", "", "Berlin", "10115"},
	{"42 Bog Road, Athenry, Thanks", "42 Bog Road", "Athenry", "", ""},
	{"send it on to my daughter, she's in 9 Elm Grove, Derry, BT48 7AB since August", "9 Elm Grove", "", "Derry", "BT48 7AB"},
	{"not 5 Mill Street but 7 Mill Street, Cork, T12 K2P4", "7 Mill Street", "", "Cork", "T12 K2P4"},
	{"instead of 5 Mill Street, Cork use 7 Mill Street, Cork, T12 K2P4", "7 Mill Street", "", "Cork", "T12 K2P4"},
	{"The old one was 5 Mill Street, Cork. New one is 7 Hill Road, Cork, T12 K2P4", "7 Hill Road", "", "Cork", "T12 K2P4"},
	{"I moved on 3 October to 17 Hazel Close, Gorey, Y25 A6B7", "17 Hazel Close", "", "Gorey", "Y25 A6B7"},
	{"12/3 High Street, Edinburgh EH1 1TE", "12/3 High Street", "", "Edinburgh", "EH1 1TE"},
	{"2nd floor, 19 Dame Street, Dublin, D02 X285 (my office)", "2nd floor", "19 Dame Street", "Dublin", "D02 X285"},
	{"my new place is number 7, Lower Salthill, Galway, H91 AB12", "number 7", "Lower Salthill", "Galway", "H91 AB12"},
};

static bool
is_or_is_asked(const char *was, const char *right)
{
	return !was[0] || text_is_fold(was, right);
}

/* The house may stand in the first line and the street in the second, or the other way round:
 * together they are what was written. */
static size_t
check_place(struct shop_floor *s, size_t i)
{
	struct play *p = &s->play;
	const char *line1 = address_text(p, "line1"), *line2 = address_text(p, "line2");
	bool right = is_or_is_asked(line1, places[i].line1) &&
	    is_or_is_asked(line2, places[i].line2) &&
	    is_or_is_asked(address_text(p, "city"), places[i].city) &&
	    is_or_is_asked(address_text(p, "postcode"), places[i].postcode);

	if (right && getenv("UNWANTED_SHOW"))
		fprintf(stderr, "OK %s|%s|%s|%s\n", line1, line2, address_text(p, "city"),
		    address_text(p, "postcode"));
	if (!right)
		fprintf(stderr, "# \"%s\" became %s | %s | %s | %s\n", places[i].said, line1, line2,
		    address_text(p, "city"), address_text(p, "postcode"));
	return right ? 0 : 1;
}

static void
words_around_an_address_never_become_part_of_it(void **state)
{
	struct shop_floor *s = *state;
	size_t wrong = 0, taken = 0;

	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
		floor_begin(s, "C-1046");
		floor_say(s, "I need to change the delivery address of TF-100237");
		floor_say(s, places[i].said);
		wrong += check_place(s, i);
		floor_begin(s, "C-1046");
		floor_say(s,
		    arena_printf(s->play.arena,
			"please change the delivery address of TF-100237, %s", places[i].said));
		wrong += check_place(s, i);
		taken += address_text(&s->play, "line1")[0] != '\0';
	}
	assert_int_equal(wrong, 0);
	assert_true(taken * 10 >= sizeof places / sizeof places[0] * 7);	/* who asks for
										   everything makes
										   no fault
										   either */
}

static void
a_question_about_something_else_picks_no_size(void **state)
{
	struct shop_floor *s = *state;
	const struct value *agenda;
	size_t returns = 0;

	floor_begin(s, "C-1001");
	floor_say(s, "The boot in TF-100156 isn't what I hoped for. I want to send it back. "
		     "Besides that: do you give points to regular customers?");
	agenda = value_get(floor_state(&s->play), "agenda");
	for (size_t i = 0; i < value_count(agenda); i++) {
		const struct value *w = value_at(agenda, i);

		if (!text_is(value_get_text(w, "intent"), "return_item"))
			continue;
		assert_int_equal(value_count(value_get(w, "options")), 0);
		returns++;
	}
	assert_int_equal(returns, 1);
}

/* The stock keeping number that the last draft would exchange for; "" none. */
static const char *
exchanged_for(const struct play *p)
{
	for (size_t i = 0; i < p->draft.proposal_count; i++)
		if (p->draft.proposals[i].kind == ACTION_EXCHANGE)
			return value_get_text(
			    value_at(value_get(p->draft.proposals[i].params, "lines"), 0), "sku");
	return "";
}

/* They have the Corrib in moss, S. There is no ink M, and no XXL at all. */
static const struct {
	const char *said[4];
	bool same;		/* the same again is what they want */
} swaps[] = {
	{{"The jacket from TF-100189 is the wrong size, I need it in ink M instead", "hmm, what about a red one then"}, false},
	{{"My Corrib jacket is too small, could I swap it for a bigger one", "whatever you have that is bigger"}, false},
	{{"jacket in TF-100189 came in the wrong colour for me, want another colour", "something darker"}, false},
	{{"I got the wrong size of jacket, TF-100189, please exchange it for an ink M", "no idea, you choose"}, false},
	{{"can I change my jacket to XXL", "then the next one down"}, false},
	{{"The jacket is the wrong one for me, it's too tight. Exchange TF-100189", "a roomier one please"}, false},
	{{"swap jacket TF-100189 for a medium in ink please, wrong size", "ok so when is it back"}, false},
	{{"the jacket doesn't fit me, I'd like to exchange it, wrong size", "one that fits"}, false},
	{{"wrong colour! I wanted another colour of the jacket in TF-100189, exchange please", "the other colour"}, false},
	{{"I would like a different size of my jacket, I ordered wrong", "larger"}, false},
	{{"Exchange TF-100189. The jacket is faulty in that the arms are too short for me, I need a longer one", "a size up"}, false},
	{{"exchange the jacket for purple, this one is the wrong colour", "purple I said"}, false},
	{{"the jacket looks damaged by its ugly colour haha, swap it for ink M", "then not"}, false},
	{{"I want to exchange my jacket because I ordered the wrong size", "what is bigger than S"}, false},
	{{"I picked the wrong jacket size, can I exchange TF-100189", "hmm not sure"}, false},
	{{"Jacket is wrong, should be a size 14, exchange it please", "14"}, false},
	{{"wrong jacket size. I take an extra large normally. swap it", "extra extra large"}, false},
	{{"The zip of my jacket from TF-100189 is broken, please send me the same again as an exchange"}, true},
	{{"My jacket TF-100189 arrived torn. I'd like to exchange it for a new one"}, true},
	{{"the jacket in TF-100189 is faulty, it leaks. Exchange it please, same size"}, true},
};

static void
another_size_never_becomes_the_same_one_again(void **state)
{
	struct shop_floor *s = *state;
	size_t wrong = 0, same = 0, wanted = 0;

	for (size_t i = 0; i < sizeof swaps / sizeof swaps[0]; i++) {
		bool taken = false;

		floor_begin(s, "C-1001");
		for (size_t k = 0; k < 4 && swaps[i].said[k]; k++) {
			floor_say(s, swaps[i].said[k]);
			taken = taken || strstr(s->play.draft.text, "(moss, S), for a new one") ||
			    strstr(
				s->play.draft.text, "for the Corrib waterproof jacket (moss, S)");
		}
		floor_say(s, "yes please");
		taken = taken || text_is(exchanged_for(&s->play), "CORRIB-MOSS-S");
		wanted += swaps[i].same;
		same += swaps[i].same && taken;
		if (taken && !swaps[i].same) {
			wrong++;
			fprintf(stderr, "# \"%s\" became the same again\n", swaps[i].said[0]);
		}
	}
	assert_int_equal(wrong, 0);
	assert_int_equal(same, wanted);
}

/* What the wishes of the state have settled on, as "line" or "line×quantity" one after the other;
 * "" nothing yet. */
static const char *
settled_on(struct play *p)
{
	const struct value *agenda = value_get(floor_state(p), "agenda");
	const char *out = "";

	for (size_t i = 0; i < value_count(agenda); i++) {
		const struct value *picks = value_get(value_at(agenda, i), "picks");

		for (size_t k = 0; k < value_count(picks); k++) {
			long long quantity =
			    (long long)value_get_int(value_at(picks, k), "quantity", 0);

			out = arena_printf(p->arena, quantity > 1 ? "%s%s%lldx%lld" : "%s%s%lld",
			    out, out[0] ? " " : "",
			    (long long)value_get_int(value_at(picks, k), "id", 0), quantity);
		}
	}
	return out;
}

/* TF-100192: a tent, two sets of tent pegs. TF-100168: a shell jacket, an insulated jacket.
 * TF-100149: two hats of other colours. TF-100145: a sleeping bag liner, two merino tops, a
 * sleeping bag. TF-100158: tent, sleeping bag, shell. */
static const struct {
	const char *customer, *said[3], *lines;
} goods[] = {
	{"C-1011", {"my tent from TF-100192 is faulty, the pole snapped, I'd like my money back"}, "1"},
	{"C-1011", {"The tent in order TF-100192 arrived with a tear. Refund it please"}, "1"},
	{"C-1011", {"I'd like to return something from TF-100192", "the tent"}, "1"},
	{"C-1011", {"I'd like to return something from TF-100192", "one thing, not so much for me"}, ""},
	{"C-1011", {"there is one item in TF-100192 that I want to send back"}, ""},
	{"C-1011", {"a piece of order TF-100192 came broken, I want the money for it"}, ""},
	{"C-1011", {"Return of TF-100192 please", "just the one, all the rest is fine"}, ""},
	{"C-1011", {"Return of TF-100192 please", "only one of them, not everything"}, ""},
	{"C-1011", {"Return of TF-100192 please", "not all of it"}, ""},
	{"C-1031", {"the jacket from TF-100168 is damaged, a seam is open. Refund please"}, ""},
	{"C-1031", {"one jacket of TF-100168 should go back, I don't like it"}, ""},
	{"C-1031", {"I want to return the jacket from TF-100168", "the jacket, as I said"}, ""},
	{"C-1041", {"I'd like to return the hat from TF-100149, it isn't for me"}, ""},
	{"C-1041", {"one of the hats from TF-100149 should go back, don't like it"}, ""},
	{"C-1041", {"My hat from TF-100149 has a hole, please refund me"}, ""},
	{"C-1025", {"The sleeping bag from TF-100145 arrived damaged, I want a refund"}, "3"},
	{"C-1025", {"the liner in TF-100145 is torn, money back please"}, "1"},
	{"C-1025", {"the bag in TF-100145 came torn, I want a refund"}, ""},
	{"C-1048", {"the tent of TF-100158 came ripped, refund it"}, "1"},
	{"C-1048", {"only one thing of TF-100158 is any good, I'd like to return the other stuff"}, ""},
	{"C-1048", {"I'd like to return a single article of TF-100158"}, ""},
	{"C-1048", {"Please take back one of the things in TF-100158, I don't like it at all"}, ""},
	{"C-1048", {"I want to return one thing out of all the stuff in TF-100158"}, ""},
	{"C-1048", {"not everything in TF-100158 suits me, I want to return part of it"}, ""},
	{"C-1048", {"I want to send back everything from TF-100158"}, "1 2 3"},
	{"C-1041", {"I'd like to return both hats from TF-100149, don't like them"}, "1 2"},
	{"C-1011", {"I want to return all of TF-100192, I changed my mind"}, "1 2x2"},
};

static void
one_word_for_one_thing_never_takes_several(void **state)
{
	struct shop_floor *s = *state;
	size_t wrong = 0, settled = 0, clear = 0;

	for (size_t i = 0; i < sizeof goods / sizeof goods[0]; i++) {
		const char *lines;

		floor_begin(s, goods[i].customer);
		for (size_t k = 0; k < 3 && goods[i].said[k]; k++)
			floor_say(s, goods[i].said[k]);
		lines = settled_on(&s->play);
		clear += goods[i].lines[0] != '\0';
		settled += lines[0] && text_is(lines, goods[i].lines);
		if (lines[0] && !text_is(lines, goods[i].lines)) {
			wrong++;
			fprintf(stderr, "# \"%s\" took %s, not %s\n", goods[i].said[0], lines,
			    goods[i].lines[0] ? goods[i].lines : "nothing before asking");
		}
	}
	assert_int_equal(wrong, 0);
	assert_int_equal(settled, clear);
}

/* Two products of one kind, both guessed from the same words; and a thing named twice. */
static void
the_same_words_guessed_twice_are_one_thing(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1031");
	play_say(&p, "the jacket from TF-100168 is torn, refund",
	    "refund_request order_number=TF-100168 product=P-1002~jacket product=P-1003~jacket reason=damaged");
	play_expect(&p, "What in TF-100168");
	play_expect_none(&p);
	play_close(&p);
	play_open(&p, NULL);
	play_prove(&p, "C-1020");
	play_say(&p, "return the flask and the bottle from TF-100183",
	    "return_item order_number=TF-100183 product=P-5003~flask product=P-5004~bottle reason=changed_mind");
	play_expect_not(&p, "What in TF-100183");
	play_close(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_question_about_something_else_picks_no_size),
		cmocka_unit_test(words_around_an_address_never_become_part_of_it),
		cmocka_unit_test(another_size_never_becomes_the_same_one_again),
		cmocka_unit_test(one_word_for_one_thing_never_takes_several),
		cmocka_unit_test(the_same_words_guessed_twice_are_one_thing),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("backend: what nobody wanted", tests, floor_set_up, floor_tear_down);
}
