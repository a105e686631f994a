//! Who of those who walked in hears by text message of what is called off, held after all, moved or taken out: by what each was told last.

use crate::{
    called_off::{STORM, full, hearing, held, off},
    hub::{Hub, Place, id, key, kind},
    kiosk::{paired, phone, today, walk, walk_in},
    notices::change,
    sending::Sending,
};
use meyirim::{
    api::{ProblemKind, manage, messages},
    model::{
        ActionDetail, Texts,
        called_off::{About, Hearing},
        instant::{HOUR, MINUTE},
        kiosk::walk_in::WalkIn,
        message::{State, Wanted},
    },
};

crate::on_both!(
    who_walked_in_hears,
    held_after_all_tells_the_same,
    nothing_that_is_no_longer_so,
    each_hears_what_is_new,
    what_is_tried_again_is_told_once,
    another_time_or_place_is_told,
    when_and_where_are_told_to_whom_it_is_new,
    what_is_taken_out_is_told,
    what_was_put_off_and_is_taken_out_is_told,
    nothing_after_its_end,
    who_can_not_be_reached_is_told_apart,
);

/// What went out by text message since it was last looked: to whom, and what.
async fn texts(at: &mut Sending) -> Vec<(String, String)> {
    at.go().await;
    at.gateway.all().iter().map(|sent| (sent.to(), sent.json()["text"].as_str().expect("a text").to_owned())).collect()
}

fn numbers(texts: &[(String, String)]) -> Vec<&str> {
    texts.iter().map(|(to, _)| to.as_str()).collect()
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
