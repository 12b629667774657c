/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a release is held against: a baseline, a ledger of flakes, coverage, and lint for suites that prove
 * nothing. And conversations that happened, kept as suites: nothing personal is left in them, and they hold.
 */
#include "../check.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "fixture.h"
#include "floorwalker/base/file.h"
#include "floorwalker/replay/baseline.h"
#include "floorwalker/desk/confidence.h"
#include "floorwalker/desk/learn.h"
#include "floorwalker/desk/recording.h"

#define TWO "conversation: two\ntitle: x\nseverity: words\nturns:\n  - say: hello\n"
#define THREE "conversation: three\ntitle: x\nseverity: money\nturns:\n  - say: hello\n"

static struct value *
again(void)
{
	return value_copy(g.a, play());
}

static void
a_baseline_tells_better_worse_changed_words_new_and_gone(void **state)
{
	const struct value *c, *baseline;
	const char *reason;
	struct value *result;

	(void)state;
	clear_folder();
	put("one", HEAD OPENS "    expect: {intent: damaged_item}\n" REST);
	put("two", TWO "    expect: {intent: cancel_order}\n");
	put("three", THREE);
	baseline = replay_baseline_of(g.a, play());
	put("one", HEAD OPENS "    expect: {intent: cancel_order}\n" REST);
	put("two", TWO "    expect: {intent: greeting}\n");
	(void)unlink(file_join(g.a, g.folder, "three.yaml"));
	put("four", "conversation: four\ntitle: x\nturns:\n  - say: hello\n");
	result = again();
	replay_compare(g.a, baseline, result);
	c = value_get(result, "comparison");
	assert_string_equal(value_as_text(value_path(c, "better.0"), ""), "two");
	assert_string_equal(value_as_text(value_path(c, "worse.0"), ""), "one");
	assert_string_equal(value_as_text(value_path(c, "new.0"), ""), "four");
	assert_string_equal(value_as_text(value_path(c, "gone.0"), ""), "three");
	assert_int_equal(value_get_int(c, "kept", 0), 2);
	assert_float_equal(value_as_real(value_path(c, "mcnemar.p"), 0), 1, 1e-9);
	assert_int_equal(replay_gate(g.a, result, &(struct replay_gate){0}, &reason), REPLAY_FAILED);
	assert_non_null(strstr(reason, "1 conversation is worse"));
	assert_int_equal(replay_gate(g.a, result, &(struct replay_gate){.most_worse = 1}, &reason), REPLAY_HELD);
	assert_int_equal(replay_gate(g.a, result, &(struct replay_gate){.by_significance = true}, &reason), REPLAY_HELD);
}

static void
what_nobody_asked_about_is_told_apart_from_mere_words(void **state)
{
	struct replay_options o = {.runs = 1, .seed = 1, .threads = 1, .keep_briefs = true};
	struct value *result;
	const struct value *baseline, *c;

	(void)state;
	clear_folder();
	put("one", HEAD OPENS REST);
	baseline = replay_baseline_of(g.a, play_as(o));
	for (o.seed = 2; o.seed < 12; o.seed++) {	/* other wordings */
		result = value_copy(g.a, play_as(o));
		replay_compare(g.a, baseline, result);
		c = value_get(result, "comparison");
		assert_int_equal(value_count(value_get(c, "changed")), 0);
		if (value_count(value_get(c, "words")) > 0)
			break;
	}
	assert_true(o.seed < 12);
	put("one", HEAD "  - say: \"My tent arrived damaged, {order}\"\n" REST);	/* without proof */
	result = again();
	replay_compare(g.a, baseline, result);
	assert_string_equal(value_as_text(value_path(result, "comparison.changed.0.name"), ""), "one");
}

static void
money_never_passes_and_words_may(void **state)
{
	struct value *result;
	const struct value *baseline;
	const char *reason;

	(void)state;
	clear_folder();
	put("two", TWO);
	put("three", THREE "    expect: {intent: cancel_order}\n");
	baseline = replay_baseline_of(g.a, play());
	result = again();
	replay_compare(g.a, baseline, result);
	assert_int_equal(replay_gate(g.a, result, &(struct replay_gate){.most_worse = 9}, &reason), REPLAY_FAILED);
	assert_non_null(strstr(reason, "about money"));
	put("two", TWO "    expect: {reply: {contains: quite another thing}}\n");
	put("three", THREE);
	result = again();
	replay_compare(g.a, baseline, result);
	assert_int_equal(replay_gate(g.a, result, &(struct replay_gate){0}, &reason), REPLAY_HELD);
}

static void
the_ledger_tells_what_was_stable_and_now_is_not(void **state)
{
	const char *path = file_join(g.a, g.folder, "ledger.json");
	struct value *result = NULL;

	(void)state;
	clear_folder();
	put("two", TWO "    expect: {intent: greeting}\n");
	for (int i = 0; i < 3; i++) {
		result = again();
		check_ok(replay_ledger(g.a, path, result, &g.e), &g.e);
		assert_int_equal(value_count(value_path(result, "ledger.turned")), 0);
	}
	put("two", TWO "    expect: {intent: cancel_order}\n");
	result = again();
	check_ok(replay_ledger(g.a, path, result, &g.e), &g.e);
	assert_string_equal(value_as_text(value_path(result, "ledger.turned.0"), ""), "two");
	assert_int_equal(value_as_int(value_path(result, "ledger.flaky.0.held"), 0), 3);
	assert_int_equal(value_as_int(value_path(result, "ledger.flaky.0.of"), 0), 4);
	check_ok(replay_ledger(g.a, path, again(), &g.e), &g.e);
	check_ok(file_write(path, "[]", 2, 0644, &g.e), &g.e);
	assert_int_equal(replay_ledger(g.a, path, result, &g.e), ERR_INPUT);
	(void)unlink(path);
}

static void
coverage_names_what_is_not_touched(void **state)
{
	const struct value *c;
	bool found = false;

	(void)state;
	clear_folder();
	put("one", HEAD OPENS REST);
	c = value_get(play(), "coverage");
	assert_true(value_as_int(value_path(c, "rules.touched"), 0) >= 1);
	assert_true(value_as_int(value_path(c, "rules.of"), 0) > 100);
	for (size_t i = 0; i < value_count(value_path(c, "rules.missing")); i++) {
		const char *rule = value_as_text(value_at(value_path(c, "rules.missing"), i), "");

		assert_string_not_equal(rule, "refund-damaged-larger");
		found = found || strcmp(rule, "refund-damaged-small") == 0;
	}
	assert_true(found);
	assert_int_equal(value_as_int(value_path(c, "articles.touched"), 0), 1);
}

/* ---- lint */

static void
check_lint(const char *text, const char *kind, int64_t line)
{
	struct replay_options o = {.world = g.world, .understander = g.understander, .backend = "builtin", .seed = 1};
	struct replay_suite *s;
	struct value *findings = NULL;

	clear_folder();
	put("one", text);
	if (load(&s) != ERR_OK)
		fail_msg("%s", g.faults.data);
	o.suite = s;
	check_ok(replay_lint(&o, g.a, &findings, &g.e), &g.e);
	if (kind == NULL) {
		if (value_count(findings) != 0)
			fail_msg("%s", value_get_text(value_at(findings, 0), "what"));
	} else {
		assert_true(value_count(findings) >= 1);
		assert_string_equal(value_get_text(value_at(findings, 0), "kind"), kind);
		assert_int_equal(value_get_int(value_at(findings, 0), "line", 0), line);
	}
	replay_suite_free(&s);
}

static void
lint_finds_what_proves_nothing_and_what_nothing_could_pass(void **state)
{
	(void)state;
	check_lint(HEAD OPENS "    expect: {intent: damaged_item}\n", NULL, 0);
	check_lint(HEAD OPENS, "nothing", 1);
	check_lint(HEAD OPENS "    expect: {reply: {lacks: guarantee}, owner: ai}\n", "mute", 1);
	check_lint(HEAD OPENS "    expect: {intent: damaged_item, reply: {contains: refund, lacks: [exchange, Refund]}}\n", "contradiction", 6);
	check_lint(HEAD OPENS REST "end: {actions: [{kind: refund, state: done}], shop: unchanged}\n", "contradiction", 8);
	check_lint(HEAD "  - say: I want a human\n    expect: {outcome: handed_off}\n  - say: hello\n    expect: {outcome: sent, intent: greeting}\n",
	    "contradiction", 8);
	check_lint(HEAD OPENS "    expect: {intent: damaged_item}\n  - decide: approve\n", "undecided", 7);
	check_lint(HEAD OPENS "    expect: {intent: damaged_item}\n  - do: take\n    as: maeve\n  - say: hi\n    fails: true\n", "unasked", 10);
	check_lint(HEAD OPENS "    expect: {intent: damaged_item, rule: refund-damaged-smal}\n", "world", 6);
	check_lint(HEAD OPENS "    expect: {intent: damaged_item, cites: KB-nothing}\n", "world", 6);
	check_lint("conversation: one\ntitle: x\nwho: {order: TF-9}\nturns:\n  - say: \"{order}\"\n", "world", 3);
	check_lint(HEAD "  - say: hi\n    expect: {intent: greeting}\n  - do: take\n    as: nobody\nend: {orders: {TF-1: {status: x}}}\n", "world", 8);
	check_lint(HEAD "  - say: I will sue you\n    expect: {reason: guarded_topic, owner: queued}\n", NULL, 0);
}

/* ---- keeping */

static void
say(struct desk *d, int64_t *conversation_id, const char *text)
{
	struct incoming in = {.channel = "web", .contact = "somebody", .text = text, .text_size = strlen(text),
	    .conversation_id = *conversation_id};
	int64_t message;
	size_t pieces;

	check_ok(desk_ingest(d, &in, conversation_id, &message, &g.e), &g.e);
	check_ok(desk_work(d, 200, &pieces, &g.e), &g.e);
}

/* A desk of its own over the demo world. */
struct house {
	struct desk_shared shared;
	struct settings settings;
	struct clock *clock;
	struct desk *desk;
};

static void
open_house(struct house *h, bool unsure)
{
	static const uint8_t master[SEAL_KEY] = {1};
	struct store_options how = {.create = true};
	struct desk_options o = {.shared = &h->shared, .base = world_records(g.world), .worker = "t", .practice = true,
	    .simulated = true};

	*h = (struct house){.shared = {.world = g.world, .understander = g.understander, .keyring = keyring_new_from(master)}};
	h->settings = *world_settings(g.world);
	if (unsure)
		h->settings.gates.send_at = 1.01;
	h->shared.settings = &h->settings;
	o.clock = h->clock = clock_virtual_new(h->settings.as_of_ms);
	check_ok(store_open("memory:", &how, &o.take_store, &g.e), &g.e);
	check_ok(backend_open("builtin", &o.take_backend, &g.e), &g.e);
	check_ok(desk_new(&o, &h->desk, &g.e), &g.e);
}

static void
close_house(struct house *h)
{
	desk_free(&h->desk);
	clock_free(&h->clock);
	keyring_free(&h->shared.keyring);
}

static const char *
recorded(struct desk *d, int64_t id, size_t *turns)
{
	struct recording_options o = {.name = "kept", .tags = (const char *const[]){"real"}, .tag_count = 1};
	const char *text;
	struct str out;

	str_init(&out);
	check_ok(desk_recording(d, id, &o, &out, turns, &g.e), &g.e);
	text = arena_text_n(g.a, out.data, out.length);
	str_clear(&out);
	return text;
}

static void
what_happened_is_kept_without_persons_and_holds(void **state)
{
	struct recording_options o = {.name = "kept"};
	const struct value *result;
	const char *text;
	struct house h;
	struct str out;
	int64_t id = 0;
	size_t turns;

	(void)state;
	clear_folder();
	open_house(&h, false);
	say(h.desk, &id, "My tent arrived damaged, TF-100187, grace.okonjo@example.net");
	say(h.desk, &id, "A refund please");
	say(h.desk, &id, "yes");
	check_ok(desk_approve(h.desk, "una", 1, "", &(int64_t){0}, &g.e), &g.e);
	say(h.desk, &id, "Thanks! Grace Okonjo {brace}, or write to my friend: eve@example.com. My card was 4111 1111 1111 1111");
	text = recorded(h.desk, id, &turns);
	assert_int_equal(turns, 5);
	assert_null(strstr(text, "Grace"));
	assert_non_null(strstr(text, "{{brace}"));	/* else it would stand for something */
	assert_null(strstr(text, "Okonjo"));
	assert_null(strstr(text, "grace.okonjo"));
	assert_null(strstr(text, "eve@"));
	assert_null(strstr(text, "4111"));
	assert_non_null(strstr(text, "{email}"));
	assert_non_null(strstr(text, "decide: \"approve\""));
	assert_non_null(strstr(text, "tags: [\"real\"]"));
	put("kept", text);
	result = play();
	if (value_get_int(result, "held", 0) != 1) {
		str_init(&out);
		value_print(&out, value_path(result, "results.0.failures"));
		fail_msg("%s\n%s", text, out.data);
	}
	str_init(&out);
	assert_int_equal(desk_recording(h.desk, 99, &o, &out, &turns, &g.e), ERR_NOT_FOUND);
	str_clear(&out);
	close_house(&h);
}

static void
what_agents_corrected_is_expected(void **state)
{
	struct house h;
	const char *text;
	int64_t id = 0, correction;
	size_t turns;

	(void)state;
	open_house(&h, false);
	say(h.desk, &id, "My tent arrived damaged, TF-100187, grace.okonjo@example.net");
	check_ok(desk_correct(h.desk, "maeve", id, 0, "faulty_item", &correction, &g.e), &g.e);
	text = recorded(h.desk, id, &turns);
	assert_non_null(strstr(text, "intent: faulty_item"));
	assert_non_null(strstr(text, "verdicts:"));
	check_ok(desk_mark_wrong(h.desk, "maeve", id, 0, &g.e), &g.e);
	text = recorded(h.desk, id, &turns);
	assert_non_null(strstr(text, "intent: faulty_item"));
	assert_null(strstr(text, "verdicts:"));	/* what came of a wrong reply is no example */
	assert_null(strstr(text, "outcome:"));
	close_house(&h);
}

static void
another_reply_than_the_drafted_is_expected_of_the_ai(void **state)
{
	struct house h;
	const char *text;
	int64_t id = 0;
	size_t turns;

	(void)state;
	clear_folder();
	open_house(&h, true);
	say(h.desk, &id, "Where is my order TF-100187? grace.okonjo@example.net");
	check_ok(desk_take(h.desk, "maeve", id, &g.e), &g.e);
	check_ok(desk_reply(h.desk, "maeve", id, 0, "Dear Grace, TF-100187 is in parcel number 4711.", &g.e), &g.e);
	text = recorded(h.desk, id, &turns);
	assert_int_equal(turns, 1);
	assert_non_null(strstr(text, "outcome: sent"));
	assert_non_null(strstr(text, "means: \"Dear {given}, TF-100187 is in parcel number 4711.\""));
	assert_null(strstr(text, "end:"));	/* how it ended is no doing of the AI's */
	put("kept", text);
	assert_string_equal(value_as_text(value_path(play(), "results.0.failures.0.key"), ""), "means");
	close_house(&h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_baseline_tells_better_worse_changed_words_new_and_gone),
	    cmocka_unit_test(what_nobody_asked_about_is_told_apart_from_mere_words),
	    cmocka_unit_test(money_never_passes_and_words_may),
	    cmocka_unit_test(the_ledger_tells_what_was_stable_and_now_is_not),
	    cmocka_unit_test(coverage_names_what_is_not_touched),
	    cmocka_unit_test(lint_finds_what_proves_nothing_and_what_nothing_could_pass),
	    cmocka_unit_test(what_happened_is_kept_without_persons_and_holds),
	    cmocka_unit_test(what_agents_corrected_is_expected),
	    cmocka_unit_test(another_reply_than_the_drafted_is_expected_of_the_ai),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_all, close_all);
}
