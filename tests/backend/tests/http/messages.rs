//! Messages to members, to a mail server and a gateway of these tests: planned, sent once, tried again, stopped; and who wants none gets none.

use crate::{
    hub::{Hub, Place, id, key, kind, soon},
    mail::{Mail, mail_server},
};
use axum::{
    Router,
    body::Bytes,
    extract::State as Shared,
    http::{HeaderMap, StatusCode},
    routing,
};
use hmac::{Hmac, KeyInit, Mac};
use meyirim::{
    api::{ApiError, Fetched, ProblemKind, messages, roster},
    model::{
        Lang, Role,
        batch::{BatchKind, BatchPart, Edit},
        duplicates::{merge, proposed},
        instant::{DAY, MINUTE},
        member::Field,
        member_edit::Change,
        message::{Channel, Failing, MessageDetail, MessageView, NewMessage, NoWay, Skip, State, Wanted, Written},
    },
};
use meyirim_backend::{
    db::Db,
    message_send::send_by,
    settings::{Smtp, Webhook},
};
use serde_json::{Value, json};
use sha2::Sha256;
use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::sync::mpsc;

crate::on_both!(
    by_letter_and_by_text_message,
    nobody_twice,
    a_backend_that_died_meanwhile,
    a_data_base_that_is_busy_meanwhile,
    refused_and_tried_again,
    a_mail_server_that_is_away,
    stopped_in_time,
    what_is_no_longer_so,
    stopped_by_the_link,
    stopped_by_a_leader,
    stopped_is_stopped_after_a_merge,
    stopped_themselves_is_nobody_elses,
    stopped_with_one_press,
    by_no_way,
    what_is_no_message,
    many_people,
    what_is_forgotten,
    who_may
);

const ORIGIN: &str = "https://hub.example.kz";
const SECRET: &str = "a secret of these tests";
/// Longer than SQLite waits for another writer.
const LONG: Duration = Duration::from_secs(7);

/// What the gateway was sent.
#[derive(Debug)]
struct Sent {
    headers: HeaderMap,
    body: String,
}

impl Sent {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }

    fn to(&self) -> String {
        self.json()["to"].as_str().expect("a number").to_owned()
    }
}

type Answers = Arc<Mutex<HashMap<String, (u16, &'static str)>>>;
/// In which somebody else begins to write before the gateway answers, once.
type Busy = Arc<Mutex<Option<Db>>>;

/// A gateway on this machine. What it answers for a number can be set.
struct Gateway {
    url: String,
    sent: mpsc::UnboundedReceiver<Sent>,
    answers: Answers,
    busy: Busy,
}

impl Gateway {
    async fn start() -> Self {
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

    fn answers(&self, to: &str, answer: Option<(u16, &'static str)>) {
        let mut answers = self.answers.lock().expect("answers");
        match answer {
            Some(answer) => answers.insert(to.to_owned(), answer),
            None => answers.remove(to),
        };
    }

    fn all(&mut self) -> Vec<Sent> {
        let mut all: Vec<Sent> = std::iter::from_fn(|| self.sent.try_recv().ok()).collect();
        all.sort_by_key(Sent::to);
        all
    }
}

/// A hub that sends letters and text messages, and a leader.
struct Sending {
    hub: Hub,
    leader: String,
    mails: mpsc::UnboundedReceiver<Mail>,
    gateway: Gateway,
}

async fn sending(place: &Place) -> Sending {
    sending_past(place, 0).await
}

/// The mail server turns the first `refused` connections away.
async fn sending_past(place: &Place, refused: usize) -> Sending {
    let (url, mails) = mail_server(refused).await;
    let gateway = Gateway::start().await;
    let hub = hub(place, &url, &gateway.url).await;
    let leader = hub.person("leader", None, &[Role::AssociationLeader]).await;
    Sending { hub, leader, mails, gateway }
}

async fn hub(place: &Place, smtp: &str, gateway: &str) -> Hub {
    Hub::with(place, |settings| {
        settings.smtp = Some(Smtp { url: smtp.to_owned(), from: "Meyirim <hub@meyirim.example>".to_owned() });
        settings.webhook = Some(Webhook { url: gateway.to_owned(), secret: SECRET.to_owned() });
        settings.origin = Some(format!("{ORIGIN}/"));
    })
    .await
}

fn value(field: Field, from: Option<&str>, to: Option<&str>) -> Change {
    Change::Value { field, from: from.map(str::to_owned), to: to.map(str::to_owned) }
}

fn somebody(name: &str, phone: Option<&str>, email: Option<&str>) -> Vec<Change> {
    vec![value(Field::Name, None, Some(name)), value(Field::Phone, None, phone), value(Field::Email, None, email)]
}

fn message(audience: &[&str], channels: &[Channel]) -> NewMessage {
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

const BOTH: [Channel; 2] = [Channel::Email, Channel::Text];

impl Sending {
    async fn edit(&self, edits: Vec<(&str, Vec<Change>)>) {
        let edits = edits.into_iter().map(|(member, changes)| Edit::new(id(member), changes)).collect();
        let part = BatchPart { id: id(&key()), kind: BatchKind::Edit, why: None, made_at: self.hub.now(), edits };
        let done = self.hub.call(Some(&self.leader), roster::send(&part, &key())).await.expect("done");
        assert!(done.results.iter().all(|result| result.unfit.is_none() && result.clashes.is_empty()), "{done:?}");
    }

    /// English speakers, so that letters can be read as they are.
    async fn people(&self, people: &[(&str, Option<&str>, Option<&str>)]) {
        let english = Change::Entries { field: Field::Languages, add: BTreeSet::from(["English".to_owned()]), remove: BTreeSet::new() };
        let edits = people.iter().map(|(id, phone, email)| {
            let mut changes = somebody(&format!("Name of {id}"), *phone, *email);
            changes.push(english.clone());
            (*id, changes)
        });
        self.edit(edits.collect()).await;
    }

    async fn send(&self, message: &NewMessage) -> Result<MessageView, ApiError> {
        self.hub.call(Some(&self.leader), messages::send(message, &key())).await
    }

    /// Whatever is due, by both ways; how many were taken.
    async fn go(&self) -> usize {
        go(&self.hub).await
    }

    async fn detail(&self, message: &NewMessage) -> MessageDetail {
        self.hub.call(Some(&self.leader), messages::get(&message.id)).await.expect("the message")
    }

    async fn states(&self, message: &NewMessage) -> Vec<(String, State)> {
        self.detail(message).await.people.into_iter().map(|one| (one.member.to_string(), one.state)).collect()
    }

    fn mails(&mut self) -> Vec<Mail> {
        std::iter::from_fn(|| self.mails.try_recv().ok()).collect()
    }

    async fn answer(&self, secret: &str, wanted: Wanted) -> bool {
        self.hub.call(None, messages::answer(secret, wanted, &key())).await.expect("answered").stopped
    }
}

async fn go(hub: &Hub) -> usize {
    let mut sent = 0;
    for channel in Channel::ALL {
        sent += send_by(&hub.server.app, channel).await.expect("sent");
    }
    sent
}

/// The secret of the link in a text.
fn secret(text: &str) -> String {
    let (_, rest) = text.split_once("/opt-out#").expect("a link");
    rest.chars().take_while(|c| !c.is_whitespace()).collect()
}

async fn by_letter_and_by_text_message(place: Place) {
    let mut at = sending(&place).await;
    at.people(&[
        ("m-1", Some("+77010000001"), Some("a@mail.example")),
        ("m-2", Some("+77010000002"), None),
        ("m-3", None, None),
        ("m-4", Some("+77010000002"), None),
    ])
    .await;
    at.edit(vec![("m-5", somebody("Left", Some("+77010000005"), None))]).await;
    at.edit(vec![("m-5", vec![value(Field::Standing, None, Some("left"))])]).await;
    let message = message(&["m-1", "m-2", "m-3", "m-4", "m-5", "m-6"], &BOTH);
    let view = at.send(&message).await.expect("sent");
    assert_eq!((view.counts.waiting, view.counts.skipped, view.by.as_str()), (2, 4, "leader"));
    assert_eq!(at.go().await, 2);

    let (_, to, mail) = soon("the mail", at.mails.recv()).await.expect("a mail");
    assert!(to.contains("<a@mail.example>"), "{to}");
    let mail = mail.replace("=\n", "");
    assert!(mail.contains("Subject: Clean-up") && mail.contains("Hello, Name of m-1!"), "{mail}");
    assert!(mail.contains("Content-Type: text/plain; charset=utf-8") && mail.contains("Message-ID: <"), "{mail}");
    let one_click = format!("<{ORIGIN}/api/v1/messages/one-click/{}>", secret(&mail));
    assert!(mail.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{mail}");
    assert!(mail.replace("\n ", "").replace(' ', "").contains(&format!("List-Unsubscribe:{one_click}")), "{mail}");

    let sent = at.gateway.all();
    let posted = sent[0].json();
    assert_eq!((sent.len(), posted["to"].as_str(), posted["lang"].as_str()), (1, Some("+77010000002"), Some("en")));
    let text = posted["text"].as_str().expect("a text");
    // Two people with this phone: called by no name.
    assert!(text.starts_with(&format!("Hello, friends!\nTo stop: {ORIGIN}/opt-out#")), "{text}");
    let header = |name: &str| sent[0].headers[name].to_str().expect("text").to_owned();
    assert_eq!(header("idempotency-key"), posted["id"].as_str().expect("an id"));
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("a key");
    mac.update(format!("{}.{}", header("meyirim-timestamp"), sent[0].body).as_bytes());
    let signature: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(header("meyirim-signature"), format!("v1={signature}"));

    let detail = at.detail(&message).await;
    let told: Vec<_> = detail.people.iter().map(|one| (one.member.as_str(), one.state, one.skipped, one.channel)).collect();
    assert_eq!(
        told,
        [
            ("m-1", State::Sent, None, Some(Channel::Email)),
            ("m-2", State::Sent, None, Some(Channel::Text)),
            ("m-3", State::Skipped, Some(Skip::NoContact), None),
            ("m-4", State::Skipped, Some(Skip::Same), None),
            ("m-5", State::Skipped, Some(Skip::Left), None),
            ("m-6", State::Skipped, Some(Skip::Gone), None),
        ]
    );
    let list = at.hub.call(Some(&at.leader), messages::list()).await.expect("the list");
    assert_eq!((list.items.len(), list.items[0].counts, list.items[0].name.as_deref()), (1, detail.message.counts, Some("leader")));
    // Once, whatever comes; and no address is kept for what is over.
    assert_eq!(at.go().await, 0);
    let kept: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM message_people WHERE address <> ''").fetch_one(&at.hub.db().pool).await.expect("a number");
    assert_eq!(kept, 0);
}

async fn nobody_twice(place: Place) {
    let mut at = sending(&place).await;
    let ids: Vec<String> = (0..60).map(|number| format!("m-{number:02}")).collect();
    let phones: Vec<String> = (0..60).map(|number| format!("+770100000{number:02}")).collect();
    let people: Vec<_> = ids.iter().zip(&phones).map(|(id, phone)| (id.as_str(), Some(phone.as_str()), None)).collect();
    at.people(&people).await;
    let message = message(&ids.iter().map(String::as_str).collect::<Vec<_>>(), &[Channel::Text]);
    let one = key();
    let call = || at.hub.call(Some(&at.leader), messages::send(&message, &one));
    let (first, again) = tokio::join!(call(), call());
    assert_eq!(first.expect("sent").counts, again.expect("answered as before").counts);
    assert_eq!(kind(at.send(&message).await), ProblemKind::Invalid, "the id of a message, under another key");

    // Two backends on one data base, both at it.
    let other = hub(&place, "smtp://127.0.0.1:1", &at.gateway.url).await;
    let (mine, theirs) = tokio::join!(go(&at.hub), go(&other));
    assert_eq!(mine + theirs, 60);
    let sent = at.gateway.all();
    let numbers: BTreeSet<String> = sent.iter().map(Sent::to).collect();
    assert_eq!((sent.len(), numbers.len()), (60, 60));
    assert_eq!(at.detail(&message).await.message.counts.sent, 60);
}

async fn a_backend_that_died_meanwhile(place: Place) {
    let mut at = sending(&place).await;
    at.people(&[("m-1", Some("+77010000001"), None)]).await;
    let message = message(&["m-1"], &[Channel::Text]);
    at.send(&message).await.expect("sent");
    assert_eq!(at.go().await, 1);
    // As if the answer of the gateway had found nobody there any more.
    let later = at.hub.now().plus(5 * MINUTE).0;
    sqlx::query("UPDATE message_people SET state = 'waiting', address = '+77010000001', at = 0, due = $1")
        .bind(later)
        .execute(&at.hub.db().pool)
        .await
        .expect("written");
    assert_eq!(at.go().await, 0, "it may still be on its way");
    at.hub.server.app.clock.put_forward(6 * MINUTE);
    assert_eq!(at.go().await, 1);
    let sent = at.gateway.all();
    assert_eq!((sent.len(), sent[0].json()["id"].as_str()), (2, sent[1].json()["id"].as_str()), "known by its name");
}

/// What has gone out is written down, however long somebody else writes.
async fn a_data_base_that_is_busy_meanwhile(place: Place) {
    let mut at = sending(&place).await;
    at.people(&[("m-1", Some("+77010000001"), None)]).await;
    let sent = message(&["m-1"], &[Channel::Text]);
    at.send(&sent).await.expect("taken");
    *at.gateway.busy.lock().expect("a data base") = Some(at.hub.db().clone());
    assert_eq!(at.go().await, 1);
    assert_eq!(at.states(&sent).await, [("m-1".to_owned(), State::Sent)]);
    at.hub.server.app.clock.put_forward(10 * MINUTE);
    assert_eq!(at.go().await, 0);
    assert_eq!(at.gateway.all().len(), 1, "nobody gets it twice");
}

async fn refused_and_tried_again(place: Place) {
    let mut at = sending(&place).await;
    at.people(&[
        ("m-1", Some("+77010000001"), None),
        ("m-2", Some("+77010000002"), None),
        ("m-3", Some("+77010000003"), None),
        ("m-4", None, Some("nobody@mail.example")),
    ])
    .await;
    at.gateway.answers("+77010000001", Some((410, r#"{"reason":"no such number"}"#)));
    at.gateway.answers("+77010000002", Some((429, "")));
    at.gateway.answers("+77010000003", Some((503, "<html>")));
    let message = message(&["m-1", "m-2", "m-3", "m-4"], &BOTH);
    at.send(&message).await.expect("sent");
    at.go().await;
    let detail = at.detail(&message).await;
    let told: Vec<_> = detail.people.iter().map(|one| (one.state, one.failing, one.detail.as_deref())).collect();
    assert_eq!(
        told,
        [
            (State::Failed, Some(Failing::Refused), Some("410: no such number")),
            (State::Waiting, None, Some("429")),
            (State::Waiting, None, Some("503")),
            (State::Failed, Some(Failing::Refused), Some("550")),
        ]
    );
    at.gateway.all();
    at.gateway.answers("+77010000002", None);
    // A minute and more for one that is not well, ten for one that has said so.
    at.hub.server.app.clock.put_forward(2 * MINUTE);
    at.go().await;
    assert_eq!(at.gateway.all().iter().map(Sent::to).collect::<Vec<_>>(), ["+77010000003"]);
    at.hub.server.app.clock.put_forward(9 * MINUTE);
    at.go().await;
    assert!(at.states(&message).await.contains(&("m-2".to_owned(), State::Sent)));
    // Not for ever.
    for _ in 0..12 {
        at.hub.server.app.clock.put_forward(120 * MINUTE);
        at.go().await;
    }
    let detail = at.detail(&message).await;
    assert_eq!((detail.people[2].failing, detail.people[2].detail.as_deref()), (Some(Failing::GaveUp), Some("503")));

    // Once more, when it is wanted.
    at.gateway.answers("+77010000001", None);
    at.gateway.answers("+77010000003", None);
    let view = at.hub.call(Some(&at.leader), messages::retry(&message.id, &key())).await.expect("retried");
    assert_eq!((view.counts.waiting, view.counts.failed), (3, 0));
    at.go().await;
    let counts = at.detail(&message).await.message.counts;
    assert_eq!((counts.sent, counts.failed), (3, 1));
}

async fn a_mail_server_that_is_away(place: Place) {
    let mut at = sending_past(&place, 1).await;
    at.people(&[("m-1", None, Some("a@mail.example"))]).await;
    let message = message(&["m-1"], &[Channel::Email]);
    at.send(&message).await.expect("sent");
    assert_eq!((at.go().await, at.go().await), (0, 0), "not at once again");
    assert_eq!(at.states(&message).await, [("m-1".to_owned(), State::Waiting)]);
    at.hub.server.app.clock.put_forward(2 * MINUTE);
    assert_eq!(at.go().await, 1);
    assert_eq!(at.mails().len(), 1);
}

async fn stopped_in_time(place: Place) {
    let at = sending(&place).await;
    at.people(&[("m-1", Some("+77010000001"), None), ("m-2", Some("+77010000002"), None)]).await;
    at.gateway.answers("+77010000002", Some((503, "")));
    let message = message(&["m-1", "m-2"], &[Channel::Text]);
    at.send(&message).await.expect("sent");
    at.go().await;
    let view = at.hub.call(Some(&at.leader), messages::cancel(&message.id, &key())).await.expect("stopped");
    assert_eq!((view.counts.sent, view.counts.withdrawn, view.counts.waiting), (1, 1, 0));
    assert!(view.stopped_at.is_some());
    at.gateway.answers("+77010000002", None);
    at.hub.server.app.clock.put_forward(10 * MINUTE);
    assert_eq!(at.go().await, 0);
    let view = at.hub.call(Some(&at.leader), messages::retry(&message.id, &key())).await.expect("answered");
    assert_eq!(view.counts.waiting, 0, "what was stopped is not sent by trying again");
    assert_eq!(kind(at.hub.call(Some(&at.leader), messages::cancel(&id("other"), &key())).await), ProblemKind::NotFound);
}

/// Between the press and the sending.
async fn what_is_no_longer_so(place: Place) {
    let mut at = sending(&place).await;
    at.people(&[
        ("m-1", Some("+77010000001"), None),
        ("m-2", Some("+77010000002"), None),
        ("m-3", Some("+77010000003"), None),
        ("m-4", Some("+77010000004"), None),
    ])
    .await;
    let message = message(&["m-1", "m-2", "m-3", "m-4"], &[Channel::Text]);
    at.send(&message).await.expect("sent");
    at.edit(vec![
        ("m-1", vec![value(Field::Phone, Some("+77010000001"), Some("+77010000009"))]),
        ("m-2", vec![value(Field::Standing, None, Some("left"))]),
    ])
    .await;
    at.hub.call(Some(&at.leader), messages::set_opt_out(&id("m-3"), true, &key())).await.expect("written down");
    assert_eq!(at.go().await, 1);
    assert_eq!(at.gateway.all().iter().map(Sent::to).collect::<Vec<_>>(), ["+77010000004"]);
    let skipped: Vec<_> = at.detail(&message).await.people.into_iter().map(|one| one.skipped).collect();
    assert_eq!(skipped, [Some(Skip::NoContact), Some(Skip::Left), Some(Skip::OptedOut), None]);
}

async fn stopped_by_the_link(place: Place) {
    let mut at = sending(&place).await;
    at.people(&[("m-1", Some("+77010000001"), Some("a@mail.example")), ("m-2", None, Some("b@mail.example"))]).await;
    let first = message(&["m-1", "m-2"], &BOTH);
    at.send(&first).await.expect("sent");
    assert_eq!(at.go().await, 2);
    let mails = at.mails();
    let (_, _, mail) = mails.iter().find(|(_, to, _)| to.contains("<a@")).expect("the mail");
    let secret = secret(&mail.replace("=\n", ""));
    assert!(!at.answer(&secret, Wanted::Look).await);
    assert!(at.answer(&secret, Wanted::Stop).await && at.answer(&secret, Wanted::Stop).await);

    // Neither by letter nor on the phone instead.
    let terms = at.hub.call(Some(&at.leader), messages::terms()).await.expect("the terms");
    assert_eq!(terms.opted_out, [id("m-1")]);
    let second = message(&["m-1", "m-2"], &[Channel::Text, Channel::Email]);
    let view = at.send(&second).await.expect("sent");
    assert_eq!((view.counts.waiting, view.counts.skipped), (1, 1));
    assert_eq!(at.detail(&second).await.people[0].skipped, Some(Skip::OptedOut));
    // Only they themselves turn it on again. A member written down anew is still known by the address.
    let them = at.hub.call(Some(&at.leader), messages::opt_out(&id("m-1"))).await.expect("how it stands");
    assert!(them.stopped && them.themselves);
    assert_eq!(kind(at.hub.call(Some(&at.leader), messages::set_opt_out(&id("m-1"), false, &key())).await), ProblemKind::Forbidden);
    let gone = vec![
        value(Field::Name, Some("Name of m-1"), None),
        value(Field::Phone, Some("+77010000001"), None),
        value(Field::Email, Some("a@mail.example"), None),
        Change::Entries { field: Field::Languages, add: BTreeSet::new(), remove: BTreeSet::from(["English".to_owned()]) },
    ];
    at.edit(vec![("m-1", gone), ("m-9", somebody("The same", None, Some("a@mail.example")))]).await;
    let terms = at.hub.call(Some(&at.leader), messages::terms()).await.expect("the terms");
    assert_eq!(terms.opted_out, [id("m-9")]);
    // Nothing that is kept of it holds the address.
    let kept: Vec<String> = sqlx::query_scalar("SELECT key FROM opt_outs").fetch_all(&at.hub.db().pool).await.expect("rows");
    assert!(kept.len() == 1 && !kept[0].contains('@'));
    assert!(!at.answer(&secret, Wanted::Again).await);
    let terms = at.hub.call(Some(&at.leader), messages::terms()).await.expect("the terms");
    assert!(terms.opted_out.is_empty());

    for wrong in ["", "x", &secret[1..], &format!("{}x", &secret[..31]), &format!("{secret}x"), &"ә".repeat(32)] {
        assert_eq!(kind(at.hub.call(None, messages::answer(wrong, Wanted::Stop, &key())).await), ProblemKind::NotFound, "{wrong}");
    }
}

async fn stopped_by_a_leader(place: Place) {
    let mut at = sending(&place).await;
    // Two children with one phone.
    at.people(&[("m-1", Some("+77010000001"), None), ("m-2", Some("+77010000001"), None), ("m-3", None, None)]).await;
    let set = |member: &'static str, stopped| at.hub.call(Some(&at.leader), messages::set_opt_out(&id(member), stopped, &key()));
    for member in ["m-1", "m-3"] {
        let now = set(member, true).await.expect("written down");
        assert!(now.stopped && !now.themselves);
    }
    // Who shares the phone gets nothing there either. Who had no address when it was written down gets nothing at a new one.
    at.edit(vec![("m-3", vec![value(Field::Phone, None, Some("+77010000003"))])]).await;
    let terms = at.hub.call(Some(&at.leader), messages::terms()).await.expect("the terms");
    assert_eq!(terms.opted_out, [id("m-1"), id("m-2"), id("m-3")]);
    assert_eq!(at.send(&message(&["m-1", "m-2", "m-3"], &BOTH)).await.expect("taken").counts.skipped, 3);
    // All that was written down at once is taken back at once.
    assert!(!set("m-2", false).await.expect("taken back").stopped);
    let terms = at.hub.call(Some(&at.leader), messages::terms()).await.expect("the terms");
    assert_eq!(terms.opted_out, [id("m-3")]);
    assert_eq!(kind(set("m-8", true).await), ProblemKind::NotFound);
    assert!(at.gateway.all().is_empty());
}

async fn stopped_is_stopped_after_a_merge(place: Place) {
    let at = sending(&place).await;
    at.people(&[("m-1", Some("+77010000001"), None), ("m-2", Some("+77010000002"), None)]).await;
    let Fetched::New(page) = at.hub.call(Some(&at.leader), roster::list(None)).await.expect("the list") else { panic!("new") };
    let (one, other) = (&page.items[0], &page.items[1]);
    let edits = merge(one, other, &proposed(one, other)).expect("fits");
    let (gone, stays) = edits.iter().find_map(|edit| Some((edit.member.clone(), edit.into.clone()?))).expect("one goes into the other");
    at.hub.call(Some(&at.leader), messages::set_opt_out(&gone, true, &key())).await.expect("written down");
    let stopped = async || at.hub.call(Some(&at.leader), messages::terms()).await.expect("the terms").opted_out;
    assert_eq!(stopped().await, [gone]);
    let part = BatchPart { id: id(&key()), kind: BatchKind::Merge, why: None, made_at: at.hub.now(), edits };
    at.hub.call(Some(&at.leader), roster::send(&part, &key())).await.expect("one");
    assert_eq!(stopped().await, std::slice::from_ref(&stays), "by whatever address they stay on the list");
    // It is written down by a leader, and can be taken back by one.
    let now = at.hub.call(Some(&at.leader), messages::set_opt_out(&stays, false, &key())).await.expect("taken back");
    assert!(!now.stopped);
}

async fn stopped_themselves_is_nobody_elses(place: Place) {
    let mut at = sending(&place).await;
    // Two who share a phone.
    at.people(&[("m-1", Some("+77010000001"), Some("a@mail.example")), ("m-2", Some("+77010000001"), None)]).await;
    at.send(&message(&["m-1"], &[Channel::Email])).await.expect("sent");
    at.go().await;
    let secret = secret(&at.mails().remove(0).2.replace("=\n", ""));
    at.hub.call(Some(&at.leader), messages::set_opt_out(&id("m-1"), true, &key())).await.expect("written down");
    assert!(at.answer(&secret, Wanted::Stop).await);
    // What a leader wrote down for the one is taken back for the other; not what the one has decided.
    let other = at.hub.call(Some(&at.leader), messages::set_opt_out(&id("m-2"), false, &key())).await.expect("taken back");
    assert!(!other.stopped);
    let one = at.hub.call(Some(&at.leader), messages::opt_out(&id("m-1"))).await.expect("how it stands");
    assert!(one.stopped && one.themselves);
}

/// As a mail program does it.
async fn stopped_with_one_press(place: Place) {
    let mut at = sending(&place).await;
    at.people(&[("m-1", None, Some("a@mail.example"))]).await;
    at.send(&message(&["m-1"], &[Channel::Email])).await.expect("sent");
    at.go().await;
    let (_, _, mail) = at.mails().remove(0);
    let path = format!("/messages/one-click/{}", secret(&mail.replace("=\n", "")));
    let form = |path: &str, body: &'static str| {
        at.hub.ask("POST", path).header("content-type", "application/x-www-form-urlencoded").body(body).send()
    };
    assert_eq!(form(&path, "List-Unsubscribe=Maybe").await.expect("an answer").status(), 422);
    assert_eq!(form("/messages/one-click/x", "List-Unsubscribe=One-Click").await.expect("an answer").status(), 404);
    assert_eq!(at.hub.get(&path).send().await.expect("an answer").status(), 405, "looking at it stops nothing");
    assert_eq!(form(&path, "List-Unsubscribe=One-Click").await.expect("an answer").status(), 204);
    assert_eq!(at.send(&message(&["m-1"], &[Channel::Email])).await.expect("taken").counts.skipped, 1);
}

async fn by_no_way(place: Place) {
    let hub = Hub::on(&place).await;
    let leader = hub.person("leader", None, &[Role::AssociationLeader]).await;
    let terms = hub.call(Some(&leader), messages::terms()).await.expect("the terms");
    assert!(terms.offered.iter().all(|offered| offered.not == Some(NoWay::NotSet) && !offered.printed));
    assert_eq!(terms.link, None);
    let refused = hub.call(Some(&leader), messages::send(&message(&["m-1"], &BOTH), &key())).await;
    assert_eq!(kind(refused), ProblemKind::Invalid);
    // A mail server, and no address of its own: a letter could not say how to stop them.
    drop(hub);
    let hub = Hub::with(&place, |settings| {
        settings.smtp = Some(Smtp { url: "smtp://127.0.0.1:1".to_owned(), from: "hub@meyirim.example".to_owned() })
    })
    .await;
    let terms = hub.call(Some(&leader), messages::terms()).await.expect("the terms");
    assert_eq!(terms.offered.iter().map(|offered| offered.not).collect::<Vec<_>>(), [Some(NoWay::NoOrigin), Some(NoWay::NotSet)]);
}

async fn what_is_no_message(place: Place) {
    let at = sending(&place).await;
    let pointer = async |change: &dyn Fn(&mut Value)| {
        let mut body = serde_json::to_value(message(&["m-1"], &BOTH)).expect("JSON");
        change(&mut body);
        let sent = at.hub.ask("POST", "/roster/messages").bearer_auth(&at.leader).header("idempotency-key", key()).json(&body).send();
        let answer = sent.await.expect("an answer");
        let status = answer.status().as_u16();
        let problem: Value = answer.json().await.expect("a problem");
        (status, problem["errors"][0]["pointer"].as_str().unwrap_or_default().to_owned())
    };
    let wrong = |at: &str| (422, at.to_owned());
    assert_eq!(pointer(&|body| body["texts"] = json!({})).await, wrong("/texts"));
    assert_eq!(pointer(&|body| body["texts"]["ru"]["body"] = json!("{surname}")).await, wrong("/texts/ru/body"));
    assert_eq!(pointer(&|body| body["texts"]["en"]["subject"] = json!("")).await, wrong("/texts/en/subject"));
    assert_eq!(pointer(&|body| body["texts"]["de"] = json!({ "subject": "a", "body": "b" })).await.0, 422);
    assert_eq!(pointer(&|body| body["channels"] = json!(["pigeon"])).await, wrong("/channels/0"));
    assert_eq!(pointer(&|body| body["channels"] = json!([])).await, wrong("/channels"));
    assert_eq!(pointer(&|body| body["audience"] = json!([])).await, wrong("/audience"));
    assert_eq!(pointer(&|body| body["audience"] = json!(["a b"])).await, wrong("/audience/0"));
    assert_eq!(pointer(&|body| body["to"] = json!("all")).await.0, 422);
}

async fn many_people(place: Place) {
    let mut at = sending(&place).await;
    let ids: Vec<String> = (0..3000).map(|number| format!("member-{number:04}")).collect();
    for part in ids.chunks(500) {
        let of = |id: &String| (id.clone(), somebody(id, Some(&format!("+7701000{}", &id[7..])), None));
        let all: Vec<_> = part.iter().map(of).collect();
        at.edit(all.iter().map(|(id, changes)| (id.as_str(), changes.clone())).collect()).await;
    }
    let message = message(&ids.iter().map(String::as_str).collect::<Vec<_>>(), &[Channel::Text]);
    let view = at.send(&message).await.expect("sent");
    assert_eq!((view.counts.waiting, view.counts.everybody()), (3000, 3000));
    assert_eq!(at.detail(&message).await.people.len(), 3000);
    let view = at.hub.call(Some(&at.leader), messages::cancel(&message.id, &key())).await.expect("stopped");
    assert_eq!(view.counts.withdrawn, 3000);
    assert!(at.gateway.all().is_empty());
}

async fn what_is_forgotten(place: Place) {
    let at = sending(&place).await;
    at.people(&[("m-1", Some("+77010000001"), None)]).await;
    at.gateway.answers("+77010000001", Some((410, "")));
    let message = message(&["m-1"], &[Channel::Text]);
    at.send(&message).await.expect("sent");
    at.go().await;
    let clock = &at.hub.server.app.clock;
    clock.put_forward(31 * DAY);
    meyirim_backend::app::purge(&at.hub.server.app).await.expect("purged");
    let view = at.hub.call(Some(&at.leader), messages::retry(&message.id, &key())).await.expect("answered");
    assert_eq!((view.counts.waiting, view.counts.failed), (0, 1), "its address is forgotten");
    clock.put_forward(340 * DAY);
    meyirim_backend::app::purge(&at.hub.server.app).await.expect("purged");
    let token = at.hub.person("later", None, &[Role::AssociationLeader]).await;
    assert!(at.hub.call(Some(&token), messages::list()).await.expect("the list").items.is_empty());
}

async fn who_may(place: Place) {
    let at = sending(&place).await;
    let volunteer = at.hub.adult("aru").await;
    let auditor = at.hub.person("auditor", None, &[Role::Auditor]).await;
    let administrator = at.hub.person("admin", None, &[Role::Administrator]).await;
    at.people(&[("m-1", Some("+77010000001"), None)]).await;
    let new = message(&["m-1"], &[Channel::Text]);
    let forbidden = |refused: Result<(), ApiError>| assert_eq!(kind(refused), ProblemKind::Forbidden);
    for token in [&volunteer, &auditor] {
        let call = at.hub.call(Some(token), messages::send(&new, &key()));
        forbidden(call.await.map(drop));
        forbidden(at.hub.call(Some(token), messages::cancel(&new.id, &key())).await.map(drop));
        forbidden(at.hub.call(Some(token), messages::retry(&new.id, &key())).await.map(drop));
        forbidden(at.hub.call(Some(token), messages::set_opt_out(&id("m-1"), true, &key())).await.map(drop));
    }
    at.hub.call(Some(&administrator), messages::send(&new, &key())).await.expect("sent");
    assert_eq!(at.hub.call(Some(&auditor), messages::list()).await.expect("the list").items.len(), 1);
    assert_eq!(at.hub.call(Some(&auditor), messages::get(&new.id)).await.expect("the message").people.len(), 1);
    assert!(!at.hub.call(Some(&auditor), messages::opt_out(&id("m-1"))).await.expect("how it stands").stopped);
    forbidden(at.hub.call(Some(&volunteer), messages::list()).await.map(drop));
    forbidden(at.hub.call(Some(&volunteer), messages::get(&new.id)).await.map(drop));
    forbidden(at.hub.call(Some(&volunteer), messages::terms()).await.map(drop));
    forbidden(at.hub.call(Some(&volunteer), messages::opt_out(&id("m-1"))).await.map(drop));
    let nobody = at.hub.get("/roster/messages").send().await.expect("an answer");
    assert_eq!(nobody.status(), 401);
}
