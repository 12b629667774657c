/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whole conversations with a backend over the demo world, with understanding written by hand, so
 * that what is tested is the dialogue alone.
 */
#ifndef FLOORWALKER_TESTS_PLAY_H
#define FLOORWALKER_TESTS_PLAY_H

#include "../check.h"
#include "floorwalker/backend.h"
#include "floorwalker/shop/actions.h"
#include "floorwalker/world.h"

enum { PLAY_LINES = 64, PLAY_ACTIONS = 8 };

struct play {
	struct arena *arena;		/* of the conversation */
	const struct world *world;	/* all conversations' of a program */
	struct store *store;
	struct clock *clock;
	struct shop *shop;
	struct policy_session *policy;
	struct retriever *retriever;
	struct backend *backend;
	struct backend_draft draft;	/* of the last turn */
	struct facts *facts;		/* of the last turn */
	struct transcript_line lines[PLAY_LINES];
	size_t line_count;
	struct action_line actions[PLAY_ACTIONS];
	size_t action_count;
	struct customer customer;
	bool proven, just_proven, identity_failed, returned;
	bool is_remote;			/* its figures are its own affair */
	const char *state;		/* JSON, as the desk would keep it */
	const char *key;
	const char *language;		/* of the shop's sentences; NULL: English */
	enum err err;
	struct errinfo error;
};

void play_open(struct play *p, struct backend *take_backend);	/* NULL: builtin */
void play_close(struct play *p);
void play_prove(struct play *p, const char *customer_id);
/* A shopper's message and what it means: words by blanks. An intent ("cancel_order", "stock@0.4",
 * "stock|is_it_there?" with the words it stands in, '?' where they ask, '.' where they only
 * remark); a slot ("order_number=TF-100101", "option:size=M", "!product=P-1" for "all but", '_' for
 * a blank in values, "product=P-1~jacket" with the words that it was read from); the message's
 * language ("language=de"); or ("@0.7" too) yes (a plain one, unless "doubtful" follows), no,
 * human, correction, thanks, goodbye, greeting, unhappy, oos, sad, legal. Answers the draft's
 * text. */
const char *play_say(struct play *p, const char *text, const char *means);
enum err play_try(struct play *p, const char *text, const char *means);	/* for failures */
/* understood elsewhere */
enum err play_turn(struct play *p, const char *text, const struct understanding *u);
void play_line(struct play *p, enum author author, const char *text);	/* somebody else writes */
/* What the shop would do with the last draft's proposals; they appear among the actions. */
void play_execute(struct play *p, enum action_state state);

void play_expect(const struct play *p, const char *part);	/* the text holds it */
void play_expect_not(const struct play *p, const char *part);
const struct action_proposal *play_expect_proposal(
    const struct play *p, enum action_kind kind, const char *order_id, int64_t amount);
void play_expect_none(const struct play *p);			/* no proposals */

#endif
