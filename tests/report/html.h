/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether a page is well-formed and needs nothing beside itself. Strict enough for what report writes: lower-case names,
 * quoted attributes, every element ended.
 */
#ifndef FLOORWALKER_TESTS_REPORT_HTML_H
#define FLOORWALKER_TESTS_REPORT_HTML_H

/* Fails the test with the place of the first fault: an end that fits no begin, a bare &, an id twice, a link outwards, a
 * script, a style or an event in an attribute, a control character. */
void html_check(const char *page);

#endif
