# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/knowledge/libknowledge.a
src_knowledge_libknowledge_a_SOURCES =
