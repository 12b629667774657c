/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/tui/line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "floorwalker/base/mem.h"
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

static enum err
read_plain(char **out, struct errinfo *e)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t length = getline(&line, &room, stdin);
	enum err code = ERR_OK;

	if (length > 0) {
		while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
			line[--length] = '\0';
		code = (size_t)length == strlen(line) ? check(line, out, e) : err_set(e, ERR_INPUT, "a line holds a NUL byte");
	}
	free(line);
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
