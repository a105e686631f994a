//! What the hub knows of members besides the list, and who else is at it.

use crate::hub::{Hub, Place, id, key, kind, shift};
use meyirim::{
    api::{Fetched, ProblemKind, attendance, roster, session},
    model::{
        ActionState, Role,
        attendance::{How, What},
        batch::{BatchKind, BatchPart, Edit},
        instant::{HOUR, MINUTE},
        member::Field,
        member_edit::Change,
        participation::Participation,
        presence::{FRESH, Here, Present},
        roll::NewMark,
    },
};

crate::on_both!(
    hours_reach_the_list,
    what_was_called_off_is_no_place,
    whose_account_is_whose,
    who_else_is_here,
    only_for_those_who_see_the_list
);

/// Puts somebody on the list, with what is said of them.
async fn listed(hub: &Hub, token: &str, member: &str, said: &[(Field, &str)]) {
    let value = |(field, text): &(Field, &str)| Change::Value { field: *field, from: None, to: Some((*text).to_owned()) };
    let edits = vec![Edit::new(id(member), said.iter().map(value).collect())];
    let part = BatchPart { id: id(&format!("b-{member}")), kind: BatchKind::Edit, why: None, made_at: hub.now(), edits };
    hub.call(Some(token), roster::send(&part, &key())).await.expect("on the list");
}

async fn known(hub: &Hub, token: &str, etag: Option<&str>) -> Option<(Vec<Participation>, Option<String>)> {
    match hub.call(Some(token), roster::participation(etag)).await.expect("what is known") {
        Fetched::New(new) => Some(new),
        Fetched::Unchanged => None,
    }
}

async fn hours_reach_the_list(place: Place) {
    let hub = Hub::on(&place).await;
    let leader = hub.person("leader", None, &[Role::AssociationLeader]).await;
    let planner = hub.person("planner", None, &[Role::Coordinator]).await;
    let aigul = hub.adult("aigul").await;
    listed(&hub, &leader, "m-1", &[(Field::Name, "Aigul Särsen"), (Field::Email, "aigul@example.kz")]).await;
    listed(&hub, &leader, "m-2", &[(Field::Name, "Ерлан"), (Field::Phone, "+77010000002")]).await;
    let (before, etag) = known(&hub, &leader, None).await.expect("new");
    let nothing =
        Participation { member: id("m-1"), minutes: 0, times: 0, last_seen: None, coming: 0, parent_until: None, roles: Vec::new() };
    assert_eq!(before, std::slice::from_ref(&nothing), "who has no account is not among them");
    assert!(known(&hub, &leader, etag.as_deref()).await.is_none(), "the same costs a header");

    let detail = hub.action(hub.plan("clean", 24, 5, true)).await;
    let starts = detail.action.starts();
    hub.join(&aigul, "clean", false, &key()).await.expect("joined");
    let (coming, _) = known(&hub, &leader, etag.as_deref()).await.expect("new");
    assert_eq!(coming, [Participation { coming: 1, ..nothing.clone() }]);

    hub.server.app.clock.put_forward(starts.0 + HOUR - hub.now().0);
    for (name, what) in
        [("k1", What::In { how: How::Roll }), ("k2", What::Confirmed { minutes: 90, reason: Some("left early".to_owned()) })]
    {
        let new = NewMark { id: id(name), person: id("aigul"), what, at: hub.now() };
        hub.call(Some(&planner), attendance::mark(&id("clean"), &shift(), &new, hub.now(), &key())).await.expect("noted");
    }
    let (worked, _) = known(&hub, &leader, None).await.expect("new");
    assert_eq!(worked, [Participation { minutes: 90, times: 1, last_seen: Some(starts), coming: 1, ..nothing }]);
    let shifts = hub.call(Some(&leader), roster::attendance(&id("m-1"))).await.expect("shifts");
    assert_eq!((shifts.len(), shifts[0].action.as_str(), shifts[0].marks.len()), (1, "clean", 2));
    assert!(hub.call(Some(&leader), roster::attendance(&id("m-2"))).await.expect("none").is_empty());

    // Whoever deletes the account takes it along.
    hub.call(Some(&aigul), session::delete_me(&key())).await.expect("gone");
    assert!(known(&hub, &leader, None).await.expect("new").0.is_empty());
}

async fn what_was_called_off_is_no_place(place: Place) {
    let hub = Hub::on(&place).await;
    let leader = hub.person("leader", None, &[Role::AssociationLeader]).await;
    let aigul = hub.adult("aigul").await;
    listed(&hub, &leader, "m-1", &[(Field::Name, "aigul"), (Field::Email, "aigul@example.kz")]).await;
    let mut detail = hub.action(hub.plan("clean", 24, 5, true)).await;
    hub.join(&aigul, "clean", false, &key()).await.expect("joined");
    assert_eq!(known(&hub, &leader, None).await.expect("new").0[0].coming, 1);
    detail.action.state = ActionState::Cancelled;
    hub.action(detail).await;
    assert_eq!(known(&hub, &leader, None).await.expect("new").0[0].coming, 0);
}

async fn whose_account_is_whose(place: Place) {
    let hub = Hub::on(&place).await;
    let leader = hub.person("leader", None, &[Role::AssociationLeader]).await;
    hub.person("dana", None, &[Role::Volunteer, Role::ShiftLeader]).await;
    // Two who share an address: the name says which one it is. Once it is on nobody's record any more, it is nobody's.
    listed(&hub, &leader, "m-1", &[(Field::Name, "Dana Omar"), (Field::Email, "dana@example.kz")]).await;
    listed(&hub, &leader, "m-2", &[(Field::Name, "Asan Omar"), (Field::Email, "dana@example.kz")]).await;
    let (all, _) = known(&hub, &leader, None).await.expect("new");
    assert_eq!(all.iter().map(|one| (one.member.as_str(), one.roles.as_slice())).collect::<Vec<_>>(), [("m-1", &[Role::ShiftLeader][..])]);
    let change = Change::Value { field: Field::Email, from: Some("dana@example.kz".to_owned()), to: None };
    let edits = vec![Edit::new(id("m-1"), vec![change])];
    let part = BatchPart { id: id("b-9"), kind: BatchKind::Edit, why: None, made_at: hub.now(), edits };
    hub.call(Some(&leader), roster::send(&part, &key())).await.expect("changed");
    assert!(known(&hub, &leader, None).await.expect("new").0.is_empty(), "Asan is not Dana");
}

async fn who_else_is_here(place: Place) {
    let hub = Hub::on(&place).await;
    let (one, other) = (hub.person("one", None, &[Role::AssociationLeader]).await, hub.person("other", None, &[Role::Auditor]).await);
    listed(&hub, &one, "m-1", &[(Field::Name, "Айгүл")]).await;
    let here = |tab: &str, member: Option<&str>, gone: bool| Here { tab: id(tab), member: member.map(id), gone };
    let say = async |token: &str, here: Here| hub.call(Some(token), roster::presence(&here, &key())).await.expect("said").others;
    assert!(say(&one, here("t1", None, false)).await.is_empty());
    assert_eq!(say(&other, here("t2", Some("m-1"), false)).await, [Present { name: Some("one".to_owned()), member: None }]);
    assert_eq!(say(&one, here("t1", Some("m-1"), false)).await, [Present { name: Some("other".to_owned()), member: Some(id("m-1")) }]);
    assert!(say(&one, here("t3", None, false)).await.len() == 1, "one's own other tab is nobody else");
    assert_eq!(say(&other, here("t2", None, true)).await.len(), 2, "both tabs of the one");
    assert!(say(&one, here("t1", None, false)).await.is_empty(), "who has gone is gone at once");
    say(&other, here("t2", None, false)).await;
    hub.server.app.clock.put_forward(FRESH + MINUTE);
    assert!(say(&one, here("t1", None, false)).await.is_empty(), "and who says nothing after a while");
}

async fn only_for_those_who_see_the_list(place: Place) {
    let hub = Hub::on(&place).await;
    let me = hub.adult("aigul").await;
    assert_eq!(kind(hub.call(Some(&me), roster::participation(None)).await), ProblemKind::Forbidden);
    assert_eq!(kind(hub.call(Some(&me), roster::attendance(&id("m-1"))).await), ProblemKind::Forbidden);
    let here = Here { tab: id("t"), member: None, gone: false };
    assert_eq!(kind(hub.call(Some(&me), roster::presence(&here, &key())).await), ProblemKind::Forbidden);
    assert_eq!(kind(hub.call(None, roster::participation(None)).await), ProblemKind::SignIn);
}
