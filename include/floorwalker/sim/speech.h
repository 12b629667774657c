/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Speech: what a shopper says for each act, and the patterns by which they understand the AI. No
 * part of the AI reads them.
 */
#ifndef FLOORWALKER_SIM_SPEECH_H
#define FLOORWALKER_SIM_SPEECH_H

#include "floorwalker/base/err.h"
#include "floorwalker/base/random.h"
#include "floorwalker/sim/typing.h"
#include "floorwalker/text/messages.h"

/* What a shopper can hear in the AI's sentences. The asks come first, in the order in which they
 * are answered. */
enum heard {
	HEARD_ASK_CONFIRM,
	HEARD_ASK_PERSON,
	HEARD_ASK_OFFER,
	HEARD_ASK_ORDER_NUMBER,
	HEARD_ASK_EMAIL,
	HEARD_ASK_POSTCODE,
	HEARD_ASK_NAME,
	HEARD_ASK_LINE,
	HEARD_ASK_REASON,
	HEARD_ASK_NEW,
	HEARD_ASK_ADDRESS,
	HEARD_ASK_CITY,
	HEARD_ASK_ADDRESS_POSTCODE,
	HEARD_ASK_METHOD,
	HEARD_ASK_WISH,
	HEARD_OFFER_REFUND,
	HEARD_OFFER_RETURN,
	HEARD_OFFER_EXCHANGE,
	HEARD_OFFER_CANCEL,
	HEARD_SUM_REFUND,
	HEARD_SUM_RETURN,
	HEARD_SUM_EXCHANGE,
	HEARD_SUM_CANCEL,
	HEARD_SUM_ITEM_CHANGE,
	HEARD_SUM_ADDRESS_CHANGE,
	HEARD_SUM_PROFILE_ADDRESS_CHANGE,
	HEARD_SUM_PAYMENT_CHANGE,
	HEARD_SUM_CREDIT,
	HEARD_ABOUT_RETURN,		/* which of several wishes is spoken of */
	HEARD_ABOUT_EXCHANGE,
	HEARD_ABOUT_CANCEL,
	HEARD_ABOUT_ITEM_CHANGE,
	HEARD_ABOUT_ADDRESS_CHANGE,
	HEARD_ABOUT_PROFILE_ADDRESS_CHANGE,
	HEARD_ABOUT_PAYMENT_CHANGE,
	HEARD_DONE,
	HEARD_REFUSED,
	HEARD_HANDED_OVER,
	HEARD_WAITING_FOR_COLLEAGUE,
	HEARD_ANYTHING_ELSE,
	HEARD_NOT_UNDERSTOOD,
	HEARD_HOLD,			/* of a person's words: to wait a moment */
	HEARD_GREETING,			/* … that say nothing yet */
	HEARD_COUNT
};

struct speech;

/* The words in the file path. Sections that it lacks (all but say) are those of base, a file of the same language; acts that its say lacks too where it names that language under
 * extends. base NULL: nothing stands behind the file. The first fault is named with file, line and
 * column. */
NODISCARD enum err speech_load(
    const char *path, const char *base, struct speech **out, struct errinfo *e);
/* Whether there is something to say for every act that a shopper can come to, whatever they
 * want. */
NODISCARD enum err speech_check_complete(const struct speech *w, struct errinfo *e);
void speech_free(struct speech **w);
const char *speech_language(const struct speech *w);
const struct typing *speech_typing(const struct speech *w);
/* What is put before an option's value: "size" before M; NULL: the value says it. */
const char *speech_option_word(const struct speech *w, const char *option);
/* Appends a variant of the act (drawn from r) with its parameters. Acts are tried in order; false
 * where there is none of them. */
bool speech_say(const struct speech *w, struct random_stream *r, const char *const *acts,
    size_t count, const struct message_param *params, size_t param_count, struct str *out);
bool speech_can_say(const struct speech *w, const char *act);
void speech_hear(const struct speech *w, const char *text, bool heard[HEARD_COUNT]);
/* The same of what a person wrote, who has words of their own: questions, offers and summaries are
 * heard by either's patterns, all else by a person's where the file has any for it. */
void speech_hear_person(const struct speech *w, const char *text, bool heard[HEARD_COUNT]);
/* Whether a want is after a change in the shop, not after an answer. */
bool speech_wants_action(const struct speech *w, const char *want);
/* Whether a want is let go of once it is declined, not put in other words. */
bool speech_lets_go(const struct speech *w, const char *want);
/* Whether a want is over once the assistant has said anything at all. */
bool speech_wants_talk(const struct speech *w, const char *want);

#endif
