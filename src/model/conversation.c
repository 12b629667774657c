/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/model/conversation.h"

#include <string.h>

#include "floorwalker/base/str.h"
#include "names.h"

#define NAMES(array) (sizeof(array) / sizeof((array)[0]))

static const char *const states[] = { "ai", "queued", "agent", "wrap_up", "closed" };
static const char *const authors[] = { "shopper", "ai", "agent", "system" };
static const char *const deliveries[] = {
    "pending", "delivered", "withdrawn", "superseded", "failed"};
static const char *const turn_states[] = {
    "waiting", "running", "sent", "handed_off", "superseded", "failed"};

static const char *const reasons[HANDOFF_COUNT] = {
	[HANDOFF_NONE] = "",
	[HANDOFF_ASKED_FOR_HUMAN] = "asked_for_human",
	[HANDOFF_SENTIMENT] = "sentiment",
	[HANDOFF_UNSURE] = "unsure",
	[HANDOFF_UNGROUNDED] = "ungrounded",
	[HANDOFF_POLICY] = "policy",
	[HANDOFF_REPEATED_FAILURE] = "repeated_failure",
	[HANDOFF_GUARDED_TOPIC] = "guarded_topic",
	[HANDOFF_HIGH_VALUE] = "high_value",
	[HANDOFF_OUT_OF_SCOPE] = "out_of_scope",
	[HANDOFF_BACKEND_FAILED] = "backend_failed",
	[HANDOFF_TAKEN] = "taken",
	[HANDOFF_TRANSFER] = "transfer",
	[HANDOFF_OTHER] = "other",
};

static const char *const reason_titles[HANDOFF_COUNT] = {
	[HANDOFF_NONE] = "",
	[HANDOFF_ASKED_FOR_HUMAN] = "asked for a human",
	[HANDOFF_SENTIMENT] = "sentiment falling",
	[HANDOFF_UNSURE] = "understanding unsure",
	[HANDOFF_UNGROUNDED] = "grounding missing",
	[HANDOFF_POLICY] = "policy says human",
	[HANDOFF_REPEATED_FAILURE] = "repeated failure",
	[HANDOFF_GUARDED_TOPIC] = "guarded topic",
	[HANDOFF_HIGH_VALUE] = "high value",
	[HANDOFF_OUT_OF_SCOPE] = "out of scope",
	[HANDOFF_BACKEND_FAILED] = "AI backend failed",
	[HANDOFF_TAKEN] = "taken over",
	[HANDOFF_TRANSFER] = "transferred",
	[HANDOFF_OTHER] = "other",
};

const char *
conversation_state_name(enum conversation_state s)
{
	return name_at(states, NAMES(states), (size_t)s);
}

bool
conversation_state_from(const char *name, enum conversation_state *out)
{
	size_t i;

	if (!name_find(states, NAMES(states), name, &i))
		return false;
	*out = (enum conversation_state)i;
	return true;
}

const char *
handoff_reason_name(enum handoff_reason r)
{
	return name_at(reasons, NAMES(reasons), (size_t)r);
}

const char *
handoff_reason_title(enum handoff_reason r)
{
	return name_at(reason_titles, NAMES(reason_titles), (size_t)r);
}

bool
handoff_reason_from(const char *name, enum handoff_reason *out)
{
	size_t i;

	if (!name_find(reasons, NAMES(reasons), name, &i))
		return false;
	*out = (enum handoff_reason)i;
	return true;
}

const char *
author_name(enum author a)
{
	return name_at(authors, NAMES(authors), (size_t)a);
}

bool
author_from(const char *name, enum author *out)
{
	size_t i;

	if (!name_find(authors, NAMES(authors), name, &i))
		return false;
	*out = (enum author)i;
	return true;
}

const char *
delivery_name(enum delivery d)
{
	return name_at(deliveries, NAMES(deliveries), (size_t)d);
}

bool
delivery_from(const char *name, enum delivery *out)
{
	size_t i;

	if (!name_find(deliveries, NAMES(deliveries), name, &i))
		return false;
	*out = (enum delivery)i;
	return true;
}

const char *
turn_state_name(enum turn_state s)
{
	return name_at(turn_states, NAMES(turn_states), (size_t)s);
}

bool
turn_state_from(const char *name, enum turn_state *out)
{
	size_t i;

	if (!name_find(turn_states, NAMES(turn_states), name, &i))
		return false;
	*out = (enum turn_state)i;
	return true;
}

bool
record_id_parse(char letter, const char *s, int64_t *out)
{
	if (!s)
		return false;
	if ((s[0] | 0x20) == (letter | 0x20) && s[1] == '-')
		s += 2;
	if (*s < '0' || *s > '9')
		return false;
	return text_to_int(s, 1, INT64_MAX, out);
}

bool
conversation_tag_is_valid(const char *tag)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
	size_t length = strlen(tag);

	return length > 0 && length <= CONVERSATION_TAG_MAX && tag[0] != '-' &&
	    strspn(tag, letters) == length;
}

bool
conversation_has_tag(const char *tags, const char *tag)
{
	size_t length = strlen(tag);

	while (tags != NULL && *tags != '\0') {
		size_t n = strcspn(tags, " ");

		if (n == length && memcmp(tags, tag, n) == 0)
			return true;
		tags += n + (tags[n] == ' ');
	}
	return false;
}
