/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "suite.h"
#include "floorwalker/base/str.h"

#define PRINTED_MOST 400

size_t
replay_word_count(const struct value *v)
{
	return value_kind(v) == VALUE_LIST ? value_count(v) : 1;
}

const struct value *
replay_word_value(const struct value *v, size_t i)
{
	return value_kind(v) == VALUE_LIST ? value_at(v, i) : v;
}

const char *
replay_word_at(const struct value *v, size_t i)
{
	const struct value *one = replay_word_value(v, i);

	return value_kind(one) == VALUE_TEXT ? value_as_text(one, "") : value_source_text(one);
}

const struct value *
replay_row(const struct value *results, const char *name)
{
	for (size_t i = 0; i < value_count(results); i++)
		if (text_is(value_get_text(value_at(results, i), "name"), name))
			return value_at(results, i);
	return NULL;
}

const char *
replay_printed(struct arena *a, const struct value *v)
{
	struct str out;
	const char *kept;

	if (v == NULL)
		return "nothing";
	if (value_kind(v) == VALUE_TEXT)
		return value_as_text(v, "");
	str_init(&out);
	value_print(&out, v);
	kept = arena_text_n(a, out.data, out.length < PRINTED_MOST ? out.length : PRINTED_MOST);
	str_clear(&out);
	return kept;
}
