-- Who leads a shift: keeps its roll and confirms its hours. Coordinators and administrators do so for every shift.
CREATE TABLE shift_leaders (
    action TEXT bytewise NOT NULL,
    shift TEXT bytewise NOT NULL,
    person TEXT bytewise NOT NULL,
    PRIMARY KEY (action, shift, person)
);
CREATE INDEX shift_leaders_person ON shift_leaders (person);

-- The log of attendance: only ever added to.
CREATE TABLE marks (
    -- Made by the device, so that a mark heard twice is one.
    id TEXT bytewise PRIMARY KEY,
    action TEXT bytewise NOT NULL,
    shift TEXT bytewise NOT NULL,
    person TEXT bytewise NOT NULL,
    -- JSON, as it goes over the wire.
    what TEXT NOT NULL,
    -- By the device's clock, and by how much that was off.
    made_at BIGINT NOT NULL,
    clock_off BIGINT NOT NULL,
    made_by TEXT bytewise NOT NULL,
    heard_at BIGINT NOT NULL
);
CREATE INDEX marks_shift ON marks (action, shift, person);
CREATE INDEX marks_person ON marks (person);
CREATE INDEX marks_by ON marks (made_by);

-- The keys with which passes and certificates are signed; the newest signs, all are published.
CREATE TABLE signing_keys (
    kid TEXT bytewise PRIMARY KEY,
    -- The scalar, base64url.
    secret TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- Certificates, and passes that were ended. What was revoked is published until it would have run out (0: it does not).
CREATE TABLE issued (
    id TEXT bytewise PRIMARY KEY,
    -- pass, certificate
    kind TEXT NOT NULL,
    person TEXT bytewise NOT NULL,
    -- JSON: the certificate as its person gets it; empty for a pass.
    record TEXT NOT NULL DEFAULT '',
    issued_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL DEFAULT 0,
    -- The time of the shifts in a certificate.
    covers_from BIGINT NOT NULL DEFAULT 0,
    covers_until BIGINT NOT NULL DEFAULT 0,
    revoked_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX issued_person ON issued (person, kind);
CREATE INDEX issued_revoked ON issued (revoked_at);
