-- What those who plan have begun to write down: never part of any list that others see, so without a number in the history of changes.
CREATE TABLE drafts (
    id TEXT bytewise PRIMARY KEY,
    -- Counts the versions of this draft.
    rev BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    -- Who changed it last.
    person TEXT NOT NULL,
    -- An ActionDraft of the contract.
    form TEXT NOT NULL
);
CREATE INDEX drafts_changed ON drafts (changed_at);

-- What came of actions, as far as it counts for the hub's figures, and what is not for everybody. The rest stands with the action.
CREATE TABLE reports (
    action TEXT bytewise PRIMARY KEY,
    person TEXT NOT NULL,
    why TEXT,
    at BIGINT NOT NULL,
    starts BIGINT NOT NULL,
    direction TEXT NOT NULL,
    came BIGINT NOT NULL,
    -- Confirmed; none: nobody noted who was there.
    minutes BIGINT,
    -- 1: of an action that is made up for the demo.
    demo BIGINT NOT NULL
);
