/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Actions as rows, for whoever keeps the books.
 */
#include <stdint.h>
#include <stdio.h>

#include "cmd.h"
#include "floorwalker/base/date.h"
#include "floorwalker/base/file.h"
#include "floorwalker/report/report.h"

struct ask {
	bool csv;
	unsigned states;		/* 0 all */
	const char *since;		/* NULL whenever */
	int64_t since_ms;
};

static enum err
read_ask(const struct call *c, struct ask *out, struct errinfo *e)
{
	const char *format = call_text(c, "format", "csv");
	size_t count;
	const char *const *states = call_all(c, "state", &count);

	out->csv = text_is(format, "csv");
	if (!out->csv && !text_is(format, "json"))
		return err_set(e, ERR_USAGE, "--format is csv or json, not \"%.60s\"", format);
	out->since = call_text(c, "since", NULL);
	for (size_t i = 0; i < count; i++) {
		enum action_state state;

		if (!action_state_from(states[i], &state))
			return err_set(e, ERR_USAGE,
			    "\"%.40s\" is no state of an action; the usual: waiting, approved, done, denied, denied_by_rule, expired, failed",
			    states[i]);
		out->states |= 1u << state;
	}
	return ERR_OK;
}

static enum err
add_one(struct value *list, struct desk *d, struct arena *a, const struct action *x,
    struct errinfo *e)
{
	struct approval_list given;
	enum err err = store_approval_list(desk_store(d), a, x->id, &given, e);

	if (err == ERR_OK)
		report_add_action(list, a, x, &given, desk_settings(d)->zone);
	return err;
}

static enum err
export_all(struct call *c, const struct ask *ask, struct desk *d, struct errinfo *e)
{
	struct action_filter filter = { .states = ask->states, .limit = INT32_MAX };
	struct value *map = value_map(c->arena), *list = value_set_list(map, "actions");
	const char *path = call_text(c, "out", NULL);
	struct action_list found;
	struct str out;
	enum err err = store_action_list(desk_store(d), c->arena, &filter, &found, e);

	for (size_t i = 0; err == ERR_OK && i < found.count; i++)
		if (ask->since == NULL || found.items[i].proposed_ms >= ask->since_ms)
			err = add_one(list, d, c->arena, &found.items[i], e);
	if (err != ERR_OK)
		return err;
	str_init(&out);
	if (ask->csv) {
		report_actions_csv(list, &out);
	} else {
		value_print_pretty(&out, map);
		str_add_char(&out, '\n');
	}
	if (path == NULL)
		fwrite(out.data, 1, out.length, stdout);
	else if ((err = file_write(path, out.data, out.length, 0600, e)) == ERR_OK)
		printf("%s: %zu action%s\n", path, value_count(list),
		    value_count(list) == 1 ? "" : "s");
	str_clear(&out);
	return err;
}

static enum err
run(struct call *c, struct errinfo *e)
{
	struct office office;
	struct ask ask = { .csv = true };
	const char *target;
	enum err err;

	if ((err = read_ask(c, &ask, e)) != ERR_OK ||
	    (err = call_need_store(c, &target, e)) != ERR_OK ||
	    (err = office_open(&office, target, NULL, "export", e)) != ERR_OK)
		return err;
	if (ask.since != NULL)
		err = call_moment(desk_settings(office.desk)->zone, "since", ask.since,
		    clock_now_ms(clock_system()), &ask.since_ms, e);
	if (err == ERR_OK)
		err = export_all(c, &ask, office.desk, e);
	office_close(&office);
	return err;
}

static const struct option options[] = {
	{ .name = "store", .value = "PATH", .help = "the store" },
	{ .name = "format", .value = "FORMAT", .help = "csv (default; RFC 4180) or json" },
	{ .name = "state", .value = "STATE", .help = "only actions in this state: waiting, done, denied …; all where left out", .several = true },
	{ .name = "since", .value = "WHEN", .help = "only those proposed since: 30d, a day or an instant" },
	{ .name = "out", .value = "FILE", .help = "where it goes (mode 0600); else standard output" },
	{ .name = NULL },
};

const struct subcommand subcommand_actions_export = {
    .name = "actions export",
    .words = "",
    .summary = "refunds and other actions as rows for the books",
    .help =
	"One row an action, by its number: amounts in minor units (amount_minor) and with the currency's decimals (amount: none in JPY, three in KWD), as they are\n"
	"and as they were proposed; rule, who proposed, changed, asked, approved, denied, and when. Masked, as all that is stored; what an address or a method is\n"
	"stays sealed. In CSV a text that a spreadsheet would take for a formula has an apostrophe before it.",
    .examples =
	"  floorwalker actions export --store shop.db --state done --since 2026-10-01 --out october.csv\n"
	"  floorwalker actions export --store shop.db --state waiting --format json\n",
    .options = options,
    .run = run,
};
