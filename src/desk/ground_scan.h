/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding what a text claims: amounts, numbers, dates, durations, identifiers, in a language's
 * formats.
 */
#ifndef FLOORWALKER_DESK_GROUND_SCAN_H
#define FLOORWALKER_DESK_GROUND_SCAN_H

#include "floorwalker/desk/ground.h"
#include "floorwalker/text/text.h"

/* A text folded (case and accents aside) with the place of each folded byte in the source. */
struct folded {
	const char *source, *text;
	size_t length;
	const size_t *at;		/* length + 1 entries; NULL: each byte has its own place */
	bool *taken;			/* bytes that a claim holds already */
};
void folded_make(struct folded *f, struct arena *a, const char *s);
size_t folded_place(const struct folded *f, size_t i);	/* in the source, of byte i */
bool folded_is_word(const struct folded *f, size_t start, size_t length);	/* whole words */

/* A claim as found, before it is looked up. */
struct found {
	enum claim_kind kind;
	size_t start, length;		/* in the folded text */
	int64_t n;			/* money: minor units; number, duration: the figure; date:
					   ms at noon */
	const char *unit;		/* of a duration, as the language's list has it; "%" of a
					   percentage; "day" of a weekday; else "" */
	const char *scope;		/* id of the order or product that it names; "" of others */
	bool exact;			/* n holds the value; else only the words do */
};
struct found_list {
	struct found *items;
	size_t count, room;
};

#define GROUND_LANGUAGES 16

struct word_number {
	const char *word;
	int64_t n;
	uint16_t next;			/* with the same first byte; its place + 1, 0 none */
};
struct unit_word { const char *word, *root; };	/* "tage", "day" */
struct ground_words {			/* from message files; folded */
	struct word_number months[2 * 12], weekdays[2 * 7];
	size_t month_count, weekday_count;
	struct unit_word *units;	/* longest first */
	size_t unit_count;
	struct word_number *numbers;
	size_t number_count;
	/* The first of each that begins with a byte; its place + 1, 0 none. */
	uint16_t first_number[256], first_weekday[256];
};
/* Adds those of a language to what is there: of one, and of a second. */
NODISCARD enum err ground_words_load(
    struct arena *a, const struct messages *m, struct ground_words *out, struct errinfo *e);
/* All variants of a message key, folded; none where it is absent. */
NODISCARD enum err ground_variants(struct arena *a, const struct messages *m, const char *key,
    const char ***out, size_t *count, struct errinfo *e);

struct ground_formats {
	const struct settings *settings;
	struct ground_words words;
	struct pattern *order, *email, *url;
	const char *currency;		/* code, folded */
	const char *symbol;
	char decimal, group;
};
/* now_ms gives dates without a year theirs. */
void ground_scan(const struct ground_formats *g, struct arena *a, struct folded *f, int64_t now_ms,
    struct found_list *out);
void ground_scan_figures(const struct ground_formats *g, struct arena *a, struct folded *f,
    int64_t now_ms, struct found_list *out);
struct found *found_add(struct found_list *l, struct arena *a, struct folded *f,
    enum claim_kind kind, size_t start, size_t length);

#endif
