/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A shopper who speaks a task: wishes one after the other or together, answers to what is asked,
 * and a yes only to a summary that names what they want. All words are in a file; what the AI says
 * is understood by the patterns of that file.
 */
#include "talk.h"

#include <string.h>

#define PUZZLED_MOST 2
#define OBJECTIONS_MOST 3	/* to summaries of one wish */
#define PARAMS_MOST 12

struct params {
	struct message_param items[PARAMS_MOST];
	size_t count;
};

static bool
chance(struct talk_shopper *s, double p)
{
	return random_unit(&s->random) < p;
}

/* ---- what they can name */

static void
param(struct params *p, const char *name, const char *text)
{
	p->items[p->count++] = (struct message_param){.name = name, .text = text};
}

static const char *
address_text(struct arena *a, const struct address *x)
{
	return arena_printf(a, "%s%s%s, %s, %s %s", x->line1, *x->line2 != '\0' ? ", " : "",
	    x->line2, x->city, x->region, x->postcode);
}

static const char *
things_text(struct arena *a, const struct talk_goal *g)
{
	const char *text = "";

	for (size_t i = 0; i < g->thing_count; i++)
		text = arena_printf(a, "%s%s%s", text,
		    i == 0			 ? ""
			: i + 1 < g->thing_count ? ", "
						 : " and ",
		    g->things[i].called);
	return text;
}

/* thing NULL: all of the wish. */
static void
set_params(
    struct talk_shopper *s, const struct talk_goal *g, const struct talk_thing *thing, struct params *p)
{
	const struct customer *c = s->brief->customer;

	p->count = 0;
	param(p, "email", c->email);
	param(p, "name", arena_printf(s->arena, "%s %s", c->given, c->family));
	param(p, "postcode", g->address != NULL ? g->address->postcode : c->address.postcode);
	param(p, "order", g->order);
	param(p, "method", g->method);
	param(p, "item", thing != NULL ? thing->called : things_text(s->arena, g));
	param(p, "new_option",
	    thing != NULL && thing->whole != NULL && thing->asked > 1 ? thing->whole
		: thing != NULL && thing->wanted != NULL      ? thing->wanted
		: g->thing_count > 0 && g->things[0].wanted != NULL ? g->things[0].wanted
							: "");
	param(p, "address", g->address != NULL ? address_text(s->arena, g->address) : "");
	param(p, "city", g->address != NULL ? g->address->city : "");
}

/* Appends a variant of the act, as a sentence of its own. */
static bool
say_of(struct talk_shopper *s, const char *act, const struct talk_goal *g,
    const struct talk_thing *thing, struct str *out)
{
	struct params p;
	size_t before = out->length;

	set_params(s, g, thing, &p);
	if (out->length > 0)
		str_add(out, strchr(".!?,:", out->data[out->length - 1]) != NULL ? " " : ". ");
	if (speech_say(s->words, &s->random, &act, 1, p.items, p.count, out))
		return true;
	str_cut(out, before);
	return false;
}

static struct talk_goal *
goal_now(struct talk_shopper *s)
{
	return &s->brief->goals[s->now];
}

static bool
say(struct talk_shopper *s, const char *act, struct str *out)
{
	return say_of(s, act, goal_now(s), NULL, out);
}

/* ---- wishes */

static bool
becomes(const struct talk_goal *g)
{
	return g->kind == ACTION_EXCHANGE || g->kind == ACTION_ITEM_CHANGE;
}

static void
open_goal(struct talk_shopper *s, size_t i, bool full, struct str *out)
{
	struct talk_goal *g = &s->brief->goals[i];
	const char *want = action_kind_name(g->kind);

	if (!full || !say_of(s, arena_printf(s->arena, "%s.full", want), g,
			 becomes(g) ? &g->things[0] : NULL, out))
		say_of(s, want, g, becomes(g) ? &g->things[0] : NULL, out);
	for (size_t k = 1; becomes(g) && k < g->thing_count; k++) {
		str_add_char(out, ',');
		say_of(s, arena_printf(s->arena, "%s.too", want), g, &g->things[k], out);
	}
	if (becomes(g) && full)
		say_of(s, "give.difference", g, NULL, out);
	if (g->kind == ACTION_CANCEL && full)
		say_of(s, arena_printf(s->arena, "cancel.reason.%s", g->reason), g, NULL, out);
	g->opened = true;
}

static bool
next_goal(struct talk_shopper *s)
{
	for (size_t i = 0; i < s->brief->goal_count; i++)
		if (!s->brief->goals[i].closed) {
			s->now = i;
			return true;
		}
	return false;
}

static void
dress(struct talk_shopper *s, struct str *out)
{
	const struct customer *c = s->brief->customer;
	const struct talk_goal *g = goal_now(s);
	const char *own[] = {c->given, c->family, g->method,
	    g->address != NULL ? address_text(s->arena, g->address) : ""};

	/* an address is kept as it is written, so it is written with care */
	if (s->said > 0 && g->address != NULL && strstr(out->data, g->address->line1) != NULL) {
		s->said++;
		return;
	}
	persona_dress(s->persona, speech_typing(s->words), &s->random, own, sizeof(own) / sizeof(own[0]),
	    s->said == 0 ? SAID_FIRST : SAID_BETWEEN, out);
	s->said++;
}

void
talk_open(struct talk_shopper *s, struct str *out)
{
	bool full = chance(s, s->persona->gives_all);

	/* who asks questions of their own also says all that they want at once */
	open_goal(s, 0, full, out);
	for (size_t i = 1; s->persona->detour > 0 && i < s->brief->goal_count; i++) {
		say(s, "joiner", out);
		open_goal(s, i, full, out);
	}
	dress(s, out);
}

/* ---- summaries */

static bool
names(const char *text, const char *what)
{
	return strcasestr(text, what) != NULL;
}

static enum action_kind
summed_up(const bool heard[HEARD_COUNT])
{
	static const struct { enum heard sum; enum action_kind kind; } kinds[] = {
		{ HEARD_SUM_EXCHANGE, ACTION_EXCHANGE }, { HEARD_SUM_ITEM_CHANGE, ACTION_ITEM_CHANGE }, { HEARD_SUM_RETURN, ACTION_RETURN },
		{ HEARD_SUM_CANCEL, ACTION_CANCEL }, { HEARD_SUM_PROFILE_ADDRESS_CHANGE, ACTION_PROFILE_ADDRESS_CHANGE }, { HEARD_SUM_ADDRESS_CHANGE, ACTION_ADDRESS_CHANGE },
		{ HEARD_SUM_PAYMENT_CHANGE, ACTION_PAYMENT_CHANGE }, { HEARD_SUM_REFUND, ACTION_REFUND }, { HEARD_SUM_CREDIT, ACTION_GOODWILL },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (heard[kinds[i].sum])
			return kinds[i].kind;
	return ACTION_KIND_COUNT;
}

/* The thing whose change a summary doesn't name; NULL none. */
static const struct talk_thing *
not_named(const struct talk_goal *g, const char *text)
{
	for (size_t i = 0; i < g->thing_count; i++) {
		const struct talk_thing *t = &g->things[i];

		for (size_t k = 0; k < t->must_name_count; k++)
			if (!names(text, t->must_name[k]))
				return t;
	}
	return NULL;
}

static bool
names_all_things(const struct talk_goal *g, const char *text)
{
	for (size_t i = 0; i < g->thing_count; i++)
		if (!names(text, g->things[i].name))
			return false;
	for (size_t i = 0; i < g->other_count; i++)
		if (names(text, g->others[i]))
			return false;
	return true;
}

/* What is wrong with a summary of theirs, as an act; NULL: it names what they want. */
static const char *
fault_of(const struct talk_goal *g, const char *text, const struct talk_thing **thing)
{
	*thing = NULL;
	if (*g->order != '\0' && !names(text, g->order))
		return "object.order";
	if (!names_all_things(g, text))
		return "object.line";
	if ((*thing = not_named(g, text)) != NULL)
		return "object.new";
	if (*g->method != '\0' && !names(text, g->method))
		return becomes(g) ? "give.difference" : "object.method";
	if (g->address != NULL &&
	    (!names(text, g->address->line1) || !names(text, g->address->postcode)))
		return "object.address";
	return NULL;
}

/* Which of their wishes a summary sums up: of its kind, rather with its order. */
static struct talk_goal *
goal_summed_up(struct talk_shopper *s, enum action_kind kind, const char *text)
{
	struct talk_goal *found = NULL;

	for (size_t i = 0; i < s->brief->goal_count; i++) {
		struct talk_goal *g = &s->brief->goals[i];

		if (g->closed || g->kind != kind)
			continue;
		if (names(text, g->order))
			return g;
		found = found == NULL ? g : found;
	}
	return found;
}

static void
decline(struct talk_shopper *s, struct talk_goal *g, const char *why, struct str *out)
{
	g->closed = true;
	g->ended = why;
	s->objections = 0;
	say_of(s, "no", g, NULL, out);
}

static void
answer_summary(
    struct talk_shopper *s, const char *text, const bool heard[HEARD_COUNT], struct str *out)
{
	struct talk_goal *g = goal_summed_up(s, summed_up(heard), text);
	const struct talk_thing *thing = NULL;
	const char *fault = g == NULL ? "object.wish" : fault_of(g, text, &thing);

	if (g == NULL)
		g = goal_now(s);
	s->now = (size_t)(g - s->brief->goals);
	if (s->refuses) {
		decline(s, g, "said no", out);
	} else if (fault == NULL) {
		g->agreed = true;
		s->objections = 0;
		say_of(s, "yes", g, NULL, out);
	} else if (s->objections++ >= OBJECTIONS_MOST) {
		decline(s, g, fault, out);
	} else {
		say_of(s, fault, g, thing, out);
		if (text_is(fault, "object.wish"))
			open_goal(s, s->now, true, out);
	}
}

/* ---- questions */

static bool
asks_anything(const bool heard[HEARD_COUNT])
{
	for (int i = HEARD_ASK_CONFIRM; i <= HEARD_ASK_WISH; i++)
		if (heard[i])
			return true;
	return false;
}

static void
answer_person(struct talk_shopper *s, const bool heard[HEARD_COUNT], struct str *out)
{
	struct talk_goal *g = goal_now(s);

	say(s, "person.no", out);
	if (!g->rephrased) {
		g->rephrased = true;
		open_goal(s, s->now, true, out);
	} else {
		g->closed = true;
		g->ended = heard[HEARD_REFUSED] ? "refused" : "not understood";
	}
}

/* The thing that a question about what it becomes names; NULL where it names none. */
static struct talk_thing *
thing_asked(struct talk_goal *g, const char *text)
{
	for (size_t i = 0; i < g->thing_count; i++)
		if (names(text, g->things[i].name))
			return &g->things[i];
	return NULL;
}

static void
answer_details(
    struct talk_shopper *s, const char *text, const bool heard[HEARD_COUNT], struct str *out)
{
	struct talk_goal *g = goal_now(s);
	const char *reason = arena_printf(s->arena, "cancel.reason.%s", g->reason);

	if (heard[HEARD_ASK_LINE] && g->thing_count > 0)
		say(s, "give.line", out);
	if (heard[HEARD_ASK_REASON])
		say(s, g->kind == ACTION_CANCEL ? reason : "give.reason", out);
	if (heard[HEARD_ASK_NEW] && becomes(g)) {
		struct talk_thing *thing = thing_asked(g, text);

		thing = thing != NULL ? thing : &g->things[0];
		thing->asked++;		/* from the second time with every option that it has */
		say_of(s, g->thing_count > 1 ? "give.new.of" : "give.new", g, thing, out);
	}
	if (heard[HEARD_ASK_ADDRESS] && g->address != NULL)
		say(s, "give.address", out);
	if (heard[HEARD_ASK_CITY] && g->address != NULL)
		say(s, "give.city", out);
	if (heard[HEARD_ASK_ADDRESS_POSTCODE])
		say(s, "give.postcode", out);
	if (heard[HEARD_ASK_METHOD] && *g->method != '\0')
		say(s, "give.method", out);
}

/* Which of their wishes a question is about, where it says so or names a thing of one. */
static void
turn_to(struct talk_shopper *s, const char *text, const bool heard[HEARD_COUNT])
{
	static const struct { enum heard about; enum action_kind kind; } kinds[] = {
		{ HEARD_ABOUT_RETURN, ACTION_RETURN }, { HEARD_ABOUT_EXCHANGE, ACTION_EXCHANGE }, { HEARD_ABOUT_CANCEL, ACTION_CANCEL },
		{ HEARD_ABOUT_ITEM_CHANGE, ACTION_ITEM_CHANGE }, { HEARD_ABOUT_ADDRESS_CHANGE, ACTION_ADDRESS_CHANGE },
		{ HEARD_ABOUT_PROFILE_ADDRESS_CHANGE, ACTION_PROFILE_ADDRESS_CHANGE }, { HEARD_ABOUT_PAYMENT_CHANGE, ACTION_PAYMENT_CHANGE },
	};
	enum action_kind kind = ACTION_KIND_COUNT;
	const struct talk_goal *now = goal_now(s);

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (heard[kinds[i].about])
			kind = kinds[i].kind;
	if (heard[HEARD_ASK_ADDRESS] && now->address == NULL)
		kind = ACTION_ADDRESS_CHANGE;
	for (size_t i = 0; i < s->brief->goal_count; i++) {
		struct talk_goal *g = &s->brief->goals[i];
		bool named = false;

		for (size_t k = 0; heard[HEARD_ASK_NEW] && becomes(g) && k < g->thing_count; k++)
			named = named || names(text, g->things[k].name);
		if (g->closed || !g->opened)
			continue;
		if (g->kind == kind && *g->order != '\0' && names(text, g->order)) {
			s->now = i;
			return;
		}
		if (kind == now->kind && !now->closed)
			continue;
		if (g->kind == kind || (named && thing_asked(goal_now(s), text) == NULL)) {
			s->now = i;
			return;
		}
	}
}

static void
answer(struct talk_shopper *s, const char *text, const bool heard[HEARD_COUNT], struct str *out)
{
	const struct talk_goal *g;

	if (heard[HEARD_ASK_CONFIRM]) {
		answer_summary(s, text, heard, out);
		return;
	}
	turn_to(s, text, heard);
	g = goal_now(s);
	if (heard[HEARD_ASK_PERSON]) {
		answer_person(s, heard, out);
		return;
	}
	if (heard[HEARD_ASK_EMAIL] || heard[HEARD_ASK_NAME] || heard[HEARD_ASK_POSTCODE])
		say(s, s->brief->knows_email ? "give.email" : "give.name_postcode", out);
	if (heard[HEARD_ASK_ORDER_NUMBER] && *g->order != '\0')
		say(s, "give.order_number", out);
	answer_details(s, text, heard, out);
	if (out->length == 0 && (heard[HEARD_ASK_WISH] || heard[HEARD_ASK_OFFER]))
		open_goal(s, s->now, true, out);
	if (out->length == 0)
		say(s, "dont_know", out);
	if (s->persona->detour > 0 && !s->detoured && chance(s, s->persona->detour)) {
		s->detoured = true;
		say(s, "detour", out);
	}
}

/* ---- what was heard */

static void
close_now(struct talk_shopper *s, const bool heard[HEARD_COUNT], const char *text)
{
	struct talk_goal *g = goal_now(s);

	for (size_t i = 0; heard[HEARD_DONE] && i < s->brief->goal_count; i++)
		s->brief->goals[i].closed =
		    s->brief->goals[i].closed || s->brief->goals[i].agreed;
	if (!g->closed && heard[HEARD_REFUSED] && !heard[HEARD_ASK_CONFIRM] && !asks_anything(heard)) {
		g->closed = true;
		g->ended = arena_printf(s->arena, "refused: %s", text);
	}
}

enum talk_move
talk_hear(struct talk_shopper *s, const char *text, struct str *out)
{
	bool heard[HEARD_COUNT];

	speech_hear(s->words, text, heard);
	if (s->thanked)
		return TALK_IS_DONE;
	close_now(s, heard, text);
	if (!next_goal(s)) {
		s->thanked = true;
		say(s, heard[HEARD_ASK_CONFIRM] ? "no" : "thanks", out);
	} else if (asks_anything(heard)) {
		answer(s, text, heard, out);
	} else if (!goal_now(s)->opened) {
		open_goal(s, s->now, true, out);
	} else if (++s->puzzled > PUZZLED_MOST) {
		return TALK_IS_PUZZLED;
	} else if (!goal_now(s)->agreed || s->puzzled > 1) {
		open_goal(s, s->now, true, out);
	}
	if (out->length == 0)
		say(s, "thanks", out);
	dress(s, out);
	return TALK_SAYS;
}
