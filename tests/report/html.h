/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether a page is well-formed and needs nothing beside itself. Strict enough for what report writes: lower-case names,
 * quoted attributes, every element ended.
 */
#ifndef FLOORWALKER_TESTS_REPORT_HTML_H
#define FLOORWALKER_TESTS_REPORT_HTML_H

#include "floorwalker/base/value.h"

/* Fails the test with the place of the first fault: an end that fits no begin, a bare &, an id twice, a link outwards, a
 * script, a style or an event in an attribute, a control character. */
void html_check(const char *page);
/* Nothing in it names anything elsewhere. */
void html_check_alone(const char *page);

/* What would do harm on a page or a terminal; a copy of v in which it stands in place of the word HOSTILE; and
 * whether a page that was made of that is still one, and shows it as text. */
struct value *html_poisoned(struct arena *a, const struct value *v);
void html_check_hostile(const char *page);

#endif
