/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A conversation that happened, as one of a suite: its events in their order become turns, the traces of the
 * AI's turns and how it ended become expectations.
 */
#include "floorwalker/desk/recording.h"

#include <stdio.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/desk/events.h"
#include "floorwalker/desk/view.h"
#include "floorwalker/model/money.h"
#include "floorwalker/store/event.h"
#include "floorwalker/text/mask.h"

#define LIST_MOST 8			/* of citations and rules that a turn expects */

struct keeping {
	struct desk *desk;
	const struct recording_options *o;
	struct arena *a;
	struct str *out;
	struct conversation_view view;
	struct customer who;		/* as the shop has them, unmasked: in memory only */
	const char *full_name;
	bool known;
	struct masker *masker;
	int64_t begin_ms, last_ms;	/* of the conversation; of the last turn that was written */
	size_t turns;
	bool is_over, taken;		/* the shopper left, or a person took over: then how it ended
					   isn't the AI's doing */
};

/* A JSON string is a YAML one. */
static void
add_quoted(struct keeping *k, const char *s)
{
	value_print(k->out, value_text(k->a, s));
}

/* ---- nothing personal */

static const char *
place_of(const struct keeping *k, const char *words)
{
	const struct {
		const char *name, *value;
	} places[] = {{"{name}", k->full_name}, {"{email}", k->who.email}, {"{phone}", k->who.phone}, {"{given}", k->who.given},
	    {"{family}", k->who.family}, {"{postcode}", k->who.address.postcode},
	    {"{city}", k->who.address.city}};

	for (size_t i = 0; k->known && i < sizeof places / sizeof *places; i++)
		if (!text_is_empty(places[i].value) && text_is_fold(places[i].value, words))
			return places[i].name;
	return NULL;
}

/* A brace of the shopper's own would stand for something: two are one. */
static void
add_plain(struct str *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '{')
			str_add_char(out, '{');
		str_add_char(out, s[i]);
	}
}

/* Of another's, or of nobody's: no more than the shape, so that it is still taken for what it was. */
static void
add_stand_in(struct str *out, enum pii_kind kind, const char *language, const char *words)
{
	if (kind == PII_ADDRESS)
		str_add(out, language_is(language, "de") ? "Musterstraße 1"
			: language_is(language, "es")	 ? "Calle Ejemplo 1"
							 : "1 Example Street");
	else if (kind == PII_EMAIL)
		str_add(out, "somebody.else@example.org");	/* RFC 2606 keeps this name free */
	else if (kind == PII_POSTCODE || kind == PII_PHONE)
		for (; *words != '\0'; words++)
			str_add_char(out, *words >= '0' && *words <= '9' ? '9'
				: *words >= 'A' && *words <= 'Z'	 ? 'X'
				: *words >= 'a' && *words <= 'z'	 ? 'x'
									 : *words);
	else
		str_addf(out, "[%s]", pii_kind_name(kind));
}

static const char *
without_person(struct keeping *k, const char *raw)
{
	struct pii *found;
	size_t n = masker_find(k->masker, k->a, raw, strlen(raw), &found), at = 0;
	const char *kept;
	struct str out;

	str_init(&out);
	for (size_t i = 0; i < n; i++) {
		const char *words = arena_text_n(k->a, raw + found[i].start, found[i].length),
			   *place = place_of(k, words);

		add_plain(&out, raw + at, found[i].start - at);
		if (place != NULL)
			str_add(&out, place);
		else if (found[i].kind == PII_ORDER)
			str_add(&out, words);	/* of the world: it must be found again */
		else
			add_stand_in(&out, found[i].kind, k->view.conversation.language, words);
		at = found[i].start + found[i].length;
	}
	add_plain(&out, raw + at, strlen(raw) - at);
	kept = arena_text_n(k->a, out.data, out.length);
	str_clear(&out);
	return kept;
}

static enum err
open_masker(struct keeping *k, struct errinfo *e)
{
	const char *names[] = {k->who.given, k->who.family},
		   *texts[] = {k->who.email, k->who.address.line1, k->who.address.line2, k->who.address.postcode,
		       k->who.address.city, k->who.phone};
	struct mask_options m = {.order_pattern = desk_settings(k->desk)->order_pattern};
	const char **known_texts = arena_alloc(k->a, sizeof texts);

	for (size_t i = 0; i < PII_KIND_COUNT; i++)
		m.kinds[i] = true;
	m.known_texts = known_texts;
	for (size_t i = 0; k->known && i < sizeof texts / sizeof *texts; i++)
		if (!text_is_empty(texts[i]))
			known_texts[m.known_text_count++] = texts[i];
	m.known_names = names;
	m.known_name_count = k->known ? 2 : 0;
	return masker_new(&m, &k->masker, e);
}

/* ---- turns */

static void
begin_turn(struct keeping *k, const char *key, const char *text, int64_t at_ms)
{
	int64_t after = k->turns == 0 ? 0 : (at_ms - k->last_ms) / 1000;

	str_addf(k->out, "  - %s: ", key);
	add_quoted(k, text);
	str_add(k->out, "\n");
	if (k->turns > 0 && after > 0)
		str_addf(k->out, "    after: %llds\n", (long long)after);
	k->last_ms = at_ms;
	k->turns++;
}

/* A list of texts from list's maps, each once; without what stands behind '#'. */
static size_t
gather(struct keeping *k, const struct value *list, const char *key, const char **out)
{
	size_t n = 0;

	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *one = value_at(list, i);
		const char *text = key != NULL ? value_get_text(one, key) : value_as_text(one, "");
		size_t at = 0;

		text = arena_text_n(k->a, text, strcspn(text, "#"));
		while (at < n && !text_is(out[at], text))
			at++;
		if (text[0] != '\0' && at == n && n < LIST_MOST)
			out[n++] = text;
	}
	return n;
}

static void
add_list(struct keeping *k, const char *key, const char *const *items, size_t count)
{
	if (count == 0)
		return;
	str_addf(k->out, "      %s: [", key);
	for (size_t i = 0; i < count; i++) {
		str_add(k->out, i > 0 ? ", " : "");
		add_quoted(k, items[i]);
	}
	str_add(k->out, "]\n");
}

/* What a person said that the message meant, where somebody did: the AI's own reading is then wrong. */
static const char *
corrected(struct keeping *k, int64_t message_number)
{
	const char *intent = NULL;

	for (size_t i = 0; i < k->view.events.count; i++) {
		const struct event *x = &k->view.events.items[i];
		struct value *data;
		struct errinfo ignored;

		if (text_is(x->kind, EVENT_CORRECTION_ADDED) &&
		    value_parse_json(k->a, "event", x->data, strlen(x->data), &value_limits_message, &data,
			&ignored) == ERR_OK &&
		    value_get_int(data, "number", 0) == message_number)
			intent = arena_text(k->a, value_get_text(data, "intent"));
	}
	return intent;
}

/* What each rule said. */
static void
add_verdicts(struct keeping *k, const struct value *trace)
{
	const struct value *lists[] = {value_path(trace, "inside.verdicts"), value_get(trace, "proposals")};
	struct value *all = value_map(k->a);

	for (size_t i = 0; i < 2; i++)
		for (size_t n = 0; n < value_count(lists[i]); n++) {
			const struct value *v = value_at(lists[i], n);

			if (value_get_text(v, "rule")[0] != '\0')
				value_set_text(all, value_get_text(v, "rule"), value_get_text(v, "outcome"));
		}
	for (size_t i = 0; i < value_count(all); i++)
		str_addf(k->out, "%s%s: %s", i == 0 ? "      verdicts: {" : ", ", value_key_at(all, i),
		    value_as_text(value_at(all, i), ""));
	str_add(k->out, value_count(all) > 0 ? "}\n" : "");
}

/* Of what was found in the words only what is nobody's own, and one of each kind. */
static void
add_slots(struct keeping *k, const struct value *trace)
{
	static const char *const kinds[] = {"reason", "method", "quantity"};
	const struct value *slots = value_path(trace, "understanding.slots");
	const char *between = "      slots: {";

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		for (size_t n = 0; n < value_count(slots); n++) {
			const struct value *s = value_at(slots, n);

			if (!text_is(value_get_text(s, "kind"), kinds[i]) || value_get_text(s, "value")[0] == '\0')
				continue;
			str_addf(k->out, "%s%s: ", between, kinds[i]);
			add_quoted(k, value_get_text(s, "value"));
			between = ", ";
			break;
		}
	str_add(k->out, text_is(between, ", ") ? "}\n" : "");
}

/* The first event of a kind that is about a turn: its place, or the number of events. */
static size_t
event_of_turn(struct keeping *k, const char *kind, int64_t turn_id)
{
	size_t i = 0;

	for (; i < k->view.events.count; i++) {
		const struct event *x = &k->view.events.items[i];
		struct value *data;
		struct errinfo ignored;

		if (text_is(x->kind, kind) &&
		    value_parse_json(k->a, "event", x->data, strlen(x->data), &value_limits_message, &data,
			&ignored) == ERR_OK &&
		    value_get_int(data, "turn", 0) == turn_id)
			break;
	}
	return i;
}

/* What an agent wrote in the place of the turn's draft; NULL nobody did. */
static enum err
agents_words(struct keeping *k, int64_t turn_id, const char **out, struct errinfo *e)
{
	size_t at = event_of_turn(k, EVENT_DRAFT_USED, turn_id);
	int64_t from_ms;
	const char *raw;

	*out = NULL;
	if (at == k->view.events.count)
		return ERR_OK;
	from_ms = k->view.events.items[at].at_ms;
	for (size_t i = 0; i < k->view.messages.count; i++) {
		const struct message *m = &k->view.messages.items[i];
		enum err err;

		if (m->author != AUTHOR_AGENT || m->created_ms < from_ms || m->delivery == DELIVERY_WITHDRAWN)
			continue;
		if ((err = desk_message_raw(k->desk, k->a, m, &raw, e)) == ERR_OK)
			*out = without_person(k, raw);
		return err;
	}
	return ERR_OK;
}

static enum err
add_expectations(struct keeping *k, int64_t turn_id, struct errinfo *e)
{
	const struct value *trace = NULL, *draft;
	const char *items[LIST_MOST], *intent, *identity, *words;
	struct turn t;
	enum err err = store_turn_get(desk_store(k->desk), k->a, turn_id, &t, e);

	if (err != ERR_OK || (err = desk_trace(k->desk, k->a, turn_id, &trace, e)) != ERR_OK || trace == NULL ||
	    (err = agents_words(k, turn_id, &words, e)) != ERR_OK)
		return err;
	draft = value_get(trace, "draft");
	intent = corrected(k, t.up_to);
	identity = value_as_text(value_path(trace, "identity.state"), "unknown");
	if (event_of_turn(k, EVENT_REPLY_MARKED_WRONG, turn_id) < k->view.events.count) {
		if (intent != NULL)
			str_addf(k->out, "    expect:\n      intent: %s\n", intent);
		return ERR_OK;	/* what came of it is no example */
	}
	str_add(k->out, "    expect:\n");
	if (intent != NULL || value_get_text(draft, "intent")[0] != '\0')
		str_addf(k->out, "      intent: %s\n", intent != NULL ? intent : value_get_text(draft, "intent"));
	if (!text_is(identity, "unknown"))
		str_addf(k->out, "      identity: %s\n", text_is(identity, "just_proven") ? "proven" : identity);
	str_addf(k->out, "      outcome: %s\n", t.state == TURN_HANDED_OFF && words == NULL ? "handed_off" : "sent");
	if (words != NULL) {
		str_add(k->out, "      reply: {means: ");
		add_quoted(k, words);
		str_add(k->out, "}\n");
	}
	if (t.state == TURN_HANDED_OFF && words == NULL && value_get_text(trace, "reason")[0] != '\0')
		str_addf(k->out, "      reason: %s\n", value_get_text(trace, "reason"));
	add_slots(k, trace);
	add_verdicts(k, trace);
	if (t.state == TURN_SENT)
		add_list(k, "cites", items, gather(k, value_get(draft, "citations"), NULL, items));
	return ERR_OK;
}

static enum err
add_said(struct keeping *k, const struct event *x, int64_t message_id, struct errinfo *e)
{
	const char *raw;

	for (size_t i = 0; i < k->view.messages.count; i++) {
		const struct message *m = &k->view.messages.items[i];
		enum err err;

		if (m->id != message_id)
			continue;
		if ((err = desk_message_raw(k->desk, k->a, m, &raw, e)) != ERR_OK)
			return err;
		begin_turn(k, "say", without_person(k, raw), x->at_ms);
	}
	return ERR_OK;
}

static enum err
add_event(struct keeping *k, const struct event *x, struct errinfo *e)
{
	bool by_person = text_starts(x->actor, "agent:");
	struct value *data;
	enum err err = value_parse_json(
	    k->a, "event", x->data, strlen(x->data), &value_limits_message, &data, e);

	if (err != ERR_OK)
		return err;
	if (text_is(x->kind, EVENT_MESSAGE_SHOPPER))
		return add_said(k, x, value_get_int(data, "message", 0), e);
	if (text_is(x->kind, EVENT_TURN_SENT) || text_is(x->kind, EVENT_TURN_HANDED_OFF))
		return add_expectations(k, value_get_int(data, "turn", 0), e);
	if (by_person && text_is(x->kind, "action.approved"))
		begin_turn(k, "decide", "approve", x->at_ms);
	else if (by_person && text_is(x->kind, "action.denied"))
		begin_turn(k, "decide", "deny", x->at_ms);
	else if (text_is(x->kind, EVENT_MESSAGE_AGENT) || text_is(x->kind, EVENT_OWNER_TAKEN) ||
	    text_is(x->kind, EVENT_OWNER_ASSIGNED))
		k->is_over = k->taken = true;
	else if (text_is(x->kind, EVENT_CONVERSATION_CLOSED)) {
		if (text_is(value_get_text(data, "by"), "shopper"))
			str_add(k->out, "  - leave: true\n");
		k->is_over = true;
	}
	return ERR_OK;
}

/* ---- head and end */

/* What it was about: the first intent that is more than talk. */
static const char *
matter(struct keeping *k)
{
	static const char *const talk[] = {"greeting", "thanks", "goodbye", ""};
	struct turn_list turns;
	struct errinfo ignored;

	if (store_turn_list(desk_store(k->desk), k->a, k->view.conversation.id, &turns, &ignored) != ERR_OK)
		return "a conversation";
	for (size_t i = 0; i < turns.count; i++) {
		size_t n = 0;

		while (n < sizeof talk / sizeof *talk && !text_is(talk[n], turns.items[i].intent))
			n++;
		if (n == sizeof talk / sizeof *talk)
			return turns.items[i].intent;
	}
	return "small talk";
}

static void
add_head(struct keeping *k)
{
	const char *title = k->o->title;
	struct str when;

	str_addf(k->out, "conversation: %s\ntitle: ", k->o->name);
	if (text_is_empty(title))
		title = arena_printf(k->a, "%s, as it went", matter(k));
	add_quoted(k, title);
	str_addf(k->out, "\nseverity: %s\n", k->view.actions.count > 0 ? "money" : "answer");
	if (k->o->tag_count > 0)
		str_add(k->out, "tags: [");
	for (size_t i = 0; i < k->o->tag_count; i++) {
		str_add(k->out, i > 0 ? ", " : "");
		add_quoted(k, k->o->tags[i]);
	}
	str_add(k->out, k->o->tag_count > 0 ? "]\n" : "");
	str_init(&when);
	date_print(&when, desk_settings(k->desk)->zone, k->begin_ms - k->o->shift_ms);
	str_addf(k->out, "at: \"%s\"\n", when.data);
	str_clear(&when);
	if (k->known)
		str_addf(k->out, "who: {customer: %s}\n", k->who.id);
	str_add(k->out, "turns:\n");
}

static void
add_action(struct keeping *k, const struct action *x)
{
	struct value *verdict;
	struct errinfo ignored;
	struct str amount;

	str_init(&amount);
	money_print_plain(&amount, x->amount, x->currency);
	str_addf(k->out, "    - {kind: %s, state: %s, order: \"%s\", amount: \"%s\"", action_kind_name(x->kind),
	    action_state_name(x->state), x->order_id, amount.data);
	str_clear(&amount);
	if (!text_is_empty(x->rule))
		str_addf(k->out, ", rule: %s", x->rule);
	if (!text_is_empty(x->verdict) &&
	    value_parse_json(k->a, "verdict", x->verdict, strlen(x->verdict), &value_limits_message, &verdict,
		&ignored) == ERR_OK &&
	    value_get_text(verdict, "outcome")[0] != '\0')
		str_addf(k->out, ", verdict: %s", value_get_text(verdict, "outcome"));
	str_add(k->out, "}\n");
}

/* Only what is the AI's: what people did with it later is theirs. */
static void
add_end(struct keeping *k)
{
	bool handed = k->view.conversation.reason != HANDOFF_NONE;
	bool changed = false;

	if (k->taken)
		return;
	str_add(k->out, "end:\n");
	if (handed)
		str_addf(k->out, "  reason: %s\n", handoff_reason_name(k->view.conversation.reason));
	if (k->view.actions.count == 0)
		str_add(k->out, "  actions: []\n");
	else
		str_add(k->out, "  actions:\n");
	for (size_t i = 0; i < k->view.actions.count; i++) {
		add_action(k, &k->view.actions.items[i]);
		changed = changed || k->view.actions.items[i].state == ACTION_DONE;
	}
	if (!changed)
		str_add(k->out, "  shop: unchanged\n");
}

static enum err
open_keeping(struct keeping *k, int64_t conversation_id, struct errinfo *e)
{
	const struct conversation *c = &k->view.conversation;
	enum err err = desk_view(k->desk, k->a, conversation_id, &k->view, e);

	if (err != ERR_OK)
		return err;
	k->begin_ms = c->opened_ms;
	if (!text_is_empty(c->customer_id)) {
		err = shop_customer(desk_shop(k->desk), k->a, c->customer_id, &k->who, e);
		k->known = err == ERR_OK;
		if (k->known)
			k->full_name = arena_printf(k->a, "%s %s", k->who.given, k->who.family);
		if (err != ERR_OK && err != ERR_NOT_FOUND)
			return err;
	}
	return open_masker(k, e);
}

const char *
desk_recording_name(struct arena *a, const char *prefix, const char *what, int64_t number)
{
	char *name = arena_printf(a, "%s%s-%lld", prefix, what, (long long)number);

	for (char *p = name; *p != '\0'; p++)
		if (*p == '_' || *p == '.' || *p == '/' || *p == ' ')
			*p = '-';
	return name;
}

enum err
desk_recording(struct desk *d, int64_t conversation_id, const struct recording_options *o,
    struct str *out, size_t *turns, struct errinfo *e)
{
	struct keeping k = {.desk = d, .o = o, .a = arena_new(), .out = out};
	enum err err = open_keeping(&k, conversation_id, e);

	if (err == ERR_OK && k.view.turn.id == 0)
		err = err_set(e, ERR_STATE, "the AI had no turn in C-%lld", (long long)conversation_id);
	if (err == ERR_OK)
		add_head(&k);
	for (size_t i = 0; err == ERR_OK && i < k.view.events.count && !k.is_over; i++)
		err = add_event(&k, &k.view.events.items[i], e);
	if (err == ERR_OK)
		add_end(&k);
	*turns = k.turns;
	masker_free(&k.masker);
	arena_free(&k.a);
	return err;
}
