/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A shopper's text: what sanitising lets through is safe, sanitising it again changes nothing, and
 * its tokens lie inside it.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *a = arena_new();
	struct token *tokens;
	struct str once, twice;
	size_t count;

	str_init(&once);
	str_init(&twice);
	text_sanitise(&once, (const char *)bytes, size, TEXT_MESSAGE_LIMIT, NULL);
	if (!text_is_safe(once.data, once.length) || once.length > TEXT_MESSAGE_LIMIT)
		abort();
	text_sanitise(&twice, once.data, once.length, TEXT_MESSAGE_LIMIT, NULL);
	if (strcmp(once.data, twice.data) != 0)
		abort();
	count = text_tokens(a, once.data, once.length, &tokens);
	for (size_t i = 0; i < count; i++)
		if (tokens[i].start + tokens[i].length > once.length || tokens[i].length == 0)
			abort();
	str_clear(&once);
	str_clear(&twice);
	arena_free(&a);
	return 0;
}
