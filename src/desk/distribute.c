/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Queues that give their conversations to agents by themselves: the longest waiting first, to who
 * is available, has the skills and has room; of several to who has the largest share of their
 * capacity free, of those to who is idle for longest. One conversation a piece of work, under the store's
 * write lock, so that however many processes work, nobody gets one twice or one too many.
 */
#include "private.h"

#include <string.h>

#include "floorwalker/text/translate.h"
#include "floorwalker/desk/shift.h"
#include "floorwalker/store/walk.h"

#define TIMER_ASSIGN "assign"
#define META_ASSIGN "assign"		/* JSON map: what was switched at run time */
#define LOOKED_AT 16			/* conversations that could be given, at a time */
#define LOOK_AGAIN_MS 15000		/* while somebody waits and nobody has room */
#define DELIVER_MS 1000			/* the AI's last words go out first … */
#define DELIVER_MOST_MS 30000		/* … unless they don't */

/* ---- which queues do */

static enum err
read_modes(struct desk *d, struct arena *a, const struct value **out, struct errinfo *e)
{
	const char *json;
	struct value *v;
	enum err r = store_meta_get(d->store, a, META_ASSIGN, &json, e);
	*out = NULL;
	if (r != ERR_OK)
		return r == ERR_NOT_FOUND ? ERR_OK : r;
	r = value_parse_json(a, META_ASSIGN, json, strlen(json), &value_limits_message, &v, e);
	if (r == ERR_OK)
		*out = v;
	return r;
}

static bool
assigns(const struct value *modes, const struct queue *q)
{
	const struct value *mode = value_get(modes, q->id);
	return mode == NULL ? q->assigns : strcmp(value_as_text(mode, ""), "auto") == 0;
}

enum err
desk_queue_assigns(
    struct desk *d, struct arena *a, const char *queue, bool *out, struct errinfo *e)
{
	const struct queue *q = settings_queue(d->settings, queue);
	const struct value *modes;
	*out = false;
	if (q == NULL)
		return err_set(
		    e, ERR_NOT_FOUND, tr("there is no queue %s in this shop's world.yaml"), queue);
	enum err r = read_modes(d, a, &modes, e);
	if (r == ERR_OK)
		*out = assigns(modes, q);
	return r;
}

static enum err
put_mode(struct use *u, const char *agent, const char *queue, bool on, struct errinfo *e)
{
	const struct value *old;
	struct value *modes;
	struct str json;
	bool is_on;
	enum err r;
	if ((r = people_check_supervisor(u, agent, tr("switches how a queue gives out work"), e)) !=
		ERR_OK ||
	    (r = desk_queue_assigns(u->d, u->a, queue, &is_on, e)) != ERR_OK ||
	    (r = read_modes(u->d, u->a, &old, e)) != ERR_OK)
		return r;
	modes = old == NULL ? value_map(u->a) : value_copy(u->a, old);
	value_set_text(modes, queue, on ? "auto" : "hand");
	str_init(&json);
	value_print(&json, modes);
	r = store_meta_put(u->d->store, META_ASSIGN, json.data, e);
	str_clear(&json);
	struct value *data = value_map(u->a);
	value_set_text(data, "queue", queue);
	value_set_text(data, "assign", on ? "auto" : "hand");
	value_set_text(data, "agent", agent);
	if (r == ERR_OK)
		r = record_event(u, 0, EVENT_QUEUE_ASSIGN, record_actor(u, agent), data, e);
	return r != ERR_OK ? r : distribute_wake(u, e);
}

enum err
desk_set_queue_assigns(
    struct desk *d, const char *agent, const char *queue, bool on, struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);
	return r != ERR_OK ? r : use_end(&u, put_mode(&u, agent, queue, on, e), e);
}

enum err
distribute_wake(struct use *u, struct errinfo *e)
{
	const struct settings *s = u->d->settings;
	const struct value *modes;
	bool any = false;
	enum err r = read_modes(u->d, u->a, &modes, e);
	for (size_t i = 0; r == ERR_OK && i < s->queue_count; i++)
		any |= assigns(modes, &s->queues[i]);
	return any ? store_timer_set(u->d->store, TIMER_ASSIGN, 0, u->now, e) : r;
}

enum err
distribute_served(struct use *u, const char *agent, struct errinfo *e)
{
	struct agent_state x;
	enum err r = store_agent_get(u->d->store, u->a, agent, &x, e);
	if (r == ERR_NOT_FOUND)
		x = (struct agent_state){.agent = agent, .state = "offline"};
	else if (r != ERR_OK)
		return r;
	x.served_ms = u->now;
	r = store_agent_put(u->d->store, &x, e);
	return r != ERR_OK ? r : distribute_wake(u, e);
}

/* ---- who gets what */

struct room {
	const struct agent *who;
	int64_t load, capacity;		/* thousandths */
	int64_t idle_ms;		/* since when */
};

struct crew {
	struct room *rooms;		/* of those who are available */
	size_t count;
	bool is_read;
};

/* A crew as it was read, for as long as nobody came, went, got or lost anything: a queue in which many wait is looked
 * through at each of them. In a simulated desk only, whose settings stay as they are. */
struct crew_seen {
	uint64_t version;		/* of the store */
	const struct agent *agents;	/* of whom, and what weighs how much */
	const struct channel_weight *weights;
	struct room *rooms;
	size_t count, most;
};

void
crew_seen_free(struct crew_seen **x)
{
	if (*x == NULL)
		return;
	mem_free((*x)->rooms);
	mem_free(*x);
	*x = NULL;
}

static bool
crew_is_seen(struct desk *d, struct crew *out)
{
	struct crew_seen *x = d->crew;
	if (x == NULL || x->version != store_crew_version(d->store) ||
	    x->agents != d->settings->agents || x->weights != d->settings->weights)
		return false;
	for (size_t i = 0; i < x->count; i++)
		x->rooms[i].capacity = x->rooms[i].who->capacity * LOAD_ONE;
	*out = (struct crew){.is_read = true, .rooms = x->rooms, .count = x->count};
	return true;
}

/* The crew then lies there. */
static void
crew_see(struct desk *d, struct crew *crew)
{
	uint64_t version = store_crew_version(d->store);
	if (!d->simulated || version == 0)
		return;
	if (d->crew == NULL)
		d->crew = mem_zero(1, sizeof *d->crew);
	struct crew_seen *x = d->crew;
	if (crew->count > x->most)
		x->rooms = mem_grow(x->rooms, x->most = crew->count, sizeof *x->rooms);
	if (crew->count > 0)
		memcpy(x->rooms, crew->rooms, crew->count * sizeof *x->rooms);
	x->count = crew->count;
	x->version = version;
	x->agents = d->settings->agents;
	x->weights = d->settings->weights;
	crew->rooms = x->rooms;
}

/* What came of giving them something: before is the version until then. */
static void
crew_saw_given(struct use *u, const struct room *to, int64_t load, uint64_t before)
{
	struct crew_seen *x = u->d->crew;
	if (x == NULL || x->version != before)
		return;
	for (size_t i = 0; i < x->count; i++)
		if (&x->rooms[i] == to) {
			x->rooms[i].load += load;
			x->rooms[i].idle_ms = u->now;
			x->version = store_crew_version(u->d->store);
		}
}

static enum err
read_crew(struct use *u, struct crew *out, struct errinfo *e)
{
	const struct settings *s = u->d->settings;
	struct agent_state *states;
	struct agent_load *loads;
	size_t count;
	enum err r;
	if (out->is_read || crew_is_seen(u->d, out))
		return ERR_OK;
	*out = (struct crew){.is_read = true,
	    .rooms = arena_alloc(u->a, (s->agent_count + 1) * sizeof *out->rooms)};
	if ((r = store_agent_list(u->d->store, u->a, &states, &count, e)) != ERR_OK ||
	    (r = desk_loads(u->d, u->a, &loads, e)) != ERR_OK)
		return r;
	for (size_t i = 0; i < count; i++) {
		const struct agent *who = desk_agent(u->d, states[i].agent);
		int64_t since = states[i].since_ms, served = states[i].served_ms;
		if (who == NULL || strcmp(states[i].state, "available") != 0)
			continue;
		out->rooms[out->count++] = (struct room){.who = who,
		    .load = loads[who - s->agents].load,
		    .capacity = who->capacity * LOAD_ONE,
		    .idle_ms = served > since ? served : since};
	}
	crew_see(u->d, out);
	return ERR_OK;
}

/* Whether one has more of their capacity free than another, or, where that is the same, has been
 * idle for longer. */
static bool
goes_before(const struct room *x, const struct room *than)
{
	int64_t one = (x->capacity - x->load) * than->capacity,
		other = (than->capacity - than->load) * x->capacity;
	return one != other ? one > other : x->idle_ms < than->idle_ms;
}

static const struct room *
choose(const struct crew *crew, const struct conversation *c, int64_t load)
{
	const struct room *best = NULL;
	for (size_t i = 0; i < crew->count; i++) {
		const struct room *x = &crew->rooms[i];
		if (x->load + load <= x->capacity && (int64_t)x->who->role >= c->level &&
		    (best == NULL || goes_before(x, best)) &&
		    agent_can_serve(x->who, c->queue, c->language))
			best = x;
	}
	return best;
}

/* The AI's last words to the shopper, that it passes them on, would be withdrawn with its epoch. */
static enum err
is_on_its_way(struct use *u, const struct conversation *c, bool *out, struct errinfo *e)
{
	struct message_list list;
	*out = false;
	if (u->now - c->waiting_ms > DELIVER_MOST_MS)
		return ERR_OK;
	enum err r = store_message_list(u->d->store, u->a, c->id, 0, &list, e);
	for (size_t i = 0; r == ERR_OK && i < list.count; i++)
		*out |= list.items[i].author == AUTHOR_AI && list.items[i].epoch == c->epoch &&
		    list.items[i].delivery == DELIVERY_PENDING;
	return r;
}

struct pick {
	int64_t id, waiting_ms;		/* of the conversation; 0: none */
	const struct room *to;
	int64_t load;
	bool waits, held;		/* somebody waits; words must go out first */
};

/* A look through one queue, the longest waiting first, for those that somebody can take. */
struct look {
	const struct settings *settings;
	const struct crew *crew;
	bool is_hopeless;		/* none of the crew has room for anything of it */
	struct pick *best;
	size_t seen, skip;		/* rows of this walk; of those before it */
	struct { struct conversation c; const struct room *to; int64_t load; } found[LOOKED_AT];
	size_t count;
};

static bool
look_at(void *context, const struct conversation *c)
{
	struct look *l = context;
	int64_t load = settings_load(l->settings, c->channel, c->queue);
	const struct room *to;
	l->best->waits = true;
	if (l->is_hopeless || (l->best->id != 0 && c->waiting_ms >= l->best->waiting_ms))
		return false;
	if (l->seen++ < l->skip || (to = choose(l->crew, c, load)) == NULL)
		return true;
	l->found[l->count].c = (struct conversation){
	    .id = c->id, .waiting_ms = c->waiting_ms, .epoch = c->epoch};
	l->found[l->count].to = to;
	l->found[l->count].load = load;
	return ++l->count < LOOKED_AT;
}

/* Whether nobody serves the queue and has room for the lightest that can come into it. */
static bool
is_hopeless(const struct settings *s, const struct crew *crew, const char *queue)
{
	int64_t least = settings_load(s, "", queue);
	for (size_t i = 0; i < s->weight_count; i++) {
		int64_t load = settings_load(s, s->weights[i].channel, queue);
		least = load < least ? load : least;
	}
	for (size_t i = 0; i < crew->count; i++)
		if (crew->rooms[i].load + least <= crew->rooms[i].capacity &&
		    agent_can_serve(crew->rooms[i].who, queue, ""))
			return false;
	return true;
}

/* The first of those found whose words have gone out. */
static enum err
take_first(struct use *u, const struct look *l, bool *done, struct errinfo *e)
{
	for (size_t i = 0; i < l->count; i++) {
		bool held;
		enum err r = is_on_its_way(u, &l->found[i].c, &held, e);
		if (r != ERR_OK)
			return r;
		l->best->held |= held;
		if (held)
			continue;
		l->best->id = l->found[i].c.id;
		l->best->waiting_ms = l->found[i].c.waiting_ms;
		l->best->to = l->found[i].to;
		l->best->load = l->found[i].load;
		*done = true;
		break;
	}
	return ERR_OK;
}

static bool
note_one(void *context, const struct conversation *c)
{
	(void)c;
	*(bool *)context = true;
	return false;
}

static enum err
look_through(struct use *u, struct crew *crew, const struct queue *q, struct pick *best,
    struct errinfo *e)
{
	const struct settings *s = u->d->settings;
	struct conversation_filter f = {
	    .states = 1u << CONVERSATION_QUEUED, .queue = q->id, .order = ORDER_WAITING};
	struct look l = {.settings = s, .crew = crew, .best = best};
	bool any = false, done = false;
	enum err r = store_conversation_walk(u->d->store, &f, note_one, &any, e);
	if (r != ERR_OK || !any)
		return r;
	if ((r = read_crew(u, crew, e)) != ERR_OK)	/* only now: mostly nobody waits */
		return r;
	l.is_hopeless = is_hopeless(s, crew, q->id);
	do {
		l.skip = l.seen;
		l.seen = l.count = 0;
		if ((r = store_conversation_walk(u->d->store, &f, look_at, &l, e)) == ERR_OK)
			r = take_first(u, &l, &done, e);
	} while (r == ERR_OK && !done && l.count == LOOKED_AT);
	return r;
}

static enum err
give(struct use *u, const struct pick *x, struct errinfo *e)
{
	struct conversation c;
	uint64_t before = store_crew_version(u->d->store);
	const char *agent = x->to->who->id;
	enum err r = owner_get(u, x->id, &c, e);
	if (r != ERR_OK || (r = owner_end_turn(u, &c, "taken", NULL, e)) != ERR_OK ||
	    (r = record_withdraw(u, c.id, e)) != ERR_OK)
		return r;
	c.state = CONVERSATION_AGENT;
	c.agent = agent;
	c.epoch++;	/* the shopper goes on waiting, as with who takes it */
	struct value *data = value_map(u->a);
	value_set_text(data, "agent", agent);
	value_set_text(data, "from", "queued");
	value_set_text(data, "queue", c.queue);
	value_set_int(data, "epoch", c.epoch);
	value_set_int(data, "load", x->to->load + x->load);
	value_set_int(data, "capacity", x->to->capacity);
	r = record_event(u, c.id, EVENT_OWNER_ASSIGNED, "work", data, e);
	if (r == ERR_OK && (r = owner_put(u, &c, e)) == ERR_OK && c.snoozed_ms == 0)
		crew_saw_given(u, x->to, x->load, before);
	return r;
}

enum err
distribute_run(struct use *u, const struct timer *t, struct errinfo *e)
{
	const struct settings *s = u->d->settings;
	const struct value *modes;
	struct pick best = {0};
	struct crew crew = {0};
	enum err r;
	(void)t;
	if ((r = read_modes(u->d, u->a, &modes, e)) != ERR_OK)
		return r;
	for (size_t i = 0; r == ERR_OK && i < s->queue_count; i++)
		if (assigns(modes, &s->queues[i]))
			r = look_through(u, &crew, &s->queues[i], &best, e);
	if (r != ERR_OK)
		return r;
	if (best.id != 0)
		return give(u, &best, e);	/* putting it wakes the next look */
	if (!best.waits)
		return ERR_OK;
	return store_timer_set(u->d->store, TIMER_ASSIGN, 0,
	    u->now + (best.held ? DELIVER_MS : LOOK_AGAIN_MS), e);
}
