/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/desk/confidence.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "floorwalker/base/date.h"
#include "floorwalker/base/file.h"
#include "floorwalker/report/report.h"

/* Two ways to name one place, "../worlds/x" and "/worlds/x". */
static bool
is_same_place(const char *a, const char *b)
{
	char *x = realpath(a, NULL), *y = realpath(b, NULL);
	bool same = x != NULL && y != NULL && strcmp(x, y) == 0;

	free(x);
	free(y);
	return same;
}

/* A world that came with the program is everybody's. */
static enum err
check_own_world(struct call *c, const struct desk *d, struct errinfo *e)
{
	const char *folder = world_folder(desk_world(d)), *name = strrchr(folder, '/'), *shipped;

	name = name != NULL ? name + 1 : folder;
	shipped = file_data(c->arena, arena_printf(c->arena, "scenarios/worlds/%s", name));
	if (shipped == NULL || !is_same_place(shipped, folder))
		return ERR_OK;
	return err_set(e, ERR_USAGE,
	    "%s came with floorwalker: its weights are everybody's. Copy the folder, and make a store for the copy",
	    folder);
}

static enum err
read_asked(struct call *c, struct desk *d, struct calibrate_asked *q, struct errinfo *e)
{
	int64_t days, seed;
	const char *agent;
	enum err err;

	if ((err = call_int(c, "days", 0, 3650, 0, &days, e)) != ERR_OK ||
	    (err = call_int(c, "least", CALIBRATE_LEAST, 1000000, CALIBRATE_LEAST, &q->least, e)) !=
		ERR_OK ||
	    (err = call_int(c, "seed", 0, INT64_MAX, 1, &seed, e)) != ERR_OK)
		return err;
	q->window_ms = days * DATE_DAY_MS;
	q->seed = (uint64_t)seed;
	q->pull = CALIBRATE_PULL;
	if (!call_has(c, "adopt"))
		return ERR_OK;
	if ((err = check_own_world(c, d, e)) != ERR_OK ||
	    (err = agent_of_call(c, d, &agent, e)) != ERR_OK)
		return err;
	if (*agent == '\0')
		return err_set(e, ERR_FORBIDDEN,
		    "your login is no agent's (world.yaml, login): nobody would have reviewed it");
	q->adopt_by = agent;
	return ERR_OK;
}

static void
print_counts(const char *title, const struct value *map)
{
	printf("%s\n", title);
	for (size_t i = 0; i < value_count(map); i++)
		printf("  %-14s %6lld\n", value_key_at(map, i),
		    (long long)value_as_int(value_at(map, i), 0));
}

static void
print_text(struct call *c, const struct desk *d, const struct value *v)
{
	const char *missing = value_get_text(v, "missing");
	struct value *rows = value_map(c->arena);
	struct str text;

	printf("%lld replies are known to be right or wrong, %lld of them wrong, in %lld conversations\n",
	    (long long)value_get_int(v, "labels", 0), (long long)value_get_int(v, "wrong", 0),
	    (long long)value_get_int(v, "conversations", 0));
	print_counts("Known from", value_get(v, "from"));
	print_counts("Left out", value_get(v, "left_out"));
	if (*missing != '\0') {
		printf("\nNothing was fitted: %s.\n", missing);
		return;
	}
	value_set(rows, "in use", value_copy(c->arena, value_get(v, "present")));
	value_set(rows, "refit", value_copy(c->arena, value_get(v, "refit")));
	str_init(&text);
	report_confidence_text(rows, &text);
	printf("\n%s", text.data);
	str_clear(&text);
	printf("log loss %.4f in use, %.4f refit: %s\n",
	    value_get_real(value_get(v, "present"), "log_loss", 0),
	    value_get_real(value_get(v, "refit"), "log_loss", 0),
	    value_get_bool(v, "better", false) ? "the refit is better"
					       : "the refit is no better");
	if (value_get_bool(v, "adopted", false))
		printf("\nadopted: %s/%s is in use from the next start of what opens this world\n",
		    world_folder(desk_world(d)), CONFIDENCE_FILE);
	else
		puts("\nnothing was written: --adopt puts the refit to use");
}

static enum err
run(struct call *c, struct errinfo *e)
{
	struct calibrate_asked asked = { .window_ms = 0 };
	struct office office;
	const char *target;
	struct value *result;
	bool json;
	enum err err;

	if ((err = call_format(c, &json, e)) != ERR_OK ||
	    (err = call_need_store(c, &target, e)) != ERR_OK ||
	    (err = office_open(&office, target, NULL, "refit", e)) != ERR_OK)
		return err;
	if ((err = read_asked(c, office.desk, &asked, e)) == ERR_OK &&
	    (err = desk_calibrate(office.desk, c->arena, &asked, &result, e)) == ERR_OK) {
		if (json)
			print_json(result);
		else
			print_text(c, office.desk, result);
	}
	office_close(&office);
	return err;
}

static const struct option options[] = {
	{ .name = "store", .value = "PATH", .help = "the store" },
	{ .name = "days", .value = "N", .help = "who comes back about the same within N days wasn't served; else the world's re-contact window (timers)" },
	{ .name = "least", .value = "N", .help = "wrong replies, and right ones, below which nothing is fitted (30, and no fewer)" },
	{ .name = "adopt", .help = "put the refit to use, as the reviewer who has looked at it" },
	{ .name = "agent", .value = "ID", .help = "adopt as this agent: only in a store made for practice" },
	{ .name = "seed", .value = "S", .help = "1; of the intervals" },
	{ .name = "format", .value = "FORMAT", .help = "text (default) or json" },
	{ .name = NULL },
};

const struct subcommand subcommand_confidence_refit = {
    .name = "confidence refit",
    .words = "",
    .summary = "fit the confidence to what use says of the AI's replies",
    .help =
	"Wrong is a reply whose draft an agent changed before sending, one that an agent says was wrong (floorwalker do wrong), and the last about a wish with\n"
	"which the shopper came back. Right is a draft that was sent as it was, and the replies of a conversation that nobody joined and nobody came back to.\n"
	"Weights are fitted to that, pulled towards those in use, and judged on conversations that they didn't see. Nothing is written without --adopt, by a\n"
	"senior agent or a supervisor, and only where the refit is the better one; then WORLD/models/confidence.json has the new weights, the log says who adopted\n"
	"them, and confidence.json.previous are the ones before.",
    .examples =
	"  floorwalker confidence refit --store shop.db\n"
	"  floorwalker confidence refit --store shop.db --days 14 --format json\n"
	"  floorwalker confidence refit --store shop.db --adopt\n",
    .options = options,
    .run = run,
};
