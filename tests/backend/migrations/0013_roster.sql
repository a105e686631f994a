-- The association's list, what was done to it, and in which batch.
CREATE TABLE members (
    id TEXT bytewise PRIMARY KEY,
    rev BIGINT NOT NULL,
    -- 1: nothing is known of them any more.
    gone BIGINT NOT NULL DEFAULT 0,
    -- A Member of the contract.
    record TEXT NOT NULL,
    -- Written to hold the row while it is decided on.
    held BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX members_rev ON members (rev);

CREATE TABLE batches (
    id TEXT bytewise PRIMARY KEY,
    kind TEXT NOT NULL,
    -- Who did it.
    person TEXT NOT NULL,
    why TEXT,
    -- By the clock of the device, and when the first part came.
    made_at BIGINT NOT NULL,
    at BIGINT NOT NULL,
    -- The batch that it takes back; empty: none.
    undoes TEXT NOT NULL DEFAULT ''
);
CREATE INDEX batches_at ON batches (at);
CREATE INDEX batches_undoes ON batches (undoes);

-- What was really changed of a member, in one part of a batch.
CREATE TABLE member_changes (
    member TEXT NOT NULL,
    rev BIGINT NOT NULL,
    batch TEXT NOT NULL,
    at BIGINT NOT NULL,
    -- Changes of the contract.
    changes TEXT NOT NULL,
    PRIMARY KEY (member, rev)
);
CREATE INDEX member_changes_batch ON member_changes (batch, rev);
