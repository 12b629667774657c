/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/sim/persona.h"

#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"

#define COUNT(x) (sizeof(x) / sizeof((x)[0]))

/* A number of a map within its bounds; otherwise where it isn't there. */
struct number {
	const char *key;
	double *to;
	double otherwise, high;
};

static enum err
read_numbers(const struct value *v, const struct number *numbers, size_t count, struct errinfo *e)
{
	for (size_t i = 0; i < count; i++) {
		double x = value_get_real(v, numbers[i].key, numbers[i].otherwise);

		if (!(x >= 0 && x <= numbers[i].high))
			return value_err(e, ERR_INPUT, value_get(v, numbers[i].key),
			    "%s is 0 to %g", numbers[i].key, numbers[i].high);
		*numbers[i].to = x;
	}
	return ERR_OK;
}

static enum err
read_sentences(struct arena *a, const struct value *map, const char *key,
    const char *const **out, size_t *count, struct errinfo *e)
{
	const struct value *v = value_get(map, key);
	const char **list;

	*count = value_count(v);
	*out = list = arena_alloc(a, (*count + 1) * sizeof(*list));
	if (v != NULL && value_kind(v) != VALUE_LIST)
		return value_err(e, ERR_INPUT, v, "%s is a list", key);
	for (size_t i = 0; i < *count; i++) {
		if (value_kind(value_at(v, i)) != VALUE_TEXT)
			return value_err(e, ERR_INPUT, value_at(v, i), "%s holds texts", key);
		list[i] = arena_text(a, value_as_text(value_at(v, i), ""));
	}
	return ERR_OK;
}

/* {mean_minutes: 8, law: log_normal, spread: 0.6} */
static enum err
read_patience(const struct value *map, const char *key, struct patience_law otherwise,
    struct patience_law *out, struct errinfo *e)
{
	static const char *const keys[] = { "mean_minutes", "law", "spread" };
	const struct value *v = value_get(map, key);
	const struct number numbers[] = {
	    {"mean_minutes", &out->mean, otherwise.mean, 1440},
	    {"spread", &out->spread, otherwise.spread, 3},
	};
	const char *law = value_get_text(v, "law");
	enum err err;

	*out = otherwise;
	if (v == NULL)
		return ERR_OK;
	if ((err = value_check_keys(v, keys, COUNT(keys), e)) != ERR_OK ||
	    (err = read_numbers(v, numbers, COUNT(numbers), e)) != ERR_OK)
		return err;
	if (*law != '\0' && !text_is(law, "exponential") && !text_is(law, "log_normal"))
		return value_err(e, ERR_INPUT, value_get(v, "law"),
		    "%s: law is exponential or log_normal", key);
	if (*law != '\0')
		out->exponential = text_is(law, "exponential");
	return ERR_OK;
}

static enum err
read_persistence(const struct value *map, struct persona *p, struct errinfo *e)
{
	static const char *const keys[] = { "share", "most", "after_hours" };
	const struct value *v = value_get(map, "persistence");
	const struct number numbers[] = {
	    {"share", &p->persistence, 0.4, 1},
	    {"most", &p->again_most, 2, 10},
	    {"after_hours", &p->again_hours, 4, 240},
	};
	enum err err = v == NULL ? ERR_OK : value_check_keys(v, keys, COUNT(keys), e);

	return err != ERR_OK ? err : read_numbers(v, numbers, COUNT(numbers), e);
}

/* What somebody does once they are refused: shares of all, what is left accepts it. */
static enum err
read_reactions(const struct value *map, struct persona *p, struct errinfo *e)
{
	static const char *const refusal[] = { "accept", "argue", "ask_for_person" },
				*question[] = { "answers", "asks_why" };
	const struct value *r = value_get(map, "after_refusal"),
			   *q = value_get(map, "after_question");
	double accept, answers;
	const struct number numbers[] = {{"accept", &accept, 0, 1}, {"argue", &p->argues, 0, 1},
	    {"ask_for_person", &p->asks_for_person, 0, 1}},
			    asked[] = {{"answers", &answers, 0, 1},
				{"asks_why", &p->asks_why, 0, 1}};
	enum err err;

	if ((r != NULL && (err = value_check_keys(r, refusal, COUNT(refusal), e)) != ERR_OK) ||
	    (q != NULL && (err = value_check_keys(q, question, COUNT(question), e)) != ERR_OK) ||
	    (err = read_numbers(r, numbers, COUNT(numbers), e)) != ERR_OK ||
	    (err = read_numbers(q, asked, COUNT(asked), e)) != ERR_OK)
		return err;
	if (p->argues + p->asks_for_person + accept > 1.000001)
		return value_err(e, ERR_INPUT, r, "after_refusal: shares add up to 1 at most");
	if (p->asks_why + answers > 1.000001)
		return value_err(e, ERR_INPUT, q, "after_question: shares add up to 1 at most");
	return ERR_OK;
}

static enum err
read_manner(struct arena *a, const struct value *v, struct persona *p, struct errinfo *e)
{
	const struct number numbers[] = {
	    {"opener_share", &p->opener_share, 0, 1},
	    {"closer_share", &p->closer_share, 0, 1},
	    {"aside_share", &p->aside_share, 0, 1},
	    {"aside_first", &p->aside_first, 0, 1},
	    {"typos", &p->typos, 0, 0.2},
	    {"lower_case", &p->lower_case, 0, 1},
	    {"drop_punctuation", &p->drop_punctuation, 0, 1},
	    {"gives_all", &p->gives_all, 0, 1},
	    {"detour", &p->detour, 0, 1},
	    {"insists", &p->insists, 0, 1},
	    {"words_per_minute", &p->words_per_minute, 40, 400},
	    {"think_seconds", &p->think_seconds, 8, 600},
	    {"patience", &p->patience, 1, 10},
	    {"knows_number", &p->knows_number, 1, 1},
	    {"looks_up_seconds", &p->looks_up_seconds, 60, 3600},
	    {"reply_patience_seconds", &p->reply_patience_seconds, 90, 86400},
	    {"leaves_at_hand_over", &p->leaves_at_hand_over, 0.05, 1},
	};
	enum err err;

	if ((err = read_sentences(a, v, "openers", &p->openers, &p->opener_count, e)) != ERR_OK ||
	    (err = read_sentences(a, v, "closers", &p->closers, &p->closer_count, e)) != ERR_OK ||
	    (err = read_sentences(a, v, "asides", &p->asides, &p->aside_count, e)) != ERR_OK)
		return err;
	return read_numbers(v, numbers, COUNT(numbers), e);
}

enum err
persona_load(struct arena *a, const char *path, struct persona *p, struct errinfo *e)
{
	static const char *const keys[] = {"persona", "openers", "closers", "asides",
	    "opener_share", "closer_share", "aside_share", "aside_first", "typos", "lower_case",
	    "drop_punctuation", "gives_all", "detour", "insists", "words_per_minute",
	    "think_seconds", "patience", "only_named", "only_days", "knows_number",
	    "looks_up_seconds", "reply_patience_seconds", "leaves_at_hand_over",
	    "queue_patience", "decision_patience", "persistence", "after_refusal",
	    "after_question", "familiar", "plain_letters"};
	const struct patience_law queue = { .exponential = true, .mean = 10, .spread = 0.8 },
				  decision = { .mean = 30, .spread = 0.6 };
	struct value *v;
	enum err err;

	memset(p, 0, sizeof(*p));
	if ((err = value_load(a, path, &v, e)) != ERR_OK ||
	    (err = value_check_keys(v, keys, COUNT(keys), e)) != ERR_OK ||
	    (err = read_manner(a, v, p, e)) != ERR_OK ||
	    (err = read_patience(v, "queue_patience", queue, &p->queue_patience, e)) != ERR_OK ||
	    (err = read_patience(v, "decision_patience", decision, &p->decision_patience, e)) !=
		ERR_OK ||
	    (err = read_persistence(v, p, e)) != ERR_OK ||
	    (err = read_reactions(v, p, e)) != ERR_OK)
		return err;
	p->name = arena_text(a, value_get_text(v, "persona"));
	p->only_named = value_get_bool(v, "only_named", false);
	p->only_days = value_get_bool(v, "only_days", false);
	p->familiar = value_get_bool(v, "familiar", false);
	p->plain_letters = value_get_bool(v, "plain_letters", false);
	return ERR_OK;
}
