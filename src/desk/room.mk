# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/desk/libdesk.a
src_desk_libdesk_a_SOURCES = src/desk/private.h src/desk/turn.h src/desk/ground_scan.h src/desk/use.c src/desk/masking.c src/desk/record.c src/desk/unsealed_seen.h src/desk/unsealed_seen.c src/desk/state.c src/desk/state_kept.h src/desk/state_kept.c \
	src/desk/owner.c src/desk/ingest.c src/desk/action.c src/desk/approve.c src/desk/amend.c src/desk/batch.c src/desk/agents.c src/desk/reveal.c src/desk/deed.h src/desk/deed.c src/desk/replies.c src/desk/assign.c src/desk/when.c src/desk/snooze.c src/desk/tags.c src/desk/merge.c src/desk/undo.h src/desk/undo.c src/desk/undo_past.c src/desk/undo_acts.c src/desk/undo_owner.c src/desk/undo_merge.c src/desk/undo_why.c src/desk/personal.c src/desk/recording.c \
	src/desk/gates.c src/desk/ground.c \
	src/desk/ground_check.h src/desk/ground_look.c src/desk/ground_quote.c src/desk/ground_record.h src/desk/ground_record.c src/desk/ground_scan.c src/desk/ground_figures.c src/desk/ground_goods.c src/desk/ground_term.c src/desk/turn.c src/desk/turn_read.c src/desk/turn_trace.c src/desk/turn_draft.c src/desk/turn_commit.c \
	src/desk/sla.c src/desk/people.c src/desk/distribute.c src/desk/supervise.c src/desk/rebalance.c src/desk/floor.h src/desk/floor.c src/desk/shift.c src/desk/announce.c src/desk/execute.c src/desk/timers.c src/desk/work.c src/desk/open.c src/desk/tools.c src/desk/language.h src/desk/language.c src/desk/view.c src/desk/canned.c src/desk/figures.c src/desk/finding.c src/desk/learn.c src/desk/confidence.c src/desk/labels.c src/desk/used.h src/desk/used.c src/desk/calibrate.c src/desk/threshold.c src/desk/drift.c src/desk/drift_read.c src/desk/teach.h src/desk/teach.c src/desk/teach_keep.c src/desk/teach_tell.c src/desk/story.h src/desk/story.c \
	src/desk/satisfaction.c src/desk/survey.c src/desk/survey_file.c src/desk/survey_read.c src/desk/survey_report.c

desk_tests = tests/desk/survey tests/desk/satisfaction tests/desk/distribute tests/desk/sla tests/desk/shift tests/desk/supervise tests/desk/threshold tests/desk/money tests/desk/acts tests/desk/undo tests/desk/undo_race tests/desk/personal tests/desk/calibrate tests/desk/drift tests/desk/learn tests/desk/takeover tests/desk/actions tests/desk/unknown tests/desk/states tests/desk/unsealed tests/desk/masking tests/desk/ground tests/desk/ground_languages tests/desk/gates tests/desk/figures tests/desk/moods tests/desk/life tests/desk/kill tests/desk/remote tests/desk/remote_faults
check_PROGRAMS += $(desk_tests)
TESTS += $(desk_tests)
desk_stage = tests/desk/stage.c tests/desk/stage.h tests/shop/fixture.c tests/shop/fixture.h
tests_desk_acts_SOURCES = tests/desk/acts.c $(desk_stage)
tests_desk_acts_LDADD = $(TEST_DESK)
tests_desk_undo_SOURCES = tests/desk/undo.c $(desk_stage)
tests_desk_undo_LDADD = $(TEST_DESK)
tests_desk_undo_race_SOURCES = tests/desk/undo_race.c $(desk_stage)
tests_desk_undo_race_LDADD = $(TEST_DESK)
tests_desk_personal_SOURCES = tests/desk/personal.c $(desk_stage)
tests_desk_personal_LDADD = $(TEST_DESK)
tests_desk_learn_SOURCES = tests/desk/learn.c $(desk_stage)
tests_desk_learn_LDADD = $(TEST_DESK)
tests_desk_calibrate_SOURCES = tests/desk/calibrate.c $(desk_stage)
tests_desk_calibrate_LDADD = $(TEST_DESK)
tests_desk_threshold_SOURCES = tests/desk/threshold.c $(desk_stage)
tests_desk_threshold_LDADD = $(TEST_DESK)
tests_desk_drift_SOURCES = tests/desk/drift.c
tests_desk_drift_LDADD = $(TEST_DESK)
tests_desk_takeover_SOURCES = tests/desk/takeover.c $(desk_stage)
tests_desk_takeover_LDADD = $(TEST_DESK)
tests_desk_actions_SOURCES = tests/desk/actions.c $(desk_stage)
tests_desk_actions_LDADD = $(TEST_DESK)
tests_desk_money_SOURCES = tests/desk/money.c $(desk_stage)
tests_desk_money_LDADD = $(TEST_DESK)
tests_desk_masking_SOURCES = tests/desk/masking.c $(desk_stage)
tests_desk_masking_LDADD = $(TEST_DESK)
tests_desk_unknown_SOURCES = tests/desk/unknown.c $(desk_stage)
tests_desk_unknown_LDADD = $(TEST_DESK)
tests_desk_ground_SOURCES = tests/desk/ground.c $(desk_stage)
tests_desk_ground_LDADD = $(TEST_DESK)
tests_desk_ground_languages_SOURCES = tests/desk/ground_languages.c $(desk_stage)
tests_desk_ground_languages_LDADD = $(TEST_DESK)
tests_desk_states_SOURCES = tests/desk/states.c
tests_desk_states_LDADD = $(TEST_DESK)
tests_desk_unsealed_SOURCES = tests/desk/unsealed.c
tests_desk_unsealed_LDADD = $(TEST_DESK)
tests_desk_gates_SOURCES = tests/desk/gates.c
tests_desk_gates_LDADD = $(TEST_DESK)
tests_desk_survey_SOURCES = tests/desk/survey.c $(desk_stage)
tests_desk_survey_LDADD = $(TEST_DESK)
tests_desk_satisfaction_SOURCES = tests/desk/satisfaction.c $(desk_stage)
tests_desk_satisfaction_LDADD = $(TEST_DESK)
tests_desk_figures_SOURCES = tests/desk/figures.c $(desk_stage)
tests_desk_figures_LDADD = $(TEST_DESK)
tests_desk_distribute_SOURCES = tests/desk/distribute.c tests/desk/crew.h $(desk_stage)
tests_desk_distribute_LDADD = $(TEST_DESK)
tests_desk_sla_SOURCES = tests/desk/sla.c tests/desk/crew.h $(desk_stage)
tests_desk_sla_LDADD = $(TEST_DESK)
tests_desk_shift_SOURCES = tests/desk/shift.c tests/desk/crew.h $(desk_stage)
tests_desk_shift_LDADD = $(TEST_DESK)
tests_desk_supervise_SOURCES = tests/desk/supervise.c tests/desk/crew.h $(desk_stage)
tests_desk_supervise_LDADD = $(TEST_DESK)
tests_desk_moods_SOURCES = tests/desk/moods.c tests/desk/demo.c tests/desk/demo.h tests/http/server.c tests/http/server.h
tests_desk_moods_LDADD = $(TEST_DESK)
tests_desk_life_SOURCES = tests/desk/life.c $(desk_stage)
tests_desk_life_LDADD = $(TEST_DESK)
tests_desk_kill_SOURCES = tests/desk/kill.c $(desk_stage)
tests_desk_kill_LDADD = $(TEST_DESK)
# An AI behind HTTP over the demo world.
tests_desk_remote_SOURCES = tests/desk/remote.c tests/desk/demo.c tests/desk/demo.h tests/http/server.c tests/http/server.h
tests_desk_remote_LDADD = $(TEST_DESK)
tests_desk_remote_faults_SOURCES = tests/desk/remote_faults.c tests/desk/demo.c tests/desk/demo.h tests/http/server.c tests/http/server.h
tests_desk_remote_faults_LDADD = $(TEST_DESK)
