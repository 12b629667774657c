/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a format into a suite and out again: the same turns. And that what is personal doesn't
 * come along.
 */
#include "../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "floorwalker/base/file.h"
#include "floorwalker/replay/replay.h"
#include "floorwalker/replay/transcript.h"
#include "floorwalker/store.h"
#include "floorwalker/world.h"

static struct world *world;
static char folder[] = "/tmp/transcript-XXXXXX";

static int
open_world(void **state)
{
	struct arena *a = arena_new();
	struct errinfo e = {0};
	const char *path = file_data(a, "scenarios/worlds/tarn-and-fell");
	enum err err = path == NULL ? ERR_NOT_FOUND : world_load(path, &world, &e);

	(void)state;
	arena_free(&a);
	if (err != ERR_OK)
		print_error("%s: %s\n", err_name(err), e.text);
	return err == ERR_OK && mkdtemp(folder) != NULL ? 0 : -1;
}

static int
close_world(void **state)
{
	(void)state;
	world_free(&world);
	return rmdir(folder);
}

static const char *
sample_path(struct arena *a, const char *name)
{
	const char *top = getenv("srcdir");

	return file_join(a, top != NULL ? top : ".", name);
}

static void
read_file(struct arena *a, enum transcript_format f, const char *path, struct transcripts *out)
{
	struct errinfo e = {0};
	struct str bytes;

	str_init(&bytes);
	check_ok(file_read(path, TRANSCRIPT_BYTES_MOST, &bytes, &e), &e);
	check_ok(transcripts_read(f, a, path, bytes.data, bytes.length, out, &e), &e);
	str_clear(&bytes);
}

static void
remove_suite(struct arena *a, const char *suite)
{
	const char **names;
	struct errinfo e = {0};
	size_t count;

	check_ok(file_list(a, suite, "", &names, &count, &e), &e);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(unlink(file_join(a, suite, names[i])), 0);
	assert_int_equal(rmdir(suite), 0);
}

static void
tell_fault(void *context, const char *fault)
{
	(void)context;
	print_error("%s\n", fault);
}

/* Into a suite, which must load without a fault, and back. */
static void
through_suite(struct arena *a, enum transcript_format f, bool keep, struct transcripts *t,
    struct transcripts *back, struct transcript_saved *saved)
{
	const struct transcript_saving how = {.format = f,
	    .prefix = "",
	    .keep_personal = keep,
	    .order_pattern = world_settings(world)->order_pattern};
	const char *suite = file_join(a, folder, "suite");
	struct replay_suite *s = NULL;
	struct errinfo e = {0};

	check_ok(transcripts_save(a, t, &how, suite, saved, &e), &e);
	check_ok(replay_suite_load(&suite, 1, world, tell_fault, NULL, &s, &e), &e);
	assert_int_equal(replay_suite_count(s), saved->conversations);
	transcripts_of_suite(a, s, false, back);
	replay_suite_free(&s);
	remove_suite(a, suite);
}

static void
check_words(const char *const *wanted, size_t count, const char *const *got, size_t got_count)
{
	assert_int_equal(got_count, count);
	for (size_t i = 0; i < count; i++)
		assert_string_equal(got[i], wanted[i]);
}

/* all: times, intents and assertions too; else only who said what. */
static void
check_same(const struct transcript *wanted, const struct transcript *got, bool all)
{
	size_t k = 0;

	for (size_t i = 0; i < wanted->count; i++) {
		const struct transcript_turn *x = &wanted->turns[i], *y = &got->turns[k];

		if (!all && x->text[0] == '\0')
			continue;
		assert_true(k < got->count);
		assert_int_equal(y->role, x->role);
		assert_string_equal(y->text, x->text);
		k++;
		if (!all)
			continue;
		assert_int_equal(y->at_ms, x->at_ms);
		assert_string_equal(y->intent, x->intent);
		check_words(x->contains, x->contain_count, y->contains, y->contain_count);
		check_words(x->lacks, x->lack_count, y->lacks, y->lack_count);
	}
	assert_int_equal(got->count, k);
}

static bool
speaks(const struct transcript *t)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->turns[i].role == TRANSCRIPT_SHOPPER)
			return true;
	return false;
}

static const struct transcript *
named(const struct transcripts *t, const char *id)
{
	for (size_t i = 0; i < t->count; i++)
		if (text_is(t->items[i].id, id))
			return &t->items[i];
	fail_msg("%s is gone", id);
	return NULL;
}

/* Written out and read again. */
static void
check_written(struct arena *a, enum transcript_format f, struct transcripts *t)
{
	struct transcripts again;
	struct errinfo e = {0};
	struct str out;
	size_t k = 0;

	str_init(&out);
	check_ok(transcripts_write(f, a, t, &out, &e), &e);
	check_ok(transcripts_read(f, a, "again", out.data, out.length, &again, &e), &e);
	assert_int_equal(again.loss_count, 0);
	for (size_t i = 0; i < t->count; i++)
		if (t->items[i].count > 0)
			check_same(&t->items[i], &again.items[k++], f == TRANSCRIPT_CSV);
	assert_int_equal(again.count, k);
	str_clear(&out);
}

static size_t
check_round(enum transcript_format f, const char *path)
{
	const struct transcript_saving how = {.format = f, .prefix = ""};
	struct arena *a = arena_new();
	struct transcripts t, back;
	struct transcript_saved saved;
	const char **names;
	size_t spoken = 0, turns = 0;

	read_file(a, f, path, &t);
	names = transcripts_names(a, &t, &how, NULL);
	through_suite(a, f, true, &t, &back, &saved);
	for (size_t i = 0; i < t.count; i++)
		if (speaks(&t.items[i])) {
			check_same(&t.items[i], named(&back, names[i]), true);
			spoken++;
			turns += t.items[i].count;
		}
	assert_int_equal(saved.conversations, spoken);
	assert_int_equal(saved.turns, turns);
	check_written(a, TRANSCRIPT_CSV, &back);
	check_written(a, TRANSCRIPT_OPENAI, &back);
	arena_free(&a);
	return spoken;
}

static void
each_sample_comes_back_as_it_was(void **state)
{
	static const struct {
		enum transcript_format format;
		const char *name;
		size_t spoken;
	} samples[] = {{TRANSCRIPT_OPENAI, "chats.jsonl", 2}, {TRANSCRIPT_CSV, "turns.csv", 2},
	    {TRANSCRIPT_RASA, "stories.yml", 2}, {TRANSCRIPT_RASA, "e2e.yml", 1},
	    {TRANSCRIPT_BOTIUM, "refund.convo.txt", 1}, {TRANSCRIPT_CHATWOOT, "messages.json", 1},
	    {TRANSCRIPT_CHATWOOT, "list.json", 2}, {TRANSCRIPT_USS, "rated.txt", 2},
	    {TRANSCRIPT_ABCD, "convos.json", 2}};

	(void)state;
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		struct arena *a = arena_new();
		const char *path =
		    sample_path(a, file_join(a, "tests/replay/transcripts", samples[i].name));

		assert_int_equal(check_round(samples[i].format, path), samples[i].spoken);
		arena_free(&a);
	}
}

static void
shared_dialogues_come_back_as_they_were(void **state)
{
	static const struct {
		enum transcript_format format;
		const char *name;
		size_t spoken;
	} sets[] = {{TRANSCRIPT_USS, "../shared/data/uss/CCPE.txt", 500},
	    {TRANSCRIPT_USS, "../shared/data/uss/MWOZ.txt", 1000},
	    {TRANSCRIPT_ABCD, "../shared/data/abcd/abcd_sample.json", 3}};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
		const char *path = sample_path(a, sets[i].name);

		if (!file_exists(path)) {
			print_message("# skipped: there is no %s\n", path);
			continue;
		}
		assert_int_equal(check_round(sets[i].format, path), sets[i].spoken);
	}
	arena_free(&a);
}

/* Saves a sample masked and returns all that is in its files. */
static void
saved_text(struct arena *a, enum transcript_format f, const char *name, struct str *out)
{
	const struct transcript_saving how = {.format = f, .prefix = "in"};
	const char *suite = file_join(a, folder, "suite"), **names;
	struct transcript_saved saved;
	struct transcripts t;
	struct errinfo e = {0};
	size_t count;

	read_file(a, f, sample_path(a, file_join(a, "tests/replay/transcripts", name)), &t);
	check_ok(transcripts_save(a, &t, &how, suite, &saved, &e), &e);
	check_ok(file_list(a, suite, ".yaml", &names, &count, &e), &e);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(strncmp(names[i], "in-", 3), 0);
		check_ok(file_read(file_join(a, suite, names[i]), 1 << 20, out, &e), &e);
	}
	remove_suite(a, suite);
}

static void
what_is_personal_is_masked(void **state)
{
	static const struct {
		enum transcript_format format;
		const char *name, *gone, *mark;
	} rows[] = {{TRANSCRIPT_OPENAI, "chats.jsonl", "mary.byrne@", "[email]"},
	    {TRANSCRIPT_CHATWOOT, "messages.json", "Quilty", "this is [name]"},
	    {TRANSCRIPT_USS, "rated.txt", "123 4567", "[phone]"},
	    {TRANSCRIPT_ABCD, "convos.json", "Lisbon", "[name]"},
	    {TRANSCRIPT_ABCD, "convos.json", "75227", "here, ["}};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena *a = arena_new();
		struct str text;

		str_init(&text);
		saved_text(a, rows[i].format, rows[i].name, &text);
		if (strstr(text.data, rows[i].gone) != NULL ||
		    strstr(text.data, rows[i].mark) == NULL)
			fail_msg("%s: %s", rows[i].name, text.data);
		str_clear(&text);
		arena_free(&a);
	}
}

/* A line of chat of one user's text, n times over. */
static void
long_chat(struct str *out, const char *text, size_t n)
{
	str_add(out, "{\"messages\": [");
	for (size_t i = 0; i < n; i++)
		str_addf(
		    out, "%s{\"role\": \"user\", \"content\": \"%s\"}", i > 0 ? ", " : "", text);
	str_add(out, "]}\n");
}

static void
what_a_suite_has_no_room_for_is_cut_and_told(void **state)
{
	struct arena *a = arena_new();
	struct transcripts t, back;
	struct transcript_saved saved;
	struct errinfo e = {0};
	struct str lines, braces;
	size_t cut = 0, late = 0;

	(void)state;
	str_init(&lines);
	str_init(&braces);
	for (int i = 0; i < 2600; i++)
		str_add(&braces, "{a}");
	long_chat(&lines, "hello", 203);
	long_chat(&lines, braces.data, 1);
	check_ok(transcripts_read(TRANSCRIPT_OPENAI, a, "f", lines.data, lines.length, &t, &e), &e);
	through_suite(a, TRANSCRIPT_OPENAI, true, &t, &back, &saved);
	assert_int_equal(saved.says, 201);
	for (size_t i = 0; i < t.loss_count; i++) {
		late += text_is(t.losses[i].what, "turns past the shopper's 200th");
		cut += text_is(t.losses[i].what, "words past 8000 bytes of a turn");
	}
	assert_int_equal(late, 3);
	assert_int_equal(cut, 1);
	assert_int_equal(strncmp(named(&back, "openai-2")->turns[0].text, "{a}{a}{a}", 9), 0);
	str_clear(&lines);
	str_clear(&braces);
	arena_free(&a);
}

static void
names_are_each_their_own(void **state)
{
	static const char text[] =
	    "conversation,role,text,title\nA b,user,x,\na-B,user,x,\na-b-2,user,x,\n7,user,x,\n"
	    "mary@example.com,user,x,\n\xc3\xa9,user,x,\n../up,user,x,\n";
	const struct transcript_saving how = {.format = TRANSCRIPT_CSV, .prefix = ""};
	struct arena *a = arena_new();
	struct transcripts t;
	struct errinfo e = {0};
	const char **names;

	(void)state;
	check_ok(transcripts_read(TRANSCRIPT_CSV, a, "f", text, strlen(text), &t, &e), &e);
	names = transcripts_names(a, &t, &how, NULL);
	assert_string_equal(names[0], "a-b");
	assert_string_equal(names[1], "a-b-2");
	assert_string_equal(names[2], "a-b-2-2");
	assert_string_equal(names[3], "csv-7");
	assert_string_equal(names[4], "mary-example-com");
	assert_string_equal(names[5], "conversation");
	assert_string_equal(names[6], "up");
	arena_free(&a);
}

static void
a_folder_is_made_whole_or_not_at_all(void **state)
{
	const struct transcript_saving how = {.format = TRANSCRIPT_CSV, .prefix = ""};
	static const char nobody[] = "conversation,role,text\na,ai,hello\n",
			  some[] = "conversation,role,text\na,user,hello\n";
	struct arena *a = arena_new();
	const char *suite = file_join(a, folder, "suite"), **names;
	struct transcript_saved saved;
	struct transcripts t;
	struct errinfo e = {0};
	size_t count;

	(void)state;
	check_ok(transcripts_read(TRANSCRIPT_CSV, a, "f", nobody, strlen(nobody), &t, &e), &e);
	assert_int_equal(transcripts_save(a, &t, &how, suite, &saved, &e), ERR_INPUT);
	check_ok(file_list(a, folder, "", &names, &count, &e), &e);
	assert_int_equal(count, 0);
	check_ok(transcripts_read(TRANSCRIPT_CSV, a, "f", some, strlen(some), &t, &e), &e);
	check_ok(transcripts_save(a, &t, &how, suite, &saved, &e), &e);
	assert_int_equal(transcripts_save(a, &t, &how, suite, &saved, &e), ERR_EXISTS);
	assert_non_null(strstr(e.text, "has files in it already"));
	remove_suite(a, suite);
	arena_free(&a);
}

static void
add_message(
    struct store *s, int64_t of, enum author author, enum delivery delivery, const char *text)
{
	struct message m = {.conversation_id = of,
	    .author = author,
	    .text = text,
	    .delivery = delivery,
	    .created_ms = 1791968400250};
	struct errinfo e = {0};

	check_ok(store_message_add(s, &m, &e), &e);
}

static void
a_store_gives_what_was_said_by_all(void **state)
{
	const struct store_options how = {.create = true};
	struct arena *a = arena_new();
	struct conversation c = {.channel = "web", .contact = "x", .language = "de"};
	struct turn turn = {.up_to = 1, .state = TURN_SENT, .intent = "order_status"};
	struct store *s;
	struct transcripts t;
	struct errinfo e = {0};

	(void)state;
	check_ok(store_open("memory:", &how, &s, &e), &e);
	check_ok(store_begin(s, &e), &e);
	check_ok(store_conversation_add(s, &c, &e), &e);
	add_message(s, c.id, AUTHOR_SHOPPER, DELIVERY_DELIVERED, "Where is it?");
	add_message(s, c.id, AUTHOR_AI, DELIVERY_WITHDRAWN, "I look.");
	add_message(s, c.id, AUTHOR_AI, DELIVERY_DELIVERED, "On its way.");
	add_message(s, c.id, AUTHOR_AGENT, DELIVERY_DELIVERED, "I am here.");
	add_message(s, c.id, AUTHOR_SYSTEM, DELIVERY_DELIVERED, "Closed.");
	turn.conversation_id = c.id;
	check_ok(store_turn_add(s, &turn, &e), &e);
	check_ok(store_commit(s, &e), &e);
	check_ok(transcripts_of_store(a, s, &c.id, 1, &t, &e), &e);
	assert_int_equal(t.count, 1);
	assert_string_equal(t.items[0].id, "C-1");
	assert_string_equal(t.items[0].language, "de");
	assert_int_equal(t.items[0].count, 4);
	assert_string_equal(t.items[0].turns[0].intent, "order_status");
	assert_int_equal(t.items[0].turns[0].at_ms, 1791968400250);
	assert_string_equal(t.items[0].turns[1].text, "On its way.");
	assert_string_equal(t.items[0].turns[1].intent, "");
	assert_int_equal(t.items[0].turns[2].role, TRANSCRIPT_AGENT);
	assert_int_equal(t.items[0].turns[3].role, TRANSCRIPT_SYSTEM);
	assert_int_equal(t.loss_count, 1);
	assert_string_equal(t.losses[0].what, "message that didn't reach the shopper (withdrawn)");
	check_written(a, TRANSCRIPT_CSV, &t);
	check_written(a, TRANSCRIPT_OPENAI, &t);
	store_close(&s);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_sample_comes_back_as_it_was),
	    cmocka_unit_test(shared_dialogues_come_back_as_they_were),
	    cmocka_unit_test(what_is_personal_is_masked),
	    cmocka_unit_test(what_a_suite_has_no_room_for_is_cut_and_told),
	    cmocka_unit_test(names_are_each_their_own),
	    cmocka_unit_test(a_store_gives_what_was_said_by_all),
	    cmocka_unit_test(a_folder_is_made_whole_or_not_at_all),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_world, close_world);
}
