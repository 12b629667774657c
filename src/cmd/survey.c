/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What shoppers answered when a survey asked them: taken in, and held against the CSAT proxy.
 */
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/date.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/desk/survey.h"
#include "floorwalker/report/report.h"

/* What the three have in common: a desk, and whether JSON is wanted. */
static enum err
with_desk(struct call *c,
    enum err (*run)(struct call *c, struct desk *d, bool json, struct errinfo *e),
    struct errinfo *e)
{
	struct office office;
	const char *target;
	bool json;
	enum err err;

	if ((err = call_format(c, &json, e)) != ERR_OK ||
	    (err = call_need_store(c, &target, e)) != ERR_OK ||
	    (err = office_open(&office, target, NULL, "survey", e)) != ERR_OK)
		return err;
	err = run(c, office.desk, json, e);
	office_close(&office);
	return err;
}

/* ---- survey import */

static void
print_added(const struct survey_added *x, const char *name)
{
	printf("%s: %lld answer%s on record", name, (long long)x->added, x->added == 1 ? "" : "s");
	if (x->comments > 0)
		printf(", %lld with a comment", (long long)x->comments);
	if (x->known > 0)
		printf("; %lld %s there already", (long long)x->known,
		    x->known == 1 ? "was" : "were");
	putchar('\n');
	if (x->comments_left > 0)
		printf("%lld comment%s not kept: what the shopper wrote there was erased\n",
		    (long long)x->comments_left, x->comments_left == 1 ? " was" : "s were");
}

static void
print_added_json(struct arena *a, const struct survey_added *x)
{
	struct value *v = value_map(a);

	value_set_int(v, "added", x->added);
	value_set_int(v, "known", x->known);
	value_set_int(v, "comments", x->comments);
	value_set_int(v, "comments_left", x->comments_left);
	print_json(v);
}

static enum err
import_file(struct call *c, struct desk *d, bool json, struct errinfo *e)
{
	const char *path = c->words[0];
	struct survey_added added;
	struct str text;
	enum err err;

	str_init(&text);
	if ((err = file_read(path, SURVEY_FILE_MOST, &text, e)) == ERR_OK)
		err = desk_survey_import(d, c->arena, path, text.data, text.length, &added, e);
	str_clear(&text);
	if (err == ERR_OK && json)
		print_added_json(c->arena, &added);
	else if (err == ERR_OK)
		print_added(&added, path);
	return err;
}

static enum err
run_import(struct call *c, struct errinfo *e)
{
	return with_desk(c, import_file, e);
}

/* ---- survey answer */

static enum err
read_answer(struct call *c, struct desk *d, struct survey_answer *x, struct errinfo *e)
{
	const char *at = call_text(c, "at", NULL);

	*x = (struct survey_answer){.comment = call_text(c, "comment", ""),
	    .key = call_text(c, "key", ""),
	    .answered_ms = clock_now_ms(clock_system())};
	if (!record_id_parse('C', c->words[0], &x->conversation_id))
		return err_set(e, ERR_USAGE, "\"%.40s\" is no conversation: it should be like C-17",
		    c->words[0]);
	if (!text_to_int(c->words[1], SURVEY_LEAST_SCORE, SURVEY_MOST_SCORE, &x->score))
		return err_set(e, ERR_USAGE, "\"%.40s\" is no score: it should be %d to %d",
		    c->words[1], SURVEY_LEAST_SCORE, SURVEY_MOST_SCORE);
	if (at == NULL)
		return ERR_OK;
	x->is_day = strlen(at) == strlen("2026-10-14");
	return date_parse(desk_settings(d)->zone, at, &x->answered_ms)
	    ? ERR_OK
	    : err_set(e, ERR_USAGE,
		  "--at is a day or an instant, like 2026-10-14 or 2026-10-14T09:30:00Z, not \"%.40s\"",
		  at);
}

static enum err
give_answer(struct call *c, struct desk *d, bool json, struct errinfo *e)
{
	struct survey_answer x;
	struct survey_added added;
	enum survey_column column;
	const char *agent;
	size_t at;
	enum err err;

	if ((err = agent_of_call(c, d, &agent, e)) != ERR_OK ||
	    (err = read_answer(c, d, &x, e)) != ERR_OK ||
	    (err = desk_survey_add(d, agent, &x, 1, &added, &at, &column, e)) != ERR_OK)
		return err;
	if (json)
		print_added_json(c->arena, &added);
	else
		print_added(&added, arena_printf(c->arena, "C-%lld", (long long)x.conversation_id));
	return ERR_OK;
}

static enum err
run_answer(struct call *c, struct errinfo *e)
{
	return with_desk(c, give_answer, e);
}

/* ---- survey report */

static enum err
read_asked(struct call *c, const struct zone *zone, struct survey_asked *q, struct errinfo *e)
{
	int64_t now = clock_now_ms(clock_system()), resamples, seed, comments;
	enum err err;

	q->until_ms = now + 1;
	if (call_has(c, "until") &&
	    (err = call_moment(
		 zone, "until", call_text(c, "until", ""), now, &q->until_ms, e)) != ERR_OK)
		return err;
	if ((err = call_moment(zone, "since", call_text(c, "since", "30d"), q->until_ms,
		 &q->from_ms, e)) != ERR_OK ||
	    (err = call_int(c, "least", 3, 1000000, SURVEY_LEAST, &q->least, e)) != ERR_OK ||
	    (err = call_int(c, "resamples", 40, 100000, SURVEY_RESAMPLES, &resamples, e)) !=
		ERR_OK ||
	    (err = call_int(c, "comments", 0, 1000, 3, &comments, e)) != ERR_OK ||
	    (err = call_int(c, "seed", 0, INT64_MAX, 1, &seed, e)) != ERR_OK)
		return err;
	q->resamples = (size_t)resamples;
	q->comments = (size_t)comments;
	q->seed = (uint64_t)seed;
	return q->from_ms < q->until_ms
	    ? ERR_OK
	    : err_set(e, ERR_USAGE, "--since is not before --until: nothing lies between");
}

static enum err
report(struct call *c, struct desk *d, bool json, struct errinfo *e)
{
	const struct zone *zone = desk_settings(d)->zone;
	struct survey_asked asked;
	struct value *result;
	struct str text;
	enum err err;

	if ((err = read_asked(c, zone, &asked, e)) != ERR_OK ||
	    (err = desk_survey_report(d, c->arena, &asked, &result, e)) != ERR_OK)
		return err;
	if (json) {
		print_json(result);
		return ERR_OK;
	}
	str_init(&text);
	report_survey_text(result, zone, &text);
	fputs(text.data, stdout);
	str_clear(&text);
	return ERR_OK;
}

static enum err
run_report(struct call *c, struct errinfo *e)
{
	return with_desk(c, report, e);
}

/* ---- rows */

static const struct option import_options[] = {
	{ .name = "store", .value = "PATH", .help = "the store" },
	{ .name = "format", .value = "FORMAT", .help = "text (default) or json" },
	{ .name = NULL },
};
static const struct option answer_options[] = {
	{ .name = "store", .value = "PATH", .help = "the store" },
	{ .name = "comment", .value = "TEXT", .help = "what the shopper wrote beside it" },
	{ .name = "key", .value = "ID", .help = "its id in the survey: the same one adds nothing twice" },
	{ .name = "at", .value = "WHEN", .help = "when it was given: a day or an instant; now" },
	{ .name = "agent", .value = "ID", .help = "act as this agent: only in a store made for practice" },
	{ .name = "format", .value = "FORMAT", .help = "text (default) or json" },
	{ .name = NULL },
};
static const struct option report_options[] = {
	{ .name = "store", .value = "PATH", .help = "the store" },
	{ .name = "since", .value = "WHEN", .help = "conversations closed since: 30d (the default), a day or an instant" },
	{ .name = "until", .value = "WHEN", .help = "and before: now" },
	{ .name = "least", .value = "N", .help = "30: answers without which nothing is correlated" },
	{ .name = "comments", .value = "N", .help = "3: the newest, masked" },
	{ .name = "resamples", .value = "N", .help = "1000" },
	{ .name = "seed", .value = "S", .help = "1; the same seed gives the same bytes" },
	{ .name = "format", .value = "FORMAT", .help = "text (default) or json" },
	{ .name = NULL },
};

const struct subcommand subcommand_survey_import = {
    .name = "survey import",
    .words = "FILE",
    .least = 1,
    .most = 1,
    .summary = "take in what shoppers answered when a survey asked them",
    .help =
	"FILE is comma-separated (RFC 4180) with the columns conversation (C-17), score (1 to 5), answered_at (a day, or an instant of ISO 8601), key (the answer's id in\n"
	"the survey tool) and, optionally, comment. Each answer becomes an event of its conversation. A fault is told with its line and column, and then nothing of the\n"
	"file is taken in; what was taken in before is known by its key and adds nothing. A comment is sealed with the conversation's key and shown masked; where that key\n"
	"was erased it isn't kept. Of several answers of a conversation the one given last counts.",
    .examples =
	"  floorwalker survey import --store shop.db answers.csv\n",
    .options = import_options,
    .run = run_import,
};

const struct subcommand subcommand_survey_answer = {
    .name = "survey answer",
    .words = "CONVERSATION SCORE",
    .least = 2,
    .most = 2,
    .summary = "put one shopper's answer to a survey on record",
    .help =
	"As survey import, for one answer: how satisfied a shopper said they were with their conversation, 1 (not at all) to 5. Who typed it in goes on record.",
    .examples =
	"  floorwalker survey answer --store shop.db C-17 4 --comment \"quick, and friendly\"\n",
    .options = answer_options,
    .run = run_answer,
};

const struct subcommand subcommand_survey_report = {
    .name = "survey report",
    .words = "",
    .summary = "CSAT as shoppers answered, and how the proxy goes with it",
    .help =
	"Of the conversations that were closed in the period: how many were answered for, how many of these were satisfied (4 or 5), both with Wilson's intervals; how the CSAT\n"
	"proxy, which every conversation has, goes with the answers (Spearman's rho, Kendall's tau-b, 95 % by resampling; not measured on fewer than 30 answers); and whether\n"
	"the proxy of those who answered differs from that of those who didn't. Conversations that no shopper wrote in, that were merged into another, or closed as spam or test,\n"
	"are left out. Who was asked isn't known: the share of answers is of all that were closed.",
    .examples =
	"  floorwalker survey report --store shop.db\n"
	"  floorwalker survey report --store shop.db --since 2026-10-01 --until 2026-11-01 --format json\n",
    .options = report_options,
    .run = run_report,
};
