/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The conversation: who and where it stands, then the transcript with confidence, citations,
 * delivery, events and notes in place.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "floorwalker/desk/events.h"
#include "floorwalker/desk/view.h"
#include "page.h"
#include "view.h"
#include "words.h"

struct talk {
	struct page *page;
	struct reading reading;
	struct conversation c;		/* id 0: none */
	bool working;			/* the AI is at a turn */
	int64_t shown;			/* the conversation that reading belongs to */
	struct message_list messages;
	int64_t seen;			/* the last message that was there while its end was in
					   sight */
};

static void
talk_open(void *state)
{
	struct talk *t = state;

	t->page = page_new();
	t->reading = (struct reading){.holds_end = true, .at_end = true};
}

static void
add_citations(struct page *p, struct arena *a, const char *citations)
{
	struct value *list;

	if (text_is_empty(citations) ||
	    value_parse_json(a, "citations", citations, strlen(citations), &value_limits_message,
		&list, NULL) != ERR_OK)
		return;
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *x = value_at(list, i);

		page_begin(p, 2, 4, 0);
		page_addf(p, INK_CITATION, "↳ %s",
		    value_kind(x) == VALUE_TEXT ? value_as_text(x, "") : value_get_text(x, "id"));
		page_addf(p, INK_DIM, "  %s", value_get_text(x, "title"));
	}
}

/* me: whose own reply can be taken back still */
static const char *
delivery_words(const struct message *m, const char *me)
{
	switch (m->delivery) {
	case DELIVERY_PENDING:
		return m->author == AUTHOR_AGENT && text_is(m->name, me)
		    ? "not sent yet: undo takes it back"
		    : "on its way …";
	case DELIVERY_WITHDRAWN: return "✗ withdrawn before it was sent";
	case DELIVERY_SUPERSEDED: return "✗ never sent: another owner came first";
	case DELIVERY_FAILED: return "✗ could not be delivered";
	default: return "";
	}
}

static void
add_message(struct page *p, struct arena *a, const struct scope *s, const struct conversation *c,
    const struct message *m)
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
	    m->author == AUTHOR_SHOPPER     ? c->shopper
		: m->author == AUTHOR_AI    ? "AI"
		: m->author == AUTHOR_AGENT ? words_agent(s->settings, s->agent, m->name)
					    : "notice");
	page_addf(p, INK_DIM, "  %s", words_when(when, s->settings, m->created_ms, s->now_ms));
	if (m->author == AUTHOR_AI && m->confidence >= 0) {
		page_add(p, INK_DIM, "  sure ");
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
		add_citations(p, a, m->citations);
	page_gutter(p, INK_TEXT, NULL);
}

static void
add_note(struct page *p, const struct scope *s, const struct note *n)
{
	char when[WORDS];

	page_gap(p);
	page_gutter(p, INK_NOTE, "▎");
	page_begin(p, 2, 2, 0);
	page_add(p, INK_NOTE,
	    text_is_empty(n->reader)	     ? "note, not seen by the shopper"
		: text_is(n->reader, s->agent) ? "whisper, you alone read it"
					       : "whisper, its agent alone reads it");
	page_addf(p, INK_DIM, "  %s, %s", words_agent(s->settings, s->agent, n->agent),
	    words_when(when, s->settings, n->created_ms, s->now_ms));
	page_begin(p, 2, 2, 0);
	page_add(p, INK_NOTE, n->text);
	page_gutter(p, INK_TEXT, NULL);
}

static void
add_event(
    struct page *p, struct arena *a, const struct scope *s, const struct event *x, bool after_event)
{
	struct value *data = NULL;
	struct str words;
	char when[WORDS];

	if (!text_is_empty(x->data) &&
	    value_parse_json(
		a, "event", x->data, strlen(x->data), &value_limits_message, &data, NULL) != ERR_OK)
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

/* Messages, notes and events come sorted each; merged by instant, a message before the event about
 * it, save that a conversation opens first. */
static void
add_all(struct page *p, struct arena *a, const struct scope *s, const struct conversation_view *v)
{
	size_t m = 0, n = 0, x = 0;
	bool after_event = false, opens;

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
			add_message(p, a, s, &v->conversation, &v->messages.items[m++]);
			after_event = false;
		} else if (n < v->note_count && at_n <= at_x) {
			add_note(p, s, &v->notes[n++]);
			after_event = false;
		} else if (x < v->events.count) {
			add_event(p, a, s, &v->events.items[x++], after_event);
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
	page_add(p, INK_TITLE, "Summary");
	page_begin(p, 2, 2, 0);
	page_add(p, INK_TEXT, c->summary);
	page_gutter(p, INK_TEXT, NULL);
}

static void
add_draft(struct page *p, const struct scope *s, const struct conversation *c,
    const struct message_list *messages)
{
	bool mine = c->state == CONVERSATION_AGENT && text_is(c->agent, s->agent);

	if (text_is_empty(c->draft) || was_answered(messages) ||
	    (c->state != CONVERSATION_QUEUED && c->state != CONVERSATION_AGENT))
		return;
	page_gap(p);
	page_gutter(p, INK_DIM, "┆");
	page_begin(p, 2, 2, 0);
	page_add(p, INK_TITLE, "The AI would have said");
	page_add(p, INK_DIM, mine ? "  r, then Tab takes it" : "  not sent");
	page_begin(p, 2, 2, 0);
	page_add(p, INK_DIM, c->draft);
	page_gutter(p, INK_TEXT, NULL);
}

/* Those whispers that are for who looks, among the notes. */
static void
add_whispers(struct arena *a, const struct scope *s, struct conversation_view *v)
{
	struct note *all =
	    arena_alloc(a, (v->note_count + v->whisper_count + 1) * sizeof *all);
	size_t n = 0, w = 0, count = 0;

	while (n < v->note_count || w < v->whisper_count) {
		const struct note *x = &v->whispers[w];

		if (w < v->whisper_count && !text_is(x->reader, s->agent) &&
		    !text_is(x->agent, s->agent))
			w++;
		else if (w == v->whisper_count ||
		    (n < v->note_count && v->notes[n].id < x->id))
			all[count++] = v->notes[n++];
		else
			all[count++] = v->whispers[w++];
	}
	v->notes = all;
	v->note_count = count;
}

static enum err
talk_fetch(
    struct arena *a, const struct scope *s, const void *wish, void **found, struct errinfo *e)
{
	struct conversation_view *v = arena_alloc(a, sizeof *v);
	enum err code;

	(void)wish;
	*found = v;
	if (s->conversation_id == 0)
		return ERR_OK;
	code = desk_view(s->desk, a, s->conversation_id, v, e);
	if (code == ERR_OK)
		add_whispers(a, s, v);
	return code;
}

/* A supervisor's watching is said at the end, where it is in sight. */
static void
add_watchers(struct page *p, const struct scope *s, const struct conversation_view *v)
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
	    v->watcher_count == 1 && !text_is(v->watchers[0], s->agent) ? " watches" : " watch");
}

static void
talk_show(void *state, const void *found, const struct scope *s)
{
	const struct conversation_view *v = found;
	struct talk *t = state;

	page_reset(t->page);
	t->c = v->conversation;
	t->messages = v->messages;
	if (t->c.id == 0)
		return;
	t->working = t->c.state == CONVERSATION_AI && v->turn.id != 0 &&
	    (v->turn.state == TURN_WAITING || v->turn.state == TURN_RUNNING);
	add_all(t->page, s->arena, s, v);
	add_summary(t->page, &t->c, &v->messages);
	add_draft(t->page, s, &t->c, &v->messages);
	add_watchers(t->page, s, v);
	if (t->working) {
		page_gap(t->page);
		page_begin(t->page, 2, 2, 0);
		page_add(t->page, INK_AI, "the AI is writing …");
	}
	if (t->shown != t->c.id) {
		t->shown = t->c.id;
		t->reading = (struct reading){.holds_end = true, .at_end = true};
	}
}

static int
header_rows(int height)
{
	return height >= 10 ? 3 : height >= 6 ? 1 : 0;
}

static void
talk_place(void *state, int width, int height)
{
	struct talk *t = state;

	page_layout(t->page, width - 2);
	reading_place(&t->reading, t->page, height - header_rows(height));
	if (t->reading.at_end)
		t->seen = t->messages.count == 0 ? 0 : t->messages.items[t->messages.count - 1].id;
}

static void
render_header(const struct talk *t, struct cells *c, struct rect r, const struct scene *s)
{
	const struct style text = {INK_TEXT, GROUND_PANE}, dim = {INK_DIM, GROUND_PANE},
			   strong = {INK_STRONG, GROUND_PANE};
	char words[WORDS], due[WORDS];
	struct str line;
	int at, rows = header_rows(r.h);

	if (rows == 0)
		return;
	at = cells_putf(c, r, 1, 0, strong, "%s", t->c.shopper);
	at = cells_putf(c, r, at, 0, dim, "  %s", t->c.channel);
	if (!text_is_empty(t->c.tier) && !text_is(t->c.tier, "standard"))
		at = cells_putf(
		    c, r, at, 0, (struct style){INK_ACCENT, GROUND_PANE}, "  %s", t->c.tier);
	if (!text_is_empty(t->c.language))
		at = cells_putf(c, r, at, 0, dim, "  %s", t->c.language);
	if (!text_is_empty(t->c.intent)) {
		at = cells_put(c, r, at, 0, text, "  wants: ");
		cells_field(c, r, at, 0, r.w - 1 - at, text, words_name(words, t->c.intent), false);
	}
	if (rows < 2)
		return;
	str_init(&line);
	if (t->c.state == CONVERSATION_CLOSED)
		str_addf(&line, "closed%s%s", text_is_empty(t->c.disposition) ? "" : ": ",
		    words_name(words, t->c.disposition));
	else
		str_addf(&line, "with %s", words_owner(words, s->settings, s->agent, &t->c, false));
	if (t->c.waiting_ms != 0)
		str_addf(&line,
		    t->c.state == CONVERSATION_AGENT ? ", unanswered for %s" : " for %s",
		    words_span(words, s->now_ms - t->c.waiting_ms));
	if (t->c.reason != HANDOFF_NONE && t->c.state != CONVERSATION_AI &&
	    t->c.state != CONVERSATION_CLOSED)
		str_addf(&line, ": %s", handoff_reason_title(t->c.reason));
	words_marks(&line, s->settings, &t->c, s->now_ms);
	due[0] = '\0';
	if (t->c.waiting_ms != 0 && t->c.due_ms != 0)
		snprintf(due, sizeof due, "%s%.60s",
		    t->c.due_ms < s->now_ms ? "▲ "
			: r.w > 60          ? "answer due "
					    : "due ",
		    words_due(words, t->c.due_ms, s->now_ms, false));
	at = r.w - 1 - utf8_width(due, strlen(due));
	cells_put(c, r, at, 1,
	    (struct style){(uint8_t)ink_of_due(t->c.due_ms, s->now_ms), GROUND_PANE}, due);
	cells_field(c, r, 1, 1, at - 2, text, line.data, false);
	str_clear(&line);
	cells_line_across(
	    c, rect_part(r, 1, 0, r.w - 2, r.h), 2, (struct style){INK_BORDER, GROUND_PANE});
}

static void
talk_render(const void *state, struct cells *c, struct rect r, const struct scene *s)
{
	const struct talk *t = state;
	int header = header_rows(r.h);
	struct rect body = rect_part(r, 1, header, r.w - 2, r.h - header);

	if (t->c.id == 0) {
		(void)cells_paragraph(c, rect_part(r, 2, 1, r.w - 3, r.h - 1),
		    (struct style){INK_DIM, GROUND_PANE}, "No conversation is selected.");
		return;
	}
	render_header(t, c, r, s);
	page_render(t->page, c, body, t->reading.top, GROUND_PANE);
}

static unsigned
talk_move(void *state, enum motion m)
{
	struct talk *t = state;

	return reading_move(&t->reading, t->page, m);
}

static void
talk_caption(const void *state, const struct scene *s, struct str *out)
{
	const struct talk *t = state;

	(void)s;
	if (t->c.id != 0)
		str_addf(out, "C-%lld", (long long)t->c.id);
}

/* What came while the reader was further up goes before how much there is. */
static void
talk_edge(const void *state, struct str *out, enum ink *ink)
{
	const struct talk *t = state;
	size_t fresh = 0;

	for (size_t i = t->messages.count; i > 0 && t->messages.items[i - 1].id > t->seen; i--)
		fresh++;
	if (t->c.id == 0)
		return;
	if (fresh > 0) {
		*ink = INK_ACCENT;
		str_addf(out, "%zu new ▼", fresh);
	} else {
		reading_edge(&t->reading, t->page, out);
	}
}

static void
talk_close(void *state)
{
	struct talk *t = state;

	page_free(&t->page);
}

const char *
conversation_draft(const void *state)
{
	const struct talk *t = state;

	return t->c.id == 0 || t->c.draft == NULL ? "" : t->c.draft;
}

const struct conversation *
conversation_record(const void *state)
{
	const struct talk *t = state;

	return t->c.id == 0 ? NULL : &t->c;
}

const struct view_ops view_conversation = {
    .name = "conversation",
    .title = "Conversation",
    .context = CONTEXT_CONVERSATION,
    .follows = FOLLOWS_CONVERSATION,
    .state_size = sizeof(struct talk),
    .open = talk_open,
    .fetch = talk_fetch,
    .show = talk_show,
    .place = talk_place,
    .render = talk_render,
    .move = talk_move,
    .caption = talk_caption,
    .edge = talk_edge,
    .close = talk_close,
};
