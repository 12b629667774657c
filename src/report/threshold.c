/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/report/report.h"

#include <string.h>

#include "floorwalker/model/money.h"

static double
share_of(const struct value *v, const char *name)
{
	return value_get_real(v, name, 0);
}

static void
add_money(struct str *out, int64_t minor, const char *currency, int width)
{
	struct str s;

	str_init(&s);
	money_print_plain(&s, minor, currency);
	str_addf(out, "%*s", width, s.data);
	str_clear(&s);
}

static void
add_bins(const struct value *result, struct str *out)
{
	const struct value *bins = value_get(result, "bins");

	str_add(out, "\nOf replies that it was this sure of, so many were right\n");
	str_add(out, "  sure          said   right   95 %             n\n");
	for (size_t i = 0; i < value_count(bins); i++) {
		const struct value *b = value_at(bins, i), *o = value_get(b, "observed");

		str_addf(out, "  %.2f to %.2f", value_get_real(b, "from", 0),
		    value_get_real(b, "to", 0));
		if (value_get_int(o, "of", 0) == 0)
			str_add(out, "     –       –                    0\n");
		else
			str_addf(out, "  %.3f   %.3f   %.3f to %.3f %6lld\n",
			    value_get_real(b, "predicted", 0), share_of(o, "share"),
			    share_of(o, "low"), share_of(o, "high"),
			    (long long)value_get_int(o, "of", 0));
	}
	if (value_get(result, "ece") == NULL)
		str_add(out, "Nothing is known of any reply yet: no calibration error.\n");
	else
		str_addf(out, "Expected calibration error %.3f", value_get_real(result, "ece", 0));
	if (value_get(result, "ece_low") != NULL)
		str_addf(out, " (%.3f to %.3f, conversations drawn anew)",
		    value_get_real(result, "ece_low", 0), value_get_real(result, "ece_high", 0));
	str_add(out, value_get(result, "ece") == NULL ? "" : "\n");
}

static void
add_row(const struct value *r, const char *currency, struct str *out)
{
	const struct value *h = value_get(r, "handed_off"), *w = value_get(r, "wrong_sent");

	str_addf(out, "%s %.2f  %8lld ", value_get_bool(r, "present", false) ? ">" : " ",
	    value_get_real(r, "threshold", 0), (long long)value_get_int(h, "n", 0));
	if (value_get_int(h, "of", 0) == 0)
		str_add(out, "    –    ");
	else
		str_addf(out, "%5.1f %%  ", 100 * share_of(h, "share"));
	if (value_get_int(w, "of", 0) == 0)
		str_add(out, "       – of        0        ");
	else
		str_addf(out, "%8lld of %8lld %5.1f %%", (long long)value_get_int(w, "n", 0),
		    (long long)value_get_int(w, "of", 0), 100 * share_of(w, "share"));
	str_addf(out, " %9lld", (long long)value_get_int(r, "sent_unlabelled", 0));
	add_money(out, value_get_int(r, "money_by_rule", 0), currency, 14);
	add_money(out, value_get_int(r, "money_to_people", 0), currency, 14);
	str_add_char(out, '\n');
}

void
report_threshold_text(const struct value *result, const struct zone *zone, struct str *out)
{
	const struct value *from = value_get(result, "from"),
			   *rows = value_get(result, "thresholds");
	const char *currency = value_get_text(result, "currency");

	str_add(out, "Recorded turns since ");
	date_print_day(out, zone, value_get_int(result, "since_ms", 0));
	str_addf(out, ": %lld in %lld conversations\n",
	    (long long)value_get_int(result, "turns", 0),
	    (long long)value_get_int(result, "conversations", 0));
	str_addf(out, "Use says of %lld whether they were right, %lld were wrong; of %lld nobody knows\n",
	    (long long)value_get_int(result, "labelled", 0),
	    (long long)value_get_int(result, "wrong", 0),
	    (long long)value_get_int(result, "unlabelled", 0));
	for (size_t i = 0; i < value_count(from); i++)
		str_addf(out, "%s%s %lld", i == 0 ? "  " : ", ", value_key_at(from, i),
		    (long long)value_as_int(value_at(from, i), 0));
	str_addf(out, "; left out: %lld drafts written anew, %lld conversations whose re-contact window is open\n",
	    (long long)value_get_int(result, "rewritten", 0),
	    (long long)value_get_int(result, "not_settled", 0));
	add_bins(result, out);
	str_addf(out, "\nIf the threshold were … (> as it is); money in %s\n", currency);
	str_add(out, "  at    handed over        wrong of known that are sent    unknown"
		     "       by rule     to people\n");
	for (size_t i = 0; i < value_count(rows); i++)
		add_row(value_at(rows, i), currency, out);
}
