/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"
#include "shopper.h"

/* What of a manner is drawn for one message. */
struct dressing {
	const struct persona *persona;
	const struct typing *typing;
	struct random_stream *random;
	const char *const *own;
	size_t own_count;
};

static bool
chance(struct dressing *d, double p)
{
	return random_unit(d->random) < p;
}

/* Whether a word is part of what proves or fills in: people look twice at their own name and
 * address. */
static bool
is_own_word(const struct dressing *d, const char *word, size_t length)
{
	for (size_t i = 0; i < d->own_count; i++)
		if (memmem(d->own[i], strlen(d->own[i]), word, length) != NULL)
			return true;
	return false;
}

/* Bytes of the letter at s, 0 where there is none: a to z, and what else the language has, in capitals
 * or not. */
static size_t
letter_at(const struct typing *t, const char *s, size_t length)
{
	uint32_t point;
	size_t bytes = utf8_next(s, length, &point);
	struct str small;
	bool found;

	if (bytes < 2)
		return length > 0 && isalpha((unsigned char)*s) ? 1 : 0;
	if (*t->letters == '\0')
		return 0;
	str_init(&small);
	if (utf8_is_upper(point))
		utf8_fold(&small, s, bytes);
	else
		str_add_n(&small, s, bytes);
	found = strstr(t->letters, small.data) != NULL;
	str_clear(&small);
	return found ? bytes : 0;
}

/* Letters of the word at s; 0 where it has anything else. */
static size_t
count_letters(const struct typing *t, const char *s, size_t length)
{
	size_t count = 0, bytes;

	for (; length > 0; s += bytes, length -= bytes, count++)
		if ((bytes = letter_at(t, s, length)) == 0)
			return 0;
	return count;
}

/* The letter of that number changes places with the next. */
static void
swap_letters(const struct typing *t, char *word, size_t length, size_t number)
{
	char first[4];
	size_t at = 0, a, b;

	while (number-- > 0)
		at += letter_at(t, word + at, length - at);
	a = letter_at(t, word + at, length - at);
	b = letter_at(t, word + at + a, length - at - a);
	memcpy(first, word + at, a);
	memmove(word + at, word + at + a, b);
	memcpy(word + at + b, first, a);
}

/* Letters change places; never in what holds a digit or an @. */
static void
add_typos(struct dressing *d, struct str *text)
{
	size_t i = 0;

	while (i < text->length) {
		char *word = text->data + i;
		size_t length = strcspn(word, " "), letters = count_letters(d->typing, word, length);

		if (letters >= 4 && chance(d, d->persona->typos * (double)letters) &&
		    !is_own_word(d, word, length))
			swap_letters(
			    d->typing, word, length, 1 + random_below(d->random, letters - 2));
		i += length + 1;
	}
}

/* What was written anew stands for text. */
static void
put_back(struct str *text, struct str *out)
{
	str_reset(text);
	str_add_n(text, out->data, out->length);
	str_clear(out);
}

/* What stands for the letter at s where it is written plain; NULL: itself. */
static const char *
plain_for(const struct typing *t, const char *s, size_t bytes)
{
	for (size_t i = 0; i < t->plain_count; i++)
		if (strlen(t->plain[i].from) == bytes && memcmp(t->plain[i].from, s, bytes) == 0)
			return t->plain[i].to;
	return NULL;
}

static void
write_plain(const struct dressing *d, struct str *text)
{
	struct str out;
	size_t i = 0;

	str_init(&out);
	while (i < text->length) {
		size_t end = i + strcspn(text->data + i, " ");
		bool own = is_own_word(d, text->data + i, strcspn(text->data + i, " .,;:!?"));

		for (end += end < text->length; i < end;) {
			uint32_t point;
			size_t bytes = utf8_next(text->data + i, end - i, &point);
			const char *plain =
			    own ? NULL : plain_for(d->typing, text->data + i, bytes);

			if (plain != NULL)
				str_add(&out, plain);
			else
				str_add_n(&out, text->data + i, bytes);
			i += bytes;
		}
	}
	put_back(text, &out);
}

/* A to z, and the language's other letters. */
static void
lower(const struct typing *t, struct str *text)
{
	struct str out;
	size_t i = 0;

	str_init(&out);
	while (i < text->length) {
		uint32_t point;
		size_t bytes = utf8_next(text->data + i, text->length - i, &point);

		if (bytes == 1)
			str_add_char(&out, (char)tolower((unsigned char)text->data[i]));
		else if (utf8_is_upper(point) && letter_at(t, text->data + i, bytes) > 0)
			utf8_fold(&out, text->data + i, bytes);
		else
			str_add_n(&out, text->data + i, bytes);
		i += bytes;
	}
	put_back(text, &out);
}

/* Whoever leaves out the mark that ends a sentence leaves out those that open one, too. */
static void
drop_opening(const struct typing *t, struct str *text)
{
	struct str out;
	size_t i = 0;

	if (*t->opening == '\0')
		return;
	str_init(&out);
	while (i < text->length) {
		uint32_t point;
		size_t bytes = utf8_next(text->data + i, text->length - i, &point);

		if (memmem(t->opening, strlen(t->opening), text->data + i, bytes) == NULL)
			str_add_n(&out, text->data + i, bytes);
		i += bytes;
	}
	put_back(text, &out);
}

static void
drop_end(struct str *text)
{
	while (text->length > 1 && strchr(".!", text->data[text->length - 1]) != NULL)
		str_cut(text, text->length - 1);
}

/* A sentence ends before another begins. */
static void
end_sentence(struct str *text)
{
	if (text->length > 0 && strchr(".!?,:", text->data[text->length - 1]) == NULL)
		str_add_char(text, '.');
}

/* After a comma the sentence goes on: its first word is small, where it is one that has no capital
 * within one. */
static void
add_after(const struct typing *t, const char *message, struct str *text)
{
	size_t from = 0, length;
	struct str word;

	while (*t->opening != '\0' && message[from] != '\0') {
		uint32_t point;
		size_t bytes = utf8_next(message + from, strlen(message + from), &point);

		if (memmem(t->opening, strlen(t->opening), message + from, bytes) == NULL)
			break;
		from += bytes;
	}
	length = strcspn(message + from, " .,;:!?");
	str_init(&word);
	utf8_fold(&word, message + from, length);
	for (size_t i = 0; i < t->after_comma_count; i++)
		if (text_is(t->after_comma[i], word.data)) {
			str_add_n(text, message, from);
			str_add_n(text, word.data, word.length);
			message += from + length;
			break;
		}
	str_add(text, message);
	str_clear(&word);
}

/* What their first message begins with, and the message. */
static void
add_opened(struct dressing *d, const char *message, struct str *text)
{
	const struct persona *p = d->persona;
	const char *opener;

	if (p->opener_count == 0 || !chance(d, p->opener_share)) {
		str_add(text, message);
		return;
	}
	opener = p->openers[random_below(d->random, p->opener_count)];
	str_addf(text, "%s ", opener);
	if (text_ends(opener, ","))
		add_after(d->typing, message, text);
	else
		str_add(text, message);
}

/* A later message, with an aside before or behind it. */
static void
add_with_aside(struct dressing *d, enum said_when when, const char *message, struct str *text)
{
	const struct persona *p = d->persona;
	const char *aside = "";
	bool first;

	if (p->aside_count > 0 && chance(d, p->aside_share))
		aside = p->asides[random_below(d->random, p->aside_count)];
	first = *aside != '\0' && p->aside_first > 0 && chance(d, p->aside_first);
	if (when == SAID_LAST)		/* the matter is closed */
		aside = "";
	if (first && *aside != '\0')
		str_addf(text, "%s ", aside);
	str_add(text, message);
	if (!first && *aside != '\0') {
		end_sentence(text);
		str_addf(text, " %s", aside);
	}
}

void
persona_dress(const struct persona *p, const struct typing *t, struct random_stream *r,
    const char *const *own, size_t own_count, enum said_when when, struct str *message)
{
	struct dressing d = { p, t, r, own, own_count };
	struct str text;

	str_init(&text);
	if (when == SAID_FIRST)
		add_opened(&d, message->data, &text);
	else
		add_with_aside(&d, when, message->data, &text);
	if (when == SAID_FIRST && p->closer_count > 0 && chance(&d, p->closer_share)) {
		end_sentence(&text);
		str_addf(&text, " %s", p->closers[random_below(r, p->closer_count)]);
	}
	add_typos(&d, &text);
	if (p->plain_letters && t->plain_count > 0)
		write_plain(&d, &text);
	if (chance(&d, p->lower_case))
		lower(t, &text);
	if (chance(&d, p->drop_punctuation)) {
		drop_end(&text);
		drop_opening(t, &text);
	}
	str_reset(message);
	str_add(message, text.data);
	str_clear(&text);
}

void
shopper_dress(struct shopper *s, bool first, struct str *out)
{
	const char *const own[] = {shopper_param(s, "name"), shopper_param(s, "address"),
	    shopper_param(s, "city"), shopper_param(s, "method")};

	persona_dress(s->persona, speech_typing(s->words), &s->random, own,
	    sizeof(own) / sizeof(own[0]),
	    first ? SAID_FIRST : s->thanked ? SAID_LAST : SAID_BETWEEN, out);
	s->said++;
}

int64_t
persona_pause_ms(const struct persona *p, struct random_stream *r, const char *message)
{
	double words = 1 + (double)strlen(message) / 6;
	double minutes = p->words_per_minute > 0 ? words / p->words_per_minute : 0;

	return (int64_t)(random_exponential(r, p->think_seconds * 1000) + minutes * 60000);
}

int64_t
shopper_pause_ms(struct shopper *s, const char *message)
{
	return persona_pause_ms(s->persona, &s->random, message);
}
