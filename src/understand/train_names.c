/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What labels are called is a hint at what they mean, which helps most where a label has few rows: a
 * name of several words is an example of its label, and each word of names one of all labels whose
 * names hold it ("card" of card_lost and card_blocked).
 */
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/understand/classify.h"

#include "train_private.h"

#define APART "_-./:+ \t"
#define WORDS_OF_NAME 12	/* looked at */

/* A word of the name of a label. */
struct name_word {
	const char *word, *label;
};

static int
by_word(const void *a, const void *b)
{
	const struct name_word *x = a, *y = b;
	int order = strcmp(x->word, y->word);

	return order != 0 ? order : strcmp(x->label, y->label);
}

/* Figures and signs say nothing. */
static bool
has_letter(const char *word)
{
	size_t length = strlen(word);

	for (size_t i = 0; i < length;) {
		uint32_t point;

		i += utf8_next(word + i, length - i, &point);
		if (utf8_is_letter(point))
			return true;
	}
	return false;
}

static size_t
words_of(struct arena *a, const char *label, struct name_word *out)
{
	size_t n = 0;

	for (const char *at = label; n < WORDS_OF_NAME;) {
		size_t length;

		at += strspn(at, APART);
		if ((length = strcspn(at, APART)) == 0)
			break;
		out[n] = (struct name_word){arena_text_n(a, at, length), label};
		n += has_letter(out[n].word);
		at += length;
	}
	return n;
}

static void
add_name(struct arena *a, const struct name_word *words, size_t count, const char *label,
    struct training_row *out)
{
	struct str s;

	str_init(&s);
	for (size_t i = 0; i < count; i++)
		str_addf(&s, "%s%s", i > 0 ? " " : "", words[i].word);
	*out = (struct training_row){arena_text_n(a, s.data, s.length), label};
	str_clear(&s);
}

/* words [0, count) are one, of labels in order; false where it is of too many to say anything. */
static bool
add_word(struct arena *a, const struct name_word *words, size_t count, struct training_row *out)
{
	const char *last = NULL;
	struct str s;
	size_t n = 0;

	str_init(&s);
	for (size_t i = 0; i < count; i++) {
		if (text_is(last, words[i].label))
			continue;
		last = words[i].label;
		str_addf(&s, "%s%s", n++ > 0 ? "|" : "", last);
	}
	*out = (struct training_row){words[0].word, arena_text_n(a, s.data, s.length)};
	str_clear(&s);
	return n <= CLASSIFY_LABELS;
}

size_t
train_names_add(
    struct arena *a, const char *const *names, size_t count, struct training_row **out)
{
	struct name_word *words = arena_alloc(a, (count * WORDS_OF_NAME + 1) * sizeof *words);
	struct training_row *rows =
	    arena_alloc(a, (count * (WORDS_OF_NAME + 1) + 1) * sizeof *rows);
	size_t n = 0, word_count = 0;

	for (size_t k = 0; k < count; k++) {
		size_t found = words_of(a, names[k], words + word_count);

		if (found > 1)
			add_name(a, words + word_count, found, names[k], &rows[n++]);
		word_count += found;
	}
	qsort(words, word_count, sizeof *words, by_word);
	for (size_t i = 0, j; i < word_count; i = j) {
		for (j = i; j < word_count && text_is(words[i].word, words[j].word); j++)
			;
		n += add_word(a, words + i, j - i, &rows[n]);
	}
	*out = rows;
	return n;
}
