/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "remote.h"

#include <string.h>

#include "floorwalker/shop/actions.h"
#include "floorwalker/text/text.h"

enum {
	REPLY_BYTES = 4000,
	SUMMARY_BYTES = 4000,
	STATE_BYTES = 32768,
	NAME_BYTES = 64,
	CITATIONS = 8,
	CLAIMS = 50,
	PROPOSALS = 4,
	FAILURES = 100
};
#define DROPPED_CONFIDENCE 0.0	/* a reply may speak of a change which isn't happening: whatever a
				   shop sends from, a person looks */

struct decoder {
	struct arena *a;
	const struct backend_request *q;
	const struct context *context;
	struct backend_draft *out;
	struct value *notes;
};

static void
note(struct decoder *d, const char *step, const char *why, const char *would_change)
{
	struct value *x = value_add_map(d->notes);

	value_set_text(x, "step", step);
	value_set_text(x, "why", why);
	value_set_text(x, "would_change", would_change);
}

/* A text of at most limit bytes, made harmless; "" where absent or null. */
static enum err
take_text(struct decoder *d, const struct value *map, const char *key, size_t limit,
    const char **out, struct errinfo *e)
{
	const struct value *v = value_get(map, key);
	struct str s;

	*out = "";
	if (value_is_null(v))
		return ERR_OK;
	if (value_kind(v) != VALUE_TEXT)
		return value_err(e, ERR_INPUT, v, "\"%s\" must be a text", key);
	const char *text = value_as_text(v, "");

	if (strlen(text) > limit)
		return value_err(e, ERR_LIMIT, v, "\"%s\" has %zu bytes; at most %zu are taken",
		    key, strlen(text), limit);
	str_init(&s);
	text_sanitise(&s, text, strlen(text), limit, NULL);
	*out = arena_text(d->a, s.data ? s.data : "");
	str_clear(&s);
	return ERR_OK;
}

static enum err
take_bool(const struct value *map, const char *key, bool *out, struct errinfo *e)
{
	const struct value *v = value_get(map, key);

	*out = false;
	if (value_is_null(v))
		return ERR_OK;
	if (value_kind(v) != VALUE_BOOL)
		return value_err(e, ERR_INPUT, v, "\"%s\" must be true or false", key);
	*out = value_as_bool(v, false);
	return ERR_OK;
}

static enum err
take_list(const struct value *map, const char *key, size_t limit, const struct value **out,
    struct errinfo *e)
{
	const struct value *v = value_get(map, key);

	*out = NULL;
	if (value_is_null(v))
		return ERR_OK;
	if (value_kind(v) != VALUE_LIST)
		return value_err(e, ERR_INPUT, v, "\"%s\" must be a list", key);
	if (value_count(v) > limit)
		return value_err(e, ERR_LIMIT, v, "\"%s\" has %zu entries; at most %zu are taken",
		    key, value_count(v), limit);
	*out = v;
	return ERR_OK;
}

static enum err
take_citations(struct decoder *d, const struct value *map, struct errinfo *e)
{
	const struct value *list;
	const char **ids;
	enum err err = take_list(map, "citations", CITATIONS, &list, e);

	if (err)
		return err;
	ids = arena_alloc(d->a, (value_count(list) + 1) * sizeof *ids);
	for (size_t i = 0; i < value_count(list); i++) {
		const char *id = value_as_text(value_at(list, i), NULL);
		const struct passage *p = id ? knowledge_find(d->q->knowledge, id) : NULL;

		if (!id)
			return value_err(
			    e, ERR_INPUT, value_at(list, i), "a citation is the id of a passage");
		if (p)
			ids[d->out->citation_count++] = p->id;
		else
			note(d, "citation dropped",
			    arena_printf(d->a, "there is no passage %.80s", id),
			    "an id out of the passages sent");
	}
	d->out->citations = ids;
	return ERR_OK;
}

/* What the yes answers: the AI's own last line, right before it, and in it the order that is to be
 * changed. */
static bool
answers_an_offer(const struct decoder *d, const char *order)
{
	const struct backend_request *q = d->q;
	const struct transcript_line *line =
	    q->transcript_count >= 2 ? &q->transcript[q->transcript_count - 2] : NULL;

	return line && line->author == AUTHOR_AI && strcasestr(line->text, order) != NULL;
}

/* An amount may be named where the records give it, as a check on what was meant; it is no param of
 * the action. */
static const struct value *
without_amount(struct arena *a, const struct value *params)
{
	struct value *out = value_map(a);

	for (size_t i = 0; i < value_count(params); i++)
		if (!text_is(value_key_at(params, i), "amount"))
			value_set(out, value_key_at(params, i), value_copy(a, value_at(params, i)));
	return out;
}

/* Why a proposal isn't taken; NULL where it is. */
static const char *
refusal(struct decoder *d, struct action_proposal *p)
{
	bool has_order = p->kind != ACTION_PROFILE_ADDRESS_CHANGE,
	     names_amount = p->kind == ACTION_DISCOUNT || p->kind == ACTION_GOODWILL;
	const struct value *amount = names_amount ? NULL : value_get(p->params, "amount");
	struct errinfo x = {0};

	if (!context_is_consent(d->q->understanding))
		return "the shopper's last message holds no explicit yes";
	if (!d->q->customer)
		return "who the shopper is isn't proven";
	p->order_id = has_order ? value_get_text(p->params, "order") : "";
	if (!answers_an_offer(d, p->order_id))
		return "the shopper's yes doesn't answer a message of the AI that names the order";
	p->currency = d->q->settings->currency;
	if (amount)
		p->params = without_amount(d->a, p->params);
	if (action_complete(d->q->facts, p, &x))
		return arena_text(d->a, x.text);
	if (amount && value_as_int(amount, -1) != p->amount)
		return arena_printf(d->a,
		    "it names another amount than the records give, which is %lld",
		    (long long)p->amount);
	return NULL;
}

static enum err
take_proposals(struct decoder *d, const struct value *map, struct errinfo *e)
{
	static const char *const known[] = {"kind", "params"};
	const struct value *list;
	enum err err = take_list(map, "proposals", PROPOSALS, &list, e);

	if (err)
		return err;
	d->out->proposals = arena_alloc(d->a, (value_count(list) + 1) * sizeof *d->out->proposals);
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i), *params = value_get(v, "params");
		struct action_proposal p = {0};

		if (value_kind(v) != VALUE_MAP || value_kind(params) != VALUE_MAP)
			return value_err(e, ERR_INPUT, v,
			    "a proposal is a map of \"kind\" and \"params\", both given");
		if ((err = value_check_keys(v, known, 2, e)))
			return err;
		if (!action_kind_from(value_get_text(v, "kind"), &p.kind))
			return value_err(e, ERR_INPUT, v,
			    "\"%.40s\" is no kind of action; the request's \"tools\" lists them",
			    value_get_text(v, "kind"));
		p.params = params;
		const char *why = refusal(d, &p);

		if (!why) {
			d->out->proposals[d->out->proposal_count++] = p;
			continue;
		}
		note(d, "proposal dropped",
		    arena_printf(d->a, "%s: %s", action_kind_name(p.kind), why),
		    "proven identity, complete params, and an explicit yes in the shopper's last message");
		if (d->out->confidence > DROPPED_CONFIDENCE)
			d->out->confidence = DROPPED_CONFIDENCE;
	}
	return ERR_OK;
}

static enum err
take_hand_off(struct decoder *d, const struct value *map, struct errinfo *e)
{
	static const char *const known[] = {"reason", "summary"};
	const struct value *v = value_get(map, "hand_off");
	enum err err;

	if (value_is_null(v) || (value_kind(v) == VALUE_BOOL && !value_as_bool(v, true)))
		return ERR_OK;
	if (value_kind(v) != VALUE_MAP)
		return value_err(e, ERR_INPUT, v,
		    "\"hand_off\" must be a map of \"reason\" and \"summary\", or null");
	if ((err = value_check_keys(v, known, 2, e)))
		return err;
	if (!handoff_reason_from(value_get_text(v, "reason"), &d->out->reason) ||
	    d->out->reason == HANDOFF_NONE)
		return value_err(e, ERR_INPUT, v, "\"%.40s\" is no reason to hand over",
		    value_get_text(v, "reason"));
	d->out->hand_off = true;
	return take_text(d, v, "summary", SUMMARY_BYTES, &d->out->summary, e);
}

static enum err
take_claims(struct decoder *d, const struct value *map, struct value *trace, struct errinfo *e)
{
	const struct value *list;
	struct value *out = value_set_list(trace, "claims");
	enum err err = take_list(map, "claims", CLAIMS, &list, e);

	for (size_t i = 0; !err && i < value_count(list); i++) {
		const char *text, *source;

		if (value_kind(value_at(list, i)) != VALUE_MAP)
			return value_err(e, ERR_INPUT, value_at(list, i),
			    "a claim is a map of \"text\" and \"source\"");
		if ((err = take_text(d, value_at(list, i), "text", 400, &text, e)) ||
		    (err = take_text(d, value_at(list, i), "source", 200, &source, e)))
			return err;
		struct value *c = value_add_map(out);

		value_set_text(c, "text", text);
		value_set_text(c, "source", source);
	}
	return err;
}

static enum err
take_state(struct decoder *d, const struct value *map, const char *expected, struct errinfo *e)
{
	const struct value *v = value_get(map, "state");
	struct value *state = value_map(d->a);
	struct str s;

	value_set_int(state, "version", 1);
	value_set_text(state, "expected", expected);
	d->out->state = state;
	if (value_is_null(v))
		return ERR_OK;
	if (value_kind(v) != VALUE_MAP)
		return value_err(e, ERR_INPUT, v, "\"state\" must be a map, or null");
	str_init(&s);
	value_print(&s, v);
	size_t length = s.length;

	str_clear(&s);
	if (length > STATE_BYTES)
		return value_err(e, ERR_LIMIT, v, "\"state\" has %zu bytes; at most %d are kept",
		    length, STATE_BYTES);
	value_set(state, "remote", value_copy(d->a, v));
	return ERR_OK;
}

static enum err
take_numbers(struct decoder *d, const struct value *map, struct errinfo *e)
{
	const struct value *c = value_get(map, "confidence"), *f = value_get(map, "failures");
	double confidence = value_as_real(c, -1);

	if ((value_kind(c) != VALUE_REAL && value_kind(c) != VALUE_INT) ||
	    !(confidence >= 0 && confidence <= 1))
		return value_err(
		    e, ERR_INPUT, c ? c : map, "\"confidence\" must be a number from 0 to 1");
	d->out->confidence = confidence;
	if (value_is_null(f))
		return ERR_OK;
	d->out->failures = value_as_int(f, -1);
	if (d->out->failures < 0 || d->out->failures > FAILURES)
		return value_err(
		    e, ERR_INPUT, f, "\"failures\" must be a whole number from 0 to %d", FAILURES);
	return ERR_OK;
}

static enum err
take_all(struct decoder *d, const struct value *v, struct value *trace, struct errinfo *e)
{
	struct backend_draft *out = d->out;
	const char *expected;
	enum err err;

	if ((err = take_text(d, v, "reply", REPLY_BYTES, &out->text, e)) ||
	    (err = take_text(d, v, "intent", NAME_BYTES, &out->intent, e)) ||
	    (err = take_text(d, v, "expected", NAME_BYTES, &expected, e)) ||
	    (err = take_bool(v, "ends", &out->ends, e)) ||
	    (err = take_bool(v, "small_talk", &out->is_small_talk, e)) ||
	    (err = take_bool(v, "declines", &out->declines, e)) || (err = take_numbers(d, v, e)) ||
	    (err = take_hand_off(d, v, e)) || (err = take_citations(d, v, e)) ||
	    (err = take_claims(d, v, trace, e)) || (err = take_proposals(d, v, e)))
		return err;
	if (text_is_empty(out->text) && !out->hand_off)
		return value_err(
		    e, ERR_INPUT, v, "\"reply\" is missing, and nothing is handed over");
	return take_state(d, v, expected, e);
}

enum err
remote_decode(struct arena *a, const struct backend_request *q, const struct context *context,
    const char *url, const char *text, size_t length, struct backend_draft *out, struct errinfo *e)
{
	static const char *const known[] = {"reply", "citations", "claims", "proposals", "intent",
	    "confidence", "state", "expected", "hand_off", "ends", "small_talk", "declines",
	    "failures"};
	struct decoder d = {a, q, context, out, value_list(a)};
	struct value *v, *trace = value_map(a), *passages;
	enum err err = value_parse_json(a, url, text, length, &value_limits_message, &v, e);

	if (err)
		return err;
	if (value_kind(v) != VALUE_MAP)
		return value_err(e, ERR_INPUT, v, "a reply is a map");
	if ((err = value_check_keys(v, known, sizeof known / sizeof known[0], e)))
		return err;
	value_set_text(trace, "backend", "http");
	if ((err = take_all(&d, v, trace, e)))
		return err;
	value_set(trace, "understanding", understanding_to_value(a, q->understanding));
	passages = value_set_list(trace, "passages");
	for (size_t i = 0; i < context->passage_count; i++) {
		struct value *p = value_add_map(passages);

		value_set_text(p, "id", context->passages[i].passage->id);
		value_set_real(p, "score", context->passages[i].score);
		value_set_real(p, "probability", context->passages[i].probability);
	}
	value_set(trace, "steps", d.notes);
	out->trace = trace;
	out->parts = value_map(a);
	value_set_real(out->parts, "stated", value_get_real(v, "confidence", 0));
	return ERR_OK;
}
