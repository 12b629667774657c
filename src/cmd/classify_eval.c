/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "classify.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/random.h"
#include "floorwalker/base/str.h"

#define CONFUSIONS_SHOWN 20
#define ROWS_AN_ARENA 8	/* predictions before their memory is given back */

/* Predicts rows one by one, timed, and appends them to the run's; results' labels live as long as
 * the model: copies are the call's. */
static double
predict_all(struct call *c, const struct classify_model *m, const struct training_row *rows,
    size_t count, struct classify_run *run)
{
	struct classify_result *out = run->results + (run->sets == NULL ? run->count : 0);
	const char *const *labels = run->sets == NULL ? NULL : classify_labels_keep(c, m);
	struct arena *a = arena_new();
	struct classify_answer answer;
	int64_t from = clock_stopwatch_us();
	double seconds;

	for (size_t i = 0; i < count; i++) {
		if (i % ROWS_AN_ARENA == ROWS_AN_ARENA - 1) {
			arena_free(&a);
			a = arena_new();
		}
		classify_predict(m, a, rows[i].text, false, &answer);
		if (run->sets != NULL) {
			classify_set_keep(c, m, &answer, rows[i].label, labels, &run->sets[run->count + i]);
			continue;
		}
		out[i] = (struct classify_result){rows[i].label, answer.best[0].label,
		    answer.best[0].probability, answer.outside, classify_threshold(m)};
	}
	seconds = (double)(clock_stopwatch_us() - from) / 1e6;
	for (size_t i = 0; i < count && run->sets == NULL; i++)
		out[i].best = arena_text(c->arena, out[i].best);
	run->count += count;
	arena_free(&a);
	return seconds;
}

static void
run_make(struct call *c, const struct classify_rows *rows, bool several, struct classify_run *run)
{
	if (several)
		run->sets = arena_alloc(c->arena, (rows->count + 1) * sizeof *run->sets);
	else
		run->results = arena_alloc(c->arena, (rows->count + 1) * sizeof *run->results);
}

/* Trains on all folds but one, into a file that is gone at once. */
static enum err
train_fold(struct call *c, const struct classify_rows *rows, uint64_t seed,
    struct classify_model **out, struct errinfo *e)
{
	const struct classify_settings settings = {seed, call_text(c, "vectors", NULL)};
	const struct classify_rows none = { 0 };
	const char *folder = getenv("TMPDIR");
	char *path = arena_printf(c->arena, "%s/floorwalker-fold-XXXXXX",
	    text_is_empty(folder) ? "/tmp" : folder);
	struct classify_report report;
	int fd = mkstemp(path);
	enum err rc;

	if (fd < 0)
		return err_set(e, ERR_IO, "%s: can't be made: set TMPDIR to a folder that can be written", path);
	close(fd);
	rc = classify_train(rows, &none, classify_kind(c), &settings, path, &report, e);
	if (rc == ERR_OK)
		rc = classify_open(path, classify_kind(c), out, e);
	unlink(path);
	return rc;
}

static int
by_label(const void *a, const void *b)
{
	const struct training_row *x = a, *y = b;
	int order = strcmp(x->label, y->label);

	return order != 0 ? order : strcmp(x->text, y->text);
}

/* Shuffles rows and sorts them by label, keeping the shuffled order within one: dealt in turn,
 * every fold has its share of each label. */
static void
deal(struct call *c, struct classify_rows *rows, uint64_t seed)
{
	struct training_row *from = arena_alloc(c->arena, rows->count * sizeof *from);
	struct random_stream r;
	size_t n = 0;

	random_init(&r, seed, "cmd.folds");
	qsort(rows->rows, rows->count, sizeof *rows->rows, by_label);
	for (size_t i = 0, j; i < rows->count; i = j) {
		for (j = i; j < rows->count && text_is(rows->rows[i].label, rows->rows[j].label);)
			j++;
		for (size_t k = j - i; k > 1; k--) {
			size_t pick = i + (size_t)random_below(&r, k);
			struct training_row swap = rows->rows[i + k - 1];

			rows->rows[i + k - 1] = rows->rows[pick];
			rows->rows[pick] = swap;
		}
		for (size_t k = i; k < j; k++)
			from[n++] = rows->rows[k];
	}
	memcpy(rows->rows, from, n * sizeof *from);
}

static enum err
run_folds(struct call *c, struct classify_rows *rows, size_t folds, uint64_t seed,
    struct classify_run *out, struct errinfo *e)
{
	double seconds = 0;
	enum err rc = ERR_OK;

	if (rows->count < folds * 2)
		return err_set(e, ERR_INPUT, "%zu folds need at least %zu rows, there are %zu",
		    folds, folds * 2, rows->count);
	deal(c, rows, seed);
	run_make(c, rows, rows->several_line != 0, out);
	for (size_t f = 0; f < folds && rc == ERR_OK; f++) {
		struct classify_rows others = { .several_line = rows->several_line };
		struct training_row *test =
		    arena_alloc(c->arena, rows->count * sizeof *test);
		struct classify_model *m = NULL;
		size_t n = 0;

		others.rows = arena_alloc(c->arena, rows->count * sizeof *others.rows);
		for (size_t i = 0; i < rows->count; i++) {
			if (i % folds == f)
				test[n++] = rows->rows[i];
			else
				others.rows[others.count++] = rows->rows[i];
		}
		rc = train_fold(c, &others, seed, &m, e);
		if (rc == ERR_OK)
			seconds += predict_all(c, m, test, n, out);
		classify_free(&m);
	}
	out->per_second = (double)out->count / seconds;
	out->threshold = NAN;
	return rc;
}

/* Whether the map takes the row: its label becomes the model's own. Of several that count as right
 * the given one. */
static bool
map_label(const struct value *map, struct classify_result *r)
{
	const struct value *to = value_get(map, r->gold);
	const char *first;

	if (classify_is_outside(r->gold) && to == NULL)
		return true;
	if (value_kind(to) == VALUE_TEXT) {
		r->gold = value_as_text(to, "");
		return true;
	}
	first = value_as_text(value_at(to, 0), NULL);
	if (first == NULL)
		return false;
	r->gold = first;
	for (size_t i = 0; i < value_count(to); i++)
		if (text_is(value_as_text(value_at(to, i), ""), r->best))
			r->gold = r->best;
	return true;
}

static enum err
map_labels(struct call *c, struct classify_run *run, struct errinfo *e)
{
	const char *path = call_text(c, "map", NULL);
	struct value *map;
	size_t n = 0;
	enum err rc;

	if (path == NULL)
		return ERR_OK;
	if ((rc = value_load(c->arena, path, &map, e)) != ERR_OK)
		return rc;
	if (value_kind(map) != VALUE_MAP)
		return value_err(e, ERR_INPUT, map,
		    "a table should stand here: the data's label, a colon, the model's label or a list of them");
	for (size_t i = 0; i < run->count; i++)
		if (map_label(map, &run->results[i]))
			run->results[n++] = run->results[i];
	run->left_out = run->count - n;
	run->count = n;
	return ERR_OK;
}

enum err
classify_run(struct call *c, struct classify_run *out, struct errinfo *e)
{
	struct classify_rows rows = { 0 };
	struct classify_model *m = NULL;
	int64_t folds, seed;
	const char *data;
	enum err rc;

	memset(out, 0, sizeof *out);
	if ((rc = call_need(c, "data", &data, e)) != ERR_OK ||
	    (rc = call_int(c, "folds", 2, 100, 0, &folds, e)) != ERR_OK ||
	    (rc = call_int(c, "seed", 1, INT64_MAX, 1, &seed, e)) != ERR_OK)
		return rc;
	if (folds > 0 && call_has(c, "model"))
		return err_set(e, ERR_USAGE, "--folds trains its own models: leave --model out");
	if (folds == 0 && call_has(c, "vectors"))
		return err_set(e, ERR_USAGE, "--vectors is for training: give --folds, or leave it out");
	if ((rc = classify_load(c, "data", &rows, e)) != ERR_OK ||
	    (rc = classify_load(c, "oos", &rows, e)) != ERR_OK)
		return rc;
	if (folds > 0) {
		rc = run_folds(c, &rows, (size_t)folds, (uint64_t)seed, out, e);
	} else if ((rc = classify_open_model(c, &m, e)) == ERR_OK) {
		if ((rc = classify_rows_fit(&rows, m, e)) == ERR_OK) {
			run_make(c, &rows, classify_is_several(m), out);
			out->per_second = (double)rows.count /
			    predict_all(c, m, rows.rows, rows.count, out);
			out->threshold = classify_threshold(m);
		}
		classify_free(&m);
	}
	if (rc == ERR_OK && out->sets != NULL && call_has(c, "map"))
		return err_set(e, ERR_USAGE,
		    "--map is for models of one intent a message: name the rows' labels as the model does");
	return rc == ERR_OK ? map_labels(c, out, e) : rc;
}

static void
print_metrics(const struct classify_run *run, const struct classify_metrics *m, double threshold)
{
	classify_print_line("in_scope_accuracy", m->in_scope_accuracy);
	classify_print_line("oos_recall", m->oos_recall);
	classify_print_line("overall_accuracy", m->overall_accuracy);
	classify_print_line("macro_f1", m->macro_f1);
	classify_print_line("auroc_oos", m->auroc_oos);
	if (isnan(m->ece))
		classify_print_line("ece", m->ece);
	else
		printf("%-24s %.4f (perfectly calibrated: %.4f to %.4f)\n", "ece", m->ece,
		    m->ece_low, m->ece_high);
	classify_print_line("accuracy_at_80_coverage", m->accuracy_at_80_coverage);
	printf("%-24s %zu\n%-24s %zu\n", "n", m->n, "oos_n", m->oos_n);
	printf("%-24s %.0f\n", "predictions_per_second", run->per_second);
	if (isnan(threshold))
		printf("%-24s each fold's own\n", "threshold");
	else
		classify_print_line("threshold", threshold);
	if (run->left_out > 0)
		printf("%-24s %zu rows that the map has no label for\n", "left_out", run->left_out);
	if (m->confusion_count > 0)
		puts("\nmistaken most often");
	for (size_t i = 0; i < m->confusion_count && i < CONFUSIONS_SHOWN; i++)
		printf("%6zu  %s, taken for %s\n", m->confusions[i].count, m->confusions[i].gold,
		    m->confusions[i].given);
}

static void
print_metrics_json(struct call *c, const struct classify_run *run,
    const struct classify_metrics *m, double threshold)
{
	struct value *v = value_map(c->arena), *list;

	classify_set_real(v, "in_scope_accuracy", m->in_scope_accuracy);
	classify_set_real(v, "oos_recall", m->oos_recall);
	classify_set_real(v, "overall_accuracy", m->overall_accuracy);
	classify_set_real(v, "macro_f1", m->macro_f1);
	classify_set_real(v, "auroc_oos", m->auroc_oos);
	classify_set_real(v, "ece", m->ece);
	list = value_set_list(v, "ece_range");
	if (isfinite(m->ece_low)) {
		value_add(list, value_real(c->arena, m->ece_low));
		value_add(list, value_real(c->arena, m->ece_high));
	}
	classify_set_real(v, "accuracy_at_80_coverage", m->accuracy_at_80_coverage);
	value_set_int(v, "n", (int64_t)m->n);
	value_set_int(v, "oos_n", (int64_t)m->oos_n);
	classify_set_real(v, "predictions_per_second", run->per_second);
	classify_set_real(v, "threshold", threshold);
	value_set_int(v, "left_out", (int64_t)run->left_out);
	list = value_set_list(v, "confusions");
	for (size_t i = 0; i < m->confusion_count; i++) {
		struct value *one = value_add_map(list);

		value_set_text(one, classify_column(classify_kind(c)), m->confusions[i].gold);
		value_set_text(one, "taken_for", m->confusions[i].given);
		value_set_int(one, "count", (int64_t)m->confusions[i].count);
	}
	print_json(v);
}

enum err
classify_eval_run(struct call *c, struct errinfo *e)
{
	struct classify_metrics metrics;
	struct classify_run run;
	double threshold;
	int64_t seed;
	bool json;
	enum err rc;

	if ((rc = call_format(c, &json, e)) != ERR_OK ||
	    (rc = classify_call_threshold(c, &threshold, e)) != ERR_OK ||
	    (rc = call_int(c, "seed", 1, INT64_MAX, 1, &seed, e)) != ERR_OK ||
	    (rc = classify_run(c, &run, e)) != ERR_OK)
		return rc;
	if (run.sets != NULL) {
		classify_several_print(c, &run, threshold, json);
		return ERR_OK;
	}
	classify_measure(c->arena, run.results, run.count, threshold, (uint64_t)seed, &metrics);
	threshold = isnan(threshold) ? run.threshold : threshold;
	if (json)
		print_metrics_json(c, &run, &metrics, threshold);
	else
		print_metrics(&run, &metrics, threshold);
	return ERR_OK;
}
