//! Messages to everybody who has a place in a shift of today: to accounts and to those who walked in, by those who answer for the shift, and not to who gives the place back meanwhile.

use crate::{
    hub::{Hub, Place, id, key, kind, shift, soon},
    kiosk::{by, by_phone, nine, organisation, paired, phone, today, walk, walk_in, wrong},
    sending::{BOTH, Sending, sending},
};
use meyirim::{
    api::{ApiError, ProblemKind, kiosk, messages},
    model::{
        AgeClass, Guardian, Lang, Role,
        can::Rights,
        instant::HOUR,
        kiosk::walk_in::{Parent, WalkIn},
        message::{Channel, Failing, MessageView, Skip, State, Wanted, Written},
        people::Give,
        shift_message::{NewShiftMessage, NotReached},
    },
};

crate::on_both!(
    everybody_in_it,
    a_place_given_back,
    two_with_one_phone,
    one_phone_that_fails,
    not_after_its_end,
    whom_it_does_not_reach,
    what_is_no_message,
    who_may
);

fn message(action: &str, channels: &[Channel]) -> NewShiftMessage {
    let written = Written { subject: "Today".to_owned(), body: "Hello, {name}! Bring gloves.".to_owned() };
    NewShiftMessage {
        id: id(&key()),
        action: id(action),
        shift: shift(),
        texts: [(Lang::En, written)].into(),
        channels: channels.to_vec(),
        made_at: meyirim::model::Instant(0),
    }
}

async fn send(hub: &Hub, token: &str, message: &NewShiftMessage) -> Result<MessageView, ApiError> {
    hub.call(Some(token), kiosk::write_to(message, &key())).await
}

/// A shift with one who signs in by e-mail, one by phone, and a child who walked in with a parent's phone.
async fn full(place: &Place) -> (Sending, String) {
    let at = sending(place).await;
    let admin = nine(&at.hub).await;
    organisation(&at.hub, "eco").await;
    at.hub.action(by(at.hub.plan("clean", 2, 5, true), "eco")).await;
    for token in [at.hub.adult("marat").await, by_phone(&at.hub, "Сәуле", "+77010000002").await] {
        at.hub.join(&token, "clean", false, &key()).await.expect("joined");
    }
    let (secret, _) = paired(&at.hub, &admin, "Door", Some("eco")).await;
    let parent = Parent { how: Guardian::Present, name: "Гүлнар".to_owned(), phone: phone("+77010000003") };
    let child = walk_in("w1", "clean", "Айгүл", at.hub.now());
    walk(&at.hub, &secret, &WalkIn { age_class: AgeClass::Under14, parent: Some(parent), ..child }).await.expect("taken");
    (at, admin)
}

async fn everybody_in_it(place: Place) {
    let (mut at, admin) = full(&place).await;
    let new = message("clean", &BOTH);
    let once = key();
    let view = at.hub.call(Some(&admin), kiosk::write_to(&new, &once)).await.expect("sent");
    let again = at.hub.call(Some(&admin), kiosk::write_to(&new, &once)).await.expect("answered as before");
    assert_eq!((view.counts.waiting, view.counts.skipped, &view.counts), (3, 0, &again.counts));
    assert_eq!(view.shift.as_ref().map(|of| (of.action.as_str(), of.title.is_some())), Some(("clean", true)));
    assert_eq!(at.go().await, 3);
    let (_, to, mail) = soon("the mail", at.mails.recv()).await.expect("a mail");
    assert!(to.contains("marat") && mail.contains("Hello, marat! Bring gloves."), "{to} {mail}");
    // They need not be on any list.
    assert!(!mail.contains("list of volunteers") && mail.replace("=\n", "").contains("for a shift of today"), "{mail}");
    let texts: Vec<_> = at.gateway.all().iter().map(|sent| (sent.to(), sent.body.contains("Hello, "))).collect();
    assert_eq!(texts, [("+77010000002".to_owned(), true), ("+77010000003".to_owned(), true)]);

    // As those see it who answer for the shift, and as those who look through all that was sent.
    let shown = &today(&at.hub, &admin).await.shifts[0].messages;
    assert_eq!((shown.len(), shown[0].message.counts.sent, shown[0].unreached.len()), (1, 3, 0));
    let detail = at.hub.call(Some(&admin), messages::get(&new.id)).await.expect("the message");
    let mut names: Vec<_> = detail.people.iter().filter_map(|one| one.name.as_deref()).collect();
    names.sort_unstable();
    assert_eq!(names, ["marat", "Айгүл", "Сәуле"]);
    // A leader of the association sees that it was sent, not who comes to the shift.
    let detail = at.hub.call(Some(&at.leader), messages::get(&new.id)).await.expect("the message");
    assert!(detail.people.len() == 3 && detail.people.iter().all(|one| one.name.is_none()));
    assert_eq!(kind(send(&at.hub, &admin, &new).await), ProblemKind::Invalid, "the id of a message, under another key");
}

async fn a_place_given_back(place: Place) {
    let (at, admin) = full(&place).await;
    let new = message("clean", &[Channel::Email]);
    send(&at.hub, &admin, &new).await.expect("sent");
    // Before its turn has come.
    at.hub.leave("token-of-marat", "clean", &key()).await.expect("left");
    assert_eq!(at.go().await, 0);
    let shown = &today(&at.hub, &admin).await.shifts[0].messages[0];
    let mut why: Vec<_> = shown.unreached.iter().map(|one| (one.name.as_deref().unwrap_or_default(), one.why)).collect();
    why.sort_unstable_by_key(|(name, _)| (*name).to_owned());
    let no_contact = NotReached::Skipped(Skip::NoContact);
    assert_eq!(why, [("marat", NotReached::Skipped(Skip::Gone)), ("Айгүл", no_contact), ("Сәуле", no_contact)]);
}

/// A brother with the same parent's phone is in it too.
async fn with_a_brother(place: &Place) -> (Sending, String) {
    let (at, admin) = full(place).await;
    let brother = by_phone(&at.hub, "Ерлан", "+77010000003").await;
    at.hub.join(&brother, "clean", false, &key()).await.expect("joined");
    (at, admin)
}

async fn two_with_one_phone(place: Place) {
    let (mut at, admin) = with_a_brother(&place).await;
    let new = message("clean", &[Channel::Text]);
    let view = send(&at.hub, &admin, &new).await.expect("sent");
    // Saule's, and one for both at the parent's.
    assert_eq!((view.counts.waiting, view.counts.skipped), (2, 2));
    // Whoever of the two stands for both gives the place back: the other still hears of it.
    let sql = "SELECT member FROM message_people WHERE message = $1 AND address = '+77010000003'";
    let first: String = sqlx::query_scalar(sql).bind(new.id.as_str()).fetch_one(&at.hub.db().pool).await.expect("one");
    sqlx::query("UPDATE signups SET state = 'withdrawn' WHERE person = $1").bind(&first).execute(&at.hub.db().pool).await.expect("left");
    at.go().await;
    at.go().await;
    let texts: Vec<String> = at.gateway.all().iter().map(crate::sending::Sent::to).collect();
    assert_eq!(texts, ["+77010000002", "+77010000003"]);
}

/// Where it could not be sent to one, neither has heard of it.
async fn one_phone_that_fails(place: Place) {
    let (mut at, admin) = with_a_brother(&place).await;
    at.gateway.answers("+77010000003", Some((422, r#"{"detail":"no such number"}"#)));
    send(&at.hub, &admin, &message("clean", &[Channel::Text])).await.expect("sent");
    at.go().await;
    assert_eq!(at.gateway.all().len(), 2);
    let shown = &today(&at.hub, &admin).await.shifts[0].messages[0];
    let failed: Vec<_> =
        shown.unreached.iter().filter(|one| matches!(one.why, NotReached::Failed(_))).map(|one| one.name.clone()).collect();
    assert_eq!(failed.len(), 2, "{:?}", shown.unreached);
}

async fn not_after_its_end(place: Place) {
    let (at, admin) = full(&place).await;
    let new = message("clean", &[Channel::Text]);
    send(&at.hub, &admin, &new).await.expect("sent");
    at.hub.server.app.clock.put_forward(5 * HOUR);
    at.go().await;
    let shown = &today(&at.hub, &admin).await.shifts[0].messages[0];
    assert_eq!((shown.message.counts.sent, shown.message.counts.failed), (0, 2));
    assert_eq!(kind(at.hub.call(Some(&admin), messages::retry(&new.id, &key())).await), ProblemKind::NotNow);
}

async fn whom_it_does_not_reach(place: Place) {
    let (mut at, admin) = full(&place).await;
    let first = message("clean", &[Channel::Text]);
    send(&at.hub, &admin, &first).await.expect("sent");
    at.gateway.answers("+77010000003", Some((422, r#"{"detail":"no such number"}"#)));
    at.go().await;
    let shown = today(&at.hub, &admin).await.shifts[0].messages[0].clone();
    let failed = shown.unreached.iter().find(|one| one.name.as_deref() == Some("Айгүл")).expect("not reached");
    assert_eq!((failed.why, shown.message.counts.failed), (NotReached::Failed(Failing::Refused), 1));
    // Those who answer for the shift try again.
    at.gateway.answers("+77010000003", None);
    at.hub.call(Some(&admin), messages::retry(&first.id, &key())).await.expect("waits again");
    at.go().await;
    assert_eq!(today(&at.hub, &admin).await.shifts[0].messages[0].message.counts.failed, 0);
    // By the link in it.
    let sent = at.gateway.all();
    let text = sent.iter().find(|sent| sent.to() == "+77010000002").expect("a text").json();
    let secret = crate::sending::secret(text["text"].as_str().expect("text"));
    at.hub.call(None, messages::answer(&secret, Wanted::Stop, &key())).await.expect("stopped");
    let second = message("clean", &BOTH);
    send(&at.hub, &admin, &second).await.expect("sent");
    let latest = &today(&at.hub, &admin).await.shifts[0].messages[0];
    let told: Vec<_> = latest.unreached.iter().map(|one| (one.name.as_deref(), one.why)).collect();
    assert_eq!((latest.message.id.clone(), told), (second.id, vec![(Some("Сәуле"), NotReached::Skipped(Skip::OptedOut))]));
}

async fn what_is_no_message(place: Place) {
    let (at, admin) = full(&place).await;
    let blank = NewShiftMessage { texts: [(Lang::Kk, Written::default())].into(), ..message("clean", &BOTH) };
    assert_eq!(wrong(send(&at.hub, &admin, &blank).await), (ProblemKind::Invalid, "/texts".to_owned()));
    let other = NewShiftMessage {
        texts: [(Lang::En, Written { subject: "s".to_owned(), body: "{phone}".to_owned() })].into(),
        ..message("clean", &BOTH)
    };
    assert_eq!(wrong(send(&at.hub, &admin, &other).await), (ProblemKind::Invalid, "/texts/en/body".to_owned()));
    assert_eq!(wrong(send(&at.hub, &admin, &message("clean", &[])).await), (ProblemKind::Invalid, "/channels".to_owned()));
    assert_eq!(kind(send(&at.hub, &admin, &message("none", &BOTH)).await), ProblemKind::NotFound);
    // Not of today; and one in which nobody is.
    at.hub.action(at.hub.plan("later", 40, 5, true)).await;
    assert_eq!(kind(send(&at.hub, &admin, &message("later", &BOTH)).await), ProblemKind::NotFound);
    at.hub.action(at.hub.plan("empty", 3, 5, true)).await;
    assert_eq!(wrong(send(&at.hub, &admin, &message("empty", &BOTH)).await), (ProblemKind::Invalid, "/shift".to_owned()));
    assert_eq!(at.go().await, 0);
}

async fn who_may(place: Place) {
    let (at, admin) = full(&place).await;
    organisation(&at.hub, "med").await;
    at.hub.action(by(at.hub.plan("walk", 3, 5, true), "med")).await;
    let somebody = at.hub.adult("somebody").await;
    at.hub.join(&somebody, "walk", false, &key()).await.expect("joined");
    let eco = at.hub.person("eco-coordinator", None, &[Role::Coordinator]).await;
    let before = Rights { roles: [Role::Coordinator].into(), organisations: Default::default() };
    let bound = Rights { organisations: [id("eco")].into(), ..before.clone() };
    at.hub
        .call(Some(&admin), meyirim::api::rights::give(&id("eco-coordinator"), &Give { before, rights: bound }, &key()))
        .await
        .expect("bound");
    let (own, others) = (message("clean", &BOTH), message("walk", &BOTH));
    send(&at.hub, &eco, &own).await.expect("sent");
    assert_eq!(kind(send(&at.hub, &eco, &others).await), ProblemKind::NotFound);
    send(&at.hub, &admin, &others).await.expect("sent");
    assert_eq!(kind(at.hub.call(Some(&at.leader), messages::cancel(&own.id, &key())).await), ProblemKind::Forbidden);
    // What somebody answers for is also stopped by them, and nothing else.
    let stopped = at.hub.call(Some(&eco), messages::cancel(&own.id, &key())).await.expect("stopped");
    assert_eq!((stopped.counts.of(State::Withdrawn), stopped.stopped_at.is_some()), (3, true));
    assert_eq!(kind(at.hub.call(Some(&eco), messages::cancel(&others.id, &key())).await), ProblemKind::NotFound);
    let members = at.hub.call(Some(&at.leader), messages::send(&crate::sending::message(&["m-1"], &BOTH), &key())).await.expect("sent");
    assert_eq!(kind(at.hub.call(Some(&eco), messages::cancel(&members.id, &key())).await), ProblemKind::Forbidden);
    for (role, name) in [(Role::Volunteer, "v"), (Role::AssociationLeader, "l"), (Role::Auditor, "a"), (Role::ShiftLeader, "s")] {
        let token = at.hub.person(name, None, &[role]).await;
        assert_eq!(kind(send(&at.hub, &token, &message("clean", &BOTH)).await), ProblemKind::Forbidden, "{role:?}");
    }
}
