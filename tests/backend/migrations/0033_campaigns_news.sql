-- What the hub tells everybody: campaigns and news. Not part of the change feed: whoever shows them asks for the list, which is short.
CREATE TABLE campaigns (
    id TEXT bytewise PRIMARY KEY,
    rev BIGINT NOT NULL,
    -- When it was deleted; 0: it is there.
    gone BIGINT NOT NULL DEFAULT 0,
    -- A Campaign of the contract.
    record TEXT NOT NULL
);
CREATE INDEX campaigns_rev ON campaigns (rev);

CREATE TABLE news (
    id TEXT bytewise PRIMARY KEY,
    rev BIGINT NOT NULL,
    gone BIGINT NOT NULL DEFAULT 0,
    -- A NewsItem of the contract.
    record TEXT NOT NULL
);
CREATE INDEX news_rev ON news (rev);
