/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is one agent's alone: drafts of the composer, what they have read, what they look at.
 */
#include <stdlib.h>
#include <string.h>

#include "floorwalker/text/translate.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/desk/acts.h"
#include "deed.h"

#define ABOUT "draft"	/* what drafts are sealed about */

static enum err
check_agent(struct desk *d, const char *agent, struct errinfo *e)
{
	return settings_agent(d->settings, agent) != NULL
	    ? ERR_OK
	    : err_set(e, ERR_FORBIDDEN, tr("%s is no agent of this shop (world.yaml, agents)"),
		  agent == NULL ? "nobody" : agent);
}

/* ---- drafts */

/* Sealed into the store; in the open transaction where there is one. */
static enum err
keep(struct desk *d, struct arena *a, const struct conversation *c, const char *agent,
    const char *text, int64_t now, struct errinfo *e)
{
	struct composer_draft x = {
	    .conversation_id = c->id, .agent = agent, .updated_ms = now};
	enum err r = record_seal(d, a, c, ABOUT, text, strlen(text), &x.sealed, &x.sealed_size, e);
	return r != ERR_OK ? r : store_draft_put(d->store, &x, e);
}

/* "" where there is none. */
static enum err
read_draft(struct desk *d, struct arena *a, const struct conversation *c, const char *agent,
    const char **out, struct errinfo *e)
{
	struct composer_draft x;
	enum err r = store_draft_get(d->store, a, c->id, agent, &x, e);
	*out = r == ERR_OK ? record_unseal(d, a, c, ABOUT, x.sealed, x.sealed_size, "") : "";
	return r == ERR_NOT_FOUND ? ERR_OK : r;
}

enum err
draft_forget(
    struct use *u, const struct conversation *c, const char *agent, struct errinfo *e)
{
	return store_draft_delete(u->d->store, c->id, agent, e);
}

enum err
draft_put_back(struct use *u, const struct conversation *c, const char *agent, const char *raw,
    struct errinfo *e)
{
	const char *there;
	enum err r = read_draft(u->d, u->a, c, agent, &there, e);
	if (r != ERR_OK || !c->has_key)
		return r;
	if (strcmp(there, raw) == 0)
		return ERR_OK;
	return keep(u->d, u->a, c, agent,
	    *there == '\0' ? raw : arena_printf(u->a, "%s\n%s", raw, there), u->now, e);
}

enum err
desk_draft_keep(struct desk *d, const char *agent, int64_t conversation_id, const char *text,
    struct errinfo *e)
{
	struct arena *a = arena_new();
	struct conversation c;
	size_t length = text == NULL ? 0 : strlen(text);
	enum err r = check_agent(d, agent, e);
	if (r == ERR_OK && length > DRAFT_LIMIT)
		r = err_set(e, ERR_LIMIT, tr("a draft has %d bytes at most; this one has %zu"),
		    DRAFT_LIMIT, length);
	if (r == ERR_OK && !utf8_is_valid(text == NULL ? "" : text, length))
		r = err_set(e, ERR_INPUT, tr("a draft must be valid UTF-8"));
	if (r == ERR_OK)
		r = store_conversation_get(d->store, a, conversation_id, &c, e);
	if (r == ERR_OK)
		r = length == 0
		    ? store_draft_delete(d->store, conversation_id, agent, e)
		    : keep(d, a, &c, agent, text, clock_now_ms(d->clock), e);
	arena_free(&a);
	return r;
}

enum err
desk_draft_read(struct desk *d, struct arena *a, const char *agent, int64_t conversation_id,
    const char **out, struct errinfo *e)
{
	struct conversation c;
	*out = "";
	enum err r = store_conversation_get(d->store, a, conversation_id, &c, e);
	return r != ERR_OK ? r : read_draft(d, a, &c, agent, out, e);
}

/* ---- read, and looking on */

/* How many messages that count stand up to a number: all but those that follow. A reply that was
 * refused for its epoch never counted; nothing was ever tried with it. */
static enum err
count_read(struct desk *d, struct arena *a, int64_t conversation_id, int64_t number, int64_t *out,
    struct errinfo *e)
{
	struct conversation c;
	struct message_list later;
	enum err r;
	if ((r = store_conversation_get(d->store, a, conversation_id, &c, e)) != ERR_OK ||
	    (r = store_message_list(d->store, a, conversation_id, number, &later, e)) != ERR_OK)
		return r;
	*out = c.message_count;
	for (size_t i = 0; i < later.count; i++) {
		const struct message *m = &later.items[i];
		*out -= m->delivery != DELIVERY_SUPERSEDED || m->delivered_ms != 0;
	}
	return ERR_OK;
}

enum err
desk_seen(struct desk *d, const char *agent, int64_t conversation_id, int64_t number,
    struct errinfo *e)
{
	struct read_mark x = {.conversation_id = conversation_id, .agent = agent};
	int64_t before;
	enum err r;
	if ((r = check_agent(d, agent, e)) != ERR_OK ||
	    (r = store_read_mark_list(d->store, agent, &conversation_id, 1, &before, e)) !=
		ERR_OK ||
	    number <= before)
		return r;
	struct arena *a = arena_new();
	r = count_read(d, a, conversation_id, number, &x.messages, e);
	arena_free(&a);
	x.at_ms = clock_now_ms(d->clock);
	return r != ERR_OK || x.messages <= before ? r : store_read_mark_put(d->store, &x, e);
}

static enum err
check_count(size_t count, struct errinfo *e)
{
	return count <= PRESENCE_LIMIT ? ERR_OK
				       : err_set(e, ERR_LIMIT,
					     tr("%d conversations can be asked for at once; these are %zu"),
					     PRESENCE_LIMIT, count);
}

enum err
desk_seen_list(struct desk *d, const char *agent, const int64_t *ids, size_t count,
    int64_t *read, struct errinfo *e)
{
	enum err r = check_count(count, e);
	return r != ERR_OK ? r : store_read_mark_list(d->store, agent, ids, count, read, e);
}

enum err
desk_present(struct desk *d, const char *agent, int64_t conversation_id, struct errinfo *e)
{
	struct arena *a = arena_new();
	struct presence x;
	int64_t now = clock_now_ms(d->clock);
	enum err r = check_agent(d, agent, e);
	if (r == ERR_OK)
		r = store_presence_get(d->store, a, conversation_id, agent, &x, e);
	bool there = r == ERR_OK && now - x.seen_ms <= PRESENCE_STALE_MS;
	bool fresh = there && now - x.seen_ms < PRESENCE_BEAT_MS;
	if (r == ERR_NOT_FOUND)
		r = ERR_OK;
	if (r == ERR_OK && !fresh) {
		x = (struct presence){.conversation_id = conversation_id,
		    .agent = agent,
		    .since_ms = there ? x.since_ms : now,
		    .seen_ms = now};
		r = store_presence_put(d->store, &x, now - 4 * PRESENCE_STALE_MS, e);
	}
	arena_free(&a);
	return r;
}

enum err
desk_absent(struct desk *d, const char *agent, int64_t conversation_id, struct errinfo *e)
{
	struct arena *a = arena_new();
	struct presence x;
	enum err r = store_presence_get(d->store, a, conversation_id, agent, &x, e);
	arena_free(&a);
	if (r != ERR_OK)
		return r == ERR_NOT_FOUND ? ERR_OK : r;
	return store_presence_delete(d->store, conversation_id, agent, e);
}

static int
compare_ids(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return x < y ? -1 : x > y;
}

enum err
desk_presence_list(struct store *s, struct arena *a, int64_t now_ms, const int64_t *ids,
    size_t count, struct presence **out, size_t *found, struct errinfo *e)
{
	int64_t *sorted = arena_alloc(a, (count + 1) * sizeof *sorted);
	size_t kept = 0;
	*out = NULL;
	*found = 0;
	enum err r = ids == NULL ? ERR_OK : check_count(count, e);
	if (r != ERR_OK ||
	    (r = store_presence_list(s, a, now_ms - PRESENCE_STALE_MS, out, found, e)) != ERR_OK ||
	    ids == NULL)
		return r;
	if (count > 0) {
		memcpy(sorted, ids, count * sizeof *sorted);
		qsort(sorted, count, sizeof *sorted, compare_ids);
	}
	for (size_t i = 0; i < *found; i++)
		if (bsearch(&(*out)[i].conversation_id, sorted, count, sizeof *sorted,
			compare_ids) != NULL)
			(*out)[kept++] = (*out)[i];
	*found = kept;
	return ERR_OK;
}
