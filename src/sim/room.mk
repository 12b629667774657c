# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/sim/libsim.a
src_sim_libsim_a_SOURCES = \
	src/sim/answers.c \
	src/sim/bind.c \
	src/sim/bind.h \
	src/sim/condition.c \
	src/sim/condition.h \
	src/sim/corpus.c \
	src/sim/corpus.h \
	src/sim/corpus_seen.c \
	src/sim/corpus_seen.h \
	src/sim/goods_seen.c \
	src/sim/goods_seen.h \
	src/sim/figures.c \
	src/sim/figures.h \
	src/sim/guardrail.h \
	src/sim/guardrail_judge.c \
	src/sim/guardrail_play.c \
	src/sim/guardrail_suite.c \
	src/sim/guardrails.c \
	src/sim/listener.c include/floorwalker/sim/listener.h \
	src/sim/live.c \
	src/sim/manner.c \
	src/sim/mutation.c \
	src/sim/mutation.h \
	src/sim/oracle.c \
	src/sim/oracle.h \
	src/sim/oracle_again.c \
	src/sim/oracle_allowed.c \
	src/sim/oracle_claims.c \
	src/sim/oracle_effects.c \
	src/sim/oracle_end.c \
	src/sim/oracle_figures.c \
	src/sim/oracle_goods.c \
	src/sim/oracle_private.h \
	src/sim/oracle_statements.c \
	src/sim/oracle_sums.c \
	src/sim/oracle_told.c \
	src/sim/persona.c \
	src/sim/phrases_seen.c src/sim/phrases_seen.h \
	src/sim/plan.c \
	src/sim/play.c \
	src/sim/stage.c \
	src/sim/run.c \
	src/sim/run.h \
	src/sim/scenario.c \
	src/sim/scenario.h \
	include/floorwalker/sim/replies.h \
	src/sim/replies.c \
	src/sim/script.c \
	src/sim/script_find.c \
	src/sim/script_several.c \
	src/sim/script.h \
	src/sim/shopper.c \
	src/sim/shopper.h \
	src/sim/speech.c \
	include/floorwalker/sim/speech.h include/floorwalker/sim/persona.h \
	src/sim/summary.c \
	src/sim/terms.c \
	src/sim/terms.h \
	src/sim/terms_words.c \
	src/sim/traits.c \
	src/sim/traits.h \
	src/sim/typing.c include/floorwalker/sim/typing.h \
	src/sim/visitor.c \
	src/sim/visitor.h include/floorwalker/sim/visitor.h \
	src/sim/visitor_judge.c \
	src/sim/visitor_person.c \
	src/sim/visitor_records.c \
	src/sim/visitors.c \
	src/sim/watch.c \
	src/sim/watch.h

SIM_TESTS = tests/sim/again tests/sim/peoples_words tests/sim/corpus tests/sim/figures tests/sim/guardrails tests/sim/mutants tests/sim/oracle tests/sim/replies tests/sim/scenarios tests/sim/shopper tests/sim/skills tests/sim/handoffs tests/sim/visitor tests/sim/personas tests/sim/sayings
check_PROGRAMS += $(SIM_TESTS)
TESTS += $(SIM_TESTS) tests/sim/all_fit.t tests/sim/independence.t tests/sim/own_words.t tests/sim/same_bytes.t tests/sim/wrong_statements.t tests/sim/languages.t tests/sim/fallback.t
tests_sim_corpus_SOURCES = tests/sim/corpus.c tests/sim/shop.c tests/sim/shop.h
tests_sim_corpus_LDADD = $(TEST_SIM)
tests_sim_figures_SOURCES = tests/sim/figures.c
tests_sim_figures_LDADD = $(TEST_SIM)
tests_sim_scenarios_SOURCES = tests/sim/scenarios.c tests/sim/shop.c tests/sim/shop.h
tests_sim_scenarios_LDADD = $(TEST_SIM)
tests_sim_again_SOURCES = tests/sim/again.c tests/sim/demo.c tests/sim/demo.h tests/sim/shop.c tests/sim/shop.h
tests_sim_again_LDADD = $(TEST_SIM)
tests_sim_oracle_SOURCES = tests/sim/oracle.c tests/sim/shop.c tests/sim/shop.h
tests_sim_oracle_LDADD = $(TEST_SIM)
tests_sim_shopper_SOURCES = tests/sim/shopper.c tests/sim/shop.c tests/sim/shop.h
tests_sim_shopper_LDADD = $(TEST_SIM)
tests_sim_replies_SOURCES = tests/sim/replies.c
tests_sim_replies_LDADD = $(TEST_SIM)
tests_sim_mutants_SOURCES = tests/sim/mutants.c tests/sim/lies.c tests/sim/lies.h tests/sim/lies_words.c tests/sim/lies_words.h
tests_sim_mutants_LDADD = $(TEST_SIM)
tests_sim_skills_SOURCES = tests/sim/skills.c tests/sim/skill_play.c tests/sim/skills.h
tests_sim_skills_LDADD = $(TEST_SIM)
tests_sim_handoffs_SOURCES = tests/sim/handoffs.c tests/sim/skill_play.c tests/sim/skills.h
tests_sim_handoffs_LDADD = $(TEST_SIM)
tests_sim_guardrails_SOURCES = tests/sim/guardrails.c
tests_sim_guardrails_LDADD = $(TEST_SIM)
tests_sim_visitor_SOURCES = tests/sim/visitor.c tests/sim/visit_play.c tests/sim/visit_play.h
tests_sim_visitor_LDADD = $(TEST_SIM)
tests_sim_personas_SOURCES = tests/sim/personas.c tests/sim/visit_play.c tests/sim/visit_play.h
tests_sim_personas_LDADD = $(TEST_SIM)
tests_sim_sayings_SOURCES = tests/sim/sayings.c tests/sim/demo.c tests/sim/demo.h
tests_sim_sayings_LDADD = $(TEST_SIM)
tests_sim_peoples_words_LDADD = $(TEST_SIM)
