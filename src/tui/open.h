/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a console opens: a desk that only reads, and the command table with the console's rows and
 * the agent's keys.
 */
#ifndef FLOORWALKER_TUI_OPEN_H
#define FLOORWALKER_TUI_OPEN_H

#include "floorwalker/tui/tui.h"

NODISCARD enum err open_reader(
    const struct tui_options *o, const char *worker, struct desk **out, struct errinfo *e);
NODISCARD enum err open_table(
    const struct tui_options *o, struct command_table **out, struct errinfo *e);
const struct clock *open_clock(const struct tui_options *o);

#endif
