//! Any REST backend: a profile says how a server differs from our own contract, and a dialect translates.
//!
//! The rest of the app keeps speaking our contract. A [`Dialect`], compiled from a profile once, answers a request of ours by one or more requests to the server, and puts their
//! answers into the form of our contract; the client reads that as it reads our own backend. It does no I/O itself: whoever uses it hands it an [`Ask`](super::translate::Ask), which in the browser is
//! `fetch`, in the doctor a plain HTTP client, and in tests a list of recorded answers.
//!
//! What can be said by configuration stands in [`profile`]; each algorithm that it only names has a file here.

mod auth;
mod call;
mod changes;
pub mod check;
mod fields;
pub mod filter;
mod joining;
mod lists;
mod meaning;
pub mod names;
mod oidc;
pub mod operation;
mod page;
pub mod paging;
pub mod path;
mod people;
mod pick;
pub mod profile;
mod records;
mod refusing;
pub mod times;
mod write;

use super::{
    ApiError, Problem, ProblemKind, Reply, Request,
    capabilities::{Capabilities, Joins, SignsIn},
    translate::{Answer, Translate, World},
};
use crate::model::{Instant, PersonId};
pub use refusing::Refusing;

use fields::Fields;
use futures::lock::Mutex;
use operation::{Kind, Operation};
use profile::{Auth, Changes, Contract, Joining, Profile, Resource};
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};

/// What proves to the server who somebody is, and who that is: on a shared device the next person must not act with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Held {
    owner: PersonId,
    secret: String,
}

/// See [`Translate::credentials`].
#[derive(Default)]
struct Credentials(RefCell<Option<Held>>);

impl Credentials {
    fn held(&self) -> Option<Held> {
        self.0.borrow().clone()
    }

    fn secret(&self) -> Option<String> {
        self.0.borrow().as_ref().map(|held| held.secret.clone())
    }

    fn set(&self, held: Option<Held>) {
        *self.0.borrow_mut() = held;
    }

    /// Drops those of somebody else than the person who is here now: signed out, or another one signed in, in a tab whose word did not arrive.
    fn belong_to(&self, world: World<'_>) {
        if world.known && self.0.borrow().as_ref().is_some_and(|held| world.person.is_none_or(|person| person.id != held.owner)) {
            self.set(None);
        }
    }
}

/// A compiled profile.
pub struct Dialect {
    profile: Profile,
    /// Of the API: scheme, host and path, or a path on the app's own origin.
    base: String,
    tables: [Option<Table>; 4],
    credentials: Credentials,
    /// Held by whoever renews them.
    renewing: Mutex<()>,
    /// Renewing failed for a reason that heals: until then it is not tried again, or every request would wait for a server that does not answer.
    resting: Cell<Instant>,
    /// Of the server where people sign in, once it has been asked.
    metadata: RefCell<Option<oidc::Metadata>>,
}

/// A resource and its translation.
struct Table {
    resource: Resource,
    list: Fields,
    /// Of a single action: its list record, and what else the detail has.
    detail: Option<Fields>,
    /// Where among what is picked it stands when a record changed, and whether it is gone.
    stamp: Option<usize>,
    tombstone: Option<usize>,
}

impl Dialect {
    fn new(profile: Profile, base: String, tables: [Option<Table>; 4]) -> Self {
        Self {
            profile,
            base,
            tables,
            credentials: Credentials::default(),
            renewing: Mutex::default(),
            resting: Cell::default(),
            metadata: RefCell::default(),
        }
    }

    pub fn is_native(&self) -> bool {
        self.profile.contract == Contract::Native
    }

    fn table(&self, kind: Kind) -> Option<&Table> {
        self.tables[kind as usize].as_ref()
    }

    /// Answers a request of ours in the form of our contract.
    async fn translated_answer(&self, request: &Request, world: World<'_>) -> Result<Reply, ApiError> {
        if self.is_native() {
            return world.ask.ask(request).await;
        }
        let operation = Operation::of(request);
        // Signing out takes back what is held, after the device has forgotten the person.
        if operation != Operation::SignOut {
            self.credentials.belong_to(world);
        }
        let outcome = match &operation {
            Operation::List { kind, from, until, at } => self.list(world, *kind, (*from, *until), at.as_deref()).await,
            Operation::Action { id } => self.action(world, id).await,
            Operation::Changes { since } => self.changes(world, since).await,
            Operation::Join { action, shift, body, key } => self.join(world, action, shift, body, key).await,
            Operation::Leave { action, shift, key } => self.leave(world, action, shift, key).await,
            Operation::SignIn { body } => self.sign_in(world, body).await,
            Operation::WhoAmI => self.who_am_i(world).await,
            Operation::SignOut => self.sign_out(world).await,
            Operation::ChangeMe { body } => self.change_me(world, body),
            Operation::Depart { body } if let Auth::Oidc(oidc) = &self.profile.auth => self.depart(world, oidc, body).await,
            Operation::SendCode | Operation::Depart { .. } | Operation::Unknown => {
                Err(refused(ProblemKind::NotFound, "this backend has no such operation"))
            }
        };
        let mut outcome = outcome.map_err(|error| self.named(&operation, error));
        let translated = outcome.as_mut().ok().and_then(|reply| reply.translated.as_mut());
        for bad in translated.into_iter().flat_map(|translated| &mut translated.bad) {
            bad.error = self.named(&operation, bad.error.clone());
        }
        outcome
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

impl Translate for Dialect {
    fn base(&self) -> &str {
        &self.base
    }

    /// What this backend can and cannot do, for the screens.
    fn capabilities(&self) -> Capabilities {
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
                Joining::Slots { .. } | Joining::Guarded { .. } | Joining::Call { .. } => Joins::Safe,
            },
            waitlist: false,
            signs_in: match &self.profile.auth {
                Auth::None | Auth::Header { .. } | Auth::Parameter { .. } => SignsIn::Introduce,
                Auth::Basic { .. } | Auth::Password(_) => SignsIn::Password,
                Auth::Oidc(_) => SignsIn::Elsewhere,
            },
            identity: match &self.profile.auth {
                Auth::Oidc(oidc) => oidc.issuer.split('/').nth(2).unwrap_or_default().to_owned(),
                _ => String::new(),
            },
            account: false,
            changes_only: matches!(self.profile.changes, Changes::Since { .. }),
        }
    }

    fn answer<'a>(&'a self, request: &'a Request, world: World<'a>) -> Answer<'a> {
        Box::pin(self.translated_answer(request, world))
    }

    fn credentials(&self) -> Option<String> {
        serde_json::to_string(&self.credentials.held()?).ok()
    }

    fn set_credentials(&self, credentials: Option<String>) {
        // What cannot be read proves nothing; signing in again is the way on.
        self.credentials.set(credentials.and_then(|text| serde_json::from_str(&text).ok()));
    }
}

/// An answer of ours.
fn reply(status: u16, body: String) -> Reply {
    Reply { status, headers: vec![("content-type".to_owned(), "application/json".to_owned())], body: body.into_bytes(), translated: None }
}

/// What the backend, or the profile in its place, does not allow.
fn refused(kind: ProblemKind, title: &str) -> ApiError {
    ApiError::Problem { problem: Box::new(Problem::new(kind, title)), retry_after: None }
}
