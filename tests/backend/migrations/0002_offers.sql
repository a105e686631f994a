-- A place that has come free is offered to the next in line until this moment (milliseconds since 1970; 0: nothing is offered). `state` may now also be
-- offered or lapsed.
ALTER TABLE signups ADD COLUMN offer_until BIGINT NOT NULL DEFAULT 0;
CREATE INDEX signups_offers ON signups (state, offer_until);
