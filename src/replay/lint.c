/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Conversations that prove nothing, or can't be passed: by what is written in them, and by playing them to the
 * AI and to one that says nothing.
 */
#include <string.h>

#include "floorwalker/base/pool.h"
#include "floorwalker/base/str.h"
#include "floorwalker/desk/desk.h"
#include "suite.h"

/* ---- an AI that says nothing and does nothing, and is sure of it */

static enum err
say_nothing(void *self, struct arena *a, const struct backend_request *q, struct backend_draft *out,
    struct errinfo *e)
{
	(void)self, (void)a, (void)q, (void)e;
	*out = (struct backend_draft){
	    .text = "…", .intent = "", .summary = "", .confidence = 1, .is_small_talk = true};
	return ERR_OK;
}

static void
free_mute(void *self)
{
	struct backend *inner = self;

	backend_free(&inner);
}

static const struct backend_ops mute_ops = {.name = "mute", .draft = say_nothing, .free = free_mute};

static struct backend *
mute(void *context, struct backend *take_inner)
{
	(void)context;
	return backend_new(&mute_ops, take_inner);
}

/* ---- findings */

struct linting {
	struct arena *a;
	struct value *findings;
	const struct talk *talk;
};

static void
find(struct linting *l, const struct value *at, const char *kind, const char *what)
{
	struct value *one = value_add_map(l->findings);

	value_set_text(one, "name", l->talk->name);
	value_set_text(one, "file", l->talk->file);
	value_set_int(one, "line", value_line(at != NULL ? at : l->talk->at));
	value_set_text(one, "kind", kind);
	value_set_text(one, "what", what);
}

static const struct check *
check_of(const struct check *checks, size_t count, enum check_kind kind)
{
	for (size_t i = 0; i < count; i++)
		if (checks[i].kind == kind)
			return &checks[i];
	return NULL;
}

static bool
has_word(const struct check *c, const char *word)
{
	for (size_t i = 0; c != NULL && i < replay_word_count(c->want); i++)
		if (text_is_fold(replay_word_at(c->want, i), word))
			return true;
	return false;
}

/* What one turn, or the end, asks for that no reply could be. */
static void
look_at_checks(struct linting *l, const struct check *checks, size_t count)
{
	const struct check *contains = check_of(checks, count, CHECK_CONTAINS),
			   *lacks = check_of(checks, count, CHECK_LACKS), *shop = check_of(checks, count, CHECK_SHOP),
			   *actions = check_of(checks, count, CHECK_ACTIONS), *owner = check_of(checks, count, CHECK_OWNER),
			   *outcome = check_of(checks, count, CHECK_OUTCOME);

	for (size_t i = 0; contains != NULL && i < replay_word_count(contains->want); i++)
		if (has_word(lacks, replay_word_at(contains->want, i)))
			find(l, lacks->want, "contradiction",
			    arena_printf(l->a, "the reply has to contain and to lack \"%s\"", replay_word_at(contains->want, i)));
	for (size_t i = 0; shop != NULL && actions != NULL && i < value_count(actions->want); i++)
		if (text_is(value_get_text(value_at(actions->want, i), "state"), "done"))
			find(l, shop->want, "contradiction", "an action is done, and the shop is to be unchanged");
	if (outcome != NULL && owner != NULL && has_word(outcome, "handed_off") && has_word(owner, "ai") &&
	    replay_word_count(owner->want) == 1)
		find(l, owner->want, "contradiction", "it is handed off, and the AI is to have it");
}

/* Once people have it the AI answers no more, until somebody gives it back. */
static void
look_at_order(struct linting *l)
{
	const struct value *with_people = NULL;

	for (size_t i = 0; i < l->talk->step_count; i++) {
		const struct step *s = &l->talk->steps[i];
		const struct check *outcome = check_of(s->checks, s->check_count, CHECK_OUTCOME);

		if (s->kind == STEP_DO && text_starts(s->text, "give-back"))
			with_people = NULL;
		if (with_people != NULL && s->kind == STEP_SAY && outcome != NULL && has_word(outcome, "sent"))
			find(l, outcome->want, "contradiction",
			    arena_printf(l->a, "people have had it since line %d, so the AI can't answer", value_line(with_people)));
		if (outcome != NULL && has_word(outcome, "handed_off") && replay_word_count(outcome->want) == 1)
			with_people = s->at;
		look_at_checks(l, s->checks, s->check_count);
	}
	look_at_checks(l, l->talk->end, l->talk->end_count);
}

/* That a gate hands over is the desk's doing, whatever the AI says: then a mute one may pass. */
static bool
expects_hand_over(const struct talk *t)
{
	for (size_t i = 0; i < t->step_count; i++) {
		const struct step *s = &t->steps[i];
		const struct check *outcome = check_of(s->checks, s->check_count, CHECK_OUTCOME);

		if ((outcome != NULL && has_word(outcome, "handed_off")) ||
		    check_of(s->checks, s->check_count, CHECK_REASON) != NULL ||
		    check_of(s->checks, s->check_count, CHECK_GATES) != NULL)
			return true;
	}
	return check_of(t->end, t->end_count, CHECK_REASON) != NULL;
}

static size_t
expectations(const struct talk *t)
{
	size_t n = t->end_count;

	for (size_t i = 0; i < t->step_count; i++)
		n += t->steps[i].check_count;
	return n;
}

/* Turns that people decide in, with nothing to be decided. */
static void
look_at_decisions(struct linting *l, const struct value *record)
{
	for (size_t i = 0; i < l->talk->step_count; i++) {
		const struct value *events = value_get(value_at(value_get(record, "turns"), i), "events");
		bool decided = false;

		for (size_t k = 0; k < value_count(events); k++)
			decided = decided || text_starts(value_as_text(value_at(events, k), ""), "action.");
		if (l->talk->steps[i].kind == STEP_DECIDE && !decided)
			find(l, l->talk->steps[i].at, "undecided", "nothing waits for a decision here");
	}
}

/* Turns in which the backend is to fail, and nobody asks it: people have it, or another gate is first to act. */
static void
look_at_fails(struct linting *l, const struct value *record)
{
	for (size_t i = 0; i < l->talk->step_count; i++) {
		const struct value *turn = value_at(value_get(record, "turns"), i);

		if (l->talk->steps[i].fails && value_as_bool(value_path(turn, "gates.backend_failed"), true))
			find(l, value_get(l->talk->steps[i].at, "fails"), "unasked", "the AI isn't asked here, so nothing fails");
	}
}

/* Plays the suite to the AI that is asked for, and to a mute one. */
static enum err
play_both(const struct replay_options *o, struct arena *a, const struct value **told,
    const struct value **muted, struct errinfo *e)
{
	struct replay_options with = *o;
	struct value *result;
	enum err err;

	with.runs = 1;
	with.keep_records = true;
	if ((err = replay_run(&with, a, &result, e)) != ERR_OK)
		return err;
	*told = value_get(result, "results");
	with.keep_records = false;
	with.around = mute;
	if ((err = replay_run(&with, a, &result, e)) == ERR_OK)
		*muted = value_get(result, "results");
	return err;
}

static void
add_doubts(struct linting *l, const struct replay_suite *s, const struct value *played)
{
	for (const struct doubt *d = s->doubts; d != NULL; d = d->next) {
		struct value *one;

		if (replay_row(played, d->talk) == NULL)
			continue;	/* not asked for */
		one = value_add_map(l->findings);
		value_set_text(one, "name", d->talk);
		value_set_text(one, "file", d->file);
		value_set_int(one, "line", d->line);
		value_set_text(one, "kind", "world");
		value_set_text(one, "what", d->text);
	}
}

enum err
replay_lint(const struct replay_options *o, struct arena *a, struct value **findings, struct errinfo *e)
{
	const struct value *told, *muted;
	struct linting l = {.a = a, .findings = value_list(a)};
	enum err err = play_both(o, a, &told, &muted, e);

	*findings = l.findings;
	if (err == ERR_OK)
		add_doubts(&l, o->suite, told);
	for (size_t i = 0; err == ERR_OK && i < o->suite->count; i++) {
		const struct value *one;

		l.talk = &o->suite->talks[i];
		if ((one = replay_row(told, l.talk->name)) == NULL)
			continue;	/* not asked for */
		if (expectations(l.talk) == 0) {
			find(&l, NULL, "nothing", "it expects nothing");
			continue;
		}
		look_at_order(&l);
		look_at_decisions(&l, value_at(value_get(one, "records"), 0));
		look_at_fails(&l, value_at(value_get(one, "records"), 0));
		if (value_get_int(replay_row(muted, l.talk->name), "held", 0) > 0 && !expects_hand_over(l.talk))
			find(&l, NULL, "mute", "an AI that says nothing passes it");
	}
	return err;
}
