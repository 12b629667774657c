/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * True colour where terminfo alone wouldn't give it. Curses sends 24-bit colour only by a description
 * that has RGB; most terminals that can do it are called xterm-256color and the like, and say it in
 * $COLORTERM. Where terminfo has the same terminal by the name with -direct, that one is used.
 */
#include "terminal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <curses.h>
#include <term.h>
#undef columns	/* term.h means capabilities by these names */
#undef lines

#include "floorwalker/base/str.h"

#define TRUE_COLOURS 0x1000000

bool
direct_is_claimed(const char *colorterm)
{
	return text_is(colorterm, "truecolor") || text_is(colorterm, "24bit");
}

bool
direct_name(const char *term, char *out, size_t size)
{
	static const char *const endings[] = {"-256color", "-88color", "-16color", "-color"};
	size_t length = text_is_empty(term) ? 0 : strlen(term);

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		if (length > 0 && text_ends(term, endings[i])) {
			length -= strlen(endings[i]);
			break;
		}
	}
	return length > 0 && length + sizeof "-direct" <= size &&
	    snprintf(out, size, "%.*s-direct", (int)length, term) > 0;
}

/* What must be the same, so that it is the same terminal but for its colours. */
static void
describe(struct str *out)
{
	static const char *const names[] = {"cup", "clear", "el", "ed", "smcup", "rmcup", "smkx",
	    "rmkx", "civis", "cnorm", "kcuu1", "kcub1", "khome", "kpp", "kf1", "kdch1", "kbs"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *s = tigetstr(names[i]);

		str_add(out, s == NULL || s == (const char *)-1 ? "-" : s);
		str_add_char(out, '\n');
	}
	str_add(out, tigetflag("bce") > 0 ? "bce" : "");
	str_add(out, tigetflag("xenl") > 0 ? "xenl" : "");
}

/* false: there is none such. */
static bool
look_up(const char *name, struct str *out, int *colours)
{
	int problem = 0;

	if (setupterm(name, STDOUT_FILENO, &problem) != OK)
		return false;
	*colours = tigetnum("colors");
	describe(out);
	del_curterm(cur_term);
	return true;
}

bool
direct_find(char *out, size_t size)
{
	const char *term = getenv("TERM");
	struct str own, other;
	int colours = 0, more = 0;
	bool found;

	if (!direct_is_claimed(getenv("COLORTERM")) || !text_is_empty(getenv("NO_COLOR")) ||
	    !direct_name(term, out, size))
		return false;
	str_init(&own);
	str_init(&other);
	found = look_up(term, &own, &colours) && colours < TRUE_COLOURS &&
	    look_up(out, &other, &more) && more >= TRUE_COLOURS &&
	    text_is(own.data, other.data);
	str_clear(&own);
	str_clear(&other);
	return found;
}
