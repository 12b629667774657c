/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A task's instruction as its shopper's first message: turned from "you" to "I" by a list of words,
 * and by nothing else.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "talk.h"

enum err
talk_turns_load(struct arena *a, const char *path, const struct value **out, struct errinfo *e)
{
	static const char *const keys[] = { "language", "turns" };
	struct value *file;
	const struct value *turns;
	enum err err;

	if ((err = value_load(a, path, &file, e)) != ERR_OK ||
	    (err = value_check_keys(file, keys, sizeof(keys) / sizeof(keys[0]), e)) != ERR_OK)
		return err;
	turns = value_get(file, "turns");
	for (size_t i = 0; i < value_count(turns); i++)
		if (value_count(value_at(turns, i)) != 2 ||
		    text_is_empty(value_as_text(value_at(value_at(turns, i), 0), "")))
			return value_err(e, ERR_INPUT, value_at(turns, i),
			    "a turn is [from, to]");
	*out = turns;
	return ERR_OK;
}

static bool
is_letter(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* The longest turn that begins here, as whole words. */
static const struct value *
turn_at(const struct value *turns, const char *s)
{
	const struct value *best = NULL;
	size_t most = 0;

	for (size_t i = 0; i < value_count(turns); i++) {
		const char *from = value_as_text(value_at(value_at(turns, i), 0), "");
		size_t length = strlen(from);

		if (length > most && strncasecmp(s, from, length) == 0 && !is_letter(s[length])) {
			most = length;
			best = value_at(turns, i);
		}
	}
	return best;
}

const char *
talk_turned(struct arena *a, const struct value *turns, const char *instruction)
{
	const char *text, *s = instruction;
	struct str out;

	str_init(&out);
	str_add(&out, "");
	while (*s != '\0') {
		const struct value *turn =
		    s == instruction || !is_letter(s[-1]) ? turn_at(turns, s) : NULL;
		size_t at = out.length;

		if (turn == NULL) {
			str_add_char(&out, *s++);
			continue;
		}
		str_add(&out, value_as_text(value_at(turn, 1), ""));
		if (isupper((unsigned char)*s))
			out.data[at] = (char)toupper((unsigned char)out.data[at]);
		s += strlen(value_as_text(value_at(turn, 0), ""));
	}
	text = arena_text(a, out.data);
	str_clear(&out);
	return text;
}
