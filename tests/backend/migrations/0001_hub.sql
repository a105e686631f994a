-- The hub's tables, for SQLite and PostgreSQL alike: only TEXT and BIGINT, which both know. Moments are milliseconds since 1970,
-- truth is 0 or 1, and `gone` is when a record was removed (0: it is there). `bytewise` becomes COLLATE "C" on PostgreSQL, so that both sort ids by bytes, as the paging contract says.
-- A `record` is the JSON that goes over the wire; the columns beside it are what queries ask for.

-- The one row counts changes. Whoever writes takes its next number and holds the row until commit, so numbers become visible in
-- their order and nobody who reads "all since n" can miss one that is still on its way.
-- Below `floor` tombstones have been forgotten: a client that knows less has to begin anew.
CREATE TABLE history (head BIGINT NOT NULL, floor BIGINT NOT NULL);
INSERT INTO history (head, floor) VALUES (0, 0);

CREATE TABLE organisations (
    id TEXT bytewise PRIMARY KEY,
    rev BIGINT NOT NULL,
    gone BIGINT NOT NULL DEFAULT 0,
    kind TEXT NOT NULL,
    record TEXT NOT NULL
);
CREATE INDEX organisations_rev ON organisations (rev);

CREATE TABLE indicators (
    id TEXT bytewise PRIMARY KEY,
    rev BIGINT NOT NULL,
    gone BIGINT NOT NULL DEFAULT 0,
    record TEXT NOT NULL
);
CREATE INDEX indicators_rev ON indicators (rev);

CREATE TABLE actions (
    id TEXT bytewise PRIMARY KEY,
    rev BIGINT NOT NULL,
    gone BIGINT NOT NULL DEFAULT 0,
    starts BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    direction TEXT NOT NULL,
    district TEXT NOT NULL,
    -- Has a free place.
    free BIGINT NOT NULL,
    record TEXT NOT NULL,
    -- The rest of the detail: an object without its member `action`.
    rest TEXT NOT NULL,
    -- Written to hold the row while places of its shifts are decided.
    held BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX actions_order ON actions (gone, starts, id, ends);
-- Holds all that a list may be narrowed by, so that counting ten thousand reads no record.
CREATE INDEX actions_ends ON actions (gone, ends, direction, district, free);
CREATE INDEX actions_rev ON actions (rev);

CREATE TABLE persons (
    id TEXT bytewise PRIMARY KEY,
    contact TEXT NOT NULL UNIQUE,
    name TEXT,
    age_class TEXT,
    -- A JSON array.
    roles TEXT NOT NULL,
    lang TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    held BIGINT NOT NULL DEFAULT 0
);

-- At most one row per person and shift; leaving and joining again changes it.
CREATE TABLE signups (
    id TEXT bytewise PRIMARY KEY,
    rev BIGINT NOT NULL,
    gone BIGINT NOT NULL DEFAULT 0,
    person TEXT bytewise NOT NULL,
    action TEXT bytewise NOT NULL,
    shift TEXT bytewise NOT NULL,
    -- confirmed, waiting, withdrawn (and see 0002_offers)
    state TEXT NOT NULL,
    -- In the line, from 1; 0 for those who do not wait.
    position BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    decided_at BIGINT NOT NULL,
    guardian TEXT,
    -- The device's clock was ahead, and made_at is when we heard of it.
    clock_ahead BIGINT NOT NULL DEFAULT 0,
    UNIQUE (person, action, shift)
);
CREATE INDEX signups_shift ON signups (action, shift, state, position);
CREATE INDEX signups_rev ON signups (rev);

CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- One code at a time per contact. Contacts that never become persons are kept only as a keyed hash.
CREATE TABLE codes (
    contact_hash TEXT PRIMARY KEY,
    code_hash TEXT NOT NULL,
    -- The language of a person who is new with it.
    lang TEXT NOT NULL,
    tries BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- The answers given to writes, by idempotency key.
CREATE TABLE answers (
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    print TEXT NOT NULL,
    status BIGINT NOT NULL,
    body TEXT NOT NULL,
    -- What is needed to make the session token of a sign-in again, which itself is not stored.
    salt TEXT NOT NULL DEFAULT '',
    kept_at BIGINT NOT NULL,
    PRIMARY KEY (scope, key)
);
CREATE INDEX answers_age ON answers (kept_at);
