-- Whose members somebody coordinates.
CREATE TABLE person_organisations (
    person TEXT bytewise NOT NULL,
    organisation TEXT bytewise NOT NULL,
    PRIMARY KEY (person, organisation)
);

-- Through which organisations a member helps, or helped: who has left one (`gone`: when) is told to its coordinators as removed. `rev` is that of the member's change.
CREATE TABLE member_organisations (
    organisation TEXT bytewise NOT NULL,
    member TEXT bytewise NOT NULL,
    rev BIGINT NOT NULL,
    gone BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (organisation, member)
);
CREATE INDEX member_organisations_member ON member_organisations (member);

-- The chain of the audit, only ever added to; see model::audit. Its texts are hashed as they stand here.
CREATE TABLE audit (
    seq BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    person TEXT NOT NULL,
    roles TEXT NOT NULL,
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    details TEXT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_person ON audit (person, seq);
CREATE INDEX audit_subject ON audit (subject, seq);

-- Its one row is held by whoever adds an entry until they commit, so that the chain has one end. The anchor is the last entry that was cut off as too old.
CREATE TABLE audit_head (seq BIGINT NOT NULL, hash TEXT NOT NULL, anchor BIGINT NOT NULL, anchor_hash TEXT NOT NULL, held BIGINT NOT NULL DEFAULT 0);
INSERT INTO audit_head (seq, hash, anchor, anchor_hash) VALUES (
    0, '0000000000000000000000000000000000000000000000000000000000000000', 0, '0000000000000000000000000000000000000000000000000000000000000000'
);

-- What is told once an hour.
CREATE TABLE audit_seen (
    person TEXT NOT NULL,
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    hour BIGINT NOT NULL,
    PRIMARY KEY (person, act, subject, hour)
);
