/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fetch.h"

#include <stdio.h>
#include <string.h>

#include "floorwalker/desk/acts.h"
#include "floorwalker/desk/canned.h"
#include "floorwalker/text/translate.h"

struct fetch *
fetch_new(enum fetch_kind kind)
{
	struct fetch *f = mem_zero(1, sizeof *f);

	f->kind = kind;
	f->arena = arena_new();
	return f;
}

void
fetch_free(struct fetch **f)
{
	if (*f == NULL)
		return;
	arena_wipe((*f)->arena);
	mem_free((*f)->wish);
	mem_free((*f)->line);
	arena_free(&(*f)->arena);
	mem_free(*f);
	*f = NULL;
}

bool
command_is_of_screen(const struct command *c)
{
	return (c->contexts & CONTEXT_SHELL) == 0;
}

static void
run_view(struct fetch *f, struct desk *d)
{
	struct scope scope = {
	    .desk = d,
	    .arena = f->arena,
	    .settings = f->settings,
	    .commands = f->commands,
	    .agent = f->agent,
	    .now_ms = f->now_ms,
	    .conversation_id = f->subject.conversation_id,
	    .action_id = f->subject.chosen,
	    .source = &f->source,
	    .query = f->query,
	    .context = f->context,
	};

	f->code = views[f->view]->fetch(f->arena, &scope, f->wish, &f->found, &f->why);
}

/* Of a conversation: the one action that waits in it; 0 where there is none, or more than one. */
static int64_t
only_waiting(struct desk *d, struct arena *a, int64_t conversation_id)
{
	struct action_filter f = {
	    .conversation_id = conversation_id, .states = 1u << ACTION_WAITING};
	struct action_list list;

	if (conversation_id == 0 ||
	    store_action_list(desk_store(d), a, &f, &list, NULL) != ERR_OK)
		return 0;
	return list.count == 1 ? list.items[0].id : 0;
}

static void
find_action(struct fetch *f, struct desk *d)
{
	struct subject *x = &f->subject;

	x->action_id = x->chosen != 0 ? x->chosen : only_waiting(d, f->arena, x->conversation_id);
}

static struct command_call
call_of(const struct fetch *f, struct desk *d)
{
	return (struct command_call){.desk = d,
	    .agent = f->agent,
	    .conversation_id = f->subject.conversation_id,
	    .action_id = f->subject.action_id,
	    .arena = f->arena};
}

static void
run_subject(struct fetch *f, struct desk *d)
{
	struct errinfo ignored;
	struct command_call call;

	find_action(f, d);
	call = call_of(f, d);
	for (size_t i = 0; i < command_count(f->commands) && i < COMMANDS_MOST; i++)
		f->subject.possible[i] =
		    command_check(command_at(f->commands, i), &call, &ignored) == ERR_OK;
}

/* The optional text that a command has something to offer for, where it was left out; NULL else. */
static const struct argument *
offered(const struct command *c, const struct command_call *call)
{
	size_t texts = 0;

	for (size_t i = 0; c->offer != NULL && i < 4 && c->arguments[i].name != NULL; i++) {
		if (c->arguments[i].kind == ARGUMENT_TEXT && c->arguments[i].optional &&
		    text_is_empty(call->texts[texts]))
			return &c->arguments[i];
		texts +=
		    c->arguments[i].kind == ARGUMENT_TEXT || c->arguments[i].kind == ARGUMENT_WORD;
	}
	return NULL;
}

/* A reply begins with what was typed and not sent. */
static enum err
offer_text(struct fetch *f, struct errinfo *e)
{
	struct str text;
	enum err code = ERR_OK;

	if (text_is(f->command->name, "reply"))
		return desk_draft_read(f->call.desk, f->arena, f->agent, f->call.conversation_id,
		    &f->offer, e);
	str_init(&text);
	if (f->missing->optional && f->command->offer != NULL)
		code = f->command->offer(&f->call, &text, e);
	f->offer = arena_text(f->arena, text.length > 0 ? text.data : "");
	str_clear(&text);
	return code;
}

/* The question names what would be done to what. */
static void
ask_question(struct fetch *f, struct desk *d)
{
	const struct command *c = f->command;
	char *question;
	struct action x;
	struct str text;

	if (c->offer != NULL) {
		str_init(&text);
		f->call.table = f->commands;
		f->code = c->offer(&f->call, &text, &f->why);
		f->question = arena_text_n(f->arena, text.data, text.length);
		str_clear(&text);
		return;
	}
	if (f->call.action_id != 0 &&
	    store_action_get(desk_store(d), f->arena, f->call.action_id, &x, NULL) == ERR_OK)
		question = arena_printf(f->arena, "%s A-%lld: %.120s?%s", c->name,
		    (long long)f->call.action_id, x.title,
		    x.state == ACTION_WAITING && x.asked_ms != 0 && x.answered_ms == 0
			? tr(" What was asked about it isn't answered yet.")
			: "");
	else if (f->call.conversation_id != 0)
		question = arena_printf(
		    f->arena, "%s C-%lld?", c->name, (long long)f->call.conversation_id);
	else
		question = arena_printf(f->arena, "%s?", c->name);
	if (question[0] >= 'a' && question[0] <= 'z')
		question[0] = (char)(question[0] - 'a' + 'A');
	f->question = question;
}

/* As it is shown in the question, or stands on the screen while a text is typed: what is done later
 * is done to this or not at all. */
static void
see_action(struct fetch *f, struct desk *d)
{
	struct action x;

	if ((f->command->needs & NEED_ACTION) &&
	    store_action_get(desk_store(d), f->arena, f->call.action_id, &x, NULL) == ERR_OK)
		f->call.seen = x.facts_hash;
}

static void
run_command(struct fetch *f, struct desk *d)
{
	find_action(f, d);
	f->call = call_of(f, d);
	f->offer = "";
	f->code = command_parse_line(
	    f->commands, f->line, f->context, &f->call, &f->command, &f->missing, &f->why);
	if (f->code == ERR_OK)
		see_action(f, d);
	if (f->code == ERR_OK && f->missing == NULL)
		f->missing = offered(f->command, &f->call);
	if (f->code == ERR_OK && f->missing != NULL)
		f->code = offer_text(f, &f->why);
	else if (f->code == ERR_OK && f->command->confirm)
		ask_question(f, d);
}

#define WORDS_MOST 500

static void
keep_word(void *context, const char *text)
{
	struct fetch *f = context;

	if (f->word_count < WORDS_MOST)
		f->words[f->word_count++] = arena_text(f->arena, text);
}

/* What the setting takes that is named at the begin of rest. */
static void
complete_value(struct fetch *f, const char *rest)
{
	char name[64];
	enum tui_setting which;

	rest += strspn(rest, " ");
	snprintf(name, sizeof name, "%.*s", (int)strcspn(rest, " "), rest);
	if ((which = tui_setting_find(name)) != SETTING_COUNT)
		tui_setting_values(which, keep_word, f);
}

/* Of a command line: the names of commands, or what the argument takes that is being typed. */
static void
complete_line(struct fetch *f, struct desk *d)
{
	const struct command_table *t = f->commands;
	const struct command *c;
	char name[64];
	size_t n = 0, argument = 0;

	while (n < f->start && f->line[n] == ' ')
		n++;
	if (n >= f->start) {
		for (size_t i = 0; i < command_count(t); i++) {
			if (command_at(t, i)->contexts & (f->context | CONTEXT_SHELL))
				keep_word(f, command_at(t, i)->name);
		}
		return;
	}
	snprintf(name, sizeof name, "%.*s", (int)strcspn(f->line + n, " "), f->line + n);
	if ((c = command_find(t, name)) == NULL)
		return;
	n += strlen(name);
	for (size_t i = n; i < f->start; i++) {
		if (f->line[i] != ' ' && f->line[i - 1] == ' ')
			argument++;
	}
	if (text_is(c->name, "set") && argument == 1) {
		complete_value(f, f->line + n);
		return;
	}
	for (size_t i = 0; i < argument && i < 4; i++) {	/* a text goes on to the end */
		if (c->arguments[i].name != NULL && c->arguments[i].kind == ARGUMENT_TEXT)
			argument = i;
	}
	for (size_t i = argument; i < 4 && c->arguments[i].name != NULL; i++) {
		if (c->arguments[i].complete != NULL)
			c->arguments[i].complete(d, f->line + f->start, keep_word, f);
		if (!c->arguments[i].optional)
			break;
	}
}

static void
run_words(struct fetch *f, struct desk *d)
{
	f->words = arena_alloc(f->arena, WORDS_MOST * sizeof *f->words);
	if (f->argument == NULL)
		complete_line(f, d);
	else if ((f->start == 0 || f->argument->kind == ARGUMENT_TEXT) &&
	    f->argument->complete != NULL)
		f->argument->complete(d, f->line + f->start, keep_word, f);
}

/* By its whole prefix, or by a beginning that only one has. */
static void
run_canned(struct fetch *f, struct desk *d)
{
	const char *begin = f->line[0] == '/' ? f->line + 1 : f->line, *missing;
	size_t count;
	const struct canned *all = world_canned(desk_world(d), &count), *found = NULL;

	f->words = arena_alloc(f->arena, WORDS_MOST * sizeof *f->words);
	for (size_t i = 0; i < count; i++) {
		if (!text_starts(all[i].prefix, begin))
			continue;
		keep_word(f, all[i].prefix);
		if (f->word_count == 1 || text_is(all[i].prefix, begin))
			found = &all[i];
	}
	if (found != NULL && (f->word_count == 1 || text_is(found->prefix, begin)))
		f->code = desk_canned_fill(d, f->arena, f->agent, f->subject.conversation_id,
		    found->texts, found->text_count, &f->offer, &missing, &f->why);
}

void
fetch_run(struct fetch *f, struct desk *d)
{
	switch (f->kind) {
	case FETCH_VIEW: run_view(f, d); break;
	case FETCH_SUBJECT: run_subject(f, d); break;
	case FETCH_COMMAND: run_command(f, d); break;
	case FETCH_WORDS: run_words(f, d); break;
	case FETCH_CANNED: run_canned(f, d); break;
	}
}
