# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/model/libmodel.a
src_model_libmodel_a_SOURCES = \
	src/model/action.c \
	src/model/canned.c \
	src/model/confidence.c \
	src/model/confidence_cases.c \
	src/model/confidence_fit.c \
	src/model/confidence_measure.c \
	src/model/conversation.c \
	src/model/drift.c \
	src/model/hours.c \
	src/model/hours.h \
	src/model/metric.c \
	src/model/money.c \
	src/model/names.c \
	src/model/names.h \
	src/model/query.c \
	src/model/query.h \
	src/model/query_fields.c \
	src/model/query_values.c \
	src/model/satisfaction.c \
	src/model/satisfaction_correlate.c \
	src/model/settings.c \
	src/model/shop.c \
	src/model/shop_print.c \
	src/model/shop_read.c \
	src/model/threshold.c src/model/staff.c

model_tests = tests/model/canned tests/model/confidence tests/model/drift tests/model/metric tests/model/money tests/model/names tests/model/query tests/model/satisfaction tests/model/settings tests/model/shop tests/model/threshold tests/model/staff
check_PROGRAMS += $(model_tests)
TESTS += $(model_tests)
tests_model_canned_LDADD = $(TEST_MODEL)
tests_model_confidence_LDADD = $(TEST_MODEL)
tests_model_drift_LDADD = $(TEST_MODEL)
tests_model_metric_LDADD = $(TEST_MODEL)
tests_model_money_LDADD = $(TEST_MODEL)
tests_model_names_LDADD = $(TEST_MODEL)
tests_model_query_LDADD = $(TEST_MODEL)
tests_model_satisfaction_LDADD = $(TEST_MODEL)
tests_model_settings_LDADD = $(TEST_MODEL)
tests_model_shop_LDADD = $(TEST_MODEL)
tests_model_threshold_LDADD = $(TEST_MODEL)
tests_model_staff_LDADD = $(TEST_MODEL)
