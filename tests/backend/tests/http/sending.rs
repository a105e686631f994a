//! A hub that sends letters and text messages, with a mail server and a gateway of these tests.

use crate::{
    hub::{Hub, Place, id, key},
    mail::{Mail, mail_server},
};
use axum::{
    Router,
    body::Bytes,
    extract::State as Shared,
    http::{HeaderMap, StatusCode},
    routing,
};
use meyirim::{
    api::{ApiError, messages, roster},
    model::{
        Lang, Role,
        batch::{BatchKind, BatchPart, Edit},
        member::Field,
        member_edit::Change,
        message::{Channel, MessageDetail, MessageView, NewMessage, State, Wanted, Written},
    },
};
use meyirim_backend::{
    db::Db,
    message_send::send_by,
    settings::{Smtp, Webhook},
};
use serde_json::Value;
use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::sync::mpsc;

pub const ORIGIN: &str = "https://hub.example.kz";
pub const SECRET: &str = "a secret of these tests";
/// Longer than SQLite waits for another writer.
pub const LONG: Duration = Duration::from_secs(7);

/// What the gateway was sent.
#[derive(Debug)]
pub struct Sent {
    pub headers: HeaderMap,
    pub body: String,
}

impl Sent {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }

    pub fn to(&self) -> String {
        self.json()["to"].as_str().expect("a number").to_owned()
    }
}

pub type Answers = Arc<Mutex<HashMap<String, (u16, &'static str)>>>;
/// In which somebody else begins to write before the gateway answers, once.
pub type Busy = Arc<Mutex<Option<Db>>>;

/// A gateway on this machine. What it answers for a number can be set.
pub struct Gateway {
    pub url: String,
    pub sent: mpsc::UnboundedReceiver<Sent>,
    pub answers: Answers,
    pub busy: Busy,
}

impl Gateway {
    pub async fn start() -> Self {
        let (sender, sent) = mpsc::unbounded_channel();
        let (answers, busy) = (Answers::default(), Busy::default());
        type Parts = (mpsc::UnboundedSender<Sent>, Answers, Busy);
        let handler = async |Shared((sender, answers, busy)): Shared<Parts>, headers: HeaderMap, body: Bytes| {
            let db = busy.lock().expect("a data base").take();
            if let Some(db) = db {
                let other = db.write().await.expect("writes");
                tokio::spawn(async move {
                    tokio::time::sleep(LONG).await;
                    drop(other);
                });
            }
            let sent = Sent { headers, body: String::from_utf8(body.to_vec()).expect("text") };
            let (status, text) = answers.lock().expect("answers").get(&sent.to()).copied().unwrap_or((202, "{}"));
            sender.send(sent).expect("the test listens");
            (
                StatusCode::from_u16(status).expect("a status"),
                [("retry-after", if status == 429 { "600" } else { "0" }), ("content-type", "application/json")],
                text,
            )
        };
        let app = Router::new().route("/send", routing::post(handler)).with_state((sender, answers.clone(), busy.clone()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/send", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, sent, answers, busy }
    }

    pub fn answers(&self, to: &str, answer: Option<(u16, &'static str)>) {
        let mut answers = self.answers.lock().expect("answers");
        match answer {
            Some(answer) => answers.insert(to.to_owned(), answer),
            None => answers.remove(to),
        };
    }

    pub fn all(&mut self) -> Vec<Sent> {
        let mut all: Vec<Sent> = std::iter::from_fn(|| self.sent.try_recv().ok()).collect();
        all.sort_by_key(Sent::to);
        all
    }
}

/// A hub that sends letters and text messages, and a leader.
pub struct Sending {
    pub hub: Hub,
    pub leader: String,
    pub mails: mpsc::UnboundedReceiver<Mail>,
    pub gateway: Gateway,
}

pub async fn sending(place: &Place) -> Sending {
    sending_past(place, 0).await
}

/// The mail server turns the first `refused` connections away.
pub async fn sending_past(place: &Place, refused: usize) -> Sending {
    let (url, mails) = mail_server(refused).await;
    let gateway = Gateway::start().await;
    let hub = hub(place, &url, &gateway.url).await;
    let leader = hub.person("leader", None, &[Role::AssociationLeader]).await;
    Sending { hub, leader, mails, gateway }
}

pub async fn hub(place: &Place, smtp: &str, gateway: &str) -> Hub {
    Hub::with(place, |settings| {
        settings.smtp = Some(Smtp { url: smtp.to_owned(), from: "Meyirim <hub@meyirim.example>".to_owned() });
        settings.webhook = Some(Webhook { url: gateway.to_owned(), secret: SECRET.to_owned() });
        settings.origin = Some(format!("{ORIGIN}/"));
    })
    .await
}

pub fn value(field: Field, from: Option<&str>, to: Option<&str>) -> Change {
    Change::Value { field, from: from.map(str::to_owned), to: to.map(str::to_owned) }
}

pub fn somebody(name: &str, phone: Option<&str>, email: Option<&str>) -> Vec<Change> {
    vec![value(Field::Name, None, Some(name)), value(Field::Phone, None, phone), value(Field::Email, None, email)]
}

pub fn message(audience: &[&str], channels: &[Channel]) -> NewMessage {
    let written = |subject: &str, body: &str| Written { subject: subject.to_owned(), body: body.to_owned() };
    NewMessage {
        id: id(&key()),
        texts: [(Lang::En, written("Clean-up", "Hello, {name}!")), (Lang::Ru, written("Субботник", "Здравствуйте, {name}!"))].into(),
        channels: channels.to_vec(),
        stand_in: true,
        audience: audience.iter().map(|member| id(member)).collect(),
        why: Some("the river".to_owned()),
        made_at: meyirim::model::Instant(0),
    }
}

pub const BOTH: [Channel; 2] = [Channel::Email, Channel::Text];

impl Sending {
    pub async fn edit(&self, edits: Vec<(&str, Vec<Change>)>) {
        let edits = edits.into_iter().map(|(member, changes)| Edit::new(id(member), changes)).collect();
        let part = BatchPart { id: id(&key()), kind: BatchKind::Edit, why: None, made_at: self.hub.now(), edits };
        let done = self.hub.call(Some(&self.leader), roster::send(&part, &key())).await.expect("done");
        assert!(done.results.iter().all(|result| result.unfit.is_none() && result.clashes.is_empty()), "{done:?}");
    }

    /// English speakers, so that letters can be read as they are.
    pub async fn people(&self, people: &[(&str, Option<&str>, Option<&str>)]) {
        let english = Change::Entries { field: Field::Languages, add: BTreeSet::from(["English".to_owned()]), remove: BTreeSet::new() };
        let edits = people.iter().map(|(id, phone, email)| {
            let mut changes = somebody(&format!("Name of {id}"), *phone, *email);
            changes.push(english.clone());
            (*id, changes)
        });
        self.edit(edits.collect()).await;
    }

    pub async fn send(&self, message: &NewMessage) -> Result<MessageView, ApiError> {
        self.hub.call(Some(&self.leader), messages::send(message, &key())).await
    }

    /// Whatever is due, by both ways; how many were taken.
    pub async fn go(&self) -> usize {
        go(&self.hub).await
    }

    pub async fn detail(&self, message: &NewMessage) -> MessageDetail {
        self.hub.call(Some(&self.leader), messages::get(&message.id)).await.expect("the message")
    }

    pub async fn states(&self, message: &NewMessage) -> Vec<(String, State)> {
        self.detail(message).await.people.into_iter().map(|one| (one.member.to_string(), one.state)).collect()
    }

    pub fn mails(&mut self) -> Vec<Mail> {
        std::iter::from_fn(|| self.mails.try_recv().ok()).collect()
    }

    pub async fn answer(&self, secret: &str, wanted: Wanted) -> bool {
        self.hub.call(None, messages::answer(secret, wanted, &key())).await.expect("answered").stopped
    }
}

pub async fn go(hub: &Hub) -> usize {
    let mut sent = 0;
    for channel in Channel::ALL {
        sent += send_by(&hub.server.app, channel).await.expect("sent");
    }
    sent
}

/// The secret of the link in a text.
pub fn secret(text: &str) -> String {
    let (_, rest) = text.split_once("/opt-out#").expect("a link");
    rest.chars().take_while(|c| !c.is_whitespace()).collect()
}
