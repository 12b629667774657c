# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/loop/libloop.a
src_loop_libloop_a_SOURCES = \
	src/loop/loop.c \
	src/loop/loop_private.h \
	src/loop/server.c \
	src/loop/worker.c

check_PROGRAMS += tests/loop/loop
TESTS += tests/loop/loop
tests_loop_loop_LDADD = $(TEST_LOOP)
