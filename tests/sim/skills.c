/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a dialogue must be able to do, skill by skill: two files of conversations, one of which
 * nothing was tuned on.
 */
#include "skills.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"

enum { SKILL_LIMIT = 24, SKILLS_LEAST = 90, SKILLS_HELD_LEAST = 75 };		/* per cent */

struct tally {
	const char *skill;
	size_t right, all;
};

static struct skills skills;

/* What the turn heard, tried and decided. */
static void
show_trace(struct skill_talk *t, int64_t turn)
{
	const struct value *trace;
	struct str json;

	if (!turn)
		return;
	check_ok(desk_trace(t->desk, t->arena, turn, &trace, &t->e), &t->e);
	str_init(&json);
	value_print(&json, trace);
	fprintf(stderr, "%s\n", json.data);
	str_clear(&json);
}

static void
show(struct skill_talk *t, const struct value *c, const char *fault)
{
	fprintf(stderr, "# %s, line %d: %s\n", value_get_text(c, "skill"), value_line(c),
	    fault ? fault : "right");
	for (size_t i = 0; i < t->count; i++) {
		fprintf(stderr, "#   > %s\n#   < %s [%.2f]\n", t->said[i], t->replies[i],
		    t->confidence[i]);
		if (getenv("SKILLS_TRACE"))
			show_trace(t, t->turns[i]);
	}
}

static struct tally *
tally_of(struct tally list[SKILL_LIMIT], const char *skill)
{
	size_t i = 0;

	while (list[i].skill && strcmp(list[i].skill, skill))
		i++;
	assert_true(i + 1 < SKILL_LIMIT);
	list[i].skill = skill;
	return &list[i];
}

/* How many of a hundred end as written. shows: the environment variable that has failures shown,
 * of the skill that it names, or of all. */
static size_t
play_all(const char *name, const char *shows)
{
	struct arena *a = arena_new();
	struct tally list[SKILL_LIMIT] = {{0}}, all = {0};
	struct errinfo e = {0};
	struct value *file;
	const char *shown = getenv(shows);

	check_ok(value_load(a, name[0] == '/' ? name : file_join(a, getenv("srcdir"), name), &file,
		     &e),
	    &e);
	for (size_t i = 0; i < value_count(file); i++) {
		const struct value *c = value_at(file, i);
		struct tally *of = tally_of(list, value_get_text(c, "skill"));
		struct skill_talk t;
		const char *fault;

		skill_talk_open(&t, &skills);
		fault = skill_play(&t, &skills, c);
		if (shown && (fault || getenv("SKILLS_ALL")) &&
		    (!strcmp(shown, "all") || !strcmp(shown, of->skill)))
			show(&t, c, fault);
		of->right += !fault, all.right += !fault;
		of->all++, all.all++;
		skill_talk_close(&t);
	}
	for (size_t i = 0; list[i].skill; i++)
		fprintf(stderr, "# %-16s %zu of %zu\n", list[i].skill, list[i].right, list[i].all);
	fprintf(stderr, "# %s: %zu of %zu\n", name, all.right, all.all);
	size_t share = all.right * 100 / all.all;
	arena_free(&a);
	return share;
}

static void
what_a_dialogue_must_be_able_to_do_it_does(void **state)
{
	(void)state;
	if (getenv("SKILLS_FILE"))		/* conversations of your own, to look at */
		play_all(getenv("SKILLS_FILE"), "SKILLS_SHOW");
	assert_true(play_all("tests/sim/skills.yaml", "SKILLS_SHOW") >= SKILLS_LEAST);
}

static void
so_it_does_where_nothing_was_tuned_on_it(void **state)
{
	(void)state;
	assert_true(play_all("tests/sim/skills-held.yaml", "SKILLS_HELD") >= SKILLS_HELD_LEAST);
}

static int
set_up(void **state)
{
	(void)state;
	skills_open(&skills);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	skills_close(&skills);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_dialogue_must_be_able_to_do_it_does),
		cmocka_unit_test(so_it_does_where_nothing_was_tuned_on_it),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("sim: skills of a dialogue", tests, set_up, tear_down);
}
