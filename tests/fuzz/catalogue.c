/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Catalogues of the console's words: refused with the name and a sentence, or taken.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/text/translate.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct errinfo e = {0};

	if (translate_check("fuzz.po", (const char *)bytes, size, &e) != ERR_OK &&
	    (e.code != ERR_INPUT || strncmp(e.text, "fuzz.po:", 8) != 0))
		abort();
	return 0;
}
