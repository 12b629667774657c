/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "visit_play.h"

#include <stdio.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/mem.h"

#define MINUTE ((int64_t)60000)
#define COMERS 60

static struct visit_stage stage;

/* So many visitors, one for each scenario in turn, one a minute, days after the world's own day. */
static void
plan(struct visited *v, size_t count, int64_t days)
{
	int64_t from = world_settings(stage.shared.world)->as_of_ms + days * DATE_DAY_MS;
	size_t n = visitors_scenario_count(stage.visitors), at = 0;

	memset(v, 0, count * sizeof(*v));
	for (size_t i = 0; i < count; i++) {
		while (visitors_scenario_weight(stage.visitors, at % n) <= 0)
			at++;
		v[i].visit = (struct visit){.number = (int64_t)i,
		    .scenario = at++ % n,
		    .at_ms = from + (int64_t)i * MINUTE / 2};
	}
}

static void
visits_together_go_as_each_does_alone(void **state)
{
	static struct visited together[COMERS], alone[COMERS];

	(void)state;
	plan(together, COMERS, 0);
	plan(alone, COMERS, 0);
	visits_play(&stage, together, COMERS);
	for (size_t i = 0; i < COMERS; i++) {
		visits_play(&stage, &alone[i], 1);
		assert_string_equal(together[i].record, alone[i].record);
	}
	visited_clear(together, COMERS);
	visited_clear(alone, COMERS);
}

static void
open_stage(void)
{
	visit_stage_open(&stage, 77);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(visits_together_go_as_each_does_alone),
	};
	int failed;

	open_stage();
	failed = RUN_TAP(tests);
	visit_stage_close(&stage);
	return failed;
}
