/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tau.h"

#define PIECES_MOST 200
#define LOOKS_MOST 20
#define LOOKING_MS ((int64_t)20000)	/* how long a shopper looks at the screen for an answer */

enum err
tau_desk_new(const struct desk_shared *shared, const struct desk_tools *tools,
    struct backend *take_backend, struct clock **clock, struct desk **out, struct errinfo *e)
{
	struct store_options store_options = { .create = true };
	struct desk_options o = {.shared = shared,
	    .tools = tools,
	    .base = world_records(shared->world),
	    .take_backend = take_backend,
	    .worker = "benchmark",
	    .practice = true,
	    .simulated = true,
	    .seed = 1};
	enum err err;

	*clock = clock_virtual_new(world_settings(shared->world)->as_of_ms);
	o.clock = *clock;
	if ((err = store_open("memory:", &store_options, &o.take_store, e)) != ERR_OK) {
		backend_free(&o.take_backend);
		return err;
	}
	return desk_new(&o, out, e);
}

enum err
tau_desk_work(struct desk *d, struct clock *c, struct errinfo *e)
{
	int64_t due = 0, until = clock_now_ms(c) + LOOKING_MS;
	size_t pieces;
	enum err err = desk_work(d, PIECES_MOST, &pieces, e);

	for (int i = 0; err == ERR_OK && i < LOOKS_MOST; i++) {
		if ((err = desk_next_due(d, &due, e)) != ERR_OK || due > until)
			break;
		clock_move_to(c, due);
		err = desk_work(d, PIECES_MOST, &pieces, e);
	}
	return err;
}
