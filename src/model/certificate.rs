//! The certificate: what somebody has done, signed by the hub, for a school, an employer or a scholarship. Who reads it needs nothing but the hub's published keys.
//!
//! Only hours that are confirmed count, and what is confirmed later does not change it: it says what was so when it was issued. When an hour in it is corrected afterwards it is revoked.

use super::{ActionId, Instant};
use serde::{Deserialize, Serialize};

/// `POST /session/person/certificates`: for one action, or for a time. Both ends are moments; an action belongs to the time in which its shift begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Wanted {
    #[serde(default)]
    pub action: Option<ActionId>,
    #[serde(default)]
    pub from: Option<Instant>,
    #[serde(default)]
    pub until: Option<Instant>,
}

/// `GET /session/person/certificates`, the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Certificate {
    pub id: String,
    /// [`Claims`], signed: what the code on the certificate shows.
    pub token: String,
    /// The same as an Open Badges 3.0 credential: a verifiable credential in the form of a JSON Web Token, signed by the same key.
    pub credential: String,
    pub issued_at: Instant,
    /// Why and when it was revoked.
    #[serde(default)]
    pub revoked_at: Option<Instant>,
}

/// What a certificate says. Short names, because it has to fit into a code that a phone reads off paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Always `certificate`.
    pub typ: String,
    pub jti: String,
    /// Name of the hub.
    pub iss: String,
    /// Issued at, seconds since 1970.
    pub iat: i64,
    /// Name of the person, as they told it.
    pub name: String,
    /// Days of the hub, both included: `2026-01-01`.
    pub from: String,
    pub until: String,
    /// Of the action, where it is for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// How many shifts.
    pub shifts: u32,
    pub minutes: u32,
}

pub const TYPE: &str = "certificate";
