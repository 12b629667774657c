/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Processes that take in messages, run turns, approve and refund are killed at random moments:
 * nothing that was acknowledged is lost, nothing is done twice, and the log holds.
 * FLOORWALKER_KILLS says how often (10); FLOORWALKER_SEED how it is drawn.
 */
#include "../check.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stage.h"
#include "floorwalker/base/date.h"
#include "floorwalker/base/random.h"

#define SHOPPERS 4000
#define REFUND 3191		/* the bottle, less its share of the discount */
#define FIRST 1000

static struct stage s;
static bool heard[SHOPPERS];		/* the message of this shopper was acknowledged */
static int64_t approved[SHOPPERS];	/* actions whose approval was */
static size_t approved_count;

/* Many customers with an order like T-1 each. */
static void
multiply_records(void)
{
	struct customer *customers = arena_alloc(s.arena, SHOPPERS * sizeof *customers);
	struct order *orders = arena_alloc(s.arena, SHOPPERS * sizeof *orders);
	const struct order *like = NULL;
	const struct customer *who = NULL;
	for (size_t i = 0; i < s.records.order_count; i++)
		if (strcmp(s.records.orders[i].id, "T-1") == 0)
			like = &s.records.orders[i];
	for (size_t i = 0; i < s.records.customer_count; i++)
		if (strcmp(s.records.customers[i].id, like->customer_id) == 0)
			who = &s.records.customers[i];
	for (int i = 0; i < SHOPPERS; i++) {
		customers[i] = *who;
		customers[i].id = arena_printf(s.arena, "C-%d", FIRST + i);
		customers[i].email = arena_printf(s.arena, "c%d@example.org", FIRST + i);
		orders[i] = *like;
		orders[i].id = arena_printf(s.arena, "T-%d", FIRST + i);
		orders[i].customer_id = customers[i].id;
	}
	s.records.customers = customers;
	s.records.customer_count = SHOPPERS;
	s.records.orders = orders;
	s.records.order_count = SHOPPERS;
}

/* ---- in the child */

static void
or_die(enum err r)
{
	if (r == ERR_OK)
		return;
	fprintf(stderr, "# child: %s: %s\n", err_name(r), s.e.text);
	_exit(3);
}

static void
tell(int pipe, char what, int64_t n)
{
	char line[32];
	int length = snprintf(line, sizeof line, "%c%lld\n", what, (long long)n);
	if (write(pipe, line, (size_t)length) != length)
		_exit(4);
}

static void
approve_all(int pipe)
{
	struct action_filter f = {.states = 1u << ACTION_WAITING};
	struct action_list list;
	struct arena *a = arena_new();
	or_die(store_action_list(desk_store(s.desk), a, &f, &list, &s.e));
	for (size_t i = 0; i < list.count; i++) {
		int64_t left;
		enum err r = desk_approve(s.desk, "maeve", list.items[i].id, "", &left, &s.e);
		if (r == ERR_OK && pipe >= 0)
			tell(pipe, 'a', list.items[i].id);
		else if (r != ERR_OK && r != ERR_STATE)
			or_die(r);
	}
	arena_free(&a);
}

static void
set_script(int n)
{
	static char order[32];
	snprintf(order, sizeof order, "T-%d", FIRST + n);
	s.script.small_talk = false;
	s.script.refund = order;
	s.script.text = "Thank you.";
	s.script.reason = "damaged";
}

static void
shop_on(int pipe, int from)
{
	s.desk = stage_desk(&s, arena_printf(s.arena, "child-%ld", (long)getpid()));
	for (int n = from; n < SHOPPERS; n++) {
		char contact[32], text[96];
		size_t pieces;
		snprintf(contact, sizeof contact, "shopper-%d", n);
		snprintf(text, sizeof text, "T-%d is broken, I am c%d@example.org", FIRST + n,
		    FIRST + n);
		struct incoming in = {.channel = "kill",
		    .contact = contact,
		    .source_key = contact,
		    .text = text,
		    .text_size = strlen(text)};
		or_die(desk_ingest(s.desk, &in, NULL, NULL, &s.e));
		tell(pipe, 'm', n);
		or_die(desk_work(s.desk, 12, &pieces, &s.e));
		if (n % 3 == 0)
			approve_all(pipe);
	}
	_exit(5);
}

static void
help_on(void)
{
	s.desk = stage_desk(&s, arena_printf(s.arena, "helper-%ld", (long)getpid()));
	for (;;) {
		size_t pieces;
		or_die(desk_work(s.desk, 12, &pieces, &s.e));
	}
}

/* ---- in the parent */

static void
note(char *text, int *next)
{
	for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
		long long n = atoll(line + 1);
		if (line[0] == 'm') {
			heard[n] = true;
			*next = (int)n + 1;
		} else if (approved_count < SHOPPERS) {
			approved[approved_count++] = n;
		}
	}
}

/* Reads what is acknowledged; kills when enough was and some more time went by; then reads the
 * rest. */
static void
watch_and_kill(int pipe, pid_t one, pid_t two, size_t lines, int64_t spin_us, int *next)
{
	char text[65536];
	size_t length = 0, seen = 0;
	ssize_t n;
	bool killed = false;
	while ((n = read(pipe, text + length, sizeof text - 1 - length)) > 0) {
		for (ssize_t i = 0; i < n; i++)
			seen += text[length + (size_t)i] == '\n';
		length += (size_t)n;
		if (killed || seen < lines)
			continue;
		for (int64_t until = clock_stopwatch_us() + spin_us; clock_stopwatch_us() < until;)
			;
		kill(one, SIGKILL);
		kill(two, SIGKILL);
		killed = true;
	}
	text[length] = '\0';
	while (length > 0 && text[length - 1] != '\n')
		text[--length] = '\0';
	note(text, next);
	int status;
	waitpid(one, &status, 0);
	if (!WIFSIGNALED(status))
		fail_msg("the shop's process ended by itself: %d", status);
	waitpid(two, &status, 0);
	if (!WIFSIGNALED(status))
		fail_msg("the helper ended by itself: %d", status);
}

static void
one_round(struct random_stream *random, int round, int *next)
{
	int ends[2];
	clock_move_to(s.clock, FIXTURE_NOW + (int64_t)round * 40000);
	if (pipe(ends) != 0)
		fail_msg("no pipe");
	fflush(NULL);
	pid_t one = fork();
	if (one == 0) {
		close(ends[0]);
		shop_on(ends[1], *next);
	}
	close(ends[1]);
	pid_t two = fork();
	if (two == 0) {
		close(ends[0]);
		help_on();
	}
	watch_and_kill(ends[0], one, two, 1 + (size_t)random_below(random, 12),
	    (int64_t)random_below(random, 6000), next);
	close(ends[0]);
}

static size_t
count_messages(int64_t conversation_id, const char *key)
{
	struct message_list list;
	size_t count = 0;
	check_ok(
	    store_message_list(desk_store(s.desk), s.arena, conversation_id, 0, &list, &s.e), &s.e);
	for (size_t i = 0; i < list.count; i++)
		count += strcmp(list.items[i].source_key, key) == 0;
	return count;
}

static void
check_shopper(int n, size_t *done)
{
	char contact[32], text[] = "again";
	int64_t conversation, before, after;
	struct action_filter f = {.order_id = arena_printf(s.arena, "T-%d", FIRST + n)};
	struct action_list actions;
	snprintf(contact, sizeof contact, "shopper-%d", n);
	struct incoming in = {.channel = "kill",
	    .contact = contact,
	    .source_key = contact,
	    .text = text,
	    .text_size = 5};
	check_ok(store_event_last(desk_store(s.desk), &before, &s.e), &s.e);
	/* a repeat finds the first */
	check_ok(desk_ingest(s.desk, &in, &conversation, NULL, &s.e), &s.e);
	check_ok(store_event_last(desk_store(s.desk), &after, &s.e), &s.e);
	if (after != before)
		fail_msg("the acknowledged message of %s was lost", contact);
	assert_int_equal(count_messages(conversation, contact), 1);
	check_ok(store_action_list(desk_store(s.desk), s.arena, &f, &actions, &s.e), &s.e);
	size_t finished = 0;
	for (size_t i = 0; i < actions.count; i++)
		finished += actions.items[i].state == ACTION_DONE;
	if (stage_refunded(&s, f.order_id) != (int64_t)finished * REFUND || finished > 1)
		fail_msg("%s: %zu actions done, %lld refunded", f.order_id, finished,
		    (long long)stage_refunded(&s, f.order_id));
	*done += finished;
}

static void
finish(void)
{
	size_t pieces;
	for (int i = 0; i < 3; i++) {
		check_ok(desk_work(s.desk, 100000, &pieces, &s.e), &s.e);
		approve_all(-1);
	}
	check_ok(desk_work(s.desk, 100000, &pieces, &s.e), &s.e);
}

/* The scripted backend can't know whose turn it runs, so it reads the order from what was
 * understood. */
static void
killed_processes_lose_nothing_and_do_nothing_twice(void **state)
{
	const char *kills = getenv("FLOORWALKER_KILLS"), *seed = getenv("FLOORWALKER_SEED");
	int rounds = kills != NULL ? atoi(kills) : 10, next = 0;
	struct random_stream random;
	size_t done = 0, told = 0;
	(void)state;
	random_init(&random, seed != NULL ? (uint64_t)atoll(seed) : 1, "kill");
	stage_open(&s, true);
	multiply_records();
	set_script(0);
	s.script.of_turn = true;
	desk_free(&s.desk);
	for (int i = 0; i < rounds; i++)
		one_round(&random, i, &next);
	clock_move_to(s.clock, FIXTURE_NOW + (int64_t)rounds * 40000 + 60000);
	s.desk = stage_desk(&s, "last");
	finish();
	for (int n = 0; n < SHOPPERS; n++) {
		if (!heard[n])
			continue;
		told++;
		check_shopper(n, &done);
	}
	for (size_t i = 0; i < approved_count; i++)
		if (stage_action(&s, approved[i]).state != ACTION_DONE)
			fail_msg(
			    "the acknowledged approval of A-%lld was lost", (long long)approved[i]);
	print_message("# %d kills, %zu messages acknowledged, %zu approvals, %zu refunds done\n",
	    rounds, told, approved_count, done);
	assert_true(told >= (size_t)rounds && done == told);
	stage_audit(&s);
	stage_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(killed_processes_lose_nothing_and_do_nothing_twice)};
	return RUN_TAP(tests);
}
