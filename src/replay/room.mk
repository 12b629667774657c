# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/replay/libreplay.a
src_replay_libreplay_a_SOURCES = \
	include/floorwalker/replay/replay.h \
	include/floorwalker/replay/baseline.h src/replay/baseline.c \
	src/replay/blame.c \
	include/floorwalker/replay/reach.h src/replay/reach.c src/replay/reach.h src/replay/reach_file.c \
	src/replay/changes.c src/replay/changes.h src/replay/changes_asked.c src/replay/choose.c \
	include/floorwalker/replay/counterfactual.h src/replay/counterfactual.c \
	src/replay/coverage.c src/replay/coverage.h \
	src/replay/given.c src/replay/given.h \
	src/replay/goals.c src/replay/goals.h \
	src/replay/judge.c \
	src/replay/keys.c \
	src/replay/ledger.c \
	src/replay/lint.c \
	src/replay/means.c \
	src/replay/record.c src/replay/record.h \
	src/replay/run.c \
	src/replay/stage.c \
	src/replay/suite.c src/replay/suite.h \
	src/replay/acts.c \
	src/replay/words.c

REPLAY_FIXTURE = tests/replay/fixture.c tests/replay/fixture.h
check_PROGRAMS += tests/replay/changed tests/replay/counterfactual tests/replay/mutations tests/replay/release tests/replay/replay
TESTS += tests/replay/changed tests/replay/counterfactual tests/replay/mutations tests/replay/release tests/replay/replay
tests_replay_changed_SOURCES = tests/replay/changed.c $(REPLAY_FIXTURE)
tests_replay_changed_LDADD = $(TEST_REPLAY)
tests_replay_counterfactual_SOURCES = tests/replay/counterfactual.c $(REPLAY_FIXTURE)
tests_replay_counterfactual_LDADD = $(TEST_REPLAY)
tests_replay_mutations_SOURCES = tests/replay/mutations.c $(REPLAY_FIXTURE)
tests_replay_mutations_LDADD = $(TEST_REPLAY)
tests_replay_release_SOURCES = tests/replay/release.c $(REPLAY_FIXTURE)
tests_replay_release_LDADD = $(TEST_REPLAY)
tests_replay_replay_SOURCES = tests/replay/replay.c $(REPLAY_FIXTURE)
tests_replay_replay_LDADD = $(TEST_REPLAY)
dist_man_MANS += doc/floorwalker-scenario.5
TESTS += tests/replay/changed.t tests/replay/command.t tests/replay/regression.t
src_replay_libreplay_a_SOURCES += include/floorwalker/replay/transcript.h \
	src/replay/transcript.c src/replay/transcript.h \
	src/replay/transcript_botium.c \
	src/replay/transcript_chatwoot.c \
	src/replay/transcript_csv.c \
	src/replay/transcript_folder.c \
	src/replay/transcript_openai.c \
	src/replay/transcript_out.c \
	src/replay/transcript_rasa.c \
	src/replay/transcript_sets.c \
	src/replay/transcript_yaml.c

REPLAY_TRANSCRIPT_TESTS = tests/replay/transcript tests/replay/transcript_round
check_PROGRAMS += $(REPLAY_TRANSCRIPT_TESTS)
TESTS += $(REPLAY_TRANSCRIPT_TESTS)
tests_replay_transcript_LDADD = $(TEST_REPLAY)
tests_replay_transcript_round_LDADD = $(TEST_REPLAY)
