/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/drill/play.h"

#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/value.h"
#include "floorwalker/drill/debrief.h"
#include "playing.h"

#define WORKER "drill"

/* ---- who has the seat */

const char *
play_player(struct arena *a, const struct drill *d, enum play_seat seat)
{
	switch (seat) {
	case PLAY_TRAINEE:
		return d->seat.id;
	case PLAY_COLLEAGUE:
		return arena_printf(a, "%s-1", d->seat.id);	/* a crew of one: day/simulation.h */
	case PLAY_NOBODY:
		break;
	}
	return "ai";
}

/* The seat's agent as one of the simulation's people, who errs in nothing. */
static void
put_colleague(struct playing *p)
{
	const struct agent *seat = &p->o->drill->seat;
	struct people *people = &p->simulation.people;
	struct crew *crews = arena_alloc(p->arena, (people->crew_count + 1) * sizeof(*crews));

	if (people->crew_count > 0)
		memcpy(crews, people->crews, people->crew_count * sizeof(*crews));
	crews[people->crew_count] = (struct crew){.name = seat->id,
	    .count = 1,
	    .role = seat->role,
	    .queues = seat->queues,
	    .queue_count = seat->queue_count,
	    .languages = seat->languages,
	    .language_count = seat->language_count,
	    .capacity = seat->capacity,
	    .adherence = 1,
	    .speed = 1};
	memcpy(crews[people->crew_count].limits, seat->limits, sizeof(seat->limits));
	people->crews = crews;
	people->crew_count++;
	people->approval_errors = 0;
	people->transfers = 0;
}

/* ---- what is told */

static void
take_contact(void *context, const struct contact *c, const struct value *transcript)
{
	struct playing *p = context;

	value_add(p->contacts,
	    debrief_contact(p->arena, c, transcript, p->simulation.warm_up_ms));
}

/* A visitor may have several conversations, a conversation several visits. */
static void
take_begun(void *context, int64_t conversation_id, const char *scenario)
{
	struct playing *p = context;

	if (playing_scenario(p, conversation_id) != NULL)
		return;
	if (p->begun_count == p->begun_room)
		p->begun = mem_grow(p->begun,
		    p->begun_room = p->begun_room > 0 ? p->begun_room * 2 : 64, sizeof(*p->begun));
	p->begun[p->begun_count].id = conversation_id;
	p->begun[p->begun_count++].scenario = scenario;
}

const char *
playing_scenario(const struct playing *p, int64_t conversation_id)
{
	for (size_t i = 0; i < p->begun_count; i++)
		if (p->begun[i].id == conversation_id)
			return p->begun[i].scenario;
	return NULL;
}

static void
take_sample(void *context, const struct floor_sample *s)
{
	(void)context, (void)s;
}

void
playing_note(struct playing *p, const struct script_line *line, enum err code)
{
	script_add(&p->commands, line);
	*(code == ERR_OK ? &p->done : &p->refused) += 1;
}

/* ---- commands by a script */

/* Once the day has made its store. */
static enum err
open_desk(struct playing *p, struct errinfo *e)
{
	enum err err;

	if (p->desk != NULL)
		return ERR_OK;
	if ((err = desk_shared_open(p->target, &p->shared, e)) != ERR_OK)
		return err;
	p->shared.settings = p->settings;
	p->table = command_table_new();
	command_table_add(p->table, hint_row(), 1);
	return desk_open(&p->shared, p->target, NULL, p->clock, WORKER, &p->desk, e);
}

static void
run_line(struct playing *p, const struct script_line *line)
{
	struct errinfo e = { ERR_OK, "" };
	struct str said;
	struct command_call call = {.agent = p->o->drill->seat.id,
	    .conversation_id = line->conversation_id,
	    .action_id = line->action_id,
	    .arena = arena_new(),
	    .out = &said,
	    .beside = p};
	enum err err;

	str_init(&said);
	if ((err = open_desk(p, &e)) == ERR_OK) {
		clock_move_to(p->clock, p->midnight_ms + line->at_ms);
		call.desk = p->desk;
		err = command_run_line(p->table, line->command, CONTEXT_ANY, &call, &e);
	}
	playing_note(p, line, err);
	if (p->o->ran != NULL)
		p->o->ran(p->o->ran_context, line, err,
		    err != ERR_OK ? e.text : said.length > 0 ? said.data : "");
	arena_free(&call.arena);
	str_clear(&said);
}

/* The next command of the script that comes before at_ms. */
static bool
take_line(struct playing *p, int64_t at_ms, int64_t *done_ms)
{
	const struct script *s = p->o->commands;
	struct script_line line;

	if (s == NULL || p->next >= s->count)
		return false;
	line = s->items[p->next];
	if (line.at_ms < p->reached_ms)
		line.at_ms = p->reached_ms;	/* before anybody was there */
	if (line.at_ms >= at_ms || line.at_ms >= p->end_ms)
		return false;
	p->next++;
	if (text_is(line.command, PLAYING_QUIT)) {
		p->has_left = true;
		playing_note(p, &line, ERR_OK);
	} else {
		run_line(p, &line);
	}
	*done_ms = line.at_ms;
	return true;
}

static int
progress(void *context, int64_t now_ms, int64_t of_ms, int64_t contacts)
{
	const struct playing *p = context;
	int64_t until = p->console != NULL ? console_doors_ms(p->console) : p->end_ms,
		all = until + p->simulation.warm_up_ms;

	(void)of_ms, (void)contacts;
	if (p->console != NULL && now_ms >= all)
		return 0;
	return p->o->progress(p->o->progress_context, now_ms < all ? now_ms : all, all);
}

static int64_t
pace(void *context, int64_t desk_ms)
{
	struct playing *p = context;
	int64_t at = desk_ms == INT64_MAX ? INT64_MAX : desk_ms - p->midnight_ms, done;

	if (p->has_left)
		return DAY_ENDS;
	if (take_line(p, at, &done))
		at = done;
	else if (p->console != NULL)
		at = console_pace(p->console, at < p->end_ms ? at : p->end_ms);
	if (at >= p->end_ms || at < 0)
		return DAY_ENDS;
	p->reached_ms = at;
	return p->midnight_ms + at;
}

/* ---- the day */

enum err
playing_begin(struct arena *a, const struct play_options *o, struct playing *p, struct errinfo *e)
{
	const struct drill *d = o->drill;
	enum err err;

	*p = (struct playing){.o = o, .arena = a, .simulation = d->simulation};
	str_init(&p->commands);
	p->contacts = value_list(a);
	p->gives_hints = o->hints;
	p->end_ms = d->from_ms + d->length_ms;
	if ((err = file_temporary_folder(a, "drill", &p->folder, e)) != ERR_OK)
		return err;
	p->target = file_join(a, p->folder, "day.db");
	if (o->seat == PLAY_COLLEAGUE)
		put_colleague(p);
	p->day = (struct day_options){.simulation = &p->simulation,
	    .script = o->script,
	    .world = o->world,
	    .understander = o->understander,
	    .seed = o->seed,
	    .target = o->seat == PLAY_TRAINEE ? p->target : NULL,
	    .want_transcripts = true,
	    .pace = pace,
	    .progress = o->progress != NULL ? progress : NULL,
	    .progress_context = p,
	    .pace_context = p,
	    .begun = take_begun,
	    .seat = o->seat == PLAY_TRAINEE ? &d->seat : NULL,
	    .seat_from_ms = p->simulation.warm_up_ms + d->from_ms,
	    .injected = d->injected,
	    .injected_count = d->injected_count};
	p->settings = day_settings(a, &p->day);
	p->midnight_ms = day_start_ms(&p->day) + p->simulation.warm_up_ms;
	p->reached_ms = -p->simulation.warm_up_ms;
	p->clock = clock_virtual_new(p->midnight_ms);
	return ERR_OK;
}

enum err
playing_run(struct playing *p, struct errinfo *e)
{
	const struct day_teller teller = { p, take_contact, take_sample };

	return day_play(&p->day, 0, &teller, e);
}

void
playing_tell(struct playing *p, struct played *out)
{
	*out = (struct played){.contacts = p->contacts,
	    .commands = arena_text(p->arena, p->commands.length > 0 ? p->commands.data : ""),
	    .ended_ms = p->reached_ms,
	    .done = p->done,
	    .refused = p->refused,
	    .hints = p->hints};
}

void
playing_end(struct playing *p)
{
	desk_free(&p->desk);
	if (p->table != NULL)
		command_table_free(&p->table);
	p->shared.settings = NULL;
	desk_shared_close(&p->shared);
	clock_free(&p->clock);
	str_clear(&p->commands);
	mem_free(p->begun);
	file_remove_folder(p->folder);
}

enum err
play_script(struct arena *a, const struct play_options *o, struct played *out, struct errinfo *e)
{
	struct playing p;
	enum err err = playing_begin(a, o, &p, e);

	if (err == ERR_OK && (err = playing_run(&p, e)) == ERR_OK)
		playing_tell(&p, out);
	playing_end(&p);
	return err;
}
