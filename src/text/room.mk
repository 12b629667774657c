# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/text/libtext.a
src_text_libtext_a_SOURCES = \
	src/text/language.c \
	src/text/markdown.c \
	src/text/mask.c \
	src/text/mask_checks.c \
	src/text/mask_codes.c \
	src/text/mask_look.c \
	src/text/mask_people.c \
	src/text/mask_places.c \
	src/text/mask_rules.c \
	src/text/mask_rules.h \
	src/text/mask_seen.c \
	src/text/mask_seen.h \
	src/text/messages.c \
	src/text/pattern.c \
	src/text/pattern_needs.c \
	src/text/pattern_needs.h \
	src/text/pattern_read.c \
	src/text/pattern_word.h \
	src/text/plural.c \
	src/text/sanitise.c \
	src/text/shown.c \
	src/text/tokens.c \
	src/text/translate.c

TEXT_TESTS = tests/text/files tests/text/glance tests/text/mask tests/text/masking tests/text/text tests/text/translate
check_PROGRAMS += $(TEXT_TESTS)
TESTS += $(TEXT_TESTS) tests/text/translated.t
tests_text_files_LDADD = $(TEST_TEXT)
tests_text_glance_LDADD = $(TEST_TEXT)
tests_text_mask_LDADD = $(TEST_TEXT)
tests_text_masking_LDADD = $(TEST_TEXT)
tests_text_text_LDADD = $(TEST_TEXT)
tests_text_translate_LDADD = $(TEST_TEXT)
