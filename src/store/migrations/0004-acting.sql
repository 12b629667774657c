-- Version 4: conversations laid aside, tagged, escalated, merged; what agents have typed and not sent, have read, and look at.

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
