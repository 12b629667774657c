/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The text of a canned response: filled in once, and what is left is told.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/model/canned.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const struct canned_facts none, all = {"Aoife", "Maeve", "Shop", "shop.example", "TF-1", "AB1", "Post", "C-1"};
	char *text = mem_text_n((const char *)bytes, size), name[8];
	const char *missing;
	struct str out;

	str_init(&out);
	canned_expand(&out, text, &none, &missing);	/* nothing is known: nothing changes */
	if (strcmp(out.data, text) != 0 || (missing == NULL) != (canned_unfilled(text) == NULL))
		abort();
	str_reset(&out);
	str_add(&out, "");
	canned_expand(&out, text, &all, &missing);
	if (missing != NULL || out.length > 8 * size + 1)
		abort();
	(void)canned_unknown(text, name, sizeof name);
	str_clear(&out);
	mem_free(text);
	return 0;
}
