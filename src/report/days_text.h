/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside report: days in lines.
 *
 *   days_text.c     cells, the head, the figures
 *   days_lists.c    counts, intents, hours, rules, factors, the worst contacts
 */
#ifndef FLOORWALKER_REPORT_DAYS_TEXT_H
#define FLOORWALKER_REPORT_DAYS_TEXT_H

#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"
#include "lines.h"

#define WIDTH 80
#define TITLE 29
#define VALUE 12
#define INTERVAL 27
#define NUMBER 7			/* and a blank, a letter and a mark */

void lines_number(struct str *out, int64_t n);
void lines_lists(struct str *out, const struct value *result);

#endif
