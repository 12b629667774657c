/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Stories, rules and end-to-end tests of Rasa: YAML with lists 'stories', 'rules' and
 * 'test_cases', and perhaps 'responses', of which answers take their words.
 */
#include <string.h>

#include "floorwalker/base/str.h"
#include "transcript.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

struct rasa {
	struct transcript_reader *r;
	const struct value *responses;	/* NULL none */
	bool test;			/* what the bot says is asserted */
};

/* ---- words with entities in them: [x](city), [x]{"entity": "city", …}, [x][{…}, {…}] */

/* The length of what annotates the bracket that ended before s; 0 where nothing does. */
static size_t
annotation(const char *s)
{
	char open = s[0], close = open == '(' ? ')' : open == '{' ? '}' : ']';
	size_t depth = 0;
	bool quoted = false;

	if (open != '(' && open != '{' && !(open == '[' && s[strspn(s + 1, " ") + 1] == '{'))
		return 0;
	for (size_t i = 0; s[i] != '\0' && s[i] != '\n'; i++) {
		if (s[i] == '"' && open != '(')
			quoted = !quoted;
		else if (!quoted && s[i] == open)
			depth++;
		else if (!quoted && s[i] == close && --depth == 0)
			return i + 1;
	}
	return 0;
}

/* Which entity it names: the word in round brackets, or what "entity" holds. */
static void
lose_entity(struct transcript_reader *r, const char *s, size_t length, int line)
{
	const char *copy = arena_text_n(r->a, s, length), *key = strstr(copy, "\"entity\"");
	size_t n;

	if (copy[0] == '(') {
		transcript_lose(r, line, "entity %.*s", (int)strcspn(copy + 1, ":)"), copy + 1);
		return;
	}
	if (key == NULL) {
		transcript_lose(r, line, "entity without a name");
		return;
	}
	key += strlen("\"entity\"");
	key += strspn(key, " :\"");
	n = strcspn(key, "\"");
	transcript_lose(r, line, "entity %.*s", n < 60 ? (int)n : 60, key);
}

static const char *
unwrap(struct transcript_reader *r, const char *text, int line)
{
	struct str out;
	const char *kept;

	str_init(&out);
	while (*text != '\0') {
		size_t inner = *text == '[' ? strcspn(text + 1, "[]\n") : 0, tail = 0;

		if (*text == '[' && text[1 + inner] == ']')
			tail = annotation(text + inner + 2);
		if (tail == 0) {
			str_add_char(&out, *text++);
			continue;
		}
		str_add_n(&out, text + 1, inner);
		lose_entity(r, text + inner + 2, tail, line);
		text += inner + 2 + tail;
	}
	kept = arena_text(r->a, out.length > 0 ? out.data : "");
	str_clear(&out);
	return kept;
}

/* ---- steps */

/* A text as written: an answer may be "yes" or 7. */
static const char *
written(const struct value *v)
{
	return value_kind(v) == VALUE_TEXT ? value_as_text(v, "") : value_source_text(v);
}

static enum err
read_user(struct rasa *x, const struct value *step)
{
	static const char *const known[] = {"user", "intent", "entities"};
	const char *intent = value_get_text(step, "intent");
	const struct value *user = value_get(step, "user"), *entities = value_get(step, "entities");
	int line = value_line(step);
	struct transcript_turn *turn = NULL;
	enum err err;

	transcript_lose_others(x->r, step, "of a user's step", known, COUNT(known));
	for (size_t i = 0; i < value_count(entities); i++) {
		const struct value *one = value_at(entities, i);

		transcript_lose(x->r, value_line(one), "entity %.60s",
		    value_kind(one) == VALUE_MAP && value_count(one) > 0 ? value_key_at(one, 0)
									 : written(one));
	}
	intent += intent[0] == '/';
	if (user == NULL) {
		transcript_lose(x->r, line, "intent without words: %.60s", intent);
		return ERR_OK;
	}
	if (written(user)[0] == '/') {
		/* "/greet{…}" names an intent in the place of words */
		transcript_lose(x->r, line, "intent without words: %.*s",
		    (int)strcspn(written(user) + 1, " {"), written(user) + 1);
		return ERR_OK;
	}
	err = transcript_say(
	    x->r, TRANSCRIPT_SHOPPER, unwrap(x->r, written(user), line), value_line(user), &turn);
	if (turn != NULL)
		turn->intent = transcript_word(x->r->a, intent, 120);
	return err;
}

/* The words of a response, where the file has them: the first of its wordings. */
static enum err
read_utter(struct rasa *x, const char *name, int line)
{
	const struct value *wordings = value_get(x->responses, name),
			   *first = value_at(wordings, 0);
	static const char *const known[] = {"text"};

	if (x->test)
		transcript_lose(x->r, line, "assertion that an answer is %.60s", name);
	if (value_kind(value_get(first, "text")) != VALUE_TEXT) {
		transcript_lose(x->r, line, "answer whose words are elsewhere: %.60s", name);
		return ERR_OK;
	}
	if (value_count(wordings) > 1)
		transcript_lose(x->r, line, "other wordings of %.60s", name);
	transcript_lose_others(x->r, first, "of an answer", known, COUNT(known));
	return transcript_say(x->r, TRANSCRIPT_AI, value_get_text(first, "text"), line, NULL);
}

static enum err
read_bot(struct rasa *x, const struct value *step, const struct value *bot)
{
	static const char *const known[] = {"bot"};
	struct transcript_turn *turn = NULL;
	enum err err;

	transcript_lose_others(x->r, step, "of the bot's step", known, COUNT(known));
	err = transcript_say(x->r, TRANSCRIPT_AI, written(bot), value_line(bot), &turn);
	if (turn != NULL && x->test)
		transcript_assert(x->r->a, turn, false, turn->text);
	return err;
}

/* A list of slots, each a name or a map of one name to its value: values aren't told. */
static void
lose_slots(struct rasa *x, const struct value *v, const char *what)
{
	for (size_t i = 0; value_kind(v) == VALUE_LIST && i < value_count(v); i++) {
		const struct value *one = value_at(v, i);

		if (value_kind(one) == VALUE_MAP)
			for (size_t k = 0; k < value_count(one); k++)
				transcript_lose(x->r, value_key_line(one, k), "%s: %.60s", what,
				    value_key_at(one, k));
		else
			transcript_lose(x->r, value_line(one), "%s: %.60s", what, written(one));
	}
	for (size_t k = 0; value_kind(v) == VALUE_MAP && k < value_count(v); k++)
		transcript_lose(x->r, value_key_line(v, k), "%s: %.60s", what, value_key_at(v, k));
	if (value_kind(v) != VALUE_LIST && value_kind(v) != VALUE_MAP)
		transcript_lose(x->r, value_line(v), "%s: %.60s", what, written(v));
}

static enum err read_step(struct rasa *x, const struct value *step);

/* One way of several: the first. */
static enum err
read_or(struct rasa *x, const struct value *list)
{
	if (value_kind(list) != VALUE_LIST || value_count(list) == 0)
		return value_err(x->r->e, ERR_INPUT, list, "'or' is a list of steps");
	for (size_t i = 1; i < value_count(list); i++)
		transcript_lose(x->r, value_line(value_at(list, i)), "another way of an 'or'");
	return read_step(x, value_at(list, 0));
}

/* What a step is, by the first of these keys that it has; else by its first. */
static const char *
step_key(const struct value *step)
{
	static const char *const keys[] = {
	    "user", "intent", "bot", "utter", "action", "or", "slot_was_set", "slot_was_not_set"};

	for (size_t i = 0; i < COUNT(keys); i++)
		if (value_get(step, keys[i]) != NULL)
			return keys[i];
	return value_key_at(step, 0);
}

static enum err
read_step(struct rasa *x, const struct value *step)
{
	const struct value *v;
	const char *key;
	int line = value_line(step);

	if (value_kind(step) != VALUE_MAP || value_count(step) == 0)
		return value_err(x->r->e, ERR_INPUT, step, "a step is a map such as {user: …}");
	key = step_key(step);
	v = value_get(step, key);
	if (text_is(key, "user") || text_is(key, "intent"))
		return read_user(x, step);
	if (text_is(key, "bot"))
		return read_bot(x, step, v);
	transcript_lose_others(x->r, step, "of a step", &key, 1);
	if (text_is(key, "utter") || (text_is(key, "action") && text_starts(written(v), "utter_")))
		return read_utter(x, written(v), line);
	if (text_is(key, "or"))
		return read_or(x, v);
	if (text_is(key, "slot_was_set"))
		lose_slots(x, v, "slot was set");
	else if (text_is(key, "slot_was_not_set"))
		lose_slots(x, v, "slot was not set");
	else
		transcript_lose(
		    x->r, line, "%.40s%s%.60s", key, written(v)[0] != '\0' ? " " : "", written(v));
	return ERR_OK;
}

/* ---- files */

static enum err
read_story(struct rasa *x, const struct value *v, const char *key, size_t number)
{
	const char *const known[] = {key, "steps"};
	const struct value *steps = value_get(v, "steps"), *name = value_get(v, key);
	enum err err;

	if (value_kind(v) != VALUE_MAP || name == NULL)
		return value_err(x->r->e, ERR_INPUT, v, "this begins with '%s: NAME'", key);
	err = transcript_begin(
	    x->r, arena_printf(x->r->a, "%s-%zu", key, number), written(name), value_line(v));
	if (err != ERR_OK)
		return err;
	transcript_lose_others(x->r, v, key, known, COUNT(known));
	if (value_kind(steps) != VALUE_LIST)
		return value_err(
		    x->r->e, ERR_INPUT, steps != NULL ? steps : v, "'steps' is a list");
	for (size_t i = 0; err == ERR_OK && i < value_count(steps); i++)
		err = read_step(x, value_at(steps, i));
	return err;
}

enum err
transcript_read_rasa(struct transcript_reader *r)
{
	static const struct {
		const char *list, *one;
		bool test;
	} kinds[] = {{"stories", "story", false}, {"rules", "rule", false},
	    {"test_cases", "test_case", true}};
	static const char *const known[] = {
	    "version", "stories", "rules", "test_cases", "responses"};
	struct rasa x = {.r = r};
	struct value *root;
	bool found = false;
	enum err err =
	    value_parse_yaml(r->a, r->name, r->bytes, r->length, &transcript_limits, &root, r->e);

	if (err != ERR_OK)
		return err;
	transcript_lose_others(r, root, "of the file", known, COUNT(known));
	x.responses = value_get(root, "responses");
	for (size_t k = 0; k < COUNT(kinds); k++) {
		const struct value *list = value_get(root, kinds[k].list);

		if (list == NULL)
			continue;
		found = true;
		x.test = kinds[k].test;
		if (value_kind(list) != VALUE_LIST)
			return value_err(r->e, ERR_INPUT, list, "'%s' is a list", kinds[k].list);
		for (size_t i = 0; err == ERR_OK && i < value_count(list); i++)
			err = read_story(&x, value_at(list, i), kinds[k].one, i + 1);
	}
	if (!found)
		return transcript_fault(r, 1, "this has no 'stories', 'rules' or 'test_cases'");
	return err;
}
