/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside of the query language: query.c takes a text apart into terms, query_fields.c knows the
 * fields, query_values.c reads their values.
 */
#ifndef MODEL_QUERY_H
#define MODEL_QUERY_H

#include "floorwalker/base/str.h"
#include "floorwalker/model/query.h"

/* One value of a field as it was written. */
struct query_value {
	const char *text;
	bool quoted;
	char relation;		/* ':' equal, '<', '>', '[' at most, ']' at least */
	size_t column;
};

struct query_name { const char *name; enum query_field field; };
extern const struct query_name query_names[];	/* every name that a field answers to */
extern const size_t query_name_count;

bool query_field_from(const char *name, enum query_field *out);
/* "-closed": a word that stands for a state of affairs, in a term. */
bool query_word_is_state(const char *word, const struct query_scope *scope, struct query_term *t);

/* Takes one value into its term. */
NODISCARD enum err query_take_value(struct arena *a, struct query_term *t,
    const struct query_value *v, const struct query_scope *scope, struct errinfo *e);
/* What the values of a field may be, one after the other; NULL past the last, or where any may. */
const char *query_known_value(enum query_field f, const struct query_scope *scope, size_t i);
/* Marks a format for the catalogue of translations: the console shows these errors. */
#define N_(format) format
/* "column 8: …"; in the words of the scope that is being parsed with. */
enum err query_err(struct errinfo *e, enum err code, size_t column, const char *format, ...)
    PRINTF_LIKE(4, 5);

#endif
