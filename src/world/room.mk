# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/world/libworld.a
src_world_libworld_a_SOURCES = src/world/reading.c src/world/reading.h src/world/settings.c src/world/staff.c src/world/canned.c src/world/catalogue.c src/world/customers.c \
	src/world/orders.c src/world/cross.c src/world/rest.c src/world/world.c src/world/names.c src/world/people.c src/world/purchases.c src/world/write.c src/world/folder.c src/world/generate.c \
	src/world/tau.h src/world/tau_read.c src/world/tau_orders.c src/world/tau_import.c src/world/tau_value.c src/world/countries.c \
	include/floorwalker/world/tau.h

check_PROGRAMS += tests/world/world
TESTS += tests/world/world
tests_world_world_LDADD = $(TEST_WORLD)
