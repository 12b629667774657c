/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Actions that may be approved at once: of one kind, left to a person by one rule.
 */
#include "floorwalker/text/shown.h"
#include "floorwalker/text/translate.h"
#include "private.h"

#include <string.h>

static enum err
check_alike(const struct action *first, const struct action *x, struct errinfo *e)
{
	char word[SHOWN_BYTES];
	char other[SHOWN_BYTES];
	long long id = (long long)x->id;
	if (x->state != ACTION_WAITING)
		return err_set(e, ERR_STATE, tr("A-%lld is %s, not waiting: leave it out"), id,
		    tr(action_state_title(x->state)));
	if (text_is_empty(x->rule))
		return err_set(e, ERR_USAGE,
		    tr("no rule matched A-%lld: such actions are decided one by one"), id);
	if (x->kind != first->kind)
		return err_set(e, ERR_USAGE,
		    tr("A-%lld is a %s, A-%lld a %s: only actions of one kind go together"), id,
		    shown_word(word, action_kind_name(x->kind)), (long long)first->id,
		    shown_word(other, action_kind_name(first->kind)));
	if (strcmp(x->rule, first->rule) != 0)
		return err_set(e, ERR_USAGE,
		    tr("A-%lld waits by rule %s, A-%lld by %s: only actions of one rule go together"),
		    id, x->rule, (long long)first->id, first->rule);
	return ERR_OK;
}

static enum err
add_up(struct action_batch *b, const struct action *x, struct errinfo *e)
{
	size_t i = 0;
	while (i < b->sum_count && strcmp(b->sums[i].currency, x->currency) != 0)
		i++;
	if (i == b->sum_count)
		b->sums[b->sum_count++] = (struct action_sum){x->currency, 0};
	return money_add(b->sums[i].minor, x->amount, &b->sums[i].minor)
	    ? ERR_OK
	    : err_set(e, ERR_LIMIT, tr("the actions add up to more than can be held"));
}

static bool
is_among(const struct action_batch *b, int64_t id)
{
	for (size_t i = 0; i < b->count; i++)
		if (b->items[i].id == id)
			return true;
	return false;
}

enum err
desk_batch(struct desk *d, struct arena *a, const int64_t *ids, size_t count,
    struct action_batch *out, struct errinfo *e)
{
	struct action *items;
	*out = (struct action_batch){0};
	if (count == 0)
		return err_set(e, ERR_USAGE, tr("name the actions that are to be approved: A-1 A-2 …"));
	if (count > ACTION_BATCH_MOST)
		return err_set(e, ERR_USAGE,
		    tr("%zu actions at once are too many to answer for; at most %d"), count, ACTION_BATCH_MOST);
	out->items = items = arena_alloc(a, count * sizeof *items);
	out->sums = arena_alloc(a, count * sizeof *out->sums);
	for (size_t i = 0; i < count; i++) {
		struct action *x = &items[out->count];
		if (is_among(out, ids[i]))
			continue;
		enum err r = store_action_get(d->store, a, ids[i], x, e);
		if (r == ERR_NOT_FOUND)
			return err_set(e, r, tr("there is no action A-%lld"), (long long)ids[i]);
		if (r != ERR_OK || (r = check_alike(&items[0], x, e)) != ERR_OK ||
		    (r = add_up(out, x, e)) != ERR_OK)
			return r;
		out->count++;
	}
	out->kind = items[0].kind;
	out->rule = items[0].rule;
	return ERR_OK;
}
