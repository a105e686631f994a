//! Any REST backend: a profile says how a server differs from our own contract, and a dialect translates.
//!
//! The rest of the app keeps speaking our contract. A [`Dialect`], compiled from a profile once, answers a request of ours by one or more requests to the server, and puts their
//! answers into the form of our contract; the client reads that as it reads our own backend. It does no I/O itself: whoever uses it hands it an [`Ask`], which in the browser is
//! `fetch`, in the doctor a plain HTTP client, and in tests a list of recorded answers.
//!
//! What can be said by configuration stands in [`profile`]; each algorithm that it only names has a file here.

mod auth;
mod changes;
pub mod check;
mod fields;
pub mod filter;
mod joining;
mod lists;
mod meaning;
pub mod names;
pub mod operation;
pub mod paging;
pub mod path;
mod pick;
pub mod profile;
mod records;
pub mod times;
mod write;

use super::{
    ApiError, Problem, ProblemKind, Reply, Request,
    capabilities::{Capabilities, Joins, SignsIn},
};
use crate::model::{Instant, Person};
use fields::Fields;
use operation::{Kind, Operation};
use profile::{Auth, Changes, Claim, Contract, Joining, Profile, Resource};
use std::{cell::RefCell, future::Future, pin::Pin, rc::Rc};

/// Sends one request and gives the answer, whatever its status.
pub trait Ask {
    fn ask<'a>(&'a self, request: &'a Request) -> Pin<Box<dyn Future<Output = Result<Reply, ApiError>> + 'a>>;
}

/// What a dialect needs besides the request: the way to the server, the time, and who the person is.
#[derive(Clone, Copy)]
pub struct World<'a> {
    pub ask: &'a dyn Ask,
    pub now: Instant,
    pub person: Option<&'a Person>,
}

/// What proves to the server who somebody is. Kept in memory, and by the app for as long as the tab lives; never in the data base or an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Credentials(Rc<RefCell<Option<String>>>);

impl Credentials {
    pub fn get(&self) -> Option<String> {
        self.0.borrow().clone()
    }

    pub fn set(&self, value: Option<String>) {
        *self.0.borrow_mut() = value;
    }
}

/// A compiled profile.
pub struct Dialect {
    profile: Profile,
    /// Of the API: scheme, host and path, or a path on the app's own origin.
    base: String,
    tables: [Option<Table>; 4],
    credentials: Credentials,
}

/// A resource and its translation.
struct Table {
    resource: Resource,
    list: Fields,
    /// Of a single action: its list record, and what else the detail has.
    detail: Option<Fields>,
}

impl Dialect {
    /// The server that the profile's paths stand below.
    pub fn base(&self) -> &str {
        &self.base
    }

    pub fn name(&self) -> &str {
        &self.profile.name
    }

    pub fn is_native(&self) -> bool {
        self.profile.contract == Contract::Native
    }

    pub fn credentials(&self) -> Credentials {
        self.credentials.clone()
    }

    /// Seconds between two looks at what has changed.
    pub fn poll(&self) -> Option<u32> {
        self.profile.poll
    }

    fn table(&self, kind: Kind) -> Option<&Table> {
        self.tables[kind as usize].as_ref()
    }

    /// What this backend can and cannot do, for the screens.
    pub fn capabilities(&self) -> Capabilities {
        if self.is_native() {
            return Capabilities::native();
        }
        Capabilities {
            backend: self.profile.name.clone(),
            native: false,
            organisations: self.table(Kind::Organisations).is_some(),
            indicators: self.table(Kind::Indicators).is_some(),
            live: false,
            poll: self.profile.poll,
            joins: match &self.profile.joining {
                Joining::HandOver => Joins::HandOver,
                Joining::None { .. } => Joins::NoPromise,
                // A tab that is killed between counting and writing the row leaves a place that nobody has.
                Joining::Floor { .. } | Joining::Compare { .. } => Joins::MayLeaveEmpty,
                Joining::Slots { claim: Claim::Post | Claim::Put, .. } | Joining::Guarded { .. } => Joins::Safe,
            },
            waitlist: false,
            signs_in: match &self.profile.auth {
                Auth::None | Auth::Header { .. } | Auth::Parameter { .. } => SignsIn::Introduce,
                Auth::Basic { .. } | Auth::Password(_) => SignsIn::Password,
                Auth::Oidc { .. } => SignsIn::Elsewhere,
            },
            changes_only: matches!(self.profile.changes, Changes::Since { .. }),
        }
    }

    /// Answers a request of ours in the form of our contract.
    pub async fn answer(&self, request: &Request, world: World<'_>) -> Result<Reply, ApiError> {
        let operation = Operation::of(request);
        let outcome = match &operation {
            Operation::List { kind, from, until, at } => self.list(world, *kind, (*from, *until), at.as_deref()).await,
            Operation::Action { id } => self.action(world, id).await,
            Operation::Changes { since } => self.changes(world, since).await,
            Operation::Join { action, shift, body, key } => self.join(world, action, shift, body, key).await,
            Operation::Leave { action, shift } => self.leave(world, action, shift).await,
            Operation::SignIn { body } => self.sign_in(world, body).await,
            Operation::WhoAmI => self.who_am_i(world).await,
            Operation::SignOut => self.sign_out(),
            Operation::ChangeMe { body } => self.change_me(world, body),
            Operation::SendCode | Operation::Unknown => Err(refused(ProblemKind::NotFound, "this backend has no such operation")),
        };
        outcome.map_err(|error| self.named(&operation, error))
    }

    /// Whoever has to mend it needs to know by which profile and in which operation it happened.
    fn named(&self, operation: &Operation, error: ApiError) -> ApiError {
        match error {
            ApiError::Decode { path, message, start } => {
                ApiError::Decode { path, message: format!("{}, {operation}: {message}", self.profile.name), start }
            }
            other => other,
        }
    }
}

/// An answer of ours.
fn reply(status: u16, body: String) -> Reply {
    Reply { status, headers: vec![("content-type".to_owned(), "application/json".to_owned())], body: body.into_bytes(), bad: Vec::new() }
}

/// What the backend, or the profile in its place, does not allow.
fn refused(kind: ProblemKind, title: &str) -> ApiError {
    ApiError::Problem { problem: Box::new(Problem::new(kind, title)), retry_after: None }
}
