/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * clock, random, file and log: what meets the operating system.
 */
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../check.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/log.h"
#include "floorwalker/base/random.h"

static char folder[] = "/tmp/system-test-XXXXXX";
static struct errinfo info;
static struct arena *arena;

static void
a_virtual_clock_moves_only_forward_and_only_when_told(void **state)
{
	struct clock *c = clock_virtual_new(1000), *s = clock_system();

	(void)state;
	assert_true(clock_now_ms(c) == 1000);
	clock_move_to(c, 5000);
	clock_move_to(c, 4000);
	assert_true(clock_now_ms(c) == 5000);
	clock_free(&c);
	assert_null(c);
	assert_true(clock_now_ms(s) > 1600000000000);
	clock_free(&s);
	assert_true(clock_now_ms(clock_system()) > 1600000000000);
	assert_true(clock_stopwatch_us() > 0);
}

/* No test says how fast time goes: only that it stands, and goes on from where it stood. */
static void
a_scaled_clock_stands_while_it_is_held(void **state)
{
	struct clock *c = clock_scaled_new(1000, 1000);
	int64_t held;

	(void)state;
	clock_hold(c);
	held = clock_now_ms(c);
	assert_true(held >= 1000);
	usleep(3000);
	assert_true(clock_now_ms(c) == held);
	clock_hold(c);
	clock_go(c);
	usleep(3000);
	assert_true(clock_now_ms(c) == held);	/* twice held, once let go */
	clock_go(c);
	usleep(3000);
	assert_true(clock_now_ms(c) >= held + 3000);
	clock_go(c);	/* more often than it was held: nothing */
	held = clock_now_ms(c);
	usleep(3000);
	assert_true(clock_now_ms(c) > held);
	clock_free(&c);
	assert_null(c);
}

static void
a_scaled_clock_goes_no_further_than_told(void **state)
{
	struct clock *c = clock_scaled_new(1000, 1000);

	(void)state;
	clock_stop_at(c, 1500);
	usleep(3000);
	assert_true(clock_now_ms(c) == 1500);
	clock_free(&c);
}

static void
a_temporary_folder_is_ours_alone_and_goes_with_its_files(void **state)
{
	const char *path, *other;
	struct stat st;

	(void)state;
	assert_int_equal(file_temporary_folder(arena, "test", &path, &info), ERR_OK);
	assert_int_equal(file_temporary_folder(arena, "test", &other, &info), ERR_OK);
	assert_string_not_equal(path, other);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_int_equal(file_write(file_join(arena, path, "a"), "x", 1, 0600, &info), ERR_OK);
	file_remove_folder(path);
	file_remove_folder(other);
	file_remove_folder(NULL);
	assert_int_equal(stat(path, &st), -1);
	setenv("TMPDIR", "/nowhere/at/all", 1);
	assert_int_equal(file_temporary_folder(arena, "test", &path, &info), ERR_IO);
	assert_non_null(strstr(info.text, "TMPDIR"));
	unsetenv("TMPDIR");
}

/* The expected draws were computed apart from this code, from the published algorithms. */
static void
streams_repeat_and_labels_separate_them(void **state)
{
	struct random_stream r;

	(void)state;
	random_init(&r, 42, "shoppers");
	assert_true(random_u64(&r) == 0x9be5d453295d8879);
	assert_true(random_u64(&r) == 0xc671a6a1a3039235);
	assert_true(random_u64(&r) == 0x9078d1bc43a5f1d8);
	assert_true(random_u64(&r) == 0xa1f32171a08f1f54);
	random_init(&r, 42, "arrivals");
	assert_true(random_u64(&r) == 0x156deb47785fdf96);
	random_init(&r, 7, "");
	assert_true(random_unit(&r) == 0.5799752666778907);
	assert_true(random_unit(&r) == 0.26021497911702196);
}

static void
draws_keep_to_their_bounds_and_means(void **state)
{
	static const double weights[] = {0, 3, -1, 1};
	size_t counts[4] = {0};
	double sum = 0, normal = 0, square = 0;
	struct random_stream r;

	(void)state;
	random_init(&r, 1, "means");
	for (int i = 0; i < 20000; i++) {
		double x = random_normal(&r);

		assert_true(random_below(&r, 3) < 3);
		assert_true(random_below(&r, 1) == 0);
		sum += random_exponential(&r, 5);
		normal += x;
		square += x * x;
		counts[random_weighted(&r, weights, 4)]++;
	}
	assert_true(fabs(sum / 20000 - 5) < 0.15);
	assert_true(fabs(normal / 20000) < 0.03);
	assert_true(fabs(square / 20000 - 1) < 0.04);
	assert_int_equal(counts[0] + counts[2], 0);
	assert_true(counts[1] > 14700 && counts[1] < 15300);
	assert_true(random_below(&r, UINT64_MAX) < UINT64_MAX);
}

static size_t
race_of(uint64_t key, const char *const *names, const double *weights, size_t count)
{
	struct random_race race;

	random_race_start(&race, key);
	for (size_t i = 0; i < count; i++)
		random_race_join(&race, random_name(names[i]), weights[i], i);
	return race.winner;
}

/* A hundred thousand keys, of a stream and one after the other; bounds are five deviations of a share. */
static void
races_are_won_by_weight(void **state)
{
	static const char *const names[] = { "grumpy", "brief", "nobody", "polite", "worried" };
	static const double weights[] = { 1, 2, 0, 4, 0.5 };
	size_t of_stream[5] = { 0 }, in_turn[5] = { 0 }, pairs[5] = { 0 };
	struct random_stream r;

	(void)state;
	random_init(&r, 1, "races");
	for (uint64_t i = 0; i < 100000; i++) {
		size_t one = race_of(random_u64(&r), names, weights, 5),
		       two = race_of(i, names, weights, 5);

		of_stream[one]++;
		in_turn[two]++;
		pairs[two] += two == race_of(i + 1, names, weights, 5);
	}
	for (size_t i = 0; i < 5; i++) {
		double p = weights[i] / 7.5, off = 5 * sqrt(p * (1 - p) * 100000),
		       both = 5 * sqrt(p * p * 100000);

		assert_true(fabs((double)of_stream[i] - p * 100000) <= off);
		assert_true(fabs((double)in_turn[i] - p * 100000) <= off);
		assert_true(fabs((double)pairs[i] - p * p * 100000) <= both + 1);
	}
	assert_true(race_of(1, names, weights + 2, 1) == SIZE_MAX);
}

/* Whoever joins, leaves or weighs more moves only what they win or won, and order moves nothing. */
static void
a_race_moves_only_what_the_changed_one_wins(void **state)
{
	static const char *const names[] = { "a", "b", "c", "d" };
	static const char *const backwards[] = { "d", "c", "b", "a" };
	static const double even[] = { 1, 1, 1, 1 }, more[] = { 1, 3, 1, 1 };
	size_t moved = 0, joined = 0;

	(void)state;
	for (uint64_t key = 0; key < 20000; key++) {
		size_t all = race_of(key, names, even, 4), three = race_of(key, names, even, 3),
		       heavy = race_of(key, names, more, 4);

		assert_true(all == 3 - race_of(key, backwards, even, 4));
		assert_true(all == three || all == 3);
		joined += all != three;
		assert_true(heavy == all || heavy == 1);
		moved += heavy != all;
	}
	/* a quarter of all, and half less a quarter; five deviations */
	assert_true(labs((long)joined - 5000) < 310);
	assert_true(labs((long)moved - 5000) < 310);
}

static void
secrets_differ(void **state)
{
	uint8_t a[32], b[32];

	(void)state;
	check_ok(random_secret(a, sizeof a, &info), &info);
	check_ok(random_secret(b, sizeof b, &info), &info);
	assert_memory_not_equal(a, b, sizeof a);
}

static void
a_file_is_written_whole_and_read_within_its_limit(void **state)
{
	char *path = file_join(arena, folder, "a");
	struct stat st;
	struct str s;

	(void)state;
	str_init(&s);
	check_ok(file_write(path, "first", 5, 0644, &info), &info);
	check_ok(file_write(path, "a\0b", 3, 0600, &info), &info);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	str_add(&s, "kept:");
	check_ok(file_read(path, 3, &s, &info), &info);
	assert_int_equal(s.length, 8);
	assert_memory_equal(s.data, "kept:a\0b", 8);
	assert_int_equal(file_read(path, 2, &s, &info), ERR_LIMIT);
	assert_int_equal(s.length, 8);
	assert_int_equal(file_read(file_join(arena, folder, "none"), 9, &s, &info), ERR_NOT_FOUND);
	assert_int_equal(file_read(folder, 9, &s, &info), ERR_IO);
	assert_int_equal(
	    file_write(file_join(arena, folder, "no/such/folder"), "x", 1, 0600, &info),
	    ERR_NOT_FOUND);
	assert_non_null(strstr(info.text, "no/such/folder"));
	str_clear(&s);
	unlink(path);
}

static void
folders_are_made_with_their_parents_and_listed_in_order(void **state)
{
	char *deep = file_join(arena, folder, "x/y/z");
	const char **names;
	size_t count;

	(void)state;
	check_ok(file_make_folder(deep, &info), &info);
	check_ok(file_make_folder(deep, &info), &info);
	assert_true(file_is_folder(deep));
	check_ok(file_write(file_join(arena, deep, "b.yaml"), "", 0, 0644, &info), &info);
	check_ok(file_write(file_join(arena, deep, "B.yaml"), "", 0, 0644, &info), &info);
	check_ok(file_write(file_join(arena, deep, "a.md"), "", 0, 0644, &info), &info);
	check_ok(file_write(file_join(arena, deep, ".c.yaml"), "", 0, 0644, &info), &info);
	assert_int_equal(file_make_folder(file_join(arena, deep, "a.md/q"), &info), ERR_IO);
	check_ok(file_list(arena, deep, ".yaml", &names, &count, &info), &info);
	assert_int_equal(count, 2);
	assert_string_equal(names[0], "B.yaml");
	assert_string_equal(names[1], "b.yaml");
	check_ok(file_list(arena, deep, "", &names, &count, &info), &info);
	assert_int_equal(count, 3);
	assert_int_equal(
	    file_list(arena, "/nonexistent", "", &names, &count, &info), ERR_NOT_FOUND);
}

static void
data_is_found_below_the_root_or_its_scenarios(void **state)
{
	char *kept = arena_text(arena, getenv("FLOORWALKER_DATA"));
	char *root = file_join(arena, folder, "root");

	(void)state;
	check_ok(file_make_folder(file_join(arena, root, "scenarios/worlds/w"), &info), &info);
	check_ok(file_make_folder(file_join(arena, root, "themes"), &info), &info);
	setenv("FLOORWALKER_DATA", root, 1);
	assert_string_equal(file_data(arena, "themes"), file_join(arena, root, "themes"));
	assert_string_equal(
	    file_data(arena, "worlds/w"), file_join(arena, root, "scenarios/worlds/w"));
	assert_null(file_data(arena, "worlds/none"));
	/* From the build tree, without help from the environment. */
	unsetenv("FLOORWALKER_DATA");
	assert_non_null(file_data(arena, "include/floorwalker/base/file.h"));
	if (kept != NULL)
		setenv("FLOORWALKER_DATA", kept, 1);
}

static void
log_lines_stay_one_line_and_steer_nothing(void **state)
{
	char *path = file_join(arena, folder, "log");
	int fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
	struct str s;

	(void)state;
	str_init(&s);
	log_line(LOG_ERROR, "nobody listens");
	log_to(fd, LOG_INFO);
	log_line(LOG_DEBUG, "too fine");
	log_line(LOG_WARN, "said %s", "a\nb\x1b[31m\xe2\x80\xae\xff\xc3\xa9");
	log_to(-1, LOG_INFO);
	close(fd);
	check_ok(file_read(path, 1000, &s, &info), &info);
	assert_non_null(strstr(s.data, "Z warn said a\\x0ab\\x1b[31m\\u{202e}\\xff\xc3\xa9\n"));
	assert_null(strstr(s.data, "nobody"));
	assert_null(strstr(s.data, "fine"));
	str_clear(&s);
}

static int
make_folder(void **state)
{
	(void)state;
	arena = arena_new();
	return mkdtemp(folder) == NULL;
}

static int
remove_folder(void **state)
{
	char *command = arena_printf(arena, "rm -rf '%s'", folder);
	int failed = system(command);

	(void)state;
	arena_free(&arena);
	return failed;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_scaled_clock_stands_while_it_is_held),
		cmocka_unit_test(a_scaled_clock_goes_no_further_than_told),
		cmocka_unit_test(a_temporary_folder_is_ours_alone_and_goes_with_its_files),
		cmocka_unit_test(a_virtual_clock_moves_only_forward_and_only_when_told),
		cmocka_unit_test(streams_repeat_and_labels_separate_them),
		cmocka_unit_test(draws_keep_to_their_bounds_and_means),
		cmocka_unit_test(races_are_won_by_weight),
		cmocka_unit_test(a_race_moves_only_what_the_changed_one_wins),
		cmocka_unit_test(secrets_differ),
		cmocka_unit_test(a_file_is_written_whole_and_read_within_its_limit),
		cmocka_unit_test(folders_are_made_with_their_parents_and_listed_in_order),
		cmocka_unit_test(data_is_found_below_the_root_or_its_scenarios),
		cmocka_unit_test(log_lines_stay_one_line_and_steer_nothing),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
