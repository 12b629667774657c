/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside the oracle.
 *
 *   oracle.c             what stands in the world's files; judging
 *   oracle_statements.c  what the AI may have said to this shopper, sentence by sentence
 *   oracle_allowed.c     what their orders and account, and they themselves, allow to say
 *   oracle_sums.c        sums of what several things come to
 *   oracle_figures.c     amounts, days and numbers of a sentence
 *   oracle_goods.c       stock and today's prices
 *   oracle_claims.c      states, promises, carriers, terms turned round, gifts
 *   oracle_end.c         how the shop must have ended
 *   oracle_effects.c     what the actions did to its records: which goods, amounts, reasons,
 *                        addresses
 *   oracle_told.c        what had to be told
 *   oracle_again.c       what was summed up once more after a no
 */
#ifndef FLOORWALKER_SIM_ORACLE_PRIVATE_H
#define FLOORWALKER_SIM_ORACLE_PRIVATE_H

#include "corpus.h"
#include "goods_seen.h"
#include "oracle.h"
#include "phrases_seen.h"

/* numbers: thousandths; days: month * 100 + day, year * 10000 more where the whole date counts, and
 * -(that of month and day * 10 + weekday) for its weekday; words: hashes of words with digits, in
 * lower case. */
struct allowed {
	struct figure_set money, numbers, days, words;
};

/* What may be said of one product once it is spoken of. */
struct product_allowed {
	const struct product *product;
	struct allowed figures;
};

struct oracle {
	const struct shop_records *records;
	const struct settings *settings;
	const struct terms *terms;
	int64_t now_ms;
	int decimals;
	int64_t scale;			/* minor units in one major */
	struct allowed world;		/* today, and the shop's hours */
	struct goods_seen *goods;
	struct corpus *corpus;		/* the sentences of the world's files */
	struct phrases_seen *seen;
	struct oracle_article { const char *id, *text; struct oracle_article *next; } *articles;
	struct product_allowed *products;	/* as in records */
	struct allowed *orders;		/* as in records; empty before they are asked for */
	struct figure_set names;	/* of all customers: hashes of given and family names */
	const char **carriers;		/* arena's: of the world's parcels, and those of the
					   terms */
	size_t carrier_count;
	struct arena *arena;
};

/* One order of the shopper, as it was and as it is now. */
struct order_view {
	const struct order *then, *now;
	const struct order *meanwhile;	/* as it showed for a part of the conversation; NULL: as
					   then, all the time */
	struct allowed figures;
	bool discussed;			/* somewhere in the conversation, or no order is */
	bool meant;			/* by the sentence that is being judged */
};

/* Which pairs of neighbouring bytes a text has, case aside, hashed: most names fall by their first
 * ones. */
struct letter_pairs { uint64_t bits[64]; };

/* One conversation, as the oracle listens to it. */
struct listening {
	struct oracle *oracle;
	const struct oracle_case *c;
	struct arena *arena;
	struct oracle_verdict *out;
	struct order_view *orders;	/* of the shopper; none unless they have shown who they
					   are */
	size_t order_count;
	struct allowed person;		/* what the shopper wrote, and where they have shown who
					   they are, their account */
	const struct product *product;	/* the last one spoken of */
	struct product *changed;	/* as they stood before or after, where a conversation
					   changed their stock */
	size_t changed_count;
	struct phrase_text *message;	/* that is being judged, whole */
	const struct product *named[16];	/* products that it names */
	size_t named_count;
};

/* A sentence being judged. */
struct judged {
	const char *text;		/* as written */
	struct phrase_text *said;	/* the same */
	struct letter_pairs pairs;	/* of it */
	struct corpus_sentence read;
	struct likeness like[LIKENESS_MOST];	/* what it repeats, the likest first */
	size_t like_count;
	const struct product *named[8];	/* products that it names */
	size_t named_count;
};

/* The customers and orders of a case, and the days on which it may say to be. */
const struct shop_records *oracle_records(const struct oracle *o, const struct oracle_case *c);
int64_t oracle_now(const struct oracle *o, const struct oracle_case *c);
int64_t oracle_end_day(const struct oracle *o, const struct oracle_case *c);
/* A difference between what the message says that several things of one order become and what was
 * paid for them; n pieces of goods at a price of theirs. Minor units. */
bool oracle_is_sum_of_changes(struct listening *l, int64_t amount);
bool oracle_is_so_many(const struct listening *l, const struct judged *j, int64_t amount);
int64_t oracle_word(const char *s, size_t length);	/* hash of a word in lower case */
void oracle_learn(const struct oracle *o, const char *text, struct allowed *to);
void oracle_allow_day(const struct oracle *o, struct allowed *to, int64_t at_ms);
void oracle_allow_number(struct allowed *to, int64_t whole);
/* Each amount and day that an order holds, and sums that follow from them; the same of an order of the
 * world's, found once. */
void oracle_allow_order(const struct oracle *o, const struct order *order, struct allowed *to);
void oracle_allow_world_order(struct oracle *o, const struct order *order, struct allowed *to);
/* The price differences that an exchange of a line could bring. */
void oracle_allow_differences(
    const struct listening *l, const struct order *order, struct allowed *to);
/* A shopper's own numbers and codes may be echoed, their amounts and days may not. */
void oracle_allow_shopper(const struct oracle *o, const char *text, struct allowed *to);
void oracle_allow_account(
    const struct oracle *o, const struct customer *customer, size_t orders, struct allowed *to);
/* The account as it stands at the end, where something of it has changed. */
NODISCARD enum err oracle_allow_account_now(struct listening *l, struct errinfo *e);
void allowed_clear(struct allowed *x);
NODISCARD enum err oracle_check_end(struct oracle *o, struct arena *a, const struct oracle_case *c,
    struct oracle_verdict *out, struct errinfo *e);
void oracle_check_told(struct oracle *o, const struct oracle_case *c, struct oracle_verdict *out);
void oracle_check_again(const struct oracle *o, struct arena *a, const struct oracle_case *c,
    struct oracle_verdict *out);
NODISCARD enum err oracle_check_effects(const struct oracle *o, struct arena *a,
    const struct oracle_case *c, struct oracle_verdict *out, struct errinfo *e);
/* Whether what a person wrote is of an article: a few of its telling words, and as many as there are
 * of others. */
bool oracle_is_of_article(struct oracle *o, const char *id, const char *text);
bool oracle_amount_fits(
    const struct oracle_case *c, const struct expected_action *x, int64_t amount);
/* The order as its record stands at the end; the bound one where nothing changed it. */
NODISCARD enum err oracle_order_now(const struct oracle *o, struct arena *a,
    const struct oracle_case *c, const struct order *then, const struct order **out,
    struct errinfo *e);

/* Each names what is wrong with a sentence, arena's; NULL: nothing. */
const char *oracle_wrong_figure(struct listening *l, const struct judged *j);
const char *oracle_wrong_goods(struct listening *l, const struct judged *j);
const char *oracle_wrong_claim(struct listening *l, const struct judged *j);

/* Whether an amount is today's price of goods that the sentence means. */
bool oracle_is_price(const struct listening *l, const struct judged *j, int64_t amount);
bool oracle_is_restock(
    const struct listening *l, const struct judged *j, const struct figure *f, int weekday);
/* weekday as written, -1 where it isn't */
bool oracle_is_day(const struct oracle *o, int64_t at_ms, const struct figure *f, int weekday);
/* Whether the sentence repeats one for everybody, an article's or a product's, so that it states
 * nothing of this shopper. */
bool oracle_is_quote(const struct judged *j);
/* What a sentence says of goods, and not their name: an option may be called like a part of it. */
const char *oracle_without_name(struct arena *a, const struct product *p, const char *text);
void letter_pairs_make(struct letter_pairs *p, const char *text);
bool letter_pairs_may_hold(const struct letter_pairs *p, const char *name);
/* As strcasestr(), for short texts that mostly don't hold it. */
const char *oracle_find(const char *text, const char *name);
bool oracle_names(const char *text, const char *name);	/* as whole words, case aside */

#endif
