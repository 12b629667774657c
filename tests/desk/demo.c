/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/model/shop.h"
#include "floorwalker/store/event.h"

static struct desk_shared shared;

int
demo_load(void **state)
{
	static const uint8_t master[SEAL_KEY] = {4, 2};
	struct arena *a = arena_new();
	struct errinfo e = {0};
	(void)state;
	check_ok(world_load(file_data(a, "scenarios/worlds/tarn-and-fell"), &shared.world, &e), &e);
	check_ok(understander_open("", &shared.understander, &e), &e);
	shared.keyring = keyring_new_from(master);
	arena_free(&a);
	return 0;
}

int
demo_unload(void **state)
{
	(void)state;
	desk_shared_close(&shared);
	return 0;
}

static enum err
open_desk(const struct demo *d, const struct desk_shared *s, const char *worker,
    struct backend *take_backend, struct desk **out, struct errinfo *e)
{
	struct store_options how = {.create = true};
	struct desk_options o = {.shared = s,
	    .base = world_records(s->world),
	    .clock = d->clock,
	    .worker = worker,
	    .practice = true,
	    .seed = 3,
	    .simulated = strcmp(d->target, "memory:") == 0,
	    .step = d->step,
	    .take_backend = take_backend};
	enum err err = store_open(d->target, &how, &o.take_store, e);
	return err != ERR_OK ? err : desk_new(&o, out, e);
}

void
demo_open(struct demo *d, bool file, int64_t timeout_ms)
{
	void (*step)(void *, const char *) = d->step;
	struct backend *b;
	memset(d, 0, sizeof *d);
	d->step = step;
	d->arena = arena_new();
	d->clock = clock_virtual_new(world_settings(shared.world)->as_of_ms);
	strcpy(d->folder, "/tmp/floorwalker-remote-XXXXXX");
	if (file && mkdtemp(d->folder) == NULL)
		fail_msg("no private folder can be made");
	snprintf(d->target, sizeof d->target, file ? "%s/s.db" : "memory:", d->folder);
	d->server = server_start(CONDUCT_ANSWERS, 200, "");
	check_ok(backend_http_new(server_url(d->server), timeout_ms, &b, &d->e), &d->e);
	check_ok(open_desk(d, &shared, "remote", b, &d->desk, &d->e), &d->e);
}

void
demo_close(struct demo *d)
{
	desk_free(&d->desk);
	if (d->server != NULL)
		server_stop(&d->server);
	clock_free(&d->clock);
	arena_free(&d->arena);
	if (strcmp(d->target, "memory:") != 0) {
		char command[160];
		snprintf(command, sizeof command, "rm -rf -- '%s'", d->folder);
		if (system(command) != 0)
			fail_msg("%s can't be removed", d->folder);
	}
	d->step = NULL;
}

enum err
demo_beside(const struct demo *d, struct desk **out, struct errinfo *e)
{
	struct desk_shared s = {.world = shared.world, .keyring = shared.keyring};
	struct demo quiet = *d;
	quiet.step = NULL;
	return open_desk(&quiet, &s, "beside", NULL, out, e);
}

void
demo_reply(struct demo *d, const char *json)
{
	server_set(d->server, CONDUCT_ANSWERS, 200, json);
}

void
demo_work(struct demo *d)
{
	size_t pieces;
	check_ok(desk_work(d->desk, 1000, &pieces, &d->e), &d->e);
	assert_true(pieces < 1000);
}

void
demo_wait(struct demo *d, int64_t ms)
{
	clock_move_to(d->clock, clock_now_ms(d->clock) + ms);
	demo_work(d);
}

int64_t
demo_say(struct demo *d, const char *contact, const char *text)
{
	struct incoming in = {
	    .channel = "test", .contact = contact, .text = text, .text_size = strlen(text)};
	int64_t id = 0;
	check_ok(desk_ingest(d->desk, &in, &id, NULL, &d->e), &d->e);
	demo_work(d);
	return id;
}

struct conversation
demo_conversation(struct demo *d, int64_t id)
{
	struct conversation c = {0};
	check_ok(store_conversation_get(desk_store(d->desk), d->arena, id, &c, &d->e), &d->e);
	return c;
}

static struct message_list
messages_of(struct demo *d, int64_t id)
{
	struct message_list list;
	check_ok(store_message_list(desk_store(d->desk), d->arena, id, 0, &list, &d->e), &d->e);
	return list;
}

struct message
demo_last(struct demo *d, int64_t id)
{
	struct message_list list = messages_of(d, id);
	for (size_t i = list.count; i > 0; i--)
		if (list.items[i - 1].author == AUTHOR_AI)
			return list.items[i - 1];
	return (struct message){0};
}

bool
demo_was_told(struct demo *d, int64_t id, const char *part)
{
	struct message_list list = messages_of(d, id);
	for (size_t i = 0; i < list.count; i++)
		if (list.items[i].author == AUTHOR_AI &&
		    list.items[i].delivery == DELIVERY_DELIVERED &&
		    strstr(list.items[i].text, part) != NULL)
			return true;
	return false;
}

size_t
demo_actions(struct demo *d, struct action *first)
{
	struct action_list list;
	check_ok(store_action_list(desk_store(d->desk), d->arena, NULL, &list, &d->e), &d->e);
	if (first != NULL && list.count > 0)
		*first = list.items[0];
	return list.count;
}

int64_t
demo_refunded(struct demo *d, const char *order)
{
	struct order o;
	check_ok(shop_order(desk_shop(d->desk), d->arena, order, &o, &d->e), &d->e);
	return order_refunded(&o);
}

const char *
demo_trace(struct demo *d, int64_t id)
{
	struct turn t;
	check_ok(store_turn_latest(desk_store(d->desk), d->arena, id, &t, &d->e), &d->e);
	return t.trace;
}

void
demo_expect_queued(struct demo *d, int64_t id, enum handoff_reason reason)
{
	struct conversation c = demo_conversation(d, id);
	if (c.state != CONVERSATION_QUEUED || c.reason != reason)
		fail_msg(
		    "C-%lld is in state %d for \"%s\", not queued for \"%s\"; the AI said \"%s\"; %s",
		    (long long)id, (int)c.state, handoff_reason_name(c.reason),
		    handoff_reason_name(reason), demo_last(d, id).text, demo_trace(d, id));
}

static void
say_fault(void *context, const struct audit_finding *f)
{
	(void)context;
	print_message("%s: %s\n", audit_fault_name(f->fault), f->text);
}

void
demo_audit(struct demo *d)
{
	struct audit_report report;
	check_ok(store_audit(desk_store(d->desk), shared.keyring, say_fault, NULL, &report, &d->e),
	    &d->e);
	assert_int_equal(report.findings, 0);
	assert_true(report.events > 0);
}

int
demo_in_memory(void **state)
{
	demo_open(*state, false, 0);
	return 0;
}

int
demo_on_file(void **state)
{
	demo_open(*state, true, 0);
	return 0;
}

int
demo_away(void **state)
{
	demo_close(*state);
	return 0;
}

int64_t
demo_offered(struct demo *d, const char *text, const char *offer)
{
	demo_reply(d, offer);
	int64_t id = demo_say(d, "fergal", text);
	if (demo_conversation(d, id).state != CONVERSATION_AI)
		fail_msg("the offer isn't sent: %s", demo_trace(d, id));
	assert_string_not_equal(demo_conversation(d, id).customer_id, "");
	return id;
}
