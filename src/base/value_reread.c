/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"
#include "value_private.h"

/* As it is printed, where broken bytes become U+FFFD. */
static const char *
reread_text(struct arena *a, const char *s)
{
	size_t length = strlen(s);
	const char *text;
	struct str mended;

	if (utf8_is_valid(s, length))
		return arena_text_n(a, s, length);
	str_init(&mended);
	for (size_t i = 0; i < length;) {
		uint32_t point;
		size_t n = utf8_next(s + i, length - i, &point);

		if (point == 0xfffd)
			str_add(&mended, "\xef\xbf\xbd");
		else
			str_add_n(&mended, s + i, n);
		i += n;
	}
	text = arena_text_n(a, mended.data, mended.length);
	str_clear(&mended);
	return text;
}

static void
reread_list(struct arena *a, const struct value *v, struct value *copy)
{
	size_t count = v->as.list.count;
	struct value **items = arena_room(a, count * sizeof(struct value *));

	for (size_t i = 0; i < count; i++)
		items[i] = value_reread(a, v->as.list.items[i]);
	copy->as.list.arena = a;
	copy->as.list.items = items;
	copy->as.list.count = copy->as.list.room = count;
}

static struct value *
new_value(struct arena *a, enum value_kind kind)
{
	struct value *v = arena_alloc(a, sizeof *v);

	v->kind = kind;
	return v;
}

struct value *
value_reread(struct arena *a, const struct value *v)
{
	struct value *copy;

	if (v == NULL)
		return value_null(a);
	if (v->kind == VALUE_MAP) {
		copy = value_map(a);
		for (size_t i = 0; i < v->as.map.count; i++) {
			const struct entry *entry = &v->as.map.entries[i];

			value_private_append(copy, reread_text(a, entry->key),
			    value_reread(a, entry->item));
		}
		return copy;
	}
	copy = new_value(a, v->kind);
	if (v->kind == VALUE_LIST)
		reread_list(a, v, copy);
	else if (v->kind == VALUE_TEXT)
		copy->as.text = reread_text(a, v->as.text);
	else
		copy->as = v->as;
	if (v->kind == VALUE_REAL && v->as.x == trunc(v->as.x) &&
	    fabs(v->as.x) <= (double)VALUE_INT_MAX) {
		copy->kind = VALUE_INT;
		copy->as.n = (int64_t)v->as.x;
	}
	return copy;
}
