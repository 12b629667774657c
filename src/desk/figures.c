/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The live figures since the local midnight. What the day's events told is kept, so that each look
 * reads only what is new: whether a hundred conversations were closed today or a hundred thousand,
 * it costs the same.
 */
#include <math.h>
#include <string.h>

#include "floorwalker/desk/view.h"
#include "story.h"

#define CHUNK 1000	/* events read at a time */
#define DAY_PIECES 312	/* of TREND_PIECE_MS: the longest day has 25 hours, and one more for clocks
			   that differ */

/* What happened within one piece of the day. */
struct piece {
	int64_t entered, left;		/* began to wait for a person; ended waiting */
	int64_t contained, handed_over;
};

struct day {
	int64_t since_ms;		/* midnight */
	int64_t read_to;		/* id of the last event that was told */
	struct story *stories;		/* of each conversation that had an event since */
	size_t count, room;
	size_t *places;			/* by conversation: number of the story + 1; 0 free; open
					   addressing */
	size_t place_count;		/* a power of two, at least twice count */
	size_t *to_score;		/* numbers of stories whose proxy is to be looked at, from
					   scored on */
	size_t to_score_count, to_score_room, scored;
	struct piece pieces[DAY_PIECES];
	struct ratio levels[FIGURE_QUEUES];
};

void
day_free(struct day **day)
{
	if (*day == NULL)
		return;
	mem_free((*day)->stories);
	mem_free((*day)->places);
	mem_free((*day)->to_score);
	mem_free(*day);
	*day = NULL;
}

/* Where the story of a conversation is, or would be. Ids are numbered, so that their low bits
 * scatter as well as any hash. */
static size_t *
place_of(const struct day *day, int64_t conversation_id)
{
	size_t at = (size_t)conversation_id & (day->place_count - 1);
	while (day->places[at] != 0 &&
	    day->stories[day->places[at] - 1].conversation_id != conversation_id)
		at = (at + 1) & (day->place_count - 1);
	return &day->places[at];
}

static void
grow(struct day *day)
{
	if (day->count < day->room)
		return;
	day->room = day->room == 0 ? 64 : day->room * 2;
	day->stories = mem_grow(day->stories, day->room, sizeof *day->stories);
	mem_free(day->places);
	day->place_count = day->room * 2;
	day->places = mem_zero(day->place_count, sizeof *day->places);
	for (size_t i = 0; i < day->count; i++)
		*place_of(day, day->stories[i].conversation_id) = i + 1;
}

/* What happened before midnight belongs to the story, but nobody was answered today by it. */
static enum err
catch_up(struct desk *d, struct story *s, int64_t before_id, struct errinfo *e)
{
	struct event_list events;
	struct arena *a = arena_new();
	enum err r = store_event_list(d->store, a, s->conversation_id, &events, e);
	for (size_t i = 0; r == ERR_OK && i < events.count && events.items[i].id < before_id; i++)
		story_tell(s, d, a, &events.items[i]);
	s->answered = s->answered_in_time = 0;
	arena_free(&a);
	return r;
}

/* Tells the story on, and notes in the piece of the day what changed by it. */
static void
tell(struct desk *d, struct day *day, struct story *s, struct arena *a, const struct event *x)
{
	int64_t at = (x->at_ms - day->since_ms) / TREND_PIECE_MS;
	struct piece *p = &day->pieces[at < 0 ? 0 : at < DAY_PIECES ? at : DAY_PIECES - 1];
	bool waited = s->waits, closed = s->closed_ms != 0;
	int64_t answered = s->answered, in_time = s->answered_in_time;
	size_t queue = s->queue;
	story_tell(s, d, a, x);
	if (queue > 0 && queue <= FIGURE_QUEUES) {
		day->levels[queue - 1].denominator += s->answered - answered;
		day->levels[queue - 1].numerator += s->answered_in_time - in_time;
	}
	p->entered += s->waits && !waited;
	p->left += waited && !s->waits;
	p->handed_over += strcmp(x->kind, EVENT_TURN_HANDED_OFF) == 0;
	p->contained +=
	    !closed && s->closed_ms != 0 && outcome_is_contained_confirmed(&s->outcome);
}

/* Whatever happens in a conversation that is closed may change its proxy. Which survey answered it is
 * told by the story. */
static void
score_later(struct day *day, size_t number)
{
	struct story *s = &day->stories[number];
	if (s->closed_ms < day->since_ms)
		s->proxy = 0;
	if (s->closed_ms < day->since_ms || s->scores)
		return;
	if (day->to_score_count == day->to_score_room)
		day->to_score = mem_grow(day->to_score,
		    day->to_score_room = day->to_score_room * 2 + 64, sizeof *day->to_score);
	day->to_score[day->to_score_count++] = number;
	s->scores = true;
}

static enum err
add_event(
    struct desk *d, struct day *day, struct arena *a, const struct event *x, struct errinfo *e)
{
	if (x->conversation_id == 0)
		return ERR_OK;	/* the desk's own chain */
	grow(day);
	size_t *place = place_of(day, x->conversation_id);
	if (*place == 0) {
		struct story s;
		story_begin(&s, x->conversation_id);
		enum err r = x->number > 1 ? catch_up(d, &s, x->id, e) : ERR_OK;
		if (r != ERR_OK)
			return r;
		day->stories[day->count++] = s;
		*place = day->count;
	}
	size_t number = *place - 1;
	tell(d, day, &day->stories[number], a, x);
	score_later(day, number);
	return ERR_OK;
}

/* One that has gone, as in a simulation, has no proxy. */
static enum err
score(struct desk *d, struct story *s, struct errinfo *e)
{
	struct arena *a = arena_new();
	struct satisfaction_factors factors;
	struct satisfaction satisfaction;
	struct message_list messages;
	struct conversation c;
	enum err r = store_conversation_get(d->store, a, s->conversation_id, &c, e);
	s->proxy = 0;
	if (r == ERR_OK && satisfaction_applies(s, &c) &&
	    (r = store_message_list(d->store, a, c.id, 0, &messages, e)) == ERR_OK) {
		satisfaction_of_records(s, &c, &messages, clock_now_ms(d->clock), a, &factors);
		satisfaction_score(&factors, &satisfaction);
		s->proxy = satisfaction.score;
	}
	arena_free(&a);
	return r == ERR_NOT_FOUND ? ERR_OK : r;
}

/* The first few of those that wait for it, so that a morning's first look at a long day doesn't take
 * long. */
static enum err
score_some(struct desk *d, struct day *day, struct errinfo *e)
{
	enum err r = ERR_OK;
	for (size_t n = 0; r == ERR_OK && n < FIGURE_PROXIES && day->scored < day->to_score_count;) {
		struct story *s = &day->stories[day->to_score[day->scored]];
		if (s->closed_ms >= day->since_ms) {
			r = score(d, s, e);
			n++;
		}
		if (r != ERR_OK)
			return r;
		s->scores = false;
		day->scored++;
	}
	if (day->scored == day->to_score_count)
		day->scored = day->to_score_count = 0;
	return r;
}

enum err
day_last_before(struct desk *d, int64_t at_ms, int64_t *out, struct errinfo *e)
{
	int64_t low = 0, high;
	enum err r = store_event_last(d->store, &high, e);
	while (r == ERR_OK && low < high) {
		int64_t middle = low + (high - low) / 2;
		struct event_list one;
		struct arena *a = arena_new();
		if ((r = store_event_after(d->store, a, middle, 1, &one, e)) == ERR_OK) {
			if (one.count == 0 || one.items[0].at_ms >= at_ms)
				high = middle;
			else
				low = one.items[0].id;
		}
		arena_free(&a);
	}
	*out = low;
	return r;
}

int64_t
day_begin(const struct desk *d)
{
	struct date x;
	date_from_ms(d->settings->zone, clock_now_ms(d->clock), &x);
	x.hour = x.minute = x.second = 0;
	return date_to_ms(d->settings->zone, &x);
}

/* The day of now with all events that there are. */
static enum err
read_day(struct desk *d, struct errinfo *e)
{
	int64_t since = day_begin(d);
	enum err r = ERR_OK;
	size_t got = CHUNK;
	if (d->day == NULL || d->day->since_ms != since) {
		day_free(&d->day);
		d->day = mem_zero(1, sizeof *d->day);
		d->day->since_ms = since;
		if ((r = day_last_before(d, since, &d->day->read_to, e)) != ERR_OK)
			day_free(&d->day);
	}
	while (r == ERR_OK && got == CHUNK) {
		struct event_list events = {0};
		struct arena *a = arena_new();
		r = store_event_after(d->store, a, d->day->read_to, CHUNK, &events, e);
		got = events.count;
		for (size_t i = 0; r == ERR_OK && i < got; i++)
			if ((r = add_event(d, d->day, a, &events.items[i], e)) == ERR_OK)
				d->day->read_to = events.items[i].id;
		arena_free(&a);
	}
	return r;
}

/* sum: of whole millionths, the same in whatever order they were closed. */
static void
add_proxy(const struct story *s, struct desk_figures *out, int64_t *sum)
{
	if (!(s->proxy > 0))
		return;
	out->proxies++;
	*sum += llround(s->proxy * 1e6);
	out->csat.denominator += s->score != 0;
	out->csat.numerator += s->score >= SURVEY_SATISFIED;
}

static void
add_up(const struct day *day, struct desk_figures *out)
{
	int64_t sum = 0;
	for (size_t i = 0; i < day->count; i++) {
		const struct story *s = &day->stories[i];
		if (s->closed_ms >= day->since_ms) {
			containment_add(&out->containment, &s->outcome);
			add_proxy(s, out, &sum);
		}
		out->level.numerator += s->answered_in_time;
		out->level.denominator += s->answered;
	}
	out->proxy = out->proxies > 0 ? (double)sum / 1e6 / (double)out->proxies : 0;
	out->proxies_wait = (int64_t)(day->to_score_count - day->scored);
}

/* Who waits now is known; who waited at the end of each piece follows backwards from it. */
static void
look_back(const struct day *day, int64_t now_ms, int64_t waiting, struct desk_trend *t)
{
	int64_t now = (now_ms - day->since_ms) / TREND_PIECE_MS;
	if (now >= DAY_PIECES)
		now = DAY_PIECES - 1;
	t->known = now + 1 < TREND_PIECES ? now + 1 : TREND_PIECES;
	for (int64_t i = 0; i < t->known; i++) {
		const struct piece *p = &day->pieces[now - i];
		int64_t to = TREND_PIECES - 1 - i;
		t->waiting[to] = waiting;
		t->contained[to] = p->contained;
		t->handed_over[to] = p->handed_over;
		waiting -= p->entered - p->left;
	}
}

static enum err
count_agents(struct desk *d, struct arena *a, int64_t *present, struct errinfo *e)
{
	struct agent_state *agents;
	size_t count;
	enum err r = store_agent_list(d->store, a, &agents, &count, e);
	*present = 0;
	for (size_t i = 0; r == ERR_OK && i < count; i++)
		*present += strcmp(agents[i].state, "offline") != 0;
	return r;
}

enum err
desk_figures(struct desk *d, struct desk_figures *out, struct errinfo *e)
{
	struct conversation_counts counts;
	struct arena *a = arena_new();
	enum err r;
	*out = (struct desk_figures){0};
	if ((r = store_conversation_counts(d->store, a, &counts, e)) == ERR_OK &&
	    (r = count_agents(d, a, &out->agents_present, e)) == ERR_OK &&
	    (r = read_day(d, e)) == ERR_OK && (r = score_some(d, d->day, e)) == ERR_OK) {
		add_up(d->day, out);
		out->ai = counts.by_state[CONVERSATION_AI];
		out->waiting = counts.by_state[CONVERSATION_QUEUED];
		out->with_agents =
		    counts.by_state[CONVERSATION_AGENT] + counts.by_state[CONVERSATION_WRAP_UP];
		out->waiting_actions = counts.waiting_actions;
		out->oldest_waiting_ms = counts.oldest_waiting_ms;
		memcpy(out->levels, d->day->levels, sizeof out->levels);
		look_back(d->day, clock_now_ms(d->clock), out->waiting, &out->trend);
	}
	arena_free(&a);
	return r;
}
