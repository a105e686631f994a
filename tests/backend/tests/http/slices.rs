//! A coordinator's part of the list: what they see, hear of and may change; and that the feed is right for every viewer, whatever moves in and out.

use crate::hub::{Hub, Place, id, key, kind};
use meyirim::{
    api::{ApiError, Fetched, ProblemKind, rights, roster},
    model::{
        Cursor, OrganisationKind, Role, Texts,
        batch::{BatchDone, BatchKind, BatchPart, Edit, UndoBatch},
        can::{Denied, Rights},
        duplicates::{merge, proposed},
        member::{Field, Member, MemberId, Wrong},
        member_edit::Change,
    },
};
use meyirim_backend::people;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

crate::on_both!(
    a_coordinator_sees_their_own,
    what_moves_in_and_out_is_followed,
    other_rights_begin_anew,
    edits_outside_are_refused,
    who_was_never_theirs_stays_away,
    history_is_told_as_far_as_it_was_theirs,
    merges_stay_within,
    an_import_counts_within,
    organisations_are_real
);

const ALL: [&str; 3] = ["eco", "med", "art"];

async fn hub_with_organisations(place: &Place) -> Hub {
    let hub = Hub::on(place).await;
    for name in ALL {
        let record = json!({ "id": name, "rev": 1, "kind": "fund", "name": Texts::new(Some(name), None, None).expect("a text") });
        sqlx::query("INSERT INTO organisations (id, rev, kind, record) VALUES ($1, 1, $2, $3)")
            .bind(name)
            .bind(OrganisationKind::Fund.key())
            .bind(record.to_string())
            .execute(&hub.db().pool)
            .await
            .expect("an organisation");
    }
    hub
}

async fn coordinator(hub: &Hub, name: &str, own: &[&str]) -> String {
    let token = hub.person(name, None, &[Role::Volunteer, Role::Coordinator]).await;
    bind(hub, name, own).await;
    token
}

async fn bind(hub: &Hub, name: &str, own: &[&str]) {
    let mut w = hub.db().write().await.expect("writes");
    people::bind(w.conn(), &id(name), &own.iter().map(|one| id(one)).collect()).await.expect("bound");
    w.commit().await.expect("commits");
}

fn name(text: &str) -> Change {
    Change::Value { field: Field::Name, from: None, to: Some(text.to_owned()) }
}

fn entries(field: Field, add: &[&str], remove: &[&str]) -> Change {
    let set = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<BTreeSet<_>>();
    Change::Entries { field, add: set(add), remove: set(remove) }
}

fn belong(add: &[&str], remove: &[&str]) -> Change {
    entries(Field::Organisations, add, remove)
}

fn part(hub: &Hub, kind: BatchKind, edits: Vec<Edit>) -> BatchPart {
    BatchPart { id: id(&format!("b-{}", key())), kind, why: None, made_at: hub.now(), edits }
}

async fn send(hub: &Hub, token: &str, part: &BatchPart) -> Result<BatchDone, ApiError> {
    hub.call(Some(token), roster::send(part, &key())).await
}

async fn edit(hub: &Hub, token: &str, member: &str, changes: Vec<Change>) -> BatchDone {
    send(hub, token, &part(hub, BatchKind::Edit, vec![Edit::new(id(member), changes)])).await.expect("an answer")
}

async fn list(hub: &Hub, token: &str) -> (Vec<Member>, Cursor) {
    let Fetched::New(page) = hub.call(Some(token), roster::list(None)).await.expect("the list") else { panic!("new") };
    (page.items, page.changes.expect("a cursor"))
}

fn ids(members: &[Member]) -> Vec<&str> {
    members.iter().map(|member| member.id.as_str()).collect()
}

fn why<T: std::fmt::Debug>(answer: Result<T, ApiError>) -> Option<Denied> {
    match answer.expect_err("refused") {
        ApiError::Problem { problem, .. } if problem.kind() == ProblemKind::Forbidden => {
            problem.detail.as_deref().and_then(Denied::from_code)
        }
        other => panic!("{other:?}"),
    }
}

async fn a_coordinator_sees_their_own(place: Place) {
    let hub = hub_with_organisations(&place).await;
    let leader = hub.person("leader", None, &[Role::AssociationLeader]).await;
    let own = coordinator(&hub, "own", &["eco"]).await;
    edit(&hub, &leader, "m-1", vec![name("Айгүл"), belong(&["eco"], &[])]).await;
    edit(&hub, &leader, "m-2", vec![name("Ерлан"), belong(&["med"], &[])]).await;
    edit(&hub, &leader, "m-3", vec![name("Дана"), belong(&["eco", "med"], &[])]).await;
    let (members, cursor) = list(&hub, &own).await;
    assert_eq!(ids(&members), ["m-1", "m-3"]);
    let total = hub.call(Some(&own), roster::list(None)).await.expect("a list");
    let Fetched::New(page) = total else { panic!("new") };
    assert_eq!(page.total, Some(2));

    // What happens elsewhere is not heard of, not even by an id.
    edit(&hub, &leader, "m-2", vec![entries(Field::Tags, &["x"], &[])]).await;
    let changes = hub.call(Some(&own), roster::since(&cursor)).await.expect("changes").set;
    assert!(changes.members.changed.is_empty() && changes.members.removed.is_empty() && !changes.reset);

    assert!(hub.call(Some(&own), roster::history(&id("m-3"))).await.is_ok());
    for other in ["m-2", "nobody"] {
        assert_eq!(why(hub.call(Some(&own), roster::history(&id(other))).await), Some(Denied::OtherOrganisation));
    }
    let mine = hub.call(Some(&own), rights::mine()).await.expect("rights");
    assert_eq!(mine, Rights { roles: [Role::Volunteer, Role::Coordinator].into(), organisations: [id("eco")].into() });

    // Of another's list nothing is answered for its ETag.
    let etag = |token: String| {
        let hub = &hub;
        async move {
            let answer = hub.get("/roster").bearer_auth(token).send().await.expect("an answer");
            answer.headers()["etag"].to_str().expect("text").to_owned()
        }
    };
    assert_ne!(etag(own.clone()).await, etag(leader.clone()).await);
}

/// As chance would have it, from a seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, many: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % many
    }
}

async fn what_moves_in_and_out_is_followed(place: Place) {
    let hub = hub_with_organisations(&place).await;
    let leader = hub.person("leader", None, &[Role::AssociationLeader]).await;
    // One alone would write faster than anybody may.
    let other = hub.person("other", None, &[Role::AssociationLeader]).await;
    let mut viewers = Vec::new();
    for (name, own) in [("eco", vec!["eco"]), ("med", vec!["med"]), ("two", vec!["eco", "art"])] {
        viewers.push(coordinator(&hub, &format!("viewer-{name}"), &own).await);
    }
    viewers.push(leader.clone());
    let mut held: Vec<(BTreeMap<MemberId, Member>, Cursor)> = Vec::new();
    for token in &viewers {
        let (members, cursor) = list(&hub, token).await;
        held.push((members.into_iter().map(|member| (member.id.clone(), member)).collect(), cursor));
    }
    let mut chance = Chance(7);
    let mut batches: Vec<BatchPart> = Vec::new();
    for step in 0..90 {
        let writer = if step % 2 == 0 { &leader } else { &other };
        let member = format!("m-{}", chance.below(6));
        let there = list(&hub, &leader).await.0.into_iter().find(|one| one.id.as_str() == member);
        let organisation = ALL[chance.below(3)];
        let changes = match (&there, chance.below(6)) {
            (None, _) => vec![name("Айгүл"), belong(&[organisation], &[])],
            // Gone from the list altogether.
            (Some(there), 0) => {
                let own: Vec<String> = there.entries(Field::Organisations).into_iter().collect();
                let tags: Vec<String> = there.entries(Field::Tags).into_iter().collect();
                let all =
                    |texts: &[String], field| Change::Entries { field, add: BTreeSet::new(), remove: texts.iter().cloned().collect() };
                vec![
                    Change::Value { field: Field::Name, from: there.name.clone(), to: None },
                    all(&own, Field::Organisations),
                    all(&tags, Field::Tags),
                ]
            }
            (Some(_), 1 | 2) => vec![belong(&[organisation], &[])],
            (Some(_), 3 | 4) => vec![belong(&[], &[organisation])],
            (Some(_), _) => vec![entries(Field::Tags, &[&format!("t{step}")], &[])],
        };
        if chance.below(7) == 0 && !batches.is_empty() {
            let batch = batches.remove(chance.below(batches.len()));
            let undo = UndoBatch { id: id(&format!("u-{step}")), why: None, made_at: hub.now() };
            hub.call(Some(writer), roster::undo(&batch.id, &undo, &key())).await.expect("an answer");
        } else {
            let one = part(&hub, BatchKind::Edit, vec![Edit::new(id(&member), changes)]);
            send(&hub, writer, &one).await.expect("an answer");
            batches.push(one);
        }
        for (token, (members, cursor)) in viewers.iter().zip(&mut held) {
            // Not everybody looks each time.
            if chance.below(3) == 0 {
                continue;
            }
            let changes = hub.call(Some(token), roster::since(cursor)).await.expect("changes").set;
            assert!(!changes.reset);
            *cursor = changes.cursor;
            members.extend(changes.members.changed.into_iter().map(|member| (member.id.clone(), member)));
            for gone in &changes.members.removed {
                members.remove(gone);
            }
            let now = list(&hub, token).await.0;
            assert_eq!(members.values().cloned().collect::<Vec<_>>(), now, "step {step}");
        }
    }
}

async fn other_rights_begin_anew(place: Place) {
    let hub = hub_with_organisations(&place).await;
    let leader = hub.person("leader", None, &[Role::AssociationLeader]).await;
    let own = coordinator(&hub, "own", &["eco"]).await;
    edit(&hub, &leader, "m-1", vec![name("Айгүл"), belong(&["eco"], &[])]).await;
    edit(&hub, &leader, "m-2", vec![name("Ерлан"), belong(&["med"], &[])]).await;
    let (_, cursor) = list(&hub, &own).await;
    let reset = async |cursor: &Cursor| hub.call(Some(&own), roster::since(cursor)).await.expect("changes").set.reset;
    assert!(!reset(&cursor).await);
    bind(&hub, "own", &["eco", "med"]).await;
    assert!(reset(&cursor).await);
    let (both, wider) = list(&hub, &own).await;
    assert_eq!(ids(&both), ["m-1", "m-2"]);
    bind(&hub, "own", &["med"]).await;
    assert!(reset(&wider).await && reset(&cursor).await);
    assert_eq!(ids(&list(&hub, &own).await.0), ["m-2"]);
    // The leader's cursor is none of theirs, and the other way round.
    let (_, whole) = list(&hub, &leader).await;
    assert!(reset(&whole).await);
    assert!(hub.call(Some(&leader), roster::since(&cursor)).await.expect("changes").set.reset);
    bind(&hub, "own", &[]).await;
    assert_eq!(why(hub.call(Some(&own), roster::since(&cursor)).await), Some(Denied::Unbound));
    assert_eq!(why(hub.call(Some(&own), roster::list(None)).await), Some(Denied::Unbound));
}

async fn edits_outside_are_refused(place: Place) {
    let hub = hub_with_organisations(&place).await;
    let leader = hub.person("leader", None, &[Role::AssociationLeader]).await;
    let own = coordinator(&hub, "own", &["eco"]).await;
    edit(&hub, &leader, "m-1", vec![name("Айгүл"), belong(&["eco", "med"], &[])]).await;
    edit(&hub, &leader, "m-2", vec![name("Ерлан"), belong(&["med"], &[])]).await;
    let tag = || entries(Field::Tags, &["x"], &[]);
    let bulk = part(&hub, BatchKind::Bulk, ["m-1", "m-2"].map(|member| Edit::new(id(member), vec![tag()])).into());
    let done = send(&hub, &own, &bulk).await.expect("an answer");
    assert!(!done.results[0].done.is_empty());
    assert_eq!(done.results[1].unfit.map(|unfit| unfit.why), Some(Wrong::OtherOrganisation));
    assert!(list(&hub, &leader).await.0[1].tags.is_empty());
    for change in [belong(&["art"], &[]), belong(&[], &["med"])] {
        let done = edit(&hub, &own, "m-1", vec![change]).await;
        assert_eq!(done.results[0].unfit.map(|unfit| unfit.why), Some(Wrong::OtherOrganisation));
    }
    // Sent away: theirs no longer.
    let (_, cursor) = list(&hub, &own).await;
    let away = part(&hub, BatchKind::Edit, vec![Edit::new(id("m-1"), vec![belong(&[], &["eco"])])]);
    send(&hub, &own, &away).await.expect("done");
    let changes = hub.call(Some(&own), roster::since(&cursor)).await.expect("changes").set;
    assert_eq!(changes.members.removed, [id("m-1")]);
    assert_eq!(why(hub.call(Some(&own), roster::history(&id("m-1"))).await), Some(Denied::OtherOrganisation));
    // One's own act is taken back.
    let undo = UndoBatch { id: id("u-0"), why: None, made_at: hub.now() };
    let back = hub.call(Some(&own), roster::undo(&away.id, &undo, &key())).await.expect("an answer");
    assert_eq!((back.results[0].unfit, ids(&list(&hub, &own).await.0)), (None, vec!["m-1"]));
    // What another did to somebody outside is not theirs to take back.
    let theirs = part(&hub, BatchKind::Edit, vec![Edit::new(id("m-2"), vec![tag()])]);
    send(&hub, &leader, &theirs).await.expect("done");
    let undo = UndoBatch { id: id("u-1"), why: None, made_at: hub.now() };
    assert_eq!(why(hub.call(Some(&own), roster::undo(&theirs.id, &undo, &key())).await), Some(Denied::OtherOrganisation));
    // Of a batch that concerns others too, only their part: not even an id of the others.
    let both =
        part(&hub, BatchKind::Bulk, ["m-1", "m-2"].map(|member| Edit::new(id(member), vec![entries(Field::Tags, &["y"], &[])])).into());
    send(&hub, &leader, &both).await.expect("done");
    let undo = UndoBatch { id: id("u-2"), why: None, made_at: hub.now() };
    let undone = hub.call(Some(&own), roster::undo(&both.id, &undo, &key())).await.expect("an answer");
    assert_eq!(undone.results.iter().map(|one| (one.member.as_str(), one.unfit)).collect::<Vec<_>>(), [("m-1", None)]);
}

fn removed(there: &str, organisation: &str) -> Vec<Change> {
    vec![Change::Value { field: Field::Name, from: Some(there.to_owned()), to: None }, belong(&[], &[organisation])]
}

/// An id of somebody who was removed elsewhere is no way to what was known of them.
async fn who_was_never_theirs_stays_away(place: Place) {
    let hub = hub_with_organisations(&place).await;
    let leader = hub.person("leader", None, &[Role::AssociationLeader]).await;
    let own = coordinator(&hub, "own", &["eco"]).await;
    edit(&hub, &leader, "m-1", vec![name("Айгүл"), belong(&["med"], &[])]).await;
    edit(&hub, &leader, "m-1", removed("Айгүл", "med")).await;
    assert!(list(&hub, &leader).await.0.is_empty());
    for kind in [BatchKind::Edit, BatchKind::Import] {
        let one = part(&hub, kind, vec![Edit::new(id("m-1"), vec![name("Ерлан")])]);
        let done = send(&hub, &own, &one).await.expect("an answer");
        assert_eq!(done.results[0].unfit.map(|unfit| unfit.why), Some(Wrong::OtherOrganisation));
    }
    let merge = part(&hub, BatchKind::Merge, vec![Edit::new(id("m-1"), vec![name("Ерлан"), belong(&["eco"], &[])])]);
    assert_eq!(why(send(&hub, &own, &merge).await), Some(Denied::OtherOrganisation));
    assert_eq!(why(hub.call(Some(&own), roster::history(&id("m-1"))).await), Some(Denied::OtherOrganisation));
    assert!(list(&hub, &leader).await.0.is_empty());
    // Who was theirs may be written down again.
    edit(&hub, &leader, "m-2", vec![name("Дана"), belong(&["eco"], &[])]).await;
    edit(&hub, &leader, "m-2", removed("Дана", "eco")).await;
    assert_eq!(edit(&hub, &own, "m-2", vec![name("Дана")]).await.results[0].unfit, None);
    assert_eq!(ids(&list(&hub, &own).await.0), ["m-2"]);
}

async fn history_is_told_as_far_as_it_was_theirs(place: Place) {
    let hub = hub_with_organisations(&place).await;
    let leader = hub.person("leader", None, &[Role::AssociationLeader]).await;
    let own = coordinator(&hub, "own", &["eco"]).await;
    let phone =
        |from: Option<&str>, to: &str| Change::Value { field: Field::Phone, from: from.map(str::to_owned), to: Some(to.to_owned()) };
    edit(&hub, &leader, "m-1", vec![name("Айгүл"), phone(None, "+77010000001"), belong(&["med"], &[])]).await;
    edit(&hub, &leader, "m-1", vec![phone(Some("+77010000001"), "+77010000002"), belong(&["eco"], &["med"])]).await;
    edit(&hub, &leader, "m-1", vec![entries(Field::Tags, &["x"], &[])]).await;
    edit(&hub, &leader, "m-1", vec![belong(&["med"], &["eco"])]).await;
    edit(&hub, &leader, "m-1", vec![phone(Some("+77010000002"), "+77010000003")]).await;
    edit(&hub, &leader, "m-1", vec![belong(&["eco"], &["med"])]).await;
    let history = async |token: &str| hub.call(Some(token), roster::history(&id("m-1"))).await.expect("a history");
    assert_eq!(history(&leader).await.len(), 6);
    let theirs = history(&own).await;
    assert_eq!(theirs.len(), 4);
    let text = serde_json::to_string(&theirs).expect("JSON");
    assert!(!text.contains("+77010000001") && !text.contains("+77010000003") && text.contains("+77010000002"), "{text}");
}

async fn merges_stay_within(place: Place) {
    let hub = hub_with_organisations(&place).await;
    let leader = hub.person("leader", None, &[Role::AssociationLeader]).await;
    let own = coordinator(&hub, "own", &["eco"]).await;
    edit(&hub, &leader, "m-1", vec![name("Айгүл"), belong(&["eco"], &[])]).await;
    edit(&hub, &leader, "m-2", vec![name("Айгүл"), belong(&["eco", "med"], &[])]).await;
    edit(&hub, &leader, "m-3", vec![name("Айгүл"), belong(&["med"], &[])]).await;
    let members = list(&hub, &leader).await.0;
    let merged = |one: usize, other: usize| {
        let (one, other) = (&members[one], &members[other]);
        part(&hub, BatchKind::Merge, merge(one, other, &proposed(one, other)).expect("fits"))
    };
    assert_eq!(why(send(&hub, &own, &merged(0, 2)).await), Some(Denied::OtherOrganisation));
    assert_eq!(list(&hub, &leader).await.0, members);
    let within = merged(0, 1);
    let done = send(&hub, &own, &within).await.expect("an answer");
    assert!(done.results.iter().all(|one| one.unfit.is_none() && one.clashes.is_empty()), "{done:?}");
    let now = list(&hub, &leader).await.0;
    assert_eq!(now[0].entries(Field::Organisations), ["eco".to_owned(), "med".to_owned()].into());
    let undo = UndoBatch { id: id("u-1"), why: None, made_at: hub.now() };
    hub.call(Some(&own), roster::undo(&within.id, &undo, &key())).await.expect("taken back");
    assert_eq!(list(&hub, &leader).await.0.len(), 3);
    // One that a leader made across organisations is not taken back by halves.
    let (one, other) = (list(&hub, &leader).await.0[0].clone(), list(&hub, &leader).await.0[2].clone());
    let across = part(&hub, BatchKind::Merge, merge(&one, &other, &proposed(&one, &other)).expect("fits"));
    send(&hub, &leader, &across).await.expect("done");
    let undo = UndoBatch { id: id("u-2"), why: None, made_at: hub.now() };
    assert_eq!(why(hub.call(Some(&own), roster::undo(&across.id, &undo, &key())).await), Some(Denied::OtherOrganisation));
    hub.call(Some(&leader), roster::undo(&across.id, &undo, &key())).await.expect("taken back");
}

async fn an_import_counts_within(place: Place) {
    let hub = hub_with_organisations(&place).await;
    let leader = hub.person("leader", None, &[Role::AssociationLeader]).await;
    let own = coordinator(&hub, "own", &["eco"]).await;
    let edits = (0..3).map(|at| Edit::new(id(&format!("m-{at}")), vec![name("Ерлан")])).collect();
    let import = part(&hub, BatchKind::Import, edits);
    send(&hub, &own, &import).await.expect("done");
    let (members, _) = list(&hub, &own).await;
    assert_eq!(members.len(), 3);
    assert!(members.iter().all(|member| member.entries(Field::Organisations) == ["eco".to_owned()].into()));
    // Taken back, nothing is left of it; and it is brought in again.
    for (batch, undo) in [(import.id.as_str(), "u-1"), ("u-1", "u-2")] {
        let undo = UndoBatch { id: id(undo), why: None, made_at: hub.now() };
        hub.call(Some(&own), roster::undo(&id(batch), &undo, &key())).await.expect("taken back");
        assert_eq!(list(&hub, &own).await.0.is_empty(), batch != "u-1");
        assert_eq!(list(&hub, &leader).await.0.is_empty(), batch != "u-1");
    }
}

async fn organisations_are_real(place: Place) {
    let hub = hub_with_organisations(&place).await;
    let leader = hub.person("leader", None, &[Role::AssociationLeader]).await;
    let done = edit(&hub, &leader, "m-1", vec![name("Айгүл"), belong(&["nowhere"], &[])]).await;
    assert_eq!(done.results[0].unfit.map(|unfit| (unfit.change, unfit.why)), Some((1, Wrong::Unknown)));
    assert_eq!(kind(hub.call(None, rights::mine()).await), ProblemKind::SignIn);
}
