/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/sim/replies.h"

#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/desk/view.h"

#define GIVEN "given"		/* the part under which a draft's own confidence travels */

const char *
flaw_name(enum flaw f)
{
	static const char *const names[] = {"none", "misread", "other_order", "asked_again",
	    "not_understood", "objected", "untrue", "held_back", "handed_over", "done_wrong",
	    "unmet", "given_up"};

	return names[f];
}

/* ---- reading turns */

/* Whether the desk put the draft aside for something that isn't in it. */
static bool
is_put_aside(const struct value *trace)
{
	static const char *const reasons[] = {
	    "asked_for_human", "guarded_topic", "sentiment", "high_value", "backend_failed"};
	const char *reason = value_get_text(trace, "reason");

	if (value_get_bool(value_get(trace, "draft"), "hand_off", false) ||
	    !text_is(value_get_text(trace, "outcome"), "handed_off"))
		return false;
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (text_is(reason, reasons[i]))
			return true;
	return false;
}

static void
add(struct arena *a, const struct value *trace, enum flaw flaw, struct replies *out)
{
	const struct value *draft = value_get(trace, "draft"), *parts = value_get(draft, "parts");
	struct value *own = value_map(a);
	struct reply_seen *r = &out->items[out->count];
	bool held = text_is(value_get_text(trace, "outcome"), "handed_off") &&
	    text_is(value_get_text(trace, "reason"), "ungrounded");

	for (size_t i = 0; i < value_count(parts); i++)
		if (!text_is(value_key_at(parts, i), GIVEN))
			value_set_real(
			    own, value_key_at(parts, i), value_as_real(value_at(parts, i), 0));
	*r = (struct reply_seen){.number = (int64_t)out->count,
	    .confidence =
		value_get_real(parts, GIVEN, value_get_real(draft, "confidence", 0)),
	    .parts = own,
	    .small_talk = value_get_bool(draft, "small_talk", false),
	    .hands_over = value_get_bool(draft, "hand_off", false),
	    .flaw = held ? FLAW_HELD_BACK : flaw};
	out->count++;
}

enum err
replies_read(struct desk *d, struct arena *a, const struct exchange *exchanges, size_t count,
    struct replies *out, struct errinfo *e)
{
	struct arena *scratch = arena_new();
	enum err err = ERR_OK;

	*out = (struct replies){.items = arena_alloc(a, (count + 1) * sizeof(*out->items))};
	for (size_t i = 0; err == ERR_OK && i < count; i++) {
		const struct value *trace = NULL;
		const char *outcome;

		if (exchanges[i].turn_id == 0 ||
		    (err = desk_trace(d, scratch, exchanges[i].turn_id, &trace, e)) != ERR_OK)
			continue;
		outcome = value_get_text(trace, "outcome");
		if (value_path(trace, "draft.parts") == NULL || is_put_aside(trace) ||
		    !(text_is(outcome, "sent") || text_is(outcome, "handed_off")))
			continue;
		add(a, trace, exchanges[i].flaw, out);
	}
	arena_free(&scratch);
	return err;
}

/* ---- a backend that is always sure */

static enum err
draft_surely(void *self, struct arena *a, const struct backend_request *q,
    struct backend_draft *out, struct errinfo *e)
{
	enum err err = backend_draft_reply(self, a, q, out, e);

	if (err != ERR_OK)
		return err;
	if (out->parts == NULL)
		out->parts = value_map(a);
	value_set_real(out->parts, GIVEN, out->confidence);
	out->confidence = 1;
	return ERR_OK;
}

static void
free_inner(void *self)
{
	struct backend *inner = self;

	backend_free(&inner);
}

struct backend *
replies_around(void *context, struct backend *take_inner)
{
	static const struct backend_ops ops = { "sure", draft_surely, free_inner, NULL };

	(void)context;
	return backend_new(&ops, take_inner);
}
