-- What somebody has to hear of in time and has not been told yet. One row for one thing: it goes when it has been told, or is no longer true.
CREATE TABLE notices (
    id TEXT bytewise PRIMARY KEY,
    person TEXT bytewise NOT NULL,
    action TEXT bytewise NOT NULL,
    shift TEXT bytewise NOT NULL,
    -- End of the offer.
    offer_until BIGINT NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0,
    -- Not before this moment. Put forward by whoever is about to tell, so that two backends do not both do.
    due BIGINT NOT NULL
);
CREATE INDEX notices_due ON notices (due);
