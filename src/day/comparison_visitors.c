/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who came on both sides of a comparison, and who on one alone: a visitor is the same where
 * replication and number are.
 */
#include "compare.h"
#include "floorwalker/base/str.h"

#define COUNTED 2			/* of them something counts; 1: they came at all */

void
by_visitor_came(struct by_visitor *v, size_t at, bool counts)
{
	v->came[at] |= (uint8_t)(counts ? COUNTED | 1 : 1);
}

static uint8_t
came(const struct by_visitor *v, size_t at)
{
	return at < v->room ? v->came[at] : 0;
}

void
comparison_add_visitors(
    struct comparison *c, const struct by_visitor *of_a, const struct by_visitor *of_b)
{
	size_t room = of_a->room > of_b->room ? of_a->room : of_b->room;

	for (size_t i = 0; i < room; i++) {
		uint8_t a = came(of_a, i), b = came(of_b, i);

		if (((a | b) & COUNTED) == 0)
			continue;
		c->came_both += a != 0 && b != 0;
		c->came_alone[0] += b == 0;
		c->came_alone[1] += a == 0;
	}
}

/* ---- whether it is the same people who come */

static bool
texts_are(const char *one, const char *two)
{
	return text_is(one == NULL ? "" : one, two == NULL ? "" : two);
}

static bool
mix_is(const struct share *one, size_t count, const struct share *two, size_t other_count)
{
	bool same = count == other_count;

	for (size_t i = 0; same && i < count; i++)
		same = text_is(one[i].name, two[i].name) && !(one[i].weight < two[i].weight) &&
		    !(one[i].weight > two[i].weight);
	return same;
}

static bool
log_is(const struct demand *one, const struct demand *two)
{
	bool same = one->logged == two->logged && one->log_count == two->log_count;

	for (size_t i = 0; same && i < one->log_count; i++) {
		const struct arrival *x = &one->log[i], *y = &two->log[i];

		same = texts_are(x->scenario, y->scenario) && texts_are(x->persona, y->persona) &&
		    texts_are(x->channel, y->channel) && texts_are(x->tier, y->tier) &&
		    texts_are(x->language, y->language);
	}
	return same;
}

static bool
script_is(const struct day_options *one, const struct day_options *two)
{
	const struct simulation *x = one->simulation, *y = two->simulation;
	bool same = x->script_path_count == y->script_path_count;

	for (size_t i = 0; same && i < x->script_path_count; i++)
		same = text_is(x->script_paths[i], y->script_paths[i]);
	return same || (one->script != NULL && one->script == two->script);
}

bool
comparison_has_same_shoppers(const struct compare_options *o)
{
	const struct day_options *one = &o->sides[0].day, *two = &o->sides[1].day;
	const struct demand *x = &one->simulation->demand, *y = &two->simulation->demand;

	return texts_are(one->simulation->world, two->simulation->world) && script_is(one, two) &&
	    mix_is(x->scenarios, x->scenario_count, y->scenarios, y->scenario_count) &&
	    mix_is(x->personas, x->persona_count, y->personas, y->persona_count) &&
	    mix_is(x->channels, x->channel_count, y->channels, y->channel_count) &&
	    mix_is(x->tiers, x->tier_count, y->tiers, y->tier_count) &&
	    mix_is(x->languages, x->language_count, y->languages, y->language_count) && log_is(x, y);
}

void
comparison_set_arrivals(const struct comparison *c, struct value *out)
{
	struct value *v = value_set_map(out, "arrivals");

	value_set_int(v, "both", c->came_both);
	value_set_int(v, "a_alone", c->came_alone[0]);
	value_set_int(v, "b_alone", c->came_alone[1]);
	value_set_bool(v, "same_shoppers", comparison_has_same_shoppers(c->options));
}
