/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/desk/threshold.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "used.h"

#define PAGE 500
#define TURNS_MOST 4000000

_Static_assert(USED_SOURCES == 5, "the report has a place for each source of labels");

struct seen {
	int64_t id, conversation_id, created_ms;
	const char *intent;		/* interned */
	struct threshold_turn turn;
	bool is_reply;
};

struct told { int64_t conversation_id, id; struct used_event event; };

/* A look that is under way, piece by piece. */
struct look {
	struct desk *d;
	struct arena *a;		/* of the whole look: names, visits */
	struct threshold_report report, *out;	/* out: report */
	enum { LOOK_TURNS, LOOK_VISITS, LOOK_TOLD, LOOK_DONE } phase;
	int64_t days;
	int64_t after_ms, after_id;	/* the last turn that was read */
	size_t visit_at;		/* the turn whose conversation is read next */
	int64_t told_after;
	struct told *told;
	size_t told_count, told_room;
	struct seen *seen;
	size_t count, room;
	const char **names;		/* of intents, few */
	size_t name_count;
	struct used_visit *visits;	/* by the id of the conversation */
	size_t visit_count;
};

static const char *
intern(struct look *l, const char *name)
{
	for (size_t i = 0; i < l->name_count; i++)
		if (strcmp(l->names[i], name) == 0)
			return l->names[i];
	l->names = mem_grow(l->names, l->name_count + 1, sizeof *l->names);
	return l->names[l->name_count++] = arena_text(l->a, name);
}

/* ---- turns */

/* Any gate but that of the confidence; a turn that never came to the gates was held by what stopped
 * it. */
static bool
is_held(const struct turn *t, const struct value *trace)
{
	const struct value *gates = value_get(trace, "gates");
	if (t->state == TURN_SENT)
		return false;
	for (size_t i = 0; i < value_count(gates); i++)
		if (!value_get_bool(value_at(gates, i), "passed", true) &&
		    !text_is(value_get_text(value_at(gates, i), "gate"),
			handoff_reason_name(HANDOFF_UNSURE)))
			return true;
	return value_count(gates) == 0 ||
	    !text_is(value_get_text(trace, "reason"), handoff_reason_name(HANDOFF_UNSURE));
}

static int64_t
money_of(const struct value *trace)
{
	const struct value *list = value_get(trace, "proposals");
	int64_t sum = 0;
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *p = value_at(list, i);
		int64_t amount = value_get_int(p, "amount", 0);
		enum action_kind kind;
		if (text_is(value_get_text(p, "outcome"), "approve") &&
		    !value_get_bool(p, "repeated", false) &&
		    action_kind_from(value_get_text(p, "kind"), &kind) &&
		    action_kind_is_money(kind))
			(void)money_add(sum, amount < 0 ? -amount : amount, &sum);
	}
	return sum;
}

/* Most traces are never parsed: what only they tell stands in few of them. */
static bool
tells_more(const struct turn *t)
{
	return t->state == TURN_HANDED_OFF || strstr(t->trace, "\"proposals\":[{") != NULL ||
	    strstr(t->trace, "\"small_talk\":true") != NULL;
}

static void
see(struct look *l, struct arena *page, const struct turn *t)
{
	struct value *trace = NULL;
	if (l->count == l->room)
		l->seen = mem_grow(l->seen, l->room = l->room * 2 + 1024, sizeof *l->seen);
	struct seen *x = &l->seen[l->count++];
	*x = (struct seen){.id = t->id,
	    .conversation_id = t->conversation_id,
	    .created_ms = t->created_ms,
	    .intent = intern(l, t->intent),
	    .is_reply = t->state == TURN_SENT,
	    .turn.confidence = t->confidence};
	if (!tells_more(t))
		return;
	if (value_parse_json(page, "trace", t->trace, strlen(t->trace), &value_limits_file, &trace,
		NULL) != ERR_OK)
		trace = NULL;
	if (value_get_bool(trace, "passed_on", false)) {	/* the world's sentence, not the AI's */
		l->count--;
		return;
	}
	x->turn.held = is_held(t, trace);
	x->turn.exempt = value_as_bool(value_path(trace, "draft.small_talk"), false);
	x->turn.money = money_of(trace);
}

static int
by_conversation(const void *a, const void *b)
{
	const struct seen *x = a, *y = b;
	if (x->conversation_id != y->conversation_id)
		return x->conversation_id < y->conversation_id ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

/* One page; goes on to the next phase after the last. */
static enum err
read_turns(struct look *l, struct errinfo *e)
{
	struct arena *page = arena_new();
	struct turn_list list;
	enum err r =
	    store_turn_since(l->d->store, page, l->after_ms, l->after_id, PAGE, &list, e);
	for (size_t i = 0; r == ERR_OK && i < list.count; i++) {
		const struct turn *t = &list.items[i];
		/* a turn that answers no message tells of a decision */
		if (t->up_to > 0 && t->confidence >= 0 &&
		    (t->state == TURN_SENT || t->state == TURN_HANDED_OFF))
			see(l, page, t);
		l->after_ms = t->created_ms;
		l->after_id = t->id;
	}
	bool last = r == ERR_OK && list.count < PAGE;
	arena_free(&page);
	if (r == ERR_OK && l->count > TURNS_MOST)
		return err_set(e, ERR_LIMIT,
		    "more than %d turns in this time; look at fewer days", TURNS_MOST);
	if (!last)
		return r;
	if (l->count > 1)
		qsort(l->seen, l->count, sizeof *l->seen, by_conversation);
	l->visits = mem_grow(NULL, l->count + 1, sizeof *l->visits);
	l->phase = LOOK_VISITS;
	return r;
}

/* ---- conversations, and what was said of replies */

static size_t
end_of(const struct look *l, size_t from)
{
	size_t to = from;
	while (to < l->count && l->seen[to].conversation_id == l->seen[from].conversation_id)
		to++;
	return to;
}

/* What a conversation was about: the intent of its last reply that worked on one. */
static const char *
about(const struct look *l, size_t from, size_t to)
{
	const char *out = "";
	for (size_t i = from; i < to; i++)
		if (l->seen[i].is_reply && !used_is_talk(l->seen[i].intent))
			out = l->seen[i].intent;
	return out;
}

static enum err
read_visit(struct look *l, size_t from, size_t to, struct errinfo *e)
{
	struct arena *a = arena_new();
	struct conversation c;
	enum err r =
	    store_conversation_get(l->d->store, a, l->seen[from].conversation_id, &c, e);
	if (r == ERR_OK) {
		struct used_visit *x = &l->visits[l->visit_count++];
		*x = used_visit_of(&c, about(l, from, to));
		x->customer_id = arena_text(l->a, x->customer_id);
		x->contact = arena_text(l->a, x->contact);
		x->channel = intern(l, x->channel);
	}
	arena_free(&a);
	return r;
}

static enum err
read_visits(struct look *l, struct errinfo *e)
{
	enum err r = ERR_OK;
	for (int i = 0; r == ERR_OK && i < PAGE && l->visit_at < l->count; i++) {
		size_t to = end_of(l, l->visit_at);
		r = read_visit(l, l->visit_at, to, e);
		l->visit_at = to;
	}
	if (r == ERR_OK && l->visit_at == l->count)
		l->phase = LOOK_TOLD;
	return r;
}

static int
by_told(const void *a, const void *b)
{
	const struct told *x = a, *y = b;
	if (x->conversation_id != y->conversation_id)
		return x->conversation_id < y->conversation_id ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

static enum err
read_told(struct look *l, struct errinfo *e)
{
	struct arena *page = arena_new();
	struct event_list list;
	enum err r = store_event_of_use(l->d->store, page, l->told_after, PAGE, &list, e);
	for (size_t i = 0; r == ERR_OK && i < list.count; i++) {
		struct used_event x;
		l->told_after = list.items[i].id;
		if (list.items[i].at_ms < l->out->since_ms ||
		    !used_event_read(page, &list.items[i], &x))
			continue;
		if (l->told_count == l->told_room)
			l->told = mem_grow(l->told, l->told_room = l->told_room * 2 + 64,
			    sizeof *l->told);
		l->told[l->told_count++] = (struct told){
		    list.items[i].conversation_id, list.items[i].id, x};
	}
	if (r == ERR_OK && list.count < PAGE)
		l->phase = LOOK_DONE;
	arena_free(&page);
	return r;
}

/* ---- labels */

static void
take_labels(struct look *l, size_t from, const struct used_found *found, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (found->label[i] == USED_UNKNOWN)
			continue;
		bool right = used_is_right((enum used_source)found->label[i]);
		l->seen[from + i].turn.label = right ? THRESHOLD_RIGHT : THRESHOLD_WRONG;
		l->out->labelled++;
		l->out->wrong += !right;
		l->out->from[found->label[i]]++;
	}
	l->out->rewritten += (int64_t)found->rewritten;
	l->out->not_settled += found->not_settled;
}

static void
label_all(struct look *l)
{
	const struct told *told = l->told;
	size_t told_count = l->told_count;
	struct used_turn *turns = mem_grow(NULL, l->count + 1, sizeof *turns);
	struct used_event *events = mem_grow(NULL, told_count + 1, sizeof *events);
	struct used_found found = {.label = mem_grow(NULL, l->count + 1, sizeof *found.label)};
	size_t visit = 0, at = 0;
	for (size_t from = 0, to; from < l->count; from = to, visit++) {
		size_t said = 0;
		to = end_of(l, from);
		for (size_t i = from; i < to; i++)
			turns[i - from] = (struct used_turn){l->seen[i].id, l->seen[i].created_ms,
			    l->seen[i].intent, l->seen[i].is_reply};
		while (at < told_count && told[at].conversation_id < l->visits[visit].id)
			at++;
		for (; at < told_count && told[at].conversation_id == l->visits[visit].id; at++)
			events[said++] = told[at].event;
		used_label(&l->visits[visit], turns, to - from, events, said,
		    l->d->settings->recontact_ms, l->out->until_ms, &found);
		take_labels(l, from, &found, to - from);
	}
	mem_free(turns);
	mem_free(events);
	mem_free(found.label);
}

/* ---- figures */

static void
measure(struct look *l)
{
	struct threshold_report *out = l->out;
	size_t n = 0, groups = 0;
	int64_t last = 0;
	double *confidence = mem_grow(NULL, l->count + 1, sizeof *confidence);
	unsigned char *right = mem_grow(NULL, l->count + 1, 1);
	uint32_t *group = mem_grow(NULL, l->count + 1, sizeof *group);
	for (size_t i = 0; i < l->count; i++) {
		const struct seen *x = &l->seen[i];
		if (x->turn.label == THRESHOLD_UNKNOWN)
			continue;
		confidence[n] = x->turn.confidence;
		right[n] = x->turn.label == THRESHOLD_RIGHT;
		groups += n == 0 || x->conversation_id != last;
		last = x->conversation_id;
		group[n++] = (uint32_t)(groups - 1);
	}
	confidence_bins(confidence, right, n, out->bins, RELIABILITY_BINS);
	out->ece = n == 0 ? (double)NAN : 0;
	for (size_t b = 0; n > 0 && b < RELIABILITY_BINS; b++)
		if (out->bins[b].count > 0)
			out->ece += fabs((double)out->bins[b].right -
					out->bins[b].mean * (double)out->bins[b].count) /
			    (double)n;
	calibration_interval(confidence, right, group, n, groups, RELIABILITY_BINS,
	    RELIABILITY_RESAMPLES, 1, &out->ece_interval);
	mem_free(confidence);
	mem_free(right);
	mem_free(group);
}

static void
fill_rows(struct look *l)
{
	struct threshold_turn *turns = mem_grow(NULL, l->count + 1, sizeof *turns);
	double at[THRESHOLD_ROWS];
	struct threshold_report *out = l->out;
	for (size_t i = 0; i < l->count; i++) {
		turns[i] = l->seen[i].turn;
		if (!turns[i].held)
			(void)money_add(out->money, turns[i].money, &out->money);
	}
	out->row_count = threshold_grid(l->d->settings->gates.send_at, at, &out->today);
	for (size_t i = 0; i < out->row_count; i++)
		threshold_row(turns, l->count, at[i], &out->rows[i]);
	mem_free(turns);
}

static void
finish(struct look *l)
{
	if (l->told_count > 1)
		qsort(l->told, l->told_count, sizeof *l->told, by_told);
	used_find_returns(l->visits, l->visit_count, l->d->settings->recontact_ms);
	label_all(l);
	l->out->turns = (int64_t)l->count;
	l->out->conversations = (int64_t)l->visit_count;
	measure(l);
	fill_rows(l);
}

/* ---- a look, whole or by and by */

static struct look *
look_new(struct desk *d, int64_t since_ms, int64_t days)
{
	struct look *l = mem_zero(1, sizeof *l);
	l->d = d;
	l->a = arena_new();
	l->days = days;
	l->out = &l->report;
	l->report = (struct threshold_report){
	    .since_ms = since_ms, .until_ms = clock_now_ms(d->clock)};
	memcpy(l->report.currency, d->settings->currency, 3);
	l->after_ms = since_ms - 1;
	l->after_id = INT64_MAX;
	return l;
}

void
look_free(struct look **l)
{
	if (*l == NULL)
		return;
	mem_free((*l)->told);
	mem_free((*l)->seen);
	mem_free((*l)->names);
	mem_free((*l)->visits);
	arena_free(&(*l)->a);
	mem_free(*l);
	*l = NULL;
}

static enum err
look_on(struct look *l, struct errinfo *e)
{
	switch (l->phase) {
	case LOOK_TURNS: return read_turns(l, e);
	case LOOK_VISITS: return read_visits(l, e);
	case LOOK_TOLD: return read_told(l, e);
	default: return ERR_OK;
	}
}

enum err
desk_threshold(
    struct desk *d, int64_t since_ms, struct threshold_report *out, struct errinfo *e)
{
	struct look *l = look_new(d, since_ms, 0);
	enum err r = ERR_OK;
	while (r == ERR_OK && l->phase != LOOK_DONE)
		r = look_on(l, e);
	if (r == ERR_OK) {
		finish(l);
		*out = l->report;
	}
	look_free(&l);
	return r;
}

enum err
desk_threshold_some(struct desk *d, int64_t days, int pieces, bool *done, int64_t *turns,
    struct threshold_report *out, struct errinfo *e)
{
	enum err r = ERR_OK;
	if (d->look != NULL && d->look->days != days)
		look_free(&d->look);
	if (d->look == NULL)
		d->look = look_new(d, clock_now_ms(d->clock) - days * DATE_DAY_MS, days);
	struct look *l = d->look;
	*done = l->phase == LOOK_DONE;	/* the last piece is working it out */
	for (int i = 0; r == ERR_OK && i < pieces && l->phase != LOOK_DONE; i++)
		r = look_on(l, e);
	*turns = (int64_t)l->count;
	if (r == ERR_OK && *done) {
		finish(l);
		*out = l->report;
	}
	if (r != ERR_OK || *done)
		look_free(&d->look);
	return r;
}

/* ---- for scripts */

static void
set_share(struct value *map, const char *name, int64_t n, int64_t of)
{
	struct ratio x = {n, of};
	struct value *v = value_set_map(map, name);
	double low, high;
	value_set_int(v, "n", n);
	value_set_int(v, "of", of);
	if (of == 0)
		return;
	ratio_interval(x, &low, &high);
	value_set_real(v, "share", ratio_value(x));
	value_set_real(v, "low", low);
	value_set_real(v, "high", high);
}

static void
add_bins(const struct threshold_report *x, struct value *map)
{
	struct value *list = value_set_list(map, "bins");
	for (size_t b = 0; b < RELIABILITY_BINS; b++) {
		struct value *v = value_add_map(list);
		value_set_real(v, "from", (double)b / RELIABILITY_BINS);
		value_set_real(v, "to", (double)(b + 1) / RELIABILITY_BINS);
		if (x->bins[b].count > 0)
			value_set_real(v, "predicted", x->bins[b].mean);
		set_share(v, "observed", (int64_t)x->bins[b].right, (int64_t)x->bins[b].count);
	}
	if (isnan(x->ece))
		return;
	value_set_real(map, "ece", x->ece);
	if (isnan(x->ece_interval.low))
		return;
	value_set_real(map, "ece_low", x->ece_interval.low);
	value_set_real(map, "ece_high", x->ece_interval.high);
}

static void
add_rows(const struct threshold_report *x, struct value *list)
{
	for (size_t i = 0; i < x->row_count; i++) {
		const struct threshold_row *r = &x->rows[i];
		struct value *v = value_add_map(list);
		value_set_real(v, "threshold", r->threshold);
		value_set_bool(v, "present", i == x->today);
		set_share(v, "handed_off", r->handed_off, x->turns);
		value_set_int(v, "unsure", r->unsure);
		set_share(v, "wrong_sent", r->sent_wrong, r->sent_labelled);
		value_set_int(v, "sent", r->sent);
		value_set_int(v, "sent_unlabelled", r->sent - r->sent_labelled);
		value_set_int(v, "spared_wrong", r->spared_wrong);
		value_set_int(v, "spared_right", r->spared_right);
		value_set_int(v, "money_by_rule", r->money_by_rule);
		value_set_int(v, "money_to_people", r->money_to_people);
	}
}

struct value *
threshold_to_value(struct arena *a, const struct threshold_report *x)
{
	struct value *map = value_map(a), *from;
	value_set_int(map, "since_ms", x->since_ms);
	value_set_int(map, "until_ms", x->until_ms);
	value_set_int(map, "turns", x->turns);
	value_set_int(map, "conversations", x->conversations);
	value_set_int(map, "labelled", x->labelled);
	value_set_int(map, "unlabelled", x->turns - x->labelled);
	value_set_int(map, "wrong", x->wrong);
	from = value_set_map(map, "from");
	for (int i = 0; i < USED_SOURCES; i++)
		value_set_int(from, used_sources[i], x->from[i]);
	value_set_int(map, "rewritten", x->rewritten);
	value_set_int(map, "not_settled", x->not_settled);
	value_set_text(map, "currency", x->currency);
	value_set_int(map, "money", x->money);
	value_set_real(map, "present", x->row_count == 0 ? 0 : x->rows[x->today].threshold);
	add_bins(x, map);
	add_rows(x, value_set_list(map, "thresholds"));
	return map;
}
