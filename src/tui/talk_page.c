/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The transcript as a page: messages with confidence, citations and delivery, notes and events in
 * place, then what the AI leaves for whoever takes it on.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/desk/events.h"
#include "floorwalker/text/translate.h"
#include "talk.h"
#include "words.h"

/* What it rests on; the passage itself below where they are open. */
static void
add_citations(struct page *p, const struct talk_look *s, const struct message *m)
{
	for (size_t i = 0; i < s->found->passage_count; i++) {
		const struct talk_passage *x = &s->found->passages[i];

		if (x->message_id != m->id)
			continue;
		page_begin(p, 2, 4, 0);
		page_addf(p, INK_CITATION, "↳ %s", x->id);
		page_addf(p, INK_DIM, "  %s", x->title);
		if (!s->passages)
			continue;
		page_begin(p, 4, 4, 0);
		page_add(p, x->text[0] == '\0' ? INK_DIM : INK_CITATION,
		    x->text[0] == '\0' ? tr("It is no longer among the shop's articles.")
				       : x->text);
	}
}

/* me: whose own reply can be taken back still */
static const char *
delivery_words(const struct message *m, const char *me)
{
	switch (m->delivery) {
	case DELIVERY_PENDING:
		return m->author == AUTHOR_AGENT && text_is(m->name, me)
		    ? tr("not sent yet: undo takes it back")
		    : tr("on its way …");
	case DELIVERY_WITHDRAWN: return tr("✗ withdrawn before it was sent");
	case DELIVERY_SUPERSEDED: return tr("✗ never sent: another owner came first");
	case DELIVERY_FAILED: return tr("✗ could not be delivered");
	default: return "";
	}
}

static void
add_message(struct page *p, const struct talk_look *s, const struct message *m)
{
	static const enum ink inks[] = {[AUTHOR_SHOPPER] = INK_SHOPPER,
	    [AUTHOR_AI] = INK_AI,
	    [AUTHOR_AGENT] = INK_AGENT,
	    [AUTHOR_SYSTEM] = INK_SYSTEM};
	bool unsent = m->delivery != DELIVERY_DELIVERED && m->delivery != DELIVERY_PENDING;
	char when[WORDS];

	page_gap(p);
	page_gutter(p, inks[m->author], m->author == AUTHOR_SYSTEM ? NULL : "▎");
	page_begin(p, 2, 2, m->id);
	page_add(p, inks[m->author],
	    m->author == AUTHOR_SHOPPER     ? s->found->view.conversation.shopper
		: m->author == AUTHOR_AI    ? tr("AI")
		: m->author == AUTHOR_AGENT ? words_agent(s->settings, s->agent, m->name)
					    : tr("notice"));
	page_addf(p, INK_DIM, "  %s", words_when(when, s->settings, m->created_ms, s->now_ms));
	if (m->author == AUTHOR_AI && m->confidence >= 0) {
		page_add(p, INK_DIM, tr("  sure "));
		page_addf(p, ink_of_confidence(s->settings, m->confidence), "%.2f ", m->confidence);
		page_bar(p, m->confidence, 5);
	}
	if (delivery_words(m, s->agent)[0] != '\0') {
		page_add(p, INK_TEXT, "  ");
		page_add(p, unsent ? INK_BAD : INK_WARN, delivery_words(m, s->agent));
	}
	page_begin(p, 2, 2, 0);
	page_add(p, unsent ? INK_DIM : INK_TEXT, m->text);
	if (m->author == AUTHOR_AI)
		add_citations(p, s, m);
	page_gutter(p, INK_TEXT, NULL);
}

static void
add_note(struct page *p, const struct talk_look *s, const struct note *n)
{
	char when[WORDS];

	page_gap(p);
	page_gutter(p, INK_NOTE, "▎");
	page_begin(p, 2, 2, 0);
	page_add(p, INK_NOTE,
	    text_is_empty(n->reader)           ? tr("note, not seen by the shopper")
		: text_is(n->reader, s->agent) ? tr("whisper, you alone read it")
					       : tr("whisper, its agent alone reads it"));
	page_addf(p, INK_DIM, "  %s, %s", words_agent(s->settings, s->agent, n->agent),
	    words_when(when, s->settings, n->created_ms, s->now_ms));
	page_begin(p, 2, 2, 0);
	page_add(p, INK_NOTE, n->text);
	page_gutter(p, INK_TEXT, NULL);
}

static void
add_event(struct page *p, const struct talk_look *s, const struct event *x, bool after_event)
{
	struct value *data = NULL;
	struct str words;
	char when[WORDS];

	if (!text_is_empty(x->data) &&
	    value_parse_json(s->arena, "event", x->data, strlen(x->data), &value_limits_message,
		&data, NULL) != ERR_OK)
		data = NULL;
	if (!after_event)
		page_gap(p);
	str_init(&words);
	words_event(&words, s->settings, s->agent, x, data);
	page_begin(p, 2, 10, 0);
	page_addf(p, INK_DIM, "%s  ", words_when(when, s->settings, x->at_ms, s->now_ms));
	page_addf(p,
	    text_starts(x->kind, "sla.") || text_is(x->kind, "turn.failed") ? INK_WARN : INK_SYSTEM,
	    "– %s", words.data);
	str_clear(&words);
}

/* Where a long history begins to be shown; the line that stands for the rest. */
static size_t
begin_unfolded(struct page *p, const struct talk_look *s, const struct conversation_view *v)
{
	char first[WORDS], last[WORDS];
	size_t count = v->messages.count, at = count > s->unfolded ? count - s->unfolded : 0;

	if (at == 0)
		return 0;
	page_begin(p, 2, 2, 0);
	page_addf(p, INK_ACCENT,
	    tr_n("▸ %zu earlier message, %s to %s", "▸ %zu earlier messages, %s to %s",
		(long long)at),
	    at, words_when(first, s->settings, v->messages.items[0].created_ms, s->now_ms),
	    words_when(last, s->settings, v->messages.items[at - 1].created_ms, s->now_ms));
	page_add(p, INK_DIM, tr("  } shows more"));
	return at;
}

/* Messages, notes and events come sorted each; merged by instant, a message before the event about
 * it, save that a conversation opens first. */
static void
add_all(struct page *p, const struct talk_look *s, const struct conversation_view *v)
{
	size_t m = begin_unfolded(p, s, v), n = 0, x = 0;
	int64_t from = m > 0 ? v->messages.items[m].created_ms : INT64_MIN;
	bool after_event = false, opens;

	while (n < v->note_count && v->notes[n].created_ms < from)
		n++;
	while (x < v->events.count && v->events.items[x].at_ms < from)
		x++;
	for (;;) {
		int64_t at_m, at_n, at_x;

		while (x < v->events.count && !event_is_shown(v->events.items[x].kind))
			x++;
		at_m = m < v->messages.count ? v->messages.items[m].created_ms : INT64_MAX;
		at_n = n < v->note_count ? v->notes[n].created_ms : INT64_MAX;
		at_x = x < v->events.count ? v->events.items[x].at_ms : INT64_MAX;
		opens = x < v->events.count &&
		    text_is(v->events.items[x].kind, EVENT_CONVERSATION_OPENED) && at_x == at_m;
		if (m < v->messages.count && at_m <= at_n && at_m <= at_x && !opens) {
			add_message(p, s, &v->messages.items[m++]);
			after_event = false;
		} else if (n < v->note_count && at_n <= at_x) {
			add_note(p, s, &v->notes[n++]);
			after_event = false;
		} else if (x < v->events.count) {
			add_event(p, s, &v->events.items[x++], after_event);
			after_event = true;
		} else {
			break;
		}
	}
}

/* Once a person has answered, what the AI would have said is the past, and would push what is new
 * out of sight. */
static bool
was_answered(const struct message_list *list)
{
	for (size_t i = list->count; i > 0 && list->items[i - 1].author != AUTHOR_AI; i--)
		if (list->items[i - 1].author == AUTHOR_AGENT)
			return true;
	return false;
}

/* What the AI, or who had it before, leaves for whoever takes it on. */
static void
add_summary(struct page *p, const struct conversation *c, const struct message_list *messages)
{
	if (text_is_empty(c->summary) || text_is(c->summary, handoff_reason_title(c->reason)) ||
	    was_answered(messages) ||
	    (c->state != CONVERSATION_QUEUED && c->state != CONVERSATION_AGENT))
		return;
	page_gap(p);
	page_gutter(p, INK_DIM, "┆");
	page_begin(p, 2, 2, 0);
	page_add(p, INK_TITLE, tr("Summary"));
	page_begin(p, 2, 2, 0);
	page_add(p, INK_TEXT, c->summary);
	page_gutter(p, INK_TEXT, NULL);
}

static void
add_draft(struct page *p, const struct talk_look *s, const struct conversation *c,
    const struct message_list *messages)
{
	bool mine = c->state == CONVERSATION_AGENT && text_is(c->agent, s->agent);

	if (text_is_empty(c->draft) || was_answered(messages) ||
	    (c->state != CONVERSATION_QUEUED && c->state != CONVERSATION_AGENT))
		return;
	page_gap(p);
	page_gutter(p, INK_DIM, "┆");
	page_begin(p, 2, 2, 0);
	page_add(p, INK_TITLE, tr("The AI would have said"));
	page_add(p, INK_DIM, mine ? tr("  r, then Tab takes it") : tr("  not sent"));
	page_begin(p, 2, 2, 0);
	page_add(p, INK_DIM, c->draft);
	page_gutter(p, INK_TEXT, NULL);
}

/* A supervisor's watching is said at the end, where it is in sight. */
static void
add_watchers(struct page *p, const struct talk_look *s, const struct conversation_view *v)
{
	const struct agent *me = settings_agent(s->settings, s->agent);

	if (v->watcher_count == 0 ||
	    (s->settings->monitor_hidden && (me == NULL || me->role != ROLE_SUPERVISOR)))
		return;
	page_gap(p);
	page_begin(p, 2, 2, 0);
	for (size_t i = 0; i < v->watcher_count; i++)
		page_addf(p, INK_SYSTEM, "%s%s", i > 0 ? ", " : "",
		    words_agent(s->settings, s->agent, v->watchers[i]));
	page_add(p, INK_SYSTEM,
	    v->watcher_count == 1 && !text_is(v->watchers[0], s->agent) ? tr(" watches") : tr(" watch"));
}

void
talk_fill(struct page *p, const struct talk_look *s)
{
	const struct conversation_view *v = &s->found->view;

	page_reset(p);
	if (v->conversation.id == 0)
		return;
	add_all(p, s, v);
	add_summary(p, &v->conversation, &v->messages);
	add_draft(p, s, &v->conversation, &v->messages);
	add_watchers(p, s, v);
	if (talk_is_working(s->found)) {
		page_gap(p);
		page_begin(p, 2, 2, 0);
		page_add(p, INK_AI, tr("the AI is writing …"));
	}
}
