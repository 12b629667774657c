/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Several intents a message, measured on NLU++ (Casanueva et al. 2022) in its two settings. Not part
 * of check.
 *
 *   nlupp_bench FOLDER [FROM UNTIL]     both settings over the folds FROM … UNTIL - 1 (0 20)
 *   nlupp_bench FOLDER rows FOLD …      the rows of these folds as CSV, for floorwalker intents
 *
 * FOLDER has fold0.json … fold19.json. "19 to 1" trains on all folds but one and measures on that
 * one; "1 to 19" trains on one and measures on all others. Printed are mean, standard deviation,
 * least and most over the folds.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"
#include "floorwalker/understand/classify.h"

#define FOLDS 20

struct bench {
	struct arena *a;
	struct classify_rows folds[FOLDS];
	size_t from, until;
};

/* Figures of one trained model. */
struct figures {
	double micro, macro, exact, ece;
};

static int
fail(const struct errinfo *info)
{
	fprintf(stderr, "nlupp_bench: %s\n", info->text);
	return 1;
}

/* "a|b", each label once; "none". */
static const char *
label_of(struct arena *a, const struct value *intents)
{
	struct str s;
	const char *label;

	str_init(&s);
	for (size_t i = 0; i < value_count(intents); i++) {
		const char *one = value_as_text(value_at(intents, i), "");
		bool again = false;

		for (size_t k = 0; k < i; k++)
			again |= text_is(one, value_as_text(value_at(intents, k), ""));
		if (!again)
			str_addf(&s, "%s%s", s.length > 0 ? "|" : "", one);
	}
	label = s.length > 0 ? arena_text_n(a, s.data, s.length) : CLASSIFY_NONE;
	str_clear(&s);
	return label;
}

static enum err
fold_load(struct bench *b, const char *folder, size_t fold, struct errinfo *e)
{
	struct classify_rows *rows = &b->folds[fold];
	struct value *list;
	enum err rc = value_load(
	    b->a, arena_printf(b->a, "%s/fold%zu.json", folder, fold), &list, e);

	if (rc != ERR_OK)
		return rc;
	rows->rows = arena_alloc(b->a, (value_count(list) + 1) * sizeof *rows->rows);
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *one = value_at(list, i);

		rows->rows[rows->count].text = value_get_text(one, "text");
		rows->rows[rows->count++].label = label_of(b->a, value_get(one, "intents"));
	}
	return ERR_OK;
}

/* Those folds whose being the chosen one is as wanted. */
static void
rows_join(struct bench *b, size_t chosen, bool is_chosen, struct classify_rows *out)
{
	size_t n = 0;

	for (size_t f = b->from; f < b->until; f++)
		n += b->folds[f].count;
	memset(out, 0, sizeof *out);
	out->rows = arena_alloc(b->a, (n + 1) * sizeof *out->rows);
	for (size_t f = b->from; f < b->until; f++)
		for (size_t i = 0; (f == chosen) == is_chosen && i < b->folds[f].count; i++)
			out->rows[out->count++] = b->folds[f].rows[i];
}

static void
measure(struct bench *b, const struct classify_model *m, const struct classify_rows *test,
    struct figures *out)
{
	struct classify_set_result *results =
	    arena_alloc(b->a, (test->count + 1) * sizeof *results);
	struct classify_set_metrics metrics;
	struct classify_answer answer;

	for (size_t i = 0; i < test->count; i++) {
		struct classify_set_result *r = &results[i];
		struct arena *a = arena_new();
		double *each;

		classify_predict(m, a, test->rows[i].text, false, &answer);
		r->gold = test->rows[i].label;
		r->labels = classify_labels(m, &r->label_count);
		r->threshold = classify_threshold(m);
		each = arena_alloc(b->a, r->label_count * sizeof *each);
		memcpy(each, answer.each, r->label_count * sizeof *each);
		r->each = each;
		arena_free(&a);
	}
	classify_measure_sets(b->a, results, test->count, NAN, &metrics);
	*out = (struct figures){
	    metrics.micro_f1, metrics.macro_f1, metrics.exact, metrics.ece};
}

static enum err
fold_measure(struct bench *b, size_t chosen, bool train_on_chosen, struct figures *out,
    struct errinfo *e)
{
	char path[] = "/tmp/floorwalker-nlupp-XXXXXX";
	const struct classify_rows none = { 0 };
	struct classify_rows train, test;
	const struct classify_settings settings = {.seed = 1};
	struct classify_report report;
	struct classify_model *m;
	int fd = mkstemp(path);
	enum err rc;

	if (fd < 0)
		return err_set(e, ERR_IO, "%s can't be made", path);
	close(fd);
	rows_join(b, chosen, train_on_chosen, &train);
	rows_join(b, chosen, !train_on_chosen, &test);
	rc = classify_train(&train, &none, "intents", &settings, path, &report, e);
	if (rc == ERR_OK)
		rc = classify_open(path, "intents", &m, e);
	unlink(path);
	if (rc != ERR_OK)
		return rc;
	measure(b, m, &test, out);
	classify_free(&m);
	return ERR_OK;
}

static void
print_figure(const char *name, const double *x, size_t n)
{
	double sum = 0, square = 0, least = x[0], most = x[0];

	for (size_t i = 0; i < n; i++) {
		sum += x[i];
		least = x[i] < least ? x[i] : least;
		most = x[i] > most ? x[i] : most;
	}
	for (size_t i = 0; i < n; i++)
		square += (x[i] - sum / (double)n) * (x[i] - sum / (double)n);
	printf("    %-10s %.4f, standard deviation %.4f, %.4f to %.4f\n", name, sum / (double)n,
	    n > 1 ? sqrt(square / (double)(n - 1)) : 0, least, most);
}

static enum err
setting_measure(struct bench *b, bool train_on_chosen, struct errinfo *e)
{
	double micro[FOLDS], macro[FOLDS], exact[FOLDS], ece[FOLDS];
	size_t n = 0, others = b->until - b->from - 1;
	enum err rc = ERR_OK;

	for (size_t f = b->from; f < b->until && rc == ERR_OK; f++) {
		struct figures x = { 0 };

		rc = fold_measure(b, f, train_on_chosen, &x, e);
		if (rc != ERR_OK)
			return rc;
		micro[n] = x.micro;
		macro[n] = x.macro;
		exact[n] = x.exact;
		ece[n++] = x.ece;
	}
	printf("trained on %zu of %zu folds, measured on the other %zu\n",
	    train_on_chosen ? (size_t)1 : others, others + 1,
	    train_on_chosen ? others : (size_t)1);
	print_figure("micro-F1", micro, n);
	print_figure("macro-F1", macro, n);
	print_figure("exact", exact, n);
	print_figure("ece", ece, n);
	return ERR_OK;
}

static void
print_field(const char *text)
{
	putchar('"');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			putchar('"');
		putchar(*text);
	}
	putchar('"');
}

static int
print_rows(const struct bench *b, int count, char **folds)
{
	puts("text,intent");
	for (int i = 0; i < count; i++) {
		int64_t fold;

		if (!text_to_int(folds[i], 0, FOLDS - 1, &fold)) {
			fprintf(stderr, "nlupp_bench: there is no fold %s\n", folds[i]);
			return 2;
		}
		for (size_t r = 0; r < b->folds[fold].count; r++) {
			print_field(b->folds[fold].rows[r].text);
			putchar(',');
			print_field(b->folds[fold].rows[r].label);
			putchar('\n');
		}
	}
	return 0;
}

int
main(int argc, char **argv)
{
	struct bench b = { .a = arena_new(), .from = 0, .until = FOLDS };
	struct errinfo info;
	enum err rc = ERR_OK;
	int64_t from = 0, until = FOLDS;
	int code = 0;

	if (argc < 2) {
		fprintf(stderr, "usage: nlupp_bench FOLDER [FROM UNTIL | rows FOLD …]\n");
		return 2;
	}
	if (access(arena_printf(b.a, "%s/fold0.json", argv[1]), R_OK) != 0) {
		printf("skipped: there is no fold0.json in %s\n", argv[1]);
		arena_free(&b.a);
		return 0;
	}
	for (size_t f = 0; f < FOLDS && rc == ERR_OK; f++)
		rc = fold_load(&b, argv[1], f, &info);
	if (rc == ERR_OK && argc > 3 && text_is(argv[2], "rows")) {
		code = print_rows(&b, argc - 3, argv + 3);
	} else if (rc == ERR_OK && argc > 2 &&
	    (argc != 4 || !text_to_int(argv[2], 0, FOLDS - 2, &from) ||
		!text_to_int(argv[3], from + 2, FOLDS, &until))) {
		fprintf(stderr, "nlupp_bench: FROM and UNTIL are two folds at least, 0 to %d\n", FOLDS);
		code = 2;
	} else if (rc == ERR_OK) {
		b.from = (size_t)from;
		b.until = (size_t)until;
		rc = setting_measure(&b, false, &info);
		if (rc == ERR_OK)
			rc = setting_measure(&b, true, &info);
	}
	code = rc == ERR_OK ? code : fail(&info);
	arena_free(&b.a);
	return code;
}
