# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/shop/libshop.a
src_shop_libshop_a_SOURCES = src/shop/embedded.c src/shop/embedded.h src/shop/guests.c src/shop/shelf.c src/shop/identity.c src/shop/facts.c src/shop/recorded.h \
	src/shop/claims.c src/shop/record.c src/shop/plan.c src/shop/allowed.c src/shop/refunds.c src/shop/actions.c src/shop/execute.c

shop_tests = tests/shop/reading tests/shop/effects
check_PROGRAMS += $(shop_tests)
TESTS += $(shop_tests)
tests_shop_reading_SOURCES = tests/shop/reading.c tests/shop/fixture.c tests/shop/fixture.h
tests_shop_reading_LDADD = $(TEST_SHOP)
tests_shop_effects_SOURCES = tests/shop/effects.c tests/shop/fixture.c tests/shop/fixture.h
tests_shop_effects_LDADD = $(TEST_SHOP)
