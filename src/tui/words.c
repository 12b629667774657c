/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/model/money.h"
#include "floorwalker/text/shown.h"
#include "floorwalker/text/translate.h"

_Static_assert(WORDS == SHOWN_BYTES, "room");

#define DOUBTFUL 0.75	/* confidence below which one reply in four, or more, needs correction */

static const char *const months[12] = {N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"),
    N_("Jun"), N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")};

static atomic_bool twelve;
static atomic_int order;

void
words_set_style(bool twelve_hours, enum words_dates dates)
{
	atomic_store(&twelve, twelve_hours);
	atomic_store(&order, (int)dates);
}

const char *
words_clock(char *out, const struct settings *s, int64_t at_ms)
{
	struct date d;

	date_from_ms(s->zone, at_ms, &d);
	if (atomic_load(&twelve))
		snprintf(out, WORDS, "%d:%02d %s", d.hour % 12 == 0 ? 12 : d.hour % 12, d.minute,
		    d.hour < 12 ? "am" : "pm");
	else
		snprintf(out, WORDS, "%02d:%02d", d.hour, d.minute);
	return out;
}

/* Without the year, where it is left out. */
static void
put_day(char *out, const struct date *d, bool year)
{
	char tail[16] = "";

	if (year)
		snprintf(tail, sizeof tail, " %d", d->year);
	switch ((enum words_dates)atomic_load(&order)) {
	case DATES_ISO: snprintf(out, WORDS, "%04d-%02d-%02d", d->year, d->month, d->day); break;
	case DATES_MONTH_FIRST:
		snprintf(out, WORDS, "%s %d%s%s", tr(months[d->month - 1]), d->day, year ? "," : "",
		    tail);
		break;
	case DATES_DAY_FIRST:
		snprintf(out, WORDS, "%d %s%s", d->day, tr(months[d->month - 1]), tail);
		break;
	}
}

const char *
words_when(char *out, const struct settings *s, int64_t at_ms, int64_t now_ms)
{
	struct date d;
	char clock[WORDS];
	size_t n;

	out[0] = '\0';
	if (at_ms == 0)
		return out;
	if (date_days_between(s->zone, at_ms, now_ms) == 0)
		return words_clock(out, s, at_ms);
	date_from_ms(s->zone, at_ms, &d);
	put_day(out, &d, false);
	n = strlen(out);
	snprintf(out + n, WORDS - n, " %s", words_clock(clock, s, at_ms));
	return out;
}

const char *
words_day(char *out, const struct settings *s, int64_t at_ms)
{
	struct date d;

	out[0] = '\0';
	if (at_ms == 0)
		return out;
	date_from_ms(s->zone, at_ms, &d);
	put_day(out, &d, true);
	return out;
}

const char *
words_span(char *out, int64_t ms)
{
	long seconds = (long)((ms < 0 ? 0 : ms) / 1000);

	if (seconds < 60)
		snprintf(out, WORDS, "%ld s", seconds);
	else if (seconds < 3600)
		snprintf(out, WORDS, "%ld m %02ld", seconds / 60, seconds % 60);
	else if (seconds < 86400)
		snprintf(out, WORDS, "%ld h %02ld", seconds / 3600, seconds / 60 % 60);
	else
		snprintf(out, WORDS, "%ld d", seconds / 86400);
	return out;
}

const char *
words_brief(char *out, int64_t ms)
{
	long seconds = (long)((ms < 0 ? 0 : ms) / 1000);

	if (seconds < 60)
		snprintf(out, WORDS, "%ld s", seconds);
	else if (seconds < 3600)
		snprintf(out, WORDS, "%ld m", seconds / 60);
	else if (seconds < 86400)
		snprintf(out, WORDS, "%ld h", seconds / 3600);
	else
		snprintf(out, WORDS, "%ld d", seconds / 86400);
	return out;
}

const char *
words_money(char *out, const struct settings *s, int64_t minor, const char *currency)
{
	struct str text;

	str_init(&text);
	money_print(&text, minor, text_is_empty(currency) ? s->currency : currency, "en");
	snprintf(out, WORDS, "%s", text.data);
	str_clear(&text);
	return out;
}

const char *
words_name(char *out, const char *id)
{
	return shown_word(out, id);
}

const char *
words_head(char *out, const char *id)
{
	words_name(out, id);
	if (out[0] >= 'a' && out[0] <= 'z')
		out[0] = (char)(out[0] - 'a' + 'A');
	return out;
}

const char *
words_agent(const struct settings *s, const char *me, const char *id)
{
	const struct agent *a = settings_agent(s, id);

	if (!text_is_empty(me) && text_is(me, id))
		return tr("you");
	return a != NULL ? a->name : id;
}

const char *
words_queue(const struct settings *s, const char *id)
{
	const struct queue *q = settings_queue(s, id);

	return q != NULL ? q->name : id;
}

const char *
words_owner(
    char *out, const struct settings *s, const char *me, const struct conversation *c, bool brief)
{
	const char *agent = words_agent(s, me, c->agent);

	switch (c->state) {
	case CONVERSATION_AI:
		snprintf(out, WORDS, "%s", tr("AI"));
		break;
	case CONVERSATION_QUEUED:
		snprintf(out, WORDS, "%s", words_queue(s, c->queue));
		break;
	case CONVERSATION_AGENT:
		snprintf(out, WORDS, "%.*s", brief ? (int)strcspn(agent, " ") : WORDS - 1, agent);
		break;
	case CONVERSATION_WRAP_UP:
		snprintf(out, WORDS, "%.*s, %s", brief ? (int)strcspn(agent, " ") : WORDS - 20,
		    agent, brief ? tr("wrap") : tr("wrapping up"));
		break;
	case CONVERSATION_CLOSED:
		snprintf(out, WORDS, "%s", tr("closed"));
		break;
	}
	return out;
}

void
words_marks(struct str *out, const struct settings *s, const struct conversation *c, int64_t now_ms)
{
	char words[WORDS];
	const char *tag = c->tags == NULL ? "" : c->tags;

	if (c->snoozed_ms != 0)
		str_addf(
		    out, tr(" · snoozed until %s"), words_when(words, s, c->snoozed_ms, now_ms));
	if (c->level > 0 && c->state != CONVERSATION_CLOSED)
		str_addf(out, tr(" · for a %s"),
		    words_name(words, agent_role_name((enum agent_role)c->level)));
	if (c->state == CONVERSATION_WRAP_UP && c->wrap_up_ms != 0)
		str_addf(out, tr(" · closes in %s"), words_span(words, c->wrap_up_ms - now_ms));
	if (c->merged_into != 0)
		str_addf(out, tr(" · merged into C-%lld"), (long long)c->merged_into);
	while (*tag != '\0') {
		size_t n = strcspn(tag, " ");

		str_addf(out, " · #%.*s", (int)n, tag);
		tag += n + (tag[n] == ' ');
	}
}

const char *
words_actor(char *out, const struct settings *s, const char *me, const char *actor)
{
	static const struct { const char *actor, *words; } parts[] = {
		{"ai", N_("the AI")}, {"work", N_("the clock")}, {"shopper", N_("the shopper")}, {"policy", N_("the policy")}, {"shop", N_("the shop")}, {"system", N_("the system")},
	};

	if (text_starts(actor, "agent:"))
		snprintf(out, WORDS, "%s", words_agent(s, me, actor + strlen("agent:")));
	else
		snprintf(out, WORDS, "%s", text_is_empty(actor) ? tr("the system") : actor);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (text_is(actor, parts[i].actor))
			snprintf(out, WORDS, "%s", tr(parts[i].words));
	return out;
}

const char *
words_due(char *out, int64_t due_ms, int64_t now_ms, bool brief)
{
	bool late = due_ms < now_ms;
	char span[WORDS];

	out[0] = '\0';
	if (due_ms == 0)
		return out;
	if (brief) {
		words_brief(span, late ? now_ms - due_ms : due_ms - now_ms);
		if (late && strlen(span) > 3)	/* "late 44s": eight cells, like "late 1 m" */
			memmove(span + 2, span + 3, strlen(span + 3) + 1);
	} else {
		words_span(span, late ? now_ms - due_ms : due_ms - now_ms);
	}
	snprintf(out, WORDS, "%s %.40s", late ? tr("late") : tr("in"), span);
	return out;
}

enum ink
ink_of_confidence(const struct settings *s, double confidence)
{
	if (confidence < 0)
		return INK_DIM;
	if (confidence < s->gates.send_at)
		return INK_BAD;
	return confidence < DOUBTFUL ? INK_WARN : INK_GOOD;
}

enum ink
ink_of_due(int64_t due_ms, int64_t now_ms)
{
	if (due_ms == 0)
		return INK_DIM;
	if (due_ms < now_ms)
		return INK_BAD;
	return due_ms - now_ms < 60000 ? INK_WARN : INK_TEXT;
}

void
words_fact(struct str *out, const struct settings *s, const char *name, const struct value *v)
{
	static const char *const amounts[] = {
	    "amount", "order_total", "refunded_before", "price_difference"};
	char money[WORDS];

	if (v == NULL || value_is_null(v)) {
		str_add(out, "–");
		return;
	}
	for (size_t i = 0; value_kind(v) == VALUE_INT && i < sizeof amounts / sizeof *amounts;
	     i++) {
		if (text_is(name, amounts[i])) {
			str_add(out, words_money(money, s, value_as_int(v, 0), ""));
			return;
		}
	}
	/* order lines, as people count them */
	for (size_t i = 0; i < value_count(v) && value_kind(v) == VALUE_LIST; i++) {
		const struct value *line = value_at(v, i);

		str_addf(out, "%s%lld × %s", i > 0 ? ", " : "",
		    (long long)value_get_int(line, "quantity", 1), value_get_text(line, "sku"));
	}
	if (value_kind(v) == VALUE_LIST)
		return;
	if (value_kind(v) == VALUE_TEXT)
		str_add(out, words_name(money, value_as_text(v, "")));
	else if (value_kind(v) == VALUE_BOOL)
		str_add(out, value_as_bool(v, false) ? tr("yes") : tr("no"));
	else
		value_print(out, v);
}

void
words_wanted(struct str *out, const char *written)
{
	static const struct {
		const char *sign, *words;
	} signs[] = {{"<=", N_("at most ")}, {">=", N_("at least ")}, {"<", N_("less than ")},
	    {">", N_("more than ")}, {"=", ""}, {"!", N_("not ")}};
	bool list = written[0] == '[';

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		if (text_starts(written, signs[i].sign)) {
			str_add(out, tr(signs[i].words));
			written += strlen(signs[i].sign);
			written += strspn(written, " ");
			break;
		}
	}
	while (*written != '\0') {
		size_t n = strcspn(written, list ? "[], " : "");
		char word[64], shown[WORDS];

		if (list && n == 0) {
			if (*written == ',')
				str_add(out, tr(" or"));
			else if (*written == ' ')
				str_add_char(out, ' ');
			written++;
			continue;
		}
		if (!list)
			n = strlen(written);
		snprintf(word, sizeof word, "%.*s", (int)n, written);
		str_add(out, words_name(shown, word));
		written += n;
	}
}

void
words_condition(struct str *out, const char *written)
{
	static const struct {
		const char *sign, *words;
	} signs[] = {{">=", N_("at least")}, {"<=", N_("at most")}, {"==", N_("equal to")},
	    {"!=", N_("other than")}, {">", N_("more than")}, {"<", N_("less than")}};

	while (*written != '\0') {
		size_t i = 0;

		while (i < sizeof signs / sizeof *signs && !text_starts(written, signs[i].sign))
			i++;
		if (i < sizeof signs / sizeof *signs) {
			str_add(out, tr(signs[i].words));
			written += strlen(signs[i].sign);
		} else {
			/* the dot before a fact's name */
			if (*written != '.' || (written[1] >= '0' && written[1] <= '9'))
				str_add_char(out, *written == '_' ? ' ' : *written);
			written++;
		}
	}
}
