/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A convo text of Botium: its name in the first line, what it is about in those that follow, then
 * sections that begin with #me, #bot, #begin, #end or #include. A section's lines are words, or
 * an asserter or hook: a word in capitals with its arguments, apart by |, perhaps with ! (not) or
 * ? (may be) before it.
 *
 * Botium takes what the bot says for right where it holds the section's words, whatever their
 * case (its usual matching mode), so they are what is asserted.
 */
#include <string.h>

#include "floorwalker/base/str.h"
#include "transcript.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

enum section { HEAD, ME, BOT, OTHER };

struct botium {
	struct transcript_reader *r;
	enum section section;
	int line;			/* where the section began */
	struct str words;		/* of the section: of HEAD its first line */
	size_t head_lines;
	struct transcript_turn asserted;	/* what asserters of the section ask for */
	bool has_said;
	size_t last_said;		/* the shopper's last turn, where there is one */
};

/* ---- lines */

/* Capitals, digits and underscores, with a letter and a length of two, up to a blank: an
 * asserter, a hook or the name of a list of utterances. */
static size_t
keyword(const char *s)
{
	size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

	return n >= 2 && (s[n] == '\0' || s[n] == ' ') && s[0] >= 'A' && s[0] <= 'Z' ? n : 0;
}

static bool
is_word(const char *s, size_t n, const char *word)
{
	return strlen(word) == n && strncmp(s, word, n) == 0;
}

/* What must be in an answer, or mustn't, in pieces apart by |. */
static void
assert_pieces(struct botium *x, const char *arguments, bool lacks, int line)
{
	while (*arguments != '\0') {
		size_t n = strcspn(arguments, "|");
		const char *piece =
		    transcript_clean(x->r, arena_text_n(x->r->a, arguments, n), line);

		if (piece[0] != '\0')
			transcript_assert(x->r->a, &x->asserted, lacks, piece);
		arguments += n + (arguments[n] == '|');
	}
}

/* "INTENT refund" below #bot: what the shopper's words before it were understood as. */
static bool
take_intent(struct botium *x, const char *intent)
{
	struct transcript *t = transcript_last(x->r);

	if (!x->has_said || intent[0] == '\0')
		return false;
	t->turns[x->last_said].intent = transcript_word(x->r->a, intent, 120);
	return true;
}

/* Botium's own words, besides those with an underscore: what else is in capitals is said aloud. */
static bool
is_theirs(const char *word, size_t n)
{
	static const char *const known[] = {"BUTTON", "BUTTONS", "MEDIA", "CARD", "CARDS", "FORM",
	    "FORMS", "INTENT", "ENTITIES", "PAUSE", "WAITFORBOT", "INCLUDE", "CONDITIONAL",
	    "UTTERANCE"};

	for (size_t i = 0; i < COUNT(known); i++)
		if (is_word(word, n, known[i]))
			return true;
	return memchr(word, '_', n) != NULL;
}

/* True where the line was an asserter or a hook, mapped or told as a loss. */
static bool
take_keyword(struct botium *x, const char *s, int line)
{
	/* all of these say that every piece must be there */
	static const char *const holds[] = {
	    "TEXT_CONTAINS", "TEXT_CONTAINS_ALL", "TEXT_CONTAINS_IC", "TEXT_CONTAINS_ALL_IC"};
	bool negated = s[0] == '!', optional = s[0] == '?';
	const char *word = s + (negated || optional);
	size_t n = keyword(word);
	const char *arguments = word + n + strspn(word + n, " ");

	if (n == 0 || !is_theirs(word, n))
		return false;
	if (x->section == BOT && !negated && !optional && is_word(word, n, "INTENT") &&
	    take_intent(x, arguments))
		return true;
	for (size_t i = 0; x->section == BOT && !optional && i < COUNT(holds); i++) {
		/* that not all of several are there asks for less than that none is */
		if (!is_word(word, n, holds[i]) || (negated && strchr(arguments, '|') != NULL))
			continue;
		assert_pieces(x, arguments, negated, line);
		return true;
	}
	if (text_starts(word, "UTT"))
		transcript_lose(x->r, line, "list of utterances %.60s",
		    is_word(word, n, "UTTERANCE") ? arguments : word);
	else
		transcript_lose(
		    x->r, line, "%s%.*s", negated ? "!" : "", n < 60 ? (int)n : 60, word);
	return true;
}

/* "(a|b)" with letters on both sides of the bar. */
static const char *
alternatives(const char *s)
{
	const char *open = strchr(s, '('), *bar = open != NULL ? strchr(open, '|') : NULL,
		   *close = bar != NULL ? strchr(bar, ')') : NULL;

	return close != NULL && strcspn(open + 1, "()") > (size_t)(bar - open - 1) ? open : NULL;
}

/* The first way of each. */
static const char *
first_ways(struct botium *x, const char *s, int line)
{
	struct str out;
	const char *kept, *open;

	str_init(&out);
	while ((open = alternatives(s)) != NULL) {
		size_t first = strcspn(open + 1, "|");

		transcript_lose(x->r, line, "other ways of (a|b)");
		str_add_n(&out, s, (size_t)(open - s));
		str_add_n(&out, open + 1, first);
		s = strchr(open, ')') + 1;
	}
	str_add(&out, s);
	kept = arena_text(x->r->a, out.data);
	str_clear(&out);
	return kept;
}

/* "$name" and "${name}": what a scripting memory holds. */
static bool
has_memory(const char *s)
{
	for (s = strchr(s, '$'); s != NULL; s = strchr(s + 1, '$'))
		if (s[1] == '{' || s[1] == '_' || (s[1] >= 'a' && s[1] <= 'z') ||
		    (s[1] >= 'A' && s[1] <= 'Z'))
			return true;
	return false;
}

static void
add_words(struct botium *x, const char *s, int line)
{
	bool varies = alternatives(s) != NULL, memory = has_memory(s);
	const char *words = varies ? first_ways(x, s, line) : s;

	if (memory)
		transcript_lose(x->r, line, "scripting memory");
	if (x->words.length > 0)
		str_add_char(&x->words, '\n');
	str_add(&x->words, words);
	if (x->section != BOT)
		return;
	if (varies || memory)
		transcript_lose(x->r, line, "assertion of what varies");
	else
		assert_pieces(x, s, false, line);
}

/* A line of the bot's that mustn't come. */
static bool
take_negation(struct botium *x, const char *s, int line)
{
	const char *words;

	if (x->section != BOT || s[0] != '!' || s[1] == '\0')
		return false;
	words = transcript_clean(x->r, s + 1, line);
	if (alternatives(words) != NULL || has_memory(words))
		transcript_lose(x->r, line, "assertion of what varies");
	else if (words[0] != '\0')
		transcript_assert(x->r->a, &x->asserted, true, words);
	return true;
}

/* ---- sections */

static enum err
end_section(struct botium *x)
{
	struct transcript_turn *turn = NULL;
	bool asserts = x->asserted.contain_count + x->asserted.lack_count > 0;
	const char *words =
	    x->words.length > 0 ? transcript_clean(x->r, x->words.data, x->line) : "";
	enum err err = ERR_OK;

	if (x->section == ME && words[0] != '\0') {
		if ((err = transcript_turn_add(x->r, TRANSCRIPT_SHOPPER, x->line, &turn)) ==
		    ERR_OK) {
			turn->text = words;
			x->has_said = true;
			x->last_said = transcript_last(x->r)->count - 1;
		}
	} else if (x->section == BOT && (words[0] != '\0' || asserts)) {
		if ((err = transcript_turn_add(x->r, TRANSCRIPT_AI, x->line, &turn)) == ERR_OK) {
			turn->text = words;
			turn->contains = x->asserted.contains;
			turn->contain_count = x->asserted.contain_count;
			turn->lacks = x->asserted.lacks;
			turn->lack_count = x->asserted.lack_count;
		}
	}
	if ((x->section == ME || x->section == BOT) && turn == NULL && err == ERR_OK)
		transcript_lose(x->r, x->line, "turn without words");
	x->asserted = (struct transcript_turn){.text = ""};
	str_reset(&x->words);
	return err;
}

static enum err
begin_section(struct botium *x, const char *tag, int line)
{
	size_t n = strcspn(tag, " ");
	enum err err = end_section(x);

	x->line = line;
	x->section = is_word(tag, n, "#me") ? ME : is_word(tag, n, "#bot") ? BOT : OTHER;
	if (x->section == OTHER)
		transcript_lose(x->r, line, "section %.40s", tag);
	else if (tag[n] != '\0')
		transcript_lose(
		    x->r, line, "after %.*s: %.40s", (int)n, tag, tag + n + strspn(tag + n, " "));
	return err;
}

static enum err
read_head(struct botium *x, const char *s, int line)
{
	if (x->head_lines++ > 0) {
		transcript_lose(x->r, line, "description");
		return ERR_OK;
	}
	return transcript_begin(
	    x->r, arena_text_n(x->r->a, x->r->source, strcspn(x->r->source, ".")), s, line);
}

static enum err
read_line(struct botium *x, const char *s, int line)
{
	enum err err;

	if (s[0] == '#' && s[1] >= 'a' && s[1] <= 'z') {
		if (x->head_lines == 0 && (err = read_head(x, "", line)) != ERR_OK)
			return err;
		return begin_section(x, s, line);
	}
	if (s[0] == '\0')
		return ERR_OK;
	if (x->section == HEAD)
		return read_head(x, s, line);
	if (x->section == OTHER)
		transcript_lose(x->r, line, "line of another section");
	else if (!take_keyword(x, s, line) && !take_negation(x, s, line))
		add_words(x, s, line);
	return ERR_OK;
}

enum err
transcript_read_botium(struct transcript_reader *r)
{
	struct botium x = {.r = r, .asserted = {.text = ""}};
	size_t at = 0, length;
	enum err err = ERR_OK;
	const char *text;
	int line = 0;

	str_init(&x.words);
	while (err == ERR_OK && (text = transcript_line(r, &at, &length, &line)) != NULL) {
		while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
			length--;
		if (length > 1 << 20)
			err = err_set(r->e, ERR_LIMIT, "%s:%d: a line of more than a mebibyte",
			    r->name, line);
		else
			err = read_line(&x, arena_text_n(r->a, text, length), line);
	}
	if (err == ERR_OK)
		err = end_section(&x);
	if (err == ERR_OK && x.section == HEAD)
		err = transcript_fault(
		    r, line > 0 ? line : 1, "this is no convo: there is neither #me nor #bot");
	str_clear(&x.words);
	return err;
}
