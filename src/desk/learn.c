/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Corrections of what messages meant, and their reviews.
 */
#include "floorwalker/desk/learn.h"
#include "floorwalker/text/translate.h"

#include <stdlib.h>
#include <string.h>

#include "floorwalker/understand/learn.h"

#include "private.h"

const char *
correction_state_name(enum correction_state s)
{
	static const char *const names[] = { "waiting", "accepted", "rejected" };
	return names[s];
}

/* ---- correcting */

static enum err
find_message(
    struct use *u, int64_t conversation_id, int64_t number, struct message *out, struct errinfo *e)
{
	struct message_list list;
	long long id = (long long)conversation_id;
	size_t left;
	enum err r = store_message_list(u->d->store, u->a, conversation_id, 0, &list, e);
	*out = (struct message){0};
	if (r != ERR_OK)
		return r;
	for (left = list.count; left > 0; left--) {
		*out = list.items[left - 1];
		if (number == 0 ? out->author == AUTHOR_SHOPPER : out->number == number)
			break;
	}
	if (left == 0 && number == 0)
		return err_set(e, ERR_NOT_FOUND, tr("the shopper of C-%lld has written nothing"), id);
	if (left == 0)
		return err_set(e, ERR_NOT_FOUND,
		    tr("C-%lld has no message %lld, only %lld: floorwalker do show C-%lld numbers them"),
		    id, (long long)number, (long long)list.count, id);
	return out->author == AUTHOR_SHOPPER
	    ? ERR_OK
	    : err_set(e, ERR_STATE,
		  tr("message %lld of C-%lld is not the shopper's: only what a shopper meant is corrected"),
		  (long long)number, id);
}

/* The intent that the AI took the message for; "" where no turn that ended was about it. */
static enum err
understood_as(struct use *u, const struct message *m, const char **out, struct errinfo *e)
{
	struct turn_list list;
	struct value *v;
	enum err r = store_turn_list(u->d->store, u->a, m->conversation_id, &list, e);
	*out = "";
	for (size_t i = 0; r == ERR_OK && i < list.count; i++) {
		const struct turn *t = &list.items[i];
		if (t->up_to != m->number || text_is_empty(t->trace) ||
		    value_parse_json(u->a, "trace", t->trace, strlen(t->trace), &value_limits_file,
			&v, NULL) != ERR_OK)
			continue;
		const struct value *best = value_at(value_path(v, "understanding.intents"), 0);
		if (best != NULL)
			*out = value_get_text(best, "intent");
	}
	return r;
}

static enum err
check_intent(const char *intent, struct errinfo *e)
{
	const char *names[256], *near;
	size_t count = 0;
	if (backend_builtin_knows(intent))
		return ERR_OK;
	while (count < 256 && (names[count] = backend_builtin_intent(count)) != NULL)
		count++;
	near = text_nearest(intent, names, count);
	return err_set(e, ERR_NOT_FOUND,
	    tr("the AI has no playbook for \"%.60s\"%s%s%s; out_of_scope is for what is no wish of a shop"),
	    intent, near != NULL ? "; did you mean " : "", near != NULL ? near : "",
	    near != NULL ? "?" : "");
}

static enum err
check_new(struct use *u, const struct intent_correction *x, struct errinfo *e)
{
	struct intent_correction *list;
	size_t count;
	int64_t after = 0;
	do {
		enum err r =
		    store_correction_list(u->d->store, u->a, after, 0, &list, &count, e);
		if (r != ERR_OK)
			return r;
		for (size_t i = 0; i < count; i++)
			if (list[i].message_id == x->message_id &&
			    text_is(list[i].agent, x->agent) && text_is(list[i].intent, x->intent))
				return err_set(e, ERR_EXISTS,
				    tr("you said so already: that is correction L-%lld"),
				    (long long)list[i].id);
		after = count > 0 ? list[count - 1].id : after;
	} while (count > 0);
	return ERR_OK;
}

static enum err
correct(struct use *u, struct intent_correction *x, int64_t number, struct errinfo *e)
{
	struct conversation c;
	struct message m = {0};
	enum err r;
	if (settings_agent(u->d->settings, x->agent) == NULL)
		return err_set(
		    e, ERR_FORBIDDEN, tr("%s is no agent of this shop (world.yaml, agents)"), x->agent);
	if ((r = owner_get(u, x->conversation_id, &c, e)) != ERR_OK ||
	    (r = check_intent(x->intent, e)) != ERR_OK ||
	    (r = find_message(u, c.id, number, &m, e)) != ERR_OK ||
	    (r = understood_as(u, &m, &x->was, e)) != ERR_OK)
		return r;
	if (text_is(x->was, x->intent))
		return err_set(e, ERR_USAGE,
		    tr("message %lld of C-%lld was understood as %s: there is nothing to correct"),
		    (long long)m.number, (long long)c.id, x->was);
	x->message_id = m.id;
	x->created_ms = u->now;
	if ((r = check_new(u, x, e)) != ERR_OK ||
	    (r = store_correction_add(u->d->store, x, e)) != ERR_OK)
		return r;
	struct value *data = record_data(u, "correction", x->id);
	value_set_int(data, "message", m.id);
	value_set_int(data, "number", m.number);
	value_set_text(data, "agent", x->agent);
	value_set_text(data, "was", x->was);
	value_set_text(data, "intent", x->intent);
	return record_event(u, c.id, EVENT_CORRECTION_ADDED, record_actor(u, x->agent), data, e);
}

enum err
desk_correct(struct desk *d, const char *agent, int64_t conversation_id, int64_t number,
    const char *intent, int64_t *id, struct errinfo *e)
{
	struct intent_correction x = {
	    .conversation_id = conversation_id, .agent = agent, .intent = intent};
	struct use u;
	enum err r = use_begin(&u, d, e);
	if (r == ERR_OK)
		r = use_end(&u, correct(&u, &x, number, e), e);
	*id = r == ERR_OK ? x.id : 0;
	return r;
}

/* ---- reading them */

static enum err
read_one(struct desk *d, struct arena *a, const struct intent_correction *c,
    struct correction_view *out, struct errinfo *e)
{
	struct message m;
	struct correction_review *reviews;
	size_t count;
	enum err r = store_message_get(d->store, a, c->message_id, &m, e);
	if (r == ERR_OK)
		r = store_review_list(d->store, a, c->id, &reviews, &count, e);
	if (r != ERR_OK)
		return r;
	*out = (struct correction_view){.correction = *c, .text = m.text, .number = m.number};
	if (count > 0) {
		out->review = reviews[count - 1];
		out->state = out->review.accept ? CORRECTION_ACCEPTED : CORRECTION_REJECTED;
	}
	return ERR_OK;
}

struct keyed {
	const char *key;
	struct correction_view *view;
};

static int
by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	int order = strcmp(x->key, y->key);
	int64_t p = x->view->correction.id, q = y->view->correction.id;
	return order != 0 ? order : p < q ? -1 : p > q;
}

static int
by_words(const void *a, const void *b)
{
	const struct correction_view *x = a, *y = b;
	if (x->words_of != y->words_of)
		return x->words_of < y->words_of ? -1 : 1;
	return x->correction.id < y->correction.id ? -1 : x->correction.id > y->correction.id;
}

static bool
disagree(const struct correction_view *x, const struct correction_view *y)
{
	return x->state != CORRECTION_REJECTED && y->state != CORRECTION_REJECTED &&
	    !text_is(x->correction.intent, y->correction.intent);
}

static void
put_together(struct arena *a, struct correction_view *views, size_t count)
{
	struct keyed *keys = arena_alloc(a, (count + 1) * sizeof *keys);
	for (size_t i = 0; i < count; i++)
		keys[i] = (struct keyed){learn_key(a, views[i].text), &views[i]};
	qsort(keys, count, sizeof *keys, by_key);
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from; to < count && text_is(keys[to].key, keys[from].key); to++) {
			keys[to].view->words_of = keys[from].view->correction.id;
			for (size_t i = from; i < to; i++)
				if (disagree(keys[i].view, keys[to].view))
					keys[i].view->conflicts = keys[to].view->conflicts = true;
		}
	}
	qsort(views, count, sizeof *views, by_words);
}

enum err
desk_corrections(struct desk *d, struct arena *a, struct correction_view **out, size_t *count,
    struct errinfo *e)
{
	struct correction_view *views = NULL;
	struct intent_correction *list;
	size_t n = 0, more;
	int64_t after = 0;
	enum err r;
	*out = NULL;
	*count = 0;
	while ((r = store_correction_list(d->store, a, after, 0, &list, &more, e)) == ERR_OK &&
	    more > 0) {
		views = mem_grow(views, n + more, sizeof *views);
		for (size_t i = 0; i < more && r == ERR_OK; i++)
			r = read_one(d, a, &list[i], &views[n++], e);
		if (r != ERR_OK)
			break;
		after = list[more - 1].id;
	}
	if (r == ERR_OK && n > 0) {
		*out = arena_alloc(a, n * sizeof **out);
		memcpy(*out, views, n * sizeof **out);
		put_together(a, *out, n);
		*count = n;
	}
	mem_free(views);
	return r;
}

/* ---- reviewing */

static enum err
check_right(struct use *u, const struct agent *who, const char *agent,
    const struct correction_view *x, struct errinfo *e)
{
	if (who == NULL)
		return err_set(
		    e, ERR_FORBIDDEN, tr("%s is no agent of this shop (world.yaml, agents)"), agent);
	if (who->role == ROLE_AGENT)
		return err_set(e, ERR_FORBIDDEN,
		    tr("%s can correct, but not review: that takes a senior agent or a supervisor (world.yaml, role)"),
		    who->name);
	if (text_is(x->correction.agent, who->id) && !u->d->practice)
		return err_set(e, ERR_FORBIDDEN,
		    tr("L-%lld is %s's own correction: somebody else has to review it"),
		    (long long)x->correction.id, who->name);
	return ERR_OK;
}

static enum err
check_others(const struct correction_view *views, size_t count, const struct correction_view *x,
    struct errinfo *e)
{
	for (size_t i = 0; i < count; i++)
		if (views[i].words_of == x->words_of && views[i].state == CORRECTION_ACCEPTED &&
		    !text_is(views[i].correction.intent, x->correction.intent))
			return err_set(e, ERR_CONFLICT,
			    tr("L-%lld says %s of the same words and is accepted: reject that one first, or this one"),
			    (long long)views[i].correction.id, views[i].correction.intent);
	return ERR_OK;
}

static enum err
add_review(struct use *u, const char *agent, const struct correction_view *x, bool accept,
    const char *reason, struct errinfo *e)
{
	struct conversation c;
	enum err r = owner_get(u, x->correction.conversation_id, &c, e);
	if (r != ERR_OK)
		return r;
	struct correction_review v = {.correction_id = x->correction.id,
	    .agent = agent,
	    .accept = accept,
	    .reason = record_mask(u->d, u->a, c.customer_id,
		desk_harmless(u->a, reason, strlen(reason), 1000)),
	    .at_ms = u->now};
	if (!accept && *v.reason == '\0')
		return err_set(e, ERR_USAGE,
		    tr("a rejection needs a reason, for the one who corrected: --reason TEXT"));
	if ((r = store_review_add(u->d->store, &v, e)) != ERR_OK)
		return r;
	struct value *data = record_data(u, "correction", x->correction.id);
	value_set_int(data, "review", v.id);
	value_set_text(data, "agent", agent);
	value_set_text(data, "reason", v.reason);
	return record_event(u, c.id, accept ? EVENT_CORRECTION_ACCEPTED : EVENT_CORRECTION_REJECTED,
	    record_actor(u, agent), data, e);
}

static enum err
review(struct use *u, const char *agent, int64_t id, bool accept, const char *reason,
    struct errinfo *e)
{
	struct correction_view *views;
	size_t count, at = 0;
	enum err r = desk_corrections(u->d, u->a, &views, &count, e);
	if (r != ERR_OK)
		return r;
	while (at < count && views[at].correction.id != id)
		at++;
	if (at == count)
		return err_set(e, ERR_NOT_FOUND, tr("there is no correction L-%lld"), (long long)id);
	if ((r = check_right(
		 u, settings_agent(u->d->settings, agent), agent, &views[at], e)) != ERR_OK)
		return r;
	if (views[at].state == (accept ? CORRECTION_ACCEPTED : CORRECTION_REJECTED))
		return err_set(e, ERR_STATE, tr("L-%lld is %s already, by %s"), (long long)id,
		    correction_state_name(views[at].state), views[at].review.agent);
	if (accept && (r = check_others(views, count, &views[at], e)) != ERR_OK)
		return r;
	return add_review(u, agent, &views[at], accept, reason == NULL ? "" : reason, e);
}

enum err
desk_review(struct desk *d, const char *agent, int64_t correction_id, bool accept,
    const char *reason, struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);
	return r != ERR_OK ? r
			   : use_end(&u, review(&u, agent, correction_id, accept, reason, e), e);
}
