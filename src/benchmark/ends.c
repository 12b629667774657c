/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tasks whose right end is no act, by personas: what was said, whether anything was written, and
 * who has the conversation at its end.
 */
#include "ends.h"

#include <string.h>

#include "floorwalker/base/file.h"

#define MESSAGES_MOST 16	/* of the shopper */
#define TOLD_WITHIN 8		/* of them, where something is only to be told */

struct ending {
	const struct tau_ends_options *options;
	struct talk_stage stage;
	struct ends_ears ears;
	struct talk_sum sum;
	struct tau_task *named;		/* what the figures call the tasks */
};

/* A document of the shop as it stood. */
struct stand {
	struct document *items;
	size_t count;
};

/* ---- the shop's records, before and after */

static enum err
take_stand(struct talk_line *l, const char *kind, struct stand *out, struct errinfo *e)
{
	return store_document_list(
	    desk_store(l->desk), l->arena, kind, &out->items, &out->count, e);
}

/* Records that aren't what they were; what the store doesn't hold is as the world has it. */
static size_t
count_changed(const struct stand *before, const struct stand *after)
{
	size_t changed = 0;

	for (size_t i = 0; i < after->count; i++) {
		bool same = false;

		for (size_t k = 0; !same && k < before->count; k++)
			same = text_is(after->items[i].id, before->items[k].id) &&
			    text_is(after->items[i].body, before->items[k].body);
		changed += !same;
	}
	return changed;
}

static const char *const stand_kinds[] = { "order", "customer", "product" };
#define STANDS (sizeof(stand_kinds) / sizeof(stand_kinds[0]))

static enum err
take_stands(struct talk_line *l, struct stand out[STANDS], struct errinfo *e)
{
	enum err err = ERR_OK;

	for (size_t i = 0; err == ERR_OK && i < STANDS; i++)
		err = take_stand(l, stand_kinds[i], &out[i], e);
	return err;
}

/* Its items were changed before they wrote: in whatever way, what counts is that they were. */
static enum err
change_before(struct talk_line *l, const struct ends_task *t, struct errinfo *e)
{
	struct store *s = desk_store(l->desk);
	struct order order;
	struct str body;
	enum err err;

	if (!t->wish.items_changed_before)
		return ERR_OK;
	order = *t->wish.order;
	order.items_changed = true;
	str_init(&body);
	value_print(&body, order_to_value(l->arena, &order));
	if ((err = store_begin(s, e)) == ERR_OK) {
		err = store_document_put(s, "order", order.id, body.data, 0, e);
		if (err == ERR_OK)
			err = store_document_index(
			    s, "order", "customer", order.customer_id, order.id, e);
		if (err == ERR_OK)
			err = store_commit(s, e);
		else
			store_rollback(s);
	}
	str_clear(&body);
	return err;
}

/* ---- what came of it */

static void
blame(struct talk_end *end, const char *reason, const char *detail)
{
	if (end->reason != NULL)
		return;
	end->reason = reason;
	end->detail = detail;
	end->blame = "agent";
}

static void
judge_hand_over(const struct ends_task *t, const struct talk_line *l, const struct ends_shopper *s,
    struct talk_end *end)
{
	unsigned right = t->reasons | (s->offered_person ? t->offered_reasons : 0);

	if (t->end != ENDS_TRANSFER) {
		if (l->with_people)
			blame(end, "handed_over", handoff_reason_name(l->handed_over));
	} else if (!l->with_people) {
		blame(end, "not_transferred", "");
	} else if ((right & ENDS_REASONS(l->handed_over)) == 0) {
		blame(end, "wrong_reason", handoff_reason_name(l->handed_over));
	}
}

/* The first of these that fits. */
static void
judge(const struct ends_task *t, const struct talk_line *l, const struct ends_shopper *s,
    size_t changed, struct talk_end *end)
{
	if (changed > 0 || l->done > 0)
		blame(end, "written", "");
	judge_hand_over(t, l, s, end);
	if (t->end == ENDS_REFUSE && !s->refused)
		blame(end, "not_refused", "");
	if (t->end == ENDS_REFUSE && !ends_is_told(s))
		blame(end, "no_reason_said", t->must_say);
	if (t->end == ENDS_TELL && !ends_is_told(s))
		blame(end, "not_told", "");
	if (t->end == ENDS_TELL && l->messages > TOLD_WITHIN)
		blame(end, "told_late", "");
	if (l->messages >= MESSAGES_MOST)
		blame(end, "turn_limit", "");
	end->passed = end->reason == NULL;
}

/* ---- one conversation */

static enum err
converse(struct talk_line *l, const struct talk_stage *st, struct ends_shopper *s,
    struct errinfo *e)
{
	struct str out, heard;
	enum talk_move move = TALK_SAYS;
	enum err err = ERR_OK;

	str_init(&out);
	str_init(&heard);
	ends_open(s, &out);
	while (move == TALK_SAYS && l->messages < MESSAGES_MOST && !l->with_people) {
		str_reset(&heard);
		if ((err = talk_line_exchange(l, out.data, &heard, e)) != ERR_OK)
			break;
		str_reset(&out);
		move = ends_hear(s, heard.data, &out);
	}
	if (err == ERR_OK)
		err = talk_line_end(l, st, s->task->wish.who, e);
	str_clear(&out);
	str_clear(&heard);
	return err;
}

static enum err
play(struct ending *all, struct talk_line *l, struct ends_shopper *s, struct talk_end *end,
    struct errinfo *e)
{
	struct stand before[STANDS], after[STANDS];
	size_t changed = 0;
	enum err err;

	if ((err = talk_line_open(l, &all->stage, e)) != ERR_OK)
		return err;
	s->arena = l->arena;
	if ((err = change_before(l, s->task, e)) != ERR_OK ||
	    (err = take_stands(l, before, e)) != ERR_OK ||
	    (err = converse(l, &all->stage, s, e)) != ERR_OK ||
	    (err = take_stands(l, after, e)) != ERR_OK)
		return err;
	for (size_t i = 0; i < STANDS; i++)
		changed += count_changed(&before[i], &after[i]);
	talk_line_told(l, end);
	judge(s->task, l, s, changed, end);
	return ERR_OK;
}

static enum err
play_one(struct ending *all, const struct ends_task *t, const struct persona *persona,
    size_t number, struct errinfo *e)
{
	struct talk_end end = { .detail = "" };
	struct talk_line line;
	struct ends_shopper s = {
	    .words = all->stage.words, .ears = &all->ears, .persona = persona, .task = t};
	struct arena *a = all->stage.arena;
	enum err err;

	str_init(&s.heard);
	str_add(&s.heard, "");
	random_init(&s.random, all->stage.seed,
	    arena_printf(a, "ends/%zu/%s", number, persona->name));
	end.kinds = arena_printf(a, "%s: %s", ends_names[t->end], t->kind);
	if ((err = play(all, &line, &s, &end, e)) == ERR_OK) {
		end.transcript = arena_text(a, line.transcript.data);
		talk_sum_add(&all->sum, number, &all->named[number], persona->name, &end);
		talk_sum_add_end(&all->sum, ends_names[t->end], end.passed);
	} else
		err_prefix(e, "%s, task %zu by %s", t->kind, number, persona->name);
	str_clear(&s.heard);
	talk_line_close(&line);
	return err;
}

/* ---- all of them */

static enum err
play_all(struct ending *all, const struct ends_task *tasks, size_t count, struct errinfo *e)
{
	const struct tau_ends_options *o = all->options;
	enum err err = ERR_OK;

	for (size_t i = 0; err == ERR_OK && i < count; i++) {
		if (o->is_stopped != NULL && o->is_stopped())
			return err_set(e, ERR_STATE, "stopped after %zu tasks", i);
		for (size_t p = 0; err == ERR_OK && p < all->stage.persona_count; p++)
			err = play_one(all, &tasks[i], &all->stage.personas[p], i, e);
		if (o->progress != NULL)
			o->progress(o->progress_context, i + 1, count);
	}
	return err;
}

static enum err
write_tasks(const struct tau_ends_options *o, struct arena *a, const struct ends_task *tasks,
    size_t count, struct errinfo *e)
{
	struct str s;
	enum err err;

	if (o->out == NULL)
		return ERR_OK;
	str_init(&s);
	str_add(&s, "");
	for (size_t i = 0; i < count; i++) {
		value_print(&s, ends_task_value(a, &tasks[i], i));
		str_add_char(&s, '\n');
	}
	err = file_write(o->out, s.data, s.length, 0644, e);
	str_clear(&s);
	return err;
}

static void
name_tasks(struct ending *all, struct arena *a, size_t count)
{
	all->named = arena_alloc(a, (count + 1) * sizeof(*all->named));
	memset(all->named, 0, (count + 1) * sizeof(*all->named));
	for (size_t i = 0; i < count; i++) {
		all->named[i].file = "made";
		all->named[i].id = value_int(a, (int64_t)i);
	}
	talk_sum_open(&all->sum, a, count);
}

enum err
tau_ends(
    const struct tau_ends_options *o, struct arena *a, struct value **result, struct errinfo *e)
{
	const struct talk_choice choice = {.world = o->world,
	    .understander = o->understander,
	    .backend = o->backend,
	    .words = o->words,
	    .personas = o->personas,
	    .terms = o->terms,
	    .only = o->only,
	    .only_count = o->only_count,
	    .seed = o->seed};
	struct ending all = { .options = o };
	struct ends_task *tasks;
	size_t count;
	enum err err;

	ends_make(a, o->world, o->seed, o->count, &tasks, &count);
	name_tasks(&all, a, count);
	if ((err = write_tasks(o, a, tasks, count, e)) == ERR_OK &&
	    (err = talk_stage_open(&all.stage, a, &choice, e)) == ERR_OK &&
	    (err = ends_ears_load(a, o->ears, &all.ears, e)) == ERR_OK &&
	    (err = play_all(&all, tasks, count, e)) == ERR_OK)
		*result = talk_sum_result(&all.sum, all.stage.persona_count);
	ends_ears_free(&all.ears);
	talk_stage_close(&all.stage);
	return err;
}
