/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a changed AI would have done (replay/counterfactual.h), in lines for people.
 */
#include <string.h>

#include "floorwalker/model/money.h"
#include "floorwalker/report/report.h"

#define PARTED 20			/* that are shown one by one */

static void
add_money(struct str *out, const struct value *sums, const char *currency)
{
	static const char *const keys[] = {"approve", "human", "deny", "none"},
				 *const words[] = {"by rule", "to people", "denied", "without a verdict"};
	const char *between = "";

	for (size_t i = 0; i < 4; i++) {
		int64_t minor = value_get_int(sums, keys[i], 0);

		if (minor == 0)
			continue;
		str_add(out, between);
		money_print(out, minor, currency, "en");
		str_addf(out, " %s", words[i]);
		between = ", ";
	}
	if (between[0] == '\0')
		str_add(out, "nothing");
}

static void
add_side(struct str *out, const char *what, const struct value *side)
{
	str_addf(out, "      %s  %s, %s%s%s\n", what, value_get_text(side, "intent"), value_get_text(side, "outcome"),
	    value_get_text(side, "reason")[0] != '\0' ? ": " : "", value_get_text(side, "reason"));
}

static void
add_parted(struct str *out, const struct value *parted)
{
	for (size_t i = 0; i < value_count(parted) && i < PARTED; i++) {
		const struct value *one = value_at(parted, i), *keys = value_get(one, "keys");

		str_addf(out, "    %s, turn %lld:", value_get_text(one, "name"), (long long)value_get_int(one, "turn", 0));
		for (size_t k = 0; k < value_count(keys); k++)
			str_addf(out, "%s %s", k > 0 ? "," : "", value_as_text(value_at(keys, k), ""));
		str_add(out, "\n");
		add_side(out, "was", value_get(one, "was"));
		add_side(out, "is ", value_get(one, "is"));
	}
	if (value_count(parted) > PARTED)
		str_addf(out, "    and %zu more: --format json has them all\n", value_count(parted) - PARTED);
}

void
report_counterfactual_text(const struct value *result, struct str *out)
{
	const struct value *parted = value_get(result, "parted"), *decisions = value_get(result, "decisions"),
			   *money = value_get(result, "money"), *left = value_get(result, "left_out");
	const char *currency = value_get_text(result, "currency");

	str_addf(out, "%lld of %lld conversations go with the AI as it is as they went then; the others tell nothing\n",
	    (long long)value_get_int(result, "as_they_went", 0), (long long)value_get_int(result, "conversations", 0));
	str_addf(out, "%lld go the same way with the changed AI, %zu part from it\n",
	    (long long)value_get_int(result, "same", 0), value_count(parted));
	add_parted(out, parted);
	str_addf(out, "where they part, handed over to people: %lld more, %lld fewer\n",
	    (long long)value_as_int(value_path(result, "handoffs.gained"), 0),
	    (long long)value_as_int(value_path(result, "handoffs.lost"), 0));
	if (value_count(decisions) > 0)
		str_add(out, "decisions that go otherwise there:\n");
	for (size_t i = 0; i < value_count(decisions); i++)
		str_addf(out, "  %5lld  %s -> %s\n", (long long)value_get_int(value_at(decisions, i), "n", 0),
		    value_get_text(value_at(decisions, i), "was"), value_get_text(value_at(decisions, i), "is"));
	if (value_count(money) > 0)
		str_add(out, "money that these decisions are about:\n");
	for (size_t i = 0; i < value_count(money); i++) {
		str_addf(out, "  %s\n    was  ", value_get_text(value_at(money, i), "kind"));
		add_money(out, value_get(value_at(money, i), "was"), currency);
		str_add(out, "\n    is   ");
		add_money(out, value_get(value_at(money, i), "is"), currency);
		str_add(out, "\n");
	}
	for (size_t i = 0; i < value_count(left) && i < PARTED; i++)
		str_addf(out, "%s%s, turn %lld, %s\n", i == 0 ? "left out:\n    " : "    ",
		    value_get_text(value_at(left, i), "name"), (long long)value_get_int(value_at(left, i), "turn", 0),
		    value_get_text(value_at(left, i), "key"));
}
