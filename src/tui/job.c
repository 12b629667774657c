/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "floorwalker/desk/acts.h"

#include "screen.h"

/* What is kept without being asked; true: it was that. */
static bool
keep(struct job *j, struct desk *d)
{
	switch (j->kind) {
	case JOB_KEEP_DRAFT:
		j->code = desk_draft_keep(d, j->agent, j->conversation_id, j->line, &j->why);
		return true;
	case JOB_SEEN:
		j->code = desk_seen(d, j->agent, j->conversation_id, j->number, &j->why);
		return true;
	case JOB_PRESENT:
		j->code = desk_present(d, j->agent, j->conversation_id, &j->why);
		return true;
	case JOB_ABSENT:
		j->code = desk_absent(d, j->agent, j->conversation_id, &j->why);
		return true;
	default:
		return false;
	}
}

void
job_run(struct job *j, struct desk *d)
{
	struct command_call call = {.desk = d,
	    .agent = j->agent,
	    .conversation_id = j->conversation_id,
	    .action_id = j->action_id,
	    .seen = j->seen};
	struct str said;

	if (keep(j, d))
		return;
	str_init(&said);
	call.arena = arena_new();
	call.out = &said;
	if (j->line != NULL)
		j->code = command_run_line(j->table, j->line, j->context, &call, &j->why);
	else
		j->code = command_run_words(
		    j->table, (const char *const *)j->words, j->count, j->context, &call, &j->why);
	if (j->code == ERR_OK && !text_is_empty(call.composer))
		j->composer = mem_text(call.composer);
	j->conversation_id = call.conversation_id;
	arena_free(&call.arena);
	j->said = mem_text(said.length > 0 ? said.data : "");
	str_clear(&said);
}

void
job_free(struct job **j)
{
	if (*j == NULL)
		return;
	for (size_t i = 0; i < (*j)->count; i++)
		mem_free((*j)->words[i]);
	if ((*j)->kind == JOB_KEEP_DRAFT)
		mem_wipe((*j)->line, strlen((*j)->line));
	mem_free((*j)->line);
	mem_free((*j)->seen);
	mem_free((*j)->said);
	if ((*j)->composer != NULL)
		mem_wipe((*j)->composer, strlen((*j)->composer));
	mem_free((*j)->composer);
	mem_free(*j);
	*j = NULL;
}
