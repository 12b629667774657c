/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The palette: all commands that could be given now, over the screen; letters narrow them down.
 *
 * First come names that are what was typed, then names that begin with it, names of which a word
 * does, names that have its letters in their order (the closer together the sooner), then summaries
 * of which a word begins with it; else in the order of the table.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "editor.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/text/translate.h"
#include "screen_private.h"

#define NO_MATCH 10000

static bool
same_letters(const char *s, const char *begin, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (tolower((unsigned char)s[i]) != tolower((unsigned char)begin[i]))
			return false;
	return true;
}

/* Whether a word of s begins so. */
static bool
begins_word(const char *s, const char *text, size_t n)
{
	for (const char *at = s; *at != '\0'; at++)
		if ((at == s || !isalnum((unsigned char)at[-1])) && strlen(at) >= n &&
		    same_letters(at, text, n))
			return true;
	return false;
}

/* Letters between the first and the last that were typed, which stand in their order; NO_MATCH. */
static int
spread(const char *s, const char *text, size_t n)
{
	const char *first = NULL, *at = s;

	for (size_t i = 0; i < n; i++, at++) {
		while (
		    *at != '\0' && tolower((unsigned char)*at) != tolower((unsigned char)text[i]))
			at++;
		if (*at == '\0')
			return NO_MATCH;
		first = first == NULL ? at : first;
	}
	return (int)(at - first) - (int)n;
}

static int
rank_word(const struct command *c, const char *text, size_t n)
{
	int apart;

	if (strlen(c->name) == n && same_letters(c->name, text, n))
		return 0;
	if (strlen(c->name) >= n && same_letters(c->name, text, n))
		return 1;
	if (begins_word(c->name, text, n))
		return 2;
	if ((apart = spread(c->name, text, n)) != NO_MATCH)
		return 3 + (apart > 50 ? 50 : apart);
	return begins_word(c->summary, text, n) ? 60 : NO_MATCH;
}

int
palette_rank(const struct command *c, const char *typed)
{
	int rank = 0;

	for (const char *at = typed; *(at += strspn(at, " ")) != '\0';) {
		size_t n = strcspn(at, " ");
		int one = rank_word(c, at, n);

		if (one == NO_MATCH)
			return -1;
		rank += one;
		at += n;
	}
	return rank;
}

/* Those that fit what was typed, best first; count comes back. */
static size_t
matches(const struct screen *s, const struct command *out[COMMANDS_MOST])
{
	const struct command_table *t = s->options.commands;
	int ranks[COMMANDS_MOST];
	size_t count = 0;

	for (size_t i = 0; i < command_count(t) && count < COMMANDS_MOST; i++) {
		const struct command *c = command_at(t, i);
		int rank = palette_rank(c, editor_text());
		size_t at = count;

		if (!(c->contexts & screen_context(s)) || rank < 0 || text_is(c->name, "palette") ||
		    !subject_allows(s, c))
			continue;
		for (; at > 0 && ranks[at - 1] > rank; at--) {
			ranks[at] = ranks[at - 1];
			out[at] = out[at - 1];
		}
		ranks[at] = rank;
		out[at] = c;
		count++;
	}
	return count;
}

static size_t
selected_row(const struct screen *s, const struct command *const *found, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (found[i] == s->prompt.chosen)
			return i;
	return 0;
}

void
palette_open(struct screen *s)
{
	prompt_command(s, "");
	snprintf(s->prompt.label, sizeof s->prompt.label, "›");
	s->prompt.palette = true;
	s->prompt.chosen = NULL;
}

static void
move(struct screen *s, int rows)
{
	const struct command *found[COMMANDS_MOST];
	size_t count = matches(s, found), at = selected_row(s, found, count);

	if (count == 0)
		return;
	if (rows < 0)
		at = at < (size_t)-rows ? 0 : at - (size_t)-rows;
	else
		at = at + (size_t)rows >= count ? count - 1 : at + (size_t)rows;
	s->prompt.chosen = found[at];
}

static void
run_selected(struct screen *s)
{
	const struct command *found[COMMANDS_MOST];
	size_t count = matches(s, found);
	char name[64];

	if (count == 0) {
		screen_say(s, INK_TEXT, tr("No command that could be given now is like this."));
		return;
	}
	snprintf(name, sizeof name, "%s", found[selected_row(s, found, count)]->name);
	prompt_end(s);
	screen_run(s, name, screen_context(s));
}

bool
palette_key(struct screen *s, const char *key)
{
	static const struct { const char *key; int rows; } moves[] = {
	    {"Up", -1}, {"C-p", -1}, {"S-Tab", -1}, {"Down", 1}, {"C-n", 1}, {"Tab", 1}, {"PageUp", -10}, {"M-v", -10},
	    {"PageDown", 10}, {"C-v", 10}};

	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if (text_is(key, moves[i].key)) {
			move(s, moves[i].rows);
			return true;
		}
	if (text_is(key, "Enter")) {
		run_selected(s);
		return true;
	}
	if (utf8_grapheme(key, strlen(key)) == strlen(key) || text_is(key, "Backspace"))
		s->prompt.chosen = NULL;	/* the best of what fits now */
	return false;
}

static void
draw_row(const struct screen *s, const struct command *x, struct cells *c, struct rect r, int y,
    bool selected)
{
	uint8_t ground = selected ? GROUND_SELECTED : GROUND_PANE;
	int name = r.w < 40 ? r.w - 3 : 18, keys_width = r.w >= 60 ? 14 : 0;
	struct str keys;

	cells_fill(c, rect_part(r, 0, y, r.w, 1), (struct style){INK_TEXT, ground});
	if (selected)
		cells_put(c, r, 0, y, (struct style){INK_FOCUS, ground}, "▸");
	cells_field(c, r, 2, y, name, (struct style){INK_STRONG, ground}, x->name, false);
	if (r.w < 40)
		return;
	str_init(&keys);
	command_keys(s->options.commands, x, screen_context(s), &keys);
	if (keys_width > 0)
		cells_field(c, r, 3 + name, y, keys_width, (struct style){INK_KEY, ground},
		    keys.data, false);
	cells_field(c, r, 4 + name + keys_width, y, r.w - 5 - name - keys_width,
	    (struct style){INK_TEXT, ground}, tr(x->summary), false);
	str_clear(&keys);
}

void
palette_draw(const struct screen *s, struct cells *c, struct rect body)
{
	const struct command *found[COMMANDS_MOST];
	size_t count = matches(s, found), at = selected_row(s, found, count);
	int width = body.w > 100 ? 100 : body.w, height = body.h > 24 ? 24 : body.h;
	struct rect r = rect_part(body, (body.w - width) / 2, body.h - height, width, height);
	size_t lines = r.h > 1 ? (size_t)r.h - 1 : 1, top = at >= lines ? at - lines + 1 : 0;

	cells_fill(c, r, (struct style){INK_TEXT, GROUND_PANE});
	cells_line_across(c, r, 0, (struct style){INK_BORDER, GROUND_PANE});
	cells_putf(c, r, 2, 0, (struct style){INK_TITLE, GROUND_PANE}, tr(" Commands  %zu "), count);
	if (count == 0)
		cells_put(c, r, 2, 1, (struct style){INK_DIM, GROUND_PANE},
		    tr("Nothing that could be done now is called so. Backspace takes letters away."));
	for (size_t i = top; i < count && i - top < lines; i++)
		draw_row(s, found[i], c, r, 1 + (int)(i - top), i == at);
}
