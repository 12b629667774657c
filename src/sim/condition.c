/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "condition.h"

#include <math.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/model/money.h"

static bool
read_number(const char *s, enum trait_kind kind, const char *currency, double *out)
{
	int64_t minor;

	if (kind != TRAIT_MONEY)
		return text_to_real(s, out);
	if (!money_parse(s, currency, &minor))
		return false;
	*out = (double)minor;
	return true;
}

static const char *
skip_spaces(const char *s)
{
	while (*s == ' ')
		s++;
	return s;
}

/* "a..b", "> n", ">= n", "< n", "<= n", or a number alone. */
static bool
read_range(
    struct arena *a, const char *s, enum trait_kind kind, const char *currency, struct condition *c)
{
	const char *dots = strstr(s, "..");
	bool less = s[0] == '<', more = s[0] == '>', equal = s[0] != '\0' && s[1] == '=';
	double n;

	c->low = -INFINITY;
	c->high = INFINITY;
	if (dots != NULL)
		return read_number(
			   arena_text_n(a, s, (size_t)(dots - s)), kind, currency, &c->low) &&
		    read_number(dots + 2, kind, currency, &c->high);
	if (less || more)
		s = skip_spaces(s + (equal ? 2 : 1));
	if (!read_number(s, kind, currency, &n))
		return false;
	if (!less) {
		c->low = n;
		c->low_open = more && !equal;
	}
	if (!more) {
		c->high = n;
		c->high_open = less && !equal;
	}
	return true;
}

static enum err
read_texts(struct arena *a, const struct value *v, struct condition *c, struct errinfo *e)
{
	size_t count = value_kind(v) == VALUE_LIST ? value_count(v) : 1;
	const char **texts = arena_alloc(a, count * sizeof(*texts));

	for (size_t i = 0; i < count; i++) {
		const struct value *item = value_kind(v) == VALUE_LIST ? value_at(v, i) : v;

		if (value_kind(item) == VALUE_LIST || value_kind(item) == VALUE_MAP)
			return value_err(e, ERR_INPUT, item,
			    "a condition is a word, a list of words, a range or a comparison");
		texts[i] = arena_text(a, value_source_text(item));
	}
	c->texts = texts;
	c->text_count = count;
	return ERR_OK;
}

static enum err
read_one(struct arena *a, const struct value *v, const struct trait_name *name,
    const char *currency, struct condition *c, struct errinfo *e)
{
	switch (name->kind) {
	case TRAIT_TEXT:
		return read_texts(a, v, c, e);
	case TRAIT_FLAG:
		if (value_kind(v) != VALUE_BOOL)
			return value_err(e, ERR_INPUT, v, "%s is true or false", name->name);
		c->low = c->high = value_as_bool(v, false) ? 1 : 0;
		return ERR_OK;
	case TRAIT_NUMBER:
	case TRAIT_MONEY:
		if (!read_range(a, value_source_text(v), name->kind, currency, c))
			return value_err(e, ERR_INPUT, v,
			    "%s takes a number, a range \"a..b\" or a comparison \"<= n\", not \"%s\"",
			    name->name, value_source_text(v));
		return ERR_OK;
	}
	return ERR_OK;
}

enum err
condition_read(struct arena *a, const struct value *v, const struct trait_name *names,
    size_t name_count, const char *currency, struct condition_list *out, struct errinfo *e)
{
	const char **known = arena_alloc(a, name_count * sizeof(*known));
	enum err err;

	out->count = value_count(v);
	out->items = arena_alloc(a, (out->count + 1) * sizeof(*out->items));
	if (v != NULL && value_kind(v) != VALUE_MAP)
		return value_err(
		    e, ERR_INPUT, v, "conditions are a map, as in {status: delivered}");
	for (size_t i = 0; i < name_count; i++)
		known[i] = names[i].name;
	if (v != NULL && (err = value_check_keys(v, known, name_count, e)) != ERR_OK)
		return err;
	for (size_t i = 0; i < out->count; i++) {
		struct condition *c = &out->items[i];

		while (!text_is(names[c->trait].name, value_key_at(v, i)))
			c->trait++;
		if ((err = read_one(a, value_at(v, i), &names[c->trait], currency, c, e)) != ERR_OK)
			return err;
	}
	return ERR_OK;
}

static bool
holds_one(const struct condition *c, const struct trait *t)
{
	if (c->texts != NULL) {
		for (size_t i = 0; i < c->text_count; i++)
			if (text_is(c->texts[i], t->text))
				return true;
		return false;
	}
	if (isnan(t->number))
		return false;
	return (c->low_open ? t->number > c->low : t->number >= c->low) &&
	    (c->high_open ? t->number < c->high : t->number <= c->high);
}

bool
condition_holds(const struct condition_list *list, const struct trait *traits)
{
	for (size_t i = 0; i < list->count; i++)
		if (!holds_one(&list->items[i], &traits[list->items[i].trait]))
			return false;
	return true;
}
