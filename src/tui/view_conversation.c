/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The conversation: who and where it stands, then the transcript with confidence, citations,
 * delivery, events and notes in place.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "floorwalker/text/translate.h"
#include "talk.h"
#include "words.h"

struct talk {
	struct page *page;
	struct reading reading;
	struct talk_look look;		/* found: borrowed until the next show */
	struct conversation c;		/* id 0: none */
	int64_t anchor;			/* the message that stays at the top while the page grows
					   above it; 0 none */
	int64_t shown;			/* the conversation that reading belongs to */
	struct message_list messages;
	int64_t begin_in, begin_at;	/* a message that reading is to begin at, and its
					   conversation; 0 none */
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

static enum err
talk_fetch(
    struct arena *a, const struct scope *s, const void *wish, void **found, struct errinfo *e)
{
	struct talk_found *out = arena_alloc(a, sizeof *out);

	(void)wish;
	*found = out;
	return talk_read(out, a, s, e);
}

static void
talk_show(void *state, const void *found, const struct scope *s)
{
	struct talk *t = state;

	t->look.found = found;
	t->look.arena = s->arena;
	t->look.settings = s->settings;
	t->look.agent = s->agent;
	t->look.now_ms = s->now_ms;
	t->c = t->look.found->view.conversation;
	t->messages = t->look.found->view.messages;
	if (t->shown != t->c.id) {
		t->shown = t->c.id;
		t->reading = (struct reading){.holds_end = true, .at_end = true};
		t->look.unfolded = TALK_UNFOLDED;
		t->look.passages = false;
	}
	talk_fill(t->page, &t->look);
}

static int
header_rows(int height)
{
	return height >= 10 ? 3 : height >= 6 ? 1 : 0;
}

/* The message that was found stands at the top. */
static void
begin_at(struct talk *t)
{
	int row = t->begin_at == 0 || t->begin_in != t->c.id ? -1 : page_row_of(t->page, t->begin_at);

	if (row < 0)
		return;
	t->reading.top = row;
	t->reading.at_end = false;
	t->begin_at = 0;
	reading_place(&t->reading, t->page, t->reading.height);
}

static void
talk_place(void *state, int width, int height)
{
	struct talk *t = state;

	page_layout(t->page, width - 2);
	if (t->anchor != 0 && page_row_of(t->page, t->anchor) >= 0) {
		t->reading.top = page_row_of(t->page, t->anchor);
		t->reading.at_end = false;
	}
	t->anchor = 0;
	reading_place(&t->reading, t->page, height - header_rows(height));
	begin_at(t);
	if (t->reading.at_end)
		t->seen = t->messages.count == 0 ? 0 : t->messages.items[t->messages.count - 1].id;
}

/* Whether who sits here has that language among theirs; so for whoever names none. */
static bool
speaks(const struct scene *s, const char *language)
{
	const struct agent *me = settings_agent(s->settings, s->agent);

	if (me == NULL || me->language_count == 0)
		return true;
	for (size_t i = 0; i < me->language_count; i++) {
		size_t n = strlen(me->languages[i]);

		if (strncmp(me->languages[i], language, n) == 0 &&
		    (language[n] == '\0' || language[n] == '-'))
			return true;
	}
	return false;
}

/* Who else has it open, appended: nobody answers twice unknowingly. */
static void
add_others(const struct talk *t, const struct scene *s, struct str *out)
{
	const struct talk_found *f = t->look.found;

	for (size_t i = 0; i < f->here_count; i++)
		str_addf(out, "%s%s", i == 0 ? tr(" · looking too: ") : ", ",
		    words_agent(s->settings, s->agent, f->here[i].agent));
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
	at = cells_putf(c, r, at, 0, dim, "  %s", words_name(words, t->c.channel));
	if (!text_is_empty(t->c.tier) && !text_is(t->c.tier, "standard"))
		at = cells_putf(
		    c, r, at, 0, (struct style){INK_ACCENT, GROUND_PANE}, "  %s",
		    words_name(words, t->c.tier));
	if (!text_is_empty(t->c.language))
		at = cells_putf(c, r, at, 0,
		    speaks(s, t->c.language) ? dim : (struct style){INK_WARN, GROUND_PANE},
		    speaks(s, t->c.language) ? "  %s" : tr("  %s, not yours"), t->c.language);
	if (!text_is_empty(t->c.intent)) {
		at = cells_put(c, r, at, 0, text, tr("  wants: "));
		cells_field(c, r, at, 0, r.w - 1 - at, text, words_name(words, t->c.intent), false);
	}
	if (rows < 2)
		return;
	str_init(&line);
	if (t->c.state == CONVERSATION_CLOSED)
		str_addf(&line, tr("closed%s%s"), text_is_empty(t->c.disposition) ? "" : ": ",
		    words_name(words, t->c.disposition));
	else
		str_addf(&line, tr("with %s"), words_owner(words, s->settings, s->agent, &t->c, false));
	if (t->c.waiting_ms != 0)
		str_addf(&line,
		    t->c.state == CONVERSATION_AGENT ? tr(", unanswered for %s") : tr(" for %s"),
		    words_span(words, s->now_ms - t->c.waiting_ms));
	add_others(t, s, &line);
	if (t->c.reason != HANDOFF_NONE && t->c.state != CONVERSATION_AI &&
	    t->c.state != CONVERSATION_CLOSED)
		str_addf(&line, ": %s", tr(handoff_reason_title(t->c.reason)));
	words_marks(&line, s->settings, &t->c, s->now_ms);
	due[0] = '\0';
	if (t->c.waiting_ms != 0 && t->c.due_ms != 0)
		snprintf(due, sizeof due, "%s%.60s",
		    t->c.due_ms < s->now_ms ? "▲ "
			: r.w > 60          ? tr("answer due ")
					    : tr("due "),
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
		    (struct style){INK_DIM, GROUND_PANE}, tr("No conversation is selected."));
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
		str_addf(out, tr("%zu new ▼"), fresh);
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

void
conversation_begin_at(void *state, int64_t conversation_id, int64_t message_id)
{
	struct talk *t = state;

	t->begin_in = conversation_id;
	t->begin_at = message_id;
}

static void
fill_again(struct talk *t, int64_t anchor)
{
	if (t->c.id == 0)
		return;
	t->anchor = anchor;
	talk_fill(t->page, &t->look);
}

bool
conversation_unfold(void *state, bool more)
{
	struct talk *t = state;
	size_t before = t->look.unfolded, count = t->messages.count;
	int64_t first = count > before ? t->messages.items[count - before].id : 0;

	if (t->c.id == 0 || (more && before >= count) || (!more && before == TALK_UNFOLDED))
		return false;
	t->look.unfolded = more ? before + TALK_STEP : TALK_UNFOLDED;
	fill_again(t, more ? first : 0);
	return true;
}

bool
conversation_passages(void *state)
{
	struct talk *t = state;

	if (t->c.id == 0 || t->look.found->passage_count == 0)
		return false;
	t->look.passages = !t->look.passages;
	fill_again(t, 0);
	return true;
}

int64_t
conversation_read_to(const void *state)
{
	const struct talk *t = state;

	return t->c.id == 0 || !t->reading.at_end || t->messages.count == 0
	    ? 0
	    : t->messages.items[t->messages.count - 1].number;
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
    .title = N_("Conversation"),
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
