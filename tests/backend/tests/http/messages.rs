//! Messages to members, to a mail server and a gateway of these tests: planned, sent once, tried again, stopped.

use crate::{
    hub::{Hub, Place, id, key, kind, soon},
    sending::{BOTH, ORIGIN, SECRET, Sent, go, hub, message, secret, sending, sending_past, somebody, value},
};
use hmac::{Hmac, KeyInit, Mac};
use meyirim::{
    api::{ApiError, ProblemKind, messages},
    model::{
        Role,
        instant::{DAY, MINUTE},
        member::Field,
        message::{Channel, Failing, NoWay, Skip, State},
    },
};
use meyirim_backend::settings::Smtp;
use serde_json::{Value, json};
use sha2::Sha256;
use std::collections::BTreeSet;

crate::on_both!(
    by_letter_and_by_text_message,
    nobody_twice,
    a_backend_that_died_meanwhile,
    a_data_base_that_is_busy_meanwhile,
    refused_and_tried_again,
    a_mail_server_that_is_away,
    stopped_in_time,
    what_is_no_longer_so,
    by_no_way,
    what_is_no_message,
    many_people,
    what_is_forgotten,
    who_may
);

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
