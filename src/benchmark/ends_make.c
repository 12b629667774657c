/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tasks out of a world's records. What is drawn becomes a wish to be refused where the policy's
 * words forbid it for one reason alone, so that it is known what has to be said.
 */
#include "ends.h"

#include <string.h>

#include "floorwalker/model/money.h"

#define DRAWS_MOST 4000	/* for one task; a world that never has it in so many has it not */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

const char *const ends_names[ENDS_ENDS] = { "refuse", "transfer", "tell" };

/* ---- drawing */

size_t
ends_below(struct ends_maker *m, size_t bound)
{
	return (size_t)random_below(&m->random, bound);
}

static const struct customer *
find_customer(const struct shop_records *r, const char *id)
{
	for (size_t i = 0; i < r->customer_count; i++)
		if (text_is(r->customers[i].id, id))
			return &r->customers[i];
	return NULL;
}

/* An order of anybody's, who then speaks of it. */
const struct order *
ends_any_order(struct ends_maker *m, struct ends_task *out)
{
	const struct order *o;

	if (m->records->order_count == 0)
		return NULL;
	o = &m->records->orders[ends_below(m, m->records->order_count)];
	out->wish.order = o;
	out->wish.who = find_customer(m->records, o->customer_id);
	return out->wish.who != NULL ? o : NULL;
}

const struct product *
ends_product_of(const struct shop_records *r, const char *sku, const struct variant **v)
{
	for (size_t i = 0; i < r->product_count; i++)
		for (size_t j = 0; j < r->products[i].variant_count; j++)
			if (text_is(r->products[i].variants[j].sku, sku)) {
				*v = &r->products[i].variants[j];
				return &r->products[i];
			}
	return NULL;
}

const struct order_line *
ends_any_line(struct ends_maker *m, const struct order *o, struct ends_task *out)
{
	const struct order_line *l = &o->lines[ends_below(m, o->line_count)];
	const struct variant *v;
	size_t same = 0;

	for (size_t i = 0; i < o->line_count; i++)
		same += text_is(o->lines[i].product_id, l->product_id);
	if (same != 1 || l->quantity != 1 ||
	    (out->wish.product = ends_product_of(m->records, l->sku, &v)) == NULL)
		return NULL;
	out->wish.line = l;
	out->item = arena_printf(m->arena, "the %s", out->wish.product->name);
	return l;
}

/* A number or a letter alone would be no word to anybody. */
static bool
needs_name(const char *value)
{
	return strlen(value) < 3 || strspn(value, "0123456789 .-") == strlen(value);
}

const char *
ends_options(struct arena *a, const struct variant *v)
{
	const char *text = "";

	for (size_t i = 0; i < v->option_count; i++)
		text = arena_printf(a, "%s%s%s%s%s", text, i > 0 ? ", " : "",
		    needs_name(v->options[i].value) ? v->options[i].name : "",
		    needs_name(v->options[i].value) ? " " : "", v->options[i].value);
	return text;
}

const char *
ends_money(struct ends_maker *m, int64_t minor)
{
	const char *text;
	struct str s;

	str_init(&s);
	money_print_plain(&s, minor, m->settings->currency);
	text = arena_text(m->arena, s.data);
	str_clear(&s);
	return text;
}

/* ---- to be refused */

static const struct payment_method *
any_method(struct ends_maker *m, const struct customer *c)
{
	const struct payment_method *x =
	    c->method_count > 0 ? &c->methods[ends_below(m, c->method_count)] : NULL;

	for (size_t i = 0; x != NULL && i < c->method_count; i++)
		if (&c->methods[i] != x && text_is(c->methods[i].label, x->label))
			return NULL;	/* nobody could say which */
	return x;
}

static void
draw_address(struct ends_maker *m, struct ends_task *out)
{
	const struct customer *c = &m->records->customers[ends_below(m, m->records->customer_count)];
	const struct address *x = &c->address;

	out->address = arena_printf(m->arena, "%s%s%s, %s, %s %s", x->line1,
	    text_is_empty(x->line2) ? "" : ", ", x->line2, x->city, x->region, x->postcode);
	out->postcode = x->postcode;
	out->city = x->city;
}

/* What a piece shall become: mostly of its own product. */
static bool
draw_new(struct ends_maker *m, struct ends_task *out, bool other)
{
	const struct shop_records *r = m->records;
	const struct product *p =
	    other ? &r->products[ends_below(m, r->product_count)] : out->wish.product;
	const struct variant *v;

	if (p->variant_count == 0)
		return false;
	v = &p->variants[ends_below(m, p->variant_count)];
	if (text_is(v->sku, out->wish.line->sku))
		return false;
	out->wish.new_product = p;
	out->wish.becomes = v;
	out->becomes = other ? arena_printf(m->arena, "the %s (%s)", p->name, ends_options(m->arena, v))
			     : ends_options(m->arena, v);
	return true;
}

static bool
draw_goods(struct ends_maker *m, struct ends_task *out, enum ends_sentence sentence)
{
	struct ends_wish *w = &out->wish;

	if (ends_any_line(m, w->order, out) == NULL)
		return false;
	if (w->kind == ACTION_RETURN)
		return true;
	return draw_new(m, out, sentence == ENDS_OTHER_PRODUCT);
}

/* The same wish as the other of the two: what can't be exchanged yet can be changed, and there the
 * right end is that, not a refusal. */
static bool
can_be_met_otherwise(const struct ends_wish *w)
{
	struct ends_wish other = *w;

	if (w->kind != ACTION_EXCHANGE && w->kind != ACTION_ITEM_CHANGE)
		return false;
	other.kind = w->kind == ACTION_EXCHANGE ? ACTION_ITEM_CHANGE : ACTION_EXCHANGE;
	return ends_forbidden_by(&other) == 0;
}

static bool
draw_refusal(struct ends_maker *m, const struct ends_row *row, struct ends_task *out)
{
	struct ends_wish *w = &out->wish;

	w->kind = row->wants;
	w->items_changed_before = row->sentence == ENDS_ONCE;
	w->other_reason = row->sentence == ENDS_REASON;
	if (ends_any_order(m, out) == NULL)
		return false;
	if (row->sentence == ENDS_NOT_THEIRS)
		w->who = &m->records->customers[ends_below(m, m->records->customer_count)];
	if ((w->kind == ACTION_RETURN || w->kind == ACTION_EXCHANGE || w->kind == ACTION_ITEM_CHANGE) &&
	    !draw_goods(m, out, row->sentence))
		return false;
	if (w->kind != ACTION_CANCEL && w->kind != ACTION_ADDRESS_CHANGE &&
	    ((w->method = any_method(m, w->who)) == NULL))
		return false;
	out->method = w->method != NULL ? w->method->label : "";
	if (w->kind == ACTION_ADDRESS_CHANGE)
		draw_address(m, out);
	if (w->kind == ACTION_CANCEL)
		out->reason = w->other_reason ? "cancel.reason.other"
		    : m->made % 2 == 0	      ? "cancel.reason.changed_mind"
					      : "cancel.reason.ordered_by_mistake";
	out->must_say = arena_printf(m->arena, "because.%s", ends_sentence_names[row->sentence]);
	return ends_forbidden_by(w) == 1u << row->sentence && !can_be_met_otherwise(w);
}

static const struct ends_row refuse_rows[] = {
	{ "cancel, status", "cancel", NULL, ACTION_CANCEL, ENDS_STATUS },
	{ "return, status", "return", NULL, ACTION_RETURN, ENDS_STATUS },
	{ "exchange, other product", "exchange", NULL, ACTION_EXCHANGE, ENDS_OTHER_PRODUCT },
	{ "payment change, short card", "payment_change", NULL, ACTION_PAYMENT_CHANGE, ENDS_SHORT_CARD },
	{ "address change, status", "address_change", NULL, ACTION_ADDRESS_CHANGE, ENDS_STATUS },
	{ "item change, once", "item_change", NULL, ACTION_ITEM_CHANGE, ENDS_ONCE },
	{ "return, refund method", "return", NULL, ACTION_RETURN, ENDS_REFUND_METHOD },
	{ "cancel, not theirs", "cancel", NULL, ACTION_CANCEL, ENDS_NOT_THEIRS },
	{ "item change, unavailable", "item_change", NULL, ACTION_ITEM_CHANGE, ENDS_UNAVAILABLE },
	{ "payment change, same method", "payment_change", NULL, ACTION_PAYMENT_CHANGE, ENDS_SAME_METHOD },
	{ "exchange, status", "exchange", NULL, ACTION_EXCHANGE, ENDS_STATUS },
	{ "cancel, reason", "cancel", NULL, ACTION_CANCEL, ENDS_REASON },
	{ "item change, short card", "item_change", NULL, ACTION_ITEM_CHANGE, ENDS_SHORT_CARD },
	{ "exchange, unavailable", "exchange", NULL, ACTION_EXCHANGE, ENDS_UNAVAILABLE },
	{ "payment change, status", "payment_change", NULL, ACTION_PAYMENT_CHANGE, ENDS_STATUS },
	{ "item change, status", "item_change", NULL, ACTION_ITEM_CHANGE, ENDS_STATUS },
	{ "cancel, once", "cancel", NULL, ACTION_CANCEL, ENDS_ONCE },
	{ "return, not theirs", "return", NULL, ACTION_RETURN, ENDS_NOT_THEIRS },
	{ "item change, other product", "item_change", NULL, ACTION_ITEM_CHANGE, ENDS_OTHER_PRODUCT },
	{ "exchange, short card", "exchange", NULL, ACTION_EXCHANGE, ENDS_SHORT_CARD },
	{ "address change, once", "address_change", NULL, ACTION_ADDRESS_CHANGE, ENDS_ONCE },
	{ "payment change, once", "payment_change", NULL, ACTION_PAYMENT_CHANGE, ENDS_ONCE },
};

/* ---- for people: "if and only if the request cannot be handled within the scope of your
 * actions" */

static bool
draw_for_person(struct ends_maker *m, struct ends_task *out)
{
	out->reasons = ENDS_REASONS(HANDOFF_ASKED_FOR_HUMAN);
	return ends_any_order(m, out) != NULL;
}

static bool
draw_beyond(struct ends_maker *m, struct ends_task *out)
{
	out->reasons = ENDS_REASONS(HANDOFF_OUT_OF_SCOPE) | ENDS_REASONS(HANDOFF_POLICY);
	out->offered_reasons = ENDS_REASONS(HANDOFF_ASKED_FOR_HUMAN);
	return ends_any_order(m, out) != NULL;
}

static bool
draw_guarded(struct ends_maker *m, struct ends_task *out)
{
	out->reasons = ENDS_REASONS(HANDOFF_GUARDED_TOPIC);
	return ends_any_order(m, out) != NULL && ends_any_line(m, out->wish.order, out) != NULL;
}

static bool
draw_with_status(struct ends_maker *m, struct ends_task *out, const char *status)
{
	return draw_beyond(m, out) && text_is(out->wish.order->status, status) &&
	    ends_any_line(m, out->wish.order, out) != NULL;
}

static bool
draw_beyond_delivered(struct ends_maker *m, struct ends_task *out)
{
	return draw_with_status(m, out, "delivered");
}

static bool
draw_beyond_pending(struct ends_maker *m, struct ends_task *out)
{
	return draw_with_status(m, out, "pending");
}

static bool
draw_beyond_cancelled(struct ends_maker *m, struct ends_task *out)
{
	return draw_with_status(m, out, "cancelled");
}

static const struct ends_row transfer_rows[] = {
	{ "person", "person", draw_for_person, ACTION_KIND_COUNT, 0 },
	{ "account's e-mail", "account_email", draw_beyond, ACTION_KIND_COUNT, 0 },
	{ "not arrived", "not_arrived", draw_beyond_delivered, ACTION_KIND_COUNT, 0 },
	{ "person after a question", "person_then", draw_for_person, ACTION_KIND_COUNT, 0 },
	{ "piece missing", "piece_missing", draw_beyond_delivered, ACTION_KIND_COUNT, 0 },
	{ "claim at law", "law", draw_guarded, ACTION_KIND_COUNT, 0 },
	{ "undo a cancellation", "undo_cancel", draw_beyond_cancelled, ACTION_KIND_COUNT, 0 },
	{ "person, no machine", "person_no_machine", draw_for_person, ACTION_KIND_COUNT, 0 },
	{ "repair", "repair", draw_beyond_delivered, ACTION_KIND_COUNT, 0 },
	{ "hurt", "hurt", draw_guarded, ACTION_KIND_COUNT, 0 },
	{ "close the account", "account_close", draw_beyond, ACTION_KIND_COUNT, 0 },
	{ "sent sooner", "sooner", draw_beyond_pending, ACTION_KIND_COUNT, 0 },
};

/* ---- all */

static bool
is_made_already(const struct ends_task *tasks, size_t count, const struct ends_task *x)
{
	for (size_t i = 0; i < count; i++) {
		const struct ends_task *t = &tasks[i];

		if (text_is(t->kind, x->kind) && t->wish.who == x->wish.who &&
		    t->wish.order == x->wish.order && t->wish.line == x->wish.line &&
		    t->wish.becomes == x->wish.becomes && t->wish.product == x->wish.product)
			return true;
	}
	return false;
}

static bool
draw_task(struct ends_maker *m, enum ends_end end, const struct ends_row *row,
    const struct ends_task *tasks, size_t count, struct ends_task *out)
{
	for (int i = 0; i < DRAWS_MOST; i++) {
		*out = (struct ends_task){.end = end,
		    .kind = row->kind,
		    .act = row->act,
		    .item = "",
		    .option = "",
		    .becomes = "",
		    .method = "",
		    .address = "",
		    .postcode = "",
		    .city = "",
		    .reason = "",
		    .must_say = "",
		    .must_not_say = ""};
		out->wish.kind = ACTION_KIND_COUNT;
		if ((row->draw != NULL ? row->draw(m, out) : draw_refusal(m, row, out)) &&
		    !is_made_already(tasks, count, out))
			return true;
	}
	return false;
}

static void
make_of(struct ends_maker *m, enum ends_end end, const struct ends_row *rows, size_t row_count,
    size_t count, struct ends_task *tasks, size_t *made)
{
	size_t wanted = *made + count, failed = 0;

	for (size_t i = 0; *made < wanted && failed < row_count; i++) {
		m->made = i / row_count;
		if (draw_task(m, end, &rows[i % row_count], tasks, *made, &tasks[*made])) {
			failed = 0;
			(*made)++;
		} else {
			failed++;
		}
	}
}

void
ends_make(struct arena *a, const struct world *w, uint64_t seed, size_t count,
    struct ends_task **out, size_t *made)
{
	struct ends_maker m = {
	    .arena = a, .records = world_records(w), .settings = world_settings(w)};
	size_t third = count / 3;

	*out = arena_alloc(a, (count + 1) * sizeof(**out));
	*made = 0;
	random_init(&m.random, seed, "ends");
	make_of(&m, ENDS_REFUSE, refuse_rows, COUNT(refuse_rows), count - 2 * third, *out, made);
	make_of(&m, ENDS_TRANSFER, transfer_rows, COUNT(transfer_rows), third, *out, made);
	make_of(&m, ENDS_TELL, ends_tell_rows, ends_tell_row_count, third, *out, made);
}

static void
set_where_said(struct value *v, const char *key, const char *text)
{
	if (!text_is_empty(text))
		value_set_text(v, key, text);
}

struct value *
ends_task_value(struct arena *a, const struct ends_task *t, size_t number)
{
	struct value *v = value_map(a), *outputs;

	value_set_int(v, "id", (int64_t)number);
	value_set_text(v, "user_id", t->wish.who->id);
	(void)value_set_list(v, "actions");
	value_set_text(v, "end", ends_names[t->end]);
	value_set_text(v, "kind", t->kind);
	if (t->wish.order != NULL)
		value_set_text(v, "order", t->wish.order->id);
	if (t->wish.items_changed_before)
		value_set_bool(v, "items_changed_before", true);
	set_where_said(v, "item", t->item);
	set_where_said(v, "becomes", t->becomes);
	set_where_said(v, "option", t->option);
	set_where_said(v, "method", t->method);
	set_where_said(v, "address", t->address);
	outputs = value_set_list(v, "outputs");
	for (size_t i = 0; i < t->output_count; i++)
		value_add_text(outputs, t->outputs[i]);
	set_where_said(v, "must_say", t->must_say);
	set_where_said(v, "must_not_say", t->must_not_say);
	return v;
}
