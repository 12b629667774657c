/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ground check: what a draft claims is looked up in the facts of its turn, in the passages that
 * it cites, and, for identifiers and quantities, in what the shopper said.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "ground_check.h"

/* ---- most phrases fall by their first bytes */

#define PAIRS 4096
#define NO_PAIR PAIRS	/* what is shorter may stand anywhere */

/* Which pairs of neighbouring bytes a text has, hashed. */
struct pairs { uint64_t bits[PAIRS / 64 + 1]; };

static uint16_t
pair_at(const char *s)
{
	return (uint16_t)(((unsigned char)s[0] * 61u + (unsigned char)s[1]) & (PAIRS - 1));
}

static uint16_t
first_pair(const char *phrase)
{
	return phrase[0] == '\0' || phrase[1] == '\0' ? NO_PAIR : pair_at(phrase);
}

static bool
has_pair(const struct pairs *p, uint16_t pair)
{
	return (p->bits[pair / 64] >> pair % 64 & 1) != 0;
}

static void
pairs_make(struct pairs *p, const struct folded *f)
{
	*p = (struct pairs){{0}};
	p->bits[NO_PAIR / 64] |= (uint64_t)1 << NO_PAIR % 64;
	for (size_t i = 0; i + 1 < f->length; i++)
		p->bits[pair_at(f->text + i) / 64] |= (uint64_t)1 << pair_at(f->text + i) % 64;
}

/* first: of the phrase, which the text has */
static bool
may_hold(const struct pairs *p, uint16_t first, const char *phrase)
{
	for (size_t i = 1; first != NO_PAIR && i < 6 && phrase[i] != '\0' && phrase[i + 1] != '\0';
	     i++)
		if (!has_pair(p, pair_at(phrase + i)))
			return false;
	return true;
}

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
	static const struct {
		const char *code, *symbol;
	} known[] = {{"EUR", "€"}, {"USD", "$"}, {"GBP", "£"}, {"JPY", "¥"}};
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
	if (!text_is_empty(order) &&
	    (r = pattern_new(arena_printf(g->a, "(?<![a-z0-9])(?:%s)(?![a-z0-9])", order), true,
		 &f->order, e)) != ERR_OK)
		return r;
	if ((r = pattern_new("[a-z0-9._%+-]+@[a-z0-9.-]+\\.[a-z]{2,}", true, &f->email, e)) !=
		ERR_OK)
		return r;
	return pattern_new("(?:https?://|www\\.)[^\\s<>\"\\])]+", true, &f->url, e);
}

static enum err
load_promises(struct ground_checker *g, const struct messages *m, struct errinfo *e)
{
	enum err r;
	for (int k = 0; k <= ACTION_KIND_COUNT; k++) {
		bool general = k == ACTION_KIND_COUNT;
		struct promise_list *p = &g->promises[g->promise_count];
		const char *key = arena_printf(
		    g->a, "claim.%s", general ? "general" : action_kind_name((enum action_kind)k));
		if ((r = ground_variants(g->a, m, key, &p->phrases, &p->count, e)) != ERR_OK)
			return r;
		p->firsts = arena_alloc(g->a, (p->count + 1) * sizeof *p->firsts);
		for (size_t i = 0; i < p->count; i++)
			p->firsts[i] = first_pair(p->phrases[i]);
		p->kind = general ? ACTION_REFUND : (enum action_kind)k;
		p->is_general = general;
		g->promise_count += p->count > 0;
	}
	return ERR_OK;
}

/* Words of another language beside those that are there. */
static enum err
add_words(struct ground_checker *g, const struct messages *m, const char *key,
    struct role_words *w, struct errinfo *e)
{
	const char **more, **all;
	size_t count;
	enum err r = ground_variants(g->a, m, key, &more, &count, e);
	if (r != ERR_OK || count == 0)
		return r;
	all = arena_alloc(g->a, (w->count + count) * sizeof *all);
	if (w->count > 0)
		memcpy(all, w->words, w->count * sizeof *all);
	memcpy(all + w->count, more, count * sizeof *all);
	w->words = all;
	w->count += count;
	return ERR_OK;
}

static enum err
add_figures(struct ground_checker *g, const struct messages *m, struct errinfo *e)
{
	enum err r = ground_words_load(g->a, m, &g->formats.words, e);
	for (int k = ROLE_ANY + 1; r == ERR_OK && k < GROUND_ROLE_COUNT; k++)
		if (ground_role_key((enum ground_role)k) != NULL)
			r = add_words(g, m, ground_role_key((enum ground_role)k), &g->roles[k], e);
	if (r == ERR_OK)
		r = add_words(g, m, "claim.terms", &g->terms, e);
	if (r == ERR_OK)
		r = add_words(g, m, "claim.stock.in", &g->in_stock, e);
	return r == ERR_OK ? add_words(g, m, "claim.stock.out", &g->out_of_stock, e) : r;
}

enum err
ground_checker_add(
    struct ground_checker *g, const struct messages *m, bool figures, struct errinfo *e)
{
	enum err r = ERR_OK;
	if (g->languages == GROUND_LANGUAGES)
		return err_set(e, ERR_LIMIT, "messages: more than %d languages", GROUND_LANGUAGES);
	g->languages++;
	if (figures && (r = add_figures(g, m, e)) != ERR_OK)
		return r;
	return load_promises(g, m, e);
}

static void
load_products(struct ground_checker *g, const struct product *catalogue, size_t count)
{
	g->products = arena_alloc(g->a, (count + 1) * sizeof *g->products);
	for (size_t i = 0; i < count; i++) {
		struct folded f;
		folded_make(&f, g->a, catalogue[i].name);
		if (f.length >= 3)
			g->products[g->product_count++] =
			    (struct product_name){f.text, catalogue[i].id, first_pair(f.text)};
	}
	if (g->product_count > 1)
		qsort(g->products, g->product_count, sizeof *g->products, longer_first);
}

enum err
ground_checker_new(const struct settings *settings, const struct product *catalogue,
    size_t catalogue_count, const struct messages *promises, struct ground_checker **out,
    struct errinfo *e)
{
	struct arena *a = arena_new();
	struct ground_checker *g = arena_alloc(a, sizeof *g);
	struct folded code;
	bool english = text_starts(messages_language(promises), "en");
	g->a = a;
	folded_make(&code, a, settings->currency);
	g->formats = (struct ground_formats){.settings = settings,
	    .currency = code.text,
	    .symbol = symbol_of(settings->currency),
	    .decimal = english ? '.' : ',',
	    .group = english ? ',' : '.'};
	load_products(g, catalogue, catalogue_count);
	enum err r = compile(g, e);
	if (r == ERR_OK)
		r = ground_checker_add(g, promises, true, e);
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
	struct arena *a = (*g)->a;
	*g = NULL;
	arena_free(&a);
}

/* ---- finding */

static void
find_phrases(struct check *c, const char *phrase, enum claim_kind kind, const char *scope,
    struct found_list *out)
{
	size_t n = strlen(phrase);
	const char *from = c->draft.text, *hit;
	while (n > 0 && (hit = strstr(from, phrase)) != NULL) {
		size_t start = (size_t)(hit - c->draft.text);
		from = hit + n;
		if (folded_is_word(&c->draft, start, n) &&
		    (kind != CLAIM_PRODUCT || memchr(c->draft.taken + start, true, n) == NULL))
			found_add(out, c->a, &c->draft, kind, start, n)->scope = scope;
	}
}

static void
find_products(struct check *c, struct found_list *out)
{
	struct pairs pairs;
	pairs_make(&pairs, &c->draft);
	for (size_t i = 0; i < c->g->product_count; i++)
		if (has_pair(&pairs, c->g->products[i].first) &&
		    may_hold(&pairs, c->g->products[i].first, c->g->products[i].folded))
			find_phrases(c, c->g->products[i].folded, CLAIM_PRODUCT, c->g->products[i].id, out);
}

/* Promises overlap other claims ("free within 30 days"), so they take no bytes from them: they are
 * found last. */
static void
find_promises(struct check *c, struct found_list *out)
{
	struct pairs pairs;
	pairs_make(&pairs, &c->draft);
	for (size_t i = 0; i < c->g->promise_count; i++) {
		const struct promise_list *p = &c->g->promises[i];
		for (size_t k = 0; k < p->count; k++) {
			size_t before = out->count;
			if (has_pair(&pairs, p->firsts[k]) &&
			    may_hold(&pairs, p->firsts[k], p->phrases[k]))
				find_phrases(c, p->phrases[k], CLAIM_POLICY, "", out);
			for (size_t j = before; j < out->count; j++) {
				out->items[j].n = (int64_t)p->kind;
				out->items[j].exact = !p->is_general;
			}
		}
	}
}

/* ---- the whole */

static void
fold_sources(struct check *c, const char *const *lines, size_t line_count)
{
	c->source_count = c->passage_count + 1;
	c->sources = arena_alloc(c->a, c->source_count * sizeof *c->sources);
	for (size_t i = 0; i < c->passage_count; i++) {
		const struct passage *p = c->passages[i];
		folded_make(&c->sources[i].folded, c->a,
		    arena_printf(c->a, "%s\n%s\n%s", p->title, p->heading, p->text));
	}
	folded_make(&c->sources[c->passage_count].folded, c->a, c->record.texts);
	c->said = arena_alloc(c->a, (line_count + 1) * sizeof *c->said);
	c->said_count = line_count;
	c->lines = lines;
}

const struct found_list *
ground_claims_of(const struct check *c, size_t source)
{
	struct source *s = &c->sources[source];
	if (!s->is_scanned)
		ground_scan(&c->g->formats, c->a, &s->folded, facts_now_ms(c->facts), &s->claims);
	s->is_scanned = true;
	return &s->claims;
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
		x->scope = ground_words_of(c, x);
		for (size_t k = 0; k < value_count(orders); k++)
			if (text_is_fold(value_key_at(orders, k), x->scope))
				x->scope = value_key_at(orders, k);
	}
}

enum err
ground_check(const struct ground_checker *g, struct arena *a, const char *draft,
    const struct facts *facts, const struct passage *const *passages, size_t passage_count,
    const char *const *shopper_lines, size_t shopper_line_count, struct ground_report *out,
    struct errinfo *e)
{
	struct check c = {
	    .g = g, .a = a, .facts = facts, .passages = passages, .passage_count = passage_count};
	struct found_list all = {0};
	*out = (struct ground_report){0};
	if (strlen(draft) > 4 * TEXT_MESSAGE_LIMIT)
		return err_set(
		    e, ERR_LIMIT, "a draft is longer than %d bytes", 4 * TEXT_MESSAGE_LIMIT);
	folded_make(&c.draft, a, draft);
	find_products(&c, &all);
	ground_scan(&g->formats, a, &c.draft, facts_now_ms(facts), &all);
	find_promises(&c, &all);
	ground_record_make(&c.record, a, facts, g->formats.settings->zone);
	fold_sources(&c, shopper_lines, shopper_line_count);
	ground_find_stock(&c, &all);
	ground_find_turned(&c, &all);
	if (all.count == 0)
		return ERR_OK;
	name_orders(&c, &all);
	out->claims = arena_alloc(a, all.count * sizeof *out->claims);
	for (size_t i = 0; i < all.count; i++) {
		const struct found *x = &all.items[i];
		const char *source = ground_look_up(&c, x, &all);
		size_t start = folded_place(&c.draft, x->start),
		       end = folded_place(&c.draft, x->start + x->length);
		out->claims[i] = (struct claim){.kind = x->kind,
		    .start = start,
		    .length = end - start,
		    .words = arena_text_n(a, draft + start, end - start),
		    .grounded = source != NULL,
		    .source = source != NULL ? source : ""};
		out->ungrounded += source == NULL;
	}
	out->count = all.count;
	return ERR_OK;
}

const char *
claim_kind_name(enum claim_kind k)
{
	static const char *const names[] = {"money", "number", "date", "duration", "order",
	    "product", "email", "url", "tracking", "policy", "citation", "term", "stock"};
	return (size_t)k < sizeof names / sizeof *names ? names[k] : "";
}
