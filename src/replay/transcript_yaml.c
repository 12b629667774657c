/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A transcript as a suite's conversation: each thing that the shopper says is a turn, what was
 * answered to it stands beside it as its origin, and what the source asserts of the answers is
 * expected.
 */
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "floorwalker/text/mask.h"
#include "floorwalker/text/text.h"
#include "suite.h"
#include "transcript.h"

#define TITLE_MOST 72
#define SLUG_MOST 60

struct writing {
	struct arena *a;
	struct transcripts *all;
	const struct transcript *t;
	const struct masker *m;		/* NULL: nothing is masked */
	struct str *out;
};

/* ---- texts */

/* In double quotes; what libyaml would refuse or fold is escaped. */
static void
add_quoted(struct str *out, const char *s)
{
	size_t left = strlen(s);

	str_add_char(out, '"');
	while (left > 0) {
		uint32_t point;
		size_t n = utf8_next(s, left, &point);

		if (point == '"' || point == '\\')
			str_addf(out, "\\%c", (char)point);
		else if (point == '\n')
			str_add(out, "\\n");
		else if (point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0x2028 ||
			 point == 0x2029 || point == 0xfeff || (point >= 0xfffe && point <= 0xffff))
			str_addf(out, "\\u%04X", (unsigned)point);
		else
			str_add_n(out, s, n);
		s += n;
		left -= n;
	}
	str_add_char(out, '"');
}

static const char *
masked(struct writing *w, const char *s)
{
	struct str out;
	const char *kept;

	if (w->m == NULL || s[0] == '\0')
		return s;
	str_init(&out);
	masker_apply(w->m, &out, s, strlen(s));
	kept = arena_text_n(w->a, out.data, out.length);
	str_clear(&out);
	return kept;
}

static void
add_masked(struct writing *w, const char *s)
{
	add_quoted(w->out, masked(w, s));
}

/* What is said word for word: "{{" stands for a brace that begins no {place}. */
static const char *
as_said(struct writing *w, const struct transcript_turn *turn)
{
	const char *text = masked(w, turn->text), *kept;
	size_t braces = 0, n = strlen(text);
	struct str out;

	for (const char *p = text; *p != '\0'; p++)
		braces += *p == '{';
	str_init(&out);
	str_add(&out, "");
	if (n + braces > TRANSCRIPT_TEXT_MOST) {
		size_t room = braces < TRANSCRIPT_TEXT_MOST ? TRANSCRIPT_TEXT_MOST - braces : 0;

		if (room == 0)
			room = TRANSCRIPT_TEXT_MOST / 2;
		transcripts_lose(w->a, w->all, w->t, turn->line, "words past 8000 bytes of a turn");
		text_sanitise(&out, text, n, room, NULL);
		text = arena_text_n(w->a, out.data, out.length);
		str_reset(&out);
	}
	for (; *text != '\0'; text++) {
		if (*text == '{')
			str_add_char(&out, '{');
		str_add_char(&out, *text);
	}
	kept = arena_text_n(w->a, out.data, out.length);
	str_clear(&out);
	return kept;
}

/* ---- parts of a file */

static void
add_list(struct writing *w, const char *key, const char *const *words, size_t count)
{
	if (count == 0)
		return;
	str_addf(w->out, "%s: [", key);
	for (size_t i = 0; i < count; i++) {
		str_add(w->out, i > 0 ? ", " : "");
		add_masked(w, words[i]);
	}
	str_add_char(w->out, ']');
}

static void
add_at(struct writing *w, const struct transcript_turn *turn)
{
	if (turn->at_ms == 0)
		return;
	str_add(w->out, "at: \"");
	transcript_at_print(w->out, turn->at_ms);
	str_add(w->out, "\", ");
}

static void
add_intent(struct writing *w, const struct transcript_turn *turn)
{
	if (turn->intent[0] == '\0')
		return;
	str_add(w->out, "intent: ");
	add_quoted(w->out, turn->intent);
	str_add(w->out, ", ");
}

/* One thing that was heard. own: nobody has said anything yet, so nothing of it can be expected,
 * and what the source asserts stays with it; else how many of the expectations are its. */
static void
add_heard(struct writing *w, const struct transcript_turn *turn, bool own, const char *indent)
{
	str_addf(w->out, "%s- {role: %s, ", indent, transcript_role_name(turn->role));
	add_at(w, turn);
	add_intent(w, turn);
	if (own && turn->contain_count > 0) {
		add_list(w, "contains", turn->contains, turn->contain_count);
		str_add(w->out, ", ");
	} else if (turn->contain_count > 0)
		str_addf(w->out, "asserted: %zu, ", turn->contain_count);
	if (own && turn->lack_count > 0) {
		add_list(w, "lacks", turn->lacks, turn->lack_count);
		str_add(w->out, ", ");
	} else if (turn->lack_count > 0)
		str_addf(w->out, "denied: %zu, ", turn->lack_count);
	str_add(w->out, "text: ");
	add_masked(w, turn->text);
	str_add(w->out, "}\n");
}

static size_t
heard_after(const struct transcript *t, size_t from)
{
	size_t n = 0;

	while (from + n < t->count && t->turns[from + n].role != TRANSCRIPT_SHOPPER)
		n++;
	return n;
}

/* What the answers to one turn must hold, or mustn't, all together. False: nothing. */
static bool
add_words(struct writing *w, const struct transcript_turn *turns, size_t count, bool lacks,
    bool first)
{
	size_t done = 0;

	for (size_t i = 0; i < count; i++) {
		size_t n = lacks ? turns[i].lack_count : turns[i].contain_count;

		for (size_t k = 0; k < n; k++) {
			if (done == 0)
				str_addf(w->out, "%s        %s: [",
				    first ? "    expect:\n      reply:\n" : "",
				    lacks ? "lacks" : "contains");
			str_add(w->out, done++ > 0 ? ", " : "");
			add_masked(w, lacks ? turns[i].lacks[k] : turns[i].contains[k]);
		}
	}
	str_add(w->out, done > 0 ? "]\n" : "");
	return done > 0;
}

static void
add_expectations(struct writing *w, const struct transcript_turn *turns, size_t count)
{
	bool contains = add_words(w, turns, count, false, true);

	(void)add_words(w, turns, count, true, !contains);
}

static void
add_say(struct writing *w, const struct transcript_turn *turn, const struct transcript_turn *heard,
    size_t heard_count)
{
	str_add(w->out, "  - say: ");
	add_quoted(w->out, as_said(w, turn));
	str_add_char(w->out, '\n');
	if (turn->at_ms != 0 || turn->intent[0] != '\0' || heard_count > 0)
		str_add(w->out, "    origin:\n");
	if (turn->at_ms != 0) {
		str_add(w->out, "      at: \"");
		transcript_at_print(w->out, turn->at_ms);
		str_add(w->out, "\"\n");
	}
	if (turn->intent[0] != '\0') {
		str_add(w->out, "      intent: ");
		add_quoted(w->out, turn->intent);
		str_add_char(w->out, '\n');
	}
	if (heard_count > 0)
		str_add(w->out, "      heard:\n");
	for (size_t i = 0; i < heard_count; i++)
		add_heard(w, &heard[i], false, "        ");
	add_expectations(w, heard, heard_count);
}

/* What there is to say of the whole: its title is the source's, else how the shopper begins. */
static void
add_head(struct writing *w, const char *name, const struct transcript_saving *how, size_t first)
{
	const struct transcript *t = w->t;
	const char *title = t->title[0] != '\0' ? t->title : t->turns[first].text;

	str_add(w->out, "conversation: ");
	add_quoted(w->out, name);
	str_add(w->out, "\ntitle: ");
	add_quoted(w->out, transcript_word(w->a, masked(w, title), TITLE_MOST));
	if (t->language[0] != '\0') {
		str_add(w->out, "\nlanguage: ");
		add_quoted(w->out, t->language);
	}
	str_addf(w->out, "\ntags: [imported]\norigin:\n  format: %s\n",
	    transcript_format_name(how->format));
	if (t->source[0] != '\0') {
		str_add(w->out, "  file: ");
		add_quoted(w->out, t->source);
		str_add_char(w->out, '\n');
	}
	if (t->line > 0)
		str_addf(w->out, "  line: %d\n", t->line);
	str_add(w->out, "  id: ");
	add_masked(w, t->id);
	str_add_char(w->out, '\n');
	if (first > 0)
		str_add(w->out, "  heard:\n");
	for (size_t i = 0; i < first; i++) {
		add_heard(w, &t->turns[i], true, "    ");
		if (t->turns[i].contain_count + t->turns[i].lack_count > 0)
			transcripts_lose(w->a, w->all, t, t->turns[i].line,
			    "assertion before the shopper has said anything");
	}
}

bool
transcript_to_yaml(struct arena *a, struct transcripts *all, const struct transcript *t,
    const char *name, const struct transcript_saving *how, const struct masker *m, struct str *out)
{
	struct writing w = {.a = a, .all = all, .t = t, .m = m, .out = out};
	size_t first = heard_after(t, 0), says = 0;

	if (first == t->count) {
		transcripts_lose(
		    a, all, t, t->line, "conversation in which no shopper says anything");
		return false;
	}
	add_head(&w, name, how, first);
	str_add(out, "turns:\n");
	for (size_t i = first; i < t->count;) {
		size_t heard = heard_after(t, i + 1);

		if (says++ < REPLAY_STEPS_MOST)
			add_say(&w, &t->turns[i], &t->turns[i + 1], heard);
		else
			transcripts_lose(
			    a, all, t, t->turns[i].line, "turns past the shopper's 200th");
		i += 1 + heard;
	}
	return true;
}

/* ---- names */

static const char *
slug(struct arena *a, const char *s)
{
	struct str out;
	const char *kept;

	str_init(&out);
	str_add(&out, "");
	for (; *s != '\0' && out.length < SLUG_MOST; s++) {
		char c = *s >= 'A' && *s <= 'Z' ? (char)(*s + 'a' - 'A') : *s;

		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			str_add_char(&out, c);
		else if (out.length > 0 && out.data[out.length - 1] != '-')
			str_add_char(&out, '-');
	}
	while (out.length > 0 && out.data[out.length - 1] == '-')
		str_cut(&out, out.length - 1);
	kept = arena_text_n(a, out.data, out.length);
	str_clear(&out);
	return kept;
}

/* A bare number says too little, and where numbers tell apart what has a title, the title says
 * more. */
static const char *
base_of(struct writing *w, const struct transcript *t, const struct transcript_saving *how)
{
	const char *prefix = slug(w->a, how->prefix), *id = slug(w->a, masked(w, t->id)),
		   *title = slug(w->a, masked(w, t->title));
	const char *base = id[0] != '\0' ? id : "conversation";

	if (how->format == TRANSCRIPT_RASA && title[0] != '\0')
		base = title;		/* its ids are ours */
	if (prefix[0] != '\0')
		return arena_printf(w->a, "%s-%s", prefix, base);
	return base[strspn(base, "0123456789-")] == '\0'
	    ? arena_printf(w->a, "%s-%s", transcript_format_name(how->format), base)
	    : base;
}

const char **
transcripts_names(struct arena *a, const struct transcripts *t, const struct transcript_saving *how,
    const struct masker *m)
{
	const char **names = arena_alloc(a, (t->count + 1) * sizeof *names);
	struct value *taken = value_map(a), *numbers = value_map(a);
	struct writing w = {.a = a, .m = m};

	for (size_t i = 0; i < t->count; i++) {
		const char *base = base_of(&w, &t->items[i], how);
		int64_t n = value_get_int(numbers, base, 1);

		names[i] = base;
		while (value_get(taken, names[i]) != NULL)
			names[i] = arena_printf(a, "%s-%lld", base, (long long)++n);
		value_set_int(numbers, base, n);
		value_set_bool(taken, names[i], true);
	}
	return names;
}
