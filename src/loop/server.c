/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loop_private.h"

#include <arpa/inet.h>
#include <errno.h>
#include <event2/buffer.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>

#include "floorwalker/base/mem.h"

#define HEADERS_LIMIT 16384
#define PATIENCE_S 30

struct http_server {
	struct evhttp *evhttp;
	int port;
	void (*handle)(void *context, const struct http_request *q, struct http_reply *r);
	void *context;
};

/* Lives from the request to its answer; request is NULL once the client has gone. */
struct http_reply {
	struct evhttp_request *request;
	struct evhttp_connection *connection;
};

static const char *
header(const struct http_request *r, const char *name)
{
	return evhttp_find_header(evhttp_request_get_input_headers(r->inside), name);
}

static const char *
method_name(enum evhttp_cmd_type type)
{
	switch (type) {
	case EVHTTP_REQ_GET: return "GET";
	case EVHTTP_REQ_POST: return "POST";
	case EVHTTP_REQ_PUT: return "PUT";
	case EVHTTP_REQ_PATCH: return "PATCH";
	case EVHTTP_REQ_DELETE: return "DELETE";
	case EVHTTP_REQ_HEAD: return "HEAD";
	default: return "OTHER";
	}
}

static void
on_close(struct evhttp_connection *connection, void *arg)
{
	struct http_reply *r = arg;

	(void)connection;
	r->request = NULL;
	r->connection = NULL;
}

static void
on_request(struct evhttp_request *request, void *arg)
{
	struct http_server *s = arg;
	const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(request);
	struct evbuffer *input = evhttp_request_get_input_buffer(request);
	struct http_reply *r = mem_zero(1, sizeof *r);
	const char *path = uri != NULL ? evhttp_uri_get_path(uri) : NULL;
	const char *query = uri != NULL ? evhttp_uri_get_query(uri) : NULL;
	struct http_request q = {.header = header, .inside = request};
	size_t size = evbuffer_get_length(input);
	char *body = mem_alloc(size + 1);

	evbuffer_copyout(input, body, size);
	body[size] = '\0';
	q.method = method_name(evhttp_request_get_command(request));
	q.path = path != NULL && *path != '\0' ? path : "/";
	q.query = query != NULL ? query : "";
	q.body = body;
	q.body_size = size;
	r->request = request;
	r->connection = evhttp_request_get_connection(request);
	evhttp_connection_set_closecb(r->connection, on_close, r);
	s->handle(s->context, &q, r);
	mem_free(body);
}

void
http_reply_send(
    struct http_reply *r, int status, const char *content_type, const char *body, size_t size)
{
	if (r->request != NULL) {
		struct evbuffer *out = evhttp_request_get_output_buffer(r->request);

		evhttp_connection_set_closecb(r->connection, NULL, NULL);
		if (content_type != NULL)
			evhttp_add_header(evhttp_request_get_output_headers(r->request),
			    "Content-Type", content_type);
		if (size > 0)
			evbuffer_add(out, body, size);
		evhttp_send_reply(r->request, status, NULL, NULL);
	}
	mem_free(r);
}

static int
port_of(evutil_socket_t fd)
{
	struct sockaddr_storage address;
	socklen_t length = sizeof address;

	if (getsockname(fd, (struct sockaddr *)&address, &length) != 0)
		return 0;
	if (address.ss_family == AF_INET6)
		return ntohs(((struct sockaddr_in6 *)&address)->sin6_port);
	return ntohs(((struct sockaddr_in *)&address)->sin_port);
}

enum err
http_server_new(struct loop *l, const char *address, int port, size_t body_limit,
    void (*handle)(void *context, const struct http_request *q, struct http_reply *r),
    void *context, struct http_server **out, struct errinfo *e)
{
	struct evhttp_bound_socket *bound;
	struct http_server *s;

	*out = NULL;
	if (port < 0 || port > 65535)
		return err_set(
		    e, ERR_USAGE, "%d is no port; use 1 to 65535, or 0 for a free one", port);
	/* A client that leaves must not take the process with it. */
	signal(SIGPIPE, SIG_IGN);
	s = mem_zero(1, sizeof *s);
	s->handle = handle;
	s->context = context;
	s->evhttp = evhttp_new(loop_private_base(l));
	if (s->evhttp == NULL) {
		mem_free(s);
		return err_set(e, ERR_IO, "libevent could not make an HTTP server");
	}
	evhttp_set_allowed_methods(s->evhttp,
	    EVHTTP_REQ_GET | EVHTTP_REQ_POST | EVHTTP_REQ_PUT | EVHTTP_REQ_PATCH |
		EVHTTP_REQ_DELETE | EVHTTP_REQ_HEAD);
	evhttp_set_max_headers_size(s->evhttp, HEADERS_LIMIT);
	evhttp_set_max_body_size(s->evhttp, (ev_ssize_t)body_limit);
	evhttp_set_timeout(s->evhttp, PATIENCE_S);
	evhttp_set_gencb(s->evhttp, on_request, s);
	errno = 0;
	bound = evhttp_bind_socket_with_handle(s->evhttp, address, (ev_uint16_t)port);
	if (bound == NULL) {
		enum err err = err_set(e, ERR_IO, "cannot listen on %s, port %d: %s", address, port,
		    errno != 0 ? strerror(errno) : "the address is not one of this machine");

		http_server_free(&s);
		return err;
	}
	s->port = port_of(evhttp_bound_socket_get_fd(bound));
	*out = s;
	return ERR_OK;
}

int
http_server_port(const struct http_server *s)
{
	return s->port;
}

void
http_server_free(struct http_server **s)
{
	if (s == NULL || *s == NULL)
		return;
	evhttp_free((*s)->evhttp);
	mem_free(*s);
	*s = NULL;
}
