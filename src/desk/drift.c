/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether what shoppers want, or how sure the AI is of it, has drifted.
 */
#include "floorwalker/desk/learn.h"

#include <stdlib.h>
#include <string.h>

#include "private.h"

/* One measure: how a turn becomes a category. A turn that gives as many as there are is left
 * out. */
struct measure {
	const char *name, *title;
	size_t categories;
	uint32_t (*of)(const struct drift_turn *t);
};

static uint32_t of_intent(const struct drift_turn *t) { return t->intent; }
static uint32_t of_sure(const struct drift_turn *t) { return t->sure; }
static uint32_t of_confidence(const struct drift_turn *t) { return t->confidence; }
static uint32_t of_outside(const struct drift_turn *t) { return t->outside; }

/* Both samples over the same names. */
struct samples {
	struct arena *a;
	const char **names;
	size_t count;
	struct drift_turn *turns[2];	/* period, reference */
	size_t turn_count[2];
};

static size_t
name_at(struct samples *p, const char *name)
{
	for (size_t i = 0; i < p->count; i++)
		if (text_is(p->names[i], name))
			return i;
	p->names[p->count] = name;
	return p->count++;
}

static void
join(struct samples *p, const struct drift_sample *s, int side)
{
	size_t *place = arena_alloc(p->a, (s->intent_count + 1) * sizeof *place);
	for (size_t i = 0; i < s->intent_count; i++)
		place[i] = name_at(p, s->intents[i]);
	p->turns[side] = arena_alloc(p->a, (s->count + 1) * sizeof *p->turns[side]);
	p->turn_count[side] = s->count;
	for (size_t i = 0; i < s->count; i++) {
		p->turns[side][i] = s->turns[i];
		p->turns[side][i].intent = (uint32_t)place[s->turns[i].intent];
	}
}

static void
lay_out(struct samples *p, int side, const struct measure *m, struct drift_period *out)
{
	const struct drift_turn *t = p->turns[side];
	size_t count = p->turn_count[side], n = 0, c = 0;
	uint32_t *category = arena_alloc(p->a, (count + 1) * sizeof *category);
	size_t *begin = arena_alloc(p->a, (count + 2) * sizeof *begin);
	for (size_t i = 0; i < count; i++) {
		uint32_t is = m->of(&t[i]);
		if (i > 0 && t[i].conversation_id != t[i - 1].conversation_id && n > begin[c])
			begin[++c] = n;
		if (is < m->categories)
			category[n++] = is;
	}
	if (n > begin[c])
		begin[++c] = n;
	*out = (struct drift_period){category, begin, c};
}

struct part {
	size_t category;
	double n, reference_n, part;
};

static int
by_part(const void *a, const void *b)
{
	const struct part *x = a, *y = b;
	if (x->part > y->part || x->part < y->part)
		return x->part > y->part ? -1 : 1;
	return x->category < y->category ? -1 : x->category > y->category;
}

static const char *
category_name(const struct samples *p, const struct measure *m, size_t i)
{
	if (text_is(m->name, "intents"))
		return p->names[i];
	if (text_is(m->name, "out_of_scope"))
		return i == 0 ? "in scope" : "out of scope";
	return arena_printf(p->a, "%.1f to %.1f", (double)i / DRIFT_BINS,
	    (double)(i + 1) / DRIFT_BINS);
}

static void
count_parts(const struct drift_period *now, const struct drift_period *before, struct part *parts)
{
	for (size_t i = 0; i < now->begin[now->conversations]; i++)
		parts[now->category[i]].n += 1;
	for (size_t i = 0; i < before->begin[before->conversations]; i++)
		parts[before->category[i]].reference_n += 1;
}

static void
tell_parts(struct samples *p, const struct measure *m, const struct drift *d, struct part *parts,
    struct value *list)
{
	if (text_is(m->name, "intents"))	/* bins stay in their order */
		qsort(parts, m->categories, sizeof *parts, by_part);
	for (size_t i = 0; i < m->categories; i++) {
		struct value *v = value_add_map(list);
		value_set_text(v, "name", category_name(p, m, parts[i].category));
		value_set_int(v, "n", (int64_t)parts[i].n);
		value_set_int(v, "reference_n", (int64_t)parts[i].reference_n);
		value_set_real(v, "share", parts[i].n / (double)(d->turns ? d->turns : 1));
		value_set_real(v, "reference_share",
		    parts[i].reference_n / (double)(d->reference_turns ? d->reference_turns : 1));
		value_set_real(v, "part", parts[i].part);
	}
}

/* What one measure has too little of, or NULL. */
static const char *
too_little(struct arena *a, const struct drift_period *now, const struct drift_period *before,
    int64_t least)
{
	int64_t n = (int64_t)now->conversations, m = (int64_t)before->conversations;
	bool is_now = n < least;
	if (!is_now && m >= least)
		return NULL;
	return arena_printf(a,
	    "the %s has %lld conversation%s to judge by; a figure takes at least %lld",
	    is_now ? "period" : "reference", (long long)(is_now ? n : m),
	    (is_now ? n : m) == 1 ? "" : "s", (long long)least);
}

static void
tell_measure(struct samples *p, const struct measure *m, const struct drift_asked *asked,
    struct value *list)
{
	struct value *v = value_add_map(list);
	struct part *parts = arena_alloc(p->a, (m->categories + 1) * sizeof *parts);
	double *addends = arena_alloc(p->a, (m->categories + 1) * sizeof *addends);
	struct drift_period now, before;
	struct drift d;
	lay_out(p, 0, m, &now);
	lay_out(p, 1, m, &before);
	const char *missing = too_little(p->a, &now, &before, asked->least);
	value_set_text(v, "name", m->name);
	value_set_text(v, "title", m->title);
	value_set_int(v, "n", (int64_t)now.begin[now.conversations]);
	value_set_int(v, "reference_n", (int64_t)before.begin[before.conversations]);
	value_set_int(v, "conversations", (int64_t)now.conversations);
	value_set_int(v, "reference_conversations", (int64_t)before.conversations);
	if (missing != NULL) {
		value_set_text(v, "missing", missing);
		return;
	}
	drift_measure(&now, &before, m->categories, &asked->options, addends, &d);
	enum drift_worry worry = drift_worry(&d, asked->watch, asked->act);
	value_set_real(v, "index", d.index);
	value_set_real(v, "low", d.low);
	value_set_real(v, "high", d.high);
	value_set_real(v, "chance", d.chance);
	value_set_text(v, "worry", drift_worry_name(worry));
	value_set_text(v, "advice", drift_worry_advice(worry));
	count_parts(&now, &before, parts);
	for (size_t i = 0; i < m->categories; i++) {
		parts[i].category = i;
		parts[i].part = addends[i];
	}
	tell_parts(p, m, &d, parts, value_set_list(v, "parts"));
}

/* ---- examples */

static enum err
tell_message(struct store *s, struct arena *a, const struct drift_turn *t, const char *intent,
    struct value *list, struct errinfo *e)
{
	struct message_list messages;
	enum err err =
	    store_message_list(s, a, t->conversation_id, t->number - 1, &messages, e);
	if (err != ERR_OK || messages.count == 0 || messages.items[0].number != t->number)
		return err;	/* nothing with that number: nothing to show */
	struct value *v = value_add_map(list);
	value_set_text(
	    v, "conversation", arena_printf(a, "C-%lld", (long long)t->conversation_id));
	value_set_int(v, "message", t->number);
	value_set_text(v, "text", messages.items[0].text);
	value_set_text(v, "intent", intent);
	value_set_real(v, "out_of_scope", t->outside_probability);
	return ERR_OK;
}

static int
by_outside(const void *a, const void *b)
{
	const struct drift_turn *x = *(const struct drift_turn *const *)a,
				*y = *(const struct drift_turn *const *)b;
	if (x->outside_probability > y->outside_probability ||
	    x->outside_probability < y->outside_probability)
		return x->outside_probability > y->outside_probability ? -1 : 1;
	return x->turn_id < y->turn_id ? 1 : x->turn_id > y->turn_id ? -1 : 0;
}

/* The surest ones first. */
static enum err
tell_outside(
    struct store *s, struct samples *p, size_t limit, struct value *list, struct errinfo *e)
{
	const struct drift_turn **found =
	    arena_alloc(p->a, (p->turn_count[0] + 1) * sizeof(const struct drift_turn *));
	size_t count = 0;
	enum err err = ERR_OK;
	for (size_t i = 0; i < p->turn_count[0]; i++)
		if (p->turns[0][i].outside)
			found[count++] = &p->turns[0][i];
	qsort(found, count, sizeof(const struct drift_turn *), by_outside);
	for (size_t i = 0; i < count && i < limit && err == ERR_OK; i++)
		err = tell_message(s, p->a, found[i], p->names[found[i]->intent], list, e);
	return err;
}

/* The newest of the intents whose share grew and that add most to the index. */
static enum err
tell_grown(struct store *s, struct samples *p, const struct value *measure, size_t limit,
    struct value *list, struct errinfo *e)
{
	const struct value *parts = value_get(measure, "parts");
	size_t told = 0;
	enum err err = ERR_OK;
	for (size_t i = 0; i < value_count(parts) && told < 3; i++) {
		const struct value *part = value_at(parts, i);
		const char *name = value_get_text(part, "name");
		size_t intent = name_at(p, name), left = limit;
		if (value_get_real(part, "share", 0) <=
		    value_get_real(part, "reference_share", 0))
			continue;
		struct value *v = value_add_map(list);
		value_set_text(v, "intent", name);
		value_set_real(v, "share", value_get_real(part, "share", 0));
		value_set_real(v, "reference_share", value_get_real(part, "reference_share", 0));
		struct value *messages = value_set_list(v, "messages");
		for (size_t j = p->turn_count[0]; j-- > 0 && left > 0 && err == ERR_OK;)
			if (p->turns[0][j].intent == intent) {
				err = tell_message(s, p->a, &p->turns[0][j], name, messages, e);
				left--;
			}
		told++;
	}
	return err;
}

/* ---- the whole */

static void
tell_sample(struct value *map, const char *key, const struct drift_sample *s)
{
	struct value *v = value_set_map(map, key);
	value_set_int(v, "from_ms", s->from_ms);
	value_set_int(v, "until_ms", s->until_ms);
	value_set_int(v, "conversations", s->conversations);
	value_set_int(v, "judged", s->judged);
	value_set_int(v, "turns",
	    (int64_t)s->count + s->without_trace + s->nothing_said + s->unfinished);
	value_set_int(v, "understood", (int64_t)s->count);
	value_set_int(v, "without_trace", s->without_trace);
	value_set_int(v, "nothing_said", s->nothing_said);
	value_set_int(v, "unfinished", s->unfinished);
}

static void
tell_settings(struct value *map, const struct drift_asked *asked)
{
	struct value *v = value_set_map(map, "settings");
	value_set_real(v, "watch", asked->watch);
	value_set_real(v, "act", asked->act);
	value_set_real(v, "smoothing", asked->options.smoothing);
	value_set_int(v, "resamples", (int64_t)asked->options.resamples);
	value_set_int(v, "seed", (int64_t)asked->options.seed);
	value_set_int(v, "least", asked->least);
}

enum err
desk_drift(struct store *s, struct arena *a, const struct drift_sample *period,
    const struct drift_sample *reference, const struct drift_asked *asked, struct value **out,
    struct errinfo *e)
{
	struct samples p = {.a = a};
	struct value *map = value_map(a), *measures, *examples;
	p.names = arena_alloc(
	    a, (period->intent_count + reference->intent_count + 1) * sizeof *p.names);
	join(&p, period, 0);
	join(&p, reference, 1);
	const struct measure all[] = {
	    {"intents", "what shoppers want", p.count, of_intent},
	    {"sure", "how sure the AI is of it", DRIFT_BINS, of_sure},
	    {"confidence", "how sure the AI is of its reply", DRIFT_BINS, of_confidence},
	    {"out_of_scope", "what is no wish of a shop", 2, of_outside},
	};
	value_set_int(map, "version", 1);
	tell_sample(map, "period", period);
	tell_sample(map, "reference", reference);
	tell_settings(map, asked);
	measures = value_set_list(map, "measures");
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		tell_measure(&p, &all[i], asked, measures);
	examples = value_set_map(map, "examples");
	enum err err = tell_grown(s, &p, value_at(measures, 0), asked->examples,
	    value_set_list(examples, "grown"), e);
	if (err == ERR_OK)
		err = tell_outside(
		    s, &p, asked->examples, value_set_list(examples, "out_of_scope"), e);
	*out = map;
	return err;
}
