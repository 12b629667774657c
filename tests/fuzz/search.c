/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What somebody types to search for, in both kinds of store and in the index of passages: never an
 * error, and hits are real.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "floorwalker/store.h"
#include "floorwalker/store/passages.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static struct store *
filled(const char *target)
{
	static const char *const texts[] = {"My rain jacket is late", "The tent, in moss green",
	    "Where is my \"order\"? text:mug", "Die Straße é e\xcc\x81 1½"};
	struct store *s;
	struct conversation c = { .channel = "web" };

	if (store_open(target, &(struct store_options){.create = true}, &s, NULL) ||
	    store_begin(s, NULL) || store_conversation_add(s, &c, NULL))
		abort();
	for (size_t i = 0; i < 4; i++)
		if (store_message_add(
			s, &(struct message){.conversation_id = c.id, .text = texts[i]}, NULL))
			abort();
	if (store_commit(s, NULL))
		abort();
	return s;
}

static void
search(struct store *s, const char *query)
{
	struct arena *a = arena_new();
	struct message_hit *hits;
	size_t count;

	if (store_message_search(s, a, query, 3, &hits, &count, NULL) || count > 3)
		abort();
	for (size_t i = 0; i < count; i++)
		if (hits[i].message_id < 1 || hits[i].message_id > 4 || !*hits[i].snippet)
			abort();
	arena_free(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct store *memory, *file;
	static struct passage_index *passages;
	char path[60], *query = mem_text_n((const char *)bytes, size);
	const char *words[2] = { query, query + strlen(query) / 2 };
	struct passage_hit hits[2];
	size_t count;

	if (!memory) {
		snprintf(path, sizeof(path), "/tmp/floorwalker-fuzz-%ld.db", (long)getpid());
		memory = filled("memory:");
		file = filled(path);
		unlink(path);	/* the open file is enough */
		strcat(path, "-wal");
		unlink(path);
		memcpy(path + strlen(path) - 4, "-shm", 4);
		unlink(path);
		if (passage_index_new(&passages, NULL) ||
		    passage_index_add(passages, 1, "rain jacket", "late order tent", NULL))
			abort();
	}
	search(memory, query);
	search(file, query);
	if (passage_index_find(passages, words, 2, 2, hits, &count, NULL))
		abort();
	mem_free(query);
	return 0;
}
