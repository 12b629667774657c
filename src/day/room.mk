# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/day/libday.a
src_day_libday_a_SOURCES = \
	include/floorwalker/day/result.h \
	include/floorwalker/day/run.h \
	include/floorwalker/day/simulation.h \
	src/day/arrivals.c \
	src/day/fields.c src/day/fields.h \
	src/day/people.c src/day/people.h \
	src/day/simulation.c

check_PROGRAMS += tests/day/simulation
TESTS += tests/day/simulation
tests_day_simulation_LDADD = $(TEST_DAY)
dist_man_MANS += doc/floorwalker-simulation.5
