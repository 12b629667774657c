# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/drill/libdrill.a
src_drill_libdrill_a_SOURCES = \
	include/floorwalker/drill/drill.h \
	include/floorwalker/drill/play.h \
	include/floorwalker/drill/script.h \
	src/drill/console.c \
	src/drill/hints.c \
	src/drill/play.c src/drill/playing.h \
	src/drill/script.c

check_PROGRAMS += tests/drill/script
TESTS += tests/drill/script
tests_drill_script_LDADD = $(TEST_DRILL)
