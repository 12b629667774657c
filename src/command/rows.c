/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one table of the desk's commands.
 */
#include "private.h"

#define HERE (CONTEXT_LIST | CONTEXT_CONVERSATION | CONTEXT_SHELL)
#define MONEY (CONTEXT_REFUNDS | CONTEXT_CONVERSATION | CONTEXT_SHELL)
#define THE_CONVERSATION {"conversation", ARGUMENT_CONVERSATION, true, NULL}
#define THE_ACTION {"action", ARGUMENT_ACTION, true, NULL}

const struct command command_desk_rows[] = {
	{"take", {THE_CONVERSATION}, HERE, NEED_CONVERSATION | NEED_AGENT | NEED_FREE, "t",
	    "Take a conversation from the AI or a queue",
	    "You own it from then on: nothing that the AI still writes reaches the shopper. Who comes second is told who was first.",
	    "floorwalker do take C-17 --store shop.db", NULL, false, run_take, NULL},
	{"reply", {THE_CONVERSATION, {"text", ARGUMENT_TEXT, false, NULL}}, HERE, NEED_CONVERSATION | NEED_AGENT | NEED_OWNER, "r",
	    "Write to the shopper",
	    "Goes out at once. If the conversation changed hands since you read it, the reply is kept on record and not sent.",
	    "floorwalker do reply C-17 \"I've looked into it.\" --store shop.db", "Reply:", false, run_reply, NULL},
	{"give-back", {THE_CONVERSATION, {"summary", ARGUMENT_TEXT, true, NULL}}, HERE, NEED_CONVERSATION | NEED_AGENT | NEED_OWNER, "b",
	    "Give a conversation back to the AI",
	    "The AI answers from then on. Without a summary one is composed from what was done.",
	    "floorwalker do give-back C-17 \"Replacement arranged.\" --store shop.db", "Summary for the AI:", false, run_give_back, offer_summary},
	{"transfer", {THE_CONVERSATION, {"queue", ARGUMENT_WORD, false, complete_queue}, {"why", ARGUMENT_TEXT, true, NULL}}, HERE,
	    NEED_CONVERSATION | NEED_AGENT | NEED_MOVABLE, "m",
	    "Move a conversation to another queue",
	    "Yours, or one that waits. The shopper's waiting time goes on counting.",
	    "floorwalker do transfer C-17 refunds \"wants money back\" --store shop.db", "To which queue (Tab completes):", false, run_transfer, NULL},
	{"close", {THE_CONVERSATION, {"disposition", ARGUMENT_TEXT, true, complete_disposition}}, HERE, NEED_CONVERSATION | NEED_AGENT | NEED_OWNER, "x",
	    "End a conversation, with its outcome",
	    "First it goes to wrap-up; closing again, or the wrap-up time, ends it. A shopper's message brings it back.",
	    "floorwalker do close C-17 resolved --store shop.db", "Disposition (Tab completes):", false, run_close, offer_disposition},
	{"note", {THE_CONVERSATION, {"text", ARGUMENT_TEXT, false, NULL}}, HERE, NEED_CONVERSATION | NEED_AGENT, "n",
	    "Write a note that only colleagues see", "Masked like all that is stored.",
	    "floorwalker do note C-17 \"Carrier was called.\" --store shop.db", "Note:", false, run_note, NULL},
	{"approve", {THE_ACTION, {"reason", ARGUMENT_TEXT, true, NULL}}, MONEY, NEED_ACTION | NEED_AGENT | NEED_WAITING | NEED_RIGHT, "a",
	    "Approve an action that waits for a person",
	    "Policy is asked again on the facts of now; your role and limit must cover it; you can't approve what you proposed; above the shop's second limit two people must.",
	    "floorwalker do approve A-3 \"photo seen\" --store shop.db", NULL, true, run_approve, NULL},
	{"deny", {THE_ACTION, {"reason", ARGUMENT_TEXT, false, NULL}}, MONEY, NEED_ACTION | NEED_AGENT | NEED_WAITING, "d",
	    "Deny an action that waits for a person", "The reason goes on record for colleagues; the AI tells the shopper that it was declined.",
	    "floorwalker do deny A-3 \"outside the window\" --store shop.db", "Reason for denying:", false, run_deny, NULL},
	{"propose", {THE_CONVERSATION, {"kind", ARGUMENT_WORD, false, complete_kind}, {"details", ARGUMENT_TEXT, true, NULL}}, HERE,
	    NEED_CONVERSATION | NEED_AGENT | NEED_OWNER | NEED_CUSTOMER, "p",
	    "Propose an action on your own conversation",
	    "Details are NAME=VALUE: order, lines (1 or 1x2; for an exchange 1:SKU), method, reason, amount, address.line1 … Without lines all of them. Policy decides as for the AI.",
	    "floorwalker do propose C-17 refund order=TF-100101 lines=1 reason=damaged --store shop.db", "Which kind (Tab completes):", false, run_propose, offer_details},
	{"correct", {THE_CONVERSATION, {"intent", ARGUMENT_WORD, false, complete_intent}, {"message", ARGUMENT_NUMBER, true, NULL}}, HERE,
	    NEED_CONVERSATION | NEED_AGENT, "c",
	    "Say what the shopper really meant",
	    "The shopper's last message, or the one with that number, meant this intent (out_of_scope: no wish of a shop). It is kept on record and trains nothing until somebody else has accepted it: floorwalker intents corrections.",
	    "floorwalker do correct C-17 order_status --store shop.db", "What it meant (Tab completes):", false, run_correct, NULL},
	{"wrong", {THE_CONVERSATION, {"message", ARGUMENT_NUMBER, true, NULL}}, HERE, NEED_CONVERSATION | NEED_AGENT, "",
	    "Say that a reply of the AI's was wrong",
	    "The AI's last reply, or the one with that number. It stays on record and changes nothing by itself: weights of the confidence may be fitted to it, reviewed, by floorwalker confidence refit.",
	    "floorwalker do wrong C-17 4 --store shop.db", NULL, false, run_wrong, NULL},
	{"search", {{"words", ARGUMENT_TEXT, false, NULL}}, CONTEXT_SHELL, 0, "",
	    "Find messages by their words", "Words, or \"a phrase\"; the texts are masked, so personal data can't be searched.",
	    "floorwalker do search damaged lantern --store shop.db", NULL, false, run_search, NULL},
	{"show", {THE_CONVERSATION}, CONTEXT_SHELL, NEED_CONVERSATION, "",
	    "Print a conversation", "Messages, actions and owner, masked; --format json for all of it.",
	    "floorwalker do show C-17 --store shop.db", NULL, false, run_show, NULL},
	{"queue", {{"queue", ARGUMENT_WORD, true, complete_queue}}, CONTEXT_SHELL, 0, "",
	    "List the conversations that wait for a person", "Longest waiting first.",
	    "floorwalker do queue refunds --store shop.db", NULL, false, run_queue, NULL},
	{"actions", {{"state", ARGUMENT_WORD, true, NULL}}, CONTEXT_SHELL, 0, "",
	    "List the actions that wait for a person", "Or those in a named state: done, failed, denied …",
	    "floorwalker do actions --store shop.db", NULL, false, run_actions, NULL},
	{"state", {{"state", ARGUMENT_WORD, false, complete_state}}, CONTEXT_ANY, NEED_AGENT, "",
	    "Be available, busy, on a break or offline", "Says so of yourself; figures of staffing count from it.",
	    "floorwalker do state available --store shop.db", "available, busy, break or offline:", false, run_state, NULL},
};
const size_t command_desk_row_count = sizeof command_desk_rows / sizeof *command_desk_rows;
