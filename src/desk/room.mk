# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/desk/libdesk.a
src_desk_libdesk_a_SOURCES =
