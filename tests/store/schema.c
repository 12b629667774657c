/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Opening: what is made, upgraded or refused; and the statements against the schema.
 */
#include "file.h"

#include <sys/stat.h>
#include <time.h>

#include "../../src/store/sql.h"
#include "floorwalker/base/file.h"

static void
a_new_store_can_be_read_by_its_owner_alone(void **state)
{
	struct file *f = *state;
	static const char *const endings[] = { "", "-wal", "-shm" };
	struct stat st;
	char path[100];

	umask(0);
	file_open(f);
	file_conversation(f);
	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s%s", f->path, endings[i]);
		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(st.st_mode & 0777, 0600);
	}
	assert_string_equal(store_target(f->s), f->path);
}

static void
a_store_is_made_only_where_that_was_asked(void **state)
{
	struct file *f = *state;

	fails(f, ERR_NOT_FOUND, store_open(f->path, NULL, &f->s, &f->e));
	assert_non_null(strstr(f->e.text, f->path));
	fails(f, ERR_NOT_FOUND,
	    store_open(
		f->path, &(struct store_options){.create = true, .read_only = true}, &f->s, &f->e));
	assert_int_equal(access(f->path, F_OK), -1);
	fails(f, ERR_USAGE,
	    store_open(f->folder, &(struct store_options){.create = true}, &f->s, &f->e));
	fails(f, ERR_USAGE, store_open("", &(struct store_options){.create = true}, &f->s, &f->e));
	fails(f, ERR_USAGE,
	    store_open(":memory:", &(struct store_options){.create = true}, &f->s, &f->e));
	fails(f, ERR_IO,
	    store_open(
		"/nowhere/at/all/store.db", &(struct store_options){.create = true}, &f->s, &f->e));
	assert_null(f->s);
}

/* The schema as text, and the version. */
static void
read_schema(const char *path, struct str *out)
{
	sqlite3 *db;
	sqlite3_stmt *statement;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(
	    sqlite3_prepare_v2(db,
		"SELECT name || ': ' || coalesce(sql, '') FROM sqlite_schema UNION ALL "
		"SELECT '~' || user_version || ' ' || (SELECT application_id FROM pragma_application_id) FROM pragma_user_version ORDER BY 1",
		-1, &statement, NULL),
	    SQLITE_OK);
	while (sqlite3_step(statement) == SQLITE_ROW)
		str_addf(out, "%s\n", (const char *)sqlite3_column_text(statement, 0));
	sqlite3_finalize(statement);
	sqlite3_close(db);
}

static void
read_conversation(struct file *f)
{
	struct conversation c;
	struct message_hit *hits;
	size_t count;

	ok(f, store_conversation_get(f->s, f->a, 3, &c, &f->e));
	assert_string_equal(c.summary, "Wants a refund");
	assert_int_equal(c.reason, HANDOFF_POLICY);
	assert_int_equal(c.sealed_state_size, 2);
	ok(f, store_message_search(f->s, f->a, "jacket", 5, &hits, &count, &f->e));
	assert_int_equal(count, 1);
	assert_int_equal(hits[0].message_id, 9);
}

static void
every_frozen_store_is_brought_up_to_date_with_its_data(void **state)
{
	struct file *f = *state;
	const char *source = getenv("srcdir"), **names, *folder;
	size_t count;
	struct str fresh, upgraded, sql;

	str_init(&fresh);
	str_init(&upgraded);
	str_init(&sql);
	file_open(f);
	store_close(&f->s);
	read_schema(f->path, &fresh);
	folder = file_join(f->a, source ? source : ".", "tests/store/frozen");
	ok(f, file_list(f->a, folder, ".sql", &names, &count, &f->e));
	assert_int_equal(count, STORE_SCHEMA + 1);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(unlink(f->path), 0);
		str_reset(&sql);
		str_reset(&upgraded);
		ok(f, file_read(file_join(f->a, folder, names[i]), 1 << 20, &sql, &f->e));
		file_exec(f, sql.data);
		file_open(f);
		if (i > 0)
			read_conversation(f);
		store_close(&f->s);
		read_schema(f->path, &upgraded);
		assert_string_equal(upgraded.data, fresh.data);
	}
	str_clear(&fresh);
	str_clear(&upgraded);
	str_clear(&sql);
}

static void
an_empty_file_becomes_a_store(void **state)
{
	struct file *f = *state;

	file_fill(f, "", 0);
	file_open(f);
	assert_int_equal(file_conversation(f), 1);
}

static void
a_newer_schema_is_refused(void **state)
{
	struct file *f = *state;

	file_open(f);
	store_close(&f->s);
	file_exec(f, "PRAGMA user_version = 99");
	fails(f, ERR_UNSUPPORTED,
	    store_open(f->path, &(struct store_options){.create = true}, &f->s, &f->e));
	assert_non_null(strstr(f->e.text, "newer"));
	assert_non_null(strstr(f->e.text, "99"));
	assert_null(f->s);
	file_exec(f, "PRAGMA user_version = -3");
	fails(f, ERR_CORRUPT, store_open(f->path, NULL, &f->s, &f->e));
}

static void
an_older_schema_is_not_upgraded_by_a_reader(void **state)
{
	struct file *f = *state;
	const char *source = getenv("srcdir");
	struct str sql;

	str_init(&sql);
	ok(f,
	    file_read(file_join(f->a, source ? source : ".", "tests/store/frozen/0001.sql"),
		1 << 20, &sql, &f->e));
	file_exec(f, sql.data);
	fails(f, ERR_UNSUPPORTED,
	    store_open(f->path, &(struct store_options){.read_only = true}, &f->s, &f->e));
	assert_non_null(strstr(f->e.text, "for writing"));
	str_clear(&sql);
}

/* It may be a slip of the shell, or somebody making a store this very moment. */
static void
an_empty_file_is_no_store_until_it_is_to_be_made_one(void **state)
{
	struct file *f = *state;

	file_fill(f, "", 0);
	fails(f, ERR_NOT_FOUND,
	    store_open(f->path, &(struct store_options){.read_only = true}, &f->s, &f->e));
	fails(f, ERR_NOT_FOUND, store_open(f->path, NULL, &f->s, &f->e));
	assert_non_null(strstr(f->e.text, "store init"));
}

static void
files_of_others_are_refused_unharmed(void **state)
{
	struct file *f = *state;

	file_exec(f, "CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('x')");
	fails(f, ERR_UNSUPPORTED,
	    store_open(f->path, &(struct store_options){.create = true}, &f->s, &f->e));
	assert_non_null(strstr(f->e.text, "another program"));
	file_exec(
	    f, "SELECT url FROM bookmarks; PRAGMA application_id = 5; PRAGMA user_version = 1");
	fails(f, ERR_UNSUPPORTED,
	    store_open(f->path, &(struct store_options){.create = true}, &f->s, &f->e));
}

static void
what_is_no_database_is_refused(void **state)
{
	struct file *f = *state;
	char text[5000];

	memset(text, 'x', sizeof(text));
	file_fill(f, text, sizeof(text));
	fails(f, ERR_CORRUPT,
	    store_open(f->path, &(struct store_options){.create = true}, &f->s, &f->e));
	assert_non_null(strstr(f->e.text, "backup"));
	file_fill(f, "hello", 5);
	fails(f, ERR_CORRUPT,
	    store_open(f->path, &(struct store_options){.create = true}, &f->s, &f->e));
}

static void
a_damaged_store_is_refused_or_says_so(void **state)
{
	struct file *f = *state;
	struct conversation_list list;
	struct stat st;
	char *bytes;
	FILE *in;

	file_open(f);
	for (int i = 0; i < 50; i++)
		file_conversation(f);
	ok(f, store_scrub(f->s, &f->e));
	store_close(&f->s);
	assert_int_equal(stat(f->path, &st), 0);
	bytes = mem_alloc((size_t)st.st_size);
	in = fopen(f->path, "rb");
	assert_int_equal(fread(bytes, 1, (size_t)st.st_size, in), st.st_size);
	fclose(in);
	file_fill(f, bytes, (size_t)st.st_size / 3);	/* a tail is missing */
	fails(f, ERR_CORRUPT, store_open(f->path, NULL, &f->s, &f->e));
	memset(bytes + 4096, 0x5a, (size_t)st.st_size - 4096);
	file_fill(f, bytes, (size_t)st.st_size);	/* all but the first page is rubbish */
	if (store_open(f->path, NULL, &f->s, &f->e) == ERR_OK)
		fails(f, ERR_CORRUPT, store_conversation_list(f->s, f->a, NULL, &list, &f->e));
	else
		assert_int_equal(f->e.code, ERR_CORRUPT);
	mem_free(bytes);
}

static void
a_store_that_lacks_a_table_is_refused(void **state)
{
	struct file *f = *state;

	file_open(f);
	store_close(&f->s);
	file_exec(f, "DROP TABLE effects");
	fails(f, ERR_CORRUPT, store_open(f->path, NULL, &f->s, &f->e));
	assert_non_null(strstr(f->e.text, "schema"));
}

#define NUMBERS "WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150) "

/* Rows of several tables together would be millions: opening must not look at their product. */
static void
opening_costs_the_same_however_much_is_stored(void **state)
{
	struct file *f = *state;
	clock_t begin;

	file_open(f);
	file_conversation(f);
	store_close(&f->s);
	file_exec(f, NUMBERS "INSERT INTO timers SELECT i, 'x', i, 0 FROM n");
	file_exec(f,
	    NUMBERS
	    "INSERT INTO actions SELECT i, 1, 1, 1, '', '', 0, 9, NULL, '', 0, '', '', '', '', '', '', '', '', '', 1, 0, 0, 0, 0, 0, 0, '', 0, '', '', 0, 0 FROM n");
	file_exec(f,
	    NUMBERS
	    "INSERT INTO turns (id, conversation_id, up_to, epoch, state, worker, lease_ms, attempts, due_ms, backend, confidence, intent, "
	    "trace, created_ms, ended_ms) SELECT i, 1, 1, 1, 2, '', 0, 1, 0, '', 0.5, '', '', 1, 1 FROM n");
	file_exec(
	    f, NUMBERS "INSERT INTO events SELECT i, 1, i, 'x', '', '{}', 0, '', '', '' FROM n");
	begin = clock();
	file_open(f);
	assert_true(clock() - begin < CLOCKS_PER_SEC / 2);
}

static sqlite3 *
raw(struct file *f)
{
	sqlite3 *db;

	file_open(f);
	store_close(&f->s);
	assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
	return db;
}

static void
every_statement_is_portable_and_fits_the_schema(void **state)
{
	static const char *const dialect[] = {"INSERT OR", "REPLACE INTO", "PRAGMA", "rowid",
	    "MATCH", "?", "GLOB", "AUTOINCREMENT", "strftime", "ifnull", "json", "datetime"};
	struct file *f = *state;
	sqlite3 *db = raw(f);

	for (size_t i = 0; i < STATEMENT_COUNT; i++) {
		sqlite3_stmt *statement;

		assert_non_null(statements[i]);
		for (size_t d = 0; d < sizeof(dialect) / sizeof(dialect[0]); d++)
			if (strstr(statements[i], dialect[d]))
				fail_msg("%s: %s", statements[i], dialect[d]);
		if (sqlite3_prepare_v2(db, statements[i], -1, &statement, NULL) != SQLITE_OK)
			fail_msg("%s: %s", statements[i], sqlite3_errmsg(db));
		sqlite3_finalize(statement);
	}
	sqlite3_close(db);
}

/* Few rows at a time, whatever the size of the table. */
static bool
may_sort(enum statement s)
{
	return s == STATEMENT_CHAINS_MOVED || s == STATEMENT_CONVERSATION_OF_CONTACT ||
	    (s >= STATEMENT_CONVERSATION_LIST && s <= STATEMENT_CONVERSATION_LIST_END &&
		s != STATEMENT_CONVERSATION_LIST + NARROW_CLOSED * 10 + 3);
}

static void
what_is_asked_often_never_scans_a_table(void **state)
{
	static const enum statement often[] = {
	    STATEMENT_META_FIND,
	    STATEMENT_CONVERSATION_COUNT_STATES,
	    STATEMENT_CONVERSATION_COUNT_QUEUES,
	    STATEMENT_CONVERSATION_GET,
	    STATEMENT_CONVERSATION_PUT,
	    STATEMENT_CONVERSATION_PUT_IN_PLACE,
	    STATEMENT_CONVERSATION_LIST + NARROW_CLOSED * 10 + 3 /* latest first */,
	    STATEMENT_CONVERSATION_LIST + NARROW_CLOSED_AFTER * 10 /* by id */,
	    STATEMENT_CONVERSATION_LIST + NARROW_OPEN * 10,
	    STATEMENT_CONVERSATION_LIST + NARROW_ONE_OPEN_STATE * 10 + 8 /* what is due first */,
	    STATEMENT_CONVERSATION_COUNT + NARROW_OPEN,
	    STATEMENT_CONVERSATION_COUNT + NARROW_ONE_OPEN_STATE,
	    STATEMENT_CONVERSATION_COUNT + NARROW_CLOSED_AFTER,
	    STATEMENT_CONVERSATION_OF_CONTACT,
	    STATEMENT_MESSAGE_ADD,
	    STATEMENT_MESSAGE_NUMBER,
	    STATEMENT_MESSAGE_LIST,
	    STATEMENT_MESSAGE_OF_SOURCE,
	    STATEMENT_MESSAGE_WITHDRAW,
	    STATEMENT_TURN_OPEN,
	    STATEMENT_TURN_LATEST,
	    STATEMENT_TURN_SINCE,
	    STATEMENT_TURN_CLAIM,
	    STATEMENT_ACTION_OF_CONVERSATION,
	    STATEMENT_ACTION_OF_ORDER,
	    STATEMENT_ACTION_OF_CUSTOMER,
	    STATEMENT_APPROVAL_LIST,
	    STATEMENT_OUTBOX_OF,
	    STATEMENT_OUTBOX_CLAIM,
	    STATEMENT_OUTBOX_CANCEL,
	    STATEMENT_TIMER_CLEAR,
	    STATEMENT_TIMER_DUE,
	    STATEMENT_NOTE_LIST,
	    STATEMENT_CORRECTION_LIST,
	    STATEMENT_REVIEW_LIST,
	    STATEMENT_PROFILE_FIND,
	    STATEMENT_DOCUMENT_GET,
	    STATEMENT_DOCUMENT_LIST,
	    STATEMENT_DOCUMENT_FIND,
	    STATEMENT_EFFECT_FIND,
	    STATEMENT_CHAIN_GET,
	    STATEMENT_EVENT_LIST,
	    STATEMENT_EVENT_AFTER,
	    STATEMENT_EVENT_OF_USE,
	    STATEMENT_CHAINS_MOVED,
	};
	struct file *f = *state;
	sqlite3 *db = raw(f);
	char sql[4000];

	for (size_t i = 0; i < sizeof(often) / sizeof(often[0]); i++) {
		sqlite3_stmt *statement;

		snprintf(sql, sizeof(sql), "EXPLAIN QUERY PLAN %s", statements[often[i]]);
		assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
		while (sqlite3_step(statement) == SQLITE_ROW) {
			const char *plan = (const char *)sqlite3_column_text(statement, 3);

			if (text_starts(plan, "SCAN") && !strstr(plan, "CONSTANT") &&
			    !strstr(plan, " USING "))
				fail_msg("%s: %s", statements[often[i]], plan);
			if (strstr(plan, "USE TEMP B-TREE") && !may_sort(often[i]))
				fail_msg("%s: %s", statements[often[i]], plan);
		}
		sqlite3_finalize(statement);
	}
	sqlite3_close(db);
}

static void
plan_of(struct file *f, sqlite3 *db, const char *text, enum conversation_sort sort, struct str *out)
{
	static struct queue queues[] = {{.id = "refunds", .name = "Refunds"}};
	static struct settings settings = {.currency = "EUR", .queues = queues, .queue_count = 1};
	const struct query_scope scope = {.settings = &settings, .agent = "maeve", .now_ms = 1791983100000};
	struct sql q = {.driver = &sqlite_driver};
	struct query query;
	struct conversation_query asked = {.query = &query, .sort = sort, .limit = 1000};
	sqlite3_stmt *statement;
	struct str sql;

	ok(f, query_parse(f->a, text, &scope, &query, &f->e));
	str_init(&sql);
	str_add(&sql, "EXPLAIN QUERY PLAN ");
	sql_query_text(&q, &asked, &sql);
	if (sqlite3_prepare_v2(db, sql.data, -1, &statement, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql.data, sqlite3_errmsg(db));
	str_reset(out);
	while (sqlite3_step(statement) == SQLITE_ROW)
		str_addf(out, "%s\n", (const char *)sqlite3_column_text(statement, 3));
	sqlite3_finalize(statement);
	str_clear(&sql);
}

/* A row of the table is kilobytes: what is open is found without reading any. */
static void
lists_of_what_is_open_are_read_from_indexes_alone(void **state)
{
	static const struct { const char *query; enum conversation_sort sort; const char *plan; bool sorts; } asked[] = {
	    {"state:queued", SORT_BY_DUE, "USING COVERING INDEX conversations_promised", false},
	    {"state:queued", SORT_BY_SHOPPER, "USING COVERING INDEX conversations_live", true},
	    {"state:queued queue:refunds conf:<.3", SORT_BY_DUE, "USING COVERING INDEX conversations_live", true},
	    {"-closed reason:policy tag:vip -snoozed", SORT_BY_REASON, "USING COVERING INDEX conversations_live", true},
	    {"is:open tier:vip lang:de intent:refund* mood:<0 messages:>3 opened:<2h", SORT_BY_UPDATED, "USING COVERING INDEX conversations_live", true},
	    {"state:ai", SORT_BY_CONFIDENCE, "USING COVERING INDEX conversations_live", true},
	};
	struct file *f = *state;
	sqlite3 *db = raw(f);
	struct str plan;

	str_init(&plan);
	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
		plan_of(f, db, asked[i].query, asked[i].sort, &plan);
		if (strstr(plan.data, asked[i].plan) == NULL ||
		    (strstr(plan.data, "TEMP B-TREE") != NULL) != asked[i].sorts)
			fail_msg("%s: %s", asked[i].query, plan.data);
	}
	plan_of(f, db, "sleeve is:open", SORT_BY_DUE, &plan);
	assert_non_null(strstr(plan.data, "VIRTUAL TABLE INDEX"));
	plan_of(f, db, "amount:>5", SORT_BY_DUE, &plan);
	assert_non_null(strstr(plan.data, "COVERING INDEX actions_asked"));
	str_clear(&plan);
	sqlite3_close(db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		FILE_TEST(a_new_store_can_be_read_by_its_owner_alone),
		FILE_TEST(a_store_is_made_only_where_that_was_asked),
		FILE_TEST(every_frozen_store_is_brought_up_to_date_with_its_data),
		FILE_TEST(an_empty_file_becomes_a_store),
		FILE_TEST(a_newer_schema_is_refused),
		FILE_TEST(an_older_schema_is_not_upgraded_by_a_reader),
		FILE_TEST(an_empty_file_is_no_store_until_it_is_to_be_made_one),
		FILE_TEST(files_of_others_are_refused_unharmed),
		FILE_TEST(what_is_no_database_is_refused),
		FILE_TEST(a_damaged_store_is_refused_or_says_so),
		FILE_TEST(a_store_that_lacks_a_table_is_refused),
		FILE_TEST(opening_costs_the_same_however_much_is_stored),
		FILE_TEST(every_statement_is_portable_and_fits_the_schema),
		FILE_TEST(what_is_asked_often_never_scans_a_table),
		FILE_TEST(lists_of_what_is_open_are_read_from_indexes_alone),
	};

	return RUN_TAP(tests);
}
