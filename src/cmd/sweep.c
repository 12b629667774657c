/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "days.h"
#include "floorwalker/base/str.h"
#include "floorwalker/day/compare.h"
#include "floorwalker/report/report.h"

static int
follow(void *context, int64_t done, int64_t of, int64_t points)
{
	(void)points;
	return days_progress_show(context, done, of, NULL);
}

static enum err
read_axes(struct call *c, struct sweep_options *o, struct errinfo *e)
{
	size_t count;
	const char *const *texts = call_all(c, "over", &count);
	enum err err = ERR_OK;

	if (count < 1 || count > 2)
		return err_set(e, ERR_USAGE,
		    "--over is given once or twice: --over people.crews.chat.count=2..6");
	for (size_t i = 0; err == ERR_OK && i < count; i++)
		err = axis_parse(c->arena, texts[i], &o->axes[o->axis_count++], e);
	return err == ERR_OK ? axes_check(o->axes, count, e) : err;
}

/* Besides what the tail says. */
static const char *const again[] = {"over", "set", "world", "scenarios", NULL};
static const struct days_report report = {.text = report_sweep_text, .html = report_sweep_html};

static enum err
sweep(struct call *c, const struct days_stage *s, struct errinfo *e)
{
	struct sweep_options o = {.path = s->path, .settings = world_settings(s->world)};
	struct days_progress progress;
	struct value *result;
	enum days_format format;
	int64_t seed, threads;
	enum err err;

	if ((err = read_axes(c, &o, e)) != ERR_OK || (err = days_format(c, &format, e)) != ERR_OK ||
	    (err = days_changes(c, &o.changes, &o.change_count, e)) != ERR_OK ||
	    (err = axes_check_changes(o.axes, o.axis_count, o.changes, o.change_count, e)) !=
		ERR_OK ||
	    (err = call_int(c, "replications", 1, DAYS_REPLICATIONS_MOST, 0, &o.replications, e)) !=
		ERR_OK ||
	    (err = call_int(c, "seed", 0, INT64_MAX, 1, &seed, e)) != ERR_OK ||
	    (err = call_int(c, "threads", 0, 64, 0, &threads, e)) != ERR_OK)
		return err;
	days_progress_begin(&progress, "all points");
	o.days = (struct days_options){.day = {.script = s->script,
					   .world = s->world,
					   .understander = s->understander,
					   .seed = (uint64_t)seed,
					   .progress = follow,
					   .progress_context = &progress},
	    .threads = (int)threads};
	err = sweep_run(&o, c->arena, &result, e);
	(void)days_progress_end(&progress);
	if (err != ERR_OK)
		return err;
	value_set_text(result, "currency", world_settings(s->world)->currency);
	days_set_reproduce(c,
	    &(struct days_again){.command = "floorwalker sweep",
		.options = again,
		.tail = arena_printf(c->arena, " --replications %lld --seed %lld",
		    (long long)value_get_int(result, "replications", 1), (long long)seed),
		.path = s->path},
	    result);
	days_print(&report, format, result);
	return ERR_OK;
}

static enum err
run(struct call *c, struct errinfo *e)
{
	struct days_stage s;
	const struct days_asked asked = {
	    .given = c->word_count > 0 ? c->words[0] : "weekday", .words = days_words(c)};
	enum err err = days_open(c, &asked, &s, e);

	if (err == ERR_OK)
		err = sweep(c, &s, e);
	days_close(&s);
	return err;
}

static const struct option options[] = {
	{ .name = "over", .value = "PATH=VALUES", .help = "what is varied: 2..6, 0.3..0.9/0.1 or a,b,c; once or twice", .several = true },
	{ .name = "set", .value = "PATH=VALUE", .help = "a value put otherwise at all points", .several = true },
	{ .name = "replications", .value = "N", .help = "of each point; else as the file says" },
	{ .name = "seed", .value = "S", .help = "1; the same at every point, so that all meet the same shoppers" },
	{ .name = "world", .value = "WORLD", .help = "in place of the one that the file names" },
	{ .name = "scenarios", .value = "PATH", .help = "in place of those that the file names", .several = true },
	{ .name = "format", .value = "text|json|html", .help = "text; html is one page that needs nothing beside itself" },
	{ .name = "threads", .value = "N", .help = "0: one a core" },
	{ .name = NULL },
};

const struct subcommand subcommand_sweep = {
    .name = "sweep",
    .words = "[SIMULATION]",
    .least = 0,
    .most = 1,
    .summary = "run a day over one or two of its values, and find the cheapest that keeps the service level",
    .help =
	"SIMULATION is a file, or the name of one that came with floorwalker (weekday). Each point is played with the same shoppers. The table shows what changes;\n"
	"the last line names the point that keeps the service level at the least cost, with everybody paid who is there. The level is the same at all points:\n"
	"--set service_level.share=0.9 puts it otherwise, --over can't.",
    .examples =
	"  floorwalker sweep weekday --over people.crews.chat.count=2..6\n"
	"  floorwalker sweep weekday --over ai.send_at=0.3..0.8/0.1 --over people.crews.chat.count=2..5 --replications 10 --format html >sweep.html\n",
    .options = options,
    .run = run,
};
