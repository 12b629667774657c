/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between our values and jq's.
 */
#ifndef FLOORWALKER_EXPR_CONVERT_H
#define FLOORWALKER_EXPR_CONVERT_H

#include <jv.h>

#include "floorwalker/base/value.h"

jv convert_to_jq(const struct value *v);
/* Takes j. ERR_LIMIT where it is too deep or too large, ERR_INPUT for what a value cannot hold. */
NODISCARD enum err convert_from_jq(
    struct arena *a, jv take_j, struct value **out, struct errinfo *e);

#endif
