//! The pass: who somebody is to a shift leader, as a QR code signed by the backend. It holds an id and a term, no name: whoever takes a picture of it learns nothing, and the leader's
//! roll knows the name.

use super::{Instant, PersonId};
use serde::{Deserialize, Serialize};

/// `GET /session/person/pass`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pass {
    /// What the code shows: [`Claims`], signed.
    pub token: String,
    pub expires_at: Instant,
    /// For a leader whose camera does not work: six digits, told apart on the roll of a shift.
    pub short_code: String,
}

/// What a pass says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Always `pass`: another token of the hub is none.
    pub typ: String,
    pub jti: String,
    pub sub: PersonId,
    /// Seconds since 1970.
    pub exp: i64,
}

pub const TYPE: &str = "pass";
