/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/sim/typing.h"

#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"

#define COUNT(x) (sizeof(x) / sizeof((x)[0]))
#define PLAIN_MOST 64

static enum err
read_plain(struct arena *a, const struct value *v, struct typing *out, struct errinfo *e)
{
	struct plain_letter *list;

	if (value_kind(v) != VALUE_MAP || value_count(v) > PLAIN_MOST)
		return value_err(e, ERR_INPUT, v,
		    "plain is a map of letters, %d at most, to what stands for each",
		    PLAIN_MOST);
	out->plain = list = arena_alloc(a, (value_count(v) + 1) * sizeof(*list));
	for (size_t i = 0; i < value_count(v); i++) {
		const char *key = value_key_at(v, i);
		uint32_t point;

		if (*key == '\0' || utf8_next(key, strlen(key), &point) != strlen(key))
			return value_err(e, ERR_INPUT, value_at(v, i),
			    "plain: \"%.40s\" is not one letter", key);
		if (value_kind(value_at(v, i)) != VALUE_TEXT)
			return value_err(e, ERR_INPUT, value_at(v, i),
			    "plain: what stands for %s is a text", key);
		list[out->plain_count++] = (struct plain_letter){.from = arena_text(a, key),
		    .to = arena_text(a, value_source_text(value_at(v, i)))};
	}
	return ERR_OK;
}

static enum err
read_after_comma(struct arena *a, const struct value *v, struct typing *out, struct errinfo *e)
{
	const char **list = arena_alloc(a, (value_count(v) + 1) * sizeof(*list));

	if (v != NULL && value_kind(v) != VALUE_LIST)
		return value_err(e, ERR_INPUT, v, "after_comma is a list of words");
	for (size_t i = 0; i < value_count(v); i++) {
		const char *word = value_source_text(value_at(v, i));
		struct str small;
		bool same;

		str_init(&small);
		utf8_fold(&small, word, strlen(word));
		same = *word != '\0' && strchr(word, ' ') == NULL && text_is(small.data, word);
		str_clear(&small);
		if (!same)
			return value_err(e, ERR_INPUT, value_at(v, i),
			    "after_comma: \"%.40s\" is not one word in small letters", word);
		list[i] = arena_text(a, word);
	}
	out->after_comma = list;
	out->after_comma_count = value_count(v);
	return ERR_OK;
}

enum err
typing_read(struct arena *a, const struct value *v, struct typing *out, struct errinfo *e)
{
	static const char *const keys[] = { "letters", "opening", "plain", "after_comma" };
	enum err err;

	*out = (struct typing){ .letters = "", .opening = "" };
	if (v == NULL)
		return ERR_OK;
	if ((err = value_check_keys(v, keys, COUNT(keys), e)) != ERR_OK)
		return err;
	for (size_t i = 0; i < 2; i++)
		if (value_get(v, keys[i]) != NULL &&
		    value_kind(value_get(v, keys[i])) != VALUE_TEXT)
			return value_err(e, ERR_INPUT, value_get(v, keys[i]),
			    "%s is a text: the characters, one after the other", keys[i]);
	out->letters = arena_text(a, value_get_text(v, "letters"));
	out->opening = arena_text(a, value_get_text(v, "opening"));
	if ((err = read_after_comma(a, value_get(v, "after_comma"), out, e)) != ERR_OK)
		return err;
	return value_get(v, "plain") == NULL ? ERR_OK : read_plain(a, value_get(v, "plain"), out, e);
}
