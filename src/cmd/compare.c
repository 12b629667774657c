/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "days.h"
#include "floorwalker/base/str.h"
#include "floorwalker/day/compare.h"
#include "floorwalker/report/report.h"

/* What --set puts otherwise is so on both sides: a side that says it again would have it otherwise, unseen. */
static enum err
check_set(const struct change *set, size_t set_count, const struct change *own, size_t count,
    const char *side, struct errinfo *e)
{
	for (size_t i = 0; i < set_count; i++)
		for (size_t k = 0; k < count; k++)
			if (change_is_within(set[i].path, own[k].path))
				return err_set(e, ERR_USAGE,
				    "--set %s=%.60s is for both sides, but %s says %s=%.60s: leave one of them out, or let each side say its own",
				    set[i].path, set[i].value, side, own[k].path, own[k].value);
	return ERR_OK;
}

/* "PATH=VALUE;PATH=VALUE". */
static enum err
read_changes(struct call *c, const char *word, struct change **out, size_t *count, struct errinfo *e)
{
	enum err err = ERR_OK;

	*out = arena_alloc(c->arena, (strlen(word) + 1) * sizeof(**out));
	for (const char *at = word; err == ERR_OK && *at != '\0';) {
		size_t length = strcspn(at, ";");

		err = change_parse(
		    c->arena, arena_text_n(c->arena, at, length), &(*out)[(*count)++], e);
		at += length + (at[length] == ';');
	}
	return err;
}

/* As it was asked for, with what is set on both sides: "weekday with PATH=VALUE;PATH=VALUE". */
static const char *
label_of(struct call *c, const char *file, const char *word, const struct change *set, size_t count)
{
	bool is_changed = strchr(word, '=') != NULL;
	struct str text;
	const char *out;

	str_init(&text);
	str_add(&text, file);
	for (size_t i = 0; i < count; i++)
		str_addf(&text, "%s%s=%s", i == 0 ? " with " : ";", set[i].path, set[i].value);
	if (is_changed)
		str_addf(&text, "%s%s", count == 0 ? " with " : ";", word);
	else if (count == 0 && text_is(word, "-"))
		str_add(&text, " as it is");
	out = arena_text(c->arena, text.data);
	str_clear(&text);
	return out;
}

/* One side: a file or a name of one, or changes to --shift's: "PATH=VALUE;PATH=VALUE", or "-" for it as it is. */
static enum err
open_side(struct call *c, int side, const struct days_stage *beside, struct days_stage *out,
    const char **label, struct errinfo *e)
{
	const char *word = c->words[side], *file = word;
	const struct change *set;
	struct change *own = NULL;
	size_t count = 0, set_count;
	enum err err = days_changes(c, &set, &set_count, e);

	if (err != ERR_OK)
		return err;
	if (text_is(word, "-") || strchr(word, '=') != NULL)
		file = call_text(c, "shift", "weekday");
	if (strchr(word, '=') != NULL &&
	    ((err = read_changes(c, word, &own, &count, e)) != ERR_OK ||
		(err = check_set(set, set_count, own, count, side == 0 ? "A" : "B", e)) != ERR_OK))
		return err;
	*label = label_of(c, file, word, set, set_count);
	return days_open(c,
	    &(struct days_asked){.given = file,
		.words = days_words(c),
		.changes = own,
		.change_count = count,
		.beside = beside},
	    out, e);
}

static int
follow(void *context, int64_t done, int64_t of)
{
	return days_progress_show(context, done, of, NULL);
}

static void
fill_side(struct compare_side *side, const struct days_stage *s, const char *label, int64_t seed)
{
	*side = (struct compare_side){.label = label,
	    .day = {.simulation = &s->simulation,
		.script = s->script,
		.world = s->world,
		.understander = s->understander,
		.seed = (uint64_t)seed}};
}

static enum err
read_options(struct call *c, struct compare_options *o, int64_t *seed, struct errinfo *e)
{
	const char *margin = call_text(c, "margin", NULL);
	int64_t threads;
	enum err err;

	if ((err = call_int(c, "replications", 1, DAYS_REPLICATIONS_MOST, 20, &o->replications,
		 e)) != ERR_OK ||
	    (err = call_int(c, "seed", 0, INT64_MAX, 1, seed, e)) != ERR_OK ||
	    (err = call_int(c, "threads", 0, 64, 0, &threads, e)) != ERR_OK)
		return err;
	o->threads = (int)threads;
	o->figure = call_text(c, "figure", NULL);
	o->plays_all = call_has(c, "all");
	if (margin != NULL && (!text_to_real(margin, &o->margin) || !(o->margin >= 0)))
		return err_set(e, ERR_USAGE, "--margin is a number, 0 or more, not \"%.40s\"", margin);
	return ERR_OK;
}

/* Besides what the tail says. */
static const char *const again[] = {
    "shift", "set", "figure", "margin", "all", "world", "scenarios", NULL};
static const struct days_report report = {
    .text = report_comparison_text, .html = report_comparison_html};

static enum err
run_both(struct call *c, struct days_stage stages[2], const char *const labels[2], struct errinfo *e)
{
	struct compare_options o = { 0 };
	struct days_progress progress;
	struct value *result;
	enum days_format format;
	int64_t seed;
	enum err err;

	if ((err = read_options(c, &o, &seed, e)) != ERR_OK ||
	    (err = days_format(c, &format, e)) != ERR_OK)
		return err;
	for (int i = 0; i < 2; i++)
		fill_side(&o.sides[i], &stages[i], labels[i], seed);
	days_progress_begin(&progress,
	    arena_printf(c->arena, "%lld replications", (long long)o.replications));
	o.progress = follow;
	o.progress_context = &progress;
	err = compare_run(&o, c->arena, &result, e);
	(void)days_progress_end(&progress);
	if (err != ERR_OK)
		return err;
	value_set_text(result, "currency", world_settings(stages[0].world)->currency);
	days_set_reproduce(c,
	    &(struct days_again){.command = "floorwalker compare",
		.options = again,
		.tail = arena_printf(c->arena, " --replications %lld --seed %lld",
		    (long long)o.replications, (long long)seed),
		.path = stages[0].path,
		.other_path = stages[1].path},
	    result);
	days_print(&report, format, result);
	return ERR_OK;
}

static enum err
run(struct call *c, struct errinfo *e)
{
	struct days_stage stages[2] = { { 0 } };
	const char *labels[2];
	enum err err = open_side(c, 0, NULL, &stages[0], &labels[0], e);

	if (err == ERR_OK)
		err = open_side(c, 1, &stages[0], &stages[1], &labels[1], e);
	if (err == ERR_OK)
		err = run_both(c, stages, labels, e);
	days_close(&stages[1]);
	days_close(&stages[0]);
	return err;
}

static const struct option options[] = {
	{ .name = "shift", .value = "FILE", .help = "what a side that is no file changes: a simulation, by file or name (weekday)" },
	{ .name = "set", .value = "PATH=VALUE", .help = "a value put otherwise on both sides, that neither says itself", .several = true },
	{ .name = "figure", .value = "NAME", .help = "the figure that decides (containment_confirmed); --format json lists them" },
	{ .name = "margin", .value = "X", .help = "a difference up to this doesn't matter, in the figure's unit (0.01 for a point of a share); 0" },
	{ .name = "replications", .value = "N", .help = "at most so many of each side (20)" },
	{ .name = "all", .help = "don't stop early where it is decided" },
	{ .name = "seed", .value = "S", .help = "1; the same seed gives the same bytes, whatever the number of threads" },
	{ .name = "world", .value = "WORLD", .help = "in place of the one that the files name" },
	{ .name = "scenarios", .value = "PATH", .help = "in place of those that the files name", .several = true },
	{ .name = "format", .value = "text|json|html", .help = "text; html is one page that needs nothing beside itself" },
	{ .name = "threads", .value = "N", .help = "0: one a core" },
	{ .name = NULL },
};

const struct subcommand subcommand_compare = {
    .name = "compare",
    .words = "A B",
    .least = 2,
    .most = 2,
    .summary = "run two days on the same shoppers, and tell what differs",
    .help =
	"A and B are simulations (files, or names of those that came with floorwalker), or changes to --shift's: PATH=VALUE, several with ; between; - is\n"
	"that one as it is. Backends (ai.backend), thresholds (ai.send_at), rules (ai.policy), rosters (people.crews.…) are compared alike.\n"
	"Both sides meet the same shoppers with the same wishes, patience and handling times. Differences of figures over contacts are paired by visitor, those of the\n"
	"queue by replication. Where demand differs, those who came on one side alone are counted apart. After each replication it is looked whether the figure that decides differs, by a rule that holds at every look; then it stops.\n"
	"The rule is a confidence sequence: an interval of the mean difference that holds the truth at all looks together (Student's, mixed over effects by a normal law: Lai 1976; Wang and\n"
	"Ramdas 2023), of 95 % by visitor and of 99 % by replication. It decides where it leaves 0 out, or lies whole within --margin; not before 50 visitors or 20 replications, nor before 25\n"
	"times their squared skewness, so that lumpy differences take longer.",
    .examples =
	"  floorwalker compare - ai.send_at=0.6\n"
	"  floorwalker compare --shift weekday people.crews.chat.count=3 people.crews.chat.count=4 --figure service_level\n"
	"  floorwalker compare before.yaml after.yaml --margin 0.01 --format html >difference.html\n"
	"  floorwalker compare ai.policy=rules-now ai.policy=rules-new --figure given --replications 50\n",
    .options = options,
    .run = run,
};
