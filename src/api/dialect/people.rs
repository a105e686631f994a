//! The part of a profile that says how somebody becomes known.

use super::{
    path::Path,
    profile::{Body, Specs},
};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Who the person is, for the backend.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Auth {
    /// Nobody signs in: people say who they are, and the device remembers it.
    #[default]
    None,
    /// A header that is the same for all. Anybody can read it: it is for keys that are public anyway.
    Header {
        name: String,
        value: String,
    },
    /// A parameter of every request; as public as a header.
    Parameter {
        name: String,
        value: String,
    },
    Basic {
        me: String,
        person: Specs,
    },
    Password(Box<Password>),
    Oidc(Box<Oidc>),
}

/// OpenID Connect: people sign in at another server, which sends them back (authorization code with PKCE, as a public client: there is no secret).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Oidc {
    /// The server's name for itself: an address, below which `/.well-known/openid-configuration` lies.
    pub issuer: String,
    /// The hub's name there.
    pub client: String,
    /// With `offline_access`, many servers give what a session is renewed with.
    #[serde(default = "scope")]
    pub scope: String,
    /// Further parameters of going there: `prompt`, `audience`.
    #[serde(default)]
    pub parameters: BTreeMap<String, String>,
    #[serde(default)]
    pub record: Told,
    pub person: Specs,
}

fn scope() -> String {
    "openid profile email".to_owned()
}

/// Where it stands who somebody is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// In the ID token itself; many servers put nothing but the subject there.
    IdToken,
    /// At the server's userinfo endpoint.
    #[default]
    Userinfo,
    /// At a path of the API.
    Api(String),
}

/// Name and password for a token.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Password {
    /// Path of the login.
    pub login: String,
    /// With `{login}` and `{password}`.
    pub body: Body,
    pub token: Path,
    /// Path that gives a fresh token for the one at hand.
    #[serde(default)]
    pub refresh: Option<String>,
    /// Before the token in `Authorization`: `Bearer `, `Token `, or nothing.
    #[serde(default)]
    pub scheme: String,
    /// The person's record in the answer to the login.
    pub record: Path,
    pub person: Specs,
}
