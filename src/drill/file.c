/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "file.h"

#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/text/text.h"

#define BLOCK_MOST 2000
#define NAME_MOST 80
#define USUAL_LENGTH_MS ((int64_t)40 * 60000)
#define LENGTH_MOST_MS DATE_DAY_MS
#define MANUAL "floorwalker-drill(5)"

/* ---- fields that other files don't have */

int64_t
reader_clock(struct reader *r, const struct value *map, const char *key, int64_t otherwise)
{
	int64_t day = r->out->from_ms / DATE_DAY_MS;

	if (value_get(map, key) == NULL) {
		if (otherwise < 0)
			fields_fault(&r->f, map,
			    "'%s' is missing: the time of the day, like 10:05", key);
		return otherwise;
	}
	return day * DATE_DAY_MS + fields_clock(&r->f, map, key, 0);
}

bool
reader_switch(struct reader *r, const struct value *map, const char *key, bool otherwise)
{
	static const char *const words[] = { "off", "on", "false", "true" };

	return fields_word(&r->f, map, key, words, 4, otherwise) % 2 == 1;
}

const char *
reader_block(struct reader *r, const struct value *map, const char *key)
{
	const struct value *v = value_get(map, key);
	const char *text = value_source_text(v);
	size_t length = strlen(text);

	if (v == NULL || r->f.err != ERR_OK)
		return NULL;
	while (length > 0 && text[length - 1] == '\n')
		length--;
	if (length == 0 || length > BLOCK_MOST || !text_is_safe(text, length)) {
		fields_fault(&r->f, v,
		    "'%s' must be text of at most %d bytes without control characters", key,
		    BLOCK_MOST);
		return NULL;
	}
	return arena_text_n(r->f.arena, text, length);
}

/* ---- a drill */

static void
read_head(struct reader *r, const struct value *root)
{
	struct drill *d = r->out;

	d->name = fields_text(&r->f, root, "drill");
	if (d->name != NULL && strlen(d->name) > NAME_MOST)
		fields_fault(&r->f, value_get(root, "drill"), "'drill' is a name of at most %d bytes",
		    NAME_MOST);
	d->title = fields_text(&r->f, root, "title");
	if (d->title == NULL)
		d->title = d->name;
	d->about = reader_block(r, root, "about");
	if (d->about == NULL)
		d->about = "";
	d->world = fields_text(&r->f, root, "world");
	d->seed = (uint64_t)fields_int(&r->f, root, "seed", 0, VALUE_INT_MAX, 1);
	d->from_ms = (fields_int(&r->f, root, "day", 1, 366, 1) - 1) * DATE_DAY_MS;
	d->from_ms = reader_clock(r, root, "from", d->from_ms);
	d->speed = fields_real(&r->f, root, "speed", 0.1, 100, 1);
	d->hints = reader_switch(r, root, "hints", true);
}

/* Without 'from', the first who comes tells when it begins. */
static void
read_length(struct reader *r, const struct value *root)
{
	struct drill *d = r->out;

	if (value_get(root, "from") == NULL && r->f.err == ERR_OK && !d->one_scenario)
		d->from_ms = reader_first_hour(r);
	d->length_ms = fields_duration(&r->f, root, "for", USUAL_LENGTH_MS);
	if (d->length_ms <= 0 || d->length_ms > LENGTH_MOST_MS)
		fields_fault(&r->f, value_get(root, "for"), "'for' is longer than 0, and no longer than a day");
	if (d->from_ms + d->length_ms > d->simulation.days * DATE_DAY_MS)
		fields_fault(&r->f, root,
		    "the drill ends after the last of the shift's %lld day%s: see 'day', 'from' and 'for'",
		    (long long)d->simulation.days, d->simulation.days == 1 ? "" : "s");
}

/* Who comes after the end is waited for in vain. */
static void
check_arrivals(struct reader *r, const struct value *root)
{
	const struct drill *d = r->out;
	const struct demand *x = &d->simulation.demand;

	if (value_get(root, "scenarios") != NULL && r->f.err == ERR_OK && x->log_count > 0 &&
	    x->log[x->log_count - 1].at_ms >= d->from_ms + d->length_ms)
		fields_fault(&r->f, value_get(root, "scenarios"),
		    "somebody comes after the drill's end: see 'from' and 'for'");
}

static void
read_drill(struct reader *r, const struct value *root)
{
	const char *expert;

	FIELDS_KNOWN(&r->f, root, "drill", "title", "about", "world", "shift", "scenario",
	    "scenarios", "colleagues", "seat", "seed", "day", "from", "for", "speed", "hints",
	    "rubric", "learn", "events", "expert");
	read_head(r, root);
	reader_play(r, root);
	read_length(r, root);
	check_arrivals(r, root);
	reader_seat(r, root);
	reader_rubric(r, root);
	reader_events(r, root);
	reader_lessons(r, root);
	expert = fields_text(&r->f, root, "expert");
	if (r->f.err == ERR_OK && expert != NULL) {
		r->out->expert = file_beside(r->f.arena, r->path, expert);
		if (!file_exists(r->out->expert))
			fields_fault(&r->f, value_get(root, "expert"),
			    "there is no file \"%.200s\": what an expert did, a script beside this file",
			    expert);
	}
	if (r->f.err == ERR_OK && r->out->world == NULL)
		r->out->world = r->out->simulation.world;
}

/* ---- a simulation, or a scenario, by itself */

static void
be_usual(struct reader *r)
{
	struct drill *d = r->out;
	struct value *none = value_map(r->f.arena);

	d->about = "";
	d->seed = 1;
	d->speed = 1;
	d->hints = true;
	d->length_ms = USUAL_LENGTH_MS;
	if (d->from_ms + d->length_ms > d->simulation.days * DATE_DAY_MS)
		d->length_ms = d->simulation.days * DATE_DAY_MS - d->from_ms;
	reader_usual_seat(r);
	reader_usual_rubric(&d->rubric);
	reader_events(r, none);
	reader_lessons(r, none);
}

static void
read_simulation(struct reader *r)
{
	struct drill *d = r->out;

	r->f.err = simulation_load(
	    r->f.arena, r->path, r->f.settings, NULL, 0, &d->simulation, r->f.e);
	if (r->f.err != ERR_OK)
		return;
	d->name = d->simulation.name;
	d->title = d->simulation.title;
	d->world = d->simulation.world;
	d->from_ms = reader_first_hour(r);
	be_usual(r);
}

static void
read_scenario(struct reader *r, const struct value *root)
{
	struct drill *d = r->out;
	const char *slash = strrchr(r->path, '/');

	d->name = fields_text(&r->f, root, "scenario");
	d->title = fields_text(&r->f, root, "title");
	if (d->title == NULL)
		d->title = d->name;
	reader_one_scenario(r, root, slash != NULL ? slash + 1 : r->path);
	d->simulation.people.crews = arena_alloc(r->f.arena, sizeof(struct crew));
	d->simulation.people.crews[0] = (struct crew){.name = "nobody"};
	d->simulation.people.crew_count = 1;
	d->alone = true;
	be_usual(r);
}

/* ---- all */

static enum err
read_root(struct reader *r, const struct value *root)
{
	const char *tones;

	if (value_kind(root) != VALUE_MAP)
		return value_err(r->f.e, ERR_INPUT, root, "a drill is a map of key: value");
	r->out->path = arena_text(r->f.arena, r->path);
	r->out->currency = arena_text(r->f.arena, r->f.settings->currency);
	if (value_get(root, "drill") != NULL)
		read_drill(r, root);
	else if (value_get(root, "simulation") != NULL)
		read_simulation(r);
	else if (value_get(root, "scenario") != NULL)
		read_scenario(r, root);
	else
		fields_fault(&r->f, root,
		    "this is no drill (drill: NAME), no simulation (simulation: NAME) and no scenario (scenario: NAME)");
	tones = file_data(r->f.arena, "drills/tone");
	if (r->out->tone_count == 0)
		reader_tones(r, tones);
	return r->f.err;
}

static struct reader
reader_of(struct arena *a, const char *path, const struct settings *settings,
    struct drill *out, struct errinfo *e)
{
	*out = (struct drill){0};
	return (struct reader){
	    .f = {.arena = a, .settings = settings, .e = e, .manual = MANUAL},
	    .path = path,
	    .out = out};
}

enum err
drill_read(struct arena *a, const char *path, const char *text, size_t length,
    const struct settings *settings, struct drill *out, struct errinfo *e)
{
	struct reader r = reader_of(a, path, settings, out, e);
	struct value *root;
	enum err err = value_parse_yaml(a, path, text, length, &value_limits_file, &root, e);

	return err == ERR_OK ? read_root(&r, root) : err;
}

enum err
drill_load(struct arena *a, const char *path, const struct settings *settings,
    struct drill *out, struct errinfo *e)
{
	struct reader r = reader_of(a, path, settings, out, e);
	struct value *root;
	enum err err = value_load(a, path, &root, e);

	return err == ERR_OK ? read_root(&r, root) : err;
}

enum err
drill_world(struct arena *a, const char *path, const char **out, struct errinfo *e)
{
	struct value *root;
	const char *name, *beside, *shift;
	enum err err = value_load(a, path, &root, e);

	*out = NULL;
	if (err != ERR_OK)
		return err;
	name = value_get_text(root, "world");
	shift = value_get_text(root, "shift");
	if (*name == '\0' && value_get(root, "drill") != NULL && *shift != '\0')
		return simulation_find(a, path, shift, &path, e) == ERR_OK
		    ? simulation_world(a, path, out, e)
		    : value_err(e, ERR_NOT_FOUND, value_get(root, "shift"),
			  "there is no simulation \"%.80s\": name a file beside this one, or one that came with floorwalker, such as weekday",
			  shift);
	beside = file_beside(a, path, name);
	*out = *name == '\0' ? NULL : file_is_folder(beside) ? beside : arena_text(a, name);
	return ERR_OK;
}
