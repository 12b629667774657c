/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "floorwalker/base/clock.h"
#include "floorwalker/base/file.h"

#define VALUES 1000

static char folder[] = "/tmp/floorwalker-bench-XXXXXX";
static struct arena *arena;
static pid_t owner;

void
bench_must(enum err err, const struct errinfo *e)
{
	if (err == ERR_OK)
		return;
	fprintf(stderr, "bench: %s\n", e->text);
	exit(1);
}

void
bench_must_sqlite(int code, sqlite3 *db)
{
	if (code == SQLITE_OK || code == SQLITE_DONE)
		return;
	fprintf(stderr, "bench: %s\n", sqlite3_errmsg(db));
	exit(1);
}

static void
remove_folder(void)
{
	const char **names;
	size_t count;

	if (getpid() != owner)
		return;		/* a child's end is not the bench's */
	if (file_list(arena, folder, "", &names, &count, NULL) == ERR_OK)
		for (size_t i = 0; i < count; i++)
			remove(file_join(arena, folder, names[i]));
	rmdir(folder);
	arena_free(&arena);
}

const char *
bench_file(const char *name)
{
	if (arena == NULL) {
		if (mkdtemp(folder) == NULL) {
			fprintf(stderr, "bench: no folder can be made in /tmp\n");
			exit(1);
		}
		arena = arena_new();
		owner = getpid();
		atexit(remove_folder);
	}
	return file_join(arena, folder, name);
}

static double
milliseconds(struct timeval t)
{
	return (double)t.tv_sec * 1000 + (double)t.tv_usec / 1000;
}

static struct bench_cost
wait_for(pid_t child, const char *name)
{
	struct rusage usage;
	int status;

	if (child < 0 || wait4(child, &status, 0, &usage) != child ||
	    (name != NULL && (!WIFEXITED(status) || WEXITSTATUS(status) != 0))) {
		fprintf(stderr, "bench: %s failed\n", name == NULL ? "a child" : name);
		exit(1);
	}
	return (struct bench_cost){
	    .cpu_ms = milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime),
	    .peak_mib = (double)usage.ru_maxrss / 1024};
}

struct bench_cost
bench_wait(pid_t child)
{
	return wait_for(child, NULL);
}

struct bench_cost
bench_program(const char *const *argv)
{
	int64_t begin = clock_stopwatch_us();
	struct bench_cost cost;
	pid_t pid = fork();

	if (pid == 0) {
		if (freopen("/dev/null", "w", stdout) != NULL)
			execv(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	cost = wait_for(pid, argv[0]);
	cost.ms = (double)(clock_stopwatch_us() - begin) / 1000;
	return cost;
}

static void
keep_to_one_core(void)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(0, &one);
	if (sched_setaffinity(0, sizeof(one), &one) != 0)
		fprintf(stderr, "bench: could not keep to one core; ratios stand all the same\n");
}

struct bench_cost
bench_child(void (*f)(void *context, void *result), void *context, void *result, size_t size)
{
	void *shared = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int64_t begin = clock_stopwatch_us();
	struct bench_cost cost;
	pid_t pid = shared == MAP_FAILED ? -1 : fork();

	if (pid == 0) {
		keep_to_one_core();
		f(context, shared);
		exit(0);
	}
	cost = wait_for(pid, "a child of the bench");
	cost.ms = (double)(clock_stopwatch_us() - begin) / 1000;
	memcpy(result, shared, size);
	munmap(shared, size);
	return cost;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double
bench_median(const double *values, size_t count)
{
	double sorted[VALUES];

	count = count < VALUES ? count : VALUES;
	memcpy(sorted, values, count * sizeof(*sorted));
	qsort(sorted, count, sizeof(*sorted), compare);
	return count % 2 == 1 ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2;
}
