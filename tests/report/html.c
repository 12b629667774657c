/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "html.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "../check.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/utf8.h"

#define DEPTH 64
#define IDS 400
#define HOSTILE "\"'><script>alert(1)</script></title></style>&amp;\xe2\x80\xae\x1b[31m\xff<!--"

struct checker {
	const char *begin, *at;
	char open[DEPTH][24];
	int depth;
	char ids[IDS][40];
	int id_count;
};

static void
stop_at(const struct checker *c, const char *what)
{
	const char *from = c->at - c->begin > 80 ? c->at - 80 : c->begin;

	fail_msg("%s at byte %zu: …%.160s", what, (size_t)(c->at - c->begin), from);
}

static void
take_name(struct checker *c, char *out, size_t room)
{
	size_t n = 0;

	while (isalnum((unsigned char)*c->at) || *c->at == '-' || *c->at == ':') {
		if (n + 1 >= room)
			stop_at(c, "a long name");
		out[n++] = *c->at++;
	}
	out[n] = '\0';
	if (n == 0)
		stop_at(c, "no name");
}

static void
take_reference(struct checker *c)
{
	size_t n = strcspn(c->at, ";");

	if (n > 8 || (strncmp(c->at, "&amp;", 5) != 0 && strncmp(c->at, "&lt;", 4) != 0 &&
			 strncmp(c->at, "&gt;", 4) != 0 && strncmp(c->at, "&quot;", 6) != 0 &&
			 strncmp(c->at, "&#39;", 5) != 0))
		stop_at(c, "a bare &");
	c->at += n + 1;
}

static void
take_attribute(struct checker *c)
{
	char name[40];
	const char *value;

	take_name(c, name, sizeof(name));
	if (strncmp(name, "on", 2) == 0 || strcmp(name, "src") == 0 || strcmp(name, "style") == 0)
		stop_at(c, "an attribute that isn't wanted");
	if (*c->at != '=')
		return;
	if (*++c->at != '"')
		stop_at(c, "a value without quotes");
	value = ++c->at;
	while (*c->at != '"') {
		if (*c->at == '\0' || *c->at == '<')
			stop_at(c, "a value that doesn't end");
		if (*c->at == '&')
			take_reference(c);
		else
			c->at++;
	}
	if (strcmp(name, "href") == 0 && *value != '#')
		stop_at(c, "a link outwards");
	if (strcmp(name, "id") == 0) {
		snprintf(c->ids[c->id_count], sizeof(c->ids[0]), "%.*s", (int)(c->at - value), value);
		for (int i = 0; i < c->id_count; i++)
			if (strcmp(c->ids[i], c->ids[c->id_count]) == 0)
				stop_at(c, "an id twice");
		c->id_count++;
	}
	c->at++;
}

static void
take_tag(struct checker *c)
{
	char name[24];

	if (c->at[1] == '/') {
		c->at += 2;
		take_name(c, name, sizeof(name));
		if (c->depth == 0 || strcmp(c->open[c->depth - 1], name) != 0 || *c->at != '>')
			stop_at(c, "an end that fits no begin");
		c->depth--;
		c->at++;
		return;
	}
	c->at++;
	take_name(c, name, sizeof(name));
	if (strcmp(name, "script") == 0 || strcmp(name, "link") == 0 || strcmp(name, "img") == 0 ||
	    strcmp(name, "iframe") == 0 || strcmp(name, "object") == 0)
		stop_at(c, "an element that isn't wanted");
	while (*c->at == ' ') {
		c->at++;
		take_attribute(c);
	}
	if (strncmp(c->at, "/>", 2) == 0) {
		c->at += 2;
		return;
	}
	if (*c->at != '>')
		stop_at(c, "a tag that doesn't end");
	c->at++;
	if (strcmp(name, "meta") == 0)
		return;
	if (c->depth == DEPTH)
		stop_at(c, "too deep");
	strcpy(c->open[c->depth++], name);
	if (strcmp(name, "style") == 0)
		c->at = strstr(c->at, "</style>");
}

void
html_check(const char *page)
{
	static const char doctype[] = "<!DOCTYPE html>\n";
	struct checker *c = mem_zero(1, sizeof(*c));

	assert_true(utf8_is_valid(page, strlen(page)));
	assert_int_equal(strncmp(page, doctype, strlen(doctype)), 0);
	c->begin = page;
	c->at = page + strlen(doctype);
	while (*c->at != '\0') {
		if (*c->at == '<')
			take_tag(c);
		else if (*c->at == '&')
			take_reference(c);
		else if ((unsigned char)*c->at < 0x20 && *c->at != '\n' && *c->at != '\t')
			stop_at(c, "a control character");
		else
			c->at++;
	}
	if (c->depth != 0)
		fail_msg("<%s> isn't ended", c->open[c->depth - 1]);
	mem_free(c);
}

void
html_check_alone(const char *page)
{
	static const char *const banned[] = { "http:", "https:", "src=", "@import", "url(h", "url(\"",
		"javascript", "<script", "//" };

	for (size_t i = 0; i < sizeof(banned) / sizeof(banned[0]); i++)
		if (strstr(page, banned[i]) != NULL)
			fail_msg("\"%s\" is in it", banned[i]);
}

struct value *
html_poisoned(struct arena *a, const struct value *v)
{
	struct value *out;
	struct str text;
	const char *at;

	switch (value_kind(v)) {
	case VALUE_LIST:
		out = value_list(a);
		for (size_t i = 0; i < value_count(v); i++)
			value_add(out, html_poisoned(a, value_at(v, i)));
		return out;
	case VALUE_MAP:
		out = value_map(a);
		for (size_t i = 0; i < value_count(v); i++)
			value_set(out, value_key_at(v, i), html_poisoned(a, value_at(v, i)));
		return out;
	case VALUE_TEXT:
		at = strstr(value_as_text(v, ""), "HOSTILE");
		if (at == NULL)
			return value_copy(a, v);
		str_init(&text);
		str_add_n(&text, value_as_text(v, ""), (size_t)(at - value_as_text(v, "")));
		str_add(&text, HOSTILE);
		str_add(&text, at + strlen("HOSTILE"));
		out = value_text(a, text.data);
		str_clear(&text);
		return out;
	default:
		return value_copy(a, v);
	}
}

void
html_check_hostile(const char *page)
{
	static const char written[] =
	    "&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;/title&gt;&lt;/style&gt;&amp;amp;\u2039U+202E\u203a\u2039U+001B\u203a[31m";

	html_check(page);
	assert_null(strstr(page, "<script"));
	assert_null(strstr(page, "\xe2\x80\xae"));
	assert_null(strchr(page, 0x1b));
	assert_non_null(strstr(page, written));
}
