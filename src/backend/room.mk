# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/backend/libbackend.a
src_backend_libbackend_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/src/backend
src_backend_libbackend_a_SOURCES = \
	src/backend/backend.c \
	src/backend/context.h \
	src/backend/context.c \
	src/backend/http/remote.h \
	src/backend/http/http.c \
	src/backend/http/encode.c \
	src/backend/http/decode.c \
	src/backend/builtin/builtin.h \
	src/backend/builtin/builtin.c \
	src/backend/builtin/actions.c \
	src/backend/builtin/address.c \
	src/backend/builtin/answers.c \
	src/backend/builtin/records.c \
	src/backend/builtin/beyond.c \
	src/backend/builtin/catalogue.c \
	src/backend/builtin/catalogue.h \
	src/backend/builtin/changes.c \
	src/backend/builtin/choose.c \
	src/backend/builtin/commands.c \
	src/backend/builtin/compare.c \
	src/backend/builtin/condition.c \
	src/backend/builtin/condition.h \
	src/backend/builtin/confidence.c \
	src/backend/builtin/dates.c \
	src/backend/builtin/details.c \
	src/backend/builtin/goods.c \
	src/backend/builtin/handoff.c \
	src/backend/builtin/identity.c \
	src/backend/builtin/knowledge.c \
	src/backend/builtin/lines.c \
	src/backend/builtin/limits.c \
	src/backend/builtin/listen.c \
	src/backend/builtin/merge.c \
	src/backend/builtin/money.c \
	src/backend/builtin/named.c \
	src/backend/builtin/needs.c \
	src/backend/builtin/offers.c \
	src/backend/builtin/order.c \
	src/backend/builtin/orders.c \
	src/backend/builtin/other.c \
	src/backend/builtin/parts.c \
	src/backend/builtin/payments.c \
	src/backend/builtin/playbooks.c \
	src/backend/builtin/products.c \
	src/backend/builtin/questions.c \
	src/backend/builtin/reasons.c \
	src/backend/builtin/refusal.c \
	src/backend/builtin/regions.c \
	src/backend/builtin/relative.c \
	src/backend/builtin/restated.c \
	src/backend/builtin/returned.c \
	src/backend/builtin/say.c \
	src/backend/builtin/sentences.c \
	src/backend/builtin/slots.c \
	src/backend/builtin/smalltalk.c \
	src/backend/builtin/spread.c \
	src/backend/builtin/state.c \
	src/backend/builtin/swaps.c \
	src/backend/builtin/sums.c \
	src/backend/builtin/terms.c \
	src/backend/builtin/topic.c \
	src/backend/builtin/trace.c \
	src/backend/builtin/troubles.c \
	src/backend/builtin/variants.c \
	src/backend/builtin/wishes.c

BACKEND_TESTS = tests/backend/orders tests/backend/records tests/backend/money tests/backend/changes tests/backend/products tests/backend/talk tests/backend/answering tests/backend/asked tests/backend/unwanted tests/backend/refusals tests/backend/heard tests/backend/swaps tests/backend/http
BACKEND_PLAY = tests/backend/play.c tests/backend/play.h
check_PROGRAMS += $(BACKEND_TESTS)
TESTS += $(BACKEND_TESTS) tests/backend/sentences.t
# Conversations are played over the demo world: the room world stands beside this one, and only tests join them.
tests_backend_records_SOURCES = tests/backend/records.c $(BACKEND_PLAY)
tests_backend_records_LDADD = $(TEST_DESK)
tests_backend_orders_SOURCES = tests/backend/orders.c $(BACKEND_PLAY)
tests_backend_orders_LDADD = $(TEST_DESK)
tests_backend_money_SOURCES = tests/backend/money.c $(BACKEND_PLAY)
tests_backend_money_LDADD = $(TEST_DESK)
tests_backend_changes_SOURCES = tests/backend/changes.c $(BACKEND_PLAY)
tests_backend_changes_LDADD = $(TEST_DESK)
tests_backend_products_SOURCES = tests/backend/products.c $(BACKEND_PLAY)
tests_backend_products_LDADD = $(TEST_DESK)
tests_backend_talk_SOURCES = tests/backend/talk.c $(BACKEND_PLAY)
tests_backend_talk_LDADD = $(TEST_DESK)
tests_backend_answering_SOURCES = tests/backend/answering.c $(BACKEND_PLAY)
tests_backend_answering_LDADD = $(TEST_DESK)
tests_backend_asked_SOURCES = tests/backend/asked.c $(BACKEND_PLAY)
tests_backend_asked_LDADD = $(TEST_DESK)
tests_backend_unwanted_SOURCES = tests/backend/unwanted.c tests/backend/floor.c tests/backend/floor.h $(BACKEND_PLAY)
tests_backend_unwanted_LDADD = $(TEST_DESK)
tests_backend_heard_SOURCES = tests/backend/heard.c tests/backend/floor.c tests/backend/floor.h $(BACKEND_PLAY)
tests_backend_heard_LDADD = $(TEST_DESK)
tests_backend_refusals_SOURCES = tests/backend/refusals.c tests/backend/floor.c tests/backend/floor.h $(BACKEND_PLAY)
tests_backend_refusals_LDADD = $(TEST_DESK)
tests_backend_swaps_SOURCES = tests/backend/swaps.c tests/backend/floor.c tests/backend/floor.h $(BACKEND_PLAY)
tests_backend_swaps_LDADD = $(TEST_DESK)
tests_backend_http_SOURCES = tests/backend/http.c tests/http/server.c tests/http/server.h $(BACKEND_PLAY)
tests_backend_http_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests/http
tests_backend_http_LDADD = $(TEST_DESK)
