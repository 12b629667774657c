/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A contact as a map, and from a map again. What comes from a file may be anything: what isn't there is taken for
 * nothing.
 */
#include <math.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "rubric.h"

#define NEAR_MS ((int64_t)30000)	/* between a deed and the line that it became */

static const char *const kind_names[] = {[DEED_GOT] = "got", [DEED_TOOK] = "took",
    [DEED_WROTE] = "wrote", [DEED_PASSED_ON] = "passed_on", [DEED_GAVE_BACK] = "gave_back",
    [DEED_CLOSED] = "closed", [DEED_PROPOSED] = "proposed", [DEED_APPROVED] = "approved",
    [DEED_DENIED] = "denied", [DEED_AMENDED] = "amended", [DEED_ASKED] = "asked"};
#define KINDS (sizeof(kind_names) / sizeof(kind_names[0]))

/* ---- to a map */

static void
set_at(struct value *map, const char *key, int64_t run_ms, int64_t midnight_ms)
{
	if (run_ms >= 0)
		value_set_int(map, key, run_ms - midnight_ms);
}

static void
set_real(struct value *map, const char *key, double x)
{
	value_set_real_or_null(map, key, isfinite(x), x);
}

static void
put_who(struct value *out, const struct contact *c)
{
	value_set_int(out, "conversation", c->conversation_id);
	value_set_int(out, "replication", c->replication);
	value_set_int(out, "number", c->number);
	value_set_int(out, "visit", c->visit);
	value_set_text(out, "scenario", c->scenario);
	value_set_text(out, "persona", c->persona);
	value_set_text(out, "intent", c->intent);
	value_set_text(out, "channel", c->channel);
	value_set_text(out, "tier", c->tier);
	value_set_text(out, "language", c->language);
}

static void
put_times(struct value *out, const struct contact *c, int64_t midnight_ms)
{
	set_at(out, "came_ms", c->came_ms, midnight_ms);
	set_at(out, "first_answer_ms", c->first_answer_ms, midnight_ms);
	set_at(out, "queued_ms", c->queued_ms, midnight_ms);
	set_at(out, "got_ms", c->got_ms, midnight_ms);
	set_at(out, "person_ms", c->person_ms, midnight_ms);
	set_at(out, "ended_ms", c->ended_ms, midnight_ms);
	value_set_int(out, "handle_ms", c->handle_ms);
}

static void
put_outcome(struct value *out, const struct contact *c)
{
	value_set_bool(out, "counts", c->counts);
	value_set_bool(out, "simulator_fault", c->outcome.simulator_fault);
	value_set_bool(out, "handed_off", c->outcome.handed_off);
	if (c->outcome.handed_off)
		value_set_text(out, "reason", handoff_reason_name(c->reason));
	value_set_bool(out, "as_expected", c->as_expected);
	value_set_bool(out, "expects_person", c->expects_person);
	value_set_bool(out, "resolved", c->resolved);
	value_set_bool(out, "abandoned", c->outcome.abandoned);
	value_set_bool(out, "left_in_queue", c->left_in_queue);
	value_set_bool(out, "left_waiting_decision", c->left_waiting_decision);
	value_set_bool(out, "left_with_person", c->left_with_person);
	value_set_int(out, "changes", c->changes);
	value_set_int(out, "statements", c->statements);
	value_set_int(out, "proposed_again", c->again);
	set_real(out, "sentiment_first", c->sentiment_first);
	set_real(out, "sentiment_last", c->sentiment_last);
	set_real(out, "proxy", c->proxy);
	value_set_text(out, "why", c->why);
}

static void
put_actions(struct value *out, const struct contact *c)
{
	struct value *actions = value_set_list(out, "actions"),
		     *replies = value_set_list(out, "replies");

	for (size_t i = 0; i < c->action_count; i++) {
		struct value *v = value_add_map(actions);

		value_set_text(v, "kind", action_kind_name(c->actions[i].kind));
		value_set_int(v, "amount", c->actions[i].amount);
		value_set_text(v, "rule", c->actions[i].rule);
		value_set_bool(v, "by_person", c->actions[i].by_person);
		value_set_bool(v, "done", c->actions[i].done);
	}
	for (size_t i = 0; i < c->reply_count; i++) {
		struct value *v = value_add_map(replies);

		set_real(v, "confidence", c->replies[i].confidence);
		value_set_bool(v, "wrong", c->replies[i].wrong);
	}
}

static void
put_deed(struct value *list, const struct deed *d, int64_t midnight_ms)
{
	struct value *v = value_add_map(list);

	value_set_text(v, "kind", kind_names[d->kind]);
	set_at(v, "at_ms", d->at_ms, midnight_ms);
	value_set_text(v, "agent", d->agent);
	if (!text_is_empty(d->text))
		value_set_text(v, "text", d->text);
	if (d->action_id != 0) {
		value_set_int(v, "action_id", d->action_id);
		value_set_text(v, "action", action_kind_name(d->action));
		value_set_int(v, "amount", d->amount);
	}
	if (!text_is_empty(d->rule))
		value_set_text(v, "rule", d->rule);
	value_set_bool(v, "wrong", d->wrong);
	if (!text_is_empty(d->why))
		value_set_text(v, "why", d->why);
}

/* The deed that a person's line came of: of those of theirs that became no line yet the one with the same words, or
 * else the nearest in time. */
static size_t
deed_of_line(const struct contact *c, const bool *used, const struct value *line)
{
	int64_t at = value_get_int(line, "at_ms", 0), best_ms = NEAR_MS + 1;
	const char *agent = value_get_text(line, "agent");
	size_t best = c->deed_count;

	for (size_t i = 0; i < c->deed_count; i++) {
		int64_t apart = c->deeds[i].at_ms > at ? c->deeds[i].at_ms - at
						       : at - c->deeds[i].at_ms;

		if (c->deeds[i].kind != DEED_WROTE || used[i] ||
		    (*agent != '\0' && !text_is(agent, c->deeds[i].agent)))
			continue;
		if (text_is(c->deeds[i].text, value_get_text(line, "text")))
			apart /= 10;
		if (apart < best_ms) {
			best = i;
			best_ms = apart;
		}
	}
	return best;
}

static void
put_lines(struct arena *a, struct value *out, const struct contact *c,
    const struct value *transcript, int64_t midnight_ms)
{
	struct value *lines = value_set_list(out, "transcript"),
		     *deeds = value_set_list(out, "deeds");
	bool *used = arena_alloc(a, c->deed_count + 1);
	int64_t *line_of = arena_alloc(a, (c->deed_count + 1) * sizeof(*line_of));

	for (size_t i = 0; i < value_count(transcript); i++) {
		const struct value *from = value_at(transcript, i);
		struct value *v = value_copy(a, from);
		size_t deed = c->deed_count;

		value_set_int(v, "at_ms", value_get_int(from, "at_ms", midnight_ms) - midnight_ms);
		if (text_is(value_get_text(from, "author"), "agent"))
			deed = deed_of_line(c, used, from);
		if (deed < c->deed_count) {
			used[deed] = true;
			line_of[deed] = (int64_t)i;
			value_set_text(v, "agent", c->deeds[deed].agent);
		}
		value_add(lines, v);
	}
	for (size_t i = 0; i < c->deed_count; i++) {
		put_deed(deeds, &c->deeds[i], midnight_ms);
		if (used[i])
			value_set_int((struct value *)(uintptr_t)value_at(deeds, i), "line", line_of[i]);
	}
}

struct value *
debrief_contact(struct arena *a, const struct contact *c, const struct value *transcript,
    int64_t midnight_ms)
{
	struct value *out = value_map(a);

	put_who(out, c);
	put_times(out, c, midnight_ms);
	put_outcome(out, c);
	put_actions(out, c);
	put_lines(a, out, c, transcript, midnight_ms);
	return out;
}

/* ---- from a map */

bool
done_is_by(const struct done *d, const char *agent)
{
	return text_is(d->agent, agent);
}

static bool
read_deed(const struct talk *t, const struct value *v, struct done *out)
{
	const char *name = value_get_text(v, "kind");
	int64_t lines = (int64_t)value_count(t->lines);
	size_t kind = 0;

	while (kind < KINDS && !text_is(kind_names[kind], name))
		kind++;
	if (kind == KINDS)
		return false;
	*out = (struct done){.kind = (enum deed_kind)kind,
	    .at_ms = value_get_int(v, "at_ms", 0),
	    .agent = value_get_text(v, "agent"),
	    .text = value_get_text(v, "text"),
	    .rule = value_get_text(v, "rule"),
	    .why = value_get_text(v, "why"),
	    .action = value_get_text(v, "action"),
	    .action_id = value_get_int(v, "action_id", 0),
	    .amount = value_get_int(v, "amount", 0),
	    .wrong = value_get_bool(v, "wrong", false),
	    .line = value_get_int(v, "line", -1)};
	if (out->line < 0 || out->line >= lines)
		out->line = talk_line_at(t, out->at_ms);
	return true;
}

int64_t
talk_line_at(const struct talk *t, int64_t at_ms)
{
	int64_t found = -1;

	for (size_t i = 0; i < value_count(t->lines); i++)
		if (value_get_int(value_at(t->lines, i), "at_ms", 0) <= at_ms)
			found = (int64_t)i;
	return found;
}

static bool
ends_span(enum deed_kind kind)
{
	return kind == DEED_PASSED_ON || kind == DEED_GAVE_BACK || kind == DEED_CLOSED;
}

static bool
begins_span(enum deed_kind kind)
{
	return kind == DEED_GOT || kind == DEED_TOOK;
}

/* Who has it: deeds in their order. */
static void
find_spans(const struct scoring *s, struct talk *t)
{
	struct span *open = NULL;

	for (size_t i = 0; i < t->deed_count; i++) {
		const struct done *d = &t->deeds[i];
		bool own = done_is_by(d, s->player);

		if (open != NULL && ((own && ends_span(d->kind)) || (!own && begins_span(d->kind)))) {
			open->end = own ? d : NULL;
			open->taken = !own;
			open->to_ms = d->at_ms;
			open = NULL;
		} else if (open == NULL && own && begins_span(d->kind)) {
			open = &t->spans[t->span_count++];
			*open = (struct span){.begin = d, .from_ms = d->at_ms, .first_words_ms = -1};
		} else if (open != NULL && own && d->kind == DEED_WROTE && open->first_words_ms < 0) {
			open->first_words_ms = d->at_ms;
		}
	}
	if (open == NULL)
		return;
	open->to_ms = t->ended_ms > open->from_ms ? t->ended_ms : open->from_ms;
	open->cut = t->cut;
	if (t->cut && s->session->ended_ms > open->from_ms)
		open->to_ms = s->session->ended_ms;
}

bool
contact_read(const struct scoring *s, const struct value *contact, struct talk *out)
{
	const struct value *deeds = value_get(contact, "deeds");
	int64_t ended = s->session->ended_ms;

	if (value_kind(contact) != VALUE_MAP || value_get_bool(contact, "simulator_fault", false))
		return false;
	*out = (struct talk){.map = contact,
	    .lines = value_get(contact, "transcript"),
	    .conversation = value_get_int(contact, "conversation", 0),
	    .came_ms = value_get_int(contact, "came_ms", 0),
	    .ended_ms = value_get_int(contact, "ended_ms", -1)};
	out->cut = out->ended_ms < 0 || (ended >= 0 && out->ended_ms >= ended);
	out->deeds = arena_alloc(s->arena, (value_count(deeds) + 1) * sizeof(*out->deeds));
	out->spans = arena_alloc(s->arena, (value_count(deeds) + 1) * sizeof(*out->spans));
	for (size_t i = 0; i < value_count(deeds); i++) {
		struct done *d = &out->deeds[out->deed_count];

		if (!read_deed(out, value_at(deeds, i), d))
			continue;
		out->deed_count++;
		if (!done_is_by(d, s->player))
			continue;
		out->written += d->kind == DEED_WROTE;
		out->decided += d->kind == DEED_APPROVED || d->kind == DEED_DENIED ||
		    d->kind == DEED_PROPOSED;
	}
	find_spans(s, out);
	return true;
}

static bool
ai_speaks(const struct talk *t)
{
	for (size_t i = 0; i < value_count(t->lines); i++)
		if (text_is(value_get_text(value_at(t->lines, i), "author"), PLAYER_AI))
			return true;
	return false;
}

bool
talk_was_had(const struct talk *t)
{
	return t->span_count > 0 || t->written > 0 || t->decided > 0;
}

bool
talk_is_players(const struct scoring *s, const struct talk *t)
{
	if (s->is_ai)
		return t->came_ms >= s->from_ms && ai_speaks(t);
	return talk_was_had(t) ||
	    (s->drill->alone && value_get_bool(t->map, "left_waiting_decision", false));
}
