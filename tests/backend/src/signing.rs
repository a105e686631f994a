//! What the hub signs, and the keys by which anyone can check it: JSON Web Signatures, ES256 (ECDSA over P-256).
//!
//! The key lies in the data base, so that several backends sign with the same. `--new-signing-key` adds another at start; from then on that one signs, and the old ones stay published,
//! because certificates outlive them.

use crate::{
    app::App,
    db::Write,
    failure::{Failure, Result},
    params::Params,
    reply, secrets,
};
use axum::{
    extract::{OriginalUri, State},
    response::Response,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use meyirim::model::{
    Instant,
    signed::{Key, Keys, take_apart},
};
use p256::ecdsa::{
    Signature, SigningKey,
    signature::{Signer, Verifier},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use sqlx::AnyConnection;

/// Adds a key if there is none yet, or if another is wanted.
pub async fn ensure_key(w: &mut Write, another: bool, now: Instant) -> Result<()> {
    let there: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM signing_keys").fetch_one(w.conn()).await?;
    if there > 0 && !another {
        return Ok(());
    }
    let secret = secrets::random_text(32);
    // One in 2^32 random numbers is too large for the curve; then the next start tries again.
    let key = read(&secret)?;
    let point = point(&key);
    sqlx::query("INSERT INTO signing_keys (kid, secret, created_at) VALUES ($1, $2, $3)")
        .bind(&secrets::hash(&format!("{} {}", point.0, point.1))[..8])
        .bind(secret)
        .bind(now.0)
        .execute(w.conn())
        .await?;
    Ok(())
}

fn read(secret: &str) -> Result<SigningKey> {
    let bytes = URL_SAFE_NO_PAD.decode(secret).map_err(|_| Failure::internal())?;
    SigningKey::from_slice(&bytes).map_err(|_| Failure::internal())
}

/// x and y, base64url.
fn point(key: &SigningKey) -> (String, String) {
    let point = key.verifying_key().to_sec1_point(false);
    let bytes = point.as_bytes();
    (URL_SAFE_NO_PAD.encode(&bytes[1..33]), URL_SAFE_NO_PAD.encode(&bytes[33..]))
}

fn published(kid: &str, key: &SigningKey) -> Key {
    let (x, y) = point(key);
    Key { kid: kid.to_owned(), kty: "EC".into(), crv: "P-256".into(), alg: "ES256".into(), purpose: "sig".into(), x, y }
}

/// The key that signs now.
pub struct Signing {
    kid: String,
    key: SigningKey,
}

impl Signing {
    pub async fn load(app: &App) -> Result<Self> {
        let (kid, secret): (String, String) =
            sqlx::query_as("SELECT kid, secret FROM signing_keys ORDER BY created_at DESC, kid LIMIT 1").fetch_one(&app.db.pool).await?;
        Ok(Self { key: read(&secret)?, kid })
    }

    /// As short as it gets: for codes.
    pub fn compact(&self, claims: &impl Serialize) -> Result<String> {
        self.sign(&json!({ "alg": "ES256", "kid": self.kid }), claims)
    }

    /// With the key itself in the header in place of its name, as Open Badges 3.0 allows (8.2.4.1): there a name would have to be an address.
    pub fn credential(&self, credential: &Value) -> Result<String> {
        let Key { kty, crv, x, y, .. } = published(&self.kid, &self.key);
        let jwk = json!({ "kty": kty, "crv": crv, "x": x, "y": y });
        self.sign(&json!({ "alg": "ES256", "typ": "JWT", "jwk": jwk }), credential)
    }

    fn sign(&self, header: &Value, payload: &impl Serialize) -> Result<String> {
        let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let input = format!("{}.{}", part(&serde_json::to_vec(header)?), part(&serde_json::to_vec(payload)?));
        let signature: Signature = self.key.sign(input.as_bytes());
        Ok(format!("{input}.{}", part(&signature.to_bytes())))
    }
}

/// What a token says, if one of the hub's keys has signed it. Whether it still holds is for the caller.
pub async fn read_signed<T: DeserializeOwned>(conn: &mut AnyConnection, token: &str) -> Result<Option<T>> {
    let Ok(signed) = take_apart(token) else { return Ok(None) };
    let secret: Option<String> =
        sqlx::query_scalar("SELECT secret FROM signing_keys WHERE kid = $1").bind(&signed.kid).fetch_optional(conn).await?;
    let Some(secret) = secret else { return Ok(None) };
    let is_ours = Signature::from_slice(&signed.signature)
        .is_ok_and(|signature| read(&secret).is_ok_and(|key| key.verifying_key().verify(signed.input.as_bytes(), &signature).is_ok()));
    Ok(if is_ours { signed.says().ok() } else { None })
}

/// By what to check what this hub has signed
///
/// A JSON Web Key Set with further members: who signs, what of it is no longer good, and when that was so.
#[utoipa::path(
    get, path = "/keys", tag = "keys",
    responses((status = 200, description = "The keys", body = Keys)),
)]
pub async fn keys(State(app): State<App>, OriginalUri(uri): OriginalUri) -> Result<Response> {
    Params::read(&uri, &[]).done()?;
    let rows: Vec<(String, String)> =
        sqlx::query_as("SELECT kid, secret FROM signing_keys ORDER BY created_at DESC, kid").fetch_all(&app.db.pool).await?;
    let keys = rows.iter().map(|(kid, secret)| Ok(published(kid, &read(secret)?))).collect::<Result<_>>()?;
    let now = app.clock.now();
    let revoked: Vec<String> =
        sqlx::query_scalar("SELECT id FROM issued WHERE revoked_at > 0 AND (expires_at = 0 OR expires_at > $1) ORDER BY id")
            .bind(now.0)
            .fetch_all(&app.db.pool)
            .await?;
    reply::ok(&Keys { issuer: app.name.clone(), keys, revoked, as_of: now })
}
