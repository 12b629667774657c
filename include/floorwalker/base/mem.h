/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Memory: allocation that never returns NULL (the process aborts with a sentence), and arenas.
 */
#ifndef FLOORWALKER_BASE_MEM_H
#define FLOORWALKER_BASE_MEM_H

#include <stdbool.h>
#include <stddef.h>

#include "floorwalker/base/err.h"

void *mem_alloc(size_t size) __attribute__((malloc, returns_nonnull));
void *mem_zero(size_t count, size_t size) __attribute__((malloc, returns_nonnull));
/* realloc of count*size, overflow-checked */
void *mem_grow(void *old, size_t count, size_t size) __attribute__((returns_nonnull));
void mem_free(void *p);					/* NULL is fine */
char *mem_text(const char *s);				/* strdup; NULL gives NULL; free with
							   mem_free */
char *mem_text_n(const char *s, size_t length);
void mem_wipe(void *p, size_t size);			/* overwrites; never optimised away */

/* An arena frees all that was taken from it at once. Not for several threads at a time. */
struct arena;
struct arena *arena_new(void);
void arena_free(struct arena **a);
void arena_wipe(struct arena *a);			/* overwrites all that was handed out, which
							   stays the arena's */
void *arena_alloc(struct arena *a, size_t size);	/* zeroed, aligned for any type */
void *arena_room(struct arena *a, size_t size);		/* the same, but holding anything: for what is
							   written whole at once */
char *arena_text(struct arena *a, const char *s);	/* NULL gives NULL */
char *arena_text_n(struct arena *a, const char *s, size_t length);
char *arena_printf(struct arena *a, const char *format, ...) PRINTF_LIKE(2, 3);
size_t arena_size(const struct arena *a);		/* bytes handed out */

#endif
