/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "skills.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/clock.h"
#include "floorwalker/base/file.h"
#include "floorwalker/model/action.h"

enum { SHORTEST = 12 };			/* bytes of a reply that can't be said otherwise each
					   time */

void
skills_open(struct skills *s)
{
	static const uint8_t master[SEAL_KEY] = {7, 1};
	struct arena *a = arena_new();
	struct errinfo e = {0};

	memset(s, 0, sizeof *s);
	check_ok(world_load(file_data(a, "scenarios/worlds/tarn-and-fell"), &s->shared.world, &e),
	    &e);
	check_ok(understander_open("", &s->shared.understander, &e), &e);
	s->shared.keyring = keyring_new_from(master);
	check_ok(desk_tools_new(&s->shared, &s->tools, &e), &e);
	check_ok(speech_load(file_data(a, "scenarios/shopper/en.yaml"), NULL, &s->words, &e), &e);
	arena_free(&a);
}

void
skills_close(struct skills *s)
{
	speech_free(&s->words);
	desk_tools_free(&s->tools);
	desk_shared_close(&s->shared);
}

void
skill_talk_open(struct skill_talk *t, const struct skills *s)
{
	struct store_options how = {.create = true};
	struct desk_options o = {.shared = &s->shared,
	    .tools = s->tools,
	    .base = world_records(s->shared.world),
	    .worker = "skills",
	    .practice = true,
	    .simulated = true,
	    .seed = 3};

	memset(t, 0, sizeof *t);
	t->arena = arena_new();
	o.clock = t->clock = clock_virtual_new(world_settings(s->shared.world)->as_of_ms);
	check_ok(store_open("memory:", &how, &o.take_store, &t->e), &t->e);
	check_ok(backend_builtin_new(&o.take_backend, &t->e), &t->e);
	check_ok(desk_new(&o, &t->desk, &t->e), &t->e);
}

void
skill_talk_close(struct skill_talk *t)
{
	desk_free(&t->desk);
	clock_free(&t->clock);
	arena_free(&t->arena);
}

static void
hear(struct skill_talk *t, size_t at)
{
	struct message_list list;
	struct str text;

	str_init(&text);
	check_ok(store_message_list(desk_store(t->desk), t->arena, t->id, t->heard, &list, &t->e),
	    &t->e);
	t->confidence[at] = -1;
	for (size_t i = 0; i < list.count; i++) {
		const struct message *m = &list.items[i];
		const char *raw;

		t->heard = m->number;
		if (m->author == AUTHOR_SHOPPER || m->author == AUTHOR_AGENT)
			continue;
		check_ok(desk_message_raw(t->desk, t->arena, m, &raw, &t->e), &t->e);
		str_add(&text, text.length > 0 ? "\n" : "");
		str_add(&text, raw);
		if (m->author != AUTHOR_AI)
			continue;
		t->confidence[at] = m->confidence;
		t->turns[at] = m->turn_id;
	}
	t->replies[at] = arena_text(t->arena, text.data ? text.data : "");
	str_clear(&text);
}

void
skill_say(struct skill_talk *t, const char *text)
{
	struct incoming in = {.channel = "test",
	    .contact = "somebody",
	    .text = text,
	    .text_size = strlen(text),
	    .conversation_id = t->id};
	size_t pieces;

	assert_true(t->count < SKILL_REPLIES);
	check_ok(desk_ingest(t->desk, &in, &t->id, NULL, &t->e), &t->e);
	check_ok(desk_work(t->desk, 1000, &pieces, &t->e), &t->e);
	t->said[t->count] = text;
	hear(t, t->count++);
}

void
skill_prove(struct skill_talk *t, const struct skills *s, const char *customer_id)
{
	const struct shop_records *r = world_records(s->shared.world);

	for (size_t i = 0; i < r->customer_count; i++) {
		const struct customer *c = &r->customers[i];

		if (strcmp(c->id, customer_id))
			continue;
		skill_say(t,
		    arena_printf(t->arena, "Hello, my name is %s %s and my postcode is %s.", c->given,
			c->family, c->address.postcode));
		assert_string_equal(skill_conversation(t).customer_id, customer_id);
		return;
	}
	fail_msg("no customer %s", customer_id);
}

struct conversation
skill_conversation(struct skill_talk *t)
{
	struct conversation c = {0};

	check_ok(store_conversation_get(desk_store(t->desk), t->arena, t->id, &c, &t->e), &t->e);
	return c;
}

struct action_list
skill_actions(struct skill_talk *t)
{
	struct action_filter f = {.conversation_id = t->id};
	struct action_list list;

	check_ok(store_action_list(desk_store(t->desk), t->arena, &f, &list, &t->e), &t->e);
	return list;
}

const char *
skill_last(const struct skill_talk *t)
{
	return t->count > 0 ? t->replies[t->count - 1] : "";
}

/* ---- playing */

/* What the shopper answers to what was asked; NULL: nothing of the kind. */
static const char *
answer_to(const struct skills *s, const struct value *c, const char *reply, bool last)
{
	const struct value *gives = value_get(c, "gives");
	const char *reason = value_get_text(gives, "reason"),
		   *method = value_get_text(gives, "method"),
		   *confirm = value_get_text(gives, "confirm");
	bool heard[HEARD_COUNT];

	speech_hear(s->words, reply, heard);
	if (heard[HEARD_ASK_REASON])
		return *reason ? reason : "I changed my mind";
	if (heard[HEARD_ASK_METHOD])
		return *method ? method : "the way I paid";
	if (!last || !heard[HEARD_ASK_CONFIRM])
		return NULL;
	return *confirm ? confirm : "Yes, please.";
}

static void
say_all(struct skill_talk *t, const struct skills *s, const struct value *c, size_t spoken[2])
{
	const struct value *says = value_get(c, "says");
	const char *answer;

	for (size_t i = 0; i < value_count(says); i++) {
		bool last = i + 1 == value_count(says);

		if (i < 2)
			spoken[i] = t->count;
		skill_say(t, value_as_text(value_at(says, i), ""));
		for (int more = 0; more < 6 && (answer = answer_to(s, c, skill_last(t), last));
		     more++)
			skill_say(t, answer);
	}
}

/* ---- judging */

static bool
was_told(const struct skill_talk *t, const char *part)
{
	for (size_t i = 0; i < t->count; i++)
		if (strcasestr(t->replies[i], part))
			return true;
	return false;
}

/* A number stands by itself: 12 is told neither by 120 nor by 12.50. */
static bool
was_told_word(const struct skill_talk *t, const char *part)
{
	size_t length = strlen(part);

	for (size_t i = 0; i < t->count; i++)
		for (const char *s = t->replies[i]; (s = strcasestr(s, part)); s++) {
			const char *end = s + length;

			if ((s == t->replies[i] || !isalnum((unsigned char)s[-1])) &&
			    !isalnum((unsigned char)*end) &&
			    !(strchr(".,", *end) && *end && isdigit((unsigned char)end[1])))
				return true;
		}
	return false;
}

static const char *
fault_of_told(struct skill_talk *t, const struct value *c)
{
	const struct value *told = value_get(c, "told"), *not_told = value_get(c, "not_told");

	for (size_t i = 0; i < value_count(told); i++) {
		const struct value *one = value_at(told, i);
		bool found = value_kind(one) != VALUE_LIST && was_told_word(t, value_source_text(one));

		for (size_t k = 0; k < value_count(one) && !found; k++)
			found = was_told_word(t, value_source_text(value_at(one, k)));
		if (!found)
			return arena_printf(t->arena, "wasn't told: %s",
			    value_source_text(value_count(one) ? value_at(one, 0) : one));
	}
	for (size_t i = 0; i < value_count(not_told); i++)
		if (was_told(t, value_source_text(value_at(not_told, i))))
			return arena_printf(t->arena, "was told: %s",
			    value_source_text(value_at(not_told, i)));
	return NULL;
}

static bool
has_lines(const struct value *params, const struct value *wanted)
{
	const struct value *lines = value_get(params, "lines");

	if (value_count(lines) != value_count(wanted))
		return false;
	for (size_t i = 0; i < value_count(wanted); i++) {
		bool found = false;

		for (size_t k = 0; k < value_count(lines) && !found; k++)
			found = value_get_int(value_at(lines, k), "id", 0) ==
			    value_as_int(value_at(wanted, i), -1);
		if (!found)
			return false;
	}
	return true;
}

static bool
is_wanted(struct skill_talk *t, const struct action *x, const struct value *want)
{
	const char *sku = value_get_text(want, "new"), *method = value_get_text(want, "method");
	const struct value *params, *lines = value_get(want, "lines");

	check_ok(desk_action_params(t->desk, t->arena, x, &params, &t->e), &t->e);
	return !strcmp(action_kind_name(x->kind), value_get_text(want, "kind")) &&
	    !strcmp(x->order_id, value_get_text(want, "order")) &&
	    (x->state != ACTION_DENIED && x->state != ACTION_FAILED) &&
	    (!lines || has_lines(params, lines)) &&
	    (!*sku || !strcmp(value_get_text(value_path(params, "lines.0"), "sku"), sku)) &&
	    (!*method || !strcmp(value_get_text(params, "method"), method));
}

static const char *
fault_of_actions(struct skill_talk *t, const struct value *c)
{
	const struct value *acts = value_get(c, "acts");
	struct action_list list = skill_actions(t);

	for (size_t i = 0; i < value_count(acts); i++) {
		const struct value *want = value_at(acts, i);
		bool found = false;

		for (size_t k = 0; k < list.count && !found; k++)
			found = is_wanted(t, &list.items[k], want);
		if (!found)
			return arena_printf(t->arena, "no %s of %s as meant",
			    value_get_text(want, "kind"), value_get_text(want, "order"));
	}
	if (list.count != value_count(acts))
		return arena_printf(t->arena, "%zu actions: %s", list.count, list.items[0].title);
	return NULL;
}

/* Nothing is asked for more than twice in a row, whatever the words. */
static const char *
fault_of_asking(struct skill_talk *t, const struct skills *s)
{
	int in_a_row[HEARD_COUNT] = {0};

	for (size_t i = 0; i < t->count; i++) {
		bool heard[HEARD_COUNT];

		speech_hear(s->words, t->replies[i], heard);
		for (int k = 0; k <= HEARD_ASK_WISH; k++) {
			in_a_row[k] = heard[k] ? in_a_row[k] + 1 : 0;
			if (in_a_row[k] > 2 && k != HEARD_ASK_CONFIRM)
				return arena_printf(
				    t->arena, "asks thrice: %s", t->replies[i]);
		}
	}
	return NULL;
}

static const char *
fault_of_manner(struct skill_talk *t, const struct value *c, const size_t spoken[2])
{
	const struct value *offers = value_get(c, "offers");
	const char *reply = skill_last(t);

	if (value_count(offers) && !strchr(reply, '?'))
		return "asks nothing";
	for (size_t i = 0; i < value_count(offers); i++)
		if (!strcasestr(reply, value_source_text(value_at(offers, i))))
			return arena_printf(t->arena, "doesn't offer: %s",
			    value_source_text(value_at(offers, i)));
	if (value_get_bool(c, "lowers", false) &&
	    (t->confidence[spoken[1]] < 0 ||
		t->confidence[spoken[1]] >= t->confidence[spoken[0]]))
		return arena_printf(t->arena, "confidence goes from %.2f to %.2f",
		    t->confidence[spoken[0]], t->confidence[spoken[1]]);
	if (!value_get_bool(c, "differs", false))
		return NULL;
	for (size_t i = 0; i < t->count; i++)
		for (size_t k = 0; k < i; k++)
			if (strlen(t->replies[i]) > SHORTEST &&
			    !strcmp(t->replies[i], t->replies[k]))
				return arena_printf(t->arena, "says twice: %s", t->replies[i]);
	return NULL;
}

const char *
skill_play(struct skill_talk *t, const struct skills *s, const struct value *c)
{
	static const char *const known[] = {"skill", "who", "says", "gives", "acts", "told",
	    "not_told", "offers", "lowers", "differs", "person"};
	const char *fault;
	size_t spoken[2] = {0, 0};
	bool person;

	check_ok(value_check_keys(c, known, sizeof known / sizeof *known, &t->e), &t->e);
	if (*value_get_text(c, "who"))
		skill_prove(t, s, value_get_text(c, "who"));
	say_all(t, s, c, spoken);
	person = skill_conversation(t).state != CONVERSATION_AI &&
	    skill_conversation(t).state != CONVERSATION_CLOSED;
	if (person != value_get_bool(c, "person", false))
		return person ? arena_printf(t->arena, "handed over: %s",
				    handoff_reason_name(skill_conversation(t).reason))
			      : "not handed over";
	if ((fault = fault_of_actions(t, c)) || (fault = fault_of_told(t, c)) ||
	    (fault = fault_of_asking(t, s)))
		return fault;
	return fault_of_manner(t, c, spoken);
}
