/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../check.h"
#include "floorwalker/base/date.h"
#include "floorwalker/base/file.h"

static struct zone *
zone(const char *name)
{
	struct errinfo info;
	struct zone *z;

	check_ok(zone_open(name, &z, &info), &info);
	assert_string_equal(zone_name(z), name);
	return z;
}

static void
prints(const char *name, int64_t at_ms, const char *expected)
{
	struct zone *z = zone(name);
	struct str out;

	str_init(&out);
	date_print(&out, z, at_ms);
	assert_string_equal(out.data, expected);
	str_clear(&out);
	zone_free(&z);
}

static void
days_count_from_the_epoch_in_both_directions(void **state)
{
	(void)state;
	assert_true(date_days(1970, 1, 1) == 0);
	assert_true(date_days(2000, 2, 29) == 11016);
	assert_true(date_days(1969, 12, 31) == -1);
	assert_true(date_days(1900, 3, 1) - date_days(1900, 2, 28) == 1);
	assert_true(date_days(2024, 3, 1) - date_days(2024, 2, 28) == 2);
	assert_true(date_days(1, 1, 1) == -719162);
}

static void
dublin_keeps_its_winter_time_that_counts_as_saving(void **state)
{
	(void)state;
	prints("Europe/Dublin", 1774745999000, "2026-03-29T00:59:59+00:00");
	prints("Europe/Dublin", 1774746000000, "2026-03-29T02:00:00+01:00");
	prints("Europe/Dublin", 1792889999000, "2026-10-25T01:59:59+01:00");
	prints("Europe/Dublin", 1792890000000, "2026-10-25T01:00:00+00:00");
}

static void
the_footer_rules_after_the_last_transition(void **state)
{
	(void)state;
	prints("Europe/Dublin", 2216249999000, "2040-03-25T00:59:59+00:00");
	prints("Europe/Dublin", 2216250000000, "2040-03-25T02:00:00+01:00");
	prints("Europe/Dublin", 2234998799000, "2040-10-28T01:59:59+01:00");
	prints("Europe/Dublin", 2234998800000, "2040-10-28T01:00:00+00:00");
	prints("America/New_York", 2224756800000, "2040-07-01T08:00:00-04:00");
	prints("Australia/Lord_Howe", 2209032000000, "2040-01-01T23:00:00+11:00");
	prints("Asia/Kathmandu", 2209032000000, "2040-01-01T17:45:00+05:45");
}

static void
instants_before_the_epoch_and_at_the_ends_are_dates_too(void **state)
{
	struct zone *z = zone("UTC");
	struct date d;

	(void)state;
	prints("UTC", -1, "1969-12-31T23:59:59Z");
	prints("UTC", 951782400000, "2000-02-29T00:00:00Z");
	date_from_ms(z, INT64_MIN, &d);
	assert_in_range(d.month, 1, 12);
	date_from_ms(z, INT64_MAX, &d);
	assert_in_range(d.day, 1, 31);
	date_from_ms(z, 1791968400000, &d);
	assert_int_equal(d.weekday, 2); /* 2026-10-14 is a Wednesday */
	zone_free(&z);
}

static void
a_skipped_hour_moves_forward_and_a_doubled_one_is_the_first(void **state)
{
	struct zone *z = zone("Europe/Dublin"), *lord = zone("Australia/Lord_Howe");
	struct date skipped = {2026, 3, 29, 1, 30, 0, 0}, doubled = {2026, 10, 25, 1, 30, 0, 0},
		    plain = {2026, 7, 1, 12, 0, 0, 0};

	(void)state;
	assert_true(date_to_ms(z, &skipped) == 1774747800000); /* 02:30 IST */
	assert_true(date_to_ms(z, &doubled) == 1792888200000); /* 01:30 IST */
	assert_true(date_to_ms(z, &plain) == 1782903600000);
	for (int64_t at = 1767225600000; at < 1798761600000; at += 1800000 * 7) {
		struct date d;
		int64_t back;

		date_from_ms(lord, at, &d);
		back = date_to_ms(lord, &d);
		assert_true(back == at || back == at - 1800000); /* Lord Howe's doubled half hour */
	}
	zone_free(&z);
	zone_free(&lord);
}

static void
local_days_between_ignore_the_hours_of_a_day(void **state)
{
	struct zone *z = zone("Europe/Dublin");

	(void)state;
	/* From Saturday 23:30 to Monday 00:30 over the short Sunday. */
	assert_int_equal(date_days_between(z, 1774740600000, 1774827000000), 2);
	assert_int_equal(date_days_between(z, 1774827000000, 1774740600000), -2);
	assert_int_equal(date_days_between(z, 1774827000000, 1774827000001), 0);
	zone_free(&z);
}

static void
parsing_takes_iso_dates_and_nothing_else(void **state)
{
	static const char *const bad[] = {"", "2026", "2026-10", "2026-13-01", "2026-02-29",
	    "2026-10-14T", "2026-10-14T09:00:00", "2026-10-14 09:00:00Z", "2026-10-14T24:00:00Z",
	    "2026-10-14T09:60:00Z", "2026-10-14T09:00:60Z", "2026-10-14T09:00:00+1:00",
	    "2026-10-14T09:00:00+01:00x", "2026-10-14Z", "26-10-14", "2026-10-14T09:00:00.Z",
	    "0000-01-01", "+2026-10-14", " 2026-10-14"};
	struct zone *z = zone("Europe/Dublin");
	int64_t at;

	(void)state;
	assert_true(date_parse(z, "2026-10-14T09:00:00+01:00", &at) && at == 1791964800000);
	assert_true(date_parse(z, "2026-10-14T08:00:00Z", &at) && at == 1791964800000);
	assert_true(date_parse(z, "2026-10-14T03:00:00-05:00", &at) && at == 1791964800000);
	assert_true(date_parse(z, "2026-10-14T08:00:00.1239Z", &at) && at == 1791964800123);
	assert_true(date_parse(z, "2026-10-14", &at) && at == 1791975600000); /* noon in Dublin */
	assert_true(date_parse(z, "2024-02-29", &at));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		if (date_parse(z, bad[i], &at))
			fail_msg("'%s' was taken for a date", bad[i]);
	}
	assert_false(date_parse(z, NULL, &at));
	zone_free(&z);
}

static void
durations_read_and_print_with_at_most_two_units(void **state)
{
	static const char *const bad[] = {
	    "", "5", "s", "5x", "1m1h", "1h1h", "-5s", "5s ", "999999999999d", "1.5h"};
	static const struct {
		int64_t ms;
		const char *text;
	} printed[] = {{12000, "12 s"}, {245000, "4 m 05 s"}, {7800000, "2 h 10 m"},
	    {259200000, "3 d"}, {0, "0 s"}, {999, "0 s"}, {-61000, "-1 m 01 s"},
	    {90061000, "1 d 01 h"}, {INT64_MIN, "-106751991167 d 07 h"}};
	int64_t ms;

	(void)state;
	assert_true(duration_parse("45s", &ms) && ms == 45000);
	assert_true(duration_parse("1h30m", &ms) && ms == 5400000);
	assert_true(duration_parse("3d", &ms) && ms == 3 * DATE_DAY_MS);
	assert_true(duration_parse("3 minutes", &ms) && ms == 180000);
	assert_true(duration_parse("1 minute 5 seconds", &ms) && ms == 65000);
	assert_true(duration_parse("1hour30min", &ms) && ms == 5400000);
	assert_true(duration_parse("2 days", &ms) && ms == 2 * DATE_DAY_MS);
	assert_true(duration_parse("5sec", &ms) && ms == 5000);
	assert_true(duration_parse("1 h 30 m", &ms) && ms == 5400000);	/* as it's printed */
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(duration_parse(bad[i], &ms));
	for (size_t i = 0; i < sizeof printed / sizeof printed[0]; i++) {
		struct str out;

		str_init(&out);
		duration_print(&out, printed[i].ms);
		assert_string_equal(out.data, printed[i].text);
		str_clear(&out);
	}
}

static void
zones_that_are_none_are_refused_with_a_reason(void **state)
{
	static const char *const bad[] = {
	    "", "../etc/passwd", "/etc/passwd", "Europe/..", "Euro pe", "x\n"};
	struct errinfo info;
	struct zone *z;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_int_equal(zone_open(bad[i], &z, &info), ERR_INPUT);
	assert_int_equal(zone_open("Europe/Atlantis", &z, &info), ERR_NOT_FOUND);
	assert_non_null(strstr(info.text, "Europe/Atlantis"));
	assert_null(z);
}

/* Every prefix of a good file, and every byte changed, must be refused or give a usable zone. */
static void
damaged_zone_files_never_break_the_reader(void **state)
{
	char folder[] = "/tmp/date-test-XXXXXX";
	struct arena *a = arena_new();
	struct errinfo info;
	struct str good;
	char *path;

	(void)state;
	assert_non_null(mkdtemp(folder));
	path = file_join(a, folder, "Torn");
	str_init(&good);
	check_ok(file_read("/usr/share/zoneinfo/Europe/Dublin", 100000, &good, &info), &info);
	setenv("TZDIR", folder, 1);
	for (size_t i = 0; i < good.length; i += i < 60 ? 1 : 37) {
		for (int change = 0; change < 2; change++) {
			struct str bad;
			struct zone *z;
			struct date d;

			str_init(&bad);
			str_add_n(&bad, good.data, change == 0 ? i : good.length);
			if (change == 1)
				bad.data[i] = (char)~bad.data[i];
			unlink(path);
			check_ok(file_write(path, bad.data, bad.length, 0600, &info), &info);
			if (zone_open("Torn", &z, &info) == ERR_OK) {
				date_from_ms(z, 2216250000000, &d);
				zone_free(&z);
				assert_int_equal(change, 1);
			} else {
				assert_int_equal(info.code, ERR_CORRUPT);
			}
			str_clear(&bad);
		}
	}
	unsetenv("TZDIR");
	unlink(path);
	rmdir(folder);
	str_clear(&good);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_count_from_the_epoch_in_both_directions),
		cmocka_unit_test(dublin_keeps_its_winter_time_that_counts_as_saving),
		cmocka_unit_test(the_footer_rules_after_the_last_transition),
		cmocka_unit_test(instants_before_the_epoch_and_at_the_ends_are_dates_too),
		cmocka_unit_test(a_skipped_hour_moves_forward_and_a_doubled_one_is_the_first),
		cmocka_unit_test(local_days_between_ignore_the_hours_of_a_day),
		cmocka_unit_test(parsing_takes_iso_dates_and_nothing_else),
		cmocka_unit_test(durations_read_and_print_with_at_most_two_units),
		cmocka_unit_test(zones_that_are_none_are_refused_with_a_reason),
		cmocka_unit_test(damaged_zone_files_never_break_the_reader),
	};

	return RUN_TAP(tests);
}
