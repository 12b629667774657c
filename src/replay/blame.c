/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whose failure it is, by what the turn's own trace shows. The AI's unless something else is to be seen: an
 * answer that came late is the backend's, a command or message that the desk doesn't take the
 * conversation's own.
 */
#include <string.h>

#include "floorwalker/base/str.h"
#include "suite.h"

/* Which part of the AI a gate speaks for. That the backend gave no answer where the conversation has it so is
 * none of its own. */
static enum layer
layer_of_gate(const char *gate, const struct value *turn)
{
	if (text_is(gate, "policy"))
		return LAYER_POLICY;
	if (text_is(gate, "ungrounded"))
		return LAYER_KNOWLEDGE;
	return text_is(gate, "backend_failed") && !value_get_bool(turn, "fails", false) ? LAYER_BACKEND : LAYER_GATES;
}

static const char *
held_gate(const struct value *turn)
{
	const struct value *gates = value_get(turn, "gates");

	for (size_t i = 0; i < value_count(gates); i++)
		if (!value_as_bool(value_at(gates, i), true))
			return value_key_at(gates, i);
	return NULL;
}

/* The AI's turn that an expectation of the end rests on: the last. */
static const struct value *
last_turn(const struct value *record)
{
	const struct value *turns = value_get(record, "turns");

	for (size_t i = value_count(turns); i > 0; i--)
		if (value_get(value_at(turns, i - 1), "trace") != NULL)
			return value_at(turns, i - 1);
	return NULL;
}

/* Why the AI did what it did, in the words of its trace. */
static const char *
why(struct arena *a, const struct value *turn)
{
	const struct value *trace = value_get(turn, "trace"), *steps = value_path(trace, "inside.steps");
	const char *gate = held_gate(turn), *out = "";

	for (size_t i = 0; i < value_count(steps) && i < 6; i++)
		out = arena_printf(a, "%s%s%s (%s)", out, i > 0 ? "; " : "",
		    value_get_text(value_at(steps, i), "step"), value_get_text(value_at(steps, i), "why"));
	if (gate != NULL)
		out = arena_printf(a, "%s%sheld by the gate %s", out, out[0] != '\0' ? "; " : "", gate);
	for (size_t i = 0; i < value_count(value_path(trace, "ground.claims")); i++) {
		const struct value *c = value_at(value_path(trace, "ground.claims"), i);

		if (!value_get_bool(c, "grounded", true))
			out = arena_printf(a, "%s; \"%s\" was found nowhere", out, value_get_text(c, "words"));
	}
	return out;
}

static void
set(struct value *failure, const char *who, enum layer layer, const char *evidence)
{
	struct value *blame = value_set_map(failure, "blame");

	value_set_text(blame, "who", who);
	value_set_text(blame, "layer", replay_layer_name(layer));
	value_set_text(blame, "evidence", evidence);
}

/* Put aside as out of scope, though the models thought that it was in it: then the threshold is what did it. */
static bool
was_put_aside(const struct check *c, const struct value *turn)
{
	return c->kind == CHECK_INTENT && text_is(value_get_text(turn, "intent"), "out_of_scope") &&
	    value_as_real(value_path(turn, "trace.understanding.out_of_scope"), 1) < 0.5;
}

void
replay_blame_broken(struct value *failure, const struct talk *t)
{
	value_set_int(failure, "turn", 1);
	value_set_text(failure, "key", "who");
	value_set_text(failure, "expected", "a conversation that fits the world");
	value_set_text(failure, "got", t->broken);
	value_set_text(failure, "why", "");
	value_set_bool(failure, "follows", false);
	value_set_int(failure, "line", value_line(t->at));
	value_set_int(failure, "column", value_column(t->at));
	set(failure, "scenario", LAYER_SHOP, t->broken);
}

void
replay_blame_command(struct value *failure, struct arena *a, const struct value *turn)
{
	bool done = value_get_bool(turn, "done", false);

	value_set_text(failure, "why", "");
	set(failure, done ? "agent" : "scenario", LAYER_DESK,
	    arena_printf(a, "the command was %s: %s", done ? "done" : "refused", value_get_text(turn, "answer")));
}

void
replay_blame_set(struct value *failure, struct arena *a, const struct check *c,
    const struct value *turn, const struct value *record)
{
	const struct value *at = turn != NULL && value_get(turn, "trace") != NULL ? turn : last_turn(record);
	const char *gate = held_gate(at), *rules = "";
	enum layer layer = replay_check_layer(c->kind);

	value_set_text(failure, "why", why(a, at));
	if (c->kind == CHECK_WITHIN || c->kind == CHECK_COST) {
		set(failure, "infrastructure", LAYER_BACKEND,
		    arena_printf(a, "the backend %s", value_get_text(at, "backend")));
		return;
	}
	if (c->kind == CHECK_REFUSED || (turn != NULL && !value_get_bool(turn, "done", true))) {
		replay_blame_command(failure, a, turn);
		return;
	}
	if (turn != NULL && value_get(turn, "done") != NULL && value_get(turn, "trace") == NULL &&
	    (layer == LAYER_DESK || layer == LAYER_GATES)) {
		replay_blame_command(failure, a, turn);	/* the AI had no part in it */
		return;
	}
	if (turn != NULL && value_get(turn, "rules") != NULL) {
		at = turn;
		gate = held_gate(at);
	}
	for (size_t i = 0; i < value_count(value_get(at, "rules")); i++)
		rules = arena_printf(a, "%s%s%s", rules, i > 0 ? ", " : "",
		    value_as_text(value_at(value_get(at, "rules"), i), ""));
	if ((layer == LAYER_GATES || c->kind == CHECK_ACTIONS) && gate != NULL) {
		set(failure, "agent", layer_of_gate(gate, at), arena_printf(a, "the gate %s held", gate));
		return;
	}
	if (was_put_aside(c, at)) {
		set(failure, "agent", LAYER_GATES, arena_printf(a, "put aside as out of scope, at a probability of %.2f",
		    value_as_real(value_path(at, "trace.understanding.out_of_scope"), 0)));
		return;
	}
	if (layer == LAYER_POLICY || layer == LAYER_SHOP) {
		set(failure, "agent", LAYER_POLICY,
		    rules[0] != '\0' ? arena_printf(a, "decided by %s", rules) : "policy wasn't asked");
		return;
	}
	set(failure, "agent", layer,
	    arena_printf(a, "understood as %s, %.3f sure", value_get_text(at, "intent"),
		value_get_real(at, "confidence", 0)));
}
