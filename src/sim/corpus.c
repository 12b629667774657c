/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "corpus_seen.h"

#define STEM 6			/* letters by which two words are one: "return" and "returned" */
#define BUCKETS 4096
#define SEEN_MOST 4096		/* sentences of which is kept what was found */

/* The sentences that hold a word. */
struct posting {
	uint32_t word;
	uint32_t *items;
	uint32_t count, room;
};

struct corpus {
	const struct terms *terms;
	const char *currency;
	int decimals;
	struct arena *arena;
	struct corpus_sentence *items;
	size_t count, room;
	struct posting *postings;	/* open addressing, by word */
	size_t posting_room;
	uint16_t *shared;		/* words shared with the sentence looked up, a sentence
					   each */
	struct corpus_seen *seen;
};

const char *
sentence_next(struct arena *a, const char *text, size_t *at)
{
	size_t start, end;

	while (text[*at] != '\0' && isspace((unsigned char)text[*at]))
		(*at)++;
	if (text[*at] == '\0')
		return NULL;
	for (start = end = *at; text[end] != '\0' && text[end] != '\n'; end++)
		if (strchr(".!?", text[end]) != NULL && !figure_is_in_day(text, end) &&
		    (text[end + 1] == ' ' || text[end + 1] == '\n')) {
			end++;
			break;
		}
	while (end > start && isspace((unsigned char)text[end - 1]))
		end--;
	*at = end;
	return arena_text_n(a, text + start, end - start);
}

static uint32_t
word_hash(const char *s, size_t length)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < length && i < STEM; i++)
		h = (h ^ (uint32_t)(unsigned char)tolower((unsigned char)s[i])) * 16777619u;
	return h;
}

static int
compare_words(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static bool
is_letter(unsigned char c)
{
	return isalpha(c) || c >= 0x80;
}

/* The word at s, with apostrophes inside. */
static size_t
word_at(const char *s)
{
	size_t n = 0;

	while (is_letter((unsigned char)s[n]) ||
	    (n > 0 && s[n] == '\'' && is_letter((unsigned char)s[n + 1])))
		n++;
	return n;
}

static void
read_words(const struct corpus *c, struct arena *a, struct corpus_sentence *out)
{
	size_t kept = 0;

	out->words = arena_alloc(a, (strlen(out->text) / 2 + 2) * sizeof(*out->words));
	for (const char *s = out->text; *s != '\0';) {
		size_t n = word_at(s);

		if (*s == '{')		/* a message's parameter */
			n = strcspn(s, "}");
		else if (n > 0) {
			const char *rest = terms_denial(c->terms, s, n);

			if (rest != NULL) {
				out->denies = !out->denies;
				if (*rest != '\0')
					out->words[out->word_count++] =
					    word_hash(rest, strlen(rest));
			} else if (!terms_is_plain(c->terms, s, n))
				out->words[out->word_count++] = word_hash(s, n);
		}
		s += n > 0 ? n : 1;
	}
	qsort(out->words, out->word_count, sizeof(*out->words), compare_words);
	for (size_t i = 0; i < out->word_count; i++)
		if (kept == 0 || out->words[kept - 1] != out->words[i])
			out->words[kept++] = out->words[i];
	out->word_count = kept;
}

/* "3 to 5 working days", "10-14 days": the first figure has the unit of the second. */
static int
unit_after(const struct corpus *c, const char *text, const struct figure *f)
{
	const char *after = text + f->start + f->length, *next = after + strspn(after, " ");
	int unit = terms_unit_at(c->terms, after);
	struct figure more;
	size_t at = 0;

	if (unit != 0)
		return unit;
	if (*next == '-' || strncmp(next, "\xe2\x80\x93", 3) == 0)
		next += *next == '-' ? 1 : 3;
	else
		next += word_at(next);		/* "to", "or", "and" */
	if (next == after || next - after > 8)
		return 0;
	next += strspn(next, " ");
	if (!isdigit((unsigned char)*next) ||
	    !figure_next(next, &at, c->currency, c->decimals, &more) || more.start != 0)
		return 0;
	return terms_unit_at(c->terms, next + more.length);
}

static void
read_figures(const struct corpus *c, struct arena *a, struct corpus_sentence *out)
{
	struct figure f;
	size_t at = 0, room = 0;

	while (figure_next(out->text, &at, c->currency, c->decimals, &f)) {
		if (out->figure_count == room) {
			struct measured *more;

			room = room == 0 ? 4 : room * 2;
			more = arena_room(a, room * sizeof(*more));
			if (out->figure_count > 0)
				memcpy(more, out->figures, out->figure_count * sizeof(*more));
			out->figures = more;
		}
		out->figures[out->figure_count++] = (struct measured){
		    f, f.kind == FIGURE_NUMBER ? unit_after(c, out->text, &f) : 0};
	}
}

void
corpus_read(
    const struct corpus *c, struct arena *a, const char *sentence, struct corpus_sentence *out)
{
	struct str text;

	str_init(&text);
	terms_normalise(c->terms, sentence, &text);
	memset(out, 0, sizeof(*out));
	out->text = arena_text(a, text.data);
	str_clear(&text);
	read_words(c, a, out);
	read_figures(c, a, out);
}

struct corpus *
corpus_new(const struct terms *t, const char *currency, int decimals)
{
	struct corpus *c = mem_zero(1, sizeof(*c));

	c->terms = t;
	c->arena = arena_new();
	c->currency = arena_text(c->arena, currency);
	c->decimals = decimals;
	return c;
}

void
corpus_free(struct corpus **c)
{
	if (*c == NULL)
		return;
	for (size_t i = 0; i < (*c)->posting_room; i++)
		mem_free((*c)->postings[i].items);
	mem_free((*c)->postings);
	mem_free((*c)->items);
	mem_free((*c)->shared);
	corpus_seen_free(&(*c)->seen);
	arena_free(&(*c)->arena);
	mem_free(*c);
	*c = NULL;
}

/* Markdown's marks are no words: lines that go on are joined, and what marks headings, lists and
 * stress is left out. */
static void
plain_text(const char *text, struct str *out)
{
	for (const char *s = text; *s != '\0'; s++) {
		bool begins = s == text || s[-1] == '\n';

		if (begins && (*s == '#' || ((*s == '-' || *s == '*') && s[1] == ' '))) {
			s += strspn(s, "#-* ") - 1;
			continue;
		}
		if (*s == '*' || *s == '`' || *s == '|' || (*s == '_' && s[1] != '{'))
			continue;
		if (*s == '\n' && s[1] != '\n' && s[1] != '-' && s[1] != '*' && s[1] != '#' &&
		    s[1] != '|' && s[1] != '\0' && !begins)
			str_add_char(out, ' ');
		else
			str_add_char(out, *s);
	}
}

void
corpus_add_text(
    struct corpus *c, enum corpus_source source, const struct value *tiers, const char *text)
{
	const char *sentence;
	struct str plain;
	size_t at = 0;

	str_init(&plain);
	plain_text(text, &plain);
	while ((sentence = sentence_next(c->arena, plain.data, &at)) != NULL) {
		if (c->count == c->room) {
			c->room = c->room == 0 ? 1024 : c->room * 2;
			c->items = mem_grow(c->items, c->room, sizeof(*c->items));
		}
		corpus_read(c, c->arena, sentence, &c->items[c->count]);
		c->items[c->count].tiers = tiers;
		c->items[c->count++].source = source;
	}
	str_clear(&plain);
}

static struct posting *
posting_of(struct corpus *c, uint32_t word)
{
	size_t i = word & (c->posting_room - 1);

	while (c->postings[i].count > 0 && c->postings[i].word != word)
		i = (i + 1) & (c->posting_room - 1);
	return &c->postings[i];
}

static void
post(struct corpus *c, uint32_t word, uint32_t sentence)
{
	struct posting *p = posting_of(c, word);

	if (p->count == p->room) {
		p->room = p->room == 0 ? 4 : p->room * 2;
		p->items = mem_grow(p->items, p->room, sizeof(*p->items));
	}
	p->word = word;
	p->items[p->count++] = sentence;
}

void
corpus_end(struct corpus *c)
{
	size_t words = 0;

	for (size_t i = 0; i < c->count; i++)
		words += c->items[i].word_count;
	for (c->posting_room = BUCKETS; c->posting_room < words * 2; c->posting_room *= 2)
		;
	c->postings = mem_zero(c->posting_room, sizeof(*c->postings));
	c->shared = mem_zero(c->count + 1, sizeof(*c->shared));
	c->seen = corpus_seen_new(SEEN_MOST);
	for (size_t i = 0; i < c->count; i++)
		for (size_t j = 0; j < c->items[i].word_count; j++)
			post(c, c->items[i].words[j], (uint32_t)i);
}

static void
keep_likest(struct likeness out[LIKENESS_MOST], size_t *count, struct likeness x)
{
	size_t i = *count < LIKENESS_MOST ? (*count)++ : LIKENESS_MOST;

	for (; i > 0 && out[i - 1].value < x.value; i--)
		if (i < LIKENESS_MOST)
			out[i] = out[i - 1];
	if (i < LIKENESS_MOST)
		out[i] = x;
}

void
corpus_likest(struct corpus *c, const struct corpus_sentence *x, struct likeness out[LIKENESS_MOST],
    size_t *count)
{
	for (size_t i = 0; i < x->word_count; i++) {
		const struct posting *p = posting_of(c, x->words[i]);

		for (uint32_t j = 0; j < p->count; j++)
			c->shared[p->items[j]]++;
	}
	/* Each sentence that shares a word is met at its first one again, and its count cleared. */
	for (size_t i = 0; i < x->word_count; i++) {
		const struct posting *p = posting_of(c, x->words[i]);

		for (uint32_t j = 0; j < p->count; j++) {
			uint32_t s = p->items[j];

			if (c->shared[s] == 0)
				continue;
			keep_likest(out, count,
			    (struct likeness){&c->items[s],
				2.0 * c->shared[s] /
				    (double)(x->word_count + c->items[s].word_count)});
			c->shared[s] = 0;
		}
	}
}

void
corpus_look(struct corpus *c, struct arena *a, const char *sentence, struct corpus_sentence *out,
    struct likeness like[LIKENESS_MOST], size_t *count)
{
	struct likeness found[LIKENESS_MOST];
	size_t n = 0;

	if (!corpus_seen_recall(c->seen, a, sentence, out, found, &n)) {
		corpus_read(c, a, sentence, out);
		corpus_likest(c, out, found, &n);
		corpus_seen_keep(c->seen, sentence, out, found, n);
	}
	for (size_t i = 0; i < n; i++)
		keep_likest(like, count, found[i]);
}
