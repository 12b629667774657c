/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What opening hours and the plan of shifts share: holidays, and stretches without a change of the
 * clocks.
 */
#ifndef FLOORWALKER_MODEL_HOURS_H
#define FLOORWALKER_MODEL_HOURS_H

#include "floorwalker/model/settings.h"

bool hours_is_holiday(const struct settings *s, const struct date *d);
/* Local time less universal time, ms. */
int64_t hours_offset(const struct settings *s, int64_t at_ms);
/* Until when that stays so, at most a day on. */
int64_t hours_stretch_end(const struct settings *s, int64_t at_ms);

#endif
