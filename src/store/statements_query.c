/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "statements.h"

_Static_assert(CONVERSATION_AI == 0 && CONVERSATION_QUEUED == 1 && CONVERSATION_AGENT == 2 && CONVERSATION_CLOSED == 4, "states stand as numbers");

/* Whose it is: nobody's while the AI has it or it waits. */
#define AGENT "CASE WHEN c.state >= 2 THEN c.agent ELSE '' END"
/* These two hold parameters: %a the agent, %t since when somebody who was seen looks. Without an agent nothing is unread. */
#define UNREAD "CASE WHEN c.state = 4 OR %a = '' THEN 0 ELSE MAX(0, c.message_count - COALESCE((SELECT r.messages FROM read_marks r WHERE r.conversation_id = c.id AND r.agent = %a), 0)) END"
#define LOOKING "COALESCE((SELECT MIN(p.agent) FROM presences p WHERE p.conversation_id = c.id AND p.agent <> %a AND p.seen_ms >= %t), '')"
#define OWNER "CASE c.state WHEN 0 THEN '" OWNER_AI "' WHEN 1 THEN '" OWNER_QUEUE "' ELSE c.agent END"

const struct query_pieces query_pieces = {
	.ids = "SELECT c.id",
	.some = " FROM conversations c",
	.count = "SELECT COUNT(*) FROM conversations c",
	.is_open = "c.state <> 4",
	.column = {
		[QUERY_ID] = "c.id", [QUERY_STATE] = "c.state", [QUERY_REASON] = "c.reason", [QUERY_QUEUE] = "c.queue",
		[QUERY_AGENT] = AGENT, [QUERY_CHANNEL] = "c.channel", [QUERY_TIER] = "c.tier", [QUERY_LANGUAGE] = "c.language",
		[QUERY_INTENT] = "c.intent", [QUERY_DISPOSITION] = "c.disposition", [QUERY_CUSTOMER] = "c.customer_id",
		[QUERY_CONFIDENCE] = "c.confidence", [QUERY_SENTIMENT] = "c.sentiment", [QUERY_MESSAGES] = "c.message_count",
		[QUERY_WAITING] = "c.waiting_ms", [QUERY_DUE] = "c.due_ms", [QUERY_OPENED] = "c.opened_ms", [QUERY_UPDATED] = "c.updated_ms",
		[QUERY_CLOSED] = "c.closed_ms", [QUERY_AMOUNT] = "x.amount", [QUERY_ORDER] = "x.order_id",
	},
	.order_action = "c.id IN (SELECT x.conversation_id FROM actions x WHERE x.order_id <> '' AND %s)",
	.actions = "c.id IN (SELECT x.conversation_id FROM actions x WHERE %s)",
	.snoozed = "c.snoozed_ms > 0",
	.awake = "c.snoozed_ms = 0",
	.tagged = "LENGTH(' ' || c.tags || ' ') > LENGTH(REPLACE(' ' || c.tags || ' ', %s, ''))",
	.sort = {
		[SORT_BY_ID] = "+c.id", [SORT_BY_SHOPPER] = "c.shopper", [SORT_BY_CONFIDENCE] = "c.confidence", [SORT_BY_SENTIMENT] = "c.sentiment",
		[SORT_BY_TREND] = "c.sentiment - c.sentiment_first", [SORT_BY_REASON] = "c.reason", [SORT_BY_INTENT] = "c.intent",
		[SORT_BY_WAITING] = "c.waiting_ms", [SORT_BY_DUE] = "c.due_ms", [SORT_BY_CHANNEL] = "c.channel", [SORT_BY_TIER] = "c.tier",
		[SORT_BY_OWNER] = OWNER, [SORT_BY_QUEUE] = "c.queue", [SORT_BY_LANGUAGE] = "c.language", [SORT_BY_STATE] = "c.state",
		[SORT_BY_OPENED] = "c.opened_ms", [SORT_BY_UPDATED] = "c.updated_ms", [SORT_BY_CLOSED] = "c.closed_ms",
		[SORT_BY_MESSAGES] = "c.message_count", [SORT_BY_TAGS] = "c.tags", [SORT_BY_CUSTOMER] = "c.customer_id",
		[SORT_BY_DISPOSITION] = "c.disposition", [SORT_BY_SNOOZED] = "c.snoozed_ms", [SORT_BY_PREVIEW] = "c.preview", [SORT_BY_UNREAD] = UNREAD, [SORT_BY_LOOKING] = LOOKING,
	},
	.absent = {
		[SORT_BY_CONFIDENCE] = "c.confidence < 0", [SORT_BY_REASON] = "c.reason = 0", [SORT_BY_INTENT] = "c.intent = ''",
		[SORT_BY_WAITING] = "c.waiting_ms = 0", [SORT_BY_DUE] = "c.due_ms = 0", [SORT_BY_TIER] = "c.tier = ''",
		[SORT_BY_QUEUE] = "c.queue = ''", [SORT_BY_LANGUAGE] = "c.language = ''", [SORT_BY_CLOSED] = "c.closed_ms = 0",
		[SORT_BY_OWNER] = OWNER " = ''", [SORT_BY_TAGS] = "c.tags = ''", [SORT_BY_CUSTOMER] = "c.customer_id = ''",
		[SORT_BY_DISPOSITION] = "c.disposition = ''", [SORT_BY_SNOOZED] = "c.snoozed_ms = 0", [SORT_BY_PREVIEW] = "c.preview = ''", [SORT_BY_UNREAD] = UNREAD " = 0", [SORT_BY_LOOKING] = LOOKING " = ''",
	},
	.group = {
		[GROUP_QUEUE] = "c.queue", [GROUP_OWNER] = OWNER, [GROUP_REASON] = "c.reason", [GROUP_TIER] = "c.tier", [GROUP_CHANNEL] = "c.channel",
	},
};
