-- Messages to members, what becomes of each, and who wants none.
CREATE TABLE messages (
    id TEXT bytewise PRIMARY KEY,
    -- Who sent it.
    person TEXT NOT NULL,
    why TEXT,
    -- Languages and ways of the contract.
    texts TEXT NOT NULL,
    channels TEXT NOT NULL,
    stand_in BIGINT NOT NULL,
    -- By the clock of the device, and when it came.
    made_at BIGINT NOT NULL,
    at BIGINT NOT NULL,
    -- 0: it was not stopped.
    stopped_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX messages_at ON messages (at);

-- Everybody in it, also those who get nothing.
CREATE TABLE message_people (
    message TEXT bytewise NOT NULL,
    member TEXT bytewise NOT NULL,
    -- waiting, sent, failed, skipped, withdrawn
    state TEXT NOT NULL,
    -- Why it was skipped or failed, and what the other side said.
    why TEXT NOT NULL DEFAULT '',
    detail TEXT NOT NULL DEFAULT '',
    -- Empty for those who get nothing: email, text
    channel TEXT NOT NULL DEFAULT '',
    -- As long as it may still be sent.
    address TEXT NOT NULL DEFAULT '',
    -- Its keyed hash, for good.
    address_key TEXT bytewise NOT NULL DEFAULT '',
    lang TEXT NOT NULL DEFAULT '',
    stand_in BIGINT NOT NULL DEFAULT 0,
    -- 1: it calls them by name.
    named BIGINT NOT NULL DEFAULT 0,
    -- What mail servers and gateways know it by: sent twice, it is one.
    delivery TEXT NOT NULL DEFAULT '',
    tries BIGINT NOT NULL DEFAULT 0,
    due BIGINT NOT NULL DEFAULT 0,
    at BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (message, member)
);
CREATE INDEX message_people_due ON message_people (state, channel, due);
CREATE INDEX message_people_states ON message_people (message, state);
-- No address twice.
CREATE UNIQUE INDEX message_people_once ON message_people (message, address_key) WHERE address_key <> '';

-- Who wants no messages: keyed hashes of an address or of a member's id, so that it outlives the member and tells nobody who it is.
CREATE TABLE opt_outs (
    key TEXT bytewise PRIMARY KEY,
    -- Which leader wrote it down; empty: somebody with the link of a message.
    person TEXT NOT NULL DEFAULT '',
    -- The same of all that was written down at once.
    together TEXT NOT NULL DEFAULT '',
    at BIGINT NOT NULL
);
CREATE INDEX opt_outs_together ON opt_outs (together);
