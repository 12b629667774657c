/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tables from outside: what was read has whole rows of valid text, and written out again by the
 * rules it reads the same.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/csv.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void
add_record(struct str *out, const char **fields, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		str_add(out, i > 0 ? ",\"" : "\"");
		for (const char *s = fields[i]; *s != '\0'; s++) {
			str_add_char(out, *s);
			if (*s == '"')
				str_add_char(out, '"');
		}
		str_add_char(out, '"');
	}
	str_add(out, "\r\n");
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const struct csv_limits limits = {
	    .bytes = 1 << 20, .rows = 10000, .columns = 16, .field_bytes = 4096};
	struct arena *a = arena_new();
	struct csv_table t, again;
	struct errinfo e;
	struct str text;

	str_init(&text);
	if (csv_parse(a, "fuzz", (const char *)bytes, size, &limits, &t, &e) == ERR_OK) {
		add_record(&text, t.header, t.columns);
		for (size_t r = 0; r < t.count; r++)
			add_record(&text, t.rows[r].fields, t.columns);
		if (!utf8_is_valid(text.data, text.length) ||
		    (text.length <= limits.bytes &&
			csv_parse(a, "again", text.data, text.length, &limits, &again, &e) !=
			    ERR_OK))
			abort();
		for (size_t r = 0; text.length <= limits.bytes && r < t.count; r++)
			for (size_t i = 0; i < t.columns; i++)
				if (strcmp(t.rows[r].fields[i], again.rows[r].fields[i]) != 0)
					abort();
	}
	str_clear(&text);
	arena_free(&a);
	return 0;
}
