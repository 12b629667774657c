/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An address out of what was written. What isn't surely street, town or postcode is left out and
 * asked for: a remark is never posted to.
 */
#include "builtin.h"

#include <string.h>

#include "floorwalker/base/utf8.h"

enum { PARTS = 8, PART_WORDS = 12, LOWER_WORDS = 4, TOWN_WORDS = 4, POSTCODE_BYTES = 10 };

enum part_kind { PART_REMARK, PART_HOUSE, PART_NAME, PART_POSTCODE };

struct part {
	enum part_kind kind;
	const char *text;		/* what of it belongs to an address */
	const char *rest;		/* of a postcode: the town behind it; "" none */
	const char *region;		/* of a postcode: "TX" before it; "" none */
	bool led, several;		/* of a house: words stand before it; another number does
					   behind it */
	bool ends;			/* a sentence ends behind it, or what follows is a remark */
};

struct words {
	const char *at[PART_WORDS];
	size_t length[PART_WORDS], count;
};

static void
split_words(const char *s, size_t length, struct words *out)
{
	const char *end = s + length;

	out->count = 0;
	while (s < end && out->count < PART_WORDS) {
		s += strspn(s, " \t");
		size_t n = strcspn(s, " \t");

		if (s >= end || !n)
			break;
		if (n > (size_t)(end - s))
			n = (size_t)(end - s);
		out->at[out->count] = s;
		out->length[out->count++] = n;
		s += n;
	}
}

static bool
is_capital(const struct words *w, size_t i)
{
	uint32_t point;

	utf8_next(w->at[i], w->length[i], &point);
	return utf8_is_upper(point) && !(w->length[i] == 1 && w->at[i][0] == 'I');
}

static bool
has_digit(const struct words *w, size_t i)
{
	for (size_t k = 0; k < w->length[i]; k++)
		if (w->at[i][k] >= '0' && w->at[i][k] <= '9')
			return true;
	return false;
}

static bool
is_house_number(const struct words *w, size_t i)
{
	return w->at[i][0] >= '0' && w->at[i][0] <= '9' && w->length[i] <= 5 &&
	    !memchr(w->at[i], ':', w->length[i]);
}

/* Words from one on that are written as names are: capitals, and short words between two of them
 * ("Rue de la Paix"). */
static size_t
name_run(const struct words *w, size_t from)
{
	size_t end = from;

	for (size_t i = from;
	     i < w->count && !has_digit(w, i) && (is_capital(w, i) || w->length[i] <= 3); i++)
		if (is_capital(w, i))
			end = i + 1;
	return from < w->count && is_capital(w, from) ? end - from : 0;
}

static const char *
joined(struct talk *t, const struct words *w, size_t from, size_t count)
{
	size_t last = from + count - 1,
	       length = (size_t)(w->at[last] - w->at[from]) + w->length[last];

	while (length && strchr(" .", w->at[from][length - 1]))
		length--;
	return arena_text_n(t->a, w->at[from], length);
}

/* "TX", "NSW": two or three capitals. */
static bool
is_region(const char *s, size_t length)
{
	size_t i = 0;

	while (i < length && s[i] >= 'A' && s[i] <= 'Z')
		i++;
	return i == length && (length == 2 || length == 3);
}

/* How many words a postcode that begins the part has: "H91 X2K4", "1012 AB", "33100", "753 21". */
static size_t
postcode_words(const struct words *w)
{
	size_t digits = 0;

	if (!w->count || !has_digit(w, 0) || w->length[0] > POSTCODE_BYTES)
		return 0;
	for (size_t k = 0; k < w->length[0]; k++)
		digits += w->at[0][k] >= '0' && w->at[0][k] <= '9';
	bool mixed = digits < w->length[0], long_enough = w->length[0] >= 4;

	if (w->count > 1 && w->length[0] + w->length[1] < POSTCODE_BYTES && w->length[0] >= 2) {
		bool letters = w->length[1] == 2 && w->at[1][0] >= 'A' && w->at[1][0] <= 'Z' &&
		    w->at[1][1] >= 'A' && w->at[1][1] <= 'Z';

		if ((has_digit(w, 1) && w->length[1] <= 4 && (mixed || w->length[0] == 3)) ||
		    (letters && digits == 4))
			return 2;
	}
	return (mixed && long_enough && digits > 2) || (!mixed && digits >= 4) ? 1 : 0;
}

/* "My new place is number 7": what leads in to a number that ends the part is left out. */
static size_t
house_lead(struct talk *t, const struct words *w, size_t number)
{
	size_t from = number;

	while (from > 0 && is_capital(w, from - 1) &&
	    !text_has_word_of(t, joined(t, w, from - 1, 1), "words.address_lead"))
		from--;
	if (from == number && from > 0 &&
	    !text_has_word_of(t, joined(t, w, from - 1, 1), "words.address_end"))
		from--;
	return from;
}

/* A part with a house's number: "5 Mill Street", "Hauptstrasse 5", "Flat 3"; in small letters only
 * as far as it was made out. */
static bool
read_house(struct talk *t, const struct words *w, const char *made_out, const char *made_out_end,
    struct part *out)
{
	for (size_t i = 0; i < w->count; i++) {
		size_t n, from = i;

		if (!is_house_number(w, i))
			continue;
		if (i + 1 == w->count) {
			from = house_lead(t, w, i);
			n = i + 1 - from;
		} else if ((n = name_run(w, i + 1))) {
			n++;
		} else {
			for (n = 1; i + n < w->count && made_out && w->at[i] >= made_out &&
			     w->at[i + n] < made_out_end;
			     n++)
				;
			if (n == 1 && i > 0 && is_capital(w, i - 1)) {	/* "Hauptstrasse 5
									   please" */
				from = house_lead(t, w, i);
				n = i + 1 - from;
			} else if (n < 2 || n > LOWER_WORDS) {
				continue;
			}
		}
		out->kind = PART_HOUSE;
		out->text = joined(t, w, from, n);
		out->ends = from + n < w->count;
		out->led = from > 0;
		for (size_t k = from + n; k < w->count; k++)
			out->several = out->several || is_house_number(w, k);
		return true;
	}
	return false;
}

/* "It's in Cobh" without "it's in". */
static size_t
lead_words(struct talk *t, const struct words *w)
{
	size_t from = 0;

	for (bool more = true; more && from < w->count; ) {
		more = false;
		for (size_t n = w->count - from < 5 ? w->count - from : 5; n > 0 && !more; n--)
			for (size_t i = 0;
			     i < messages_variants(t->q->messages, "words.address_lead") && !more;
			     i++) {
				struct str lead;

				str_init(&lead);
				more = messages_render(t->q->messages, &lead, "words.address_lead",
					   i, NULL, 0, NULL) == ERR_OK &&
				    text_is_fold(lead.data, joined(t, w, from, n));
				str_clear(&lead);
				from += more ? n : 0;
			}
	}
	return from;
}

static void
read_part(struct talk *t, const char *s, size_t length, const char *made_out,
    const char *made_out_end, bool first, struct part *out)
{
	struct words w;
	size_t n, from;

	*out = (struct part){.kind = PART_REMARK, .text = "", .rest = "", .region = ""};
	split_words(s, length, &w);
	if (!w.count)
		return;
	if (!first && w.count > 1 && is_region(w.at[0], w.length[0])) {
		struct words rest;

		split_words(w.at[1], (size_t)(s + length - w.at[1]), &rest);
		if (postcode_words(&rest)) {
			out->region = joined(t, &w, 0, 1);
			w = rest;
		}
	}
	if (!first && (n = postcode_words(&w))) {
		size_t town = name_run(&w, n);

		out->kind = PART_POSTCODE;
		out->text = joined(t, &w, 0, n);
		out->rest = town ? joined(t, &w, n, town) : "";
		return;
	}
	if (read_house(t, &w, made_out, made_out_end, out))
		return;
	from = lead_words(t, &w);
	if (from == w.count)
		return;
	n = name_run(&w, from);
	if (n && n <= TOWN_WORDS) {
		out->kind = PART_NAME;
		out->text = joined(t, &w, from, n);
		out->ends = from + n < w.count;
	} else if (!n && w.count - from <= 2 && made_out && w.at[from] >= made_out &&
	    w.at[w.count - 1] < made_out_end) {
		out->kind = PART_NAME;		/* in small letters */
		out->text = joined(t, &w, from, w.count - from);
	}
}

/* What parts an address: commas, lines, dashes between words, and the ends of sentences, which end
 * it too. */
static size_t
part_length(const char *s, bool *ends)
{
	size_t i = 0;

	for (*ends = false; s[i]; i++) {
		if (strchr(",\n;:()", s[i]) ||
		    (s[i] == '-' && i > 0 && s[i - 1] == ' ' && s[i + 1] == ' '))
			return i;
		*ends = strchr("?!", s[i]) || (s[i] == '.' && i > 3 && (s[i + 1] == ' ' || !s[i + 1] || s[i + 1] == '\n') && s[i - 3] != ' ' && s[i - 2] != ' ');
		if (*ends)
			return i;
	}
	return i;
}

/* Blanks what stands in slots of its own: what else was said is no address. The postcode stays, as
 * a part of its own. */
static char *
without_slots(struct talk *t)
{
	char *s = arena_text(t->a, t->u->text);
	size_t length = strlen(s);

	for (size_t i = 0; i < t->u->slot_count; i++) {
		const struct slot *x = &t->u->slots[i];
		bool gone = x->kind == SLOT_COUNTRY || x->kind == SLOT_ORDER_NUMBER ||
		    x->kind == SLOT_EMAIL;

		if (x->start > length || x->length > length - x->start)
			continue;
		if (gone)
			memset(s + x->start, ',', x->length);
		else if (x->kind == SLOT_POSTCODE && x->start > 0 && s[x->start - 1] == ' ')
			s[x->start - 1] = ',';
	}
	return s;
}

static size_t
read_parts(struct talk *t, const struct slot *s, struct part out[PARTS])
{
	char *text = without_slots(t);
	const char *made_out = s ? text + s->start : NULL,
		   *made_out_end = s ? made_out + s->length : NULL, *at = text;
	size_t count = 0;
	bool begun = false;

	while (*at && count < PARTS) {
		bool ends;
		size_t length = part_length(at, &ends);

		if (!s || at + length >= text + s->start) {
			struct part p;

			read_part(t, at, length, made_out, made_out_end, !begun, &p);
			if (length && strspn(at, " \t\r") < length) {
				p.ends = p.ends || ends;
				out[count++] = p;
				begun = begun || p.kind != PART_REMARK;
				if (p.kind != PART_REMARK && p.kind != PART_POSTCODE &&
				    strcspn(p.text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") < strlen(p.text))
					made_out_end = made_out;	/* who writes places in
									   capitals does so in all
									   parts */
			}
		}
		at += length + (at[length] != '\0');
	}
	return count;
}

/* The parts [first, …) that follow on each other up to the postcode or a remark. */
static void
take_parts(struct address *a, const struct part *parts, size_t first, size_t count)
{
	const char *names[3], *region = "";
	size_t n = 0, i = first + 1;
	bool ended = parts[first].ends;

	for (; i < count && !ended && n < 3 &&
	     (parts[i].kind == PART_NAME || parts[i].kind == PART_HOUSE);
	     i++) {
		names[n++] = parts[i].text;
		ended = parts[i].ends;
	}
	bool postcode = i < count && !ended && parts[i].kind == PART_POSTCODE;

	a->line1 = parts[first].text;
	if (postcode) {
		a->postcode = parts[i].text;
		if (parts[i].rest[0] && !n)
			names[n++] = parts[i].rest;
		region = parts[i].region;
		if (!region[0] && n > 1 && is_region(names[n - 1], strlen(names[n - 1])))
			region = names[--n];
	}
	if (!n)
		return;
	a->line2 = a->region = a->city = "";
	if (n > 1 && !postcode) {	/* which of them is the town, and whether the last is one at
					   all, is asked */
		a->line2 = names[0];
		return;
	}
	a->line2 = n > 1 ? names[0] : "";
	a->city = names[n > 1 ? 1 : 0];
	a->region = n > 2 ? names[2] : region;
}

bool
address_read_city(struct talk *t, struct address *a)
{
	struct part parts[PARTS];
	const struct slot all = {.kind = SLOT_ADDRESS, .start = 0, .length = strlen(t->u->text)};
	size_t count = read_parts(t, &all, parts);

	if (!count || parts[0].kind != PART_NAME)
		return false;
	a->city = parts[0].text;
	if (count > 1 && parts[1].kind == PART_POSTCODE && !a->postcode[0])
		a->postcode = parts[1].text;
	return true;
}

/* Two addresses in one message, "not 5 Mill Street but …": which is meant is asked. */
static bool
is_ambiguous(const struct part *parts, size_t first, size_t count)
{
	bool closed = false;

	for (size_t i = first; i < count; i++) {
		bool house = parts[i].kind == PART_HOUSE, whole = false;

		if (house && !closed &&
		    (parts[i].several || (i > first && (parts[i].led || i > first + 1))))
			return true;
		for (size_t k = i + 1; house && closed && k < count && parts[k].kind != PART_HOUSE;
		     k++)
			whole = whole || parts[k].kind == PART_POSTCODE;
		if (whole)
			return true;
		closed = closed || parts[i].kind == PART_POSTCODE;
	}
	return false;
}

bool
address_read(struct talk *t, const struct slot *s, struct address *a)
{
	struct part parts[PARTS];
	size_t count = read_parts(t, s, parts), first = 0, names = 0;

	while (first < count && parts[first].kind != PART_HOUSE)
		first++;
	if (first == count) {	/* a house with a name: sure with town and postcode behind it
				   only */
		for (first = 0; first < count; first++) {
			for (names = 0; first + names < count &&
			     parts[first + names].kind == PART_NAME && !parts[first + names].ends;
			     names++)
				;
			if (names > 1 && first + names < count &&
			    parts[first + names].kind == PART_POSTCODE)
				break;
		}
		if (first == count)
			return false;
	}
	if (is_ambiguous(parts, first, count))
		return false;
	take_parts(a, parts, first, count);
	return true;
}
