# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/replay/libreplay.a
src_replay_libreplay_a_SOURCES = \
	include/floorwalker/replay/replay.h \
	include/floorwalker/replay/baseline.h src/replay/baseline.c \
	src/replay/blame.c \
	src/replay/coverage.c src/replay/coverage.h \
	include/floorwalker/replay/keep.h src/replay/keep.c \
	src/replay/judge.c \
	src/replay/keys.c \
	src/replay/ledger.c \
	src/replay/means.c \
	src/replay/record.c src/replay/record.h \
	src/replay/run.c \
	src/replay/stage.c \
	src/replay/suite.c src/replay/suite.h

check_PROGRAMS += tests/replay/replay
TESTS += tests/replay/replay
tests_replay_replay_LDADD = $(TEST_REPLAY)
