# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/understand/libunderstand.a
src_understand_libunderstand_a_SOURCES =
