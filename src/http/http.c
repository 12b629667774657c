/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/http.h"

#include <curl/curl.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

#include "floorwalker/base/clock.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/random.h"

#define RETRY_FIRST_MS 100	/* doubled each time, times 0.5 … 1.5 */
#define HEADER_LIMIT 64

struct http {
	CURL *curl;
	char error[CURL_ERROR_SIZE];
};

/* One attempt: what came back, and how far it got. */
struct attempt {
	struct str *reply;
	size_t limit;
	bool too_large;
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static CURLcode global = CURLE_OK;

static void
start(void)
{
	global = curl_global_init(CURL_GLOBAL_DEFAULT);
}

enum err
http_new(struct http **out, struct errinfo *e)
{
	pthread_once(&once, start);
	if (global != CURLE_OK)
		return err_set(
		    e, ERR_IO, "libcurl could not start: %s", curl_easy_strerror(global));
	CURL *curl = curl_easy_init();

	if (!curl)
		return err_set(e, ERR_IO, "libcurl could not make a handle");
	struct http *h = mem_zero(1, sizeof *h);

	h->curl = curl;
	*out = h;
	return ERR_OK;
}

void
http_free(struct http **h)
{
	if (!h || !*h)
		return;
	curl_easy_cleanup((*h)->curl);
	mem_free(*h);
	*h = NULL;
}

static size_t
take_bytes(char *bytes, size_t size, size_t count, void *context)
{
	struct attempt *t = context;
	size_t length = size * count;

	if (t->reply->length + length > t->limit) {
		t->too_large = true;
		return 0;
	}
	str_add_n(t->reply, bytes, length);
	return length;
}

static bool
is_web(const char *url)
{
	return url && (!strncasecmp(url, "http://", 7) || !strncasecmp(url, "https://", 8));
}

/* A proxy from the environment is for other hosts: this one is ours. */
static bool
is_loopback(const char *url)
{
	const char *host = strstr(url, "://") + 3;
	size_t length = strcspn(host, ":/?#");

	return (length == 9 && !strncasecmp(host, "localhost", 9)) || !strncmp(host, "127.", 4) ||
	    !strncmp(host, "[::1]", 5);
}

static enum err
check_call(const struct http_call *c, struct errinfo *e)
{
	if (!is_web(c->url))
		return err_set(e, ERR_INPUT,
		    "\"%.200s\" is no web address; only http:// and https:// are called",
		    c->url ? c->url : "");
	if (c->header_count > HEADER_LIMIT)
		return err_set(e, ERR_LIMIT, "%zu headers are too many; %d are sent at most",
		    c->header_count, HEADER_LIMIT);
	for (size_t i = 0; i < c->header_count; i++)
		if (strpbrk(c->headers[i], "\r\n"))
			return err_set(
			    e, ERR_INPUT, "a header for %.200s holds a line break", c->url);
	return ERR_OK;
}

static struct curl_slist *
header_list(const struct http_call *c)
{
	struct curl_slist *list = curl_slist_append(NULL, "Expect:");

	for (size_t i = 0; i < c->header_count; i++) {
		struct curl_slist *longer = curl_slist_append(list, c->headers[i]);

		list = longer ? longer : list;
	}
	return list;
}

static void
set_up(struct http *h, const struct http_call *c, struct attempt *t, struct curl_slist *headers,
    int64_t left_ms)
{
	CURL *curl = h->curl;
	const char *method = c->method ? c->method : c->body ? "POST" : "GET";

	curl_easy_reset(curl);
	curl_easy_setopt(curl, CURLOPT_URL, c->url);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
#if LIBCURL_VERSION_NUM >= 0x075500
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
#else
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
	if (is_loopback(c->url))
		curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)left_ms);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)left_ms);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "floorwalker/" FLOORWALKER_VERSION);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_bytes);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, h->error);
	h->error[0] = '\0';
	if (!strcmp(method, "HEAD"))
		curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
	if (c->body) {
		curl_easy_setopt(curl, CURLOPT_POST, 1L);
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, c->body);
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)c->body_size);
	}
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
}

/* Whether the request may have arrived there. */
static bool
was_reached(struct http *h)
{
	curl_off_t sent_us = 0;

	return curl_easy_getinfo(h->curl, CURLINFO_PRETRANSFER_TIME_T, &sent_us) == CURLE_OK &&
	    sent_us > 0;
}

static enum err
failure(struct http *h, const struct http_call *c, const struct attempt *t, CURLcode code,
    struct errinfo *e)
{
	const char *why = h->error[0] ? h->error : curl_easy_strerror(code);

	if (t->too_large)
		return err_set(
		    e, ERR_LIMIT, "%.200s answers with more than %zu bytes", c->url, t->limit);
	if (was_reached(h) &&
	    (code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_WEIRD_SERVER_REPLY))
		return err_set(
		    e, ERR_INPUT, "%.200s answers with something that is no HTTP: %s", c->url, why);
	if (code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL)
		return err_set(
		    e, ERR_INPUT, "\"%.200s\" is no address that can be called: %s", c->url, why);
	if (!was_reached(h))
		return err_set(e, ERR_UNAVAILABLE,
		    "%.200s can't be reached: %s; is it running, and is the address right?", c->url,
		    why);
	if (code == CURLE_OPERATION_TIMEDOUT)
		return err_set(e, ERR_TIMEOUT, "%.200s gave no whole answer within %lld ms", c->url,
		    (long long)c->timeout_ms);
	return err_set(e, ERR_TIMEOUT, "%.200s broke off its answer: %s", c->url, why);
}

static enum err
attempt(struct http *h, const struct http_call *c, int64_t left_ms, int *status, struct str *reply,
    struct errinfo *e)
{
	size_t before = reply->length;
	struct attempt t = {reply, before + c->reply_limit, false};
	struct curl_slist *headers = header_list(c);
	long code = 0;

	set_up(h, c, &t, headers, left_ms);
	CURLcode done = curl_easy_perform(h->curl);
	enum err err = ERR_OK;

	if (done != CURLE_OK)
		err = failure(h, c, &t, done, e);
	else
		curl_easy_getinfo(h->curl, CURLINFO_RESPONSE_CODE, &code);
	if (err)
		str_cut(reply, before);
	*status = (int)code;
	curl_slist_free_all(headers);
	curl_easy_setopt(h->curl, CURLOPT_ERRORBUFFER, NULL);
	return err;
}

static bool
may_repeat(enum err err, int status)
{
	return err == ERR_UNAVAILABLE || (!err && status >= 502 && status <= 504);
}

static void
wait_ms(int64_t ms)
{
	struct timespec t = {(time_t)(ms / 1000), (long)(ms % 1000) * 1000000L};

	while (nanosleep(&t, &t) != 0)
		;
}

enum err
http_send(
    struct http *h, const struct http_call *c, int *status, struct str *reply, struct errinfo *e)
{
	struct random_stream jitter;
	int64_t started_us = clock_stopwatch_us(), pause_ms = RETRY_FIRST_MS;
	size_t before = reply->length;
	enum err err = check_call(c, e);

	*status = 0;
	if (err)
		return err;
	random_init(&jitter, c->jitter_seed, "http retry");
	for (int tries = 0;; tries++) {
		int64_t left_ms = c->timeout_ms - (clock_stopwatch_us() - started_us) / 1000;

		if (left_ms < 1)
			left_ms = 1;
		err = attempt(h, c, left_ms, status, reply, e);
		if (tries >= c->retries || !may_repeat(err, *status))
			return err;
		int64_t wait = (int64_t)((double)pause_ms * (0.5 + random_unit(&jitter)));

		if ((clock_stopwatch_us() - started_us) / 1000 + wait >= c->timeout_ms)
			return err;
		str_cut(reply, before);
		wait_ms(wait);
		pause_ms *= 2;
	}
}
