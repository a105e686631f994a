-- Of a merge: into whose record this one has gone.
ALTER TABLE member_changes ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
CREATE INDEX member_changes_merged ON member_changes (merged_into);
