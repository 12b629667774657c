/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a draft says of goods without a figure: the options behind a name, and whether there are any.
 */
#include "ground_check.h"

#include <string.h>

/* Where the brackets that begin at open end; 0: nowhere. */
static size_t
closing(const struct folded *f, size_t open)
{
	size_t depth = 0;
	for (size_t i = open; i < f->length && f->text[i] != '\n'; i++) {
		depth += f->text[i] == '(';
		if (f->text[i] == ')' && --depth == 0)
			return i;
	}
	return 0;
}

/* The brackets right behind a place, without them. */
static bool
brackets_behind(const struct folded *f, size_t end, size_t *from, size_t *to)
{
	if (end + 2 >= f->length || f->text[end] != ' ' || f->text[end + 1] != '(')
		return false;
	*from = end + 2;
	*to = closing(f, end + 1);
	return *to > *from;
}

/* The length of the option's value that stands at a place, up to a comma or the end; 0 none. */
static size_t
option_at(const struct check *c, const struct value *variant, size_t at, size_t to)
{
	const struct value *options = value_get(variant, "options");
	for (size_t i = 0; i < value_count(options); i++) {
		const struct value *o = value_at(options, i);
		const char *text = value_as_text(o, NULL);
		struct folded f;
		folded_make(&f, c->a, text != NULL ? text : value_get_text(o, "value"));
		if (f.length > 0 && at + f.length <= to &&
		    memcmp(f.text, c->draft.text + at, f.length) == 0 &&
		    (at + f.length == to || c->draft.text[at + f.length] == ','))
			return f.length;
	}
	return 0;
}

/* Whether all that stands in brackets are options of this variant. */
static bool
is_label(const struct check *c, const struct value *variant, size_t from, size_t to)
{
	while (from < to) {
		size_t n = option_at(c, variant, from, to);
		if (n == 0)
			return false;
		from += n;
		while (from < to && strchr(", ", c->draft.text[from]) != NULL)
			from++;
	}
	return true;
}

static bool
is_label_of(const struct check *c, const struct value *product, size_t from, size_t to)
{
	const struct value *variants = value_get(product, "variants");
	for (size_t i = 0; i < value_count(variants); i++)
		if (is_label(c, value_at(variants, i), from, to))
			return true;
	return false;
}

bool
ground_is_labelled_otherwise(const struct check *c, const struct found *product)
{
	const struct value *products = value_get(c->record.value, "products"),
			   *own = value_get(products, product->scope);
	size_t from, to;
	if (!brackets_behind(&c->draft, product->start + product->length, &from, &to) ||
	    own == NULL || is_label_of(c, own, from, to))
		return false;
	for (size_t i = 0; i < value_count(products); i++)
		if (is_label_of(c, value_at(products, i), from, to))
			return true;
	return false;
}

/* The brackets behind the product that a sentence names last before a place. */
static const struct found *
label_before(const struct check *c, const struct found *x, const struct found_list *all,
    size_t *from, size_t *to)
{
	const struct found *last = NULL;
	for (size_t i = 0; i < all->count; i++) {
		const struct found *p = &all->items[i];
		if (p->kind == CLAIM_PRODUCT && p->start < x->start &&
		    (last == NULL || p->start > last->start))
			last = p;
	}
	if (last == NULL || !brackets_behind(&c->draft, last->start + last->length, from, to) ||
	    *to > x->start)
		return NULL;
	for (size_t i = *to; i + 1 < x->start; i++)
		if (c->draft.text[i] == '\n' ||
		    (strchr(".!?", c->draft.text[i]) != NULL && c->draft.text[i + 1] == ' '))
			return NULL;
	return last;
}

bool
ground_is_of_another_variant(
    const struct check *c, const struct found *x, const struct found_list *all)
{
	size_t from, to;
	const struct found *product = label_before(c, x, all, &from, &to);
	const struct value *variants;
	bool own = false, other = false, any = false;
	if (product == NULL)
		return false;
	for (size_t i = 0; i < all->count; i++)
		if (all->items[i].kind == CLAIM_ORDER)
			return false;		/* what was paid for it is the order's affair */
	variants = value_get(
	    value_get(value_get(c->record.value, "products"), product->scope), "variants");
	for (size_t i = 0; i < value_count(variants); i++) {
		const struct value *v = value_at(variants, i);
		bool is_it = value_get_int(v, "price", 0) == x->n ||
		    value_get_int(v, "was", 0) == x->n;
		bool meant = is_label(c, v, from, to);
		any |= meant;
		own |= is_it && meant;
		other |= is_it && !meant;
	}
	return any && other && !own;
}

/* Whether any variant that is meant is in stock; *known false where none is. */
static bool
is_in_stock(const struct check *c, const struct found *product, bool *known)
{
	const struct value *p =
	    value_get(value_get(c->record.value, "products"), product->scope),
	    *variants = value_get(p, "variants");
	size_t from, to;
	bool in = false,
	     labelled = brackets_behind(&c->draft, product->start + product->length, &from, &to);
	*known = false;
	for (size_t i = 0; i < value_count(variants); i++) {
		const struct value *v = value_at(variants, i);
		if (labelled && !is_label(c, v, from, to))
			continue;
		*known = true;
		in |= value_get_int(v, "stock", 0) > 0;
	}
	return in;
}

/* The product that a sentence names last before a place. */
static const struct found *
product_before(const struct found_list *all, size_t from, size_t to)
{
	const struct found *out = NULL;
	for (size_t i = 0; i < all->count; i++) {
		const struct found *x = &all->items[i];
		if (x->kind == CLAIM_PRODUCT && x->start >= from && x->start < to &&
		    (out == NULL || x->start > out->start))
			out = x;
	}
	return out;
}

static void
find_stock_words(struct check *c, const struct sentence *s, const struct role_words *w, bool in,
    bool *taken, struct found_list *all)
{
	for (size_t i = 0; i < w->count; i++) {
		size_t n = strlen(w->words[i]), end = s->start + s->length;
		for (size_t at = s->start; n > 0 && at + n <= end; at++) {
			const struct found *product;
			bool known = false;
			if (c->draft.text[at] != w->words[i][0] ||
			    memcmp(c->draft.text + at, w->words[i], n) != 0 ||
			    !folded_is_word(&c->draft, at, n) || memchr(taken + at, true, n) != NULL)
				continue;
			memset(taken + at, true, n);
			if ((product = product_before(all, s->start, at)) == NULL)
				continue;
			bool is_in = is_in_stock(c, product, &known);
			struct found *x = found_add(all, c->a, &c->draft, CLAIM_STOCK, at, n);
			x->exact = known && is_in == in;
		}
	}
}

void
ground_find_stock(struct check *c, struct found_list *all)
{
	bool *taken = arena_alloc(c->a, c->draft.length + 1);
	struct sentence s;
	size_t from = 0;
	while (ground_sentence(c->draft.text, c->draft.length, &from, &s)) {
		if (s.asks || product_before(all, s.start, s.start + s.length) == NULL)
			continue;	/* of nothing is anything said */
		find_stock_words(c, &s, &c->g->out_of_stock, false, taken, all);
		find_stock_words(c, &s, &c->g->in_stock, true, taken, all);
	}
}
