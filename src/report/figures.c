/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/model/money.h"

#define LARGEST 9e15

const struct figure_group figure_groups[] = {
	{ "containment", "Containment" },
	{ "waiting", "Waiting" },
	{ "people", "People" },
	{ "quality", "Quality" },
	{ "money", "Money" },
	{ "satisfaction", "Satisfaction (a proxy, not an answer)" },
	{ "simulator", "The simulator itself" },
	{ NULL, NULL },
};

static void
put(struct str *out, double x, int decimals, bool grouped)
{
	long long scale = 1, n;
	char digits[40];
	size_t length;

	for (int i = 0; i < decimals; i++)
		scale *= 10;
	if (!isfinite(x) || fabs(x) > LARGEST / (double)scale) {
		str_add(out, isnan(x) ? "?" : x > 0 ? "more" : "less");
		return;
	}
	n = llround(x * (double)scale);
	if (n < 0)
		str_add_char(out, '-');
	n = n < 0 ? -n : n;
	snprintf(digits, sizeof(digits), "%lld", n / scale);
	length = strlen(digits);
	for (size_t i = 0; i < length; i++) {
		if (grouped && i > 0 && (length - i) % 3 == 0)
			str_add_char(out, ',');
		str_add_char(out, digits[i]);
	}
	if (decimals > 0)
		str_addf(out, ".%0*lld", decimals, n % scale);
}

void
figures_plain(struct str *out, double x, int decimals)
{
	put(out, x, decimals, false);
}

void
figures_fixed(struct str *out, double x, int decimals)
{
	put(out, x, decimals, true);
}

void
figures_count(struct str *out, int64_t n)
{
	put(out, (double)n, 0, true);
}

void
figures_percent(struct str *out, double share)
{
	put(out, 100 * share, 1, true);
	str_add(out, " %");
}

void
figures_duration(struct str *out, double ms)
{
	long long seconds = isfinite(ms) && fabs(ms) < LARGEST ? llround(ms / 1000) : 0;

	if (ms < 9950) {
		put(out, ms / 1000, 1, true);
		str_add(out, " s");
	} else if (seconds < 60) {
		str_addf(out, "%lld s", seconds);
	} else if (seconds < 3600) {
		str_addf(out, "%lld min %02lld s", seconds / 60, seconds % 60);
	} else {
		str_addf(out, "%lld h %02lld min", seconds / 3600, seconds % 3600 / 60);
	}
}

static void
add_money(struct str *out, double x, const char *currency)
{
	put(out, x, fabs(x) < 10 ? 3 : 2, true);
	if (currency[0] != '\0')
		str_addf(out, " %s", currency);
}

void
figures_amount(struct str *out, int64_t minor, const char *currency)
{
	int decimals = money_decimals(currency);

	if (minor == 0) {
		str_add(out, "–");
		return;
	}
	put(out, (double)minor / pow(10, decimals), decimals, true);
	if (currency[0] != '\0')
		str_addf(out, " %s", currency);
}

void
figures_value(struct str *out, const char *unit, double x, const char *currency)
{
	if (text_is(unit, "share")) {
		figures_percent(out, x);
	} else if (text_is(unit, "ms")) {
		figures_duration(out, x);
	} else if (text_is(unit, "money")) {
		add_money(out, x, currency);
	} else if (text_is(unit, "minor")) {
		add_money(out, x / pow(10, money_decimals(currency)), currency);
	} else {
		put(out, x, fabs(x) < 1000 ? 2 : 0, true);
		if (text_is(unit, "per_hour"))
			str_add(out, " an hour");
	}
}

bool
figures_has(const struct value *v, const char *key)
{
	enum value_kind k = value_kind(value_get(v, key));

	return k == VALUE_INT || k == VALUE_REAL;
}

void
figures_interval(struct str *out, const struct value *figure, const char *currency)
{
	const char *unit = value_get_text(figure, "unit");
	double low = value_get_real(figure, "low", 0), high = value_get_real(figure, "high", 0);

	if (!figures_has(figure, "low"))
		return;
	if (text_is(unit, "minor")) {
		low /= pow(10, money_decimals(currency));
		high /= pow(10, money_decimals(currency));
		unit = "money";
	}
	if (text_is(unit, "share"))
		put(out, 100 * low, 1, true);
	else
		figures_value(out, text_is(unit, "per_hour") ? "count" : unit, low, "");
	str_add(out, " to ");
	figures_value(out, text_is(unit, "per_hour") ? "count" : unit, high, "");
}

void
figures_hour(struct str *out, int64_t hour)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };

	if (hour < 0)
		hour = 0;
	str_addf(out, "%s %02d:00", days[hour / 24 % 7], (int)(hour % 24));
}

const struct value *
figures_find(const struct value *result, const char *name)
{
	const struct value *list = value_get(result, "figures");

	for (size_t i = 0; i < value_count(list); i++)
		if (text_is(value_get_text(value_at(list, i), "name"), name))
			return value_at(list, i);
	return NULL;
}

void
figures_name(struct str *out, const struct value *v)
{
	const char *name = value_as_text(value_at(v, 0), ""), *title = value_get_text(v, "title");

	if (*title == '\0' || text_is(title, name))
		str_add(out, name);
	else
		str_addf(out, "%s (%s)", title, name);
}
