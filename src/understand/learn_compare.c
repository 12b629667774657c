/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two models side by side, on rows that neither has seen.
 */
#include "floorwalker/understand/learn.h"

#include <string.h>
#include <unistd.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"

#include "features.h"

#define OUTSIDE "out_of_scope"
#define EVERY_FOLD SIZE_MAX	/* trained on in each: it's never judged */

/* One run: the fold of each row. */
struct comparing {
	struct arena *a;
	const struct learn_rows *sets[3];	/* shipped, was, own */
	size_t *folds[3];
	const struct learn_options *o;
	struct learn_comparison *out;
};

static bool
is_judged(const struct learn_row *row)
{
	return row->label[0] != '@' && !text_is(row->label, "aside");
}

static size_t
fold_of(struct arena *a, const struct learn_row *row, const struct learn_options *o)
{
	const char *key;

	if (!is_judged(row))
		return EVERY_FOLD;
	key = learn_key(a, row->text);
	return (size_t)(hash_bytes(o->seed, key, strlen(key)) % o->folds);
}

static size_t
collect(const struct comparing *x, int set, size_t without, struct training_row *rows)
{
	size_t n = 0;

	for (size_t i = 0; i < x->sets[set]->count; i++)
		if (without == EVERY_FOLD || x->folds[set][i] != without)
			rows[n++] = (struct training_row){
			    x->sets[set]->rows[i].text, x->sets[set]->rows[i].label};
	return n;
}

enum err
learn_train(const struct learn_rows *shipped, const struct learn_rows *own, uint64_t seed,
    const char *out_path, struct errinfo *e)
{
	struct comparing x = {.sets = {shipped, own}};
	struct training_row *rows = mem_zero(shipped->count + own->count + 1, sizeof *rows);
	size_t count = collect(&x, 0, EVERY_FOLD, rows);
	enum err rc;

	count += collect(&x, 1, EVERY_FOLD, rows + count);
	rc = understand_train(rows, count, "intents", seed, out_path, e);
	mem_free(rows);
	return rc;
}

/* The model of one side without a fold: set 1 was, 2 own. */
static enum err
train_side(const struct comparing *x, int set, size_t fold, const char *path, struct errinfo *e)
{
	struct training_row *rows =
	    mem_zero(x->sets[0]->count + x->sets[set]->count + 1, sizeof *rows);
	size_t count = collect(x, 0, fold, rows);
	enum err rc;

	count += collect(x, set, fold, rows + count);
	rc = understand_train(rows, count, "intents", x->o->seed, path, e);
	mem_free(rows);
	return rc;
}

static void
give_verdict(const struct understanding *u, const struct learn_row *row, double outside_at,
    struct arena *a, struct learn_verdict *v)
{
	bool outside = u->out_of_scope >= outside_at;

	for (size_t i = 0; i < u->intent_count && v->best == NULL; i++)
		if (!text_is(u->intents[i].intent, OUTSIDE)) {
			v->best = arena_text(a, u->intents[i].intent);
			v->confidence = u->intents[i].probability;
		}
	if (outside || v->best == NULL) {
		v->best = OUTSIDE;
		v->confidence = u->out_of_scope;
	}
	v->right = text_is(v->best, row->label);
}

static enum err
judge_fold(
    const struct comparing *x, const struct understander *u, int set, size_t fold, struct errinfo *e)
{
	struct understand_context context = x->o->context;
	struct understand_index *index;
	size_t at = 0;
	enum err rc = understand_index_new(u, context.products, context.product_count,
	    context.order_pattern, context.shop_name, &index, e);

	if (rc != ERR_OK)
		return rc;
	context.index = index;
	for (int s = 0; s < 3 && rc == ERR_OK; s += 2)	/* shipped and own */
		for (size_t i = 0; i < x->sets[s]->count && rc == ERR_OK; i++) {
			struct arena *scratch;
			struct understanding is;
			struct learn_judged *j;

			if (!is_judged(&x->sets[s]->rows[i]))
				continue;
			j = &x->out->rows[at++];
			if (x->folds[s][i] != fold)
				continue;
			scratch = arena_new();
			rc = understand(u, scratch, j->row->text, &context, &is, e);
			if (rc == ERR_OK)
				give_verdict(&is, j->row, x->o->outside_at, x->a,
				    set == 1 ? &j->before : &j->after);
			arena_free(&scratch);
		}
	understand_index_free(&index);
	return rc;
}

/* Trains one side of a fold and lets it judge the fold. */
static enum err
run_side(const struct comparing *x, int set, size_t fold, struct errinfo *e)
{
	const char *path = file_join(x->a, x->o->scratch, "intents.model");
	struct understander *u = NULL;
	enum err rc = train_side(x, set, fold, path, e);

	if (rc == ERR_OK)
		rc = understander_open_over("", x->o->scratch, &u, e);
	if (rc == ERR_OK)
		rc = judge_fold(x, u, set, fold, e);
	understander_free(&u);
	(void)unlink(path);
	return rc;
}

static void
lay_out(struct comparing *x)
{
	struct learn_comparison *out = x->out;

	out->rows =
	    arena_alloc(x->a, (x->sets[0]->count + x->sets[2]->count + 1) * sizeof *out->rows);
	for (int s = 0; s < 3; s++) {
		x->folds[s] = arena_alloc(x->a, (x->sets[s]->count + 1) * sizeof *x->folds[s]);
		for (size_t i = 0; i < x->sets[s]->count; i++) {
			const struct learn_row *row = &x->sets[s]->rows[i];

			x->folds[s][i] = fold_of(x->a, row, x->o);
			if (s != 1 && is_judged(row))
				out->rows[out->count++] =
				    (struct learn_judged){.row = row, .own = s == 2};
		}
	}
}

enum err
learn_compare(struct arena *a, const struct learn_rows *shipped, const struct learn_rows *was,
    const struct learn_rows *own, const struct learn_options *options,
    struct learn_comparison *out, struct errinfo *e)
{
	struct comparing x = {.a = a, .sets = {shipped, was, own}, .o = options, .out = out};
	size_t steps = options->folds * 2, done = 0;

	memset(out, 0, sizeof *out);
	if (options->folds < 2 || options->folds > 20)
		return err_set(e, ERR_USAGE, "a comparison takes 2 to 20 folds");
	if (shipped->count + was->count + own->count > LEARN_ROW_LIMIT)
		return err_set(e, ERR_LIMIT, "there are more than %d rows to learn from",
		    LEARN_ROW_LIMIT);
	lay_out(&x);
	for (size_t f = 0; f < options->folds; f++)
		for (int set = 1; set <= 2; set++) {
			enum err rc;

			if (options->progress != NULL)
				options->progress(options->progress_context, done++, steps);
			rc = run_side(&x, set, f, e);
			if (rc != ERR_OK)
				return rc;
		}
	if (options->progress != NULL)
		options->progress(options->progress_context, steps, steps);
	return ERR_OK;
}
