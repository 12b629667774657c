/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forgeries on a real file, each made with raw SQL behind the store's back, and each found.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include <sqlite3.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/random.h"
#include "floorwalker/base/str.h"
#include "floorwalker/store.h"
#include "floorwalker/store/event.h"

#define ZEROES "0000000000000000000000000000000000000000000000000000000000000000"
#define UNLOCK "DROP TRIGGER events_never_change; DROP TRIGGER events_never_go; DROP TRIGGER checkpoints_never_change; " \
	"DROP TRIGGER checkpoints_never_go; "

struct log {
	struct store *s;
	struct keyring *k;
	struct errinfo e;
	char folder[64], path[80];
	unsigned faults;	/* bit 1 << fault of what was found */
	char first[240];
};

#define ok(call) do { enum err r_ = (call); if (r_) fail_msg("%s: %s: %s", #call, err_name(r_), l->e.text); } while (0)

static void
append(struct log *l, int64_t conversation, const char *kind, const char *data, const char *body)
{
	ok(store_event_append(l->s, conversation, kind, "ai", data, 1000, body,
	    body ? strlen(body) : 0, NULL, &l->e));
}

/* A message in each of three conversations: events (conversation 1, 2, 3) one after the other. */
static void
add_round(struct log *l, int round)
{
	for (int64_t c = 1; c <= 3; c++) {
		char sealed[40], data[40];
		struct message m = {.conversation_id = c,
		    .author = AUTHOR_SHOPPER,
		    .text = "masked",
		    .sealed = sealed};

		snprintf(sealed, sizeof(sealed), "sealed %d %d", round, (int)c);
		m.sealed_size = strlen(sealed);
		ok(store_message_add(l->s, &m, &l->e));
		snprintf(data, sizeof(data), "{\"message\":%lld}", (long long)m.id);
		append(l, c, "message.shopper", data, sealed);
		append(l, c, "message.seen", data, NULL);
	}
}

/* Events 1…12 and 13 (an action) under checkpoint 1, 14…19 under checkpoint 2, 20…27 under none. */
static void
write_log(struct log *l)
{
	struct action x = { .conversation_id = 1, .state = ACTION_WAITING, .kind = ACTION_REFUND };

	ok(store_begin(l->s, &l->e));
	for (int i = 0; i < 3; i++)
		ok(store_conversation_add(l->s, &(struct conversation){ 0 }, &l->e));
	add_round(l, 0);
	add_round(l, 1);
	ok(store_action_add(l->s, &x, &l->e));
	append(l, 1, "action.waiting", "{\"action\":1,\"state\":\"waiting\"}", NULL);
	ok(store_checkpoint(l->s, l->k, 5000, &l->e));
	add_round(l, 2);
	ok(store_checkpoint(l->s, l->k, 6000, &l->e));
	ok(store_checkpoint(l->s, l->k, 6001, &l->e));	/* nothing new: nothing written */
	add_round(l, 3);
	x.state = ACTION_APPROVED;
	ok(store_action_put(l->s, &x, &l->e));
	append(l, 1, "action.approved", "{\"action\":1,\"state\":\"approved\"}", NULL);
	append(l, 0, "store.opened", "{}", NULL);
	ok(store_commit(l->s, &l->e));
}

static int
open_log(void **state)
{
	uint8_t master[SEAL_KEY] = { 7 };
	struct log *l = mem_zero(1, sizeof(*l));

	*state = l;
	snprintf(l->folder, sizeof(l->folder), "/tmp/floorwalker-audit-XXXXXX");
	if (!mkdtemp(l->folder))
		return -1;
	snprintf(l->path, sizeof(l->path), "%s/store.db", l->folder);
	l->k = keyring_new_from(master);
	if (store_open(l->path, &(struct store_options){ .create = true }, &l->s, &l->e))
		return -1;
	write_log(l);
	return 0;
}

static int
close_log(void **state)
{
	struct log *l = *state;
	char path[100];

	store_close(&l->s);
	keyring_free(&l->k);
	for (size_t i = 0; i < 3; i++) {
		snprintf(
		    path, sizeof(path), "%s%s", l->path, (const char *[]){"", "-wal", "-shm"}[i]);
		unlink(path);
	}
	rmdir(l->folder);
	mem_free(l);
	return 0;
}

/* Behind the store's back, in a connection of its own. */
static void
forge(struct log *l, const char *sql)
{
	sqlite3 *db;
	char *says = NULL;

	assert_int_equal(sqlite3_open(l->path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &says) != SQLITE_OK)
		fail_msg("%s: %s", sql, says);
	sqlite3_close(db);
}

static void
note_finding(void *context, const struct audit_finding *f)
{
	struct log *l = context;

	if (!l->faults)
		snprintf(l->first, sizeof(l->first), "%s", f->text);
	l->faults |= 1u << f->fault;
}

static struct audit_report
audit(struct log *l, const struct keyring *k)
{
	struct audit_report report;

	l->faults = 0;
	ok(store_audit(l->s, k, note_finding, l, &report, &l->e));
	assert_int_equal(report.findings > 0, l->faults != 0);
	return report;
}

static void
an_untouched_log_is_clean(void **state)
{
	struct log *l = *state;
	struct audit_report report = audit(l, l->k);

	if (report.findings)
		fail_msg("%s", l->first);
	assert_int_equal(report.chains, 4);
	assert_int_equal(report.events, 27);
	assert_int_equal(report.checkpoints, 2);
	assert_int_equal(report.uncovered, 8);
}

static void
without_a_key_links_alone_are_checked(void **state)
{
	struct log *l = *state;
	struct audit_report report = audit(l, NULL);

	assert_int_equal(report.findings, 0);
	assert_int_equal(report.checkpoints, 0);
	assert_int_equal(report.uncovered, 27);
	forge(l, UNLOCK "UPDATE events SET actor = 'agent:eve' WHERE id = 5");
	audit(l, NULL);
	assert_int_equal(l->faults, 1u << AUDIT_EDITED);
}

static void
the_log_refuses_plain_updates_and_deletions(void **state)
{
	struct log *l = *state;
	static const char *const tries[] = {"UPDATE events SET data = '{}' WHERE id = 1",
	    "DELETE FROM events", "DELETE FROM checkpoints", "UPDATE checkpoints SET at_ms = 1"};
	sqlite3 *db;

	assert_int_equal(sqlite3_open(l->path, &db), SQLITE_OK);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(sqlite3_exec(db, tries[i], NULL, NULL, NULL), SQLITE_CONSTRAINT);
	sqlite3_close(db);
	assert_int_equal(audit(l, l->k).findings, 0);
}

/* Makes every hash of conversation 1 fit again after its event 3 was changed, the head included. */
static void
recompute(struct log *l)
{
	struct arena *a = arena_new();
	struct event_list list;
	char previous[SEAL_HEX] = ZEROES, hash[SEAL_HEX], sql[400];
	uint8_t raw[SEAL_HASH];
	struct str bytes;

	forge(l,
	    UNLOCK
	    "UPDATE events SET data = '{\"message\":1,\"forged\":true}' WHERE conversation_id = 1 AND number = 2");
	ok(store_event_list(l->s, a, 1, &list, &l->e));
	for (size_t i = 0; i < list.count; i++) {
		const struct event *x = &list.items[i];

		str_init(&bytes);
		str_addf(&bytes, "floorwalker-event-1\n1\n%lld\n%lld\n%s\n%s\n%s\n%zu\n%s\n%s\n",
		    (long long)x->number, (long long)x->at_ms, x->kind, x->actor, previous,
		    strlen(x->data), x->data, x->body);
		seal_sha256(bytes.data, bytes.length, raw);
		seal_hex(raw, sizeof(raw), hash);
		str_clear(&bytes);
		snprintf(sql, sizeof(sql),
		    "UPDATE events SET previous = '%s', hash = '%s' WHERE id = %lld; UPDATE chains SET hash = '%s' WHERE "
		    "conversation_id = 1",
		    previous, hash, (long long)x->id, hash);
		forge(l, sql);
		memcpy(previous, hash, sizeof(previous));
	}
	arena_free(&a);
}

static void
a_recomputed_chain_is_found_through_its_checkpoint(void **state)
{
	struct log *l = *state;

	recompute(l);
	audit(l, NULL);
	assert_int_equal(l->faults, 0);		/* its links are perfect */
	audit(l, l->k);
	assert_int_equal(l->faults, 1u << AUDIT_RECOMPUTED);
}

static void
checkpoints_sealed_with_another_key_are_found(void **state)
{
	struct log *l = *state;
	uint8_t other[SEAL_KEY] = { 8 };
	struct keyring *k = keyring_new_from(other);

	audit(l, k);
	assert_int_equal(l->faults, 1u << AUDIT_CHECKPOINT);
	keyring_free(&k);
}

static void
taking_every_seal_away_shows_in_the_report(void **state)
{
	struct log *l = *state;
	struct audit_report report;

	forge(l, UNLOCK "DELETE FROM checkpoints; DELETE FROM meta WHERE name = 'checkpoint'");
	report = audit(l, l->k);
	assert_int_equal(report.checkpoints, 0);
	assert_int_equal(report.uncovered, 27);
}

#define CHAIN_OF(n) "(SELECT hash FROM events WHERE conversation_id = " n " ORDER BY number DESC LIMIT 1)"
#define FIX_HEAD(n) "; UPDATE chains SET number = (SELECT MAX(number) FROM events WHERE conversation_id = " n "), hash = " CHAIN_OF(n) \
	" WHERE conversation_id = " n

static const struct { const char *what, *sql; enum audit_fault fault; } forgeries[] = {
	{ "edited data", "UPDATE events SET data = '{\"message\":1 }' WHERE id = 1", AUDIT_EDITED },
	{ "edited kind", "UPDATE events SET kind = 'x' WHERE id = 3", AUDIT_EDITED },
	{ "edited actor", "UPDATE events SET actor = 'agent:eve' WHERE id = 13", AUDIT_EDITED },
	{ "edited instant", "UPDATE events SET at_ms = at_ms + 1 WHERE id = 9", AUDIT_EDITED },
	{ "edited hash of the body", "UPDATE events SET body = '" ZEROES "' WHERE id = 1", AUDIT_EDITED },
	{ "edited link", "UPDATE events SET previous = '" ZEROES "' WHERE id = 9", AUDIT_EDITED },
	{ "edited hash", "UPDATE events SET hash = '" ZEROES "' WHERE id = 9", AUDIT_EDITED },
	{ "edited after the last checkpoint", "UPDATE events SET data = '{\"x\":1}' WHERE id = 27", AUDIT_EDITED },
	{ "moved to another conversation", "UPDATE events SET conversation_id = 2, number = 9 WHERE id = 26", AUDIT_CUT_TAIL },
	{ "deleted in the middle", "DELETE FROM events WHERE id = 7", AUDIT_MISSING },
	{ "deleted first", "DELETE FROM events WHERE id = 1", AUDIT_MISSING },
	{ "deleted and closed up", "DELETE FROM events WHERE id = 7; UPDATE events SET number = number - 1 WHERE conversation_id = 1 AND number = 4; "
	    "UPDATE events SET number = number - 1 WHERE conversation_id = 1 AND number = 5", AUDIT_REORDERED },
	{ "cut tail", "DELETE FROM events WHERE id > 20", AUDIT_CUT_TAIL },
	{ "cut tail, head corrected", "DELETE FROM events WHERE conversation_id = 2 AND number > 4" FIX_HEAD("2"), AUDIT_CUT_TAIL },
	{ "whole chain gone", "DELETE FROM events WHERE conversation_id = 3; DELETE FROM chains WHERE conversation_id = 3; "
	    "DELETE FROM messages WHERE conversation_id = 3", AUDIT_CUT_TAIL },
	{ "last chain gone", "DELETE FROM events WHERE conversation_id = 0", AUDIT_CUT_TAIL },
	{ "numbers swapped", "UPDATE events SET number = 99 WHERE id = 7; UPDATE events SET number = 3 WHERE id = 8; "
	    "UPDATE events SET number = 4 WHERE id = 7", AUDIT_REORDERED },
	{ "ids swapped", "UPDATE events SET id = 99 WHERE id = 7; UPDATE events SET id = 7 WHERE id = 8; UPDATE events SET id = 8 WHERE id = 99",
	    AUDIT_REORDERED },
	{ "an id from later", "UPDATE events SET id = 99 WHERE id = 18; UPDATE events SET id = 100 WHERE id = 19; "
	    "UPDATE events SET id = 101 WHERE id = 24; UPDATE events SET id = 102 WHERE id = 25", AUDIT_REORDERED },
	{ "events beyond the head", "INSERT INTO events SELECT 50, 2, 9, kind, actor, data, at_ms, body, previous, hash FROM events WHERE id = 1",
	    AUDIT_RECOMPUTED },
	{ "events beyond a gap", "INSERT INTO events SELECT 50, 2, 12, kind, actor, data, at_ms, body, previous, hash FROM events WHERE id = 1",
	    AUDIT_MISSING },
	{ "head moved back", "UPDATE chains SET number = 2 WHERE conversation_id = 2", AUDIT_RECOMPUTED },
	{ "head with another hash", "UPDATE chains SET hash = '" ZEROES "' WHERE conversation_id = 2", AUDIT_RECOMPUTED },
	{ "head gone", "DELETE FROM chains WHERE conversation_id = 2", AUDIT_RECOMPUTED },
	{ "checkpoint gone", "DELETE FROM checkpoints WHERE id = 1", AUDIT_CHECKPOINT },
	{ "last checkpoint gone", "DELETE FROM checkpoints WHERE id = 2", AUDIT_CHECKPOINT },
	{ "every checkpoint gone", "DELETE FROM checkpoints", AUDIT_CHECKPOINT },
	{ "checkpoint's heads edited", "UPDATE checkpoints SET heads = replace(heads, '1 5 ', '1 4 ') WHERE id = 1", AUDIT_CHECKPOINT },
	{ "checkpoint's heads broken", "UPDATE checkpoints SET heads = 'x' WHERE id = 1", AUDIT_CHECKPOINT },
	{ "checkpoint's instant edited", "UPDATE checkpoints SET at_ms = 7 WHERE id = 2", AUDIT_CHECKPOINT },
	{ "checkpoint's reach edited", "UPDATE checkpoints SET last_event = 12 WHERE id = 1", AUDIT_CHECKPOINT },
	{ "checkpoint's seal edited", "UPDATE checkpoints SET seal = '" ZEROES "' WHERE id = 2", AUDIT_CHECKPOINT },
	{ "checkpoint's seal emptied", "UPDATE checkpoints SET seal = '' WHERE id = 2", AUDIT_CHECKPOINT },
	{ "checkpoint doubled", "INSERT INTO checkpoints SELECT 3, at_ms, last_event, heads, previous, seal FROM checkpoints WHERE id = 2",
	    AUDIT_CHECKPOINT },
	{ "sealed words edited", "UPDATE messages SET sealed = x'00' WHERE id = 4", AUDIT_RECORD },
	{ "sealed words emptied", "UPDATE messages SET sealed = NULL WHERE id = 4", AUDIT_RECORD },
	{ "message gone", "DELETE FROM messages WHERE id = 4", AUDIT_RECORD },
	{ "message moved", "UPDATE messages SET conversation_id = 2, number = 77 WHERE id = 1", AUDIT_RECORD },
	{ "message slipped in", "INSERT INTO messages SELECT 90, 1, 90, author, name, text, sealed, source_key, epoch, turn_id, confidence, citations, "
	    "delivery, created_ms, delivered_ms FROM messages WHERE id = 1", AUDIT_RECORD },
	{ "action's state edited", "UPDATE actions SET state = 9 WHERE id = 1", AUDIT_RECORD },
	{ "action gone", "DELETE FROM actions WHERE id = 1", AUDIT_RECORD },
	{ "action slipped in", "INSERT INTO actions SELECT 2, version, conversation_id, epoch, customer_id, order_id, kind, state, sealed_params, title, "
	    "amount, currency, verdict, rule, facts, facts_hash, proposed_by, 'k', result, reason, approvals_needed, attempts, proposed_ms, expires_ms, "
	    "decided_ms, ended_ms, first_amount, amended_by, amended_ms, asked_by, question, asked_ms, answered_ms FROM actions WHERE id = 1", AUDIT_RECORD },
};

static void
each_forgery_is_found_for_what_it_is(void **state)
{
	for (size_t i = 0; i < sizeof(forgeries) / sizeof(forgeries[0]); i++) {
		struct log *l;
		char sql[2000];

		assert_int_equal(open_log(state), 0);
		l = *state;
		snprintf(sql, sizeof(sql), UNLOCK "%s", forgeries[i].sql);
		forge(l, sql);
		audit(l, l->k);
		if (!(l->faults & 1u << forgeries[i].fault))
			fail_msg("%s: found %#x (%s), not %s", forgeries[i].what, l->faults,
			    l->first, audit_fault_name(forgeries[i].fault));
		close_log(state);
	}
}

/* ---- forgeries at random places of a longer log */

#define MANY_ROUNDS 60		/* three messages with two events each */
#define ALONE 27		/* the one event of chain 0 */
#define MANY_SEALED 48		/* rounds under checkpoints */

static void
write_long_log(struct log *l, int64_t *last_sealed)
{
	ok(store_begin(l->s, &l->e));
	for (int i = 0; i < MANY_ROUNDS; i++) {
		add_round(l, 10 + i);
		if (i % 8 == 7 && i < MANY_SEALED) {
			ok(store_checkpoint(l->s, l->k, 7000 + i, &l->e));
			ok(store_event_last(l->s, last_sealed, &l->e));
		}
	}
	ok(store_commit(l->s, &l->e));
}

static const char *
edit_at_random(struct random_stream *random, struct arena *a, int64_t id)
{
	static const char *const edits[] = {"data = data || ' '", "kind = kind || 'x'",
	    "actor = 'agent:eve'", "at_ms = at_ms - 1", "body = hash", "previous = hash",
	    "hash = body", "number = number + 1000", "data = '{ }'", "hash = upper(hash)"};

	return arena_printf(a, "UPDATE OR REPLACE events SET %s WHERE id = %lld",
	    edits[random_below(random, sizeof(edits) / sizeof(edits[0]))], (long long)id);
}

/* One forgery: an edit, a deletion, a cut tail or a reordering, of events 1 … last. */
static const char *
forgery_at_random(struct random_stream *random, struct arena *a, int64_t last, int64_t last_sealed)
{
	long long id = 1 + (long long)random_below(random, (uint64_t)last),
		  other = 1 + (long long)random_below(random, (uint64_t)last);
	long long sealed = 1 + (long long)random_below(random, (uint64_t)last_sealed);

	switch (random_below(random, 7)) {
	case 0:
		return edit_at_random(random, a, id);
	case 1:
		return arena_printf(a, "DELETE FROM events WHERE id = %lld", id);
	case 2:
		return arena_printf(a, "DELETE FROM events WHERE id >= %lld", id);
	case 3:	/* a tail of one conversation, and its head set back to what is left: what lies
		   under a seal is missed all the same */
		return arena_printf(a,
		    "CREATE TEMP TABLE cut AS SELECT conversation_id AS c, number AS n FROM events WHERE id = %lld; "
		    "DELETE FROM events WHERE conversation_id = (SELECT c FROM cut) AND number >= (SELECT n FROM cut); "
		    "UPDATE chains SET number = (SELECT n - 1 FROM cut), hash = COALESCE((SELECT hash FROM events WHERE conversation_id = (SELECT c FROM cut) "
		    "ORDER BY number DESC LIMIT 1), '') WHERE conversation_id = (SELECT c FROM cut)",
		    sealed);
	case 4:	/* two events of one conversation change ids */
		id = id == ALONE ? 1 : id;
		return arena_printf(a,
		    "CREATE TEMP TABLE pair AS SELECT id FROM events WHERE conversation_id = (SELECT conversation_id FROM events WHERE id = %lld) "
		    "ORDER BY id = %lld DESC, abs(id - %lld) LIMIT 2; UPDATE events SET id = -1 WHERE id = (SELECT min(id) FROM pair); "
		    "UPDATE events SET id = (SELECT min(id) FROM pair) WHERE id = (SELECT max(id) FROM pair); UPDATE events SET id = (SELECT max(id) FROM pair) WHERE id = -1",
		    id, id, other);
	case 5:	/* an event and the next of its conversation */
		id = id == ALONE ? 1 : id > last - 8 ? last - 8 : id;
		return arena_printf(a,
		    "CREATE TEMP TABLE two AS SELECT id, number FROM events WHERE conversation_id = (SELECT conversation_id FROM events WHERE id = %lld) AND id >= %lld "
		    "ORDER BY number LIMIT 2; UPDATE events SET number = -1 WHERE id = (SELECT min(id) FROM two); "
		    "UPDATE events SET number = (SELECT min(number) FROM two) WHERE id = (SELECT max(id) FROM two); "
		    "UPDATE events SET number = (SELECT max(number) FROM two) WHERE number = -1",
		    id, id);
	default:
		return arena_printf(a,
		    "UPDATE events SET conversation_id = conversation_id %% 3 + 1, number = 900 WHERE id = %lld",
		    id);
	}
}

static void
edits_deletions_cut_tails_and_reorderings_are_found_wherever_they_are(void **state)
{
	struct log *l = *state;
	const char *times = getenv("FLOORWALKER_FORGERIES");
	int count = times ? atoi(times) : 40;
	struct arena *a = arena_new();
	struct random_stream random;
	struct str whole;
	int64_t last, last_sealed = 0;

	write_long_log(l, &last_sealed);
	ok(store_event_last(l->s, &last, &l->e));
	assert_int_equal(audit(l, l->k).findings, 0);
	store_close(&l->s);
	str_init(&whole);
	ok(file_read(l->path, 16 << 20, &whole, &l->e));
	random_init(&random, 1, "forgeries");
	for (int i = 0; i < count; i++) {
		const char *sql = forgery_at_random(&random, a, last, last_sealed);

		ok(file_write(l->path, whole.data, whole.length, 0600, &l->e));
		forge(l, arena_printf(a, UNLOCK "%s", sql));
		ok(store_open(l->path, NULL, &l->s, &l->e));
		if (audit(l, l->k).findings == 0)
			fail_msg("not found: %s", sql);
		store_close(&l->s);
	}
	print_message(
	    "# %d forgeries in a log of %lld events, each found\n", count, (long long)last);
	str_clear(&whole);
	arena_free(&a);
}

/* A chain of one perfect event under an id that lies behind the seal. */
static void
an_event_slipped_in_behind_a_checkpoint_is_found(void **state)
{
	struct log *l = *state;
	static const char *const text =
	    "floorwalker-event-1\n8\n1\n1\nk\nai\n" ZEROES "\n2\n{}\n" ZEROES "\n";
	char hash[SEAL_HEX], sql[800];
	uint8_t raw[SEAL_HASH];

	seal_sha256(text, strlen(text), raw);
	seal_hex(raw, sizeof(raw), hash);
	snprintf(sql, sizeof(sql),
	    "INSERT INTO events VALUES (0, 8, 1, 'k', 'ai', '{}', 1, '%s', '%s', '%s'); INSERT INTO chains VALUES (8, 1, '%s')",
	    ZEROES, ZEROES, hash, hash);
	forge(l, sql);
	audit(l, NULL);
	assert_int_equal(l->faults, 0);
	audit(l, l->k);
	assert_int_equal(l->faults, 1u << AUDIT_RECOMPUTED);
}

static void
an_erased_key_leaves_the_log_verifiable(void **state)
{
	struct log *l = *state;
	struct arena *a = arena_new();
	struct conversation c;

	ok(store_begin(l->s, &l->e));
	ok(store_conversation_get(l->s, a, 1, &c, &l->e));
	c.has_key = false;
	c.sealed_state = "";
	c.sealed_state_size = 0;
	ok(store_conversation_put(l->s, &c, &l->e));
	ok(store_commit(l->s, &l->e));
	ok(store_scrub(l->s, &l->e));
	assert_int_equal(audit(l, l->k).findings, 0);
	arena_free(&a);
}

static void
the_memory_store_is_audited_alike(void **state)
{
	uint8_t master[SEAL_KEY] = { 7 };
	struct log memory = { .k = keyring_new_from(master) }, *l = &memory;
	struct audit_report report;

	(void)state;
	ok(store_open("memory:", NULL, &l->s, &l->e));
	write_log(l);
	report = audit(l, l->k);
	assert_int_equal(report.findings, 0);
	assert_int_equal(report.events, 27);
	assert_int_equal(report.uncovered, 8);
	store_close(&l->s);
	keyring_free(&l->k);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(an_untouched_log_is_clean, open_log, close_log),
	    cmocka_unit_test_setup_teardown(
		without_a_key_links_alone_are_checked, open_log, close_log),
	    cmocka_unit_test_setup_teardown(
		the_log_refuses_plain_updates_and_deletions, open_log, close_log),
	    cmocka_unit_test(each_forgery_is_found_for_what_it_is),
	    cmocka_unit_test_setup_teardown(
		edits_deletions_cut_tails_and_reorderings_are_found_wherever_they_are, open_log,
		close_log),
	    cmocka_unit_test_setup_teardown(
		a_recomputed_chain_is_found_through_its_checkpoint, open_log, close_log),
	    cmocka_unit_test_setup_teardown(
		checkpoints_sealed_with_another_key_are_found, open_log, close_log),
	    cmocka_unit_test_setup_teardown(
		taking_every_seal_away_shows_in_the_report, open_log, close_log),
	    cmocka_unit_test_setup_teardown(
		an_event_slipped_in_behind_a_checkpoint_is_found, open_log, close_log),
	    cmocka_unit_test_setup_teardown(
		an_erased_key_leaves_the_log_verifiable, open_log, close_log),
	    cmocka_unit_test(the_memory_store_is_audited_alike),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
