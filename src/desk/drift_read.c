/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the AI made of shoppers' words in a period, from the traces of its turns; and as a file.
 */
#include "floorwalker/desk/learn.h"
#include "floorwalker/text/translate.h"

#include <stdlib.h>
#include <string.h>

#include "private.h"

#define PAGE 1000

struct reader {
	struct arena *a;		/* of the result */
	struct drift_sample *out;
	const char *names[DRIFT_INTENTS];	/* as met */
	size_t room;
};

static uint32_t
bin_of(double probability)
{
	int64_t bin = (int64_t)(probability * DRIFT_BINS);
	return (uint32_t)(bin < 0 ? 0 : bin >= DRIFT_BINS ? DRIFT_BINS - 1 : bin);
}

static enum err
intent_of(struct reader *r, const char *name, uint32_t *out, struct errinfo *e)
{
	struct drift_sample *s = r->out;
	for (size_t i = 0; i < s->intent_count; i++)
		if (text_is(r->names[i], name)) {
			*out = (uint32_t)i;
			return ERR_OK;
		}
	if (s->intent_count == DRIFT_INTENTS)
		return err_set(e, ERR_LIMIT,
		    tr("there are more than %d intents in the traces: choose a shorter period"),
		    DRIFT_INTENTS);
	*out = (uint32_t)s->intent_count;
	r->names[s->intent_count++] = arena_text(r->a, name);
	return ERR_OK;
}

static enum err
keep_turn(struct reader *r, const struct drift_turn *t, struct errinfo *e)
{
	struct drift_sample *s = r->out;
	if (s->count == DRIFT_TURNS)
		return err_set(e, ERR_LIMIT,
		    tr("the period has more than %d turns: choose a shorter one"), DRIFT_TURNS);
	if (s->count == r->room)
		s->turns =
		    mem_grow(s->turns, r->room = r->room ? r->room * 2 : 256, sizeof *s->turns);
	s->turns[s->count++] = *t;
	return ERR_OK;
}

/* One turn's trace. */
static enum err
read_turn(struct reader *r, struct arena *a, const struct turn *t, bool *judged, struct errinfo *e)
{
	struct drift_turn x = {
	    .conversation_id = t->conversation_id, .turn_id = t->id, .number = t->up_to};
	struct value *v = NULL;
	const struct value *u, *best, *draft;
	enum err err;
	if (t->state == TURN_WAITING || t->state == TURN_RUNNING) {
		r->out->unfinished++;
		return ERR_OK;
	}
	if (!text_is_empty(t->trace) &&
	    value_parse_json(
		a, "trace", t->trace, strlen(t->trace), &value_limits_file, &v, NULL) != ERR_OK)
		v = NULL;
	u = value_get(v, "understanding");
	best = value_at(value_get(u, "intents"), 0);
	if (text_is_empty(value_get_text(best, "intent"))) {
		if (v != NULL && u == NULL && value_get(v, "announces") != NULL)
			r->out->nothing_said++;
		else
			r->out->without_trace++;
		return ERR_OK;
	}
	if ((err = intent_of(r, value_get_text(best, "intent"), &x.intent, e)) != ERR_OK)
		return err;
	draft = value_get(v, "draft");
	x.sure = bin_of(value_get_real(best, "probability", 0));
	x.confidence = value_get(draft, "confidence") == NULL
	    ? DRIFT_BINS
	    : bin_of(value_get_real(draft, "confidence", 0));
	x.outside_probability = value_get_real(u, "out_of_scope", 0);
	x.outside = x.outside_probability >= 0.5;
	*judged = true;
	return keep_turn(r, &x, e);
}

static enum err
read_conversation(struct reader *r, struct store *s, int64_t id, struct errinfo *e)
{
	struct arena *a = arena_new();
	struct turn_list list;
	bool any = false, judged = false;
	enum err err = store_turn_list(s, a, id, &list, e);
	for (size_t i = 0; err == ERR_OK && i < list.count; i++) {
		const struct turn *t = &list.items[i];
		if (t->created_ms < r->out->from_ms || t->created_ms >= r->out->until_ms)
			continue;
		any = true;
		err = read_turn(r, a, t, &judged, e);
	}
	r->out->conversations += any;
	r->out->judged += judged;
	arena_free(&a);
	return err;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorted names, so that the same turns give the same bytes in whatever order they came. */
static void
sort_intents(struct reader *r)
{
	struct drift_sample *s = r->out;
	uint32_t place[DRIFT_INTENTS];
	s->intents = arena_alloc(r->a, (s->intent_count + 1) * sizeof *s->intents);
	if (s->intent_count > 0)
		memcpy(s->intents, r->names, s->intent_count * sizeof *s->intents);
	qsort(s->intents, s->intent_count, sizeof *s->intents, by_name);
	for (size_t i = 0; i < s->intent_count; i++)
		for (size_t j = 0; j < s->intent_count; j++)
			if (text_is(r->names[i], s->intents[j]))
				place[i] = (uint32_t)j;
	for (size_t i = 0; i < s->count; i++)
		s->turns[i].intent = place[s->turns[i].intent];
}

static void
settle(struct reader *r, bool ok)
{
	struct drift_turn *grown = r->out->turns;
	r->out->turns = arena_alloc(r->a, (r->out->count + 1) * sizeof *grown);
	if (ok && r->out->count > 0)
		memcpy(r->out->turns, grown, r->out->count * sizeof *grown);
	mem_free(grown);
}

enum err
desk_drift_read(struct store *s, struct arena *a, int64_t from_ms, int64_t until_ms,
    struct drift_sample *out, struct errinfo *e)
{
	struct conversation_filter f = {.order = ORDER_ID, .limit = PAGE};
	struct reader r = {.a = a, .out = out};
	struct conversation_list list = {0};
	enum err err = ERR_OK;
	*out = (struct drift_sample){.from_ms = from_ms, .until_ms = until_ms};
	do {
		struct arena *page = arena_new();
		err = store_conversation_list(s, page, &f, &list, e);
		for (size_t i = 0; err == ERR_OK && i < list.count; i++)
			if (list.items[i].opened_ms < until_ms &&
			    list.items[i].updated_ms >= from_ms)
				err = read_conversation(&r, s, list.items[i].id, e);
		f.offset += PAGE;
		arena_free(&page);
	} while (err == ERR_OK && list.count == PAGE);
	if (err == ERR_OK)
		sort_intents(&r);
	settle(&r, err == ERR_OK);
	return err;
}

/* ---- as a file */

struct value *
drift_sample_to_value(struct arena *a, const struct drift_sample *s)
{
	struct value *v = value_map(a), *names, *turns, *list = NULL;
	value_set_int(v, "version", 1);
	value_set_int(v, "from_ms", s->from_ms);
	value_set_int(v, "until_ms", s->until_ms);
	value_set_int(v, "conversations", s->conversations);
	value_set_int(v, "without_trace", s->without_trace);
	value_set_int(v, "nothing_said", s->nothing_said);
	value_set_int(v, "unfinished", s->unfinished);
	names = value_set_list(v, "intents");
	for (size_t i = 0; i < s->intent_count; i++)
		value_add_text(names, s->intents[i]);
	turns = value_set_list(v, "turns");
	for (size_t i = 0; i < s->count; i++) {
		const struct drift_turn *t = &s->turns[i];
		if (i == 0 || t->conversation_id != s->turns[i - 1].conversation_id)
			value_add(turns, list = value_list(a));
		value_add(list,
		    value_int(a,
			((int64_t)(t->intent * DRIFT_BINS + t->sure) * (DRIFT_BINS + 1) +
			    t->confidence) *
				2 +
			    t->outside));
	}
	return v;
}

static enum err
read_code(const struct value *v, struct drift_sample *s, int64_t conversation, struct errinfo *e)
{
	int64_t code = value_as_int(v, -1), rest = code / 2;
	struct drift_turn t = {.conversation_id = conversation, .outside = (uint32_t)(code & 1)};
	if (code < 0 ||
	    code >= (int64_t)s->intent_count * DRIFT_BINS * (DRIFT_BINS + 1) * 2)
		return value_err(e, ERR_INPUT, v, "this is no turn of a saved reference");
	if (s->count == DRIFT_TURNS)
		return value_err(e, ERR_LIMIT, v, "there are more than %d turns", DRIFT_TURNS);
	t.confidence = (uint32_t)(rest % (DRIFT_BINS + 1));
	rest /= DRIFT_BINS + 1;
	t.sure = (uint32_t)(rest % DRIFT_BINS);
	t.intent = (uint32_t)(rest / DRIFT_BINS);
	s->turns[s->count++] = t;
	return ERR_OK;
}

static enum err
read_intents(
    struct arena *a, const struct value *v, struct drift_sample *out, struct errinfo *e)
{
	const struct value *names = value_get(v, "intents");
	size_t count = value_count(names);
	if (value_kind(names) != VALUE_LIST || count > DRIFT_INTENTS)
		return value_err(e, ERR_INPUT, names != NULL ? names : v,
		    "intents should be a list of at most %d names", DRIFT_INTENTS);
	out->intents = arena_alloc(a, (count + 1) * sizeof *out->intents);
	for (size_t i = 0; i < count; i++) {
		const char *name = value_as_text(value_at(names, i), "");
		if (*name == '\0' || (i > 0 && strcmp(out->intents[i - 1], name) >= 0))
			return value_err(e, ERR_INPUT, value_at(names, i),
			    "intents should be names, sorted, each once");
		out->intents[out->intent_count++] = name;
	}
	return ERR_OK;
}

enum err
drift_sample_from_value(
    struct arena *a, const struct value *v, struct drift_sample *out, struct errinfo *e)
{
	static const char *const known[] = {"version", "from_ms", "until_ms", "conversations",
	    "without_trace", "nothing_said", "unfinished", "intents", "turns"};
	const struct value *turns = value_get(v, "turns");
	size_t count = 0;
	enum err err = ERR_OK;
	*out = (struct drift_sample){.from_ms = value_get_int(v, "from_ms", 0),
	    .until_ms = value_get_int(v, "until_ms", 0),
	    .conversations = value_get_int(v, "conversations", 0),
	    .without_trace = value_get_int(v, "without_trace", 0),
	    .nothing_said = value_get_int(v, "nothing_said", 0),
	    .unfinished = value_get_int(v, "unfinished", 0)};
	if (value_kind(v) != VALUE_MAP || value_kind(turns) != VALUE_LIST)
		return value_err(e, ERR_INPUT, v,
		    "this is no reference that intents drift --save-reference wrote");
	if (value_get_int(v, "version", 0) != 1)
		return value_err(e, ERR_UNSUPPORTED, v,
		    "this reference is of another version: save it anew");
	if ((err = value_check_keys(v, known, sizeof known / sizeof *known, e)) != ERR_OK ||
	    (err = read_intents(a, v, out, e)) != ERR_OK)
		return err;
	for (size_t c = 0; c < value_count(turns); c++)
		count += value_count(value_at(turns, c));
	out->turns = arena_alloc(a, (count + 1) * sizeof *out->turns);
	for (size_t c = 0; c < value_count(turns); c++) {
		const struct value *one = value_at(turns, c);
		if (value_kind(one) != VALUE_LIST || value_count(one) == 0)
			return value_err(e, ERR_INPUT, one,
			    "a conversation should be a list of its turns");
		for (size_t i = 0; err == ERR_OK && i < value_count(one); i++)
			err = read_code(value_at(one, i), out, (int64_t)c + 1, e);
		if (err != ERR_OK)
			return err;
	}
	out->judged = (int64_t)value_count(turns);
	if (out->conversations < out->judged || out->until_ms <= out->from_ms)
		return value_err(e, ERR_INPUT, v, "its counts or its period are impossible");
	return ERR_OK;
}
