# SPDX-License-Identifier: GPL-3.0-or-later
#
# Each parser of what comes from outside has a target here. As tests they replay their corpora; with clang and --enable-fuzz
# they are libFuzzer programs: tests/fuzz/json tests/fuzz/corpus/json.
FUZZ_TARGETS = tests/fuzz/json tests/fuzz/yaml tests/fuzz/text
check_PROGRAMS += $(FUZZ_TARGETS)
if !FUZZING
TESTS += $(FUZZ_TARGETS)
FUZZ_MAIN = tests/fuzz/replay.c
endif

tests_fuzz_json_SOURCES = tests/fuzz/json.c $(FUZZ_MAIN)
tests_fuzz_json_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_json_LDADD = $(LIBS_UP_TO_BASE)
tests_fuzz_yaml_SOURCES = tests/fuzz/yaml.c $(FUZZ_MAIN)
tests_fuzz_yaml_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_yaml_LDADD = $(LIBS_UP_TO_BASE)
tests_fuzz_text_SOURCES = tests/fuzz/text.c $(FUZZ_MAIN)
tests_fuzz_text_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_text_LDADD = $(LIBS_UP_TO_TEXT)
