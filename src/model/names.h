/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names of enum constants: arrays indexed by the constant, and back.
 */
#ifndef MODEL_NAMES_H
#define MODEL_NAMES_H

#include <stdbool.h>
#include <stddef.h>

const char *name_at(const char *const *names, size_t count, size_t i);	/* "" outside */
bool name_find(const char *const *names, size_t count, const char *name, size_t *out);

#endif
