/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/str.h"
#include "floorwalker/desk/view.h"
#include "floorwalker/text/text.h"
#include "floorwalker/tui/line.h"

#define CHANNEL "say"
#define LOOK_MS ((int64_t)20)
#define SHOWN_MAX 80			/* bytes of a name to show for the sender */
#define CONTACT_MAX 320

/* A conversation held from the shell. */
struct talk {
	struct desk *desk;
	const char *contact, *shown;
	int64_t conversation_id;	/* 0 until the first message */
	int64_t heard;			/* number of the last message printed or sent */
	int64_t timeout_ms;
};

/* What came back. */
struct answer {
	struct conversation conversation;
	struct message_list messages;	/* new ones */
	struct str text;		/* as the shopper reads it */
};

static enum err
is_settled(struct talk *t, struct arena *a, bool *out, struct errinfo *e)
{
	struct message_list list;
	struct turn turn;
	enum err err = store_turn_open(desk_store(t->desk), a, t->conversation_id, &turn, e);

	*out = false;
	if (err != ERR_NOT_FOUND)
		return err;
	if ((err = store_message_list(
		 desk_store(t->desk), a, t->conversation_id, t->heard, &list, e)) != ERR_OK)
		return err;
	for (size_t i = 0; i < list.count; i++)
		if (list.items[i].delivery == DELIVERY_PENDING)
			return ERR_OK;
	*out = true;
	return ERR_OK;
}

/* Runs what is due here, or waits for whoever runs it, until the conversation has its answer or an
 * owner who is a person. */
static enum err
wait_for_answer(struct talk *t, struct errinfo *e)
{
	int64_t until = clock_stopwatch_us() + t->timeout_ms * 1000;
	bool settled = false;

	while (!settled && !stop_is_asked()) {
		struct arena *a = arena_new();
		size_t pieces = 0;
		enum err err = desk_work(t->desk, 8, &pieces, e);

		if (err == ERR_OK || err == ERR_BUSY)
			err = is_settled(t, a, &settled, e);
		arena_free(&a);
		if (err != ERR_OK)
			return err;
		if (!settled && clock_stopwatch_us() > until)
			return err_set(e, ERR_TIMEOUT,
			    "C-%lld has no answer after %lld s; it may still come: floorwalker do show C-%lld",
			    (long long)t->conversation_id, (long long)(t->timeout_ms / 1000),
			    (long long)t->conversation_id);
		if (!settled && pieces == 0)
			stop_sleep(LOOK_MS);
	}
	return ERR_OK;
}

static enum err
send(struct talk *t, const char *text, struct errinfo *e)
{
	struct incoming in = {.channel = CHANNEL,
	    .contact = t->contact,
	    .shown = t->shown,
	    .text = text,
	    .text_size = strlen(text),
	    .conversation_id = t->conversation_id};
	struct arena *a = arena_new();
	struct message m;
	int64_t message_id;
	enum err err;

	if ((err = desk_ingest(t->desk, &in, &t->conversation_id, &message_id, e)) == ERR_OK &&
	    (err = store_message_get(desk_store(t->desk), a, message_id, &m, e)) == ERR_OK)
		t->heard = m.number;
	arena_free(&a);
	return err;
}

static enum err
read_answer(struct talk *t, struct arena *a, struct answer *out, struct errinfo *e)
{
	enum err err;

	if ((err = store_conversation_get(
		 desk_store(t->desk), a, t->conversation_id, &out->conversation, e)) != ERR_OK ||
	    (err = store_message_list(desk_store(t->desk), a, t->conversation_id, t->heard,
		 &out->messages, e)) != ERR_OK)
		return err;
	for (size_t i = 0; i < out->messages.count; i++) {
		const struct message *m = &out->messages.items[i];
		const char *raw;

		t->heard = m->number;
		if (m->author == AUTHOR_SHOPPER || m->delivery != DELIVERY_DELIVERED)
			continue;
		if ((err = desk_message_raw(t->desk, a, m, &raw, e)) != ERR_OK)
			return err;
		str_addf(&out->text, "%s%s", out->text.length > 0 ? "\n" : "", raw);
	}
	return ERR_OK;
}

static const char *
owner_of(struct arena *a, const struct conversation *c)
{
	switch (c->state) {
	case CONVERSATION_AI:
		return "ai";
	case CONVERSATION_QUEUED:
		return arena_printf(a, "queue:%s", c->queue);
	case CONVERSATION_AGENT:
	case CONVERSATION_WRAP_UP:
		return arena_printf(a, "agent:%s", c->agent);
	case CONVERSATION_CLOSED:
		break;
	}
	return "nobody";
}

static void
print_owner(const struct talk *t, const struct conversation *c)
{
	const struct agent *agent = settings_agent(desk_settings(t->desk), c->agent);
	const struct queue *queue = settings_queue(desk_settings(t->desk), c->queue);
	/* what went wrong: whoever runs it can mend it */
	bool says_why = c->reason == HANDOFF_BACKEND_FAILED && !text_is_empty(c->summary);

	if (c->state == CONVERSATION_QUEUED)
		printf("[C-%lld waits for a person in %s: %s]\n", (long long)c->id,
		    queue != NULL ? queue->name : c->queue,
		    says_why ? c->summary : handoff_reason_title(c->reason));
	else if (c->state == CONVERSATION_AGENT)
		printf("[C-%lld is with %s]\n", (long long)c->id,
		    agent != NULL ? agent->name : c->agent);
}

static enum err
add_actions(struct talk *t, struct arena *a, struct value *list, struct errinfo *e)
{
	struct action_filter f = { .conversation_id = t->conversation_id };
	struct action_list actions;
	enum err err = store_action_list(desk_store(t->desk), a, &f, &actions, e);

	for (size_t i = 0; err == ERR_OK && i < actions.count; i++) {
		const struct action *x = &actions.items[i];
		struct value *v = value_add_map(list);

		value_set_text(v, "action", arena_printf(a, "A-%lld", (long long)x->id));
		value_set_text(v, "kind", action_kind_name(x->kind));
		value_set_text(v, "state", action_state_name(x->state));
		value_set_text(v, "order", x->order_id);
		value_set_int(v, "amount", x->amount);
		value_set_text(v, "currency", x->currency);
		value_set_text(v, "rule", x->rule);
		value_set_text(v, "title", x->title);
	}
	return err;
}

static enum err
print_answer_json(struct talk *t, struct arena *a, const struct answer *x, struct errinfo *e)
{
	struct value *v = value_map(a), *citations = value_list(a);
	enum err err;

	for (size_t i = 0; i < x->messages.count; i++) {
		const char *text = x->messages.items[i].citations;
		struct value *list;

		if (text_is_empty(text) || x->messages.items[i].author != AUTHOR_AI)
			continue;
		if ((err = value_parse_json(a, "citations", text, strlen(text),
			 &value_limits_message, &list, e)) != ERR_OK)
			return err;
		for (size_t j = 0; j < value_count(list); j++)
			value_add(citations, value_copy(a, value_at(list, j)));
	}
	value_set_text(v, "conversation", arena_printf(a, "C-%lld", (long long)x->conversation.id));
	value_set_text(v, "reply", x->text.data);
	value_set_text(v, "owner", owner_of(a, &x->conversation));
	value_set_text(v, "state", conversation_state_name(x->conversation.state));
	value_set_int(v, "epoch", x->conversation.epoch);
	if (x->conversation.confidence >= 0)
		value_set_real(v, "confidence", x->conversation.confidence);
	else
		value_set(v, "confidence", value_null(a));
	value_set_text(v, "intent", x->conversation.intent);
	value_set_text(v, "reason", handoff_reason_name(x->conversation.reason));
	value_set(v, "citations", citations);
	err = add_actions(t, a, value_set_list(v, "actions"), e);
	if (err == ERR_OK)
		print_json(v);
	return err;
}

static enum err
exchange(struct talk *t, const char *text, bool json, struct errinfo *e)
{
	struct arena *a = arena_new();
	struct answer x;
	enum err err;

	memset(&x, 0, sizeof(x));
	str_init(&x.text);
	if ((err = send(t, text, e)) == ERR_OK && (err = wait_for_answer(t, e)) == ERR_OK &&
	    (err = read_answer(t, a, &x, e)) == ERR_OK) {
		if (json)
			err = print_answer_json(t, a, &x, e);
		else {
			if (x.text.length > 0)
				puts(x.text.data);
			print_owner(t, &x.conversation);
		}
	}
	str_clear(&x.text);
	arena_free(&a);
	return err;
}

/* An id is that conversation; anything else is the name of a sender, whose conversation is found or
 * made. */
static enum err
find_conversation(struct talk *t, struct arena *a, const char *given, struct errinfo *e)
{
	struct conversation c;
	int64_t id;
	enum err err;

	if (t->shown != NULL && strlen(t->shown) > SHOWN_MAX)
		return err_set(e, ERR_USAGE, "--as is a name of up to %d bytes", SHOWN_MAX);
	if (strlen(given) > CONTACT_MAX)
		return err_set(e, ERR_USAGE,
		    "--conversation is an id such as C-17, or a name of up to %d bytes",
		    CONTACT_MAX);
	t->contact = text_is_empty(given)
	    ? arena_printf(a, "%s-%lld", t->shown != NULL ? t->shown : "shell",
		  (long long)clock_now_ms(clock_system()))
	    : given;
	if (!record_id_parse('C', given, &id)) {
		if ((given[0] == 'C' || given[0] == 'c') && given[1] == '-' &&
		    strspn(given + 2, "-0123456789") == strlen(given + 2))
			return err_set(e, ERR_USAGE,
			    "\"%.40s\" is no conversation (C-17), and looks too much like one for a sender's name",
			    given);
		return ERR_OK;
	}
	err = store_conversation_get(desk_store(t->desk), a, id, &c, e);
	if (err == ERR_NOT_FOUND)
		return err_set(e, err,
		    "there is no conversation %.40s; any other word names a sender, whose conversation is found or made",
		    given);
	t->conversation_id = id;
	return err;
}

static enum err
open_talk(struct call *c, struct office *office, struct talk *t, struct errinfo *e)
{
	const char *target;
	int64_t seconds;
	enum err err;

	memset(t, 0, sizeof(*t));
	if ((err = call_need_store(c, &target, e)) != ERR_OK ||
	    (err = call_int(c, "timeout", 1, 3600, 60, &seconds, e)) != ERR_OK ||
	    (err = office_open(office, target, call_text(c, "backend", "builtin"), "say", e)) !=
		ERR_OK)
		return err;
	t->desk = office->desk;
	t->timeout_ms = seconds * 1000;
	t->shown = call_text(c, "as", NULL);
	if ((err = find_conversation(t, c->arena, call_text(c, "conversation", ""), e)) != ERR_OK)
		office_close(office);
	return err;
}

static enum err
run_say(struct call *c, struct errinfo *e)
{
	struct office office;
	struct talk t;
	bool json;
	enum err err;

	if (text_is_empty(c->words[0]))
		return err_set(e, ERR_USAGE, "the text is empty");
	if ((err = call_format(c, &json, e)) != ERR_OK ||
	    (err = open_talk(c, &office, &t, e)) != ERR_OK)
		return err;
	err = exchange(&t, c->words[0], json, e);
	office_close(&office);
	return err;
}

static enum err
run_chat(struct call *c, struct errinfo *e)
{
	struct office office;
	struct talk t;
	bool terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	enum err err;

	if ((err = open_talk(c, &office, &t, e)) != ERR_OK)
		return err;
	if (terminal)
		puts("You are the shopper now. An empty line or C-d ends.");
	while (err == ERR_OK && !stop_is_asked()) {
		char *line = NULL;
		bool ends;

		err = line_read(terminal ? "you: " : "", false, &line, e);
		ends = err == ERR_OK && text_is_empty(line);
		if (err == ERR_OK && !ends)
			err = exchange(&t, line, false, e);
		mem_free(line);
		if (ends)
			break;
		if (err == ERR_INPUT || err == ERR_LIMIT) {	/* this line can't be said; the next
								   may */
			fprintf(stderr, "floorwalker chat: %s\n", e->text);
			c->exit_code = 1;
			err = ERR_OK;
		}
	}
	office_close(&office);
	return err;
}

#define TALK_OPTIONS \
	{ .name = "store", .value = "PATH", .help = "the store" }, \
	{ .name = "conversation", .value = "C", .help = "C-17, or any name of your own: found again by it, made if absent" }, \
	{ .name = "as", .value = "CUSTOMER", .help = "a name to show for the sender; it proves nothing" }, \
	{ .name = "backend", .value = "NAME", .help = "the AI: builtin (default) or http:URL" }, \
	{ .name = "timeout", .value = "SECONDS", .help = "how long to wait for the answer (60)" }

static const struct option say_options[] = {TALK_OPTIONS,
    {.name = "format", .value = "FORMAT", .help = "text (default) or json"}, {.name = NULL}};
static const struct option chat_options[] = { TALK_OPTIONS, { .name = NULL } };

const struct subcommand subcommand_say = {
    .name = "say",
    .words = "\"text\"",
    .least = 1,
    .most = 1,
    .summary = "say something as a shopper and print the answer",
    .help =
	"Puts in a shopper's message, runs or waits for the turn, and prints what came back. With --format json: reply, owner, confidence,\n"
	"reason, citations, actions.",
    .examples =
	"  floorwalker say --store shop.db --conversation ann \"Where is my order TF-100101?\"\n"
	"  floorwalker say --store shop.db --conversation ann --format json \"ann@example.com\"\n",
    .options = say_options,
    .run = run_say,
};

const struct subcommand subcommand_chat = {
    .name = "chat",
    .words = "",
    .summary = "talk to the AI as a shopper, line by line",
    .help =
	"As say, over and over, with line editing. Lines are read from standard input where that is no terminal.",
    .examples = "  floorwalker chat --store shop.db --conversation ann\n",
    .options = chat_options,
    .run = run_chat,
};
