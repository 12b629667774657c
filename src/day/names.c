/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a simulation names must be there, in the script and in the world: scenarios, personas, channels,
 * tiers, languages. Found before anybody comes, and told with its place in the file or in the log.
 */
#include "names.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/text/language.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define LISTED_MOST 12

bool
name_is_among(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (text_is(names[i], name))
			return true;
	return false;
}

const char *
names_missing(struct arena *a, const struct names_allowed *x, const char *name)
{
	const char *near = x->are_languages ? language_nearest(name, x->names, x->count)
					    : text_nearest(name, x->names, x->count),
		   *out;
	bool in_one = x->are_languages && text_ends(x->what, " in");
	struct str text;

	str_init(&text);
	if (in_one)
		str_addf(&text, "there is no %s %s", x->what, language_said(a, name));
	else
		str_addf(&text, "there is no %s \"%.80s\"", x->what, name);
	if (near != NULL && x->are_languages)
		str_addf(&text, "; did you mean %s?", language_said(a, near));
	else if (near != NULL)
		str_addf(&text, "; did you mean \"%s\"?", near);
	if (x->count > 0 && (near == NULL || x->count <= LISTED_MOST))
		str_addf(&text, "%s%s ", near != NULL ? " There are" : "; there are", in_one ? " some in" : "");
	for (size_t i = 0; i < x->count && (near == NULL || x->count <= LISTED_MOST); i++) {
		if (i == LISTED_MOST) {
			str_addf(&text, " and %zu more", x->count - LISTED_MOST);
			break;
		}
		str_addf(&text, "%s%s", i > 0 ? ", " : "",
		    x->are_languages ? language_said(a, x->names[i]) : x->names[i]);
	}
	out = arena_text(a, text.data);
	str_clear(&text);
	return out;
}

enum err
names_fault(const struct simulation *s, const struct value *source, struct errinfo *e,
    const char *format, ...)
{
	char text[500];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return source != NULL ? value_err(e, ERR_INPUT, source, "%s", text)
			      : err_set(e, ERR_INPUT, "%s: %s", s->path, text);
}

static enum err
missing(const struct simulation *s, const struct value *source, const struct names_allowed *x,
    const char *name, struct errinfo *e)
{
	struct arena *a = arena_new();
	enum err err = names_fault(s, source, e, "%s", names_missing(a, x, name));

	arena_free(&a);
	return err;
}

enum err
names_log_fault(const struct csv_table *t, const struct csv_row *row, size_t column,
    struct errinfo *e, const char *format, ...)
{
	static const struct csv_row header = { .line = 1 };
	size_t at_line, at_column = 1;
	char says[500];
	struct str text;
	va_list args;

	va_start(args, format);
	(void)vsnprintf(says, sizeof(says), format, args);
	va_end(args);
	if (row == NULL)
		row = &header;
	at_line = row->line;
	str_init(&text);
	if (file_read(t->name, csv_limits_file.bytes, &text, e) == ERR_OK)
		csv_place(text.data, text.length, row, column, &at_line, &at_column);
	str_clear(&text);
	return err_set(e, ERR_INPUT, "%s:%zu:%zu: %s", t->name, at_line, at_column, says);
}

static enum err
check_cell(const struct simulation *s, size_t row, const char *column, const char *name,
    const struct names_allowed *x, struct errinfo *e)
{
	const struct csv_table *t = s->demand.log_table;
	struct arena *a;
	enum err err;

	if (name == NULL || name_is_among(x->names, x->count, name))
		return ERR_OK;
	if (t == NULL)
		return missing(s, NULL, x, name, e);
	a = arena_new();
	err = names_log_fault(
	    t, &t->rows[row], csv_column(t, column), e, "%s", names_missing(a, x, name));
	arena_free(&a);
	return err;
}

static enum err
check_mix(const struct simulation *s, const struct share *mix, size_t count,
    const struct names_allowed *x, struct errinfo *e)
{
	for (size_t i = 0; i < count; i++)
		if (*mix[i].name != '\0' && !name_is_among(x->names, x->count, mix[i].name))
			return missing(s, mix[i].source, x, mix[i].name, e);
	return ERR_OK;
}

/* A log may say both: then they must agree. */
static enum err
check_language_of(const struct simulation *s, const struct arrivals_mix *mix, size_t row,
    struct errinfo *e)
{
	const struct csv_table *t = s->demand.log_table;
	const struct arrival *x = &s->demand.log[row];
	struct arena *a;
	enum err err;
	size_t i = 0;

	if (x->scenario == NULL || x->language == NULL)
		return ERR_OK;
	while (i < mix->count && !text_is(mix->names[i], x->scenario))
		i++;
	if (t == NULL || i == mix->count || text_is(mix->languages[i], x->language))
		return ERR_OK;
	a = arena_new();
	err = names_log_fault(t, &t->rows[row], csv_column(t, "language"), e,
	    "the scenario \"%.80s\" is in %s, not in %s", x->scenario,
	    language_said(a, mix->languages[i]), language_said(a, x->language));
	arena_free(&a);
	return err;
}

static enum err
check_languages(const struct simulation *s, const struct arrivals_mix *mix, struct errinfo *e)
{
	const struct demand *d = &s->demand;
	struct arena *a = arena_new();
	const char **names = arena_alloc(a, (mix->count + 1) * sizeof(*names));
	struct names_allowed x = { "scenario in", names, 0, true };
	enum err err;

	for (size_t i = 0; i < mix->count; i++)
		if (!name_is_among(names, x.count, mix->languages[i]))
			names[x.count++] = mix->languages[i];
	err = check_mix(s, d->languages, d->language_count, &x, e);
	for (size_t i = 0; err == ERR_OK && i < d->log_count; i++)
		if ((err = check_cell(s, i, "language", d->log[i].language, &x, e)) == ERR_OK)
			err = check_language_of(s, mix, i, e);
	arena_free(&a);
	return err;
}

enum err
names_check_scenarios(const struct simulation *s, const struct arrivals_mix *mix, struct errinfo *e)
{
	const struct demand *d = &s->demand;
	const struct names_allowed x = { "scenario", mix->names, mix->count, false };
	enum err err;

	if (mix->count == 0)
		return ERR_OK;		/* nobody has a scenario */
	err = check_mix(s, d->scenarios, d->scenario_count, &x, e);
	for (size_t i = 0; err == ERR_OK && i < d->burst_count; i++)
		for (size_t k = 0; err == ERR_OK && k < d->bursts[i].scenario_count; k++)
			if (!name_is_among(x.names, x.count, d->bursts[i].scenarios[k]))
				err = missing(s, value_at(d->bursts[i].source, k), &x,
				    d->bursts[i].scenarios[k], e);
	for (size_t i = 0; err == ERR_OK && i < d->log_count; i++)
		err = check_cell(s, i, "scenario", d->log[i].scenario, &x, e);
	return err == ERR_OK && mix->languages != NULL ? check_languages(s, mix, e) : err;
}

/* ---- personas */

/* A language whose personas are at hand; drawn: who comes may speak it. */
struct spoken {
	const char *code;
	bool is_drawn;
};
struct spoken_list {
	const struct visitors *visitors;
	struct spoken *items;
	size_t count;
};

static bool
is_drawn(const struct demand *d, const char *language)
{
	for (size_t i = 0; i < d->language_count; i++)
		if (text_is(d->languages[i].name, language))
			return d->languages[i].weight > 0;
	return d->language_count == 0;
}

static struct spoken_list
spoken_of(const struct simulation *s, const struct visitors *vs, struct arena *a)
{
	struct spoken_list out = { .visitors = vs };
	size_t personas = 0;

	while (visitors_persona_name(vs, personas) != NULL)
		personas++;
	out.items = arena_alloc(a, (personas + 1) * sizeof(*out.items));
	for (size_t i = 0; i < personas; i++) {
		const char *code = visitors_persona_language(vs, i);
		size_t k = 0;

		while (k < out.count && !text_is(out.items[k].code, code))
			k++;
		if (k == out.count)
			out.items[out.count++] =
			    (struct spoken){ code, is_drawn(&s->demand, code) };
	}
	return out;
}

static bool
has_persona(const struct visitors *vs, const char *language, const char *name)
{
	const char *one;

	for (size_t i = 0; (one = visitors_persona_name(vs, i)) != NULL; i++)
		if (text_is(one, name) && text_is(visitors_persona_language(vs, i), language))
			return true;
	return false;
}

/* What somebody may speak who has this persona, and has none of it there: else they would quietly be
 * another. language: theirs, NULL any that is drawn. NULL: it is in all. */
static const char *
persona_lacks(const struct spoken_list *l, const char *name, const char *language, struct arena *a)
{
	const char *lacks = NULL, *out;
	struct str in;

	for (size_t i = 0; i < l->count && lacks == NULL; i++)
		if ((language != NULL ? text_is(l->items[i].code, language)
				      : l->items[i].is_drawn) &&
		    !has_persona(l->visitors, l->items[i].code, name))
			lacks = l->items[i].code;
	if (lacks == NULL)
		return NULL;
	str_init(&in);
	for (size_t i = 0; i < l->count; i++)
		if (has_persona(l->visitors, l->items[i].code, name))
			str_addf(&in, "%s%s", in.length > 0 ? ", " : "",
			    language_said(a, l->items[i].code));
	out = arena_printf(a, "there is no persona \"%.80s\" in %s, which %s; there is one in %s", name,
	    language_said(a, lacks), language != NULL ? "this one speaks" : "shoppers speak, too",
	    in.data);
	str_clear(&in);
	return out;
}

static const char *
language_of(const struct visitors *vs, const struct arrival *x)
{
	size_t i = 0, count = visitors_scenario_count(vs);

	if (x->language != NULL || x->scenario == NULL)
		return x->language;
	while (i < count && !text_is(visitors_scenario_name(vs, i), x->scenario))
		i++;
	return i < count ? visitors_scenario_language(vs, i) : NULL;
}

/* That each is there in every language in which somebody may have it. */
static enum err
check_persona_languages(const struct simulation *s, const struct visitors *vs, struct arena *a,
    struct errinfo *e)
{
	const struct demand *d = &s->demand;
	const struct csv_table *t = d->log_table;
	const struct spoken_list spoken = spoken_of(s, vs, a);
	const char *lacks;

	for (size_t i = 0; i < d->persona_count; i++)
		if (d->personas[i].weight > 0 && *d->personas[i].name != '\0' &&
		    (lacks = persona_lacks(&spoken, d->personas[i].name, NULL, a)) != NULL)
			return names_fault(s, d->personas[i].source, e, "%s", lacks);
	for (size_t i = 0; i < d->log_count; i++) {
		const struct arrival *x = &d->log[i];

		if (x->persona == NULL ||
		    (lacks = persona_lacks(&spoken, x->persona, language_of(vs, x), a)) == NULL)
			continue;
		return t == NULL ? names_fault(s, NULL, e, "%s", lacks)
				 : names_log_fault(t, &t->rows[i], csv_column(t, "persona"), e, "%s", lacks);
	}
	return ERR_OK;
}

static enum err
check_personas(const struct simulation *s, const struct visitors *vs, struct arena *a,
    struct errinfo *e)
{
	const struct demand *d = &s->demand;
	struct names_allowed x = { "persona", NULL, 0, false };
	const char **names, *name;
	enum err err;

	while (visitors_persona_name(vs, x.count) != NULL)
		x.count++;
	x.names = names = arena_alloc(a, (x.count + 1) * sizeof(*names));
	x.count = 0;			/* each once, whatever languages it is written in */
	for (size_t i = 0; (name = visitors_persona_name(vs, i)) != NULL; i++)
		if (!name_is_among(names, x.count, name))
			names[x.count++] = name;
	err = check_mix(s, d->personas, d->persona_count, &x, e);
	for (size_t i = 0; err == ERR_OK && i < d->log_count; i++)
		err = check_cell(s, i, "persona", d->log[i].persona, &x, e);
	return err == ERR_OK ? check_persona_languages(s, vs, a, e) : err;
}

/* Those that floorwalker has a name for, and those that the world weighs. */
static enum err
check_channels(const struct simulation *s, const struct settings *world, struct arena *a,
    struct errinfo *e)
{
	static const char *const ours[] = { "web", "chat", "widget", "email", "phone", "voice",
				     "sms", "api" };
	const struct demand *d = &s->demand;
	const char **names = arena_alloc(a, (COUNT(ours) + world->weight_count) * sizeof(*names));
	struct names_allowed x = { "channel", names, COUNT(ours), false };
	enum err err;

	memcpy(names, ours, sizeof(ours));
	for (size_t i = 0; i < world->weight_count; i++)
		if (!name_is_among(names, x.count, world->weights[i].channel))
			names[x.count++] = world->weights[i].channel;
	err = check_mix(s, d->channels, d->channel_count, &x, e);
	for (size_t i = 0; err == ERR_OK && i < d->log_count; i++)
		err = check_cell(s, i, "channel", d->log[i].channel, &x, e);
	return err;
}

/* Of the world's customers; every world has few. */
static enum err
check_tiers(const struct simulation *s, const struct shop_records *r, struct errinfo *e)
{
	const char *names[16];
	const struct demand *d = &s->demand;
	struct names_allowed x = { "tier", names, 0, false };
	enum err err;

	for (size_t i = 0; i < r->customer_count && x.count < COUNT(names); i++)
		if (!text_is_empty(r->customers[i].tier) &&
		    !name_is_among(names, x.count, r->customers[i].tier))
			names[x.count++] = r->customers[i].tier;
	err = check_mix(s, d->tiers, d->tier_count, &x, e);
	for (size_t i = 0; err == ERR_OK && i < d->log_count; i++)
		err = check_cell(s, i, "tier", d->log[i].tier, &x, e);
	return err;
}

static bool
is_understood(const struct understander *u, const char *language)
{
	const char *name;

	for (size_t i = 0; (name = understander_language(u, i)) != NULL; i++)
		if (text_is(name, language))
			return true;
	return false;
}

/* What people speak: a language that the shop has words in, or that a message can be told to be in. */
static enum err
check_crews(const struct simulation *s, const struct world *w, const struct understander *u,
    struct arena *a, struct errinfo *e)
{
	const struct messages *m;
	size_t spoken = 0;
	const char **names;

	while (world_messages_at(w, spoken) != NULL)
		spoken++;
	names = arena_alloc(a, (spoken + 1) * sizeof(*names));
	for (size_t i = 0; (m = world_messages_at(w, i)) != NULL; i++)
		names[i] = messages_language(m);
	for (size_t i = 0; i < s->people.crew_count; i++) {
		const struct crew *c = &s->people.crews[i];
		const struct names_allowed x = { "language", names, spoken, true };

		for (size_t k = 0; k < c->language_count; k++) {
			if (!name_is_among(names, spoken, c->languages[k]) &&
			    (u == NULL || !is_understood(u, c->languages[k])))
				return missing(s, value_at(c->source, k), &x, c->languages[k], e);
		}
	}
	return ERR_OK;
}

enum err
names_check(const struct simulation *s, const struct world *w, const struct understander *u,
    const struct visitors *vs, struct errinfo *e)
{
	struct arena *a = arena_new();
	enum err err = check_channels(s, world_settings(w), a, e);

	if (err == ERR_OK && vs != NULL)
		err = check_personas(s, vs, a, e);
	if (err == ERR_OK && vs != NULL)
		err = check_tiers(s, world_records(w), e);
	if (err == ERR_OK)
		err = check_crews(s, w, u, a, e);
	arena_free(&a);
	return err;
}
