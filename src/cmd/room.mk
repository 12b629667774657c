# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/cmd/libcmd.a
src_cmd_libcmd_a_SOURCES = \
	src/cmd/actions.c \
	src/cmd/benchmark.c src/cmd/benchmark_erlang.c \
	src/cmd/calibration.c \
	src/cmd/classify.c \
	src/cmd/classify_curve.c \
	src/cmd/classify_eval.c \
	src/cmd/classify_predict.c \
	src/cmd/classify_several.c \
	src/cmd/classify_train.c \
	src/cmd/cmd.c \
	src/cmd/compare.c \
	src/cmd/confidence.c \
	src/cmd/console.c \
	src/cmd/counterfactual.c \
	src/cmd/changed.c src/cmd/changed.h src/cmd/git.c src/cmd/git.h \
	src/cmd/corrections.c \
	src/cmd/days.c src/cmd/days.h src/cmd/days_report.c \
	src/cmd/decisions.c \
	src/cmd/demo.c \
	src/cmd/do.c \
	src/cmd/drift.c \
	src/cmd/drill.c src/cmd/drill.h \
	src/cmd/drill_sessions.c \
	src/cmd/drill_stage.c \
	src/cmd/guardrails.c \
	src/cmd/handling.c \
	src/cmd/knowledge.c \
	src/cmd/learn.c \
	src/cmd/manual.c \
	src/cmd/office.c \
	src/cmd/options.c \
	src/cmd/policy.c \
	src/cmd/record.c \
	src/cmd/replay.c \
	src/cmd/policy_compare.c \
	src/cmd/policy_test.c \
	src/cmd/say.c \
	src/cmd/settings.c \
	src/cmd/simulate.c \
	src/cmd/simulate_days.c \
	src/cmd/simulate_live.c \
	src/cmd/staffing.c src/cmd/staffing_ask.c src/cmd/staffing.h \
	src/cmd/store.c \
	src/cmd/suite.c \
	src/cmd/survey.c \
	src/cmd/sweep.c \
	src/cmd/threshold.c \
	src/cmd/work.c \
	src/cmd/world.c \
	include/floorwalker/cmd.h \
	src/cmd/classify.h \
	src/cmd/cmd.h \
	src/cmd/decisions.h

TESTS += tests/cmd/actions.t tests/cmd/handling.t tests/cmd/threshold.t tests/cmd/refit.t tests/cmd/settings.t tests/cmd/classify.t tests/cmd/several.t tests/cmd/manual.t tests/cmd/thread.t tests/cmd/acting.t tests/cmd/corrections.t tests/cmd/drift.t tests/cmd/learn.t tests/cmd/masking.t tests/cmd/faults.t tests/cmd/forged.t tests/cmd/limits.t tests/cmd/crowd.t tests/cmd/words.t tests/cmd/readers.t tests/cmd/installed.t tests/cmd/knowledge.t tests/cmd/guardrails.t tests/cmd/policy.t tests/cmd/languages.t tests/cmd/staffing.t tests/cmd/survey.t
dist_man_MANS += doc/floorwalker.1 doc/floorwalker-console.1 doc/floorwalker-drill.1 doc/floorwalker-replay.1 doc/floorwalker.conf.5 doc/floorwalker-keys.7
TESTS += tests/cmd/suite.t tests/cmd/drill.t

# The manual pages, from the tables.
manual: floorwalker$(EXEEXT)
	./floorwalker$(EXEEXT) manual > $(srcdir)/doc/floorwalker.1
	./floorwalker$(EXEEXT) manual console > $(srcdir)/doc/floorwalker-console.1
	./floorwalker$(EXEEXT) manual drill > $(srcdir)/doc/floorwalker-drill.1
	./floorwalker$(EXEEXT) manual replay > $(srcdir)/doc/floorwalker-replay.1
	./floorwalker$(EXEEXT) manual conf > $(srcdir)/doc/floorwalker.conf.5
	./floorwalker$(EXEEXT) manual keys > $(srcdir)/doc/floorwalker-keys.7
.PHONY: manual
