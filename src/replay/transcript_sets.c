/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Dialogues of two sets for research.
 *
 * User Satisfaction Simulation (Sun et al. 2021): a turn a line, USER or SYSTEM, text, action and
 * ratings apart by tabs, an empty line between dialogues; "OVERALL" in the place of words rates
 * the dialogue.
 *
 * Action-Based Conversations Dataset (Chen et al. 2021): a list of {convo_id, scenario,
 * original: [[speaker, text], …], delexed: [{speaker, text, targets}, …]}, or a map of such lists
 * by train, dev and test.
 */
#include <stdio.h>
#include <string.h>

#include "transcript.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define LINE_MOST (1 << 20)

/* ---- USS */

enum { ROLE, WORDS, ACTION, RATINGS, WHY, COLUMNS };

static enum err
split(struct transcript_reader *r, const char *text, size_t length, int line,
    const char *fields[COLUMNS], size_t *count)
{
	*count = 0;
	for (size_t from = 0; from <= length && *count < COLUMNS; ++*count) {
		const char *tab = memchr(text + from, '\t', length - from);
		size_t n = tab != NULL ? (size_t)(tab - text) - from : length - from;

		fields[*count] = arena_text_n(r->a, text + from, n);
		from += n + 1;
		if (*count + 1 == COLUMNS && from <= length)
			return transcript_fault(
			    r, line, "a line has four fields apart by tabs, or five");
	}
	return *count >= COLUMNS - 1
	    ? ERR_OK
	    : transcript_fault(r, line,
			 "a line has role, text, action and ratings apart by tabs, not %zu field%s",
			 *count, *count == 1 ? "" : "s");
}

static enum err
read_rated(struct transcript_reader *r, const char *text, size_t length, int line)
{
	const char *fields[COLUMNS] = {0};
	struct transcript_turn *turn = NULL;
	bool user;
	size_t count;
	enum err err = split(r, text, length, line, fields, &count);

	if (err != ERR_OK)
		return err;
	user = text_is(fields[ROLE], "USER");
	if (!user && !text_is(fields[ROLE], "SYSTEM"))
		return transcript_fault(
		    r, line, "a line begins with USER or SYSTEM, not \"%.40s\"", fields[ROLE]);
	if (count > WHY && fields[WHY][0] != '\0')
		transcript_lose(r, line, "what raters said");
	if (user && text_is(fields[WORDS], "OVERALL")) {
		transcript_lose(r, line, "rating of a dialogue");
		return ERR_OK;
	}
	if (fields[RATINGS][0] != '\0')
		transcript_lose(r, line, "rating of a turn");
	err = transcript_say(
	    r, user ? TRANSCRIPT_SHOPPER : TRANSCRIPT_AI, fields[WORDS], line, &turn);
	if (turn != NULL)
		turn->intent = transcript_word(r->a, fields[ACTION], 120);
	return err;
}

enum err
transcript_read_uss(struct transcript_reader *r)
{
	size_t at = 0, length, number = 0;
	enum err err = ERR_OK;
	bool open = false;
	const char *text;
	int line = 0;

	while (err == ERR_OK && (text = transcript_line(r, &at, &length, &line)) != NULL) {
		if (length == 0) {
			open = false;
			continue;
		}
		if (length > LINE_MOST)
			return err_set(r->e, ERR_LIMIT, "%s:%d: a line of more than a mebibyte",
			    r->name, line);
		if (!open)
			err = transcript_begin(r, arena_printf(r->a, "%zu", ++number), "", line);
		open = true;
		if (err == ERR_OK)
			err = read_rated(r, text, length, line);
	}
	return err;
}

/* ---- ABCD */

/* A turn of the original is a pair; one of the delexicalised is a map. */
static bool
turn_parts(const struct value *turn, const char **speaker, const char **text)
{
	bool pair = value_kind(turn) == VALUE_LIST;
	const struct value *who = pair ? value_at(turn, 0) : value_get(turn, "speaker"),
			   *what = pair ? value_at(turn, 1) : value_get(turn, "text");

	*speaker = value_as_text(who, "");
	*text = value_as_text(what, "");
	return value_kind(who) == VALUE_TEXT && value_kind(what) == VALUE_TEXT;
}

/* targets is [intent, next step, action, values, utterance]. */
static const char *
target(const struct value *delexed, size_t i, size_t which)
{
	return value_as_text(value_at(value_get(value_at(delexed, i), "targets"), which), "");
}

static enum err
read_turn(
    struct transcript_reader *r, const struct value *turn, const struct value *labels, size_t i)
{
	int line = value_line(turn);
	struct transcript_turn *out = NULL;
	const char *speaker, *text;
	enum err err;

	if (!turn_parts(turn, &speaker, &text))
		return value_err(
		    r->e, ERR_INPUT, turn, "a turn is [speaker, text] or {speaker, text, …}");
	if (text_is(speaker, "action")) {
		const char *action = target(labels, i, 2);

		transcript_lose(r, line, "action%s%.60s", action[0] != '\0' ? " " : "", action);
		return ERR_OK;
	}
	if (!text_is(speaker, "customer") && !text_is(speaker, "agent"))
		return value_err(r->e, ERR_INPUT, turn,
		    "a speaker is customer, agent or action, not \"%.40s\"", speaker);
	err = transcript_say(r,
	    text_is(speaker, "customer") ? TRANSCRIPT_SHOPPER : TRANSCRIPT_AGENT, text, line, &out);
	if (out != NULL && out->role == TRANSCRIPT_SHOPPER)
		out->intent = transcript_word(r->a, target(labels, i, 0), 120);
	return err;
}

/* What the set knows of the shopper is masked in what they say. */
static void
know_names(struct transcript_reader *r, const struct value *personal, const struct value *order)
{
	struct transcript *t = transcript_last(r);
	const struct {
		const struct value *map;
		const char *key;
	} places[] = {{personal, "customer_name"}, {personal, "username"}, {personal, "account_id"},
	    {order, "street_address"}, {order, "full_address"}, {order, "zip_code"}};
	const char **names = arena_alloc(r->a, 2 * COUNT(places) * sizeof *names);

	for (size_t i = 0; i < COUNT(places); i++) {
		const char *name =
		    transcript_word(r->a, value_get_text(places[i].map, places[i].key), 200);

		if (name[0] != '\0')
			names[t->name_count++] = name;
		/* the given name alone as well */
		if (i == 0 && strchr(name, ' ') != NULL)
			names[t->name_count++] = arena_text_n(r->a, name, strcspn(name, " "));
	}
	t->names = names;
}

static enum err
read_convo(struct transcript_reader *r, const struct value *v)
{
	static const char *const known[] = {"flow", "subflow"},
				 *const parts[] = {"convo_id", "scenario", "original", "delexed"};
	const struct value *scenario = value_get(v, "scenario"),
			   *original = value_get(v, "original"), *delexed = value_get(v, "delexed"),
			   *turns = original != NULL ? original : delexed,
			   *labels = value_count(delexed) == value_count(turns) ? delexed : NULL;
	const char *flow = value_get_text(scenario, "flow"),
		   *subflow = value_get_text(scenario, "subflow");
	enum err err;

	if (value_kind(v) != VALUE_MAP || value_kind(turns) != VALUE_LIST)
		return value_err(
		    r->e, ERR_INPUT, v, "a conversation has a list \"original\" or \"delexed\"");
	err = transcript_begin(r,
	    value_get_int(v, "convo_id", -1) >= 0
		? arena_printf(r->a, "%lld", (long long)value_get_int(v, "convo_id", 0))
		: arena_printf(r->a, "%zu", r->out->count + 1),
	    flow[0] != '\0' ? arena_printf(r->a, "%.80s: %.80s", flow, subflow) : "",
	    value_line(v));
	if (err != ERR_OK)
		return err;
	know_names(r, value_get(scenario, "personal"), value_get(scenario, "order"));
	transcript_lose_others(r, scenario, "scenario", known, COUNT(known));
	transcript_lose_others(r, v, "of a conversation", parts, COUNT(parts));
	if (delexed != NULL)
		transcript_lose(r, value_line(delexed), "%stargets and candidates",
		    original != NULL ? "delexicalised words, " : "");
	for (size_t i = 0; err == ERR_OK && i < value_count(turns); i++)
		err = read_turn(r, value_at(turns, i), labels, i);
	return err;
}

enum err
transcript_read_abcd(struct transcript_reader *r)
{
	struct value *root;
	enum err err =
	    value_parse_json(r->a, r->name, r->bytes, r->length, &transcript_limits, &root, r->e);

	if (err != ERR_OK)
		return err;
	if (value_kind(root) == VALUE_LIST) {
		for (size_t i = 0; err == ERR_OK && i < value_count(root); i++)
			err = read_convo(r, value_at(root, i));
		return err;
	}
	if (value_kind(root) != VALUE_MAP)
		return transcript_fault(
		    r, 1, "this is a list of conversations, or a map of such lists");
	for (size_t k = 0; err == ERR_OK && k < value_count(root); k++) {
		if (value_kind(value_at(root, k)) != VALUE_LIST)
			return value_err(r->e, ERR_INPUT, value_at(root, k),
			    "'%.40s' is a list of conversations", value_key_at(root, k));
		for (size_t i = 0; err == ERR_OK && i < value_count(value_at(root, k)); i++)
			err = read_convo(r, value_at(value_at(root, k), i));
	}
	return err;
}
