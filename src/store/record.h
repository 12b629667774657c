/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The shape of each stored record, once: which fields it has, of which kind, in the order in which
 * statements name them. From it come the binding and reading of SQL rows, the packing of records in
 * memory, and the check of texts on their way in.
 */
#ifndef STORE_RECORD_H
#define STORE_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/store.h"

#define RECORD_TEXT_MAX ((size_t)16 << 20)

enum column_kind {
	COLUMN_INT,		/* int64_t */
	COLUMN_REAL,
	COLUMN_ENUM,		/* stored as its number: constants are only ever appended */
	COLUMN_BOOL,
	COLUMN_TEXT,		/* const char *, NUL-terminated UTF-8; NULL is stored as "" */
	COLUMN_BLOB,		/* const char * with a size_t beside it */
	COLUMN_KEY,		/* uint8_t[SEAL_WRAPPED], with a bool beside it that says whether
				   there is one */
	COLUMN_HEX,		/* char[SEAL_HEX] */
};

struct column {
	enum column_kind kind;
	size_t at;
	size_t beside;		/* offset of the size or bool; NO_FIELD none; of an enum, its last
				   constant */
	const char *name;
};
#define NO_FIELD ((size_t)-1)

struct record_type {
	const char *name;	/* "conversation", for messages */
	size_t size;
	const struct column *columns;
	size_t count;
};

enum record {
	RECORD_CONVERSATION,
	RECORD_MESSAGE,
	RECORD_TURN,
	RECORD_ACTION,
	RECORD_APPROVAL,
	RECORD_OUTBOX,
	RECORD_TIMER,
	RECORD_NOTE,
	RECORD_CORRECTION,
	RECORD_REVIEW,
	RECORD_EVENT,
	RECORD_CHECKPOINT, /* these have an id, given by the store where it is
						   0 */
	RECORD_META,
	RECORD_AGENT,
	RECORD_PROFILE,
	RECORD_MACRO,
	RECORD_SAVED,
	RECORD_DRAFT, /* of one person on one conversation: these begin with both */
	RECORD_READ_MARK,
	RECORD_PRESENCE,
	RECORD_DOCUMENT,
	RECORD_INDEX,
	RECORD_EFFECT,
	RECORD_COUNT
};
extern const struct record_type record_types[RECORD_COUNT];

/* Records that no public header needs. */
struct meta { const char *name, *value; };
struct document_key { const char *kind, *name, *value, *id; };
struct effect { const char *key, *result; int64_t at_ms; };
struct checkpoint {
	int64_t id;		/* 1, 2 …: its number */
	int64_t at_ms;
	int64_t last_event;	/* id of the last event that it covers */
	const char *heads;	/* "conversation number hash\n" for each chain that moved, by
				   conversation */
	const char *previous;	/* seal of the one before; "" */
	const char *seal;
};

/* Texts must be UTF-8 and within RECORD_TEXT_MAX, constants and numbers what they can be: ERR_INPUT
 * or ERR_LIMIT, naming the field. */
NODISCARD enum err record_check(enum record type, const void *record, struct errinfo *e);

/* One allocation that holds a copy of the record and all that it points to. */
struct packed;
struct packed *record_pack(enum record type, const void *record);
void packed_free(struct packed **p);
const void *packed_record(const struct packed *p);	/* borrowed until packed_free */
/* out's texts are the arena's */
void packed_copy(enum record type, const struct packed *p, struct arena *a, void *out);

#endif
