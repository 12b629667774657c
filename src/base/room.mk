# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/base/libbase.a
src_base_libbase_a_SOURCES = \
	src/base/clock.c \
	src/base/csv.c \
	src/base/date.c \
	src/base/err.c \
	src/base/file.c \
	src/base/json.c \
	src/base/log.c \
	src/base/mem.c \
	src/base/pool.c \
	src/base/random.c \
	src/base/key_file.c \
	src/base/seal.c \
	src/base/siphash.c \
	src/base/str.c \
	src/base/utf8.c \
	src/base/value.c \
	src/base/value_place.c \
	src/base/value_print.c \
	src/base/value_private.h \
	src/base/value_real.c \
	src/base/value_reread.c \
	src/base/yaml.c \
	src/base/zone.c \
	src/base/zone.h

BASE_TESTS = tests/base/csv tests/base/value tests/base/text tests/base/date tests/base/pool tests/base/seal tests/base/system
check_PROGRAMS += $(BASE_TESTS)
TESTS += $(BASE_TESTS)
tests_base_csv_LDADD = $(TEST_BASE)
tests_base_value_LDADD = $(TEST_BASE)
tests_base_text_LDADD = $(TEST_BASE)
tests_base_pool_LDADD = $(TEST_BASE)
tests_base_date_LDADD = $(TEST_BASE)
tests_base_seal_LDADD = $(TEST_BASE)
tests_base_system_LDADD = $(TEST_BASE)
