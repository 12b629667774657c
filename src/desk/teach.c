/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A shop teaches its own phrases: gathering them, and holding the new model against the old.
 */
#include "teach.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "floorwalker/base/file.h"
#include "floorwalker/text/text.h"

#include "private.h"

#define ASIDE "aside"

const char *
teach_masked(struct teaching *t, const char *text)
{
	struct str s;
	str_init(&s);
	masker_apply(t->masker, &s, text, strlen(text));
	const char *out = desk_harmless(t->a, s.data, s.length, TEXT_MESSAGE_LIMIT);
	str_clear(&s);
	return out;
}

/* What a mark of the masker stands for, as shoppers write it: training makes a placeholder of each
 * again. */
static const struct {
	const char *mark, *means;
} marks[] = {
    {"[email]", "a@b.example"}, {"[order]", "AB-100100"}, {"[phone]", "0850000000"},
    {"[card]", "4000000000000000"}, {"[iban]", "IE00000000000000000000"}, {"[postcode]", "12345"},
    {"[name]", ""}, {"[address]", ""},
};

static const char *
as_written(struct arena *a, const char *masked)
{
	struct str s;
	str_init(&s);
	for (const char *p = masked; *p != '\0';) {
		size_t i = 0, count = sizeof marks / sizeof *marks;
		while (i < count && !text_starts(p, marks[i].mark))
			i++;
		if (i < count)
			str_add(&s, marks[i].means);
		else
			str_add_char(&s, *p);
		p += i < count ? strlen(marks[i].mark) : 1;
	}
	const char *out = arena_text_n(a, s.data, s.length);
	str_clear(&s);
	return out;
}

static enum err
new_masker(const struct settings *s, struct masker **out, struct errinfo *e)
{
	struct mask_options o = {.order_pattern = s->order_pattern};
	for (int k = 0; k < PII_KIND_COUNT; k++)
		o.kinds[k] = true;
	return masker_new(&o, out, e);
}

static enum err
check_row(const struct learn_row *row, struct errinfo *e)
{
	const char *names[256], *near;
	size_t count = 0;
	if (text_is(row->label, ASIDE) || backend_builtin_knows(row->label))
		return ERR_OK;
	while (count < 256 && (names[count] = backend_builtin_intent(count)) != NULL)
		count++;
	near = text_nearest(row->label, names, count);
	return err_set(e, ERR_INPUT,
	    "%s: the AI has no playbook for the intent \"%.60s\"%s%s%s; doc/worlds.md lists those it has",
	    row->from, row->label, near != NULL ? "; did you mean " : "", near != NULL ? near : "",
	    near != NULL ? "?" : "");
}

/* Rows are trained on as they'd be kept: masked, with what the marks stand for. */
static enum err
take_own(struct teaching *t, const struct learn_rows *found, const char *file, struct errinfo *e)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct learn_row *row = &found->rows[i];
		enum err r = check_row(row, e);
		if (r != ERR_OK)
			return r;
		const char *text = as_written(t->a, teach_masked(t, row->text));
		if (*learn_key(t->a, text) == '\0')
			return err_set(e, ERR_INPUT, "%s: nothing to learn is in \"%.60s\"",
			    row->from, row->text);
		learn_add(&t->own, t->a, text, row->label, row->from);
	}
	t->sources[t->source_count++] = (struct source){file, found->count};
	return ERR_OK;
}

static enum err
gather_own(struct teaching *t, struct errinfo *e)
{
	const struct learn_asked *q = t->asked;
	const char *folder = q->phrases != NULL
	    ? q->phrases
	    : file_join(t->a, world_folder(t->w), "phrases");
	enum err r = ERR_OK;
	if (q->phrases != NULL && !file_is_folder(folder))
		return err_set(e, ERR_NOT_FOUND, "there is no folder %s", folder);
	if (q->data_count + 1 > sizeof t->sources / sizeof *t->sources)
		return err_set(e, ERR_LIMIT, "at most %zu files of rows are learnt at once",
		    sizeof t->sources / sizeof *t->sources - 1);
	if (file_is_folder(folder)) {
		struct learn_rows found = {0};
		if ((r = learn_add_phrases(&found, t->a, folder, e)) != ERR_OK ||
		    (r = take_own(t, &found, folder, e)) != ERR_OK)
			return r;
	}
	for (size_t i = 0; i < q->data_count; i++) {
		struct learn_rows found = {0};
		if ((r = learn_add_csv(&found, t->a, q->data[i], e)) != ERR_OK ||
		    (r = take_own(t, &found, q->data[i], e)) != ERR_OK)
			return r;
	}
	return t->own.count > 0
	    ? ERR_OK
	    : err_set(e, ERR_NOT_FOUND,
		  "there is nothing of the shop's own to learn: put phrases into %s/en/INTENT.yaml, or give rows with --data",
		  folder);
}

static enum err
gather(struct teaching *t, bool *unknown, struct errinfo *e)
{
	const char *root = file_data(t->a, "phrases");
	enum err r = new_masker(world_settings(t->w), &t->masker, e);
	if (r != ERR_OK || (r = gather_own(t, e)) != ERR_OK)
		return r;
	if (root == NULL)
		return err_set(e, ERR_NOT_FOUND,
		    "the phrases that came with floorwalker weren't found: set FLOORWALKER_DATA, or make install");
	if ((r = learn_add_shipped(&t->shipped, t->a, root, e)) != ERR_OK)
		return r;
	struct learn_rows kept = {0};
	if ((r = teach_load_kept(t, unknown, e)) != ERR_OK)
		return r;
	for (size_t i = 0; i < t->was.count; i++)
		learn_add(&kept, t->a, as_written(t->a, t->was.rows[i].text),
		    t->was.rows[i].label, "");
	t->was = kept;
	return ERR_OK;
}

static enum err
make_scratch(struct teaching *t, struct errinfo *e)
{
	const char *base = getenv("TMPDIR");
	snprintf(t->scratch, sizeof t->scratch, "%.50s/floorwalker-learn-XXXXXX",
	    text_is_empty(base) ? "/tmp" : base);
	if (mkdtemp(t->scratch) != NULL)
		return ERR_OK;
	t->scratch[0] = '\0';
	return err_set(e, ERR_IO,
	    "no folder to train in can be made: set TMPDIR to one that can be written");
}

static enum err
compare(struct teaching *t, struct errinfo *e)
{
	const struct settings *s = world_settings(t->w);
	const struct shop_records *records = world_records(t->w);
	struct learn_options o = {.folds = t->asked->folds,
	    .seed = t->asked->seed,
	    .outside_at = s->gates.out_of_scope_at,
	    .scratch = t->scratch,
	    .context = {.products = records->products,
		.product_count = records->product_count,
		.order_pattern = s->order_pattern,
		.shop_name = s->name,
		.currency = s->currency,
		.zone = s->zone,
		.now_ms = s->as_of_ms,
		.expected = "",
		.language = s->language},
	    .progress = t->asked->progress,
	    .progress_context = t->asked->progress_context};
	return learn_compare(t->a, &t->shipped, &t->was, &t->own, &o, &t->result, e);
}

/* Trained on all rows, and opened once before anybody depends on it. */
static enum err
accept(struct teaching *t, const struct value *figures, struct errinfo *e)
{
	const char *path = file_join(t->a, t->scratch, "intents.model");
	struct understander *u = NULL;
	enum err r = learn_train(&t->shipped, &t->own, t->asked->seed, path, e);
	if (r == ERR_OK)
		r = understander_open_over("", t->scratch, &u, e);
	understander_free(&u);
	if (r == ERR_OK)
		r = teach_keep(t, path, figures, e);
	(void)unlink(path);
	return r;
}

enum err
desk_learn(const struct world *w, struct arena *a, const struct learn_asked *asked,
    struct value **out, struct errinfo *e)
{
	struct teaching t = {.w = w, .a = a, .asked = asked};
	bool unknown = false;
	enum err r = gather(&t, &unknown, e);
	if (r == ERR_OK)
		r = make_scratch(&t, e);
	if (r == ERR_OK)
		r = compare(&t, e);
	if (r == ERR_OK) {
		*out = teach_tell(&t);
		value_set_bool(*out, "in_use_unknown", unknown);
		if (asked->accept)
			r = accept(&t, value_get(*out, "figures"), e);
		value_set_bool(*out, "accepted", asked->accept);
	}
	if (t.scratch[0] != '\0')
		(void)rmdir(t.scratch);
	masker_free(&t.masker);
	return r;
}
