/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A query as somebody types it: read or refused with a sentence, and what is read finds the same in
 * both kinds of store.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "floorwalker/model/query.h"
#include "floorwalker/store.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#define NOW INT64_C(1791983100000)

static struct store *
filled(const char *target)
{
	static const char *const texts[] = {"My rain jacket is late", "The tent, in moss green",
	    "Where is my \"order\" TF-1001? text:mug", "Die Straße é e\xcc\x81 1½"};
	struct store *s;

	if (store_open(target, &(struct store_options){.create = true}, &s, NULL) ||
	    store_begin(s, NULL))
		abort();
	for (int i = 0; i < 8; i++) {
		char contact[12];
		struct conversation c = {.channel = i % 2 ? "web" : "chat", .contact = contact, .shopper = i % 3 ? "Aoife N." : "Jürgen Ä.",
		    .state = (enum conversation_state)(i % 5), .queue = i % 2 ? "refunds" : "care", .agent = i % 3 ? "maeve" : "",
		    .reason = (enum handoff_reason)i, .intent = i % 2 ? "refund_request" : "order_status", .confidence = i / 8.0 - 0.1,
		    .tier = "plus", .language = "de", .waiting_ms = NOW - i * 60000, .due_ms = i % 2 ? NOW + i : 0, .opened_ms = NOW - i * 86400000,
		    .updated_ms = NOW - i, .message_count = i};

		snprintf(contact, sizeof contact, "c%d", i);
		if (store_conversation_add(s, &c, NULL) ||
		    store_message_add(s, &(struct message){.conversation_id = c.id, .text = texts[i % 4]}, NULL) ||
		    (i % 3 == 0 && store_action_add(s, &(struct action){.conversation_id = c.id, .amount = i * 1000, .order_id = "TF-1001",
			.kind = (enum action_kind)i, .state = ACTION_WAITING}, NULL)))
			abort();
	}
	if (store_commit(s, NULL))
		abort();
	return s;
}

static size_t
found(struct store *s, struct arena *a, const struct query *q, int64_t ids[8])
{
	struct conversation_query asked = {.query = q, .sort = SORT_BY_UPDATED, .now_ms = NOW};
	struct conversation_ids out;

	if (store_query_ids(s, a, &asked, &out, NULL) || out.count > 8)
		abort();
	if (out.count > 0)
		memcpy(ids, out.ids, out.count * sizeof *ids);
	return out.count;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct queue queues[] = {{.id = "refunds", .name = "Refunds"}, {.id = "care", .name = "Care"}};
	static struct agent agents[] = {{.id = "maeve", .name = "Maeve Brennan"}};
	static struct settings settings = {.currency = "EUR", .queues = queues, .queue_count = 2, .agents = agents, .agent_count = 1};
	static struct store *memory, *file;
	struct query_scope scope = {.settings = &settings, .agent = "maeve", .now_ms = NOW};
	struct arena *a = arena_new();
	struct errinfo e = {0};
	struct query q;
	char path[60], *text = mem_text_n((const char *)bytes, size);
	int64_t here[8], there[8];

	if (!memory) {
		if (zone_open("UTC", &settings.zone, NULL))
			abort();
		snprintf(path, sizeof(path), "/tmp/floorwalker-query-%ld.db", (long)getpid());
		memory = filled("memory:");
		file = filled(path);
		unlink(path);	/* the open file is enough */
		strcat(path, "-wal");
		unlink(path);
		memcpy(path + strlen(path) - 4, "-shm", 4);
		unlink(path);
	}
	if (query_parse(a, text, &scope, &q, &e) == ERR_OK) {
		size_t n = found(memory, a, &q, here);

		if (n != found(file, a, &q, there) || memcmp(here, there, n * sizeof *here) != 0)
			abort();
	} else if (e.text[0] == '\0') {
		abort();
	}
	mem_free(text);
	arena_free(&a);
	return 0;
}
