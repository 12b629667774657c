/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures.h"
#include "floorwalker/model/conversation.h"
#include "page.h"

/* A class of the style for who speaks; what isn't known has none. */
static const char *
author_class(const char *author)
{
	return text_is(author, "shopper") ? "shopper"
	    : text_is(author, "ai")	  ? "ai"
	    : text_is(author, "agent")	  ? "agent"
					  : "other";
}

static const char *
author_words(const char *author)
{
	return text_is(author, "shopper") ? "Shopper"
	    : text_is(author, "ai")	  ? "AI"
	    : text_is(author, "agent")	  ? "Agent"
					  : author;
}

static void
add_message(struct str *out, const struct value *m, double began_ms)
{
	const char *author = value_get_text(m, "author");

	str_addf(out, "<li class=\"%s\"><small><b>", author_class(author));
	page_text(out, author_words(author));
	str_add(out, "</b>");
	if (figures_has(m, "at_ms")) {
		str_add(out, ", after ");
		figures_duration(out, value_get_real(m, "at_ms", 0) - began_ms);
	}
	if (figures_has(m, "confidence") && value_get_real(m, "confidence", -1) >= 0) {
		str_add(out, ", confidence ");
		figures_fixed(out, value_get_real(m, "confidence", 0), 2);
	}
	str_add(out, "</small><p dir=\"auto\">");
	page_text(out, value_get_text(m, "text"));
	str_add(out, "</p></li>\n");
}

static void
add_contact(struct str *out, const struct value *v, size_t number)
{
	const struct value *talk = value_get(v, "transcript");
	const char *reason = value_get_text(v, "reason"), *why = value_get_text(v, "why");
	enum handoff_reason known;

	str_addf(out, "<details class=\"contact\"%s>\n<summary>%zu. proxy ",
	    number == 1 ? " open" : "", number);
	figures_fixed(out, value_get_real(v, "proxy", 0), 2);
	str_add(out, ": ");
	page_text(out, value_get_text(v, "scenario"));
	str_add(out, ", ");
	page_text(out, value_get_text(v, "persona"));
	str_add(out, value_get_int(v, "breaches", 0) > 0 ? ", with a breach" : "");
	str_add(out, "</summary>\n");
	str_addf(out, "<p class=\"quiet\">replication %lld, visitor %lld, visit %lld",
	    (long long)value_get_int(v, "replication", 0), (long long)value_get_int(v, "number", 0),
	    (long long)value_get_int(v, "visit", 0));
	if (reason[0] != '\0') {
		str_add(out, ", handed over: ");
		page_text(out, handoff_reason_from(reason, &known) ? handoff_reason_title(known) : reason);
	}
	str_add(out, "</p>\n");
	if (why[0] != '\0') {
		str_add(out, "<pre>");
		page_text(out, why);
		str_add(out, "</pre>\n");
	}
	if (value_count(talk) > 0) {
		str_add(out, "<ol class=\"talk\">\n");
		for (size_t i = 0; i < value_count(talk); i++)
			add_message(out, value_at(talk, i),
			    value_get_real(value_at(talk, 0), "at_ms", 0));
		str_add(out, "</ol>\n");
	} else {
		str_add(out, "<p>What was said was not kept.</p>\n");
	}
	str_add(out, "</details>\n");
}

void
page_worst(struct str *out, const struct value *result)
{
	const struct value *list = value_get(result, "worst");

	str_add(out,
	    "<section id=\"worst\">\n<h2>The worst contacts</h2>\n<p class=\"quiet\">Contacts with a breach first, then those with the lowest proxy, in full.</p>\n");
	if (value_count(list) == 0)
		str_add(out, "<p>None was kept.</p>\n");
	for (size_t i = 0; i < value_count(list); i++)
		add_contact(out, value_at(list, i), i + 1);
	str_add(out, "</section>\n");
}

static void
add_file(struct str *out, const struct value *r, const char *key, const char *title)
{
	const char *file = value_get_text(r, key);

	if (file[0] == '\0')
		return;
	str_addf(out, "<details>\n<summary>%s</summary>\n<pre>", title);
	page_text(out, file);
	str_add(out, "</pre>\n</details>\n");
}

void
page_reproduce(struct str *out, const struct value *result)
{
	const struct value *r = value_get(result, "reproduce");
	bool are_two = value_get_text(r, "other_file")[0] != '\0';

	str_add(out, "<section id=\"reproduce\">\n<h2>How to have this run again</h2>\n<p>Seed ");
	page_text(out, value_get_text(result, "seed"));
	if (value_get_text(r, "version")[0] != '\0') {
		str_add(out, ", floorwalker ");
		page_text(out, value_get_text(r, "version"));
	}
	str_add(out,
	    ". The same files, seed and version give the same bytes, whatever the number of threads.</p>\n");
	if (value_get_text(r, "command")[0] != '\0') {
		str_add(out, "<pre>");
		page_text(out, value_get_text(r, "command"));
		str_add(out, "</pre>\n");
	}
	add_file(out, r, "file", are_two ? "The simulation's file of A" : "The simulation's file");
	add_file(out, r, "other_file", "The simulation's file of B");
	str_add(out, "</section>\n");
}
