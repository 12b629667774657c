/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/text/mask_known.h"

#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "mask_rules.h"
#include "mask_seen.h"

#define ADDRESS_REACH 40	/* bytes between an address and its postcode */
#define MOST_ROUNDS 6

static const char *const kind_names[PII_KIND_COUNT] = {
	[PII_EMAIL] = "email", [PII_PHONE] = "phone", [PII_CARD] = "card", [PII_IBAN] = "iban",
	[PII_ADDRESS] = "address", [PII_POSTCODE] = "postcode", [PII_NAME] = "name", [PII_ORDER] = "order",
	[PII_ID] = "id",
};

#define SEEN_BY_ALL 8192		/* texts of which is kept what everybody's have in common */
#define SEEN_BY_ONE 256			/* and of one shopper's */

struct masker {
	bool kinds[PII_KIND_COUNT];
	struct pattern *order, *names, *addresses, *postcodes;
	const struct masker *common;	/* that it was made over, whose order pattern it has */
	struct mask_seen *seen;		/* NULL: nothing is remembered */
};

/* Spans found so far, each kept clear of the others. */
struct claims {
	unsigned has;		/* of enum mask_need: what the text has */
	const struct pattern_glance *glance;
	struct pii *spans;
	size_t count, room;
};

const char *
pii_kind_name(enum pii_kind k)
{
	return k < PII_KIND_COUNT ? kind_names[k] : "unknown";
}

bool
pii_kind_from(const char *name, enum pii_kind *out)
{
	for (int k = 0; k < PII_KIND_COUNT; k++) {
		if (text_is(name, kind_names[k])) {
			*out = (enum pii_kind)k;
			return true;
		}
	}
	return false;
}

static bool
is_apostrophe(uint32_t point)
{
	return point == '\'' || point == 0x2018 || point == 0x2019 || point == '`' || point == 0xb4;
}

/* A text as a pattern: each character for itself, blanks as any number of blanks or none, an
 * apostrophe as any that keyboards have. */
static void
add_quoted(struct str *out, const char *s)
{
	size_t length = strlen(s);
	bool blank = false;

	for (size_t i = 0, n; i < length; i += n) {
		uint32_t point;

		n = utf8_next(s + i, length - i, &point);
		if (utf8_is_space(point)) {
			blank = true;
			continue;
		}
		if (blank)
			str_add(out, "\\s*");
		blank = false;
		if (is_apostrophe(point))
			str_add(out, "['\\x{2018}\\x{2019}`\\x{b4}]");
		else if (point < 0x80 && !utf8_is_letter(point) && !utf8_is_digit(point))
			str_addf(out, "\\x{%x}", point);
		else if (point == 0xfffd && n == 1)
			str_add_char(out, '.');
		else
			str_add_n(out, s + i, n);
	}
}

static size_t
count_solid(const char *s)
{
	size_t solid = 0, length = strlen(s);

	for (size_t i = 0; i < length;) {
		uint32_t point;

		i += utf8_next(s + i, length - i, &point);
		solid += utf8_is_letter(point) || utf8_is_digit(point);
	}
	return solid;
}

static bool
looks_like_postcode(const char *s)
{
	size_t solid = count_solid(s);

	return solid >= 3 && solid <= 9 && strpbrk(s, "0123456789") != NULL &&
	    strchr(s, ',') == NULL;
}

enum part { PART_NAMES, PART_ADDRESSES, PART_POSTCODES };

static int
longest_first(const void *a, const void *b)
{
	size_t x = strlen(*(const char *const *)a), y = strlen(*(const char *const *)b);

	return x < y ? 1 : x > y ? -1 : strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* One pattern of all known texts of a part; none where there are none. */
static enum err
build_known(
    const char *const *texts, size_t count, enum part part, struct pattern **out, struct errinfo *e)
{
	const char **sorted = mem_zero(count, sizeof *sorted);
	struct str source;
	size_t kept = 0;
	enum err err = ERR_OK;

	for (size_t i = 0; i < count; i++) {
		/* One letter alone, or a house number, is found everywhere. */
		if (texts[i] == NULL || count_solid(texts[i]) < (part == PART_NAMES ? 2 : 3))
			continue;
		if (part == PART_NAMES || looks_like_postcode(texts[i]) == (part == PART_POSTCODES))
			sorted[kept++] = texts[i];
	}
	qsort(sorted, kept, sizeof *sorted, longest_first);
	str_init(&source);
	str_add(&source, "(?<![\\p{L}\\p{N}])(?:");
	for (size_t i = 0; i < kept; i++) {
		str_add(&source, i > 0 ? "|" : "");
		add_quoted(&source, sorted[i]);
	}
	/* Given and family name are one find. */
	str_add(&source, ")(?![\\p{L}\\p{N}])");
	if (part == PART_NAMES && kept > 0) {
		char *one = mem_text(source.data);

		str_addf(&source, "(?:[ -]{1,2}%s){0,3}", one);
		mem_free(one);
	}
	if (kept > 0)
		err = pattern_new(source.data, true, out, e);
	str_clear(&source);
	mem_free(sorted);
	return err;
}

static enum err
know(struct masker *m, const struct mask_options *options, struct errinfo *e)
{
	enum err err = build_known(
	    options->known_names, options->known_name_count, PART_NAMES, &m->names, e);

	if (err == ERR_OK)
		err = build_known(options->known_texts, options->known_text_count, PART_ADDRESSES,
		    &m->addresses, e);
	if (err == ERR_OK)
		err = build_known(options->known_texts, options->known_text_count, PART_POSTCODES,
		    &m->postcodes, e);
	return err;
}

enum err
masker_new(const struct mask_options *options, struct masker **out, struct errinfo *e)
{
	struct masker *m = mem_zero(1, sizeof *m);
	enum err err = ERR_OK;

	memcpy(m->kinds, options->kinds, sizeof m->kinds);
	if (!text_is_empty(options->order_pattern)) {
		err = pattern_new(options->order_pattern, true, &m->order, e);
		if (err != ERR_OK)
			err = err_prefix(e, "order_pattern");
	}
	if (err == ERR_OK)
		err = know(m, options, e);
	if (err != ERR_OK)
		masker_free(&m);
	*out = m;
	return err;
}

enum err
masker_new_over(const struct masker *common, const struct mask_options *options,
    struct masker **out, struct errinfo *e)
{
	struct masker *m = mem_zero(1, sizeof *m);
	enum err err;

	memcpy(m->kinds, common->kinds, sizeof m->kinds);
	m->common = common;
	m->order = common->order;
	m->seen = common->seen != NULL ? mask_seen_new(SEEN_BY_ONE) : NULL;
	if ((err = know(m, options, e)) != ERR_OK)
		masker_free(&m);
	*out = m;
	return err;
}

void
masker_remember(struct masker *m)
{
	if (m->seen == NULL)
		m->seen = mask_seen_new(SEEN_BY_ALL);
}

void
masker_free(struct masker **m)
{
	if (m == NULL || *m == NULL)
		return;
	if ((*m)->common == NULL)
		pattern_free(&(*m)->order);
	mask_seen_free(&(*m)->seen);
	pattern_free(&(*m)->names);
	pattern_free(&(*m)->addresses);
	pattern_free(&(*m)->postcodes);
	mem_free(*m);
	*m = NULL;
}

/* The end of a claim that the span runs into; 0 where it is clear. */
static size_t
blocked_until(const struct claims *c, size_t start, size_t length)
{
	for (size_t i = 0; i < c->count; i++) {
		const struct pii *p = &c->spans[i];

		if (start < p->start + p->length && p->start < start + length)
			return p->start + p->length;
	}
	return 0;
}

static bool
has_address(const struct claims *c)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->spans[i].kind == PII_ADDRESS)
			return true;
	return false;
}

static bool
follows_address(const struct claims *c, size_t start)
{
	for (size_t i = 0; i < c->count; i++) {
		size_t end = c->spans[i].start + c->spans[i].length;

		if (c->spans[i].kind == PII_ADDRESS && end <= start && start - end <= ADDRESS_REACH)
			return true;
	}
	return false;
}

static void
claim(struct claims *c, enum pii_kind kind, size_t start, size_t length)
{
	if (c->count == c->room) {
		c->room = c->room > 0 ? c->room * 2 : 16;
		c->spans = mem_grow(c->spans, c->room, sizeof *c->spans);
	}
	c->spans[c->count++] = (struct pii){kind, start, length};
}

static void
apply_rule(struct claims *c, const struct pattern *p, const struct mask_rule *rule, const char *s,
    size_t size)
{
	size_t from = 0, start, length;

	if ((rule->needs & ~c->has) != 0 || !pattern_may_match(p, c->glance) ||
	    (rule->after_address && !has_address(c)))
		return;
	while (from < size && pattern_find(p, s, size, from, &start, &length)) {
		size_t end = start + length, until;

		from = start + 1;
		if (length == 0)
			continue;
		if (rule->check != NULL && !rule->check(s, size, start, &length))
			continue;
		if (rule->source == NULL && rule->kind == PII_NAME &&
		    !mask_is_known_name(s, size, start, length))
			continue;
		if (rule->after_address && !follows_address(c, start))
			continue;
		until = blocked_until(c, start, length);
		if (until > 0) {
			from = until > from ? until : from;
			continue;
		}
		claim(c, rule->kind, start, length);
		from = rule->check != NULL ? start + length : end;
	}
}

static void
apply_known(
    struct claims *c, const struct pattern *p, enum pii_kind kind, const char *s, size_t size)
{
	const struct mask_rule rule = {.kind = kind};

	if (p != NULL)
		apply_rule(c, p, &rule, s, size);
}

static int
by_start(const void *a, const void *b)
{
	const struct pii *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

/* Marks stay; then what is known for sure; then what only looks so. */
static void
apply_all(struct claims *c, const struct masker *m, const char *s, size_t length)
{
	const struct pattern *const *patterns;
	const struct mask_rule *rules;
	size_t rule_count = mask_rules(&rules, &patterns);

	apply_rule(c, patterns[0], &rules[0], s, length);
	apply_known(c, m->order, PII_ORDER, s, length);
	for (size_t i = 1; i < rule_count; i++) {
		if (rules[i].kind == PII_ADDRESS && (i == 1 || rules[i - 1].kind != PII_ADDRESS)) {
			apply_known(c, m->addresses, PII_ADDRESS, s, length);
			apply_known(c, m->postcodes, PII_POSTCODE, s, length);
		}
		apply_rule(c, patterns[i], &rules[i], s, length);
	}
	apply_known(c, m->names, PII_NAME, s, length);
}

/* seen: what a glance at the text showed; NULL: nobody has looked yet. */
static size_t
find_anew(const struct masker *m, struct arena *a, const char *s, size_t length,
    const struct pattern_glance *seen, struct pii **out)
{
	struct claims c = {.has = mask_look(s, length), .glance = seen};
	struct pattern_glance own;
	size_t kept = 0;

	if (seen == NULL) {
		pattern_look(&own, s, length);
		c.glance = &own;
	}
	apply_all(&c, m, s, length);
	if (c.count > 0)
		qsort(c.spans, c.count, sizeof *c.spans, by_start);
	*out = arena_alloc(a, (c.count + 1) * sizeof **out);
	for (size_t i = 0; i < c.count; i++) {
		if (c.spans[i].kind < PII_KIND_COUNT && m->kinds[c.spans[i].kind])
			(*out)[kept++] = c.spans[i];
	}
	mem_free(c.spans);
	return kept;
}

typedef size_t find_function(const struct masker *m, struct arena *a, const char *s, size_t length,
    const struct pattern_glance *seen, struct pii **out);

/* What a masker finds in a text is the same at any time. */
static size_t
find_or_recall(const struct masker *m, find_function *find, struct arena *a, const char *s,
    size_t length, const struct pattern_glance *seen, struct pii **out)
{
	size_t count;

	if (m->seen == NULL)
		return find(m, a, s, length, seen, out);
	if (mask_seen_recall(m->seen, a, s, length, out, &count))
		return count;
	count = find(m, a, s, length, seen, out);
	mask_seen_keep(m->seen, s, length, *out, count);
	return count;
}

static bool
stands_in(
    const struct pattern *p, const struct pattern_glance *g, const char *s, size_t length)
{
	size_t start, size;

	return p != NULL && pattern_may_match(p, g) &&
	    pattern_find(p, s, length, 0, &start, &size);
}

/* What one look at a text finds, of the kinds that are masked. Where nothing stands in it that is
 * known of the shopper, that is the same for everybody. */
static size_t
find_once(const struct masker *m, struct arena *a, const char *s, size_t length, struct pii **out)
{
	struct pattern_glance g;

	if (m->common == NULL)
		return find_or_recall(m, find_anew, a, s, length, NULL, out);
	pattern_look(&g, s, length);
	if (stands_in(m->names, &g, s, length) || stands_in(m->addresses, &g, s, length) ||
	    stands_in(m->postcodes, &g, s, length))
		return find_anew(m, a, s, length, &g, out);
	return find_or_recall(m->common, find_anew, a, s, length, &g, out);
}

/* Appends s with each find replaced by its mark. */
static void
add_masked(struct str *out, const char *s, size_t length, const struct pii *found, size_t count)
{
	size_t at = 0;

	for (size_t i = 0; i < count; i++) {
		str_add_n(out, s + at, found[i].start - at);
		str_addf(out, "[%s]", kind_names[found[i].kind]);
		at = found[i].start + found[i].length;
	}
	str_add_n(out, s + at, length - at);
}

/* The byte of the text that byte at of the masked text came from; at the begin or the end of a
 * mark, that of the find. Finds are in order. */
static size_t
unmasked(const struct pii *found, size_t count, size_t at, bool is_end)
{
	size_t shift = 0, masked = 0;	/* byte at of the masked text is byte at + shift - masked */

	for (size_t i = 0; i < count; i++) {
		size_t mark = strlen(kind_names[found[i].kind]) + 2,
		       start = found[i].start - shift + masked;

		if (at < start || (at == start && is_end))
			break;
		if (at < start + mark || (at == start + mark && is_end))
			return is_end ? found[i].start + found[i].length : found[i].start;
		shift += found[i].length;
		masked += mark;
	}
	return at + shift - masked;
}

/* Takes further finds, of the masked text, in among those of the text; what reaches over a mark
 * takes its find with it. */
static size_t
merge_finds(struct pii *out, const struct pii *found, size_t count, const struct pii *further,
    size_t further_count)
{
	size_t n = 0, at = 0;

	for (size_t i = 0; i < further_count; i++) {
		size_t start = unmasked(found, count, further[i].start, false),
		       end = unmasked(found, count, further[i].start + further[i].length, true);

		while (at < count && found[at].start < start)
			out[n++] = found[at++];
		while (at < count && found[at].start < end)
			at++;
		out[n++] = (struct pii){further[i].kind, start, end - start};
	}
	while (at < count)
		out[n++] = found[at++];
	return n;
}

/* Masking can bring together what stood apart: again, until nothing is found. */
static size_t
find_all(const struct masker *m, struct arena *a, const char *s, size_t length,
    const struct pattern_glance *seen, struct pii **out)
{
	size_t count = find_once(m, a, s, length, out);

	(void)seen;	/* each round looks for itself */
	for (int round = 1; count > 0 && round < MOST_ROUNDS; round++) {
		struct pii *further, *all;
		struct str masked;
		size_t n;

		str_init(&masked);
		add_masked(&masked, s, length, *out, count);
		n = find_once(m, a, masked.data, masked.length, &further);
		str_clear(&masked);
		if (n == 0)
			break;
		all = arena_alloc(a, (count + n) * sizeof *all);
		count = merge_finds(all, *out, count, further, n);
		*out = all;
	}
	return count;
}

size_t
masker_find(const struct masker *m, struct arena *a, const char *s, size_t length, struct pii **out)
{
	return m->common == NULL ? find_all(m, a, s, length, NULL, out)
				 : find_or_recall(m, find_all, a, s, length, NULL, out);
}

void
masker_apply(const struct masker *m, struct str *out, const char *s, size_t length)
{
	struct arena *a = arena_new();
	struct pii *found;
	size_t count = masker_find(m, a, s, length, &found);

	add_masked(out, s, length, found, count);
	arena_free(&a);
}
