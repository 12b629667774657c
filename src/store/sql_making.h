/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A statement in the making: text of our own pieces (statements_query.c), with a parameter for whatever
 * somebody typed.
 *
 *   sql_making.c   what must hold, parameters, the statement prepared and bound
 *   sql_query.c    lists of conversations and searches that are made so
 */
#ifndef FLOORWALKER_STORE_SQL_MAKING_H
#define FLOORWALKER_STORE_SQL_MAKING_H

#include "sql.h"

struct bound {
	enum { BOUND_INT, BOUND_REAL, BOUND_TEXT } kind;
	int64_t n;
	double x;
	const char *text;
};

/* A statement in the making. */
struct making {
	struct sql *q;
	struct arena *a;
	struct str text;
	struct bound *bound;
	int count;
};

/* a: for all that is bound; str_clear() m->text in the end. */
void making_begin(struct making *m, struct sql *q, struct arena *a);
/* A parameter with that value: what stands for it in the text. */
const char *making_text(struct making *m, const char *text);
const char *making_int(struct making *m, int64_t n);
/* A piece of ours with its one %s filled in. */
const char *making_fill(struct making *m, const char *piece, const char *with);
/* What must hold, after begin ("WHERE") or AND. words false: those that messages are searched by
 * are left out. */
void making_conditions(struct making *m, const struct query *asked, const char *begin, bool words);
/* The statement, prepared unless it was, with all bound. */
NODISCARD enum err making_use(struct making *m, void **statement, struct errinfo *e);

#endif
