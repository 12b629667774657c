-- Version 7: notes that one agent alone reads (whispers), and when an agent last got or ended a conversation.

ALTER TABLE notes ADD COLUMN reader TEXT NOT NULL DEFAULT '';
ALTER TABLE agents ADD COLUMN served_ms INTEGER NOT NULL DEFAULT 0;
