/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Figures in sentences, found by code of the simulator's own: amounts, plain numbers, calendar
 * days, order numbers. Part of the oracle, so it shares nothing with the desk's ground check.
 */
#ifndef FLOORWALKER_SIM_FIGURES_H
#define FLOORWALKER_SIM_FIGURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum figure_kind { FIGURE_MONEY, FIGURE_NUMBER, FIGURE_DAY, FIGURE_FOREIGN };

/* value: minor units; thousandths; year * 10000 + month * 100 + day, the year 0 where it isn't
 * written; thousandths of an amount in another currency. */
struct figure {
	enum figure_kind kind;
	int64_t value;
	size_t start, length;
};

/* Whether a figure is a number with two decimals written: an amount whose currency is left out. */
bool figure_is_bare_amount(const char *text, const struct figure *f);

/* A growing set of values of one kind. */
struct figure_set {
	int64_t *values;
	size_t count, room;
	bool sorted;
};

void figure_set_add(struct figure_set *s, int64_t value);
void figure_set_add_all(struct figure_set *s, const struct figure_set *more);
bool figure_set_has(struct figure_set *s, int64_t value);	/* sorts at the first look */
void figure_set_clear(struct figure_set *s);

/* The full stop at dot is of a day ("13. Oktober"), and ends no sentence. */
bool figure_is_in_day(const char *text, size_t dot);
/* Walks text: next figure at or after *at; false at the end. decimals of the currency; its sign or
 * code marks an amount. Digits inside words (TF-100101, CE123IE) are no figures; a word with digits
 * in it is found by figure_word. */
bool figure_next(
    const char *text, size_t *at, const char *currency, int decimals, struct figure *out);

/* Next word that holds both letters and digits, or an @: order numbers, tracking numbers, codes,
 * addresses. Hyphens, dots and @ belong to it inside. False at the end. */
bool figure_word(const char *text, size_t *at, size_t *start, size_t *length);

#endif
