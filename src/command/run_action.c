/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Commands on actions: propose, and the list of those that wait.
 */
#include <string.h>

#include "floorwalker/model/money.h"
#include "floorwalker/shop/shop.h"
#include "floorwalker/text/translate.h"
#include "private.h"

/* ---- propose: NAME=VALUE … into params */

/* "1", "1x2", "1:SKU", apart by commas. */
static enum err
read_lines(struct arena *a, struct value *params, const char *text, struct errinfo *e)
{
	struct value *list = value_set_list(params, "lines");
	char *copy = arena_text(a, text), *save = NULL;
	for (char *part = strtok_r(copy, ",", &save); part != NULL;
	     part = strtok_r(NULL, ",", &save)) {
		struct value *item = value_add_map(list);
		char *mark = strpbrk(part, "x:");
		char kind = mark == NULL ? '\0' : *mark;
		int64_t id, n;
		if (mark != NULL)
			*mark++ = '\0';
		if (!text_to_int(part, 1, 100000, &id))
			return err_set(e, ERR_USAGE,
			    tr("lines: \"%.40s\" is no line of an order; write 1, 1x2 or 1:SKU"), part);
		value_set_int(item, "id", id);
		if (kind == 'x' && !text_to_int(mark, 1, 100000, &n))
			return err_set(e, ERR_USAGE, tr("lines: \"%.40s\" is no quantity"), mark);
		if (kind == 'x')
			value_set_int(item, "quantity", n);
		else if (kind == ':')
			value_set_text(item, "sku", mark);
	}
	return ERR_OK;
}

static enum err
set_param(struct command_call *call, struct value *params, const char *name, const char *value,
    struct errinfo *e)
{
	static const char *const known[] = {
	    "order", "lines", "method", "reason", "amount", "address"};
	int64_t minor;
	const char *dot = strchr(name, '.');
	if (strcmp(name, "lines") == 0)
		return read_lines(call->arena, params, value, e);
	if (strcmp(name, "amount") == 0) {
		if (!money_parse(value, desk_settings(call->desk)->currency, &minor))
			return err_set(
			    e, ERR_USAGE, tr("amount: \"%.40s\" is no amount; write 12.50"), value);
		value_set_int(params, "amount", minor);
		return ERR_OK;
	}
	if (dot != NULL && text_starts(name, "address.")) {
		struct value *address = (struct value *)value_get(params, "address");
		value_set_text(
		    address != NULL ? address : value_set_map(params, "address"), dot + 1, value);
		return ERR_OK;
	}
	for (size_t i = 0; i < 4; i++) {
		if (i != 1 && strcmp(known[i], name) == 0) {
			value_set_text(params, name, value);
			return ERR_OK;
		}
	}
	const char *near = text_nearest(name, known, 6);
	return err_set(e, ERR_USAGE, tr("\"%.40s\" is no detail of an action%s%s%s"), name,
	    near != NULL ? "; did you mean " : "", near != NULL ? near : "",
	    near != NULL ? "?" : "");
}

/* Pairs apart by blanks; a value may be in quotes. */
static enum err
read_params(struct command_call *call, const char *text, struct value *params, struct errinfo *e)
{
	const char *s = text;
	for (;;) {
		s += strspn(s, " \t");
		if (*s == '\0')
			return ERR_OK;
		size_t n = strcspn(s, "= \t");
		if (s[n] != '=' || n == 0)
			return err_set(e, ERR_USAGE,
			    tr("\"%.60s\": write details as NAME=VALUE, as in order=TF-100101"), s);
		const char *name = arena_text_n(call->arena, s, n), *from = s + n + 1,
			   *end = from + strcspn(from, " \t");
		if (*from == '"' || *from == '\'') {
			end = strchr(from + 1, *from);
			if (end == NULL)
				return err_set(e, ERR_USAGE, tr("%s: the quote isn't closed"), name);
			from++;
		}
		enum err r = set_param(
		    call, params, name, arena_text_n(call->arena, from, (size_t)(end - from)), e);
		if (r != ERR_OK)
			return r;
		s = *end == '"' || *end == '\'' ? end + 1 : end;
	}
}

/* Lines that weren't named are all; a quantity that wasn't is the line's. */
static enum err
complete_lines(
    struct command_call *call, enum action_kind kind, struct value *params, struct errinfo *e)
{
	struct order o;
	bool by_quantity = kind == ACTION_REFUND || kind == ACTION_RETURN;
	const char *order_id = value_get_text(params, "order");
	if (!by_quantity || *order_id == '\0')
		return ERR_OK;
	enum err r = shop_order(desk_shop(call->desk), call->arena, order_id, &o, e);
	if (r != ERR_OK)
		return r;
	const struct value *old = value_get(params, "lines");
	struct value *list = value_list(call->arena);
	for (size_t i = 0; i < o.line_count; i++) {
		int64_t quantity = old == NULL ? o.lines[i].quantity : 0;
		for (size_t k = 0; k < value_count(old); k++)
			if (value_get_int(value_at(old, k), "id", 0) == o.lines[i].id)
				quantity = value_get_int(
				    value_at(old, k), "quantity", o.lines[i].quantity);
		if (quantity == 0)
			continue;
		struct value *item = value_add_map(list);
		value_set_int(item, "id", o.lines[i].id);
		value_set_int(item, "quantity", quantity);
	}
	if (value_count(list) < value_count(old))
		return err_set(e, ERR_USAGE, tr("lines: %s has no such line"), order_id);
	value_set(params, "lines", list);
	return ERR_OK;
}

enum err
run_propose(struct command_call *call, struct errinfo *e)
{
	enum action_kind kind;
	int64_t id;
	struct value *params = value_map(call->arena);
	enum err r;
	if (!action_kind_from(call->texts[0], &kind)) {
		const char *names[ACTION_KIND_COUNT];
		for (int k = 0; k < ACTION_KIND_COUNT; k++)
			names[k] = action_kind_name((enum action_kind)k);
		const char *near = text_nearest(call->texts[0], names, ACTION_KIND_COUNT);
		return err_set(e, ERR_USAGE, tr("\"%.40s\" is no kind of action%s%s%s"), call->texts[0],
		    near != NULL ? "; did you mean " : "", near != NULL ? near : "",
		    near != NULL ? "?" : "");
	}
	if ((r = read_params(call, call->texts[1], params, e)) != ERR_OK ||
	    (r = complete_lines(call, kind, params, e)) != ERR_OK ||
	    (r = desk_propose(
		 call->desk, call->agent, call->conversation_id, kind, params, &id, e)) != ERR_OK)
		return r;
	return command_tell_action(call, id, e);
}

/* What a kind needs, the customer's newest order filled in. */
enum err
offer_details(struct command_call *call, struct str *out, struct errinfo *e)
{
	static const char *const needs[ACTION_KIND_COUNT] = {
		[ACTION_REFUND] = " reason=", [ACTION_RETURN] = " reason=", [ACTION_CANCEL] = " reason=", [ACTION_EXCHANGE] = " lines=1:",
		[ACTION_ITEM_CHANGE] = " lines=1:", [ACTION_PAYMENT_CHANGE] = " method=", [ACTION_ADDRESS_CHANGE] = " address.line1=",
		[ACTION_PROFILE_ADDRESS_CHANGE] = "address.line1=", [ACTION_DISCOUNT] = " amount=", [ACTION_GOODWILL] = " amount=",
	};
	enum action_kind kind;
	struct conversation c;
	struct order *orders;
	size_t count;
	enum err r;
	if (!action_kind_from(call->texts[0], &kind))
		return ERR_OK;	/* it is refused with the nearest name when it runs */
	if ((r = store_conversation_get(
		 desk_store(call->desk), call->arena, call->conversation_id, &c, e)) != ERR_OK ||
	    (r = shop_orders_of(
		 desk_shop(call->desk), call->arena, c.customer_id, &orders, &count, e)) != ERR_OK)
		return r;
	if (kind != ACTION_PROFILE_ADDRESS_CHANGE)
		str_addf(out, "order=%s", count > 0 ? orders[0].id : "");
	str_add(out, needs[kind]);
	return ERR_OK;
}

/* ---- the list */

enum err
run_actions(struct command_call *call, struct errinfo *e)
{
	enum action_state state = ACTION_WAITING;
	struct action_list list;
	if (*call->texts[0] != '\0' && !action_state_from(call->texts[0], &state))
		return err_set(e, ERR_USAGE,
		    tr("\"%.40s\" is no state of an action; the usual: waiting, done, denied, failed"),
		    call->texts[0]);
	struct action_filter f = {.states = 1u << state};
	enum err r = store_action_list(desk_store(call->desk), call->arena, &f, &list, e);
	struct value *out = call->json == NULL ? NULL : value_set_list(call->json, "actions");
	for (size_t i = 0; r == ERR_OK && i < list.count; i++) {
		const struct action *x = &list.items[i];
		str_addf(call->out, tr("%sA-%lld  C-%lld  %s  rule %s, by %s"), i > 0 ? "\n" : "",
		    (long long)x->id, (long long)x->conversation_id, x->title,
		    *x->rule == '\0' ? tr("(none)") : x->rule, shown_actor(call, x->proposed_by));
		if (x->state == ACTION_WAITING && x->asked_ms != 0)
			str_addf(call->out, tr(", asked by %s%s"), shown_agent(call, x->asked_by),
			    x->answered_ms != 0 ? tr(" and answered") : "");
		if (out == NULL)
			continue;
		struct value *v = value_add_map(out);
		value_set_text(v, "action", arena_printf(call->arena, "A-%lld", (long long)x->id));
		value_set_text(v, "conversation",
		    arena_printf(call->arena, "C-%lld", (long long)x->conversation_id));
		value_set_text(v, "kind", action_kind_name(x->kind));
		value_set_text(v, "title", x->title);
		value_set_int(v, "amount", x->amount);
		value_set_text(v, "rule", x->rule);
	}
	if (r == ERR_OK && list.count == 0)
		str_addf(call->out, tr("No action is %s."), tr(action_state_title(state)));
	return r;
}
