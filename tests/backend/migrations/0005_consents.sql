-- A parent's consent for somebody under 14. The secret of the link is kept as a hash only; the parent's name goes with the row.
CREATE TABLE consents (
    id TEXT bytewise PRIMARY KEY,
    person TEXT bytewise NOT NULL,
    secret_hash TEXT NOT NULL UNIQUE,
    -- The one action that it is for; empty: all of them.
    action TEXT bytewise NOT NULL,
    -- Holds for shifts that end until then.
    term BIGINT NOT NULL,
    -- asked, given, refused, withdrawn
    state TEXT NOT NULL,
    -- Asked: when the link ends; else when it became so.
    moment BIGINT NOT NULL,
    guardian TEXT,
    asked_at BIGINT NOT NULL,
    -- From when on it is a matter of the past, and the time until it is forgotten runs.
    over BIGINT NOT NULL
);
CREATE INDEX consents_person ON consents (person, state);
CREATE INDEX consents_over ON consents (over);
