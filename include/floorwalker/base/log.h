/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The log: lines for operators. Text from outside is escaped before it reaches a sink. Silent until
 * a sink is set.
 */
#ifndef FLOORWALKER_BASE_LOG_H
#define FLOORWALKER_BASE_LOG_H

#include "floorwalker/base/err.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* fd < 0 silences. Lines below least are dropped. Safe from all threads. */
void log_to(int fd, enum log_level least);
void log_line(enum log_level level, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
