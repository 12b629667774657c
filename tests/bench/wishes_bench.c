/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which wishes stand in a long instruction, measured against what its reference actions do. Not
 * part of check.
 *
 *   wishes_bench MODELS PRODUCTS.json MAP.yaml TASKS.jsonl [misses]
 *
 * TASKS has one task a line: its instruction, its actions {name} and its outputs. MAP (see
 * tau-map.yaml) says which of our intents and which of their actions are which operation. Prints
 * precision, recall and F1 of each operation and of all pairs of task and operation together
 * (micro-F1); with "misses" also each task where one is missed or made up.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"
#include "floorwalker/understand.h"

#define BENCH_NOW_MS 1791968400000
#define OPERATIONS_MOST 16
#define LOOK_UP "look_up"
#define REMARK_SURE 0.95

struct tally {
	size_t right, missed, made_up;
};

struct bench {
	struct arena *a;
	const struct value *wishes, *actions;	/* of the map */
	struct understander *u;
	struct understand_context context;
	struct tally of[OPERATIONS_MOST];
	size_t tasks, exact, left_out;
	bool show;
};

static int
fail(const struct errinfo *info)
{
	fprintf(stderr, "wishes_bench: %s\n", info->text);
	return 1;
}

static int
operation_find(const struct bench *b, const char *name)
{
	for (size_t i = 0; i < value_count(b->wishes) && i < OPERATIONS_MOST; i++)
		if (strcmp(value_key_at(b->wishes, i), name) == 0)
			return (int)i;
	return -1;
}

static int
operation_of_intent(const struct bench *b, const char *intent)
{
	for (size_t i = 0; i < value_count(b->wishes) && i < OPERATIONS_MOST; i++) {
		const struct value *ours = value_at(b->wishes, i);

		for (size_t k = 0; k < value_count(ours); k++)
			if (strcmp(value_as_text(value_at(ours, k), ""), intent) == 0)
				return (int)i;
	}
	return -1;
}

/* What neither asks nor requests is a remark beside a surer wish, as the AI reads it, too. */
static bool
is_remark(const struct understanding *u, size_t i)
{
	if (u->wish_clauses == NULL || !u->wish_clauses[i].bare ||
	    u->wishes[i].probability >= REMARK_SURE)
		return false;
	for (size_t k = 0; k < u->wish_count; k++)
		if (k != i &&
		    (!u->wish_clauses[k].bare ||
			u->wishes[k].probability > u->wishes[i].probability))
			return true;
	return false;
}

/* What the reference actions do. False where they tell nothing: a task without any. */
static bool
truth_of(const struct bench *b, const struct value *task, bool truth[OPERATIONS_MOST])
{
	const struct value *actions = value_get(task, "actions");
	int look_up = operation_find(b, LOOK_UP);
	bool only_reads = value_count(actions) > 0;

	for (size_t i = 0; i < value_count(actions); i++) {
		const char *name = value_get_text(value_at(actions, i), "name");
		int at = operation_find(b, value_get_text(b->actions, name));

		if (at >= 0)
			truth[at] = true;
		only_reads = only_reads && value_get(b->actions, name) == NULL;
	}
	if (look_up >= 0 && (only_reads || value_count(value_get(task, "outputs")) > 0))
		truth[look_up] = true;
	return value_count(actions) > 0 || value_count(value_get(task, "outputs")) > 0;
}

static enum err
task_judge(struct bench *b, const struct value *task, struct errinfo *e)
{
	const char *said = value_get_text(task, "instruction");
	bool truth[OPERATIONS_MOST] = { false }, found[OPERATIONS_MOST] = { false }, exact = true;
	struct understanding result;
	enum err rc;

	if (!truth_of(b, task, truth)) {
		b->left_out++;
		return ERR_OK;
	}
	rc = understand(b->u, b->a, said, &b->context, &result, e);
	for (size_t i = 0; rc == ERR_OK && i < result.wish_count; i++) {
		int at = operation_of_intent(b, result.wishes[i].intent);

		if (at >= 0 && !is_remark(&result, i))
			found[at] = true;
	}
	for (size_t i = 0; rc == ERR_OK && i < value_count(b->wishes); i++) {
		b->of[i].right += truth[i] && found[i];
		b->of[i].missed += truth[i] && !found[i];
		b->of[i].made_up += !truth[i] && found[i];
		exact = exact && truth[i] == found[i];
		if (b->show && truth[i] != found[i])
			printf("%s %s: %s\n", truth[i] ? "missed" : "made up",
			    value_key_at(b->wishes, i), said);
	}
	b->tasks++;
	b->exact += exact;
	return rc;
}

static enum err
tasks_judge(struct bench *b, const char *path, struct errinfo *e)
{
	struct str text;
	enum err rc;

	str_init(&text);
	rc = file_read(path, 64u << 20, &text, e);
	for (char *line = text.data; rc == ERR_OK && line != NULL && *line != '\0';) {
		char *end = strchr(line, '\n');
		size_t length = end != NULL ? (size_t)(end - line) : strlen(line);
		struct value *task;

		rc = value_parse_json(
		    b->a, path, line, length, &value_limits_message, &task, e);
		if (rc == ERR_OK)
			rc = task_judge(b, task, e);
		line = end != NULL ? end + 1 : NULL;
	}
	str_clear(&text);
	return rc;
}

/* {id: {name, variants: {id: {options: {name: value}}}}} */
static void
products_read(struct bench *b, const struct value *v)
{
	struct product *products = arena_alloc(b->a, (value_count(v) + 1) * sizeof *products);

	for (size_t i = 0; i < value_count(v); i++) {
		const struct value *variants = value_get(value_at(v, i), "variants");
		struct product *p = &products[i];
		struct variant *list;

		p->id = value_key_at(v, i);
		p->name = p->kind = value_get_text(value_at(v, i), "name");
		p->variant_count = value_count(variants);
		p->variants = list = arena_alloc(b->a, (p->variant_count + 1) * sizeof *list);
		for (size_t k = 0; k < p->variant_count; k++) {
			const struct value *options =
			    value_get(value_at(variants, k), "options");
			struct pair *pairs =
			    arena_alloc(b->a, (value_count(options) + 1) * sizeof *pairs);

			for (size_t o = 0; o < value_count(options); o++) {
				pairs[o].name = value_key_at(options, o);
				pairs[o].value = value_source_text(value_at(options, o));
			}
			list[k].options = pairs;
			list[k].option_count = value_count(options);
		}
	}
	b->context.products = products;
	b->context.product_count = value_count(v);
}

static void
tally_print(const char *name, const struct tally *t)
{
	double said = (double)(t->right + t->made_up), are = (double)(t->right + t->missed);

	printf("%-10s %5zu in the tasks  precision %.3f  recall %.3f  F1 %.3f\n", name,
	    t->right + t->missed, said > 0 ? (double)t->right / said : 0,
	    are > 0 ? (double)t->right / are : 0,
	    said + are > 0 ? 2 * (double)t->right / (said + are) : 0);
}

static void
report(const struct bench *b)
{
	struct tally all = { 0 };

	for (size_t i = 0; i < value_count(b->wishes) && i < OPERATIONS_MOST; i++) {
		tally_print(value_key_at(b->wishes, i), &b->of[i]);
		all.right += b->of[i].right;
		all.missed += b->of[i].missed;
		all.made_up += b->of[i].made_up;
	}
	tally_print("micro", &all);
	printf("%zu tasks, all operations right in %zu; %zu left out, whose reference is empty\n",
	    b->tasks, b->exact, b->left_out);
}

int
main(int argc, char **argv)
{
	struct understand_index *index = NULL;
	struct bench b = { .a = arena_new() };
	struct value *map, *products;
	struct errinfo info;

	if (argc < 5) {
		fprintf(stderr,
		    "usage: wishes_bench MODELS PRODUCTS.json MAP.yaml TASKS.jsonl [misses]\n");
		return 2;
	}
	if (understander_open(argv[1], &b.u, &info) != ERR_OK ||
	    value_load(b.a, argv[2], &products, &info) != ERR_OK ||
	    value_load(b.a, argv[3], &map, &info) != ERR_OK)
		return fail(&info);
	b.wishes = value_get(map, "wishes");
	b.actions = value_get(map, "actions");
	b.show = argc > 5 && strcmp(argv[5], "misses") == 0;
	b.context = (struct understand_context){ .order_pattern = "#W[0-9]{7}",
		.currency = "USD",
		.now_ms = BENCH_NOW_MS,
		.expected = "",
		.language = "en" };
	products_read(&b, products);
	if (understand_index_new(b.u, b.context.products, b.context.product_count,
		b.context.order_pattern, "", &index, &info) != ERR_OK)
		return fail(&info);
	b.context.index = index;
	if (tasks_judge(&b, argv[4], &info) != ERR_OK)
		return fail(&info);
	report(&b);
	understand_index_free(&index);
	understander_free(&b.u);
	arena_free(&b.a);
	return 0;
}
