/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "floorwalker/base/random.h"
#include "floorwalker/base/str.h"

#include "train_private.h"

#define OPENING_SHARE 0.75
#define CLOSING_SHARE 0.4
#define TYPOS_MOST 2

bool
intent_is_small_talk(const char *intent)
{
	static const char *const ids[] = {
	    "greeting", "thanks", "goodbye", "affirm", "deny", "aside"};

	for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
		if (strcmp(intent, ids[i]) == 0)
			return true;
	return false;
}

static const char *
drawn(const struct training_row *rows, size_t count, const char *label, struct random_stream *r)
{
	size_t n = 0, at;

	for (size_t i = 0; i < count; i++)
		n += strcmp(rows[i].label, label) == 0;
	if (n == 0)
		return "";
	at = (size_t)random_below(r, n);
	for (size_t i = 0; i < count; i++)
		if (strcmp(rows[i].label, label) == 0 && at-- == 0)
			return rows[i].text;
	return "";
}

static const char *
wrapped(struct arena *a, const struct training_row *rows, size_t count, const char *text,
    struct random_stream *r)
{
	const char *opening =
	    random_unit(r) < OPENING_SHARE ? drawn(rows, count, TRAIN_OPENING, r) : "";
	const char *closing = opening[0] == '\0' || random_unit(r) < CLOSING_SHARE
	    ? drawn(rows, count, TRAIN_CLOSING, r)
	    : "";

	return arena_printf(a, "%s%s%s%s%s", opening, opening[0] != '\0' ? " " : "", text,
	    closing[0] != '\0' ? ", " : "", closing);
}

/* Swaps, drops or doubles letters as hurried fingers do; words of three letters and less stay. */
static const char *
mistyped(struct arena *a, const char *text, struct random_stream *r)
{
	char *out = arena_alloc(a, strlen(text) + TYPOS_MOST + 1);

	strcpy(out, text);
	for (int typo = 0; typo < TYPOS_MOST; typo++) {
		size_t length = strlen(out),
		       at = length > 5 ? 1 + (size_t)random_below(r, length - 3) : 0,
		       kind = (size_t)random_below(r, 3);
		bool inside = at > 0;

		for (size_t i = inside ? at - 1 : 0; inside && i < at + 3; i++)
			inside = (out[i] | 32) >= 'a' && (out[i] | 32) <= 'z';
		if (!inside)
			continue;
		if (kind == 0) {
			char swap = out[at];

			out[at] = out[at + 1];
			out[at + 1] = swap;
		} else if (kind == 1) {
			memmove(out + at, out + at + 1, length - at);
		} else {
			memmove(out + at + 1, out + at, length - at + 1);
		}
	}
	return out;
}

void
train_augment(struct arena *a, const struct training_row *rows, size_t count, uint64_t seed,
    struct train_rows *out)
{
	struct random_stream r;
	size_t n = 0;

	random_init(&r, seed, "understand.augment");
	out->rows = arena_alloc(a, count * 3 * sizeof *out->rows);
	out->source = arena_alloc(a, count * 3 * sizeof *out->source);
	for (size_t i = 0; i < count; i++)
		if (rows[i].label[0] != '@') {
			out->source[n] = n;
			out->rows[n++] = rows[i];
		}
	out->originals = n;
	for (size_t i = 0;
	     i < out->originals && n < out->originals + count * 2 && count > out->originals; i++) {
		struct training_row row = out->rows[i];

		if (intent_is_small_talk(row.label))
			continue;
		row.text = wrapped(a, rows, count, out->rows[i].text, &r);
		out->source[n] = i;
		out->rows[n++] = row;
		row.text = mistyped(a, out->rows[i].text, &r);
		out->source[n] = i;
		out->rows[n++] = row;
	}
	out->count = n;
}
