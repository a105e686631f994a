//! The reference backend of Meyirim: the native contract, whole, on SQLite or PostgreSQL. Flat on purpose: a file a purpose, the SQL
//! where it is used. README.md beside this crate says how to run it.
//!
//! One request's way: `app` (all layers) -> `limits` -> `csrf` -> a handler (`actions`, `signups`, ...), which reads its query by
//! `params`, its body by `ask`, the person by `who`, and answers by `reply` or fails by `failure`. A write begins with `db::Db::write`,
//! takes its key in `idempotency`, stamps what it changed, and so reaches `changes` and `live`.

pub mod actions;
pub mod admin;
pub mod app;
pub mod ask;
pub mod attendance;
pub mod audit;
mod booking_rows;
mod bulletin_rows;
pub mod calendar;
pub mod campaigns;
pub mod centre;
pub mod centre_desk;
pub mod certificates;
pub mod changes;
pub mod clock;
mod consent_rows;
pub mod consents;
pub mod cover;
pub mod csrf;
pub mod db;
pub mod demo;
pub mod drafts;
pub mod failure;
pub mod figures;
pub mod fill;
pub mod gateway;
pub mod headers;
pub mod idempotency;
pub mod indicators;
pub mod kiosk_beat;
pub mod kiosk_day;
pub mod kiosk_marks;
mod kiosk_rows;
pub mod kiosk_today;
pub mod kiosk_walk_ins;
pub mod kiosks;
pub mod leaders;
pub mod letters;
pub mod limits;
pub mod live;
pub mod log;
pub mod mail;
mod mark_rows;
pub mod member_history;
mod message_rows;
pub mod message_send;
pub mod messages;
pub mod mine;
pub mod news;
pub mod notices;
pub mod openapi;
pub mod opt_outs;
pub mod organisations;
pub mod page;
pub mod params;
pub mod participation;
pub mod people;
pub mod presence;
pub mod push;
pub mod push_crypto;
pub mod records;
pub mod reply;
pub mod reports;
pub mod roster;
pub mod secrets;
pub mod sentinels;
pub mod series;
pub mod serve;
pub mod session;
pub mod settings;
pub mod signing;
mod signup_rows;
pub mod signups;
pub mod slices;
pub mod statics;
mod walk_in_rows;
pub mod who;
pub mod wishes;
pub mod zone;

pub use app::Server;
pub use settings::Settings;
