/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What use cases of agents share: who does it, to which conversation, and what that takes with it.
 */
#ifndef FLOORWALKER_DESK_DEED_H
#define FLOORWALKER_DESK_DEED_H

#include "private.h"

/* What a use case of an agent starts with. */
struct deed {
	const struct agent *who;
	const char *actor;
	struct conversation c;
};

/* ERR_FORBIDDEN: no agent of the shop; ERR_NOT_FOUND: no such conversation. */
NODISCARD enum err deed_begin(
    struct use *u, const char *agent, int64_t id, struct deed *x, struct errinfo *e);
/* With that agent, wrapped up or not. */
bool deed_is_with(const struct conversation *c, const char *agent);
/* ERR_CONFLICT where another has it, ERR_STATE where nobody can. */
NODISCARD enum err deed_check_owner(struct use *u, const struct deed *x, struct errinfo *e);
/* That of a conversation that is closed. */
enum err deed_closed(const struct conversation *c, struct errinfo *e);
const char *deed_owner_name(struct use *u, const struct conversation *c);
/* What an agent says of it, made harmless and masked; "" where it is absent. */
const char *deed_words(
    struct use *u, const struct conversation *c, const char *text, size_t limit);
NODISCARD enum err deed_note(struct use *u, const struct conversation *c, const char *agent,
    const char *masked, struct errinfo *e);
/* To another owner who is an agent: turn ended, the AI's and another's unsent words withdrawn, a
 * new epoch. c isn't put. */
NODISCARD enum err deed_hand_to(
    struct use *u, struct deed *x, const char *to, struct errinfo *e);
/* What undoing a change of owner goes back to: before it, into its event's data. */
void deed_remember(struct use *u, const struct conversation *c, struct value *data);

/* ---- replies.c: agents' replies that have not gone out */
/* The owner's own go out at once: their next act ends what they could take back. */
NODISCARD enum err replies_flush(
    struct use *u, const struct conversation *c, struct errinfo *e);
/* Another takes over: they are withdrawn, and become the drafts of who wrote them. c isn't put. */
NODISCARD enum err replies_withdraw(struct use *u, struct conversation *c, struct errinfo *e);
/* The agent's newest that has not gone out, under the present epoch; ERR_NOT_FOUND. */
NODISCARD enum err replies_pending(struct use *u, const struct conversation *c,
    const char *agent, struct message *out, struct errinfo *e);
/* Withdraws one, by its author; *raw: its words. c isn't put. */
NODISCARD enum err replies_take_back(struct use *u, struct conversation *c,
    const struct message *m, const char *actor, const char **raw, struct errinfo *e);

/* ---- personal.c */
NODISCARD enum err draft_forget(
    struct use *u, const struct conversation *c, const char *agent, struct errinfo *e);
/* In front of what there is already. */
NODISCARD enum err draft_put_back(struct use *u, const struct conversation *c, const char *agent,
    const char *raw, struct errinfo *e);

#endif
