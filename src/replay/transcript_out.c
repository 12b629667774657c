/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Suites and stores as transcripts. Of a suite's conversation only what its origin tells was ever
 * answered: an expectation is no answer, and none is made of it.
 */
#include <string.h>

#include "floorwalker/store.h"
#include "suite.h"
#include "transcript.h"

/* ---- suites */

struct taking {
	struct transcript_reader r;
	const struct talk *talk;
	const struct step *step;
	bool fill;
	size_t contains, lacks; /* of the step's expectations, how many are given to answers */
};

/* What is said: {places} filled or left, "{{" a brace. */
static const char *
said(struct taking *x, const char *text)
{
	struct str out;
	const char *kept;

	str_init(&out);
	while (*text != '\0') {
		const char *end = *text == '{' && text[1] != '{' ? strchr(text, '}') : NULL,
			   *what = NULL, *name;

		if (end != NULL) {
			name = arena_text_n(x->r.a, text + 1, (size_t)(end - text - 1));
			what = x->fill ? replay_place(x->r.a, x->talk, name) : NULL;
			if (what == NULL)
				transcript_lose(&x->r, value_line(x->step->at),
				    "what {%.40s} stands for", name);
		}
		if (what != NULL)
			str_add(&out, what);
		else
			str_add_char(&out, *text);
		text = what != NULL ? end + 1 : text + 1 + (*text == '{' && text[1] == '{');
	}
	kept = arena_text(x->r.a, out.length > 0 ? out.data : "");
	str_clear(&out);
	return kept;
}

static const struct check *
check_of(const struct step *s, enum check_kind kind)
{
	for (size_t i = 0; s != NULL && i < s->check_count; i++)
		if (s->checks[i].kind == kind)
			return &s->checks[i];
	return NULL;
}

/* Gives an answer the next count of the step's expectations of a kind, or its own. */
static void
give(struct taking *x, struct transcript_turn *turn, bool lacks, const struct value *own,
    int64_t count)
{
	const struct check *c = check_of(x->step, lacks ? CHECK_LACKS : CHECK_CONTAINS);
	size_t *used = lacks ? &x->lacks : &x->contains;

	for (size_t i = 0; i < value_count(own); i++)
		transcript_assert(x->r.a, turn, lacks,
		    transcript_clean(&x->r, value_as_text(value_at(own, i), ""), 0));
	if (c == NULL || value_kind(c->want) != VALUE_LIST)
		return;
	for (; count > 0 && *used < value_count(c->want); count--) {
		const char *words = value_as_text(value_at(c->want, (*used)++), "");

		if (words[0] != '\0')
			transcript_assert(x->r.a, turn, lacks, words);
	}
}

static bool
role_from(const char *word, enum transcript_role *out)
{
	for (int i = TRANSCRIPT_AI; i <= TRANSCRIPT_SYSTEM; i++)
		if (text_is(transcript_role_name((enum transcript_role)i), word)) {
			*out = (enum transcript_role)i;
			return true;
		}
	return false;
}

static void
set_at(struct transcript_turn *turn, const struct value *of)
{
	if (!transcript_at(value_get_text(of, "at"), &turn->at_ms))
		turn->at_ms = 0;
}

/* One thing that was heard. False: the transcript is full. */
static bool
take_heard(struct taking *x, const struct value *v)
{
	struct transcript_turn *turn;
	enum transcript_role role;

	if (!role_from(value_get_text(v, "role"), &role)) {
		transcript_lose(&x->r, value_line(v), "what was heard, of nobody");
		return true;
	}
	if (transcript_turn_add(&x->r, role, value_line(v), &turn) != ERR_OK)
		return false;
	turn->text = transcript_clean(&x->r, value_get_text(v, "text"), turn->line);
	turn->intent = transcript_word(x->r.a, value_get_text(v, "intent"), 120);
	set_at(turn, v);
	give(x, turn, false, value_get(v, "contains"), value_get_int(v, "asserted", 0));
	give(x, turn, true, value_get(v, "lacks"), value_get_int(v, "denied", 0));
	return true;
}

/* Expectations that no answer has taken. */
static void
lose_checks(struct taking *x, const struct check *checks, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct check *c = &checks[i];
		size_t had = 0, all = 1;

		if (c->kind == CHECK_CONTAINS || c->kind == CHECK_LACKS) {
			had = c->kind == CHECK_CONTAINS ? x->contains : x->lacks;
			all = value_kind(c->want) == VALUE_LIST ? value_count(c->want) : 1;
		}
		for (; had < all; had++)
			transcript_lose(&x->r, value_line(c->want), "expectation: %s",
			    replay_check_name(c->kind));
	}
}

static bool
take_step(struct taking *x)
{
	static const char *const kinds[] = {"say", "wait", "decide", "do", "leave"};
	const struct step *s = x->step;
	const struct value *origin = value_get(s->at, "origin"),
			   *heard = value_get(origin, "heard");
	struct transcript_turn *turn;

	x->contains = x->lacks = 0;
	if (s->kind != STEP_SAY)
		transcript_lose(
		    &x->r, value_line(s->at), "turn that only does something: %s", kinds[s->kind]);
	else {
		if (transcript_turn_add(&x->r, TRANSCRIPT_SHOPPER, value_line(s->at), &turn) !=
		    ERR_OK)
			return false;
		turn->text = transcript_clean(&x->r, said(x, s->text), turn->line);
		turn->intent = transcript_word(x->r.a, value_get_text(origin, "intent"), 120);
		set_at(turn, origin);
	}
	for (size_t i = 0; i < value_count(heard); i++)
		if (!take_heard(x, value_at(heard, i)))
			return false;
	lose_checks(x, s->checks, s->check_count);
	return true;
}

static void
take_talk(struct taking *x)
{
	const struct talk *t = x->talk;
	const struct value *heard = value_get(value_get(t->at, "origin"), "heard");
	bool room;

	x->r.source = transcript_word(x->r.a, t->file, 200);
	room = transcript_begin(&x->r, t->name, t->title, value_line(t->at)) == ERR_OK;
	if (!room)
		return;
	transcript_last(&x->r)->language = transcript_word(x->r.a, t->language, 40);
	x->step = NULL;
	for (size_t i = 0; room && i < value_count(heard); i++)
		room = take_heard(x, value_at(heard, i));
	for (size_t i = 0; room && i < t->step_count; i++) {
		x->step = &t->steps[i];
		room = take_step(x);
	}
	if (!room)
		transcript_lose(&x->r, 0, "turns past the first %d", TRANSCRIPT_TURNS_MOST);
	x->contains = x->lacks = 0;
	lose_checks(x, t->end, t->end_count);
}

void
transcripts_of_suite(
    struct arena *a, const struct replay_suite *s, bool fill, struct transcripts *out)
{
	struct taking x = {.r = {.a = a, .name = "suite", .source = "", .out = out}, .fill = fill};

	*out = (struct transcripts){0};
	for (size_t i = 0; i < s->count; i++) {
		x.talk = &s->talks[i];
		take_talk(&x);
	}
}

/* ---- stores */

/* The intents that the AI understood, each of the last message that a turn of its answered. */
static enum err
take_intents(struct transcript_reader *r, struct store *s, int64_t id, const int64_t *numbers,
    struct errinfo *e)
{
	struct transcript *t = transcript_last(r);
	struct turn_list turns;
	enum err err = store_turn_list(s, r->a, id, &turns, e);

	for (size_t i = 0; err == ERR_OK && i < turns.count; i++)
		for (size_t k = 0; k < t->count; k++)
			if (numbers[k] == turns.items[i].up_to &&
			    t->turns[k].role == TRANSCRIPT_SHOPPER &&
			    !text_is_empty(turns.items[i].intent))
				t->turns[k].intent = turns.items[i].intent;
	return err;
}

static enum err
take_messages(struct transcript_reader *r, struct store *s, int64_t id, struct errinfo *e)
{
	static const enum transcript_role roles[] = {[AUTHOR_SHOPPER] = TRANSCRIPT_SHOPPER,
	    [AUTHOR_AI] = TRANSCRIPT_AI,
	    [AUTHOR_AGENT] = TRANSCRIPT_AGENT,
	    [AUTHOR_SYSTEM] = TRANSCRIPT_SYSTEM};
	struct message_list list;
	int64_t *numbers;
	enum err err = store_message_list(s, r->a, id, 0, &list, e);

	if (err != ERR_OK)
		return err;
	numbers = arena_alloc(r->a, (list.count + 1) * sizeof *numbers);
	for (size_t i = 0; err == ERR_OK && i < list.count; i++) {
		const struct message *m = &list.items[i];
		struct transcript_turn *turn = NULL;

		if (m->author != AUTHOR_SHOPPER && m->delivery != DELIVERY_DELIVERED) {
			transcript_lose(r, 0, "message that didn't reach the shopper (%s)",
			    delivery_name(m->delivery));
			continue;
		}
		err = transcript_say(r, roles[m->author], m->text, 0, &turn);
		if (turn == NULL)
			continue;
		turn->at_ms = m->created_ms;
		numbers[transcript_last(r)->count - 1] = m->number;
	}
	return err == ERR_OK ? take_intents(r, s, id, numbers, e) : err;
}

enum err
transcripts_of_store(struct arena *a, struct store *s, const int64_t *ids, size_t count,
    struct transcripts *out, struct errinfo *e)
{
	struct transcript_reader r = {.a = a, .name = "store", .source = "", .out = out, .e = e};
	struct conversation_list list;
	enum err err = store_conversation_some(s, a, ids, count, &list, e);

	*out = (struct transcripts){0};
	for (size_t i = 0; err == ERR_OK && i < list.count; i++) {
		const struct conversation *c = &list.items[i];

		err = transcript_begin(&r, arena_printf(a, "C-%lld", (long long)c->id), "", 0);
		if (err != ERR_OK)
			break;
		transcript_last(&r)->language = transcript_word(a, c->language, 40);
		err = take_messages(&r, s, c->id, e);
	}
	return err;
}
