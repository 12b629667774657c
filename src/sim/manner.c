/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "shopper.h"

/* What of a manner is drawn for one message. */
struct dressing {
	const struct persona *persona;
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

/* Letters change places; never in what holds a digit or an @. */
static void
add_typos(struct dressing *d, struct str *text)
{
	size_t i = 0;

	while (i < text->length) {
		size_t start = i;
		bool plain = true;

		for (; i < text->length && text->data[i] != ' '; i++)
			plain = plain && isalpha((unsigned char)text->data[i]);
		if (plain && i - start >= 4 &&
		    chance(d, d->persona->typos * (double)(i - start)) &&
		    !is_own_word(d, text->data + start, i - start)) {
			size_t at = start + 1 + random_below(d->random, i - start - 2);
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
persona_dress(const struct persona *p, struct random_stream *r, const char *const *own,
    size_t own_count, bool first, struct str *message)
{
	struct dressing d = { p, r, own, own_count };
	struct str text;

	str_init(&text);
	if (first && p->opener_count > 0 && chance(&d, p->opener_share))
		str_addf(&text, "%s ", p->openers[random_below(r, p->opener_count)]);
	str_add(&text, message->data);
	if (first && p->closer_count > 0 && chance(&d, p->closer_share)) {
		end_sentence(&text);
		str_addf(&text, " %s", p->closers[random_below(r, p->closer_count)]);
	}
	if (!first && p->aside_count > 0 && chance(&d, p->aside_share)) {
		end_sentence(&text);
		str_addf(&text, " %s", p->asides[random_below(r, p->aside_count)]);
	}
	add_typos(&d, &text);
	if (chance(&d, p->lower_case))
		lower(&text);
	if (chance(&d, p->drop_punctuation))
		drop_end(&text);
	str_reset(message);
	str_add(message, text.data);
	str_clear(&text);
}

void
shopper_dress(struct shopper *s, bool first, struct str *out)
{
	const char *const own[] = {shopper_param(s, "name"), shopper_param(s, "address"),
	    shopper_param(s, "city"), shopper_param(s, "method")};

	persona_dress(s->persona, &s->random, own, sizeof(own) / sizeof(own[0]), first, out);
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
