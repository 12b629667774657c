/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which other size or colour: what the line has now, overlaid with what the shopper said, if the
 * shop has it.
 */
#include "builtin.h"

#include <string.h>

static bool
option_held(const struct product *p, const struct pair *want, size_t *at)
{
	for (size_t v = 0; v < p->variant_count; v++)
		for (size_t i = 0; i < p->variants[v].option_count; i++) {
			const struct pair *has = &p->variants[v].options[i];

			if (text_is_fold(has->value, want->value) &&
			    (text_is_empty(want->name) || text_is_fold(has->name, want->name))) {
				*at = i;
				return true;
			}
		}
	for (size_t v = 0; v < p->variant_count; v++)	/* the name was guessed wrong: the value
							   decides */
		for (size_t i = 0; i < p->variants[v].option_count; i++)
			if (text_is_fold(p->variants[v].options[i].value, want->value)) {
				*at = i;
				return true;
			}
	return false;
}

/* The variant that has every wanted value where one was said, and the present one's elsewhere. */
static const struct variant *
variant_overlaid(
    const struct product *p, const struct variant *now, const char *const wanted[OPTION_LIMIT])
{
	for (size_t v = 0; v < p->variant_count; v++) {
		bool all = true;

		for (size_t i = 0; i < p->variants[v].option_count && i < OPTION_LIMIT; i++) {
			const char *value = wanted[i]      ? wanted[i]
			    : now && i < now->option_count ? now->options[i].value
							   : NULL;

			all =
			    all && (!value || text_is_fold(p->variants[v].options[i].value, value));
		}
		if (all)
			return &p->variants[v];
	}
	return NULL;
}

/* "In black", of what has two colours: the one in which it is to be had. */
const struct variant *
variant_wanted(
    const struct product *p, const struct variant *now, const char *const wanted[OPTION_LIMIT])
{
	const struct variant *found = variant_overlaid(p, now, wanted);

	for (size_t i = 0; !found && i < OPTION_LIMIT; i++)
		for (size_t k = i + 1; wanted[i] && k < OPTION_LIMIT; k++) {
			const char *first[OPTION_LIMIT], *second[OPTION_LIMIT];

			if (!wanted[k] || !text_is_fold(wanted[i], wanted[k]))
				continue;
			memcpy(first, wanted, sizeof first);
			memcpy(second, wanted, sizeof second);
			first[k] = second[i] = NULL;

			const struct variant *a = variant_overlaid(p, now, first),
					     *b = variant_overlaid(p, now, second);

			return a && b ? NULL : a ? a : b;
		}
	return found;
}

/* The value of this option that a text names, where it names one alone beside the present one: the
 * product's own words know more than general ones do. */
const char *
named_value(const struct product *p, const struct variant *now, size_t option, const char *text)
{
	const char *found = NULL;

	for (size_t v = 0; v < p->variant_count; v++) {
		const char *value = option < p->variants[v].option_count
		    ? p->variants[v].options[option].value
		    : "";

		if (option >= p->variants[v].option_count ||
		    !value_in_text(text, p->variants[v].options[option].name, value) ||
		    text_is_fold(value, found ? found : "") ||
		    (now && option < now->option_count &&
			text_is_fold(value, now->options[option].value)))
			continue;
		if (found && !strcasestr(value, found) && !strcasestr(found, value))
			return NULL;
		found = !found || strlen(value) > strlen(found) ? value : found;
	}
	return found;
}

static void
take_named_values(
    struct talk *t, struct wish *w, const struct product *p, const struct variant *now)
{
	const char *text = w->asks[NEED_VARIANT] ? t->u->text : w->question;

	if (!w->fresh && agenda_has_fresh(t) && !t->answered)
		return;		/* "how long is the guarantee?" in between names no length */
	for (size_t i = 0; p->variant_count && i < p->variants[0].option_count && i < OPTION_LIMIT;
	     i++) {
		const char *value = t->described ? NULL : named_value(p, now, i, text);
		size_t kept = 0, at;

		if (!value)
			continue;
		for (size_t k = 0; k < w->option_count; k++)	/* what is no value of this product,
								   or another of the same option,
								   was a misreading */
			if (option_held(p, &w->options[k], &at) && at != i)
				w->options[kept++] = w->options[k];
		w->option_count = kept;
		if (kept < OPTION_LIMIT)
			w->options[w->option_count++] =
			    (struct pair){p->variants[0].options[i].name, value};
	}
}

/* The same that isn't there, asked for again: whether to let it be. */
static enum outcome
ask_to_leave(struct talk *t, struct wish *w)
{
	enum outcome o = need_ask(t, w, NEED_VARIANT);

	if (o == OUTCOME_STUCK)
		return o;
	say_plain(t, "variant.leave");
	state_expect(t, CHOICE_LEAVE, "yes_no");
	return o;
}

static bool
has_all(const struct variant *v, const char *const *wanted)
{
	for (size_t i = 0; wanted && i < v->option_count && i < OPTION_LIMIT; i++)
		if (wanted[i] && !text_is_fold(v->options[i].value, wanted[i]))
			return false;
	return true;
}

enum outcome
variant_ask(struct talk *t, struct wish *w, const struct product *p, const struct variant *now,
    const char *const *wanted)
{
	struct params line = {0};
	const char *items[CHOICE_LIMIT];
	size_t count = 0;
	enum outcome o = need_ask(t, w, NEED_VARIANT);

	if (o == OUTCOME_STUCK)
		return o;
	w->another = true;
	state_expect(t, CHOICE_VARIANT, slot_kind_name(SLOT_OPTION));
	for (size_t i = 0; i < p->variant_count && count < CHOICE_LIMIT; i++) {
		if (&p->variants[i] == now || p->variants[i].stock <= 0 ||
		    !has_all(&p->variants[i], wanted))
			continue;
		items[count++] = phrase_options(t, &p->variants[i], "list.options");
		state_choice(t, p->variants[i].sku);
	}
	param_text(&line, "product", p->name);
	param_text(&line, "choices", phrase_join(t, "or", items, count));
	say(t, count ? "variant.ask" : "variant.none_in_stock", &line);
	return o;
}

static void
say_out_of_stock(struct talk *t, const struct product *p, const struct variant *v)
{
	struct params line = {0};

	param_text(&line, "item", phrase_item(t, p, v, 1));
	if (v->restock_ms) {
		param_date(t, &line, "date", v->restock_ms);
		say(t, "variant.out_until", &line);
	} else {
		say(t, "variant.out", &line);
	}
}

bool
reason_is_ours(const char *reason)
{
	return text_is(reason, "damaged") || text_is(reason, "faulty") ||
	    text_is(reason, "wrong_item") || text_is(reason, "not_arrived");
}

static void
forget_unheld(struct wish *w, const struct product *p)
{
	size_t kept = 0, at;

	for (size_t i = 0; i < w->option_count; i++)
		if (option_held(p, &w->options[i], &at))
			w->options[kept++] = w->options[i];
	w->option_count = kept;
}

/* What was said wants another size or colour; "you sent me the wrong size" wants the right one. */
static bool
wants_another(struct talk *t, const struct wish *w, const char *text)
{
	return text_has_word_of(t, text, "words.other_variant") ||
	    (text_is(w->reason, "wrong_item") && text_has_word_of(t, text, "words.wrong_variant") &&
		!text_has_word_of(t, text, "words.right_one"));
}

/* Who once wanted another one, or was asked which, gets the same again only for the asking. */
static void
hear_another(struct talk *t, struct wish *w)
{
	bool asked = w->asks[NEED_VARIANT] > 0;

	if (wants_another(t, w, t->u->text) || (!asked && wants_another(t, w, w->question)))
		w->another = true;
	else if (asked &&
	    (text_has_word_of(t, t->u->text, "words.same") ||
		text_has_word_of(t, t->u->text, "words.right_one")))
		w->another = false;
}

/* "No, moss": what is said last counts, be it what it has now. */
static void
take_corrections(struct talk *t, struct wish *w, const struct product *p)
{
	for (size_t i = 0; p->variant_count && i < p->variants[0].option_count; i++) {
		const char *name = p->variants[0].options[i].name, *value = NULL;
		size_t kept = 0;

		for (size_t v = 0; v < p->variant_count; v++) {
			const char *own = p->variants[v].options[i].value;

			if (value_in_text(t->u->text, name, own) &&
			    (!value || strlen(own) > strlen(value)))
				value = own;
		}
		if (!value || w->option_count == OPTION_LIMIT)
			continue;
		for (size_t k = 0; k < w->option_count; k++)
			if (!text_is_fold(w->options[k].name, name))
				w->options[kept++] = w->options[k];
		w->option_count = kept;
		w->options[w->option_count++] = (struct pair){name, value};
	}
}

/* What is to be changed to; where the fault is ours the same again, unless they name another when
 * asked. */
static void
hear_options(struct talk *t, struct wish *w, const struct product *p, const struct variant *now)
{
	if (!reason_is_ours(w->reason) || w->asks[NEED_VARIANT])
		take_named_values(t, w, p, now);
	if (!w->fresh && w->moved && t->focus == w)
		take_corrections(t, w, p);
	if (!reason_is_ours(w->reason))
		return;
	forget_unheld(w, p);		/* "straight out of the box" is no shape of it */
	if (now && text_has_word_of(t, t->u->text, "words.same"))
		w->option_count = 0;
}

/* "Medium" was read as the size M, where this product has a medium of its own. */
static bool
means_own_value(const struct product *p, const struct pair *option, const char *text)
{
	size_t at;

	if (option_held(p, option, &at) || strlen(option->value) > 3)
		return false;
	for (size_t v = 0; v < p->variant_count; v++)
		for (size_t i = 0; i < p->variants[v].option_count; i++) {
			const struct pair *own = &p->variants[v].options[i];

			if (!strncasecmp(own->value, option->value, 1) &&
			    value_in_text(text, own->name, own->value))
				return true;
		}
	return false;
}

/* What the options said are of this product; false: one is none of it, which was said and asked
 * about. */
static bool
options_wanted(struct talk *t, struct wish *w, const struct product *p, const struct variant *now,
    const char *wanted[OPTION_LIMIT], enum outcome *asked)
{
	for (size_t i = 0; i < w->option_count; i++) {
		size_t at;
		struct params line = {0};

		if (means_own_value(p, &w->options[i], t->u->text) ||
		    means_own_value(p, &w->options[i], w->question))
			continue;
		if (option_held(p, &w->options[i], &at) && at < OPTION_LIMIT) {
			if (!wanted[at] || !now || at >= now->option_count ||
			    !text_is_fold(w->options[i].value, now->options[at].value))
				wanted[at] = w->options[i].value;
			continue;
		}
		param_text(&line, "product", p->name);
		param_text(&line, "option", w->options[i].value);
		say(t, "variant.unknown", &line);
		w->option_count = 0;
		*asked = variant_ask(t, w, p, now, NULL);
		return false;
	}
	return true;
}

/* Where the rest can't stay as it is: the only variant to be had that has all that was said. */
static const struct variant *
nearest(const struct product *p, const struct variant *now, const char *const wanted[OPTION_LIMIT],
    size_t *fits)
{
	const struct variant *found = NULL;

	for (size_t v = 0; v < p->variant_count; v++)
		if (&p->variants[v] != now && p->variants[v].stock > 0 &&
		    has_all(&p->variants[v], wanted)) {
			found = &p->variants[v];
			++*fits;
		}
	return *fits == 1 ? found : NULL;
}

enum outcome
variant_settle(struct talk *t, struct wish *w, const struct product *p, const struct variant *now,
    const char *const wanted[OPTION_LIMIT], const char **sku)
{
	const struct variant *v = variant_wanted(p, now, wanted);
	struct params line = {0};
	size_t fits = 0;

	if (!v)
		v = nearest(p, now, wanted, &fits);
	if (fits > 1 || (fits == 1 && !w->asks[NEED_VARIANT]))
		return variant_ask(t, w, p, now, wanted);	/* what wasn't spoken of would change
								   as well */
	if (!v) {
		param_text(&line, "product", p->name);
		say(t, "variant.no_such_pair", &line);
	} else if (v == now && (!reason_is_ours(w->reason) || w->another) &&
	    (!w->same_again || wants_another(t, w, t->u->text))) {
		w->same_again = true;
		param_text(&line, "item", phrase_item(t, p, v, 1));
		say(t, "variant.same", &line);
	} else if (v->stock <= 0 && w->asks[NEED_VARIANT]) {
		w->option_count = 0;
		return ask_to_leave(t, w);
	} else if (v->stock <= 0) {
		say_out_of_stock(t, p, v);
	} else {
		*sku = v->sku;
		trace_step(t, "variant", v->sku, "another size or colour");
		return OUTCOME_NEXT;
	}
	w->option_count = 0;
	return variant_ask(t, w, p, now, NULL);
}

bool
names_present(const struct product *p, const struct variant *now, const char *text)
{
	for (size_t i = 0; now && i < now->option_count; i++)
		if (named_value(p, now, i, text) ||
		    !value_in_text(text, now->options[i].name, now->options[i].value))
			return false;
	return now && now->option_count;
}

/* All that it has now, and nothing else, was named: the very same. */
static void
hear_same(struct wish *w, const struct product *p, const struct variant *now, const char *text)
{
	if (!names_present(p, now, text))
		return;
	w->option_count = 0;
	for (size_t i = 0; i < now->option_count && i < OPTION_LIMIT; i++)
		w->options[w->option_count++] = now->options[i];
}

/* "No, eight inches and gold" to a summary: laid over what was summed up. */
static void
hear_correction(struct talk *t, struct wish *w, const struct product *p, const struct variant *now)
{
	const struct variant *chosen = product_variant(p, w->sku), *v;
	const char *wanted[OPTION_LIMIT] = {0};
	bool any = false;

	if (w->fresh || w->agreed || t->focus != w || talk_is_clear_yes(t) ||
	    strchr(t->u->text, '?'))
		return;
	for (size_t i = 0; i < chosen->option_count && i < OPTION_LIMIT; i++) {
		wanted[i] = named_value(p, chosen, i, t->u->text);
		any = any || wanted[i];
	}
	v = any ? variant_wanted(p, chosen, wanted) : NULL;
	if (!v || v == now || v->stock <= 0)
		return;
	w->sku = v->sku;
	t->repaired = t->answered = true;
	trace_step(t, "corrected", v->sku, "no other value in the message");
}

/* "Wanted: gorse", or "I got gorse": the same again, or that one? */
static bool
names_other(
    struct talk *t, const struct wish *w, const struct product *p, const struct variant *now)
{
	if (!text_is(w->reason, "wrong_item") || w->asks[NEED_VARIANT] ||
	    text_has_word_of(t, w->question, "words.right_one"))
		return false;
	for (size_t i = 0; now && i < now->option_count; i++)
		if (named_value(p, now, i, w->question))
			return true;
	return false;
}

enum outcome
need_variant(struct talk *t, struct wish *w)
{
	const struct order *o = wish_order(t, w);
	const struct order_line *l =
	    o && w->pick_count ? order_line_find(o, w->picks[0].line_id) : NULL;
	const struct product *p = l ? line_product(t, l) : NULL;
	const struct variant *now = p ? product_variant(p, l->sku) : NULL;
	const char *wanted[OPTION_LIMIT] = {0};
	enum outcome asked;

	if (!p)
		return OUTCOME_STUCK;
	hear_another(t, w);
	if (w->pick_count > 1)
		return need_swaps(t, w, o);
	if (w->sku[0] && product_variant(p, w->sku)) {
		hear_correction(t, w, p, now);
		return OUTCOME_NEXT;
	}
	hear_options(t, w, p, now);
	hear_same(w, p, now, w->asks[NEED_VARIANT] ? t->u->text : w->question);
	if (!w->option_count) {
		if (!reason_is_ours(w->reason) || w->another || names_other(t, w, p, now))
			return variant_ask(t, w, p, now, NULL);
		w->sku = l->sku;	/* the same again, whole */
		return OUTCOME_NEXT;
	}
	if (!options_wanted(t, w, p, now, wanted, &asked))
		return asked;
	return variant_settle(t, w, p, now, wanted, &w->sku);
}
