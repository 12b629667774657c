/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/model/confidence.h"

#include <math.h>

#include "floorwalker/base/str.h"

double
confidence_weight(const struct confidence_weights *w, const char *name)
{
	for (size_t i = 0; i < w->count; i++)
		if (text_is(w->names[i], name))
			return w->weights[i];
	return 0;
}

double
confidence_of(const struct confidence_weights *w, const struct value *parts)
{
	double sum = w->bias;

	for (size_t i = 0; i < w->count; i++)
		sum += w->weights[i] * value_get_real(parts, w->names[i], 0);
	return 1 / (1 + exp(-sum));
}

/* ---- as a file */

static enum err
read_number(const struct value *v, const char *name, double *out, struct errinfo *e)
{
	*out = value_as_real(v, (double)NAN);
	return fabs(*out) <= CONFIDENCE_WEIGHT_MOST
	    ? ERR_OK
	    : value_err(e, ERR_INPUT, v, "'%.40s' must be a number from %g to %g", name,
		  -CONFIDENCE_WEIGHT_MOST, CONFIDENCE_WEIGHT_MOST);
}

enum err
confidence_from_value(
    struct arena *a, const struct value *v, struct confidence_weights *out, struct errinfo *e)
{
	static const char *const keys[] = { "version", "bias", "weights", "from" };
	const struct value *weights = value_get(v, "weights");
	enum err err;

	*out = (struct confidence_weights){.count = 0};
	if (value_kind(v) != VALUE_MAP || value_kind(weights) != VALUE_MAP)
		return value_err(e, ERR_INPUT, v,
		    "the weights of the confidence are a map of version, bias and weights");
	if ((err = value_check_keys(v, keys, sizeof(keys) / sizeof(keys[0]), e)) != ERR_OK)
		return err;
	if (value_get_int(v, "version", 0) != 1)
		return value_err(e, ERR_INPUT, v, "'version' must be 1");
	if (value_get(v, "bias") == NULL)
		return value_err(e, ERR_INPUT, v, "'bias' is missing");
	if (value_count(weights) > CONFIDENCE_PARTS_MOST)
		return value_err(
		    e, ERR_INPUT, weights, "more than %d weights", CONFIDENCE_PARTS_MOST);
	if ((err = read_number(value_get(v, "bias"), "bias", &out->bias, e)) != ERR_OK)
		return err;
	for (size_t i = 0; i < value_count(weights); i++) {
		const char *name = value_key_at(weights, i);

		err = read_number(value_at(weights, i), name, &out->weights[i], e);
		if (err != ERR_OK)
			return err;
		out->names[out->count++] = arena_text(a, name);
	}
	return ERR_OK;
}

static double
rounded(double x)
{
	return round(x * 1e6) / 1e6;
}

void
confidence_round(struct confidence_weights *w)
{
	w->bias = rounded(w->bias);
	for (size_t i = 0; i < w->count; i++)
		w->weights[i] = rounded(w->weights[i]);
}

struct value *
confidence_to_value(struct arena *a, const struct confidence_weights *w)
{
	struct value *v = value_map(a), *weights;

	value_set_int(v, "version", 1);
	value_set_real(v, "bias", rounded(w->bias));
	weights = value_set_map(v, "weights");
	for (size_t i = 0; i < w->count; i++)
		value_set_real(weights, w->names[i], rounded(w->weights[i]));
	return v;
}
