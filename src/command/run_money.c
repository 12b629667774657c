/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Commands on actions that wait: approve, several at once, deny, change the amount, ask.
 */
#include <string.h>

#include "floorwalker/model/money.h"
#include "floorwalker/text/shown.h"
#include "floorwalker/text/translate.h"
#include "private.h"

enum err
command_tell_action(struct command_call *call, int64_t id, struct errinfo *e)
{
	struct action x;
	enum err r = store_action_get(desk_store(call->desk), call->arena, id, &x, e);
	if (r != ERR_OK)
		return r;
	str_addf(
	    call->out, tr("A-%lld is %s: %s."), (long long)id, tr(action_state_title(x.state)), x.title);
	if (call->json != NULL) {
		value_set_text(
		    call->json, "action", arena_printf(call->arena, "A-%lld", (long long)id));
		value_set_text(call->json, "state", action_state_name(x.state));
		value_set_text(call->json, "title", x.title);
		value_set_text(call->json, "rule", x.rule);
		value_set_int(call->json, "amount", x.amount);
		value_set_text(call->json, "currency", x.currency);
	}
	return ERR_OK;
}

enum err
run_approve(struct command_call *call, struct errinfo *e)
{
	int64_t left = 0;
	enum err r = desk_approve_seen(call->desk, call->agent, call->action_id, call->seen,
	    call->texts[0], &left, e);
	if (r != ERR_OK)
		return r;
	if (left > 0)
		str_addf(call->out, tr("Your approval counts; %lld more %s needed. "), (long long)left,
		    left == 1 ? "is" : "are");
	if (call->json != NULL)
		value_set_int(call->json, "left", left);
	return command_tell_action(call, call->action_id, e);
}

enum err
run_deny(struct command_call *call, struct errinfo *e)
{
	enum err r = desk_deny(call->desk, call->agent, call->action_id, call->texts[0], e);
	return r != ERR_OK ? r : command_tell_action(call, call->action_id, e);
}

enum err
run_amend(struct command_call *call, struct errinfo *e)
{
	struct action x;
	int64_t minor;
	enum err r = store_action_get(desk_store(call->desk), call->arena, call->action_id, &x, e);
	if (r != ERR_OK)
		return r;
	if (!money_parse(call->texts[0], x.currency, &minor))
		return err_set(e, ERR_USAGE,
		    tr("\"%.40s\" is no amount in %s; write it with %d decimals at most, as 12%s"),
		    call->texts[0], x.currency, money_decimals(x.currency),
		    money_decimals(x.currency) == 0 ? "" : ".50");
	r = desk_amend(call->desk, call->agent, call->action_id, minor, call->seen, call->texts[1],
	    e);
	if (r != ERR_OK)
		return r;
	str_add(call->out, tr("Changed, and told when it is decided. "));
	return command_tell_action(call, call->action_id, e);
}

enum err
run_ask(struct command_call *call, struct errinfo *e)
{
	struct conversation c;
	struct action x;
	enum err r = desk_ask(call->desk, call->agent, call->action_id, call->texts[0], e);
	if (r != ERR_OK ||
	    (r = store_action_get(desk_store(call->desk), call->arena, call->action_id, &x, e)) !=
		ERR_OK ||
	    (r = store_conversation_get(
		 desk_store(call->desk), call->arena, x.conversation_id, &c, e)) != ERR_OK)
		return r;
	if (c.state == CONVERSATION_AI)
		str_addf(call->out, tr("Asked the shopper of C-%lld in your name. "), (long long)c.id);
	else
		str_addf(call->out, tr("Asked %s by a note in C-%lld. "),
		    c.state == CONVERSATION_QUEUED ? shown_queue(call, c.queue)
						   : shown_agent(call, c.agent),
		    (long long)c.id);
	return command_tell_action(call, call->action_id, e);
}

/* ---- several at once */

static enum err
read_batch(struct command_call *call, struct action_batch *out, struct errinfo *e)
{
	int64_t ids[ACTION_BATCH_MOST];
	size_t count = 0;
	char *save = NULL, *copy = arena_text(call->arena, call->texts[0]);
	for (char *word = strtok_r(copy, " ,", &save); word != NULL;
	     word = strtok_r(NULL, " ,", &save)) {
		if (count == ACTION_BATCH_MOST)
			return err_set(e, ERR_USAGE,
			    tr("more than %d actions at once are too many to answer for"), ACTION_BATCH_MOST);
		if (!record_id_parse('A', word, &ids[count++]))
			return err_set(e, ERR_USAGE,
			    tr("\"%.40s\" is no action; they are called A-1, A-2 …"), word);
	}
	return desk_batch(call->desk, call->arena, ids, count, out, e);
}

static void
add_sums(const struct command_call *call, const struct action_sum *sums, size_t count,
    struct str *out)
{
	for (size_t i = 0; i < count; i++) {
		str_add(out, i > 0 ? tr(" and ") : "");
		money_print(out, sums[i].minor, sums[i].currency,
		    desk_settings(call->desk)->language);
	}
}

/* "Approve 3 × refund, together €60.00, by rule refund-frequent?" */
enum err
offer_batch(struct command_call *call, struct str *out, struct errinfo *e)
{
	struct action_batch b;
	struct str seen;
	char kind[SHOWN_BYTES];
	enum err r = read_batch(call, &b, e);
	if (r != ERR_OK)
		return r;
	str_addf(out, tr("Approve %zu × %s, together "), b.count,
	    shown_word(kind, action_kind_name(b.kind)));
	add_sums(call, b.sums, b.sum_count, out);
	str_addf(out, tr(", by rule %s?"), b.rule);
	str_init(&seen);
	for (size_t i = 0; i < b.count; i++)
		str_addf(&seen, "%s%s", i > 0 ? " " : "", b.items[i].facts_hash);
	call->seen = arena_text_n(call->arena, seen.data, seen.length);
	str_clear(&seen);
	return ERR_OK;
}

/* The one of its place; "" where nothing was seen. */
static const char *
seen_of(const struct command_call *call, size_t place)
{
	const char *s = call->seen == NULL ? "" : call->seen;
	for (; place > 0 && *s != '\0'; place--)
		s += strcspn(s, " ") + (s[strcspn(s, " ")] == ' ');
	return arena_text_n(call->arena, s, strcspn(s, " "));
}

struct results {
	size_t approved, counted, refused;
	struct action_sum *sums;
	size_t sum_count;
	struct str lines, reasons;
	struct value *list;
};

static void
add_result(struct command_call *call, struct results *x, const struct action *a, enum err code,
    int64_t left, const char *why)
{
	const char *what = code != ERR_OK ? N_("refused") : left > 0 ? N_("counted") : N_("approved");
	str_addf(&x->lines, "A-%lld %s", (long long)a->id, tr(what));
	if (code != ERR_OK)
		str_addf(&x->lines, ": %s", why);
	else if (left > 0)
		str_addf(&x->lines, tr(": %lld more needed"), (long long)left);
	str_add(&x->lines, "\n");
	if (code != ERR_OK)
		str_addf(&x->reasons, "%sA-%lld: %s", x->refused > 0 ? "; " : "", (long long)a->id,
		    why);
	x->refused += code != ERR_OK;
	x->counted += code == ERR_OK && left > 0;
	x->approved += code == ERR_OK && left == 0;
	for (size_t i = 0; code == ERR_OK && left == 0 && i < x->sum_count; i++)
		if (text_is(x->sums[i].currency, a->currency))
			x->sums[i].minor += a->amount;
	if (x->list == NULL)
		return;
	struct value *v = value_add_map(x->list);
	value_set_text(v, "action", arena_printf(call->arena, "A-%lld", (long long)a->id));
	value_set_text(v, "result", what);
	if (code != ERR_OK)
		value_set_text(v, "why", why);
	value_set_int(v, "left", left);
}

/* What was refused is an error, and the others stay approved: both are said. */
static enum err
tell_results(struct command_call *call, struct results *x, struct errinfo *e)
{
	struct str head;
	enum err r = ERR_OK;
	str_init(&head);
	str_addf(&head, tr("%zu approved"), x->approved);
	if (x->approved > 0) {
		str_add(&head, tr(", together "));
		add_sums(call, x->sums, x->sum_count, &head);
	}
	if (x->counted > 0)
		str_addf(&head, tr("; %zu need one more person"), x->counted);
	if (x->refused > 0)
		r = err_set(e, ERR_STATE, tr("%s; %zu refused: %s"), head.data, x->refused,
		    x->reasons.data);
	else
		str_addf(call->out, "%s.\n%s", head.data, x->lines.data);
	str_clear(&head);
	return r;
}

enum err
run_approve_batch(struct command_call *call, struct errinfo *e)
{
	struct action_batch b;
	struct results x = {0};
	enum err r = read_batch(call, &b, e);
	if (r != ERR_OK)
		return r;
	str_init(&x.lines);
	str_init(&x.reasons);
	x.sums = b.sums;
	x.sum_count = b.sum_count;
	for (size_t i = 0; i < b.sum_count; i++)
		x.sums[i].minor = 0;
	if (call->json != NULL)
		x.list = value_set_list(call->json, "actions");
	for (size_t i = 0; i < b.count; i++) {
		const char *seen = seen_of(call, i);
		struct errinfo why = {0};
		int64_t left = 0;
		/* what was named is what was read just now, where nobody was asked before */
		enum err code = desk_approve_seen(call->desk, call->agent, b.items[i].id,
		    *seen != '\0' ? seen : b.items[i].facts_hash, "", &left, &why);
		add_result(call, &x, &b.items[i], code, left, why.text);
	}
	r = tell_results(call, &x, e);
	str_clear(&x.lines);
	str_clear(&x.reasons);
	return r;
}
