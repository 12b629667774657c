/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "notice.h"

#include <stdio.h>
#include <string.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/text/translate.h"

#define PENDING_MOST 1000	/* conversations of a kind that are counted apart */
#define TEXT_CELLS 100

struct pending {
	int64_t *ids;
	size_t count;
};

struct notices {
	struct pending kinds[NOTICE_KIND_COUNT];
	char text[200];			/* of the only one */
	size_t total;
	int64_t told_ms;		/* when the last one went out; 0 never */
};

static const char *const names[NOTICE_KIND_COUNT] = {"queue", "mine", "refund", "sla"};

const char *
notice_kind_name(enum notice_kind k)
{
	return names[k];
}

struct notices *
notices_new(void)
{
	return mem_zero(1, sizeof(struct notices));
}

void
notices_free(struct notices **n)
{
	if (*n == NULL)
		return;
	for (size_t i = 0; i < NOTICE_KIND_COUNT; i++)
		mem_free((*n)->kinds[i].ids);
	mem_free(*n);
	*n = NULL;
}

void
notice_add(struct notices *n, const struct tui_settings *user, enum notice_kind kind,
    int64_t conversation_id, const char *text)
{
	struct pending *p = &n->kinds[kind];

	if (!tui_setting_has(user, SETTING_NOTIFY_ON, names[kind]) || p->count >= PENDING_MOST)
		return;
	for (size_t i = 0; i < p->count; i++)
		if (p->ids[i] == conversation_id)
			return;
	p->ids = mem_grow(p->ids, p->count + 1, sizeof *p->ids);
	p->ids[p->count++] = conversation_id;
	if (n->total++ == 0)
		snprintf(n->text, sizeof n->text, "%s", text);
}

/* "3 conversations wait, 1 shopper wrote to you" */
static void
add_counts(const struct notices *n, struct str *out)
{
	const char *forms[NOTICE_KIND_COUNT];
	bool any = false;

	forms[NOTICE_QUEUE] = tr_n("%zu conversation waits", "%zu conversations wait",
	    (long long)n->kinds[NOTICE_QUEUE].count);
	forms[NOTICE_MINE] = tr_n("%zu shopper wrote to you", "%zu shoppers wrote to you",
	    (long long)n->kinds[NOTICE_MINE].count);
	forms[NOTICE_REFUND] = tr_n("%zu action waits for approval",
	    "%zu actions wait for approval", (long long)n->kinds[NOTICE_REFUND].count);
	forms[NOTICE_SLA] = tr_n(
	    "%zu answer is due", "%zu answers are due", (long long)n->kinds[NOTICE_SLA].count);
	for (size_t i = 0; i < NOTICE_KIND_COUNT; i++) {
		if (n->kinds[i].count == 0)
			continue;
		str_add(out, any ? ", " : "");
		str_addf(out, forms[i], n->kinds[i].count);
		any = true;
	}
}

bool
notices_take(struct notices *n, const struct tui_settings *user, int64_t now_ms, struct str *text,
    int64_t *wait_ms)
{
	int64_t due = n->told_ms + 1000 * tui_setting_number(user, SETTING_NOTIFY_EVERY);

	*wait_ms = -1;
	if (n->total == 0)
		return false;
	if (n->told_ms != 0 && now_ms < due) {
		*wait_ms = due - now_ms;
		return false;
	}
	if (n->total == 1)
		str_add(text, n->text);
	else
		add_counts(n, text);
	for (size_t i = 0; i < NOTICE_KIND_COUNT; i++)
		n->kinds[i].count = 0;
	n->total = 0;
	n->told_ms = now_ms;
	return true;
}

/* Letters, figures and blanks: no control could end the sequence, no semicolon begin another of its
 * parts. */
static void
add_clean(struct str *out, const char *text)
{
	size_t length = utf8_fit(text, strlen(text), TEXT_CELLS, NULL);
	uint32_t point;

	for (size_t i = 0, n; i < length; i += n) {
		char bytes[4];

		n = utf8_next(text + i, length - i, &point);
		if (point < 0x20 || (point >= 0x7f && point < 0xa0) || point == ';')
			point = ' ';
		str_add_n(out, bytes, utf8_put(bytes, point));
	}
}

/* A sequence within tmux's own: each escape in it is doubled. */
static void
add_through_tmux(struct str *out, const char *sequence)
{
	str_add(out, "\033Ptmux;");
	for (; *sequence != '\0'; sequence++) {
		if (*sequence == '\033')
			str_add_char(out, '\033');
		str_add_char(out, *sequence);
	}
	str_add(out, "\033\\");
}

void
notice_bytes(const struct tui_settings *user, const char *text, struct str *out)
{
	struct str sequence;

	str_init(&sequence);
	if (tui_setting_is_on(user, SETTING_BELL))
		str_add_char(out, '\a');
	if (tui_setting_is(user, SETTING_NOTIFY, "osc9"))
		str_add(&sequence, "\033]9;floorwalker: ");
	else if (tui_setting_is(user, SETTING_NOTIFY, "osc777"))
		str_add(&sequence, "\033]777;notify;floorwalker;");
	if (sequence.length > 0) {
		add_clean(&sequence, text);
		str_add(&sequence, "\033\\");
		if (tui_setting_is(user, SETTING_NOTIFY_THROUGH, "tmux"))
			add_through_tmux(out, sequence.data);
		else
			str_add(out, sequence.data);
	}
	str_clear(&sequence);
}
