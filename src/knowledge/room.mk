# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/knowledge/libknowledge.a
src_knowledge_libknowledge_a_SOURCES = \
	src/knowledge/full_text.c \
	src/knowledge/full_text.h \
	src/knowledge/guess.c \
	src/knowledge/index.c \
	src/knowledge/index.h \
	src/knowledge/lexicon.c \
	src/knowledge/load.c \
	src/knowledge/measure.c \
	src/knowledge/phrasings.c \
	src/knowledge/phrasings.h \
	src/knowledge/spaces.c \
	src/knowledge/spaces.h \
	src/knowledge/retrieve.c \
	src/knowledge/retrieved_seen.c \
	src/knowledge/retrieved_seen.h \
	src/knowledge/word_table.c \
	src/knowledge/word_table.h

noinst_PROGRAMS += tests/bench/knowledge_bench
tests_bench_knowledge_bench_LDADD = $(LIBS_FLOOR_3)

KNOWLEDGE_TESTS = tests/knowledge/full_text tests/knowledge/retrieve
check_PROGRAMS += $(KNOWLEDGE_TESTS)
TESTS += $(KNOWLEDGE_TESTS)
tests_knowledge_full_text_LDADD = $(TEST_KNOWLEDGE)
tests_knowledge_retrieve_LDADD = $(TEST_KNOWLEDGE)
