/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An anchor: whether a store's file is still the one that was opened. What is written into a file
 * that was deleted or moved away is lost, and the store can't tell.
 */
#ifndef FLOORWALKER_TUI_ANCHOR_H
#define FLOORWALKER_TUI_ANCHOR_H

#include <stdbool.h>
#include <sys/stat.h>

struct anchor {
	const char *path;	/* borrowed */
	struct stat file;
	bool known;		/* it is a file at all */
};

void anchor_init(struct anchor *a, const char *path);
bool anchor_holds(const struct anchor *a);

#endif
