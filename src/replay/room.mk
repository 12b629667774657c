# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/replay/libreplay.a
src_replay_libreplay_a_SOURCES =
