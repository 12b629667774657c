/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The conversation, inside: view_conversation.c moves and shows it, talk_read.c reads it,
 * talk_page.c makes a page of it.
 */
#ifndef FLOORWALKER_TUI_TALK_H
#define FLOORWALKER_TUI_TALK_H

#include "floorwalker/desk/acts.h"
#include "floorwalker/desk/view.h"
#include "page.h"
#include "view.h"

/* A passage that a message of the AI's cites. */
struct talk_passage {
	int64_t message_id;
	const char *id, *title;
	const char *text;	/* "" where the shop no longer has it */
};

/* What was read; all in the arena. */
struct talk_found {
	struct conversation_view view;	/* conversation.id 0: none is selected */
	struct talk_passage *passages;
	size_t passage_count;
	struct presence *here;		/* who else has it open */
	size_t here_count;
};
NODISCARD enum err talk_read(
    struct talk_found *out, struct arena *a, const struct scope *s, struct errinfo *e);
bool talk_is_working(const struct talk_found *f);	/* the AI is at a turn */

#define TALK_UNFOLDED 60	/* messages that are shown of a long history … */
#define TALK_STEP 500		/* … and so many more each time it is asked */

/* How it is looked at. */
struct talk_look {
	const struct talk_found *found;
	struct arena *arena;
	const struct settings *settings;
	const char *agent;
	int64_t now_ms;
	size_t unfolded;	/* the last so many messages */
	bool passages;		/* the texts of what is cited */
};
void talk_fill(struct page *p, const struct talk_look *s);

#endif
