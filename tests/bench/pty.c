/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pty.h"

#include <errno.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

#include "bench.h"
#include "floorwalker/base/clock.h"

void
pty_start(struct pty *p, const char *folder, const char *const *argv)
{
	struct winsize size = {.ws_row = 40, .ws_col = 120};

	memset(p, 0, sizeof *p);
	p->started_us = clock_stopwatch_us();
	p->pid = forkpty(&p->fd, NULL, NULL, &size);
	if (p->pid < 0)
		exit(1);
	if (p->pid > 0)
		return;
	setenv("TERM", "xterm-256color", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	if (folder == NULL || chdir(folder) == 0)
		execvp(argv[0], (char *const *)(uintptr_t)argv);
	_exit(127);
}

/* What has come within so long; false: nothing. */
static bool
read_some(struct pty *p, int64_t ms, char *out, size_t *size)
{
	struct timeval left = {.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000};
	fd_set ready;
	ssize_t n;

	FD_ZERO(&ready);
	FD_SET(p->fd, &ready);
	if (select(p->fd + 1, &ready, NULL, NULL, &left) <= 0 ||
	    (n = read(p->fd, out, *size)) <= 0)
		return false;
	p->bytes += (uint64_t)n;
	*size = (size_t)n;
	return true;
}

int64_t
pty_await(struct pty *p, const char *text, int64_t most_ms)
{
	int64_t begun = clock_stopwatch_us();
	char bytes[65536 + sizeof p->tail];
	size_t length = text == NULL ? 0 : strlen(text);

	p->tail_size = 0;
	for (;;) {
		int64_t left = most_ms - (clock_stopwatch_us() - begun) / 1000;
		size_t size = 65536;

		memcpy(bytes, p->tail, p->tail_size);
		if (left <= 0 || !read_some(p, left, bytes + p->tail_size, &size))
			return -1;
		size += p->tail_size;
		if (text == NULL || memmem(bytes, size, text, length) != NULL)
			return clock_stopwatch_us() - begun;
		p->tail_size = length > 1 ? length - 1 : 0;
		p->tail_size = p->tail_size < size ? p->tail_size : size;
		memcpy(p->tail, bytes + size - p->tail_size, p->tail_size);
	}
}

uint64_t
pty_drain(struct pty *p, int64_t ms)
{
	int64_t until = clock_stopwatch_us() + ms * 1000, left;
	uint64_t before = p->bytes;
	char bytes[65536];

	while ((left = (until - clock_stopwatch_us()) / 1000) > 0) {
		size_t size = sizeof bytes;

		(void)read_some(p, left, bytes, &size);
	}
	return p->bytes - before;
}

void
pty_type(struct pty *p, const char *bytes)
{
	size_t length = strlen(bytes);

	if (write(p->fd, bytes, length) != (ssize_t)length)
		exit(1);
}

double
pty_cpu_ms(const struct pty *p)
{
	unsigned long user = 0, system = 0;
	char path[64];
	FILE *f;

	snprintf(path, sizeof path, "/proc/%ld/stat", (long)p->pid);
	f = fopen(path, "r");
	if (f == NULL ||
	    fscanf(f, "%*d %*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user,
		&system) != 2)
		user = system = 0;
	if (f != NULL)
		fclose(f);
	return (double)(user + system) * 1000 / (double)sysconf(_SC_CLK_TCK);
}

double
pty_peak_mib(const struct pty *p)
{
	char path[64], line[256];
	double kib = 0;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%ld/status", (long)p->pid);
	f = fopen(path, "r");
	while (f != NULL && fgets(line, sizeof line, f) != NULL)
		if (sscanf(line, "VmHWM: %lf kB", &kib) == 1)
			break;
	if (f != NULL)
		fclose(f);
	return kib / 1024;
}

void
pty_end(struct pty *p)
{
	kill(p->pid, SIGTERM);
	(void)pty_drain(p, 200);
	close(p->fd);
	(void)bench_wait(p->pid);
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

double
bench_share(double *values, size_t count, double share)
{
	size_t at = (size_t)(share * (double)count);

	if (count == 0)
		return -1;
	qsort(values, count, sizeof *values, compare);
	return values[at < count ? at : count - 1];
}
