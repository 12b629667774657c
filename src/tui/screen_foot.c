/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The last row: the keys that do something now, most wanted first. While something is typed, those
 * of the line alone.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "screen_private.h"

/* The first key that means it now; "" none. */
static const char *
first_key(const struct screen *s, const struct command *x, char out[16])
{
	struct str keys;

	str_init(&keys);
	command_keys(s->options.commands, x, screen_context(s), &keys);
	snprintf(out, 16, "%.*s", (int)strcspn(keys.data, " "), keys.data);
	str_clear(&keys);
	return out;
}

/* Whether who sits here has the selected conversation. */
static bool
has_it(const struct screen *s)
{
	const struct pane *p = &s->panes[VIEW_CONVERSATION];
	const struct conversation *c = p->shown == NULL ? NULL : conversation_record(p->state);

	return c != NULL && c->id == s->conversation_id && text_is(c->agent, s->agent) &&
	    (c->state == CONVERSATION_AGENT || c->state == CONVERSATION_WRAP_UP);
}

/* Of the commands that could run, some would do nothing here. */
static bool
does_something(const struct screen *s, const char *name)
{
	if (text_is(name, "back"))
		return s->focus != VIEW_BOARD;
	if (text_is(name, "monitor") || text_is(name, "barge"))	/* of others */
		return !has_it(s);
	if (text_is(name, "earlier-turn") || text_is(name, "later-turn"))
		return s->focus == VIEW_WHY;
	if (text_is(name, "open"))
		return s->focus == VIEW_BOARD || s->focus == VIEW_SETTINGS ||
		    s->focus == VIEW_SHIFT || s->focus == VIEW_HELP ||
		    (s->focus == s->main && s->focus != VIEW_CALIBRATION &&
			s->conversation_id != 0);
	if (text_is(name, "half-down"))		/* where up and down choose, and something else is
						   read */
		return s->focus == VIEW_REFUNDS || s->focus == VIEW_CALIBRATION;
	if (text_is(name, "approve-marked")) {
		const int64_t *ids;

		return refunds_marked(s->panes[VIEW_REFUNDS].state, &ids) > 0;
	}
	if (text_is(name, "filter") || text_is(name, "sort"))
		return s->main == VIEW_LIST || s->main == VIEW_BOARD;
	return true;
}

static bool
is_hinted(const struct screen *s, const struct command *x)
{
	char key[16];

	return x != NULL && (x->contexts & screen_context(s)) && first_key(s, x, key)[0] != '\0' &&
	    subject_allows(s, x) && does_something(s, x->name);
}

static int
hint_width(const struct hint *h)
{
	return utf8_width(h->key, strlen(h->key)) + 1 + utf8_width(h->words, strlen(h->words)) + 2;
}

static int
draw_hint(const struct hint *h, struct cells *c, struct rect r, int at)
{
	at = cells_put(c, r, at, 0, (struct style){INK_KEY, GROUND_FOOT}, h->key);
	return cells_put(c, r, at + 1, 0, (struct style){INK_DIM, GROUND_FOOT}, h->words) + 2;
}

/* Of names those that are hinted, in their order; count comes back. */
static size_t
gather(const struct screen *s, const char *const *names, size_t count, struct hint *out)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		const struct command *x = command_find(s->options.commands, names[i]);

		if (!is_hinted(s, x))
			continue;
		(void)first_key(s, x, out[n].key);
		snprintf(out[n++].words, sizeof out->words, "%s", x->name);
	}
	return n;
}

void
foot_draw(const struct screen *s, struct cells *c, int row)
{
	static const char *const wanted[] = {
		"open", "approve-marked", "approve", "deny", "reply", "take", "give-back", "monitor", "whisper", "barge", "note", "close", "transfer", "earlier-turn", "amend", "ask", "mark-action", "why", "shopper", "half-down", "back", "find", "narrow", "filter", "sort", "sort-refunds", "next-pane", "theme",
	};
	static const char *const always[] = {"help", "command", "leave"};	/* at the right */
	struct rect r = {0, row, s->columns, 1};
	struct hint hints[sizeof wanted / sizeof *wanted];
	size_t count;
	int at = 1, end = s->columns + 1;

	cells_fill(c, r, (struct style){INK_DIM, GROUND_FOOT});
	if (s->prompt.kind == PROMPT_NONE) {
		count = gather(s, always, sizeof always / sizeof *always, hints);
		for (size_t i = 0; i < count && end - hint_width(&hints[i]) > 0; i++) {
			end -= hint_width(&hints[i]);
			(void)draw_hint(&hints[i], c, r, end);
		}
		count = gather(s, wanted, sizeof wanted / sizeof *wanted, hints);
	} else {
		count = prompt_hints(s, hints);
	}
	for (size_t i = 0; i < count; i++) {
		if (at + hint_width(&hints[i]) <= end)
			at = draw_hint(&hints[i], c, r, at);
	}
}
