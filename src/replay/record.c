/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record.h"

#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/desk/events.h"
#include "floorwalker/desk/view.h"
#include "floorwalker/store/event.h"

struct value *
replay_shared(const struct value *v)
{
	return (struct value *)(uintptr_t)v;
}

void
record_open(struct recorder *r, struct arena *a, struct desk *d, const struct talk *t)
{
	*r = (struct recorder){.a = a, .desk = d, .talk = t};
	r->seen.record = value_map(a);
	value_set_text(r->seen.record, "conversation", t->name);
	r->turns = value_set_list(r->seen.record, "turns");
	r->seen.raw = arena_alloc(a, (t->step_count + 1) * sizeof *r->seen.raw);
	r->seen.ms = arena_alloc(a, (t->step_count + 1) * sizeof *r->seen.ms);
	r->seen.said = arena_alloc(a, (t->step_count + 1) * sizeof *r->seen.said);
}

void
record_begin(struct recorder *r, const struct step *step, const char *said)
{
	static const char *const by[] = {"shopper", "time", "people", "people", "shopper"};

	r->turn = value_add_map(r->turns);
	r->number++;
	r->took_ms = 0;
	r->seen.said[r->number - 1] = said;
	r->seen.raw[r->number - 1] = "";
	value_set_int(r->turn, "number", (int64_t)r->number);
	value_set_text(r->turn, "by", by[step->kind]);
	if ((r->fails = step->fails))
		value_set_bool(r->turn, "fails", true);
}

void
record_command(struct recorder *r, enum err err, const char *said)
{
	value_set_bool(r->turn, "done", err == ERR_OK);
	value_set_text(r->turn, "answer", said);
}

/* ---- what was said */

static void
add_citations(struct recorder *r, struct value *list, const struct message *m)
{
	struct value *cited = NULL;
	struct errinfo ignored;

	if (text_is_empty(m->citations) ||
	    value_parse_json(r->a, "citations", m->citations, strlen(m->citations), &value_limits_message,
		&cited, &ignored) != ERR_OK)
		return;
	for (size_t i = 0; i < value_count(cited); i++)
		value_add_text(list, value_get_text(value_at(cited, i), "id"));
}

static enum err
add_messages(struct recorder *r, struct errinfo *e)
{
	struct message_list list;
	struct value *replies = value_set_list(r->turn, "replies"),
		     *citations = value_set_list(r->turn, "citations");
	struct str masked, raw;
	enum err err = store_message_list(
	    desk_store(r->desk), r->a, r->conversation_id, r->heard, &list, e);

	str_init(&masked);
	str_init(&raw);
	for (size_t i = 0; err == ERR_OK && i < list.count; i++) {
		const struct message *m = &list.items[i];
		const char *text;

		r->heard = m->number;
		if (m->author == AUTHOR_SHOPPER)
			value_set_text(r->turn, "said", m->text);
		if (m->author == AUTHOR_SHOPPER || m->delivery != DELIVERY_DELIVERED)
			continue;
		if ((err = desk_message_raw(r->desk, r->a, m, &text, e)) != ERR_OK)
			break;
		str_addf(&raw, "%s%s", raw.length > 0 ? "\n" : "", text);
		str_addf(&masked, "%s%s", masked.length > 0 ? "\n" : "", m->text);
		value_add_text(replies, m->text);
		add_citations(r, citations, m);
	}
	value_set_text(r->turn, "reply", masked.data);
	r->seen.raw[r->number - 1] = arena_text_n(r->a, raw.data, raw.length);
	str_clear(&masked);
	str_clear(&raw);
	return err;
}

/* ---- what the AI's turn saw and decided */

/* Kinds to what they hold, as normalised and as said: a personal one only as said, and that only where what
 * was said is known here. */
static void
add_slots(struct recorder *r, const struct value *understanding)
{
	const struct value *slots = value_get(understanding, "slots");
	struct value *out = value_set_map(r->turn, "slots");

	for (size_t i = 0; i < value_count(slots); i++) {
		const struct value *s = value_at(slots, i);
		const char *kind = value_get_text(s, "kind");
		struct value *list = value_get(out, kind) == NULL ? value_set_list(out, kind) : NULL, *one;

		if (list == NULL)
			list = replay_shared(value_get(out, kind));
		one = value_add_map(list);
		value_set_text(one, "value", value_get_text(s, "value"));
		value_set_int(one, "start", value_get_int(s, "start", 0));
		value_set_int(one, "length", value_get_int(s, "length", 0));
		if (value_get(s, "name") != NULL)
			value_set_text(one, "name", value_get_text(s, "name"));
	}
}

static void
add_rules(struct value *out, const struct value *verdicts)
{
	for (size_t i = 0; i < value_count(verdicts); i++) {
		const char *rule = value_get_text(value_at(verdicts, i), "rule");
		size_t k = 0;

		while (k < value_count(out) && !text_is(value_as_text(value_at(out, k), ""), rule))
			k++;
		if (rule[0] != '\0' && k == value_count(out))
			value_add_text(out, rule);
	}
}

/* Rules to what they decided; of one that decided twice the last. */
static void
add_verdicts(struct value *out, const struct value *verdicts)
{
	for (size_t i = 0; i < value_count(verdicts); i++) {
		const struct value *v = value_at(verdicts, i);

		if (value_get_text(v, "rule")[0] != '\0')
			value_set_text(out, value_get_text(v, "rule"), value_get_text(v, "outcome"));
	}
}

/* Each decision once, with its amount: a proposal repeats what was asked beforehand. */
static void
add_asked(struct recorder *r, struct value *out, const struct value *verdicts)
{
	static const char *const keys[] = {"kind", "rule", "outcome"};

	for (size_t i = 0; i < value_count(verdicts); i++) {
		const struct value *v = value_at(verdicts, i);
		struct value *one = value_map(r->a);
		size_t k = 0;

		for (size_t n = 0; n < sizeof keys / sizeof *keys; n++)
			value_set_text(one, keys[n], value_get_text(v, keys[n]));
		value_set_int(one, "amount", value_get_int(v, "amount", 0));
		while (k < value_count(out) && !value_is_equal(value_at(out, k), one))
			k++;
		if (k == value_count(out))
			value_add(out, one);
	}
}

/* What the AI itself hands over for stands among them beside what the desk found: where one held, it held. */
static void
add_gates(struct recorder *r, const struct value *gates)
{
	struct value *out = value_set_map(r->turn, "gates");

	for (size_t i = 0; i < value_count(gates); i++) {
		const char *gate = value_get_text(value_at(gates, i), "gate");

		value_set_bool(out, gate,
		    value_get_bool(out, gate, true) && value_get_bool(value_at(gates, i), "passed", true));
	}
}

void
record_trace(struct recorder *r, const struct value *trace)
{
	const struct value *draft = value_get(trace, "draft");
	const char *identity = value_as_text(value_path(trace, "identity.state"), "unknown");
	struct value *rules, *verdicts, *asked;

	value_set_text(r->turn, "backend", value_get_text(trace, "backend"));
	value_set_text(r->turn, "intent", value_get_text(draft, "intent"));
	value_set_real(r->turn, "confidence", value_get_real(draft, "confidence", 0));
	add_slots(r, value_get(trace, "understanding"));
	value_set_text(r->turn, "identity", text_is(identity, "just_proven") ? "proven" : identity);
	rules = value_set_list(r->turn, "rules");
	add_rules(rules, value_path(trace, "inside.verdicts"));
	add_rules(rules, value_get(trace, "proposals"));
	verdicts = value_set_map(r->turn, "verdicts");
	add_verdicts(verdicts, value_path(trace, "inside.verdicts"));
	add_verdicts(verdicts, value_get(trace, "proposals"));
	asked = value_set_list(r->turn, "asked");
	add_asked(r, asked, value_path(trace, "inside.verdicts"));
	add_asked(r, asked, value_get(trace, "proposals"));
	add_gates(r, value_get(trace, "gates"));
	value_set_text(r->turn, "outcome", value_get_text(trace, "outcome"));
	value_set_real(r->turn, "cost", value_as_real(value_path(trace, "inside.cost"), 0));
	value_set(r->turn, "trace", replay_shared(trace));
}

static enum err
add_turn(struct recorder *r, struct errinfo *e)
{
	struct turn t;
	const struct value *trace = NULL;
	enum err err =
	    store_turn_latest(desk_store(r->desk), r->a, r->conversation_id, &t, e);

	if (err == ERR_NOT_FOUND)
		return ERR_OK;
	if (err != ERR_OK || t.id == r->turn_id || t.state < TURN_SENT)
		return err;
	r->turn_id = t.id;
	if ((err = desk_trace(r->desk, r->a, t.id, &trace, e)) == ERR_OK && trace != NULL)
		record_trace(r, trace);
	return err;
}

/* ---- where it stands */

static void
add_action(struct recorder *r, struct value *list, const struct action *x)
{
	struct value *one = value_add_map(list), *verdict = NULL;
	struct errinfo ignored;

	if (!text_is_empty(x->verdict) &&
	    value_parse_json(r->a, "verdict", x->verdict, strlen(x->verdict), &value_limits_message,
		&verdict, &ignored) != ERR_OK)
		verdict = NULL;
	value_set_text(one, "kind", action_kind_name(x->kind));
	value_set_text(one, "state", action_state_name(x->state));
	value_set_text(one, "order", x->order_id);
	value_set_int(one, "amount", x->amount);
	value_set_text(one, "verdict", value_get_text(verdict, "outcome"));
	value_set_text(one, "rule", x->rule);
}

enum err
record_state(struct recorder *r, struct value *to, struct errinfo *e)
{
	struct action_filter f = {.conversation_id = r->conversation_id};
	struct value *list = value_set_list(to, "actions");
	struct action_list actions;
	struct conversation c;
	enum err err =
	    store_conversation_get(desk_store(r->desk), r->a, r->conversation_id, &c, e);

	if (err != ERR_OK ||
	    (err = store_action_list(desk_store(r->desk), r->a, &f, &actions, e)) != ERR_OK)
		return err;
	for (size_t i = 0; i < actions.count; i++)
		add_action(r, list, &actions.items[i]);
	value_set_text(to, "owner", conversation_state_name(c.state));
	value_set_text(to, "queue", c.queue);
	value_set_text(to, "agent", c.agent);
	value_set_text(to, "reason", handoff_reason_name(c.reason));
	value_set_text(to, "customer", c.customer_id);
	return ERR_OK;
}

static struct value *
list_of(struct value *map, const char *key)
{
	const struct value *there = value_get(map, key);

	return there != NULL ? replay_shared(there) : value_set_list(map, key);
}

/* What policy decided on what an agent proposed; what the AI did is in its trace. */
static void
look_for_proposal(struct recorder *r, const struct event *x)
{
	struct value *data = NULL, *verdicts = value_list(r->a), *of;
	struct errinfo ignored;

	if (!text_is(x->kind, EVENT_ACTION_PROPOSED) ||
	    value_parse_json(
		r->a, "event", x->data, strlen(x->data), &value_limits_message, &data, &ignored) != ERR_OK ||
	    text_is(value_get_text(data, "by"), "ai"))
		return;
	value_add(verdicts, data);
	add_rules(list_of(r->turn, "rules"), verdicts);
	of = value_get(r->turn, "verdicts") != NULL ? replay_shared(value_get(r->turn, "verdicts"))
						    : value_set_map(r->turn, "verdicts");
	add_verdicts(of, verdicts);
	add_asked(r, list_of(r->turn, "asked"), verdicts);
}

/* A turn that failed for want of an answer is the backend's matter, whatever the desk made of it; but for where
 * the conversation has it so. */
static void
look_for_failure(struct recorder *r, const struct event *x)
{
	struct value *data = NULL;
	struct errinfo ignored;

	if (!text_is(x->kind, EVENT_TURN_FAILED) || r->fails || r->seen.unreachable != NULL)
		return;
	if (value_parse_json(
		r->a, "event", x->data, strlen(x->data), &value_limits_message, &data, &ignored) != ERR_OK)
		data = NULL;
	r->seen.unreachable = arena_printf(r->a, "turn %zu: %s", r->number, value_get_text(data, "error"));
}

static enum err
add_events(struct recorder *r, struct errinfo *e)
{
	struct event_filter f = {
	    .conversation_id = r->conversation_id, .after_id = r->event, .ascending = true};
	struct value *list = value_set_list(r->turn, "events");
	struct event_list events;
	enum err err = store_event_page(desk_store(r->desk), r->a, &f, &events, e);

	for (size_t i = 0; err == ERR_OK && i < events.count; i++) {
		r->event = events.items[i].id;
		value_add_text(list, events.items[i].kind);
		look_for_failure(r, &events.items[i]);
		look_for_proposal(r, &events.items[i]);
	}
	return err;
}

enum err
record_end(struct recorder *r, struct errinfo *e)
{
	enum err err = ERR_OK;

	r->seen.ms[r->number - 1] = r->took_ms;
	if (r->conversation_id == 0)
		return ERR_OK;
	if ((err = add_messages(r, e)) != ERR_OK || (err = add_turn(r, e)) != ERR_OK ||
	    (err = add_events(r, e)) != ERR_OK)
		return err;
	return record_state(r, r->turn, e);
}

/* ---- the end */

/* Without what is personal: records are printed, and kept. */
static struct value *
without_address(struct recorder *r, const struct value *order)
{
	struct value *out = value_map(r->a);

	for (size_t i = 0; i < value_count(order); i++)
		if (!text_is(value_key_at(order, i), "address") && !text_is(value_key_at(order, i), "note"))
			value_set(out, value_key_at(order, i), value_copy(r->a, value_at(order, i)));
	return out;
}

/* Records that are in the store are those that were written to: the rest is read from the world. */
static enum err
add_changes(struct recorder *r, struct value *end, struct errinfo *e)
{
	static const char *const kinds[] = {"order", "customer", "product"};
	struct value *changed = value_set_list(end, "changed"), *orders = value_set_map(end, "orders");

	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		struct document *items;
		size_t count;
		enum err err = store_document_list(desk_store(r->desk), r->a, kinds[k], &items, &count, e);

		if (err != ERR_OK)
			return err;
		for (size_t i = 0; i < count; i++) {
			struct value *body;

			value_add_text(changed, arena_printf(r->a, "%s %s", kinds[k], items[i].id));
			if (k == 0 && value_parse_json(r->a, items[i].id, items[i].body, strlen(items[i].body),
					  &value_limits_file, &body, e) == ERR_OK)
				value_set(orders, items[i].id, without_address(r, body));
		}
	}
	return ERR_OK;
}

/* Orders that something is expected of stand beside those that changed. */
static enum err
add_orders(struct recorder *r, struct value *end, struct errinfo *e)
{
	struct value *orders = replay_shared(value_get(end, "orders"));

	for (size_t i = 0; i < r->talk->end_count; i++) {
		const struct check *c = &r->talk->end[i];

		for (size_t k = 0; c->kind == CHECK_ORDERS && k < value_count(c->want); k++) {
			const char *id = value_key_at(c->want, k);
			struct order o;
			enum err err;

			if (value_get(orders, id) != NULL)
				continue;
			if ((err = shop_order(desk_shop(r->desk), r->a, id, &o, e)) == ERR_NOT_FOUND)
				continue;
			if (err != ERR_OK)
				return err;
			value_set(orders, id, without_address(r, order_to_value(r->a, &o)));
		}
	}
	return ERR_OK;
}

/* What was cited in any turn, and who the shopper had shown to be by the last. */
static void
add_up(struct recorder *r, struct value *end)
{
	struct value *citations = value_set_list(end, "citations");

	for (size_t i = 0; i < value_count(r->turns); i++) {
		const struct value *turn = value_at(r->turns, i), *cited = value_get(turn, "citations");

		for (size_t k = 0; k < value_count(cited); k++)
			value_add(citations, replay_shared(value_at(cited, k)));
		if (value_get(turn, "identity") != NULL)
			value_set(end, "identity", replay_shared(value_get(turn, "identity")));
	}
}

enum err
record_close(struct recorder *r, struct errinfo *e)
{
	struct value *end = value_set_map(r->seen.record, "end");
	enum err err;

	add_up(r, end);
	if ((err = add_changes(r, end, e)) != ERR_OK || (err = add_orders(r, end, e)) != ERR_OK ||
	    r->conversation_id == 0)
		return err;
	return record_state(r, end, e);
}
