/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <string.h>

#include "floorwalker/base/str.h"

#include "catalogue.h"

#define OPTION_ALTERNATIVES 3

/* "-5 °C, long": right behind the value of another option. */
static bool
follows_value(const struct message *m, size_t from, const char *name)
{
	size_t before = from;

	if (before > 1 && message_is_word(m, before - 1, ","))
		before--;
	if (before == 0)
		return false;
	for (size_t k = 0; k < m->slot_count; k++)
		if (m->slots[k].kind == SLOT_OPTION && strcmp(m->slots[k].name, name) != 0 &&
		    m->slots[k].start + m->slots[k].length ==
			m->tokens[before - 1].start + m->tokens[before - 1].length)
			return true;
	return false;
}

/* "Yes" and "no" are values of some options; alone they answer. */
static bool
is_answer(const struct message *m, size_t from, size_t count)
{
	return count == 1 &&
	    (message_match_at(m, "yes", from) != NULL || message_match_at(m, "no", from) != NULL);
}

/* "Espresso" in "espresso machine", where the product is called so, is no grind. */
static bool
is_part_of_name(const struct message *m, size_t from, const struct catalogue_option *o)
{
	size_t at = m->tokens[from].start;

	for (size_t k = 0; k < m->slot_count; k++) {
		const struct slot *s = &m->slots[k];

		if (s->kind != SLOT_PRODUCT || at < s->start || at >= s->start + s->length ||
		    s->length <= m->tokens[from].length)
			continue;
		for (size_t i = 0; i < m->index->product_count; i++)
			if (text_is(m->index->products[i].id, s->value) &&
			    strcasestr(m->index->products[i].name, o->value) != NULL)
				return true;
	}
	return false;
}

static bool
has_name_beside(const struct message *m, size_t from, size_t count)
{
	const struct word_match *before = from > 0 ? message_match_at(m, "option", from - 1) : NULL,
				*after = from + count < m->count
	    ? message_match_at(m, "option", from + count)
	    : NULL;

	return (before != NULL && text_starts(before->sub, "name.")) ||
	    (after != NULL && text_starts(after->sub, "name."));
}

/* Whether something beside token i says that an option's value stands there; how sure that makes
 * it. */
static double
marked(const struct message *m, size_t from, size_t count, const char *name)
{
	const struct word_match *before = from > 0 ? message_match_at(m, "option", from - 1) : NULL;

	if (message_expects(m, "option") || message_expects(m, name))
		return 0.92;
	if (before != NULL && text_starts(before->sub, "name."))
		return strcmp(before->sub + 5, name) == 0 ? 0.95 : 0.3;
	if (from + count < m->count && message_match_at(m, "option", from + count) != NULL &&
	    text_starts(message_match_at(m, "option", from + count)->sub, "name."))
		return 0.8;
	if (follows_value(m, from, name))
		return 0.85;
	if (message_match_before(m, "option", "marker", from))
		return 0.65;
	if (m->tokens[from].length <= 3 && isupper((unsigned char)m->text[m->tokens[from].start]) &&
	    m->count > 1 && strcmp(m->tokens[from].folded, "i") != 0 &&
	    strcmp(m->tokens[from].folded, "a") != 0)
		return 0.75;
	return m->count == 1 ? 0.6 : 0;
}

static bool
stands_at(const struct message *m, const struct catalogue_option *o, size_t from)
{
	if (from + o->count > m->count)
		return false;
	for (size_t i = 0; i < o->count; i++)
		if (m->taken[from + i] || strcmp(m->tokens[from + i].folded, o->folded[i]) != 0)
			return false;
	return true;
}

static bool
has_longer(const struct message *m, const struct catalogue_option *o, size_t from)
{
	for (size_t i = 0; i < m->index->option_count; i++)
		if (m->index->options[i].count > o->count &&
		    stands_at(m, &m->index->options[i], from))
			return true;
	return false;
}

/* Whether a token is part of an option's value found before. */
bool
is_option_value(const struct message *m, size_t token)
{
	for (size_t k = 0; k < m->slot_count; k++)
		if (m->slots[k].kind == SLOT_OPTION &&
		    m->tokens[token].start >= m->slots[k].start &&
		    m->tokens[token].start < m->slots[k].start + m->slots[k].length)
			return true;
	return false;
}

/* "L instead of M": what is given up is not what is wanted. */
static bool
is_given_up(const struct message *m, size_t from)
{
	for (size_t back = 1; back <= from && back <= 5; back++) {
		size_t at = from - back;

		if (message_match_at(m, "gives_up", at) != NULL)
			return true;
		/* "rather than sand, size M": a list of values goes on past a comma */
		if (m->tokens[at].kind == TOKEN_PUNCTUATION
			? m->tokens[at].folded[0] != ',' || at == 0 || !is_option_value(m, at - 1)
			: false)
			return false;
	}
	return false;
}

/* One value may belong to several options (30 l of a pack and of a bag): each is a slot of its own,
 * less sure. Tokens used. */
static size_t
values_at(struct message *m, size_t from)
{
	const struct catalogue_option *found[OPTION_ALTERNATIVES];
	double sure[OPTION_ALTERNATIVES];
	const struct word_match *asks = message_match_at(m, "fact", from);
	size_t n = 0, longest = 0;

	if (asks != NULL && asks->count > 1)
		return 0;	/* "how long is your guarantee?" */
	for (size_t i = m->index->first_option[(unsigned char)m->tokens[from].folded[0]];
	     i > 0 && n < OPTION_ALTERNATIVES; i = m->index->options[i - 1].next) {
		const struct catalogue_option *o = &m->index->options[i - 1];
		double p;

		if (!stands_at(m, o, from) ||
		    has_longer(m, o, from) || is_part_of_name(m, from, o) ||
		    (is_answer(m, from, o->count) && !has_name_beside(m, from, o->count)))
			continue;
		p = marked(m, from, o->count, o->name);
		p = o->count < 2 && (o->plain || m->notes[from].classes & 1u << CLASS_NUMBER) ? p
		    : p > 0.9                                                                 ? p
			      : 0.85;
		if (p > 0) {
			sure[n] = p;
			found[n++] = o;
		}
	}
	for (size_t i = 0; i < n; i++) {
		struct slot *s = message_add(m, SLOT_OPTION, found[i]->name, found[i]->value,
		    n > 1 && sure[i] < 0.93 ? sure[i] * 0.75 : sure[i], from, found[i]->count,
		    false);

		if (s != NULL && s->start == m->tokens[from].start && is_given_up(m, from))
			s->except = true;
		longest = found[i]->count > longest ? found[i]->count : longest;
	}
	return longest;
}

/* "a large parcel": an everyday word behind it that is no product says what is large. */
static bool
describes_another(const struct message *m, size_t next)
{
	struct token_words words;

	if (next >= m->count || m->tokens[next].kind != TOKEN_WORD ||
	    !message_between(m, next - 1, " ") || content_is_framed(m, next) ||
	    message_match_at(m, "option", next) != NULL ||
	    message_match_at(m, "connector", next) != NULL ||
	    message_word_rows(m, m->tokens[next].folded) < 2)
		return false;
	catalogue_token_words(m, next, &words);
	return words.count == 0;
}

/* "medium" for M, where the catalogue has an M. */
static void
aliases(struct message *m)
{
	for (size_t n = 0; n < m->match_count; n++) {
		const struct word_match *match = &m->matches[n];

		if (strcmp(match->group, "option") != 0 || !text_starts(match->sub, "alias."))
			continue;
		for (size_t i = 0; i < m->index->option_count; i++)
			if (text_is_fold(m->index->options[i].value, match->sub + 6)) {
				double least = m->count > 4 ||
					describes_another(m, match->start + match->count)
				    ? 0.45
				    : 0.7;
				double p = marked(
				    m, match->start, match->count, m->index->options[i].name);

				message_add(m, SLOT_OPTION, m->index->options[i].name,
				    m->index->options[i].value, p > least ? p : least, match->start,
				    match->count, false);
			}
	}
}

/* "size 47" that no product has is still what the shopper asks for. */
static void
unknown_values(struct message *m)
{
	for (size_t i = 1; i < m->count; i++) {
		const struct word_match *name = message_match_at(m, "option", i - 1);
		bool known = false;

		if (m->taken[i] || name == NULL || !text_starts(name->sub, "name.") ||
		    name->start + name->count != i ||
		    (m->tokens[i].kind != TOKEN_NUMBER && m->tokens[i].kind != TOKEN_MIXED) ||
		    m->tokens[i].length > 8)
			continue;
		for (size_t k = 0; k < m->slot_count; k++)
			known |= m->slots[k].kind == SLOT_OPTION &&
			    m->slots[k].start == m->tokens[i].start;
		if (!known)
			message_add(
			    m, SLOT_OPTION, name->sub + 5, m->tokens[i].folded, 0.5, i, 1, false);
	}
}

void
slots_find_options(struct message *m)
{
	for (size_t i = 0; i < m->count; i++) {
		size_t used = 0;

		if (!m->taken[i])
			used = values_at(m, i);
		i += used > 1 ? used - 1 : 0;	/* the L of "90 L" is no size of its own */
	}
	aliases(m);
	unknown_values(m);
}
