/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether a message is a plain agreement, such as a change needs: it agrees in so many words, and
 * says nothing that could take the agreement back, put a condition to it, ask, or quote it. What is
 * doubtful is no agreement: asking once more costs a turn, a change that wasn't wanted costs trust.
 *
 * A message is looked at sentence by sentence. The first or the last must be an agreement in which
 * every word is one of agreeing, courtesy or of what is agreed to; few other words may stand in
 * sentences beside it, and none that casts doubt.
 */
#include <ctype.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"

#include "message.h"

#define BESIDE_SENTENCES 2	/* other sentences beside an agreement, at most */
#define BESIDE_WORDS 14		/* words in them */
#define BARE_WORDS 4		/* "OK, fine then": what only leans to yes stands alone */

enum stance { STANCE_AGREES, STANCE_BESIDE, STANCE_DOUBTFUL };

/* Marks of quoting, of code and of data: whatever stands in them is somebody else's, or nobody's,
 * yes. */
static bool
is_mark_of_doubt(uint32_t point)
{
	if (point < 0x80)
		return point != '\0' && strchr("\"{}[]<>=|\\`_#~?*/^%", (int)point) != NULL;
	return point == 0x201c || point == 0x201d || point == 0x201e || point == 0x201a ||
	    point == 0x2018 || point == 0xab || point == 0xbb || point == 0x2039 ||
	    point == 0x203a || point == 0x2026 || point == 0xbf || point == 0xff1f ||
	    point == 0x300c || point == 0x300d;
}

/* "yes 'yes'", "agreed: true"; an apostrophe within a word and a smiley's colon are none. */
static bool
is_quote_or_key(const struct message *m, size_t i)
{
	char before = i > 0 ? m->text[i - 1] : ' ',
	     after = i + 1 < m->length ? m->text[i + 1] : ' ';

	if (m->text[i] == '\'')
		return !isalpha((unsigned char)before) || !isalpha((unsigned char)after);
	if (m->text[i] == ':')
		return strchr(")-D3", after) == NULL;
	return m->text[i] == '.' && after == '.';
}

static bool
has_marks_of_doubt(const struct message *m)
{
	for (size_t i = 0, n; i < m->length; i += n) {
		uint32_t point;

		n = utf8_next(m->text + i, m->length - i, &point);
		if (n == 0 || is_mark_of_doubt(point) || (point < 0x80 && is_quote_or_key(m, i)))
			return true;
	}
	return false;
}

static bool
ends_sentence(const struct message *m, size_t token)
{
	size_t from = m->tokens[token].start + m->tokens[token].length,
	       to = token + 1 < m->count ? m->tokens[token + 1].start : from;

	if (message_is_sentence_end(m, token))
		return true;
	return memchr(m->text + from, '\n', to - from) != NULL;
}

/* A yes that a longer no holds ("do it" in "don't do it") is none. */
static const struct word_match *
agreement_at(const struct message *m, size_t token, size_t end)
{
	const struct word_match *yes = message_match_at(m, "yes", token),
				*no = message_match_at(m, "no", token);

	if (yes == NULL || yes->start + yes->count > end || strcmp(yes->sub, "weak") == 0 ||
	    (no != NULL && no->count >= yes->count))
		return NULL;
	return yes;
}

/* What an agreement may be about without saying more than was asked: the goods, their order, the
 * way of paying. */
static bool
is_named_value(const struct message *m, size_t token)
{
	for (size_t i = 0; i < m->slot_count; i++) {
		const struct slot *s = &m->slots[i];

		if ((s->kind == SLOT_ORDER_NUMBER || s->kind == SLOT_PRODUCT ||
			s->kind == SLOT_OPTION || s->kind == SLOT_METHOD) &&
		    !s->except && m->tokens[token].start >= s->start &&
		    m->tokens[token].start < s->start + s->length)
			return true;
	}
	return false;
}

static bool
is_happy_sign(const struct message *m, size_t token)
{
	const struct word_match *mood = message_match_at(m, "sentiment", token);

	return m->tokens[token].kind == TOKEN_EMOJI && mood != NULL &&
	    text_starts(mood->sub, "word.") && mood->sub[5] != '-';
}

static bool
is_courtesy(const struct message *m, size_t token)
{
	return message_match_at(m, "thanks", token) != NULL ||
	    message_match_at(m, "greeting", token) != NULL ||
	    message_match_at(m, "goodbye", token) != NULL || is_happy_sign(m, token);
}

/* How a sentence stands to what was asked; counts its words. */
static enum stance
sentence_stance(const struct message *m, size_t from, size_t end, size_t *words, bool *closes)
{
	const struct word_match *lead = NULL;
	bool plain = true, led = true, strong = false, doubt = false;

	*words = 0;
	for (size_t i = from; i < end; i++) {
		const struct word_match *yes = agreement_at(m, i, end),
					*own = message_match_at(m, "consent", i);

		if (m->tokens[i].kind == TOKEN_PUNCTUATION) {
			led = led || strcmp(m->tokens[i].folded, ",") == 0;
			continue;
		}
		++*words;
		doubt = doubt || (own != NULL && strcmp(own->sub, "doubt") == 0 && yes == NULL) ||
		    message_match_at(m, "hedge", i) != NULL ||
		    (message_match_at(m, "no", i) != NULL && yes == NULL) ||
		    (message_match_at(m, "takes_back", i) != NULL && yes == NULL);
		if (yes != NULL && led) {
			lead = lead == NULL ? yes : lead;
			strong = strong || strcmp(yes->sub, "strong") == 0;
		}
		*closes = *closes || message_match_at(m, "goodbye", i) != NULL || (message_match_at(m, "thanks", i) != NULL && yes == NULL);
		plain = plain &&
		    (yes != NULL || is_courtesy(m, i) || is_named_value(m, i) ||
			(own != NULL && strcmp(own->sub, "doubt") != 0));
		led = led &&
		    (yes != NULL || is_courtesy(m, i) ||
			(own != NULL && strcmp(own->sub, "lead") == 0));
	}
	if (doubt)
		return STANCE_DOUBTFUL;
	return lead != NULL && plain && (strong || *words <= BARE_WORDS) ? STANCE_AGREES
	    : lead != NULL                                               ? STANCE_DOUBTFUL
									 : STANCE_BESIDE;
}

/* "OK" and "sure" agree where they stand alone; "OK, thanks" closes, and "perfect" alone may mean
 * anything. */
static const char *
surest_yes(const struct message *m, size_t from, size_t end)
{
	const char *surest = "mood";

	for (size_t i = from; i < end; i++) {
		const struct word_match *yes = agreement_at(m, i, end);

		if (yes != NULL && strcmp(yes->sub, "strong") == 0)
			return "strong";
		if (yes != NULL && strcmp(yes->sub, "likely") == 0)
			surest = "likely";
	}
	return surest;
}

struct sentences {
	size_t count, beside, beside_words;
	bool doubtful, closes, first_agrees, last_agrees, strong, likely;
};

static void
sentence_take(const struct message *m, size_t from, size_t end, struct sentences *s)
{
	size_t words;
	enum stance stance = sentence_stance(m, from, end, &words, &s->closes);

	if (words == 0)
		return;
	s->doubtful = s->doubtful || stance == STANCE_DOUBTFUL;
	s->last_agrees = stance == STANCE_AGREES;
	s->first_agrees = s->count++ == 0 ? s->last_agrees : s->first_agrees;
	if (stance == STANCE_AGREES) {
		s->strong = s->strong || strcmp(surest_yes(m, from, end), "strong") == 0;
		s->likely = s->likely || strcmp(surest_yes(m, from, end), "likely") == 0;
	} else {
		s->beside++;
		s->beside_words += words;
	}
}

bool
consent_is_plain(const struct message *m)
{
	struct sentences s;
	size_t from = 0;

	memset(&s, 0, sizeof s);
	if (m->count == 0 || m->count == MESSAGE_TOKEN_LIMIT || has_marks_of_doubt(m))
		return false;
	for (size_t i = 0; i < m->count; i++) {
		if (i + 1 < m->count && !ends_sentence(m, i))
			continue;
		sentence_take(m, from, i + 1, &s);
		from = i + 1;
	}
	if (s.doubtful || !(s.first_agrees || s.last_agrees) || s.beside > BESIDE_SENTENCES ||
	    s.beside_words > BESIDE_WORDS)
		return false;
	return s.strong || (s.likely && !s.closes && s.beside == 0);
}
