/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * News: what happened since the last look that an agent may want to hear of. Read from the log on
 * the reader's thread, for notices and for the linear console.
 */
#ifndef FLOORWALKER_TUI_NEWS_H
#define FLOORWALKER_TUI_NEWS_H

#include "floorwalker/desk/desk.h"
#include "notice.h"

struct news_item {
	enum notice_kind kind; /* NOTICE_KIND_COUNT: for those alone who want to hear of all */
	int64_t conversation_id;
	const char *text;		/* one sentence, no word of a shopper */
	const char *words; /* of the message, or of the action, that it is about; masked; "" none */
};
struct news_list {
	struct news_item *items;
	size_t count;
	bool more; /* what happened is more than this: the rest is passed over */
};

struct news;			/* where the last look ended; lives with the reader */
struct news *news_new(void);
void news_free(struct news **n);
/* In a, oldest first. The first look only finds out where the log ends. all: also what is of no
 * kind. */
NODISCARD enum err news_read(struct news *n, struct desk *d, const char *agent, bool all,
    struct arena *a, struct news_list *out, struct errinfo *e);

#endif
