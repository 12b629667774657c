/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Chat JSONL as models are fine-tuned with: a line is {"messages": [{"role", "content", …}], …}.
 */
#include <stdio.h>
#include <string.h>

#include "transcript.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define AGENT_NAME                                                                                 \
	"agent" /* "name" tells people of one role apart: ours that of agents from the AI */

/* ---- reading */

static const char *
name_of_call(const struct value *call)
{
	const char *name = value_get_text(value_get(call, "function"), "name");

	return name[0] != '\0' ? name : value_get_text(value_get(call, "custom"), "name");
}

/* The text of a content that is a list of parts. */
static const char *
join_parts(struct transcript_reader *r, const struct value *parts, int line)
{
	struct str all;
	const char *kept;

	str_init(&all);
	for (size_t i = 0; i < value_count(parts); i++) {
		const struct value *part = value_at(parts, i);
		const char *type = value_get_text(part, "type");
		bool refusal = text_is(type, "refusal");

		if (text_is(type, "text") || refusal) {
			str_add(&all, all.length > 0 ? "\n" : "");
			str_add(&all, value_get_text(part, refusal ? "refusal" : "text"));
		} else
			transcript_lose(r, line, "part of a message: %.40s",
			    type[0] != '\0' ? type : "of no type");
	}
	kept = arena_text(r->a, all.length > 0 ? all.data : "");
	str_clear(&all);
	return kept;
}

static void
lose_rest(struct transcript_reader *r, const struct value *m, bool refused, int line)
{
	static const char *const known[] = {
	    "role", "content", "name", "tool_calls", "function_call", "refusal", "tool_call_id"};
	const struct value *calls = value_get(m, "tool_calls");
	const char *name = value_get_text(m, "name");

	for (size_t i = 0; i < value_count(calls); i++)
		transcript_lose(r, line, "tool call %.60s", name_of_call(value_at(calls, i)));
	if (value_kind(value_get(m, "function_call")) == VALUE_MAP)
		transcript_lose(r, line, "tool call %.60s",
		    value_get_text(value_get(m, "function_call"), "name"));
	if (value_get_text(m, "refusal")[0] != '\0' && !refused)
		transcript_lose(r, line, "refusal beside an answer");
	/* whose name it is, is nobody's business here */
	if (name[0] != '\0' && !text_is(name, AGENT_NAME))
		transcript_lose(r, line, "name of who speaks");
	for (size_t i = 0; i < value_count(m); i++) {
		size_t k = 0;

		while (k < COUNT(known) && !text_is(known[k], value_key_at(m, i)))
			k++;
		if (k == COUNT(known) && !value_is_null(value_at(m, i)))
			transcript_lose(r, line, "of a message: %.40s", value_key_at(m, i));
	}
}

/* Columns are the parser's; lines it can't know, since it is given one. */
static enum err
fault_at(struct transcript_reader *r, const struct value *v, int line, const char *what)
{
	return err_set(r->e, ERR_INPUT, "%s:%d:%d: %s", r->name, line, value_column(v), what);
}

static enum err
read_message(struct transcript_reader *r, const struct value *m, int line)
{
	static const struct {
		const char *name;
		enum transcript_role role;
	} roles[] = {{"system", TRANSCRIPT_SYSTEM}, {"developer", TRANSCRIPT_SYSTEM},
	    {"user", TRANSCRIPT_SHOPPER}, {"assistant", TRANSCRIPT_AI}};
	const struct value *content = value_get(m, "content");
	const char *role = value_get_text(m, "role"), *text = "";
	bool refused;
	size_t i = 0;

	if (value_kind(m) != VALUE_MAP || role[0] == '\0')
		return fault_at(r, m, line, "a message is a map with \"role\" and \"content\"");
	if (text_is(role, "tool") || text_is(role, "function")) {
		transcript_lose(r, line, "answer of a tool");
		return ERR_OK;
	}
	while (i < COUNT(roles) && !text_is(roles[i].name, role))
		i++;
	if (i == COUNT(roles))
		return fault_at(r, value_get(m, "role"), line,
		    arena_printf(r->a,
			"the role \"%.40s\" is none of system, developer, user, assistant and tool",
			role));
	if (value_kind(content) == VALUE_LIST)
		text = join_parts(r, content, line);
	else if (value_kind(content) == VALUE_TEXT)
		text = value_as_text(content, "");
	else if (!value_is_null(content))
		return fault_at(r, content, line, "\"content\" is a text or a list of parts");
	refused = text[0] == '\0';	/* then what it says is why it wouldn't */
	if (refused)
		text = value_get_text(m, "refusal");
	if (text_is(role, "developer"))
		transcript_lose(r, line, "that a message is a developer's, not the system's");
	lose_rest(r, m, refused, line);
	if (text[0] == '\0' &&
	    (value_get(m, "tool_calls") != NULL || value_get(m, "function_call") != NULL))
		return ERR_OK;		/* it only called, and that is told */
	return transcript_say(r,
	    roles[i].role == TRANSCRIPT_AI && text_is(value_get_text(m, "name"), AGENT_NAME)
		? TRANSCRIPT_AGENT
		: roles[i].role,
	    text, line, NULL);
}

/* An error of the parser's names line 1, since it was given one line. */
static enum err
place_error(struct transcript_reader *r, int line)
{
	size_t n = strlen(r->name);
	char rest[sizeof r->e->text];

	if (r->e == NULL || strncmp(r->e->text, r->name, n) != 0 ||
	    strncmp(r->e->text + n, ":1:", 3) != 0)
		return r->e != NULL ? r->e->code : ERR_INPUT;
	(void)snprintf(rest, sizeof rest, "%s", r->e->text + n + 3);
	return err_set(r->e, r->e->code, "%s:%d:%s", r->name, line, rest);
}

static enum err
read_conversation(struct transcript_reader *r, const char *text, size_t length, int line)
{
	static const char *const known[] = {"messages", "id"};
	const struct value *messages, *id;
	const char *name;
	struct value *v;
	struct errinfo why = {0};
	enum err err;

	if (r->e == NULL)
		r->e = &why;
	if (value_parse_json(r->a, r->name, text, length, &transcript_limits, &v, r->e) != ERR_OK)
		return place_error(r, line);
	messages = value_get(v, "messages");
	id = value_get(v, "id");
	if (value_kind(messages) != VALUE_LIST)
		return fault_at(r, v, line, "a line is a map with a list \"messages\"");
	name = value_kind(id) == VALUE_INT
	           ? arena_printf(r->a, "%lld", (long long)value_as_int(id, 0))
	           : value_as_text(id, "");
	if (name[0] == '\0')
		name = arena_printf(r->a, "%d", line);
	err = transcript_begin(r, name, "", line);
	if (err != ERR_OK)
		return err;
	for (size_t i = 0; i < value_count(v); i++) {
		size_t k = 0;

		while (k < COUNT(known) && !text_is(known[k], value_key_at(v, i)))
			k++;
		if (k == COUNT(known))
			transcript_lose(r, line, "of a line: %.40s", value_key_at(v, i));
	}
	for (size_t i = 0; err == ERR_OK && i < value_count(messages); i++)
		err = read_message(r, value_at(messages, i), line);
	return err;
}

enum err
transcript_read_openai(struct transcript_reader *r)
{
	size_t at = 0, length;
	enum err err = ERR_OK;
	const char *text;
	int line = 0;

	while (err == ERR_OK && (text = transcript_line(r, &at, &length, &line)) != NULL) {
		size_t blank = 0;

		while (blank < length && (text[blank] == ' ' || text[blank] == '\t'))
			blank++;
		if (blank < length)
			err = read_conversation(r, text, length, line);
	}
	return err;
}

/* ---- writing */

static void
write_turn(struct arena *a, struct transcripts *all, const struct transcript *t,
    const struct transcript_turn *turn, struct value *messages)
{
	static const char *const roles[] = {"user", "assistant", "assistant", "system"};
	struct value *m;

	if (turn->at_ms != 0)
		transcripts_lose(a, all, t, turn->line, "when a turn was");
	if (turn->intent[0] != '\0')
		transcripts_lose(a, all, t, turn->line, "intent of a turn");
	for (size_t i = 0; i < turn->contain_count + turn->lack_count; i++)
		transcripts_lose(a, all, t, turn->line,
		    i < turn->contain_count ? "expectation: contains" : "expectation: lacks");
	if (turn->text[0] == '\0')
		return;
	m = value_add_map(messages);
	value_set_text(m, "role", roles[turn->role]);
	value_set_text(m, "content", turn->text);
	if (turn->role == TRANSCRIPT_AGENT)
		value_set_text(m, "name", AGENT_NAME);
}

void
transcript_write_openai(struct arena *a, struct transcripts *t, struct str *out)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct transcript *x = &t->items[i];
		struct value *line = value_map(a), *messages = value_set_list(line, "messages");

		for (size_t k = 0; k < x->count; k++)
			write_turn(a, t, x, &x->turns[k], messages);
		if (value_count(messages) == 0) {
			transcripts_lose(a, t, x, x->line, "conversation without words");
			continue;
		}
		transcripts_lose(a, t, x, x->line, "name of a conversation");
		if (x->title[0] != '\0')
			transcripts_lose(a, t, x, x->line, "title of a conversation");
		if (x->language[0] != '\0')
			transcripts_lose(a, t, x, x->line, "language of a conversation");
		value_print(out, line);
		str_add_char(out, '\n');
	}
}
