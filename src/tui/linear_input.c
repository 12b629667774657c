/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "linear_input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"

#define LINE_LIMIT 65536

struct linear_input {
	struct loop *loop;
	void (*line)(void *context, const char *text);
	void *context;
	bool terminal, asked;
	char prompt[240];
	/* a terminal */
	struct watch *readable;
	/* anything else: a thread that reads */
	struct worker *reader;
	int wake[2];			/* written to end its waiting */
	struct str bytes;		/* read, not given yet; the thread's while it reads */
	size_t given;
	bool at_end, too_long, closing;
	char *ready;			/* the line that the thread found; NULL: the end */
};

static struct linear_input *the;	/* readline's callbacks have no context */

/* ---- a terminal */

static void
take_line(char *text)
{
	struct linear_input *in = the;

	rl_callback_handler_remove();
	in->asked = false;
	if (text != NULL && text[0] != '\0')
		add_history(text);
	else if (text == NULL)
		fputc('\n', stdout);
	in->line(in->context, text);
	free(text);
}

static void
on_readable(void *context)
{
	struct linear_input *in = context;

	if (in->asked)
		rl_callback_read_char();
}

static enum err
open_terminal(struct linear_input *in)
{
	the = in;
	rl_readline_name = "floorwalker";
	rl_catch_signals = 0;
	rl_bind_key('\t', rl_insert);
	using_history();
	stifle_history(200);
	in->readable = loop_on_readable(in->loop, STDIN_FILENO, on_readable, in);
	return ERR_OK;
}

/* ---- anything else */

/* The next whole line of what was read; false: more must be read. */
static bool
cut_line(struct linear_input *in)
{
	const char *from = in->bytes.data + in->given, *end;
	size_t n;

	end = in->bytes.length > in->given ? memchr(from, '\n', in->bytes.length - in->given)
					   : NULL;
	if (end == NULL && !(in->at_end && in->bytes.length > in->given))
		return false;
	n = end != NULL ? (size_t)(end - from) : in->bytes.length - in->given;
	in->ready = mem_text_n(from, n > 0 && from[n - 1] == '\r' ? n - 1 : n);
	in->given += n + (end != NULL);
	if (in->given == in->bytes.length) {
		str_reset(&in->bytes);
		in->given = 0;
	}
	return true;
}

/* On the reader's thread: waits for a line, or to be told to end. */
static void
read_line(void *argument)
{
	struct linear_input *in = argument;
	struct pollfd p[2] = {
	    {.fd = STDIN_FILENO, .events = POLLIN}, {.fd = in->wake[0], .events = POLLIN}};
	char chunk[4096];
	ssize_t n;

	in->ready = NULL;
	while (!cut_line(in)) {
		if (in->at_end || in->bytes.length - in->given > LINE_LIMIT)
			return;
		if (poll(p, 2, -1) < 0 && errno != EINTR)
			return;
		if (p[1].revents != 0)
			return;
		if ((n = read(STDIN_FILENO, chunk, sizeof chunk)) > 0)
			str_add_n(&in->bytes, chunk, (size_t)n);
		else if (n == 0 || (errno != EINTR && errno != EAGAIN))
			in->at_end = true;
	}
}

static void
line_read_done(void *argument)
{
	struct linear_input *in = argument;
	char *text = in->ready;

	in->ready = NULL;
	in->asked = false;
	if (!in->closing)
		in->line(in->context, text);
	mem_free(text);
}

/* ---- both */

enum err
linear_input_new(struct loop *l, void (*line)(void *context, const char *text), void *context,
    struct linear_input **out, struct errinfo *e)
{
	struct linear_input *in = mem_zero(1, sizeof *in);

	in->loop = l;
	in->line = line;
	in->context = context;
	in->wake[0] = in->wake[1] = -1;
	in->terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	str_init(&in->bytes);
	*out = in;
	if (in->terminal)
		return open_terminal(in);
	if (pipe2(in->wake, O_CLOEXEC) != 0)
		return err_set(e, ERR_IO, "no pipe can be made: %s", strerror(errno));
	return worker_new(l, NULL, NULL, in, &in->reader, e);
}

void
linear_input_free(struct linear_input **in)
{
	if (*in == NULL)
		return;
	(*in)->closing = true;
	if ((*in)->terminal && (*in)->asked) {
		rl_callback_handler_remove();
		fputc('\n', stdout);
	}
	if ((*in)->wake[1] >= 0 && write((*in)->wake[1], "", 1) < 0) {
		/* it ends with the input then */
	}
	if ((*in)->reader != NULL)
		worker_free(&(*in)->reader);
	if ((*in)->wake[0] >= 0) {
		(void)close((*in)->wake[0]);
		(void)close((*in)->wake[1]);
	}
	if ((*in)->bytes.data != NULL)
		mem_wipe((*in)->bytes.data, (*in)->bytes.length);
	str_clear(&(*in)->bytes);
	mem_free((*in)->ready);
	mem_free(*in);
	*in = NULL;
}

void
linear_input_ask(struct linear_input *in, const char *prompt)
{
	if (in->asked)
		return;
	in->asked = true;
	snprintf(in->prompt, sizeof in->prompt, "%s", prompt);
	if (in->terminal)
		rl_callback_handler_install(in->prompt, take_line);
	else
		worker_post(in->reader, read_line, line_read_done, in);
}

void
linear_input_say(struct linear_input *in, const char *lines)
{
	bool open = in->terminal && in->asked;

	if (open)
		fputs("\r\033[K", stdout);	/* the prompt gives way, and comes again below */
	fputs(lines, stdout);
	fflush(stdout);
	if (open) {
		rl_on_new_line();
		rl_redisplay();
	}
}

bool
linear_input_is_typing(const struct linear_input *in)
{
	return in->terminal && in->asked && rl_end > 0;
}

bool
linear_input_interrupt(struct linear_input *in)
{
	if (!linear_input_is_typing(in))
		return false;
	rl_callback_handler_remove();
	fputc('\n', stdout);
	rl_callback_handler_install(in->prompt, take_line);
	return true;
}
