/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satisfaction_course.h"

#include <string.h>

#define FADE 0.7

/* ---- what turns speak of */

static const char *const people[] = { "guests", "many", "party", "people", "person", "persons", NULL };
static const char *const times[] = { "arrive", "arriving", "depart", "leave", "leaving", "time", "when", NULL };
static const char *const days[] = { "day", "friday", "monday", "saturday", "sunday", "thursday", "tuesday",
	"wednesday", NULL };
static const char *const areas[] = { "area", "center", "centre", "east", "north", "part", "side", "south", "west",
	NULL };
static const char *const prices[] = { "cheap", "expensive", "moderate", "moderately", "price", "range", NULL };
static const char *const stays[] = { "long", "night", "nights", "stay", NULL };
static const char *const kinds[] = { "cuisine", "food", "serve", "serves", "type", NULL };
static const char *const ways[] = { "departing", "departure", "destination", "going", "traveling", "travelling",
	"where", NULL };
static const char *const ranks[] = { "rating", "star", "stars", NULL };
static const char *const *const subjects[] = { people, times, days, areas, prices, stays, kinds, ways, ranks, NULL };

static const char *const phones[] = { "contact", "number", "phone", "telephone", NULL };
static const char *const codes[] = { "code", "post", "postcode", "zip", NULL };
static const char *const references[] = { "booked", "booking", "confirmation", "reference", NULL };
static const char *const addresses[] = { "address", "located", "road", "street", NULL };
static const char *const fees[] = { "admission", "cost", "entrance", "fee", "free", "gbp", "much", "pounds", "price",
	NULL };
static const char *const networks[] = { "internet", "wi-fi", "wifi", NULL };
static const char *const parking[] = { "park", "parking", NULL };
static const char *const trains[] = { "id", "train", NULL };
static const char *const *const requests[] = { phones, codes, references, addresses, fees, networks, parking, trains,
	NULL };
#define BY_NUMBER 7u		/* of requests: those that a number answers */

static const char *const north[] = { "north", NULL }, *const south[] = { "south", NULL },
			 *const east[] = { "east", NULL }, *const west[] = { "west", NULL },
			 *const centre[] = { "center", "centre", NULL };
static const char *const *const places[] = { north, south, east, west, centre, NULL };
static const char *const cheap[] = { "cheap", NULL }, *const moderate[] = { "moderate", "moderately", NULL },
			 *const expensive[] = { "expensive", NULL };
static const char *const *const levels[] = { cheap, moderate, expensive, NULL };
static const char *const monday[] = { "monday", NULL }, *const tuesday[] = { "tuesday", NULL },
			 *const wednesday[] = { "wednesday", NULL },
			 *const thursday[] = { "thursday", NULL }, *const friday[] = { "friday", NULL },
			 *const saturday[] = { "saturday", NULL },
			 *const sunday[] = { "sunday", NULL };
static const char *const *const weekdays[] = { monday, tuesday, wednesday, thursday, friday, saturday,
	sunday, NULL };

static const char *const wishes[] = { "get", "give", "have", "know", "need", "please", "tell", NULL };
static const char *const bookings[] = { "book", "booking", "reservation", "reservations", "reserve", "ticket",
	"tickets", NULL };
static const char *const done[] = { "booked", "reference", "reserved", "successful", NULL };

static bool
speaks_of(const struct rated_turn *t, const char *const *words)
{
	for (; *words != NULL; words++)
		if (turn_has(t, *words))
			return true;
	return false;
}

static unsigned
those_of(const struct rated_turn *t, const char *const *const *lists)
{
	unsigned set = 0;

	for (size_t i = 0; lists[i] != NULL; i++)
		set |= speaks_of(t, lists[i]) ? 1u << i : 0;
	return set;
}

static size_t
size_of(unsigned set)
{
	size_t n = 0;

	for (; set != 0; set &= set - 1)
		n++;
	return n;
}

/* ---- pairs of turns */

size_t
course_last(const struct rated_dialogue *d, size_t turn, bool user)
{
	while (turn-- > 0)
		if (d->turns[turn].user == user)
			return turn;
	return SIZE_MAX;
}

double
course_overlap(const struct rated_dialogue *d, size_t turn, bool user)
{
	double most = 0;

	for (size_t i = 0; i < turn; i++)
		if (d->turns[i].user == user) {
			double now = turn_overlap(&d->turns[turn], &d->turns[i]);

			most = now > most ? now : most;
		}
	return most;
}

/* Numbers of a that b has too. */
static size_t
numbers_shared(const struct rated_turn *a, const struct rated_turn *b)
{
	size_t n = 0;

	for (size_t i = 0; i < a->token_count; i++)
		n += a->tokens[i].kind == TOKEN_NUMBER && turn_has(b, a->tokens[i].folded);
	return n;
}

/* ---- what piles up */

void
course_init(struct course *c)
{
	memset(c, 0, sizeof(*c));
	c->since_refusal = 99;
}

static void
count(struct course_count *c, size_t now)
{
	c->now = now;
	c->all += now;
}

/* A user's words are news where no user turn had them, the system's where no turn did. */
static void
news_add(struct course *c, const struct rated_dialogue *d, size_t turn)
{
	const struct rated_turn *t = &d->turns[turn];
	struct course_news *n = &c->news[t->user];
	size_t words = 0;

	n->now = 0;
	for (size_t i = 0; i < t->token_count; i++) {
		bool before = false;

		if (!turn_is_content(&t->tokens[i]))
			continue;
		for (size_t k = 0; k < turn && !before; k++)
			before = (d->turns[k].user || !t->user) &&
			    turn_has(&d->turns[k], t->tokens[i].folded);
		words++;
		n->now += !before;
	}
	n->share = words > 0 ? (double)n->now / (double)words : 0;
	n->all += n->now;
}

static void
user_add(struct course *c, const struct rated_turn *t, const struct turn_cues *cues)
{
	unsigned place = those_of(t, places), price = those_of(t, levels),
		 day = those_of(t, weekdays),
		 wanted = cues->asks || speaks_of(t, wishes) ? those_of(t, requests) : 0;
	bool books = speaks_of(t, bookings);

	c->thanks += cues->thanks;
	c->corrections += cues->corrections;
	c->confusions += cues->confusions;
	c->place = place != 0 ? place : c->place;
	c->price = price != 0 ? price : c->price;
	c->day = day != 0 ? day : c->day;
	c->told |= those_of(t, subjects);
	c->requested |= wanted;
	c->owed |= wanted;
	c->bookings += books;
	c->declined += c->offers.now > 0 && (cues->begins_no || !books);
	c->since_success++;
}

static size_t
differs(unsigned wanted, unsigned said)
{
	return wanted != 0 && said != 0 && (wanted & said) == 0;
}

static void
questions_add(struct course *c, const struct rated_turn *t, const struct turn_cues *cues)
{
	unsigned of = those_of(t, subjects);
	bool asks = cues->questions > 0;

	count(&c->asked_again, asks ? size_of(of & c->asked) : 0);
	count(&c->asked_known, asks ? size_of(of & c->told) : 0);
	c->asked |= asks ? of : 0;
	c->questions_run = asks ? c->questions_run + 1 : 0;
	c->asking_run = cues->ends_asking && !cues->offers_more ? c->asking_run + 1 : 0;
	count(&c->offers, asks && speaks_of(t, bookings) && !speaks_of(t, done));
	count(&c->unwanted, c->offers.now > 0 && c->bookings == 0);
}

/* before: the user's turn that it answers; NULL: it follows one of its own */
static void
answers_add(struct course *c, const struct rated_turn *before, const struct rated_turn *t,
    const struct turn_cues *cues)
{
	unsigned spoken = those_of(t, requests),
		 wanted = before != NULL ? those_of(before, requests) : 0,
		 missed = wanted & ~spoken;

	count(&c->requests, size_of(wanted));
	count(&c->missed, size_of(cues->numbers > 0 ? missed & ~BY_NUMBER : missed));
	if (cues->numbers == 0 && cues->codes == 0)
		spoken &= ~BY_NUMBER;
	if (!cues->ends_asking || cues->numbers > 0)
		c->owed &= ~spoken;
}

static void
system_add(struct course *c, const struct rated_turn *t, const struct turn_cues *cues)
{
	bool refuses = cues->refusals + cues->failures > 0;

	c->refusals += cues->refusals;
	c->failures += cues->failures;
	c->fading_refusals = c->fading_refusals * FADE + (double)cues->refusals;
	c->fading_successes = c->fading_successes * FADE + (double)cues->successes;
	count(&c->contradicted, differs(c->place, those_of(t, places)) +
		differs(c->price, those_of(t, levels)) + differs(c->day, those_of(t, weekdays)));
	questions_add(c, t, cues);
	c->since_success = cues->codes + cues->successes > 0 ? 0 : c->since_success;
	c->since_refusal = refuses ? 0 : c->since_refusal + 1;
	c->refusals_run = refuses ? c->refusals_run + 1 : 0;
}

void
course_add(struct course *c, const struct rated_dialogue *d, const struct turn_cues *cues, size_t turn)
{
	const struct rated_turn *t = &d->turns[turn], *before = turn > 0 ? &d->turns[turn - 1] : NULL;
	const struct turn_cues *now = &cues[turn];
	double most = course_overlap(d, turn, t->user);

	c->words[t->user] += now->words;
	news_add(c, d, turn);
	if (t->user) {
		c->repeats += most >= 0.7 && now->words > 3;
		user_add(c, t, now);
		return;
	}
	c->loops += most >= 0.8 && now->words > 4;
	c->asked_back += before != NULL && before->user && cues[turn - 1].asks && now->asks;
	system_add(c, t, now);
	answers_add(c, before != NULL && before->user ? before : NULL, t, now);
}

/* ---- as numbers */

struct numbers {
	float *out;
	size_t count;
};

static void
put(struct numbers *n, double x)
{
	n->out[n->count++] = (float)x;
}

static void
put_counts(struct numbers *n, const size_t *counts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		put(n, (double)counts[i]);
}
#define PUT(n, ...) \
	put_counts(n, (const size_t[]){__VA_ARGS__}, \
	    sizeof((const size_t[]){__VA_ARGS__}) / sizeof(size_t))

static void
put_turn(struct numbers *n, const struct turn_cues *c)
{
	PUT(n, c->words, c->questions, c->exclamations, c->numbers, c->codes, c->refusals,
	    c->failures, c->successes, c->thanks, c->closings, c->corrections, c->confusions, c->asks,
	    c->ends_asking, c->begins_no, c->begins_yes, c->offers_more);
}

static void
put_course(struct numbers *n, const struct course *c, size_t turn)
{
	double pairs = (double)(turn / 2 + 1);

	PUT(n, turn / 2, turn == 0, c->refusals, c->failures, c->repeats, c->loops, c->asked_back,
	    c->thanks, c->corrections, c->confusions);
	put(n, c->fading_refusals);
	put(n, c->fading_successes);
	put(n, (double)c->refusals / pairs);
	put(n, (double)c->asked_back / pairs);
	PUT(n, size_of(c->owed), size_of(c->requested), c->offers.now, c->offers.all, c->declined,
	    c->bookings, c->unwanted.now, c->unwanted.all, c->asking_run, c->requests.now,
	    c->missed.now, c->missed.all, c->asked_again.now, c->asked_again.all,
	    c->asked_known.now, c->asked_known.all, c->contradicted.now, c->contradicted.all,
	    c->since_success, c->since_refusal, c->refusals_run, c->questions_run);
	for (int user = 0; user < 2; user++) {
		put(n, (double)c->words[user] / pairs);
		put(n, (double)c->news[user].all / pairs);
		put(n, c->news[user].share);
		put(n, (double)c->news[user].now);
	}
}

static void
put_pairs(struct numbers *n, const struct course *c, const struct rated_dialogue *d,
    const struct turn_cues *cues, const size_t last[2][2])
{
	static const struct turn_cues nothing;
	size_t system = last[0][0], user = last[1][0];
	bool both = system != SIZE_MAX && user != SIZE_MAX;
	const struct rated_turn *s = system != SIZE_MAX ? &d->turns[system] : NULL,
				*u = user != SIZE_MAX ? &d->turns[user] : NULL,
				*earlier = last[0][1] != SIZE_MAX ? &d->turns[last[0][1]] : NULL;
	const struct turn_cues *sc = both ? &cues[system] : &nothing,
			       *uc = both ? &cues[user] : &nothing;

	put(n, s != NULL ? course_overlap(d, system, false) : 0);
	put(n, s != NULL && earlier != NULL ? turn_overlap(s, earlier) : 0);
	put(n, both ? turn_overlap(u, s) : 0);
	put(n, both ? turn_overlap(s, u) : 0);
	put(n, both ? (double)(sc->words + 1) / (double)(uc->words + 1) : 0);
	put(n, both ? (double)numbers_shared(u, s) : 0);
	put(n, u != NULL ? course_overlap(d, user, true) : 0);
	put(n, u != NULL && earlier != NULL ? turn_overlap(u, earlier) : 0);
	PUT(n, uc->asks && sc->refusals > 0, both && !uc->asks && sc->refusals > 0, uc->asks && sc->asks,
	    uc->asks && sc->numbers == 0, sc->ends_asking ? size_of(c->owed) : 0);
}

size_t
course_numbers(const struct course *c, const struct rated_dialogue *d,
    const struct turn_cues *cues, size_t turn, float out[COURSE_NUMBERS_MOST])
{
	static const struct turn_cues nothing;
	struct numbers n = {out, 0};
	size_t last[2][2];

	put_course(&n, c, turn);
	put(&n, turn > 0 && d->turns[turn - 1].user);
	for (int user = 0; user < 2; user++)
		for (int k = 0; k < 2; k++) {
			size_t from = k == 0 ? turn : last[user][0];

			last[user][k] = from != SIZE_MAX ? course_last(d, from, user) : SIZE_MAX;
			put_turn(&n, last[user][k] != SIZE_MAX ? &cues[last[user][k]] : &nothing);
		}
	put_pairs(&n, c, d, cues, last);
	return n.count;
}
