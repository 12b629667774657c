/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/model/money.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Currencies whose minor unit isn't a hundredth (ISO 4217, list one), and the signs that shoppers
 * read. */
static const struct currency {
	const char *code;
	const char *sign;	/* "" where the code itself is shown */
	int decimals;
} currencies[] = {
	{ "AUD", "A$", 2 }, { "BHD", "", 3 }, { "BIF", "", 0 }, { "BRL", "R$", 2 }, { "CAD", "CA$", 2 },
	{ "CLF", "", 4 }, { "CLP", "", 0 }, { "CNY", "CN¥", 2 }, { "CZK", "Kč", 2 }, { "DJF", "", 0 },
	{ "EUR", "€", 2 }, { "GBP", "£", 2 }, { "GNF", "", 0 }, { "HUF", "Ft", 2 }, { "ILS", "₪", 2 },
	{ "INR", "₹", 2 }, { "IQD", "", 3 }, { "ISK", "", 0 }, { "JOD", "", 3 }, { "JPY", "¥", 0 },
	{ "KMF", "", 0 }, { "KRW", "₩", 0 }, { "KWD", "", 3 }, { "LYD", "", 3 }, { "NZD", "NZ$", 2 },
	{ "OMR", "", 3 }, { "PLN", "zł", 2 }, { "PYG", "", 0 }, { "RWF", "", 0 }, { "TND", "", 3 },
	{ "TRY", "₺", 2 }, { "UAH", "₴", 2 }, { "UGX", "", 0 }, { "USD", "$", 2 }, { "UYI", "", 0 },
	{ "UYW", "", 4 }, { "VND", "₫", 0 }, { "VUV", "", 0 }, { "XAF", "", 0 }, { "XOF", "", 0 }, { "XPF", "", 0 },
};

/* Where a language puts the sign, and what stands between the digits. */
static const struct habit {
	const char *language;
	char decimal;
	const char *group;
	size_t group_from;	/* digits before the decimals from which they are grouped */
	bool sign_first;
	bool space;		/* between sign and digits */
} habits[] = {
	{ "en", '.', ",", 4, true, false },	/* first: also for a language that isn't here */
	{ "cs", ',', " ", 4, false, true }, { "da", ',', ".", 4, false, true }, { "de", ',', ".", 4, false, true },
	{ "es", ',', ".", 5, false, true }, { "fi", ',', " ", 4, false, true }, { "fr", ',', " ", 4, false, true },
	{ "ga", '.', ",", 4, true, false }, { "hu", ',', " ", 5, false, true }, { "it", ',', ".", 4, false, true },
	{ "ja", '.', ",", 4, true, false }, { "nb", ',', " ", 4, false, true }, { "nl", ',', ".", 4, true, true },
	{ "pl", ',', " ", 5, false, true }, { "pt", ',', ".", 5, false, true }, { "sv", ',', " ", 4, false, true },
	{ "uk", ',', " ", 5, false, true },
};

static const struct currency *
currency_find(const char *code)
{
	for (size_t i = 0; i < sizeof(currencies) / sizeof(currencies[0]); i++)
		if (text_is(currencies[i].code, code))
			return &currencies[i];
	return NULL;
}

static const struct habit *
habit_find(const char *language)
{
	size_t length = language ? strcspn(language, "-_") : 0;

	for (size_t i = 0; i < sizeof(habits) / sizeof(habits[0]); i++)
		if (strlen(habits[i].language) == length &&
		    strncmp(habits[i].language, language, length) == 0)
			return &habits[i];
	return &habits[0];
}

int
money_decimals(const char *currency)
{
	const struct currency *c = currency_find(currency);

	return c ? c->decimals : 2;
}

bool
money_parse(const char *s, const char *currency, int64_t *out_minor)
{
	int decimals = money_decimals(currency), seen = -1;
	bool minus;
	int64_t n = 0;

	if (!s)
		return false;
	minus = *s == '-';
	s += minus;
	if (*s < '0' || *s > '9')
		return false;
	for (; *s; s++) {
		if (*s == '.' && seen < 0) {
			seen = 0;
			continue;
		}
		if (*s < '0' || *s > '9' || seen >= decimals)
			return false;
		n = n * 10 + (*s - '0');
		seen += seen >= 0;
		if (n > MONEY_MAX)
			return false;
	}
	if (seen == 0)
		return false;
	for (int i = seen < 0 ? 0 : seen; i < decimals; i++)
		if (!money_times(n, 10, &n))
			return false;
	*out_minor = minus ? -n : n;
	return true;
}

bool
money_add(int64_t a, int64_t b, int64_t *sum)
{
	int64_t n;

	if (__builtin_add_overflow(a, b, &n) || n > MONEY_MAX || n < -MONEY_MAX)
		return false;
	*sum = n;
	return true;
}

bool
money_times(int64_t a, int64_t n, int64_t *product)
{
	int64_t p;

	if (__builtin_mul_overflow(a, n, &p) || p > MONEY_MAX || p < -MONEY_MAX)
		return false;
	*product = p;
	return true;
}

/* Digits of |minor|, at least one before the decimals; returns how many stand before them. */
static size_t
digits_of(int64_t minor, int decimals, char digits[32])
{
	uint64_t n = minor < 0 ? (uint64_t)0 - (uint64_t)minor : (uint64_t)minor;
	int length = snprintf(digits, 32, "%0*" PRIu64, decimals + 1, n);

	return (size_t)(length - decimals);
}

void
money_print_plain(struct str *out, int64_t minor, const char *currency)
{
	char digits[32];
	size_t whole = digits_of(minor, money_decimals(currency), digits);

	if (minor < 0)
		str_add_char(out, '-');
	str_add_n(out, digits, whole);
	if (digits[whole])
		str_addf(out, ".%s", digits + whole);
}

void
money_print(struct str *out, int64_t minor, const char *currency, const char *language)
{
	const struct currency *c = currency_find(currency);
	const struct habit *h = habit_find(language);
	bool coded = !c || !*c->sign;
	const char *sign = coded ? currency : c->sign;
	char digits[32];
	size_t whole = digits_of(minor, money_decimals(currency), digits);

	if (minor < 0)
		str_add_char(out, '-');
	if (h->sign_first)
		str_addf(out, "%s%s", sign, h->space || coded ? " " : "");
	for (size_t i = 0; i < whole; i++) {
		if (i > 0 && (whole - i) % 3 == 0 && whole >= h->group_from)
			str_add(out, h->group);
		str_add_char(out, digits[i]);
	}
	if (digits[whole])
		str_addf(out, "%c%s", h->decimal, digits + whole);
	if (!h->sign_first)
		str_addf(out, "%s%s", h->space ? " " : "", sign);
}
