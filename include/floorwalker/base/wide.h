/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Functions over long rows of numbers, built twice: where the compiler can, the loader takes the version for
 * wide vectors if the machine has them. Each lane must be computed by itself, so that both give the same
 * bytes. The sanitizers and the loader's choice don't go together.
 */
#ifndef FLOORWALKER_BASE_WIDE_H
#define FLOORWALKER_BASE_WIDE_H

#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

#endif
