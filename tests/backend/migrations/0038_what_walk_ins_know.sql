-- When and where it takes place by what somebody who walked in was told at the kiosk, in their language.
ALTER TABLE walk_ins ADD COLUMN knows TEXT NOT NULL DEFAULT '';
