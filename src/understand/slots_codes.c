/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <string.h>

#include "floorwalker/base/str.h"

#include "message.h"

static size_t
token_at(const struct message *m, size_t byte)
{
	size_t low = 0, high = m->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (m->tokens[middle].start + m->tokens[middle].length <= byte)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* A slot over bytes [start, start + length). */
static struct slot *
add_bytes(struct message *m, enum slot_kind kind, const char *value, double probability, size_t start, size_t length)
{
	size_t from = token_at(m, start), to = token_at(m, start + length - 1);

	if (from >= m->count || to >= m->count || to < from)
		return NULL;
	return message_add(m, kind, "", value, probability, from, to - from + 1, true);
}

static void
emails(struct message *m)
{
	size_t at = 0, start, found;

	while (features_email_find(m->text, m->length, at, &start, &found)) {
		char *value = arena_text_n(m->a, m->text + start, found);

		for (char *p = value; *p != '\0'; p++)
			*p = (char)tolower((unsigned char)*p);
		add_bytes(m, SLOT_EMAIL, value, 0.98, start, found);
		at = start + found;
	}
}

static size_t
digits_of(const char *s, size_t length)
{
	size_t n = 0;

	for (size_t i = 0; i < length; i++)
		n += s[i] >= '0' && s[i] <= '9';
	return n;
}

/* "TF", "#", "-", "100", not a word that is no prefix. */
static bool
may_be_in_number(const struct message *m, size_t i)
{
	return !m->taken[i] && (m->tokens[i].kind != TOKEN_PUNCTUATION || strchr("#-:.", m->tokens[i].folded[0]) != NULL);
}

/* One to three neighbouring tokens written together, in any spelling that the shop's pattern takes. */
static void
order_numbers(struct message *m)
{
	for (size_t i = 0; i < m->count; i++) {
		size_t end;

		if (m->taken[i])
			continue;
		for (size_t n = 3; n > 0; n--) {
			const char *value, *candidate;
			size_t digits;

			for (end = i; end + 1 < i + n && end + 1 < m->count && may_be_in_number(m, end + 1) && message_between(m, end, " "); end++)
				;
			if (end + 1 != i + n || m->tokens[end].start + m->tokens[end].length - m->tokens[i].start > 40 ||
			    m->tokens[end].kind == TOKEN_PUNCTUATION)
				continue;
			candidate = arena_text_n(m->a, m->text + m->tokens[i].start, m->tokens[end].start + m->tokens[end].length - m->tokens[i].start);
			digits = digits_of(candidate, strlen(candidate));
			if (digits < 3 || strpbrk(candidate, ".,") != NULL)
				continue;
			value = index_order_number(m->index, m->a, candidate);
			if (value == NULL)
				continue;
			message_add(m, SLOT_ORDER_NUMBER, "", value,
			    strlen(candidate) > digits || message_expects(m, "order_number") ? 0.98 : 0.8, i, n, true);
			break;
		}
	}
}

/* 8 to 15 digits with the usual separators, beginning with + or 0, or at least 9 of them. */
static void
phones(struct message *m)
{
	for (size_t i = 0; i < m->length; i++) {
		size_t end = i, digits = 0, last = i, token;

		if (!(m->text[i] == '+' || isdigit((unsigned char)m->text[i]) || (m->text[i] == '(' && i + 1 < m->length && m->text[i + 1] == '0')))
			continue;
		if (i > 0 && (isalnum((unsigned char)m->text[i - 1]) || m->text[i - 1] == '-'))
			continue;
		for (; end < m->length && end - i < 32 && (isdigit((unsigned char)m->text[end]) || strchr("+() -./", m->text[end]) != NULL); end++)
			if (isdigit((unsigned char)m->text[end])) {
				digits++;
				last = end;
			}
		token = token_at(m, i);
		if (digits >= 8 && digits <= 15 && token < m->count && !m->taken[token] &&
		    (m->text[i] == '+' || m->text[i] == '0' || m->text[i] == '(' || digits >= 9) &&
		    !(last + 1 < m->length && isalpha((unsigned char)m->text[last + 1]))) {
			char *value = arena_text_n(m->a, m->text + i, last + 1 - i), *to = value;

			for (const char *p = value; *p != '\0'; p++)
				if (isdigit((unsigned char)*p) || (*p == '+' && p == value))
					*to++ = *p;
			*to = '\0';
			add_bytes(m, SLOT_PHONE, value, m->text[i] == '+' || message_expects(m, "phone") ? 0.95 : 0.75, i, last + 1 - i);
		}
		i = last > i ? last : i;
	}
}

/* Spaces and case as the post writes them: upper case, one space where there was one. */
static const char *
postcode_value(struct message *m, size_t start, size_t length)
{
	char *value = arena_text_n(m->a, m->text + start, length);

	for (char *p = value; *p != '\0'; p++)
		*p = (char)toupper((unsigned char)*p);
	return value;
}

/* Five digits are a postcode where something says so: it was asked for, a place in capitals follows, or a word for postcodes stands before. */
static bool
is_bare_postcode(const struct message *m, size_t i)
{
	const struct token *t = &m->tokens[i];
	size_t digits = digits_of(t->folded, t->length);

	if (t->kind != TOKEN_NUMBER || digits != t->length || digits < 4 || digits > 6 || m->taken[i])
		return false;
	if (message_expects(m, "postcode") || message_match(m, "postcode", NULL, 0) != NULL)
		return true;
	/* asked who they are, or for an address: digits that stand alone, or at an address's end */
	if ((message_expects(m, "email") || message_expects(m, "order_number")) && (m->count <= 2 || message_match(m, "name", NULL, 0) != NULL))
		return true;
	if (message_expects(m, "address") && digits >= 4 && i > 1 && m->tokens[i - 1].kind == TOKEN_PUNCTUATION)
		return true;
	return digits == 5 && i + 1 < m->count && message_between(m, i, " ") && m->tokens[i + 1].kind == TOKEN_WORD &&
	    isupper((unsigned char)m->text[m->tokens[i + 1].start]);
}

static void
postcodes(struct message *m)
{
	for (size_t k = 0; k < POSTCODE_SHAPES; k++) {
		size_t from = 0, start, length;

		while (from < m->length && pattern_find(m->u->postcodes[k], m->text, m->length, from, &start, &length) && length > 0) {
			size_t token = token_at(m, start);

			if (token < m->count && !m->taken[token])
				add_bytes(m, SLOT_POSTCODE, postcode_value(m, start, length), message_expects(m, "postcode") ? 0.97 : 0.85, start, length);
			from = start + length;
		}
	}
	for (size_t i = 0; i < m->count; i++)
		if (is_bare_postcode(m, i))
			message_add(m, SLOT_POSTCODE, "", m->tokens[i].folded, message_expects(m, "postcode") ? 0.9 : 0.6, i, 1, true);
}

void
slots_find_codes(struct message *m)
{
	if (memchr(m->text, '@', m->length) != NULL)
		emails(m);
	if (digits_of(m->text, m->length) == 0)
		return;
	order_numbers(m);
	postcodes(m);
	phones(m);
}
