//! The places of the app, one folder or file each. Here things are put together; rules are in `model`, words in `i18n`, what is shared in `state`.

pub mod action;
pub mod actions;
pub mod bulletin;
pub mod centre;
pub mod check_in;
pub mod chunks;
pub mod consent;
pub mod directory;
pub mod home;
pub mod kiosk;
pub mod manage;
pub mod me;
pub mod not_found;
pub mod opt_out;
pub mod outbox;
pub mod parts;
pub mod record;
pub mod roster;
pub mod settings;
pub mod sign_in;
pub mod verify;
