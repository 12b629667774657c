/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Notices: put together, never too many, and the bytes that a terminal gets.
 */
#include "../check.h"

#include <string.h>

#include "../../src/tui/notice.h"

static struct tui_settings *user;
static struct str out;

static int
begin(void **state)
{
	(void)state;
	user = tui_settings_new();
	str_init(&out);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	tui_settings_free(&user);
	str_clear(&out);
	return 0;
}

static void
set(const char *name, const char *value)
{
	struct errinfo e = {0};

	check_ok(tui_settings_set(user, name, value, "test", &e), &e);
}

static const char *
bytes(const char *text)
{
	str_reset(&out);
	notice_bytes(user, text, &out);
	return out.data == NULL ? "" : out.data;
}

static void
each_way_has_its_bytes_and_each_can_be_turned_off(void **state)
{
	(void)state;
	assert_string_equal(bytes("C-1 waits"), "\a");
	set("notify", "osc9");
	assert_string_equal(bytes("C-1 waits"), "\a\033]9;floorwalker: C-1 waits\033\\");
	set("bell", "off");
	set("notify", "osc777");
	assert_string_equal(bytes("C-1 waits"), "\033]777;notify;floorwalker;C-1 waits\033\\");
	set("notify-through", "tmux");
	assert_string_equal(bytes("C-1 waits"), "\033Ptmux;\033\033]777;notify;floorwalker;C-1 waits\033\033\\\033\\");
	set("notify", "off");
	assert_string_equal(bytes("C-1 waits"), "");
}

static void
nothing_in_a_text_ends_or_begins_a_sequence(void **state)
{
	static const char hostile[] = "a\033\\\033]0;x\007b;c\xc2\x9c" "d\ne\x7f\xff";
	size_t escapes = 0;

	(void)state;
	set("bell", "off");
	set("notify", "osc777");
	(void)bytes(hostile);
	for (size_t i = 0; i < out.length; i++)
		escapes += out.data[i] == '\033' || out.data[i] == '\007' || out.data[i] == '\n' ||
		    out.data[i] == 0x7f;
	assert_int_equal(escapes, 2);		/* its own two */
	assert_null(strstr(out.data, "\xc2\x9c"));
	assert_string_equal(out.data, "\033]777;notify;floorwalker;a \\ ]0 x b c d e \xef\xbf\xbd\033\\");
	str_reset(&out);
	for (int i = 0; i < 500; i++)
		str_add(&out, "山");
	char *many = str_take(&out);
	assert_true(strlen(bytes(many)) < 400);
	mem_free(many);
}

static void
what_happens_together_is_told_together_and_never_too_often(void **state)
{
	struct notices *n = notices_new();
	int64_t wait;

	(void)state;
	set("notify-every", "30");
	assert_false(notices_take(n, user, 1000, &out, &wait));
	assert_int_equal(wait, -1);
	notice_add(n, user, NOTICE_QUEUE, 17, "C-17 waits in Refunds");
	assert_true(notices_take(n, user, 1000, &out, &wait));
	assert_string_equal(out.data, "C-17 waits in Refunds");
	assert_false(notices_take(n, user, 1000, &out, &wait));	/* told once */
	assert_int_equal(wait, -1);
	for (int i = 0; i < 3; i++)
		notice_add(n, user, NOTICE_QUEUE, 18 + i, "waits");
	notice_add(n, user, NOTICE_QUEUE, 18, "again");			/* the same conversation */
	notice_add(n, user, NOTICE_MINE, 5, "wrote");
	assert_false(notices_take(n, user, 2000, &out, &wait));
	assert_int_equal(wait, 29000);
	str_reset(&out);
	assert_true(notices_take(n, user, 31000, &out, &wait));
	assert_string_equal(out.data, "3 conversations wait, 1 shopper wrote to you");
	notices_free(&n);
}

static void
what_is_not_wanted_is_not_told(void **state)
{
	struct notices *n = notices_new();
	int64_t wait;

	(void)state;
	set("notify-on", "mine,sla");
	notice_add(n, user, NOTICE_QUEUE, 1, "waits");
	notice_add(n, user, NOTICE_REFUND, 1, "waits");
	assert_false(notices_take(n, user, 1000, &out, &wait));
	notice_add(n, user, NOTICE_SLA, 1, "C-1 is due");
	assert_true(notices_take(n, user, 1000, &out, &wait));
	assert_string_equal(out.data, "C-1 is due");
	set("notify-on", "none");
	for (int k = 0; k < NOTICE_KIND_COUNT; k++)
		notice_add(n, user, (enum notice_kind)k, 9, "x");
	assert_false(notices_take(n, user, 900000, &out, &wait));
	notices_free(&n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		each_way_has_its_bytes_and_each_can_be_turned_off, begin, end),
	    cmocka_unit_test_setup_teardown(
		nothing_in_a_text_ends_or_begins_a_sequence, begin, end),
	    cmocka_unit_test_setup_teardown(
		what_happens_together_is_told_together_and_never_too_often, begin, end),
	    cmocka_unit_test_setup_teardown(what_is_not_wanted_is_not_told, begin, end),
	};

	return RUN_TAP(tests);
}
