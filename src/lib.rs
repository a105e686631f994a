//! Meyirim: a volunteer hub that a city can run. The map of the house, one line a room.
//!
//! An arrow may only point to the right: `app -> pages -> shell, ui, state -> sync -> outbox, store, api -> model`. `ui` never imports `model`,
//! `model` imports nothing of ours; `i18n` knows `model` and the errors of `api`, `web` the moments of `model`. A test holds the house to it.

/// The typed client: requests as values, one file a resource.
pub mod api;
/// Three languages: words, plural rules, dates, numbers.
pub mod i18n;
/// Plain data and rules.
pub mod model;
/// What is waiting to be sent: entries, policy, overlay.
pub mod outbox;
/// The only place where a URL of the app is spelled.
pub mod routes;
/// Keeping the cache true: first load, changes, live updates, sending, tabs.
pub mod sync;

/// The app as a whole: the route table.
#[cfg(feature = "app")]
pub mod app;
/// The places of the app, one folder each.
#[cfg(feature = "app")]
pub mod pages;
/// The frame: top bar, navigation, banners, toasts.
#[cfg(feature = "app")]
pub mod shell;
/// What screens share: session, listings, outbox, connection, settings.
#[cfg(feature = "app")]
pub mod state;
/// IndexedDB: three rooms with different bargains.
#[cfg(feature = "app")]
pub mod store;
/// Parts that know no domain.
#[cfg(feature = "app")]
pub mod ui;
/// Thin wrappers of browser features.
#[cfg(feature = "app")]
pub mod web;
