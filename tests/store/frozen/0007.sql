-- Version 1: every record, the log and its seals, and the full text of messages.
--
-- States, kinds and authors are stored as the numbers of their constants in the model, which are only ever appended to.
-- Instants are milliseconds since 1970, 0 none; amounts are minor units.

CREATE TABLE meta (
	name TEXT NOT NULL PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE conversations (
	id INTEGER PRIMARY KEY,
	version INTEGER NOT NULL,
	channel TEXT NOT NULL,
	contact TEXT NOT NULL,
	shopper TEXT NOT NULL,
	customer_id TEXT NOT NULL,
	tier TEXT NOT NULL,
	language TEXT NOT NULL,
	state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 4),
	queue TEXT NOT NULL,
	agent TEXT NOT NULL,
	epoch INTEGER NOT NULL,
	reason INTEGER NOT NULL CHECK (reason >= 0),
	intent TEXT NOT NULL,
	confidence REAL NOT NULL,
	sentiment REAL NOT NULL,
	sentiment_first REAL NOT NULL,
	summary TEXT NOT NULL,
	draft TEXT NOT NULL,
	preview TEXT NOT NULL,
	disposition TEXT NOT NULL,
	message_count INTEGER NOT NULL,
	shopper_count INTEGER NOT NULL,
	human_count INTEGER NOT NULL,
	opened_ms INTEGER NOT NULL,
	updated_ms INTEGER NOT NULL,
	shopper_ms INTEGER NOT NULL,
	waiting_ms INTEGER NOT NULL,
	due_ms INTEGER NOT NULL,
	closed_ms INTEGER NOT NULL,
	key BLOB,
	sealed_state BLOB
) STRICT;
CREATE UNIQUE INDEX conversations_open_contact ON conversations (channel, contact) WHERE state <> 4 AND contact <> '';
CREATE INDEX conversations_contact ON conversations (channel, contact);
CREATE INDEX conversations_open ON conversations (state, queue) WHERE state <> 4;
CREATE INDEX conversations_customer ON conversations (customer_id) WHERE customer_id <> '';
CREATE INDEX conversations_closed ON conversations (updated_ms) WHERE state = 4;

CREATE TABLE messages (
	id INTEGER PRIMARY KEY,
	conversation_id INTEGER NOT NULL REFERENCES conversations (id),
	number INTEGER NOT NULL,
	author INTEGER NOT NULL CHECK (author BETWEEN 0 AND 3),
	name TEXT NOT NULL,
	text TEXT NOT NULL,
	sealed BLOB,
	source_key TEXT NOT NULL,
	epoch INTEGER NOT NULL,
	turn_id INTEGER NOT NULL,
	confidence REAL NOT NULL,
	citations TEXT NOT NULL,
	delivery INTEGER NOT NULL CHECK (delivery BETWEEN 0 AND 4),
	created_ms INTEGER NOT NULL,
	delivered_ms INTEGER NOT NULL,
	UNIQUE (conversation_id, number)
) STRICT;
CREATE UNIQUE INDEX messages_source ON messages (conversation_id, source_key) WHERE source_key <> '';

CREATE VIRTUAL TABLE messages_text USING fts5 (text, content = 'messages', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER messages_text_added AFTER INSERT ON messages BEGIN
	INSERT INTO messages_text (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER messages_text_removed AFTER DELETE ON messages BEGIN
	INSERT INTO messages_text (messages_text, rowid, text) VALUES ('delete', old.id, old.text);
END;
CREATE TRIGGER messages_text_changed AFTER UPDATE OF id, text ON messages BEGIN
	INSERT INTO messages_text (messages_text, rowid, text) VALUES ('delete', old.id, old.text);
	INSERT INTO messages_text (rowid, text) VALUES (new.id, new.text);
END;

CREATE TABLE turns (
	id INTEGER PRIMARY KEY,
	conversation_id INTEGER NOT NULL REFERENCES conversations (id),
	up_to INTEGER NOT NULL,
	epoch INTEGER NOT NULL,
	state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 5),
	worker TEXT NOT NULL,
	lease_ms INTEGER NOT NULL,
	attempts INTEGER NOT NULL,
	due_ms INTEGER NOT NULL,
	backend TEXT NOT NULL,
	confidence REAL NOT NULL,
	intent TEXT NOT NULL,
	trace TEXT NOT NULL,
	created_ms INTEGER NOT NULL,
	ended_ms INTEGER NOT NULL,
	ready_ms INTEGER GENERATED ALWAYS AS (CASE state WHEN 0 THEN due_ms WHEN 1 THEN lease_ms END) STORED
) STRICT;
CREATE UNIQUE INDEX turns_open ON turns (conversation_id) WHERE state < 2;
CREATE INDEX turns_conversation ON turns (conversation_id);
CREATE INDEX turns_ready ON turns (ready_ms) WHERE ready_ms IS NOT NULL;

CREATE TABLE actions (
	id INTEGER PRIMARY KEY,
	version INTEGER NOT NULL,
	conversation_id INTEGER NOT NULL REFERENCES conversations (id),
	epoch INTEGER NOT NULL,
	customer_id TEXT NOT NULL,
	order_id TEXT NOT NULL,
	kind INTEGER NOT NULL CHECK (kind >= 0),
	state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 11),
	sealed_params BLOB,
	title TEXT NOT NULL,
	amount INTEGER NOT NULL CHECK (amount BETWEEN -9007199254740991 AND 9007199254740991),
	currency TEXT NOT NULL,
	verdict TEXT NOT NULL,
	rule TEXT NOT NULL,
	facts TEXT NOT NULL,
	facts_hash TEXT NOT NULL,
	proposed_by TEXT NOT NULL,
	key TEXT NOT NULL,
	result TEXT NOT NULL,
	reason TEXT NOT NULL,
	approvals_needed INTEGER NOT NULL,
	attempts INTEGER NOT NULL,
	proposed_ms INTEGER NOT NULL,
	expires_ms INTEGER NOT NULL,
	decided_ms INTEGER NOT NULL,
	ended_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX actions_key ON actions (key) WHERE key <> '';
CREATE INDEX actions_conversation ON actions (conversation_id);
CREATE INDEX actions_order ON actions (order_id) WHERE order_id <> '';
CREATE INDEX actions_customer ON actions (customer_id) WHERE customer_id <> '';
CREATE INDEX actions_waiting ON actions (id) WHERE state = 3;

CREATE TABLE approvals (
	id INTEGER PRIMARY KEY,
	action_id INTEGER NOT NULL REFERENCES actions (id),
	agent TEXT NOT NULL,
	approve INTEGER NOT NULL CHECK (approve IN (0, 1)),
	reason TEXT NOT NULL,
	facts_hash TEXT NOT NULL,
	at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX approvals_action ON approvals (action_id);

CREATE TABLE outbox (
	id INTEGER PRIMARY KEY,
	kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 1),
	record_id INTEGER NOT NULL,
	conversation_id INTEGER NOT NULL,
	epoch INTEGER NOT NULL,
	key TEXT NOT NULL UNIQUE,
	state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 4),
	due_ms INTEGER NOT NULL,
	attempts INTEGER NOT NULL,
	worker TEXT NOT NULL,
	lease_ms INTEGER NOT NULL,
	error TEXT NOT NULL,
	ready_ms INTEGER GENERATED ALWAYS AS (CASE state WHEN 0 THEN due_ms WHEN 1 THEN lease_ms END) STORED
) STRICT;
CREATE INDEX outbox_record ON outbox (kind, record_id);
CREATE INDEX outbox_ready ON outbox (ready_ms) WHERE ready_ms IS NOT NULL;

CREATE TABLE timers (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL,
	record_id INTEGER NOT NULL,
	due_ms INTEGER NOT NULL,
	UNIQUE (kind, record_id)
) STRICT;
CREATE INDEX timers_due ON timers (due_ms);

CREATE TABLE notes (
	id INTEGER PRIMARY KEY,
	conversation_id INTEGER NOT NULL REFERENCES conversations (id),
	agent TEXT NOT NULL,
	text TEXT NOT NULL,
	created_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX notes_conversation ON notes (conversation_id);

CREATE TABLE agents (
	agent TEXT NOT NULL PRIMARY KEY,
	state TEXT NOT NULL,
	since_ms INTEGER NOT NULL,
	seen_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE profiles (
	customer_id TEXT NOT NULL PRIMARY KEY,
	shown TEXT NOT NULL,
	key BLOB,
	conversations INTEGER NOT NULL,
	first_ms INTEGER NOT NULL,
	last_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE macros (
	name TEXT NOT NULL PRIMARY KEY,
	text TEXT NOT NULL,
	actions TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE documents (
	kind TEXT NOT NULL,
	id TEXT NOT NULL,
	body TEXT NOT NULL,
	version INTEGER NOT NULL,
	PRIMARY KEY (kind, id)
) STRICT;

CREATE TABLE document_keys (
	kind TEXT NOT NULL,
	name TEXT NOT NULL,
	value TEXT NOT NULL,
	id TEXT NOT NULL,
	PRIMARY KEY (kind, name, value, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE effects (
	key TEXT NOT NULL PRIMARY KEY,
	result TEXT NOT NULL,
	at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
	id INTEGER PRIMARY KEY,
	conversation_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	kind TEXT NOT NULL,
	actor TEXT NOT NULL,
	data TEXT NOT NULL,
	at_ms INTEGER NOT NULL,
	body TEXT NOT NULL,
	previous TEXT NOT NULL,
	hash TEXT NOT NULL,
	UNIQUE (conversation_id, number)
) STRICT;
CREATE TRIGGER events_never_change BEFORE UPDATE ON events BEGIN
	SELECT RAISE(ABORT, 'events are only ever appended');
END;
CREATE TRIGGER events_never_go BEFORE DELETE ON events BEGIN
	SELECT RAISE(ABORT, 'events are only ever appended');
END;

CREATE TABLE chains (
	conversation_id INTEGER PRIMARY KEY,
	number INTEGER NOT NULL,
	hash TEXT NOT NULL
) STRICT;

CREATE TABLE checkpoints (
	id INTEGER PRIMARY KEY,
	at_ms INTEGER NOT NULL,
	last_event INTEGER NOT NULL,
	heads TEXT NOT NULL,
	previous TEXT NOT NULL,
	seal TEXT NOT NULL
) STRICT;
CREATE TRIGGER checkpoints_never_change BEFORE UPDATE ON checkpoints BEGIN
	SELECT RAISE(ABORT, 'checkpoints are only ever appended');
END;
CREATE TRIGGER checkpoints_never_go BEFORE DELETE ON checkpoints BEGIN
	SELECT RAISE(ABORT, 'checkpoints are only ever appended');
END;
CREATE INDEX conversations_ended ON conversations (closed_ms) WHERE state = 4;
CREATE TABLE corrections (
	id INTEGER PRIMARY KEY,
	conversation_id INTEGER NOT NULL REFERENCES conversations (id),
	message_id INTEGER NOT NULL REFERENCES messages (id),
	agent TEXT NOT NULL,
	was TEXT NOT NULL,
	intent TEXT NOT NULL,
	created_ms INTEGER NOT NULL
) STRICT;
CREATE TRIGGER corrections_never_change BEFORE UPDATE ON corrections BEGIN
	SELECT RAISE(ABORT, 'corrections are only ever appended');
END;
CREATE TRIGGER corrections_never_go BEFORE DELETE ON corrections BEGIN
	SELECT RAISE(ABORT, 'corrections are only ever appended');
END;

CREATE TABLE reviews (
	id INTEGER PRIMARY KEY,
	correction_id INTEGER NOT NULL REFERENCES corrections (id),
	agent TEXT NOT NULL,
	accept INTEGER NOT NULL CHECK (accept IN (0, 1)),
	reason TEXT NOT NULL,
	at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX reviews_correction ON reviews (correction_id);
CREATE TRIGGER reviews_never_change BEFORE UPDATE ON reviews BEGIN
	SELECT RAISE(ABORT, 'reviews are only ever appended');
END;
CREATE TRIGGER reviews_never_go BEFORE DELETE ON reviews BEGIN
	SELECT RAISE(ABORT, 'reviews are only ever appended');
END;
ALTER TABLE conversations ADD COLUMN snoozed_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN snooze_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE conversations ADD COLUMN tags TEXT NOT NULL DEFAULT '';
ALTER TABLE conversations ADD COLUMN level INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN merged_into INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN wrap_up_ms INTEGER NOT NULL DEFAULT 0;

CREATE TABLE drafts (
	conversation_id INTEGER NOT NULL REFERENCES conversations (id),
	agent TEXT NOT NULL,
	sealed BLOB,
	updated_ms INTEGER NOT NULL,
	PRIMARY KEY (conversation_id, agent)
) STRICT, WITHOUT ROWID;

CREATE TABLE read_marks (
	conversation_id INTEGER NOT NULL REFERENCES conversations (id),
	agent TEXT NOT NULL,
	messages INTEGER NOT NULL,
	at_ms INTEGER NOT NULL,
	PRIMARY KEY (conversation_id, agent)
) STRICT, WITHOUT ROWID;

CREATE TABLE presences (
	conversation_id INTEGER NOT NULL REFERENCES conversations (id),
	agent TEXT NOT NULL,
	since_ms INTEGER NOT NULL,
	seen_ms INTEGER NOT NULL,
	PRIMARY KEY (conversation_id, agent)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversations_live ON conversations (state, queue, agent, reason, channel, tier, language, intent, confidence, sentiment,
	sentiment_first, waiting_ms, due_ms, opened_ms, updated_ms, closed_ms, message_count, customer_id, disposition, shopper, snoozed_ms, tags) WHERE state <> 4;
CREATE INDEX conversations_promised ON conversations (state, due_ms = 0, due_ms) WHERE state <> 4;
CREATE INDEX actions_asked ON actions (conversation_id, kind, state, amount);

CREATE VIRTUAL TABLE shoppers_text USING fts5 (shopper, content = 'conversations', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER shoppers_text_added AFTER INSERT ON conversations BEGIN
	INSERT INTO shoppers_text (rowid, shopper) VALUES (new.id, new.shopper);
END;
CREATE TRIGGER shoppers_text_removed AFTER DELETE ON conversations BEGIN
	INSERT INTO shoppers_text (shoppers_text, rowid, shopper) VALUES ('delete', old.id, old.shopper);
END;
CREATE TRIGGER shoppers_text_changed AFTER UPDATE OF shopper ON conversations WHEN old.shopper <> new.shopper BEGIN
	INSERT INTO shoppers_text (shoppers_text, rowid, shopper) VALUES ('delete', old.id, old.shopper);
	INSERT INTO shoppers_text (rowid, shopper) VALUES (new.id, new.shopper);
END;

CREATE TABLE saved_searches (
	key TEXT NOT NULL PRIMARY KEY,
	owner TEXT NOT NULL,
	name TEXT NOT NULL,
	query TEXT NOT NULL,
	agent TEXT NOT NULL,
	saved_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
ALTER TABLE actions ADD COLUMN first_amount INTEGER NOT NULL DEFAULT 0 CHECK (first_amount BETWEEN -9007199254740991 AND 9007199254740991);
ALTER TABLE actions ADD COLUMN amended_by TEXT NOT NULL DEFAULT '';
ALTER TABLE actions ADD COLUMN amended_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE actions ADD COLUMN asked_by TEXT NOT NULL DEFAULT '';
ALTER TABLE actions ADD COLUMN question TEXT NOT NULL DEFAULT '';
ALTER TABLE actions ADD COLUMN asked_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE actions ADD COLUMN answered_ms INTEGER NOT NULL DEFAULT 0;
UPDATE actions SET first_amount = amount;
CREATE INDEX turns_created ON turns (created_ms);
CREATE INDEX events_of_use ON events (id) WHERE kind IN ('draft.used', 'draft.withdrawn', 'reply.marked_wrong', 'conversation.reopened');
ALTER TABLE notes ADD COLUMN reader TEXT NOT NULL DEFAULT '';
ALTER TABLE agents ADD COLUMN served_ms INTEGER NOT NULL DEFAULT 0;
PRAGMA user_version = 7;
PRAGMA application_id = 1179408210;
INSERT INTO meta VALUES ('world', 'tarn-and-fell');
INSERT INTO conversations VALUES (3, 5, 'web', 'hash', 'Aoife N.', 'C-1001', 'plus', 'en', 1, 'refunds', 'maeve', 4, 5, 'refund', 0.25, -0.5, 0.1,
	'Wants a refund', '', 'Hello', '', 1, 1, 0, 1000, 2000, 1500, 1600, 1900, 0, NULL, x'00ff', 5000, 'the carrier answers', 'damaged vip', 2, 0, 0);
INSERT INTO messages VALUES (9, 3, 1, 0, '', 'Where is my jacket?', x'0102', 'wamid.1', 1, 0, -1.0, '[]', 1, 1500, 1500);
INSERT INTO corrections VALUES (4, 3, 9, 'maeve', 'refund_request', 'order_status', 3000);
INSERT INTO reviews VALUES (2, 4, 'tomas', 1, '', 4000);
INSERT INTO drafts VALUES (3, 'maeve', x'0304', 5000);
INSERT INTO read_marks VALUES (3, 'maeve', 1, 5000);
INSERT INTO presences VALUES (3, 'maeve', 4000, 5000);
INSERT INTO saved_searches VALUES ('maeve/late', 'maeve', 'late', 'is:overdue', 'maeve', 5000);
INSERT INTO actions VALUES (7, 2, 3, 4, 'C-1001', 'TF-100189', 0, 3, x'0304', 'Refund', 5000, 'EUR', '', 'R-07', '{}', 'hash', 'ai', 'action-3-7', '', '', 1, 0, 1700, 9000, 0, 0,
	18900, 'maeve', 1800, 'tomas', 'Is there a photo?', 1850, 0);
INSERT INTO notes VALUES (5, 3, 'una', 'Offer the voucher.', 5000, 'maeve');
INSERT INTO agents VALUES ('maeve', 'available', 1000, 2000, 1500);
