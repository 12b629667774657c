/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "shopper.h"

/* Whether a word is part of what proves or fills in: people look twice at their own name and
 * address. */
static bool
is_own_word(const struct shopper *s, const char *word, size_t length)
{
	static const char *const own[] = { "name", "address", "city", "method" };

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (memmem(shopper_param(s, own[i]), strlen(shopper_param(s, own[i])), word,
			length) != NULL)
			return true;
	return false;
}

/* Letters change places; never in what holds a digit or an @. */
static void
add_typos(struct shopper *s, struct str *text)
{
	size_t i = 0;

	while (i < text->length) {
		size_t start = i;
		bool plain = true;

		for (; i < text->length && text->data[i] != ' '; i++)
			plain = plain && isalpha((unsigned char)text->data[i]);
		if (plain && i - start >= 4 &&
		    shopper_chance(s, s->persona->typos * (double)(i - start)) &&
		    !is_own_word(s, text->data + start, i - start)) {
			size_t at = start + 1 + random_below(&s->random, i - start - 2);
			char c = text->data[at];

			text->data[at] = text->data[at + 1];
			text->data[at + 1] = c;
		}
		i++;
	}
}

static void
lower(struct str *text)
{
	for (size_t i = 0; i < text->length; i++)
		if ((unsigned char)text->data[i] < 0x80)
			text->data[i] = (char)tolower((unsigned char)text->data[i]);
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

void
shopper_dress(struct shopper *s, bool first, struct str *out)
{
	const struct persona *p = s->persona;
	struct str text;

	str_init(&text);
	if (first && p->opener_count > 0 && shopper_chance(s, p->opener_share))
		str_addf(&text, "%s ", p->openers[random_below(&s->random, p->opener_count)]);
	str_add(&text, out->data);
	if (first && p->closer_count > 0 && shopper_chance(s, p->closer_share)) {
		end_sentence(&text);
		str_addf(&text, " %s", p->closers[random_below(&s->random, p->closer_count)]);
	}
	add_typos(s, &text);
	if (shopper_chance(s, p->lower_case))
		lower(&text);
	if (shopper_chance(s, p->drop_punctuation))
		drop_end(&text);
	str_reset(out);
	str_add(out, text.data);
	str_clear(&text);
	s->said++;
}

int64_t
shopper_pause_ms(struct shopper *s, const char *message)
{
	double words = 1 + (double)strlen(message) / 6;
	double minutes =
	    s->persona->words_per_minute > 0 ? words / s->persona->words_per_minute : 0;

	return (int64_t)(random_exponential(&s->random, s->persona->think_seconds * 1000) +
	    minutes * 60000);
}
