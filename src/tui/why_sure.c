/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How sure a turn was and how long it took: what each of its signs added to the confidence, and
 * what each of its steps cost.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "why.h"
#include "words.h"

/* Signs as the builtin backend names them (src/backend/builtin/parts.c). */
static const struct {
	const char *name, *words;
} signs[] = {
    {"intent", "wish understood"},
    {"slots", "details right"},
    {"retrieval", "article fits"},
    {"grounding", "figures found"},
    {"progress", "no repeats"},
    {"repairs", "no corrections"},
    {"likeliest", "likeliest wish"},
    {"margin", "lead over the next wish"},
    {"outside", "not about the shop"},
    {"length", "long message"},
    {"short", "very short message"},
    {"wishes", "several wishes at once"},
    {"asks_itself", "they ask something"},
    {"corrects", "they correct something"},
    {"unhappy", "unhappy with an answer"},
    {"sad", "low mood"},
    {"doubtful_answer", "neither yes nor no"},
    {"unanswered", "our question left open"},
    {"new_wish", "a new wish"},
    {"unclear", "nothing made out"},
    {"turn", "long conversation"},
    {"agenda", "wishes still open"},
    {"unproven", "identity not proven"},
    {"asked_before", "asked the same before"},
    {"objected", "a summary was objected to"},
    {"mistaken", "answers rejected"},
    {"wish_sure", "wish sure when first made out"},
    {"action", "about an action"},
    {"trouble", "about a problem"},
    {"mentioned", "things named"},
    {"unmatched", "named, not in the order"},
    {"found", "things of the order meant"},
    {"guessed_lines", "things guessed"},
    {"guessed_order", "order guessed"},
    {"left_lines", "only some things of the order"},
    {"asks", "it asks something"},
    {"asks_back", "it asks what they want"},
    {"asks_who", "it asks who they are"},
    {"asks_order", "it asks for the order"},
    {"asks_lines", "it asks which things"},
    {"asks_new", "it asks for what instead"},
    {"asks_reason", "it asks for the reason"},
    {"asks_person", "it offers a person"},
    {"sums_up", "it sums up"},
    {"offers", "it offers a choice"},
    {"acts", "it proposes an action"},
    {"refuses", "it refuses a wish"},
    {"gives_up", "it hands over"},
    {"gives_up_lost", "it hands over, lost"},
    {"gives_up_unproven", "it hands over, unproven"},
    {"declines", "it declines"},
    {"small_talk", "small talk"},
    {"passages", "answered from articles"},
    {"close_passages", "two articles alike"},
    {"several_answers", "several answers"},
};

static const char *
sign_words(char *out, const char *name)
{
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		if (text_is(name, signs[i].name))
			return signs[i].words;
	}
	return words_name(out, name);
}

struct effect {
	const char *name;
	double value, adds; /* adds: to the whole, in [-1, 1] */
};

static int
by_size(const void *a, const void *b)
{
	const struct effect *x = a, *y = b;

	return fabs(x->adds) < fabs(y->adds) ? 1 : fabs(x->adds) > fabs(y->adds) ? -1 : 0;
}

static double
logistic(double s)
{
	return 1 / (1 + exp(-s));
}

/* What the whole would lose without each sign: p - 1 / (1 + exp(-(s - weight * part))). */
static size_t
find_effects(const struct confidence_weights *w, const struct value *parts, struct effect *out)
{
	double whole = confidence_of(w, parts), s = log(whole / (1 - whole));
	size_t count = 0;

	for (size_t i = 0; i < value_count(parts) && count < CONFIDENCE_PARTS_MOST; i++) {
		const char *name = value_key_at(parts, i);
		double x = value_as_real(value_at(parts, i), NAN);

		if (isnan(x))
			continue;
		out[count++] =
		    (struct effect){name, x, whole - logistic(s - confidence_weight(w, name) * x)};
	}
	qsort(out, count, sizeof *out, by_size);
	return count;
}

#define EFFECTS_SHOWN 8
#define EFFECT_LEAST 0.01 /* of the probability; below it a sign says nothing to a person */

static void
add_effects(struct page *p, const struct confidence_weights *w, const struct value *parts)
{
	struct effect effects[CONFIDENCE_PARTS_MOST];
	size_t count = find_effects(w, parts, effects), i;
	char words[WORDS];

	if (count > 0)
		page_line(p, INK_DIM, "Without a sign it would be lower (+) or higher (−) by:");
	for (i = 0; i < count && i < EFFECTS_SHOWN && fabs(effects[i].adds) >= EFFECT_LEAST; i++) {
		bool up = effects[i].adds > 0;

		page_begin(p, 4, 11, 0);
		page_addf(
		    p, up ? INK_GOOD : INK_BAD, "%s%.2f", up ? "+" : "−", fabs(effects[i].adds));
		page_to(p, 11);
		page_add(p, INK_TEXT, sign_words(words, effects[i].name));
		page_addf(p, INK_DIM, "  %.2f", effects[i].value);
	}
	if (i < count) {
		page_begin(p, 4, 6, 0);
		page_addf(p, INK_DIM, "%s%zu sign%s that hardly count%s", i > 0 ? "and " : "",
		    count - i, count - i == 1 ? "" : "s", count - i == 1 ? "s" : "");
	}
}

/* Where nobody knows what they counted. */
static void
add_signs(struct page *p, const struct value *parts)
{
	char words[WORDS];

	for (size_t i = 0; i < value_count(parts); i++) {
		double x = value_as_real(value_at(parts, i), NAN);

		page_begin(p, 4, 6, 0);
		page_bar(p, x, 5);
		page_addf(p, INK_TEXT, " %.2f  ", x);
		page_add(p, INK_DIM, sign_words(words, value_key_at(parts, i)));
	}
}

void
why_confidence(struct page *p, const struct settings *s, const struct why_turn *t)
{
	const struct value *parts = value_path(t->trace, "draft.parts");
	double whole = value_as_real(value_path(t->trace, "draft.confidence"), NAN);
	bool ours = text_is(value_as_text(value_path(t->trace, "inside.backend"), ""), "builtin");

	if (isnan(whole))
		return;
	page_heading(p, "How sure, and why");
	page_begin(p, 2, 4, 0);
	page_bar(p, whole, 10);
	page_addf(p, ink_of_confidence(s, whole), " %.2f", whole);
	page_addf(p, INK_DIM, "  likely to need no correction; it answers alone from %.2f",
	    s->gates.send_at);
	if (ours && t->weights.count > 0 &&
	    fabs(confidence_of(&t->weights, parts) - whole) < 0.005) {
		add_effects(p, &t->weights, parts);
		return;
	}
	add_signs(p, parts);
	if (ours && value_count(parts) > 0)
		page_line(p, INK_DIM,
		    "How much each counted is not known any more: the weights have been fitted "
		    "anew.");
}

/* ---- times */

static const struct {
	const char *name, *words;
} steps[] = {
    {"load", "reading"},
    {"understand", "understanding"},
    {"identify", "identity"},
    {"draft", "drafting"},
    {"judge", "asking policy"},
    {"ground", "ground check"},
    {"gates", "gates"},
};

static const char *
seconds(char *out, int64_t ms)
{
	if (ms < 60000)
		snprintf(
		    out, WORDS, "%lld.%02lld s", (long long)ms / 1000, (long long)ms % 1000 / 10);
	else
		words_span(out, ms);
	return out;
}

void
why_times(struct page *p, const struct why_turn *t)
{
	const struct value *times = value_get(t->trace, "times");
	int64_t whole = t->turn.ended_ms - t->turn.created_ms, known = 0;
	char words[WORDS];

	if (whole <= 0 || t->turn.created_ms == 0)
		return;
	page_heading(p, "How long it took");
	page_field(p, "in all", INK_TEXT, seconds(words, whole));
	for (size_t i = 0; i < value_count(times); i++)
		known += value_as_int(value_at(times, i), 0);
	if (value_count(times) > 0 && whole - known >= 10)
		page_field(p, "waiting", INK_TEXT, seconds(words, whole - known));
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		if (value_get(times, steps[i].name) != NULL)
			page_field(p, steps[i].words, INK_TEXT,
			    seconds(words, value_get_int(times, steps[i].name, 0)));
	}
}
