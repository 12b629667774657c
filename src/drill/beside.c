/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two sessions of one drill with one seed: an expert's beside a trainee's, and both compared.
 */
#include <math.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "rubric.h"

/* ---- the same shoppers */

static enum err
check_same(const struct value *one, const struct value *other, struct errinfo *e)
{
	static const char *const keys[] = { "drill", "seed" };

	for (size_t i = 0; i < 2; i++)
		if (!text_is(value_get_text(one, keys[i]), value_get_text(other, keys[i])))
			return err_set(e, ERR_USAGE,
			    "%s and %s have another %s (%.60s, %.60s): only what was played on the same shoppers can be compared",
			    value_get_text(one, "session"), value_get_text(other, "session"), keys[i],
			    value_get_text(one, keys[i]), value_get_text(other, keys[i]));
	return ERR_OK;
}

/* The visit is the same: who comes is drawn from the seed alone. A follow-up may only have come in one of them. */
static bool
is_same_visit(const struct value *a, const struct value *b)
{
	static const char *const keys[] = { "number", "visit", "replication" };

	for (size_t i = 0; i < 3; i++)
		if (value_get_int(a, keys[i], -1) != value_get_int(b, keys[i], -1))
			return false;
	return text_is(value_get_text(a, "scenario"), value_get_text(b, "scenario"));
}

static size_t
find_visit(const struct value *list, const struct value *visit)
{
	for (size_t i = 0; i < value_count(list); i++)
		if (is_same_visit(value_at(list, i), visit))
			return i;
	return SIZE_MAX;
}

/* ---- an expert's beside it */

static void
copy(struct arena *a, struct value *to, const struct value *from, const char *key)
{
	if (value_get(from, key) != NULL)
		value_set(to, key, value_copy(a, value_get(from, key)));
}

/* Moments of one conversation. */
static void
copy_moments(struct arena *a, struct value *to, const struct value *debrief, size_t talk)
{
	const struct value *from = value_get(debrief, "moments");
	struct value *list = value_set_list(to, "moments");

	for (size_t i = 0; i < value_count(from); i++)
		if (value_get_int(value_at(from, i), "talk", -1) == (int64_t)talk)
			value_add(list, value_copy(a, value_at(from, i)));
}

static void
put_beside(struct arena *a, struct value *conversation, const struct value *expert, size_t at)
{
	static const char *const keys[] = { "conversation", "score", "proxy", "resolved", "criteria",
		"came_ms", "ended_ms", "actions", "transcript" };
	const struct value *theirs = value_at(value_get(expert, "conversations"), at);
	struct value *beside = value_set_map(conversation, "beside");

	value_set_text(beside, "trainee", value_get_text(expert, "trainee"));
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		copy(a, beside, theirs, keys[i]);
	copy_moments(a, beside, expert, at);
}

enum err
debrief_put_beside(struct arena *a, struct value *debrief, const struct value *expert_debrief,
    struct errinfo *e)
{
	const struct value *own = value_get(debrief, "conversations"),
			   *theirs = value_get(expert_debrief, "conversations");
	struct value *beside;
	size_t both = 0, at;
	enum err err = check_same(debrief, expert_debrief, e);

	if (err != ERR_OK)
		return err;
	for (size_t i = 0; i < value_count(own); i++) {
		if ((at = find_visit(theirs, value_at(own, i))) == SIZE_MAX)
			continue;
		/* The debrief is the caller's, to be changed. */
		put_beside(a, (struct value *)(uintptr_t)value_at(own, i), expert_debrief, at);
		both++;
	}
	beside = value_set_map(debrief, "beside");
	copy(a, beside, expert_debrief, "trainee");
	copy(a, beside, expert_debrief, "session");
	copy(a, beside, expert_debrief, "score");
	copy(a, beside, expert_debrief, "passed");
	value_set_int(beside, "conversations", (int64_t)value_count(theirs));
	value_set_int(beside, "both", (int64_t)both);
	return ERR_OK;
}

/* ---- compared */

static void
set_difference(struct value *out, const struct value *one, const struct value *other)
{
	double x = value_get_real(one, "score", NAN), y = value_get_real(other, "score", NAN);
	bool known = isfinite(x) && isfinite(y);

	value_set_real_or_null(out, "difference", known, known ? y - x : 0);
}

static void
put_side(struct arena *a, struct value *out, const struct value *debrief)
{
	static const char *const keys[] = { "session", "trainee", "player", "score", "passed", "speed",
		"hints", "hints_taken", "branch_of", "begun_ms" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		copy(a, out, debrief, keys[i]);
	value_set_int(out, "conversations",
	    (int64_t)value_count(value_get(debrief, "conversations")));
}

/* Of a list of either, what is called the same. */
static const struct value *
find_named(const struct value *list, const char *key, const char *name)
{
	for (size_t i = 0; i < value_count(list); i++)
		if (text_is(value_get_text(value_at(list, i), key), name))
			return value_at(list, i);
	return NULL;
}

static void
put_part(struct arena *a, struct value *to, const char *key, const struct value *from,
    const char *const *keys, size_t count)
{
	struct value *part;

	if (from == NULL) {
		value_set(to, key, value_null(a));
		return;
	}
	part = value_set_map(to, key);
	for (size_t i = 0; i < count; i++)
		copy(a, part, from, keys[i]);
}

static void
put_list(struct arena *a, struct value *out, const char *list, const char *name,
    const char *title, const struct value *one, const struct value *other)
{
	static const char *const keys[] = { "score", "occasions", "conversations", "few", "met" };
	const struct value *from = value_get(one, list), *to = value_get(other, list);
	struct value *made = value_set_list(out, list);

	for (size_t i = 0; i < value_count(from); i++) {
		const struct value *v = value_at(from, i),
				   *w = find_named(to, name, value_get_text(v, name));
		struct value *row = value_add_map(made);

		copy(a, row, v, name);
		copy(a, row, v, title);
		copy(a, row, v, "weight");
		copy(a, row, v, "at_least");
		put_part(a, row, "one", v, keys, 5);
		put_part(a, row, "other", w, keys, 5);
		set_difference(row, v, w);
	}
}

static void
add_visit(struct arena *a, struct value *list, const struct value *one, const struct value *other)
{
	static const char *const keys[] = { "conversation", "score", "lost", "proxy", "resolved",
		"abandoned", "criteria", "ended_ms", "written" };
	static const char *const of_both[] = { "replication", "number", "visit", "scenario", "persona",
		"came_ms" };
	const struct value *any = one != NULL ? one : other;
	struct value *row = value_add_map(list);

	for (size_t i = 0; i < sizeof(of_both) / sizeof(of_both[0]); i++)
		copy(a, row, any, of_both[i]);
	put_part(a, row, "one", one, keys, sizeof(keys) / sizeof(keys[0]));
	put_part(a, row, "other", other, keys, sizeof(keys) / sizeof(keys[0]));
	set_difference(row, one, other);
}

/* Those of the first in their order, then those that only the second had. */
static void
put_visits(
    struct arena *a, struct value *out, const struct value *one, const struct value *other)
{
	const struct value *own = value_get(one, "conversations"),
			   *theirs = value_get(other, "conversations");
	struct value *list = value_set_list(out, "conversations");
	int64_t both = 0;

	for (size_t i = 0; i < value_count(own); i++) {
		size_t at = find_visit(theirs, value_at(own, i));

		both += at != SIZE_MAX;
		add_visit(a, list, value_at(own, i), at == SIZE_MAX ? NULL : value_at(theirs, at));
	}
	for (size_t i = 0; i < value_count(theirs); i++)
		if (find_visit(own, value_at(theirs, i)) == SIZE_MAX)
			add_visit(a, list, NULL, value_at(theirs, i));
	value_set_int(out, "both", both);
}

static void
put_notes(struct value *out, const struct value *one, const struct value *other)
{
	struct value *notes = value_set_list(out, "notes");
	bool is_ai = text_is(value_get_text(one, "player"), PLAYER_AI) !=
	    text_is(value_get_text(other, "player"), PLAYER_AI);

	value_add_text(notes,
	    "The shoppers are the same; what became of each depends on who had whom, and when. A difference on few occasions may be chance.");
	if (value_get_real(one, "speed", 1) != value_get_real(other, "speed", 1))
		value_add_text(notes,
		    "The two went at another speed: times to first response and handling times aren't comparable.");
	if (is_ai)
		value_add_text(notes,
		    "The AI is scored over all that it served, a person over what they had; the AI's accuracy counts every reply that needed a correction.");
}

enum err
debrief_compare(struct arena *a, const struct value *one, const struct value *other,
    const struct value **out, struct errinfo *e)
{
	struct value *made = value_map(a), *sides;
	enum err err = check_same(one, other, e);

	*out = NULL;
	if (err != ERR_OK)
		return err;
	value_set_int(made, "comparison", DEBRIEF_VERSION);
	copy(a, made, one, "drill");
	copy(a, made, one, "title");
	copy(a, made, one, "seed");
	copy(a, made, one, "currency");
	sides = value_set_list(made, "sides");
	put_side(a, value_add_map(sides), one);
	put_side(a, value_add_map(sides), other);
	set_difference(made, one, other);
	put_list(a, made, "criteria", "criterion", "title", one, other);
	put_list(a, made, "lessons", "id", "text", one, other);
	put_visits(a, made, one, other);
	put_notes(made, one, other);
	*out = made;
	return ERR_OK;
}
