/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/day/fields.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/str.h"
#include "floorwalker/text/text.h"

#define TEXT_MOST 400
#define LENGTH_MOST_MS ((int64_t)400 * DATE_DAY_MS)

void
fields_fault(struct fields *f, const struct value *v, const char *format, ...)
{
	char text[500];
	va_list args;

	if (f->err != ERR_OK)
		return;
	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	f->err = value_err(f->e, ERR_INPUT, v, "%s", text);
}

bool
fields_known(struct fields *f, const struct value *map, const char *const *known, size_t count)
{
	if (map == NULL || f->err != ERR_OK)
		return false;
	if (value_kind(map) != VALUE_MAP) {
		fields_fault(f, map, "this must be a map of key: value");
		return false;
	}
	f->err = value_check_keys(map, known, count, f->e);
	return f->err == ERR_OK;
}

static const struct value *
of_kind(struct fields *f, const struct value *map, const char *key, enum value_kind kind,
    const char *what)
{
	const struct value *v = value_get(map, key);

	if (v == NULL || f->err != ERR_OK)
		return NULL;
	if (value_kind(v) == kind)
		return v;
	fields_fault(f, v, "'%s' must be %s", key, what);
	return NULL;
}

const struct value *
fields_list(struct fields *f, const struct value *map, const char *key)
{
	return of_kind(f, map, key, VALUE_LIST, "a list");
}

const struct value *
fields_map(struct fields *f, const struct value *map, const char *key)
{
	return of_kind(f, map, key, VALUE_MAP, "a map of key: value");
}

/* A scalar as it is written: an id may look like a number. */
static const char *
text_of(struct fields *f, const struct value *v, const char *key)
{
	const char *text = value_source_text(v);

	if (f->err != ERR_OK)
		return NULL;
	if (value_kind(v) == VALUE_MAP || value_kind(v) == VALUE_LIST || text_is_empty(text)) {
		fields_fault(f, v, "'%s' must be one line of text", key);
		return NULL;
	}
	if (strlen(text) > TEXT_MOST || !text_is_safe(text, strlen(text)) || strchr(text, '\n') != NULL) {
		fields_fault(f, v,
		    "'%s' must be one line of at most %d bytes without control characters", key,
		    TEXT_MOST);
		return NULL;
	}
	return arena_text(f->arena, text);
}

const char *
fields_text(struct fields *f, const struct value *map, const char *key)
{
	const struct value *v = value_get(map, key);

	return v == NULL ? NULL : text_of(f, v, key);
}

double
fields_real(struct fields *f, const struct value *map, const char *key, double low, double high,
    double otherwise)
{
	const struct value *v = value_get(map, key);
	double x = value_as_real(v, NAN);

	if (v == NULL || f->err != ERR_OK)
		return otherwise;
	if (!isnan(x) && x >= low && x <= high)
		return x;
	fields_fault(f, v, "'%s' must be a number from %g to %g", key, low, high);
	return otherwise;
}

int64_t
fields_int(struct fields *f, const struct value *map, const char *key, int64_t low, int64_t high,
    int64_t otherwise)
{
	const struct value *v = value_get(map, key);
	int64_t n = value_as_int(v, INT64_MIN);

	if (v == NULL || f->err != ERR_OK)
		return otherwise;
	if (n >= low && n <= high)
		return n;
	fields_fault(f, v, "'%s' must be a whole number from %lld to %lld", key, (long long)low,
	    (long long)high);
	return otherwise;
}

bool
fields_bool(struct fields *f, const struct value *map, const char *key, bool otherwise)
{
	const struct value *v = value_get(map, key);

	if (v == NULL || f->err != ERR_OK)
		return otherwise;
	if (value_kind(v) == VALUE_BOOL)
		return value_as_bool(v, otherwise);
	fields_fault(f, v, "'%s' is true or false", key);
	return otherwise;
}

int64_t
fields_duration(struct fields *f, const struct value *map, const char *key, int64_t otherwise)
{
	const struct value *v = value_get(map, key);
	int64_t ms;

	if (v == NULL || f->err != ERR_OK)
		return otherwise;
	if (text_is(value_source_text(v), "0"))
		return 0;
	if (duration_parse(value_source_text(v), &ms) && ms >= 0 && ms <= LENGTH_MOST_MS)
		return ms;
	fields_fault(
	    f, v, "'%s' must be a length of time like 45s, 20m, 1h30m or 3d, not \"%.40s\"", key,
	    value_source_text(v));
	return otherwise;
}

size_t
fields_word(struct fields *f, const struct value *map, const char *key, const char *const *words,
    size_t count, size_t otherwise)
{
	const struct value *v = value_get(map, key);
	const char *near;

	if (v == NULL || f->err != ERR_OK)
		return otherwise;
	for (size_t i = 0; i < count; i++)
		if (text_is(value_source_text(v), words[i]))
			return i;
	near = text_nearest(value_source_text(v), words, count);
	if (near != NULL)
		fields_fault(f, v, "'%s' can't be \"%.40s\"; did you mean \"%s\"?", key,
		    value_source_text(v), near);
	else
		fields_fault(f, v, "'%s' can't be \"%.40s\"; %s lists its words", key,
		    value_source_text(v),
		    f->manual != NULL ? f->manual : "floorwalker-simulation(5)");
	return otherwise;
}

const char *const *
fields_texts(struct fields *f, const struct value *map, const char *key, size_t *count)
{
	const struct value *list = fields_list(f, map, key);
	const char **out = arena_alloc(f->arena, (value_count(list) + 1) * sizeof(*out));

	*count = 0;
	for (size_t i = 0; i < value_count(list); i++)
		if ((out[*count] = text_of(f, value_at(list, i), key)) != NULL)
			++*count;
	return out;
}

/* "14:00" or "14:00:30"; "24:00" is the end of the day. */
static bool
parse_clock(const char *text, int64_t *out_ms)
{
	int h, m, s = 0, used = 0;
	size_t n = strlen(text);

	if (n == 5 ? sscanf(text, "%2d:%2d%n", &h, &m, &used) != 2
		   : n != 8 || sscanf(text, "%2d:%2d:%2d%n", &h, &m, &s, &used) != 3)
		return false;
	if ((size_t)used != n || strspn(text, "0123456789:") != n || h > 24 || m > 59 || s > 59 ||
	    (h == 24 && m + s > 0))
		return false;
	*out_ms = (((int64_t)h * 60 + m) * 60 + s) * 1000;
	return true;
}

int64_t
fields_clock(struct fields *f, const struct value *map, const char *key, int64_t otherwise)
{
	const struct value *v = value_get(map, key);
	int64_t ms = otherwise;

	if (v != NULL && f->err == ERR_OK && !parse_clock(value_source_text(v), &ms))
		fields_fault(f, v, "'%s' is a time of the day, like 14:00, not \"%.40s\"", key,
		    value_source_text(v));
	return ms;
}

int64_t
fields_at(struct fields *f, const struct value *map)
{
	int64_t day = fields_int(f, map, "day", 1, 400, 1);

	if (value_get(map, "at") == NULL)
		fields_fault(f, map, "'at' is missing: the time of the day, like 14:00");
	return f->err == ERR_OK ? (day - 1) * DATE_DAY_MS + fields_clock(f, map, "at", 0) : 0;
}

static double
law_part(struct fields *f, const struct value *map, const char *key)
{
	const struct value *v = value_get(map, key);

	if (v == NULL && f->err == ERR_OK)
		fields_fault(f, map, "this law needs '%s'", key);
	return (double)fields_duration(f, map, key, 0);
}

static struct law
law_of_list(struct fields *f, const struct value *map)
{
	const struct value *list = fields_list(f, map, "values");
	double *values = arena_alloc(f->arena, (value_count(list) + 1) * sizeof(*values));
	int64_t ms;

	for (size_t i = 0; i < value_count(list); i++) {
		if (!duration_parse(value_source_text(value_at(list, i)), &ms) || ms < 0)
			fields_fault(f, value_at(list, i),
			    "'values' holds lengths of time, like 45s");
		else
			values[i] = (double)ms;
	}
	if (value_count(list) == 0)
		fields_fault(f, map, "an empirical law needs 'values'");
	return f->err == ERR_OK ? law_empirical(f->arena, values, value_count(list))
				: law_constant(0);
}

/* What each law is told by. Of those with two lists it's either. */
static const struct law_keys { enum law_kind kind; const char *keys[3]; } law_keys[] = {
    {LAW_CONSTANT, {"value"}}, {LAW_UNIFORM, {"low", "high"}}, {LAW_EXPONENTIAL, {"mean"}},
    {LAW_LOGNORMAL, {"mean", "cv"}}, {LAW_LOGNORMAL, {"median", "sigma"}}, {LAW_GAMMA, {"mean", "cv"}},
    {LAW_WEIBULL, {"shape", "scale"}}, {LAW_EMPIRICAL, {"values"}}};
#define LAW_KEY_LISTS (sizeof(law_keys) / sizeof(law_keys[0]))

static bool
is_told_by(const struct law_keys *x, const char *key)
{
	for (size_t i = 0; i < 3 && x->keys[i] != NULL; i++)
		if (text_is(x->keys[i], key))
			return true;
	return false;
}

/* Whether any law is told by it: else it's the owner's. */
static bool
is_law_key(const char *key)
{
	for (size_t i = 0; i < LAW_KEY_LISTS; i++)
		if (is_told_by(&law_keys[i], key))
			return true;
	return false;
}

/* {law: exponential, mean: 5s, cv: 2} says two things at once. */
static void
check_law_keys(struct fields *f, const struct value *map, enum law_kind kind)
{
	const bool median = value_get(map, "median") != NULL || value_get(map, "sigma") != NULL;
	const struct law_keys *x = law_keys;

	while (x->kind != kind || (kind == LAW_LOGNORMAL && median && x[1].kind == kind))
		x++;
	for (size_t i = 0; i < value_count(map); i++) {
		const char *key = value_key_at(map, i);

		if (is_law_key(key) && !is_told_by(x, key))
			fields_fault(f, value_at(map, i), "a law that is %s takes %s%s%s, not '%s'",
			    law_kind_name(kind), x->keys[0], x->keys[1] != NULL ? " and " : "",
			    x->keys[1] != NULL ? x->keys[1] : "", key);
	}
}

static struct law
law_of_map(struct fields *f, const struct value *map, enum law_kind kind)
{
	double cv = fields_real(f, map, "cv", 0, 20, 1);

	check_law_keys(f, map, kind);
	switch (kind) {
	case LAW_CONSTANT:
		return law_constant(law_part(f, map, "value"));
	case LAW_UNIFORM:
		return law_uniform(law_part(f, map, "low"), law_part(f, map, "high"));
	case LAW_EXPONENTIAL:
		return law_exponential(law_part(f, map, "mean"));
	case LAW_LOGNORMAL:
		if (value_get(map, "median") != NULL || value_get(map, "sigma") != NULL)
			return law_lognormal_median(
			    law_part(f, map, "median"), fields_real(f, map, "sigma", 0, 10, 1));
		return law_lognormal(law_part(f, map, "mean"), cv);
	case LAW_GAMMA:
		return law_gamma(law_part(f, map, "mean"), cv);
	case LAW_WEIBULL:
		return law_weibull(
		    fields_real(f, map, "shape", 0.01, 100, 1), law_part(f, map, "scale"));
	case LAW_EMPIRICAL:
		break;
	}
	return law_of_list(f, map);
}

struct law
fields_law(struct fields *f, const struct value *map, const char *key, struct law otherwise)
{
	const struct value *v = value_get(map, key);
	const char *names[LAW_KINDS];
	struct law law;
	struct errinfo e;

	if (v == NULL || f->err != ERR_OK)
		return otherwise;
	if (value_kind(v) != VALUE_MAP)
		return law_constant((double)fields_duration(f, map, key, 0));
	for (size_t i = 0; i < LAW_KINDS; i++)
		names[i] = law_kind_name((enum law_kind)i);
	/* what else stands beside the law is its owner's */
	law = law_of_map(
	    f, v, (enum law_kind)fields_word(f, v, "law", names, LAW_KINDS, LAW_LOGNORMAL));
	if (f->err == ERR_OK && law_check(&law, &e) != ERR_OK)
		fields_fault(f, v, "%s", e.text);
	return f->err == ERR_OK ? law : otherwise;
}
