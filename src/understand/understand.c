/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/understand.h"

#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"

#include "message.h"

/* Shapes of postcodes that are sure by themselves: Ireland, Great Britain, Netherlands, Canada,
 * Poland, Portugal, United States (with the state or four figures more), Sweden and Czechia,
 * Luxembourg and other countries written with their letter, Andorra and Malta, Argentina, Japan,
 * Brazil. Bare digits of other countries need something that says so (slots_codes.c). */
static const struct {
	const char *shape;
	bool caseless;
} postcode_shapes[POSTCODE_SHAPES] = {
	{ "\\b[AC-FHKNPRTV-Y]([0-9]{2}|6W) ?[0-9AC-FHKNPRTV-Y]{4}\\b", true },
	{ "\\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][ABD-HJLNP-UW-Z]{2}\\b", true },
	{ "\\b[1-9][0-9]{3} ?[A-Z]{2}\\b", false },
	{ "\\b[ABCEGHJ-NPRSTVXY][0-9][A-Z] ?[0-9][A-Z][0-9]\\b", true },
	{ "(?<![0-9-])[0-9]{2}-[0-9]{3}(?![0-9-])", false },
	{ "(?<![0-9-])[0-9]{4}-[0-9]{3}(?![0-9-])", false },
	{ "\\b([A-Z]{2} [0-9]{5}|[0-9]{5}-[0-9]{4})\\b", false },
	{ "(?<![0-9-])(?<![0-9] )[1-9][0-9]{2} [0-9]{2}(?![0-9-])(?! [0-9])", false },
	{ "\\b(L|AD|LT|LV|A|D|I|F|CH|B|S|SE|FI|DK|N|MD|SI|HR|EE)-[0-9]{3,5}( [0-9]{2})?\\b", false },
	{ "\\b(AD[1-7]00|MSD ?[0-9]{4}|VLT ?[0-9]{4})\\b", false },
	{ "\\b[A-Z][0-9]{4}[A-Z]{3}\\b", false },
	{ "(?<![0-9-])[0-9]{3}-[0-9]{4}(?![0-9-])", false },
	{ "(?<![0-9-])[0-9]{5}-[0-9]{3}(?![0-9-])", false },
};

/* Where models are looked for: own first. */
struct places {
	struct arena *a;
	const char *folder, *own;
};

static const char *
model_path(const struct places *p, const char *kind)
{
	const char *name = arena_printf(p->a, "%s.model", kind);
	const char *own = p->own != NULL ? file_join(p->a, p->own, name) : NULL;

	return own != NULL && file_exists(own) ? own : file_join(p->a, p->folder, name);
}

static enum err
model_open(
    const struct places *p, const char *kind, struct classifier *out, struct errinfo *e)
{
	const char *path = model_path(p, kind);
	enum err rc = classifier_open(path, kind, out, e);
	struct errinfo why;

	if (rc == ERR_OK || p->own == NULL || !text_starts(path, p->own))
		return rc;
	why = *e;
	return err_set(e, rc,
	    "this world's own model can't be used: %.400s; make it anew by floorwalker intents learn --accept, or go back by --revert",
	    why.text);
}

static enum err
models_open(const char *folder, const char *own, struct understander *u, struct errinfo *e)
{
	struct places p = {arena_new(), folder, own};
	enum err rc = ERR_OK;

	if (text_is_empty(folder))
		p.folder = file_data(p.a, "models");
	if (p.folder == NULL)
		rc = err_set(e, ERR_NOT_FOUND,
		    "the folder of models wasn't found: run make, or make install");
	if (rc == ERR_OK)
		rc = model_open(&p, "intents", &u->intents, e);
	if (rc == ERR_OK)
		rc = model_open(&p, "reasons", &u->reasons, e);
	if (rc == ERR_OK)
		rc = model_open(&p, "sentiment", &u->sentiment, e);
	if (rc == ERR_OK)
		rc = model_open(&p, "language", &u->language, e);
	if (rc == ERR_OK)
		language_families(u);
	if (rc == ERR_OK)
		rc = words_open(model_path(&p, "words"), &u->words, e);
	arena_free(&p.a);
	return rc;
}

const char *
understander_language(const struct understander *u, size_t i)
{
	return i < u->language.head.classes ? u->language.labels[i] : NULL;
}

enum err
understander_open(const char *folder, struct understander **out, struct errinfo *e)
{
	return understander_open_over(folder, NULL, out, e);
}

enum err
understander_open_over(
    const char *folder, const char *own, struct understander **out, struct errinfo *e)
{
	struct understander *u = mem_zero(1, sizeof *u);
	enum err rc = models_open(folder, own, u, e);

	for (size_t i = 0; i < POSTCODE_SHAPES && rc == ERR_OK; i++)
		rc = pattern_new(
		    postcode_shapes[i].shape, postcode_shapes[i].caseless, &u->postcodes[i], e);
	if (rc != ERR_OK)
		understander_free(&u);
	*out = u;
	return rc;
}

void
understander_free(struct understander **u)
{
	if (*u == NULL)
		return;
	classifier_close(&(*u)->intents);
	classifier_close(&(*u)->reasons);
	classifier_close(&(*u)->sentiment);
	classifier_close(&(*u)->language);
	words_free(&(*u)->words);
	for (size_t i = 0; i < POSTCODE_SHAPES; i++)
		pattern_free(&(*u)->postcodes[i]);
	mem_free(*u);
	*u = NULL;
}

static int
by_place(const void *a, const void *b)
{
	const struct slot *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->probability > y->probability || x->probability < y->probability)
		return x->probability > y->probability ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return strcmp(x->value, y->value);
}

static void
slots_find(struct message *m)
{
	slots_find_codes(m);
	slots_find_dates(m);
	slots_find_products(m);
	slots_find_amounts(m);
	slots_find_people(m);
	slots_find_words(m);
	content_mark(m);
}

static void
slots_give(struct message *m, struct understanding *out)
{
	struct slot *slots = arena_alloc(m->a, (m->slot_count + 1) * sizeof *slots);

	memcpy(slots, m->slots, m->slot_count * sizeof *slots);
	qsort(slots, m->slot_count, sizeof *slots, by_place);
	out->slots = slots;
	out->slot_count = m->slot_count;
}

/* How many words of the message the lists of a language hold. */
static size_t
words_held(const struct message *m, const char *language)
{
	struct token *tokens;
	size_t count = text_tokens(m->a, m->text, m->length, &tokens), held = 0;
	struct word_note *notes = arena_alloc(m->a, (count + 1) * sizeof *notes);
	bool *is_held = arena_alloc(m->a, (count + 1) * sizeof *is_held);
	struct word_match *matches;
	size_t n;

	words_note(m->u->words, language, tokens, count, notes);
	n = words_match(m->u->words, m->a, language, tokens, notes, count, &matches);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < matches[i].count; k++) {
			held += !is_held[matches[i].start + k];
			is_held[matches[i].start + k] = true;
		}
	return held;
}

/* The shop's, unless those of another language hold clearly more of a message that could be in any:
 * what is said of lawyers or of fire must be heard in whatever language it is. */
static const char *
lists_by_words(const struct message *m, const char *own)
{
	const char *best = words_language(m->u->words, own), *language;
	size_t most = words_held(m, best);

	if (best[0] == '\0')
		return best;
	for (size_t i = 0; (language = words_language_at(m->u->words, i)) != NULL; i++) {
		size_t held = words_held(m, language);

		if (held > most + 1) {
			most = held;
			best = language;
		}
	}
	return best;
}

/* Those of the message's language where it is likely; of the conversation's; of the shop's. A first
 * message in a language without lists may be one with them, taken for its neighbour: all. */
static const char *
lists_for(const struct message *m, const struct understanding *u)
{
	const struct understand_context *context = m->context;
	const char *lists = words_language(m->u->words, u->language);
	bool likely = u->language[0] != '\0' && u->language_probability >= 0.6;

	if (likely && lists[0] != '\0')
		return lists;
	if (!text_is_empty(context->language))
		return words_language(m->u->words, context->language);
	return likely ? "" : lists_by_words(m, context->own_language);
}

enum err
understand(const struct understander *u, struct arena *a, const char *text,
    const struct understand_context *context, struct understanding *out, struct errinfo *e)
{
	return understand_judged(u, NULL, a, text, context, out, e);
}

enum err
understand_judged(const struct understander *u, struct judged *judged, struct arena *a,
    const char *text, const struct understand_context *context, struct understanding *out,
    struct errinfo *e)
{
	struct message *m = arena_alloc(a, sizeof *m);
	struct understand_index *own = NULL;
	struct str clean;

	memset(out, 0, sizeof *out);
	m->a = a;
	m->u = u;
	m->judged = judged;
	m->context = context;
	m->index = context->index;
	if (m->index == NULL) {
		enum err rc = understand_index_new(u, context->products, context->product_count,
		    context->order_pattern, context->shop_name, &own, e);

		if (rc != ERR_OK)
			return rc;
		m->index = own;
	}
	str_init(&clean);
	text_sanitise(&clean, text, strlen(text), TEXT_MESSAGE_LIMIT, NULL);
	m->text = out->text = arena_text_n(a, clean.data, clean.length);
	m->length = clean.length;
	str_clear(&clean);
	language_find(m, out);
	m->lists = lists_for(m, out);
	message_take_apart(m, out->text, m->length);
	slots_find(m);
	wishes_find(m, out);
	slots_give(m, out);
	out->sentiment = sentiment_find(m);
	signals_find(m, out);
	understand_index_free(&own);
	return ERR_OK;
}

const char *
slot_kind_name(enum slot_kind k)
{
	static const char *const names[SLOT_KIND_COUNT] = {"order_number", "email", "phone",
	    "postcode", "name", "address", "money", "date", "quantity", "product", "option",
	    "reason", "method", "country", "ordinal"};

	return (size_t)k < SLOT_KIND_COUNT ? names[k] : "";
}

const struct slot *
understanding_slot(const struct understanding *u, enum slot_kind k)
{
	for (size_t i = 0; i < u->slot_count; i++)
		if (u->slots[i].kind == k)
			return &u->slots[i];
	return NULL;
}

bool
slot_kind_is_personal(enum slot_kind k)
{
	return k == SLOT_ORDER_NUMBER || k == SLOT_EMAIL || k == SLOT_PHONE || k == SLOT_POSTCODE ||
	    k == SLOT_NAME || k == SLOT_ADDRESS;
}

static struct value *
guesses_to_value(struct arena *a, const struct intent_guess *guesses, size_t count)
{
	struct value *list = value_list(a);

	for (size_t i = 0; i < count; i++) {
		struct value *item = value_add_map(list);

		value_set_text(item, "intent", guesses[i].intent);
		value_set_real(item, "probability", guesses[i].probability);
	}
	return list;
}

static struct value *
signals_to_value(struct arena *a, const struct signals *s)
{
	struct value *v = value_map(a);

	value_set_real(v, "yes", s->yes);
	value_set_real(v, "no", s->no);
	value_set_bool(v, "consent", s->consent);
	value_set_real(v, "human", s->human);
	value_set_real(v, "correction", s->correction);
	value_set_real(v, "thanks", s->thanks);
	value_set_real(v, "goodbye", s->goodbye);
	value_set_real(v, "greeting", s->greeting);
	value_set_real(v, "unhappy_with_answer", s->unhappy_with_answer);
	value_set_text(v, "guarded", s->guarded);
	value_set_real(v, "injection", s->injection);
	return v;
}

struct value *
understanding_to_value(struct arena *a, const struct understanding *u)
{
	struct value *v = value_map(a), *slots;

	value_set_text(v, "language", u->language);
	value_set_real(v, "language_probability", u->language_probability);
	value_set(v, "intents", guesses_to_value(a, u->intents, u->intent_count));
	value_set(v, "wishes", guesses_to_value(a, u->wishes, u->wish_count));
	value_set_real(v, "out_of_scope", u->out_of_scope);
	value_set_real(v, "sentiment", u->sentiment);
	slots = value_set_list(v, "slots");
	for (size_t i = 0; i < u->slot_count; i++) {
		const struct slot *s = &u->slots[i];
		struct value *item = value_add_map(slots);

		value_set_text(item, "kind", slot_kind_name(s->kind));
		if (s->name[0] != '\0')
			value_set_text(item, "name", s->name);
		if (!slot_kind_is_personal(s->kind))
			value_set_text(item, "value", s->value);
		value_set_real(item, "probability", s->probability);
		value_set_int(item, "start", (int64_t)s->start);
		value_set_int(item, "length", (int64_t)s->length);
		if (s->except)
			value_set_bool(item, "except", true);
	}
	value_set(v, "signals", signals_to_value(a, &u->signals));
	return v;
}
