/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"
#include "tally.h"

#define BREACH_SCORE 10.0		/* a breach is worse than any score of the proxy */

void
kept_init(struct kept_list *k, size_t keep)
{
	k->keep = keep;
	k->worst = worst_new(keep);
	k->items = mem_zero(keep, sizeof(*k->items));
}

static void
forget(struct kept *x)
{
	mem_free(x->scenario);
	mem_free(x->persona);
	mem_free(x->channel);
	mem_free(x->reason);
	mem_free(x->why);
	mem_free(x->transcript);
	memset(x, 0, sizeof(*x));
}

void
kept_clear(struct kept_list *k)
{
	for (size_t i = 0; i < k->keep; i++)
		forget(&k->items[i]);
	mem_free(k->items);
	worst_free(&k->worst);
	k->items = NULL;
}

static char *
copy(const char *s)
{
	return mem_text(s == NULL ? "" : s);
}

static uint64_t
id_of(int64_t replication, int64_t number, int64_t visit)
{
	return (uint64_t)replication << 44 | ((uint64_t)number & 0xfffffffff) << 8 |
	    ((uint64_t)visit & 0xff);
}

void
kept_add(struct kept_list *k, const struct told *t, const struct value *transcript)
{
	const struct contact *c = t->c;
	double score = (isfinite(t->proxy) ? SATISFACTION_MOST - t->proxy : 0) +
	    (c->changes + c->statements + c->again > 0 ? BREACH_SCORE : 0);
	struct kept *x;
	struct str text;
	size_t place;

	if (!worst_add(k->worst, score, id_of(c->replication, c->number, c->visit), &place))
		return;
	x = &k->items[place];
	forget(x);
	str_init(&text);
	if (transcript != NULL)
		value_print(&text, transcript);
	*x = (struct kept){ c->replication, c->number, c->visit, c->changes + c->statements + c->again,
		t->proxy, copy(c->scenario),
		copy(c->persona), copy(c->channel),
		copy(c->outcome.handed_off ? handoff_reason_name(c->reason) : ""), copy(c->why),
		str_take(&text) };
}

static struct kept
double_of(const struct kept *x)
{
	return (struct kept){ x->replication, x->number, x->visit, x->breaches, x->proxy,
		copy(x->scenario),
		copy(x->persona), copy(x->channel), copy(x->reason), copy(x->why),
		copy(x->transcript) };
}

void
kept_merge(struct kept_list *into, struct kept_list *from)
{
	const struct worst_item *items = worst_items(from->worst);
	size_t count = worst_count(from->worst), place;

	for (size_t i = 0; i < count; i++) {
		if (!worst_add(into->worst, items[i].score, items[i].id, &place))
			continue;
		forget(&into->items[place]);
		into->items[place] = double_of(&from->items[items[i].place]);
	}
}

void
kept_to_value(struct kept_list *k, struct value *list)
{
	const struct worst_item *items = worst_items(k->worst);

	for (size_t i = 0; i < worst_count(k->worst); i++) {
		const struct kept *x = &k->items[items[i].place];
		struct value *v = value_add_map(list);

		value_set_real(v, "score", items[i].score);
		value_set_int(v, "replication", x->replication);
		value_set_int(v, "number", x->number);
		value_set_int(v, "visit", x->visit);
		value_set_int(v, "breaches", x->breaches);
		value_set_real(v, "proxy", x->proxy);
		value_set_text(v, "scenario", x->scenario);
		value_set_text(v, "persona", x->persona);
		value_set_text(v, "channel", x->channel);
		value_set_text(v, "reason", x->reason);
		value_set_text(v, "why", x->why);
		value_set_text(v, "transcript", x->transcript);
	}
}

enum err
kept_from_value(struct kept_list *k, const struct value *list, struct errinfo *e)
{
	size_t place;

	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i);
		struct kept x = { value_get_int(v, "replication", -1), value_get_int(v, "number", -1),
			value_get_int(v, "visit", -1), value_get_int(v, "breaches", 0),
			value_get_real(v, "proxy", NAN), NULL, NULL,
			NULL, NULL, NULL, NULL };
		double score = value_get_real(v, "score", NAN);

		if (i >= k->keep || !isfinite(score) || !isfinite(x.proxy) || x.replication < 0 ||
		    x.number < 0 || x.visit < 0)
			return value_err(e, ERR_INPUT, v, "this isn't one of the worst contacts");
		if (!worst_add(k->worst, score, id_of(x.replication, x.number, x.visit), &place))
			continue;
		x.scenario = copy(value_get_text(v, "scenario"));
		x.persona = copy(value_get_text(v, "persona"));
		x.channel = copy(value_get_text(v, "channel"));
		x.reason = copy(value_get_text(v, "reason"));
		x.why = copy(value_get_text(v, "why"));
		x.transcript = copy(value_get_text(v, "transcript"));
		forget(&k->items[place]);
		k->items[place] = x;
	}
	return ERR_OK;
}
