/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A reader of the part of PCRE2's syntax that patterns are written in. What it doesn't know makes it
 * give up, so that its answer is only ever "nothing can match" or "something may".
 */
#include "pattern_needs.h"

#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/utf8.h"

#define WORD_LONGEST 12		/* bytes of a word that are looked for */
#define WORDS_MOST 200		/* of one pattern */
#define NESTED_MOST 24

/* Bytes by kind: letters whatever their case, digits, the blank, other signs, beyond ASCII. The row
 * of the last kind isn't a byte's: whether there is a letter beyond ASCII, in its first bit. */
#define KIND_BEYOND 62
#define KIND_FOREIGN 63

/* Pairs of neighbouring bytes of a word; a word of one foreign letter has that bit. */
struct word {
	uint8_t count;
	uint8_t first[WORD_LONGEST], second[WORD_LONGEST];
};

struct pattern_needs {
	size_t count;
	struct word words[];
};

/* Words of which a match holds one; none: nothing is known. */
struct words {
	struct word *items;
	size_t count;
};

enum atom_kind {
	ATOM_SIGN,	/* one byte of ASCII */
	ATOM_FOREIGN,	/* a letter beyond it */
	ATOM_ANY,	/* something, or nothing, that isn't known */
	ATOM_NO_WIDTH,
	ATOM_GROUP,
	ATOM_AHEAD	/* a group that must stand there, and takes no room */
};

struct atom {
	enum atom_kind kind;
	char sign;
	struct words words;
};

struct reading {
	struct arena *arena;
	const char *at;
	int nested;
	bool failed;	/* what follows isn't understood */
};

static unsigned
kind_of(unsigned char c)
{
	if (c >= 0x80)
		return KIND_BEYOND;
	if ((c | 32) >= 'a' && (c | 32) <= 'z')
		return (c | 32u) - 'a';
	if (c >= '0' && c <= '9')
		return 26u + c - '0';
	return c == ' ' ? 36 : 37 + c % 25u;
}

/* ---- reading a pattern */

static struct words read_choice(struct reading *r);

static struct atom
give_up(struct reading *r)
{
	r->failed = true;
	return (struct atom){.kind = ATOM_ANY};
}

/* Signs of Latin-1 and general punctuation have no other case, and stand in any language's texts; a
 * micro sign is a letter. */
static bool
is_foreign(const char *s)
{
	const unsigned char *u = (const unsigned char *)s;

	return u[0] >= 0x80 && !(u[0] == 0xc2 && u[1] != 0xb5) &&
	    !(u[0] == 0xe2 && u[1] >= 0x80 && u[1] <= 0x83);
}

/* Two letters beyond ASCII are letters of ASCII in the other case: the long s, and the Kelvin
 * sign. */
static bool
is_other_case(const unsigned char *u, size_t left)
{
	return (left >= 2 && u[0] == 0xc5 && u[1] == 0xbf) ||
	    (left >= 3 && u[0] == 0xe2 && u[1] == 0x84 && u[2] == 0xaa);
}

static struct atom
read_letter(struct reading *r)
{
	size_t left = strlen(r->at);
	bool foreign =
	    is_foreign(r->at) && !is_other_case((const unsigned char *)r->at, left);
	uint32_t point;

	r->at += utf8_next(r->at, left, &point);
	return (struct atom){.kind = foreign ? ATOM_FOREIGN : ATOM_ANY};
}

/* Behind \x: its digits, in braces or up to two. */
static struct atom
read_code(struct reading *r)
{
	char *end;
	unsigned long code;

	if (*r->at != '{')
		return give_up(r);
	code = strtoul(r->at + 1, &end, 16);
	if (*end != '}')
		return give_up(r);
	r->at = end + 1;
	if (code == 0 || code >= 0x80)
		return (struct atom){.kind = ATOM_ANY};
	return (struct atom){.kind = ATOM_SIGN, .sign = (char)code};
}

static struct atom
read_escape(struct reading *r)
{
	char c = *r->at;

	if (c == '\0')
		return give_up(r);
	r->at++;
	if (c == 'x')
		return read_code(r);
	if (c == 'p' || c == 'P') {
		const char *end = *r->at == '{' ? strchr(r->at, '}') : NULL;

		if (end == NULL)
			return give_up(r);
		r->at = end + 1;
		return (struct atom){.kind = ATOM_ANY};
	}
	if (strchr("dDwWsShHvVnrtfR", c) != NULL)
		return (struct atom){.kind = ATOM_ANY};
	if (strchr("bBAzZGK", c) != NULL)
		return (struct atom){.kind = ATOM_NO_WIDTH};
	if (c >= '0' && c <= '9') {
		r->at += strspn(r->at, "0123456789");
		return (struct atom){.kind = ATOM_ANY};
	}
	if (kind_of((unsigned char)c) < 26 || (unsigned char)c >= 0x80)
		return give_up(r);
	return (struct atom){.kind = ATOM_SIGN, .sign = c};
}

/* Behind the bracket. */
static struct atom
read_class(struct reading *r)
{
	if (*r->at == '^')
		r->at++;
	if (*r->at == ']')
		r->at++;
	while (*r->at != ']') {
		if (*r->at == '\0' || (*r->at == '[' && strchr(":.=", r->at[1]) != NULL) ||
		    (*r->at == '\\' && (r->at[1] == '\0' || strchr("QE", r->at[1]) != NULL)))
			return give_up(r);
		r->at += *r->at == '\\' ? 2 : 1;
	}
	r->at++;
	return (struct atom){.kind = ATOM_ANY};
}

/* Up to the group's end, its bracket taken. */
static struct atom
read_rest(struct reading *r, enum atom_kind kind)
{
	struct atom x = {.kind = kind, .words = read_choice(r)};

	if (*r->at != ')')
		return give_up(r);
	r->at++;
	return x;
}

static bool
begins(struct reading *r, const char *s)
{
	size_t n = strlen(s);

	if (strncmp(r->at, s, n) != 0)
		return false;
	r->at += n;
	return true;
}

/* Behind an opening bracket. */
static struct atom
read_group(struct reading *r)
{
	size_t n;

	if (*r->at == '*' || r->nested == NESTED_MOST)
		return give_up(r);
	if (*r->at != '?' || begins(r, "?:") || begins(r, "?>"))
		return read_rest(r, ATOM_GROUP);
	if (begins(r, "?=") || begins(r, "?<="))
		return read_rest(r, ATOM_AHEAD);
	if (begins(r, "?!") || begins(r, "?<!") || begins(r, "?(DEFINE)"))
		return read_rest(r, ATOM_NO_WIDTH);
	if (begins(r, "?&")) {
		r->at += strspn(r->at, "abcdefghijklmnopqrstuvwxyz_");
		return begins(r, ")") ? (struct atom){.kind = ATOM_ANY} : give_up(r);
	}
	if (begins(r, "?<")) {
		r->at += strspn(r->at, "abcdefghijklmnopqrstuvwxyz_");
		return begins(r, ">") ? read_rest(r, ATOM_GROUP) : give_up(r);
	}
	n = 1 + strspn(r->at + 1, "ims-");
	if (n == 1 || r->at[n] != ':')
		return give_up(r);
	r->at += n + 1;
	return read_rest(r, ATOM_GROUP);
}

static struct atom
read_atom(struct reading *r)
{
	char c = *r->at;

	if ((unsigned char)c >= 0x80)
		return read_letter(r);
	r->at++;
	switch (c) {
	case '\\':
		return read_escape(r);
	case '[':
		return read_class(r);
	case '(':
		return read_group(r);
	case '.':
		return (struct atom){.kind = ATOM_ANY};
	case '^':
	case '$':
		return (struct atom){.kind = ATOM_NO_WIDTH};
	case '*':
	case '+':
	case '?':
	case '{':
		return give_up(r);
	default:
		return (struct atom){.kind = ATOM_SIGN, .sign = c};
	}
}

/* How often an atom stands there: at least once, and exactly once. */
static void
read_count(struct reading *r, bool *once, bool *only)
{
	char c = *r->at;

	*once = c != '*' && c != '?';
	*only = true;
	if (c == '{') {
		char *end;

		if (r->at[1] < '0' || r->at[1] > '9')
			give_up(r);
		*once = strtoul(r->at + 1, &end, 10) > 0;
		if (*end == ',')
			strtoul(end + 1, &end, 10);
		if (*end != '}')
			give_up(r);
		r->at = *end != '\0' ? end : end - 1;
	} else if (c != '*' && c != '+' && c != '?')
		return;
	*only = false;
	r->at++;
	if (*r->at == '?' || *r->at == '+')
		r->at++;
}

/* How many texts a word keeps out, roughly: a letter beyond ASCII is rare, or tells nothing. */
static size_t
strength(const struct word *w)
{
	return w->first[0] == KIND_FOREIGN ? 3 : w->count;
}

static size_t
weakest(const struct words *w)
{
	size_t least = SIZE_MAX;

	for (size_t i = 0; i < w->count; i++)
		least = strength(&w->items[i]) < least ? strength(&w->items[i]) : least;
	return w->count == 0 ? 0 : least;
}

/* Of two things that both must be there, that which fewer texts have. */
static void
keep_better(struct words *best, const struct words *other)
{
	size_t a = weakest(best), b = weakest(other);

	if (b > a || (b == a && other->count < best->count))
		*best = *other;
}

static void
keep_word(struct reading *r, struct words *best, const struct word *w)
{
	struct words one = {.count = 1};

	if (w->count == 0)
		return;
	one.items = arena_alloc(r->arena, sizeof *one.items);
	*one.items = *w;
	keep_better(best, &one);
}

/* Signs one behind the other. */
struct run {
	struct word word;
	bool begun;
	uint8_t last;
};

static void
run_end(struct reading *r, struct run *x, struct words *best)
{
	keep_word(r, best, &x->word);
	memset(x, 0, sizeof *x);
}

static void
run_add(struct run *x, char sign)
{
	uint8_t kind = (uint8_t)kind_of((unsigned char)sign);

	if (x->begun && x->word.count < WORD_LONGEST) {
		x->word.first[x->word.count] = x->last;
		x->word.second[x->word.count++] = kind;
	}
	x->begun = true;
	x->last = kind;
}

static struct words
read_sequence(struct reading *r)
{
	static const struct word foreign = {.count = 1, .first = {KIND_FOREIGN}};
	struct words best = {0};
	struct run run = {0};

	while (!r->failed && *r->at != '\0' && *r->at != '|' && *r->at != ')') {
		struct atom x = read_atom(r);
		bool once, only;

		read_count(r, &once, &only);
		if (once && (x.kind == ATOM_GROUP || x.kind == ATOM_AHEAD))
			keep_better(&best, &x.words);
		if (once && x.kind == ATOM_FOREIGN)
			keep_word(r, &best, &foreign);
		if (once && x.kind == ATOM_SIGN)
			run_add(&run, x.sign);
		if (x.kind == ATOM_NO_WIDTH || x.kind == ATOM_AHEAD ||
		    (x.kind == ATOM_SIGN && only))
			continue;
		run_end(r, &run, &best);
	}
	run_end(r, &run, &best);
	return best;
}

/* Of several ways to match, the words of each; none where one way needs nothing. */
static struct words
read_choice(struct reading *r)
{
	struct words all = {.items = arena_alloc(r->arena, WORDS_MOST * sizeof *all.items)};
	bool open = false;

	r->nested++;
	for (;;) {
		struct words one = read_sequence(r);

		open = open || one.count == 0 || all.count + one.count > WORDS_MOST;
		if (!open && one.count > 0) {
			memcpy(all.items + all.count, one.items, one.count * sizeof *one.items);
			all.count += one.count;
		}
		if (r->failed || *r->at != '|')
			break;
		r->at++;
	}
	r->nested--;
	return open ? (struct words){0} : all;
}

struct pattern_needs *
pattern_needs_new(const char *source)
{
	struct reading r = {.arena = arena_new(), .at = source};
	struct words words = read_choice(&r);
	struct pattern_needs *n = NULL;

	if (!r.failed && *r.at == '\0' && words.count > 0) {
		n = mem_zero(1, sizeof *n + words.count * sizeof n->words[0]);
		n->count = words.count;
		memcpy(n->words, words.items, words.count * sizeof n->words[0]);
	}
	arena_free(&r.arena);
	return n;
}

void
pattern_needs_free(struct pattern_needs **n)
{
	mem_free(*n);
	*n = NULL;
}

/* ---- looking at a text */

void
pattern_look(struct pattern_glance *g, const char *s, size_t length)
{
	const unsigned char *u = (const unsigned char *)s;
	unsigned before = KIND_FOREIGN, kind;

	memset(g, 0, sizeof *g);
	for (size_t i = 0; i < length; i++) {
		kind = kind_of(u[i]);
		if (before != KIND_FOREIGN)
			g->pairs[before] |= (uint64_t)1 << kind;
		before = kind;
		if (u[i] < 0xc0)
			continue;
		if (is_other_case(u + i, length - i)) {
			memset(g, 0xff, sizeof *g);
			return;
		}
		if (i + 1 == length || is_foreign(s + i))
			g->pairs[KIND_FOREIGN] |= 1;
	}
}

bool
pattern_needs_are_met(const struct pattern_needs *n, const struct pattern_glance *g)
{
	for (size_t i = 0; i < n->count; i++) {
		const struct word *w = &n->words[i];
		size_t k = 0;

		while (k < w->count && (g->pairs[w->first[k]] >> w->second[k] & 1) != 0)
			k++;
		if (k == w->count)
			return true;
	}
	return false;
}
