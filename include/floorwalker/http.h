/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Outgoing HTTP over libcurl: time limits, size limits, retries with jitter for what may be
 * repeated. One handle, one thread.
 */
#ifndef FLOORWALKER_HTTP_H
#define FLOORWALKER_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/str.h"

struct http;
NODISCARD enum err http_new(struct http **out, struct errinfo *e);
void http_free(struct http **h);

struct http_call {
	const char *method, *url;
	const char *const *headers;	/* "Name: value" */
	size_t header_count;
	const char *body;
	size_t body_size;
	int64_t timeout_ms;		/* for all of it */
	size_t reply_limit;		/* bytes; more is ERR_LIMIT */
	int retries;			/* on ERR_UNAVAILABLE and 502–504; only where repeating is
					   harmless */
	uint64_t jitter_seed;
};
/* Any status is ERR_OK with *status set. ERR_TIMEOUT: unknown what happened there; ERR_UNAVAILABLE:
 * it was never reached. Redirects are not followed; only http and https. */
NODISCARD enum err http_send(struct http *h, const struct http_call *call, int *status,
    struct str *reply, struct errinfo *e);

#endif
