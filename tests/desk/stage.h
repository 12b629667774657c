/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A stage for the desk: a small world with scripted understanding and a scripted backend, so that
 * each test says exactly what a model would make of a message. The real messages and policy of
 * tarn-and-fell are read; shop and orders are those of tests/shop/fixture.
 */
#ifndef FLOORWALKER_TESTS_DESK_STAGE_H
#define FLOORWALKER_TESTS_DESK_STAGE_H

#include "floorwalker/desk/desk.h"
#include "floorwalker/desk/view.h"
#include "../shop/fixture.h"

/* What the backend says next. */
struct script {
	const char *text;
	double confidence;
	const char *refund;		/* order to be refunded as a whole line 1, proposed; NULL
					   none */
	const char *reason;		/* of the refund */
	const char *citation;
	bool hand_off, ends, small_talk, declines;
	enum handoff_reason handoff;
	enum err fails;			/* what drafting returns */
	int64_t failures;
	bool of_turn;			/* the order is the shopper's own: the first that they have;
					   every third is faulty instead of damaged */
	double part;			/* "intent" of the confidence's parts; 0: it has none */
	int calls;
};

extern const char *stage_world_folder;	/* "" unless a test says where */

struct stage {
	struct arena *arena;
	struct clock *clock;
	struct desk_shared shared;
	struct shop_records records;
	struct settings settings;
	struct script script;
	char folder[64], target[96];	/* target "memory:" or a file in folder */
	struct desk *desk;
	void (*step)(void *context, const char *name);	/* passed to desks that are opened
							   afterwards */
	void *step_context;
	enum desk_traces traces;			/* so are these */
	struct errinfo e;
};

/* file: an SQLite store in a private folder, else memory. */
void stage_open(struct stage *s, bool file);
void stage_close(struct stage *s);
struct desk *stage_desk(struct stage *s, const char *worker);	/* one more desk on the same file */
/* From now on all text that the backend is given is appended there; NULL: no more. */
void stage_hears(struct str *all);
/* A shopper's message; the conversation. */
int64_t stage_say(struct stage *s, const char *contact, const char *text);
void stage_work(struct stage *s);			/* all that is due */
struct conversation stage_conversation(struct stage *s, int64_t id);
struct message stage_last(struct stage *s, int64_t id, enum author author);	/* number 0: none */
int stage_count(struct stage *s, int64_t id, enum author author, enum delivery delivery);
struct action stage_action(struct stage *s, int64_t id);
int64_t stage_refunded(struct stage *s, const char *order);
void stage_audit(struct stage *s);			/* fails where the log doesn't hold */
int64_t stage_waiting_refund(struct stage *s, int64_t *conversation_id);	/* a proven
										   shopper's refund
										   that waits for a
										   person; the
										   action's id */

/* Set-up and tear-down of one test, on the stage that *state points to. */
int stage_in_memory(void **state);
int stage_on_file(void **state);
int stage_away(void **state);

#endif
