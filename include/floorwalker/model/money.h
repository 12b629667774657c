/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Money: integer minor units of a named currency, |n| < 2^53, checked wherever it enters or grows.
 */
#ifndef FLOORWALKER_MODEL_MONEY_H
#define FLOORWALKER_MODEL_MONEY_H

#include <stdbool.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/str.h"

#define MONEY_MAX ((int64_t)9007199254740991)

struct money {
	int64_t minor;		/* cents, yen, fils */
	char currency[4];	/* ISO 4217, upper case */
};

/* Decimals of a currency (ISO 4217: JPY 0, EUR 2, KWD 3); 2 where unknown. */
int money_decimals(const char *currency);
/* "189.00", "-4.95", "40" with at most the currency's decimals; exact; no sign or letters
 * otherwise. False on anything else or out of range. */
bool money_parse(const char *s, const char *currency, int64_t *out_minor);
bool money_add(int64_t a, int64_t b, int64_t *sum);		/* false on overflow past
								   MONEY_MAX */
bool money_times(int64_t a, int64_t n, int64_t *product);
void money_print_plain(struct str *out, int64_t minor, const char *currency);	/* 189.00 */
/* As a shopper of a language reads it: "€189.00" (en), "189,00 €" (de, fr, es …); an unknown
 * currency by its code. */
void money_print(struct str *out, int64_t minor, const char *currency, const char *language);

#endif
