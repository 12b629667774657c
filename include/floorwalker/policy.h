/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Policy: decision tables in files over facts read from the shop now; the first row whose columns
 * all hold decides. No model is asked.
 *
 * The format is in doc/worlds.md. A policy is read-only once loaded and shared by threads; what jq
 * needs per thread is in a struct policy_session.
 */
#ifndef FLOORWALKER_POLICY_H
#define FLOORWALKER_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/value.h"
#include "floorwalker/model/action.h"

struct policy;
struct policy_session;

/* A fault found by checking; text names file, line and column. Info: two rows meet and decide
 * differently, which is normal where the first match decides; to be listed on request. */
enum policy_fault_level { POLICY_FAULT_ERROR, POLICY_FAULT_WARNING, POLICY_FAULT_INFO };
struct policy_fault {
	bool error;			/* level is POLICY_FAULT_ERROR */
	enum policy_fault_level level;
	char text[600];
};

/* Loads every table in folder (policy/KIND.yaml). currency for amounts in rules. */
NODISCARD enum err policy_load(
    const char *folder, const char *currency, struct policy **out, struct errinfo *e);
/* The same with a file, of whatever name, whose table stands in the place of the folder's of that kind.
 * file NULL: none. */
NODISCARD enum err policy_load_over(const char *folder, const char *file, const char *currency,
    struct policy **out, struct errinfo *e);
void policy_free(struct policy **p);
/* Versions of all tables, "refund 2026-10-01, …" and a hash over the files' bytes (hex), for
 * traces. */
const char *policy_hash(const struct policy *p);
/* Unreachable rows (exactly, over the typed columns), overlaps that decide differently, gaps,
 * unknown facts, bad amounts. */
NODISCARD enum err policy_check(const struct policy *p,
    void (*found)(void *context, const struct policy_fault *), void *context, struct errinfo *e);
size_t policy_rule_count(const struct policy *p);
const char *policy_rule_id(const struct policy *p, size_t i);
/* The article that row i cites ("" for none), and where it says so ("policy/refund.yaml", line,
 * column). NULL past the end. */
const char *policy_rule_cite(
    const struct policy *p, size_t i, const char **file, int *line, int *column);
/* Whether a table for the kind was loaded. */
bool policy_has_table(const struct policy *p, enum action_kind kind);
/* The facts that rules may speak of. */
size_t policy_fact_count(void);
const char *policy_fact_name(size_t i);
bool policy_fact_is_money(const char *name);	/* in minor units */

/* one thread; compiles jq at first need */
NODISCARD enum err policy_session_new(
    const struct policy *p, struct policy_session **out, struct errinfo *e);
void policy_session_free(struct policy_session **s);

/* Decides. facts as doc/worlds.md lists them. verdict's strings are the policy's. trace (may be
 * NULL) gets a list, a map per row tried: {rule, held, failed: "column", got,
 * wanted}, of the one that held {rule, held, says: its reason for agents}. A row whose
 * jq fails counts as not decidable: the outcome is HUMAN by rule "policy-error". No row: HUMAN,
 * rule "". */
NODISCARD enum err policy_decide(struct policy_session *s, enum action_kind kind,
    const struct value *facts, int64_t now_ms, struct verdict *out, struct value *trace,
    struct errinfo *e);
/* Called with each decision of the session, after it is made; NULL: no longer. */
void policy_session_watch(struct policy_session *s,
    void (*decided)(void *context, enum action_kind kind, const struct value *facts,
	int64_t now_ms, const struct verdict *v),
    void *context);
/* SHA-256 hex over the canonical print of the facts. */
void policy_facts_hash(const struct value *facts, char out[65]);

#endif
