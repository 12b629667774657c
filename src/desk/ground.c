/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ground check: what a draft claims is looked up in the facts of its turn, in the passages that it cites, and, for identifiers and quantities, in what the shopper said.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "ground_record.h"
#include "ground_scan.h"


struct product_name { const char *folded, *id; };
struct role_words { const char **words; size_t count; };

struct promise_list {
	enum action_kind kind;
	bool is_general;
	const char **phrases;
	size_t count;
};

struct ground_checker {
	struct arena *a;
	struct ground_formats formats;
	struct product_name *products;	/* longest first */
	size_t product_count;
	struct promise_list promises[ACTION_KIND_COUNT + 1];
	size_t promise_count;
	struct role_words roles[GROUND_ROLE_COUNT];
};

/* One check. */
struct check {
	const struct ground_checker *g;
	struct arena *a;
	const struct facts *facts;
	const struct passage *const *passages;
	size_t passage_count;
	struct folded draft, *sources, *said;	/* the passages and the shopper's lines, folded */
	struct found_list *source_claims;	/* per passage */
	size_t said_count;
	struct ground_record record;
};

static int
longer_first(const void *x, const void *y)
{
	const struct product_name *p = x, *q = y;
	size_t a = strlen(p->folded), b = strlen(q->folded);
	return a != b ? (a < b ? 1 : -1) : strcmp(p->folded, q->folded);
}

static const char *
symbol_of(const char *currency)
{
	static const struct { const char *code, *symbol; } known[] = {{"EUR", "€"}, {"USD", "$"}, {"GBP", "£"}, {"JPY", "¥"}};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(known[i].code, currency) == 0)
			return known[i].symbol;
	return "";
}

static enum err
compile(struct ground_checker *g, struct errinfo *e)
{
	struct ground_formats *f = &g->formats;
	const char *order = f->settings->order_pattern;
	enum err r;
	if (!text_is_empty(order) && (r = pattern_new(arena_printf(g->a, "(?<![a-z0-9])(?:%s)(?![a-z0-9])", order), true, &f->order, e)) != ERR_OK)
		return r;
	if ((r = pattern_new("[a-z0-9._%+-]+@[a-z0-9.-]+\\.[a-z]{2,}", true, &f->email, e)) != ERR_OK ||
	    (r = pattern_new("(?:https?://|www\\.)[^\\s<>\"\\])]+", true, &f->url, e)) != ERR_OK)
		return r;
	return pattern_new("(?<![a-z0-9])[a-z0-9][a-z0-9-]{3,}[a-z0-9](?![a-z0-9])", true, &f->identifier, e);
}

static enum err
load_promises(struct ground_checker *g, const struct messages *m, struct errinfo *e)
{
	enum err r;
	for (int k = 0; k <= ACTION_KIND_COUNT; k++) {
		bool general = k == ACTION_KIND_COUNT;
		struct promise_list *p = &g->promises[g->promise_count];
		const char *key = arena_printf(g->a, "claim.%s", general ? "general" : action_kind_name((enum action_kind)k));
		if ((r = ground_variants(g->a, m, key, &p->phrases, &p->count, e)) != ERR_OK)
			return r;
		p->kind = general ? ACTION_REFUND : (enum action_kind)k;
		p->is_general = general;
		g->promise_count += p->count > 0;
	}
	return ERR_OK;
}

static void
load_products(struct ground_checker *g, const struct product *catalogue, size_t count)
{
	g->products = arena_alloc(g->a, (count + 1) * sizeof *g->products);
	for (size_t i = 0; i < count; i++) {
		struct folded f;
		folded_make(&f, g->a, catalogue[i].name);
		if (f.length >= 3)
			g->products[g->product_count++] = (struct product_name){f.text, catalogue[i].id};
	}
	if (g->product_count > 1)
		qsort(g->products, g->product_count, sizeof *g->products, longer_first);
}

enum err
ground_checker_new(const struct settings *settings, const struct product *catalogue, size_t catalogue_count, const struct messages *promises,
    struct ground_checker **out, struct errinfo *e)
{
	struct arena *a = arena_new();
	struct ground_checker *g = arena_alloc(a, sizeof *g);
	struct folded code;
	bool english = text_starts(messages_language(promises), "en");
	g->a = a;
	folded_make(&code, a, settings->currency);
	g->formats = (struct ground_formats){.settings = settings, .currency = code.text, .symbol = symbol_of(settings->currency),
	    .decimal = english ? '.' : ',', .group = english ? ',' : '.'};
	load_products(g, catalogue, catalogue_count);
	enum err r = compile(g, e);
	if (r == ERR_OK)
		r = ground_words_load(a, promises, &g->formats.words, e);
	if (r == ERR_OK)
		r = load_promises(g, promises, e);
	for (int k = ROLE_ANY + 1; r == ERR_OK && k < GROUND_ROLE_COUNT; k++)
		r = ground_variants(a, promises, ground_role_key((enum ground_role)k), &g->roles[k].words, &g->roles[k].count, e);
	if (r != ERR_OK)
		ground_checker_free(&g);
	*out = g;
	return r;
}

void
ground_checker_free(struct ground_checker **g)
{
	if (*g == NULL)
		return;
	pattern_free(&(*g)->formats.order);
	pattern_free(&(*g)->formats.email);
	pattern_free(&(*g)->formats.url);
	pattern_free(&(*g)->formats.identifier);
	struct arena *a = (*g)->a;
	*g = NULL;
	arena_free(&a);
}

/* ---- finding */

static void
find_phrases(struct check *c, const char *phrase, enum claim_kind kind, const char *scope, struct found_list *out)
{
	size_t n = strlen(phrase);
	const char *from = c->draft.text, *hit;
	while (n > 0 && (hit = strstr(from, phrase)) != NULL) {
		size_t start = (size_t)(hit - c->draft.text);
		from = hit + n;
		if (folded_is_word(&c->draft, start, n) && (kind != CLAIM_PRODUCT || memchr(c->draft.taken + start, true, n) == NULL))
			found_add(out, c->a, &c->draft, kind, start, n)->scope = scope;
	}
}

static void
find_products(struct check *c, struct found_list *out)
{
	for (size_t i = 0; i < c->g->product_count; i++)
		find_phrases(c, c->g->products[i].folded, CLAIM_PRODUCT, c->g->products[i].id, out);
}

/* Promises overlap other claims ("free within 30 days"), so they take no bytes from them: they are found last. */
static void
find_promises(struct check *c, struct found_list *out)
{
	for (size_t i = 0; i < c->g->promise_count; i++) {
		const struct promise_list *p = &c->g->promises[i];
		for (size_t k = 0; k < p->count; k++) {
			size_t before = out->count;
			find_phrases(c, p->phrases[k], CLAIM_POLICY, "", out);
			for (size_t j = before; j < out->count; j++) {
				out->items[j].n = (int64_t)p->kind;
				out->items[j].exact = !p->is_general;
			}
		}
	}
}

/* ---- looking up */

static const char *
words_of(const struct check *c, const struct found *x)
{
	return arena_text_n(c->a, c->draft.text + x->start, x->length);
}

static const char *
in_passages(const struct check *c, const char *folded)
{
	size_t n = strlen(folded);
	for (size_t i = 0; i < c->passage_count; i++)
		for (const char *hit = strstr(c->sources[i].text, folded); hit != NULL; hit = strstr(hit + 1, folded))
			if (ground_words_stand(c->sources[i].text, c->sources[i].length, (size_t)(hit - c->sources[i].text), n))
				return c->passages[i]->id;
	return NULL;
}

static bool
said_by_shopper(const struct check *c, const char *folded)
{
	size_t n = strlen(folded);
	for (size_t i = 0; i < c->said_count; i++) {
		for (const char *hit = strstr(c->said[i].text, folded); hit != NULL; hit = strstr(hit + 1, folded))
			if (ground_words_stand(c->said[i].text, c->said[i].length, (size_t)(hit - c->said[i].text), n))
				return true;
	}
	return false;
}

/* A passage that makes the same claim in figures. */
static const char *
claimed_in_passages(const struct check *c, const struct found *x)
{
	for (size_t i = 0; i < c->passage_count; i++) {
		for (size_t k = 0; k < c->source_claims[i].count; k++) {
			const struct found *s = &c->source_claims[i].items[k];
			bool figures = x->kind == CLAIM_NUMBER && *x->unit == '\0' ? (s->kind == CLAIM_NUMBER && *s->unit == '\0') || s->kind == CLAIM_DURATION
			    : s->kind == x->kind && strcmp(s->unit, x->unit) == 0;
			if (figures && x->exact && s->exact && s->n == x->n)
				return c->passages[i]->id;
		}
	}
	return NULL;
}

/* Where the sentence begins and ends that holds a claim. */
static void
sentence_of(const struct check *c, const struct found *x, size_t *from, size_t *to)
{
	const char *t = c->draft.text;
	*from = x->start;
	*to = x->start + x->length;
	while (*from > 0 && t[*from - 1] != '\n' && !(strchr(".!?;", t[*from - 1]) != NULL && t[*from] == ' '))
		--*from;
	while (*to < c->draft.length && t[*to] != '\n' && !(strchr(".!?;", t[*to]) != NULL && (t[*to + 1] == ' ' || t[*to + 1] == '\0')))
		++*to;
}

/* The part that a figure plays, by the nearest word for one before it in its sentence, else after it. */
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
			for (const char *hit = strstr(c->draft.text + from, w->words[i]); hit != NULL; hit = strstr(hit + 1, w->words[i])) {
				size_t at = (size_t)(hit - c->draft.text);
				if (at + n > to)
					break;
				if (!folded_is_word(&c->draft, at, n))
					continue;
				size_t away = at < x->start ? x->start - (at + n < x->start ? at + n : x->start) : 10000 + at - x->start;
				if (away < best) {
					best = away;
					role = (enum ground_role)r;
				}
			}
		}
	}
	return role;
}

/* The orders and products that the draft speaks of; of the orders only the one named last before a date. */
static struct ground_scope
scope_of(const struct found *x, const struct found_list *all)
{
	struct ground_scope out = {.order_count = 0};
	const struct found *order = NULL;
	for (size_t i = 0; x->kind == CLAIM_DATE && i < all->count; i++) {
		const struct found *s = &all->items[i];
		if (s->kind == CLAIM_ORDER && s->start < x->start && (order == NULL || s->start > order->start))
			order = s;
	}
	for (size_t i = 0; i < all->count; i++) {
		const struct found *s = &all->items[i];
		if (s->kind == CLAIM_PRODUCT && out.product_count < sizeof out.products / sizeof *out.products)
			out.products[out.product_count++] = s->scope;
		else if (s->kind == CLAIM_ORDER && (order == NULL || s == order) && out.order_count < sizeof out.orders / sizeof *out.orders)
			out.orders[out.order_count++] = s->scope;
	}
	return out;
}

static bool
on_record(const struct check *c, const struct found *x, enum figure_kind kind, int64_t n, enum ground_role role, const struct found_list *all)
{
	struct ground_scope scope = scope_of(x, all);
	return ground_record_has(&c->record, kind, n, role, &scope);
}

/* "14 days", "14 day", "14-day" in a recorded text. */
static bool
facts_have_duration(const struct check *c, const struct found *x)
{
	char words[80];
	for (size_t i = 0; i < 3; i++) {
		snprintf(words, sizeof words, i == 0 ? "%lld %s" : i == 1 ? "%lld-%s" : "%lld %ss", (long long)x->n, x->unit);
		if (ground_record_has_words(&c->record, words))
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
	for (size_t i = 0; i < all->count; i++) {	/* "Wednesday 14 October": the date says which */
		const struct found *near = &all->items[i];
		if (near->kind != CLAIM_DATE || *near->unit != '\0' || near->start < x->start || near->start > x->start + x->length + 4)
			continue;
		date_from_ms(s->zone, near->n, &d);
		return d.weekday == (int)x->n ? "the date beside it" : NULL;
	}
	const char *passage = in_passages(c, words_of(c, x));
	if (passage != NULL)
		return passage;
	enum ground_role role = role_of(c, x, ROLE_PLACED, ROLE_PAID);
	for (int64_t k = -7; k <= 7; k++) {
		date_from_ms(s->zone, now + k * DATE_DAY_MS, &d);
		if (d.weekday == (int)x->n && on_record(c, x, FIGURE_DAY, ground_day(s->zone, now + k * DATE_DAY_MS), role, all))
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
	const char *passage = claimed_in_passages(c, x);
	if (passage != NULL)
		return passage;
	return on_record(c, x, FIGURE_DAY, ground_day(z, x->n), role_of(c, x, ROLE_PLACED, ROLE_PAID), all) ? "facts" : NULL;
}

/* A figure with the word after it or before it, as a text of the records has them: "420 g", "size 42". */
static bool
figure_in_texts(const struct check *c, const struct found *x)
{
	const char *t = c->draft.text;
	size_t end = x->start + x->length, to = end, from = x->start;
	if (to < c->draft.length && t[to] == ' ')
		to++;
	while (to < c->draft.length && (isalnum((unsigned char)t[to]) || (unsigned char)t[to] >= 0x80))
		to++;
	if (to > end + 1 && ground_record_has_words(&c->record, arena_text_n(c->a, t + x->start, to - x->start)))
		return true;
	if (from > 0 && t[from - 1] == ' ')
		from--;
	while (from > 0 && (isalnum((unsigned char)t[from - 1]) || (unsigned char)t[from - 1] >= 0x80))
		from--;
	return from + 1 < x->start && ground_record_has_words(&c->record, arena_text_n(c->a, t + from, end - from));
}

/* A line of the records that is the figure alone: a size "42". */
static bool
figure_is_text(const struct check *c, const char *words)
{
	size_t n = strlen(words);
	for (const char *hit = strstr(c->record.texts, words); hit != NULL; hit = strstr(hit + 1, words))
		if ((hit == c->record.texts || hit[-1] == '\n') && hit[n] == '\n')
			return true;
	return false;
}

static const char *
look_up_number(const struct check *c, const struct found *x, const struct found_list *all)
{
	const char *words = words_of(c, x), *passage = x->exact ? claimed_in_passages(c, x) : in_passages(c, words);
	if (passage != NULL)
		return passage;
	if (!x->exact || *x->unit != '\0')
		return ground_record_has_words(&c->record, words) ? "facts" : NULL;
	enum ground_role role = role_of(c, x, ROLE_STOCK, ROLE_STOCK);
	if (on_record(c, x, FIGURE_NUMBER, x->n, role, all))
		return "facts";
	if (role == ROLE_STOCK)
		return NULL;
	if (figure_in_texts(c, x) || figure_is_text(c, words))
		return "facts";
	return said_by_shopper(c, words) ? "shopper" : NULL;
}

/* What a verdict of one kind allows to say: money back is money back, whether the order was cancelled, returned or refunded. */
static bool
covers(enum action_kind promised, const char *decided)
{
	if (strcmp(action_kind_name(promised), decided) == 0)
		return true;
	return promised == ACTION_REFUND && (strcmp(decided, "return") == 0 || strcmp(decided, "cancel") == 0);
}

static const char *
look_up_promise(const struct check *c, const struct found *x)
{
	const char *words = words_of(c, x), *passage = in_passages(c, words);
	if (passage != NULL)
		return passage;
	const struct value *list = value_get(c->record.value, "verdicts");
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i);
		if (x->exact && covers((enum action_kind)x->n, value_get_text(v, "action")) && strcmp(value_get_text(v, "outcome"), "approve") == 0)
			return arena_printf(c->a, "rule %s", value_get_text(v, "rule"));
	}
	return ground_record_has_words(&c->record, words) ? "facts" : NULL;
}

static const char *
look_up_text(const struct check *c, const struct found *x, bool shopper_counts)
{
	const char *words = words_of(c, x), *passage;
	if (ground_record_has_words(&c->record, words))
		return "facts";
	if ((passage = in_passages(c, words)) != NULL)
		return passage;
	return shopper_counts && said_by_shopper(c, words) ? "shopper" : NULL;
}

static const char *
look_up_url(const struct check *c, const struct found *x)
{
	const char *words = words_of(c, x), *site = c->g->formats.settings->website;
	struct folded f;
	folded_make(&f, c->a, text_is_empty(site) ? "-" : site);
	const char *bare = strstr(words, "://") != NULL ? strstr(words, "://") + 3 : words;
	if (strcmp(bare, f.text) == 0 || (text_starts(bare, f.text) && strcmp(bare + f.length, "/") == 0))
		return "website";
	return look_up_text(c, x, false);
}

static const char *
look_up(const struct check *c, const struct found *x, const struct found_list *all)
{
	const char *passage;
	switch (x->kind) {
	case CLAIM_MONEY:
		if (!x->exact)
			return NULL;
		return on_record(c, x, FIGURE_MONEY, x->n, ROLE_ANY, all) ? "facts" : claimed_in_passages(c, x);
	case CLAIM_DATE: return *x->unit != '\0' ? look_up_weekday(c, x, all) : look_up_date(c, x, all);
	case CLAIM_DURATION:
		if ((passage = claimed_in_passages(c, x)) != NULL)
			return passage;
		return x->exact && (facts_have_duration(c, x) || ground_record_has_derived(&c->record, x->n)) ? "facts" : NULL;
	case CLAIM_NUMBER: return look_up_number(c, x, all);
	case CLAIM_POLICY: return look_up_promise(c, x);
	case CLAIM_URL: return look_up_url(c, x);
	case CLAIM_EMAIL: return look_up_text(c, x, false);
	default: return look_up_text(c, x, true);
	}
}

/* ---- the whole */

static void
fold_sources(struct check *c, const char *const *lines, size_t line_count)
{
	c->sources = arena_alloc(c->a, (c->passage_count + 1) * sizeof *c->sources);
	c->source_claims = arena_alloc(c->a, (c->passage_count + 1) * sizeof *c->source_claims);
	for (size_t i = 0; i < c->passage_count; i++) {
		const struct passage *p = c->passages[i];
		folded_make(&c->sources[i], c->a, arena_printf(c->a, "%s\n%s\n%s", p->title, p->heading, p->text));
		ground_scan(&c->g->formats, c->a, &c->sources[i], facts_now_ms(c->facts), &c->source_claims[i]);
	}
	c->said = arena_alloc(c->a, (line_count + 1) * sizeof *c->said);
	c->said_count = line_count;
	for (size_t i = 0; i < line_count; i++)
		folded_make(&c->said[i], c->a, lines[i]);
}

/* The orders that are named, by their ids as the records write them. */
static void
name_orders(const struct check *c, struct found_list *all)
{
	const struct value *orders = value_get(c->record.value, "orders");
	for (size_t i = 0; i < all->count; i++) {
		struct found *x = &all->items[i];
		if (x->kind != CLAIM_ORDER)
			continue;
		x->scope = words_of(c, x);
		for (size_t k = 0; k < value_count(orders); k++)
			if (text_is_fold(value_key_at(orders, k), x->scope))
				x->scope = value_key_at(orders, k);
	}
}

enum err
ground_check(const struct ground_checker *g, struct arena *a, const char *draft, const struct facts *facts,
    const struct passage *const *passages, size_t passage_count, const char *const *shopper_lines, size_t shopper_line_count,
    struct ground_report *out, struct errinfo *e)
{
	struct check c = {.g = g, .a = a, .facts = facts, .passages = passages, .passage_count = passage_count};
	struct found_list all = {0};
	*out = (struct ground_report){0};
	if (strlen(draft) > 4 * TEXT_MESSAGE_LIMIT)
		return err_set(e, ERR_LIMIT, "a draft is longer than %d bytes", 4 * TEXT_MESSAGE_LIMIT);
	folded_make(&c.draft, a, draft);
	find_products(&c, &all);
	ground_scan(&g->formats, a, &c.draft, facts_now_ms(facts), &all);
	find_promises(&c, &all);
	if (all.count == 0)
		return ERR_OK;
	fold_sources(&c, shopper_lines, shopper_line_count);
	ground_record_make(&c.record, a, facts, g->formats.settings->zone);
	name_orders(&c, &all);
	out->claims = arena_alloc(a, all.count * sizeof *out->claims);
	for (size_t i = 0; i < all.count; i++) {
		const struct found *x = &all.items[i];
		const char *source = look_up(&c, x, &all);
		size_t start = c.draft.at[x->start], end = c.draft.at[x->start + x->length];
		out->claims[i] = (struct claim){.kind = x->kind, .start = start, .length = end - start,
		    .words = arena_text_n(a, draft + start, end - start), .grounded = source != NULL, .source = source != NULL ? source : ""};
		out->ungrounded += source == NULL;
	}
	out->count = all.count;
	return ERR_OK;
}

const char *
claim_kind_name(enum claim_kind k)
{
	static const char *const names[] = {"money", "number", "date", "duration", "order", "product", "email", "url", "tracking", "policy", "citation"};
	return (size_t)k < sizeof names / sizeof *names ? names[k] : "";
}
