/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What surveys came to, in lines: what is measured with its interval, what isn't with its reason.
 */
#include <string.h>

#include "../check.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/report/report.h"

static const char full[] =
    "{\"period\":{\"from_ms\":1791936000000,\"until_ms\":1792022400000},\"closed\":50,\"left_out\":2,\"asked\":null,\"answered\":41,\"replaced\":1,"
    "\"responses\":{\"n\":41,\"of\":50,\"share\":0.82,\"low\":0.692,\"high\":0.902},\"csat\":{\"n\":30,\"of\":41,\"share\":0.7317,\"low\":0.58,\"high\":0.843},"
    "\"scores\":[{\"score\":1,\"n\":1},{\"score\":2,\"n\":0},{\"score\":3,\"n\":10},{\"score\":4,\"n\":20},{\"score\":5,\"n\":10}],"
    "\"means\":{\"score\":{\"n\":41,\"mean\":3.9,\"low\":3.6,\"high\":4.2},\"proxy\":{\"n\":41,\"mean\":4.1,\"low\":null,\"high\":null}},"
    "\"correlation\":{\"n\":41,\"least\":30,\"spearman\":{\"value\":0.41,\"low\":-0.02,\"high\":0.6},\"kendall\":{\"value\":0.33,\"low\":null,\"high\":null}},"
    "\"bias\":{\"answered\":{\"n\":41,\"mean\":4.1,\"low\":4.0,\"high\":4.2},\"not_answered\":{\"n\":9,\"mean\":3.5,\"low\":3.1,\"high\":3.9},\"difference\":{\"mean\":0.6,\"low\":0.2,\"high\":1.0}},"
    "\"comments\":[{\"conversation\":\"C-17\",\"score\":4,\"answered_ms\":1,\"text\":\"two\\nlines, and so many words in them that a terminal of eighty columns can't hold all\"}]}";

static void
print(const char *json, struct str *out)
{
	struct arena *a = arena_new();
	struct zone *utc;
	struct value *v;
	struct errinfo e;

	check_ok(zone_open("UTC", &utc, &e), &e);
	check_ok(value_parse_json(a, "result", json, strlen(json), &value_limits_file, &v, &e), &e);
	str_init(out);
	report_survey_text(v, utc, out);
	zone_free(&utc);
	arena_free(&a);
}

static void
holds(const struct str *text, const char *what)
{
	if (strstr(text->data, what) == NULL)
		fail_msg("lacks \"%s\":\n%s", what, text->data);
}

static void
all_is_told_with_its_denominator_and_interval(void **state)
{
	struct str out;

	(void)state;
	print(full, &out);
	holds(&out, "conversations closed from 2026-10-14T00:00:00Z\n");
	holds(&out, "  closed                     50\n");
	holds(&out, "    left out                 2: nobody wrote, merged, spam or test\n");
	holds(&out, "  asked                      not recorded\n");
	holds(&out, "  answered, of the closed    82.0 %  (69.2 % to 90.2 %), 41 of 50\n");
	holds(&out, "  CSAT: 4 or 5, of answered  73.2 %  (58.0 % to 84.3 %), 30 of 41\n");
	holds(&out, "  mean answer, 1 to 5        3.90  (3.60 to 4.20), n = 41\n");
	holds(&out, "  mean proxy of the same     4.10  (no interval), n = 41\n");
	holds(&out, "  score 2        0\n");
	holds(&out, "  Spearman's rho             +0.410  (-0.020 to +0.600), n = 41\n");
	holds(&out, "  Kendall's tau-b            +0.330  (no interval), n = 41\n");
	holds(&out, "  difference                 +0.60  (+0.20 to +1.00)\n");
	holds(&out, "  C-17     4  \"two lines, and so many words");
	for (const char *line = out.data, *end; (end = strchr(line, '\n')) != NULL; line = end + 1)
		assert_true(utf8_width(line, (size_t)(end - line)) <= 80);
	str_clear(&out);
}

static void
what_is_not_measured_is_said_to_be_so(void **state)
{
	struct str out;

	(void)state;
	print("{\"closed\":1,\"asked\":null,\"answered\":1,\"responses\":{\"n\":1,\"of\":1,\"share\":1,\"low\":0.2,\"high\":1},"
	      "\"csat\":{\"n\":0,\"of\":0,\"share\":null},\"correlation\":{\"n\":1,\"missing\":\"fewer than 30 answers\"},"
	      "\"bias\":{\"answered\":{\"n\":1,\"mean\":4,\"low\":null,\"high\":null},\"not_answered\":{\"n\":0,\"mean\":null},\"difference\":{\"mean\":null}}}",
	    &out);
	holds(&out, "  CSAT: 4 or 5, of answered  not measured: none of 0\n");
	holds(&out, "  not measured: fewer than 30 answers (there is 1)\n");
	holds(&out, "  of those who didn't        not measured: there is none\n");
	assert_null(strstr(out.data, "difference"));
	assert_null(strstr(out.data, "nan"));
	str_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_is_told_with_its_denominator_and_interval),
	    cmocka_unit_test(what_is_not_measured_is_said_to_be_so),
	};

	return RUN_TAP(tests);
}
