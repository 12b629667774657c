# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/benchmark/libbenchmark.a
src_benchmark_libbenchmark_a_SOURCES = include/floorwalker/benchmark.h src/benchmark/tau.h src/benchmark/tau_tools.h \
	src/benchmark/tau_tasks.c src/benchmark/tau_tools.c src/benchmark/tau_reads.c src/benchmark/tau_sum.c src/benchmark/tau_actor.c \
	src/benchmark/tau_state.c src/benchmark/tau_desk.c src/benchmark/tau_replay.c src/benchmark/talk.h src/benchmark/talk.c src/benchmark/talk_goals.c src/benchmark/talk_line.c src/benchmark/talk_instruction.c \
	src/benchmark/talk_shopper.c src/benchmark/talk_sum.c src/benchmark/ends.h src/benchmark/ends.c src/benchmark/ends_make.c src/benchmark/ends_rules.c \
	src/benchmark/ends_shopper.c src/benchmark/ends_tell.c src/benchmark/talk_watch.h src/benchmark/talk_watch.c include/floorwalker/benchmark/calibration.h src/benchmark/calibration.c \
	include/floorwalker/benchmark/satisfaction.h src/benchmark/satisfaction.h src/benchmark/satisfaction_cues.h src/benchmark/satisfaction.c src/benchmark/satisfaction_cues.c src/benchmark/satisfaction_features.c \
	src/benchmark/satisfaction_boost.c src/benchmark/satisfaction_choose.c src/benchmark/satisfaction_course.c src/benchmark/satisfaction_course.h \
	src/benchmark/satisfaction_fit.c src/benchmark/satisfaction_measure.c src/benchmark/satisfaction_read.c src/benchmark/satisfaction_rows.h src/benchmark/satisfaction_rows.c

benchmark_tests = tests/benchmark/ends tests/benchmark/import tests/benchmark/replay tests/benchmark/satisfaction tests/benchmark/talk tests/benchmark/tools
check_PROGRAMS += $(benchmark_tests)
TESTS += $(benchmark_tests) tests/benchmark/command.t tests/benchmark/calibration.t tests/benchmark/satisfaction.t
BENCHMARK_LAB = tests/benchmark/lab.c tests/benchmark/lab.h tests/benchmark/oracle.c tests/benchmark/oracle.h tests/benchmark/sets.c tests/benchmark/sets.h \
	tests/benchmark/change.c
tests_benchmark_import_SOURCES = tests/benchmark/import.c $(BENCHMARK_LAB)
tests_benchmark_import_LDADD = $(TEST_BENCHMARK)
tests_benchmark_replay_SOURCES = tests/benchmark/replay.c $(BENCHMARK_LAB)
tests_benchmark_replay_LDADD = $(TEST_BENCHMARK)
tests_benchmark_tools_SOURCES = tests/benchmark/tools.c $(BENCHMARK_LAB)
tests_benchmark_tools_LDADD = $(TEST_BENCHMARK)
tests_benchmark_talk_SOURCES = tests/benchmark/talk.c $(BENCHMARK_LAB)
tests_benchmark_talk_LDADD = $(TEST_BENCHMARK)
tests_benchmark_ends_SOURCES = tests/benchmark/ends.c $(BENCHMARK_LAB)
tests_benchmark_ends_LDADD = $(TEST_BENCHMARK)
tests_benchmark_satisfaction_SOURCES = tests/benchmark/satisfaction.c
tests_benchmark_satisfaction_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/src/benchmark
tests_benchmark_satisfaction_LDADD = $(TEST_BENCHMARK)
