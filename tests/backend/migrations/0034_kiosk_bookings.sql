-- The phone of somebody without an account: by it they have their share, and whoever has proved it has the booking.
ALTER TABLE bookings ADD COLUMN phone TEXT;
CREATE INDEX bookings_phone ON bookings (phone, starts);

-- Who could not have what they wanted at a kiosk, for those who can still talk to them. Goes the next day.
CREATE TABLE refused_bookings (
    id TEXT bytewise PRIMARY KEY,
    device TEXT bytewise NOT NULL,
    -- A NoBooking's code.
    why TEXT NOT NULL,
    -- JSON, as it came.
    record TEXT NOT NULL,
    -- When they stood there, a wrong clock put right.
    at BIGINT NOT NULL,
    heard_at BIGINT NOT NULL
);
CREATE INDEX refused_bookings_age ON refused_bookings (heard_at);
