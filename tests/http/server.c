/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { REQUEST_LIMIT = 1 << 20 };

struct server {
	pthread_t thread;
	pthread_mutex_t lock;
	int listener, wake[2], port, calls;
	char url[64];
	enum conduct conduct;
	int status;
	char *body;
	char *request;
	void (*act)(void *context);
	void *act_context;
};

static bool
whole(const char *s, size_t length)
{
	const char *end = strstr(s, "\r\n\r\n"), *size = strcasestr(s, "content-length:");

	if (!end)
		return false;
	return !size || size > end ||
	    length >= (size_t)(end + 4 - s) + strtoul(size + 15, NULL, 10);
}

static void
read_request(struct server *s, int fd)
{
	char *bytes = calloc(1, REQUEST_LIMIT + 1);
	size_t length = 0;

	while (length < REQUEST_LIMIT && !whole(bytes, length)) {
		ssize_t n = read(fd, bytes + length, REQUEST_LIMIT - length);

		if (n <= 0)
			break;
		length += (size_t)n;
	}
	pthread_mutex_lock(&s->lock);
	free(s->request);
	s->request = bytes;
	s->calls++;
	pthread_mutex_unlock(&s->lock);
}

static void
put(int fd, const char *bytes, size_t length)
{
	while (length) {
		ssize_t n = send(fd, bytes, length, MSG_NOSIGNAL);

		if (n <= 0)
			return;
		bytes += n;
		length -= (size_t)n;
	}
}

static void
answer(int fd, int status, const char *body, size_t send_bytes)
{
	char head[200];
	int n = snprintf(head, sizeof head,
	    "HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n",
	    status, strlen(body));

	put(fd, head, (size_t)n);
	put(fd, body, send_bytes);
}

static void
flood(int fd)
{
	static const char head[] = "HTTP/1.1 200 X\r\nConnection: close\r\n\r\n";
	char block[4096];

	memset(block, 'x', sizeof block);
	put(fd, head, sizeof head - 1);
	for (int i = 0; i < 2560; i++)
		put(fd, block, sizeof block);
}

static void
serve(struct server *s, int fd)
{
	static const char redirect[] =
	    "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
	struct pollfd stop = {s->wake[0], POLLIN, 0};

	read_request(s, fd);
	pthread_mutex_lock(&s->lock);
	enum conduct conduct = s->conduct;
	int status = s->status, calls = s->calls;
	void (*act)(void *) = s->act;
	void *context = s->act_context;
	char *body = strdup(s->body);

	pthread_mutex_unlock(&s->lock);
	if (act)
		act(context);
	switch (conduct) {
	case CONDUCT_ANSWERS:
		answer(fd, status, body, strlen(body));
		break;
	case CONDUCT_IS_BUSY_ONCE:
		answer(fd, calls == 1 ? 503 : status, calls == 1 ? "" : body,
		    calls == 1 ? 0 : strlen(body));
		break;
	case CONDUCT_DIES:
		answer(fd, status, body, strlen(body) / 2);
		break;
	case CONDUCT_GARBLES:
		put(fd, "\x01\x02 nothing\r\n\r\n", 14);
		break;
	case CONDUCT_FLOODS:
		flood(fd);
		break;
	case CONDUCT_REDIRECTS:
		put(fd, redirect, sizeof redirect - 1);
		break;
	case CONDUCT_HANGS:
		poll(&stop, 1, 20000);
		break;
	}
	free(body);
}

static void *
run(void *context)
{
	struct server *s = context;

	for (;;) {
		struct pollfd fds[2] = {{s->listener, POLLIN, 0}, {s->wake[0], POLLIN, 0}};

		if (poll(fds, 2, -1) < 0 || fds[1].revents)
			return NULL;
		int fd = accept(s->listener, NULL, NULL);

		if (fd < 0)
			return NULL;
		serve(s, fd);
		close(fd);
	}
}

struct server *
server_start(enum conduct conduct, int status, const char *body)
{
	struct server *s = calloc(1, sizeof *s);
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof at;

	pthread_mutex_init(&s->lock, NULL);
	s->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(s->listener, (struct sockaddr *)&at, sizeof at) || listen(s->listener, 8) ||
	    getsockname(s->listener, (struct sockaddr *)&at, &size) || pipe(s->wake))
		abort();
	s->port = ntohs(at.sin_port);
	snprintf(s->url, sizeof s->url, "http://127.0.0.1:%d/turn", s->port);
	server_set(s, conduct, status, body);
	if (pthread_create(&s->thread, NULL, run, s))
		abort();
	return s;
}

void
server_set(struct server *s, enum conduct conduct, int status, const char *body)
{
	pthread_mutex_lock(&s->lock);
	s->conduct = conduct;
	s->status = status;
	free(s->body);
	s->body = strdup(body);
	s->calls = 0;
	pthread_mutex_unlock(&s->lock);
}

void
server_meanwhile(struct server *s, void (*act)(void *context), void *context)
{
	pthread_mutex_lock(&s->lock);
	s->act = act;
	s->act_context = context;
	pthread_mutex_unlock(&s->lock);
}

int
server_port(const struct server *s)
{
	return s->port;
}

const char *
server_url(const struct server *s)
{
	return s->url;
}

int
server_calls(const struct server *s)
{
	return s->calls;
}

const char *
server_last_request(const struct server *s)
{
	return s->request ? s->request : "";
}

void
server_stop(struct server **s)
{
	if (write((*s)->wake[1], "x", 1) != 1)
		abort();
	pthread_join((*s)->thread, NULL);
	close((*s)->listener);
	close((*s)->wake[0]);
	close((*s)->wake[1]);
	pthread_mutex_destroy(&(*s)->lock);
	free((*s)->body);
	free((*s)->request);
	free(*s);
	*s = NULL;
}
