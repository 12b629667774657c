/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
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

static void
run(struct job *j, struct desk *d, const struct tui_side *side)
{
	struct command_call call = {.desk = d,
	    .agent = j->agent,
	    .conversation_id = j->conversation_id,
	    .action_id = j->action_id,
	    .seen = j->seen,
	    .beside = side == NULL ? NULL : side->context};
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
job_run(struct job *j, struct desk *d)
{
	run(j, d, NULL);
}

/* The row that a job names, if there is one. */
static const struct command *
row_of(const struct job *j)
{
	char name[64];

	if (j->line == NULL)
		return command_find(j->table, j->words[0]);
	snprintf(name, sizeof name, "%.*s", (int)strcspn(j->line, " \t"), j->line);
	return command_find(j->table, name);
}

void
job_run_beside(struct job *j, struct desk *d, const struct tui_side *side)
{
	struct tui_deed deed = {.line = j->line,
	    .words = (const char *const *)j->words,
	    .count = j->count,
	    .conversation_id = j->conversation_id,
	    .action_id = j->action_id};

	if (side == NULL || j->kind != JOB_COMMAND) {
		run(j, d, side);
		return;
	}
	deed.command = row_of(j);
	if ((j->code = side->enter(side->context, &j->why)) != ERR_OK) {
		j->said = mem_text("");
		return;
	}
	run(j, d, side);
	deed.code = j->code;
	side->leave(side->context, &deed);
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
