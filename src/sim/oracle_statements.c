/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/str.h"
#include "oracle_private.h"

static size_t
pair_at(const char *s)
{
	return ((size_t)((unsigned char)s[0] & ~32u) * 61 + ((unsigned char)s[1] & ~32u)) & 4095;
}

void
letter_pairs_make(struct letter_pairs *p, const char *text)
{
	*p = (struct letter_pairs){{0}};
	for (const char *s = text; *s != '\0' && s[1] != '\0'; s++)
		p->bits[pair_at(s) / 64] |= (uint64_t)1 << pair_at(s) % 64;
}

bool
letter_pairs_may_hold(const struct letter_pairs *p, const char *name)
{
	for (size_t i = 0; i < 6 && name[i] != '\0' && name[i + 1] != '\0'; i++)
		if (!(p->bits[pair_at(name + i) / 64] >> pair_at(name + i) % 64 & 1))
			return false;
	return true;
}

const char *
oracle_find(const char *text, const char *name)
{
	const unsigned char first = (unsigned char)name[0];
	size_t length = strlen(name);

	/* A letter and its other case differ in one bit: what only looks so is compared in full. */
	for (const char *s = text; length > 0; s++) {
		while (*s != '\0' && (((unsigned char)*s ^ first) & ~32u) != 0)
			s++;
		if (*s == '\0')
			return NULL;
		if (strncasecmp(s, name, length) == 0)
			return s;
	}
	return text;
}

bool
oracle_names(const char *text, const char *name)
{
	size_t length = strlen(name);

	for (const char *s = text; length > 0 && (s = oracle_find(s, name)) != NULL; s++)
		if ((s == text || !isalnum((unsigned char)s[-1])) && !isalnum((unsigned char)s[length]))
			return true;
	return false;
}

/* Of a postcode blanks don't count. */
static bool
has_code(const char *text, const char *code)
{
	for (; *text != '\0' && *code != '\0'; text++) {
		const char *s = text, *c = code;

		while (*c != '\0' && (*s == ' ' || *c == ' ' || tolower((unsigned char)*s) == tolower((unsigned char)*c))) {
			if (*s == '\0')
				break;
			if (*s == ' ' && *c != ' ')
				s++;
			else if (*c == ' ' && *s != ' ')
				c++;
			else {
				s++;
				c++;
			}
		}
		if (*c == '\0')
			return true;
	}
	return false;
}

/* Whether all facts of a way of the world's to prove who one is were shown. */
static bool
is_way_shown(const struct identity_way *way, const bool shown[IDENTITY_FACT_COUNT])
{
	for (size_t i = 0; i < way->count; i++)
		if (!shown[way->facts[i]])
			return false;
	return way->count > 0;
}

static void
note_shown(const struct oracle_case *c, struct arena *a, const char *text,
    bool shown[IDENTITY_FACT_COUNT])
{
	const struct customer *k = c->binding->customer;

	shown[IDENTITY_EMAIL] |= oracle_names(text, k->email);
	shown[IDENTITY_POSTCODE] |= has_code(text, k->address.postcode);
	shown[IDENTITY_NAME] |= oracle_names(text, arena_printf(a, "%s %s", k->given, k->family));
	shown[IDENTITY_PHONE] |= oracle_names(text, k->phone);
}

/* By an order of theirs. */
static void
note_order_shown(const struct order *order, const char *text, bool shown[IDENTITY_FACT_COUNT])
{
	shown[IDENTITY_ORDER_NUMBER] |= oracle_names(text, order->id);
	shown[IDENTITY_POSTCODE] |= has_code(text, order->address.postcode);
}

/* Whether the shopper has shown who they are, by one of the world's ways: of a number of an order of
 * theirs, their e-mail address, a postcode of theirs, their full name, their phone number. What a
 * conversation has been shown holds for all of it, also once they come back to it. */
static bool
is_proven(const struct oracle *o, const struct oracle_case *c, struct arena *a)
{
	const struct shop_records *r = oracle_records(o, c);
	bool shown[IDENTITY_FACT_COUNT] = { false }, proven = false;
	int facts = 0;

	for (size_t i = 0; i < c->earlier_count; i++)
		note_shown(c, a, c->earlier_texts[i], shown);
	for (size_t i = 0; i < c->shopper_count; i++)
		note_shown(c, a, c->shopper_texts[i], shown);
	for (size_t j = 0; j < r->order_count; j++) {
		if (!text_is(r->orders[j].customer_id, c->binding->customer->id))
			continue;
		for (size_t i = 0; i < c->earlier_count; i++)
			note_order_shown(&r->orders[j], c->earlier_texts[i], shown);
		for (size_t i = 0; i < c->shopper_count; i++)
			note_order_shown(&r->orders[j], c->shopper_texts[i], shown);
	}
	for (int i = 0; i < IDENTITY_FACT_COUNT; i++)
		facts += shown[i];
	if (o->settings->identity_count == 0)
		return facts >= 2;		/* a shop that says nothing of it: any two */
	for (size_t i = 0; i < o->settings->identity_count; i++)
		proven = proven || is_way_shown(&o->settings->identity[i], shown);
	return proven;
}

/* Where a conversation left a record as it found it, at the same place of both snapshots. */
static bool
is_as_before(const struct listening *l, const struct snapshot *s, size_t i)
{
	return s == l->c->after && i < l->c->before->count &&
	    text_is(l->c->before->items[i].kind, s->items[i].kind) &&
	    text_is(l->c->before->items[i].id, s->items[i].id) &&
	    text_is(l->c->before->items[i].body, s->items[i].body);
}

/* Goods as the conversation found them, and as it left them. */
static enum err
read_changed_goods(struct listening *l, const struct snapshot *s, struct errinfo *e)
{
	enum err err = ERR_OK;

	for (size_t i = 0; err == ERR_OK && i < s->count; i++) {
		const struct document *d = &s->items[i];

		if (!text_is(d->kind, "product") || is_as_before(l, s, i))
			continue;
		if ((err = goods_seen_read(l->oracle->goods, l->arena, d->id, d->body,
			 &l->changed[l->changed_count], e)) == ERR_OK)
			l->changed_count++;
	}
	return err;
}

/* "The order with the fleece in it": told by what is in it. */
static bool
is_told_by_goods(const struct listening *l, const struct order *o)
{
	for (size_t i = 0; i < o->line_count; i++) {
		const struct product *p =
		    records_product_of_sku(l->oracle->records, o->lines[i].sku);

		for (size_t j = 0; p != NULL && j < l->c->shopper_count; j++)
			if (oracle_find(l->c->shopper_texts[j], p->name) != NULL)
				return true;
	}
	return false;
}

/* Orders that either side names in the conversation, or the shopper the goods of; where none is,
 * any of theirs. */
static void
note_discussed(struct listening *l)
{
	const struct oracle_case *c = l->c;
	bool any = false;

	for (size_t i = 0; i < l->order_count; i++) {
		const char *id = l->orders[i].then->id;

		for (size_t j = 0; j < c->ai_count && !l->orders[i].discussed; j++)
			l->orders[i].discussed = oracle_names(c->ai_texts[j], id);
		for (size_t j = 0; j < c->shopper_count && !l->orders[i].discussed; j++)
			l->orders[i].discussed = oracle_names(c->shopper_texts[j], id);
		any = any || l->orders[i].discussed;
		l->orders[i].discussed =
		    l->orders[i].discussed || is_told_by_goods(l, l->orders[i].then);
	}
	for (size_t i = 0; !any && i < l->order_count; i++)
		l->orders[i].discussed = true;
}

static const struct order *
as_shown(const struct listening *l, const struct order *o, bool *throughout)
{
	struct order *shown = arena_alloc(l->arena, sizeof(*shown));

	return order_in_outage(l->arena, o, l->c->outages, l->c->outage_count, l->c->now_ms,
		   l->c->end_ms, shown, throughout)
	    ? shown
	    : NULL;
}

/* What its carrier showed is true of an order as long as it did; where that was from the beginning
 * to the end, nothing else is. */
static void
show_outages(const struct listening *l, struct order_view *v)
{
	const struct order *shown;
	bool throughout;

	if (l->c->outage_count == 0 || (shown = as_shown(l, v->then, &throughout)) == NULL)
		return;
	if (!throughout) {
		v->meanwhile = shown;
		return;
	}
	if (v->now == v->then)
		v->now = shown;
	else if (as_shown(l, v->now, NULL) != NULL)
		v->now = as_shown(l, v->now, NULL);
	v->then = shown;
}

static enum err
begin_listening(struct listening *l, struct errinfo *e)
{
	struct oracle *o = l->oracle;
	const struct customer *customer = l->c->binding->customer;
	const struct shop_records *r = oracle_records(o, l->c);
	enum err err = ERR_OK;

	l->changed = arena_alloc(l->arena, (l->c->before->count + l->c->after->count + 1) * sizeof(*l->changed));
	goods_seen_begin(o->goods);
	if ((err = read_changed_goods(l, l->c->before, e)) != ERR_OK || (err = read_changed_goods(l, l->c->after, e)) != ERR_OK)
		return err;
	for (size_t i = 0; i < l->c->earlier_count; i++)
		oracle_allow_shopper(o, l->c->earlier_texts[i], &l->person);
	for (size_t i = 0; i < l->c->shopper_count; i++)
		oracle_allow_shopper(o, l->c->shopper_texts[i], &l->person);
	oracle_allow_day(o, &l->person, l->c->now_ms);
	oracle_allow_day(o, &l->person, l->c->end_ms);
	if (!is_proven(o, l->c, l->arena))
		return ERR_OK;
	l->orders = arena_alloc(l->arena, (r->order_count + 1) * sizeof(*l->orders));
	for (size_t i = 0; err == ERR_OK && i < r->order_count; i++) {
		struct order_view *v = &l->orders[l->order_count];

		if (!text_is(r->orders[i].customer_id, customer->id))
			continue;
		memset(v, 0, sizeof(*v));
		v->then = &r->orders[i];
		l->order_count++;
		if ((err = oracle_order_now(o, l->arena, l->c, v->then, &v->now, e)) != ERR_OK)
			break;
		show_outages(l, v);
		oracle_allow_world_order(o, v->then, &v->figures);
		oracle_allow_differences(l, v->then, &v->figures);
		if (v->now != v->then)
			oracle_allow_order(o, v->now, &v->figures);
	}
	oracle_allow_account(o, customer, l->order_count, &l->person);
	note_discussed(l);
	return err == ERR_OK ? oracle_allow_account_now(l, e) : err;
}

static void
end_listening(struct listening *l)
{
	for (size_t i = 0; i < l->order_count; i++)
		allowed_clear(&l->orders[i].figures);
	allowed_clear(&l->person);
}

static bool
is_named(const struct judged *j, const char *id)
{
	return letter_pairs_may_hold(&j->pairs, id) && oracle_names(j->text, id);
}

/* A sentence is about the orders that it names, else about those of the sentence before, and a
 * message that has named none about any that was discussed. */
static void
note_orders(struct listening *l, const struct judged *j)
{
	bool any = false;

	for (size_t i = 0; i < l->order_count; i++)
		any = any || is_named(j, l->orders[i].then->id);
	for (size_t i = 0; any && i < l->order_count; i++)
		l->orders[i].meant = is_named(j, l->orders[i].then->id);
}

static void
note_products(struct listening *l, struct judged *j)
{
	for (size_t i = 0; i < l->named_count && j->named_count < 8; i++)
		if (oracle_find(j->text, l->named[i]->name) != NULL)
			l->product = j->named[j->named_count++] = l->named[i];
}

static void
begin_message(struct listening *l, const char *text)
{
	const struct oracle *o = l->oracle;
	struct letter_pairs pairs;

	phrase_text_make(l->message, text);
	letter_pairs_make(&pairs, text);
	l->named_count = 0;
	for (size_t i = 0; i < o->records->product_count && l->named_count < sizeof(l->named) / sizeof(l->named[0]); i++)
		if (letter_pairs_may_hold(&pairs, o->records->products[i].name) &&
		    oracle_find(text, o->records->products[i].name) != NULL)
			l->named[l->named_count++] = &o->records->products[i];
	for (size_t i = 0; i < l->order_count; i++)
		l->orders[i].meant = l->orders[i].discussed;
}

static struct allowed *
figures_of(struct listening *l, const struct product *p)
{
	return &l->oracle->products[p - l->oracle->records->products].figures;
}

/* Whether a word with digits claims anything: a number with its unit ("30-day", "65L") is a number,
 * short ones are sizes. */
static bool
is_claim(const char *word, size_t length)
{
	size_t digits = 0, i = 0;

	if (memchr(word, '@', length) != NULL)
		return true;
	while (i < length && (isdigit((unsigned char)word[i]) || word[i] == '.'))
		i++;
	if (i > 0 && (i == length || word[i] == '-' || isalpha((unsigned char)word[i])) && length - i <= 5)
		return false;
	for (i = 0; i < length; i++)
		digits += isdigit((unsigned char)word[i]) != 0;
	return length >= 6 && digits >= 2;
}

static bool
is_repeated(const struct judged *j, const char *word, size_t length)
{
	char text[128];

	if (length >= sizeof(text))
		return false;
	memcpy(text, word, length);
	text[length] = '\0';
	for (size_t i = 0; i < j->like_count; i++)
		if (oracle_names(j->like[i].sentence->text, text))
			return true;
	return false;
}

/* Order numbers, tracking numbers, codes and addresses must be of the orders meant, of the
 * shopper's account, the shopper's own words, or the world's. */
static const char *
wrong_word(struct listening *l, const struct judged *j)
{
	size_t at = 0, start, length;

	while (figure_word(j->text, &at, &start, &length)) {
		int64_t hash = oracle_word(j->text + start, length);
		bool known = !is_claim(j->text + start, length) || figure_set_has(&l->person.words, hash);

		for (size_t i = 0; !known && i < l->order_count; i++)
			known = l->orders[i].meant && figure_set_has(&l->orders[i].figures.words, hash);
		for (size_t i = 0; !known && i < j->named_count; i++)
			known = figure_set_has(&figures_of(l, j->named[i])->words, hash);
		if (!known && !is_repeated(j, j->text + start, length))
			return arena_printf(l->arena, "\"%.*s\" is nothing of this shopper's and stands in no file of the world", (int)length, j->text + start);
	}
	return NULL;
}

/* Its values one behind the other, as they are written of a thing. */
static const char *
values_of(struct arena *a, const struct variant *v, const char *between)
{
	const char *text = "";

	for (size_t i = 0; i < v->option_count; i++)
		text = arena_printf(a, "%s%s%s", text, i > 0 ? between : "", v->options[i].value);
	return text;
}

static const char *
without(struct arena *a, const char *text, const char *what)
{
	size_t length = strlen(what);
	const char *at;

	while (length > 1 && (at = oracle_find(text, what)) != NULL)
		text = arena_printf(a, "%.*s%s", (int)(at - text), text, at + length);
	return text;
}

/* A thing that comes in "leather, no" denies nothing: all values of a variant together are its
 * name, not what is said of it. */
static const char *
without_variants(struct listening *l, const struct judged *j)
{
	const char *text = j->text;

	for (size_t i = 0; i < j->named_count; i++)
		for (size_t k = 0; k < j->named[i]->variant_count; k++) {
			const struct variant *v = &j->named[i]->variants[k];

			if (v->option_count < 2)
				continue;
			text = without(l->arena, text, values_of(l->arena, v, ", "));
			text = without(l->arena, text, values_of(l->arena, v, " "));
		}
	return text;
}

/* What the sentence repeats, with the names of its goods and without them: a pattern of the world's
 * has other goods, or none. */
static void
find_like(struct listening *l, struct judged *j)
{
	struct corpus_sentence bare;
	const char *text = without_variants(l, j);

	corpus_look(l->oracle->corpus, l->arena, text, &j->read, j->like, &j->like_count);
	for (size_t i = 0; i < j->named_count; i++)
		text = oracle_without_name(l->arena, j->named[i], text);
	if (j->named_count == 0)
		return;
	corpus_look(l->oracle->corpus, l->arena, text, &bare, j->like, &j->like_count);
}

static void
judge_sentence(struct listening *l, const char *text)
{
	struct phrase_text said;
	struct judged j = { .text = text, .said = &said };
	const char *what;

	phrases_seen_text(l->oracle->seen, &said, text);
	letter_pairs_make(&j.pairs, text);
	note_orders(l, &j);
	note_products(l, &j);
	find_like(l, &j);
	if ((what = wrong_word(l, &j)) == NULL && (what = oracle_wrong_figure(l, &j)) == NULL && (what = oracle_wrong_goods(l, &j)) == NULL) {
		what = oracle_wrong_claim(l, &j);
		l->out->claims += what != NULL;
	}
	if (what == NULL)
		return;
	l->out->statements++;
	str_addf(&l->out->why, "%s: %s\n", what, text);
}

enum err
oracle_judge_statements(struct oracle *o, struct arena *a, const struct oracle_case *c, struct oracle_verdict *out, struct errinfo *e)
{
	struct phrase_text message;
	struct listening l = { .oracle = o, .c = c, .arena = a, .out = out, .product = c->binding->product };
	enum err err = begin_listening(&l, e);

	out->statements = out->claims = 0;
	for (size_t i = 0; err == ERR_OK && i < c->ai_count; i++) {
		const char *sentence;
		size_t at = 0;

		l.message = &message;
		begin_message(&l, c->ai_texts[i]);
		while ((sentence = sentence_next(a, message.text, &at)) != NULL)
			judge_sentence(&l, sentence);
	}
	end_listening(&l);
	return err;
}
