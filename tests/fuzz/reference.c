/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A saved reference of drift: what is taken can be written and read again, the same.
 */
#include <stdint.h>
#include <stdlib.h>

#include "floorwalker/desk/learn.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *a = arena_new();
	struct drift_sample s, again;
	struct value *v;
	struct errinfo e;

	if (value_parse_json(a, "fuzz", (const char *)bytes, size, &value_limits_message, &v, &e) ==
		ERR_OK &&
	    drift_sample_from_value(a, v, &s, &e) == ERR_OK) {
		v = drift_sample_to_value(a, &s);
		if (drift_sample_from_value(a, v, &again, &e) != ERR_OK ||
		    again.count != s.count || again.judged != s.judged ||
		    !value_is_equal(v, drift_sample_to_value(a, &again)))
			abort();
	}
	arena_free(&a);
	return 0;
}
