/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Visitors: synthetic shoppers who share one desk, one store and one clock, stepped by whoever owns
 * these. Each has records of their own in the shop: a copy of a customer of the world with all
 * orders, under ids, addresses and postcodes of their own, moved by whole days to the day on which
 * they come. So no two meet over anything but the stock, and what one does changes nothing for
 * another.
 *
 * Everything about a visitor is drawn from streams that their number alone names. Changing who else
 * comes, or in which order, changes nothing of what they draw; where the desk was opened with
 * worded_by_contact, and stock isn't what it is about, nothing of their whole record either.
 */
#ifndef FLOORWALKER_SIM_VISITOR_H
#define FLOORWALKER_SIM_VISITOR_H

#include "floorwalker/desk/desk.h"
#include "floorwalker/sim/sim.h"

/* What a thread needs for its visitors: a script bound to a world, and the oracle. */
struct visitors;
struct visitors_options {
	const struct sim_script *script;	/* of one language or several */
	const struct world *world;
	const struct settings *settings;	/* as the desk has them */
	uint64_t seed;
	const struct carrier_outage *outages;	/* as the desk's shop has them (shop_set_outages) */
	size_t outage_count;
};
NODISCARD enum err visitors_new(
    const struct visitors_options *o, struct visitors **out, struct errinfo *e);
/* Another day, with nobody left of the one before: who comes from now on is drawn by this seed, and sees
 * these outages (borrowed). */
void visitors_begin(struct visitors *v, uint64_t seed, const struct carrier_outage *outages,
    size_t outage_count);
void visitors_free(struct visitors **v);
/* The scenarios of the script, in its order, one language after the other. A weight is 0 where nothing in the world fits. */
size_t visitors_scenario_count(const struct visitors *v);
const char *visitors_scenario_name(const struct visitors *v, size_t i);
double visitors_scenario_weight(const struct visitors *v, size_t i);
const char *visitors_scenario_language(const struct visitors *v, size_t i);
/* The script's personas, those of one language after the other's; NULL past the last. */
const char *visitors_persona_name(const struct visitors *v, size_t i);
/* In which it is written. */
const char *visitors_persona_language(const struct visitors *v, size_t i);
/* The shop without anybody's records: the catalogue alone, for desk_options.base. */
const struct shop_records *visitors_base(const struct visitors *v);

/* Who comes. */
struct visit {
	int64_t number;			/* of the visitor, from 0: names their streams; below 0 of
					   those who come beside all that are counted */
	size_t scenario;		/* of the script */
	const char *persona;		/* NULL: drawn among those that the scenario allows */
	const char *tier;		/* they are a customer of this tier where one fits; NULL
					   any */
	const char *channel;
	int64_t at_ms;			/* when: an instant of the desk's clock */
};
struct visitor;
/* Draws who it is and what they are about, and writes their records into the desk's store, in a
 * transaction of its own. visit is copied; a persona that the scenario doesn't allow is drawn anew.
 * The desk is borrowed until the visitor is freed. ERR_NOT_FOUND: nobody in the world fits;
 * ERR_CONFLICT: a visitor of this number is here already. */
NODISCARD enum err visitor_new(struct visitors *vs, struct desk *d, const struct visit *visit,
    struct visitor **out, struct errinfo *e);
/* Takes their records out of the store again, in a transaction of its own; once none of their actions
 * is under way or waits, since it would find no order. What the store has of their conversations
 * stays. */
NODISCARD enum err visitor_remove(struct visitor *v, struct desk *d, struct errinfo *e);
void visitor_free(struct visitor **v);
const char *visitor_persona(const struct visitor *v);
const char *visitor_scenario(const struct visitor *v);
const char *visitor_language(const struct visitor *v);	/* that they write */
const char *visitor_intent(const struct visitor *v);	/* what the first goal wants */
const char *visitor_tier(const struct visitor *v);
const char *visitor_contact(const struct visitor *v);	/* handle for struct incoming */
int64_t visitor_value(const struct visitor *v);		/* of the order that it is about, minor
							   units; 0 none */

/* ---- the talk. Texts are appended to out, and taken for said: who plays them sends them. */
enum visitor_move {
	VISITOR_SAYS,			/* there is a message to send */
	VISITOR_WAITS,			/* for a decision, or for a person */
	VISITOR_IS_DONE,		/* and has said goodbye, or needs not */
	VISITOR_LEAVES			/* patience ran out: turns were too many */
};
void visitor_open(struct visitor *v, struct str *out);
/* The same, in the words of somebody else, and as if they were all that was said so far. */
void visitor_open_with(struct visitor *v, const char *text, struct str *out);
/* They say this, whatever they were about to say. */
void visitor_says(struct visitor *v, const char *text, struct str *out);
/* After new sentences of the AI (raw, joined by newlines). turn_id: of its turn, 0 none. */
enum visitor_move visitor_hear(
    struct visitor *v, const char *text, int64_t turn_id, struct str *out);
/* After a person's message; resolved: it settles what they came for. Then they thank (VISITOR_SAYS)
 * or are done; else they answer what they are asked, or wait. */
enum visitor_move visitor_hear_person(
    struct visitor *v, const char *text, bool resolved, struct str *out);
/* After the words of a person who isn't simulated (raw; several messages joined by newlines): what they
 * are asked for they answer; a moment they wait; once the store's records hold all that the scenario
 * wants, or what they wanted to know stands in what the person wrote, or a person has really answered
 * where that is all they want, they thank, and are done. Where it isn't so and the person says it is,
 * or refuses, they object, as their persona does and a few times at most; then they accept it or leave.
 * Draws are from streams that nothing else draws from. */
NODISCARD enum err visitor_hear_words(struct visitor *v, int64_t conversation_id, const char *text,
    enum visitor_move *move, struct str *out, struct errinfo *e);
/* They have thanked, or accept it as it is: they want nothing more. */
bool visitor_is_done(const struct visitor *v);
/* After a long silence: whether anybody is still there. */
void visitor_asks_after(struct visitor *v, struct str *out);
/* What they want, once more, to whoever has them now. */
void visitor_says_again(struct visitor *v, struct str *out);
/* With the AI, in this visit: the scenario wants it to serve them, and it has done so until now without
 * asking twice, misreading or not understanding. */
bool visitor_goes_well(const struct visitor *v);
/* How long they think and type, ms; drawn. */
int64_t visitor_pause_ms(struct visitor *v, const char *message);

/* ---- how they take it. Drawn once for each visit; ms. */
int64_t visitor_reply_patience_ms(struct visitor *v);	/* looks at the screen for an answer of the
							   AI's for so long, then leaves */
int64_t visitor_queue_patience_ms(struct visitor *v);	/* waits for a person */
int64_t visitor_person_patience_ms(struct visitor *v);	/* … for an answer of the person who has
							   them */
int64_t visitor_decision_patience_ms(struct visitor *v);	/* … for somebody's decision */
bool visitor_leaves_at_hand_over(struct visitor *v);	/* rather than wait at all */
/* Whether somebody whose need wasn't met comes again, and after how long; at most a few times. */
bool visitor_comes_again(struct visitor *v, int64_t *after_ms);
/* Begins another visit of the same visitor, with the records as they are by now: visitor_open() and
 * all that follows again. Not after visitor_remove(). Their scenario stays: what it expects is
 * compared with the day on which they came first, and with what is done in this visit alone. */
NODISCARD enum err visitor_return(
    struct visitor *v, struct desk *d, int64_t at_ms, struct errinfo *e);
/* What a person who has read the conversation would do with an action of theirs that waits:
 * whether the scenario wants it approved. */
bool visitor_deserves(const struct visitor *v, enum action_kind kind);
/* Whether the scenario wants the AI to hand over somebody who is after such an action: whether they get it is
 * for people to say, and neither is wrong. */
bool visitor_leaves_open(const struct visitor *v, enum action_kind kind);
/* Whether the scenario wants an action of this kind done, by whoever, or leaves it open. */
bool visitor_wants(const struct visitor *v, enum action_kind kind);
/* A person who isn't simulated has proposed an action: what the scenario doesn't ask for is their doing, no
 * breach of the AI's; where it is what the shopper is after it deserves to be approved. */
void visitor_was_offered(struct visitor *v, int64_t action_id, enum action_kind kind);
/* A person has decided on an action of theirs otherwise: what comes of that is judged as the person's, no
 * breach of the AI's or of policy. */
void visitor_was_misjudged(struct visitor *v, int64_t action_id);

/* ---- what came of it, by the oracle, from the store's records at the end */
struct visit_judged {
	bool need_met;			/* every line of the scenario's end holds; where a person who isn't
					   simulated wrote to them and the end asks for nothing, they were
					   really answered */
	bool as_expected;		/* contained and met, or handed over for the named reason,
					   and nothing wrong beside */
	bool expects_person;		/* the scenario wants a hand-over */
	int64_t changes, statements, again;	/* breaches: changes in the shop that nobody asked for;
					   sentences that aren't so; summaries once more of what they
					   had said no to */
	int64_t shopper_messages, ai_messages, ai_turns, held_back;
	int64_t repeated;		/* times they had to say again what they had said */
	int64_t loops;			/* times the AI asked for what it had been told, or hadn't
					   understood, or was objected to */
	double sentiment_first, sentiment_last;	/* -1 … 1, of the shopper's messages; NaN none */
	struct replies replies;		/* with confidence and flaw; visitor's */
	const char *why;		/* a line each; "" where all was well; visitor's */
	const char *fault;		/* the simulator's own fault (a phrase is missing, a loop of
					   its own): the visit counts for nothing; "" none */
};
/* Of the visit that began last; before visitor_return() and visitor_remove(). What out points to
 * stays until the next call or visitor_free(). abandoned: they left, in whatever state. handed_off,
 * reason: at any time in this visit, by the AI. */
NODISCARD enum err visitor_judge(struct visitor *v, struct desk *d, int64_t conversation_id,
    bool handed_off, enum handoff_reason reason, bool abandoned, struct visit_judged *out,
    struct errinfo *e);

/* What people wrote to them, one message each (raw, in order; all of this visit), by the oracle that
 * judges the AI: why[i] gets what isn't so in the i-th, a line each, the arena's; "" nothing. As
 * visitor_judge() otherwise, and before it, which takes what was done for told. */
NODISCARD enum err visitor_judge_words(struct visitor *v, struct desk *d, struct arena *a,
    int64_t conversation_id, const char *const *texts, size_t count, const char **why,
    struct errinfo *e);

#endif
