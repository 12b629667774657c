/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drift, read from the traces of a store, on both backends.
 */
#include "../check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "floorwalker/base/file.h"
#include "floorwalker/desk/learn.h"

#define DAY DATE_DAY_MS
#define BEGIN (100 * DAY)

struct room {
	struct store *s;
	struct arena *a;
	struct errinfo e;
	char folder[64], path[96];
};

static int
open_room(void **state, bool file)
{
	struct room *f = mem_zero(1, sizeof *f);

	f->a = arena_new();
	strcpy(f->folder, "/tmp/floorwalker-drift-XXXXXX");
	if (file && mkdtemp(f->folder) == NULL)
		return -1;
	snprintf(f->path, sizeof f->path, file ? "%s/s.db" : "memory:", f->folder);
	check_ok(store_open(f->path, &(struct store_options){.create = true}, &f->s, &f->e), &f->e);
	*state = f;
	return 0;
}

static int open_memory(void **state) { return open_room(state, false); }
static int open_sqlite(void **state) { return open_room(state, true); }

static int
close_room(void **state)
{
	struct room *f = *state;
	char path[120];

	store_close(&f->s);
	for (int i = 0; i < 3 && strcmp(f->path, "memory:") != 0; i++) {
		snprintf(path, sizeof path, "%s%s", f->path, (const char *[]){"", "-wal", "-shm"}[i]);
		unlink(path);
	}
	if (strcmp(f->path, "memory:") != 0)
		rmdir(f->folder);
	arena_free(&f->a);
	mem_free(f);
	return 0;
}

static int64_t
add_conversation(struct room *f, int64_t at_ms)
{
	struct conversation c = {.channel = "web",
	    .contact = "",
	    .state = CONVERSATION_CLOSED,
	    .confidence = -1,
	    .opened_ms = at_ms,
	    .updated_ms = at_ms + DAY};

	check_ok(store_conversation_add(f->s, &c, &f->e), &f->e);
	return c.id;
}

static void
add_turn(struct room *f, int64_t conversation, int64_t at_ms, enum turn_state state,
    const char *text, const char *trace)
{
	struct message m = {.conversation_id = conversation,
	    .author = AUTHOR_SHOPPER,
	    .text = text,
	    .confidence = -1,
	    .created_ms = at_ms};
	struct turn t = {.conversation_id = conversation,
	    .state = state,
	    .trace = trace,
	    .created_ms = at_ms};

	check_ok(store_message_add(f->s, &m, &f->e), &f->e);
	t.up_to = m.number;
	check_ok(store_turn_add(f->s, &t, &f->e), &f->e);
}

static const char *
trace(struct room *f, const char *intent, double sure, double confidence, double outside)
{
	return arena_printf(f->a,
	    "{\"version\":1,\"understanding\":{\"intents\":[{\"intent\":\"%s\",\"probability\":%g}],\"out_of_scope\":%g},\"draft\":{\"confidence\":%g}}",
	    intent, sure, outside, confidence);
}

/* Forty conversations of two turns: stock of ten where is, the rest order_status. */
static void
fill(struct room *f, int64_t from_ms, int stock)
{
	check_ok(store_begin(f->s, &f->e), &f->e);
	for (int i = 0; i < 40; i++) {
		const char *intent = i % 10 < stock ? "stock" : "order_status";
		int64_t at = from_ms + i * 1000, c = add_conversation(f, at);

		add_turn(f, c, at, TURN_SENT, arena_printf(f->a, "%s %d", intent, i),
		    trace(f, intent, 0.95, 0.42, i == 7 ? 0.9 : 0.1));
		add_turn(f, c, at + 10, TURN_HANDED_OFF, "again", trace(f, intent, 1, 0.42, 0.1));
	}
	check_ok(store_commit(f->s, &f->e), &f->e);
}

static const struct drift_asked asked = {{DRIFT_SMOOTHING, 200, 1}, DRIFT_WATCH, DRIFT_ACT, 30, 2};

static const struct value *
drift(struct room *f, const struct drift_sample *now, const struct drift_sample *before)
{
	struct value *v;

	check_ok(desk_drift(f->s, f->a, now, before, &asked, &v, &f->e), &f->e);
	return v;
}

static struct drift_sample
sample_of(struct room *f, int64_t from_ms, int64_t until_ms)
{
	struct drift_sample s;

	check_ok(desk_drift_read(f->s, f->a, from_ms, until_ms, &s, &f->e), &f->e);
	return s;
}

static void
what_could_not_be_judged_is_counted_and_nothing_is_counted_twice(void **state)
{
	struct room *f = *state;
	struct drift_sample s;
	int64_t c, d, g;

	check_ok(store_begin(f->s, &f->e), &f->e);
	c = add_conversation(f, BEGIN);
	add_turn(f, c, BEGIN, TURN_SENT, "a", trace(f, "stock", 0.31, 0.99, 0.5));
	add_turn(f, c, BEGIN + 1, TURN_FAILED, "b", "");
	add_turn(f, c, BEGIN + 2, TURN_SENT, "c", "{\"announces\":[1]}");
	add_turn(f, c, BEGIN + 3, TURN_SUPERSEDED, "d", "{\"version\":1}");
	add_turn(f, c, BEGIN + 4, TURN_WAITING, "e", "");
	add_turn(f, c, BEGIN + DAY, TURN_SENT, "f", trace(f, "late", 0.5, 0.5, 0));
	d = add_conversation(f, BEGIN);
	add_turn(f, d, BEGIN + 5, TURN_SENT, "g", "not JSON");
	g = add_conversation(f, BEGIN - DAY);
	add_turn(f, g, BEGIN - 1, TURN_SENT, "h", trace(f, "early", 0.5, 0.5, 0));
	check_ok(store_commit(f->s, &f->e), &f->e);
	s = sample_of(f, BEGIN, BEGIN + DAY);
	assert_int_equal(s.count, 1);
	assert_int_equal(s.conversations, 2);
	assert_int_equal(s.judged, 1);
	assert_int_equal(s.without_trace, 3);
	assert_int_equal(s.nothing_said, 1);
	assert_int_equal(s.unfinished, 1);
	assert_int_equal(s.intent_count, 1);
	assert_string_equal(s.intents[0], "stock");
	assert_int_equal(s.turns[0].sure, 3);
	assert_int_equal(s.turns[0].confidence, 9);
	assert_int_equal(s.turns[0].outside, 1);
	s = sample_of(f, 0, BEGIN - DAY);
	assert_true(s.count == 0 && s.conversations == 0 && s.intent_count == 0);
}

static void
a_changed_mix_is_told_with_what_grew_and_an_unchanged_one_is_not(void **state)
{
	struct room *f = *state;
	struct drift_sample before, now;
	const struct value *v, *intents, *grown;

	fill(f, BEGIN, 2);
	fill(f, BEGIN + 10 * DAY, 8);
	before = sample_of(f, BEGIN, BEGIN + 10 * DAY);
	now = sample_of(f, BEGIN + 10 * DAY, BEGIN + 20 * DAY);
	v = drift(f, &now, &before);
	intents = value_path(v, "measures.0");
	/* (64.5 - 16.5) / 81 * ln(64.5 / 16.5), twice. */
	assert_true(fabs(value_get_real(intents, "index", 0) - 2 * 48.0 / 81 * log(64.5 / 16.5)) <
	    1e-9);
	assert_string_equal(value_get_text(intents, "worry"), "large");
	assert_true(value_get_real(intents, "low", 0) < value_get_real(intents, "index", 0));
	assert_int_equal(value_get_int(intents, "n", 0), 80);
	assert_int_equal(value_get_int(intents, "conversations", 0), 40);
	assert_int_equal(value_count(value_get(intents, "parts")), 2);
	grown = value_path(v, "examples.grown");
	assert_int_equal(value_count(grown), 1);
	assert_string_equal(value_get_text(value_at(grown, 0), "intent"), "stock");
	assert_int_equal(value_count(value_path(grown, "0.messages")), 2);
	assert_string_equal(
	    value_get_text(value_path(grown, "0.messages.1"), "text"), "stock 37");
	assert_int_equal(value_count(value_path(v, "examples.out_of_scope")), 1);
	assert_string_equal(
	    value_get_text(value_path(v, "examples.out_of_scope.0"), "text"), "stock 7");
	assert_string_equal(value_get_text(value_path(v, "measures.1"), "worry"), "none");
	v = drift(f, &now, &now);
	for (size_t i = 0; i < 4; i++) {
		const struct value *m = value_at(value_get(v, "measures"), i);

		assert_true(fabs(value_get_real(m, "index", 1)) < 1e-12);
		assert_string_equal(value_get_text(m, "worry"), "none");
	}
	assert_int_equal(value_count(value_path(v, "examples.grown")), 0);
}

static void
too_little_is_said_and_not_computed(void **state)
{
	struct room *f = *state;
	struct drift_sample none = sample_of(f, 0, BEGIN), some;
	const struct value *v;

	v = drift(f, &none, &none);
	for (size_t i = 0; i < 4; i++) {
		const struct value *m = value_at(value_get(v, "measures"), i);

		assert_null(value_get(m, "index"));
		assert_non_null(strstr(value_get_text(m, "missing"), "0 conversations"));
	}
	fill(f, BEGIN, 2);
	some = sample_of(f, BEGIN, BEGIN + DAY);
	v = drift(f, &some, &none);
	assert_non_null(
	    strstr(value_get_text(value_path(v, "measures.0"), "missing"), "reference"));
}

static struct value *
parse(struct room *f, const char *text)
{
	struct value *v;

	check_ok(value_parse_json(
		     f->a, "r.json", text, strlen(text), &value_limits_file, &v, &f->e),
	    &f->e);
	return v;
}

static void
a_saved_reference_gives_the_same_figures_and_a_broken_one_says_where(void **state)
{
	static const char *const broken[] = {"[]", "{}", "{\"version\":1,\"turns\":[]}",
	    "{\"version\":2,\"turns\":[]}",
	    "{\"version\":1,\"from_ms\":1,\"until_ms\":2,\"conversations\":1,\"intents\":[\"b\",\"a\"],\"turns\":[]}",
	    "{\"version\":1,\"from_ms\":1,\"until_ms\":2,\"conversations\":1,\"intents\":[\"a\"],\"turns\":[[220]]}",
	    "{\"version\":1,\"from_ms\":1,\"until_ms\":2,\"conversations\":1,\"intents\":[\"a\"],\"turns\":[[-1]]}",
	    "{\"version\":1,\"from_ms\":1,\"until_ms\":2,\"conversations\":1,\"intents\":[\"a\"],\"turns\":[[]]}",
	    "{\"version\":1,\"from_ms\":1,\"until_ms\":2,\"conversations\":0,\"intents\":[\"a\"],\"turns\":[[0]]}",
	    "{\"version\":1,\"from_ms\":3,\"until_ms\":2,\"conversations\":1,\"intents\":[\"a\"],\"turns\":[[0]]}",
	    "{\"version\":1,\"from_ms\":1,\"until_ms\":2,\"conversations\":1,\"intents\":[\"a\"],\"turns\":[[0]],\"text\":1}"};
	struct room *f = *state;
	struct drift_sample before, now, again;
	struct str text, one, two;

	fill(f, BEGIN, 2);
	fill(f, BEGIN + 10 * DAY, 5);
	before = sample_of(f, BEGIN, BEGIN + 10 * DAY);
	now = sample_of(f, BEGIN + 10 * DAY, BEGIN + 20 * DAY);
	str_init(&text);
	str_init(&one);
	str_init(&two);
	value_print(&text, drift_sample_to_value(f->a, &before));
	assert_null(strstr(text.data, "stock 1"));
	check_ok(drift_sample_from_value(f->a, parse(f, text.data), &again, &f->e), &f->e);
	value_print(&one, drift(f, &now, &before));
	value_print(&two, drift(f, &now, &again));
	assert_string_equal(one.data, two.data);
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		enum err r = drift_sample_from_value(f->a, parse(f, broken[i]), &again, &f->e);

		if (r != ERR_INPUT && r != ERR_UNSUPPORTED)
			fail_msg("%s was taken", broken[i]);
		assert_non_null(strstr(f->e.text, "r.json:1:"));
	}
	str_clear(&text);
	str_clear(&one);
	str_clear(&two);
}

int
main(void)
{
#define BOTH(f) \
	{"memory: " #f, f, open_memory, close_room, NULL}, {"sqlite: " #f, f, open_sqlite, close_room, NULL}
	const struct CMUnitTest tests[] = {
		BOTH(what_could_not_be_judged_is_counted_and_nothing_is_counted_twice),
		BOTH(a_changed_mix_is_told_with_what_grew_and_an_unchanged_one_is_not),
		BOTH(too_little_is_said_and_not_computed),
		BOTH(a_saved_reference_gives_the_same_figures_and_a_broken_one_says_where),
	};

	return RUN_TAP(tests);
}
