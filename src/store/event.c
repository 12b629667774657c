/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Appending to the log, reading it, sealing it.
 */
#include "floorwalker/store/event.h"

#include <stdio.h>
#include <string.h>

#include "chain.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"
#include "ops.h"

#define CHECKPOINT_EVENTS 1000
#define CHECKPOINT_MS ((int64_t)5 * 60 * 1000)

const char chain_zeroes[SEAL_HEX] =
    "0000000000000000000000000000000000000000000000000000000000000000";

#define NUMBER_SIZE ((size_t)24)	/* of a line with a number, and of what surely holds it */

/* A line, of what is hashed; gives where the next begins. */
static char *
add_line(char *to, const char *s)
{
	size_t length = strlen(s);

	memcpy(to, s, length);
	to[length] = '\n';
	return to + length + 1;
}

static char *
add_number(char *to, int64_t n)
{
	char text[NUMBER_SIZE], *at = text + sizeof(text);
	uint64_t left = n < 0 ? -(uint64_t)n : (uint64_t)n;

	*--at = '\0';
	do
		*--at = (char)('0' + left % 10);
	while ((left /= 10) > 0);
	if (n < 0)
		*--at = '-';
	return add_line(to, at);
}

/* Written without formats, and where there is room already: simulations hash millions. */
void
chain_hash(const struct event *x, int64_t number, char out[SEAL_HEX])
{
	static const char head[] = "floorwalker-event-1";
	size_t room = sizeof(head) + 4 * NUMBER_SIZE + strlen(x->kind) + strlen(x->actor) +
	    strlen(x->previous) + strlen(x->data) + strlen(x->body) + 5;
	uint8_t hash[SEAL_HASH];
	char small[1024], *bytes = room <= sizeof(small) ? small : mem_alloc(room), *end = bytes;

	end = add_line(end, head);
	end = add_number(end, x->conversation_id);
	end = add_number(end, number);
	end = add_number(end, x->at_ms);
	end = add_line(end, x->kind);
	end = add_line(end, x->actor);
	end = add_line(end, x->previous);
	end = add_number(end, (int64_t)strlen(x->data));
	end = add_line(end, x->data);
	end = add_line(end, x->body);
	seal_sha256(bytes, (size_t)(end - bytes), hash);
	if (bytes != small)
		mem_free(bytes);
	seal_hex(hash, sizeof(hash), out);
}

void
chain_body_hash(const void *body, size_t size, char out[SEAL_HEX])
{
	uint8_t hash[SEAL_HASH];

	memcpy(out, chain_zeroes, SEAL_HEX);
	if (!body || size == 0)
		return;
	seal_sha256(body, size, hash);
	seal_hex(hash, sizeof(hash), out);
}

/* Kind and actor stand on lines of their own in what is hashed. */
static bool
is_one_line(const char *s)
{
	if (text_is_empty(s) || strlen(s) > 200)
		return false;
	for (; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			return false;
	return true;
}

enum err
store_event_append(struct store *s, int64_t conversation_id, const char *kind, const char *actor,
    const char *data, int64_t at_ms, const void *body, size_t body_size, struct event *out,
    struct errinfo *e)
{
	struct event x = {.conversation_id = conversation_id,
	    .kind = kind,
	    .actor = actor,
	    .data = data ? data : "{}",
	    .at_ms = at_ms};
	struct chain_head head;
	enum err r = store_must_write(s, e);

	if (!r && (!is_one_line(kind) || !is_one_line(actor)))
		r = err_set(e, ERR_INPUT, "an event's kind and actor are one short line each");
	if (!r)
		r = record_check(RECORD_EVENT, &x, e);
	if (!r)
		r = s->ops->chain_get(s->self, conversation_id, &head, e);
	if (r)
		return r;
	x.number = head.number + 1;
	memcpy(x.previous, head.number ? head.hash : chain_zeroes, SEAL_HEX);
	chain_body_hash(body, body_size, x.body);
	chain_hash(&x, x.number, x.hash);
	r = s->ops->event_add(s->self, &x, e);
	if (!r && out)
		*out = x;
	return r;
}

enum err
store_event_list(struct store *s, struct arena *a, int64_t conversation_id, struct event_list *out,
    struct errinfo *e)
{
	struct rows rows = { 0 };
	enum err r = s->ops->event_list(s->self, a, conversation_id, &rows, e);

	*out = (struct event_list){ rows.items, rows.count };
	return r;
}

enum err
store_event_after(struct store *s, struct arena *a, int64_t after_id, size_t limit,
    struct event_list *out, struct errinfo *e)
{
	struct rows rows = { 0 };
	enum err r = s->ops->event_after(
	    s->self, a, after_id, limit < INT32_MAX ? limit : INT32_MAX, &rows, e);

	*out = (struct event_list){ rows.items, rows.count };
	return r;
}

enum err
store_event_of_use(struct store *s, struct arena *a, int64_t after_id, size_t limit,
    struct event_list *out, struct errinfo *e)
{
	struct rows rows = { 0 };
	enum err r = s->ops->event_of_use(
	    s->self, a, after_id, limit < INT32_MAX ? limit : INT32_MAX, &rows, e);

	*out = (struct event_list){ rows.items, rows.count };
	return r;
}

enum err
store_event_page(struct store *s, struct arena *a, const struct event_filter *f,
    struct event_list *out, struct errinfo *e)
{
	struct event_filter whole = *f;
	struct rows rows = { 0 };
	enum err r;

	whole.kind = f->kind == NULL ? "" : f->kind;
	whole.actor = f->actor == NULL ? "" : f->actor;
	whole.before_id = f->before_id <= 0 ? INT64_MAX : f->before_id;
	whole.limit = f->limit == 0 ? 1000 : f->limit < INT32_MAX ? f->limit : INT32_MAX;
	r = s->ops->event_page(s->self, a, &whole, &rows, e);
	*out = (struct event_list){ rows.items, rows.count };
	return r;
}

enum err
store_event_last(struct store *s, int64_t *out_id, struct errinfo *e)
{
	return s->ops->event_last(s->self, out_id, e);
}

void
checkpoint_seal(const struct checkpoint *c, const struct keyring *k, char out[SEAL_HEX])
{
	struct str text;

	str_init(&text);
	str_addf(&text, "floorwalker-checkpoint-1\n%lld\n%lld\n%lld\n%s\n%s", (long long)c->id,
	    (long long)c->at_ms, (long long)c->last_event, c->previous, c->heads);
	keyring_lookup(k, "checkpoint", text.data, out);
	str_clear(&text);
}

void
checkpoint_anchor(const struct checkpoint *c, char out[ANCHOR_SIZE])
{
	snprintf(out, ANCHOR_SIZE, "%lld %.64s", (long long)c->id, c->seal);
}

/* The last checkpoint, or one of zeroes. */
static enum err
last_checkpoint(struct store *s, struct arena *a, struct checkpoint *out, struct errinfo *e)
{
	struct errinfo ignored;
	enum err r = s->ops->checkpoint_last(s->self, a, out, &ignored);

	if (r == ERR_NOT_FOUND) {
		*out = (struct checkpoint){ .heads = "", .previous = "", .seal = "" };
		return ERR_OK;
	}
	if (r && e)
		*e = ignored;
	return r;
}

static enum err
write_checkpoint(
    struct store *s, struct arena *a, const struct keyring *k, int64_t at_ms, struct errinfo *e)
{
	struct checkpoint last, next = { 0 };
	struct chain_head *heads;
	char seal[SEAL_HEX], anchor[ANCHOR_SIZE];
	struct str text;
	size_t count;
	enum err r = last_checkpoint(s, a, &last, e);

	if (!r)
		r = s->ops->event_last(s->self, &next.last_event, e);
	if (r || next.last_event <= last.last_event)
		return r;
	r = s->ops->chains_moved(s->self, a, last.last_event, &heads, &count, e);
	if (r)
		return r;
	str_init(&text);
	for (size_t i = 0; i < count; i++)
		str_addf(&text, "%lld %lld %s\n", (long long)heads[i].conversation_id,
		    (long long)heads[i].number, heads[i].hash);
	next.id = last.id + 1;
	next.at_ms = at_ms;
	next.heads = text.data;
	next.previous = last.seal;
	next.seal = seal;
	checkpoint_seal(&next, k, seal);
	r = s->ops->add(s->self, RECORD_CHECKPOINT, &next, e);
	checkpoint_anchor(&next, anchor);
	if (!r)
		r = store_meta_put(s, CHECKPOINT_META, anchor, e);
	str_clear(&text);
	return r;
}

enum err
store_checkpoint(struct store *s, const struct keyring *k, int64_t at_ms, struct errinfo *e)
{
	struct arena *a;
	enum err r = store_must_write(s, e);

	if (r)
		return r;
	a = arena_new();
	r = write_checkpoint(s, a, k, at_ms, e);
	arena_free(&a);
	return r;
}

enum err
store_checkpoint_is_due(struct store *s, int64_t now_ms, bool *out, struct errinfo *e)
{
	struct arena *a = arena_new();
	struct checkpoint last;
	struct event_list first = { 0 };
	int64_t end = 0;
	enum err r = last_checkpoint(s, a, &last, e);

	*out = false;
	if (!r)
		r = s->ops->event_last(s->self, &end, e);
	if (!r && end > last.last_event) {
		r = store_event_after(s, a, last.last_event, 1, &first, e);
		*out = end - last.last_event >= CHECKPOINT_EVENTS || (first.count > 0 && now_ms - first.items[0].at_ms >= CHECKPOINT_MS);
	}
	arena_free(&a);
	return r;
}
