/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside of command: the registry, and the functions of the desk's rows.
 */
#ifndef FLOORWALKER_COMMAND_PRIVATE_H
#define FLOORWALKER_COMMAND_PRIVATE_H

#include "floorwalker/command.h"

#define TEXT_COUNT 4

struct binding {
	unsigned contexts;
	char *key;
	char *line;			/* NULL: the key means nothing there */
	const struct command *command;	/* NULL likewise */
	char *file;			/* where it stands */
	int number;
};

struct command_table {
	const struct command **rows;
	size_t count;
	struct binding *bindings;	/* of keys files; the latest wins */
	size_t binding_count;
};

extern const struct command command_desk_rows[];
extern const size_t command_desk_row_count;

const struct command *command_find_in(
    const struct command_table *t, const char *name, unsigned context);
bool command_has_key(const struct command *c, const char *key);
/* What keys files say of a key, the latest first; NULL nothing. */
const struct binding *command_binding_of(
    const struct command_table *t, unsigned context, const char *key);

/* Who that is, for people: an agent's name by id; "the AI", an agent's name or a part of the
 * program by actor. */
const char *shown_agent(const struct command_call *call, const char *id);
const char *shown_queue(const struct command_call *call, const char *id);
const char *shown_actor(const struct command_call *call, const char *actor);

void tell_id(struct command_call *call, const char *done);	/* into the JSON, where there is one */
/* What an action is now, in words and for --format json. */
NODISCARD enum err command_tell_action(struct command_call *call, int64_t id, struct errinfo *e);

/* ---- functions of the rows */
NODISCARD enum err run_take(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_reply(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_give_back(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_transfer(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_assign(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_escalate(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_reopen(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_merge(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_snooze(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_unsnooze(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_tag(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_untag(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_undo(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_close(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_record(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_note(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_state(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_queue_assign(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_monitor(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_whisper(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_barge(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_rebalance(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_approve(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_approve_batch(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_amend(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_ask(struct command_call *call, struct errinfo *e);
NODISCARD enum err offer_batch(struct command_call *call, struct str *out, struct errinfo *e);
NODISCARD enum err run_deny(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_propose(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_correct(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_reveal(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_wrong(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_save(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_share(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_forget(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_searches(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_canned(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_macro(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_texts(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_search(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_show(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_queue(struct command_call *call, struct errinfo *e);
NODISCARD enum err run_actions(struct command_call *call, struct errinfo *e);

NODISCARD enum err offer_summary(struct command_call *call, struct str *out, struct errinfo *e);
NODISCARD enum err offer_details(struct command_call *call, struct str *out, struct errinfo *e);
NODISCARD enum err offer_disposition(struct command_call *call, struct str *out, struct errinfo *e);

NODISCARD enum err offer_moves(struct command_call *call, struct str *out, struct errinfo *e);

void complete_person(
    struct desk *d, const char *begin, void (*word)(void *, const char *), void *context);
void complete_assign(
    struct desk *d, const char *begin, void (*word)(void *, const char *), void *context);
void complete_disposition(
    struct desk *d, const char *begin, void (*word)(void *, const char *), void *context);
void complete_query(
    struct desk *d, const char *begin, void (*word)(void *, const char *), void *context);
void complete_saved(
    struct desk *d, const char *begin, void (*word)(void *, const char *), void *context);
NODISCARD enum err preview_canned(struct command_call *call, struct str *out, struct errinfo *e);
NODISCARD enum err preview_macro(struct command_call *call, struct str *out, struct errinfo *e);
void complete_canned(
    struct desk *d, const char *begin, void (*word)(void *, const char *), void *context);
void complete_macro(
    struct desk *d, const char *begin, void (*word)(void *, const char *), void *context);
void complete_intent(
    struct desk *d, const char *begin, void (*word)(void *, const char *), void *context);
void complete_queue(
    struct desk *d, const char *begin, void (*word)(void *, const char *), void *context);
void complete_owner(
    struct desk *d, const char *begin, void (*word)(void *, const char *), void *context);
void complete_agent(
    struct desk *d, const char *begin, void (*word)(void *, const char *), void *context);
void complete_tag(
    struct desk *d, const char *begin, void (*word)(void *, const char *), void *context);
void complete_when(
    struct desk *d, const char *begin, void (*word)(void *, const char *), void *context);
void complete_state(
    struct desk *d, const char *begin, void (*word)(void *, const char *), void *context);
void complete_kind(
    struct desk *d, const char *begin, void (*word)(void *, const char *), void *context);

#endif
