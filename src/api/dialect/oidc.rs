//! Signing in at another server: OpenID Connect, authorization code with PKCE, as a public client.
//!
//! Sources: OpenID Connect Core 1.0 and Discovery 1.0, RFC 7636 (PKCE), RFC 7009 (revocation), RFC 9207 (`iss` on the way back), RP-Initiated Logout 1.0, and RFC 9700 for what to be
//! careful of. The crate `openidconnect` was not taken: it brings signatures, its own HTTP and its own chance into a chunk that everybody's further pages lie in. What it would check in
//! addition, the signature of the ID token, Core 3.1.3.7 leaves out where the token comes straight from the server over TLS, as it does here.
//!
//! What the tab has to remember on the way there (state, nonce, verifier) the app keeps in `sessionStorage`; no token is ever part of an address.

use super::{
    Dialect, Held,
    meaning::{body, unusable},
    operation::parameter,
    paging,
    profile::{Oidc, Told},
    refused, reply,
};
use crate::{
    api::{ApiError, Method, ProblemKind, Reply, Request, request::segment, translate::World},
    model::{
        Instant, Person,
        session::{Departure, Destination, Returned},
    },
};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// How far the device's clock may be off, in milliseconds.
const LEEWAY: i64 = 10 * 60_000;
/// Tokens are renewed this long before they run out, so that none does so on its way; short ones at half their time.
const AHEAD: i64 = 30_000;

/// What the server publishes about itself.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Metadata {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    #[serde(default)]
    userinfo_endpoint: Option<String>,
    #[serde(default)]
    revocation_endpoint: Option<String>,
    #[serde(default)]
    end_session_endpoint: Option<String>,
    #[serde(default)]
    code_challenge_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl Metadata {
    fn endpoints(&self) -> impl Iterator<Item = &String> {
        let further = [&self.userinfo_endpoint, &self.revocation_endpoint, &self.end_session_endpoint];
        [&self.authorization_endpoint, &self.token_endpoint].into_iter().chain(further.into_iter().flatten())
    }
}

/// What proves to the API who somebody is. In memory and in the tab's `sessionStorage`, like every credential.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Tokens {
    pub access: String,
    #[serde(default)]
    refresh: Option<String>,
    /// When the access token is to be renewed, if the server tells how long it holds.
    #[serde(default)]
    until: Option<Instant>,
    /// Whose they are, in the server's own words.
    sub: String,
}

impl Tokens {
    pub fn read(held: &str) -> Option<Self> {
        serde_json::from_str(held).ok()
    }

    /// Fresh ones can be had, and are needed about now.
    pub fn run_out(&self, now: Instant) -> bool {
        self.refresh.is_some() && self.until.is_some_and(|until| until <= now)
    }
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    #[serde(default)]
    refresh_token: Option<String>,
    #[serde(default)]
    id_token: Option<String>,
    /// Seconds.
    #[serde(default)]
    expires_in: Option<i64>,
}

/// What is checked of an ID token; the rest of it is the person's.
#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Value,
    #[serde(default)]
    azp: Option<String>,
    exp: f64,
    #[serde(default)]
    nonce: Option<String>,
}

impl Dialect {
    /// Where somebody goes to sign in.
    pub(super) async fn depart(&self, world: World<'_>, oidc: &Oidc, body: &str) -> Result<Reply, ApiError> {
        let departure: Departure = serde_json::from_str(body).map_err(|error| unusable(".", error.to_string(), ""))?;
        let metadata = self.metadata(world, oidc).await?;
        let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(&departure.verifier));
        let own = [
            ("response_type", "code"),
            ("client_id", &oidc.client),
            ("redirect_uri", &departure.back),
            ("scope", &oidc.scope),
            ("state", &departure.state),
            ("nonce", &departure.nonce),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        let further = oidc.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let address = with(&metadata.authorization_endpoint, own.into_iter().chain(further));
        Ok(reply(200, json!(Destination { address }).to_string()))
    }

    /// Back from there: the code, for tokens; and who it is.
    pub(super) async fn come_back(&self, world: World<'_>, oidc: &Oidc, body: &str) -> Result<Person, ApiError> {
        let Returned { departure, query } = serde_json::from_str(body).map_err(|error| unusable(".", error.to_string(), ""))?;
        // By the rules for forms, a plus sign is a space.
        let query = query.replace('+', "%20");
        let given = |name: &str| parameter(&query, name);
        if given("state").is_none_or(|state| state != departure.state) {
            return Err(not_believed("this is not the way back that was asked for"));
        }
        let metadata = self.metadata(world, oidc).await?;
        // Another server that people can sign in at could otherwise hand in its code here.
        match given("iss") {
            Some(issuer) if issuer != metadata.issuer => return Err(not_believed("another server sends back")),
            None if metadata.authorization_response_iss_parameter_supported => {
                return Err(not_believed("the server does not say who sends back"));
            }
            _ => {}
        }
        if let Some(error) = given("error") {
            return Err(not_believed(&error));
        }
        let code = given("code").ok_or_else(|| not_believed("there is no code"))?;
        let form = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", &departure.back),
            ("client_id", &oidc.client),
            ("code_verifier", &departure.verifier),
        ];
        let granted = self.granted(world, &metadata, &form).await?;
        // Wherever the person is read from: its nonce is what binds the code to this tab, even at a server that does not know PKCE.
        let token = granted.id_token.as_deref().ok_or_else(|| unusable("id_token", "there is none", ""))?;
        let (claims, text) = checked(token, &metadata, oidc, Some(&departure.nonce), world.now)?;
        let tokens = tokens(&granted, None, claims.sub, world.now);
        // Not kept before it is known whose they are.
        let person = self.told(world, oidc, &metadata, &tokens, Some(&text)).await?;
        self.credentials.set(Some(Held { owner: person.id.clone(), secret: json!(tokens).to_string() }));
        Ok(person)
    }

    pub(super) async fn known_by_oidc(&self, world: World<'_>, oidc: &Oidc) -> Result<Person, ApiError> {
        let nobody = || refused(ProblemKind::SignIn, "nobody is signed in");
        let held = || self.credentials.secret().as_deref().and_then(Tokens::read).ok_or_else(nobody);
        if held()?.run_out(world.now) && !self.renew(world, self.credentials.held()).await {
            // Kept where it may heal: then nobody is told that the session is over.
            return Err(if self.credentials.held().is_some() { ApiError::Unreachable } else { nobody() });
        }
        if oidc.record == Told::IdToken {
            return world.person.cloned().ok_or_else(nobody);
        }
        let metadata = self.metadata(world, oidc).await?;
        match self.told(world, oidc, &metadata, &held()?, None).await {
            Err(error) if error.kind() == Some(ProblemKind::SignIn) && self.renew(world, self.credentials.held()).await => {
                self.told(world, oidc, &metadata, &held()?, None).await
            }
            outcome => outcome,
        }
    }

    /// Fresh tokens for the refresh token at hand.
    pub(super) async fn refreshed_by_oidc(&self, world: World<'_>, oidc: &Oidc, held: &str) -> Result<String, ApiError> {
        let Some(Tokens { refresh: Some(before), sub, .. }) = Tokens::read(held) else {
            return Err(not_believed(ENDED[0]));
        };
        let metadata = self.metadata(world, oidc).await?;
        let form = [("grant_type", "refresh_token"), ("refresh_token", before.as_str()), ("client_id", &oidc.client)];
        let granted = self.granted(world, &metadata, &form).await?;
        if let Some(token) = granted.id_token.as_deref()
            && checked(token, &metadata, oidc, None, world.now)?.0.sub != sub
        {
            return Err(not_believed("the token is somebody else's"));
        }
        Ok(json!(tokens(&granted, Some(before), sub, world.now)).to_string())
    }

    /// Takes back what was granted, and says where the person signs out of that server. What cannot be told now is never told: the tokens are gone from here at once, and with them what could be
    /// taken back.
    pub(super) async fn farewell(&self, world: World<'_>, oidc: &Oidc) -> Option<String> {
        let held = self.credentials.secret().as_deref().and_then(Tokens::read);
        self.credentials.set(None);
        let held = held?;
        let metadata = self.metadata(world, oidc).await.ok()?;
        if let (Some(endpoint), Some(refresh)) = (&metadata.revocation_endpoint, &held.refresh) {
            let form = [("token", refresh.as_str()), ("token_type_hint", "refresh_token"), ("client_id", &oidc.client)];
            // Whether it worked or not: signing out over there ends the session as well.
            let _ = world.ask.ask(&posted(endpoint, &form)).await;
        }
        // By the client's name and not by the ID token, which would then stand in the address.
        metadata.end_session_endpoint.map(|endpoint| with(&endpoint, [("client_id", oidc.client.as_str())]))
    }

    async fn told(
        &self,
        world: World<'_>,
        oidc: &Oidc,
        metadata: &Metadata,
        tokens: &Tokens,
        claims: Option<&str>,
    ) -> Result<Person, ApiError> {
        let bearer = |request: Request| request.header("authorization", format!("Bearer {}", tokens.access));
        let request = match &oidc.record {
            Told::IdToken => {
                let claims = claims.ok_or_else(|| unusable("id_token", "there is none: is `openid` among the scopes?", ""))?;
                return self.person(claims, &oidc.person, world);
            }
            Told::Userinfo => {
                let endpoint = metadata.userinfo_endpoint.as_deref();
                elsewhere(Method::Get, endpoint.ok_or_else(|| unusable("userinfo_endpoint", "there is none", ""))?)
            }
            // Not `prove`: those tokens are not kept yet.
            Told::Api(path) => self.headed(Request::get(path)),
        };
        let answer = world.ask.ask(&bearer(request)).await?;
        if !matches!(answer.status, 200..=299) {
            return Err(self.error(&answer));
        }
        let record = match &oidc.record {
            Told::Api(_) => super::meaning::look(self.document(&answer)?, &self.profile.answers.one).unwrap_or_default(),
            _ => {
                let document = self.document(&answer)?;
                #[derive(Deserialize)]
                struct Subject {
                    sub: String,
                }
                let Subject { sub } = serde_json::from_str(document).map_err(|error| unusable("userinfo", error.to_string(), document))?;
                // Core 5.3.2: what is told about somebody else is not to be used.
                if sub != tokens.sub {
                    return Err(not_believed("the person is somebody else than the token's"));
                }
                document
            }
        };
        self.person(record, &oidc.person, world)
    }

    /// What the server publishes about itself; asked for once.
    pub(super) async fn metadata(&self, world: World<'_>, oidc: &Oidc) -> Result<Metadata, ApiError> {
        if let Some(known) = &*self.metadata.borrow() {
            return Ok(known.clone());
        }
        let issuer = oidc.issuer.trim_end_matches('/');
        let answer = world.ask.ask(&elsewhere(Method::Get, &format!("{issuer}/.well-known/openid-configuration"))).await?;
        if answer.status != 200 {
            return Err(ApiError::from_reply(&answer));
        }
        let document = self.document(&answer)?;
        let found: Metadata = serde_json::from_str(document).map_err(|error| unusable(".", error.to_string(), document))?;
        let wrong = |at: &str, why: &str| Err(unusable(at, why, document));
        if found.issuer.trim_end_matches('/') != issuer {
            return wrong("issuer", "the server has another name than the profile gives it");
        }
        if found.code_challenge_methods_supported.as_ref().is_some_and(|known| !known.iter().any(|method| method == "S256")) {
            return wrong("code_challenge_methods_supported", "without S256 a public client is not safe");
        }
        if oidc.record == Told::Userinfo && found.userinfo_endpoint.is_none() {
            return wrong("userinfo_endpoint", "there is none, and the profile reads the person there");
        }
        if let Some(open) = found.endpoints().find(|address| !is_private(address)) {
            return wrong("endpoints", &format!("`{open}` can be listened to: https is needed"));
        }
        *self.metadata.borrow_mut() = Some(found.clone());
        Ok(found)
    }

    async fn granted(&self, world: World<'_>, metadata: &Metadata, form: &[(&str, &str)]) -> Result<Granted, ApiError> {
        let answer = world.ask.ask(&posted(&metadata.token_endpoint, form)).await?;
        if !matches!(answer.status, 200..=299) {
            // `{"error": "invalid_grant"}` and its like (RFC 6749, 5.2). A page of a proxy with the same status says nothing about anybody.
            let said: Value = serde_json::from_str(body(&answer)).unwrap_or_default();
            return Err(match (answer.status, said["error"].as_str()) {
                (400 | 401 | 403, Some(error)) => not_believed(error),
                _ => ApiError::from_reply(&answer),
            });
        }
        // The document is not shown: it holds the tokens.
        serde_json::from_str(self.document(&answer)?).map_err(|error| unusable("token_endpoint", error.to_string(), ""))
    }
}

fn tokens(granted: &Granted, before: Option<String>, sub: String, now: Instant) -> Tokens {
    let lasts = |seconds: i64| seconds.saturating_mul(1000);
    Tokens {
        access: granted.access_token.clone(),
        // A server that does not give another one means the same to be used again.
        refresh: granted.refresh_token.clone().or(before),
        until: granted.expires_in.map(lasts).map(|lasts| now.plus(lasts - AHEAD.min(lasts / 2))),
        sub,
    }
}

/// By which a server says that a session is over, in the `title` of the error.
const ENDED: [&str; 3] = ["invalid_grant", "invalid_client", "unauthorized_client"];

pub(super) fn ends_session(error: &ApiError) -> bool {
    matches!(error, ApiError::Problem { problem, .. } if problem.kind() == ProblemKind::SignIn && ENDED.contains(&problem.title.as_str()))
}

/// An address that nobody can listen to on the way; this very machine is allowed for trying things out.
pub(super) fn is_private(address: &str) -> bool {
    // Before an `@` stands no host.
    let Some(origin) = paging::origin(address).filter(|origin| !origin.contains('@')) else { return false };
    let host = origin.strip_prefix("http://").map(|host| host.rsplit_once(':').map_or(host, |(host, _)| host));
    origin.starts_with("https://") || host.is_some_and(|host| matches!(host, "localhost" | "127.0.0.1" | "[::1]"))
}

fn not_believed(why: &str) -> ApiError {
    refused(ProblemKind::SignIn, why)
}

/// A request to another server than the API, without anything that proves who somebody is.
fn elsewhere(method: Method, address: &str) -> Request {
    Request { base: Some(address.to_owned()), ..Request::new(method, "") }
}

fn posted(address: &str, form: &[(&str, &str)]) -> Request {
    let mut request = elsewhere(Method::Post, address).header("content-type", "application/x-www-form-urlencoded");
    request.body = Some(encoded(form.iter().copied()));
    request
}

fn encoded<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    pairs.into_iter().map(|(name, value)| format!("{}={}", segment(name), segment(value))).collect::<Vec<_>>().join("&")
}

fn with<'a>(address: &str, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let join = if address.contains('?') { '&' } else { '?' };
    format!("{address}{join}{}", encoded(pairs))
}

/// The claims of an ID token and its whole text, once it is known to be meant for us, now, and for this very sign-in (Core 3.1.3.7, and 12.2 for renewals, which have no nonce).
fn checked(token: &str, metadata: &Metadata, oidc: &Oidc, nonce: Option<&str>, now: Instant) -> Result<(Claims, String), ApiError> {
    let wrong = |why: &str| unusable("id_token", why, "");
    let payload = token.split('.').nth(1).ok_or_else(|| wrong("no JSON Web Token"))?;
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).map_err(|_| wrong("no base64"))?;
    let text = String::from_utf8(bytes).map_err(|_| wrong("no UTF-8"))?;
    let claims: Claims = serde_json::from_str(&text).map_err(|error| wrong(&error.to_string()))?;
    let audience = match &claims.aud {
        Value::Array(all) => all.iter().any(|one| one == &oidc.client) && (all.len() == 1 || claims.azp.as_deref() == Some(&*oidc.client)),
        one => one == &oidc.client,
    };
    if claims.iss != metadata.issuer {
        return Err(not_believed("the token comes from another server"));
    }
    if !audience {
        return Err(not_believed("the token is meant for somebody else"));
    }
    if claims.exp * 1000.0 + (LEEWAY as f64) < now.0 as f64 {
        return Err(not_believed("the token has run out; is the clock of this device right?"));
    }
    if nonce.is_some() && claims.nonce.as_deref() != nonce {
        return Err(not_believed("the token was asked for by somebody else"));
    }
    Ok((claims, text))
}
