/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two products side by side: by what the question asks of them, else by what they differ in.
 */
#include "builtin.h"

#include <string.h>

#define NAMED_LEAST 0.5		/* probability of a product that is compared */
enum { FACTS_LIMIT = 4 };

/* The products that the message names, each once, as far as they are sure; those of the last
 * comparison where it names none. */
static size_t
compared(struct talk *t, const char *out[COMPARE_LIMIT])
{
	size_t count = 0, slots = 0;

	for (size_t i = 0; i < t->u->slot_count; i++) {
		const struct slot *s = &t->u->slots[i];
		bool known = false;

		if (s->kind != SLOT_PRODUCT)
			continue;
		slots++;
		for (size_t k = 0; k < count; k++)
			known = known || text_is(out[k], s->value);
		if (!known && s->probability >= NAMED_LEAST && count < COMPARE_LIMIT)
			out[count++] = s->value;
	}
	if (slots)
		return count;
	for (; count < COMPARE_LIMIT && t->m.compared[count][0]; count++)
		out[count] = t->m.compared[count];
	return count;
}

bool
compare_is_asked(struct talk *t)
{
	const char *ids[COMPARE_LIMIT];

	return !understanding_slot(t->u, SLOT_ORDER_NUMBER) && compared(t, ids) > 1 &&
	    text_has_word_of(t, t->u->text, "words.compare");
}

static const char *
attribute_value(const struct product *p, const char *name)
{
	for (size_t i = 0; i < p->attribute_count; i++)
		if (text_is(p->attributes[i].name, name))
			return p->attributes[i].value;
	return "";
}

/* Names of attributes worth telling: those that the question asks for; where it asks for none,
 * those that differ. */
static size_t
facts_of(struct talk *t, const struct product *const *products, size_t count,
    const char *out[FACTS_LIMIT])
{
	size_t n = 0;

	for (size_t p = 0; p < count; p++)
		for (size_t i = 0; i < products[p]->attribute_count && n < FACTS_LIMIT; i++) {
			bool known = false;

			for (size_t k = 0; k < n; k++)
				known = known || text_is(out[k], products[p]->attributes[i].name);
			if (!known &&
			    attribute_is_asked(
				t, products[p], &products[p]->attributes[i], t->u->text))
				out[n++] = products[p]->attributes[i].name;
		}
	if (n)
		return n;
	for (size_t i = 0; i < products[0]->attribute_count && n < FACTS_LIMIT; i++) {
		const struct pair *x = &products[0]->attributes[i];
		const char *other = attribute_value(products[1], x->name);

		if (other[0] && !text_is(other, x->value))
			out[n++] = x->name;
	}
	return n;
}

static void
say_one(struct talk *t, const struct product *p, const char *const *names, size_t count,
    const struct wish *w)
{
	const char *facts = "";
	struct params line = {0};

	for (size_t i = 0; i < count; i++) {
		const char *value = attribute_value(p, names[i]);
		struct params fact = {0};

		if (!value[0])
			continue;
		param_text(&fact, "name", phrase_attribute(t, names[i]));
		param_text(&fact, "value", value);
		const char *one = phrase(t, "compare.fact", &fact);
		struct params pair = {0};

		param_text(&pair, "first", facts);
		param_text(&pair, "last", one);
		facts = facts[0] ? phrase(t, "list.facts", &pair) : one;
	}
	param_text(&line, "product", p->name);
	param_text(&line, "facts", facts[0] ? facts : p->description);
	param_text(&line, "price", phrase_prices(t, p, w));
	str_add(&t->text, "\n");
	str_add(&t->text, phrase(t, "compare.line", &line));
}

bool
compare_say(struct talk *t, const struct wish *w)
{
	const char *ids[COMPARE_LIMIT], *names[FACTS_LIMIT];
	const struct product *products[COMPARE_LIMIT];
	size_t count = compared(t, ids), found = 0;

	for (size_t i = 0; i < count; i++)
		if ((products[found] = talk_product(t, ids[i])))
			found++;
	if (found < 2 || t->err)
		return false;
	size_t n = facts_of(t, products, found, names);

	t->claims_made = true;
	say_plain(t, "compare.lead");
	for (size_t i = 0; i < COMPARE_LIMIT; i++)
		t->m.compared[i] = i < found ? products[i]->id : "";
	for (size_t i = 0; i < found; i++)
		say_one(t, products[i], names, n, w);
	trace_step(t, "compared", arena_printf(t->a, "%zu products by %zu attributes", found, n),
	    "one product named");
	return true;
}
