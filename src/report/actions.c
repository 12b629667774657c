/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/report/report.h"

#include <string.h>

#include "floorwalker/model/money.h"

enum column_kind { TEXT, NUMBER, DECIMAL, LIST };

static const struct {
	const char *name;
	enum column_kind kind;
} columns[] = {
	{"action", TEXT}, {"conversation", TEXT}, {"kind", TEXT}, {"state", TEXT}, {"order", TEXT}, {"amount_minor", NUMBER}, {"currency", TEXT}, {"amount", DECIMAL},
	{"first_amount_minor", NUMBER}, {"first_amount", DECIMAL}, {"rule", TEXT}, {"title", TEXT}, {"proposed_by", TEXT}, {"proposed", TEXT}, {"amended_by", TEXT}, {"amended", TEXT},
	{"asked_by", TEXT}, {"question", TEXT}, {"asked", TEXT}, {"answered", TEXT}, {"approvals_needed", NUMBER}, {"approved_by", LIST}, {"denied_by", LIST}, {"reason", TEXT},
	{"expires", TEXT}, {"decided", TEXT}, {"ended", TEXT}, {"failure", TEXT},
};
#define COLUMNS (sizeof columns / sizeof *columns)

/* A field in quotes; text is nobody's formula. */
static void
add_text(struct str *out, const char *text)
{
	if (text[0] == '\0')
		return;
	str_add_char(out, '"');
	if (strchr("=+-@\t\r", text[0]) != NULL)
		str_add_char(out, '\'');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			str_add_char(out, '"');
		str_add_char(out, *text);
	}
	str_add_char(out, '"');
}

static void
add_list(struct str *out, const struct value *list)
{
	struct str all;

	str_init(&all);
	for (size_t i = 0; i < value_count(list); i++)
		str_addf(&all, "%s%s", i > 0 ? "; " : "", value_as_text(value_at(list, i), ""));
	add_text(out, all.length > 0 ? all.data : "");
	str_clear(&all);
}

static void
add_field(struct str *out, enum column_kind kind, const struct value *v)
{
	if (v == NULL)
		return;
	if (kind == NUMBER)
		str_addf(out, "%lld", (long long)value_as_int(v, 0));
	else if (kind == LIST)
		add_list(out, v);
	else if (kind == DECIMAL)	/* digits, a sign, a point: ours */
		str_add(out, value_as_text(v, ""));
	else
		add_text(out, value_as_text(v, ""));
}

void
report_actions_csv(const struct value *actions, struct str *out)
{
	for (size_t i = 0; i < COLUMNS; i++)
		str_addf(out, "%s%s", i > 0 ? "," : "", columns[i].name);
	str_add(out, "\r\n");
	for (size_t i = 0; i < value_count(actions); i++) {
		for (size_t k = 0; k < COLUMNS; k++) {
			if (k > 0)
				str_add_char(out, ',');
			add_field(
			    out, columns[k].kind, value_get(value_at(actions, i), columns[k].name));
		}
		str_add(out, "\r\n");
	}
}

/* ---- one action */

static void
set_time(struct value *v, const char *key, const struct zone *zone, int64_t at_ms)
{
	struct str s;

	if (at_ms == 0)
		return;
	str_init(&s);
	date_print(&s, zone, at_ms);
	value_set_text(v, key, s.data);
	str_clear(&s);
}

static void
set_text(struct value *v, const char *key, const char *text)
{
	if (!text_is_empty(text))
		value_set_text(v, key, text);
}

static void
set_amount(
    struct value *v, struct arena *a, const char *key, int64_t minor, const char *currency)
{
	struct str s;

	str_init(&s);
	money_print_plain(&s, minor, currency);
	value_set_int(v, arena_printf(a, "%s_minor", key), minor);
	value_set_text(v, key, s.data);
	str_clear(&s);
}

static void
add_people(struct value *v, struct arena *a, const struct approval_list *given)
{
	struct value *yes = value_list(a), *no = value_list(a);

	for (size_t i = 0; i < given->count; i++)
		value_add_text(given->items[i].approve ? yes : no, given->items[i].agent);
	if (value_count(yes) > 0)
		value_set(v, "approved_by", yes);
	if (value_count(no) > 0)
		value_set(v, "denied_by", no);
}

void
report_add_action(struct value *list, struct arena *a, const struct action *x,
    const struct approval_list *given, const struct zone *zone)
{
	struct value *v = value_add_map(list);

	value_set_text(v, "action", arena_printf(a, "A-%lld", (long long)x->id));
	value_set_text(v, "conversation", arena_printf(a, "C-%lld", (long long)x->conversation_id));
	value_set_text(v, "kind", action_kind_name(x->kind));
	value_set_text(v, "state", action_state_name(x->state));
	set_text(v, "order", x->order_id);
	value_set_text(v, "currency", x->currency);
	set_amount(v, a, "amount", x->amount, x->currency);
	set_amount(v, a, "first_amount", x->first_amount, x->currency);
	set_text(v, "rule", x->rule);
	value_set_text(v, "title", x->title);
	value_set_text(v, "proposed_by", x->proposed_by);
	set_time(v, "proposed", zone, x->proposed_ms);
	set_text(v, "amended_by", x->amended_by);
	set_time(v, "amended", zone, x->amended_ms);
	set_text(v, "asked_by", x->asked_by);
	set_text(v, "question", x->question);
	set_time(v, "asked", zone, x->asked_ms);
	set_time(v, "answered", zone, x->answered_ms);
	value_set_int(v, "approvals_needed", x->approvals_needed);
	set_text(v, "reason", x->reason);
	set_time(v, "expires", zone, x->expires_ms);
	set_time(v, "decided", zone, x->decided_ms);
	set_time(v, "ended", zone, x->ended_ms);
	if (x->state == ACTION_FAILED)
		set_text(v, "failure", x->result);
	add_people(v, a, given);
}
