# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/day/libday.a
src_day_libday_a_SOURCES =
