/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "play.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/clock.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/value.h"

enum { GUESSES = 5, SLOTS = 16 };

struct heard {
	struct understanding u;
	struct wish_clause clauses[GUESSES];
	struct intent_guess intents[GUESSES];
	struct slot slots[SLOTS];
};

/* Read once: conversations only look at it, and its articles are indexed by who asks first. */
static const struct world *
demo_world(struct arena *a)
{
	static struct world *world;
	const char *folder = file_data(a, "scenarios/worlds/tarn-and-fell");
	struct errinfo e = {0};

	assert_non_null(folder);
	if (world == NULL)
		check_ok(world_load(folder, &world, &e), &e);
	return world;
}

void
play_open(struct play *p, struct backend *take_backend)
{
	struct errinfo e = {0};

	memset(p, 0, sizeof *p);
	p->arena = arena_new();
	p->key = "tests";
	p->world = demo_world(p->arena);
	check_ok(store_open("memory:", &(struct store_options){.create = true}, &p->store, &e), &e);
	p->clock = clock_virtual_new(world_settings(p->world)->as_of_ms);
	check_ok(shop_embedded_new(p->store, world_records(p->world), world_settings(p->world),
		     p->clock, &p->shop, &e),
	    &e);
	check_ok(policy_session_new(world_policy(p->world), &p->policy, &e), &e);
	check_ok(retriever_new(world_knowledge(p->world), &p->retriever, &e), &e);
	p->backend = take_backend;
	if (!p->backend)
		check_ok(backend_builtin_new(&p->backend, &e), &e);
}

void
play_close(struct play *p)
{
	backend_free(&p->backend);
	retriever_free(&p->retriever);
	policy_session_free(&p->policy);
	shop_free(&p->shop);
	store_close(&p->store);
	clock_free(&p->clock);
	arena_free(&p->arena);
}

void
play_prove(struct play *p, const char *customer_id)
{
	struct errinfo e = {0};

	check_ok(shop_customer(p->shop, p->arena, customer_id, &p->customer, &e), &e);
	p->just_proven = !p->proven;
	p->proven = true;
}

static bool
take_signal(struct understanding *u, const char *word, double strength)
{
	const struct {
		const char *name;
		double *place;
	} signals[] = {
		{"yes", &u->signals.yes}, {"no", &u->signals.no}, {"human", &u->signals.human}, {"correction", &u->signals.correction}, {"thanks", &u->signals.thanks},
		{"goodbye", &u->signals.goodbye}, {"greeting", &u->signals.greeting}, {"unhappy", &u->signals.unhappy_with_answer}, {"oos", &u->out_of_scope},
	};

	if (text_is(word, "yes") || text_is(word, "doubtful"))
		u->signals.consent = text_is(word, "yes");
	for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
		if (text_is(word, signals[i].name)) {
			*signals[i].place = strength;
			return true;
		}
	if (text_is(word, "sad"))
		u->sentiment = -0.6;
	else if (text_is(word, "legal"))
		u->signals.guarded = "legal";
	else
		return text_is(word, "doubtful");
	return true;
}

static void
take_slot(struct play *p, struct heard *h, char *word, char *value)
{
	struct slot *s = &h->slots[h->u.slot_count++];
	char *name, *words;

	assert_true(h->u.slot_count <= SLOTS);
	*value++ = '\0';
	if ((words = strchr(value, '~')))
		*words++ = '\0';
	for (char *c = value; *c; c++)
		*c = *c == '_' ? ' ' : *c;
	for (char *c = words; c && *c; c++)
		*c = *c == '_' ? ' ' : *c;
	if ((s->except = *word == '!'))
		word++;
	if ((name = strchr(word, ':')))
		*name++ = '\0';
	for (int k = 0;; k++) {
		assert_true(k < SLOT_KIND_COUNT);
		s->kind = (enum slot_kind)k;
		if (text_is(slot_kind_name(s->kind), word))
			break;
	}
	if (s->kind == SLOT_REASON || s->kind == SLOT_METHOD)	/* values with underscores of their
								   own */
		for (char *c = value; *c; c++)
			*c = *c == ' ' ? '_' : *c;
	s->name = arena_text(p->arena, name ? name : "");
	s->value = arena_text(p->arena, value);
	s->probability = 0.95;
	if (!words)
		words = value;
	const char *at = strcasestr(h->u.text, words);

	s->start = at ? (size_t)(at - h->u.text) : 0;
	s->length = at ? strlen(words) : 0;
}

/* "return_item|who_pays": the words of the message that the wish stands in; with a question mark
 * behind it asks, with a full stop it only remarks. */
static void
take_clause(struct play *p, struct heard *h, char *words)
{
	struct wish_clause *c = &h->clauses[h->u.intent_count];
	size_t length = strlen(words);

	c->asks = length && words[length - 1] == '?';
	c->bare = length && words[length - 1] == '.';
	if (c->asks || c->bare)
		words[length - 1] = '\0';
	for (char *x = words; *x; x++)
		*x = *x == '_' ? ' ' : *x;
	const char *at = strcasestr(h->u.text, words);

	assert_non_null(at);
	c->start = (size_t)(at - h->u.text);
	c->length = strlen(words);
	h->u.wish_clauses = h->clauses;
	(void)p;
}

static struct heard *
hear(struct play *p, const char *text, const char *means)
{
	struct heard *h = arena_alloc(p->arena, sizeof *h);
	char *words = arena_text(p->arena, means), *rest = NULL;

	h->u = (struct understanding){.text = text,
	    .language = "en",
	    .language_probability = 1,
	    .intents = h->intents,
	    .slots = h->slots,
	    .signals = {.guarded = ""}};
	for (char *word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		char *equals = strchr(word, '='), *at = strchr(word, '@');
		struct intent_guess *g = &h->intents[h->u.intent_count];

		char *clause = strchr(word, '|');

		if (clause) {
			*clause++ = '\0';
			take_clause(p, h, clause);
			at = strchr(word, '@');
		}
		if (equals && strncmp(word, "language=", 9) == 0) {
			h->u.language = equals + 1;
			continue;
		}
		if (equals) {
			take_slot(p, h, word, equals);
			continue;
		}
		if (at)
			*at++ = '\0';
		if (!take_signal(&h->u, word, at ? atof(at) : 0.95)) {
			assert_true(h->u.intent_count < GUESSES);
			*g = (struct intent_guess){word, at ? atof(at) : 0.95};
			h->u.intent_count++;
		}
	}
	h->u.wishes = h->intents;
	h->u.wish_count = h->u.intent_count;
	if (!h->u.intent_count) {	/* a classifier always guesses something */
		h->intents[0] = (struct intent_guess){"order_status", 0.15};
		h->u.intent_count = 1;
	}
	return h;
}

void
play_line(struct play *p, enum author author, const char *text)
{
	assert_true(p->line_count < PLAY_LINES);
	p->lines[p->line_count++] = (struct transcript_line){
	    .author = author, .text = arena_text(p->arena, text), .at_ms = clock_now_ms(p->clock)};
}

static const struct value *
parse_state(struct play *p)
{
	struct value *v;
	struct errinfo e = {0};

	if (!p->state)
		return NULL;
	check_ok(value_parse_json(
		     p->arena, "state", p->state, strlen(p->state), &value_limits_message, &v, &e),
	    &e);
	return v;
}

enum err
play_turn(struct play *p, const char *text, const struct understanding *u)
{
	const struct settings *settings = world_settings(p->world);

	play_line(p, AUTHOR_SHOPPER, text);
	p->facts =
	    facts_new(p->arena, p->shop, p->proven ? p->customer.id : "", clock_now_ms(p->clock));
	struct backend_request q = {
	    .settings = settings,
	    .messages = world_messages(p->world, p->language ? p->language : "en"),
	    .policy = p->policy,
	    .retriever = p->retriever,
	    .knowledge = world_knowledge(p->world),
	    .facts = p->facts,
	    .understanding = u,
	    .transcript = p->lines,
	    .transcript_count = p->line_count,
	    .actions = p->actions,
	    .action_count = p->action_count,
	    .customer = p->proven ? &p->customer : NULL,
	    .just_proven = p->just_proven,
	    .identity_failed = p->identity_failed,
	    .returned = p->returned,
	    .state = parse_state(p),
	    .conversation_id = 1,
	    .epoch = 1,
	    .conversation_key = p->key,
	    .now_ms = clock_now_ms(p->clock),
	    .deadline_ms = 20000,
	};

	p->error = (struct errinfo){0};
	p->err = backend_draft_reply(p->backend, p->arena, &q, &p->draft, &p->error);
	p->just_proven = p->identity_failed = p->returned = false;
	if (getenv("PLAY_SHOW"))
		fprintf(stderr, "> %s\n< %s\n", text, p->err ? p->error.text : p->draft.text);
	if (p->err)
		return p->err;
	/* whatever is said: each figure stands in a fact, and a probability is one */
	assert_true(p->is_remote || value_get_real(p->draft.parts, "grounding", 0) == 1);
	assert_true(p->draft.confidence >= 0 && p->draft.confidence <= 1);
	assert_true(p->draft.hand_off || p->draft.text[0]);
	struct str s;

	str_init(&s);
	value_print(&s, p->draft.state);
	p->state = arena_text(p->arena, s.data);
	if (getenv("PLAY_TRACE")) {
		str_reset(&s);
		value_print_pretty(&s, p->draft.trace);
		fprintf(stderr, "%s\n", s.data);
	}
	str_clear(&s);
	play_line(p, AUTHOR_AI, p->draft.text);
	return ERR_OK;
}

enum err
play_try(struct play *p, const char *text, const char *means)
{
	return play_turn(p, text, &hear(p, text, means)->u);
}

const char *
play_say(struct play *p, const char *text, const char *means)
{
	check_ok(play_try(p, text, means), &p->error);
	return p->draft.text;
}

void
play_execute(struct play *p, enum action_state state)
{
	for (size_t i = 0; i < p->draft.proposal_count; i++) {
		const struct action_proposal *x = &p->draft.proposals[i];
		const char *result;
		struct errinfo e = {0};

		assert_true(p->action_count < PLAY_ACTIONS);
		if (state == ACTION_DONE)
			check_ok(shop_execute(p->shop, p->arena,
				     arena_printf(p->arena, "key-%zu", p->action_count), x,
				     p->customer.id, &result, &e),
			    &e);
		p->actions[p->action_count] = (struct action_line){(int64_t)p->action_count + 1,
		    x->kind, state, x->order_id, action_title(p->arena, x), "", x->amount};
		p->action_count++;
	}
}

void
play_expect(const struct play *p, const char *part)
{
	if (!strstr(p->draft.text, part))
		fail_msg("\"%s\" is not in: %s", part, p->draft.text);
}

void
play_expect_not(const struct play *p, const char *part)
{
	if (strstr(p->draft.text, part))
		fail_msg("\"%s\" is in: %s", part, p->draft.text);
}

void
play_expect_none(const struct play *p)
{
	if (p->draft.proposal_count)
		fail_msg("%s was proposed with: %s", action_kind_name(p->draft.proposals[0].kind),
		    p->draft.text);
}

const struct action_proposal *
play_expect_proposal(
    const struct play *p, enum action_kind kind, const char *order_id, int64_t amount)
{
	for (size_t i = 0; i < p->draft.proposal_count; i++) {
		const struct action_proposal *x = &p->draft.proposals[i];

		if (x->kind == kind && text_is(x->order_id, order_id) &&
		    (amount < 0 || x->amount == amount))
			return x;
	}
	fail_msg("no %s of %lld for %s among %zu proposals with: %s", action_kind_name(kind),
	    (long long)amount, order_id, p->draft.proposal_count, p->draft.text);
	return NULL;
}
