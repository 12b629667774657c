# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/day/libday.a
src_day_libday_a_SOURCES = \
	include/floorwalker/day/result.h \
	include/floorwalker/day/run.h \
	include/floorwalker/day/simulation.h \
	src/day/calendar.c src/day/calendar.h \
	src/day/arrivals.c \
	src/day/checkpoint.c \
	include/floorwalker/day/compare.h src/day/compare.c src/day/compare.h \
	src/day/comparison.c \
	src/day/comparison_visitors.c \
	src/day/days.c src/day/days.h \
	src/day/decide.c \
	src/day/deeds.c \
	src/day/demand.c src/day/demand.h \
	src/day/engine.h \
	include/floorwalker/day/erlang.h \
	src/day/erlang.c src/day/erlang.h \
	src/day/erlang_case.c \
	src/day/erlang_file.c \
	src/day/erlang_trial.c \
	include/floorwalker/day/fields.h src/day/fields.c \
	src/day/guest.c \
	src/day/guest_end.c \
	src/day/guest_hear.c \
	src/day/guest_ids.c \
	src/day/happen.c \
	src/day/inject.c \
	src/day/jobs.c \
	src/day/seat.c \
	src/day/tidings.c \
	include/floorwalker/day/handling.h src/day/handling.c \
	src/day/names.c src/day/names.h \
	src/day/people.c src/day/people.h \
	src/day/run.c \
	src/day/simulation.c \
	src/day/staff.c \
	src/day/sweep.c \
	src/day/tally.c src/day/tally.h \
	src/day/tally_contact.c \
	src/day/tally_estimate.c \
	src/day/tally_figures.c \
	src/day/tally_kept.c \
	src/day/tally_names.c \
	src/day/tally_parts.c \
	src/day/tally_ratio.c \
	src/day/tally_result.c \
	src/day/tally_shares.c \
	src/day/tally_store.c \
	src/day/tell.c \
	src/day/tools.c src/day/tools.h \
	src/day/turns.c \
	src/day/workload.c src/day/workload.h

DAY_TESTS = tests/day/coverage tests/day/days tests/day/erlang tests/day/queue tests/day/shift tests/day/simulation tests/day/tally
check_PROGRAMS += $(DAY_TESTS)
TESTS += $(DAY_TESTS) tests/day/command.t tests/day/named.t
tests_day_erlang_LDADD = $(TEST_DAY)
tests_day_queue_SOURCES = tests/day/queue.c tests/day/lab.c tests/day/lab.h
tests_day_queue_LDADD = $(TEST_DAY)
tests_day_coverage_SOURCES = tests/day/coverage.c tests/day/made.c tests/day/made.h
tests_day_coverage_LDADD = $(TEST_DAY)
tests_day_days_SOURCES = tests/day/days.c tests/day/made.c tests/day/made.h
tests_day_days_LDADD = $(TEST_DAY)
tests_day_tally_SOURCES = tests/day/tally.c tests/day/made.c tests/day/made.h
tests_day_tally_LDADD = $(TEST_DAY)
tests_day_shift_SOURCES = tests/day/shift.c tests/day/lab.c tests/day/lab.h tests/sim/demo.c tests/sim/demo.h
tests_day_shift_LDADD = $(TEST_DAY)
tests_day_simulation_LDADD = $(TEST_DAY)
dist_man_MANS += doc/floorwalker-simulation.5
check_PROGRAMS += tests/day/compare
TESTS += tests/day/compare
tests_day_compare_LDADD = $(TEST_DAY)
check_PROGRAMS += tests/day/laws
TESTS += tests/day/laws
tests_day_laws_SOURCES = tests/day/laws.c tests/day/lab.c tests/day/lab.h
tests_day_laws_LDADD = $(TEST_DAY)
check_PROGRAMS += tests/day/persona
TESTS += tests/day/persona tests/day/threads.t
tests_day_persona_SOURCES = tests/day/persona.c tests/day/lab.c tests/day/lab.h tests/sim/demo.c tests/sim/demo.h
tests_day_persona_LDADD = $(TEST_DAY)
check_PROGRAMS += tests/day/played
TESTS += tests/day/played
tests_day_played_SOURCES = tests/day/played.c tests/day/kept.c tests/day/kept.h tests/sim/demo.c tests/sim/demo.h
tests_day_played_LDADD = $(TEST_DAY)
check_PROGRAMS += tests/day/incident
TESTS += tests/day/incident
check_PROGRAMS += tests/day/languages
TESTS += tests/day/languages
tests_day_languages_SOURCES = tests/day/languages.c tests/day/lab.c tests/day/lab.h tests/sim/demo.c tests/sim/demo.h
tests_day_languages_LDADD = $(TEST_DAY)
tests_day_incident_SOURCES = tests/day/incident.c tests/day/lab.c tests/day/lab.h tests/sim/demo.c tests/sim/demo.h
tests_day_incident_LDADD = $(TEST_DAY)
check_PROGRAMS += tests/day/seat
TESTS += tests/day/seat
tests_day_seat_SOURCES = tests/day/seat.c tests/day/player.c tests/day/player.h tests/day/lab.c tests/day/lab.h tests/sim/demo.c tests/sim/demo.h
tests_day_seat_LDADD = $(TEST_DAY)
