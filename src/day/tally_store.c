/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"
#include "tally.h"

#define FORMAT 3
#define ROWS_MOST 1000000

static const char *const numbers_names[NUMBERS_COUNT] = { "first", "wait", "handle", "backlog" };

/* ---- rows of numbers as one text: "3 0 -7" */

static void
set_row(struct value *map, const char *key, const int64_t *row, size_t count)
{
	struct str text;

	str_init(&text);
	for (size_t i = 0; i < count; i++)
		str_addf(&text, "%s%lld", i > 0 ? " " : "", (long long)row[i]);
	value_set_text(map, key, text.data);
	str_clear(&text);
}

static enum err
get_row(const struct value *map, const char *key, int64_t *row, size_t count, struct errinfo *e)
{
	const char *s = value_get_text(map, key);

	for (size_t i = 0; i < count; i++) {
		char *end;

		errno = 0;
		row[i] = strtoll(s, &end, 10);
		if (end == s || errno != 0 || isspace((unsigned char)*s) ||
		    *end != (i + 1 < count ? ' ' : '\0'))
			return value_err(e, ERR_INPUT, map, "\"%s\" isn't a row of %zu numbers",
			    key, count);
		s = end + 1;
	}
	return ERR_OK;
}

/* ---- parts */

static void
set_names(struct value *map, const char *key, const struct names *n)
{
	struct value *list = value_set_list(map, key);

	for (size_t i = 0; i < n->count; i++) {
		struct value *v = value_add_map(list);

		value_set_text(v, "name", n->items[i].name);
		set_row(v, "n", n->items[i].counts, NAME_COUNTERS);
		set_row(v, "squares", (const int64_t *)n->items[i].squares, NAME_SQUARES);
	}
}

/* Shares of names are of contacts that are there. */
static bool
are_counts(const int64_t *n)
{
	return n[NAMED_CONTACTS] >= 0 && n[NAMED_CONTACTS] <= BOOTSTRAP_UNITS_MOST &&
	    n[NAMED_ELIGIBLE] >= 0 && n[NAMED_ELIGIBLE] <= n[NAMED_CONTACTS] &&
	    n[NAMED_CONTAINED] >= 0 && n[NAMED_CONTAINED] <= n[NAMED_ELIGIBLE] &&
	    n[NAMED_AS_EXPECTED] >= 0 && n[NAMED_AS_EXPECTED] <= n[NAMED_CONTACTS];
}

static enum err
get_names(const struct value *map, const char *key, struct names *n, bool has_shares,
    struct errinfo *e)
{
	const struct value *list = value_get(map, key);
	enum err err;

	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i);
		struct named *x = names_at(n, value_get_text(v, "name"));

		if (x == NULL)
			return value_err(e, ERR_INPUT, v, "there are too many names");
		if ((err = get_row(v, "n", x->counts, NAME_COUNTERS, e)) != ERR_OK ||
		    (err = get_row(v, "squares", (int64_t *)x->squares, NAME_SQUARES, e)) != ERR_OK)
			return err;
		if (has_shares && !are_counts(x->counts))
			return value_err(e, ERR_INPUT, v, "a part of it is larger than the whole");
	}
	return ERR_OK;
}

static void
set_rows(struct value *map, const struct tally *t, size_t figures)
{
	struct value *list = value_set_list(map, "rows");

	for (size_t i = 0; i < t->row_count; i++) {
		struct value *v = value_add_map(list);

		value_set_int(v, "replication", t->rows[i].replication);
		set_row(v, "pairs", (const int64_t *)t->rows[i].pairs, 2 * figures);
	}
}

static enum err
get_rows(const struct value *map, struct tally *t, size_t figures, struct errinfo *e)
{
	const struct value *list = value_get(map, "rows");
	size_t count = value_count(list);
	int64_t last = -1;
	enum err err;

	if (count == 0 || count > ROWS_MOST)
		return value_err(e, ERR_INPUT, map, "there must be 1 to %d replications", ROWS_MOST);
	t->rows = mem_zero(count, sizeof(*t->rows));
	t->row_count = count;
	for (size_t i = 0; i < count; i++) {
		const struct value *v = value_at(list, i);

		t->rows[i].replication = value_get_int(v, "replication", -1);
		if (t->rows[i].replication <= last)
			return value_err(e, ERR_INPUT, v, "replications must ascend");
		last = t->rows[i].replication;
		if ((err = get_row(v, "pairs", (int64_t *)t->rows[i].pairs, 2 * figures, e)) !=
		    ERR_OK)
			return err;
	}
	return ERR_OK;
}

/* ---- the whole */

struct value *
tally_to_value(struct tally *t, struct arena *a)
{
	struct value *v = value_map(a), *numbers, *clusters;
	size_t figures;

	(void)figure_all(&figures);
	tally_close(t);
	value_set_int(v, "format", FORMAT);
	value_set_int(v, "worst_kept", (int64_t)t->kept.keep);
	value_set_int(v, "figures", (int64_t)figures);
	set_rows(v, t, figures);
	value_set(v, "bootstrap", bootstrap_to_value(a, t->bootstrap));
	numbers = value_set_map(v, "numbers");
	clusters = value_set_map(v, "clusters");
	for (int i = 0; i < NUMBERS_COUNT; i++) {
		value_set(numbers, numbers_names[i], histogram_to_value(a, t->numbers[i]));
		value_set(clusters, numbers_names[i], clusters_to_value(a, t->clusters[i]));
	}
	set_row(v, "sums", (const int64_t *)&t->sums, sizeof(t->sums) / sizeof(int64_t));
	set_row(v, "timeline", (const int64_t *)t->timeline,
	    t->timeline_count * sizeof(*t->timeline) / sizeof(int64_t));
	set_names(v, "intents", &t->intents);
	set_names(v, "scenarios", &t->scenarios);
	set_names(v, "languages", &t->languages);
	set_names(v, "rules", &t->rules);
	set_names(v, "faults", &t->faults);
	kept_to_value(&t->kept, value_set_list(v, "worst"));
	return v;
}

static enum err
get_numbers(const struct value *v, struct tally *t, struct errinfo *e)
{
	enum err err;

	for (int i = 0; i < NUMBERS_COUNT; i++) {
		histogram_free(&t->numbers[i]);
		clusters_free(&t->clusters[i]);
		if ((err = histogram_from_value(value_get(value_get(v, "numbers"), numbers_names[i]),
			 &t->numbers[i], e)) != ERR_OK ||
		    (err = clusters_from_value(value_get(value_get(v, "clusters"), numbers_names[i]),
			 &t->clusters[i], e)) != ERR_OK)
			return err;
	}
	return ERR_OK;
}

static enum err
get_all(const struct value *v, struct tally *t, size_t figures, struct errinfo *e)
{
	struct bootstrap *like = bootstrap_new(t->seed, 0, figure_ratio_count());
	enum err err;

	if ((err = get_rows(v, t, figures, e)) == ERR_OK &&
	    (err = bootstrap_from_value(value_get(v, "bootstrap"), &t->bootstrap, e)) == ERR_OK &&
	    (err = bootstrap_merge(t->bootstrap, like, e)) == ERR_OK &&
	    (err = get_numbers(v, t, e)) == ERR_OK &&
	    (err = get_row(v, "sums", (int64_t *)&t->sums, sizeof(t->sums) / sizeof(int64_t), e)) ==
		ERR_OK &&
	    (err = get_row(v, "timeline", (int64_t *)t->timeline,
		 t->timeline_count * sizeof(*t->timeline) / sizeof(int64_t), e)) == ERR_OK &&
	    (err = get_names(v, "intents", &t->intents, true, e)) == ERR_OK &&
	    (err = get_names(v, "scenarios", &t->scenarios, true, e)) == ERR_OK &&
	    (err = get_names(v, "languages", &t->languages, true, e)) == ERR_OK &&
	    (err = get_names(v, "rules", &t->rules, false, e)) == ERR_OK &&
	    (err = get_names(v, "faults", &t->faults, false, e)) == ERR_OK)
		err = kept_from_value(&t->kept, value_get(v, "worst"), e);
	bootstrap_free(&like);
	return err;
}

enum err
tally_from_value(const struct value *v, const struct simulation *s, uint64_t seed,
    struct tally **out, struct errinfo *e)
{
	int64_t worst = value_get_int(v, "worst_kept", 0);
	struct tally *t;
	size_t figures;
	enum err err;

	(void)figure_all(&figures);
	if (value_get_int(v, "format", 0) != FORMAT ||
	    value_get_int(v, "figures", 0) != (int64_t)figures)
		return value_err(e, ERR_UNSUPPORTED, v, "this tally is another version's");
	if (worst < 1 || worst > TALLY_WORST_MOST)
		return value_err(e, ERR_INPUT, v, "worst_kept must be 1 to %d", TALLY_WORST_MOST);
	t = tally_empty(s, seed, (size_t)worst);
	t->is_closed = true;
	if ((err = get_all(v, t, figures, e)) != ERR_OK)
		tally_free(&t);
	else
		*out = t;
	return err;
}
