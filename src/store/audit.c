/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Verification of the log: checkpoints first, since they say what every chain was, then chain by
 * chain.
 */
#include "audit.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chain.h"
#include "floorwalker/base/str.h"

#define REORDER_SEARCH 4096	/* how many other places are tried for an event that does not fit
				   its own */

const char *
audit_fault_name(enum audit_fault f)
{
	static const char *const names[] = {
	    "edited", "missing", "cut_tail", "reordered", "recomputed", "checkpoint", "record"};

	return (size_t)f < sizeof(names) / sizeof(names[0]) ? names[f] : "";
}

void
audit_find(struct audit *x, enum audit_fault fault, int64_t conversation_id,
    const struct event *event, const char *format, ...)
{
	struct audit_finding finding = { .fault = fault, .conversation_id = conversation_id };
	va_list args;

	if (event) {
		finding.number = event->number;
		finding.event_id = event->id;
	}
	va_start(args, format);
	vsnprintf(finding.text, sizeof(finding.text), format, args);
	va_end(args);
	x->report->findings++;
	if (x->found)
		x->found(x->context, &finding);
}

/* ---- checkpoints */

/* One line "conversation number hash\n"; where the next begins, or NULL. */
static const char *
read_head(const char *line, struct sealed_head *out)
{
	char *end;
	const char *hash;

	out->conversation_id = strtoll(line, &end, 10);
	if (end == line || *end != ' ')
		return NULL;
	out->number = strtoll(end + 1, &end, 10);
	hash = end + 1;
	if (*end != ' ' || strspn(hash, "0123456789abcdef") != SEAL_HEX - 1 ||
	    hash[SEAL_HEX - 1] != '\n')
		return NULL;
	memcpy(out->hash, hash, SEAL_HEX - 1);
	out->hash[SEAL_HEX - 1] = '\0';
	return hash + SEAL_HEX;
}

static void
take_heads(struct audit *x, const struct checkpoint *c)
{
	struct sealed_head head;

	for (const char *line = c->heads; *line;) {
		line = read_head(line, &head);
		if (!line) {
			audit_find(x, AUDIT_CHECKPOINT, 0, NULL,
			    "checkpoint %lld: its list of heads can't be read", (long long)c->id);
			return;
		}
		head.checkpoint = c->id;
		head.last_event = c->last_event;
		if (x->head_count == x->head_room)
			x->heads = mem_grow(x->heads,
			    x->head_room = x->head_room ? x->head_room * 2 : 64, sizeof(*x->heads));
		x->heads[x->head_count++] = head;
	}
}

/* One checkpoint against its seal and the one before. */
static void
check_checkpoint(struct audit *x, const struct checkpoint *c, const char *previous)
{
	char seal[SEAL_HEX];

	x->report->checkpoints++;
	checkpoint_seal(c, x->k, seal);
	if (strlen(c->seal) != SEAL_HEX - 1 || !seal_same(seal, c->seal, SEAL_HEX - 1)) {
		audit_find(x, AUDIT_CHECKPOINT, 0, NULL,
		    "checkpoint %lld: its seal does not fit its contents, or it was sealed with another key",
		    (long long)c->id);
		return;
	}
	if (!text_is(c->previous, previous))
		audit_find(x, AUDIT_CHECKPOINT, 0, NULL,
		    "checkpoint %lld does not follow the one before it", (long long)c->id);
	if (c->last_event > x->sealed_event)
		x->sealed_event = c->last_event;
	take_heads(x, c);
}

/* The setting that names the last checkpoint must fit it. */
static enum err
check_anchor(struct audit *x, struct arena *a, const struct checkpoint *last, struct errinfo *e)
{
	char anchor[ANCHOR_SIZE] = "";
	const char *stored = "";
	enum err r = store_meta_get(x->s, a, CHECKPOINT_META, &stored, e);

	if (r && r != ERR_NOT_FOUND)
		return r;
	if (last->id > 0)
		checkpoint_anchor(last, anchor);
	if (!text_is(anchor, stored))
		audit_find(x, AUDIT_CHECKPOINT, 0, NULL,
		    "the last checkpoint is %lld, but the store remembers \"%.90s\"",
		    (long long)last->id, stored);
	return ERR_OK;
}

static int
compare_heads(const void *a, const void *b)
{
	const struct sealed_head *x = a, *y = b;

	if (x->conversation_id != y->conversation_id)
		return x->conversation_id < y->conversation_id ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

static enum err
check_checkpoints(struct audit *x, struct arena *a, struct errinfo *e)
{
	struct checkpoint c = { .seal = "" }, last = { .seal = "" };
	struct errinfo missing;
	enum err r = x->s->ops->checkpoint_last(x->s->self, a, &last, &missing);

	if (r && r != ERR_NOT_FOUND)
		return err_set(e, r, "%s", missing.text);
	for (int64_t id = 1; id <= last.id; id++) {
		const char *previous = c.seal;

		r = x->s->ops->get(x->s->self, RECORD_CHECKPOINT, a, id, &c, &missing);
		if (r == ERR_NOT_FOUND) {
			audit_find(x, AUDIT_CHECKPOINT, 0, NULL, "checkpoint %lld is missing",
			    (long long)id);
			c.seal = "";
			continue;
		}
		if (r)
			return err_set(e, r, "%s", missing.text);
		check_checkpoint(x, &c, previous);
	}
	if (x->head_count > 1)
		qsort(x->heads, x->head_count, sizeof(*x->heads), compare_heads);
	return check_anchor(x, a, &last, e);
}

/* ---- chains */

/* An event whose own number does not give its hash: was it put in another's place, or changed? */
static void
explain_mismatch(struct audit *x, const struct event *event, size_t count)
{
	char hash[SEAL_HEX];

	for (int64_t n = 1; n <= (int64_t)count + 16 && n <= REORDER_SEARCH; n++) {
		chain_hash(event, n, hash);
		if (strcmp(hash, event->hash) == 0) {
			audit_find(x, AUDIT_REORDERED, event->conversation_id, event,
			    "event %lld of conversation %lld was written as number %lld",
			    (long long)event->number, (long long)event->conversation_id,
			    (long long)n);
			return;
		}
	}
	audit_find(x, AUDIT_EDITED, event->conversation_id, event,
	    "event %lld of conversation %lld does not have the contents that its hash was made of",
	    (long long)event->number, (long long)event->conversation_id);
}

static void
check_links(struct audit *x, int64_t conversation_id, const struct event *events, size_t count)
{
	const char *previous = chain_zeroes;
	int64_t number = 0;

	for (size_t i = 0; i < count; i++) {
		const struct event *event = &events[i];
		char hash[SEAL_HEX];

		if (event->number != number + 1)
			audit_find(x, AUDIT_MISSING, conversation_id, event,
			    "conversation %lld lacks its events %lld to %lld",
			    (long long)conversation_id, (long long)number + 1,
			    (long long)event->number - 1);
		chain_hash(event, event->number, hash);
		if (strcmp(hash, event->hash) != 0)
			explain_mismatch(x, event, count);
		else if (event->number == number + 1 && strcmp(event->previous, previous) != 0)
			audit_find(x, AUDIT_EDITED, conversation_id, event,
			    "event %lld of conversation %lld does not continue from the one before it, which was "
			    "changed together with its hash",
			    (long long)event->number, (long long)conversation_id);
		if (i > 0 && event->id <= events[i - 1].id)
			audit_find(x, AUDIT_REORDERED, conversation_id, event,
			    "event %lld of conversation %lld is older than the one before it",
			    (long long)event->number, (long long)conversation_id);
		previous = event->hash;
		number = event->number;
	}
}

static enum err
check_head(struct audit *x, int64_t conversation_id, const struct event *events, size_t count,
    struct errinfo *e)
{
	struct chain_head head;
	const struct event *last = count ? &events[count - 1] : NULL;
	int64_t number = last ? last->number : 0;
	enum err r = x->s->ops->chain_get(x->s->self, conversation_id, &head, e);

	if (r)
		return r;
	if (head.number > number)
		audit_find(x, AUDIT_CUT_TAIL, conversation_id, last,
		    "conversation %lld lacks its last events, %lld to %lld",
		    (long long)conversation_id, (long long)number + 1, (long long)head.number);
	else if (head.number < number)
		audit_find(x, AUDIT_RECOMPUTED, conversation_id, last,
		    "conversation %lld has events past number %lld that the store did not append",
		    (long long)conversation_id, (long long)head.number);
	else if (last && strcmp(head.hash, last->hash) != 0)
		audit_find(x, AUDIT_RECOMPUTED, conversation_id, last,
		    "the chain of conversation %lld does not end with the hash that the store appended",
		    (long long)conversation_id);
	return ERR_OK;
}

static const struct event *
event_of_number(const struct event *events, size_t count, int64_t number)
{
	for (size_t low = 0, high = count; low < high;) {
		size_t middle = low + (high - low) / 2;

		if (events[middle].number == number)
			return &events[middle];
		if (events[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* What checkpoints sealed of this chain must still be there, as it was. */
static void
check_sealed(struct audit *x, int64_t conversation_id, const struct event *events, size_t count,
    const struct sealed_head *heads, size_t head_count)
{
	int64_t sealed = 0, last = count ? events[count - 1].number : 0;
	bool cut = false;

	for (size_t i = 0; i < head_count; i++) {
		const struct event *event = event_of_number(events, count, heads[i].number);

		sealed = heads[i].number > sealed ? heads[i].number : sealed;
		if (!event && heads[i].number > last && !cut) {
			audit_find(x, AUDIT_CUT_TAIL, conversation_id, NULL,
			    "conversation %lld ends at event %lld; checkpoint %lld sealed %lld of them",
			    (long long)conversation_id, (long long)last,
			    (long long)heads[i].checkpoint, (long long)heads[i].number);
			cut = true;
		}
		if (event && strcmp(event->hash, heads[i].hash) != 0)
			audit_find(x, AUDIT_RECOMPUTED, conversation_id, event,
			    "event %lld of conversation %lld is not the one that checkpoint %lld sealed",
			    (long long)event->number, (long long)conversation_id,
			    (long long)heads[i].checkpoint);
		if (event && event->id > heads[i].last_event)
			audit_find(x, AUDIT_REORDERED, conversation_id, event,
			    "event %lld of conversation %lld has an id from after the checkpoint that sealed it",
			    (long long)event->number, (long long)conversation_id);
	}
	for (size_t i = count; i-- > 0 && events[i].number > sealed;) {
		x->report->uncovered += x->k != NULL && events[i].id > x->sealed_event;
		if (x->k && events[i].id <= x->sealed_event)
			audit_find(x, AUDIT_RECOMPUTED, conversation_id, &events[i],
			    "event %lld of conversation %lld was slipped in behind a checkpoint",
			    (long long)events[i].number, (long long)conversation_id);
	}
	if (!x->k)
		x->report->uncovered += (int64_t)count;
}

static enum err
check_chain(struct audit *x, int64_t conversation_id, size_t *at, struct errinfo *e)
{
	struct arena *a = arena_new();
	struct event_list list;
	size_t from, count;
	enum err r = store_event_list(x->s, a, conversation_id, &list, e);

	/* Both lists ascend; heads of chains that are gone altogether lie between. */
	for (; *at < x->head_count && x->heads[*at].conversation_id < conversation_id; ++*at)
		if (*at == 0 || x->heads[*at - 1].conversation_id != x->heads[*at].conversation_id)
			audit_find(x, AUDIT_CUT_TAIL, x->heads[*at].conversation_id, NULL,
			    "conversation %lld has lost its whole chain",
			    (long long)x->heads[*at].conversation_id);
	for (from = *at, count = 0;
	     *at < x->head_count && x->heads[*at].conversation_id == conversation_id; ++*at)
		count++;
	if (!r) {
		x->report->chains += list.count > 0;
		x->report->events += (int64_t)list.count;
		check_links(x, conversation_id, list.items, list.count);
		check_sealed(x, conversation_id, list.items, list.count, x->heads + from, count);
		r = check_head(x, conversation_id, list.items, list.count, e);
	}
	if (!r)
		r = audit_records(x, a, conversation_id, list.items, list.count, e);
	arena_free(&a);
	return r;
}

static enum err
walk(struct audit *x, struct arena *a, struct errinfo *e)
{
	int64_t *conversations;
	size_t count, at = 0;
	enum err r = x->k ? check_checkpoints(x, a, e) : ERR_OK;

	if (!r)
		r = x->s->ops->audited(x->s->self, a, &conversations, &count, e);
	for (size_t i = 0; !r && i < count; i++)
		r = check_chain(x, conversations[i], &at, e);
	for (; !r && at < x->head_count; at++)
		if (at == 0 || x->heads[at - 1].conversation_id != x->heads[at].conversation_id)
			audit_find(x, AUDIT_CUT_TAIL, x->heads[at].conversation_id, NULL,
			    "conversation %lld has lost its whole chain",
			    (long long)x->heads[at].conversation_id);
	return r;
}

enum err
store_audit(struct store *s, const struct keyring *k,
    void (*found)(void *context, const struct audit_finding *), void *context,
    struct audit_report *report, struct errinfo *e)
{
	struct audit x = { .s = s, .k = k, .found = found, .context = context, .report = report };
	bool own = s->open == TRANSACTION_NONE;
	struct arena *a;
	enum err r;

	memset(report, 0, sizeof(*report));
	r = own ? s->ops->begin(s->self, BEGIN_READ, e) : ERR_OK;
	if (r)
		return r;
	a = arena_new();
	r = walk(&x, a, e);
	if (own)
		s->ops->rollback(s->self);
	mem_free(x.heads);
	arena_free(&a);
	return r;
}
