/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/desk/view.h"
#include "oracle_private.h"
#include "visitor.h"

/* One visit as it is judged. */
struct judging {
	struct visitor *v;
	struct arena *arena;
	struct store *store;
	struct conversation conversation;
	struct action_list actions;
	struct snapshot before, after;	/* own documents, and goods as they were seen */
	struct oracle_case oracle_case;
	struct oracle_verdict verdict;
	const char **ai_texts;
	int64_t *ai_turns;		/* of each text */
	size_t ai_count;
	size_t refused[GOALS_MOST], refused_count;	/* of the AI's texts, read before each no */
	struct str citations;
	enum handoff_reason reason;
	bool handed_off, abandoned;
};

/* The shopper's i-th message of this visit says no to a summary. */
static bool
is_no(const struct visitor *v, size_t i)
{
	for (size_t k = 0; k < v->no_count; k++)
		if (v->noes[k] == i)
			return true;
	return false;
}

/* What the AI has sent in this visit. */
static enum err
read_messages(struct judging *j, int64_t conversation_id, struct errinfo *e)
{
	struct visitor *v = j->v;
	bool goes_on = v->conversation_id == conversation_id;
	struct message_list list;
	size_t said = 0;
	enum err err = store_message_list(
	    j->store, j->arena, conversation_id, goes_on ? v->last_message : 0, &list, e);

	if (err != ERR_OK)
		return err;
	if (!goes_on)
		v->conversation_first = v->text_first;
	j->ai_texts = arena_alloc(j->arena, (list.count + 1) * sizeof(*j->ai_texts));
	j->ai_turns = arena_alloc(j->arena, (list.count + 1) * sizeof(*j->ai_turns));
	for (size_t i = 0; err == ERR_OK && i < list.count; i++) {
		const struct message *m = &list.items[i];

		v->last_message = m->number;
		if (m->author == AUTHOR_SHOPPER && is_no(v, said++) &&
		    j->refused_count < GOALS_MOST)
			j->refused[j->refused_count++] = j->ai_count;
		if (m->author != AUTHOR_AI || m->delivery != DELIVERY_DELIVERED)
			continue;
		err = desk_message_raw(v->desk, j->arena, m, &j->ai_texts[j->ai_count], e);
		j->ai_turns[j->ai_count++] = m->turn_id;
		str_add(&j->citations, m->citations);
	}
	v->conversation_id = conversation_id;
	return err;
}

static enum err
read_actions(struct judging *j, int64_t conversation_id, struct errinfo *e)
{
	const struct action_filter f = { .conversation_id = conversation_id };
	struct action_list all;
	size_t n = 0;
	enum err err = store_action_list(j->store, j->arena, &f, &all, e);

	if (err != ERR_OK)
		return err;
	/* those of an earlier visit are not this one's */
	for (size_t i = 0; i < all.count; i++)
		if (all.items[i].id > j->v->last_action)
			all.items[n++] = all.items[i];
	for (size_t i = 0; i < n; i++)
		if (all.items[i].id > j->v->newest_action)
			j->v->newest_action = all.items[i].id;
	all.count = n;
	j->actions = all;
	return ERR_OK;
}

static struct snapshot
with_goods(struct judging *j, const struct snapshot *own, const struct document *goods,
    size_t count)
{
	struct snapshot s = {
	    .items = arena_alloc(j->arena, (own->count + count + 1) * sizeof(*s.items)),
	    .count = own->count + count};

	if (own->count > 0)
		memcpy(s.items, own->items, own->count * sizeof(*s.items));
	if (count > 0)
		memcpy(s.items + own->count, goods, count * sizeof(*s.items));
	return s;
}

/* The bound variant as it stood while they talked. */
static enum err
read_variants(struct judging *j, struct errinfo *e)
{
	const struct binding *b = &j->v->binding;
	const struct scenario *s = j->v->scenario;
	struct variant *list;
	size_t n = 0;

	if (b->variant == NULL ||
	    !(s->told[TOLD_PRICE] || s->told[TOLD_STOCK] || s->told[TOLD_RESTOCK]))
		return ERR_OK;
	list = arena_alloc(j->arena, (j->v->goods_count + 1) * sizeof(*list));
	for (size_t i = 0; i < j->v->goods_count; i++) {
		const struct document *d = &j->v->goods[i];
		const struct variant *x;
		struct product p;
		struct value *v;
		enum err err;

		if (!text_is(d->id, b->product->id))
			continue;
		if ((err = value_parse_json(j->arena, d->id, d->body, strlen(d->body),
			 &value_limits_file, &v, e)) != ERR_OK ||
		    (err = product_from_value(j->arena, v, &p, e)) != ERR_OK)
			return err;
		if ((x = product_variant(&p, b->variant->sku)) != NULL)
			list[n++] = *x;
	}
	j->oracle_case.variants = list;
	j->oracle_case.variant_count = n;
	return ERR_OK;
}

static void
make_case(struct judging *j, const struct snapshot *after)
{
	struct visitor *v = j->v;

	j->before = with_goods(j, &v->before, v->goods, v->goods_count);
	j->after = *after;
	j->oracle_case.scenario = v->scenario;
	j->oracle_case.binding = &v->binding;
	j->oracle_case.actions = &j->actions;
	j->oracle_case.before = &j->before;
	j->oracle_case.after = &j->after;
	j->oracle_case.ai_texts = j->ai_texts;
	j->oracle_case.ai_count = j->ai_count;
	j->oracle_case.shopper_texts = v->texts + v->text_first;
	j->oracle_case.shopper_count = v->text_count - v->text_first;
	j->oracle_case.earlier_texts = v->texts + v->conversation_first;
	j->oracle_case.earlier_count = v->text_first - v->conversation_first;
	j->oracle_case.people_texts = v->person.texts + v->person.first;
	j->oracle_case.people_count = v->person.count - v->person.first;
	j->oracle_case.citations = j->citations.data;
	j->oracle_case.new_address = shopper_param(&v->shopper, "address");
	j->oracle_case.outages = v->vs->o.outages;
	j->oracle_case.outage_count = v->vs->o.outage_count;
	j->oracle_case.misjudged = v->misjudged;
	j->oracle_case.misjudged_count = v->misjudged_count;
	j->oracle_case.yes_count = v->shopper.yes_count;
	j->oracle_case.refused = j->refused;
	j->oracle_case.refused_count = j->refused_count;
	j->oracle_case.own = &v->own;
	j->oracle_case.now_ms = v->at_ms;
	j->oracle_case.end_ms = clock_now_ms(desk_clock(v->desk));
}

/* Goods beside those that the visit is about may have been spoken of too; who finds a wrong
 * sentence looks at all that have changed before they believe it. */
static enum err
see_all_goods(struct judging *j, struct errinfo *e)
{
	struct document *list;
	size_t count;
	enum err err = store_document_list(j->store, j->arena, "product", &list, &count, e);

	for (size_t i = 0; err == ERR_OK && i < count; i++)
		visitor_keep_goods(j->v, &list[i]);
	if (err == ERR_OK)
		j->before = with_goods(j, &j->v->before, j->v->goods, j->v->goods_count);
	return err;
}

static enum err
ask_oracle(struct judging *j, struct errinfo *e)
{
	struct oracle *o = j->v->vs->oracle;
	size_t seen = j->v->goods_count;
	enum err err = oracle_judge(o, j->arena, &j->oracle_case, &j->verdict, e);

	if (err != ERR_OK || j->verdict.statements == 0 ||
	    (err = see_all_goods(j, e)) != ERR_OK || j->v->goods_count == seen)
		return err;
	str_reset(&j->verdict.why);
	return oracle_judge(o, j->arena, &j->oracle_case, &j->verdict, e);
}

static void
blame_untrue(struct judging *j, int64_t turn_id)
{
	struct watch *w = &j->v->watch;

	for (size_t i = 0; turn_id != 0 && i < w->count; i++)
		if (w->items[i].turn_id == turn_id && w->items[i].flaw == FLAW_NONE)
			w->items[i].flaw = FLAW_UNTRUE;
}

/* The replies in which untrue statements stand: those with which their number grows. */
static enum err
find_untrue(struct judging *j, struct errinfo *e)
{
	struct oracle_case c = j->oracle_case;
	int64_t before = 0;
	enum err err = ERR_OK;

	for (size_t k = 1; j->verdict.statements > 0 && k <= j->ai_count; k++) {
		struct oracle_verdict verdict;

		c.ai_count = k;
		str_init(&verdict.why);
		err = oracle_judge_statements(j->v->vs->oracle, j->arena, &c, &verdict, e);
		str_clear(&verdict.why);
		if (err != ERR_OK)
			break;
		if (verdict.statements > before)
			blame_untrue(j, j->ai_turns[k - 1]);
		before = verdict.statements;
	}
	return err;
}

/* ---- the sum */

static enum err
count_turns(struct judging *j, struct visit_judged *out, struct errinfo *e)
{
	struct event_list events;
	enum err err =
	    store_event_list(j->store, j->arena, j->conversation.id, &events, e);

	for (size_t i = 0; err == ERR_OK && i < events.count; i++) {
		const char *kind = events.items[i].kind;

		if (events.items[i].id <= j->v->last_event)
			continue;
		out->ai_turns += text_is(kind, "turn.sent") || text_is(kind, "turn.handed_off");
		out->held_back += text_is(kind, "turn.handed_off") &&
		    strstr(events.items[i].data, "\"reason\":\"ungrounded\"") != NULL;
	}
	if (err == ERR_OK && events.count > 0)
		j->v->last_event = events.items[events.count - 1].id;
	return err;
}

static void
count_loops(const struct watch *w, struct visit_judged *out)
{
	for (size_t i = 0; i < w->count; i++)
		out->loops += w->items[i].flaw == FLAW_ASKED_AGAIN ||
		    w->items[i].flaw == FLAW_NOT_UNDERSTOOD ||
		    w->items[i].flaw == FLAW_OBJECTED;
}

/* What a scenario wants of the hand-over; who asks for a person once refused wants one. */
static void
compare_owner(struct judging *j, struct visit_judged *out)
{
	const struct scenario *s = j->v->scenario;
	bool asked = j->v->shopper.asked_for_person;
	enum handoff_reason wanted = asked ? HANDOFF_ASKED_FOR_HUMAN : s->reason;
	bool right;

	out->expects_person = !s->contain || asked;
	right = out->expects_person ? j->handed_off &&
		(j->reason == wanted || (!s->contain && j->reason == s->reason))
				    : !j->handed_off;
	if (!out->expects_person && j->handed_off)
		str_addf(&j->verdict.why, "handed over: %s\n", handoff_reason_name(j->reason));
	if (j->abandoned)
		str_add(&j->verdict.why, "the shopper gave up\n");
	if (out->expects_person && !right)
		str_addf(&j->verdict.why, "should have been handed over for %s, was %s\n",
		    handoff_reason_name(wanted),
		    j->handed_off ? handoff_reason_name(j->reason) : "not handed over");
	out->as_expected = right && out->changes + out->statements + out->again == 0 &&
	    (out->expects_person || out->need_met);
}

/* Whether a person decided wrongly in this visit. */
static bool
was_misjudged(const struct judging *j)
{
	for (size_t i = 0; i < j->actions.count; i++)
		if (oracle_is_misjudged(&j->oracle_case, j->actions.items[i].id))
			return true;
	return false;
}

static enum err
keep_replies(struct judging *j, struct visit_judged *out, struct errinfo *e)
{
	const struct watch_end end = {.expected = out->as_expected,
	    .handed_off = j->handed_off,
	    .abandoned = j->abandoned,
	    .contain = !out->expects_person,
	    .misjudged = was_misjudged(j),
	    .changes = out->changes};
	struct watch *w = &j->v->watch;

	watch_end(w, &end);
	return replies_read(j->v->desk, j->v->judged, w->items, w->count, &out->replies, e);
}

static bool
wants_done(const struct scenario *s)
{
	for (size_t i = 0; i < s->action_count; i++)
		if (s->actions[i].state == ACTION_DONE)
			return true;
	return false;
}

/* Whether the end can fail to hold of those whom nobody has told or given anything. */
static bool
asks_for_more(const struct scenario *s)
{
	bool more = s->cite_count > 0 || wants_done(s);

	for (int t = 0; t < TOLD_COUNT; t++)
		more = more || s->told[t];
	return more;
}

/* From a person: what is only refused needs no record, and what a person did of their own for somebody
 * whom the AI was to hand over isn't in the scenario. */
static bool
has_what_they_want(struct judging *j)
{
	struct visitor *v = j->v;
	struct oracle_verdict told = { .end_holds = true };

	str_init(&told.why);
	oracle_check_told(v->vs->oracle, &j->oracle_case, &told);
	str_clear(&told.why);
	return told.end_holds &&
	    (wants_done(v->scenario) ? j->verdict.end_holds : j->verdict.changes == 0) &&
	    (asks_for_more(v->scenario) || v->person.answered);
}

static enum err
fill(struct judging *j, struct visit_judged *out, struct errinfo *e)
{
	struct visitor *v = j->v;
	enum err err = count_turns(j, out, e);

	if (err != ERR_OK)
		return err;
	out->changes = j->verdict.changes;
	out->statements = j->verdict.statements;
	out->again = j->verdict.again;
	out->need_met = !j->abandoned &&
	    (v->person.count == v->person.first ? j->verdict.end_holds : has_what_they_want(j));
	out->shopper_messages = (int64_t)(v->text_count - v->text_first);
	out->ai_messages = (int64_t)j->ai_count;
	out->repeated = v->repeated;
	count_loops(&v->watch, out);
	out->sentiment_first = out->ai_turns > 0 ? j->conversation.sentiment_first : (double)NAN;
	out->sentiment_last = out->ai_turns > 0 ? j->conversation.sentiment : (double)NAN;
	compare_owner(j, out);
	if ((err = keep_replies(j, out, e)) != ERR_OK)
		return err;
	str_reset(&v->why);
	if (j->verdict.why.length > 0)
		str_add(&v->why, j->verdict.why.data);
	else
		str_add(&v->why, "");
	out->why = v->why.data;
	out->fault = v->fault.data;
	v->last_action = v->newest_action;
	return ERR_OK;
}

static enum err
read_all(struct judging *j, int64_t conversation_id, struct errinfo *e)
{
	struct snapshot after;
	enum err err;

	if ((err = store_conversation_get(
		 j->store, j->arena, conversation_id, &j->conversation, e)) != ERR_OK ||
	    (err = read_messages(j, conversation_id, e)) != ERR_OK ||
	    (err = read_actions(j, conversation_id, e)) != ERR_OK ||
	    (err = visitor_see_goods(j->v, e)) != ERR_OK ||
	    (err = visitor_read_records(j->v, j->arena, &after, e)) != ERR_OK)
		return err;
	make_case(j, &after);
	return read_variants(j, e);
}

enum err
visitor_judge(struct visitor *v, struct desk *d, int64_t conversation_id, bool handed_off,
    enum handoff_reason reason, bool abandoned, struct visit_judged *out, struct errinfo *e)
{
	struct judging j = {.v = v,
	    .store = desk_store(d),
	    .handed_off = handed_off,
	    .reason = reason,
	    .abandoned = abandoned};
	enum err err;

	memset(out, 0, sizeof(*out));
	v->desk = d;
	if (v->judged != NULL)
		arena_free(&v->judged);
	v->judged = arena_new();
	j.arena = arena_new();
	str_init(&j.citations);
	str_init(&j.verdict.why);
	str_add(&j.citations, "");
	if ((err = read_all(&j, conversation_id, e)) == ERR_OK &&
	    (err = ask_oracle(&j, e)) == ERR_OK && (err = find_untrue(&j, e)) == ERR_OK)
		err = fill(&j, out, e);
	str_clear(&j.citations);
	str_clear(&j.verdict.why);
	arena_free(&j.arena);
	return err != ERR_OK
	    ? err_prefix(e, "visitor %lld (%s)", (long long)v->number, v->scenario->name)
	    : ERR_OK;
}

/* ---- on the way */

/* What was said and done until now, without taking note that it was looked at. */
static enum err
read_so_far(struct judging *j, int64_t conversation_id, struct errinfo *e)
{
	struct visitor *v = j->v;
	int64_t conversation = v->conversation_id, message = v->last_message;
	size_t first = v->conversation_first;
	enum err err = read_all(j, conversation_id, e);

	v->conversation_id = conversation;
	v->last_message = message;
	v->conversation_first = first;
	return err;
}

enum err
visitor_need_is_met(struct visitor *v, int64_t conversation_id, bool *met, bool *anything_done,
    struct errinfo *e)
{
	struct judging j = { .v = v, .store = desk_store(v->desk), .arena = arena_new() };
	enum err err;

	*met = *anything_done = false;
	str_init(&j.citations);
	str_init(&j.verdict.why);
	str_add(&j.citations, "");
	j.verdict.end_holds = true;
	if ((err = read_so_far(&j, conversation_id, e)) == ERR_OK &&
	    (err = oracle_check_end(
		 v->vs->oracle, j.arena, &j.oracle_case, &j.verdict, e)) == ERR_OK) {
		*met = has_what_they_want(&j);
		for (size_t i = 0; i < j.actions.count; i++)
			*anything_done = *anything_done || j.actions.items[i].state == ACTION_DONE;
	}
	str_clear(&j.citations);
	str_clear(&j.verdict.why);
	arena_free(&j.arena);
	return err;
}

/* ---- people's words */

/* The oracle listens to all from the first on: a message's fault is what it adds. */
static enum err
listen(struct judging *j, const char *const *texts, size_t count, const char **why,
    struct arena *a, struct errinfo *e)
{
	struct oracle_case c = j->oracle_case;
	size_t before = 0;
	enum err err = ERR_OK;

	c.ai_texts = texts;
	c.by_people = true;
	for (size_t k = 1; err == ERR_OK && k <= count; k++) {
		struct oracle_verdict verdict = { .statements = 0 };

		c.ai_count = k;
		str_init(&verdict.why);
		str_add(&verdict.why, "");
		err = oracle_judge_statements(j->v->vs->oracle, j->arena, &c, &verdict, e);
		why[k - 1] = arena_text(a,
		    verdict.why.length > before ? verdict.why.data + before : "");
		before = verdict.why.length;
		str_clear(&verdict.why);
	}
	return err;
}

enum err
visitor_judge_words(struct visitor *v, struct desk *d, struct arena *a, int64_t conversation_id,
    const char *const *texts, size_t count, const char **why, struct errinfo *e)
{
	struct judging j = { .v = v, .store = desk_store(d), .arena = arena_new() };
	size_t seen = v->goods_count;
	enum err err;

	v->desk = d;
	for (size_t i = 0; i < count; i++)
		why[i] = "";
	str_init(&j.citations);
	str_add(&j.citations, "");
	if ((err = read_so_far(&j, conversation_id, e)) == ERR_OK &&
	    (err = see_all_goods(&j, e)) == ERR_OK)
		err = listen(&j, texts, count, why, a, e);
	v->goods_count = seen;
	str_clear(&j.citations);
	arena_free(&j.arena);
	return err;
}
