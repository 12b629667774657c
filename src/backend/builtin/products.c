/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The goods: stock, sizes, what a product is like.
 */
#include "builtin.h"

#include <string.h>

#include "floorwalker/text/text.h"

enum { FEW_LEFT = 5, LIST_LIMIT = 8 };

static bool
variant_fits(const struct variant *v, const struct wish *w)
{
	for (size_t i = 0; i < w->option_count; i++) {
		bool held = false;

		for (size_t k = 0; k < v->option_count; k++)
			held = held || text_is_fold(v->options[k].value, w->options[i].value);
		if (!held)
			return false;
	}
	return true;
}

static void
say_variant_stock(struct talk *t, const struct product *p, const struct variant *v)
{
	struct params line = {0};

	param_text(&line, "item", phrase_item(t, p, v, 1));
	param_money(t, &line, "price", v->price);
	if (v->stock > 0 && v->stock <= FEW_LEFT) {
		param_number(t, &line, "n", v->stock);
		say(t, "stock.few", &line);
	} else if (v->stock > 0) {
		say(t, "stock.in", &line);
	} else if (v->restock_ms) {
		param_date(t, &line, "date", v->restock_ms);
		say(t, "stock.back", &line);
	} else {
		say(t, "stock.out", &line);
	}
}

/* What fits; and in place of what isn't there, what has something of it: the same size, the same colour. */
static bool
is_listed(const struct variant *v, const struct wish *w, const char *key)
{
	if (!text_is(key, "stock.instead"))
		return variant_fits(v, w);
	for (size_t i = 0; i < w->option_count; i++)
		for (size_t k = 0; k < v->option_count; k++)
			if (text_is_fold(v->options[k].value, w->options[i].value))
				return true;
	return v->option_count < 2;
}

static void
say_in_stock_list(struct talk *t, const struct product *p, const struct wish *w, const char *key)
{
	const char *items[LIST_LIMIT];
	struct params line = {0};
	size_t count = 0, in_stock = 0;

	for (size_t i = 0; i < p->variant_count; i++) {
		if (p->variants[i].stock <= 0 || !is_listed(&p->variants[i], w, key))
			continue;
		in_stock++;
		if (count < LIST_LIMIT)
			items[count++] = phrase_options(t, &p->variants[i], "list.options");
	}
	param_text(&line, "product", p->name);
	param_text(&line, "choices", phrase_join(t, "and", items, count));
	if (!count)
		say(t, "stock.none", &line);
	else
		say(t, in_stock > count && !text_is(key, "stock.instead") ? "stock.list_more" : key, &line);
}

static bool
has_other_in_stock(const struct product *p, const struct wish *w)
{
	for (size_t i = 0; i < p->variant_count; i++)
		if (p->variants[i].stock > 0 && is_listed(&p->variants[i], w, "stock.instead"))
			return true;
	return false;
}

/* Of the values that were heard those that the product has, where it has another of the same option: "1 L" holds no size L. */
static void
keep_held(const struct product *p, struct wish *w)
{
	size_t kept = 0;

	for (size_t i = 0; i < w->option_count; i++) {
		bool held = false, other = false;

		for (size_t v = 0; v < p->variant_count; v++)
			for (size_t k = 0; k < p->variants[v].option_count; k++) {
				held = held || text_is_fold(p->variants[v].options[k].value, w->options[i].value);
				other = other || text_is_fold(p->variants[v].options[k].name, w->options[i].name);
			}
		if (held || other)
			w->options[kept++] = w->options[i];
	}
	w->option_count = kept;
	for (size_t i = 0; p->variant_count && i < p->variants[0].option_count && w->option_count < OPTION_LIMIT; i++) {
		const char *name = p->variants[0].options[i].name, *value = named_value(p, NULL, i, w->question);
		bool known = !value;

		for (size_t k = 0; k < w->option_count; k++)
			known = known || text_is_fold(w->options[k].name, name);
		if (!known)
			w->options[w->option_count++] = (struct pair){name, value};
	}
}

static enum outcome
stock_run(struct talk *t, struct wish *w)
{
	const struct product *p = talk_product(t, w->product_id);
	const struct variant *only = NULL;
	size_t fitting = 0;

	if (!p)
		return OUTCOME_STUCK;
	keep_held(p, w);
	for (size_t i = 0; i < p->variant_count; i++)
		if (variant_fits(&p->variants[i], w)) {
			fitting++;
			only = &p->variants[i];
		}
	w->status = WISH_DONE;
	t->m.served = true;
	if (fitting == 1) {
		say_variant_stock(t, p, only);
		if (only->stock <= 0 && has_other_in_stock(p, w))
			say_in_stock_list(t, p, w, "stock.instead");
	} else if (!fitting) {
		struct params line = {0};

		param_text(&line, "product", p->name);
		say(t, "stock.no_such", &line);
		w->option_count = 0;
		say_in_stock_list(t, p, w, "stock.list");
	} else {
		say_in_stock_list(t, p, w, "stock.list");
	}
	return OUTCOME_NEXT;
}

/* How many words of an attribute's name (counted twice) and value stand in the question. */
static int
attribute_score(struct talk *t, const struct token *words, size_t count, const struct pair *attribute)
{
	struct token *name, *value;
	size_t names = text_tokens(t->a, attribute->name, strlen(attribute->name), &name);
	size_t values = text_tokens(t->a, attribute->value, strlen(attribute->value), &value);
	int score = 0;

	for (size_t i = 0; i < count; i++) {
		size_t length = strlen(words[i].folded), stem = length > 5 ? length - 2 : length;

		if (words[i].kind == TOKEN_PUNCTUATION || length < 3)
			continue;
		for (size_t k = 0; k < names; k++)
			score += strncmp(words[i].folded, name[k].folded, stem) ? 0 : 3;
		for (size_t k = 0; k < values && length > 3; k++)
			score += strncmp(words[i].folded, value[k].folded, stem) ? 0 : 1;
	}
	return score;
}

static void
say_attribute(struct talk *t, const struct product *p, const struct pair *attribute)
{
	struct params line = {0};

	param_text(&line, "product", p->name);
	param_text(&line, "name", attribute->name);
	param_text(&line, "value", attribute->value);
	t->claims_made = true;
	say(t, "product.attribute", &line);
}

static void
say_price(struct talk *t, const struct product *p, const struct wish *w)
{
	int64_t low = 0, high = 0, least = 0;
	struct params line = {0};

	for (size_t i = 0; i < p->variant_count; i++) {
		int64_t price = p->variants[i].price;

		if (!variant_fits(&p->variants[i], w))
			continue;
		low = !low || price < low ? price : low;
		high = price > high ? price : high;
	}
	for (size_t i = 0; !low && i < p->variant_count; i++)
		high = p->variants[i].price > high ? p->variants[i].price : high;
	for (size_t i = 0; !low && i < p->variant_count; i++)	/* what was heard fits none of them: the price of all */
		if (!least || p->variants[i].price < least)
			least = p->variants[i].price;
	low = low ? low : least;
	if (!low)
		return;
	param_text(&line, "product", p->name);
	param_money(t, &line, "price", low);
	if (high > low) {
		param_money(t, &line, "high", high);
		say(t, "product.price_from", &line);
	} else {
		say(t, "product.price", &line);
	}
}

static bool
say_attributes(struct talk *t, const struct product *p, const char *question)
{
	struct token *words;
	size_t count = text_tokens(t->a, question, strlen(question), &words);
	int best = 0;

	for (size_t i = 0; i < p->attribute_count; i++) {
		int score = attribute_score(t, words, count, &p->attributes[i]);

		best = score > best ? score : best;
	}
	if (best < 2)
		return false;
	for (size_t i = 0, said = 0; i < p->attribute_count && said < 3; i++)
		if (attribute_score(t, words, count, &p->attributes[i]) == best) {
			say_attribute(t, p, &p->attributes[i]);
			said++;
		}
	trace_step(t, "attributes", arena_printf(t->a, "words of the question stand in attributes of %s", p->id), "other words");
	return true;
}

static enum outcome
product_run(struct talk *t, struct wish *w)
{
	const struct product *p = talk_product(t, w->product_id);
	const char *question = w->question;
	bool said = false;

	if (!p)
		return OUTCOME_STUCK;
	w->status = WISH_DONE;
	t->m.served = true;
	t->claims_made = true;
	if (text_has_word_of(t, question, "words.price")) {
		say_price(t, p, w);
		said = true;
	}
	if (text_has_word_of(t, question, "words.care") && !text_is_empty(p->care)) {
		facts_derive_text(t->f, "care", p->care);
		say_text(t, p->care);
		said = true;
	}
	if (say_attributes(t, p, question))
		said = true;
	if (!said)
		said = answer_from_passages(t, w, p->name);
	if (!said && !t->err) {		/* what the shop says of it, and its price */
		struct params line = {0};

		param_text(&line, "product", p->name);
		param_text(&line, "description", p->description);
		say(t, "product.description", &line);
		say_price(t, p, w);
	}
	return OUTCOME_NEXT;
}

static enum outcome
size_run(struct talk *t, struct wish *w)
{
	const struct product *p = talk_product(t, w->product_id);

	if (!p)
		return OUTCOME_STUCK;
	if (text_has_word_of(t, w->question, "words.price"))
		return product_run(t, w);	/* "how much is it in size M" */
	for (size_t i = 0; i < p->attribute_count; i++)
		if (text_has_word_of(t, p->attributes[i].name, "words.fit"))
			say_attribute(t, p, &p->attributes[i]);
	if (!answer_from_passages(t, w, arena_printf(t->a, "%s %s", p->name, p->kind)) && !answer_from_article(t, w) && !t->claims_made)
		return answer_unknown(t, w);
	w->status = WISH_DONE;
	t->m.served = true;
	return OUTCOME_NEXT;
}

const struct playbook playbooks_products[] = {
	{"stock", FAMILY_ANSWER, NEEDS(NEED_PRODUCT), FIT_ANY, 0, NULL, NULL, 0, stock_run, false},
	{"size_advice", FAMILY_ANSWER, NEEDS(NEED_PRODUCT), FIT_ANY, 0, NULL, NULL, 0, size_run, true},
	{"product_question", FAMILY_ANSWER, NEEDS(NEED_PRODUCT), FIT_ANY, 0, NULL, NULL, 0, product_run, true},
};
const size_t playbooks_products_count = sizeof playbooks_products / sizeof playbooks_products[0];
