/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/date.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/desk/learn.h"
#include "floorwalker/report/report.h"

/* The two periods that are compared; a reference may be a file instead. */
struct spans {
	int64_t from_ms, until_ms, reference_from_ms, reference_until_ms;
	const char *file;
};

static enum err
read_spans(struct call *c, const struct zone *zone, struct spans *s, struct errinfo *e)
{
	int64_t now = clock_now_ms(clock_system());
	const char *from = call_text(c, "reference-since", NULL),
		   *until = call_text(c, "reference-until", NULL);
	enum err err;

	s->file = call_text(c, "reference", NULL);
	s->until_ms = now;
	if (call_has(c, "until") &&
	    (err = call_moment(
		 zone, "until", call_text(c, "until", ""), now, &s->until_ms, e)) != ERR_OK)
		return err;
	if ((err = call_moment(zone, "since", call_text(c, "since", "30d"), s->until_ms,
		 &s->from_ms, e)) != ERR_OK)
		return err;
	if (s->from_ms >= s->until_ms)
		return err_set(e, ERR_USAGE, "--since is not before --until: nothing lies between");
	if (s->file != NULL && (from != NULL || until != NULL))
		return err_set(e, ERR_USAGE,
		    "--reference names a file, --reference-since and --reference-until a period: give one");
	s->reference_until_ms = s->from_ms;
	if (until != NULL &&
	    (err = call_moment(zone, "reference-until", until, now, &s->reference_until_ms, e)) !=
		ERR_OK)
		return err;
	s->reference_from_ms = s->reference_until_ms - (s->until_ms - s->from_ms);
	if (from != NULL &&
	    (err = call_moment(zone, "reference-since", from, s->reference_until_ms,
		 &s->reference_from_ms, e)) != ERR_OK)
		return err;
	return s->reference_from_ms < s->reference_until_ms
	    ? ERR_OK
	    : err_set(e, ERR_USAGE, "--reference-since is not before --reference-until");
}

static enum err
read_real(const struct call *c, const char *option, double otherwise, double *out,
    struct errinfo *e)
{
	const char *text = call_text(c, option, NULL);

	*out = otherwise;
	if (text != NULL && (!text_to_real(text, out) || !(*out > 0 && *out < 100)))
		return err_set(
		    e, ERR_USAGE, "--%s is a number above 0, not \"%.40s\"", option, text);
	return ERR_OK;
}

static enum err
read_asked(struct call *c, struct drift_asked *q, struct errinfo *e)
{
	int64_t seed, resamples, examples;
	enum err err;

	if ((err = call_int(c, "seed", 0, INT64_MAX, 1, &seed, e)) != ERR_OK ||
	    (err = call_int(c, "resamples", 40, 100000, DRIFT_RESAMPLES, &resamples, e)) !=
		ERR_OK ||
	    (err = call_int(c, "least", 2, 1000000, 30, &q->least, e)) != ERR_OK ||
	    (err = call_int(c, "examples", 0, 1000, 3, &examples, e)) != ERR_OK ||
	    (err = read_real(c, "watch", DRIFT_WATCH, &q->watch, e)) != ERR_OK ||
	    (err = read_real(c, "act", DRIFT_ACT, &q->act, e)) != ERR_OK)
		return err;
	if (q->watch > q->act)
		return err_set(e, ERR_USAGE, "--watch is above --act: watching comes before acting");
	q->options = (struct drift_options){DRIFT_SMOOTHING, (size_t)resamples, (uint64_t)seed};
	q->examples = (size_t)examples;
	return ERR_OK;
}

static enum err
load_reference(struct call *c, struct store *s, const struct spans *spans,
    struct drift_sample *out, struct errinfo *e)
{
	struct str text;
	struct value *v;
	enum err err;

	if (spans->file == NULL)
		return desk_drift_read(s, c->arena, spans->reference_from_ms,
		    spans->reference_until_ms, out, e);
	str_init(&text);
	if ((err = file_read(spans->file, value_limits_file.bytes, &text, e)) == ERR_OK &&
	    (err = value_parse_json(c->arena, spans->file, text.data, text.length,
		 &value_limits_file, &v, e)) == ERR_OK)
		err = drift_sample_from_value(c->arena, v, out, e);
	str_clear(&text);
	return err;
}

static enum err
save_reference(struct call *c, const struct drift_sample *sample, struct errinfo *e)
{
	const char *path = call_text(c, "save-reference", NULL);
	struct str text;
	enum err err;

	if (path == NULL)
		return ERR_OK;
	if (sample->count == 0)
		return err_set(e, ERR_STATE,
		    "nothing was understood in the period: there is no reference to save");
	str_init(&text);
	value_print(&text, drift_sample_to_value(c->arena, sample));
	str_add_char(&text, '\n');
	err = file_write(path, text.data, text.length, 0600, e);
	str_clear(&text);
	if (err == ERR_OK)
		fprintf(stderr, "%s: %zu turns of %lld conversations, for --reference\n", path,
		    sample->count, (long long)sample->judged);
	return err;
}

static enum err
compare(struct call *c, struct store *s, const struct zone *zone, struct errinfo *e)
{
	struct drift_sample period, reference;
	struct drift_asked asked;
	struct spans spans;
	struct value *result;
	struct str text;
	bool json;
	enum err err;

	if ((err = call_format(c, &json, e)) != ERR_OK ||
	    (err = read_spans(c, zone, &spans, e)) != ERR_OK ||
	    (err = read_asked(c, &asked, e)) != ERR_OK ||
	    (err = desk_drift_read(s, c->arena, spans.from_ms, spans.until_ms, &period, e)) !=
		ERR_OK ||
	    (err = load_reference(c, s, &spans, &reference, e)) != ERR_OK ||
	    (err = save_reference(c, &period, e)) != ERR_OK ||
	    (err = desk_drift(s, c->arena, &period, &reference, &asked, &result, e)) != ERR_OK)
		return err;
	if (json) {
		print_json(result);
		return ERR_OK;
	}
	str_init(&text);
	report_drift_text(result, zone, &text);
	fputs(text.data, stdout);
	str_clear(&text);
	return ERR_OK;
}

static enum err
run(struct call *c, struct errinfo *e)
{
	struct store_options options = { .read_only = true };
	struct desk_shared shared;
	struct store *store = NULL;
	const char *target;
	enum err err;

	if ((err = call_need_store(c, &target, e)) != ERR_OK ||
	    (err = desk_shared_open(target, &shared, e)) != ERR_OK)
		return err;
	if ((err = store_open(target, &options, &store, e)) == ERR_OK)
		err = compare(c, store, world_settings(shared.world)->zone, e);
	store_close(&store);
	desk_shared_close(&shared);
	return err;
}

static const struct option options[] = {
	{ .name = "store", .value = "PATH", .help = "the store" },
	{ .name = "since", .value = "WHEN", .help = "begin of the period: 30d (the default), a day or an instant" },
	{ .name = "until", .value = "WHEN", .help = "its end, not included: now" },
	{ .name = "reference-since", .value = "WHEN", .help = "begin of the reference: as long before its end as the period is" },
	{ .name = "reference-until", .value = "WHEN", .help = "its end: the period's begin" },
	{ .name = "reference", .value = "FILE", .help = "a reference that was saved, instead" },
	{ .name = "save-reference", .value = "FILE", .help = "save the period as a reference: counts alone, no words" },
	{ .name = "watch", .value = "INDEX", .help = "0.1: worth watching from here on" },
	{ .name = "act", .value = "INDEX", .help = "0.25: worth acting on from here on" },
	{ .name = "least", .value = "N", .help = "30: conversations that both must have, else nothing is computed" },
	{ .name = "examples", .value = "N", .help = "3: messages of each kind" },
	{ .name = "resamples", .value = "N", .help = "1000" },
	{ .name = "seed", .value = "S", .help = "1; the same seed gives the same bytes" },
	{ .name = "format", .value = "FORMAT", .help = "text (default) or json" },
	{ .name = NULL },
};

const struct subcommand subcommand_intents_drift = {
    .name = "intents drift",
    .words = "",
    .summary = "tell whether shoppers' wishes, or the AI's sureness, have changed",
    .help =
	"Compares what the AI made of shoppers' words in a period with a reference: the mix of intents, how sure it was of them and of its replies (in ten\n"
	"bins), and the share out of scope. Each as a population stability index with a 95 % interval (whole conversations are drawn anew, since turns of one\n"
	"are not independent), with what each row adds to it, and beside it what chance alone would give where nothing had changed. The limits 0.1 and 0.25\n"
	"are custom in credit scoring (Siddiqi 2006) and yours to set. Too few conversations are said, not computed. Examples are masked.",
    .examples =
	"  floorwalker intents drift --store shop.db\n"
	"  floorwalker intents drift --store shop.db --since 7d --format json\n"
	"  floorwalker intents drift --store shop.db --since 2026-10-01 --until 2026-11-01 --save-reference october.json\n"
	"  floorwalker intents drift --store shop.db --since 7d --reference october.json --act 0.2\n",
    .options = options,
    .run = run,
};
