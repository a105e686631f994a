//! A hub for one test: its own data base, its own server, a few people and actions.

use meyirim::{
    api::{ApiError, Call, Method, ProblemKind, Reply, Request, signups},
    model::{
        ActionDetail, AgeClass, Contact, Id, Instant, Lang, Person, PersonId, Role, ShiftId, instant::HOUR, signup::JoinBody,
        signup::SignupAnswer,
    },
};
use meyirim_backend::{Server, Settings, db::Db, records, secrets};
use serde_json::json;
use std::{
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum On {
    Sqlite,
    Postgres,
}

/// Makes two tests of one function `async fn name(place: Place)`.
#[macro_export]
macro_rules! on_both {
    ($($name:ident),* $(,)?) => {
        mod sqlite { $(#[tokio::test] async fn $name() { super::$name($crate::hub::Place::sqlite()).await; })* }
        mod postgres { $(#[tokio::test] async fn $name() {
            match $crate::hub::Place::postgres().await {
                Some(place) => super::$name(place).await,
                None => eprintln!("no PostgreSQL here (TEST_POSTGRES_URL): nothing was tested"),
            }
        })* }
    };
}

/// Where a test keeps its data: a folder, or a schema, that goes when the test ends.
pub struct Place {
    pub on: On,
    pub database: String,
    pub folder: PathBuf,
    /// The server and the schema in it.
    schema: Option<(String, String)>,
}

fn unique() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
}

impl Place {
    pub fn sqlite() -> Self {
        let folder = std::env::temp_dir().join(format!("meyirim-test-{}", unique()));
        std::fs::create_dir_all(&folder).expect("a folder for the test");
        Self { on: On::Sqlite, database: format!("sqlite://{}/hub.db", folder.display()), folder, schema: None }
    }

    pub async fn postgres() -> Option<Self> {
        let set = |name: &str| std::env::var(name).ok().filter(|url| url.starts_with("postgres"));
        let url = set("TEST_POSTGRES_URL").or_else(|| set("DATABASE_URL"))?;
        let schema = format!("test_{}", unique());
        let pool = sqlx::postgres::PgPool::connect(&url).await.expect("PostgreSQL answers");
        let sql = format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}");
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&pool).await.expect("a schema for the test");
        let mark = if url.contains('?') { '&' } else { '?' };
        let mut place = Self::sqlite();
        (place.on, place.database) = (On::Postgres, format!("{url}{mark}options[search_path]={schema}"));
        place.schema = Some((url, schema));
        Some(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
        let Some((url, schema)) = self.schema.take() else { return };
        // A thread of its own: the test's runtime is busy dropping us.
        let gone = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let pool = sqlx::postgres::PgPool::connect(&url).await?;
                sqlx::raw_sql(sqlx::AssertSqlSafe(format!("SET lock_timeout = '2s'; DROP SCHEMA {schema} CASCADE"))).execute(&pool).await
            })
        });
        drop(gone.join());
    }
}

pub struct Hub {
    pub server: Server,
    pub url: String,
    pub http: reqwest::Client,
}

impl Hub {
    pub async fn on(place: &Place) -> Self {
        Self::with(place, |_| {}).await
    }

    pub async fn with(place: &Place, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings {
            addr: ([127, 0, 0, 1], 0).into(),
            database: place.database.clone(),
            dist: place.folder.join("dist"),
            keeps_house: false,
            ..Settings::default()
        };
        change(&mut settings);
        let server = Server::start(settings).await.expect("the server starts");
        let url = format!("http://{}", server.addr);
        Self { server, url, http: reqwest::Client::new() }
    }

    pub fn db(&self) -> &Db {
        &self.server.app.db
    }

    pub fn now(&self) -> Instant {
        self.server.app.clock.now()
    }

    /// Below `/api/v1`.
    pub fn ask(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method.parse().expect("a method"), format!("{}/api/v1{path}", self.url))
    }

    pub fn get(&self, path: &str) -> reqwest::RequestBuilder {
        self.ask("GET", path)
    }

    /// Sends what the client would send, and reads the answer as it does.
    pub async fn call<T>(&self, token: Option<&str>, call: Call<T>) -> Result<T, ApiError> {
        let reply = self.reply(token, &call.request).await.ok_or(ApiError::Unreachable)?;
        call.read(&reply)
    }

    pub async fn reply(&self, token: Option<&str>, request: &Request) -> Option<Reply> {
        let mut sent = self.ask(request.method.as_str(), &request.path);
        for (name, value) in &request.headers {
            sent = sent.header(name.as_ref(), value);
        }
        if let Some(token) = token {
            sent = sent.bearer_auth(token);
        }
        if let Some(body) = &request.body {
            sent = sent.body(body.clone());
        }
        let answer = sent.send().await.ok()?;
        let status = answer.status().as_u16();
        let headers =
            answer.headers().iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned())).collect();
        Some(Reply { status, headers, body: answer.bytes().await.ok()?.to_vec(), translated: None })
    }

    /// Somebody new, signed in; the answer is their token.
    pub async fn person(&self, name: &str, age_class: impl Into<Option<AgeClass>>, roles: &[Role]) -> String {
        let person = Person {
            id: PersonId::new(name).expect("an id"),
            name: Some(name.to_owned()),
            contact: Contact::parse(&format!("{name}@example.kz")).expect("a contact"),
            age_class: age_class.into(),
            roles: roles.to_vec(),
            lang: Lang::Kk,
        };
        let token = format!("token-of-{name}");
        let mut w = self.db().write().await.expect("writes");
        records::put_person(w.conn(), &person, self.now()).await.expect("the person is stored");
        sqlx::query("INSERT INTO sessions (token_hash, person, expires_at) VALUES ($1, $2, $3)")
            .bind(secrets::hash(&token))
            .bind(name.to_owned())
            .bind(self.now().plus(1000 * HOUR).0)
            .execute(w.conn())
            .await
            .expect("the session is stored");
        w.commit().await.expect("commits");
        token
    }

    pub async fn adult(&self, name: &str) -> String {
        self.person(name, AgeClass::Adult, &[Role::Volunteer]).await
    }

    pub async fn people(&self, count: usize) -> Vec<String> {
        let mut tokens = Vec::new();
        for number in 0..count {
            tokens.push(self.adult(&format!("person{number:02}")).await);
        }
        tokens
    }

    /// Stores an action past all checks.
    pub async fn action(&self, mut detail: ActionDetail) -> ActionDetail {
        let mut w = self.db().write().await.expect("writes");
        detail.action.rev = w.rev().await.expect("a number") as u64;
        records::put_detail(&mut w, &detail).await.expect("the action is stored");
        w.commit().await.expect("commits");
        detail
    }

    /// One shift "s" of two hours, that begins in so many hours and has so many places.
    pub fn plan(&self, id: &str, begins_in: i64, most: u32, waitlist: bool) -> ActionDetail {
        let starts = self.now().plus(begins_in * HOUR);
        serde_json::from_value(json!({
            "action": {
                "id": id, "rev": 0, "state": "published", "title": { "ru": format!("Дело {id}") }, "direction": "saulyq", "district": "abay",
                "shifts": [{ "id": "s", "starts": starts, "ends": starts.plus(2 * HOUR), "seats": { "needed": 1.min(most), "most": most, "taken": 0, "waiting": 0 } }],
                "youngest": "under_14", "waitlist": waitlist,
            },
            "about": { "kk": "мәтін", "ru": "текст" },
        }))
        .expect("an action")
    }

    pub async fn join(&self, token: &str, action: &str, or_wait: bool, key: &str) -> Result<SignupAnswer, ApiError> {
        let body = JoinBody { or_wait, guardian: None, made_at: self.now() };
        self.call(Some(token), signups::join(&id(action), &shift(), &body, key)).await
    }

    pub async fn leave(&self, token: &str, action: &str, key: &str) -> Result<SignupAnswer, ApiError> {
        self.call(Some(token), signups::leave(&id(action), &shift(), key)).await
    }
}

pub fn id<T>(text: &str) -> Id<T> {
    Id::new(text).expect("an id")
}

pub fn shift() -> ShiftId {
    ShiftId::new("s").expect("an id")
}

pub fn kind<T: std::fmt::Debug>(result: Result<T, ApiError>) -> ProblemKind {
    match result {
        Err(ApiError::Problem { problem, .. }) => problem.kind(),
        other => panic!("not refused: {other:?}"),
    }
}

/// A key that no other request of the test has.
pub fn key() -> String {
    format!("key-{}", unique())
}

/// Waits for something, at most five seconds.
pub async fn soon<T>(what: &str, wait: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(5), wait).await.unwrap_or_else(|_| panic!("{what}: not within 5 s"))
}

pub fn method(method: Method) -> String {
    method.as_str().to_lowercase()
}
