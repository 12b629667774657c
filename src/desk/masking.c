/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Personal data in what is stored readable: masked when it is written, by patterns; and anew, by
 * what the shop knows of them, once a shopper has proven who they are.
 */
#include "private.h"

#include <string.h>

#include "floorwalker/base/utf8.h"
#include "floorwalker/text/mask_known.h"
#include "floorwalker/text/translate.h"

#define COUNT(x) (sizeof(x) / sizeof(*(x)))

static bool
set_kinds(const struct settings *s, struct mask_options *o)
{
	for (size_t i = 0; i < s->mask_count; i++) {
		enum pii_kind k;
		if (!pii_kind_from(s->mask[i], &k))
			return false;
		o->kinds[k] = true;
	}
	o->order_pattern = s->order_pattern;
	return true;
}

/* A text as the shop has it and as hasty people type it, without accents; how many that makes. */
static size_t
as_written(struct arena *a, const char *text, const char *out[2])
{
	struct str plain;
	if (text_is_empty(text))
		return 0;
	str_init(&plain);
	utf8_fold_plain(&plain, text, strlen(text));
	out[0] = text;
	out[1] = arena_text_n(a, plain.data, plain.length);
	str_clear(&plain);
	return text_is_fold(out[0], out[1]) ? 1 : 2;
}

/* "Weir View" of "3 Weir View": a street is told without its number too. "" where one word is left,
 * which may be any word. */
static const char *
street_of(struct arena *a, const char *line)
{
	if (text_is_empty(line))
		return "";
	const char *end = line + strlen(line);
	for (size_t n;
	     (n = strcspn(line, " ")) > 0 && line[n] == ' ' && strcspn(line, "0123456789") < n;)
		line += n + 1;
	for (const char *last; (last = memrchr(line, ' ', (size_t)(end - line))) != NULL &&
	     last + 1 + strcspn(last + 1, "0123456789") < end;)
		end = last;
	while (end > line && strchr(" ,", end[-1]) != NULL)
		end--;
	return memchr(line, ' ', (size_t)(end - line)) == NULL
	    ? ""
	    : arena_text_n(a, line, (size_t)(end - line));
}

static void
fill_known(struct arena *a, const struct customer *c, struct mask_options *o)
{
	const char *const own[] = {c->given, c->family},
			  *const lines[] = {c->address.line1, c->address.line2,
			      street_of(a, c->address.line1), c->address.postcode, c->email,
			      c->phone};
	const char **names = arena_alloc(a, 2 * COUNT(own) * sizeof *names),
		   **texts = arena_alloc(a, 2 * COUNT(lines) * sizeof *texts);
	for (size_t i = 0; i < COUNT(own); i++)
		o->known_name_count += as_written(a, own[i], names + o->known_name_count);
	for (size_t i = 0; i < COUNT(lines); i++)
		o->known_text_count += as_written(a, lines[i], texts + o->known_text_count);
	o->known_names = names;
	o->known_texts = texts;
}

/* Simulated desks follow one another with the same customers, each of whom comes to any one of them
 * once: their maskers outlive a desk, on a shelf of the tools. What is known of real people doesn't. */
#define SHELF_MOST 256
struct masker_shelf {
	struct shelved {
		char *known;		/* all that the masker was made of */
		struct masker *masker;
	} items[SHELF_MOST];
	size_t count;
};

struct masker_shelf *
masker_shelf_new(void)
{
	return mem_zero(1, sizeof(struct masker_shelf));
}

void
masker_shelf_free(struct masker_shelf **s)
{
	if (*s == NULL)
		return;
	for (size_t i = 0; i < (*s)->count; i++) {
		mem_free((*s)->items[i].known);
		masker_free(&(*s)->items[i].masker);
	}
	mem_free(*s);
	*s = NULL;
}

static const char *
all_known(struct arena *a, const struct customer *c)
{
	const char *parts[] = {c->given, c->family, c->address.line1, c->address.line2,
	    c->address.postcode, c->email, c->phone};
	struct str s;
	str_init(&s);
	for (size_t i = 0; i < COUNT(parts); i++)
		str_addf(&s, "%s\n", parts[i] == NULL ? "" : parts[i]);
	const char *out = arena_text_n(a, s.data, s.length);
	str_clear(&s);
	return out;
}

/* *shelved: the shelf keeps it, and the caller doesn't. NULL where there can be none. */
static struct masker *
make_masker(struct desk *d, struct arena *a, const struct customer *c, bool *shelved)
{
	struct masker_shelf *s = d->simulated ? d->tools->shelf : NULL;
	const char *known = all_known(a, c);
	struct mask_options o = {0};
	struct masker *m;
	*shelved = true;
	for (size_t i = 0; s != NULL && i < s->count; i++)
		if (strcmp(s->items[i].known, known) == 0)
			return s->items[i].masker;
	fill_known(a, c, &o);
	if (masker_new_over(d->tools->masker, &o, &m, NULL) != ERR_OK)
		return NULL;
	*shelved = s != NULL && s->count < SHELF_MOST;
	if (*shelved)
		s->items[s->count++] = (struct shelved){mem_text(known), m};
	return m;
}

void
known_masker_clear(struct known_masker *k)
{
	mem_free(k->customer_id);
	if (!k->is_shelved)
		masker_free(&k->masker);
	*k = (struct known_masker){0};
}

/* The masker for a proven customer, from the last few; the common one where the shop doesn't know
 * them. */
static const struct masker *
masker_of(struct desk *d, struct arena *a, const char *customer_id)
{
	if (text_is_empty(customer_id))
		return d->tools->masker;
	for (size_t i = 0; i < KNOWN_MASKERS; i++)
		if (d->known[i].customer_id != NULL &&
		    strcmp(d->known[i].customer_id, customer_id) == 0)
			return d->known[i].masker;
	struct customer c;
	bool shelved;
	if (shop_customer(d->shop, a, customer_id, &c, NULL) != ERR_OK)
		return d->tools->masker;
	struct masker *m = make_masker(d, a, &c, &shelved);
	if (m == NULL)
		return d->tools->masker;
	struct known_masker *slot = &d->known[d->known_next++ % KNOWN_MASKERS];
	known_masker_clear(slot);
	*slot = (struct known_masker){mem_text(customer_id), m, shelved};
	return m;
}

enum err
record_masker_new(const struct settings *s, struct masker **out, struct errinfo *e)
{
	struct mask_options o = {0};
	if (!set_kinds(s, &o))
		return err_set(
		    e, ERR_INPUT, tr("world.yaml: mask has a word that is no kind of personal data"));
	enum err r = masker_new(&o, out, e);
	if (r == ERR_OK)
		masker_remember(*out);
	return r;
}

const char *
record_mask(struct desk *d, struct arena *a, const char *customer_id, const char *text)
{
	struct str s;
	if (text_is_empty(text))
		return "";
	const struct masker *m = masker_of(d, a, customer_id);
	struct pii *found;
	size_t length = strlen(text);
	if (masker_find(m, a, text, length, &found) == 0)
		return arena_text_n(a, text, length);
	str_init(&s);
	masker_apply(m, &s, text, length);
	char *out = arena_text_n(a, s.data, s.length);
	str_clear(&s);
	return out;
}

/* Words of our own tables (order_status, KB-returns#2, 0.93) can't be personal. */
static bool
is_own_word(const char *s)
{
	bool lower = false, joint = false;
	for (; *s != '\0'; s++) {
		if (*s >= 'a' && *s <= 'z')
			lower = true;
		else if (*s == '_' || *s == '#')
			joint = true;
		else
			return false;
	}
	return lower && joint;
}

struct value *
record_mask_value(struct desk *d, struct arena *a, const char *customer_id, const struct value *v)
{
	struct value *out;
	switch (value_kind(v)) {
	case VALUE_TEXT: {
		const char *s = value_as_text(v, "");
		return value_text(a, is_own_word(s) ? s : record_mask(d, a, customer_id, s));
	}
	case VALUE_LIST:
		out = value_list(a);
		for (size_t i = 0; i < value_count(v); i++)
			value_add(out, record_mask_value(d, a, customer_id, value_at(v, i)));
		return out;
	case VALUE_MAP:
		out = value_map(a);
		for (size_t i = 0; i < value_count(v); i++)
			value_set(out, value_key_at(v, i),
			    record_mask_value(d, a, customer_id, value_at(v, i)));
		return out;
	default:
		return value_copy(a, v);
	}
}

/* ---- masked anew */

static const char *
mask_json(struct desk *d, struct arena *a, const char *customer_id, const char *json)
{
	struct value *v;
	struct str s;
	if (value_parse_json(a, "trace", json, strlen(json), &value_limits_file, &v, NULL) !=
	    ERR_OK)
		return record_mask(d, a, customer_id, json);
	str_init(&s);
	value_print(&s, record_mask_value(d, a, customer_id, v));
	const char *out = arena_text_n(a, s.data, s.length);
	str_clear(&s);
	return out;
}

static enum err
mask_messages(struct use *u, const struct conversation *c, struct errinfo *e)
{
	struct message_list list;
	enum err r = store_message_list(u->d->store, u->a, c->id, 0, &list, e);
	for (size_t i = 0; r == ERR_OK && i < list.count; i++) {
		const struct message *m = &list.items[i];
		const char *raw =
		    record_unseal(u->d, u->a, c, "message", m->sealed, m->sealed_size, m->text);
		const char *text = record_mask(u->d, u->a, c->customer_id, raw);
		if (!text_is(text, m->text))
			r = store_message_set_text(u->d->store, m->id, text, e);
	}
	return r;
}

static enum err
mask_traces(struct use *u, const struct conversation *c, struct errinfo *e)
{
	struct turn_list list;
	enum err r = store_turn_list(u->d->store, u->a, c->id, &list, e);
	for (size_t i = 0; r == ERR_OK && i < list.count; i++) {
		const struct turn *t = &list.items[i];
		const char *trace =
		    text_is_empty(t->trace) ? "" : mask_json(u->d, u->a, c->customer_id, t->trace);
		if (*trace != '\0' && !text_is(trace, t->trace))
			r = store_turn_set_trace(u->d->store, t->id, trace, e);
	}
	return r;
}

static enum err
mask_notes(struct use *u, const struct conversation *c, struct errinfo *e)
{
	struct note *list;
	size_t count;
	enum err r = store_note_list(u->d->store, u->a, c->id, &list, &count, e);
	for (size_t i = 0; r == ERR_OK && i < count; i++) {
		const char *text = record_mask(u->d, u->a, c->customer_id, list[i].text);
		if (!text_is(text, list[i].text))
			r = store_note_set_text(u->d->store, list[i].id, text, e);
	}
	return r;
}

/* A tag that turns out to be personal goes. */
static const char *
keep_tags(struct use *u, const struct conversation *c)
{
	struct str kept;
	const char *s = c->tags;
	str_init(&kept);
	while (*s != '\0') {
		size_t n = strcspn(s, " ");
		const char *tag = arena_text_n(u->a, s, n);
		if (text_is(record_mask(u->d, u->a, c->customer_id, tag), tag))
			str_addf(&kept, "%s%s", kept.length > 0 ? " " : "", tag);
		s += n + (s[n] == ' ');
	}
	const char *out = arena_text_n(u->a, kept.data, kept.length);
	str_clear(&kept);
	return out;
}

enum err
record_mask_anew(struct use *u, struct conversation *c, struct errinfo *e)
{
	enum err r;
	if ((r = mask_messages(u, c, e)) != ERR_OK || (r = mask_traces(u, c, e)) != ERR_OK ||
	    (r = mask_notes(u, c, e)) != ERR_OK)
		return r;
	c->preview = record_mask(u->d, u->a, c->customer_id, c->preview);
	c->summary = record_mask(u->d, u->a, c->customer_id, c->summary);
	c->draft = record_mask(u->d, u->a, c->customer_id, c->draft);
	c->snooze_reason = record_mask(u->d, u->a, c->customer_id, c->snooze_reason);
	c->tags = keep_tags(u, c);
	return ERR_OK;
}
