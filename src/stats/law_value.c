/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Laws as data and as words.
 */
#include "floorwalker/stats/law.h"

#include <math.h>

#define TERMS 2

/* What a law may be given by; the first of a kind is what law_to_value() writes. */
struct form {
	enum law_kind kind;
	const char *keys[TERMS];	/* NULL: none */
	struct law (*make)(double, double);
};

static struct law
make_constant(double value, double none)
{
	(void)none;
	return law_constant(value);
}

static struct law
make_exponential(double mean, double none)
{
	(void)none;
	return law_exponential(mean);
}

static const struct form forms[] = {
    {LAW_CONSTANT, {"value"}, make_constant},
    {LAW_UNIFORM, {"low", "high"}, law_uniform},
    {LAW_EXPONENTIAL, {"mean"}, make_exponential},
    {LAW_LOGNORMAL, {"median", "sigma"}, law_lognormal_median},
    {LAW_LOGNORMAL, {"mean", "cv"}, law_lognormal},
    {LAW_GAMMA, {"mean", "cv"}, law_gamma},
    {LAW_WEIBULL, {"shape", "scale"}, law_weibull},
};
#define FORMS (sizeof(forms) / sizeof(forms[0]))

static const char *const names[LAW_KINDS] = {
    [LAW_CONSTANT] = "constant",
    [LAW_UNIFORM] = "uniform",
    [LAW_EXPONENTIAL] = "exponential",
    [LAW_LOGNORMAL] = "lognormal",
    [LAW_GAMMA] = "gamma",
    [LAW_WEIBULL] = "weibull",
    [LAW_EMPIRICAL] = "empirical",
};

const char *
law_kind_name(enum law_kind kind)
{
	return names[kind];
}

enum err
law_kind_parse(const char *name, enum law_kind *out, struct errinfo *e)
{
	const char *near = text_nearest(name, names, LAW_KINDS);

	for (int i = 0; i < LAW_KINDS; i++)
		if (text_is(name, names[i])) {
			*out = (enum law_kind)i;
			return ERR_OK;
		}
	return err_set(e, ERR_INPUT,
	    "there is no law %.60s: it's one of constant, uniform, exponential, lognormal, gamma, "
	    "weibull, empirical%s%s%s",
	    name, near != NULL ? "; did you mean " : "", near != NULL ? near : "",
	    near != NULL ? "?" : "");
}

static enum err
read_values(struct arena *a, const struct value *v, struct law *out, struct errinfo *e)
{
	static const char *const known[] = {"law", "values"};
	const struct value *list = value_get(v, "values");
	size_t count = value_count(list);
	double *values;
	enum err err;

	if ((err = value_check_keys(v, known, 2, e)) != ERR_OK)
		return err;
	if (value_kind(list) != VALUE_LIST || count == 0)
		return value_err(e, ERR_INPUT, v, "an empirical law needs values: a list of numbers");
	values = arena_alloc(a, count * sizeof(*values));
	for (size_t i = 0; i < count; i++) {
		values[i] = value_as_real(value_at(list, i), NAN);
		if (!(values[i] >= 0))
			return value_err(e, ERR_INPUT, value_at(list, i),
			    "an empirical law needs numbers of at least 0");
	}
	*out = law_empirical(a, values, count);
	return ERR_OK;
}

/* The form whose first key is there. */
static const struct form *
form_of(enum law_kind kind, const struct value *v)
{
	const struct form *any = NULL;

	for (size_t i = 0; i < FORMS; i++) {
		if (forms[i].kind != kind)
			continue;
		any = any == NULL ? &forms[i] : any;
		if (value_get(v, forms[i].keys[0]) != NULL)
			return &forms[i];
	}
	return any;
}

static enum err
read_terms(const struct value *v, const struct form *f, struct law *out, struct errinfo *e)
{
	const char *known[TERMS + 1] = {"law"};
	double terms[TERMS] = {0};
	size_t count = 0;
	enum err err;

	while (count < TERMS && f->keys[count] != NULL) {
		known[count + 1] = f->keys[count];
		count++;
	}
	if ((err = value_check_keys(v, known, count + 1, e)) != ERR_OK)
		return err;
	for (size_t i = 0; i < count; i++) {
		terms[i] = value_get_real(v, f->keys[i], NAN);
		if (!isfinite(terms[i]))
			return value_err(e, ERR_INPUT, v, "the %s law needs %s: a number",
			    names[f->kind], f->keys[i]);
	}
	*out = f->make(terms[0], terms[1]);
	return ERR_OK;
}

enum err
law_from_value(struct arena *a, const struct value *v, struct law *out, struct errinfo *e)
{
	struct errinfo inner;
	enum law_kind kind;
	enum err err;

	if (value_kind(v) == VALUE_INT || value_kind(v) == VALUE_REAL)
		*out = law_constant(value_as_real(v, 0));
	else if (value_kind(v) != VALUE_MAP || value_kind(value_get(v, "law")) != VALUE_TEXT)
		return value_err(e, ERR_INPUT, v, "a law is a number, or a map with law: its name");
	else {
		if (law_kind_parse(value_get_text(v, "law"), &kind, &inner) != ERR_OK)
			return value_err(e, ERR_INPUT, value_get(v, "law"), "%s", inner.text);
		err = kind == LAW_EMPIRICAL ? read_values(a, v, out, e)
					    : read_terms(v, form_of(kind, v), out, e);
		if (err != ERR_OK)
			return err;
	}
	if (law_check(out, &inner) != ERR_OK)
		return value_err(e, ERR_INPUT, v, "%s", inner.text);
	return ERR_OK;
}

/* What the first form of its kind would be given. */
static void
terms_of(const struct law *l, double terms[TERMS])
{
	terms[0] = l->kind == LAW_LOGNORMAL ? exp(l->a) : l->a;
	terms[1] = l->b;
	if (l->kind == LAW_GAMMA) {
		terms[0] = l->a * l->b;
		terms[1] = 1 / sqrt(l->a);
	}
}

struct value *
law_to_value(struct arena *a, const struct law *l)
{
	struct value *out = value_map(a), *list;
	double terms[TERMS];

	value_set_text(out, "law", names[l->kind]);
	if (l->kind == LAW_EMPIRICAL) {
		list = value_set_list(out, "values");
		for (size_t i = 0; i < l->count; i++)
			value_add(list, value_real(a, l->values[i]));
		return out;
	}
	terms_of(l, terms);
	for (size_t i = 0; i < FORMS; i++) {
		if (forms[i].kind != l->kind)
			continue;
		for (size_t k = 0; k < TERMS && forms[i].keys[k] != NULL; k++)
			value_set_real(out, forms[i].keys[k], terms[k]);
		break;
	}
	return out;
}

const char *
law_text(struct arena *a, const struct law *l)
{
	double mean = law_mean(l), cv = mean > 0 ? sqrt(law_variance(l)) / mean : 0;

	switch (l->kind) {
	case LAW_CONSTANT:
		return arena_printf(a, "always %.6g", l->a);
	case LAW_UNIFORM:
		return arena_printf(a, "uniform, %.6g to %.6g", l->a, l->b);
	case LAW_EXPONENTIAL:
		return arena_printf(a, "exponential, mean %.6g", l->a);
	case LAW_LOGNORMAL:
		return arena_printf(a, "log-normal, mean %.6g, cv %.3g", mean, cv);
	case LAW_GAMMA:
		return arena_printf(a, "gamma, mean %.6g, cv %.3g", mean, cv);
	case LAW_WEIBULL:
		return arena_printf(a, "Weibull, mean %.6g, cv %.3g", mean, cv);
	case LAW_EMPIRICAL:
		return arena_printf(a, "%zu values, mean %.6g, cv %.3g", l->count, mean, cv);
	}
	return "";
}
