/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is marked in the list, by id: a mark stays where its row goes, and never comes to another.
 */
#include "list.h"

#include <string.h>

/* Where id stands among the marks, or would. */
static size_t
place_of(const struct list *l, int64_t id)
{
	size_t low = 0, high = l->mark_count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (l->marks[middle] < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool
list_is_marked(const struct list *l, int64_t id)
{
	size_t at = place_of(l, id);

	return at < l->mark_count && l->marks[at] == id;
}

void
list_mark(struct list *l, int64_t id, bool on)
{
	size_t at = place_of(l, id);
	bool there = at < l->mark_count && l->marks[at] == id;

	if (id == 0 || there == on)
		return;
	if (on && l->mark_count == MARKS_MOST) {
		l->mark_full = true;
		return;
	}
	if (on) {
		l->marks = mem_grow(l->marks, l->mark_count + 1, sizeof *l->marks);
		memmove(&l->marks[at + 1], &l->marks[at], (l->mark_count - at) * sizeof *l->marks);
		l->marks[at] = id;
		l->mark_count++;
	} else {
		l->mark_count--;
		memmove(&l->marks[at], &l->marks[at + 1], (l->mark_count - at) * sizeof *l->marks);
	}
}

void
list_count_marks(struct list *l)
{
	l->marks_here = 0;
	for (size_t i = 0; l->mark_count > 0 && i < l->count; i++)
		l->marks_here += l->rows[i] != 0 && list_is_marked(l, l->rows[i]);
}

size_t
view_list_marks(const void *state, const int64_t **ids)
{
	const struct list *l = state;

	*ids = l->marks;
	return l->mark_count;
}

void
view_list_mark(void *state, int64_t id, enum list_marking how)
{
	struct list *l = state;

	l->mark_full = false;
	switch (how) {
	case MARK_TOGGLE: list_mark(l, id, !list_is_marked(l, id)); break;
	case MARK_NOT: list_mark(l, id, false); break;
	case MARK_NONE: l->mark_count = 0; break;
	case MARK_ALL:
		for (size_t i = 0; i < l->count; i++)
			list_mark(l, l->rows[i], true);
		break;
	}
	list_count_marks(l);
}

void
view_list_mark_query(void *state, const char *query)
{
	struct list *l = state;

	l->mark_full = false;
	memset(l->mark_query, 0, sizeof l->mark_query);
	memcpy(l->mark_query, query, strlen(query) < QUERY_BYTES ? strlen(query) : QUERY_BYTES);
}
