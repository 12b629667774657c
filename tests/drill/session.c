/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sessions on the disk: nobody else's to read, whole or not there, and what was forged, torn or leads elsewhere is
 * refused.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../check.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/drill/drill.h"

/* A folder for one test, empty; below it "drills" is where sessions are kept. */
struct place {
	struct arena *a;
	char home[40];
	const char *folder;
};

static struct place
begin(void)
{
	struct place p = { .a = arena_new(), .home = "/tmp/floorwalker-session-XXXXXX" };

	assert_non_null(mkdtemp(p.home));
	p.folder = file_join(p.a, p.home, "state/drills");
	return p;
}

static void
remove_below(struct arena *a, const char *path)
{
	const char **names;
	size_t count;

	if (file_list(a, path, "", &names, &count, NULL) != ERR_OK)
		return;
	for (size_t i = 0; i < count; i++) {
		const char *one = file_join(a, path, names[i]);
		struct stat st;

		if (lstat(one, &st) == 0 && S_ISDIR(st.st_mode))
			remove_below(a, one);
		else
			unlink(one);
	}
	rmdir(path);
}

static void
end(struct place *p)
{
	remove_below(p->a, p->home);
	arena_free(&p->a);
}

static struct session
made(const char *drill)
{
	return (struct session){.drill = drill, .drill_path = "drills/x.yaml", .trainee = "Ada",
	    .seat = "trainee", .seed = UINT64_MAX, .speed = 2.5, .hints = true, .hints_taken = 3,
	    .begun_ms = 1791964800000, .ended_ms = -1};
}

static unsigned
mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 0777;
}

static void
a_session_comes_back_as_it_was_written(void **state)
{
	struct place p = begin();
	struct session s = made("Morning rush!"), back;
	struct errinfo e;

	(void)state;
	check_ok(session_new(p.a, p.folder, &s, &e), &e);
	assert_string_equal(s.id, "morning-rush-1");
	s.ended_ms = 36000000;
	s.branch_of = "morning-rush-1";
	s.branched_ms = 35000000;
	check_ok(session_write(p.folder, &s, &e), &e);
	check_ok(session_read(p.a, p.folder, s.id, &back, &e), &e);
	assert_string_equal(back.id, s.id);
	assert_string_equal(back.drill, "Morning rush!");
	assert_string_equal(back.drill_path, s.drill_path);
	assert_string_equal(back.trainee, "Ada");
	assert_true(back.seed == UINT64_MAX);
	assert_true(back.speed == 2.5);
	assert_true(back.hints);
	assert_int_equal(back.hints_taken, 3);
	assert_int_equal(back.begun_ms, s.begun_ms);
	assert_int_equal(back.ended_ms, 36000000);
	assert_string_equal(back.branch_of, "morning-rush-1");
	assert_int_equal(back.branched_ms, 35000000);
	end(&p);
}

static void
folders_and_files_are_their_owners_alone(void **state)
{
	struct place p = begin();
	struct session s = made("d");
	struct value *list = value_list(p.a);
	struct errinfo e;
	mode_t before = umask(0);

	(void)state;
	check_ok(session_new(p.a, p.folder, &s, &e), &e);
	check_ok(session_write_contacts(p.folder, s.id, list, &e), &e);
	umask(before);
	assert_int_equal(mode_of(p.folder), 0700);
	assert_int_equal(mode_of(file_join(p.a, p.folder, "d-1")), 0700);
	assert_int_equal(mode_of(file_join(p.a, p.folder, "d-1/session.json")), 0600);
	assert_int_equal(mode_of(file_join(p.a, p.folder, "d-1/contacts.json")), 0600);
	end(&p);
}

static void
ids_count_up_and_none_is_given_twice(void **state)
{
	struct place p = begin();
	struct session s;
	struct errinfo e;

	(void)state;
	for (int i = 0; i < 3; i++) {
		s = made("rush");
		check_ok(session_new(p.a, p.folder, &s, &e), &e);
	}
	assert_string_equal(s.id, "rush-3");
	assert_int_equal(mkdir(file_join(p.a, p.folder, "rush-11"), 0700), 0);
	s = made("rush");
	check_ok(session_new(p.a, p.folder, &s, &e), &e);
	assert_string_equal(s.id, "rush-12");
	s = made("\xc3\x9c" "bung // ../..");
	check_ok(session_new(p.a, p.folder, &s, &e), &e);
	assert_string_equal(s.id, "bung-1");
	s = made("../..");
	check_ok(session_new(p.a, p.folder, &s, &e), &e);
	assert_string_equal(s.id, "drill-1");
	end(&p);
}

static void
an_id_that_leads_elsewhere_is_refused(void **state)
{
	static const char *const bad[] = { "", ".", "..", "../x", "a/b", "/etc", "a..b", "A-1", "-a",
		"a-", "a--b", "a b", "a\n", "a\\b", "\xc3\xa9-1",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" };
	struct place p = begin();
	struct errinfo e;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct session s = made("d");
		const struct value *v;

		s.id = bad[i];
		assert_int_equal(session_write(p.folder, &s, &e), ERR_USAGE);
		assert_int_equal(session_read(p.a, p.folder, bad[i], &s, &e), ERR_USAGE);
		assert_int_equal(session_read_contacts(p.a, p.folder, bad[i], &v, &e), ERR_USAGE);
		assert_int_equal(session_write_contacts(p.folder, bad[i], value_list(p.a), &e), ERR_USAGE);
	}
	end(&p);
}

static void
what_is_not_there_is_named_with_the_nearest(void **state)
{
	struct place p = begin();
	struct session s = made("rush"), back;
	struct errinfo e;

	(void)state;
	check_ok(session_new(p.a, p.folder, &s, &e), &e);
	assert_int_equal(session_read(p.a, p.folder, "rsh-1", &back, &e), ERR_NOT_FOUND);
	assert_non_null(strstr(e.text, "did you mean \"rush-1\"?"));
	end(&p);
}

#define GOOD "\"session\": 1, \"id\": \"d-1\", \"drill\": \"d\", \"drill_path\": \"p\", \"trainee\": \"Ada\", \"seat\": \"s\", \"seed\": \"1\""

static void
a_forged_or_torn_file_is_refused_with_its_place(void **state)
{
	static const struct {
		const char *text, *says;
		enum err err;
	} files[] = {
	    { "", "session.json", ERR_INPUT },
	    { "{" GOOD, "session.json:1:", ERR_INPUT },		/* torn */
	    { "[]", "this is no file of a session's", ERR_INPUT },
	    { "{\"session\": 2}", "a newer floorwalker", ERR_UNSUPPORTED },
	    { "{\"session\": 1, \"id\": \"e-1\"}", "'id' isn't the name of its folder", ERR_INPUT },
	    { "{\"session\": 1, \"id\": \"d-1\"}", "'drill' is missing", ERR_INPUT },
	    { "{\"session\": 1, \"id\": \"d-1\", \"drill\": \"a\\u001b[2J\", \"drill_path\": \"p\"}", "'drill' is too long, or no text", ERR_INPUT },
	    { "{\"session\": 1, \"id\": \"d-1\", \"drill\": 7}", "'drill' is missing: a text", ERR_INPUT },
	    { "{" GOOD ", \"speed\": -1}", "'speed' must be", ERR_INPUT },
	    { "{" GOOD ", \"speed\": 1e999}", "session.json:1:", ERR_LIMIT },
	    { "{" GOOD ", \"hints_taken\": -4}", "'hints_taken' must be", ERR_INPUT },
	    { "{" GOOD ", \"begun_ms\": \"x\"}", "'begun_ms' must be", ERR_INPUT },
	    { "{" GOOD ", \"ended_ms\": -2}", "'ended_ms' must be", ERR_INPUT },
	    { "{" GOOD ", \"branch_of\": \"../x\"}", "'branch_of' is no session's id", ERR_INPUT },
	    { "{\"session\": 1, \"id\": \"d-1\", \"drill\": \"d\", \"drill_path\": \"p\", \"trainee\": \"Ada\", \"seat\": \"s\", \"seed\": \"99999999999999999999\"}", "'seed' must be", ERR_INPUT },
	    { "{\"session\": 1, \"id\": \"d-1\", \"drill\": \"d\", \"drill_path\": \"p\", \"trainee\": \"Ada\", \"seat\": \"s\", \"seed\": 1}", "'seed' must be", ERR_INPUT },
	};
	struct place p = begin();
	struct session s = made("d"), back;
	struct session_list list;
	const char *path;
	size_t broken;
	struct errinfo e;

	(void)state;
	check_ok(session_new(p.a, p.folder, &s, &e), &e);
	path = file_join(p.a, p.folder, "d-1/session.json");
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		check_ok(file_write(path, files[i].text, strlen(files[i].text), 0600, &e), &e);
		assert_int_equal(session_read(p.a, p.folder, "d-1", &back, &e), files[i].err);
		if (strstr(e.text, files[i].says) == NULL)
			fail_msg("%s\nsays: %s", files[i].text, e.text);
		check_ok(session_list(p.a, p.folder, NULL, NULL, &list, &broken, &e), &e);
		assert_int_equal(list.count, 0);
		assert_int_equal(broken, 1);
	}
	check_ok(file_write(path, "{" GOOD "}", strlen("{" GOOD "}"), 0600, &e), &e);
	check_ok(session_read(p.a, p.folder, "d-1", &back, &e), &e);
	end(&p);
}

static void
lists_are_by_the_time_of_their_beginning_and_by_who_and_what(void **state)
{
	struct place p = begin();
	struct session_list list;
	struct session s;
	size_t broken;
	struct errinfo e;

	(void)state;
	check_ok(session_list(p.a, p.folder, NULL, NULL, &list, &broken, &e), &e);
	assert_int_equal(list.count, 0);
	for (int i = 0; i < 4; i++) {
		s = made(i == 3 ? "other" : "rush");
		s.trainee = i == 1 ? "Bo" : "Ada";
		s.begun_ms = 1000 - i;
		check_ok(session_new(p.a, p.folder, &s, &e), &e);
	}
	assert_int_equal(mkdir(file_join(p.a, p.folder, "empty"), 0700), 0);
	check_ok(session_list(p.a, p.folder, NULL, NULL, &list, &broken, &e), &e);
	assert_int_equal(list.count, 4);
	assert_int_equal(broken, 1);
	assert_string_equal(list.items[0].id, "other-1");
	assert_string_equal(list.items[3].id, "rush-1");
	check_ok(session_list(p.a, p.folder, "Ada", "rush", &list, &broken, &e), &e);
	assert_int_equal(list.count, 2);
	assert_string_equal(list.items[0].id, "rush-3");
	check_ok(session_list(p.a, p.folder, "Nobody", NULL, &list, &broken, &e), &e);
	assert_int_equal(list.count, 0);
	end(&p);
}

static void
contacts_that_are_none_are_refused(void **state)
{
	static const struct {
		const char *text;
		enum err err;
	} files[] = { { "{", ERR_INPUT }, { "[]", ERR_INPUT }, { "{\"version\": 9, \"contacts\": []}", ERR_UNSUPPORTED },
		{ "{\"version\": 1}", ERR_INPUT }, { "{\"version\": 1, \"contacts\": {}}", ERR_INPUT },
		{ "{\"version\": 1, \"contacts\": [7]}", ERR_INPUT } };
	struct place p = begin();
	struct session s = made("d");
	const struct value *v;
	const char *path;
	struct errinfo e;

	(void)state;
	check_ok(session_new(p.a, p.folder, &s, &e), &e);
	path = file_join(p.a, p.folder, "d-1/contacts.json");
	assert_int_equal(session_read_contacts(p.a, p.folder, "d-1", &v, &e), ERR_NOT_FOUND);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		check_ok(file_write(path, files[i].text, strlen(files[i].text), 0600, &e), &e);
		assert_int_equal(session_read_contacts(p.a, p.folder, "d-1", &v, &e), files[i].err);
	}
	end(&p);
}

static void
sessions_are_kept_where_a_users_state_is(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	setenv("XDG_STATE_HOME", "/state", 1);
	assert_string_equal(session_folder(a), "/state/floorwalker/drills");
	unsetenv("XDG_STATE_HOME");
	setenv("HOME", "/home/ada", 1);
	assert_string_equal(session_folder(a), "/home/ada/.local/state/floorwalker/drills");
	unsetenv("HOME");
	assert_null(session_folder(a));
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_session_comes_back_as_it_was_written),
	    cmocka_unit_test(folders_and_files_are_their_owners_alone),
	    cmocka_unit_test(ids_count_up_and_none_is_given_twice),
	    cmocka_unit_test(an_id_that_leads_elsewhere_is_refused),
	    cmocka_unit_test(what_is_not_there_is_named_with_the_nearest),
	    cmocka_unit_test(a_forged_or_torn_file_is_refused_with_its_place),
	    cmocka_unit_test(lists_are_by_the_time_of_their_beginning_and_by_who_and_what),
	    cmocka_unit_test(contacts_that_are_none_are_refused),
	    cmocka_unit_test(sessions_are_kept_where_a_users_state_is),
	};

	return RUN_TAP(tests);
}
