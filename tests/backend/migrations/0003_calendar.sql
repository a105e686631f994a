-- The hash of the secret in the address at which a person's calendar is read; empty: there is none.
ALTER TABLE persons ADD COLUMN calendar_hash TEXT NOT NULL DEFAULT '';
CREATE INDEX persons_calendar ON persons (calendar_hash);
