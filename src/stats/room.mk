# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/stats/libstats.a
src_stats_libstats_a_SOURCES = \
	src/stats/erlang.c \
	src/stats/erlang.h \
	src/stats/erlang_wait.c \
	src/stats/fit.c \
	src/stats/interval.c \
	src/stats/law.c \
	src/stats/law_value.c \
	src/stats/poisson.c \
	src/stats/special.c \
	src/stats/special_ks.c

stats_tests = tests/stats/erlang tests/stats/special
check_PROGRAMS += $(stats_tests)
TESTS += $(stats_tests)
tests_stats_erlang_LDADD = $(TEST_STATS)
tests_stats_special_LDADD = $(TEST_STATS)
