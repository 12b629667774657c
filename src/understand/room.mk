# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/understand/libunderstand.a
src_understand_libunderstand_a_SOURCES = \
	src/understand/catalogue.c \
	src/understand/catalogue.h \
	src/understand/classifier.c \
	src/understand/classify.c \
	src/understand/classify_rows.c \
	src/understand/classifier.h \
	src/understand/consent.c \
	src/understand/content.c \
	src/understand/features.c \
	src/understand/features.h \
	src/understand/judged.c \
	src/understand/judged.h \
	src/understand/kernel.c \
	src/understand/kernel.h \
	src/understand/label_sets.c \
	src/understand/measure.c \
	src/understand/measure_several.c \
	src/understand/language.c \
	include/floorwalker/understand/linear_fit.h \
	src/understand/linear_fit.c \
	src/understand/learn.c \
	src/understand/learn_compare.c \
	src/understand/message.c \
	src/understand/message.h \
	src/understand/model_file.c \
	src/understand/model_file.h \
	src/understand/phrases.c \
	src/understand/phrases.h \
	src/understand/reasons.c \
	src/understand/reasons_told.c \
	src/understand/signals.c \
	src/understand/slots_amounts.c \
	src/understand/slots_codes.c \
	src/understand/slots_dates.c \
	src/understand/slots_options.c \
	src/understand/slots_people.c \
	src/understand/slots_products.c \
	src/understand/slots_words.c \
	src/understand/spelling.c \
	src/understand/spelling.h \
	src/understand/train.c \
	src/understand/train.h \
	src/understand/train_augment.c \
	src/understand/train_machine.c \
	src/understand/train_names.c \
	src/understand/train_measure.c \
	src/understand/train_private.h \
	src/understand/train_ratios.c \
	src/understand/train_set.c \
	src/understand/train_several.c \
	src/understand/train_vectors.c \
	src/understand/train_write.c \
	src/understand/understand.c \
	src/understand/understanding.c \
	src/understand/understood.c \
	src/understand/vectors.c \
	src/understand/vectors.h \
	src/understand/vectors_private.h \
	src/understand/wishes.c \
	src/understand/words.c \
	src/understand/words.h

# Models are made from the phrase files by make.
noinst_PROGRAMS += src/understand/train
src_understand_train_SOURCES = src/understand/train_main.c
src_understand_train_LDADD = $(LIBS_UP_TO_UNDERSTAND)

noinst_PROGRAMS += tests/bench/understand_bench tests/bench/language_bench tests/bench/wishes_bench tests/bench/nlupp_bench
tests_bench_understand_bench_LDADD = $(LIBS_UP_TO_UNDERSTAND)
tests_bench_language_bench_LDADD = $(LIBS_UP_TO_UNDERSTAND)
tests_bench_wishes_bench_LDADD = $(LIBS_UP_TO_UNDERSTAND)
tests_bench_nlupp_bench_LDADD = $(LIBS_UP_TO_UNDERSTAND)

modelsdir = $(pkgdatadir)/models
models_DATA = models/intents.model models/reasons.model models/sentiment.model models/language.model models/words.model
CLEANFILES += $(models_DATA)
PHRASES = $(wildcard $(top_srcdir)/scenarios/phrases/*/*.yaml)
# MODELS_FROM: a folder of another build's, from the same phrases; every build trains the same bytes, slowly under sanitizers.
models/words.model: src/understand/train$(EXEEXT) $(PHRASES)
	$(AM_V_GEN)if test -n "$(MODELS_FROM)"; then $(MKDIR_P) models && cp "$(MODELS_FROM)"/*.model models/; \
	else src/understand/train$(EXEEXT) $(top_srcdir)/scenarios/phrases models; fi
models/intents.model models/reasons.model models/sentiment.model models/language.model: models/words.model

UNDERSTAND_TESTS = tests/understand/classify tests/understand/consent tests/understand/language tests/understand/learn tests/understand/models tests/understand/phrases tests/understand/reasons tests/understand/several tests/understand/understood tests/understand/slots tests/understand/tongues \
	tests/understand/understand tests/understand/vectors
check_PROGRAMS += $(UNDERSTAND_TESTS)
TESTS += $(UNDERSTAND_TESTS)
tests_understand_learn_LDADD = $(TEST_UNDERSTAND)
tests_understand_classify_LDADD = $(TEST_UNDERSTAND)
tests_understand_language_LDADD = $(TEST_UNDERSTAND)
tests_understand_consent_LDADD = $(TEST_UNDERSTAND)
tests_understand_phrases_LDADD = $(TEST_UNDERSTAND)
tests_understand_reasons_LDADD = $(TEST_UNDERSTAND)
tests_understand_several_LDADD = $(TEST_UNDERSTAND)
tests_understand_understood_LDADD = $(TEST_UNDERSTAND)
tests_understand_slots_LDADD = $(TEST_UNDERSTAND)
tests_understand_tongues_LDADD = $(TEST_UNDERSTAND)
tests_understand_understand_LDADD = $(TEST_UNDERSTAND)
tests_understand_models_LDADD = $(TEST_UNDERSTAND)
tests_understand_vectors_LDADD = $(TEST_UNDERSTAND)
