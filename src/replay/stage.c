/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One conversation, played through a desk of its own over a fresh copy of the shop.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/str.h"
#include "floorwalker/command.h"
#include "floorwalker/desk/view.h"
#include "floorwalker/expr.h"
#include "reach.h"
#include "record.h"

#define LOOKING_MS ((int64_t)20000)	/* how long a shopper looks at the screen for an answer */
#define PIECES_MOST 200

struct scene {
	struct replay_stage *stage;
	const struct talk *talk;
	struct arena *a;
	struct clock *clock;
	struct desk *desk;
	struct recorder recorder;
	struct reach reach;		/* where it is asked for */
	int64_t conversation_id;
	bool failing;			/* the backend gives no answer now */
	size_t sent;
	char contact[40];		/* which of several wordings the AI takes goes by it */
};

enum err
replay_stage_open(struct replay_stage *s, const struct replay_options *o,
    struct desk_shared *shared, struct errinfo *e)
{
	const struct replay_suite *suite = o->suite;
	enum err err;

	*s = (struct replay_stage){.options = o, .shared = shared};
	if ((err = desk_tools_new(shared, &s->tools, e)) != ERR_OK)
		return err;
	return suite->program_count == 0
	    ? ERR_OK
	    : expr_new(suite->programs, suite->program_count, &s->programs, e);
}

void
replay_stage_close(struct replay_stage *s)
{
	desk_tools_free(&s->tools);
	expr_free(&s->programs);
}

/* ---- a backend before another, that gives no answer while the conversation has it so */

struct failing {
	struct backend_ops ops;		/* called as the other is */
	struct backend *inner;
	const bool *now;
};

static enum err
draft(void *self, struct arena *a, const struct backend_request *q, struct backend_draft *out,
    struct errinfo *e)
{
	struct failing *x = self;

	if (*x->now)
		return err_set(e, ERR_UNAVAILABLE, "the AI gave no answer");
	return backend_draft_reply(x->inner, a, q, out, e);
}

static void
free_failing(void *self)
{
	struct failing *x = self;

	backend_free(&x->inner);
	mem_free(x);
}

static struct backend *
failing_new(struct backend *take_inner, const bool *now)
{
	struct failing *x = mem_zero(1, sizeof *x);

	x->ops = (struct backend_ops){.name = backend_name(take_inner), .draft = draft, .free = free_failing};
	x->inner = take_inner;
	x->now = now;
	return backend_new(&x->ops, x);
}

static bool
has_failing(const struct talk *t)
{
	for (size_t i = 0; i < t->step_count; i++)
		if (t->steps[i].fails)
			return true;
	return false;
}

/* ---- the stage */

static enum err
open_scene(struct scene *x, uint64_t seed, struct errinfo *e)
{
	const struct replay_options *o = x->stage->options;
	struct store_options how = {.create = true};
	struct desk_options options = {.shared = x->stage->shared,
	    .tools = x->stage->tools,
	    .base = x->talk->records,
	    .worker = "replay",
	    .practice = true,
	    .simulated = true,
	    .seed = seed,
	    .worded_by_contact = true};
	enum err err;

	x->clock = clock_virtual_new(
	    x->talk->begin_ms != 0 ? x->talk->begin_ms : world_settings(o->world)->as_of_ms);
	options.clock = x->clock;
	if ((err = store_open("memory:", &how, &options.take_store, e)) != ERR_OK)
		return err;
	if ((err = backend_open(o->backend, &options.take_backend, e)) != ERR_OK) {
		store_close(&options.take_store);
		return err;
	}
	if (o->around != NULL)
		options.take_backend = o->around(o->around_context, options.take_backend);
	if (has_failing(x->talk))
		options.take_backend = failing_new(options.take_backend, &x->failing);
	return desk_new(&options, &x->desk, e);
}

/* Runs what is due, and what comes due while a shopper would still be looking at the screen. */
static enum err
work(struct scene *x, struct errinfo *e)
{
	int64_t due = 0, until = clock_now_ms(x->clock) + LOOKING_MS;
	size_t pieces;
	enum err err = desk_work(x->desk, PIECES_MOST, &pieces, e);

	for (int i = 0; err == ERR_OK && i < 20; i++) {
		if ((err = desk_next_due(x->desk, &due, e)) != ERR_OK || due > until)
			break;
		clock_move_to(x->clock, due);
		err = desk_work(x->desk, PIECES_MOST, &pieces, e);
	}
	return err;
}

/* Time goes by, and what comes due in it is done when it is. */
static enum err
pass(struct scene *x, int64_t ms, struct errinfo *e)
{
	int64_t due = 0, until = clock_now_ms(x->clock) + ms;
	size_t pieces;
	enum err err = ERR_OK;

	for (int i = 0; err == ERR_OK && i < 10000; i++) {
		if ((err = desk_next_due(x->desk, &due, e)) != ERR_OK || due > until)
			break;
		if (due > clock_now_ms(x->clock))
			clock_move_to(x->clock, due);
		err = desk_work(x->desk, PIECES_MOST, &pieces, e);
	}
	if (until > clock_now_ms(x->clock))
		clock_move_to(x->clock, until);
	return err;
}

static enum err
say(struct scene *x, const char *text, struct errinfo *e)
{
	char key[32];
	struct incoming in = {.channel = "synthetic",
	    .contact = x->contact,
	    .source_key = key,
	    .text = text,
	    .text_size = strlen(text),
	    .conversation_id = x->conversation_id};
	int64_t message_id;
	enum err err;

	(void)snprintf(key, sizeof key, "%zu", x->sent++);
	if ((err = desk_ingest(x->desk, &in, &x->conversation_id, &message_id, e)) != ERR_OK)
		return err;
	x->recorder.conversation_id = x->conversation_id;
	return ERR_OK;
}

/* A person decides on what waits: whoever has the right, in the order of the settings. */
static enum err
decide(struct scene *x, bool approve, struct errinfo *e)
{
	const struct settings *s = desk_settings(x->desk);
	struct action_filter f = {.states = 1u << ACTION_WAITING, .conversation_id = x->conversation_id};
	struct action_list waiting;
	enum err err = store_action_list(desk_store(x->desk), x->a, &f, &waiting, e);

	for (size_t i = 0; err == ERR_OK && i < waiting.count; i++) {
		int64_t left = 1, more = 0;

		for (size_t k = 0; left > 0 && k < s->agent_count; k++) {
			enum err r = approve
			    ? desk_approve(x->desk, s->agents[k].id, waiting.items[i].id, "", &more, e)
			    : desk_deny(x->desk, s->agents[k].id, waiting.items[i].id,
				  "Not in line with our policy this time", e);

			if (r == ERR_OK)
				left = more;
			else if (r != ERR_FORBIDDEN && r != ERR_STATE && r != ERR_CONFLICT)
				return r;
		}
	}
	return err;
}

/* A command as an agent would type it; that it is refused is for the expectations to say. */
static enum err
do_command(struct scene *x, const struct step *step, struct errinfo *e)
{
	struct command_table *table = command_table_new();
	struct str said;
	struct command_call call = {.desk = x->desk,
	    .settings = desk_settings(x->desk),
	    .agent = step->agent,
	    .conversation_id = x->conversation_id,
	    .arena = x->a,
	    .out = &said};
	struct errinfo why = {0};
	enum err err;

	str_init(&said);
	err = command_run_line(table, step->text, CONTEXT_ANY, &call, &why);
	record_command(&x->recorder, err, err == ERR_OK ? said.data : why.text);
	str_clear(&said);
	command_table_free(&table);
	return err == ERR_BUSY || err == ERR_IO ? err_set(e, err, "%s", why.text) : ERR_OK;
}

static enum err
take_step(struct scene *x, const struct step *step, struct errinfo *e)
{
	const char *text = step->kind == STEP_SAY ? replay_fill(x->a, x->talk, step->text) : NULL;
	int64_t begin_us;
	enum err err = step->after_ms > 0 ? pass(x, step->after_ms, e) : ERR_OK;

	record_begin(&x->recorder, step, text);
	begin_us = clock_stopwatch_us();
	x->failing = step->fails;
	if (err == ERR_OK)
		switch (step->kind) {
		case STEP_SAY:
			err = say(x, text, e);
			break;
		case STEP_DECIDE:
			err = decide(x, text_is(step->text, "approve"), e);
			break;
		case STEP_DO:
			err = do_command(x, step, e);
			break;
		case STEP_LEAVE:
			if (x->conversation_id != 0)
				err = desk_shopper_left(x->desk, x->conversation_id, e);
			break;
		default:
			break;
		}
	if (err == ERR_OK)
		err = work(x, e);	/* a desk gives up on its backend long before a shopper does */
	x->failing = false;
	x->recorder.took_ms = (clock_stopwatch_us() - begin_us) / 1000;
	return err == ERR_OK ? record_end(&x->recorder, e) : err;
}

/* A message that the desk doesn't take (too long, no text) is the conversation's business; a store or a
 * backend that can't be reached is nobody's failure. */
static bool
is_infrastructure(enum err err)
{
	return err == ERR_IO || err == ERR_BUSY || err == ERR_TIMEOUT;
}

enum err
replay_stage_play(struct replay_stage *s, struct arena *a, const struct talk *t, uint64_t seed,
    struct seen *out, struct errinfo *e)
{
	struct scene x = {.stage = s, .talk = t, .a = a};
	enum err err = open_scene(&x, seed, e);

	(void)snprintf(x.contact, sizeof x.contact, "replay-%llu", (unsigned long long)seed);
	*out = (struct seen){0};
	if (err == ERR_OK) {
		record_open(&x.recorder, a, x.desk, t);
		if (s->options->reach != NULL)
			reach_open(&x.reach, a, t, s->tools, desk_shop(x.desk));
		for (size_t i = 0; err == ERR_OK && i < t->step_count; i++)
			err = take_step(&x, &t->steps[i], e);
		if (err == ERR_OK)
			err = record_close(&x.recorder, e);
		*out = x.recorder.seen;
		if (s->options->reach != NULL)
			out->reach = reach_close(&x.reach, s->tools, desk_shop(x.desk), out->record);
	}
	desk_free(&x.desk);
	clock_free(&x.clock);
	if (err != ERR_OK && is_infrastructure(err)) {
		out->unreachable = arena_text(a, e->text);
		return ERR_OK;
	}
	return err;
}
