/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The console's commands of the refund desk and of the calibration.
 */
#include "floorwalker/desk/threshold.h"
#include "floorwalker/text/translate.h"
#include "refund_list.h"
#include "screen_private.h"

enum err
run_mark_action(struct command_call *c, struct errinfo *e)
{
	struct screen *s = c->front;
	const char *which = c->texts[0];

	if (!text_is_empty(which) && !text_is(which, "rule") && !text_is(which, "none"))
		return err_set(e, ERR_USAGE,
		    tr("mark-action takes rule (all that wait by the selected one's rule), none, or no word; not %.40s"),
		    which);
	if (!refunds_mark(s->panes[VIEW_REFUNDS].state, which))
		return err_set(e, ERR_STATE, tr("there is nothing here that waits and could be marked"));
	if (text_is_empty(which))
		screen_move(s, MOVE_DOWN);
	s->panes[VIEW_REFUNDS].dirty |= REPAINT;
	s->repaint = true;
	return ERR_OK;
}

/* The marked ones are named in the line, so that the question, and what is done, is of them. */
enum err
run_approve_marked(struct command_call *c, struct errinfo *e)
{
	struct screen *s = c->front;
	const int64_t *ids;
	size_t count = refunds_marked(s->panes[VIEW_REFUNDS].state, &ids);
	struct str line;

	if (count == 0)
		return err_set(e, ERR_STATE,
		    tr("nothing is marked: * marks the selected one, :mark-action rule all of its rule"));
	str_init(&line);
	str_add(&line, "approve-batch");
	for (size_t i = 0; i < count; i++)
		str_addf(&line, " A-%lld", (long long)ids[i]);
	screen_run(s, line.data, CONTEXT_REFUNDS);
	str_clear(&line);
	return ERR_OK;
}

void
complete_refund_order(
    struct desk *d, const char *begin, void (*word)(void *, const char *), void *context)
{
	(void)d;
	(void)begin;
	for (size_t i = 0; i < REFUNDS_SORTS; i++)
		word(context, refund_sorts[i]);
}

enum err
run_sort_refunds(struct command_call *c, struct errinfo *e)
{
	struct screen *s = c->front;
	const char *order = refunds_order(s->panes[VIEW_REFUNDS].state, c->texts[0]);

	if (order == NULL)
		return err_set(e, ERR_USAGE,
		    tr("%.60s is no order: say oldest, amount, expiry or rule"), c->texts[0]);
	screen_say(s, INK_TEXT, tr("Sorted by %s."),
	    text_is(order, "oldest")   ? tr("age, oldest first")
		: text_is(order, "amount") ? tr("amount, largest first")
		: text_is(order, "expiry") ? tr("expiry, soonest first")
					   : tr("rule"));
	screen_changed_all(s);
	return ERR_OK;
}

enum err
run_calibration(struct command_call *c, struct errinfo *e)
{
	struct screen *s = c->front;
	int64_t days = 0;

	if (!text_is_empty(c->texts[0]) &&
	    !text_to_int(c->texts[0], 1, THRESHOLD_DAYS_MOST, &days))
		return err_set(e, ERR_USAGE, tr("%.40s is no number of days: 1 to %d"), c->texts[0],
		    THRESHOLD_DAYS_MOST);
	if (days > 0)
		calibration_set_days(s->panes[VIEW_CALIBRATION].state, days);
	screen_go(s, VIEW_CALIBRATION);
	return ERR_OK;
}
