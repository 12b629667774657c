/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The query language: what agents write, what it comes to, and what they are told where it can't be
 * read.
 */
#include "../check.h"

#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/model/query.h"

#define NOW INT64_C(1791983100000)	/* 2026-10-14T13:05:00Z */
#define MINUTE INT64_C(60000)

static struct queue queues[] = {{.id = "refunds", .name = "Refunds"}, {.id = "big-orders", .name = "Big orders"}};
static struct agent agents[] = {{.id = "maeve", .name = "Maeve Brennan"}, {.id = "ewa", .name = "Ewa Kaczmarek"}};
static const char *const intents[] = {"refund_request", "refund_status", "order_status"};
static struct settings settings = {.currency = "EUR", .queues = queues, .queue_count = 2, .agents = agents, .agent_count = 2};
static struct query_scope scope = {.settings = &settings, .agent = "maeve", .now_ms = NOW, .intents = intents, .intent_count = 3};
static struct arena *arena;

static struct query
parsed(const char *text)
{
	struct errinfo e = {0};
	struct query q;

	if (query_parse(arena, text, &scope, &q, &e) != ERR_OK)
		fail_msg("%s: %s", text, e.text);
	return q;
}

static const struct query_term *
one(const char *text)
{
	struct query q = parsed(text);

	if (q.count != 1)
		fail_msg("%s: %zu terms", text, q.count);
	return q.terms;
}

static void
refused(const char *text, enum err code, const char *says)
{
	struct errinfo e = {0};
	struct query q;
	enum err r = query_parse(arena, text, &scope, &q, &e);

	if (r != code || strstr(e.text, says) == NULL)
		fail_msg("%s: %s: %s", text, err_name(r), e.text);
	assert_int_equal(q.count, 0);
}

static void
words_phrases_and_fields_stand_side_by_side(void **state)
{
	struct query q = parsed("reason:policy amount:>50 \"size 38\" agent:me -closed sleev*");

	(void)state;
	assert_int_equal(q.count, 6);
	assert_int_equal(q.terms[0].field, QUERY_REASON);
	assert_int_equal(q.terms[0].bits, 1 << HANDOFF_POLICY);
	assert_int_equal(q.terms[1].field, QUERY_AMOUNT);
	assert_int_equal(q.terms[1].low, 5001);		/* minor units, more than */
	assert_int_equal(q.terms[2].field, QUERY_WORDS);
	assert_string_equal(q.terms[2].texts[0].text, "size 38");
	assert_int_equal(q.terms[2].column, 26);
	assert_string_equal(q.terms[3].texts[0].text, "maeve");
	assert_true(q.terms[4].negated);
	assert_int_equal(q.terms[4].field, QUERY_STATE);
	assert_int_equal(q.terms[4].bits, 1 << CONVERSATION_CLOSED);
	assert_string_equal(q.terms[5].texts[0].text, "sleev");
	assert_true(q.terms[5].texts[0].begins);
	assert_int_equal(parsed(" \t ").count, 0);
}

static void
names_that_an_agent_would_try_mean_the_same(void **state)
{
	static const struct { const char *text; enum query_field field; } tries[] = {
	    {"status:open", QUERY_STATE}, {"is:waiting", QUERY_STATE}, {"is:mine", QUERY_AGENT},
	    {"owner:ewa", QUERY_AGENT}, {"assignee:none", QUERY_AGENT}, {"agent:ai", QUERY_STATE},
	    {"agent:\"Maeve Brennan\"", QUERY_AGENT}, {"queue:\"big orders\"", QUERY_QUEUE},
	    {"QUEUE:Refunds", QUERY_QUEUE}, {"confidence:<60%", QUERY_CONFIDENCE}, {"conf<.6", QUERY_CONFIDENCE},
	    {"amount>50", QUERY_AMOUNT}, {"amount:10..20.50", QUERY_AMOUNT}, {"lang:DE", QUERY_LANGUAGE},
	    {"language:de,en", QUERY_LANGUAGE}, {"intent:refund*", QUERY_INTENT}, {"reason:human", QUERY_REASON},
	    {"reason:high-value", QUERY_REASON}, {"wait>10m", QUERY_WAITING}, {"sla:overdue", QUERY_DUE},
	    {"is:overdue", QUERY_DUE}, {"snoozed:yes", QUERY_SNOOZED}, {"is:snoozed", QUERY_SNOOZED},
	    {"label:vip", QUERY_TAG}, {"order:tf-1001", QUERY_ORDER}, {"customer:c-1001", QUERY_CUSTOMER},
	    {"id:C-17", QUERY_ID}, {"action:refund", QUERY_ACTION}, {"action:waiting", QUERY_ACTION},
	    {"from:Aoife", QUERY_SHOPPER}, {"-mine", QUERY_AGENT}, {"opened:<2h", QUERY_OPENED},
	    {"messages:>=3", QUERY_MESSAGES}, {"mood:<-0.5", QUERY_SENTIMENT},
	};

	(void)state;
	for (size_t i = 0; i < sizeof tries / sizeof *tries; i++)
		if (one(tries[i].text)->field != tries[i].field)
			fail_msg("%s", tries[i].text);
	assert_string_equal(one("customer:c-1001")->texts[0].text, "C-1001");
	assert_string_equal(one("lang:DE")->texts[0].text, "de");
	assert_int_equal(one("state:queued,ai")->bits, 1 << CONVERSATION_QUEUED | 1 << CONVERSATION_AI);
	assert_int_equal(one("action:refund")->bits, INT64_C(1) << (QUERY_KINDS + ACTION_REFUND));
}

static void
comparisons_become_ranges(void **state)
{
	const struct query_term *t = one("amount:<=19.90");
	struct conversation c = {.confidence = -1};
	bool known;

	(void)state;
	assert_int_equal(t->high, 1990);
	assert_int_equal(one("amount:10..20.50")->low, 1000);
	assert_int_equal(one("amount:10..20.50")->high, 2050);
	t = one("waiting:>10m");
	assert_int_equal(t->high, NOW - 10 * MINUTE - 1);
	assert_int_equal(t->low, 1);			/* who doesn't wait doesn't wait long */
	t = one("waiting:<10m");
	assert_int_equal(t->low, NOW - 10 * MINUTE + 1);
	t = one("due:<5m");
	assert_int_equal(t->high, NOW + 5 * MINUTE - 1);
	assert_int_equal(t->low, 1);
	assert_false(query_term_holds(one("conf:<.6"), &c, &known));	/* none is not little */
	c.confidence = 0.6;
	assert_false(query_term_holds(one("conf:<.6"), &c, &known));
	assert_true(query_term_holds(one("conf:<=.6"), &c, &known));
	assert_true(query_term_holds(one("conf:60%"), &c, &known));
}

static void
days_are_the_shops(void **state)
{
	struct errinfo e = {0};

	(void)state;
	check_ok(zone_open("UTC", &settings.zone, &e), &e);
	assert_int_equal(one("opened:>2026-10-13")->low, INT64_C(1791936000000));	/* from the day after */
	assert_int_equal(one("opened:>=2026-10-13")->low, INT64_C(1791849600000));
	assert_int_equal(one("opened:<2026-10-13")->high, INT64_C(1791849600000) - 1);
	assert_int_equal(one("opened:today")->low, INT64_C(1791936000000));
	assert_int_equal(one("opened:yesterday")->high, INT64_C(1791936000000) - 1);
	assert_int_equal(one("opened:2026-10-31")->high, INT64_C(1793491200000) - 1);	/* a month's end */
	assert_int_equal(one("opened:2026-10-13..2026-10-14")->high, INT64_C(1792022400000) - 1);
	zone_free(&settings.zone);
}

static void
what_is_not_known_is_told_with_its_column_and_what_is_near(void **state)
{
	char many[QUERY_BYTES + 10], terms[400] = "";

	(void)state;
	refused("parcel resaon:policy", ERR_INPUT, "column 8: there is no field \"resaon\"; did you mean reason?");
	refused("queue:refnds", ERR_INPUT, "column 7: there is no queue \"refnds\"; did you mean refunds?");
	refused("agent:evva", ERR_INPUT, "there is no agent \"evva\"; did you mean ewa?");
	refused("state:zzzzzz", ERR_INPUT, "there are ai, queued");
	refused("intent:fishing", ERR_INPUT, "there is no intent");
	refused("amount:many", ERR_INPUT, "amount can't be \"many\"; write it like 50");
	refused("amount:>1.999", ERR_INPUT, "amount can't be");
	refused("conf:7", ERR_INPUT, "lies between 0 and 1");
	refused("queue:>refunds", ERR_INPUT, "has no order");
	refused("opened:soonish", ERR_INPUT, "opened can't be");
	refused("reason:", ERR_INPUT, "a value must follow");
	refused("ä ö resaon:x", ERR_INPUT, "column 5");	/* characters, not bytes */
	memset(many, 'x', sizeof many);
	many[sizeof many - 1] = '\0';
	refused(many, ERR_LIMIT, "at most 400 bytes");
	for (int i = 0; i < 33; i++)
		strcat(terms, "a ");
	refused(terms, ERR_LIMIT, "at most 32 terms");
	refused("tag:a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q", ERR_LIMIT, "at most 16");
	refused("\xff", ERR_INPUT, "UTF-8");
}

static void
collect(void *context, const char *word)
{
	struct str *out = context;

	str_addf(out, "%s ", word);
}

static void
tab_offers_fields_and_their_values(void **state)
{
	struct str out;

	(void)state;
	str_init(&out);
	query_complete(&scope, "re", collect, &out);
	assert_string_equal(out.data, "reason: ");
	str_reset(&out);
	query_complete(&scope, "-queue:", collect, &out);
	assert_string_equal(out.data, "-queue:refunds -queue:big-orders ");
	str_reset(&out);
	query_complete(&scope, "agent:m", collect, &out);
	assert_string_equal(out.data, "agent:me agent:maeve ");
	str_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words_phrases_and_fields_stand_side_by_side),
	    cmocka_unit_test(names_that_an_agent_would_try_mean_the_same),
	    cmocka_unit_test(comparisons_become_ranges),
	    cmocka_unit_test(days_are_the_shops),
	    cmocka_unit_test(what_is_not_known_is_told_with_its_column_and_what_is_near),
	    cmocka_unit_test(tab_offers_fields_and_their_values),
	};
	int failed;

	arena = arena_new();
	failed = RUN_TAP(tests);
	arena_free(&arena);
	return failed;
}
