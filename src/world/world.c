/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A folder of files into a world; and checking all of it.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "reading.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What articles may be about: the table of intents in doc/worlds.md. */
const char *const world_intents[] = {"order_status", "late_order", "lost_order", "cancel_order",
    "return_item", "exchange_item", "change_item", "refund_request", "refund_status",
    "damaged_item", "faulty_item", "wrong_item", "missing_item", "change_address",
    "change_profile_address", "change_payment", "stock", "size_advice", "product_question",
    "delivery_time", "delivery_cost", "payment_question", "invoice", "account", "gift_card",
    "discount", "price_adjustment", "place_order", "store_info", "warranty", "loyalty", "privacy",
    "complaint", "greeting", "thanks", "goodbye", "human", "out_of_scope"};
const size_t world_intent_count = COUNT(world_intents);

static struct world *
world_new(const char *folder)
{
	struct arena *a = arena_new();
	struct world *w = arena_alloc(a, sizeof(*w));
	size_t length = strlen(folder);

	while (length > 1 && folder[length - 1] == '/')
		length--;
	w->arena = a;
	w->folder = arena_text_n(a, folder, length);
	return w;
}

void
world_free(struct world **world)
{
	struct world *w = *world;
	struct arena *arena;
	size_t i;

	if (w == NULL)
		return;
	*world = NULL;
	arena = w->arena;	/* holds the world itself */
	for (i = 0; i < w->message_count; i++)
		messages_free(&w->messages[i]);
	for (i = 0; w->translated != NULL && i < w->message_count; i++)
		knowledge_free(&w->translated[i]);
	knowledge_free(&w->knowledge);
	policy_free(&w->policy);
	pattern_free(&w->order_pattern);
	zone_free(&w->settings.zone);
	arena_free(&arena);
}

/* Everything, in the order in which files rest on each other. */
static void
read_world(struct reading *r)
{
	if (!file_is_folder(r->world->folder)) {
		fault_text(r, true, ERR_NOT_FOUND,
		    arena_printf(r->files, "%s: there is no such folder", r->world->folder));
		return;
	}
	read_settings(r);
	if (r->world->settings.zone == NULL || r->world->settings.as_of_ms == 0)
		return;		/* no date can be judged without */
	read_rest(r);
}

enum err
world_load(const char *folder, struct world **out, struct errinfo *e)
{
	struct world *w = world_new(folder);
	struct reading r = { .world = w, .kept = w->arena, .files = arena_new() };
	enum err err = ERR_OK;

	*out = NULL;
	read_world(&r);
	if (r.errors == 1)
		err = err_set(e, r.code, "world %s: %s", w->folder, r.first);
	else if (r.errors > 1)
		err = err_set(e, r.code,
		    "world %s: %s (and %zu more: floorwalker world check lists them)", w->folder,
		    r.first, r.errors - 1);
	arena_free(&r.files);
	if (err == ERR_OK)
		*out = w;
	else
		world_free(&w);
	return err;
}

/* ---- checking */

static void
policy_found(void *context, const struct policy_fault *f)
{
	if (f->level != POLICY_FAULT_INFO)
		fault_text(context, f->error, ERR_INPUT, f->text);
}

static void
check_cites(struct reading *r)
{
	const struct world *w = r->world;
	const char *cite, *file;
	size_t i;
	int line, column;

	for (i = 0; (cite = policy_rule_cite(w->policy, i, &file, &line, &column)) != NULL; i++)
		if (cite[0] != '\0' && w->knowledge != NULL &&
		    knowledge_find(w->knowledge, cite) == NULL)
			fault_text(r, true, ERR_INPUT,
			    arena_printf(r->files,
				"%s:%d:%d: rule '%s' cites the article %s, which isn't there", file,
				line, column, policy_rule_id(w->policy, i), cite));
	for (i = 0; i < ACTION_KIND_COUNT; i++)
		if (!policy_has_table(w->policy, (enum action_kind)i))
			fault_text(r, false, ERR_INPUT,
			    arena_printf(r->files,
				"policy/: there is no table %s, so a person decides each one",
				action_kind_name((enum action_kind)i)));
}

/* What says a rule again is never read where there is no such rule. */
static void
check_rule_sentences(struct reading *r)
{
	const struct world *w = r->world;
	const char *key;
	int line, column;

	for (size_t m = 0; m < w->message_count; m++)
		for (size_t i = 0;
		     (key = messages_key_at(w->messages[m], i, &line, &column)) != NULL; i++) {
			const char *id, *nearest = NULL,
					*language = messages_language(w->messages[m]);
			bool found = !text_starts(key, "rule.") || text_is(key, "rule.other");

			for (size_t k = 0;
			     !found && (id = policy_rule_id(w->policy, k)) != NULL; k++) {
				found = text_is(id, key + 5);
				if (nearest == NULL)
					nearest = text_nearest(key + 5, &id, 1);
			}
			if (!found)
				fault_text(r, false, ERR_INPUT,
				    arena_printf(r->files,
					"messages/%s.yaml:%d:%d: '%s' says no rule again: there is no rule '%s'%s%s",
					language, line, column, key, key + 5,
					nearest != NULL ? "; did you mean " : "",
					nearest != NULL ? nearest : ""));
		}
}

static void
check_articles(struct reading *r)
{
	const struct knowledge *k = r->world->knowledge;
	const char *last = "";
	size_t i, j, n;

	for (i = 0; i < knowledge_count(k); i++) {
		const struct passage *p = knowledge_at(k, i);

		if (text_is(p->article, last))
			continue;	/* said once for an article */
		last = p->article;
		for (j = 0; j < p->about_count; j++) {
			for (n = 0; n < world_intent_count && !text_is(world_intents[n], p->about[j]); n++)
				;
			if (n < world_intent_count)
				continue;
			const char *nearest = text_nearest(p->about[j], world_intents, world_intent_count);

			fault_text(r, true, ERR_INPUT,
			    arena_printf(r->files,
				"%s:%d:%d: %s is about '%s', which is no intent%s%s; doc/worlds.md lists them",
				p->file, p->about_line, p->about_column, p->article, p->about[j],
				nearest != NULL ? "; did you mean " : "",
				nearest != NULL ? nearest : ""));
		}
		if (p->about_count == 0)
			fault_text(r, false, ERR_INPUT,
			    arena_printf(r->files, "%s:%d:%d: %s is about no intent", p->file,
				p->about_line, p->about_column, p->article));
	}
}

static void
check_names(struct reading *r)
{
	static const char *const known[] = {"world.yaml", "catalogue", "customers.yaml",
	    "orders.yaml", "knowledge", "policy", "messages", "README.md", "phrases", "models", "questions", "guardrails", "canned", "macros"};
	const char **names, *nearest;
	struct errinfo why;
	size_t i, j, count;

	if (file_list(r->files, r->world->folder, "", &names, &count, &why) != ERR_OK)
		return;
	for (i = 0; i < count; i++) {
		for (j = 0; j < COUNT(known) && !text_is(known[j], names[i]); j++)
			;
		nearest = text_nearest(names[i], known, COUNT(known));
		if (j == COUNT(known))
			fault_text(r, false, ERR_INPUT,
			    arena_printf(r->files, "%s: nothing of a world is called so%s%s",
				names[i], nearest != NULL ? "; did you mean " : "",
				nearest != NULL ? nearest : ""));
	}
}

enum err
world_check(const char *folder, void (*found)(void *context, const struct world_fault *),
    void *context, size_t *errors, size_t *warnings, struct errinfo *e)
{
	struct world *w = world_new(folder);
	struct reading r = {
	    .world = w, .kept = w->arena, .files = arena_new(), .found = found, .context = context};
	enum err err = ERR_OK;

	if (!file_is_folder(w->folder)) {
		err = err_set(e, ERR_NOT_FOUND, "%s: there is no such folder", folder);
	} else {
		read_world(&r);
		check_names(&r);
		if (w->policy != NULL) {
			err = policy_check(w->policy, policy_found, &r, e);
			check_cites(&r);
			check_rule_sentences(&r);
		}
		if (w->knowledge != NULL)
			check_articles(&r);
	}
	*errors = r.errors;
	*warnings = r.warnings;
	arena_free(&r.files);
	world_free(&w);
	return err;
}

/* ---- what is in it */

const char *
world_folder(const struct world *w)
{
	return w->folder;
}

const struct settings *
world_settings(const struct world *w)
{
	return &w->settings;
}

const struct shop_records *
world_records(const struct world *w)
{
	return &w->records;
}

const struct policy *
world_policy(const struct world *w)
{
	return w->policy;
}

const struct knowledge *
world_knowledge(const struct world *w)
{
	return w->knowledge;
}

const struct knowledge *
world_knowledge_in(const struct world *w, const char *language)
{
	for (size_t i = 0; i < w->message_count; i++)
		if (w->translated[i] != NULL &&
		    text_is(messages_language(w->messages[i]), language))
			return w->translated[i];
	return w->knowledge;
}

const struct messages *
world_messages(const struct world *w, const char *language)
{
	const struct messages *own = NULL;
	size_t i;

	for (i = 0; i < w->message_count; i++) {
		if (text_is(messages_language(w->messages[i]), language))
			return w->messages[i];
		if (text_is(messages_language(w->messages[i]), w->settings.language))
			own = w->messages[i];
	}
	return own;
}

const struct messages *
world_messages_at(const struct world *w, size_t i)
{
	return i < w->message_count ? w->messages[i] : NULL;
}
