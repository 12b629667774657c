/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Logs of when contacts came: what was read goes forward from the midnight before its first, and what is refused is
 * refused with a sentence.
 */
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/file.h"
#include "floorwalker/day/simulation.h"
#include "floorwalker/world.h"
#include "written.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const char day[] = "simulation: day\n"
			  "title: A log\n"
			  "world: tarn-and-fell\n"
			  "days: 1\n"
			  "starts_on: tuesday\n"
			  "replications: 1\n"
			  "demand: {log: log.csv}\n";

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct world *world;
	struct arena *a = arena_new();
	struct simulation s;
	struct errinfo e;
	enum err err;

	if (world == NULL && world_load(file_data(a, "worlds/tarn-and-fell"), &world, &e) != ERR_OK)
		abort();
	(void)fuzz_written("log.csv", bytes, size);
	err = simulation_load(
	    a, fuzz_written("day.yaml", day, strlen(day)), world_settings(world), NULL, 0, &s, &e);
	fuzz_check_refusal(err, &e);
	for (size_t i = 0; err == ERR_OK && i < s.demand.log_count; i++) {
		int64_t at = s.demand.log[i].at_ms;

		if (at < 0 || (i == 0 && at >= 25 * 60 * 60 * 1000) || (i > 0 && at < s.demand.log[i - 1].at_ms))
			abort();
	}
	arena_free(&a);
	return 0;
}
