/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The demo shop at work with an AI behind HTTP: real world, models, policy, ground check and gates;
 * only the AI is a server that says what a test tells it.
 */
#ifndef FLOORWALKER_TESTS_DESK_DEMO_H
#define FLOORWALKER_TESTS_DESK_DEMO_H

#include "../check.h"
#include "../http/server.h"
#include "floorwalker/base/value.h"
#include "floorwalker/desk/desk.h"

/* A shopper with a proof who wants money back, the server's offer of it, and the refund that a yes makes of it. */
#define DEMO_BROKEN "My tent pegs from TF-100205 came broken and I'd like a refund, I'm fergal.odriscoll@example.com"
#define DEMO_OFFER "{\"reply\": \"TF-100205 came to €28.00. Shall I refund that?\", \"confidence\": 0.9, \"expected\": \"yes_no\", \"intent\": \"refund_request\"}"
#define DEMO_REFUND(order, more) "{\"kind\": \"refund\", \"params\": {\"order\": \"" order "\", \"method\": \"original\", " more "}}"

struct demo {
	struct arena *arena;
	struct clock *clock;
	struct server *server;		/* NULL once stopped */
	struct desk *desk;
	char folder[64], target[96];	/* "memory:", or a file in folder */
	void (*step)(void *context, const char *name);
	struct errinfo e;
};

int demo_load(void **state);		/* world and models, once for all tests */
int demo_unload(void **state);
void demo_open(struct demo *d, bool file, int64_t timeout_ms);	/* step is kept; timeout_ms 0: the
								   backend's own */
void demo_close(struct demo *d);
/* another desk on the same file, without turns */
enum err demo_beside(const struct demo *d, struct desk **out, struct errinfo *e);

void demo_reply(struct demo *d, const char *json);		/* what the server says next */
int64_t demo_say(struct demo *d, const char *contact, const char *text);	/* taken in, and
										   worked off */
/* A proven shopper was asked whether an order should be refunded. */
int64_t demo_offered(struct demo *d, const char *text, const char *offer);
void demo_work(struct demo *d);
void demo_wait(struct demo *d, int64_t ms);			/* the shop's clock goes on; what is
								   due then is worked off */

struct conversation demo_conversation(struct demo *d, int64_t id);
struct message demo_last(struct demo *d, int64_t id);		/* the AI's last message; number 0:
								   none */
bool demo_was_told(struct demo *d, int64_t id, const char *part);	/* a message that went out
									   to the shopper holds
									   it */
size_t demo_actions(struct demo *d, struct action *first);	/* how many there are; first may be
								   NULL */
int64_t demo_refunded(struct demo *d, const char *order);
const char *demo_trace(struct demo *d, int64_t id);		/* of the latest turn */
void demo_expect_queued(struct demo *d, int64_t id, enum handoff_reason reason);
void demo_audit(struct demo *d);

/* Set-up and tear-down of one test, on the demo that *state points to. */
int demo_in_memory(void **state);
int demo_on_file(void **state);
int demo_away(void **state);

#endif
