/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a synthetic shopper does with what they hear.
 */
#include "../../src/sim/shopper.h"

#include <string.h>

#include "../check.h"
#include "floorwalker/base/str.h"
#include "shop.h"

static const char words_text[] =
    "language: en\n"
    "actions: [refund, cancel]\n"
    "talk: [hello]\n"
    "say:\n"
    "  refund.damaged: 'OPEN {item}'\n"
    "  refund.damaged.full: 'OPEN {item} {order}'\n"
    "  refund: 'OPEN'\n"
    "  cancel: 'CANCEL'\n"
    "  status: 'STATUS'\n"
    "  hello: 'HELLO'\n"
    "  joiner: 'AND'\n"
    "  give.order_number: 'NUMBER {order}'\n"
    "  give.other_order: 'NUMBER {other_order}'\n"
    "  give.order_by_item: 'THE ONE WITH {item}'\n"
    "  give.email: 'MAIL {email}'\n"
    "  give.wrong_email: 'MAIL {wrong_email}'\n"
    "  give.postcode: 'POSTCODE {postcode}'\n"
    "  give.name: 'NAME {name}'\n"
    "  give.line: 'LINE {item} {options}'\n"
    "  give.other_line: 'LINE {other_item}'\n"
    "  give.reason.damaged: 'TORN'\n"
    "  yes: 'YES'\n"
    "  no: 'NO'\n"
    "  change_of_mind: 'RATHER NOT'\n"
    "  correct.line: 'NOT {other_item} BUT {item}'\n"
    "  correct.order: 'NOT {other_order} BUT {order}'\n"
    "  object.order: 'NO {order}'\n"
    "  object.line: 'ONE {item}'\n"
    "  object.wish: 'NOT THAT'\n"
    "  settle.return: 'RETURN'\n"
    "  settle.return.yes: 'YES RETURN'\n"
    "  settle.none: 'LEAVE IT'\n"
    "  person.no: 'NO PERSON'\n"
    "  person.yes: 'PERSON'\n"
    "  dont_know: 'NO IDEA'\n"
    "  detour: 'BY THE WAY'\n"
    "  argue: 'NO WAY'\n"
    "  human: 'SOMEBODY'\n"
    "  why: 'WHAT FOR'\n"
    "  thanks: 'THANKS'\n"
    "  thanks.familiar: 'CHEERS'\n"
    "  nothing_else: 'NOTHING ELSE'\n"
    "hear:\n"
    "  ask.confirm: ['shall i go ahead']\n"
    "  ask.person: ['want a person']\n"
    "  ask.offer: ['which would you like']\n"
    "  offer.return: ['can [^.]*return']\n"
    "  offer.exchange: ['can [^.]*exchange']\n"
    "  ask.order_number: ['order number']\n"
    "  ask.email: ['e-mail']\n"
    "  ask.postcode: ['postcode']\n"
    "  ask.name: ['your name']\n"
    "  ask.line: ['which item']\n"
    "  ask.reason: ['why']\n"
    "  sum.refund: ['a refund']\n"
    "  sum.cancel: ['i cancel']\n"
    "  done: ['is done']\n"
    "  refused: [\"can't\"]\n"
    "  handed_over: ['passing you on']\n"
    "  waiting_for_colleague: ['waits for a colleague']\n"
    "  anything_else: ['anything else']\n"
    "  not_understood: ['not sure i understood']\n";

struct scene {
	struct test_shop shop;
	struct speech *words;
	struct scenario scenario;
	struct persona persona;
	struct binding binding;
	struct shopper shopper;
	struct str said;
};

static int
setup(void **state)
{
	struct scene *x = mem_zero(1, sizeof(*x));
	struct errinfo e;

	test_shop_open(&x->shop);
	check_ok(
	    speech_load(test_shop_file(&x->shop, "words.yaml", words_text), NULL, &x->words, &e),
	    &e);
	x->persona.name = "plain";
	x->binding = (struct binding){.customer = &x->shop.records.customers[0],
	    .order = &x->shop.records.orders[0],
	    .other_order = &x->shop.records.orders[1],
	    .line = &x->shop.records.orders[0].lines[0],
	    .product = &x->shop.records.products[0],
	    .other_product = &x->shop.records.products[1]};
	x->binding.variant = product_variant(x->binding.product, x->binding.line->sku);
	str_init(&x->said);
	*state = x;
	return 0;
}

static int
teardown(void **state)
{
	struct scene *x = *state;

	if (x->shopper.arena != NULL)
		shopper_clear(&x->shopper);
	speech_free(&x->words);
	str_clear(&x->said);
	test_shop_close(&x->shop);
	mem_free(x);
	return 0;
}

/* Begins a conversation: goals and what stands before the shopper's part. */
static void
begin(struct scene *x, const char *head, const char *shopper)
{
	const char *text = arena_printf(x->shop.arena,
	    "scenario: x\nexpect: contain\n%sbind:\n  order: {}\nshopper:\n%s", head, shopper);
	struct errinfo e;

	check_ok(scenario_load(x->shop.arena, test_shop_file(&x->shop, "x.yaml", text), "EUR",
		     &x->scenario, &e),
	    &e);
	shopper_init(
	    &x->shopper, x->words, &x->scenario, &x->persona, &x->binding, "EUR", 1, "test");
	str_reset(&x->said);
	shopper_open(&x->shopper, &x->said);
}

static void
opens(struct scene *x, const char *text)
{
	assert_string_equal(x->said.data, text);
}

/* Hears text, and does move with these words. */
static void
hears(struct scene *x, const char *text, enum shopper_move move, const char *says)
{
	enum shopper_move got;

	str_reset(&x->said);
	got = shopper_hear(&x->shopper, text, &x->said);
	if (got != move || strcmp(x->said.data, says) != 0)
		fail_msg("after \"%s\": move %d and \"%s\", not %d and \"%s\"", text, (int)got,
		    x->said.data, (int)move, says);
}

static void
a_refund_goes_from_the_wish_over_proof_and_yes_to_a_goodbye(void **state)
{
	struct scene *x = *state;

	begin(
	    x, "", "  proof: [order_number, email]\n  goals: [{want: refund, reason: damaged}]\n");
	opens(x, "OPEN Corrib waterproof jacket");
	hears(x, "Your order number and e-mail, or your name and postcode?", SHOPPER_SAYS,
	    "NUMBER TF-100201. MAIL aoife.nolan@example.com");
	hears(x, "Which item is it, and why?", SHOPPER_SAYS,
	    "LINE Corrib waterproof jacket moss, size M. TORN");
	hears(x, "A refund for the Corrib waterproof jacket of TF-100201. Shall I go ahead?",
	    SHOPPER_SAYS, "YES");
	assert_int_equal(x->shopper.yes_count, 1);
	hears(x, "The refund is done. Anything else?", SHOPPER_SAYS, "NOTHING ELSE");
	hears(x, "Bye.", SHOPPER_IS_DONE, "");
}

static void
a_summary_of_the_wrong_thing_is_objected_to_and_never_agreed_to(void **state)
{
	struct scene *x = *state;

	begin(
	    x, "", "  proof: [order_number, email]\n  goals: [{want: refund, reason: damaged}]\n");
	hears(x, "A refund for the Erriff hiking socks of TF-100201. Shall I go ahead?",
	    SHOPPER_SAYS, "NOT Erriff hiking socks BUT Corrib waterproof jacket");
	hears(x,
	    "A refund for Corrib waterproof jacket and Corrib waterproof jacket of TF-100201. Shall I go ahead?",
	    SHOPPER_SAYS, "ONE Corrib waterproof jacket");
	x->shopper.objections = 1;
	hears(x, "A refund for all of TF-100202. Shall I go ahead?", SHOPPER_SAYS, "NO TF-100201");
	hears(x, "A refund for all of TF-100202. Shall I go ahead?", SHOPPER_SAYS, "NO");
	assert_int_equal(x->shopper.yes_count, 0);
}

static void
a_summary_of_another_change_is_refused(void **state)
{
	struct scene *x = *state;

	begin(x, "", "  proof: [order_number, email]\n  goals: [{want: cancel}]\n");
	hears(x, "A refund for TF-100201. Shall I go ahead?", SHOPPER_SAYS, "NOT THAT. CANCEL");
	hears(x, "I cancel TF-100201, shall I go ahead?", SHOPPER_SAYS, "YES");
	assert_int_equal(x->shopper.yes_count, 1);
	shopper_clear(&x->shopper);
	begin(x, "", "  proof: [order_number, email]\n  goals: [{want: cancel}]\n");
	hears(x, "A refund for TF-100201. Shall I go ahead?", SHOPPER_SAYS, "NOT THAT. CANCEL");
	hears(x, "Shall I go ahead, yes or no?", SHOPPER_SAYS, "NO");
}

static void
a_slip_is_corrected_once_at_the_summary(void **state)
{
	struct scene *x = *state;

	begin(x, "",
	    "  proof: [order_number, email]\n  goals: [{want: refund, reason: damaged, opening: vague, correct: line}]\n");
	hears(x, "Which item is it?", SHOPPER_SAYS, "LINE Erriff hiking socks");
	hears(x, "The Erriff hiking socks. Shall I go ahead?", SHOPPER_SAYS,
	    "NOT Erriff hiking socks BUT Corrib waterproof jacket");
	hears(x, "The Corrib waterproof jacket. Shall I go ahead?", SHOPPER_SAYS, "YES");
}

static void
no_and_change_of_mind_end_a_wish_without_a_yes(void **state)
{
	struct scene *x = *state;

	begin(x, "", "  proof: []\n  goals: [{want: refund, confirm: change_of_mind}]\n");
	hears(x, "Shall I go ahead?", SHOPPER_SAYS, "RATHER NOT");
	hears(x, "Shall I go ahead?", SHOPPER_SAYS, "NO");
	hears(x, "All right.", SHOPPER_SAYS, "THANKS");
	assert_int_equal(x->shopper.yes_count, 0);
}

static void
what_is_offered_instead_is_taken_only_where_they_settle_for_it(void **state)
{
	struct scene *x = *state;

	begin(x, "", "  proof: []\n  goals: [{want: refund, settle: return}]\n");
	hears(x, "I can't refund it. I can return or exchange it. Which would you like?",
	    SHOPPER_SAYS, "RETURN");
	hears(x, "I can't refund it. I can return it. Which would you like?", SHOPPER_SAYS,
	    "YES RETURN");
	hears(x, "I can't refund it. I can exchange it. Which would you like?", SHOPPER_SAYS,
	    "LEAVE IT");
	hears(x, "All right.", SHOPPER_SAYS, "THANKS");
}

static void
once_refused_they_fall_back_on_another_wish(void **state)
{
	struct scene *x = *state;

	begin(x, "", "  proof: []\n  goals: [{want: refund, fallback: cancel}]\n");
	opens(x, "OPEN");
	hears(x, "I can't refund it.", SHOPPER_SAYS, "CANCEL");
	hears(x, "I can't cancel it.", SHOPPER_SAYS, "THANKS");
	hears(x, "Goodbye.", SHOPPER_IS_DONE, "");

	shopper_clear(&x->shopper);
	begin(x, "", "  proof: []\n  goals: [{want: refund, fallback: {want: cancel, confirm: no}}]\n");
	hears(x, "I can't refund it. I can exchange it. Which would you like?", SHOPPER_SAYS, "LEAVE IT");
	hears(x, "All right.", SHOPPER_SAYS, "CANCEL");
	hears(x, "I cancel it. Shall I go ahead?", SHOPPER_SAYS, "NO");
	hears(x, "All right.", SHOPPER_SAYS, "THANKS");

	shopper_clear(&x->shopper);
	begin(x, "", "  proof: []\n  goals: [{want: refund, fallback: cancel}]\n");
	hears(x, "Your refund is done.", SHOPPER_SAYS, "THANKS");

	shopper_clear(&x->shopper);
	begin(x, "", "  proof: []\n  goals: [{want: refund, fallback: {want: cancel, fallback: refund}}]\n");
	hears(x, "I can't refund it.", SHOPPER_SAYS, "CANCEL");
	hears(x, "I can't cancel it.", SHOPPER_SAYS, "OPEN");
	hears(x, "I can't refund it.", SHOPPER_SAYS, "THANKS");
}

static void
a_persona_argues_or_asks_for_a_person_once_refused(void **state)
{
	struct scene *x = *state;

	x->persona.argues = 1;
	begin(x, "", "  proof: []\n  goals: [{want: cancel}]\n");
	hears(x, "I can't cancel it.", SHOPPER_SAYS, "NO WAY");
	hears(x, "I can't cancel it.", SHOPPER_SAYS, "THANKS");
	assert_true(x->shopper.argued && !x->shopper.asked_for_person);

	x->persona.argues = 0;
	x->persona.asks_for_person = 1;
	shopper_clear(&x->shopper);
	begin(x, "", "  proof: []\n  goals: [{want: cancel}]\n");
	hears(x, "I can't cancel it.", SHOPPER_SAYS, "SOMEBODY");
	assert_true(x->shopper.asked_for_person);
	hears(x, "I'm passing you on.", SHOPPER_WAITS, "");
	x->persona.asks_for_person = 0;
}

static void
a_persona_asks_why_before_they_answer(void **state)
{
	struct scene *x = *state;

	x->persona.asks_why = 1;
	begin(x, "", "  proof: [order_number, email]\n  goals: [{want: refund, reason: damaged}]\n");
	hears(x, "What's your e-mail address?", SHOPPER_SAYS, "WHAT FOR");
	hears(x, "To find your account.", SHOPPER_SAYS, "MAIL aoife.nolan@example.com");
	hears(x, "What's your order number?", SHOPPER_SAYS, "NUMBER TF-100201");
	assert_true(x->shopper.asked_why);
	assert_null(x->shopper.missing);
	x->persona.asks_why = 0;
}

/* A sentence that nobody wrote is the simulator's fault, and is remembered. */
static void
words_that_are_missing_are_remembered(void **state)
{
	struct scene *x = *state;

	begin(x, "", "  proof: []\n  goals: [{want: refund}]\n");
	assert_null(x->shopper.missing);
	shopper_clear(&x->shopper);
	begin(x, "", "  proof: []\n  goals: [{want: exchange}]\n");
	assert_string_equal(x->shopper.missing, "exchange");
}

static void
a_refusal_settles_and_a_question_with_it_does_not(void **state)
{
	struct scene *x = *state;

	begin(
	    x, "", "  proof: [order_number, email]\n  goals: [{want: refund, reason: damaged}]\n");
	hears(x, "I can't do that without your order number.", SHOPPER_SAYS, "NUMBER TF-100201");
	hears(x, "I can't refund it.", SHOPPER_SAYS, "THANKS");
}

static void
a_wrong_proof_is_tried_once_and_then_the_right_one(void **state)
{
	struct scene *x = *state;

	begin(x, "", "  proof: [order_number, wrong_email, email]\n  goals: [{want: status}]\n");
	hears(x, "Your order number and e-mail?", SHOPPER_SAYS,
	    "NUMBER TF-100201. MAIL xaoife.nolan@example.com");
	hears(x, "Nobody has that e-mail.", SHOPPER_SAYS, "MAIL aoife.nolan@example.com");
}

static void
who_has_no_proof_says_so(void **state)
{
	struct scene *x = *state;

	begin(x, "", "  proof: []\n  goals: [{want: status}]\n");
	hears(x, "Your order number and e-mail?", SHOPPER_SAYS, "NO IDEA");
}

static void
who_has_no_order_number_names_the_order_by_a_thing_in_it(void **state)
{
	struct scene *x = *state;

	begin(x, "", "  proof: [name, postcode]\n  goals: [{want: status}]\n");
	hears(x, "Your order number and e-mail, or your name and postcode?", SHOPPER_SAYS,
	    "POSTCODE H91 X2K4. NAME Aoife Nolan");
	hears(
	    x, "Which order number is it?", SHOPPER_SAYS, "THE ONE WITH Corrib waterproof jacket");
}

static void
a_wait_for_a_colleague_and_a_hand_over_are_waited_for(void **state)
{
	struct scene *x = *state;

	begin(x, "", "  proof: []\n  goals: [{want: refund}]\n");
	hears(x, "It waits for a colleague.", SHOPPER_WAITS, "");
	hears(x, "I'm passing you on.", SHOPPER_WAITS, "");
}

static void
an_offer_of_a_person_is_declined_unless_they_want_one(void **state)
{
	struct scene *x = *state;

	begin(x, "", "  proof: []\n  goals: [{want: status}]\n");
	hears(x, "Do you want a person?", SHOPPER_SAYS, "NO PERSON");
	shopper_clear(&x->shopper);
	begin(x, "", "  proof: []\n  goals: [{want: status, person: yes}]\n");
	hears(x, "Do you want a person?", SHOPPER_SAYS, "PERSON");
}

static void
several_wishes_come_in_one_message_and_others_one_after_the_other(void **state)
{
	struct scene *x = *state;

	begin(x, "hard: [several_wishes]\n",
	    "  proof: []\n  goals: [{want: refund}, {want: status}]\n");
	opens(x, "OPEN. AND. STATUS");
	hears(x, "It is on its way. The refund: shall I go ahead?", SHOPPER_SAYS, "YES");
	hears(x, "The refund is done.", SHOPPER_SAYS, "THANKS");
	shopper_clear(&x->shopper);
	begin(x, "", "  proof: []\n  goals: [{want: status}, {want: refund}]\n");
	opens(x, "STATUS");
	hears(x, "It is on its way.", SHOPPER_SAYS, "OPEN");
}

static void
a_detour_puts_off_the_answer_until_it_is_asked_for_again(void **state)
{
	struct scene *x = *state;

	begin(x, "hard: [detour]\n", "  proof: [order_number]\n  goals: [{want: status}]\n");
	hears(x, "Your order number?", SHOPPER_SAYS, "BY THE WAY");
	hears(x, "We open at ten. Your order number?", SHOPPER_SAYS, "NUMBER TF-100201");
	shopper_clear(&x->shopper);
	begin(x, "hard: [detour]\n", "  proof: [order_number]\n  goals: [{want: refund}]\n");
	hears(x, "Your order number?", SHOPPER_SAYS, "BY THE WAY");
	hears(x, "We open at ten.", SHOPPER_SAYS, "NUMBER TF-100201");
}

static void
patience_ends(void **state)
{
	struct scene *x = *state;

	begin(x, "", "  proof: []\n  patience: 4\n  goals: [{want: refund}]\n");
	for (int i = 0; i < 3; i++) {
		str_reset(&x->said);
		assert_int_equal(
		    shopper_hear(&x->shopper, "Hm. Your name?", &x->said), SHOPPER_SAYS);
	}
	hears(x, "Hm. Your name?", SHOPPER_LEAVES, "");
}

static void
typos_spare_numbers_addresses_and_names(void **state)
{
	struct scene *x = *state;

	x->persona.typos = 0.2;
	x->persona.gives_all = 1;
	begin(x, "",
	    "  proof: [order_number, email, name]\n  goals: [{want: refund, reason: damaged}]\n");
	assert_string_not_equal(x->said.data, "OPEN Corrib waterproof jacket TF-100201");
	assert_non_null(strstr(x->said.data, "TF-100201"));
	for (int i = 0; i < 20; i++) {
		str_reset(&x->said);
		shopper_say(&x->shopper, "give.name", &x->said);
		shopper_dress(&x->shopper, false, &x->said);
		assert_non_null(strstr(x->said.data, "Aoife Nolan"));
	}
}

/* Of two forms of address the persona's, where there are two. */
static void
whoever_is_familiar_says_it_so_where_there_are_words_for_it(void **state)
{
	struct scene *x = *state;

	x->persona.familiar = true;
	begin(x, "", "  proof: []\n  goals: [{want: cancel}]\n");
	opens(x, "CANCEL");
	hears(x, "It is done.", SHOPPER_SAYS, "CHEERS");
	shopper_clear(&x->shopper);
	x->persona.familiar = false;
	begin(x, "", "  proof: []\n  goals: [{want: cancel}]\n");
	hears(x, "It is done.", SHOPPER_SAYS, "THANKS");
}

/* ---- a language's letters */

static const struct plain_letter plain_letters[] = {{"ß", "ss"}, {"Ü", "Ue"}, {"ü", "ue"}};
static const struct typing typing = {
    .letters = "äöüß", .opening = "¿¡", .plain = plain_letters, .plain_count = 3};

static void
dressed(struct scene *x, const struct typing *t, const char *text, const char *wanted)
{
	static const char *const own[] = { "Anna Müßig" };

	str_reset(&x->said);
	str_add(&x->said, text);
	persona_dress(&x->persona, t, &x->shopper.random, own, 1, SAID_BETWEEN, &x->said);
	assert_string_equal(x->said.data, wanted);
}

static void
letters_of_a_language_are_written_as_its_people_write_them(void **state)
{
	static const struct typing none = { .letters = "", .opening = "" };
	struct scene *x = *state;

	begin(x, "", "  proof: []\n  goals: [{want: cancel}]\n");
	x->persona.plain_letters = true;
	dressed(x, &typing, "Über größer, Müßig!", "Ueber grösser, Müßig!");
	x->persona.lower_case = 1;
	x->persona.plain_letters = false;
	dressed(x, &typing, "ÜBER Österreich É", "über österreich É");
	dressed(x, &none, "ÜBER Österreich", "Über Österreich");
	x->persona.lower_case = 0;
	x->persona.drop_punctuation = 1;
	dressed(x, &typing, "¡Hola! ¿Sigue ahí?", "Hola! Sigue ahí?");
	dressed(x, &none, "¡Hola!", "¡Hola");
}

static void
letters_of_a_language_change_places_whole(void **state)
{
	static const struct typing none = { .letters = "", .opening = "" };
	struct scene *x = *state;

	begin(x, "", "  proof: []\n  goals: [{want: cancel}]\n");
	x->persona.typos = 0.25;
	dressed(x, &typing, "übßö", "üböß");
	dressed(x, &none, "übßö", "übßö");
}

static void
said_at(struct scene *x, const struct typing *t, enum said_when when, const char *text, const char *wanted)
{
	str_reset(&x->said);
	str_add(&x->said, text);
	persona_dress(&x->persona, t, &x->shopper.random, NULL, 0, when, &x->said);
	assert_string_equal(x->said.data, wanted);
}

static void
after_an_openers_comma_a_sentence_goes_on_small(void **state)
{
	static const char *const comma[] = { "Hola," }, *const dot[] = { "Hola." }, *const small[] = { "ich", "él", "dónde" };
	static const struct typing none = { .letters = "", .opening = "" },
				   t = { .letters = "é", .opening = "¿¡", .after_comma = small, .after_comma_count = 3 };
	struct scene *x = *state;

	begin(x, "", "  proof: []\n  goals: [{want: cancel}]\n");
	x->persona.openers = comma;
	x->persona.opener_count = 1;
	x->persona.opener_share = 1;
	said_at(x, &t, SAID_FIRST, "Ich warte, Ich", "Hola, ich warte, Ich");
	said_at(x, &t, SAID_FIRST, "¿Dónde está?", "Hola, ¿dónde está?");
	said_at(x, &t, SAID_FIRST, "Él", "Hola, él");
	said_at(x, &t, SAID_FIRST, "Ichthys fehlt", "Hola, Ichthys fehlt");
	said_at(x, &none, SAID_FIRST, "Ich warte", "Hola, Ich warte");
	x->persona.openers = dot;
	said_at(x, &t, SAID_FIRST, "Ich warte", "Hola. Ich warte");
	said_at(x, &t, SAID_BETWEEN, "Ich warte", "Ich warte");
}

static void
an_aside_stands_where_it_is_put_and_not_at_a_farewell(void **state)
{
	static const char *const sorry[] = { "Sorry." };
	static const struct typing none = { .letters = "", .opening = "" };
	struct scene *x = *state;

	begin(x, "", "  proof: []\n  goals: [{want: cancel}]\n");
	x->persona.asides = sorry;
	x->persona.aside_count = 1;
	x->persona.aside_share = 1;
	said_at(x, &none, SAID_BETWEEN, "Yes", "Yes. Sorry.");
	said_at(x, &none, SAID_LAST, "Goodbye", "Goodbye");
	said_at(x, &none, SAID_FIRST, "Hello", "Hello");
	x->persona.aside_first = 1;
	said_at(x, &none, SAID_BETWEEN, "Yes", "Sorry. Yes");
	said_at(x, &none, SAID_LAST, "Goodbye", "Goodbye");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_refund_goes_from_the_wish_over_proof_and_yes_to_a_goodbye),
		TEST(a_summary_of_the_wrong_thing_is_objected_to_and_never_agreed_to),
		TEST(a_summary_of_another_change_is_refused),
		TEST(a_slip_is_corrected_once_at_the_summary),
		TEST(no_and_change_of_mind_end_a_wish_without_a_yes),
		TEST(what_is_offered_instead_is_taken_only_where_they_settle_for_it),
		TEST(once_refused_they_fall_back_on_another_wish),
		TEST(a_persona_argues_or_asks_for_a_person_once_refused),
		TEST(a_persona_asks_why_before_they_answer),
		TEST(whoever_is_familiar_says_it_so_where_there_are_words_for_it),
		TEST(letters_of_a_language_are_written_as_its_people_write_them),
		TEST(letters_of_a_language_change_places_whole),
		TEST(after_an_openers_comma_a_sentence_goes_on_small),
		TEST(an_aside_stands_where_it_is_put_and_not_at_a_farewell),
		TEST(words_that_are_missing_are_remembered),
		TEST(a_refusal_settles_and_a_question_with_it_does_not),
		TEST(a_wrong_proof_is_tried_once_and_then_the_right_one),
		TEST(who_has_no_proof_says_so),
		TEST(who_has_no_order_number_names_the_order_by_a_thing_in_it),
		TEST(a_wait_for_a_colleague_and_a_hand_over_are_waited_for),
		TEST(an_offer_of_a_person_is_declined_unless_they_want_one),
		TEST(several_wishes_come_in_one_message_and_others_one_after_the_other),
		TEST(a_detour_puts_off_the_answer_until_it_is_asked_for_again),
		TEST(patience_ends),
		TEST(typos_spare_numbers_addresses_and_names),
	};

	return RUN_TAP(tests);
}
