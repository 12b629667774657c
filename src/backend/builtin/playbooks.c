/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All playbooks, family by family.
 */
#include "builtin.h"

static const struct {
	const struct playbook *rows;
	const size_t *count;
} families[] = {
	{playbooks_orders, &playbooks_orders_count}, {playbooks_money, &playbooks_money_count}, {playbooks_changes, &playbooks_changes_count},
	{playbooks_troubles, &playbooks_troubles_count}, {playbooks_products, &playbooks_products_count}, {playbooks_answers, &playbooks_answers_count},
	{playbooks_records, &playbooks_records_count}, {playbooks_beyond, &playbooks_beyond_count},
	{playbooks_smalltalk, &playbooks_smalltalk_count},
};

const struct playbook *
playbook_find(const char *intent)
{
	for (size_t f = 0; f < sizeof families / sizeof families[0]; f++)
		for (size_t i = 0; i < *families[f].count; i++)
			if (text_is(families[f].rows[i].intent, intent))
				return &families[f].rows[i];
	return NULL;
}

const struct playbook *
playbook_for(enum action_kind kind)
{
	for (size_t f = 0; f < sizeof families / sizeof families[0]; f++)
		for (size_t i = 0; i < *families[f].count; i++)
			if (families[f].rows[i].family == FAMILY_ACTION &&
			    families[f].rows[i].kind == kind)
				return &families[f].rows[i];
	return NULL;
}

const char *
backend_builtin_intent(size_t i)
{
	static const char *const answers[] = { "affirm", "deny" };
	for (size_t f = 0; f < sizeof families / sizeof families[0]; f++) {
		if (i < *families[f].count)
			return families[f].rows[i].intent;
		i -= *families[f].count;
	}
	return i < sizeof answers / sizeof answers[0] ? answers[i] : NULL;
}

bool
backend_builtin_knows(const char *intent)
{
	const char *known;
	for (size_t i = 0; (known = backend_builtin_intent(i)) != NULL; i++)
		if (text_is(known, intent))
			return true;
	return false;
}
