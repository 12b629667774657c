/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What shoppers answered when a survey asked them, put on record.
 */
#include <string.h>

#include "floorwalker/desk/survey.h"
#include "floorwalker/text/text.h"
#include "floorwalker/text/translate.h"
#include "private.h"

struct giving {
	struct use *u;
	const char *agent;
	const struct survey_answer *x;
	struct conversation c;
	const char *key;		/* hashed */
	enum survey_column *column;	/* what is looked at */
	struct survey_added *out;
};

static const struct value *
data_of(struct arena *a, const struct event *x)
{
	struct value *v;
	return value_parse_json(a, "event", x->data, strlen(x->data), &value_limits_message, &v,
		   NULL) == ERR_OK
	    ? v
	    : NULL;
}

/* Whatever a survey tool calls an answer may name a person: only its keyed hash is kept. */
static const char *
key_of(const struct giving *g)
{
	const struct survey_answer *x = g->x;
	char hex[SEAL_HEX];
	const char *text = text_is_empty(x->key)
	    ? arena_printf(g->u->a, "by hand\n%lld\n%lld\n%lld", (long long)x->conversation_id,
		  (long long)x->score, (long long)x->answered_ms)
	    : arena_printf(g->u->a, "key\n%s", x->key);
	keyring_lookup(g->u->d->shared.keyring, "survey", text, hex);
	return arena_text(g->u->a, hex);
}

/* ERR_EXISTS: the same answer is on record already. */
static enum err
check_known(struct giving *g, struct errinfo *e)
{
	struct event_filter f = {.kind = EVENT_SURVEY_ANSWERED, .conversation_id = g->c.id};
	struct event_list events;
	enum err r = store_event_page(g->u->d->store, g->u->a, &f, &events, e);
	for (size_t i = 0; r == ERR_OK && i < events.count; i++) {
		const struct value *data = data_of(g->u->a, &events.items[i]);
		if (strcmp(value_get_text(data, "key"), g->key) != 0)
			continue;
		if (value_get_int(data, "score", 0) == g->x->score)
			return ERR_EXISTS;
		*g->column = SURVEY_KEY;
		return err_set(e, ERR_CONFLICT,
		    tr("this key was given for C-%lld with the score %lld already, and an answer is never changed: a later one has a key of its own"),
		    (long long)g->c.id, (long long)value_get_int(data, "score", 0));
	}
	return r;
}

/* A day of which the hour isn't known begins with the conversation, and ends now, at most. */
static int64_t
instant_of(const struct giving *g)
{
	const struct zone *zone = g->u->d->settings->zone;
	int64_t at = g->x->answered_ms;
	if (g->x->is_day && at > g->u->now && date_days_between(zone, g->u->now, at) == 0)
		at = g->u->now;
	if (g->x->is_day && at < g->c.opened_ms && date_days_between(zone, at, g->c.opened_ms) == 0)
		at = g->c.opened_ms;
	return at;
}

static enum err
check(struct giving *g, int64_t at_ms, struct errinfo *e)
{
	const struct survey_answer *x = g->x;
	*g->column = SURVEY_SCORE;
	if (x->score < SURVEY_LEAST_SCORE || x->score > SURVEY_MOST_SCORE)
		return err_set(e, ERR_INPUT, tr("%lld is no score: it should be %d to %d"),
		    (long long)x->score, SURVEY_LEAST_SCORE, SURVEY_MOST_SCORE);
	*g->column = SURVEY_KEY;
	if (x->key != NULL && strlen(x->key) > SURVEY_KEY_MOST)
		return err_set(e, ERR_LIMIT, tr("the key is longer than %d bytes"), SURVEY_KEY_MOST);
	*g->column = SURVEY_ANSWERED_AT;
	if (at_ms > g->u->now)
		return err_set(e, ERR_INPUT, tr("this instant is still to come"));
	if (at_ms < g->c.opened_ms)
		return err_set(e, ERR_INPUT, tr("C-%lld began after this instant: is it another's?"),
		    (long long)g->c.id);
	return ERR_OK;
}

/* Where the key of a conversation was erased, so were all words of its shopper: none are added. */
static void
add_comment(struct giving *g, struct value *data)
{
	struct use *u = g->u;
	const char *raw = g->x->comment == NULL ? "" : g->x->comment,
		   *safe = desk_harmless(u->a, raw, strlen(raw), TEXT_MESSAGE_LIMIT), *sealed;
	struct errinfo ignored;
	size_t size;
	char *hex;
	if (safe[strspn(safe, " \n")] == '\0')
		return;
	if (!g->c.has_key || record_seal(u->d, u->a, &g->c, "survey", safe, strlen(safe), &sealed,
				 &size, &ignored) != ERR_OK) {
		g->out->comments_left++;
		return;
	}
	hex = arena_alloc(u->a, 2 * size + 1);
	seal_hex((const uint8_t *)sealed, size, hex);
	value_set_text(data, "comment", hex);
	g->out->comments++;
}

static enum err
give(struct giving *g, struct errinfo *e)
{
	struct use *u = g->u;
	struct value *data;
	int64_t at_ms;
	enum err r;
	*g->column = SURVEY_CONVERSATION;
	if ((r = store_conversation_get(u->d->store, u->a, g->x->conversation_id, &g->c, e)) !=
	    ERR_OK)
		return r == ERR_NOT_FOUND ? err_set(e, r, tr("there is no conversation C-%lld"),
					       (long long)g->x->conversation_id)
					  : r;
	at_ms = instant_of(g);
	if ((r = check(g, at_ms, e)) != ERR_OK)
		return r;
	g->key = key_of(g);
	if ((r = check_known(g, e)) == ERR_EXISTS) {
		g->out->known++;
		return ERR_OK;
	}
	if (r != ERR_OK)
		return r;
	*g->column = SURVEY_COLUMNS;
	data = value_map(u->a);
	value_set_int(data, "score", g->x->score);
	value_set_int(data, "answered_ms", at_ms);
	value_set_text(data, "key", g->key);
	value_set_text(data, "via", g->agent == NULL ? "file" : "hand");
	if (!text_is_empty(g->agent))
		value_set_text(data, "agent", g->agent);
	add_comment(g, data);
	g->out->added++;
	return record_event(u, g->c.id, EVENT_SURVEY_ANSWERED, "shopper", data, e);
}

enum err
desk_survey_add(struct desk *d, const char *agent, const struct survey_answer *answers,
    size_t count, struct survey_added *out, size_t *at, enum survey_column *column,
    struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);
	struct arena *whole;
	*out = (struct survey_added){0};
	*at = 0;
	*column = SURVEY_COLUMNS;
	if (r != ERR_OK)
		return r;
	whole = u.a;
	for (size_t i = 0; r == ERR_OK && i < count; i++) {
		struct giving g = {.u = &u,
		    .agent = agent,
		    .x = &answers[i],
		    .column = column,
		    .out = out};
		u.a = arena_new();	/* twenty thousand answers take no more room than one */
		*at = i;
		r = give(&g, e);
		arena_free(&u.a);
	}
	u.a = whole;
	if (r == ERR_OK)
		*column = SURVEY_COLUMNS;
	return use_end(&u, r, e);
}
