/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "rubric.h"

#define CONTACTS_MOST 100000

static void
set_real(struct value *map, const char *key, double x)
{
	value_set_real_or_null(map, key, isfinite(x), x);
}

/* As they came: contacts are told as they end. */
static int
by_coming(const void *a, const void *b)
{
	const struct talk *x = a, *y = b;

	if (x->came_ms != y->came_ms)
		return x->came_ms < y->came_ms ? -1 : 1;
	return (x->conversation > y->conversation) - (x->conversation < y->conversation);
}

static size_t
read_talks(struct scoring *s, const struct value *contacts)
{
	size_t faults = 0;

	s->talks = arena_alloc(s->arena, (value_count(contacts) + 1) * sizeof(*s->talks));
	for (size_t i = 0; i < value_count(contacts); i++) {
		struct talk *t = &s->talks[s->talk_count];

		if (!contact_read(s, value_at(contacts, i), t))
			faults++;
		else
			s->talk_count += talk_is_players(s, t);
	}
	if (s->talk_count > 1)
		qsort(s->talks, s->talk_count, sizeof(*s->talks), by_coming);
	return faults;
}

static void
score_talk(struct scoring *s, struct talk *t)
{
	if (s->is_ai) {
		rubric_ai(s, t);
		return;
	}
	rubric_policy(s, t);
	rubric_accuracy(s, t);
	rubric_times(s, t);
	rubric_tone(s, t);
	rubric_transfers(s, t);
	rubric_approvals(s, t);
	rubric_satisfaction(s, t);
}

static void
put_head(const struct scoring *s, struct value *out)
{
	const struct session *x = s->session;
	const struct drill *d = s->drill;

	value_set_int(out, "debrief", DEBRIEF_VERSION);
	value_set_text(out, "drill", d->name);
	value_set_text(out, "title", d->title);
	value_set_text(out, "session", x->id);
	value_set_text(out, "trainee", x->trainee);
	value_set_text(out, "player", s->player);
	value_set_text(out, "seat", x->seat);
	value_set_text(out, "seed", arena_printf(s->arena, "%" PRIu64, x->seed));
	value_set_int(out, "begun_ms", x->begun_ms);
	value_set_int(out, "from_ms", d->from_ms);
	value_set_int(out, "length_ms", d->length_ms);
	if (x->ended_ms >= 0)
		value_set_int(out, "ended_ms", x->ended_ms);
	value_set_real(out, "speed", x->speed);
	value_set_bool(out, "hints", x->hints);
	value_set_int(out, "hints_taken", x->hints_taken);
	if (x->branch_of != NULL) {
		value_set_text(out, "branch_of", x->branch_of);
		value_set_int(out, "branched_ms", x->branched_ms);
	}
	value_set_text(out, "currency", d->currency);
}

/* Passed has who reaches the score, and met all that was to be learnt and had an occasion. */
static void
put_score(const struct scoring *s, struct value *out)
{
	double score = score_whole(s, NULL);
	int64_t unmet = 0;

	for (size_t i = 0; i < s->drill->lesson_count; i++) {
		const struct lesson *l = &s->drill->lessons[i];
		struct score x = score_of(s, l->criterion, NULL, l->scenario);

		unmet += x.occasions > 0 && x.value < l->at_least;
	}
	set_real(out, "score", score);
	value_set_real(out, "pass_at", s->drill->rubric.pass_at);
	value_set_int(out, "lessons_unmet", unmet);
	if (isnan(score))
		value_set(out, "passed", value_null(s->arena));
	else
		value_set_bool(out, "passed", score >= s->drill->rubric.pass_at && unmet == 0);
}

static bool
lacks_tone(const struct scoring *s)
{
	struct said *said;

	for (size_t i = 0; i < s->talk_count; i++)
		if (rubric_said(s, &s->talks[i], &said) > 0 &&
		    tone_find(s->drill->tones, s->drill->tone_count,
			value_get_text(s->talks[i].map, "language")) == NULL)
			return true;
	return false;
}

/* What must be known to read the figures rightly. */
static void
put_notes(const struct scoring *s, size_t faults, struct value *out)
{
	struct value *notes = value_set_list(out, "notes");
	struct arena *a = s->arena;
	bool clock = s->session->speed != 1 && !s->is_ai;

	if (s->talk_count == 0)
		value_add_text(notes, "There was no conversation to score.");
	else if (s->talk_count < DEBRIEF_FEW)
		value_add_text(notes, arena_printf(a,
		    "It is about %zu conversation%s: another session may come out otherwise by chance alone.",
		    s->talk_count, s->talk_count == 1 ? "" : "s"));
	if (clock)
		value_add_text(notes, arena_printf(a,
		    "Times are the day's, which went %g times as fast as life: they aren't comparable with a session of another speed.",
		    s->session->speed));
	if (s->session->hints_taken > 0)
		value_add_text(notes, arena_printf(a, "%" PRId64 " hint%s taken.",
		    s->session->hints_taken, s->session->hints_taken == 1 ? " was" : "s were"));
	if (s->session->branch_of != NULL)
		value_add_text(notes,
		    "This is a branch: what came before it was played again. Times count from the branch on, all else over the whole session.");
	if (s->session->ended_ms < 0)
		value_add_text(notes, "The session isn't over.");
	if (faults > 0)
		value_add_text(notes, arena_printf(a,
		    "%zu contact%s left out: the simulator's own fault.", faults,
		    faults == 1 ? " is" : "s are"));
	if (lacks_tone(s))
		value_add_text(notes, "There is no list of words for every language that was written in: there, tone isn't scored.");
	value_add_text(notes, "Satisfaction is a proxy made of what happened, no answer of a shopper's.");
}

enum err
debrief_make(struct arena *a, const struct drill *d, const struct session *s,
    const struct value *contacts, const char *player, const struct value **out, struct errinfo *e)
{
	struct scoring x = {.arena = a, .drill = d, .session = s, .player = player,
	    .is_ai = text_is(player, PLAYER_AI), .from_ms = d->from_ms};
	struct value *made = value_map(a);
	size_t faults;

	*out = NULL;
	if (value_kind(contacts) != VALUE_LIST)
		return value_err(e, ERR_INPUT, contacts, "contacts must be a list");
	if (value_count(contacts) > CONTACTS_MOST)
		return value_err(e, ERR_LIMIT, contacts, "more than %d contacts", CONTACTS_MOST);
	if (s->branch_of != NULL && s->branched_ms > x.from_ms && !x.is_ai)
		x.from_ms = s->branched_ms;
	faults = read_talks(&x, contacts);
	for (size_t i = 0; i < x.talk_count; i++)
		score_talk(&x, &x.talks[i]);
	scores_sum(&x);
	moments_sort(&x);
	put_head(&x, made);
	put_score(&x, made);
	debrief_criteria(&x, made);
	debrief_lessons(&x, made);
	debrief_moments(&x, made);
	debrief_conversations(&x, made);
	put_notes(&x, faults, made);
	*out = made;
	return ERR_OK;
}
