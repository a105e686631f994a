//! What is called off: its reason, who hears of it in which way, what the day's screen and the kiosks show of it, and that nobody is checked in to it.

use crate::{
    hub::{Hub, Place, id, key, kind, shift},
    kiosk::{by_phone, day, mark, nine, noted, organisation, paired, phone, today, walk, walk_in, wrong},
    notices::change,
    sending::{Sending, sending},
};
use meyirim::{
    api::{ApiError, ProblemKind, manage, messages, notices},
    model::{
        ActionDetail, ActionState, AgeClass, Guardian, Lang, NoticeKind, Role, Texts,
        called_off::{About, CalledOff, Hearing, LONGEST},
        instant::{HOUR, MINUTE},
        kiosk::{
            day::{InOrOut, Who},
            walk_in::{Parent, WalkIn},
        },
        message::{State, Wanted},
    },
};

crate::on_both!(
    why_it_is_off,
    no_reason_of_a_thousand_letters,
    who_walked_in_hears,
    held_after_all_tells_the_same,
    nothing_that_is_no_longer_so,
    each_hears_what_is_new,
    what_is_tried_again_is_told_once,
    nothing_after_its_end,
    who_can_not_be_reached_is_told_apart,
    who_may_ask_who_hears,
    it_stays_on_the_day,
    nobody_is_checked_in,
    another_time_or_place_is_told,
    what_is_taken_out_is_told,
    when_and_where_are_told_to_whom_it_is_new,
    what_was_put_off_and_is_taken_out_is_told,
    one_question_for_all_messages
);

const STORM: &str = "Дауыл соғады";

fn off(detail: &mut ActionDetail) {
    detail.action.state = ActionState::Cancelled;
    detail.called_off = Some(CalledOff { at: None, reason: Texts::new(Some(STORM), None, Some("A storm is coming")) });
}

fn held(detail: &mut ActionDetail) {
    detail.action.state = ActionState::Published;
}

/// One with an account, and four who walked in: with a phone, a child with the same phone of a parent, with another phone, and with none.
async fn full(place: &Place) -> (Sending, String, String) {
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

async fn hearing(hub: &Hub, token: &str) -> Hearing {
    hub.call(Some(token), manage::hearing(&id("clean"))).await.expect("counted")
}

/// What went out by text message since it was last looked: to whom, and what.
async fn texts(at: &mut Sending) -> Vec<(String, String)> {
    at.go().await;
    at.gateway.all().iter().map(|sent| (sent.to(), sent.json()["text"].as_str().expect("a text").to_owned())).collect()
}

fn numbers(texts: &[(String, String)]) -> Vec<&str> {
    texts.iter().map(|(to, _)| to.as_str()).collect()
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

async fn who_walked_in_hears(place: Place) {
    let (mut at, admin, _) = full(&place).await;
    assert_eq!(hearing(&at.hub, &admin).await, Hearing { account: 1, text: 3, unreached: 1 });
    change(&at.hub, "clean", off).await;
    let sent = texts(&mut at).await;
    assert_eq!(numbers(&sent), ["+77010000002", "+77010000003"], "no number twice, and no account");
    assert!(sent[0].1.contains(STORM) && sent[0].1.contains("болмайды"), "{}", sent[0].1);
    assert!(sent[1].1.contains("called off") && sent[1].1.contains("Reason: A storm is coming"), "{}", sent[1].1);
    assert!(texts(&mut at).await.is_empty(), "once");
    let shown = &today(&at.hub, &admin).await.shifts[0];
    let message = &shown.messages[0].message;
    assert_eq!(message.shift.as_ref().and_then(|of| of.about), Some(About::CalledOff));
    assert_eq!((message.counts.sent, message.counts.skipped), (2, 2));
}

async fn held_after_all_tells_the_same(place: Place) {
    let (mut at, admin, _) = full(&place).await;
    change(&at.hub, "clean", off).await;
    assert_eq!(texts(&mut at).await.len(), 2);
    assert_eq!(hearing(&at.hub, &admin).await, Hearing { account: 1, text: 3, unreached: 0 }, "who has not heard is expected all the same");
    change(&at.hub, "clean", held).await;
    let sent = texts(&mut at).await;
    assert_eq!(numbers(&sent), ["+77010000002", "+77010000003"]);
    assert!(sent[1].1.contains("takes place after all"), "{}", sent[1].1);
    // And off again.
    change(&at.hub, "clean", off).await;
    assert_eq!(texts(&mut at).await.len(), 2);
}

/// Called off by mistake, and held again before anything has gone out.
async fn nothing_that_is_no_longer_so(place: Place) {
    let (mut at, admin, _) = full(&place).await;
    change(&at.hub, "clean", off).await;
    change(&at.hub, "clean", held).await;
    assert!(texts(&mut at).await.is_empty());
    let shown = &today(&at.hub, &admin).await.shifts[0];
    assert_eq!(shown.messages[0].message.counts.of(State::Withdrawn), 2, "{:?}", shown.messages[0].message.counts);
    assert_eq!(shown.messages.len(), 1, "nobody has heard that it was off");
    // What failed is not tried again once it is not so any more.
    at.gateway.answers("+77010000003", Some((422, r#"{"detail":"no such number"}"#)));
    change(&at.hub, "clean", off).await;
    assert_eq!(texts(&mut at).await.len(), 2);
    let failed = today(&at.hub, &admin).await.shifts[0].messages[0].message.clone();
    assert_eq!(failed.counts.failed, 1);
    change(&at.hub, "clean", held).await;
    assert_eq!(kind(at.hub.call(Some(&admin), messages::retry(&failed.id, &key())).await), ProblemKind::NotNow);
}

/// A change, in a moment of its own.
async fn turn(at: &Sending, edit: impl FnOnce(&mut ActionDetail)) {
    at.hub.server.app.clock.put_forward(1_000);
    change(&at.hub, "clean", edit).await;
}

async fn unheard(hub: &Hub, admin: &str) -> Vec<String> {
    let shifts = today(hub, admin).await.shifts;
    let mut names: Vec<_> = shifts[0].people.iter().filter(|one| one.unheard).filter_map(|one| one.name.clone()).collect();
    names.sort();
    names
}

/// What each was told last decides, not what was written last and went nowhere.
async fn each_hears_what_is_new(place: Place) {
    let (mut at, admin, _) = full(&place).await;
    turn(&at, off).await;
    assert_eq!(numbers(&texts(&mut at).await), ["+77010000002", "+77010000003"]);
    turn(&at, held).await;
    turn(&at, off).await;
    assert!(texts(&mut at).await.is_empty(), "they know that it is off");
    assert_eq!(unheard(&at.hub, &admin).await, ["Ерлан"]);
    turn(&at, held).await;
    turn(&at, off).await;
    turn(&at, held).await;
    let sent = texts(&mut at).await;
    assert_eq!(numbers(&sent), ["+77010000002", "+77010000003"]);
    assert!(sent[1].1.contains("takes place after all"), "{}", sent[1].1);
    // What has not gone out has told nobody anything.
    turn(&at, off).await;
    assert_eq!(hearing(&at.hub, &admin).await, Hearing { account: 1, text: 0, unreached: 0 });
    turn(&at, held).await;
    assert!(texts(&mut at).await.is_empty());
}

async fn what_is_tried_again_is_told_once(place: Place) {
    let (mut at, admin, _) = full(&place).await;
    at.gateway.answers("+77010000003", Some((422, r#"{"detail":"no such number"}"#)));
    turn(&at, off).await;
    assert_eq!(texts(&mut at).await.len(), 2);
    let first = today(&at.hub, &admin).await.shifts[0].messages[0].message.clone();
    at.hub.call(Some(&admin), messages::cancel(&first.id, &key())).await.expect("stopped");
    at.hub.call(Some(&admin), messages::retry(&first.id, &key())).await.expect("again");
    at.gateway.answers("+77010000003", None);
    turn(&at, held).await;
    turn(&at, off).await;
    assert_eq!(numbers(&texts(&mut at).await), ["+77010000003"], "by one message, and who knows it hears nothing");
    // Of two that say the same, only the later can be tried again.
    assert_eq!(kind(at.hub.call(Some(&admin), messages::retry(&first.id, &key())).await), ProblemKind::NotNow);
    let latest = today(&at.hub, &admin).await.shifts[0].messages[0].message.clone();
    at.hub.call(Some(&admin), messages::retry(&latest.id, &key())).await.expect("again");
}

async fn another_time_or_place_is_told(place: Place) {
    let (mut at, admin, _) = full(&place).await;
    turn(&at, |detail| {
        detail.action.shifts[0].ends = detail.action.shifts[0].ends.plus(HOUR);
        detail.meeting = Texts::new(Some("Қақпаның алдында"), None, Some("At the gate"));
    })
    .await;
    let sent = texts(&mut at).await;
    assert_eq!(numbers(&sent), ["+77010000002", "+77010000003"]);
    assert!(sent[0].1.contains("Қақпаның алдында"), "{}", sent[0].1);
    assert!(sent[1].1.contains("another time or place") && sent[1].1.contains("At the gate"), "{}", sent[1].1);
    let message = today(&at.hub, &admin).await.shifts[0].messages[0].message.clone();
    assert_eq!(message.shift.and_then(|of| of.about), Some(About::Moved));
    // More places and other words are nothing to come differently for.
    turn(&at, |detail| detail.action.shifts[0].seats.most += 1).await;
    turn(&at, |detail| detail.about = None).await;
    assert!(texts(&mut at).await.is_empty());
    // Twice at once: only how it is in the end. And when it is called off before that has gone out, only this.
    let later: fn(&mut ActionDetail) = |detail| detail.action.shifts[0].ends = detail.action.shifts[0].ends.plus(MINUTE);
    turn(&at, later).await;
    turn(&at, later).await;
    assert_eq!(numbers(&texts(&mut at).await), ["+77010000002", "+77010000003"]);
    turn(&at, later).await;
    turn(&at, off).await;
    let sent = texts(&mut at).await;
    assert!(sent.len() == 2 && sent[1].1.contains("called off"), "{sent:?}");
    assert_eq!(unheard(&at.hub, &admin).await, ["Ерлан"]);
    // Of what does not take place no other time is told; of what does again, the one that it has then.
    turn(&at, |detail| detail.meeting = Texts::new(Some("Көпірде."), None, Some("At the bridge."))).await;
    assert!(texts(&mut at).await.is_empty());
    turn(&at, held).await;
    let sent = texts(&mut at).await;
    assert!(sent[1].1.contains("takes place after all") && sent[1].1.contains("At the bridge.\n"), "{}", sent[1].1);
}

/// By what each was told last, at the kiosk or since, in their language.
async fn when_and_where_are_told_to_whom_it_is_new(place: Place) {
    let (mut at, admin, _) = full(&place).await;
    let meeting = |text: &str| Texts::new(Some(text), None, Some("Gate"));
    turn(&at, |detail| detail.meeting = meeting("Қақпа")).await;
    assert_eq!(texts(&mut at).await.len(), 2);
    // A word put right in one language is news to whoever reads that one.
    turn(&at, |detail| detail.meeting = meeting("Қақпада")).await;
    assert_eq!(numbers(&texts(&mut at).await), ["+77010000002"]);
    // There and back before anything has gone out.
    turn(&at, |detail| detail.meeting = None).await;
    turn(&at, |detail| detail.meeting = meeting("Қақпада")).await;
    assert!(texts(&mut at).await.is_empty());
    // Moved, called off and held again before anything has gone out; and moved while it was off, of which nobody has heard.
    let later: fn(&mut ActionDetail) = |detail| detail.action.shifts[0].ends = detail.action.shifts[0].ends.plus(MINUTE);
    for (first, second, third) in [(later, off as fn(&mut ActionDetail), held as fn(&mut ActionDetail)), (off, later, held)] {
        turn(&at, first).await;
        turn(&at, second).await;
        turn(&at, third).await;
        let sent = texts(&mut at).await;
        assert_eq!(numbers(&sent), ["+77010000002", "+77010000003"]);
        assert!(sent[1].1.contains("another time or place"), "{}", sent[1].1);
    }
    // Who has heard that it is off hears that it is on, also where it is moved before that has gone out.
    turn(&at, off).await;
    assert_eq!(texts(&mut at).await.len(), 2);
    turn(&at, held).await;
    turn(&at, later).await;
    let sent = texts(&mut at).await;
    assert!(sent.len() == 2 && sent[1].1.contains("takes place after all"), "{sent:?}");
    // What could not be sent has told nobody anything, and can be tried again.
    at.gateway.answers("+77010000003", Some((422, r#"{"detail":"no such number"}"#)));
    turn(&at, later).await;
    assert_eq!(texts(&mut at).await.len(), 2);
    let failed = today(&at.hub, &admin).await.shifts[0].messages[0].message.clone();
    at.gateway.answers("+77010000003", None);
    at.hub.call(Some(&admin), messages::retry(&failed.id, &key())).await.expect("again");
    assert_eq!(numbers(&texts(&mut at).await), ["+77010000003"]);
}

/// A shift out of an action, and an action as a whole.
async fn what_is_taken_out_is_told(place: Place) {
    let (mut at, admin, _) = full(&place).await;
    turn(&at, |detail| detail.action.shifts[0].id = id("another")).await;
    let sent = texts(&mut at).await;
    assert_eq!(numbers(&sent), ["+77010000002", "+77010000003"]);
    assert!(sent[1].1.contains("called off"), "{}", sent[1].1);
    assert!(texts(&mut at).await.is_empty(), "once");

    at.hub.action(at.hub.plan("paint", 2, 8, true)).await;
    let (secret, _) = paired(&at.hub, &admin, "Door 2", None).await;
    for (name, number) in [("w7", "+77010000007"), ("w8", "+77010000008")] {
        walk(&at.hub, &secret, &WalkIn { phone: phone(number), ..walk_in(name, "paint", "Айгүл", at.hub.now()) }).await.expect("taken");
    }
    at.hub.server.app.clock.put_forward(1_000);
    let meyirim::api::Fetched::New((_, etag)) = at.hub.call(None, meyirim::api::actions::get(&id("paint"), None)).await.expect("it") else {
        panic!()
    };
    at.gateway.answers("+77010000008", Some((422, r#"{"detail":"no such number"}"#)));
    at.hub.call(Some(&admin), manage::remove(&id("paint"), &etag.expect("a version"), &key())).await.expect("gone");
    assert_eq!(numbers(&texts(&mut at).await), ["+77010000007", "+77010000008"]);
    // It can still be tried again.
    at.gateway.answers("+77010000008", None);
    let sent = at.hub.call(Some(&admin), messages::list()).await.expect("a list");
    let failed = sent.items.iter().find(|message| message.counts.failed == 1).expect("one that failed");
    at.hub.call(Some(&admin), messages::retry(&failed.id, &key())).await.expect("again");
    assert_eq!(numbers(&texts(&mut at).await), ["+77010000008"]);
}

/// Its end is the one that it had last.
async fn what_was_put_off_and_is_taken_out_is_told(place: Place) {
    let (mut at, _, _) = full(&place).await;
    turn(&at, |detail| {
        detail.action.shifts[0].starts = detail.action.shifts[0].starts.plus(24 * HOUR);
        detail.action.shifts[0].ends = detail.action.shifts[0].ends.plus(24 * HOUR);
    })
    .await;
    assert_eq!(texts(&mut at).await.len(), 2);
    at.hub.server.app.clock.put_forward(6 * HOUR);
    turn(&at, |detail| {
        off(detail);
        detail.action.shifts[0].id = id("another");
    })
    .await;
    let sent = texts(&mut at).await;
    assert!(sent.len() == 2 && sent[1].1.contains("called off") && sent[1].1.contains("A storm is coming"), "{sent:?}");
}

async fn nothing_after_its_end(place: Place) {
    let (mut at, admin, _) = full(&place).await;
    change(&at.hub, "clean", off).await;
    at.hub.server.app.clock.put_forward(5 * HOUR);
    assert!(texts(&mut at).await.is_empty(), "however long the gateway was away");
    // What is over is corrected without telling anybody.
    change(&at.hub, "clean", held).await;
    change(&at.hub, "clean", off).await;
    assert!(texts(&mut at).await.is_empty());
    assert_eq!(hearing(&at.hub, &admin).await.everybody(), 0);
}

async fn who_can_not_be_reached_is_told_apart(place: Place) {
    let (mut at, admin, _) = full(&place).await;
    change(&at.hub, "clean", off).await;
    let sent = texts(&mut at).await;
    let secret = crate::sending::secret(&sent[1].1);
    change(&at.hub, "clean", held).await;
    texts(&mut at).await;
    at.hub.call(None, messages::answer(&secret, Wanted::Stop, &key())).await.expect("stopped");
    assert_eq!(hearing(&at.hub, &admin).await, Hearing { account: 1, text: 2, unreached: 2 });
    at.gateway.answers("+77010000002", Some((422, r#"{"detail":"no such number"}"#)));
    change(&at.hub, "clean", off).await;
    assert_eq!(unheard(&at.hub, &admin).await, ["Marat", "Ерлан"], "it is on its way to the others");
    at.go().await;
    assert_eq!(unheard(&at.hub, &admin).await, ["Marat", "Айгүл", "Гүлнар", "Ерлан"], "a number that fails reaches neither of two");
    at.gateway.answers("+77010000002", None);
    turn(&at, held).await;
    at.go().await;
    turn(&at, off).await;
    assert_eq!(unheard(&at.hub, &admin).await, ["Marat", "Ерлан"]);
    let message = today(&at.hub, &admin).await.shifts[0].messages[0].message.clone();
    at.hub.call(Some(&admin), messages::cancel(&message.id, &key())).await.expect("stopped");
    assert_eq!(unheard(&at.hub, &admin).await, ["Marat", "Айгүл", "Гүлнар", "Ерлан"], "what was stopped reaches neither of two");
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
    assert_eq!((shown.len(), shown[0].people.len(), shown[0].missing()), (1, 5, 0));
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
