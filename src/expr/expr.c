/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/expr.h"

#include <jq.h>
#include <string.h>

#include "convert.h"

struct expr {
	jq_state *jq;
	size_t count;
	struct str trouble;	/* what jq says while it compiles */
};

static void
hear(void *context, jv message)
{
	struct str *trouble = context;

	if (trouble->length < 2000 && jv_get_kind(message) == JV_KIND_STRING) {
		str_add(trouble, trouble->length > 0 ? "; " : "");
		str_add(trouble, jv_string_value(message));
	}
	jv_free(message);
}

/* Programs low … high - 1 as one decision tree over their number. */
static void
add_tree(struct str *out, const char *const *sources, size_t low, size_t high)
{
	size_t middle = low + (high - low) / 2;

	if (high - low == 1) {
		str_addf(out, "(\n%s\n)", sources[low]);
		return;
	}
	str_addf(out, "if $__program < %zu then ", middle);
	add_tree(out, sources, low, middle);
	str_add(out, " else ");
	add_tree(out, sources, middle, high);
	str_add(out, " end");
}

static bool
compile(struct expr *x, const char *const *sources, size_t count)
{
	struct str program;
	bool ok;

	x->jq = jq_init();
	if (x->jq == NULL)
		return false;
	jq_set_error_cb(x->jq, hear, &x->trouble);
	str_init(&program);
	str_add(&program, ".[0] as $__program | .[1] as $now | .[2] | ");
	add_tree(&program, sources, 0, count);
	ok = jq_compile(x->jq, program.data) != 0;
	str_clear(&program);
	return ok;
}

/* jq spreads its complaint over lines and ends with a count. */
static const char *
tidy(struct str *trouble)
{
	char *p = strstr(trouble->data, "; jq: ");

	if (p != NULL)
		*p = '\0';
	p = strstr(trouble->data, " (Unix shell quoting issues?)");
	if (p != NULL)
		*p = '\0';
	for (p = trouble->data; *p != '\0'; p++) {
		if (*p == '\n')
			*p = ' ';
	}
	return strncmp(trouble->data, "jq: error: ", 11) == 0 ? trouble->data + 11 : trouble->data;
}

/* Which source was it? Each is compiled alone; slow, but only on the way to an error. */
static enum err
blame(const char *const *sources, size_t count, struct errinfo *e)
{
	for (size_t i = 0; i < count; i++) {
		struct expr one = {.count = 1};
		bool ok;

		str_init(&one.trouble);
		ok = compile(&one, &sources[i], 1);
		if (!ok)
			err_set(e, ERR_INPUT, "the expression '%.120s' does not compile: %.300s",
			    sources[i], tidy(&one.trouble));
		if (one.jq != NULL)
			jq_teardown(&one.jq);
		str_clear(&one.trouble);
		if (!ok)
			return ERR_INPUT;
	}
	return err_set(e, ERR_INPUT,
	    "%zu expressions compile alone but not together; use fewer in one file", count);
}

enum err
expr_new(const char *const *sources, size_t count, struct expr **out, struct errinfo *e)
{
	struct expr *x;
	enum err err;

	*out = NULL;
	if (count == 0)
		return err_set(e, ERR_USAGE, "no expressions to compile");
	for (size_t i = 0; i < count; i++) {
		err = expr_check(sources[i], e);
		if (err != ERR_OK)
			return err;
	}
	x = mem_zero(1, sizeof *x);
	x->count = count;
	str_init(&x->trouble);
	if (!compile(x, sources, count)) {
		expr_free(&x);
		return blame(sources, count, e);
	}
	*out = x;
	return ERR_OK;
}

void
expr_free(struct expr **x)
{
	if (x == NULL || *x == NULL)
		return;
	if ((*x)->jq != NULL)
		jq_teardown(&(*x)->jq);
	str_clear(&(*x)->trouble);
	mem_free(*x);
	*x = NULL;
}

/* Takes failed, an invalid jv that carries a message. */
static enum err
run_error(jv failed, struct errinfo *e)
{
	jv message = jv_invalid_get_msg(failed);
	enum err err;

	if (jv_get_kind(message) != JV_KIND_STRING)
		message = jv_dump_string(message, 0);
	err = err_set(
	    e, ERR_INPUT, "the expression fails on these facts: %.300s", jv_string_value(message));
	jv_free(message);
	return err;
}

static enum err
run(struct expr *x, size_t i, const struct value *facts, int64_t now_ms, jv *out, struct errinfo *e)
{
	jv input, result, more;

	if (i >= x->count)
		return err_set(e, ERR_USAGE, "there is no expression number %zu", i);
	input = jv_array_sized(3);
	input = jv_array_append(input, jv_number((double)i));
	input = jv_array_append(input, jv_number((double)now_ms / 1000));
	input = jv_array_append(input, convert_to_jq(facts));
	jq_start(x->jq, input, 0);
	result = jq_next(x->jq);
	if (!jv_is_valid(result)) {
		if (jv_invalid_has_msg(jv_copy(result)))
			return run_error(result, e);
		jv_free(result);
		return err_set(e, ERR_INPUT,
		    "the expression gives no result; say what it gives otherwise (… // false)");
	}
	more = jq_next(x->jq);
	if (jv_is_valid(more) || jv_invalid_has_msg(jv_copy(more))) {
		jv_free(result);
		jv_free(more);
		return err_set(e, ERR_INPUT,
		    "the expression gives several results; gather them in [ ] or ask any(…)");
	}
	jv_free(more);
	*out = result;
	return ERR_OK;
}

enum err
expr_run(struct expr *x, size_t i, const struct value *facts, int64_t now_ms, struct arena *a,
    struct value **out, struct errinfo *e)
{
	enum err err;
	jv result;

	*out = NULL;
	err = run(x, i, facts, now_ms, &result, e);
	if (err != ERR_OK)
		return err;
	return convert_from_jq(a, result, out, e);
}

enum err
expr_test(struct expr *x, size_t i, const struct value *facts, int64_t now_ms, bool *out,
    struct errinfo *e)
{
	enum err err;
	jv result;

	*out = false;
	err = run(x, i, facts, now_ms, &result, e);
	if (err != ERR_OK)
		return err;
	*out = jv_get_kind(result) != JV_KIND_NULL && jv_get_kind(result) != JV_KIND_FALSE;
	jv_free(result);
	return ERR_OK;
}
