/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking back: a reply before it goes out, the last act, and that taking back and sending never
 * both happen; drafts, read marks and who looks on.
 */
#include "../check.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/random.h"
#include "floorwalker/desk/acts.h"
#include "floorwalker/desk/events.h"
#include "floorwalker/store/event.h"
#include "stage.h"

static struct stage s;

static int
begin(void **state)
{
	stage_open(*state, false);
	s.settings.undo_send_ms = 5000;
	s.settings.escalation_queue = "general";
	return 0;
}

static int
begin_on_file(void **state)
{
	stage_open(*state, true);
	s.settings.undo_send_ms = 5000;
	return 0;
}

static bool
says(const char *words)
{
	if (strstr(s.e.text, words) == NULL)
		print_message("# said: %s\n", s.e.text);
	return strstr(s.e.text, words) != NULL;
}

static int64_t
taken(const char *contact, const char *agent)
{
	int64_t id = stage_say(&s, contact, "get me a person");
	stage_work(&s);
	check_ok(desk_take(s.desk, agent, id, &s.e), &s.e);
	return id;
}

static const char *
draft_of(const char *agent, int64_t id)
{
	const char *text;
	check_ok(desk_draft_read(s.desk, s.arena, agent, id, &text, &s.e), &s.e);
	return text;
}

static enum err
undo(const char *agent, int64_t id, struct desk_undone *out)
{
	struct desk_undone unused;
	return desk_undo(s.desk, s.arena, agent, id, out != NULL ? out : &unused, &s.e);
}

static int
delivered(int64_t id)
{
	return stage_count(&s, id, AUTHOR_AGENT, DELIVERY_DELIVERED);
}

/* ---- a reply */

static void
a_reply_goes_out_only_after_its_seconds(void **state)
{
	(void)state;
	int64_t id = taken("ann", "maeve"), due;
	check_ok(desk_reply(s.desk, "maeve", id, 0, "I'm on it.", &s.e), &s.e);
	stage_work(&s);
	assert_int_equal(stage_last(&s, id, AUTHOR_AGENT).delivery, DELIVERY_PENDING);
	check_ok(desk_next_due(s.desk, &due, &s.e), &s.e);
	assert_int_equal(due, FIXTURE_NOW + 5000);
	clock_move_to(s.clock, FIXTURE_NOW + 4999);
	stage_work(&s);
	assert_int_equal(delivered(id), 0);
	clock_move_to(s.clock, FIXTURE_NOW + 5000);
	stage_work(&s);
	assert_int_equal(delivered(id), 1);
	assert_int_equal(undo("maeve", id, NULL), ERR_STATE);
	assert_true(says("has gone out"));
	s.settings.undo_send_ms = 0;
	check_ok(desk_reply(s.desk, "maeve", id, 0, "Done.", &s.e), &s.e);
	stage_work(&s);
	assert_int_equal(delivered(id), 2);
	stage_audit(&s);
}

static void
a_reply_taken_back_gives_its_words_and_never_goes_out(void **state)
{
	struct desk_undone u;
	(void)state;
	int64_t id = taken("ann", "maeve");
	const char *before = stage_conversation(&s, id).preview;
	check_ok(desk_reply(s.desk, "maeve", id, 0, "Write to eve@example.org,\nplease.", &s.e), &s.e);
	stage_say(&s, "ann", "hello?");	/* in between */
	assert_int_equal(undo("dara", id, NULL), ERR_STATE);
	check_ok(undo("maeve", id, &u), &s.e);
	assert_string_equal(u.kind, EVENT_MESSAGE_AGENT);
	assert_string_equal(u.text, "Write to eve@example.org,\nplease.");
	assert_string_equal(draft_of("maeve", id), u.text);
	clock_move_to(s.clock, FIXTURE_NOW + 60000);
	stage_work(&s);
	assert_int_equal(delivered(id), 0);
	assert_int_equal(stage_count(&s, id, AUTHOR_AGENT, DELIVERY_WITHDRAWN), 1);
	struct conversation c = stage_conversation(&s, id);
	struct conversation_outcome o;
	assert_int_equal(c.human_count, 0);
	check_ok(desk_outcome(s.desk, id, &o, &s.e), &s.e);
	assert_int_equal(o.human_messages, 0);
	assert_string_equal(c.preview, "hello?");
	assert_string_not_equal(c.preview, before);
	/* once more: what is left is the shopper's */
	assert_int_equal(undo("maeve", id, NULL), ERR_STATE);
	assert_true(says("the shopper has written since"));
	/* sent after all, the draft is gone */
	check_ok(desk_reply(s.desk, "maeve", id, 0, "Please write to us.", &s.e), &s.e);
	assert_string_equal(draft_of("maeve", id), "");
	stage_audit(&s);
}

static void
of_two_pending_replies_the_newer_comes_back_first(void **state)
{
	struct desk_undone u;
	(void)state;
	int64_t id = taken("ann", "maeve");
	check_ok(desk_reply(s.desk, "maeve", id, 0, "One.", &s.e), &s.e);
	check_ok(desk_reply(s.desk, "maeve", id, 0, "Two.", &s.e), &s.e);
	check_ok(desk_tag(s.desk, "maeve", id, "vip", &s.e), &s.e);
	check_ok(undo("maeve", id, &u), &s.e);
	assert_string_equal(u.text, "Two.");
	check_ok(undo("maeve", id, &u), &s.e);
	assert_string_equal(u.text, "One.");
	assert_string_equal(draft_of("maeve", id), "One.\nTwo.");
	check_ok(undo("maeve", id, &u), &s.e);	/* then what was done beside */
	assert_string_equal(u.kind, EVENT_TAGS_ADDED);
	assert_string_equal(stage_conversation(&s, id).tags, "");
	assert_int_equal(undo("maeve", id, NULL), ERR_STATE);
	assert_true(says("you took it"));
	stage_audit(&s);
}

static void
taking_back_the_last_word_ends_the_wrap_up(void **state)
{
	(void)state;
	int64_t id = taken("ann", "maeve");
	check_ok(desk_reply(s.desk, "maeve", id, 0, "Bye.", &s.e), &s.e);
	check_ok(desk_close(s.desk, "maeve", id, "answered", &s.e), &s.e);
	check_ok(undo("maeve", id, NULL), &s.e);
	struct conversation c = stage_conversation(&s, id);
	assert_true(c.state == CONVERSATION_AGENT && c.wrap_up_ms == 0);
	assert_int_equal(undo("maeve", id, NULL), ERR_STATE);	/* closing went with it */
	assert_true(says("you took it"));
	clock_move_to(s.clock, FIXTURE_NOW + 400000);
	stage_work(&s);
	assert_int_equal(stage_conversation(&s, id).state, CONVERSATION_AGENT);
	assert_int_equal(delivered(id), 0);
	stage_audit(&s);
}

static void
a_takeover_by_another_withdraws_what_has_not_gone_out(void **state)
{
	(void)state;
	int64_t id = taken("ann", "maeve");
	check_ok(desk_reply(s.desk, "maeve", id, 0, "I'm on it.", &s.e), &s.e);
	check_ok(desk_assign(s.desk, "una", id, "dara", "", &s.e), &s.e);
	clock_move_to(s.clock, FIXTURE_NOW + 60000);
	stage_work(&s);
	assert_int_equal(delivered(id), 0);
	assert_string_equal(draft_of("maeve", id), "I'm on it.");
	assert_string_equal(draft_of("dara", id), "");
	assert_int_equal(undo("maeve", id, NULL), ERR_STATE);
	assert_true(says("Úna Geraghty"));
	stage_audit(&s);
}

static void
passing_on_lets_ones_own_reply_go_at_once_and_stand(void **state)
{
	(void)state;
	int64_t id = taken("ann", "maeve");
	check_ok(desk_reply(s.desk, "maeve", id, 0, "Dara will see to it.", &s.e), &s.e);
	check_ok(desk_transfer(s.desk, "maeve", id, "dara", "", &s.e), &s.e);
	/* another owner, before any worker was there */
	check_ok(desk_assign(s.desk, "una", id, "una", "", &s.e), &s.e);
	stage_work(&s);
	assert_int_equal(delivered(id), 1);
	check_ok(desk_reply(s.desk, "una", id, 0, "I'm back with the AI.", &s.e), &s.e);
	check_ok(desk_give_back(s.desk, "una", id, "", &s.e), &s.e);
	stage_work(&s);
	assert_int_equal(delivered(id), 2);
	assert_int_equal(stage_conversation(&s, id).state, CONVERSATION_AI);
	stage_audit(&s);
}

static void
a_label_of_a_reply_taken_back_goes_for_nothing(void **state)
{
	struct event_list list;
	int used = 0, withdrawn = 0;
	const char *how = "";
	(void)state;
	int64_t id = taken("ann", "maeve");
	assert_string_equal(stage_conversation(&s, id).draft, "Hello.");
	check_ok(desk_reply(s.desk, "maeve", id, 0, "Hello.", &s.e), &s.e);
	check_ok(undo("maeve", id, NULL), &s.e);
	check_ok(desk_reply(s.desk, "maeve", id, 0, "Something else entirely now.", &s.e), &s.e);
	check_ok(store_event_list(desk_store(s.desk), s.arena, id, &list, &s.e), &s.e);
	for (size_t i = 0; i < list.count; i++) {
		withdrawn += strcmp(list.items[i].kind, EVENT_DRAFT_WITHDRAWN) == 0;
		if (strcmp(list.items[i].kind, EVENT_DRAFT_USED) == 0) {
			used++;
			how = list.items[i].data;
		}
	}
	assert_true(used == 2 && withdrawn == 1);
	assert_non_null(strstr(how, "\"other\""));
}

/* ---- other acts */

static void
the_last_act_is_taken_back_where_nobody_acted_since(void **state)
{
	struct conversation c;
	(void)state;
	int64_t id = taken("ann", "maeve");
	check_ok(desk_tag(s.desk, "maeve", id, "vip damaged", &s.e), &s.e);
	check_ok(desk_untag(s.desk, "maeve", id, "vip", &s.e), &s.e);
	check_ok(desk_snooze(s.desk, "maeve", id, "2h", &s.e), &s.e);
	check_ok(undo("maeve", id, NULL), &s.e);
	assert_int_equal(stage_conversation(&s, id).snoozed_ms, 0);
	check_ok(undo("maeve", id, NULL), &s.e);
	assert_string_equal(stage_conversation(&s, id).tags, "damaged vip");
	check_ok(undo("maeve", id, NULL), &s.e);
	assert_string_equal(stage_conversation(&s, id).tags, "");
	check_ok(desk_close(s.desk, "maeve", id, "answered", &s.e), &s.e);
	check_ok(undo("maeve", id, NULL), &s.e);
	c = stage_conversation(&s, id);
	assert_int_equal(c.state, CONVERSATION_AGENT);
	assert_string_equal(c.disposition, "");
	check_ok(desk_note(s.desk, "maeve", id, "called", &s.e), &s.e);
	assert_int_equal(undo("maeve", id, NULL), ERR_STATE);
	assert_true(says("notes stay"));
	check_ok(desk_tag(s.desk, "maeve", id, "vip", &s.e), &s.e);
	check_ok(desk_tag(s.desk, "dara", id, "late", &s.e), &s.e);
	assert_int_equal(undo("maeve", id, NULL), ERR_STATE);
	assert_true(says("Dara Keaveney"));
	assert_string_equal(stage_conversation(&s, id).tags, "late vip");
	clock_move_to(s.clock, FIXTURE_NOW + 400000);
	stage_work(&s);
	assert_int_equal(stage_conversation(&s, id).state, CONVERSATION_AGENT);
	stage_audit(&s);
}

static void
owners_come_back_under_a_new_epoch_with_the_wait_they_had(void **state)
{
	struct conversation c;
	(void)state;
	int64_t id = stage_say(&s, "ann", "get me a person");
	stage_work(&s);
	struct conversation queued = stage_conversation(&s, id);
	clock_move_to(s.clock, FIXTURE_NOW + 3000);
	check_ok(desk_assign(s.desk, "una", id, "maeve", "", &s.e), &s.e);
	check_ok(undo("una", id, NULL), &s.e);
	c = stage_conversation(&s, id);
	assert_true(c.state == CONVERSATION_QUEUED && c.waiting_ms == queued.waiting_ms &&
	    c.due_ms == queued.due_ms && c.reason == queued.reason && c.epoch == queued.epoch + 2);
	assert_string_equal(c.queue, "care");
	/* the promise is watched again */
	clock_move_to(s.clock, queued.due_ms);
	stage_work(&s);
	struct desk_figures f;
	check_ok(desk_figures(s.desk, &f, &s.e), &s.e);
	assert_int_equal(f.level.denominator, 0);	/* nobody has answered */
	check_ok(desk_take(s.desk, "maeve", id, &s.e), &s.e);
	check_ok(desk_transfer(s.desk, "maeve", id, "general", "", &s.e), &s.e);
	check_ok(undo("maeve", id, NULL), &s.e);
	c = stage_conversation(&s, id);
	assert_true(c.state == CONVERSATION_AGENT && c.waiting_ms == queued.waiting_ms &&
	    c.due_ms == queued.due_ms);
	assert_string_equal(c.agent, "maeve");
	check_ok(desk_escalate(s.desk, "maeve", id, "too much", &s.e), &s.e);
	assert_int_equal(stage_conversation(&s, id).level, ROLE_SUPERVISOR);
	check_ok(undo("maeve", id, NULL), &s.e);
	c = stage_conversation(&s, id);
	assert_true(c.state == CONVERSATION_AGENT && c.level == 0);
	check_ok(desk_transfer(s.desk, "maeve", id, "dara", "", &s.e), &s.e);
	check_ok(desk_reply(s.desk, "dara", id, 0, "Hello, Dara here.", &s.e), &s.e);
	assert_int_equal(undo("maeve", id, NULL), ERR_STATE);
	assert_true(says("Dara Keaveney"));
	int64_t other = stage_say(&s, "bob", "hello");
	check_ok(desk_assign(s.desk, "una", other, "maeve", "", &s.e), &s.e);
	assert_int_equal(undo("una", other, NULL), ERR_STATE);
	assert_true(says("the AI had C-2"));
	assert_string_equal(stage_conversation(&s, other).agent, "maeve");
	stage_audit(&s);
}

static void
money_is_never_taken_back_by_undo(void **state)
{
	int64_t id, action, left;
	(void)state;
	action = stage_waiting_refund(&s, &id);
	check_ok(desk_approve(s.desk, "maeve", action, "", &left, &s.e), &s.e);
	assert_int_equal(undo("maeve", id, NULL), ERR_STATE);
	assert_true(says("can't be taken back: it may be on its way"));
	assert_int_equal(stage_action(&s, action).state, ACTION_APPROVED);
	stage_audit(&s);
}

/* ---- sending and taking back at once, from two handles on one file */

struct racer {
	struct desk *desk;
	pthread_barrier_t *gate;
	int64_t id;
	enum err r;
};

static void *
take_back(void *context)
{
	struct racer *x = context;
	struct arena *a = arena_new();
	struct desk_undone u;
	pthread_barrier_wait(x->gate);
	x->r = desk_undo(x->desk, a, "maeve", x->id, &u, NULL);
	arena_free(&a);
	return NULL;
}

static void *
send_it(void *context)
{
	struct racer *x = context;
	bool did = false;
	pthread_barrier_wait(x->gate);
	x->r = desk_work_step(x->desk, &did, NULL);
	return NULL;
}

static void
a_reply_is_sent_or_taken_back_and_never_both(void **state)
{
	enum { ROUNDS = 60 };
	struct desk *other = stage_desk(&s, "second");
	pthread_barrier_t gate;
	int sent = 0, back = 0;
	(void)state;
	assert_int_equal(pthread_barrier_init(&gate, NULL, 2), 0);
	int64_t id = taken("ann", "maeve");
	for (int i = 0; i < ROUNDS; i++) {
		struct racer undoes = {s.desk, &gate, id, ERR_OK}, sends = {other, &gate, id, ERR_OK};
		pthread_t a, b;
		check_ok(desk_reply(s.desk, "maeve", id, 0, "I'm on it.", &s.e), &s.e);
		clock_move_to(s.clock, FIXTURE_NOW + (i + 1) * 10000);	/* due */
		assert_int_equal(pthread_create(&a, NULL, take_back, &undoes), 0);
		assert_int_equal(pthread_create(&b, NULL, send_it, &sends), 0);
		pthread_join(a, NULL);
		pthread_join(b, NULL);
		assert_int_equal(sends.r, ERR_OK);
		stage_work(&s);
		struct message m = stage_last(&s, id, AUTHOR_AGENT);
		assert_int_equal(m.delivery,
		    undoes.r == ERR_OK ? DELIVERY_WITHDRAWN : DELIVERY_DELIVERED);
		back += undoes.r == ERR_OK;
		sent += undoes.r != ERR_OK;
	}
	assert_int_equal(delivered(id), sent);
	assert_int_equal(stage_count(&s, id, AUTHOR_AGENT, DELIVERY_WITHDRAWN), back);
	print_message("# of %d replies %d were sent and %d taken back, none both\n", ROUNDS, sent, back);
	pthread_barrier_destroy(&gate);
	desk_free(&other);
	stage_audit(&s);
}

/* Taking back in the very moment between claiming and delivering. */
static struct { int64_t id; struct desk *other; enum err r; bool done; } plan;

static void
act(void *context, const char *name)
{
	struct desk_undone u;
	(void)context;
	if (plan.done || plan.id == 0 || strcmp(name, "deliver") != 0)
		return;
	plan.done = true;
	plan.r = desk_undo(plan.other, s.arena, "maeve", plan.id, &u, &s.e);
}

static void
a_reply_that_is_claimed_and_then_taken_back_is_not_delivered(void **state)
{
	(void)state;
	s.step = act;
	stage_open(&s, true);
	s.settings.undo_send_ms = 5000;
	plan.other = stage_desk(&s, "second");
	int64_t id = taken("ann", "maeve");
	check_ok(desk_reply(s.desk, "maeve", id, 0, "I'm on it.", &s.e), &s.e);
	clock_move_to(s.clock, FIXTURE_NOW + 5000);
	plan.id = id;
	stage_work(&s);
	assert_true(plan.done);
	assert_int_equal(plan.r, ERR_OK);
	assert_int_equal(delivered(id), 0);
	assert_string_equal(draft_of("maeve", id), "I'm on it.");
	stage_audit(&s);
	desk_free(&plan.other);
	stage_close(&s);
}

/* ---- two agents and a worker against each other */

static const char *const people[] = {"maeve", "dara", "una"};

struct fighter {
	struct desk *desk;
	const char *agent;		/* NULL: the worker */
	uint64_t seed;
	const int64_t *ids;
	size_t count;
	pthread_barrier_t *gate;	/* all meet there before each round, so that each is a race */
	int acts, told, broken;
};

#define ROUNDS_OF_A_FIGHT 200

/* What may be answered: done, or refused with a reason. */
static bool
is_fair(enum err r)
{
	return r == ERR_OK || r == ERR_STATE || r == ERR_CONFLICT || r == ERR_FORBIDDEN ||
	    r == ERR_EXISTS || r == ERR_NOT_FOUND || r == ERR_USAGE;
}

static enum err
act_once(struct fighter *x, struct random_stream *random, int64_t id)
{
	struct arena *a = arena_new();
	struct desk_undone u;
	struct errinfo e;
	enum err r = ERR_OK;
	switch (random_below(random, 9)) {
	case 0: r = desk_assign(x->desk, x->agent, id, people[random_below(random, 3)], "", &e); break;
	case 1: r = desk_transfer(x->desk, x->agent, id, "general", "", &e); break;
	case 2: r = desk_transfer(x->desk, x->agent, id, people[random_below(random, 3)], "", &e); break;
	case 3: r = desk_snooze(x->desk, x->agent, id, "30m", &e); break;
	case 4:
	case 5: r = desk_undo(x->desk, a, x->agent, id, &u, &e); break;
	case 6: r = desk_take(x->desk, x->agent, id, &e); break;
	default: r = desk_reply(x->desk, x->agent, id, 0, "On it.", &e); break;
	}
	if (!is_fair(r)) {
		print_message("# %s: %s\n", err_name(r), e.text);
		x->broken++;
	}
	arena_free(&a);
	return r;
}

static void *
fight(void *context)
{
	struct fighter *x = context;
	struct random_stream random;
	random_init(&random, x->seed, "fight");
	for (int i = 0; i < ROUNDS_OF_A_FIGHT; i++) {
		pthread_barrier_wait(x->gate);
		enum err r = act_once(x, &random, x->ids[random_below(&random, x->count)]);
		x->acts += r == ERR_OK;
		x->told += r != ERR_OK;
	}
	return NULL;
}

static void *
work(void *context)
{
	struct fighter *x = context;
	for (int i = 0; i < ROUNDS_OF_A_FIGHT; i++) {
		bool did = false;
		struct errinfo e;
		pthread_barrier_wait(x->gate);
		enum err r = desk_work_step(x->desk, &did, &e);
		x->acts += r == ERR_OK && did;
		if (r != ERR_OK && r != ERR_CONFLICT && r != ERR_BUSY) {
			print_message("# worker: %s: %s\n", err_name(r), e.text);
			x->broken++;
		}
	}
	return NULL;
}

/* By the log alone: who owned it when each reply was written, and that each one ended once. */
static void
check_log(int64_t id)
{
	struct event_list list;
	struct message_list messages;
	int64_t epoch = 0;
	check_ok(store_event_list(desk_store(s.desk), s.arena, id, &list, &s.e), &s.e);
	check_ok(store_message_list(desk_store(s.desk), s.arena, id, 0, &messages, &s.e), &s.e);
	for (size_t i = 0; i < list.count; i++) {
		struct value *v;
		const struct event *x = &list.items[i];
		check_ok(value_parse_json(s.arena, "event", x->data, strlen(x->data),
			     &value_limits_message, &v, &s.e), &s.e);
		int64_t named = value_get_int(v, "epoch", 0);
		bool owner = text_starts(x->kind, "owner.") || strcmp(x->kind, EVENT_ACT_UNDONE) == 0;
		/* passing on names the epoch that being queued then begins */
		assert_true(!owner || named >= epoch);
		if (named > epoch)
			epoch = named;
		assert_true(strcmp(x->kind, EVENT_MESSAGE_AGENT) != 0 || named == epoch);
	}
	for (size_t i = 0; i < messages.count; i++) {
		const struct message *m = &messages.items[i];
		int delivered_events = 0, withdrawn_events = 0;
		for (size_t k = 0; k < list.count; k++) {
			struct value *v;
			check_ok(value_parse_json(s.arena, "event", list.items[k].data,
				     strlen(list.items[k].data), &value_limits_message, &v, &s.e), &s.e);
			if (value_get_int(v, "message", 0) != m->id)
				continue;
			delivered_events += strcmp(list.items[k].kind, EVENT_MESSAGE_DELIVERED) == 0;
			withdrawn_events += strcmp(list.items[k].kind, EVENT_MESSAGE_WITHDRAWN) == 0;
		}
		if (m->author != AUTHOR_AGENT)
			continue;
		assert_int_equal(delivered_events + withdrawn_events, 1);
		assert_int_equal(m->delivery,
		    delivered_events == 1 ? DELIVERY_DELIVERED : DELIVERY_WITHDRAWN);
	}
	assert_int_equal(stage_conversation(&s, id).epoch, epoch);
}

static void
agents_and_a_worker_fighting_lose_nothing_and_send_nothing_twice(void **state)
{
	enum { CONVERSATIONS = 4 };
	int64_t ids[CONVERSATIONS];
	struct fighter fighters[3] = {0};
	pthread_t threads[3];
	char contact[8];
	pthread_barrier_t gate;
	(void)state;
	assert_int_equal(pthread_barrier_init(&gate, NULL, 3), 0);
	s.settings.undo_send_ms = 0;	/* so that taking back races with the worker */
	for (int i = 0; i < CONVERSATIONS; i++) {
		snprintf(contact, sizeof contact, "c%d", i);
		ids[i] = stage_say(&s, contact, "get me a person");
	}
	stage_work(&s);
	for (int i = 0; i < 3; i++)
		fighters[i] = (struct fighter){.desk = stage_desk(&s, i == 0 ? "a" : i == 1 ? "b" : "w"),
		    .agent = i == 0 ? "maeve" : i == 1 ? "una" : NULL,
		    .seed = (uint64_t)i + 1,
		    .ids = ids,
		    .count = CONVERSATIONS,
		    .gate = &gate};
	for (int i = 0; i < 3; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, i == 2 ? work : fight, &fighters[i]), 0);
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	pthread_barrier_destroy(&gate);
	clock_move_to(s.clock, FIXTURE_NOW + 7200000);
	stage_work(&s);
	for (int i = 0; i < CONVERSATIONS; i++)
		check_log(ids[i]);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(fighters[i].broken, 0);
		desk_free(&fighters[i].desk);
	}
	assert_true(fighters[0].acts > 20 && fighters[1].acts > 20 && fighters[2].acts > 0);
	print_message("# %d and %d acts done, %d and %d refused, %d pieces of work\n", fighters[0].acts,
	    fighters[1].acts, fighters[0].told, fighters[1].told, fighters[2].acts);
	stage_audit(&s);
}

/* ---- drafts, read marks, presence */

static void
a_draft_outlives_the_program_sealed_and_goes_with_its_key(void **state)
{
	struct str bytes;
	struct conversation c;
	static const char secret[] = "Quackenbush will call at noon";
	(void)state;
	int64_t id = taken("ann", "maeve");
	check_ok(desk_draft_keep(s.desk, "maeve", id, secret, &s.e), &s.e);
	assert_int_equal(desk_draft_keep(s.desk, "nobody", id, "x", &s.e), ERR_FORBIDDEN);
	assert_int_equal(desk_draft_keep(s.desk, "maeve", 99, "x", &s.e), ERR_NOT_FOUND);
	assert_int_equal(desk_draft_keep(s.desk, "maeve", id, "\xff", &s.e), ERR_INPUT);
	desk_free(&s.desk);	/* no connection lives across the fork */
	pid_t child = fork();
	if (child == 0) {
		struct desk *d = stage_desk(&s, "killed");
		if (desk_draft_keep(d, "dara", id, "Half a sent", NULL) == ERR_OK)
			raise(SIGKILL);
		_exit(1);
	}
	int status = 0;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	s.desk = stage_desk(&s, "again");
	assert_string_equal(draft_of("dara", id), "Half a sent");
	check_ok(desk_draft_keep(s.desk, "dara", id, NULL, &s.e), &s.e);
	assert_string_equal(draft_of("maeve", id), secret);
	assert_string_equal(draft_of("dara", id), "");
	str_init(&bytes);
	check_ok(file_read(s.target, 64 << 20, &bytes, &s.e), &s.e);
	assert_null(memmem(bytes.data, bytes.length, "Quackenbush", 11));
	str_reset(&bytes);
	(void)!file_read(file_join(s.arena, s.folder, "s.db-wal"), 64 << 20, &bytes, NULL);
	assert_true(bytes.data == NULL || memmem(bytes.data, bytes.length, "Quackenbush", 11) == NULL);
	str_clear(&bytes);
	check_ok(desk_draft_keep(s.desk, "maeve", id, "", &s.e), &s.e);
	assert_string_equal(draft_of("maeve", id), "");
	check_ok(desk_draft_keep(s.desk, "maeve", id, secret, &s.e), &s.e);
	check_ok(store_begin(desk_store(s.desk), &s.e), &s.e);
	check_ok(store_conversation_get(desk_store(s.desk), s.arena, id, &c, &s.e), &s.e);
	c.has_key = false;
	check_ok(store_conversation_put(desk_store(s.desk), &c, &s.e), &s.e);
	check_ok(store_commit(desk_store(s.desk), &s.e), &s.e);
	assert_string_equal(draft_of("maeve", id), "");
}

static void
what_was_read_is_counted_as_messages_are(void **state)
{
	(void)state;
	int64_t id = taken("ann", "maeve"), read;	/* 1 the shopper's, 2 the AI's */
	assert_int_equal(desk_reply(s.desk, "maeve", id, 1, "too late", &s.e), ERR_CONFLICT);	/* 3, not counted */
	check_ok(desk_reply(s.desk, "maeve", id, 0, "in time", &s.e), &s.e);	/* 4 */
	stage_say(&s, "ann", "thanks");						/* 5 */
	assert_int_equal(stage_conversation(&s, id).message_count, 4);
	check_ok(desk_seen(s.desk, "dara", id, 2, &s.e), &s.e);
	check_ok(desk_seen_list(s.desk, "dara", &id, 1, &read, &s.e), &s.e);
	assert_int_equal(read, 2);
	check_ok(desk_seen(s.desk, "dara", id, 4, &s.e), &s.e);
	check_ok(desk_seen_list(s.desk, "dara", &id, 1, &read, &s.e), &s.e);
	assert_int_equal(read, 3);	/* one is new */
	check_ok(desk_seen(s.desk, "dara", id, 5, &s.e), &s.e);
	check_ok(desk_seen_list(s.desk, "dara", &id, 1, &read, &s.e), &s.e);
	assert_int_equal(read, 4);	/* none */
	stage_say(&s, "ann", "one more thing");
	assert_true(read < stage_conversation(&s, id).message_count);
	check_ok(desk_seen(s.desk, "dara", id, 1000000, &s.e), &s.e);	/* whatever is claimed */
	check_ok(desk_seen_list(s.desk, "dara", &id, 1, &read, &s.e), &s.e);
	assert_int_equal(read, 5);
	assert_int_equal(desk_seen(s.desk, "dara", 99, 1, &s.e), ERR_NOT_FOUND);
}

static void
who_reads_and_looks_on_is_known_cheaply(void **state)
{
	int64_t ids[3] = {0, 0, 77}, numbers[3], commits, later, events, events_later;
	struct presence *list;
	size_t count;
	(void)state;
	ids[0] = taken("ann", "maeve");
	ids[1] = taken("bob", "dara");
	check_ok(store_event_last(desk_store(s.desk), &events, &s.e), &s.e);
	check_ok(desk_seen(s.desk, "maeve", ids[0], 2, &s.e), &s.e);
	check_ok(store_change_count(desk_store(s.desk), &commits, &s.e), &s.e);
	check_ok(desk_seen(s.desk, "maeve", ids[0], 2, &s.e), &s.e);
	check_ok(desk_seen(s.desk, "maeve", ids[0], 1, &s.e), &s.e);
	check_ok(store_change_count(desk_store(s.desk), &later, &s.e), &s.e);
	assert_int_equal(later, commits);	/* nothing new: nothing written */
	check_ok(desk_seen_list(s.desk, "maeve", ids, 3, numbers, &s.e), &s.e);
	assert_true(numbers[0] == 2 && numbers[1] == 0 && numbers[2] == 0);
	assert_int_equal(desk_seen_list(s.desk, "maeve", ids, 1001, numbers, &s.e), ERR_LIMIT);
	check_ok(desk_present(s.desk, "maeve", ids[0], &s.e), &s.e);
	check_ok(desk_present(s.desk, "dara", ids[0], &s.e), &s.e);
	check_ok(desk_present(s.desk, "dara", ids[1], &s.e), &s.e);
	check_ok(store_change_count(desk_store(s.desk), &commits, &s.e), &s.e);
	for (int i = 1; i < 100; i++) {	/* twenty times a second */
		clock_move_to(s.clock, FIXTURE_NOW + i * 50);
		check_ok(desk_present(s.desk, "maeve", ids[0], &s.e), &s.e);
	}
	check_ok(store_change_count(desk_store(s.desk), &later, &s.e), &s.e);
	assert_int_equal(later, commits);
	clock_move_to(s.clock, FIXTURE_NOW + 10000);
	check_ok(desk_present(s.desk, "maeve", ids[0], &s.e), &s.e);
	check_ok(store_change_count(desk_store(s.desk), &later, &s.e), &s.e);
	assert_int_equal(later, commits + 1);
	check_ok(desk_presence_list(desk_store(s.desk), s.arena, FIXTURE_NOW + 10000, ids, 1, &list,
		     &count, &s.e), &s.e);
	assert_int_equal(count, 2);
	assert_string_equal(list[0].agent, "dara");
	assert_true(list[1].since_ms == FIXTURE_NOW && list[1].seen_ms == FIXTURE_NOW + 10000);
	/* dara has stopped beating */
	check_ok(desk_presence_list(desk_store(s.desk), s.arena, FIXTURE_NOW + 15001, NULL, 0, &list,
		     &count, &s.e), &s.e);
	assert_int_equal(count, 1);
	assert_string_equal(list[0].agent, "maeve");
	check_ok(desk_absent(s.desk, "maeve", ids[0], &s.e), &s.e);
	check_ok(desk_absent(s.desk, "maeve", ids[0], &s.e), &s.e);
	check_ok(desk_presence_list(desk_store(s.desk), s.arena, FIXTURE_NOW + 10000, ids, 3, &list,
		     &count, &s.e), &s.e);
	assert_int_equal(count, 2);
	/* who comes back after a while begins anew */
	clock_move_to(s.clock, FIXTURE_NOW + 60000);
	check_ok(desk_present(s.desk, "dara", ids[1], &s.e), &s.e);
	check_ok(desk_presence_list(desk_store(s.desk), s.arena, FIXTURE_NOW + 60000, ids, 3, &list,
		     &count, &s.e), &s.e);
	assert_true(count == 1 && list[0].since_ms == FIXTURE_NOW + 60000);
	check_ok(store_event_last(desk_store(s.desk), &events_later, &s.e), &s.e);
	assert_int_equal(events_later, events);	/* none of it is an event */
}

#define TEST(f) cmocka_unit_test_prestate_setup_teardown(f, begin, stage_away, &s)
#define TEST_ON_FILE(f) cmocka_unit_test_prestate_setup_teardown(f, begin_on_file, stage_away, &s)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_reply_goes_out_only_after_its_seconds),
	    TEST(a_reply_taken_back_gives_its_words_and_never_goes_out),
	    TEST(of_two_pending_replies_the_newer_comes_back_first),
	    TEST(taking_back_the_last_word_ends_the_wrap_up),
	    TEST(a_takeover_by_another_withdraws_what_has_not_gone_out),
	    TEST(passing_on_lets_ones_own_reply_go_at_once_and_stand),
	    TEST(a_label_of_a_reply_taken_back_goes_for_nothing),
	    TEST(the_last_act_is_taken_back_where_nobody_acted_since),
	    TEST(owners_come_back_under_a_new_epoch_with_the_wait_they_had),
	    TEST(money_is_never_taken_back_by_undo),
	    TEST_ON_FILE(a_reply_is_sent_or_taken_back_and_never_both),
	    cmocka_unit_test(a_reply_that_is_claimed_and_then_taken_back_is_not_delivered),
	    TEST_ON_FILE(agents_and_a_worker_fighting_lose_nothing_and_send_nothing_twice),
	    TEST_ON_FILE(a_draft_outlives_the_program_sealed_and_goes_with_its_key),
	    TEST(what_was_read_is_counted_as_messages_are),
	    TEST_ON_FILE(who_reads_and_looks_on_is_known_cheaply),
	};
	return RUN_TAP(tests);
}
