-- The coworking centre: one a hub. Its row is held by whoever decides about a booking, so that these come one after another.
CREATE TABLE centre (
    id BIGINT PRIMARY KEY,
    -- A Centre of the contract.
    record TEXT NOT NULL,
    held BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE bookings (
    id TEXT bytewise PRIMARY KEY,
    resource TEXT bytewise NOT NULL,
    starts BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    state TEXT NOT NULL,
    -- Whose; none: of somebody without an account, or of nobody.
    person TEXT,
    -- A Holder of the contract, without the name of who has an account.
    holder TEXT NOT NULL,
    rev BIGINT NOT NULL,
    -- Since when it has been at this time and place.
    since BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    series TEXT
);
CREATE INDEX bookings_starts ON bookings (starts);
CREATE INDEX bookings_person ON bookings (person, starts);
CREATE INDEX bookings_series ON bookings (series);
