/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdio.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"
#include "tally.h"

/* Titles of what is a part of the figure before are set in in the table alone. */
static const char *
plain(const char *title)
{
	while (*title == ' ')
		title++;
	return title;
}

static void
add_figure(const struct tally *t, size_t i, const struct figure *f, struct value *list)
{
	struct value *v = value_add_map(list);
	struct estimate x;

	tally_estimate(t, i, &x);
	value_set_text(v, "name", f->name);
	value_set_text(v, "title", plain(f->title));
	value_set_bool(v, "part", f->title[0] == ' ');
	value_set_text(v, "group", f->group);
	value_set_text(v, "unit", f->unit);
	value_set_real_or_null(v, "value", x.has_value, x.value);
	value_set_int(v, "n", x.n);
	value_set_text(v, "of", f->of);
	value_set_real_or_null(v, "low", x.has_interval, x.low);
	value_set_real_or_null(v, "high", x.has_interval, x.high);
	value_set_text(v, "by", x.has_interval ? x.by : "none");
	if (!x.has_interval)
		value_set_text(v, "why", x.why == NULL ? "there is none of what it is over" : x.why);
	if (x.note != NULL)
		value_set_text(v, "note", x.note);
	value_set_text(v, "definition", f->definition);
}

static void
set_head(const struct tally *t, struct arena *a, struct value *out)
{
	const struct simulation *s = t->simulation;
	struct value *level;

	value_set_text(out, "kind", "days");
	value_set_text(out, "simulation", s->name == NULL ? "" : s->name);
	value_set_text(out, "title", s->title == NULL ? "" : s->title);
	value_set_text(out, "world", s->world == NULL ? "" : s->world);
	value_set_text(
	    out, "backend", !s->ai.on ? "none" : s->ai.backend == NULL ? "builtin" : s->ai.backend);
	value_set_text(out, "seed", arena_printf(a, "%" PRIu64, t->seed));
	value_set_int(out, "replications", (int64_t)t->row_count);
	value_set_int(out, "days", s->days);
	value_set_int(out, "warm_up_ms", s->warm_up_ms);
	value_set_int(out, "contacts", t->sums.contacts);
	value_set_int(out, "warm_up_contacts", t->sums.warm_up);
	level = value_set_map(out, "level");
	value_set_real(level, "share", s->level_share);
	value_set_int(level, "within_ms", s->level_within_ms);
}

struct value *
tally_result(struct tally *t, struct arena *a)
{
	struct value *out = value_map(a), *list;
	size_t count;
	const struct figure *f = figure_all(&count);

	tally_close(t);
	set_head(t, a, out);
	list = value_set_list(out, "figures");
	for (size_t i = 0; i < count; i++)
		add_figure(t, i, &f[i], list);
	result_parts(t, a, out);
	return out;
}
