# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/report/libreport.a
src_report_libreport_a_SOURCES = \
	src/report/actions.c src/report/calibration.c src/report/drift.c \
	src/report/learn.c \
	src/report/simulation.c src/report/staffing.c src/report/threshold.c

check_PROGRAMS += tests/report/simulation tests/report/actions
TESTS += tests/report/simulation tests/report/actions
tests_report_actions_LDADD = $(TEST_REPORT)
tests_report_simulation_LDADD = $(TEST_REPORT)
