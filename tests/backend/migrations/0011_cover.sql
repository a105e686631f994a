-- Somebody with a confirmed place cannot come and looks for a stand-in: asked (the leader of the shift has to agree first) or open (the place may be taken).
ALTER TABLE signups ADD COLUMN cover TEXT NOT NULL DEFAULT '';
-- When they first asked (milliseconds since 1970), also after they have called it off.
ALTER TABLE signups ADD COLUMN cover_at BIGINT NOT NULL DEFAULT 0;
