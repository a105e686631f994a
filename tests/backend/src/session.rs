//! Signing in with a one-time code, and who I am.
//!
//! A code is six digits for ten minutes and five tries. Whether a contact is known shows neither in an answer nor in how long it takes:
//! a message goes out either way, and whoever signs in with a new contact is a new volunteer.
//!
//! The token of a session is stored as a hash only, and yet a sign-in whose answer got lost can be repeated: the token is made from a
//! random salt, which is kept with the answer, and from the idempotency key and the code, which only the client has.

use crate::{
    app::App,
    ask::{Ask, Json},
    audit::{self, What},
    db::Write,
    failure::{Failure, Result},
    idempotency::{self, Answer},
    limits::Address,
    params::Params,
    records, reply, secrets,
    who::{self, Me, Visitor},
};
use axum::{
    extract::{OriginalUri, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use meyirim::{
    api::{Problem, ProblemKind},
    model::{
        Contact, Instant, Lang, Person, PersonId, Role,
        instant::{DAY, MINUTE},
        person::{self, LONGEST_NAME, NoName},
        session::{CodeRequest, CodeSent, PersonPatch, Session, SignIn},
    },
};

const CODE_LIFE: i64 = 10 * MINUTE;
const CODE_TRIES: i64 = 5;
const SESSION_LIFE: i64 = 30 * DAY;

/// Send me a code
///
/// The answer is the same whether or not the contact is known.
#[utoipa::path(
    post, path = "/session/codes", tag = "session",
    params(crate::openapi::KeyHeader),
    request_body = CodeRequest,
    responses(
        (status = 202, description = "On its way", body = CodeSent),
        (status = 422, description = "`invalid`: no such contact, or none that this hub can send a message to"),
    ),
)]
pub async fn send_code(State(app): State<App>, Address(address): Address, ask: Ask<Json<CodeRequest>>) -> Result<Response> {
    let now = app.clock.now();
    app.limits.codes_per_address.take(&address, now).map_err(Failure::too_many)?;
    let CodeRequest { contact, lang } = &ask.body.0;
    must_be_somebodys(contact)?;
    if app.settings.demo.is_none() && !app.mailer.reaches(contact) {
        return Err(Failure::invalid("/contact", "this hub cannot send messages there"));
    }
    let contact_hash = contact_hash(&app, contact);
    let scope = format!("contact {contact_hash}");
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &scope, &ask, now).await? {
        return Ok(answer.into_replay());
    }
    app.limits.codes_per_contact.take(&contact_hash, now).map_err(Failure::too_many)?;
    let code = secrets::random_code();
    let expires_at = now.plus(CODE_LIFE);
    sqlx::query(
        "INSERT INTO codes (contact_hash, code_hash, lang, tries, expires_at) VALUES ($1, $2, $3, 0, $4) ON CONFLICT (contact_hash)
         DO UPDATE SET code_hash = excluded.code_hash, lang = excluded.lang, tries = 0, expires_at = excluded.expires_at",
    )
    .bind(&contact_hash)
    .bind(code_hash(&app, &contact_hash, &code))
    .bind(lang.code())
    .bind(expires_at.0)
    .execute(w.conn())
    .await?;
    let demo_code = app.settings.demo.is_some().then(|| code.clone());
    let answer = Answer::new(StatusCode::ACCEPTED, &CodeSent { to: contact.masked(), expires_at, demo_code })?;
    idempotency::keep(&mut w, &scope, &ask, &answer).await?;
    w.commit().await?;
    if app.settings.demo.is_some() {
        println!("one-time code for {}: {code}", contact.masked());
    } else {
        app.mailer.send(contact.clone(), *lang, code);
    }
    Ok(answer.into_response())
}

/// Sign in
///
/// With the code that was sent. Sets the session as a cookie, and answers it as a token for clients without cookies.
#[utoipa::path(
    post, path = "/session", tag = "session",
    params(crate::openapi::KeyHeader),
    request_body = SignIn,
    responses(
        (status = 201, description = "Signed in", body = Session, headers(("Set-Cookie" = String, description = "`meyirim_session`, HttpOnly"))),
        (status = 422, description = "`code-wrong`, `code-expired` (too old, or tried too often)"),
    ),
)]
pub async fn sign_in(State(app): State<App>, Address(address): Address, headers: HeaderMap, ask: Ask<Json<SignIn>>) -> Result<Response> {
    let now = app.clock.now();
    app.limits.codes_per_address.take(&address, now).map_err(Failure::too_many)?;
    let SignIn { contact, code } = &ask.body.0;
    must_be_somebodys(contact)?;
    let contact_hash = contact_hash(&app, contact);
    let scope = format!("contact {contact_hash}");
    let token = |salt: &str| secrets::keyed_hash(salt, &[&ask.key, &contact_hash, code]);
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &scope, &ask, now).await? {
        return if answer.is_refusal() {
            Ok(answer.into_replay())
        } else {
            signed_in(&app, &headers, &answer, &token(&answer.salt)).map(idempotency::mark)
        };
    }
    // Of those who hold a role: what they see of others begins here.
    let mut signed = None;
    let answer = match check_code(&app, &mut w, &contact_hash, code, now).await? {
        Err(kind) => Answer::refused(&Problem::new(kind, "This code does not open"))?,
        Ok(lang) => {
            let person = find_or_make(&mut w, contact, lang, now).await?;
            if person.roles.iter().any(|role| *role != Role::Volunteer) {
                signed = Some((person.id.clone(), person.roles.clone()));
            }
            let salt = secrets::random_text(32);
            let expires_at = now.plus(SESSION_LIFE);
            sqlx::query("INSERT INTO sessions (token_hash, person, expires_at) VALUES ($1, $2, $3)")
                .bind(secrets::hash(&token(&salt)))
                .bind(person.id.as_str())
                .bind(expires_at.0)
                .execute(w.conn())
                .await?;
            Answer { salt, ..Answer::new(StatusCode::CREATED, &Session { person, expires_at, token: None })? }
        }
    };
    idempotency::keep(&mut w, &scope, &ask, &answer).await?;
    if let Some((person, roles)) = signed {
        audit::note_of(&mut w, person.as_str(), &roles, What::SignedIn, &serde_json::json!({}), now).await?;
    }
    w.commit().await?;
    if answer.is_refusal() { Ok(answer.into_response()) } else { signed_in(&app, &headers, &answer, &token(&answer.salt)) }
}

/// The answer to a sign-in: the one kept, with the token in it.
fn signed_in(app: &App, headers: &HeaderMap, answer: &Answer, token: &str) -> Result<Response> {
    let session: Session = serde_json::from_str(&answer.body)?;
    let body = serde_json::to_string(&Session { token: Some(token.to_owned()), ..session })?;
    let mut response = reply::json(answer.status, body);
    set_cookie(&mut response, app, headers, token, SESSION_LIFE / 1000);
    Ok(response)
}

fn set_cookie(response: &mut Response, app: &App, headers: &HeaderMap, token: &str, seconds: i64) {
    let secure = if is_https(app, headers) { "; Secure" } else { "" };
    let cookie = format!("{}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}", who::COOKIE);
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
}

/// This backend speaks plain HTTP; only a proxy in front of it can say that the browser came by HTTPS.
pub fn is_https(app: &App, headers: &HeaderMap) -> bool {
    app.settings.trust_proxy && headers.get("x-forwarded-proto").is_some_and(|proto| proto == "https")
}

/// The hub's own address, without a slash at its end: as it was set, else as it was called.
pub fn origin(app: &App, headers: &HeaderMap) -> String {
    if let Some(origin) = &app.settings.origin {
        return origin.trim_end_matches('/').to_owned();
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    format!("{}://{host}", if is_https(app, headers) { "https" } else { "http" })
}

/// `Ok`: the language that was asked for with the code. The try is counted before the code is looked at, and stays counted.
async fn check_code(app: &App, w: &mut Write, contact_hash: &str, code: &str, now: Instant) -> Result<Result<Lang, ProblemKind>> {
    let found: Option<(String, i64, String)> = sqlx::query_as(
        "UPDATE codes SET tries = tries + 1 WHERE contact_hash = $1 AND expires_at > $2 AND tries < $3 RETURNING code_hash, tries, lang",
    )
    .bind(contact_hash)
    .bind(now.0)
    .bind(CODE_TRIES)
    .fetch_optional(w.conn())
    .await?;
    let Some((right, _, lang)) = found else { return Ok(Err(ProblemKind::CodeExpired)) };
    if !secrets::same(&right, &code_hash(app, contact_hash, code)) {
        return Ok(Err(ProblemKind::CodeWrong));
    }
    sqlx::query("DELETE FROM codes WHERE contact_hash = $1").bind(contact_hash).execute(w.conn()).await?;
    Ok(Ok(Lang::from_code(&lang).unwrap_or(Lang::Kk)))
}

async fn find_or_make(w: &mut Write, contact: &Contact, lang: Lang, now: Instant) -> Result<Person> {
    let known: Option<String> =
        sqlx::query_scalar("SELECT id FROM persons WHERE contact = $1").bind(contact.as_str()).fetch_optional(w.conn()).await?;
    let new = known.is_none();
    let id = PersonId::new(&known.unwrap_or_else(|| secrets::random_text(12))).map_err(|_| Failure::internal())?;
    if new {
        let person = Person { id, name: None, contact: contact.clone(), age_class: None, roles: vec![Role::Volunteer], lang };
        records::put_person(w.conn(), &person, now).await?;
        return Ok(person);
    }
    records::person(w.conn(), &id).await?.ok_or_else(Failure::internal)
}

/// People without a login have a contact as well, and nobody signs in with that, also where codes are shown instead of sent.
fn must_be_somebodys(contact: &Contact) -> Result<()> {
    if contact.is_nobodys() { Err(Failure::invalid("/contact", "reaches nobody")) } else { Ok(()) }
}

pub fn contact_hash(app: &App, contact: &Contact) -> String {
    secrets::keyed_hash(&app.db.secret, &["contact", contact.as_str()])
}

fn code_hash(app: &App, contact_hash: &str, code: &str) -> String {
    secrets::keyed_hash(&app.db.secret, &["code", contact_hash, code])
}

/// Who I am
#[utoipa::path(
    get, path = "/session", tag = "session",
    security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "The session, without its token", body = Session)),
)]
pub async fn who_am_i(State(app): State<App>, me: Me, OriginalUri(uri): OriginalUri) -> Result<Response> {
    Params::read(&uri, &[]).done()?;
    let mut conn = app.db.pool.acquire().await?;
    let person = records::person(&mut conn, &me.person).await?.ok_or_else(|| Failure::new(ProblemKind::SignIn, "Nobody is signed in"))?;
    reply::ok(&Session { person, expires_at: me.expires_at, token: None })
}

/// Sign out
///
/// Also when nobody was signed in. Notices no longer reach the device. A repeat does nothing more than the first, so no answer is kept.
#[utoipa::path(
    delete, path = "/session", tag = "session",
    params(crate::openapi::KeyHeader),
    security((), ("bearer" = []), ("cookie" = [])),
    responses((status = 204, description = "Signed out")),
)]
pub async fn sign_out(State(app): State<App>, Visitor(me): Visitor, headers: HeaderMap, _: Ask<()>) -> Result<Response> {
    if let Some(me) = me {
        sqlx::query("DELETE FROM push_devices WHERE session = $1").bind(&me.token_hash).execute(&app.db.pool).await?;
        sqlx::query("DELETE FROM sessions WHERE token_hash = $1").bind(&me.token_hash).execute(&app.db.pool).await?;
    }
    let mut response = Answer::empty().into_response();
    forget_cookie(&mut response, &app, &headers);
    Ok(response)
}

pub fn forget_cookie(response: &mut Response, app: &App, headers: &HeaderMap) {
    set_cookie(response, app, headers, "", 0);
}

/// Change what is known about me
///
/// Only what is in the body changes.
#[utoipa::path(
    patch, path = "/session/person", tag = "session",
    params(crate::openapi::KeyHeader),
    request_body = PersonPatch,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "As it is now", body = Person),
        (status = 422, description = "`invalid`: the name is empty or longer than 120 characters"),
    ),
)]
pub async fn change_me(State(app): State<App>, me: Me, ask: Ask<Json<PersonPatch>>) -> Result<Response> {
    let now = app.clock.now();
    let patch = &ask.body.0;
    let name = patch.name.as_deref().map(|name| clean_name(name, "/name")).transpose()?;
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let mut person = records::hold_person(&mut w, &me.person).await?;
    person.name = name.or(person.name);
    person.age_class = patch.age_class.or(person.age_class);
    person.lang = patch.lang.unwrap_or(person.lang);
    records::put_person(w.conn(), &person, now).await?;
    let answer = Answer::new(StatusCode::OK, &person)?;
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    w.commit().await?;
    Ok(answer.into_response())
}

/// `pointer`: where it stood in the body.
pub fn clean_name(name: &str, pointer: &str) -> Result<String> {
    person::clean_name(name).map_err(|why| match why {
        NoName::Empty => Failure::invalid(pointer, "is empty"),
        NoName::TooLong => Failure::invalid(pointer, format!("is longer than {LONGEST_NAME} characters")),
    })
}

/// Forgets codes and sessions that have ended.
pub async fn purge(w: &mut Write, now: Instant) -> Result<()> {
    sqlx::query("DELETE FROM codes WHERE expires_at < $1").bind(now.0).execute(w.conn()).await?;
    sqlx::query("DELETE FROM sessions WHERE expires_at < $1").bind(now.0).execute(w.conn()).await?;
    Ok(())
}
