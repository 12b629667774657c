/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "visitor.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "floorwalker/base/str.h"
#include "floorwalker/shop/shop.h"

#define SAME_MOST 3		/* times that they say the same again to another answer */
#define HEARS_MOST 120		/* a conversation that goes on longer is a loop */
#define MINUTE_MS 60000.0
#define HOUR_MS 3600000.0
#define AGAIN_LEAST_MS (10 * MINUTE_MS)

/* ---- who they are */

void
visitor_stream(const struct visitor *v, const char *purpose, struct random_stream *r)
{
	random_init(r, v->vs->o.seed,
	    arena_printf(v->arena, "visit/%lld/%lld/%s", (long long)v->number,
		(long long)v->visit, purpose));
}

/* The one that was asked for, where the scenario allows it; else drawn among those that it
 * allows. */
static const struct persona *
choose_persona(const struct visitor *v, const char *name)
{
	const struct sim_script *script = v->vs->o.script;
	struct random_stream r;

	for (size_t i = 0; name != NULL && i < script->persona_count; i++)
		if (text_is(script->personas[i].name, name) && scenario_allows(v->scenario, name))
			return &script->personas[i];
	visitor_stream(v, "persona", &r);
	return script_persona(script, v->scenario, true, &r);
}

static bool
falls(const struct visitor *v, const char *purpose, double share)
{
	struct random_stream r;

	visitor_stream(v, purpose, &r);
	return random_unit(&r) < share;
}

/* As at the beginning of every visit: nothing is said yet. */
static void
begin_talk(struct visitor *v)
{
	const struct sim_script *script = v->vs->o.script;
	const char *label = v->visit == 0
	    ? arena_printf(v->arena, "shopper/%lld", (long long)v->number)
	    : arena_printf(
		  v->arena, "shopper/%lld/%lld", (long long)v->number, (long long)v->visit);

	if (v->talking) {
		shopper_clear(&v->shopper);
		watch_clear(&v->watch);
	}
	shopper_init(&v->shopper, script->words, v->scenario, v->persona, &v->binding,
	    script->currency, v->vs->o.seed, label);
	watch_init(&v->watch);
	v->talking = true;
	visitor_stream(v, "pause", &v->pause);
	str_reset(&v->said);
	str_reset(&v->fault);
	v->text_first = v->text_count;
	v->no_count = 0;
	v->goods_count = 0;
	v->repeated = v->same_count = v->hears = 0;
	v->last_reply = v->last_acts = 0;
	v->looks_up = false;
	v->person.began = v->person.answered = v->person.again = false;
	v->person.proposed = 0;
	v->person.objections = v->person.unsure = 0;
	v->person.first = v->person.count;
	v->knows_number = v->persona->knows_number >= 1 ||
	    falls(v, "knows number", v->persona->knows_number);
}

static enum err
install(struct visitor *v, struct errinfo *e)
{
	enum err err = shop_embedded_add(desk_shop(v->desk), &v->own.customers[0], v->own.orders,
	    v->own.order_count, e);

	if (err == ERR_OK)
		err = visitor_read_records(v, v->arena, &v->before, e);
	return err == ERR_OK ? visitor_see_goods(v, e) : err;
}

enum err
visitor_new(struct visitors *vs, struct desk *d, const struct visit *visit, struct visitor **out,
    struct errinfo *e)
{
	size_t scenario = visit->scenario;
	const struct scenario *s;
	struct visitor *v = mem_zero(1, sizeof(*v));
	const struct binding *from;
	struct binding drawn;
	struct random_stream r;
	enum err err;

	vs = visitors_of(vs, &scenario);
	s = &vs->o.script->scenarios[scenario];
	v->vs = vs;
	v->desk = d;
	v->arena = arena_new();
	v->number = visit->number;
	snprintf(v->contact, sizeof(v->contact), "visitor-%lld", (long long)v->number);
	v->at_ms = visit->at_ms;
	v->scenario = s;
	str_init(&v->said);
	str_init(&v->why);
	str_init(&v->fault);
	str_add(&v->said, "");
	str_add(&v->fault, "");
	visitor_stream(v, "who", &r);
	if ((from = visitors_choose(vs, scenario, visit->tier, &r)) == NULL) {
		visitor_free(&v);
		return err_set(e, ERR_NOT_FOUND, "nobody in the world fits the scenario %s", s->name);
	}
	bind_draw(from, &r, &drawn);
	v->persona = choose_persona(v, visit->persona);
	visitor_copy_records(v, &drawn);
	begin_talk(v);
	if ((err = install(v, e)) != ERR_OK) {
		visitor_free(&v);
		return err_prefix(e, "visitor %lld (%s)", (long long)visit->number, s->name);
	}
	*out = v;
	return ERR_OK;
}

enum err
visitor_remove(struct visitor *v, struct desk *d, struct errinfo *e)
{
	return shop_embedded_remove(desk_shop(d), &v->own.customers[0], e);
}

void
visitor_free(struct visitor **v)
{
	struct visitor *x = *v;

	if (x == NULL)
		return;
	if (x->talking) {
		shopper_clear(&x->shopper);
		watch_clear(&x->watch);
	}
	str_clear(&x->said);
	str_clear(&x->why);
	str_clear(&x->fault);
	mem_free(x->texts);
	mem_free(x->goods);
	mem_free(x->misjudged);
	mem_free(x->person.texts);
	if (x->judged != NULL)
		arena_free(&x->judged);
	arena_free(&x->arena);
	mem_free(x);
	*v = NULL;
}

enum err
visitor_return(struct visitor *v, struct desk *d, int64_t at_ms, struct errinfo *e)
{
	enum err err;

	v->desk = d;
	v->visit++;
	v->at_ms = at_ms;
	v->goods_count = 0;
	if ((err = visitor_renew_records(v, e)) != ERR_OK)
		return err_prefix(e, "visitor %lld, come again", (long long)v->number);
	begin_talk(v);
	return visitor_see_goods(v, e);
}

const char *
visitor_persona(const struct visitor *v)
{
	return v->persona->name;
}

const char *
visitor_language(const struct visitor *v)
{
	return v->scenario->language;
}

const char *
visitor_scenario(const struct visitor *v)
{
	return v->scenario->name;
}

const char *
visitor_intent(const struct visitor *v)
{
	return v->scenario->goal_count > 0 ? v->scenario->goals[0].want : "";
}

const char *
visitor_tier(const struct visitor *v)
{
	return v->binding.customer->tier;
}

const char *
visitor_contact(const struct visitor *v)
{
	return v->contact;
}

int64_t
visitor_value(const struct visitor *v)
{
	return v->binding.order != NULL ? order_total(v->binding.order) : 0;
}

/* ---- the talk */

static bool
says_again(const struct visitor *v, const char *text)
{
	static const char *const told[] = { "order", "email", "postcode", "name", "address" };

	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		const char *value = shopper_param(&v->shopper, told[i]);

		if (*value != '\0' && strcasestr(text, value) != NULL &&
		    strcasestr(v->said.data, value) != NULL)
			return true;
	}
	return false;
}

/* FNV-1a (Fowler, Noll, Vo). */
static uint64_t
hash_of(const char *s)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (; *s != '\0'; s++)
		h = (h ^ (uint64_t)(unsigned char)*s) * 0x100000001b3u;
	return h;
}

/* Whoever says the same to ever other answers, none of which they find fault with, hears nothing:
 * that is no shopper's way, but a fault of the patterns by which they hear. */
static void
note_fault(struct visitor *v, uint64_t reply)
{
	const struct watch *w = &v->watch;
	bool same = v->shopper.acts == v->last_acts && reply != v->last_reply &&
	    (w->count == 0 || w->items[w->count - 1].flaw == FLAW_NONE);

	v->same_count = same ? v->same_count + 1 : 0;
	v->last_reply = reply;
	v->last_acts = v->shopper.acts;
	if (v->fault.length > 0)
		return;
	if (v->shopper.missing != NULL)
		str_addf(&v->fault, "no words for %s", v->shopper.missing);
	else if (v->same_count >= SAME_MOST)
		str_add(&v->fault, "says the same to every answer");
	else if (v->hears > HEARS_MOST)
		str_add(&v->fault, "doesn't come to an end");
}

void
visitor_note_said(struct visitor *v, const char *text, int64_t reopened_before)
{
	const char *number = shopper_param(&v->shopper, "order");

	v->looks_up = !v->knows_number && *number != '\0' &&
	    strcasestr(text, number) != NULL && strcasestr(v->said.data, number) == NULL;
	v->repeated += v->shopper.reopened > reopened_before || says_again(v, text);
	if (v->text_count == v->text_room) {
		v->text_room = v->text_room == 0 ? 16 : v->text_room * 2;
		v->texts = mem_grow(v->texts, v->text_room, sizeof(*v->texts));
	}
	if (v->shopper.no_count > (int64_t)v->no_count && v->no_count < GOALS_MOST)
		v->noes[v->no_count++] = v->text_count - v->text_first;
	v->texts[v->text_count++] = arena_text(v->arena, text);
	str_addf(&v->said, "%s\n", text);
	watch_said(&v->watch, text);
}

/* A message has something in it, also where words are missing for it. */
static void
fill_silence(struct str *text)
{
	if (text->length == 0)
		str_add(text, "...");
}

/* words: NULL their own. */
static void
open_visit(struct visitor *v, const char *words, struct str *out)
{
	struct str text;

	str_init(&text);
	v->shopper.acts = 0;
	shopper_open(&v->shopper, &text);
	if (words != NULL) {
		str_reset(&text);
		str_add(&text, words);
	}
	fill_silence(&text);
	note_fault(v, 0);
	visitor_note_said(v, text.data, v->shopper.reopened);
	v->looks_up = false;		/* that was before they came */
	str_add(out, text.data);
	str_clear(&text);
}

void
visitor_open(struct visitor *v, struct str *out)
{
	open_visit(v, NULL, out);
}

void
visitor_open_with(struct visitor *v, const char *text, struct str *out)
{
	open_visit(v, text, out);
}

void
visitor_says(struct visitor *v, const char *text, struct str *out)
{
	visitor_note_said(v, text, v->shopper.reopened);
	str_add(out, text);
}

static enum visitor_move
move_of(enum shopper_move move)
{
	switch (move) {
	case SHOPPER_SAYS:
		return VISITOR_SAYS;
	case SHOPPER_WAITS:
		return VISITOR_WAITS;
	case SHOPPER_IS_DONE:
		return VISITOR_IS_DONE;
	case SHOPPER_LEAVES:
		break;
	}
	return VISITOR_LEAVES;
}

/* Where the store can't be read now, the end of the visit tells so. */
static void
see_goods(struct visitor *v)
{
	struct errinfo e;

	if (visitor_see_goods(v, &e) != ERR_OK && v->fault.length == 0)
		str_add(&v->fault, e.text);
}

enum visitor_move
visitor_hear(struct visitor *v, const char *text, int64_t turn_id, struct str *out)
{
	int64_t reopened = v->shopper.reopened;
	enum shopper_move move;
	struct str say;

	v->hears++;
	see_goods(v);
	str_init(&say);
	v->shopper.acts = 0;
	watch_heard(&v->watch, &v->shopper, text, turn_id, 0);
	move = shopper_hear(&v->shopper, text, &say);
	watch_done_with(&v->watch, &v->shopper, move);
	if (move == SHOPPER_SAYS) {
		fill_silence(&say);
		note_fault(v, hash_of(text));
		visitor_note_said(v, say.data, reopened);
		str_add(out, say.data);
	}
	str_clear(&say);
	return move_of(move);
}

/* A person is thanked once it is settled; until then asked things are answered, and the rest is
 * waited for. */
enum visitor_move
visitor_hear_person(struct visitor *v, const char *text, bool resolved, struct str *out)
{
	struct str say;
	bool says;

	if (resolved && v->shopper.thanked)
		return VISITOR_IS_DONE;
	str_init(&say);
	says = shopper_hear_person(&v->shopper, text, resolved, &say);
	if (says) {
		visitor_note_said(v, say.data, v->shopper.reopened);
		str_add(out, say.data);
	}
	str_clear(&say);
	return says ? VISITOR_SAYS : resolved ? VISITOR_IS_DONE : VISITOR_WAITS;
}

/* ---- how they take it */

/* A draw from a law with the mean; ms. */
static int64_t
draw(const struct visitor *v, const char *purpose, const struct patience_law *law, double unit_ms)
{
	struct random_stream r;
	double x;

	visitor_stream(v, purpose, &r);
	if (law->exponential)
		x = random_exponential(&r, law->mean);
	else	/* the mean of a log-normal law is exp(mu + sigma²/2) */
		x = law->mean *
		    exp(law->spread * random_normal(&r) - law->spread * law->spread / 2);
	return (int64_t)(x * unit_ms);
}

int64_t
visitor_reply_patience_ms(struct visitor *v)
{
	const struct patience_law law = {
	    .mean = v->persona->reply_patience_seconds, .spread = REPLY_PATIENCE_SPREAD};

	return draw(v, "reply patience", &law, 1000);
}

int64_t
visitor_queue_patience_ms(struct visitor *v)
{
	return draw(v, "queue patience", &v->persona->queue_patience, MINUTE_MS);
}

int64_t
visitor_person_patience_ms(struct visitor *v)
{
	return draw(v, "person patience", &v->persona->queue_patience, MINUTE_MS);
}

int64_t
visitor_decision_patience_ms(struct visitor *v)
{
	return draw(v, "decision patience", &v->persona->decision_patience, MINUTE_MS);
}

/* Who hasn't their order's number at hand looks for it before they give it first. */
int64_t
visitor_pause_ms(struct visitor *v, const char *message)
{
	const struct patience_law law = {
	    .mean = v->persona->looks_up_seconds, .spread = REPLY_PATIENCE_SPREAD};
	int64_t pause = persona_pause_ms(v->persona, &v->pause, message);

	if (v->looks_up)
		pause += draw(v, "looks up", &law, 1000);
	v->looks_up = false;
	return pause;
}

bool
visitor_leaves_at_hand_over(struct visitor *v)
{
	return falls(v, "hand-over", v->persona->leaves_at_hand_over);
}

bool
visitor_comes_again(struct visitor *v, int64_t *after_ms)
{
	const struct persona *p = v->persona;
	const struct patience_law law = { .exponential = true, .mean = p->again_hours };
	int64_t after;

	*after_ms = 0;
	if (v->visit >= (int64_t)p->again_most || !falls(v, "again", p->persistence))
		return false;
	after = draw(v, "again after", &law, HOUR_MS);
	*after_ms = after > (int64_t)AGAIN_LEAST_MS ? after : (int64_t)AGAIN_LEAST_MS;
	return true;
}

bool
visitor_deserves(const struct visitor *v, enum action_kind kind)
{
	return scenario_approves(v->scenario, kind) || (v->person.proposed >> kind & 1U) != 0;
}

static bool
is_expected(const struct scenario *s, enum action_kind kind)
{
	for (size_t i = 0; i < s->action_count; i++)
		if (s->actions[i].kind == kind && s->actions[i].state == ACTION_DONE)
			return true;
	return false;
}

bool
visitor_leaves_open(const struct visitor *v, enum action_kind kind)
{
	const struct scenario *s = v->scenario;
	const char *name = action_kind_name(kind);

	for (size_t i = 0; !s->contain && i < s->goal_count; i++)
		if (text_is(s->goals[i].want, name) || text_is(s->goals[i].settle, name))
			return !is_expected(s, kind);
	return false;
}

bool
visitor_wants(const struct visitor *v, enum action_kind kind)
{
	return is_expected(v->scenario, kind) || visitor_leaves_open(v, kind);
}

void
visitor_was_offered(struct visitor *v, int64_t action_id, enum action_kind kind)
{
	if (is_expected(v->scenario, kind))
		return;
	visitor_was_misjudged(v, action_id);
	if (visitor_wants(v, kind))
		v->person.proposed |= 1U << kind;
}

void
visitor_was_misjudged(struct visitor *v, int64_t action_id)
{
	if (v->misjudged_count == v->misjudged_room) {
		v->misjudged_room = v->misjudged_room == 0 ? 4 : v->misjudged_room * 2;
		v->misjudged =
		    mem_grow(v->misjudged, v->misjudged_room, sizeof(*v->misjudged));
	}
	v->misjudged[v->misjudged_count++] = action_id;
}
