/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A shop of two customers, for the tests of the simulator: small enough to know by heart.
 *
 *   C-1  Aoife Nolan, Galway: TF-100201 delivered on 9 October 2026 (a jacket at 189.00, socks 2 ×
 *        19.00, 9.70 off), TF-100202 on its way, promised for 16 October
 *   C-2  Tom Reid, Belfast:   TF-100301 delivered, the same jacket
 *
 * It is 14 October 2026, 09:00 UTC.
 */
#ifndef FLOORWALKER_TESTS_SIM_SHOP_H
#define FLOORWALKER_TESTS_SIM_SHOP_H

#include "../../src/sim/oracle.h"
#include "../../src/sim/scenario.h"

#define SHOP_NOW ((int64_t)1791968400000)

struct test_shop {
	struct arena *arena;
	struct shop_records records;
	struct settings settings;
	struct bind_world world;
	char folder[64];		/* with knowledge/ and policy/ for the oracle; removed by
					   shop_close */
};

void test_shop_open(struct test_shop *s);
void test_shop_close(struct test_shop *s);
/* Writes a text into a file of the folder; its path is arena's. */
const char *test_shop_file(struct test_shop *s, const char *name, const char *text);

#endif
