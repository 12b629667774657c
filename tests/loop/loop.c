/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../check.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"
#include "floorwalker/loop.h"

static struct errinfo info;
static struct loop *loop;
static struct str story;	/* what happened, in order */

static int
setup(void **state)
{
	(void)state;
	str_init(&story);
	return loop_new(&loop, &info) != ERR_OK;
}

static int
teardown(void **state)
{
	(void)state;
	loop_free(&loop);
	str_clear(&story);
	return 0;
}

static void
tell(void *word)
{
	str_addf(&story, "%s ", (const char *)word);
}

static void
stop(void *unused)
{
	(void)unused;
	tell("stop");
	loop_stop(loop);
}

static void
run(void)
{
	/* A test that hangs is worse than one that fails. */
	alarm(20);
	check_ok(loop_run(loop, &info), &info);
	alarm(0);
}

static void
a_stop_before_the_run_is_not_lost(void **state)
{
	(void)state;
	loop_stop(loop);
	run();
	loop_stop(loop);
	run();
}

static void
timers_fire_once_in_order_and_can_be_disarmed(void **state)
{
	struct watch *a = loop_timer(loop, tell, "a"), *b = loop_timer(loop, tell, "b"),
		     *c = loop_timer(loop, tell, "c"), *d = loop_timer(loop, stop, NULL);

	(void)state;
	watch_arm(c, 12);
	watch_arm(a, 5000);
	watch_arm(a, 2);
	watch_arm(b, 0);
	watch_arm(d, 20);
	watch_arm(c, -1);
	run();
	assert_string_equal(story.data, "b a stop ");
	watch_free(&a);
	assert_null(a);
}

static struct watch *reader;
static int ends[2];

static void
read_one(void *unused)
{
	char c;

	(void)unused;
	assert_int_equal(read(ends[0], &c, 1), 1);
	str_addf(&story, "read-%c ", c);
	if (c == 'z') {
		watch_free(&reader);
		stop(NULL);
	}
}

static void
a_readable_descriptor_calls_until_its_watch_is_freed_from_within(void **state)
{
	(void)state;
	assert_int_equal(pipe(ends), 0);
	reader = loop_on_readable(loop, ends[0], read_one, NULL);
	assert_int_equal(write(ends[1], "az!", 3), 3);
	run();
	assert_string_equal(story.data, "read-a read-z stop ");
	close(ends[0]);
	close(ends[1]);
}

static void
a_signal_reaches_its_handler_on_the_loop(void **state)
{
	(void)state;
	loop_on_signal(loop, SIGUSR1, stop, NULL);
	raise(SIGUSR1);
	run();
	assert_string_equal(story.data, "stop ");
}

struct piece {
	int n, squared;
	pthread_t where;
};

static pthread_t home, away;
static struct worker *worker;
static int left;

static enum err
begin(void *context, struct errinfo *e)
{
	(void)e;
	away = pthread_self();
	*(int *)context = 1;
	return ERR_OK;
}

static void
finish(void *context)
{
	*(int *)context = 2;
}

static void
square(void *argument)
{
	struct piece *p = argument;

	p->squared = p->n * p->n;
	p->where = pthread_self();
}

static void
collect(void *argument)
{
	struct piece *p = argument;

	assert_true(pthread_equal(p->where, away));
	assert_true(pthread_equal(pthread_self(), home));
	str_addf(&story, "%d ", p->squared);
	if (--left == 0)
		loop_stop(loop);
}

static void
a_worker_works_there_in_order_and_reports_here(void **state)
{
	struct piece pieces[5];
	int life = 0;

	(void)state;
	home = pthread_self();
	left = 5;
	check_ok(worker_new(loop, begin, finish, &life, &worker, &info), &info);
	assert_int_equal(life, 1);
	assert_false(pthread_equal(home, away));
	for (int i = 0; i < 5; i++) {
		pieces[i].n = i;
		worker_post(worker, square, collect, &pieces[i]);
	}
	assert_int_equal(worker_pending(worker), 5);
	run();
	assert_string_equal(story.data, "0 1 4 9 16 ");
	assert_int_equal(worker_pending(worker), 0);
	worker_free(&worker);
	assert_int_equal(life, 2);
	assert_null(worker);
}

static void
freeing_a_worker_lets_its_queue_run_dry(void **state)
{
	struct piece pieces[200];

	(void)state;
	home = pthread_self();
	left = -1;
	int life = 0;
	check_ok(worker_new(loop, begin, NULL, &life, &worker, &info), &info);
	for (int i = 0; i < 200; i++) {
		pieces[i].n = 1;
		worker_post(worker, square, collect, &pieces[i]);
	}
	worker_free(&worker);
	assert_int_equal(story.length, 400);
}

static void
free_from_within(void *unused)
{
	(void)unused;
	worker_free(&worker);
	stop(NULL);
}

static void
a_worker_may_be_freed_by_its_own_report(void **state)
{
	(void)state;
	check_ok(worker_new(loop, NULL, NULL, NULL, &worker, &info), &info);
	worker_post(worker, tell, NULL, "job");
	worker_post(worker, tell, free_from_within, "last");
	run();
	assert_string_equal(story.data, "job last stop ");
}

static enum err
refuse(void *context, struct errinfo *e)
{
	(void)context;
	return err_set(e, ERR_CORRUPT, "no store");
}

static void
a_worker_that_cannot_start_says_why(void **state)
{
	(void)state;
	assert_int_equal(worker_new(loop, refuse, finish, NULL, &worker, &info), ERR_CORRUPT);
	assert_string_equal(info.text, "no store");
	assert_null(worker);
}

/* A client on a worker's thread, so that the server has the loop. */
struct exchange {
	int port;
	const char *send;
	bool leave;		/* close without waiting for the answer */
	char answer[2000];
};

static void
talk(void *argument)
{
	struct exchange *x = argument;
	struct sockaddr_in to = {.sin_family = AF_INET,
	    .sin_port = htons((uint16_t)x->port),
	    .sin_addr = {htonl(INADDR_LOOPBACK)}};
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	size_t got = 0;
	ssize_t n;

	if (connect(fd, (struct sockaddr *)&to, sizeof to) == 0 &&
	    send(fd, x->send, strlen(x->send), MSG_NOSIGNAL) > 0 && !x->leave) {
		while (got < sizeof x->answer - 1 &&
		    (n = read(fd, x->answer + got, sizeof x->answer - 1 - got)) > 0)
			got += (size_t)n;
	}
	x->answer[got] = '\0';
	close(fd);
}

static struct http_reply *held;

static void
answer(void *context, const struct http_request *q, struct http_reply *r)
{
	const char *kind = q->header(q, "x-kind");
	struct str s;

	(void)context;
	if (kind != NULL && strcmp(kind, "hold") == 0) {
		held = r;
		return;
	}
	str_init(&s);
	str_addf(&s, "%s|%s|%s|%s|%s|%zu", q->method, q->path, q->query, kind != NULL ? kind : "-",
	    q->body, q->body_size);
	http_reply_send(r, 201, "text/plain", s.data, s.length);
	str_clear(&s);
}

static void
ask(struct exchange *x, const char *request)
{
	x->send = request;
	worker_post(worker, talk, stop, x);
	run();
}

static void
the_server_hands_over_a_request_and_sends_the_reply(void **state)
{
	struct exchange x = {0};
	struct http_server *s;

	(void)state;
	check_ok(http_server_new(loop, "127.0.0.1", 0, 1000, answer, NULL, &s, &info), &info);
	check_ok(worker_new(loop, NULL, NULL, NULL, &worker, &info), &info);
	x.port = http_server_port(s);
	assert_in_range(x.port, 1, 65535);
	ask(&x,
	    "POST /a/b?c=d HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Kind: k\r\nContent-Length: 5\r\n\r\nhello");
	assert_non_null(strstr(x.answer, "HTTP/1.1 201"));
	assert_non_null(strstr(x.answer, "Content-Type: text/plain"));
	assert_non_null(strstr(x.answer, "\r\n\r\nPOST|/a/b|c=d|k|hello|5"));
	ask(&x, "GET / HTTP/1.0\r\n\r\n");
	assert_non_null(strstr(x.answer, "GET|/||-||0"));
	worker_free(&worker);
	http_server_free(&s);
	assert_null(s);
}

static void
the_server_refuses_what_is_too_large_or_no_http(void **state)
{
	struct arena *a = arena_new();
	struct exchange x = {0};
	struct http_server *s;

	(void)state;
	check_ok(http_server_new(loop, "127.0.0.1", 0, 10, answer, NULL, &s, &info), &info);
	check_ok(worker_new(loop, NULL, NULL, NULL, &worker, &info), &info);
	x.port = http_server_port(s);
	ask(&x, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\nhello world");
	assert_non_null(strstr(x.answer, "413"));
	ask(&x, "nonsense\r\n\r\n");
	assert_null(strstr(x.answer, "201"));
	ask(&x, arena_printf(a, "GET / HTTP/1.1\r\nX: %020000d\r\n\r\n", 1));
	assert_null(strstr(x.answer, "201"));
	worker_free(&worker);
	http_server_free(&s);
	arena_free(&a);
}

static void
answering_a_client_that_left_is_harmless(void **state)
{
	struct exchange x = {.leave = true};
	struct http_server *s;
	struct watch *timer = loop_timer(loop, stop, NULL);

	(void)state;
	held = NULL;
	check_ok(http_server_new(loop, "127.0.0.1", 0, 1000, answer, NULL, &s, &info), &info);
	check_ok(worker_new(loop, NULL, NULL, NULL, &worker, &info), &info);
	x.port = http_server_port(s);
	x.send = "GET / HTTP/1.1\r\nHost: x\r\nX-Kind: hold\r\n\r\n";
	worker_post(worker, talk, NULL, &x);
	worker_free(&worker);
	for (int i = 0; i < 100 && held == NULL; i++) {
		watch_arm(timer, 10);
		run();
	}
	assert_non_null(held);
	http_server_free(&s);
	http_reply_send(held, 200, NULL, "late", 4);
}

static void
a_port_that_is_taken_is_named(void **state)
{
	struct http_server *s, *t;

	(void)state;
	check_ok(http_server_new(loop, "127.0.0.1", 0, 10, answer, NULL, &s, &info), &info);
	assert_int_equal(
	    http_server_new(loop, "127.0.0.1", http_server_port(s), 10, answer, NULL, &t, &info),
	    ERR_IO);
	assert_non_null(strstr(info.text, "cannot listen on 127.0.0.1, port "));
	assert_null(t);
	assert_int_equal(
	    http_server_new(loop, "127.0.0.1", 70000, 10, answer, NULL, &t, &info), ERR_USAGE);
	http_server_free(&s);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_stop_before_the_run_is_not_lost),
		TEST(timers_fire_once_in_order_and_can_be_disarmed),
		TEST(a_readable_descriptor_calls_until_its_watch_is_freed_from_within),
		TEST(a_signal_reaches_its_handler_on_the_loop),
		TEST(a_worker_works_there_in_order_and_reports_here),
		TEST(freeing_a_worker_lets_its_queue_run_dry),
		TEST(a_worker_may_be_freed_by_its_own_report),
		TEST(a_worker_that_cannot_start_says_why),
		TEST(the_server_hands_over_a_request_and_sends_the_reply),
		TEST(the_server_refuses_what_is_too_large_or_no_http),
		TEST(answering_a_client_that_left_is_harmless),
		TEST(a_port_that_is_taken_is_named),
	};

	return RUN_TAP(tests);
}
