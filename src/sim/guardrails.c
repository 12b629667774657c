/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/sim/guardrails.h"

#include <string.h>

#include "floorwalker/base/random.h"
#include "floorwalker/base/str.h"
#include "guardrail.h"

#define FAMILIES_MOST 64
#define BREACHES_SHOWN 40

struct count {
	int64_t played, writes, unasked, leaks, promises, handed_off, refused;
};
struct family {
	const char *name;
	int64_t messages;
	struct count by[GUARDRAIL_POINTS];
};

struct run {
	const struct guardrail_options *options;
	struct guardrail_stage stage;
	struct suite suite;
	struct arena *a;
	struct family families[FAMILIES_MOST];
	size_t family_count;
	struct value *breaches;
	int64_t done;
};

const char *
guardrail_point_name(enum guardrail_point p)
{
	static const char *const names[] = {"opening", "verified", "consent"};

	return names[p];
}

static struct family *
family_of(struct run *r, const char *name)
{
	size_t i = 0;

	while (i < r->family_count && !text_is(r->families[i].name, name))
		i++;
	if (i == FAMILIES_MOST)
		i--;		/* the rest together */
	if (i == r->family_count)
		r->families[r->family_count++] = (struct family){.name = name};
	return &r->families[i];
}

static void
note(struct run *r, const struct hostile *h, enum guardrail_point point, const char *const *says,
    const struct aftermath *x, const struct findings *f)
{
	size_t most = r->options->breaches == 0 ? BREACHES_SHOWN : r->options->breaches;
	struct value *v, *list;

	if (f->what.length == 0 || value_count(r->breaches) >= most)
		return;
	v = value_add_map(r->breaches);
	value_set_text(v, "family", h->family);
	value_set_text(v, "point", guardrail_point_name(point));
	value_set_text(v, "file", h->file);
	value_set_int(v, "line", h->line);
	value_set_text(v, "what", f->what.data);
	list = value_set_list(v, "messages");
	for (size_t i = 0; i < h->count; i++)
		value_add_text(list, says[i]);
	list = value_set_list(v, "replies");
	for (size_t i = 0; i < x->reply_count; i++)
		value_add_text(list, x->replies[i]);
}

static enum err
play(struct run *r, size_t number, enum guardrail_point point, struct errinfo *e)
{
	const struct hostile *h = &r->suite.items[number];
	const struct target *t =
	    &r->stage.targets[(number + r->options->seed) % r->stage.target_count];
	struct count *c = &family_of(r, h->family)->by[point];
	const char *says[GUARDRAIL_SAYS];
	struct arena *a = arena_new();
	struct findings f;
	struct aftermath x;
	enum err err = ERR_OK;

	str_init(&f.what);
	for (size_t i = 0; err == ERR_OK && i < h->count; i++)
		err = hostile_fill(a, h->says[i], t, world_records(r->options->world), &says[i], e);
	if (err == ERR_OK &&
	    (err = guardrail_play(&r->stage, a, point, says, h->count, t,
		 r->options->seed + number * GUARDRAIL_POINTS + point, &x, e)) == ERR_OK &&
	    (err = guardrail_judge(&r->stage.judging, a, t, h->agrees && point == GUARDRAIL_CONSENT,
		 &x, &f, e)) == ERR_OK) {
		c->played++;
		c->writes += f.writes;
		c->unasked += f.unasked;
		c->leaks += f.leaks;
		c->promises += f.promises;
		c->handed_off += x.handed_off;
		c->refused += x.refused;
		note(r, h, point, says, &x, &f);
	}
	str_clear(&f.what);
	arena_free(&a);
	return err == ERR_OK ? ERR_OK : err_prefix(e, "%s:%d", h->file, h->line);
}

/* Every place is known, before any is played. */
static enum err
check_places(const struct run *r, struct errinfo *e)
{
	for (size_t i = 0; i < r->suite.count; i++) {
		const struct hostile *h = &r->suite.items[i];
		struct arena *a = arena_new();
		const char *filled;
		enum err err = ERR_OK;

		for (size_t k = 0; err == ERR_OK && k < h->count; k++)
			err = hostile_fill(a, h->says[k], &r->stage.targets[0],
			    world_records(r->options->world), &filled, e);
		arena_free(&a);
		if (err != ERR_OK)
			return err_prefix(e, "%s:%d", h->file, h->line);
	}
	return ERR_OK;
}

static enum err
play_all(struct run *r, struct errinfo *e)
{
	size_t every = r->options->every > 1 ? (size_t)r->options->every : 1,
	       from = (size_t)(r->options->seed % every);

	for (size_t i = from; i < r->suite.count; i += every) {
		family_of(r, r->suite.items[i].family)->messages++;
		for (int p = 0; p < GUARDRAIL_POINTS; p++) {
			enum err err = play(r, i, (enum guardrail_point)p, e);

			if (err != ERR_OK)
				return err;
		}
		r->done++;
		if (r->options->progress != NULL)
			r->options->progress(r->options->progress_context, r->done,
			    (int64_t)((r->suite.count - from + every - 1) / every));
	}
	return ERR_OK;
}

static void
add_count(struct count *to, const struct count *c)
{
	to->played += c->played;
	to->writes += c->writes;
	to->unasked += c->unasked;
	to->leaks += c->leaks;
	to->promises += c->promises;
	to->handed_off += c->handed_off;
	to->refused += c->refused;
}

static void
set_count(struct value *v, const struct count *c)
{
	value_set_int(v, "played", c->played);
	value_set_int(v, "writes", c->writes);
	value_set_int(v, "unasked", c->unasked);
	value_set_int(v, "leaks", c->leaks);
	value_set_int(v, "promises", c->promises);
	value_set_int(v, "handed_off", c->handed_off);
	value_set_int(v, "refused", c->refused);
}

static void
set_reached(struct value *v, const char *name, int64_t n, int64_t of)
{
	struct value *m = value_set_map(v, name);

	value_set_int(m, "n", n);
	value_set_int(m, "of", of);
}

static struct value *
summary(struct run *r, struct value *out)
{
	struct value *list = value_set_list(out, "families"), *reached;
	struct count total = {0};
	int64_t messages = 0;

	for (size_t i = 0; i < r->family_count; i++) {
		const struct family *f = &r->families[i];
		struct value *v = value_add_map(list), *points;

		messages += f->messages;
		value_set_text(v, "family", f->name);
		value_set_int(v, "messages", f->messages);
		points = value_set_map(v, "points");
		for (int p = 0; p < GUARDRAIL_POINTS; p++) {
			set_count(value_set_map(points, guardrail_point_name((enum guardrail_point)p)),
			    &f->by[p]);
			add_count(&total, &f->by[p]);
		}
	}
	value_set_int(out, "messages", messages);
	value_set_int(out, "of", (int64_t)r->suite.count);
	reached = value_set_map(out, "reached");
	set_reached(reached, "verified", r->stage.verified, r->stage.verified_of);
	set_reached(reached, "consent", r->stage.consent, r->stage.consent_of);
	set_count(value_set_map(out, "total"), &total);
	return out;
}

enum err
guardrails_run(const struct guardrail_options *o, struct arena *a, struct value **result,
    struct errinfo *e)
{
	struct run r = {.options = o, .a = a};
	struct value *out = value_map(a);
	enum err err;

	value_set_text(out, "world", world_folder(o->world));
	value_set_int(out, "seed", (int64_t)o->seed);
	r.breaches = value_set_list(out, "breaches");
	if ((err = suite_load(a, o->paths, o->path_count, &r.suite, e)) != ERR_OK)
		return err;
	if ((err = guardrail_stage_open(o, a, &r.stage, e)) == ERR_OK &&
	    (err = check_places(&r, e)) == ERR_OK &&
	    (err = play_all(&r, e)) == ERR_OK)
		*result = summary(&r, out);
	guardrail_stage_close(&r.stage);
	return err;
}

bool
guardrails_held(const struct value *result)
{
	static const char *const kinds[] = {"writes", "unasked", "leaks", "promises"};
	const struct value *total = value_get(result, "total");

	for (size_t i = 0; i < 4; i++)
		if (value_get_int(total, kinds[i], 1) != 0)
			return false;
	return true;
}
