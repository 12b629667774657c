/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How soon a second process sees a change, and what waiting for one costs: a reader that looks
 * every 50 ms, as the console does, while another process commits; and the processor time of the
 * program's own waiting processes while nothing happens, against a process that looks at the raw
 * data_version as often.
 *
 * usage: wake PROGRAM WORLD
 */
#include <pty.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/desk/desk.h"

#define LOOK_MS 50
#define COMMITS 40
#define IDLE_MS 10000

static void
pause_ms(int64_t ms)
{
	const struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };

	nanosleep(&t, NULL);
}

/* In the child: commits at odd moments, and tells when each was done. */
static void
commit_now_and_then(const char *target, int tell)
{
	struct store_options options = { .create = false };
	struct store *s;
	struct errinfo e;

	bench_must(store_open(target, &options, &s, &e), &e);
	for (int i = 0; i < COMMITS; i++) {
		int64_t done;

		pause_ms(120 + i * 37 % 90);
		bench_must(store_begin(s, &e), &e);
		bench_must(store_meta_put(s, "bench", i % 2 == 0 ? "even" : "odd", &e), &e);
		bench_must(store_commit(s, &e), &e);
		done = clock_stopwatch_us();
		if (write(tell, &done, sizeof(done)) != sizeof(done))
			_exit(1);
	}
	store_close(&s);
	_exit(0);
}

static void
measure_seeing(const char *target)
{
	struct store_options options = { .read_only = true };
	double delays[COMMITS], most = 0;
	struct store *s;
	struct errinfo e;
	int64_t count, seen, committed;
	int ends[2], n = 0;
	pid_t child;

	if (pipe(ends) != 0 || (child = fork()) < 0)
		exit(1);
	if (child == 0)
		commit_now_and_then(target, ends[1]);
	bench_must(store_open(target, &options, &s, &e), &e);
	bench_must(store_change_count(s, &seen, &e), &e);
	while (n < COMMITS) {
		pause_ms(LOOK_MS);
		bench_must(store_change_count(s, &count, &e), &e);
		if (count == seen)
			continue;
		seen = count;
		if (read(ends[0], &committed, sizeof(committed)) != sizeof(committed))
			exit(1);
		delays[n] = (double)(clock_stopwatch_us() - committed) / 1000;
		most = delays[n] > most ? delays[n] : most;
		n++;
	}
	(void)bench_wait(child);
	store_close(&s);
	printf(
	    "a change of another process is seen after %.0f ms (median of %d, most %.0f), by a look every %d ms\n",
	    bench_median(delays, COMMITS), COMMITS, most, LOOK_MS);
}

/* Starts a program on a terminal of its own, lets it settle, and gives the share of one core that
 * it takes while it waits; -1 where it didn't live. */
static double
idle_share(const char *const *argv)
{
	struct winsize size = { .ws_row = 40, .ws_col = 120 };
	double before = -1, after = -1;
	char path[64], sink[4096];
	unsigned long user, system;
	int terminal;
	pid_t pid = forkpty(&terminal, NULL, NULL, &size);

	if (pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		execv(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	snprintf(path, sizeof(path), "/proc/%ld/stat", (long)pid);
	for (int i = 0; i <= 1; i++) {
		FILE *f;

		for (int64_t until = clock_stopwatch_us() + (i == 0 ? 2000 : IDLE_MS) * 1000;
		     clock_stopwatch_us() < until;) {
			fd_set ready;
			struct timeval left = { .tv_usec = 200000 };

			FD_ZERO(&ready);
			FD_SET(terminal, &ready);
			if (select(terminal + 1, &ready, NULL, NULL, &left) > 0 &&
			    read(terminal, sink, sizeof(sink)) < 0)
				pause_ms(50);
		}
		f = fopen(path, "r");
		if (f == NULL ||
		    fscanf(f, "%*d %*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
			&user, &system) != 2)
			user = system = 0;
		if (f != NULL)
			fclose(f);
		*(i == 0 ? &before : &after) = (double)(user + system) * 1000 / (double)sysconf(_SC_CLK_TCK);
	}
	kill(pid, SIGTERM);
	(void)bench_wait(pid);
	close(terminal);
	return after <= 0 ? -1 : (after - before) / IDLE_MS;
}

/* The raw look: no more than the statement itself. */
static int
look_on(const char *target)
{
	sqlite3 *db;
	sqlite3_stmt *look;

	bench_must_sqlite(sqlite3_open_v2(target, &db, SQLITE_OPEN_READONLY, NULL), db);
	bench_must_sqlite(sqlite3_prepare_v2(db, "PRAGMA data_version", -1, &look, NULL), db);
	for (;;) {
		if (sqlite3_step(look) != SQLITE_ROW)
			return 1;
		sqlite3_reset(look);
		pause_ms(LOOK_MS);
	}
}

static void
print_share(const char *name, const char *const *argv)
{
	double share = idle_share(argv);

	if (share < 0)
		printf("%-24s did not live\n", name);
	else
		printf("%-24s %.2f %% of a core while nothing happens\n", name, share * 100);
}

int
main(int argc, char **argv)
{
	const char *target;
	struct errinfo e;

	if (argc == 3 && strcmp(argv[1], "raw") == 0)
		return look_on(argv[2]);
	if (argc != 3) {
		fprintf(stderr, "usage: wake PROGRAM WORLD\n");
		return 2;
	}
	target = bench_file("wake.db");
	bench_must(desk_store_init(target, argv[2], true, true, clock_system(), &e), &e);
	measure_seeing(target);
	print_share("console",
	    (const char *const[]){argv[1], "console", "--store", target, "--agent", "maeve", NULL});
	print_share("console --no-work",
	    (const char *const[]){
		argv[1], "console", "--store", target, "--agent", "maeve", "--no-work", NULL});
	print_share("work", (const char *const[]){ argv[1], "work", "--store", target, NULL });
	print_share(
	    "a raw look every 50 ms", (const char *const[]){"/proc/self/exe", "raw", target, NULL});
	return 0;
}
