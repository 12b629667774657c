/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A folder as it was in an earlier revision of the git checkout that it lies in. git is run as it is, without a
 * shell, a pager, hooks, filters or the network.
 */
#ifndef FLOORWALKER_CMD_GIT_H
#define FLOORWALKER_CMD_GIT_H

#include "floorwalker/base/err.h"

/* Writes the folder's files as they were in a revision into into, a folder that is there and empty.
 * ERR_NOT_FOUND: no git, no checkout, no such revision, or the folder wasn't there then. */
NODISCARD enum err git_folder_at(const char *folder, const char *revision, const char *into,
    struct errinfo *e);

#endif
