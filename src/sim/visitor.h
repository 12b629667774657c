/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside visitors (floorwalker/sim/visitor.h).
 *
 *   visitors.c         what a thread shares among them: who fits which scenario, the oracle
 *   visitor.c          who one is, what they say, how long they wait
 *   visitor_records.c  records of their own: copied, renamed, moved to their day, read back
 *   visitor_person.c   what they do with the words of a person who isn't simulated
 *   visitor_judge.c    what came of a visit
 */
#ifndef FLOORWALKER_SIM_VISITOR_PRIVATE_H
#define FLOORWALKER_SIM_VISITOR_PRIVATE_H

#include "floorwalker/sim/visitor.h"
#include "oracle.h"
#include "script.h"
#include "shopper.h"
#include "watch.h"

#define VISITOR_GOODS_MOST 24

/* All orders of one customer of the world. */
struct orders_of {
	const struct order **items;
	size_t count;
};
/* The places in a scenario's set whose customers are of one tier. */
struct tier_places {
	const char *tier;
	size_t *items;
	size_t count;
	struct tier_places *next;
};

struct visitors {
	struct visitors *next;		/* who speak the script's next language; NULL none */
	struct visitors_options o;
	struct arena *arena;
	struct oracle *oracle;
	struct binding_set *sets;	/* one a scenario */
	struct tier_places **tiers;	/* likewise, as they are asked for */
	double *weights;
	struct shop_records base;	/* products alone */
	struct orders_of *orders;	/* as the world's customers */
	int64_t orders_most;		/* of one customer, at least 1 */
};

struct visitor {
	struct visitors *vs;
	struct arena *arena;
	char contact[32];
	int64_t number, visit;		/* visit: 0 the first, 1 the first return … */
	int64_t at_ms;			/* when this visit began */
	const struct scenario *scenario;
	const struct persona *persona;
	struct shop_records own;	/* one customer, their orders, the world's products */
	struct binding binding;		/* of their own records */
	struct snapshot before;		/* own documents as this visit found them */
	struct document *goods;		/* products as they were seen in this visit, one for each
					   version */
	size_t goods_count, goods_room;
	const struct product *wares[VISITOR_GOODS_MOST];	/* that it is about */
	size_t ware_count;
	struct desk *desk;		/* borrowed; who plays them has one */
	struct shopper shopper;
	struct watch watch;
	bool talking;			/* shopper and watch are there to be cleared */
	struct str said;		/* all that they said in this visit, a line each */
	const char **texts;		/* of all visits, one by one */
	size_t text_count, text_room;
	size_t text_first;		/* of this visit */
	size_t noes[GOALS_MOST];	/* of this visit's texts those that say no to a summary */
	size_t no_count;
	size_t conversation_first;	/* of the conversation judged last */
	int64_t repeated;
	int64_t conversation_id;	/* of the visit judged last; 0 none */
	int64_t *misjudged;		/* actions on which a person decided wrongly */
	size_t misjudged_count, misjudged_room;
	int64_t last_message;		/* the last of it by then: its number, … */
	int64_t last_action, newest_action, last_event;	/* … and what was done, by id */
	bool knows_number, looks_up;	/* their order's, by heart; now, before they say it */
	int64_t hears;			/* answers so far */
	int64_t same_count;		/* times that they said the same again, to another
					   answer */
	uint64_t last_reply, last_acts;	/* hashes of it and of what they said to it */
	struct random_stream pause;
	struct {			/* with a person who isn't simulated, in this visit */
		struct random_stream moods;
		bool began;		/* the stream */
		const char **texts;	/* theirs; of all visits */
		size_t count, room, first;
		bool answered;		/* by more than a greeting, a question, or to wait */
		bool accepted;		/* it isn't met, and they leave it */
		bool again;		/* they were asked whether there is more, once they had thanked */
		int64_t objections, unsure;
		unsigned proposed;		/* kinds of actions: for somebody whom the AI was to hand over,
						   and who wants it; 1 << kind */
	} person;
	struct arena *judged;		/* of visit_judged; NULL before */
	struct str why, fault;
};

/* ---- visitors.c */
/* Whose the i-th scenario of all is; *i becomes its place among theirs. */
struct visitors *visitors_of(const struct visitors *vs, size_t *i);
const struct binding *visitors_choose(
    struct visitors *vs, size_t scenario, const char *tier, struct random_stream *r);

/* ---- visitor.c */
/* A stream of this visit's own for one purpose. */
void visitor_stream(const struct visitor *v, const char *purpose, struct random_stream *r);
/* They say it. reopened_before: the shopper's count before it was made. */
void visitor_note_said(struct visitor *v, const char *text, int64_t reopened_before);

/* ---- visitor_judge.c */
/* Whether they have what they came for, by the records as they stand; whether any action of theirs in this
 * visit was done. */
NODISCARD enum err visitor_need_is_met(struct visitor *v, int64_t conversation_id, bool *met,
    bool *anything_done, struct errinfo *e);

/* ---- visitor_records.c */
/* Copies the customer of from with all orders under names of the visitor's own, moved to the day of
 * v->at_ms, and binds v to them. */
void visitor_copy_records(struct visitor *v, const struct binding *from);
/* The documents of them as they stand now. */
NODISCARD enum err visitor_read_records(
    struct visitor *v, struct arena *a, struct snapshot *out, struct errinfo *e);
/* Takes them for what this visit began with, and binds v to them. */
NODISCARD enum err visitor_renew_records(struct visitor *v, struct errinfo *e);
/* Keeps the products that the visit is about as they stand now. */
NODISCARD enum err visitor_see_goods(struct visitor *v, struct errinfo *e);
void visitor_keep_goods(struct visitor *v, const struct document *d);
/* The n-th number that looks like another: the same digits come again only after all others. */
const char *visitor_order_number(struct arena *a, const char *like, uint64_t n);

#endif
