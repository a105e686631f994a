//! A request of ours, understood: what is asked for, apart from how our own contract spells it.

use crate::{
    api::{Method, Request},
    model::{Instant, signup::JoinBody},
};
use percent_encoding::percent_decode_str;
use std::fmt;

/// The records of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Actions,
    Organisations,
    Indicators,
    Signups,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Actions, Self::Organisations, Self::Indicators, Self::Signups];

    /// As in our paths, in change sets and in profiles.
    pub fn name(self) -> &'static str {
        match self {
            Self::Actions => "actions",
            Self::Organisations => "organisations",
            Self::Indicators => "indicators",
            Self::Signups => "signups",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    List {
        kind: Kind,
        from: Option<Instant>,
        until: Option<Instant>,
        at: Option<String>,
    },
    Action {
        id: String,
    },
    Changes {
        since: String,
    },
    Join {
        action: String,
        shift: String,
        body: JoinBody,
        key: String,
    },
    Leave {
        action: String,
        shift: String,
        key: String,
    },
    SendCode,
    /// To the server where people sign in.
    Depart {
        body: String,
    },
    SignIn {
        body: String,
    },
    WhoAmI,
    SignOut,
    ChangeMe {
        body: String,
    },
    /// None of those above: a newer page of the app than this dialect.
    Unknown,
}

/// For messages: `list of actions`.
impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::List { kind, .. } => write!(f, "list of {}", kind.name()),
            Self::Action { .. } => f.write_str("one action"),
            Self::Changes { .. } => f.write_str("changes"),
            Self::Join { .. } => f.write_str("joining"),
            Self::Leave { .. } => f.write_str("leaving"),
            Self::SendCode => f.write_str("sending a code"),
            Self::Depart { .. } => f.write_str("going to sign in"),
            Self::SignIn { .. } => f.write_str("signing in"),
            Self::WhoAmI => f.write_str("who am I"),
            Self::SignOut => f.write_str("signing out"),
            Self::ChangeMe { .. } => f.write_str("changing me"),
            Self::Unknown => f.write_str("an unknown request"),
        }
    }
}

impl Operation {
    pub fn of(request: &Request) -> Self {
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let asked = |name: &str| parameter(query, name);
        let list = |kind| Self::List {
            kind,
            from: asked("from").and_then(|at| at.parse().ok()),
            until: asked("until").and_then(|at| at.parse().ok()),
            at: asked("continue"),
        };
        let body = || request.body.clone().unwrap_or_default();
        let key = || request.header_value("idempotency-key").unwrap_or_default().to_owned();
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        match (request.method, parts.as_slice()) {
            (Method::Get, ["actions"]) => list(Kind::Actions),
            (Method::Get, ["organisations"]) => list(Kind::Organisations),
            (Method::Get, ["indicators"]) => list(Kind::Indicators),
            (Method::Get, ["signups"]) => list(Kind::Signups),
            (Method::Get, ["actions", id]) => Self::Action { id: (*id).to_owned() },
            (Method::Get, ["changes"]) => Self::Changes { since: asked("since").unwrap_or_default() },
            (Method::Post, ["actions", action, "shifts", shift, "signup"]) => match serde_json::from_str(&body()) {
                Ok(body) => Self::Join { action: (*action).to_owned(), shift: (*shift).to_owned(), body, key: key() },
                Err(_) => Self::Unknown,
            },
            (Method::Delete, ["actions", action, "shifts", shift, "signup"]) => {
                Self::Leave { action: (*action).to_owned(), shift: (*shift).to_owned(), key: key() }
            }
            (Method::Post, ["session", "codes"]) => Self::SendCode,
            (Method::Post, ["session", "departures"]) => Self::Depart { body: body() },
            (Method::Post, ["session"]) => Self::SignIn { body: body() },
            (Method::Get, ["session"]) => Self::WhoAmI,
            (Method::Delete, ["session"]) => Self::SignOut,
            (Method::Patch, ["session", "person"]) => Self::ChangeMe { body: body() },
            _ => Self::Unknown,
        }
    }
}

/// A parameter of a query, decoded.
pub fn parameter(query: &str, name: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    percent_decode_str(value).decode_utf8().ok().map(|value| value.into_owned())
}
