/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shopper.h"

#include <assert.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/model/money.h"

#define ACTS_MOST 4	/* tried one after the other */

static void
param(struct shopper *s, const char *name, const char *text)
{
	s->params[s->param_count++] =
	    (struct message_param){.name = name, .text = text != NULL ? text : ""};
}

const char *
shopper_param(const struct shopper *s, const char *name)
{
	for (size_t i = 0; i < s->param_count; i++)
		if (text_is(s->params[i].name, name))
			return s->params[i].text;
	return "";
}

static const char *
money_text(struct shopper *s, int64_t minor)
{
	struct str text;
	const char *copy;

	str_init(&text);
	money_print(&text, minor, s->currency, speech_language(s->words));
	copy = arena_text(s->arena, text.data);
	str_clear(&text);
	return copy;
}

/* "size M", "moss" */
static const char *
option_text(struct shopper *s, const struct pair *option)
{
	const char *word = speech_option_word(s->words, option->name);

	return word != NULL ? arena_printf(s->arena, "%s %s", word, option->value) : option->value;
}

static const char *
options_text(struct shopper *s, const struct variant *v)
{
	const char *text = "";

	for (size_t i = 0; v != NULL && i < v->option_count; i++)
		text = arena_printf(
		    s->arena, "%s%s%s", text, i > 0 ? ", " : "", option_text(s, &v->options[i]));
	return text;
}

/* The option of the new variant that the old one doesn't have. */
static const char *
difference_text(struct shopper *s, const struct variant *from, const struct variant *to)
{
	for (size_t i = 0;
	     from != NULL && to != NULL && i < to->option_count && i < from->option_count; i++)
		if (!text_is(from->options[i].value, to->options[i].value))
			return option_text(s, &to->options[i]);
	return "";
}

static bool
wants(const struct scenario *c, const char *want)
{
	for (size_t i = 0; i < c->goal_count; i++)
		if (text_is(c->goals[i].want, want))
			return true;
	return false;
}

static void
set_personal_params(struct shopper *s, const struct customer *c)
{
	static const char *const streets[] = {
	    "Quay Street", "Mill Road", "Station Road", "Park Avenue", "Church Lane"};
	const struct address *a =
	    s->binding->order != NULL && !wants(s->scenario, "profile_address_change")
	    ? &s->binding->order->address
	    : &c->address;
	const char *wrong_postcode = arena_printf(s->arena, "%.2s9 9ZZ", a->postcode);

	param(s, "given", c->given);
	param(s, "family", c->family);
	param(s, "name", arena_printf(s->arena, "%s %s", c->given, c->family));
	param(s, "email", c->email);
	param(s, "wrong_email", arena_printf(s->arena, "x%s", c->email));
	param(s, "postcode", a->postcode);
	param(s, "wrong_postcode", wrong_postcode);
	param(s, "city", a->city);
	/* A move within the town: the postcode stays plausible and the country the same. Whoever
	 * has a wrong postcode doesn't know the right one. */
	param(s, "address",
	    arena_printf(s->arena, "%d %s, %s, %s", 1 + (int)random_below(&s->random, 80),
		streets[random_below(&s->random, sizeof(streets) / sizeof(streets[0]))], a->city,
		s->scenario->proofs[PROOF_WRONG_POSTCODE] ? wrong_postcode : a->postcode));
}

static void
set_params(struct shopper *s)
{
	const struct binding *b = s->binding;
	const struct payment_method *m =
	    b->order != NULL ? bind_other_method(b->order, b->customer) : NULL;

	set_personal_params(s, b->customer);
	param(s, "order", b->order != NULL ? b->order->id : "");
	param(s, "other_order", b->other_order != NULL ? b->other_order->id : "");
	param(s, "item", b->product != NULL ? b->product->name : "");
	param(s, "kind", b->product != NULL ? b->product->kind : "");
	param(s, "other_item", b->other_product != NULL ? b->other_product->name : "");
	param(s, "options", options_text(s, b->variant));
	param(s, "new_option", difference_text(s, b->variant, b->new_variant));
	param(s, "method", m != NULL ? m->label : "");
	param(s, "price", b->variant != NULL ? money_text(s, b->variant->price) : "");
	param(
	    s, "amount", b->line != NULL ? money_text(s, b->line->price * b->line->quantity) : "");
	param(s, "attribute", b->attribute != NULL ? b->attribute->name : "");
}

void
shopper_init(struct shopper *s, const struct speech *w, const struct scenario *c,
    const struct persona *p, const struct binding *b, const char *currency, uint64_t seed,
    const char *label)
{
	memset(s, 0, sizeof(*s));
	s->words = w;
	s->scenario = c;
	s->persona = p;
	s->binding = b;
	s->currency = currency;
	s->arena = arena_new();
	random_init(&s->random, seed, label);
	s->moody = p->argues > 0 || p->asks_for_person > 0 || p->asks_why > 0;
	if (s->moody)
		random_init(&s->moods, seed, arena_printf(s->arena, "%s/moods", label));
	s->patience = (int64_t)((double)c->patience * (p->patience > 0 ? p->patience : 1));
	if (s->patience < 4)
		s->patience = 4;
	for (size_t i = 0; i < c->goal_count; i++)
		s->closed[i] = c->goals[i].is_fallback;
	str_init(&s->withheld);
	set_params(s);
}

void
shopper_clear(struct shopper *s)
{
	str_clear(&s->withheld);
	arena_free(&s->arena);
}

bool
shopper_chance(struct shopper *s, double p)
{
	return random_unit(&s->random) < p;
}

/* Each act in the familiar form first, where there is one: du, not Sie. */
static bool
say_familiarly(struct shopper *s, const char *const *acts, size_t count, struct str *out)
{
	const char *both[2 * ACTS_MOST];

	for (size_t i = 0; i < count; i++) {
		both[2 * i] = arena_printf(s->arena, "%s.familiar", acts[i]);
		both[2 * i + 1] = acts[i];
	}
	return speech_say(
	    s->words, &s->random, both, 2 * count, s->params, s->param_count, out);
}

bool
shopper_say_first_of(struct shopper *s, const char *const *acts, size_t count, struct str *out)
{
	size_t before = out->length;

	assert(count <= ACTS_MOST);
	if (out->length > 0)
		str_add(out, strchr(".!?,:", out->data[out->length - 1]) != NULL ? " " : ". ");
	if (s->persona->familiar
		? say_familiarly(s, acts, count, out)
		: speech_say(
		      s->words, &s->random, acts, count, s->params, s->param_count, out)) {
		for (const char *act = acts[0]; *act != '\0'; act++)
			s->acts = (s->acts ^ (uint64_t)(unsigned char)*act) * 0x100000001b3u;
		return true;
	}
	str_cut(out, before);
	s->missing = acts[count - 1];
	return false;
}

bool
shopper_say(struct shopper *s, const char *act, struct str *out)
{
	return shopper_say_first_of(s, &act, 1, out);
}

void
shopper_open_goal(struct shopper *s, size_t i, struct str *out)
{
	const struct goal *g = &s->scenario->goals[i];
	bool full = g->opening == OPENING_FULL ||
	    (s->scenario->proofs[PROOF_ORDER_NUMBER] && g->correct != CORRECT_ORDER &&
		shopper_chance(s, s->persona->gives_all));
	const char *how = g->opening == OPENING_VAGUE ? "vague" : full ? "full" : "partial";
	const char *acts[ACTS_MOST];
	size_t n = 0;

	if (*g->reason != '\0') {
		acts[n++] = arena_printf(s->arena, "%s.%s.%s", g->want, g->reason, how);
		acts[n++] = arena_printf(s->arena, "%s.%s", g->want, g->reason);
	}
	acts[n++] = arena_printf(s->arena, "%s.%s", g->want, how);
	acts[n++] = g->want;
	shopper_say_first_of(s, acts, n, out);
	s->reopened += s->opened[i];
	s->opened[i] = true;
}

void
shopper_fall_back(struct shopper *s)
{
	size_t i = s->scenario->goals[s->goal].fallback;

	if (i != 0 && !s->opened[i])
		s->closed[i] = false;
}

static bool
wants_together(const struct shopper *s)
{
	return scenario_is_hard(s->scenario, "several_wishes");
}

void
shopper_open(struct shopper *s, struct str *out)
{
	shopper_open_goal(s, 0, out);
	for (size_t i = 1; wants_together(s) && i < s->scenario->goal_count; i++)
		if (!s->closed[i]) {
			shopper_say(s, "joiner", out);
			shopper_open_goal(s, i, out);
		}
	shopper_dress(s, true, out);
}

static bool
next_goal(struct shopper *s)
{
	for (size_t i = 0; i < s->scenario->goal_count; i++)
		if (!s->closed[i]) {
			s->goal = i;
			return true;
		}
	return false;
}

static bool
asks_anything(const bool heard[HEARD_COUNT])
{
	for (int i = HEARD_ASK_CONFIRM; i <= HEARD_ASK_WISH; i++)
		if (heard[i])
			return true;
	return false;
}

static bool
asks_proof(const bool heard[HEARD_COUNT])
{
	return heard[HEARD_ASK_ORDER_NUMBER] || heard[HEARD_ASK_EMAIL] ||
	    heard[HEARD_ASK_POSTCODE] || heard[HEARD_ASK_NAME];
}

/* Whether the sentences settle a goal. */
static bool
settles(const struct shopper *s, const struct goal *g, const bool heard[HEARD_COUNT])
{
	if (speech_wants_talk(s->words, g->want))
		return true;
	if (speech_wants_action(s->words, g->want))
		return heard[HEARD_DONE] || (heard[HEARD_REFUSED] && !asks_anything(heard));
	return !heard[HEARD_NOT_UNDERSTOOD] && !asks_anything(heard);
}

/* Closes what is over. Of wishes put together those for an answer are over once nothing more of the
 * shopper has to be known. */
static bool
close_goals(struct shopper *s, const bool heard[HEARD_COUNT])
{
	bool was = s->closed[s->goal];

	if (!s->opened[s->goal])
		return false;
	for (size_t i = 0; wants_together(s) && i < s->scenario->goal_count; i++)
		if (!speech_wants_action(s->words, s->scenario->goals[i].want) &&
		    !asks_proof(heard) && !heard[HEARD_NOT_UNDERSTOOD])
			s->closed[i] = true;
	if (!s->closed[s->goal])
		s->closed[s->goal] = settles(s, &s->scenario->goals[s->goal], heard);
	if (s->closed[s->goal] && !was && heard[HEARD_REFUSED] && !heard[HEARD_DONE])
		shopper_fall_back(s);
	return s->closed[s->goal] && !was;
}

static enum shopper_move
farewell(struct shopper *s, const bool heard[HEARD_COUNT], struct str *out)
{
	if (s->thanked)
		return SHOPPER_IS_DONE;
	s->thanked = true;
	shopper_say(s, heard[HEARD_ANYTHING_ELSE] ? "nothing_else" : "thanks", out);
	return SHOPPER_SAYS;
}

static bool
wants_detour(struct shopper *s, const bool heard[HEARD_COUNT])
{
	bool wants =
	    scenario_is_hard(s->scenario, "detour") || shopper_chance(s, s->persona->detour);

	return wants && !s->detour_taken && asks_anything(heard) && !heard[HEARD_ASK_CONFIRM] &&
	    !heard[HEARD_ASK_PERSON] && !heard[HEARD_ASK_OFFER];
}

/* "Why do you need that?", before they say it. */
static bool
wants_reasons(struct shopper *s, const bool heard[HEARD_COUNT])
{
	return s->moody && !s->asked_why && !s->detour_taken && speech_can_say(s->words, "why") &&
	    asks_anything(heard) && !heard[HEARD_ASK_CONFIRM] && !heard[HEARD_ASK_PERSON] &&
	    !heard[HEARD_ASK_OFFER] && !heard[HEARD_ASK_WISH] &&
	    random_unit(&s->moods) < s->persona->asks_why;
}

/* Puts off what they were about to say. */
static void
say_first(struct shopper *s, const char *act, struct str *out)
{
	s->detour_taken = true;
	str_add(&s->withheld, out->data);
	str_reset(out);
	shopper_say(s, act, out);
}

static void
answer(struct shopper *s, const char *text, const bool heard[HEARD_COUNT], struct str *out)
{
	shopper_answer(s, text, heard, out);
	str_reset(&s->withheld);
	if (out->length > 0 && wants_detour(s, heard))
		say_first(s, "detour", out);
	else if (out->length > 0 && wants_reasons(s, heard)) {
		s->asked_why = true;
		say_first(s, "why", out);
	}
}

/* Whether they take a refusal otherwise than by accepting it: they argue once, or ask for a
 * person. */
static bool
object_to_refusal(struct shopper *s, const bool heard[HEARD_COUNT], struct str *out)
{
	double drawn;

	if (!s->moody || s->reacted || !heard[HEARD_REFUSED] || heard[HEARD_DONE] ||
	    !speech_wants_action(s->words, s->scenario->goals[s->goal].want))
		return false;
	s->reacted = true;
	drawn = random_unit(&s->moods);
	if (drawn < s->persona->argues && speech_can_say(s->words, "argue")) {
		s->argued = true;
		s->closed[s->goal] = false;
		return shopper_say(s, "argue", out);
	}
	if (drawn < s->persona->argues || !speech_can_say(s->words, "human") ||
	    drawn >= s->persona->argues + s->persona->asks_for_person)
		return false;
	s->asked_for_person = true;
	return shopper_say(s, "human", out);
}

/* A slip is put right at the first chance: at the summary, at an offer, or where the wrong thing
 * was refused. */
static bool
correct(struct shopper *s, const bool heard[HEARD_COUNT], struct str *out)
{
	const struct goal *g = &s->scenario->goals[s->goal];

	if (g->correct == CORRECT_NOTHING || s->corrected ||
	    !(heard[HEARD_ASK_CONFIRM] || heard[HEARD_ASK_OFFER] || heard[HEARD_REFUSED]))
		return false;
	s->corrected = true;
	return shopper_say(s, g->correct == CORRECT_LINE ? "correct.line" : "correct.order", out);
}

static enum shopper_move
react(struct shopper *s, const char *text, const bool heard[HEARD_COUNT], struct str *out)
{
	if (!s->closed[s->goal] && correct(s, heard, out))
		return SHOPPER_SAYS;
	if (close_goals(s, heard)) {
		if (object_to_refusal(s, heard, out))
			return SHOPPER_SAYS;
		if (!next_goal(s))
			return farewell(s, heard, out);
		if (!asks_anything(heard) && !wants_together(s))
			shopper_open_goal(s, s->goal, out);
	}
	if (out->length == 0 && !s->opened[s->goal] &&
	    (!asks_anything(heard) || heard[HEARD_ASK_WISH]))
		shopper_open_goal(s, s->goal, out);
	if (out->length == 0 && heard[HEARD_WAITING_FOR_COLLEAGUE] && !asks_anything(heard))
		return SHOPPER_WAITS;
	if (out->length == 0 && asks_anything(heard))
		answer(s, text, heard, out);
	if (out->length == 0 && s->withheld.length > 0) {
		str_add(out, s->withheld.data);
		str_reset(&s->withheld);
	}
	if (out->length == 0) {
		if (++s->puzzled > 2)
			return SHOPPER_LEAVES;
		shopper_open_goal(s, s->goal, out);
	}
	return SHOPPER_SAYS;
}

enum shopper_move
shopper_hear(struct shopper *s, const char *text, struct str *out)
{
	bool heard[HEARD_COUNT];
	enum shopper_move move;

	speech_hear(s->words, text, heard);
	if (heard[HEARD_HANDED_OVER])
		return SHOPPER_WAITS;
	if (s->said >= s->patience)
		return s->thanked ? SHOPPER_IS_DONE : SHOPPER_LEAVES;
	if (heard[HEARD_ASK_CONFIRM] && !next_goal(s)) {
		shopper_say(s, "no", out);	/* whoever has closed the matter agrees to nothing
						   any more */
		move = SHOPPER_SAYS;
	} else if (s->thanked)
		return SHOPPER_IS_DONE;
	else
		move = next_goal(s) ? react(s, text, heard, out) : farewell(s, heard, out);
	if (move == SHOPPER_SAYS)
		shopper_dress(s, false, out);
	return move;
}

bool
shopper_hear_person(struct shopper *s, const char *text, bool resolved, struct str *out)
{
	bool heard[HEARD_COUNT];

	speech_hear(s->words, text, heard);
	if (resolved) {
		if (s->thanked)
			return false;
		s->thanked = true;
		shopper_say(s, "thanks", out);
	} else if (asks_anything(heard) && next_goal(s))
		shopper_answer(s, text, heard, out);
	if (out->length == 0)
		return false;
	shopper_dress(s, false, out);
	return true;
}
