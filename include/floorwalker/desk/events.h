/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kinds of events that the desk appends, with their data; and the shape of a turn's trace.
 *
 * Data is a JSON map, masked. Actors: "shopper", "ai", "agent:ID", "policy", "work" (timers and the
 * outbox), "shop".
 *
 * | kind                     | data |
 * |--------------------------|------|
 * | conversation.opened      | channel |
 * | conversation.reopened    | epoch, to: "ai"; where it was merged whoever has the other: "queued",
 * "agent" |
 * | conversation.returned    | a shopper wrote during wrap-up: agent |
 * | conversation.closed      | disposition, by: "agent", "shopper", "inactivity", "wrap_up", "ai";
 * abandoned: bool |
 * | conversation.identified  | customer, way; proven by the shop, never by a model |
 * | conversation.unidentified| tries: a claim fitted nobody |
 * | conversation.settled     | recontacted: bool; the re-contact window has passed |
 * | message.shopper .ai .agent .system | message, epoch, turn (0 none); the event's body is the
 * sealed text | | message.delivered .withdrawn .superseded .failed | message |
 * | turn.sent                | turn, confidence, intent |
 * | turn.handed_off          | turn, reason, queue |
 * | turn.superseded          | turn, why: "epoch", "newer_message", "decision", "closed", "taken" |
 * | turn.failed              | turn, error, attempts |
 * | owner.taken              | agent, from: "ai", "queued" or "agent" (was: a barge), epoch, before
 * (see owner.assigned) |
 * | owner.queued             | queue, reason, epoch |
 * | owner.given_back         | agent, epoch, before |
 * | owner.transferred        | agent, queue, epoch, why |
 * | owner.wrap_up            | agent, epoch, disposition |
 * | owner.assigned           | agent: to whom, from: "ai", "queued" or an agent, epoch, why, before:
 * state, agent, queue, reason, waiting_ms, due_ms, level; owner.transferred has it too. By "work", a
 * queue that assigns: queue, load, capacity (thousandths of a conversation, this one counted) |
 * | owner.escalated          | agent, level: "senior" or "supervisor", queue, epoch, why, before |
 * | owner.reopened           | by an agent: agent, to: "agent" or "queued", epoch |
 * | conversation.snoozed     | agent, until_ms, before_ms: until when it was already, why |
 * | conversation.woken       | agent, why: "time", "shopper", "agent", "moved", "closed", "undone" |
 * | conversation.merged      | into, agent, epoch, disposition: the one before, before; then it is
 * closed as "merged" |
 * | conversation.joined      | from: the one that was merged into this, agent, before |
 * | tags.added .removed      | agent, tags |
 * | draft.withdrawn          | turn: a reply that draft.used is of was taken back |
 * | act.undone               | agent, kind, number .. last, also: the events that it takes back, began:
 * the first that it wrote itself, owner: state, waiting_ms, epoch |
 * | sla.warning              | queue, promise: "first" or "next", waited_ms, due_ms, agent |
 * | sla.breached             | queue, promise, waited_ms, agent (absent while nobody has it) |
 * | queue.assign             | queue, assign: "auto" or "hand", agent (chain 0) |
 * | note.added               | note, agent |
 * | whisper.added            | note, agent, to: who alone reads it besides |
 * | monitor.started .ended   | agent: a supervisor watches |
 * | correction.added         | correction, message, number, agent, was, intent |
 * | correction.accepted .rejected | correction, review, agent, reason |
 * | draft.used               | turn, agent, how: "as_is", "edited" or "other", kept: share of its
 * words; an agent's first reply where the AI had a draft |
 * | reply.marked_wrong       | turn, message, number, agent |
 * | confidence.adopted       | agent, labels, wrong, weights: SHA-256 of the file, log_loss, before
 * (chain 0) |
 * | customer.revealed        | customer, agent, fields: [names], why: what was masked was shown to an
 * agent for half a minute, on their screen alone |
 * | search.saved .forgotten  | name, query, team: bool, agent (chain 0) |
 * | survey.answered          | score: 1 to 5, answered_ms, key: keyed hash of the source's own id, via:
 * "file" or "hand", agent: who typed it in, where known, comment: sealed with the conversation's key,
 * in hexadecimal; absent where there was none or that key is gone |
 * | agent.state              | agent, state, was: the state before (chain 0) |
 * | action.proposed          | action, state, kind, amount, by, rule, outcome |
 * | action.STATE             | action, state, and who or why: a step of its life (approved_by_rule,
 * waiting, approved …) |
 * | action.approval          | action, state, agent, left: one of several approvals that are needed
 * |
 * | action.rejudged          | action, state, rule, outcome: facts changed, and with them the
 * verdict |
 * | action.amended           | action, state, agent, before, after (minor units), rule, outcome, why:
 * a person changed its amount, and approvals given before count no more |
 * | action.asked             | action, state, agent, to: "shopper" or "colleagues", number (of the
 * message) or note, question: masked |
 * | action.answered          | action, state, by: "shopper" or "agent:ID" |
 * | action.unknown           | action, state, attempts: no answer from the shop; it will be looked
 * up by key |
 *
 * An agent's reply goes out after the shop's undo_send: until then its author may take it back, and
 * a takeover by another withdraws it (its words become its author's draft). What its author does
 * next with the conversation (passing it on, giving it back) lets it go out at once. In each
 * transaction the message's delivery decides: it is sent, or it is withdrawn, never both.
 *
 * A takeover withdraws what the AI began alone: its messages that were not delivered and its
 * actions that a rule approved and that have not started. An action that waits for a person, or
 * that a person approved, stays.
 *
 * A turn's trace (masked; parts are absent where the turn didn't get there):
 *   {version: 1, backend, announces: [action ids], tries,
 *    times: {step: ms},                        steps that took any, by the shop's clock
 *    passed_on: true where the shopper answered an approver's question: the draft is the world's
 *    sentence, and no backend was asked,
 *    understanding: {…},                       as understanding_to_value gives it
 *    identity: {state: "unknown" | "proven" | "just_proven" | "failed", customer, way},
 *    draft: {text, intent, confidence, parts: {name: [0,1]}, citations: [passage ids], hand_off,
 *    reason, summary, failures, small_talk},
 *    inside: {…},                              the backend's own trace
 *    proposals: [{kind, order, amount, title, outcome, rule, version, refused, rows: […]}],
 *    facts: {…},                               as facts_to_value gives it
 *    ground: {ungrounded, claims: [{kind, words, grounded, source}]},
 *    gates: [{gate, passed, value, limit}],
 *    outcome: "sent" | "handed_off" | "superseded" | "failed", reason}
 */
#ifndef FLOORWALKER_DESK_EVENTS_H
#define FLOORWALKER_DESK_EVENTS_H

#define EVENT_CONVERSATION_OPENED "conversation.opened"
#define EVENT_CONVERSATION_REOPENED "conversation.reopened"
#define EVENT_CONVERSATION_RETURNED "conversation.returned"
#define EVENT_CONVERSATION_CLOSED "conversation.closed"
#define EVENT_CONVERSATION_IDENTIFIED "conversation.identified"
#define EVENT_CONVERSATION_UNIDENTIFIED "conversation.unidentified"
#define EVENT_CONVERSATION_SETTLED "conversation.settled"
#define EVENT_MESSAGE_SHOPPER "message.shopper"
#define EVENT_MESSAGE_AI "message.ai"
#define EVENT_MESSAGE_AGENT "message.agent"
#define EVENT_MESSAGE_SYSTEM "message.system"
#define EVENT_MESSAGE_DELIVERED "message.delivered"
#define EVENT_MESSAGE_WITHDRAWN "message.withdrawn"
#define EVENT_MESSAGE_SUPERSEDED "message.superseded"
#define EVENT_MESSAGE_FAILED "message.failed"
#define EVENT_TURN_SENT "turn.sent"
#define EVENT_TURN_HANDED_OFF "turn.handed_off"
#define EVENT_TURN_SUPERSEDED "turn.superseded"
#define EVENT_TURN_FAILED "turn.failed"
#define EVENT_OWNER_TAKEN "owner.taken"
#define EVENT_OWNER_QUEUED "owner.queued"
#define EVENT_OWNER_GIVEN_BACK "owner.given_back"
#define EVENT_OWNER_TRANSFERRED "owner.transferred"
#define EVENT_OWNER_WRAP_UP "owner.wrap_up"
#define EVENT_OWNER_ASSIGNED "owner.assigned"
#define EVENT_OWNER_ESCALATED "owner.escalated"
#define EVENT_OWNER_REOPENED "owner.reopened"
#define EVENT_CONVERSATION_SNOOZED "conversation.snoozed"
#define EVENT_CONVERSATION_WOKEN "conversation.woken"
#define EVENT_CONVERSATION_MERGED "conversation.merged"
#define EVENT_CONVERSATION_JOINED "conversation.joined"
#define EVENT_TAGS_ADDED "tags.added"
#define EVENT_TAGS_REMOVED "tags.removed"
#define EVENT_DRAFT_WITHDRAWN "draft.withdrawn"
#define EVENT_ACT_UNDONE "act.undone"
#define EVENT_QUEUE_ASSIGN "queue.assign"
#define EVENT_SLA_WARNING "sla.warning"
#define EVENT_SLA_BREACHED "sla.breached"
#define EVENT_NOTE_ADDED "note.added"
#define EVENT_WHISPER_ADDED "whisper.added"
#define EVENT_MONITOR_STARTED "monitor.started"
#define EVENT_MONITOR_ENDED "monitor.ended"
#define EVENT_CORRECTION_ADDED "correction.added"
#define EVENT_CORRECTION_ACCEPTED "correction.accepted"
#define EVENT_CORRECTION_REJECTED "correction.rejected"
#define EVENT_DRAFT_USED "draft.used"
#define EVENT_REPLY_MARKED_WRONG "reply.marked_wrong"
#define EVENT_CONFIDENCE_ADOPTED "confidence.adopted"
#define EVENT_CUSTOMER_REVEALED "customer.revealed"
#define EVENT_SURVEY_ANSWERED "survey.answered"
#define EVENT_AGENT_STATE "agent.state"
#define EVENT_SEARCH_SAVED "search.saved"
#define EVENT_SEARCH_FORGOTTEN "search.forgotten"
#define EVENT_ACTION_PROPOSED "action.proposed"
#define EVENT_ACTION_APPROVAL "action.approval"
#define EVENT_ACTION_REJUDGED "action.rejudged"
#define EVENT_ACTION_AMENDED "action.amended"
#define EVENT_ACTION_ASKED "action.asked"
#define EVENT_ACTION_ANSWERED "action.answered"
#define EVENT_ACTION_UNKNOWN "action.unknown"

#endif
