/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files of word vectors from outside: refused, or every word of them can be asked for, and what is
 * read then is numbers.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "../../src/understand/vectors_private.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	float x[VECTORS_DIMENSIONS];
	struct vectors *v;
	struct errinfo e;

	if (vectors_parse("fuzz", (const char *)bytes, size, &v, &e) != ERR_OK)
		return 0;
	if (vectors_dimensions(v) == 0 || vectors_dimensions(v) > VECTORS_DIMENSIONS)
		abort();
	for (size_t i = 0; i < vectors_count(v); i++)
		if (vectors_read(v, i, x, &e) == ERR_OK)
			for (size_t d = 0; d < vectors_dimensions(v); d++)
				if (!(fabs((double)x[d]) <= 1000))
					abort();
	vectors_free(&v);
	return 0;
}
