/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One command for each conversation that is marked: asked once, with their number and names; then
 * each is a command of its own, recorded as if it had been given alone. Which they are is settled
 * when it is asked, so that what comes into the list later is never acted on.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "floorwalker/text/translate.h"
#include "screen_private.h"
#include "words.h"

#define PREVIEW_BYTES 280	/* of a question that also names conversations */

struct bulk {
	const struct command *command;
	unsigned context;
	char *texts[4];			/* WORD and TEXT arguments in order, owned; NULL left out */
	size_t lacking;			/* of its arguments the one that is asked for; 4 none */
	int64_t *ids;			/* owned */
	size_t count, running, done, refused;
	struct str why;			/* of those that were refused */
};

void
bulk_free(struct bulk **b)
{
	if (*b == NULL)
		return;
	for (size_t i = 0; i < 4; i++)
		mem_free((*b)->texts[i]);
	mem_free((*b)->ids);
	str_clear(&(*b)->why);
	mem_free(*b);
	*b = NULL;
}

/* Which commands make sense for several at once: those on a conversation, but not what is about
 * money or about one message. */
static bool
is_for_each(const struct command *c)
{
	static const char *const single[] = {"propose", "correct", "wrong", "merge", "show"};

	for (size_t i = 0; i < sizeof single / sizeof *single; i++)
		if (text_is(c->name, single[i]))
			return false;
	return (c->needs & NEED_CONVERSATION) != 0 && (c->needs & NEED_ACTION) == 0;
}

/* Its argument that stands for text n. */
static size_t
argument_of(const struct command *c, size_t text)
{
	size_t n = 0;

	for (size_t i = 0; i < 4 && c->arguments[i].name != NULL; i++) {
		if (c->arguments[i].kind != ARGUMENT_WORD && c->arguments[i].kind != ARGUMENT_TEXT)
			continue;
		if (n++ == text)
			return i;
	}
	return 4;
}

static size_t
text_of(const struct command *c, size_t argument)
{
	size_t n = 0;

	for (size_t i = 0; i < argument; i++)
		n += c->arguments[i].kind == ARGUMENT_WORD || c->arguments[i].kind == ARGUMENT_TEXT;
	return n;
}

static void
begin(struct screen *s, const struct command *c, unsigned context, const struct command_call *call)
{
	struct bulk *b = mem_zero(1, sizeof *b);
	const int64_t *ids;

	bulk_free(&s->bulk);
	s->bulk = b;
	b->command = c;
	b->context = context;
	b->lacking = 4;
	str_init(&b->why);
	b->count = view_list_marks(s->panes[VIEW_LIST].state, &ids);
	b->ids = mem_alloc(b->count * sizeof *ids);
	memcpy(b->ids, ids, b->count * sizeof *ids);
	for (size_t i = 0; i < 4; i++)
		b->texts[i] = text_is_empty(call->texts[i]) ? NULL : mem_text(call->texts[i]);
}

/* "C-3, C-9, …", as many as can be read. */
static void
add_ids(struct str *out, const int64_t *ids, size_t count)
{
	for (size_t i = 0; i < count && i < 40; i++)
		str_addf(out, "%sC-%lld", i > 0 ? ", " : "", (long long)ids[i]);
	if (count > 40)
		str_addf(out, tr(" and %zu more"), count - 40);
}

/* One mark is a conversation, not "1 conversations". */
static const char *
several(char *out, size_t count)
{
	snprintf(out, 40, tr_n("%zu conversation", "%zu conversations", (long long)count),
	    count);
	return out;
}

/* preview: what would be done to the first of them; NULL none. */
static void
ask_all(struct screen *s, const char *preview)
{
	const struct bulk *b = s->bulk;
	struct str question;
	char number[40];

	str_init(&question);
	str_addf(&question, "%c%s %s", b->command->name[0] - 'a' + 'A', b->command->name + 1,
	    several(number, b->count));
	for (size_t i = 0; i < 4; i++)
		if (b->texts[i] != NULL)
			str_addf(&question, "%s%.*s%s", i == 0 ? " (" : "; ", 120, b->texts[i],
			    i == 3 || b->texts[i + 1] == NULL ? ")" : "");
	str_add(&question, ": ");
	add_ids(&question, b->ids, b->count);
	str_add(&question, "?");
	if (preview != NULL)
		str_addf(&question, " %s", preview);
	prompt_confirm(s, b->command, b->command->name, question.data);
	s->prompt.bulk = true;
	s->prompt.context = b->context;
	str_clear(&question);
}

/* What shows what it would do shows it of the first; the texts of the others differ in names. */
static void
confirm(struct screen *s)
{
	const struct bulk *b = s->bulk;
	struct str line;

	if (b->command->offer == NULL || !b->command->confirm) {
		ask_all(s, NULL);
		return;
	}
	str_init(&line);
	str_addf(&line, "%s C-%lld", b->command->name, (long long)b->ids[0]);
	for (size_t i = 0; i < 4 && b->texts[i] != NULL; i++)
		str_addf(&line, " %s", b->texts[i]);
	read_preview(s, line.data, b->context);
	str_clear(&line);
}

/* Each step's first line, and as much of it as leaves room for others. */
static const char *
first_lines(struct arena *a, const char *text)
{
	struct str s;
	const char *out;

	str_init(&s);
	for (; *text != '\0' && s.length < PREVIEW_BYTES; text++) {
		if (*text == '\n') {
			const char *end = strstr(text, "”");

			str_add(&s, " …");
			if (end == NULL)
				break;
			text = end - 1;
			continue;
		}
		str_add_char(&s, *text);
	}
	if (*text != '\0') {
		s.length = utf8_fit(s.data, s.length, PREVIEW_BYTES, NULL);
		s.data[s.length] = '\0';
		str_add(&s, "…");
	}
	out = arena_text(a, s.length > 0 ? s.data : "");
	str_clear(&s);
	return out;
}

void
bulk_previewed(struct screen *s, const struct fetch *f)
{
	struct arena *a;

	if (s->bulk == NULL || s->bulk->running > 0)
		return;
	a = arena_new();
	ask_all(s, f->code != ERR_OK    ? arena_printf(a, tr("Of the first: %s"), f->why.text)
		: f->question == NULL ? NULL
				      : first_lines(a, f->question));
	arena_free(&a);
}

static void
ask(struct screen *s, const struct argument *missing, const struct command_call *call)
{
	struct bulk *b = s->bulk;
	char number[40], words[WORDS];

	for (size_t i = 0; i < 4; i++)
		if (&b->command->arguments[i] == missing)
			b->lacking = i;
	prompt_text(s, b->command, missing, b->command->name, "", call);
	snprintf(s->prompt.label, sizeof s->prompt.label,
	    tr("%s of %s:"), words_head(words, missing->name),
	    several(number, b->count));
	s->prompt.bulk = true;
	s->prompt.context = b->context;
	s->prompt.conversation_id = 0;
}

bool
bulk_takes(struct screen *s, const struct command *c, const char *line, unsigned context)
{
	const int64_t *ids;
	size_t count = view_list_marks(s->panes[VIEW_LIST].state, &ids);
	/* none is selected, and a bare figure begins a text */
	struct command_call call = {
	    .settings = s->settings, .agent = s->agent, .conversation_id = -1, .front = s};
	const struct argument *missing;
	const struct command *same;
	struct errinfo why = {0};
	enum err code;

	if (count == 0 || s->focus != VIEW_LIST || s->main != VIEW_LIST ||
	    command_is_of_screen(c) || (c->needs & (NEED_CONVERSATION | NEED_ACTION)) == 0)
		return false;
	call.arena = arena_new();
	code = command_read_line(s->options.commands, line, context, &call, &same, &missing, &why);
	if (call.conversation_id != -1 || call.action_id != 0) {	/* one was named */
		arena_free(&call.arena);
		return false;
	}
	if (s->bulk != NULL && s->bulk->running > 0)
		screen_say(s, INK_BAD, tr("%s is still being done to %zu marked conversations."),
		    s->bulk->command->name, s->bulk->running);
	else if (!is_for_each(c))
		screen_say(s, INK_BAD,
		    tr("%s is not for several at once: name one (%s C-17), or take the marks away (U)."),
		    c->name, c->name);
	else if (code != ERR_OK)
		screen_say(s, INK_BAD, "%s", why.text);
	else {
		begin(s, c, context, &call);
		for (size_t i = 0; i < 4; i++)	/* of what it can't do without, and what else is
						   usual to say */
			if (argument_of(c, i) < 4 && s->bulk->texts[i] == NULL &&
			    (!c->arguments[argument_of(c, i)].optional || c->offer != NULL)) {
				ask(s, &c->arguments[argument_of(c, i)], &call);
				arena_free(&call.arena);
				return true;
			}
		confirm(s);
	}
	arena_free(&call.arena);
	return true;
}

void
bulk_answer(struct screen *s, const char *text)
{
	struct bulk *b = s->bulk;
	size_t n;

	if (b == NULL || b->lacking == 4)
		return;
	n = text_of(b->command, b->lacking);
	mem_free(b->texts[n]);
	b->texts[n] = text_is_empty(text) ? NULL : mem_text(text);
	b->lacking = 4;
	confirm(s);
}

static struct job *
job_for(const struct bulk *b, int64_t id)
{
	struct job *j = mem_zero(1, sizeof *j);
	char name[32];

	j->context = b->context;
	j->conversation_id = id;
	j->of_bulk = true;
	j->words[j->count++] = mem_text(b->command->name);
	snprintf(name, sizeof name, "C-%lld", (long long)id);
	j->words[j->count++] = mem_text(name);
	for (size_t i = 0; i < 4 && b->texts[i] != NULL; i++)
		j->words[j->count++] = mem_text(b->texts[i]);
	return j;
}

void
bulk_confirmed(struct screen *s)
{
	struct bulk *b = s->bulk;
	size_t count = b == NULL ? 0 : b->count;

	if (s->options.post == NULL) {
		screen_say(s, INK_BAD, tr("This screen only shows: nothing can be changed from it."));
		return;
	}
	if (count == 0)
		return;
	b->running = count;
	for (size_t i = 0; i < count; i++)	/* where each is done at once, the last ends it */
		screen_post(s, job_for(b, b->ids[i]));
}

static void
tell(struct screen *s)
{
	const struct bulk *b = s->bulk;
	char number[40];

	if (b->refused == 0)
		screen_say(
		    s, INK_GOOD, tr("%s: done for %s."), b->command->name, several(number, b->done));
	else
		screen_say(s, INK_BAD, tr("%s: done for %zu of %zu; these stay marked. %s"),
		    b->command->name, b->done, b->count, b->why.data);
}

void
bulk_done(struct screen *s, const struct job *j)
{
	struct bulk *b = s->bulk;

	if (b == NULL || b->running == 0)
		return;
	b->running--;
	if (j->code == ERR_OK) {
		b->done++;
		view_list_mark(s->panes[VIEW_LIST].state, j->conversation_id, MARK_NOT);
	} else {
		const char *why = text_is_empty(j->why.text) ? err_name(j->code) : j->why.text;
		char id[32];

		snprintf(id, sizeof id, "C-%lld", (long long)j->conversation_id);
		if (b->refused++ < 6)
			str_addf(&b->why, "%s%s%s%s", b->refused > 1 ? "; " : "",
			    strstr(why, id) != NULL ? "" : id, strstr(why, id) != NULL ? "" : ": ",
			    why);
		else if (b->refused == 7)
			str_add(&b->why, " …");
	}
	if (b->running > 0)
		return;
	tell(s);
	bulk_free(&s->bulk);
	screen_changed_all(s);
}
