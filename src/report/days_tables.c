/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures.h"
#include "page.h"

static const char *
by_words(const struct value *f)
{
	const char *by = value_get_text(f, "by");

	if (text_is(by, "bootstrap"))
		return "over visitors";
	if (text_is(by, "replications"))
		return "over replications";
	if (text_is(by, "order"))
		return "by ranks";
	return "";
}

static void
add_figure(struct str *out, const struct value *f, const char *currency)
{
	str_addf(out, "<tr><th scope=\"row\"%s>",
	    value_get_bool(f, "part", false) ? " class=\"part\"" : "");
	page_text(out, value_get_text(f, "title"));
	str_add(out, "<small>");
	page_text(out, value_get_text(f, "definition"));
	str_add(out, "</small></th><td class=\"n\">");
	if (figures_has(f, "value"))
		figures_value(
		    out, value_get_text(f, "unit"), value_get_real(f, "value", 0), currency);
	else
		str_add(out, "–");
	str_add(out, "</td><td class=\"interval\">");
	if (figures_has(f, "low"))
		figures_interval(out, f, currency);
	else
		str_add(out, "none");
	str_add(out, "<small>");
	page_text(out, figures_has(f, "low") ? by_words(f) : value_get_text(f, "why"));
	if (value_get_text(f, "note")[0] != '\0') {
		str_add(out, " (");
		page_text(out, value_get_text(f, "note"));
		str_add(out, ")");
	}
	str_add(out, "</small></td>");
	cell_count(out, value_get_int(f, "n", 0));
	str_add(out, "<td class=\"wide\"><small>");
	page_text(out, value_get_text(f, "of"));
	str_add(out, "</small></td></tr>\n");
}

static void
add_group(struct str *out, const struct value *result, const struct figure_group *g)
{
	const struct value *list = value_get(result, "figures");
	const char *currency = value_get_text(result, "currency");
	bool is_open = false;

	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *f = value_at(list, i);

		if (!text_is(value_get_text(f, "group"), g->name))
			continue;
		if (!is_open) {
			str_addf(out, "<h3 id=\"figures-%s\">", g->name);
			page_text(out, g->title);
			str_add(out,
			    "</h3>\n<div class=\"scroll\">\n<table class=\"figures\">\n<thead><tr><th scope=\"col\">figure</th><th scope=\"col\" class=\"n\">value</th><th scope=\"col\">95 % interval</th><th scope=\"col\" class=\"n\">n</th><th scope=\"col\" class=\"wide\">n counts</th></tr></thead>\n<tbody>\n");
		}
		is_open = true;
		add_figure(out, f, currency);
	}
	if (is_open)
		str_add(out, "</tbody>\n</table>\n</div>\n");
}

void
page_figures(struct str *out, const struct value *result)
{
	str_add(out, "<section id=\"figures\">\n<h2>All figures</h2>\n");
	for (const struct figure_group *g = figure_groups; g->name != NULL; g++)
		add_group(out, result, g);
	str_add(out,
	    "<p class=\"quiet\">Over visitors: a Poisson bootstrap in which all contacts of a visitor stand and fall together; shares by Wilson's interval, made wider by what that costs. "
	    "So with the shares by intent, by scenario and by language. "
	    "Over replications: Fieller's interval of a ratio, or Student's of a mean. By ranks: order statistics.</p>\n</section>\n");
}

static void
list_begin(struct str *out, const char *title, const char *const *heads, size_t count)
{
	str_add(out, "<h3>");
	page_text(out, title);
	str_add(out, "</h3>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
	page_text(out, title);
	str_add(out, "\">\n<table>\n<thead><tr>");
	for (size_t i = 0; i < count; i++) {
		str_addf(out, "<th scope=\"col\"%s>", i == 0 ? "" : " class=\"n\"");
		page_text(out, heads[i]);
		str_add(out, "</th>");
	}
	str_add(out, "</tr></thead>\n<tbody>\n");
}

static void
list_end(struct str *out)
{
	str_add(out, "</tbody>\n</table>\n</div>\n");
}

static void
add_handoffs(struct str *out, const struct value *result)
{
	static const char *const heads[] = { "reason", "contacts", "of all contacts" };
	const struct value *list = value_get(result, "handoffs");
	double all = value_get_real(result, "contacts", 0);

	if (value_count(list) == 0)
		return;
	list_begin(out, "Handed over for", heads, 3);
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i);

		str_add(out, "<tr>");
		cell_text(out, value_get_text(v, "title"));
		cell_count(out, value_get_int(v, "n", 0));
		cell_percent(out, all > 0 ? value_get_real(v, "n", 0) / all : 0);
		str_add(out, "</tr>\n");
	}
	list_end(out);
}

static void
add_rules(struct str *out, const struct value *result)
{
	static const char *const heads[] = { "rule", "proposed", "done", "by a person",
		"amount done" };
	const struct value *list = value_get(result, "rules");

	if (value_count(list) == 0)
		return;
	list_begin(out, "Actions by rule", heads, 5);
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i);
		const char *rule = value_get_text(v, "rule");

		str_add(out, "<tr><th scope=\"row\">");
		page_text(out, rule[0] == '\0' ? "no rule" : rule);
		str_add(out, "<small>");
		page_text(out, value_get_text(v, "kind"));
		str_add(out, "</small></th>");
		cell_count(out, value_get_int(v, "n", 0));
		cell_count(out, value_get_int(v, "done", 0));
		cell_count(out, value_get_int(v, "by_person", 0));
		str_add(out, "<td class=\"n\">");
		figures_amount(
		    out, value_get_int(v, "amount", 0), value_get_text(result, "currency"));
		str_add(out, "</td></tr>\n");
	}
	list_end(out);
}

static void
add_factors(struct str *out, const struct value *result)
{
	static const char *const heads[] = { "factor", "mean of what is known", "known of contacts",
		"mean points" };
	const struct value *list = value_get(result, "factors");

	if (value_count(list) == 0)
		return;
	list_begin(out, "What the CSAT proxy is made of", heads, 4);
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i);
		bool wait = text_ends(value_get_text(v, "factor"), "_ms");

		str_add(out, "<tr>");
		cell_text(out, value_get_text(v, "title"));
		if (wait)
			cell_duration(out, value_get_real(v, "mean", 0));
		else
			cell_number(out, value_get_real(v, "mean", 0), 2);
		cell_count(out, value_get_int(v, "n", 0));
		cell_number(out, value_get_real(v, "contribution", 0), 3);
		str_add(out, "</tr>\n");
	}
	list_end(out);
	str_add(out, "<p class=\"quiet\">The score is ");
	figures_fixed(out, value_as_real(value_path(result, "proxy.start"), 0), 1);
	str_add(out,
	    " and all points together, on a scale from 1 to 5. Its weights are stated, not fitted to anybody's answers: a proxy tells runs apart, not how people feel.</p>\n");
}

static void
add_share(struct str *out, const struct value *v, const char *const keys[3], const char *of,
    const char *counts)
{
	str_add(out, "<td class=\"n\">");
	if (figures_has(v, keys[0]))
		figures_percent(out, value_get_real(v, keys[0], 0));
	else
		str_add(out, "–");
	str_add(out, "<small>");
	if (figures_has(v, keys[1])) {
		figures_fixed(out, 100 * value_get_real(v, keys[1], 0), 1);
		str_add(out, " to ");
		figures_percent(out, value_get_real(v, keys[2], 0));
		str_add(out, ", ");
	}
	figures_count(out, value_get_int(v, counts, 0));
	str_add(out, " of ");
	figures_count(out, value_get_int(v, of, 0));
	str_add(out, "</small></td>");
}

/* Where more than one came. */
static void
add_languages(struct str *out, const struct value *result)
{
	static const char *const heads[] = { "language", "contacts", "contained, of the eligible",
		"as the scenario says", "handed over", "resolved", "with a breach", "proxy" };
	static const char *const contained[] = { "share", "low", "high" },
				 *const expected[] = { "expected_share", "expected_low", "expected_high" };
	const struct value *list = value_get(result, "languages");
	struct str name;

	if (value_count(list) == 0)
		return;
	list_begin(out, "By language", heads, 8);
	str_init(&name);
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i);

		str_reset(&name);
		figures_name(&name, v);
		str_add(out, "<tr>");
		cell_text(out, name.data);
		cell_count(out, value_get_int(v, "contacts", 0));
		add_share(out, v, contained, "eligible", "contained");
		add_share(out, v, expected, "contacts", "as_expected");
		cell_count(out, value_get_int(v, "handed_off", 0));
		cell_count(out, value_get_int(v, "resolved", 0));
		cell_count(out, value_get_int(v, "breaches", 0));
		cell_number(out, value_get_real(v, "proxy", 0), 2);
		str_add(out, "</tr>\n");
	}
	str_clear(&name);
	list_end(out);
	str_add(out, "<p class=\"quiet\">Small: the 95 % interval over visitors (from 4 replications on over these too, where they differ more), and how many of how many.</p>\n");
}

static void
add_scenarios(struct str *out, const struct value *result)
{
	static const char *const heads[] = { "scenario", "contacts", "eligible", "contained",
		"handed over", "resolved", "as expected", "share", "low", "high", "with a breach", "proxy" };
	const struct value *list = value_get(result, "scenarios");

	if (value_count(list) == 0)
		return;
	table_begin(out, "Table: all scenarios", heads, 12);
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i);

		str_add(out, "<tr>");
		cell_text(out, value_get_text(v, "scenario"));
		cell_count(out, value_get_int(v, "contacts", 0));
		cell_count(out, value_get_int(v, "eligible", 0));
		cell_count(out, value_get_int(v, "contained", 0));
		cell_count(out, value_get_int(v, "handed_off", 0));
		cell_count(out, value_get_int(v, "resolved", 0));
		cell_count(out, value_get_int(v, "as_expected", 0));
		cell_percent(out, value_get_real(v, "expected_share", 0));
		cell_percent(out, value_get_real(v, "expected_low", 0));
		cell_percent(out, value_get_real(v, "expected_high", 0));
		cell_count(out, value_get_int(v, "breaches", 0));
		cell_number(out, value_get_real(v, "proxy", 0), 2);
		str_add(out, "</tr>\n");
	}
	table_end(out);
}

static void
add_faults(struct str *out, const struct value *result)
{
	static const char *const heads[] = { "fault", "contacts" };
	const struct value *list = value_get(result, "faults");

	if (value_count(list) == 0)
		return;
	list_begin(out, "Faults of the simulator, which are in no other figure", heads, 2);
	for (size_t i = 0; i < value_count(list); i++) {
		str_add(out, "<tr>");
		cell_text(out, value_get_text(value_at(list, i), "fault"));
		cell_count(out, value_get_int(value_at(list, i), "n", 0));
		str_add(out, "</tr>\n");
	}
	list_end(out);
}

void
page_lists(struct str *out, const struct value *result)
{
	str_add(out, "<section id=\"counts\">\n<h2>Reasons, rules, factors</h2>\n");
	add_languages(out, result);
	add_handoffs(out, result);
	add_rules(out, result);
	add_factors(out, result);
	add_scenarios(out, result);
	add_faults(out, result);
	str_add(out, "</section>\n");
}
