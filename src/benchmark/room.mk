# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/benchmark/libbenchmark.a
src_benchmark_libbenchmark_a_SOURCES = include/floorwalker/benchmark.h src/benchmark/tau.h src/benchmark/tau_tools.h \
	src/benchmark/tau_tasks.c src/benchmark/tau_tools.c src/benchmark/tau_reads.c src/benchmark/tau_sum.c src/benchmark/tau_actor.c \
	src/benchmark/tau_state.c src/benchmark/tau_replay.c

check_PROGRAMS += tests/benchmark/replay
TESTS += tests/benchmark/replay tests/benchmark/command.t
tests_benchmark_replay_SOURCES = tests/benchmark/replay.c tests/benchmark/oracle.c tests/benchmark/oracle.h tests/benchmark/sets.c tests/benchmark/sets.h
tests_benchmark_replay_LDADD = $(TEST_BENCHMARK)
