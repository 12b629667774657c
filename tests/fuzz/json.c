/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JSON from outside: what parses prints, and what was printed parses to the same.
 */
#include <stdint.h>
#include <stdlib.h>

#include "floorwalker/base/value.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *a = arena_new();
	struct value *v, *again;
	struct errinfo e;
	struct str text;

	str_init(&text);
	if (value_parse_json(a, "fuzz", (const char *)bytes, size, &value_limits_message, &v, &e) ==
	    ERR_OK) {
		value_print(&text, v);
		if (value_parse_json(a, "again", text.data, text.length, &value_limits_file, &again,
			&e) != ERR_OK ||
		    !value_is_equal(v, again))
			abort();
	}
	str_clear(&text);
	arena_free(&a);
	return 0;
}
