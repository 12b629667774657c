/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The goods: stock, sizes, what a product is like.
 */
#include "builtin.h"
#include "context.h"

#include <stdint.h>
#include <string.h>

#include "floorwalker/text/text.h"

#define GENERAL_LEAST 0.60	/* probability that an article answers a question about a kind of
				   thing */
#define GENERAL_ASKED 0.55	/* and its likeness to one that the article names */
#define NAMED_LEAST 0.5		/* of a product that is named outside a wish */
enum { FEW_WORDS = 4 };
enum {
	FEW_LEFT = 5,
	LIST_LIMIT = 8,
	RESTOCK_LIMIT = 3,
	ATTRIBUTE_LEAST = 3,
	ATTRIBUTE_IN_FULL = 10,
	ATTRIBUTES_SAID = 2
};

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

/* What fits; and in place of what isn't there, what has something of it: the same size, the same
 * colour. */
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
	else if (in_stock <= count || text_is(key, "stock.instead"))
		say(t, key, &line);
	else
		say(t, w->option_count ? "stock.list_some" : "stock.list_more", &line);
}

static bool
has_other_in_stock(const struct product *p, const struct wish *w)
{
	for (size_t i = 0; i < p->variant_count; i++)
		if (p->variants[i].stock > 0 && is_listed(&p->variants[i], w, "stock.instead"))
			return true;
	return false;
}

/* Of the values that were heard those that the product has, where it has another of the same
 * option: "1 L" holds no size L. */
static void
keep_held(const struct product *p, struct wish *w)
{
	size_t kept = 0;

	for (size_t i = 0; i < w->option_count; i++) {
		bool held = false, other = false;

		for (size_t v = 0; v < p->variant_count; v++)
			for (size_t k = 0; k < p->variants[v].option_count; k++) {
				held = held ||
				    text_is_fold(
					p->variants[v].options[k].value, w->options[i].value);
				other = other ||
				    text_is_fold(
					p->variants[v].options[k].name, w->options[i].name);
			}
		if (held || other)
			w->options[kept++] = w->options[i];
	}
	w->option_count = kept;
	for (size_t i = 0;
	     p->variant_count && i < p->variants[0].option_count && w->option_count < OPTION_LIMIT;
	     i++) {
		const char *name = p->variants[0].options[i].name,
			   *value = named_value(p, NULL, i, w->question);
		bool known = !value;

		for (size_t k = 0; k < w->option_count; k++)
			known = known || text_is_fold(w->options[k].name, name);
		if (!known)
			w->options[w->option_count++] = (struct pair){name, value};
	}
}

/* "When is it back?": those that are sold out, with their dates. */
static bool
say_restocks(struct talk *t, const struct product *p, const struct wish *w)
{
	size_t said = 0;

	for (size_t i = 0; i < p->variant_count && said < RESTOCK_LIMIT; i++)
		if (p->variants[i].stock <= 0 && variant_fits(&p->variants[i], w)) {
			say_variant_stock(t, p, &p->variants[i]);
			said++;
		}
	return said > 0;
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
	} else if (!text_has_word_of(t, w->question, "words.restock") || !say_restocks(t, p, w)) {
		say_in_stock_list(t, p, w, "stock.list");
	}
	return OUTCOME_NEXT;
}

static bool
is_name_word(struct talk *t, const struct product *p, const char *word)
{
	struct token *name;
	size_t count = text_tokens(t->a, p->name, strlen(p->name), &name);

	for (size_t i = 0; i < count; i++)
		if (text_is(name[i].folded, word))
			return true;
	return false;
}

/* A word that is its name's alone: "Corrib", not "waterproof", which is what many things are. */
static bool
is_proper(const struct product *p, const char *word)
{
	bool common = strlen(word) < 4 || strcasestr(p->kind, word);

	for (size_t i = 0; i < p->also_count; i++)
		common = common || strcasestr(p->also[i], word);
	return !common;
}

/* The question less the product's name, as far as it was said on end: the "wash and proofer"
 * doesn't ask how to wash, "how waterproof is the Corrib" does ask. */
static const char *
without_name(struct talk *t, const struct product *p, const char *question)
{
	struct token *words;
	size_t count = text_tokens(t->a, question, strlen(question), &words), run = 0;
	const char *out = "";

	for (size_t i = 0; i < count; i++) {
		bool named = is_name_word(t, p, words[i].folded);

		run = named ? run + 1 : 0;
		if (named && (run > 1 || is_proper(p, words[i].folded)))
			continue;
		out = arena_printf(t->a, "%s%s%.*s", out,
		    out[0] && words[i].kind != TOKEN_PUNCTUATION ? " " : "", (int)words[i].length,
		    question + words[i].start);
	}
	return out;
}

/* How many words of an attribute's name (counted three times) and value stand in the question; what
 * else the shopper may call it counts most. */
static int
attribute_score(struct talk *t, const struct token *words, size_t count,
    const struct pair *attribute, const char *question)
{
	struct token *name, *value;
	size_t names = text_tokens(t->a, attribute->name, strlen(attribute->name), &name);
	size_t values = text_tokens(t->a, attribute->value, strlen(attribute->value), &value);
	int score = 0;

	if (text_has_word_of(
		t, question, key_of(t, "words.attribute", key_part(t, attribute->name))))
		score += 4;
	for (size_t k = 0, at = 0; names && k + names <= count; k++, at = 0) {	/* named in full */
		while (at < names && text_is(words[k + at].folded, name[at].folded))
			at++;
		score += at == names ? 4 * (int)names : 0;
	}
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

bool
attribute_is_asked(
    struct talk *t, const struct product *p, const struct pair *attribute, const char *question)
{
	struct token *words;
	const char *rest = without_name(t, p, question);
	size_t count = text_tokens(t->a, rest, strlen(rest), &words);

	return attribute_score(t, words, count, attribute, rest) >= ATTRIBUTE_LEAST;
}

static void
say_attribute(struct talk *t, const struct product *p, const struct pair *attribute)
{
	struct params line = {0};

	param_text(&line, "product", p->name);
	param_text(&line, "name", phrase_attribute(t, attribute->name));
	param_text(&line, "value", attribute->value);
	t->claims_made = true;
	say(t, "product.attribute", &line);
}

static bool
prices_of(const struct product *p, const struct wish *w, int64_t *low, int64_t *high)
{
	*low = *high = 0;
	for (size_t i = 0; i < p->variant_count; i++) {
		int64_t price = p->variants[i].price;

		if (w && !variant_fits(&p->variants[i], w))
			continue;
		*low = !*low || price < *low ? price : *low;
		*high = price > *high ? price : *high;
	}
	return *low > 0;
}

const char *
phrase_prices(struct talk *t, const struct product *p, const struct wish *w)
{
	int64_t low, high;
	struct params range = {0};

	if (!prices_of(p, w, &low, &high) && !prices_of(p, NULL, &low, &high))
		return "";
	param_money(t, &range, "price", low);
	if (high > low)
		param_money(t, &range, "high", high);
	return phrase(t, high > low ? "product.range" : "product.range_one", &range);
}

static void
say_price(struct talk *t, const struct product *p, const struct wish *w)
{
	int64_t low, high;
	struct params line = {0};

	if (!prices_of(p, w, &low, &high) && !prices_of(p, NULL, &low, &high))
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
		int score = attribute_score(t, words, count, &p->attributes[i], question);

		best = score > best ? score : best;
	}
	if (best < ATTRIBUTE_LEAST)
		return false;
	for (size_t i = 0, said = 0; i < p->attribute_count && said < ATTRIBUTES_SAID; i++)
		if (attribute_score(t, words, count, &p->attributes[i], question) == best) {
			say_attribute(t, p, &p->attributes[i]);
			said++;
		}
	trace_step(t, "attributes",
	    arena_printf(t->a, "words of the question stand in attributes of %s", p->id),
	    "other words");
	return true;
}

/* "The Corrib", not "a jacket": some word of its own name, which isn't what it is. */
bool
product_is_called(struct talk *t, const struct product *p, const char *question)
{
	struct token *name, *words;
	size_t names = text_tokens(t->a, p->name, strlen(p->name), &name),
	       count = text_tokens(t->a, question, strlen(question), &words);

	for (size_t i = 0; i < names; i++) {
		for (size_t k = 0; k < count && is_proper(p, name[i].folded); k++)
			if (!strncmp(name[i].folded, words[k].folded, strlen(name[i].folded)))
				return true;
	}
	return false;
}

/* A thing is asked for by what it is, and an article knows that very question: it is no question
 * about the one product that was guessed. */
static bool
answered_in_general(struct talk *t, struct wish *w, const struct product *p)
{
	struct answer x;

	if (t->m.product_id[0] && text_is(t->m.product_id, p->id) && !w->fresh)
		return false;
	if (product_is_called(t, p, w->question) || !answer_find(t, w, "", &x) ||
	    !reaches(t, x.list[0].asked, GENERAL_ASKED) ||
	    !reaches(t, x.list[0].probability, GENERAL_LEAST))
		return false;
	answer_say(t, &x);
	return true;
}

/* What the shop says of it as a whole: where it was asked for so, or where too little was said to
 * know what is wanted. */
static bool
asks_at_large(struct talk *t, const char *question)
{
	return text_has_word_of(t, question, "words.at_large") ||
	    context_is_short(question, FEW_WORDS);
}

static void
say_description(struct talk *t, const struct product *p, const struct wish *w)
{
	struct params line = {0};

	param_text(&line, "product", p->name);
	param_text(&line, "description", p->description);
	say(t, "product.description", &line);
	say_price(t, p, w);
}

static void
say_price_and_stock(struct talk *t, const struct product *p, const struct wish *w)
{
	const struct variant *only = NULL;
	size_t fitting = 0;

	for (size_t i = 0; i < p->variant_count; i++)
		if (variant_fits(&p->variants[i], w)) {
			fitting++;
			only = &p->variants[i];
		}
	if (fitting == 1 && w->option_count)
		say_variant_stock(t, p, only);		/* with its price where it is there */
	if (fitting != 1 || !w->option_count || only->stock <= 0)
		say_price(t, p, w);
}

/* An article knows what is asked of it; its name alone, which holds words that articles use, finds
 * none. */
static bool
answer_of_product(struct talk *t, struct wish *w, const struct product *p, const char *question)
{
	struct wish probe = *w;

	probe.question = question;
	probe.fresh = false;		/* and so the whole message isn't searched for want of
					   better */
	return question[0] && answer_from_passages(t, &probe, p->name);
}

static enum outcome
product_run(struct talk *t, struct wish *w)
{
	const struct product *p = talk_product(t, w->product_id);
	const char *question = p ? without_name(t, p, w->question) : "";
	bool said = false;

	if (!p)
		return OUTCOME_STUCK;
	keep_held(p, w);
	w->status = WISH_DONE;
	t->m.served = true;
	t->claims_made = true;
	if ((compare_is_asked(t) && compare_say(t, w)) || answered_in_general(t, w, p))
		return OUTCOME_NEXT;
	if (text_has_word_of(t, question, "words.price")) {
		say_price_and_stock(t, p, w);
		said = true;
	}
	if (text_has_word_of(t, question, "words.care") && !text_is_empty(p->care)) {
		facts_derive_text(t->f, "care", p->care);
		say_own_words(t, key_of(t, "care", p->id), p->care, "care");
		said = true;
	} else if (say_attributes(t, p, question)) {
		said = true;
	}
	if (!said)
		said = answer_of_product(t, w, p, question);
	if (!said && !t->err && asks_at_large(t, question)) {
		say_description(t, p, w);
	} else if (!said && !t->err) {
		w->status = WISH_OPEN;
		return answer_unknown(t, w);
	}
	return OUTCOME_NEXT;
}

/* What the catalogue says of its fit; NULL where it says nothing but for whom it is. */
static const struct pair *
fit_of(struct talk *t, const struct product *p)
{
	for (size_t i = 0; i < p->attribute_count; i++)
		if (text_has_word_of(t, p->attributes[i].name, "words.fit") &&
		    !strchr(p->attributes[i].name, ' ') &&
		    !text_has_word_of(t, p->attributes[i].value, "words.fit_of_whom"))
			return &p->attributes[i];
	return NULL;
}

/* "Can I still get it in fern, M?": with every option named, it isn't asked which to take. */
static bool
asks_to_have(struct talk *t, const struct product *p, const struct wish *w)
{
	return p->option_count && w->option_count >= p->option_count &&
	    text_has_word_of(t, w->question, "words.have");
}

/* How it comes out by what the catalogue says of it, and the size guide of such things where that
 * doesn't tell which to take. */
static enum outcome
size_run(struct talk *t, struct wish *w)
{
	const struct product *p = talk_product(t, w->product_id);
	bool named = p && product_is_called(t, p, w->question), told = false;

	if (!p)
		return OUTCOME_STUCK;
	if (text_has_word_of(t, w->question, "words.price"))
		return product_run(t, w);	/* "how much is it in size M" */
	keep_held(p, w);
	if (named && (text_has_word_of(t, w->question, "words.comes_in") || asks_to_have(t, p, w)))
		return stock_run(t, w);
	const struct pair *fit = named ? fit_of(t, p) : NULL;
	bool said = fit != NULL;

	if (fit) {
		say_attribute(t, p, fit);
		told = text_has_word_of(t, fit->value, "words.fit_told") &&
		    !text_has_word_of(t, w->question, "words.which_size");
	} else if (named) {
		told = said = say_attributes(t, p, without_name(t, p, w->question));
	}
	w->status = WISH_DONE;
	t->m.served = true;
	if (told)
		return OUTCOME_NEXT;
	/* the guide is found by what the thing is, too */
	if (!answer_from_guide(t, w,
		arena_printf(
		    t->a, "%s %s %s", w->question, p->kind, p->department ? p->department : ""),
		arena_printf(t->a, "%s %s", p->name, p->kind)) &&
	    !said) {
		w->status = WISH_OPEN;
		return answer_unknown(t, w);
	}
	return OUTCOME_NEXT;
}

static bool
names_attribute(struct talk *t, const struct product *p, const char *question)
{
	struct token *words;
	size_t count = text_tokens(t->a, question, strlen(question), &words);

	for (size_t i = 0; p && i < p->attribute_count; i++)
		if (strchr(p->attributes[i].name, ' ') &&
		    attribute_score(t, words, count, &p->attributes[i], question) >=
			ATTRIBUTE_IN_FULL)
			return true;
	return false;
}

bool
product_answer_anyway(struct talk *t, bool in_full)
{
	const struct slot *s = NULL;

	for (size_t i = 0; i < t->u->slot_count; i++)
		if (t->u->slots[i].kind == SLOT_PRODUCT &&
		    (!s || t->u->slots[i].probability > s->probability))
			s = &t->u->slots[i];
	const struct product *p =
	    s && s->probability >= NAMED_LEAST ? talk_product(t, s->value) : NULL;

	const char *question = p ? without_name(t, p, t->u->text) : "";

	if (in_full && !names_attribute(t, p, question))
		return false;
	if (p && text_has_word_of(t, question, "words.care") && !text_is_empty(p->care)) {
		facts_derive_text(t->f, "care", p->care);
		say_own_words(t, key_of(t, "care", p->id), p->care, "care");
	} else if (!p || !say_attributes(t, p, question)) {
		return false;
	}
	t->m.product_id = p->id;
	t->worked = t->m.served = true;
	t->m.unclear = 0;
	t->intent = "product_question";
	return true;
}

const struct playbook playbooks_products[] = {
	{"stock", FAMILY_ANSWER, NEEDS(NEED_PRODUCT), FIT_ANY, 0, NULL, NULL, 0, stock_run, false},
	{"size_advice", FAMILY_ANSWER, NEEDS(NEED_PRODUCT), FIT_ANY, 0, NULL, NULL, 0, size_run, true},
	{"product_question", FAMILY_ANSWER, NEEDS(NEED_PRODUCT), FIT_ANY, 0, NULL, NULL, 0, product_run, true},
};
const size_t playbooks_products_count = sizeof playbooks_products / sizeof playbooks_products[0];
