/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files that say how a day goes: what was read is within its bounds, and what is refused is refused with a sentence.
 */
#include <math.h>
#include <stdlib.h>

#include "floorwalker/base/file.h"
#include "floorwalker/day/simulation.h"
#include "floorwalker/world.h"
#include "written.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void
check(const struct simulation *s)
{
	if (s->days < 1 || s->replications < 1 || s->first_weekday < 0 || s->first_weekday > 6 || s->warm_up_ms < 0 ||
	    !(s->level_share >= 0 && s->level_share <= 1))
		abort();
	for (size_t i = 0; i < WEEK_HOURS; i++)
		if (!isfinite(s->demand.per_hour[i]) || s->demand.per_hour[i] < 0)
			abort();
	for (size_t i = 0; i < s->demand.burst_count; i++)
		if (!isfinite(s->demand.bursts[i].factor) || s->demand.bursts[i].length_ms < 0)
			abort();
	for (size_t i = 0; i < s->people.crew_count; i++)
		if (s->people.crews[i].count < 0 || s->people.crews[i].capacity < 1)
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct world *world;
	struct arena *a = arena_new();
	struct simulation s;
	struct errinfo e;
	const char *path, *named;
	enum err err;

	if (world == NULL && world_load(file_data(a, "worlds/tarn-and-fell"), &world, &e) != ERR_OK)
		abort();
	path = fuzz_written("day.yaml", bytes, size);
	err = simulation_world(a, path, &named, &e);
	fuzz_check_refusal(err, &e);
	err = simulation_load(a, path, world_settings(world), NULL, 0, &s, &e);
	fuzz_check_refusal(err, &e);
	if (err == ERR_OK)
		check(&s);
	arena_free(&a);
	return 0;
}
