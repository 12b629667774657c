/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A trainee's commands: read whole, or refused with a sentence that is safe to show. What was read is written and read
 * again as it was.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/drill/script.h"
#include "floorwalker/text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void
check_again(struct arena *a, const struct script *s)
{
	struct script again;
	struct str text;

	str_init(&text);
	str_add(&text, "");
	for (size_t i = 0; i < s->count; i++) {
		if (i > 0 && s->items[i].at_ms < s->items[i - 1].at_ms)
			abort();
		script_add(&text, &s->items[i]);
	}
	if (text.length > 0 &&
	    script_parse(a, "again", text.data, text.length, &again, NULL) != ERR_OK)
		abort();
	for (size_t i = 0; i < s->count; i++)
		if (again.items[i].at_ms != s->items[i].at_ms ||
		    strcmp(again.items[i].command, s->items[i].command) != 0)
			abort();
	str_clear(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *a = arena_new();
	struct errinfo e = { 0 };
	struct script s;
	enum err err;

	if (size < 100000) {
		err = script_parse(a, "script", (const char *)bytes, size, &s, &e);
		if (err == ERR_OK)
			check_again(a, &s);
		else if (e.text[0] == '\0' || !text_is_safe(e.text, strlen(e.text)))
			abort();
	}
	arena_free(&a);
	return 0;
}
