/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside report: cells of lines of text.
 */
#ifndef FLOORWALKER_REPORT_LINES_H
#define FLOORWALKER_REPORT_LINES_H

#include "floorwalker/base/str.h"

void lines_pad(struct str *out, int n);
/* Texts from outside: of what isn't a plain character blanks are left, what is too long is cut.
 * Returns the cells that were used. */
int lines_cell(struct str *out, const char *s, int cells);
void lines_left(struct str *out, const char *s, int cells);
void lines_right(struct str *out, struct str *part, int cells);		/* and empties part */

#define LINES_WIDTH 80
/* Words wrapped within that, indented so deep, the mark before the first line. */
void lines_wrapped(struct str *out, const char *mark, const char *text, int indent);
/* Texts below a table, each once, borrowed; lines have their number. */
#define LINES_NOTES_MOST 26
struct lines_notes {
	const char *texts[LINES_NOTES_MOST];
	size_t count;
};
size_t lines_note(struct lines_notes *n, const char *text);
void lines_add_notes(struct str *out, const struct lines_notes *n, char first);

#endif
