/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What sessions of drills came to.
 */
#include <stdio.h>
#include <string.h>

#include "drill.h"
#include "floorwalker/base/date.h"
#include "floorwalker/base/str.h"
#include "floorwalker/report/report.h"

#define SESSIONS_MOST 1000

/* By enum drill_form. */
struct reports {
	void (*with_days[3])(const struct value *result, const struct zone *zone, struct str *out);
	void (*plain[3])(const struct value *result, struct str *out);
};
static const struct reports debrief_reports = {
	.with_days = {[DRILL_TEXT] = report_debrief_text, [DRILL_HTML] = report_debrief_html},
	.plain = {[DRILL_JSON] = report_debrief_json},
};
static const struct reports comparison_reports = {
	.plain = {[DRILL_TEXT] = report_debrief_comparison_text,
	    [DRILL_JSON] = report_debrief_comparison_json,
	    [DRILL_HTML] = report_debrief_comparison_html},
};
static const struct reports progress_reports = {
	.with_days = {[DRILL_TEXT] = report_drill_progress_text,
	    [DRILL_HTML] = report_drill_progress_html},
	.plain = {[DRILL_JSON] = report_drill_progress_json},
};

static void
print_with(const struct reports *r, enum drill_form form, const struct value *result,
    const struct zone *zone)
{
	struct str out;

	str_init(&out);
	if (r->with_days[form] != NULL)
		r->with_days[form](result, zone, &out);
	else
		r->plain[form](result, &out);
	fputs(out.length > 0 ? out.data : "", stdout);
	str_clear(&out);
}

enum err
drill_form_of_call(const struct call *c, enum drill_form *out, struct errinfo *e)
{
	static const char *const names[] = {
		[DRILL_TEXT] = "text", [DRILL_JSON] = "json", [DRILL_HTML] = "html"};
	const char *given = call_text(c, "format", "text");

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (text_is(given, names[i])) {
			*out = (enum drill_form)i;
			return ERR_OK;
		}
	return err_set(e, ERR_USAGE, "--format is text, json or html, not \"%.40s\"", given);
}

void
drill_print_debrief(struct call *c, const struct drill_stage *s, const struct value *debrief,
    enum drill_form form)
{
	print_with(&debrief_reports, form, debrief, world_settings(s->world)->zone);
	c->exit_code = value_get_bool(debrief, "passed", true) ? 0 : 1;
}

/* ---- debriefs */

enum err
drill_debrief_of(struct call *c, const struct drill_stage *s, const struct session *session,
    enum play_seat seat, const struct value **out, struct errinfo *e)
{
	struct play_options o = drill_play_options(s, seat, session);
	struct session other = *session;
	struct played played;
	struct script expert;
	enum err err;

	if (seat == PLAY_COLLEAGUE && s->drill.expert != NULL) {
		if ((err = script_load(c->arena, s->drill.expert, &expert, e)) != ERR_OK)
			return err;
		o.seat = PLAY_TRAINEE;
		o.commands = &expert;
	}
	if ((err = play_script(c->arena, &o, &played, e)) != ERR_OK)
		return err;
	other.trainee = seat == PLAY_NOBODY ? "ai" : "expert";
	other.branch_of = NULL;
	other.hints = false;
	other.hints_taken = 0;
	other.ended_ms = played.ended_ms;
	return debrief_make(c->arena, &s->drill, &other, played.contacts,
	    play_player(c->arena, &s->drill, o.seat), out, e);
}

enum err
drill_debrief(struct call *c, const struct drill_stage *s, const struct session *session,
    const struct value *contacts, const struct value **out, struct errinfo *e)
{
	const struct value *expert, *own;
	enum err err =
	    debrief_make(c->arena, &s->drill, session, contacts, s->drill.seat.id, &own, e);

	*out = own;
	if (err != ERR_OK || call_has(c, "no-expert"))
		return err;
	if ((err = drill_debrief_of(c, s, session, PLAY_COLLEAGUE, &expert, e)) != ERR_OK)
		return err;
	return debrief_put_beside(c->arena, (struct value *)(uintptr_t)own, expert, e);
}

static enum err
read_session(struct call *c, const char *folder, const char *id, struct session *session,
    const struct value **contacts, struct errinfo *e)
{
	enum err err = session_read(c->arena, folder, id, session, e);

	return err != ERR_OK ? err : session_read_contacts(c->arena, folder, id, contacts, e);
}

static enum err
run_debrief(struct call *c, struct errinfo *e)
{
	struct drill_stage stage = { 0 };
	const struct value *contacts, *debrief;
	struct session session;
	enum drill_form form;
	const char *folder;
	enum err err;

	if ((err = drill_form_of_call(c, &form, e)) == ERR_OK &&
	    (err = drill_sessions_folder(c, &folder, e)) == ERR_OK &&
	    (err = read_session(c, folder, c->words[0], &session, &contacts, e)) == ERR_OK &&
	    (err = drill_stage_open(
		 c, session.drill_path, !call_has(c, "no-expert"), &stage, e)) == ERR_OK &&
	    (err = drill_debrief(c, &stage, &session, contacts, &debrief, e)) == ERR_OK)
		drill_print_debrief(c, &stage, debrief, form);
	drill_stage_close(&stage);
	return err;
}

/* ---- two beside each other */

static enum err
other_debrief(struct call *c, const char *folder, const struct drill_stage *stage,
    const struct session *session, const struct value **out, struct errinfo *e)
{
	const char *name = c->words[1];
	const struct value *contacts;
	struct session other;
	enum err err;

	if (text_is(name, "ai"))
		return drill_debrief_of(c, stage, session, PLAY_NOBODY, out, e);
	if (text_is(name, "expert"))
		return drill_debrief_of(c, stage, session, PLAY_COLLEAGUE, out, e);
	if ((err = read_session(c, folder, name, &other, &contacts, e)) != ERR_OK)
		return err;
	return debrief_make(c->arena, &stage->drill, &other, contacts, other.seat, out, e);
}

static enum err
run_compare(struct call *c, struct errinfo *e)
{
	struct drill_stage stage = { 0 };
	const struct value *contacts, *one, *other, *result;
	struct session session;
	enum drill_form form;
	const char *folder;
	enum err err;

	if ((err = drill_form_of_call(c, &form, e)) == ERR_OK &&
	    (err = drill_sessions_folder(c, &folder, e)) == ERR_OK &&
	    (err = read_session(c, folder, c->words[0], &session, &contacts, e)) == ERR_OK &&
	    (err = drill_stage_open(c, session.drill_path,
		 text_is(c->words[1], "ai") || text_is(c->words[1], "expert"), &stage, e)) == ERR_OK &&
	    (err = debrief_make(c->arena, &stage.drill, &session, contacts, session.seat, &one, e)) ==
		ERR_OK &&
	    (err = other_debrief(c, folder, &stage, &session, &other, e)) == ERR_OK &&
	    (err = debrief_compare(c->arena, one, other, &result, e)) == ERR_OK)
		print_with(&comparison_reports, form, result, NULL);
	drill_stage_close(&stage);
	return err;
}

/* ---- over sessions */

/* A session whose drill is gone or has changed so that it can't be read says nothing, and that is told. Those of one drill
 * share its world. */
static enum err
debrief_each(struct call *c, const char *folder, const struct session_list *list,
    const struct value **out, size_t *count, struct errinfo *e)
{
	struct drill_stage stage = { 0 };
	const char *open = NULL;	/* of the stage */
	struct errinfo why;

	*count = 0;
	for (size_t i = 0; i < list->count && *count < SESSIONS_MOST; i++) {
		const struct session *s = &list->items[i];
		const struct value *contacts;
		enum err err = session_read_contacts(c->arena, folder, s->id, &contacts, &why);

		if (err == ERR_OK && !text_is(open, s->drill_path)) {
			drill_stage_close(&stage);
			err = drill_stage_open(c, s->drill_path, false, &stage, &why);
			open = err == ERR_OK ? s->drill_path : NULL;
		}
		if (err == ERR_OK)
			err = debrief_make(
			    c->arena, &stage.drill, s, contacts, s->seat, &out[*count], &why);
		if (err == ERR_OK)
			++*count;
		else
			fprintf(stderr, "floorwalker: session %s is left out: %s\n", s->id, why.text);
	}
	drill_stage_close(&stage);
	return *count > 0 ? ERR_OK
			  : err_set(e, ERR_NOT_FOUND, "no session was found in %s", folder);
}

/* Of a trainee and a drill; NULL: of all. */
static enum err
progress_of(struct call *c, const char *folder, const char *trainee, const char *drill,
    const struct value **out, struct errinfo *e)
{
	const struct value **debriefs =
	    arena_alloc(c->arena, SESSIONS_MOST * sizeof(struct value *));
	struct session_list list;
	size_t count, broken;
	enum err err = session_list(c->arena, folder, trainee, drill, &list, &broken, e);

	if (err != ERR_OK)
		return err;
	if (broken > 0)
		fprintf(stderr, "floorwalker: %zu folders in %s are no sessions, or broken\n", broken,
		    folder);
	if ((err = debrief_each(c, folder, &list, debriefs, &count, e)) != ERR_OK)
		return err;
	return debrief_progress(c->arena, debriefs, count, out, e);
}

static enum err
run_progress(struct call *c, struct errinfo *e)
{
	const struct value *result;
	enum drill_form form;
	struct zone *utc;
	const char *folder;
	enum err err;

	if ((err = drill_form_of_call(c, &form, e)) != ERR_OK ||
	    (err = drill_sessions_folder(c, &folder, e)) != ERR_OK ||
	    (err = progress_of(c, folder, call_text(c, "as", NULL),
		 c->word_count > 0 ? c->words[0] : NULL, &result, e)) != ERR_OK ||
	    (err = zone_open("UTC", &utc, e)) != ERR_OK)
		return err;
	print_with(&progress_reports, form, result, utc);
	zone_free(&utc);
	return ERR_OK;
}

enum err
drill_put_progress(struct call *c, const char *folder, const struct session *s,
    const struct value *debrief, struct errinfo *e)
{
	const struct value *progress;
	enum err err = progress_of(c, folder, s->trainee, s->drill, &progress, e);

	if (err == ERR_OK && value_count(value_get(progress, "sessions")) > 1)
		value_set((struct value *)(uintptr_t)debrief, "progress",
		    (struct value *)(uintptr_t)progress);
	return err;
}

static void
print_session(const struct session *s, const struct zone *zone)
{
	struct str day;

	str_init(&day);
	date_print_day(&day, zone, s->begun_ms);
	printf("%-24s %-16s %s  seed %llu%s%s%s\n", s->id, s->trainee, day.data,
	    (unsigned long long)s->seed, s->branch_of != NULL ? "  of " : "",
	    s->branch_of != NULL ? s->branch_of : "", s->ended_ms < 0 ? "  not finished" : "");
	str_clear(&day);
}

static enum err
run_list(struct call *c, struct errinfo *e)
{
	struct session_list list;
	struct zone *utc;
	const char *folder;
	size_t broken;
	enum err err;

	if ((err = drill_sessions_folder(c, &folder, e)) != ERR_OK ||
	    (err = zone_open("UTC", &utc, e)) != ERR_OK)
		return err;
	if ((err = session_list(c->arena, folder, call_text(c, "as", NULL),
		 c->word_count > 0 ? c->words[0] : NULL, &list, &broken, e)) == ERR_OK) {
		for (size_t i = 0; i < list.count; i++)
			print_session(&list.items[i], utc);
		if (list.count == 0)
			printf("No sessions in %s.\n", folder);
	}
	zone_free(&utc);
	return err;
}

/* ---- rows */

#define SESSIONS_OPTION \
	{ .name = "sessions", .value = "FOLDER", .help = "where sessions are kept ($XDG_STATE_HOME/floorwalker/drills)" }
#define WORLD_OPTION \
	{ .name = "world", .value = "WORLD", .help = "a folder, or one that came with floorwalker (the drill's)" }
#define FORMAT_OPTION { .name = "format", .value = "text|json|html", .help = "text" }

static const struct option debrief_options[] = {
	SESSIONS_OPTION,
	WORLD_OPTION,
	{ .name = "no-expert", .help = "don't show what an expert did beside it" },
	FORMAT_OPTION,
	{ .name = NULL },
};
const struct subcommand subcommand_drill_debrief = {
    .name = "drill debrief",
    .words = "SESSION",
    .least = 1,
    .most = 1,
    .summary = "what a session came to, by the drill's rubric",
    .help =
	"Scores by criterion, each point with the moment at which it was won or lost, what was to be learnt, and the transcripts beside what an expert did\n"
	"on the same shift: the drill's expert, else a colleague of the simulation's who decides as is right.\n"
	"Exit code 0: passed. 1: not passed.",
    .examples = "  floorwalker drill debrief morning-rush-3\n  floorwalker drill debrief morning-rush-3 --format html >debrief.html\n",
    .options = debrief_options,
    .run = run_debrief,
};

static const struct option compare_options[] = {
	SESSIONS_OPTION,
	WORLD_OPTION,
	FORMAT_OPTION,
	{ .name = NULL },
};
const struct subcommand subcommand_drill_compare = {
    .name = "drill compare",
    .words = "SESSION SESSION|ai|expert",
    .least = 2,
    .most = 2,
    .summary = "two on the same shift, by the same rubric",
    .help =
	"Two sessions of the same drill with the same seed; or a session and the AI, which plays the same shift without anybody in the seat; or an expert.",
    .examples = "  floorwalker drill compare morning-rush-3 morning-rush-4\n  floorwalker drill compare morning-rush-3 ai\n",
    .options = compare_options,
    .run = run_compare,
};

static const struct option progress_options[] = {
	{ .name = "as", .value = "NAME", .help = "this trainee's sessions alone" },
	SESSIONS_OPTION,
	WORLD_OPTION,
	FORMAT_OPTION,
	{ .name = NULL },
};
const struct subcommand subcommand_drill_progress = {
    .name = "drill progress",
    .words = "[DRILL]",
    .most = 1,
    .summary = "scores over sessions",
    .help = "By criterion, from the first session to the last. Branches of a session are sessions of their own.",
    .examples = "  floorwalker drill progress --as robin\n  floorwalker drill progress morning-rush --format html >progress.html\n",
    .options = progress_options,
    .run = run_progress,
};

static const struct option list_options[] = {
	{ .name = "as", .value = "NAME", .help = "this trainee's sessions alone" },
	SESSIONS_OPTION,
	{ .name = NULL },
};
const struct subcommand subcommand_drill_list = {
    .name = "drill list",
    .words = "[DRILL]",
    .most = 1,
    .summary = "the sessions that are kept",
    .help = "With who played it, when, the seed, and the session that it branches from.",
    .examples = "  floorwalker drill list --as robin\n",
    .options = list_options,
    .run = run_list,
};
