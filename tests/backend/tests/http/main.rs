//! The backend as clients see it: a real server on a port of its own, asked over HTTP, mostly with the client's own requests and
//! decoders. Every test runs on SQLite, and again on PostgreSQL where `TEST_POSTGRES_URL` (or `DATABASE_URL`) names one.

mod hub;

mod app_files;
mod attendance;
mod audit;
mod bulletin;
mod called_off;
mod called_off_told;
mod centre;
mod centre_settings;
mod certificates;
mod consent;
mod cover;
mod document;
mod faults;
mod feed;
mod guards;
mod joining;
mod kiosk;
mod kiosk_bookings;
mod kiosk_day;
mod kiosk_pairing;
mod kiosk_today;
mod kiosk_walk_ins;
mod lists;
mod live;
mod mail;
mod manage;
mod messages;
mod mine;
mod notices;
mod opt_outs;
mod participation;
mod programs;
mod push;
mod repeats;
mod rights;
mod roster;
mod sending;
mod series;
mod shift_messages;
mod sign_in;
mod slices;
