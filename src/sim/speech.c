/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/sim/speech.h"

#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"
#include "floorwalker/text/text.h"

#define COUNT(x) (sizeof(x) / sizeof((x)[0]))

static const char *const heard_names[] = {"ask.confirm", "ask.person", "ask.offer",
    "ask.order_number", "ask.email", "ask.postcode", "ask.name", "ask.line", "ask.reason",
    "ask.new", "ask.address", "ask.city", "ask.address_postcode", "ask.method", "ask.wish",
    "offer.refund", "offer.return", "offer.exchange", "offer.cancel", "sum.refund", "sum.return",
    "sum.exchange", "sum.cancel", "sum.item_change", "sum.address_change",
    "sum.profile_address_change", "sum.payment_change", "sum.credit", "about.return",
    "about.exchange", "about.cancel", "about.item_change", "about.address_change",
    "about.profile_address_change", "about.payment_change", "done", "refused",
    "handed_over", "waiting_for_colleague", "anything_else", "not_understood", "hold", "greeting"};
_Static_assert(sizeof(heard_names) / sizeof(heard_names[0]) == HEARD_COUNT, "a name for each");

/* What shopper.c fills. */
static const char *const parameter_names[] = {"order", "other_order", "item", "other_item", "kind",
    "options", "new_option", "email", "wrong_email", "postcode", "wrong_postcode", "given",
    "family", "name", "address", "city", "price", "method", "attribute", "amount"};

/* What any shopper can come to say, whatever they want. */
static const char *const needed_acts[] = {"give.order_number", "give.other_order",
    "give.order_by_item", "give.email", "give.wrong_email", "give.postcode", "give.wrong_postcode",
    "give.name", "give.line", "give.line.plain", "give.other_line", "give.all_lines", "give.reason",
    "give.new", "give.new.same", "give.options", "give.address", "give.city", "give.method", "yes",
    "no", "change_of_mind", "person.yes", "person.no", "correct.line", "correct.order",
    "object.order", "object.line", "object.wish", "settle.refund", "settle.refund.yes",
    "settle.return", "settle.return.yes", "settle.exchange", "settle.exchange.yes", "settle.cancel",
    "settle.cancel.yes", "settle.none", "dont_know", "joiner", "detour", "thanks", "nothing_else"};

struct pattern_list {
	struct pattern **items;
	size_t count;
};

struct speech {
	struct arena *arena;
	struct messages *say;
	struct pattern_list hear[HEARD_COUNT], people[HEARD_COUNT];
	const struct value *said;	/* the file's own acts, for messages */
	const struct value *actions;	/* wants that are after a change */
	const struct value *talk;	/* wants that any answer meets */
	const struct value *lets_go;	/* wants that are given up once declined */
	const struct value *options;	/* words before options' values */
	struct typing typing;
};

static enum err
read_patterns(struct speech *w, const struct value *list, const char *where, const char *name,
    struct pattern_list *out, struct errinfo *e)
{
	enum err err = ERR_OK;

	out->items = arena_alloc(w->arena, (value_count(list) + 1) * sizeof(*out->items));
	for (size_t j = 0; err == ERR_OK && j < value_count(list); j++) {
		err = pattern_new(value_as_text(value_at(list, j), ""), true, &out->items[j], e);
		if (err != ERR_OK)
			err_prefix(e, "%s:%d:%d: %s.%s", value_source_name(list),
			    value_line(value_at(list, j)), value_column(value_at(list, j)), where,
			    name);
		else
			out->count++;
	}
	return err;
}

/* where: "hear" or "people". */
static enum err
read_hear(struct speech *w, const struct value *hear, const char *where, struct pattern_list *out,
    struct errinfo *e)
{
	enum err err = value_check_keys(hear, heard_names, HEARD_COUNT, e);

	for (size_t i = 0; err == ERR_OK && i < HEARD_COUNT; i++)
		err = read_patterns(
		    w, value_get(hear, heard_names[i]), where, heard_names[i], &out[i], e);
	return err;
}

/* Each parameter must be one that shoppers fill: with another the sentence could never be said. */
static enum err
check_parameters(const struct value *v, const char *act, struct errinfo *e)
{
	const char *s = value_as_text(v, "");
	enum err err = ERR_OK;

	for (size_t i = 0; err == ERR_OK && i < value_count(v); i++)
		err = check_parameters(value_at(v, i), act, e);
	for (; err == ERR_OK && (s = strchr(s, '{')) != NULL; s++) {
		size_t length = strcspn(s + 1, "}"), i = 0;

		if (s[1] == '{') {
			s++;
			continue;
		}
		while (i < COUNT(parameter_names) &&
		    !(strlen(parameter_names[i]) == length &&
			strncmp(parameter_names[i], s + 1, length) == 0))
			i++;
		if (i == COUNT(parameter_names))
			err = value_err(e, ERR_INPUT, v,
			    "say.%s: shoppers know no {%.*s}; doc/scenarios.md lists what they know",
			    act, (int)length, s + 1);
	}
	return err;
}

static enum err
read_say(struct speech *w, const char *language, const struct value *own, const struct value *base,
    struct errinfo *e)
{
	struct value *file = value_map(w->arena), *say = value_map(w->arena);
	enum err err;

	for (size_t i = 0; i < value_count(base); i++)
		value_set(say, value_key_at(base, i), value_copy(w->arena, value_at(base, i)));
	for (size_t i = 0; i < value_count(own); i++) {
		if ((err = check_parameters(value_at(own, i), value_key_at(own, i), e)) != ERR_OK)
			return err;
		value_set(say, value_key_at(own, i), value_copy(w->arena, value_at(own, i)));
	}
	w->said = own;
	value_set_text(file, "language", language);
	value_set(file, "messages", say);
	return messages_new(file, &w->say, e);
}

static const struct value *
section(const struct value *file, const struct value *base, const char *name)
{
	return value_get(file, name) != NULL ? value_get(file, name) : value_get(base, name);
}

static enum err
read_words(struct speech *w, const struct value *file, const struct value *base, struct errinfo *e)
{
	const char *language = value_get_text(file, "language");
	const struct value *extends = value_get(file, "extends");
	enum err err;

	if (extends != NULL &&
	    (base == NULL ||
		!text_is(value_source_text(extends), value_get_text(base, "language"))))
		return value_err(e, ERR_INPUT, extends,
		    "extends names the language of words that came with floorwalker, and \"%s\" is none",
		    value_source_text(extends));
	if (value_kind(value_get(file, "say")) != VALUE_MAP ||
	    section(file, base, "hear") == NULL || section(file, base, "actions") == NULL)
		return value_err(e, ERR_INPUT, file,
		    "a file of the shopper's words needs say, a map, and actions and hear where no words of its language came with floorwalker");
	if ((err = read_say(w, language, value_get(file, "say"),
		 extends != NULL ? value_get(base, "say") : NULL, e)) != ERR_OK)
		return err;
	w->actions = section(file, base, "actions");
	w->talk = section(file, base, "talk");
	w->lets_go = section(file, base, "lets_go");
	w->options = section(file, base, "options");
	if (w->options != NULL && value_kind(w->options) != VALUE_MAP)
		return value_err(e, ERR_INPUT, w->options,
		    "options is a map of options to the words before their values, such as {size: size}");
	if ((err = typing_read(w->arena, section(file, base, "typing"), &w->typing, e)) != ERR_OK ||
	    (err = read_hear(w, section(file, base, "hear"), "hear", w->hear, e)) != ERR_OK ||
	    section(file, base, "people") == NULL)
		return err;
	return read_hear(w, section(file, base, "people"), "people", w->people, e);
}

/* base is read where it exists and is of the same language. */
static enum err
load_files(struct speech *w, const char *path, const char *base_path, struct errinfo *e)
{
	static const char *const keys[] = {"language", "extends", "actions", "talk", "lets_go",
	    "options", "typing", "say", "hear", "people"};
	struct value *file, *base = NULL;
	enum err err;

	if ((err = value_load(w->arena, path, &file, e)) != ERR_OK ||
	    (err = value_check_keys(file, keys, COUNT(keys), e)) != ERR_OK)
		return err;
	if (text_is_empty(value_get_text(file, "language")))
		return value_err(e, ERR_INPUT, file, "language: is missing, such as language: en");
	if (base_path != NULL && !text_is(base_path, path) && file_exists(base_path) &&
	    (err = value_load(w->arena, base_path, &base, e)) != ERR_OK)
		return err;
	if (!text_is(value_get_text(base, "language"), value_get_text(file, "language")))
		base = NULL;
	return read_words(w, file, base, e);
}

enum err
speech_load(const char *path, const char *base, struct speech **out, struct errinfo *e)
{
	struct speech *w = mem_zero(1, sizeof(*w));
	enum err err;

	w->arena = arena_new();
	if ((err = load_files(w, path, base, e)) != ERR_OK) {
		speech_free(&w);
		return err;
	}
	*out = w;
	return ERR_OK;
}

enum err
speech_check_complete(const struct speech *w, struct errinfo *e)
{
	for (size_t i = 0; i < COUNT(needed_acts); i++)
		if (!messages_has(w->say, needed_acts[i]))
			return value_err(e, ERR_INPUT, w->said,
			    "say lacks %s, which every shopper can come to need: add it, or name the language under extends:",
			    needed_acts[i]);
	return ERR_OK;
}

static void
free_patterns(struct pattern_list *list)
{
	for (size_t j = 0; j < list->count; j++)
		pattern_free(&list->items[j]);
}

void
speech_free(struct speech **w)
{
	if (*w == NULL)
		return;
	for (size_t i = 0; i < HEARD_COUNT; i++) {
		free_patterns(&(*w)->hear[i]);
		free_patterns(&(*w)->people[i]);
	}
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

const struct typing *
speech_typing(const struct speech *w)
{
	return &w->typing;
}

/* A size alone would be no word to anybody. */
const char *
speech_option_word(const struct speech *w, const char *option)
{
	const struct value *word = value_get(w->options, option);

	return word != NULL      ? value_source_text(word)
	    : text_is(option, "size") ? "size"
				      : NULL;
}

bool
speech_can_say(const struct speech *w, const char *act)
{
	return messages_has(w->say, act);
}

bool
speech_say(const struct speech *w, struct random_stream *r, const char *const *acts, size_t count,
    const struct message_param *params, size_t param_count, struct str *out)
{
	for (size_t i = 0; i < count; i++) {
		struct errinfo e;
		size_t before = out->length;

		if (!messages_has(w->say, acts[i]))
			continue;
		if (messages_render(w->say, out, acts[i],
			random_below(r, messages_variants(w->say, acts[i])), params, param_count,
			&e) == ERR_OK)
			return true;
		str_cut(out, before);
	}
	return false;
}

static bool
finds(const struct pattern_list *list, const char *text, size_t size, const struct pattern_glance *g)
{
	size_t start, length;

	for (size_t j = 0; j < list->count; j++)
		if (pattern_may_match(list->items[j], g) &&
		    pattern_find(list->items[j], text, size, 0, &start, &length))
			return true;
	return false;
}

void
speech_hear(const struct speech *w, const char *text, bool heard[HEARD_COUNT])
{
	size_t size = strlen(text);
	struct pattern_glance g;

	pattern_look(&g, text, size);
	for (size_t i = 0; i < HEARD_COUNT; i++)
		heard[i] = finds(&w->hear[i], text, size, &g);
}

void
speech_hear_person(const struct speech *w, const char *text, bool heard[HEARD_COUNT])
{
	size_t size = strlen(text);
	struct pattern_glance g;

	pattern_look(&g, text, size);
	for (size_t i = 0; i < HEARD_COUNT; i++) {
		bool either = i <= HEARD_SUM_CREDIT || w->people[i].count == 0;

		heard[i] = finds(&w->people[i], text, size, &g) ||
		    (either && finds(&w->hear[i], text, size, &g));
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
