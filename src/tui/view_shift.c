/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The shift: who works, how much of their capacity is used, and how their day goes. Below the
 * table, of who is selected, what each share is made of. Enter opens the list of what they have.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "floorwalker/desk/shift.h"
#include "floorwalker/text/translate.h"
#include "view.h"
#include "words.h"

struct shift_view {
	struct picker picker;		/* ids: number of the agent in the settings + 1 */
	struct shift_agent *agents;
	size_t count;
	int64_t since_ms;
	int width, height;
};

struct shift_found {
	struct shift shift;
	int64_t *ids;
};

#define DETAIL_ROWS 4		/* below the table, its line not counted */

static enum err
shift_fetch(
    struct arena *a, const struct scope *s, const void *wish, void **found, struct errinfo *e)
{
	struct shift_found *out = arena_alloc(a, sizeof *out);
	enum err code;

	(void)wish;
	if ((code = desk_shift(s->desk, a, &out->shift, e)) != ERR_OK)
		return code;
	out->ids = arena_alloc(a, (out->shift.count + 1) * sizeof *out->ids);
	for (size_t i = 0; i < out->shift.count; i++)
		out->ids[i] = (int64_t)i + 1;
	*found = out;
	return ERR_OK;
}

static void
shift_show(void *state, const void *found, const struct scope *s)
{
	const struct shift_found *x = found;
	struct shift_view *v = state;

	(void)s;
	v->agents = x->shift.agents;
	v->count = x->shift.count;
	v->since_ms = x->shift.since_ms;
	picker_set(&v->picker, x->ids, v->count);
}

static bool
has_details(int width, int height)
{
	return width >= 34 && height >= DETAIL_ROWS + 5;
}

static int
table_rows(const struct shift_view *v)
{
	int rows = v->height - (v->height >= 3 ? 1 : 0);	/* its titles */

	return has_details(v->width, v->height) ? rows - DETAIL_ROWS - 1 : rows;
}

static void
shift_place(void *state, int width, int height)
{
	struct shift_view *v = state;

	v->width = width;
	v->height = height < 0 ? 0 : height;
	picker_place(&v->picker, table_rows(v) < 0 ? 0 : (size_t)table_rows(v));
}

/* ---- words */

/* "2", "2.5": conversations, of thousandths. */
static const char *
load_words(char *out, int64_t load)
{
	snprintf(out, WORDS, load % LOAD_ONE == 0 ? "%.0f" : load % 100 == 0 ? "%.1f" : "%.2f",
	    (double)load / (double)LOAD_ONE);
	return out;
}

static const char *
share_words(char *out, int64_t part, int64_t whole)
{
	if (whole > 0)
		snprintf(out, WORDS, "%.0f %%", 100.0 * (double)part / (double)whole);
	else
		snprintf(out, WORDS, "–");
	return out;
}

static const char *
mark_of(const char *state)
{
	return text_is(state, "available") ? "●"
	    : text_is(state, "busy")	   ? "■"
	    : text_is(state, "break")	   ? "◐"
					   : "○";
}

static bool
is_here(const struct shift_agent *x)
{
	return text_is(x->state, "available") || text_is(x->state, "busy");
}

/* Whether somebody is where the plan doesn't have them. */
static bool
is_off_plan(const struct shift_agent *x)
{
	return (x->planned == PLANNED_WORK && !is_here(x)) ||
	    (x->planned == PLANNED_BREAK && is_here(x));
}

/* ---- columns: from the left as long as there is room, the last ones first to go */

enum shift_column {
	COLUMN_NAME,
	COLUMN_STATE,
	COLUMN_LOAD,
	COLUMN_OCCUPANCY,
	COLUMN_LONGEST,
	COLUMN_HANDLED,
	COLUMN_AHT,
	COLUMN_ADHERENCE,
	COLUMN_WRAP_UP,
	COLUMN_COUNT
};

static const struct {
	const char *title;
	int width;
	int rank;		/* the higher, the longer it stays */
	bool right;
} columns[COLUMN_COUNT] = {
	[COLUMN_NAME] = {N_("agent"), 20, 9, false}, [COLUMN_STATE] = {N_("state"), 15, 6, false}, [COLUMN_LOAD] = {N_("load"), 13, 8, false},
	[COLUMN_OCCUPANCY] = {N_("occupied"), 8, 5, true}, [COLUMN_LONGEST] = {N_("longest"), 12, 7, false}, [COLUMN_HANDLED] = {N_("handled"), 7, 3, true},
	[COLUMN_AHT] = {N_("AHT"), 7, 2, true}, [COLUMN_ADHERENCE] = {N_("adherence"), 9, 4, true}, [COLUMN_WRAP_UP] = {N_("wrap-up"), 7, 1, true},
};

static void
choose_columns(int width, bool shown[COLUMN_COUNT])
{
	int used = 4;	/* the mark of the selection and of the state */

	memset(shown, 0, COLUMN_COUNT * sizeof *shown);
	for (int rank = 9; rank > 0; rank--)
		for (int k = 0; k < COLUMN_COUNT; k++)
			if (columns[k].rank == rank && used + columns[k].width <= width) {
				shown[k] = true;
				used += columns[k].width + 2;
			}
}

static const char *
state_words(char *out, const struct shift_agent *x, int64_t now_ms)
{
	char span[WORDS];

	snprintf(out, WORDS, "%s%s %s", is_off_plan(x) ? "▲ " : "", tr(x->state),
	    x->since_ms == 0 ? "" : words_brief(span, now_ms - x->since_ms));
	return out;
}

static const char *
longest_words(char *out, const struct shift_agent *x, int64_t now_ms)
{
	char span[WORDS];

	if (x->longest_id == 0)
		snprintf(out, WORDS, "–");
	else if (x->longest_ms == 0)
		snprintf(out, WORDS, "C-%lld", (long long)x->longest_id);
	else
		snprintf(out, WORDS, "C-%lld %.30s", (long long)x->longest_id,
		    words_brief(span, now_ms - x->longest_ms));
	return out;
}

static const char *
column_words(char *out, enum shift_column k, const struct shift_agent *x, int64_t now_ms)
{
	switch (k) {
	case COLUMN_STATE: return state_words(out, x, now_ms);
	case COLUMN_OCCUPANCY: return share_words(out, x->handling_ms, x->present_ms);
	case COLUMN_LONGEST: return longest_words(out, x, now_ms);
	case COLUMN_HANDLED: snprintf(out, WORDS, "%lld", (long long)x->handled); return out;
	case COLUMN_AHT:
		return x->handled == 0 ? "–" : words_span(out, x->handle_ms / x->handled);
	case COLUMN_ADHERENCE: return share_words(out, x->adherent_ms, x->planned_ms);
	case COLUMN_WRAP_UP: return share_words(out, x->wrap_up_ms, x->handle_ms);
	default: return "";
	}
}

static void
render_load(
    const struct shift_agent *x, struct cells *c, struct rect r, int at, int y, enum ground g)
{
	char load[WORDS], capacity[WORDS];
	bool over = x->has.load > x->capacity;
	double value = x->capacity <= 0 ? 0 : (double)x->has.load / (double)x->capacity;

	cells_bar(c, r, at, y, 5, (struct style){over ? INK_WARN : INK_BAR, (uint8_t)g},
	    (struct style){INK_BAR_REST, (uint8_t)g}, value > 1 ? 1 : value);
	cells_putf(c, r, at + 6, y, (struct style){over ? INK_WARN : INK_TEXT, (uint8_t)g},
	    "%s/%s%s", load_words(load, x->has.load), load_words(capacity, x->capacity),
	    over ? " ▲" : "");
}

static const char *
name_words(char *out, const struct scene *s, size_t i)
{
	const struct agent *who = &s->settings->agents[i];

	snprintf(out, WORDS, "%.120s%s", who->name, text_is(who->id, s->agent) ? tr(" (you)") : "");
	return out;
}

static void
render_titles(struct cells *c, struct rect r, const bool shown[COLUMN_COUNT])
{
	int at = 4;

	for (int k = 0; k < COLUMN_COUNT; k++) {
		if (!shown[k])
			continue;
		cells_field(c, r, at, 0, columns[k].width, (struct style){INK_DIM, GROUND_PANE},
		    tr(columns[k].title), columns[k].right);
		at += columns[k].width + 2;
	}
}

static void
render_agent(const struct shift_view *v, size_t i, struct cells *c, struct rect r, int y,
    const bool shown[COLUMN_COUNT], enum ground g, const struct scene *s)
{
	const struct shift_agent *x = &v->agents[i];
	bool here = is_here(x);
	enum ink ink = here || x->has.conversations > 0 ? INK_TEXT : INK_DIM;
	char words[WORDS];
	int at = 4;

	cells_put(
	    c, r, 2, y, (struct style){here ? INK_GOOD : INK_DIM, (uint8_t)g}, mark_of(x->state));
	for (int k = 0; k < COLUMN_COUNT; k++) {
		bool warns = k == COLUMN_STATE && is_off_plan(x);

		if (!shown[k])
			continue;
		if (k == COLUMN_LOAD)
			render_load(x, c, r, at, y, g);
		else
			cells_field(c, r, at, y, columns[k].width,
			    (struct style){(uint8_t)(warns ? INK_WARN : ink), (uint8_t)g},
			    k == COLUMN_NAME
				? name_words(words, s, i)
				: column_words(words, (enum shift_column)k, x, s->now_ms),
			    columns[k].right);
		at += columns[k].width + 2;
	}
	if (!shown[COLUMN_NAME])	/* too narrow for any of them */
		cells_field(c, r, 4, y, r.w - 5, (struct style){ink, (uint8_t)g},
		    name_words(words, s, i), false);
}

/* ---- of who is selected: what the shares are made of */

static void
detail(struct cells *c, struct rect r, int y, const char *name, const char *words)
{
	cells_put(c, r, 2, y, (struct style){INK_DIM, GROUND_PANE}, name);
	cells_field(c, r, 14, y, r.w - 15, (struct style){INK_TEXT, GROUND_PANE}, words, false);
}

static const char *
plan_words(char *out, const struct scene *s, const struct shift_agent *x)
{
	char share[WORDS], part[WORDS], whole[WORDS], until[WORDS];
	size_t n;

	if (x->planned_until_ms == 0) {
		snprintf(out, WORDS, tr("none in world.yaml"));
		return out;
	}
	snprintf(out, WORDS, tr("%s until %.30s%s"),
	    x->planned == PLANNED_WORK	      ? tr("work")
		: x->planned == PLANNED_BREAK ? tr("break")
					      : tr("off"),
	    words_clock(until, s->settings, x->planned_until_ms),
	    is_off_plan(x) ? tr(" ▲ isn't kept") : "");
	n = strlen(out);
	if (x->planned_ms > 0)
		snprintf(out + n, WORDS - n, tr(", kept %.20s: %.30s of %.30s"),
		    share_words(share, x->adherent_ms, x->planned_ms),
		    words_span(part, x->adherent_ms), words_span(whole, x->planned_ms));
	return out;
}

static const char *
now_words(char *out, const struct shift_agent *x)
{
	char load[WORDS];

	snprintf(out, WORDS, tr_n("%lld conversation, load %.12s", "%lld conversations, load %.12s", x->has.conversations),
	    (long long)x->has.conversations, load_words(load, x->has.load));
	if (x->has.waiting > 0)
		snprintf(out + strlen(out), WORDS - strlen(out), tr(", %lld unanswered"),
		    (long long)x->has.waiting);
	if (x->has.wrapping_up > 0)
		snprintf(out + strlen(out), WORDS - strlen(out), tr(", %lld in wrap-up"),
		    (long long)x->has.wrapping_up);
	return out;
}

static void
render_details(const struct shift_view *v, struct cells *c, struct rect r, const struct scene *s)
{
	const struct shift_agent *x;
	char words[WORDS], part[WORDS], whole[WORDS], share[WORDS];
	int y = r.h - DETAIL_ROWS;

	if (v->picker.selected < 1 || (size_t)v->picker.selected > v->count)
		return;
	x = &v->agents[v->picker.selected - 1];
	cells_line_across(
	    c, rect_part(r, 1, 0, r.w - 2, r.h), y - 1, (struct style){INK_BORDER, GROUND_PANE});
	detail(c, r, y, tr("now"), now_words(words, x));
	snprintf(words, sizeof words, tr("%.20s: handling %.30s of %.30s available or busy"),
	    share_words(share, x->handling_ms, x->present_ms), words_span(part, x->handling_ms),
	    words_span(whole, x->present_ms));
	detail(c, r, y + 1, tr("occupied"), words);
	if (x->handled > 0)
		snprintf(words, sizeof words, tr("%lld today, AHT %.30s, %.20s of it wrap-up"),
		    (long long)x->handled, words_span(part, x->handle_ms / x->handled),
		    share_words(share, x->wrap_up_ms, x->handle_ms));
	else
		snprintf(words, sizeof words, tr("none yet today"));
	detail(c, r, y + 2, tr("handled"), words);
	detail(c, r, y + 3, tr("plan"), plan_words(words, s, x));
}

static void
shift_render(const void *state, struct cells *c, struct rect r, const struct scene *s)
{
	const struct shift_view *v = state;
	bool shown[COLUMN_COUNT];
	int top = r.h >= 3 ? 1 : 0, rows = table_rows(v);

	choose_columns(r.w, shown);
	if (v->count == 0)
		(void)cells_paragraph(c, rect_part(r, 2, 1, r.w - 3, r.h - 1),
		    (struct style){INK_DIM, GROUND_PANE}, tr("world.yaml names no agents."));
	else if (top > 0)
		render_titles(c, r, shown);
	for (int y = 0; y < rows && v->picker.top + (size_t)y < v->count; y++) {
		size_t i = v->picker.top + (size_t)y;
		bool selected = (int64_t)i + 1 == v->picker.selected;
		enum ground g = !selected ? GROUND_PANE
		    : s->focused	  ? GROUND_SELECTED
					  : GROUND_IDLE;

		cells_fill(
		    c, rect_part(r, 0, top + y, r.w, 1), (struct style){INK_TEXT, (uint8_t)g});
		if (selected)
			cells_put(c, r, 0, top + y, (struct style){INK_FOCUS, (uint8_t)g}, "▸");
		render_agent(v, i, c, r, top + y, shown, g, s);
	}
	if (has_details(r.w, r.h))
		render_details(v, c, r, s);
}

static unsigned
shift_move(void *state, enum motion m)
{
	struct shift_view *v = state;

	return picker_move(&v->picker, m) ? REPAINT : 0;
}

/* Of who is selected the conversation that they have for longest. */
static void
shift_choice(const void *state, struct choice *out)
{
	const struct shift_view *v = state;

	if (v->picker.selected >= 1 && (size_t)v->picker.selected <= v->count)
		out->conversation_id = v->agents[v->picker.selected - 1].longest_id;
}

static void
shift_caption(const void *state, const struct scene *s, struct str *out)
{
	const struct shift_view *v = state;
	int64_t load = 0, capacity = 0, handled = 0;
	char words[WORDS];
	size_t here = 0;

	(void)s;
	for (size_t i = 0; i < v->count; i++) {
		load += v->agents[i].has.load;
		handled += v->agents[i].handled;
		capacity += is_here(&v->agents[i]) ? v->agents[i].capacity : 0;
		here += is_here(&v->agents[i]);
	}
	str_addf(out, tr("%zu of %zu here · load %s"), here, v->count, load_words(words, load));
	str_addf(out, tr(" of %s · handled %lld today"), load_words(words, capacity),
	    (long long)handled);
}

static void
shift_edge(const void *state, struct str *out, enum ink *ink)
{
	const struct shift_view *v = state;

	(void)ink;
	picker_rest(&v->picker, out);
}

static void
shift_close(void *state)
{
	struct shift_view *v = state;

	picker_clear(&v->picker);
}

bool
shift_source(const void *state, struct list_source *out)
{
	const struct shift_view *v = state;

	if (v->picker.selected < 1 || (size_t)v->picker.selected > v->count)
		return false;
	*out = (struct list_source){.kind = LIST_AGENT};
	snprintf(out->name, sizeof out->name, "%s", v->agents[v->picker.selected - 1].id);
	return true;
}

const struct view_ops view_shift = {
    .name = "shift",
    .title = N_("Shift"),
    .context = CONTEXT_LIST,
    .state_size = sizeof(struct shift_view),
    .fetch = shift_fetch,
    .show = shift_show,
    .place = shift_place,
    .render = shift_render,
    .move = shift_move,
    .choice = shift_choice,
    .caption = shift_caption,
    .edge = shift_edge,
    .close = shift_close,
};
