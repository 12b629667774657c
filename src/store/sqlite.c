/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The SQLite driver: WAL, one writer at a time, durable when a commit returns.
 */
#include "sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <sys/stat.h>
#include <unistd.h>

#include "floorwalker/base/clock.h"
#include "floorwalker/text/translate.h"
#include "sql.h"

#define BUSY_MS 5000
#define OPEN_FLAGS (SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE)

enum err
sqlite_err(const struct sqlite *s, int code, struct errinfo *e)
{
	const char *says = s->db ? sqlite3_errmsg(s->db) : sqlite3_errstr(code);

	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(e, ERR_BUSY,
		    "%s: another process has been writing for longer than %d ms; try again",
		    s->path, s->busy_ms);
	case SQLITE_FULL:
		return err_set(e, ERR_IO,
		    "%s: no room left to write; nothing was changed; free some space and try again",
		    s->path);
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
		return err_set(e, ERR_IO, "%s: %s (%s)", s->path, says,
		    errno ? strerror(errno) : "no further reason given");
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return err_set(e, ERR_CORRUPT,
		    tr("%s is damaged or no store at all (%s); restore it from a backup"), s->path,
		    says);
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return err_set(e, ERR_FORBIDDEN,
		    tr("%s can't be written (%s): that takes the right to write the file and its folder"),
		    s->path, says);
	case SQLITE_TOOBIG:
		return err_set(e, ERR_LIMIT, tr("%s: too large to store"), s->path);
	case SQLITE_CONSTRAINT:
		if (code == SQLITE_CONSTRAINT_FOREIGNKEY)
			return err_set(
			    e, ERR_NOT_FOUND, tr("the record that this one belongs to does not exist"));
		if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
		    code == SQLITE_CONSTRAINT_ROWID)
			return err_set(
			    e, ERR_EXISTS, tr("a record with this key is there already (%s)"), says);
		return err_set(e, ERR_INPUT, tr("a value can't be stored: %s"), says);
	default:
		return err_set(e, ERR_IO, "%s: %s", s->path, says);
	}
}

enum err
sqlite_exec(struct sqlite *s, const char *text, struct errinfo *e)
{
	int code;

	errno = 0;
	code = sqlite3_exec(s->db, text, NULL, NULL, NULL);
	return code == SQLITE_OK ? ERR_OK : sqlite_err(s, code, e);
}

enum err
sqlite_ask(struct sqlite *s, const char *text, int64_t *out, struct errinfo *e)
{
	sqlite3_stmt *statement = NULL;
	int code;
	enum err r = ERR_OK;

	*out = 0;
	errno = 0;
	code = sqlite3_prepare_v2(s->db, text, -1, &statement, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		*out = sqlite3_column_int64(statement, 0);
	else if (code != SQLITE_DONE)
		r = sqlite_err(s, code, e);
	sqlite3_finalize(statement);
	return r;
}

static void
close_connection(void *connection)
{
	struct sqlite *s = connection;

	sqlite3_finalize(s->begin_write);
	sqlite3_finalize(s->begin_read);
	sqlite3_finalize(s->commit);
	sqlite3_finalize(s->data_version);
	sqlite3_close(s->db);
	mem_free(s->path);
	mem_free(s);
}

static enum err
step_plain(struct sqlite *s, sqlite3_stmt *statement, struct errinfo *e)
{
	int code;
	enum err r = ERR_OK;

	errno = 0;
	code = sqlite3_step(statement);
	if (code != SQLITE_DONE && code != SQLITE_ROW)
		r = sqlite_err(s, code, e);
	sqlite3_reset(statement);
	return r;
}

/* Back to syncing at each commit. */
static void
end_light(struct sqlite *s)
{
	if (s->light && !s->passing)
		sqlite3_exec(s->db, "PRAGMA synchronous = FULL", NULL, NULL, NULL);
	s->light = false;
}

static enum err
begin(void *connection, enum begin how, struct errinfo *e)
{
	struct sqlite *s = connection;
	enum err r;

	if (how == BEGIN_LEASE && !s->passing && (r = sqlite_exec(s, "PRAGMA synchronous = NORMAL", e)) != ERR_OK)
		return r;
	s->light = how == BEGIN_LEASE;
	r = step_plain(s, how == BEGIN_READ ? s->begin_read : s->begin_write, e);
	if (r)
		end_light(s);
	return r;
}

static void
rollback(void *connection)
{
	struct sqlite *s = connection;

	if (!sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	end_light(s);
}

static enum err
commit(void *connection, struct errinfo *e)
{
	struct sqlite *s = connection;
	enum err r = step_plain(s, s->commit, e);

	if (r)
		rollback(s);
	else
		s->own_commits++;
	end_light(s);
	return r;
}

static enum err
change_count(void *connection, int64_t *out, struct errinfo *e)
{
	struct sqlite *s = connection;
	int code;
	enum err r = ERR_OK;

	errno = 0;
	code = sqlite3_step(s->data_version);
	if (code == SQLITE_ROW)
		*out = sqlite3_column_int64(s->data_version, 0) + s->own_commits;
	else
		r = sqlite_err(s, code, e);
	sqlite3_reset(s->data_version);
	return r;
}

/* What was deleted is overwritten with zeroes (secure_delete); moving the WAL into the file and
 * emptying it leaves no older page behind. */
static enum err
scrub(void *connection, struct errinfo *e)
{
	struct sqlite *s = connection;
	int64_t busy;
	enum err r = sqlite_exec(s,
	    "INSERT INTO messages_text (messages_text) VALUES ('optimize'); "
	    "INSERT INTO shoppers_text (shoppers_text) VALUES ('optimize')",
	    e);

	if (!r)
		r = sqlite_ask(s, "PRAGMA wal_checkpoint(TRUNCATE)", &busy, e);
	if (!r && busy)
		return err_set(e, ERR_BUSY,
		    "%s: another process still reads older pages; try again to have them overwritten",
		    s->path);
	return r;
}

static enum err
prepare(void *connection, const char *text, void **statement, struct errinfo *e)
{
	struct sqlite *s = connection;
	sqlite3_stmt *made = NULL;
	int code;

	errno = 0;
	code = sqlite3_prepare_v3(s->db, text, -1, SQLITE_PREPARE_PERSISTENT, &made, NULL);
	if (code != SQLITE_OK)
		return sqlite_err(s, code, e);
	*statement = made;
	return ERR_OK;
}

static void
finish(void *statement)
{
	sqlite3_finalize(statement);
}

static void
reset(void *statement)
{
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
}

/* "$7" is a name to SQLite, not a number; the first use in the text gives its place. */
static int
place(sqlite3_stmt *statement, int at)
{
	char name[12];
	const char *there = sqlite3_bind_parameter_name(statement, at);

	if (there && there[0] == '$' && atoi(there + 1) == at)
		return at;
	sqlite3_snprintf(sizeof(name), name, "$%d", at);
	return sqlite3_bind_parameter_index(statement, name);
}

static void
bind_int(void *statement, int at, int64_t n)
{
	sqlite3_bind_int64(statement, place(statement, at), n);
}

static void
bind_real(void *statement, int at, double x)
{
	sqlite3_bind_double(statement, place(statement, at), x);
}

static void
bind_text(void *statement, int at, const char *s)
{
	if (s)
		sqlite3_bind_text(statement, place(statement, at), s, -1, SQLITE_STATIC);
	else
		sqlite3_bind_null(statement, place(statement, at));
}

static void
bind_blob(void *statement, int at, const void *bytes, size_t size)
{
	if (bytes)
		sqlite3_bind_blob64(statement, place(statement, at), bytes, size, SQLITE_STATIC);
	else
		sqlite3_bind_null(statement, place(statement, at));
}

static enum err
step(void *connection, void *statement, bool *row, struct errinfo *e)
{
	struct sqlite *s = connection;
	int code;

	errno = 0;
	code = sqlite3_step(statement);
	*row = code == SQLITE_ROW;
	return code == SQLITE_ROW || code == SQLITE_DONE ? ERR_OK : sqlite_err(s, code, e);
}

static int64_t
column_int(void *statement, int at)
{
	return sqlite3_column_int64(statement, at - 1);
}

static double
column_real(void *statement, int at)
{
	return sqlite3_column_double(statement, at - 1);
}

static const char *
column_text(void *statement, int at, size_t *length)
{
	const char *s = (const char *)sqlite3_column_text(statement, at - 1);

	if (length)
		*length = (size_t)sqlite3_column_bytes(statement, at - 1);
	return s;
}

static const void *
column_blob(void *statement, int at, size_t *size)
{
	const void *bytes = sqlite3_column_blob(statement, at - 1);

	*size = (size_t)sqlite3_column_bytes(statement, at - 1);
	return bytes;
}

/* Each phrase in quotes, and none in it: no operator of FTS5 can come from a query. FTS5 makes
 * words of it as it made words of the messages. */
static void
search_match(const struct search *s, struct str *out)
{
	for (size_t i = 0; i < s->count; i++)
		str_addf(out, "%s\"%s\"%s", i > 0 ? " " : "", s->phrases[i].raw,
		    s->phrases[i].begins ? " *" : "");
}

const struct sql_driver sqlite_driver = {
    .name = "SQLite",
    .close = close_connection,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .change_count = change_count,
    .scrub = scrub,
    .prepare = prepare,
    .finish = finish,
    .reset = reset,
    .bind_int = bind_int,
    .bind_real = bind_real,
    .bind_text = bind_text,
    .bind_blob = bind_blob,
    .step = step,
    .column_int = column_int,
    .column_real = column_real,
    .column_text = column_text,
    .column_blob = column_blob,
    .search_match = search_match,
    .search_some =
	"SELECT m.conversation_id, m.id, m.text FROM messages_text CROSS JOIN messages m ON m.id = messages_text.rowid "
	"CROSS JOIN conversations c ON c.id = m.conversation_id WHERE messages_text MATCH %s",
    .search_count =
	"SELECT COUNT(*) FROM messages_text CROSS JOIN messages m ON m.id = messages_text.rowid "
	"CROSS JOIN conversations c ON c.id = m.conversation_id WHERE messages_text MATCH %s",
    .search_order = "ORDER BY messages_text.rank, m.id",
    .said =
	"c.id IN (SELECT m.conversation_id FROM messages_text CROSS JOIN messages m ON m.id = messages_text.rowid WHERE messages_text MATCH %s)",
    .called = "c.id IN (SELECT rowid FROM shoppers_text WHERE shoppers_text MATCH %s)",
};

/* Makes the file with mode 0600 where it is absent and may be made. */
static enum err
make_file(struct sqlite *s, const struct store_options *options, struct errinfo *e)
{
	struct stat st;
	int fd;

	if (stat(s->path, &st) == 0) {
		if (!S_ISREG(st.st_mode))
			return err_set(e, ERR_USAGE,
			    "%s is no regular file; name a file for the store", s->path);
		if (st.st_size == 0 && !options->create)
			return err_set(e, ERR_NOT_FOUND,
			    "%s is an empty file, no store; make one: floorwalker store init --store %s --world WORLD",
			    s->path, s->path);
		return ERR_OK;
	}
	if (errno != ENOENT)
		return err_set(e, ERR_IO, "%s: %s", s->path, strerror(errno));
	if (!options->create || options->read_only)
		return err_set(e, ERR_NOT_FOUND, tr("there is no store at %s"), s->path);
	fd = open(s->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0 && errno != EEXIST)
		return err_set(e, ERR_IO, tr("%s can't be made: %s"), s->path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return ERR_OK;
}

/* Between looks at a lock that another holds: short, and never in step with others who wait, since
 * SQLite's own ever longer waits let who came last win over who has waited longest. */
static int
wait_for_lock(void *context, int tries)
{
	struct sqlite *s = context;
	int64_t now = clock_stopwatch_us();
	struct timespec t = {.tv_nsec = 500000 + now % 7919 * 500};

	if (tries == 0)
		s->waits_until_us = now + (int64_t)s->busy_ms * 1000;
	if (now >= s->waits_until_us)
		return 0;
	nanosleep(&t, NULL);
	return 1;
}

/* Turning to WAL needs the file for a moment alone and doesn't wait by itself. */
static enum err
turn_to_wal(struct sqlite *s, struct errinfo *e)
{
	int64_t until = clock_stopwatch_us() + (int64_t)s->busy_ms * 1000;
	enum err r;

	while ((r = sqlite_exec(s, "PRAGMA journal_mode = WAL", e)) == ERR_BUSY &&
	    clock_stopwatch_us() < until)
		sqlite3_sleep(5);
	return r;
}

static enum err
settle(struct sqlite *s, const struct store_options *options, struct errinfo *e)
{
	static const char *const plain[] = {
	    "BEGIN IMMEDIATE", "BEGIN", "COMMIT", "PRAGMA data_version"};
	sqlite3_stmt **const statements_of[] = {
	    &s->begin_write, &s->begin_read, &s->commit, &s->data_version};
	int64_t ignored;
	enum err r;

	sqlite3_busy_handler(s->db, wait_for_lock, s);
	sqlite3_extended_result_codes(s->db, 1);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	r = sqlite_ask(s, "SELECT COUNT(*) FROM sqlite_schema", &ignored, e);
	if (!r)
		r = sqlite_exec(s,
		    "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; "
		    "PRAGMA cache_size = -16384; PRAGMA recursive_triggers = OFF",
		    e);
	s->passing = options->passing;
	if (!r && s->passing)
		r = sqlite_exec(s, "PRAGMA synchronous = OFF", e);
	if (!r && options->read_only)
		r = sqlite_exec(s, "PRAGMA query_only = ON", e);
	else if (!r)
		r = sqlite_schema_check(s, false, e);
	if (!r)
		r = options->read_only ? sqlite_schema_check(s, true, e) : turn_to_wal(s, e);
	for (size_t i = 0; i < 4 && !r; i++) {
		int code = sqlite3_prepare_v3(
		    s->db, plain[i], -1, SQLITE_PREPARE_PERSISTENT, statements_of[i], NULL);

		if (code != SQLITE_OK)
			r = sqlite_err(s, code, e);
	}
	return r;
}

/* The path as a URI's, for the one flag that only a URI takes. */
static void
add_uri(struct str *out, const char *path)
{
	str_add(out, "file:");
	for (; *path != '\0'; path++)
		if (*path == '%' || *path == '?' || *path == '#')
			str_addf(out, "%%%02X", (unsigned)*path);
		else
			str_add_char(out, *path);
}

/* Opens for reading where nothing may be written. While a writer has the store open its log and
 * index lie beside it, and reading takes part. Else they would have to be made; instead, the file
 * is read as one that nobody changes: it is whole, for the last writer has folded its log in. */
static enum err
open_unwritable(struct sqlite *s, struct errinfo *e)
{
	struct str name;
	struct stat log;
	int64_t ignored;
	enum err r;

	str_init(&name);
	str_addf(&name, "%s-wal", s->path);
	if (stat(name.data, &log) == 0) {
		r = sqlite3_open_v2(s->path, &s->db, OPEN_FLAGS | SQLITE_OPEN_READONLY, NULL) ==
			SQLITE_OK
		    ? sqlite_ask(s, "SELECT COUNT(*) FROM sqlite_schema", &ignored, e)
		    : ERR_IO;
		if ((r == ERR_IO || r == ERR_FORBIDDEN) && log.st_size > 0)
			r = err_set(e, ERR_FORBIDDEN,
			    tr("%s has changes in %s that only who may write its folder can read: ask them to run floorwalker work --store %s --once, or for a copy of "
			    "both files in a folder of your own"),
			    s->path, name.data, s->path);
		if (r == ERR_OK || log.st_size > 0) {
			str_clear(&name);
			return r;
		}
		sqlite3_close(s->db);
		s->db = NULL;
	}
	str_reset(&name);
	add_uri(&name, s->path);
	str_add(&name, "?immutable=1");
	errno = 0;
	int code = sqlite3_open_v2(
	    name.data, &s->db, OPEN_FLAGS | SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);

	r = code == SQLITE_OK ? ERR_OK : sqlite_err(s, code, e);
	str_clear(&name);
	return r;
}

static bool
may_write(const char *path)
{
	struct str folder;
	const char *slash = strrchr(path, '/');
	bool may;

	str_init(&folder);
	if (slash == NULL)
		str_add(&folder, ".");
	else
		str_add_n(&folder, path, slash == path ? 1 : (size_t)(slash - path));
	may = access(path, W_OK) == 0 && access(folder.data, W_OK) == 0;
	str_clear(&folder);
	return may;
}

static enum err
open_file(struct sqlite *s, bool read_only, struct errinfo *e)
{
	int code;

	errno = 0;
	if (access(s->path, R_OK) != 0 && errno == ENOENT)
		return err_set(
		    e, ERR_NOT_FOUND, tr("%s is a link to a file that isn't there"), s->path);
	if (access(s->path, R_OK) != 0)
		return err_set(e, ERR_FORBIDDEN, tr("%s can't be read: %s"), s->path, strerror(errno));
	if (read_only && !may_write(s->path))
		return open_unwritable(s, e);
	code = sqlite3_open_v2(s->path, &s->db, OPEN_FLAGS | SQLITE_OPEN_READWRITE, NULL);
	return code == SQLITE_OK ? ERR_OK : sqlite_err(s, code, e);
}

enum err
sqlite_connect(
    const char *path, const struct store_options *options, void **connection, struct errinfo *e)
{
	struct sqlite *s;
	enum err r;

	if (!*path || *path == ':')
		return err_set(
		    e, ERR_USAGE, "\"%s\" names no file; a store is a path, or memory:", path);
	s = mem_zero(1, sizeof(*s));
	s->path = mem_text(path);
	s->busy_ms = options->busy_ms > 0 ? options->busy_ms : BUSY_MS;
	r = make_file(s, options, e);
	if (!r)
		r = open_file(s, options->read_only, e);
	if (!r)
		r = settle(s, options, e);
	if (r) {
		close_connection(s);	/* a file that was made stays: another process may be at
					   work in it already */
		return r;
	}
	*connection = s;
	return ERR_OK;
}
