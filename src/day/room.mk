# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/day/libday.a
src_day_libday_a_SOURCES = \
	src/day/agenda.c \
	src/day/agenda.h \
	src/day/decide.c \
	src/day/engine.h \
	src/day/guest.c \
	src/day/happen.c \
	src/day/jobs.c \
	src/day/news.c \
	src/day/run.c \
	src/day/staff.c \
	src/day/tell.c \
	src/day/turns.c
