/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sets of labels as a row has them: "refund|cancel", "none".
 */
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/understand/classify.h"

#define JOINS '|'

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static const char *
label_wrong(struct arena *a, const char *label, size_t length, bool alone)
{
	if (length == 0)
		return "holds an empty label: a set is written a|b, the empty one none";
	if (length > CLASSIFY_LABEL_BYTES)
		return arena_printf(a, "holds a label longer than %d bytes: \"%.30s…\"",
		    CLASSIFY_LABEL_BYTES, label);
	if (alone)
		return NULL;
	if (is_blank(label[0]) || is_blank(label[length - 1]))
		return arena_printf(a, "holds the label \"%s\" with a blank at its end: write a|b, not a | b", label);
	if (text_is(label, CLASSIFY_NONE) || classify_is_outside(label))
		return arena_printf(a, "holds \"%s\" beside another label, where it can only stand alone", label);
	return NULL;
}

bool
classify_is_set(const char *label)
{
	return strchr(label, JOINS) != NULL || text_is(label, CLASSIFY_NONE);
}

const char *
classify_labels_split(struct arena *a, const char *label, struct classify_labels *out)
{
	bool alone = strchr(label, JOINS) == NULL, more = true;

	out->count = 0;
	if (text_is(label, CLASSIFY_NONE) || classify_is_outside(label))
		return NULL;
	while (more) {
		size_t length = strcspn(label, "|");
		const char *one = arena_text_n(a, label, length),
		           *wrong = label_wrong(a, one, length, alone);

		if (wrong != NULL)
			return wrong;
		if (out->count == CLASSIFY_LABELS)
			return arena_printf(a, "holds more than %d labels", CLASSIFY_LABELS);
		out->items[out->count++] = one;
		more = label[length] == JOINS;
		label += length + more;
	}
	qsort(out->items, out->count, sizeof out->items[0], by_text);
	for (size_t i = 1; i < out->count; i++)
		if (text_is(out->items[i - 1], out->items[i]))
			return arena_printf(a, "holds the label \"%s\" twice", out->items[i]);
	return NULL;
}
