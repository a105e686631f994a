//! Keeping the cache true: the first load, changes since, live updates, sending what waits, and tabs that do not step on each other.
//!
//! Nothing here knows a screen or a signal. What comes in is handed to callbacks; `state` turns it into what screens read.

pub mod chunks;

#[cfg(feature = "app")]
pub mod cache;
#[cfg(feature = "app")]
pub mod fetch;
#[cfg(feature = "app")]
pub mod live;
#[cfg(feature = "app")]
pub mod sender;
