-- Kiosks that are paired, or were: a wiped one stays (`gone`: when) for the trail of what it noted, with a secret that nobody has.
CREATE TABLE kiosks (
    id TEXT bytewise PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    gone BIGINT NOT NULL DEFAULT 0,
    name TEXT NOT NULL,
    -- Empty: the whole hub.
    organisation TEXT bytewise NOT NULL,
    -- active, locked, wiping
    state TEXT NOT NULL,
    paired_at BIGINT NOT NULL,
    -- 0: never.
    last_seen BIGINT NOT NULL DEFAULT 0,
    -- Empty: not told.
    version TEXT NOT NULL DEFAULT '',
    waiting BIGINT NOT NULL DEFAULT 0,
    clock_off BIGINT NOT NULL DEFAULT 0,
    storage_full BIGINT NOT NULL DEFAULT 0,
    -- JSON: by what the device checks the PIN.
    pin TEXT NOT NULL,
    held BIGINT NOT NULL DEFAULT 0
);

-- Codes that are shown on devices right now.
CREATE TABLE kiosk_pairings (
    code_hash TEXT PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    expires_at BIGINT NOT NULL
);

-- What happened on a device, without anybody in it. `at` is by its own clock and tells an event from another when it is heard twice; `moment` is put right.
CREATE TABLE kiosk_events (
    device TEXT bytewise NOT NULL,
    at BIGINT NOT NULL,
    what TEXT NOT NULL,
    moment BIGINT NOT NULL,
    heard_at BIGINT NOT NULL,
    PRIMARY KEY (device, at, what)
);
CREATE INDEX kiosk_events_moment ON kiosk_events (device, moment);
CREATE INDEX kiosk_events_age ON kiosk_events (heard_at);

-- Who joined at a kiosk, and who could not. Goes with names and phones a month after the shift (`ends`), a refused one the next day.
CREATE TABLE walk_ins (
    id TEXT bytewise PRIMARY KEY,
    device TEXT bytewise NOT NULL,
    action TEXT bytewise NOT NULL,
    shift TEXT bytewise NOT NULL,
    -- Empty: refused.
    person TEXT bytewise NOT NULL,
    -- Empty: taken.
    why TEXT NOT NULL,
    -- JSON, as it came.
    record TEXT NOT NULL,
    -- When they stood there, a wrong clock put right.
    at BIGINT NOT NULL,
    heard_at BIGINT NOT NULL,
    ends BIGINT NOT NULL
);
CREATE INDEX walk_ins_shift ON walk_ins (action, shift);
CREATE INDEX walk_ins_person ON walk_ins (person);
CREATE INDEX walk_ins_ends ON walk_ins (ends);
