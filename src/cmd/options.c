/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "floorwalker/base/date.h"
#include "floorwalker/base/str.h"

static size_t
option_count(const struct subcommand *s)
{
	size_t n = 0;

	while (s->options[n].name != NULL)
		n++;
	return n;
}

/* Every subcommand has --help; it stands behind its own options. */
static size_t
find(const struct subcommand *s, const char *name, size_t length)
{
	size_t n = option_count(s);

	for (size_t i = 0; i < n; i++)
		if (strlen(s->options[i].name) == length &&
		    strncmp(s->options[i].name, name, length) == 0)
			return i;
	return length == 4 && strncmp(name, "help", 4) == 0 ? n : SIZE_MAX;
}

static enum err
unknown_option(const struct subcommand *s, const char *word, struct errinfo *e)
{
	const char *names[33], *near;
	size_t n = option_count(s) < 32 ? option_count(s) : 32;
	char name[64];

	for (size_t i = 0; i < n; i++)
		names[i] = s->options[i].name;
	names[n] = "help";
	(void)snprintf(name, sizeof(name), "%.*s", (int)strcspn(word, "="), word);
	near = text_nearest(name + strspn(name, "-"), names, n + 1);
	/* -s: one that begins with it */
	for (size_t i = 0; name[1] != '-' && near == NULL && i <= n; i++)
		near = names[i][0] == name[1] ? names[i] : NULL;
	return err_set(e, ERR_USAGE, "there is no option %.60s%s%s%s", name,
	    near != NULL ? "; did you mean --" : "", near != NULL ? near : "",
	    near != NULL ? "?" : "");
}

static enum err
take_option(struct call *c, int argc, char **argv, int *i, struct errinfo *e)
{
	const char *word = argv[*i] + 2, *equals = strchr(word, '='), *value = "";
	size_t n = find(c->sub, word, equals != NULL ? (size_t)(equals - word) : strlen(word));
	bool flag;

	if (n == SIZE_MAX)
		return unknown_option(c->sub, argv[*i], e);
	flag = n == option_count(c->sub) || c->sub->options[n].value == NULL;
	if (flag && equals != NULL)
		return err_set(e, ERR_USAGE, "--%.*s takes no value", (int)(equals - word), word);
	if (!flag && equals != NULL)
		value = equals + 1;
	else if (!flag) {
		if (*i + 1 >= argc)
			return err_set(
			    e, ERR_USAGE, "--%s needs a value: %s", word, c->sub->options[n].value);
		value = argv[++*i];
	}
	if (c->values[n] != NULL && !flag && !c->sub->options[n].several)
		return err_set(e, ERR_USAGE, "--%s is given twice", c->sub->options[n].name);
	c->values[n] = value;
	c->all[n][c->counts[n]++] = value;
	return ERR_OK;
}

/* "-s": there are none such but -h. */
static bool
looks_like_short_option(const char *word)
{
	return word[0] == '-' &&
	    ((word[1] >= 'a' && word[1] <= 'z') || (word[1] >= 'A' && word[1] <= 'Z')) &&
	    (word[2] == '\0' || word[2] == '=');
}

enum err
call_parse(struct call *c, const struct subcommand *s, int argc, char **argv, struct errinfo *e)
{
	size_t n = option_count(s) + 1;
	bool only_words = false;
	enum err err;

	c->words = arena_alloc(c->arena, (size_t)(argc + 1) * sizeof(*c->words));
	c->values = arena_alloc(c->arena, n * sizeof(*c->values));
	c->counts = arena_alloc(c->arena, n * sizeof(*c->counts));
	c->all = arena_alloc(c->arena, n * sizeof(*c->all));
	for (size_t i = 0; i < n; i++)
		c->all[i] = arena_alloc(c->arena, (size_t)(argc + 1) * sizeof(**c->all));
	for (int i = 0; i < argc; i++) {
		if (!only_words && text_is(argv[i], "--"))
			only_words = true;
		else if (!only_words && text_is(argv[i], "-h"))
			c->values[n - 1] = "";
		else if (!only_words && looks_like_short_option(argv[i]))
			return s->most > 0
			    ? err_set(e, ERR_USAGE,
				  "there is no option %.60s; a text that begins with a dash stands behind --",
				  argv[i])
			    : unknown_option(s, argv[i], e);
		else if (only_words || strncmp(argv[i], "--", 2) != 0)
			c->words[c->word_count++] = argv[i];
		else if ((err = take_option(c, argc, argv, &i, e)) != ERR_OK)
			return err;
	}
	if (call_has(c, "help"))
		return ERR_OK;
	if (c->word_count < s->least)
		return err_set(e, ERR_USAGE, "%s is missing", s->words);
	if (c->word_count > s->most)
		return err_set(e, ERR_USAGE,
		    "\"%.60s\" is one word too many; quote a text that has spaces",
		    c->words[s->most]);
	return ERR_OK;
}

static const char *
value_of(const struct call *c, const char *option)
{
	size_t n = find(c->sub, option, strlen(option));

	return n != SIZE_MAX ? c->values[n] : NULL;
}

bool
call_has(const struct call *c, const char *option)
{
	return value_of(c, option) != NULL;
}

const char *
call_text(const struct call *c, const char *option, const char *otherwise)
{
	const char *v = value_of(c, option);

	return v != NULL ? v : otherwise;
}

const char *const *
call_all(const struct call *c, const char *option, size_t *count)
{
	size_t n = find(c->sub, option, strlen(option));

	*count = n != SIZE_MAX ? c->counts[n] : 0;
	return n != SIZE_MAX ? c->all[n] : NULL;
}

enum err
call_need(const struct call *c, const char *option, const char **out, struct errinfo *e)
{
	*out = value_of(c, option);
	if (text_is_empty(*out))
		return err_set(e, ERR_USAGE, "--%s is needed", option);
	return ERR_OK;
}

enum err
call_need_store(const struct call *c, const char **out, struct errinfo *e)
{
	enum err err = call_need(c, "store", out, e);

	if (err == ERR_OK && text_starts(*out, "memory:"))
		return err_set(e, ERR_USAGE,
		    "a store in memory begins empty and is gone at once; name a file");
	return err;
}

enum err
call_int(const struct call *c, const char *option, int64_t low, int64_t high, int64_t otherwise,
    int64_t *out, struct errinfo *e)
{
	const char *v = value_of(c, option);

	*out = otherwise;
	if (v != NULL && !text_to_int(v, low, high, out))
		return err_set(e, ERR_USAGE,
		    "--%s takes a whole number from %lld to %lld, not \"%.60s\"", option,
		    (long long)low, (long long)high, v);
	return ERR_OK;
}

enum err
call_format(const struct call *c, bool *json, struct errinfo *e)
{
	const char *v = call_text(c, "format", "text");

	*json = text_is(v, "json");
	if (!*json && !text_is(v, "text"))
		return err_set(e, ERR_USAGE, "--format is text or json, not \"%.60s\"", v);
	return ERR_OK;
}

enum err
call_moment(const struct zone *zone, const char *option, const char *text, int64_t end_ms,
    int64_t *out, struct errinfo *e)
{
	struct date day;

	if (duration_parse(text, out)) {
		*out = end_ms - *out;
		return ERR_OK;
	}
	if (!date_parse(zone, text, out))
		return err_set(e, ERR_USAGE,
		    "--%s is a day (2026-10-14), an instant (2026-10-14T09:00:00Z) or so long ago (30d), not \"%.40s\"",
		    option, text);
	if (strchr(text, 'T') == NULL) {
		date_from_ms(zone, *out, &day);
		day.hour = day.minute = day.second = 0;
		*out = date_to_ms(zone, &day);
	}
	return ERR_OK;
}

void
subcommand_usage(const struct subcommand *s, struct str *out)
{
	str_addf(out, "floorwalker %s", s->name);
	for (const struct option *o = s->options; o->name != NULL; o++)
		str_addf(out, o->value != NULL ? " [--%s %s]" : " [--%s]", o->name, o->value);
	if (*s->words != '\0')
		str_addf(out, " %s", s->words);
}

void
subcommand_help(const struct subcommand *s, struct str *out)
{
	str_addf(out, "floorwalker %s: %s\n\nusage: ", s->name, s->summary);
	subcommand_usage(s, out);
	str_addf(out, "\n\n%s\n", s->help);
	if (s->options[0].name != NULL)
		str_add(out, "\noptions:\n");
	for (const struct option *o = s->options; o->name != NULL; o++) {
		size_t before = out->length, width;

		str_addf(out, "  --%s%s%s", o->name, o->value != NULL ? " " : "",
		    o->value != NULL ? o->value : "");
		width = out->length - before;
		str_addf(out, "%*s%s%s\n", width < 26 ? (int)(26 - width) : 1, "", o->help,
		    o->several ? " (may be given several times)" : "");
	}
	str_addf(out, "\nexamples:\n%s", s->examples);
}

void
print_json(const struct value *v)
{
	struct str text;

	str_init(&text);
	value_print_pretty(&text, v);
	puts(text.data);
	str_clear(&text);
}
