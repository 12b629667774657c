/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What keys act on now, and which commands could run on it: so that hints promise nothing that
 * would be refused.
 */
#include <string.h>

#include "screen_private.h"

/* Of a conversation: the one action that waits in it; 0 where there is none, or more than one. */
static int64_t
only_waiting(const struct screen *s, struct arena *a, int64_t conversation_id)
{
	struct action_filter f = {
	    .conversation_id = conversation_id, .states = 1u << ACTION_WAITING};
	struct action_list list;

	if (conversation_id == 0 ||
	    store_action_list(desk_store(s->options.desk), a, &f, &list, NULL) != ERR_OK)
		return 0;
	return list.count == 1 ? list.items[0].id : 0;
}

void
subject_load(struct screen *s)
{
	const struct command_table *t = s->options.commands;
	struct command_call call = {
	    .desk = s->options.desk, .agent = s->agent, .conversation_id = s->conversation_id};
	struct arena *a = arena_new();
	struct errinfo ignored;

	/* At the refund desk the selected one, unless a conversation was opened by name there. */
	s->subject = s->main == VIEW_REFUNDS && !s->pinned ? s->action_id
							   : only_waiting(s, a, s->conversation_id);
	call.action_id = s->subject;
	for (size_t i = 0; i < command_count(t) && i < COMMANDS_MOST; i++)
		s->possible[i] = command_check(command_at(t, i), &call, &ignored) == ERR_OK;
	arena_free(&a);
}

bool
subject_allows(const struct screen *s, const struct command *c)
{
	const struct command_table *t = s->options.commands;

	for (size_t i = 0; i < command_count(t) && i < COMMANDS_MOST; i++) {
		if (command_at(t, i) == c)
			return s->possible[i];
	}
	return false;
}
