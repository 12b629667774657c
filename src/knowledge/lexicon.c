/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"

#include "index.h"
#include "word_table.h"

#define LEXICON_TOKENS 4000	/* of a text that are looked at, signs counted in */
#define PHRASE_BYTES 200	/* of a synonym's stems, at most */
#define APART_WORDS 4		/* words that may stand between the two of a synonym that takes
				   them: "send the two jackets back" */

struct synonym {
	const char *phrase;		/* stems, apart by spaces */
	const char *canonical;
	size_t words;
	bool apart;			/* written "send * back": its two words may stand apart */
};

/* A canonical word, and a group of related ones that it is in. */
struct relation {
	const char *word;
	size_t group;
};

/* What the synonyms that begin with a stem are like: most stems begin none, and need no look at
 * those behind them. */
struct lead {
	const struct synonym *alone;	/* the stem itself is one; NULL it isn't */
	size_t most;			/* words of the longest */
	bool apart;			/* one of them takes words between */
};

struct lexicon {
	struct synonym *synonyms;	/* sorted by phrase */
	size_t count;
	struct lead *leads;
	size_t lead_count;
	const char **stops;		/* folded, not stemmed */
	size_t stop_count;
	struct relation *relations;	/* sorted by word */
	size_t relation_count;
	struct word_table *by_phrase, *by_lead, *by_stop, *by_relation;	/* the first of each word;
									   NULL where its list is
									   empty */
	const struct value *unanswered;
};

static int
by_phrase(const void *a, const void *b)
{
	return strcmp(((const struct synonym *)a)->phrase, ((const struct synonym *)b)->phrase);
}

/* The stems of a phrase, joined by spaces. */
static const char *
phrase_stems(struct arena *a, struct stemmer *stemmer, const char *text, size_t *words)
{
	struct token *tokens;
	size_t count = text_tokens(a, text, strlen(text), &tokens);
	const char *out = "";

	*words = 0;
	for (size_t i = 0; i < count; i++) {
		if (tokens[i].kind == TOKEN_PUNCTUATION || strcmp(tokens[i].folded, "*") == 0)
			continue;
		out = arena_printf(a, "%s%s%s", out, out[0] != '\0' ? " " : "",
		    stemmer_stem(stemmer, tokens[i].folded));
		(*words)++;
	}
	return out;
}

static const struct synonym *
synonym_find(const struct lexicon *x, const char *phrase)
{
	size_t i = word_table_find(x->by_phrase, phrase);

	return i != WORD_TABLE_NONE ? &x->synonyms[i] : NULL;
}

static void
leads_make(struct arena *a, struct lexicon *x)
{
	x->leads = arena_alloc(a, (x->count + 1) * sizeof *x->leads);
	x->by_lead = word_table_new(a, x->count);
	for (size_t i = 0; i < x->count; i++) {
		const struct synonym *s = &x->synonyms[i];
		const char *first = arena_text_n(a, s->phrase, strcspn(s->phrase, " "));
		size_t n = word_table_find(x->by_lead, first);
		struct lead *l = &x->leads[n != WORD_TABLE_NONE ? n : x->lead_count];

		if (n == WORD_TABLE_NONE)
			word_table_add(x->by_lead, first, x->lead_count++);
		if (s->words == 1 && strlen(first) + 2 <= PHRASE_BYTES)
			l->alone = synonym_find(x, first);
		l->most = s->words > l->most ? s->words : l->most;
		l->apart |= s->apart;
	}
}

static enum err
groups_read(struct arena *a, struct stemmer *stemmer, const struct value *groups, struct lexicon *x,
    struct errinfo *e)
{
	size_t room = 0;

	for (size_t i = 0; i < value_count(groups); i++)
		room += value_count(value_at(groups, i));
	x->synonyms = arena_alloc(a, (room + 1) * sizeof *x->synonyms);
	for (size_t i = 0; i < value_count(groups); i++) {
		const struct value *group = value_at(groups, i);
		const char *canonical = NULL;

		for (size_t k = 0; k < value_count(group); k++) {
			struct synonym *s = &x->synonyms[x->count];
			const char *joined;

			s->phrase = phrase_stems(
			    a, stemmer, value_source_text(value_at(group, k)), &s->words);
			if (s->words == 0 || s->words > LEXICON_PHRASE_WORDS)
				return value_err(e, ERR_INPUT, value_at(group, k),
				    "a synonym has one to %d words", LEXICON_PHRASE_WORDS);
			s->apart = s->words == 2 &&
			    strchr(value_source_text(value_at(group, k)), '*') != NULL;
			if (canonical == NULL) {
				joined = s->phrase;
				canonical = arena_text(a, joined);
				for (char *p = (char *)(uintptr_t)canonical; *p != '\0'; p++)
					if (*p == ' ')
						*p = '_';
			}
			s->canonical = canonical;
			x->count++;
		}
	}
	qsort(x->synonyms, x->count, sizeof *x->synonyms, by_phrase);
	x->by_phrase = word_table_new(a, x->count);
	for (size_t i = 0; i < x->count; i++) {
		const struct synonym *s = bsearch(
		    &x->synonyms[i], x->synonyms, x->count, sizeof *x->synonyms, by_phrase);

		word_table_add(x->by_phrase, s->phrase, (size_t)(s - x->synonyms));
	}
	leads_make(a, x);
	return ERR_OK;
}

static void
stops_read(struct arena *a, const struct value *stops, struct lexicon *x)
{
	x->stops = arena_alloc(a, (value_count(stops) + 1) * sizeof *x->stops);
	for (size_t i = 0; i < value_count(stops); i++) {
		const char *text = value_source_text(value_at(stops, i));
		struct token *tokens;

		if (text_tokens(a, text, strlen(text), &tokens) == 1)
			x->stops[x->stop_count++] = tokens[0].folded;
	}
	x->by_stop = word_table_new(a, x->stop_count);
	for (size_t i = 0; i < x->stop_count; i++)
		word_table_add(x->by_stop, x->stops[i], i);
}

static int
by_relation(const void *a, const void *b)
{
	const struct relation *x = a, *y = b;
	int order = strcmp(x->word, y->word);

	return order != 0 ? order : x->group < y->group ? -1 : x->group > y->group;
}

/* Groups of words that belong together without meaning the same; one that comes to several
 * canonical words is none of a group. */
static void
related_read(
    struct arena *a, struct stemmer *stemmer, const struct value *groups, struct lexicon *x)
{
	size_t room = 1;

	for (size_t i = 0; i < value_count(groups); i++)
		room += value_count(value_at(groups, i));
	x->relations = arena_alloc(a, room * sizeof *x->relations);
	for (size_t i = 0; i < value_count(groups); i++)
		for (size_t k = 0; k < value_count(value_at(groups, i)); k++) {
			const char *text = value_source_text(value_at(value_at(groups, i), k));
			const char **words;

			if (lexicon_words(x, stemmer, a, text, false, &words) == 1)
				x->relations[x->relation_count++] = (struct relation){words[0], i};
		}
	qsort(x->relations, x->relation_count, sizeof *x->relations, by_relation);
	x->by_relation = word_table_new(a, x->relation_count);
	for (size_t i = 0; i < x->relation_count; i++)
		word_table_add(x->by_relation, x->relations[i].word, i);
}

const struct value *
lexicon_unanswered(const struct lexicon *x)
{
	return x->unanswered;
}

size_t
lexicon_groups(const struct lexicon *x, const char *word, size_t *groups, size_t limit)
{
	size_t n = 0;

	for (size_t i = word_table_find(x->by_relation, word);
	     i < x->relation_count && n < limit && strcmp(x->relations[i].word, word) == 0; i++)
		if (n == 0 || groups[n - 1] != x->relations[i].group)
			groups[n++] = x->relations[i].group;
	return n;
}

enum err
lexicon_load(struct arena *a, const char *language, struct lexicon **out, struct errinfo *e)
{
	static const char *const keys[] = { "groups", "related", "unanswered", "stop" };
	struct lexicon *x = arena_alloc(a, sizeof *x);
	struct stemmer *stemmer;
	struct value *v;
	const char *path;
	enum err rc;

	*out = x;
	for (const char *p = language; *p != '\0'; p++)
		if (!((*p | 32) >= 'a' && (*p | 32) <= 'z') && *p != '-')
			return err_set(e, ERR_USAGE, "\"%s\" is no language tag", language);
	path = file_data(a, arena_printf(a, "phrases/%s/synonyms.yaml", language));
	if (path == NULL)
		return ERR_OK;
	rc = value_load(a, path, &v, e);
	if (rc == ERR_OK)
		rc = value_check_keys(v, keys, sizeof keys / sizeof keys[0], e);
	if (rc != ERR_OK)
		return rc;
	stemmer = stemmer_new(language);
	rc = groups_read(a, stemmer, value_get(v, "groups"), x, e);
	stops_read(a, value_get(v, "stop"), x);
	x->unanswered = value_get(v, "unanswered");
	if (rc == ERR_OK)
		related_read(a, stemmer, value_get(v, "related"), x);
	stemmer_free(&stemmer);
	return rc;
}

static const struct lead *
lead_of(const struct lexicon *x, const char *stem)
{
	size_t i = word_table_find(x->by_lead, stem);

	return i != WORD_TABLE_NONE ? &x->leads[i] : NULL;
}

/* The longest synonym that begins at stem i, or NULL. */
static const struct synonym *
synonym_at(const struct lexicon *x, const struct lead *lead, const char *const *stems, size_t i,
    size_t count)
{
	const struct synonym *best = lead->alone;
	char phrase[PHRASE_BYTES];
	size_t used = 0;

	for (size_t n = 0; n < lead->most && lead->most > 1 && i + n < count; n++) {
		size_t length = strlen(stems[i + n]);
		const struct synonym *s;

		if (used + length + 2 > sizeof phrase)
			break;
		if (n > 0)
			phrase[used++] = ' ';
		memcpy(phrase + used, stems[i + n], length + 1);
		used += length;
		s = n > 0 ? synonym_find(x, phrase) : NULL;
		best = s != NULL ? s : best;
	}
	return best;
}

/* A synonym of two words whose first is stem i and whose second follows a few words later, or
 * NULL. */
static const struct synonym *
synonym_apart(
    const struct lexicon *x, const char *const *stems, size_t i, size_t count, size_t *second)
{
	char phrase[PHRASE_BYTES];

	for (*second = i + 2; *second < count && *second <= i + 1 + APART_WORDS; ++*second) {
		const struct synonym *s;

		if (strlen(stems[i]) + strlen(stems[*second]) + 2 > sizeof phrase)
			continue;
		strcat(strcat(strcpy(phrase, stems[i]), " "), stems[*second]);
		s = synonym_find(x, phrase);
		if (s != NULL && s->apart)
			return s;
	}
	return NULL;
}

bool
lexicon_is_stop(const struct lexicon *x, const char *word)
{
	return word_table_find(x->by_stop, word) != WORD_TABLE_NONE;
}

void
lexicon_hear(const struct lexicon *x, struct stemmer *stemmer, struct arena *a, const char *text,
    struct heard *out)
{
	struct token *tokens;
	size_t count = text_tokens(a, text, strlen(text), &tokens);

	*out = (struct heard){.words = arena_alloc(a, (count + 1) * sizeof *out->words),
	    .tokens = count};
	for (size_t i = 0; i < count; i++) {
		const char *folded = tokens[i].folded, *stem;

		if (tokens[i].kind == TOKEN_PUNCTUATION)
			continue;
		stem = stemmer_stem(stemmer, folded);
		out->words[out->count++] = (struct heard_word){.folded = folded,
		    .stem = strcmp(stem, folded) == 0 ? folded : arena_text(a, stem),
		    .token = i,
		    .stop = lexicon_is_stop(x, folded)};
	}
}

void
heard_append(struct heard *to, const struct heard *part, size_t signs)
{
	for (size_t i = 0; i < part->count; i++) {
		to->words[to->count] = part->words[i];
		to->words[to->count++].token += to->tokens + signs;
	}
	to->tokens += signs + part->tokens;
}

size_t
lexicon_said(const struct lexicon *x, struct arena *a, const struct heard *heard, bool drop_stops,
    const char ***out)
{
	size_t kept = 0, n = 0;
	const char **stems, **words;
	bool *stop;

	while (kept < heard->count && heard->words[kept].token < LEXICON_TOKENS)
		kept++;
	stems = arena_alloc(a, (kept + 1) * sizeof *stems);
	stop = arena_alloc(a, kept + 1);
	words = arena_alloc(a, (kept + 1) * sizeof *words);
	for (size_t i = 0; i < kept; i++) {
		stems[i] = heard->words[i].stem;
		stop[i] = heard->words[i].stop;
	}
	for (size_t i = 0; i < kept; i++) {
		const struct lead *lead = lead_of(x, stems[i]);
		const struct synonym *s = NULL, *apart = NULL;
		size_t second;

		if (lead != NULL)
			s = synonym_at(x, lead, stems, i, kept);
		if (lead != NULL && lead->apart && (s == NULL || s->words == 1))
			apart = synonym_apart(x, stems, i, kept, &second);
		if (apart != NULL) {
			words[n++] = apart->canonical;
			stop[second] = drop_stops;	/* said already */
		} else if (s != NULL) {
			words[n++] = s->canonical;
			i += s->words - 1;
		} else if (!drop_stops || !stop[i]) {
			words[n++] = stems[i];
		}
	}
	*out = words;
	return n;
}

size_t
lexicon_words(const struct lexicon *x, struct stemmer *stemmer, struct arena *a, const char *text,
    bool drop_stops, const char ***out)
{
	struct heard heard;

	lexicon_hear(x, stemmer, a, text, &heard);
	return lexicon_said(x, a, &heard, drop_stops, out);
}
