/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking a claim up: in the facts by record and part, in the passages that are cited, and, for
 * identifiers and quantities, in what the shopper said.
 */
#include "ground_check.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/date.h"

#define WORDS_AFTER 24	/* bytes after a figure in which a word may still tell its part */
#define WEEKDAY_BEFORE 6	/* "Dienstag, dem 3. März" */
#define STOCK_AFTER 80	/* "4 of the … are left" */

const char *
ground_words_of(const struct check *c, const struct found *x)
{
	return arena_text_n(c->a, c->draft.text + x->start, x->length);
}

static const char *
in_passages(const struct check *c, const char *folded)
{
	size_t n = strlen(folded);
	for (size_t i = 0; i < c->passage_count; i++) {
		const struct folded *f = &c->sources[i].folded;
		for (const char *hit = strstr(f->text, folded); hit != NULL;
		     hit = strstr(hit + 1, folded))
			if (ground_words_stand(f->text, f->length, (size_t)(hit - f->text), n))
				return c->passages[i]->id;
	}
	return NULL;
}

static bool
said_by_shopper(const struct check *c, const char *folded)
{
	size_t n = strlen(folded);
	for (size_t i = 0; i < c->said_count; i++) {
		if (c->said[i].text == NULL)
			folded_make(&c->said[i], c->a, c->lines[i]);
		for (const char *hit = strstr(c->said[i].text, folded); hit != NULL;
		     hit = strstr(hit + 1, folded))
			if (ground_words_stand(c->said[i].text, c->said[i].length,
				(size_t)(hit - c->said[i].text), n))
				return true;
	}
	return false;
}

/* A full stop within a claim ends nothing: "dem 3. Oktober". */
static bool
is_sentence_end(const struct check *c, size_t i)
{
	return strchr(".!?;", c->draft.text[i]) != NULL && !c->draft.taken[i] &&
	    (c->draft.text[i + 1] == ' ' || c->draft.text[i + 1] == '\0');
}

/* Where the sentence begins and ends that holds a claim. */
static void
sentence_of(const struct check *c, const struct found *x, size_t *from, size_t *to)
{
	const char *t = c->draft.text;
	*from = x->start;
	*to = x->start + x->length;
	while (*from > 0 && t[*from - 1] != '\n' && !is_sentence_end(c, *from - 1))
		--*from;
	while (*to < c->draft.length && t[*to] != '\n' && !is_sentence_end(c, *to))
		++*to;
}

/* The part that a figure plays, by the nearest word for one before it in its sentence, else after
 * it. */
static enum ground_role
role_of(const struct check *c, const struct found *x, enum ground_role first, enum ground_role last)
{
	size_t from, to, best = (size_t)-1;
	enum ground_role role = ROLE_ANY;
	sentence_of(c, x, &from, &to);
	for (int r = (int)first; r <= (int)last; r++) {
		const struct role_words *w = &c->g->roles[r];
		for (size_t i = 0; i < w->count; i++) {
			size_t n = strlen(w->words[i]);
			for (const char *hit = strstr(c->draft.text + from, w->words[i]);
			     hit != NULL; hit = strstr(hit + 1, w->words[i])) {
				size_t at = (size_t)(hit - c->draft.text);
				if (at + n > to)
					break;
				if (!folded_is_word(&c->draft, at, n))
					continue;
				if (at > x->start + x->length +
					(r == ROLE_STOCK ? STOCK_AFTER : WORDS_AFTER))
					break;
				if (r == ROLE_STOCK && at < x->start)	/* "in stock in 38 and 40":
									   sizes, not counts */
					continue;
				size_t away = at < x->start
				    ? x->start - (at + n < x->start ? at + n : x->start)
				    : 10000 + at - x->start;
				if (away < best) {
					best = away;
					role = (enum ground_role)r;
				}
			}
		}
	}
	return role;
}

static bool
is_same_paragraph(const struct check *c, const struct found *x, const struct found *y)
{
	size_t from = x->start < y->start ? x->start : y->start,
	       to = x->start < y->start ? y->start : x->start;
	const char *gap = strstr(c->draft.text + from, "\n\n");
	return gap == NULL || (size_t)(gap - c->draft.text) >= to;
}

/* The products that the draft names, and the orders that the paragraph does; of the orders only the
 * one named last before a date. */
static struct ground_scope
scope_of(const struct check *c, const struct found *x, const struct found_list *all)
{
	struct ground_scope out = {.order_count = 0};
	const struct found *order = NULL;
	for (size_t i = 0; x->kind == CLAIM_DATE && i < all->count; i++) {
		const struct found *s = &all->items[i];
		if (s->kind == CLAIM_ORDER && s->start < x->start && is_same_paragraph(c, x, s) &&
		    (order == NULL || s->start > order->start))
			order = s;
	}
	for (size_t i = 0; i < all->count; i++) {
		const struct found *s = &all->items[i];
		if (s->kind == CLAIM_PRODUCT &&
		    out.product_count < sizeof out.products / sizeof *out.products)
			out.products[out.product_count++] = s->scope;
		else if (s->kind == CLAIM_ORDER && (order == NULL || s == order) &&
		    is_same_paragraph(c, x, s) &&
		    out.order_count < sizeof out.orders / sizeof *out.orders)
			out.orders[out.order_count++] = s->scope;
	}
	return out;
}

static bool
on_record(const struct check *c, const struct found *x, enum figure_kind kind, int64_t n,
    enum ground_role role, const struct found_list *all)
{
	struct ground_scope scope = scope_of(c, x, all);
	return ground_record_has(&c->record, kind, n, role, &scope);
}

/* "14 days", "14 day", "14-day" in a recorded text; "two-year", whatever language says "zwei
 * Jahre". */
static bool
facts_have_duration(const struct check *c, const struct found *x)
{
	const struct found_list *recorded = ground_claims_of(c, c->passage_count);
	char words[80];
	for (size_t i = 0; i < recorded->count; i++)
		if (recorded->items[i].kind == CLAIM_DURATION && recorded->items[i].exact &&
		    recorded->items[i].n == x->n &&
		    strcmp(recorded->items[i].unit, x->unit) == 0)
			return true;
	for (size_t i = 0; i < 3; i++) {
		snprintf(words, sizeof words,
		    i == 0       ? "%lld %s"
			: i == 1 ? "%lld-%s"
				 : "%lld %ss",
		    (long long)x->n, x->unit);
		if (ground_texts_have(c->record.texts, words))
			return true;
	}
	return false;
}

static const char *
look_up_weekday(const struct check *c, const struct found *x, const struct found_list *all)
{
	const struct settings *s = c->g->formats.settings;
	int64_t now = facts_now_ms(c->facts);
	struct date d;
	for (size_t i = 0; i < all->count; i++) {	/* "Wednesday 14 October": the date says
							   which */
		const struct found *near = &all->items[i];
		if (near->kind != CLAIM_DATE || *near->unit != '\0' || near->start < x->start ||
		    near->start > x->start + x->length + WEEKDAY_BEFORE)
			continue;
		date_from_ms(s->zone, near->n, &d);
		return d.weekday == (int)x->n ? "the date beside it" : NULL;
	}
	const char *passage = in_passages(c, ground_words_of(c, x));
	if (passage != NULL)
		return passage;
	enum ground_role role = role_of(c, x, ROLE_PLACED, ROLE_EVENT);
	for (int64_t k = -7; k <= 7; k++) {
		date_from_ms(s->zone, now + k * DATE_DAY_MS, &d);
		if (d.weekday == (int)x->n &&
		    on_record(
			c, x, FIGURE_DAY, ground_day(s->zone, now + k * DATE_DAY_MS), role, all))
			return "facts";
	}
	return NULL;
}

static const char *
look_up_date(const struct check *c, const struct found *x, const struct found_list *all)
{
	if (!x->exact)
		return NULL;
	const struct zone *z = c->g->formats.settings->zone;
	if (ground_texts_have(c->record.texts, ground_words_of(c, x)))	/* a carrier's own words may
									   hold one */
		return "facts";
	return on_record(c, x, FIGURE_DAY, ground_day(z, x->n),
		   role_of(c, x, ROLE_PLACED, ROLE_EVENT), all)
	    ? "facts"
	    : NULL;
}

static bool
is_token_byte(const char *t, size_t i)
{
	return isalnum((unsigned char)t[i]) || (unsigned char)t[i] >= 0x80 ||
	    (t[i] != '\0' && strchr("-/+", t[i]) != NULL);
}

/* A figure as the records have it: with what it is joined to ("42-44", "D08"), or with the word
 * after it ("420 g"). */
static bool
figure_in_texts(const struct check *c, const struct found *x, const char *texts)
{
	const char *t = c->draft.text;
	size_t from = x->start, to = x->start + x->length, end = to;
	while (from > 0 && is_token_byte(t, from - 1))
		from--;
	while (to < c->draft.length && is_token_byte(t, to))
		to++;
	if (to - from > x->length &&
	    ground_texts_have(texts, arena_text_n(c->a, t + from, to - from)))
		return true;
	if (to == end && t[to] == ' ') {
		for (end = to + 1; end < c->draft.length && is_token_byte(t, end); end++)
			;
		if (end > to + 1 &&
		    ground_texts_have(texts, arena_text_n(c->a, t + from, end - from)))
			return true;
	}
	return false;
}

/* A figure with the word before it: "ending 4417", "Dublin 8". */
static bool
figure_after_word(const struct check *c, const struct found *x, const char *texts)
{
	const char *t = c->draft.text;
	size_t from = x->start, to = x->start + x->length;
	if (from == 0 || t[from - 1] != ' ')
		return false;
	size_t before = from - 1;
	while (before > 0 && is_token_byte(t, before - 1))
		before--;
	return before + 1 < from &&
	    ground_texts_have(texts, arena_text_n(c->a, t + before, to - before));
}

/* The product in whose brackets a figure stands: "Lettery walking shoe (42, regular)"; NULL: in
 * nobody's. */
static const struct found *
product_around(const struct check *c, const struct found *x, const struct found_list *all)
{
	for (size_t i = 0; i < all->count; i++) {
		const struct found *p = &all->items[i];
		size_t end = p->start + p->length;
		if (p->kind == CLAIM_PRODUCT && end + 2 <= x->start && c->draft.text[end] == ' ' &&
		    c->draft.text[end + 1] == '(' &&
		    memchr(c->draft.text + end, ')', x->start - end) == NULL)
			return p;
	}
	return NULL;
}

/* The product that a figure counts: "3 × Lettery walking shoe"; NULL: none. */
static const struct found *
product_counted(const struct check *c, const struct found *x, const struct found_list *all)
{
	static const char times[] = " × ";
	size_t end = x->start + x->length, n = sizeof times - 1;
	if (end + n > c->draft.length || memcmp(c->draft.text + end, times, n) != 0)
		return NULL;
	for (size_t i = 0; i < all->count; i++)
		if (all->items[i].kind == CLAIM_PRODUCT && all->items[i].start == end + n)
			return &all->items[i];
	return NULL;
}

/* A line of the records that is the figure alone: a size "42". */
static bool
figure_is_text(const char *texts, const char *words)
{
	size_t n = strlen(words);
	for (const char *hit = strstr(texts, words); hit != NULL; hit = strstr(hit + 1, words))
		if ((hit == texts || hit[-1] == '\n') && hit[n] == '\n')
			return true;
	return false;
}

/* The texts that a figure may stand in: those of the product that its sentence named last, else
 * all. */
static const char *
texts_for(const struct check *c, const struct found *x, const struct found_list *all)
{
	size_t from, to;
	const struct found *nearest = NULL;
	sentence_of(c, x, &from, &to);
	for (size_t i = 0; i < all->count; i++) {
		const struct found *p = &all->items[i];
		if (p->kind == CLAIM_PRODUCT && p->start >= from && p->start < x->start &&
		    (nearest == NULL || p->start > nearest->start))
			nearest = p;
	}
	const char *texts =
	    nearest == NULL ? "" : ground_record_product(&c->record, nearest->scope);
	return *texts == '\0' ? c->record.texts : texts;
}

static const char *
look_up_number(const struct check *c, const struct found *x, const struct found_list *all)
{
	const char *words = ground_words_of(c, x);
	const struct found *product = product_around(c, x, all);
	if (product != NULL) {
		const char *texts = ground_record_product(&c->record, product->scope);
		return figure_in_texts(c, x, texts) || figure_after_word(c, x, texts) ||
			figure_is_text(texts, words)
		    ? "facts"
		    : NULL;
	}
	if ((product = product_counted(c, x, all)) != NULL) {
		struct ground_scope scope = {.products = {product->scope}, .product_count = 1};
		return x->exact &&
			ground_record_has(&c->record, FIGURE_NUMBER, x->n, ROLE_QUANTITY, &scope)
		    ? "facts"
		    : NULL;
	}
	if (!x->exact || *x->unit != '\0') {
		if (ground_texts_have(c->record.texts, words) ||
		    figure_in_texts(c, x, c->record.texts) ||
		    figure_after_word(c, x, c->record.texts))
			return "facts";
		return in_passages(c, words);
	}
	enum ground_role role = role_of(c, x, ROLE_STOCK, ROLE_STOCK);
	if (on_record(c, x, FIGURE_NUMBER, x->n, role, all) ||
	    figure_in_texts(c, x, texts_for(c, x, all)) || figure_after_word(c, x, c->record.texts))
		return "facts";
	if (role == ROLE_STOCK)
		return NULL;
	if (figure_is_text(texts_for(c, x, all), words))
		return "facts";
	return said_by_shopper(c, words) ? "shopper" : NULL;
}

/* What a verdict of one kind allows to say: money back is money back, whether the order was
 * cancelled, returned or refunded. */
static bool
covers(enum action_kind promised, const char *decided)
{
	if (strcmp(action_kind_name(promised), decided) == 0)
		return true;
	return promised == ACTION_REFUND &&
	    (strcmp(decided, "return") == 0 || strcmp(decided, "cancel") == 0);
}

static const char *
look_up_promise(const struct check *c, const struct found *x)
{
	const char *words = ground_words_of(c, x), *passage = in_passages(c, words);
	if (passage != NULL)
		return passage;
	const struct value *list = value_get(c->record.value, "verdicts");
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i);
		if (x->exact && covers((enum action_kind)x->n, value_get_text(v, "action")) &&
		    strcmp(value_get_text(v, "outcome"), "approve") == 0)
			return arena_printf(c->a, "rule %s", value_get_text(v, "rule"));
	}
	return ground_texts_have(c->record.texts, words) ? "facts" : NULL;
}

static const char *
look_up_text(const struct check *c, const struct found *x, bool shopper_counts)
{
	const char *words = ground_words_of(c, x), *passage;
	if (ground_texts_have(c->record.texts, words))
		return "facts";
	if ((passage = in_passages(c, words)) != NULL)
		return passage;
	return shopper_counts && said_by_shopper(c, words) ? "shopper" : NULL;
}

/* In a line of a list that begins with an order ("– TF-100183, placed on …: Lettermore flask") a
 * product must be in that order. */
static bool
is_in_listed_order(const struct check *c, const struct found *x, const struct found_list *all)
{
	static const char bullet[] = "– ";
	size_t line = x->start;
	while (line > 0 && c->draft.text[line - 1] != '\n')
		line--;
	for (size_t i = 0; i < all->count; i++) {
		const struct found *o = &all->items[i];
		if (o->kind != CLAIM_ORDER || o->start != line + sizeof bullet - 1 ||
		    memcmp(c->draft.text + line, bullet, sizeof bullet - 1) != 0)
			continue;
		const struct value *lines =
		    value_get(value_get(value_get(c->record.value, "orders"), o->scope), "lines");
		for (size_t k = 0; k < value_count(lines); k++)
			if (strcmp(value_get_text(value_at(lines, k), "product"), x->scope) == 0)
				return true;
		return false;
	}
	return true;
}

static const char *
look_up_url(const struct check *c, const struct found *x)
{
	const char *words = ground_words_of(c, x), *site = c->g->formats.settings->website;
	struct folded f;
	folded_make(&f, c->a, text_is_empty(site) ? "-" : site);
	const char *bare = strstr(words, "://") != NULL ? strstr(words, "://") + 3 : words;
	if (strcmp(bare, f.text) == 0 ||
	    (text_starts(bare, f.text) && strcmp(bare + f.length, "/") == 0))
		return "website";
	return look_up_text(c, x, false);
}

static const char *
look_up_figure(const struct check *c, const struct found *x, const struct found_list *all)
{
	const char *source = NULL, *own = NULL;
	enum quoted quoted = ground_quoted(c, x, &source);
	if (quoted == QUOTED_SO)
		return source;
	if (quoted == QUOTED_OTHERWISE)
		return NULL;
	if (x->kind == CLAIM_MONEY)
		own =
		    x->exact && !ground_is_of_another_variant(c, x, all) &&
			on_record(
			    c, x, FIGURE_MONEY, x->n, role_of(c, x, ROLE_BACK, ROLE_BACK), all)
		    ? "facts"
		    : NULL;
	else if (x->kind == CLAIM_DATE)
		own = look_up_date(c, x, all);
	else if (x->kind == CLAIM_DURATION)
		own = x->exact &&
			(facts_have_duration(c, x) || ground_record_has_derived(&c->record, x->n))
		    ? "facts"
		    : NULL;
	else
		own = look_up_number(c, x, all);
	return own != NULL ? own : source;
}

const char *
ground_look_up(const struct check *c, const struct found *x, const struct found_list *all)
{
	switch (x->kind) {
	case CLAIM_MONEY:
	case CLAIM_DURATION:
	case CLAIM_NUMBER: return look_up_figure(c, x, all);
	case CLAIM_DATE:
		return *x->unit != '\0' ? look_up_weekday(c, x, all) : look_up_figure(c, x, all);
	case CLAIM_POLICY: return look_up_promise(c, x);
	case CLAIM_URL: return look_up_url(c, x);
	case CLAIM_TERM: return NULL;
	case CLAIM_STOCK: return x->exact ? "facts" : in_passages(c, ground_words_of(c, x));
	case CLAIM_EMAIL: return look_up_text(c, x, false);
	case CLAIM_PRODUCT:
		return is_in_listed_order(c, x, all) && !ground_is_labelled_otherwise(c, x)
		    ? look_up_text(c, x, true)
		    : NULL;
	default: return look_up_text(c, x, true);
	}
}
