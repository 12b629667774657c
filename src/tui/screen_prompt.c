/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "editor.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/model/canned.h"
#include "floorwalker/text/text.h"
#include "floorwalker/text/translate.h"
#include "screen_private.h"
#include "words.h"

/* Readline asks for words in the middle of a key: they were read before the key was given to it. */
static void
complete_words(
    void *context, const char *line, size_t start, void (*word)(void *, const char *), void *to)
{
	const struct screen *s = context;

	(void)line;
	for (size_t i = 0; s->words != NULL && s->words->start == start && i < s->words->word_count;
	     i++)
		word(to, s->words->words[i]);
}

/* What is asked for takes words of a set. */
static bool
is_completed(const struct screen *s)
{
	return s->prompt.kind == PROMPT_COMMAND ||
	    (s->prompt.kind == PROMPT_TEXT &&
		s->prompt.command->arguments[s->prompt.argument].complete != NULL);
}

static void
ask_words(struct screen *s)
{
	const char *line = editor_text();
	size_t start = editor_point();

	while (start > 0 && line[start - 1] != ' ')
		start--;
	read_words(s, line, start,
	    s->prompt.kind == PROMPT_COMMAND ? NULL
					     : &s->prompt.command->arguments[s->prompt.argument]);
}

void
prompt_complete(struct screen *s)
{
	if (s->prompt.kind == PROMPT_COMMAND || s->prompt.kind == PROMPT_TEXT)
		editor_key("Tab", s->prompt.letter);
}

static void
prompt_begin(struct screen *s, enum prompt_kind kind)
{
	prompt_end(s);
	s->prompt.kind = kind;
	s->prompt.context = screen_context(s);
	s->prompt.conversation_id = s->conversation_id;
	s->prompt.action_id = s->action_id;
	s->message[0] = '\0';
	s->repaint = true;
}

void
prompt_command(struct screen *s, const char *initial)
{
	prompt_begin(s, PROMPT_COMMAND);
	snprintf(s->prompt.label, sizeof s->prompt.label, ":");
	editor_begin(true, complete_words, s);
	editor_insert(initial, strlen(initial));
}

static bool
is_letter(const struct command *c)
{
	return text_is(c->name, "reply") || text_is(c->name, "note");
}

/* The question says what the answer is for. */
static void
name_subject(struct screen *s, const struct command_call *call)
{
	const struct command *c = s->prompt.command;
	char *label = s->prompt.label, *end = label + strcspn(label, ":");
	size_t room = sizeof s->prompt.label - (size_t)(end - label);

	s->prompt.conversation_id = call->conversation_id;
	s->prompt.action_id = call->action_id;
	if (s->prompt.argument > 0 && c->arguments[s->prompt.argument - 1].kind == ARGUMENT_WORD)
		snprintf(s->prompt.given, sizeof s->prompt.given, "%s", call->texts[0]);
	if (c->needs & NEED_ACTION)
		snprintf(end, room, " A-%lld:", (long long)call->action_id);
	else if (s->prompt.letter)
		snprintf(end, room, ", C-%lld:", (long long)s->prompt.conversation_id);
}

/* What is looked at now, in the words of a query. */
static void
offer_query(const struct screen *s)
{
	struct str words;

	str_init(&words);
	if (s->main == VIEW_SEARCH)
		str_add(&words, s->query);
	else
		list_source_words(&s->source, &words);
	editor_insert(words.data == NULL ? "" : words.data, words.length);
	str_clear(&words);
}

/* What the log or help was narrowed down to. */
static void
insert_narrowed(const struct screen *s)
{
	struct str words;

	str_init(&words);
	if (s->focus == VIEW_LOG)
		log_words(s->panes[VIEW_LOG].state, &words);
	else
		str_add(&words, help_words(s->panes[VIEW_HELP].state));
	editor_insert(words.data == NULL ? "" : words.data, words.length);
	str_clear(&words);
}

void
prompt_text(struct screen *s, const struct command *c, const struct argument *missing,
    const char *line, const char *offer, const struct command_call *call)
{
	char words[WORDS];
	size_t n = 0;

	while (n < 4 && &c->arguments[n] != missing && c->arguments[n].name != NULL &&
	    !text_is(c->arguments[n].name, missing->name))
		n++;
	prompt_begin(s, PROMPT_TEXT);
	s->prompt.command = c;
	s->prompt.argument = n;
	s->prompt.line = mem_text(line);
	s->prompt.letter = is_letter(c);
	/* The row's question is about what a command can't do without; else about the text that it
	 * offers. */
	if (text_is_empty(c->prompt) ||
	    (n > 0 && n < 4 && c->arguments[n - 1].kind == ARGUMENT_WORD))
		snprintf(s->prompt.label, sizeof s->prompt.label, "%s:",
		    words_head(words, missing->name));
	else
		snprintf(s->prompt.label, sizeof s->prompt.label, "%s", tr(c->prompt));
	name_subject(s, call);
	editor_begin(
	    false, n < 4 && c->arguments[n].complete != NULL ? complete_words : NULL, s);
	if (s->kept.text != NULL && s->kept.command == c &&
	    s->kept.conversation_id == s->prompt.conversation_id) {
		editor_insert(s->kept.text, strlen(s->kept.text));
		mem_free(s->kept.text);
		s->kept.text = NULL;
	} else if (text_is(c->name, "filter")) {
		editor_insert(s->source.filter, strlen(s->source.filter));
	} else if (text_is(c->name, "save")) {
		offer_query(s);
	} else if (text_is(c->name, "narrow")) {
		insert_narrowed(s);
	} else {
		editor_insert(offer, strlen(offer));
		if (text_is(c->name, "reply"))
			keep_draft_begin(s, offer);
	}
}

void
prompt_confirm(struct screen *s, const struct command *c, const char *line, const char *question)
{
	prompt_begin(s, PROMPT_CONFIRM);
	s->prompt.command = c;
	s->prompt.line = mem_text(line);
	snprintf(s->prompt.label, sizeof s->prompt.label, "%s",
	    question != NULL ? question : c->summary);
}

void
prompt_end(struct screen *s)
{
	if (s->prompt.kind == PROMPT_COMMAND || s->prompt.kind == PROMPT_TEXT)
		editor_end();
	mem_free(s->prompt.line);
	mem_free(s->prompt.seen);
	memset(&s->prompt, 0, sizeof s->prompt);
	s->repaint = true;
}

static void
confirm_key(struct screen *s, const char *key)
{
	struct prompt p = s->prompt;

	if (text_is(key, "y") || text_is(key, "Y") ||
	    (text_is(key, "q") && text_is(p.command->name, "quit"))) {
		s->prompt.line = s->prompt.seen = NULL;	/* p has them now */
		prompt_end(s);
		screen_confirmed(s, &p);
		mem_free(p.line);
		mem_free(p.seen);
	} else if (text_is(key, "n") || text_is(key, "N") || text_is(key, "Esc") ||
	    text_is(key, "C-c") || text_is(key, "C-g")) {
		prompt_end(s);
		screen_say(s, INK_TEXT, tr("Nothing was done."));
	}
}

void
prompt_answer(struct screen *s, const char *answer)
{
	struct prompt p = s->prompt;
	char *text = mem_text(answer);

	for (size_t n = strlen(text); n > 0 && text[n - 1] == ' '; n--)	/* completion leaves one */
		text[n - 1] = '\0';
	s->prompt.line = s->prompt.seen = NULL;
	prompt_end(s);
	if (p.letter)
		keep_end(s);	/* sending it ends the draft */
	if (p.kind == PROMPT_COMMAND)
		screen_run_line(s, text);
	else if (text[strspn(text, " \n")] == '\0' && !p.command->arguments[p.argument].optional &&
	    !text_is(p.command->name, "filter") && !text_is(p.command->name, "narrow"))
		screen_say(s, INK_TEXT, tr("Nothing was written, so nothing was done."));
	else
		screen_answer(s, &p, text);
	mem_wipe(text, strlen(text));
	mem_free(text);
	mem_free(p.line);
	mem_free(p.seen);
}

/* The AI's draft that Tab would take now; "" none. */
static const char *
draft_for(const struct screen *s)
{
	const struct pane *talk = &s->panes[VIEW_CONVERSATION];
	const struct conversation *c =
	    talk->shown == NULL ? NULL : conversation_record(talk->state);

	if (c == NULL || c->id != s->prompt.conversation_id ||
	    !text_is(s->prompt.command->name, "reply") || editor_text()[0] != '\0')
		return "";
	return conversation_draft(talk->state);
}

/* The /prefix that ends at the cursor; its length, 0 where there is none. */
static size_t
prefix_length(void)
{
	const char *text = editor_text();
	size_t at = editor_point(), start = at;

	while (start > 0 && text[start - 1] != ' ' && text[start - 1] != '\n')
		start--;
	return at - start > 1 && text[start] == '/' ? at - start : 0;
}

static void
add_hint(struct hint *out, size_t *count, const char *key, const char *words)
{
	snprintf(out[*count].key, sizeof out->key, "%s", key);
	snprintf(out[(*count)++].words, sizeof out->words, "%s", words);
}

size_t
prompt_hints(const struct screen *s, struct hint out[8])
{
	const struct command *c = s->prompt.command;
	size_t n = 0;

	if (s->prompt.asks) {
		add_hint(out, &n, "y", tr("send"));
		add_hint(out, &n, "n", tr("go on writing"));
		return n;
	}
	if (s->prompt.kind == PROMPT_CONFIRM) {
		add_hint(out, &n, "y", c->name);
		add_hint(out, &n, "n", tr("no"));
		return n;
	}
	if (s->prompt.palette) {
		add_hint(out, &n, "Enter", tr("do it"));
		add_hint(out, &n, "Up Down", tr("choose"));
		add_hint(out, &n, "Esc", tr("leave it"));
		return n;
	}
	add_hint(out, &n, "Enter",
	    c == NULL                       ? tr("run")
		: text_is(c->name, "reply") ? tr("send")
					    : c->name);
	if (s->prompt.letter)
		add_hint(out, &n, "M-Enter", tr("new line"));
	if (c != NULL && s->prompt.letter && prefix_length() > 0)
		add_hint(out, &n, "Tab", tr("canned response"));
	else if (c != NULL && s->prompt.letter && draft_for(s)[0] != '\0')
		add_hint(out, &n, "Tab", tr("take the AI's draft"));
	if (c == NULL || c->arguments[s->prompt.argument].complete != NULL)
		add_hint(out, &n, "Tab", tr("complete"));
	if (c == NULL)
		add_hint(out, &n, "Up", tr("earlier commands"));
	add_hint(out, &n, "Esc", tr("leave it"));
	return n;
}

void
prompt_canned(struct screen *s, const struct fetch *f)
{
	size_t n = prefix_length();
	const char *missing;

	if (s->prompt.kind != PROMPT_TEXT || !s->prompt.letter || n == 0)
		return;
	if (f->code != ERR_OK || f->offer == NULL) {
		snprintf(s->prompt.told, sizeof s->prompt.told, "%s",
		    f->code != ERR_OK ? f->why.text
			: f->word_count == 0 ? tr("no canned response begins so") : "");
		for (size_t i = 0; f->code == ERR_OK && i < f->word_count; i++)
			snprintf(s->prompt.told + strlen(s->prompt.told),
			    sizeof s->prompt.told - strlen(s->prompt.told), "/%s  ", f->words[i]);
		return;
	}
	for (; n > 0; n--)	/* a prefix has a byte a letter */
		editor_key("Backspace", true);
	editor_insert(f->offer, strlen(f->offer));
	missing = canned_unfilled(f->offer);
	if (missing != NULL)
		snprintf(s->prompt.told, sizeof s->prompt.told,
		    tr("{%s} isn't known here: write it before you send"), missing);
}

/* Lines that were pasted are sent only once somebody has said so; true: the key was about that. */
static bool
ask_pasted(struct screen *s, const char *key)
{
	if (!s->prompt.asks) {
		s->prompt.asks = s->prompt.letter && s->prompt.pasted > 1 && text_is(key, "Enter");
		return s->prompt.asks;
	}
	s->prompt.asks = false;
	if (!text_is(key, "y") && !text_is(key, "Y"))
		return true;
	editor_key("Enter", true);
	return false;
}

void
prompt_key(struct screen *s, const char *key)
{
	bool letter = s->prompt.letter;

	s->repaint = true;
	if (s->prompt.kind == PROMPT_CONFIRM) {
		confirm_key(s, key);
		return;
	}
	if (ask_pasted(s, key))
		return;
	if (editor_state() == EDITOR_DONE) {
		prompt_answer(s, editor_text());
		return;
	}
	if (s->prompt.palette && palette_key(s, key))
		return;
	if (text_is(key, "Tab") && s->prompt.kind == PROMPT_COMMAND && editor_text()[0] == '\0') {
		palette_open(s);
		return;
	}
	s->prompt.told[0] = '\0';
	if (text_is(key, "Tab") && letter && prefix_length() > 0) {
		char prefix[64];

		snprintf(prefix, sizeof prefix, "%.*s", (int)prefix_length(),
		    editor_text() + editor_point() - prefix_length());
		read_prefix(s, prefix);
		return;
	}
	if (text_is(key, "Tab") && letter) {
		editor_insert(draft_for(s), strlen(draft_for(s)));
		return;
	}
	if (text_is(key, "Tab") && is_completed(s)) {
		ask_words(s);
		return;
	}
	if (text_is(key, "Esc") || text_is(key, "C-c") || text_is(key, "C-g"))
		keep_draft(s);	/* before it is gone */
	editor_key(key, letter);
	if (editor_state() == EDITOR_DONE) {
		prompt_answer(s, editor_text());
	} else if (editor_state() == EDITOR_CANCELLED) {
		bool kept = s->draft.text != NULL && s->draft.text[0] != '\0' &&
		    text_is(s->prompt.command == NULL ? "" : s->prompt.command->name, "reply");

		prompt_end(s);
		screen_say(s, INK_TEXT,
		    kept ? tr("Not sent; what you wrote is kept, r goes on with it.")
			 : tr("Left as it was."));
	}
}

void
prompt_paste(struct screen *s, const char *text, size_t length)
{
	struct str safe;
	size_t lines = 1;

	if (s->prompt.kind != PROMPT_COMMAND && s->prompt.kind != PROMPT_TEXT) {
		screen_say(s, INK_WARN,
		    tr("Pasted text is never taken as commands. Open a reply, a note or the command line first."));
		return;
	}
	str_init(&safe);
	text_sanitise(&safe, text, length, TEXT_MESSAGE_LIMIT, NULL);
	for (size_t i = 0; !s->prompt.letter && i < safe.length; i++) {
		if (safe.data[i] == '\n')
			safe.data[i] = ' ';
	}
	editor_insert(safe.data == NULL ? "" : safe.data, safe.length);
	for (size_t i = 0; i < safe.length; i++)
		lines += safe.data[i] == '\n' && i + 1 < safe.length;
	s->prompt.pasted = lines > s->prompt.pasted ? lines : s->prompt.pasted;
	str_clear(&safe);
	s->repaint = true;
}
