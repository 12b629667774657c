/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Playing drills by a script: the same commands at the same instants give the same session, byte for byte; a branch is the
 * session up to its moment; what is refused changes nothing; whoever else has the seat is played by the same rubric.
 */
#include "../check.h"

#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/drill/debrief.h"
#include "floorwalker/drill/play.h"
#include "floorwalker/sim/sim.h"

#define MINUTE_MS ((int64_t)60000)

static struct {
	struct arena *arena;
	const char *folder;
	struct world *world;
	struct understander *understander;
	struct sim_script *shoppers;
	struct drill drill;
	struct errinfo e;
	int64_t told, told_refused;
	struct str said;
} it;

/* Three shoppers within ten minutes: one wants a person, one's refund waits for a decision, one asks what the AI knows. */
static const char drill_text[] =
    "drill: three\n"
    "scenarios:\n"
    "  - {at: 10:00:30, scenario: human-at-once, persona: terse}\n"
    "  - {at: 10:01, scenario: refund-damaged-big}\n"
    "  - {at: 10:02, scenario: delivery-cost}\n"
    "seat: {agent: una}\n"
    "seed: 5\n"
    "from: 10:00\n"
    "for: 30m\n";

static int
begin(void **state)
{
	const char *world, *path;
	struct sim_sources sources = { 0 };

	(void)state;
	it.arena = arena_new();
	str_init(&it.said);
	world = file_data(it.arena, "worlds/tarn-and-fell");
	assert_non_null(world);
	assert_int_equal(file_temporary_folder(it.arena, "drill-test", &it.folder, &it.e), ERR_OK);
	path = file_join(it.arena, it.folder, "three.yaml");
	assert_int_equal(
	    file_write(path, drill_text, sizeof(drill_text) - 1, 0600, &it.e), ERR_OK);
	assert_int_equal(world_load(world, &it.world, &it.e), ERR_OK);
	assert_int_equal(desk_understander_open(it.world, &it.understander, &it.e), ERR_OK);
	if (drill_load(it.arena, path, world_settings(it.world), &it.drill, &it.e) != ERR_OK)
		fail_msg("%s", it.e.text);
	sources.paths = it.drill.simulation.script_paths;
	sources.count = it.drill.simulation.script_path_count;
	sources.folder = file_data(it.arena, "scenarios");
	if (sources.count == 0) {
		sources.paths = &sources.folder;
		sources.count = 1;
	}
	if (sim_script_load(&sources, world_settings(it.world), &it.shoppers, &it.e) != ERR_OK)
		fail_msg("%s", it.e.text);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	sim_script_free(&it.shoppers);
	understander_free(&it.understander);
	world_free(&it.world);
	file_remove_folder(it.folder);
	str_clear(&it.said);
	arena_free(&it.arena);
	return 0;
}

static void
ran(void *context, const struct script_line *line, enum err code, const char *said)
{
	(void)context;
	it.told++;
	it.told_refused += code != ERR_OK;
	str_addf(&it.said, "%lld %s: %s\n", (long long)line->at_ms, line->command, said);
}

static struct played
play(enum play_seat seat, const char *commands)
{
	struct play_options o = {.drill = &it.drill,
	    .world = it.world,
	    .understander = it.understander,
	    .script = it.shoppers,
	    .seat = seat,
	    .seed = it.drill.seed,
	    .ran = ran};
	struct script script;
	struct played out;

	it.told = it.told_refused = 0;
	str_reset(&it.said);
	assert_int_equal(script_parse(it.arena, "test", commands, strlen(commands), &script, &it.e), ERR_OK);
	o.commands = &script;
	if (play_script(it.arena, &o, &out, &it.e) != ERR_OK)
		fail_msg("%s", it.e.text);
	return out;
}

static const char *
printed(const struct value *v)
{
	struct str text;
	const char *copy;

	str_init(&text);
	value_print(&text, v);
	copy = arena_text(it.arena, text.data);
	str_clear(&text);
	return copy;
}

/* The contact of a scenario. */
static const struct value *
contact_of(const struct played *p, const char *scenario)
{
	for (size_t i = 0; i < value_count(p->contacts); i++)
		if (text_is(value_get_text(value_at(p->contacts, i), "scenario"), scenario))
			return value_at(p->contacts, i);
	fail_msg("nobody came with %s", scenario);
	return NULL;
}

static const struct value *
deed_of(const struct value *contact, const char *kind)
{
	const struct value *deeds = value_get(contact, "deeds");

	for (size_t i = 0; i < value_count(deeds); i++)
		if (text_is(value_get_text(value_at(deeds, i), "kind"), kind))
			return value_at(deeds, i);
	return NULL;
}

/* What a trainee might do. The conversations' numbers are those in which they come. */
static const char good[] =
    "10:01:00 C-1 take\n"
    "10:01:10 C-1 reply Hello, I'm Úna from Tarn & Fell, and I'm a person. What is it about?\n"
    "10:02:30 C-1 reply Thank you for telling me. I've seen to it, and it's settled now.\n"
    "10:04:00 C-1 close\n"
    "10:08:00 A-1 approve the photographs show it\n"
    "10:08:01 state break\n";

static void
the_same_commands_give_the_same_session(void **state)
{
	struct played one = play(PLAY_TRAINEE, good), other = play(PLAY_TRAINEE, good);

	(void)state;
	assert_int_equal(value_count(one.contacts), 3);
	assert_string_equal(printed(one.contacts), printed(other.contacts));
	assert_string_equal(one.commands, other.commands);
	assert_int_equal(it.told, one.done + one.refused);
	assert_int_equal(it.told_refused, one.refused);
}

static void
what_was_done_is_a_script_that_does_it_again(void **state)
{
	struct played one = play(PLAY_TRAINEE, good), other = play(PLAY_TRAINEE, one.commands);

	(void)state;
	assert_string_equal(printed(one.contacts), printed(other.contacts));
	assert_string_equal(one.commands, other.commands);
}

static void
deeds_are_the_seats_and_are_told(void **state)
{
	struct played p = play(PLAY_TRAINEE, good);
	const struct value *human = contact_of(&p, "human-at-once"), *refund = contact_of(&p, "refund-damaged-big");

	(void)state;
	assert_non_null(deed_of(human, "wrote"));
	assert_string_equal(value_get_text(deed_of(human, "wrote"), "agent"), "una");
	assert_non_null(deed_of(human, "closed"));
	assert_non_null(deed_of(refund, "approved"));
	assert_false(value_get_bool(deed_of(refund, "approved"), "wrong", true));
}

/* Up to the moment everything is as it was; after it something else is done. */
static void
a_branch_is_the_session_up_to_its_moment(void **state)
{
	struct played one = play(PLAY_TRAINEE, good), other;
	struct script all;
	struct str branch;

	(void)state;
	str_init(&branch);
	assert_int_equal(script_parse(it.arena, "c", one.commands, strlen(one.commands), &all, &it.e), ERR_OK);
	for (size_t i = 0; i < all.count; i++)
		if (all.items[i].at_ms < (10 * 60 + 5) * MINUTE_MS)
			script_add(&branch, &all.items[i]);
	str_add(&branch, "10:08:00 A-1 deny No photograph of it came.\n");
	other = play(PLAY_TRAINEE, branch.data);
	assert_string_equal(
	    printed(contact_of(&one, "human-at-once")), printed(contact_of(&other, "human-at-once")));
	assert_null(deed_of(contact_of(&other, "refund-damaged-big"), "approved"));
	assert_true(value_get_bool(deed_of(contact_of(&other, "refund-damaged-big"), "denied"), "wrong", false));
	str_clear(&branch);
}

static void
what_is_refused_is_told_and_changes_nothing(void **state)
{
	static const char refused[] =
	    "10:00:00 take C-99\n10:00:01 frobnicate\n10:00:02 approve A-77\n10:00:03 reply C-1 before anybody is there\n";
	struct played nothing = play(PLAY_TRAINEE, ""), p = play(PLAY_TRAINEE, refused);

	(void)state;
	assert_int_equal(p.refused, 4);
	assert_int_equal(p.done, 0);
	assert_non_null(strstr(it.said.data, "there is no command \"frobnicate\""));
	assert_non_null(strstr(it.said.data, "C-99"));
	assert_string_equal(printed(nothing.contacts), printed(p.contacts));
}

static void
commands_after_the_end_are_left_out(void **state)
{
	struct played p = play(PLAY_TRAINEE, "10:29:59 state break\n10:30:00 state available\n12:00 state break\n");

	(void)state;
	assert_int_equal(p.done, 1);
	assert_true(p.ended_ms <= (10 * 60 + 30) * MINUTE_MS);
}

static void
hints_say_where_to_look_and_are_counted(void **state)
{
	struct play_options o;
	struct played p;

	(void)state;
	p = play(PLAY_TRAINEE, "10:01:00 hint\n");
	assert_int_equal(p.refused, 1);		/* without hints */
	assert_int_equal(p.hints, 0);
	o = (struct play_options){.drill = &it.drill,
	    .world = it.world,
	    .understander = it.understander,
	    .script = it.shoppers,
	    .seat = PLAY_TRAINEE,
	    .seed = it.drill.seed,
	    .hints = true,
	    .ran = ran};
	struct script script;
	static const char commands[] = "10:01:00 hint\n10:05:00 hint C-2\n10:05:01 hint C-99\n";

	assert_int_equal(script_parse(it.arena, "h", commands, sizeof(commands) - 1, &script, &it.e), ERR_OK);
	o.commands = &script;
	str_reset(&it.said);
	assert_int_equal(play_script(it.arena, &o, &p, &it.e), ERR_OK);
	assert_int_equal(p.hints, 3);
	assert_int_equal(p.refused, 1);
	assert_non_null(strstr(it.said.data, "C-1 waits for your answer"));
	assert_non_null(strstr(it.said.data, "A-1 of C-2 waits for a decision"));
}

static void
a_colleague_and_the_ai_are_played_too(void **state)
{
	struct played expert = play(PLAY_COLLEAGUE, ""), ai = play(PLAY_NOBODY, "");
	const char *who = play_player(it.arena, &it.drill, PLAY_COLLEAGUE);

	(void)state;
	assert_int_equal(it.told, 0);
	assert_string_equal(who, "una-1");
	assert_string_equal(value_get_text(deed_of(contact_of(&expert, "human-at-once"), "wrote"), "agent"), who);
	assert_non_null(deed_of(contact_of(&expert, "refund-damaged-big"), "approved"));
	assert_int_equal(value_count(ai.contacts), value_count(expert.contacts));
	assert_null(deed_of(contact_of(&ai, "human-at-once"), "wrote"));
	/* whom nobody has to see to isn't touched by who sits there */
	assert_string_equal(
	    printed(value_get(contact_of(&ai, "delivery-cost"), "transcript")),
	    printed(value_get(contact_of(&expert, "delivery-cost"), "transcript")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_commands_give_the_same_session),
		cmocka_unit_test(what_was_done_is_a_script_that_does_it_again),
		cmocka_unit_test(deeds_are_the_seats_and_are_told),
		cmocka_unit_test(a_branch_is_the_session_up_to_its_moment),
		cmocka_unit_test(what_is_refused_is_told_and_changes_nothing),
		cmocka_unit_test(commands_after_the_end_are_left_out),
		cmocka_unit_test(hints_say_where_to_look_and_are_counted),
		cmocka_unit_test(a_colleague_and_the_ai_are_played_too),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, begin, end);
}
