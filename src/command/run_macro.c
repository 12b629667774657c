/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Canned responses and macros: shown before they are sent or done, done in order, and stopped at
 * the first step that fails.
 */
#include <string.h>

#include "floorwalker/desk/canned.h"
#include "floorwalker/text/shown.h"
#include "floorwalker/text/translate.h"
#include "private.h"

static enum err
fill(struct command_call *call, const struct canned_text *texts, size_t count, const char **out,
    struct errinfo *e)
{
	const char *missing;
	enum err r = desk_canned_fill(call->desk, call->arena, call->agent, call->conversation_id,
	    texts, count, out, &missing, e);

	if (r == ERR_OK && missing != NULL)
		return err_set(e, ERR_INPUT,
		    tr("{%s} can't be filled in: C-%lld doesn't tell it. Nothing was sent; write it by hand (%.120s)"),
		    missing, (long long)call->conversation_id, *out);
	return r;
}

static enum err
fill_canned(struct command_call *call, const char **out, struct errinfo *e)
{
	const struct canned *x;
	enum err r = desk_canned_find(call->desk, call->texts[0], &x, e);

	return r != ERR_OK ? r : fill(call, x->texts, x->text_count, out, e);
}

enum err
preview_canned(struct command_call *call, struct str *out, struct errinfo *e)
{
	const char *text;
	enum err r = fill_canned(call, &text, e);

	if (r == ERR_OK)
		str_addf(out, tr("Send to C-%lld: “%s”"), (long long)call->conversation_id, text);
	return r;
}

enum err
run_canned(struct command_call *call, struct errinfo *e)
{
	const char *text;
	enum err r = fill_canned(call, &text, e);

	if (r == ERR_OK)
		r = desk_reply(call->desk, call->agent, call->conversation_id, 0, text, e);
	if (r != ERR_OK)
		return r;
	str_addf(call->out, tr("Sent to C-%lld: %s"), (long long)call->conversation_id, text);
	if (call->json != NULL) {
		value_set_text(call->json, "conversation",
		    arena_printf(call->arena, "C-%lld", (long long)call->conversation_id));
		value_set_text(call->json, "text", text);
	}
	return ERR_OK;
}

/* ---- macros */

/* What a macro may do: what is done to a conversation, but nothing about money, and no macro. */
enum err
command_macro_check(const struct command_table *t, const struct macro_step *s, struct errinfo *e)
{
	static const char *const never[] = {"macro", "canned", "propose", "correct", "wrong", "merge"};
	struct arena *a = arena_new();
	struct command_call call = {.arena = a, .conversation_id = -1};
	const struct command *c = NULL;
	const struct argument *missing = NULL;
	char name[SHOWN_BYTES];
	enum err r;

	if (s->kind != STEP_COMMAND) {
		arena_free(&a);
		return ERR_OK;
	}
	r = command_read_line(t, s->command, CONTEXT_SHELL, &call, &c, &missing, e);
	if (r == ERR_OK && missing != NULL)
		r = err_set(e, ERR_INPUT, tr("%s lacks its %s"), c->name, shown_word(name, missing->name));
	if (r == ERR_OK && call.conversation_id != -1)
		r = err_set(e, ERR_INPUT,
		    tr("a macro is done to the conversation that is selected: it names none"));
	if (r == ERR_OK && ((c->needs & NEED_CONVERSATION) == 0 || (c->needs & NEED_ACTION) != 0))
		r = err_set(
		    e, ERR_INPUT, tr("%s is nothing that a macro does to a conversation"), c->name);
	for (size_t i = 0; r == ERR_OK && i < sizeof never / sizeof *never; i++)
		if (text_is(c->name, never[i]))
			r = err_set(
			    e, ERR_INPUT, tr("a macro may not %s: that is done by hand"), c->name);
	arena_free(&a);
	return r == ERR_OK ? r : err_prefix(e, "%s", s->place);
}

/* All that can be known before anything is done: texts that can be filled in, commands that are. */
static enum err
prepare(struct command_call *call, const struct macro_plan **plan, const char **texts,
    struct errinfo *e)
{
	enum err r = desk_macro_find(call->desk, call->texts[0], plan, e);

	for (size_t i = 0; r == ERR_OK && i < (*plan)->count; i++) {
		const struct macro_step *s = &(*plan)->steps[i];

		r = command_macro_check(call->table, s, e);
		if (r == ERR_OK && s->kind == STEP_TEXT)
			r = fill(call, s->texts, s->text_count, &texts[i], e);
	}
	return r;
}

enum err
preview_macro(struct command_call *call, struct str *out, struct errinfo *e)
{
	const struct macro_plan *plan;
	const char *texts[MACRO_STEPS];
	enum err r = prepare(call, &plan, texts, e);

	if (r != ERR_OK)
		return r;
	str_addf(out, "%s, C-%lld:", plan->title, (long long)call->conversation_id);
	for (size_t i = 0; i < plan->count; i++)
		if (plan->steps[i].kind == STEP_TEXT)
			str_addf(out, tr(" %zu. send “%s”"), i + 1, texts[i]);
		else
			str_addf(out, " %zu. %s", i + 1, plan->steps[i].command);
	return ERR_OK;
}

static enum err
do_step(struct command_call *call, const struct macro_step *s, const char *text, struct errinfo *e)
{
	struct command_call one = *call;
	struct str said;
	enum err r;

	if (s->kind == STEP_TEXT)
		return desk_reply(call->desk, call->agent, call->conversation_id, 0, text, e);
	str_init(&said);
	one.out = &said;
	one.json = NULL;
	memset(one.texts, 0, sizeof one.texts);
	r = command_run_line(call->table, s->command, CONTEXT_SHELL, &one, e);
	str_clear(&said);
	return r;
}

static void
tell_done(struct str *out, const struct macro_plan *plan, size_t count)
{
	for (size_t i = 0; i < count; i++)
		str_addf(out, "%s%s", i > 0 ? ", " : "",
		    plan->steps[i].kind == STEP_TEXT ? tr("text sent") : plan->steps[i].command);
}

enum err
run_macro(struct command_call *call, struct errinfo *e)
{
	const struct macro_plan *plan;
	const char *texts[MACRO_STEPS];
	struct errinfo why = {0};
	struct str done;
	enum err r = prepare(call, &plan, texts, e);
	size_t i = 0;

	if (r != ERR_OK)
		return r;
	while (i < plan->count && (r = do_step(call, &plan->steps[i], texts[i], &why)) == ERR_OK)
		i++;
	str_init(&done);
	tell_done(&done, plan, i);
	if (r != ERR_OK)
		(void)err_set(e, r, tr("%s stopped at step %zu of %zu: %s. Done before: %s"),
		    plan->name, i + 1, plan->count, why.text, i == 0 ? tr("nothing") : done.data);
	else
		str_addf(call->out, "%s, C-%lld: %s.", plan->title,
		    (long long)call->conversation_id, done.data);
	if (call->json != NULL) {
		value_set_text(call->json, "macro", plan->name);
		value_set_int(call->json, "steps", (int64_t)i);
	}
	str_clear(&done);
	return r;
}

/* ---- what there is */

enum err
run_texts(struct command_call *call, struct errinfo *e)
{
	size_t count, macro_count;
	const struct canned *canned = world_canned(desk_world(call->desk), &count);
	const struct macro_plan *macros = world_macros(desk_world(call->desk), &macro_count);

	(void)e;
	for (size_t i = 0; i < count; i++)
		str_addf(
		    call->out, "%s/%-18s %s", i > 0 ? "\n" : "", canned[i].prefix, canned[i].title);
	for (size_t i = 0; i < macro_count; i++) {
		str_addf(call->out, "%smacro %-13s %s:", count + i > 0 ? "\n" : "", macros[i].name,
		    macros[i].title);
		for (size_t k = 0; k < macros[i].count; k++)
			str_addf(call->out, "%s %s", k > 0 ? "," : "",
			    macros[i].steps[k].kind == STEP_TEXT ? tr("a text")
								 : macros[i].steps[k].command);
	}
	if (count + macro_count == 0)
		str_add(call->out, tr("This shop has none (doc/worlds.md)."));
	return ERR_OK;
}

void
complete_canned(
    struct desk *d, const char *begin, void (*word)(void *, const char *), void *context)
{
	size_t count;
	const struct canned *all = world_canned(desk_world(d), &count);

	for (size_t i = 0; i < count; i++)
		if (text_starts(all[i].prefix, begin[0] == '/' ? begin + 1 : begin))
			word(context, all[i].prefix);
}

void
complete_macro(struct desk *d, const char *begin, void (*word)(void *, const char *), void *context)
{
	size_t count;
	const struct macro_plan *all = world_macros(desk_world(d), &count);

	for (size_t i = 0; i < count; i++)
		if (text_starts(all[i].name, begin))
			word(context, all[i].name);
}
