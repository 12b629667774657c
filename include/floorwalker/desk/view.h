/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a screen or a script reads of a conversation: everything masked, in one arena.
 */
#ifndef FLOORWALKER_DESK_VIEW_H
#define FLOORWALKER_DESK_VIEW_H

#include "floorwalker/desk/desk.h"
#include "floorwalker/model/metric.h"
#include "floorwalker/store/event.h"

struct conversation_view {
	struct conversation conversation;
	struct message_list messages;
	struct turn turn;		/* the latest; id 0 none */
	const struct value *trace;	/* of the latest ended turn; NULL none */
	struct action_list actions;
	struct note *notes;		/* that all colleagues read */
	size_t note_count;
	struct note *whispers;		/* each for its reader and its author alone */
	size_t whisper_count;
	const char *watchers[4];	/* supervisors who watch it now; agents */
	size_t watcher_count;
	struct event_list events;
	bool has_customer;
	struct customer customer;	/* masked: e-mail, phone, address lines, names as settings
					   say */
	struct order *orders;		/* newest first */
	size_t order_count;
};
NODISCARD enum err desk_view(struct desk *d, struct arena *a, int64_t conversation_id,
    struct conversation_view *out, struct errinfo *e);
/* The raw text of a message, unsealed in memory: for its channel (the simulator's shopper is one),
 * never for a screen. Arena's. */
NODISCARD enum err desk_message_raw(
    struct desk *d, struct arena *a, const struct message *m, const char **out, struct errinfo *e);
/* The trace of one message's turn, parsed. NULL where it has none. */
NODISCARD enum err desk_trace(
    struct desk *d, struct arena *a, int64_t turn_id, const struct value **out, struct errinfo *e);
/* One conversation as JSON for scripts: id, state, owner, epoch, reason, confidence, messages,
 * actions. */
NODISCARD enum err desk_view_json(struct desk *d, struct arena *a, int64_t conversation_id,
    struct value **out, struct errinfo *e);
/* How it stands for the metrics (spam, test: false; need_met: an action done, or the AI's end
 * without a hand-off, as recorded by events). */
NODISCARD enum err desk_outcome(
    struct desk *d, int64_t conversation_id, struct conversation_outcome *out, struct errinfo *e);
/* The last hour in pieces of five minutes, the last of them under way: how many waited for a person
 * at the end of each, how many ended contained (confirmed) in it, how many the AI handed over.
 * Before midnight nothing is known. */
#define TREND_PIECES 12
#define TREND_PIECE_MS ((int64_t)300000)
struct desk_trend {
	int64_t waiting[TREND_PIECES], contained[TREND_PIECES], handed_over[TREND_PIECES];
	int64_t known;			/* so many of the last pieces */
};
#define FIGURE_QUEUES 32
#define FIGURE_PROXIES 1000
/* Live figures for the top line, since the local midnight. The desk keeps what it has read of the
 * day: the first look takes its length, each later one only what is new. */
struct desk_figures {
	struct containment containment;	/* of conversations closed since then */
	int64_t waiting, oldest_waiting_ms, ai, with_agents, waiting_actions, agents_present;
	struct ratio level;		/* of answers by agents since then: within the service
					   level */
	struct ratio levels[FIGURE_QUEUES];	/* the same of each of the settings' queues, as far
						   as there is room */
	int64_t proxies;		/* of those that were closed since then: how many have a CSAT
					   proxy (desk/survey.h) … */
	double proxy;			/* … and the mean of it, 1 to 5; 0 where there is none */
	int64_t proxies_wait;		/* closed, but not looked at yet: at most FIGURE_PROXIES are at
					   each look */
	struct ratio csat;		/* satisfied (4 or 5) of those of them that answered a survey */
	struct desk_trend trend;
};
NODISCARD enum err desk_figures(struct desk *d, struct desk_figures *out, struct errinfo *e);

#endif
