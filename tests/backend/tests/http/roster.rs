//! The association's list: edits of several leaders come together, an import is taken back as one, and nobody sees it who may not.

use crate::hub::{Hub, Place, id, key, kind};
use meyirim::{
    api::{ApiError, Fetched, ProblemKind, roster},
    model::{
        Cursor, Role,
        batch::{BatchDone, BatchKind, BatchPart, Clash, Edit, MOST, UndoBatch, Unfit},
        duplicates::{merge, proposed},
        member::{Field, Member, Wrong},
        member_edit::Change,
    },
};
use std::collections::BTreeSet;

crate::on_both!(
    members_are_made_changed_and_followed,
    two_leaders_come_together_or_hear_of_each_other,
    an_import_is_taken_back_and_later_edits_stay,
    two_records_of_one_person,
    a_merge_is_whole_or_not_at_all,
    what_has_taken_another_in_stays,
    two_batches_at_once,
    a_part_sent_again_is_answered_as_before,
    what_makes_no_batch,
    who_may
);

fn value(field: Field, from: Option<&str>, to: Option<&str>) -> Change {
    Change::Value { field, from: from.map(str::to_owned), to: to.map(str::to_owned) }
}

fn tags(add: &[&str], remove: &[&str]) -> Change {
    let set = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<BTreeSet<_>>();
    Change::Entries { field: Field::Tags, add: set(add), remove: set(remove) }
}

fn part(hub: &Hub, batch: &str, kind: BatchKind, edits: Vec<(&str, Vec<Change>)>) -> BatchPart {
    let edits = edits.into_iter().map(|(member, changes)| Edit::new(id(member), changes)).collect();
    BatchPart { id: id(batch), kind, why: Some("because".to_owned()), made_at: hub.now(), edits }
}

async fn send(hub: &Hub, token: &str, part: &BatchPart) -> Result<BatchDone, ApiError> {
    hub.call(Some(token), roster::send(part, &key())).await
}

async fn undo(hub: &Hub, token: &str, batch: &str, as_batch: &str) -> Result<BatchDone, ApiError> {
    let undo = UndoBatch { id: id(as_batch), why: None, made_at: hub.now() };
    hub.call(Some(token), roster::undo(&id(batch), &undo, &key())).await
}

async fn list(hub: &Hub, token: &str) -> (Vec<Member>, Cursor) {
    let Fetched::New(page) = hub.call(Some(token), roster::list(None)).await.expect("the list") else { panic!("new") };
    (page.items, page.changes.expect("a cursor"))
}

async fn leader(hub: &Hub, name: &str) -> String {
    hub.person(name, None, &[Role::AssociationLeader]).await
}

fn aigul() -> Vec<Change> {
    vec![value(Field::Name, None, Some("  Айгүл   Сәрсен ")), value(Field::Phone, None, Some("8 (701) 000-00-01")), tags(&["жаңа"], &[])]
}

async fn members_are_made_changed_and_followed(place: Place) {
    let hub = Hub::on(&place).await;
    let token = leader(&hub, "one").await;
    let (none, cursor) = list(&hub, &token).await;
    assert!(none.is_empty());
    let done = send(&hub, &token, &part(&hub, "b-1", BatchKind::Edit, vec![("m-1", aigul())])).await.expect("done");
    assert_eq!(done.results[0].done.len(), 3);
    let (members, _) = list(&hub, &token).await;
    assert_eq!(members[0].name.as_deref(), Some("Айгүл Сәрсен"));
    assert_eq!(members[0].value(Field::Phone).as_deref(), Some("+77010000001"));

    let changes = hub.call(Some(&token), roster::since(&cursor)).await.expect("changes");
    assert_eq!(changes.set.members.changed, members);
    assert!(!changes.set.reset && !changes.set.more);

    let gone = vec![value(Field::Name, Some("Айгүл Сәрсен"), None), value(Field::Phone, Some("+77010000001"), None), tags(&[], &["жаңа"])];
    send(&hub, &token, &part(&hub, "b-2", BatchKind::Edit, vec![("m-1", gone)])).await.expect("done");
    assert!(list(&hub, &token).await.0.is_empty());
    let changes = hub.call(Some(&token), roster::since(&changes.set.cursor)).await.expect("changes");
    assert_eq!(changes.set.members.removed, [id("m-1")]);

    let history = hub.call(Some(&token), roster::history(&id("m-1"))).await.expect("a history");
    assert_eq!(history.iter().map(|line| line.batch.as_str()).collect::<Vec<_>>(), ["b-2", "b-1"]);
    assert_eq!((history[0].why.as_deref(), history[1].changes.len()), (Some("because"), 3));
}

async fn two_leaders_come_together_or_hear_of_each_other(place: Place) {
    let hub = Hub::on(&place).await;
    let (one, other) = (leader(&hub, "one").await, leader(&hub, "other").await);
    send(&hub, &one, &part(&hub, "b-1", BatchKind::Edit, vec![("m-1", aigul())])).await.expect("done");
    let district = vec![value(Field::District, None, Some("abai")), value(Field::Name, Some("Айгүл Сәрсен"), Some("Айгүл Сәрсенова"))];
    let phone =
        vec![value(Field::Phone, Some("+77010000001"), Some("+77010000002")), value(Field::Name, Some("Айгүл Сәрсен"), Some("Айгуль"))];
    send(&hub, &one, &part(&hub, "b-2", BatchKind::Edit, vec![("m-1", district)])).await.expect("done");
    let done = send(&hub, &other, &part(&hub, "b-3", BatchKind::Edit, vec![("m-1", phone)])).await.expect("done");
    let clash =
        Clash { field: Field::Name, wanted: Some("Айгуль".to_owned()), now: Some("Айгүл Сәрсенова".to_owned()) };
    assert_eq!(done.results[0].clashes, [clash]);
    let (members, _) = list(&hub, &one).await;
    assert_eq!(members[0].district.as_deref(), Some("abai"));
    assert_eq!(members[0].value(Field::Phone).as_deref(), Some("+77010000002"));
    assert_eq!(members[0].name.as_deref(), Some("Айгүл Сәрсенова"));
}

async fn an_import_is_taken_back_and_later_edits_stay(place: Place) {
    let hub = Hub::on(&place).await;
    let token = leader(&hub, "one").await;
    send(&hub, &token, &part(&hub, "b-1", BatchKind::Edit, vec![("m-1", aigul())])).await.expect("done");
    let (before, _) = list(&hub, &token).await;
    let name = |name: &str| vec![value(Field::Name, None, Some(name))];
    let edits = vec![("m-1", vec![tags(&["импорт"], &[])]), ("m-2", name("Ерлан")), ("m-3", name("Дана"))];
    let import = part(&hub, "b-2", BatchKind::Import, edits);
    send(&hub, &token, &import).await.expect("done");
    // A second part of the same batch, and an edit of somebody it brought.
    send(&hub, &token, &part(&hub, "b-2", BatchKind::Import, vec![("m-4", name("Марат"))])).await.expect("done");
    send(&hub, &token, &part(&hub, "b-3", BatchKind::Edit, vec![("m-3", vec![tags(&["көмекші"], &[])])])).await.expect("done");

    let done = undo(&hub, &token, "b-2", "b-4").await.expect("taken back");
    assert_eq!(done.results.len(), 4);
    let (members, _) = list(&hub, &token).await;
    assert_eq!(members.iter().map(|member| member.id.as_str()).collect::<Vec<_>>(), ["m-1", "m-3"]);
    assert_eq!(members[0].tags, before[0].tags);
    // More is known of her by now: she stays, with her name.
    assert_eq!((members[1].name.as_deref(), members[1].tags.len()), (Some("Дана"), 1));

    undo(&hub, &token, "b-4", "b-5").await.expect("taken back again");
    assert_eq!(list(&hub, &token).await.0.len(), 4);
    assert_eq!(kind(undo(&hub, &token, "b-9", "b-6").await), ProblemKind::NotFound);
}

/// A merge is a batch: one record knows what both knew, its history has that of both, and it is taken back like any other.
async fn two_records_of_one_person(place: Place) {
    let hub = Hub::on(&place).await;
    let token = leader(&hub, "one").await;
    let twice =
        |phone: &str| vec![value(Field::Name, None, Some("Айгүл Сәрсен")), value(Field::Phone, None, Some(phone)), tags(&[phone], &[])];
    let made = part(&hub, "b-1", BatchKind::Import, vec![("m-1", twice("+77010000001")), ("m-2", twice("+77010000002"))]);
    send(&hub, &token, &made).await.expect("done");
    let (before, _) = list(&hub, &token).await;
    let theirs = proposed(&before[0], &before[1]);
    let edits = merge(&before[0], &before[1], &theirs).expect("a merge");
    let merged = BatchPart { id: id("b-2"), kind: BatchKind::Merge, why: None, made_at: hub.now(), edits };
    assert!(send(&hub, &token, &merged).await.expect("done").results.iter().all(|one| one.clashes.is_empty() && one.unfit.is_none()));
    let (after, _) = list(&hub, &token).await;
    assert_eq!((after.len(), after[0].tags.len()), (1, 2));
    let lines = async |member: &str| {
        let history = hub.call(Some(&token), roster::history(&id(member))).await.expect("a history");
        history.into_iter().map(|line| (line.batch.to_string(), line.merged.map(|id| id.to_string()))).collect::<Vec<_>>()
    };
    let own = |batch: &str| (batch.to_owned(), None);
    let of_other = |batch: &str| (batch.to_owned(), Some("m-2".to_owned()));
    let mut all = lines("m-1").await;
    all.sort();
    assert_eq!(all, [own("b-1"), of_other("b-1"), own("b-2"), of_other("b-2")]);
    assert_eq!(lines("m-2").await, [own("b-2"), own("b-1")]);

    undo(&hub, &token, "b-2", "b-3").await.expect("taken back");
    let (back, _) = list(&hub, &token).await;
    let bare = |members: &[Member]| members.iter().map(|member| Member { rev: 0, ..member.clone() }).collect::<Vec<_>>();
    assert_eq!(bare(&back), bare(&before));
    // Two people again, each with a history of their own.
    assert_eq!(lines("m-1").await, [own("b-3"), own("b-2"), own("b-1")]);
    // Only a merge takes a record into another.
    let wrong = BatchPart { id: id("b-4"), kind: BatchKind::Bulk, ..merged };
    assert_eq!(kind(send(&hub, &token, &wrong).await), ProblemKind::Invalid);
}

/// The same person twice, `{name}-1` and `{name}-2`, and the merge of both as it looked when it was pressed.
async fn twice(hub: &Hub, token: &str, name: &str) -> BatchPart {
    let known = || vec![value(Field::Name, None, Some("Айгүл")), value(Field::Phone, None, Some("+77010000001")), tags(&["екі рет"], &[])];
    let ids = ["1", "2"].map(|which| format!("{name}-{which}"));
    send(hub, token, &part(hub, &format!("{name}-made"), BatchKind::Import, ids.iter().map(|id| (id.as_str(), known())).collect()))
        .await
        .expect("done");
    let (members, _) = list(hub, token).await;
    let [one, other] = ids.map(|id| members.iter().find(|member| member.id.as_str() == id).expect("there").clone());
    let edits = merge(&one, &other, &proposed(&one, &other)).expect("a merge");
    BatchPart { id: id(&format!("{name}-merged")), kind: BatchKind::Merge, why: None, made_at: hub.now(), edits }
}

async fn a_merge_is_whole_or_not_at_all(place: Place) {
    let hub = Hub::on(&place).await;
    let token = leader(&hub, "one").await;
    let gone = vec![value(Field::Name, Some("Айгүл"), None), value(Field::Phone, Some("+77010000001"), None), tags(&[], &["екі рет"])];
    let phone = vec![value(Field::Phone, Some("+77010000001"), Some("+77010000002"))];
    // The one who stays is gone or another by now, or the one who goes would leave something behind.
    let changes = [("a", "a-1", gone), ("b", "b-1", phone.clone()), ("c", "c-2", phone), ("d", "d-2", vec![tags(&["кейін"], &[])])];
    for (name, member, change) in changes {
        let merged = twice(&hub, &token, name).await;
        send(&hub, &token, &part(&hub, &format!("{name}-meanwhile"), BatchKind::Edit, vec![(member, change)])).await.expect("done");
        let before = list(&hub, &token).await.0;
        let done = send(&hub, &token, &merged).await.expect("an answer");
        assert!(done.results.iter().all(|one| one.done.is_empty() && one.unfit.is_some_and(|unfit| unfit.why == Wrong::Changed)));
        assert_eq!(list(&hub, &token).await.0, before);
    }
    // Nor goes a record into one that nobody has.
    let merged = twice(&hub, &token, "e").await;
    let before = list(&hub, &token).await.0;
    let edits =
        merged.edits.iter().filter(|edit| edit.into.is_some()).map(|edit| Edit { into: Some(id("nobody")), ..edit.clone() }).collect();
    let done = send(&hub, &token, &BatchPart { edits, ..merged }).await.expect("an answer");
    assert!(done.results[0].unfit.is_some());
    assert_eq!(list(&hub, &token).await.0, before);
}

async fn what_has_taken_another_in_stays(place: Place) {
    let hub = Hub::on(&place).await;
    let token = leader(&hub, "one").await;
    let merged = twice(&hub, &token, "m").await;
    send(&hub, &token, &merged).await.expect("done");
    let together = list(&hub, &token).await.0;
    // All that is known of both came by the import: taken back, nobody would be left.
    let done = undo(&hub, &token, "m-made", "b-3").await.expect("an answer");
    let why = |done: &BatchDone| done.results.iter().find(|one| one.member == id("m-1")).and_then(|one| one.unfit).map(|unfit| unfit.why);
    assert_eq!(why(&done), Some(Wrong::Joined));
    assert_eq!(list(&hub, &token).await.0, together);
    // The merge first; then it goes, and comes again.
    undo(&hub, &token, "m-merged", "b-4").await.expect("taken back");
    undo(&hub, &token, "b-4", "b-5").await.expect("merged again");
    let lines = hub.call(Some(&token), roster::history(&id("m-1"))).await.expect("a history");
    assert!(lines.iter().any(|line| line.merged == Some(id("m-2"))));
    assert_eq!(lines.iter().find(|line| line.batch == id("m-made")).map(|line| line.people), Some(2));
    // What was asked for and left as it was is not taken back.
    assert!(lines.iter().all(|line| line.undone == [id("m-merged"), id("b-4")].contains(&line.batch)), "{lines:?}");
    assert_eq!(why(&undo(&hub, &token, "m-made", "b-6").await.expect("an answer")), Some(Wrong::Joined));
    undo(&hub, &token, "b-5", "b-7").await.expect("taken back");
    assert_eq!(why(&undo(&hub, &token, "m-made", "b-8").await.expect("an answer")), None);
    assert!(list(&hub, &token).await.0.is_empty());
}

async fn two_batches_at_once(place: Place) {
    let hub = Hub::on(&place).await;
    let (one, other) = (leader(&hub, "one").await, leader(&hub, "other").await);
    let ids: Vec<String> = (0..40).map(|number| format!("m-{number:02}")).collect();
    let edits = |tag: &'static str| {
        ids.iter().map(|id| (id.as_str(), vec![value(Field::Name, None, Some("Ерлан")), tags(&[tag], &[])])).collect::<Vec<_>>()
    };
    let first = part(&hub, "b-1", BatchKind::Bulk, edits("бір"));
    let second = part(&hub, "b-2", BatchKind::Bulk, edits("екі").into_iter().rev().collect());
    let (a, b) = tokio::join!(send(&hub, &one, &first), send(&hub, &other, &second));
    assert!(a.expect("done").results.iter().chain(&b.expect("done").results).all(|result| result.clashes.is_empty()));
    let (members, _) = list(&hub, &one).await;
    assert_eq!(members.len(), 40);
    assert!(members.iter().all(|member| member.tags.len() == 2));
}

async fn a_part_sent_again_is_answered_as_before(place: Place) {
    let hub = Hub::on(&place).await;
    let token = leader(&hub, "one").await;
    let (part, key) = (part(&hub, "b-1", BatchKind::Edit, vec![("m-1", aigul())]), key());
    let first = hub.call(Some(&token), roster::send(&part, &key)).await.expect("done");
    assert_eq!(hub.call(Some(&token), roster::send(&part, &key)).await.expect("done"), first);
    // Under another key it finds everything as it wants it.
    let again = send(&hub, &token, &part).await.expect("done");
    assert!(again.results[0].done.is_empty() && again.results[0].clashes.is_empty());
    assert_eq!(hub.call(Some(&token), roster::history(&id("m-1"))).await.expect("a history").len(), 1);
}

async fn what_makes_no_batch(place: Place) {
    let hub = Hub::on(&place).await;
    let (token, other) = (leader(&hub, "one").await, leader(&hub, "other").await);
    let refused = [
        part(&hub, "b-1", BatchKind::Edit, vec![]),
        part(&hub, "b-1", BatchKind::Edit, vec![("m-1", vec![])]),
        part(&hub, "b-1", BatchKind::Edit, vec![("m-1", aigul()), ("m-1", aigul())]),
        part(&hub, "b-1", BatchKind::Undo, vec![("m-1", aigul())]),
        BatchPart { why: Some("w".repeat(501)), ..part(&hub, "b-1", BatchKind::Edit, vec![("m-1", aigul())]) },
        BatchPart {
            edits: (0..=MOST).map(|at| Edit::new(id(&format!("m-{at}")), aigul())).collect(),
            ..part(&hub, "b-1", BatchKind::Edit, vec![])
        },
    ];
    for part in &refused {
        assert_eq!(kind(send(&hub, &token, part).await), ProblemKind::Invalid);
    }
    // What is wrong with one edit is told beside it; the others are made.
    let edits = vec![
        ("m-1", vec![value(Field::Name, None, Some("Ерлан")), value(Field::Phone, None, Some("7.01E+10"))]),
        ("m-2", vec![tags(&["аты жоқ"], &[])]),
        ("m-3", aigul()),
    ];
    let done = send(&hub, &token, &part(&hub, "b-1", BatchKind::Edit, edits)).await.expect("done");
    assert!(matches!(done.results[0].unfit, Some(Unfit { change: 1, why: Wrong::Contact(_) })));
    assert_eq!(done.results[1].unfit, Some(Unfit { change: 0, why: Wrong::Nameless }));
    assert_eq!(list(&hub, &token).await.0.len(), 1);
    let wordy = UndoBatch { id: id("b-2"), why: Some("w".repeat(501)), made_at: hub.now() };
    assert_eq!(kind(hub.call(Some(&token), roster::undo(&id("b-1"), &wordy, &key())).await), ProblemKind::Invalid);
    // Nobody adds to another's batch.
    assert_eq!(kind(send(&hub, &other, &part(&hub, "b-1", BatchKind::Edit, vec![("m-4", aigul())])).await), ProblemKind::Invalid);
}

async fn who_may(place: Place) {
    let hub = Hub::on(&place).await;
    let reads = [Role::AssociationLeader, Role::Administrator, Role::Auditor];
    for role in [Role::Volunteer, Role::ShiftLeader, Role::Coordinator, Role::AssociationLeader, Role::Auditor, Role::Administrator] {
        let token = hub.person(&format!("{role:?}"), None, &[role]).await;
        let seen = hub.call(Some(&token), roster::list(None)).await;
        let followed = hub.call(Some(&token), roster::since(&Cursor("x.1".to_owned()))).await;
        let history = hub.call(Some(&token), roster::history(&id("m-1"))).await;
        let sent = send(&hub, &token, &part(&hub, &format!("b-{role:?}"), BatchKind::Edit, vec![("m-1", aigul())])).await;
        let undone = undo(&hub, &token, &format!("b-{role:?}"), &format!("u-{role:?}")).await;
        assert_eq!(seen.is_ok() && followed.is_ok() && history.is_ok(), reads.contains(&role), "{role:?} reads");
        assert_eq!(sent.is_ok() && undone.is_ok(), reads.contains(&role) && role != Role::Auditor, "{role:?} changes");
        if !reads.contains(&role) {
            assert_eq!(kind(seen), ProblemKind::Forbidden);
        }
    }
    assert_eq!(kind(hub.call(None, roster::list(None)).await), ProblemKind::SignIn);
}
