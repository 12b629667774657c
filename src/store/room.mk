# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/store/libstore.a
src_store_libstore_a_SOURCES = \
	src/store/audit.c \
	src/store/audit.h \
	src/store/audit_records.c \
	src/store/chain.h \
	src/store/event.c \
	src/store/memory.c \
	src/store/memory.h \
	src/store/memory_forget.c \
	src/store/memory_log.c \
	src/store/memory_personal.c \
	src/store/memory_query.c \
	src/store/memory_shape.c \
	src/store/memory_talk.c \
	src/store/memory_work.c \
	src/store/ops.h \
	src/store/passages.c \
	src/store/record.c \
	src/store/record.h \
	src/store/search.c \
	src/store/search.h \
	src/store/sql.c \
	src/store/sql.h \
	src/store/sql_log.c \
	src/store/sql_personal.c \
	src/store/sql_making.c \
	src/store/sql_making.h \
	src/store/sql_query.c \
	src/store/sql_row.c \
	src/store/sql_talk.c \
	src/store/sql_work.c \
	src/store/sqlite.c \
	src/store/sqlite.h \
	src/store/sqlite_schema.c \
	src/store/statements.c \
	src/store/statements.h \
	src/store/statements_query.c \
	src/store/store.c \
	src/store/store_learn.c \
	src/store/store_people.c \
	src/store/store_personal.c \
	src/store/store_query.c \
	src/store/store_work.c \
	src/store/table.c \
	src/store/table.h

# Migrations are compiled in. A new one is added at the end; one that was released is never edited.
store_migrations = \
	$(top_srcdir)/src/store/migrations/0001-records.sql \
	$(top_srcdir)/src/store/migrations/0002-closed-by-day.sql \
	$(top_srcdir)/src/store/migrations/0003-corrections.sql \
	$(top_srcdir)/src/store/migrations/0004-acting.sql \
	$(top_srcdir)/src/store/migrations/0005-finding.sql \
	$(top_srcdir)/src/store/migrations/0006-amended.sql \
	$(top_srcdir)/src/store/migrations/0007-people.sql
src/store/migrations.inc: $(store_migrations) $(top_srcdir)/src/store/embed_migrations.sh
	$(AM_V_GEN)$(MKDIR_P) src/store && $(SHELL) $(top_srcdir)/src/store/embed_migrations.sh $(store_migrations) > $@.new && mv $@.new $@
src/store/sqlite_schema.$(OBJEXT): src/store/migrations.inc
BUILT_SOURCES += src/store/migrations.inc
CLEANFILES += src/store/migrations.inc

store_tests = tests/store/audit tests/store/contract tests/store/crash tests/store/forget tests/store/passages tests/store/processes tests/store/schema
check_PROGRAMS += $(store_tests)
TESTS += $(store_tests)
tests_store_audit_LDADD = $(TEST_STORE)
tests_store_contract_LDADD = $(TEST_STORE)
tests_store_crash_LDADD = $(TEST_STORE)
tests_store_passages_LDADD = $(TEST_STORE)
tests_store_processes_LDADD = $(TEST_STORE)
tests_store_schema_LDADD = $(TEST_STORE)
tests_store_forget_LDADD = $(TEST_STORE)
tests_store_contract_SOURCES = tests/store/contract.c tests/store/contract.h tests/store/contract_learn.c tests/store/contract_log.c tests/store/contract_people.c tests/store/contract_personal.c tests/store/contract_query.c \
	tests/store/contract_shared.c tests/store/contract_talk.c tests/store/contract_text.c tests/store/contract_values.c tests/store/contract_work.c
