/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside of the benchmark room: a row of the table of tools.
 */
#ifndef FLOORWALKER_BENCHMARK_TAU_TOOLS_H
#define FLOORWALKER_BENCHMARK_TAU_TOOLS_H

#include "tau.h"

struct tau_reading {
	struct facts *facts;
	const struct shop_records *records;
	const struct value *kwargs;
};
typedef enum err tau_read(struct tau_reading *r, const char **out, struct errinfo *e);

struct tau_tool {
	const char *name;
	enum tau_tool_kind kind;
	enum action_kind writes;	/* ACTION_KIND_COUNT: none */
	tau_read *read;			/* NULL: it doesn't */
};

tau_read tau_read_user_by_email, tau_read_user_by_name, tau_read_user, tau_read_order,
    tau_read_product, tau_read_product_types, tau_read_sum;

#endif
