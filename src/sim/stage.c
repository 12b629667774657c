/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A thread's stage: batch after batch on a shop, a store and a desk of its own.
 */
#include <string.h>

#include "floorwalker/base/str.h"
#include "run.h"

#define DAY_MOST_MS ((int64_t)8 * 3600000)	/* of a batch: days are counted from the world's
						   own, so it must not turn */

/* Once for all desks that the stage lends its tools to. */
static enum err
check_sentences(const struct sim_options *o, struct errinfo *e)
{
	struct backend *b;
	enum err err = backend_open(o->backend, &b, e);

	if (err == ERR_OK) {
		err = desk_check_sentences(o->world, b, e);
		backend_free(&b);
	}
	return err;
}

enum err
stage_open(const struct sim_options *o, struct stage *out, struct errinfo *e)
{
	static const uint8_t master[SEAL_KEY] = { 's', 'i', 'm' };
	const struct settings *settings = world_settings(o->world);
	enum err err;

	memset(out, 0, sizeof(*out));
	out->options = o;
	/* The shared parts are only read. */
	out->shared = (struct desk_shared){.world = (struct world *)(uintptr_t)o->world,
	    .understander = (struct understander *)(uintptr_t)o->understander,
	    .keyring = keyring_new_from(master)};
	if ((err = check_sentences(o, e)) != ERR_OK ||
	    (err = desk_tools_new(&out->shared, &out->tools, e)) != ERR_OK)
		return err;
	return oracle_new(world_folder(o->world), world_records(o->world), settings,
	    o->script->terms, settings->as_of_ms, &out->oracle, e);
}

void
stage_close(struct stage *s)
{
	oracle_free(&s->oracle);
	desk_tools_free(&s->tools);
	keyring_free(&s->shared.keyring);
}

/* Who is told of conversations or replies reads the traces; a transcript tells why a turn was held
 * back. */
static enum desk_traces
traces_wanted(const struct sim_options *o)
{
	if (o->played != NULL || o->replies.take != NULL)
		return DESK_TRACES_ALL;
	return o->keep_transcripts ? DESK_TRACES_OF_HANDOFFS : DESK_TRACES_NONE;
}

/* A fresh shop, store and desk for a batch, the clock at the world's own time. */
static enum err
set_up(struct stage *s, uint64_t seed, struct errinfo *e)
{
	const struct sim_options *o = s->options;
	struct store_options store_options = { .create = true };
	struct desk_options desk_options = {.shared = &s->shared,
	    .tools = s->tools,
	    .base = world_records(o->world),
	    .worker = "simulator",
	    .practice = true,
	    .simulated = true,
	    .traces = traces_wanted(o),
	    .seed = seed};
	enum err err;

	s->clock = clock_virtual_new(world_settings(o->world)->as_of_ms);
	desk_options.clock = s->clock;
	if ((err = store_open("memory:", &store_options, &desk_options.take_store, e)) != ERR_OK)
		return err;
	if ((err = backend_open(o->backend, &desk_options.take_backend, e)) != ERR_OK) {
		store_close(&desk_options.take_store);
		return err;
	}
	if (o->around != NULL)
		desk_options.take_backend = o->around(o->around_context, desk_options.take_backend);
	s->snapshot_arena = arena_new();
	if ((err = desk_new(&desk_options, &s->desk, e)) != ERR_OK)
		return err;
	return snapshot_take(desk_store(s->desk), s->snapshot_arena, &s->before, e);
}

static void
tear_down(struct stage *s)
{
	desk_free(&s->desk);
	clock_free(&s->clock);
	arena_free(&s->snapshot_arena);
}

enum err
stage_play(struct stage *s, const struct plan *p, const struct batch *b, struct played *results,
    struct errinfo *e)
{
	int64_t evening = world_settings(s->options->world)->as_of_ms + DAY_MOST_MS;
	enum err err = set_up(s, s->options->seed + b->first, e);

	for (size_t i = b->first; err == ERR_OK && i < b->first + b->count; i++) {
		if (clock_now_ms(s->clock) > evening) {
			tear_down(s);
			if ((err = set_up(s, s->options->seed + i, e)) != ERR_OK)
				break;
		}
		err = stage_play_one(s, &p->jobs[i], &results[i], e);
	}
	tear_down(s);
	return err;
}
