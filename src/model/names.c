/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "names.h"

#include "floorwalker/base/str.h"

const char *
name_at(const char *const *names, size_t count, size_t i)
{
	return i < count ? names[i] : "";
}

bool
name_find(const char *const *names, size_t count, const char *name, size_t *out)
{
	for (size_t i = 0; i < count; i++)
		if (text_is(names[i], name)) {
			*out = i;
			return true;
		}
	return false;
}
