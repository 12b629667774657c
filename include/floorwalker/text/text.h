/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text: making words from outside harmless, and taking them apart.
 *
 *   text/text.h      sanitising, tokens, stems, patterns
 *   text/mask.h      finding and masking personal data; text/mask_known.h: of many shoppers
 *   text/messages.h  message files: sentences per language, with plural rules
 *   text/markdown.h  Markdown into passages
 */
#ifndef FLOORWALKER_TEXT_TEXT_H
#define FLOORWALKER_TEXT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"

#define TEXT_MESSAGE_LIMIT 8000	/* bytes of a shopper's message that are kept; the rest is cut with
				   a mark */

/* What sanitising found and removed. */
struct text_findings {
	bool broken_utf8, controls, escapes, bidi, invisible, combining_flood, cut;
};

/* Appends text that is safe for a terminal, a page and a log: valid UTF-8 (NFC), no C0/C1 controls
 * but newline (tab becomes a space, CR LF a newline), no escape sequences (removed whole: CSI, OSC,
 * DCS …), no bidi overrides or isolates, no zero-width or tag characters (ZWJ stays inside emoji
 * only), at most 4 combining marks a base, runs of one letter over 64 cut, at most limit bytes (on
 * a grapheme boundary, then "…"). findings may be NULL. Idempotent. */
void text_sanitise(
    struct str *out, const char *s, size_t length, size_t limit, struct text_findings *findings);
bool text_is_safe(const char *s, size_t length);	/* sanitising would change nothing (limit
							   aside) */

enum token_kind { TOKEN_WORD, TOKEN_NUMBER, TOKEN_MIXED, TOKEN_PUNCTUATION, TOKEN_EMOJI };
struct token {
	enum token_kind kind;
	size_t start, length;		/* bytes in the source */
	const char *folded;		/* NFKC, case-folded, without diacritics */
};
/* Words keep inner apostrophes and hyphens ("don't", "t-shirt"); "TF-100101" is one MIXED token;
 * "189.00" one NUMBER. */
size_t text_tokens(struct arena *a, const char *s, size_t length, struct token **out);

/* Snowball stemmer by language ("en", "de" …); one thread each. An unknown language stems
 * nothing. */
struct stemmer;
struct stemmer *stemmer_new(const char *language);
void stemmer_free(struct stemmer **s);
const char *stemmer_stem(struct stemmer *s, const char *folded_word);	/* valid until the next
									   call */

/* PCRE2 patterns, compiled once, with match limits; UTF, caseless when asked. Thread-safe to
 * match. */
struct pattern;
NODISCARD enum err pattern_new(
    const char *source, bool caseless, struct pattern **out, struct errinfo *e);
void pattern_free(struct pattern **p);
/* First match at or after from; group 0 is start/length; false: none, or a limit was met. */
bool pattern_find(const struct pattern *p, const char *s, size_t length, size_t from, size_t *start,
    size_t *match_length);
bool pattern_is_whole(const struct pattern *p, const char *s);
/* What a text has, looked up once for many patterns: false where one of them surely matches nowhere
 * in it (what pattern_find() would say, too); true says nothing. The text must stay as it is. */
struct pattern_glance {
	const char *text;
	size_t length;
	uint64_t pairs[64];	/* kinds of bytes side by side, pattern_needs.c */
	uint8_t kinds[1024];	/* of its first bytes */
	bool unsure;		/* it has letters that are ASCII's in another case */
};
void pattern_look(struct pattern_glance *g, const char *s, size_t length);
bool pattern_may_match(const struct pattern *p, const struct pattern_glance *g);
/* Bytes of group n of the first match, arena's; NULL where unset. */
const char *pattern_group(
    const struct pattern *p, struct arena *a, const char *s, size_t length, int group);

/* Damerau-Levenshtein distance over code points, stopped at limit (returns limit + 1). */
int text_distance(const char *a, const char *b, int limit);

#endif
