//! What stands between the client and a backend that does not speak our contract; see [`super::dialect`], which lies in a chunk of its own.

use super::{ApiError, Reply, Request, capabilities::Capabilities};
use crate::model::{Instant, Person};
use std::{future::Future, pin::Pin};

/// An answer on its way.
pub type Answer<'a> = Pin<Box<dyn Future<Output = Result<Reply, ApiError>> + 'a>>;

/// Sends one request and gives the answer, whatever its status.
pub trait Ask {
    fn ask<'a>(&'a self, request: &'a Request) -> Answer<'a>;
}

/// What answering needs besides the request: the way to the server, the time, and who the person is (`known`: or that nobody is).
#[derive(Clone, Copy)]
pub struct World<'a> {
    pub ask: &'a dyn Ask,
    pub now: Instant,
    pub person: Option<&'a Person>,
    pub known: bool,
}

/// Answers requests of ours in the form of our contract, by requests of the server's own.
pub trait Translate {
    /// Of the server's API: scheme, host and path, or a path on the app's own origin.
    fn base(&self) -> &str;
    fn capabilities(&self) -> Capabilities;
    fn answer<'a>(&'a self, request: &'a Request, world: World<'a>) -> Answer<'a>;
    /// What proves to the server who somebody is, and who that is. Kept in memory, and by the app for as long as the tab lives; never in the data base or an address.
    fn credentials(&self) -> Option<String>;
    fn set_credentials(&self, credentials: Option<String>);
}
