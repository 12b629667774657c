# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/text/libtext.a
src_text_libtext_a_SOURCES = \
	src/text/pattern.c \
	src/text/sanitise.c \
	src/text/tokens.c

TEXT_TESTS = tests/text/text
check_PROGRAMS += $(TEXT_TESTS)
TESTS += $(TEXT_TESTS)
tests_text_text_LDADD = $(TEST_TEXT)
