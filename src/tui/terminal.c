/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _XOPEN_SOURCE_EXTENDED 1
#include "terminal.h"

#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include <curses.h>
#include <term.h>
#undef columns	/* term.h means capabilities by these names */
#undef lines

#include "floorwalker/base/clock.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/utf8.h"

#define PASTE_BEGIN (KEY_MAX + 1)
#define PASTE_END (KEY_MAX + 2)
#define PASTE_LIMIT 65536
#define PASTE_PATIENCE_US 1000000	/* an end mark that got lost doesn't hold the keys for
					   ever */

/* Pasted text comes marked. And each cell stays where it is drawn (explicit mode of bidirectional
 * text, ECMA-48's BDSM): a terminal that reorders lines would else move figures to the other side
 * of a Hebrew or Arabic name. */
#define MODES_ON "\033[?2004h\033[8l"
#define MODES_OFF "\033[?2004l\033[8h"

struct terminal {
	SCREEN *curses;
	struct cells *shown;
	bool has_shown, utf8, gone, pasting, titled, pushed;
	int colours;
	struct str paste;
	int64_t paste_us;
	char title[200];
};

static void
send_raw(const char *sequence)
{
	fputs(sequence, stdout);
	fflush(stdout);
}

/* NULL where the terminal lacks it. */
static const char *
capability(const char *name)
{
	const char *s = tigetstr(name);

	return s == (const char *)-1 ? NULL : s;
}

static void
add_capability(struct str *out, const char *name)
{
	if (capability(name) != NULL)
		str_add(out, capability(name));
}

static void
arm(void)
{
	struct str sequence;

	str_init(&sequence);
	str_add(&sequence, MODES_OFF);
	add_capability(&sequence, "sgr0");
	add_capability(&sequence, "op");
	add_capability(&sequence, "rmkx");
	add_capability(&sequence, "rmcup");
	add_capability(&sequence, "cnorm");
	rescue_arm(sequence.data);
	str_clear(&sequence);
}

/* Whether the terminal takes a title in xterm's way. */
static bool
takes_title(void)
{
	static const char *const families[] = {"xterm", "screen", "tmux", "rxvt", "alacritty",
	    "foot", "kitty", "konsole", "gnome", "vte", "st", "wezterm", "contour"};
	const char *term = getenv("TERM");

	for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
		if (term != NULL && text_starts(term, families[i]))
			return true;
	}
	return false;
}

static void
set_up(struct terminal *t, const struct tui_settings *user)
{
	const char *none = getenv("NO_COLOR");

	raw();		/* neither flow control nor signals: C-s, C-q, C-c and C-z are keys like
			   others */
	noecho();
	nonl();
	nodelay(stdscr, TRUE);
	keypad(stdscr, TRUE);
	set_escdelay((int)tui_setting_number(user, SETTING_ESCAPE_DELAY));
	define_key("\033[200~", PASTE_BEGIN);
	define_key("\033[201~", PASTE_END);
	leaveok(stdscr, FALSE);
	if (has_colors() && text_is_empty(none)) {
		start_color();
		use_default_colors();
		t->colours = COLORS;
	}
	send_raw(MODES_ON);
}

/* Its own each time, so that a console can be opened after another was closed. */
static bool
begin_curses(struct terminal *t)
{
	char direct[64];

	if (direct_find(direct, sizeof direct))
		t->curses = newterm(direct, stdout, stdin);
	if (t->curses == NULL)
		t->curses = newterm(NULL, stdout, stdin);
	if (t->curses != NULL)
		def_prog_mode();
	return t->curses != NULL;
}

enum err
terminal_open(const struct tui_settings *user, struct terminal **out, struct errinfo *e)
{
	struct terminal *t;
	const char *term = getenv("TERM");
	int problem = 0;

	*out = NULL;
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(e, ERR_UNSUPPORTED,
		    "the console needs a terminal for input and output; floorwalker console --dump prints a screen without one");
	if (setupterm(NULL, STDOUT_FILENO, &problem) != OK)
		return err_set(e, ERR_UNSUPPORTED,
		    "this terminal is unknown here: TERM is %.40s; try TERM=xterm-256color",
		    text_is_empty(term) ? "not set" : term);
	if (text_is_empty(capability("cup"))) {
		del_curterm(cur_term);
		return err_set(e, ERR_UNSUPPORTED,
		    "this terminal can't place text (TERM is %.40s); try TERM=xterm-256color, or floorwalker do and floorwalker console --dump, which need none",
		    term);
	}
	setlocale(LC_CTYPE, "");
	t = mem_zero(1, sizeof *t);
	t->utf8 = text_is(nl_langinfo(CODESET), "UTF-8");
	t->titled = takes_title();
	arm();
	del_curterm(cur_term);		/* it was only asked; curses sets up its own */
	if (!begin_curses(t)) {
		rescue_disarm();
		mem_free(t);
		return err_set(e, ERR_UNSUPPORTED, "the terminal can't be set up for the console");
	}
	set_up(t, user);
	t->shown = cells_new(COLS, LINES);
	str_init(&t->paste);
	*out = t;
	return ERR_OK;
}

static void
restore(struct terminal *t)
{
	if (t->pushed)
		send_raw("\033[23;2t");
	t->pushed = false;
	send_raw(MODES_OFF);
	curs_set(1);
	endwin();
}

void
terminal_close(struct terminal **t)
{
	if (*t == NULL)
		return;
	restore(*t);
	rescue_disarm();
	delscreen((*t)->curses);
	cells_free(&(*t)->shown);
	str_clear(&(*t)->paste);
	mem_free(*t);
	*t = NULL;
}

bool
terminal_is_utf8(const struct terminal *t)
{
	return t->utf8;
}

int
terminal_colours(const struct terminal *t)
{
	return t->colours;
}

bool
terminal_lacks_symbols(const struct terminal *t)
{
	const char *term = getenv("TERM");

	return !t->utf8 ||
	    (term != NULL && (text_is(term, "linux") || text_starts(term, "linux-")));
}

void
terminal_tell(struct terminal *t, const char *bytes)
{
	(void)t;
	send_raw(bytes);
}

bool
terminal_is_gone(const struct terminal *t)
{
	return t->gone;
}

void
terminal_size(struct terminal *t, int *columns, int *rows)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0 &&
	    (size.ws_col != COLS || size.ws_row != LINES)) {
		resizeterm(size.ws_row, size.ws_col);
		t->has_shown = false;
	}
	*columns = COLS;
	*rows = LINES;
}

/* ---- keys */

static const struct {
	int code;
	const char *name;
} names[] = {
	{KEY_UP, "Up"}, {KEY_DOWN, "Down"}, {KEY_LEFT, "Left"}, {KEY_RIGHT, "Right"}, {KEY_HOME, "Home"}, {KEY_END, "End"}, {KEY_PPAGE, "PageUp"},
	{KEY_NPAGE, "PageDown"}, {KEY_BACKSPACE, "Backspace"}, {KEY_DC, "Delete"}, {KEY_IC, "Insert"}, {KEY_ENTER, "Enter"}, {KEY_BTAB, "S-Tab"},
	{KEY_SLEFT, "S-Left"}, {KEY_SRIGHT, "S-Right"},
};

static bool
name_code(int code, char *out, size_t size)
{
	const char *name;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (names[i].code == code) {
			snprintf(out, size, "%s", names[i].name);
			return true;
		}
	}
	if (code >= KEY_F(1) && code <= KEY_F(24)) {
		snprintf(out, size, "F%d", code - KEY_F0);
		return true;
	}
	name = keyname(code);
	if (text_is(name, "kLFT5") || text_is(name, "kRIT5")) {
		snprintf(out, size, "%s", name[1] == 'L' ? "C-Left" : "C-Right");
		return true;
	}
	return false;
}

static bool
name_char(wint_t c, char *out, size_t size)
{
	char bytes[4];
	size_t length;

	if (c == 9 || c == 13 || c == 27 || c == 32 || c == 127 || c == 8) {
		snprintf(out, size, "%s",
		    c == 9        ? "Tab"
			: c == 13 ? "Enter"
			: c == 27 ? "Esc"
			: c == 32 ? "Space"
				  : "Backspace");
		return true;
	}
	if (c < 32) {
		snprintf(out, size, "C-%c", c == 0 ? ' ' : c < 27 ? (int)c + 96 : (int)c + 64);
		return c != 0;
	}
	if ((length = utf8_put(bytes, (uint32_t)c)) == 0 || (c >= 0x80 && c < 0xa0))
		return false;
	snprintf(out, size, "%.*s", (int)length, bytes);
	return true;
}

static void
end_paste(struct terminal *t, const struct terminal_input *input)
{
	t->pasting = false;
	if (t->paste.length > 0)
		input->paste(input->context, t->paste.data, t->paste.length);
	str_reset(&t->paste);
}

static void
take_pasted(struct terminal *t, bool is_code, wint_t c, const struct terminal_input *input)
{
	char bytes[4];

	t->paste_us = clock_stopwatch_us();
	if (is_code && c == PASTE_END)
		end_paste(t, input);
	else if (is_code || t->paste.length + 4 > PASTE_LIMIT)
		return;
	else
		str_add_n(&t->paste, bytes, utf8_put(bytes, c == '\r' ? '\n' : (uint32_t)c));
}

static void
take_key(struct terminal *t, bool is_code, wint_t c, const struct terminal_input *input)
{
	char name[32], with_meta[40];
	wint_t next;
	int got;

	if (is_code && c == PASTE_BEGIN) {
		t->pasting = true;
		t->paste_us = clock_stopwatch_us();
		return;
	}
	if (is_code ? !name_code((int)c, name, sizeof name) : !name_char(c, name, sizeof name))
		return;
	if (!is_code && c == 27 && (got = get_wch(&next)) != ERR) {	/* Alt comes as Esc and the
									   key at once */
		if (next == 27 && got == OK) {
			input->key(input->context, "Esc");
		} else if (got == KEY_CODE_YES ? name_code((int)next, name, sizeof name)
					       : name_char(next, name, sizeof name)) {
			snprintf(with_meta, sizeof with_meta, "M-%s", name);
			input->key(input->context, with_meta);
			return;
		}
		snprintf(name, sizeof name, "Esc");
	}
	input->key(input->context, name);
}

void
terminal_read(struct terminal *t, const struct terminal_input *input)
{
	struct pollfd p = {.fd = STDIN_FILENO, .events = POLLIN};
	bool any = false;
	wint_t c;
	int got, waiting = 0;

	if (t->pasting && clock_stopwatch_us() - t->paste_us > PASTE_PATIENCE_US)
		end_paste(t, input);
	while ((got = get_wch(&c)) != ERR) {
		any = true;
		if (got == KEY_CODE_YES && c == KEY_RESIZE)
			continue;
		if (t->pasting)
			take_pasted(t, got == KEY_CODE_YES, c, input);
		else
			take_key(t, got == KEY_CODE_YES, c, input);
	}
	/* Readable, but nothing to read: the terminal has gone. */
	if (!any && poll(&p, 1, 0) > 0 &&
	    ((p.revents & (POLLHUP | POLLERR)) ||
		(ioctl(STDIN_FILENO, FIONREAD, &waiting) == 0 && waiting == 0 &&
		    (p.revents & POLLIN))))
		t->gone = true;
}

/* ---- drawing */

static attr_t
attributes_of(unsigned a)
{
	return (a & PAINT_BOLD ? A_BOLD : 0) | (a & PAINT_DIM ? A_DIM : 0) |
	    (a & PAINT_ITALIC ? A_ITALIC : 0) | (a & PAINT_UNDERLINE ? A_UNDERLINE : 0) |
	    (a & PAINT_REVERSE ? A_REVERSE : 0);
}

static void
set_paint(struct terminal *t, struct paint p)
{
	int pair = 0;

	if (t->colours >= 8 && (p.fg != COLOUR_DEFAULT || p.bg != COLOUR_DEFAULT)) {
		pair = alloc_pair(p.fg == COLOUR_DEFAULT ? -1 : p.fg & 0xffffff,
		    p.bg == COLOUR_DEFAULT ? -1 : p.bg & 0xffffff);
		if (pair < 0)
			pair = 0;
	}
	(void)attr_set(attributes_of(p.attributes), 0, &pair);
}

/* The first character with the marks that combine with it; what joins several characters into one
 * picture is left to terminals that all agree on, which they don't. */
static void
put_cell(const struct terminal *t, const struct cell *x, int column, int row)
{
	wchar_t wide[8];
	size_t count = 0, i = 0;
	int used = 0;

	move(row, column);
	if (x->length == 0) {
		addch(' ');
		return;
	}
	if (!t->utf8) {
		char plain[3];

		cell_ascii(x, plain);
		addstr(plain);
		return;
	}
	while (i < x->length && count < 5) {
		uint32_t point;
		size_t n = utf8_next(x->text + i, x->length - i, &point);
		int w = wcwidth((wchar_t)point);

		if (n == 0 || (count > 0 && w != 0) || point == 0x200d ||
		    (point >= 0xfe00 && point <= 0xfe0f))
			break;
		if (count == 0)
			used = w;
		wide[count++] = (wchar_t)point;
		i += n;
	}
	wide[count] = L'\0';
	if (used < 1 || used > x->width) {
		addstr(x->width == 2 ? "??" : "?");
		return;
	}
	addnwstr(wide, (int)count);
	for (; used < x->width; used++)
		addch(' ');
}

static void
set_title(struct terminal *t, const char *title)
{
	char safe[160];
	size_t n = 0;

	if (!t->titled || text_is(t->title, title))
		return;
	if (title[0] == '\0') {		/* it is left as it was before */
		if (t->pushed)
			send_raw("\033[23;2t");
		t->pushed = false;
		t->title[0] = '\0';
		return;
	}
	if (!t->pushed)
		send_raw("\033[22;2t");
	t->pushed = true;
	snprintf(t->title, sizeof t->title, "%s", title);
	for (const char *c = title; *c != '\0' && n + 1 < sizeof safe; c++) {
		if ((unsigned char)*c >= 0x20 && *c != 0x7f)
			safe[n++] = *c;
	}
	safe[n] = '\0';
	printf("\033]2;%s\007", safe);
	fflush(stdout);
}

void
terminal_draw(struct terminal *t, const struct cells *c, const struct theme *theme, bool all, int x,
    int y, const char *title)
{
	int columns = cells_columns(c), rows = cells_rows(c);
	struct style last = {255, 255};

	all = all || !t->has_shown || cells_columns(t->shown) != columns ||
	    cells_rows(t->shown) != rows;
	if (all) {
		cells_resize(t->shown, columns, rows);
		clearok(stdscr, TRUE);
		erase();
	}
	for (int row = 0; row < rows; row++) {
		for (int column = 0; column < columns; column++) {
			const struct cell *here = cells_at(c, column, row),
					  *before = cells_at(t->shown, column, row);

			if (here->width == 0 || (!all && cell_is_equal(here, before)))
				continue;
			if (here->style.ink != last.ink || here->style.ground != last.ground) {
				last = here->style;
				set_paint(t, theme_paint(theme, last, t->colours));
			}
			put_cell(t, here, column, row);
		}
	}
	cells_copy(t->shown, c);
	t->has_shown = true;
	if (x >= 0) {
		move(y, x);
		curs_set(1);
	} else {
		curs_set(0);
	}
	refresh();
	set_title(t, title);
}

void
terminal_suspend(struct terminal *t)
{
	struct sigaction plain = {.sa_handler = SIG_DFL}, before;
	sigset_t set, blocked;

	def_prog_mode();
	restore(t);
	sigemptyset(&set);
	sigaddset(&set, SIGTSTP);
	(void)sigaction(SIGTSTP, &plain, &before);
	(void)pthread_sigmask(SIG_UNBLOCK, &set, &blocked);
	(void)raise(SIGTSTP);		/* stops here; where no shell could continue it, the system
					   ignores it */
	(void)pthread_sigmask(SIG_SETMASK, &blocked, NULL);
	(void)sigaction(SIGTSTP, &before, NULL);
	reset_prog_mode();
	refresh();
	send_raw(MODES_ON);
	t->title[0] = '\0';
	t->has_shown = false;
}
