/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each format as it is written by others: what is read of it, what is told to be lost, and what
 * is refused where.
 */
#include "../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/replay/transcript.h"

struct sample {
	struct arena *a;
	struct transcripts t;
};

static void
read_sample(struct sample *s, enum transcript_format f, const char *name)
{
	const char *top = getenv("srcdir");
	struct errinfo e = {0};
	struct str bytes;
	const char *path;

	s->a = arena_new();
	str_init(&bytes);
	path = file_join(
	    s->a, file_join(s->a, top != NULL ? top : ".", "tests/replay/transcripts"), name);
	check_ok(file_read(path, TRANSCRIPT_BYTES_MOST, &bytes, &e), &e);
	check_ok(transcripts_read(f, s->a, path, bytes.data, bytes.length, &s->t, &e), &e);
	str_clear(&bytes);
}

static void
check_turn(
    const struct sample *s, size_t which, size_t turn, enum transcript_role role, const char *text)
{
	assert_true(which < s->t.count && turn < s->t.items[which].count);
	assert_string_equal(s->t.items[which].turns[turn].text, text);
	assert_int_equal(s->t.items[which].turns[turn].role, role);
}

/* How often something was lost. */
static size_t
lost(const struct sample *s, const char *what)
{
	size_t n = 0;

	for (size_t i = 0; i < s->t.loss_count; i++)
		n += text_is(s->t.losses[i].what, what);
	return n;
}

static void
chat_lines_are_read_with_what_they_cannot_carry(void **state)
{
	struct sample s;

	(void)state;
	read_sample(&s, TRANSCRIPT_OPENAI, "chats.jsonl");
	assert_int_equal(s.t.count, 3);
	assert_string_equal(s.t.items[0].id, "1");
	assert_string_equal(s.t.items[1].id, "tents");
	assert_int_equal(s.t.items[1].line, 3);
	assert_int_equal(s.t.items[0].count, 3);
	check_turn(&s, 0, 0, TRANSCRIPT_SYSTEM, "You answer for a shop of outdoor goods.");
	check_turn(&s, 0, 2, TRANSCRIPT_AI, "It is on its way.");
	check_turn(&s, 1, 1, TRANSCRIPT_SHOPPER, "Is this tent in stock?");
	check_turn(&s, 1, 2, TRANSCRIPT_AI, "Yes:\nfour are left.");
	check_turn(&s, 1, 3, TRANSCRIPT_SHOPPER,
	    "Write {order} as {{it}} stands: \"C:\\tmp\"\nand a second line");
	check_turn(&s, 1, 4, TRANSCRIPT_AGENT, "I have taken over, this is a person.");
	assert_int_equal(s.t.items[1].count, 5);
	assert_int_equal(lost(&s, "tool call lookup_order"), 1);
	assert_int_equal(lost(&s, "tool call close"), 1);
	assert_int_equal(lost(&s, "answer of a tool"), 1);
	assert_int_equal(lost(&s, "of a message: weight"), 2);
	assert_int_equal(lost(&s, "of a line: tools"), 1);
	assert_int_equal(lost(&s, "of a line: parallel_tool_calls"), 1);
	assert_int_equal(lost(&s, "part of a message: image_url"), 1);
	assert_int_equal(lost(&s, "name of who speaks"), 1);
	assert_int_equal(lost(&s, "that a message is a developer's, not the system's"), 1);
	assert_int_equal(s.t.loss_count, 10);
	arena_free(&s.a);
}

static void
rows_are_read_by_the_names_of_their_columns(void **state)
{
	struct sample s;

	(void)state;
	read_sample(&s, TRANSCRIPT_CSV, "turns.csv");
	assert_int_equal(s.t.count, 2);
	assert_string_equal(s.t.items[0].title, "A greeting, and more");
	assert_int_equal(s.t.items[0].count, 4);
	check_turn(&s, 0, 0, TRANSCRIPT_SHOPPER, "Hello");
	assert_string_equal(s.t.items[0].turns[0].intent, "small_talk");
	assert_int_equal(s.t.items[0].turns[0].at_ms, 1791968400000);
	assert_int_equal(s.t.items[0].turns[1].contain_count, 2);
	assert_string_equal(s.t.items[0].turns[1].contains[1], "help");
	check_turn(&s, 0, 2, TRANSCRIPT_SHOPPER, "=1+1");
	check_turn(&s, 0, 3, TRANSCRIPT_AI, "");
	assert_string_equal(s.t.items[0].turns[3].contains[0], "refund");
	check_turn(&s, 1, 0, TRANSCRIPT_SHOPPER, "Where is \"it\"?\nIt is late.");
	assert_int_equal(s.t.items[1].turns[0].at_ms, 1791968400250);
	check_turn(&s, 1, 1, TRANSCRIPT_AGENT, "I look it up, one moment");
	check_turn(&s, 1, 2, TRANSCRIPT_SYSTEM, "The chat was closed");
	assert_int_equal(lost(&s, "column mood"), 1);
	assert_int_equal(lost(&s, "turn without words"), 1);
	assert_int_equal(s.t.loss_count, 2);
	arena_free(&s.a);
}

static void
stories_and_rules_are_unwrapped(void **state)
{
	struct sample s;

	(void)state;
	read_sample(&s, TRANSCRIPT_RASA, "stories.yml");
	assert_int_equal(s.t.count, 3);
	assert_string_equal(s.t.items[0].title, "a lost parcel, told in words");
	check_turn(&s, 0, 0, TRANSCRIPT_SHOPPER, "hello");
	assert_string_equal(s.t.items[0].turns[0].intent, "greet");
	check_turn(&s, 0, 1, TRANSCRIPT_AI, "Hello! What can I do for you?");
	check_turn(&s, 0, 2, TRANSCRIPT_SHOPPER, "my order TF-100189 to Galway is [late]");
	check_turn(&s, 0, 3, TRANSCRIPT_AI, "It is on its way.");
	assert_int_equal(s.t.items[0].turns[3].contain_count, 0); /* a story asserts nothing */
	assert_int_equal(s.t.items[0].count, 4);
	assert_int_equal(s.t.items[1].count, 0);
	assert_int_equal(s.t.items[2].count, 2);
	assert_int_equal(lost(&s, "story: metadata"), 1);
	assert_int_equal(lost(&s, "entity order_number"), 1);
	assert_int_equal(lost(&s, "entity city"), 1);
	assert_int_equal(lost(&s, "entity name"), 1);
	assert_int_equal(lost(&s, "other wordings of utter_greet"), 2);
	assert_int_equal(lost(&s, "of an answer: buttons"), 2);
	assert_int_equal(lost(&s, "slot was set: city"), 1);
	assert_int_equal(lost(&s, "slot was set: order_number"), 1);
	assert_int_equal(lost(&s, "action action_look_up"), 1);
	assert_int_equal(lost(&s, "checkpoint told"), 1);
	assert_int_equal(lost(&s, "intent without words: greet"), 1);
	assert_int_equal(lost(&s, "intent without words: affirm"), 1);
	assert_int_equal(lost(&s, "another way of an 'or'"), 1);
	assert_int_equal(lost(&s, "answer whose words are elsewhere: utter_unknown"), 1);
	assert_int_equal(lost(&s, "active_loop null"), 1);
	assert_int_equal(s.t.loss_count, 17);
	arena_free(&s.a);
}

static void
end_to_end_tests_assert_what_the_bot_says(void **state)
{
	struct sample s;

	(void)state;
	read_sample(&s, TRANSCRIPT_RASA, "e2e.yml");
	assert_int_equal(s.t.count, 1);
	check_turn(&s, 0, 0, TRANSCRIPT_SHOPPER, "I want to return the jacket");
	check_turn(&s, 0, 1, TRANSCRIPT_AI, "Which order is it?");
	assert_int_equal(s.t.items[0].turns[1].contain_count, 1);
	assert_string_equal(s.t.items[0].turns[1].contains[0], "Which order is it?");
	check_turn(&s, 0, 2, TRANSCRIPT_SHOPPER, "yes");
	check_turn(&s, 0, 3, TRANSCRIPT_AI, "Done.");
	assert_int_equal(s.t.items[0].count, 4);
	assert_int_equal(lost(&s, "of the file: fixtures"), 1);
	assert_int_equal(lost(&s, "test_case: fixtures"), 1);
	assert_int_equal(lost(&s, "entity product"), 1);
	assert_int_equal(lost(&s, "assertion that an answer is utter_ask_order"), 1);
	assert_int_equal(lost(&s, "answer whose words are elsewhere: utter_ask_order"), 1);
	assert_int_equal(lost(&s, "slot was set: want"), 1);
	assert_int_equal(lost(&s, "slot was not set: order"), 1);
	assert_int_equal(lost(&s, "intent without words: cancel"), 1);
	assert_int_equal(lost(&s, "of the bot's step: assertions"), 1);
	assert_int_equal(s.t.loss_count, 9);
	arena_free(&s.a);
}

static void
convos_give_turns_and_what_they_assert(void **state)
{
	struct sample s;
	const struct transcript_turn *t;

	(void)state;
	read_sample(&s, TRANSCRIPT_BOTIUM, "refund.convo.txt");
	assert_int_equal(s.t.count, 1);
	assert_string_equal(s.t.items[0].id, "refund");
	assert_string_equal(s.t.items[0].title, "TC01 - Refund of what came broken");
	t = s.t.items[0].turns;
	assert_int_equal(s.t.items[0].count, 7);
	check_turn(&s, 0, 0, TRANSCRIPT_SHOPPER, "hello there");
	assert_string_equal(t[0].intent, "small_talk");
	check_turn(&s, 0, 1, TRANSCRIPT_AI, "Hello! What can I do for you?");
	assert_int_equal(t[1].contain_count, 1);
	assert_int_equal(t[1].lack_count, 1);
	assert_string_equal(t[1].lacks[0], "we are closed");
	check_turn(&s, 0, 2, TRANSCRIPT_AI, "You can also call us.");
	check_turn(&s, 0, 3, TRANSCRIPT_SHOPPER, "MY CUP CAME BROKEN");	/* shouted, no asserter */
	check_turn(&s, 0, 4, TRANSCRIPT_AI, "");
	assert_int_equal(t[4].contain_count, 2);
	assert_string_equal(t[4].contains[0], "refund");
	assert_string_equal(t[4].lacks[0], "denied");
	check_turn(&s, 0, 5, TRANSCRIPT_SHOPPER, "I am $name, order TF-100189");
	assert_int_equal(t[6].contain_count, 0);
	assert_int_equal(lost(&s, "description"), 1);
	assert_int_equal(lost(&s, "section #begin"), 1);
	assert_int_equal(lost(&s, "line of another section"), 1);
	assert_int_equal(lost(&s, "other ways of (a|b)"), 1);
	assert_int_equal(lost(&s, "BUTTONS"), 1);
	assert_int_equal(lost(&s, "list of utterances UTT_PLEASE"), 1);
	assert_int_equal(lost(&s, "INTENT_CONFIDENCE"), 1);
	assert_int_equal(lost(&s, "JSON_PATH"), 1);
	assert_int_equal(lost(&s, "scripting memory"), 2);
	assert_int_equal(lost(&s, "assertion of what varies"), 1);
	assert_int_equal(s.t.loss_count, 11);
	arena_free(&s.a);
}

static void
messages_of_an_inbox_are_put_into_their_order(void **state)
{
	struct sample s;

	(void)state;
	read_sample(&s, TRANSCRIPT_CHATWOOT, "messages.json");
	assert_int_equal(s.t.count, 1);
	assert_string_equal(s.t.items[0].id, "31");
	assert_int_equal(s.t.items[0].count, 4);
	check_turn(
	    &s, 0, 0, TRANSCRIPT_SHOPPER, "Hello, this is Brigid Quilty. Where is my order?");
	assert_int_equal(s.t.items[0].turns[0].at_ms, 1790000000000);
	check_turn(&s, 0, 1, TRANSCRIPT_AI, "It left our warehouse yesterday.");
	check_turn(&s, 0, 2, TRANSCRIPT_AGENT, "I am sorry: we send another.");
	check_turn(&s, 0, 3, TRANSCRIPT_SYSTEM, "Please rate the conversation");
	assert_int_equal(s.t.items[0].name_count, 1);
	assert_int_equal(lost(&s, "activity"), 1);
	assert_int_equal(lost(&s, "private note"), 1);
	assert_int_equal(lost(&s, "attachment: image"), 1);
	assert_int_equal(lost(&s, "turn without words"), 1);
	assert_int_equal(lost(&s, "content attribute in_reply_to"), 1);
	assert_int_equal(lost(&s, "content attribute display_type"), 1);
	assert_int_equal(lost(&s, "content type input_csat"), 1);
	assert_int_equal(lost(&s, "of an answer: meta"), 1);
	assert_int_equal(lost(&s, "name of who speaks"), 4);
	assert_int_equal(s.t.loss_count, 12);
	arena_free(&s.a);
	read_sample(&s, TRANSCRIPT_CHATWOOT, "list.json");
	assert_int_equal(s.t.count, 2);
	assert_int_equal(s.t.items[0].count, 2);	/* the later page's message is its */
	check_turn(&s, 0, 1, TRANSCRIPT_AGENT, "We do.");
	check_turn(&s, 1, 0, TRANSCRIPT_SHOPPER, "Hi");
	assert_int_equal(lost(&s, "of a conversation: status"), 2);
	arena_free(&s.a);
}

static void
rated_dialogues_are_read_without_their_ratings(void **state)
{
	struct sample s;

	(void)state;
	read_sample(&s, TRANSCRIPT_USS, "rated.txt");
	assert_int_equal(s.t.count, 2);
	assert_int_equal(s.t.items[0].count, 2);
	check_turn(&s, 0, 0, TRANSCRIPT_SHOPPER, "I need a cheap room");
	assert_string_equal(s.t.items[0].turns[0].intent, "Hotel-Inform");
	check_turn(&s, 0, 1, TRANSCRIPT_AI, "Here is one.");
	check_turn(&s, 1, 1, TRANSCRIPT_SHOPPER, "Yes, call me on +353 86 123 4567");
	assert_int_equal(lost(&s, "rating of a turn"), 2);
	assert_int_equal(lost(&s, "rating of a dialogue"), 1);
	assert_int_equal(lost(&s, "what raters said"), 1);
	arena_free(&s.a);
}

static void
conversations_with_actions_are_read_as_their_people_wrote_them(void **state)
{
	struct sample s;

	(void)state;
	read_sample(&s, TRANSCRIPT_ABCD, "convos.json");
	assert_int_equal(s.t.count, 2);
	assert_string_equal(s.t.items[0].id, "77");
	assert_string_equal(s.t.items[0].title, "product_defect: return_size");
	assert_int_equal(s.t.items[0].count, 3);
	check_turn(&s, 0, 0, TRANSCRIPT_AGENT, "Hi!");
	check_turn(&s, 0, 1, TRANSCRIPT_SHOPPER,
	    "Hello, Mona Lisbon here, 75227, and it is too small");
	assert_string_equal(s.t.items[0].turns[1].intent, "return_size");
	check_turn(&s, 1, 0, TRANSCRIPT_SHOPPER, "when does it end?");
	assert_int_equal(lost(&s, "action pull-up-account"), 1);
	assert_int_equal(lost(&s, "scenario: personal"), 1);
	assert_int_equal(lost(&s, "scenario: order"), 1);
	assert_int_equal(lost(&s, "delexicalised words, targets and candidates"), 1);
	assert_int_equal(lost(&s, "targets and candidates"), 1);
	arena_free(&s.a);
}

/* ---- what is refused */

static void
faults_name_the_place_and_what_to_do(void **state)
{
	static const struct {
		enum transcript_format format;
		const char *text, *says;
	} rows[] = {
	    {TRANSCRIPT_OPENAI, "{\"messages\": []}\n\n{\"messages\": [}", "f:3:15: "},
	    {TRANSCRIPT_OPENAI, "{\"prompt\": \"x\"}",
		"f:1:1: a line is a map with a list \"messages\""},
	    {TRANSCRIPT_OPENAI, "{\"messages\": [{\"role\": \"narrator\", \"content\": \"x\"}]}",
		"f:1:24: the role \"narrator\""},
	    {TRANSCRIPT_OPENAI, "{\"messages\": [{\"role\": \"user\", \"content\": 7}]}",
		"f:1:43: \"content\" is a text"},
	    {TRANSCRIPT_OPENAI, "{\"messages\": [7]}", "f:1:15: a message is a map"},
	    {TRANSCRIPT_CSV, "conversation,text\na,b\n", "f:1: there is no column 'role'"},
	    {TRANSCRIPT_CSV, "conversation,role,text\na,user,\"b\n", "f:2:"},
	    {TRANSCRIPT_CSV, "conversation,role,text\na,user,b\na,nobody,b\n", "f:3: 'role' is"},
	    {TRANSCRIPT_CSV, "conversation,role,text,at\na,user,b,yesterday\n",
		"f:2: 'at' is an instant"},
	    {TRANSCRIPT_CSV, "conversation,role,text,at\na,user,b,2026-10-14\n",
		"f:2: 'at' is an instant"},
	    {TRANSCRIPT_RASA, "nlu:\n- intent: x\n", "f:1: this has no 'stories'"},
	    {TRANSCRIPT_RASA, "stories:\n- story: x\n  steps: 7\n", "f:3:10: 'steps' is a list"},
	    {TRANSCRIPT_RASA, "stories:\n- steps: []\n", "f:2:3: this begins with 'story: NAME'"},
	    {TRANSCRIPT_RASA, "stories:\n- story: x\n  steps:\n  - hello\n",
		"f:4:5: a step is a map"},
	    {TRANSCRIPT_RASA, "stories:\n- story: x\n  steps: &a\n  - user: hi\n",
		"f:3:10: anchors"},
	    {TRANSCRIPT_RASA, "a: 1\n---\nb: 2\n", "f:2:"},
	    {TRANSCRIPT_BOTIUM, "a name\nand no section\n", "f:2: this is no convo"},
	    {TRANSCRIPT_CHATWOOT, "{\"payload\": [{\"id\": 1}]}", "f:1:14: this is no answer"},
	    {TRANSCRIPT_CHATWOOT, "{\"payload\": [{\"message_type\": 9}]}",
		"f:1:14: a message has"},
	    {TRANSCRIPT_CHATWOOT, "{\"payload\": [{\"message_type\": 0, \"created_at\": -5}]}",
		"f:1:48: 'created_at'"},
	    {TRANSCRIPT_CHATWOOT, "{\"payload\": [{\"message_type\": 0, \"content\": {}}]}",
		"f:1:45: 'content'"},
	    {TRANSCRIPT_USS, "USER\thi\tX\t3\nGUEST\thi\tX\t3\n",
		"f:2: a line begins with USER or SYSTEM"},
	    {TRANSCRIPT_USS, "USER\thi\n", "f:1: a line has role"},
	    {TRANSCRIPT_USS, "USER\thi\tX\t3\ta\tb\n", "f:1: a line has four fields"},
	    {TRANSCRIPT_ABCD, "7", "f:1: this is a list of conversations"},
	    {TRANSCRIPT_ABCD, "{\"train\": {}}", "f:1:11: 'train' is a list"},
	    {TRANSCRIPT_ABCD, "[{\"convo_id\": 1}]", "f:1:2: a conversation has a list"},
	    {TRANSCRIPT_ABCD, "[{\"original\": [[\"cook\", \"hi\"]]}]",
		"f:1:16: a speaker is customer"},
	    {TRANSCRIPT_ABCD, "[{\"original\": [\"hi\"]}]", "f:1:16: a turn is"},
	};
	struct transcripts t;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena *a = arena_new();
		struct errinfo e = {0};
		enum err err = transcripts_read(
		    rows[i].format, a, "f", rows[i].text, strlen(rows[i].text), &t, &e);

		if (err != ERR_INPUT || strncmp(e.text, rows[i].says, strlen(rows[i].says)) != 0)
			fail_msg("%s: %s: %s (wanted %s)", rows[i].text, err_name(err), e.text,
			    rows[i].says);
		arena_free(&a);
	}
}

static void
zero_bytes_and_too_many_turns_are_refused(void **state)
{
	struct arena *a = arena_new();
	struct transcripts t;
	struct errinfo e = {0};
	struct str text;

	(void)state;
	assert_int_equal(
	    transcripts_read(TRANSCRIPT_USS, a, "f", "USER\n\0x", 7, &t, &e), ERR_INPUT);
	assert_string_equal(e.text, "f:2: a zero byte: this is no text (UTF-16? save it as UTF-8)");
	str_init(&text);
	for (int i = 0; i <= TRANSCRIPT_TURNS_MOST; i++)
		str_add(&text, "USER\thi\tX\t\n");
	assert_int_equal(
	    transcripts_read(TRANSCRIPT_USS, a, "f", text.data, text.length, &t, &e), ERR_LIMIT);
	assert_non_null(strstr(e.text, "f:2001: "));
	str_clear(&text);
	arena_free(&a);
}

static void
texts_are_made_safe_and_what_that_took_is_told(void **state)
{
	static const char line[] = "USER\t\x1b[31mred\x1b[0m and \xe2\x80\xaereversed\tX\t\n";
	struct sample s = {.a = arena_new()};
	struct errinfo e = {0};
	struct str text;

	(void)state;
	check_ok(transcripts_read(TRANSCRIPT_USS, s.a, "f", line, strlen(line), &s.t, &e), &e);
	check_turn(&s, 0, 0, TRANSCRIPT_SHOPPER, "red and reversed");
	assert_int_equal(lost(&s, "control characters"), 1);
	assert_int_equal(lost(&s, "invisible characters"), 1);
	str_init(&text);
	str_add(&text, "USER\t");
	for (int i = 0; i < 3000; i++)
		str_add(&text, "word ");
	str_add(&text, "\tX\t\n");
	check_ok(transcripts_read(TRANSCRIPT_USS, s.a, "f", text.data, text.length, &s.t, &e), &e);
	assert_true(strlen(s.t.items[0].turns[0].text) <= TRANSCRIPT_TEXT_MOST);
	assert_int_equal(lost(&s, "words past 8000 bytes of a turn"), 1);
	str_clear(&text);
	arena_free(&s.a);
}

static void
losses_are_grouped_with_their_first_places(void **state)
{
	struct sample s;
	const struct value *groups, *x = NULL;

	(void)state;
	read_sample(&s, TRANSCRIPT_OPENAI, "chats.jsonl");
	groups = transcripts_losses(s.a, &s.t);
	for (size_t i = 0; i < value_count(groups); i++)
		if (text_is(value_get_text(value_at(groups, i), "what"), "of a message: weight"))
			x = value_at(groups, i);
	assert_non_null(x);
	assert_int_equal(value_get_int(x, "count", 0), 2);
	assert_int_equal(value_get_int(x, "conversations", 0), 2);
	assert_string_equal(value_as_text(value_path(x, "first.id"), ""), "1");
	assert_string_equal(value_as_text(value_path(x, "first.file"), ""), "chats.jsonl");
	assert_int_equal(value_as_int(value_path(x, "first.line"), 0), 1);
	arena_free(&s.a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(chat_lines_are_read_with_what_they_cannot_carry),
	    cmocka_unit_test(rows_are_read_by_the_names_of_their_columns),
	    cmocka_unit_test(stories_and_rules_are_unwrapped),
	    cmocka_unit_test(end_to_end_tests_assert_what_the_bot_says),
	    cmocka_unit_test(convos_give_turns_and_what_they_assert),
	    cmocka_unit_test(messages_of_an_inbox_are_put_into_their_order),
	    cmocka_unit_test(rated_dialogues_are_read_without_their_ratings),
	    cmocka_unit_test(conversations_with_actions_are_read_as_their_people_wrote_them),
	    cmocka_unit_test(faults_name_the_place_and_what_to_do),
	    cmocka_unit_test(zero_bytes_and_too_many_turns_are_refused),
	    cmocka_unit_test(texts_are_made_safe_and_what_that_took_is_told),
	    cmocka_unit_test(losses_are_grouped_with_their_first_places),
	};

	return RUN_TAP(tests);
}
