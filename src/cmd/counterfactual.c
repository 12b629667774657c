/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * floorwalker replay --with: what a changed AI would have done in conversations as they went.
 */
#include "floorwalker/replay/counterfactual.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/policy.h"
#include "floorwalker/report/report.h"

#define PATHS_MOST 64

/* What is asked, and all that is opened for it. */
struct asked {
	struct call *c;
	const char *folder;			/* of what a store has; NULL none */
	const char *paths[PATHS_MOST];
	size_t path_count;
	const char *world_folder;
	struct world *world;
	struct understander *understander, *other_understander;
	struct policy *policy;
	struct settings settings;		/* with another threshold */
	bool has_threshold;
	struct replay_suite *suite;
};

/* A folder of tables, or a file with one that stands in the place of the world's. */
static enum err
load_policy(struct asked *x, const char *path, struct errinfo *e)
{
	const char *currency = world_settings(x->world)->currency;

	if (file_is_folder(path))
		return policy_load(path, currency, &x->policy, e);
	if (!file_exists(path))
		return err_set(e, ERR_USAGE,
		    "--with policy=%.200s: there is no such folder of tables, and no file with a table", path);
	return policy_load_over(
	    file_join(x->c->arena, x->world_folder, "policy"), path, currency, &x->policy, e);
}

static enum err
take_change(struct asked *x, const char *key, const char *text, struct errinfo *e)
{
	if (text_is(key, "policy"))
		return load_policy(x, text, e);
	if (text_is(key, "model"))
		return understander_open_over("", text, &x->other_understander, e);
	if (!text_is(key, "threshold"))
		return err_set(e, ERR_USAGE, "--with changes policy=DIR, policy=FILE, model=DIR or threshold=X, not \"%.40s\"", key);
	x->settings = *world_settings(x->world);
	if (!text_to_real(text, &x->settings.gates.send_at) || x->settings.gates.send_at < 0 ||
	    x->settings.gates.send_at > 1)
		return err_set(e, ERR_USAGE, "--with threshold=%.40s: a threshold is 0 to 1", text);
	x->has_threshold = true;
	return ERR_OK;
}

static enum err
read_changes(struct asked *x, struct errinfo *e)
{
	const char *with = call_text(x->c, "with", "");
	enum err err = ERR_OK;

	while (err == ERR_OK && *with != '\0') {
		size_t n = strcspn(with, ",");
		const char *one = arena_text_n(x->c->arena, with, n), *sign = strchr(one, '=');

		if (sign == NULL)
			return err_set(e, ERR_USAGE, "--with is such as policy=DIR,threshold=0.75, not \"%.80s\"", one);
		err = take_change(x, arena_text_n(x->c->arena, one, (size_t)(sign - one)), sign + 1, e);
		with += n + (with[n] == ',');
	}
	return err;
}

static enum err
find_conversations(struct asked *x, struct errinfo *e)
{
	const char *target = call_text(x->c, "store", NULL);
	enum err err;

	if (target == NULL) {
		for (; x->path_count < x->c->word_count && x->path_count < PATHS_MOST; x->path_count++)
			x->paths[x->path_count] = x->c->words[x->path_count];
		if (x->path_count == 0)
			return err_set(e, ERR_USAGE, "--with needs conversations as they went: a --store, or a suite");
		return world_folder_find(
		    x->c->arena, call_text(x->c, "world", "tarn-and-fell"), &x->world_folder, e);
	}
	if ((err = file_temporary_folder(x->c->arena, "replay", &x->folder, e)) != ERR_OK)
		return err;
	x->paths[x->path_count++] = x->folder;
	return record_since(x->c, target, x->folder, &x->world_folder, e);
}

static enum err
open_all(struct asked *x, struct errinfo *e)
{
	enum err err;

	if ((err = find_conversations(x, e)) != ERR_OK ||
	    (err = world_load(x->world_folder, &x->world, e)) != ERR_OK ||
	    (err = desk_understander_open(x->world, &x->understander, e)) != ERR_OK ||
	    (err = read_changes(x, e)) != ERR_OK)
		return err;
	return replay_suite_load(x->paths, x->path_count, x->world, NULL, NULL, &x->suite, e);
}

static void
close_all(struct asked *x)
{
	replay_suite_free(&x->suite);
	policy_free(&x->policy);
	understander_free(&x->other_understander);
	understander_free(&x->understander);
	world_free(&x->world);
	file_remove_folder(x->folder);
}

enum err
counterfactual_run(struct call *c, struct errinfo *e)
{
	struct asked x = {.c = c};
	struct replay_options is = {.backend = call_text(c, "backend", "builtin")}, other;
	struct value *result;
	struct str out;
	int64_t seed = 1, jobs = 0;
	bool json = text_is(call_text(c, "format", "text"), "json");
	enum err err;

	if ((err = call_int(c, "seed", 0, INT64_MAX, 1, &seed, e)) == ERR_OK &&
	    (err = call_int(c, "jobs", 0, 64, 0, &jobs, e)) == ERR_OK)
		err = open_all(&x, e);
	is.suite = x.suite;
	is.world = x.world;
	is.understander = x.understander;
	is.seed = (uint64_t)seed;
	is.threads = (int)jobs;
	other = is;
	other.policy = x.policy;
	other.settings = x.has_threshold ? &x.settings : NULL;
	if (x.other_understander != NULL)
		other.understander = x.other_understander;
	if (err == ERR_OK && (err = replay_counterfactual(&is, &other, c->arena, &result, e)) == ERR_OK) {
		str_init(&out);
		if (json)
			print_json(result);
		else
			report_counterfactual_text(result, &out);
		fputs(out.data, stdout);
		str_clear(&out);
	}
	close_all(&x);
	return err;
}
