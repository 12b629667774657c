/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Weights of the confidence fitted to what use says of replies: reading it, judging a refit by
 * conversations that it didn't see, adopting it.
 *
 * A label is a turn's. Wrong: its draft was changed before it was sent, an agent says so, or the
 * shopper came back about the same. Right: its draft was sent as it was, or the conversation was
 * left to the AI, closed, and nobody came back within the window. What an agent wrote anew says
 * nothing: they may have known more.
 */
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "floorwalker/base/file.h"
#include "floorwalker/desk/confidence.h"
#include "private.h"

#define PAGE 500
#define FOLDS 5
#define LABELS_MOST 200		/* of one conversation */

enum source { EDITED, MARKED, CAME_BACK, SENT_AS_IS, LEFT_ALONE, SOURCES };
static const char *const sources[] = {
    "edited", "marked", "came_back", "sent_as_is", "left_alone"};

/* A closed conversation by what it was about, to see who came back. */
struct visit {
	int64_t id, opened_ms, closed_ms;
	const char *customer_id, *contact, *channel, *intent;
	bool alone;			/* no person joined, and it was no abandonment */
};

struct gathering {
	struct desk *d;
	struct arena *a;
	const struct calibrate_asked *asked;
	int64_t window_ms, now;
	struct visit *visits;
	size_t visit_count;
	struct confidence_case *cases;
	size_t count, room, wrong, conversations;
	size_t by[SOURCES], rewritten, not_settled, no_parts;
	int64_t labelled[LABELS_MOST];	/* turns of the conversation that have a label */
	size_t labelled_count;
};

static bool
is_talk(const char *intent)
{
	static const char *const talk[] = {"greeting", "thanks", "goodbye", "human", "out_of_scope"};
	for (size_t k = 0; k < sizeof talk / sizeof *talk; k++)
		if (text_is(intent, talk[k]))
			return true;
	return text_is_empty(intent);
}

/* ---- who came back */

static bool
is_about(const struct visit *x, const struct visit *y)
{
	bool theirs = !text_is_empty(x->customer_id)
	    ? text_is(x->customer_id, y->customer_id)
	    : text_is(x->contact, y->contact) && text_is(x->channel, y->channel);
	return theirs && !text_is_empty(x->intent) && text_is(x->intent, y->intent);
}

static bool
came_back(const struct gathering *g, const struct visit *x)
{
	for (size_t i = 0; i < g->visit_count; i++) {
		const struct visit *y = &g->visits[i];
		if (y->id != x->id && y->opened_ms > x->closed_ms &&
		    y->opened_ms - x->closed_ms <= g->window_ms && is_about(x, y))
			return true;
	}
	return false;
}

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
add(struct gathering *g, const struct turn *t, size_t conversation, enum source source)
{
	for (size_t i = 0; i < g->labelled_count; i++)
		if (g->labelled[i] == t->id)
			return;		/* the first word on it stands */
	if (g->labelled_count == LABELS_MOST)
		return;
	const struct value *trace = parse(g->a, "trace", t->trace),
			   *parts = value_path(trace, "draft.parts");
	if (value_get(parts, "intent") == NULL) {
		g->no_parts++;
		return;
	}
	if (g->count == g->room)
		g->cases = mem_grow(g->cases, g->room = g->room * 2 + 64, sizeof *g->cases);
	g->cases[g->count++] =
	    (struct confidence_case){parts, source >= SENT_AS_IS, (uint32_t)conversation};
	g->wrong += source < SENT_AS_IS;
	g->by[source]++;
	g->labelled[g->labelled_count++] = t->id;
}

static const struct turn *
turn_of(const struct turn_list *turns, int64_t id)
{
	for (size_t i = 0; i < turns->count; i++)
		if (turns->items[i].id == id)
			return &turns->items[i];
	return NULL;
}

static bool
is_reply(const struct turn *t)
{
	return t->state == TURN_SENT && t->confidence >= 0;
}

/* The last turn before an instant that worked on an intent; NULL none. */
static const struct turn *
last_about(const struct turn_list *turns, const char *intent, int64_t before_ms)
{
	for (size_t i = turns->count; i-- > 0;)
		if (is_reply(&turns->items[i]) && turns->items[i].created_ms < before_ms &&
		    text_is(turns->items[i].intent, intent))
			return &turns->items[i];
	return NULL;
}

/* The shopper opened a closed conversation again: the first turn that worked on a wish tells what
 * for. */
static void
add_reopened(struct gathering *g, const struct event *x, const struct turn_list *turns,
    size_t conversation, bool *any)
{
	for (size_t i = 0; i < turns->count; i++) {
		const struct turn *t = &turns->items[i], *last;
		if (!is_reply(t) || t->created_ms < x->at_ms || is_talk(t->intent))
			continue;
		if ((last = last_about(turns, t->intent, x->at_ms)) != NULL) {
			*any = true;
			add(g, last, conversation, CAME_BACK);
		}
		return;
	}
}

/* Whether the reply that a label is of was taken back: its next event of that turn says so. */
static bool
is_taken_back(struct gathering *g, const struct event_list *events, size_t i, int64_t turn)
{
	for (i++; i < events->count; i++) {
		const struct event *x = &events->items[i];
		bool back = text_is(x->kind, EVENT_DRAFT_WITHDRAWN);
		if ((back || text_is(x->kind, EVENT_DRAFT_USED)) &&
		    value_get_int(parse(g->a, "event", x->data), "turn", 0) == turn)
			return back;
	}
	return false;
}

/* What agents said and did, turn by turn; *any: something was wrong. */
static void
add_events(struct gathering *g, const struct event_list *events, const struct turn_list *turns,
    size_t conversation, bool *any)
{
	for (size_t i = 0; i < events->count; i++) {
		const struct event *x = &events->items[i];
		bool used = text_is(x->kind, EVENT_DRAFT_USED),
		     marked = text_is(x->kind, EVENT_REPLY_MARKED_WRONG);
		if (text_is(x->kind, EVENT_CONVERSATION_REOPENED) &&
		    text_is(value_get_text(parse(g->a, "event", x->data), "to"), "ai"))
			add_reopened(g, x, turns, conversation, any);
		if (!used && !marked)
			continue;
		const struct value *v = parse(g->a, "event", x->data);
		const struct turn *t = turn_of(turns, value_get_int(v, "turn", 0));
		const char *how = value_get_text(v, "how");
		if (t == NULL || (used && is_taken_back(g, events, i, t->id)))
			continue;
		if (used && text_is(how, "other")) {
			g->rewritten++;
			continue;
		}
		*any = *any || marked || text_is(how, "edited");
		add(g, t, conversation,
		    marked                   ? MARKED
			: text_is(how, "as_is") ? SENT_AS_IS
						: EDITED);
	}
}

/* What a conversation that was left to the AI tells. */
static void
add_outcome(struct gathering *g, const struct visit *x, const struct turn_list *turns)
{
	const struct turn *last = last_about(turns, x->intent, INT64_MAX);
	if (!x->alone)
		return;
	if (came_back(g, x)) {
		if (last != NULL)
			add(g, last, (size_t)x->id, CAME_BACK);
		return;
	}
	if (g->now - x->closed_ms <= g->window_ms) {
		g->not_settled++;
		return;
	}
	for (size_t i = 0; i < turns->count; i++)
		if (is_reply(&turns->items[i]))
			add(g, &turns->items[i], (size_t)x->id, LEFT_ALONE);
}

static enum err
gather_one(struct gathering *g, const struct visit *x, struct errinfo *e)
{
	struct turn_list turns;
	struct event_list events;
	bool any = false;
	size_t before = g->count;
	enum err r;
	g->labelled_count = 0;
	if ((r = store_turn_list(g->d->store, g->a, x->id, &turns, e)) != ERR_OK ||
	    (r = store_event_list(g->d->store, g->a, x->id, &events, e)) != ERR_OK)
		return r;
	add_events(g, &events, &turns, (size_t)x->id, &any);
	if (!any && x->closed_ms > 0)
		add_outcome(g, x, &turns);
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
		if (!is_talk(turns.items[i].intent) && is_reply(&turns.items[i]))
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
			struct visit *x = &g->visits[g->visit_count++];
			bool closed = c->state == CONVERSATION_CLOSED;
			*x = (struct visit){.id = c->id,
			    .opened_ms = c->opened_ms,
			    .closed_ms = closed ? c->closed_ms : 0,
			    .customer_id = c->customer_id,
			    .contact = c->contact,
			    .channel = c->channel,
			    .alone = closed && c->human_count == 0 && c->reason == HANDOFF_NONE};
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
	for (int i = 0; i < SOURCES; i++)
		value_set_int(from, sources[i], (int64_t)g->by[i]);
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
		return err_set(e, ERR_STATE, "this world has no folder to write to");
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
		    e, ERR_FORBIDDEN, "%s is no agent of this shop (world.yaml, agents)", agent);
	return who->role != ROLE_AGENT
	    ? ERR_OK
	    : err_set(e, ERR_FORBIDDEN,
		  "%s can't adopt weights: that takes a senior agent or a supervisor (world.yaml, role)",
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
		  "the refit is no better than the weights in use (log loss %.4f for %.4f): nothing is adopted",
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
