-- At which kiosk somebody without an account has booked: one device takes so many at a time only.
ALTER TABLE bookings ADD COLUMN device TEXT;
CREATE INDEX bookings_device ON bookings (device, ends);
