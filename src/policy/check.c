/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is wrong with a table as a whole: rows that can never decide (exact over the typed columns),
 * overlaps, gaps.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "table.h"

#define BUDGET 400000		/* steps per question: far past any table that a person can read */
#define IMPOSSIBLE_MAX 24

struct check {
	const struct policy *policy;
	const struct table *table;
	struct space space;
	uint64_t **boxes;		/* of the rules */
	uint64_t *impossible[IMPOSSIBLE_MAX];
	size_t impossible_count;
	void (*found)(void *context, const struct policy_fault *);
	void *context;
};

static void PRINTF_LIKE(4, 5) report(const struct check *c, enum policy_fault_level level,
    const struct rule *at, const char *format, ...)
{
	struct policy_fault f;
	va_list args;
	int used;

	f.level = level;
	f.error = level == POLICY_FAULT_ERROR;
	used = snprintf(f.text, sizeof(f.text), "%s:%d:%d: ", c->table->file,
	    at != NULL ? at->line : c->table->line, at != NULL ? at->column_at : 1);
	if (used < 0)
		used = 0;
	va_start(args, format);
	(void)vsnprintf(f.text + used, sizeof(f.text) - (size_t)used, format, args);
	va_end(args);
	c->found(c->context, &f);
}

/* Drops covers that aren't needed, so that the message names the rows that really stand before. */
static void
name_covers(const struct check *c, size_t i, const size_t *numbers, uint64_t **covers, size_t count,
    struct str *out)
{
	uint64_t *witness = box_full(&c->space);
	bool keep[POLICY_RULES_MAX + IMPOSSIBLE_MAX];
	size_t k, n, j, said = 0;

	for (k = 0; k < count; k++)
		keep[k] = true;
	for (k = count; k-- > 0;) {
		uint64_t *rest[POLICY_RULES_MAX + IMPOSSIBLE_MAX];
		size_t budget = BUDGET;

		for (n = 0, j = 0; j < count; j++)
			if (j != k && keep[j])
				rest[n++] = covers[j];
		if (box_is_covered(&c->space, c->boxes[i], rest, n, witness, &budget) && budget > 0)
			keep[k] = false;
	}
	for (k = 0; k < count; k++)
		if (keep[k] && numbers[k] != SIZE_MAX)
			str_addf(out, "%s'%s' (line %d)", said++ > 0 ? ", " : "",
			    c->table->rules[numbers[k]].id, c->table->rules[numbers[k]].line);
}

static void
check_reachable(const struct check *c, size_t i)
{
	const struct rule *r = &c->table->rules[i];
	uint64_t *covers[POLICY_RULES_MAX + IMPOSSIBLE_MAX], *witness = box_full(&c->space);
	size_t numbers[POLICY_RULES_MAX + IMPOSSIBLE_MAX], count = 0, k, budget = BUDGET;
	struct str names;

	for (k = 0; k < c->impossible_count; k++) {
		covers[count] = c->impossible[k];
		numbers[count++] = SIZE_MAX;
	}
	if (box_is_empty(&c->space, c->boxes[i]) ||
	    box_is_covered(&c->space, c->boxes[i], covers, count, witness, &budget)) {
		report(c, POLICY_FAULT_ERROR, r,
		    "rule '%s' can never hold: its columns contradict each other, or name a fact that this kind of action has not",
		    r->id);
		return;
	}
	for (k = 0; k < i; k++)
		if (c->table->rules[k].jq == NULL &&
		    box_meets(&c->space, c->boxes[i], c->boxes[k], NULL)) {
			covers[count] = c->boxes[k];
			numbers[count++] = k;
		}
	budget = BUDGET;
	if (!box_is_covered(&c->space, c->boxes[i], covers, count, witness, &budget))
		return;
	if (budget == 0) {
		report(c, POLICY_FAULT_WARNING, r,
		    "rule '%s' stands after too many overlapping rows to tell whether it can decide; simplify the table",
		    r->id);
		return;
	}
	str_init(&names);
	name_covers(c, i, numbers, covers, count, &names);
	report(c, POLICY_FAULT_ERROR, r,
	    "rule '%s' can never decide: where it holds, an earlier row has decided: %s; move it up or remove it",
	    r->id, names.data);
	str_clear(&names);
}

static bool
box_holds(const struct check *c, const uint64_t *outer, const uint64_t *inner)
{
	size_t budget = BUDGET;
	uint64_t *cover[1] = { (uint64_t *)outer };

	return box_is_covered(&c->space, inner, cover, 1, box_full(&c->space), &budget);
}

/* Where one row decides, and a later one that is no mere generalisation of it would have decided
 * otherwise: normal where the first match decides, worth knowing when rows are moved. Cases that a
 * row before both has decided don't count. */
static void
check_overlaps(const struct check *c, size_t i)
{
	const struct rule *r = &c->table->rules[i];
	uint64_t *covers[POLICY_RULES_MAX + IMPOSSIBLE_MAX], *common = box_full(&c->space),
							     *witness = box_full(&c->space);
	size_t k, budget, count = 0;
	struct str example;

	for (k = 0; k < c->impossible_count; k++)
		covers[count++] = c->impossible[k];
	for (k = 0; k < i; k++) {
		const struct rule *first = &c->table->rules[k];

		budget = BUDGET;
		if (first->outcome != r->outcome &&
		    box_meets(&c->space, c->boxes[k], c->boxes[i], common) &&
		    !box_holds(c, c->boxes[i], c->boxes[k]) &&
		    !box_is_covered(&c->space, common, covers, count, witness, &budget)) {
			str_init(&example);
			box_describe(&c->space, witness, c->policy->currency, &example);
			report(c, POLICY_FAULT_INFO, r,
			    "rules '%s' (%s) and '%s' (%s) meet, the first decides%s: %s",
			    first->id, verdict_outcome_name(first->outcome), r->id,
			    verdict_outcome_name(r->outcome),
			    first->jq != NULL ? " where its jq holds" : "", example.data);
			str_clear(&example);
		}
		if (first->jq == NULL)
			covers[count++] = c->boxes[k];
	}
}

static void
check_gaps(const struct check *c)
{
	uint64_t *covers[POLICY_RULES_MAX + IMPOSSIBLE_MAX], *witness = box_full(&c->space);
	size_t k, count = 0, budget = BUDGET;
	struct str example;

	for (k = 0; k < c->impossible_count; k++)
		covers[count++] = c->impossible[k];
	for (k = 0; k < c->table->rule_count; k++)
		if (c->table->rules[k].jq == NULL)
			covers[count++] = c->boxes[k];
	if (box_is_covered(&c->space, box_full(&c->space), covers, count, witness, &budget))
		return;
	str_init(&example);
	box_describe(&c->space, witness, c->policy->currency, &example);
	report(c, POLICY_FAULT_WARNING, NULL,
	    "table %s has a gap, a person decides there: %s; end with a row 'when: {}' that says so",
	    action_kind_name(c->table->kind), example.data);
	str_clear(&example);
}

static enum err
check_table(struct check *c, struct errinfo *e)
{
	struct arena *a = arena_new();
	enum err err = space_new(a, c->table, &c->space, e);
	size_t i;

	if (err == ERR_OK) {
		c->boxes = arena_alloc(a, (c->table->rule_count + 1) * sizeof(*c->boxes));
		for (i = 0; i < c->table->rule_count; i++)
			c->boxes[i] = box_of_rule(&c->space, &c->table->rules[i]);
		c->impossible_count = box_impossible(&c->space, c->impossible, 0);
		for (i = 0; i < c->table->rule_count; i++) {
			check_reachable(c, i);
			check_overlaps(c, i);
		}
		check_gaps(c);
	}
	arena_free(&a);
	return err;
}

enum err
policy_check(const struct policy *p, void (*found)(void *context, const struct policy_fault *),
    void *context, struct errinfo *e)
{
	size_t k;

	for (k = 0; k < ACTION_KIND_COUNT; k++) {
		struct check c = {
		    .policy = p, .table = p->tables[k], .found = found, .context = context};
		enum err err;

		if (c.table != NULL && (err = check_table(&c, e)) != ERR_OK)
			return err;
	}
	return ERR_OK;
}
