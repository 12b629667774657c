/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "editor.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/text/text.h"
#include "screen_private.h"

static void
complete_words(void *context, const char *line, size_t start, void (*word)(void *, const char *), void *to)
{
	struct screen *s = context;
	const struct command_table *t = s->options.commands;
	const struct command *c;
	char name[64];
	size_t n = 0, argument = 0;

	while (n < start && line[n] == ' ')
		n++;
	if (n >= start) {
		for (size_t i = 0; i < command_count(t); i++) {
			if (command_at(t, i)->contexts & (screen_context(s) | CONTEXT_SHELL))
				word(to, command_at(t, i)->name);
		}
		return;
	}
	snprintf(name, sizeof name, "%.*s", (int)strcspn(line + n, " "), line + n);
	if ((c = command_find(t, name)) == NULL)
		return;
	n += strlen(name);
	for (size_t i = n; i < start; i++) {
		if (line[i] != ' ' && line[i - 1] == ' ')
			argument++;
	}
	for (size_t i = argument; i < 4 && c->arguments[i].name != NULL; i++) {
		if (c->arguments[i].complete != NULL)
			c->arguments[i].complete(s->options.desk, line + start, word, to);
		if (!c->arguments[i].optional)
			break;
	}
}

/* The words of the one argument that is asked for. */
static void
complete_argument(void *context, const char *line, size_t start, void (*word)(void *, const char *), void *to)
{
	struct screen *s = context;

	if (start == 0)
		s->prompt.command->arguments[s->prompt.argument].complete(s->options.desk, line, word, to);
}

static void
prompt_begin(struct screen *s, enum prompt_kind kind)
{
	prompt_end(s);
	s->prompt.kind = kind;
	s->prompt.context = screen_context(s);
	s->prompt.conversation_id = s->conversation_id;
	s->prompt.action_id = s->action_id;
	s->message[0] = '\0';
	s->repaint = true;
}

void
prompt_command(struct screen *s, const char *initial)
{
	prompt_begin(s, PROMPT_COMMAND);
	snprintf(s->prompt.label, sizeof s->prompt.label, ":");
	editor_begin(true, complete_words, s);
	editor_insert(initial, strlen(initial));
}

static bool
is_letter(const struct command *c)
{
	return text_is(c->name, "reply") || text_is(c->name, "note");
}

void
prompt_text(struct screen *s, const struct command *c, const struct argument *missing, const char *line)
{
	size_t n = 0;

	while (n < 4 && &c->arguments[n] != missing && c->arguments[n].name != NULL && !text_is(c->arguments[n].name, missing->name))
		n++;
	prompt_begin(s, PROMPT_TEXT);
	s->prompt.command = c;
	s->prompt.argument = n;
	s->prompt.line = mem_text(line);
	s->prompt.letter = is_letter(c);
	snprintf(s->prompt.label, sizeof s->prompt.label, "%s", text_is_empty(c->prompt) ? missing->name : c->prompt);
	editor_begin(false, n < 4 && c->arguments[n].complete != NULL ? complete_argument : NULL, s);
	if (s->prompt.letter && s->kept_letter != NULL && s->kept_for == s->conversation_id) {
		editor_insert(s->kept_letter, strlen(s->kept_letter));
		mem_free(s->kept_letter);
		s->kept_letter = NULL;
	} else if (text_is(c->name, "filter")) {
		editor_insert(s->source.filter, strlen(s->source.filter));
	}
}

void
prompt_confirm(struct screen *s, const struct command *c, const char *line, const char *question)
{
	prompt_begin(s, PROMPT_CONFIRM);
	s->prompt.command = c;
	s->prompt.line = mem_text(line);
	snprintf(s->prompt.label, sizeof s->prompt.label, "%s", question != NULL ? question : c->summary);
}

void
prompt_end(struct screen *s)
{
	if (s->prompt.kind == PROMPT_COMMAND || s->prompt.kind == PROMPT_TEXT)
		editor_end();
	mem_free(s->prompt.line);
	memset(&s->prompt, 0, sizeof s->prompt);
	s->repaint = true;
}

static void
confirm_key(struct screen *s, const char *key)
{
	struct prompt p = s->prompt;

	if (text_is(key, "y") || text_is(key, "Y") || (text_is(key, "q") && text_is(p.command->name, "quit"))) {
		s->prompt.line = NULL;	/* p has it now */
		prompt_end(s);
		screen_confirmed(s, &p);
		mem_free(p.line);
	} else if (text_is(key, "n") || text_is(key, "N") || text_is(key, "Esc") || text_is(key, "C-c") || text_is(key, "C-g")) {
		prompt_end(s);
		screen_say(s, INK_TEXT, "Nothing was done.");
	}
}

static void
take_answer(struct screen *s)
{
	struct prompt p = s->prompt;
	char *text = mem_text(editor_text());

	s->prompt.line = NULL;
	prompt_end(s);
	if (p.kind == PROMPT_COMMAND)
		screen_run_line(s, text);
	else if (text[strspn(text, " \n")] == '\0' && !text_is(p.command->name, "filter"))
		screen_say(s, INK_TEXT, "Nothing was written, so nothing was done.");
	else
		screen_answer(s, &p, text);
	mem_wipe(text, strlen(text));
	mem_free(text);
	mem_free(p.line);
}

void
prompt_key(struct screen *s, const char *key)
{
	const struct pane *talk = &s->panes[VIEW_CONVERSATION];
	bool letter = s->prompt.letter;

	s->repaint = true;
	if (s->prompt.kind == PROMPT_CONFIRM) {
		confirm_key(s, key);
		return;
	}
	if (text_is(key, "Tab") && letter) {
		const char *draft = talk->arena == NULL ? "" : conversation_draft(talk->state);
		const struct conversation *c = talk->arena == NULL ? NULL : conversation_record(talk->state);

		if (editor_text()[0] == '\0' && draft[0] != '\0' && c != NULL && c->id == s->prompt.conversation_id)
			editor_insert(draft, strlen(draft));
		return;
	}
	editor_key(key, letter);
	if (editor_state() == EDITOR_DONE) {
		take_answer(s);
	} else if (editor_state() == EDITOR_CANCELLED) {
		prompt_end(s);
		screen_say(s, INK_TEXT, "Left as it was.");
	}
}

void
prompt_paste(struct screen *s, const char *text, size_t length)
{
	struct str safe;

	if (s->prompt.kind != PROMPT_COMMAND && s->prompt.kind != PROMPT_TEXT) {
		screen_say(s, INK_WARN, "Pasted text is never taken as commands. Open a reply, a note or the command line first.");
		return;
	}
	str_init(&safe);
	text_sanitise(&safe, text, length, TEXT_MESSAGE_LIMIT, NULL);
	for (size_t i = 0; !s->prompt.letter && i < safe.length; i++) {
		if (safe.data[i] == '\n')
			safe.data[i] = ' ';
	}
	editor_insert(safe.data == NULL ? "" : safe.data, safe.length);
	str_clear(&safe);
	s->repaint = true;
}

/* ---- drawing: the text is cut hard at the width, so that the cursor's place is exact */

struct spot {
	int x, y;
};

static struct spot
lay_text(const struct screen *s, struct cells *c, struct rect r, int indent, int skip)
{
	const char *text = editor_text();
	size_t length = strlen(text), point = editor_point(), i = 0, used;
	struct spot at = {indent, 0}, cursor = at;

	(void)s;
	for (;;) {
		int w;

		if (i == point)
			cursor = at;
		if (i >= length || (used = utf8_grapheme(text + i, length - i)) == 0)
			break;
		w = text[i] == '\n' ? 0 : utf8_grapheme_width(text + i, used);
		if (point > i && point < i + used)
			cursor = at;
		if (text[i] == '\n' || at.x + w > r.w - 1) {
			at = (struct spot){indent, at.y + 1};
			if (i == point)
				cursor = at;
		}
		if (c != NULL && text[i] != '\n')
			cells_put_n(c, r, at.x, at.y - skip, (struct style){INK_TEXT, GROUND_FIELD}, text + i, used);
		at.x += w;
		i += used;
	}
	if (c == NULL && cursor.y < at.y && skip < 0)	/* asked for the last row */
		return at;
	return cursor;
}

/* Rows for label and hints above the text. */
static int
label_rows(const struct screen *s)
{
	return s->prompt.letter && s->rows >= 10 ? 1 : 0;
}

static int
text_indent(const struct screen *s)
{
	int width = utf8_width(s->prompt.label, strlen(s->prompt.label));

	if (s->prompt.kind == PROMPT_COMMAND)
		return 2;
	if (label_rows(s) > 0)
		return 1;
	return width + 2 < s->columns / 2 ? width + 2 : 1;
}

int
prompt_rows(const struct screen *s, int width)
{
	struct rect r = {0, 0, width, 1};
	int most = s->rows / 3 < 3 ? 3 : s->rows / 3, rows;

	if (s->prompt.kind == PROMPT_CONFIRM)
		return 1;
	rows = lay_text(s, NULL, r, text_indent(s), -1).y + 1 + label_rows(s) + (editor_choices()[0] != '\0' ? 1 : 0);
	return rows > most ? most : rows;
}

static int
first_row(const struct screen *s, struct rect r, int rows)
{
	struct spot cursor = lay_text(s, NULL, r, text_indent(s), 0);

	return cursor.y >= rows ? cursor.y - rows + 1 : 0;
}

void
prompt_draw(const struct screen *s, struct cells *c, struct rect r)
{
	const struct style label = {INK_PROMPT, GROUND_FIELD}, dim = {INK_DIM, GROUND_FIELD}, key = {INK_KEY, GROUND_FIELD};
	int head = label_rows(s), foot = editor_choices()[0] != '\0' && r.h > head + 1 ? 1 : 0, at;
	struct rect body = rect_part(r, 0, head, r.w, r.h - head - foot);

	cells_fill(c, r, dim);
	if (s->prompt.kind == PROMPT_CONFIRM) {
		at = cells_put(c, r, 1, 0, label, s->prompt.label);
		at = cells_put(c, r, at + 2, 0, key, "y");
		at = cells_put(c, r, at, 0, dim, " yes  ");
		at = cells_put(c, r, at, 0, key, "n");
		cells_put(c, r, at, 0, dim, " no");
		return;
	}
	at = cells_put(c, r, s->prompt.kind == PROMPT_COMMAND ? 1 : 1, 0, label, s->prompt.kind == PROMPT_COMMAND || head > 0 || text_indent(s) > 1 ? s->prompt.label : "");
	if (head > 0) {
		static const char *const hints[] = {"Enter", " sends  ", "M-Enter", " new line  ", "Esc", " leaves it  ", "Tab", " takes the AI's draft"};
		size_t count = text_is(s->prompt.command->name, "reply") ? 8 : 6;

		at += 2;
		for (size_t i = 0; i < count; i++)
			at = cells_put(c, r, at, 0, i % 2 == 0 ? key : dim, hints[i]);
	}
	(void)lay_text(s, c, body, text_indent(s), first_row(s, body, body.h));
	if (foot > 0)
		cells_field(c, r, 1, r.h - 1, r.w - 2, dim, editor_choices(), false);
}

bool
prompt_cursor(const struct screen *s, struct rect r, int *x, int *y)
{
	int head = label_rows(s), foot = editor_choices()[0] != '\0' && r.h > head + 1 ? 1 : 0;
	struct rect body = rect_part(r, 0, head, r.w, r.h - head - foot);
	struct spot at;

	if (s->prompt.kind != PROMPT_COMMAND && s->prompt.kind != PROMPT_TEXT)
		return false;
	at = lay_text(s, NULL, body, text_indent(s), 0);
	*x = body.x + at.x;
	*y = body.y + at.y - first_row(s, body, body.h);
	return *x < s->columns && *y < s->rows;
}
