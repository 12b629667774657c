/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside drill: sessions on the disk.
 *
 *   session.c        folders, writing, lists
 *   session_read.c   reading what may have been changed by anybody
 */
#ifndef FLOORWALKER_DRILL_SESSION_H
#define FLOORWALKER_DRILL_SESSION_H

#include "floorwalker/drill/drill.h"

#define SESSION_VERSION 1
#define SESSION_ID_MOST 100
#define SESSION_BYTES_MOST ((size_t)64 << 10)	/* of session.json */

/* Small letters and digits, with single hyphens between them: nothing that leads anywhere else. */
bool session_id_is_good(const char *id);
/* One session.json; name is for messages, id what it must be. */
NODISCARD enum err session_parse(struct arena *a, const char *name, const char *id,
    const char *text, size_t length, struct session *out, struct errinfo *e);

#endif
