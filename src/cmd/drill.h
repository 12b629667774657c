/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the subcommands about drills share.
 *
 *   drill.c           floorwalker drill, drill rewind: somebody plays
 *   drill_stage.c     a drill with the world, the models and the shoppers that it runs with
 *   drill_sessions.c  what sessions came to: drill debrief, compare, progress, list
 */
#ifndef FLOORWALKER_CMD_DRILL_H
#define FLOORWALKER_CMD_DRILL_H

#include "cmd.h"
#include "floorwalker/drill/debrief.h"
#include "floorwalker/drill/play.h"

struct drill_stage {
	struct drill drill;
	const char *path;		/* of its file, whole; of what came with the program: its name */
	struct world *world;
	struct understander *understander;
	struct sim_script *script;
};
/* given: a file, or the name of a drill, a shift or a scenario that came with the program. --world of the call wins
 * over the file's. plays: with the models and the shoppers, which nobody needs who only scores what was played.
 * Close it either way. */
NODISCARD enum err drill_stage_open(
    struct call *c, const char *given, bool plays, struct drill_stage *out, struct errinfo *e);
void drill_stage_close(struct drill_stage *s);
struct play_options drill_play_options(
    const struct drill_stage *s, enum play_seat seat, const struct session *session);

/* --sessions, else where they are kept usually. */
NODISCARD enum err drill_sessions_folder(
    const struct call *c, const char **out, struct errinfo *e);

enum drill_form { DRILL_TEXT, DRILL_JSON, DRILL_HTML };
NODISCARD enum err drill_form_of_call(const struct call *c, enum drill_form *out, struct errinfo *e);
/* What a session came to, beside what an expert did (the drill's script, else a colleague of the simulation's) unless
 * --no-expert. In the call's arena. */
NODISCARD enum err drill_debrief(struct call *c, const struct drill_stage *s,
    const struct session *session, const struct value *contacts, const struct value **out,
    struct errinfo *e);
/* Another's debrief on the same shift with the same seed: PLAY_NOBODY is the AI's. */
NODISCARD enum err drill_debrief_of(struct call *c, const struct drill_stage *s,
    const struct session *session, enum play_seat seat, const struct value **out,
    struct errinfo *e);
/* Prints it; the call's exit code is 1 where it isn't passed. */
void drill_print_debrief(struct call *c, const struct drill_stage *s, const struct value *debrief,
    enum drill_form form);
/* Puts the trainee's progress over their sessions of this drill into the debrief. */
NODISCARD enum err drill_put_progress(struct call *c, const char *folder, const struct session *s,
    const struct value *debrief, struct errinfo *e);

#endif
