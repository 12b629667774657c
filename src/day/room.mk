# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/day/libday.a
src_day_libday_a_SOURCES = \
	include/floorwalker/day/result.h \
	include/floorwalker/day/run.h \
	include/floorwalker/day/simulation.h \
	src/day/arrivals.c \
	src/day/checkpoint.c \
	include/floorwalker/day/compare.h src/day/compare.c src/day/compare.h \
	src/day/comparison.c \
	src/day/days.c src/day/days.h \
	src/day/fields.c src/day/fields.h \
	include/floorwalker/day/handling.h src/day/handling.c \
	src/day/people.c src/day/people.h \
	src/day/simulation.c \
	src/day/sweep.c \
	src/day/tally.c src/day/tally.h \
	src/day/tally_estimate.c \
	src/day/tally_figures.c \
	src/day/tally_kept.c \
	src/day/tally_names.c \
	src/day/tally_parts.c \
	src/day/tally_result.c \
	src/day/tally_store.c

check_PROGRAMS += tests/day/simulation tests/day/tally
TESTS += tests/day/simulation tests/day/tally
tests_day_tally_SOURCES = tests/day/tally.c tests/day/made.c tests/day/made.h
tests_day_tally_LDADD = $(TEST_DAY)
tests_day_simulation_LDADD = $(TEST_DAY)
dist_man_MANS += doc/floorwalker-simulation.5
check_PROGRAMS += tests/day/compare
TESTS += tests/day/compare
tests_day_compare_LDADD = $(TEST_DAY)
