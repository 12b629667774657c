# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/http/libhttp.a
src_http_libhttp_a_SOURCES = src/http/http.c

check_PROGRAMS += tests/http/http
TESTS += tests/http/http
tests_http_http_SOURCES = tests/http/http.c tests/http/server.c tests/http/server.h
tests_http_http_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests/http
tests_http_http_LDADD = $(TEST_HTTP)
