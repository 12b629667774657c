/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The reader of expressions that bounds what they make: its state, what stands next in the source
 * (bound_read.c), sums of bounds (bound_read.c), terms and operators (bound.c), functions
 * (bound_call.c).
 *
 * Bounds are logarithms to base 2, of all results over all inputs of a part: so what walks a list
 * and rebuilds it from its own elements costs what the list is large, and what puts the whole of
 * something beside each element costs the product.
 */
#ifndef FLOORWALKER_EXPR_BOUND_H
#define FLOORWALKER_EXPR_BOUND_H

#include "expr_private.h"

#define BOUND_FACTS 12.0	/* 4 KiB of facts */
#define BOUND_LIST 8.0		/* lists of 256 */
#define BOUND_SIZE 21.0		/* two million parts or bytes */
#define BOUND_COUNT 24.0	/* three loops within each other, over lists of that length */
#define BOUND_DEEPEST 200
#define BOUND_VARIABLES 64

struct bound {
	double size, count;
	bool number;		/* each is a number for sure */
};

struct variable {
	const char *name;
	size_t length;
	double size;
};

struct reader {
	const char *s;
	size_t length, at;
	struct errinfo *e;
	enum err err;		/* the first trouble; then at stands at the end */
	int depth;
	struct variable variables[BOUND_VARIABLES];
	size_t variable_count;
};

/* ---- bound_read.c: trouble, and what stands next */
void bound_refuse(struct reader *r, size_t at, const char *format, ...) PRINTF_LIKE(3, 4);
void bound_wrong(struct reader *r);				/* a syntax error here */
char bound_peek(struct reader *r);				/* past blanks; NUL at the end */
char bound_ahead(const struct reader *r, size_t n);
bool bound_take(struct reader *r, char c);
void bound_need(struct reader *r, char c);
bool bound_is_word(char c);
size_t bound_word_length(const struct reader *r);
bool bound_take_word(struct reader *r, const char *word);

/* ---- bound_read.c: sums */
double bound_sum(double a, double b);				/* log2(2^a + 2^b) */
struct bound bound_either(struct bound a, struct bound b);
/* Each result of a with each of b, over the same inputs: one made of both. */
struct bound bound_pairs(struct bound in, struct bound a, struct bound b);
struct bound bound_small(struct bound b, double bits);		/* as many, each of so many bits'
								   size */
struct bound bound_elements(struct bound b);			/* as many results as each has
								   elements */
struct bound bound_keep(struct reader *r, size_t at, struct bound b);	/* b; refused where it is
									   too much */

/* ---- bound.c, bound_call.c: parts, each over the inputs in */
struct bound bound_pipe(struct reader *r, struct bound in, bool with_comma);
/* At the opening quote; what is put into it grows by bits. plain: nothing is; may be NULL. */
struct bound bound_text(struct reader *r, struct bound in, double bits, bool *plain);
struct bound bound_call(struct reader *r, struct bound in);	/* at a function's name */

#endif
