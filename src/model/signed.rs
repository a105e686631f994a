//! What the backend has signed: JSON Web Signatures in their compact form (RFC 7515), ES256, so that any library of any language can check them, and the hub's published keys.
//!
//! Taking a token apart and judging what it says is done here, without a clock or I/O; the signature itself is checked by the browser's WebCrypto (`web/verify.rs`) and made by the
//! backend. No algorithm but ES256 is accepted, whatever a header says: that is how tokens are forged.

use super::{Instant, Texts};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Longest token that is looked at, in bytes. A certificate has some 700.
pub const LONGEST: usize = 16 * 1024;

/// A token, taken apart. Nothing of it is believed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed<'a> {
    /// Which of the hub's keys has signed it.
    pub kid: String,
    /// What was signed.
    pub input: &'a str,
    /// What it says, as JSON.
    pub payload: Vec<u8>,
    /// r and s, 32 bytes each.
    pub signature: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotSigned;

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: String,
    #[serde(default)]
    crit: Option<serde_json::Value>,
}

/// Takes a compact token apart.
pub fn take_apart(token: &str) -> Result<Signed<'_>, NotSigned> {
    let read = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| NotSigned);
    let (input, signature) = token.rsplit_once('.').ok_or(NotSigned)?;
    let (header, payload) = input.split_once('.').ok_or(NotSigned)?;
    if token.len() > LONGEST {
        return Err(NotSigned);
    }
    let header: Header = serde_json::from_slice(&read(header)?).map_err(|_| NotSigned)?;
    let (payload, signature) = (read(payload)?, read(signature)?);
    // An extension that we do not know must be understood (RFC 7515, 4.1.11): then the token is not for us.
    if header.alg != "ES256" || header.crit.is_some() || signature.len() != 64 {
        return Err(NotSigned);
    }
    Ok(Signed { kid: header.kid, input, payload, signature })
}

impl Signed<'_> {
    pub fn says<T: DeserializeOwned>(&self) -> Result<T, NotSigned> {
        serde_json::from_slice(&self.payload).map_err(|_| NotSigned)
    }
}

/// `GET /keys`: by what to check what this hub has signed. A JSON Web Key Set (RFC 7517) with further members, so that any library reads its keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Keys {
    /// Who signs: the name of the hub.
    pub issuer: Texts,
    pub keys: Vec<Key>,
    /// Ids (`jti`) of passes and certificates that are no longer good, though they have not run out.
    pub revoked: Vec<String>,
    /// When that was so, by the backend's clock.
    pub as_of: Instant,
}

/// A public key, P-256.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Key {
    pub kid: String,
    /// `EC`
    pub kty: String,
    /// `P-256`
    pub crv: String,
    /// `ES256`
    pub alg: String,
    /// `sig`
    #[serde(rename = "use")]
    pub purpose: String,
    /// The point, each 32 bytes in base64url.
    pub x: String,
    pub y: String,
}

impl Key {
    /// The point as WebCrypto and libraries of signatures read it: 4, x, y.
    pub fn point(&self) -> Option<Vec<u8>> {
        let (x, y) = (URL_SAFE_NO_PAD.decode(&self.x).ok()?, URL_SAFE_NO_PAD.decode(&self.y).ok()?);
        (self.kty == "EC" && self.crv == "P-256" && x.len() == 32 && y.len() == 32).then(|| [&[4][..], &x, &y].concat())
    }
}

/// Whether a token whose signature is good still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Good,
    RunOut(Instant),
    Revoked,
}

impl Keys {
    pub fn key(&self, kid: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.kid == kid)
    }

    /// `expires`: seconds since 1970 as tokens tell it.
    pub fn standing(&self, id: &str, expires: Option<i64>, now: Instant) -> Standing {
        let expires = expires.map(|seconds| Instant(seconds.saturating_mul(1000)));
        if self.revoked.iter().any(|revoked| revoked == id) {
            Standing::Revoked
        } else {
            expires.filter(|expires| *expires <= now).map_or(Standing::Good, Standing::RunOut)
        }
    }
}
