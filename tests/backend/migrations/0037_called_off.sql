-- What a message is about that the hub itself has written to those who walked in: called_off, held. Empty: somebody has written it.
ALTER TABLE messages ADD COLUMN about TEXT NOT NULL DEFAULT '';
