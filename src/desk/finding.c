/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Queries in this shop's words, and the ones that are saved.
 */
#include "floorwalker/desk/finding.h"

#include <string.h>

#include "floorwalker/text/translate.h"
#include "private.h"

void
desk_query_words(
    const struct settings *s, const char *agent, int64_t now_ms, struct query_words *out)
{
	size_t count = 0;
	const char *intent;

	while (count < 128 && (intent = backend_builtin_intent(count)) != NULL)
		out->intents[count++] = intent;
	out->scope = (struct query_scope){.words = tr,
	    .settings = s,
	    .agent = agent,
	    .now_ms = now_ms,
	    .intents = out->intents,
	    .intent_count = count};
}

static const char *
key_of(struct arena *a, const char *owner, const char *name)
{
	return arena_printf(a, "%s/%s", owner, name);
}

/* Names that lists of the console have already. */
static bool
is_taken(const struct settings *s, const char *name)
{
	static const char *const lists[] = {
	    "all", "waiting", "mine", "ai", "soon", "overdue", "snoozed", "closed"};

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		if (text_is(lists[i], name))
			return true;
	return settings_queue(s, name) != NULL || settings_agent(s, name) != NULL;
}

static enum err
check_name(const struct settings *s, const char *name, struct errinfo *e)
{
	size_t n = strlen(name);

	if (is_taken(s, name))
		return err_set(
		    e, ERR_EXISTS, tr("there is a list %s already; give it another name"), name);

	if (n == 0 || n > SAVED_NAME_MAX ||
	    strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") != n)
		return err_set(e, ERR_INPUT,
		    tr("\"%.60s\" can't name a saved search: letters, digits, '-', '_' and '.', %d at most"),
		    name, SAVED_NAME_MAX);
	return ERR_OK;
}

static enum err
check_query(struct use *u, const char *agent, const char *query, struct errinfo *e)
{
	struct query_words words;
	struct query q;
	enum err r;

	desk_query_words(u->d->settings, agent, u->now, &words);
	r = query_parse(u->a, query, &words.scope, &q, e);
	return r == ERR_OK && q.count == 0
	    ? err_set(e, ERR_INPUT, tr("an empty query finds everything: there is nothing to save"))
	    : r;
}

static enum err
check_room(struct use *u, const char *owner, const char *key, struct errinfo *e)
{
	struct saved_search *all;
	size_t count, theirs = 0;
	enum err r = store_saved_list(u->d->store, u->a, &all, &count, e);

	for (size_t i = 0; r == ERR_OK && i < count; i++)
		theirs += text_is(all[i].owner, owner) && !text_is(all[i].key, key);
	return r == ERR_OK && theirs >= SAVED_MOST
	    ? err_set(
		  e, ERR_LIMIT, tr("there are %d saved searches already; forget one first"), SAVED_MOST)
	    : r;
}

static enum err
tell(struct use *u, const char *kind, const char *agent, const struct saved_search *x,
    struct errinfo *e)
{
	struct value *data = value_map(u->a);

	value_set_text(data, "name", x->name);
	value_set_text(data, "query", x->query);
	value_set_bool(data, "team", text_is_empty(x->owner));
	value_set_text(data, "agent", agent);
	return record_event(u, 0, kind, record_actor(u, agent), data, e);
}

/* What is the team's now isn't the agent's own besides. */
static enum err
drop_own(struct use *u, const char *agent, const char *name, struct errinfo *e)
{
	enum err r = store_saved_remove(u->d->store, key_of(u->a, agent, name), e);

	return r == ERR_NOT_FOUND ? ERR_OK : r;
}

enum err
desk_saved_put(struct desk *d, const char *agent, const char *name, const char *query, bool team,
    struct errinfo *e)
{
	struct use u;
	struct saved_search x;
	enum err r = use_begin(&u, d, e);

	if (r)
		return r;
	x = (struct saved_search){.owner = team ? "" : agent, .name = name, .agent = agent,
	    .query = record_mask(d, u.a, "", query), .saved_ms = u.now};
	x.key = key_of(u.a, x.owner, name);
	if (settings_agent(d->settings, agent) == NULL)
		r = err_set(e, ERR_FORBIDDEN, tr("only agents of the shop save searches"));
	if (!r)
		r = check_name(d->settings, name, e);
	if (!r)
		r = check_query(&u, agent, query, e);
	if (!r && !text_is(x.query, query))
		r = err_set(e, ERR_INPUT,
		    tr("personal data is never stored, so a search for it can't be saved: it would become %s"), x.query);
	if (!r)
		r = check_room(&u, x.owner, x.key, e);
	if (!r)
		r = store_saved_put(d->store, &x, e);
	if (!r && team)
		r = drop_own(&u, agent, name, e);
	if (!r)
		r = tell(&u, EVENT_SEARCH_SAVED, agent, &x, e);
	return use_end(&u, r, e);
}

enum err
desk_saved_list(struct desk *d, struct arena *a, const char *agent, struct saved_search **out,
    size_t *count, struct errinfo *e)
{
	struct saved_search *all;
	size_t n, kept = 0, own;
	enum err r = store_saved_list(d->store, a, &all, &n, e);

	*count = 0;
	if (r)
		return r;
	*out = arena_alloc(a, (n + 1) * sizeof **out);
	for (size_t i = 0; i < n; i++)
		if (!text_is_empty(agent) && text_is(all[i].owner, agent))
			(*out)[kept++] = all[i];
	own = kept;
	for (size_t i = 0; i < n; i++) {
		bool hidden = !text_is_empty(all[i].owner);

		for (size_t k = 0; k < own; k++)
			hidden = hidden || text_is((*out)[k].name, all[i].name);
		if (!hidden)
			(*out)[kept++] = all[i];
	}
	*count = kept;
	return ERR_OK;
}

static enum err
no_such(const struct saved_search *all, size_t count, const char *name, struct errinfo *e)
{
	const char *names[SAVED_MOST * 2], *near;

	for (size_t i = 0; i < count && i < SAVED_MOST * 2; i++)
		names[i] = all[i].name;
	near = text_nearest(name, names, count < SAVED_MOST * 2 ? count : SAVED_MOST * 2);
	return err_set(e, ERR_NOT_FOUND, tr("there is no saved search %.60s%s%s%s"), name,
	    near != NULL ? "; did you mean " : "", near != NULL ? near : "",
	    near != NULL ? "?" : "");
}

enum err
desk_saved_get(struct desk *d, struct arena *a, const char *agent, const char *name,
    struct saved_search *out, struct errinfo *e)
{
	struct saved_search *all;
	size_t count;
	enum err r = desk_saved_list(d, a, agent, &all, &count, e);

	for (size_t i = 0; !r && i < count; i++)
		if (text_is(all[i].name, name)) {
			*out = all[i];
			return ERR_OK;
		}
	return r ? r : no_such(all, count, name, e);
}

enum err
desk_saved_forget(struct desk *d, const char *agent, const char *name, struct errinfo *e)
{
	const struct agent *who = settings_agent(d->settings, agent);
	struct saved_search x;
	struct use u;
	enum err r = use_begin(&u, d, e);

	if (r)
		return r;
	r = desk_saved_get(d, u.a, agent, name, &x, e);
	if (!r && text_is_empty(x.owner) && !text_is(x.agent, agent) &&
	    (who == NULL || who->role == ROLE_AGENT)) {
		const struct agent *by = settings_agent(d->settings, x.agent);

		r = err_set(e, ERR_FORBIDDEN,
		    tr("%s is the team's: %s saved it, and only they or a senior agent can forget it"), name,
		    by == NULL ? x.agent : by->name);
	}
	if (!r)
		r = store_saved_remove(d->store, x.key, e);
	if (!r)
		r = tell(&u, EVENT_SEARCH_FORGOTTEN, agent, &x, e);
	return use_end(&u, r, e);
}

enum err
desk_saved_count(struct desk *d, struct arena *a, const char *agent, const struct saved_search *x,
    int64_t *out, const char **problem, struct errinfo *e)
{
	int64_t now_ms = clock_now_ms(d->clock);
	struct errinfo why = {0};
	struct query_words words;
	struct query q;
	struct conversation_query asked = {.query = &q, .now_ms = now_ms, .limit = 1};
	struct conversation_ids found;
	enum err r;

	*out = 0;
	*problem = NULL;
	desk_query_words(d->settings, agent, now_ms, &words);
	if (query_parse(a, x->query, &words.scope, &q, &why) != ERR_OK) {
		*problem = arena_text(a, why.text);
		return ERR_OK;
	}
	r = store_query_ids(d->store, a, &asked, &found, e);
	*out = found.total;
	return r;
}
