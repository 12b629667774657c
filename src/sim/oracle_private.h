/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside the oracle.
 *
 *   oracle.c             what stands in the world's files; judging
 *   oracle_statements.c  what the AI may have said to this shopper
 *   oracle_end.c         how the shop must have ended
 *   oracle_told.c        what had to be told
 */
#ifndef FLOORWALKER_SIM_ORACLE_PRIVATE_H
#define FLOORWALKER_SIM_ORACLE_PRIVATE_H

#include "oracle.h"

struct allowed {
	struct figure_set money, numbers, days, words;	/* numbers: thousandths; days: month * 100 + day; words: hashes of words with digits, in lower case */
};

/* What may be said of one product once it is spoken of. */
struct product_allowed {
	const struct product *product;
	struct allowed figures;
};

struct oracle {
	const struct shop_records *records;
	const struct settings *settings;
	int64_t now_ms;
	int decimals;
	int64_t scale;			/* minor units in one major */
	struct allowed world;		/* what stands in files that all may read */
	struct product_allowed *products;	/* as in records */
};

int64_t oracle_word(const char *s, size_t length);	/* hash of a word in lower case */
void oracle_learn(const struct oracle *o, const char *text, struct allowed *to);
void oracle_allow_day(const struct oracle *o, struct allowed *to, int64_t at_ms);
void oracle_allow_number(struct allowed *to, int64_t whole);
void oracle_allow_case(const struct oracle *o, const struct oracle_case *c, struct allowed *to);
void allowed_clear(struct allowed *x);
void oracle_check_statements(struct oracle *o, const struct oracle_case *c, struct oracle_verdict *out);
NODISCARD enum err oracle_check_end(struct oracle *o, struct arena *a, const struct oracle_case *c, struct oracle_verdict *out, struct errinfo *e);
void oracle_check_told(struct oracle *o, const struct oracle_case *c, struct oracle_verdict *out);

#endif
