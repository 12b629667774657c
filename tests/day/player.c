/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "player.h"

#include "../check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "floorwalker/base/file.h"

void
player_begin(struct player *p, const struct world *w, const struct understander *u,
    const struct sim_script *s)
{
	static const char *queues[32];
	const struct settings *settings = world_settings(w);
	const char *temporary = getenv("TMPDIR");

	memset(p, 0, sizeof(*p));
	lab_begin(&p->lab, w, 0, 5 * MINUTE_MS, 0, 2);
	p->arena = arena_new();
	snprintf(p->folder, sizeof(p->folder), "%.30s/floorwalker-seat-XXXXXX",
	    temporary != NULL && strlen(temporary) < 30 ? temporary : "/tmp");
	assert_non_null(mkdtemp(p->folder));
	p->target = file_join(p->arena, p->folder, "day.db");
	for (size_t i = 0; i < settings->queue_count && i < 32; i++)
		queues[i] = settings->queues[i].id;
	p->seat = (struct agent){.id = PLAYER_SEAT,
	    .name = "Tamsin Reilly",
	    .login = "",
	    .role = ROLE_SENIOR,
	    .queues = queues,
	    .queue_count = settings->queue_count,
	    .capacity = 3};
	for (int i = 0; i < ACTION_KIND_COUNT; i++)
		p->seat.limits[i] = 1000000;
	p->lab.simulation.ai.on = true;
	p->lab.simulation.ai.latency = law_constant(1500);
	p->lab.simulation.people.wrap_up = law_constant(40000);
	p->lab.options.script = s;
	p->lab.options.understander = u;
	p->lab.options.target = p->target;
	p->lab.options.want_transcripts = true;
	p->lab.options.seat = &p->seat;
	p->lab.options.injected = p->injected;
	p->every_ms = 5000;
	p->ends_ms = 3 * HOUR_MS;
	str_init(&p->record);
}

static void
open_desk(struct player *p)
{
	char key[128];
	struct errinfo e;

	snprintf(key, sizeof(key), "%s.key", p->target);
	p->from_ms = day_start_ms(&p->lab.options);
	p->clock = clock_virtual_new(p->from_ms);
	p->next_ms = p->from_ms + p->every_ms;
	p->shared = (struct desk_shared){
	    .world = (struct world *)(uintptr_t)p->lab.options.world,
	    .settings = day_settings(p->arena, &p->lab.options)};
	check_ok(keyring_open(key, false, &p->shared.keyring, &e), &e);
	check_ok(desk_open(&p->shared, p->target, NULL, p->clock, "seat", &p->desk, &e), &e);
}

static int64_t
pace(void *context, int64_t desk_ms)
{
	struct player *p = context;
	int64_t now;

	if (p->desk == NULL)
		open_desk(p);
	for (;;) {
		now = clock_now_ms(p->clock);
		if (p->ends_ms != 0 && now - p->from_ms >= p->ends_ms)
			return DAY_ENDS;
		if (desk_ms == INT64_MAX && p->ends_ms == 0)
			return desk_ms;
		if (p->next_ms > desk_ms) {
			if (desk_ms > now)
				clock_move_to(p->clock, desk_ms);
			return desk_ms;
		}
		if (p->next_ms > now)
			clock_move_to(p->clock, p->next_ms);
		p->next_ms += p->every_ms;
		if (p->act != NULL && p->act(p, clock_now_ms(p->clock)))
			return clock_now_ms(p->clock);
	}
}

/* ---- what came of it */

static const char *
copy(struct player *p, const char *s)
{
	return arena_text(p->arena, s != NULL ? s : "");
}

static void
record(struct player *p, const struct contact *c, const struct value *transcript)
{
	const struct conversation_outcome *o = &c->outcome;

	str_addf(&p->record, "%lld/%lld C-%lld %s %s %s %s: ", (long long)c->number, (long long)c->visit,
	    (long long)c->conversation_id, c->scenario, c->persona, c->channel, c->tier);
	str_addf(&p->record, "came %lld queued %lld got %lld person %lld ended %lld silence %lld gap %lld ",
	    (long long)c->came_ms, (long long)c->queued_ms, (long long)c->got_ms,
	    (long long)c->person_ms, (long long)c->ended_ms, (long long)c->longest_silence_ms,
	    (long long)c->longest_gap_ms);
	str_addf(&p->record, "handed %d abandoned %d with %d%d%d%d agents %lld handle %lld wrap %lld "
	    "decisions %lld wrong %lld resolved %d proxy %.4f words %lld/%lld/%lld\n",
	    o->handed_off, o->abandoned, c->left_with_ai, c->left_in_queue,
	    c->left_waiting_decision, c->left_with_person, (long long)c->agents,
	    (long long)c->handle_ms, (long long)c->wrap_up_ms, (long long)c->decisions,
	    (long long)c->decisions_wrong, c->resolved, c->proxy, (long long)o->shopper_messages,
	    (long long)o->ai_messages, (long long)o->human_messages);
	for (size_t i = 0; i < c->deed_count; i++) {
		const struct deed *d = &c->deeds[i];

		str_addf(&p->record, "  %lld %s %s \"%s\" A-%lld %lld %s %s\n", (long long)d->at_ms,
		    d->agent, deed_kind_name(d->kind), d->text, (long long)d->action_id,
		    (long long)d->amount, d->rule, d->wrong ? d->why : "");
	}
	for (size_t i = 0; i < value_count(transcript); i++) {
		const struct value *v = value_at(transcript, i);

		str_addf(&p->record, "  %lld %s%s%s: %s\n", (long long)value_get_int(v, "at_ms", 0),
		    value_get_text(v, "author"), *value_get_text(v, "agent") != '\0' ? " " : "",
		    value_get_text(v, "agent"), value_get_text(v, "text"));
	}
}

static void
take_contact(void *context, const struct contact *c, const struct value *transcript)
{
	struct player *p = context;
	struct contact *x = &p->contacts[p->count];
	struct deed *deeds = arena_alloc(p->arena, (c->deed_count + 1) * sizeof(*deeds));

	record(p, c, transcript);
	assert_true(p->count < sizeof(p->contacts) / sizeof(p->contacts[0]));
	*x = *c;
	x->scenario = copy(p, c->scenario);
	x->persona = copy(p, c->persona);
	x->why = copy(p, c->why);
	for (size_t i = 0; i < c->deed_count; i++) {
		deeds[i] = c->deeds[i];
		deeds[i].agent = copy(p, deeds[i].agent);
		deeds[i].text = copy(p, deeds[i].text);
		deeds[i].rule = copy(p, deeds[i].rule);
		deeds[i].why = copy(p, deeds[i].why);
	}
	x->deeds = deeds;
	p->transcripts[p->count++] = transcript != NULL ? value_copy(p->arena, transcript) : NULL;
}

static void
take_sample(void *context, const struct floor_sample *x)
{
	struct player *p = context;

	assert_true(x->with_ai >= 0 && x->queued >= 0 && x->with_people >= 0 && x->wrapping_up >= 0);
	str_addf(&p->record, "%lld: %lld %lld %lld %lld %lld %lld\n", (long long)x->at_ms,
	    (long long)x->with_ai, (long long)x->queued, (long long)x->with_people,
	    (long long)x->wrapping_up, (long long)x->present, (long long)x->idle);
}

enum err
player_play(struct player *p, struct errinfo *e)
{
	const struct day_teller teller = { p, take_contact, take_sample };
	enum err err;

	p->lab.options.pace = pace;
	p->lab.options.pace_context = p;
	err = day_play(&p->lab.options, 0, &teller, e);
	if (getenv("FLOORWALKER_TELL") != NULL)
		fprintf(stderr, "%s\n", p->record.data);
	return err;
}

void
player_end(struct player *p)
{
	static const char *const ends[] = { "", "-wal", "-shm", ".key" };

	desk_free(&p->desk);
	keyring_free(&p->shared.keyring);
	clock_free(&p->clock);
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		(void)unlink(arena_printf(p->arena, "%s%s", p->target, ends[i]));
	(void)rmdir(p->folder);
	str_clear(&p->record);
	arena_free(&p->arena);
	lab_end(&p->lab);
}

/* ---- for tests */

struct injected *
player_inject(struct player *p, enum injected_kind kind, int64_t at_ms, const char *scenario)
{
	struct injected *x = &p->injected[p->lab.options.injected_count++];

	*x = (struct injected){ .kind = kind, .at_ms = at_ms, .scenario = scenario };
	return x;
}

bool
player_has(struct player *p, struct arena *a, struct conversation *out)
{
	const struct conversation_filter f = {.agent = PLAYER_SEAT,
	    .states = 1U << CONVERSATION_AGENT};
	struct conversation_list list;
	struct errinfo e;

	check_ok(store_conversation_list(desk_store(p->desk), a, &f, &list, &e), &e);
	if (list.count > 0)
		*out = list.items[0];
	return list.count > 0;
}

bool
player_heard(const struct player *p, size_t contact, const char *author, const char *words)
{
	const struct value *lines = p->transcripts[contact];

	for (size_t i = 0; i < value_count(lines); i++)
		if (text_is(value_get_text(value_at(lines, i), "author"), author) &&
		    strcasestr(value_get_text(value_at(lines, i), "text"), words) != NULL)
			return true;
	return false;
}

const struct deed *
player_deed(const struct player *p, size_t contact, enum deed_kind kind)
{
	for (size_t i = 0; i < p->contacts[contact].deed_count; i++)
		if (p->contacts[contact].deeds[i].kind == kind)
			return &p->contacts[contact].deeds[i];
	return NULL;
}
