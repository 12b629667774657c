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

#endif
