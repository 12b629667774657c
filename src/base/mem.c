/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/base/mem.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Under the address sanitizer each piece is a block of its own, so that running over its end is
 * seen. */
#ifdef __SANITIZE_ADDRESS__
#define BLOCK_FIRST ((size_t)1)
#define BLOCK_MOST ((size_t)1)
#else
#define BLOCK_FIRST ((size_t)2048)
#define BLOCK_MOST ((size_t)262144)
#endif

struct block {
	struct block *next;
	size_t used;
	size_t size;
	_Alignas(max_align_t) unsigned char bytes[];
};

struct arena {
	struct block *head;
	size_t next_size;
	size_t handed_out;
};

static _Noreturn void
out_of_memory(void)
{
	static const char sentence[] =
	    "floorwalker: out of memory; nothing was half written, start again with more\n";

	if (write(STDERR_FILENO, sentence, sizeof sentence - 1) < 0)
		abort();
	abort();
}

void *
mem_alloc(size_t size)
{
	void *p = malloc(size > 0 ? size : 1);

	if (p == NULL)
		out_of_memory();
	return p;
}

void *
mem_zero(size_t count, size_t size)
{
	void *p = calloc(count > 0 ? count : 1, size > 0 ? size : 1);

	if (p == NULL)
		out_of_memory();
	return p;
}

void *
mem_grow(void *old, size_t count, size_t size)
{
	size_t bytes;
	void *p;

	if (__builtin_mul_overflow(count, size, &bytes))
		out_of_memory();
	p = realloc(old, bytes > 0 ? bytes : 1);
	if (p == NULL)
		out_of_memory();
	return p;
}

void
mem_free(void *p)
{
	free(p);
}

char *
mem_text(const char *s)
{
	return s == NULL ? NULL : mem_text_n(s, strlen(s));
}

char *
mem_text_n(const char *s, size_t length)
{
	char *copy = mem_alloc(length + 1);

	if (length > 0)
		memcpy(copy, s, length);
	copy[length] = '\0';
	return copy;
}

void
mem_wipe(void *p, size_t size)
{
	if (size > 0)
		explicit_bzero(p, size);
}

/* Blocks of arenas that were freed, for the next ones: by size, from BLOCK_FIRST on, each twice as
 * large as the one before. A thread's own, until it ends; at most half a MiB a size. */
#define SPARE_SIZES 8
#define SPARE_BYTES ((size_t)524288)
struct spare {
	struct block *blocks[SPARE_SIZES];
	size_t bytes[SPARE_SIZES];
};
static _Thread_local struct spare *spare;
static pthread_key_t spare_key;

static void
free_spare(void *of_thread)
{
	struct spare *s = of_thread;

	for (size_t i = 0; i < SPARE_SIZES; i++)
		for (struct block *b = s->blocks[i], *next; b != NULL; b = next) {
			next = b->next;
			free(b);
		}
	free(s);
	spare = NULL;
}

static void
make_spare_key(void)
{
	if (pthread_key_create(&spare_key, free_spare) != 0)
		abort();	/* only where a process has used up its keys */
}

static struct spare *
spare_of_thread(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	if (spare != NULL)
		return spare;
	pthread_once(&once, make_spare_key);
	spare = mem_zero(1, sizeof *spare);
	if (pthread_setspecific(spare_key, spare) != 0)
		out_of_memory();
	return spare;
}

/* The number of a size among those that are kept; SPARE_SIZES where it is none. */
static size_t
spare_size(size_t size)
{
	size_t i = 0;

	while (BLOCK_MOST > 1 && i < SPARE_SIZES && size != BLOCK_FIRST << i)
		i++;
	return BLOCK_MOST > 1 ? i : SPARE_SIZES;
}

static struct block *
block_take(size_t size)
{
	size_t i = spare_size(size);
	struct spare *s = i < SPARE_SIZES ? spare_of_thread() : NULL;
	struct block *b = s != NULL ? s->blocks[i] : NULL;

	if (b == NULL)
		return mem_alloc(sizeof *b + size);
	s->blocks[i] = b->next;
	s->bytes[i] -= size;
	return b;
}

static void
block_give(struct block *b)
{
	size_t i = spare_size(b->size);
	struct spare *s = i < SPARE_SIZES ? spare_of_thread() : NULL;

	if (s == NULL || s->bytes[i] >= SPARE_BYTES) {
		free(b);
		return;
	}
	b->next = s->blocks[i];
	s->blocks[i] = b;
	s->bytes[i] += b->size;
}

struct arena *
arena_new(void)
{
	struct arena *a = mem_zero(1, sizeof *a);

	a->next_size = BLOCK_FIRST;
	return a;
}

void
arena_free(struct arena **a)
{
	struct block *b, *next;

	if (a == NULL || *a == NULL)
		return;
	for (b = (*a)->head; b != NULL; b = next) {
		next = b->next;
		block_give(b);
	}
	free(*a);
	*a = NULL;
}

void
arena_wipe(struct arena *a)
{
	for (struct block *b = a->head; b != NULL; b = b->next)
		mem_wipe(b->bytes, b->used);
}

static struct block *
block_new(struct arena *a, size_t size)
{
	struct block *b;

	if (size > SIZE_MAX - sizeof *b)
		out_of_memory();
	b = block_take(size);
	b->used = 0;
	b->size = size;
	b->next = NULL;
	/* A large piece goes behind the head, whose room is still good. */
	if (a->head != NULL && a->head->size - a->head->used >= 256 && size > a->next_size) {
		b->next = a->head->next;
		a->head->next = b;
	} else {
		b->next = a->head;
		a->head = b;
	}
	return b;
}

/* Of a head that has no room for so much, or of none. */
static void *
room_elsewhere(struct arena *a, size_t size)
{
	const size_t align = _Alignof(max_align_t);
	size_t rounded = (size + align - 1) & ~(align - 1);
	struct block *b = a->head;

	if (rounded < size)
		out_of_memory();
	if (rounded == 0)
		rounded = align;
	if (b == NULL || b->size - b->used < rounded) {
		b = block_new(a, rounded > a->next_size ? rounded : a->next_size);
		if (a->next_size < BLOCK_MOST)
			a->next_size *= 2;
	}
	b->used += rounded;
	a->handed_out += rounded;
	return b->bytes + b->used - rounded;
}

void *
arena_room(struct arena *a, size_t size)
{
	const size_t align = _Alignof(max_align_t);
	size_t rounded = (size + align - 1) & ~(align - 1);
	struct block *b = a->head;

	/* None, and what is too large to be rounded, are 0 here, and less one no room at all. */
	if (b == NULL || rounded - 1 >= b->size - b->used)
		return room_elsewhere(a, size);
	b->used += rounded;
	a->handed_out += rounded;
	return b->bytes + b->used - rounded;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	return memset(arena_room(a, size), 0, size);
}

char *
arena_text(struct arena *a, const char *s)
{
	return s == NULL ? NULL : arena_text_n(a, s, strlen(s));
}

char *
arena_text_n(struct arena *a, const char *s, size_t length)
{
	char *copy;

	if (length == SIZE_MAX)
		out_of_memory();
	copy = arena_room(a, length + 1);
	if (length > 0)
		memcpy(copy, s, length);
	copy[length] = '\0';
	return copy;
}

char *
arena_printf(struct arena *a, const char *format, ...)
{
	char small[256];
	va_list args;
	char *text;
	int length;

	va_start(args, format);
	length = vsnprintf(small, sizeof small, format, args);
	va_end(args);
	if (length < 0)
		return arena_text(a, "");
	if ((size_t)length < sizeof small)
		return arena_text_n(a, small, (size_t)length);
	text = arena_room(a, (size_t)length + 1);
	va_start(args, format);
	vsnprintf(text, (size_t)length + 1, format, args);
	va_end(args);
	return text;
}

size_t
arena_size(const struct arena *a)
{
	return a->handed_out;
}
