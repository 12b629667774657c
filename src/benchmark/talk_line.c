/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What all spoken conversations have in common: the world, the personas and their words; and one
 * conversation, on a shop of its own, through the desk as in life.
 */
#include "talk.h"

#include <stdio.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/desk/view.h"

/* ---- the stage */

static bool
is_wanted(const struct talk_choice *c, const char *name)
{
	for (size_t i = 0; i < c->only_count; i++)
		if (text_is(c->only[i], name))
			return true;
	return c->only_count == 0;
}

static enum err
load_personas(struct talk_stage *st, const struct talk_choice *c, struct errinfo *e)
{
	const char **names;
	size_t count;
	enum err err = file_list(st->arena, c->personas, ".yaml", &names, &count, e);

	for (size_t i = 0; err == ERR_OK && i < count; i++) {
		struct persona *p = &st->personas[st->persona_count];

		if (st->persona_count == TALK_PERSONAS_MOST)
			return err_set(e, ERR_LIMIT, "%s: more than %d personas", c->personas,
			    TALK_PERSONAS_MOST);
		err = persona_load(st->arena, file_join(st->arena, c->personas, names[i]), p, e);
		if (err == ERR_OK && is_wanted(c, p->name))
			st->persona_count++;
	}
	if (err == ERR_OK &&
	    (st->persona_count == 0 ||
		(c->only_count > 0 && st->persona_count != c->only_count)))
		err = err_set(e, ERR_USAGE, "%s hasn't all the personas that were named",
		    c->personas);
	return err;
}

enum err
talk_stage_open(
    struct talk_stage *st, struct arena *a, const struct talk_choice *c, struct errinfo *e)
{
	static const uint8_t master[SEAL_KEY] = { 't', 'a', 'l', 'k' };
	enum err err;

	*st = (struct talk_stage){.arena = a, .backend = c->backend, .seed = c->seed};
	/* The shared parts are only read. */
	st->shared = (struct desk_shared){.world = (struct world *)(uintptr_t)c->world,
	    .understander = c->understander,
	    .keyring = keyring_new_from(master)};
	if ((err = load_personas(st, c, e)) == ERR_OK &&
	    (err = speech_load(c->words, NULL, &st->words, e)) == ERR_OK)
		err = desk_tools_new(&st->shared, &st->tools, e);
	if (err == ERR_OK)
		err = sim_listener_new(c->world, c->terms, &st->listener, e);
	return err;
}

void
talk_stage_close(struct talk_stage *st)
{
	speech_free(&st->words);
	sim_listener_free(&st->listener);
	desk_tools_free(&st->tools);
	keyring_free(&st->shared.keyring);
}

/* ---- one conversation */

enum err
talk_line_open(struct talk_line *l, const struct talk_stage *st, struct errinfo *e)
{
	struct backend *backend = NULL;
	enum err err;

	*l = (struct talk_line){ .arena = arena_new() };
	str_init(&l->transcript);
	str_init(&l->told);
	str_add(&l->transcript, "");
	str_add(&l->told, "");
	if ((err = backend_open(st->backend, &backend, e)) != ERR_OK)
		return err;
	if (st->is_watched)
		backend = replies_around(NULL, backend);
	return tau_desk_new(&st->shared, st->tools, backend, &l->clock, &l->desk, e);
}

void
talk_line_close(struct talk_line *l)
{
	str_clear(&l->transcript);
	str_clear(&l->told);
	mem_free(l->said.items);
	mem_free(l->heard.items);
	desk_free(&l->desk);
	clock_free(&l->clock);
	arena_free(&l->arena);
}

static void
keep_text(struct talk_line *l, struct talk_texts *to, const char *text)
{
	to->items = mem_grow(to->items, to->count + 1, sizeof(*to->items));
	to->items[to->count++] = arena_text(l->arena, text);
}

static enum err
say(struct talk_line *l, const char *text, struct errinfo *e)
{
	char key[40];
	struct incoming in = {.channel = "synthetic",
	    .contact = "shopper",
	    .source_key = key,
	    .text = text,
	    .text_size = strlen(text),
	    .conversation_id = l->conversation_id};
	int64_t message_id;
	enum err err;

	snprintf(key, sizeof(key), "shopper-%zu", l->messages++);
	str_addf(&l->transcript, "shopper: %s\n", text);
	keep_text(l, &l->said, text);
	err = desk_ingest(l->desk, &in, &l->conversation_id, &message_id, e);
	return err == ERR_OK ? tau_desk_work(l->desk, l->clock, e) : err;
}

/* What the AI has said since. */
static enum err
hear(struct talk_line *l, struct str *heard, struct errinfo *e)
{
	struct message_list list;
	enum err err = store_message_list(desk_store(l->desk), l->arena, l->conversation_id,
	    l->heard_number, &list, e);

	for (size_t i = 0; err == ERR_OK && i < list.count; i++) {
		const struct message *m = &list.items[i];
		const char *raw;

		l->heard_number = m->number;
		if (m->author != AUTHOR_AI || m->delivery != DELIVERY_DELIVERED)
			continue;
		if ((err = desk_message_raw(l->desk, l->arena, m, &raw, e)) != ERR_OK)
			break;
		str_addf(heard, "%s\n", raw);
		str_addf(&l->told, "%s\n", raw);
		keep_text(l, &l->heard, raw);
		str_addf(&l->transcript, "ai: %s\n", raw);
	}
	return err;
}

/* Whether people have it now; then also why, and what the AI would have said. */
static enum err
look_who_has_it(struct talk_line *l, struct errinfo *e)
{
	struct conversation c;
	enum err err =
	    store_conversation_get(desk_store(l->desk), l->arena, l->conversation_id, &c, e);

	if (err != ERR_OK || c.state == CONVERSATION_AI || c.state == CONVERSATION_CLOSED)
		return err;
	l->with_people = true;
	l->handed_over = c.reason;
	if (!text_is_empty(c.draft))
		str_addf(&l->transcript, "(held back: %s)\n", c.draft);
	return ERR_OK;
}

enum err
talk_line_exchange(struct talk_line *l, const char *text, struct str *heard, struct errinfo *e)
{
	enum err err;

	if ((err = say(l, text, e)) != ERR_OK || (err = hear(l, heard, e)) != ERR_OK)
		return err;
	return look_who_has_it(l, e);
}

/* ---- what came of it */

static enum err
count_actions(struct talk_line *l, struct errinfo *e)
{
	struct action_filter f = { .conversation_id = l->conversation_id };
	struct action_list list;
	enum err err = store_action_list(desk_store(l->desk), l->arena, &f, &list, e);

	for (size_t i = 0; err == ERR_OK && i < list.count; i++) {
		const struct action *x = &list.items[i];
		struct value *verdict;

		str_addf(&l->transcript, "(%s: %s, %s)\n", x->title, action_state_title(x->state),
		    x->rule);
		if (x->state != ACTION_DONE)
			continue;
		l->done++;
		/* what can't be read is no approval */
		l->forbidden +=
		    value_parse_json(l->arena, "verdict", x->verdict, strlen(x->verdict),
			&value_limits_message, &verdict, NULL) != ERR_OK ||
		    !text_is(value_get_text(verdict, "outcome"), "approve");
	}
	return err;
}

static enum err
count_ungrounded(struct talk_line *l, struct errinfo *e)
{
	struct turn_list list;
	enum err err =
	    store_turn_list(desk_store(l->desk), l->arena, l->conversation_id, &list, e);

	for (size_t i = 0; err == ERR_OK && i < list.count; i++) {
		const struct value *trace = NULL, *claims;
		size_t ungrounded = 0;

		if ((err = desk_trace(l->desk, l->arena, list.items[i].id, &trace, e)) != ERR_OK)
			break;
		claims = value_path(trace, "ground.claims");
		for (size_t k = 0; k < value_count(claims); k++) {
			if (value_get_bool(value_at(claims, k), "grounded", true))
				continue;
			ungrounded++;
			str_add(&l->transcript, "(ungrounded: ");
			value_print(&l->transcript, value_at(claims, k));
			str_add(&l->transcript, ")\n");
		}
		if (text_is(value_get_text(trace, "outcome"), "sent"))
			l->ungrounded += ungrounded;
		else
			l->held_back += ungrounded > 0;
	}
	return err;
}

/* By the simulator's oracle, which knows nothing of the desk's own check. */
static enum err
judge_statements(struct talk_line *l, const struct talk_stage *st, const struct customer *c,
    struct errinfo *e)
{
	const struct sim_listened heard = {.customer = c,
	    .store = desk_store(l->desk),
	    .conversation_id = l->conversation_id,
	    .ai_texts = l->heard.items,
	    .ai_count = l->heard.count,
	    .shopper_texts = l->said.items,
	    .shopper_count = l->said.count};
	struct sim_heard found;
	enum err err = sim_listener_judge(st->listener, l->arena, &heard, &found, e);

	if (err != ERR_OK)
		return err;
	l->untrue = (size_t)found.untrue;
	l->promises = (size_t)found.promises;
	if (*found.why != '\0')
		str_addf(&l->transcript, "(untrue: %s)\n", found.why);
	return ERR_OK;
}

enum err
talk_line_end(struct talk_line *l, const struct talk_stage *st, const struct customer *c,
    struct errinfo *e)
{
	enum err err = ERR_OK;

	if (!l->with_people)
		err = desk_shopper_left(l->desk, l->conversation_id, e);
	if (err == ERR_OK && (err = count_actions(l, e)) == ERR_OK)
		err = count_ungrounded(l, e);
	return err == ERR_OK ? judge_statements(l, st, c, e) : err;
}

void
talk_line_told(const struct talk_line *l, struct talk_end *end)
{
	end->with_people = l->with_people;
	end->messages = l->messages;
	end->forbidden = l->forbidden;
	end->ungrounded = l->ungrounded;
	end->held_back = l->held_back;
	end->untrue = l->untrue;
	end->promises = l->promises;
}
