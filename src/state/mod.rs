//! What screens share: signals over the cache, the outbox, the session, the connection and the settings, and the acts that change them.
//!
//! [`App`] is made once above the router (a signal that dies with a page panics when something outlives it) and handed down as a context.

pub mod actions;
pub mod app;
pub mod backend;
pub mod bulletin;
pub mod connection;
pub mod details;
pub mod directory;
mod engine;
pub mod kept;
pub mod kiosk;
pub mod outbox;
pub mod roster;
pub mod session;
pub mod settings;
pub mod shift_draft;
pub mod toasts;

pub use app::{App, use_app};

/// Why a listing or a detail could not be had. Shared, because screens pass it on.
pub type Failure = Option<std::sync::Arc<crate::api::ApiError>>;
