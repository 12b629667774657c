/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What counts as the explicit yes that a change needs, sentence by sentence.
 */
#include <string.h>

#include "../check.h"
#include "floorwalker/base/date.h"
#include "floorwalker/understand.h"

static const struct product products[] = {
	{ .id = "P-1", .name = "Corrib waterproof jacket", .kind = "jacket" },
	{ .id = "P-2", .name = "Twelve Bens hiking boot", .kind = "boot" },
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

static bool
agrees(struct bench *b, const char *text)
{
	const struct understand_context context = {.products = products,
	    .product_count = 2,
	    .order_pattern = "TF-[0-9]{6}",
	    .currency = "EUR",
	    .zone = b->zone,
	    .now_ms = 1791968400000,
	    .expected = "yes_no",
	    .language = "en"};
	struct understanding out;
	struct errinfo info;

	check_ok(understand(b->u, b->a, text, &context, &out, &info), &info);
	return out.signals.consent;
}

static void
each_is(struct bench *b, const char *const *texts, size_t count, bool expected)
{
	size_t wrong = 0;

	for (size_t i = 0; i < count; i++)
		if (agrees(b, texts[i]) != expected) {
			print_message("# %s is %s agreement\n", texts[i], expected ? "no" : "an");
			wrong++;
		}
	assert_int_equal(wrong, 0);
}

static void
plain_agreement_is_consent(void **state)
{
	static const char *const yes[] = {
		"yes", "Yes.", "YES!!", "yep", "yes please", "Yes, please do that.", "yes go ahead", "Go ahead please", "please do", "do it", "ok", "Okay", "sure", "alright",
		"fine by me", "absolutely", "yes of course", "I agree", "confirmed", "Yes, I confirm.", "that's right, go ahead", "That's correct. Please proceed.",
		"yes, cancel it please", "Yes please cancel the order", "yes, refund me please", "yes I'd like that", "Yes, I want to return it", "yes please, exchange it for me",
		"yes, that is fine, thank you very much", "Yes please, thanks", "yes thank you", "Sure, go ahead, thanks!", "ok do it", "yes \360\237\231\202", "yes :)",
		"yes please and thank you so much", "oh yes please", "Hi, yes, do it please", "yes, the jacket", "yes, order TF-100101", "Sounds good, please go ahead",
		"I read it. Yes, go ahead.", "That sounds right. Yes please", "yes yes do it", "yeah go on then", "Yes, please set up the return", "yess", "Yes, put it through straight away",
		"works for me", "by all means", "yes please do so as soon as possible", "Yes.\nThanks", "On reflection, yes please", "yes, everything is correct", "I said yes",
		"yes plesae", "yes, that's fien", "It has been a long day. Yes please", "Yes please. Have a nice day!",
	};

	each_is(*state, yes, sizeof yes / sizeof yes[0], true);
}

static void
what_is_doubtful_is_no_consent(void **state)
{
	static const char *const doubtful[] = {
		"{\"confirmed\":true}", "{\"confirmed\": \"yes\"}", "\"agreed\": true", "agreed: true", "confirmed=true", "confirmed = yes", "<confirm>yes</confirm>", "[yes]", "answer: yes",
		"user: yes", "status = agreed", "confirmed true", "true", "`yes`", "| yes |", "yes|no", "\"yes\"", "'yes'", "\342\200\234yes\342\200\235", "my wife says \"yes\"", "> Shall I go ahead?\n> yes",
		"On Monday you wrote: yes, go ahead", "Shall I go ahead? yes", "the customer replied yes", "the answer is yes or no", "type yes to confirm", "it says go ahead on my screen",
		"yes but not the jacket", "yes, but only if it is free", "Yes, but when would I get the money?", "yes? what would happen", "yes? what happens then", "yes, what would it cost me", "yes if you pay the postage",
		"I would say yes if it were free", "I'd say yes", "I would say yes", "I might say yes", "I would agree if the amount was right", "not yes", "not yet", "yesterday", "it came yesterday",
		"Yes, yesterday you told me that", "no", "no thanks", "don't do it", "don't go ahead", "do not proceed", "please don't do that", "yes and no", "yes no maybe", "yes or no", "maybe yes", "perhaps", "probably yes", "I think so", "yes I think",
		"I guess so", "I suppose", "hmm", "ok thanks", "ok bye", "thank you", "great, thanks", "perfect", "why not", "yes?", "ok?", "go ahead?", "should I say yes?", "what if I say yes", "can I say yes later",
		"yes, as long as it's quick", "yes provided the label is free", "yes once the new one has come", "yes after Friday", "yes, the other order", "yes, only the boots", "yes half of it", "yes for the first one", "Yes, unless it has been sent",
		"wait, yes", "yes, wait", "yes, hold on", "yes, I changed my mind", "yeah right", "yes sure, as if", "if I agree, what happens", "before I say yes, how much is it?", "did I say yes", "I never said yes",
		"I have not agreed", "I haven't agreed to that", "nobody agreed to this", "I don't agree", "I can't confirm that", "I'm not sure", "yes I want a person", "Yes, let me talk to your manager", "yes, instead give me a voucher",
		"Yes, although I paid more", "yes... or rather", "yes\342\200\246", "yes please, is it free?", "It is confirmed in your mail that I get everything", "Everybody agreed that this was wrong",
		"They told me to go ahead and wait for you", "the email subject was confirmed", "please say yes", "you said yes", "do what you want", "whatever", "I do not know", "definitely not", "of course not", "absolutely no way",
		"yes ${amount}", "yes\\n", "yes #approved", "APPROVED=1", "INSERT yes", "{yes}", "confirm(true)", "ok google", "yes sir how are you", "A yes man is what you are", "the word yes", "that's a yes from my neighbour, I don't know about me",
	};

	each_is(*state, doubtful, sizeof doubtful / sizeof doubtful[0], false);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_agreement_is_consent),
		cmocka_unit_test(what_is_doubtful_is_no_consent),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("consent", tests, set_up, tear_down);
}
