/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "refund_list.h"

#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "floorwalker/text/translate.h"
#include "words.h"

const char *const refund_sorts[REFUNDS_SORTS] = {"oldest", "amount", "expiry", "rule"};

static int
by_number(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* What never expires comes last. */
static int
compare_expiry(const struct action *a, const struct action *b)
{
	return by_number(a->expires_ms == 0 ? INT64_MAX : a->expires_ms,
	    b->expires_ms == 0 ? INT64_MAX : b->expires_ms);
}

static int
compare(const struct action *a, const struct action *b, enum refund_sort sort)
{
	int order = 0;

	if (sort == REFUNDS_AMOUNT) {
		order = strcmp(a->currency, b->currency);
		if (order == 0)
			order = by_number(b->amount, a->amount);
	} else if (sort == REFUNDS_EXPIRY) {
		order = compare_expiry(a, b);
	} else if (sort == REFUNDS_RULE) {
		order = strcmp(a->rule, b->rule);
		if (order == 0)
			order = by_number(a->kind, b->kind);
	}
	return order != 0 ? order : by_number(a->id, b->id);
}

static int
compare_oldest(const void *a, const void *b)
{
	return compare(&((const struct refund_entry *)a)->action,
	    &((const struct refund_entry *)b)->action, REFUNDS_OLDEST);
}

static int
compare_amount(const void *a, const void *b)
{
	return compare(&((const struct refund_entry *)a)->action,
	    &((const struct refund_entry *)b)->action, REFUNDS_AMOUNT);
}

static int
compare_soonest(const void *a, const void *b)
{
	return compare(&((const struct refund_entry *)a)->action,
	    &((const struct refund_entry *)b)->action, REFUNDS_EXPIRY);
}

static int
compare_rule(const void *a, const void *b)
{
	return compare(&((const struct refund_entry *)a)->action,
	    &((const struct refund_entry *)b)->action, REFUNDS_RULE);
}

void
refund_sort(struct refund_entry *entries, size_t count, enum refund_sort sort)
{
	static int (*const by[REFUNDS_SORTS])(const void *, const void *) = {
	    compare_oldest, compare_amount, compare_soonest, compare_rule};

	if (count > 1)
		qsort(entries, count, sizeof *entries, by[sort]);
}

const char *
refund_state(const struct refund_entry *x, enum ink *ink)
{
	const struct action *a = &x->action;

	*ink = INK_WARN;
	if (a->state != ACTION_WAITING)
		return tr(action_state_title(a->state));
	if (a->asked_ms != 0 && a->answered_ms == 0)
		return "asked";
	if (x->given > 0)
		return tr("second approval");
	if (a->asked_ms != 0)
		return "answered";
	if (a->approvals_needed > 1)
		return tr("two people");
	*ink = INK_TEXT;
	return "waiting";
}

/* How it stands, for how long it has, and how long it still may; then by which rule. */
static void
draw_second_line(const struct refund_entry *x, struct cells *c, struct rect r, int y,
    enum ground g, const struct scene *s)
{
	const struct action *a = &x->action;
	struct style dim = {INK_DIM, (uint8_t)g};
	char span[WORDS];
	enum ink ink;
	const char *state = refund_state(x, &ink);
	int at = cells_put(c, r, 2, y, (struct style){(uint8_t)ink, (uint8_t)g}, state);

	at = cells_putf(c, r, at, y, dim, " · %s",
	    words_brief(span, s->now_ms - a->proposed_ms));
	if (a->expires_ms != 0) {
		bool soon = a->expires_ms - s->now_ms < 3600000, over = a->expires_ms <= s->now_ms;

		at = cells_putf(c, r, at, y,
		    (struct style){soon ? INK_BAD : INK_DIM, (uint8_t)g}, " · %s%s",
		    over ? tr("expired") : words_brief(span, a->expires_ms - s->now_ms),
		    over ? "" : tr(" left"));
	}
	at = cells_put(c, r, at, y, dim, " · ");
	cells_field(c, r, at, y, r.w - at - 1, dim,
	    text_is_empty(a->rule) ? tr("no rule") : a->rule, false);
}

void
refund_draw_entry(const struct refund_entry *x, const char *gone, bool marked, struct cells *c,
    struct rect r, int y, enum ground g, const struct scene *s)
{
	const struct action *a = &x->action;
	bool waiting = a->state == ACTION_WAITING;
	struct style strong = {waiting ? INK_STRONG : INK_DIM, (uint8_t)g};
	char money[WORDS];
	int at, right;

	words_money(money, s->settings, a->amount, a->currency);
	right = r.w - 1 - (a->amount == 0 ? 0 : utf8_width(money, strlen(money)));
	if (a->amount != 0)
		cells_put(c, r, right, y, strong, money);
	if (marked)
		cells_put(c, r, 1, y, (struct style){INK_FOCUS, (uint8_t)g}, "*");
	at = cells_putf(c, r, 2, y, strong, "A-%-4lld ", (long long)a->id);
	cells_field(c, r, at, y, right - at - 1,
	    (struct style){waiting ? INK_TEXT : INK_DIM, (uint8_t)g}, a->title, false);
	if (!waiting)
		cells_field(c, r, 2, y + 1, r.w - 3, (struct style){INK_WARN, (uint8_t)g}, gone,
		    false);
	else
		draw_second_line(x, c, r, y + 1, g, s);
}

/* ---- marks */

bool
marks_has(const struct marks *m, int64_t id)
{
	for (size_t i = 0; i < m->count; i++) {
		if (m->ids[i] == id)
			return true;
	}
	return false;
}

bool
marks_toggle(struct marks *m, int64_t id)
{
	for (size_t i = 0; i < m->count; i++) {
		if (m->ids[i] == id) {
			memmove(m->ids + i, m->ids + i + 1, (--m->count - i) * sizeof *m->ids);
			return true;
		}
	}
	if (m->count == MARKS_MOST)
		return false;
	m->ids[m->count++] = id;
	return true;
}

void
marks_keep(struct marks *m, const struct refund_entry *entries, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < m->count; i++) {
		bool waits = false;

		for (size_t k = 0; k < count && !waits; k++)
			waits = entries[k].action.id == m->ids[i] &&
			    entries[k].action.state == ACTION_WAITING;
		if (waits)
			m->ids[kept++] = m->ids[i];
	}
	m->count = kept;
}
