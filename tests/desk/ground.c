/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ground check: true replies pass, and each of them with one figure, date, price, product or id
 * changed does not.
 */
#include "../check.h"

#include <ctype.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "stage.h"
#include "floorwalker/desk/ground.h"

static struct stage s;
static struct ground_checker *checker;
static struct facts *facts;
static const struct passage *cited[1];

static int
open_it(void **state)
{
	const struct order *o;
	const struct product *p;
	const struct customer *c;
	(void)state;
	stage_open(&s, false);
	check_ok(ground_checker_new(&s.settings, s.records.products, s.records.product_count,
		     world_messages(s.shared.world, "en"), &checker, &s.e),
	    &s.e);
	facts = facts_new(s.arena, desk_shop(s.desk), "C-2", FIXTURE_NOW);
	check_ok(facts_order(facts, "T-1", &o, &s.e), &s.e);
	check_ok(facts_order(facts, "T-3", &o, &s.e), &s.e);
	check_ok(facts_product(facts, "P-1", &p, &s.e), &s.e);
	check_ok(facts_product(facts, "P-2", &p, &s.e), &s.e);
	check_ok(facts_customer(facts, &c, &s.e), &s.e);
	facts_derive_number(facts, "days late", 1);
	cited[0] = knowledge_find(NULL, "KB-returns#1");
	return 0;
}

static int
close_it(void **state)
{
	(void)state;
	ground_checker_free(&checker);
	stage_close(&s);
	return 0;
}

static struct ground_report
check(const char *draft)
{
	static const char *const said[] = {"I bought 7 of them, see XY998877AB"};
	struct ground_report r;
	check_ok(ground_check(checker, s.arena, draft, facts, cited, 1, said, 1, &r, &s.e), &s.e);
	return r;
}

/* FIXTURE_NOW is Wednesday, 14 October 2026. T-1: ordered on 2 October, promised on the 7th,
 * delivered on the 8th. */
static const char *const truths[] = {
	"T-1 was delivered on Thursday 8 October.",
	"Your order T-1 was delivered on 8 October 2026 by An Post, a day after the promised 7 October.",
	"It came on October 8th, 2026, 1 day late.",
	"You ordered T-1 on 2026-10-02.",
	"The Corrib waterproof jacket costs €189.00 in size S; it was €219.00.",
	"You paid €228.28 for T-1: €40.00 by gift card and €188.28 by card.",
	"The Lough bottle is out of stock; it comes back on 28 October.",
	"There are 4 of the Corrib waterproof jacket left in S.",
	"It weighs 420 g and keeps out 20,000 mm of water.",
	"The parcel CE4IE of T-3 is lost.",
	"Two things: T-3 was sent on 26 September, and T-1 on 5 October.",
	"You can send it back within 30 days. Returns are free.",
	"You have thirty days. Below €50.00 a parcel costs €4.95.",
	"So that is 7 of XY998877AB.",
	"Wash it at 30 degrees, please.",
	"See www.stage.example for more.",
	"The Corrib waterproof jacket (S) is in stock.",
	"You can send most things back within 30 days, and returns are free.",
	"1. the Corrib waterproof jacket\n2. the Lough bottle",
};

static void
true_replies_pass(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof truths / sizeof *truths; i++) {
		struct ground_report r = check(truths[i]);
		for (size_t k = 0; k < r.count; k++)
			if (!r.claims[k].grounded)
				fail_msg("\"%s\": %s \"%s\" is refused", truths[i],
				    claim_kind_name(r.claims[k].kind), r.claims[k].words);
	}
}

static const char *
replace(const char *draft, size_t start, size_t length, const char *with)
{
	return arena_printf(s.arena, "%.*s%s%s", (int)start, draft, with, draft + start + length);
}

/* One digit of a claim, raised by some. */
static const char *
change_digit(const char *words, size_t nth, int by)
{
	char *out = arena_text(s.arena, words);
	for (char *p = out; *p != '\0'; p++)
		if (isdigit((unsigned char)*p) && nth-- == 0)
			*p = (char)('0' + (*p - '0' + by) % 10);
	return out;
}

static size_t
digits(const char *s_)
{
	size_t n = 0;
	for (; *s_ != '\0'; s_++)
		n += isdigit((unsigned char)*s_) != 0;
	return n;
}

static void
changed_replies_are_refused(void **state)
{
	size_t tried = 0, refused = 0;
	(void)state;
	for (size_t i = 0; i < sizeof truths / sizeof *truths; i++) {
		struct ground_report r = check(truths[i]);
		for (size_t k = 0; k < r.count; k++) {
			const struct claim *c = &r.claims[k];
			for (size_t d = 0; d < digits(c->words); d++) {
				for (int by = 1; by < 10; by++) {
					const char *mutant = replace(truths[i], c->start, c->length,
					    change_digit(c->words, d, by));
					bool caught = check(mutant).ungrounded > 0;
					tried++;
					refused += caught;
					if (!caught)
						print_message("# passes: %s\n", mutant);
				}
			}
			if (c->kind != CLAIM_PRODUCT)
				continue;
			const char *mutant = replace(truths[i], c->start, c->length, "Gift card");
			tried++;
			refused += check(mutant).ungrounded > 0;
		}
	}
	print_message("# %zu of %zu changed replies refused\n", refused, tried);
	assert_true(tried > 500);
	assert_true(refused * 100 >= tried * 98);
}

static const char *const lies[] = {
	"We ship everything for free.", "We guarantee it by Friday.", "You will be refunded in full.", "I'll refund €33.33 now.",
	"Write to ceo@stage.example.", "See http://evil.example/pay.", "There is no charge for that.", "It takes two weeks.", "You get 20% off.",
	"The shop opens at 07:30.", "Your tracking number is AB123456CD.", "It comes tomorrow, on 15 October.", "That's €5.", "It costs 5 euros.",
	"That is EUR 12.50.", "Delivered on Monday.", "You have fourteen days.", "Call +353 1 555 9999.",
	"You can't send most things back within 30 days.", "You can send most things back until 30 days.", "Returns are never free.", "You can send most things back for 30 days, and a parcel is free.",
	"The Corrib waterproof jacket is out of stock.", "The Lough bottle is in stock.", "The Corrib waterproof jacket (S) isn't available just now.",
};

static void
what_stands_nowhere_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof lies / sizeof *lies; i++)
		if (check(lies[i]).ungrounded == 0)
			fail_msg("\"%s\" passes", lies[i]);
}

static void
a_promise_needs_an_approving_verdict_of_its_kind(void **state)
{
	(void)state;
	struct verdict v = {.outcome = VERDICT_HUMAN,
	    .table = "refund",
	    .version = "1",
	    .rule = "r",
	    .shopper = "",
	    .agent = "",
	    .cite = ""};
	assert_int_equal(check("You will be refunded.").ungrounded, 1);
	facts_add_verdict(facts, ACTION_REFUND, "T-1", &v);
	assert_int_equal(check("You will be refunded.").ungrounded, 1);
	v.outcome = VERDICT_APPROVE;
	facts_add_verdict(facts, ACTION_GOODWILL, "T-1", &v);
	assert_int_equal(check("You will be refunded.").ungrounded, 1);
	facts_add_verdict(facts, ACTION_CANCEL, "T-1", &v);
	assert_int_equal(check("You will be refunded.").ungrounded, 0);
}

static void
a_claim_tells_where_it_stands_and_what_backs_it(void **state)
{
	(void)state;
	const char *draft = "Größe S kostet €189.00.";
	struct ground_report r = check(draft);
	assert_int_equal(r.count, 1);
	assert_int_equal(r.claims[0].kind, CLAIM_MONEY);
	assert_string_equal(r.claims[0].words, "€189.00");
	assert_int_equal(r.claims[0].start, strstr(draft, "€") - draft);
	assert_string_equal(r.claims[0].source, "facts");
	r = check("within 30 days");
	assert_string_equal(r.claims[0].source, "KB-returns#1");
}

static void
hostile_drafts_end_well(void **state)
{
	(void)state;
	char big[2000];
	memset(big, '9', sizeof big - 1);
	big[sizeof big - 1] = '\0';
	assert_true(check(big).ungrounded > 0);
	(void)check("");
	(void)check("\xff\xfe 5\xe2\x82 €€€ 1.1.1.1.1 99/99/9999 --- 1,2,3,4 :00 31st of of");
	(void)check("€9999999999999999999999.99 999999999999999 days 5% % 5 %");
	memset(big, ',', sizeof big - 1);
	(void)check(big);
}

int
main(void)
{
#define STAGED(f) cmocka_unit_test_setup_teardown(f, open_it, close_it)
	const struct CMUnitTest tests[] = {
		STAGED(true_replies_pass),
		STAGED(changed_replies_are_refused),
		STAGED(what_stands_nowhere_is_refused),
		STAGED(a_promise_needs_an_approving_verdict_of_its_kind),
		STAGED(a_claim_tells_where_it_stands_and_what_backs_it),
		STAGED(hostile_drafts_end_well),
	};
	return RUN_TAP(tests);
}
