/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The console's words: instants, ages, money, owners, events, as every view says them.
 */
#ifndef FLOORWALKER_TUI_WORDS_H
#define FLOORWALKER_TUI_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"
#include "floorwalker/model/conversation.h"
#include "floorwalker/model/settings.h"
#include "floorwalker/tui/theme.h"

#define WORDS 160

enum words_dates { DATES_DAY_FIRST, DATES_MONTH_FIRST, DATES_ISO };
/* How instants are said from now on, on all threads. */
void words_set_style(bool twelve_hours, enum words_dates dates);

/* All write into out (size WORDS at least unless said) and return it. */
/* 14:05 */
const char *words_clock(char *out, const struct settings *s, int64_t at_ms);
/* 14:05, or 12 Oct 14:05 on another day; "" for 0 */
const char *words_when(char *out, const struct settings *s, int64_t at_ms, int64_t now_ms);
/* 12 Oct 2026; "" for 0 */
const char *words_day(char *out, const struct settings *s, int64_t at_ms);
const char *words_span(char *out, int64_t ms);	/* 55 s, 4 m 05, 2 h 10, 3 d */
const char *words_brief(char *out, int64_t ms);	/* 55 s, 4 m, 2 h, 3 d */
const char *words_money(char *out, const struct settings *s, int64_t minor, const char *currency);
const char *words_head(char *out, const char *id);	/* the same with a capital: "Order status" */
const char *words_name(char *out, const char *id);	/* order_status -> order status */
/* "you", "Maeve Brennan", or the id; borrowed */
const char *words_agent(const struct settings *s, const char *me, const char *id);
const char *words_queue(const struct settings *s, const char *id);	/* its name, or the id;
									   borrowed */
const char *words_owner(
    char *out, const struct settings *s, const char *me, const struct conversation *c, bool brief);
/* What marks a conversation beside its owner, appended, each after " · ": until when it is laid aside,
 * for whom it was raised, when its wrap-up ends, what it was merged into, its tags. */
void words_marks(
    struct str *out, const struct settings *s, const struct conversation *c, int64_t now_ms);
const char *words_actor(char *out, const struct settings *s, const char *me, const char *actor);
/* "late 2 m 05" or "50 s"; "" where nothing is due. */
const char *words_due(char *out, int64_t due_ms, int64_t now_ms, bool brief);
enum ink ink_of_confidence(const struct settings *s, double confidence);
enum ink ink_of_due(int64_t due_ms, int64_t now_ms);
/* The value of one of policy's facts, appended: amounts as money, yes and no, texts; "–" where
 * there is none. */
void words_fact(struct str *out, const struct settings *s, const char *name, const struct value *v);
/* What a rule's column asks for, appended: "<= 7" as "at most 7", "[damaged, wrong_item]" as
 * "damaged or wrong item". */
void words_wanted(struct str *out, const char *written);
/* A rule's condition, appended: ".refunded_before >= .order_total" as "refunded before at least
 * order total". */
void words_condition(struct str *out, const char *written);
bool event_is_shown(const char *kind);		/* in a transcript: owners, actions, promises; not
						   what a message says already */
/* One sentence about an event; data: its parsed data, may be NULL. */
void words_event(struct str *out, const struct settings *s, const char *me, const struct event *x,
    const struct value *data);

#endif
