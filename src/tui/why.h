/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A turn's trace as a person reads it.
 */
#ifndef FLOORWALKER_TUI_WHY_H
#define FLOORWALKER_TUI_WHY_H

#include "floorwalker/base/value.h"
#include "floorwalker/model/settings.h"
#include "page.h"

const char *why_gate(const struct value *gate);		/* its reason, as lists say it */

/* The rules that were tried: the one that decided, then the others in their order, each with what
 * it wants. */
void why_rules(struct page *p, const struct settings *s, const struct value *rows, int indent);
/* Whether an earlier item of the list says the same; a and b (NULL none): the keys that tell. */
bool why_is_said(const struct value *list, size_t at, const char *a, const char *b);

/* Each adds its part where the trace has it. */
/* what came of it, and what would have led elsewhere */
void why_outcome(struct page *p, const struct settings *s, const struct value *trace);
void why_understanding(struct page *p, const struct settings *s, const struct value *trace);
void why_confidence(struct page *p, const struct settings *s, const struct value *trace);
void why_gates(struct page *p, const struct settings *s, const struct value *trace);
void why_policy(struct page *p, const struct settings *s, const struct value *trace);
void why_passages(struct page *p, const struct settings *s, const struct value *trace);
void why_facts(struct page *p, const struct settings *s, const struct value *trace);
void why_ground(struct page *p, const struct settings *s, const struct value *trace);
void why_steps(struct page *p, const struct settings *s, const struct value *trace);

#endif
