/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sentences that a corpus was last asked about: the AI says the same to many shoppers, and what
 * a sentence is like depends on its words and on the files alone.
 */
#include "corpus_seen.h"

#include <stdint.h>
#include <string.h>

#define LONGEST 600	/* bytes of a sentence */

/* Each place holds one sentence; where two fall together, the later one stays. */
struct corpus_seen {
	size_t room;
	struct place {
		char *key;	/* NULL: nothing is here; in one piece with what read points to */
		size_t length, text_size;
		struct corpus_sentence read;
		struct likeness like[LIKENESS_MOST];
		size_t like_count;
	} places[];
};

struct corpus_seen *
corpus_seen_new(size_t room)
{
	struct corpus_seen *x = mem_zero(1, sizeof *x + room * sizeof x->places[0]);

	x->room = room;
	return x;
}

void
corpus_seen_free(struct corpus_seen **x)
{
	for (size_t i = 0; *x != NULL && i < (*x)->room; i++)
		mem_free((*x)->places[i].key);
	mem_free(*x);
	*x = NULL;
}

/* FNV-1a (Fowler, Noll, Vo). */
static struct place *
place_of(struct corpus_seen *x, const char *s, size_t length)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < length; i++)
		h = (h ^ (unsigned char)s[i]) * 0x100000001b3u;
	return &x->places[(size_t)(h ^ h >> 32) % x->room];
}

static void *
copied(struct arena *a, const void *from, size_t size)
{
	void *to = arena_alloc(a, size + 1);

	if (size > 0)
		memcpy(to, from, size);
	return to;
}

bool
corpus_seen_recall(struct corpus_seen *x, struct arena *a, const char *sentence,
    struct corpus_sentence *read, struct likeness like[LIKENESS_MOST], size_t *like_count)
{
	size_t length = strlen(sentence);
	const struct place *p;

	if (length > LONGEST)
		return false;
	p = place_of(x, sentence, length);
	if (p->key == NULL || p->length != length || memcmp(p->key, sentence, length) != 0)
		return false;
	*read = p->read;
	read->words = copied(a, p->read.words, p->read.word_count * sizeof *read->words);
	read->figures = copied(a, p->read.figures, p->read.figure_count * sizeof *read->figures);
	read->text = copied(a, p->read.text, p->text_size);
	memcpy(like, p->like, p->like_count * sizeof *like);
	*like_count = p->like_count;
	return true;
}

/* The next free bytes of a piece, for things of any kind. */
static char *
take(char **at, size_t size)
{
	const size_t align = _Alignof(max_align_t);
	char *piece = *at;

	*at += (size + align - 1) / align * align;
	return piece;
}

void
corpus_seen_keep(struct corpus_seen *x, const char *sentence, const struct corpus_sentence *read,
    const struct likeness *like, size_t like_count)
{
	size_t length = strlen(sentence), figures = read->figure_count * sizeof *read->figures,
	       words = read->word_count * sizeof *read->words, text = strlen(read->text) + 1;
	struct place *p;
	char *at;

	if (length > LONGEST)
		return;
	p = place_of(x, sentence, length);
	mem_free(p->key);
	*p = (struct place){.length = length, .text_size = text, .read = *read};
	p->key = at = mem_alloc(length + figures + words + text + 4 * _Alignof(max_align_t));
	memcpy(take(&at, length), sentence, length);
	p->read.figures = (struct measured *)(void *)take(&at, figures);
	p->read.words = (uint32_t *)(void *)take(&at, words);
	p->read.text = take(&at, text);
	if (figures > 0)
		memcpy(p->read.figures, read->figures, figures);
	if (words > 0)
		memcpy(p->read.words, read->words, words);
	memcpy((char *)(uintptr_t)p->read.text, read->text, text);
	memcpy(p->like, like, like_count * sizeof *like);
	p->like_count = like_count;
}
