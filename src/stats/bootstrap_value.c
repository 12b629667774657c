/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bootstrap's sums as a stored value, and back.
 */
#include "bootstrap.h"

static const char *const ratio_keys[] = {
    "units", "negative", "exceeds", "moments", "numerators", "denominators"};
static const char *const keys[] = {"seed", "replicates", "sums"};

static void
write_sums(struct arena *a, struct value *list, const struct ratio *r, size_t from, size_t count)
{
	for (size_t k = from; k < from + count; k++)
		value_add_text(list, wide_text(a, ratio_sum(r, k)));
}

struct value *
bootstrap_to_value(struct arena *a, const struct bootstrap *b)
{
	struct value *out = value_map(a), *sums;

	value_set_text(out, keys[0], wide_text(a, b->seed));
	value_set_int(out, keys[1], (int64_t)b->replicates);
	sums = value_set_list(out, keys[2]);
	for (size_t i = 0; i < b->ratios; i++) {
		const struct ratio *r = &b->ratio[i];
		struct value *one = value_add_map(sums), *moments;

		value_set_int(one, ratio_keys[0], r->units);
		value_set_bool(one, ratio_keys[1], r->negative);
		value_set_bool(one, ratio_keys[2], r->exceeds);
		moments = value_set_list(one, ratio_keys[3]);
		for (size_t m = 0; m < MOMENTS; m++)
			value_add_text(moments, wide_text(a, r->moments[m]));
		write_sums(a, value_set_list(one, ratio_keys[4]), r, 0, b->replicates);
		write_sums(a, value_set_list(one, ratio_keys[5]), r, b->replicates, b->replicates);
	}
	return out;
}

/* |sum| is at most what so many units of the largest value give: so nothing that is read can overflow
 * later. Powers of y alone, and their replicates, aren't negative. */
static enum err
read_sum(const struct value *v, const char *what, wide most, bool negative, wide *out,
    struct errinfo *e)
{
	enum err err = wide_read(v, what, out, e);

	if (err != ERR_OK)
		return err;
	if (*out > most || *out < (negative ? -most : 0))
		return value_err(
		    e, ERR_INPUT, v, "%s are more than so many units can add up to", what);
	return ERR_OK;
}

static enum err
read_moments(const struct value *v, struct ratio *r, struct errinfo *e)
{
	static const int degree[MOMENTS] = {1, 1, 2, 2, 2, 3, 3, 3, 3};
	static const bool negative[MOMENTS] = {[X] = true, [XY] = true, [XXX] = true, [XYY] = true};
	enum err err;

	if (value_count(v) != MOMENTS)
		return value_err(e, ERR_INPUT, v, "moments must be %d", MOMENTS);
	for (size_t m = 0; m < MOMENTS; m++) {
		wide most = r->units;

		for (int d = 0; d < degree[m]; d++)
			most *= BOOTSTRAP_VALUE_MOST;
		if ((err = read_sum(value_at(v, m), "moments", most, negative[m], &r->moments[m],
			 e)) != ERR_OK)
			return err;
	}
	return ERR_OK;
}

static enum err
read_sums(const struct value *v, const char *what, struct ratio *r, wide *sums, size_t count,
    bool negative, struct errinfo *e)
{
	wide most = (wide)r->units * BOOTSTRAP_VALUE_MOST * WEIGHT_MOST;
	enum err err;

	if (value_count(v) != count)
		return value_err(
		    e, ERR_INPUT, v, "%s must be as many as there are replicates", what);
	for (size_t k = 0; k < count; k++)
		if ((err = read_sum(value_at(v, k), what, most, negative, &sums[k], e)) != ERR_OK)
			return err;
	return ERR_OK;
}

/* What the intervals count upon. */
static bool
fits(const struct ratio *r)
{
	const wide *m = r->moments;

	return (r->negative || m[X] >= 0) && (r->exceeds || m[X] <= m[Y]) && m[XX] >= m[X] &&
	    m[XX] >= -m[X] && m[YY] >= m[Y];
}

static enum err
read_ratio(const struct value *v, size_t replicates, struct ratio *r, struct errinfo *e)
{
	enum err err;

	if (value_kind(v) != VALUE_MAP)
		return value_err(e, ERR_INPUT, v, "sums of a ratio are a map");
	if ((err = value_check_keys(v, ratio_keys, 6, e)) != ERR_OK)
		return err;
	r->units = value_get_int(v, ratio_keys[0], -1);
	if (r->units < 0 || r->units > BOOTSTRAP_UNITS_MOST)
		return value_err(e, ERR_INPUT, v, "units must be 0 to %lld",
		    (long long)BOOTSTRAP_UNITS_MOST);
	if (value_kind(value_get(v, ratio_keys[1])) != VALUE_BOOL ||
	    value_kind(value_get(v, ratio_keys[2])) != VALUE_BOOL)
		return value_err(e, ERR_INPUT, v, "negative and exceeds must be true or false");
	r->negative = value_get_bool(v, ratio_keys[1], false);
	r->exceeds = value_get_bool(v, ratio_keys[2], false);
	if ((err = read_moments(value_get(v, ratio_keys[3]), r, e)) != ERR_OK ||
	    (err = read_sums(value_get(v, ratio_keys[4]), ratio_keys[4], r, r->sums, replicates,
		 true, e)) != ERR_OK)
		return err;
	if (!fits(r))
		return value_err(e, ERR_INPUT, v, "the moments contradict each other");
	return read_sums(value_get(v, ratio_keys[5]), ratio_keys[5], r, r->sums + replicates,
	    replicates, false, e);
}

enum err
bootstrap_from_value(const struct value *v, struct bootstrap **out, struct errinfo *e)
{
	const struct value *sums = value_get(v, keys[2]);
	int64_t replicates = value_get_int(v, keys[1], 0);
	struct bootstrap *b;
	enum err err;
	wide seed;

	if (value_kind(v) != VALUE_MAP || value_kind(sums) != VALUE_LIST)
		return value_err(e, ERR_INPUT, v, "sums of a bootstrap are a map");
	if ((err = value_check_keys(v, keys, 3, e)) != ERR_OK ||
	    (err = wide_read(value_get(v, keys[0]), keys[0], &seed, e)) != ERR_OK)
		return err;
	if (seed < 0 || seed > UINT64_MAX)
		return value_err(e, ERR_INPUT, v, "a seed must fit 64 bits");
	if (replicates < 1 || replicates > BOOTSTRAP_REPLICATES_MOST)
		return value_err(e, ERR_INPUT, v, "replicates must be 1 to %d",
		    BOOTSTRAP_REPLICATES_MOST);
	if (value_count(sums) < 1 || value_count(sums) > BOOTSTRAP_RATIOS_MOST)
		return value_err(
		    e, ERR_INPUT, sums, "ratios must be 1 to %d", BOOTSTRAP_RATIOS_MOST);
	b = bootstrap_new((uint64_t)seed, (size_t)replicates, value_count(sums));
	for (size_t i = 0; i < b->ratios && err == ERR_OK; i++)
		err = read_ratio(value_at(sums, i), b->replicates, &b->ratio[i], e);
	if (err != ERR_OK) {
		bootstrap_free(&b);
		return err;
	}
	*out = b;
	return ERR_OK;
}
