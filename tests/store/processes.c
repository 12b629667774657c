/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Several processes and handles at one store, and a disk that is full.
 */
#include "file.h"

#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "floorwalker/base/clock.h"
#include "floorwalker/base/file.h"

/* The child's verdict: 0 fine, else the line that failed. */
static void
assert_child(pid_t pid)
{
	int status = -1;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

#define must(condition) do { if (!(condition)) _exit(__LINE__ % 250 + 1); } while (0)

/* Polls as a console does; once told that the parent has committed, the very next poll must see it:
 * how soon a change is seen is how often one looks (tests/bench/wake measures it). */
static void
watch(const char *path, int told, int tell)
{
	struct store *s = NULL;
	struct arena *a = arena_new();
	struct event_list events;
	int64_t first, now;
	char byte;

	must(store_open(path, &(struct store_options){ .read_only = true }, &s, NULL) == ERR_OK);
	must(store_change_count(s, &first, NULL) == ERR_OK);
	must(write(tell, "r", 1) == 1);
	for (int i = 0; i < 20; i++) {
		must(read(told, &byte, 1) == 1);
		must(store_change_count(s, &now, NULL) == ERR_OK && now > first);
		must(store_event_after(s, a, i, 10, &events, NULL) == ERR_OK && events.count == 1 &&
		    events.items[0].id == i + 1);
		first = now;
		must(store_change_count(s, &now, NULL) == ERR_OK && now == first);
		must(write(tell, "s", 1) == 1);
	}
	store_close(&s);
	arena_free(&a);
	_exit(0);
}

static void
another_process_sees_a_commit_at_its_next_poll(void **state)
{
	struct file *f = *state;
	int down[2], up[2];
	char byte;
	pid_t pid;

	file_open(f);
	store_close(&f->s);	/* no connection lives across the fork */
	assert_true(pipe(down) == 0 && pipe(up) == 0);
	pid = fork();
	if (pid == 0)
		watch(f->path, down[0], up[1]);
	file_open(f);
	assert_int_equal(read(up[0], &byte, 1), 1);
	for (int i = 0; i < 20; i++) {
		ok(f, store_begin(f->s, &f->e));
		ok(f, store_event_append(f->s, 1, "k", "work", "{}", i, NULL, 0, NULL, &f->e));
		ok(f, store_commit(f->s, &f->e));
		assert_int_equal(write(down[1], "c", 1), 1);
		assert_int_equal(read(up[0], &byte, 1), 1);
	}
	assert_child(pid);
	for (size_t i = 0; i < 2; i++) {
		close(down[i]);
		close(up[i]);
	}
}

#define TURNS 60

/* Claims until nothing is due, ends each turn, and tells its id. */
static void
work(const char *path, const char *name, int tell)
{
	struct store *s = NULL;
	struct arena *a = arena_new();
	struct turn t;
	enum err r;

	must(store_open(path, NULL, &s, NULL) == ERR_OK);
	while ((r = store_turn_claim(s, a, name, 1000, 100000, &t, NULL)) == ERR_OK) {
		must(write(tell, &t.id, sizeof(t.id)) == sizeof(t.id));
		t.state = TURN_SENT;
		must(store_begin(s, NULL) == ERR_OK);
		must(store_turn_put(s, &t, NULL) == ERR_OK);
		must(store_commit(s, NULL) == ERR_OK);
	}
	must(r == ERR_NOT_FOUND);
	store_close(&s);
	arena_free(&a);
	_exit(0);
}

static void
each_turn_is_claimed_by_one_process(void **state)
{
	static const char *const names[] = { "one", "two", "three" };
	struct file *f = *state;
	int claims[TURNS + 1] = { 0 }, up[2], total = 0;
	pid_t pids[3];
	int64_t id;

	file_open(f);
	ok(f, store_begin(f->s, &f->e));
	for (int i = 0; i < TURNS; i++) {
		struct conversation c = { 0 };
		struct turn t = { 0 };

		ok(f, store_conversation_add(f->s, &c, &f->e));
		t.conversation_id = c.id;
		ok(f, store_turn_add(f->s, &t, &f->e));
	}
	ok(f, store_commit(f->s, &f->e));
	store_close(&f->s);
	assert_int_equal(pipe(up), 0);
	for (size_t i = 0; i < 3; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			work(f->path, names[i], up[1]);
	}
	close(up[1]);
	for (; read(up[0], &id, sizeof(id)) == sizeof(id); total++)
		claims[id]++;
	for (size_t i = 0; i < 3; i++)
		assert_child(pids[i]);
	assert_int_equal(total, TURNS);
	for (int i = 1; i <= TURNS; i++)
		assert_int_equal(claims[i], 1);
	close(up[0]);
}

static void
a_writer_waits_its_time_and_then_says_busy(void **state)
{
	struct file *f = *state;
	struct store *other = NULL;
	struct turn t;

	file_open(f);
	file_conversation(f);
	ok(f, store_open(f->path, &(struct store_options){ .busy_ms = 30 }, &other, &f->e));
	ok(f, store_begin(f->s, &f->e));
	fails(f, ERR_BUSY, store_begin(other, &f->e));
	assert_non_null(strstr(f->e.text, "30 ms"));
	/* nothing due: no lock is asked for */
	fails(f, ERR_NOT_FOUND, store_turn_claim(other, f->a, "w", 1, 2, &t, &f->e));
	fails(f, ERR_STATE, store_commit(other, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_begin(other, &f->e));
	ok(f, store_meta_put(other, "a", "b", &f->e));
	ok(f, store_commit(other, &f->e));
	store_close(&other);
}

static void
a_reader_never_waits_and_never_writes(void **state)
{
	struct file *f = *state;
	struct store *reader = NULL;
	struct conversation c;
	const char *value;

	file_open(f);
	file_conversation(f);
	ok(f,
	    store_open(
		f->path, &(struct store_options){.read_only = true, .busy_ms = 1}, &reader, &f->e));
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_meta_put(f->s, "a", "b", &f->e));
	ok(f, store_conversation_get(reader, f->a, 1, &c, &f->e));
	fails(f, ERR_NOT_FOUND, store_meta_get(reader, f->a, "a", &value, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_meta_get(reader, f->a, "a", &value, &f->e));
	fails(f, ERR_FORBIDDEN, store_begin(reader, &f->e));
	fails(f, ERR_FORBIDDEN, store_scrub(reader, &f->e));
	store_close(&reader);
}

static void
an_audit_reads_one_moment_while_others_write(void **state)
{
	struct file *f = *state;
	struct store *reader = NULL;
	struct audit_report report;
	uint8_t master[SEAL_KEY] = { 1 };
	struct keyring *k = keyring_new_from(master);

	file_open(f);
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_event_append(f->s, 0, "k", "work", "{}", 1, NULL, 0, NULL, &f->e));
	ok(f, store_checkpoint(f->s, k, 2, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_open(f->path, &(struct store_options){ .read_only = true }, &reader, &f->e));
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_event_append(f->s, 0, "k", "work", "{}", 1, NULL, 0, NULL, &f->e));
	ok(f, store_audit(reader, k, NULL, NULL, &report, &f->e));
	assert_true(report.events == 1 && report.findings == 0 && report.uncovered == 0 &&
	    report.checkpoints == 1);
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_audit(reader, k, NULL, NULL, &report, &f->e));
	assert_true(report.events == 2 && report.findings == 0 && report.uncovered == 1);
	store_close(&reader);
	keyring_free(&k);
}

/* Writes until the size limit of files stops it, then goes on once there is room again. */
static void
fill(const char *path)
{
	struct store *s = NULL;
	struct arena *a = arena_new();
	struct errinfo e = { 0 };
	struct rlimit limit;
	char *big = mem_alloc(20001);
	int64_t written = 0, count;
	struct audit_report report;
	const char *value;
	enum err r = ERR_OK;

	memset(big, 'b', 20000);
	big[20000] = '\0';
	signal(SIGXFSZ, SIG_IGN);
	must(store_open(path, &(struct store_options){ .create = true }, &s, &e) == ERR_OK);
	must(getrlimit(RLIMIT_FSIZE, &limit) == 0);
	must(setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 600000, limit.rlim_max }) == 0);
	for (int i = 0; i < 1000 && !r; i++) {
		char name[20];

		snprintf(name, sizeof(name), "%d", i);
		must(store_begin(s, &e) == ERR_OK);
		r = store_meta_put(s, name, big, &e);
		if (!r)
			r = store_event_append(s, 1, "k", "work", "{}", 1, NULL, 0, NULL, &e);
		if (!r)
			r = store_commit(s, &e);
		written += r == ERR_OK;
	}
	must(r == ERR_IO);
	must(strstr(e.text, path) != NULL);
	store_rollback(s);
	must(written > 5);
	must(store_event_last(s, &count, &e) == ERR_OK && count == written);
	must(store_meta_get(s, a, "3", &value, &e) == ERR_OK && strcmp(value, big) == 0);
	must(setrlimit(RLIMIT_FSIZE, &limit) == 0);
	must(store_begin(s, &e) == ERR_OK);
	must(store_meta_put(s, "after", "x", &e) == ERR_OK);
	must(store_commit(s, &e) == ERR_OK);
	must(store_audit(s, NULL, NULL, NULL, &report, &e) == ERR_OK && report.findings == 0 &&
	    report.events == written);
	store_close(&s);
	mem_free(big);
	arena_free(&a);
	_exit(0);
}

static void
a_full_disk_stops_a_write_and_loses_nothing(void **state)
{
	struct file *f = *state;
	pid_t pid = fork();

	if (pid == 0)
		fill(f->path);
	assert_child(pid);
	file_open(f);
	assert_int_equal(file_conversation(f), 1);
}

static bool
file_holds(struct file *f, const char *ending, const char *needle)
{
	struct str bytes;
	char path[100];
	bool found;

	snprintf(path, sizeof(path), "%s%s", f->path, ending);
	str_init(&bytes);
	ok(f, file_read(path, 64 << 20, &bytes, &f->e));
	found =
	    bytes.length > 0 && memmem(bytes.data, bytes.length, needle, strlen(needle)) != NULL;
	str_clear(&bytes);
	return found;
}

static void
what_was_erased_is_in_no_file_any_more(void **state)
{
	struct file *f = *state;
	struct conversation c;
	char secret[] = "SECRET-4417-SECRET", wide[30000];

	memset(wide, 'w', sizeof(wide));
	memcpy(wide + 20000, secret, strlen(secret));
	wide[sizeof(wide) - 1] = '\0';
	file_open(f);
	file_conversation(f);
	ok(f, store_conversation_get(f->s, f->a, 1, &c, &f->e));
	ok(f, store_begin(f->s, &f->e));
	c.summary = secret;
	c.draft = wide;
	ok(f, store_conversation_put(f->s, &c, &f->e));
	ok(f, store_commit(f->s, &f->e));
	assert_true(file_holds(f, "-wal", secret));
	ok(f, store_begin(f->s, &f->e));
	c.summary = c.draft = "";
	ok(f, store_conversation_put(f->s, &c, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_scrub(f->s, &f->e));
	assert_false(file_holds(f, "", secret));
	assert_false(file_holds(f, "-wal", secret));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		FILE_TEST(another_process_sees_a_commit_at_its_next_poll),
		FILE_TEST(each_turn_is_claimed_by_one_process),
		FILE_TEST(a_writer_waits_its_time_and_then_says_busy),
		FILE_TEST(a_reader_never_waits_and_never_writes),
		FILE_TEST(an_audit_reads_one_moment_while_others_write),
		FILE_TEST(a_full_disk_stops_a_write_and_loses_nothing),
		FILE_TEST(what_was_erased_is_in_no_file_any_more),
	};

	return RUN_TAP(tests);
}
