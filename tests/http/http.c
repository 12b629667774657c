/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../check.h"

#include <stdio.h>
#include <string.h>

#include "floorwalker/http.h"
#include "server.h"

/* Each test's own: a server that is told how to behave, and what came of the last call. */
static struct {
	struct server *server;
	struct str reply;
	struct errinfo e;
	int status;
} t;

static int
set_up(void **state)
{
	(void)state;
	memset(&t, 0, sizeof t);
	t.server = server_start(CONDUCT_ANSWERS, 200, "");
	str_init(&t.reply);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	str_clear(&t.reply);
	if (t.server != NULL)
		server_stop(&t.server);
	return 0;
}

static enum err
call_url(const char *url, int64_t timeout_ms, size_t limit, int retries)
{
	struct http *h = NULL;
	const char *headers[] = {"X-Test: yes", "Content-Type: application/json"};
	struct http_call c = {
	    "POST", url, headers, 2, "{\"a\":1}", 7, timeout_ms, limit, retries, 7};

	check_ok(http_new(&h, &t.e), &t.e);
	enum err err = http_send(h, &c, &t.status, &t.reply, &t.e);

	http_free(&h);
	assert_null(h);
	return err;
}

static enum err
call(int64_t timeout_ms, size_t limit, int retries)
{
	return call_url(server_url(t.server), timeout_ms, limit, retries);
}

/* A failure names the address and leaves the reply as it was. */
static void
expect(enum conduct conduct, int64_t timeout_ms, size_t limit, enum err wanted)
{
	server_set(t.server, conduct, 200, "{\"reply\":\"well\"}");
	str_add(&t.reply, "before");
	assert_int_equal(call(timeout_ms, limit, 0), wanted);
	assert_int_equal(t.e.code, wanted);
	assert_non_null(strstr(t.e.text, server_url(t.server)));
	assert_string_equal(t.reply.data, "before");
}

static void
an_answer_comes_back_with_its_status_and_headers_go_out(void **state)
{
	(void)state;
	server_set(t.server, CONDUCT_ANSWERS, 418, "{\"reply\":\"tea\"}");
	check_ok(call(5000, 1000, 0), &t.e);
	assert_int_equal(t.status, 418);
	assert_string_equal(t.reply.data, "{\"reply\":\"tea\"}");
	assert_non_null(strstr(server_last_request(t.server), "POST /turn HTTP/1.1\r\n"));
	assert_non_null(strstr(server_last_request(t.server), "\r\nX-Test: yes\r\n"));
	assert_non_null(strstr(server_last_request(t.server), "\r\n\r\n{\"a\":1}"));
	assert_null(strstr(server_last_request(t.server), "Expect:"));
}

static void
a_server_that_hangs_is_a_timeout(void **state)
{
	(void)state;
	expect(CONDUCT_HANGS, 150, 1000, ERR_TIMEOUT);
}

static void
a_server_that_dies_in_the_middle_leaves_unknown_what_happened(void **state)
{
	(void)state;
	expect(CONDUCT_DIES, 5000, 1000, ERR_TIMEOUT);
}

static void
what_is_no_http_is_an_error(void **state)
{
	(void)state;
	expect(CONDUCT_GARBLES, 5000, 1000, ERR_INPUT);
}

static void
a_flood_is_cut_at_the_limit(void **state)
{
	(void)state;
	expect(CONDUCT_FLOODS, 5000, 100000, ERR_LIMIT);
}

static void
a_reply_of_just_the_limit_is_taken_and_one_more_is_not(void **state)
{
	(void)state;
	server_set(t.server, CONDUCT_ANSWERS, 200, "12345");
	check_ok(call(5000, 5, 0), &t.e);
	assert_int_equal(call(5000, 4, 0), ERR_LIMIT);
}

static void
a_redirect_is_not_followed(void **state)
{
	(void)state;
	server_set(t.server, CONDUCT_REDIRECTS, 0, "");
	check_ok(call(5000, 1000, 0), &t.e);
	assert_int_equal(t.status, 302);
}

static void
a_port_where_nobody_listens_is_unavailable(void **state)
{
	char url[64];

	(void)state;
	snprintf(url, sizeof url, "%s", server_url(t.server));
	server_stop(&t.server);
	assert_int_equal(call_url(url, 2000, 1000, 1), ERR_UNAVAILABLE);
}

static void
a_busy_server_is_asked_again_only_where_that_is_allowed(void **state)
{
	(void)state;
	server_set(t.server, CONDUCT_IS_BUSY_ONCE, 200, "now");
	check_ok(call(5000, 1000, 2), &t.e);
	assert_int_equal(t.status, 200);
	assert_string_equal(t.reply.data, "now");
	assert_int_equal(server_calls(t.server), 2);
	server_set(t.server, CONDUCT_IS_BUSY_ONCE, 200, "now");
	check_ok(call(5000, 1000, 0), &t.e);
	assert_int_equal(t.status, 503);
	assert_int_equal(server_calls(t.server), 1);
}

static void
only_web_addresses_are_called_and_no_header_smuggles_another(void **state)
{
	struct http *h = NULL;
	const char *headers[] = {"X: a\r\nY: b"};
	struct http_call c = {"GET", "file:///etc/passwd", NULL, 0, NULL, 0, 100, 100, 0, 0};

	(void)state;
	check_ok(http_new(&h, &t.e), &t.e);
	assert_int_equal(http_send(h, &c, &t.status, &t.reply, &t.e), ERR_INPUT);
	c.url = "http://127.0.0.1:1/";
	c.headers = headers;
	c.header_count = 1;
	assert_int_equal(http_send(h, &c, &t.status, &t.reply, &t.e), ERR_INPUT);
	http_free(&h);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_answer_comes_back_with_its_status_and_headers_go_out),
		TEST(a_server_that_hangs_is_a_timeout),
		TEST(a_server_that_dies_in_the_middle_leaves_unknown_what_happened),
		TEST(what_is_no_http_is_an_error),
		TEST(a_flood_is_cut_at_the_limit),
		TEST(a_reply_of_just_the_limit_is_taken_and_one_more_is_not),
		TEST(a_redirect_is_not_followed),
		TEST(a_port_where_nobody_listens_is_unavailable),
		TEST(a_busy_server_is_asked_again_only_where_that_is_allowed),
		TEST(only_web_addresses_are_called_and_no_header_smuggles_another),
	};

	return RUN_TAP(tests);
}
