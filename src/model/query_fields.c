/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The fields of the query language: their names, and what of them a conversation's record tells.
 */
#include "query.h"

#include <stdio.h>
#include <string.h>

/* The first of a field's names is the one that is shown. */
const struct query_name query_names[] = {
	{"id", QUERY_ID}, {"conversation", QUERY_ID},
	{"state", QUERY_STATE}, {"status", QUERY_STATE}, {"is", QUERY_STATE},
	{"reason", QUERY_REASON}, {"why", QUERY_REASON}, {"handoff", QUERY_REASON}, {"escalation", QUERY_REASON},
	{"queue", QUERY_QUEUE}, {"in", QUERY_QUEUE}, {"team", QUERY_QUEUE},
	{"agent", QUERY_AGENT}, {"owner", QUERY_AGENT}, {"with", QUERY_AGENT}, {"assignee", QUERY_AGENT}, {"assigned", QUERY_AGENT},
	{"channel", QUERY_CHANNEL}, {"via", QUERY_CHANNEL}, {"source", QUERY_CHANNEL},
	{"tier", QUERY_TIER}, {"segment", QUERY_TIER},
	{"lang", QUERY_LANGUAGE}, {"language", QUERY_LANGUAGE}, {"locale", QUERY_LANGUAGE},
	{"intent", QUERY_INTENT}, {"wants", QUERY_INTENT}, {"wish", QUERY_INTENT}, {"topic", QUERY_INTENT}, {"about", QUERY_INTENT},
	{"disposition", QUERY_DISPOSITION}, {"outcome", QUERY_DISPOSITION},
	{"shopper", QUERY_SHOPPER}, {"name", QUERY_SHOPPER}, {"from", QUERY_SHOPPER}, {"who", QUERY_SHOPPER},
	{"customer", QUERY_CUSTOMER}, {"client", QUERY_CUSTOMER},
	{"order", QUERY_ORDER},
	{"tag", QUERY_TAG}, {"tags", QUERY_TAG}, {"label", QUERY_TAG},
	{"amount", QUERY_AMOUNT}, {"value", QUERY_AMOUNT}, {"money", QUERY_AMOUNT},
	{"action", QUERY_ACTION}, {"actions", QUERY_ACTION},
	{"conf", QUERY_CONFIDENCE}, {"confidence", QUERY_CONFIDENCE}, {"sure", QUERY_CONFIDENCE},
	{"mood", QUERY_SENTIMENT}, {"sentiment", QUERY_SENTIMENT},
	{"messages", QUERY_MESSAGES}, {"length", QUERY_MESSAGES},
	{"waiting", QUERY_WAITING}, {"waits", QUERY_WAITING}, {"wait", QUERY_WAITING},
	{"due", QUERY_DUE}, {"sla", QUERY_DUE}, {"promise", QUERY_DUE}, {"breach", QUERY_DUE},
	{"opened", QUERY_OPENED}, {"created", QUERY_OPENED}, {"started", QUERY_OPENED},
	{"updated", QUERY_UPDATED}, {"changed", QUERY_UPDATED}, {"last", QUERY_UPDATED},
	{"closed", QUERY_CLOSED}, {"ended", QUERY_CLOSED},
	{"snoozed", QUERY_SNOOZED}, {"snooze", QUERY_SNOOZED}, {"asleep", QUERY_SNOOZED},
};
const size_t query_name_count = sizeof query_names / sizeof *query_names;

bool
query_field_from(const char *name, enum query_field *out)
{
	for (size_t i = 0; i < query_name_count; i++)
		if (text_is_fold(query_names[i].name, name)) {
			*out = query_names[i].field;
			return true;
		}
	return false;
}

const char *
query_field_name(enum query_field f)
{
	for (size_t i = 0; i < query_name_count; i++)
		if (query_names[i].field == f)
			return query_names[i].name;
	return "";
}

enum query_shape
query_shape(enum query_field f)
{
	switch (f) {
	case QUERY_STATE:
	case QUERY_REASON:
	case QUERY_ACTION:
		return QUERY_BITS;
	case QUERY_ID:
	case QUERY_AMOUNT:
	case QUERY_MESSAGES:
	case QUERY_WAITING:
	case QUERY_DUE:
	case QUERY_OPENED:
	case QUERY_UPDATED:
	case QUERY_CLOSED:
		return QUERY_RANGE;
	case QUERY_CONFIDENCE:
	case QUERY_SENTIMENT:
		return QUERY_REALS;
	case QUERY_SNOOZED:
		return QUERY_FLAG;
	default:
		return QUERY_TEXTS;
	}
}

/* ---- what a record tells */

bool
query_text_holds(const struct query_term *t, const char *value)
{
	for (size_t i = 0; i < t->text_count; i++)
		if (t->texts[i].begins ? text_starts(value, t->texts[i].text)
				       : text_is(value, t->texts[i].text))
			return true;
	return false;
}

bool
query_range_holds(const struct query_term *t, int64_t n)
{
	return n >= t->low && n <= t->high;
}

static bool
real_holds(const struct query_term *t, double x)
{
	return (t->low_open ? x > t->real_low : x >= t->real_low) &&
	    (t->high_open ? x < t->real_high : x <= t->real_high);
}

/* Whose it is, or was when it was closed; "" nobody's. */
static bool
agent_holds(const struct query_term *t, const struct conversation *c)
{
	bool has = c->state != CONVERSATION_AI && c->state != CONVERSATION_QUEUED;

	return query_text_holds(t, has ? c->agent : "");
}

/* Tags stand in one text with a blank between. */
static bool
tag_holds(const struct query_term *t, const char *tags)
{
	for (size_t i = 0; i < t->text_count; i++) {
		size_t n = strlen(t->texts[i].text);

		for (const char *at = tags; at != NULL && *at != '\0';) {
			size_t length = strcspn(at, " ");

			if (length >= n && memcmp(at, t->texts[i].text, n) == 0 &&
			    (t->texts[i].begins || length == n))
				return true;
			at += length + (at[length] == ' ');
		}
	}
	return false;
}

bool
query_term_holds(const struct query_term *t, const struct conversation *c, bool *known)
{
	*known = true;
	switch (t->field) {
	case QUERY_ID: return query_range_holds(t, c->id);
	case QUERY_STATE: return (t->bits >> c->state & 1) != 0;
	case QUERY_REASON: return (t->bits >> c->reason & 1) != 0;
	case QUERY_QUEUE: return query_text_holds(t, c->queue);
	case QUERY_AGENT: return agent_holds(t, c);
	case QUERY_CHANNEL: return query_text_holds(t, c->channel);
	case QUERY_TIER: return query_text_holds(t, c->tier);
	case QUERY_LANGUAGE: return query_text_holds(t, c->language);
	case QUERY_INTENT: return query_text_holds(t, c->intent);
	case QUERY_DISPOSITION: return query_text_holds(t, c->disposition);
	case QUERY_CUSTOMER: return query_text_holds(t, c->customer_id);
	case QUERY_CONFIDENCE: return real_holds(t, c->confidence);
	case QUERY_SENTIMENT: return real_holds(t, c->sentiment);
	case QUERY_MESSAGES: return query_range_holds(t, c->message_count);
	case QUERY_WAITING: return query_range_holds(t, c->waiting_ms);
	case QUERY_DUE: return query_range_holds(t, c->due_ms);
	case QUERY_OPENED: return query_range_holds(t, c->opened_ms);
	case QUERY_UPDATED: return query_range_holds(t, c->updated_ms);
	case QUERY_CLOSED: return query_range_holds(t, c->closed_ms);
	case QUERY_SNOOZED: return (c->snoozed_ms != 0) == (t->low != 0);
	case QUERY_TAG: return tag_holds(t, c->tags);
	default: *known = false; return false;
	}
}

/* ---- completion */

void
query_complete(const struct query_scope *scope, const char *begin,
    void (*word)(void *, const char *), void *context)
{
	const char *colon = strchr(begin, ':'), *value;
	char text[120], name[60];
	enum query_field f;
	size_t minus = *begin == '-';

	if (colon == NULL) {
		for (int i = QUERY_ID; i < QUERY_FIELDS; i++) {
			(void)snprintf(text, sizeof text, "%s%s:", minus ? "-" : "",
			    query_field_name((enum query_field)i));
			if (text_starts(text, begin))
				word(context, text);
		}
		return;
	}
	(void)snprintf(name, sizeof name, "%.*s", (int)(colon - begin - (long)minus), begin + minus);
	if (!query_field_from(name, &f))
		return;
	for (size_t i = 0; (value = query_known_value(f, scope, i)) != NULL; i++) {
		(void)snprintf(text, sizeof text, "%.*s:%s", (int)(colon - begin), begin, value);
		if (text_starts(text, begin))
			word(context, text);
	}
}
