/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is no wish for the agenda: builtin.c answers these from the message's signals.
 */
#include "builtin.h"

const struct playbook playbooks_smalltalk[] = {
	{"greeting", FAMILY_TALK, 0, FIT_ANY, 0, NULL, NULL, 0, NULL, false},
	{"thanks", FAMILY_TALK, 0, FIT_ANY, 0, NULL, NULL, 0, NULL, false},
	{"goodbye", FAMILY_TALK, 0, FIT_ANY, 0, NULL, NULL, 0, NULL, false},
	{"human", FAMILY_TALK, 0, FIT_ANY, 0, NULL, NULL, 0, NULL, false},
	{"out_of_scope", FAMILY_TALK, 0, FIT_ANY, 0, NULL, NULL, 0, NULL, false},
};
const size_t playbooks_smalltalk_count = sizeof playbooks_smalltalk / sizeof playbooks_smalltalk[0];
