/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A turn's history as a sparse row. Blocks of words have a length that is fixed, so that a long turn
 * doesn't outweigh a short one; cues are steps ("at least two refusals so far").
 */
#include <stdio.h>
#include <string.h>

#include "satisfaction_course.h"
#include "satisfaction_rows.h"

#define FADE 0.7		/* of words a turn further back */

/* Of blocks; that of the words of all earlier turns is 1. */
#define CUES_LENGTH 2.0
#define ANSWER_LENGTH 1.5	/* the words of the system's last turn */
#define QUESTION_LENGTH 0.5	/* those of the user's last turn, which it answered */

/* ---- words */

/* A number counts by its digits, so that prices and times of one shape are one word. */
static const char *
word_of(const struct token *k, char out[FEATURE_NAME_BYTES / 3])
{
	size_t n = 0;

	for (const char *s = k->folded; *s != '\0' && n + 1 < FEATURE_NAME_BYTES / 3; s++)
		out[n++] = *s >= '0' && *s <= '9' ? '0' : *s;
	out[n] = '\0';
	return out;
}

static void
words_add(struct row_builder *b, const char *where, const struct rated_turn *t, double value, bool pairs)
{
	char word[FEATURE_NAME_BYTES / 3], before[FEATURE_NAME_BYTES / 3] = "^";

	for (size_t i = 0; i < t->token_count; i++) {
		word_of(&t->tokens[i], word);
		row_add(b, value, "%s %s", where, word);
		if (pairs)
			row_add(b, value, "%s %s %s", where, before, word);
		memcpy(before, word, sizeof(before));
	}
}

/* ---- cues */

/* One feature for each of the steps that value reaches. */
static void
steps_add(struct row_builder *b, const char *name, double value, const double *steps, size_t count)
{
	for (size_t i = 0; i < count && value >= steps[i]; i++)
		row_add(b, 1, "%s>=%zu", name, i);
}

static const double few[] = { 1, 2, 3, 4, 6, 9 };
static const double many[] = { 1, 2, 3, 4, 5, 6, 8, 10, 13, 17 };
static const double lengths[] = { 1, 3, 6, 10, 15, 20, 28, 40 };
static const double shares[] = { 0.2, 0.4, 0.6, 0.8, 1 };
#define STEPS(b, name, value, steps) steps_add(b, name, (double)(value), steps, sizeof(steps) / sizeof(steps[0]))

static void
yes_add(struct row_builder *b, const char *where, const char *name, bool yes)
{
	if (yes)
		row_add(b, 1, "%s %s", where, name);
}

static void
turn_cues_add(struct row_builder *b, const char *where, const struct turn_cues *c)
{
	const struct {
		const char *name;
		size_t value;
	} counts[] = {{"=refusals", c->refusals}, {"=failures", c->failures}, {"=successes", c->successes},
	    {"=thanks", c->thanks}, {"=closings", c->closings}, {"=corrections", c->corrections},
	    {"=confusions", c->confusions}, {"=questions", c->questions},
	    {"=exclamations", c->exclamations}, {"=numbers", c->numbers}, {"=codes", c->codes}};
	char full[FEATURE_NAME_BYTES];

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		snprintf(full, sizeof(full), "%s %s", where, counts[i].name);
		STEPS(b, full, counts[i].value, few);
	}
	snprintf(full, sizeof(full), "%s =words", where);
	STEPS(b, full, c->words, lengths);
	yes_add(b, where, "=asks", c->asks);
	yes_add(b, where, "=ends asking", c->ends_asking);
	yes_add(b, where, "=begins no", c->begins_no);
	yes_add(b, where, "=begins yes", c->begins_yes);
	yes_add(b, where, "=offers more", c->offers_more);
}

static void
course_cues(struct row_builder *b, const struct course *s, size_t turn)
{
	STEPS(b, "so far refusals", s->refusals, many);
	STEPS(b, "so far failures", s->failures, few);
	STEPS(b, "so far repeats", s->repeats, few);
	STEPS(b, "so far loops", s->loops, few);
	STEPS(b, "so far asked back", s->asked_back, many);
	STEPS(b, "so far thanks", s->thanks, few);
	STEPS(b, "so far corrections", s->corrections, few);
	STEPS(b, "so far confusions", s->confusions, few);
	STEPS(b, "so far fading refusals", s->fading_refusals, few);
	STEPS(b, "so far fading successes", s->fading_successes, few);
	STEPS(b, "turn", turn / 2 + 1, many);
}

static void
pair_cues(struct row_builder *b, const struct rated_dialogue *d, const struct turn_cues *cues, size_t turn)
{
	size_t system = course_last(d, turn, false), user = course_last(d, turn, true), earlier;

	yes_add(b, "pair", "user again", turn > 0 && d->turns[turn - 1].user);
	if (system == SIZE_MAX)
		return;
	earlier = course_last(d, system, false);
	STEPS(b, "pair loop", course_overlap(d, system, false), shares);
	if (earlier != SIZE_MAX)
		STEPS(b, "pair loop now", turn_overlap(&d->turns[system], &d->turns[earlier]), shares);
	if (user == SIZE_MAX)
		return;
	STEPS(b, "pair repeat", course_overlap(d, user, true), shares);
	STEPS(b, "pair answered", turn_overlap(&d->turns[user], &d->turns[system]), shares);
	yes_add(b, "pair", "asked back", cues[user].asks && cues[system].asks);
	yes_add(b, "pair", "asked, refused", cues[user].asks && cues[system].refusals > 0);
	yes_add(b, "pair", "told, refused", !cues[user].asks && cues[system].refusals > 0);
	yes_add(b, "pair", "asked, no number", cues[user].asks && cues[system].numbers == 0);
}

/* ---- what the last turns did */

static const char *
user_act(const struct turn_cues *c)
{
	if (c->begins_no || c->begins_yes)
		return c->begins_no ? "no" : "yes";
	if (c->thanks > 0)
		return c->asks ? "thanks and asks" : "thanks";
	if (c->asks)
		return c->ends_asking ? "asks" : "asks and tells";
	return c->words > 12 ? "tells much" : "tells";
}

static const char *
system_act(const struct turn_cues *c)
{
	if (c->refusals + c->failures > 0)
		return c->begins_no ? "no" : c->offers_more ? "refuses, offers more" :
		    c->ends_asking ? "refuses, asks" : "refuses";
	if (c->codes > 0)
		return "code";
	if (c->begins_yes)
		return "yes";
	if (c->offers_more || c->ends_asking)
		return c->offers_more ? "offers more" : c->numbers > 0 ? "number, asks" : "asks";
	return c->closings > 0 ? "closes" : c->numbers > 0 ? "number" : "tells";
}

static void
acts_add(struct row_builder *b, const struct rated_dialogue *d, const struct turn_cues *cues, size_t turn)
{
	size_t system = course_last(d, turn, false), user = course_last(d, turn, true), earlier;

	if (system == SIZE_MAX || user == SIZE_MAX)
		return;
	row_add(b, 1, "acts %s; %s", user_act(&cues[user]), system_act(&cues[system]));
	if ((earlier = course_last(d, user, false)) != SIZE_MAX)
		row_add(b, 1, "acts %s; %s; %s", system_act(&cues[earlier]),
		    user_act(&cues[user]), system_act(&cues[system]));
}

/* ---- rows */

static void
history_add(struct row_builder *b, const struct rated_dialogue *d, const struct turn_cues *cues,
    const struct course *s, size_t turn)
{
	size_t system = course_last(d, turn, false), user = course_last(d, turn, true);
	double fade = 1;

	yes_add(b, "turn", "first", turn == 0);
	course_cues(b, s, turn);
	pair_cues(b, d, cues, turn);
	acts_add(b, d, cues, turn);
	if (system != SIZE_MAX)
		turn_cues_add(b, "s", &cues[system]);
	if (user != SIZE_MAX)
		turn_cues_add(b, "u", &cues[user]);
	row_block_end(b, CUES_LENGTH);
	if (system != SIZE_MAX)
		words_add(b, "s", &d->turns[system], 1, true);
	row_block_end(b, ANSWER_LENGTH);
	if (user != SIZE_MAX)
		words_add(b, "u", &d->turns[user], 1, true);
	row_block_end(b, QUESTION_LENGTH);
	for (size_t i = turn; i-- > 0; fade *= FADE)
		words_add(b, d->turns[i].user ? "hu" : "hs", &d->turns[i], fade, false);
	row_block_end(b, 1);
}

static void
turn_add(struct row_builder *b, const struct rated_dialogue *d, const struct turn_cues *cues, size_t turn)
{
	size_t system = course_last(d, turn, false);

	turn_cues_add(b, "t", &cues[turn]);
	STEPS(b, "now repeat", course_overlap(d, turn, true), shares);
	if (system != SIZE_MAX)
		STEPS(b, "now answers", turn_overlap(&d->turns[turn], &d->turns[system]), shares);
	row_block_end(b, 1);
	words_add(b, "t", &d->turns[turn], 1, true);
	row_block_end(b, 1);
}

static void
case_add(struct satisfaction_cases *out, size_t dialogue, const struct rated_turn *t,
    struct linear_row row)
{
	struct satisfaction_case *c = &out->items[out->count];
	double all = 0;

	*c = (struct satisfaction_case){
	    .row = row, .dialogue = dialogue, .rating = t->rating};
	for (int k = 0; k < RATINGS; k++) {
		all += t->votes[k];
		c->low += k < 2 ? t->votes[k] : 0;
		c->high += k > 2 ? t->votes[k] : 0;
	}
	c->low /= all;
	c->high /= all;
	out->count++;
}

static void
dialogue_add(struct row_builder *b, struct arena *a, const struct rated_set *set, size_t dialogue,
    bool with_turn, struct satisfaction_cases *out)
{
	const struct rated_dialogue *d = &set->dialogues[dialogue];
	struct turn_cues *cues = mem_zero(d->count + 1, sizeof(*cues));
	struct course s;
	struct linear_row row;
	float numbers[COURSE_NUMBERS_MOST] = { 0 };

	course_init(&s);
	for (size_t i = 0; i < d->count; i++) {
		turn_cues_find(&d->turns[i], &cues[i]);
		if (d->turns[i].rating >= 0) {
			history_add(b, d, cues, &s, i);
			if (with_turn)
				turn_add(b, d, cues, i);
			row_end(b, a, &row);
			case_add(out, dialogue, &d->turns[i], row);
			out->numbers = course_numbers(&s, d, cues, i, numbers);
			out->items[out->count - 1].numbers =
			    memcpy(arena_alloc(a, sizeof(numbers)), numbers, sizeof(numbers));
		}
		course_add(&s, d, cues, i);
	}
	mem_free(cues);
}

void
satisfaction_cases_make(struct arena *a, const struct rated_set *set, bool with_turn,
    struct satisfaction_cases *out)
{
	struct row_builder *b = row_builder_new();

	memset(out, 0, sizeof(*out));
	out->items = arena_alloc(a, (set->rated + 1) * sizeof(*out->items));
	out->dialogues = set->count;
	for (size_t d = 0; d < set->count; d++)
		dialogue_add(b, a, set, d, with_turn, out);
	out->features = row_features(b);
	row_builder_free(&b);
}
