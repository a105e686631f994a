//! Who asks: the session behind a request, by bearer token or cookie. Roles are read from the data base each time, so a role that is
//! taken away is gone at once. What they may do is decided by `model::can`.

use crate::{
    app::App,
    failure::{Failure, Result},
    secrets,
};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use meyirim::{
    api::{ProblemKind, request::AS_PERSON},
    model::{
        Instant, OrganisationId, PersonId, Role,
        can::{self, Act, Reach, Rights},
    },
};
use sqlx::AnyConnection;
use std::collections::BTreeSet;

pub const COOKIE: &str = "meyirim_session";

/// Somebody with a session.
#[derive(Debug, Clone)]
pub struct Me {
    pub person: PersonId,
    pub roles: Vec<Role>,
    pub rights: Rights,
    pub token_hash: String,
    pub expires_at: Instant,
}

/// Somebody, or nobody. An ended session counts as nobody: what is public stays readable.
pub struct Visitor(pub Option<Me>);

/// The token that a request carries, whether or not it is good. A bearer token wins over a cookie; who says to be a kiosk is nobody else, whatever cookie comes along.
pub fn token(headers: &HeaderMap) -> Option<&str> {
    if kiosk(headers).is_some() {
        return None;
    }
    bearer(headers).or_else(|| cookie(headers, COOKIE)).filter(|token| !token.is_empty())
}

pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    authorization(headers, "bearer")
}

/// The secret of a kiosk, see `kiosk_rows`.
pub fn kiosk(headers: &HeaderMap) -> Option<&str> {
    authorization(headers, "kiosk")
}

fn authorization<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case(wanted).then_some(token.trim())
}

pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().split_once('=').filter(|(key, _)| *key == name))
        .map(|(_, value)| value)
}

pub async fn find(app: &App, headers: &HeaderMap) -> Result<Option<Me>> {
    let Some(token) = token(headers) else { return Ok(None) };
    by_hash(app, secrets::hash(token)).await
}

pub async fn by_hash(app: &App, token_hash: String) -> Result<Option<Me>> {
    let found: Option<(String, String, i64)> = sqlx::query_as(
        "SELECT p.id, p.roles, s.expires_at FROM sessions s JOIN persons p ON p.id = s.person WHERE s.token_hash = $1 AND s.expires_at > $2",
    )
    .bind(&token_hash)
    .bind(app.clock.now().0)
    .fetch_optional(&app.db.pool)
    .await?;
    let Some((person, roles, expires_at)) = found else { return Ok(None) };
    let person = PersonId::new(&person).map_err(|_| Failure::internal())?;
    let roles: Vec<Role> = serde_json::from_str(&roles)?;
    let mut rights = Rights { roles: roles.iter().copied().collect(), ..Rights::default() };
    if roles.contains(&Role::Coordinator) {
        rights.organisations = organisations(&mut *app.db.pool.acquire().await?, &person).await?;
    }
    Ok(Some(Me { person, roles, rights, token_hash, expires_at: Instant(expires_at) }))
}

/// Whose members a person coordinates.
pub async fn organisations(conn: &mut AnyConnection, person: &PersonId) -> Result<BTreeSet<OrganisationId>> {
    let ids: Vec<String> =
        sqlx::query_scalar("SELECT organisation FROM person_organisations WHERE person = $1").bind(person.as_str()).fetch_all(conn).await?;
    ids.iter().map(|id| OrganisationId::new(id).map_err(|_| Failure::internal())).collect()
}

impl Me {
    /// Idempotency keys of this person.
    pub fn scope(&self) -> String {
        format!("person {}", self.person)
    }

    /// Whom of the list an act may reach; a refusal says why.
    pub fn can(&self, act: Act) -> Result<Reach<'_>> {
        can::can(&self.rights, act).map_err(Failure::denied)
    }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        find(app, &parts.headers).await.map(Self)
    }
}

impl FromRequestParts<App> for Me {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let me = find(app, &parts.headers).await?.ok_or_else(|| Failure::new(ProblemKind::SignIn, "Nobody is signed in"))?;
        if !parts.method.is_safe() {
            if parts.headers.get(AS_PERSON).is_some_and(|meant| meant != me.person.as_str()) {
                return Err(Failure::new(ProblemKind::SignIn, "Somebody else is signed in"));
            }
            app.limits.writes.take(me.person.as_str(), app.clock.now()).map_err(Failure::too_many)?;
        }
        Ok(me)
    }
}
