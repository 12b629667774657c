/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "convert.h"

#include <math.h>
#include <string.h>

struct budget {
	struct arena *arena;
	struct errinfo *e;
	size_t nodes, depth;
};

jv
convert_to_jq(const struct value *v)
{
	jv out;

	switch (value_kind(v)) {
	case VALUE_NULL:
		return jv_null();
	case VALUE_BOOL:
		return jv_bool(value_as_bool(v, false));
	case VALUE_INT:
	case VALUE_REAL:
		return jv_number(value_as_real(v, 0));
	case VALUE_TEXT:
		return jv_string(value_as_text(v, ""));
	case VALUE_LIST:
		out = jv_array_sized((int)value_count(v));
		for (size_t i = 0; i < value_count(v); i++)
			out = jv_array_append(out, convert_to_jq(value_at(v, i)));
		return out;
	case VALUE_MAP:
		out = jv_object();
		for (size_t i = 0; i < value_count(v); i++)
			out = jv_object_set(
			    out, jv_string(value_key_at(v, i)), convert_to_jq(value_at(v, i)));
		return out;
	}
	return jv_null();
}

static enum err from(struct budget *b, jv j, struct value **out);

static enum err
from_number(struct budget *b, double x, struct value **out)
{
	if (!isfinite(x))
		return err_set(b->e, ERR_INPUT, "the result is not a finite number");
	if (x == trunc(x) && fabs(x) <= (double)VALUE_INT_MAX)
		*out = value_int(b->arena, (int64_t)x);
	else
		*out = value_real(b->arena, x);
	return ERR_OK;
}

static enum err
from_text(struct budget *b, jv j, struct value **out)
{
	const char *s = jv_string_value(j);
	size_t length = (size_t)jv_string_length_bytes(jv_copy(j));

	if (memchr(s, '\0', length) != NULL)
		return err_set(b->e, ERR_INPUT, "the result holds a text with the character NUL");
	if (length > value_limits_message.bytes)
		return err_set(b->e, ERR_LIMIT,
		    "the result holds a text of %zu bytes; the limit is %zu", length,
		    value_limits_message.bytes);
	*out = value_text_n(b->arena, s, length);
	return ERR_OK;
}

static enum err
from_list(struct budget *b, jv j, struct value **out)
{
	int count = jv_array_length(jv_copy(j));

	*out = value_list(b->arena);
	for (int i = 0; i < count; i++) {
		struct value *item;
		jv child = jv_array_get(jv_copy(j), i);
		enum err err = from(b, child, &item);

		jv_free(child);
		if (err != ERR_OK)
			return err;
		value_add(*out, item);
	}
	return ERR_OK;
}

/* Keys come sorted, so that printing repeats. */
static enum err
from_map(struct budget *b, jv j, struct value **out)
{
	jv keys = jv_keys(jv_copy(j));
	int count = jv_array_length(jv_copy(keys));
	enum err err = ERR_OK;

	*out = value_map(b->arena);
	for (int i = 0; i < count && err == ERR_OK; i++) {
		struct value *item;
		jv key = jv_array_get(jv_copy(keys), i);
		jv child = jv_object_get(jv_copy(j), jv_copy(key));

		err = from(b, child, &item);
		if (err == ERR_OK)
			value_set(*out, jv_string_value(key), item);
		jv_free(child);
		jv_free(key);
	}
	jv_free(keys);
	return err;
}

/* Borrows j. */
static enum err
from(struct budget *b, jv j, struct value **out)
{
	enum err err;

	if (++b->nodes > value_limits_message.nodes || b->depth > value_limits_message.depth)
		return err_set(b->e, ERR_LIMIT, "the result is too large or nested too deeply");
	switch (jv_get_kind(j)) {
	case JV_KIND_FALSE:
	case JV_KIND_TRUE:
		*out = value_bool(b->arena, jv_get_kind(j) == JV_KIND_TRUE);
		return ERR_OK;
	case JV_KIND_NUMBER:
		return from_number(b, jv_number_value(j), out);
	case JV_KIND_STRING:
		return from_text(b, j, out);
	case JV_KIND_ARRAY:
	case JV_KIND_OBJECT:
		b->depth++;
		err = jv_get_kind(j) == JV_KIND_ARRAY ? from_list(b, j, out) : from_map(b, j, out);
		b->depth--;
		return err;
	default:
		*out = value_null(b->arena);
		return ERR_OK;
	}
}

enum err
convert_from_jq(struct arena *a, jv take_j, struct value **out, struct errinfo *e)
{
	struct budget b = {.arena = a, .e = e};
	enum err err;

	*out = NULL;
	err = from(&b, take_j, out);
	jv_free(take_j);
	return err;
}
