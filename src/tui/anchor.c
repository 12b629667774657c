/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "anchor.h"

void
anchor_init(struct anchor *a, const char *path)
{
	a->path = path;
	a->known = stat(path, &a->file) == 0;
}

bool
anchor_holds(const struct anchor *a)
{
	struct stat now;

	return !a->known ||
	    (stat(a->path, &now) == 0 && now.st_dev == a->file.st_dev &&
		now.st_ino == a->file.st_ino);
}
