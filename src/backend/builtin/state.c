/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The memory between turns, as plain JSON and back. It was sealed by the desk; it is read all the
 * same as if anyone had written it.
 */
#include "builtin.h"

#include <string.h>

static const char *const status_names[] = {
    "open", "confirming", "choosing", "done", "dropped", "refused"};
static const char *const choice_names[] = {"", "order", "line", "variant", "method", "action",
    "intent", "product", "human", "more", "identity", "leave", "reason"};
enum {
	COUNT_LIMIT = 1000000,
	STATUS_COUNT = sizeof status_names / sizeof status_names[0],
	CHOICE_COUNT = sizeof choice_names / sizeof choice_names[0]
};

static size_t
index_of(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (text_is(names[i], name))
			return i;
	return 0;
}

static const char *
kept(struct talk *t, const struct value *map, const char *key)
{
	const char *s = value_get_text(map, key);

	return text_is_empty(s) ? "" : arena_text(t->a, s);
}

/* A count, whatever stands there. */
static int64_t
counted(const struct value *v)
{
	int64_t n = value_as_int(v, 0);

	return n < 0 ? 0 : n > COUNT_LIMIT ? COUNT_LIMIT : n;
}

static void
address_from_value(struct talk *t, const struct value *v, struct address *a)
{
	a->line1 = kept(t, v, "line1");
	a->line2 = kept(t, v, "line2");
	a->city = kept(t, v, "city");
	a->region = kept(t, v, "region");
	a->postcode = kept(t, v, "postcode");
	a->country = kept(t, v, "country");
}

static void
wish_clear(struct talk *t, struct wish *w)
{
	memset(w, 0, sizeof *w);
	w->question = w->topic = w->order_id = w->product_id = w->sku = w->reason = w->method =
	    w->remedy = w->hash = w->declined = w->rule = w->said = "";
	address_from_value(t, NULL, &w->address);
}

static void
wish_read_lists(struct talk *t, const struct value *v, struct wish *w)
{
	const struct value *list = value_get(v, "mentions");

	for (size_t i = 0; i < value_count(list) && w->mention_count < MENTION_LIMIT; i++) {
		const struct value *item = value_at(list, i);

		w->mentions[w->mention_count++] = (struct mention){kept(t, item, "product"),
		    kept(t, item, "words"), value_get_bool(item, "except", false)};
	}
	list = value_get(v, "picks");
	for (size_t i = 0; i < value_count(list) && w->pick_count < PICK_LIMIT; i++) {
		const struct value *item = value_at(list, i);

		w->picks[w->pick_count++] = (struct pick){
		    value_get_int(item, "id", 0), counted(value_get(item, "quantity"))};
	}
	list = value_get(v, "swaps");
	for (size_t i = 0; i < value_count(list) && w->swap_count < PICK_LIMIT; i++)
		w->swaps[w->swap_count++] =
		    (struct swap){value_get_int(value_at(list, i), "id", 0),
			kept(t, value_at(list, i), "sku")};
	list = value_get(v, "options");
	for (size_t i = 0; i < value_count(list) && w->option_count < OPTION_LIMIT; i++)
		w->options[w->option_count++] = (struct pair){
		    kept(t, value_at(list, i), "name"), kept(t, value_at(list, i), "value")};
	list = value_get(v, "among");
	for (size_t i = 0; i < value_count(list) && w->among_count < CHOICE_LIMIT; i++)
		w->among[w->among_count++] = arena_text(t->a, value_as_text(value_at(list, i), ""));
	list = value_get(v, "asks");
	for (size_t i = 0; i < value_count(list) && i < NEED_COUNT; i++)
		w->asks[i] = counted(value_at(list, i));
}

static void
wish_read(struct talk *t, const struct value *v)
{
	const struct playbook *book = playbook_find(value_get_text(v, "intent"));

	if (!book || t->m.wish_count >= AGENDA_LIMIT)
		return;
	struct wish *w = &t->m.wishes[t->m.wish_count++];

	wish_clear(t, w);
	w->book = book;
	w->status =
	    (enum wish_status)index_of(status_names, STATUS_COUNT, value_get_text(v, "status"));
	w->probability = value_get_real(v, "probability", 0);
	w->question = kept(t, v, "question");
	w->order_id = kept(t, v, "order");
	w->product_id = kept(t, v, "product");
	w->sku = kept(t, v, "sku");
	w->reason = kept(t, v, "reason");
	w->method = kept(t, v, "method");
	w->remedy = kept(t, v, "remedy");
	w->hash = kept(t, v, "hash");
	w->declined = kept(t, v, "declined");
	w->rule = kept(t, v, "rule");
	w->said = kept(t, v, "said");
	w->asked_line = value_get_int(v, "asked_line", 0);
	w->same_again = value_get_bool(v, "same_again", false);
	w->heard_swaps = value_get_bool(v, "heard_swaps", false);
	w->quantity = counted(value_get(v, "quantity"));
	w->amount = value_get_int(v, "amount", 0);
	w->everything = value_get_bool(v, "everything", false);
	w->another = value_get_bool(v, "another", false);
	w->other = value_get_bool(v, "other", false);
	w->spare = value_get_bool(v, "spare", false);
	w->stated_reason = value_get_bool(v, "asked_reason", false);
	address_from_value(t, value_get(v, "address"), &w->address);
	wish_read_lists(t, v, w);
}

void
state_read(struct talk *t, const struct value *state)
{
	struct memory *m = &t->m;
	const struct value *list = value_get(state, "agenda");

	m->turn = counted(value_get(state, "turn"));
	for (size_t i = 0; i < value_count(list); i++)
		wish_read(t, value_at(list, i));
	int64_t focus = value_get_int(state, "focus", -1);

	if (focus >= 0 && (size_t)focus < m->wish_count)
		t->focus = &m->wishes[focus];
	m->choice =
	    (enum choice_kind)index_of(choice_names, CHOICE_COUNT, value_get_text(state, "choice"));
	list = value_get(state, "choices");
	for (size_t i = 0; i < value_count(list) && m->choice_count < CHOICE_LIMIT; i++)
		m->choices[m->choice_count++] =
		    arena_text(t->a, value_as_text(value_at(list, i), ""));
	list = value_get(state, "leanings");
	for (size_t i = 0; i < value_count(list); i++)
		state_lean(t,
		    &(struct intent_guess){value_get_text(value_at(list, i), "intent"),
			value_get_real(value_at(list, i), "probability", 0)});
	m->expected = kept(t, state, "expected");
	m->failures = counted(value_get(state, "failures"));
	m->unclear = counted(value_get(state, "unclear"));
	m->declined = counted(value_get(state, "declined"));
	m->identity_asks = counted(value_get(state, "identity_asks"));
	list = value_get(state, "heard");
	for (size_t i = 0; i < value_count(list); i++) {
		enum identity_fact fact;

		if (identity_fact_from(value_as_text(value_at(list, i), ""), &fact))
			m->heard[fact] = true;
	}
	m->greeted = value_get_bool(state, "greeted", false);
	m->served = value_get_bool(state, "served", false);
	m->order_unknown = value_get_bool(state, "order_unknown", false);
	m->order_id = kept(t, state, "order");
	m->condition = kept(t, state, "condition");
	m->product_id = kept(t, state, "product");
	list = value_get(state, "compared");
	for (size_t i = 0; i < COMPARE_LIMIT; i++)
		m->compared[i] = i < value_count(list)
		    ? arena_text(t->a, value_as_text(value_at(list, i), ""))
		    : "";
}

static void
put(struct value *map, const char *key, const char *text)
{
	if (!text_is_empty(text))
		value_set_text(map, key, text);
}

static void
address_write(struct value *map, const struct address *a)
{
	struct value *v = value_set_map(map, "address");

	put(v, "line1", a->line1);
	put(v, "line2", a->line2);
	put(v, "city", a->city);
	put(v, "region", a->region);
	put(v, "postcode", a->postcode);
	put(v, "country", a->country);
}

static void
wish_write_lists(struct talk *t, struct value *v, const struct wish *w)
{
	if (w->mention_count) {
		struct value *list = value_set_list(v, "mentions");

		for (size_t i = 0; i < w->mention_count; i++) {
			struct value *item = value_add_map(list);

			value_set_text(item, "product", w->mentions[i].product_id);
			put(item, "words", w->mentions[i].words);
			if (w->mentions[i].except)
				value_set_bool(item, "except", true);
		}
	}
	if (w->pick_count) {
		struct value *list = value_set_list(v, "picks");

		for (size_t i = 0; i < w->pick_count; i++) {
			struct value *item = value_add_map(list);

			value_set_int(item, "id", w->picks[i].line_id);
			value_set_int(item, "quantity", w->picks[i].quantity);
		}
	}
	struct value *swaps = w->swap_count ? value_set_list(v, "swaps") : NULL;

	for (size_t i = 0; i < w->swap_count; i++) {
		struct value *item = value_add_map(swaps);

		value_set_int(item, "id", w->swaps[i].line_id);
		value_set_text(item, "sku", w->swaps[i].sku);
	}
	if (w->option_count) {
		struct value *list = value_set_list(v, "options");

		for (size_t i = 0; i < w->option_count; i++) {
			struct value *item = value_add_map(list);

			value_set_text(item, "name", w->options[i].name);
			value_set_text(item, "value", w->options[i].value);
		}
	}
	struct value *among = w->among_count ? value_set_list(v, "among") : NULL;

	for (size_t i = 0; i < w->among_count; i++)
		value_add_text(among, w->among[i]);
	struct value *asks = value_set_list(v, "asks");

	for (size_t i = 0; i < NEED_COUNT; i++)
		value_add(asks, value_int(t->a, w->asks[i]));
}

static void
wish_write(struct talk *t, struct value *list, const struct wish *w)
{
	struct value *v = value_add_map(list);

	value_set_text(v, "intent", w->book->intent);
	value_set_text(v, "status", status_names[w->status]);
	value_set_real(v, "probability", w->probability);
	put(v, "question", w->question);
	put(v, "order", w->order_id);
	put(v, "product", w->product_id);
	put(v, "sku", w->sku);
	put(v, "reason", w->reason);
	put(v, "method", w->method);
	put(v, "remedy", w->remedy);
	put(v, "hash", w->hash);
	put(v, "declined", w->declined);
	put(v, "rule", w->rule);
	put(v, "said", w->said);
	if (w->asked_line)
		value_set_int(v, "asked_line", w->asked_line);
	if (w->same_again)
		value_set_bool(v, "same_again", true);
	if (w->heard_swaps)
		value_set_bool(v, "heard_swaps", true);
	if (w->quantity)
		value_set_int(v, "quantity", w->quantity);
	if (w->amount)
		value_set_int(v, "amount", w->amount);
	if (w->everything)
		value_set_bool(v, "everything", true);
	if (w->another)
		value_set_bool(v, "another", true);
	if (w->other)
		value_set_bool(v, "other", true);
	if (w->spare)
		value_set_bool(v, "spare", true);
	if (w->stated_reason)
		value_set_bool(v, "asked_reason", true);
	if (w->address.line1[0] || w->address.city[0] || w->address.postcode[0] ||
	    w->address.country[0])
		address_write(v, &w->address);
	wish_write_lists(t, v, w);
}

struct value *
state_write(struct talk *t)
{
	const struct memory *m = &t->m;
	struct value *state = value_map(t->a);

	value_set_int(state, "version", 1);
	value_set_int(state, "turn", m->turn);
	value_set_text(state, "expected", m->expected);
	struct value *agenda = value_set_list(state, "agenda");

	for (size_t i = 0; i < m->wish_count; i++)
		wish_write(t, agenda, &m->wishes[i]);
	if (t->focus)
		value_set_int(state, "focus", t->focus - m->wishes);
	put(state, "choice", choice_names[m->choice]);
	if (m->choice_count) {
		struct value *list = value_set_list(state, "choices");

		for (size_t i = 0; i < m->choice_count; i++)
			value_add_text(list, m->choices[i]);
	}
	struct value *leanings = m->leaning_count ? value_set_list(state, "leanings") : NULL;

	for (size_t i = 0; i < m->leaning_count; i++) {
		struct value *item = value_add_map(leanings);

		value_set_text(item, "intent", m->leanings[i].intent);
		value_set_real(item, "probability", m->leanings[i].probability);
	}
	value_set_int(state, "failures", m->failures);
	value_set_int(state, "unclear", m->unclear);
	value_set_int(state, "declined", m->declined);
	value_set_int(state, "identity_asks", m->identity_asks);
	struct value *heard = value_set_list(state, "heard");

	for (size_t i = 0; i < IDENTITY_FACT_COUNT; i++)
		if (m->heard[i])
			value_add_text(heard, identity_fact_name((enum identity_fact)i));
	value_set_bool(state, "greeted", m->greeted);
	value_set_bool(state, "served", m->served);
	if (m->order_unknown)
		value_set_bool(state, "order_unknown", true);
	put(state, "order", m->order_id);
	put(state, "condition", m->condition);
	put(state, "product", m->product_id);
	struct value *list = m->compared[0][0] ? value_set_list(state, "compared") : NULL;
	for (size_t i = 0; list && i < COMPARE_LIMIT && m->compared[i][0]; i++)
		value_add_text(list, m->compared[i]);
	return state;
}

void
state_expect(struct talk *t, enum choice_kind kind, const char *expected)
{
	t->m.choice = kind;
	t->m.choice_count = 0;
	t->m.leaning_count = 0;
	t->m.expected = expected;
}

void
state_lean(struct talk *t, const struct intent_guess *g)
{
	const struct playbook *book = playbook_find(g->intent);

	if (book && book->family != FAMILY_TALK && g->probability > 0 && g->probability <= 1 &&
	    t->m.leaning_count < LEANING_LIMIT)
		t->m.leanings[t->m.leaning_count++] =
		    (struct intent_guess){book->intent, g->probability};
}

void
state_choice(struct talk *t, const char *value)
{
	if (t->m.choice_count < CHOICE_LIMIT)
		t->m.choices[t->m.choice_count++] = arena_text(t->a, value);
}

bool
wish_is_live(const struct wish *w)
{
	return w->status == WISH_OPEN || w->status == WISH_CONFIRMING || w->status == WISH_CHOOSING;
}

bool
agenda_has_fresh(const struct talk *t)
{
	for (size_t i = 0; i < t->m.wish_count; i++)
		if (t->m.wishes[i].fresh)
			return true;
	return false;
}

/* Where the agenda is full one that came to an end makes room, in place; a ninth live wish is not
 * taken. */
struct wish *
agenda_add(struct talk *t, const struct playbook *book, double probability)
{
	struct memory *m = &t->m;
	size_t at = m->wish_count;

	if (at == AGENDA_LIMIT) {
		for (at = 0; at < m->wish_count && wish_is_live(&m->wishes[at]);)
			at++;
		if (at == m->wish_count)
			return NULL;
	} else {
		m->wish_count++;
	}
	struct wish *w = &m->wishes[at];

	if (t->focus == w)
		t->focus = NULL;
	wish_clear(t, w);
	w->book = book;
	w->probability = probability;
	w->fresh = true;
	return w;
}
