/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A simulation file, read whole: what the AI is like, what happens, and what is changed from outside. Who comes
 * is read by demand.c, its people by people.c.
 */
#include <math.h>
#include <string.h>

#include "demand.h"
#include "floorwalker/base/date.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/day/fields.h"
#include "floorwalker/model/money.h"
#include "floorwalker/sim/sim.h"
#include "names.h"
#include "people.h"

#define CREWS "people.crews."
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- the AI, and what happens */

static void
read_ai(struct fields *f, const struct value *root, struct simulation *s)
{
	struct ai *ai = &s->ai;
	const struct value *v = fields_map(f, root, "ai"), *list;
	const char *policy;

	*ai = (struct ai){.on = true, .backend = "builtin", .latency = law_constant(0), .send_at = NAN};
	if (v == NULL)
		return;
	FIELDS_KNOWN(f, v, "on", "backend", "latency", "outages", "cost_per_turn", "send_at", "policy");
	ai->on = fields_bool(f, v, "on", true);
	if (value_get(v, "backend") != NULL)
		ai->backend = fields_text(f, v, "backend");
	ai->source = value_get(v, "backend");
	ai->latency = fields_law(f, v, "latency", ai->latency);
	ai->cost_per_turn = fields_real(f, v, "cost_per_turn", 0, 1000, 0);
	ai->send_at = fields_real(f, v, "send_at", 0, 1, NAN);
	if ((policy = fields_text(f, v, "policy")) != NULL) {
		ai->policy = file_beside(f->arena, s->path, policy);
		if (!file_is_folder(ai->policy))
			fields_fault(f, value_get(v, "policy"),
			    "there is no folder of rules \"%.200s\"", ai->policy);
	}
	list = fields_list(f, v, "outages");
	ai->outages = arena_alloc(f->arena, (value_count(list) + 1) * sizeof(*ai->outages));
	for (size_t i = 0; f->err == ERR_OK && i < value_count(list); i++) {
		const struct value *x = value_at(list, i);
		struct outage *o = &ai->outages[ai->outage_count++];

		FIELDS_KNOWN(f, x, "day", "at", "for");
		o->from_ms = demand_at(f, x, s);
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
	x.source = value_get(map, whats[x.kind]);
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
		(void)demand_at(f, value_at(list, i), s);
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

/* A file, or a folder that holds one. */
static bool
holds_scenarios(struct arena *a, const char *path)
{
	struct errinfo e;
	const char **names;
	size_t count;

	return !file_is_folder(path) ||
	    (file_list(a, path, ".yaml", &names, &count, &e) == ERR_OK && count > 0);
}

static void
read_scripts(struct fields *f, const struct value *root, struct simulation *s)
{
	size_t count;
	const char *const *given = fields_texts(f, root, "scenarios", &count);
	const char **paths = arena_alloc(f->arena, (count + 1) * sizeof(*paths));

	for (size_t i = 0; f->err == ERR_OK && i < count; i++) {
		const char *beside = file_beside(f->arena, s->path, given[i]);

		paths[i] = file_exists(beside) ? beside : given[i];
		if (sim_scenarios_find(f->arena, paths[i]) == NULL)
			fields_fault(f, value_at(value_get(root, "scenarios"), i),
			    "there is no scenario \"%.200s\": name a file, a folder of them, or one that came with floorwalker, such as refund-damaged-small",
			    given[i]);
		else if (!holds_scenarios(f->arena, paths[i]))
			fields_fault(f, value_at(value_get(root, "scenarios"), i),
			    "there is no scenario in the folder \"%.200s\": no file whose name ends in .yaml",
			    paths[i]);
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
	s->first_weekday = (int)fields_word(f, root, "starts_on", weekday_names, 7, 0);
	s->warm_up_ms = fields_duration(f, root, "warm_up", 0);
	s->replications = fields_int(f, root, "replications", 1, 100000, 5);
	s->follow_ups = fields_bool(f, root, "follow_ups", true);
	s->endless_staff = fields_bool(f, root, "endless_staff", false);
	s->endless_stock = fields_bool(f, root, "endless_stock", false);
	read_level(f, root, s);
	demand_read(f, root, s);
	people_read(f, root, s);
	read_ai(f, root, s);
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

bool
change_is_within(const char *path, const char *other)
{
	size_t length = strlen(other);

	return strncmp(path, other, length) == 0 && (path[length] == '\0' || path[length] == '.');
}

/* The tree is this file's own, just parsed. */
static struct value *
own(const struct value *v)
{
	return (struct value *)(uintptr_t)v;
}

/* One value of a crew that the file doesn't have would make a whole one of it. */
static enum err
no_crew(struct arena *a, const struct value *crews, const struct change *c, const char *name,
    struct errinfo *e)
{
	size_t count = value_count(crews);
	const char **names = arena_alloc(a, (count + 1) * sizeof(*names));

	for (size_t i = 0; i < count; i++)
		names[i] = value_key_at(crews, i);
	return err_set(e, ERR_USAGE, "%s=%s: %s", c->path, c->value,
	    names_missing(a, &(struct names_allowed){ "crew", names, count, false }, name));
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
		if (value_get(map, key) == NULL) {
			if (at == c->path + strlen(CREWS) && text_starts(c->path, CREWS))
				return no_crew(a, map, c, key, e);
			value_set_map(map, key);
		}
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

static bool
is_world(struct arena *a, const char *folder)
{
	return file_exists(file_join(a, folder, "world.yaml"));
}

enum err
simulation_world(struct arena *a, const char *path, const char **out, struct errinfo *e)
{
	struct value *root;
	const struct value *v;
	const char *name;
	enum err err = value_load(a, path, &root, e);

	*out = NULL;
	if (err != ERR_OK || (v = value_get(root, "world")) == NULL)
		return err;
	name = value_source_text(v);
	*out = file_beside(a, path, name);
	if (*name != '\0' && is_world(a, *out))
		return ERR_OK;
	*out = arena_text(a, name);
	if (*name != '\0' && (is_world(a, name) ||
	    file_data(a, arena_printf(a, "scenarios/worlds/%s/world.yaml", name)) != NULL))
		return ERR_OK;
	return value_err(e, ERR_NOT_FOUND, v,
	    "there is no world \"%.200s\": name a folder beside this file, or one that came with floorwalker, such as tarn-and-fell",
	    name);
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
