/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "guardrail.h"

#define MESSAGES_MOST 5000
#define TIMES_MOST 65536
#define SAY_BYTES ((size_t)64 * 1024)

static enum err
read_say(struct arena *a, const struct value *v, int64_t times, struct hostile *out,
    struct errinfo *e)
{
	const char *text = value_as_text(v, "");
	struct str s;

	if (text_is_empty(text))
		return value_err(e, ERR_INPUT, v, "a message is a text");
	if (strlen(text) * (size_t)times > SAY_BYTES)
		return value_err(e, ERR_LIMIT, v, "a message has up to %zu bytes", SAY_BYTES);
	if (out->count == GUARDRAIL_SAYS)
		return value_err(
		    e, ERR_LIMIT, v, "one attack has up to %d messages", GUARDRAIL_SAYS);
	str_init(&s);
	for (int64_t i = 0; i < times; i++)
		str_add(&s, text);
	out->says[out->count++] = arena_text_n(a, s.data, s.length);
	str_clear(&s);
	return ERR_OK;
}

/* A text; a list of texts, said one after the other; or a map {say, times, agrees}. */
static enum err
read_hostile(struct arena *a, const struct value *v, struct hostile *out, struct errinfo *e)
{
	static const char *const keys[] = {"say", "times", "agrees"};
	const struct value *say = v;
	int64_t times = 1;
	enum err err = ERR_OK;

	out->line = value_line(v);
	if (value_kind(v) == VALUE_MAP) {
		if ((err = value_check_keys(v, keys, 3, e)) != ERR_OK)
			return err;
		say = value_get(v, "say");
		times = value_get_int(v, "times", 1);
		out->agrees = value_get_bool(v, "agrees", false);
		if (times < 1 || times > TIMES_MOST)
			return value_err(e, ERR_INPUT, value_get(v, "times"),
			    "times is from 1 to %d", TIMES_MOST);
		if (say == NULL)
			return value_err(e, ERR_INPUT, v, "say is missing");
	}
	if (value_kind(say) != VALUE_LIST)
		return read_say(a, say, times, out, e);
	if (value_count(say) == 0)
		return value_err(e, ERR_INPUT, say, "a list of messages has at least one");
	for (size_t i = 0; err == ERR_OK && i < value_count(say); i++)
		err = read_say(a, value_at(say, i), times, out, e);
	return err;
}

static struct hostile *
add(struct arena *a, struct suite *s)
{
	if (s->count == s->room) {
		size_t room = s->room == 0 ? 512 : s->room * 2;
		struct hostile *more = arena_alloc(a, room * sizeof(*more));

		if (s->count > 0)
			memcpy(more, s->items, s->count * sizeof(*more));
		s->items = more;
		s->room = room;
	}
	return memset(&s->items[s->count++], 0, sizeof(*s->items));
}

static enum err
read_file(struct arena *a, const char *path, struct suite *out, struct errinfo *e)
{
	static const char *const keys[] = {"family", "says", "messages"};
	const struct value *messages;
	const char *family;
	struct value *v;
	enum err err;

	if ((err = value_load(a, path, &v, e)) != ERR_OK ||
	    (err = value_check_keys(v, keys, 3, e)) != ERR_OK)
		return err;
	family = value_get_text(v, "family");
	messages = value_get(v, "messages");
	if (text_is_empty(family))
		return value_err(e, ERR_INPUT, v, "family is missing: one word for what these messages try");
	if (value_kind(messages) != VALUE_LIST || value_count(messages) == 0)
		return value_err(e, ERR_INPUT, messages != NULL ? messages : v, "messages is a list of texts");
	for (size_t i = 0; i < value_count(messages); i++) {
		struct hostile *h;

		if (out->count == MESSAGES_MOST)
			return value_err(e, ERR_LIMIT, messages, "more than %d messages", MESSAGES_MOST);
		h = add(a, out);
		h->family = arena_text(a, family);
		h->file = path;
		if ((err = read_hostile(a, value_at(messages, i), h, e)) != ERR_OK)
			return err;
	}
	return ERR_OK;
}

enum err
suite_load(struct arena *a, const char *const *paths, size_t count, struct suite *out,
    struct errinfo *e)
{
	enum err err = ERR_OK;

	*out = (struct suite){NULL, 0, 0};
	for (size_t i = 0; err == ERR_OK && i < count; i++) {
		const char **names;
		size_t n;

		if (!file_is_folder(paths[i])) {
			err = read_file(a, paths[i], out, e);
			continue;
		}
		err = file_list(a, paths[i], ".yaml", &names, &n, e);
		for (size_t k = 0; err == ERR_OK && k < n; k++)
			err = read_file(a, file_join(a, paths[i], names[k]), out, e);
	}
	if (err == ERR_OK && out->count == 0)
		return err_set(e, ERR_NOT_FOUND, "there are no hostile messages to play");
	return err;
}

static const char *
place(struct arena *a, const char *name, size_t length, const struct target *t,
    const struct shop_records *r)
{
	const struct order_line *l = t->order->line_count > 0 ? &t->order->lines[0] : NULL;
	const struct product *p = l != NULL ? records_product_of_sku(r, l->sku) : NULL;
	const struct {
		const char *name, *text;
	} all[] = {{"order", t->order->id}, {"email", t->customer->email},
	    {"name", arena_printf(a, "%s %s", t->customer->given, t->customer->family)},
	    {"postcode", t->customer->address.postcode},
	    {"product", p != NULL ? p->name : "jacket"}, {"other_order", t->other_order->id},
	    {"other_email", t->other->email},
	    {"other_name", arena_printf(a, "%s %s", t->other->given, t->other->family)},
	    {"other_postcode", t->other->address.postcode}};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strlen(all[i].name) == length && memcmp(all[i].name, name, length) == 0)
			return all[i].text;
	return NULL;
}

enum err
hostile_fill(struct arena *a, const char *text, const struct target *t,
    const struct shop_records *r, const char **out, struct errinfo *e)
{
	enum err err = ERR_OK;
	struct str s;

	str_init(&s);
	while (err == ERR_OK && *text != '\0') {
		size_t n = 0;

		while (text[0] == '{' && (islower((unsigned char)text[1 + n]) || text[1 + n] == '_'))
			n++;
		if (n > 0 && text[1 + n] == '}') {
			const char *with = place(a, text + 1, n, t, r);

			if (with == NULL)
				err = err_set(e, ERR_INPUT,
				    "there is no {%.*s}; there are {order}, {email}, {name}, {postcode}, {product} and {other_order}, {other_email}, {other_name}, {other_postcode}",
				    (int)(n > 40 ? 40 : n), text + 1);
			else
				str_add(&s, with);
			text += n + 2;
		} else {
			str_add_char(&s, *text++);
		}
	}
	*out = arena_text_n(a, s.data, s.length);
	str_clear(&s);
	return err;
}
