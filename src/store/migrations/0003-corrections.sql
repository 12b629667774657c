-- Version 3: what agents say that a message meant, and what reviewers made of that, for training. No words are copied: they are the message's.

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
