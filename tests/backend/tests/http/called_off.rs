//! What is called off: its reason, what the day's screen and the kiosks show of it, and that nobody is checked in to it. Who of those who walked in hears of it: `called_off_told`.

use crate::{
    hub::{Hub, Place, id, key, kind, shift},
    kiosk::{by_phone, day, mark, nine, noted, organisation, paired, phone, today, walk, walk_in, wrong},
    notices::change,
    sending::{Sending, sending},
};
use meyirim::{
    api::{ApiError, ProblemKind, manage, notices},
    model::{
        ActionDetail, ActionState, AgeClass, Guardian, Lang, NoticeKind, Role, Texts,
        called_off::{CalledOff, Hearing, LONGEST},
        instant::{HOUR, MINUTE},
        kiosk::{
            day::{InOrOut, Who},
            walk_in::{Parent, WalkIn},
        },
    },
};

crate::on_both!(
    why_it_is_off,
    no_reason_of_a_thousand_letters,
    who_may_ask_who_hears,
    it_stays_on_the_day,
    nobody_is_checked_in,
    one_question_for_all_messages,
);

pub const STORM: &str = "Дауыл соғады";

pub fn off(detail: &mut ActionDetail) {
    detail.action.state = ActionState::Cancelled;
    detail.called_off = Some(CalledOff { at: None, reason: Texts::new(Some(STORM), None, Some("A storm is coming")) });
}

pub fn held(detail: &mut ActionDetail) {
    detail.action.state = ActionState::Published;
}

/// One with an account, and four who walked in: with a phone, a child with the same phone of a parent, with another phone, and with none.
pub async fn full(place: &Place) -> (Sending, String, String) {
    let at = sending(place).await;
    let admin = nine(&at.hub).await;
    at.hub.action(at.hub.plan("clean", 2, 8, true)).await;
    by_phone(&at.hub, "Сәуле", "+77010000001").await;
    at.hub.join("token-of-+77010000001", "clean", false, &key()).await.expect("joined");
    let (secret, _) = paired(&at.hub, &admin, "Door", None).await;
    let now = at.hub.now();
    let parent = Parent { how: Guardian::Present, name: "Гүлнар".to_owned(), phone: phone("+77010000002") };
    for one in [
        WalkIn { phone: phone("+77010000002"), ..walk_in("w1", "clean", "Гүлнар", now) },
        WalkIn { age_class: AgeClass::Under14, parent: Some(parent), ..walk_in("w2", "clean", "Айгүл", now) },
        WalkIn { phone: phone("+77010000003"), lang: Lang::En, ..walk_in("w3", "clean", "Marat", now) },
        walk_in("w4", "clean", "Ерлан", now),
    ] {
        walk(&at.hub, &secret, &one).await.expect("taken");
    }
    (at, admin, secret)
}

pub async fn hearing(hub: &Hub, token: &str) -> Hearing {
    hub.call(Some(token), manage::hearing(&id("clean"))).await.expect("counted")
}

async fn why_it_is_off(place: Place) {
    let (mut at, admin, _) = full(&place).await;
    let token = at.hub.adult("aliya").await;
    at.hub.join(&token, "clean", false, &key()).await.expect("joined");
    let called = at.hub.now();
    change(&at.hub, "clean", off).await;
    let shown = |detail: ActionDetail| detail.called_off.expect("off");
    let now = shown(detail(&at.hub).await);
    assert_eq!(now.reason.as_ref().and_then(|reason| reason.get(Lang::Kk)), Some(STORM));
    assert!(now.at.is_some_and(|at| at >= called), "when is told by the backend's clock");

    // In the app, and by letter.
    let news = at.hub.call(Some(&token), notices::news()).await.expect("news");
    let told: Vec<_> = news.items.iter().map(|one| (one.kind, one.reason.clone())).collect();
    assert_eq!(told, [(NoticeKind::Cancelled, now.reason.clone())]);
    meyirim_backend::notices::tell(&at.hub.server.app).await.expect("told");
    let (_, to, mail) = crate::hub::soon("the mail", at.mails.recv()).await.expect("a mail");
    assert!(to.contains("aliya"), "{to}");
    let (head, body) = mail.split_once("\n\n").expect("a letter");
    use base64::{Engine, engine::general_purpose::STANDARD};
    let text = match head.contains("base64") {
        true => String::from_utf8(STANDARD.decode(body.replace('\n', "")).expect("base64")).expect("text"),
        false => body.replace("=\n", ""),
    };
    assert!(text.contains(STORM) || text.contains("A storm is coming"), "{text}");

    // Who changes something else says nothing of it, and it stays; the reason alone can be written anew, which tells nobody.
    at.hub.server.app.clock.put_forward(MINUTE);
    change(&at.hub, "clean", |detail| detail.called_off = None).await;
    assert_eq!(shown(detail(&at.hub).await), now);
    change(&at.hub, "clean", |detail| {
        detail.called_off = Some(CalledOff { at: Some(at_zero()), reason: Texts::new(None, Some("Гроза"), None) })
    })
    .await;
    let later = shown(detail(&at.hub).await);
    assert_eq!((later.at, later.reason.and_then(|reason| reason.get(Lang::Ru).map(str::to_owned))), (now.at, Some("Гроза".to_owned())));
    assert_eq!(meyirim_backend::notices::tell(&at.hub.server.app).await.expect("told"), 0);
    assert_eq!(
        at.hub.call(Some(&token), notices::news()).await.expect("news").items[0].reason.as_ref().and_then(|reason| reason.get(Lang::Ru)),
        Some("Гроза")
    );

    // What takes place has none, whatever a client says.
    change(&at.hub, "clean", held).await;
    assert_eq!(detail(&at.hub).await.called_off, None);
    drop(admin);
}

fn at_zero() -> meyirim::model::Instant {
    meyirim::model::Instant(0)
}

async fn detail(hub: &Hub) -> ActionDetail {
    let meyirim::api::Fetched::New((detail, _)) = hub.call(None, meyirim::api::actions::get(&id("clean"), None)).await.expect("it") else {
        panic!()
    };
    detail
}

async fn try_reason(hub: &Hub, admin: &str, reason: Texts) -> Result<(ActionDetail, Option<String>), ApiError> {
    let meyirim::api::Fetched::New((mut detail, etag)) = hub.call(None, meyirim::api::actions::get(&id("clean"), None)).await.expect("it")
    else {
        panic!()
    };
    detail.action.state = ActionState::Cancelled;
    detail.called_off = Some(CalledOff { at: None, reason: Some(reason) });
    hub.call(Some(admin), manage::change(&detail, &etag.expect("a version"), &key())).await
}

async fn no_reason_of_a_thousand_letters(place: Place) {
    let (at, admin, _) = full(&place).await;
    let long = |text: String| Texts::new(Some("Қысқа"), Some(&text), None).expect("texts");
    for text in ["ж".repeat(1_000), "🌪".repeat(1_000), "👩‍🚒".repeat(LONGEST)] {
        let refused = wrong(try_reason(&at.hub, &admin, long(text)).await);
        assert_eq!(refused, (ProblemKind::Invalid, "/called_off/reason/ru".to_owned()));
    }
    assert_eq!(hearing(&at.hub, &admin).await.everybody(), 5, "nothing has been called off");
    let hostile = "\u{0}\u{7}Дауыл\r\n\u{202e}\u{200b}\t<b>{name}</b>\u{feff}";
    let (kept, _) = try_reason(&at.hub, &admin, Texts::new(Some(hostile), None, None).expect("texts")).await.expect("taken");
    assert_eq!(
        kept.called_off.and_then(|off| off.reason).and_then(|reason| reason.get(Lang::Kk).map(str::to_owned)).as_deref(),
        Some("Дауыл <b>{name}</b>")
    );
}

async fn who_may_ask_who_hears(place: Place) {
    let (at, _, _) = full(&place).await;
    let coordinator = at.hub.person("serik", None, &[Role::Coordinator]).await;
    assert_eq!(hearing(&at.hub, &coordinator).await.everybody(), 5);
    assert_eq!(kind(at.hub.call(Some(&coordinator), manage::hearing(&id("none"))).await), ProblemKind::NotFound);
    for role in [Role::Volunteer, Role::ShiftLeader, Role::Auditor, Role::AssociationLeader] {
        let token = at.hub.person(&format!("{role:?}"), None, &[role]).await;
        assert_eq!(kind(at.hub.call(Some(&token), manage::hearing(&id("clean"))).await), ProblemKind::Forbidden, "{role:?}");
    }
    assert_eq!(kind(at.hub.call(None, manage::hearing(&id("clean"))).await), ProblemKind::SignIn);
}

async fn it_stays_on_the_day(place: Place) {
    let (at, admin, secret) = full(&place).await;
    organisation(&at.hub, "eco").await;
    let known = day(&at.hub, &secret).await;
    assert_eq!((known.open.len(), known.off.len(), known.expected.len()), (1, 0, 5));
    change(&at.hub, "clean", off).await;
    let known = day(&at.hub, &secret).await;
    assert_eq!((known.open.len(), known.expected.len()), (0, 5), "whoever comes for it is known, and told");
    assert_eq!(known.off.iter().map(|off| (off.action.as_str(), off.reason.is_some())).collect::<Vec<_>>(), [("clean", true)]);
    let shown = today(&at.hub, &admin).await.shifts;
    assert_eq!((shown.len(), shown[0].people.len(), shown[0].missing(at.hub.now())), (1, 5, 0));
    assert!(shown[0].called_off.as_ref().is_some_and(|off| off.at.is_some() && off.reason.is_some()));
    // Nobody joins it, and those in it can still be written to.
    let late = WalkIn { phone: phone("+77010000009"), ..walk_in("w9", "clean", "Дана", at.hub.now()) };
    assert_eq!(kind(walk(&at.hub, &secret, &late).await), ProblemKind::Cancelled);
    at.hub.server.app.clock.put_forward(5 * HOUR);
    let known = day(&at.hub, &secret).await;
    assert_eq!((known.off.len(), known.expected.len()), (0, 0), "until its end");
    assert_eq!(today(&at.hub, &admin).await.shifts.len(), 1, "for staff until the evening");
}

async fn nobody_is_checked_in(place: Place) {
    let (at, admin, secret) = full(&place).await;
    let before = at.hub.now();
    let seat = |name: &'static str, at_moment: meyirim::model::Instant| {
        let who = Who::WalkIn { walk_in: id(name) };
        mark(&format!("m{name}-{}", at_moment.0), "clean", who, InOrOut::In, at_moment)
    };
    at.hub.server.app.clock.put_forward(HOUR);
    change(&at.hub, "clean", off).await;
    at.hub.server.app.clock.put_forward(MINUTE);
    let now = at.hub.now();
    assert_eq!(kind(noted(&at.hub, &secret, &seat("w1", now)).await), ProblemKind::Cancelled);
    let on_list = day(&at.hub, &secret).await.expected.remove(0).seat;
    let by_digits = mark("seat", "clean", Who::Seat { seat: on_list }, InOrOut::In, now);
    assert_eq!(kind(noted(&at.hub, &secret, &by_digits).await), ProblemKind::Cancelled);
    // A device without a network heard of it later: who came before it was called off was there, and leaves.
    noted(&at.hub, &secret, &seat("w3", before.plus(30 * MINUTE))).await.expect("was there");
    let leaves = mark("out", "clean", Who::WalkIn { walk_in: id("w3") }, InOrOut::Out, now);
    noted(&at.hub, &secret, &leaves).await.expect("left");
    let shown = &today(&at.hub, &admin).await.shifts[0];
    let came: Vec<_> = shown.people.iter().filter(|one| one.came.is_some()).filter_map(|one| one.name.as_deref()).collect();
    assert_eq!(came, ["Marat"]);
    // Held after all: in again.
    change(&at.hub, "clean", held).await;
    let again = mark("again", "clean", Who::WalkIn { walk_in: id("w1") }, InOrOut::In, now);
    noted(&at.hub, &secret, &again).await.expect("in");
    assert_eq!(shift().as_str(), "s");
}

/// Messages to several shifts, some with many people, are told as if each had been asked for alone.
async fn one_question_for_all_messages(place: Place) {
    let (at, admin, _) = full(&place).await;
    at.hub.action(at.hub.plan("walk", 4, 8, true)).await;
    for name in ["ann", "ben", "cat"] {
        let token = at.hub.adult(name).await;
        at.hub.join(&token, "walk", false, &key()).await.expect("joined");
    }
    for (action, words) in [("clean", "one"), ("walk", "two"), ("clean", "three")] {
        let written = meyirim::model::message::Written { subject: words.to_owned(), body: words.to_owned() };
        let new = meyirim::model::shift_message::NewShiftMessage {
            id: id(&key()),
            action: id(action),
            shift: shift(),
            texts: [(Lang::En, written)].into(),
            channels: crate::sending::BOTH.to_vec(),
            made_at: at_zero(),
        };
        at.hub.call(Some(&admin), meyirim::api::kiosk::write_to(&new, &key())).await.expect("sent");
        at.hub.server.app.clock.put_forward(1_000);
    }
    at.go().await;
    let shown = today(&at.hub, &admin).await.shifts;
    let told: Vec<_> = shown
        .iter()
        .map(|shift| {
            let all =
                shift.messages.iter().map(|one| (one.message.texts[&Lang::En].body.as_str(), one.message.counts.sent, one.unreached.len()));
            (shift.action.as_str(), all.collect::<Vec<_>>())
        })
        .collect();
    assert_eq!(told, [("clean", vec![("three", 3, 1), ("one", 3, 1)]), ("walk", vec![("two", 3, 0)])]);
    // However many shifts the day has.
    let mut many: Vec<_> = (0..1_500).map(|number| (id(&format!("a{number}")), shift())).collect();
    many.extend([(id("clean"), shift()), (id("walk"), shift())]);
    let asked: Vec<_> = many.iter().map(|(action, shift)| (action, shift)).collect();
    let mut conn = at.hub.server.app.db.pool.acquire().await.expect("a connection");
    let told = meyirim_backend::shift_messages::of_shifts(&at.hub.server.app, &mut conn, &asked).await.expect("read");
    assert_eq!(told.len(), 2);
}
