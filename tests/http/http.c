/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "floorwalker/http.h"
#include "server.h"

static enum err
call(const char *url, int64_t timeout_ms, size_t limit, int retries, int *status, struct str *reply, struct errinfo *e)
{
	struct http *h = NULL;
	const char *headers[] = {"X-Test: yes", "Content-Type: application/json"};
	struct http_call c = {"POST", url, headers, 2, "{\"a\":1}", 7, timeout_ms, limit, retries, 7};

	assert_int_equal(http_new(&h, e), ERR_OK);
	enum err err = http_send(h, &c, status, reply, e);

	http_free(&h);
	assert_null(h);
	return err;
}

static void
expect(enum conduct conduct, int64_t timeout_ms, size_t limit, enum err wanted)
{
	struct server *s = server_start(conduct, 200, "{\"reply\":\"well\"}");
	struct str reply;
	struct errinfo e = {0};
	int status;

	str_init(&reply);
	str_add(&reply, "before");
	assert_int_equal(call(server_url(s), timeout_ms, limit, 0, &status, &reply, &e), wanted);
	assert_int_equal(e.code, wanted);
	assert_non_null(strstr(e.text, server_url(s)));
	assert_string_equal(reply.data, "before");
	str_clear(&reply);
	server_stop(&s);
}

static void
an_answer_comes_back_with_its_status_and_headers_go_out(void **state)
{
	struct server *s = server_start(CONDUCT_ANSWERS, 418, "{\"reply\":\"tea\"}");
	struct str reply;
	struct errinfo e = {0};
	int status;

	(void)state;
	str_init(&reply);
	assert_int_equal(call(server_url(s), 5000, 1000, 0, &status, &reply, &e), ERR_OK);
	assert_int_equal(status, 418);
	assert_string_equal(reply.data, "{\"reply\":\"tea\"}");
	assert_non_null(strstr(server_last_request(s), "POST /turn HTTP/1.1\r\n"));
	assert_non_null(strstr(server_last_request(s), "\r\nX-Test: yes\r\n"));
	assert_non_null(strstr(server_last_request(s), "\r\n\r\n{\"a\":1}"));
	assert_null(strstr(server_last_request(s), "Expect:"));
	str_clear(&reply);
	server_stop(&s);
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
	struct server *s = server_start(CONDUCT_ANSWERS, 200, "12345");
	struct str reply;
	struct errinfo e = {0};
	int status;

	(void)state;
	str_init(&reply);
	assert_int_equal(call(server_url(s), 5000, 5, 0, &status, &reply, &e), ERR_OK);
	assert_int_equal(call(server_url(s), 5000, 4, 0, &status, &reply, &e), ERR_LIMIT);
	str_clear(&reply);
	server_stop(&s);
}

static void
a_redirect_is_not_followed(void **state)
{
	struct server *s = server_start(CONDUCT_REDIRECTS, 0, "");
	struct str reply;
	struct errinfo e = {0};
	int status;

	(void)state;
	str_init(&reply);
	assert_int_equal(call(server_url(s), 5000, 1000, 0, &status, &reply, &e), ERR_OK);
	assert_int_equal(status, 302);
	str_clear(&reply);
	server_stop(&s);
}

static void
a_port_where_nobody_listens_is_unavailable(void **state)
{
	struct server *s = server_start(CONDUCT_ANSWERS, 200, "");
	char url[64];
	struct str reply;
	struct errinfo e = {0};
	int status;

	(void)state;
	snprintf(url, sizeof url, "%s", server_url(s));
	server_stop(&s);
	str_init(&reply);
	assert_int_equal(call(url, 2000, 1000, 1, &status, &reply, &e), ERR_UNAVAILABLE);
	str_clear(&reply);
}

static void
a_busy_server_is_asked_again_only_where_that_is_allowed(void **state)
{
	struct server *s = server_start(CONDUCT_IS_BUSY_ONCE, 200, "now");
	struct str reply;
	struct errinfo e = {0};
	int status;

	(void)state;
	str_init(&reply);
	assert_int_equal(call(server_url(s), 5000, 1000, 2, &status, &reply, &e), ERR_OK);
	assert_int_equal(status, 200);
	assert_string_equal(reply.data, "now");
	assert_int_equal(server_calls(s), 2);
	server_set(s, CONDUCT_IS_BUSY_ONCE, 200, "now");
	assert_int_equal(call(server_url(s), 5000, 1000, 0, &status, &reply, &e), ERR_OK);
	assert_int_equal(status, 503);
	assert_int_equal(server_calls(s), 1);
	str_clear(&reply);
	server_stop(&s);
}

static void
only_web_addresses_are_called_and_no_header_smuggles_another(void **state)
{
	struct http *h = NULL;
	const char *headers[] = {"X: a\r\nY: b"};
	struct http_call c = {"GET", "file:///etc/passwd", NULL, 0, NULL, 0, 100, 100, 0, 0};
	struct str reply;
	struct errinfo e = {0};
	int status;

	(void)state;
	str_init(&reply);
	assert_int_equal(http_new(&h, &e), ERR_OK);
	assert_int_equal(http_send(h, &c, &status, &reply, &e), ERR_INPUT);
	c.url = "http://127.0.0.1:1/";
	c.headers = headers;
	c.header_count = 1;
	assert_int_equal(http_send(h, &c, &status, &reply, &e), ERR_INPUT);
	http_free(&h);
	str_clear(&reply);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_comes_back_with_its_status_and_headers_go_out),
		cmocka_unit_test(a_server_that_hangs_is_a_timeout),
		cmocka_unit_test(a_server_that_dies_in_the_middle_leaves_unknown_what_happened),
		cmocka_unit_test(what_is_no_http_is_an_error),
		cmocka_unit_test(a_flood_is_cut_at_the_limit),
		cmocka_unit_test(a_reply_of_just_the_limit_is_taken_and_one_more_is_not),
		cmocka_unit_test(a_redirect_is_not_followed),
		cmocka_unit_test(a_port_where_nobody_listens_is_unavailable),
		cmocka_unit_test(a_busy_server_is_asked_again_only_where_that_is_allowed),
		cmocka_unit_test(only_web_addresses_are_called_and_no_header_smuggles_another),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
