/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The shopper's words: what they say for each act, and the patterns by which they understand the AI. No part of the AI reads them.
 */
#ifndef FLOORWALKER_SIM_WORDS_H
#define FLOORWALKER_SIM_WORDS_H

#include "floorwalker/base/err.h"
#include "floorwalker/base/random.h"
#include "floorwalker/text/messages.h"

/* What a shopper can hear in the AI's sentences. The asks come first, in the order in which they are answered. */
enum heard {
	HEARD_ASK_CONFIRM, HEARD_ASK_PERSON, HEARD_ASK_OFFER, HEARD_ASK_ORDER_NUMBER, HEARD_ASK_EMAIL, HEARD_ASK_POSTCODE, HEARD_ASK_NAME, HEARD_ASK_LINE, HEARD_ASK_REASON,
	HEARD_ASK_NEW, HEARD_ASK_ADDRESS, HEARD_ASK_CITY, HEARD_ASK_ADDRESS_POSTCODE, HEARD_ASK_METHOD, HEARD_ASK_WISH,
	HEARD_OFFER_REFUND, HEARD_OFFER_RETURN, HEARD_OFFER_EXCHANGE, HEARD_OFFER_CANCEL,
	HEARD_DONE, HEARD_REFUSED, HEARD_HANDED_OVER, HEARD_WAITING_FOR_COLLEAGUE, HEARD_ANYTHING_ELSE, HEARD_NOT_UNDERSTOOD, HEARD_COUNT
};

struct words;

NODISCARD enum err words_load(const char *path, struct words **out, struct errinfo *e);
void words_free(struct words **w);
const char *words_language(const struct words *w);
/* Appends a variant of the act (drawn from r) with its parameters. Acts are tried in order; false where there is none of them. */
bool words_say(const struct words *w, struct random_stream *r, const char *const *acts, size_t count, const struct message_param *params, size_t param_count,
    struct str *out);
bool words_can_say(const struct words *w, const char *act);
void words_hear(const struct words *w, const char *text, bool heard[HEARD_COUNT]);
/* Whether a want is after a change in the shop, not after an answer. */
bool words_wants_action(const struct words *w, const char *want);
/* Whether a want is over once the assistant has said anything at all. */
bool words_wants_talk(const struct words *w, const char *want);

#endif
