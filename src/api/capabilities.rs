//! What the chosen backend can and cannot do. Screens read this and nothing else about the backend: an act that it lacks is disabled with the reason, or shown with the weaker
//! promise.

/// Of one backend, by its profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capabilities {
    /// What administrators call it.
    pub backend: String,
    /// It speaks our own contract.
    pub native: bool,
    /// Funds, social shops and other organisations.
    pub organisations: bool,
    /// The hub's figures.
    pub indicators: bool,
    /// It tells changes by itself, at once.
    pub live: bool,
    /// Else: seconds between two looks.
    pub poll: Option<u32>,
    pub joins: Joins,
    pub waitlist: bool,
    pub signs_in: SignsIn,
    /// The server where people sign in, if that is another one: its host.
    pub identity: String,
    /// It gives people all that it keeps about them, deletes them, and lets calendar programs read their actions.
    pub account: bool,
    /// It can tell what has changed; else everything is fetched again.
    pub changes_only: bool,
}

/// What pressing Join promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joins {
    /// Never more people than places, and each person once.
    Safe,
    /// Never more people than places; a broken connection can leave a place empty.
    MayLeaveEmpty,
    /// People are written down; nobody counts places.
    NoPromise,
    /// Nothing is sent: what people do stays on the device until it is handed over.
    HandOver,
}

/// How somebody becomes known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignsIn {
    /// One-time code.
    Code,
    /// Name and password.
    Password,
    /// By saying it; the device remembers.
    Introduce,
    /// At another server, which sends them back.
    Elsewhere,
}

impl Capabilities {
    /// Of a backend that speaks our own contract.
    pub fn native() -> Self {
        Self {
            backend: "Meyirim".to_owned(),
            native: true,
            organisations: true,
            indicators: true,
            live: true,
            poll: None,
            joins: Joins::Safe,
            waitlist: true,
            signs_in: SignsIn::Code,
            identity: String::new(),
            account: true,
            changes_only: true,
        }
    }
}
