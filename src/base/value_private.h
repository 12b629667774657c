/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The inside of a value, shared by value.c (build, read), value_place.c (places, faults),
 * value_print.c and value_real.c (write), json.c and yaml.c (parse).
 */
#ifndef FLOORWALKER_BASE_VALUE_PRIVATE_H
#define FLOORWALKER_BASE_VALUE_PRIVATE_H

#include "floorwalker/base/value.h"

struct entry {
	const char *key;
	struct value *item;
	int line, column;	/* of the key */
};

struct value {
	enum value_kind kind;
	int line, column;
	const char *name;	/* of the source; NULL where built */
	const char *written;	/* a scalar as written, where that differs from its text */
	union {
		bool truth;
		int64_t n;
		double x;
		const char *text;
		struct {
			struct arena *arena;
			struct value **items;
			size_t count, room;
		} list;
		struct {
			struct arena *arena;
			struct entry *entries;
			size_t count, room;
			uint32_t *index;	/* open addressing, entry number + 1; only for
						   larger maps */
			size_t index_size;	/* a power of two */
		} map;
	} as;
};

/* Where a text is being parsed from and into what. */
struct value_source {
	struct arena *arena;
	const char *name;	/* arena's */
	const struct value_limits *limits;
	size_t nodes;
};

/* A new value at a place; name stays borrowed from the source. */
struct value *value_private_new(struct value_source *s, enum value_kind kind, int line, int column);
/* Adds an entry; false where key is there already (at *line, when not NULL). Borrows key from the
 * arena. */
bool value_private_put(
    struct value *map, const char *key, struct value *item, int line, int column, int *there);
/* Adds one that isn't there. Borrows key from the arena. */
void value_private_append(struct value *map, const char *key, struct value *item);
/* The entry of a map at a place; NULL past the last, and of what is no map. */
const struct entry *value_private_entry(const struct value *map, size_t i);
/* "NAME:LINE:COLUMN: message" */
enum err value_private_err(const struct value_source *s, struct errinfo *e, enum err code, int line,
    int column, const char *format, ...) PRINTF_LIKE(6, 7);
/* Checks size and encoding before a parser starts; on success *line and *column are untouched. */
NODISCARD enum err value_private_check_text(
    const struct value_source *s, const char *text, size_t length, struct errinfo *e);

/* The shortest decimal of 15 to 17 digits that reads back as x, as printf's %g writes it. The
 * second is slower, and wants the C locale; the same for all x, which a test holds it to. */
#define VALUE_REAL_BYTES 40
void value_private_real(double x, char text[VALUE_REAL_BYTES]);
void value_private_real_by_library(double x, char text[VALUE_REAL_BYTES]);

#endif
