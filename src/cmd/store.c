/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "cmd.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/file.h"
#include "floorwalker/store/event.h"

/* What was begun where nothing was, and failed, is no store: it goes. Unless somebody else made one
 * of it meanwhile. */
static void
remove_begun(struct call *c, const char *target, bool key_was_there)
{
	static const char *const parts[] = { "", "-wal", "-shm", "-journal" };
	const char *key = arena_printf(c->arena, "%s.key", target);
	struct desk_shared shared;
	struct errinfo ignored;
	int fd = open(key, O_RDONLY | O_CLOEXEC);
	bool others = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0;	/* somebody is at it */

	if (fd >= 0)
		close(fd);
	if (others)
		return;
	if (desk_shared_open(target, &shared, &ignored) == ERR_OK) {
		desk_shared_close(&shared);
		return;
	}
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		unlink(arena_printf(c->arena, "%s%s", target, parts[i]));
	if (!key_was_there)
		unlink(key);
}

static enum err
run_init(struct call *c, struct errinfo *e)
{
	const char *target, *world;
	bool was_there, key_was_there;
	enum err err;

	stop_listen();	/* it is a moment's work: a signal finds it done */
	if ((err = call_need_store(c, &target, e)) != ERR_OK ||
	    (err = call_need(c, "world", &world, e)) != ERR_OK ||
	    (err = world_folder_find(c->arena, world, &world, e)) != ERR_OK)
		return err;
	was_there = file_exists(target);
	key_was_there = file_exists(arena_printf(c->arena, "%s.key", target));
	err = desk_store_init(
	    target, world, call_has(c, "practice"), call_has(c, "shift"), clock_system(), e);
	if (err != ERR_OK && err != ERR_EXISTS && !was_there && file_exists(target))
		remove_begun(c, target, key_was_there);
	if (err != ERR_OK)
		return err;
	printf("%s is bound to %s%s; its key is %s.key: keep both, and the key secret\n", target,
	    world, call_has(c, "practice") ? " for practice" : "", target);
	return ERR_OK;
}

static const struct option init_options[] = {
	{ .name = "store", .value = "PATH", .help = "the store to make (SQLite)" },
	{ .name = "world", .value = "DIR", .help = "the shop's folder, or the name of one that came with floorwalker" },
	{ .name = "practice", .help = "marks it for practice: anyone may act as any agent there" },
	{ .name = "shift", .help = "moves the world's dates so that its as_of is today" },
	{ .name = NULL },
};

const struct subcommand subcommand_store_init = {
    .name = "store init",
    .words = "",
    .summary = "make a store and bind a world to it",
    .help =
	"Makes the file, its key (PATH.key, mode 0600), and the shop's records in it. A store is bound to one world.",
    .examples =
	"  floorwalker store init --store shop.db --world tarn-and-fell\n  floorwalker store init --store play.db --world tarn-and-fell --practice --shift\n",
    .options = init_options,
    .run = run_init,
};

struct audit {
	struct value *list;		/* for JSON; NULL: printed at once */
};

static void
found(void *context, const struct audit_finding *f)
{
	struct audit *x = context;
	struct value *v;

	if (x->list == NULL) {
		printf("%-10s C-%lld #%lld: %s\n", audit_fault_name(f->fault),
		    (long long)f->conversation_id, (long long)f->number, f->text);
		return;
	}
	v = value_add_map(x->list);
	value_set_text(v, "fault", audit_fault_name(f->fault));
	value_set_int(v, "conversation", f->conversation_id);
	value_set_int(v, "number", f->number);
	value_set_int(v, "event", f->event_id);
	value_set_text(v, "text", f->text);
}

static const char *
plural(int64_t n)
{
	return n == 1 ? "" : "s";
}

static void
print_report(struct call *c, const struct audit_report *r, bool seals_checked, struct value *list)
{
	struct value *v = value_map(c->arena);

	if (list == NULL) {
		printf("%lld chain%s, %lld event%s, %lld checkpoint%s", (long long)r->chains,
		    plural(r->chains), (long long)r->events, plural(r->events),
		    (long long)r->checkpoints, plural(r->checkpoints));
		if (r->uncovered > 0)
			printf("; %lld event%s since the last checkpoint: linked, not sealed yet",
			    (long long)r->uncovered, plural(r->uncovered));
		putchar('\n');
		if (r->findings > 0)
			printf("the log does NOT hold: %lld finding%s\n", (long long)r->findings,
			    plural(r->findings));
		else
			puts(seals_checked ? "the log holds"
					   : "the links hold; the seals could not be checked");
		return;
	}
	value_set_bool(v, "holds", r->findings == 0 && seals_checked);
	value_set_bool(v, "seals_checked", seals_checked);
	value_set_int(v, "chains", r->chains);
	value_set_int(v, "events", r->events);
	value_set_int(v, "checkpoints", r->checkpoints);
	value_set_int(v, "uncovered", r->uncovered);
	value_set(v, "findings", list);
	print_json(v);
}

/* Without its key a log's links can still be checked: by whoever may read the store, not the
 * key. */
static enum err
open_key(struct call *c, const char *target, struct keyring **out, struct errinfo *e)
{
	const char *path = arena_printf(c->arena, "%s.key", target);
	bool unreadable = access(path, R_OK) != 0 && errno == EACCES;
	enum err err = unreadable ? ERR_NOT_FOUND : keyring_open(path, false, out, e);

	if (err != ERR_NOT_FOUND)
		return err;
	fprintf(stderr,
	    "floorwalker audit verify: %s %s: links are checked, sealed checkpoints can't be\n",
	    path, unreadable ? "may not be read by you" : "is missing");
	return ERR_OK;
}

static enum err
run_audit(struct call *c, struct errinfo *e)
{
	struct store_options options = { .read_only = true };
	struct audit audit = { NULL };
	struct audit_report report;
	struct keyring *keyring = NULL;
	struct store *store = NULL;
	const char *target;
	bool json;
	enum err err;

	if ((err = call_need_store(c, &target, e)) != ERR_OK ||
	    (err = call_format(c, &json, e)) != ERR_OK ||
	    (err = store_open(target, &options, &store, e)) != ERR_OK)
		return err;
	if (json)
		audit.list = value_list(c->arena);
	err = open_key(c, target, &keyring, e);
	if (err == ERR_OK &&
	    (err = store_audit(store, keyring, found, &audit, &report, e)) == ERR_OK) {
		bool seals_checked = keyring != NULL;

		print_report(c, &report, seals_checked, audit.list);
		c->exit_code = report.findings > 0 || !seals_checked;
	}
	keyring_free(&keyring);
	store_close(&store);
	return err;
}

static const struct option audit_options[] = {
	{ .name = "store", .value = "PATH", .help = "the store" },
	{ .name = "format", .value = "FORMAT", .help = "text (default) or json" },
	{ .name = NULL },
};

const struct subcommand subcommand_audit = {
    .name = "audit verify",
    .words = "",
    .summary = "verify the event log: edits, deletions, cut tails, reorderings, forged chains",
    .help =
	"Walks every conversation's hash chain and every sealed checkpoint, and holds messages and actions against their events.\n"
	"Exit code 0 when the log holds, 1 when it doesn't or when its seals can't be checked, since the key is missing. Events since the last checkpoint are linked but not sealed yet: their number is printed.",
    .examples =
	"  floorwalker audit verify --store shop.db\n  floorwalker audit verify --store shop.db --format json\n",
    .options = audit_options,
    .run = run_audit,
};
