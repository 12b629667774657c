# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/tui/libtui.a
src_tui_libtui_a_SOURCES = \
	src/tui/anchor.c \
	src/tui/anchor.h \
	src/tui/calibration_page.c \
	src/tui/calibration_page.h \
	src/tui/board.h \
	src/tui/board_read.c \
	src/tui/cell.c \
	src/tui/cell_dump.c \
	src/tui/cell_text.c \
	src/tui/commands.c \
	src/tui/commands_list.c \
	src/tui/commands_money.c \
	src/tui/commands_move.c \
	src/tui/commands_read.c \
	src/tui/commands_view.c \
	src/tui/dump.c \
	src/tui/editor.c \
	src/tui/editor.h \
	src/tui/fetch.c \
	src/tui/fetch.h \
	src/tui/job.c \
	src/tui/line.c \
	src/tui/links.c \
	src/tui/links.h \
	src/tui/linear.c \
	src/tui/linear_input.c \
	src/tui/linear_input.h \
	src/tui/linear_text.c \
	src/tui/linear_text.h \
	src/tui/list.h \
	src/tui/list_columns.c \
	src/tui/list_draw.c \
	src/tui/list_load.c \
	src/tui/news.c \
	src/tui/news.h \
	src/tui/notice.c \
	src/tui/notice.h \
	src/tui/list_marks.c \
	src/tui/open.c \
	src/tui/open.h \
	src/tui/page.c \
	src/tui/page.h \
	src/tui/picker.c \
	src/tui/picker.h \
	src/tui/refund_evidence.c \
	src/tui/refund_evidence.h \
	src/tui/refund_facts.c \
	src/tui/refund_facts.h \
	src/tui/refund_list.c \
	src/tui/refund_list.h \
	src/tui/run.c \
	src/tui/screen.c \
	src/tui/screen.h \
	src/tui/screen_bulk.c \
	src/tui/screen_draw.c \
	src/tui/screen_foot.c \
	src/tui/screen_go.c \
	src/tui/screen_keep.c \
	src/tui/screen_layout.c \
	src/tui/screen_palette.c \
	src/tui/screen_private.h \
	src/tui/screen_prompt.c \
	src/tui/screen_read.c \
	src/tui/screen_run.c \
	src/tui/screen_prompt_draw.c \
	src/tui/screen_top.c \
	src/tui/talk.h \
	src/tui/talk_page.c \
	src/tui/talk_read.c \
	src/tui/shopper_page.c \
	src/tui/shopper_page.h \
	src/tui/screen_set.c \
	src/tui/settings.c \
	src/tui/settings_file.c \
	src/tui/settings_private.h \
	src/tui/settings_view.h \
	src/tui/spark.c \
	src/tui/spark.h \
	src/tui/terminal.c \
	src/tui/terminal.h \
	src/tui/terminal_direct.c \
	src/tui/terminal_rescue.c \
	src/tui/theme.c \
	src/tui/theme_colour.c \
	src/tui/theme_colour.h \
	src/tui/threads.c \
	src/tui/threads.h \
	src/tui/view.h \
	src/tui/view_board.c \
	src/tui/view_calibration.c \
	src/tui/view_conversation.c \
	src/tui/view_help.c \
	src/tui/view_list.c \
	src/tui/view_log.c \
	src/tui/view_refunds.c \
	src/tui/view_search.c \
	src/tui/view_settings.c \
	src/tui/view_shift.c \
	src/tui/view_shopper.c \
	src/tui/view_why.c \
	src/tui/why.c \
	src/tui/why.h \
	src/tui/why_change.c \
	src/tui/why_read.c \
	src/tui/why_rest.c \
	src/tui/why_satisfied.c \
	src/tui/why_sure.c \
	src/tui/words.c \
	src/tui/words.h \
	src/tui/words_event.c

check_PROGRAMS += tests/tui/cell tests/tui/theme
TESTS += tests/tui/cell tests/tui/theme
tests_tui_cell_LDADD = $(TEST_TUI)
tests_tui_theme_LDADD = $(TEST_TUI)

check_PROGRAMS += tests/tui/shift tests/tui/refunds tests/tui/calibration tests/tui/screens tests/tui/keys tests/tui/composer tests/tui/reading tests/tui/finding tests/tui/lists tests/tui/writing
TESTS += tests/tui/shift tests/tui/refunds tests/tui/calibration tests/tui/screens tests/tui/keys tests/tui/composer tests/tui/reading tests/tui/finding tests/tui/lists tests/tui/writing tests/tui/console.t tests/tui/linear.t tests/tui/terminal.t
TUI_BENCH = tests/tui/bench.c tests/tui/bench.h tests/tui/fixture.c tests/tui/fixture.h
tests_tui_refunds_SOURCES = tests/tui/refunds.c $(TUI_BENCH)
tests_tui_refunds_LDADD = $(TEST_TUI)
tests_tui_calibration_SOURCES = tests/tui/calibration.c $(TUI_BENCH)
tests_tui_calibration_LDADD = $(TEST_TUI)
tests_tui_screens_SOURCES = tests/tui/screens.c $(TUI_BENCH)
tests_tui_screens_LDADD = $(TEST_TUI)
tests_tui_keys_SOURCES = tests/tui/keys.c $(TUI_BENCH)
tests_tui_keys_LDADD = $(TEST_TUI)
tests_tui_composer_SOURCES = tests/tui/composer.c $(TUI_BENCH)
tests_tui_composer_LDADD = $(TEST_TUI)
tests_tui_reading_SOURCES = tests/tui/reading.c $(TUI_BENCH)
tests_tui_reading_LDADD = $(TEST_TUI)
tests_tui_writing_SOURCES = tests/tui/writing.c $(TUI_BENCH)
tests_tui_writing_LDADD = $(TEST_TUI)
tests_tui_finding_SOURCES = tests/tui/finding.c $(TUI_BENCH)
tests_tui_finding_LDADD = $(TEST_TUI)
tests_tui_shift_SOURCES = tests/tui/shift.c $(TUI_BENCH)
tests_tui_shift_LDADD = $(TEST_TUI)
tests_tui_lists_SOURCES = tests/tui/lists.c $(TUI_BENCH)
tests_tui_lists_LDADD = $(TEST_TUI)

check_PROGRAMS += tests/tui/monkey
TESTS += tests/tui/monkey
tests_tui_monkey_SOURCES = tests/tui/monkey.c tests/tui/monkey_watch.c tests/tui/monkey.h tests/tui/living.c tests/tui/living.h $(TUI_BENCH)
tests_tui_monkey_LDADD = $(TEST_TUI)

check_PROGRAMS += tests/tui/sizes
TESTS += tests/tui/sizes
tests_tui_sizes_SOURCES = tests/tui/sizes.c $(TUI_BENCH)
tests_tui_sizes_LDADD = $(TEST_TUI)

check_PROGRAMS += tests/tui/why
TESTS += tests/tui/why
tests_tui_why_SOURCES = tests/tui/why.c $(TUI_BENCH)
tests_tui_why_LDADD = $(TEST_TUI)

check_PROGRAMS += tests/tui/shopper
TESTS += tests/tui/shopper
tests_tui_shopper_SOURCES = tests/tui/shopper.c $(TUI_BENCH)
tests_tui_shopper_LDADD = $(TEST_TUI)

check_PROGRAMS += tests/tui/hold
TESTS += tests/tui/typing.t
TESTS += tests/tui/live.t
tests_tui_hold_SOURCES = tests/tui/hold.c
tests_tui_hold_LDADD = $(TEST_STORE)

check_PROGRAMS += tests/tui/crowd
TESTS += tests/tui/crowd
tests_tui_crowd_SOURCES = tests/tui/crowd.c tests/tui/living.c tests/tui/living.h $(TUI_BENCH)
tests_tui_crowd_LDADD = $(TEST_TUI)
check_PROGRAMS += tests/tui/settings tests/tui/contrast tests/tui/ending tests/tui/german tests/tui/news tests/tui/notice tests/tui/set
TESTS += tests/tui/settings tests/tui/contrast tests/tui/ending tests/tui/german tests/tui/news tests/tui/notice tests/tui/set
tests_tui_settings_LDADD = $(TEST_TUI)
tests_tui_contrast_LDADD = $(TEST_TUI)
tests_tui_set_SOURCES = tests/tui/set.c $(TUI_BENCH)
tests_tui_set_LDADD = $(TEST_TUI)
tests_tui_notice_LDADD = $(TEST_TUI)
tests_tui_news_SOURCES = tests/tui/news.c tests/tui/fixture.c tests/tui/fixture.h
tests_tui_news_LDADD = $(TEST_TUI)
tests_tui_ending_SOURCES = tests/tui/ending.c tests/tui/fixture.c tests/tui/fixture.h
tests_tui_ending_LDADD = $(TEST_TUI)
tests_tui_german_SOURCES = tests/tui/german.c $(TUI_BENCH)
tests_tui_german_LDADD = $(TEST_TUI)

check_PROGRAMS += tests/tui/themes
TESTS += tests/tui/themes
tests_tui_themes_SOURCES = tests/tui/themes.c $(TUI_BENCH)
tests_tui_themes_LDADD = $(TEST_TUI)

check_PROGRAMS += tests/tui/tour
TESTS += tests/tui/tour
tests_tui_tour_SOURCES = tests/tui/tour.c $(TUI_BENCH)
tests_tui_tour_LDADD = $(TEST_TUI)

check_PROGRAMS += tests/tui/log
TESTS += tests/tui/log
tests_tui_log_SOURCES = tests/tui/log.c $(TUI_BENCH)
tests_tui_log_LDADD = $(TEST_TUI)
