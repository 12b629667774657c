/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A reader of the part of PCRE2's syntax that patterns are written in. What it doesn't know makes it
 * give up, so that its answer is only ever "nothing can match" or "something may".
 */
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "pattern_word.h"

#define WORDS_MOST 200		/* of one pattern */
#define NESTED_MOST 24

/* Words of which a match holds one; none: nothing is known. */
struct words {
	struct word *items;
	size_t count;
};

enum atom_kind {
	ATOM_SIGN,	/* one of ASCII, or one beyond it that has no other case */
	ATOM_FOREIGN,	/* a letter beyond it */
	ATOM_ANY,	/* something, or nothing, that isn't known */
	ATOM_NO_WIDTH,
	ATOM_EDGE,	/* no width; letters and digits don't go on here */
	ATOM_GROUP,
	ATOM_AHEAD,	/* a group that must stand there, and takes no room */
	ATOM_BEHIND	/* … that must stand before it */
};

struct atom {
	enum atom_kind kind;
	const char *sign;	/* its bytes */
	size_t length;
	struct words words;
};

struct reading {
	struct arena *arena;
	const char *at;
	int nested;
	bool caseless;
	bool failed;	/* what follows isn't understood */
};

static struct words read_choice(struct reading *r);

static struct atom
give_up(struct reading *r)
{
	r->failed = true;
	return (struct atom){.kind = ATOM_ANY};
}

/* A character beyond ASCII. */
static struct atom
read_letter(struct reading *r)
{
	size_t left = strlen(r->at);
	bool foreign = word_is_foreign(r->at);
	const char *sign = r->at;
	uint32_t point;

	r->at += utf8_next(r->at, left, &point);
	if (point == 0xfffd || word_is_other_case((const unsigned char *)sign, left))
		return (struct atom){.kind = ATOM_ANY};
	return (struct atom){.kind = foreign ? ATOM_FOREIGN : ATOM_SIGN,
	    .sign = sign,
	    .length = (size_t)(r->at - sign)};
}

/* One byte of ASCII: the arena's, where the source has it in another way. */
static struct atom
sign_of(const char *sign)
{
	return (struct atom){.kind = ATOM_SIGN, .sign = sign, .length = 1};
}

/* Behind \x: its digits, in braces or up to two. */
static struct atom
read_code(struct reading *r)
{
	char *end, sign;
	unsigned long code;

	if (*r->at != '{')
		return give_up(r);
	code = strtoul(r->at + 1, &end, 16);
	if (*end != '}')
		return give_up(r);
	r->at = end + 1;
	if (code == 0 || code >= 0x80)
		return (struct atom){.kind = ATOM_ANY};
	sign = (char)code;
	return sign_of(arena_text_n(r->arena, &sign, 1));
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
	if (c == 'b')		/* beside a letter or digit; other words don't ask */
		return (struct atom){.kind = ATOM_EDGE};
	if (strchr("BAzZGK", c) != NULL)
		return (struct atom){.kind = ATOM_NO_WIDTH};
	if (c >= '0' && c <= '9') {
		r->at += strspn(r->at, "0123456789");
		return (struct atom){.kind = ATOM_ANY};
	}
	if (word_kind((unsigned char)c) < 26 || (unsigned char)c >= 0x80)
		return give_up(r);
	return sign_of(r->at - 1);
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

/* "(?<![\p{L}\p{N}…])" and "(?![\p{L}\p{N}…])", with which patterns begin and end at a word's
 * edge: behind "(?<!" or "(?!". */
static bool
is_edge(const char *s)
{
	static const char alphanumeric[] = "[\\p{L}\\p{N}";

	if (!text_starts(s, alphanumeric))
		return false;
	s += sizeof alphanumeric - 1;
	s += strcspn(s, "[]\\");
	return text_starts(s, "])");
}

static struct atom
read_negative(struct reading *r)
{
	enum atom_kind kind = is_edge(r->at) ? ATOM_EDGE : ATOM_NO_WIDTH;

	return read_rest(r, kind);
}

/* Behind "(?": flags for what is in the brackets. */
static struct atom
read_flags(struct reading *r)
{
	size_t n = strspn(r->at, "ims-");
	const char *minus = memchr(r->at, '-', n), *i = memchr(r->at, 'i', n);
	bool caseless = r->caseless;
	struct atom x;

	if (n == 0 || r->at[n] != ':')
		return give_up(r);
	if (i != NULL)
		r->caseless = minus == NULL || i < minus;
	r->at += n + 1;
	x = read_rest(r, ATOM_GROUP);
	r->caseless = caseless;
	return x;
}

/* Behind an opening bracket. */
static struct atom
read_group(struct reading *r)
{
	if (*r->at == '*' || r->nested == NESTED_MOST)
		return give_up(r);
	if (*r->at != '?' || begins(r, "?:") || begins(r, "?>"))
		return read_rest(r, ATOM_GROUP);
	if (begins(r, "?="))
		return read_rest(r, ATOM_AHEAD);
	if (begins(r, "?<="))
		return read_rest(r, ATOM_BEHIND);
	if (begins(r, "?!") || begins(r, "?<!"))
		return read_negative(r);
	if (begins(r, "?(DEFINE)"))
		return read_rest(r, ATOM_NO_WIDTH);
	if (begins(r, "?&")) {
		r->at += strspn(r->at, "abcdefghijklmnopqrstuvwxyz_");
		return begins(r, ")") ? (struct atom){.kind = ATOM_ANY} : give_up(r);
	}
	if (begins(r, "?<")) {
		r->at += strspn(r->at, "abcdefghijklmnopqrstuvwxyz_");
		return begins(r, ">") ? read_rest(r, ATOM_GROUP) : give_up(r);
	}
	r->at++;
	return read_flags(r);
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
		return sign_of(r->at - 1);
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
	return w->length == 0 ? 3 : w->length - 1u + w->begins + w->ends;
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

	one.items = arena_alloc(r->arena, sizeof *one.items);
	*one.items = *w;
	keep_better(best, &one);
}

/* A sequence as it is read. */
struct sequence {
	struct words best;
	struct word run;	/* signs one behind the other */
	bool begun, cut;	/* the run has begun; it was longer than a word can be */
	bool first;		/* nothing that takes room was read yet */
	bool edge;		/* what comes next begins behind a word's edge */
};

/* is_last: the sequence ends here. */
static void
run_end(struct reading *r, struct sequence *q, bool edge, bool is_last)
{
	if (q->begun && q->run.length > 1) {
		q->run.ends =
		    edge && !q->cut && word_is_alphanumeric(q->run.kinds[q->run.length - 1]);
		q->run.closes = is_last && !q->cut;
		keep_word(r, &q->best, &q->run);
	}
	memset(&q->run, 0, sizeof q->run);
	q->begun = q->cut = false;
}

static void
run_add(struct reading *r, struct sequence *q, char sign)
{
	struct word *w = &q->run;

	if (!q->begun) {
		w->exact = !r->caseless;
		w->begins = q->edge && word_is_alphanumeric(word_kind((unsigned char)sign));
		w->opens = q->first;
		q->begun = true;
	}
	q->cut = q->cut || w->length == WORD_LONGEST;
	if (q->cut)
		return;
	w->signs[w->length] = sign;
	w->kinds[w->length++] = (uint8_t)word_kind((unsigned char)sign);
}

/* Whether what comes next is a word's edge, or a blank. */
static bool
edge_follows(const char *s)
{
	if (*s == ' ')
		return strchr("*?{", s[1]) == NULL || s[1] == '\0';
	return text_starts(s, "\\b") || (text_starts(s, "(?!") && is_edge(s + 3));
}

/* A group's words, now that it is known what stands beside it. Where it may stand there several
 * times it is the first of them that is spoken of. */
static void
group_end(struct reading *r, struct sequence *q, enum atom_kind kind, struct words *words,
    bool only, bool is_last)
{
	bool edge = edge_follows(r->at);

	for (size_t i = 0; i < words->count; i++) {
		struct word *w = &words->items[i];
		bool opens = w->opens && kind != ATOM_BEHIND && word_is_alphanumeric(w->kinds[0]);
		bool closes = w->closes && kind == ATOM_GROUP && only &&
		    word_is_alphanumeric(w->kinds[w->length - 1]);

		w->begins = w->begins || (opens && q->edge);
		w->ends = w->ends || (closes && edge);
		w->opens = opens && q->first;
		w->closes = closes && is_last;
	}
	keep_better(&q->best, words);
}

static bool
is_at_end(const struct reading *r)
{
	return *r->at == '\0' || *r->at == '|' || *r->at == ')';
}

/* A sign that is no letter or digit is an edge for what is behind it. */
static void
sign_add(struct reading *r, struct sequence *q, const struct atom *x, bool once, bool only)
{
	bool plain = once && !word_is_alphanumeric(word_kind((unsigned char)*x->sign));

	for (size_t i = 0; once && i < x->length; i++)
		run_add(r, q, x->sign[i]);
	if (!only || !once)
		run_end(r, q, false, false);
	q->first = false;
	q->edge = plain;
}

static struct words
read_sequence(struct reading *r)
{
	static const struct word foreign = {.length = 0};
	struct sequence q = {.first = true};

	while (!r->failed && !is_at_end(r)) {
		bool edge = edge_follows(r->at), once, only;
		struct atom x = read_atom(r);

		read_count(r, &once, &only);
		if (x.kind == ATOM_SIGN) {
			sign_add(r, &q, &x, once, only);
			continue;
		}
		if (once && (x.kind == ATOM_GROUP || x.kind == ATOM_AHEAD || x.kind == ATOM_BEHIND))
			group_end(r, &q, x.kind, &x.words, only, is_at_end(r));
		if (once && x.kind == ATOM_FOREIGN)
			keep_word(r, &q.best, &foreign);
		if (x.kind == ATOM_EDGE)
			q.edge = true;
		if (x.kind == ATOM_NO_WIDTH || x.kind == ATOM_AHEAD || x.kind == ATOM_BEHIND)
			continue;
		if (x.kind == ATOM_EDGE && q.begun) {
			/* a run ends at it: nothing that is in the run goes on behind it */
			run_end(r, &q, edge, is_at_end(r));
			continue;
		}
		if (x.kind == ATOM_EDGE)
			continue;
		run_end(r, &q, false, false);
		q.first = q.edge = false;
	}
	run_end(r, &q, false, true);
	return q.best;
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
pattern_needs_new(const char *source, bool caseless)
{
	struct reading r = {.arena = arena_new(), .at = source, .caseless = caseless};
	struct words words = read_choice(&r);
	struct pattern_needs *n = NULL;

	if (!r.failed && *r.at == '\0' && words.count > 0) {
		n = mem_zero(1, sizeof *n + words.count * (sizeof n->words[0] + sizeof *n->heads));
		n->count = words.count;
		n->heads = (struct word_head *)&n->words[words.count];
		memcpy(n->words, words.items, words.count * sizeof n->words[0]);
		for (size_t i = 0; i < n->count; i++)
			n->heads[i] = n->words[i].length < 2
			    ? (struct word_head){WORD_ANY, 0}
			    : (struct word_head){n->words[i].kinds[0], n->words[i].kinds[1]};
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
