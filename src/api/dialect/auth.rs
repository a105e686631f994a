//! Who the person is, for the backend: signing in by a profile's way, and proving it with every request.
//!
//! What proves it lives in the dialect's credentials only, with the name of whom it proves. Where the hub itself has to remember who somebody is (no sign-in at all), that is the person's record on the device, and
//! no secret.

use super::{
    Dialect, Held,
    fields::{Fields, text},
    meaning::{look, unusable},
    oidc::Tokens,
    profile::{Auth, Password, Specs},
    refused, reply,
};
use crate::{
    api::{ApiError, Method, Problem, ProblemKind, Reply, Request, problem::FieldError, translate::World},
    model::{
        Instant, Person,
        session::{Introduction, Login, PersonPatch},
    },
};
use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Map, Value, json};

/// How long renewing is left alone after it has failed, in milliseconds.
const REST: i64 = 30_000;
/// How long a session is said to last where the server does not tell: 30 days.
const SESSION: i64 = 30 * 24 * 60 * 60 * 1000;

impl Dialect {
    /// Adds what proves who we are.
    pub(super) fn prove(&self, request: Request) -> Request {
        let held = self.credentials.secret();
        match (&self.profile.auth, held) {
            (Auth::Header { name, value }, _) => request.header(name.clone(), value.clone()),
            (Auth::Parameter { name, value }, _) => super::paging::add(request, name, value.clone()),
            (Auth::Basic { .. }, Some(pair)) => request.header("authorization", format!("Basic {pair}")),
            (Auth::Oidc(_), Some(held)) => match Tokens::read(&held) {
                Some(tokens) => request.header("authorization", format!("Bearer {}", tokens.access)),
                None => request,
            },
            (Auth::Password(password), Some(token)) => request.header("authorization", format!("{}{token}", password.scheme)),
            _ => request,
        }
    }

    pub(super) async fn sign_in(&self, world: World<'_>, body: &str) -> Result<Reply, ApiError> {
        let person = match &self.profile.auth {
            Auth::None | Auth::Header { .. } | Auth::Parameter { .. } => introduced(body)?,
            Auth::Basic { me, person } => {
                let login = login(body)?;
                let pair = BASE64_STANDARD.encode(format!("{}:{}", login.login, login.password));
                let found = self.basic(world, me, person, &pair).await.map_err(wrong_password)?;
                self.credentials.set(Some(Held { owner: found.id.clone(), secret: pair }));
                found
            }
            Auth::Password(password) => {
                let (person, token) = self.log_in(world, password, &login(body)?).await?;
                self.credentials.set(Some(Held { owner: person.id.clone(), secret: token }));
                person
            }
            Auth::Oidc(oidc) => self.come_back(world, oidc, body).await?,
        };
        Ok(session(&person, world.now))
    }

    pub(super) async fn who_am_i(&self, world: World<'_>) -> Result<Reply, ApiError> {
        let nobody = || refused(ProblemKind::SignIn, "nobody is signed in");
        let person = match &self.profile.auth {
            // The device is all that knows.
            Auth::None | Auth::Header { .. } | Auth::Parameter { .. } => world.person.cloned().ok_or_else(nobody)?,
            Auth::Basic { me, person } => {
                let pair = self.credentials.secret().ok_or_else(nobody)?;
                self.basic(world, me, person, &pair).await?
            }
            Auth::Password(password) => {
                let held = self.credentials.held().ok_or_else(nobody)?;
                let told = if password.refresh.is_some() { self.renewed(world, Some(held)).await } else { None };
                if self.credentials.held().is_none() {
                    return Err(nobody());
                }
                // Where the server is silent, the device knows.
                told.flatten().or_else(|| world.person.cloned()).ok_or_else(nobody)?
            }
            Auth::Oidc(oidc) => self.known_by_oidc(world, oidc).await?,
        };
        Ok(session(&person, world.now))
    }

    pub(super) async fn sign_out(&self, world: World<'_>) -> Result<Reply, ApiError> {
        let further = match &self.profile.auth {
            Auth::Oidc(oidc) => self.farewell(world, oidc).await,
            _ => None,
        };
        self.credentials.set(None);
        let headers = further.map(|address| ("location".to_owned(), address)).into_iter().collect();
        Ok(Reply { status: 204, headers, body: Vec::new(), translated: None })
    }

    /// What a foreign backend does not know of a person (the age class, the language) the device remembers.
    pub(super) fn change_me(&self, world: World<'_>, body: &str) -> Result<Reply, ApiError> {
        let mut person = world.person.cloned().ok_or_else(|| refused(ProblemKind::SignIn, "nobody is signed in"))?;
        let patch: PersonPatch = serde_json::from_str(body).map_err(|error| unusable(".", error.to_string(), body))?;
        if let Some(name) = patch.name {
            person.name = Some(name);
        }
        person.age_class = patch.age_class.or(person.age_class);
        person.lang = patch.lang.unwrap_or(person.lang);
        Ok(reply(200, json!(person).to_string()))
    }

    /// Whether the server is told who somebody is, where it wants to be told.
    pub(super) fn proves(&self) -> bool {
        match self.profile.auth {
            Auth::None | Auth::Header { .. } | Auth::Parameter { .. } => true,
            Auth::Basic { .. } | Auth::Password(_) | Auth::Oidc(_) => self.credentials.held().is_some(),
        }
    }

    /// What proves who we are has run out, or is about to, and can be had afresh.
    pub(super) fn run_out(&self, now: Instant) -> bool {
        matches!(self.profile.auth, Auth::Oidc(_))
            && self.credentials.secret().as_deref().and_then(Tokens::read).is_some_and(|tokens| tokens.run_out(now))
    }

    /// Fresh credentials, once the server has refused the `used` ones. `false`: there are none to be had now. One at a time: where what renews is itself renewed, a second try with the same
    /// would look like a thief's.
    pub(super) async fn renew(&self, world: World<'_>, used: Option<Held>) -> bool {
        self.renewed(world, used).await.is_some()
    }

    /// The same, with the person, if the server tells who it is by the way.
    async fn renewed(&self, world: World<'_>, used: Option<Held>) -> Option<Option<Person>> {
        let _turn = self.renewing.lock().await;
        let held = self.credentials.held();
        if held != used {
            return held.map(|_| None);
        }
        let held = held.filter(|_| world.now >= self.resting.get())?;
        let outcome = match &self.profile.auth {
            Auth::Password(password) if password.refresh.is_some() => {
                self.refreshed(world, password).await.map(|(person, secret)| (Some(person), secret))
            }
            Auth::Oidc(oidc) => self.refreshed_by_oidc(world, oidc, &held.secret).await.map(|secret| (None, secret)),
            _ => return None,
        };
        // Signed out while the answer was on its way: it must not bring anybody back.
        let still = self.credentials.held().as_ref() == Some(&held);
        match outcome {
            Ok((person, secret)) if still => {
                self.credentials.set(Some(Held { secret, ..held }));
                Some(person)
            }
            Ok(_) => None,
            Err(error) => {
                // A line that breaks, or a server that is ill, is no word about who somebody is.
                let over = match &self.profile.auth {
                    Auth::Oidc(_) => super::oidc::ends_session(&error),
                    _ => matches!(error.kind(), Some(ProblemKind::SignIn | ProblemKind::Forbidden | ProblemKind::NotFound)),
                };
                if over && still {
                    self.credentials.set(None);
                } else {
                    self.resting.set(world.now.plus(REST));
                }
                None
            }
        }
    }

    async fn basic(&self, world: World<'_>, me: &str, person: &Specs, pair: &str) -> Result<Person, ApiError> {
        let request = self.headed(Request::get(me)).header("authorization", format!("Basic {pair}"));
        let answer = self.plain(world, request).await?;
        self.person(self.document(&answer)?, person, world)
    }

    async fn log_in(&self, world: World<'_>, password: &Password, login: &Login) -> Result<(Person, String), ApiError> {
        let fill = |value: &Value| match value {
            Value::String(text) => Value::String(text.replace("{login}", &login.login).replace("{password}", &login.password)),
            other => other.clone(),
        };
        let body = Value::Object(password.body.iter().map(|(name, value)| (name.clone(), fill(value))).collect::<Map<_, _>>());
        let mut request = Request::new(Method::Post, &password.login).header("content-type", "application/json");
        request.body = Some(body.to_string());
        let answer = self.plain(world, self.headed(request)).await.map_err(wrong_password)?;
        self.tokened(world, password, &answer)
    }

    /// A fresh token for the one at hand.
    async fn refreshed(&self, world: World<'_>, password: &Password) -> Result<(Person, String), ApiError> {
        let path = password.refresh.as_deref().unwrap_or(&password.login);
        let answer = self.plain(world, self.ready(Request::new(Method::Post, path))).await?;
        self.tokened(world, password, &answer)
    }

    fn tokened(&self, world: World<'_>, password: &Password, answer: &Reply) -> Result<(Person, String), ApiError> {
        let document = self.document(answer)?;
        let token = look(document, &password.token).map(text).filter(|token| !token.is_empty());
        // The document itself is not shown: it may hold the token elsewhere.
        let token = token.ok_or_else(|| unusable(password.token.to_string(), "there is no token", ""))?;
        let record = look(document, &password.record).ok_or_else(|| unusable(password.record.to_string(), "there is no person", ""))?;
        Ok((self.person(record, &password.person, world)?, token.into_owned()))
    }

    /// Without a second try: these requests are the second try.
    async fn plain(&self, world: World<'_>, request: Request) -> Result<Reply, ApiError> {
        let reply = world.ask.ask(&request).await?;
        if matches!(reply.status, 200..=299) { Ok(reply) } else { Err(self.error(&reply)) }
    }

    /// A person of ours. What the backend does not say, and this very person has said here before, stays.
    pub(super) fn person(&self, record: &str, specs: &Specs, world: World<'_>) -> Result<Person, ApiError> {
        let fields =
            Fields::compile(specs, self.profile.times).map_err(|(path, message)| unusable(format!("auth.person.{path}"), message, ""))?;
        let ours = self.translated(&fields, record, 0)?;
        let mut ours: Map<String, Value> = serde_json::from_str(&ours).map_err(|error| unusable("person", error.to_string(), ""))?;
        if ours.get("id").is_none_or(Value::is_null) {
            // Some servers answer a wrong password with "you are nobody".
            return Err(refused(ProblemKind::SignIn, "the server does not know this person"));
        }
        let before = world.person.filter(|person| ours.get("id").and_then(Value::as_str) == Some(person.id.as_str()));
        let mut stand_in = |name: &str, value: Value| {
            if ours.get(name).is_none_or(Value::is_null) {
                ours.insert(name.to_owned(), value);
            }
        };
        stand_in("roles", json!(["volunteer"]));
        stand_in("lang", before.map_or_else(|| json!("kk"), |person| json!(person.lang)));
        stand_in("age_class", json!(before.and_then(|person| person.age_class)));
        stand_in("name", json!(before.and_then(|person| person.name.clone())));
        serde_json::from_value(Value::Object(ours)).map_err(|error| unusable("person", error.to_string(), ""))
    }
}

fn login(body: &str) -> Result<Login, ApiError> {
    serde_json::from_str(body).map_err(|_| refused(ProblemKind::Malformed, "a name and a password are needed"))
}

/// Somebody who says who they are. The id comes from the contact, so that the same person on the same device is the same one tomorrow.
fn introduced(body: &str) -> Result<Person, ApiError> {
    let told: Introduction = serde_json::from_str(body).map_err(|_| refused(ProblemKind::Malformed, "a contact is needed"))?;
    person_of(told).ok_or_else(|| refused(ProblemKind::Invalid, "no contact"))
}

fn person_of(Introduction { contact, lang }: Introduction) -> Option<Person> {
    // FNV-1a, 64 bits: a name for a record, no protection of anything.
    let hash =
        contact.as_str().bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let id = format!("p{hash:016x}").parse().ok()?;
    Some(Person { id, name: None, contact, age_class: None, roles: vec![crate::model::Role::Volunteer], lang })
}

fn session(person: &Person, now: Instant) -> Reply {
    reply(200, json!({ "person": person, "expires_at": now.plus(SESSION) }).to_string())
}

/// Whatever a server says to a wrong password, the person needs to hear it at the field.
fn wrong_password(error: ApiError) -> ApiError {
    match error.kind() {
        Some(ProblemKind::SignIn | ProblemKind::Forbidden | ProblemKind::Malformed | ProblemKind::Invalid | ProblemKind::NotFound) => {
            let mut problem = Problem::new(ProblemKind::CodeWrong, "name or password is wrong");
            problem.errors = vec![FieldError { pointer: "/password".to_owned(), detail: "wrong".to_owned() }];
            ApiError::Problem { problem: Box::new(problem), retry_after: None }
        }
        _ => error,
    }
}
