/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What agents do in a conversation: a command that can't be one is the file's fault, an agent who is no more the
 * world's matter.
 */
#include "suite.h"

#include "floorwalker/base/str.h"
#include "floorwalker/command.h"
#include "floorwalker/model/canned.h"

#define KEEPS "record"			/* the one command that reaches outside the store */

/* The agent is one of the world, which may have lost them. */
static void
check_agent(struct suite_reading *r, struct talk *t, const struct step *s)
{
	size_t n = r->settings->agent_count;
	const char **names, *near;

	if (s->agent[0] == '\0' || settings_agent(r->settings, s->agent) != NULL)
		return;
	names = arena_alloc(r->a, (n + 1) * sizeof *names);
	for (size_t i = 0; i < n; i++)
		names[i] = r->settings->agents[i].id;
	near = text_nearest(s->agent, names, n);
	t->broken = replay_suite_doubt(r, value_get(s->at, "as"), "%.60s is no agent of this shop%s%s", s->agent,
	    near != NULL ? "; did you mean " : "", near != NULL ? near : "");
}

static bool
keeps(const struct suite_reading *r, const char *line)
{
	struct command_call call = {.settings = r->settings, .conversation_id = 1, .arena = r->a};
	const struct command *command;
	const struct argument *missing;
	struct errinfo ignored;

	return command_read_line(r->commands, line, CONTEXT_ANY, &call, &command, &missing, &ignored) == ERR_OK &&
	    text_is(command->name, KEEPS);
}

/* By itself, or as a step of one of the world's macros. */
static bool
writes_file(const struct suite_reading *r, const char *line, const struct command *command, const char *first)
{
	const struct macro_plan *macros;
	size_t count;

	if (!text_is(command->name, "macro"))
		return keeps(r, line);
	macros = world_macros(r->world, &count);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; text_is(macros[i].name, first) && k < macros[i].count; k++)
			if (macros[i].steps[k].kind == STEP_COMMAND && keeps(r, macros[i].steps[k].command))
				return true;
	return false;
}

/* As it will be given: with the conversation selected, and no action. */
static void
check_line(struct suite_reading *r, const struct step *s)
{
	struct command_call call = {
	    .settings = r->settings, .agent = s->agent, .conversation_id = 1, .arena = r->a};
	const struct command *command;
	const struct argument *missing;
	const struct value *at = value_get(s->at, "do");
	struct errinfo e;

	if (r->commands == NULL)
		r->commands = command_table_new();
	if (command_read_line(r->commands, s->text, CONTEXT_ANY, &call, &command, &missing, &e) != ERR_OK)
		replay_suite_fault(r, at, "'do': %s", e.text);
	else if (writes_file(r, s->text, command, call.texts[0]))
		replay_suite_fault(r, at, "'do': %s writes a file, which nothing that is replayed may", command->name);
	else if (missing != NULL)
		replay_suite_fault(r, at, "'do': %s: the %s is missing", command->name, missing->name);
}

void
replay_act_check(struct suite_reading *r, struct talk *t, const struct step *s)
{
	check_agent(r, t, s);
	if (s->kind == STEP_DO)
		check_line(r, s);
	for (size_t i = 0; i < s->check_count; i++)
		if (s->kind != STEP_DO && s->checks[i].kind == CHECK_REFUSED)
			replay_suite_fault(r, s->checks[i].want, "'refused' belongs to a turn in which an agent does something ('do')");
}
