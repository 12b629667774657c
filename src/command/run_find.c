/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding from the shell and the console: search, and searches that are saved.
 */
#include <string.h>

#include "floorwalker/desk/finding.h"
#include "floorwalker/text/translate.h"
#include "private.h"

#define HITS_MOST 50

static void
tell_hit(struct command_call *call, struct value *out, int64_t conversation_id, const char *words,
    bool first)
{
	struct value *v;

	str_addf(call->out, "%sC-%lld  %s", first ? "" : "\n", (long long)conversation_id, words);
	if (out == NULL)
		return;
	v = value_add_map(out);
	value_set_text(v, "conversation",
	    arena_printf(call->arena, "C-%lld", (long long)conversation_id));
	value_set_text(v, "snippet", words);
}

/* Without words: the conversations themselves, newest words first. */
static enum err
find_conversations(struct command_call *call, const struct query *q, int64_t now_ms, int64_t *total,
    struct value *out, struct errinfo *e)
{
	struct conversation_query asked = {.query = q,
	    .sort = SORT_BY_UPDATED,
	    .descending = true,
	    .now_ms = now_ms,
	    .limit = HITS_MOST};
	struct conversation_list list;
	struct conversation_ids ids;
	enum err r = store_query_ids(desk_store(call->desk), call->arena, &asked, &ids, e);

	if (r == ERR_OK)
		r = store_conversation_some(
		    desk_store(call->desk), call->arena, ids.ids, ids.count, &list, e);
	*total = ids.total;
	for (size_t i = 0; r == ERR_OK && i < list.count; i++)
		tell_hit(call, out, list.items[i].id, list.items[i].preview, i == 0);
	return r;
}

enum err
run_search(struct command_call *call, struct errinfo *e)
{
	int64_t now_ms = clock_now_ms(desk_clock(call->desk)), total = 0;
	struct query_words words;
	struct message_hit *hits;
	struct value *out;
	struct query q;
	size_t count;
	enum err r;

	desk_query_words(desk_settings(call->desk), call->agent, now_ms, &words);
	if ((r = query_parse(call->arena, call->texts[0], &words.scope, &q, e)) != ERR_OK)
		return r;
	out = call->json == NULL ? NULL : value_set_list(call->json, "hits");
	if (store_query_has_words(&q)) {
		r = store_message_find(
		    desk_store(call->desk), call->arena, &q, HITS_MOST, &hits, &count, &total, e);
		for (size_t i = 0; r == ERR_OK && i < count; i++)
			tell_hit(call, out, hits[i].conversation_id, hits[i].snippet, i == 0);
	} else {
		r = find_conversations(call, &q, now_ms, &total, out, e);
	}
	if (r == ERR_OK && total > HITS_MOST)
		str_addf(call->out, tr("\n%lld in all; the first %d are shown."), (long long)total,
		    HITS_MOST);
	if (r == ERR_OK && call->json != NULL)
		value_set_int(call->json, "total", total);
	if (r == ERR_OK && total == 0)
		str_add(call->out, tr("Nothing found."));
	return r;
}

static void
tell_name(struct command_call *call, const char *did)
{
	if (call->json == NULL)
		return;
	value_set_text(call->json, "name", call->texts[0]);
	value_set_text(call->json, "did", did);
}

enum err
run_save(struct command_call *call, struct errinfo *e)
{
	enum err r =
	    desk_saved_put(call->desk, call->agent, call->texts[0], call->texts[1], false, e);

	if (r != ERR_OK)
		return r;
	str_addf(call->out, tr("Saved: :list %s opens it, :share %s gives it to the team."),
	    call->texts[0], call->texts[0]);
	tell_name(call, "saved");
	return ERR_OK;
}

enum err
run_share(struct command_call *call, struct errinfo *e)
{
	struct saved_search x;
	enum err r =
	    desk_saved_get(call->desk, call->arena, call->agent, call->texts[0], &x, e);

	if (r == ERR_OK && text_is_empty(x.owner))
		return err_set(e, ERR_EXISTS, tr("%s is the team's already"), x.name);
	if (r == ERR_OK)
		r = desk_saved_put(call->desk, call->agent, x.name, x.query, true, e);
	if (r != ERR_OK)
		return r;
	str_addf(call->out, tr("%s is the team's now."), x.name);
	tell_name(call, "shared");
	return ERR_OK;
}

enum err
run_forget(struct command_call *call, struct errinfo *e)
{
	enum err r = desk_saved_forget(call->desk, call->agent, call->texts[0], e);

	if (r != ERR_OK)
		return r;
	str_addf(call->out, tr("%s is forgotten."), call->texts[0]);
	tell_name(call, "forgotten");
	return ERR_OK;
}

enum err
run_searches(struct command_call *call, struct errinfo *e)
{
	struct saved_search *list;
	size_t count;
	enum err r = desk_saved_list(call->desk, call->arena, call->agent, &list, &count, e);
	struct value *out = call->json == NULL ? NULL : value_set_list(call->json, "searches");

	for (size_t i = 0; r == ERR_OK && i < count; i++) {
		struct value *v = out == NULL ? NULL : value_add_map(out);

		const char *problem = NULL;
		int64_t total = 0;

		r = desk_saved_count(
		    call->desk, call->arena, call->agent, &list[i], &total, &problem, e);
		str_addf(call->out, "%s%s  %s%s  ", i > 0 ? "\n" : "", list[i].name, list[i].query,
		    text_is_empty(list[i].owner) ? tr("  (the team's)") : "");
		if (problem != NULL)
			str_add(call->out, problem);
		else
			str_addf(call->out, "%lld", (long long)total);
		if (v == NULL)
			continue;
		value_set_text(v, "name", list[i].name);
		value_set_text(v, "query", list[i].query);
		value_set_int(v, "count", total);
		value_set_bool(v, "team", text_is_empty(list[i].owner));
	}
	if (r == ERR_OK && count == 0)
		str_add(call->out, tr("None is saved."));
	return r;
}

void
complete_query(struct desk *d, const char *begin, void (*word)(void *, const char *), void *context)
{
	struct query_words words;

	desk_query_words(desk_settings(d), "", clock_now_ms(desk_clock(d)), &words);
	query_complete(&words.scope, begin, word, context);
}

void
complete_saved(struct desk *d, const char *begin, void (*word)(void *, const char *), void *context)
{
	struct arena *a = arena_new();
	struct saved_search *list;
	size_t count;

	if (store_saved_list(desk_store(d), a, &list, &count, NULL) == ERR_OK)
		for (size_t i = 0; i < count; i++)
			if (text_starts(list[i].name, begin))
				word(context, list[i].name);
	arena_free(&a);
}
