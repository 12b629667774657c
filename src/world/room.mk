# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/world/libworld.a
src_world_libworld_a_SOURCES =
