/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The log: what happened, newest first; Enter opens the conversation. However long it is, a window
 * of it is read: around what is selected, or the newest while the first line is.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/desk/shift.h"
#include "floorwalker/store/event.h"
#include "floorwalker/text/translate.h"
#include "view.h"
#include "words.h"

#define WINDOW 300 /* events read on either side */
#define NEAR 60 /* rows from an end of the window at which another is read */

struct log_entry {
	struct event event;
	const char *words;
};

struct log_wish {
	int64_t around; /* an event's id; 0: the newest */
	int64_t conversation_id; /* 0 any */
	char kind[96], actor[104]; /* "" any */
};

struct log {
	struct picker picker;
	struct log_entry *entries;
	size_t count;
	bool has_newer, has_older; /* past the window */
	bool to_end; /* the oldest was asked for, and is selected when it comes */
	struct log_wish wish;
};

struct log_found {
	struct log_entry *entries;
	int64_t *ids;
	size_t count;
	bool has_newer, has_older;
};

/* ---- reading */

static void
add_entry(struct log_found *out, struct arena *a, const struct scope *s, const struct event *x)
{
	struct value *data = NULL;
	struct str words;

	if (!text_is_empty(x->data) &&
	    value_parse_json(
		a, "event", x->data, strlen(x->data), &value_limits_message, &data, NULL) != ERR_OK)
		data = NULL;
	if (!desk_event_is_for(s->settings, s->agent, x, data))
		return;
	str_init(&words);
	words_event(&words, s->settings, s->agent, x, data);
	out->entries[out->count] = (struct log_entry){*x, arena_text(a, words.data)};
	out->ids[out->count++] = x->id;
	str_clear(&words);
}

static enum err
log_fetch(struct arena *a, const struct scope *s, const void *wish, void **found, struct errinfo *e)
{
	const struct log_wish *w = wish;
	struct log_found *out = arena_alloc(a, sizeof *out);
	struct event_list newer = {0}, older;
	struct event_filter f = {.kind = w->kind,
	    .actor = w->actor,
	    .conversation_id = w->conversation_id,
	    .limit = WINDOW + 1};
	enum err code = ERR_OK;

	if (w->around != 0) {
		f.after_id = w->around;
		f.ascending = true;
		code = store_event_page(desk_store(s->desk), a, &f, &newer, e);
		f.after_id = 0;
		f.ascending = false;
		f.before_id = w->around + 1;
	}
	if (code != ERR_OK ||
	    (code = store_event_page(desk_store(s->desk), a, &f, &older, e)) != ERR_OK)
		return code;
	out->has_newer = newer.count > WINDOW;
	out->has_older = older.count > WINDOW;
	out->entries = arena_alloc(a, (2 * WINDOW + 1) * sizeof *out->entries);
	out->ids = arena_alloc(a, (2 * WINDOW + 1) * sizeof *out->ids);
	for (size_t i = out->has_newer ? WINDOW : newer.count; i > 0; i--)
		add_entry(out, a, s, &newer.items[i - 1]);
	for (size_t i = 0; i < older.count && i < WINDOW; i++)
		add_entry(out, a, s, &older.items[i]);
	*found = out;
	return ERR_OK;
}

static void
log_wish(const void *state, void *wish)
{
	const struct log *l = state;

	*(struct log_wish *)wish = l->wish;
}

static void
log_show(void *state, const void *found, const struct scope *s)
{
	const struct log_found *x = found;
	struct log *l = state;

	(void)s;
	l->entries = x->entries;
	l->count = x->count;
	l->has_newer = x->has_newer;
	l->has_older = x->has_older;
	l->picker.newest_first = !x->has_newer;
	picker_set(&l->picker, x->ids, x->count);
	if (l->to_end && x->count > 0)
		(void)picker_select(&l->picker, x->ids[x->count - 1]);
	l->to_end = false;
}

/* ---- narrowing it down */

static const char *const families[] = {"conversation", "message", "turn", "owner", "sla", "note",
    "correction", "draft", "reply", "confidence", "customer", "agent", "action"};

static bool
is_family(const char *kind)
{
	size_t n = strcspn(kind, ".");

	for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
		if (strlen(families[i]) == n && strncmp(families[i], kind, n) == 0)
			return true;
	}
	return false;
}

static enum err
read_word(struct log_wish *w, const struct settings *s, const char *word, struct errinfo *e)
{
	const char *name;

	if (text_starts(word, "kind:")) {
		if (!is_family(word + 5))
			return err_set(e, ERR_USAGE,
			    tr("%.40s is no kind of event: owner, message, turn, action, "
			    "conversation, agent …, or one of them as owner.taken"),
			    word + 5);
		snprintf(w->kind, sizeof w->kind, "%s", word + 5);
		return ERR_OK;
	}
	if (text_starts(word, "actor:")) {
		name = word + 6;
		if (settings_agent(s, name) != NULL)
			snprintf(w->actor, sizeof w->actor, "agent:%s", name);
		else if (text_is(name, "ai") || text_is(name, "shopper") ||
		    text_is(name, "policy") || text_is(name, "work") || text_is(name, "shop"))
			snprintf(w->actor, sizeof w->actor, "%s", name);
		else
			return err_set(e, ERR_USAGE,
			    tr("%.40s does nothing here: ai, shopper, policy, work, shop or an "
			    "agent's id"),
			    name);
		return ERR_OK;
	}
	if ((word[0] == 'C' || word[0] == 'c') && record_id_parse('C', word, &w->conversation_id))
		return ERR_OK;
	return err_set(e, ERR_USAGE,
	    tr("\"%.40s\" narrows nothing down: say kind:owner, actor:ID or C-17, one or more of them"),
	    word);
}

enum err
log_narrow(void *state, const struct settings *s, const char *words, struct errinfo *e)
{
	struct log *l = state;
	struct log_wish w = {0};
	char word[96];
	enum err code = ERR_OK;

	for (words += strspn(words, " "); code == ERR_OK && *words != '\0';
	     words += strspn(words, " ")) {
		size_t n = strcspn(words, " ");

		snprintf(
		    word, sizeof word, "%.*s", (int)(n < sizeof word ? n : sizeof word - 1), words);
		code = read_word(&w, s, word, e);
		words += n;
	}
	if (code != ERR_OK)
		return code;
	l->wish = w;
	picker_clear(&l->picker);
	l->count = 0;
	return ERR_OK;
}

bool
log_is_narrowed(const void *state)
{
	const struct log *l = state;

	return l->wish.kind[0] != '\0' || l->wish.actor[0] != '\0' || l->wish.conversation_id != 0;
}

void
log_words(const void *state, struct str *out)
{
	const struct log *l = state;
	const char *actor = l->wish.actor;

	if (l->wish.kind[0] != '\0')
		str_addf(out, "kind:%s ", l->wish.kind);
	if (actor[0] != '\0')
		str_addf(out, "actor:%s ", text_starts(actor, "agent:") ? actor + 6 : actor);
	if (l->wish.conversation_id != 0)
		str_addf(out, "C-%lld ", (long long)l->wish.conversation_id);
	if (out->length > 0)
		str_cut(out, out->length - 1);
}

static void
log_place(void *state, int width, int height)
{
	struct log *l = state;

	(void)width;
	picker_place(&l->picker, height < 1 ? 1 : (size_t)height);
}

static void
log_render(const void *state, struct cells *c, struct rect r, const struct scene *s)
{
	const struct log *l = state;
	char words[WORDS];

	if (l->count == 0)
		(void)cells_paragraph(c, rect_part(r, 2, 1, r.w - 3, r.h - 1),
		    (struct style){INK_DIM, GROUND_PANE},
		    log_is_narrowed(l) ? tr("Nothing like that has happened.")
				       : tr("Nothing has happened yet."));
	for (int y = 0; y < r.h && l->picker.top + (size_t)y < l->count; y++) {
		const struct log_entry *x = &l->entries[l->picker.top + (size_t)y];
		bool selected = x->event.id == l->picker.selected,
		     loud =
			 text_starts(x->event.kind, "sla.") || text_ends(x->event.kind, ".failed");
		enum ground g = !selected ? GROUND_PANE
		    : s->focused          ? GROUND_SELECTED
					  : GROUND_IDLE;
		struct style dim = {INK_DIM, (uint8_t)g};
		int at = 2;

		cells_fill(c, rect_part(r, 0, y, r.w, 1), (struct style){INK_TEXT, (uint8_t)g});
		if (selected)
			cells_put(c, r, 0, y, (struct style){INK_FOCUS, (uint8_t)g}, "▸");
		if (r.w >= 40) {
			cells_field(c, r, at, y, 13, dim,
			    words_when(words, s->settings, x->event.at_ms, s->now_ms), true);
			at += 15;
		}
		if (x->event.conversation_id != 0)
			cells_putf(c, r, at, y, (struct style){INK_STRONG, (uint8_t)g}, "C-%lld",
			    (long long)x->event.conversation_id);
		at += 8;
		if (r.w >= 110) {
			cells_field(c, r, at, y, 24, dim, x->event.kind, false);
			at += 26;
			cells_field(c, r, at, y, 18, dim,
			    words_actor(words, s->settings, s->agent, x->event.actor), false);
			at += 20;
		}
		cells_field(c, r, at, y, r.w - at - 1,
		    (struct style){loud ? INK_WARN : INK_TEXT, (uint8_t)g}, x->words, false);
	}
}

/* Reads another window where an end of this one comes near. While something else than the newest is
 * selected the window stands still, whatever happens meanwhile. */
static unsigned
log_move(void *state, enum motion m)
{
	struct log *l = state;
	bool moved = picker_move(&l->picker, m), at_newest = l->picker.row == 0 && !l->has_newer;

	if (m == MOVE_TOP && (l->has_newer || l->wish.around != 0)) {
		l->wish.around = 0;
		picker_clear(&l->picker);
		return RECALC;
	}
	if (m == MOVE_BOTTOM && l->has_older) {
		l->wish.around = 1;
		l->to_end = true;
		return RECALC;
	}
	if (!moved)
		return 0;
	if (at_newest) {
		l->wish.around = 0;
		return REPAINT;
	}
	if ((l->has_older && l->picker.row + NEAR >= l->count) ||
	    (l->has_newer && l->picker.row < NEAR)) {
		l->wish.around = l->picker.selected;
		return RECALC;
	}
	if (l->wish.around == 0)
		l->wish.around = l->picker.selected;
	return REPAINT;
}

static void
log_choice(const void *state, struct choice *out)
{
	const struct log *l = state;

	for (size_t i = 0; i < l->count; i++) {
		if (l->entries[i].event.id == l->picker.selected)
			out->conversation_id = l->entries[i].event.conversation_id;
	}
}

static void
log_caption(const void *state, const struct scene *s, struct str *out)
{
	struct str words;

	(void)s;
	str_init(&words);
	log_words(state, &words);
	str_add(out, words.data);
	str_clear(&words);
}

/* How many more there are past the window nobody has counted. */
static void
log_edge(const void *state, struct str *out, enum ink *ink)
{
	const struct log *l = state;
	size_t below = l->picker.top + l->picker.height, above = l->picker.top;

	(void)ink;
	below = l->count > below ? l->count - below : 0;
	if (above > 0 || l->has_newer)
		str_addf(out, "▲ %zu%s", above, l->has_newer ? "+" : "");
	if (below > 0 || l->has_older)
		str_addf(
		    out, "%s▼ %zu%s", out->length > 0 ? " " : "", below, l->has_older ? "+" : "");
	if (above == 0 && !l->has_newer && below > 0)
		str_add(out, tr(" more"));
}

static void
log_close(void *state)
{
	struct log *l = state;

	picker_clear(&l->picker);
}

const struct view_ops view_log = {
    .name = "log",
    .title = N_("Log"),
    .context = CONTEXT_LOG,
    .state_size = sizeof(struct log),
    .wish_size = sizeof(struct log_wish),
    .wish = log_wish,
    .fetch = log_fetch,
    .show = log_show,
    .place = log_place,
    .render = log_render,
    .move = log_move,
    .choice = log_choice,
    .caption = log_caption,
    .edge = log_edge,
    .close = log_close,
};
