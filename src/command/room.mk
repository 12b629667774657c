# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/command/libcommand.a
src_command_libcommand_a_SOURCES = src/command/private.h src/command/keys.c src/command/rows.c src/command/table.c src/command/parse.c \
	src/command/check.c src/command/manual.c \
	src/command/run_people.c src/command/run_talk.c src/command/run_act.c src/command/run_action.c src/command/run_money.c src/command/run_find.c src/command/run_macro.c src/command/run_read.c src/command/run_record.c

check_PROGRAMS += tests/command/commands tests/command/people
TESTS += tests/command/commands tests/command/people
tests_command_people_SOURCES = tests/command/people.c tests/desk/crew.h $(desk_stage)
tests_command_people_LDADD = $(TEST_COMMAND)
tests_command_commands_SOURCES = tests/command/commands.c $(desk_stage)
tests_command_commands_LDADD = $(TEST_COMMAND)
