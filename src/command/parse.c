/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Command lines: words and quotes, arguments, what must hold before a command runs.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/text/shown.h"
#include "floorwalker/text/translate.h"
#include "private.h"

#define LINE_LIMIT 20000

/* What is still to be read: words of a shell, or a line of the console. */
struct input {
	const char *const *words;
	size_t count, at;
	const char *line;		/* NULL: words */
	struct arena *a;
};

static const char *
skip_blanks(const char *s)
{
	return s + strspn(s, " \t");
}

/* The next word without taking it; *after: where the line goes on. A quote holds blanks
 * together. */
static const char *
peek(struct input *in, const char **after)
{
	if (in->line == NULL)
		return in->at < in->count ? in->words[in->at] : NULL;
	const char *s = skip_blanks(in->line);
	if (*s == '\0')
		return NULL;
	if (*s == '"' || *s == '\'') {
		const char *end = strchr(s + 1, *s);
		if (end != NULL && (end[1] == '\0' || end[1] == ' ' || end[1] == '\t')) {
			*after = end + 1;
			return arena_text_n(in->a, s + 1, (size_t)(end - s - 1));
		}
	}
	size_t n = strcspn(s, " \t");
	*after = s + n;
	return arena_text_n(in->a, s, n);
}

static void
skip(struct input *in, const char *after)
{
	if (in->line == NULL)
		in->at++;
	else
		in->line = after;
}

/* All that is left: of a line as it was written, so that an apostrophe needs no care. */
static const char *
rest(struct input *in)
{
	struct str s;
	if (in->line != NULL) {
		const char *from = skip_blanks(in->line);
		size_t n = strlen(from);
		in->line = from + n;
		while (n > 0 && (from[n - 1] == ' ' || from[n - 1] == '\t'))
			n--;
		if (n >= 2 && (*from == '"' || *from == '\'') && from[n - 1] == *from &&
		    memchr(from + 1, *from, n - 2) == NULL)
			return arena_text_n(in->a, from + 1, n - 2);
		return arena_text_n(in->a, from, n);
	}
	str_init(&s);
	for (; in->at < in->count; in->at++) {
		if (s.length > 0)
			str_add_char(&s, ' ');
		str_add(&s, in->words[in->at]);
	}
	const char *out = arena_text_n(in->a, s.data, s.length);
	str_clear(&s);
	return out;
}

static bool
take_id(struct input *in, char letter, int64_t *id)
{
	const char *after = NULL, *word = peek(in, &after);
	int64_t n;
	if (word == NULL || !record_id_parse(letter, word, &n) || n <= 0)
		return false;
	bool is_bare = word[0] >= '0' && word[0] <= '9';
	if (is_bare && *id != 0)
		return false;	/* one is selected: a figure begins the text */
	*id = n;
	skip(in, after);
	return true;
}

static enum err
wrong_word(const struct command *c, const struct argument *a, const char *word, struct errinfo *e)
{
	char name[SHOWN_BYTES];
	struct str usage;
	str_init(&usage);
	command_usage(c, &usage);
	(void)err_set(e, ERR_USAGE, tr("\"%.60s\" is no %s%s; usage: %s"), word, shown_word(name, a->name),
	    a->kind == ARGUMENT_CONVERSATION ? " (C-17)"
		: a->kind == ARGUMENT_ACTION ? " (A-3)"
					     : "",
	    usage.data);
	str_clear(&usage);
	return ERR_USAGE;
}

/* One argument. *given: it was there. */
static enum err
read_argument(struct input *in, const struct command *c, const struct argument *a,
    struct command_call *call, size_t *texts, bool *given, struct errinfo *e)
{
	const char *after = NULL, *word = peek(in, &after);
	*given = word != NULL;
	switch (a->kind) {
	case ARGUMENT_CONVERSATION:
	case ARGUMENT_ACTION: {
		bool conversation = a->kind == ARGUMENT_CONVERSATION;
		int64_t *id = conversation ? &call->conversation_id : &call->action_id;
		bool taken = take_id(in, conversation ? 'C' : 'A', id);
		*given = taken || *id != 0;
		return word != NULL && !*given ? wrong_word(c, a, word, e) : ERR_OK;
	}
	case ARGUMENT_NUMBER:
		if (word != NULL && !text_to_int(word, INT64_MIN, INT64_MAX, &call->number))
			return wrong_word(c, a, word, e);
		break;
	case ARGUMENT_TEXT:
		call->texts[(*texts)++] = rest(in);
		*given = *call->texts[*texts - 1] != '\0';
		return ERR_OK;
	case ARGUMENT_WORD:
		call->texts[(*texts)++] = word == NULL ? "" : word;
		break;
	}
	if (word != NULL)
		skip(in, after);
	return ERR_OK;
}

static enum err
read_arguments(struct input *in, const struct command *c, struct command_call *call,
    const struct argument **missing, struct errinfo *e)
{
	size_t texts = 0;
	const char *after = NULL;
	*missing = NULL;
	for (size_t i = 0; i < TEXT_COUNT; i++)
		call->texts[i] = "";
	for (size_t i = 0; i < 4 && c->arguments[i].name != NULL; i++) {
		bool given;
		enum err r = read_argument(in, c, &c->arguments[i], call, &texts, &given, e);
		if (r != ERR_OK)
			return r;
		if (!given && !c->arguments[i].optional && *missing == NULL)
			*missing = &c->arguments[i];
	}
	const char *extra = peek(in, &after);
	if (extra == NULL)
		return ERR_OK;
	struct str usage;
	str_init(&usage);
	command_usage(c, &usage);
	(void)err_set(e, ERR_USAGE, tr("\"%.60s\" is one word too many; usage: %s"), extra, usage.data);
	str_clear(&usage);
	return ERR_USAGE;
}

/* Where a command of that name works, as one says it: "in a list or on the refund desk". A shell
 * has the console as one place. */
static const char *
places(const struct command_table *t, const char *name, unsigned context, struct arena *a)
{
	static const struct { unsigned contexts; const char *words; } all[] = {
		{CONTEXT_LIST, N_("in a list")}, {CONTEXT_CONVERSATION, N_("in a conversation")}, {CONTEXT_REFUNDS, N_("at the refund desk")},
		{CONTEXT_HELP, N_("in the help")}, {CONTEXT_LOG, N_("in the log")}, {CONTEXT_SHELL, N_("in a shell (floorwalker do)")},
	};
	const char *out = "";
	unsigned there = 0;

	for (size_t i = 0; i < t->count; i++)
		if (strcmp(t->rows[i]->name, name) == 0)
			there |= t->rows[i]->contexts;
	if (context == CONTEXT_SHELL || (there & CONTEXT_SCREEN) == CONTEXT_SCREEN)
		return tr("in the console");
	if ((there & CONTEXT_SCREEN) != 0)
		there &= ~(unsigned)CONTEXT_SHELL;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if ((there & all[i].contexts) != 0)
			out = out[0] == '\0' ? tr(all[i].words)
					     : arena_printf(a, tr("%s or %s"), out, tr(all[i].words));
	return out;
}

/* What is nearest may belong to another place: then it says so. */
static enum err
no_command(const struct command_table *t, const char *name, unsigned context, struct arena *a,
    struct errinfo *e)
{
	const char **names = arena_alloc(a, (t->count + 1) * sizeof *names), *near;
	size_t count = 0;

	if (command_find(t, name) != NULL)
		return err_set(e, ERR_USAGE, tr("%s can't be used here, only %s"), name,
		    places(t, name, context, a));
	for (int pass = 0; pass < 2; pass++)	/* of two as near, the one that works here */
		for (size_t i = 0; i < t->count; i++)
			if (((t->rows[i]->contexts & context) != 0) == (pass == 0))
				names[count++] = t->rows[i]->name;
	near = text_nearest(name, names, count);
	if (near == NULL)
		return err_set(e, ERR_USAGE, tr("there is no command \"%.60s\""), name);
	if (command_find_in(t, near, context) != NULL)
		return err_set(e, ERR_USAGE, tr("there is no command \"%.60s\"; did you mean %s?"),
		    name, near);
	return err_set(e, ERR_USAGE,
	    tr("there is no command \"%.60s\"; did you mean %s? It can be used %s"), name, near,
	    places(t, near, context, a));
}

static enum err
parse(const struct command_table *t, struct input *in, unsigned context, struct command_call *call,
    const struct command **command, const struct argument **missing, struct errinfo *e)
{
	const char *after = NULL, *name = peek(in, &after);
	if (name == NULL)
		return err_set(e, ERR_USAGE, tr("a command is missing"));
	*command = command_find_in(t, name, context);
	if (*command == NULL)
		return no_command(t, name, context, in->a, e);
	skip(in, after);
	return read_arguments(in, *command, call, missing, e);
}

static enum err
run(const struct command_table *t, struct input *in, unsigned context, struct command_call *call,
    struct errinfo *e)
{
	const struct command *c;
	const struct argument *missing = NULL;
	enum err r;

	call->table = t;
	r = parse(t, in, context, call, &c, &missing, e);
	if (r != ERR_OK)
		return r;
	if (missing == NULL) {
		r = command_check(c, call, e);
		return r != ERR_OK ? r : c->run(call, e);
	}
	char name[SHOWN_BYTES];
	struct str usage;
	str_init(&usage);
	command_usage(c, &usage);
	(void)err_set(
	    e, ERR_USAGE, tr("%s: the %s is missing; usage: %s"), c->name, shown_word(name, missing->name), usage.data);
	str_clear(&usage);
	return ERR_USAGE;
}

enum err
command_run_line(const struct command_table *t, const char *line, unsigned context,
    struct command_call *call, struct errinfo *e)
{
	struct input in = {.line = line, .a = call->arena};
	if (strlen(line) > LINE_LIMIT)
		return err_set(e, ERR_LIMIT, tr("a command line is longer than %d bytes"), LINE_LIMIT);
	return run(t, &in, context, call, e);
}

enum err
command_run_words(const struct command_table *t, const char *const *words, size_t count,
    unsigned context, struct command_call *call, struct errinfo *e)
{
	struct input in = {.words = words, .count = count, .a = call->arena};
	return run(t, &in, context, call, e);
}

enum err
command_read_line(const struct command_table *t, const char *line, unsigned context,
    struct command_call *call, const struct command **command, const struct argument **missing,
    struct errinfo *e)
{
	struct input in = {.line = line, .a = call->arena};
	*command = NULL;
	*missing = NULL;
	if (strlen(line) > LINE_LIMIT)
		return err_set(e, ERR_LIMIT, tr("a command line is longer than %d bytes"), LINE_LIMIT);
	return parse(t, &in, context, call, command, missing, e);
}

enum err
command_parse_line(const struct command_table *t, const char *line, unsigned context,
    struct command_call *call, const struct command **command, const struct argument **missing,
    struct errinfo *e)
{
	enum err r = command_read_line(t, line, context, call, command, missing, e);
	return r != ERR_OK ? r : command_check(*command, call, e);
}
