/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A program on a terminal of the bench's own: what it writes, how soon after a key, and what it
 * costs.
 */
#ifndef FLOORWALKER_TESTS_BENCH_PTY_H
#define FLOORWALKER_TESTS_BENCH_PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct pty {
	pid_t pid;
	int fd;
	int64_t started_us;
	uint64_t bytes;		/* read so far */
	char tail[64];		/* the last bytes read, for what is split between two reads */
	size_t tail_size;
};

/* Starts it at 120×40, TERM=xterm-256color, in UTF-8; folder NULL: here. */
void pty_start(struct pty *p, const char *folder, const char *const *argv);
/* Reads until text has come, or most_ms have passed: -1 then; else microseconds since it began. text NULL:
 * the first byte. */
int64_t pty_await(struct pty *p, const char *text, int64_t most_ms);
/* Reads whatever comes for so long; the bytes come back. */
uint64_t pty_drain(struct pty *p, int64_t ms);
void pty_type(struct pty *p, const char *bytes);
double pty_cpu_ms(const struct pty *p);		/* user and system, since it began */
double pty_peak_mib(const struct pty *p);	/* resident */
void pty_end(struct pty *p);			/* SIGTERM, and waits */

/* The value at a share (0 … 1) of count values, which are sorted. */
double bench_share(double *values, size_t count, double share);

#endif
