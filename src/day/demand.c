/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who comes, as a simulation file states it: rates by hour, mixes, bursts, or a recorded log.
 */
#include "demand.h"

#include <string.h>

#include "floorwalker/base/csv.h"
#include "floorwalker/base/date.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "names.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define RATE_MOST 1e6

const char *const weekday_names[7] = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

/* ---- rates */

/* Which days a key of per_hour means; false: none. */
static bool
days_of(const char *key, bool days[7])
{
	bool any = false;

	for (int i = 0; i < 7; i++) {
		days[i] = text_is(key, weekday_names[i]) || text_is(key, "daily") ||
		    (text_is(key, "weekdays") && i < 5) || (text_is(key, "weekend") && i >= 5);
		any = any || days[i];
	}
	return any;
}

static bool
parse_hours(const char *text, int *from, int *to)
{
	const char *digits = "0123456789";

	if (strlen(text) != 11 || text[5] != '-' || text[2] != ':' || text[8] != ':' ||
	    strncmp(text + 3, "00", 2) != 0 || !text_is(text + 9, "00") ||
	    strspn(text, digits) != 2 || strspn(text + 6, digits) != 2)
		return false;
	*from = (text[0] - '0') * 10 + text[1] - '0';
	*to = (text[6] - '0') * 10 + text[7] - '0';
	return *from < *to && *to <= 24;
}

static void
set_hours(const bool days[7], int from, int to, double rate, struct demand *d)
{
	for (int day = 0; day < 7; day++)
		for (int hour = from; days[day] && hour < to; hour++)
			d->per_hour[day * 24 + hour] = rate;
}

/* 30, or a list of 24, or {"08:00-12:00": 30}. */
static void
read_day(struct fields *f, const struct value *map, const char *key, const bool days[7],
    struct demand *d)
{
	const struct value *v = value_get(map, key);
	int from, to;

	if (value_kind(v) == VALUE_LIST) {
		if (value_count(v) != 24)
			fields_fault(f, v, "a list of rates has one for each of the 24 hours");
		for (int h = 0; f->err == ERR_OK && h < 24; h++) {
			double rate = value_as_real(value_at(v, (size_t)h), -1);

			if (!(rate >= 0 && rate <= RATE_MOST))
				fields_fault(f, value_at(v, (size_t)h),
				    "a rate is a number of contacts an hour, 0 or more");
			set_hours(days, h, h + 1, rate, d);
		}
		return;
	}
	if (value_kind(v) != VALUE_MAP) {
		set_hours(days, 0, 24, fields_real(f, map, key, 0, RATE_MOST, 0), d);
		return;
	}
	for (size_t i = 0; i < value_count(v); i++) {
		if (!parse_hours(value_key_at(v, i), &from, &to))
			fields_fault(f, value_at(v, i),
			    "\"%.40s\": whole hours of a day are written \"08:00-12:00\"",
			    value_key_at(v, i));
		else
			set_hours(days, from, to,
			    fields_real(f, v, value_key_at(v, i), 0, RATE_MOST, 0), d);
	}
}

static void
read_rates(struct fields *f, const struct value *v, struct demand *d)
{
	const struct value *map = fields_map(f, v, "per_hour"), *given = value_get(v, "per_hour");
	bool days[7];

	if (given == NULL) {
		fields_fault(f, v,
		    "'per_hour' is missing: how many contacts come in an hour, by day and hour; or 'log'");
		return;
	}
	for (size_t i = 0; i < value_count(map); i++) {
		if (!days_of(value_key_at(map, i), days))
			fields_fault(f, value_at(map, i),
			    "\"%.40s\" is no day: daily, weekdays, weekend, monday … sunday are",
			    value_key_at(map, i));
		else
			read_day(f, map, value_key_at(map, i), days, d);
	}
}

/* ---- mixes, bursts, a log */

static struct share *
read_mix(struct fields *f, const struct value *v, const char *key, size_t *count)
{
	const struct value *map = fields_map(f, v, key);
	struct share *out = arena_alloc(f->arena, (value_count(map) + 1) * sizeof(*out));
	double sum = 0;

	*count = 0;
	for (size_t i = 0; f->err == ERR_OK && i < value_count(map); i++) {
		const char *name = value_key_at(map, i);

		out[*count].name = text_is(name, "any") ? "" : arena_text(f->arena, name);
		out[*count].source = value_at(map, i);
		sum += out[*count].weight = fields_real(f, map, name, 0, 1e9, 0);
		++*count;
	}
	if (map != NULL && sum <= 0)
		fields_fault(f, map, "'%s' needs at least one weight above 0", key);
	return out;
}

int64_t
demand_at(struct fields *f, const struct value *map, const struct simulation *s)
{
	int64_t at_ms = fields_at(f, map);
	const struct value *day = value_get(map, "day");

	if (f->err == ERR_OK && at_ms >= s->days * DATE_DAY_MS)
		fields_fault(f, day != NULL ? day : value_get(map, "at"),
		    "this begins when the run is over: its 'days' is %lld", (long long)s->days);
	return at_ms;
}

static void
read_bursts(struct fields *f, const struct value *v, struct simulation *s)
{
	struct demand *d = &s->demand;
	const struct value *list = fields_list(f, v, "bursts");

	d->bursts = arena_alloc(f->arena, (value_count(list) + 1) * sizeof(*d->bursts));
	for (size_t i = 0; f->err == ERR_OK && i < value_count(list); i++) {
		const struct value *x = value_at(list, i);
		struct burst *b = &d->bursts[d->burst_count++];

		FIELDS_KNOWN(f, x, "name", "day", "at", "for", "times", "scenarios");
		b->name = fields_text(f, x, "name");
		b->from_ms = demand_at(f, x, s);
		b->length_ms = fields_duration(f, x, "for", 0);
		b->factor = fields_real(f, x, "times", 0, 1000, 1);
		b->scenarios = fields_texts(f, x, "scenarios", &b->scenario_count);
		b->source = value_get(x, "scenarios");
		if (b->length_ms <= 0)
			fields_fault(f, x, "'for' is missing: how long it lasts");
	}
}

static const char *
cell(struct fields *f, const struct csv_table *t, size_t row, const char *column)
{
	size_t at = csv_column(t, column);
	const char *text = at == SIZE_MAX ? "" : t->rows[row].fields[at];

	return text_is_empty(text) ? NULL : arena_text(f->arena, text);
}

/* What the log holds must be what is read of it. */
static void
check_columns(struct fields *f, const struct csv_table *t)
{
	static const char *const known[] = { "at", "scenario", "persona", "channel", "tier",
				      "language" };

	for (size_t i = 0; f->err == ERR_OK && i < t->columns; i++) {
		const char *near = text_nearest(t->header[i], known, COUNT(known));

		if (!name_is_among(known, COUNT(known), t->header[i]))
			f->err = names_log_fault(t, NULL, i, f->e,
			    "unknown column \"%.80s\"%s%s%s; at, scenario, persona, channel, tier and language are read",
			    t->header[i], near != NULL ? "; did you mean \"" : "",
			    near != NULL ? near : "", near != NULL ? "\"?" : "");
	}
}

/* With a log nothing else says how many come. */
static void
check_log_alone(struct fields *f, const struct value *v)
{
	static const char *const others[] = { "per_hour", "scale", "bursts" };

	for (size_t i = 0; i < COUNT(others); i++)
		if (value_get(v, others[i]) != NULL)
			fields_fault(f, value_get(v, others[i]),
			    "'%s' has no meaning beside 'log': who comes stands in the log",
			    others[i]);
}

/* The instants of a log are moved so that the midnight before its first is that of day 1. */
static void
read_row(struct fields *f, const struct csv_table *t, size_t row, int64_t *midnight,
    struct simulation *s)
{
	struct demand *d = &s->demand;
	const char *text = cell(f, t, row, "at");
	int64_t at, before = row > 0 ? d->log[row - 1].at_ms + *midnight : INT64_MIN;
	struct date day;

	if (text == NULL || !date_parse(f->settings->zone, text, &at) || at < before) {
		f->err = names_log_fault(t, &t->rows[row], csv_column(t, "at"), f->e,
		    "'at' must be an instant, none before that of the line above");
		return;
	}
	if (row == 0) {
		date_from_ms(f->settings->zone, at, &day);
		day.hour = day.minute = day.second = 0;
		*midnight = date_to_ms(f->settings->zone, &day);
	}
	if (at - *midnight >= s->days * DATE_DAY_MS) {
		f->err = names_log_fault(t, &t->rows[row], csv_column(t, "at"), f->e,
		    "this comes on day %lld, when the run is over: its 'days' is %lld, so make them more, or cut the log here",
		    (long long)((at - *midnight) / DATE_DAY_MS + 1), (long long)s->days);
		return;
	}
	d->log[d->log_count++] = (struct arrival){.at_ms = at - *midnight,
	    .scenario = cell(f, t, row, "scenario"),
	    .persona = cell(f, t, row, "persona"),
	    .channel = cell(f, t, row, "channel"),
	    .tier = cell(f, t, row, "tier"),
	    .language = cell(f, t, row, "language")};
}

/* A log that can't be read is a fault of the day's file; what is wrong within it has a place of its own. */
static void
load_log(struct fields *f, const struct value *v, const char *path, struct csv_table *out)
{
	if (!file_exists(path) || file_is_folder(path))
		fields_fault(f, v, "there is no log \"%.200s\": a file of comma-separated values beside this one%s",
		    path, file_is_folder(path) ? "; this is a folder" : "");
	else
		f->err = csv_load(f->arena, path, &csv_limits_file, out, f->e);
}

static void
read_log(struct fields *f, const struct value *v, struct simulation *s)
{
	const char *name = fields_text(f, v, "log");
	struct csv_table *table = arena_alloc(f->arena, sizeof(*table));
	struct demand *d = &s->demand;
	int64_t midnight = 0;

	check_log_alone(f, v);
	if (name == NULL || f->err != ERR_OK)
		return;
	load_log(f, value_get(v, "log"), file_beside(f->arena, s->path, name), table);
	if (f->err == ERR_OK && csv_column(table, "at") == SIZE_MAX)
		fields_fault(f, value_get(v, "log"),
		    "the log has no column at: when each came, like 2026-10-14T09:00:12Z");
	if (f->err == ERR_OK)
		check_columns(f, table);
	if (f->err != ERR_OK)
		return;
	d->logged = true;
	d->log_table = table;
	d->log = arena_alloc(f->arena, (table->count + 1) * sizeof(*d->log));
	for (size_t i = 0; f->err == ERR_OK && i < table->count; i++)
		read_row(f, table, i, &midnight, s);
}

void
demand_read(struct fields *f, const struct value *root, struct simulation *s)
{
	const struct value *v = fields_map(f, root, "demand");
	struct demand *d = &s->demand;
	double scale;

	if (v == NULL) {
		fields_fault(f, root, "'demand' is missing: who comes, and how many");
		return;
	}
	FIELDS_KNOWN(f, v, "per_hour", "scale", "bursts", "scenarios", "personas", "channels",
	    "tiers", "languages", "log");
	if (value_get(v, "log") != NULL)
		read_log(f, v, s);
	else
		read_rates(f, v, d);
	scale = fields_real(f, v, "scale", 0, 1e6, 1);
	for (int i = 0; i < WEEK_HOURS; i++)
		d->per_hour[i] *= scale;
	read_bursts(f, v, s);
	d->scenarios = read_mix(f, v, "scenarios", &d->scenario_count);
	d->personas = read_mix(f, v, "personas", &d->persona_count);
	d->channels = read_mix(f, v, "channels", &d->channel_count);
	d->tiers = read_mix(f, v, "tiers", &d->tier_count);
	d->languages = read_mix(f, v, "languages", &d->language_count);
	for (size_t i = 0; i < d->language_count; i++)
		if (*d->languages[i].name == '\0')
			fields_fault(f, d->languages[i].source,
			    "a mix of languages names each by its code, such as de; \"any\" is for the other mixes");
}
