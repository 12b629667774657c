/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a suite touches of a world, and what it doesn't.
 */
#include "coverage.h"

#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/desk/finding.h"
#include "floorwalker/knowledge.h"
#include "floorwalker/policy.h"

static const char *const kinds[] = {"intents", "rules", "gates", "articles", "actions"};

enum { INTENTS, RULES, GATES, ARTICLES, ACTIONS, KINDS };

static void
touch(struct value *touched, int kind, const char *name)
{
	struct value *of = replay_shared(value_get(touched, kinds[kind]));

	if (name[0] != '\0')
		value_set_int(of, name, value_get_int(of, name, 0) + 1);
}

struct value *
replay_touched_new(struct arena *a)
{
	struct value *touched = value_map(a);

	for (int k = 0; k < KINDS; k++)
		(void)value_set_map(touched, kinds[k]);
	return touched;
}

static void
touch_actions(struct value *touched, struct arena *a, const struct value *actions)
{
	for (size_t i = 0; i < value_count(actions); i++) {
		const struct value *x = value_at(actions, i);

		touch(touched, ACTIONS, arena_printf(a, "%s %s", value_get_text(x, "kind"), value_get_text(x, "state")));
	}
}

void
replay_touch(struct value *touched, struct arena *a, const struct value *record)
{
	const struct value *turns = value_get(record, "turns");

	for (size_t i = 0; i < value_count(turns); i++) {
		const struct value *turn = value_at(turns, i), *list = value_get(turn, "rules"),
				   *gates = value_get(turn, "gates");

		touch(touched, INTENTS, value_get_text(turn, "intent"));
		for (size_t k = 0; k < value_count(list); k++)
			touch(touched, RULES, value_as_text(value_at(list, k), ""));
		for (size_t k = 0; k < value_count(gates); k++)
			if (!value_as_bool(value_at(gates, k), true))
				touch(touched, GATES, value_key_at(gates, k));
		list = value_get(turn, "citations");
		for (size_t k = 0; k < value_count(list); k++) {
			const char *id = value_as_text(value_at(list, k), "");

			touch(touched, ARTICLES, arena_text_n(a, id, strcspn(id, "#")));
		}
	}
	touch_actions(touched, a, value_path(record, "end.actions"));
}

void
replay_touched_add(struct value *to, const struct value *from)
{
	for (int k = 0; k < KINDS; k++) {
		const struct value *of = value_get(from, kinds[k]);
		struct value *sum = replay_shared(value_get(to, kinds[k]));

		for (size_t i = 0; i < value_count(of); i++)
			value_set_int(sum, value_key_at(of, i),
			    value_get_int(sum, value_key_at(of, i), 0) + value_as_int(value_at(of, i), 0));
	}
}

/* ---- all that there is */

struct names {
	const char **items;
	size_t count;
};

static struct names
names_of(struct arena *a, const struct world *w, int kind)
{
	const struct policy *p = world_policy(w);
	const struct knowledge *k = world_knowledge(w);
	struct query_words words;
	struct names n = {.items = arena_alloc(a, (policy_rule_count(p) + knowledge_count(k) + 256) * sizeof *n.items)};

	switch (kind) {
	case INTENTS:
		desk_query_words(world_settings(w), "", 0, &words);
		for (; n.count < words.scope.intent_count; n.count++)
			n.items[n.count] = arena_text(a, words.intents[n.count]);
		break;
	case RULES:
		for (; n.count < policy_rule_count(p); n.count++)
			n.items[n.count] = policy_rule_id(p, n.count);
		break;
	case GATES:
		for (int i = HANDOFF_ASKED_FOR_HUMAN; i <= HANDOFF_BACKEND_FAILED; i++)
			n.items[n.count++] = handoff_reason_name((enum handoff_reason)i);
		break;
	case ARTICLES:
		for (size_t i = 0; i < knowledge_count(k); i++)
			if (i == 0 || !text_is(knowledge_at(k, i)->article, knowledge_at(k, i - 1)->article))
				n.items[n.count++] = knowledge_at(k, i)->article;
		break;
	default:
		for (int i = 0; i < ACTION_KIND_COUNT; i++)
			for (int s = ACTION_WAITING; s <= ACTION_DONE; s++)
				if (policy_has_table(p, (enum action_kind)i) &&
				    (s == ACTION_WAITING || s == ACTION_DENIED || s == ACTION_DONE))
					n.items[n.count++] = arena_printf(a, "%s %s", action_kind_name((enum action_kind)i),
					    action_state_name((enum action_state)s));
		break;
	}
	return n;
}

struct value *
replay_coverage(struct arena *a, const struct world *w, const struct value *touched)
{
	struct value *out = value_map(a);

	for (int k = 0; k < KINDS; k++) {
		struct names n = names_of(a, w, k);
		const struct value *of = value_get(touched, kinds[k]);
		struct value *one = value_set_map(out, kinds[k]), *missing;
		int64_t hit = 0;

		value_set_int(one, "of", (int64_t)n.count);
		missing = value_list(a);
		for (size_t i = 0; i < n.count; i++)
			if (value_get(of, n.items[i]) != NULL)
				hit++;
			else
				value_add_text(missing, n.items[i]);
		value_set_int(one, "touched", hit);
		value_set(one, "missing", missing);
	}
	return out;
}
