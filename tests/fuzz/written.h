/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For parsers that are given a path: the input as a file, of this process alone, which goes when it ends.
 */
#ifndef FLOORWALKER_TESTS_FUZZ_WRITTEN_H
#define FLOORWALKER_TESTS_FUZZ_WRITTEN_H

#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"

/* A file of that name in the process's folder; the path is good until the next call for another name. */
const char *fuzz_written(const char *name, const void *bytes, size_t size);
/* Stops where a refusal has no sentence that is safe to show, or is of another kind than bad input. */
void fuzz_check_refusal(enum err err, const struct errinfo *e);

#endif
