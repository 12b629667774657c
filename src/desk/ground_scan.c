/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The words of a language for figures, folding with places, and claims that have a pattern:
 * addresses, links, order numbers, identifiers.
 */
#include "ground_scan.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/utf8.h"

/* Quotation marks of any language part words as a plain one does. */
static bool
is_quotation(uint32_t point)
{
	return point == 0xab || point == 0xbb || point == 0xbf || point == 0xa1 ||
	    (point >= 0x2018 && point <= 0x201f) || point == 0x2039 || point == 0x203a;
}

void
folded_make(struct folded *f, struct arena *a, const char *s)
{
	size_t n = strlen(s), room = n + 2, o = 0;
	char *text = arena_room(a, room);
	struct str one;
	if (utf8_lower_ascii(text, s, n)) {
		text[n] = '\0';
		*f = (struct folded){
		    .source = s, .text = text, .length = n, .taken = arena_alloc(a, n + 1)};
		return;
	}
	text = arena_room(a, room = n * 3 + 4);
	size_t *at = arena_room(a, room * sizeof *at);
	str_init(&one);
	for (size_t i = 0; i < n;) {
		if ((unsigned char)s[i] < 0x80) {
			at[o] = i;
			text[o++] = (char)tolower((unsigned char)s[i++]);
			continue;
		}
		uint32_t point;
		size_t used = utf8_next(s + i, n - i, &point);
		str_reset(&one);
		if (is_quotation(point) && point != 0x2019)	/* "don’t" is one word */
			str_add_char(&one, '"');
		else
			utf8_fold_plain(&one, s + i, used);
		for (size_t k = 0; k < one.length && o + 1 < room; k++) {
			at[o] = i;
			text[o++] = one.data[k];
		}
		i += used == 0 ? 1 : used;
	}
	at[o] = n;
	text[o] = '\0';
	str_clear(&one);
	*f = (struct folded){.source = s, .text = text, .length = o, .at = at, .taken = arena_alloc(a, o + 1)};
}

size_t
folded_place(const struct folded *f, size_t i)
{
	return f->at != NULL ? f->at[i] : i;
}

static bool
is_word_byte(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

bool
folded_is_word(const struct folded *f, size_t start, size_t length)
{
	if (start > 0 && is_word_byte(f->text[start - 1]) && is_word_byte(f->text[start]))
		return false;
	size_t end = start + length;
	return end >= f->length || !is_word_byte(f->text[end]) || !is_word_byte(f->text[end - 1]);
}

struct found *
found_add(struct found_list *l, struct arena *a, struct folded *f, enum claim_kind kind,
    size_t start, size_t length)
{
	if (l->count == l->room) {
		size_t room = l->room == 0 ? 16 : l->room * 2;
		struct found *items = arena_alloc(a, room * sizeof *items);
		if (l->count > 0)
			memcpy(items, l->items, l->count * sizeof *items);
		l->items = items;
		l->room = room;
	}
	struct found *x = &l->items[l->count++];
	*x = (struct found){.kind = kind, .start = start, .length = length, .unit = "", .scope = ""};
	memset(f->taken + start, true, length);
	return x;
}

static const char *
fold(struct arena *a, const char *s)
{
	struct str out;
	str_init(&out);
	utf8_fold_plain(&out, s, strlen(s));
	const char *text = arena_text_n(a, out.data, out.length);
	str_clear(&out);
	return text;
}

enum err
ground_variants(struct arena *a, const struct messages *m, const char *key, const char ***out,
    size_t *count, struct errinfo *e)
{
	struct str s;
	enum err r = ERR_OK;
	*count = messages_has(m, key) ? messages_variants(m, key) : 0;
	*out = arena_alloc(a, (*count + 1) * sizeof **out);
	str_init(&s);
	for (size_t i = 0; r == ERR_OK && i < *count; i++) {
		str_reset(&s);
		r = messages_render(m, &s, key, i, NULL, 0, e);
		if (r == ERR_OK)
			(*out)[i] = fold(a, s.data);
	}
	str_clear(&s);
	return r;
}

static enum err
load_names(struct arena *a, const struct messages *m, const char *prefix, struct word_number *names,
    size_t *count, size_t limit, struct errinfo *e)
{
	for (size_t i = 0; i < limit / 2 && *count < limit; i++) {
		const char **one;
		size_t found;
		enum err r = ground_variants(
		    a, m, arena_printf(a, "%s.%zu", prefix, i + 1), &one, &found, e);
		if (r != ERR_OK)
			return r;
		names[(*count)++] = (struct word_number){.word = found > 0 ? one[0] : "", .n = (int64_t)i};
	}
	return ERR_OK;
}

static int
longer_first(const void *x, const void *y)
{
	const char *p = ((const struct unit_word *)x)->word,
		   *q = ((const struct unit_word *)y)->word;
	size_t a = strlen(p), b = strlen(q);
	return a != b ? (a < b ? 1 : -1) : strcmp(p, q);
}

/* "tage=day": whatever the language, a day is a day, and many are. Without a root it is the word
 * itself; one or many of it are told apart by nothing that matters. */
static struct unit_word
unit_of(struct arena *a, const char *s)
{
	const char *equal = strchr(s, '=');
	size_t n = strlen(s);
	if (equal != NULL)
		return (struct unit_word){
		    arena_text_n(a, s, (size_t)(equal - s)), arena_text(a, equal + 1)};
	return (struct unit_word){s, n > 3 && s[n - 1] == 's' ? arena_text_n(a, s, n - 1) : s};
}

static enum err
add_units(struct arena *a, const struct messages *m, struct ground_words *out, struct errinfo *e)
{
	const char **list;
	size_t count;
	enum err r = ground_variants(a, m, "claim.units", &list, &count, e);
	struct unit_word *all = arena_alloc(a, (out->unit_count + count + 1) * sizeof *all);
	if (r != ERR_OK)
		return r;
	if (out->unit_count > 0)
		memcpy(all, out->units, out->unit_count * sizeof *all);
	for (size_t i = 0; i < count; i++)
		all[out->unit_count++] = unit_of(a, list[i]);
	out->units = all;
	if (out->unit_count > 1)
		qsort(all, out->unit_count, sizeof *all, longer_first);
	return ERR_OK;
}

static enum err
add_numbers(struct arena *a, const struct messages *m, struct ground_words *out, struct errinfo *e)
{
	const char **pairs;
	size_t count;
	enum err r = ground_variants(a, m, "claim.numbers", &pairs, &count, e);
	struct word_number *all = arena_alloc(a, (out->number_count + count + 1) * sizeof *all);
	if (r != ERR_OK)
		return r;
	if (out->number_count > 0)
		memcpy(all, out->numbers, out->number_count * sizeof *all);
	out->numbers = all;
	for (size_t i = 0; i < count; i++) {
		const char *equal = strchr(pairs[i], '=');
		int64_t n;
		if (equal == NULL || !text_to_int(equal + 1, 0, 1000000, &n))
			return err_set(e, ERR_INPUT,
			    "messages: claim.numbers holds \"%s\"; write a word and its number: \"twelve=12\"",
			    pairs[i]);
		out->numbers[out->number_count++] =
		    (struct word_number){.word = arena_text_n(a, pairs[i], (size_t)(equal - pairs[i])), .n = n};
	}
	return ERR_OK;
}

/* In the order of the list. */
static void
chain_beginnings(struct word_number *list, size_t count, uint16_t first[256])
{
	memset(first, 0, 256 * sizeof *first);
	for (size_t i = count; i-- > 0;) {
		uint16_t *head = &first[(unsigned char)list[i].word[0]];
		list[i].next = *head;
		*head = (uint16_t)(i + 1);
	}
}

enum err
ground_words_load(
    struct arena *a, const struct messages *m, struct ground_words *out, struct errinfo *e)
{
	enum err r;
	if ((r = load_names(a, m, "month", out->months, &out->month_count, 24, e)) != ERR_OK ||
	    (r = load_names(a, m, "weekday", out->weekdays, &out->weekday_count, 14, e)) !=
		ERR_OK ||
	    (r = add_units(a, m, out, e)) != ERR_OK || (r = add_numbers(a, m, out, e)) != ERR_OK)
		return r;
	if (out->number_count >= UINT16_MAX)
		return err_set(e, ERR_LIMIT, "messages: claim.numbers has too many words");
	chain_beginnings(out->numbers, out->number_count, out->first_number);
	chain_beginnings(out->weekdays, out->weekday_count, out->first_weekday);
	return ERR_OK;
}

static bool
is_free(const struct folded *f, size_t start, size_t length)
{
	return memchr(f->taken + start, true, length) == NULL;
}

/* Every match of a pattern in the folded text; a full stop or comma at its end isn't part of it. */
static void
scan_pattern(const struct pattern *p, struct arena *a, struct folded *f, enum claim_kind kind,
    struct found_list *out)
{
	size_t from = 0, start, length;
	while (from < f->length && pattern_find(p, f->text, f->length, from, &start, &length)) {
		from = start + (length > 0 ? length : 1);
		while (length > 0 && strchr(".,;:!?)", f->text[start + length - 1]) != NULL)
			length--;
		if (length > 0 && is_free(f, start, length))
			found_add(out, a, f, kind, start, length);
	}
}

/* Letters and digits as they are folded, of ASCII; each byte of each source is looked at. */
static const bool plain_bytes[256] = {['0' ... '9'] = true, ['a' ... 'z'] = true};

static bool
is_plain(char c)
{
	return plain_bytes[(unsigned char)c];
}

/* Letters and digits of ASCII, and hyphens among them, that stand by themselves: five bytes or more, a
 * digit among them, from byte from on. The text ends with 0. */
static bool
next_identifier(const struct folded *f, size_t from, size_t *start, size_t *length)
{
	for (size_t i = from; i < f->length; i++) {
		size_t end = i;
		bool digit = false;
		if (!is_plain(f->text[i]))
			continue;
		for (; is_plain(f->text[end]) || f->text[end] == '-'; end++)
			digit |= f->text[end] <= '9' && f->text[end] != '-';
		*start = i;
		i = end;
		if (!digit)
			continue;
		while (f->text[end - 1] == '-')
			end--;
		if ((*length = end - *start) >= 5)
			return true;
	}
	return false;
}

/* Marks such as CE100101IE, PM-1001-1, 159710010101: five bytes or more of capitals, digits and
 * hyphens, a digit among them; figures alone only where they are long. */
static void
scan_identifiers(struct arena *a, struct folded *f, struct found_list *out)
{
	size_t from = 0, start, length;
	while (next_identifier(f, from, &start, &length)) {
		size_t digits = 0, capitals = 0, smalls = 0, hyphens = 0;
		from = start + length;
		for (size_t i = start; i < start + length; i++) {
			unsigned char c = (unsigned char)f->source[folded_place(f, i)];
			digits += isdigit(c) != 0;
			capitals += isupper(c) != 0;
			smalls += islower(c) != 0;
			hyphens += c == '-';
		}
		bool mark = capitals > 0 && smalls == 0 && digits > 0,
		     figures =
			 capitals + smalls == 0 && digits >= 7 && (hyphens == 0 || digits >= 9);
		if (is_free(f, start, length) && (mark || figures))
			found_add(out, a, f, CLAIM_TRACKING, start, length);
	}
}

void
ground_scan(const struct ground_formats *g, struct arena *a, struct folded *f, int64_t now_ms,
    struct found_list *out)
{
	/* Few texts have what these need. */
	if (memchr(f->text, '@', f->length) != NULL)
		scan_pattern(g->email, a, f, CLAIM_EMAIL, out);
	if (strstr(f->text, "http") != NULL || strstr(f->text, "www.") != NULL)
		scan_pattern(g->url, a, f, CLAIM_URL, out);
	if (g->order != NULL)
		scan_pattern(g->order, a, f, CLAIM_ORDER, out);
	scan_identifiers(a, f, out);
	ground_scan_figures(g, a, f, now_ms, out);
}
