/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Expressions: what the list of refusals lets through compiles or not, and ends.
 */
#include <stdint.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/expr.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *a = arena_new();
	const char *source = arena_text_n(a, (const char *)bytes, size);
	struct value *facts = value_map(a), *line = value_map(a);
	struct expr *x;
	struct errinfo e;
	bool truth;

	value_set_int(line, "price", 1990);
	value_set_bool(line, "opened", true);
	value_add(value_set_list(facts, "items"), line);
	value_set_text(facts, "reason", "damaged");
	if (expr_check(source, &e) == ERR_OK && expr_new(&source, 1, &x, &e) == ERR_OK) {
		if (expr_test(x, 0, facts, 1790000000000, &truth, &e) != ERR_OK)
			truth = false;
		expr_free(&x);
	}
	arena_free(&a);
	return 0;
}
