/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "floorwalker/text/translate.h"
#include "screen_private.h"

static struct command_call
call_of(
    struct screen *s, int64_t conversation_id, int64_t action_id, struct arena *a, struct str *out)
{
	return (struct command_call){.settings = s->settings,
	    .agent = s->agent,
	    .conversation_id = conversation_id,
	    .action_id = action_id,
	    .arena = a,
	    .out = out,
	    .front = s,
	    .beside = s->options.side == NULL ? NULL : s->options.side->context};
}

static void
say_result(struct screen *s, enum err code, const struct errinfo *why, const char *said)
{
	if (code != ERR_OK)
		screen_say(s, INK_BAD, "%s", text_is_empty(why->text) ? err_name(code) : why->text);
	else if (!text_is_empty(said))
		screen_say(s, INK_GOOD, "%s", said);
}

void
screen_post(struct screen *s, struct job *j)
{
	j->screen = s;
	j->table = s->options.commands;
	snprintf(j->agent, sizeof j->agent, "%s", s->agent);
	if (s->options.post == NULL) {
		screen_say(s, INK_BAD, tr("This screen only shows: nothing can be changed from it."));
		job_free(&j);
		return;
	}
	s->jobs++;
	s->repaint = true;
	s->options.post(s->options.context, j);
}

static void
run_here(struct screen *s, struct job *j)
{
	struct arena *a = arena_new();
	struct errinfo why = {0};
	struct command_call call;
	struct str said;
	enum err code;

	str_init(&said);
	call = call_of(s, j->conversation_id, j->action_id, a, &said);
	if (j->line != NULL)
		code = command_run_line(s->options.commands, j->line, j->context, &call, &why);
	else
		code = command_run_words(s->options.commands, (const char *const *)j->words,
		    j->count, j->context, &call, &why);
	say_result(s, code, &why, said.data);
	str_clear(&said);
	arena_free(&a);
	job_free(&j);
}

static void
dispatch(struct screen *s, const struct command *c, struct job *take_job)
{
	if (command_is_of_screen(c))
		run_here(s, take_job);
	else
		screen_post(s, take_job);
}

static void
run_line(struct screen *s, const struct command *c, const char *line, unsigned context,
    int64_t conversation_id, int64_t action_id, const char *seen)
{
	struct job *j = mem_zero(1, sizeof *j);

	j->seen = seen == NULL ? NULL : mem_text(seen);
	j->line = mem_text(line);
	j->context = context;
	j->conversation_id = conversation_id;
	j->action_id = action_id;
	dispatch(s, c, j);
}

/* A command whose argument was asked for: each word is given apart, records by their ids, so that
 * nothing typed can be read as anything but text. */
static void
run_words(struct screen *s, const struct command *c, const struct prompt *p, const char *text)
{
	struct job *j = mem_zero(1, sizeof *j);
	char id[32];

	j->context = p->context;
	j->conversation_id = p->conversation_id;
	j->action_id = p->action_id;
	j->was_agent_text = p->letter;
	j->seen = p->seen == NULL ? NULL : mem_text(p->seen);
	j->words[j->count++] = mem_text(c->name);
	for (size_t i = 0; i < 4 && c->arguments[i].name != NULL; i++) {
		if (c->arguments[i].kind == ARGUMENT_CONVERSATION) {
			snprintf(id, sizeof id, "C-%lld", (long long)p->conversation_id);
			j->words[j->count++] = mem_text(id);
		} else if (c->arguments[i].kind == ARGUMENT_ACTION) {
			snprintf(id, sizeof id, "A-%lld", (long long)p->action_id);
			j->words[j->count++] = mem_text(id);
		} else if (i == p->argument) {
			j->words[j->count++] = mem_text(text);
		} else if (c->arguments[i].kind == ARGUMENT_WORD && i < p->argument) {
			j->words[j->count++] = mem_text(p->given);
		}
	}
	dispatch(s, c, j);
}

/* A row of the screen's: all that it needs is here. */
static void
run_of_screen(struct screen *s, const struct command *c, const struct argument *missing,
    const char *line, unsigned context, struct command_call *call)
{
	struct errinfo why = {0};

	if (command_check(c, call, &why) != ERR_OK)
		screen_say(s, INK_BAD, "%s", why.text);
	else if (missing != NULL)
		prompt_text(s, c, missing, line, "", call);
	else if (c->confirm)
		prompt_confirm(s, c, line, NULL);
	else
		run_line(s, c, line, context, call->conversation_id, call->action_id, NULL);
}

void
screen_run(struct screen *s, const char *line, unsigned context)
{
	const struct command *c = NULL;
	struct arena *a = arena_new();
	struct errinfo why = {0};
	struct command_call call = call_of(s, s->conversation_id, s->action_id, a, NULL);
	const struct argument *missing = NULL;
	enum err code =
	    command_read_line(s->options.commands, line, context, &call, &c, &missing, &why);

	if (c != NULL && (c->needs & NEED_AGENT) != 0 && text_is_empty(s->agent) &&
	    s->options.onlooker != NULL)
		screen_say(s, INK_BAD, "%s", tr(s->options.onlooker));
	else if (c != NULL && bulk_takes(s, c, line, context))
		;
	else if (c != NULL && !command_is_of_screen(c))
		read_command(s, line, context);	/* whether it may run is in the store */
	else if (code == ERR_OK)
		run_of_screen(s, c, missing, line, context, &call);
	else
		screen_say(s, INK_BAD, "%s", why.text);
	if (s->prompt.kind != PROMPT_NONE)
		s->prompt.context = context;
	arena_free(&a);
}

void
screen_checked(struct screen *s, const struct fetch *f)
{
	if (f->of_bulk) {
		bulk_previewed(s, f);
		return;
	}
	if (f->code != ERR_OK)
		screen_say(s, INK_BAD, "%s", f->why.text);
	else if (f->missing != NULL)
		prompt_text(s, f->command, f->missing, f->line, f->offer, &f->call);
	else if (f->question != NULL)
		prompt_confirm(s, f->command, f->line, f->question);
	else
		run_line(s, f->command, f->line, f->context, f->subject.conversation_id,
		    f->subject.action_id, f->call.seen);
	if (s->prompt.kind == PROMPT_NONE)
		return;
	s->prompt.context = f->context;
	s->prompt.conversation_id = f->call.conversation_id;
	s->prompt.action_id = f->call.action_id;
	s->prompt.seen = f->call.seen == NULL ? NULL : mem_text(f->call.seen);
}

void
screen_run_line(struct screen *s, const char *line)
{
	int64_t id;

	line += strspn(line, " ");
	if (line[0] == '\0')
		return;
	/* an id alone opens it */
	if (record_id_parse('C', line, &id) && (line[0] == 'C' || line[0] == 'c')) {
		screen_open(s, id);
		return;
	}
	screen_run(s, line, screen_context(s));
}

void
screen_answer(struct screen *s, const struct prompt *p, const char *text)
{
	char line[128];

	if (p->bulk) {
		bulk_answer(s, text);
		return;
	}
	if ((p->command->offer == NULL && !p->command->confirm) ||
	    p->command->arguments[p->argument].kind != ARGUMENT_WORD) {
		run_words(s, p->command, p, text);
		return;
	}
	/* a text is still to be offered */
	snprintf(line, sizeof line, "%s C-%lld %.60s", p->command->name,
	    (long long)p->conversation_id, text);
	screen_run(s, line, p->context);
}

void
screen_confirmed(struct screen *s, const struct prompt *p)
{
	if (p->bulk)
		bulk_confirmed(s);
	else
		run_line(s, p->command, p->line, p->context, p->conversation_id, p->action_id,
		    p->seen);
}

/* What the agent may see now, for a moment: here, and on no other screen. */
static void
reveal(struct screen *s, int64_t conversation_id)
{
	struct pane *p = &s->panes[VIEW_SHOPPER];

	shopper_reveal(p->state, conversation_id);
	if (conversation_id != s->conversation_id)
		screen_open(s, conversation_id);
	if (s->side != VIEW_SHOPPER || p->rect.w <= 0)
		screen_go(s, VIEW_SHOPPER);
}

/* Words that were taken back are in hand again, where nothing else is being typed. */
static void
open_reply(struct screen *s, int64_t conversation_id)
{
	char line[40];

	if (s->prompt.kind != PROMPT_NONE || s->pending.serial != 0 ||
	    conversation_id != s->conversation_id)
		return;
	snprintf(line, sizeof line, "reply C-%lld", (long long)conversation_id);
	screen_run(s, line, screen_context(s));
}

void
screen_done(struct screen *s, struct job *j)
{
	int64_t write_on;
	const char *name = j->count > 0 ? j->words[0] : j->line;

	if (j->kind != JOB_COMMAND) {
		if (j->kind == JOB_KEEP_DRAFT && j->code != ERR_OK)
			screen_say(s, INK_BAD, tr("What you type can't be kept: %s"), j->why.text);
		job_free(&j);
		return;
	}

	if (s->jobs > 0)
		s->jobs--;
	if (j->of_bulk) {
		bulk_done(s, j);
		job_free(&j);
		return;
	}
	if (j->code == ERR_BUSY || j->code == ERR_IO)	/* these tell of the store, not of what was
							   wanted */
		screen_say(s, INK_BAD, tr("%.*s was not done. %s"), (int)strcspn(name, " "), name,
		    j->why.text);
	else
		say_result(s, j->code, &j->why, j->said);
	if (j->code == ERR_OK && text_is_empty(j->said))
		screen_say(s, INK_GOOD, tr("done"));
	if (j->code == ERR_OK && text_starts(name, "reveal"))
		reveal(s, j->conversation_id);
	if (j->code != ERR_OK && j->was_agent_text && j->count > 0) {	/* what was written is not
									   lost: the next letter of
									   this kind begins with
									   it */
		mem_free(s->kept.text);
		s->kept.text = mem_text(j->words[j->count - 1]);
		s->kept.command = command_find(s->options.commands, j->words[0]);
		s->kept.conversation_id = j->conversation_id;
	}
	write_on = j->composer != NULL ? j->conversation_id : 0;
	if (j->composer != NULL) {	/* the next reply there begins with it */
		mem_free(s->kept.text);
		s->kept.text = mem_text(j->composer);
		s->kept.command = command_find(s->options.commands, "reply");
		s->kept.conversation_id = j->conversation_id;
	}
	job_free(&j);
	screen_changed_all(s);
	if (write_on != 0)
		open_reply(s, write_on);
}
