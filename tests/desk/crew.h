/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A crew for the stage: three people and a supervisor with skills and capacities, two queues.
 */
#ifndef FLOORWALKER_TESTS_DESK_CREW_H
#define FLOORWALKER_TESTS_DESK_CREW_H

#include "../check.h"

#include <string.h>

#include "floorwalker/desk/events.h"
#include "floorwalker/desk/shift.h"
#include "floorwalker/store/event.h"
#include "stage.h"

static const char *const crew_care[] = {"care"}, *const crew_both[] = {"care", "general"},
			 *const crew_german[] = {"de"};
static struct queue crew_queues[2];
static struct agent crew_agents[4];

/* Before each test: nothing of the one before is left. */
static inline void
crew_set(struct stage *s)
{
	crew_queues[0] = (struct queue){.id = "care", .name = "Care",
	    .takes = {[HANDOFF_ASKED_FOR_HUMAN] = true, [HANDOFF_SENTIMENT] = true},
	    .answer_within_ms = 120000, .next_within_ms = 60000, .level_share = 0.8, .level_within_ms = 20000};
	crew_queues[1] = (struct queue){.id = "general", .name = "General", .takes = {[HANDOFF_OTHER] = true},
	    .answer_within_ms = 300000, .level_share = 0.8, .level_within_ms = 60000};
	crew_agents[0] = (struct agent){.id = "maeve", .name = "Maeve Brennan", .login = "", .queues = crew_both,
	    .queue_count = 2, .capacity = 2};
	crew_agents[1] = (struct agent){.id = "dara", .name = "Dara Keaveney", .login = "", .queues = crew_care,
	    .queue_count = 1, .capacity = 4};
	crew_agents[2] = (struct agent){.id = "jens", .name = "Jens Holm", .login = "", .queues = crew_both,
	    .queue_count = 2, .languages = crew_german, .language_count = 1, .capacity = 1};
	crew_agents[3] = (struct agent){.id = "una", .name = "Úna Geraghty", .login = "", .role = ROLE_SUPERVISOR,
	    .queues = crew_both, .queue_count = 2, .capacity = 1};
	s->settings.queues = crew_queues;
	s->settings.queue_count = 2;
	s->settings.agents = crew_agents;
	s->settings.agent_count = 4;
}

static inline void
crew_say(struct stage *s, const char *agent, const char *state)
{
	check_ok(desk_agent_state(s->desk, agent, state, &s->e), &s->e);
}

/* A shopper who waits in care; later by ms than the one before. */
static inline int64_t
crew_wait(struct stage *s, const char *contact, int64_t later_ms)
{
	clock_move_to(s->clock, clock_now_ms(s->clock) + later_ms);
	int64_t id = stage_say(s, contact, "a person now");
	stage_work(s);
	return id;
}

/* How many events of a kind a chain has; the last one's data in *data, where not NULL. */
static inline int
crew_events(struct stage *s, int64_t conversation_id, const char *kind, const char **data)
{
	struct event_list list;
	int n = 0;
	check_ok(store_event_list(desk_store(s->desk), s->arena, conversation_id, &list, &s->e), &s->e);
	for (size_t i = 0; i < list.count; i++) {
		if (strcmp(list.items[i].kind, kind) != 0)
			continue;
		n++;
		if (data != NULL)
			*data = list.items[i].data;
	}
	return n;
}

#endif
