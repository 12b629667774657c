/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/random.h"
#include "floorwalker/base/str.h"
#include "floorwalker/policy.h"

#define HEAD "table: refund\nversion: 2026-10-01\nsays: What is refunded.\nrules:\n"
#define TAIL "    shopper: Because.\n    agent: Because, in short.\n"
#define NOW 1760000000000

static char folder[64];
static struct errinfo why;

static int
setup(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/policy-test-XXXXXX");
	return mkdtemp(folder) == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
	struct arena *a = arena_new();
	const char **names;
	size_t i, count;

	(void)state;
	if (file_list(a, folder, "", &names, &count, NULL) == ERR_OK)
		for (i = 0; i < count; i++)
			unlink(file_join(a, folder, names[i]));
	arena_free(&a);
	return rmdir(folder);
}

static void
write_table(const char *name, const char *text)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	assert_int_equal(file_write(path, text, strlen(text), 0600, &why), ERR_OK);
}

static struct policy *
load(const char *rules)
{
	struct policy *p = NULL;
	struct str s;

	str_init(&s);
	str_add(&s, HEAD);
	str_add(&s, rules);
	write_table("refund.yaml", s.data);
	str_clear(&s);
	why.text[0] = '\0';
	if (policy_load(folder, "EUR", &p, &why) != ERR_OK)
		fail_msg("%s", why.text);
	return p;
}

/* The tables with these rules must be refused with a text that holds each part. */
static void
refuse(const char *text, const char *place, const char *part)
{
	struct policy *p = NULL;

	write_table("refund.yaml", text);
	assert_int_not_equal(policy_load(folder, "EUR", &p, &why), ERR_OK);
	assert_null(p);
	if (strstr(why.text, place) == NULL || strstr(why.text, part) == NULL)
		fail_msg("wanted '%s' and '%s' in: %s", place, part, why.text);
}

static struct value *
facts(struct arena *a, const char *json)
{
	struct value *v = NULL;

	if (value_parse_json(a, "facts", json, strlen(json), &value_limits_message, &v, &why) !=
	    ERR_OK)
		fail_msg("%s", why.text);
	return v;
}

static void
decides(const struct policy *p, const char *json, const char *rule, enum verdict_outcome outcome)
{
	struct arena *a = arena_new();
	struct policy_session *s;
	struct verdict v;

	assert_int_equal(policy_session_new(p, &s, &why), ERR_OK);
	if (policy_decide(s, ACTION_REFUND, facts(a, json), NOW, &v, NULL, &why) != ERR_OK)
		fail_msg("%s", why.text);
	assert_string_equal(v.rule, rule);
	assert_int_equal(v.outcome, outcome);
	policy_session_free(&s);
	arena_free(&a);
}

static const char three_rows[] =
    "  - id: gift\n    when: {any_gift_card: true}\n    then: deny\n" TAIL "    offer: [exchange, goodwill]\n    cite: KB-gift-cards\n"
    "  - id: small\n    when: {days_since_delivery: 0..30, amount: <= 50.00, country: [IE, GB]}\n    then: approve\n" TAIL
    "  - id: large\n    when: {days_since_delivery: 0..30, amount: '> 50.00'}\n    then: human\n" TAIL;

static void
first_row_whose_columns_hold_decides(void **state)
{
	struct policy *p = load(three_rows);

	(void)state;
	decides(p,
	    "{\"any_gift_card\": true, \"days_since_delivery\": 3, \"amount\": 100, \"country\": \"IE\"}",
	    "gift", VERDICT_DENY);
	decides(p,
	    "{\"any_gift_card\": false, \"days_since_delivery\": 30, \"amount\": 5000, \"country\": \"GB\"}",
	    "small", VERDICT_APPROVE);
	decides(p,
	    "{\"any_gift_card\": false, \"days_since_delivery\": 30, \"amount\": 5001, \"country\": \"GB\"}",
	    "large", VERDICT_HUMAN);
	decides(p,
	    "{\"any_gift_card\": false, \"days_since_delivery\": 31, \"amount\": 100, \"country\": \"GB\"}",
	    "", VERDICT_HUMAN);
	decides(p,
	    "{\"any_gift_card\": false, \"days_since_delivery\": 2, \"amount\": 100, \"country\": \"DE\"}",
	    "", VERDICT_HUMAN);
	policy_free(&p);
	assert_null(p);
}

static void
absent_fact_makes_its_column_false(void **state)
{
	struct policy *p =
	    load("  - id: any\n    when: {days_since_delivery: '>= 0'}\n    then: approve\n" TAIL
		 "  - id: rest\n    when: {}\n    then: deny\n" TAIL);

	(void)state;
	decides(p, "{\"days_since_delivery\": 0}", "any", VERDICT_APPROVE);
	decides(p, "{}", "rest", VERDICT_DENY);
	decides(p, "{\"days_since_delivery\": null}", "rest", VERDICT_DENY);
	policy_free(&p);
}

static void
verdict_carries_reasons_offers_and_article(void **state)
{
	struct policy *p = load(three_rows);
	struct policy_session *s;
	struct arena *a = arena_new();
	struct verdict v;

	(void)state;
	assert_int_equal(policy_session_new(p, &s, &why), ERR_OK);
	assert_int_equal(policy_decide(s, ACTION_REFUND, facts(a, "{\"any_gift_card\": true}"), NOW,
			     &v, NULL, &why),
	    ERR_OK);
	assert_string_equal(v.table, "refund");
	assert_string_equal(v.version, "2026-10-01");
	assert_string_equal(v.shopper, "Because.");
	assert_string_equal(v.agent, "Because, in short.");
	assert_string_equal(v.cite, "KB-gift-cards");
	assert_int_equal(v.offer_count, 2);
	assert_string_equal(v.offer[1], "goodwill");
	assert_int_equal(
	    policy_decide(s, ACTION_CANCEL, facts(a, "{}"), NOW, &v, NULL, &why), ERR_OK);
	assert_int_equal(v.outcome, VERDICT_HUMAN);	/* no table at all */
	assert_string_equal(v.rule, "");
	assert_string_equal(v.table, "cancel");
	policy_session_free(&s);
	policy_free(&p);
	arena_free(&a);
}

static void
trace_says_of_each_row_why_it_failed(void **state)
{
	struct policy *p = load(three_rows);
	struct policy_session *s;
	struct arena *a = arena_new();
	struct value *trace = value_list(a);
	struct verdict v;

	(void)state;
	assert_int_equal(policy_session_new(p, &s, &why), ERR_OK);
	assert_int_equal(
	    policy_decide(s, ACTION_REFUND,
		facts(a,
		    "{\"any_gift_card\": false, \"days_since_delivery\": 9, \"amount\": 9000, \"country\": \"IE\"}"),
		NOW, &v, trace, &why),
	    ERR_OK);
	assert_int_equal(value_count(trace), 3);
	assert_string_equal(value_get_text(value_at(trace, 0), "failed"), "any_gift_card");
	assert_string_equal(value_get_text(value_at(trace, 1), "failed"), "amount");
	assert_string_equal(value_get_text(value_at(trace, 1), "wanted"), "<= 50.00");
	assert_int_equal(value_get_int(value_at(trace, 1), "got", 0), 9000);
	assert_true(value_get_bool(value_at(trace, 2), "held", false));
	assert_true(value_get_text(value_at(trace, 2), "says")[0] != '\0');
	assert_null(value_get(value_at(trace, 0), "says"));
	assert_string_equal(value_get_text(value_at(trace, 2), "rule"), "large");
	policy_session_free(&s);
	policy_free(&p);
	arena_free(&a);
}

static void
jq_runs_only_where_columns_leave_the_row_open(void **state)
{
	struct policy *p = load(
	    "  - id: two-opened\n    when: {any_hygiene_opened: true, jq: '[.items[] | select(.opened)] | length > 1'}\n    then: deny\n" TAIL
	    "  - id: rest\n    when: {}\n    then: approve\n" TAIL);

	(void)state;
	decides(p,
	    "{\"any_hygiene_opened\": true, \"items\": [{\"opened\": true}, {\"opened\": true}]}",
	    "two-opened", VERDICT_DENY);
	decides(p, "{\"any_hygiene_opened\": true, \"items\": [{\"opened\": true}]}", "rest",
	    VERDICT_APPROVE);
	/* columns say no before jq could fail on the missing items */
	decides(p, "{\"any_hygiene_opened\": false}", "rest", VERDICT_APPROVE);
	policy_free(&p);
}

static void
failing_jq_leaves_the_case_to_a_person(void **state)
{
	struct policy *p =
	    load("  - id: broken\n    when: {jq: '.amount | test(\"x\")'}\n    then: approve\n" TAIL
		 "  - id: rest\n    when: {}\n    then: approve\n" TAIL);

	(void)state;
	decides(p, "{\"amount\": 5}", "policy-error", VERDICT_HUMAN);
	policy_free(&p);
}

static void
facts_that_policy_does_not_know_are_refused(void **state)
{
	struct policy *p = load(three_rows);
	struct policy_session *s;
	struct arena *a = arena_new();
	struct verdict v;

	(void)state;
	assert_int_equal(policy_session_new(p, &s, &why), ERR_OK);
	assert_int_equal(
	    policy_decide(s, ACTION_REFUND, facts(a, "{\"amuont\": 5}"), NOW, &v, NULL, &why),
	    ERR_INPUT);
	assert_int_equal(
	    policy_decide(s, ACTION_REFUND, facts(a, "{\"amount\": \"5\"}"), NOW, &v, NULL, &why),
	    ERR_INPUT);
	assert_int_equal(v.outcome, VERDICT_HUMAN);
	policy_session_free(&s);
	policy_free(&p);
	arena_free(&a);
}

static void
amounts_are_compared_in_minor_units_of_the_currency(void **state)
{
	struct policy *p = NULL;

	(void)state;
	write_table(
	    "refund.yaml", HEAD "  - id: a\n    when: {amount: <= 500}\n    then: approve\n" TAIL);
	assert_int_equal(policy_load(folder, "JPY", &p, &why), ERR_OK);
	decides(p, "{\"amount\": 500}", "a", VERDICT_APPROVE);
	decides(p, "{\"amount\": 501}", "", VERDICT_HUMAN);
	policy_free(&p);
	write_table(
	    "refund.yaml", HEAD "  - id: a\n    when: {amount: <= 1.50}\n    then: approve\n" TAIL);
	/* the yen has no decimals */
	assert_int_equal(policy_load(folder, "JPY", &p, &why), ERR_INPUT);
}

static void
hostile_files_are_refused_with_their_place(void **state)
{
	(void)state;
	refuse(HEAD "  - id: a\n    when: {amout: 5}\n    then: deny\n" TAIL,
	    "policy/refund.yaml:6:12:", "did you mean 'amount'");
	refuse(HEAD "  - id: a\n    when: {amount: 5.001}\n    then: deny\n" TAIL,
	    "policy/refund.yaml:6:20:", "amount");
	refuse(HEAD "  - id: a\n    when: {delivered: 1}\n    then: deny\n" TAIL,
	    ":6:23:", "true or false");
	refuse(HEAD "  - id: a\n    when: {tier: [vip, gold]}\n    then: deny\n" TAIL,
	    ":6:24:", "gold");
	refuse(HEAD "  - id: a\n    when: {order_status: deliverd}\n    then: deny\n" TAIL,
	    ":6:26:", "did you mean 'delivered'");
	refuse(HEAD "  - id: a\n    when: {days_late: 9..2}\n    then: deny\n" TAIL,
	    ":6:23:", "lower end");
	refuse(HEAD "  - id: a\n    when: {days_late: -5..-2}\n    then: deny\n" TAIL,
	    ":6:23:", "outside");
	refuse(HEAD "  - id: a\n    when: {hour: 24}\n    then: deny\n" TAIL, ":6:18:", "outside");
	refuse(HEAD "  - id: a\n    when: {country: ireland}\n    then: deny\n" TAIL,
	    ":6:21:", "ISO 3166-1");
	refuse(HEAD "  - id: a\n    when: {country: []}\n    then: deny\n" TAIL,
	    ":6:21:", "empty list");
	refuse(HEAD "  - id: a\n    when: {items: 3}\n    then: deny\n" TAIL, ":6:19:", "jq");
	refuse(
	    HEAD "  - id: a\n    when: {jq: 'def f: f; f'}\n    then: deny\n" TAIL, ":6:16:", "jq");
	refuse(HEAD
	    "  - id: a\n    when: {jq: '\"ab\"|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.'}\n    then: deny\n" TAIL,
	    ":6:16:", "grow without measure");
	refuse(HEAD "  - id: a\n    when: {jq: '.tier | test(\"(a+)+$\")'}\n    then: deny\n" TAIL,
	    ":6:16:", "regular expression");
	refuse(HEAD "  - id: a\n    when: {jq: '.amount >'}\n    then: deny\n" TAIL,
	    ":6:16:", "does not compile");
	refuse(HEAD "  - id: a\n    then: deny\n" TAIL, ":5:5:", "when");
	refuse(HEAD "  - id: a\n    when: {}\n    then: maybe\n" TAIL,
	    ":7:11:", "approve, deny or human");
	refuse(HEAD "  - id: a\n    when: {}\n    then: deny\n    shopper: x\n",
	    ":5:5:", "'agent' is missing");
	refuse(HEAD "  - id: a\n    when: {}\n    then: deny\n" TAIL "    ofer: [goodwill]\n",
	    ":10:5:", "offer");
	refuse(HEAD "  - id: a\n    when: {}\n    then: deny\n" TAIL "    offer: [money]\n",
	    ":10:13:", "kind of action");
	refuse(HEAD "  - id: a b\n    when: {}\n    then: deny\n" TAIL, ":5:9:", "letters, digits");
	refuse(HEAD "  - id: a\n    when: {}\n    then: deny\n" TAIL
		    "  - id: a\n    when: {}\n    then: deny\n" TAIL,
	    ":10:9:", "taken by the rule at policy/refund.yaml:5");
	refuse("table: refunds\nversion: 1\nsays: x\nrules: []\n", ":1:8:", "no kind of action");
	refuse("table: cancel\nversion: 1\nsays: x\nrules: []\n", ":1:8:", "cancel.yaml");
	refuse("table: refund\nversion: 1\nsays: x\nrules: {}\n", ":4:8:", "list of rows");
	refuse("table: refund\nsays: x\nrules: []\n", "policy/refund.yaml:", "version");
	refuse("- 1\n", "policy/refund.yaml:1:1:", "map");
	refuse("", "policy/refund.yaml", "map");
	refuse(HEAD
	    "  - id: a\n    when: {}\n    then: deny\n    shopper: \"red \\e[31m\"\n    agent: y\n",
	    ":8:14:", "control");
	refuse("table: &x refund\nversion: *x\n", "policy/refund.yaml:", "anchor");
}

struct findings {
	size_t errors, warnings, infos;
	char first_error[600], first_warning[600], first_info[600];
};

static void
note(void *context, const struct policy_fault *f)
{
	struct findings *n = context;
	size_t *count = f->level == POLICY_FAULT_ERROR ? &n->errors
	    : f->level == POLICY_FAULT_WARNING         ? &n->warnings
						       : &n->infos;
	char *text = f->level == POLICY_FAULT_ERROR ? n->first_error
	    : f->level == POLICY_FAULT_WARNING      ? n->first_warning
						    : n->first_info;

	if (++*count == 1)
		snprintf(text, sizeof(n->first_error), "%s", f->text);
}

static struct findings
check(const char *rules)
{
	struct policy *p = load(rules);
	struct findings n = { 0 };

	assert_int_equal(policy_check(p, note, &n, &why), ERR_OK);
	policy_free(&p);
	return n;
}

static void
row_shadowed_by_a_union_of_earlier_rows_is_an_error(void **state)
{
	struct findings n = check(
	    "  - id: low\n    when: {amount: 0..50.00}\n    then: approve\n" TAIL
	    "  - id: other\n    when: {country: DE}\n    then: human\n" TAIL
	    "  - id: high\n    when: {amount: '> 50.00'}\n    then: deny\n" TAIL
	    "  - id: dead\n    when: {amount: 20.00..80.00, tier: vip}\n    then: human\n" TAIL
	    "  - id: end\n    when: {tier: [standard, plus]}\n    then: human\n" TAIL);

	(void)state;
	assert_int_equal(n.errors, 2);
	assert_non_null(
	    strstr(n.first_error, "policy/refund.yaml:20:5: rule 'dead' can never decide"));
	assert_non_null(strstr(n.first_error, "'low' (line 5), 'high' (line 15)"));
	assert_null(strstr(n.first_error, "'other'"));
}

static void
row_behind_jq_is_not_called_unreachable(void **state)
{
	struct findings n = check(
	    "  - id: maybe\n    when: {jq: '.amount > 5'}\n    then: approve\n" TAIL
	    "  - id: end\n    when: {}\n    then: human\n" TAIL);

	(void)state;
	assert_int_equal(n.errors, 0);
	assert_int_equal(n.warnings, 0);
	assert_int_equal(n.infos, 0);	/* the end is only more general */
}

static void
rows_that_meet_and_decide_differently_are_listed_as_information(void **state)
{
	struct findings n = check(
	    "  - id: maybe\n    when: {tier: vip, jq: '.amount > 5'}\n    then: approve\n" TAIL
	    "  - id: far\n    when: {country: SE}\n    then: human\n" TAIL
	    "  - id: large\n    when: {amount: '> 50.00', country: [SE, DE]}\n    then: deny\n" TAIL
	    "  - id: end\n    when: {}\n    then: human\n" TAIL);

	(void)state;
	assert_int_equal(n.errors + n.warnings, 0);
	assert_int_equal(n.infos, 3);	/* maybe and far, maybe and large, far and large */
	assert_non_null(strstr(n.first_info, "where its jq holds: country SE, tier vip"));
}

static void
gap_is_shown_by_an_example(void **state)
{
	struct findings n = check(
	    "  - id: early\n    when: {days_since_delivery: 0..30}\n    then: approve\n" TAIL
	    "  - id: late\n    when: {days_since_delivery: '>= 32'}\n    then: deny\n" TAIL
	    "  - id: before\n    when: {delivered: false}\n    then: human\n" TAIL);

	(void)state;
	assert_int_equal(n.errors, 0);
	assert_int_equal(n.warnings, 1);
	assert_non_null(strstr(n.first_warning, "days_since_delivery 31"));
}

static void
delivered_and_days_since_delivery_go_together(void **state)
{
	struct findings n = check(
	    "  - id: before\n    when: {delivered: false}\n    then: human\n" TAIL
	    "  - id: after\n    when: {days_since_delivery: '>= 0'}\n    then: approve\n" TAIL);

	(void)state;
	assert_int_equal(n.errors + n.warnings, 0);
	n = check(
	    "  - id: odd\n    when: {delivered: false, days_since_delivery: 0..3}\n    then: human\n" TAIL
	    "  - id: end\n    when: {}\n    then: human\n" TAIL);
	assert_int_equal(n.errors, 1);
	assert_non_null(strstr(n.first_error, "can never hold"));
}

static void
fact_of_another_kind_of_action_never_holds(void **state)
{
	struct findings n =
	    check("  - id: odd\n    when: {address_country_changes: true}\n    then: human\n" TAIL
		  "  - id: end\n    when: {}\n    then: human\n" TAIL);

	(void)state;
	assert_int_equal(n.errors, 1);
	assert_non_null(strstr(n.first_error, "'odd' can never hold"));
}

/* The oracle: random small tables, every point of a small space tried; a row is dead exactly when
 * no point reaches it. */
static void
dead_rows_are_exactly_those_that_trying_every_case_finds(void **state)
{
	static const char *const tiers[] = { "standard", "plus", "vip" };
	struct random_stream r;
	int round, row, days, tier, late;

	(void)state;
	random_init(&r, 7, "policy");
	for (round = 0; round < 60; round++) {
		bool reached[7] = { false }, gap = false;
		size_t dead = 0;
		struct policy *p;
		struct policy_session *s;
		struct findings n = { 0 };
		struct str text;

		str_init(&text);
		for (row = 0; row < 7; row++) {
			int64_t low = (int64_t)random_below(&r, 4),
				late_low = (int64_t)random_below(&r, 4);

			str_addf(&text, "  - id: r%d\n    when: {", row);
			if (random_below(&r, 3) > 0)
				str_addf(&text, "days_since_order: %lld..%lld, ", (long long)low,
				    (long long)(low + (int64_t)random_below(&r, 4)));
			if (random_below(&r, 3) > 0)
				str_addf(&text, "days_late: '>= %lld', ", (long long)late_low);
			if (random_below(&r, 2) > 0)
				str_addf(&text, "tier: [%s, %s], ", tiers[random_below(&r, 3)],
				    tiers[random_below(&r, 3)]);
			str_add(&text, "hour: '>= 0'}\n    then: human\n" TAIL);
		}
		p = load(text.data);
		assert_int_equal(policy_session_new(p, &s, &why), ERR_OK);
		for (days = 0; days < 9; days++)
			for (late = 0; late < 6; late++)
				for (tier = 0; tier < 3; tier++) {
					struct arena *a = arena_new();
					struct value *f = value_map(a);
					struct verdict v;

					value_set_int(f, "days_since_order", days);
					value_set_int(f, "days_late", late);
					value_set_text(f, "tier", tiers[tier]);
					value_set_int(f, "hour", 0);
					assert_int_equal(
					    policy_decide(s, ACTION_REFUND, f, NOW, &v, NULL, &why),
					    ERR_OK);
					if (v.rule[0] == '\0')
						gap = true;
					else
						reached[v.rule[1] - '0'] = true;
					arena_free(&a);
				}
		for (row = 0; row < 7; row++)
			dead += !reached[row];
		assert_int_equal(policy_check(p, note, &n, &why), ERR_OK);
		assert_int_equal(n.errors, dead);
		assert_int_equal(n.warnings, gap);
		policy_session_free(&s);
		policy_free(&p);
		str_clear(&text);
	}
}

static void
hash_changes_with_any_byte_and_names_versions(void **state)
{
	struct policy *p = load(three_rows), *q;
	char *first = strdup(policy_hash(p));

	(void)state;
	assert_non_null(strstr(first, "refund 2026-10-01, sha256 "));
	assert_int_equal(policy_rule_count(p), 3);
	assert_string_equal(policy_rule_id(p, 2), "large");
	assert_null(policy_rule_id(p, 3));
	write_table("refund.yaml", HEAD " []\n");
	assert_int_equal(policy_load(folder, "EUR", &q, &why), ERR_OK);
	assert_string_not_equal(policy_hash(q), first);
	policy_free(&q);
	policy_free(&p);
	free(first);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_row_whose_columns_hold_decides),
		cmocka_unit_test(absent_fact_makes_its_column_false),
		cmocka_unit_test(verdict_carries_reasons_offers_and_article),
		cmocka_unit_test(trace_says_of_each_row_why_it_failed),
		cmocka_unit_test(jq_runs_only_where_columns_leave_the_row_open),
		cmocka_unit_test(failing_jq_leaves_the_case_to_a_person),
		cmocka_unit_test(facts_that_policy_does_not_know_are_refused),
		cmocka_unit_test(amounts_are_compared_in_minor_units_of_the_currency),
		cmocka_unit_test(hostile_files_are_refused_with_their_place),
		cmocka_unit_test(row_shadowed_by_a_union_of_earlier_rows_is_an_error),
		cmocka_unit_test(row_behind_jq_is_not_called_unreachable),
		cmocka_unit_test(rows_that_meet_and_decide_differently_are_listed_as_information),
		cmocka_unit_test(gap_is_shown_by_an_example),
		cmocka_unit_test(delivered_and_days_since_delivery_go_together),
		cmocka_unit_test(fact_of_another_kind_of_action_never_holds),
		cmocka_unit_test(dead_rows_are_exactly_those_that_trying_every_case_finds),
		cmocka_unit_test(hash_changes_with_any_byte_and_names_versions),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("policy", tests, setup, teardown);
}
