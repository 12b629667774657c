/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "editor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"

#define TEXT_LIMIT 16384
#define CONTROL_X 0x18
#define REPEATS_MOST 99	/* of M-9 M-9 … before a key */

static struct {
	enum editor_state state;
	bool ready;		/* readline was set up */
	bool plain;		/* readline is left alone */
	struct str kept;	/* the text then */
	bool history;
	char mode[16];		/* of editing, as set; "" as in inputrc */
	char *own_mode;		/* that inputrc asked for */
	editor_words *complete;
	void *context;
	char bytes[256];	/* typed, not read by readline yet */
	size_t first, count;
	char *line;		/* the finished one; readline's malloc */
	struct str choices;
	HISTORY_STATE commands, none;
} editor;

static int
next_byte(FILE *unused)
{
	int c;

	(void)unused;
	if (editor.count == 0)
		return EOF;
	c = (unsigned char)editor.bytes[editor.first++];
	if (--editor.count == 0)
		editor.first = 0;
	return c;
}

static int
is_byte_waiting(void)
{
	return editor.count > 0;
}

static void
draw_nothing(void)
{
}

static void
prepare_nothing(int unused)
{
	(void)unused;
}

/* Readline's own: the line that is left for an earlier one, exported but not in its headers. */
extern HIST_ENTRY *_rl_saved_line_for_history;

/* Takes away what an entry keeps for undoing. It isn't freed: nobody can tell whether readline has done
 * so already. The few bytes are kept, so that they are no leak. */
static void
take_undo(HIST_ENTRY *entry)
{
	static histdata_t *left;
	static size_t count;

	if (entry == NULL || entry->data == NULL)
		return;
	if (entry->data != (histdata_t)rl_undo_list) {
		left = mem_grow(left, count + 1, sizeof *left);
		left[count++] = entry->data;
	}
	entry->data = NULL;
}

/* After each key only the line that is edited knows how to undo it: readline 8.2 lets lines of the
 * history, and the one that was left for them, keep the same list, and frees it as often. */
static void
forget_undo(void)
{
	HIST_ENTRY **lines = editor.ready ? history_list() : NULL;

	for (; lines != NULL && *lines != NULL; lines++)
		take_undo(*lines);
	if (editor.ready)
		take_undo(_rl_saved_line_for_history);
}

static void
line_done(char *line)
{
	rl_callback_handler_remove();
	free(editor.line);
	editor.line = line;
	editor.state = line == NULL ? EDITOR_CANCELLED : EDITOR_DONE;
	forget_undo();
	if (line != NULL && editor.history && line[0] != '\0')
		add_history(line);
}

struct gather {
	const char *begin;
	size_t length;
	char **words;
	size_t count;
};

static void
gather_word(void *to, const char *text)
{
	struct gather *g = to;

	if (strncmp(text, g->begin, g->length) != 0 || g->count >= 500)
		return;
	g->words = mem_grow(g->words, g->count + 1, sizeof *g->words);
	g->words[g->count++] = mem_text(text);
}

static struct gather gathered;

static char *
next_match(const char *begin, int again)
{
	static size_t at;

	(void)begin;
	if (!again)
		at = 0;
	return at < gathered.count ? strdup(gathered.words[at++]) : NULL;
}

static char **
attempt(const char *begin, int start, int end)
{
	char **matches;

	(void)end;
	rl_attempted_completion_over = 1;
	if (editor.complete == NULL)
		return NULL;
	gathered = (struct gather){.begin = begin, .length = strlen(begin)};
	editor.complete(editor.context, rl_line_buffer, (size_t)start, gather_word, &gathered);
	matches = rl_completion_matches(begin, next_match);
	/* a field's value follows at once */
	if (matches != NULL && matches[0][0] != '\0' && matches[0][strlen(matches[0]) - 1] == ':')
		rl_completion_suppress_append = 1;
	for (size_t i = 0; i < gathered.count; i++)
		mem_free(gathered.words[i]);
	mem_free(gathered.words);
	gathered = (struct gather){0};
	return matches;
}

static void
keep_choices(char **matches, int count, int longest)
{
	(void)longest;
	str_reset(&editor.choices);
	for (int i = 1; i <= count; i++) {
		str_add(&editor.choices, i > 1 ? "  " : "");
		str_add(&editor.choices, matches[i]);
	}
}

static void
set_up(void)
{
	rl_readline_name = "floorwalker";
	rl_instream = fopen("/dev/null", "r");
	rl_outstream = fopen("/dev/null", "w");
	rl_catch_signals = 0;
	rl_catch_sigwinch = 0;
	rl_change_environment = 0;
	rl_terminal_name = "dumb";
	rl_getc_function = next_byte;
	rl_input_available_hook = is_byte_waiting;
	rl_redisplay_function = draw_nothing;
	rl_prep_term_function = prepare_nothing;
	rl_deprep_term_function = draw_nothing;
	rl_attempted_completion_function = attempt;
	rl_completion_display_matches_hook = keep_choices;
	rl_initialize();
	rl_variable_bind("bell-style", "none");
	rl_variable_bind("enable-bracketed-paste", "off");	/* the console takes pastes
								   itself */
	rl_variable_bind("show-all-if-ambiguous", "on");
	rl_variable_bind("show-mode-in-prompt", "off");
	rl_completer_word_break_characters = " ";
	/* Only Enter ends a line: C-o would too, though in longer texts it begins a new one. */
	rl_unbind_command_in_map("operate-and-get-next", rl_get_keymap_by_name("emacs"));
	rl_unbind_command_in_map("operate-and-get-next", rl_get_keymap_by_name("vi-insert"));
	using_history();
	stifle_history(200);
	str_init(&editor.choices);
	editor.ready = true;
}

/* Leaves a line that wasn't finished. What readline keeps of a search, of keys that are to come or
 * for undoing would else be the next line's too: read as its first keys, and freed twice. */
static void
abandon(void)
{
	forget_undo();
	rl_callback_sigcleanup();
	rl_free_line_state();
	rl_callback_handler_remove();
}

void
editor_keep_plain(void)
{
	editor.plain = true;
	str_init(&editor.kept);
}

static void
apply_editing(void)
{
	if (editor.own_mode == NULL)
		editor.own_mode = mem_text(rl_editing_mode == 0 ? "vi" : "emacs");
	(void)rl_variable_bind("editing-mode",
	    text_is_empty(editor.mode) || text_is(editor.mode, "inputrc") ? editor.own_mode
									  : editor.mode);
}

void
editor_set_editing(const char *mode)
{
	snprintf(editor.mode, sizeof editor.mode, "%s", mode);
}

void
editor_begin(bool history, editor_words *complete, void *context)
{
	HISTORY_STATE *state;

	if (editor.plain) {
		str_reset(&editor.kept);
		editor.state = EDITOR_ON;
		return;
	}
	if (!editor.ready)
		set_up();
	editor_end();
	apply_editing();
	editor.history = history;
	editor.complete = complete;
	editor.context = context;
	if (!history) {		/* put the commands aside, so that no arrow brings them into a
				   letter to a shopper */
		state = history_get_history_state();
		editor.commands = *state;
		free(state);
		memset(&editor.none, 0, sizeof editor.none);
		history_set_history_state(&editor.none);
	}
	using_history();
	rl_callback_handler_install("", line_done);
	editor.state = EDITOR_ON;
}

/* Readline repeats a key as often as it is told to, a billion times too. */
static void
hold_limits(void)
{
	size_t length = (size_t)rl_end;

	if (rl_numeric_arg > REPEATS_MOST)
		rl_numeric_arg = REPEATS_MOST;
	else if (rl_numeric_arg < -REPEATS_MOST)
		rl_numeric_arg = -REPEATS_MOST;
	if (length <= TEXT_LIMIT || editor.state != EDITOR_ON)
		return;
	length = TEXT_LIMIT;
	while (length > 0 && ((unsigned char)rl_line_buffer[length] & 0xc0) == 0x80)
		length--;
	rl_delete_text((int)length, rl_end);
	if (rl_point > rl_end)
		rl_point = rl_end;
}

static void
feed(const char *bytes)
{
	for (; *bytes != '\0' && editor.count < sizeof editor.bytes - editor.first; bytes++)
		editor.bytes[editor.first + editor.count++] = *bytes;
	while (editor.count > 0 && editor.state == EDITOR_ON) {
		rl_callback_read_char();
		if (editor.state == EDITOR_ON)
			forget_undo();
		hold_limits();
	}
	editor.first = editor.count = 0;
}

/* Up and down within a text of several lines. */
static bool
move_line(bool up)
{
	const char *text = rl_line_buffer;
	int start = rl_point, from, to, column;

	if (strchr(text, '\n') == NULL)
		return false;
	while (start > 0 && text[start - 1] != '\n')
		start--;
	column = utf8_width(text + start, (size_t)(rl_point - start));
	if (up) {
		if (start == 0)
			return true;
		for (from = start - 1; from > 0 && text[from - 1] != '\n'; from--)
			;
	} else {
		for (from = rl_point; from < rl_end && text[from] != '\n'; from++)
			;
		if (from == rl_end)
			return true;
		from++;
	}
	to = from;
	while (to < rl_end && text[to] != '\n')
		to++;
	rl_point = from + (int)utf8_fit(text + from, (size_t)(to - from), column, NULL);
	return true;
}

static const struct {
	const char *key, *bytes;
} sequences[] = {
	{"Enter", "\r"}, {"Tab", "\t"}, {"Backspace", "\177"}, {"Up", "\033[A"}, {"Down", "\033[B"}, {"Right", "\033[C"}, {"Left", "\033[D"},
	{"Home", "\001"}, {"End", "\005"}, {"Delete", "\033[3~"}, {"Space", " "}, {"C-Left", "\033b"}, {"C-Right", "\033f"}, {"M-Backspace", "\033\177"},
};

void
editor_key(const char *key, bool newlines)
{
	char bytes[16] = "";

	if (editor.plain) {
		if (text_is(key, "C-g"))
			editor.state = EDITOR_CANCELLED;
		return;
	}
	str_reset(&editor.choices);
	if (editor.state != EDITOR_ON)
		return;
	if (text_is(key, "C-c") || text_is(key, "C-g") ||
	    (text_is(key, "Esc") &&
		!(rl_editing_mode == 0 && rl_get_keymap() == vi_insertion_keymap && rl_end > 0))) {
		abandon();
		editor.state = EDITOR_CANCELLED;
		return;
	}
	if (newlines && (text_is(key, "M-Enter") || text_is(key, "C-o"))) {
		editor_insert("\n", 1);
		return;
	}
	if ((text_is(key, "Up") && move_line(true)) || (text_is(key, "Down") && move_line(false)))
		return;
	for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++) {
		if (text_is(key, sequences[i].key)) {
			feed(sequences[i].bytes);
			return;
		}
	}
	if (text_is(key, "Esc")) {
		snprintf(bytes, sizeof bytes, "\033");
	} else if (strncmp(key, "C-", 2) == 0 && strlen(key) == 3) {
		bytes[0] = (char)(key[2] & 0x1f);
		if (bytes[0] == '\0')
			return;
		if (bytes[0] == CONTROL_X && RL_ISSTATE(RL_STATE_ISEARCH))
			feed("\033");	/* ends the search: within one readline 8.2 doesn't survive a
					   key that begins others */
	} else if (strncmp(key, "M-", 2) == 0 &&
	    utf8_grapheme(key + 2, strlen(key + 2)) == strlen(key + 2)) {
		snprintf(bytes, sizeof bytes, "\033%.8s", key + 2);
	} else if (utf8_grapheme(key, strlen(key)) == strlen(key) &&
	    (size_t)rl_end + strlen(key) < TEXT_LIMIT) {
		snprintf(bytes, sizeof bytes, "%.8s", key);
	}
	feed(bytes);
}

void
editor_insert(const char *text, size_t length)
{
	char *copy;

	if (editor.plain) {
		str_add_n(&editor.kept, text, length);
		return;
	}
	if (editor.state == EDITOR_ON && RL_ISSTATE(RL_STATE_ISEARCH))
		feed("\033");	/* a search puts the line back as it was when it ends */
	if (editor.state != EDITOR_ON || (size_t)rl_end + length > TEXT_LIMIT)
		return;
	copy = mem_text_n(text, length);
	rl_insert_text(copy);
	mem_free(copy);
}

enum editor_state
editor_state(void)
{
	return editor.state;
}

const char *
editor_text(void)
{
	if (editor.plain)
		return editor.kept.data == NULL ? "" : editor.kept.data;
	if (editor.state == EDITOR_DONE)
		return editor.line;
	return editor.state == EDITOR_ON ? rl_line_buffer : "";
}

size_t
editor_point(void)
{
	return editor.state == EDITOR_ON && !editor.plain ? (size_t)rl_point : 0;
}

const char *
editor_choices(void)
{
	return editor.ready && editor.choices.data != NULL ? editor.choices.data : "";
}

void
editor_end(void)
{
	if (editor.plain) {
		str_reset(&editor.kept);
		editor.state = EDITOR_OFF;
		return;
	}
	if (editor.state == EDITOR_ON)
		abandon();
	forget_undo();
	if (editor.state != EDITOR_OFF && !editor.history) {
		clear_history();
		history_set_history_state(&editor.commands);
	}
	if (editor.line != NULL)
		mem_wipe(editor.line, strlen(editor.line));
	free(editor.line);
	editor.line = NULL;
	if (editor.ready)
		str_reset(&editor.choices);
	editor.first = editor.count = 0;
	editor.state = EDITOR_OFF;
}
