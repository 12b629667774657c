/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/str.h"
#include "oracle_private.h"

#define LIKE_LEAST 0.25		/* a sentence less like one of the world's repeats nothing of it */
#define LIKE_SLACK 0.2		/* of what the likest leaves to be desired: so much less like it may
				   be, and still be repeated */

static struct allowed *
figures_of(const struct listening *l, const struct product *p)
{
	return &l->oracle->products[p - l->oracle->records->products].figures;
}

static bool
is_same(const struct figure *a, const struct figure *b)
{
	if (a->kind != b->kind)
		return false;
	return a->kind == FIGURE_DAY ? a->value % 10000 == b->value % 10000 : a->value == b->value;
}

static size_t
count_of(const struct measured *list, size_t count, const struct measured *m)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		n += is_same(&list[i].figure, &m->figure) && list[i].unit == m->unit;
	return n;
}

/* Whether a sentence of the world's may be said to this shopper. */
static bool
is_for_them(const struct listening *l, const struct corpus_sentence *s)
{
	const char *tier = l->c->binding->customer->tier;

	if (s->tiers == NULL || l->order_count == 0)
		return true;
	for (size_t i = 0; i < value_count(s->tiers); i++)
		if (text_is(value_as_text(value_at(s->tiers, i), ""), tier))
			return true;
	return text_is(value_as_text(s->tiers, ""), tier);
}

/* Whether what the sentence repeats of the world's files has the figure, with its unit, as often
 * ("3 to 3 days" doesn't repeat "2 to 3 days"). What is likest decides: a like sentence with
 * another figure is no support. People word things freely: of what is like theirs at all any sentence will do, so that
 * of terms which the shop has for something alike they aren't told apart. */
static bool
is_repeated(const struct listening *l, const struct judged *j, const struct measured *m)
{
	size_t often = count_of(j->read.figures, j->read.figure_count, m);
	double least =
	    j->like_count > 0 ? j->like[0].value - LIKE_SLACK * (1 - j->like[0].value) : 1;

	if (least < LIKE_LEAST)
		least = LIKE_LEAST;
	if (l->c->by_people)
		least = 0;
	for (size_t i = 0; i < j->like_count && j->like[i].value >= least; i++)
		if (is_for_them(l, j->like[i].sentence) &&
		    count_of(j->like[i].sentence->figures, j->like[i].sentence->figure_count, m) >=
			often)
			return true;
	return false;
}

/* The weekday that stands before a day, 0 Monday … 6; -1 none. A plain word may part them: "Dienstag,
 * dem 3. März". */
static int
weekday_before(const struct terms *t, const char *text, size_t at, bool parted)
{
	size_t end = at, start;

	while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == ','))
		end--;
	for (start = end; start > 0 &&
	     (isalpha((unsigned char)text[start - 1]) || (unsigned char)text[start - 1] >= 0x80);
	     start--)
		;
	for (size_t i = 0; i < value_count(t->weekdays); i++)
		if (strlen(value_as_text(value_at(t->weekdays, i), "")) == end - start &&
		    strncasecmp(value_as_text(value_at(t->weekdays, i), ""), text + start,
			end - start) == 0)
			return (int)i;
	return !parted && start < end && terms_is_plain(t, text + start, end - start)
	    ? weekday_before(t, text, start, true)
	    : -1;
}

bool
oracle_is_day(const struct oracle *o, int64_t at_ms, const struct figure *f, int weekday)
{
	struct date d;

	if (at_ms == 0)
		return false;
	date_from_ms(o->settings->zone, at_ms, &d);
	return d.month * 100 + d.day == f->value % 10000 &&
	    (f->value < 10000 || d.year == f->value / 10000) &&
	    (weekday < 0 || d.weekday == weekday);
}

/* Which day of an order a sentence means by a figure; DAY_ROLE_COUNT: any. */
static enum day_role
role_of(const struct terms *t, const char *text, size_t at)
{
	enum day_role role = DAY_ROLE_COUNT;
	size_t best = SIZE_MAX, start, length;

	for (int i = 0; i < DAY_ROLE_COUNT; i++) {
		size_t last = phrases_last_before(&t->days[i], text, at);

		if (last != SIZE_MAX && (best == SIZE_MAX || last > best)) {
			best = last;
			role = (enum day_role)i;
		}
	}
	if (role != DAY_ROLE_COUNT)
		return role;
	for (int i = 0; i < DAY_ROLE_COUNT; i++)
		if (phrases_find(&t->days[i], text, at, &start, &length) &&
		    (best == SIZE_MAX || start < best)) {
			best = start;
			role = (enum day_role)i;
		}
	return role;
}

static bool
is_day_of(const struct oracle *o, const struct order *x, enum day_role role, const struct figure *f,
    int weekday)
{
	bool is = (role == DAY_PLACED && oracle_is_day(o, x->placed_ms, f, weekday)) ||
	    (role == DAY_PROMISED && oracle_is_day(o, x->promised_ms, f, weekday));

	for (size_t i = 0; role == DAY_PAID && !is && i < x->payment_count; i++)
		is = oracle_is_day(o, x->payments[i].at_ms, f, weekday);
	for (size_t i = 0; !is && i < x->shipment_count; i++) {
		const struct shipment *s = &x->shipments[i];

		is = (role == DAY_SHIPPED && oracle_is_day(o, s->shipped_ms, f, weekday)) ||
		    (role == DAY_DELIVERED && oracle_is_day(o, s->delivered_ms, f, weekday));
		for (size_t k = 0; role == DAY_EVENT && !is && k < s->event_count; k++)
			is = oracle_is_day(o, s->events[k].at_ms, f, weekday);
	}
	return is;
}

/* A day without a role is any of the orders meant, today, or a day of the goods spoken of. */
static bool
is_any_day(struct listening *l, const struct judged *j, const struct figure *f, int weekday)
{
	int64_t key = weekday >= 0 ? -(f->value % 10000 * 10 + weekday) : f->value;

	if (figure_set_has(&l->oracle->world.days, key) ||
	    (l->c->now_ms != 0 && figure_set_has(&l->person.days, key)))
		return true;
	for (size_t i = 0; i < l->order_count; i++)
		if (l->orders[i].meant && figure_set_has(&l->orders[i].figures.days, key))
			return true;
	return oracle_is_restock(l, j, f, weekday);
}

static bool
is_true_day(struct listening *l, const struct judged *j, const struct measured *m)
{
	const struct terms *t = l->oracle->terms;
	enum day_role role = role_of(t, j->read.text, m->figure.start);
	int weekday = weekday_before(t, j->read.text, m->figure.start, false);
	bool is = false;

	if (role == DAY_RESTOCK)
		return oracle_is_restock(l, j, &m->figure, weekday);
	if (role == DAY_ROLE_COUNT)
		return is_any_day(l, j, &m->figure, weekday);
	for (size_t i = 0; !is && i < l->order_count; i++)
		is = l->orders[i].meant &&
		    (is_day_of(l->oracle, l->orders[i].now, role, &m->figure, weekday) ||
			is_day_of(l->oracle, l->orders[i].then, role, &m->figure, weekday));
	return is;
}

static bool
is_order_money(struct listening *l, int64_t amount)
{
	for (size_t i = 0; i < l->order_count; i++)
		if (l->orders[i].meant && figure_set_has(&l->orders[i].figures.money, amount))
			return true;
	return figure_set_has(&l->person.money, amount);
}

/* Behind a word of price an amount is today's; in a sentence that names an order, or no goods, it
 * is the order's or the account's. */
static bool
is_true_money(struct listening *l, const struct judged *j, const struct measured *m)
{
	const struct terms *t = l->oracle->terms;
	size_t start, length;
	bool difference = phrases_find(&t->difference, j->read.text, 0, &start, &length);

	if (oracle_is_so_many(l, j, m->figure.value) ||
	    (difference && oracle_is_sum_of_changes(l, m->figure.value)))
		return true;
	if (!difference &&
	    phrases_last_before(&t->price, j->read.text, m->figure.start) != SIZE_MAX)
		return oracle_is_price(l, j, m->figure.value);
	return is_order_money(l, m->figure.value) ||
	    (phrases_last_before(&t->back, j->read.text, SIZE_MAX) == SIZE_MAX &&
		oracle_is_price(l, j, m->figure.value));
}

static int64_t
days_to(const struct listening *l, const struct order *x, int64_t at_ms)
{
	return date_days_between(l->oracle->settings->zone, x->promised_ms, at_ms);
}

static bool
is_days_late(struct listening *l, int64_t days)
{
	for (size_t i = 0; i < l->order_count; i++) {
		const struct order *x = l->orders[i].then;
		int64_t delivered = order_delivered_ms(x);

		if (!l->orders[i].meant || x->promised_ms == 0)
			continue;
		if (days_to(l, x, delivered != 0 ? delivered : oracle_now(l->oracle, l->c)) == days ||
		    (delivered == 0 && days_to(l, x, oracle_end_day(l->oracle, l->c)) == days))
			return true;
	}
	return false;
}

/* So many pieces were there while others changed the stock. */
static bool
was_stock(const struct listening *l, const struct product *p, int64_t n)
{
	for (size_t i = 0; p != NULL && l->c->own != NULL && i < l->changed_count; i++)
		for (size_t k = 0; text_is(l->changed[i].id, p->id) &&
		     k < l->changed[i].variant_count;
		     k++)
			if (l->changed[i].variants[k].stock * 1000 == n)
				return true;
	return false;
}

/* A number with a unit is a term of the shop, how late an order is, or stands in what is known of
 * goods that the sentence names; others may be the shopper's and the order's too. */
static bool
is_true_number(struct listening *l, const struct judged *j, const struct measured *m)
{
	size_t start, length;
	int64_t n = m->figure.value;

	for (size_t i = 0; i < j->named_count; i++)
		if (figure_set_has(&figures_of(l, j->named[i])->numbers, n) ||
		    was_stock(l, j->named[i], n))
			return true;
	if (m->unit != 0)
		return phrases_find(&l->oracle->terms->late, j->read.text, 0, &start, &length) &&
		    is_days_late(l, n / 1000);
	if (n == 1000 || figure_set_has(&l->person.numbers, n) ||
	    figure_set_has(&l->oracle->world.numbers, n))
		return true;		/* one thing is no claim ("one of these", "1 item") */
	for (size_t i = 0; i < l->order_count; i++)
		if (l->orders[i].meant && figure_set_has(&l->orders[i].figures.numbers, n))
			return true;
	if (l->product != NULL &&
	    (figure_set_has(&figures_of(l, l->product)->numbers, n) ||
		was_stock(l, l->product, n)))
		return true;
	return figure_is_bare_amount(j->read.text, &m->figure) && is_order_money(l, n / 10);
}

static bool
is_true(struct listening *l, const struct judged *j, const struct measured *m)
{
	switch (m->figure.kind) {
	case FIGURE_DAY:
		return is_true_day(l, j, m);
	case FIGURE_MONEY:
		return is_true_money(l, j, m);
	case FIGURE_NUMBER:
		return is_true_number(l, j, m);
	case FIGURE_FOREIGN:
		break;
	}
	return false;
}

const char *
oracle_wrong_figure(struct listening *l, const struct judged *j)
{
	for (size_t i = 0; i < j->read.figure_count; i++) {
		const struct measured *m = &j->read.figures[i];

		if (!is_true(l, j, m) && !is_repeated(l, j, m))
			return arena_printf(l->arena,
			    "\"%.*s\" is not what the shop's records or any of its files say",
			    (int)m->figure.length, j->read.text + m->figure.start);
	}
	return NULL;
}
