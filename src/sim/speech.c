/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "speech.h"

#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"
#include "floorwalker/text/text.h"

static const char *const heard_names[] = { "ask.confirm", "ask.person", "ask.offer", "ask.order_number", "ask.email", "ask.postcode", "ask.name", "ask.line", "ask.reason",
	"ask.new", "ask.address", "ask.city", "ask.address_postcode", "ask.method", "ask.wish", "offer.refund", "offer.return", "offer.exchange", "offer.cancel", "sum.refund", "sum.return",
	"sum.exchange", "sum.cancel", "sum.item_change", "sum.address_change", "sum.profile_address_change", "sum.payment_change", "sum.credit", "done",
	"refused", "handed_over", "waiting_for_colleague", "anything_else", "not_understood" };
_Static_assert(sizeof(heard_names) / sizeof(heard_names[0]) == HEARD_COUNT, "a name for each");

struct pattern_list {
	struct pattern **items;
	size_t count;
};

struct speech {
	struct arena *arena;
	struct messages *say;
	struct pattern_list hear[HEARD_COUNT];
	const struct value *actions;	/* wants that are after a change */
	const struct value *talk;	/* wants that any answer meets */
	const struct value *lets_go;	/* wants that are given up once declined */
};

static enum err
read_hear(struct speech *w, const struct value *hear, struct errinfo *e)
{
	enum err err = value_check_keys(hear, heard_names, HEARD_COUNT, e);

	for (size_t i = 0; err == ERR_OK && i < HEARD_COUNT; i++) {
		const struct value *list = value_get(hear, heard_names[i]);

		w->hear[i].items = arena_alloc(w->arena, (value_count(list) + 1) * sizeof(*w->hear[i].items));
		for (size_t j = 0; err == ERR_OK && j < value_count(list); j++) {
			err = pattern_new(value_as_text(value_at(list, j), ""), true, &w->hear[i].items[j], e);
			if (err != ERR_OK)
				err_prefix(e, "%s:%d: hear.%s", value_source_name(list), value_line(value_at(list, j)), heard_names[i]);
			else
				w->hear[i].count++;
		}
	}
	return err;
}

static enum err
read_words(struct speech *w, const struct value *file, struct errinfo *e)
{
	static const char *const keys[] = { "language", "actions", "talk", "lets_go", "say", "hear" };
	struct value *say = value_map(w->arena);
	enum err err;

	if ((err = value_check_keys(file, keys, 6, e)) != ERR_OK)
		return err;
	value_set_text(say, "language", value_get_text(file, "language"));
	if (value_get(file, "say") == NULL || value_get(file, "hear") == NULL || value_get(file, "actions") == NULL)
		return value_err(e, ERR_INPUT, file, "a file of the shopper's words needs actions, say and hear");
	value_set(say, "messages", value_copy(w->arena, value_get(file, "say")));
	if ((err = messages_new(say, &w->say, e)) != ERR_OK)
		return err_prefix(e, "%s", value_source_name(file));
	w->actions = value_get(file, "actions");
	w->talk = value_get(file, "talk");
	w->lets_go = value_get(file, "lets_go");
	return read_hear(w, value_get(file, "hear"), e);
}

enum err
speech_load(const char *path, struct speech **out, struct errinfo *e)
{
	struct speech *w = mem_zero(1, sizeof(*w));
	struct value *file;
	enum err err;

	w->arena = arena_new();
	if ((err = value_load(w->arena, path, &file, e)) != ERR_OK || (err = read_words(w, file, e)) != ERR_OK) {
		speech_free(&w);
		return err;
	}
	*out = w;
	return ERR_OK;
}

void
speech_free(struct speech **w)
{
	if (*w == NULL)
		return;
	for (size_t i = 0; i < HEARD_COUNT; i++)
		for (size_t j = 0; j < (*w)->hear[i].count; j++)
			pattern_free(&(*w)->hear[i].items[j]);
	messages_free(&(*w)->say);
	arena_free(&(*w)->arena);
	mem_free(*w);
	*w = NULL;
}

const char *
speech_language(const struct speech *w)
{
	return messages_language(w->say);
}

bool
speech_can_say(const struct speech *w, const char *act)
{
	return messages_has(w->say, act);
}

bool
speech_say(const struct speech *w, struct random_stream *r, const char *const *acts, size_t count, const struct message_param *params, size_t param_count,
    struct str *out)
{
	for (size_t i = 0; i < count; i++) {
		struct errinfo e;
		size_t before = out->length;

		if (!messages_has(w->say, acts[i]))
			continue;
		if (messages_render(w->say, out, acts[i], random_below(r, messages_variants(w->say, acts[i])), params, param_count, &e) == ERR_OK)
			return true;
		str_cut(out, before);
	}
	return false;
}

void
speech_hear(const struct speech *w, const char *text, bool heard[HEARD_COUNT])
{
	size_t start, length, size = strlen(text);

	for (size_t i = 0; i < HEARD_COUNT; i++) {
		heard[i] = false;
		for (size_t j = 0; !heard[i] && j < w->hear[i].count; j++)
			heard[i] = pattern_find(w->hear[i].items[j], text, size, 0, &start, &length);
	}
}

static bool
holds(const struct value *list, const char *word)
{
	for (size_t i = 0; i < value_count(list); i++)
		if (text_is(value_as_text(value_at(list, i), ""), word))
			return true;
	return false;
}

bool
speech_wants_action(const struct speech *w, const char *want)
{
	return holds(w->actions, want);
}

bool
speech_wants_talk(const struct speech *w, const char *want)
{
	return holds(w->talk, want);
}

bool
speech_lets_go(const struct speech *w, const char *want)
{
	return holds(w->lets_go, want);
}
