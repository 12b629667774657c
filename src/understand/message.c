/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "message.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "floorwalker/base/str.h"

#define TYPO_LETTERS 5
#define SWAP_LETTERS 4		/* two letters swapped show in shorter words, too */
#define RARE_ROWS 2		/* and in words that training saw hardly ever: slips stand there as
				   well */
#define SWAP_ROWS 5		/* rows of training that hold a word for which another, with two of its
				   letters swapped, may stand */
#define SWAP_TIMES 2		/* or so many times as many rows as hold the word itself */
#define SWAP_LONGEST 31

/* A word that no list, phrase or product knows, one slip away from a word of the lists, counts as
 * that word there ("potscode"). */
static void
mend_typos(struct message *m)
{
	for (size_t i = 0; i < m->count; i++) {
		const struct token *t = &m->tokens[i];
		uint64_t mended;

		size_t length = strlen(t->folded);
		double rows;

		if (t->kind != TOKEN_WORD || length < SWAP_LETTERS ||
		    words_knows(m->u->words, m->notes[i].hash) ||
		    (isupper((unsigned char)m->text[t->start]) && i > 0 &&
			!message_is_sentence_end(m, i - 1)) ||
		    (rows = message_word_rows(m, t->folded)) > RARE_ROWS ||
		    index_knows(m->index, t->folded))
			continue;
		mended = words_nearest(
		    m->u->words, m->lists, t->folded, rows > 0 || length < TYPO_LETTERS);
		if (mended != 0)
			m->notes[i].hash = mended;
	}
}

/* The word of training, in that many rows at least, that this one is with two neighbouring letters
 * swapped, the commonest; NULL none. */
static const char *
swapped_word(const struct message *m, const char *folded, size_t length, double least)
{
	char word[SWAP_LONGEST + 1], best[SWAP_LONGEST + 1];
	double most = 0;

	memcpy(word, folded, length + 1);
	for (size_t i = 1; i + 1 < length; i++) {
		char c = word[i];
		double rows;

		word[i] = word[i + 1];
		word[i + 1] = c;
		rows = message_word_rows(m, word);
		if (rows > most) {
			most = rows;
			memcpy(best, word, length + 1);
		}
		word[i + 1] = word[i];
		word[i] = c;
	}
	return most >= least ? arena_text_n(m->a, best, length) : NULL;
}

static bool
is_plain_word(const struct token *t, size_t length)
{
	if (t->kind != TOKEN_WORD || length < SWAP_LETTERS || length > SWAP_LONGEST)
		return false;
	for (size_t i = 0; i < length; i++)
		if (t->folded[i] < 'a' || t->folded[i] > 'z')
			return false;
	return true;
}

/* "Cuold I be credited" is read as it was meant by whatever goes by words: lists and models. Values
 * are taken from the text itself. */
static void
mend_swaps(struct message *m)
{
	for (size_t i = 0; i < m->count; i++) {
		struct token *t = &m->tokens[i];
		const char *word;
		double rows = message_word_rows(m, t->folded), least;

		if (!is_plain_word(t, strlen(t->folded)) ||
		    rows > RARE_ROWS || index_knows(m->index, t->folded))
			continue;
		least = rows > 0 ? SWAP_TIMES * rows : 1;
		word = swapped_word(
		    m, t->folded, strlen(t->folded), least < SWAP_ROWS ? least : SWAP_ROWS);
		if (word != NULL)
			t->folded = word;
	}
}

/* The first match that covers each token: most are covered by none, and all are asked for many
 * lists. */
static void
note_covers(struct message *m)
{
	m->covers = arena_alloc(m->a, (m->count + 1) * sizeof *m->covers);
	for (size_t i = 0; i < m->count; i++)
		m->covers[i] = m->match_count;
	for (size_t n = m->match_count; n-- > 0;)
		for (size_t i = 0; i < m->matches[n].count; i++)
			m->covers[m->matches[n].start + i] = n;
}

void
message_take_apart(struct message *m, const char *text, size_t length)
{
	m->text = text;
	m->length = length;
	m->count = text_tokens(m->a, text, length, &m->tokens);
	if (m->count > MESSAGE_TOKEN_LIMIT)
		m->count = MESSAGE_TOKEN_LIMIT;
	m->notes = arena_alloc(m->a, (m->count + 1) * sizeof *m->notes);
	m->taken = arena_alloc(m->a, (m->count + 1) * sizeof *m->taken);
	m->says = arena_alloc(m->a, (m->count + 1) * sizeof *m->says);
	mend_swaps(m);
	words_note(m->u->words, m->lists, m->tokens, m->count, m->notes);
	mend_typos(m);
	m->match_count =
	    words_match(m->u->words, m->a, m->lists, m->tokens, m->notes, m->count, &m->matches);
	note_covers(m);
}

bool
message_expects(const struct message *m, const char *name)
{
	const char *p = m->context->expected;
	size_t length = strlen(name);

	while (p != NULL && *p != '\0') {
		size_t n = strcspn(p, "|");

		if (n == length && memcmp(p, name, n) == 0)
			return true;
		p += n + (p[n] == '|');
	}
	return false;
}

bool
message_expects_identity(const struct message *m)
{
	return message_expects(m, "order_number") || message_expects(m, "email") ||
	    message_expects(m, "name") || message_expects(m, "postcode") ||
	    message_expects(m, "phone");
}

bool
message_is_sentence_end(const struct message *m, size_t token)
{
	return m->tokens[token].kind == TOKEN_PUNCTUATION &&
	    strchr(".!?;", m->tokens[token].folded[0]) != NULL;
}

/* Lists are many, and most begin with another letter. */
static bool
is_of(const struct word_match *match, const char *group)
{
	return match->group[0] == group[0] && strcmp(match->group, group) == 0;
}

void
message_judge(const struct message *m, const struct classifier *c, size_t end,
    const struct token *tokens, size_t count, double *p)
{
	const char **words;
	size_t n = features_words(m->a, m->text, end, tokens, count, &words);
	struct feature_list list;
	struct judged_key key;
	struct sparse row;
	bool known = m->judged != NULL && (c->head.flags & FEATURES_LETTERS) == 0 &&
	    judged_key_make(&key, c, words, n);

	if (known && judged_recall(m->judged, &key, c, p))
		return;
	features_of_words(m->a, m->text, end, words, n, c->head.flags, &list);
	classifier_row(c, m->a, &list, &row);
	classifier_probabilities(c, &row, p);
	if (known)
		judged_keep(m->judged, &key, c, p);
}

const struct word_match *
message_match(const struct message *m, const char *group, const char *sub, size_t i)
{
	for (size_t n = 0; n < m->match_count; n++)
		if (is_of(&m->matches[n], group) &&
		    (sub == NULL || strcmp(m->matches[n].sub, sub) == 0) && i-- == 0)
			return &m->matches[n];
	return NULL;
}

const struct word_match *
message_match_at(const struct message *m, const char *group, size_t token)
{
	size_t n = token < m->count ? m->covers[token] : m->match_count;

	for (; n < m->match_count && m->matches[n].start <= token; n++)
		if (token < m->matches[n].start + m->matches[n].count &&
		    is_of(&m->matches[n], group))
			return &m->matches[n];
	return NULL;
}

bool
message_match_before(const struct message *m, const char *group, const char *sub, size_t token)
{
	for (size_t n = 0; n < m->match_count && m->matches[n].start < token; n++)
		if (m->matches[n].start + m->matches[n].count == token &&
		    is_of(&m->matches[n], group) &&
		    (sub == NULL || strcmp(m->matches[n].sub, sub) == 0))
			return true;
	return false;
}

struct slot *
message_add(struct message *m, enum slot_kind kind, const char *name, const char *value,
    double probability, size_t from, size_t count, bool take)
{
	struct slot *s;

	if (count == 0 || from + count > m->count)
		return NULL;
	for (size_t i = from; take && i < from + count; i++)
		m->taken[i] = true;
	for (size_t i = 0; i < m->slot_count; i++) {
		s = &m->slots[i];
		if (s->kind == kind && strcmp(s->value, value) == 0 && strcmp(s->name, name) == 0) {
			s->probability =
			    probability > s->probability ? probability : s->probability;
			return s;
		}
	}
	if (m->slot_count == MESSAGE_SLOT_LIMIT)
		return NULL;
	s = &m->slots[m->slot_count++];
	s->kind = kind;
	s->name = name;
	s->value = value;
	s->probability = probability;
	s->start = m->tokens[from].start;
	s->length =
	    m->tokens[from + count - 1].start + m->tokens[from + count - 1].length - s->start;
	s->except = false;
	return s;
}

bool
message_between(const struct message *m, size_t token, const char *allowed)
{
	size_t from, to;

	if (token + 1 >= m->count)
		return false;
	from = m->tokens[token].start + m->tokens[token].length;
	to = m->tokens[token + 1].start;
	for (size_t i = from; i < to; i++)
		if (strchr(allowed, m->text[i]) == NULL || m->text[i] == '\0')
			return false;
	return true;
}

bool
message_is_word(const struct message *m, size_t token, const char *folded)
{
	return token < m->count && strcmp(m->tokens[token].folded, folded) == 0;
}

double
message_word_rows(const struct message *m, const char *folded)
{
	return classifier_word_rows(&m->u->intents, folded);
}

double
message_word_share(const struct message *m, const char *folded)
{
	return message_word_rows(m, folded) / exp((double)m->u->intents.head.unseen_idf - 1);
}
