/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Folders and files into conversations. Every fault is told with its place; a suite with one is none.
 */
#include "goals.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/command.h"
#include "given.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define DEPTH_MOST 8			/* of folders in folders */
#define TALKS_MOST 100000
#define SAY_MOST 8000
#define AFTER_MS ((int64_t)8000)	/* between what shoppers say, where nothing is said of it */

static const char *const severities[] = {"words", "answer", "money"};

const char *
replay_severity_name(enum severity s)
{
	return severities[s];
}

void
replay_suite_fault(struct suite_reading *r, const struct value *at, const char *format, ...)
{
	char text[500];
	struct errinfo e;
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof text, format, args);
	va_end(args);
	if (at != NULL)
		(void)value_err(&e, ERR_INPUT, at, "%s", text);
	else
		(void)err_set(&e, ERR_INPUT, "%s", text);
	if (r->faults++ == 0)
		r->first = e;
	if (r->found != NULL)
		r->found(r->context, e.text);
}

const char *
replay_suite_doubt(struct suite_reading *r, const struct value *at, const char *format, ...)
{
	struct doubt *d = arena_alloc(r->a, sizeof *d);
	char text[500];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof text, format, args);
	va_end(args);
	d->talk = r->talk->name;
	d->file = r->talk->file;
	d->line = value_line(at);
	d->text = arena_text(r->a, text);
	*r->suite->last_doubt = d;
	r->suite->last_doubt = &d->next;
	return d->text;
}

static void
only_keys(struct suite_reading *r, const struct value *map, const char *const *known, size_t count)
{
	struct errinfo e;

	if (value_check_keys(map, known, count, &e) == ERR_OK)
		return;
	if (r->faults++ == 0)
		r->first = e;
	if (r->found != NULL)
		r->found(r->context, e.text);
}

static const char *
text_at(struct suite_reading *r, const struct value *map, const char *key, bool needed)
{
	const struct value *v = value_get(map, key);

	if (v == NULL && !needed)
		return "";
	if (value_kind(v) == VALUE_TEXT)
		return value_as_text(v, "");
	if (value_kind(v) == VALUE_INT || value_kind(v) == VALUE_REAL || value_kind(v) == VALUE_BOOL)
		return value_source_text(v);
	replay_suite_fault(r, v != NULL ? v : map, "'%s' must be a text", key);
	return "";
}

static int64_t
duration_at(struct suite_reading *r, const struct value *map, const char *key, int64_t otherwise)
{
	const struct value *v = value_get(map, key);
	int64_t ms;

	if (v == NULL)
		return otherwise;
	if (duration_parse(value_source_text(v), &ms) && ms >= 0 && ms <= 90 * DATE_DAY_MS)
		return ms;
	replay_suite_fault(r, v, "'%s' must be a time such as 20s, 5m, 2h or 3d, of 90 days at most", key);
	return otherwise;
}

/* ---- who */

static const struct customer *
customer_of(const struct shop_records *records, const char *id)
{
	for (size_t i = 0; i < records->customer_count; i++)
		if (text_is(records->customers[i].id, id))
			return &records->customers[i];
	return NULL;
}

static const struct order *
order_of(const struct shop_records *records, const char *id)
{
	for (size_t i = 0; i < records->order_count; i++)
		if (text_is(records->orders[i].id, id))
			return &records->orders[i];
	return NULL;
}

static void
read_who(struct suite_reading *r, const struct value *who, struct talk *t)
{
	static const char *const known[] = {"customer", "order"};
	const struct shop_records *records = t->records;
	const char *customer, *order;

	if (who == NULL)
		return;
	if (value_kind(who) != VALUE_MAP) {
		replay_suite_fault(r, who, "'who' is a map: {customer: ID, order: ID}");
		return;
	}
	only_keys(r, who, known, COUNT(known));
	customer = text_at(r, who, "customer", false);
	order = text_at(r, who, "order", false);
	if (order[0] != '\0' && (t->order = order_of(records, order)) == NULL)
		t->broken = replay_suite_doubt(r, value_get(who, "order"), "the world has no order %.60s", order);
	if (customer[0] == '\0' && t->order != NULL)
		customer = t->order->customer_id;
	if (customer[0] != '\0' && (t->customer = customer_of(records, customer)) == NULL)
		t->broken = replay_suite_doubt(r, value_get(who, "customer"), "the world has no customer %.60s", customer);
	if (t->order != NULL && t->customer != NULL && !text_is(t->order->customer_id, t->customer->id))
		t->broken = replay_suite_doubt(r, who, "%s is no order of %s", t->order->id, t->customer->id);
}

/* ---- steps */

static const char *const places[] = {
    "order", "email", "postcode", "name", "given", "family", "phone", "city"};

const char *
replay_place(struct arena *a, const struct talk *t, const char *name)
{
	const struct customer *c = t->customer;

	if (text_is(name, "order"))
		return t->order != NULL ? t->order->id : NULL;
	if (c == NULL)
		return NULL;
	if (text_is(name, "email"))
		return c->email;
	if (text_is(name, "postcode"))
		return t->order != NULL ? t->order->address.postcode : c->address.postcode;
	if (text_is(name, "city"))
		return t->order != NULL ? t->order->address.city : c->address.city;
	if (text_is(name, "name"))
		return arena_printf(a, "%s %s", c->given, c->family);
	if (text_is(name, "given"))
		return c->given;
	return text_is(name, "family") ? c->family : text_is(name, "phone") ? c->phone : NULL;
}

/* {places} must be known, and have something to stand for; "{{" is a brace. */
static void
check_places(struct suite_reading *r, const struct talk *t, const struct value *at, const char *text)
{
	for (const char *p = strchr(text, '{'); p != NULL; p = strchr(p + 1, '{')) {
		char name[24];
		size_t n = strcspn(p + 1, "}"), i;

		if (p[1] == '{') {
			p++;
			continue;
		}
		if (p[1 + n] != '}' || n >= sizeof name)
			continue;
		(void)snprintf(name, sizeof name, "%.*s", (int)n, p + 1);
		for (i = 0; i < COUNT(places) && !text_is(places[i], name); i++)
			;
		if (i == COUNT(places)) {
			const char *near = text_nearest(name, places, COUNT(places));

			replay_suite_fault(r, at, "nothing stands for {%s}%s%s", name,
			    near != NULL ? "; did you mean " : "", near != NULL ? near : "");
		} else if (t->broken == NULL && text_is_empty(replay_place(r->a, t, name)))
			replay_suite_fault(r, at, "{%s} needs 'who' to name somebody who has one", name);
	}
}

static void
read_fails(struct suite_reading *r, const struct value *v, struct step *out)
{
	if (v == NULL)
		return;
	if (value_kind(v) != VALUE_BOOL)
		replay_suite_fault(r, v, "'fails' is true or false");
	else if (out->kind != STEP_SAY)
		replay_suite_fault(r, v, "'fails' belongs to a turn in which the shopper says something ('say')");
	out->fails = value_as_bool(v, false);
}

static void
read_step(struct suite_reading *r, struct talk *t, const struct value *v, struct step *out)
{
	static const char *const known[] = {"say", "wait", "decide", "do", "as", "leave", "after", "fails", "expect", "origin"};
	static const char *const kinds[] = {"say", "wait", "decide", "do", "leave"};
	size_t found = 0;

	*out = (struct step){.at = v, .text = "", .agent = "", .kind = STEP_SAY};
	if (value_kind(v) != VALUE_MAP) {
		replay_suite_fault(r, v, "a turn is a map with one of say, wait, decide, do and leave");
		return;
	}
	only_keys(r, v, known, COUNT(known));
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (value_get(v, kinds[i]) != NULL) {
			out->kind = (enum step_kind)i;
			found++;
		}
	if (found != 1)
		replay_suite_fault(r, v, "a turn has exactly one of say, wait, decide, do and leave");
	if (out->kind == STEP_WAIT)
		out->after_ms = duration_at(r, v, "wait", 0);
	else if (out->kind == STEP_LEAVE)
		out->after_ms = duration_at(r, v, "after", 0);
	else {
		out->text = text_at(r, v, kinds[out->kind], true);
		out->after_ms = duration_at(r, v, "after", AFTER_MS);
	}
	if (out->kind == STEP_SAY && (out->text[0] == '\0' || strlen(out->text) > SAY_MOST))
		replay_suite_fault(r, v, "'say' has 1 to %d bytes", SAY_MOST);
	if (out->kind == STEP_SAY)
		check_places(r, t, value_get(v, "say"), out->text);
	if (out->kind == STEP_DECIDE && !text_is(out->text, "approve") && !text_is(out->text, "deny"))
		replay_suite_fault(r, value_get(v, "decide"), "'decide' is approve or deny, not %.40s", out->text);
	out->agent = text_at(r, v, "as", out->kind == STEP_DO);
	read_fails(r, value_get(v, "fails"), out);
	replay_checks_read(r, value_get(v, "expect"), true, &out->checks, &out->check_count);
	replay_act_check(r, t, out);
}

/* ---- files */

static void
read_tags(struct suite_reading *r, const struct value *list, struct talk *t)
{
	const char **tags = arena_alloc(r->a, (value_count(list) + 1) * sizeof *tags);

	if (list != NULL && value_kind(list) != VALUE_LIST)
		replay_suite_fault(r, list, "'tags' is a list of words");
	for (size_t i = 0; value_kind(list) == VALUE_LIST && i < value_count(list); i++)
		tags[t->tag_count++] = value_as_text(value_at(list, i), "");
	t->tags = tags;
}

static void
read_head(struct suite_reading *r, const struct value *root, struct talk *t)
{
	const struct value *severity = value_get(root, "severity"), *at = value_get(root, "at");
	const char *word = text_at(r, root, "severity", false);
	size_t i = 0;

	t->title = text_at(r, root, "title", true);
	t->language = text_at(r, root, "language", false);
	t->severity = SEVERITY_ANSWER;
	while (i < SEVERITY_COUNT && !text_is(severities[i], word))
		i++;
	if (i < SEVERITY_COUNT)
		t->severity = (enum severity)i;
	else if (severity != NULL)
		replay_suite_fault(r, severity, "'severity' is money, answer or words, not %.40s", word);
	if (at != NULL && !date_parse(r->settings->zone, value_source_text(at), &t->begin_ms))
		replay_suite_fault(r, at, "'at' is an instant such as 2026-10-14T09:00:00Z");
	read_tags(r, value_get(root, "tags"), t);
	replay_given_read(r, value_get(root, "given"), t);
	read_who(r, value_get(root, "who"), t);
}

static void
check_name(struct suite_reading *r, const struct value *root, const struct talk *t, const char *path)
{
	const char *base = strrchr(path, '/') != NULL ? strrchr(path, '/') + 1 : path;
	size_t n = strlen(base) - strlen(".yaml");

	if (strlen(t->name) != n || strncmp(base, t->name, n) != 0)
		replay_suite_fault(r, value_get(root, "conversation"),
		    "the conversation %.60s belongs in %.60s.yaml", t->name, t->name);
}

static void
read_talk(struct suite_reading *r, const struct value *root, const char *path, struct talk *t)
{
	static const char *const known[] = {"conversation", "title", "language", "severity", "tags", "at",
	    "given", "who", "turns", "end", "origin"};
	const struct value *turns = value_get(root, "turns");

	r->talk = t;
	only_keys(r, root, known, COUNT(known));
	t->at = root;
	t->file = path;
	t->name = text_at(r, root, "conversation", true);
	check_name(r, root, t, path);
	read_head(r, root, t);
	if (value_kind(turns) != VALUE_LIST || value_count(turns) == 0 || value_count(turns) > REPLAY_STEPS_MOST) {
		replay_suite_fault(r, turns != NULL ? turns : root, "'turns' is a list of 1 to %d", REPLAY_STEPS_MOST);
		return;
	}
	t->step_count = value_count(turns);
	t->steps = arena_alloc(r->a, t->step_count * sizeof *t->steps);
	for (size_t i = 0; i < t->step_count; i++)
		read_step(r, t, value_at(turns, i), &t->steps[i]);
	replay_checks_read(r, value_get(root, "end"), false, &t->end, &t->end_count);
}

static void
read_goal(struct suite_reading *r, const struct value *root, const char *path)
{
	struct replay_suite *s = r->suite;
	struct errinfo e;

	if ((s->goal_count & (s->goal_count - 1)) == 0) {
		struct goal *more = arena_alloc(r->a, (s->goal_count == 0 ? 1 : 2 * s->goal_count) * sizeof *more);

		if (s->goal_count > 0)
			memcpy(more, s->goals, s->goal_count * sizeof *more);
		s->goals = more;
	}
	if (replay_goal_load(r, root, path, &s->goals[s->goal_count], &e) != ERR_OK)
		replay_suite_fault(r, NULL, "%s", e.text);
	else
		s->goal_count++;
}

static void
read_root(struct suite_reading *r, const struct value *root, const char *path)
{
	struct replay_suite *s = r->suite;

	if (value_get(root, "conversation") == NULL) {
		if (value_get(root, "scenario") == NULL)
			replay_suite_fault(r, root, "this is no conversation: it begins with 'conversation: NAME'");
		else
			read_goal(r, root, path);
		return;
	}
	if (s->count >= TALKS_MOST) {
		replay_suite_fault(r, root, "at most %d conversations", TALKS_MOST);
		return;
	}
	if ((s->count & (s->count - 1)) == 0) {
		struct talk *more = arena_alloc(r->a, (s->count == 0 ? 1 : 2 * s->count) * sizeof *more);

		if (s->count > 0)
			memcpy(more, s->talks, s->count * sizeof *more);
		s->talks = more;
	}
	s->talks[s->count] = (struct talk){0};
	read_talk(r, root, path, &s->talks[s->count]);
	s->count++;
}

static void
read_file(struct suite_reading *r, const char *path)
{
	struct value *root;
	struct errinfo e;

	if (value_load(r->a, path, &root, &e) != ERR_OK)
		replay_suite_fault(r, NULL, "%s", e.text);
	else
		read_root(r, root, path);
}

static void
read_path(struct suite_reading *r, const char *path, int depth)
{
	const char **names;
	struct errinfo e;
	size_t count;

	if (!file_is_folder(path)) {
		if (!file_exists(path))
			replay_suite_fault(r, NULL, "%s: there is no such file or folder", path);
		else
			read_file(r, path);
		return;
	}
	if (file_list(r->a, path, "", &names, &count, &e) != ERR_OK) {
		replay_suite_fault(r, NULL, "%s", e.text);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		const char *inner = file_join(r->a, path, names[i]);

		if (file_is_folder(inner) && depth < DEPTH_MOST)
			read_path(r, inner, depth + 1);
		else if (text_ends(inner, ".yaml"))
			read_file(r, inner);
	}
}

static int
by_name(const void *x, const void *y)
{
	const struct talk *a = *(const struct talk *const *)x, *b = *(const struct talk *const *)y;
	int n = strcmp(a->name, b->name);

	return n != 0 ? n : a < b ? -1 : a > b;
}

/* Names are unique in a suite, whatever the folder. */
static void
check_unique(struct suite_reading *r)
{
	size_t n = r->suite->count;
	const struct talk **all = arena_alloc(r->a, (n + 1) * sizeof *all);

	for (size_t i = 0; i < n; i++)
		all[i] = &r->suite->talks[i];
	if (n > 1)
		qsort(all, n, sizeof *all, by_name);
	for (size_t i = 1; i < n; i++)
		if (text_is(all[i]->name, all[i - 1]->name))
			replay_suite_fault(r, value_get(all[i]->at, "conversation"), "there is another %.60s, in %s",
			    all[i]->name, all[i - 1]->file);
}

static struct suite_reading
begin_reading(const struct world *w, void (*found)(void *context, const char *fault), void *context)
{
	struct arena *a = arena_new();
	struct suite_reading r = {.a = a,
	    .world = w,
	    .settings = world_settings(w),
	    .suite = arena_alloc(a, sizeof *r.suite),
	    .found = found,
	    .context = context};

	r.suite->arena = a;
	r.suite->last_doubt = &r.suite->doubts;
	return r;
}

static enum err
end_reading(struct suite_reading *r, struct replay_suite **out, struct errinfo *e)
{
	check_unique(r);
	if (r->commands != NULL)
		command_table_free(&r->commands);
	*out = r->suite;
	if (r->faults == 0)
		return ERR_OK;
	replay_suite_free(out);
	if (r->found != NULL)
		return err_set(e, ERR_INPUT, "%zu fault%s, so nothing was played", r->faults, r->faults == 1 ? "" : "s");
	if (r->faults == 1)
		return err_set(e, r->first.code, "%s", r->first.text);
	return err_set(e, r->first.code, "%s (and %zu more)", r->first.text, r->faults - 1);
}

enum err
replay_suite_load(const char *const *paths, size_t count, const struct world *w,
    void (*found)(void *context, const char *fault), void *context, struct replay_suite **out,
    struct errinfo *e)
{
	struct suite_reading r = begin_reading(w, found, context);

	for (size_t i = 0; i < count; i++)
		read_path(&r, paths[i], 0);
	if (r.faults == 0 && r.suite->count + r.suite->goal_count == 0)
		replay_suite_fault(&r, NULL, "there is no conversation in %s", count > 0 ? paths[0] : "nothing");
	return end_reading(&r, out, e);
}

enum err
replay_suite_read(const char *name, const char *text, size_t length, const struct world *w,
    struct replay_suite **out, struct errinfo *e)
{
	struct suite_reading r = begin_reading(w, NULL, NULL);
	struct value *root;
	struct errinfo why;

	if (value_parse_yaml(r.a, name, text, length, &value_limits_file, &root, &why) != ERR_OK)
		replay_suite_fault(&r, NULL, "%s", why.text);
	else
		read_root(&r, root, name);
	return end_reading(&r, out, e);
}

void
replay_suite_free(struct replay_suite **suite)
{
	struct replay_suite *s = *suite;
	struct arena *a;

	if (s == NULL)
		return;
	for (size_t i = 0; i < s->count; i++) {
		for (size_t k = 0; k < s->talks[i].step_count; k++)
			replay_checks_free(s->talks[i].steps[k].checks, s->talks[i].steps[k].check_count);
		replay_checks_free(s->talks[i].end, s->talks[i].end_count);
	}
	for (size_t i = 0; i < s->goal_count; i++)
		sim_script_free(&s->goals[i].script);
	a = s->arena;
	arena_free(&a);
	*suite = NULL;
}

size_t
replay_suite_count(const struct replay_suite *s)
{
	return s->count + s->goal_count;
}

const char *
replay_suite_name(const struct replay_suite *s, size_t i)
{
	if (i < s->count)
		return s->talks[i].name;
	return i - s->count < s->goal_count ? s->goals[i - s->count].name : NULL;
}
