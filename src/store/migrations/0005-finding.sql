-- Version 5: open conversations are found by any of their fields, in any order, without reading whole rows; by the shopper's name; and searches
-- are saved.

CREATE INDEX conversations_live ON conversations (state, queue, agent, reason, channel, tier, language, intent, confidence, sentiment,
	sentiment_first, waiting_ms, due_ms, opened_ms, updated_ms, closed_ms, message_count, customer_id, disposition, shopper, snoozed_ms, tags) WHERE state <> 4;
CREATE INDEX conversations_promised ON conversations (state, due_ms = 0, due_ms) WHERE state <> 4;
CREATE INDEX actions_asked ON actions (conversation_id, kind, state, amount);

CREATE VIRTUAL TABLE shoppers_text USING fts5 (shopper, content = 'conversations', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO shoppers_text (shoppers_text) VALUES ('rebuild');
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
