/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside of the policy room: what a decision table is made of.
 *
 *   facts.c   the one table of facts and their types (mirrors doc/worlds.md)
 *   column.c  a typed column: reading it, testing a fact against it
 *   load.c    files into tables
 *   decide.c  sessions; facts into a verdict, with a trace
 *   box.c     sets of facts as products of atoms, and what covers what
 *   check.c   unreachable rows, overlaps, gaps
 */
#ifndef FLOORWALKER_POLICY_TABLE_H
#define FLOORWALKER_POLICY_TABLE_H

#include "floorwalker/base/seal.h"
#include "floorwalker/policy.h"

#define POLICY_FACTS_MAX 40	/* more than there are; arrays by fact */
#define POLICY_RULES_MAX 200	/* of one table */
#define POLICY_TERMS_MAX 64	/* of one column */
#define POLICY_FILE_MAX 1000000	/* bytes */

enum fact_kind { FACT_BOOL, FACT_COUNT, FACT_MONEY, FACT_WORD, FACT_COUNTRY, FACT_LIST };

struct fact_type {
	const char *name;
	enum fact_kind kind;
	int64_t low, high;		/* of counts and money, ends included */
	const char *const *words;	/* of FACT_WORD: all there are */
	size_t word_count;
	bool may_lack;			/* absent in some cases where it belongs to the table at
					   all */
	unsigned kinds;			/* tables it belongs to: bit 1 << enum action_kind */
};

size_t fact_type_count(void);
const struct fact_type *fact_type_at(size_t fact);
bool fact_type_find(const char *name, size_t *fact);
const char *fact_type_nearest(const char *name);

struct interval {
	int64_t low, high;		/* ends included */
};

/* A typed column: the fact must be there and in this set. */
struct column {
	size_t fact;
	bool truth;			/* FACT_BOOL */
	struct interval *intervals;	/* FACT_COUNT, FACT_MONEY: any of them */
	size_t interval_count;
	const char **words;		/* FACT_WORD, FACT_COUNTRY: any of them */
	size_t word_count;
	const char *written;		/* for traces */
	int line, column;
};

struct rule {
	const char *id;
	struct column *columns;
	size_t column_count;
	const char *jq;			/* NULL where the row has none */
	size_t jq_number;		/* among all of the policy */
	const struct expr_plain *plain;	/* the same; NULL where it needs jq */
	enum verdict_outcome outcome;
	const char *shopper, *agent, *cite;
	const char **offer;
	size_t offer_count;
	int line, column_at;
	int cite_line, cite_column;	/* where the cited article stands; where there is none, as
					   the row */
};

struct table {
	enum action_kind kind;
	const char *file;		/* "policy/refund.yaml" */
	const char *version;
	const char *says;
	struct rule *rules;
	size_t rule_count;
	int line;			/* of "rules" */
};

struct policy {
	struct arena *arena;
	char currency[4];
	struct table *tables[ACTION_KIND_COUNT];	/* NULL where there is none */
	const char **jq;
	size_t jq_count;
	const char *hash;
};

/* Reads the column for a fact from what the file says. */
NODISCARD enum err column_read(struct arena *a, size_t fact, const struct value *v,
    const char *currency, struct column *out, struct errinfo *e);
/* got: the fact's value, NULL where absent (then false). */
bool column_holds(const struct column *c, const struct value *got);

/* A set of facts as a product: for each dimension a bit set over its atoms, the classes of values
 * that no row of the table tells apart. */
struct dimension {
	size_t fact;
	size_t count;			/* atoms; the last one is "absent" where may_lack */
	bool may_lack;
	int64_t *starts;		/* of numbers: the lowest value of each atom */
	const char **words;		/* of words and countries; NULL: any other */
};
struct space {
	struct arena *arena;
	struct dimension *dimensions;
	size_t count;
	size_t words;			/* uint64_t words of one box, all dimensions */
	size_t offset[POLICY_FACTS_MAX];	/* of each dimension's first word */
};
/* The space of a table: a dimension for each fact that a row names. */
NODISCARD enum err space_new(
    struct arena *a, const struct table *t, struct space *out, struct errinfo *e);
uint64_t *box_full(const struct space *s);
uint64_t *box_of_rule(const struct space *s, const struct rule *r);
/* Combinations of facts that can't be (delivered without days since, and so on). Appends to boxes;
 * returns how many there are then. */
size_t box_impossible(const struct space *s, uint64_t **boxes, size_t count);
bool box_is_empty(const struct space *s, const uint64_t *box);
bool box_meets(const struct space *s, const uint64_t *a, const uint64_t *b, uint64_t *common);
/* Whether the union of count covers holds all of box; else witness gets a part that it doesn't
 * hold. budget counts down; at 0 the answer is *given_up. */
bool box_is_covered(const struct space *s, const uint64_t *box, uint64_t *const *covers,
    size_t count, uint64_t *witness, size_t *budget);
/* "days_since_delivery 31, any_final_sale no": one case out of the box, those facts alone that the
 * rows tell apart. */
void box_describe(
    const struct space *s, const uint64_t *box, const char *currency, struct str *out);

#endif
