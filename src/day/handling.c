/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/day/handling.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/str.h"
#include "floorwalker/desk/events.h"
#include "floorwalker/model/conversation.h"
#include "floorwalker/stats/fit.h"
#include "floorwalker/store/event.h"

#define PAGE 1000
#define SAMPLE_MOST 2000000

struct sample {
	double *values;
	size_t count, room;
};

/* A conversation that a person has, or waits for one. */
struct open_case {
	int64_t id;			/* 0: a free place */
	enum handoff_reason reason;
	int64_t got_ms, wrap_ms;	/* 0: not */
	bool has_answered, is_alone;
	char agent[64];
};

struct learning {
	int64_t since_ms;
	struct sample by_reason[HANDOFF_COUNT], all, wrap_up, first_reply;
	int64_t alone;
	struct open_case *cases;	/* few at a time: those that are open */
	size_t case_count, case_room;
};

static void
add(struct sample *s, int64_t ms)
{
	if (ms <= 0 || s->count == SAMPLE_MOST)
		return;
	if (s->count == s->room) {
		s->room = s->room == 0 ? 256 : s->room * 2;
		s->values = mem_grow(s->values, s->room, sizeof(*s->values));
	}
	s->values[s->count++] = (double)ms;
}

static struct open_case *
find(struct learning *l, int64_t id)
{
	for (size_t i = 0; i < l->case_count; i++)
		if (l->cases[i].id == id)
			return &l->cases[i];
	return NULL;
}

static struct open_case *
find_or_add(struct learning *l, int64_t id)
{
	struct open_case *c = find(l, id);

	if (c != NULL)
		return c;
	if (l->case_count == l->case_room) {
		l->case_room = l->case_room == 0 ? 64 : l->case_room * 2;
		l->cases = mem_grow(l->cases, l->case_room, sizeof(*l->cases));
	}
	c = &l->cases[l->case_count++];
	*c = (struct open_case){ .id = id, .reason = HANDOFF_OTHER };
	return c;
}

/* The person has it no more, at an instant. */
static void
leave(struct learning *l, struct open_case *c, int64_t at_ms)
{
	if (c->got_ms == 0)
		return;
	add(&l->by_reason[c->reason], at_ms - c->got_ms);
	add(&l->all, at_ms - c->got_ms);
	l->alone += c->is_alone;
	c->got_ms = 0;
}

static void
get(struct learning *l, struct open_case *c, const char *agent, int64_t at_ms)
{
	leave(l, c, at_ms);
	c->got_ms = at_ms;
	c->has_answered = false;
	c->is_alone = true;
	snprintf(c->agent, sizeof(c->agent), "%s", agent);
	for (size_t i = 0; i < l->case_count; i++) {
		struct open_case *other = &l->cases[i];

		if (other != c && (other->got_ms != 0 || other->wrap_ms != 0) &&
		    text_is(other->agent, agent))
			other->is_alone = c->is_alone = false;
	}
}

static void
forget(struct learning *l, struct open_case *c)
{
	*c = l->cases[--l->case_count];
}

static void
see(struct learning *l, const struct event *x, const struct value *data)
{
	struct open_case *c;

	if (text_is(x->kind, EVENT_OWNER_QUEUED)) {
		c = find_or_add(l, x->conversation_id);
		leave(l, c, x->at_ms);
		(void)handoff_reason_from(value_get_text(data, "reason"), &c->reason);
	} else if (text_is(x->kind, EVENT_OWNER_TAKEN) || text_is(x->kind, EVENT_OWNER_ASSIGNED)) {
		c = find_or_add(l, x->conversation_id);
		get(l, c, value_get_text(data, "agent"), x->at_ms);
	} else if ((c = find(l, x->conversation_id)) == NULL) {
		return;
	} else if (text_is(x->kind, "message.agent")) {
		if (c->got_ms != 0 && !c->has_answered)
			add(&l->first_reply, x->at_ms - c->got_ms);
		c->has_answered = true;
	} else if (text_is(x->kind, EVENT_OWNER_WRAP_UP)) {
		leave(l, c, x->at_ms);
		c->wrap_ms = x->at_ms;
	} else if (text_is(x->kind, EVENT_OWNER_TRANSFERRED)) {
		leave(l, c, x->at_ms);
	} else if (text_is(x->kind, EVENT_OWNER_GIVEN_BACK) ||
	    text_is(x->kind, EVENT_CONVERSATION_CLOSED)) {
		leave(l, c, x->at_ms);
		if (c->wrap_ms != 0)
			add(&l->wrap_up, x->at_ms - c->wrap_ms);
		forget(l, c);
	}
}

static bool
matters(const char *kind)
{
	return text_starts(kind, "owner.") || text_is(kind, EVENT_CONVERSATION_CLOSED) ||
	    text_is(kind, "message.agent");
}

static enum err
read_log(struct learning *l, struct store *s, struct errinfo *e)
{
	int64_t after = 0;
	enum err err = ERR_OK;
	bool more = true;

	while (err == ERR_OK && more) {
		struct arena *a = arena_new();
		struct event_list list = { 0 };

		err = store_event_after(s, a, after, PAGE, &list, e);
		more = list.count > 0;
		for (size_t i = 0; err == ERR_OK && i < list.count; i++) {
			const struct event *x = &list.items[i];
			struct value *data;
			struct errinfo ignored;

			after = x->id;
			if (x->at_ms < l->since_ms || x->conversation_id == 0 || !matters(x->kind))
				continue;
			if (value_parse_json(a, "event", x->data, strlen(x->data),
				&value_limits_message, &data, &ignored) == ERR_OK)
				see(l, x, data);
		}
		arena_free(&a);
	}
	return err;
}

/* ---- what they come to */

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
quantile(const struct sample *s, double p)
{
	size_t rank = (size_t)ceil(p * (double)s->count);

	return s->values[rank == 0 ? 0 : rank - 1];
}

static void
tell(struct sample *s, struct arena *a, struct value *v)
{
	struct value *times;
	struct errinfo ignored;
	struct fit fit;
	double sum = 0;

	value_set_int(v, "n", (int64_t)s->count);
	if (s->count == 0)
		return;
	qsort(s->values, s->count, sizeof(*s->values), compare);
	for (size_t i = 0; i < s->count; i++)
		sum += s->values[i];
	value_set_int(v, "mean_ms", llround(sum / (double)s->count));
	value_set_int(v, "median_ms", llround(quantile(s, 0.5)));
	value_set_int(v, "p95_ms", llround(quantile(s, 0.95)));
	if (s->count >= HANDLING_LEAST &&
	    fit_lognormal(s->values, s->count, &fit, &ignored) == ERR_OK) {
		struct value *f = value_set_map(v, "fit");

		value_set_text(f, "law", "lognormal");
		value_set_int(f, "median_ms", llround(exp(fit.law.a)));
		value_set_real(f, "sigma", round(fit.law.b * 1e4) / 1e4);
		value_set_real(f, "ks", fit.ks.statistic);
		value_set_real(f, "p", fit.ks.p);
		return;
	}
	value_set(v, "fit", value_null(a));
	times = value_set_list(v, "times_ms");
	for (size_t i = 0; i < s->count && i < HANDLING_LEAST; i++)
		value_add(times, value_int(a, (int64_t)s->values[i]));
}

static void
tell_all(struct learning *l, struct arena *a, struct value *out)
{
	struct value *list, *v;

	value_set_int(out, "contacts", (int64_t)l->all.count);
	value_set_int(out, "since_ms", l->since_ms);
	value_set(out, "alone_share",
	    l->all.count > 0 ? value_real(a, (double)l->alone / (double)l->all.count)
			     : value_null(a));
	list = value_set_list(out, "handling");
	v = value_add_map(list);
	value_set_text(v, "reason", "otherwise");
	tell(&l->all, a, v);
	for (int i = 1; i < HANDOFF_COUNT; i++) {
		if (l->by_reason[i].count == 0)
			continue;
		v = value_add_map(list);
		value_set_text(v, "reason", handoff_reason_name((enum handoff_reason)i));
		tell(&l->by_reason[i], a, v);
	}
	tell(&l->first_reply, a, value_set_map(out, "first_reply"));
	tell(&l->wrap_up, a, value_set_map(out, "wrap_up"));
}

enum err
handling_learn(struct store *s, struct arena *a, int64_t since_ms, struct value **result,
    struct errinfo *e)
{
	struct learning l = { .since_ms = since_ms };
	enum err err = read_log(&l, s, e);

	if (err == ERR_OK) {
		*result = value_map(a);
		tell_all(&l, a, *result);
	}
	for (int i = 0; i < HANDOFF_COUNT; i++)
		mem_free(l.by_reason[i].values);
	mem_free(l.all.values);
	mem_free(l.wrap_up.values);
	mem_free(l.first_reply.values);
	mem_free(l.cases);
	return err;
}

/* ---- as a file */

/* Times are written to the second; what is shorter counts as one. */
static void
put_law(struct str *out, const struct value *v)
{
	const struct value *fit = value_get(v, "fit"), *times = value_get(v, "times_ms");

	if (!value_is_null(fit)) {
		int64_t s = (value_get_int(fit, "median_ms", 0) + 500) / 1000;

		str_addf(out, "{median: %llds, sigma: %.4g}", (long long)(s > 0 ? s : 1),
		    value_get_real(fit, "sigma", 0));
		return;
	}
	str_add(out, "{law: empirical, values: [");
	for (size_t i = 0; i < value_count(times); i++) {
		int64_t s = (value_as_int(value_at(times, i), 0) + 500) / 1000;

		str_addf(out, "%s%llds", i > 0 ? ", " : "", (long long)(s > 0 ? s : 1));
	}
	str_add(out, "]}");
}

static void
put_part(struct str *out, const char *indent, const char *key, const struct value *v)
{
	if (value_get_int(v, "n", 0) == 0)
		return;
	str_addf(out, "%s%s: ", indent, key);
	put_law(out, v);
	str_addf(out, "  # %lld of them\n", (long long)value_get_int(v, "n", 0));
}

void
handling_yaml(const struct value *result, struct str *out)
{
	const struct value *list = value_get(result, "handling");
	double alone = value_get_real(result, "alone_share", NAN);

	if (value_get_int(result, "contacts", 0) == 0) {
		str_add(out, "# nobody has handled a conversation in this time\n");
		return;
	}
	str_add(out, "people:\n");
	if (!isnan(alone) && alone < 0.9)
		str_addf(out,
		    "  # %.0f %% of these had their agent alone; the others' times hold the waiting for one another\n  slow_down: 0\n",
		    alone * 100);
	str_add(out, "  handling:\n");
	for (size_t i = 0; i < value_count(list); i++)
		put_part(out, "    ", value_get_text(value_at(list, i), "reason"),
		    value_at(list, i));
	put_part(out, "  ", "first_reply", value_get(result, "first_reply"));
	put_part(out, "  ", "wrap_up", value_get(result, "wrap_up"));
}
