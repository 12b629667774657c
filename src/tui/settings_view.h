/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FLOORWALKER_TUI_SETTINGS_VIEW_H
#define FLOORWALKER_TUI_SETTINGS_VIEW_H

#include "floorwalker/tui/settings.h"

/* The setting that is selected; SETTING_COUNT none. */
enum tui_setting settings_view_choice(const void *state);

#endif
