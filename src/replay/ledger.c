/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ledger: {version, conversations: {name: [[held, of], …]}}, oldest first, the last ENTRIES of each.
 */
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/replay/baseline.h"
#include "suite.h"

#define LEDGER_VERSION 1
#define ENTRIES 50
#define STABLE 3			/* entries that held in every run: a failure is then news */

struct flake {
	const char *name;
	int64_t held, of;
};

static enum err
read_ledger(struct arena *a, const char *path, struct value **out, struct errinfo *e)
{
	enum err err;

	if (!file_exists(path)) {
		*out = value_map(a);
		value_set_int(*out, "version", LEDGER_VERSION);
		(void)value_set_map(*out, "conversations");
		return ERR_OK;
	}
	if ((err = value_load(a, path, out, e)) != ERR_OK)
		return err;
	if (value_get_int(*out, "version", 0) != LEDGER_VERSION ||
	    value_kind(value_get(*out, "conversations")) != VALUE_MAP)
		return err_set(e, ERR_INPUT, "%s is no ledger of replays, or one of another version", path);
	return ERR_OK;
}

static int64_t
number_at(const struct value *entry, size_t i)
{
	return value_as_int(value_at(entry, i), 0);
}

static bool
was_stable(const struct value *entries)
{
	for (size_t i = 0; i < value_count(entries); i++)
		if (number_at(value_at(entries, i), 0) != number_at(value_at(entries, i), 1))
			return false;
	return value_count(entries) >= STABLE;
}

static struct value *
with_entry(struct arena *a, const struct value *entries, int64_t held, int64_t of)
{
	struct value *out = value_list(a), *one = value_list(a);
	size_t n = value_count(entries), from = n >= ENTRIES ? n - ENTRIES + 1 : 0;

	for (size_t i = from; i < n; i++)
		value_add(out, replay_shared(value_at(entries, i)));
	value_add(one, value_int(a, held));
	value_add(one, value_int(a, of));
	value_add(out, one);
	return out;
}

static int
worse_first(const void *x, const void *y)
{
	const struct flake *f = x, *g = y;
	double a = (double)f->held / (double)f->of, b = (double)g->held / (double)g->of;

	return a < b ? -1 : a > b ? 1 : strcmp(f->name, g->name);
}

/* Those that held sometimes and sometimes not, over all entries. */
static void
add_flaky(struct arena *a, struct value *to, const struct value *conversations)
{
	size_t n = value_count(conversations), count = 0;
	struct flake *flakes = arena_alloc(a, (n + 1) * sizeof *flakes);

	for (size_t i = 0; i < n; i++) {
		const struct value *entries = value_at(conversations, i);
		struct flake f = {.name = value_key_at(conversations, i)};

		for (size_t k = 0; k < value_count(entries); k++) {
			f.held += number_at(value_at(entries, k), 0);
			f.of += number_at(value_at(entries, k), 1);
		}
		if (f.held > 0 && f.held < f.of)
			flakes[count++] = f;
	}
	if (count > 1)
		qsort(flakes, count, sizeof *flakes, worse_first);
	for (size_t i = 0; i < count; i++) {
		struct value *one = value_add_map(to);

		value_set_text(one, "name", flakes[i].name);
		value_set_int(one, "held", flakes[i].held);
		value_set_int(one, "of", flakes[i].of);
	}
}

static enum err
write_ledger(const char *path, const struct value *ledger, struct errinfo *e)
{
	struct str out;
	enum err err;

	str_init(&out);
	value_print(&out, ledger);
	str_add(&out, "\n");
	err = file_write(path, out.data, out.length, 0644, e);
	str_clear(&out);
	return err;
}

enum err
replay_ledger(struct arena *a, const char *path, struct value *result, struct errinfo *e)
{
	const struct value *results = value_get(result, "results");
	struct value *ledger, *conversations, *out, *turned;
	int64_t most = 0;
	enum err err = read_ledger(a, path, &ledger, e);

	if (err != ERR_OK)
		return err;
	conversations = replay_shared(value_get(ledger, "conversations"));
	out = value_set_map(result, "ledger");
	turned = value_list(a);
	for (size_t i = 0; i < value_count(results); i++) {
		const struct value *one = value_at(results, i), *entries;
		const char *name = value_get_text(one, "name");
		int64_t held = value_get_int(one, "held", 0),
			of = value_get_int(one, "of", 0) - value_get_int(one, "unreachable", 0);

		if (of == 0)
			continue;
		entries = value_get(conversations, name);
		if (held < of && was_stable(entries))
			value_add_text(turned, name);
		value_set(conversations, name, with_entry(a, entries, held, of));
		if ((int64_t)value_count(value_get(conversations, name)) > most)
			most = (int64_t)value_count(value_get(conversations, name));
	}
	value_set_int(out, "runs", most);
	value_set(out, "turned", turned);
	add_flaky(a, value_set_list(out, "flaky"), conversations);
	return write_ledger(path, ledger, e);
}
