# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/report/libreport.a
src_report_libreport_a_SOURCES = \
	src/report/actions.c src/report/comparison.c src/report/comparison.h src/report/comparison_chart.c src/report/comparison_html.c src/report/sweep.c src/report/sweep.h src/report/sweep_chart.c src/report/sweep_html.c src/report/calibration.c src/report/counterfactual.c \
	src/report/chart_bars.c src/report/chart_lines.c src/report/chart_squares.c \
	src/report/days_contacts.c src/report/days_html.c src/report/days_lists.c src/report/days_style.c \
	src/report/days_tables.c src/report/days_text.c src/report/days_text.h \
	src/report/drill.h src/report/drill_comparison.c src/report/drill_comparison_html.c src/report/drill_html.c \
	src/report/drill_html_talks.c src/report/drill_progress.c src/report/drill_progress_chart.c src/report/drill_text.c src/report/drill_words.c \
	src/report/drift.c src/report/figures.c src/report/figures.h \
	src/report/learn.c src/report/lines.c src/report/lines.h src/report/page.c src/report/page.h \
	src/report/replay.c src/report/replay_html.c src/report/simulation.c src/report/staffing.c src/report/survey.c src/report/threshold.c

check_PROGRAMS += tests/report/simulation tests/report/actions tests/report/days tests/report/survey tests/report/ways
TESTS += tests/report/simulation tests/report/actions tests/report/days tests/report/survey tests/report/ways
tests_report_actions_LDADD = $(TEST_REPORT)
tests_report_simulation_LDADD = $(TEST_REPORT)
tests_report_days_SOURCES = tests/report/days.c tests/report/html.c tests/report/html.h
tests_report_days_LDADD = $(TEST_REPORT)
tests_report_ways_SOURCES = tests/report/ways.c tests/report/html.c tests/report/html.h
tests_report_ways_LDADD = $(TEST_REPORT)
tests_report_survey_LDADD = $(TEST_REPORT)
