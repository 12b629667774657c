# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/expr/libexpr.a
src_expr_libexpr_a_SOURCES =
