/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can be asked of an understanding without a model.
 */
#include <string.h>
#include <strings.h>

#include "floorwalker/understand.h"

bool
understanding_in_slot(const struct understanding *u, size_t at)
{
	for (size_t i = 0; i < u->slot_count; i++)
		if (at >= u->slots[i].start && at < u->slots[i].start + u->slots[i].length)
			return true;
	return false;
}

bool
language_is(const char *a, const char *b)
{
	size_t n = strcspn(a, "-_");

	return n == strcspn(b, "-_") && strncasecmp(a, b, n) == 0;
}
