/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Seeded customers.
 */
#include <ctype.h>
#include <string.h>

#include "floorwalker/base/random.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/model/money.h"
#include "reading.h"

#define COUNTRIES_MAX 8

static size_t
list_length(const char *const *list)
{
	size_t n = 0;

	while (list[n] != NULL)
		n++;
	return n;
}

static const char *
pick(struct random_stream *x, const char *const *list)
{
	return list[random_below(x, list_length(list))];
}

/* # becomes a digit (the first one of a run never 0), @ a letter without those that look like
 * digits. */
static const char *
fill(struct arena *a, struct random_stream *x, const char *pattern)
{
	static const char letters[] = "ADEFHNPRTWY";	/* those that the codes of all our countries
							   allow at every place */
	char *s = arena_text(a, pattern);
	size_t i;

	for (i = 0; s[i] != '\0'; i++) {
		if (s[i] == '#')
			s[i] = (char)('1' + (char)random_below(x, 9));
		else if (s[i] == '@')
			s[i] = letters[random_below(x, sizeof(letters) - 1)];
	}
	return s;
}

/* How often each country stands in the base; all alike where it knows none of ours. */
static void
weigh_countries(const struct world *base, double *weights, size_t count)
{
	size_t all, i, j;
	const struct country *countries = countries_all(&all);
	double sum = 0;

	for (i = 0; i < count; i++) {
		weights[i] = 0;
		for (j = 0; j < base->records.customer_count; j++)
			weights[i] +=
			    text_is(base->records.customers[j].address.country, countries[i].code);
		sum += weights[i];
	}
	for (i = 0; sum <= 0 && i < count; i++)
		weights[i] = 1;
}

static void
add_letters(struct str *out, const char *name)
{
	struct str folded;
	size_t i;

	str_init(&folded);
	utf8_fold_plain(&folded, name, strlen(name));
	for (i = 0; i < folded.length; i++)
		if (folded.data[i] >= 'a' && folded.data[i] <= 'z')
			str_add_char(out, folded.data[i]);
	str_clear(&folded);
}

/* Unique by its number, whatever the names. */
static const char *
make_email(struct arena *a, struct random_stream *x, const struct customer *c, size_t number)
{
	static const char *const hosts[] = { "example.com", "example.org", "example.net", NULL };
	struct str s;
	const char *email;

	str_init(&s);
	add_letters(&s, c->given);
	str_add_char(&s, '.');
	add_letters(&s, c->family);
	str_addf(&s, "%zu@%s", number, pick(x, hosts));
	email = arena_text(a, s.data);
	str_clear(&s);
	return email;
}

static int64_t
unit_of(const char *currency)
{
	int64_t unit = 1;
	int i;

	for (i = 0; i < money_decimals(currency); i++)
		unit *= 10;
	return unit;
}

static void
make_methods(struct arena *a, struct random_stream *x, const struct world *base, struct customer *c)
{
	static const char *const cards[] = { "Visa", "Visa", "Mastercard", NULL };
	const char *number = c->id + 2;

	c->methods = arena_alloc(a, 3 * sizeof(*c->methods));
	c->methods[c->method_count++] =
	    (struct payment_method){.id = arena_printf(a, "PM-%s-1", number),
		.kind = "card",
		.label = arena_printf(a, "%s ending %s", pick(x, cards), fill(a, x, "####"))};
	if (random_below(x, 10) < 3)
		c->methods[c->method_count++] = (struct payment_method){
		    .id = arena_printf(a, "PM-%s-2", number), .kind = "paypal", .label = "PayPal"};
	if (random_below(x, 10) < 3)
		c->methods[c->method_count++] = (struct payment_method){
		    .id = arena_printf(a, "PM-%s-3", number),
		    .kind = "gift_card",
		    .label = arena_printf(a, "Gift card ending %s", fill(a, x, "####")),
		    .balance = (int64_t)random_below(x, 21) * 5 * unit_of(base->settings.currency)};
}

static void
make_address(struct arena *a, struct random_stream *x, const struct country *k, struct address *out)
{
	unsigned number = 1 + (unsigned)random_below(x, 140);
	const char *street = pick(x, k->streets);

	out->line1 = k->number_last ? arena_printf(a, "%s %u", street, number)
				    : arena_printf(a, "%u %s", number, street);
	out->line2 = random_below(x, 12) == 0
	    ? arena_printf(a, "Apartment %u", 1 + (unsigned)random_below(x, 30))
	    : "";
	out->city = pick(x, k->cities);
	out->region = "";
	out->postcode = fill(a, x, k->postcode);
	out->country = k->code;
}

void
people_make(
    struct arena *a, const struct world *base, size_t count, uint64_t seed, struct people *out)
{
	static const double tiers[] = { 0.80, 0.15, 0.05 };
	static const char *const tier_names[] = { "standard", "plus", "vip" };
	double weights[COUNTRIES_MAX];
	struct random_stream x;
	size_t i, country_count;
	const struct country *countries = countries_all(&country_count);

	random_init(&x, seed, "world.people");
	weigh_countries(base, weights, country_count);
	out->count = count;
	out->customers = arena_alloc(a, (count + 1) * sizeof(*out->customers));
	out->from = arena_alloc(a, (count + 1) * sizeof(*out->from));
	for (i = 0; i < count; i++) {
		struct customer *c = &out->customers[i];
		const struct country *k = &countries[random_weighted(&x, weights, country_count)];

		out->from[i] = k;
		c->id = arena_printf(a, "C-%06zu", 100001 + i);
		c->given = pick(&x, k->given);
		c->family = pick(&x, k->family);
		c->email = make_email(a, &x, c, i + 1);
		c->phone = fill(a, &x, k->phone);
		c->language = k->language;
		c->tier = tier_names[random_weighted(&x, tiers, 3)];
		c->since_ms =
		    base->settings.as_of_ms - (int64_t)(30 + random_below(&x, 2000)) * DATE_DAY_MS;
		make_address(a, &x, k, &c->address);
		make_methods(a, &x, base, c);
		c->marketing = random_below(&x, 10) < 4;
	}
}
