/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/tui/line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"

#define LINE_LIMIT 65536

static enum err
check(char *line, char **out, struct errinfo *e)
{
	size_t length = strlen(line);

	if (length > LINE_LIMIT)
		return err_set(e, ERR_LIMIT, "a line is longer than %d bytes", LINE_LIMIT);
	if (!utf8_is_valid(line, length))
		return err_set(e, ERR_INPUT, "a line is not valid UTF-8");
	*out = mem_text(line);
	return ERR_OK;
}

/* The next line, at most LINE_LIMIT bytes and one more of it; the rest of a longer one is skipped.
 * false: the input ends. */
static bool
take_line(struct str *line)
{
	int c;

	while ((c = getc(stdin)) != EOF && c != '\n')
		if (line->length <= LINE_LIMIT)
			str_add_char(line, (char)c);
	return c != EOF || line->length > 0;
}

static enum err
read_plain(char **out, struct errinfo *e)
{
	struct str line;
	enum err code = ERR_OK;

	str_init(&line);
	if (take_line(&line)) {
		while (line.length > 0 && line.data[line.length - 1] == '\r')
			line.data[--line.length] = '\0';
		code = line.length == strlen(line.data)
		    ? check(line.data, out, e)
		    : err_set(e, ERR_INPUT, "a line holds a NUL byte");
	}
	mem_wipe(line.data, line.length);
	str_clear(&line);
	return code;
}

enum err
line_read(const char *prompt, bool history, char **out, struct errinfo *e)
{
	char *line;
	enum err code;

	*out = NULL;
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return read_plain(out, e);
	rl_readline_name = "floorwalker";
	rl_bind_key('\t', rl_insert);	/* no file names in what a shopper says */
	if (!history)
		clear_history();
	if ((line = readline(prompt)) == NULL)
		return ERR_OK;
	code = check(line, out, e);
	if (code == ERR_OK && history && line[0] != '\0')
		add_history(line);
	mem_wipe(line, strlen(line));
	free(line);
	return code;
}
