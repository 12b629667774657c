/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What understanding is worth, measured. Not part of check.
 *
 *   understand_bench cv PHRASES                    cross-validation of the three classifiers on the
 *                                                  phrase files
 *   understand_bench csv MODELS FILE.csv MAP.yaml  zero-shot on rows "text,intent" through a table
 *   of their intents and ours
 *   understand_bench moods MODELS FILE.csv         sentiment on rows "text,sentiment" (negative,
 *                                                  neutral, positive)
 *   understand_bench say MODELS CATALOGUE          understands each line of the input, prints it as
 *                                                  JSON
 *   understand_bench speed MODELS CATALOGUE FILE   analyses a second over the lines of a file
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/understand/phrases.h"
#include "../../src/understand/train.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"

#define BENCH_NOW_MS 1791968400000

struct shelf {
	struct product products[500];
	size_t count;
};

static int
fail(const struct errinfo *info)
{
	fprintf(stderr, "understand_bench: %s\n", info->text);
	return 1;
}

static enum err
measure(const char *kind, const struct phrase_rows *rows, struct train_report *r,
    struct errinfo *info)
{
	const struct train_input input = {.rows = rows->rows, .count = rows->count, .seed = 1};

	return train_classifier(
	    train_recipe_find(strcmp(kind, "intents") == 0     ? "wishes"
		    : strcmp(kind, "sentiment") == 0 ? "feelings"
						     : kind),
	    &input, NULL, r, info);
}

static int
cross_validation(const char *root)
{
	static const char *const kinds[] = { "intents", "sentiment", "language" };
	struct arena *a = arena_new();
	struct errinfo info;

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		int64_t from = clock_stopwatch_us();
		struct phrase_rows rows;
		struct train_report r;

		if (phrases_load(a, root, kinds[i], &rows, &info) != ERR_OK ||
		    measure(kinds[i], &rows, &r, &info) != ERR_OK)
			return fail(&info);
		printf(
		    "%-9s rows %zu, classes %zu, features %zu: accuracy %.4f, calibration error %.4f, %.2f s\n",
		    kinds[i], r.rows, r.classes, r.features, r.accuracy, r.ece,
		    (double)(clock_stopwatch_us() - from) / 1e6);
		if (r.outside_auroc > 0)
			printf(
			    "          out of scope: AUROC %.4f, recall %.3f at %.2f, false alarms %.3f\n",
			    r.outside_auroc, r.outside_recall, r.threshold, r.outside_false);
	}
	arena_free(&a);
	return 0;
}

static const char *const *
texts_of(struct arena *a, const struct value *list, size_t *count)
{
	const char **out = arena_alloc(a, (value_count(list) + 1) * sizeof *out);

	*count = value_count(list);
	for (size_t i = 0; i < *count; i++)
		out[i] = value_source_text(value_at(list, i));
	return out;
}

static void
product_read(struct arena *a, const struct value *v, struct product *p)
{
	const struct value *variants = value_get(v, "variants");
	struct variant *list;

	p->id = value_get_text(v, "id");
	p->name = value_get_text(v, "name");
	p->kind = value_get_text(v, "kind");
	p->also = texts_of(a, value_get(v, "also"), &p->also_count);
	p->options = texts_of(a, value_get(v, "options"), &p->option_count);
	p->variant_count = value_count(variants);
	p->variants = list = arena_alloc(a, (p->variant_count + 1) * sizeof *list);
	for (size_t i = 0; i < p->variant_count; i++) {
		const struct value *options = value_get(value_at(variants, i), "options");
		struct pair *pairs = arena_alloc(a, (value_count(options) + 1) * sizeof *pairs);

		for (size_t k = 0; k < value_count(options); k++) {
			pairs[k].name = value_key_at(options, k);
			pairs[k].value = value_source_text(value_at(options, k));
		}
		list[i].options = pairs;
		list[i].option_count = value_count(options);
	}
}

static enum err
shelf_load(struct arena *a, const char *folder, struct shelf *out, struct errinfo *e)
{
	const char **names;
	size_t count;
	enum err rc = file_list(a, folder, ".yaml", &names, &count, e);

	for (size_t i = 0; i < count && rc == ERR_OK; i++) {
		const struct value *products;
		struct value *v;

		rc = value_load(a, file_join(a, folder, names[i]), &v, e);
		products = rc == ERR_OK ? value_get(v, "products") : NULL;
		for (size_t k = 0; k < value_count(products) && out->count < 500; k++)
			product_read(a, value_at(products, k), &out->products[out->count++]);
	}
	return rc;
}

static int
say(const struct understander *u, const struct understand_context *context)
{
	struct errinfo info;
	char line[65536];

	while (fgets(line, sizeof line, stdin) != NULL) {
		struct arena *a = arena_new();
		struct understanding result;
		struct str out;

		line[strcspn(line, "\n")] = '\0';
		if (understand(u, a, line, context, &result, &info) != ERR_OK)
			return fail(&info);
		str_init(&out);
		printf(
		    "%s\n  %s %.2f  oos %.2f  sentiment %+.2f  yes %.2f no %.2f human %.2f guarded %s injection %.2f\n  ",
		    line, result.language, result.language_probability, result.out_of_scope,
		    result.sentiment, result.signals.yes, result.signals.no, result.signals.human,
		    result.signals.guarded, result.signals.injection);
		for (size_t i = 0; i < 3; i++)
			printf(
			    "%s %.2f  ", result.intents[i].intent, result.intents[i].probability);
		printf("| wishes");
		for (size_t i = 0; i < result.wish_count; i++)
			printf(" %s %.2f", result.wishes[i].intent, result.wishes[i].probability);
		printf("\n");
		for (size_t i = 0; i < result.slot_count; i++)
			printf("    %s %s=%s %.2f%s\n", slot_kind_name(result.slots[i].kind),
			    result.slots[i].name, result.slots[i].value,
			    result.slots[i].probability, result.slots[i].except ? " except" : "");
		str_clear(&out);
		arena_free(&a);
	}
	return 0;
}

static int
speed(const struct understander *u, const struct understand_context *context, const char *path)
{
	struct errinfo info;
	struct str text;
	int64_t from;
	size_t n = 0;

	str_init(&text);
	if (file_read(path, 64u << 20, &text, &info) != ERR_OK)
		return fail(&info);
	from = clock_stopwatch_us();
	for (char *line = strtok(text.data, "\n"); line != NULL; line = strtok(NULL, "\n"), n++) {
		struct arena *a = arena_new();
		struct understanding result;

		if (understand(u, a, line, context, &result, &info) != ERR_OK)
			return fail(&info);
		arena_free(&a);
	}
	printf("%zu analyses, %.0f a second\n", n,
	    (double)n / ((double)(clock_stopwatch_us() - from) / 1e6));
	str_clear(&text);
	return 0;
}

/* The first two fields of a row; quotes as in RFC 4180. */
static const char *
csv_field(struct arena *a, const char *p, const char **next)
{
	struct str out;
	char *copy;

	str_init(&out);
	if (*p == '"') {
		for (p++; *p != '\0' && !(*p == '"' && p[1] != '"'); p++) {
			p += *p == '"';
			str_add_char(&out, *p);
		}
		p += *p == '"';
	} else {
		for (; *p != '\0' && *p != ',' && *p != '\n' && *p != '\r'; p++)
			str_add_char(&out, *p);
	}
	copy = arena_text_n(a, out.data, out.length);
	*next = *p == ',' ? p + 1 : p;
	str_clear(&out);
	return copy;
}

static int
zero_shot(const struct understander *u, const struct understand_context *context, const char *path,
    const char *map_path)
{
	struct arena *a = arena_new();
	struct value *map, *wrong = value_map(a);
	struct errinfo info;
	struct str text;
	size_t rows = 0, right = 0, in_three = 0;

	str_init(&text);
	if (file_read(path, 64u << 20, &text, &info) != ERR_OK ||
	    value_load(a, map_path, &map, &info) != ERR_OK)
		return fail(&info);
	for (const char *p = strchr(text.data, '\n'); p != NULL && p[1] != '\0';
	     p = strchr(p, '\n')) {
		const char *said = csv_field(a, p + 1, &p), *label = csv_field(a, p, &p);
		const struct value *ours = value_get(map, label);
		struct understanding result;
		bool hit = false, near = false;

		if (ours == NULL)
			continue;
		if (understand(u, a, said, context, &result, &info) != ERR_OK)
			return fail(&info);
		for (size_t k = 0; k < value_count(ours); k++)
			for (size_t i = 0; i < 3; i++)
				if (strcmp(value_as_text(value_at(ours, k), ""),
					result.intents[i].intent) == 0) {
					hit |= i == 0;
					near = true;
				}
		rows++;
		right += hit;
		in_three += near;
		if (!hit) {
			const char *key =
			    arena_printf(a, "%s -> %s", label, result.intents[0].intent);

			value_set_int(wrong, key, value_get_int(wrong, key, 0) + 1);
		}
	}
	printf("%zu rows: %.4f right, %.4f among the first three\n", rows,
	    (double)right / (double)rows, (double)in_three / (double)rows);
	for (size_t i = 0; i < value_count(wrong); i++)
		if (value_as_int(value_at(wrong, i), 0) * 200 > (int64_t)rows)
			printf("  %" PRId64 "  %s\n", value_as_int(value_at(wrong, i), 0),
			    value_key_at(wrong, i));
	str_clear(&text);
	arena_free(&a);
	return 0;
}

/* Sentiment on rows "text,sentiment" of negative, neutral and positive: cut at two thresholds. */
static int
moods(const struct understander *u, const struct understand_context *context, const char *path)
{
	static const char *const names[] = { "negative", "neutral", "positive" };
	size_t table[3][3] = { { 0 } }, rows = 0, right = 0;
	struct errinfo info;
	struct str text;
	double f1 = 0;

	str_init(&text);
	if (file_read(path, 64u << 20, &text, &info) != ERR_OK)
		return fail(&info);
	for (const char *p = strchr(text.data, '\n'); p != NULL && p[1] != '\0';
	     p = strchr(p, '\n')) {
		struct arena *a = arena_new();
		const char *said = csv_field(a, p + 1, &p), *label = csv_field(a, p, &p);
		struct understanding result;

		if (understand(u, a, said, context, &result, &info) != ERR_OK)
			return fail(&info);
		for (size_t k = 0; k < 3; k++)
			if (strcmp(label, names[k]) == 0) {
				table[k][result.sentiment < -0.12 ? 0
					: result.sentiment > 0.15 ? 2
								  : 1]++;
				rows++;
			}
		arena_free(&a);
	}
	for (size_t k = 0; k < 3; k++) {
		double said = (double)(table[0][k] + table[1][k] + table[2][k]),
		       are = (double)(table[k][0] + table[k][1] + table[k][2]);

		right += table[k][k];
		f1 += 2 * (double)table[k][k] / (said + are) / 3;
	}
	printf("%zu rows: %.4f right, macro-F1 %.4f\n", rows, (double)right / (double)rows, f1);
	str_clear(&text);
	return 0;
}

int
main(int argc, char **argv)
{
	struct understand_context context = {.order_pattern = "TF-[0-9]{6}",
	    .currency = "EUR",
	    .now_ms = BENCH_NOW_MS,
	    .expected = "",
	    .language = "en"};
	struct understander *u = NULL;
	struct understand_index *index = NULL;
	struct shelf *shelf = calloc(1, sizeof *shelf);
	struct arena *a = arena_new();
	struct errinfo info;
	int rc = 2;

	if (argc == 3 && strcmp(argv[1], "cv") == 0)
		return cross_validation(argv[2]);
	if (argc < 4) {
		fprintf(stderr,
		    "usage: understand_bench cv PHRASES | csv MODELS FILE MAP | say MODELS CATALOGUE | speed MODELS CATALOGUE FILE\n");
		return 2;
	}
	if (understander_open(argv[2], &u, &info) != ERR_OK ||
	    (strcmp(argv[1], "csv") != 0 && strcmp(argv[1], "moods") != 0 &&
		shelf_load(a, argv[3], shelf, &info) != ERR_OK))
		return fail(&info);
	context.products = shelf->products;
	context.product_count = shelf->count;
	if (understand_index_new(u, shelf->products, shelf->count, context.order_pattern, "",
		&index, &info) != ERR_OK)
		return fail(&info);
	context.index = index;
	if (strcmp(argv[1], "say") == 0)
		rc = say(u, &context);
	else if (strcmp(argv[1], "speed") == 0 && argc == 5)
		rc = speed(u, &context, argv[4]);
	else if (strcmp(argv[1], "moods") == 0)
		rc = moods(u, &context, argv[3]);
	else if (strcmp(argv[1], "csv") == 0 && argc == 5)
		rc = zero_shot(u, &context, argv[3], argv[4]);
	understand_index_free(&index);
	understander_free(&u);
	arena_free(&a);
	free(shelf);
	return rc;
}
