/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A shopper whose wish has another end than an act: states it, answers what is asked, insists once
 * where they are refused, and leaves. Who wants only to be told agrees to nothing.
 */
#include "ends.h"

#include <ctype.h>
#include <string.h>

#include "floorwalker/base/file.h"

#define REPHRASED_MOST 2	/* times that they say it in other words */
#define OBJECTIONS_MOST 2	/* to summaries of what they didn't ask for */
#define PARAMS_MOST 14

/* ---- ears */

static enum err
add_patterns(struct arena *a, struct ear *ear, const struct value *list, struct errinfo *e)
{
	enum err err = ERR_OK;

	ear->patterns = arena_alloc(a, (value_count(list) + 1) * sizeof(*ear->patterns));
	for (size_t i = 0; err == ERR_OK && i < value_count(list); i++)
		if ((err = pattern_new(value_as_text(value_at(list, i), ""), true,
			 &ear->patterns[ear->count], e)) == ERR_OK)
			ear->count++;
		else
			err_prefix(e, "%s:%d: %s", value_source_name(list),
			    value_line(value_at(list, i)), ear->key);
	return err;
}

enum err
ends_ears_load(struct arena *a, const char *path, struct ends_ears *out, struct errinfo *e)
{
	static const char *const keys[] = { "language", "hear" };
	struct value *file;
	const struct value *hear;
	enum err err;

	*out = (struct ends_ears){0};
	if ((err = value_load(a, path, &file, e)) != ERR_OK ||
	    (err = value_check_keys(file, keys, sizeof(keys) / sizeof(keys[0]), e)) != ERR_OK)
		return err;
	hear = value_get(file, "hear");
	out->items = arena_alloc(a, (value_count(hear) + 1) * sizeof(*out->items));
	for (size_t i = 0; err == ERR_OK && i < value_count(hear); i++) {
		struct ear *ear = &out->items[out->count++];

		*ear = (struct ear){ .key = value_key_at(hear, i) };
		err = add_patterns(a, ear, value_at(hear, i), e);
	}
	return err;
}

void
ends_ears_free(struct ends_ears *ears)
{
	for (size_t i = 0; i < ears->count; i++)
		for (size_t k = 0; k < ears->items[i].count; k++)
			pattern_free(&ears->items[i].patterns[k]);
	*ears = (struct ends_ears){0};
}

bool
ends_hears(const struct ends_ears *ears, const char *key, const char *text)
{
	size_t start, length;

	for (size_t i = 0; i < ears->count; i++)
		for (size_t k = 0; text_is(ears->items[i].key, key) && k < ears->items[i].count; k++)
			if (pattern_find(
				ears->items[i].patterns[k], text, strlen(text), 0, &start, &length))
				return true;
	return false;
}

/* ---- what has been told */

/* A figure stands by itself: "12" isn't said by "$12.50", nor by "W12". */
static bool
stands_alone(const char *text, const char *found, size_t length)
{
	const char *end = found + length;

	if (found > text && (isalnum((unsigned char)found[-1]) || found[-1] == '.' || found[-1] == '#'))
		return false;
	return !isalnum((unsigned char)*end) && !(*end == '.' && isdigit((unsigned char)end[1]));
}

static bool
is_said_so(const char *text, const char *what, size_t length)
{
	const char *s = text;

	while ((s = memmem(s, strlen(s), what, length)) != NULL) {
		if (stands_alone(text, s, length))
			return true;
		s++;
	}
	return false;
}

/* Case aside, and with or without separators of thousands; one of several equals will do. */
static bool
is_output_said(const char *text, const char *output)
{
	struct str plain, low;
	bool said = false;

	str_init(&plain);
	str_init(&low);
	str_add(&plain, "");
	str_add(&low, "");
	for (const char *c = text; *c != '\0'; c++)
		if (!(*c == ',' && isdigit((unsigned char)c[1])))
			str_add_char(&plain, (char)tolower((unsigned char)*c));
	for (const char *c = output; *c != '\0'; c++)
		str_add_char(&low, (char)tolower((unsigned char)*c));
	for (const char *c = low.data; !said && *c != '\0';) {
		size_t length = strcspn(c, "|");

		said = length > 0 && is_said_so(plain.data, c, length);
		c += length + (c[length] == '|');
	}
	str_clear(&plain);
	str_clear(&low);
	return said;
}

bool
ends_is_told(const struct ends_shopper *s)
{
	const struct ends_task *t = s->task;

	for (size_t i = 0; i < t->output_count; i++)
		if (!is_output_said(s->heard.data, t->outputs[i]))
			return false;
	if (*t->must_say != '\0' && !ends_hears(s->ears, t->must_say, s->heard.data))
		return false;
	return *t->must_not_say == '\0' || !ends_hears(s->ears, t->must_not_say, s->heard.data);
}

/* ---- words */

static bool
chance(struct ends_shopper *s, double p)
{
	return random_unit(&s->random) < p;
}

static bool
say(struct ends_shopper *s, const char *act, struct str *out)
{
	const struct ends_task *t = s->task;
	const struct customer *c = t->wish.who;
	const struct message_param params[] = {{.name = "email", .text = c->email},
	    {.name = "name", .text = arena_printf(s->arena, "%s %s", c->given, c->family)},
	    {.name = "postcode", .text = *t->postcode != '\0' ? t->postcode : c->address.postcode},
	    {.name = "order", .text = t->wish.order != NULL ? t->wish.order->id : ""},
	    {.name = "item", .text = t->item}, {.name = "new_option", .text = t->becomes},
	    {.name = "options", .text = t->becomes}, {.name = "kind", .text = t->option},
	    {.name = "method", .text = t->method}, {.name = "address", .text = t->address},
	    {.name = "city", .text = t->city}};
	size_t before = out->length;

	_Static_assert(sizeof(params) / sizeof(params[0]) <= PARAMS_MOST, "as a message takes");
	if (out->length > 0)
		str_add(out, strchr(".!?,:", out->data[out->length - 1]) != NULL ? " " : ". ");
	if (speech_say(s->words, &s->random, &act, 1, params, sizeof(params) / sizeof(params[0]), out))
		return true;
	str_cut(out, before);
	return false;
}

static const char *
act_of(struct ends_shopper *s, const char *suffix)
{
	return arena_printf(s->arena, "%s.%s", s->task->act, suffix);
}

static void
state_wish(struct ends_shopper *s, bool full, struct str *out)
{
	const struct ends_task *t = s->task;

	if (!full || !say(s, act_of(s, "full"), out))
		say(s, t->act, out);
	if (t->wish.kind == ACTION_RETURN && full && *t->method != '\0')
		say(s, "return.method", out);
	if ((t->wish.kind == ACTION_EXCHANGE || t->wish.kind == ACTION_ITEM_CHANGE) && full)
		say(s, "give.difference", out);
	if (*t->reason != '\0' && full)
		say(s, t->reason, out);
}

static void
dress(struct ends_shopper *s, struct str *out)
{
	const struct ends_task *t = s->task;
	const char *own[] = { t->wish.who->given, t->wish.who->family, t->method, t->address };

	/* an address is kept as it is written, so it is written with care */
	if (*t->address == '\0' || s->said == 0 || strstr(out->data, t->address) == NULL)
		persona_dress(s->persona, speech_typing(s->words), &s->random, own, sizeof(own) / sizeof(own[0]),
		    s->said == 0 ? SAID_FIRST : SAID_BETWEEN, out);
	s->said++;
}

void
ends_open(struct ends_shopper *s, struct str *out)
{
	state_wish(s, chance(s, s->persona->gives_all), out);
	dress(s, out);
}

/* ---- answers */

static bool
asks_who(const bool heard[HEARD_COUNT])
{
	return heard[HEARD_ASK_EMAIL] || heard[HEARD_ASK_NAME] || heard[HEARD_ASK_POSTCODE];
}

static void
leave(struct ends_shopper *s, const bool heard[HEARD_COUNT], struct str *out)
{
	if (heard[HEARD_ASK_CONFIRM] || heard[HEARD_ASK_OFFER] || heard[HEARD_ASK_PERSON])
		say(s, "no", out);
	say(s, "thanks", out);
	s->thanked = true;
}

static void
rephrase(struct ends_shopper *s, const bool heard[HEARD_COUNT], struct str *out)
{
	if (s->rephrased++ < REPHRASED_MOST)
		state_wish(s, true, out);
	else
		leave(s, heard, out);
}

static const struct { enum heard sum; enum action_kind kind; } sums[] = {
	{ HEARD_SUM_EXCHANGE, ACTION_EXCHANGE }, { HEARD_SUM_ITEM_CHANGE, ACTION_ITEM_CHANGE }, { HEARD_SUM_RETURN, ACTION_RETURN },
	{ HEARD_SUM_CANCEL, ACTION_CANCEL }, { HEARD_SUM_ADDRESS_CHANGE, ACTION_ADDRESS_CHANGE }, { HEARD_SUM_PAYMENT_CHANGE, ACTION_PAYMENT_CHANGE },
};

/* What is summed up is what they asked for: that is no refusal, whatever stands beside it. */
static bool
sums_up_theirs(const struct ends_task *t, const bool heard[HEARD_COUNT])
{
	for (size_t i = 0; heard[HEARD_ASK_CONFIRM] && i < sizeof(sums) / sizeof(sums[0]); i++)
		if (heard[sums[i].sum] && sums[i].kind == t->wish.kind)
			return true;
	return false;
}

/* Each value of what it shall become. */
static bool
names_new(const struct ends_task *t, const char *text)
{
	const struct variant *v = t->wish.becomes;

	for (size_t i = 0; v != NULL && i < v->option_count; i++)
		if (!is_output_said(text, v->options[i].value))
			return false;
	return true;
}

/* A yes where it is what they asked for: then it was wrongly allowed, and the end state shows it. */
static void
answer_summary(
    struct ends_shopper *s, const char *text, const bool heard[HEARD_COUNT], struct str *out)
{
	const struct ends_task *t = s->task;
	bool theirs = sums_up_theirs(t, heard);

	if (theirs && strcasestr(text, t->wish.order->id) == NULL) {
		if (s->objections++ < OBJECTIONS_MOST)
			say(s, "object.order", out);
		else
			leave(s, heard, out);
		return;
	}
	if (theirs && t->wish.method != NULL && strcasestr(text, t->method) == NULL) {
		if (s->objections++ < OBJECTIONS_MOST)
			say(s, "object.method", out);
		else
			leave(s, heard, out);
		return;
	}
	if (theirs && names_new(t, text)) {
		s->agreed = true;
		say(s, "yes", out);
		return;
	}
	say(s, "no", out);
	if (s->objections++ < OBJECTIONS_MOST)
		state_wish(s, true, out);
	else
		leave(s, heard, out);
}

static void
answer_details(struct ends_shopper *s, const bool heard[HEARD_COUNT], struct str *out)
{
	const struct ends_task *t = s->task;

	if (heard[HEARD_ASK_ORDER_NUMBER] && t->wish.order != NULL && !text_is(t->act, "tell.which_order"))
		say(s, "give.order_number", out);
	if (heard[HEARD_ASK_LINE] && *t->item != '\0')
		say(s, "give.line", out);
	if (heard[HEARD_ASK_REASON])
		say(s, *t->reason != '\0' ? t->reason : "give.reason", out);
	if (heard[HEARD_ASK_NEW] && *t->becomes != '\0')
		say(s, "give.new", out);
	if (heard[HEARD_ASK_ADDRESS] && *t->address != '\0')
		say(s, "give.address", out);
	if (heard[HEARD_ASK_CITY] && *t->city != '\0')
		say(s, "give.city", out);
	if (heard[HEARD_ASK_ADDRESS_POSTCODE])
		say(s, "give.postcode", out);
	if (heard[HEARD_ASK_METHOD] && *t->method != '\0')
		say(s, "give.method", out);
}

static void
answer(struct ends_shopper *s, const char *text, const bool heard[HEARD_COUNT], struct str *out)
{
	const struct ends_task *t = s->task;

	if (heard[HEARD_ASK_CONFIRM]) {
		answer_summary(s, text, heard, out);
		return;
	}
	if (heard[HEARD_ASK_PERSON] && !asks_who(heard)) {
		s->offered_person = true;
		say(s, t->end == ENDS_TRANSFER ? "person.yes" : "person.no", out);
		if (t->end != ENDS_TRANSFER)
			rephrase(s, heard, out);
		return;
	}
	if (asks_who(heard))
		say(s, "give.email", out);
	answer_details(s, heard, out);
	if (out->length == 0 && heard[HEARD_ASK_OFFER])
		say(s, "no", out);
	if (out->length == 0 || heard[HEARD_ASK_WISH])
		rephrase(s, heard, out);
}

/* They are refused: try once more, or take it. */
static void
take_refusal(struct ends_shopper *s, const bool heard[HEARD_COUNT], struct str *out)
{
	if (!chance(s, s->persona->insists)) {
		leave(s, heard, out);
		return;
	}
	s->insisted = true;
	say(s, "insist", out);
	if (chance(s, 0.5))
		say(s, act_of(s, "full"), out);
}

static bool
asks_for_more(const bool heard[HEARD_COUNT])
{
	for (int i = HEARD_ASK_ORDER_NUMBER; i <= HEARD_ASK_WISH; i++)
		if (heard[i])
			return true;
	return false;
}

/* The reason is said; or a no, and nothing is asked that would lead on. */
static bool
is_refusal(const struct ends_shopper *s, const char *text, const bool heard[HEARD_COUNT])
{
	if (asks_who(heard) || sums_up_theirs(s->task, heard))
		return false;
	return ends_hears(s->ears, s->task->must_say, text) ||
	    (heard[HEARD_REFUSED] && !heard[HEARD_ASK_CONFIRM] && !asks_for_more(heard));
}

enum talk_move
ends_hear(struct ends_shopper *s, const char *text, struct str *out)
{
	const struct ends_task *t = s->task;
	bool heard[HEARD_COUNT];

	speech_hear(s->words, text, heard);
	str_addf(&s->heard, "%s\n", text);
	if (s->thanked)
		return TALK_IS_DONE;
	if (t->end == ENDS_REFUSE && s->insisted && !heard[HEARD_ASK_CONFIRM]) {
		leave(s, heard, out);
	} else if (t->end == ENDS_REFUSE && is_refusal(s, text, heard)) {
		s->refused = true;
		take_refusal(s, heard, out);
	} else if (t->end == ENDS_TELL && ends_is_told(s)) {
		leave(s, heard, out);
	} else if (text_is(t->act, "person_then") && !s->insisted && !asks_who(heard)) {
		s->insisted = true;	/* answered or not, now they want somebody */
		say(s, "person", out);
	} else {
		answer(s, text, heard, out);
	}
	if (out->length == 0)
		leave(s, heard, out);
	dress(s, out);
	return TALK_SAYS;
}
