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
#include "floorwalker/text/translate.h"
#include "words.h"

/* Signs as the builtin backend names them (src/backend/builtin/parts.c). */
static const struct {
	const char *name, *words;
} signs[] = {
    {"intent", N_("wish understood")},
    {"slots", N_("details right")},
    {"retrieval", N_("article fits")},
    {"grounding", N_("figures found")},
    {"progress", N_("no repeats")},
    {"repairs", N_("no corrections")},
    {"likeliest", N_("likeliest wish")},
    {"margin", N_("lead over the next wish")},
    {"outside", N_("not about the shop")},
    {"length", N_("long message")},
    {"short", N_("very short message")},
    {"wishes", N_("several wishes at once")},
    {"asks_itself", N_("they ask something")},
    {"corrects", N_("they correct something")},
    {"unhappy", N_("unhappy with an answer")},
    {"sad", N_("low mood")},
    {"doubtful_answer", N_("neither yes nor no")},
    {"unanswered", N_("our question left open")},
    {"new_wish", N_("a new wish")},
    {"unclear", N_("nothing made out")},
    {"turn", N_("long conversation")},
    {"agenda", N_("wishes still open")},
    {"unproven", N_("identity not proven")},
    {"asked_before", N_("asked the same before")},
    {"objected", N_("a summary was objected to")},
    {"mistaken", N_("answers rejected")},
    {"wish_sure", N_("wish sure when first made out")},
    {"action", N_("about an action")},
    {"trouble", N_("about a problem")},
    {"mentioned", N_("things named")},
    {"unmatched", N_("named, not in the order")},
    {"found", N_("things of the order meant")},
    {"guessed_lines", N_("things guessed")},
    {"guessed_order", N_("order guessed")},
    {"left_lines", N_("only some things of the order")},
    {"asks", N_("it asks something")},
    {"asks_back", N_("it asks what they want")},
    {"asks_who", N_("it asks who they are")},
    {"asks_order", N_("it asks for the order")},
    {"asks_lines", N_("it asks which things")},
    {"asks_new", N_("it asks for what instead")},
    {"asks_reason", N_("it asks for the reason")},
    {"asks_person", N_("it offers a person")},
    {"sums_up", N_("it sums up")},
    {"offers", N_("it offers a choice")},
    {"acts", N_("it proposes an action")},
    {"refuses", N_("it refuses a wish")},
    {"gives_up", N_("it hands over")},
    {"gives_up_lost", N_("it hands over, lost")},
    {"gives_up_unproven", N_("it hands over, unproven")},
    {"declines", N_("it declines")},
    {"small_talk", N_("small talk")},
    {"passages", N_("answered from articles")},
    {"close_passages", N_("two articles alike")},
    {"several_answers", N_("several answers")},
};

static const char *
sign_words(char *out, const char *name)
{
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		if (text_is(name, signs[i].name))
			return tr(signs[i].words);
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
		page_line(p, INK_DIM, tr("Without a sign it would be lower (+) or higher (−) by:"));
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
		page_addf(p, INK_DIM,
		    i > 0 ? tr_n("and %zu sign that hardly counts",
				"and %zu signs that hardly count", (long long)(count - i))
			  : tr_n("%zu sign that hardly counts", "%zu signs that hardly count",
				(long long)(count - i)),
		    count - i);
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
	page_heading(p, tr("How sure, and why"));
	page_begin(p, 2, 4, 0);
	page_bar(p, whole, 10);
	page_addf(p, ink_of_confidence(s, whole), " %.2f", whole);
	page_addf(p, INK_DIM, tr("  likely to need no correction; it answers alone from %.2f"),
	    s->gates.send_at);
	if (ours && t->weights.count > 0 &&
	    fabs(confidence_of(&t->weights, parts) - whole) < 0.005) {
		add_effects(p, &t->weights, parts);
		return;
	}
	add_signs(p, parts);
	if (ours && value_count(parts) > 0)
		page_line(p, INK_DIM,
		    tr("How much each counted is not known any more: the weights have been fitted "
		       "anew."));
}

/* ---- times */

static const struct {
	const char *name, *words;
} steps[] = {
    {"load", N_("reading")},
    {"understand", N_("understanding")},
    {"identify", N_("identity")},
    {"draft", N_("drafting")},
    {"judge", N_("asking policy")},
    {"ground", N_("ground check")},
    {"gates", N_("gates")},
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
	page_heading(p, tr("How long it took"));
	page_field(p, tr("in all"), INK_TEXT, seconds(words, whole));
	for (size_t i = 0; i < value_count(times); i++)
		known += value_as_int(value_at(times, i), 0);
	if (value_count(times) > 0 && whole - known >= 10)
		page_field(p, tr("waiting"), INK_TEXT, seconds(words, whole - known));
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		if (value_get(times, steps[i].name) != NULL)
			page_field(p, tr(steps[i].words), INK_TEXT,
			    seconds(words, value_get_int(times, steps[i].name, 0)));
	}
}
