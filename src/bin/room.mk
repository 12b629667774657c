# SPDX-License-Identifier: GPL-3.0-or-later
bin_PROGRAMS += floorwalker
floorwalker_SOURCES = src/bin/main.c
floorwalker_LDADD = $(LIBS_UP_TO_CMD)
