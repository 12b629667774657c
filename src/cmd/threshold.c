/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "cmd.h"
#include "floorwalker/base/date.h"
#include "floorwalker/desk/threshold.h"
#include "floorwalker/report/report.h"

static enum err
run(struct call *c, struct errinfo *e)
{
	struct threshold_report report;
	struct office office;
	const char *target;
	struct value *v;
	struct str text;
	int64_t days;
	bool json;
	enum err err;

	if ((err = call_format(c, &json, e)) != ERR_OK ||
	    (err = call_int(
		 c, "days", 1, THRESHOLD_DAYS_MOST, THRESHOLD_DAYS, &days, e)) != ERR_OK ||
	    (err = call_need_store(c, &target, e)) != ERR_OK ||
	    (err = office_open(&office, target, NULL, "threshold", e)) != ERR_OK)
		return err;
	err = desk_threshold(office.desk,
	    clock_now_ms(desk_clock(office.desk)) - days * DATE_DAY_MS, &report, e);
	if (err == ERR_OK) {
		v = threshold_to_value(c->arena, &report);
		str_init(&text);
		if (json)
			print_json(v);
		else
			report_threshold_text(v, desk_settings(office.desk)->zone, &text);
		fwrite(text.data, 1, text.length, stdout);
		str_clear(&text);
	}
	office_close(&office);
	return err;
}

static const struct option options[] = {
	{ .name = "store", .value = "PATH", .help = "the store" },
	{ .name = "days", .value = "N", .help = "turns of the last N days; 28" },
	{ .name = "format", .value = "FORMAT", .help = "text (default) or json" },
	{ .name = NULL },
};

const struct subcommand subcommand_confidence_threshold = {
    .name = "confidence threshold",
    .words = "",
    .summary = "what another least confidence for sending would have done",
    .help =
	"From recorded turns: how far the confidence held (reliability bins with Wilson intervals, the expected calibration error), and for thresholds from .00 to\n"
	".95 how many turns would have been handed over, how many wrong answers sent, and how much money rules would have moved by themselves. Wrong is what use says\n"
	"(as confidence refit has it), so shares are of the replies of which something is known, and how many aren't known stands beside. No turn is played again:\n"
	"what shoppers would have said next isn't known.",
    .examples =
	"  floorwalker confidence threshold --store shop.db\n"
	"  floorwalker confidence threshold --store shop.db --days 7 --format json\n",
    .options = options,
    .run = run,
};
