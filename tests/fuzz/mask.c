/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Masking: what was masked holds no find any more, and masking it again changes nothing.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/text/mask.h"
#include "floorwalker/text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static struct masker *
make(void)
{
	static const char *const names[] = { "Aoife", "Nolan" };
	struct mask_options options = {
	    .known_names = names, .known_name_count = 2, .order_pattern = "TF-[0-9]{6}"};
	struct masker *m;
	struct errinfo e;

	for (int k = 0; k < PII_KIND_COUNT; k++)
		options.kinds[k] = k != PII_ORDER;
	if (masker_new(&options, &m, &e) != ERR_OK)
		abort();
	return m;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct masker *masker;
	struct arena *a = arena_new();
	struct str clean, once, twice;
	struct pii *finds;
	size_t end = 0, count;

	if (masker == NULL)
		masker = make();
	str_init(&clean);
	str_init(&once);
	str_init(&twice);
	text_sanitise(&clean, (const char *)bytes, size, TEXT_MESSAGE_LIMIT, NULL);
	count = masker_find(masker, a, clean.data, clean.length, &finds);
	for (size_t i = 0; i < count; i++) {
		if (finds[i].start < end || finds[i].start + finds[i].length > clean.length)
			abort();
		end = finds[i].start + finds[i].length;
	}
	masker_apply(masker, &once, clean.data, clean.length);
	masker_apply(masker, &twice, once.data, once.length);
	if (strcmp(once.data, twice.data) != 0)
		abort();
	str_clear(&clean);
	str_clear(&once);
	str_clear(&twice);
	arena_free(&a);
	return 0;
}
