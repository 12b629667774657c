/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The values of a query's fields: what they may be, and what they mean here and now.
 */
#include "query.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/model/money.h"

#define BIT(state) (UINT64_C(1) << (state))
#define OPEN (BIT(CONVERSATION_AI) | BIT(CONVERSATION_QUEUED) | BIT(CONVERSATION_AGENT) | BIT(CONVERSATION_WRAP_UP))
#define FOREVER INT64_MAX

/* Words for states, besides their own names. The first ones are what Tab offers. */
static const struct { const char *name; uint64_t bits; } states[] = {
	{"ai", BIT(CONVERSATION_AI)}, {"queued", BIT(CONVERSATION_QUEUED)}, {"agent", BIT(CONVERSATION_AGENT)},
	{"wrap_up", BIT(CONVERSATION_WRAP_UP)}, {"closed", BIT(CONVERSATION_CLOSED)}, {"open", OPEN},
	{"bot", BIT(CONVERSATION_AI)}, {"waiting", BIT(CONVERSATION_QUEUED)}, {"unassigned", BIT(CONVERSATION_QUEUED)},
	{"human", BIT(CONVERSATION_AGENT)}, {"assigned", BIT(CONVERSATION_AGENT)}, {"taken", BIT(CONVERSATION_AGENT)},
	{"wrapup", BIT(CONVERSATION_WRAP_UP)}, {"done", BIT(CONVERSATION_CLOSED)}, {"ended", BIT(CONVERSATION_CLOSED)},
	{"live", OPEN}, {"active", OPEN},
};
#define STATES (sizeof states / sizeof *states)

/* As agents write it: case and dashes aside. */
static const char *
plain(struct arena *a, const char *text)
{
	char *s = arena_text(a, text);

	for (char *c = s; *c != '\0'; c++)
		*c = *c == '-' || *c == ' ' ? '_' : (char)tolower((unsigned char)*c);
	return s;
}

static bool
state_from(const char *word, uint64_t *bits)
{
	for (size_t i = 0; i < STATES; i++)
		if (text_is(states[i].name, word)) {
			*bits |= states[i].bits;
			return true;
		}
	return false;
}

static void
add_text(struct query_term *t, const char *text, bool begins)
{
	t->texts[t->text_count++] = (struct query_text){text, begins};
}

/* Whose it is: a state of the AI's or a queue's has no agent. */
static bool
state_word(const char *word, const struct query_scope *scope, struct query_term *t)
{
	if (text_is(word, "mine") && !text_is_empty(scope->agent)) {
		t->field = QUERY_AGENT;
		add_text(t, scope->agent, false);
	} else if (text_is(word, "snoozed") || text_is(word, "asleep")) {
		t->field = QUERY_SNOOZED;
		t->low = 1;
	} else if (text_is(word, "overdue") || text_is(word, "late") || text_is(word, "breached")) {
		t->field = QUERY_DUE;
		t->low = 1;
		t->high = scope->now_ms - 1;
	} else {
		return false;
	}
	return true;
}

bool
query_word_is_state(const char *word, const struct query_scope *scope, struct query_term *t)
{
	char lower[20];
	size_t n = strlen(word);

	if (n >= sizeof lower)
		return false;
	for (size_t i = 0; i <= n; i++)
		lower[i] = (char)tolower((unsigned char)word[i]);
	if (!text_is(lower, "open") && !text_is(lower, "closed") && !text_is(lower, "mine") &&
	    !text_is(lower, "snoozed") && !text_is(lower, "overdue") &&
	    !text_is(lower, "waiting") && !text_is(lower, "queued"))
		return false;
	t->field = QUERY_STATE;
	return state_from(lower, &t->bits) || state_word(lower, scope, t);
}

const char *
query_known_value(enum query_field f, const struct query_scope *scope, size_t i)
{
	const struct settings *s = scope->settings;

	switch (f) {
	case QUERY_STATE: return i < 6 ? states[i].name : NULL;
	case QUERY_REASON:
		return i + 1 < HANDOFF_COUNT ? handoff_reason_name((enum handoff_reason)(i + 1))
					     : NULL;
	case QUERY_QUEUE: return s != NULL && i < s->queue_count ? s->queues[i].id : NULL;
	case QUERY_AGENT:
		return i == 0 ? "me" : i == 1 ? "none"
		    : s != NULL && i - 2 < s->agent_count ? s->agents[i - 2].id : NULL;
	case QUERY_INTENT: return i < scope->intent_count ? scope->intents[i] : NULL;
	case QUERY_ACTION:
		return i < ACTION_KIND_COUNT ? action_kind_name((enum action_kind)i)
		    : i - ACTION_KIND_COUNT < ACTION_STATE_COUNT
		    ? action_state_name((enum action_state)(i - ACTION_KIND_COUNT)) : NULL;
	case QUERY_SNOOZED: return i == 0 ? "yes" : i == 1 ? "no" : NULL;
	default: return NULL;
	}
}

static enum err
unknown(const struct query_term *t, const struct query_value *v, const struct query_scope *scope,
    struct errinfo *e)
{
	const char *names[128], *name, *near;
	struct str all;
	size_t count = 0;

	while (count < 128 && (name = query_known_value(t->field, scope, count)) != NULL)
		names[count++] = name;
	near = text_nearest(v->text, names, count);
	if (near != NULL)
		return query_err(e, ERR_INPUT, v->column,
		    N_("there is no %s \"%.40s\"; did you mean %s?"), query_field_name(t->field),
		    v->text, near);
	str_init(&all);
	for (size_t i = 0; i < count && all.length < 200; i++)
		str_addf(&all, "%s%s", i > 0 ? ", " : "", names[i]);
	(void)query_err(e, ERR_INPUT, v->column, N_("there is no %s \"%.40s\"; there are %s"),
	    query_field_name(t->field), v->text, all.data);
	str_clear(&all);
	return ERR_INPUT;
}

/* ---- closed sets */

/* The one constant that has the word as its name or, where only one does, in it. */
static bool
one_of(const char *word, size_t count, const char *(*name)(size_t i), size_t *out)
{
	size_t found = 0;

	for (size_t i = 0; i < count; i++)
		if (text_is(name(i), word)) {
			*out = i;
			return true;
		}
	for (size_t i = 0; i < count && strlen(word) >= 3; i++)
		if (strstr(name(i), word) != NULL) {
			*out = i;
			found++;
		}
	return found == 1;
}

static const char *
reason_at(size_t i)
{
	return handoff_reason_name((enum handoff_reason)i);
}

static const char *
kind_at(size_t i)
{
	return action_kind_name((enum action_kind)i);
}

static const char *
action_at(size_t i)
{
	return action_state_name((enum action_state)i);
}

static enum err
take_bits(struct arena *a, struct query_term *t, const struct query_value *v,
    const struct query_scope *scope, struct errinfo *e)
{
	const char *word = plain(a, v->text);
	size_t i;

	if (t->field == QUERY_STATE) {
		struct query_term other = *t;

		if (state_from(word, &t->bits))
			return ERR_OK;
		if (t->bits == 0 && state_word(word, scope, &other)) {
			*t = other;
			return ERR_OK;
		}
	} else if (t->field == QUERY_REASON) {
		if (text_is(word, "none")) {
			t->bits |= BIT(HANDOFF_NONE);
			return ERR_OK;
		}
		if (one_of(word, HANDOFF_COUNT, reason_at, &i)) {
			t->bits |= BIT(i);
			return ERR_OK;
		}
	} else if (one_of(word, ACTION_KIND_COUNT, kind_at, &i)) {
		t->bits |= BIT(QUERY_KINDS + i);
		return ERR_OK;
	} else if (one_of(word, ACTION_STATE_COUNT, action_at, &i)) {
		t->bits |= BIT(i);
		return ERR_OK;
	}
	return unknown(t, v, scope, e);
}

/* ---- texts */

static bool
is_same(const char *x, const char *y)
{
	struct str p, q;
	bool same;

	str_init(&p);
	str_init(&q);
	utf8_fold_plain(&p, x, strlen(x));
	utf8_fold_plain(&q, y, strlen(y));
	same = text_is(p.data, q.data);
	str_clear(&p);
	str_clear(&q);
	return same;
}

static enum err
take_agent(struct query_term *t, const struct query_value *v,
    const struct query_scope *scope, struct errinfo *e)
{
	const struct settings *s = scope->settings;

	if (text_is_fold(v->text, "none") || text_is_fold(v->text, "nobody")) {
		add_text(t, "", false);
		return ERR_OK;
	}
	if (text_is_fold(v->text, "me")) {
		if (text_is_empty(scope->agent))
			return query_err(e, ERR_INPUT, v->column,
			    N_("\"me\" is nobody here: your login stands for no agent"));
		add_text(t, scope->agent, false);
		return ERR_OK;
	}
	if (text_is_fold(v->text, "ai") && t->text_count == 0) {
		t->field = QUERY_STATE;
		t->bits = BIT(CONVERSATION_AI);
		return ERR_OK;
	}
	for (size_t i = 0; s != NULL && i < s->agent_count; i++)
		if (is_same(s->agents[i].id, v->text) ||
		    is_same(s->agents[i].name, v->text)) {
			add_text(t, s->agents[i].id, false);
			return ERR_OK;
		}
	return unknown(t, v, scope, e);
}

static enum err
take_queue(struct query_term *t, const struct query_value *v,
    const struct query_scope *scope, struct errinfo *e)
{
	const struct settings *s = scope->settings;

	for (size_t i = 0; s != NULL && i < s->queue_count; i++)
		if (is_same(s->queues[i].id, v->text) ||
		    is_same(s->queues[i].name, v->text)) {
			add_text(t, s->queues[i].id, false);
			return ERR_OK;
		}
	return unknown(t, v, scope, e);
}

static enum err
take_intent(struct query_term *t, const char *word, bool begins, const struct query_value *v,
    const struct query_scope *scope, struct errinfo *e)
{
	bool there = scope->intents == NULL || text_is(word, "other");

	for (size_t i = 0; i < scope->intent_count && !there; i++)
		there = begins ? text_starts(scope->intents[i], word)
			       : text_is(scope->intents[i], word);
	if (!there)
		return unknown(t, v, scope, e);
	add_text(t, word, begins);
	return ERR_OK;
}

/* As they are stored: ids in capitals, words in small letters. */
static char *
in_case(struct arena *a, const char *text, bool upper)
{
	char *s = arena_text(a, text);

	for (char *c = s; *c != '\0'; c++)
		*c = (char)(upper ? toupper((unsigned char)*c) : tolower((unsigned char)*c));
	return s;
}

static enum err
take_text(struct arena *a, struct query_term *t, const struct query_value *v,
    const struct query_scope *scope, struct errinfo *e)
{
	size_t n = strlen(v->text);
	bool begins = !v->quoted && n > 1 && v->text[n - 1] == '*';
	const char *text = begins ? arena_text_n(a, v->text, n - 1) : v->text;

	switch (t->field) {
	case QUERY_AGENT: return take_agent(t, v, scope, e);
	case QUERY_QUEUE: return take_queue(t, v, scope, e);
	case QUERY_INTENT: return take_intent(t, plain(a, text), begins, v, scope, e);
	case QUERY_CUSTOMER:
	case QUERY_ORDER: add_text(t, in_case(a, text, true), begins); return ERR_OK;
	case QUERY_SHOPPER: add_text(t, text, begins); return ERR_OK;
	case QUERY_DISPOSITION: add_text(t, plain(a, text), begins); return ERR_OK;
	default: add_text(t, in_case(a, text, false), begins); return ERR_OK;
	}
}

static enum err
take_flag(struct query_term *t, const struct query_value *v, const struct query_scope *scope,
    struct errinfo *e)
{
	bool yes =
	    text_is_fold(v->text, "yes") || text_is_fold(v->text, "true") || text_is(v->text, "1");
	bool no =
	    text_is_fold(v->text, "no") || text_is_fold(v->text, "false") || text_is(v->text, "0");

	if (!yes && !no)
		return unknown(t, v, scope, e);
	t->low = t->high = yes;
	return ERR_OK;
}

/* ---- numbers, amounts, durations, days */

static enum err
no_value(
    const struct query_term *t, const struct query_value *v, const char *like, struct errinfo *e)
{
	return query_err(e, ERR_INPUT, v->column, N_("%s can't be \"%.40s\"; write it like %s"),
	    query_field_name(t->field), v->text, like);
}

/* From one number by its relation; 10..20 gave two. */
static void
set_range(struct query_term *t, char relation, int64_t low, int64_t high)
{
	t->low = relation == '>' ? (high == INT64_MAX ? high : high + 1)
	    : relation == ']'	 ? low
				 : INT64_MIN;
	t->high = relation == '<' ? (low == INT64_MIN ? low : low - 1)
	    : relation == '['	  ? high
				  : INT64_MAX;
	if (relation == ':') {
		t->low = low;
		t->high = high;
	}
}

static bool
number_from(
    const struct query_term *t, const char *s, const struct query_scope *scope, int64_t *out)
{
	int64_t id;

	if (t->field == QUERY_AMOUNT)
		return money_parse(
		    s, scope->settings == NULL ? "EUR" : scope->settings->currency, out);
	if (t->field == QUERY_ID && record_id_parse('C', s, &id)) {
		*out = id;
		return true;
	}
	return text_to_int(s, 0, INT64_C(1) << 53, out);
}

static enum err
take_number(struct arena *a, struct query_term *t, const struct query_value *v,
    const struct query_scope *scope, struct errinfo *e)
{
	const char *like = t->field == QUERY_AMOUNT ? "50, >50, <=19.90 or 10..20"
	    : t->field == QUERY_ID		    ? "C-17" : "3, >3 or 2..5";
	const char *dots = strstr(v->text, "..");
	int64_t low, high;

	if (dots != NULL && v->relation == ':') {
		if (!number_from(
			t, arena_text_n(a, v->text, (size_t)(dots - v->text)), scope, &low) ||
		    !number_from(t, dots + 2, scope, &high) || high < low)
			return no_value(t, v, like, e);
	} else {
		if (!number_from(t, v->text, scope, &low))
			return no_value(t, v, like, e);
		high = low;
	}
	set_range(t, v->relation, low, high);
	return ERR_OK;
}

static bool
real_from(const char *s, double *out)
{
	char text[40];
	size_t n = strlen(s);

	if (n == 0 || n > 30)
		return false;
	memcpy(text, s, n + 1);
	if (text[n - 1] == '%')
		text[n - 1] = '\0';
	/* ".6" and "-.5" too */
	if (text[0] == '.' || (text[0] == '-' && text[1] == '.')) {
		size_t sign = text[0] == '-';

		memmove(text + sign + 1, text + sign, strlen(text + sign) + 1);
		text[sign] = '0';
	}
	if (!text_to_real(text, out) || !isfinite(*out))
		return false;
	if (s[n - 1] == '%')
		*out /= 100;
	return true;
}

static enum err
take_real(struct arena *a, struct query_term *t, const struct query_value *v, struct errinfo *e)
{
	const char *like = t->field == QUERY_CONFIDENCE ? "0.6, <.6, 60% or .5..0.7" : "<-0.3";
	const char *dots = strstr(v->text, "..");
	double low, high, least = t->field == QUERY_CONFIDENCE ? 0 : -1;

	if (dots != NULL && v->relation == ':') {
		if (!real_from(arena_text_n(a, v->text, (size_t)(dots - v->text)), &low) ||
		    !real_from(dots + 2, &high) || high < low)
			return no_value(t, v, like, e);
	} else {
		if (!real_from(v->text, &low))
			return no_value(t, v, like, e);
		high = low;
	}
	if (low < least || high > 1)
		return query_err(e, ERR_INPUT, v->column, N_("%s lies between %g and 1"),
		    query_field_name(t->field), least);
	/* what has none lies below */
	t->real_low = v->relation == ':' || v->relation == '>' || v->relation == ']' ? low : least;
	t->real_high = v->relation == ':' || v->relation == '<' || v->relation == '[' ? high : 1;
	t->low_open = v->relation == '>';
	t->high_open = v->relation == '<';
	return ERR_OK;
}

/* A local day's first and last instant. */
static bool
day_from(
    const char *s, const struct query_scope *scope, int64_t *first, int64_t *last)
{
	const struct zone *z = scope->settings == NULL ? NULL : scope->settings->zone;
	struct date d;
	int64_t at = scope->now_ms;

	if (z == NULL)
		return false;
	if (text_is_fold(s, "yesterday")) {
		date_from_ms(z, at, &d);
		d.hour = 12;
		at = date_to_ms(z, &d) - DATE_DAY_MS;
	} else if (!text_is_fold(s, "today") && !date_parse(z, s, &at)) {
		return false;
	}
	if (strchr(s, 'T') != NULL && isdigit((unsigned char)s[0])) {	/* an instant */
		*first = *last = at;
		return true;
	}
	date_from_ms(z, at, &d);
	d.hour = d.minute = d.second = 0;
	*first = date_to_ms(z, &d);
	d.day++;
	*last = date_to_ms(z, &(struct date){.year = d.year, .month = d.month, .day = d.day}) - 1;
	if (*last < *first || *last - *first > 30 * 3600 * INT64_C(1000)) { /* the month's end */
		date_from_ms(z, *first + 36 * 3600 * INT64_C(1000), &d);
		d.hour = d.minute = d.second = 0;
		*last = date_to_ms(z, &d) - 1;
	}
	return true;
}

static bool
duration_from(const char *s, int64_t *out)
{
	return duration_parse(s, out) && *out >= 0 && *out < DATE_DAY_MS * 3660;
}

/* How long ago (a larger span is an earlier instant), or in how long for what is due. */
static void
set_span(struct query_term *t, char relation, int64_t ms, int64_t now)
{
	bool ahead = t->field == QUERY_DUE;
	int64_t at = ahead ? now + ms : now - ms;

	if (relation == ':')	/* "waiting:10m": for that long already, "due:5m": within */
		relation = ahead ? '[' : ']';
	if (!ahead)
		relation = relation == '<' ? '>'
		    : relation == '>'	   ? '<'
		    : relation == '['	   ? ']'
					   : '[';
	set_range(t, relation, at, at);
	t->low = t->low < 1 ? 1 : t->low;	/* 0 is none */
}

static enum err
take_time(struct arena *a, struct query_term *t, const struct query_value *v,
    const struct query_scope *scope, struct errinfo *e)
{
	bool spans = t->field == QUERY_WAITING || t->field == QUERY_DUE;
	const char *like =
	    spans ? ">10m, <2h or 30s" : ">2026-11-01, today, <2h or 2026-11-01..2026-11-07";
	const char *dots = strstr(v->text, ".."), *from = v->text;
	int64_t first, last, ignored;

	if (spans && (text_is_fold(v->text, "yes") || text_is_fold(v->text, "no"))) {
		t->low = text_is_fold(v->text, "yes");
		t->high = t->low == 1 ? FOREVER : 0;
		return ERR_OK;
	}
	if (t->field == QUERY_DUE &&
	    (text_is_fold(v->text, "overdue") || text_is_fold(v->text, "past"))) {
		t->low = 1;
		t->high = scope->now_ms - 1;
		return ERR_OK;
	}
	if (duration_from(v->text, &first)) {
		set_span(t, v->relation, first, scope->now_ms);
		return ERR_OK;
	}
	if (dots != NULL && v->relation == ':') {
		from = arena_text_n(a, v->text, (size_t)(dots - v->text));
		if (!day_from(from, scope, &first, &ignored) ||
		    !day_from(dots + 2, scope, &ignored, &last) || last < first)
			return no_value(t, v, like, e);
	} else if (!day_from(from, scope, &first, &last)) {
		return no_value(t, v, like, e);
	}
	set_range(t, v->relation, first, last);
	t->low = t->low < 1 ? 1 : t->low;
	return ERR_OK;
}

static bool
is_time(enum query_field f)
{
	return f == QUERY_WAITING || f == QUERY_DUE || f == QUERY_OPENED || f == QUERY_UPDATED ||
	    f == QUERY_CLOSED;
}

enum err
query_take_value(struct arena *a, struct query_term *t, const struct query_value *v,
    const struct query_scope *scope, struct errinfo *e)
{
	enum query_shape shape = query_shape(t->field);

	if (t->text_count == QUERY_CHOICES)
		return query_err(e, ERR_LIMIT, v->column, N_("%s takes at most %d alternatives"),
		    query_field_name(t->field), QUERY_CHOICES);
	if (v->relation != ':' && shape != QUERY_RANGE && shape != QUERY_REALS)
		return query_err(e, ERR_INPUT, v->column,
		    N_("%s has no order: nothing is more or less than it"), query_field_name(t->field));
	switch (shape) {
	case QUERY_TEXTS: return take_text(a, t, v, scope, e);
	case QUERY_BITS: return take_bits(a, t, v, scope, e);
	case QUERY_FLAG: return take_flag(t, v, scope, e);
	case QUERY_REALS: return take_real(a, t, v, e);
	case QUERY_RANGE:
		return is_time(t->field) ? take_time(a, t, v, scope, e)
					 : take_number(a, t, v, scope, e);
	}
	return ERR_OK;
}
