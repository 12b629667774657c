/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cases of queues with what a reference says of them: what was read has exact shares within their bounds, and what is
 * refused is refused with a sentence.
 */
#include <math.h>
#include <stdlib.h>

#include "../../src/day/erlang.h"
#include "floorwalker/base/mem.h"
#include "written.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static bool
is_share(double x)
{
	return x >= 0 && x <= 1 + 1e-9;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *a = arena_new();
	struct erlang_options o = {.reference = fuzz_written("cases.csv", bytes, size)};
	struct erlang_file file;
	const struct erlang_case *cases;
	struct errinfo e;
	enum err err = erlang_read(&o, a, &file, &e);

	fuzz_check_refusal(err, &e);
	cases = file.cases;
	for (size_t i = 0; err == ERR_OK && i < file.count; i++)
		if (cases[i].load.agents < 1 || !is_share(cases[i].exact.p_wait) ||
		    !is_share(cases[i].exact.p_abandon) || !is_share(cases[i].exact.occupancy) ||
		    isnan(cases[i].exact.mean_wait) || cases[i].replications < 1)
			abort();
	arena_free(&a);
	return 0;
}
