# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/stats/libstats.a
src_stats_libstats_a_SOURCES = \
	src/stats/bootstrap.c \
	src/stats/bootstrap.h \
	src/stats/bootstrap_interval.c \
	src/stats/bootstrap_value.c \
	src/stats/clusters.c \
	src/stats/erlang.c \
	src/stats/erlang.h \
	src/stats/erlang_wait.c \
	src/stats/fit.c \
	src/stats/hall.c \
	src/stats/hall.h \
	src/stats/histogram.c \
	src/stats/interval.c \
	src/stats/law.c \
	src/stats/law_value.c \
	src/stats/poisson.c \
	src/stats/sequential.c \
	src/stats/special.c \
	src/stats/special_ks.c \
	src/stats/wide.c \
	src/stats/wide.h \
	src/stats/worst.c

stats_tests = tests/stats/bootstrap tests/stats/clusters tests/stats/coverage tests/stats/erlang tests/stats/histogram tests/stats/interval tests/stats/law tests/stats/poisson tests/stats/sequential tests/stats/special tests/stats/worst
check_PROGRAMS += $(stats_tests)
TESTS += $(stats_tests)
tests_stats_bootstrap_LDADD = $(TEST_STATS)
tests_stats_clusters_LDADD = $(TEST_STATS)
tests_stats_coverage_LDADD = $(TEST_STATS)
tests_stats_erlang_LDADD = $(TEST_STATS)
tests_stats_histogram_LDADD = $(TEST_STATS)
tests_stats_interval_LDADD = $(TEST_STATS)
tests_stats_law_LDADD = $(TEST_STATS)
tests_stats_poisson_LDADD = $(TEST_STATS)
tests_stats_sequential_LDADD = $(TEST_STATS)
tests_stats_special_LDADD = $(TEST_STATS)
tests_stats_worst_LDADD = $(TEST_STATS)
