/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Personal data: finding it, and masking it wherever text is stored.
 */
#ifndef FLOORWALKER_TEXT_MASK_H
#define FLOORWALKER_TEXT_MASK_H

#include <stdbool.h>
#include <stddef.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"

enum pii_kind {
	PII_EMAIL,
	PII_PHONE,
	PII_CARD,
	PII_IBAN,
	PII_ADDRESS,
	PII_POSTCODE,
	PII_NAME,
	PII_ORDER,
	PII_ID,				/* papers and tax numbers: passport, DNI, PPS, PESEL … */
	PII_KIND_COUNT
};

struct pii {
	enum pii_kind kind;
	size_t start, length;		/* bytes */
};

/* What is looked for. known: names, addresses, postcodes of the shopper where the shop has proven
 * who they are. */
struct mask_options {
	bool kinds[PII_KIND_COUNT];
	const char *const *known_names;	/* whole words, any case */
	size_t known_name_count;
	const char *const *known_texts;	/* address lines, postcodes */
	size_t known_text_count;
	const char *order_pattern;	/* PCRE2, for PII_ORDER and so that an order number is never
					   taken for a phone */
};

struct masker;
NODISCARD enum err masker_new(
    const struct mask_options *options, struct masker **out, struct errinfo *e);
void masker_free(struct masker **m);
/* Non-overlapping finds, in order. E-mail; phone (7–15 digits with usual separators); card (13–19
 * digits, Luhn); IBAN (ISO 13616, mod 97); address (number and street word, several languages);
 * postcode (IE, GB, DE, FR, NL, ES, IT, US … where context or shape is sure). */
size_t masker_find(
    const struct masker *m, struct arena *a, const char *s, size_t length, struct pii **out);
/* Appends s with each find replaced by a mark that tells its kind and nothing else: [email],
 * [phone], [card], [iban], [address], [postcode], [name], [order], [id]. Idempotent. */
void masker_apply(const struct masker *m, struct str *out, const char *s, size_t length);
const char *pii_kind_name(enum pii_kind k);
bool pii_kind_from(const char *name, enum pii_kind *out);

#endif
