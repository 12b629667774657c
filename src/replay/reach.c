/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reach.h"

#include <math.h>
#include <string.h>

#include "floorwalker/base/seal.h"
#include "floorwalker/base/str.h"
#include "floorwalker/text/messages.h"
#include "given.h"

#define INTENT_LEAST 0.05

/* ---- names */

/* FNV-1a (Fowler, Noll, Vo). */
static size_t *
slot_of(const struct name_set *s, const char *name)
{
	uint64_t h = 0xcbf29ce484222325u;
	size_t at;

	for (const char *p = name; *p != '\0'; p++)
		h = (h ^ (unsigned char)*p) * 0x100000001b3u;
	at = (size_t)(h ^ h >> 32) & (s->room - 1);
	while (s->slots[at] != 0 && strcmp(s->items[s->slots[at] - 1], name) != 0)
		at = (at + 1) & (s->room - 1);
	return &s->slots[at];
}

bool
name_set_has(const struct name_set *s, const char *name)
{
	return s->room > 0 && *slot_of(s, name) != 0;
}

static void
grow(struct name_set *s)
{
	const char **items;

	s->room = s->room == 0 ? 64 : s->room * 2;
	items = arena_alloc(s->a, s->room / 2 * sizeof *items);
	if (s->count > 0)
		memcpy(items, s->items, s->count * sizeof *items);
	s->items = items;
	s->slots = arena_alloc(s->a, s->room * sizeof *s->slots);
	memset(s->slots, 0, s->room * sizeof *s->slots);
	for (size_t i = 0; i < s->count; i++)
		*slot_of(s, s->items[i]) = i + 1;
}

void
name_set_add(struct name_set *s, const char *name)
{
	if (name_set_has(s, name))
		return;
	if (s->count * 2 >= s->room)
		grow(s);
	s->items[s->count++] = arena_text(s->a, name);
	*slot_of(s, name) = s->count;
}

static struct value *
names_value(const struct name_set *s)
{
	struct value *out = value_list(s->a);

	for (size_t i = 0; i < s->count; i++)
		value_add_text(out, s->items[i]);
	return out;
}

/* ---- what is said, without whom it is about */

const char *
replay_unfill(struct arena *a, const struct talk *t, const char *text)
{
	static const char *const names[] = {
	    "email", "name", "order", "postcode", "phone", "city", "family", "given"};
	struct str out;
	const char *kept;

	str_init(&out);
	while (*text != '\0') {
		size_t length = 0;

		for (size_t i = 0; length == 0 && i < sizeof names / sizeof *names; i++) {
			const char *what = replay_place(a, t, names[i]);

			if (text_is_empty(what) || !text_starts(text, what))
				continue;
			length = strlen(what);
			str_addf(&out, "{%s}", names[i]);
		}
		if (length == 0) {
			str_add_n(&out, "{{", *text == '{' ? 2 : 0);
			str_add_n(&out, text, *text != '{');
			length = 1;
		}
		text += length;
	}
	kept = arena_text_n(a, out.data, out.length);
	str_clear(&out);
	return kept;
}

const char *
replay_fill(struct arena *a, const struct talk *t, const char *text)
{
	struct str out;
	const char *kept;

	str_init(&out);
	while (*text != '\0') {
		size_t n = strcspn(text, "{");
		const char *end = text[n] == '{' ? strchr(text + n, '}') : NULL, *what = NULL;

		str_add_n(&out, text, n);
		text += n;
		if (*text == '{' && text[1] == '{') {
			str_add_char(&out, '{');
			text += 2;
			continue;
		}
		if (end != NULL)
			what = replay_place(a, t, arena_text_n(a, text + 1, (size_t)(end - text - 1)));
		if (what != NULL) {
			str_add(&out, what);
			text = end + 1;
		} else if (*text != '\0')
			str_add_char(&out, *text++);
	}
	kept = arena_text_n(a, out.data, out.length);
	str_clear(&out);
	return kept;
}

/* ---- while it is played */

static void
add_once(struct value *list, struct value *one)
{
	for (size_t i = 0; i < value_count(list); i++)
		if (value_is_equal(value_at(list, i), one))
			return;
	value_add(list, one);
}

static void
keep_decided(void *context, enum action_kind kind, const struct value *facts, int64_t now_ms,
    const struct verdict *v)
{
	struct reach *r = context;
	struct value *one = value_map(r->a);

	value_set_text(one, "kind", action_kind_name(kind));
	value_set(one, "facts", value_copy(r->a, facts));
	value_set_int(one, "now", now_ms);
	add_once(r->asked, one);
	if (!text_is_empty(v->cite))
		name_set_add(&r->cited, v->cite);
}

static void
keep_asked(void *context, const char *language, const struct inquiry *q, size_t limit)
{
	struct reach *r = context;
	struct value *one = value_map(r->a), *topics;

	value_set_text(one, "language", language);
	value_set_text(one, "text", replay_unfill(r->a, r->talk, q->text));
	value_set_text(one, "product", q->product != NULL ? q->product : "");
	value_set_real(one, "outside", q->outside);
	value_set_int(one, "limit", (int64_t)limit);
	topics = value_set_list(one, "topics");
	for (size_t i = 0; i < q->topic_count; i++) {
		struct value *topic = value_add_map(topics);

		value_set_text(topic, "intent", q->topics[i].intent);
		value_set_real(topic, "probability", q->topics[i].probability);
	}
	add_once(r->searched, one);
}

static void
keep_said(void *context, const struct messages *m, const char *key)
{
	struct reach *r = context;
	char name[160];
	size_t language = strlen(messages_language(m)), length = strlen(key);

	if (language + length + 2 > sizeof name) {
		name_set_add(&r->said, arena_printf(r->a, "%s/%s", messages_language(m), key));
		return;
	}
	memcpy(name, messages_language(m), language);
	name[language] = '/';
	memcpy(name + language + 1, key, length + 1);
	name_set_add(&r->said, name);
}

static void
keep_reading(void *context, const char *kind, const char *id)
{
	struct reach *r = context;

	name_set_add(&r->reads, id[0] == '\0' ? kind : arena_printf(r->a, "%s %s", kind, id));
}

void
reach_open(struct reach *r, struct arena *a, const struct talk *t, struct desk_tools *tools,
    struct shop *shop)
{
	struct desk_watch watch = {.context = r, .decided = keep_decided, .asked = keep_asked};

	*r = (struct reach){.a = a, .talk = t, .asked = value_list(a), .searched = value_list(a)};
	r->said.a = r->reads.a = r->cited.a = a;
	if (t->customer != NULL)
		keep_reading(r, "customer", t->customer->id);
	if (t->order != NULL)
		keep_reading(r, "order", t->order->id);
	/* what is given lies over the world's record, whoever else reads it */
	replay_given_each(t, keep_reading, r);
	desk_tools_watch(tools, &watch);
	shop_watch(shop, keep_reading, r);
	messages_watch(keep_said, r);
}

/* ---- what its record says */

static void
add_intent(struct name_set *to, const struct value *one)
{
	if (value_get_real(one, "probability", 1) >= INTENT_LEAST)
		name_set_add(to, value_get_text(one, "intent"));
}

static void
lower(double *least, double distance)
{
	*least = distance < *least ? distance : *least;
}

static void
look_at_turn(struct reach *r, struct name_set *intents, const struct value *turn, double *nearest,
    double *sure)
{
	const struct value *trace = value_get(turn, "trace"), *inside = value_get(trace, "inside"), *list;

	name_set_add(intents, value_get_text(turn, "intent"));
	list = value_get(inside, "intents");
	for (size_t i = 0; i < value_count(list); i++)
		add_intent(intents, value_at(list, i));
	list = value_get(inside, "agenda");
	for (size_t i = 0; i < value_count(list); i++)
		add_intent(intents, value_at(list, i));
	list = value_get(turn, "citations");
	for (size_t i = 0; i < value_count(list); i++)
		name_set_add(&r->cited, value_as_text(value_at(list, i), ""));
	list = value_path(trace, "draft.citations");
	for (size_t i = 0; i < value_count(list); i++)
		name_set_add(&r->cited, value_as_text(value_at(list, i), ""));
	lower(nearest, value_get_real(inside, "nearest", INFINITY));
	list = value_get(trace, "gates");
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *g = value_at(list, i);

		if (text_is(value_get_text(g, "gate"), handoff_reason_name(HANDOFF_UNSURE)) &&
		    value_get(g, "value") != NULL)
			lower(sure, fabs(value_get_real(g, "value", 0) - value_get_real(g, "limit", 0)));
	}
}

struct value *
reach_close(struct reach *r, struct desk_tools *tools, struct shop *shop, const struct value *record)
{
	struct name_set intents = {.a = r->a};
	struct value *out = value_map(r->a);
	const struct value *turns = value_get(record, "turns");
	double nearest = INFINITY, sure = INFINITY;

	messages_watch(NULL, NULL);
	shop_watch(shop, NULL, NULL);
	desk_tools_watch(tools, NULL);
	for (size_t i = 0; i < value_count(turns); i++)
		look_at_turn(r, &intents, value_at(turns, i), &nearest, &sure);
	for (size_t i = 0; i < value_count(r->searched); i++) {
		const struct value *topics = value_get(value_at(r->searched, i), "topics");

		for (size_t k = 0; k < value_count(topics); k++)
			add_intent(&intents, value_at(topics, k));
	}
	value_set(out, "asked", r->asked);
	value_set(out, "searched", r->searched);
	value_set(out, "said", names_value(&r->said));
	value_set(out, "reads", names_value(&r->reads));
	value_set(out, "cited", names_value(&r->cited));
	value_set(out, "intents", names_value(&intents));
	if (isfinite(nearest))
		value_set_real(out, "nearest", nearest);
	if (isfinite(sure))
		value_set_real(out, "sure", sure);
	return out;
}
