/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shopper.h"

#include <ctype.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/model/money.h"

static void
param(struct shopper *s, const char *name, const char *text)
{
	s->params[s->param_count++] = (struct message_param){ .name = name, .text = text != NULL ? text : "" };
}

static const char *
money_text(struct shopper *s, int64_t minor)
{
	struct str text;
	const char *copy;

	str_init(&text);
	money_print(&text, minor, s->currency, words_language(s->words));
	copy = arena_text(s->arena, text.data);
	str_clear(&text);
	return copy;
}

static const char *
options_text(struct shopper *s, const struct variant *v)
{
	struct str text;
	const char *copy;

	str_init(&text);
	for (size_t i = 0; v != NULL && i < v->option_count; i++)
		str_addf(&text, "%s%s", i > 0 ? " " : "", v->options[i].value);
	copy = arena_text(s->arena, text.data);
	str_clear(&text);
	return copy;
}

/* The option values of the new variant that the old one doesn't have. */
static const char *
difference_text(const struct variant *from, const struct variant *to)
{
	for (size_t i = 0; from != NULL && to != NULL && i < to->option_count && i < from->option_count; i++)
		if (!text_is(from->options[i].value, to->options[i].value))
			return to->options[i].value;
	return "";
}

static void
set_personal_params(struct shopper *s, const struct customer *c)
{
	static const char *const streets[] = { "Quay Street", "Mill Road", "Station Road", "Park Avenue", "Church Lane" };
	const struct address *a = s->binding->order != NULL ? &s->binding->order->address : &c->address;

	param(s, "given", c->given);
	param(s, "family", c->family);
	param(s, "name", arena_printf(s->arena, "%s %s", c->given, c->family));
	param(s, "email", c->email);
	param(s, "wrong_email", arena_printf(s->arena, "x%s", c->email));
	param(s, "postcode", c->address.postcode);
	param(s, "wrong_postcode", arena_printf(s->arena, "%.2s9 9ZZ", c->address.postcode));
	param(s, "city", a->city);
	/* A move within the town: the postcode stays plausible and the country the same. */
	param(s, "address", arena_printf(s->arena, "%d %s, %s, %s", 1 + (int)random_below(&s->random, 80),
	    streets[random_below(&s->random, sizeof(streets) / sizeof(streets[0]))], a->city, a->postcode));
}

static void
set_params(struct shopper *s)
{
	const struct binding *b = s->binding;
	const struct payment_method *m = b->customer->method_count > 0 ? &b->customer->methods[b->customer->method_count - 1] : NULL;

	set_personal_params(s, b->customer);
	param(s, "order", b->order != NULL ? b->order->id : "");
	param(s, "other_order", b->other_order != NULL ? b->other_order->id : "");
	param(s, "item", b->product != NULL ? b->product->name : "");
	param(s, "kind", b->product != NULL ? b->product->kind : "");
	param(s, "other_item", b->other_product != NULL ? b->other_product->name : "");
	param(s, "options", options_text(s, b->variant));
	param(s, "new_option", difference_text(b->variant, b->new_variant));
	param(s, "method", m != NULL ? m->label : "");
	param(s, "price", b->variant != NULL ? money_text(s, b->variant->price) : "");
	param(s, "amount", b->line != NULL ? money_text(s, b->line->price * b->line->quantity) : "");
	param(s, "attribute", b->product != NULL && b->product->attribute_count > 0 ?
	    b->product->attributes[random_below(&s->random, b->product->attribute_count)].name : "");
}

void
shopper_init(struct shopper *s, const struct words *w, const struct scenario *c, const struct persona *p, const struct binding *b, const char *currency,
    uint64_t seed, const char *label)
{
	memset(s, 0, sizeof(*s));
	s->words = w;
	s->scenario = c;
	s->persona = p;
	s->binding = b;
	s->currency = currency;
	s->arena = arena_new();
	random_init(&s->random, seed, label);
	s->patience = (int64_t)((double)c->patience * (p->patience > 0 ? p->patience : 1));
	if (s->patience < 4)
		s->patience = 4;
	str_init(&s->withheld);
	set_params(s);
}

void
shopper_clear(struct shopper *s)
{
	str_clear(&s->withheld);
	arena_free(&s->arena);
}

static bool
chance(struct shopper *s, double p)
{
	return random_unit(&s->random) < p;
}

static bool
say(struct shopper *s, const char *act, struct str *out)
{
	if (out->length > 0)
		str_add_char(out, ' ');
	return words_say(s->words, &s->random, &act, 1, s->params, s->param_count, out);
}

static bool
say_first_of(struct shopper *s, const char *const *acts, size_t count, struct str *out)
{
	if (out->length > 0)
		str_add_char(out, ' ');
	return words_say(s->words, &s->random, acts, count, s->params, s->param_count, out);
}

static void
open_goal(struct shopper *s, size_t i, struct str *out)
{
	const struct goal *g = &s->scenario->goals[i];
	bool full = g->opening == OPENING_FULL || chance(s, s->persona->gives_all);
	const char *how = g->opening == OPENING_VAGUE ? "vague" : full ? "full" : "partial";
	const char *acts[4];
	size_t n = 0;

	if (*g->reason != '\0') {
		acts[n++] = arena_printf(s->arena, "%s.%s.%s", g->want, g->reason, how);
		acts[n++] = arena_printf(s->arena, "%s.%s", g->want, g->reason);
	}
	acts[n++] = arena_printf(s->arena, "%s.%s", g->want, how);
	acts[n++] = g->want;
	say_first_of(s, acts, n, out);
}

/* Letters change places, vanish or double; never in what holds a digit or an @. */
static void
add_typos(struct shopper *s, struct str *text)
{
	size_t i = 0;

	while (i < text->length) {
		size_t start = i;
		bool plain = true;

		for (; i < text->length && text->data[i] != ' '; i++)
			plain = plain && isalpha((unsigned char)text->data[i]);
		if (plain && i - start >= 4 && chance(s, s->persona->typos * (double)(i - start))) {
			size_t at = start + 1 + random_below(&s->random, i - start - 2);
			char c = text->data[at];

			text->data[at] = text->data[at + 1];
			text->data[at + 1] = c;
		}
		i++;
	}
}

static void
lower(struct str *text)
{
	for (size_t i = 0; i < text->length; i++)
		if ((unsigned char)text->data[i] < 0x80)
			text->data[i] = (char)tolower((unsigned char)text->data[i]);
}

static void
drop_end(struct str *text)
{
	while (text->length > 1 && strchr(".!", text->data[text->length - 1]) != NULL)
		str_cut(text, text->length - 1);
}

/* The persona's manner over what is said. */
static void
dress(struct shopper *s, bool first, struct str *out)
{
	struct str text;

	str_init(&text);
	if (s->persona->opener_count > 0 && chance(s, first ? s->persona->opener_share : s->persona->opener_share / 4))
		str_addf(&text, "%s ", s->persona->openers[random_below(&s->random, s->persona->opener_count)]);
	str_add(&text, out->data);
	if (first && s->persona->closer_count > 0 && chance(s, s->persona->closer_share))
		str_addf(&text, " %s", s->persona->closers[random_below(&s->random, s->persona->closer_count)]);
	add_typos(s, &text);
	if (chance(s, s->persona->lower_case))
		lower(&text);
	if (chance(s, s->persona->drop_punctuation))
		drop_end(&text);
	str_reset(out);
	str_add(out, text.data);
	str_clear(&text);
	s->said++;
}

void
shopper_open(struct shopper *s, struct str *out)
{
	open_goal(s, 0, out);
	if (scenario_is_hard(s->scenario, "several_wishes"))
		for (size_t i = 1; i < s->scenario->goal_count; i++) {
			say(s, "joiner", out);
			open_goal(s, i, out);
		}
	dress(s, true, out);
}

static bool
has_proof(const struct shopper *s, enum proof p)
{
	return s->scenario->proofs[p];
}

static void
give_proof(struct shopper *s, enum proof right, enum proof wrong, const char *act, const char *wrong_act, struct str *out)
{
	if (wrong < PROOF_COUNT && has_proof(s, wrong) && !s->wrong_proof_used) {
		s->wrong_proof_used = true;
		say(s, wrong_act, out);
	} else if (has_proof(s, right))
		say(s, act, out);
}

static void
give_line(struct shopper *s, const struct goal *g, struct str *out)
{
	if (g->all_lines)
		say(s, "give.all_lines", out);
	else if (g->correct == CORRECT_LINE && !s->corrected)
		say(s, "give.other_line", out);
	else
		say(s, "give.line", out);
}

static void
give_reason(struct shopper *s, const struct goal *g, struct str *out)
{
	const char *acts[2] = { arena_printf(s->arena, "give.reason.%s", g->reason), "give.reason" };

	say_first_of(s, acts, 2, out);
}

/* Answers every question heard, in one message. */
static void
answer_asks(struct shopper *s, const bool heard[HEARD_COUNT], struct str *out)
{
	const struct goal *g = &s->scenario->goals[s->goal];
	bool proof_asked = heard[HEARD_ASK_ORDER_NUMBER] || heard[HEARD_ASK_EMAIL] || heard[HEARD_ASK_POSTCODE] || heard[HEARD_ASK_NAME];

	if (heard[HEARD_ASK_ORDER_NUMBER] && s->binding->order != NULL && has_proof(s, PROOF_ORDER_NUMBER))
		say(s, g->correct == CORRECT_ORDER && !s->corrected ? "give.other_order" : "give.order_number", out);
	if (heard[HEARD_ASK_EMAIL])
		give_proof(s, PROOF_EMAIL, PROOF_WRONG_EMAIL, "give.email", "give.wrong_email", out);
	if (heard[HEARD_ASK_POSTCODE] && !(heard[HEARD_ASK_EMAIL] && has_proof(s, PROOF_EMAIL)))
		give_proof(s, PROOF_POSTCODE, PROOF_WRONG_POSTCODE, "give.postcode", "give.wrong_postcode", out);
	if (heard[HEARD_ASK_NAME] && !(heard[HEARD_ASK_EMAIL] && has_proof(s, PROOF_EMAIL)))
		give_proof(s, PROOF_NAME, PROOF_COUNT, "give.name", "", out);
	if (heard[HEARD_ASK_LINE])
		give_line(s, g, out);
	if (heard[HEARD_ASK_REASON])
		give_reason(s, g, out);
	if (heard[HEARD_ASK_NEW])
		say(s, "give.new", out);
	if (heard[HEARD_ASK_ADDRESS])
		say(s, "give.address", out);
	if (heard[HEARD_ASK_METHOD])
		say(s, "give.method", out);
	if (heard[HEARD_ASK_WISH])
		open_goal(s, s->goal, out);
	if (out->length == 0 && proof_asked)
		say(s, "dont_know", out);
}

static void
answer_confirm(struct shopper *s, struct str *out)
{
	const struct goal *g = &s->scenario->goals[s->goal];

	if (g->correct != CORRECT_NOTHING && !s->corrected) {
		s->corrected = true;
		say(s, g->correct == CORRECT_LINE ? "correct.line" : "correct.order", out);
	} else if (g->confirm == CONFIRM_YES) {
		s->yes_count++;
		say(s, "yes", out);
	} else {
		s->closed[s->goal] = true;
		say(s, g->confirm == CONFIRM_NO ? "no" : "change_of_mind", out);
	}
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

/* Whether the sentences settle the goal pursued now. */
static bool
settles(const struct shopper *s, const bool heard[HEARD_COUNT])
{
	const struct goal *g = &s->scenario->goals[s->goal];

	if (heard[HEARD_NOT_UNDERSTOOD])
		return false;
	if (words_wants_action(s->words, g->want))
		return heard[HEARD_DONE] || heard[HEARD_REFUSED];
	return !asks_anything(heard);
}

static enum shopper_move
farewell(struct shopper *s, struct str *out)
{
	if (s->thanked)
		return SHOPPER_IS_DONE;
	s->thanked = true;
	say(s, "thanks", out);
	return SHOPPER_SAYS;
}

static bool
wants_detour(struct shopper *s, const bool heard[HEARD_COUNT])
{
	bool wants = scenario_is_hard(s->scenario, "detour") || chance(s, s->persona->detour);

	return wants && !s->detour_taken && asks_anything(heard) && !heard[HEARD_ASK_CONFIRM];
}

static void
answer(struct shopper *s, const bool heard[HEARD_COUNT], struct str *out)
{
	if (heard[HEARD_ASK_CONFIRM])
		answer_confirm(s, out);
	else
		answer_asks(s, heard, out);
	if (wants_detour(s, heard)) {
		s->detour_taken = true;
		str_reset(&s->withheld);
		str_add(&s->withheld, out->data);
		str_reset(out);
		say(s, "detour", out);
	}
}

static enum shopper_move
react(struct shopper *s, const bool heard[HEARD_COUNT], struct str *out)
{
	bool together = scenario_is_hard(s->scenario, "several_wishes");

	if (settles(s, heard)) {
		s->closed[s->goal] = true;
		if (!next_goal(s))
			return farewell(s, out);
		if (asks_anything(heard))
			answer(s, heard, out);
		else if (!together || heard[HEARD_ANYTHING_ELSE])
			open_goal(s, s->goal, out);
	} else if (heard[HEARD_WAITING_FOR_COLLEAGUE])
		return SHOPPER_WAITS;
	else if (asks_anything(heard))
		answer(s, heard, out);
	else if (s->withheld.length > 0) {
		str_add(out, s->withheld.data);
		str_reset(&s->withheld);
	}
	if (out->length == 0) {
		if (++s->puzzled > 2)
			return SHOPPER_LEAVES;
		open_goal(s, s->goal, out);
	}
	return SHOPPER_SAYS;
}

enum shopper_move
shopper_hear(struct shopper *s, const char *text, struct str *out)
{
	bool heard[HEARD_COUNT];
	enum shopper_move move;

	words_hear(s->words, text, heard);
	if (heard[HEARD_HANDED_OVER])
		return SHOPPER_WAITS;
	if (s->thanked)
		return SHOPPER_IS_DONE;
	if (s->said >= s->patience)
		return SHOPPER_LEAVES;
	move = next_goal(s) ? react(s, heard, out) : farewell(s, out);
	if (move == SHOPPER_SAYS)
		dress(s, false, out);
	return move;
}

int64_t
shopper_pause_ms(struct shopper *s, const char *message)
{
	double words = 1 + (double)strlen(message) / 6;
	double minutes = s->persona->words_per_minute > 0 ? words / s->persona->words_per_minute : 0;

	return (int64_t)(random_exponential(&s->random, s->persona->think_seconds * 1000) + minutes * 60000);
}
