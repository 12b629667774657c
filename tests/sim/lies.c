/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lies.h"
#include "lies_words.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/str.h"

#define PLACES 400
#define DRAWS 60	/* tries for a value that stands nowhere */

/* A stretch of a reply that can be changed, and what it says. */
struct place {
	size_t start, length;
	size_t digits;			/* where its figure begins, within it */
	int64_t n;			/* a whole number, minor units, a day */
	const char *put;		/* what it becomes, where there is but one other */
};
struct places {
	struct place items[PLACES];
	size_t count;
};

const char *
lie_kind_name(enum lie_kind k)
{
	static const char *const names[] = {"number", "date", "price", "stock level", "product",
	    "figure of a term", "policy turned round", "id", "another variant's price",
	    "another day of it", "policy paraphrased"};
	return names[k];
}

/* ---- what a turn rested on */

struct gathered {
	struct arena *a;
	struct str texts;
	int64_t *numbers, *days;
	size_t number_count, day_count, room;
	const struct zone *zone;
};

static void
keep(int64_t *list, size_t *count, size_t room, int64_t n)
{
	if (*count < room)
		list[(*count)++] = n;
}

static void
gather_numbers(struct gathered *g, const char *s)
{
	for (size_t i = 0; s[i] != '\0';) {
		if (!isdigit((unsigned char)s[i])) {
			i++;
			continue;
		}
		int64_t n = 0;
		for (size_t k = 0; isdigit((unsigned char)s[i]); i++, k++)
			n = k < 15 ? n * 10 + (s[i] - '0') : n;
		keep(g->numbers, &g->number_count, g->room, n);
	}
}

static void
gather(struct gathered *g, const struct value *v)
{
	int64_t n = value_as_int(v, 0);
	if (value_kind(v) == VALUE_TEXT) {
		str_addf(&g->texts, "%s\n", value_as_text(v, ""));
		gather_numbers(g, value_as_text(v, ""));
	}
	if (n > 100000000000) {
		struct date d;
		date_from_ms(g->zone, n, &d);
		keep(g->days, &g->day_count, g->room, date_days(d.year, d.month, d.day));
	} else if (value_kind(v) == VALUE_INT) {
		keep(g->numbers, &g->number_count, g->room, n);
	}
	if (value_kind(v) == VALUE_LIST || value_kind(v) == VALUE_MAP)
		keep(g->numbers, &g->number_count, g->room, (int64_t)value_count(v));
	for (size_t i = 0; i < value_count(v); i++) {
		if (value_kind(v) == VALUE_MAP)
			str_addf(&g->texts, "%s\n", value_key_at(v, i));
		gather(g, value_at(v, i));
	}
}

struct turn_basis
turn_basis_take(struct arena *a, const struct backend_request *q, const struct backend_draft *d,
    const struct zone *zone)
{
	struct gathered g = {.a = a, .zone = zone, .room = 20000};
	struct str quotable;
	const struct value *facts = facts_to_value(q->facts, false), *verdicts;
	g.numbers = arena_alloc(a, g.room * sizeof *g.numbers);
	g.days = arena_alloc(a, g.room * sizeof *g.days);
	str_init(&g.texts);
	str_init(&quotable);
	gather(&g, facts);
	for (size_t i = 0; i < d->citation_count; i++) {
		const struct passage *p = knowledge_find(q->knowledge, d->citations[i]);
		if (p != NULL)
			str_addf(&quotable, "%s\n%s\n%s\n", p->title, p->heading, p->text);
	}
	verdicts = value_get(facts, "verdicts");
	for (size_t i = 0; i < value_count(verdicts); i++)
		str_addf(&quotable, "%s\n", value_get_text(value_at(verdicts, i), "shopper"));
	gather_numbers(&g, quotable.data);
	str_add(&g.texts, quotable.data);
	for (size_t i = 0; i < q->transcript_count; i++)
		if (q->transcript[i].author == AUTHOR_SHOPPER) {
			str_addf(&g.texts, "%s\n", q->transcript[i].text);
			gather_numbers(&g, q->transcript[i].text);
		}
	struct turn_basis out = {.texts = arena_text_n(a, g.texts.data, g.texts.length),
	    .quotable = arena_text_n(a, quotable.data, quotable.length),
	    .numbers = g.numbers,
	    .number_count = g.number_count,
	    .days = g.days,
	    .day_count = g.day_count};
	str_clear(&g.texts);
	str_clear(&quotable);
	return out;
}

static bool
has(const int64_t *list, size_t count, int64_t n)
{
	for (size_t i = 0; i < count; i++)
		if (list[i] == n)
			return true;
	return false;
}

/* ---- what can be changed */

static bool
is_word(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

static struct place *
add(struct places *p, size_t start, size_t length)
{
	static struct place spill;
	struct place *x = p->count < PLACES ? &p->items[p->count++] : &spill;
	*x = (struct place){.start = start, .length = length};
	return x;
}

static size_t
starts_with_any(const char *s, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count && words[i] != NULL; i++) {
		size_t n = strlen(words[i]);
		if (strncasecmp(s, words[i], n) == 0 && !is_word(s[n]))
			return n;
	}
	return 0;
}

/* The run of letters, digits and hyphens around a digit: "TF-100101", "RT1002211GB", "42-44". */
static void
run_around(const char *s, size_t i, size_t *from, size_t *to)
{
	*from = *to = i;
	while (*from > 0 && (is_word(s[*from - 1]) || s[*from - 1] == '-'))
		--*from;
	while (is_word(s[*to]) || s[*to] == '-')
		++*to;
}

static bool
is_id(const char *s, size_t from, size_t to)
{
	size_t digits = 0, capitals = 0, smalls = 0;
	for (size_t i = from; i < to; i++) {
		digits += isdigit((unsigned char)s[i]) != 0;
		capitals += isupper((unsigned char)s[i]) != 0;
		smalls += islower((unsigned char)s[i]) != 0;
	}
	return digits >= 5 && smalls == 0 && (capitals > 0 || digits >= 8);
}

/* A date "14 October", from its weekday on; *end behind the month. 0 where there is none. */
static int
date_at(const struct lie_words *w, const char *s, size_t i, size_t *start, size_t *end, int *day)
{
	size_t k = i, gap = strlen(w->of_month);
	*day = atoi(s + i);
	while (isdigit((unsigned char)s[k]))
		k++;
	if (*day < 1 || *day > 31 || strncmp(s + k, w->of_month, gap) != 0)
		return 0;
	k += gap;
	for (int m = 0; m < 12; m++) {
		size_t n = strlen(w->months[m]);
		if (strncmp(s + k, w->months[m], n) != 0 || is_word(s[k + n]))
			continue;
		*end = k + n;
		*start = i;
		for (int d = 0; d < 7; d++)
			for (int g = 0; g < 3; g++) {
				size_t l = strlen(w->weekdays[d]), j = strlen(w->to_day[g]);
				if (i >= l + j && strncmp(s + i - j, w->to_day[g], j) == 0 &&
				    strncmp(s + i - j - l, w->weekdays[d], l) == 0)
					*start = i - j - l;
			}
		return m + 1;
	}
	return 0;
}

static int64_t
minor_of(const struct lie_words *w, const char *s, size_t length)
{
	int64_t n = 0, decimals = -1;
	for (size_t i = 0; i < length; i++) {
		if (s[i] == w->point)
			decimals = 0;
		else if (isdigit((unsigned char)s[i])) {
			n = n * 10 + (s[i] - '0');
			decimals += decimals >= 0;
		}
	}
	return decimals < 0 ? n * 100 : decimals == 1 ? n * 10 : n;
}

/* Sorts every figure of a reply by what it is. */
static void
find_figures(const struct lie_words *w, const char *s, struct places by[LIE_KINDS])
{
	for (size_t i = 0; s[i] != '\0';) {
		size_t from, to, start, end = i;
		int day;
		if (!isdigit((unsigned char)s[i])) {
			i++;
			continue;
		}
		run_around(s, i, &from, &to);
		if (is_id(s, from, to)) {
			add(&by[LIE_ID], from, to - from);
			i = to;
			continue;
		}
		int month = date_at(w, s, i, &start, &end, &day);
		if (month > 0) {
			struct place *x = add(&by[LIE_DATE], start, end - start);
			x->n = month * 100 + day;
			x->digits = i - start;
			i = end;
			continue;
		}
		while (isdigit((unsigned char)s[end]) ||
		    ((s[end] == '.' || s[end] == ',') && isdigit((unsigned char)s[end + 1])))
			end++;
		bool euro = i >= 3 && memcmp(s + i - 3, "€", 3) == 0;
		if (euro || strncmp(s + end, " EUR", 4) == 0 || strncmp(s + end, " €", 4) == 0 ||
		    strncmp(s + end, "\xc2\xa0€", 5) == 0) {
			add(&by[LIE_PRICE], i, end - i)->n = minor_of(w, s + i, end - i);
			i = end;
			continue;
		}
		size_t after = end + (s[end] == ' ' || s[end] == '-');
		if (strncmp(s + after, w->working, strlen(w->working)) == 0)
			after += strlen(w->working);
		enum lie_kind kind = LIE_NUMBER;
		if (s[end] == '%' || strncmp(s + end, " %", 2) == 0 ||
		    starts_with_any(s + after, w->units, WORD_UNITS) > 0)
			kind = LIE_TERM;
		else if (starts_with_any(s + after, w->counted, 3) > 0)
			kind = LIE_STOCK;
		/* a time of day or a figure with a point stays as it is: another digit may be the
		   same number */
		bool plain = memchr(s + i, '.', end - i) == NULL && memchr(s + i, ',', end - i) == NULL && s[end] != ':' &&
		    (i == 0 || (s[i - 1] != ':' && s[i - 1] != '+'));
		if (plain && end - i < 6)
			add(&by[kind], i, end - i)->n = atoll(s + i);
		i = end;
	}
}

static void
find_turns(const char *s, const char *find, const char *put, bool quoted, const char *quotable,
    struct places *out)
{
	size_t n = strlen(find);
	for (const char *at = strcasestr(s, find); at != NULL; at = strcasestr(at + n, find)) {
		size_t start = (size_t)(at - s), from = start, to = start + n;
		char around[200];
		if ((start > 0 && (is_word(s[start - 1]) || s[start - 1] == '\'')) || is_word(at[n]) ||
		    at[n] == '\'')
			continue;
		/* enough of what stands around it must be a source's words */
		for (int words = 0; from > 0 && words < 2 && strchr(".!?\n", s[from - 1]) == NULL;)
			words += s[--from] == ' ' && from + 1 < start;
		for (int words = 0; s[to] != '\0' && words < 2 && strchr(".!?\n", s[to]) == NULL;)
			words += s[++to] == ' ';
		if (to - from >= sizeof around)
			continue;
		memcpy(around, s + from, to - from);
		around[to - from] = '\0';
		if (!quoted || strcasestr(quotable, around) != NULL)
			add(out, start, n)->put = put;
	}
}

static void
find_words(const struct lie_words *w, const char *s, const struct turn_basis *b,
    struct places by[LIE_KINDS])
{
	for (size_t i = 0; i < WORD_TURNS && w->turned[i][0] != NULL; i++)
		find_turns(s, w->turned[i][0], w->turned[i][1], true, b->quotable, &by[LIE_POLICY]);
	for (size_t i = 0; i < 2; i++) {
		find_turns(s, w->in_stock[i], w->out_of_stock[i], false, "", &by[LIE_STOCK]);
		find_turns(s, w->out_of_stock[i], w->in_stock[i], false, "", &by[LIE_STOCK]);
	}
}

static void
find_products(const char *s, const struct shop_records *records, struct places *out)
{
	for (size_t i = 0; i < records->product_count; i++) {
		const char *name = records->products[i].name;
		size_t n = strlen(name);
		for (const char *at = strcasestr(s, name); at != NULL; at = strcasestr(at + n, name)) {
			size_t start = (size_t)(at - s);
			if ((start > 0 && is_word(s[start - 1])) || is_word(at[n]))
				continue;
			add(out, start, n)->put = name;
		}
	}
}

/* ---- what it becomes */

static const char *
other_amount(const struct lie_words *w, struct arena *a, const char *was, size_t length,
    int64_t minor)
{
	bool decimals = memchr(was, w->point, length) != NULL;
	return decimals ? arena_printf(a, "%lld%c%02lld", (long long)(minor / 100), w->point,
			      (long long)(minor % 100))
			: arena_printf(a, "%lld", (long long)(minor / 100));
}

static const char *
other_price(const struct lie_words *w, struct arena *a, const char *reply, const struct place *p, const struct turn_basis *b,
    bool from_turn, struct random_stream *r)
{
	bool decimals = memchr(reply + p->start, w->point, p->length) != NULL;
	for (int i = 0; i < DRAWS; i++) {
		int64_t near = p->n + ((int64_t)random_below(r, 41) - 20) * 100,
			n = random_below(r, 2) ? near
					       : (int64_t)(1 + random_below(r, 400)) * 100 +
			(decimals && random_below(r, 2) ? 95 : 0);
		if (from_turn && b->number_count > 0)
			n = b->numbers[random_below(r, b->number_count)];
		bool known = has(b->numbers, b->number_count, n) ||
		    has(b->numbers, b->number_count, n / 100);
		if (n > 0 && n != p->n && n < 1000000 && (decimals || n % 100 == 0) &&
		    (from_turn ? n >= 100 : !known))
			return other_amount(w, a, reply + p->start, p->length, n);
	}
	return NULL;
}

static const char *
other_number(struct arena *a, const struct place *p, const struct turn_basis *b, bool from_turn,
    struct random_stream *r)
{
	int64_t top = p->n < 10 ? 12 : p->n < 100 ? 99 : p->n * 2;
	for (int i = 0; i < DRAWS; i++) {
		int64_t n = 1 + (int64_t)random_below(r, (uint64_t)top);
		if (from_turn && b->number_count > 0)
			n = b->numbers[random_below(r, b->number_count)];
		if (n > 0 && n != p->n && n < 100000 &&
		    (from_turn || !has(b->numbers, b->number_count, n)))
			return arena_printf(a, "%lld", (long long)n);
	}
	return NULL;
}

/* A day as the reply has it, with its weekday where that stands there. */
static const char *
day_in_words(const struct lie_words *w, struct arena *a, const char *reply, const struct place *p,
    int64_t day, const struct date *d)
{
	const char *text = arena_printf(a, "%d%s%s", d->day, w->of_month, w->months[d->month - 1]);
	size_t weekday = p->digits;
	if (p->digits == 0)
		return text;
	for (int g = 0; g < 3; g++) {
		size_t n = strlen(w->to_day[g]);
		if (n < weekday && strncmp(reply + p->start + weekday - n, w->to_day[g], n) == 0)
			/* 1 January 1970 was a Thursday */
			return arena_printf(a, "%s%s%s", w->weekdays[((day + 3) % 7 + 7) % 7],
			    w->to_day[g], text);
	}
	return NULL;
}

static const char *
other_date(const struct lie_words *w, struct arena *a, const char *reply, const struct place *p,
    const struct turn_basis *b, const struct zone *zone, int year, bool from_turn,
    struct random_stream *r)
{
	int64_t own = date_days(year, (int)(p->n / 100), (int)(p->n % 100));
	for (int i = 0; i < DRAWS; i++) {
		int64_t day = own + (int64_t)random_below(r, 61) - 30;
		struct date d;
		if (from_turn && b->day_count > 0)
			day = b->days[random_below(r, b->day_count)];
		date_from_ms(zone, day * DATE_DAY_MS + DATE_DAY_MS / 2, &d);
		if (day == own || (!from_turn && (d.year != year || has(b->days, b->day_count, day))) ||
		    d.month * 100 + d.day == p->n)
			continue;
		const char *text = arena_printf(a, "%d%s%s", d.day, w->of_month, w->months[d.month - 1]);
		if (from_turn || strcasestr(b->texts, text) == NULL)
			return day_in_words(w, a, reply, p, day, &d);
	}
	return NULL;
}

static const char *
other_product(const struct place *p, const struct turn_basis *b,
    const struct shop_records *records, bool from_turn, struct random_stream *r)
{
	for (int i = 0; i < DRAWS * (from_turn ? 10 : 1); i++) {
		const char *name = records->products[random_below(r, records->product_count)].name;
		bool known = strcasestr(b->texts, name) != NULL;
		if (strcasecmp(name, p->put) != 0 && strcasestr(p->put, name) == NULL &&
		    known == from_turn)
			return name;
	}
	return NULL;
}

static const char *
other_id(struct arena *a, const char *reply, const struct place *p, const struct turn_basis *b,
    struct random_stream *r)
{
	for (int i = 0; i < DRAWS; i++) {
		char *text = arena_text_n(a, reply + p->start, p->length);
		size_t at = random_below(r, p->length);
		if (!isdigit((unsigned char)text[at]))
			continue;
		text[at] = (char)('0' + (text[at] - '0' + 1 + (int)random_below(r, 9)) % 10);
		if (strcasestr(b->texts, text) == NULL)
			return text;
	}
	return NULL;
}

/* The product with a label behind its name that stands last before a place of a sentence, and the
 * variant that it labels, alone. */
static const struct variant *
labelled_before(const char *reply, size_t at, const struct shop_records *records,
    const struct product **product)
{
	const struct variant *out = NULL;
	size_t best = 0;
	for (size_t i = 0; i < records->product_count; i++) {
		const struct product *p = &records->products[i];
		size_t n = strlen(p->name);
		for (const char *hit = strcasestr(reply, p->name);
		     hit != NULL && (size_t)(hit - reply) < at; hit = strcasestr(hit + n, p->name)) {
			const char *open = hit + n, *close = strchr(open, ')');
			const struct variant *only = NULL;
			size_t fit = 0;
			if (strncmp(open, " (", 2) != 0 || close == NULL || close > reply + at ||
			    (size_t)(hit - reply) < best ||
			    memchr(hit, '\n', at - (size_t)(hit - reply)) != NULL ||
			    memmem(close, (size_t)(reply + at - close), ". ", 2) != NULL)
				continue;
			for (size_t v = 0; v < p->variant_count; v++) {
				bool all = p->variants[v].option_count > 0;
				for (size_t o = 0; o < p->variants[v].option_count && all; o++)
					all = memmem(open, (size_t)(close - open),
						  p->variants[v].options[o].value,
						  strlen(p->variants[v].options[o].value)) != NULL;
				fit += all;
				only = all ? &p->variants[v] : only;
			}
			best = (size_t)(hit - reply);
			*product = p;
			out = fit == 1 ? only : NULL;
		}
	}
	return out;
}

/* What another variant of the same product costs, where the reply prices one. */
static const char *
other_variant(const struct lie_words *w, struct arena *a, const char *reply, const struct place *p,
    const struct shop_records *records, struct random_stream *r)
{
	const struct product *product = NULL;
	const struct variant *own = labelled_before(reply, p->start, records, &product);
	if (own == NULL || p->n != own->price || strstr(reply, "TF-") != NULL)
		return NULL;
	for (int i = 0; i < DRAWS; i++) {
		const struct variant *v =
		    &product->variants[random_below(r, product->variant_count)];
		if (v->price != own->price && v->price != own->was)
			return other_amount(w, a, reply + p->start, p->length, v->price);
	}
	return NULL;
}

/* A quoted sentence in other words, one of which turns it. */
static const char *
paraphrase(const struct lie_words *w, struct arena *a, const char *reply, const struct place *turn,
    const char **said)
{
	const char *out = NULL;
	for (size_t i = 0; i < WORD_LIKES && w->like[i][0] != NULL && out == NULL; i++) {
		size_t from = turn->start, to = turn->start + turn->length, n = strlen(w->like[i][0]);
		while (from > 0 && strchr(".!?\n", reply[from - 1]) == NULL)
			from--;
		while (reply[to] != '\0' && strchr(".!?\n", reply[to]) == NULL)
			to++;
		for (const char *hit = strcasestr(reply + from, w->like[i][0]);
		     hit != NULL && hit + n <= reply + to && out == NULL;
		     hit = strcasestr(hit + n, w->like[i][0])) {
			size_t at = (size_t)(hit - reply);
			bool apart = at + n < turn->start || at > turn->start + turn->length;
			if (!apart || (at > 0 && is_word(reply[at - 1])) || is_word(hit[n]))
				continue;
			out = at < turn->start
			    ? arena_printf(a, "%.*s%s%.*s%s%s", (int)at, reply, w->like[i][1],
				  (int)(turn->start - at - n), hit + n, turn->put,
				  reply + turn->start + turn->length)
			    : arena_printf(a, "%.*s%s%.*s%s%s", (int)turn->start, reply, turn->put,
				  (int)(at - turn->start - turn->length),
				  reply + turn->start + turn->length, w->like[i][1], hit + n);
			*said = arena_printf(a, "%.*s -> %s, %s -> %s", (int)turn->length,
			    reply + turn->start, turn->put, w->like[i][0], w->like[i][1]);
		}
	}
	return out;
}

/* Where a kind's lies are told; some are other lies' places. */
static enum lie_kind
places_of(enum lie_kind kind)
{
	return kind == LIE_VARIANT ? LIE_PRICE : kind == LIE_DAY ? LIE_DATE
	    : kind == LIE_PARAPHRASE			 ? LIE_POLICY
							 : kind;
}

const char *
lie_make(const char *language, struct arena *a, enum lie_kind kind, const char *reply,
    const struct turn_basis *b, const struct shop_records *records, const struct zone *zone, int year,
    bool from_turn, struct random_stream *r, const char **place)
{
	const struct lie_words *w = lie_words_of(language);
	struct places *by = arena_alloc(a, LIE_KINDS * sizeof *by);
	const char *put = NULL;
	memset(by, 0, LIE_KINDS * sizeof *by);
	find_figures(w, reply, by);
	find_words(w, reply, b, by);
	find_products(reply, records, &by[LIE_PRODUCT]);
	const struct places *of = &by[places_of(kind)];
	if (of->count == 0)
		return NULL;
	const struct place *p = &of->items[random_below(r, of->count)];
	switch (kind) {
	case LIE_PRICE: put = other_price(w, a, reply, p, b, from_turn, r); break;
	case LIE_DATE: put = other_date(w, a, reply, p, b, zone, year, from_turn, r); break;
	case LIE_PRODUCT: put = other_product(p, b, records, from_turn, r); break;
	case LIE_ID: put = from_turn ? NULL : other_id(a, reply, p, b, r); break;
	case LIE_POLICY: put = from_turn ? NULL : p->put; break;
	case LIE_VARIANT: put = from_turn ? NULL : other_variant(w, a, reply, p, records, r); break;
	case LIE_DAY:
		put = from_turn ? NULL : other_date(w, a, reply, p, b, zone, year, true, r);
		break;
	case LIE_PARAPHRASE: return from_turn ? NULL : paraphrase(w, a, reply, p, place);
	default:
		put = p->put == NULL ? other_number(a, p, b, from_turn, r)
		    : from_turn	     ? NULL
				     : p->put;
	}
	if (put == NULL)
		return NULL;
	*place = arena_printf(a, "%.*s -> %s", (int)p->length, reply + p->start, put);
	return arena_printf(
	    a, "%.*s%s%s", (int)p->start, reply, put, reply + p->start + p->length);
}
