/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the calibration view says in words: a threshold beside today's, how far the confidence held,
 * and from what that is known.
 */
#ifndef FLOORWALKER_TUI_CALIBRATION_PAGE_H
#define FLOORWALKER_TUI_CALIBRATION_PAGE_H

#include "floorwalker/desk/threshold.h"
#include "page.h"

void calibration_page(struct page *p, const struct settings *settings,
    const struct threshold_report *x, size_t row, int64_t days, int64_t read_ms);

#endif
