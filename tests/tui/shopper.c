/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The view of the shopper: what they are worth and agreed to, their other conversations, and what
 * is masked, which is seen by right, for a reason, for half a minute and on record.
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/desk/events.h"
#include "floorwalker/desk/reveal.h"
#include "floorwalker/store/event.h"
#include "../../src/tui/fetch.h"
#include "../../src/tui/page.h"

#define EMAIL "aoife.nolan@example.com"

static void
look_at(struct bench *b, const char *agent)
{
	bench_begin(b, agent);
	bench_size(b, 80, 90);
	bench_command(b, "shopper C-1");
}

/* How often the log tells of it, and what it tells last. */
static size_t
looks(struct bench *b, struct arena *a, const char **last)
{
	struct event_list list;
	struct errinfo e = {0};
	size_t count = 0;

	*last = "";
	check_ok(store_event_list(desk_store(b->f.desk), a, 1, &list, &e), &e);
	for (size_t i = 0; i < list.count; i++) {
		if (!text_is(list.items[i].kind, EVENT_CUSTOMER_REVEALED))
			continue;
		count++;
		*last = list.items[i].data;
	}
	return count;
}

static void
who_has_the_right_sees_what_is_masked_for_half_a_minute_and_on_record(void **state)
{
	struct arena *a = arena_new();
	const char *last;
	struct bench b;

	(void)state;
	look_at(&b, "sorcha");
	check_shows(&b, "e-mail       [email]");
	check_lacks(&b, EMAIL);
	bench_press(&b, "H");
	check_shows(&b, "Why must it be seen:");
	bench_press(&b, "Enter");
	check_shows(&b, "so nothing was done");
	assert_int_equal(looks(&b, a, &last), 0);
	bench_press(&b, "H");
	bench_type(&b, "parcel came back, call +353 1 555 0101");
	bench_press(&b, "Enter");
	check_shows(&b, EMAIL);
	check_shows(&b, "Revealed, for your eyes");
	assert_int_equal(looks(&b, a, &last), 1);
	assert_non_null(strstr(last, "\"C-1001\""));
	assert_non_null(strstr(last, "parcel came back"));
	assert_null(strstr(last, "555 0101"));
	assert_null(strstr(last, EMAIL));
	bench_changed(&b);		/* it stays while it may */
	check_shows(&b, EMAIL);
	clock_move_to(b.f.clock, FIXTURE_NOW_MS + REVEAL_MS - 1);
	screen_tick(b.screen);
	bench_look(&b);
	check_shows(&b, EMAIL);
	clock_move_to(b.f.clock, FIXTURE_NOW_MS + REVEAL_MS);
	bench_size(&b, 81, 90);		/* drawn again before any tick, as after a sleep */
	check_lacks(&b, EMAIL);
	screen_tick(b.screen);
	bench_look(&b);
	check_lacks(&b, EMAIL);
	check_lacks(&b, "Galway\nGalway");
	bench_changed(&b);
	check_lacks(&b, EMAIL);
	assert_int_equal(looks(&b, a, &last), 1);
	arena_free(&a);
	bench_end(&b);
}

static void
who_has_no_right_is_refused_before_anything_is_asked(void **state)
{
	struct arena *a = arena_new();
	struct errinfo e = {0};
	const char *last;
	struct bench b;

	(void)state;
	look_at(&b, FIXTURE_AGENT);
	bench_press(&b, "H");
	check_shows(&b, "Maeve Brennan has no right to see what is masked; ask a senior");
	assert_int_equal(b.posted, 0);
	assert_int_equal(
	    desk_reveal(b.f.desk, FIXTURE_AGENT, 1, "curious", &e), ERR_FORBIDDEN);
	assert_int_equal(desk_reveal(b.f.desk, "sorcha", 1, " \n", &e), ERR_USAGE);
	assert_int_equal(desk_reveal(b.f.desk, "sorcha", 4, "who is it", &e), ERR_STATE);
	assert_int_equal(looks(&b, a, &last), 0);
	arena_free(&a);
	bench_end(&b);
}

static void
what_one_saw_nobody_else_sees_nor_elsewhere(void **state)
{
	struct arena *a = arena_new();
	struct errinfo e = {0};
	struct revealed r;
	struct bench b;

	(void)state;
	look_at(&b, "sorcha");
	check_ok(desk_reveal(b.f.desk, "sorcha", 1, "must phone", &e), &e);
	bench_changed(&b);
	check_lacks(&b, EMAIL);		/* another screen of theirs has not been asked to show it */
	check_ok(desk_revealed(b.f.desk, a, "sorcha", 1, &r, &e), &e);
	assert_string_equal(r.email, EMAIL);
	assert_int_equal(r.until_ms, FIXTURE_NOW_MS + REVEAL_MS);
	check_ok(desk_revealed(b.f.desk, a, "kwame", 1, &r, &e), &e);
	assert_null(r.email);
	check_ok(desk_revealed(b.f.desk, a, "sorcha", 9, &r, &e), &e);
	assert_null(r.email);
	clock_move_to(b.f.clock, FIXTURE_NOW_MS + REVEAL_MS);
	check_ok(desk_revealed(b.f.desk, a, "sorcha", 1, &r, &e), &e);
	assert_null(r.email);
	arena_free(&a);
	bench_end(&b);
}

static void
looking_at_another_conversation_puts_it_away(void **state)
{
	struct bench b;

	(void)state;
	look_at(&b, "sorcha");
	bench_command(&b, "reveal C-1 must phone");
	check_shows(&b, EMAIL);
	bench_command(&b, "shopper C-2");
	check_lacks(&b, EMAIL);
	bench_command(&b, "shopper C-1");
	check_lacks(&b, EMAIL);
	bench_end(&b);
}

static void
another_conversation_of_theirs_opens_with_enter(void **state)
{
	struct bench b;

	(void)state;
	look_at(&b, FIXTURE_AGENT);
	check_shows(&b, "C-9  11:05  delivery time  solved");
	bench_press(&b, "Enter");
	check_shows(&b, "nothing is selected here");
	for (int n = 0; n < 100 && !bench_shows(&b, "▸ C-9"); n++)
		bench_press(&b, "j");
	check_shows(&b, "▸ C-9");
	bench_press(&b, "Enter");
	check_shows(&b, "Conversation  C-9");
	bench_end(&b);
}

/* ---- what is revealed leaves nothing behind */

/* Whether the heap holds the bytes anywhere, given out or not. They are searched for one apart, so
 * that what searches isn't found. */
static bool
heap_holds(const char *shifted)
{
	char line[512];
	unsigned long from, to;
	bool found = false;
	size_t length = strlen(shifted);
	FILE *maps = fopen("/proc/self/maps", "r");

	while (maps != NULL && fgets(line, sizeof line, maps) != NULL) {
		if (strstr(line, "[heap]") == NULL || sscanf(line, "%lx-%lx", &from, &to) != 2)
			continue;
		for (const char *at = (const char *)from; at + length < (const char *)to && !found; at++) {
			size_t n = 0;

			while (n < length && at[n] == (char)(shifted[n] + 1))
				n++;
			found = n == length;
		}
	}
	if (maps != NULL)
		fclose(maps);
	return found;
}

/* Another of each of its letters: "ab" for "`a". */
static void
unshift(char *out, const char *shifted)
{
	for (; *shifted != '\0'; shifted++)
		*out++ = (char)(*shifted + 1);
	*out = '\0';
}

static void
what_was_found_and_never_shown_is_overwritten(void **state)
{
	static const char shifted[] = "zpvscbmdlsd`mdwdqrddm";
	struct fetch *f = fetch_new(FETCH_VIEW);
	char secret[sizeof shifted];

	(void)state;
	unshift(secret, shifted);
	(void)arena_text(f->arena, secret);
	if (!heap_holds(shifted))
		print_message("# this heap can't be searched\n");
	fetch_free(&f);
	assert_false(heap_holds(shifted));
}

static void
a_page_that_grows_or_ends_leaves_no_copy(void **state)
{
	static const char shifted[] = "xpvsgdooqhdrddmnmbd";
	struct page *p = page_new();
	char secret[sizeof shifted];

	(void)state;
	unshift(secret, shifted);
	page_begin(p, 0, 0, 0);
	page_add(p, INK_TEXT, secret);
	for (int i = 0; i < 5000; i++)
		page_add(p, INK_TEXT, "and more of it ");
	page_wipe(p);
	assert_false(heap_holds(shifted));
	page_begin(p, 0, 0, 0);
	page_add(p, INK_TEXT, secret);
	page_reset(p);		/* shorter text takes its place, and then nothing */
	page_begin(p, 0, 0, 0);
	page_add(p, INK_TEXT, "x");
	page_free(&p);
	assert_false(heap_holds(shifted));
}

/* C-1001's four orders are €79.00, €189.00, €199.00 and €159.00, all paid, the last returned and
 * refunded: 626 - 159 = 467, and 626 / 4 = 156.50. */
static void
worth_is_told_with_its_currency_and_its_number(void **state)
{
	struct bench b;

	(void)state;
	look_at(&b, FIXTURE_AGENT);
	check_shows(&b, "lifetime     €467.00, paid less refunded, n = 4");
	check_shows(&b, "average order €156.50, n = 4");
	check_shows(&b, "refunded     €159.00, of 1 of 4 orders");
	check_shows(&b, "marketing    ");
	bench_end(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		who_has_the_right_sees_what_is_masked_for_half_a_minute_and_on_record),
	    cmocka_unit_test(who_has_no_right_is_refused_before_anything_is_asked),
	    cmocka_unit_test(what_one_saw_nobody_else_sees_nor_elsewhere),
	    cmocka_unit_test(looking_at_another_conversation_puts_it_away),
	    cmocka_unit_test(what_was_found_and_never_shown_is_overwritten),
	    cmocka_unit_test(a_page_that_grows_or_ends_leaves_no_copy),
	    cmocka_unit_test(another_conversation_of_theirs_opens_with_enter),
	    cmocka_unit_test(worth_is_told_with_its_currency_and_its_number),
	};

	setenv("INPUTRC", "/dev/null", 1);
	return RUN_TAP(tests);
}
