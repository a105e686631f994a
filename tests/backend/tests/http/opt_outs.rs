//! Who wants no messages gets none: stopped by the link, by one press in a letter, by a leader; and still after a merge.

use crate::{
    hub::{Place, id, key, kind},
    sending::{BOTH, message, secret, sending, somebody, value},
};
use meyirim::{
    api::{Fetched, ProblemKind, messages, roster},
    model::{
        batch::{BatchKind, BatchPart},
        duplicates::{merge, proposed},
        member::Field,
        member_edit::Change,
        message::{Channel, Skip, Wanted},
    },
};
use std::collections::BTreeSet;

crate::on_both!(
    stopped_by_the_link,
    stopped_by_a_leader,
    stopped_is_stopped_after_a_merge,
    stopped_themselves_is_nobody_elses,
    stopped_with_one_press
);

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
