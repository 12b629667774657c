/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SipHash-1-3 (Aumasson, Bernstein, 2012) under a key of this process, so that nobody outside can
 * choose keys that collide.
 */
#ifndef FLOORWALKER_BASE_SIPHASH_H
#define FLOORWALKER_BASE_SIPHASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t siphash(const void *bytes, size_t length);

#endif
