/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The columns of the list: what each says of a conversation.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "floorwalker/text/translate.h"
#include "list.h"
#include "words.h"

static enum ink
column_id(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)s;
	snprintf(out, WORDS, "C-%lld", (long long)x->c.id);
	return INK_STRONG;
}

static enum ink
column_who(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)s;
	snprintf(out, WORDS, "%s", x->c.shopper);
	return INK_TEXT;
}

static enum ink
column_sure(char *out, const struct list_entry *x, const struct scene *s)
{
	if (x->c.confidence < 0)
		snprintf(out, WORDS, "–");
	else
		snprintf(out, WORDS, "%.2f", x->c.confidence);
	return ink_of_confidence(s->settings, x->c.confidence);
}

static enum ink
column_owner(char *out, const struct list_entry *x, const struct scene *s)
{
	words_owner(out, s->settings, s->agent, &x->c, true);
	return x->c.state == CONVERSATION_AI    ? INK_AI
	    : x->c.state == CONVERSATION_AGENT  ? INK_AGENT
	    : x->c.state == CONVERSATION_QUEUED ? INK_TEXT
						: INK_DIM;
}

static enum ink
column_time(char *out, const struct list_entry *x, const struct scene *s)
{
	if (x->moved_on)
		snprintf(out, WORDS, tr("moved on"));
	else if (x->c.waiting_ms != 0)
		words_span(out, s->now_ms - x->c.waiting_ms);
	else if (x->c.state == CONVERSATION_CLOSED)
		words_clock(out, s->settings, x->c.closed_ms);
	else
		words_span(out, s->now_ms - x->c.updated_ms);
	return x->c.waiting_ms != 0 ? INK_TEXT : INK_DIM;
}

static enum ink
column_due(char *out, const struct list_entry *x, const struct scene *s)
{
	int64_t due = x->c.waiting_ms != 0 ? x->c.due_ms : 0;

	words_due(out, due, s->now_ms, false);
	return ink_of_due(due, s->now_ms);
}

static enum ink
column_intent(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)s;
	words_name(out, x->c.intent);
	return INK_TEXT;
}

static enum ink
column_reason(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)s;
	snprintf(out, WORDS, "%s", tr(handoff_reason_title(x->c.reason)));
	return INK_TEXT;
}

static enum ink
column_channel(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)s;
	words_name(out, x->c.channel);
	return INK_DIM;
}

static enum ink
column_preview(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)s;
	snprintf(out, WORDS, "%.*s",
	    (int)utf8_fit(x->c.preview,
		strlen(x->c.preview) < WORDS - 1 ? strlen(x->c.preview) : WORDS - 1, WORDS, NULL),
	    x->c.preview);
	return INK_DIM;
}

/* Which way the shopper's mood has gone since their first message. */
static enum ink
column_trend(char *out, const struct list_entry *x, const struct scene *s)
{
	double by = x->c.sentiment - x->c.sentiment_first;

	(void)s;
	snprintf(out, WORDS, "%s", by < -0.15 ? "↘" : by > 0.15 ? "↗" : "");
	return by < -0.15 ? INK_BAD : by > 0.15 ? INK_GOOD : INK_DIM;
}

static enum ink
column_mood(char *out, const struct list_entry *x, const struct scene *s)
{
	snprintf(out, WORDS, "%+.2f", x->c.sentiment);
	return x->c.sentiment <= s->settings->gates.sentiment_floor ? INK_BAD
	    : x->c.sentiment < -0.2				     ? INK_WARN
								     : INK_DIM;
}

static enum ink
column_state(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)s;
	words_name(out, conversation_state_name(x->c.state));
	return INK_TEXT;
}

static enum ink
column_queue(char *out, const struct list_entry *x, const struct scene *s)
{
	snprintf(out, WORDS, "%s", words_queue(s->settings, x->c.queue));
	return INK_TEXT;
}

static enum ink
column_tier(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)s;
	words_name(out, x->c.tier);
	return INK_TEXT;
}

static enum ink
column_language(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)s;
	snprintf(out, WORDS, "%s", x->c.language);
	return INK_DIM;
}

static enum ink
column_messages(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)s;
	snprintf(out, WORDS, "%lld", (long long)x->c.message_count);
	return INK_DIM;
}

static enum ink
column_customer(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)s;
	snprintf(out, WORDS, "%s", x->c.customer_id);
	return INK_DIM;
}

static enum ink
column_disposition(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)s;
	words_name(out, x->c.disposition);
	return INK_DIM;
}

static enum ink
column_opened(char *out, const struct list_entry *x, const struct scene *s)
{
	words_when(out, s->settings, x->c.opened_ms, s->now_ms);
	return INK_DIM;
}

static enum ink
column_updated(char *out, const struct list_entry *x, const struct scene *s)
{
	words_span(out, s->now_ms - x->c.updated_ms);
	return INK_DIM;
}

static enum ink
column_closed(char *out, const struct list_entry *x, const struct scene *s)
{
	words_when(out, s->settings, x->c.closed_ms, s->now_ms);
	return INK_DIM;
}

static enum ink
column_tags(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)s;
	snprintf(out, WORDS, "%s", x->c.tags == NULL ? "" : x->c.tags);
	return INK_ACCENT;
}

static enum ink
column_snoozed(char *out, const struct list_entry *x, const struct scene *s)
{
	words_when(out, s->settings, x->c.snoozed_ms, s->now_ms);
	return INK_DIM;
}

static enum ink
column_looking(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)s;
	snprintf(out, WORDS, "%s", x->looking == NULL ? "" : x->looking);
	return INK_WARN;
}

static enum ink
column_unread(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)s;
	snprintf(out, WORDS, "%s", x->unread ? tr("new") : "");
	return INK_ACCENT;
}

/* In the order in which they stand where none were chosen. What is left of the width goes to those
 * that may grow, by their turn; then to the last words. */
const struct list_column list_columns[] = {
	{"id", "id", 6, 6, 1, 0, false, SORT_BY_ID, true, column_id, false},
	{"shopper", N_("shopper"), 12, 20, 1, 2, false, SORT_BY_SHOPPER, false, column_who, false},
	{"conf", N_("sure"), 4, 4, 1, 0, true, SORT_BY_CONFIDENCE, false, column_sure, false},
	{"bar", "", 5, 5, 88, 0, false, SORT_BY_CONFIDENCE, false, column_sure, true},
	{"trend", "", 1, 1, 80, 0, false, SORT_BY_TREND, false, column_trend, false},
	{"owner", N_("with"), 10, 20, 1, 1, false, SORT_BY_OWNER, false, column_owner, false},
	{"waiting", N_("waits"), 8, 8, 1, 0, true, SORT_BY_WAITING, false, column_time, false},
	{"due", N_("promise"), 11, 11, 1, 0, true, SORT_BY_DUE, false, column_due, false},
	{"intent", N_("wants"), 14, 18, 78, 5, false, SORT_BY_INTENT, false, column_intent, false},
	{"reason", N_("handed over"), 16, 20, 102, 6, false, SORT_BY_REASON, false, column_reason, false},
	{"channel", N_("channel"), 9, 10, 150, 7, false, SORT_BY_CHANNEL, false, column_channel, false},
	{"tier", N_("tier"), 4, 8, 156, 7, false, SORT_BY_TIER, false, column_tier, false},
	{"words", N_("last words"), 16, 400, 145, 8, false, SORT_BY_PREVIEW, false, column_preview, false},
	{"tags", N_("tags"), 6, 14, 170, 7, false, SORT_BY_TAGS, false, column_tags, false},
	{"looking", N_("looks"), 6, 12, 180, 7, false, SORT_BY_LOOKING, false, column_looking, false},
	{"snoozed", N_("until"), 12, 12, 0, 0, true, SORT_BY_SNOOZED, false, column_snoozed, false},
	{"unread", N_("new"), 3, 3, 0, 0, false, SORT_BY_UNREAD, true, column_unread, false},
	{"mood", N_("mood"), 5, 5, 0, 0, true, SORT_BY_SENTIMENT, false, column_mood, false},
	{"state", N_("state"), 7, 7, 0, 0, false, SORT_BY_STATE, false, column_state, false},
	{"queue", N_("queue"), 10, 20, 0, 3, false, SORT_BY_QUEUE, false, column_queue, false},
	{"lang", N_("lang"), 4, 5, 0, 0, false, SORT_BY_LANGUAGE, false, column_language, false},
	{"messages", N_("msgs"), 4, 4, 0, 0, true, SORT_BY_MESSAGES, true, column_messages, false},
	{"customer", N_("customer"), 8, 10, 0, 4, false, SORT_BY_CUSTOMER, false, column_customer, false},
	{"disposition", N_("outcome"), 8, 12, 0, 4, false, SORT_BY_DISPOSITION, false, column_disposition, false},
	{"opened", N_("opened"), 12, 12, 0, 0, true, SORT_BY_OPENED, true, column_opened, false},
	{"updated", N_("changed"), 8, 8, 0, 0, true, SORT_BY_UPDATED, true, column_updated, false},
	{"closed", N_("closed"), 12, 12, 0, 0, true, SORT_BY_CLOSED, true, column_closed, false},
};
const size_t list_column_count = sizeof list_columns / sizeof *list_columns;

/* Titles, and what fields are called in queries. */
static const struct { const char *said, *name; } others[] = {
	{"confidence", "conf"}, {"sure", "conf"}, {"agent", "owner"}, {"with", "owner"}, {"waits", "waiting"}, {"promise", "due"}, {"sla", "due"},
	{"wants", "intent"}, {"language", "lang"}, {"sentiment", "mood"}, {"msgs", "messages"}, {"outcome", "disposition"}, {"name", "shopper"},
	{"preview", "words"}, {"changed", "updated"}, {"tag", "tags"}, {"viewers", "looking"}, {"read", "unread"}, {"snooze", "snoozed"}, {"created", "opened"}, {"status", "state"},
};

bool
list_column_from(const char *name, size_t *out)
{
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (text_is_fold(others[i].said, name))
			name = others[i].name;
	for (size_t i = 0; i < list_column_count; i++)
		if (text_is_fold(list_columns[i].name, name)) {
			*out = i;
			return true;
		}
	return false;
}

enum err
list_column_none(const char *name, struct errinfo *e)
{
	const char *names[LIST_COLUMNS_MOST] = {NULL}, *near;
	struct str all;
	size_t count = 0;

	for (; count < list_column_count; count++)
		names[count] = list_columns[count].name;
	near = text_nearest(name, names, count);
	if (near != NULL)
		return err_set(
		    e, ERR_USAGE, tr("there is no column %.40s; did you mean %s?"), name, near);
	str_init(&all);
	for (size_t i = 0; i < count; i++)
		str_addf(&all, "%s%s", i > 0 ? " " : "", names[i]);
	(void)err_set(e, ERR_USAGE, tr("there is no column %.40s; there are %s"), name, all.data);
	str_clear(&all);
	return ERR_USAGE;
}

enum err
list_columns_parse(const char *names, unsigned char *chosen, size_t *count, struct errinfo *e)
{
	char name[64];
	size_t column, n;

	for (*count = 0; *(names += strspn(names, " ,\t")) != '\0'; names += n) {
		n = strcspn(names, " ,\t");
		snprintf(name, sizeof name, "%.*s", (int)n, names);
		if (text_is(name, "usual"))
			continue;
		if (!list_column_from(name, &column))
			return list_column_none(name, e);
		if (memchr(chosen, (int)column, *count) != NULL)
			return err_set(e, ERR_USAGE, tr("the column %s is named twice"), name);
		chosen[(*count)++] = (unsigned char)column;
	}
	return ERR_OK;
}
