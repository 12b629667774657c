/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Weights of the confidence fitted to what use says of replies: reading it, judging a refit by
 * conversations that it didn't see, adopting it.
 */
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "floorwalker/base/file.h"
#include "floorwalker/desk/confidence.h"
#include "floorwalker/text/translate.h"
#include "used.h"

#define PAGE 500
#define FOLDS 5

struct gathering {
	struct desk *d;
	struct arena *a;
	const struct calibrate_asked *asked;
	int64_t window_ms, now;
	struct used_visit *visits;
	size_t visit_count;
	struct confidence_case *cases;
	size_t count, room, wrong, conversations;
	size_t by[USED_SOURCES], rewritten, not_settled, no_parts;
};

/* ---- labels of one conversation */

static const struct value *
parse(struct arena *a, const char *name, const char *text)
{
	struct value *v;
	return !text_is_empty(text) &&
		value_parse_json(a, name, text, strlen(text), &value_limits_file, &v, NULL) ==
		    ERR_OK
	    ? v
	    : NULL;
}

static void
add(struct gathering *g, const struct turn *t, size_t conversation, enum used_source source)
{
	const struct value *trace = parse(g->a, "trace", t->trace),
			   *parts = value_path(trace, "draft.parts");
	if (value_get(parts, "intent") == NULL) {
		g->no_parts++;
		return;
	}
	if (g->count == g->room)
		g->cases = mem_grow(g->cases, g->room = g->room * 2 + 64, sizeof *g->cases);
	g->cases[g->count++] =
	    (struct confidence_case){parts, used_is_right(source), (uint32_t)conversation};
	g->wrong += !used_is_right(source);
	g->by[source]++;
}

static bool
is_reply(const struct turn *t)
{
	return t->state == TURN_SENT && t->confidence >= 0;
}

static enum err
gather_one(struct gathering *g, const struct used_visit *x, struct errinfo *e)
{
	struct turn_list list;
	struct event_list events;
	size_t before = g->count, said = 0;
	enum err r;
	if ((r = store_turn_list(g->d->store, g->a, x->id, &list, e)) != ERR_OK ||
	    (r = store_event_list(g->d->store, g->a, x->id, &events, e)) != ERR_OK)
		return r;
	struct used_turn *turns = arena_alloc(g->a, (list.count + 1) * sizeof *turns);
	struct used_event *used = arena_alloc(g->a, (events.count + 1) * sizeof *used);
	struct used_found found = {
	    .label = arena_alloc(g->a, (list.count + 1) * sizeof *found.label)};
	for (size_t i = 0; i < list.count; i++)
		turns[i] = (struct used_turn){list.items[i].id, list.items[i].created_ms,
		    list.items[i].intent, is_reply(&list.items[i])};
	for (size_t i = 0; i < events.count; i++)
		said += used_event_read(g->a, &events.items[i], &used[said]);
	used_label(x, turns, list.count, used, said, g->window_ms, g->now, &found);
	for (size_t i = 0; i < list.count; i++)
		if (found.label[i] != USED_UNKNOWN)
			add(g, &list.items[i], (size_t)x->id, (enum used_source)found.label[i]);
	g->rewritten += found.rewritten;
	g->not_settled += found.not_settled;
	g->conversations += g->count > before;
	return ERR_OK;
}

/* ---- all conversations */

/* Which intent a conversation was about: of its last turn that worked on one. */
static enum err
intent_of(struct gathering *g, int64_t id, const char **out, struct errinfo *e)
{
	struct arena *a = arena_new();
	struct turn_list turns;
	enum err r = store_turn_list(g->d->store, a, id, &turns, e);
	*out = "";
	for (size_t i = 0; r == ERR_OK && i < turns.count; i++)
		if (!used_is_talk(turns.items[i].intent) && is_reply(&turns.items[i]))
			*out = arena_text(g->a, turns.items[i].intent);
	arena_free(&a);
	return r;
}

static enum err
list_visits(struct gathering *g, struct errinfo *e)
{
	struct conversation_filter f = {.order = ORDER_ID, .limit = PAGE};
	struct conversation_list list;
	enum err r;
	while ((r = store_conversation_list(g->d->store, g->a, &f, &list, e)) == ERR_OK &&
	    list.count > 0) {
		g->visits =
		    mem_grow(g->visits, g->visit_count + list.count, sizeof *g->visits);
		for (size_t i = 0; i < list.count && r == ERR_OK; i++) {
			const struct conversation *c = &list.items[i];
			struct used_visit *x = &g->visits[g->visit_count++];
			*x = used_visit_of(c, "");
			r = intent_of(g, c->id, &x->intent, e);
		}
		if (r != ERR_OK)
			return r;
		f.offset += list.count;
	}
	return r;
}

static enum err
gather(struct gathering *g, struct errinfo *e)
{
	enum err r = list_visits(g, e);
	used_find_returns(g->visits, g->visit_count, g->window_ms);
	for (size_t i = 0; r == ERR_OK && i < g->visit_count; i++)
		r = gather_one(g, &g->visits[i], e);
	return r;
}

/* ---- a refit, and what it is worth */

struct refit {
	struct confidence_weights present, fitted;
	double before, after;		/* log loss */
};

static void
tell_counts(const struct gathering *g, struct value *out)
{
	struct value *from = value_set_map(out, "from"), *left;
	value_set_int(out, "labels", (int64_t)g->count);
	value_set_int(out, "wrong", (int64_t)g->wrong);
	value_set_int(out, "conversations", (int64_t)g->conversations);
	for (int i = 0; i < USED_SOURCES; i++)
		value_set_int(from, used_sources[i], (int64_t)g->by[i]);
	left = value_set_map(out, "left_out");
	value_set_int(left, "rewritten", (int64_t)g->rewritten);
	value_set_int(left, "not_settled", (int64_t)g->not_settled);
	value_set_int(left, "no_parts", (int64_t)g->no_parts);
}

static bool
is_enough(const struct gathering *g)
{
	int64_t wrong = (int64_t)g->wrong, right = (int64_t)(g->count - g->wrong);
	return wrong >= g->asked->least && right >= g->asked->least;
}

static const char *
too_few(const struct gathering *g)
{
	return arena_printf(g->a,
	    "%zu replies are known to be right and %zu wrong; at least %lld of each are needed before anything is fitted",
	    g->count - g->wrong, g->wrong, (long long)g->asked->least);
}

static bool
fit(const struct gathering *g, struct refit *x, struct value *out)
{
	double *confidence = arena_alloc(g->a, (g->count + 1) * sizeof *confidence);
	unsigned char *right = arena_alloc(g->a, g->count + 1);
	uint32_t *group = arena_alloc(g->a, (g->count + 1) * sizeof *group);
	const char *names[CONFIDENCE_PARTS_MOST];
	size_t n = 0;
	while (n < CONFIDENCE_PARTS_MOST && (names[n] = backend_builtin_part(n)) != NULL)
		n++;
	for (size_t i = 0; i < g->count; i++) {
		right[i] = g->cases[i].right;
		group[i] = g->cases[i].group;
		confidence[i] = confidence_of(&x->present, g->cases[i].parts);
	}
	x->before = log_loss(confidence, right, g->count);
	value_set(out, "present",
	    confidence_measures(g->a, confidence, right, group, g->count, g->asked->seed));
	if (!confidence_cross_fit(g->cases, g->count, names, n, g->asked->pull, &x->present, FOLDS,
		confidence) ||
	    !confidence_fit_cases(
		g->cases, g->count, names, n, g->asked->pull, &x->present, &x->fitted))
		return false;
	x->after = log_loss(confidence, right, g->count);
	value_set(out, "refit",
	    confidence_measures(g->a, confidence, right, group, g->count, g->asked->seed));
	value_set_bool(out, "better", x->after < x->before);
	value_set(out, "weights", confidence_to_value(g->a, &x->fitted));
	return true;
}

/* ---- adopting */

static enum err
write_file(struct use *u, const struct gathering *g, const struct refit *x, const char *agent,
    const char **hash, struct errinfo *e)
{
	const char *folder = file_join(u->a, world_folder(u->d->world), "models"),
		   *path = file_join(u->a, world_folder(u->d->world), CONFIDENCE_FILE);
	struct value *v = confidence_to_value(u->a, &x->fitted), *from = value_set_map(v, "from");
	uint8_t sum[SEAL_HASH];
	char hex[2 * SEAL_HASH + 1];
	struct str text;
	enum err r;
	if (text_is_empty(world_folder(u->d->world)))
		return err_set(e, ERR_STATE, tr("this world has no folder to write to"));
	value_set_text(from, "by", agent);
	value_set_int(from, "labels", (int64_t)g->count);
	value_set_int(from, "wrong", (int64_t)g->wrong);
	value_set_real(from, "log_loss", x->after);
	value_set_real(from, "before", x->before);
	str_init(&text);
	if ((r = file_make_folder(folder, e)) == ERR_OK && file_exists(path)) {
		r = file_read(path, value_limits_file.bytes, &text, e);
		if (r == ERR_OK)
			r = file_write(arena_printf(u->a, "%s.previous", path), text.data,
			    text.length, 0644, e);
	}
	str_reset(&text);
	value_print_pretty(&text, v);
	str_add_char(&text, '\n');
	seal_sha256(text.data, text.length, sum);
	seal_hex(sum, sizeof sum, hex);
	*hash = arena_text(u->a, hex);
	if (r == ERR_OK)
		r = file_write(path, text.data, text.length, 0644, e);
	str_clear(&text);
	return r;
}

static enum err
check_reviewer(const struct desk *d, const char *agent, struct errinfo *e)
{
	const struct agent *who = settings_agent(d->settings, agent);
	if (who == NULL)
		return err_set(
		    e, ERR_FORBIDDEN, tr("%s is no agent of this shop (world.yaml, agents)"), agent);
	return who->role != ROLE_AGENT
	    ? ERR_OK
	    : err_set(e, ERR_FORBIDDEN,
		  tr("%s can't adopt weights: that takes a senior agent or a supervisor (world.yaml, role)"),
		  who->name);
}

/* The event is committed only once the file is there; a file without its event is what a crash
 * between the two leaves, and the file says by itself who made it. */
static enum err
adopt(struct use *u, const struct gathering *g, const struct refit *x, struct errinfo *e)
{
	const char *agent = g->asked->adopt_by, *hash = "";
	enum err r = write_file(u, g, x, agent, &hash, e);
	if (r != ERR_OK)
		return r;
	struct value *data = value_map(u->a);
	value_set_text(data, "agent", agent);
	value_set_int(data, "labels", (int64_t)g->count);
	value_set_int(data, "wrong", (int64_t)g->wrong);
	value_set_text(data, "weights", hash);
	value_set_real(data, "log_loss", x->after);
	value_set_real(data, "before", x->before);
	return record_event(u, 0, EVENT_CONFIDENCE_ADOPTED, record_actor(u, agent), data, e);
}

static enum err
propose(struct gathering *g, struct refit *x, struct value *out, struct errinfo *e)
{
	bool found, fitted = false;
	enum err r = desk_confidence_load(g->d->world, g->a, &x->present, &found, NULL, e);
	if (r != ERR_OK || (r = gather(g, e)) != ERR_OK)
		return r;
	if (!found)
		x->present = *backend_builtin_prior();
	tell_counts(g, out);
	if (!is_enough(g))
		value_set_text(out, "missing", too_few(g));
	else if (!(fitted = fit(g, x, out)))
		value_set_text(out, "missing", "the labels can't be fitted");
	value_set_bool(out, "adopted", false);
	if (g->asked->adopt_by == NULL)
		return ERR_OK;
	if (!fitted)
		return err_set(e, ERR_STATE, "%s", value_get_text(out, "missing"));
	return x->after < x->before
	    ? ERR_OK
	    : err_set(e, ERR_STATE,
		  tr("the refit is no better than the weights in use (log loss %.4f for %.4f): nothing is adopted"),
		  x->after, x->before);
}

enum err
desk_calibrate(struct desk *d, struct arena *a, const struct calibrate_asked *asked,
    struct value **out, struct errinfo *e)
{
	struct gathering g = {.d = d,
	    .a = a,
	    .asked = asked,
	    .window_ms =
		asked->window_ms > 0 ? asked->window_ms : d->settings->recontact_ms,
	    .now = clock_now_ms(d->clock)};
	struct refit x;
	struct use u;
	enum err r;
	*out = value_map(a);
	if (asked->adopt_by != NULL && (r = check_reviewer(d, asked->adopt_by, e)) != ERR_OK)
		return r;
	r = propose(&g, &x, *out, e);
	if (r == ERR_OK && asked->adopt_by != NULL && (r = use_begin(&u, d, e)) == ERR_OK &&
	    (r = use_end(&u, adopt(&u, &g, &x, e), e)) == ERR_OK)
		value_set_bool(*out, "adopted", true);
	mem_free(g.visits);
	mem_free(g.cases);
	return r;
}
