/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features.h"

#include <string.h>

#include "floorwalker/base/utf8.h"

/* Fowler, Noll and Vo's 64-bit hash, variant 1a, with a seed and a last mixing (Murmur3's
 * finaliser). */
#define FNV_OFFSET UINT64_C(14695981039346656037)
#define FNV_PRIME UINT64_C(1099511628211)

enum {
	SEED_WORD = 1,
	SEED_PAIR = 2,
	SEED_SKIP = 3,
	SEED_CHARS = 4,
	SEED_LETTERS = 5,
	SEED_TRIPLE = 6,
	SEED_APART = 7,
	SEED_ACROSS = 8
};

static uint64_t
mix(uint64_t h)
{
	h ^= h >> 33;
	h *= UINT64_C(0xff51afd7ed558ccd);
	h ^= h >> 33;
	return h == 0 ? 1 : h;
}

static uint64_t
fnv(uint64_t h, const char *s, size_t length)
{
	for (size_t i = 0; i < length; i++)
		h = (h ^ (unsigned char)s[i]) * FNV_PRIME;
	return h;
}

uint64_t
hash_bytes(uint64_t seed, const char *s, size_t length)
{
	return mix(fnv(FNV_OFFSET + seed * FNV_PRIME, s, length));
}

uint64_t
features_word_hash(const char *word)
{
	return hash_bytes(SEED_WORD, word, strlen(word));
}

static bool
local_char(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	    c == '.' || c == '_' || c == '+' || c == '-' || c == '%' || c >= 0x80;
}

bool
features_email_find(const char *s, size_t length, size_t from, size_t *start, size_t *found)
{
	for (const char *at; from < length && (at = memchr(s + from, '@', length - from)) != NULL;
	     from = (size_t)(at - s) + 1) {
		size_t left = (size_t)(at - s), right = left + 1, dot = 0;

		while (left > from && (size_t)(at - s) - left < 64 &&
		    local_char((unsigned char)s[left - 1]))
			left--;
		while (right < length && right - (size_t)(at - s) < 254 && s[right] != '+' &&
		    s[right] != '_' && s[right] != '%' && local_char((unsigned char)s[right])) {
			if (s[right] == '.')
				dot = right;
			right++;
		}
		while (right > 0 && (s[right - 1] == '.' || s[right - 1] == '-'))
			right--;
		if (dot >= right)
			for (dot = right - 1; dot > (size_t)(at - s) && s[dot] != '.'; dot--)
				;
		while (left < (size_t)(at - s) && s[left] == '.')
			left++;
		if (left < (size_t)(at - s) && dot > (size_t)(at - s) + 1 && right > dot + 2) {
			*start = left;
			*found = right - left;
			return true;
		}
	}
	return false;
}

/* Room for so many more. */
static void
reserve(struct feature_list *list, struct arena *a, size_t more)
{
	size_t capacity = list->capacity == 0 ? 256 : list->capacity;
	struct feature *items;

	if (list->capacity - list->count >= more)
		return;
	while (capacity - list->count < more)
		capacity *= 2;
	items = arena_room(a, capacity * sizeof *items);
	if (list->count > 0)
		memcpy(items, list->items, list->count * sizeof *items);
	list->items = items;
	list->capacity = capacity;
}

/* Where room is reserved. */
static inline void
put(struct feature_list *list, uint64_t hash, unsigned block, bool is_word)
{
	list->items[list->count++] =
	    (struct feature){.hash = hash, .block = (uint16_t)block, .is_word = is_word};
}

static int
digits_in(const char *s)
{
	int n = 0;

	for (; *s != '\0'; s++)
		n += *s >= '0' && *s <= '9';
	return n;
}

static bool
currency_sign_at(const char *s, size_t length, size_t at)
{
	uint32_t point;

	if (at >= length)
		return false;
	utf8_next(s + at, length - at, &point);
	return point == '$' || point == 0xa3 || point == 0xa5 ||
	    (point >= 0x20a0 && point <= 0x20cf);
}

static bool
beside_currency_sign(const char *s, size_t length, const struct token *t)
{
	size_t end = t->start + t->length;

	if (end < length && s[end] == ' ')
		end++;
	return currency_sign_at(s, length, end) ||
	    (t->start >= 1 && currency_sign_at(s, length, t->start - 1)) ||
	    (t->start >= 2 && currency_sign_at(s, length, t->start - 2)) ||
	    (t->start >= 3 && currency_sign_at(s, length, t->start - 3));
}

static const char *
word_of(const char *text, size_t length, const struct token *t)
{
	int digits;

	switch (t->kind) {
	case TOKEN_PUNCTUATION:
		return strcmp(t->folded, "?") == 0 || strcmp(t->folded, "!") == 0 ? t->folded
										  : NULL;
	case TOKEN_WORD:
	case TOKEN_EMOJI:
		return t->folded;
	case TOKEN_NUMBER:
	case TOKEN_MIXED:
		break;
	}
	digits = digits_in(t->folded);
	if (digits >= 5 || (t->kind == TOKEN_MIXED && digits >= 4))
		return "\001order";
	if (t->kind == TOKEN_NUMBER)
		return beside_currency_sign(text, length, t) ? "\001money" : "\001number";
	return t->folded;
}

/* Hashes of every run of 3 to 5 code points of "<word>". */
static void
add_chars(struct feature_list *list, struct arena *a, const char *word)
{
	char buffer[72];
	size_t starts[72], points = 0, length = strlen(word);

	if (length > sizeof buffer - 3)
		length = sizeof buffer - 3;
	buffer[0] = '<';
	memcpy(buffer + 1, word, length);
	buffer[length + 1] = '>';
	for (size_t i = 0; i < length + 2; i++)
		if (((unsigned char)buffer[i] & 0xc0) != 0x80)
			starts[points++] = i;
	starts[points] = length + 2;
	reserve(list, a, 3 * points);
	for (size_t i = 0; i + 3 <= points; i++) {
		uint64_t h = FNV_OFFSET + SEED_CHARS * FNV_PRIME;
		size_t done = starts[i];

		for (size_t n = 1; n <= 5 && i + n <= points; n++) {
			h = fnv(h, buffer + done, starts[i + n] - done);
			done = starts[i + n];
			if (n >= 3)
				put(list, mix(h), 1, false);
		}
	}
}

/* Hashes of every run of 1 to 4 letters of the folded text, words apart by one space, digits and
 * signs left out. */
static void
add_letters(struct feature_list *list, struct arena *a, const char *text, size_t length)
{
	struct str folded, clean;
	size_t points = 0, *starts;
	bool space = true;

	str_init(&folded);
	str_init(&clean);
	utf8_fold(&folded, text, length > 1200 ? 1200 : length);
	str_add_char(&clean, ' ');
	for (size_t i = 0, n; i < folded.length; i += n) {
		unsigned char c = (unsigned char)folded.data[i];
		uint32_t point = c;

		n = c < 0x80 ? 1 : utf8_next(folded.data + i, folded.length - i, &point);
		if (c < 0x80 ? (c | 32) >= 'a' && (c | 32) <= 'z' : utf8_is_letter(point)) {
			str_add_n(&clean, folded.data + i, n);
			space = false;
		} else if (!space) {
			str_add_char(&clean, ' ');
			space = true;
		}
	}
	if (!space)
		str_add_char(&clean, ' ');
	starts = arena_room(a, (clean.length + 1) * sizeof *starts);
	for (size_t i = 0; i < clean.length; i++)
		if (((unsigned char)clean.data[i] & 0xc0) != 0x80)
			starts[points++] = i;
	starts[points] = clean.length;
	reserve(list, a, 4 * points);
	for (size_t i = 0; i < points; i++) {
		uint64_t h = FNV_OFFSET + SEED_LETTERS * FNV_PRIME;

		for (size_t n = 1; n <= 4 && i + n <= points; n++) {
			h = fnv(
			    h, clean.data + starts[i + n - 1], starts[i + n] - starts[i + n - 1]);
			if (n > 1 || clean.data[starts[i]] != ' ')
				put(list, mix(h), n <= 2 ? 0 : 1, false);
		}
	}
	str_clear(&folded);
	str_clear(&clean);
}

/* Of an ordered pair of hashes. */
static uint64_t
pair_hash(uint64_t seed, uint64_t first, uint64_t second)
{
	return mix(((first + seed) * FNV_PRIME) ^ ((second << 23) | (second >> 41)));
}

/* Hashes of every run of 2 to most code points of the words, with one blank around each. */
static void
add_across(struct feature_list *list, struct arena *a, const char *const *words, size_t count,
    int most)
{
	size_t room = 2, length = 0;
	char *text;

	for (size_t i = 0; i < count; i++)
		room += strlen(words[i]) + 1;
	text = arena_alloc(a, room);
	text[length++] = ' ';
	for (size_t i = 0; i < count; i++) {
		size_t n = strlen(words[i]);

		if (words[i][0] == '\001' || words[i][0] == '?' || words[i][0] == '!')
			continue;
		memcpy(text + length, words[i], n);
		length += n;
		text[length++] = ' ';
	}
	reserve(list, a, length * (size_t)most);
	for (size_t i = 0; i < length; i++) {
		uint64_t h = FNV_OFFSET + SEED_ACROSS * FNV_PRIME;
		size_t at = i;

		if (((unsigned char)text[i] & 0xc0) == 0x80)
			continue;
		for (int n = 1; n <= most && at < length; n++) {
			do
				h = (h ^ (unsigned char)text[at++]) * FNV_PRIME;
			while (at < length && ((unsigned char)text[at] & 0xc0) == 0x80);
			if (n >= 2)
				put(list, mix(h), 1, false);
		}
	}
}

/* An e-mail address is one word, whatever tokens it has. */
size_t
features_words(struct arena *a, const char *text, size_t length, const struct token *tokens,
    size_t count, const char ***out)
{
	size_t room = (count < FEATURES_WORD_LIMIT ? count : FEATURES_WORD_LIMIT) + 2;
	const char **words = arena_room(a, room * sizeof *words);
	size_t n = 0, start = length, found = 0, base = count > 0 ? tokens[0].start : 0;
	bool more = features_email_find(text, length, base, &start, &found), said = false;

	words[n++] = "\001begin";
	for (size_t i = 0; i < count && n <= FEATURES_WORD_LIMIT; i++) {
		const char *word;

		while (more && tokens[i].start >= start + found) {
			more = features_email_find(text, length, start + found, &start, &found);
			said = false;
		}
		if (more && tokens[i].start >= start) {
			if (!said)
				words[n++] = "\001email";
			said = true;
			continue;
		}
		word = word_of(text, length, &tokens[i]);
		if (word != NULL)
			words[n++] = word;
	}
	words[n++] = "\001end";
	*out = words;
	return n;
}

static void
add_runs(struct feature_list *list, struct arena *a, const uint64_t *hashes, size_t n,
    unsigned flags)
{
	for (size_t i = 0; i < n; i++) {
		uint64_t pair = i + 1 < n ? pair_hash(SEED_PAIR, hashes[i], hashes[i + 1]) : 0;

		reserve(list, a, 5 + FEATURES_REACH);
		if (flags & FEATURES_WORDS && i > 0 && i + 1 < n)
			put(list, hashes[i], 0, true);
		if (flags & FEATURES_PAIRS && i + 1 < n)
			put(list, pair, 0, false);
		if (flags & FEATURES_TRIPLES && i + 2 < n)
			put(list, pair_hash(SEED_TRIPLE, pair, hashes[i + 2]), 0, false);
		if (flags & FEATURES_SKIPS && i > 0)
			for (size_t j = i + 2; j < i + 4 && j + 1 < n; j++)
				put(list, pair_hash(SEED_SKIP, hashes[i], hashes[j]), 0, false);
		if (flags & FEATURES_ALL_PAIRS)
			for (size_t j = i + 2; j < n && j - i <= FEATURES_REACH; j++)
				put(list, pair_hash(SEED_APART, hashes[i], hashes[j]), 0, false);
	}
}

void
features_extract(struct arena *a, const char *text, size_t length, const struct token *tokens,
    size_t count, unsigned flags, struct feature_list *out)
{
	const char **words;
	size_t n = features_words(a, text, length, tokens, count, &words);

	features_of_words(a, text, length, words, n, flags, out);
}

void
features_of_words(struct arena *a, const char *text, size_t length, const char *const *words,
    size_t n, unsigned flags, struct feature_list *out)
{
	uint64_t *hashes = arena_room(a, n * sizeof *hashes);

	memset(out, 0, sizeof *out);
	for (size_t i = 0; i < n; i++)
		hashes[i] = features_word_hash(words[i]);
	add_runs(out, a, hashes, n, flags);
	for (size_t i = 1; flags & FEATURES_CHARS && i + 1 < n; i++)
		if (words[i][0] != '\001')
			add_chars(out, a, words[i]);
	if (flags & FEATURES_ACROSS)
		add_across(out, a, words + 1, n - 2, flags & FEATURES_SIX ? 6 : 5);
	if (flags & FEATURES_LETTERS && length > 0)
		add_letters(out, a, text, length);
}
