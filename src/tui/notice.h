/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Notices: what is new and worth a bell or a word on the desktop. They are put together, so that
 * never more than one goes out in the time that is set, and made into bytes for a terminal. Nothing
 * here knows a terminal or a store.
 */
#ifndef FLOORWALKER_TUI_NOTICE_H
#define FLOORWALKER_TUI_NOTICE_H

#include <stdbool.h>
#include <stdint.h>

#include "floorwalker/base/str.h"
#include "floorwalker/tui/settings.h"

enum notice_kind {
	NOTICE_QUEUE,		/* a conversation began to wait in a queue of the agent's */
	NOTICE_MINE,		/* a shopper wrote in a conversation of the agent's */
	NOTICE_REFUND,		/* an action waits for approval */
	NOTICE_SLA,		/* an answer is about to be late, or is */
	NOTICE_KIND_COUNT
};
const char *notice_kind_name(enum notice_kind k);	/* as in notify-on */

struct notices;
struct notices *notices_new(void);
void notices_free(struct notices **n);
/* Something is new about a conversation; text: one sentence without a shopper's words ("C-17 waits
 * in Refunds"). Nothing where it isn't wanted, or was said since the last notice went out. */
void notice_add(struct notices *n, const struct tui_settings *user, enum notice_kind kind,
    int64_t conversation_id, const char *text);
/* What goes out now: the sentence, or counts where there is more than one. False: nothing, or too
 * soon; *wait_ms is then how long to wait, negative where nothing waits. */
bool notices_take(struct notices *n, const struct tui_settings *user, int64_t now_ms,
    struct str *text, int64_t *wait_ms);
/* Appends what a terminal must get for it: the bell, and the sequence that is set; cleaned of all
 * that could end or begin one. Nothing where all is off. */
void notice_bytes(const struct tui_settings *user, const char *text, struct str *out);

#endif
