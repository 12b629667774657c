/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two consoles and two `floorwalker work`, each a process of its own, at one store with a hundred
 * conversations, while shoppers go on writing: both agents want the same ones all the time.
 * FLOORWALKER_CROWD says how many things each agent tries (300), FLOORWALKER_SEED which.
 */
#include "../check.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../src/tui/screen_private.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/random.h"
#include "floorwalker/base/value.h"
#include "floorwalker/desk/events.h"
#include "floorwalker/desk/shift.h"
#include "floorwalker/store/event.h"
#include "floorwalker/tui/tui.h"
#include "living.h"

#define SHOPPERS 100
#define CONSOLES 2
#define WORKERS 2

static char folder[64], target[96], world[4096];
static uint64_t seed = 1;
static size_t tries = 300;

/* ---- a console, in a process of its own */

struct console {
	const char *agent;
	struct desk_shared shared;
	struct desk *reader, *writer; /* as a console has them: one reads, the other acts */
	struct command_table *table;
	struct screen *screen;
	struct cells *cells;
	struct random_stream chance;
	FILE *log; /* replies that the store has taken */
	size_t replies;
	char text[64]; /* of the reply that is being written */
};

static void
or_die(enum err code, const struct errinfo *e)
{
	if (code == ERR_OK)
		return;
	fprintf(stderr, "# console: %s: %s\n", err_name(code), e->text);
	_exit(3);
}

static void
post(void *context, struct job *j)
{
	struct console *c = context;
	bool reply = j->count == 3 && text_is(j->words[0], "reply");

	job_run(j, c->writer);
	if (j->code == ERR_CORRUPT || j->code == ERR_IO || j->code == ERR_BUSY)
		or_die(j->code, &j->why);
	if (reply && j->code == ERR_OK)
		fprintf(c->log, "%s %s\n", j->words[1], j->words[2]);
	screen_done(c->screen, j);
}

static void
press(struct console *c, const char *key)
{
	screen_key(c->screen, key);
	(void)screen_render(c->screen, c->cells);
}

static void
write_text(struct console *c, const char *text)
{
	char key[2] = "";

	for (; *text != '\0'; text++) {
		key[0] = *text;
		press(c, *text == ' ' ? "Space" : key);
	}
}

static void
answer(struct console *c, const char *text)
{
	if (c->screen->prompt.kind == PROMPT_CONFIRM) {
		press(c, "y");
		return;
	}
	if (c->screen->prompt.kind != PROMPT_TEXT)
		return;
	write_text(c, text);
	press(c, "Enter");
	if (c->screen->prompt.kind == PROMPT_TEXT) /* what is offered after it */
		press(c, "Enter");
}

static void
try_something(struct console *c)
{
	static const char *const lists[] = {"list waiting", "list all", "list ai", "list mine"};
	static const char *const keys[] = {"t", "t", "t", "r", "r", "b", "x", "n"};
	const char *key = keys[random_below(&c->chance, sizeof keys / sizeof *keys)];

	screen_changed(c->screen);
	if (random_below(&c->chance, 8) == 0) {
		press(c, "3");
		press(c, random_below(&c->chance, 3) == 0 ? "d" : "a");
		answer(c, "no photo");
		return;
	}
	screen_run_line(c->screen, lists[random_below(&c->chance, sizeof lists / sizeof *lists)]);
	(void)screen_render(c->screen, c->cells);
	press(c, "g");
	for (uint64_t n = random_below(&c->chance, 6); n > 0; n--)
		press(c, "j");
	snprintf(c->text, sizeof c->text, "%s answers, number %zu", c->agent, ++c->replies);
	press(c, key);
	answer(c, c->text);
}

static void
sit_at_console(size_t n)
{
	static const char *const agents[CONSOLES] = {"una", "kwame"};
	struct console c = {.agent = agents[n]};
	struct screen_options o = {.agent = c.agent, .theme = "dark", .post = post, .context = &c};
	struct errinfo e = {0};
	char path[128];
	const struct command *rows;
	size_t count;

	random_init(&c.chance, seed, c.agent);
	snprintf(path, sizeof path, "%s/replies-%zu", folder, n);
	if ((c.log = fopen(path, "w")) == NULL)
		_exit(4);
	or_die(desk_shared_open(target, &c.shared, &e), &e);
	or_die(desk_open(&c.shared, target, NULL, clock_system(), "reader", &c.reader, &e), &e);
	or_die(desk_open(&c.shared, target, NULL, clock_system(), c.agent, &c.writer, &e), &e);
	c.table = command_table_new();
	rows = tui_commands(&count);
	command_table_add(c.table, rows, count);
	o.desk = c.reader;
	o.settings = desk_settings(c.reader);
	o.commands = c.table;
	o.clock = clock_system();
	or_die(screen_new(&o, &c.screen, &e), &e);
	c.cells = cells_new(120, 40);
	screen_resize(c.screen, 120, 40);
	(void)screen_render(c.screen, c.cells);
	for (size_t i = 0; i < tries; i++)
		try_something(&c);
	fclose(c.log);
	_exit(0);
}

/* ---- all of them */

static void
shoppers_write(struct desk *d, int64_t from, int64_t to, struct random_stream *chance)
{
	static const char *const says[] = {"I want to speak to a person", "Where is my parcel?",
	    "My order TF-100187 arrived damaged, grace.okonjo@example.net", "Hello?",
	    "refund please", "all of it", "yes", "how long does delivery take",
	    "this is outrageous, I call my lawyer"};
	struct errinfo e = {0};

	for (int64_t n = from; n < to; n++) {
		const char *text = says[random_below(chance, sizeof says / sizeof *says)];
		char contact[32];
		struct incoming in = {
		    .channel = "web", .contact = contact, .text = text, .text_size = strlen(text)};

		snprintf(contact, sizeof contact, "shopper-%lld", (long long)n % SHOPPERS);
		check_ok(desk_ingest(d, &in, NULL, NULL, &e), &e);
	}
}

static pid_t
start_worker(void)
{
	const char *build = getenv("builddir");
	char program[4096];
	pid_t pid;

	snprintf(program, sizeof program, "%s/floorwalker", build == NULL ? "." : build);
	if ((pid = fork()) == 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGTERM);	/* it outlives no failure */
		execl(program, program, "work", "--store", target, (char *)NULL);
		_exit(5);
	}
	assert_true(pid > 0);
	return pid;
}

static void
end_of(pid_t pid, const char *who)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		fail_msg("%s ended with %d", who, status);
}

static bool
have_ended(const pid_t *pids)
{
	for (size_t i = 0; i < CONSOLES; i++) {
		siginfo_t info = {0};

		if (waitid(P_PID, (id_t)pids[i], &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
		    info.si_pid == 0)
			return false;
	}
	return true;
}

/* Consoles and workers at it, shoppers writing on, until the consoles have done what they wanted. */
static void
let_them_work(struct random_stream *chance)
{
	struct desk_shared shared;
	struct desk *d;
	struct errinfo e = {0};
	pid_t consoles[CONSOLES], workers[WORKERS];
	struct clock *later;
	int64_t n = SHOPPERS;
	size_t pieces;

	for (size_t i = 0; i < CONSOLES; i++) { /* before a store is open here */
		if ((consoles[i] = fork()) == 0)
			sit_at_console(i);
		assert_true(consoles[i] > 0);
	}
	for (size_t i = 0; i < WORKERS; i++)
		workers[i] = start_worker();
	check_ok(desk_shared_open(target, &shared, &e), &e);
	check_ok(desk_open(&shared, target, "builtin", clock_system(), "shoppers", &d, &e), &e);
	for (; !have_ended(consoles) && n < 20 * SHOPPERS; n++)
		shoppers_write(d, n, n + 1, chance);
	for (size_t i = 0; i < CONSOLES; i++)
		end_of(consoles[i], "a console");
	for (size_t i = 0; i < WORKERS; i++) {
		kill(workers[i], SIGTERM);
		end_of(workers[i], "a worker");
	}
	desk_free(&d);
	/* replies go out some seconds after they were written */
	later = clock_virtual_new(clock_now_ms(clock_system()) + 60000);
	check_ok(desk_open(&shared, target, "builtin", later, "shoppers", &d, &e), &e);
	check_ok(desk_work(d, 100000, &pieces, &e), &e);
	desk_free(&d);
	clock_free(&later);
	desk_shared_close(&shared);
}

/* Each reply that a console was told is sent stands there once, delivered, or withdrawn because
 * another owner came first; and there are no others. */
static void
replies_hold(struct desk *d, struct arena *a)
{
	size_t told = 0, there = 0;
	struct conversation_filter f = {.limit = 100000};
	struct conversation_list all;
	struct errinfo e = {0};
	struct str said;

	str_init(&said);
	for (size_t i = 0; i < CONSOLES; i++) {
		char path[128];

		snprintf(path, sizeof path, "%s/replies-%zu", folder, i);
		check_ok(file_read(path, 1 << 24, &said, &e), &e);
	}
	for (const char *at = said.data; at != NULL && (at = strchr(at, '\n')) != NULL; at++)
		told++;
	check_ok(store_conversation_list(desk_store(d), a, &f, &all, &e), &e);
	for (size_t i = 0; i < all.count; i++) {
		struct message_list list;

		check_ok(store_message_list(desk_store(d), a, all.items[i].id, 0, &list, &e), &e);
		for (size_t k = 0; k < list.count; k++) {
			const struct message *x = &list.items[k];
			char line[200];

			if (x->author != AUTHOR_AGENT || x->delivery == DELIVERY_SUPERSEDED)
				continue;
			there++;
			snprintf(
			    line, sizeof line, "C-%lld %s\n", (long long)all.items[i].id, x->text);
			if (said.data == NULL || strstr(said.data, line) == NULL)
				fail_msg("nobody was told of %s", line);
			if (x->delivery != DELIVERY_DELIVERED)
				fail_msg("%s was not delivered: %d", line, (int)x->delivery);
		}
	}
	if (told != there)
		fail_msg("%zu replies were sent, by what was told, and %zu are there", told, there);
	print_message("# %zu conversations, %zu replies of two agents\n", all.count, there);
	str_clear(&said);
}

/* ---- capacity, by the log alone */

/* Who has a conversation, as the log tells it. */
struct held {
	const char *agent;	/* NULL nobody */
	const char *queue;	/* it waited in last */
};

struct floor_plan {
	const struct settings *settings;
	struct held *held;	/* by conversation */
	size_t count, given;	/* given: by queues that assign */
	int64_t most_by_hand;	/* load that somebody took beyond their capacity, to tell that the
				   check sees any */
};

static int64_t
load_of(const struct floor_plan *p, const char *agent)
{
	int64_t load = 0;

	for (size_t i = 0; i < p->count; i++) {
		if (p->held[i].agent != NULL && text_is(p->held[i].agent, agent))
			load += settings_load(p->settings, "web", p->held[i].queue);
	}
	return load;
}

/* A queue has given it: what the event says is what the log adds up to, and it had room. */
static void
check_given(struct floor_plan *p, const struct event *x, const struct value *data)
{
	const char *agent = value_get_text(data, "agent");
	const struct agent *who = settings_agent(p->settings, agent);
	int64_t load = load_of(p, agent), said = value_get_int(data, "load", -1),
		capacity = value_get_int(data, "capacity", -1);

	p->given++;
	assert_non_null(who);
	if (capacity != who->capacity * LOAD_ONE)
		fail_msg("event %lld gives %s a capacity of %lld", (long long)x->id, agent,
		    (long long)capacity);
	if (said != load)
		fail_msg("event %lld says that %s has %lld thousandths; by the log it is %lld",
		    (long long)x->id, agent, (long long)said, (long long)load);
	if (load > capacity)
		fail_msg("event %lld gives C-%lld to %s, who then has %lld of %lld thousandths",
		    (long long)x->id, (long long)x->conversation_id, agent, (long long)load,
		    (long long)capacity);
}

static void
look_at_taken(struct floor_plan *p, const char *agent)
{
	const struct agent *who = settings_agent(p->settings, agent);
	int64_t load = load_of(p, agent), beyond = load - who->capacity * LOAD_ONE;

	p->most_by_hand = beyond > p->most_by_hand ? beyond : p->most_by_hand;
}

static void
follow(struct floor_plan *p, const struct event *x, const struct value *data)
{
	struct held *h = &p->held[x->conversation_id];
	bool given = text_is(x->kind, EVENT_OWNER_ASSIGNED);

	if (text_is(x->kind, EVENT_OWNER_QUEUED)) {
		h->agent = NULL;
		h->queue = value_get_text(data, "queue");
	} else if (given || text_is(x->kind, EVENT_OWNER_TAKEN)) {
		h->agent = value_get_text(data, "agent");
		if (given && text_is(x->actor, "work"))
			check_given(p, x, data);
		else
			look_at_taken(p, h->agent);
	} else if (text_is(x->kind, EVENT_OWNER_GIVEN_BACK) ||
	    text_is(x->kind, EVENT_CONVERSATION_CLOSED) ||
	    text_is(x->kind, EVENT_CONVERSATION_REOPENED)) {
		h->agent = NULL;
	}
}

/* Nobody is ever given more than they can have, whoever fights for what; only who takes by hand has
 * more. */
static void
capacity_holds(struct desk *d, struct arena *a)
{
	struct event_list list;
	struct conversation_filter f = {.limit = 100000};
	struct conversation_list all;
	struct floor_plan p = {.settings = desk_settings(d)};
	struct errinfo e = {0};

	check_ok(store_conversation_list(desk_store(d), a, &f, &all, &e), &e);
	check_ok(store_event_after(desk_store(d), a, 0, 10000000, &list, &e), &e);
	p.count = all.count + 1;
	p.held = arena_alloc(a, p.count * sizeof *p.held);
	for (size_t i = 0; i < list.count; i++) {
		const struct event *x = &list.items[i];
		struct value *data;

		if (x->conversation_id <= 0 || (size_t)x->conversation_id >= p.count)
			continue;
		check_ok(value_parse_json(a, "event", x->data, strlen(x->data),
			     &value_limits_message, &data, &e), &e);
		follow(&p, x, data);
	}
	for (size_t i = 0; i < all.count; i++) {	/* and the log has led to what is */
		const struct conversation *c = &all.items[i];
		bool with_agent =
		    c->state == CONVERSATION_AGENT || c->state == CONVERSATION_WRAP_UP;

		assert_true(c->id < (int64_t)p.count);
		assert_true(with_agent ? text_is(p.held[c->id].agent, c->agent)
				       : p.held[c->id].agent == NULL);
	}
	print_message("# queues gave %zu conversations, nobody above their capacity; by hand up to %lld thousandths were taken beyond it\n",
	    p.given, (long long)p.most_by_hand);
	assert_true(p.given > 0);
}

/* All queues give what waits to whoever has room, so that workers and consoles race for each. */
static void
open_the_floor(struct desk *d)
{
	const struct settings *s = desk_settings(d);
	struct errinfo e = {0};

	for (size_t i = 0; i < s->queue_count; i++)
		check_ok(desk_set_queue_assigns(d, "una", s->queues[i].id, true, &e), &e);
	for (size_t i = 0; i < s->agent_count; i++)
		check_ok(desk_agent_state(d, s->agents[i].id, "available", &e), &e);
}

static void
two_consoles_and_two_workers_fight_over_a_hundred_conversations_and_nothing_breaks(void **state)
{
	struct random_stream chance;
	struct desk_shared shared;
	struct living l = {0};
	struct desk *d;
	struct errinfo e = {0};
	struct arena *a = arena_new();

	(void)state;
	random_init(&chance, seed, "crowd");
	check_ok(desk_store_init(target, world, true, true, clock_system(), &e), &e);
	check_ok(desk_shared_open(target, &shared, &e), &e);
	check_ok(desk_open(&shared, target, NULL, clock_system(), "shoppers", &d, &e), &e);
	open_the_floor(d);
	shoppers_write(d, 0, SHOPPERS, &chance);
	desk_free(&d);
	desk_shared_close(&shared);
	let_them_work(&chance);
	check_ok(desk_shared_open(target, &shared, &e), &e);
	check_ok(desk_open(&shared, target, NULL, clock_system(), "auditor", &d, &e), &e);
	l.desk = d;
	l.shared = shared;
	str_init(&l.known);
	living_holds(&l);
	replies_hold(d, a);
	capacity_holds(d, a);
	desk_free(&d);
	desk_shared_close(&shared);
	arena_free(&a);
}

static int
make_folder(void **state)
{
	struct arena *a = arena_new();
	const char *data = file_data(a, "scenarios/worlds/tarn-and-fell");

	(void)state;
	strcpy(folder, "/tmp/floorwalker-crowd-XXXXXX");
	snprintf(world, sizeof world, "%s", data == NULL ? "scenarios/worlds/tarn-and-fell" : data);
	arena_free(&a);
	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(target, sizeof target, "%s/s.db", folder);
	return 0;
}

static int
remove_folder(void **state)
{
	char command[160];

	(void)state;
	snprintf(command, sizeof command, "rm -rf -- '%s'", folder);
	return system(command);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		two_consoles_and_two_workers_fight_over_a_hundred_conversations_and_nothing_breaks,
		make_folder, remove_folder),
	};

	setenv("INPUTRC", "/dev/null", 1);
	if (getenv("FLOORWALKER_SEED") != NULL)
		seed = strtoull(getenv("FLOORWALKER_SEED"), NULL, 10);
	if (getenv("FLOORWALKER_CROWD") != NULL)
		tries = strtoull(getenv("FLOORWALKER_CROWD"), NULL, 10);
	return RUN_TAP(tests);
}
