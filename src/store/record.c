/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record.h"

#include <math.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/model/money.h"
#include "floorwalker/store/event.h"
#include "floorwalker/text/translate.h"

#define INT(type, field) { COLUMN_INT, offsetof(struct type, field), NO_FIELD, #field }
#define REAL(type, field) { COLUMN_REAL, offsetof(struct type, field), NO_FIELD, #field }
#define ENUM(type, field, last) { COLUMN_ENUM, offsetof(struct type, field), last, #field }
#define BOOL(type, field) { COLUMN_BOOL, offsetof(struct type, field), NO_FIELD, #field }
#define TEXT(type, field) { COLUMN_TEXT, offsetof(struct type, field), NO_FIELD, #field }
#define BLOB(type, field) { COLUMN_BLOB, offsetof(struct type, field), offsetof(struct type, field##_size), #field }
#define HEX(type, field) { COLUMN_HEX, offsetof(struct type, field), NO_FIELD, #field }
#define TYPE(name, type, columns) { name, sizeof(struct type), columns, sizeof(columns) / sizeof((columns)[0]) }

static const struct column conversation[] = {
    INT(conversation, id), INT(conversation, version), TEXT(conversation, channel),
    TEXT(conversation, contact), TEXT(conversation, shopper), TEXT(conversation, customer_id),
    TEXT(conversation, tier), TEXT(conversation, language),
    ENUM(conversation, state, CONVERSATION_CLOSED), TEXT(conversation, queue),
    TEXT(conversation, agent), INT(conversation, epoch),
    ENUM(conversation, reason, HANDOFF_COUNT - 1), TEXT(conversation, intent),
    REAL(conversation, confidence), REAL(conversation, sentiment),
    REAL(conversation, sentiment_first), TEXT(conversation, summary), TEXT(conversation, draft),
    TEXT(conversation, preview), TEXT(conversation, disposition), INT(conversation, message_count),
    INT(conversation, shopper_count), INT(conversation, human_count), INT(conversation, opened_ms),
    INT(conversation, updated_ms), INT(conversation, shopper_ms), INT(conversation, waiting_ms),
    INT(conversation, due_ms), INT(conversation, closed_ms), INT(conversation, snoozed_ms),
    TEXT(conversation, snooze_reason), TEXT(conversation, tags), INT(conversation, level),
    INT(conversation, merged_into), INT(conversation, wrap_up_ms),
    {COLUMN_KEY, offsetof(struct conversation, key), offsetof(struct conversation, has_key), "key"},
    BLOB(conversation, sealed_state), /* last: a list leaves it out */
};

static const struct column message[] = {
    INT(message, id),
    INT(message, conversation_id),
    INT(message, number),
    ENUM(message, author, AUTHOR_SYSTEM),
    TEXT(message, name),
    TEXT(message, text),
    BLOB(message, sealed),
    TEXT(message, source_key),
    INT(message, epoch),
    INT(message, turn_id),
    REAL(message, confidence),
    TEXT(message, citations),
    ENUM(message, delivery, DELIVERY_FAILED),
    INT(message, created_ms),
    INT(message, delivered_ms),
};

static const struct column turn[] = {
    INT(turn, id),
    INT(turn, conversation_id),
    INT(turn, up_to),
    INT(turn, epoch),
    ENUM(turn, state, TURN_FAILED),
    TEXT(turn, worker),
    INT(turn, lease_ms),
    INT(turn, attempts),
    INT(turn, due_ms),
    TEXT(turn, backend),
    REAL(turn, confidence),
    TEXT(turn, intent),
    TEXT(turn, trace),
    INT(turn, created_ms),
    INT(turn, ended_ms),
};

static const struct column action[] = {
    INT(action, id),
    INT(action, version),
    INT(action, conversation_id),
    INT(action, epoch),
    TEXT(action, customer_id),
    TEXT(action, order_id),
    ENUM(action, kind, ACTION_KIND_COUNT - 1),
    ENUM(action, state, ACTION_STATE_COUNT - 1),
    BLOB(action, sealed_params),
    TEXT(action, title),
    INT(action, amount),
    TEXT(action, currency),
    TEXT(action, verdict),
    TEXT(action, rule),
    TEXT(action, facts),
    TEXT(action, facts_hash),
    TEXT(action, proposed_by),
    TEXT(action, key),
    TEXT(action, result),
    TEXT(action, reason),
    INT(action, approvals_needed),
    INT(action, attempts),
    INT(action, proposed_ms),
    INT(action, expires_ms),
    INT(action, decided_ms),
    INT(action, ended_ms),
    INT(action, first_amount),
    TEXT(action, amended_by),
    INT(action, amended_ms),
    TEXT(action, asked_by),
    TEXT(action, question),
    INT(action, asked_ms),
    INT(action, answered_ms),
};

static const struct column approval[] = {
    INT(approval, id),
    INT(approval, action_id),
    TEXT(approval, agent),
    BOOL(approval, approve),
    TEXT(approval, reason),
    TEXT(approval, facts_hash),
    INT(approval, at_ms),
};

static const struct column outbox[] = {
    INT(outbox_item, id),
    ENUM(outbox_item, kind, OUTBOX_ACTION),
    INT(outbox_item, record_id),
    INT(outbox_item, conversation_id),
    INT(outbox_item, epoch),
    TEXT(outbox_item, key),
    ENUM(outbox_item, state, OUTBOX_DEAD),
    INT(outbox_item, due_ms),
    INT(outbox_item, attempts),
    TEXT(outbox_item, worker),
    INT(outbox_item, lease_ms),
    TEXT(outbox_item, error),
};

static const struct column timer[] = {
    INT(timer, id), TEXT(timer, kind), INT(timer, record_id), INT(timer, due_ms)};
static const struct column note[] = {INT(note, id), INT(note, conversation_id), TEXT(note, agent),
    TEXT(note, text), INT(note, created_ms), TEXT(note, reader)};
static const struct column correction[] = {
    INT(intent_correction, id),
    INT(intent_correction, conversation_id),
    INT(intent_correction, message_id),
    TEXT(intent_correction, agent),
    TEXT(intent_correction, was),
    TEXT(intent_correction, intent),
    INT(intent_correction, created_ms),
};
static const struct column review[] = {
    INT(correction_review, id),
    INT(correction_review, correction_id),
    TEXT(correction_review, agent),
    BOOL(correction_review, accept),
    TEXT(correction_review, reason),
    INT(correction_review, at_ms),
};
static const struct column event[] = {
    INT(event, id),
    INT(event, conversation_id),
    INT(event, number),
    TEXT(event, kind),
    TEXT(event, actor),
    TEXT(event, data),
    INT(event, at_ms),
    HEX(event, body),
    HEX(event, previous),
    HEX(event, hash),
};
static const struct column checkpoint[] = {
    INT(checkpoint, id),
    INT(checkpoint, at_ms),
    INT(checkpoint, last_event),
    TEXT(checkpoint, heads),
    TEXT(checkpoint, previous),
    TEXT(checkpoint, seal),
};
static const struct column meta[] = { TEXT(meta, name), TEXT(meta, value) };
static const struct column agent[] = {
    TEXT(agent_state, agent),
    TEXT(agent_state, state),
    INT(agent_state, since_ms),
    INT(agent_state, seen_ms),
    INT(agent_state, served_ms),
};
static const struct column profile[] = {
    TEXT(profile, customer_id),
    TEXT(profile, shown),
    {COLUMN_KEY, offsetof(struct profile, key), NO_FIELD, "key"},
    INT(profile, conversations),
    INT(profile, first_ms),
    INT(profile, last_ms),
};
static const struct column saved[] = {
	TEXT(saved_search, key), TEXT(saved_search, owner), TEXT(saved_search, name), TEXT(saved_search, query), TEXT(saved_search, agent),
	INT(saved_search, saved_ms) };
static const struct column macro[] = { TEXT(macro, name), TEXT(macro, text), TEXT(macro, actions) };
static const struct column draft[] = {
    INT(composer_draft, conversation_id),
    TEXT(composer_draft, agent),
    BLOB(composer_draft, sealed),
    INT(composer_draft, updated_ms),
};
static const struct column seen[] = {
    INT(read_mark, conversation_id),
    TEXT(read_mark, agent),
    INT(read_mark, messages),
    INT(read_mark, at_ms),
};
static const struct column presence[] = {
    INT(presence, conversation_id),
    TEXT(presence, agent),
    INT(presence, since_ms),
    INT(presence, seen_ms),
};
static const struct column document[] = {
    TEXT(document, kind), TEXT(document, id), TEXT(document, body), INT(document, version)};
static const struct column document_key[] = {
    TEXT(document_key, kind),
    TEXT(document_key, name),
    TEXT(document_key, value),
    TEXT(document_key, id),
};
static const struct column effect[] = {TEXT(effect, key), TEXT(effect, result), INT(effect, at_ms)};

const struct record_type record_types[RECORD_COUNT] = {
	[RECORD_CONVERSATION] = TYPE(N_("conversation"), conversation, conversation),
	[RECORD_MESSAGE] = TYPE(N_("message"), message, message),
	[RECORD_TURN] = TYPE(N_("turn"), turn, turn),
	[RECORD_ACTION] = TYPE(N_("action"), action, action),
	[RECORD_APPROVAL] = TYPE(N_("approval"), approval, approval),
	[RECORD_OUTBOX] = TYPE(N_("outbox item"), outbox_item, outbox),
	[RECORD_TIMER] = TYPE(N_("timer"), timer, timer),
	[RECORD_NOTE] = TYPE(N_("note"), note, note),
	[RECORD_CORRECTION] = TYPE(N_("correction"), intent_correction, correction),
	[RECORD_REVIEW] = TYPE(N_("review"), correction_review, review),
	[RECORD_EVENT] = TYPE(N_("event"), event, event),
	[RECORD_CHECKPOINT] = TYPE(N_("checkpoint"), checkpoint, checkpoint),
	[RECORD_META] = TYPE(N_("setting"), meta, meta),
	[RECORD_AGENT] = TYPE(N_("agent"), agent_state, agent),
	[RECORD_PROFILE] = TYPE(N_("profile"), profile, profile),
	[RECORD_MACRO] = TYPE(N_("macro"), macro, macro),
	[RECORD_SAVED] = TYPE(N_("saved search"), saved_search, saved),
	[RECORD_DRAFT] = TYPE(N_("draft"), composer_draft, draft),
	[RECORD_READ_MARK] = TYPE(N_("read mark"), read_mark, seen),
	[RECORD_PRESENCE] = TYPE(N_("presence"), presence, presence),
	[RECORD_DOCUMENT] = TYPE(N_("document"), document, document),
	[RECORD_INDEX] = TYPE(N_("document index"), document_key, document_key),
	[RECORD_EFFECT] = TYPE(N_("effect"), effect, effect),
};

static const char *
text_at(const void *record, const struct column *c)
{
	const char *s;

	memcpy(&s, (const char *)record + c->at, sizeof(s));
	return s;
}

static size_t
size_at(const void *record, const struct column *c)
{
	size_t size;

	memcpy(&size, (const char *)record + c->beside, sizeof(size));
	return size;
}

static bool
is_plain(const char *s, size_t length)
{
	unsigned char all = 0;

	for (size_t i = 0; i < length; i++)
		all |= (unsigned char)s[i];
	return all < 0x80;
}

static enum err
check_text(const struct record_type *t, const struct column *c, const char *s, size_t length,
    struct errinfo *e)
{
	if (length > RECORD_TEXT_MAX)
		return err_set(e, ERR_LIMIT, tr("%s: %s has %zu bytes; at most %zu are stored"),
		    t->name, c->name, length, RECORD_TEXT_MAX);
	if (c->kind == COLUMN_TEXT && !is_plain(s, length) && !utf8_is_valid(s, length))
		return err_set(e, ERR_INPUT,
		    "%s: %s is not valid UTF-8; sanitise it before it is stored", t->name, c->name);
	return ERR_OK;
}

enum err
record_check(enum record type, const void *record, struct errinfo *e)
{
	const struct record_type *t = &record_types[type];
	enum err r = ERR_OK;

	for (size_t i = 0; i < t->count && !r; i++) {
		const struct column *c = &t->columns[i];
		const void *field = (const char *)record + c->at;
		const char *s;

		switch (c->kind) {
		case COLUMN_TEXT:
			s = text_at(record, c);
			r = s ? check_text(t, c, s, strlen(s), e) : ERR_OK;
			break;
		case COLUMN_BLOB:
			r = check_text(t, c, "", size_at(record, c), e);
			if (!r && size_at(record, c) > 0 && !text_at(record, c))
				r = err_set(e, ERR_INPUT, "%s: %s has a size and no bytes", t->name,
				    c->name);
			break;
		case COLUMN_ENUM:
			if (*(const unsigned *)field > c->beside)
				r = err_set(e, ERR_INPUT, "%s: %s can't be %u", t->name, c->name,
				    *(const unsigned *)field);
			break;
		case COLUMN_REAL:
			if (!isfinite(*(const double *)field))
				r = err_set(e, ERR_INPUT, "%s: %s is no number", t->name, c->name);
			break;
		default:
			break;
		}
	}
	if (!r && type == RECORD_ACTION &&
	    !money_add(((const struct action *)record)->amount, 0, &(int64_t){0}))
		r = err_set(e, ERR_INPUT, "action: its amount is more than can be held");
	return r;
}

struct packed {
	size_t size;		/* of all that follows */
	max_align_t record[];
};

struct packed *
record_pack(enum record type, const void *record)
{
	const struct record_type *t = &record_types[type];
	size_t size = t->size;
	struct packed *p;
	char *end;

	for (size_t i = 0; i < t->count; i++)
		if (t->columns[i].kind == COLUMN_TEXT)
			size += text_at(record, &t->columns[i])
			    ? strlen(text_at(record, &t->columns[i])) + 1
			    : 1;
		else if (t->columns[i].kind == COLUMN_BLOB)
			size += size_at(record, &t->columns[i]) + 1;
	p = mem_alloc(sizeof(*p) + size);
	p->size = size;
	memcpy(p->record, record, t->size);
	end = (char *)p->record + t->size;
	for (size_t i = 0; i < t->count; i++) {
		const struct column *c = &t->columns[i];
		const char *s;
		size_t length;

		if (c->kind != COLUMN_TEXT && c->kind != COLUMN_BLOB)
			continue;
		s = text_at(record, c);
		length = c->kind == COLUMN_BLOB ? size_at(record, c) : s ? strlen(s) : 0;
		if (length > 0)
			memcpy(end, s, length);
		end[length] = '\0';
		memcpy((char *)p->record + c->at, &end, sizeof(end));
		end += length + 1;
	}
	return p;
}

void
packed_free(struct packed **p)
{
	mem_free(*p);
	*p = NULL;
}

const void *
packed_record(const struct packed *p)
{
	return p->record;
}

void
packed_copy(enum record type, const struct packed *p, struct arena *a, void *out)
{
	const struct record_type *t = &record_types[type];
	size_t texts = p->size - t->size;
	char *copy = texts ? arena_alloc(a, texts) : NULL;
	const char *base = (const char *)p->record + t->size, *s;

	memcpy(out, p->record, t->size);
	if (!copy)
		return;
	memcpy(copy, base, texts);
	for (size_t i = 0; i < t->count; i++) {
		const struct column *c = &t->columns[i];

		if (c->kind != COLUMN_TEXT && c->kind != COLUMN_BLOB)
			continue;
		s = copy + (text_at(p->record, c) - base);
		memcpy((char *)out + c->at, &s, sizeof(s));
	}
}
