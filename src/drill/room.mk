# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/drill/libdrill.a
src_drill_libdrill_a_SOURCES =
