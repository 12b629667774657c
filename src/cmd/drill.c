/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * floorwalker drill: somebody in an agent's seat, by hand or by a script, and what came of it.
 */
#include "drill.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "days.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/tui/cell.h"
#include "floorwalker/tui/settings.h"

#define SPEED_MOST 1000.0
#define NAME_MOST 60
#define BRIEF_COLUMNS 80
#define EXIT_UNUSABLE 2		/* 1 is for who didn't pass */

/* One drill that is being played, branch after branch. */
struct seat {
	struct call *c;
	const struct drill_stage *stage;
	const char *folder;		/* of sessions */
	struct session session;
	struct script commands;		/* that are done before, or instead of, a person's */
	struct played played;
	struct days_progress progress;
};

/* ---- what was asked for */

static enum err
read_speed(struct call *c, double otherwise, double *out, struct errinfo *e)
{
	const char *text = call_text(c, "speed", NULL);

	*out = otherwise;
	if (text != NULL && (!text_to_real(text, out) || !(*out > 0 && *out <= SPEED_MOST)))
		return err_set(e, ERR_USAGE, "--speed is how many times as fast as life, up to %g", SPEED_MOST);
	return ERR_OK;
}

static enum err
read_trainee(struct call *c, const char **out, struct errinfo *e)
{
	const char *name = call_text(c, "as", NULL);

	if (name == NULL)
		name = getenv("LOGNAME");
	*out = text_is_empty(name) ? "trainee" : name;
	if (strlen(*out) > NAME_MOST || strpbrk(*out, "\t\n\r\033") != NULL)
		return err_set(e, ERR_USAGE, "--as is a name of at most %d letters", NAME_MOST);
	if (text_is(*out, "ai") || text_is(*out, "expert"))
		return err_set(e, ERR_USAGE,
		    "\"%s\" stands for another than a trainee: choose another name with --as", *out);
	return ERR_OK;
}

static enum err
read_hints(struct call *c, bool otherwise, bool *out, struct errinfo *e)
{
	const char *text = call_text(c, "hints", NULL);

	*out = text == NULL ? otherwise : text_is(text, "on");
	return text == NULL || text_is(text, "on") || text_is(text, "off")
	    ? ERR_OK
	    : err_set(e, ERR_USAGE, "--hints is on or off, not \"%.40s\"", text);
}

static enum err
read_session(struct seat *s, struct errinfo *e)
{
	const struct drill *d = &s->stage->drill;
	int64_t seed;
	enum err err;

	s->session = (struct session){.drill = d->name,
	    .drill_path = s->stage->path,
	    .seat = d->seat.id,
	    .begun_ms = clock_now_ms(clock_system()),
	    .ended_ms = -1};
	if ((err = read_trainee(s->c, &s->session.trainee, e)) != ERR_OK ||
	    (err = read_speed(s->c, d->speed, &s->session.speed, e)) != ERR_OK ||
	    (err = read_hints(s->c, d->hints, &s->session.hints, e)) != ERR_OK ||
	    (err = call_int(s->c, "seed", 0, INT64_MAX, (int64_t)d->seed, &seed, e)) != ERR_OK)
		return err;
	s->session.seed = (uint64_t)seed;
	return ERR_OK;
}

/* ---- playing */

static void
tell_refused(void *context, const struct script_line *line, enum err code, const char *said)
{
	const struct seat *s = context;
	struct str at;

	if (code == ERR_OK && !call_has(s->c, "echo"))
		return;
	str_init(&at);
	script_add_instant(&at, line->at_ms);
	fprintf(stderr, "%s %s%s: %s\n", at.data, code == ERR_OK ? "" : "refused: ", line->command,
	    said);
	str_clear(&at);
}

static int
show_progress(void *context, int64_t now_ms, int64_t of_ms)
{
	struct seat *s = context;

	return days_progress_show(&s->progress, now_ms, of_ms, NULL);
}

static enum err
keep(struct seat *s, struct errinfo *e)
{
	const struct played *p = &s->played;
	const char *path;
	enum err err;

	s->session.ended_ms = p->ended_ms;
	s->session.hints_taken = p->hints;
	if ((err = session_write(s->folder, &s->session, e)) != ERR_OK ||
	    (err = session_path(s->c->arena, s->folder, s->session.id, "commands", &path, e)) !=
		ERR_OK ||
	    (err = file_write(path, p->commands, strlen(p->commands), 0600, e)) != ERR_OK)
		return err;
	return session_write_contacts(s->folder, s->session.id, p->contacts, e);
}

/* The commands that were done before a moment. */
static struct script
until(const struct script *all, int64_t at_ms)
{
	struct script out = *all;

	while (out.count > 0 && out.items[out.count - 1].at_ms >= at_ms)
		out.count--;
	return out;
}

/* From here on another session: the one up to now is kept as it is. */
static enum err
branch(struct seat *s, int64_t at_ms, struct errinfo *e)
{
	struct script all;
	enum err err = script_parse(s->c->arena, "commands", s->played.commands,
	    strlen(s->played.commands), &all, e);

	if (err != ERR_OK)
		return err;
	s->commands = until(&all, at_ms);
	s->session.branch_of = s->session.id;
	s->session.branched_ms = at_ms;
	s->session.begun_ms = clock_now_ms(clock_system());
	s->session.ended_ms = -1;
	return session_new(s->c->arena, s->folder, &s->session, e);
}

static enum err
play_headless(struct seat *s, struct errinfo *e)
{
	struct play_options o = drill_play_options(s->stage, PLAY_TRAINEE, &s->session);
	enum err err;

	o.commands = &s->commands;
	o.ran = tell_refused;
	o.ran_context = s;
	o.progress = show_progress;
	o.progress_context = s;
	days_progress_begin(&s->progress, "the drill");
	err = play_script(s->c->arena, &o, &s->played, e);
	days_progress_end(&s->progress);
	return err != ERR_OK ? err : keep(s, e);
}

/* Lines that break between words. */
static void
print_wrapped(const char *text)
{
	size_t length = strlen(text), next, n;

	for (; length > 0; text += next, length -= next) {
		n = text_wrap(text, length, BRIEF_COLUMNS, &next);
		printf("%.*s\n", (int)n, text);
	}
}

/* What it is about, before it begins. */
static void
brief(const struct drill *d, bool waits)
{
	struct str from, to;

	str_init(&from);
	str_init(&to);
	script_add_instant(&from, d->from_ms);
	script_add_instant(&to, d->from_ms + d->length_ms);
	printf("%s, from %s to %s; your seat: %s\n", d->title, from.data, to.data, d->seat.name);
	if (!text_is_empty(d->about)) {
		putchar('\n');
		print_wrapped(d->about);
	}
	for (size_t i = 0; i < d->lesson_count; i++)
		printf("%s  - %s\n", i == 0 ? "\nWhat is to be learnt:\n" : "", d->lessons[i].text);
	if (waits) {
		printf("\nEnter begins.\n");
		fflush(stdout);
		for (int c = getchar(); c != '\n' && c != EOF; c = getchar())
			;
	}
	str_clear(&to);
	str_clear(&from);
}

static enum err
play_by_hand(struct seat *s, int64_t doors_ms, struct errinfo *e)
{
	struct play_live how = {.doors_ms = doors_ms,
	    .speed = s->session.speed,
	    .linear = call_has(s->c, "linear")};
	int64_t back = -1;
	enum err err;

	if (!how.linear && (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)))
		return err_set(e, ERR_UNSUPPORTED,
		    "a drill is played in a terminal; --linear needs none, and --script plays a file of commands");
	if ((err = settings_of_call(
		 s->c, world_folder(s->stage->world), &how.settings, e)) != ERR_OK)
		return err;
	brief(&s->stage->drill, !how.linear);
	do {
		struct play_options o = drill_play_options(s->stage, PLAY_TRAINEE, &s->session);

		o.commands = &s->commands;
		o.progress = show_progress;
		o.progress_context = s;
		days_progress_begin(&s->progress, "what comes before you");
		if ((err = play_console(s->c->arena, &o, &how, &s->played, &back, e)) == ERR_OK)
			err = keep(s, e);
		days_progress_end(&s->progress);
		if (err == ERR_OK && back >= 0) {
			how.doors_ms = back;
			err = branch(s, back, e);
		}
	} while (err == ERR_OK && back >= 0);
	tui_settings_free(&how.settings);
	return err;
}

/* Plays on from doors_ms, and says what came of it. */
static enum err
play(struct seat *s, int64_t doors_ms, struct errinfo *e)
{
	const struct value *debrief;
	enum drill_form form;
	enum err err;

	if ((err = drill_form_of_call(s->c, &form, e)) != ERR_OK ||
	    (err = session_new(s->c->arena, s->folder, &s->session, e)) != ERR_OK)
		return err;
	err = call_has(s->c, "script") ? play_headless(s, e) : play_by_hand(s, doors_ms, e);
	if (err != ERR_OK ||
	    (err = drill_debrief(
		 s->c, s->stage, &s->session, s->played.contacts, &debrief, e)) != ERR_OK ||
	    (err = drill_put_progress(s->c, s->folder, &s->session, debrief, e)) != ERR_OK)
		return err;
	drill_print_debrief(s->c, s->stage, debrief, form);
	fprintf(stderr, "Kept as session %s in %s.\n", s->session.id, s->folder);
	return ERR_OK;
}

static enum err
run(struct call *c, struct errinfo *e)
{
	struct drill_stage stage;
	struct seat s = {.c = c, .stage = &stage};
	const char *script = call_text(c, "script", NULL);
	enum err err;

	if ((err = drill_stage_open(c, c->words[0], true, &stage, e)) == ERR_OK &&
	    (err = drill_sessions_folder(c, &s.folder, e)) == ERR_OK &&
	    (err = read_session(&s, e)) == ERR_OK &&
	    (script == NULL || (err = script_load(c->arena, script, &s.commands, e)) == ERR_OK))
		err = play(&s, stage.drill.from_ms, e);
	drill_stage_close(&stage);
	if (err != ERR_OK)
		c->exit_code = EXIT_UNUSABLE;
	return err;
}

/* ---- going back in a session that is kept */

/* A time, or a conversation: the moment when it came to the seat. */
static enum err
find_moment(struct call *c, const char *folder, const struct session *s, const char *text,
    int64_t *out, struct errinfo *e)
{
	const struct value *contacts;
	int64_t id;
	enum err err;

	if (script_instant(text, out))
		return ERR_OK;
	if (!record_id_parse('C', text, &id))
		return err_set(e, ERR_USAGE,
		    "a moment is a time such as 10:04 or 10:04:31, or a conversation such as C-7, not \"%.40s\"", text);
	if ((err = session_read_contacts(c->arena, folder, s->id, &contacts, e)) != ERR_OK)
		return err;
	for (size_t i = 0; i < value_count(contacts); i++) {
		const struct value *x = value_at(contacts, i), *deeds = value_get(x, "deeds");

		for (size_t k = 0; value_get_int(x, "conversation", 0) == id && k < value_count(deeds); k++)
			if (text_is(value_get_text(value_at(deeds, k), "agent"), s->seat)) {
				*out = value_get_int(value_at(deeds, k), "at_ms", 0);
				return ERR_OK;
			}
	}
	return err_set(e, ERR_NOT_FOUND, "C-%lld was never with %s in session %s", (long long)id,
	    s->seat, s->id);
}

/* What was done until then, and what --script says after it. */
static enum err
read_commands(struct seat *s, const char *of, int64_t at_ms, struct errinfo *e)
{
	const char *path, *more = call_text(s->c, "script", NULL);
	struct script before, after = { NULL, 0 };
	struct script_line *all;
	enum err err = session_path(s->c->arena, s->folder, of, "commands", &path, e);

	if (err == ERR_OK)
		err = script_load(s->c->arena, path, &before, e);
	if (err == ERR_OK && more != NULL)
		err = script_load(s->c->arena, more, &after, e);
	if (err != ERR_OK)
		return err;
	before = until(&before, at_ms);
	if (after.count > 0 && after.items[0].at_ms < at_ms)
		return err_set(e, ERR_INPUT, "%s:%d: this is before the moment to which the session is taken back",
		    more, after.items[0].number);
	all = arena_alloc(s->c->arena, (before.count + after.count + 1) * sizeof(*all));
	if (before.count > 0)
		memcpy(all, before.items, before.count * sizeof(*all));
	if (after.count > 0)
		memcpy(all + before.count, after.items, after.count * sizeof(*all));
	s->commands = (struct script){ all, before.count + after.count };
	return ERR_OK;
}

static enum err
no_moment(const struct seat *s, struct errinfo *e)
{
	struct str from, to;
	enum err err;

	str_init(&from);
	str_init(&to);
	script_add_instant(&from, s->stage->drill.from_ms);
	script_add_instant(&to, s->session.ended_ms / 1000 * 1000);
	err = err_set(e, ERR_USAGE, "session %s has no moment %.40s: name one from %s to %s",
	    s->session.id, s->c->words[1], from.data, to.data);
	str_clear(&to);
	str_clear(&from);
	return err;
}

/* The session from now on: another's, up to at_ms. */
static enum err
take_up(struct seat *s, int64_t at_ms, struct errinfo *e)
{
	struct session *x = &s->session;
	enum err err = ERR_OK;

	if (x->ended_ms < 0)
		return err_set(e, ERR_STATE, "session %s was never finished, so there is nothing to go back to", x->id);
	if (at_ms < s->stage->drill.from_ms || at_ms > x->ended_ms)
		return no_moment(s, e);
	if ((err = read_commands(s, x->id, at_ms, e)) != ERR_OK ||
	    (call_has(s->c, "as") && (err = read_trainee(s->c, &x->trainee, e)) != ERR_OK) ||
	    (err = read_speed(s->c, x->speed, &x->speed, e)) != ERR_OK ||
	    (err = read_hints(s->c, x->hints, &x->hints, e)) != ERR_OK)
		return err;
	x->branch_of = x->id;
	x->branched_ms = at_ms;
	x->begun_ms = clock_now_ms(clock_system());
	x->ended_ms = -1;
	x->hints_taken = 0;
	return ERR_OK;
}

static enum err
run_rewind(struct call *c, struct errinfo *e)
{
	struct drill_stage stage = { 0 };
	struct seat s = {.c = c, .stage = &stage};
	int64_t at;
	enum err err;

	if ((err = drill_sessions_folder(c, &s.folder, e)) == ERR_OK &&
	    (err = session_read(c->arena, s.folder, c->words[0], &s.session, e)) == ERR_OK &&
	    (err = find_moment(c, s.folder, &s.session, c->words[1], &at, e)) == ERR_OK &&
	    (err = drill_stage_open(c, s.session.drill_path, true, &stage, e)) == ERR_OK &&
	    (err = take_up(&s, at, e)) == ERR_OK)
		err = play(&s, at, e);
	drill_stage_close(&stage);
	if (err != ERR_OK)
		c->exit_code = EXIT_UNUSABLE;
	return err;
}

/* ---- rows */

#define PLAYING_OPTIONS \
	{ .name = "as", .value = "NAME", .help = "who you are: what you have learnt is told over all your sessions ($LOGNAME)" }, \
	{ .name = "speed", .value = "X", .help = "times as fast as life (the drill's; 1)" }, \
	{ .name = "hints", .value = "on|off", .help = "whether :hint answers (the drill's)" }, \
	{ .name = "script", .value = "FILE", .help = "play a file of commands with their instants, at once and without a console" }, \
	{ .name = "echo", .help = "with --script: tell each command and what came of it, not refused ones alone" }, \
	{ .name = "linear", .help = "no drawing: lines in, lines out, for screen readers" }

#define KEEPING_OPTIONS \
	{ .name = "world", .value = "WORLD", .help = "a folder, or one that came with floorwalker (the drill's)" }, \
	{ .name = "sessions", .value = "FOLDER", .help = "where sessions are kept ($XDG_STATE_HOME/floorwalker/drills)" }, \
	{ .name = "no-expert", .help = "don't show what an expert did beside it" }, \
	{ .name = "format", .value = "text|json|html", .help = "of the debrief: text" }

#define CONSOLE_OPTIONS \
	{ .name = "theme", .value = "NAME", .help = "dark, light, high-contrast …, or a file" }, \
	{ .name = "set", .value = "NAME=VALUE", .help = "a setting of the console (floorwalker.conf(5))", .several = true }, \
	{ .name = "config", .value = "FILE", .help = "your settings ($XDG_CONFIG_HOME/floorwalker/floorwalker.conf)" }, \
	{ .name = "keys", .value = "FILE", .help = "keys of your own ($XDG_CONFIG_HOME/floorwalker/keys)" }

static const struct option options[] = {
	PLAYING_OPTIONS,
	{ .name = "seed", .value = "S", .help = "another shift of the same kind (the drill's)" },
	KEEPING_OPTIONS,
	CONSOLE_OPTIONS,
	{ .name = NULL },
};

const struct subcommand subcommand_drill = {
    .name = "drill",
    .words = "DRILL|SHIFT|SCENARIO",
    .least = 1,
    .most = 1,
    .summary = "train in an agent's seat, on a private copy of the shop",
    .help =
	"Opens the console in the seat of an agent. Shoppers, queue, colleagues and AI are a simulation's; what people do, you do. Nothing leaves\n"
	"your machine, and nothing of it stays but the session: what you did, and what came of it.\n"
	"A drill is a trainer's file (floorwalker-drill(5)), a shift (floorwalker-simulation(5)), or one scenario: a single shopper comes.\n"
	":hint (M-h) says where to look, :lessons what is to be learnt, :pause and :go stop and start the clock, :rewind goes back to a moment and\n"
	"tries again, q ends it. Then comes the debrief.\n"
	"Exit code 0: passed. 1: played, and not passed. 2: wrong usage, or something that couldn't be read or played.",
    .examples =
	"  floorwalker drill morning-rush\n"
	"  floorwalker drill weekday --speed 4 --as robin\n"
	"  floorwalker drill furious --linear\n"
	"  floorwalker drill morning-rush --script robin.commands --format json\n",
    .options = options,
    .run = run,
};

static const struct option rewind_options[] = {
	PLAYING_OPTIONS,
	KEEPING_OPTIONS,
	CONSOLE_OPTIONS,
	{ .name = NULL },
};

const struct subcommand subcommand_drill_rewind = {
    .name = "drill rewind",
    .words = "SESSION MOMENT",
    .least = 2,
    .most = 2,
    .summary = "go back to a moment of a session, and try again",
    .help =
	"What was done until then is done again at once; from there on it is yours. The session that it comes from stays as it is, and the new one names it.\n"
	"A moment is a time of the drill's day, or a conversation: the moment when it came to the seat.",
    .examples =
	"  floorwalker drill rewind morning-rush-3 10:04\n"
	"  floorwalker drill rewind morning-rush-3 C-7 --hints on\n",
    .options = rewind_options,
    .run = run_rewind,
};
