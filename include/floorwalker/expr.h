/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Expressions: jq programs compiled once per thread, run over facts with limits.
 *
 * Refused at load, with the place: def, import, include, input, inputs, debug, stderr,
 * input_filename, $__loc__, env, $ENV, now, halt, every loop and recursion (reduce, foreach, while,
 * until, repeat, range, recurse, limit, label, "..", walk, paths, getpath over computed, env,
 * getpath, splits, ascii loops …), assignments, and anything past 2,000 bytes; also what is no jq
 * by its syntax, what could grow without measure on 4 KiB of facts (doublings one upon the other,
 * loops within loops over the whole), and regular expressions that some text would hold up. $now
 * (seconds) comes from the caller.
 */
#ifndef FLOORWALKER_EXPR_H
#define FLOORWALKER_EXPR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/value.h"

/* What compares two sums of facts and numbers (".refunded + .amount > .total"), and of how many or
 * how much there is in lists ("(.items | length) > 3"), needs no jq. NULL where an expression isn't
 * so plain; arena's, and immutable. */
struct expr_plain;
const struct expr_plain *expr_plain_read(struct arena *a, const char *source);
/* As expr_test() with the same source; false where a fact is no number or no list of maps, or a
 * result isn't finite, which is for jq to answer. */
bool expr_plain_test(const struct expr_plain *p, const struct value *facts, bool *out);

struct expr;	/* one thread */

/* Several programs compiled as one jq program (jq 1.6 takes 16 ms a compile): each is one
 * expression over the same facts. */
NODISCARD enum err expr_new(
    const char *const *sources, size_t count, struct expr **out, struct errinfo *e);
void expr_free(struct expr **x);
NODISCARD enum err expr_check(const char *source, struct errinfo *e);	/* the refusals only; cheap,
									   no compile */
/* Runs program number i; exactly one result is expected (none or several: ERR_INPUT). */
NODISCARD enum err expr_run(struct expr *x, size_t i, const struct value *facts, int64_t now_ms,
    struct arena *a, struct value **out, struct errinfo *e);
/* As jq takes truth: null and false are false. */
NODISCARD enum err expr_test(struct expr *x, size_t i, const struct value *facts, int64_t now_ms,
    bool *out, struct errinfo *e);

#endif
