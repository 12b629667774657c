/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Debriefs over time: what each came to, and what has changed.
 */
#include <math.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "rubric.h"

#define SESSIONS_MOST 10000

static void
copy(struct arena *a, struct value *to, const struct value *from, const char *key)
{
	if (value_get(from, key) != NULL)
		value_set(to, key, value_copy(a, value_get(from, key)));
}

static void
put_sessions(
    struct arena *a, const struct value *const *debriefs, size_t count, struct value *out)
{
	static const char *const keys[] = { "session", "trainee", "drill", "title", "seed", "begun_ms",
		"score", "passed", "pass_at", "speed", "hints", "hints_taken", "branch_of" };
	struct value *list = value_set_list(out, "sessions");

	for (size_t i = 0; i < count; i++) {
		struct value *v = value_add_map(list);

		for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]); k++)
			copy(a, v, debriefs[i], keys[k]);
		value_set_int(v, "conversations",
		    (int64_t)value_count(value_get(debriefs[i], "conversations")));
	}
}

/* Scores in their order, with null where there was no occasion; first, last, best and worst of those that are
 * there, the change from the first to the last, and the largest rise and fall from one to the next. */
static void
put_course(struct arena *a, const double *x, size_t count, struct value *out)
{
	struct value *scores = value_set_list(out, "scores");
	double first = NAN, last = NAN, best = NAN, worst = NAN, rise = 0, fall = 0;
	int64_t known = 0;

	for (size_t i = 0; i < count; i++) {
		value_add(scores, isnan(x[i]) ? value_null(a) : value_real(a, x[i]));
		if (isnan(x[i]))
			continue;
		known++;
		if (isnan(first))
			first = x[i];
		else {
			rise = fmax(rise, x[i] - last);
			fall = fmax(fall, last - x[i]);
		}
		last = x[i];
		best = fmax(best, x[i]);
		worst = fmin(worst, x[i]);
	}
	value_set_int(out, "known", known);
	value_set_real_or_null(out, "first", known > 0, known > 0 ? first : 0);
	value_set_real_or_null(out, "last", known > 0, known > 0 ? last : 0);
	value_set_real_or_null(out, "best", known > 0, known > 0 ? best : 0);
	value_set_real_or_null(out, "worst", known > 0, known > 0 ? worst : 0);
	value_set_real_or_null(out, "change", known > 1, known > 1 ? last - first : 0);
	value_set_real(out, "largest_rise", rise);
	value_set_real(out, "largest_fall", fall);
}

static double
score_at(const struct value *debrief, const char *criterion, int64_t *occasions)
{
	const struct value *list = value_get(debrief, "criteria");

	*occasions = 0;
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i);

		if (!text_is(value_get_text(v, "criterion"), criterion))
			continue;
		*occasions = value_get_int(v, "occasions", 0);
		return value_get_real(v, "score", NAN);
	}
	return NAN;
}

static void
put_criteria(
    struct arena *a, const struct value *const *debriefs, size_t count, struct value *out)
{
	struct value *list = value_set_list(out, "criteria");
	double *x = arena_alloc(a, (count + 1) * sizeof(*x));

	for (int c = 0; c < CRITERION_COUNT; c++) {
		struct value *v = value_add_map(list), *occasions;

		value_set_text(v, "criterion", criterion_name((enum criterion)c));
		value_set_text(v, "title", criterion_title((enum criterion)c));
		occasions = value_set_list(v, "occasions");
		for (size_t i = 0; i < count; i++) {
			int64_t n;

			x[i] = score_at(debriefs[i], criterion_name((enum criterion)c), &n);
			value_add(occasions, value_int(a, n));
		}
		put_course(a, x, count, v);
	}
}

/* Each lesson once, by drill and id, with the sessions in which it was met or not. */
static void
put_lesson(struct arena *a, const struct value *const *debriefs, size_t count, const char *drill,
    const struct value *lesson, struct value *list)
{
	struct value *v = value_add_map(list), *met;
	int64_t times = 0, tried = 0, first = -1;

	value_set_text(v, "drill", drill);
	copy(a, v, lesson, "id");
	copy(a, v, lesson, "text");
	met = value_set_list(v, "met");
	for (size_t i = 0; i < count; i++) {
		const struct value *lessons = value_get(debriefs[i], "lessons"), *is = NULL;

		for (size_t k = 0; k < value_count(lessons); k++)
			if (text_is(value_get_text(debriefs[i], "drill"), drill) &&
			    text_is(value_get_text(value_at(lessons, k), "id"),
				value_get_text(lesson, "id")))
				is = value_get(value_at(lessons, k), "met");
		value_add(met, value_copy(a, is));
		tried += !value_is_null(is);
		times += value_as_bool(is, false);
		if (value_as_bool(is, false) && first < 0)
			first = (int64_t)i;
	}
	value_set_int(v, "tried", tried);
	value_set_int(v, "times", times);
	if (first >= 0)
		value_set_int(v, "first_met", first);
}

static bool
has_lesson(const struct value *list, const char *drill, const char *id)
{
	for (size_t i = 0; i < value_count(list); i++)
		if (text_is(value_get_text(value_at(list, i), "drill"), drill) &&
		    text_is(value_get_text(value_at(list, i), "id"), id))
			return true;
	return false;
}

static void
put_lessons(
    struct arena *a, const struct value *const *debriefs, size_t count, struct value *out)
{
	struct value *list = value_set_list(out, "lessons");

	for (size_t i = 0; i < count; i++) {
		const struct value *lessons = value_get(debriefs[i], "lessons");
		const char *drill = value_get_text(debriefs[i], "drill");

		for (size_t k = 0; k < value_count(lessons); k++)
			if (!has_lesson(list, drill, value_get_text(value_at(lessons, k), "id")))
				put_lesson(a, debriefs, count, drill, value_at(lessons, k), list);
	}
}

static bool
differ(const struct value *const *debriefs, size_t count, const char *key)
{
	for (size_t i = 1; i < count; i++)
		if (!value_is_equal(value_get(debriefs[0], key), value_get(debriefs[i], key)))
			return true;
	return false;
}

static void
put_notes(const struct value *const *debriefs, size_t count, struct value *out)
{
	struct value *notes = value_set_list(out, "notes");

	if (count < 3)
		value_add_text(notes, "It takes more than two sessions to tell learning from chance.");
	if (differ(debriefs, count, "drill"))
		value_add_text(notes, "The sessions are of different drills: one may be harder than another.");
	else if (differ(debriefs, count, "seed"))
		value_add_text(notes, "The sessions had different shoppers.");
	else if (count > 1)
		value_add_text(notes, "The sessions had the same shoppers: some of a rise may be that they were known.");
	if (differ(debriefs, count, "speed"))
		value_add_text(notes, "The sessions went at different speeds: their times aren't comparable.");
	if (differ(debriefs, count, "hints"))
		value_add_text(notes, "Some had hints, and some had none.");
}

enum err
debrief_progress(struct arena *a, const struct value *const *debriefs, size_t count,
    const struct value **out, struct errinfo *e)
{
	struct value *made = value_map(a);
	double *x;

	*out = NULL;
	if (count == 0)
		return err_set(e, ERR_USAGE, "there is no session whose progress could be told");
	if (count > SESSIONS_MOST)
		return err_set(e, ERR_LIMIT, "more than %d sessions", SESSIONS_MOST);
	value_set_int(made, "progress", DEBRIEF_VERSION);
	copy(a, made, debriefs[count - 1], "trainee");
	put_sessions(a, debriefs, count, made);
	x = arena_alloc(a, count * sizeof(*x));
	for (size_t i = 0; i < count; i++)
		x[i] = value_get_real(debriefs[i], "score", NAN);
	put_course(a, x, count, value_set_map(made, "whole"));
	put_criteria(a, debriefs, count, made);
	put_lessons(a, debriefs, count, made);
	put_notes(debriefs, count, made);
	*out = made;
	return ERR_OK;
}
