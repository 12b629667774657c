/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside: what may stand in an expression (check.c), and how large what it makes can become
 * (bound.c, regex.c).
 */
#ifndef FLOORWALKER_EXPR_PRIVATE_H
#define FLOORWALKER_EXPR_PRIVATE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "floorwalker/base/err.h"

/* ERR_INPUT with line and column of byte at. */
enum err expr_refuse(const char *source, size_t at, struct errinfo *e, const char *format,
    va_list args) __attribute__((format(printf, 4, 0)));
/* Of a source that check.c has let through: an upper bound of the size and number of all that it
 * makes on facts of the usual size. ERR_INPUT, with the place, where that is too much, or where it
 * isn't jq. */
NODISCARD enum err bound_check(const char *source, struct errinfo *e);
/* Whether a regular expression (as written between the quotes) ends soon on any text; NULL, or what
 * is wrong with it. */
const char *regex_trouble(const char *written, size_t length);

#endif
