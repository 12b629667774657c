/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Three spaces: of words, canonical stems and pairs of them; of letters, runs of three to five
 * within a word; of meaning, words and the groups of related ones that they are in.
 */
#include <math.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "phrasings.h"
#include "spaces.h"

#define STOP_SHARE 0.3		/* of a word's weight where it says little: "how", "my" */
#define PAIR_SHARE 0.5		/* of a pair of words beside the words themselves */
#define RELATED_SHARE 0.5	/* of a word beside the groups that it is in */
#define GROUPS_MOST 8		/* of one word */
#define GROUP_SEED 0x9e3779b97f4a7c15u
#define GRAM_FROM 3
#define GRAM_TO 5
#define NEAREST 3

enum unit_kind { UNIT_PHRASING, UNIT_NOTHING, UNIT_PASSAGE, UNIT_ARTICLE };

/* What has a vector. */
struct unit {
	enum unit_kind kind;
	uint32_t passage;		/* its own; of an article the first */
	const char *text;		/* of a phrasing */
};

struct owner {
	uint32_t passage, article;
};

struct phrasings {
	const struct knowledge *k;
	struct unit *units;
	size_t count, phrasing_count;	/* those of articles, then what none answers, then passages
					   and articles */
	size_t nothing_count;
	struct owner *owners;		/* of each phrasing, and of what none answers */
	uint32_t *article;		/* number of each passage's article */
	size_t article_count;
	struct space words, letters, meaning;
	struct guesser guesser;
};

/* ---- terms of a text */

static void
gather_words(const struct knowledge *k, struct arena *a, const struct heard *text, uint32_t unit,
    struct gathered *out, struct gathered *meaning)
{
	const char **words;
	size_t count = lexicon_said(k->lexicon, a, text, false, &words);
	size_t groups[GROUPS_MOST], n;
	uint64_t before = 0;

	for (size_t i = 0; i < count; i++) {
		size_t length = strlen(words[i]);
		uint64_t hash = term_hash(words[i], length, 0);
		bool stop = lexicon_is_stop(k->lexicon, words[i]);

		gather(out, hash, unit, stop ? STOP_SHARE : 1);
		if (i > 0)
			gather(out, term_hash(words[i], length, before), unit, PAIR_SHARE);
		n = lexicon_groups(k->lexicon, words[i], groups, GROUPS_MOST);
		for (size_t j = 0; j < n; j++)
			gather(meaning, GROUP_SEED + groups[j], unit, 1 / sqrt((double)n));
		if (n > 0 || !stop)
			gather(meaning, hash, unit, n > 0 ? RELATED_SHARE : 1);
		before = hash;
	}
}

static void
gather_letters(
    struct arena *a, const struct heard *text, uint32_t unit, struct gathered *out)
{
	for (size_t i = 0; i < text->count; i++) {
		const char *word;
		size_t length;

		if (text->words[i].stop)
			continue;
		word = arena_printf(a, "_%s_", text->words[i].folded);
		length = strlen(word);
		for (size_t from = 0; from < length; from++)
			for (size_t n = GRAM_FROM; n <= GRAM_TO && from + n <= length; n++)
				gather(out, term_hash(word + from, n, n), unit, 1);
	}
}

/* ---- making them */

static void
unit_add(struct phrasings *p, enum unit_kind kind, size_t passage, const char *text)
{
	p->units[p->count++] = (struct unit){kind, (uint32_t)passage, text};
}

static size_t
articles_end(const struct knowledge *k, size_t from)
{
	size_t i = from;

	while (i < k->count && k->passages[i].article == k->passages[from].article)
		i++;
	return i;
}

static void
units_make(struct phrasings *p)
{
	const struct knowledge *k = p->k;
	const struct value *nothing = lexicon_unanswered(k->lexicon);
	size_t room = 2 * k->count + value_count(nothing) + 1;

	for (size_t i = 0; i < k->count; i++)
		room += value_count(k->passages[i].questions) + value_count(k->passages[i].also);
	p->units = mem_zero(room, sizeof *p->units);
	for (size_t i = 0; i < k->count; i++) {
		const struct value *lists[2] = {k->passages[i].questions, k->passages[i].also};

		for (size_t l = 0; l < 2; l++)
			for (size_t j = 0; j < value_count(lists[l]); j++)
				unit_add(p, UNIT_PHRASING, i,
				    value_source_text(value_at(lists[l], j)));
	}
	p->phrasing_count = p->count;
	for (size_t i = 0; i < value_count(nothing); i++)
		unit_add(p, UNIT_NOTHING, k->count, value_source_text(value_at(nothing, i)));
	p->nothing_count = p->count - p->phrasing_count;
	for (size_t i = 0; i < k->count; i++)
		unit_add(p, UNIT_PASSAGE, i, NULL);
	for (size_t i = 0; i < k->count; i = articles_end(k, i))
		unit_add(p, UNIT_ARTICLE, i, NULL);
}

/* The title, and of each passage of the unit its heading, its text, and the ways to ask for it. */
static struct heard
heard_of(const struct phrasings *p, struct arena *a, const struct heard_passage *heard,
    const struct unit *u)
{
	const struct knowledge *k = p->k;
	size_t end = u->kind == UNIT_ARTICLE ? articles_end(k, u->passage) : u->passage + 1u;
	size_t room = heard[u->passage].title.count;
	struct heard out = {0};

	for (size_t i = u->passage; i < end; i++) {
		room += heard[i].heading.count + heard[i].text.count;
		for (size_t j = 0; j < value_count(k->passages[i].questions); j++)
			room += heard[i].questions[j].count;
		for (size_t j = 0; j < value_count(k->passages[i].also); j++)
			room += heard[i].also[j].count;
	}
	out.words = arena_alloc(a, (room + 1) * sizeof *out.words);
	heard_append(&out, &heard[u->passage].title, 0);
	for (size_t i = u->passage; i < end; i++) {		/* a full stop between two of them */
		heard_append(&out, &heard[i].heading, 1);
		heard_append(&out, &heard[i].text, 1);
		for (size_t j = 0; j < value_count(k->passages[i].questions); j++)
			heard_append(&out, &heard[i].questions[j], 1);
		for (size_t j = 0; j < value_count(k->passages[i].also); j++)
			heard_append(&out, &heard[i].also[j], 1);
	}
	return out;
}

static void
articles_number(struct phrasings *p)
{
	p->article = mem_zero(p->k->count + 2, sizeof *p->article);
	for (size_t i = 0; i < p->k->count; p->article_count++)
		for (size_t to = articles_end(p->k, i); i < to; i++)
			p->article[i] = (uint32_t)p->article_count;
	p->article[p->k->count] = (uint32_t)p->article_count++;	/* none */
}

static void
gather_one(struct phrasings *p, const struct heard *text, size_t unit, struct gathered *words,
    struct gathered *letters, struct gathered *meaning)
{
	struct arena *a = arena_new();

	gather_words(p->k, a, text, (uint32_t)unit, words, meaning);
	if (p->units[unit].text != NULL)
		gather_letters(a, text, (uint32_t)unit, letters);
	arena_free(&a);
}

/* Units are in the order in which units_make() has them. */
static void
gather_all(struct phrasings *p, struct stemmer *stemmer, const struct heard_passage *heard,
    struct gathered *words, struct gathered *letters, struct gathered *meaning)
{
	const struct knowledge *k = p->k;
	struct arena *a = arena_new();
	size_t unit = 0;

	for (size_t i = 0; i < k->count; i++) {
		for (size_t j = 0; j < value_count(k->passages[i].questions); j++)
			gather_one(p, &heard[i].questions[j], unit++, words, letters, meaning);
		for (size_t j = 0; j < value_count(k->passages[i].also); j++)
			gather_one(p, &heard[i].also[j], unit++, words, letters, meaning);
	}
	for (; unit < p->count; unit++) {
		struct heard text;

		if (p->units[unit].text != NULL)
			lexicon_hear(k->lexicon, stemmer, a, p->units[unit].text, &text);
		else
			text = heard_of(p, a, heard, &p->units[unit]);
		gather_one(p, &text, unit, words, letters, meaning);
	}
	arena_free(&a);
}

/* Part of what was gathered: what the phrasings have, one after the other. */
static size_t
part_of(const struct gathered *all, size_t from, uint32_t unit, struct gathered *out)
{
	size_t to = from;

	while (to < all->count && all->list[to].unit == unit)
		to++;
	*out = (struct gathered){.list = all->list + from, .count = to - from};
	return to;
}

static void
learn(struct phrasings *p, const struct gathered *words, const struct gathered *meaning)
{
	size_t count = p->phrasing_count + p->nothing_count, word = 0, sense = 0;
	struct guess_row *rows = mem_zero(count + 1, sizeof *rows);

	for (size_t i = 0; i < count; i++) {
		word = part_of(words, word, (uint32_t)i, &rows[i].terms[0]);
		sense = part_of(meaning, sense, (uint32_t)i, &rows[i].terms[1]);
		rows[i].article = p->article[p->units[i].passage];
	}
	guesser_train(
	    &p->guesser, &p->words, &p->meaning, rows, count, p->article_count);
	mem_free(rows);
}

static void
owners_make(struct phrasings *p)
{
	size_t count = p->phrasing_count + p->nothing_count;

	p->owners = mem_zero(count + 1, sizeof *p->owners);
	for (size_t i = 0; i < count; i++)
		p->owners[i] =
		    (struct owner){p->units[i].passage, p->article[p->units[i].passage]};
}

struct phrasings *
phrasings_new(
    const struct knowledge *k, struct stemmer *stemmer, const struct heard_passage *heard)
{
	struct phrasings *p = mem_zero(1, sizeof *p);
	struct gathered words = {0}, letters = {0}, meaning = {0};

	p->k = k;
	units_make(p);
	articles_number(p);
	gather_all(p, stemmer, heard, &words, &letters, &meaning);
	space_make(&p->words, &words, p->count);
	space_make(&p->letters, &letters, p->count);
	space_make(&p->meaning, &meaning, p->count);
	learn(p, &words, &meaning);
	owners_make(p);
	mem_free(words.list);
	mem_free(letters.list);
	mem_free(meaning.list);
	return p;
}

void
phrasings_free(struct phrasings **p)
{
	if (*p == NULL)
		return;
	guesser_free(&(*p)->guesser);
	space_free(&(*p)->words);
	space_free(&(*p)->letters);
	space_free(&(*p)->meaning);
	mem_free((*p)->owners);
	mem_free((*p)->article);
	mem_free((*p)->units);
	mem_free(*p);
	*p = NULL;
}

size_t
phrasings_count(const struct phrasings *p)
{
	return p->phrasing_count;
}

const char *
phrasings_text(const struct phrasings *p, size_t i, size_t *passage)
{
	*passage = p->units[i].passage;
	return p->units[i].text;
}

/* ---- a question */

struct phrasings_room {
	struct cosines words, letters, meaning;
};

struct phrasings_room *
phrasings_room_new(const struct phrasings *p)
{
	struct phrasings_room *room = mem_zero(1, sizeof *room);

	cosines_init(&room->words, p->count);
	cosines_init(&room->letters, p->count);
	cosines_init(&room->meaning, p->count);
	return room;
}

void
phrasings_room_free(struct phrasings_room **room)
{
	if (*room == NULL)
		return;
	cosines_clear(&(*room)->words);
	cosines_clear(&(*room)->letters);
	cosines_clear(&(*room)->meaning);
	mem_free(*room);
	*room = NULL;
}

/* The closest phrasings of one article, the closest first. */
struct nearest {
	double best[NEAREST];
};

static void
be_near(struct nearest *n, double x)
{
	for (size_t j = 0; j < NEAREST && x > n->best[NEAREST - 1]; j++)
		if (x > n->best[j]) {
			double moved = n->best[j];

			n->best[j] = x;
			x = moved;
		}
}

static void
add_articles(const struct phrasings *p, const struct nearest *nearest,
    const struct phrasings_room *room, struct closeness *out)
{
	size_t unit = p->phrasing_count + p->nothing_count + p->k->count;

	for (size_t i = 0; i < p->k->count; unit++) {
		size_t to = articles_end(p->k, i);
		double near = 0;

		for (size_t j = 0; j < NEAREST; j++)
			near += nearest[p->article[i]].best[j] / NEAREST;
		for (; i < to; i++) {
			out[i].near = near;
			out[i].article = room->words.of[unit];
		}
	}
}

static void
be_closest(double *to, double x)
{
	*to = x > *to ? x : *to;
}

/* The closest phrasing of each passage, and the closest of each article: a phrasing is as close to
 * these as its words and its letters are in the mean. Each is met once: by its letters, or by its
 * words alone. */
static struct nearest *
add_phrasings(const struct phrasings *p, struct arena *a, const struct phrasings_room *room,
    struct closeness *out)
{
	size_t end = p->phrasing_count + p->nothing_count;
	struct nearest *nearest = arena_alloc(a, p->article_count * sizeof *nearest);
	const double *words = room->words.of, *letters = room->letters.of;
	uint32_t unit;

	for (size_t i = 0; i < room->letters.count; i++) {
		const struct owner *owner;

		if ((unit = room->letters.units[i]) >= end)
			continue;
		owner = &p->owners[unit];
		be_closest(&out[owner->passage].letters, letters[unit]);
		if (unit < p->phrasing_count)
			be_near(&nearest[owner->article], (words[unit] + letters[unit]) / 2);
	}
	for (size_t i = 0; i < room->words.count; i++) {
		if ((unit = room->words.units[i]) >= end)
			continue;
		be_closest(&out[p->owners[unit].passage].words, words[unit]);
		if (unit < p->phrasing_count && letters[unit] <= 0)
			be_near(&nearest[p->owners[unit].article], words[unit] / 2);
	}
	for (size_t i = 0; i < room->meaning.count; i++)
		if ((unit = room->meaning.units[i]) < end)
			be_closest(&out[p->owners[unit].passage].meaning, room->meaning.of[unit]);
	return nearest;
}

struct closeness *
phrasings_measure(const struct phrasings *p, struct phrasings_room *room, struct arena *a,
    const struct heard *question, size_t hidden)
{
	struct closeness *out = arena_alloc(a, (p->k->count + 1) * sizeof *out);
	size_t passages = p->phrasing_count + p->nothing_count;
	struct gathered terms[3] = {{0}, {0}, {0}};	/* words, meaning, letters */
	const struct gathered *const known[GUESS_SPACES] = {&terms[0], &terms[1]};
	const struct nearest *nearest;
	float *guess;

	gather_words(p->k, a, question, 0, &terms[0], &terms[1]);
	gather_letters(a, question, 0, &terms[2]);
	space_cosines(&p->words, a, &terms[0], &room->words);
	space_cosines(&p->meaning, a, &terms[1], &room->meaning);
	space_cosines(&p->letters, a, &terms[2], &room->letters);
	guess = guesser_scores(&p->guesser, a, known);
	for (size_t i = 0; i < 3; i++)
		mem_free(terms[i].list);
	if (hidden != PHRASINGS_NONE)
		room->words.of[hidden] = room->letters.of[hidden] = room->meaning.of[hidden] = 0;
	nearest = add_phrasings(p, a, room, out);
	for (size_t i = 0; i < p->k->count; i++) {
		out[i].whole = room->words.of[passages + i];
		out[i].sense = room->meaning.of[passages + i];
		out[i].guess = (double)guess[p->article[i]];
	}
	out[p->k->count].guess = (double)guess[p->article[p->k->count]];
	add_articles(p, nearest, room, out);
	cosines_reset(&room->words);
	cosines_reset(&room->letters);
	cosines_reset(&room->meaning);
	return out;
}
