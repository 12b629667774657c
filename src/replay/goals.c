/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goals to pursue in a suite (doc/scenarios.md): the simulator's shopper pursues each as often as conversations
 * are played, and its oracle says whether it ended as the scenario asks, with nothing wrong beside.
 */
#include "goals.h"

#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/desk/events.h"
#include "floorwalker/desk/view.h"
#include "floorwalker/store/event.h"
#include "record.h"

#define WHY_MOST 600

enum err
replay_goal_load(struct suite_reading *r, const struct value *root, const char *path, struct goal *out,
    struct errinfo *e)
{
	const char *paths[] = {path};
	struct sim_sources sources = {.paths = paths, .count = 1, .folder = file_data(r->a, "scenarios")};
	const struct value *end = value_get(root, "end");

	*out = (struct goal){.at = root,
	    .file = path,
	    .name = value_get_text(root, "scenario"),
	    .title = value_get_text(root, "title"),
	    .severity = value_count(value_get(end, "actions")) > 0 ? SEVERITY_MONEY : SEVERITY_ANSWER};
	if (sources.folder == NULL)
		return err_set(e, ERR_NOT_FOUND, "the shoppers' words aren't installed; set FLOORWALKER_DATA");
	return sim_script_load(&sources, r->settings, &out->script, e);
}

/* What is looked at while the desk of a run is still open; each has its own place, whatever the thread. */
struct looking {
	bool *trouble;			/* of each run: the backend didn't answer */
	struct arena *a;		/* of the first run alone; NULL: no brief is asked for */
	struct value *brief;
};

/* What the shopper got of a turn, masked. */
static const char *
reply_of(struct arena *a, const struct message_list *all, int64_t turn_id)
{
	const char *out = "";

	for (size_t i = 0; i < all->count; i++) {
		const struct message *m = &all->items[i];

		if (m->turn_id == turn_id && m->author != AUTHOR_SHOPPER && m->delivery == DELIVERY_DELIVERED)
			out = arena_printf(a, "%s%s%s", out, out[0] != '\0' ? "\n" : "", m->text);
	}
	return out;
}

static enum err
add_turns(struct recorder *r, struct errinfo *e)
{
	struct store *s = desk_store(r->desk);
	struct message_list all;
	struct turn_list turns;
	enum err err = store_message_list(s, r->a, r->conversation_id, 0, &all, e);

	if (err == ERR_OK)
		err = store_turn_list(s, r->a, r->conversation_id, &turns, e);
	for (size_t i = 0; err == ERR_OK && i < turns.count; i++) {
		const struct value *trace = NULL;

		if (turns.items[i].state < TURN_SENT ||
		    (err = desk_trace(r->desk, r->a, turns.items[i].id, &trace, e)) != ERR_OK || trace == NULL)
			continue;
		r->turn = value_add_map(r->turns);
		value_set_text(r->turn, "reply", reply_of(r->a, &all, turns.items[i].id));
		record_trace(r, trace);
	}
	return err;
}

/* As a baseline keeps it: the AI's turns, and in the last one how it ended. */
static enum err
look_for_brief(struct looking *x, const struct sim_played *p, struct errinfo *e)
{
	struct arena *work = arena_new();
	struct recorder r = {.a = work, .desk = p->desk, .conversation_id = p->conversation_id};
	struct value *record = value_map(work);
	enum err err;

	r.turns = value_set_list(record, "turns");
	if ((err = add_turns(&r, e)) == ERR_OK && r.turn != NULL)
		err = record_state(&r, r.turn, e);
	if (err == ERR_OK)
		x->brief = replay_brief_of(x->a, record);
	arena_free(&work);
	return err;
}

static enum err
look_at_run(void *context, const struct sim_played *p, struct errinfo *e)
{
	struct looking *x = context;
	struct event_filter f = {.conversation_id = p->conversation_id, .kind = EVENT_TURN_FAILED, .limit = 1};
	struct arena *a = arena_new();
	struct event_list events;
	enum err err = store_event_page(desk_store(p->desk), a, &f, &events, e);

	if (err == ERR_OK)
		x->trouble[p->number] = events.count > 0;
	arena_free(&a);
	return err == ERR_OK && x->a != NULL && p->number == 0 ? look_for_brief(x, p, e) : err;
}

static void
add_failure(struct value *list, struct arena *a, const struct goal *g, const struct value *failed)
{
	const char *transcript = value_get_text(failed, "transcript");
	size_t n = strlen(transcript);
	struct value *f = value_add_map(list), *blame;

	/* how it ended is what tells */
	if (n > WHY_MOST) {
		transcript += n - WHY_MOST;
		transcript += strcspn(transcript, "\n");
	}
	value_set_int(f, "turn", 0);
	value_set_text(f, "key", "goal");
	value_set_text(f, "expected", "an end as the scenario asks, and nothing wrong beside");
	value_set_text(f, "got", value_get_text(failed, "why"));
	value_set_text(f, "why", transcript);
	value_set_bool(f, "follows", false);
	value_set_int(f, "line", value_line(g->at));
	value_set_int(f, "column", value_column(g->at));
	value_set_int(f, "run", value_get_int(failed, "conversation", 0) + 1);
	blame = value_set_map(f, "blame");
	value_set_text(blame, "who", "agent");
	value_set_text(blame, "layer", replay_layer_name(LAYER_DESK));
	value_set_text(blame, "evidence", arena_printf(a, "a shopper of persona %s", value_get_text(failed, "persona")));
}

/* Nothing of this world fits it. */
static void
add_misfit(struct value *list, const struct goal *g, const char *why)
{
	struct value *f = value_add_map(list), *blame;

	value_set_int(f, "turn", 0);
	value_set_text(f, "key", "bind");
	value_set_text(f, "expected", "a scenario that fits the world");
	value_set_text(f, "got", why);
	value_set_text(f, "why", "");
	value_set_bool(f, "follows", false);
	value_set_int(f, "line", value_line(g->at));
	value_set_int(f, "column", value_column(g->at));
	value_set_int(f, "run", 1);
	blame = value_set_map(f, "blame");
	value_set_text(blame, "who", "scenario");
	value_set_text(blame, "layer", replay_layer_name(LAYER_SHOP));
	value_set_text(blame, "evidence", why);
}

enum err
replay_goal_play(const struct replay_options *o, struct arena *a, const struct goal *g,
    struct value *list, int64_t *held, int64_t *away, struct errinfo *e)
{
	struct sim_options s = {.script = g->script,
	    .world = o->world,
	    .understander = o->understander,
	    .backend = o->backend,
	    .around = o->around,
	    .around_context = o->around_context,
	    .conversations = o->runs,
	    .seed = o->seed,
	    .threads = o->threads,
	    .keep_transcripts = true,
	    .played = look_at_run,
	    .failures = (size_t)o->runs};
	struct value *result, *one, *failures = value_list(a);
	const struct value *failed;
	struct looking looking = {.trouble = arena_alloc(a, (size_t)o->runs * sizeof *looking.trouble),
	    .a = o->keep_briefs ? arena_new() : NULL};
	int64_t unreachable = 0;
	enum err err;

	*held = *away = 0;
	s.played_context = &looking;
	err = sim_run(&s, a, &result, e);
	if (err != ERR_OK && err != ERR_INPUT) {
		arena_free(&looking.a);
		return err;
	}
	if (err == ERR_INPUT)
		add_misfit(failures, g, e->text);
	else {
		failed = value_get(result, "failures");
		for (size_t i = 0; i < value_count(failed); i++)
			if (!looking.trouble[value_get_int(value_at(failed, i), "conversation", 0)])
				add_failure(failures, a, g, value_at(failed, i));
		for (int64_t i = 0; i < o->runs; i++)
			unreachable += looking.trouble[i];
		*held = o->runs - unreachable - (int64_t)value_count(failures);
	}
	one = value_add_map(list);
	value_set_text(one, "name", g->name);
	value_set_text(one, "title", g->title);
	value_set_text(one, "file", g->file);
	value_set_int(one, "line", value_line(g->at));
	value_set_text(one, "severity", replay_severity_name(g->severity));
	(void)value_set_list(one, "tags");
	value_set_int(one, "of", o->runs);
	value_set_int(one, "held", *held);
	*away = unreachable;
	value_set_int(one, "unreachable", unreachable);
	if (unreachable > 0)
		value_set_text(one, "trouble", "the backend didn't answer");
	value_set_bool(one, "flaky", *held > 0 && *held + unreachable < o->runs);
	value_set(one, "failures", failures);
	value_set_bool(one, "goal", true);
	if (looking.brief != NULL && !looking.trouble[0])
		value_set(one, "brief", value_copy(a, looking.brief));
	arena_free(&looking.a);
	return ERR_OK;
}
