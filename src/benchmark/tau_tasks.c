/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tasks and gold: files with a JSON map a line.
 */
#include "tau.h"

#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"

#define FILE_LIMIT ((size_t)64 << 20)
#define TASKS_MAX 100000

static const struct value_limits line_limits = { 1 << 20, 16, 100000 };

struct lines {
	const struct value **items;
	size_t count, room;
};

static enum err
read_line(struct arena *a, struct lines *to, const char *name, const char *line, size_t length,
    struct errinfo *e)
{
	struct value *v;
	enum err err;

	if (length == 0 || strspn(line, " \t\r") >= length)
		return ERR_OK;
	if ((err = value_parse_json(a, name, line, length, &line_limits, &v, e)) != ERR_OK)
		return err;
	if (value_kind(v) != VALUE_MAP)
		return value_err(e, ERR_INPUT, v, "a map is wanted here");
	if (to->count == TASKS_MAX)
		return value_err(e, ERR_LIMIT, v, "more than %d tasks", TASKS_MAX);
	if (to->count == to->room) {
		to->room = to->room == 0 ? 64 : 2 * to->room;
		to->items = mem_grow(to->items, to->room, sizeof(*to->items));
	}
	to->items[to->count++] = v;
	return ERR_OK;
}

/* Each line is parsed under the name "FILE line N". */
static enum err
read_lines(struct arena *a, const char *path, struct lines *to, struct errinfo *e)
{
	struct str bytes;
	const char *at, *end;
	size_t number = 0;
	enum err err;

	str_init(&bytes);
	err = file_read(path, FILE_LIMIT, &bytes, e);
	for (at = bytes.data; err == ERR_OK && at < bytes.data + bytes.length; at = end + 1) {
		end = memchr(at, '\n', (size_t)(bytes.data + bytes.length - at));
		if (end == NULL)
			end = bytes.data + bytes.length;
		err = read_line(a, to, arena_printf(a, "%s line %zu", path, ++number), at,
		    (size_t)(end - at), e);
	}
	str_clear(&bytes);
	return err;
}

static bool
is_id(const struct value *v)
{
	return value_kind(v) == VALUE_INT ||
	    (value_kind(v) == VALUE_TEXT && !text_is_empty(value_as_text(v, "")));
}

static enum err
check_actions(const struct value *task, struct errinfo *e)
{
	const struct value *actions = value_get(task, "actions");
	size_t i;

	if (value_kind(actions) != VALUE_LIST)
		return value_err(e, ERR_INPUT, task, "\"actions\" must be a list");
	if (value_count(actions) > TAU_ACTIONS_MAX)
		return value_err(
		    e, ERR_LIMIT, actions, "more than %d actions", TAU_ACTIONS_MAX);
	for (i = 0; i < value_count(actions); i++) {
		const struct value *x = value_at(actions, i);

		if (value_kind(value_get(x, "name")) != VALUE_TEXT ||
		    value_kind(value_get(x, "kwargs")) != VALUE_MAP)
			return value_err(e, ERR_INPUT, value_kind(x) == VALUE_MAP ? x : actions,
			    "action %zu needs a \"name\" and a map \"kwargs\"", i + 1);
		if (tau_tool_find(value_get_text(x, "name")) == NULL)
			return value_err(e, ERR_INPUT, x, "there is no tool \"%.60s\"",
			    value_get_text(x, "name"));
	}
	return ERR_OK;
}

static enum err
read_gold(const struct value *v, const struct value *task, struct tau_task *t, struct errinfo *e)
{
	const struct value *observed = value_get(v, "obs");

	t->changed_orders = value_get(v, "changed_orders");
	t->changed_users = value_get(v, "changed_users");
	if (value_kind(t->changed_orders) != VALUE_MAP || value_kind(t->changed_users) != VALUE_MAP)
		return value_err(e, ERR_INPUT, v,
		    "\"changed_orders\" and \"changed_users\" must be maps of whole records");
	if (observed != NULL &&
	    (value_kind(observed) != VALUE_LIST ||
		value_count(observed) != value_count(value_get(task, "actions"))))
		return value_err(e, ERR_INPUT, v, "\"obs\" must be a list, one for each action");
	t->observed = observed;
	return ERR_OK;
}

static const struct value *
gold_of(const struct lines *gold, size_t i, const struct value *id)
{
	if (i < gold->count && value_is_equal(value_get(gold->items[i], "id"), id))
		return gold->items[i];	/* in the same order, as a rule */
	for (i = 0; i < gold->count; i++)
		if (value_is_equal(value_get(gold->items[i], "id"), id))
			return gold->items[i];
	return NULL;
}

static enum err
join(struct arena *a, const char *file, const struct lines *tasks, const struct lines *gold,
    struct tau_task *out, struct errinfo *e)
{
	size_t i;
	enum err err;

	for (i = 0; i < tasks->count; i++) {
		const struct value *v = tasks->items[i], *g;
		struct tau_task *t = &out[i];

		*t = (struct tau_task){.file = arena_text(a, file),
		    .id = value_get(v, "id"),
		    .user = value_get_text(v, "user_id"),
		    .instruction = value_get_text(v, "instruction"),
		    .actions = value_get(v, "actions"),
		    .outputs = value_get(v, "outputs")};
		if (!is_id(t->id))
			return value_err(e, ERR_INPUT, v, "\"id\" must be a number or a text");
		if (t->user[0] == '\0')
			return value_err(e, ERR_INPUT, v, "\"user_id\" must be a text, not empty");
		if ((err = check_actions(v, e)) != ERR_OK)
			return err;
		if ((g = gold_of(gold, i, t->id)) == NULL)
			return value_err(e, ERR_INPUT, v, "gold has nothing under the id of this task");
		if ((err = read_gold(g, v, t, e)) != ERR_OK)
			return err;
	}
	return ERR_OK;
}

static int
by_id(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* No id stands for two tasks, or for two lines of gold. */
static enum err
check_ids(struct arena *a, const char *path, const struct lines *l, struct errinfo *e)
{
	const char **ids = arena_alloc(a, (l->count + 1) * sizeof(*ids));
	struct str s;
	size_t i;

	str_init(&s);
	for (i = 0; i < l->count; i++) {
		str_reset(&s);
		if (value_get(l->items[i], "id") != NULL)
			value_print(&s, value_get(l->items[i], "id"));
		ids[i] = arena_text_n(a, s.data, s.length);
	}
	str_clear(&s);
	qsort(ids, l->count, sizeof(*ids), by_id);
	for (i = 1; i < l->count; i++)
		if (text_is(ids[i], ids[i - 1]))
			return err_set(
			    e, ERR_INPUT, "%s: the id %.60s is there twice", path, ids[i]);
	return ERR_OK;
}

enum err
tau_tasks_load(struct arena *a, const char *tasks, const char *gold, struct tau_task **out,
    size_t *count, struct errinfo *e)
{
	struct lines t = { NULL, 0, 0 }, g = { NULL, 0, 0 };
	enum err err;

	*count = 0;
	if ((err = read_lines(a, tasks, &t, e)) == ERR_OK &&
	    (err = read_lines(a, gold, &g, e)) == ERR_OK &&
	    (err = check_ids(a, tasks, &t, e)) == ERR_OK &&
	    (err = check_ids(a, gold, &g, e)) == ERR_OK) {
		*out = arena_alloc(a, (t.count + 1) * sizeof(**out));
		*count = t.count;
		err = join(a, tasks, &t, &g, *out, e);
	}
	if (err == ERR_OK && g.count > t.count)
		err = err_set(e, ERR_INPUT, "%s has %zu lines, %s only %zu tasks", gold, g.count,
		    tasks, t.count);
	mem_free(t.items);
	mem_free(g.items);
	return err;
}
