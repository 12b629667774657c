/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The contract of the store as tests that every backend must pass; contract.c runs each against all
 * backends.
 */
#ifndef TESTS_STORE_CONTRACT_H
#define TESTS_STORE_CONTRACT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "floorwalker/base/str.h"
#include "floorwalker/store.h"
#include "floorwalker/store/event.h"

struct fixture {
	struct store *s;
	struct arena *a;
	struct errinfo e;
	char folder[64];	/* "" in memory */
	char path[80];
};

struct contract { const char *name; void (*test)(void **state); };
struct contracts { const struct contract *items; size_t count; };
extern const struct contracts contract_talk, contract_text, contract_work, contract_people,
    contract_log, contract_values, contract_learn, contract_query, contract_personal;
/* For backends that several handles and processes can open. */
extern const struct contracts contract_shared;

#define CONTRACT(f) { #f, f }
#define CONTRACTS(name, list) const struct contracts name = { list, sizeof(list) / sizeof((list)[0]) }

/* assert_int_equal with the sentence of the error. */
#define ok(f, call) do { enum err r_ = (call); if (r_) fail_msg("%s: %s: %s", #call, err_name(r_), (f)->e.text); } while (0)
#define fails(f, code, call) do { enum err r_ = (call); if (r_ != (code)) fail_msg("%s: got %s, not %s (%s)", #call, err_name(r_), err_name(code), (f)->e.text); } while (0)

/* A conversation that is plain but full; contact "" unless given. */
struct conversation plain_conversation(const char *contact);
/* Adds one in a transaction of its own and gives its id. */
int64_t add_conversation(struct fixture *f, const char *contact);
struct message plain_message(int64_t conversation_id, enum author author, const char *text);
struct action plain_action(int64_t conversation_id, const char *key);

#endif
