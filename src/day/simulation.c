/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A simulation file, read whole: who comes, what the AI is like, what happens. Its people are read by
 * people.c.
 */
#include <math.h>
#include <string.h>

#include "floorwalker/base/csv.h"
#include "floorwalker/base/date.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/day/fields.h"
#include "floorwalker/model/money.h"
#include "people.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define HOUR_MINUTES 60
#define RATE_MOST 1e6

static const char *const day_names[] = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

/* ---- rates */

/* Which days a key of per_hour means; false: none. */
static bool
days_of(const char *key, bool days[7])
{
	bool any = false;

	for (int i = 0; i < 7; i++) {
		days[i] = text_is(key, day_names[i]) || text_is(key, "daily") ||
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
		sum += out[*count].weight = fields_real(f, map, name, 0, 1e9, 0);
		++*count;
	}
	if (map != NULL && sum <= 0)
		fields_fault(f, map, "'%s' needs at least one weight above 0", key);
	return out;
}

static void
read_bursts(struct fields *f, const struct value *v, struct demand *d)
{
	const struct value *list = fields_list(f, v, "bursts");

	d->bursts = arena_alloc(f->arena, (value_count(list) + 1) * sizeof(*d->bursts));
	for (size_t i = 0; f->err == ERR_OK && i < value_count(list); i++) {
		const struct value *x = value_at(list, i);
		struct burst *b = &d->bursts[d->burst_count++];

		FIELDS_KNOWN(f, x, "name", "day", "at", "for", "times", "scenarios");
		b->name = fields_text(f, x, "name");
		b->from_ms = fields_at(f, x);
		b->length_ms = fields_duration(f, x, "for", 0);
		b->factor = fields_real(f, x, "times", 0, 1000, 1);
		b->scenarios = fields_texts(f, x, "scenarios", &b->scenario_count);
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

/* The instants of a log are moved so that the midnight before its first is that of day 1. */
static void
read_log(struct fields *f, const struct value *v, const char *path, struct demand *d)
{
	const char *name = fields_text(f, v, "log");
	struct csv_table table;
	struct date day;
	int64_t at, midnight = 0, before = 0;

	if (name == NULL || f->err != ERR_OK)
		return;
	f->err = csv_load(
	    f->arena, file_beside(f->arena, path, name), &csv_limits_file, &table, f->e);
	if (f->err == ERR_OK && csv_column(&table, "at") == SIZE_MAX)
		fields_fault(f, value_get(v, "log"),
		    "the log has no column at: when each came, like 2026-10-14T09:00:12Z");
	if (f->err != ERR_OK)
		return;
	d->logged = true;
	d->log = arena_alloc(f->arena, (table.count + 1) * sizeof(*d->log));
	for (size_t i = 0; f->err == ERR_OK && i < table.count; i++) {
		const char *text = cell(f, &table, i, "at");

		if (text == NULL || !date_parse(f->settings->zone, text, &at) || at < before) {
			fields_fault(f, NULL, "%s:%zu:1: 'at' must be an instant, none before that of the line above",
			    table.name, table.rows[i].line);
			return;
		}
		before = at;
		if (i == 0) {
			date_from_ms(f->settings->zone, at, &day);
			day.hour = day.minute = day.second = 0;
			midnight = date_to_ms(f->settings->zone, &day);
		}
		d->log[d->log_count++] = (struct arrival){.at_ms = at - midnight,
		    .scenario = cell(f, &table, i, "scenario"),
		    .persona = cell(f, &table, i, "persona"),
		    .channel = cell(f, &table, i, "channel"),
		    .tier = cell(f, &table, i, "tier")};
	}
}

static void
read_demand(struct fields *f, const struct value *root, const char *path, struct demand *d)
{
	const struct value *v = fields_map(f, root, "demand");
	double scale;

	if (v == NULL) {
		fields_fault(f, root, "'demand' is missing: who comes, and how many");
		return;
	}
	FIELDS_KNOWN(f, v, "per_hour", "scale", "bursts", "scenarios", "personas", "channels",
	    "tiers", "log");
	if (value_get(v, "log") != NULL)
		read_log(f, v, path, d);
	else
		read_rates(f, v, d);
	scale = fields_real(f, v, "scale", 0, 1e6, 1);
	for (int i = 0; i < WEEK_HOURS; i++)
		d->per_hour[i] *= scale;
	read_bursts(f, v, d);
	d->scenarios = read_mix(f, v, "scenarios", &d->scenario_count);
	d->personas = read_mix(f, v, "personas", &d->persona_count);
	d->channels = read_mix(f, v, "channels", &d->channel_count);
	d->tiers = read_mix(f, v, "tiers", &d->tier_count);
}

/* ---- the AI, and what happens */

static void
read_ai(struct fields *f, const struct value *root, const char *path, struct ai *ai)
{
	const struct value *v = fields_map(f, root, "ai"), *list;
	const char *policy;

	*ai = (struct ai){.on = true, .backend = "builtin", .latency = law_constant(0), .send_at = NAN};
	if (v == NULL)
		return;
	FIELDS_KNOWN(f, v, "on", "backend", "latency", "outages", "cost_per_turn", "send_at", "policy");
	ai->on = fields_bool(f, v, "on", true);
	if (value_get(v, "backend") != NULL)
		ai->backend = fields_text(f, v, "backend");
	ai->latency = fields_law(f, v, "latency", ai->latency);
	ai->cost_per_turn = fields_real(f, v, "cost_per_turn", 0, 1000, 0);
	ai->send_at = fields_real(f, v, "send_at", 0, 1, NAN);
	if ((policy = fields_text(f, v, "policy")) != NULL)
		ai->policy = file_beside(f->arena, path, policy);
	list = fields_list(f, v, "outages");
	ai->outages = arena_alloc(f->arena, (value_count(list) + 1) * sizeof(*ai->outages));
	for (size_t i = 0; f->err == ERR_OK && i < value_count(list); i++) {
		const struct value *x = value_at(list, i);
		struct outage *o = &ai->outages[ai->outage_count++];

		FIELDS_KNOWN(f, x, "day", "at", "for");
		o->from_ms = fields_at(f, x);
		o->length_ms = fields_duration(f, x, "for", 0);
		if (o->length_ms <= 0)
			fields_fault(f, x, "'for' is missing: how long the AI is away");
	}
}

struct incident
fields_incident(struct fields *f, const struct value *map)
{
	static const char *const kinds[] = { "carrier_outage", "wrong_price", "stock_out" },
			  *const whats[] = { "carrier", "product", "product" };
	double price, minor = pow(10, money_decimals(f->settings->currency));
	struct incident x = { 0 };

	if (value_get(map, "kind") == NULL)
		fields_fault(f, map, "'kind' is missing: carrier_outage, wrong_price or stock_out");
	x.kind = (enum incident_kind)fields_word(f, map, "kind", kinds, COUNT(kinds), 0);
	x.at_ms = fields_at(f, map);
	x.length_ms = fields_duration(f, map, "for", 0);
	x.what = fields_text(f, map, whats[x.kind]);
	if (x.what == NULL)
		fields_fault(f, map, "'%s' is missing", whats[x.kind]);
	price = fields_real(f, map, "price", 0, 1e9, -1);
	if (x.kind == INCIDENT_WRONG_PRICE && price < 0)
		fields_fault(f, map, "'price' is missing: the wrong one");
	x.price = price < 0 ? 0 : llround(price * minor);
	return x;
}

static void
read_incidents(struct fields *f, const struct value *root, struct simulation *s)
{
	const struct value *list = fields_list(f, root, "incidents");

	s->incidents = arena_alloc(f->arena, (value_count(list) + 1) * sizeof(*s->incidents));
	for (size_t i = 0; f->err == ERR_OK && i < value_count(list); i++) {
		FIELDS_KNOWN(f, value_at(list, i), "kind", "day", "at", "for", "carrier", "product",
		    "price");
		s->incidents[s->incident_count++] = fields_incident(f, value_at(list, i));
	}
}

/* ---- the whole */

static void
read_level(struct fields *f, const struct value *root, struct simulation *s)
{
	const struct value *v = fields_map(f, root, "service_level");

	s->level_share = 0.8;
	s->level_within_ms = 20000;
	if (v == NULL)
		return;
	FIELDS_KNOWN(f, v, "share", "within");
	s->level_share = fields_real(f, v, "share", 0, 1, 0.8);
	s->level_within_ms = fields_duration(f, v, "within", 20000);
}

static void
read_scripts(struct fields *f, const struct value *root, struct simulation *s)
{
	size_t count;
	const char *const *given = fields_texts(f, root, "scenarios", &count);
	const char **paths = arena_alloc(f->arena, (count + 1) * sizeof(*paths));

	for (size_t i = 0; i < count; i++) {
		const char *beside = file_beside(f->arena, s->path, given[i]);

		paths[i] = file_exists(beside) ? beside : given[i];
	}
	s->script_paths = paths;
	s->script_path_count = count;
}

static void
read_all(struct fields *f, const struct value *root, struct simulation *s)
{
	FIELDS_KNOWN(f, root, "simulation", "title", "world", "scenarios", "days", "starts_on",
	    "warm_up", "replications", "service_level", "follow_ups", "endless_staff",
	    "endless_stock", "demand", "people", "ai", "incidents");
	s->name = fields_text(f, root, "simulation");
	if (s->name == NULL)
		fields_fault(f, root, "'simulation' is missing: its name");
	s->title = fields_text(f, root, "title");
	if (s->title == NULL)
		s->title = s->name;
	s->world = fields_text(f, root, "world");
	read_scripts(f, root, s);
	s->days = fields_int(f, root, "days", 1, 366, 1);
	s->first_weekday = (int)fields_word(f, root, "starts_on", day_names, 7, 0);
	s->warm_up_ms = fields_duration(f, root, "warm_up", 0);
	s->replications = fields_int(f, root, "replications", 1, 100000, 5);
	s->follow_ups = fields_bool(f, root, "follow_ups", true);
	s->endless_staff = fields_bool(f, root, "endless_staff", false);
	s->endless_stock = fields_bool(f, root, "endless_stock", false);
	read_level(f, root, s);
	read_demand(f, root, s->path, &s->demand);
	people_read(f, root, s);
	read_ai(f, root, s->path, &s->ai);
	read_incidents(f, root, s);
}

/* ---- changes */

enum err
change_parse(struct arena *a, const char *text, struct change *out, struct errinfo *e)
{
	const char *equals = strchr(text, '=');

	if (equals == NULL || equals == text || equals[1] == '\0')
		return err_set(e, ERR_USAGE,
		    "\"%.80s\" must be PATH=VALUE, like people.crews.chat.count=12", text);
	*out = (struct change){
	    arena_text_n(a, text, (size_t)(equals - text)), arena_text(a, equals + 1)};
	return ERR_OK;
}

/* The tree is this file's own, just parsed. */
static struct value *
own(const struct value *v)
{
	return (struct value *)(uintptr_t)v;
}

static enum err
make_change(struct arena *a, struct value *root, const struct change *c, struct errinfo *e)
{
	const char *name = arena_printf(a, "%s=%s", c->path, c->value), *at = c->path;
	struct value *v, *map = root;
	enum err err = value_parse_yaml(
	    a, name, c->value, strlen(c->value), &value_limits_message, &v, e);

	while (err == ERR_OK) {
		size_t length = strcspn(at, ".");
		const char *key = arena_text_n(a, at, length);

		if (length == 0 || value_kind(map) != VALUE_MAP)
			return err_set(e, ERR_USAGE, "%s: there is nothing at this path", c->path);
		if (at[length] == '\0') {
			value_set(map, key, v);
			break;
		}
		if (value_get(map, key) == NULL)
			value_set_map(map, key);
		map = own(value_get(map, key));
		at += length + 1;
	}
	return err;
}

enum err
simulation_load(struct arena *a, const char *path, const struct settings *settings,
    const struct change *changes, size_t change_count, struct simulation *out, struct errinfo *e)
{
	struct fields f = { .arena = a, .settings = settings, .e = e };
	struct value *root;
	enum err err = value_load(a, path, &root, e);

	memset(out, 0, sizeof(*out));
	if (err != ERR_OK)
		return err;
	out->path = arena_text(a, path);
	if (value_kind(root) != VALUE_MAP)
		return value_err(e, ERR_INPUT, root, "a simulation is a map of key: value");
	for (size_t i = 0; err == ERR_OK && i < change_count; i++)
		err = make_change(a, root, &changes[i], e);
	if (err != ERR_OK)
		return err;
	read_all(&f, root, out);
	return f.err;
}

enum err
simulation_world(struct arena *a, const char *path, const char **out, struct errinfo *e)
{
	struct value *root;
	enum err err = value_load(a, path, &root, e);
	const char *name = err == ERR_OK ? value_get_text(root, "world") : "",
		   *beside = file_beside(a, path, name);

	*out = *name == '\0' ? NULL : file_is_folder(beside) ? beside : arena_text(a, name);
	return err;
}

enum err
simulation_find(struct arena *a, const char *beside, const char *given, const char **path,
    struct errinfo *e)
{
	*path = beside != NULL ? file_beside(a, beside, given) : given;
	if (file_exists(*path) && !file_is_folder(*path))
		return ERR_OK;
	*path = file_data(a, arena_printf(a, "shifts/%s.yaml", given));
	return *path != NULL ? ERR_OK
			     : err_set(e, ERR_NOT_FOUND,
				   "there is no simulation \"%.200s\": name a file, or one that came with floorwalker, such as weekday",
				   given);
}
