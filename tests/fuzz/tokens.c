/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Any bytes as a text to be classified: tokens lie inside it in order, and its features, of every
 * sort, are made without reading outside and twice the same.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/text/text.h"

#include "../../src/understand/features.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const unsigned every = 255;
	struct arena *a = arena_new();
	const char *text = arena_text_n(a, (const char *)bytes, size > 4096 ? 4096 : size);
	struct feature_list once, twice;
	size_t length = strlen(text), count, end = 0;
	struct token *tokens;

	count = text_tokens(a, text, length, &tokens);
	for (size_t i = 0; i < count; i++) {
		if (tokens[i].start < end || tokens[i].start + tokens[i].length > length)
			abort();
		end = tokens[i].start + tokens[i].length;
	}
	features_extract(a, text, length, tokens, count, every, &once);
	features_extract(a, text, length, tokens, count, every, &twice);
	if (once.count != twice.count)
		abort();
	for (size_t i = 0; i < once.count; i++)
		if (once.items[i].hash == 0 || once.items[i].hash != twice.items[i].hash ||
		    once.items[i].block >= FEATURES_BLOCKS)
			abort();
	arena_free(&a);
	return 0;
}
