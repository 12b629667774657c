/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first steps of a turn: what was said, what it means, and who says it.
 */
#include "turn.h"

#include <string.h>

#include "language.h"

bool
turn_answers(const struct turn_run *r)
{
	return *r->text != '\0';
}

/* Lines that the shopper has seen or said; what was withdrawn never happened for them. */
static bool
is_in_transcript(const struct message *m)
{
	return m->delivery != DELIVERY_WITHDRAWN && m->delivery != DELIVERY_SUPERSEDED &&
	    m->author != AUTHOR_SYSTEM;
}

static const char *
join(struct turn_run *r, size_t first, bool masked)
{
	struct str s;
	str_init(&s);
	for (size_t i = first; i < r->transcript_count; i++) {
		if (i > first)
			str_add_char(&s, '\n');
		str_add(&s, masked ? r->transcript[i].masked : r->transcript[i].text);
	}
	const char *out = arena_text_n(r->a, s.data, s.length);
	mem_wipe(s.data, s.length);
	str_clear(&s);
	return out;
}

/* All that the shopper said since somebody last answered, up to the turn's message: one text to
 * understand. */
static void
join_unanswered(struct turn_run *r)
{
	size_t first = r->transcript_count;
	while (first > 0 && r->transcript[first - 1].author == AUTHOR_SHOPPER)
		first--;
	r->text = "";
	if (first == r->transcript_count)
		return;
	r->text = join(r, first, false);
	r->transcript[first].masked = join(r, first, true);
	r->transcript[first].text = r->text;
	r->transcript_count = first + 1;
}

/* What follows an approver's question is its answer, whatever it says. */
static void
find_question(struct turn_run *r)
{
	const struct transcript_line *last =
	    *r->text == '\0' || r->transcript_count < 2 ? NULL
							 : &r->transcript[r->transcript_count - 2];
	if (last == NULL || last->author != AUTHOR_AGENT)
		return;
	for (size_t i = 0; i < r->actions.count; i++)
		if (r->actions.items[i].state == ACTION_WAITING &&
		    r->actions.items[i].asked_ms == last->at_ms)
			r->asked_by = r->actions.items[i].asked_by;
}

static void
load_lines(struct turn_run *r)
{
	size_t count = r->messages.count,
	       from = count > TRANSCRIPT_LIMIT ? count - TRANSCRIPT_LIMIT : 0;
	r->transcript = arena_alloc(r->a, (count + 1) * sizeof *r->transcript);
	r->said = arena_alloc(r->a, (count + 1) * sizeof *r->said);
	for (size_t i = from; i < count; i++) {
		const struct message *m = &r->messages.items[i];
		if (!is_in_transcript(m) ||
		    (m->author == AUTHOR_SHOPPER && m->number > r->turn.up_to))
			continue;
		const char *text =
		    record_unseal(r->d, r->a, &r->c, "message", m->sealed, m->sealed_size, m->text);
		r->transcript[r->transcript_count++] =
		    (struct transcript_line){m->author, text, m->created_ms, m->text};
		if (m->author == AUTHOR_SHOPPER)
			r->said[r->said_count++] = text;
	}
	join_unanswered(r);
	find_question(r);
}

enum err
turn_load(struct turn_run *r, struct errinfo *e)
{
	struct store *s = r->d->store;
	struct action_filter f = {.conversation_id = r->turn.conversation_id};
	struct value *v;
	enum err err;
	if ((err = store_conversation_get(s, r->a, r->turn.conversation_id, &r->c, e)) != ERR_OK ||
	    (err = dialogue_load(r->d, r->a, &r->c, &r->dialogue, e)) != ERR_OK ||
	    (err = store_message_list(s, r->a, r->c.id, 0, &r->messages, e)) != ERR_OK ||
	    (err = store_action_list(s, r->a, &f, &r->actions, e)) != ERR_OK)
		return err;
	load_lines(r);
	if (!text_is_empty(r->turn.trace) &&
	    value_parse_json(r->a, "trace", r->turn.trace, strlen(r->turn.trace),
		&value_limits_message, &v, NULL) == ERR_OK)
		r->announces = value_get(v, "announces");
	r->known_before = r->c.customer_id;
	r->facts = facts_new(r->a, r->d->shop, r->c.customer_id, r->now);
	return ERR_OK;
}

static struct understand_context
context_of(struct turn_run *r)
{
	const struct shop_records *records = world_records(r->d->world);
	const struct settings *s = r->d->settings;
	return (struct understand_context){
	    .products = records->products,
	    .product_count = records->product_count,
	    .order_pattern = s->order_pattern,
	    .shop_name = s->name,
	    .currency = s->currency,
	    .zone = s->zone,
	    .now_ms = r->now,
	    .expected = value_get_text(r->dialogue.backend, "expected"),
	    .language = r->c.language,
	    .own_language = s->language,
	    .index = r->d->tools->index,
	};
}

/* What the shopper told an agent counts too, as far as it says who they are. */
static enum err
catch_up(struct turn_run *r, const struct understand_context *context, struct errinfo *e)
{
	for (size_t i = 0; i < r->messages.count; i++) {
		const struct message *m = &r->messages.items[i];
		struct understanding u;
		if (m->author != AUTHOR_SHOPPER || m->number <= r->dialogue.seen ||
		    m->number >= r->turn.up_to)
			continue;
		const char *text =
		    record_unseal(r->d, r->a, &r->c, "message", m->sealed, m->sealed_size, "");
		if (*text == '\0' || strstr(r->text, text) != NULL)
			continue;
		enum err err = understand_again(r->d->tools->understander,
		    r->d->tools->understood, r->a, text, context, &u, e);
		if (err != ERR_OK)
			return err;
		dialogue_add_slots(&r->dialogue, r->a, &u);
	}
	return ERR_OK;
}

enum err
turn_understand(struct turn_run *r, struct errinfo *e)
{
	static const struct intent_guess nothing = {"", 0};
	struct understand_context context = context_of(r);
	if ((r->voice = tools_voice(r->d->tools, r->c.language)) == NULL)
		r->voice = &r->d->tools->voices[0];
	if (!turn_answers(r)) {
		r->u = (struct understanding){.text = "",
		    .language = r->c.language,
		    .intents = &nothing,
		    .intent_count = 1,
		    .sentiment = r->c.sentiment,
		    .signals.guarded = ""};
		return ERR_OK;
	}
	enum err err = catch_up(r, &context, e);
	if (err == ERR_OK)
		err = understand_again(r->d->tools->understander, r->d->tools->understood, r->a,
		    r->text, &context, &r->u, e);
	if (err != ERR_OK)
		return err;
	r->c.language = language_after(
	    r->d->tools, r->a, &r->u, r->u.text, r->c.language, r->c.shopper_count <= 1, &r->voice);
	return ERR_OK;
}

static enum err
prove(struct turn_run *r, struct errinfo *e)
{
	struct customer c;
	if (r->dialogue.tries >= IDENTITY_TRIES)
		return ERR_OK;
	enum err err = shop_identify(r->d->shop, r->a, &r->dialogue.claim, &c, &r->way, e);
	if (err == ERR_STATE)
		return ERR_OK;	/* not enough said yet */
	if (err == ERR_NOT_FOUND) {
		r->identity_failed = true;
		r->dialogue.tries++;
		return ERR_OK;
	}
	if (err != ERR_OK)
		return err;
	r->just_proven = true;
	r->dialogue.tries = 0;
	r->c.customer_id = c.id;
	r->c.tier = c.tier;
	facts_set_customer(r->facts, c.id);
	for (size_t i = 0; i < r->transcript_count; i++)
		r->transcript[i].masked = record_mask(r->d, r->a, c.id, r->transcript[i].masked);
	return ERR_OK;
}

enum err
turn_identify(struct turn_run *r, struct errinfo *e)
{
	bool changed = turn_answers(r) && dialogue_add_slots(&r->dialogue, r->a, &r->u);
	enum err err = ERR_OK;
	if (text_is_empty(r->c.customer_id) && (changed || r->dialogue.claim_changed))
		err = prove(r, e);
	r->dialogue.claim_changed = false;
	if (err == ERR_OK && !text_is_empty(r->c.customer_id))
		err = facts_customer(r->facts, &r->customer, e);
	if (err == ERR_NOT_FOUND) {	/* gone from the shop since */
		r->customer = NULL;
		err = ERR_OK;
	}
	return err;
}
