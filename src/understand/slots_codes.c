/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <string.h>

#include "floorwalker/base/str.h"

#include "message.h"

#define PHONE_REACH 4	/* tokens that a word for a telephone reaches over */

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
add_bytes(struct message *m, enum slot_kind kind, const char *value, double probability,
    size_t start, size_t length)
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
	return !m->taken[i] &&
	    (m->tokens[i].kind != TOKEN_PUNCTUATION ||
		strchr("#-:.", m->tokens[i].folded[0]) != NULL);
}

/* Whether more digits stand right beside tokens [from, from + count): parts of a card's number or
 * an IBAN are no order's. */
static bool
is_within_digits(const struct message *m, size_t from, size_t count)
{
	size_t after = from + count;

	return (from > 0 && m->tokens[from - 1].kind == TOKEN_NUMBER &&
		   message_between(m, from - 1, " -/+")) ||
	    (after < m->count && m->tokens[after].kind == TOKEN_NUMBER &&
		message_between(m, after - 1, " -/"));
}

/* "My mobile is 100237": bare digits right behind a word for a telephone are no order's, unless an
 * order is named between. */
static bool
is_telephones(const struct message *m, size_t from)
{
	for (size_t back = 1; back <= PHONE_REACH && back <= from; back++) {
		size_t i = from - back;

		if (message_is_sentence_end(m, i) || message_match_at(m, "connector", i) != NULL)
			return false;
		if (message_match_at(m, "phone", i) != NULL)
			return true;
	}
	return false;
}

/* One to three neighbouring tokens written together, in any spelling that the shop's pattern
 * takes. */
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

			for (end = i; end + 1 < i + n && end + 1 < m->count &&
			     may_be_in_number(m, end + 1) && message_between(m, end, " ");
			     end++)
				;
			if (end + 1 != i + n ||
			    m->tokens[end].start + m->tokens[end].length - m->tokens[i].start >
				40 ||
			    m->tokens[end].kind == TOKEN_PUNCTUATION)
				continue;
			candidate = arena_text_n(m->a, m->text + m->tokens[i].start,
			    m->tokens[end].start + m->tokens[end].length - m->tokens[i].start);
			digits = digits_of(candidate, strlen(candidate));
			if (digits < 3 || strpbrk(candidate, ".,") != NULL)
				continue;
			value = index_order_number(m->index, m->a, candidate);
			if (value == NULL ||
			    (strspn(candidate, "0123456789 ") == strlen(candidate) &&
				is_telephones(m, i)) ||
			    (strspn(candidate, "0123456789 ") == strlen(candidate) &&
				is_within_digits(m, i, n)))
				continue;
			message_add(m, SLOT_ORDER_NUMBER, "", value,
			    strlen(candidate) > digits || message_expects(m, "order_number") ? 0.98
											     : 0.8,
			    i, n, true);
			break;
		}
	}
}

/* "03.10.2026" */
static bool
looks_like_day(const char *s, size_t length)
{
	return length == 10 && s[2] == s[5] && (s[2] == '.' || s[2] == '/') &&
	    (memcmp(s + 6, "19", 2) == 0 || memcmp(s + 6, "20", 2) == 0);
}

/* Whether a run of digits is a telephone number: 8 to 15 digits, beginning with + or 0, or at least
 * 9 of them. */
static bool
looks_like_phone(const struct message *m, size_t from, size_t last, size_t digits)
{
	if (looks_like_day(m->text + from, last + 1 - from))
		return false;
	if (digits < 8 || digits > 15 ||
	    (last + 1 < m->length && isalpha((unsigned char)m->text[last + 1])))
		return false;
	if (m->text[from] == '+' || m->text[from] == '0' || m->text[from] == '(')
		return true;
	/* "2026/0045513" is a paper's, and 13 digits and more are a card's, a bar code's … */
	return digits >= 9 && digits <= 12 && memchr(m->text + from, '/', last - from) == NULL;
}

static void
phones(struct message *m)
{
	for (size_t i = 0; i < m->length; i++) {
		size_t end = i, digits = 0, last = i, token;
		const char *whole;

		if (!(m->text[i] == '+' || isdigit((unsigned char)m->text[i]) ||
			(m->text[i] == '(' && i + 1 < m->length && m->text[i + 1] == '0')))
			continue;
		if (i > 0 && (isalnum((unsigned char)m->text[i - 1]) || m->text[i - 1] == '-'))
			continue;
		for (; end < m->length && end - i < 32 &&
		     (isdigit((unsigned char)m->text[end]) ||
			 strchr("+() -./", m->text[end]) != NULL);
		     end++)
			if (isdigit((unsigned char)m->text[end])) {
				digits++;
				last = end;
			}
		token = token_at(m, i);
		whole = arena_text_n(m->a, m->text + i, last + 1 - i);
		if (token < m->count && !m->taken[token] && looks_like_phone(m, i, last, digits) &&
		    index_order_number(m->index, m->a, whole) == NULL) {
			char *value = arena_text(m->a, whole), *to = value;

			for (const char *p = value; *p != '\0'; p++)
				if (isdigit((unsigned char)*p) || (*p == '+' && p == value))
					*to++ = *p;
			*to = '\0';
			add_bytes(m, SLOT_PHONE, value,
			    m->text[i] == '+' || message_expects(m, "phone") ? 0.95 : 0.75, i,
			    last + 1 - i);
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

/* The digits of a token that is nothing else; 0 for another, and for digits that are only like ours:
 * "１２３" takes nine bytes and three when it is folded. */
static size_t
number_digits(const struct message *m, size_t i)
{
	const struct token *t = &m->tokens[i];
	size_t length = strlen(t->folded);

	return t->kind == TOKEN_NUMBER && t->length == length && digits_of(t->folded, length) == length
	    ? length
	    : 0;
}

/* How many tokens from i on are digits as a country's post writes them: one of 4 to 6, or "753 21";
 * 0 for none. */
static size_t
postcode_tokens(const struct message *m, size_t i)
{
	size_t digits = number_digits(m, i), next;

	if (digits == 0 || m->taken[i])
		return 0;
	next = digits == 3 && i + 1 < m->count && !m->taken[i + 1] && message_between(m, i, " ")
	    ? number_digits(m, i + 1)
	    : 0;
	if (next == 2 || next == 3)
		return 2;
	return digits >= 4 && digits <= 6 ? 1 : 0;
}

/* Nothing but frame and other values around: "64000 is the postcode", "50823, jane@example.com". */
static bool
stands_alone(const struct message *m, size_t from, size_t count)
{
	for (size_t i = from; i-- > 0 && !message_is_sentence_end(m, i);)
		if (!m->taken[i] && !content_is_framed(m, i) && m->tokens[i].kind == TOKEN_NUMBER)
			return false;
	return from + count >= m->count || m->tokens[from + count].kind != TOKEN_NUMBER;
}

static bool
is_after_comma(const struct message *m, size_t i)
{
	return i > 1 && m->tokens[i - 1].kind == TOKEN_PUNCTUATION &&
	    m->tokens[i - 1].folded[0] == ',' && m->tokens[i - 2].kind == TOKEN_WORD;
}

/* "My customer number is 48213": the shop's own number for a person is no postcode. */
static bool
is_of_an_account(const struct message *m, size_t from)
{
	for (size_t back = 1; back <= PHONE_REACH && back <= from; back++) {
		size_t i = from - back;

		if (message_is_sentence_end(m, i) || message_match_at(m, "postcode", i) != NULL)
			return false;
		if (message_match_at(m, "account_number", i) != NULL)
			return true;
	}
	return false;
}

/* How sure it is that bare digits are a postcode: it was asked for, a word for postcodes is near,
 * or they stand where an address has them. */
static double
postcode_sureness(const struct message *m, size_t i, size_t count)
{
	bool place = i + count < m->count && message_between(m, i + count - 1, " ") &&
	    m->tokens[i + count].kind == TOKEN_WORD &&
	    isupper((unsigned char)m->text[m->tokens[i + count].start]);
	bool ends = i + count >= m->count ||
	    (m->tokens[i + count].kind == TOKEN_PUNCTUATION &&
		m->tokens[i + count].folded[0] != '-');

	if (is_of_an_account(m, i))
		return 0;
	if (message_expects(m, "postcode") || message_match(m, "postcode", NULL, 0) != NULL)
		return 0.9;
	if (message_expects_identity(m) && stands_alone(m, i, count))
		return 0.75;
	if (is_after_comma(m, i) && (ends || place) &&
	    (message_expects(m, "address") || m->tokens[i].length + count > 4))
		return 0.7;
	if (message_expects(m, "address") && m->tokens[i].length >= 4)
		return 0.6;
	return place && m->tokens[i].length == 5 ? 0.6 : 0;
}

/* "3571 zk": two letters that are no word, where a postcode is given in small letters. */
static bool
has_letters_behind(const struct message *m, size_t i)
{
	return i + 1 < m->count && m->tokens[i + 1].kind == TOKEN_WORD &&
	    m->tokens[i + 1].length == 2 && !m->taken[i + 1] && message_between(m, i, " ") &&
	    message_word_rows(m, m->tokens[i + 1].folded) < 1 &&
	    message_match_at(m, "frame", i + 1) == NULL;
}

static void
postcodes(struct message *m)
{
	for (size_t k = 0; k < POSTCODE_SHAPES; k++) {
		size_t from = 0, start, length;

		while (from < m->length &&
		    pattern_find(m->u->postcodes[k], m->text, m->length, from, &start, &length) &&
		    length > 0) {
			size_t token = token_at(m, start);

			if (token < m->count && !m->taken[token])
				add_bytes(m, SLOT_POSTCODE, postcode_value(m, start, length),
				    message_expects(m, "postcode") ? 0.97 : 0.85, start, length);
			from = start + length;
		}
	}
	for (size_t i = 0; i < m->count; i++) {
		size_t n = postcode_tokens(m, i);
		double p = n > 0 ? postcode_sureness(m, i, n) : 0;

		if (p > 0 && n == 1 && m->tokens[i].length == 4 && has_letters_behind(m, i))
			n = 2;

		if (p > 0)
			message_add(m, SLOT_POSTCODE, "",
			    postcode_value(m, m->tokens[i].start,
				m->tokens[i + n - 1].start + m->tokens[i + n - 1].length -
				    m->tokens[i].start),
			    p, i, n, true);
	}
}

void
slots_find_codes(struct message *m)
{
	if (memchr(m->text, '@', m->length) != NULL)
		emails(m);
	if (digits_of(m->text, m->length) == 0)
		return;
	phones(m);
	order_numbers(m);
	postcodes(m);
}
