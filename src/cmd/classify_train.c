/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "classify.h"
#include "floorwalker/base/clock.h"

static void
print_report(const struct classify_report *r, const char *out, double seconds)
{
	printf("%zu rows, %zu classes, %zu features, %.1f s: %s\n", r->rows, r->classes,
	    r->features, seconds, out);
	if (r->several) {
		printf("several intents a row, on rows held out: micro-F1 %.4f, exactly right %.4f, calibration error %.4f\n",
		    r->micro_f1, r->exact, r->ece);
		printf("an intent is given from %.4f on\n", r->threshold);
		return;
	}
	printf("on rows held out: accuracy %.4f, calibration error %.4f\n", r->accuracy, r->ece);
	if (r->auroc > 0)
		printf(
		    "out of scope from %.4f on: recall %.4f, false alarms %.4f, AUROC %.4f\n",
		    r->threshold, r->recall, r->false_alarms, r->auroc);
}

static void
print_report_json(
    struct call *c, const struct classify_report *r, const char *out, double seconds)
{
	struct value *v = value_map(c->arena);

	value_set_text(v, "model", out);
	value_set_int(v, "rows", (int64_t)r->rows);
	value_set_int(v, "classes", (int64_t)r->classes);
	value_set_int(v, "features", (int64_t)r->features);
	value_set_real(v, "ece", r->ece);
	value_set_real(v, "threshold", r->threshold);
	if (r->several) {
		value_set_real(v, "micro_f1", r->micro_f1);
		value_set_real(v, "exact", r->exact);
	} else {
		value_set_real(v, "accuracy", r->accuracy);
		value_set_real(v, "oos_recall", r->recall);
		value_set_real(v, "false_alarms", r->false_alarms);
		value_set_real(v, "auroc_oos", r->auroc);
	}
	value_set_real(v, "seconds", seconds);
	print_json(v);
}

enum err
classify_train_run(struct call *c, struct errinfo *e)
{
	struct classify_rows rows = { 0 }, valid = { 0 };
	int64_t seed, from = clock_stopwatch_us();
	struct classify_settings settings;
	struct classify_report report;
	const char *out, *data;
	double seconds;
	bool json;
	enum err rc;

	if ((rc = call_need(c, "data", &data, e)) != ERR_OK ||
	    (rc = call_need(c, "out", &out, e)) != ERR_OK ||
	    (rc = call_int(c, "seed", 0, INT64_MAX, 1, &seed, e)) != ERR_OK ||
	    (rc = call_format(c, &json, e)) != ERR_OK ||
	    (rc = classify_load(c, "data", &rows, e)) != ERR_OK ||
	    (rc = classify_load(c, "oos", &rows, e)) != ERR_OK ||
	    (rc = classify_load(c, "valid", &valid, e)) != ERR_OK)
		return rc;
	settings = (struct classify_settings){(uint64_t)seed, call_text(c, "vectors", NULL)};
	rc = classify_train(&rows, &valid, classify_kind(c), &settings, out, &report, e);
	if (rc != ERR_OK)
		return rc;
	seconds = (double)(clock_stopwatch_us() - from) / 1e6;
	if (json)
		print_report_json(c, &report, out, seconds);
	else
		print_report(&report, out, seconds);
	return ERR_OK;
}
