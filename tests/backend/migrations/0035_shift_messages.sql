-- A message to everybody with a place in a shift. Both empty: one to members. In message_people such a message names persons.
ALTER TABLE messages ADD COLUMN action TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN shift TEXT NOT NULL DEFAULT '';
CREATE INDEX messages_shift ON messages (action, shift);
