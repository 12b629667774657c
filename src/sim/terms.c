/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "terms.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define COUNT(x) (sizeof(x) / sizeof((x)[0]))

static const char *const day_names[] = {
    "placed", "promised", "shipped", "delivered", "event", "paid", "restock"};
_Static_assert(COUNT(day_names) == DAY_ROLE_COUNT, "a name for each");

static enum err
read_phrases(struct terms *t, const struct value *list, struct phrases *out, struct errinfo *e)
{
	size_t count = value_kind(list) == VALUE_LIST ? value_count(list) : list != NULL;
	enum err err = ERR_OK;

	out->items = arena_alloc(t->arena, (count + 1) * sizeof(*out->items));
	out->number = t->phrases_count++;
	for (size_t i = 0; err == ERR_OK && i < count; i++) {
		const struct value *v = value_kind(list) == VALUE_LIST ? value_at(list, i) : list;

		if (text_is_empty(value_as_text(v, "")))
			return value_err(e, ERR_INPUT, v, "a pattern is a text that isn't empty");
		if ((err = pattern_new(value_as_text(v, ""), true, &out->items[i], e)) != ERR_OK)
			err_prefix(
			    e, "%s:%d:%d", value_source_name(v), value_line(v), value_column(v));
		else
			out->count++;
	}
	return err;
}

static enum err
read_days(struct terms *t, const struct value *days, struct errinfo *e)
{
	enum err err = value_check_keys(days, day_names, COUNT(day_names), e);

	for (size_t i = 0; err == ERR_OK && i < DAY_ROLE_COUNT; i++)
		err = read_phrases(t, value_get(days, day_names[i]), &t->days[i], e);
	return err;
}

static enum err
read_states(struct terms *t, const struct value *list, struct errinfo *e)
{
	static const char *const keys[] = { "says", "order", "shipment", "tier", "late" };
	enum err err = ERR_OK;

	t->states = arena_alloc(t->arena, (value_count(list) + 1) * sizeof(*t->states));
	for (size_t i = 0; err == ERR_OK && i < value_count(list); i++) {
		const struct value *v = value_at(list, i);
		struct state_terms *s = &t->states[t->state_count++];

		memset(s, 0, sizeof(*s));
		s->order = value_get(v, "order");
		s->shipment = value_get(v, "shipment");
		s->tier = value_get(v, "tier");
		s->about_late = value_get(v, "late") != NULL;
		s->late = value_get_bool(v, "late", false);
		if ((err = value_check_keys(v, keys, COUNT(keys), e)) == ERR_OK)
			err = read_phrases(t, value_get(v, "says"), &s->says, e);
	}
	return err;
}

static enum err
read_promises(struct terms *t, const struct value *list, struct errinfo *e)
{
	static const char *const keys[] = {
	    "kind", "says", "record", "waiting", "approved", "asked"};
	enum err err = ERR_OK;

	t->promises = arena_alloc(t->arena, (value_count(list) + 1) * sizeof(*t->promises));
	for (size_t i = 0; err == ERR_OK && i < value_count(list); i++) {
		const struct value *v = value_at(list, i);
		struct promise_terms *p = &t->promises[t->promise_count++];

		memset(p, 0, sizeof(*p));
		p->kind = ACTION_KIND_COUNT;
		p->record = value_get_bool(v, "record", false);
		p->waiting = value_get_bool(v, "waiting", false);
		p->approved = value_get_bool(v, "approved", false);
		p->asked = value_get_bool(v, "asked", false);
		if ((err = value_check_keys(v, keys, COUNT(keys), e)) != ERR_OK ||
		    (err = read_phrases(t, value_get(v, "says"), &p->says, e)) != ERR_OK)
			return err;
		if (!p->waiting && !p->approved && !p->asked &&
		    !action_kind_from(value_get_text(v, "kind"), &p->kind))
			return value_err(e, ERR_INPUT, v,
			    "a promise needs kind: a kind of action; or waiting: true, approved: true, or asked: true");
	}
	return err;
}

/* A list of patterns by kind of action. */
static enum err
read_proposals(struct terms *t, const struct value *map, struct errinfo *e)
{
	enum err err = ERR_OK;

	t->proposals = arena_alloc(t->arena, (value_count(map) + 1) * sizeof(*t->proposals));
	for (size_t i = 0; err == ERR_OK && i < value_count(map); i++) {
		struct proposal_terms *p = &t->proposals[t->proposal_count++];

		memset(p, 0, sizeof(*p));
		if (!action_kind_from(value_key_at(map, i), &p->kind))
			return value_err(e, ERR_INPUT, value_at(map, i),
			    "no kind of action \"%s\"", value_key_at(map, i));
		err = read_phrases(t, value_at(map, i), &p->says, e);
	}
	return err;
}

static enum err
read_unless(const struct value *list, struct wrong_terms *w, struct errinfo *e)
{
	for (size_t i = 0; i < value_count(list); i++) {
		enum action_kind kind;

		if (!action_kind_from(value_as_text(value_at(list, i), ""), &kind))
			return value_err(e, ERR_INPUT, value_at(list, i),
			    "no kind of action \"%s\"", value_as_text(value_at(list, i), ""));
		w->unless[kind] = true;
	}
	return ERR_OK;
}

static enum err
read_wrong(struct terms *t, const struct value *list, struct errinfo *e)
{
	static const char *const keys[] = {
	    "kind", "within", "find", "change", "put", "add", "unless"};
	enum err err = ERR_OK;

	t->wrong = arena_alloc(t->arena, (value_count(list) + 1) * sizeof(*t->wrong));
	for (size_t i = 0; err == ERR_OK && i < value_count(list); i++) {
		const struct value *v = value_at(list, i);
		struct wrong_terms *w = &t->wrong[t->wrong_count++];

		memset(w, 0, sizeof(*w));
		if ((err = value_check_keys(v, keys, COUNT(keys), e)) != ERR_OK ||
		    (err = read_phrases(t, value_get(v, "within"), &w->within, e)) != ERR_OK ||
		    (err = read_phrases(t, value_get(v, "find"), &w->find, e)) != ERR_OK ||
		    (err = read_unless(value_get(v, "unless"), w, e)) != ERR_OK)
			return err;
		w->kind = value_get_text(v, "kind");
		w->digit = text_is(value_get_text(v, "change"), "digit");
		w->put = value_get_text(v, "put");
		w->add = value_get_text(v, "add");
		if (text_is_empty(w->kind) || (w->find.count > 0) == !text_is_empty(w->add))
			return value_err(e, ERR_INPUT, v,
			    "a wrong statement needs kind, and either find (with change: digit, or put) or add");
	}
	return err;
}

static enum err
read_terms(struct terms *t, const struct value *v, struct errinfo *e)
{
	static const char *const keys[] = {"language", "plain", "denials", "weekdays", "numbers",
	    "units", "unit_leads", "currencies", "days", "price", "difference", "back", "late",
	    "stock", "conditions", "general", "own", "states", "asks", "promises", "greets",
	    "generous",
	    /* the last five may be left out */
	    "proposals", "carriers", "no_carriers", "wrong", "told"};
	const struct {
		const char *path;
		struct phrases *to;
	} lists[] = {{"price", &t->price}, {"difference", &t->difference}, {"back", &t->back},
	    {"late", &t->late}, {"stock.in", &t->in_stock}, {"stock.out", &t->out_of_stock},
	    {"stock.left", &t->left}, {"conditions", &t->conditions}, {"general", &t->general},
	    {"own", &t->own}, {"asks", &t->asks}, {"greets", &t->greets},
	    {"generous", &t->generous}};
	enum err err = value_check_keys(v, keys, COUNT(keys), e);

	t->language = value_get_text(v, "language");
	t->told = value_get(v, "told");
	t->denials = value_get(v, "denials");
	t->weekdays = value_get(v, "weekdays");
	t->numbers = value_get(v, "numbers");
	t->units = value_get(v, "units");
	t->currencies = value_get(v, "currencies");
	t->carriers = value_get(v, "carriers");
	t->no_carriers = value_get(v, "no_carriers");
	word_list_make(&t->plain_words, t->arena, value_get(v, "plain"));
	word_list_make(&t->denial_words, t->arena, t->denials);
	word_list_make(&t->number_words, t->arena, t->numbers);
	word_list_make(&t->unit_words, t->arena, t->units);
	word_list_make(&t->unit_lead_words, t->arena, value_get(v, "unit_leads"));
	word_list_make(&t->currency_words, t->arena, t->currencies);
	for (size_t i = 0; err == ERR_OK && i + 5 < COUNT(keys); i++)
		if (value_get(v, keys[i]) == NULL)
			return value_err(e, ERR_INPUT, v, "%s: is missing", keys[i]);
	if (err == ERR_OK && value_count(t->weekdays) != 7)
		return value_err(e, ERR_INPUT, v, "weekdays are seven, Monday first");
	for (size_t i = 0; err == ERR_OK && i < COUNT(lists); i++)
		err = read_phrases(t, value_path(v, lists[i].path), lists[i].to, e);
	if (err != ERR_OK || (err = read_days(t, value_get(v, "days"), e)) != ERR_OK ||
	    (err = read_states(t, value_get(v, "states"), e)) != ERR_OK ||
	    (err = read_promises(t, value_get(v, "promises"), e)) != ERR_OK ||
	    (err = read_proposals(t, value_get(v, "proposals"), e)) != ERR_OK)
		return err;
	return read_wrong(t, value_get(v, "wrong"), e);
}

enum err
terms_load(const char *path, struct terms **out, struct errinfo *e)
{
	struct terms *t = mem_zero(1, sizeof(*t));
	struct value *v;
	enum err err;

	t->arena = arena_new();
	if ((err = value_load(t->arena, path, &v, e)) != ERR_OK ||
	    (err = read_terms(t, v, e)) != ERR_OK) {
		terms_free(&t);
		return err;
	}
	*out = t;
	return ERR_OK;
}

static void
phrases_clear(struct phrases *p)
{
	for (size_t i = 0; i < p->count; i++)
		pattern_free(&p->items[i]);
	p->count = 0;
}

void
terms_free(struct terms **out)
{
	struct terms *t = *out;

	if (t == NULL)
		return;
	for (int i = 0; i < DAY_ROLE_COUNT; i++)
		phrases_clear(&t->days[i]);
	for (size_t i = 0; i < t->state_count; i++)
		phrases_clear(&t->states[i].says);
	for (size_t i = 0; i < t->promise_count; i++)
		phrases_clear(&t->promises[i].says);
	for (size_t i = 0; i < t->proposal_count; i++)
		phrases_clear(&t->proposals[i].says);
	for (size_t i = 0; i < t->wrong_count; i++) {
		phrases_clear(&t->wrong[i].within);
		phrases_clear(&t->wrong[i].find);
	}
	phrases_clear(&t->price);
	phrases_clear(&t->difference);
	phrases_clear(&t->back);
	phrases_clear(&t->late);
	phrases_clear(&t->in_stock);
	phrases_clear(&t->out_of_stock);
	phrases_clear(&t->left);
	phrases_clear(&t->conditions);
	phrases_clear(&t->general);
	phrases_clear(&t->own);
	phrases_clear(&t->asks);
	phrases_clear(&t->greets);
	phrases_clear(&t->generous);
	arena_free(&t->arena);
	mem_free(t);
	*out = NULL;
}

void
phrase_text_make(struct phrase_text *t, const char *text)
{
	t->text = text;
	t->length = strlen(text);
	t->finds = NULL;
	t->looked = false;
}

static bool
find_anew(const struct phrases *p, struct phrase_text *t, size_t from, size_t *start,
    size_t *length)
{
	size_t s, n;
	bool found = false;

	if (!t->looked)
		pattern_look(&t->glance, t->text, t->length);
	t->looked = true;
	for (size_t i = 0; i < p->count; i++)
		if (pattern_may_match(p->items[i], &t->glance) &&
		    pattern_find(p->items[i], t->text, t->length, from, &s, &n) &&
		    (!found || s < *start)) {
			*start = s;
			*length = n;
			found = true;
		}
	return found;
}

bool
phrases_find_in(
    const struct phrases *p, struct phrase_text *t, size_t from, size_t *start, size_t *length)
{
	struct phrase_find *kept = t->finds != NULL && from == 0 ? &t->finds[p->number] : NULL;

	if (kept == NULL)
		return find_anew(p, t, from, start, length);
	if (kept->start == PHRASE_UNKNOWN)
		*kept = find_anew(p, t, 0, start, length)
		    ? (struct phrase_find){(uint16_t)*start, (uint16_t)*length}
		    : (struct phrase_find){PHRASE_NOWHERE, 0};
	if (kept->start == PHRASE_NOWHERE)
		return false;
	*start = kept->start;
	*length = kept->length;
	return true;
}

bool
phrases_find(const struct phrases *p, const char *text, size_t from, size_t *start, size_t *length)
{
	struct phrase_text t;

	if (p->count == 0)
		return false;
	phrase_text_make(&t, text);
	return phrases_find_in(p, &t, from, start, length);
}

size_t
phrases_last_in(const struct phrases *p, struct phrase_text *t, size_t end)
{
	size_t last = SIZE_MAX, from = 0, start, length;

	while (phrases_find_in(p, t, from, &start, &length) && start < end) {
		last = start;
		from = start + 1;
	}
	return last;
}

size_t
phrases_last_before(const struct phrases *p, const char *text, size_t end)
{
	struct phrase_text t;

	if (p->count == 0)
		return SIZE_MAX;
	phrase_text_make(&t, text);
	return phrases_last_in(p, &t, end);
}
