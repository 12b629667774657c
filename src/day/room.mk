# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/day/libday.a
src_day_libday_a_SOURCES = \
	include/floorwalker/day/result.h \
	include/floorwalker/day/run.h \
	include/floorwalker/day/simulation.h \
	src/day/calendar.c src/day/calendar.h \
	src/day/arrivals.c \
	src/day/decide.c \
	src/day/engine.h \
	include/floorwalker/day/erlang.h \
	src/day/erlang.c src/day/erlang.h \
	src/day/erlang_case.c \
	src/day/erlang_file.c \
	src/day/fields.c src/day/fields.h \
	src/day/guest.c \
	src/day/guest_end.c \
	src/day/guest_ids.c \
	src/day/happen.c \
	src/day/jobs.c \
	src/day/tidings.c \
	src/day/people.c src/day/people.h \
	src/day/run.c \
	src/day/simulation.c \
	src/day/staff.c \
	src/day/tell.c \
	src/day/turns.c

DAY_TESTS = tests/day/erlang tests/day/queue tests/day/shift tests/day/simulation
check_PROGRAMS += $(DAY_TESTS)
TESTS += $(DAY_TESTS)
tests_day_erlang_LDADD = $(TEST_DAY)
tests_day_queue_SOURCES = tests/day/queue.c tests/day/lab.c tests/day/lab.h
tests_day_queue_LDADD = $(TEST_DAY)
tests_day_shift_SOURCES = tests/day/shift.c tests/day/lab.c tests/day/lab.h
tests_day_shift_LDADD = $(TEST_DAY)
tests_day_simulation_LDADD = $(TEST_DAY)
dist_man_MANS += doc/floorwalker-simulation.5
