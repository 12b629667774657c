/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "floorwalker/base/date.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/desk/learn.h"

/* What is asked for, read once. */
struct ask {
	const char *verb;
	bool json;
	int state;			/* enum correction_state, or -1: all */
};

static const char *
one_line(struct arena *a, const char *text)
{
	char *s = arena_text(a, text);

	for (char *p = s; *p != '\0'; p++)
		if (*p == '\n')
			*p = ' ';
	return s;
}

static const char *
day_of(struct arena *a, const struct desk *d, int64_t at_ms)
{
	struct str s;
	const char *out;

	str_init(&s);
	date_print_day(&s, desk_settings(d)->zone, at_ms);
	out = arena_text(a, s.data);
	str_clear(&s);
	return out;
}

static const char *
name_of(const struct desk *d, const char *agent)
{
	const struct agent *a = settings_agent(desk_settings(d), agent);

	return a != NULL ? a->name : agent;
}

static void
print_one(struct call *c, const struct desk *d, const struct correction_view *v)
{
	const struct intent_correction *x = &v->correction;

	printf("L-%lld  %s  %s -> %s%s\n", (long long)x->id, correction_state_name(v->state),
	    *x->was != '\0' ? x->was : "(unknown)", x->intent,
	    v->conflicts ? "  CONFLICT" : "");
	printf("      \"%s\"\n", one_line(c->arena, v->text));
	printf("      C-%lld, message %lld; by %s, %s", (long long)x->conversation_id,
	    (long long)v->number, name_of(d, x->agent), day_of(c->arena, d, x->created_ms));
	if (v->state != CORRECTION_WAITING)
		printf("; %s by %s, %s%s%s", correction_state_name(v->state),
		    name_of(d, v->review.agent), day_of(c->arena, d, v->review.at_ms),
		    *v->review.reason != '\0' ? ": " : "", v->review.reason);
	putchar('\n');
}

static void
set_date(struct value *map, struct arena *a, const struct desk *d, const char *key, int64_t at_ms)
{
	struct str s;

	str_init(&s);
	date_print(&s, desk_settings(d)->zone, at_ms);
	value_set_text(map, key, arena_text(a, s.data));
	str_clear(&s);
}

static void
add_one(struct call *c, const struct desk *d, const struct correction_view *v, struct value *list)
{
	const struct intent_correction *x = &v->correction;
	struct value *map = value_add_map(list), *review;

	value_set_text(map, "id", arena_printf(c->arena, "L-%lld", (long long)x->id));
	value_set_text(map, "state", correction_state_name(v->state));
	value_set_text(map, "text", v->text);
	value_set_text(map, "was", x->was);
	value_set_text(map, "intent", x->intent);
	value_set_text(
	    map, "conversation", arena_printf(c->arena, "C-%lld", (long long)x->conversation_id));
	value_set_int(map, "message", v->number);
	value_set_text(map, "agent", x->agent);
	set_date(map, c->arena, d, "at", x->created_ms);
	value_set_text(
	    map, "same_words_as", arena_printf(c->arena, "L-%lld", (long long)v->words_of));
	value_set_bool(map, "conflicts", v->conflicts);
	if (v->state == CORRECTION_WAITING)
		return;
	review = value_set_map(map, "review");
	value_set_text(review, "agent", v->review.agent);
	value_set_text(review, "reason", v->review.reason);
	set_date(review, c->arena, d, "at", v->review.at_ms);
}

static void
print_counts(const size_t counts[3], size_t conflicts)
{
	printf("%zu waiting, %zu accepted, %zu rejected", counts[0], counts[1], counts[2]);
	if (conflicts > 0)
		printf("\n%zu in conflict: the same words are said to mean something else",
		    conflicts);
	putchar('\n');
}

static enum err
list_all(struct call *c, const struct ask *ask, struct desk *d, struct errinfo *e)
{
	struct correction_view *views;
	struct value *map = value_map(c->arena), *list = value_set_list(map, "corrections"),
		     *totals = value_set_map(map, "counts");
	size_t count, counts[3] = { 0 }, conflicts = 0;
	enum err err = desk_corrections(d, c->arena, &views, &count, e);

	if (err != ERR_OK)
		return err;
	for (size_t i = 0; i < count; i++) {
		counts[views[i].state]++;
		conflicts += views[i].conflicts;
		if (ask->state >= 0 && (int)views[i].state != ask->state)
			continue;
		if (ask->json)
			add_one(c, d, &views[i], list);
		else
			print_one(c, d, &views[i]);
	}
	for (int s = 0; s < 3; s++)
		value_set_int(totals, correction_state_name((enum correction_state)s),
		    (int64_t)counts[s]);
	value_set_int(totals, "conflicts", (int64_t)conflicts);
	if (ask->json)
		print_json(map);
	else if (count == 0)
		puts("nothing was corrected yet: the console's command correct does that");
	else
		print_counts(counts, conflicts);
	return ERR_OK;
}

static enum err
review_all(struct call *c, const struct ask *ask, struct desk *d, struct errinfo *e)
{
	bool accept = text_is(ask->verb, "accept");
	const char *agent, *reason = call_text(c, "reason", "");
	struct value *list = value_list(c->arena);
	enum err err = agent_of_call(c, d, &agent, e);

	if (err != ERR_OK)
		return err;
	if (*agent == '\0')
		return err_set(e, ERR_FORBIDDEN,
		    "your login is no agent's (world.yaml, login): nobody would have reviewed it");
	for (size_t i = 1; i < c->word_count && err == ERR_OK; i++) {
		int64_t id;

		if (!record_id_parse('L', c->words[i], &id))
			return err_set(e, ERR_USAGE,
			    "\"%.40s\" is no correction; they are called L-1, L-2 …", c->words[i]);
		if ((err = desk_review(d, agent, id, accept, reason, e)) != ERR_OK)
			break;
		value_add_text(list, arena_printf(c->arena, "L-%lld", (long long)id));
		if (!ask->json)
			printf("L-%lld %s\n", (long long)id, accept ? "accepted" : "rejected");
	}
	if (ask->json && err == ERR_OK)
		print_json(list);
	return err;
}

/* A field in quotes, as RFC 4180 wants it. */
static void
add_field(struct str *out, const char *text)
{
	str_add_char(out, '"');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			str_add_char(out, '"');
		str_add_char(out, *text);
	}
	str_add_char(out, '"');
}

static void
add_row(struct call *c, const struct desk *d, const struct correction_view *v, struct str *out)
{
	add_field(out, one_line(c->arena, v->text));
	str_addf(out, ",%s,L-%lld,", v->correction.intent, (long long)v->correction.id);
	add_field(out, v->review.agent);
	str_add_char(out, ',');
	date_print(out, desk_settings(d)->zone, v->review.at_ms);
	str_add_char(out, '\n');
}

/* Accepted rows alone; the same words with the same intent once. */
static enum err
export_all(struct call *c, struct desk *d, struct errinfo *e)
{
	struct correction_view *views;
	size_t count, rows = 0, waiting = 0;
	const char *path;
	struct str out;
	enum err err;

	if ((err = call_need(c, "out", &path, e)) != ERR_OK ||
	    (err = desk_corrections(d, c->arena, &views, &count, e)) != ERR_OK)
		return err;
	str_init(&out);
	str_add(&out, "text,intent,correction,reviewer,reviewed\n");
	for (size_t i = 0, last = SIZE_MAX; i < count; i++) {
		waiting += views[i].state == CORRECTION_WAITING;
		if (views[i].state != CORRECTION_ACCEPTED ||
		    (last != SIZE_MAX && views[last].words_of == views[i].words_of))
			continue;
		add_row(c, d, &views[i], &out);
		last = i;
		rows++;
	}
	if (rows == 0)
		err = err_set(e, ERR_STATE,
		    "no correction is accepted yet (%zu wait for a review): there is nothing to export",
		    waiting);
	else if ((err = file_write(path, out.data, out.length, 0600, e)) == ERR_OK)
		printf("%s: %zu row%s; %zu correction%s wait%s for a review\n", path, rows,
		    rows == 1 ? "" : "s", waiting, waiting == 1 ? "" : "s",
		    waiting == 1 ? "s" : "");
	str_clear(&out);
	return err;
}

static enum err
read_ask(const struct call *c, struct ask *out, struct errinfo *e)
{
	static const char *const verbs[] = { "list", "accept", "reject", "export" };
	const char *state = call_text(c, "state", "all");
	enum err err = call_format(c, &out->json, e);

	if (err != ERR_OK)
		return err;
	out->verb = c->word_count > 0 ? c->words[0] : "list";
	out->state = text_is(state, "all") ? -1 : 3;
	for (int s = 0; s < 3; s++)
		if (text_is(state, correction_state_name((enum correction_state)s)))
			out->state = s;
	if (out->state == 3)
		return err_set(e, ERR_USAGE,
		    "--state is waiting, accepted, rejected or all, not \"%.40s\"", state);
	for (size_t i = 0; i < 4; i++) {
		bool takes_ids = i == 1 || i == 2;

		if (!text_is(out->verb, verbs[i]))
			continue;
		if (takes_ids && c->word_count == 1)
			return err_set(e, ERR_USAGE, "%s what? Name corrections: L-1, L-2 …",
			    out->verb);
		if (!takes_ids && c->word_count > 1)
			return err_set(
			    e, ERR_USAGE, "\"%.40s\" is one word too many", c->words[1]);
		return ERR_OK;
	}
	return err_set(e, ERR_USAGE,
	    "there is no \"%.40s\" of corrections: list, accept, reject or export", out->verb);
}

static enum err
run(struct call *c, struct errinfo *e)
{
	struct office office;
	struct ask ask;
	const char *target;
	enum err err;

	if ((err = read_ask(c, &ask, e)) != ERR_OK ||
	    (err = call_need_store(c, &target, e)) != ERR_OK ||
	    (err = office_open(&office, target, NULL, "corrections", e)) != ERR_OK)
		return err;
	if (text_is(ask.verb, "list"))
		err = list_all(c, &ask, office.desk, e);
	else if (text_is(ask.verb, "export"))
		err = export_all(c, office.desk, e);
	else
		err = review_all(c, &ask, office.desk, e);
	office_close(&office);
	return err;
}

static const struct option options[] = {
	{ .name = "store", .value = "PATH", .help = "the store" },
	{ .name = "state", .value = "STATE", .help = "list: waiting, accepted, rejected or all (the default)" },
	{ .name = "reason", .value = "TEXT", .help = "why: a rejection needs it" },
	{ .name = "out", .value = "FILE", .help = "export: where the rows go (CSV: text, intent, correction, reviewer, reviewed)" },
	{ .name = "agent", .value = "ID", .help = "review as this agent: only in a store made for practice" },
	{ .name = "format", .value = "FORMAT", .help = "text (default) or json" },
	{ .name = NULL },
};

const struct subcommand subcommand_intents_corrections = {
    .name = "intents corrections",
    .words = "[list | accept ID… | reject ID… | export]",
    .least = 0,
    .most = 1000,
    .summary = "review what agents say that messages meant; export it as rows",
    .help =
	"Agents say in the console (or by floorwalker do correct) what a shopper's message really meant. That trains nothing until somebody has accepted it:\n"
	"a senior agent or a supervisor, and not who said it, unless the store is for practice. The same words stand together; where they are said to mean\n"
	"different things, all of them show CONFLICT, and only one meaning can be accepted. Nothing is deleted: a later review replaces an earlier one.\n"
	"Export writes the accepted ones, masked, for floorwalker intents learn --data.",
    .examples =
	"  floorwalker intents corrections --store shop.db\n"
	"  floorwalker intents corrections --store shop.db accept L-1 L-4\n"
	"  floorwalker intents corrections --store shop.db reject L-2 --reason \"it asks for the invoice\"\n"
	"  floorwalker intents corrections --store shop.db export --out corrections.csv\n",
    .options = options,
    .run = run,
};
