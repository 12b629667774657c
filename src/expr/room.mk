# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/expr/libexpr.a
src_expr_libexpr_a_SOURCES = \
	src/expr/bound.c \
	src/expr/bound.h \
	src/expr/bound_call.c \
	src/expr/bound_read.c \
	src/expr/check.c \
	src/expr/convert.c \
	src/expr/convert.h \
	src/expr/expr.c \
	src/expr/expr_private.h \
	src/expr/plain.c \
	src/expr/regex.c

check_PROGRAMS += tests/expr/expr
TESTS += tests/expr/expr
tests_expr_expr_LDADD = $(TEST_EXPR)
