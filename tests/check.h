/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What every test program begins with: cmocka and the headers that it needs, and checks of errors
 * that show the sentence.
 */
#ifndef FLOORWALKER_TESTS_CHECK_H
#define FLOORWALKER_TESTS_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "floorwalker/base/err.h"

/* Passes where code is ERR_OK; else fails with the sentence. */
#define check_ok(code, info) \
	do { \
		enum err check_code_ = (code); \
		if (check_code_ != ERR_OK) \
			fail_msg("%s: %s", err_name(check_code_), (info)->text); \
	} while (0)

/* Ends a test of what isn't here. cmocka's skip() prints "not ok", which counts as a failure. */
#define check_skip(...) \
	do { \
		print_message("# skipped: " __VA_ARGS__); \
		print_message("\n"); \
		return; \
	} while (0)

/* With sanitizers all takes many times as long: long tests do less there. */
#if defined(__SANITIZE_ADDRESS__)
#define CHECK_SANITIZED 1
#else
#define CHECK_SANITIZED 0
#endif

/* Where it is asked for, what takes minutes does all of it: FLOORWALKER_FULL. */
#define CHECK_FULL (getenv("FLOORWALKER_FULL") != NULL)

/* What repeats a hundred times what other tests run, too, has nothing in it for sanitizers. */
#define CHECK_NO_STUDY (CHECK_SANITIZED && !CHECK_FULL && \
	puts("1..0 # SKIP a hundred repetitions of what other tests run, without sanitizers alone") >= 0)

#define RUN_TAP(tests) (cmocka_set_message_output(CM_OUTPUT_TAP), cmocka_run_group_tests((tests), NULL, NULL))

#endif
