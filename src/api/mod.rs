//! The typed client: requests as values, built and decoded without I/O, so that every endpoint is tested natively.
//!
//! One file a resource. A function there returns a [`Call`]: a [`Request`] and how its [`Reply`] is read. Sending is one function of
//! `transport`, the only file of this room that needs a browser.

pub mod actions;
pub mod attendance;
pub mod campaigns;
pub mod capabilities;
pub mod centre;
pub mod changes;
pub mod consents;
mod decode;
pub mod dialect;
pub mod error;
pub mod hub;
pub mod indicators;
mod json_path;
pub mod kiosk;
pub mod live;
pub mod manage;
pub mod messages;
pub mod news;
pub mod notices;
pub mod organisations;
pub mod page;
pub mod problem;
pub mod request;
pub mod retry;
pub mod rights;
pub mod roster;
pub mod series;
pub mod session;
pub mod signups;
pub mod translate;
#[cfg(feature = "app")]
pub mod transport;

pub use error::ApiError;
pub use page::{Fetched, Page};
pub use problem::{Problem, ProblemKind};
pub use request::{Call, Method, Reply, Request};
