/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The language of a message: a script that only one language here writes decides at once; else the
 * model does, where it is sure and has seen enough of the letters' neighbourhoods before.
 */
#include <math.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"

#include "message.h"

#define LEAST_LETTERS 2
#define SURE 0.6		/* from here a language is said */
#define SCRIPT_SHARE 0.4	/* of the letters, for a script to decide */
#define SCRIPT_SURE 0.99
#define SHORT_BYTES 12		/* shorter messages lean on the conversation more */
#define LEAN_SHORT 8.0
#define LEAN 3.0
/* The temperature is fitted on all classes, among them the two that are no language, which are the
 * hardest to guess: between languages the model is surer than it says. Fitted on texts of other
 * programs (tests/bench/language_bench), on the half that the figures aren't from. */
#define SHARPER 1.35
#define LEAST_KNOWN 0.25		/* of the runs of letters, for the model to speak */

/* Scripts that one language alone writes, of those that the models know. */
static const struct {
	uint32_t from, to;
	const char *language;
} scripts[] = {
	{0x0370, 0x03ff, "el"}, {0x1f00, 0x1fff, "el"}, {0x0590, 0x05ff, "he"},
	{0x1100, 0x11ff, "ko"}, {0xac00, 0xd7af, "ko"}, {0x3040, 0x30ff, "ja"},
};

#define SCRIPTS (sizeof scripts / sizeof scripts[0])

/* Neighbours: between these the model is no surer than it says. */
static const char *const neighbours[] = {" da nb sv ", " cs sk pl ", " hr sl ", " es pt ca ", " ru uk bg "};

#define FAMILIES (sizeof neighbours / sizeof neighbours[0])

/* The family of a label; FAMILIES + k, its own, for the k-th label where it has no neighbours. */
static size_t
family_of(const char *label, size_t k)
{
	char word[8];

	if (strlen(label) + 3 > sizeof word)
		return FAMILIES + k;
	word[0] = ' ';
	strcpy(word + 1, label);
	strcat(word, " ");
	for (size_t i = 0; i < FAMILIES; i++)
		if (strstr(neighbours[i], word) != NULL)
			return i;
	return FAMILIES + k;
}

void
language_families(struct understander *u)
{
	for (uint32_t k = 0; k < u->language.head.classes; k++)
		u->families[k] = (uint16_t)family_of(u->language.labels[k], k);
}

/* Makes the probabilities of families sharper, and leaves the shares within them. */
static void
sharpen(const struct understander *u, double *p)
{
	const struct classifier *c = &u->language;
	const uint16_t *of = u->families;
	double family[FAMILIES + CLASSIFIER_CLASS_LIMIT];

	for (size_t f = 0; f < FAMILIES + c->head.classes; f++)
		family[f] = 0;
	for (uint32_t k = 0; k < c->head.classes; k++)
		family[of[k]] += p[k];
	for (size_t f = 0; f < FAMILIES + c->head.classes; f++)
		if (family[f] > 0)
			family[f] = pow(family[f], SHARPER - 1);
	for (uint32_t k = 0; k < c->head.classes; k++)
		p[k] *= family[of[k]];
}

/* What is no language of ours: none at all, and one of the many that aren't told apart. */
static bool
is_none(const char *label)
{
	return strcmp(label, "zxx") == 0 || strcmp(label, "mis") == 0;
}

static bool
has_label(const struct classifier *c, const char *label)
{
	for (uint32_t k = 0; k < c->head.classes; k++)
		if (strcmp(c->labels[k], label) == 0)
			return true;
	return false;
}

/* The language whose script the letters are in, Latin or other letters among them; NULL where no
 * script decides. Chinese characters are Japanese where kana stand among them. */
static const char *
by_script(const struct message *m, size_t *letters)
{
	size_t counts[SCRIPTS] = {0}, kana = 0, han = 0;

	*letters = 0;
	for (size_t i = 0, n; i < m->length; i += n) {
		uint32_t point;

		if ((unsigned char)m->text[i] < 0x80) {
			n = 1;
			*letters += (m->text[i] | 32) >= 'a' && (m->text[i] | 32) <= 'z';
			continue;
		}
		n = utf8_next(m->text + i, m->length - i, &point);
		if (!utf8_is_letter(point))
			continue;
		(*letters)++;
		han += point >= 0x4e00 && point <= 0x9fff;
		for (size_t k = 0; k < SCRIPTS; k++)
			if (point >= scripts[k].from && point <= scripts[k].to) {
				counts[k]++;
				kana += k + 1 == SCRIPTS;
			}
	}
	if (kana + han > 1 && (double)(kana + han) >= SCRIPT_SHARE * (double)*letters)
		return kana * 8 > han ? "ja" : "zh";
	for (size_t k = 0; k + 1 < SCRIPTS; k++)
		if (counts[k] > 1 && (double)counts[k] >= SCRIPT_SHARE * (double)*letters)
			return scripts[k].language;
	return NULL;
}

/* Share of the runs of letters that training saw, [0,1]. */
static double
share_known(const struct sparse *row, const struct feature_list *list)
{
	return list->count > 0 ? (double)row->seen / (double)list->count : 0;
}

void
language_find(struct message *m, struct understanding *out)
{
	const struct classifier *c = &m->u->language;
	double p[CLASSIFIER_CLASS_LIMIT], sum = 0;
	struct feature_list list;
	struct sparse row;
	uint32_t best = 0;
	size_t letters;
	const char *script = by_script(m, &letters);

	out->language = "";
	if (letters < LEAST_LETTERS)
		return;
	if (script != NULL && has_label(c, script)) {
		out->language = script;
		out->language_probability = SCRIPT_SURE;
		return;
	}
	features_extract(m->a, m->text, m->length, NULL, 0, c->head.flags, &list);
	classifier_row(c, m->a, &list, &row);
	classifier_probabilities(c, &row, p);
	sharpen(m->u, p);
	/* What the conversation was in so far is likely still; the shorter the message, the
	 * likelier. */
	for (uint32_t k = 0; k < c->head.classes; k++) {
		if (text_is(c->labels[k], m->context->language))
			p[k] *= letters < SHORT_BYTES ? LEAN_SHORT : LEAN;
		sum += p[k];
	}
	for (uint32_t k = 0; k < c->head.classes; k++) {
		p[k] /= sum;
		best = p[k] > p[best] ? k : best;
	}
	out->language_probability = p[best];
	if (p[best] >= SURE && !is_none(c->labels[best]) && share_known(&row, &list) >= LEAST_KNOWN)
		out->language = c->labels[best];
}
