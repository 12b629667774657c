# SPDX-License-Identifier: GPL-3.0-or-later
#
# Each parser of what comes from outside has a target here. As tests they replay their corpora; with clang and --enable-fuzz
# they are libFuzzer programs: tests/fuzz/json tests/fuzz/corpus/json.
FUZZ_TARGETS = tests/fuzz/csv tests/fuzz/expression tests/fuzz/json tests/fuzz/mask tests/fuzz/messages tests/fuzz/policy tests/fuzz/proposal tests/fuzz/records tests/fuzz/reference tests/fuzz/search tests/fuzz/text tests/fuzz/yaml
check_PROGRAMS += $(FUZZ_TARGETS)
if !FUZZING
TESTS += $(FUZZ_TARGETS)
FUZZ_MAIN = tests/fuzz/replay.c
endif
FUZZ_LINK = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)

tests_fuzz_csv_SOURCES = tests/fuzz/csv.c $(FUZZ_MAIN)
tests_fuzz_csv_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_csv_LDADD = $(LIBS_UP_TO_BASE)
tests_fuzz_expression_SOURCES = tests/fuzz/expression.c $(FUZZ_MAIN)
tests_fuzz_expression_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_expression_LDADD = $(LIBS_UP_TO_EXPR)
tests_fuzz_json_SOURCES = tests/fuzz/json.c $(FUZZ_MAIN)
tests_fuzz_json_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_json_LDADD = $(LIBS_UP_TO_BASE)
tests_fuzz_mask_SOURCES = tests/fuzz/mask.c $(FUZZ_MAIN)
tests_fuzz_mask_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_mask_LDADD = $(LIBS_UP_TO_TEXT)
tests_fuzz_messages_SOURCES = tests/fuzz/messages.c $(FUZZ_MAIN)
tests_fuzz_messages_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_messages_LDADD = $(LIBS_UP_TO_TEXT)
tests_fuzz_policy_SOURCES = tests/fuzz/policy.c $(FUZZ_MAIN)
tests_fuzz_policy_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_policy_LDADD = $(LIBS_UP_TO_POLICY)
tests_fuzz_proposal_SOURCES = tests/fuzz/proposal.c $(FUZZ_MAIN)
tests_fuzz_proposal_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_proposal_LDADD = $(LIBS_UP_TO_WORLD)
tests_fuzz_records_SOURCES = tests/fuzz/records.c $(FUZZ_MAIN)
tests_fuzz_records_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_records_LDADD = $(LIBS_UP_TO_MODEL)
tests_fuzz_reference_SOURCES = tests/fuzz/reference.c $(FUZZ_MAIN)
tests_fuzz_reference_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_reference_LDADD = $(LIBS_UP_TO_DESK)
tests_fuzz_search_SOURCES = tests/fuzz/search.c $(FUZZ_MAIN)
tests_fuzz_search_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_search_LDADD = $(LIBS_UP_TO_STORE)
tests_fuzz_text_SOURCES = tests/fuzz/text.c $(FUZZ_MAIN)
tests_fuzz_text_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_text_LDADD = $(LIBS_UP_TO_TEXT)
tests_fuzz_yaml_SOURCES = tests/fuzz/yaml.c $(FUZZ_MAIN)
tests_fuzz_yaml_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_yaml_LDADD = $(LIBS_UP_TO_BASE)
