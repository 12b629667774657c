/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The answer of a conversation that counts, and its comment as it may be shown.
 */
#include <string.h>

#include "floorwalker/desk/survey.h"
#include "story.h"

static int
digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* NULL where it is no hexadecimal. */
static const char *
bytes_of(struct arena *a, const char *hex, size_t *size)
{
	char *out;
	*size = strlen(hex) / 2;
	out = arena_alloc(a, *size + 1);
	for (size_t i = 0; i < *size; i++) {
		int high = digit(hex[2 * i]), low = digit(hex[2 * i + 1]);
		if (high < 0 || low < 0)
			return NULL;
		out[i] = (char)(high << 4 | low);
	}
	return out;
}

/* Masked by what is known of the shopper now. */
static const char *
comment_of(struct desk *d, struct arena *a, const struct conversation *c, const char *hex)
{
	size_t size;
	const char *sealed = bytes_of(a, hex, &size);
	return sealed == NULL || size == 0
	    ? ""
	    : record_mask(d, a, c->customer_id, record_unseal(d, a, c, "survey", sealed, size, ""));
}

void
survey_of_events(struct desk *d, struct arena *a, const struct conversation *c,
    const struct event_list *events, struct survey_given *out)
{
	const struct value *last = NULL;
	*out = (struct survey_given){.comment = ""};
	for (size_t i = 0; i < events->count; i++) {
		const struct event *x = &events->items[i];
		struct value *data;
		int64_t at_ms;
		if (strcmp(x->kind, EVENT_SURVEY_ANSWERED) != 0 ||
		    value_parse_json(a, "event", x->data, strlen(x->data), &value_limits_message,
			&data, NULL) != ERR_OK)
			continue;
		out->answers++;
		at_ms = value_get_int(data, "answered_ms", 0);
		if (last != NULL && at_ms < out->answered_ms)
			continue;
		last = data;
		out->score = value_get_int(data, "score", 0);
		out->answered_ms = at_ms;
	}
	if (last != NULL)
		out->comment = comment_of(d, a, c, value_get_text(last, "comment"));
}
