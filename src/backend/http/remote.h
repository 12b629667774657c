/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The backend over HTTP: a turn goes out as JSON, a draft comes back (doc/http-backend.md).
 *
 *   http.c     the port: gather, encode, call, decode
 *   encode.c   the request
 *   decode.c   the reply: every field checked before it is believed
 */
#ifndef FLOORWALKER_BACKEND_REMOTE_H
#define FLOORWALKER_BACKEND_REMOTE_H

#include "context.h"

/* The request's JSON, appended. Everything from the shopper and about them is masked as the world
 * says. */
NODISCARD enum err remote_encode(struct arena *a, const struct backend_request *q,
    const struct context *context, struct str *out, struct errinfo *e);

/* Reads a reply. ERR_INPUT, ERR_LIMIT name the field at fault. Proposals without the shopper's
 * explicit yes, or that the shop's records can't take, are dropped and traced. */
NODISCARD enum err remote_decode(struct arena *a, const struct backend_request *q,
    const struct context *context, const char *url, const char *text, size_t length,
    struct backend_draft *out, struct errinfo *e);

#endif
