/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/text/translate.h"
#include "why.h"
#include "words.h"

static void
add_text(struct page *p, const struct why_passage *x)
{
	page_gutter(p, INK_CITATION, "┆");
	page_begin(p, 6, 6, 0);
	if (x->text == NULL) {
		page_addf(p, INK_WARN, tr("%s is no longer among the shop's articles."), x->id);
	} else {
		page_addf(p, INK_CITATION, "%s", x->id);
		if (!text_is_empty(x->heading))
			page_addf(p, INK_STRONG, "  %s", x->heading);
		page_begin(p, 6, 6, 0);
		page_add(p, INK_TEXT, x->text);
	}
	page_gutter(p, INK_TEXT, NULL);
}

void
why_passages(struct page *p, const struct why_turn *t, const char *open)
{
	if (t->passage_count == 0)
		return;
	page_heading(p, tr("Articles that it looked at (Enter opens one)"));
	for (size_t i = 0; i < t->passage_count; i++) {
		const struct why_passage *x = &t->passages[i];

		page_begin(p, 2, 4, (int64_t)i + 1);
		page_add(p, x->cited ? INK_GOOD : INK_DIM, x->cited ? "✓ " : "· ");
		if (!isnan(x->probability)) {
			page_bar(p, x->probability, 5);
			page_addf(p, INK_TEXT, " %.2f  ", x->probability);
		}
		page_add(p, x->cited ? INK_STRONG : INK_TEXT,
		    text_is_empty(x->title) ? x->id : x->title);
		if (!text_is_empty(x->heading))
			page_addf(p, INK_TEXT, " › %s", x->heading);
		page_begin(p, 6, 6, 0);
		page_add(p, INK_DIM, x->id);
		if (!isnan(x->score))
			page_addf(p, INK_DIM, "  score %.1f", x->score);
		page_add(p, INK_DIM, x->cited ? "  cited" : "");
		if (text_is(x->id, open))
			add_text(p, x);
	}
}

/* Of an order as it was read: what its lines come to with shipping and discount, minor units. */
static int64_t
total_of(const struct value *o)
{
	const struct value *lines = value_get(o, "lines");
	int64_t total = value_get_int(o, "shipping", 0) - value_get_int(o, "discount", 0);

	for (size_t i = 0; i < value_count(lines); i++)
		total += value_get_int(value_at(lines, i), "price", 0) *
		    value_get_int(value_at(lines, i), "quantity", 1);
	return total;
}

static int64_t
delivered_of(const struct value *o)
{
	const struct value *shipments = value_get(o, "shipments");
	int64_t last = 0;

	for (size_t i = 0; i < value_count(shipments); i++) {
		int64_t at = value_get_int(value_at(shipments, i), "delivered_ms", 0);

		last = at > last ? at : last;
	}
	return last;
}

static void
add_order(struct page *p, const struct settings *s, const char *id, const struct value *o)
{
	char words[WORDS];
	int64_t placed = value_get_int(o, "placed_ms", 0), delivered = delivered_of(o);
	size_t lines = value_count(value_get(o, "lines"));

	page_begin(p, 2, 4, 0);
	page_addf(p, INK_TEXT, tr("order %s"), id);
	if (!text_is_empty(value_get_text(o, "status")))
		page_addf(p, INK_TEXT, ", %s", words_name(words, value_get_text(o, "status")));
	if (placed > 0)
		page_addf(p, INK_DIM, tr(", placed %s"), words_day(words, s, placed));
	if (delivered > 0)
		page_addf(p, INK_DIM, tr(", delivered %s"), words_day(words, s, delivered));
	if (lines > 0)
		page_addf(p, INK_TEXT, tr_n(", %zu line, %s", ", %zu lines, %s", (long long)lines), lines,
		    words_money(words, s, total_of(o), ""));
}

static void
add_derived(struct page *p, const struct settings *s, const struct value *x)
{
	const char *kind = value_get_text(x, "kind");
	int64_t n = value_get_int(x, "value", 0);
	char words[WORDS];

	page_begin(p, 2, 4, 0);
	page_addf(p, INK_DIM, "%s: ", value_get_text(x, "what"));
	if (text_is(kind, "money"))
		page_add(p, INK_TEXT, words_money(words, s, n, ""));
	else if (text_is(kind, "date"))
		page_add(p, INK_TEXT, words_day(words, s, n));
	else if (text_is(kind, "text"))
		page_add(p, INK_TEXT, value_get_text(x, "value"));
	else
		page_addf(p, INK_TEXT, "%lld", (long long)n);
}

void
why_facts(struct page *p, const struct settings *s, const struct value *trace)
{
	char words[WORDS];
	const struct value *facts = value_get(trace, "facts"), *orders = value_get(facts, "orders"),
			   *products = value_get(facts, "products");
	const struct value *derived = value_get(facts, "derived");

	if (value_count(orders) + value_count(products) + value_count(derived) == 0 &&
	    value_get(facts, "customer") == NULL)
		return;
	page_heading(p, tr("Facts read from the shop"));
	if (value_get(facts, "customer") != NULL) {
		page_begin(p, 2, 4, 0);
		page_addf(p, INK_TEXT, tr("customer %s"),
		    value_as_text(value_path(facts, "customer.id"), "–"));
		page_addf(p, INK_DIM, ", %s",
		    words_name(words, value_as_text(value_path(facts, "customer.tier"), "standard")));
	}
	for (size_t i = 0; i < value_count(orders); i++)
		add_order(p, s, value_key_at(orders, i), value_at(orders, i));
	for (size_t i = 0; i < value_count(products); i++) {
		page_begin(p, 2, 4, 0);
		page_addf(p, INK_TEXT, tr("product %s"), value_key_at(products, i));
		page_addf(p, INK_DIM, "  %s", value_get_text(value_at(products, i), "name"));
	}
	for (size_t i = 0; i < value_count(derived); i++)
		add_derived(p, s, value_at(derived, i));
}

void
why_ground(struct page *p, const struct settings *s, const struct value *trace)
{
	const struct value *claims = value_path(trace, "ground.claims");
	int64_t missing = value_as_int(value_path(trace, "ground.ungrounded"), 0);
	char kind[WORDS];

	(void)s;
	if (value_count(claims) == 0)
		return;
	page_heading(p,
	    missing > 0 ? tr("What the draft claims, some without a source")
			: tr("What the draft claims, each with its source"));
	for (size_t i = 0; i < value_count(claims); i++) {
		const struct value *x = value_at(claims, i);
		bool grounded = value_get_bool(x, "grounded", false);

		page_begin(p, 2, 4, 0);
		page_add(p, grounded ? INK_GOOD : INK_BAD, grounded ? "✓ " : "✗ ");
		page_addf(p, INK_TEXT, "“%s”", value_get_text(x, "words"));
		page_addf(p, INK_DIM, "  %s, ", words_name(kind, value_get_text(x, "kind")));
		page_add(p, grounded ? INK_CITATION : INK_BAD,
		    grounded ? value_get_text(x, "source") : tr("stands nowhere"));
	}
}

/* Names in it lose their underscores. */
static void
add_plain(struct page *p, const char *text)
{
	struct str plain;

	str_init(&plain);
	for (; *text != '\0'; text++)
		str_add_char(&plain, *text == '_' ? ' ' : *text);
	page_add(p, INK_DIM, plain.data);
	str_clear(&plain);
}

void
why_steps(struct page *p, const struct settings *s, const struct value *trace)
{
	const struct value *steps = value_path(trace, "inside.steps"),
			   *agenda = value_path(trace, "inside.agenda");
	char words[WORDS];

	(void)s;
	if (value_count(agenda) > 0)
		page_heading(p, tr("Wishes"));
	for (size_t i = 0; i < value_count(agenda); i++) {
		const struct value *x = value_at(agenda, i);

		page_begin(p, 2, 4, 0);
		page_add(p, INK_TEXT, words_name(words, value_get_text(x, "intent")));
		page_addf(p, INK_DIM, "  %s", words_name(words, value_get_text(x, "status")));
		if (!text_is_empty(value_get_text(x, "order")))
			page_addf(p, INK_DIM, ", %s", value_get_text(x, "order"));
		if (!text_is_empty(value_get_text(x, "rule")))
			page_addf(p, INK_DIM, tr(", rule %s"), value_get_text(x, "rule"));
	}
	if (value_count(steps) > 0)
		page_heading(p, tr("Step by step"));
	for (size_t i = 0; i < value_count(steps); i++) {
		const struct value *x = value_at(steps, i);

		page_begin(p, 2, 6, 0);
		page_addf(p, INK_DIM, "%2zu  ", i + 1);
		page_add(p, INK_TEXT, value_get_text(x, "step"));
		if (!text_is_empty(value_get_text(x, "why"))) {
			page_add(p, INK_DIM, ": ");
			add_plain(p, value_get_text(x, "why"));
		}
	}
}
