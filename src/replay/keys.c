/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Expectations as written: what each key may hold, checked against the world before anything is played.
 */
#include "suite.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/str.h"
#include "floorwalker/desk/finding.h"
#include "floorwalker/expr.h"
#include "floorwalker/knowledge.h"
#include "floorwalker/model/money.h"
#include "floorwalker/policy.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define REPLY_KEY "reply"		/* the keys about words stand below it */

enum place { IN_TURN = 1, IN_END = 2, IN_REPLY = 4 };

static const char *const layers[] = {
    "understanding", "knowledge", "policy", "gates", "words", "desk", "shop", "backend"};

static void read_intent(struct suite_reading *r, struct check *c);
static void read_range(struct suite_reading *r, struct check *c);
static void read_slots(struct suite_reading *r, struct check *c);
static void read_texts(struct suite_reading *r, struct check *c);
static void read_pattern(struct suite_reading *r, struct check *c);
static void read_cites(struct suite_reading *r, struct check *c);
static void read_actions(struct suite_reading *r, struct check *c);
static void read_rule(struct suite_reading *r, struct check *c);
static void read_verdicts(struct suite_reading *r, struct check *c);
static void read_word(struct suite_reading *r, struct check *c);
static void read_gates(struct suite_reading *r, struct check *c);
static void read_within(struct suite_reading *r, struct check *c);
static void read_orders(struct suite_reading *r, struct check *c);
static void read_refused(struct suite_reading *r, struct check *c);
static void read_that(struct suite_reading *r, struct check *c);

static const struct row {
	const char *key;
	int places;
	enum layer layer;
	void (*read)(struct suite_reading *r, struct check *c);
} rows[] = {
    [CHECK_INTENT] = {"intent", IN_TURN, LAYER_UNDERSTANDING, read_intent},
    [CHECK_CONFIDENCE] = {"confidence", IN_TURN, LAYER_GATES, read_range},
    [CHECK_SLOTS] = {"slots", IN_TURN, LAYER_UNDERSTANDING, read_slots},
    [CHECK_CONTAINS] = {"contains", IN_REPLY, LAYER_WORDS, read_texts},
    [CHECK_LACKS] = {"lacks", IN_REPLY, LAYER_WORDS, read_texts},
    [CHECK_MATCHES] = {"matches", IN_REPLY, LAYER_WORDS, read_pattern},
    [CHECK_MEANS] = {"means", IN_REPLY, LAYER_WORDS, read_texts},
    [CHECK_CITES] = {"cites", IN_TURN | IN_END, LAYER_KNOWLEDGE, read_cites},
    [CHECK_ACTIONS] = {"actions", IN_TURN | IN_END, LAYER_POLICY, read_actions},
    [CHECK_RULE] = {"rule", IN_TURN | IN_END, LAYER_POLICY, read_rule},
    [CHECK_VERDICTS] = {"verdicts", IN_TURN, LAYER_POLICY, read_verdicts},
    [CHECK_IDENTITY] = {"identity", IN_TURN | IN_END, LAYER_UNDERSTANDING, read_word},
    [CHECK_OUTCOME] = {"outcome", IN_TURN, LAYER_GATES, read_word},
    [CHECK_OWNER] = {"owner", IN_TURN | IN_END, LAYER_GATES, read_word},
    [CHECK_QUEUE] = {"queue", IN_TURN | IN_END, LAYER_DESK, read_word},
    [CHECK_REASON] = {"reason", IN_TURN | IN_END, LAYER_GATES, read_word},
    [CHECK_GATES] = {"gates", IN_TURN, LAYER_GATES, read_gates},
    [CHECK_EVENTS] = {"events", IN_TURN | IN_END, LAYER_DESK, read_texts},
    [CHECK_WITHIN] = {"within", IN_TURN, LAYER_BACKEND, read_within},
    [CHECK_COST] = {"cost", IN_TURN | IN_END, LAYER_BACKEND, read_range},
    [CHECK_ORDERS] = {"orders", IN_END, LAYER_SHOP, read_orders},
    [CHECK_SHOP] = {"shop", IN_END, LAYER_SHOP, read_word},
    [CHECK_REFUSED] = {"refused", IN_TURN, LAYER_DESK, read_refused},
    [CHECK_THAT] = {"that", IN_TURN | IN_END, LAYER_DESK, read_that},
};

const char *
replay_layer_name(enum layer l)
{
	return layers[l];
}

const char *
replay_check_name(enum check_kind k)
{
	return rows[k].key;
}

enum layer
replay_check_layer(enum check_kind k)
{
	return rows[k].layer;
}

/* All of them must be among names: those of the program, or of a world, which may have lost one. */
static void
need_known(struct suite_reading *r, const struct value *v, const char *what, bool of_world,
    const char *const *names, size_t count)
{
	for (size_t i = 0; i < replay_word_count(v); i++) {
		const char *word = replay_word_at(v, i), *near;
		size_t k = 0;

		while (k < count && !text_is(names[k], word))
			k++;
		if (k < count)
			continue;
		near = text_nearest(word, names, count);
		if (of_world)
			(void)replay_suite_doubt(r, replay_word_value(v, i), "the world has no %s %.60s%s%s", what, word,
			    near != NULL ? "; did you mean " : "", near != NULL ? near : "");
		else
			replay_suite_fault(r, replay_word_value(v, i), "there is no %s '%.60s'%s%s", what, word,
			    near != NULL ? "; did you mean " : "", near != NULL ? near : "");
	}
}

static void
read_texts(struct suite_reading *r, struct check *c)
{
	for (size_t i = 0; i < replay_word_count(c->want); i++)
		if (value_kind(replay_word_value(c->want, i)) == VALUE_MAP ||
		    value_kind(replay_word_value(c->want, i)) == VALUE_LIST || replay_word_at(c->want, i)[0] == '\0')
			replay_suite_fault(r, c->want, "'%s' is a text, or a list of texts", rows[c->kind].key);
}

static void
read_intent(struct suite_reading *r, struct check *c)
{
	struct query_words words;

	desk_query_words(r->settings, "", 0, &words);
	need_known(r, c->want, "intent", false, words.scope.intents, words.scope.intent_count);
}

/* "0.6..1", ">= 0.6", "0.8". */
static bool
parse_range(const char *s, struct check *c)
{
	static const struct {
		const char *sign;
		bool low, open;
	} signs[] = {{">=", true, false}, {"<=", false, false}, {">", true, true}, {"<", false, true}};
	const char *dots = strstr(s, "..");
	char begin[40];
	double x;

	c->low = -INFINITY;
	c->high = INFINITY;
	if (dots != NULL && (size_t)(dots - s) < sizeof begin) {
		(void)snprintf(begin, sizeof begin, "%.*s", (int)(dots - s), s);
		return text_to_real(begin, &c->low) && text_to_real(dots + 2, &c->high) && c->low <= c->high;
	}
	for (size_t i = 0; i < COUNT(signs); i++) {
		if (!text_starts(s, signs[i].sign))
			continue;
		s += strlen(signs[i].sign);
		if (!text_to_real(s + strspn(s, " "), &x))
			return false;
		*(signs[i].low ? &c->low : &c->high) = x;
		*(signs[i].low ? &c->low_open : &c->high_open) = signs[i].open;
		return true;
	}
	if (!text_to_real(s, &x))
		return false;
	c->low = c->high = x;
	return true;
}

static void
read_range(struct suite_reading *r, struct check *c)
{
	if (!parse_range(replay_word_at(c->want, 0), c))
		replay_suite_fault(r, c->want, "'%s' is a range such as 0.6..1, or \">= 0.6\"", rows[c->kind].key);
}

static void
read_slots(struct suite_reading *r, struct check *c)
{
	const char *names[SLOT_KIND_COUNT];

	if (value_kind(c->want) != VALUE_MAP) {
		replay_suite_fault(r, c->want, "'slots' is a map of kinds to what they hold");
		return;
	}
	for (size_t k = 0; k < SLOT_KIND_COUNT; k++)
		names[k] = slot_kind_name((enum slot_kind)k);
	for (size_t i = 0; i < value_count(c->want); i++) {
		const char *key = value_key_at(c->want, i), *near;
		size_t k = 0;

		while (k < SLOT_KIND_COUNT && !text_is(names[k], key))
			k++;
		if (k < SLOT_KIND_COUNT)
			continue;
		near = text_nearest(key, names, SLOT_KIND_COUNT);
		replay_suite_fault(r, value_at(c->want, i), "there is no kind of slot '%.40s'%s%s", key,
		    near != NULL ? "; did you mean " : "", near != NULL ? near : "");
	}
}

static void
read_pattern(struct suite_reading *r, struct check *c)
{
	struct errinfo e;

	if (value_kind(c->want) != VALUE_TEXT)
		replay_suite_fault(r, c->want, "'matches' is one regular expression (PCRE2)");
	else if (pattern_new(replay_word_at(c->want, 0), true, &c->pattern, &e) != ERR_OK)
		replay_suite_fault(r, c->want, "'matches': %s", e.text);
}

static void
read_cites(struct suite_reading *r, struct check *c)
{
	if (value_kind(c->want) == VALUE_LIST && value_count(c->want) == 0)
		return;		/* nothing may be cited */
	for (size_t i = 0; i < replay_word_count(c->want); i++) {
		const char *id = replay_word_at(c->want, i);

		if (knowledge_find(world_knowledge(r->world), id) == NULL)
			(void)replay_suite_doubt(r, replay_word_value(c->want, i), "the world has no article or passage %.80s", id);
	}
}

static void
read_action(struct suite_reading *r, const struct value *v)
{
	static const char *const known[] = {"kind", "state", "order", "amount", "verdict", "rule"};
	enum action_kind kind;
	enum action_state state;
	enum verdict_outcome verdict;
	const struct value *amount = value_get(v, "amount");
	struct errinfo e;
	int64_t minor;

	if (value_kind(v) != VALUE_MAP) {
		replay_suite_fault(r, v, "an action is a map such as {kind: refund, state: done}");
		return;
	}
	if (value_check_keys(v, known, COUNT(known), &e) != ERR_OK)
		replay_suite_fault(r, NULL, "%s", e.text);
	if (!action_kind_from(value_get_text(v, "kind"), &kind))
		replay_suite_fault(r, v, "there is no kind of action '%.40s'", value_get_text(v, "kind"));
	if (value_get(v, "state") != NULL && !action_state_from(value_get_text(v, "state"), &state))
		replay_suite_fault(r, v, "there is no state of actions '%.40s'", value_get_text(v, "state"));
	if (value_get(v, "verdict") != NULL && !verdict_outcome_from(value_get_text(v, "verdict"), &verdict))
		replay_suite_fault(r, v, "'verdict' is approve, deny or human");
	if (amount != NULL && !money_parse(value_source_text(amount), r->settings->currency, &minor))
		replay_suite_fault(r, amount, "'amount' is an amount in %s", r->settings->currency);
	if (value_get(v, "rule") != NULL) {
		struct check c = {.kind = CHECK_RULE, .want = value_get(v, "rule")};

		read_rule(r, &c);
	}
}

static void
read_actions(struct suite_reading *r, struct check *c)
{
	if (value_kind(c->want) != VALUE_LIST)
		replay_suite_fault(r, c->want, "'actions' is a list, [] for none");
	for (size_t i = 0; value_kind(c->want) == VALUE_LIST && i < value_count(c->want); i++)
		read_action(r, value_at(c->want, i));
}

static void
read_rule(struct suite_reading *r, struct check *c)
{
	const struct policy *p = world_policy(r->world);
	size_t n = policy_rule_count(p);
	const char **names = arena_alloc(r->a, (n + 1) * sizeof *names);

	for (size_t i = 0; i < n; i++)
		names[i] = policy_rule_id(p, i);
	need_known(r, c->want, "rule", true, names, n);
}

/* {RULE: OUTCOME, …} */
static void
read_verdicts(struct suite_reading *r, struct check *c)
{
	const struct policy *p = world_policy(r->world);

	if (value_kind(c->want) != VALUE_MAP) {
		replay_suite_fault(r, c->want, "'verdicts' is a map of rules to approve, deny or human");
		return;
	}
	for (size_t i = 0; i < value_count(c->want); i++) {
		enum verdict_outcome outcome;
		size_t k = 0;

		while (policy_rule_id(p, k) != NULL && !text_is(policy_rule_id(p, k), value_key_at(c->want, i)))
			k++;
		if (policy_rule_id(p, k) == NULL)
			(void)replay_suite_doubt(r, value_at(c->want, i), "the world has no rule %.60s", value_key_at(c->want, i));
		if (!verdict_outcome_from(value_as_text(value_at(c->want, i), ""), &outcome))
			replay_suite_fault(r, value_at(c->want, i), "a verdict is approve, deny or human");
	}
}

static void
read_word(struct suite_reading *r, struct check *c)
{
	static const char *const identities[] = {"unknown", "proven", "failed"},
				 *const outcomes[] = {"sent", "handed_off", "none"},
				 *const owners[] = {"ai", "queued", "agent", "wrap_up", "closed"},
				 *const shops[] = {"unchanged"};
	const char *names[64];
	size_t n = 0;

	switch (c->kind) {
	case CHECK_IDENTITY:
		need_known(r, c->want, "state of identity", false, identities, COUNT(identities));
		break;
	case CHECK_OUTCOME:
		need_known(r, c->want, "outcome", false, outcomes, COUNT(outcomes));
		break;
	case CHECK_OWNER:
		need_known(r, c->want, "owner", false, owners, COUNT(owners));
		break;
	case CHECK_SHOP:
		need_known(r, c->want, "state of the shop", false, shops, COUNT(shops));
		break;
	case CHECK_QUEUE:
		for (; n < r->settings->queue_count && n < COUNT(names); n++)
			names[n] = r->settings->queues[n].id;
		need_known(r, c->want, "queue", true, names, n);
		break;
	default:
		for (size_t i = 1; i < HANDOFF_COUNT; i++)
			names[n++] = handoff_reason_name((enum handoff_reason)i);
		need_known(r, c->want, "reason", false, names, n);
		break;
	}
}

static void
read_gates(struct suite_reading *r, struct check *c)
{
	enum handoff_reason reason;

	if (value_kind(c->want) != VALUE_MAP) {
		replay_suite_fault(r, c->want, "'gates' is a map such as {ungrounded: passed, policy: held}");
		return;
	}
	for (size_t i = 0; i < value_count(c->want); i++) {
		const char *word = value_as_text(value_at(c->want, i), "");

		if (!handoff_reason_from(value_key_at(c->want, i), &reason))
			replay_suite_fault(r, value_at(c->want, i), "there is no gate '%.40s'", value_key_at(c->want, i));
		if (!text_is(word, "passed") && !text_is(word, "held"))
			replay_suite_fault(r, value_at(c->want, i), "a gate has passed or held");
	}
}

static void
read_within(struct suite_reading *r, struct check *c)
{
	int64_t ms;

	c->low = 0;
	if (duration_parse(replay_word_at(c->want, 0), &ms) && ms > 0)
		c->high = (double)ms;
	else
		replay_suite_fault(r, c->want, "'within' is a time such as 2s");
}

static void
read_orders(struct suite_reading *r, struct check *c)
{
	const struct shop_records *records = world_records(r->world);

	if (value_kind(c->want) != VALUE_MAP) {
		replay_suite_fault(r, c->want, "'orders' is a map of order numbers to what must be true of them");
		return;
	}
	for (size_t i = 0; i < value_count(c->want); i++) {
		const char *id = value_key_at(c->want, i);
		size_t k = 0;

		while (k < records->order_count && !text_is(records->orders[k].id, id))
			k++;
		if (k == records->order_count)
			(void)replay_suite_doubt(r, value_at(c->want, i), "the world has no order %.60s", id);
		if (value_kind(value_at(c->want, i)) != VALUE_MAP)
			replay_suite_fault(r, value_at(c->want, i), "what must be true of an order is a map");
	}
}

static void
read_refused(struct suite_reading *r, struct check *c)
{
	if (replay_word_count(c->want) == 0)
		replay_suite_fault(r, c->want, "'refused' says some of the words that it is refused with");
	read_texts(r, c);
}

static void
read_that(struct suite_reading *r, struct check *c)
{
	struct replay_suite *s = r->suite;
	struct errinfo e;

	if (value_kind(c->want) != VALUE_TEXT)
		replay_suite_fault(r, c->want, "'that' is a jq expression, or a list of them");
	else if (expr_check(replay_word_at(c->want, 0), &e) != ERR_OK)
		replay_suite_fault(r, c->want, "'that': %s", e.text);
	if (s->program_count == r->program_room) {
		const char **more = arena_alloc(r->a, (r->program_room = r->program_room * 2 + 16) * sizeof *more);

		if (s->program_count > 0)
			memcpy(more, s->programs, s->program_count * sizeof *more);
		s->programs = more;
	}
	c->program = s->program_count;
	s->programs[s->program_count++] = replay_word_at(c->want, 0);
}

/* ---- maps of them */

static void
unknown_key(struct suite_reading *r, const struct value *map, size_t i, int place)
{
	const char *names[COUNT(rows) + 1], *near, *key = value_key_at(map, i);
	size_t n = 0;

	for (size_t k = 0; k < COUNT(rows); k++)
		if (rows[k].places & place)
			names[n++] = rows[k].key;
	if (place == IN_TURN)
		names[n++] = REPLY_KEY;
	near = text_nearest(key, names, n);
	replay_suite_fault(r, NULL, "%s:%d:%d: nothing can be expected of '%.40s'%s%s%s", value_source_name(map),
	    value_key_line(map, i), value_key_column(map, i), key,
	    place == IN_END ? " at the end" : place == IN_REPLY ? " in a reply" : "",
	    near != NULL ? "; did you mean " : "", near != NULL ? near : "");
}

static void
add(struct suite_reading *r, struct check *list, size_t *count, enum check_kind kind,
    const struct value *want)
{
	struct check *c = &list[(*count)++];

	*c = (struct check){.kind = kind, .want = want};
	rows[kind].read(r, c);
}

static void
read_map(struct suite_reading *r, const struct value *map, int place, struct check *list,
    size_t *count)
{
	for (size_t i = 0; i < value_count(map); i++) {
		const char *key = value_key_at(map, i);
		const struct value *v = value_at(map, i);
		size_t k = 0;

		if (place == IN_TURN && text_is(key, REPLY_KEY)) {
			if (value_kind(v) != VALUE_MAP)
				replay_suite_fault(r, v, "'reply' is a map such as {contains: [refund]}");
			read_map(r, v, IN_REPLY, list, count);
			continue;
		}
		while (k < COUNT(rows) && !((rows[k].places & place) && text_is(rows[k].key, key)))
			k++;
		if (k == COUNT(rows)) {
			unknown_key(r, map, i, place);
			continue;
		}
		for (size_t n = 0; k == CHECK_THAT && value_kind(v) == VALUE_LIST && n < value_count(v); n++)
			add(r, list, count, CHECK_THAT, value_at(v, n));
		if (k != CHECK_THAT || value_kind(v) != VALUE_LIST)
			add(r, list, count, (enum check_kind)k, v);
	}
}

static size_t
room_for(const struct value *map)
{
	size_t n = 0;

	for (size_t i = 0; i < value_count(map); i++)
		n += 1 + value_count(value_at(map, i));
	return n;
}

void
replay_checks_read(struct suite_reading *r, const struct value *map, bool of_turn,
    struct check **out, size_t *count)
{
	*count = 0;
	*out = NULL;
	if (map == NULL)
		return;
	if (value_kind(map) != VALUE_MAP) {
		replay_suite_fault(r, map, "what is expected is a map");
		return;
	}
	*out = arena_alloc(r->a, (room_for(map) + 1) * sizeof **out);
	read_map(r, map, of_turn ? IN_TURN : IN_END, *out, count);
}

void
replay_checks_free(struct check *checks, size_t count)
{
	for (size_t i = 0; i < count; i++)
		pattern_free(&checks[i].pattern);
}
