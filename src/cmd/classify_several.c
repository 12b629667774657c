/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What eval and predict print of models of several intents a message.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "classify.h"
#include "floorwalker/base/str.h"

static void
print_cell(double x)
{
	if (isnan(x))
		printf("%10s", "–");
	else
		printf("%10.4f", x);
}

static void
print_text(const struct classify_run *run, const struct classify_set_metrics *m, double threshold)
{
	classify_print_line("micro_f1", m->micro_f1);
	classify_print_line("micro_precision", m->micro_precision);
	classify_print_line("micro_recall", m->micro_recall);
	classify_print_line("macro_f1", m->macro_f1);
	classify_print_line("exact", m->exact);
	classify_print_line("ece", m->ece);
	printf("%-24s %zu\n%-24s %zu\n%-24s %zu\n", "n", m->n, "none_n", m->none_n, "pairs", m->pairs);
	printf("%-24s %.0f\n", "predictions_per_second", run->per_second);
	if (isnan(threshold))
		printf("%-24s each fold's own\n", "threshold");
	else
		classify_print_line("threshold", threshold);
	printf("\n%6s%8s%8s%10s%10s%10s  %s\n", "rows", "given", "right", "precision", "recall", "f1",
	    "intent");
	for (size_t i = 0; i < m->label_count; i++) {
		const struct classify_label_metrics *l = &m->labels[i];

		printf("%6zu%8zu%8zu", l->rows, l->given, l->right);
		print_cell(l->precision);
		print_cell(l->recall);
		print_cell(l->f1);
		printf("  %s\n", l->label);
	}
}

static void
print_as_json(struct call *c, const struct classify_run *run, const struct classify_set_metrics *m,
    double threshold)
{
	struct value *v = value_map(c->arena), *list;

	classify_set_real(v, "micro_f1", m->micro_f1);
	classify_set_real(v, "micro_precision", m->micro_precision);
	classify_set_real(v, "micro_recall", m->micro_recall);
	classify_set_real(v, "macro_f1", m->macro_f1);
	classify_set_real(v, "exact", m->exact);
	classify_set_real(v, "ece", m->ece);
	value_set_int(v, "n", (int64_t)m->n);
	value_set_int(v, "none_n", (int64_t)m->none_n);
	value_set_int(v, "pairs", (int64_t)m->pairs);
	classify_set_real(v, "predictions_per_second", run->per_second);
	classify_set_real(v, "threshold", threshold);
	list = value_set_list(v, "labels");
	for (size_t i = 0; i < m->label_count; i++) {
		const struct classify_label_metrics *l = &m->labels[i];
		struct value *one = value_add_map(list);

		value_set_text(one, "intent", l->label);
		value_set_int(one, "rows", (int64_t)l->rows);
		value_set_int(one, "given", (int64_t)l->given);
		value_set_int(one, "right", (int64_t)l->right);
		classify_set_real(one, "precision", l->precision);
		classify_set_real(one, "recall", l->recall);
		classify_set_real(one, "f1", l->f1);
	}
	print_json(v);
}

enum err
classify_rows_fit(
    const struct classify_rows *rows, const struct classify_model *m, struct errinfo *e)
{
	if (rows->several_line == 0 || classify_is_several(m))
		return ERR_OK;
	return err_set(e, ERR_INPUT,
	    "%s:%zu:1: this row has several intents or none, and the model gives each message one: name a model that was trained on such rows",
	    rows->several_file, rows->several_line);
}

void
classify_set_keep(struct call *c, const struct classify_model *m,
    const struct classify_answer *answer, const char *gold, const char *const *labels,
    struct classify_set_result *out)
{
	double *each;

	(void)classify_labels(m, &out->label_count);
	each = arena_alloc(c->arena, out->label_count * sizeof *each);
	memcpy(each, answer->each, out->label_count * sizeof *each);
	out->gold = gold;
	out->labels = labels;
	out->each = each;
	out->threshold = classify_threshold(m);
}

const char *const *
classify_labels_keep(struct call *c, const struct classify_model *m)
{
	size_t count;
	const char *const *labels = classify_labels(m, &count);
	const char **kept = arena_alloc(c->arena, (count + 1) * sizeof *kept);

	for (size_t i = 0; i < count; i++)
		kept[i] = arena_text(c->arena, labels[i]);
	return kept;
}

void
classify_several_print(
    struct call *c, const struct classify_run *run, double threshold, bool json)
{
	struct classify_set_metrics m;

	classify_measure_sets(c->arena, run->sets, run->count, threshold, &m);
	threshold = isnan(threshold) ? run->threshold : threshold;
	if (json)
		print_as_json(c, run, &m, threshold);
	else
		print_text(run, &m, threshold);
}

/* Surest first; as many as there are labels at most. */
void
classify_several_add(const struct classify_model *m, const struct classify_answer *answer,
    double threshold, struct value *to)
{
	struct value *list = value_set_list(to, "intents");
	size_t count;
	const char *const *labels = classify_labels(m, &count);
	double last = INFINITY;

	for (size_t given = 0, here; given < count; given += here) {
		double next = -1;

		here = 0;
		for (size_t k = 0; k < count; k++)
			if (answer->each[k] < last && answer->each[k] > next)
				next = answer->each[k];
		if (next < threshold)
			return;
		for (size_t k = 0; k < count; k++) {
			struct value *one;

			if (answer->each[k] < next || answer->each[k] > next)
				continue;
			one = value_add_map(list);
			value_set_text(one, "intent", labels[k]);
			classify_set_real(one, "probability", answer->each[k]);
			here++;
		}
		last = next;
	}
}
