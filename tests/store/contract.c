/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs the store's contract against every backend.
 */
#include "contract.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "floorwalker/base/mem.h"

struct conversation
plain_conversation(const char *contact)
{
	return (struct conversation){
	    .channel = "web",
	    .contact = contact ? contact : "",
	    .shopper = "Aoife N.",
	    .customer_id = "",
	    .tier = "standard",
	    .language = "en",
	    .state = CONVERSATION_AI,
	    .queue = "",
	    .agent = "",
	    .epoch = 1,
	    .intent = "order_status",
	    .confidence = 0.5,
	    .sentiment = -0.25,
	    .summary = "",
	    .draft = "",
	    .preview = "Hello",
	    .disposition = "",
	    .opened_ms = 1000,
	    .updated_ms = 1000,
	    .sealed_state = "a\0b",
	    .sealed_state_size = 3,
	};
}

int64_t
add_conversation(struct fixture *f, const char *contact)
{
	struct conversation c = plain_conversation(contact);

	ok(f, store_begin(f->s, &f->e));
	ok(f, store_conversation_add(f->s, &c, &f->e));
	ok(f, store_commit(f->s, &f->e));
	return c.id;
}

struct message
plain_message(int64_t conversation_id, enum author author, const char *text)
{
	return (struct message){
	    .conversation_id = conversation_id,
	    .author = author,
	    .name = "",
	    .text = text,
	    .sealed = "s\0ealed",
	    .sealed_size = 7,
	    .source_key = "",
	    .epoch = 1,
	    .confidence = -1,
	    .citations = "[]",
	    .delivery = author == AUTHOR_SHOPPER ? DELIVERY_DELIVERED : DELIVERY_PENDING,
	    .created_ms = 2000,
	};
}

struct action
plain_action(int64_t conversation_id, const char *key)
{
	return (struct action){
	    .conversation_id = conversation_id,
	    .epoch = 1,
	    .customer_id = "C-1",
	    .order_id = "TF-1",
	    .kind = ACTION_REFUND,
	    .state = ACTION_WAITING,
	    .sealed_params = "{}",
	    .sealed_params_size = 2,
	    .title = "Refund",
	    .amount = 7900,
	    .currency = "EUR",
	    .verdict = "{}",
	    .rule = "r1",
	    .facts = "{}",
	    .facts_hash = "h",
	    .proposed_by = "ai",
	    .key = key,
	    .result = "",
	    .reason = "",
	    .approvals_needed = 1,
	    .proposed_ms = 3000,
	    .expires_ms = 9000,
	};
}

static int
open_fixture(void **state, bool file)
{
	struct fixture *f = mem_zero(1, sizeof(*f));

	*state = f;
	f->a = arena_new();
	if (file) {
		snprintf(f->folder, sizeof(f->folder), "%s/floorwalker-store-XXXXXX", "/tmp");
		if (!mkdtemp(f->folder))
			return -1;
		snprintf(f->path, sizeof(f->path), "%s/store.db", f->folder);
	}
	return store_open(file ? f->path : "memory:", &(struct store_options){.create = true},
		   &f->s, &f->e)
	    ? -1
	    : 0;
}

static int
open_memory(void **state)
{
	return open_fixture(state, false);
}

static int
open_sqlite(void **state)
{
	return open_fixture(state, true);
}

static int
close_fixture(void **state)
{
	static const char *const endings[] = { "", "-wal", "-shm" };
	struct fixture *f = *state;
	char path[100];

	store_close(&f->s);
	arena_free(&f->a);
	for (size_t i = 0; i < 3 && *f->folder; i++) {
		snprintf(path, sizeof(path), "%s%s", f->path, endings[i]);
		unlink(path);
	}
	if (*f->folder && rmdir(f->folder) != 0)
		return -1;
	mem_free(f);
	return 0;
}

int
main(void)
{
	static const struct {
		const char *name;
		int (*open)(void **);
		bool is_shared;
	} backends[] = {{"memory", open_memory, false}, {"sqlite", open_sqlite, true}};
	static const struct contracts *const all[] = {&contract_talk, &contract_text,
	    &contract_work, &contract_people, &contract_log, &contract_values, &contract_learn, &contract_query, &contract_personal,
	    &contract_shared};
	struct CMUnitTest tests[200];
	char names[200][120];
	size_t count = 0;

	memset(tests, 0, sizeof(tests));
	for (size_t b = 0; b < 2; b++)
		for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
			for (size_t j = 0; j < all[i]->count &&
			     (all[i] != &contract_shared || backends[b].is_shared);
			     j++) {
				snprintf(names[count], sizeof(names[count]), "%s: %s",
				    backends[b].name, all[i]->items[j].name);
				tests[count].name = names[count];
				tests[count].test_func = all[i]->items[j].test;
				tests[count].setup_func = backends[b].open;
				tests[count].teardown_func = close_fixture;
				count++;
			}
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests("store", tests, count, NULL, NULL);
}
