//! Signing in with a one-time code.

use super::{AgeClass, Contact, Instant, Lang, Person};
use serde::{Deserialize, Serialize};

/// `POST /session/codes`: send me a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeRequest {
    pub contact: Contact,
    /// The language of the message.
    pub lang: Lang,
}

/// Its answer. The same whether or not the contact is known, so that nobody can ask who is registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeSent {
    /// Masked.
    pub to: String,
    pub expires_at: Instant,
    /// Only on a demo backend, which has nobody to send a message to.
    #[serde(default)]
    pub demo_code: Option<String>,
}

/// `POST /session`: sign in. A contact that is not known yet becomes a new volunteer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignIn {
    pub contact: Contact,
    /// Six digits.
    pub code: String,
}

/// In place of a code, on backends that know passwords. Never kept.
#[derive(Clone, Serialize, Deserialize)]
pub struct Login {
    pub login: String,
    pub password: String,
}

/// In place of a code, on backends where nobody signs in: people say who they are, and the device remembers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Introduction {
    pub contact: Contact,
    pub lang: Lang,
}

/// Somebody goes to another server to sign in (OpenID Connect). The tab keeps this until they are back; it is never sent as it is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Departure {
    /// Where they come back to: an address of the app without a query.
    pub back: String,
    /// Each its own 128 random bits or more: recognises the way back, the token, and who asked for it.
    pub state: String,
    pub nonce: String,
    pub verifier: String,
}

/// The answer to a departure: where to go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destination {
    pub address: String,
}

/// In place of a code: back from the server that knows them, with the query that it sent them home with.
#[derive(Clone, Serialize, Deserialize)]
pub struct Returned {
    pub departure: Departure,
    pub query: String,
}

/// Its answer, and that of `GET /session` (without a token).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    pub person: Person,
    pub expires_at: Instant,
    /// For clients without cookies. The browser app ignores it: its session is an HttpOnly cookie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

/// `PATCH /session/person`: only what is there changes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_class: Option<AgeClass>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
}
