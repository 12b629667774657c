# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/cmd/libcmd.a
src_cmd_libcmd_a_SOURCES = src/cmd/cmd.c src/cmd/cmd.h src/cmd/console.c src/cmd/do.c src/cmd/manual.c src/cmd/office.c src/cmd/options.c src/cmd/policy.c src/cmd/say.c src/cmd/simulate.c src/cmd/store.c \
	src/cmd/work.c src/cmd/world.c include/floorwalker/cmd.h
