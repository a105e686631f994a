-- Actions that repeat. Each date is a row of `actions`; here is what the dates share.
CREATE TABLE series (
    id TEXT bytewise PRIMARY KEY,
    rev BIGINT NOT NULL,
    -- A SeriesPlan of the contract.
    plan TEXT NOT NULL,
    -- Written to hold the row while the dates are changed.
    held BIGINT NOT NULL DEFAULT 0
);
-- Of which series an action is a date; empty: of none.
ALTER TABLE actions ADD COLUMN series TEXT NOT NULL DEFAULT '';
CREATE INDEX actions_series ON actions (series);
