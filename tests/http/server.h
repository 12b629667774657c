/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A server for tests on a loopback port of the system's choice, one thread, one connection after
 * the other. It answers what it is told, well or badly.
 */
#ifndef FLOORWALKER_TESTS_SERVER_H
#define FLOORWALKER_TESTS_SERVER_H

#include <stdbool.h>
#include <stddef.h>

enum conduct {
	CONDUCT_ANSWERS,	/* with status and body */
	CONDUCT_HANGS,		/* reads, and says nothing until the test ends */
	CONDUCT_DIES,		/* in the middle of its answer */
	CONDUCT_GARBLES,	/* no HTTP at all */
	CONDUCT_FLOODS,		/* 10 MB */
	CONDUCT_REDIRECTS,
	CONDUCT_IS_BUSY_ONCE	/* 503 first, then answers */
};

struct server;
struct server *server_start(enum conduct conduct, int status, const char *body);
/* between calls */
void server_set(struct server *s, enum conduct conduct, int status, const char *body);
/* What happens, in the server's own thread, while a request has come and its answer has not yet
 * gone out; NULL: nothing. Between calls. */
void server_meanwhile(struct server *s, void (*act)(void *context), void *context);
int server_port(const struct server *s);
const char *server_url(const struct server *s);
int server_calls(const struct server *s);
const char *server_last_request(const struct server *s);	/* head and body of the last whole
								   request; after its answer came */
void server_stop(struct server **s);

#endif
