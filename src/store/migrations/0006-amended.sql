-- Version 4: what people do to an action that waits before they decide: its amount changed, the shopper asked. And the turns of the last days, for what another threshold would have done.

ALTER TABLE actions ADD COLUMN first_amount INTEGER NOT NULL DEFAULT 0 CHECK (first_amount BETWEEN -9007199254740991 AND 9007199254740991);
ALTER TABLE actions ADD COLUMN amended_by TEXT NOT NULL DEFAULT '';
ALTER TABLE actions ADD COLUMN amended_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE actions ADD COLUMN asked_by TEXT NOT NULL DEFAULT '';
ALTER TABLE actions ADD COLUMN question TEXT NOT NULL DEFAULT '';
ALTER TABLE actions ADD COLUMN asked_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE actions ADD COLUMN answered_ms INTEGER NOT NULL DEFAULT 0;
UPDATE actions SET first_amount = amount;
CREATE INDEX turns_created ON turns (created_ms);
-- What use says of the AI's replies: few among many.
CREATE INDEX events_of_use ON events (id) WHERE kind IN ('draft.used', 'draft.withdrawn', 'reply.marked_wrong', 'conversation.reopened');
