-- Notices of all kinds, by all ways of telling. A row for one thing, one person and one way; it stays when it has been told, so that nothing is told twice, and goes a month after the
-- shift is over.

-- JSON; empty: the person has not chosen, and the usual holds.
ALTER TABLE persons ADD COLUMN wishes TEXT NOT NULL DEFAULT '';

-- offer, day_before, two_hours, changed, cancelled
ALTER TABLE notices ADD COLUMN kind TEXT NOT NULL DEFAULT 'offer';
-- What of that kind: the end of an offer, the start of the shift, the number of the change.
ALTER TABLE notices RENAME COLUMN offer_until TO version;
-- app, email, push
ALTER TABLE notices ADD COLUMN channel TEXT NOT NULL DEFAULT 'email';
-- Of push: one of push_devices.
ALTER TABLE notices ADD COLUMN device TEXT bytewise NOT NULL DEFAULT '';
ALTER TABLE notices ADD COLUMN made_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE notices ADD COLUMN shift_ends BIGINT NOT NULL DEFAULT 0;
-- Told, or not to be told any more.
ALTER TABLE notices ADD COLUMN closed BIGINT NOT NULL DEFAULT 0;
-- 0: not told.
ALTER TABLE notices ADD COLUMN told_at BIGINT NOT NULL DEFAULT 0;
UPDATE notices SET made_at = due, shift_ends = version;
DROP INDEX notices_due;
CREATE INDEX notices_due ON notices (closed, channel, due);
CREATE INDEX notices_over ON notices (shift_ends);
-- Two backends that find the same thing to tell write it down once.
CREATE UNIQUE INDEX notices_once ON notices (person, action, shift, kind, version, channel, device);

-- Browsers that hear of notices (Web Push).
CREATE TABLE push_devices (
    endpoint TEXT PRIMARY KEY,
    id TEXT bytewise NOT NULL UNIQUE,
    person TEXT bytewise NOT NULL,
    p256dh TEXT NOT NULL,
    auth TEXT NOT NULL,
    -- The session in which it was turned on: signing out ends it.
    session TEXT NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE INDEX push_devices_person ON push_devices (person);
