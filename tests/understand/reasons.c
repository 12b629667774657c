/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reasons decide about money: told in words that training never saw, they are heard or asked for,
 * but not taken for another.
 */
#include <stdlib.h>
#include <string.h>

#include "../check.h"
#include "floorwalker/base/date.h"
#include "floorwalker/understand.h"

#define HEARD_LEAST 0.75	/* of each reason's sentences; the rest is asked for */

static const struct product products[] = {
	{ .id = "P-1", .name = "Corrib waterproof jacket", .kind = "jacket" }, { .id = "P-2", .name = "Twelve Bens hiking boot", .kind = "boot" },
	{ .id = "P-3", .name = "Maam insulated flask", .kind = "flask" }, { .id = "P-4", .name = "Slyne Head headlamp", .kind = "headlamp" },
};

struct bench {
	struct understander *u;
	struct zone *zone;
	struct arena *a;
};

static int
set_up(void **state)
{
	struct bench *b = mem_zero(1, sizeof *b);
	struct errinfo info;

	check_ok(understander_open("", &b->u, &info), &info);
	check_ok(zone_open("UTC", &b->zone, &info), &info);
	b->a = arena_new();
	*state = b;
	return 0;
}

static int
tear_down(void **state)
{
	struct bench *b = *state;

	understander_free(&b->u);
	zone_free(&b->zone);
	arena_free(&b->a);
	mem_free(b);
	return 0;
}

static struct understanding
of(struct bench *b, const char *text, const char *expected)
{
	const struct understand_context context = {.products = products,
	    .product_count = sizeof products / sizeof products[0],
	    .order_pattern = "TF-[0-9]{6}",
	    .currency = "EUR",
	    .zone = b->zone,
	    .now_ms = 1791968400000,
	    .expected = expected,
	    .language = "en"};
	struct understanding out;
	struct errinfo info;

	check_ok(understand(b->u, b->a, text, &context, &out, &info), &info);
	return out;
}

static void
show(const char *text, const char *what, const struct understanding *u)
{
	print_message("# %s: %s:", text, what);
	for (size_t i = 0; i < u->slot_count; i++)
		if (u->slots[i].kind == SLOT_REASON)
			print_message(" %s %.2f", u->slots[i].value, u->slots[i].probability);
	print_message("\n");
}

static void
each_tells(struct bench *b, const char *reason, const char *const *texts, size_t count)
{
	size_t heard = 0, mistaken = 0;

	for (size_t i = 0; i < count; i++) {
		struct understanding u = of(b, texts[i], i % 2 ? "reason" : "");
		bool doubtful;
		const struct slot *s = understanding_reason(&u, &doubtful);

		heard += s != NULL && strcmp(s->value, reason) == 0;
		mistaken += s != NULL && strcmp(s->value, reason) != 0;
		if (s == NULL || strcmp(s->value, reason) != 0)
			show(texts[i], s == NULL ? "not heard" : "taken for another", &u);
	}
	if (mistaken > 0 || (double)heard < HEARD_LEAST * (double)count)
		fail_msg(
		    "%s: %zu of %zu heard, %zu taken for another", reason, heard, count, mistaken);
}

#define TELLS(state, reason, texts) each_tells(*(state), reason, texts, sizeof texts / sizeof texts[0])

static void
what_is_missing_is_no_damage(void **state)
{
	static const char *const texts[] = {
		"I unpacked everything, and the flask is missing", "the headlamp is missing from the parcel", "the scarf wasn't in the box", "one of them isn't there",
		"out of the two headlamps just one was in the carton", "there's only one sock in the bag", "no flask in the delivery", "the flask did not come in the parcel with the rest",
		"you left the boots out", "I was supposed to get four plates, there are three", "my order is a headlamp short", "the box did not contain the jacket", "somebody forgot the tent pegs",
		"the second glove is nowhere to be found in the packaging", "we got everything but the jacket", "it was not in the package", "the headlamp should have been in there, it isn't",
		"the flask was not packed", "I only found one of the two mugs", "the spare strap is not in the bag", "isn't in the box", "not all of it was in there", "I'm lacking one of the cups",
		"the parcel arrived without the flask in it", "hello, my parcel came this morning but the lid of the pan wasn't in it, can I have my money back for that",
		"a tin is not there", "there were meant to be two in the pack", "the bag with the screws is absent",
	};

	TELLS(state, "not_arrived", texts);
}

static void
what_arrived_broken_is_damage(void **state)
{
	static const char *const texts[] = {
		"it was cracked when the postman brought it", "the flask has a dent, straight from the parcel", "the mirror came in a hundred pieces", "when I unpacked it the glass was broken",
		"the box had been crushed and the lamp with it", "its lid is smashed", "it arrived with a big scratch over the front", "the jacket came with a rip in the sleeve", "the bowl is chipped, bad packing I suppose",
		"the leg snapped off in transit", "the courier must have dropped it, it's all bent", "there's a hole in it and I have only just opened the package", "it got wet in the van and is ruined",
		"damaged during shipping", "broken when delivered", "the plate broke on its way here", "Good morning, I received my order today, sadly the vase is shattered. I'd like a refund",
		"the headlamp's glass is cracked, I noticed it when unpacking", "it came to us crushed", "the corner of the frame is knocked in since the delivery", "the parcel was ripped open and the shirt inside torn",
		"arrived damaged", "got here broken", "the case was split open on arrival", "it has been squashed in the post", "torn right out of the bag",
	};

	TELLS(state, "damaged", texts);
}

static void
what_fails_in_use_is_faulty(void **state)
{
	static const char *const texts[] = {
		"it quit after ten days", "the headlamp doesn't switch on", "it won't charge any more", "the seam opened up on my second walk", "the jacket lets water through", "it keeps turning itself off",
		"it has a defect", "this one is faulty", "the zipper broke after a week of wearing it", "the sole came loose last month", "there's a fault with the switch", "the flask doesn't keep anything warm, it's defective",
		"it used to work and now it's dead", "the battery won't last five minutes", "it stopped functioning", "the clip fell off while I was using it", "the pump doesn't pump", "it leaks from the bottom every time I fill it",
		"one of the buttons has no effect", "the fan rattles and then stops", "Hi, I've had the lamp for two months and it no longer lights up. Can it be replaced?", "the stitching is coming undone after three wears",
		"it doesn't work", "it never worked from day one", "the screen flickers all the time", "the air goes out of it every night",
	};

	TELLS(state, "faulty", texts);
}

static void
what_was_not_ordered_is_a_wrong_item(void **state)
{
	static const char *const texts[] = {
		"you sent the wrong colour", "you sent me somebody else's thing", "I ordered blue but got yellow", "that's not the jacket I ordered", "I got boots instead of a jacket", "the parcel had another customer's shoes in it",
		"you've delivered a different model", "I was sent a small when my order says large", "it's the wrong lamp", "a completely different product was in the box", "someone mixed up the parcels, I got a stranger's order",
		"this is not the article from my order", "I received a green scarf although I bought a grey one", "wrong one was delivered", "you shipped the wrong item", "in the box was a pan, I ordered a flask",
		"what I got is not what I had ordered", "the colour that came is not the one in my order", "I asked for wide and you sent narrow", "the wrong product was packed", "Hello there, my package came but it's a toaster and not the kettle that I paid for",
		"the thing you posted is not mine", "you have sent an entirely different book", "the version is wrong, I ordered the second edition", "incorrect item received", "got the wrong flask",
	};

	TELLS(state, "wrong_item", texts);
}

static void
what_never_came_has_not_arrived(void **state)
{
	static const char *const texts[] = {
		"it never arrived", "the parcel never came", "nothing has arrived yet", "I haven't received my order", "it was never delivered to me", "my parcel got lost", "the package has gone missing in the post",
		"your tracking says delivered, but there is no parcel here", "nobody brought anything to us", "the delivery never turned up", "I still haven't got it", "we have received nothing so far",
		"the carrier says it is lost", "it must have been stolen from the doorstep", "the order hasn't reached me", "the parcel didn't get here", "it isn't here and the neighbours haven't seen it",
		"never got it", "not arrived", "no sign of my parcel anywhere", "it was left with someone I don't know and I don't have it", "I didn't get any delivery", "the whole package disappeared on the way",
		"the courier marked it as handed over, but I have nothing", "my order has not shown up",
	};

	TELLS(state, "not_arrived", texts);
}

static void
a_change_of_mind_is_heard_as_one(void **state)
{
	static const char *const texts[] = {
		"I've changed my mind", "I just don't want it any more", "I don't like how it looks", "it's not for me after all", "I no longer need it", "I ordered it by mistake", "I have one already",
		"my partner bought me the same", "we aren't going on the trip any longer", "I found another one that I like more", "no particular reason, I don't want to keep it", "nothing wrong with it, it's just not my thing",
		"it isn't broken, I simply don't need it", "it was a gift and I don't like it", "I regret it", "bought it on impulse", "not my colour", "I'd prefer a different one", "it doesn't suit me", "it's unwanted",
		"Hi, the flask is perfectly fine but I won't use it", "I accidentally ordered two", "I picked the wrong colour, my mistake", "I've thought better of it", "no fault at all, I only changed my mind", "it's not what I had in mind",
	};

	TELLS(state, "changed_mind", texts);
}

static void
what_does_not_fit_is_a_change_of_mind(void **state)
{
	static const char *const texts[] = {
		"they're too small", "it's too big", "the boots are too tight", "the jacket is too large on me", "too short for my arms", "it's too long", "it does not fit", "they don't fit my feet",
		"the boots pinch", "I need one size up", "it's a size too big", "the trousers are too wide", "it's too narrow", "the jacket is tight around the shoulders", "I can't get into it",
		"these run small", "it came up far too big", "the fit isn't right", "my feet slide about in them", "I chose a size too small", "Hello, the boots I got from you are a little too small for me, so I'd like to send them back",
		"the sleeves end above my wrists, too short", "it's loose at the waist", "the hat is too tight", "it doesn't fit my daughter",
	};

	TELLS(state, "changed_mind", texts);
}

static void
what_came_late_is_late(void **state)
{
	static const char *const texts[] = {
		"it came too late", "it arrived two weeks late", "the delivery took far too long", "it was late for the birthday", "you said Tuesday and it came on Saturday", "it's overdue by five days",
		"the parcel is delayed", "it reached me after the date you promised", "I needed it for last weekend, now it is too late", "late delivery", "it is running late", "it was delivered late", "very slow delivery, a week after the promised day",
		"the order is behind schedule", "it got here too late for our holiday", "you missed the promised date", "the shipping took ages", "it should have been here on Monday, it is late", "such a long delay", "I waited two weeks longer than you said",
		"too late", "it came much later than you said", "it has been delayed three times", "delayed", "it turned up days after it was due",
	};

	TELLS(state, "late", texts);
}

static void
a_wish_without_a_reason_tells_none(void **state)
{
	static const char *const texts[] = {
		"I'd like to return the flask", "refund please", "can I have my money back for the jacket", "please refund TF-100101", "I want to send the boots back", "I bought a headlamp in May and want to return it",
		"could you help me with a return?", "I'd like a refund for one of the things I ordered", "take it back please", "where is my parcel", "I'd like to swap the jacket for a blue one", "what are your opening hours",
		"I'm not happy", "there is something wrong", "I need an invoice", "hello", "how long does a refund take", "my order came today and I'd like to return something", "the boots please", "all of them",
	};
	size_t wrong = 0;

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct understanding u = of(*state, texts[i], "");
		bool doubtful;

		if (understanding_reason(&u, &doubtful) != NULL) {
			show(texts[i], "tells one", &u);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_missing_is_no_damage),
		cmocka_unit_test(what_arrived_broken_is_damage),
		cmocka_unit_test(what_fails_in_use_is_faulty),
		cmocka_unit_test(what_was_not_ordered_is_a_wrong_item),
		cmocka_unit_test(what_never_came_has_not_arrived),
		cmocka_unit_test(a_change_of_mind_is_heard_as_one),
		cmocka_unit_test(what_does_not_fit_is_a_change_of_mind),
		cmocka_unit_test(what_came_late_is_late),
		cmocka_unit_test(a_wish_without_a_reason_tells_none),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("reasons", tests, set_up, tear_down);
}
