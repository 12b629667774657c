/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "cmd.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/str.h"
#include "floorwalker/day/handling.h"

static enum err
learn(struct call *c, const struct office *o, struct errinfo *e)
{
	int64_t since, now = clock_now_ms(clock_system());
	struct value *result;
	struct str text;
	bool json;
	enum err err;

	if ((err = call_format(c, &json, e)) != ERR_OK ||
	    (err = call_moment(desk_settings(o->desk)->zone, "since", call_text(c, "since", "30d"),
		 now, &since, e)) != ERR_OK ||
	    (err = handling_learn(desk_store(o->desk), c->arena, since, &result, e)) != ERR_OK)
		return err;
	if (json) {
		print_json(result);
		return ERR_OK;
	}
	str_init(&text);
	handling_yaml(result, &text);
	fputs(text.data, stdout);
	str_clear(&text);
	return ERR_OK;
}

static enum err
run(struct call *c, struct errinfo *e)
{
	struct office o;
	const char *target;
	enum err err = call_need_store(c, &target, e);

	if (err != ERR_OK || (err = office_open(&o, target, NULL, "handling", e)) != ERR_OK)
		return err;
	err = learn(c, &o, e);
	office_close(&o);
	return err;
}

static const struct option options[] = {
	{ .name = "store", .value = "FILE", .help = "the store" },
	{ .name = "since", .value = "WHEN", .help = "30d; a day, an instant, or so long ago" },
	{ .name = "format", .value = "text|json", .help = "text: the part of a simulation file" },
	{ .name = NULL },
};

const struct subcommand subcommand_handling = {
    .name = "handling",
    .words = "",
    .least = 0,
    .most = 0,
    .summary = "learn from a store how long people's work takes",
    .help =
	"Reads from the log how long people had conversations, by the reason for which they had been handed over, how soon they answered and how long they wrapped up,\n"
	"fits a log-normal law to each that has twenty or more, and prints what a simulation file takes under people.",
    .examples = "  floorwalker handling --store shop.db --since 60d >> tuesday.yaml\n",
    .options = options,
    .run = run,
};
