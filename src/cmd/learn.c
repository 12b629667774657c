/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/desk/learn.h"
#include "floorwalker/report/report.h"

static void
show_progress(void *context, size_t done, size_t of)
{
	(void)context;
	if (done < of)
		fprintf(stderr, "\rmodel %zu of %zu ", done + 1, of);
	else
		fputs("\r                     \r", stderr);
}

/* A world that came with the program is everybody's. */
static enum err
check_own_world(struct call *c, const char *given, const char *folder, struct errinfo *e)
{
	const char *shipped = file_data(c->arena, arena_printf(c->arena, "scenarios/worlds/%s", given));

	if (text_is(folder, given) || shipped == NULL)
		return ERR_OK;
	return err_set(e, ERR_USAGE,
	    "%s came with floorwalker: copy its folder (cp -r %s my-shop), and let --world name the copy",
	    given, folder);
}

static enum err
revert(const struct world *w, struct errinfo *e)
{
	bool uses_own;
	enum err err = desk_learn_revert(w, &uses_own, e);

	if (err != ERR_OK)
		return err;
	printf(uses_own ? "%s: the model before is in use again; --revert once more changes back\n"
			: "%s: the shipped model is in use again; --revert once more changes back\n",
	    world_folder(w));
	return ERR_OK;
}

static void
print_result(struct call *c, const struct value *result, bool json, size_t rows)
{
	struct str text;

	if (json) {
		print_json(result);
		return;
	}
	str_init(&text);
	report_learn_text(result, rows, &text);
	fputs(text.data, stdout);
	str_clear(&text);
	if (value_get_bool(result, "accepted", false))
		printf("\naccepted: %s is in use from the next start of what opens this world\n",
		    file_join(c->arena, value_get_text(result, "world"), "models/intents.model"));
	else
		puts("\nnothing was written: --accept puts it to use");
}

static enum err
learn(struct call *c, const struct world *w, struct errinfo *e)
{
	struct learn_asked asked = {.phrases = call_text(c, "phrases", NULL),
	    .accept = call_has(c, "accept")};
	int64_t folds, seed, rows;
	struct value *result;
	bool json;
	enum err err;

	asked.data = call_all(c, "data", &asked.data_count);
	if ((err = call_int(c, "folds", 2, 20, 5, &folds, e)) != ERR_OK ||
	    (err = call_int(c, "seed", 0, INT64_MAX, 1, &seed, e)) != ERR_OK ||
	    (err = call_int(c, "rows", 0, 100000, 10, &rows, e)) != ERR_OK ||
	    (err = call_format(c, &json, e)) != ERR_OK)
		return err;
	asked.folds = (size_t)folds;
	asked.seed = (uint64_t)seed;
	if (isatty(STDERR_FILENO))
		asked.progress = show_progress;
	if ((err = desk_learn(w, c->arena, &asked, &result, e)) != ERR_OK)
		return err;
	print_result(c, result, json, (size_t)rows);
	return ERR_OK;
}

static enum err
run(struct call *c, struct errinfo *e)
{
	struct world *w = NULL;
	const char *given, *folder;
	bool back = call_has(c, "revert");
	enum err err;

	if ((err = call_need(c, "world", &given, e)) != ERR_OK ||
	    (err = world_folder_find(c->arena, given, &folder, e)) != ERR_OK)
		return err;
	if (back && (call_has(c, "accept") || call_has(c, "data") || call_has(c, "phrases")))
		return err_set(e, ERR_USAGE, "--revert goes back, and learns nothing: give it alone");
	if ((back || call_has(c, "accept")) &&
	    (err = check_own_world(c, given, folder, e)) != ERR_OK)
		return err;
	if ((err = world_load(folder, &w, e)) == ERR_OK)
		err = back ? revert(w, e) : learn(c, w, e);
	world_free(&w);
	return err;
}

static const struct option options[] = {
	{ .name = "world", .value = "DIR", .help = "the shop's world" },
	{ .name = "phrases", .value = "DIR", .help = "its phrases, LANGUAGE/INTENT.yaml: WORLD/phrases" },
	{ .name = "data", .value = "FILE", .help = "rows of a CSV file with the columns text and intent, as intents corrections export writes", .several = true },
	{ .name = "accept", .help = "put the new model to use" },
	{ .name = "revert", .help = "go back to the model before" },
	{ .name = "folds", .value = "N", .help = "5: each row is judged by models without its fold" },
	{ .name = "rows", .value = "N", .help = "10: rows that are shown of each kind" },
	{ .name = "seed", .value = "S", .help = "1; the same seed gives the same model" },
	{ .name = "format", .value = "FORMAT", .help = "text (default) or json" },
	{ .name = NULL },
};

const struct subcommand subcommand_intents_learn = {
    .name = "intents learn",
    .words = "",
    .summary = "teach a shop's own phrases, and see what got better and worse",
    .help =
	"Trains the phrases that came with floorwalker together with the shop's own, and holds that model against the one in use: on every row, each time\n"
	"by models that saw neither the row nor the same words. What got better and what got worse is shown by figures, with McNemar's exact p, by intent and\n"
	"row by row, masked. Nothing is written without --accept; then WORLD/models has the new model, whole or not at all, with what it is made of, and\n"
	"what is started on this world from then on understands by it. An intent must be one that the AI has a playbook for.",
    .examples =
	"  floorwalker intents learn --world my-shop\n"
	"  floorwalker intents learn --world my-shop --data corrections.csv --data mail.csv --rows 30\n"
	"  floorwalker intents learn --world my-shop --data corrections.csv --accept\n"
	"  floorwalker intents learn --world my-shop --revert\n",
    .options = options,
    .run = run,
};
