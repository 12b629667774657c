/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * YAML from outside: parsing ends, within its limits, and every value knows its line.
 */
#include <stdint.h>
#include <stdlib.h>

#include "floorwalker/base/value.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *a = arena_new();
	struct value *v;
	struct errinfo e;

	if (value_parse_yaml(a, "fuzz", (const char *)bytes, size, &value_limits_message, &v, &e) ==
	    ERR_OK)
		for (size_t i = 0; i < value_count(v); i++)
			if (value_line(value_at(v, i)) < 1)
				abort();
	arena_free(&a);
	return 0;
}
