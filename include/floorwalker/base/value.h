/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Values: the tree that every JSON and YAML text is parsed into, with where each part stood, and
 * the writer of JSON.
 *
 * A tree lives in one arena and dies with it. Integers are exact within |n| < 2^53; larger numbers
 * must be strings. Map keys keep their order; a duplicate key is an input error. Printing is
 * deterministic.
 */
#ifndef FLOORWALKER_BASE_VALUE_H
#define FLOORWALKER_BASE_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"

#define VALUE_INT_MAX ((int64_t)9007199254740991)

enum value_kind {
	VALUE_NULL,
	VALUE_BOOL,
	VALUE_INT,
	VALUE_REAL,
	VALUE_TEXT,
	VALUE_LIST,
	VALUE_MAP
};

struct value;

/* Limits that a parser enforces on text from outside. */
struct value_limits {
	size_t bytes;	/* of the text */
	size_t depth;	/* of nesting */
	size_t nodes;	/* values in all */
};
extern const struct value_limits value_limits_message;	/* webhooks, model and shop replies: 1 MiB,
							   depth 32, 50,000 */
extern const struct value_limits value_limits_file;	/* world, scenario, theme files: 16 MiB,
							   depth 32, 2,000,000 */

/* Parse. name is for messages ("policy/refund.yaml"); errors read "NAME:LINE:COLUMN: what, and what
 * to do". The tree keeps a copy of name. YAML: one document; no anchors, aliases, tags or merge
 * keys. Plain scalars become null/bool/int/real by the YAML 1.2 core schema, else text;
 * value_source_text() still gives what was written. A JSON number with an integral value within
 * range becomes VALUE_INT. */
NODISCARD enum err value_parse_json(struct arena *a, const char *name, const char *text,
    size_t length, const struct value_limits *limits, struct value **out, struct errinfo *e);
NODISCARD enum err value_parse_yaml(struct arena *a, const char *name, const char *text,
    size_t length, const struct value_limits *limits, struct value **out, struct errinfo *e);
/* Reads a file and parses it by its ending (.json, else YAML). */
NODISCARD enum err value_load(
    struct arena *a, const char *path, struct value **out, struct errinfo *e);

/* Build. A map or list grows in the arena that it was made in; adding shares the child, which must
 * live as long. */
struct value *value_null(struct arena *a);
struct value *value_bool(struct arena *a, bool b);
struct value *value_int(struct arena *a, int64_t n);	/* |n| <= VALUE_INT_MAX asserted */
struct value *value_real(struct arena *a, double x);	/* finite asserted */
struct value *value_text(struct arena *a, const char *s);	/* copies; NULL gives null */
struct value *value_text_n(struct arena *a, const char *s, size_t length);
struct value *value_list(struct arena *a);
struct value *value_map(struct arena *a);
void value_add(struct value *list, struct value *item);
void value_set(struct value *map, const char *key, struct value *item);	/* replaces, keeping the
									   place */
void value_set_text(struct value *map, const char *key, const char *s);
void value_set_int(struct value *map, const char *key, int64_t n);
void value_set_real(struct value *map, const char *key, double x);
/* null where it isn't known */
void value_set_real_or_null(struct value *map, const char *key, bool known, double x);
void value_set_bool(struct value *map, const char *key, bool b);
struct value *value_set_map(struct value *map, const char *key);	/* adds an empty map under
									   key and returns it */
struct value *value_set_list(struct value *map, const char *key);
struct value *value_add_map(struct value *list);
void value_add_text(struct value *list, const char *s);
struct value *value_copy(struct arena *a, const struct value *v);
/* What parsing gives of v as it is printed, without the text between: whole reals are integers, and
 * broken bytes U+FFFD. Of places, and of how numbers are written, nothing is known. */
struct value *value_reread(struct arena *a, const struct value *v);

/* Read. All accept NULL and answer as for null. Results are borrowed from the tree. */
enum value_kind value_kind(const struct value *v);
bool value_is_null(const struct value *v);
size_t value_count(const struct value *v);		/* of a list or map, else 0 */
const struct value *value_at(const struct value *v, size_t i);	/* list item or map value, in order;
								   NULL outside */
const char *value_key_at(const struct value *map, size_t i);
const struct value *value_get(const struct value *map, const char *key);	/* NULL where
										   absent */
const struct value *value_path(const struct value *v, const char *dotted);	/* "a.b.0.c" */
bool value_as_bool(const struct value *v, bool otherwise);
int64_t value_as_int(const struct value *v, int64_t otherwise);	/* VALUE_INT, or a REAL that is
								   integral */
double value_as_real(const struct value *v, double otherwise);
const char *value_as_text(const struct value *v, const char *otherwise);	/* VALUE_TEXT
										   only */
const char *value_get_text(const struct value *map, const char *key);	/* "" where absent or no
									   text */
int64_t value_get_int(const struct value *map, const char *key, int64_t otherwise);
double value_get_real(const struct value *map, const char *key, double otherwise);
bool value_get_bool(const struct value *map, const char *key, bool otherwise);
bool value_is_equal(const struct value *a, const struct value *b);	/* maps: order irrelevant;
									   int equals an equal
									   real */

/* Where it stood; 0 where it was built. Borrowed. */
const char *value_source_name(const struct value *v);
int value_line(const struct value *v);
int value_column(const struct value *v);
int value_key_line(const struct value *map, size_t i);
int value_key_column(const struct value *map, size_t i);
const char *value_source_text(const struct value *v);	/* a scalar as written; "" for others */
/* err_set with "NAME:LINE:COLUMN: " before the text. */
enum err value_err(struct errinfo *e, enum err code, const struct value *v, const char *format, ...)
    PRINTF_LIKE(4, 5);
/* Fails on a key that is not among known (count names), naming the nearest, at the key's place. */
NODISCARD enum err value_check_keys(
    const struct value *map, const char *const *known, size_t count, struct errinfo *e);

/* Print. Appends; pretty indents by two spaces and ends without a newline. UTF-8 stays as it is;
 * control characters are escaped. */
void value_print(struct str *out, const struct value *v);
void value_print_pretty(struct str *out, const struct value *v);

#endif
