/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A writer is killed at random moments; what it was told to be written must be there, whole, and
 * the log must hold.
 */
#include "file.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

#include "floorwalker/base/random.h"

#define LONGEST_US 30000

/* One transaction: a message with its event and the conversation's new version, every tenth with a
 * checkpoint. */
static enum err
write_one(struct store *s, struct arena *a, const struct keyring *k, int64_t *id)
{
	struct conversation c;
	struct message m = {.conversation_id = 1,
	    .text = "Where is my order?",
	    .sealed = "sealed",
	    .sealed_size = 6};
	char data[40];
	enum err r = store_begin(s, NULL);

	if (!r)
		r = store_conversation_get(s, a, 1, &c, NULL);
	if (!r)
		r = store_message_add(s, &m, NULL);
	snprintf(data, sizeof(data), "{\"message\":%lld}", (long long)m.id);
	if (!r)
		r = store_event_append(s, 1, "message.shopper", "shopper", data, m.id, m.sealed,
		    m.sealed_size, NULL, NULL);
	c.message_count++;
	if (!r)
		r = store_conversation_put(s, &c, NULL);
	if (!r && m.id % 10 == 0)
		r = store_checkpoint(s, k, m.id, NULL);
	if (!r)
		r = store_commit(s, NULL);
	*id = m.id;
	return r;
}

/* Writes until it is killed; each id goes to the pipe only after its commit returned. */
static void
write_on(const char *path, const struct keyring *k, int tell)
{
	struct store *s = NULL;

	if (store_open(path, NULL, &s, NULL))
		_exit(1);
	for (;;) {
		struct arena *a = arena_new();
		int64_t id;

		if (write_one(s, a, k, &id) || write(tell, &id, sizeof(id)) != sizeof(id))
			_exit(2);
		arena_free(&a);
	}
}

/* Kills the writer after a while that the seed chooses; gives the last id that it was told is
 * written. */
static int64_t
one_life(struct file *f, const struct keyring *k, struct random_stream *random)
{
	int64_t id, last = 0, after = (int64_t)random_below(random, LONGEST_US);
	int up[2], status;
	pid_t pid;

	assert_int_equal(pipe(up), 0);
	pid = fork();
	if (pid == 0)
		write_on(f->path, k, up[1]);
	close(up[1]);
	assert_int_equal(read(up[0], &id, sizeof(id)), sizeof(id));	/* it lives */
	last = id;
	ppoll(NULL, 0, &(struct timespec){ 0, after * 1000 }, NULL);
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	while (read(up[0], &id, sizeof(id)) == sizeof(id))
		last = id;
	close(up[0]);
	return last;
}

static void
check(struct file *f, const struct keyring *k, int64_t last)
{
	struct arena *a = arena_new();
	struct conversation c;
	struct message_list messages;
	struct audit_report report;

	file_open(f);
	ok(f, store_message_list(f->s, a, 1, 0, &messages, &f->e));
	assert_true((int64_t)messages.count >= last);
	assert_true((int64_t)messages.count <= last + 1);	/* at most the one that was not yet
								   told */
	for (size_t i = 0; i < messages.count; i++)
		assert_int_equal(messages.items[i].id, i + 1);
	ok(f, store_conversation_get(f->s, a, 1, &c, &f->e));
	assert_int_equal(c.message_count, messages.count);
	ok(f, store_audit(f->s, k, NULL, NULL, &report, &f->e));
	assert_int_equal(report.findings, 0);
	assert_int_equal(report.events, messages.count);
	assert_int_equal(report.checkpoints, messages.count / 10);
	store_close(&f->s);
	arena_free(&a);
}

static void
nothing_that_was_acknowledged_is_lost_when_a_writer_is_killed(void **state)
{
	struct file *f = *state;
	uint8_t master[SEAL_KEY] = { 3 };
	struct keyring *k = keyring_new_from(master);
	const char *seed = getenv("CRASH_SEED");
	const char *kills = getenv("FLOORWALKER_KILLS");
	int rounds = kills ? atoi(kills) : 20;
	struct random_stream random;
	int64_t last = 0;

	random_init(&random, seed ? strtoull(seed, NULL, 10) : 1, "crash");
	file_open(f);
	file_conversation(f);
	store_close(&f->s);
	for (int i = 0; i < rounds; i++) {
		last = one_life(f, k, &random);
		check(f, k, last);
	}
	print_message("# %d kills of a writer, %lld transactions acknowledged, each there whole\n",
	    rounds, (long long)last);
	keyring_free(&k);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		FILE_TEST(nothing_that_was_acknowledged_is_lost_when_a_writer_is_killed),
	};

	return RUN_TAP(tests);
}
