/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tables of text in comma-separated values (RFC 4180, Shafranovich 2005), read strictly: a file
 * that bends the rules is refused with the place where it does.
 */
#ifndef FLOORWALKER_BASE_CSV_H
#define FLOORWALKER_BASE_CSV_H

#include <stddef.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"

/* Limits that the reader enforces. */
struct csv_limits {
	size_t bytes;		/* of the text */
	size_t rows;		/* below the header */
	size_t columns;
	size_t field_bytes;	/* of one field, without its quotes */
};
extern const struct csv_limits csv_limits_file;	/* 256 MiB, 2,000,000 rows, 64 columns, 64 KiB */

struct csv_row {
	const char **fields;	/* [column] NUL-terminated */
	size_t line;		/* where it begins, from 1 */
	size_t start;		/* and at which byte of the text */
};

/* Lives in the arena that it was read into. */
struct csv_table {
	const char *name;	/* of the file, for messages */
	const char **header;	/* [column] */
	size_t columns;
	struct csv_row *rows;
	size_t count;
};

/* Parses text. The first record is the header; every other must have as many fields. A field in
 * quotes may hold commas, line ends and doubled quotes; a quote anywhere else, text after a closing
 * quote, a lone carriage return, a zero byte and broken UTF-8 are errors. Lines end in CR LF or in
 * LF alone; the last may lack its end; a byte order mark before the header is skipped, and so is,
 * below the header, every line that holds nothing, not even a comma or a quote. Errors read
 * "NAME:LINE:COLUMN: what, and what to do" (ERR_INPUT, or ERR_LIMIT), columns counted in code
 * points from 1. */
NODISCARD enum err csv_parse(struct arena *a, const char *name, const char *text, size_t length,
    const struct csv_limits *limits, struct csv_table *out, struct errinfo *e);
NODISCARD enum err csv_load(struct arena *a, const char *path, const struct csv_limits *limits,
    struct csv_table *out, struct errinfo *e);
/* Where a field of a row begins, for errors about what it says: line and column (in code points), from
 * 1. text: what the table was parsed from. A field that isn't there: where the row ends. */
void csv_place(const char *text, size_t length, const struct csv_row *row, size_t field,
    size_t *line, size_t *column);
/* The place of a column in the header; SIZE_MAX where there is none. */
size_t csv_column(const struct csv_table *t, const char *name);

#endif
