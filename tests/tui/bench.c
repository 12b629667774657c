/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"

void
bench_post(void *context, struct job *j)
{
	struct bench *b = context;

	b->posted++;
	job_run(j, b->f.desk);
	screen_done(b->screen, j);
}

void
bench_look(struct bench *b)
{
	(void)screen_render(b->screen, b->cells);
	str_reset(&b->text);
	cells_dump_text(b->cells, &b->text);
}

void
bench_changed(struct bench *b)
{
	screen_changed(b->screen);
	bench_look(b);
}

void
bench_size(struct bench *b, int columns, int rows)
{
	cells_resize(b->cells, columns, rows);
	screen_resize(b->screen, columns, rows);
	bench_look(b);
}

static void
open_screen(struct bench *b)
{
	struct screen_options o = {
	    .agent = b->agent, .theme = "dark", .post = bench_post, .context = b};
	struct desk_figures figures;
	struct errinfo e = {0};

	o.desk = b->f.desk;
	o.settings = desk_settings(b->f.desk);
	o.commands = b->table;
	o.clock = b->f.clock;
	check_ok(screen_new(&o, &b->screen, &e), &e);
	check_ok(desk_figures(b->f.desk, &figures, &e), &e);
	screen_figures(b->screen, &figures);
	bench_size(b, 80, 24);
}

void
bench_restart(struct bench *b)
{
	screen_free(&b->screen);
	open_screen(b);
}

void
bench_begin(struct bench *b, const char *agent)
{
	bench_begin_on(b, agent, "memory:");
}

void
bench_begin_on(struct bench *b, const char *agent, const char *target)
{
	const struct command *rows;
	size_t count;

	memset(b, 0, sizeof *b);
	str_init(&b->text);
	fixture_open(&b->f, target);
	b->table = command_table_new();
	rows = tui_commands(&count);
	command_table_add(b->table, rows, count);
	b->agent = agent;
	b->cells = cells_new(80, 24);
	open_screen(b);
}

void
bench_end(struct bench *b)
{
	screen_free(&b->screen);
	cells_free(&b->cells);
	command_table_free(&b->table);
	str_clear(&b->text);
	fixture_close(&b->f);
}

void
bench_press(struct bench *b, const char *key)
{
	screen_key(b->screen, key);
	bench_look(b);
}

void
bench_type(struct bench *b, const char *text)
{
	char key[8];

	for (; *text != '\0'; text++) {
		snprintf(key, sizeof key, "%c", *text);
		bench_press(b, *text == ' ' ? "Space" : key);
	}
}

void
bench_command(struct bench *b, const char *line)
{
	screen_run_line(b->screen, line);
	bench_look(b);
}

bool
bench_shows(const struct bench *b, const char *words)
{
	return strstr(b->text.data, words) != NULL;
}

const char *
bench_row(const struct bench *b, int row)
{
	static char line[2000];
	const char *at = b->text.data;

	for (row = row < 0 ? cells_rows(b->cells) + row : row; row > 0; row--)
		at = strchr(at, '\n') + 1;
	snprintf(line, sizeof line, "%.*s", (int)strcspn(at, "\n"), at);
	return line;
}

struct conversation
bench_conversation(struct bench *b, struct arena *a, int64_t id)
{
	struct errinfo e = {0};
	struct conversation c;

	check_ok(store_conversation_get(desk_store(b->f.desk), a, id, &c, &e), &e);
	return c;
}

struct action
bench_action(struct bench *b, struct arena *a, int64_t id)
{
	struct errinfo e = {0};
	struct action x;

	check_ok(store_action_get(desk_store(b->f.desk), a, id, &x, &e), &e);
	return x;
}

int64_t
bench_messages(struct bench *b, struct arena *a, int64_t id, const char **last)
{
	struct message_list list;
	struct errinfo e = {0};

	check_ok(store_message_list(desk_store(b->f.desk), a, id, 0, &list, &e), &e);
	*last = list.items[list.count - 1].text;
	return (int64_t)list.count;
}

/* ---- golden screens */

/* The first line that differs, from both. */
static void
tell_difference(const char *path, const char *wanted, const char *got)
{
	for (int line = 1;; line++) {
		size_t a = strcspn(wanted, "\n"), b = strcspn(got, "\n");

		if (a != b || memcmp(wanted, got, a) != 0 || wanted[a] == '\0') {
			print_message("# %s:%d\n#   was %.*s\n#   is  %.*s\n", path, line, (int)a,
			    wanted, (int)b, got);
			return;
		}
		wanted += a + 1;
		got += b + (got[b] == '\n');
	}
}

void
bench_compare_text(const char *name, const char *text, bool *wrong)
{
	const char *source = getenv("srcdir"), *update = getenv("FLOORWALKER_GOLDEN");
	struct errinfo e = {0};
	struct str golden;
	char path[512];

	snprintf(path, sizeof path, "%s/tests/tui/golden/%s.txt", source == NULL ? "." : source,
	    name);
	str_init(&golden);
	if (text_is(update, "update"))
		check_ok(file_write(path, text, strlen(text), 0644, &e), &e);
	else if (file_read(path, 1 << 20, &golden, &e) != ERR_OK || !text_is(golden.data, text)) {
		tell_difference(path, golden.data == NULL ? "" : golden.data, text);
		*wrong = true;
	}
	str_clear(&golden);
}

void
bench_compare(const struct bench *b, const char *view, int columns, int rows, bool *wrong)
{
	char name[200];
	struct str seen;

	snprintf(name, sizeof name, "%s-%dx%d", view, columns, rows);
	str_init(&seen);
	str_add(&seen, b->text.data);
	if (columns == 80)
		cells_dump_styles(b->cells, &seen);
	bench_compare_text(name, seen.data, wrong);
	str_clear(&seen);
}
