/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "made.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/base/random.h"
#include "floorwalker/base/value.h"

#define HOUR_MS 3600000.0
#define AGENTS_MOST 200
#define SAMPLES_MOST 4096

const struct made made_usual = { .per_hour = 12, .contained = .6, .agents = 3,
	.handling_ms = 420000, .spread = 1.0, .patience_ms = 600000, .again = .3, .faults = .01 };
const struct made *made_now = &made_usual;

struct simulation
made_simulation(int64_t days, int64_t warm_up_ms)
{
	struct simulation s = { .name = "made", .title = "Made-up days", .world = "tarn-and-fell",
		.days = days, .first_weekday = 0, .warm_up_ms = warm_up_ms, .replications = 1,
		.level_share = .8, .level_within_ms = 60000, .follow_ups = true };

	s.ai.on = true;
	s.ai.backend = "builtin";
	s.people.cost_per_hour = 24;
	return s;
}

/* Who is to come. */
struct guest {
	int64_t at_ms, number, visit;
	int kind;			/* of the visit before */
	bool contained;
};
struct floor {
	const struct simulation *s;
	const struct made *m;
	const struct day_teller *teller;
	bool want_transcripts;
	struct random_stream chance;
	int64_t replication, length_ms;
	struct guest *heap;
	size_t count, room;
	int64_t free_ms[AGENTS_MOST];
	double busy[SAMPLES_MOST];		/* agent-ms within each sample */
	int64_t queued[SAMPLES_MOST];
};

static bool
earlier(const struct guest *a, const struct guest *b)
{
	return a->at_ms != b->at_ms ? a->at_ms < b->at_ms
	    : a->number != b->number ? a->number < b->number : a->visit < b->visit;
}

static void
push(struct floor *f, struct guest g)
{
	size_t i = f->count++;

	if (f->count > f->room) {
		f->room = 2 * f->room + 64;
		f->heap = mem_grow(f->heap, f->room, sizeof(*f->heap));
	}
	for (; i > 0 && earlier(&g, &f->heap[(i - 1) / 2]); i = (i - 1) / 2)
		f->heap[i] = f->heap[(i - 1) / 2];
	f->heap[i] = g;
}

static struct guest
pop(struct floor *f)
{
	struct guest first = f->heap[0], last = f->heap[--f->count];
	size_t i = 0;

	for (;;) {
		size_t child = 2 * i + 1;

		if (child >= f->count)
			break;
		if (child + 1 < f->count && earlier(&f->heap[child + 1], &f->heap[child]))
			child++;
		if (!earlier(&f->heap[child], &last))
			break;
		f->heap[i] = f->heap[child];
		i = child;
	}
	if (f->count > 0)
		f->heap[i] = last;
	return first;
}

static bool
happens(struct floor *f, double share)
{
	return random_unit(&f->chance) < share;
}

/* From … to, of one agent or one who waits, into the samples that it touches. */
static void
mark(struct floor *f, int64_t from, int64_t to, bool is_agent)
{
	for (int64_t i = from / DAY_SAMPLE_MS; i <= to / DAY_SAMPLE_MS && i < SAMPLES_MOST; i++) {
		int64_t begin = i * DAY_SAMPLE_MS, end = begin + DAY_SAMPLE_MS;

		if (is_agent)
			f->busy[i] += (double)((to < end ? to : end) - (from > begin ? from : begin));
		else
			f->queued[i] += from <= begin && to > begin;
	}
}

static void
serve(struct floor *f, struct contact *c)
{
	double z = random_normal(&f->chance);
	int64_t handle = (int64_t)(f->m->handling_ms * exp(f->m->spread * z)),
		patience = (int64_t)random_exponential(&f->chance, f->m->patience_ms);
	int best = 0;

	for (int i = 1; i < f->m->agents; i++)
		if (f->free_ms[i] < f->free_ms[best])
			best = i;
	c->queued_ms = c->came_ms + 30000;
	c->person_ms = f->free_ms[best] > c->queued_ms ? f->free_ms[best] : c->queued_ms;
	if (c->person_ms - c->queued_ms > patience) {
		c->person_ms = -1;
		c->ended_ms = c->queued_ms + patience;
		c->left_in_queue = c->outcome.abandoned = true;
		mark(f, c->queued_ms, c->ended_ms, false);
		return;
	}
	mark(f, c->queued_ms, c->person_ms, false);
	mark(f, c->person_ms, c->person_ms + handle, true);
	c->agents = 1;
	c->handle_ms = handle;
	c->wrap_up_ms = handle / 5;
	c->ended_ms = c->person_ms + handle;
	f->free_ms[best] = c->ended_ms;
	c->outcome.human_joined = true;
	c->outcome.human_messages = 2;
	c->people_cost = (double)handle / HOUR_MS * 24;
	c->resolved = happens(f, .9);
}

static void
act(struct floor *f, struct contact *c)
{
	static const char *const rules[] = { "small-and-damaged", "late", "over-limit" };
	int i = (int)random_below(&f->chance, 3);

	if (!happens(f, .3))
		return;
	c->action_count = 1;
	c->actions[0].rule = rules[i];
	c->actions[0].kind = i == 1 ? ACTION_GOODWILL : ACTION_REFUND;
	c->actions[0].amount = (int64_t)(2000 * exp(random_normal(&f->chance)));
	c->actions[0].by_person = i == 2;
	c->actions[0].done = i != 2 || happens(f, .5);
	c->outcome.human_approved = i == 2;
}

static void
reply(struct floor *f, struct contact *c)
{
	c->ai_turns = 2 + (int64_t)random_below(&f->chance, 5);
	c->reply_count = (size_t)c->ai_turns;
	for (size_t i = 0; i < c->reply_count; i++) {
		c->replies[i].confidence = 1 - .5 * random_unit(&f->chance) * random_unit(&f->chance);
		c->replies[i].wrong = happens(f, 1.1 * (1 - c->replies[i].confidence));
	}
	c->outcome.shopper_messages = c->ai_turns;
	c->outcome.ai_messages = c->ai_turns;
	c->ai_cost = .004 * (double)c->ai_turns;
	c->repeated = happens(f, .2);
	c->loops = happens(f, .1);
	c->sentiment_first = -.1;
	c->sentiment_last = random_unit(&f->chance) - .5;
}

static void
say(struct value *list, const char *author, int64_t at_ms, const char *text)
{
	struct value *v = value_add_map(list);

	value_set_text(v, "author", author);
	value_set_int(v, "at_ms", at_ms);
	value_set_text(v, "text", text);
	if (author[0] == 'a' && author[1] == 'i')
		value_set_real(v, "confidence", .83);
}

static void
tell(struct floor *f, const struct contact *c)
{
	struct arena *a = f->want_transcripts ? arena_new() : NULL;
	struct value *list = a == NULL ? NULL : value_list(a);

	if (list != NULL) {
		say(list, "shopper", c->came_ms, "Hello! My parcel with the lamp hasn't come, and it was to be here on Monday.");
		say(list, "ai", c->came_ms + 4000, "I'm sorry to hear that. Your order is with the carrier; it was last seen on Friday.");
		say(list, "shopper", c->came_ms + 50000, "That's what the page says, too. </p><script>alert(\"x\")</script> I want my money back.");
		if (c->agents > 0)
			say(list, "agent", c->person_ms, "Good morning, I have the order before me. I'll have it sent again today.");
	}
	f->teller->contact(f->teller->context, c, list);
	arena_free(&a);
}

static void
visit(struct floor *f, struct guest g)
{
	static const char *const intents[] = { "refund_request", "where_is_my_order", "change_address", "product_question", "complaint" };
	static const char *const personas[] = { "terse", "chatty", "impatient" };
	struct contact c = { .replication = f->replication, .number = g.number, .visit = g.visit,
		.channel = "web", .tier = "standard", .language = "en", .came_ms = g.at_ms,
		.first_answer_ms = g.at_ms + 1000 + (int64_t)random_exponential(&f->chance, 2500),
		.queued_ms = -1, .person_ms = -1, .why = "" };
	int kind = (int)(random_below(&f->chance, 5) * random_below(&f->chance, 5) / 4);
	bool is_alike = g.visit > 0 && f->m->anyway > 0, contained;

	kind = is_alike ? g.kind : kind;
	c.scenario = c.intent = intents[kind];
	c.persona = personas[random_below(&f->chance, 3)];
	c.hour = simulation_hour(f->s, g.at_ms);
	c.counts = g.at_ms >= f->s->warm_up_ms;
	c.outcome.ai_on = true;
	c.outcome.recontact_known = true;
	reply(f, &c);
	c.ended_ms = g.at_ms + 60000 * c.ai_turns;
	c.longest_silence_ms = 20000;
	contained = happens(f, f->m->contained - .1 * kind);
	if (is_alike ? g.contained : contained) {
		c.resolved = true;
	} else if (happens(f, .85)) {
		c.outcome.handed_off = true;
		c.reason = 1 + (enum handoff_reason)random_below(&f->chance, 5);
		c.expects_person = happens(f, .8);
		serve(f, &c);
	} else {
		c.outcome.abandoned = c.left_with_ai = true;
	}
	act(f, &c);
	c.outcome.need_met = c.resolved;
	c.as_expected = c.resolved && !(c.outcome.handed_off && !c.expects_person);
	c.statements = happens(f, .002);
	if (!c.as_expected)
		c.why = "the need wasn't met\nno refund is done";
	c.outcome.simulator_fault = happens(f, f->m->faults);
	if (c.outcome.simulator_fault)
		c.why = "a phrase is missing";
	if (g.visit < 3 && (f->m->anyway > 0 ? happens(f, f->m->anyway)
					     : !c.resolved && happens(f, f->m->again))) {
		c.outcome.recontacted = true;
		push(f, (struct guest){ g.at_ms + (int64_t)random_exponential(&f->chance, HOUR_MS), g.number, g.visit + 1, kind, !c.outcome.handed_off && !c.left_with_ai });
	}
	c.factors = (struct satisfaction_factors){
	    .resolution = c.resolved ? SATISFACTION_MET : SATISFACTION_UNMET,
	    .abandoned = c.outcome.abandoned,
	    .repeats = (double)c.repeated,
	    .loops = (double)c.loops,
	    .transfers = c.outcome.handed_off,
	    .wait_queue_ms = c.queued_ms < 0 ? 0
		: (double)((c.person_ms < 0 ? c.ended_ms : c.person_ms) - c.queued_ms),
	    .sentiment_last = c.sentiment_last };
	tell(f, &c);
}

static void
sample(struct floor *f)
{
	for (int64_t i = 0; i * DAY_SAMPLE_MS < f->length_ms && i < SAMPLES_MOST; i++) {
		double busy = f->busy[i] / (double)(f->m->agents * DAY_SAMPLE_MS);
		struct floor_sample x = { .at_ms = i * DAY_SAMPLE_MS,
			.counts = i * DAY_SAMPLE_MS >= f->s->warm_up_ms, .queued = f->queued[i],
			.with_ai = (int64_t)random_below(&f->chance, 4),
			.with_people = (int64_t)lround(busy * f->m->agents),
			.present = f->m->agents, .present_ms = f->m->agents * DAY_SAMPLE_MS,
			.busy_ms = (int64_t)f->busy[i], .occupancy = busy };

		f->teller->sample(f->teller->context, &x);
	}
}

/* Busier by day than by night. */
static double
rate(const struct made *m, int64_t at_ms)
{
	return m->per_hour * (1 - .8 * cos(2 * 3.14159265358979 * (double)at_ms / (24 * HOUR_MS)));
}

enum err
made_play(const struct day_options *o, int64_t replication, const struct day_teller *teller,
    struct errinfo *e)
{
	struct floor *f = mem_zero(1, sizeof(*f));
	int64_t number = 0, done = 0, at_ms = 0;
	enum err err = ERR_OK;
	char label[60];

	*f = (struct floor){ .s = o->simulation, .m = made_now, .teller = teller,
		.want_transcripts = o->want_transcripts, .replication = replication,
		.length_ms = simulation_length_ms(o->simulation) };
	snprintf(label, sizeof(label), "made %lld", (long long)replication);
	random_init(&f->chance, o->seed, label);
	for (;;) {
		at_ms += (int64_t)random_exponential(&f->chance, HOUR_MS / (1.8 * f->m->per_hour)) + 1;
		if (at_ms >= f->length_ms)
			break;
		if (happens(f, rate(f->m, at_ms) / (1.8 * f->m->per_hour)))
			push(f, (struct guest){ at_ms, number++, 0, 0, false });
	}
	while (f->count > 0 && err == ERR_OK) {
		struct guest g = pop(f);

		if (g.at_ms >= f->length_ms)
			continue;
		visit(f, g);
		done++;
		if (o->progress != NULL &&
		    o->progress(o->progress_context, g.at_ms, f->length_ms, done) != 0)
			err = err_set(e, ERR_STATE, "stopped");
	}
	if (err == ERR_OK)
		sample(f);
	mem_free(f->heap);
	mem_free(f);
	return err;
}
