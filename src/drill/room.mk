# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/drill/libdrill.a
src_drill_libdrill_a_SOURCES = \
	include/floorwalker/drill/debrief.h \
	include/floorwalker/drill/drill.h \
	include/floorwalker/drill/tone.h \
	src/drill/beside.c \
	src/drill/contact.c \
	src/drill/criterion.c \
	src/drill/debrief.c \
	src/drill/debrief_parts.c \
	src/drill/file.c src/drill/file.h \
	src/drill/file_events.c \
	src/drill/file_learn.c \
	src/drill/file_names.c \
	src/drill/file_play.c \
	src/drill/moments.c \
	src/drill/progress.c \
	src/drill/rubric.h \
	src/drill/rubric_ai.c \
	src/drill/rubric_decide.c \
	src/drill/rubric_rest.c \
	src/drill/rubric_times.c \
	src/drill/rubric_tone.c \
	src/drill/rubric_words.c \
	src/drill/session.c src/drill/session.h \
	src/drill/session_read.c \
	src/drill/tone.c

DRILL_TESTS = tests/drill/debrief tests/drill/file tests/drill/played tests/drill/report tests/drill/rubric tests/drill/session tests/drill/tone
check_PROGRAMS += $(DRILL_TESTS)
TESTS += $(DRILL_TESTS)
tests_drill_file_LDADD = $(TEST_DRILL)
tests_drill_session_LDADD = $(TEST_DRILL)
tests_drill_debrief_SOURCES = tests/drill/debrief.c tests/drill/made.c tests/drill/made.h
tests_drill_debrief_LDADD = $(TEST_DRILL)
tests_drill_rubric_SOURCES = tests/drill/rubric.c tests/drill/made.c tests/drill/made.h
tests_drill_rubric_LDADD = $(TEST_DRILL)
tests_drill_tone_SOURCES = tests/drill/tone.c tests/drill/made.c tests/drill/made.h
tests_drill_tone_LDADD = $(TEST_DRILL)
tests_drill_report_SOURCES = tests/drill/report.c tests/drill/made.c tests/drill/made.h tests/report/html.c tests/report/html.h
tests_drill_report_LDADD = $(TEST_DRILL)
tests_drill_played_SOURCES = tests/drill/played.c tests/drill/made.c tests/drill/made.h
tests_drill_played_LDADD = $(TEST_DRILL)
dist_man_MANS += doc/floorwalker-drill.5

# ---- playing
src_drill_libdrill_a_SOURCES += \
	include/floorwalker/drill/play.h \
	include/floorwalker/drill/script.h \
	src/drill/console.c \
	src/drill/hints.c \
	src/drill/play.c src/drill/playing.h \
	src/drill/script.c
check_PROGRAMS += tests/drill/play tests/drill/script
TESTS += tests/drill/play tests/drill/script tests/drill/terminal.t
tests_drill_play_LDADD = $(TEST_DRILL)
tests_drill_script_LDADD = $(TEST_DRILL)
