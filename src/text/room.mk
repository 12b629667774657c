# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/text/libtext.a
src_text_libtext_a_SOURCES =
