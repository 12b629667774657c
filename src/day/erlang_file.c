/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cases of a reference file, with what is exact of each.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "erlang.h"
#include "floorwalker/base/csv.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"

#define CONTACTS_MOST 1000000
#define WARM_UP_LEAST 1000.0
#define WARM_UP_MOST 120000.0
#define WARM_UP_RELAXATIONS 4
#define LENGTH_RELAXATIONS 6

const char *const erlang_columns[ERLANG_COLUMNS] = {
    "P_wait", "P_abandon", "E_wait_all", "E_queue_len", "occupancy", "P_served_within_T"};
static const char *const asked[] = { "case", "lambda", "mu", "c", "mean_patience", "T" };
enum { CASE, LAMBDA, MU, AGENTS, PATIENCE, WITHIN, ASKED };

struct reading {
	const struct csv_table *table;
	const struct csv_row *row;
	const char *text;
	size_t length;
	size_t asked[ASKED], exact[ERLANG_COLUMNS];
};

/* Puts "NAME:LINE:COLUMN: " before what e says of a field of the row. */
static enum err
place(const struct reading *r, size_t field, struct errinfo *e)
{
	size_t line, column;

	csv_place(r->text, r->length, r->row, field, &line, &column);
	return err_prefix(e, "%s:%zu:%zu", r->table->name, line, column);
}

static bool
is_known(const char *name)
{
	for (size_t i = 0; i < ASKED; i++)
		if (text_is(name, asked[i]))
			return true;
	for (size_t i = 0; i < ERLANG_COLUMNS; i++)
		if (text_is(name, erlang_columns[i]))
			return true;
	return false;
}

/* Columns of others' files that aren't known here are looked past, and told. */
static enum err
find_columns(struct reading *r, struct erlang_file *out, struct arena *a, struct errinfo *e)
{
	const struct csv_table *t = r->table;

	for (size_t i = 0; i < ASKED; i++)
		if ((r->asked[i] = csv_column(t, asked[i])) == SIZE_MAX)
			return err_set(e, ERR_INPUT, "%s:1:1: there is no column \"%s\"", t->name,
			    asked[i]);
	for (size_t i = 0; i < ERLANG_COLUMNS; i++)
		r->exact[i] = csv_column(t, erlang_columns[i]);
	out->ignored = arena_alloc(a, (t->columns + 1) * sizeof(*out->ignored));
	for (size_t k = 0; k < t->columns; k++)
		if (!is_known(t->header[k]))
			out->ignored[out->ignored_count++] = t->header[k];
	return ERR_OK;
}

static bool
is_endless(const char *s)
{
	return text_is_fold(s, "inf") || text_is_fold(s, "infinity");
}

/* A number in decimals, whole, in [low, high]; infinite where may_be_endless, and "inf" is said. */
static enum err
number(const struct reading *r, size_t column, double low, double high, bool may_be_endless,
    double *out, struct errinfo *e)
{
	const char *s = r->row->fields[column];
	char *end;

	if (may_be_endless && is_endless(s)) {
		*out = INFINITY;
		return ERR_OK;
	}
	errno = 0;
	*out = strtod(s, &end);
	if (*s == '\0' || *end != '\0' || strspn(s, "0123456789.eE+-") != strlen(s) || errno != 0 ||
	    !isfinite(*out) || *out < low || *out > high) {
		(void)err_set(e, ERR_INPUT, "%s is \"%.40s\"; it must be a number from %g to %g%s",
		    r->table->header[column], s, low, high, may_be_endless ? ", or inf" : "");
		return place(r, column, e);
	}
	return ERR_OK;
}

/* One unit of the last digit that is written, and a bit: rounded to nearest, up or cut off, all are right. Of
 * a whole number half of it, for a share written as 0 or 1 would pass whatever it is. */
static double
rounding_of(const char *s)
{
	const char *point = strchr(s, '.'), *exponent = strpbrk(s, "eE");
	size_t end = exponent != NULL ? (size_t)(exponent - s) : strlen(s);
	double digits = point != NULL && point < s + end ? (double)(s + end - point - 1) : 0;

	return (digits > 0 ? 1.000001 : 0.500001) *
	    pow(10, (exponent != NULL ? strtod(exponent + 1, NULL) : 0) - digits);
}

static double
exact_of(const struct erlang *x, size_t i)
{
	const double values[ERLANG_COLUMNS] = {
	    x->p_wait, x->p_abandon, x->mean_wait, x->queue, x->occupancy, x->p_served_within};

	return values[i];
}

static enum err
compare_with_file(const struct reading *r, struct erlang_case *c, struct errinfo *e)
{
	for (size_t i = 0; i < ERLANG_COLUMNS; i++) {
		enum err err;

		if (r->exact[i] == SIZE_MAX || *r->row->fields[r->exact[i]] == '\0')
			continue;
		if ((err = number(r, r->exact[i], 0, 1e15, false, &c->reference[i], e)) != ERR_OK)
			return err;
		c->given[i] = true;
		c->wrong[i] = fabs(c->reference[i] - exact_of(&c->exact, i)) >
		    rounding_of(r->row->fields[r->exact[i]]);
	}
	return ERR_OK;
}

static double
relaxation_of(const struct erlang_load *l)
{
	double mu = 1 / l->handling, gap = sqrt(l->agents * mu) - sqrt(l->arrivals),
	       queue = gap > 0 ? 1 / (gap * gap) : INFINITY,
	       leaving = l->patience > l->handling ? l->patience : l->handling;

	return isinf(l->patience) || queue < leaving ? queue : leaving;
}

double
erlang_settles(const struct erlang_case *c)
{
	double warm_up;

	/* filling up all agents, to within a contact; and then to forget */
	warm_up = (log(c->load.agents + 1.0) * c->load.handling +
		      WARM_UP_RELAXATIONS * relaxation_of(&c->load)) *
	    c->load.arrivals;
	return fmax(warm_up, WARM_UP_LEAST);
}

void
erlang_plan(struct erlang_case *c, int64_t replications, double least, double most)
{
	double all, settles = erlang_settles(c);

	c->replications = replications;
	c->relaxation = relaxation_of(&c->load);
	all = LENGTH_RELAXATIONS * c->relaxation * c->load.arrivals * (double)c->replications;
	all = fmax(least, fmin(all, most));
	/* so that chance doesn't leave too few */
	c->contacts = ceil((all + 5 * sqrt(all)) / (double)c->replications);
	c->warm_up = fmin(settles, WARM_UP_MOST);
}

static void
plan(const struct erlang_options *o, struct erlang_case *c)
{
	double least = o->contacts > 0 ? (double)o->contacts : ERLANG_CONTACTS_LEAST;

	erlang_plan(c, o->replications > ERLANG_REPLICATIONS_LEAST ? o->replications : ERLANG_REPLICATIONS_LEAST,
	    least, o->contacts > 0 ? least : CONTACTS_MOST);
}

static enum err
read_case(const struct erlang_options *o, const struct reading *r, struct erlang_case *c,
    struct errinfo *e)
{
	struct errinfo why;
	double mu, agents;
	enum err err;

	c->name = r->row->fields[r->asked[CASE]];
	if ((err = number(r, r->asked[LAMBDA], 1e-9, 1e9, false, &c->load.arrivals, e)) != ERR_OK ||
	    (err = number(r, r->asked[MU], 1e-9, 1e9, false, &mu, e)) != ERR_OK ||
	    (err = number(r, r->asked[AGENTS], 1, ERLANG_AGENTS_MOST, false, &agents, e)) != ERR_OK ||
	    (err = number(r, r->asked[PATIENCE], 1e-9, 1e9, true, &c->load.patience, e)) != ERR_OK ||
	    (err = number(r, r->asked[WITHIN], 0, 1e9, false, &c->within, e)) != ERR_OK)
		return err;
	if (agents != floor(agents)) {
		(void)err_set(e, ERR_INPUT, "c is %g; agents are whole", agents);
		return place(r, r->asked[AGENTS], e);
	}
	c->load.handling = 1 / mu;
	c->load.agents = (int)agents;
	if (erlang_solve(&c->load, c->within, &c->exact, &why) != ERR_OK) {
		(void)err_set(e, ERR_INPUT, "%s", why.text);
		return place(r, r->asked[LAMBDA], e);
	}
	plan(o, c);
	return compare_with_file(r, c, e);
}

static enum err
read_cases(const struct erlang_options *o, struct reading *r, struct arena *a,
    struct erlang_file *out, struct errinfo *e)
{
	const struct csv_table *t = r->table;
	enum err err = find_columns(r, out, a, e);

	if (err != ERR_OK)
		return err;
	if (t->count == 0)
		return err_set(e, ERR_INPUT, "%s: there are no cases below the header", t->name);
	out->cases = arena_alloc(a, t->count * sizeof(*out->cases));
	out->count = t->count;
	for (size_t i = 0; err == ERR_OK && i < t->count; i++) {
		r->row = &t->rows[i];
		err = read_case(o, r, &out->cases[i], e);
	}
	return err;
}

enum err
erlang_read(const struct erlang_options *o, struct arena *a, struct erlang_file *out,
    struct errinfo *e)
{
	struct csv_table table;
	struct reading r = { .table = &table };
	struct str text;
	enum err err;

	*out = (struct erlang_file){ 0 };
	str_init(&text);
	if ((err = file_read(o->reference, csv_limits_file.bytes, &text, e)) == ERR_OK &&
	    (err = csv_parse(a, o->reference, text.data, text.length, &csv_limits_file, &table,
		 e)) == ERR_OK) {
		r.text = text.data;
		r.length = text.length;
		err = read_cases(o, &r, a, out, e);
	}
	str_clear(&text);
	return err;
}
