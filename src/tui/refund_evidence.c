/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "refund_evidence.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/shop/shop.h"
#include "floorwalker/text/translate.h"
#include "words.h"

#define SAID_MOST 3		/* messages up to the proposal */
#define BEFORE_MOST 5

bool
evidence_is_of_photo(const char *text)
{
	static const char *const words[] = {"photo", "picture", "screenshot", "image", "foto",
	    "bild", "imagen", "captura"};

	for (const char *s = text; *s != '\0'; s++) {
		if (s > text && (isalnum((unsigned char)s[-1]) || (s[-1] & 0x80)))
			continue;
		for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
			size_t n = 0;

			while (words[i][n] != '\0' && tolower((unsigned char)s[n]) == words[i][n])
				n++;
			if (words[i][n] == '\0')
				return true;
		}
	}
	return false;
}

static enum err
read_said(struct refund_evidence *out, struct arena *a, const struct scope *s,
    const struct action *x, struct errinfo *e)
{
	struct message_list all;
	size_t before = 0, skip;
	enum err code =
	    store_message_list(desk_store(s->desk), a, x->conversation_id, 0, &all, e);

	if (code != ERR_OK)
		return code;
	out->said.items = arena_alloc(a, (all.count + 1) * sizeof *all.items);
	out->photos.items = arena_alloc(a, (all.count + 1) * sizeof *all.items);
	for (size_t i = 0; i < all.count; i++)
		before += all.items[i].author == AUTHOR_SHOPPER &&
		    all.items[i].created_ms <= x->proposed_ms;
	skip = out->said_before = before > SAID_MOST ? before - SAID_MOST : 0;
	for (size_t i = 0; i < all.count; i++) {
		if (all.items[i].author != AUTHOR_SHOPPER)
			continue;
		if (evidence_is_of_photo(all.items[i].text))
			out->photos.items[out->photos.count++] = all.items[i];
		if (skip > 0)
			skip--;
		else
			out->said.items[out->said.count++] = all.items[i];
	}
	return ERR_OK;
}

static int
newest_first(const void *a, const void *b)
{
	const struct refund_before *x = a, *y = b;

	return (x->at_ms < y->at_ms) - (x->at_ms > y->at_ms);
}

/* One refund may go to several methods at one instant. */
static void
add_refunds(struct refund_before *list, size_t *count, const struct order *o, int64_t now_ms)
{
	for (size_t i = 0; i < o->payment_count; i++) {
		const struct payment *p = &o->payments[i];

		if (!p->refund || p->at_ms > now_ms)
			continue;
		if (*count > 0 && list[*count - 1].order == o->id &&
		    list[*count - 1].at_ms == p->at_ms)
			list[*count - 1].amount += p->amount;
		else
			list[(*count)++] = (struct refund_before){o->id, p->amount, p->at_ms};
	}
}

static enum err
read_refunds(struct refund_evidence *out, struct arena *a, const struct scope *s,
    const struct action *x, struct errinfo *e)
{
	struct order *orders = NULL;
	size_t count = 0, room = 0;
	enum err code = text_is_empty(x->customer_id)
	    ? ERR_OK
	    : shop_orders_of(desk_shop(s->desk), a, x->customer_id, &orders, &count, e);

	if (code == ERR_NOT_FOUND)	/* gone from the shop since */
		return ERR_OK;
	for (size_t i = 0; i < count; i++)
		room += orders[i].payment_count;
	out->refunds = arena_alloc(a, (room + 1) * sizeof *out->refunds);
	for (size_t i = 0; i < count; i++)
		add_refunds(out->refunds, &out->refund_count, &orders[i], s->now_ms);
	if (out->refund_count > 1)
		qsort(out->refunds, out->refund_count, sizeof *out->refunds, newest_first);
	if (out->refund_count > BEFORE_MOST) {
		out->refund_more = out->refund_count - BEFORE_MOST;
		out->refund_count = BEFORE_MOST;
	}
	return code;
}

static enum err
read_before(struct refund_evidence *out, struct arena *a, const struct scope *s,
    const struct action *x, struct errinfo *e)
{
	struct action_filter f = {.customer_id = x->customer_id,
	    .states = 1u << ACTION_APPROVED_BY_RULE | 1u << ACTION_APPROVED |
		1u << ACTION_EXECUTING | 1u << ACTION_DONE};
	struct action_list list = {0};
	enum err code = text_is_empty(x->customer_id)
	    ? ERR_OK
	    : store_action_list(desk_store(s->desk), a, &f, &list, e);

	if (code != ERR_OK)
		return code;
	out->before.items = arena_alloc(a, (BEFORE_MOST + 1) * sizeof *list.items);
	for (size_t i = list.count; i-- > 0;) {
		const struct action *y = &list.items[i];

		/* what was refunded stands in the shop's records */
		if (y->id == x->id || (y->kind != ACTION_DISCOUNT && y->kind != ACTION_GOODWILL))
			continue;
		if (out->before.count < BEFORE_MOST)
			out->before.items[out->before.count++] = *y;
		else
			out->before_more++;
	}
	return ERR_OK;
}

enum err
evidence_read(struct refund_evidence *out, struct arena *a, const struct scope *s,
    const struct action *x, struct errinfo *e)
{
	enum err code;

	*out = (struct refund_evidence){0};
	if ((code = read_said(out, a, s, x, e)) != ERR_OK ||
	    (code = read_refunds(out, a, s, x, e)) != ERR_OK)
		return code;
	return read_before(out, a, s, x, e);
}

static void
show_question(struct page *p, const struct scope *s, const struct action *x)
{
	char when[WORDS];

	if (x->asked_ms == 0)
		return;
	page_begin(p, 2, 4, 0);
	page_addf(p, x->answered_ms == 0 ? INK_WARN : INK_TEXT, tr("Asked by %s, %s: "),
	    words_agent(s->settings, s->agent, x->asked_by),
	    words_when(when, s->settings, x->asked_ms, s->now_ms));
	page_addf(p, INK_STRONG, "“%s”", x->question);
	if (x->answered_ms == 0)
		page_add(p, INK_WARN, tr("  no answer yet"));
	else
		page_addf(p, INK_GOOD, tr("  answered %s"),
		    words_when(when, s->settings, x->answered_ms, s->now_ms));
}

/* "The sleeve is torn" on one line, however it was written. */
static void
add_quote(struct page *p, const char *text)
{
	for (const char *s = text; *s != '\0';) {
		size_t n = strcspn(s, "\n");

		page_addf(p, INK_TEXT, "%.*s", (int)n, s);
		s += n;
		if (*s == '\n') {
			page_add(p, INK_TEXT, " ");
			s++;
		}
	}
}

static void
show_said(struct page *p, const struct scope *s, const struct action *x,
    const struct refund_evidence *found)
{
	char when[WORDS];

	if (found->said_before > 0) {
		page_begin(p, 2, 4, 0);
		page_addf(p, INK_DIM,
		    tr_n("%zu earlier message: Enter opens the conversation",
			"%zu earlier messages: Enter opens the conversation",
			(long long)found->said_before),
		    found->said_before);
	}
	for (size_t i = 0; i < found->said.count; i++) {
		const struct message *m = &found->said.items[i];

		page_begin(p, 2, 6, 0);
		page_addf(p, INK_CITATION, "#%lld ", (long long)m->number);
		page_addf(p, INK_DIM, "%s%s  ",
		    words_when(when, s->settings, m->created_ms, s->now_ms),
		    m->created_ms > x->proposed_ms ? tr(", since") : "");
		add_quote(p, m->text);
	}
	page_begin(p, 2, 4, 0);
	if (found->photos.count == 0) {
		page_add(p, INK_DIM, tr("No picture is spoken of."));
		return;
	}
	page_add(p, INK_TEXT, tr("A picture is spoken of in "));
	for (size_t i = 0; i < found->photos.count; i++)
		page_addf(p, INK_CITATION, "%s#%lld", i > 0 ? ", " : "",
		    (long long)found->photos.items[i].number);
	page_add(p, INK_DIM, tr("; the channel has it, if there is one."));
}

void
evidence_show(struct page *p, const struct scope *s, const struct action *x,
    const struct refund_evidence *found)
{
	char kind[WORDS];
	char money[WORDS], when[WORDS];

	page_heading(p, tr("What the shopper said"));
	show_question(p, s, x);
	show_said(p, s, x, found);
	page_heading(p, tr("What this customer was given before"));
	if (found->before.count + found->refund_count == 0)
		page_line(p, INK_DIM, tr("nothing that is on record"));
	for (size_t i = 0; i < found->refund_count; i++) {
		page_begin(p, 2, 4, 0);
		page_addf(p, INK_TEXT, tr("%s refunded"),
		    words_money(money, s->settings, found->refunds[i].amount, s->settings->currency));
		page_addf(p, INK_DIM, tr(", %s, for %s"),
		    words_day(when, s->settings, found->refunds[i].at_ms), found->refunds[i].order);
	}
	if (found->refund_more > 0) {
		page_begin(p, 2, 4, 0);
		page_addf(p, INK_DIM, tr("and %zu earlier refunds"), found->refund_more);
	}
	for (size_t i = 0; i < found->before.count; i++) {
		const struct action *y = &found->before.items[i];

		page_begin(p, 2, 4, 0);
		page_addf(p, INK_TEXT, "A-%lld %s", (long long)y->id,
		    words_money(money, s->settings, y->amount, y->currency));
		page_addf(p, INK_DIM, "  %s, %s, %s: %s",
		    words_name(kind, action_kind_name(y->kind)),
		    tr(action_state_title(y->state)),
		    words_when(when, s->settings, y->ended_ms != 0 ? y->ended_ms : y->proposed_ms,
			s->now_ms),
		    y->title);
	}
	if (found->before_more > 0) {
		page_begin(p, 2, 4, 0);
		page_addf(p, INK_DIM, tr("and %zu more"), found->before_more);
	}
}
