/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "bind.h"
#include "floorwalker/base/log.h"
#include "floorwalker/base/str.h"
#include "floorwalker/desk/view.h"
#include "script.h"
#include "shopper.h"

#define OPEN_MOST 64
#define GONE_AFTER_MS ((int64_t)15 * 60000)	/* a live shopper who hears nothing for so long has
						   left */

/* One shopper who is here now. */
struct guest {
	bool here;
	int64_t number;
	struct binding binding;
	struct shopper shopper;
	int64_t conversation_id, heard_number, sent;
	int64_t say_at_ms;		/* when the text in hand is typed; 0 none */
	int64_t silent_since_ms;
	struct str text;
};

struct sim_live {
	struct sim_live_options options;
	struct desk *desk;
	struct arena *arena;
	struct binding_set *sets;
	double *weights;
	struct random_stream random;
	struct guest guests[OPEN_MOST];
	int64_t started, ended, satisfied, left;
	size_t first_come;		/* of options.first */
	int64_t arrive_at_ms;
};

static enum err
bind_what_fits(struct sim_live *l, struct errinfo *e)
{
	const struct world *world = desk_world(l->desk);
	const struct settings *settings = world_settings(world);
	struct bind_world w = {
	    .records = world_records(world), .zone = settings->zone, .now_ms = settings->as_of_ms};
	bool any = false;

	w.index = bind_index_make(l->arena, &w);
	l->sets = arena_alloc(l->arena, l->options.script->scenario_count * sizeof(*l->sets));
	l->weights = arena_alloc(l->arena, l->options.script->scenario_count * sizeof(*l->weights));
	for (size_t i = 0; i < l->options.script->scenario_count; i++) {
		bind_all(l->arena, &w, &l->options.script->scenarios[i], &l->sets[i]);
		l->weights[i] = l->sets[i].count > 0 ? l->options.script->scenarios[i].weight : 0;
		any = any || l->sets[i].count > 0;
	}
	if (!any)
		return err_set(e, ERR_INPUT, "no scenario fits the world \"%s\"", settings->id);
	return ERR_OK;
}

enum err
sim_live_new(const struct sim_live_options *options, struct sim_live **out, struct errinfo *e)
{
	struct sim_live *l = mem_zero(1, sizeof(*l));
	enum err err;

	l->options = *options;
	if (l->options.arrivals_per_minute <= 0)
		l->options.arrivals_per_minute = 4;
	if (l->options.most_open <= 0 || l->options.most_open > OPEN_MOST)
		l->options.most_open = 12;
	if (l->options.speed <= 0)
		l->options.speed = 1;
	l->arena = arena_new();
	random_init(&l->random, options->seed, "live");
	if ((err = desk_open(options->shared, options->target, NULL, clock_system(), "shoppers",
		 &l->desk, e)) != ERR_OK ||
	    (err = bind_what_fits(l, e)) != ERR_OK) {
		sim_live_free(&l);
		return err;
	}
	*out = l;
	return ERR_OK;
}

static void
end(struct sim_live *l, struct guest *g)
{
	l->ended++;
	shopper_clear(&g->shopper);
	str_clear(&g->text);
	g->here = false;
}

/* Leaves by themselves. */
static void
go(struct sim_live *l, struct guest *g)
{
	struct errinfo e;

	/* where it can't be told now, the desk's own timer ends the conversation */
	if (desk_shopper_left(l->desk, g->conversation_id, &e) != ERR_OK)
		log_line(LOG_WARN, "shoppers: %s", e.text);
	end(l, g);
}

void
sim_live_free(struct sim_live **l)
{
	if (*l == NULL)
		return;
	for (size_t i = 0; i < OPEN_MOST; i++)
		if ((*l)->guests[i].here) {
			shopper_clear(&(*l)->guests[i].shopper);
			str_clear(&(*l)->guests[i].text);
		}
	desk_free(&(*l)->desk);
	arena_free(&(*l)->arena);
	mem_free(*l);
	*l = NULL;
}

static bool
is_here(const struct sim_live *l, const struct customer *c)
{
	for (size_t i = 0; i < OPEN_MOST; i++)
		if (l->guests[i].here && l->guests[i].binding.customer == c)
			return true;
	return false;
}

static int64_t
sooner(const struct sim_live *l, int64_t ms)
{
	return (int64_t)((double)ms / l->options.speed);
}

/* The next of those that come first, else drawn by weight. */
static size_t
next_scenario(struct sim_live *l)
{
	const struct sim_script *script = l->options.script;

	while (l->first_come < l->options.first_count) {
		const char *name = l->options.first[l->first_come++];

		for (size_t i = 0; i < script->scenario_count; i++)
			if (l->sets[i].count > 0 && text_is(script->scenarios[i].name, name))
				return i;
	}
	return random_weighted(&l->random, l->weights, script->scenario_count);
}

static void
arrive(struct sim_live *l, int64_t now_ms)
{
	size_t s = next_scenario(l), free_place = 0;
	const struct scenario *scenario = &l->options.script->scenarios[s];
	const struct binding *b = &l->sets[s].items[random_below(&l->random, l->sets[s].count)];
	const struct persona *persona = script_persona(l->options.script, scenario, false, &l->random);
	char label[40];
	struct guest *g;

	while (free_place < OPEN_MOST && l->guests[free_place].here)
		free_place++;
	if (free_place == OPEN_MOST || is_here(l, b->customer))
		return;
	g = &l->guests[free_place];
	memset(g, 0, sizeof(*g));
	g->number = ++l->started;
	snprintf(label, sizeof(label), "live/%lld", (long long)g->number);
	g->here = true;
	bind_draw(b, &l->random, &g->binding);
	shopper_init(&g->shopper, l->options.script->words, scenario, persona, &g->binding,
	    l->options.script->currency, l->options.seed, label);
	str_init(&g->text);
	shopper_open(&g->shopper, &g->text);
	g->say_at_ms = now_ms;
	g->silent_since_ms = now_ms;
}

static enum err
send(struct sim_live *l, struct guest *g, int64_t now_ms, struct errinfo *e)
{
	char contact[48], key[32];
	struct incoming in = {.channel = "web",
	    .contact = contact,
	    .source_key = key,
	    .text = g->text.data,
	    .text_size = g->text.length,
	    .conversation_id = g->conversation_id};
	int64_t message_id;

	snprintf(contact, sizeof(contact), "visitor-%lld", (long long)g->number);
	snprintf(key, sizeof(key), "%lld", (long long)++g->sent);
	g->say_at_ms = 0;
	g->silent_since_ms = now_ms;
	return desk_ingest(l->desk, &in, &g->conversation_id, &message_id, e);
}

/* What the AI or a person has written to them since. */
static enum err
read_new(struct sim_live *l, struct guest *g, struct arena *a, struct str *heard, struct errinfo *e)
{
	struct message_list list;
	enum err err = store_message_list(
	    desk_store(l->desk), a, g->conversation_id, g->heard_number, &list, e);

	for (size_t i = 0; err == ERR_OK && i < list.count; i++) {
		const struct message *m = &list.items[i];
		const char *raw;

		if (m->author != AUTHOR_SHOPPER && m->delivery == DELIVERY_PENDING)
			break;		/* not here yet; what follows waits with it */
		g->heard_number = m->number;
		if (m->author == AUTHOR_SHOPPER || m->author == AUTHOR_SYSTEM ||
		    m->delivery != DELIVERY_DELIVERED)
			continue;
		if ((err = desk_message_raw(l->desk, a, m, &raw, e)) == ERR_OK)
			str_addf(heard, "%s\n", raw);
	}
	return err;
}

static void
answer(struct sim_live *l, struct guest *g, const char *heard, int64_t now_ms)
{
	switch (shopper_hear(&g->shopper, heard, &g->text)) {
	case SHOPPER_SAYS:
		g->say_at_ms = now_ms + sooner(l, shopper_pause_ms(&g->shopper, g->text.data));
		break;
	case SHOPPER_WAITS:
		break;
	case SHOPPER_IS_DONE:
		l->satisfied++;
		go(l, g);
		break;
	case SHOPPER_LEAVES:
		l->left++;
		go(l, g);
		break;
	}
}

/* Whether a person has closed the conversation, so that nobody will answer any more. */
static enum err
is_closed(struct sim_live *l, const struct guest *g, struct arena *a, bool *out, struct errinfo *e)
{
	struct conversation c;
	enum err err = store_conversation_get(desk_store(l->desk), a, g->conversation_id, &c, e);

	*out = err == ERR_OK && c.state == CONVERSATION_CLOSED;
	return err;
}

static enum err
step_guest(struct sim_live *l, struct guest *g, struct arena *a, int64_t now_ms, struct errinfo *e)
{
	struct str heard;
	bool closed;
	enum err err = ERR_OK;

	if (g->say_at_ms != 0 && g->say_at_ms <= now_ms)
		return send(l, g, now_ms, e);
	if (g->say_at_ms != 0 || g->conversation_id == 0)
		return ERR_OK;
	str_init(&heard);
	err = read_new(l, g, a, &heard, e);
	if (err == ERR_OK && heard.length > 0) {
		g->silent_since_ms = now_ms;
		str_reset(&g->text);
		answer(l, g, heard.data, now_ms);
	} else if (err == ERR_OK && (err = is_closed(l, g, a, &closed, e)) == ERR_OK) {
		if (closed)
			end(l, g);
		else if (now_ms - g->silent_since_ms > GONE_AFTER_MS) {
			l->left++;
			go(l, g);
		}
	}
	str_clear(&heard);
	return err;
}

static int64_t
open_count(const struct sim_live *l)
{
	int64_t n = 0;

	for (size_t i = 0; i < OPEN_MOST; i++)
		n += l->guests[i].here;
	return n;
}

/* When the next shopper types or arrives; a change in the store may come before. */
static int64_t
next_due(const struct sim_live *l, int64_t now_ms)
{
	int64_t next = l->arrive_at_ms;

	for (size_t i = 0; i < OPEN_MOST; i++)
		if (l->guests[i].here && l->guests[i].say_at_ms != 0 &&
		    l->guests[i].say_at_ms < next)
			next = l->guests[i].say_at_ms;
	return next < now_ms ? now_ms : next;
}

enum err
sim_live_step(struct sim_live *l, int64_t now_ms, int64_t *next_ms, struct errinfo *e)
{
	struct arena *a = arena_new();
	enum err err = ERR_OK;

	if (l->arrive_at_ms <= now_ms) {
		if (open_count(l) < l->options.most_open)
			arrive(l, now_ms);
		l->arrive_at_ms = now_ms +
		    sooner(l,
			(int64_t)random_exponential(
			    &l->random, 60000 / l->options.arrivals_per_minute));
	}
	for (size_t i = 0; err == ERR_OK && i < OPEN_MOST; i++)
		if (l->guests[i].here)
			err = step_guest(l, &l->guests[i], a, now_ms, e);
	*next_ms = next_due(l, now_ms);
	arena_free(&a);
	return err;
}

void
sim_live_pace(struct sim_live *l, double speed, double arrivals_per_minute, int64_t now_ms)
{
	l->options.speed = speed > 0 ? speed : 1;
	l->options.arrivals_per_minute = arrivals_per_minute > 0 ? arrivals_per_minute : 4;
	l->arrive_at_ms = now_ms +
	    sooner(
		l, (int64_t)random_exponential(&l->random, 60000 / l->options.arrivals_per_minute));
}

struct value *
sim_live_summary(struct sim_live *l, struct arena *a)
{
	struct value *v = value_map(a);

	value_set_int(v, "started", l->started);
	value_set_int(v, "here", open_count(l));
	value_set_int(v, "ended", l->ended);
	value_set_int(v, "satisfied", l->satisfied);
	value_set_int(v, "gave_up", l->left);
	return v;
}
