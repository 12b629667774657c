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
	src/backend/builtin/answers.c \
	src/backend/builtin/changes.c \
	src/backend/builtin/choose.c \
	src/backend/builtin/confidence.c \
	src/backend/builtin/details.c \
	src/backend/builtin/handoff.c \
	src/backend/builtin/identity.c \
	src/backend/builtin/knowledge.c \
	src/backend/builtin/lines.c \
	src/backend/builtin/listen.c \
	src/backend/builtin/money.c \
	src/backend/builtin/needs.c \
	src/backend/builtin/offers.c \
	src/backend/builtin/orders.c \
	src/backend/builtin/playbooks.c \
	src/backend/builtin/products.c \
	src/backend/builtin/returned.c \
	src/backend/builtin/say.c \
	src/backend/builtin/slots.c \
	src/backend/builtin/smalltalk.c \
	src/backend/builtin/state.c \
	src/backend/builtin/trace.c \
	src/backend/builtin/troubles.c \
	src/backend/builtin/variants.c
