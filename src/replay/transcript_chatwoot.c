/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Conversations as Chatwoot's API answers them: the messages of one ({"payload": [message, …]}),
 * a list of conversations ({"data": {"payload": [{"id", "messages": […]}, …]}}), or an array of
 * any of these.
 *
 * Pages of messages come in any order, so a conversation's are put into that of their numbers.
 */
#include <stdlib.h>
#include <string.h>

#include "transcript.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define SECONDS_MOST INT64_C(253402300799)	/* the end of the year 9999 */

enum kind { INCOMING, OUTGOING, ACTIVITY, TEMPLATE, KINDS };

struct found {
	const struct value *message;
	int64_t talk;			/* which conversation, in the order in which they came */
	int64_t at_ms, id;
	size_t place;
};

struct chatwoot {
	struct transcript_reader *r;
	struct found *items;
	size_t count;
	struct value *talks;		/* id to number */
	const char **ids;		/* [number] */
	size_t talk_count;
};

/* ---- gathering */

static bool
kind_of(const struct value *m, enum kind *out)
{
	static const char *const names[] = {"incoming", "outgoing", "activity", "template"};
	const struct value *v = value_get(m, "message_type");
	int64_t n = value_as_int(v, -1);

	for (size_t i = 0; value_kind(v) == VALUE_TEXT && i < KINDS; i++)
		if (text_is(names[i], value_as_text(v, "")))
			n = (int64_t)i;
	*out = n >= 0 && n < KINDS ? (enum kind)n : INCOMING;
	return n >= 0 && n < KINDS;
}

static int64_t
talk_number(struct chatwoot *x, const char *id)
{
	int64_t known = value_get_int(x->talks, id, -1);

	if (known >= 0)
		return known;
	x->ids = transcript_room(x->r->a, x->ids, x->talk_count, sizeof *x->ids);
	x->ids[x->talk_count] = id;
	value_set_int(x->talks, id, (int64_t)x->talk_count);
	return (int64_t)x->talk_count++;
}

/* An instant as seconds since 1970, or as ISO 8601: what an export has, or a webhook. */
static enum err
read_at(struct chatwoot *x, const struct value *m, int64_t *out)
{
	const struct value *at = value_get(m, "created_at");
	int64_t seconds = value_as_int(at, 0);

	*out = 0;
	if (value_is_null(at) ||
	    (value_kind(at) == VALUE_TEXT && transcript_at(value_as_text(at, ""), out)))
		return ERR_OK;
	if (value_kind(at) == VALUE_REAL)
		seconds = value_as_real(at, 0) >= 0 && value_as_real(at, 0) <= (double)SECONDS_MOST
		    ? (int64_t)value_as_real(at, 0)
		    : -1;
	if ((value_kind(at) != VALUE_INT && value_kind(at) != VALUE_REAL) || seconds < 0 ||
	    seconds > SECONDS_MOST)
		return value_err(x->r->e, ERR_INPUT, at, "'created_at' is in seconds since 1970");
	*out = seconds * 1000;
	return ERR_OK;
}

static enum err
gather_message(struct chatwoot *x, const struct value *m, const char *talk)
{
	const struct value *of = value_get(m, "conversation_id");
	struct found *f;
	enum kind kind;

	if (value_kind(m) != VALUE_MAP || !kind_of(m, &kind))
		return value_err(x->r->e, ERR_INPUT, m,
		    "a message has a \"message_type\" of 0 (incoming), 1 (outgoing), 2 (activity) or 3 (template)");
	if (talk == NULL)
		talk = value_kind(of) == VALUE_INT
		    ? arena_printf(x->r->a, "%lld", (long long)value_as_int(of, 0))
		    : "1";
	x->items = transcript_room(x->r->a, x->items, x->count, sizeof *x->items);
	f = &x->items[x->count];
	*f = (struct found){.message = m,
	    .talk = talk_number(x, talk),
	    .id = value_get_int(m, "id", 0),
	    .place = x->count};
	x->count++;
	return read_at(x, m, &f->at_ms);
}

static enum err gather(struct chatwoot *x, const struct value *v, int depth);

static enum err
gather_talk(struct chatwoot *x, const struct value *v)
{
	static const char *const known[] = {"id", "messages"};
	const struct value *messages = value_get(v, "messages");
	const char *id = arena_printf(x->r->a, "%lld", (long long)value_get_int(v, "id", 0));
	enum err err = ERR_OK;

	(void)talk_number(x, id);
	transcript_lose_others(x->r, v, "of a conversation", known, COUNT(known));
	for (size_t i = 0; err == ERR_OK && i < value_count(messages); i++)
		err = gather_message(x, value_at(messages, i), id);
	return err;
}

/* Whatever of its shapes it has. */
static enum err
gather(struct chatwoot *x, const struct value *v, int depth)
{
	static const char *const wraps[] = {"payload", "data"};
	const struct value *payload = value_get(v, "payload"), *data = value_get(v, "data"),
			   *inner = value_kind(payload) == VALUE_LIST ? payload
	    : value_kind(data) == VALUE_MAP			      ? data
								      : NULL;
	enum err err = ERR_OK;

	if (depth > 6)
		return value_err(
		    x->r->e, ERR_INPUT, v, "nested too deeply for what Chatwoot answers");
	if (value_kind(v) == VALUE_LIST) {
		for (size_t i = 0; err == ERR_OK && i < value_count(v); i++)
			err = gather(x, value_at(v, i), depth + 1);
		return err;
	}
	if (value_kind(value_get(v, "messages")) == VALUE_LIST)
		return gather_talk(x, v);
	if (inner != NULL) {
		transcript_lose_others(x->r, v, "of an answer", wraps, COUNT(wraps));
		return gather(x, inner, depth + 1);
	}
	if (value_get(v, "message_type") != NULL)
		return gather_message(x, v, NULL);
	return value_err(x->r->e, ERR_INPUT, v,
	    "this is no answer of Chatwoot's: neither \"payload\" nor \"messages\" nor a message");
}

/* Numbers grow with time, and tell apart what came in one second. */
static int
by_talk_and_number(const void *left, const void *right)
{
	const struct found *a = left, *b = right;

	if (a->talk != b->talk)
		return a->talk < b->talk ? -1 : 1;
	if (a->id != b->id)
		return a->id < b->id ? -1 : 1;
	return a->place < b->place ? -1 : a->place > b->place;
}

/* ---- turns */

static void
lose_rest(struct chatwoot *x, const struct value *m, int line)
{
	static const char *const known[] = {"id", "content", "message_type", "created_at", "private",
	    "sender", "sender_type", "content_type", "content_attributes", "attachments",
	    "conversation_id"};
	const struct value *attributes = value_get(m, "content_attributes"),
			   *attachments = value_get(m, "attachments");
	const char *type = value_get_text(m, "content_type");

	transcript_lose_others(x->r, m, "of a message", known, COUNT(known));
	if (value_get_text(value_get(m, "sender"), "name")[0] != '\0')
		transcript_lose(x->r, line, "name of who speaks");
	if (type[0] != '\0' && !text_is(type, "text"))
		transcript_lose(x->r, line, "content type %.40s", type);
	for (size_t i = 0; value_kind(attributes) == VALUE_MAP && i < value_count(attributes); i++)
		if (!value_is_null(value_at(attributes, i)))
			transcript_lose(
			    x->r, line, "content attribute %.60s", value_key_at(attributes, i));
	for (size_t i = 0; i < value_count(attachments); i++)
		transcript_lose(x->r, line, "attachment: %.40s",
		    value_get_text(value_at(attachments, i), "file_type"));
}

/* The contact's name is the shopper's: kept for masking alone. */
static void
know_name(struct chatwoot *x, const struct value *sender)
{
	struct transcript *t = transcript_last(x->r);
	const char *name = transcript_word(x->r->a, value_get_text(sender, "name"), 120);
	const char **names;

	if (name[0] == '\0' || (t->name_count > 0 && text_is(t->names[t->name_count - 1], name)))
		return;
	names = transcript_room(x->r->a, (void *)t->names, t->name_count, sizeof *names);
	names[t->name_count++] = name;
	t->names = names;
}

static enum transcript_role
role_of(const struct value *m, enum kind kind)
{
	const struct value *sender = value_get(m, "sender");
	const char *type = value_get_text(sender, "type");

	if (type[0] == '\0')
		type = value_get_text(m, "sender_type");
	if (kind == INCOMING)
		return TRANSCRIPT_SHOPPER;
	if (kind == TEMPLATE)
		return TRANSCRIPT_SYSTEM;
	if (text_is_fold(type, "user"))
		return TRANSCRIPT_AGENT;
	/* the API's own bots, and automation, which has no sender */
	return TRANSCRIPT_AI;
}

static enum err
read_message(struct chatwoot *x, const struct found *f)
{
	const struct value *m = f->message, *content = value_get(m, "content");
	int line = value_line(m);
	struct transcript_turn *turn;
	enum kind kind;
	enum err err;

	(void)kind_of(m, &kind);
	if (value_get_bool(m, "private", false)) {
		transcript_lose(x->r, line, "private note");
		return ERR_OK;
	}
	if (kind == ACTIVITY) {
		transcript_lose(x->r, line, "activity");
		return ERR_OK;
	}
	if (!value_is_null(content) && value_kind(content) != VALUE_TEXT)
		return value_err(x->r->e, ERR_INPUT, content, "'content' is a text or null");
	if (kind == INCOMING)
		know_name(x, value_get(m, "sender"));
	lose_rest(x, m, line);
	err = transcript_say(x->r, role_of(m, kind), value_as_text(content, ""), line, &turn);
	if (turn != NULL)
		turn->at_ms = f->at_ms;
	return err;
}

enum err
transcript_read_chatwoot(struct transcript_reader *r)
{
	struct chatwoot x = {.r = r, .talks = value_map(r->a)};
	struct value *root;
	size_t at = 0;
	enum err err =
	    value_parse_json(r->a, r->name, r->bytes, r->length, &transcript_limits, &root, r->e);

	if (err != ERR_OK || (err = gather(&x, root, 0)) != ERR_OK)
		return err;
	if (x.count > 0)
		qsort(x.items, x.count, sizeof *x.items, by_talk_and_number);
	for (size_t k = 0; err == ERR_OK && k < x.talk_count; k++) {
		err = transcript_begin(
		    r, x.ids[k], "", at < x.count ? value_line(x.items[at].message) : 0);
		for (; err == ERR_OK && at < x.count && x.items[at].talk == (int64_t)k; at++)
			err = read_message(&x, &x.items[at]);
	}
	return err;
}
