/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Facts into a verdict: rows from the top, typed columns first, jq only where they leave the row
 * open.
 */
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/expr.h"
#include "floorwalker/text/translate.h"
#include "table.h"

struct policy_session {
	const struct policy *policy;
	struct expr *expr;		/* NULL until a row needs it */
	void (*decided)(void *context, enum action_kind kind, const struct value *facts,
	    int64_t now_ms, const struct verdict *v);
	void *context;
};

enum err
policy_session_new(const struct policy *p, struct policy_session **out, struct errinfo *e)
{
	(void)e;
	*out = mem_zero(1, sizeof(**out));
	(*out)->policy = p;
	return ERR_OK;
}

void
policy_session_free(struct policy_session **s)
{
	if (*s == NULL)
		return;
	expr_free(&(*s)->expr);
	mem_free(*s);
	*s = NULL;
}

static enum err
run_jq(struct policy_session *s, const struct rule *r, const struct value *facts, int64_t now_ms,
    bool *held, struct errinfo *e)
{
	enum err err;

	if (r->plain != NULL && expr_plain_test(r->plain, facts, held))
		return ERR_OK;
	if (s->expr == NULL) {
		err = expr_new(s->policy->jq, s->policy->jq_count, &s->expr, e);
		if (err != ERR_OK)
			return err;
	}
	return expr_test(s->expr, r->jq_number, facts, now_ms, held, e);
}

static bool
fits_type(const struct fact_type *t, const struct value *v)
{
	switch (t->kind) {
	case FACT_BOOL:
		return value_kind(v) == VALUE_BOOL;
	case FACT_COUNT:
	case FACT_MONEY:
		return value_kind(v) == VALUE_INT;
	case FACT_WORD:
	case FACT_COUNTRY:
		return value_kind(v) == VALUE_TEXT;
	case FACT_LIST:
		return value_kind(v) == VALUE_LIST;
	}
	return false;
}

/* Facts by number. One that the table of facts doesn't know, or of another type, is a defect of the
 * shop, never a silent false. */
static enum err
sort_facts(const struct value *facts, const struct value **got, struct errinfo *e)
{
	size_t i, fact;

	if (value_kind(facts) != VALUE_MAP)
		return err_set(e, ERR_INPUT, tr("the facts for policy must be a map"));
	memset(got, 0, POLICY_FACTS_MAX * sizeof(*got));
	for (i = 0; i < value_count(facts); i++) {
		const char *key = value_key_at(facts, i);
		const struct value *v = value_at(facts, i);

		if (!fact_type_find(key, &fact))
			return err_set(e, ERR_INPUT,
			    tr("'%.40s' is no fact that policy knows; doc/worlds.md lists them"), key);
		if (value_is_null(v))
			continue;	/* absent */
		if (!fits_type(fact_type_at(fact), v))
			return err_set(
			    e, ERR_INPUT, tr("the fact '%s' has a value of the wrong type"), key);
		got[fact] = v;
	}
	return ERR_OK;
}

static void
trace_row(struct value *trace, const struct rule *r, bool held, const struct column *failed,
    const struct value *got, const char *jq_error)
{
	struct value *row;

	if (trace == NULL)
		return;
	row = value_add_map(trace);
	value_set_text(row, "rule", r->id);
	value_set_bool(row, "held", held);
	if (held)
		value_set_text(row, "says", r->agent);
	if (failed != NULL) {
		value_set_text(row, "failed", fact_type_at(failed->fact)->name);
		switch (value_kind(got)) {
		case VALUE_BOOL:
			value_set_bool(row, "got", value_as_bool(got, false));
			break;
		case VALUE_INT:
			value_set_int(row, "got", value_as_int(got, 0));
			break;
		case VALUE_TEXT:
			value_set_text(row, "got", value_as_text(got, ""));
			break;
		default:
			value_set_text(row, "got", NULL);
			break;
		}
		value_set_text(row, "wanted", failed->written);
	} else if (!held) {
		value_set_text(row, "failed", "jq");
		value_set_text(row, "got", jq_error);
		value_set_text(row, "wanted", r->jq);
	}
}

static void
fill(struct verdict *out, const struct table *t, const struct rule *r)
{
	out->outcome = r->outcome;
	out->rule = r->id;
	out->shopper = r->shopper;
	out->agent = r->agent;
	out->cite = r->cite;
	out->offer = r->offer;
	out->offer_count = r->offer_count;
	out->table = action_kind_name(t->kind);
	out->version = t->version;
}

static void
fill_open(struct verdict *out, enum action_kind kind, const struct table *t)
{
	memset(out, 0, sizeof(*out));
	out->outcome = VERDICT_HUMAN;
	out->table = action_kind_name(kind);
	out->version = t != NULL ? t->version : "";
	out->rule = "";
	out->shopper = "";
	out->agent = t != NULL ? "No rule of the table decides this case; a person does."
			       : "There is no table for this kind of action; a person decides.";
	out->cite = "";
}

static const struct column *
first_failing(const struct rule *r, const struct value *const *got)
{
	size_t i;

	for (i = 0; i < r->column_count; i++)
		if (!column_holds(&r->columns[i], got[r->columns[i].fact]))
			return &r->columns[i];
	return NULL;
}

static enum err
decide(struct policy_session *s, enum action_kind kind, const struct value *facts,
    int64_t now_ms, struct verdict *out, struct value *trace, struct errinfo *e)
{
	const struct table *t = s->policy->tables[kind];
	const struct value *got[POLICY_FACTS_MAX];
	struct errinfo why;
	enum err err;
	size_t i;

	fill_open(out, kind, t);
	if ((err = sort_facts(facts, got, e)) != ERR_OK)
		return err;
	for (i = 0; t != NULL && i < t->rule_count; i++) {
		const struct rule *r = &t->rules[i];
		const struct column *failed = first_failing(r, got);
		bool held = failed == NULL;

		if (held && r->jq != NULL && run_jq(s, r, facts, now_ms, &held, &why) != ERR_OK) {
			trace_row(trace, r, false, NULL, NULL, why.text);
			out->rule = "policy-error";
			out->agent =
			    "A rule's jq expression failed on these facts; a person decides, and the rule needs mending.";
			return ERR_OK;
		}
		trace_row(trace, r, held, failed, failed != NULL ? got[failed->fact] : NULL, NULL);
		if (held) {
			fill(out, t, r);
			return ERR_OK;
		}
	}
	return ERR_OK;
}

void
policy_session_watch(struct policy_session *s,
    void (*decided)(void *context, enum action_kind kind, const struct value *facts,
	int64_t now_ms, const struct verdict *v),
    void *context)
{
	s->decided = decided;
	s->context = context;
}

enum err
policy_decide(struct policy_session *s, enum action_kind kind, const struct value *facts,
    int64_t now_ms, struct verdict *out, struct value *trace, struct errinfo *e)
{
	enum err err = decide(s, kind, facts, now_ms, out, trace, e);

	if (err == ERR_OK && s->decided != NULL)
		s->decided(s->context, kind, facts, now_ms, out);
	return err;
}

void
policy_facts_hash(const struct value *facts, char out[65])
{
	uint8_t hash[SEAL_HASH];
	struct str s;

	str_init(&s);
	value_print(&s, facts);
	seal_sha256(s.data, s.length, hash);
	seal_hex(hash, sizeof(hash), out);
	str_clear(&s);
}
