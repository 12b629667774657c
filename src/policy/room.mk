# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/policy/libpolicy.a
src_policy_libpolicy_a_SOURCES = src/policy/facts.c src/policy/column.c src/policy/load.c src/policy/decide.c src/policy/box.c \
	src/policy/check.c src/policy/table.h

check_PROGRAMS += tests/policy/policy
TESTS += tests/policy/policy
tests_policy_policy_LDADD = $(TEST_POLICY)
