/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "remote.h"

#include <stdlib.h>
#include <string.h>

#include "floorwalker/http.h"

enum { TIMEOUT_MS = 20000, TOKEN_BYTES = 4096 };

struct remote {
	struct http *http;
	char *url, *authorization;	/* the header's line, or NULL */
	int64_t timeout_ms;
	uint64_t calls;
};

static enum err
read_status(const struct remote *r, int status, struct errinfo *e)
{
	if (status == 200)
		return ERR_OK;
	if (status == 401 || status == 403)
		return err_set(e, ERR_FORBIDDEN,
		    "%.200s refuses us (status %d); check $FLOORWALKER_HTTP_TOKEN", r->url, status);
	if (status == 429 || status >= 500)
		return err_set(
		    e, ERR_UNAVAILABLE, "%.200s can't answer now (status %d)", r->url, status);
	return err_set(e, ERR_INPUT, "%.200s answers with status %d, where 200 was expected%s",
	    r->url, status,
	    status >= 300 && status < 400 ? "; redirects are not followed, give its real address"
					  : "");
}

static enum err
call(struct remote *r, const struct backend_request *q, const struct str *body, struct str *reply,
    struct errinfo *e)
{
	const char *headers[] = {
	    "Content-Type: application/json", "Accept: application/json", r->authorization};
	int64_t timeout_ms =
	    q->deadline_ms > 0 && q->deadline_ms < r->timeout_ms ? q->deadline_ms : r->timeout_ms;
	struct http_call c = {
	    .method = "POST",
	    .url = r->url,
	    .headers = headers,
	    .header_count = r->authorization ? 3 : 2,
	    .body = body->data,
	    .body_size = body->length,
	    .timeout_ms = timeout_ms,
	    .reply_limit = value_limits_message.bytes,
	    .retries = 1,
	    .jitter_seed = ++r->calls,
	};
	int status;
	enum err err = http_send(r->http, &c, &status, reply, e);

	return err ? err : read_status(r, status, e);
}

static enum err
draft(void *self, struct arena *a, const struct backend_request *q, struct backend_draft *out,
    struct errinfo *e)
{
	struct remote *r = self;
	struct context context;
	struct str body, reply;
	enum err err = context_gather(a, q, &context, e);

	if (err)
		return err;
	if (q->step)
		q->step(q->step_context, "gathered");
	str_init(&body);
	str_init(&reply);
	err = remote_encode(a, q, &context, &body, e);
	if (!err)
		err = call(r, q, &body, &reply, e);
	if (q->step)
		q->step(q->step_context, "called");
	if (!err)
		err = remote_decode(
		    a, q, &context, r->url, reply.data ? reply.data : "", reply.length, out, e);
	str_clear(&body);
	str_clear(&reply);
	return err;
}

static void
forget(void *self)
{
	struct remote *r = self;

	http_free(&r->http);
	if (r->authorization)
		mem_wipe(r->authorization, strlen(r->authorization));
	mem_free(r->authorization);
	mem_free(r->url);
	mem_free(r);
}

static bool
is_loopback(const char *url)
{
	return text_starts(url, "http://127.") || text_starts(url, "http://localhost:") ||
	    text_starts(url, "http://localhost/") || text_starts(url, "http://[::1]");
}

static enum err
take_token(struct remote *r, struct errinfo *e)
{
	static const char prefix[] = "Authorization: Bearer ";
	const char *token = getenv("FLOORWALKER_HTTP_TOKEN");

	if (text_is_empty(token))
		return ERR_OK;
	if (strlen(token) > TOKEN_BYTES || strpbrk(token, "\r\n\t "))
		return err_set(e, ERR_USAGE,
		    "$FLOORWALKER_HTTP_TOKEN must be one word of at most %d bytes", TOKEN_BYTES);
	if (!text_starts(r->url, "https://") && !is_loopback(r->url))
		return err_set(e, ERR_USAGE,
		    "%.200s would get $FLOORWALKER_HTTP_TOKEN in clear text; use https://, or unset the token",
		    r->url);
	size_t size = sizeof prefix + strlen(token);

	r->authorization = mem_alloc(size);
	memcpy(r->authorization, prefix, sizeof prefix - 1);
	memcpy(r->authorization + sizeof prefix - 1, token, strlen(token) + 1);
	return ERR_OK;
}

enum err
backend_http_new(const char *url, int64_t timeout_ms, struct backend **out, struct errinfo *e)
{
	static const struct backend_ops ops = {"http", draft, forget, NULL};
	enum err err;

	if (!text_starts(url ? url : "", "http://") && !text_starts(url ? url : "", "https://"))
		return err_set(e, ERR_USAGE,
		    "\"%.200s\" is no address of a backend; it begins with http:// or https://",
		    url ? url : "");
	struct remote *r = mem_zero(1, sizeof *r);

	r->url = mem_text(url);
	r->timeout_ms = timeout_ms > 0 ? timeout_ms : TIMEOUT_MS;
	if ((err = take_token(r, e)) || (err = http_new(&r->http, e))) {
		forget(r);
		return err;
	}
	*out = backend_new(&ops, r);
	return ERR_OK;
}
